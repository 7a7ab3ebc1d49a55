/* Days as people write them, in a dozen languages. */
#include <string.h>

#include "parse/day.h"
#include "parse/day_words.h"

static void test_calendar(void)
{
	char text[11];

	g_assert_cmpint(parse_day_make(1970, 1, 1), ==, 0);
	g_assert_cmpint(parse_day_make(2000, 2, 29), ==, 11016);
	g_assert_cmpint(parse_day_make(1900, 2, 29), ==, PARSE_DAY_NONE);
	g_assert_cmpint(parse_day_make(2026, 13, 1), ==, PARSE_DAY_NONE);
	g_assert_cmpint(parse_day_make(2026, 4, 31), ==, PARSE_DAY_NONE);
	g_assert_cmpint(parse_day_make(2026, 4, 0), ==, PARSE_DAY_NONE);
	g_assert_cmpuint(parse_day_weekday(parse_day_make(2026, 11, 24)), ==,
			 2);
	g_assert_cmpuint(parse_day_weekday(-4), ==, 7);
	for (gint32 day = -800000; day < 2900000; day += 997) {
		gint year = 0;
		guint month = 0, mday = 0;

		parse_day_split(day, &year, &month, &mday);
		if (year >= 1)
			g_assert_cmpint(parse_day_make(year, month, mday), ==,
					day);
	}
	parse_day_format(parse_day_make(2026, 11, 24), text);
	g_assert_cmpstr(text, ==, "2026-11-24");
	parse_day_format(PARSE_DAY_NONE, text);
	parse_day_format(G_MAXINT32, text);
	/* Friday stays, Saturday and Sunday become Monday. */
	for (gint32 day = 0; day < 7; day++) {
		gint32 friday = parse_day_make(2026, 11, 27);

		g_assert_cmpint(parse_day_working(friday + day), ==,
				friday + (day == 1 || day == 2 ? 3 : day));
	}
	g_assert_cmpint(parse_day_of(0, 0), ==, 0);
	g_assert_cmpint(parse_day_of(0, -60), ==, -1);
	g_assert_cmpint(parse_day_of(86399, 1), ==, 1);
	g_assert_cmpint(parse_day_of(-86400, 0), ==, -1);
	parse_day_of(G_MAXINT64, G_MAXINT32);
	parse_day_of(G_MININT64, G_MININT32);
}

static void test_words(void)
{
	gsize count = 0;
	const struct day_word *words = parse_day_words(&count);

	for (gsize i = 1; i < count; i++)
		g_assert_cmpstr(words[i - 1].text, <, words[i].text);
}

static const struct {
	const char *address, *text;
	gint32 zone;
	enum parse_day_order order;
} orders[] = {
	{ "ann@example.org", "See you on 3/4.", -360,
	  PARSE_DAY_ORDER_MONTH_FIRST },
	{ "ann@example.org", "See you on 3/4.", 60, PARSE_DAY_ORDER_DAY_FIRST },
	{ "ann@example.org", "See you on 3/4.", 0, PARSE_DAY_ORDER_UNKNOWN },
	{ "ann@example.de", "See you on 3/4.", -360,
	  PARSE_DAY_ORDER_DAY_FIRST },
	{ "ann@example.us", "See you on 3/4.", 0, PARSE_DAY_ORDER_MONTH_FIRST },
	{ "ann@example.edu", "", 0, PARSE_DAY_ORDER_MONTH_FIRST },
	{ "ann@example.ca", "See you.", -300, PARSE_DAY_ORDER_MONTH_FIRST },
	{ "ann@example.org", "Ich bin bis 3/4 nicht da, die Vertretung ist Bo.",
	  0, PARSE_DAY_ORDER_DAY_FIRST },
	{ "ana@example.org", "Estoy fuera de la oficina, que el y los.", -300,
	  PARSE_DAY_ORDER_DAY_FIRST },
	{ "", "", 0, PARSE_DAY_ORDER_UNKNOWN },
	{ "@", "\377\376", 9999, PARSE_DAY_ORDER_DAY_FIRST },
};

static void test_order(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(orders); i++)
		g_assert_cmpint(parse_day_order_of(orders[i].address,
						   orders[i].zone,
						   orders[i].text),
				==, orders[i].order);
}

