/* The table of rules, ladders, and what holds of every history. */
#include "agent/rules/cadence.h"
#include "agent/rules/matter.h"
#include "agent/rules/stall.h"
#include "agent/rules/workday.h"
#include "tests/unit/touches.h"

#define ROUNDS 3000
#define DAY 86400

/* It is in the order of the reasons, and named like them. */
static void test_table(void)
{
	enum reason last = REASON_NONE;

	for (guint i = 0; stall_rules[i] != NULL; i++) {
		g_assert_cmpint(stall_rules[i]->reason, >=, last);
		g_assert_cmpstr(stall_rules[i]->name, ==,
				reason_name(stall_rules[i]->reason));
		g_assert_cmpstr(stall_rules[i]->summary, !=, "");
		last = stall_rules[i]->reason;
	}
	g_assert_cmpint(last, ==, REASON_ASK_REFERRAL);
}

/* ---- cadences and ladders as text ---- */

static void test_cadence(void)
{
	static const struct {
		const char *text, *same; /* same: as it is written again */
		const char *wrong;
	} rows[] = {
		{ "3, 7, 14", "3, 7, 14", NULL },
		{ "1;2 ; 30", "1, 2, 30", NULL },
		{ "2, 9 call, 30 Meeting", "2, 9 call, 30 meeting", NULL },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14",
		  "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14", NULL },
		{ "", NULL, "it has no days" },
		{ "3, x", NULL, "'x' is no number of days" },
		{ "0, 3", NULL, "'0' is no number of days" },
		{ "9999", NULL, "'9999' is no number of days" },
		{ "7, 3", NULL, "3 cannot follow 7: days only go forwards" },
		{ "7, 7", NULL, "7 cannot follow 7: days only go forwards" },
		{ "3 pigeon", NULL, "'pigeon' is no channel" },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15", NULL,
		  "it has more than 14 steps" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct cadence cadence = { .name = "own" };
		g_autofree char *wrong = NULL;
		g_autofree char *same = NULL;

		g_test_message("%s", rows[i].text);
		g_assert_cmpint(cadence_parse(rows[i].text, &cadence, &wrong),
				==, rows[i].wrong == NULL);
		g_assert_cmpstr(wrong, ==, rows[i].wrong);
		if (rows[i].wrong != NULL)
			continue;
		same = cadence_format(&cadence);
		g_assert_cmpstr(same, ==, rows[i].same);
	}
}

static void test_cadence_find(void)
{
	const struct cadence own = { .name = "Steady", .days = { 5 }, .n = 1 };
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	g_assert_cmpuint(cadence_find("PERSISTENT", &settings)->n, ==, 8);
	g_assert_cmpuint(cadence_find("steady", &settings)->n, ==, 4);
	g_assert_null(cadence_find("stead", &settings));
	settings.cadences = &own;
	settings.n_cadences = 1;
	g_assert_true(cadence_find("steady", &settings) == &own);
}

