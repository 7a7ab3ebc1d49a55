/* What automatic mail says of a person. */
#include "agent/derive/automatic.h"

#include "agent/border/words.h"
#include "agent/rules/touch.h"
#include "store/address.h"
#include "store/person.h"
#include "store/touch.h"

/* Of mail from them; a bounce is from a robot. */
#define FROM_THEM (1u << KIND_AUTO_REPLY | 1u << KIND_CALENDAR)

#define TELLS \
	(SIGN_BOUNCED | SIGN_DELAYED | SIGN_ABSENT | SIGN_LEFT | SIGN_ACCEPTED)

static gboolean has_failed(const struct draft *draft)
{
	for (guint i = 0; i < draft->named->len; i++)
		if (g_array_index(draft->named, struct mention, i).role ==
		    ADDRESS_FAILED)
			return TRUE;
	return FALSE;
}

gboolean automatic_find_failed(struct store *store, struct draft *draft,
			       GError **error)
{
	const struct store_message *row = &draft->row;
	struct mention failed = { .role = ADDRESS_FAILED };

	if (row->kind != KIND_BOUNCE || !row->parent || has_failed(draft))
		return TRUE;
	if (!store_message_find_party(store, row->parent, DIRECTION_OUT,
				      &failed.address_id, error))
		return FALSE;
	if (failed.address_id)
		g_array_append_val(draft->named, failed);
	return TRUE;
}

static gboolean add_row(struct store *store, const struct draft *draft,
			gint64 address_id, GError **error)
{
	struct store_touch row = {
		.at = draft->row.at,
		.source = draft->row.message_key,
		.direction = DIRECTION_NONE,
		.channel = CHANNEL_EMAIL,
		.recipients = 1,
		.conversation_id = draft->row.conversation_id,
		.signs = draft->signs.bits & TELLS,
		.day = draft->signs.bits & SIGN_ABSENT ? draft->signs.day
						       : TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
	gboolean any;

	if (!store_address_get_person(store, address_id, &row.person_id, error))
		return FALSE;
	if (!row.person_id)
		return TRUE;
	if (!store_touch_has_any(store, row.person_id, &any, error))
		return FALSE;
	return !any || (store_touch_add(store, &row, error) &&
			store_person_mark_dirty(store, row.person_id, error));
}

gboolean automatic_add(struct store *store, const struct draft *draft,
		       GError **error)
{
	const struct store_message *row = &draft->row;
	gboolean bounce = row->kind == KIND_BOUNCE;

	if (!draft->in_mail || !(draft->signs.bits & TELLS) ||
	    (!bounce && !(FROM_THEM >> row->kind & 1)))
		return TRUE;
	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);
		gboolean of = bounce ? named->role == ADDRESS_FAILED
				     : named->role == ADDRESS_FROM &&
					   named->address_id == row->address_id;

		if (of && !named->own &&
		    !add_row(store, draft, named->address_id, error))
			return FALSE;
	}
	return TRUE;
}

gboolean automatic_list(struct store *store, gint64 person_id, GArray *keys,
			GError **error)
{
	return store_message_list_bearing(store, person_id, FROM_THEM,
					  1u << KIND_BOUNCE, ADDRESS_FAILED,
					  TELLS, keys, error);
}

static gboolean list_bounces(struct store *store, gint64 target, GArray *keys,
			     GError **error)
{
	g_autoptr(GArray) bounces =
	    store_message_list_of_kind(store, target, KIND_BOUNCE, error);

	if (!bounces)
		return FALSE;
	g_array_append_vals(keys, bounces->data, bounces->len);
	return TRUE;
}

/* Its only reader, if a bounce may be about it. */
static gint64 reader(const struct store_message *row)
{
	return row && row->target && row->direction == DIRECTION_OUT
		   ? row->clue.party
		   : 0;
}

gboolean automatic_list_changed(struct store *store,
				const struct store_message *known,
				const struct store_message *row, GArray *keys,
				GError **error)
{
	gint64 before = reader(known), now = reader(row);

	if (before == now && (!now || known->target == row->target))
		return TRUE;
	return (!before || list_bounces(store, known->target, keys, error)) &&
	       (!now || list_bounces(store, row->target, keys, error));
}
