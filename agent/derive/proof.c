/* Touches that an answer proves. */
#include "agent/derive/proof.h"

#include "agent/border/words.h"
#include "agent/rules/touch.h"
#include "agent/derive/tie.h"
#include "agent/derive/touches.h"
#include "store/address.h"
#include "store/proof.h"
#include "store/recipient.h"

/* Zones differ by so much, and the clocks of two hosts by so little. */
#define NEAR_HOURS 14
#define NEAR_SECONDS 75

static const struct mention *find_named(const struct draft *draft,
					const struct record_address *item)
{
	g_autofree char *lower = g_utf8_strdown(item->address, -1);
	gint64 hash = tie_hash(lower);

	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);

		if (named->hash == hash && (guint32)named->role == item->role)
			return named;
	}
	return NULL;
}

static gboolean is_by(const char *author, const struct record_address *item)
{
	g_autofree char *lower = g_utf8_strdown(item->address, -1);
	g_autofree char *name = NULL, *wanted = NULL;

	if (tie_is_author(author, lower))
		return TRUE;
	name = g_utf8_casefold(item->name, -1);
	wanted = g_utf8_casefold(author, -1);
	return *name && g_str_equal(name, wanted);
}

/* Whom the quoted header names as its author, of those in the header. */
static const struct mention *find_author(const struct draft *draft,
					 const struct record_facts *facts)
{
	const struct mention *author = NULL;

	if (!*facts->quoted_author)
		return NULL;
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];
		const struct mention *named;

		if ((item->role != ADDRESS_TO && item->role != ADDRESS_CC &&
		     item->role != ADDRESS_FROM) ||
		    !is_by(facts->quoted_author, item))
			continue;
		named = find_named(draft, item);
		/* Two of one name: nobody can tell. */
		if (named && author && author->hash != named->hash)
			return NULL;
		if (named)
			author = named;
	}
	return author;
}

/* The only one in To besides the user. */
static const struct mention *find_reader(const struct draft *draft)
{
	const struct mention *reader = NULL;

	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);

		if (named->role != ADDRESS_TO || named->own)
			continue;
		if (reader)
			return NULL;
		reader = named;
	}
	return reader;
}

static const struct mention *find_sender(const struct draft *draft)
{
	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);

		if (named->role == ADDRESS_FROM &&
		    named->address_id == draft->row.address_id)
			return named;
	}
	return NULL;
}

/* The user answers somebody who wrote to them. */
static const struct mention *answered_by_user(const struct draft *draft,
					      const struct mention *author,
					      gboolean quoted)
{
	if (author)
		return author->own ? NULL : author;
	/* By a name that is not in their address; else by somebody else. */
	return !quoted || draft->row.clue.reply ? find_reader(draft) : NULL;
}

/* Somebody answers what the user wrote to them. */
static const struct mention *answered_by_them(const struct draft *draft,
					      const struct mention *author,
					      gboolean quoted)
{
	if (quoted ? !author || !author->own
		   : find_reader(draft) != NULL || draft->cc > 0)
		return NULL;
	return find_sender(draft);
}

/* As quoted, in the zone of who quotes; but always before the answer. */
static gint64 written_at(const struct store_message *row,
			 const struct record_facts *facts)
{
	gint64 at = facts->quoted_at;

	if (at == G_MININT64)
		return row->at - 1;
	if (facts->quoted_local)
		at -= (gint64)facts->zone * 60;
	return at > 0 && at < row->at ? at : row->at - 1;
}

/* What is proved, as a number: which mail, whose, and in which direction. */
static gint64 hash_of(const struct store_message *row, gint64 whose)
{
	guint64 hash = (guint64)row->parent;

	if (!row->parent)
		hash =
		    (guint64)tie_quote(row->clue.quoted, row->clue.quoted_at);
	hash = (hash * 31 + (guint64)whose) * 31 +
	       (row->direction == DIRECTION_OUT ? 1 : 2);
	return MAX((gint64)(hash & G_MAXINT64), 1);
}

gint64 proof_read(struct draft *draft, const struct record_facts *facts)
{
	struct store_message *row = &draft->row;
	gboolean out = row->direction == DIRECTION_OUT;
	gboolean quoted = *facts->quoted_author != '\0';
	const struct mention *author, *whose;

	if (!row->personal || row->at <= 1 || facts->quoted_forward ||
	    (!row->parent && !row->clue.quoted_at))
		return 0;
	author = find_author(draft, facts);
	whose = out ? answered_by_user(draft, author, quoted)
		    : answered_by_them(draft, author, quoted);
	if (!whose || whose->own)
		return 0;
	row->proof = hash_of(row, whose->hash);
	row->proof_at = written_at(row, facts);
	return whose->address_id;
}

