/* What the user answers to a digest, as it is typed and as it is meant. */
#include <string.h>

#include "agent/letters/answer.h"
#include "agent/when.h"

/* Friday, the 27th of November 2026, 09:00 UTC. */
#define NOW G_GINT64_CONSTANT(1795770000)

static void add_positions(GString *out, const struct answer_command *command)
{
	if (command->all)
		g_string_append(out, " all");
	for (guint i = 0; i < command->positions->len; i++)
		g_string_append_printf(
		    out, "%s%u", command->all ? (i ? "," : " but ") : " ",
		    g_array_index(command->positions, guint, i));
}

/* "done 2 | snooze 3 2026-12-11 | ! why not | ...the rest" */
static char *describe(const struct answer *answer, GTimeZone *zone)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < answer->commands->len; i++) {
		const struct answer_command *command =
		    answer->commands->pdata[i];
		g_autofree char *at = command->at == NOW
					  ? g_strdup("now")
					  : when_date_time(command->at, zone);

		if (i)
			g_string_append(out, " | ");
		if (command->problem) {
			g_string_append_printf(out, "! %s", command->problem);
			continue;
		}
		g_string_append(out, answer_verb_name(command->verb));
		add_positions(out, command);
		if (command->verb == ANSWER_SNOOZE)
			g_string_append_printf(out, " %s", at);
		if (command->verb == ANSWER_STAGE)
			g_string_append_printf(out, " %s",
					       stage_name(command->stage));
		if (command->verb == ANSWER_LOG)
			g_string_append_printf(
			    out, " %s%s%s %s", channel_name(command->channel),
			    command->direction ? " " : "",
			    command->direction
				? direction_name(command->direction)
				: "",
			    at);
		if (*command->text)
			g_string_append_printf(out, " '%s'", command->text);
	}
	if (answer->rest)
		g_string_append_printf(out, "%s...%s", out->len ? " " : "",
				       answer->rest);
	return g_string_free(out, FALSE);
}

