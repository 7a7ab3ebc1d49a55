/* Dates, Message-IDs, texts and structured values. */
#include <string.h>

#include "parse/date.h"
#include "parse/ids.h"
#include "parse/message.h"
#include "parse/text.h"
#include "parse/value.h"
#include "parse/warm.h"

#define NONE PARSE_DATE_NONE

static const struct {
	const char *value;
	gint64 date;
	gint32 zone;
} dates[] = {
	{ "Mon, 02 Mar 2026 09:00:00 +0100", 1772438400, 60 },
	{ "2 Mar 2026 09:00 +0100", 1772438400, 60 },
	{ "  Mon,2 Mar 2026 9:00:00 +0100 (CET)", 1772438400, 60 },
	{ "Monday, 02 March 2026 09:00:00 +01:00", 1772438400, 60 },
	{ "Mon, 02-Mar-2026 09:00:00 +0100", 1772438400, 60 },
	{ "Mon, 02-Mar-26 08:00:00 GMT", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 03:00:00 -0500", 1772438400, -300 },
	{ "Mon, 02 Mar 2026 03:00:00 EST", 1772438400, -300 },
	{ "Mon, 02 Mar 2026 10:00:00 CEST", 1772438400, 120 },
	{ "Mon, 02 Mar 2026 08:00:00 Z", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 08:00:00 -0000", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 09:00:00 GMT+0100", 1772438400, 60 },
	{ "Mon, 02 Mar 2026 13:30:00 +0530", 1772438400, 330 },
	{ "Mon, 02 Mar 2026 22:00:00 +1400", 1772438400, 840 },
	/* No zone, or none that can be: UTC. */
	{ "Mon, 02 Mar 2026 08:00:00", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 08:00:00 +9999", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 08:00:00 +1500", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 08:00:00 XYZ", 1772438400, 0 },
	{ "Mon, 02 Mar 2026 08:00:00 +", 1772438400, 0 },
	/* Years of other lengths. */
	{ "2 Mar 26 08:00 +0000", 1772438400, 0 },
	{ "2 Mar 126 08:00 +0000", 1772438400, 0 },
	{ "2 Mar 0026 08:00 +0000", 1772438400, 0 },
	{ "2 Mar 70 00:00 +0000", 5184000, 0 },
	{ "2 Mar 49 00:00 +0000", 2498256000, 0 },
	/* Ends of ranges. */
	{ "Thu, 01 Jan 1970 00:00:00 +0000", 0, 0 },
	{ "Wed, 31 Dec 1969 23:59:59 +0000", -1, 0 },
	{ "Tue, 19 Jan 2038 03:14:08 +0000", 2147483648, 0 },
	{ "Tue, 29 Feb 2028 00:00:00 +0000", 1835395200, 0 },
	{ "Sat, 31 Dec 2016 23:59:60 +0000", 1483228800, 0 },
	{ "Fri, 31 Dec 9999 23:59:59 +0000", 253402300799, 0 },
	/* Comments, other forms. */
	{ "Mon (a, (b)), 02 Mar (c) 2026 08:00:00 (d) +0000", 1772438400, 0 },
	{ "2026-03-02T09:00:00.5+01:00", 1772438400, 60 },
	{ "2026-03-02 08:00:00Z", 1772438400, 0 },
	{ "2026-03-02 08:00", 1772438400, 0 },
	{ "Mon Mar  2 08:00:00 2026", 1772438400, 0 },
	{ "Mon Mar  2 09:00:00 +0100 2026", 1772438400, 60 },
	/* None. */
	{ "", NONE, 0 },
	{ "soon", NONE, 0 },
	{ "Tue, 31 Feb 2026 08:00:00 +0000", NONE, 0 },
	{ "Mon, 02 Mar 2026 25:00:00 +0000", NONE, 0 },
	{ "Mon, 00 Mar 2026 08:00:00 +0000", NONE, 0 },
	{ "((((((((((((((((((((((((((((((", NONE, 0 },
	{ "99999999999999999999999 Mar 2026 08:00", NONE, 0 },
};

static void test_dates(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
		const char *value = dates[i].value;
		gint64 date;
		gint32 zone;

		g_test_message("%s", value);
		g_assert_cmpint(parse_date(value, strlen(value), &date, &zone),
				==, dates[i].date != NONE);
		g_assert_cmpint(date, ==, dates[i].date);
		g_assert_cmpint(zone, ==, dates[i].zone);
	}
}

/* Nothing is taken from TZ, and every day of 800 years is its own. */
static void test_calendar(void)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
					      "May", "Jun", "Jul", "Aug",
					      "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) day = g_date_time_new_utc(1600, 1, 1, 0, 0, 0);

	for (guint i = 0; i < 800 * 365; i += 13) {
		g_autoptr(GDateTime) next = g_date_time_add_days(day, 13);
		g_autofree char *value = g_strdup_printf(
		    "%d %s %d 00:00 +0000", g_date_time_get_day_of_month(day),
		    months[g_date_time_get_month(day) - 1],
		    g_date_time_get_year(day));
		gint64 date;
		gint32 zone;

		parse_date(value, strlen(value), &date, &zone);
		g_assert_cmpint(date, ==, g_date_time_to_unix(day));
		g_clear_pointer(&day, g_date_time_unref);
		day = g_steal_pointer(&next);
	}
}

