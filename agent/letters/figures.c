/* The report's figures in words and as plots. */
#include "agent/letters/figures.h"

#include "agent/rules/local_day.h"
#include "agent/when.h"

/* What can be told apart on a phone. */
#define MOST_WEEKS 53

#define QUOTED "often quoted, source unclear"

/* Of those who stop: after one try, two, three, four. */
static const double folklore[] = { 0.44, 0.22, 0.14, 0.12 };

static const char *const tries_words[TALLY_TRIES] = {
	"1 try", "2 tries", "3 tries", "4 tries", "5 or more",
};

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu",
					"Fri", "Sat", "Sun" };

static const char *plural(guint n)
{
	return n == 1 ? "" : "s";
}

static char *day_words(gint32 local_day, gint32 this_year)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day, &year, &month, &day);
	if (year == this_year)
		return g_strdup_printf("%u %.3s", day, local_month_name(month));
	return g_strdup_printf("%u %.3s %d", day, local_month_name(month),
			       year);
}

static gint32 year_of(gint64 at, GTimeZone *zone)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, zone), &year, &month, &day);
	return year;
}

char *figures_date(gint64 at, gint64 now, GTimeZone *zone)
{
	return day_words(local_day(at, zone), year_of(now, zone));
}

static char *too_few(guint n)
{
	return g_strdup_printf(
	    "Too few to say: %u of the %d cases that it takes.", n,
	    WILSON_LEAST);
}

/* ---- touches week by week ---- */

static struct plot *weeks_plot(const struct report *report)
{
	const GArray *weeks = report->tally.weeks;
	const struct tally_counts *all = &report->tally.period;
	guint first = weeks->len > MOST_WEEKS ? weeks->len - MOST_WEEKS : 0;
	gint32 year = year_of(report->now, report->zone);
	struct plot *plot =
	    plot_new(PLOT_COLUMNS, "weeks",
		     g_strdup("Touches and exchanges, week by week"),
		     "Week from|You wrote|They wrote|Together|Exchanges");

	plot->series[0] = "you wrote";
	plot->series[1] = "they wrote";
	plot->series[2] = "together";
	plot->n_series = 3;
	plot->line_name = "exchanges";
	for (guint i = first; i < weeks->len; i++) {
		const struct tally_week *week =
		    &g_array_index(weeks, struct tally_week, i);
		const struct tally_counts *n = &week->counts;
		const struct plot_bar bar = {
			.label = day_words(week->monday, year),
			.values = { n->out, n->in, n->both },
			.line = n->exchanges,
			.text = g_strdup_printf("%u", n->out + n->in + n->both),
			.detail = g_strdup_printf(
			    "%u by you, %u by them, %u together; %u "
			    "exchange%s",
			    n->out, n->in, n->both, n->exchanges,
			    plural(n->exchanges)),
		};

		plot_add_row(plot, "%s|%u|%u|%u|%u", bar.label, n->out, n->in,
			     n->both, n->exchanges);
		plot_add_bar(plot, &bar);
	}
	plot->about = g_strdup_printf(
	    "For each of %u weeks, how often you wrote, they wrote and you "
	    "met, and how many exchanges that made.",
	    plot->bars->len);
	plot->note = g_strdup_printf(
	    "%u by you, %u by them, %u together; %u exchange%s, which is a "
	    "word with its answer, or a meeting.%s",
	    all->out, all->in, all->both, all->exchanges,
	    plural(all->exchanges),
	    first > 0 ? " The last 53 weeks are shown, --json has them all."
		      : "");
	return plot;
}

/* ---- the funnel ---- */

static struct plot *funnel_plot(const struct report *report)
{
	const struct tally *tally = &report->tally;
	g_autofree char *since =
	    figures_date(report->since, report->now, report->zone);
	struct plot *plot =
	    plot_new(PLOT_COUNTS, "funnel", g_strdup("Where people stand"),
		     "Stage|Now|Came|Went on");
	guint all = 0;

