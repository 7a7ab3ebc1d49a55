/* A message while it is being made of its copies. */
#include "agent/derive/draft.h"

#include "agent/letters/answer.h"
#include "agent/rules/message_time.h"
#include "agent/rules/words.h"
#include "agent/derive/tie.h"
#include "store/address.h"
#include "store/recipient.h"

/* Counts of store/address.h rest on these numbers. */
G_STATIC_ASSERT((int)STORE_DIRECTION_OUT == (int)DIRECTION_OUT);
G_STATIC_ASSERT((int)STORE_DIRECTION_IN == (int)DIRECTION_IN);
G_STATIC_ASSERT((int)STORE_ROLE_TO == (int)ADDRESS_TO);
G_STATIC_ASSERT((int)STORE_ROLE_CC == (int)ADDRESS_CC);

struct draft *draft_new(struct store *store,
			const struct identities *identities,
			guint max_recipients, struct ruling *ruling)
{
	struct draft *draft = g_new0(struct draft, 1);

	draft->store = store;
	draft->identities = identities;
	draft->max_recipients = max_recipients;
	draft->ruling = ruling;
	draft->named = g_array_new(FALSE, FALSE, sizeof(struct mention));
	draft->lower = g_string_new(NULL);
	return draft;
}

void draft_free(struct draft *draft)
{
	if (!draft)
		return;
	g_array_unref(draft->named);
	g_string_free(draft->lower, TRUE);
	g_free(draft);
}

void draft_begin(struct draft *draft)
{
	draft->row = (struct store_message){ .subject = NULL };
	g_array_set_size(draft->named, 0);
	draft->to = draft->cc = 0;
	draft->own_in_to = draft->others = FALSE;
	draft->in_mail = draft->in_sent = FALSE;
	draft->ruled = 0;
}

/* Best first: Sent, INBOX, other folders, All Mail. DESIGN section 3. */
int draft_folder_rank(int role)
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
	return draft_folder_rank(copy->role) <= 3 &&
	       !(copy->flags & FLAG_DRAFT);
}

static gboolean is_sent(const struct store_copy *copy)
{
	return copy->role == FOLDER_SENT && !(copy->flags & FLAG_DRAFT);
}

static const char *lower(struct draft *draft, const char *address)
{
	const char *p;

	for (p = address; *p; p++)
		if (g_ascii_isupper(*p) || (guchar)*p >= 0x80)
			break;
	if (!*p)
		return address;
	g_string_assign(draft->lower, "");
	if (g_str_is_ascii(address)) {
		g_string_append(draft->lower, address);
		g_string_ascii_down(draft->lower);
	} else {
		g_autofree char *down = g_utf8_strdown(address, -1);

		g_string_append(draft->lower, down);
	}
	return draft->lower->str;
}

static gboolean have(const struct draft *draft, const struct mention *named)
{
	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *other =
		    &g_array_index(draft->named, struct mention, i);

		if (other->address_id == named->address_id &&
		    other->role == named->role)
			return TRUE;
	}
	return FALSE;
}

gint64 draft_time(const struct record_facts *facts, gint64 received)
{
	gint64 date =
	    facts->date == G_MININT64 ? MESSAGE_TIME_NONE : facts->date;

	return message_time(date, received, MESSAGE_TIME_NONE);
}

gboolean draft_add_name(struct draft *draft, const struct record_address *item,
			gint64 at, GError **error)
{
	const char *address = lower(draft, item->address);
	struct mention named = { .role = (enum address_role)item->role };

	if (!store_address_ensure(draft->store, address, item->name, at,
				  &named.address_id, error))
		return FALSE;
	named.hash = tie_hash(address);
	named.own = identities_have(draft->identities, address);
	if (!have(draft, &named))
		g_array_append_val(draft->named, named);
	return TRUE;
}

/*
 * Whether a list or a form stands in From for somebody else.  The user's own
 * From alone makes mail theirs, and nothing takes it away.
 */
static gboolean has_author(struct draft *draft,
			   const struct record_facts *facts)
{
	if (!*facts->author ||
	    identities_have(draft->identities, lower(draft, facts->author)))
		return FALSE;
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (item->role == ADDRESS_FROM &&
		    identities_have(draft->identities,
				    lower(draft, item->address)))
			return FALSE;
	}
	return TRUE;
}

/*
 * A name is as old as its copy says, whatever the others say: so it does not
 * matter which comes first.  The user's own is the one that they sent mail
 * under, not how others address them, nor what is put on a forged From; any
 * such will only do until there is a better one.
 */
