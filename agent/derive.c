/* Make a message of its copies, and touches of the message. */
#include "agent/derive.h"

#include <string.h>

#include "agent/office.h"
#include "agent/rules/message_time.h"
#include "agent/rules/words.h"
#include "agent/signs.h"
#include "agent/tie.h"
#include "store/address.h"
#include "store/conversation.h"
#include "store/message.h"
#include "store/person.h"
#include "store/touch.h"

/* Counts of store/address.h rest on these numbers. */
G_STATIC_ASSERT((int)STORE_DIRECTION_OUT == (int)DIRECTION_OUT);
G_STATIC_ASSERT((int)STORE_DIRECTION_IN == (int)DIRECTION_IN);
G_STATIC_ASSERT((int)STORE_ROLE_TO == (int)ADDRESS_TO);
G_STATIC_ASSERT((int)STORE_ROLE_CC == (int)ADDRESS_CC);

struct derive {
	struct store *store;
	const struct identities *identities;
	guint max_recipients;
	struct record_scratch *scratch;
	GArray *named;	 /* struct named: everybody whom the message names */
	GArray *targets; /* gint64: what ties it to a conversation */
	GArray *late;	 /* gint64 keys, whose time is to be derived anew */
	GArray *loose;	 /* gint64 conversations, to be tied anew */
	GArray *written; /* gint64 addresses, whom the user wrote to, or not */
	GString *lower;
	GString *evidence; /* of the message that is being made */
};

/* Somebody in a message's header. */
struct named {
	gint64 address_id;
	enum address_role role;
	gboolean own;
};

/* What a message is, while it is being made. */
struct draft {
	struct store_message row;
	guint to, cc;		    /* recipients, own ones too */
	gboolean own_in_to, others; /* others: somebody else is named */
	gboolean in_mail;	    /* a copy lies, or lay, where mail counts */
	gboolean in_sent;	    /* ... in a Sent folder */
	struct signs signs;
};

struct derive *derive_new(struct store *store,
			  const struct identities *identities,
			  guint max_recipients)
{
	struct derive *derive = g_new0(struct derive, 1);

	derive->store = store;
	derive->identities = identities;
	derive->max_recipients = max_recipients;
	derive->scratch = record_scratch_new();
	derive->named = g_array_new(FALSE, FALSE, sizeof(struct named));
	derive->targets = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->late = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->loose = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->written = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->lower = g_string_new(NULL);
	derive->evidence = g_string_new(NULL);
	return derive;
}

void derive_free(struct derive *derive)
{
	if (!derive)
		return;
	record_scratch_free(derive->scratch);
	g_array_unref(derive->named);
	g_array_unref(derive->targets);
	g_array_unref(derive->late);
	g_array_unref(derive->loose);
	g_array_unref(derive->written);
	g_string_free(derive->lower, TRUE);
	g_string_free(derive->evidence, TRUE);
	g_free(derive);
}

/* Best first: Sent, INBOX, other folders, All Mail. DESIGN section 3. */
static int role_rank(int role)
{
	switch ((enum folder_role)role) {
	case FOLDER_SENT:
		return 0;
	case FOLDER_INBOX:
		return 1;
	case FOLDER_OTHER:
	case FOLDER_ARCHIVE:
		return 2;
	case FOLDER_ALL:
	case FOLDER_FLAGGED:
		return 3;
	case FOLDER_TRASH:
		return 4;
	case FOLDER_JUNK:
		return 5;
	case FOLDER_DRAFTS:
	case N_FOLDER_ROLES:
		break;
	}
	return 6;
}

/* Whether a copy in such a folder, with such flags, is mail that counts. */
static gboolean counts_as_mail(const struct store_copy *copy)
{
	return role_rank(copy->role) <= 3 && !(copy->flags & FLAG_DRAFT);
}

static gboolean is_sent(const struct store_copy *copy)
{
	return copy->role == FOLDER_SENT && !(copy->flags & FLAG_DRAFT);
}

static gboolean decode(struct derive *derive, const struct store_copy *copy,
		       struct record_facts *facts_out, GError **error)
{
	const char *why;

	if (record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			  derive->scratch, facts_out, &why))
		return TRUE;
	g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
		    "copy %" G_GINT64_FORMAT " in '%s' is damaged (%s); "
		    "run 'tend sync' with a fresh database",
		    copy->copy_id, store_get_path(derive->store), why);
	return FALSE;
}

