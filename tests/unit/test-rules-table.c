/*
 * The rules beside tables that a person can read: tests/unit/rules/README.
 * With TEND_ACCEPT=1 what differs is written anew, "?" too: read every line of
 * it beside the rule before committing.
 */
#include "agent/rules/cadence.h"
#include "agent/rules/stall.h"
#include "agent/rules/workday.h"
#include "tests/unit/touches.h"

#define FILES 8
#define LEAST_ROWS 150

/* The sign of a line that is taken out. */
#define GONE '\x01'

static const char *const files[FILES] = {
	"people",   "you-owe", "they-owe", "tracked",
	"promised", "new",     "quiet",	   "said",
};

struct row {
	const char *file, *title; /* lent */
	GString *facts;
	GPtrArray *set;	    /* one setting each */
	GPtrArray *expects; /* char **: lines with their sign, in the file */
};

/* What a row's facts are judged by. */
struct bench {
	struct rule_settings settings;
	GTimeZone *zone;
	GArray *holidays;
	struct said said;
	GArray *done;
	struct cadence cadence;
	char *cadence_name;
	gboolean colleague;
	guint quiet_days;
};

/* What comes of them. */
struct outcome {
	GArray *touches;
	struct summary summary;
	GPtrArray *verdicts;
};

/* ---- what is set and said ---- */

static gint compare_days(gconstpointer a, gconstpointer b)
{
	return *(const gint32 *)a - *(const gint32 *)b;
}

static void set_holidays(struct bench *bench, const char *text)
{
	g_auto(GStrv) days = g_strsplit(text, ",", -1);

	for (char **p = days; *p != NULL; p++) {
		gint32 day;

		day_parse(g_strstrip(*p), &day);
		g_array_append_val(bench->holidays, day);
	}
	g_array_sort(bench->holidays, compare_days);
	bench->settings.holidays =
	    (const gint32 *)(void *)bench->holidays->data;
	bench->settings.n_holidays = bench->holidays->len;
}

static void set_rungs(struct rule_rungs *rungs, const char *text)
{
	g_auto(GStrv) days = g_strsplit(text, ",", -1);

	rungs->n = 0;
	for (char **p = days; *p != NULL; p++)
		rungs->days[rungs->n++] = (guint)atoi(*p);
}

static void set_cadence(struct bench *bench, const char *text)
{
	g_autofree char *wrong = NULL;

	g_free(bench->cadence_name);
	bench->cadence_name = g_strdup(text);
	if (!g_ascii_isdigit(*text))
		return;
	if (!cadence_parse(text, &bench->cadence, &wrong))
		g_error("%s", wrong);
	bench->cadence.name = bench->cadence_name;
	bench->settings.cadences = &bench->cadence;
	bench->settings.n_cadences = 1;
}

static void set_done(struct bench *bench, const char *text)
{
	struct said_done done = { 0, 0 };

	if (*text != 'c') {
		bench->said.done_at = wall(text, bench->zone);
		return;
	}
	done.conversation = atoi(text + 1);
	done.at = wall(strchr(text, ' ') + 1, bench->zone);
	g_array_append_val(bench->done, done);
	bench->said.done = (const struct said_done *)(void *)bench->done->data;
	bench->said.n_done = bench->done->len;
}

static void set_snooze(struct bench *bench, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, ", said ", 2);

	bench->said.snooze_until = wall(words[0], bench->zone);
	if (words[1] != NULL)
		bench->said.snooze_at = wall(words[1], bench->zone);
}

static void set_stage(struct bench *bench, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 2);

	g_assert_true(stage_parse(words[0], &bench->said.stage));
	if (words[1] != NULL)
		bench->said.stage_at = wall(words[1], bench->zone);
}