	plot->series[0] = "there before";
	plot->series[1] = "came in this time";
	plot->n_series = 2;
	for (enum stage stage = STAGE_LEAD; stage < N_STAGES; stage++) {
		guint n = tally->stages[stage];
		guint fresh = MIN(tally->fresh[stage], n);
		const struct plot_bar bar = {
			.label = g_strdup(stage_name(stage)),
			.values = { n - fresh, fresh },
			.text = fresh > 0 ? g_strdup_printf("%u, +%u", n, fresh)
					  : g_strdup_printf("%u", n),
			.detail = tally->left[stage] > 0
				      ? g_strdup_printf("%u went on",
							tally->left[stage])
				      : NULL,
		};

		all += n;
		plot_add_row(plot, "%s|%u|%u|%u", bar.label, n,
			     tally->came[stage], tally->left[stage]);
		plot_add_bar(plot, &bar);
	}
	plot->about = g_strdup(
	    "How many of your contacts are in each stage now, and how many of "
	    "them came to it in the time of this report.");
	plot->note = g_strdup_printf(
	    "%u contact%s; + is who of them came there since %s.", all,
	    plural(all), since);
	return plot;
}

/* ---- shares ---- */

/* Takes label. */
static void add_share(struct plot *plot, char *label, guint part, guint whole,
		      double beside)
{
	const struct interval interval = wilson_interval(part, whole);
	const double share = wilson_share(part, whole);
	g_autofree char *percent = plot_percent(share);
	g_autofree char *range = plot_range(interval.low, interval.high);
	const struct plot_bar bar = {
		.label = label,
		.values = { share },
		.low = interval.low,
		.high = interval.high,
		.beside = beside,
		.text = g_strdup_printf("%s (%u)", percent, part),
		.detail = beside >= 0 ? g_strdup_printf("%s, quoted %.0f%%",
							range, beside * 100)
				      : g_strdup(range),
	};

	if (plot->beside_name != NULL) {
		g_autofree char *quoted =
		    beside >= 0 ? plot_percent(beside) : g_strdup("");

		plot_add_row(plot, "%s|%u|%s|%s|%s", label, part, percent,
			     range, quoted);
	} else {
		plot_add_row(plot, "%s|%u|%s|%s", label, part, percent, range);
	}
	plot_add_bar(plot, &bar);
}

static struct plot *stopped_plot(const struct report *report)
{
	const struct tally *tally = &report->tally;
	guint n = tally->n_stopped;
	struct plot *plot =
	    plot_new(PLOT_SHARES, "stopped",
		     g_strdup("After how many tries you stopped"),
		     "Stopped after|Times|Share|Likely range|Often quoted");

	plot->n_series = 1;
	plot->series[0] = "you";
	plot->beside_name = "often quoted";
	plot->about = g_strdup_printf(
	    "Of %u times that nobody answered and you let it be: after how "
	    "many tries, beside the numbers that are " QUOTED ".",
	    n);
	plot->note = g_strdup_printf(
	    "%u time%s; over is what was silent for %d days. Often quoted, "
	    "source unclear: 44%% stop after one try, 22%% after two, 14%% "
	    "after "
	    "three, 12%% after four.",
	    n, plural(n), TALLY_OVER_DAYS);
	if (n < WILSON_LEAST) {
		plot->missing = too_few(n);
		return plot;
	}
	for (guint i = 0; i < TALLY_TRIES; i++)
		add_share(plot, g_strdup(tries_words[i]), tally->stopped[i], n,
			  i < G_N_ELEMENTS(folklore) ? folklore[i] : PLOT_NONE);
	return plot;
}

static struct plot *answered_plot(const struct report *report)
{
	const struct tally *tally = &report->tally;
	guint n = tally->n_answered, later = n - tally->answered[0];
	struct plot *plot =
	    plot_new(PLOT_SHARES, "answered",
		     g_strdup("After how many tries answers came"),
		     "Answered after|Times|Share|Likely range");
	g_autoptr(GString) note = g_string_new(NULL);

	plot->n_series = 1;
	plot->series[0] = "answers";
	plot->about = g_strdup_printf(
	    "Of %u answers: after how many tries they came.", n);
	g_string_printf(note, "%u answer%s.", n, plural(n));
	if (n >= WILSON_LEAST && later > 0)
		g_string_append_printf(note,
				       " %u of them came only after another "
				       "try.",
				       later);
	for (guint i = 1; n >= WILSON_LEAST && i < TALLY_TRIES; i++)
		if (tally->tried[i] >= WILSON_LEAST)
			g_string_append_printf(
			    note, " Of %u that got %s %s, %u answered it.",
			    tally->tried[i], i == 1 ? "a" : "as many as",
			    i == 1 ? "second try" : tries_words[i],
			    tally->answered[i]);
	plot->note = g_string_free(g_steal_pointer(&note), FALSE);
	if (n < WILSON_LEAST) {
		plot->missing = too_few(n);
		return plot;
	}
	for (guint i = 0; i < TALLY_TRIES; i++)
		add_share(plot, g_strdup(tries_words[i]), tally->answered[i], n,
			  PLOT_NONE);
	return plot;
}