static void test_ladder_text(void)
{
	static const struct {
		const char *text, *same; /* NULL: it is no ladder */
	} rows[] = {
		{ "1772436600", "1772436600" },
		{ "1772436600 1772695800:call 1773127800!gave-up-early +14 "
		  "1804000000+90 -1805000000",
		  "1772436600 1772695800:call 1773127800!gave-up-early +14 "
		  "1804000000+90 -1805000000" },
		{ "-100 -50", NULL },
		{ "100:call!quiet", "100:call!quiet" },
		{ "100 100 50 200", "100 200" },
		{ " 100  200 ", "100 200" },
		{ "", NULL },
		{ "+14", NULL },
		{ "x", NULL },
		{ "100:pigeon", NULL },
		{ "100!bored", NULL },
		{ "100 +0", NULL },
		{ "100 +x", NULL },
		{ "100 x+90", NULL },
		{ "100 -x", NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *same = NULL;
		struct ladder ladder;

		g_test_message("%s", rows[i].text);
		if (!ladder_parse(rows[i].text, REASON_THEY_OWE, &ladder)) {
			g_assert_null(rows[i].same);
			continue;
		}
		same = ladder_format(&ladder, REASON_THEY_OWE);
		if (rows[i].same != NULL)
			g_assert_cmpstr(same, ==, rows[i].same);
	}
}

/* ---- one judgement ---- */

struct history {
	GArray *touches; /* struct touch */
	struct said said;
	struct said_done done[3];
	struct rule_settings settings;
	const struct cadence *cadence;
	gboolean colleague;
	guint quiet_days;
};

static gint compare_touches(gconstpointer a, gconstpointer b)
{
	const struct touch *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

static GPtrArray *judge(const struct history *history, guint n_touches,
			struct summary *summary)
{
	struct facts facts = {
		.touches = (const struct touch *)(void *)history->touches->data,
		.n_touches = n_touches,
		.summary = summary,
		.said = &history->said,
		.settings = &history->settings,
		.colleague = history->colleague,
		.cadence = history->cadence,
		.quiet_days = history->quiet_days,
	};

	summary_make(facts.touches, n_touches, facts.said, facts.colleague,
		     facts.settings, summary);
	return stall_judge(&facts);
}

static char *say(const struct history *history, guint n_touches)
{
	struct summary summary;
	g_autoptr(GPtrArray) verdicts = judge(history, n_touches, &summary);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%d %d %u %u %u %u\n", (int)summary.stage,
			       (int)summary.ball, summary.exchanges,
			       summary.attempts, summary.nos,
			       summary.touches_out);
	for (guint i = 0; i < verdicts->len; i++) {
		const struct verdict *v = verdicts->pdata[i];
		g_autofree char *rungs = ladder_format(&v->ladder, v->reason);

		g_string_append_printf(
		    text,
		    "%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
		    " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
		    " %" G_GINT64_FORMAT " %d %s %s%s\n",
		    (int)v->reason, v->since_at, v->due_at, v->lapse_at,
		    v->source, v->conversation, (int)v->quote, rungs,
		    v->sentence, v->rest);
	}
	return g_string_free(text, FALSE);
}

/* More that is open at once nobody remembers: the oldest is let go. */
static void test_many_matters(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct history history = {
		.touches = g_array_new(FALSE, FALSE, sizeof(struct touch)),
		.said = { .contact = TRUE },
		.cadence = &cadence_builtin[0],
	};
	g_autoptr(GPtrArray) verdicts = NULL;
	struct summary summary;

	rule_settings_init(&history.settings, zone);
	for (guint i = 0; i < MATTERS_MAX + 3; i++) {
		const struct touch touch = {
			.at = wall("Mon 03-02 09:00", zone) + i * 60,
			.source = i + 1,
			.direction = DIRECTION_IN,
			.recipients = 1,
			.conversation = i + 1,
			.signs = SIGN_READ | SIGN_ASKS,
			.day = TOUCH_NO_DAY,
			.ask_day = TOUCH_NO_DAY,
		};

		g_array_append_val(history.touches, touch);
	}
	verdicts = judge(&history, history.touches->len, &summary);
	g_assert_cmpuint(verdicts->len, ==, MATTERS_MAX);
	for (guint i = 0; i < verdicts->len; i++)
		g_assert_cmpint(
		    ((struct verdict *)verdicts->pdata[i])->conversation, ==,
		    i + 4);
	g_array_unref(history.touches);
}

/* ---- any history ---- */

static gboolean chance(gint32 one_in)
{
	return g_test_rand_int_range(0, one_in) == 0;
}

static gint64 some_time(void)
{
	return 1772409600 + g_test_rand_int_range(0, 120 * 24) * 3600;
}

static void add_random_touch(struct history *history, gint64 source)
{
	GTimeZone *zone = history->settings.zone;
	struct touch touch = {
		.at = some_time(),
		.source = source,
		.direction =
		    (enum direction)g_test_rand_int_range(0, N_DIRECTIONS),
		.recipients = (guint)g_test_rand_int_range(0, 13),
		.conversation = g_test_rand_int_range(0, 5),
		.day = TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
	gint32 day = local_day(touch.at, zone);

	if (chance(5))
		touch.channel =
		    (enum channel)g_test_rand_int_range(0, N_CHANNELS);
	if (chance(2))
		touch.recipients = 1;
	if (chance(3))
		touch.day = day + g_test_rand_int_range(-2, 40);
	if (chance(5))
		touch.ask_day = day + g_test_rand_int_range(-2, 10);
	for (gsize i = 0; i < G_N_ELEMENTS(touch_signs); i++)
		if (chance(touch_signs[i].sign == SIGN_STOP ? 40 : 6))
			touch.signs |= touch_signs[i].sign;
	g_array_append_val(history->touches, touch);
}

static void say_something(struct said *said, struct said_done *done)
{
	said->contact = chance(2);
	said->tracked = chance(2);
	said->muted = chance(20);
	if (chance(4))
		said->stage = (enum stage)g_test_rand_int_range(0, N_STAGES);
	if (chance(6))
		said->done_at = some_time();
	if (chance(6)) {
		said->snooze_until = some_time();
		said->snooze_at = some_time();
	}
	if (chance(6))
		said->lead_at = some_time();
	if (chance(3)) {
		for (guint i = 0; i < 3; i++)
			done[i] =
			    (struct said_done){ g_test_rand_int_range(0, 5),
						some_time() };
		said->done = done;
		said->n_done = 3;
	}
}

static void make_history(struct history *history, GTimeZone *zone)
{
	gint32 n = g_test_rand_int_range(0, 25);

	*history = (struct history){
		.touches = g_array_new(FALSE, FALSE, sizeof(struct touch)),
		.cadence = &cadence_builtin[g_test_rand_int_range(0, 3)],
		.colleague = chance(4),
		.quiet_days = chance(4) ? 20 : 0,
	};
	rule_settings_init(&history->settings, zone);
	if (chance(4))
		history->settings.baseline_at = some_time();
	if (chance(4))
		history->settings.tail_years = 1;
	say_something(&history->said, history->done);
	for (gint32 i = 0; i < n; i++)
		add_random_touch(history, i + 1);
	g_array_sort(history->touches, compare_touches);
}

static void shuffle(GArray *touches)
{
	for (guint i = touches->len; i > 1; i--) {
		guint j = (guint)g_test_rand_int_range(0, (gint32)i);
		struct touch *x = &g_array_index(touches, struct touch, i - 1);
		struct touch *y = &g_array_index(touches, struct touch, j);
		struct touch spare = *x;

		*x = *y;
		*y = spare;
	}
}

static void check_shuffled(struct history *history)
{
	guint n = history->touches->len;
	g_autofree char *before = say(history, n);
	g_autofree char *after = NULL;
	struct said_done spare = history->done[0];

	shuffle(history->touches);
	g_array_sort(history->touches, compare_touches);
	history->done[0] = history->done[2];
	history->done[2] = spare;
	after = say(history, n);
	g_assert_cmpstr(after, ==, before);
}

/* What came later is as if it had never been, and leaves no trace behind. */
static void check_cut(const struct history *history)
{
	guint cut =
	    (guint)g_test_rand_int_range(0, (gint32)history->touches->len + 1);
	g_autofree char *now = say(history, cut);
	g_autofree char *whole = say(history, history->touches->len);
	struct history then = *history;
	g_autofree char *at_that_time = NULL, *again = NULL;

	then.touches = g_array_new(FALSE, FALSE, sizeof(struct touch));
	g_array_append_vals(then.touches, history->touches->data, cut);
	at_that_time = say(&then, cut);
	g_assert_cmpstr(now, ==, at_that_time);
	/* Caught up, it says what it says when all is read at once. */
	g_array_append_vals(then.touches,
			    &g_array_index(history->touches, struct touch, cut),
			    history->touches->len - cut);
	again = say(&then, then.touches->len);
	g_assert_cmpstr(again, ==, whole);
	g_array_unref(then.touches);
}

static void check_ladder(const struct history *history,
			 const struct verdict *verdict)
{
	const struct ladder *ladder = &verdict->ladder;
	g_autofree char *text = ladder_format(ladder, verdict->reason);
	g_autofree char *same = NULL;
	struct ladder parsed;

	g_assert_cmpuint(ladder->n, >, 0);
	for (guint i = 1; i < ladder->n; i++)
		g_assert_cmpint(ladder->rungs[i - 1].due_at, <,
				ladder->rungs[i].due_at);
	for (guint i = 0; i < ladder->n; i++) {
		gint64 due_at = ladder->rungs[i].due_at;

		if (due_at == history->said.snooze_until)
			continue;
		g_assert_true(
		    workday_is(&history->settings,
			       local_day(due_at, history->settings.zone)));
		g_assert_cmpuint(local_minute(due_at, history->settings.zone),
				 ==, history->settings.due_minute);
	}
	g_assert_true(ladder_parse(text, verdict->reason, &parsed));
	same = ladder_format(&parsed, verdict->reason);
	g_assert_cmpstr(same, ==, text);
}

/*
 * Wherever the clock jumps to, the rungs are where they were, and each is the
 * latest one in its own time alone.
 */
static void check_clock(const struct history *history,
			const struct verdict *verdict)
{
	const struct ladder before = verdict->ladder;
	gint64 now = before.rungs[0].due_at - 1;

	for (guint step = 0; step < 40; step++) {
		struct rung last, next, here, after;
		gint64 anywhere = some_time() + step * 50 * DAY;

		ladder_at(&verdict->ladder, anywhere, &history->settings, &last,
			  &next);
		g_assert_cmpint(last.due_at, <=, anywhere);
		g_assert_true(next.due_at == 0 || next.due_at > anywhere);
		ladder_at(&verdict->ladder, now, &history->settings, &last,
			  &next);
		if (next.due_at == 0)
			break;
		ladder_at(&verdict->ladder, next.due_at, &history->settings,
			  &here, &after);
		g_assert_cmpint(here.due_at, ==, next.due_at);
		g_assert_cmpint(last.due_at, <, here.due_at);
		now = next.due_at;
	}
	g_assert_cmpmem(&before, sizeof before, &verdict->ladder,
			sizeof verdict->ladder);
}

static const struct touch *find_source(const struct history *history,
				       gint64 source)
{
	for (guint i = 0; i < history->touches->len; i++) {
		const struct touch *touch =
		    &g_array_index(history->touches, struct touch, i);

		if (touch->source == source)
			return touch;
	}
	return NULL;
}

static void check_verdict(const struct history *history,
			  const struct verdict *verdict)
{
	const struct ladder *ladder = &verdict->ladder;
	const struct touch *source = find_source(history, verdict->source);

	check_ladder(history, verdict);
	check_clock(history, verdict);
	g_assert_cmpstr(verdict->sentence, !=, "");
	g_assert_nonnull(verdict->rest);
	g_assert_cmpint(verdict->due_at, <=, ladder->rungs[0].due_at);
	g_assert_cmpint(verdict->due_at, <, verdict->lapse_at);
	if (ladder->end_at == 0)
		g_assert_cmpint(verdict->lapse_at, >,
				ladder->rungs[ladder->n - 1].due_at);
	if (source == NULL) {
		g_assert_cmpint(verdict->reason, ==, REASON_NEW);
		g_assert_cmpint(verdict->since_at, ==, history->said.lead_at);
		return;
	}
	g_assert_cmpint(verdict->since_at, <=, source->at);
	/* Nothing is overdue the moment they press send. */
	if (verdict->reason == REASON_THEY_OWE)
		g_assert_cmpint(ladder->rungs[0].due_at, >, source->at);
	if (verdict->reason == REASON_QUIET)
		g_assert_true(history->said.tracked);
	else if (history->said.done_at != 0)
		/* Of what came back the news is that it did. */
		g_assert_cmpint(verdict->reason == REASON_UNDELIVERED
				    ? verdict->due_at
				    : source->at,
				>, history->said.done_at);
}

static void check_verdicts(const struct history *history,
			   const GPtrArray *verdicts,
			   const struct summary *summary)
{
	if (history->said.muted || summary->stage == STAGE_LOST ||
	    summary->stop_at != 0)
		g_assert_cmpuint(verdicts->len, ==, 0);
	for (guint i = 0; i < verdicts->len; i++) {
		const struct verdict *verdict = verdicts->pdata[i];

		check_verdict(history, verdict);
		for (guint j = 0; j < i; j++) {
			const struct verdict *before = verdicts->pdata[j];

			g_assert_cmpint(before->conversation, !=,
					verdict->conversation);
			g_assert_cmpint(before->reason, <=, verdict->reason);
		}
	}
}

static void test_any_history(void)
{
	static const char *const zones[] = { "Europe/Berlin",
					     "Pacific/Auckland",
					     "America/New_York" };
	guint n_verdicts = 0;

	for (guint round = 0; round < ROUNDS; round++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(
		    zones[round % G_N_ELEMENTS(zones)]);
		g_autoptr(GPtrArray) verdicts = NULL;
		struct history history;
		struct summary summary;

		make_history(&history, zone);
		verdicts = judge(&history, history.touches->len, &summary);
		n_verdicts += verdicts->len;
		check_verdicts(&history, verdicts, &summary);
		check_shuffled(&history);
		check_cut(&history);
		g_array_unref(history.touches);
	}
	g_test_message("%u verdicts", n_verdicts);
	g_assert_cmpuint(n_verdicts, >, ROUNDS / 3);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/stall/table", test_table);
	g_test_add_func("/rules/stall/cadence", test_cadence);
	g_test_add_func("/rules/stall/cadence-find", test_cadence_find);
	g_test_add_func("/rules/stall/ladder-text", test_ladder_text);
	g_test_add_func("/rules/stall/many-matters", test_many_matters);
	g_test_add_func("/rules/stall/any-history", test_any_history);
	return g_test_run();
}