static gboolean set_flag(struct bench *bench, const char *word)
{
	const struct {
		const char *word;
		gboolean *flag;
	} flags[] = {
		{ "tracked", &bench->said.tracked },
		{ "contact", &bench->said.contact },
		{ "muted", &bench->said.muted },
		{ "colleague", &bench->colleague },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
		if (g_str_equal(word, flags[i].word)) {
			*flags[i].flag = TRUE;
			return TRUE;
		}
	return FALSE;
}

static gboolean set_number(struct bench *bench, const char *word,
			   const char *value)
{
	struct rule_settings *settings = &bench->settings;
	const struct {
		const char *word;
		guint *number;
	} numbers[] = {
		{ "promise-within", &settings->promise_within },
		{ "new-within", &settings->new_within },
		{ "max-recipients", &settings->max_recipients },
		{ "tail", &settings->tail_days },
		{ "tail-late", &settings->late_days },
		{ "tail-years", &settings->tail_years },
		{ "quiet-first-year", &settings->quiet_first_year },
		{ "quiet-later", &settings->quiet_later },
		{ "quiet-customer", &settings->quiet_customer },
		{ "quiet", &bench->quiet_days },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (g_str_equal(word, numbers[i].word)) {
			*numbers[i].number = (guint)atoi(value);
			return TRUE;
		}
	return FALSE;
}

static gboolean set_value(struct bench *bench, const char *word,
			  const char *value)
{
	struct rule_settings *settings = &bench->settings;

	if (g_str_equal(word, "stage"))
		set_stage(bench, value);
	else if (g_str_equal(word, "done"))
		set_done(bench, value);
	else if (g_str_equal(word, "snooze"))
		set_snooze(bench, value);
	else if (g_str_equal(word, "lead"))
		bench->said.lead_at = wall(value, bench->zone);
	else if (g_str_equal(word, "baseline"))
		settings->baseline_at = wall(value, bench->zone);
	else if (g_str_equal(word, "cadence"))
		set_cadence(bench, value);
	else if (g_str_equal(word, "reply-within"))
		set_rungs(&settings->reply_within, value);
	else if (g_str_equal(word, "answer-within"))
		set_rungs(&settings->answer_within, value);
	else if (g_str_equal(word, "holidays"))
		set_holidays(bench, value);
	else if (g_str_equal(word, "works"))
		settings->working_days = g_str_equal(value, "every day")
					     ? WORKING_DAYS_ALL
					     : WORKING_DAYS_MON_FRI;
	else if (g_str_equal(word, "colleagues"))
		settings->colleagues = g_str_equal(value, "count");
	else
		return FALSE;
	return TRUE;
}

static void set(struct bench *bench, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 2);

	if (g_str_equal(words[0], "zone") || set_flag(bench, text))
		return;
	g_assert_nonnull(words[1]);
	if (!set_number(bench, words[0], words[1]) &&
	    !set_value(bench, words[0], words[1]))
		g_error("'%s' is no setting", text);
}

static const char *zone_of(const struct row *row)
{
	for (guint i = 0; i < row->set->len; i++)
		if (g_str_has_prefix(row->set->pdata[i], "zone "))
			return (const char *)row->set->pdata[i] + 5;
	return "Europe/Berlin";
}

static void bench_open(struct bench *bench, const struct row *row)
{
	*bench = (struct bench){
		.zone = g_time_zone_new_identifier(zone_of(row)),
		.holidays = g_array_new(FALSE, FALSE, sizeof(gint32)),
		.done = g_array_new(FALSE, FALSE, sizeof(struct said_done)),
	};
	g_assert_nonnull(bench->zone);
	rule_settings_init(&bench->settings, bench->zone);
	bench->cadence_name = g_strdup(bench->settings.cadence);
	for (guint i = 0; i < row->set->len; i++)
		set(bench, row->set->pdata[i]);
}

static void bench_close(struct bench *bench)
{
	g_array_unref(bench->holidays);
	g_array_unref(bench->done);
	g_free(bench->cadence_name);
	g_time_zone_unref(bench->zone);
}

/* ---- the judgement, in words ---- */

/* What was known at `now`, and what that comes to. */
static void judge(const struct bench *bench, const char *text, gint64 now,
		  struct outcome *outcome)
{
	struct said said = bench->said;
	struct facts facts = {
		.summary = &outcome->summary,
		.said = &said,
		.settings = &bench->settings,
		.colleague = bench->colleague,
		.cadence = cadence_find(bench->cadence_name, &bench->settings),
		.quiet_days = bench->quiet_days,
	};

	g_assert_nonnull(facts.cadence);
	if (said.done_at > now)
		said.done_at = 0;
	outcome->touches = touches_parse(text, bench->zone);
	for (guint i = outcome->touches->len; i-- > 0;)
		if (g_array_index(outcome->touches, struct touch, i).at > now)
			g_array_remove_index(outcome->touches, i);
	facts.touches = (const struct touch *)(void *)outcome->touches->data;
	facts.n_touches = outcome->touches->len;
	summary_make(facts.touches, facts.n_touches, &said, bench->colleague,
		     &bench->settings, &outcome->summary);
	outcome->verdicts = stall_judge(&facts);
}

static void outcome_clear(struct outcome *outcome)
{
	g_array_unref(outcome->touches);
	g_ptr_array_unref(outcome->verdicts);
}

static void add_day(GString *text, gint32 day)
{
	gint32 year;
	guint month, month_day;

	local_day_to_date(day, &year, &month, &month_day);
	g_string_append_printf(text, "%.3s ",
			       local_weekday_name(local_day_weekday(day)));
	if (year != TOUCHES_YEAR)
		g_string_append_printf(text, "%d-", year);
	g_string_append_printf(text, "%02u-%02u", month, month_day);
}

static void add_time(GString *text, const struct bench *bench, gint64 at,
		     gboolean is_rung)
{
	guint minute = local_minute(at, bench->zone);

	add_day(text, local_day(at, bench->zone));
	if (!is_rung || minute != bench->settings.due_minute)
		g_string_append_printf(text, " %02u:%02u", minute / 60,
				       minute % 60);
}

static void add_rungs(GString *text, const struct bench *bench,
		      const struct verdict *verdict)
{
	const struct ladder *ladder = &verdict->ladder;

	for (guint i = 0; i < ladder->n; i++) {
		const struct rung *rung = &ladder->rungs[i];

		g_string_append(text, i > 0 ? ", " : " ");
		if (rung->reason != verdict->reason)
			g_string_append_printf(text, "%s ",
					       reason_name(rung->reason));
		add_time(text, bench, rung->due_at, TRUE);
		if (rung->channel != CHANNEL_EMAIL)
			g_string_append_printf(text, " %s",
					       channel_name(rung->channel));
	}
	if (ladder->n == 0)
		g_string_append(text, " never");
	if (ladder->tail_days != 0)
		g_string_append_printf(text, ", every %d days",
				       ladder->tail_days);
	if (ladder->late_days != 0) {
		g_string_append(text, ", from ");
		add_time(text, bench, ladder->late_at, FALSE);
		g_string_append_printf(text, " every %d", ladder->late_days);
	}
}

static char *say_verdict(const struct bench *bench,
			 const struct verdict *verdict)
{
	GString *text = g_string_new(reason_name(verdict->reason));

	g_string_append(text, " since ");
	add_time(text, bench, verdict->since_at, FALSE);
	g_string_append_c(text, ':');
	add_rungs(text, bench, verdict);
	if (verdict->ladder.n == 0 ||
	    verdict->due_at != verdict->ladder.rungs[0].due_at) {
		g_string_append(text, "; due ");
		add_time(text, bench, verdict->due_at, FALSE);
	}
	if (verdict->lapse_at != VERDICT_NEVER) {
		g_string_append(text, "; closed ");
		add_time(text, bench, verdict->lapse_at, TRUE);
	}
	return g_string_free(text, FALSE);
}

static char *say_now(const struct bench *bench, const struct verdict *verdict,
		     gint64 now)
{
	struct rung last, next;

	ladder_at(&verdict->ladder, now, &bench->settings, &last, &next);
	if (last.due_at != 0 &&
	    local_day(last.due_at, bench->zone) == local_day(now, bench->zone))
		return g_strconcat(reason_name(last.reason), " named",
				   last.channel == CHANNEL_EMAIL ? "" : " ",
				   last.channel == CHANNEL_EMAIL
				       ? ""
				       : channel_name(last.channel),
				   NULL);
	if (verdict->lapse_at <= now)
		return g_strconcat(reason_name(verdict->reason), " closed",
				   NULL);
	if (verdict->due_at <= now &&
	    (verdict->reason == REASON_NEW || last.due_at == 0))
		return g_strconcat(reason_name(verdict->reason), " shown",
				   NULL);
	return g_strconcat(reason_name(verdict->reason), " waits", NULL);
}

static gboolean speaks_of_quiet(const struct row *row)
{
	if (g_str_equal(row->file, "quiet"))
		return TRUE;
	for (guint i = 0; i < row->expects->len; i++)
		if (strstr(*(char **)row->expects->pdata[i], "quiet") != NULL)
			return TRUE;
	return FALSE;
}

static void drop_quiet(struct outcome *outcome)
{
	for (guint i = outcome->verdicts->len; i-- > 0;) {
		const struct verdict *verdict = outcome->verdicts->pdata[i];

		if (verdict->reason == REASON_QUIET)
			g_ptr_array_remove_index(outcome->verdicts, i);
	}
}

/* ---- what is expected ---- */

static char *say_at(const struct row *row, const struct bench *bench,
		    const char *time)
{
	GString *text = g_string_new(NULL);
	gint64 now = wall(time, bench->zone);
	struct outcome outcome;

	judge(bench, row->facts->str, now, &outcome);
	if (!speaks_of_quiet(row))
		drop_quiet(&outcome);
	for (guint i = 0; i < outcome.verdicts->len; i++) {
		g_autofree char *one =
		    say_now(bench, outcome.verdicts->pdata[i], now);

		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", one);
	}
	if (text->len == 0)
		g_string_append(text, "nobody");
	outcome_clear(&outcome);
	return g_string_free(text, FALSE);
}

static char *say_summary(const struct bench *bench,
			 const struct summary *summary)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(
	    text,
	    "; %s; ball %s; %s; %u out; %u in; %u both; %u exchange%s; "
	    "%u attempt%s; %u no%s; ",
	    stage_name(summary->stage), ball_name(summary->ball),
	    summary->contact ? "contact" : "sighting", summary->touches_out,
	    summary->touches_in, summary->touches_both, summary->exchanges,
	    summary->exchanges == 1 ? "" : "s", summary->attempts,
	    summary->attempts == 1 ? "" : "s", summary->nos,
	    summary->nos == 1 ? "" : "s");
	if (summary->tracked)
		g_string_append(text, "tracked; ");
	if (summary->stop_at != 0) {
		g_string_append(text, "stopped ");
		add_time(text, bench, summary->stop_at, FALSE);
		g_string_append(text, "; ");
	}
	if (summary->answer_within != 0)
		g_string_append_printf(text,
				       "answers in %" G_GINT64_FORMAT " h; ",
				       summary->answer_within / 3600);
	if (summary->first_answer != 0)
		g_string_append_printf(
		    text, "first answer in %" G_GINT64_FORMAT " h; ",
		    summary->first_answer / 3600);
	return g_string_free(text, FALSE);
}

