/*
 * tend week: five people to call, for the hour a week that following up takes.
 *
 * Looked at from the end of the week, so that the list is the same from Monday
 * to Sunday; whoever was got in touch with meanwhile stands on it as done.
 */
#include <stdio.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "agent/print.h"
#include "agent/rules/local_day.h"
#include "agent/rules/touch.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/person.h"
#include "store/touch.h"
#include "store/verdict.h"

#define PEOPLE 5

/* One line. */
struct pick {
	const struct naming_item *item; /* NULL: done */
	struct store_person *person;	/* of who is done */
	gint64 done_at;
	enum channel done_by;
};

struct week {
	struct store *store;
	gint64 from, to; /* Monday's and the next one's first second */
	gint64 now;
	GTimeZone *zone;
	struct naming *naming;
	GPtrArray *picks; /* struct pick, done ones last */
};

typedef struct week week;

static void free_pick(gpointer data)
{
	struct pick *pick = data;

	g_free(pick->person);
	g_free(pick);
}

static void week_free(struct week *week)
{
	naming_free(week->naming);
	g_clear_pointer(&week->picks, g_ptr_array_unref);
	g_free(week);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(week, week_free)

/* ---- who is done ---- */

/* What the user told of, such as a call: mail alone is no call. */
static gboolean find_done(struct week *week, const struct store_person *person,
			  struct pick *pick, GError **error)
{
	g_autoptr(GArray) touches =
	    store_touch_list_by_person(week->store, person->person_id, error);

	if (touches == NULL)
		return FALSE;
	for (guint i = touches->len; i-- > 0;) {
		const struct store_touch *touch =
		    &g_array_index(touches, struct store_touch, i);

		if (touch->at < week->from)
			break;
		if (touch->at >= week->to || touch->source >= 0 ||
		    touch->signs & SIGN_DERIVED ||
		    (touch->direction != DIRECTION_OUT &&
		     touch->direction != DIRECTION_BOTH))
			continue;
		pick->done_at = touch->at;
		pick->done_by = (enum channel)touch->channel;
	}
	return TRUE;
}

static gboolean add_done(const struct store_person *person, gpointer data,
			 GError **error)
{
	struct week *week = data;
	struct pick pick = { .done_at = 0 };

	if (!person->tracked || person->colleague ||
	    person->last_at < week->from || week->picks->len == PEOPLE)
		return TRUE;
	if (!find_done(week, person, &pick, error))
		return FALSE;
	if (pick.done_at == 0)
		return TRUE;
	if (!store_person_find(week->store, person->person_id, &pick.person,
			       error))
		return FALSE;
	if (pick.person != NULL)
		g_ptr_array_add(week->picks, g_memdup2(&pick, sizeof(pick)));
	return TRUE;
}

/* ---- who is to be called ---- */

static gboolean is_done(const struct week *week, gint64 person_id)
{
	for (guint i = 0; i < week->picks->len; i++) {
		const struct pick *pick = week->picks->pdata[i];

		if (pick->person != NULL &&
		    pick->person->person_id == person_id)
			return TRUE;
	}
	return FALSE;
}

/* Before the others: whom one tracks, and of these whose rung says call. */
static int rank(const struct naming_item *item)
{
	if (!item->verdict->tracked)
		return 2;
	return item->rung.channel == CHANNEL_CALL ? 0 : 1;
}

/*
 * What has a step in this week goes before the backlog: a tail never ends, and
 * whoever waits for years would lead every week.
 */
static gint compare_items(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct naming_item *x = *(struct naming_item *const *)a;
	const struct naming_item *y = *(struct naming_item *const *)b;
	const struct week *week = data;
	gboolean old_x = x->rung.due_at < week->from;
	gboolean old_y = y->rung.due_at < week->from;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (old_x != old_y)
		return old_x ? 1 : -1;
	if (x->verdict->since_at != y->verdict->since_at)
		return x->verdict->since_at < y->verdict->since_at ? -1 : 1;
	return g_strcmp0(x->verdict->address, y->verdict->address);
}

/* Whoever is due in this week or before, and not let go by now. */
static GPtrArray *list_candidates(struct week *week)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < week->naming->items->len; i++) {
		struct naming_item *item =
		    &g_array_index(week->naming->items, struct naming_item, i);

		if (item->rung.due_at != 0 && !item->verdict->colleague &&
		    item->verdict->lapse_at > week->from &&
		    !is_done(week, item->verdict->person_id))
			g_ptr_array_add(list, item);
	}
	g_ptr_array_sort_with_data(list, compare_items, week);
	return list;
}

