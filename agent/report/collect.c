/* The report's figures, collected from the store. */
#include "agent/report/collect.h"

#include "agent/judge/naming.h"
#include "agent/judge/past.h"
#include "agent/judge/ruling.h"
#include "agent/judge/stages.h"
#include "agent/rules/local_day.h"
#include "agent/rules/rung.h"
#include "agent/said/hear.h"
#include "agent/said/worth.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/digest.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/saying.h"
#include "store/touch.h"
#include "store/verdict.h"

#define DAY G_GINT64_CONSTANT(86400)

/* A report that nobody got is made good for so long. */
#define OLDEST_DAYS 31

/* Digests that are looked at: one a day for some years. */
#define MOST_DIGESTS 2000

/* Whoever declined most often; the others are seldom news. */
#define MOST_NOS 20
#define MOST_DROPPED 20

struct collect {
	struct store *store;
	struct rule_settings settings;
	struct report *report;
	struct hear *hear;
	struct ruling *ruling;
	GPtrArray *sayings;	/* struct store_saying */
	GHashTable *by_address; /* whom they are of -> GPtrArray of them */
	GHashTable *spoken_of;	/* gint64 person_id: in the period */
	GHashTable *leads;	/* gint64 person_id -> its place + 1 */
	GArray *touches;	/* struct touch, of one person */
};

typedef struct collect collect_t;

static void collect_clear(struct collect *collect)
{
	hear_free(collect->hear);
	ruling_free(collect->ruling);
	g_clear_pointer(&collect->sayings, g_ptr_array_unref);
	g_clear_pointer(&collect->by_address, g_hash_table_unref);
	g_clear_pointer(&collect->spoken_of, g_hash_table_unref);
	g_clear_pointer(&collect->leads, g_hash_table_unref);
	g_clear_pointer(&collect->touches, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(collect_t, collect_clear)

/* ---- the report itself ---- */

struct report *report_new(gint64 since, gint64 now, GTimeZone *zone)
{
	struct report *report = g_new0(struct report, 1);

	report->since = since;
	report->now = now;
	report->zone = zone;
	tally_begin(&report->tally, since, now, zone);
	report->leads = g_array_new(FALSE, FALSE, sizeof(struct report_lead));
	report->lines = g_array_new(FALSE, FALSE, sizeof(struct report_line));
	report->dropped =
	    g_array_new(FALSE, FALSE, sizeof(struct report_person));
	report->nos = g_array_new(FALSE, FALSE, sizeof(struct report_person));
	report->texts = g_string_chunk_new(4096);
	return report;
}

void report_free(struct report *report)
{
	if (report == NULL)
		return;
	tally_clear(&report->tally);
	g_array_unref(report->leads);
	g_array_unref(report->lines);
	g_array_unref(report->dropped);
	g_array_unref(report->nos);
	g_string_chunk_free(report->texts);
	g_free(report);
}

const char *report_text_of(struct report *report, const char *text)
{
	return text != NULL && *text != '\0'
		   ? g_string_chunk_insert(report->texts, text)
		   : "";
}

/* ---- what was said ---- */

static void free_list(gpointer data)
{
	g_ptr_array_unref(data);
}

static gboolean note_spoken_of(struct collect *collect,
			       const struct store_saying *saying,
			       GError **error)
{
	g_autoptr(store_person) person = NULL;

	if (saying->said_at <= collect->report->since)
		return TRUE;
	if (!store_person_find_by_address(collect->store, saying->address,
					  &person, error))
		return FALSE;
	if (person != NULL)
		g_hash_table_add(
		    collect->spoken_of,
		    g_memdup2(&person->person_id, sizeof person->person_id));
	return TRUE;
}

static gboolean read_sayings(struct collect *collect, GError **error)
{
	collect->sayings = store_saying_list(collect->store, NULL, error);
	if (collect->sayings == NULL)
		return FALSE;
	collect->by_address =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
	collect->spoken_of =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (guint i = 0; i < collect->sayings->len; i++) {
		struct store_saying *saying = collect->sayings->pdata[i];
		gpointer address = (gpointer)(guintptr)saying->address;
		GPtrArray *list =
		    g_hash_table_lookup(collect->by_address, address);

		if (list == NULL) {
			list = g_ptr_array_new();
			g_hash_table_insert(collect->by_address, address, list);
		}
		g_ptr_array_add(list, saying);
		if (!note_spoken_of(collect, saying, error))
			return FALSE;
	}
	return TRUE;
}

/* Of all their addresses, in the order said; lends. */
static GPtrArray *sayings_of(const struct collect *collect,
			     const GPtrArray *addresses)
{
	GPtrArray *sayings = g_ptr_array_new();

	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];
		const GPtrArray *list =
		    g_hash_table_lookup(collect->by_address, address->address);

		for (guint k = 0; list != NULL && k < list->len; k++)
			g_ptr_array_add(sayings, list->pdata[k]);
	}
	store_saying_sort(sayings);
	return sayings;
}