static gboolean accepts(void)
{
	return g_getenv("TEND_ACCEPT") != NULL;
}

/* The line of the file is what is expected. */
static void differ(char **line, const char *got)
{
	g_autofree char *whole = g_strdup_printf("%c %s", **line, got);

	if (g_str_equal(*line, whole))
		return;
	if (accepts()) {
		g_free(*line);
		*line = g_steal_pointer(&whole);
		return;
	}
	g_test_message("wanted: %s", *line);
	g_test_message("got:    %s", whole);
	g_test_fail();
}

static gboolean knows(const char *got, const char *expected)
{
	g_auto(GStrv) items = g_strsplit(expected, "; ", -1);

	for (char **item = items; *item != NULL; item++) {
		g_autofree char *framed = g_strdup_printf("; %s; ", *item);

		if (strstr(got, framed) == NULL)
			return FALSE;
	}
	return TRUE;
}

static void check_summary(char **line, const char *got)
{
	g_autofree char *all = NULL;

	if (knows(got, *line + 2))
		return;
	all = g_strndup(got + 2, strlen(got) - 4);
	differ(line, all);
}

static void check_sentence(const struct outcome *outcome, char **line)
{
	const struct verdict *verdict;
	g_autofree char *got = NULL;

	if (outcome->verdicts->len > 0) {
		verdict = outcome->verdicts->pdata[0];
		got = g_strconcat(verdict->sentence, verdict->rest, NULL);
	}
	differ(line, got != NULL ? got : "nothing");
}