static void add_candidates(struct week *week)
{
	g_autoptr(GPtrArray) list = list_candidates(week);
	g_autoptr(GHashTable) seen =
	    g_hash_table_new(g_int64_hash, g_int64_equal);
	guint left = PEOPLE - MIN(week->picks->len, PEOPLE);

	for (guint i = 0; i < list->len && left > 0; i++) {
		const struct naming_item *item = list->pdata[i];
		struct pick *pick;

		if (!g_hash_table_add(
			seen, (gpointer)(guintptr)&item->verdict->person_id))
			continue;
		pick = g_new0(struct pick, 1);
		pick->item = item;
		g_ptr_array_insert(week->picks,
				   (gint)(g_hash_table_size(seen) - 1), pick);
		left--;
	}
}

static struct week *week_read(struct store *store, const struct config *config,
			      GError **error)
{
	g_autoptr(week) week = g_new0(struct week, 1);
	struct rule_settings settings;
	gint32 today, monday;

	week->store = store;
	week->now = clock_now();
	week->zone = config->zone;
	today = local_day(week->now, week->zone);
	monday = today - (gint32)(local_day_weekday(today) - G_DATE_MONDAY);
	week->from = local_instant(monday, 0, week->zone);
	week->to = local_instant(monday + 7, 0, week->zone);
	week->picks = g_ptr_array_new_with_free_func(free_pick);
	config_rule_settings(config, &settings);
	week->naming =
	    naming_collect(store, &settings, week->to - 1, week->from, error);
	if (week->naming == NULL ||
	    !store_person_each(store, add_done, week, error))
		return NULL;
	add_candidates(week);
	return g_steal_pointer(&week);
}

/* ---- lines ---- */

/* Where there is room for it; else the sentence has a line of its own. */
#define ROOM_FOR_ABOUT 120

enum { COLUMN_NAME, COLUMN_PHONE, COLUMN_REASON, COLUMN_SINCE, COLUMN_ABOUT };

static const struct table_column columns[] = {
	{ "name", 10, FALSE }, { "phone", 0, FALSE },  { "why", 0, FALSE },
	{ "since", 0, FALSE }, { "about", 12, FALSE },
};

/* As in tend(1): scripts rest on the order. */
static const struct table_column plain_columns[] = {
	{ "address", 0, FALSE }, { "name", 0, FALSE },
	{ "phone", 0, FALSE },	 { "reason", 0, FALSE },
	{ "since", 0, FALSE },	 { "sentence", 0, FALSE },
	{ "done", 0, FALSE },
};

static const char *name_of(const struct pick *pick)
{
	const char *name =
	    pick->item != NULL ? pick->item->verdict->name : pick->person->name;

	if (*name != '\0')
		return name;
	return pick->item != NULL ? pick->item->verdict->address
				  : pick->person->address;
}

static void add_line(struct table *table, const struct week *week,
		     const struct pick *pick)
{
	g_autofree char *since = when_relative(
	    pick->item != NULL ? pick->item->verdict->since_at : pick->done_at,
	    week->now, week->zone);
	g_autofree char *done =
	    g_strdup_printf("done: %s", channel_name(pick->done_by));
	const char *cells[G_N_ELEMENTS(columns)] = {
		[COLUMN_NAME] = name_of(pick),
		[COLUMN_PHONE] = pick->item != NULL ? pick->item->verdict->phone
						    : pick->person->phone,
		[COLUMN_REASON] =
		    pick->item != NULL ? reason_name(pick->item->reason) : done,
		[COLUMN_SINCE] = since,
		[COLUMN_ABOUT] =
		    pick->item != NULL ? pick->item->verdict->sentence : "",
	};

	table_add(table, pick->item != NULL ? STYLE_PLAIN : STYLE_FAINT, cells);
	if (pick->item == NULL)
		return;
	table_link(table, COLUMN_NAME, pick->item->verdict->address);
	if (print_width() < ROOM_FOR_ABOUT)
		table_note(table, pick->item->verdict->sentence);
}

