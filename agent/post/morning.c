/* Who is named this morning. */
#include "agent/post/morning.h"

#include "agent/judge/named.h"
#include "agent/judge/naming.h"
#include "agent/report/collect.h"
#include "agent/rules/local_day.h"
#include "agent/when.h"
#include "store/person.h"
#include "store/verdict.h"

struct morning {
	struct naming *naming; /* from whom items borrow */
	GPtrArray *texts;      /* char *, made for them */
	struct digest_item *items;
	struct digest digest;
};

void morning_free(struct morning *morning)
{
	if (morning == NULL)
		return;
	naming_free(morning->naming);
	g_clear_pointer(&morning->texts, g_ptr_array_unref);
	g_free(morning->items);
	g_free(morning);
}

const struct digest *morning_get_digest(const struct morning *morning)
{
	return &morning->digest;
}

/* Items were put into another order, but borrow as they did. */
static const struct store_verdict *verdict_of(const struct morning *morning,
					      const struct digest_item *item)
{
	for (guint i = 0; i < morning->naming->verdicts->len; i++) {
		const struct store_verdict *verdict =
		    morning->naming->verdicts->pdata[i];

		if (verdict->address == item->address)
			return verdict;
	}
	g_assert_not_reached();
}

gint64 morning_get_source(const struct morning *morning, gsize i)
{
	return verdict_of(morning, &morning->items[i])->source;
}

enum line_detail morning_detail(const struct config *config)
{
	enum line_detail detail = (enum line_detail)config->digest_show;

	return config->evidence == EVIDENCE_NONE ? MIN(detail, LINE_SUBJECTS)
						 : detail;
}

GDateWeekday morning_report_day(const struct config *config, gint64 at)
{
	gint32 today = local_day(at, config->zone);

	for (gint32 day = today; day < today + 7; day++) {
		GDateWeekday weekday = local_day_weekday(day);

		if ((config->report_days >> (weekday - G_DATE_MONDAY)) & 1)
			return weekday;
	}
	return G_DATE_BAD_WEEKDAY;
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

/* Its words are still the rule's. */
static struct digest_item item_of(const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;

	return (struct digest_item){
		.address = verdict->address,
		.name = known(verdict->name),
		.organisation = known(verdict->organisation),
		.phone = known(verdict->phone),
		.reason = item->reason,
		.section = digest_section_of(item->reason, verdict->sentence),
		.since_at = verdict->since_at,
		.subject = known(verdict->subject),
		.mid = known(verdict->mid),
		.sentence = verdict->sentence,
		.quote = verdict->quote,
	};
}

/*
 * The same mail was told of the day before: who was new is a contact then by a
 * word of the user's, or a new stage brought another cadence.  A promise is
 * told of on its day all the same.
 */
static gboolean was_told(const struct naming_item *item,
			 const struct named *named, GTimeZone *zone)
{
	gint32 day = local_day(item->rung.due_at, zone);
	gint64 since = local_instant(day - 1, 0, zone);

	if (item->reason == REASON_PROMISED || item->verdict->source == 0)
		return FALSE;
	for (int reason = 0; reason < N_REASONS; reason++)
		if (named_has(named, item->verdict->source,
			      item->verdict->address, reason, since))
			return TRUE;
	return FALSE;
}

static gboolean is_news(const struct naming_item *item,
			const struct named *named, GTimeZone *zone)
{
	return item->named && !was_told(item, named, zone) &&
	       !named_has(named, item->verdict->source, item->verdict->address,
			  item->reason, item->rung.due_at);
}

/* Returns how many are news. */
static gsize fill_items(struct morning *morning, const struct named *named,
			GTimeZone *zone)
{
	const GArray *items = morning->naming->items;
	gsize n_new = 0;

	for (guint i = 0; i < items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(items, struct naming_item, i);

		if (!item->told && is_news(item, named, zone))
			morning->items[n_new++] = item_of(item);
	}
	return n_new;
}

/* Until the morning is freed. */
static const char *keep(struct morning *morning, char *text)
{
	g_ptr_array_add(morning->texts, text);
	return text;
}

/* Whoever is named gets the words of this day, and no more than may be shown.
 */
static gboolean word_item(struct morning *morning, struct store *store,
			  enum line_detail detail, struct digest_item *item,
			  GError **error)
{
	const struct store_verdict *verdict = verdict_of(morning, item);
	const struct digest *digest = &morning->digest;
	g_autoptr(store_person) person = NULL;
	struct line line = {
		.reason = item->reason,
		.since_at = item->since_at,
		.sentence = item->sentence,
		.quote = item->quote,
	};

	if (!store_person_find(store, verdict->person_id, &person, error))
		return FALSE;
	if (person != NULL)
		line.answer_within = person->answer_within;
	item->sentence =
	    keep(morning, line_words(&line, detail, digest->at, digest->zone));
	item->quote = known(keep(morning, line_quote(&line, detail)));
	if (detail == LINE_NAMES)
		item->subject = NULL;
	return TRUE;
}

static gboolean word_items(struct morning *morning, struct store *store,
			   enum line_detail detail, GError **error)
{
	for (gsize i = 0; i < morning->digest.n_items; i++)
		if (!word_item(morning, store, detail, &morning->items[i],
			       error))
			return FALSE;
	return TRUE;
}

static gboolean is_listed(const struct naming_item *item, gconstpointer data)
{
	const struct morning *morning = data;

	for (gsize i = 0; i < morning->digest.n_items; i++)
		if (morning_get_source(morning, i) == item->verdict->source &&
		    g_str_equal(morning->items[i].address,
				item->verdict->address))
			return TRUE;
	return FALSE;
}

/* News beyond the limit, and what a report has that this digest has not. */
static gboolean count_older(struct morning *morning, struct store *store,
			    const struct config *config, gsize n_new,
			    GError **error)
{
	guint backlog;

	if (!report_count_backlog(store, config, morning->digest.at, is_listed,
				  morning, &backlog, error))
		return FALSE;
	morning->digest.older =
	    (guint)(n_new - morning->digest.n_items) + backlog;
	return TRUE;
}

struct morning *morning_collect(struct store *store,
				const struct config *config, gint64 at,
				GError **error)
{
	g_autoptr(morning) morning = g_new0(struct morning, 1);
	g_autofree char *today = when_date(at, config->zone);
	struct rule_settings settings;
	g_autoptr(named) named = NULL;
	gsize n_new;

	/* Asked for again, today's says what it said. */
	named = named_read(store, today, error);
	if (named == NULL)
		return NULL;
	config_rule_settings(config, &settings);
	morning->naming =
	    naming_collect(store, &settings, at, named_get_last(named), error);
	if (morning->naming == NULL)
		return NULL;
	morning->texts = g_ptr_array_new_with_free_func(g_free);
	morning->items =
	    g_new0(struct digest_item, morning->naming->items->len + 1);
	n_new = fill_items(morning, named, config->zone);
	morning->digest = (struct digest){
		.at = at,
		.zone = config->zone,
		.items = morning->items,
		.n_items =
		    digest_arrange(morning->items, n_new, config->digest_limit),
	};
	morning->digest.report_day = morning_report_day(config, at);
	if (!count_older(morning, store, config, n_new, error) ||
	    !word_items(morning, store, morning_detail(config), error))
		return NULL;
	return g_steal_pointer(&morning);
}