/* All of them in one text, as the lines of a row have them. */
static void check_verdicts(const struct row *row, const struct bench *bench,
			   const struct outcome *outcome)
{
	g_autoptr(GString) expected = g_string_new(NULL);
	g_autoptr(GString) got = g_string_new(NULL);
	char **first = NULL;

	for (guint i = 0; i < row->expects->len; i++) {
		char **line = row->expects->pdata[i];

		if (**line != '>')
			continue;
		g_string_append_printf(expected, "%s%s",
				       first != NULL ? "\n" : "", *line);
		if (first == NULL)
			first = line;
		else if (accepts())
			**line = GONE;
	}
	if (first == NULL)
		return;
	for (guint i = 0; i < outcome->verdicts->len; i++) {
		g_autofree char *one =
		    say_verdict(bench, outcome->verdicts->pdata[i]);

		g_string_append_printf(got, "%s%s", i > 0 ? "\n> " : "", one);
	}
	if (got->len == 0)
		g_string_append(got, "nobody");
	if (!accepts() && !g_str_equal(expected->str + 2, got->str)) {
		g_test_message("wanted: %s", expected->str);
		g_test_message("got:    > %s", got->str);
		g_test_fail();
	}
	if (accepts())
		differ(first, got->str);
}

static void check_at(const struct row *row, const struct bench *bench,
		     char **line)
{
	const char *colon = strstr(*line, ": ");
	g_autofree char *time = NULL, *state = NULL, *got = NULL;

	g_assert_nonnull(colon);
	time = g_strndup(*line + 2, (gsize)(colon - *line - 2));
	state = say_at(row, bench, time);
	got = g_strconcat(time, ": ", state, NULL);
	differ(line, got);
}