static struct plot *first_plot(const struct report *report)
{
	static const struct {
		const char *label;
		gint64 seconds;
	} limits[] = {
		{ "5 minutes", 5 * 60 },
		{ "an hour", 60 * 60 },
		{ "a day", 24 * 60 * 60 },
	};
	const struct tally *tally = &report->tally;
	guint n = tally->first_answers->len;
	g_autofree char *median = when_span(tally_first_median(tally));
	struct plot *plot = plot_new(
	    PLOT_SHARES, "first", g_strdup("How soon you answered new people"),
	    "Answered within|Times|Share|Likely range");

	plot->n_series = 1;
	plot->series[0] = "first mails";
	plot->about = g_strdup_printf(
	    "Of %u people who wrote to you first and got an answer: how many "
	    "had it within five minutes, an hour and a day.",
	    n);
	plot->note = g_strdup_printf(
	    "%u first mail%s answered, %u not. %s%s%sFive minutes are said to "
	    "work best; " QUOTED ".",
	    n, plural(n), tally->first_open,
	    n >= WILSON_LEAST ? "Half within " : "",
	    n >= WILSON_LEAST ? median : "", n >= WILSON_LEAST ? ". " : "");
	if (n < WILSON_LEAST) {
		plot->missing = too_few(n);
		return plot;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(limits); i++)
		add_share(plot, g_strdup(limits[i].label),
			  tally_first_within(tally, limits[i].seconds), n,
			  PLOT_NONE);
	return plot;
}

/* ---- when answers come ---- */

/* "Most on Tuesday: 23 % of 120 (16 to 31 %)." */
static char *best_day_words(const struct tally *tally)
{
	guint n = tally->n_hours, best = 0;
	struct interval interval;
	guint thursday = tally_of_weekday(tally, 3);
	g_autofree char *share = NULL, *range = NULL, *theirs = NULL;

	for (guint day = 1; day < 7; day++)
		if (tally_of_weekday(tally, day) >
		    tally_of_weekday(tally, best))
			best = day;
	interval = wilson_interval(tally_of_weekday(tally, best), n);
	share = plot_percent(wilson_share(tally_of_weekday(tally, best), n));
	range = plot_range(interval.low, interval.high);
	theirs = plot_percent(wilson_share(thursday, n));
	return g_strdup_printf(
	    "%u answers by mail, most on %s: %s, likely %s. Thursday "
	    "as the best day is " QUOTED "; here it has %s.",
	    n, local_weekday_name((GDateWeekday)(best + 1)), share, range,
	    theirs);
}

static struct plot *hours_plot(const struct report *report)
{
	const struct tally *tally = &report->tally;
	guint n = tally->n_hours;
	struct plot *plot =
	    plot_new(PLOT_HEAT, "hours", g_strdup("When answers come"),
		     "Day|0 to 6|6 to 12|12 to 18|18 to 24|All|Share|"
		     "Likely range");

	plot->n_series = 1;
	plot->series[0] = "answers";
	plot->about = g_strdup_printf(
	    "Of %u answers by mail: on which weekday and in which hour of "
	    "your time zone they came.",
	    n);
	if (n < WILSON_LEAST) {
		plot->missing = too_few(n);
		plot->note =
		    g_strdup("Thursday as the best day is " QUOTED ".");
		return plot;
	}
	plot->note = best_day_words(tally);
	for (guint day = 0; day < 7; day++) {
		guint all = tally_of_weekday(tally, day), quarters[4] = { 0 };
		struct interval interval = wilson_interval(all, n);
		g_autofree char *share = plot_percent(wilson_share(all, n));
		g_autofree char *range =
		    plot_range(interval.low, interval.high);
		const struct plot_bar bar = {
			.label = g_strdup(weekdays[day]),
			.values = { wilson_share(all, n) },
			.text = g_strdup(share),
			.detail = g_strdup(range),
		};

		for (guint hour = 0; hour < 24; hour++) {
			plot->grid[day][hour] = tally->hours[day][hour];
			quarters[hour / 6] += tally->hours[day][hour];
		}
		plot_add_row(plot, "%s|%u|%u|%u|%u|%u|%s|%s", weekdays[day],
			     quarters[0], quarters[1], quarters[2], quarters[3],
			     all, share, range);
		plot_add_bar(plot, &bar);
	}
	return plot;
}