/* Read on Tuesday, 24 November 2026; "~" marks what is vague. */
static const struct {
	const char *text, *days;
	enum parse_day_order order;
} texts[] = {
#define US PARSE_DAY_ORDER_MONTH_FIRST
#define EU PARSE_DAY_ORDER_DAY_FIRST
	/* figures */
	{ "12/3", "2026-12-03", US },
	{ "by the end of the day on Monday, Nov 30", "2026-11-30", US },
	{ "EOD Friday, and eod", "2026-11-27 2026-11-24", US },
	{ "12/3", "2027-03-12", EU },
	{ "12/13 and 13/12", "2026-12-13 2026-12-13", 0 },
	{ "Friday 3/12", "2027-03-12", US },
	{ "Thursday, 3/12", "2026-12-03", US },
	{ "12/3/26, 3.12.2026, 2026-12-03", "2026-12-03 2026-12-03 2026-12-03",
	  US },
	{ "3.12. oder 3. 12. 2026", "2026-12-03 2026-12-03", 0 },
	{ "12/3 - 12/7 and 12/3-12/7", "2026-12-03..07 2026-12-03..07", US },
	{ "24/7, 713-555-1431, 3-3986, 713/555-3614, 50/50, 1/2%, v3.5, "
	  "1.2.3.4, 8:30, 30/2/2026, x/1/2",
	  "", US },
	/* months */
	{ "Dec. 3, December 3rd, 2026, 3 Dec, the 3rd of December",
	  "2026-12-03 2026-12-03 2026-12-03 2026-12-03", 0 },
	{ "Oct. 29 th through Nov. 5", "2026-10-29..2026-11-05", 0 },
	{ "nov. 25-27, 25 & 26 November, Nov. 25, 26 and 27",
	  "2026-11-25..27 2026-11-25..26 2026-11-25..27", 0 },
	{ "Wed., Thurs. & Fri, 11/25 - 11/27", "2026-11-25..27", US },
	{ "January 3 '28, 3-Jan-28, Feb 30, May 5:30", "2028-01-03 2028-01-03",
	  0 },
	{ "29 February", "2028-02-29", 0 },
	{ "Sep 1 and Aug 1", "2026-09-01 2027-08-01", 0 },
	{ "May I march? We may, on Sun or sat.", "2026-11-29", 0 },
	{ "in January, by May, early March, mid June 2027",
	  "~2027-01-01..31 ~2027-05-01..31 ~2027-03-01..10 "
	  "~2027-06-10..21",
	  0 },
	/* weekdays and the like */
	{ "Friday, next Thursday, this Wednesday, last Monday",
	  "2026-11-27 2026-12-03 2026-11-25 2026-11-23", 0 },
	{ "Monday the 14th, on the 15th, the 15th floor",
	  "2026-12-14 2026-12-15", 0 },
	{ "Monday to Wednesday", "2026-11-30..2026-12-02", 0 },
	{ "today, tomorrow, the day after tomorrow",
	  "2026-11-24 2026-11-25 2026-11-26", 0 },
	{ "this week, next week, end of next week, the beginning of next week",
	  "2026-11-24..27 2026-11-30..2026-12-04 2026-12-03..04 "
	  "2026-11-30..2026-12-02",
	  0 },
	{ "the week of December 9, the weekend, this weekend",
	  "2026-12-07..11 2026-11-28..29", 0 },
	{ "end of the month, next month, end of the year",
	  "~2026-11-24..30 ~2026-12-01..31 ~2026-12-17..31", 0 },
	{ "Q1, Q4 2027", "~2027-01-01..2027-03-31 ~2027-10-01..2027-12-31", 0 },
	{ "in two weeks, in 2 days, in a month",
	  "~2026-12-08..10 2026-11-26 ~2026-12-24..31", 0 },
	{ "after the holidays, before Christmas, after the new year",
	  "~2027-01-02..15 ~2026-12-25 ~2027-01-02..15", 0 },
	/* a blank line ends it, a line does not */
	{ "December\n3, December\n\n3", "2026-12-03", 0 },
	/* de */
	{ "bis einschließlich 3. Januar, vom 3. bis 7. Januar 2027, Montag, "
	  "den 4. Jänner, nächste Woche, übermorgen, Ende Januar",
	  "2027-01-03 2027-01-03..07 2027-01-04 2026-11-30..2026-12-04 "
	  "2026-11-26 ~2027-01-25..31",
	  0 },
	{ "Guten Morgen, bis morgen in zwei Wochen",
	  "2026-11-25 ~2026-12-08..10", 0 },
	/* fr */
	{ "du 3 au 7 janvier, le 1er février, aujourd'hui, après-demain, la "
	  "semaine prochaine, fin mars",
	  "2027-01-03..07 2027-02-01 2026-11-24 2026-11-26 "
	  "2026-11-30..2026-12-04 ~2027-03-25..31",
	  0 },
	/* es */
	{ "del 3 al 7 de enero de 2027, el miércoles, pasado mañana, la "
	  "semana que viene",
	  "2027-01-03..07 2026-11-25 2026-11-26 2026-11-30..2026-12-04", 0 },
	/* it */
	{ "dal 3 al 7 gennaio, venerdì, domani, la prossima settimana",
	  "2027-01-03..07 2026-11-27 2026-11-25 2026-11-30..2026-12-04", 0 },
	/* nl */
	{ "van 3 tot en met 7 januari, t/m 3 januari, vrijdag, volgende week",
	  "2027-01-03..07 2027-01-03 2026-11-27 2026-11-30..2026-12-04", 0 },
	/* pt */
	{ "de 3 a 7 de janeiro, segunda-feira, 4 de janeiro, amanhã, próxima "
	  "semana",
	  "2027-01-03..07 2027-01-04 2026-11-25 2026-11-30..2026-12-04", 0 },
	/* sv da no */
	{ "måndag den 4 januari, lördag, i morgon, nästa vecka",
	  "2027-01-04 2026-11-28 2026-11-30..2026-12-04", 0 },
	{ "mandag den 4. januar, lørdag, i morgen, næste uge",
	  "2027-01-04 2026-11-28 2026-11-25 2026-11-30..2026-12-04", 0 },
	{ "mandag 4. januar, fra 3. til 7. mai, neste uke",
	  "2027-01-04 2027-05-03..07 2026-11-30..2026-12-04", 0 },
	/* fi */
	{ "3. tammikuuta, maanantaina 4.1.2027, huomenna, ensi viikolla",
	  "2027-01-03 2027-01-04 2026-11-25 2026-11-30..2026-12-04", 0 },
	/* pl */
	{ "do 3 stycznia, od 3 do 7 stycznia 2027, w środę, jutro, w "
	  "przyszłym tygodniu",
	  "2027-01-03 2027-01-03..07 2026-11-25 2026-11-25 "
	  "2026-11-30..2026-12-04",
	  0 },
	/* letters taken apart */
	{ "3 fe\314\201vrier", "2027-02-03", 0 },
	{ "", "", 0 },
};