static const struct row {
	const char *typed, *meant;
} rows[] = {
	/* The verbs, each as the digest shows it. */
	{ "done 2", "done 2" },
	{ "snooze 3 2w", "snooze 3 2026-12-11 00:00" },
	{ "mute 5", "mute 5" },
	{ "no 4", "no 4" },
	{ "log 1 call left a message", "log 1 call out now 'left a message'" },
	{ "stage 6 customer", "stage 6 customer" },
	{ "close all but 3 and 7", "close all but 3,7" },
	{ "close all", "close all" },
	{ "close 1 4", "close 1 4" },
	{ "track 1 2", "track 1 2" },
	{ "track all but 2", "track all but 2" },
	/* Several numbers, several commands, in a line or one each. */
	{ "done 1 2 and 4", "done 1 2 4" },
	{ "done 1,2,4", "done 1 2 4" },
	{ "done 1, 2 & 4.", "done 1 2 4" },
	{ "done 1-3", "done 1 2 3" },
	{ "done 1\xe2\x80\x93"
	  "3",
	  "done 1 2 3" },
	{ "done 1 1 1", "done 1" },
	{ "done numbers 1 and 2", "done 1 2" },
	{ "done 2; snooze 3 2w; mute 5",
	  "done 2 | snooze 3 2026-12-11 00:00 | mute 5" },
	{ "done 2, mute 5", "done 2 | mute 5" },
	{ "done 2 mute 5", "done 2 | mute 5" },
	{ "done 1, 2, mute 5 and then no 4", "done 1 2 | mute 5 | no 4" },
	{ "done 2\nmute 5\n", "done 2 | mute 5" },
	{ "done 2\r\n\r\n\r\nmute 5\r\n", "done 2 | mute 5" },
	{ "snooze 3 2w, done 1", "snooze 3 2026-12-11 00:00 | done 1" },
	{ "snooze 3 2w done 1", "snooze 3 2026-12-11 00:00 | done 1" },
	{ "snooze 3 friday and done 1", "snooze 3 2026-12-04 00:00 | done 1" },
	/* Times as people type them. */
	{ "snooze 3 friday", "snooze 3 2026-12-04 00:00" },
	{ "snooze 3 until friday", "snooze 3 2026-12-04 00:00" },
	{ "snooze 3 for 2 weeks", "snooze 3 2026-12-11 00:00" },
	{ "snooze 3 2 weeks", "snooze 3 2026-12-11 00:00" },
	{ "snooze 3 1 dec", "snooze 3 2026-12-01 00:00" },
	{ "snooze 3 dec 1, 2026", "snooze 3 2026-12-01 00:00" },
	{ "snooze 1 3 1 dec", "snooze 1 3 2026-12-01 00:00" },
	{ "snooze 3 2026-12-01.", "snooze 3 2026-12-01 00:00" },
	{ "snooze 1 2 tomorrow please", "snooze 1 2 2026-11-28 00:00" },
	{ "snooze all 1w", "snooze all 2026-12-04 00:00" },
	{ "snooze 3", "! 'snooze 3' needs a day: say it like 'snooze 3 2w' or "
		      "'snooze 3 friday'" },
	{ "snooze all", "! 'snooze all' needs a day: say it like 'snooze 3 2w' "
			"or 'snooze 3 friday'" },
	{ "snooze 3 yesterday", "! 'yesterday' is over; name a day to come, "
				"such as 'friday' or '2w'" },
	/* Any case, quotes, marks of lists, and what phones make of it. */
	{ "DONE 2", "done 2" },
	{ "Done 2.", "done 2" },
	{ "\"done 2\"", "done 2" },
	{ "\xe2\x80\x9c"
	  "Done 2\xe2\x80\x9d",
	  "done 2" },
	{ "- done 2\n- mute 5", "done 2 | mute 5" },
	{ "\xe2\x80\xa2 done 2", "done 2" },
	{ "done\xc2\xa0"
	  "2",
	  "done 2" },
	{ "\xe2\x80\x8b"
	  "done 2\xe2\x80\x8b",
	  "done 2" },
	{ "done: 2", "done 2" },
	{ "done #2", "done 2" },
	{ "2 done", "done 2" },
	{ "1 and 2: done", "done 1 2" },
	{ "3 snooze 2w", "snooze 3 2026-12-11 00:00" },
	/* One typing error, where one word only can be meant. */
	{ "doen 2", "done 2" },
	{ "don 2", "done 2" },
	{ "snoze 3 2w", "snooze 3 2026-12-11 00:00" },
	{ "mut 5", "mute 5" },
	{ "stage 6 custoner", "stage 6 customer" },
	{ "trakc 1", "track 1" },
	{ "log 1 cal", "log 1 call now" },
	/* And nothing more daring: no verb that is not meant. */
	{ "one 2", "...one 2" },
	{ "on 4", "...on 4" },
	{ "not 4", "...not 4" },
	{ "dne2 2", "...dne2 2" },
	{ "lose 3", "...lose 3" },
	{ "sooze 3 2w", "snooze 3 2026-12-11 00:00" },
	{ "snz 3 2w", "...snz 3 2w" },
	{ "stage 6 last", "! 'last' is no stage: it is one of lead, "
			  "contacted, engaged, customer and lost" },
	{ "stage 6 lost", "stage 6 lost" },
	/* Nothing else can be done. */
	{ "merge 1 2", "...merge 1 2" },
	{ "forget 1", "...forget 1" },
	{ "split 1", "...split 1" },
	{ "import 1", "...import 1" },
	{ "untag 1", "...untag 1" },
	{ "undo 1", "...undo 1" },
	{ "mute all", "! 'mute all' is too much at once: name the numbers, "
		      "like 'mute 5'" },
	{ "no all", "! 'no all' is too much at once: name the numbers, like "
		    "'no 4'" },
	/* A word too many, or too few: not done. */
	{ "done", "! 'done' needs a number: say it like 'done 2'" },
	{ "done 0", "! 'done' needs a number: say it like 'done 2'" },
	{ "done two", "! 'done' needs a number: say it like 'done 2'" },
	{ "done 2 not", "! 'done 2 not' has a word too many: say it like "
			"'done 2'" },
	{ "done 2 not; mute 5",
	  "! 'done 2 not' has a word too many: say it like 'done 2' | mute "
	  "5" },
	{ "No 2 is fine",
	  "! 'No 2 is fine' has a word too many: say it like 'no 4'" },
	{ "No problem", "! 'no' needs a number: say it like 'no 4'" },
	{ "close all but", "! 'close all but' needs a number: say it like "
			   "'close all but 3'" },
	{ "log 1", "! 'log 1' needs a channel: say it like 'log 1 call' or "
		   "'log 1 meeting'" },
	{ "stage 6", "! 'stage 6' needs a stage: say it like 'stage 6 "
		     "customer'" },
	{ "log 1 carrier pigeon", "! 'carrier' is no channel: say it like "
				  "'log 1 call' or 'log 1 meeting'" },
	{ "log 1 call tomorrow", "! that is still to come; log what has been, "
				 "and snooze what is to be" },
	/* What a log and a no have to say. */
	{ "log 1 call", "log 1 call now" },
	{ "log 1 call yesterday", "log 1 call 2026-11-26 12:00" },
	{ "log 1 call yesterday spoke of prices; done 2",
	  "log 1 call 2026-11-26 12:00 'spoke of prices' | done 2" },
	{ "log 1 meeting wednesday 14:30 Lunch, at Mario's",
	  "log 1 meeting 2026-11-25 14:30 'Lunch, at Mario's'" },
	{ "log 1 call agreed, done 2", "log 1 call now 'agreed' | done 2" },
	{ "log 1 call no answer", "log 1 call out now 'no answer'" },
	{ "log 1 call --in he rang", "log 1 call in now 'he rang'" },
	{ "log 1 letter Gr\xc3\xbc\xc3\x9f"
	  "e aus K\xc3\xb6ln",
	  "log 1 letter now 'Gr\xc3\xbc\xc3\x9f"
	  "e aus K\xc3\xb6ln'" },
	{ "no 4: not this year", "no 4 'not this year'" },
	{ "no 4 - too dear", "no 4 '- too dear'" },
	/* Politeness, signatures, quotes. */
	{ "Hi tend,\n\nplease done 2, thanks!\nBest regards\nMax", "done 2" },
	{ "done 2\n\nMit freundlichen Grüßen\n\nNora Alder", "done 2" },
	{ "done 2\nThanks\nmute 5\nNora", "done 2 | mute 5 ...Nora" },
	{ "done 2\nThanks\nerledigt 3", "done 2 ...erledigt 3" },
	{ "Best regards\nNora", "...Nora" },
	/* Pictures are no words. */
	{ "done 2 \360\237\221\215", "done 2" },
	{ "\360\237\221\215\ndone 2 \342\235\244\357\270\217", "done 2" },
	{ "Hello Max,\ndone 2\nThanks, Max", "done 2" },
	{ "done 2\n\nSent from my phone", "done 2" },
	{ "done 2\n-- \nmute 5", "done 2" },
	{ "done 2\n> mute 5", "done 2" },
	{ "done 2\nOn Fri, 27 Nov 2026, tend wrote:\nmute 5", "done 2" },
	{ "done 2\nI shall call them myself\nmute 5",
	  "done 2 ...I shall call them myself" },
	{ "They asked you\nmute 1", "...They asked you" },
	{ "done 2\nand that is all\nmute 5", "done 2 ...that is all" },
	{ "- done 2\n- buy milk\n- mute 5", "done 2 ...buy milk" },
	/* The token of a link is no word of it. */
	{ "done 2 #k7f3mq2w7x", "done 2" },
	{ "#k7f3mq2w7x\ndone 2", "done 2" },
	{ "log 1 call he rang #k7f3mq2w7x", "log 1 call now 'he rang'" },
	{ "close all but #k7f3mq2w7x 3 and 7", "close all but 3,7" },
	{ "log 1 call #k7f3mq2w7x he rang", "log 1 call now 'he rang'" },
	{ "", "" },
	{ " \n\t\n", "" },
};