/* ---- person by person ---- */

static gboolean is_lead(const struct store_person *person)
{
	return person->tracked && !person->colleague &&
	       (person->stage == STAGE_LEAD ||
		person->stage == STAGE_CONTACTED ||
		person->stage == STAGE_ENGAGED);
}

static void add_lead(struct collect *collect, const struct store_person *person)
{
	struct report *report = collect->report;
	const struct report_lead lead = {
		.name = report_text_of(report, person->name),
		.address = report_text_of(report, person->address),
		.organisation = report_text_of(report, person->organisation),
		.stage = (enum stage)person->stage,
		.ball = (enum ball)person->ball,
		.attempts = person->attempts,
		.progress = person->progress,
		.touches = person->touches_out + person->touches_in,
		.last_at = person->last_at,
	};

	g_array_append_val(report->leads, lead);
	g_hash_table_insert(
	    collect->leads,
	    g_memdup2(&person->person_id, sizeof person->person_id),
	    GUINT_TO_POINTER(report->leads->len));
}

static void add_person(struct report *report, GArray *list, const char *name,
		       const char *address, gint64 n, gint64 at)
{
	const struct report_person person = {
		report_text_of(report, name),
		report_text_of(report, address),
		n,
		at,
	};

	g_array_append_val(list, person);
}

/* The stages that they went through; NULL with an error. */
static GArray *read_changes(struct collect *collect,
			    const struct store_person *person, GError **error)
{
	g_autoptr(GPtrArray) addresses = store_address_list_by_person(
	    collect->store, person->person_id, error);
	g_autoptr(GPtrArray) sayings = NULL;
	g_auto(heard_t) heard = { .name = NULL };
	struct stages_facts facts = {
		.touches = (const struct touch *)(void *)collect->touches->data,
		.n_touches = collect->touches->len,
		.colleague = person->colleague,
		.settings = &collect->settings,
	};

	if (addresses == NULL || !hear_person(collect->hear, collect->store,
					      addresses, &heard, error))
		return NULL;
	facts.ruled = ruling_of_person(collect->ruling, addresses, heard.tags);
	facts.sayings = sayings = sayings_of(collect, addresses);
	return stages_read(&facts);
}

/* What is long past decides nothing in the period but what stage they have. */
static gboolean is_of_period(const struct collect *collect,
			     const struct store_person *person)
{
	return person->last_at > tally_reach(collect->report->since) ||
	       g_hash_table_contains(collect->spoken_of, &person->person_id);
}

static gboolean take_person(const struct store_person *person, gpointer data,
			    GError **error)
{
	struct collect *collect = data;
	struct report *report = collect->report;
	struct tally_person tallied = {
		.contact = person->contact,
		.colleague = person->colleague,
		.tracked = person->tracked,
		.settled = person->attempts == 0,
		.stage = (enum stage)person->stage,
	};
	g_autoptr(GArray) changes = NULL;
	gint64 ignored;

	if (is_lead(person))
		add_lead(collect, person);
	if (person->contact && !person->colleague && person->nos > 0 &&
	    person->last_at >= report->since)
		add_person(report, report->nos, person->name, person->address,
			   person->nos, person->last_at);
	if (!person->colleague && is_of_period(collect, person)) {
		if (!past_read(collect->store, person->person_id, report->now,
			       collect->touches, &ignored, error))
			return FALSE;
		tallied.touches =
		    (const struct touch *)(void *)collect->touches->data;
		tallied.n_touches = collect->touches->len;
		if (person->contact) {
			changes = read_changes(collect, person, error);
			if (changes == NULL)
				return FALSE;
			tallied.changes = changes;
		}
	}
	tally_add(&report->tally, &tallied);
	return TRUE;
}