static gint64 name_time(struct draft *draft, const struct record_address *item,
			gboolean sent, gint64 at)
{
	if ((sent && item->role == ADDRESS_FROM) ||
	    !identities_have(draft->identities, lower(draft, item->address)))
		return at;
	return 0;
}

static gboolean add_named(struct draft *draft, const struct store_copy *copy,
			  const struct record_facts *facts, GError **error)
{
	gint64 at = draft_time(facts, copy->internal_at);
	gboolean hidden = has_author(draft, facts);
	gboolean letter = answer_is_letter(facts->message_id);
	const struct record_address author = { ADDRESS_FROM, facts->author_name,
					       facts->author };

	if (hidden && !draft_add_name(draft, &author, at, error))
		return FALSE;
	for (guint i = 0; i < facts->addresses.n; i++) {
		struct record_address item = facts->addresses.items[i];

		/* Not a name of the list's: "Ann Lee via Talk". */
		if (hidden && item.role == ADDRESS_FROM) {
			item.role = ADDRESS_SENDER;
			item.name = "";
		}
		/* Nor that of a tend, which writes from the user's address. */
		if (letter)
			item.name = "";
		if (!draft_add_name(draft, &item,
				    name_time(draft, &item, is_sent(copy), at),
				    error))
			return FALSE;
	}
	return TRUE;
}

static gboolean add_ruled(struct draft *draft, const struct store_copy *copy,
			  GError **error)
{
	guint signs;

	if (!draft->ruling || !counts_as_mail(copy))
		return TRUE;
	if (!ruling_of_folder(draft->ruling, copy->folder_id, &signs, error))
		return FALSE;
	draft->ruled |= signs;
	return TRUE;
}

gboolean draft_add_copy(struct draft *draft, const struct store_copy *copy,
			const struct record_facts *facts, GError **error)
{
	draft->in_mail |= counts_as_mail(copy);
	draft->in_sent |= is_sent(copy);
	return add_ruled(draft, copy, error) &&
	       add_named(draft, copy, facts, error);
}

/* ---- what the message is ---- */

static void judge_direction(struct draft *draft)
{
	const struct mention *from = NULL;

	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);
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

gint64 draft_find_party(const struct draft *draft)
{
	gint64 party = 0;

	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);
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

static gboolean is_wordless(const struct record_facts *facts)
{
	return facts->body_read &&
	       (facts->unsubscribe ||
		(facts->quoted_forward && facts->words == 0));
}

/* Commands to a tend are no mail to anybody, whoever gets a copy of them. */
static gboolean answers_letter(const struct draft *draft,
			       const struct record_facts *facts)
{
	const struct record_texts *ids =
	    facts->in_reply_to.n ? &facts->in_reply_to : &facts->references;

	return draft->row.direction == DIRECTION_OUT && draft->own_in_to &&
	       ids->n && answer_is_letter(ids->texts[ids->n - 1]);
}

void draft_read(struct draft *draft, const struct record_facts *facts)
{
	judge_direction(draft);
	signs_read(facts, &draft->signs);
	draft->signs.bits |= draft->ruled;
	if (draft->ruling)
		draft->signs.bits |=
		    ruling_of_subject(draft->ruling, facts->subject);
	draft->row.signs = draft->signs.bits;
	draft->wordless = is_wordless(facts);
	draft->to_tend = answers_letter(draft, facts);
}

gboolean draft_is_personal(const struct draft *draft)
{
	if (draft->row.kind != KIND_HUMAN || !draft->in_mail ||
	    draft->wordless || draft->to_tend)
		return FALSE;
	switch ((enum direction)draft->row.direction) {
	case DIRECTION_OUT:
		return draft->others && draft->to <= draft->max_recipients;
	case DIRECTION_IN:
		return draft->own_in_to &&
		       draft->to + draft->cc <= draft->max_recipients;
	case DIRECTION_NONE:
	case DIRECTION_BOTH:
	case N_DIRECTIONS:
		break;
	}
	return FALSE;
}

GArray *draft_list_recipients(const struct draft *draft)
{
	GArray *list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));

	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);
		const struct store_recipient item = { named->address_id,
						      (int)named->role };

		if (named->role != ADDRESS_FROM ||
		    named->address_id != draft->row.address_id)
			g_array_append_val(list, item);
	}
	return list;
}