/* ---- what was overruled ---- */

/* As short as a bar's label has to be. */
static const char *reason_label(enum reason reason)
{
	static const char *const words[N_REASONS] = {
		[REASON_NONE] = "",
		[REASON_PROMISED] = "promised",
		[REASON_YOU_OWE] = "they asked",
		[REASON_NEW] = "new people",
		[REASON_UNDELIVERED] = "not arrived",
		[REASON_THEY_OWE] = "no word",
		[REASON_GAVE_UP_EARLY] = "try again",
		[REASON_QUIET] = "old friends",
		[REASON_ASK_REFERRAL] = "worth asking",
	};

	return words[reason];
}

/* "9 in touch, 4 put aside"; what is nothing is left out. */
static char *fate_words(const guint n[N_FATES])
{
	static const struct {
		enum fate fate;
		const char *words;
	} parts[] = {
		{ FATE_MET, "in touch" },
		{ FATE_OVERRULED, "put aside" },
		{ FATE_LEFT, "left" },
		{ FATE_PENDING, "open" },
	};
	GString *text = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
		if (n[parts[i].fate] > 0)
			g_string_append_printf(
			    text, "%s%u %s", text->len > 0 ? ", " : "",
			    n[parts[i].fate], parts[i].words);
	return g_string_free(text, FALSE);
}

static struct plot *fates_plot(const struct report *report)
{
	struct plot *plot = plot_new(
	    PLOT_COUNTS, "overruled", g_strdup("What became of tend's advice"),
	    "Reason|Named|Got in touch|Put aside|Left alone|Still open");
	guint overruled = 0;

	plot->series[0] = "got in touch";
	plot->series[1] = "you put it aside";
	plot->series[2] = "left alone, or still open";
	plot->n_series = 3;
	for (enum reason r = REASON_PROMISED; r < N_REASONS; r++) {
		const guint *n = report->fates[r].n;
		guint all = n[FATE_MET] + n[FATE_OVERRULED] + n[FATE_LEFT] +
			    n[FATE_PENDING];
		struct plot_bar bar = {
			.values = { n[FATE_MET], n[FATE_OVERRULED],
				    n[FATE_LEFT] + n[FATE_PENDING] },
		};

		if (all == 0)
			continue;
		bar.label = g_strdup(reason_label(r));
		bar.text = g_strdup_printf("%u", all);
		bar.detail = fate_words(n);
		overruled += n[FATE_OVERRULED];
		plot_add_row(plot, "%s|%u|%u|%u|%u|%u", bar.label, all,
			     n[FATE_MET], n[FATE_OVERRULED], n[FATE_LEFT],
			     n[FATE_PENDING]);
		plot_add_bar(plot, &bar);
	}
	plot->about = g_strdup(
	    "Of the lines in your digests, by reason: whether you were in "
	    "touch within 14 days, put the line aside, or left it.");
	plot->note = g_strdup_printf(
	    "%u line%s in digests. %u time%s you said done, snooze, mute, no "
	    "or a stage before anything happened: there tend was wrong, or "
	    "early.",
	    report->n_named, plural(report->n_named), overruled,
	    plural(overruled));
	return plot;
}

GPtrArray *figures_list(const struct report *report)
{
	GPtrArray *list =
	    g_ptr_array_new_with_free_func((GDestroyNotify)plot_free);
	const struct tally *tally = &report->tally;
	const struct tally_counts *all = &tally->period;
	guint people = 0;

	for (enum stage stage = STAGE_LEAD; stage < N_STAGES; stage++)
		people += tally->stages[stage];
	if (all->out + all->in + all->both > 0)
		g_ptr_array_add(list, weeks_plot(report));
	if (people > 0)
		g_ptr_array_add(list, funnel_plot(report));
	if (tally->n_stopped + tally->n_answered > 0) {
		g_ptr_array_add(list, stopped_plot(report));
		g_ptr_array_add(list, answered_plot(report));
	}
	if (tally->first_answers->len + tally->first_open > 0)
		g_ptr_array_add(list, first_plot(report));
	if (tally->n_hours > 0)
		g_ptr_array_add(list, hours_plot(report));
	if (report->n_named > 0)
		g_ptr_array_add(list, fates_plot(report));
	return list;
}