static gboolean is_there(struct store *store, const struct store_message *row,
			 gboolean *there_out, GError **error)
{
	if (!row->parent)
		return tie_find_quoted(store, row, there_out, error);
	return store_message_has_target(store, row->parent, row->message_key,
					there_out, error);
}

gboolean proof_add_touch(struct store *store, const struct store_message *row,
			 gint64 address_id, GArray *late, GError **error)
{
	const struct store_touch touch = {
		.at = row->proof_at,
		.source = store_touch_proved_by(row->message_key),
		.direction = row->direction == DIRECTION_OUT ? DIRECTION_IN
							     : DIRECTION_OUT,
		.channel = CHANNEL_EMAIL,
		.recipients = 1,
		.conversation_id = row->conversation_id,
		.signs = SIGN_DERIVED,
		.day = TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
	gboolean earlier, there;

	if (!row->proof)
		return TRUE;
	if (!store_proof_has_earlier(store, row, &earlier, error))
		return FALSE;
	if (earlier)
		return TRUE;
	if (!is_there(store, row, &there, error))
		return FALSE;
	return there ||
	       touches_add_one(store, &touch, address_id, TRUE, late, error);
}

/* Whose it is, from the store: of those whom it is from or names. */
static gboolean find_whose(struct store *store, const struct store_message *row,
			   gint64 *address_id_out, GError **error)
{
	g_autoptr(GArray) recipients = NULL;

	*address_id_out = row->address_id;
	if (row->direction == DIRECTION_IN)
		return TRUE;
	*address_id_out = 0;
	recipients = store_recipient_list(store, row->message_key, error);
	for (guint i = 0; recipients && i < recipients->len; i++) {
		gint64 id = g_array_index(recipients, struct store_recipient, i)
				.address_id;
		g_autoptr(store_address) address = NULL;

		if (!store_address_find_by_id(store, id, &address, error))
			return FALSE;
		if (hash_of(row, tie_hash(address->address)) == row->proof)
			*address_id_out = id;
	}
	return recipients != NULL;
}

gboolean proof_settle(struct store *store, GArray *late, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!store_proof_list(store, keys, error))
		return FALSE;
	for (guint i = 0; i < keys->len; i++) {
		g_autoptr(store_message) row = NULL;
		gint64 address_id;

		if (!store_message_find(store, g_array_index(keys, gint64, i),
					&row, error) ||
		    !find_whose(store, row, &address_id, error) ||
		    (address_id &&
		     !proof_add_touch(store, row, address_id, late, error)))
			return FALSE;
	}
	return TRUE;
}

/* Another answer to the same mail proves it, or need not any more. */
static gboolean list_next(struct store *store,
			  const struct store_message *known,
			  const struct store_message *row, GArray *keys,
			  GError **error)
{
	gboolean was = known && known->proof, is = row && row->proof;

	if (was && is && known->proof == row->proof && known->at == row->at)
		return TRUE;
	return (!was || store_proof_list_next(store, known, keys, error)) &&
	       (!is || store_proof_list_next(store, row, keys, error));
}

static gboolean list_answers(struct store *store,
			     const struct store_message *known,
			     const struct store_message *row, GArray *keys,
			     GError **error)
{
	gint64 before = known ? known->target : 0;
	gint64 now = row ? row->target : 0;

	if (before == now)
		return TRUE;
	return (!before ||
		store_proof_list_by_id(store, before, keys, error)) &&
	       (!now || store_proof_list_by_id(store, now, keys, error));
}

static gboolean list_quoting(struct store *store,
			     const struct store_message *known,
			     const struct store_message *row, gboolean moved,
			     GArray *keys, GError **error)
{
	gint64 before = known ? known->clue.wrote_at : 0;
	gint64 now = row ? row->clue.wrote_at : 0;

	if (before == now && !moved && known && row &&
	    known->direction == row->direction &&
	    known->address_id == row->address_id &&
	    known->clue.topic == row->clue.topic)
		return TRUE;
	return (!before ||
		store_proof_list_by_quote(store, before, NEAR_HOURS,
					  NEAR_SECONDS, keys, error)) &&
	       (!now || now == before ||
		store_proof_list_by_quote(store, now, NEAR_HOURS, NEAR_SECONDS,
					  keys, error));
}

gboolean proof_list_changed(struct store *store,
			    const struct store_message *known,
			    const struct store_message *row, gboolean moved,
			    GArray *keys, GError **error)
{
	return list_next(store, known, row, keys, error) &&
	       list_answers(store, known, row, keys, error) &&
	       list_quoting(store, known, row, moved, keys, error);
}
