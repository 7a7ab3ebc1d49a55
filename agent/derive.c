/* Make a message of its copies, and touches of the message. */
#include "agent/derive.h"

#include <string.h>

#include "agent/rules/message_time.h"
#include "agent/rules/words.h"
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

/*
 * Ids of a message that tie it to others: its own, what it answers, and the
 * two ends of its References.  Those in between are tied by their own mail.
 */
#define TARGETS_MAX 8
#define LAST_REFERENCES 3

struct derive {
	struct store *store;
	const struct identities *identities;
	guint max_recipients;
	struct record_scratch *scratch;
	GArray *named;	 /* struct named: everybody whom the message names */
	GArray *persons; /* gint64, of touches that were taken back */
	GString *lower;
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
	derive->persons = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->lower = g_string_new(NULL);
	return derive;
}

void derive_free(struct derive *derive)
{
	if (!derive)
		return;
	record_scratch_free(derive->scratch);
	g_array_unref(derive->named);
	g_array_unref(derive->persons);
	g_string_free(derive->lower, TRUE);
	g_free(derive);
}

gint64 derive_target(const char *mid)
{
	/* FNV-1a, then mixed so that the low bits depend on all of it. */
	guint64 hash = G_GUINT64_CONSTANT(14695981039346656037);

	for (; *mid; mid++)
		hash =
		    (hash ^ (guchar)*mid) * G_GUINT64_CONSTANT(1099511628211);
	hash ^= hash >> 32;
	hash *= G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	hash ^= hash >> 29;
	return MAX((gint64)(hash & G_MAXINT64), 1);
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

static gboolean add_named(struct derive *derive,
			  const struct record_facts *facts, gint64 at,
			  GError **error)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];
		const char *address = lower(derive, item->address);
		struct named named = { .role = (enum address_role)item->role };

		if (!store_address_ensure(derive->store, address, item->name,
					  at, &named.address_id, error))
			return FALSE;
		named.own = identities_have(derive->identities, address);
		if (!have(derive, &named))
			g_array_append_val(derive->named, named);
	}
	return TRUE;
}

/* ---- taking back ---- */

static gboolean mark_dirty(struct derive *derive, GError **error)
{
	for (guint i = 0; i < derive->persons->len; i++)
		if (!store_person_mark_dirty(
			derive->store,
			g_array_index(derive->persons, gint64, i), error))
			return FALSE;
	return TRUE;
}

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

static gboolean take_back(struct derive *derive,
			  const struct store_message *row, GError **error)
{
	g_autoptr(GArray) recipients =
	    store_recipient_list(derive->store, row->message_id, error);

	g_array_set_size(derive->persons, 0);
	return recipients && tally(derive, row, recipients, -1, error) &&
	       store_recipient_clear(derive->store, row->message_id, error) &&
	       store_touch_delete_by_source(derive->store, row->message_key,
					    derive->persons, error) &&
	       mark_dirty(derive, error);
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

/*
 * Whether it makes touches: DESIGN section 2.  Cc, crowds, lists, robots,
 * drafts, junk and trash never do.
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

static guint add_target(gint64 *targets, guint n, const char *mid)
{
	gint64 target = derive_target(mid);

	if (!*mid || n == TARGETS_MAX)
		return n;
	for (guint i = 0; i < n; i++)
		if (targets[i] == target)
			return n;
	targets[n] = target;
	return n + 1;
}

static gboolean find_conversation(struct derive *derive, struct draft *draft,
				  const struct record_facts *facts,
				  GError **error)
{
	const struct record_texts *references = &facts->references;
	gint64 targets[TARGETS_MAX];
	guint n = 0;

	n = add_target(targets, n, facts->message_id);
	for (guint i = 0; i < MIN(facts->in_reply_to.n, 2); i++)
		n = add_target(targets, n, facts->in_reply_to.texts[i]);
	if (references->n)
		n = add_target(targets, n, references->texts[0]);
	for (guint i = 1; i < references->n; i++)
		if (i + LAST_REFERENCES >= references->n)
			n = add_target(targets, n, references->texts[i]);
	if (n == 0)
		targets[n++] = draft->row.message_key;
	return store_conversation_of(derive->store, targets, n,
				     &draft->row.conversation_id, error);
}

static gint64 time_of(const struct record_facts *facts, gint64 received)
{
	gint64 date =
	    facts->date == G_MININT64 ? MESSAGE_TIME_NONE : facts->date;

	return message_time(date, received, MESSAGE_TIME_NONE);
}

static GArray *recipients_of(const struct derive *derive)
{
	GArray *list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));

	for (guint i = 0; i < derive->named->len; i++) {
		const struct named *named =
		    &g_array_index(derive->named, struct named, i);
		const struct store_recipient item = { named->address_id,
						      (int)named->role };

		g_array_append_val(list, item);
	}
	return list;
}

/* Write the message and all that it does.  Facts are the best copy's. */
static gboolean put(struct derive *derive, struct draft *draft,
		    const struct record_facts *facts, gboolean is_new,
		    GError **error)
{
	g_autoptr(GArray) recipients = recipients_of(derive);

	judge_direction(derive, draft);
	draft->row.subject = facts->subject;
	draft->row.mid = facts->message_id;
	draft->row.evidence = facts->evidence;
	draft->row.personal = is_personal(derive, draft);
	if (!find_conversation(derive, draft, facts, error))
		return FALSE;
	if (is_new ? !store_message_insert(derive->store, &draft->row,
					   &draft->row.message_id, error)
		   : !store_message_update(derive->store, &draft->row, error))
		return FALSE;
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *item =
		    &g_array_index(recipients, struct store_recipient, i);

		if (!store_recipient_add(derive->store, draft->row.message_id,
					 item->address_id, item->role, error))
			return FALSE;
	}
	return tally(derive, &draft->row, recipients, 1, error) &&
	       add_touches(derive, draft, error);
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
		},
		.in_mail = counts_as_mail(copy),
	};

	g_array_set_size(derive->named, 0);
	return add_named(derive, facts, draft.row.at, error) &&
	       put(derive, &draft, facts, TRUE, error);
}

