/* Touches of a message, and the counts of mail. */
#include "agent/derive/touches.h"

#include "agent/derive/automatic.h"
#include "agent/border/words.h"
#include "agent/rules/words.h"
#include "store/address.h"
#include "store/person.h"
#include "store/recipient.h"

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

gboolean touches_tally(struct store *store, const struct store_message *row,
		       const GArray *recipients, int sign, GError **error)
{
	if (row->direction == DIRECTION_IN && row->address_id)
		return store_address_tally(store, row->address_id, 0, sign,
					   row->at, error);
	if (row->direction != DIRECTION_OUT)
		return TRUE;
	for (guint i = 0; i < recipients->len; i++)
		if (counted(recipients, i) &&
		    !store_address_tally(
			store,
			g_array_index(recipients, struct store_recipient, i)
			    .address_id,
			sign, 0, row->at, error))
			return FALSE;
	return TRUE;
}

/* Whoever the message names, or is from, may have a touch of it. */
static gboolean untouch(struct store *store, const struct store_message *row,
			gint64 address_id, GError **error)
{
	gint64 person_id;
	gboolean deleted = FALSE, proved = FALSE;

	if (!address_id)
		return TRUE;
	if (!store_address_get_person(store, address_id, &person_id, error))
		return FALSE;
	if (!person_id)
		return TRUE;
	if (!store_touch_delete(store, person_id, row->at, row->message_key,
				&deleted, error) ||
	    (row->proof &&
	     !store_touch_delete(store, person_id, row->proof_at,
				 store_touch_proved_by(row->message_key),
				 &proved, error)))
		return FALSE;
	return (!deleted && !proved) ||
	       store_person_mark_dirty(store, person_id, error);
}

gboolean touches_take_back(struct store *store, const struct store_message *row,
			   const GArray *recipients, GError **error)
{
	if (!untouch(store, row, row->address_id, error))
		return FALSE;
	for (guint i = 0; i < recipients->len; i++)
		if (!untouch(
			store, row,
			g_array_index(recipients, struct store_recipient, i)
			    .address_id,
			error))
			return FALSE;
	return TRUE;
}

gboolean touches_add_one(struct store *store, const struct store_touch *touch,
			 gint64 address_id, gboolean indexed, GArray *late,
			 GError **error)
{
	struct store_touch row = *touch;
	gboolean any = TRUE;

	if (!store_person_ensure(store, address_id, &row.person_id, error) ||
	    (indexed &&
	     !store_touch_has_any(store, row.person_id, &any, error)) ||
	    !store_touch_add(store, &row, error) ||
	    !store_person_mark_dirty(store, row.person_id, error))
		return FALSE;
	return any || automatic_list(store, row.person_id, late, error);
}

gboolean touches_add(struct store *store, const struct draft *draft,
		     gboolean indexed, GArray *late, GError **error)
{
	gboolean out = draft->row.direction == DIRECTION_OUT;

	if (!draft->row.personal)
		return TRUE;
	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);
		const struct store_touch touch = {
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

		if (with && !touches_add_one(store, &touch, named->address_id,
					     indexed, late, error))
			return FALSE;
	}
	return TRUE;
}