static void test_rows(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(answer_t) answer =
		    answer_read(rows[i].typed, NOW, zone);
		g_autofree char *meant = describe(answer, zone);

		g_test_message("%s", rows[i].typed);
		g_assert_cmpstr(meant, ==, rows[i].meant);
	}
}

/* A day is the user's day. */
static void test_zone(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+13:00");
	g_autoptr(answer_t) answer =
	    answer_read("snooze 1 tomorrow", NOW + 3 * 3600, zone);
	const struct answer_command *command = answer->commands->pdata[0];
	g_autofree char *date = when_date(command->at, zone);

	g_assert_cmpstr(date, ==, "2026-11-29");
}

static void test_hostile(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autofree char *lines = g_malloc((1 << 20) + 1);
	g_autofree char *numbers = g_malloc((1 << 20) + 1);
	g_autofree char *one = g_malloc((1 << 20) + 1);
	const char *const texts[] = { lines, numbers, one };

	for (gsize i = 0; i < 1 << 20; i++) {
		lines[i] = "mute 5\n"[i % 7];
		numbers[i] = "done 1-9999 "[i % 12];
		one[i] = (char)(i % 255 + 1);
	}
	lines[1 << 20] = numbers[1 << 20] = one[1 << 20] = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(answer_t) answer = answer_read(texts[i], NOW, zone);

		g_assert_cmpuint(answer->commands->len, <=,
				 ANSWER_COMMANDS_MAX);
		for (guint j = 0; j < answer->commands->len; j++) {
			const struct answer_command *command =
			    answer->commands->pdata[j];

			g_assert_cmpuint(command->positions->len, <=,
					 ANSWER_POSITIONS_MAX);
		}
	}
}

