/* What the commands that read share: tables, sparklines, queries, contacts. */
#include <string.h>

#include "agent/contact.h"
#include "agent/conversation.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/query.h"
#include "agent/safe.h"
#include "agent/spark.h"
#include "agent/table.h"

static const struct table_column columns[] = {
	{ "name", 6, FALSE },
	{ "address", 8, FALSE },
	{ "n", 0, TRUE },
	{ "reason", 0, FALSE },
};

static struct table *make_table(void)
{
	static const char *const rows[][4] = {
		{ "Ann Lee", "ann@example.com", "7", "you-owe" },
		{ "\x1b[31mMal\tlory\n", "m@example.com", "12", "they-owe" },
		{ NULL, "very.long.address@example.com", "1", "quiet" },
		{ "李雷", "li@example.com", "2", "new" },
	};
	struct table *table = table_new(columns, G_N_ELEMENTS(columns));

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		table_add(table, STYLE_PLAIN, rows[i]);
	return table;
}

static void test_table_fits(void)
{
	g_autoptr(table) table = make_table();

	for (guint width = 1; width < 100; width++) {
		g_autofree char *text = table_format(table, width);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

		g_assert_cmpuint(g_strv_length(lines), ==, 6);
		for (gsize i = 0; lines[i] != NULL; i++)
			g_assert_cmpuint(safe_width(lines[i]), <=, width);
	}
}

static void test_table_widths(void)
{
	static const struct {
		guint width;
		const char *text;
	} rows[] = {
		{ 80,
		  "name          address                         n  reason\n"
		  "Ann Lee       ann@example.com                 7  you-owe\n"
		  "[31mMal lory  m@example.com                  12  they-owe\n"
		  "              very.long.address@example.com   1  quiet\n"
		  "李雷          li@example.com                  2  new\n" },
		{ 38, "name        address        n  reason\n"
		      "Ann Lee     ann@example…   7  you-owe\n"
		      "[31mMal l…  m@example.c…  12  they-owe\n"
		      "            very.long.a…   1  quiet\n"
		      "李雷        li@example.…   2  new\n" },
	};
	g_autoptr(table) table = make_table();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = table_format(table, rows[i].width);

		g_assert_cmpstr(text, ==, rows[i].text);
	}
}

static void test_table_plain(void)
{
	g_autoptr(table) table = make_table();
	g_autofree char *text = table_format_plain(table);

	g_assert_cmpuint(table_count(table), ==, 4);
	g_assert_cmpstr(text, ==,
			"Ann Lee\tann@example.com\t7\tyou-owe\n"
			"[31mMal lory\tm@example.com\t12\tthey-owe\n"
			"\tvery.long.address@example.com\t1\tquiet\n"
			"李雷\tli@example.com\t2\tnew\n");
}

static void test_spark_draw(void)
{
	static const struct {
		guint numbers[6];
		const char *utf8, *ascii;
	} rows[] = {
		{ { 0, 0, 0, 0, 0, 0 }, "······", "......" },
		{ { 0, 1, 0, 0, 0, 1 }, "·█···█", ".1...1" },
		{ { 1, 2, 4, 8, 16, 0 }, "▁▁▂▄█·", "1248+." },
		{ { 1, 2, 3, 4, 7, 8 }, "▁▂▃▄▇█", "123478" },
		{ { 1, G_MAXUINT, 0, 9, 10, 0 }, "▁█·▁▁·", "1+.9+." },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *utf8 = spark_draw(rows[i].numbers, 6, TRUE);
		g_autofree char *ascii = spark_draw(rows[i].numbers, 6, FALSE);

		g_assert_cmpstr(utf8, ==, rows[i].utf8);
		g_assert_cmpstr(ascii, ==, rows[i].ascii);
	}
}

/* UTC seconds of midday on the first of a month. */
static gint64 first_of(int year, int month)
{
	g_autoptr(GDateTime) when =
	    g_date_time_new_utc(year, month, 1, 12, 0, 0);

	return g_date_time_to_unix(when);
}