/* ---- what waits ---- */

/*
 * Since when what ran out is to be told: the day of the last report, today's
 * aside, or a week.
 */
static gboolean find_last_report(struct store *store, gint64 now,
				 GTimeZone *zone, gint64 *from_out,
				 GError **error)
{
	g_autofree char *today = when_date(now, zone);
	gint32 day = local_day(now, zone);
	gint32 last = day - TALLY_LATELY_DAYS;
	g_autoptr(GPtrArray) rows =
	    store_outbox_list_done(store, 0, "report", 2, error);

	if (rows == NULL)
		return FALSE;
	for (guint i = 0; i < rows->len; i++) {
		const struct store_outbox *row = rows->pdata[i];

		if (g_str_equal(row->day, today) || row->written_at >= now)
			continue;
		last = local_day(row->written_at, zone);
		break;
	}
	*from_out = local_instant(MAX(last, day - OLDEST_DAYS), 0, zone);
	return TRUE;
}

static void add_step(struct collect *collect, const struct naming_item *item)
{
	guint place = GPOINTER_TO_UINT(
	    g_hash_table_lookup(collect->leads, &item->verdict->person_id));
	const struct rung *rung =
	    item->rung.due_at != 0 ? &item->rung : &item->next;
	struct report_lead *lead;

	if (place == 0 || item->verdict->lapse_at <= collect->report->now)
		return;
	lead = &g_array_index(collect->report->leads, struct report_lead,
			      place - 1);
	if (rung->due_at == 0 || lead->next_at != 0)
		return;
	lead->next_at = rung->due_at;
	lead->next_reason = rung->reason;
	lead->next_channel = rung->channel;
	lead->due = item->rung.due_at != 0;
}

/* The rung that says so has come, and no try has followed. */
static void note_dropped(struct collect *collect,
			 const struct store_verdict *verdict)
{
	struct report *report = collect->report;
	guint place = GPOINTER_TO_UINT(
	    g_hash_table_lookup(collect->leads, &verdict->person_id));
	struct ladder ladder;

	if (place == 0 || verdict->lapse_at <= report->now ||
	    !ladder_parse(verdict->rungs, (enum reason)verdict->reason,
			  &ladder))
		return;
	for (guint i = 0; i < ladder.n; i++) {
		const struct report_lead *lead = &g_array_index(
		    report->leads, struct report_lead, place - 1);

		if (ladder.rungs[i].reason != REASON_GAVE_UP_EARLY ||
		    ladder.rungs[i].due_at > report->now)
			continue;
		add_person(report, report->dropped, lead->name, lead->address,
			   lead->attempts, lead->last_at);
		return;
	}
}

static gboolean is_owed(enum reason reason)
{
	switch (reason) {
	case REASON_PROMISED:
	case REASON_YOU_OWE:
	case REASON_UNDELIVERED:
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
		return TRUE;
	case REASON_NONE:
	case REASON_NEW:	  /* a stranger is let go without a word */
	case REASON_QUIET:	  /* old friends have their turn */
	case REASON_ASK_REFERRAL: /* said once */
	case N_REASONS:
		break;
	}
	return FALSE;
}

static void add_line(struct report *report, const char *list,
		     const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	const struct report_line line = {
		.position = report->lines->len + 1,
		.list = list,
		.name = report_text_of(report, verdict->name),
		.address = report_text_of(report, verdict->address),
		.organisation = report_text_of(report, verdict->organisation),
		.reason = item->reason,
		.source = verdict->source,
		.since_at = verdict->since_at,
		.subject = report_text_of(report, verdict->subject),
		.sentence = report_text_of(report, verdict->sentence),
	};

	g_array_append_val(report->lines, line);
}

/* The list that it stands in, or NULL. */
static const char *list_of(const struct naming_item *item, gint64 from,
			   gint64 now, GTimeZone *zone)
{
	gint64 today = local_instant(local_day(now, zone), 0, zone);

	/* What is of today, this morning's digest has said. */
	if (item->told || !is_owed(item->reason) || item->rung.due_at == 0 ||
	    item->rung.due_at >= today)
		return NULL;
	if (item->next.due_at == 0)
		return item->rung.due_at >= from ? REPORT_CLOSE : NULL;
	return item->verdict->lapse_at > now ? REPORT_WAITING : NULL;
}

