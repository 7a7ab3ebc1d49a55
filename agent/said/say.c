/* Bring persons and touches in step with what the user said. */
#include "agent/said/say.h"

#include <string.h>

#include "agent/said/forgotten.h"
#include "agent/said/group.h"
#include "agent/said/hear.h"
#include "agent/rules/touch.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/message.h"
#include "store/person.h"
#include "store/setting.h"
#include "store/touch.h"

/* ---- the words of a log ---- */

enum direction say_log_usual(enum channel channel)
{
	return channel == CHANNEL_CALL || channel == CHANNEL_MEETING
		   ? DIRECTION_BOTH
		   : DIRECTION_OUT;
}

char *say_log_word(enum channel channel, enum direction direction)
{
	return g_strdup_printf("%s %s", channel_name(channel),
			       direction_name(direction));
}

gboolean say_log_parse(const char *word, enum channel *channel_out,
		       enum direction *direction_out)
{
	g_auto(GStrv) words = g_strsplit(word, " ", 2);

	if (!words[0] || !channel_parse(words[0], channel_out))
		return FALSE;
	*direction_out = say_log_usual(*channel_out);
	if (!words[1])
		return TRUE;
	for (int i = DIRECTION_OUT; i < N_DIRECTIONS; i++)
		if (g_str_equal(direction_name((enum direction)i), words[1])) {
			*direction_out = (enum direction)i;
			return TRUE;
		}
	return FALSE;
}

char *say_describe(const struct store_saying *saying, GTimeZone *zone)
{
	g_autoptr(GString) text = g_string_new(saying->verb);
	g_autofree char *date = when_date(saying->at, zone);

	/* What was done is told by its text, if it has one. */
	if (*saying->word &&
	    (!*saying->text || !g_str_equal(saying->verb, "done")))
		g_string_append_printf(text, " %s", saying->word);
	if (g_str_equal(saying->verb, "log"))
		g_string_append_printf(text, " on %s", date);
	if (g_str_equal(saying->verb, "snooze"))
		g_string_append_printf(text, " until %s", date);
	if (*saying->text)
		g_string_append_printf(text, " '%s'", saying->text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* ---- who is one person ---- */

struct say {
	struct store *store;
	struct derive *derive;
	const struct identities *identities;
	GPtrArray *sayings; /* struct store_saying that hold */
	struct groups *groups;
	struct forgotten *forgotten;
	GHashTable *moved; /* gint64 address_id: to be derived anew */
};

typedef struct say say_t;

static void say_clear(struct say *say)
{
	g_clear_pointer(&say->sayings, g_ptr_array_unref);
	groups_free(say->groups);
	forgotten_free(say->forgotten);
	g_hash_table_unref(say->moved);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(say_t, say_clear)

/* Of the user's own addresses and of forgotten ones no person is made. */
static gboolean may_be(const struct say *say, const char *address)
{
	return *address && !identities_have(say->identities, address) &&
	       !forgotten_has(say->forgotten, address);
}

static gint64 *copy_id(gint64 id)
{
	gint64 *copy = g_new(gint64, 1);

	*copy = id;
	return copy;
}

/* Take a person apart: all that they have is derived anew. */
static gboolean dissolve(struct say *say, gint64 person_id, GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(say->store, person_id, error);

	if (!addresses)
		return FALSE;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		g_hash_table_add(say->moved, copy_id(address->address_id));
	}
	return store_person_delete(say->store, person_id, error);
}

/* The ids of those of a group that may be somebody's. */
static GArray *ensure_members(struct say *say, const GPtrArray *group,
			      GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = 0; i < group->len; i++) {
		gint64 id;

		if (!may_be(say, group->pdata[i]))
			continue;
		if (!store_address_ensure(say->store, group->pdata[i], "", 0,
					  &id, error))
			return NULL;
		g_array_append_val(ids, id);
	}
	return g_steal_pointer(&ids);
}

/* Whether these, and no others, have one person already. */
static gboolean is_one(struct say *say, const GArray *ids, gboolean *one_out,
		       GError **error)
{
	g_autoptr(GPtrArray) addresses = NULL;
	gint64 person_id = 0;

	*one_out = FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 other;

		if (!store_address_get_person(say->store,
					      g_array_index(ids, gint64, i),
					      &other, error))
			return FALSE;
		if (!other || (i && other != person_id))
			return TRUE;
		person_id = other;
	}
	if (!person_id)
		return TRUE;
	addresses = store_address_list_by_person(say->store, person_id, error);
	*one_out = addresses && addresses->len == ids->len;
	return addresses != NULL;
}