static char *say_days(const char *text, enum parse_day_order order)
{
	GString *said = g_string_new(NULL);
	struct parse_days days;

	for (const char *p = text;
	     parse_days_next(p, parse_day_make(2026, 11, 24), order, &days);
	     p = days.end) {
		char from[11], to[11];

		g_assert_true(days.start >= p && days.end > days.start);
		parse_day_format(days.from, from);
		parse_day_format(days.to, to);
		g_string_append_printf(said, "%s%s%s", said->len ? " " : "",
				       days.vague ? "~" : "", from);
		if (days.to != days.from)
			g_string_append_printf(
			    said, "..%s", strncmp(from, to, 8) ? to : to + 8);
	}
	return g_string_free(said, FALSE);
}

static void test_texts(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *got = say_days(texts[i].text, texts[i].order);

		if (strcmp(got, texts[i].days) != 0) {
			g_test_message("%s: %s, not %s", texts[i].text, got,
				       texts[i].days);
			g_test_fail();
		}
	}
}

/* Twice the text takes twice the time: this is over at once or never. */
static void test_long(void)
{
	static const char *const pieces[] = { "Mon, ",	 "next ",	"1",
					      " ",	 "a",		"\n\n",
					      "Dec 1, ", "end of the ", "1 - ",
					      "1/",	 "Monday and " };

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *got = NULL;

		while (text->len < 200000)
			g_string_append(text, pieces[i]);
		got = say_days(text->str, US);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/day/calendar", test_calendar);
	g_test_add_func("/day/words", test_words);
	g_test_add_func("/day/order", test_order);
	g_test_add_func("/day/texts", test_texts);
	g_test_add_func("/day/long", test_long);
	return g_test_run();
}