/* ---- who is named ---- */

static const char *lower(struct derive *derive, const char *address)
{
	const char *p;

	for (p = address; *p; p++)
		if (g_ascii_isupper(*p) || (guchar)*p >= 0x80)
			break;
	if (!*p)
		return address;
	g_string_assign(derive->lower, "");
	if (g_str_is_ascii(address)) {
		g_string_append(derive->lower, address);
		g_string_ascii_down(derive->lower);
	} else {
		g_autofree char *down = g_utf8_strdown(address, -1);

		g_string_append(derive->lower, down);
	}
	return derive->lower->str;
}

static gboolean have(const struct derive *derive, const struct named *named)
{
	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *other =
		    &g_array_index(derive->named, struct named, i);

		if (other->address_id == named->address_id &&
		    other->role == named->role)
			return TRUE;
	}
	return FALSE;
}

static gint64 time_of(const struct record_facts *facts, gint64 received)
{
	gint64 date =
	    facts->date == G_MININT64 ? MESSAGE_TIME_NONE : facts->date;

	return message_time(date, received, MESSAGE_TIME_NONE);
}

static gboolean add_name(struct derive *derive,
			 const struct record_address *item, gint64 at,
			 GError **error)
{
	const char *address = lower(derive, item->address);
	struct named named = { .role = (enum address_role)item->role };

	if (!store_address_ensure(derive->store, address, item->name, at,
				  &named.address_id, error))
		return FALSE;
	named.own = identities_have(derive->identities, address);
	if (!have(derive, &named))
		g_array_append_val(derive->named, named);
	return TRUE;
}

/*
 * Whether a list or a form stands in From for somebody else.  The user's own
 * From alone makes mail theirs, and nothing takes it away.
 */
static gboolean has_author(struct derive *derive,
			   const struct record_facts *facts)
{
	if (!*facts->author ||
	    identities_have(derive->identities, lower(derive, facts->author)))
		return FALSE;
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (item->role == ADDRESS_FROM &&
		    identities_have(derive->identities,
				    lower(derive, item->address)))
			return FALSE;
	}
	return TRUE;
}

/*
 * A name is as old as its copy says, whatever the others say: so it does not
 * matter which comes first.
 */
static gboolean add_named(struct derive *derive,
			  const struct record_facts *facts, gint64 received,
			  GError **error)
{
	gint64 at = time_of(facts, received);
	gboolean hidden = has_author(derive, facts);
	const struct record_address author = { ADDRESS_FROM, facts->author_name,
					       facts->author };

	if (hidden && !add_name(derive, &author, at, error))
		return FALSE;
	for (guint i = 0; i < facts->addresses.n; i++) {
		struct record_address item = facts->addresses.items[i];

		/* Not a name of the list's: "Ann Lee via Talk". */
		if (hidden && item.role == ADDRESS_FROM) {
			item.role = ADDRESS_SENDER;
			item.name = "";
		}
		if (!add_name(derive, &item, at, error))
			return FALSE;
	}
	return TRUE;
}

static void forget_last(struct derive *derive)
{
	g_array_set_size(derive->named, 0);
	g_array_set_size(derive->targets, 0);
}

/* What one copy adds to its message. */
static gboolean add_copy(struct derive *derive, const struct store_copy *copy,
			 const struct record_facts *facts, GError **error)
{
	tie_add_ids(derive->targets, facts);
	return add_named(derive, facts, copy->internal_at, error);
}

/* ---- taking back ---- */

/* Whether entry i is the first to name its address in To or Cc. */
static gboolean counted(const GArray *recipients, guint i)
{
	const struct store_recipient *item =
	    &g_array_index(recipients, struct store_recipient, i);

	if (item->role != ADDRESS_TO && item->role != ADDRESS_CC)
		return FALSE;
	for (guint j = 0; j < i; j++) {
		const struct store_recipient *before =
		    &g_array_index(recipients, struct store_recipient, j);

		if (before->address_id == item->address_id &&
		    (before->role == ADDRESS_TO || before->role == ADDRESS_CC))
			return FALSE;
	}
	return TRUE;
}