/* Of two copies the one whose fields count. */
static gboolean better(const struct store_copy *a,
		       const struct record_facts *a_facts,
		       const struct store_copy *b, guint64 b_content)
{
	if (role_rank(a->role) != role_rank(b->role))
		return role_rank(a->role) < role_rank(b->role);
	if (a_facts->content != b_content)
		return a_facts->content < b_content;
	return a->copy_id < b->copy_id;
}

struct merge {
	const struct store_copy *best;
	guint64 best_content;
	gint64 received; /* the earliest INTERNALDATE */
	enum kind kind;
	gboolean direct; /* a copy came directly, not through a list */
	gboolean in_mail;
};

static gboolean look_at(struct derive *derive, struct merge *merge,
			const struct store_copy *copy, GError **error)
{
	struct record_facts facts;

	if (!decode(derive, copy, &facts, error))
		return FALSE;
	merge->received = merge->received
			      ? MIN(merge->received, copy->internal_at)
			      : copy->internal_at;
	merge->in_mail |= counts_as_mail(copy);
	merge->direct |= facts.kind == KIND_HUMAN;
	if (!merge->best ||
	    better(copy, &facts, merge->best, merge->best_content)) {
		merge->best = copy;
		merge->best_content = facts.content;
		merge->kind = (enum kind)facts.kind;
	}
	return TRUE;
}

static gboolean derive_all(struct derive *derive, const GPtrArray *copies,
			   struct store_message *known, GError **error)
{
	struct merge merge = { 0 };
	struct draft draft = { 0 };
	struct record_facts facts;

	for (guint i = 0; i < copies->len; i++)
		if (!look_at(derive, &merge, g_ptr_array_index(copies, i),
			     error))
			return FALSE;
	if (merge.kind == KIND_LIST && merge.direct)
		merge.kind = KIND_HUMAN;
	if (!decode(derive, merge.best, &facts, error))
		return FALSE;
	draft.row = (struct store_message){
		.message_id = known ? known->message_id : 0,
		.message_key = merge.best->message_key,
		.copy_id = merge.best->copy_id,
		.copies = copies->len,
		.at = time_of(&facts, merge.received),
		.kind = (int)merge.kind,
	};
	draft.in_mail = merge.in_mail;
	g_array_set_size(derive->named, 0);
	for (guint i = 0; i < copies->len; i++)
		if (!decode(derive, g_ptr_array_index(copies, i), &facts,
			    error) ||
		    !add_named(derive, &facts, draft.row.at, error))
			return FALSE;
	return decode(derive, merge.best, &facts, error) &&
	       put(derive, &draft, &facts, known == NULL, error);
}

gboolean derive_message(struct derive *derive, gint64 message_key,
			gboolean *is_new_out, GError **error)
{
	g_autoptr(store_message) known = NULL;
	g_autoptr(GPtrArray) copies = NULL;

	*is_new_out = FALSE;
	if (!store_message_find_by_key(derive->store, message_key, &known,
				       error))
		return FALSE;
	if (known && !take_back(derive, known, error))
		return FALSE;
	copies = store_copy_list_by_message(derive->store, message_key, error);
	if (!copies)
		return FALSE;
	if (copies->len == 0)
		return !known || store_message_delete(derive->store,
						      known->message_id, error);
	*is_new_out = known == NULL;
	return derive_all(derive, copies, known, error);
}

gboolean derive_copy(struct derive *derive, const struct store_copy *copy,
		     const struct record_facts *facts, gboolean *is_new_out,
		     GError **error)
{
	g_autoptr(store_message) known = NULL;

	if (!store_message_find_by_key(derive->store, copy->message_key, &known,
				       error))
		return FALSE;
	if (known)
		return derive_message(derive, copy->message_key, is_new_out,
				      error);
	*is_new_out = TRUE;
	return derive_first(derive, copy, facts, error);
}