static const struct {
	const char *value;
	const char *first;
	const char *list;    /* joined by blanks */
	const char *parents; /* the same of In-Reply-To; NULL: as in list */
} ids[] = {
	{ "<a@example.org>", "a@example.org", "a@example.org" },
	{ "", "", "" },
	{ "<>", "", "" },
	{ " a@example.org ", "a@example.org", "a@example.org" },
	{ "<no-at>", "no-at", "no-at" },
	{ "no-at", "", "" },
	{ "<a@b> <c@d>", "a@b", "a@b c@d" },
	{ "<a@b>,<c@d>;<e@f>", "a@b", "a@b c@d e@f" },
	{ "<a@b><c@d>", "a@b", "a@b c@d" },
	{ "<a@b> <a@b>", "a@b", "a@b" },
	{ "<a @ b>", "a@b", "a@b" },
	{ "<a@b <c@d>", "a@b", "a@b c@d" },
	{ "<<a@b>>", "a@b", "a@b" },
	{ "<a@b", "a@b", "a@b" },
	{ "cut@b> <c@d>", "cut@b", "cut@b c@d" },
	{ "Ann's mail of \"Mon\" <a1@b> from ann@example.org", "a1@b", "a1@b" },
	{ "a@b, c@d (two of them)", "a@b", "a@b c@d" },
	{ "ann@example.org's message", "ann@example.org's", "" },
	{ "Message from ann@example.org of 2 Mar 2026 10:02:42 -0300",
	  "ann@example.org", "" },
	{ "Message from \"Ann Lee\" <ann@example.org> of \"Mon\" <a1@b>",
	  "ann@example.org", "ann@example.org a1@b", "a1@b" },
	{ "<a@b> (Ann Lee <ann@example.org>'s message of Mon)", "a@b",
	  "a@b ann@example.org", "a@b" },
	{ "<a@b>; from ann@example.org on Tue", "a@b", "a@b" },
	{ "Your message of Monday <a1@b>", "a1@b", "a1@b" },
	{ "Mail from Ann <ann@example.org> of Monday", "ann@example.org",
	  "ann@example.org", "" },
	{ "<a@b>,\r\n\t<c@\r\n d>", "a@b", "a@b c@d" },
	{ "<\344@b>", "\357\277\275@b", "\357\277\275@b" },
	{ "<\303\244@b>", "\303\244@b", "\303\244@b" },
	{ "<a\1\2@b>", "a@b", "a@b" },
};

static void test_ids(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		GStringChunk *texts = g_string_chunk_new(64);
		g_autoptr(GPtrArray) list = g_ptr_array_new();
		g_autoptr(GString) joined = g_string_new(NULL);

		g_assert_cmpstr(parse_id_first(ids[i].value, texts), ==,
				ids[i].first);
		parse_id_list(ids[i].value, 10, texts, list);
		for (guint j = 0; j < list->len; j++)
			g_string_append_printf(joined, "%s%s", j ? " " : "",
					       (const char *)list->pdata[j]);
		g_assert_cmpstr(joined->str, ==, ids[i].list);
		g_ptr_array_set_size(list, 0);
		g_string_truncate(joined, 0);
		parse_id_parents(ids[i].value, 10, texts, list);
		for (guint j = 0; j < list->len; j++)
			g_string_append_printf(joined, "%s%s", j ? " " : "",
					       (const char *)list->pdata[j]);
		g_assert_cmpstr(joined->str, ==,
				ids[i].parents ? ids[i].parents : ids[i].list);
		g_string_chunk_free(texts);
	}
}

static void test_id_caps(void)
{
	GStringChunk *texts = g_string_chunk_new(64);
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	g_autofree char *longest = g_strnfill(PARSE_ID_MAX + 10, 'x');

	parse_id_list("<1@> <2@> <3@> <4@> <5@>", 3, texts, list);
	g_assert_cmpuint(list->len, ==, 3);
	g_assert_cmpstr(list->pdata[0], ==, "1@");
	g_assert_cmpstr(list->pdata[1], ==, "4@");
	g_assert_cmpstr(list->pdata[2], ==, "5@");

	longest[0] = '<';
	g_assert_cmpuint(strlen(parse_id_first(longest, texts)), ==,
			 PARSE_ID_MAX);
	g_string_chunk_free(texts);
}