static void add_backlog(struct collect *collect, const struct naming *naming,
			gint64 from, const char *list)
{
	struct report *report = collect->report;
	gboolean closing = g_str_equal(list, REPORT_CLOSE);
	guint *n = closing ? &report->n_close : &report->n_waiting;
	guint most = closing ? COLLECT_CLOSE : COLLECT_WAITING;

	for (guint i = 0; i < naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);

		if (g_strcmp0(list_of(item, from, report->now, report->zone),
			      list) == 0 &&
		    (*n)++ < most)
			add_line(report, list, item);
	}
}

gboolean report_count_backlog(struct store *store, const struct config *config,
			      gint64 now, report_skip_func skip,
			      gconstpointer data, guint *n_out, GError **error)
{
	struct rule_settings settings;
	g_autoptr(naming) naming = NULL;
	gint64 from;

	*n_out = 0;
	config_rule_settings(config, &settings);
	if (!find_last_report(store, now, config->zone, &from, error))
		return FALSE;
	naming = naming_collect(store, &settings, now, from - 1, error);
	if (naming == NULL)
		return FALSE;
	for (guint i = 0; i < naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);

		*n_out += list_of(item, from, now, config->zone) != NULL &&
			  !skip(item, data);
	}
	return TRUE;
}

/* Whom it asks to let go, it does not ask to track as well. */
static gboolean is_to_close(const struct report *report, const char *address)
{
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line =
		    &g_array_index(report->lines, struct report_line, i);

		if (g_str_equal(line->list, REPORT_CLOSE) &&
		    g_str_equal(line->address, address))
			return TRUE;
	}
	return FALSE;
}

static gboolean add_worth(struct collect *collect, GError **error)
{
	struct report *report = collect->report;
	g_autoptr(GPtrArray) found =
	    worth_list(collect->store, report->now, G_MAXINT, error);

	if (found == NULL)
		return FALSE;
	for (guint i = 0; i < found->len; i++) {
		const struct worth *worth = found->pdata[i];
		g_autofree char *why = worth_describe(worth);
		const struct report_line line = {
			.position = report->lines->len + 1,
			.list = REPORT_TRACK,
			.name = report_text_of(report, worth->name),
			.address = report_text_of(report, worth->address),
			.organisation = "",
			.since_at = worth->last_at,
			.subject = "",
			.sentence = report_text_of(report, why),
		};

		if (!is_to_close(report, worth->address) &&
		    report->n_track++ < COLLECT_TRACK)
			g_array_append_val(report->lines, line);
	}
	return TRUE;
}

static gboolean read_backlog(struct collect *collect, GError **error)
{
	struct report *report = collect->report;
	g_autoptr(naming) naming = NULL;
	gint64 from;

	if (!find_last_report(collect->store, report->now, report->zone, &from,
			      error))
		return FALSE;
	naming = naming_collect(collect->store, &collect->settings, report->now,
				from - 1, error);
	if (naming == NULL)
		return FALSE;
	for (guint i = 0; i < naming->items->len; i++)
		add_step(collect,
			 &g_array_index(naming->items, struct naming_item, i));
	for (guint i = 0; i < naming->verdicts->len; i++)
		note_dropped(collect, naming->verdicts->pdata[i]);
	add_backlog(collect, naming, from, REPORT_CLOSE);
	if (!add_worth(collect, error))
		return FALSE;
	add_backlog(collect, naming, from, REPORT_WAITING);
	return TRUE;
}

/* ---- what the user overruled ---- */

static gboolean read_fate(struct collect *collect,
			  const struct store_outbox *digest,
			  const struct store_digest_item *item,
			  enum fate *fate_out, GError **error)
{
	g_autoptr(store_person) person = NULL;
	g_autoptr(GPtrArray) addresses = NULL;
	g_autoptr(GPtrArray) sayings = NULL;
	gint64 said_at = 0, touched_at = 0, named_at = digest->written_at;
	gint64 ignored;