/* Add the message to the tallies (+1), or take it back (-1). */
static gboolean tally(struct derive *derive, const struct store_message *row,
		      const GArray *recipients, int sign, GError **error)
{
	if (row->direction == DIRECTION_IN && row->address_id)
		return store_address_tally(derive->store, row->address_id, 0,
					   sign, row->at, error);
	if (row->direction != DIRECTION_OUT)
		return TRUE;
	for (guint i = 0; i < recipients->len; i++)
		if (counted(recipients, i) &&
		    !store_address_tally(
			derive->store,
			g_array_index(recipients, struct store_recipient, i)
			    .address_id,
			sign, 0, row->at, error))
			return FALSE;
	return TRUE;
}

/* Whoever the message names, or is from, may have a touch of it. */
static gboolean untouch(struct derive *derive, const struct store_message *row,
			gint64 address_id, GError **error)
{
	gint64 person_id;
	gboolean deleted = FALSE;

	if (!address_id)
		return TRUE;
	if (!store_address_get_person(derive->store, address_id, &person_id,
				      error))
		return FALSE;
	return !person_id ||
	       (store_touch_delete(derive->store, person_id, row->at,
				   row->message_key, &deleted, error) &&
		(!deleted ||
		 store_person_mark_dirty(derive->store, person_id, error)));
}

static gboolean take_back(struct derive *derive,
			  const struct store_message *row, GError **error)
{
	g_autoptr(GArray) recipients =
	    store_recipient_list(derive->store, row->message_key, error);

	if (!recipients || !tally(derive, row, recipients, -1, error) ||
	    !untouch(derive, row, row->address_id, error))
		return FALSE;
	office_note(row, recipients, derive->written);
	for (guint i = 0; i < recipients->len; i++)
		if (!untouch(
			derive, row,
			g_array_index(recipients, struct store_recipient, i)
			    .address_id,
			error))
			return FALSE;
	return store_recipient_clear(derive->store, row->message_key, error);
}

/* ---- what the message is ---- */

static void judge_direction(struct derive *derive, struct draft *draft)
{
	const struct named *from = NULL;

	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *named =
		    &g_array_index(derive->named, struct named, i);
		gboolean to = named->role == ADDRESS_TO;

		if (named->role == ADDRESS_FROM && !from)
			from = named;
		if (named->role == ADDRESS_FROM && named->own)
			from = named;
		draft->to += to;
		draft->cc += named->role == ADDRESS_CC;
		draft->own_in_to |= to && named->own;
		if ((to || named->role == ADDRESS_CC ||
		     named->role == ADDRESS_BCC) &&
		    !named->own)
			draft->others = TRUE;
	}
	draft->row.address_id = from ? from->address_id : 0;
	draft->row.direction = !from	   ? DIRECTION_NONE
			       : from->own ? DIRECTION_OUT
					   : DIRECTION_IN;
}

/* The only other who wrote or gets it, 0: nobody, or several. */
static gint64 find_party(const struct derive *derive)
{
	gint64 party = 0;

	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *named =
		    &g_array_index(derive->named, struct named, i);
		gboolean counts =
		    named->role == ADDRESS_FROM || named->role == ADDRESS_TO ||
		    named->role == ADDRESS_CC || named->role == ADDRESS_BCC;

		if (!counts || named->own || named->address_id == party)
			continue;
		if (party)
			return 0;
		party = named->address_id;
	}
	return party;
}

/*
 * Whether it makes touches: DESIGN section 2.  Cc, crowds, lists, robots,
 * drafts, junk and trash never do; of offices see agent/office.h.
 */
static gboolean is_personal(const struct derive *derive,
			    const struct draft *draft)
{
	if (draft->row.kind != KIND_HUMAN || !draft->in_mail)
		return FALSE;
	switch ((enum direction)draft->row.direction) {
	case DIRECTION_OUT:
		return draft->others && draft->to <= derive->max_recipients;
	case DIRECTION_IN:
		return draft->own_in_to &&
		       draft->to + draft->cc <= derive->max_recipients;
	case DIRECTION_NONE:
	case DIRECTION_BOTH:
	case N_DIRECTIONS:
		break;
	}
	return FALSE;
}