static const struct {
	const char *value;
	const char *charset;
	gsize max;
	const char *text;
} texts[] = {
	{ "plain", "", 99, "plain" },
	{ "", "", 99, "" },
	{ "  two  words\t", "", 99, "two words" },
	{ "cut here", "", 5, "cut h" },
	{ "cut here", "", 4, "cut" },
	{ "\303\244\303\244", "", 3, "\303\244" },
	{ "=?utf-8?q?=C3=A4?=", "", 99, "\303\244" },
	{ "=?UTF-8?B?w6Q=?= =?UTF-8?B?w6Q=?=", "", 99, "\303\244\303\244" },
	{ "=?iso-8859-1?q?=E4?= b", "", 99, "\303\244 b" },
	{ "=?windows-1252?q?=80?=", "", 99, "\342\202\254" },
	{ "=?koi8-r?B?0NLJ18XU?=", "", 99,
	  "\320\277\321\200\320\270\320\262\320\265\321\202" },
	{ "=?iso-2022-jp?B?GyRCJCIbKEI=?=", "", 99, "\343\201\202" },
	{ "a=?utf-8?q?b?=c", "", 99, "abc" },
	{ "=?utf-8?q?a=0Ab=0Dc=1B[31m?=", "", 99, "a b c[31m" },
	{ "=?utf-8?q?=E2=80=AEabc=E2=80=A8d?=", "", 99, "abc d" },
	{ "=?utf-8?q?=FF=FE?=", "", 99, "\303\277\303\276" },
	{ "=?utf-8?B?w6Q=?= =?utf-8?q?=C3=A4?=", "", 99, "\303\244\303\244" },
	{ "=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "", 99, "\303\244" },
	{ "=?utf-8?q?a?= b =?utf-8?q?c?=", "", 99, "a b c" },
	{ "=?utf-8*en?q?a?=", "", 99, "a" },
	{ "=?utf-8?q?a b?=", "", 99, "a b" },
	{ "=?x?x?x?=", "", 99, "=?x?x?x?=" },
	{ "=?utf-8?q?a", "", 99, "=?utf-8?q?a" },
	{ "=?utf-8?q?a =?utf-8?q?b?=", "", 99, "=?utf-8?q?a b" },
	{ "=?no-such-charset?q?=E4?=", "", 99, "\303\244" },
	{ "=?gb2312?q?=D6?=!", "", 99, "\357\277\275!" },
	{ "=?utf-8?b?****?=.", "", 99, "." },
	{ "\344", "", 99, "\303\244" },
	{ "\326\320", "gb2312", 99, "\344\270\255" },
	{ "\326\320", "no-such-charset", 99, "\303\226\303\220" },
	{ "\033$B$\"\033(B", "iso-2022-jp", 99, "\343\201\202" },
	{ "a\1b\177c\302\205d", "", 99, "abcd" },
};

static void test_texts(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		parse_text_decode(texts[i].value, strlen(texts[i].value),
				  texts[i].charset, texts[i].max, out);
		g_assert_cmpstr(out->str, ==, texts[i].text);
	}
	parse_text_clean("a\0b\344", 4, 99, out);
	g_assert_cmpstr(out->str, ==, "ab\357\277\275");
}

static const struct {
	const char *value;
	const char *token;
	const char *name;
	const char *param; /* NULL: it has none */
} values[] = {
	{ "text/plain", "text/plain", "charset", NULL },
	{ "Text/HTML; Charset=UTF-8", "text/html", "charset", "UTF-8" },
	{ "a;x=1;charset=\"u;t\\\"f\" ; y=2", "a", "charset", "u;t\"f" },
	{ "a;x=\"charset=no\";charset=yes", "a", "charset", "yes" },
	{ "a; charset*=utf-8''x", "a", "charset", "utf-8''x" },
	{ "a; charset*0=x; charset*1=y", "a", "charset", "x" },
	{ "a; charset = x (y)", "a", "charset", "x" },
	{ "(c) Auto-Replied (d); e=f", "auto-replied", "e", "f" },
	{ "(never closed no", "", "e", NULL },
	{ "no(thing)", "no", "e", NULL },
	{ "\"no\"", "no", "e", NULL },
	{ "", "", "e", NULL },
	{ ";;;e", "", "e", NULL },
	{ ";e=", "", "e", "" },
};

static void test_values(void)
{
	char out[PARSE_TOKEN_MAX + 1];
	g_autofree char *longest = g_strnfill(1000, 'x');

	for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
		const char *param = values[i].param;

		parse_value_token(values[i].value, out);
		g_assert_cmpstr(out, ==, values[i].token);
		g_assert_cmpint(
		    parse_value_param(values[i].value, values[i].name, out), ==,
		    param != NULL);
		g_assert_cmpstr(out, ==, param ? param : "");
	}
	parse_value_token(longest, out);
	g_assert_cmpuint(strlen(out), ==, PARSE_TOKEN_MAX);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/date/table", test_dates);
	g_test_add_func("/parse/date/calendar", test_calendar);
	g_test_add_func("/parse/ids/table", test_ids);
	g_test_add_func("/parse/ids/caps", test_id_caps);
	g_test_add_func("/parse/text/table", test_texts);
	g_test_add_func("/parse/value/table", test_values);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