	*fate_out = N_FATES;
	if (!store_person_find_by_address(collect->store, item->address,
					  &person, error))
		return FALSE;
	if (person == NULL)
		return TRUE;
	addresses = store_address_list_by_person(collect->store,
						 person->person_id, error);
	if (addresses == NULL ||
	    !past_read(collect->store, person->person_id, collect->report->now,
		       collect->touches, &ignored, error))
		return FALSE;
	sayings = sayings_of(collect, addresses);
	for (guint i = 0; i < sayings->len && said_at == 0; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		if (saying->said_at >= named_at &&
		    saying->said_at <= collect->report->now &&
		    fate_is_word(saying->verb))
			said_at = saying->said_at;
	}
	for (guint i = 0; i < collect->touches->len && touched_at == 0; i++) {
		const struct touch *touch =
		    &g_array_index(collect->touches, struct touch, i);

		if (touch->at > named_at && touch->direction != DIRECTION_NONE)
			touched_at = touch->at;
	}
	*fate_out =
	    fate_of(named_at, touched_at, said_at, collect->report->now);
	return TRUE;
}

static gboolean read_fates(struct collect *collect, GError **error)
{
	struct report *report = collect->report;
	g_autoptr(GPtrArray) digests = store_outbox_list_done(
	    collect->store, 0, "digest", MOST_DIGESTS, error);

	for (guint i = 0; digests != NULL && i < digests->len; i++) {
		const struct store_outbox *digest = digests->pdata[i];
		g_autoptr(GPtrArray) items = NULL;

		if (digest->written_at <= report->since ||
		    digest->written_at > report->now)
			continue;
		items = store_digest_list_items(collect->store,
						digest->outbox_id, error);
		if (items == NULL)
			return FALSE;
		for (guint k = 0; k < items->len; k++) {
			const struct store_digest_item *item = items->pdata[k];
			enum fate fate;

			if (!read_fate(collect, digest, item, &fate, error))
				return FALSE;
			if (fate == N_FATES || item->reason <= REASON_NONE ||
			    item->reason >= N_REASONS)
				continue;
			report->fates[item->reason].n[fate]++;
			report->n_named++;
		}
	}
	return digests != NULL;
}

/* ---- in order ---- */

/* What is due first, then what comes soonest, then whom nothing is planned. */
static gint compare_leads(gconstpointer a, gconstpointer b)
{
	const struct report_lead *x = a, *y = b;
	gint64 next_x = x->next_at != 0 ? x->next_at : G_MAXINT64;
	gint64 next_y = y->next_at != 0 ? y->next_at : G_MAXINT64;

	if (x->due != y->due)
		return x->due ? -1 : 1;
	if (next_x != next_y)
		return next_x < next_y ? -1 : 1;
	return g_strcmp0(x->address, y->address);
}

static gint compare_persons(gconstpointer a, gconstpointer b)
{
	const struct report_person *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return g_strcmp0(x->address, y->address);
}

static void put_in_order(struct report *report)
{
	g_array_sort(report->leads, compare_leads);
	g_array_sort(report->nos, compare_persons);
	g_array_sort(report->dropped, compare_persons);
	if (report->nos->len > MOST_NOS)
		g_array_set_size(report->nos, MOST_NOS);
	if (report->dropped->len > MOST_DROPPED)
		g_array_set_size(report->dropped, MOST_DROPPED);
}

struct report *report_collect(struct store *store, const struct config *config,
			      gint64 since, gint64 now, GError **error)
{
	g_autoptr(report) report = report_new(since, now, config->zone);
	g_auto(collect_t) collect = {
		.store = store,
		.report = report,
		.leads = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					       g_free, NULL),
		.touches = g_array_new(FALSE, FALSE, sizeof(struct touch)),
	};

	config_rule_settings(config, &collect.settings);
	report->target = collect.settings.target;
	report->no_limit = collect.settings.no_limit;
	collect.hear = hear_new(store, error);
	collect.ruling = ruling_new(config, store);
	if (collect.hear == NULL ||
	    !past_find_baseline(store, &collect.settings.baseline_at, error) ||
	    !read_sayings(&collect, error) ||
	    !store_person_each(store, take_person, &collect, error))
		return NULL;
	tally_end(&report->tally);
	if (!read_backlog(&collect, error) || !read_fates(&collect, error))
		return NULL;
	put_in_order(report);
	return g_steal_pointer(&report);
}