static gboolean add_touches(struct derive *derive, const struct draft *draft,
			    GError **error)
{
	gboolean out = draft->row.direction == DIRECTION_OUT;

	if (!draft->row.personal)
		return TRUE;
	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *named =
		    &g_array_index(derive->named, struct named, i);
		struct store_touch touch = {
			.at = draft->row.at,
			.source = draft->row.message_key,
			.direction = draft->row.direction,
			.channel = CHANNEL_EMAIL,
			.recipients = draft->to,
			.conversation_id = draft->row.conversation_id,
			.signs = draft->signs.bits,
			.day = draft->signs.day,
			.ask_day = draft->signs.ask_day,
		};
		gboolean with =
		    out ? named->role == ADDRESS_TO && !named->own
			: named->address_id == draft->row.address_id &&
			      named->role == ADDRESS_FROM;

		if (with &&
		    (!store_person_ensure(derive->store, named->address_id,
					  &touch.person_id, error) ||
		     !store_touch_add(derive->store, &touch, error) ||
		     !store_person_mark_dirty(derive->store, touch.person_id,
					      error)))
			return FALSE;
	}
	return TRUE;
}

/*
 * Whoever else has a part in the conversation may be judged otherwise now:
 * somebody has answered for them, say.  On a first reading all are dirty.
 */
static gboolean mark_others(struct derive *derive,
			    const struct store_message *row, gboolean indexed,
			    GError **error)
{
	return !indexed || row->kind != KIND_HUMAN ||
	       store_person_mark_conversation(derive->store,
					      row->conversation_id, error);
}

/* ---- time, and what depends on it ---- */

/*
 * Never before what it answers: clocks differ, and an answer that seems to
 * come first would turn the ball around.  During a first reading, without
 * indexes, this is left to derive_settle.
 */
static gboolean set_time(struct derive *derive, struct store_message *row,
			 GError **error)
{
	gboolean indexed;
	gint64 at = 0;

	if (!row->parent)
		return TRUE;
	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	if (indexed && !store_message_find_time(derive->store, row->parent,
						row->message_key, &at, error))
		return FALSE;
	row->at = MAX(row->at, at);
	return TRUE;
}

/* Its answers follow when its time has changed. */
static gboolean note_answers(struct derive *derive,
			     const struct store_message *row, gint64 before,
			     GError **error)
{
	g_autoptr(GArray) keys = NULL;
	gboolean indexed;

	if (!row->target || row->at == before)
		return TRUE;
	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	if (!indexed)
		return TRUE;
	keys = store_message_list_answers(derive->store, row, before, error);
	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return TRUE;
}

/* ---- whom it answers ---- */

/*
 * A sales program's mail looks like a mailing: what answers the user is a
 * person's.  Without indexes this is left to derive_settle.
 */
static gboolean judge_answer(struct derive *derive, struct store_message *row,
			     const struct record_facts *facts, gboolean indexed,
			     GError **error)
{
	gboolean own = FALSE;

	if (!facts->bulk_only || row->kind != KIND_NEWSLETTER || !indexed)
		return TRUE;
	if (!store_message_find_sent(derive->store, row->parent, DIRECTION_OUT,
				     &own, error))
		return FALSE;
	if (!own)
		return TRUE;
	g_string_printf(derive->evidence, "answers your mail; %s",
			facts->evidence);
	row->kind = KIND_HUMAN;
	row->evidence = derive->evidence->str;
	return TRUE;
}

/* Its answers are judged by whether it is the user's own. */
static gboolean note_judged(struct derive *derive, gint64 target, gboolean was,
			    gboolean is, gboolean indexed, GError **error)
{
	g_autoptr(GArray) keys = NULL;

	if (!target || was == is || !indexed)
		return TRUE;
	keys = store_message_list_of_kind(
	    derive->store, target, is ? KIND_NEWSLETTER : KIND_HUMAN, error);
	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return TRUE;
}

/* Everybody named but the sender, whom the message itself has. */
static GArray *recipients_of(const struct derive *derive,
			     const struct store_message *row)
{
	GArray *list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));

	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *named =
		    &g_array_index(derive->named, struct named, i);
		const struct store_recipient item = { named->address_id,
						      (int)named->role };

		if (named->role != ADDRESS_FROM ||
		    named->address_id != row->address_id)
			g_array_append_val(list, item);
	}
	return list;
}

