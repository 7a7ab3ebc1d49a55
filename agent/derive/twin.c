/* One mail, found under several Message-IDs. */
#include "agent/derive/twin.h"

#include "agent/rules/words.h"

static guint64 mix(guint64 hash, guint64 more)
{
	hash = (hash ^ more) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 29);
}

gint64 twin_hash(const struct draft *draft, const struct record_facts *facts)
{
	const struct store_message *row = &draft->row;
	gboolean out = row->direction == DIRECTION_OUT;
	guint64 hash = facts->text, sender = 0, readers = 0;

	if (!facts->text || row->kind != KIND_HUMAN)
		return 0;
	for (guint i = 0; i < draft->named->len; i++) {
		const struct mention *named =
		    &g_array_index(draft->named, struct mention, i);

		if (named->role == ADDRESS_FROM &&
		    named->address_id == row->address_id)
			sender = (guint64)named->hash;
		/* Summed up, for their order says nothing. */
		if (named->role == ADDRESS_TO && !named->own)
			readers += mix(0, (guint64)named->hash);
	}
	hash = mix(mix(hash, sender), (guint64)row->clue.topic);
	hash = mix(mix(hash, (guint64)row->parent), out ? readers : 1);
	return MAX((gint64)(hash & G_MAXINT64), 1);
}

gboolean twin_judge(struct store *store, struct store_message *row,
		    GError **error)
{
	if (!row->personal || !row->text)
		return TRUE;
	if (!store_message_has_twin(store, row, &row->twin, error))
		return FALSE;
	row->personal = !row->twin;
	return TRUE;
}

/* One that would make touches, was there no other. */
static gboolean counts(const struct store_message *row)
{
	return row && row->text && (row->personal || row->twin);
}

gboolean twin_list_changed(struct store *store,
			   const struct store_message *known,
			   const struct store_message *row, GArray *keys,
			   GError **error)
{
	gboolean was = counts(known), is = counts(row);

	if (was && is && known->text == row->text && known->at == row->at)
		return TRUE;
	/* What comes after the next one rests on that one. */
	return (!was ||
		store_message_list_next_twin(store, known, keys, error)) &&
	       (!is || store_message_list_next_twin(store, row, keys, error));
}