static void add_plain_line(struct table *table, const struct week *week,
			   const struct pick *pick)
{
	const struct store_verdict *verdict =
	    pick->item != NULL ? pick->item->verdict : NULL;
	g_autofree char *since = verdict != NULL
				     ? when_date(verdict->since_at, week->zone)
				     : g_strdup("");
	g_autofree char *done = verdict == NULL
				    ? when_date(pick->done_at, week->zone)
				    : g_strdup("");
	const char *cells[] = {
		verdict != NULL ? verdict->address : pick->person->address,
		verdict != NULL ? verdict->name : pick->person->name,
		verdict != NULL ? verdict->phone : pick->person->phone,
		verdict != NULL ? reason_name(pick->item->reason) : "done",
		since,
		verdict != NULL ? verdict->sentence
				: channel_name(pick->done_by),
		done,
	};

	table_add(table, STYLE_PLAIN, cells);
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void print_pick(struct json *json, const struct week *week,
		       const struct pick *pick)
{
	const struct store_verdict *verdict =
	    pick->item != NULL ? pick->item->verdict : NULL;
	g_autofree char *monday = when_date(week->from, week->zone);

	json_text(json, "week", monday);
	json_text(json, "contact", name_of(pick));
	json_text(json, "address",
		  verdict != NULL ? verdict->address : pick->person->address);
	json_text(
	    json, "phone",
	    known(verdict != NULL ? verdict->phone : pick->person->phone));
	json_text(json, "organisation",
		  known(verdict != NULL ? verdict->organisation
					: pick->person->organisation));
	json_truth(json, "tracked", verdict == NULL || verdict->tracked);
	json_text(json, "reason",
		  verdict != NULL ? reason_name(pick->item->reason) : NULL);
	json_text(json, "channel",
		  channel_name(verdict != NULL ? pick->item->rung.channel
					       : pick->done_by));
	json_time(json, "since", verdict != NULL ? verdict->since_at : 0);
	json_time(json, "due_at",
		  verdict != NULL ? pick->item->rung.due_at : 0);
	json_text(json, "sentence", verdict != NULL ? verdict->sentence : NULL);
	json_time(json, "done_at", pick->done_at);
	json_print(json);
}

static void print_json(const struct week *week)
{
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < week->picks->len; i++)
		print_pick(json, week, week->picks->pdata[i]);
}

static void print_table(const struct week *week)
{
	gboolean terminal = print_is_terminal();
	guint n = print_width() < ROOM_FOR_ABOUT ? COLUMN_ABOUT
						 : G_N_ELEMENTS(columns);
	g_autoptr(table) table =
	    terminal ? table_new(columns, n)
		     : table_new(plain_columns, G_N_ELEMENTS(plain_columns));

	for (guint i = 0; i < week->picks->len; i++) {
		if (terminal)
			add_line(table, week, week->picks->pdata[i]);
		else
			add_plain_line(table, week, week->picks->pdata[i]);
	}
	if (week->picks->len > 0)
		table_print(table);
	else if (terminal)
		printf("nobody to call this week\n");
}

static int week_run(struct call *call, GError **error)
{
	struct store *store = call_store(call, error);
	g_autoptr(week) week = NULL;

	if (store == NULL)
		return COMMAND_FAILED;
	week = week_read(store, call->config, error);
	if (week == NULL)
		return COMMAND_FAILED;
	if (call->json)
		print_json(week);
	else
		print_table(week);
	return week->picks->len > 0 ? 0 : 1;
}

const struct command command_week = {
	.name = "week",
	.summary = "five people to call in this week's hour",
	.arguments = "",
	.example = "tend week",
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.json = TRUE,
	.run = week_run,
};