/* Its row and recipients; its conversation is found when these are there. */
static gboolean write_row(struct derive *derive, struct store_message *row,
			  const GArray *recipients,
			  const struct store_message *known, GError **error)
{
	if (known ? !store_message_update(derive->store, row, error)
		  : !store_message_insert(derive->store, row, error))
		return FALSE;
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *item =
		    &g_array_index(recipients, struct store_recipient, i);

		if (!store_recipient_add(derive->store, row->message_key,
					 item->address_id, item->role, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean find_conversation(struct derive *derive,
				  struct store_message *row,
				  const struct record_facts *facts,
				  gboolean indexed, GError **error)
{
	GArray *targets = derive->targets;

	return (!indexed ||
		tie_cut_ids(derive->store, row, facts, targets, error)) &&
	       tie_add_clues(derive->store, row, indexed, targets, error) &&
	       store_conversation_of(
		   derive->store, (const gint64 *)(void *)targets->data,
		   targets->len, &row->conversation_id, error);
}

static void note_loose_conversation(struct derive *derive,
				    gint64 conversation_id)
{
	guint n = derive->loose->len;

	if (!n ||
	    g_array_index(derive->loose, gint64, n - 1) != conversation_id)
		g_array_append_val(derive->loose, conversation_id);
}

/*
 * A clue that changed may have tied it to others, and a break undoes ties:
 * then all of the conversation is tied anew, by derive_flush.
 */
static gboolean note_loose(struct derive *derive,
			   const struct store_message *row,
			   const struct store_message *known, GError **error)
{
	gboolean loose = FALSE;

	if (known)
		loose = !tie_keeps_clue(&known->clue, &row->clue) ||
			known->direction != row->direction ||
			known->address_id != row->address_id;
	else if (!tie_is_broken(derive->store, row, &loose, error))
		return FALSE;
	if (loose)
		note_loose_conversation(derive, row->conversation_id);
	return TRUE;
}

/* Write the message and all that it does.  Facts are the best copy's. */
static gboolean put(struct derive *derive, struct draft *draft,
		    const struct record_facts *facts,
		    const struct store_message *known, GError **error)
{
	struct store_message *row = &draft->row;
	g_autoptr(GArray) recipients = NULL;
	gint64 wrote_at = row->at;
	gboolean indexed;

	judge_direction(derive, draft);
	recipients = recipients_of(derive, row);
	signs_read(facts, &draft->signs);
	row->signs = draft->signs.bits;
	row->subject = facts->subject;
	row->mid = facts->message_id;
	row->target = *facts->message_id ? tie_hash(facts->message_id) : 0;
	row->parent = tie_parent(facts);
	tie_read_clue(facts, wrote_at, find_party(derive), row, &row->clue);
	if (!set_time(derive, row, error) ||
	    !store_is_indexed(derive->store, &indexed, error) ||
	    !judge_answer(derive, row, facts, indexed, error))
		return FALSE;
	row->office = facts->author_office && row->direction == DIRECTION_IN;
	row->in_sent = draft->in_sent && row->direction == DIRECTION_IN &&
		       row->kind == KIND_HUMAN;
	/* Without indexes an office is left to derive_settle. */
	row->personal = is_personal(derive, draft) && (indexed || !row->office);
	if (!office_judge(derive->store, row, error))
		return FALSE;
	/* With indexes there are ties to be looked for, which need the row. */
	if (indexed && !write_row(derive, row, recipients, known, error))
		return FALSE;
	if (!find_conversation(derive, row, facts, indexed, error))
		return FALSE;
	office_note(row, recipients, derive->written);
	if (indexed ? !store_message_update(derive->store, row, error)
		    : !write_row(derive, row, recipients, known, error))
		return FALSE;
	return (!indexed || note_loose(derive, row, known, error)) &&
	       tally(derive, row, recipients, 1, error) &&
	       add_touches(derive, draft, error) &&
	       mark_others(derive, row, indexed, error) &&
	       note_judged(derive, row->target,
			   known && known->direction == DIRECTION_OUT,
			   row->direction == DIRECTION_OUT, indexed, error) &&
	       note_answers(derive, row, known ? known->at : 0, error);
}

/* ---- one copy, or many ---- */

static gboolean derive_first(struct derive *derive,
			     const struct store_copy *copy,
			     const struct record_facts *facts, GError **error)
{
	struct draft draft = {
		.row = {
			.message_key = copy->message_key,
			.copy_id = copy->copy_id,
			.copies = 1,
			.at = time_of(facts, copy->internal_at),
			.kind = (int)facts->kind,
			.evidence = facts->evidence,
		},
		.in_mail = counts_as_mail(copy),
		.in_sent = is_sent(copy),
	};

	forget_last(derive);
	return add_copy(derive, copy, facts, error) &&
	       put(derive, &draft, facts, NULL, error);
}

/* A copy among others of its message. */
struct seen {
	const struct store_copy *copy;
	guint64 content;
};

/* The one whose fields count comes first. */
static int best_first(gconstpointer a, gconstpointer b)
{
	const struct seen *x = a, *y = b;
	int whole = (y->copy->body == STORE_BODY_READ) -
		    (x->copy->body == STORE_BODY_READ);
	int rank = role_rank(x->copy->role) - role_rank(y->copy->role);

	/* A header tells less than the same mail's body, wherever that lies. */
	if (whole)
		return whole;
	if (rank)
		return rank;
	if (x->content != y->content)
		return x->content < y->content ? -1 : 1;
	return x->copy->copy_id < y->copy->copy_id ? -1 : 1;
}

struct merge {
	GArray *seen;	 /* struct seen */
	gint64 received; /* the earliest INTERNALDATE, 0: none is known */
	gboolean direct; /* a copy came directly, not through a list */
	gboolean in_mail, in_sent;
};

static gboolean look_at(struct derive *derive, struct merge *merge,
			const struct store_copy *copy, GError **error)
{
	struct record_facts facts;
	struct seen seen;

	if (!decode(derive, copy, &facts, error))
		return FALSE;
	if (copy->internal_at > 0 &&
	    (!merge->received || copy->internal_at < merge->received))
		merge->received = copy->internal_at;
	merge->in_mail |= counts_as_mail(copy);
	merge->in_sent |= is_sent(copy);
	merge->direct |= facts.kind == KIND_HUMAN;
	seen = (struct seen){ copy, facts.content };
	g_array_append_val(merge->seen, seen);
	return TRUE;
}

/* In the order of the copies' worth, so that it does not matter who came when.
 */
static gboolean add_copies(struct derive *derive, const GArray *seen,
			   GError **error)
{
	forget_last(derive);
	for (guint i = 0; i < seen->len; i++) {
		const struct store_copy *copy =
		    g_array_index(seen, struct seen, i).copy;
		struct record_facts facts;

		if (!decode(derive, copy, &facts, error) ||
		    !add_copy(derive, copy, &facts, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean derive_all(struct derive *derive, const GPtrArray *copies,
			   struct store_message *known, GError **error)
{
	g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(struct seen));
	struct merge merge = { .seen = seen };
	const struct store_copy *best;
	struct record_facts facts;
	struct draft draft;
	gboolean freed; /* from the list that only other copies came through */

	for (guint i = 0; i < copies->len; i++)
		if (!look_at(derive, &merge, g_ptr_array_index(copies, i),
			     error))
			return FALSE;
	g_array_sort(seen, best_first);
	best = g_array_index(seen, struct seen, 0).copy;
	if (!add_copies(derive, seen, error) ||
	    !decode(derive, best, &facts, error))
		return FALSE;
	freed = facts.kind == KIND_LIST && merge.direct;
	draft = (struct draft){
		.row = {
			.message_key = best->message_key,
			.copy_id = best->copy_id,
			.copies = copies->len,
			.at = time_of(&facts, merge.received),
			.kind = freed ? KIND_HUMAN : (int)facts.kind,
			.evidence = freed ? "" : facts.evidence,
		},
		.in_mail = merge.in_mail,
		.in_sent = merge.in_sent,
	};
	return put(derive, &draft, &facts, known, error);
}

static gboolean derive_again(struct derive *derive, gint64 message_key,
			     gboolean *is_new_out, GError **error)
{
	g_autoptr(store_message) known = NULL;
	g_autoptr(GPtrArray) copies = NULL;

	*is_new_out = FALSE;
	if (!store_message_find(derive->store, message_key, &known, error))
		return FALSE;
	if (known && !take_back(derive, known, error))
		return FALSE;
	copies = store_copy_list_by_message(derive->store, message_key, error);
	if (!copies)
		return FALSE;
	if (copies->len == 0)
		return !known || (store_message_delete(derive->store,
						       message_key, error) &&
				  note_judged(derive, known->target,
					      known->direction == DIRECTION_OUT,
					      FALSE, TRUE, error) &&
				  note_answers(derive,
					       &(struct store_message){
						   .target = known->target,
						   .message_key = message_key },
					       known->at, error));
	*is_new_out = known == NULL;
	return derive_all(derive, copies, known, error);
}

/*
 * What else is to be derived anew when a message has been.  It ends: a time
 * that moved moves its answers', but only ever later; whether an answer is a
 * person's rests on whose mail it answers, which is read from headers alone;
 * and whether an office's mail is personal rests on the user's own, which is
 * no office's, and is listed only while it is not what it should be.
 */
static gboolean derive_late(struct derive *derive, GError **error)
{
	gboolean ignored;

	while (derive->late->len) {
		gint64 key =
		    g_array_index(derive->late, gint64, derive->late->len - 1);

		g_array_set_size(derive->late, derive->late->len - 1);
		if (!derive_again(derive, key, &ignored, error))
			return FALSE;
	}
	return TRUE;
}

/* Offices' mail, now that the user has written there, or has not any more. */
static gboolean derive_written(struct derive *derive, GError **error)
{
	gboolean indexed;

	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	/* Without indexes all is left to derive_settle. */
	if (!indexed)
		g_array_set_size(derive->written, 0);
	while (derive->written->len)
		if (!office_list_changed(derive->store, derive->written,
					 derive->late, error) ||
		    !derive_late(derive, error))
			return FALSE;
	return TRUE;
}

/* What the last message left to be done at once. */
static gboolean finish(struct derive *derive, GError **error)
{
	return derive_late(derive, error) && derive_written(derive, error);
}

gboolean derive_message(struct derive *derive, gint64 message_key,
			gboolean *is_new_out, GError **error)
{
	return derive_again(derive, message_key, is_new_out, error) &&
	       finish(derive, error);
}

gboolean derive_conversation(struct derive *derive, gint64 message_key,
			     GError **error)
{
	g_autoptr(store_message) message = NULL;

	if (!store_message_find(derive->store, message_key, &message, error))
		return FALSE;
	if (message)
		note_loose_conversation(derive, message->conversation_id);
	return TRUE;
}

/* ---- tying anew ---- */

static gboolean retie(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));
	gboolean ignored;

	if (!tie_undo(derive->store, derive->loose, keys, error))
		return FALSE;
	for (guint i = 0; i < keys->len; i++)
		if (!derive_again(derive, g_array_index(keys, gint64, i),
				  &ignored, error))
			return FALSE;
	return finish(derive, error);
}

gboolean derive_flush(struct derive *derive, GError **error)
{
	while (derive->loose->len)
		if (!retie(derive, error))
			return FALSE;
	return TRUE;
}

/* ---- after a first reading ---- */

static gboolean settle_times(struct derive *derive, GError **error)
{
	for (;;) {
		g_autoptr(GArray) keys =
		    store_message_list_early_answers(derive->store, error);

		if (!keys)
			return FALSE;
		if (keys->len == 0)
			return TRUE;
		g_array_append_vals(derive->late, keys->data, keys->len);
		if (!derive_late(derive, error))
			return FALSE;
	}
}

static gboolean settle_answers(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = store_message_list_answering(
	    derive->store, KIND_NEWSLETTER, DIRECTION_OUT, error);

	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return derive_late(derive, error);
}

static gboolean settle_breaks(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = tie_list_breaks(derive->store, error);

	if (!keys)
		return FALSE;
	for (guint i = 0; i < keys->len; i++)
		if (!derive_conversation(derive, g_array_index(keys, gint64, i),
					 error))
			return FALSE;
	return TRUE;
}

gboolean derive_settle(struct derive *derive, GError **error)
{
	return tie_settle(derive->store, error) &&
	       settle_answers(derive, error) && settle_times(derive, error) &&
	       office_list_all(derive->store, derive->written, error) &&
	       derive_written(derive, error) && settle_breaks(derive, error) &&
	       derive_flush(derive, error) &&
	       store_conversation_settle(derive->store, error);
}

gboolean derive_copy(struct derive *derive, const struct store_copy *copy,
		     const struct record_facts *facts, gboolean *is_new_out,
		     GError **error)
{
	g_autoptr(store_message) known = NULL;

	if (!store_message_find(derive->store, copy->message_key, &known,
				error))
		return FALSE;
	if (known)
		return derive_message(derive, copy->message_key, is_new_out,
				      error);
	*is_new_out = TRUE;
	return derive_first(derive, copy, facts, error) &&
	       finish(derive, error);
}