static void test_row(gconstpointer data)
{
	const struct row *row = data;
	g_autofree char *summary = NULL;
	struct outcome outcome;
	struct bench bench;

	g_test_message("%s: %s", row->file, row->title);
	bench_open(&bench, row);
	judge(&bench, row->facts->str, G_MAXINT64, &outcome);
	if (!speaks_of_quiet(row))
		drop_quiet(&outcome);
	summary = say_summary(&bench, &outcome.summary);
	for (guint i = 0; i < row->expects->len; i++) {
		char **line = row->expects->pdata[i];

		if (**line == '=')
			check_summary(line, summary);
		else if (**line == '"')
			check_sentence(&outcome, line);
		else if (**line == '@')
			check_at(row, &bench, line);
	}
	check_verdicts(row, &bench, &outcome);
	outcome_clear(&outcome);
	bench_close(&bench);
}

/* ---- the files ---- */

static void row_free(gpointer data)
{
	struct row *row = data;

	g_string_free(row->facts, TRUE);
	g_ptr_array_unref(row->set);
	g_ptr_array_unref(row->expects);
	g_free(row);
}

static struct row *row_new(const char *file, const char *title)
{
	struct row *row = g_new0(struct row, 1);

	row->file = file;
	row->title = title;
	row->facts = g_string_new(NULL);
	row->set = g_ptr_array_new_with_free_func(g_free);
	row->expects = g_ptr_array_new();
	return row;
}

static void read_line(struct row *row, char **slot)
{
	const char *line = *slot;
	g_auto(GStrv) items = NULL;

	switch (*line) {
	case '=':
	case '>':
	case '"':
	case '@':
		g_ptr_array_add(row->expects, slot);
		break;
	case '|':
		items = g_strsplit(line + 1, ";", -1);
		for (char **p = items; *p != NULL; p++)
			g_ptr_array_add(row->set, g_strdup(g_strstrip(*p)));
		break;
	default:
		g_string_append_printf(row->facts, "%s%s",
				       row->facts->len > 0 ? " " : "", line);
	}
}

static char *path_of(const char *name)
{
	g_autofree char *file = g_strconcat(name, ".txt", NULL);

	return g_test_build_filename(G_TEST_DIST, "tests", "unit", "rules",
				     file, NULL);
}

static void write_file(const char *name, char **lines)
{
	g_autofree char *path = path_of(name);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	for (char **p = lines; *p != NULL; p++)
		if (**p != GONE)
			g_string_append_printf(text, "%s%s", *p,
					       p[1] != NULL ? "\n" : "");
	g_file_set_contents(path, text->str, (gssize)text->len, &error);
	g_assert_no_error(error);
}

/* Lends its lines to the rows. */
static char **read_file(const char *name, GPtrArray *rows)
{
	g_autofree char *path = path_of(name);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	struct row *row = NULL;
	char **lines;

	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	lines = g_strsplit(text, "\n", -1);
	for (char **p = lines; *p != NULL; p++) {
		if (**p == '*') {
			row = row_new(name, *p + 2);
			g_ptr_array_add(rows, row);
		} else if (**p == '\0') {
			row = NULL;
		} else if (**p != '#') {
			g_assert_nonnull(row);
			read_line(row, p);
		}
	}
	return lines;
}

static void test_enough(gconstpointer data)
{
	const GPtrArray *rows = data;

	g_assert_cmpuint(rows->len, >=, LEAST_ROWS);
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = rows->pdata[i];

		g_test_message("%s: %s", row->file, row->title);
		g_assert_cmpuint(row->expects->len, >, 0);
	}
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
	char **lines[FILES];
	int status;

	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < FILES; i++)
		lines[i] = read_file(files[i], rows);
	for (guint i = 0; i < rows->len; i++) {
		const struct row *row = rows->pdata[i];
		g_autofree char *path =
		    g_strdup_printf("/rules/table/%s/%03u", row->file, i + 1);

		g_test_add_data_func(path, row, test_row);
	}
	g_test_add_data_func("/rules/table/enough", rows, test_enough);
	status = g_test_run();
	for (gsize i = 0; i < FILES; i++) {
		if (accepts())
			write_file(files[i], lines[i]);
		g_strfreev(lines[i]);
	}
	return status;
}