static gboolean make_one(struct say *say, const GArray *ids, GError **error)
{
	gint64 person_id;

	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i), other;

		if (!store_address_get_person(say->store, id, &other, error) ||
		    (other && !dissolve(say, other, error)))
			return FALSE;
		g_hash_table_add(say->moved, copy_id(id));
	}
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);

		if (i ? !store_address_set_person(say->store, id, person_id,
						  error)
		      : !store_person_ensure(say->store, id, &person_id, error))
			return FALSE;
	}
	return TRUE;
}

/* Who shares a person that the sayings do not give them any more. */
static gboolean part(struct say *say, GError **error)
{
	g_autoptr(GArray) shared = store_address_list_shared(say->store, error);

	if (!shared)
		return FALSE;
	for (guint i = 0; i < shared->len; i++) {
		gint64 person_id = g_array_index(shared, gint64, i);
		g_autoptr(GPtrArray) addresses =
		    store_address_list_by_person(say->store, person_id, error);
		const GPtrArray *group = NULL;

		if (!addresses)
			return FALSE;
		for (guint j = 0; j < addresses->len; j++) {
			const struct store_address *address =
			    addresses->pdata[j];
			const GPtrArray *its =
			    groups_find(say->groups, address->address);

			if (j && its != group)
				its = NULL;
			group = its;
			if (!its)
				break;
		}
		if (!group && !dissolve(say, person_id, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean join(struct say *say, GError **error)
{
	for (guint i = 0; i < groups_count(say->groups); i++) {
		g_autoptr(GArray) ids =
		    ensure_members(say, groups_get(say->groups, i), error);
		gboolean one;

		if (!ids || !is_one(say, ids, &one, error) ||
		    (!one && ids->len && !make_one(say, ids, error)))
			return FALSE;
	}
	return TRUE;
}

static gboolean derive_moved(struct say *say, GError **error)
{
	g_autoptr(GHashTable) done =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer id;
	gboolean ignored;

	g_hash_table_iter_init(&iter, say->moved);
	while (g_hash_table_iter_next(&iter, &id, NULL)) {
		g_autoptr(GArray) keys = store_message_list_keys_by_address(
		    say->store, *(gint64 *)id, error);

		if (!keys)
			return FALSE;
		for (guint i = 0; i < keys->len; i++) {
			gint64 key = g_array_index(keys, gint64, i);

			if (g_hash_table_add(done, copy_id(key)) &&
			    !derive_message(say->derive, key, &ignored, error))
				return FALSE;
		}
	}
	return derive_flush(say->derive, error);
}

/* ---- who exists, and what was logged ---- */

static gboolean find_person(struct say *say, const char *address,
			    gint64 *person_id_out, GError **error)
{
	g_autoptr(store_address) row = NULL;

	if (!store_address_find(say->store, address, &row, error))
		return FALSE;
	*person_id_out = row ? row->person_id : 0;
	return TRUE;
}

static gboolean ensure_persons(struct say *say, GError **error)
{
	for (guint i = 0; i < say->sayings->len; i++) {
		const struct store_saying *saying = say->sayings->pdata[i];
		gint64 address_id, person_id;

		if (hear_makes_contact(saying->verb) &&
		    may_be(say, saying->address) &&
		    (!store_address_ensure(say->store, saying->address, "", 0,
					   &address_id, error) ||
		     !store_person_ensure(say->store, address_id, &person_id,
					  error)))
			return FALSE;
	}
	return TRUE;
}

/* The touch that a saying is; FALSE in *is_out: it is none. */
static gboolean read_log(struct say *say, const struct store_saying *saying,
			 struct store_touch *touch_out, gboolean *is_out,
			 GError **error)
{
	enum channel channel;
	enum direction direction;

	*is_out = FALSE;
	if (!g_str_equal(saying->verb, "log") ||
	    !may_be(say, saying->address) ||
	    !say_log_parse(saying->word, &channel, &direction))
		return TRUE;
	*touch_out = (struct store_touch){
		.at = saying->at,
		.source = -saying->saying_id,
		.direction = (int)direction,
		.channel = (int)channel,
		.recipients = 1,
		.day = TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
	*is_out = TRUE;
	return find_person(say, saying->address, &touch_out->person_id, error);
}

static gboolean drop_touch(struct say *say, const struct store_touch *touch,
			   GError **error)
{
	gboolean deleted;

	return store_touch_delete(say->store, touch->person_id, touch->at,
				  touch->source, &deleted, error) &&
	       store_person_mark_dirty(say->store, touch->person_id, error);
}

/* Whoever is known from now on may have been away, or gone. */
static gboolean put_log(struct say *say, const struct store_touch *touch,
			GError **error)
{
	gboolean any;

	return store_touch_has_any(say->store, touch->person_id, &any, error) &&
	       store_touch_add(say->store, touch, error) &&
	       (any || derive_automatic(say->derive, touch->person_id, error));
}

/* All of them anew: there are few, and one that was there costs nothing. */
static gboolean put_logs(struct say *say, GError **error)
{
	g_autoptr(GHashTable) wanted =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(GArray) have = NULL;

	for (guint i = 0; i < say->sayings->len; i++) {
		struct store_touch touch;
		gboolean is_log;

		if (!read_log(say, say->sayings->pdata[i], &touch, &is_log,
			      error))
			return FALSE;
		if (!is_log || !touch.person_id)
			continue;
		g_hash_table_insert(wanted, copy_id(touch.source),
				    (gpointer)(gintptr)touch.person_id);
		if (!put_log(say, &touch, error))
			return FALSE;
	}
	have = store_touch_list_said(say->store, error);
	for (guint i = 0; have && i < have->len; i++) {
		const struct store_touch *touch =
		    &g_array_index(have, struct store_touch, i);
		gpointer person = g_hash_table_lookup(wanted, &touch->source);

		if ((gint64)(gintptr)person != touch->person_id &&
		    !drop_touch(say, touch, error))
			return FALSE;
	}
	return have != NULL;
}

/* ---- whom that concerns ---- */

static gboolean mark(struct say *say, const char *address, GError **error)
{
	gint64 person_id;

	return find_person(say, address, &person_id, error) &&
	       (!person_id ||
		store_person_mark_dirty(say->store, person_id, error));
}

static gboolean mark_since(struct say *say, gint64 last_id, GError **error)
{
	g_autoptr(GPtrArray) undone =
	    store_saying_list_undone(say->store, error);

	if (!undone)
		return FALSE;
	for (guint i = 0; i < undone->len; i++) {
		const struct store_saying *saying = undone->pdata[i];

		if (!mark(say, saying->address, error))
			return FALSE;
	}
	for (guint i = say->sayings->len; i-- > 0;) {
		const struct store_saying *saying = say->sayings->pdata[i];

		if (saying->saying_id <= last_id)
			break;
		if (!mark(say, saying->address, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean apply(struct store *store, struct derive *derive,
		      const struct identities *identities, gint64 last_id,
		      GError **error)
{
	g_auto(say_t) say = {
		.store = store,
		.derive = derive,
		.identities = identities,
		.moved = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					       g_free, NULL),
	};

	say.sayings = store_saying_list(store, NULL, error);
	if (!say.sayings)
		return FALSE;
	say.forgotten = forgotten_new(store, error);
	if (!say.forgotten)
		return FALSE;
	say.groups = groups_new(say.sayings);
	return part(&say, error) && join(&say, error) &&
	       ensure_persons(&say, error) && derive_moved(&say, error) &&
	       put_logs(&say, error) && mark_since(&say, last_id, error);
}

static char *format_state(const struct store_saying_state *state)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
			       " %" G_GINT64_FORMAT,
			       state->last_id, state->count, state->undone);
}

gboolean say_apply_all(struct store *store, struct derive *derive,
		       const struct identities *identities, GError **error)
{
	struct store_saying_state state;
	g_autofree char *now = NULL;

	if (!store_saying_get_state(store, &state, error))
		return FALSE;
	now = format_state(&state);
	return apply(store, derive, identities, 0, error) &&
	       store_setting_put(store, "said", now, error);
}

gboolean say_apply(struct store *store, struct derive *derive,
		   const struct identities *identities, GError **error)
{
	struct store_saying_state state;
	g_autofree char *now = NULL, *before = NULL;

	if (!store_saying_get_state(store, &state, error) ||
	    !store_setting_find(store, "said", &before, error))
		return FALSE;
	now = format_state(&state);
	if (g_strcmp0(now, before) == 0 || (!before && !state.count))
		return TRUE;
	return apply(store, derive, identities,
		     before ? g_ascii_strtoll(before, NULL, 10) : 0, error) &&
	       store_setting_put(store, "said", now, error);
}