static void test_spark_months(void)
{
	const gint64 times[] = {
		first_of(2025, 2),  first_of(2025, 3), first_of(2025, 12),
		first_of(2025, 12), first_of(2026, 1), first_of(2026, 3),
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	guint months[12];
	g_autofree char *text = NULL;

	spark_count_months(times, G_N_ELEMENTS(times), first_of(2026, 2), zone,
			   months, 12);
	text = spark_draw(months, 12, FALSE);
	g_assert_cmpstr(text, ==, "1........21.");
}

#define DAYS(n) ((gint64)(n)*86400)

static void test_query_holds(void)
{
	static const struct query_person ann = {
		.folded = "ann lee\nann@example.com\nlee@example.net",
		.stage = STAGE_ENGAGED,
		.ball = BALL_YOURS,
		.reason = REASON_YOU_OWE,
		.touches = 7,
		.exchanges = 3,
		.attempts = 2,
		.nos = 1,
		.last_at = DAYS(100),
		.due_at = DAYS(117),
		.tags = " acme VIP ",
		.organisation = "Müller Söhne",
		.cadence = "steady",
		.contact = TRUE,
		.tracked = TRUE,
		.waiting = TRUE,
	};
	static const struct {
		const char *query;
		gboolean holds;
	} rows[] = {
		{ "", TRUE },
		{ "ANN", TRUE },
		{ "lee example.net", TRUE },
		{ "bob", FALSE },
		{ "ann bob", FALSE },
		{ "stage:engaged", TRUE },
		{ "STAGE:Engaged", TRUE },
		{ "stage:lead", FALSE },
		{ "ball:yours", TRUE },
		{ "ball:theirs", FALSE },
		{ "reason:you-owe", TRUE },
		{ "reason:none", FALSE },
		{ "touches:7", TRUE },
		{ "touches:=7", TRUE },
		{ "touches:<7", FALSE },
		{ "touches:<=7", TRUE },
		{ "touches:>6", TRUE },
		{ "touches:>=8", FALSE },
		{ "exchanges:3 touches:>3", TRUE },
		{ "silent:14d", TRUE },
		{ "silent:>14d", FALSE },
		{ "silent:>13d", TRUE },
		{ "silent:>13", TRUE },
		{ "silent:>=2w", TRUE },
		{ "silent:<1m", TRUE },
		{ "silent:<1y sort:name", TRUE },
		{ "silent:3w", FALSE },
		{ "ann stage:engaged  silent:>3w", FALSE },
		{ "tag:acme", TRUE },
		{ "tag:vip tag:ACME", TRUE },
		{ "tag:acm", FALSE },
		{ "-tag:acme", FALSE },
		{ "-tag:other", TRUE },
		{ "not tag:other", TRUE },
		{ "not not tag:other", FALSE },
		{ "not -tag:acme", TRUE },
		{ "organisation:müller", TRUE },
		{ "org:\"MÜLLER SÖHNE\"", TRUE },
		{ "organisation:'müller söhne'", TRUE },
		{ "organization:smith", FALSE },
		{ "\"ann lee\"", TRUE },
		{ "\"lee ann\"", FALSE },
		{ "-ann", FALSE },
		{ "-bob", TRUE },
		{ "\"-bob\"", FALSE },
		{ "\"or\"", FALSE },
		{ "attempts:2 nos:1", TRUE },
		{ "nos:>1", FALSE },
		{ "cadence:Steady", TRUE },
		{ "cadence:stead", FALSE },
		{ "tracked:yes", TRUE },
		{ "tracked:no", FALSE },
		{ "named:no", TRUE },
		{ "is:waiting is:contact", TRUE },
		{ "is:named", FALSE },
		{ "is:sighting", FALSE },
		{ "is:colleague", FALSE },
		{ "is:silent", FALSE },
		{ "due:3d", TRUE },
		{ "due:<3d", FALSE },
		{ "due:>2d", TRUE },
		{ "due:today", FALSE },
		{ "bob or ann", TRUE },
		{ "ann or bob", TRUE },
		{ "ann bob or stage:engaged", TRUE },
		{ "bob or ann stage:lead", FALSE },
		{ "bob or carl or ann and lee", TRUE },
		{ "bob or -tag:acme", FALSE },
		{ "stage:lead or not tag:other", TRUE },
		{ "sort:due bob", FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		GError *error = NULL;
		g_autoptr(query) query = query_parse(rows[i].query, &error);

		g_test_message("%s", rows[i].query);
		g_assert_no_error(error);
		g_assert_cmpint(query_holds(query, &ann, DAYS(114)), ==,
				rows[i].holds);
	}
}

static void test_query_never(void)
{
	static const struct query_person lead = {
		.folded = "",
		.stage = STAGE_LEAD,
	};
	g_autoptr(query) query = query_parse("silent:>1d", NULL);

	g_autoptr(query) due =
	    query_parse("due:>0d or tag:x or due:today", NULL);

	g_assert_false(query_holds(query, &lead, DAYS(114)));
	g_assert_false(query_holds(due, &lead, DAYS(114)));
	g_assert_false(query_has_words(query));
	g_assert_cmpint(query_get_sort(query), ==, QUERY_SORT_NAME);
}

static void test_query_refuses(void)
{
	static const struct {
		const char *query, *says;
	} rows[] = {
		{ "stag:lead", "did you mean 'stage:lead'?" },
		{ "colour:red", "there are stage, ball" },
		{ "stage:", "after 'stage:' comes lead" },
		{ "stage:ledd", "did you mean 'stage:lead'?" },
		{ "silent:>", "after 'silent:' comes a span" },
		{ "silent:14x", "after 'silent:' comes a span" },
		{ "silent:-3d", "after 'silent:' comes a span" },
		{ "touches:many", "after 'touches:' comes a number" },
		{ "touches:3d", "after 'touches:' comes a number" },
		{ "touches:99999999999999999999", "comes a number" },
		{ "sort:lst", "did you mean 'sort:last'?" },
		{ "ball=yours", "did you mean 'ball:yours'?" },
		{ "silent>2w", "did you mean 'silent:>2w'?" },
		{ "tag:", "after 'tag:' comes a tag" },
		{ "tag:\"a b\"", "after 'tag:' comes a tag" },
		{ "-tga:x", "did you mean 'tag:x'?" },
		{ "is:trakced", "did you mean 'is:tracked'?" },
		{ "tracked:maybe", "after 'tracked:' comes yes or no" },
		{ "due:tomorow", "after 'due:' comes today" },
		{ "ann or", "nothing follows 'or'" },
		{ "not", "nothing follows 'not'" },
		{ "ann or not", "nothing follows 'not'" },
		{ "or", "nothing stands before 'or'" },
		{ "Or ann", "nothing stands before 'or'" },
		{ "\"ann", "a quote is not closed" },
		{ "-sort:last", "'sort:' is no condition" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(query) query = query_parse(rows[i].query, &error);

		g_assert_error(error, TEND_ERROR, TEND_ERROR_USAGE);
		g_assert_null(query);
		g_test_message("%s: %s", rows[i].query, error->message);
		g_assert_nonnull(strstr(error->message, rows[i].says));
	}
}

static void test_contact_choose(void)
{
	static const struct store_person persons[] = {
		{ .name = "Ann Lee",
		  .address = "ann@example.com",
		  .contact = TRUE },
		{ .name = "Ann",
		  .address = "ann@example.net",
		  .contact = FALSE },
		{ .name = "Ann Lowe",
		  .address = "lowe@example.net",
		  .contact = TRUE },
		{ .name = "Zoë",
		  .address = "zoe@example.net",
		  .contact = FALSE },
		{ .name = "Bob",
		  .address = "b1@example.net",
		  .contact = FALSE },
		{ .name = "BOB", .address = "b2@example.net", .contact = TRUE },
		{ .name = "Joanna Reed",
		  .address = "j@annex.example",
		  .contact = TRUE },
	};
	static const struct {
		const char *text;
		const char *candidates; /* indexes */
		int meant;		/* or -1 */
		guint left;
	} rows[] = {
		{ "ann lee", "0", 0, 1 },
		{ "ann", "102", 1, 1 },		/* a whole name */
		{ "an", "102", -1, 2 },		/* two contacts */
		{ "example.net", "312", 2, 1 }, /* one contact */
		{ "ZOË", "3", 3, 1 },
		{ "bob", "45", 5, 1 }, /* the same name: the contact */
		{ "ANN@example.com", "10", 0, 1 },
		{ "e", "34", -1, 2 },
		{ "lee", "06", 0, 1 }, /* a whole word of a name */
		{ "ann", "06", 0, 1 },
		{ "nn", "06", -1, 2 }, /* a part of two */
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) list = g_ptr_array_new();
		const struct store_person *meant;
		guint left;

		for (const char *p = rows[i].candidates; *p != '\0'; p++)
			g_ptr_array_add(list,
					(gpointer)(guintptr)&persons[*p - '0']);
		meant = contact_choose(rows[i].text, list, &left);
		g_test_message("%s", rows[i].text);
		g_assert_true(
		    meant ==
		    (rows[i].meant < 0 ? NULL : &persons[rows[i].meant]));
		g_assert_cmpuint(left, ==, rows[i].left);
		if (meant != NULL)
			g_assert_true(list->pdata[0] == meant);
	}
}

static void test_contact_label(void)
{
	static const struct {
		struct store_person person;
		const char *label;
	} rows[] = {
		{ { .name = "Ann Lee", .address = "ann@example.com" },
		  "Ann Lee <ann@example.com>" },
		{ { .name = "", .address = "ann@example.com" },
		  "ann@example.com" },
		{ { .name = "Ann@example.com", .address = "ann@example.com" },
		  "ann@example.com" },
		{ { .name = "Ann Lee", .address = "" }, "Ann Lee" },
		{ { .name = "A\x1b[1m\n\xe2\x80\xae",
		    .address = "a@b.example" },
		  "A [1m  <a@b.example>" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *label = contact_label(&rows[i].person);

		g_assert_cmpstr(label, ==, rows[i].label);
	}
}

static void test_conversation_format(void)
{
	char name[CONVERSATION_NAME_SIZE];

	conversation_format(1, name);
	g_assert_cmpstr(name, ==, "0000000000000001");
	conversation_format(G_MAXINT64, name);
	g_assert_cmpstr(name, ==, "7fffffffffffffff");
}

static void test_json_hidden(void)
{
	g_autoptr(json_t) json = json_new();
	g_autofree char *text = NULL;

	json_text(json, "name",
		  "a\x1b\xc2\x9b\xe2\x80\xae\x7f\xe2\x80\xa8\"é\xf0\x9f\x98\x80"
		  "\xf3\xa0\x80\x81");
	text = json_take(json);
	g_assert_cmpstr(text, ==,
			"{\"name\":\"a\\u001b\\u009b\\u202e\\u007f\\u2028\\\"é"
			"\xf0\x9f\x98\x80\\udb40\\udc01\"}");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/table/fits", test_table_fits);
	g_test_add_func("/table/widths", test_table_widths);
	g_test_add_func("/table/plain", test_table_plain);
	g_test_add_func("/spark/draw", test_spark_draw);
	g_test_add_func("/spark/months", test_spark_months);
	g_test_add_func("/query/holds", test_query_holds);
	g_test_add_func("/query/never", test_query_never);
	g_test_add_func("/query/refuses", test_query_refuses);
	g_test_add_func("/contact/choose", test_contact_choose);
	g_test_add_func("/contact/label", test_contact_label);
	g_test_add_func("/json/hidden", test_json_hidden);
	g_test_add_func("/conversation/format", test_conversation_format);
	return g_test_run();
}