/* A client that sends the letter back without marks says nothing by it. */
static void test_letters(void)
{
	static const char *const names[] = { "all", "full", "one", "hostile" };
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *base =
		    g_strdup_printf("tests/unit/digest/%s.txt", names[i]);
		g_autofree char *file =
		    g_test_build_filename(G_TEST_DIST, base, NULL);
		g_autofree char *text = NULL;
		g_autoptr(answer_t) answer = NULL;
		g_autoptr(GError) error = NULL;

		g_file_get_contents(file, &text, NULL, &error);
		g_assert_no_error(error);
		answer = answer_read(text, NOW, zone);
		g_assert_cmpuint(answer->commands->len, ==, 0);
	}
}

static void test_token(void)
{
	static const char mid[] =
	    "tend.00112233445566778899aabbccddeeff@example.org";
	g_autofree char *token = answer_token(mid);
	g_autofree char *again = answer_token(mid);
	g_autofree char *other = answer_token("tend.1@example.org");
	g_autofree char *upper = g_ascii_strup(token, -1);
	g_autofree char *text = g_strdup_printf("done 2 %s\n", upper);
	g_autofree char *longer = g_strdup_printf("done 2 %sx", token);
	g_autofree char *cut = g_strndup(token, strlen(token) - 1);

	g_assert_cmpuint(strlen(token), ==, 11);
	g_assert_cmpstr(token, ==, again);
	g_assert_cmpstr(token, !=, other);
	g_assert_true(answer_has_token(text, token));
	g_assert_false(answer_has_token(text, other));
	g_assert_false(answer_has_token(longer, token));
	g_assert_false(answer_has_token(cut, token));
	g_assert_false(answer_has_token("", token));
}

static void test_letter(void)
{
	static const struct {
		const char *mid;
		gboolean is;
	} ids[] = {
		{ "tend.00112233445566778899aabbccddeeff@example.org", TRUE },
		{ "tend.00112233445566778899aabbccddeef@example.org", FALSE },
		{ "tend.00112233445566778899aabbccddeeff0@example.org", FALSE },
		{ "tend.00112233445566778899aabbccddeeff", FALSE },
		{ "x.00112233445566778899aabbccddeeff@example.org", FALSE },
		{ "q1@example.com", FALSE },
		{ "", FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
		g_assert_cmpint(answer_is_letter(ids[i].mid), ==, ids[i].is);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/answer/rows", test_rows);
	g_test_add_func("/answer/zone", test_zone);
	g_test_add_func("/answer/hostile", test_hostile);
	g_test_add_func("/answer/letters", test_letters);
	g_test_add_func("/answer/token", test_token);
	g_test_add_func("/answer/letter", test_letter);
	return g_test_run();
}
