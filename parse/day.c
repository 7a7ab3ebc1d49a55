#include <string.h>

#include "parse/day.h"
#include "parse/day_words.h"

/* What parse_day_order_of() looks at of a text. */
#define ORDER_TEXT_MAX 2000

/*
 * Days from civil and back, for the proleptic Gregorian calendar: years begin
 * in March, so that the leap day is the last one.
 */
static gint32 count_days(gint year, guint month, guint day)
{
	gint y = month <= 2 ? year - 1 : year;
	gint era = (y >= 0 ? y : y - 399) / 400;
	gint of_era = y - era * 400;
	gint of_year = (153 * ((gint)month + (month > 2 ? -3 : 9)) + 2) / 5 +
		       (gint)day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

void parse_day_split(gint32 day, gint *year_out, guint *month_out,
		     guint *mday_out)
{
	gint64 z = (gint64)day + 719468;
	gint64 era = (z >= 0 ? z : z - 146096) / 146097;
	gint64 of_era = z - era * 146097;
	gint64 y =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	gint64 of_year = of_era - (365 * y + y / 4 - y / 100);
	gint64 m = (5 * of_year + 2) / 153;

	*mday_out = (guint)(of_year - (153 * m + 2) / 5 + 1);
	*month_out = (guint)(m < 10 ? m + 3 : m - 9);
	*year_out = (gint)(y + era * 400 + (*month_out <= 2));
}

gint32 parse_day_of(gint64 at, gint32 zone)
{
	gint64 local = CLAMP(at, -G_GINT64_CONSTANT(100000000000),
			     G_GINT64_CONSTANT(100000000000)) +
		       (gint64)zone * 60;

	return (gint32)((local - (local < 0 ? 86399 : 0)) / 86400);
}

guint parse_day_weekday(gint32 day)
{
	/* 1970-01-01 was a Thursday. */
	return (guint)((((gint64)day + 3) % 7 + 7) % 7) + 1;
}

static guint days_of_month(gint year, guint month)
{
	static const guint8 days[] = { 31, 28, 31, 30, 31, 30,
				       31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

gint32 parse_day_make(gint year, guint month, guint day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_of_month(year, month))
		return PARSE_DAY_NONE;
	return count_days(year, month, day);
}

gint32 parse_day_working(gint32 day)
{
	guint weekday = parse_day_weekday(day);

	return weekday > 5 ? day + 8 - (gint32)weekday : day;
}

void parse_day_format(gint32 day, char out[11])
{
	gint year = 0;
	guint month = 0, mday = 0;
	char wide[40];

	parse_day_split(day, &year, &month, &mday);
	g_snprintf(wide, sizeof(wide), "%04d-%02u-%02u", CLAMP(year, 0, 9999),
		   month, mday);
	memcpy(out, wide, 10);
	out[10] = '\0';
}

/* Words that a text of the language can hardly be without. */
static const struct {
	const char *words;
	bool english;
} tongues[] = {
	{ " the and to of you your for is are will ", true },
	{ " der die das und ich ist nicht mit bin sie wir ", false },
	{ " le la les et je vous est pas pour votre une ", false },
	{ " el los las y que por su una con estoy ", false },
	{ " il che di e sono per non una con alla ", false },
	{ " de het een en ik van niet met u bent ", false },
	{ " o os e que para uma com estou eu ", false },
	{ " och jag att det som av inte till ", false },
	{ " jeg og er det ikke til med af ", false },
	{ " ja on ei olen ole olen ", false },
	{ " nie w z na jestem sie do ", false },
};

/* 1 for English, -1 for another language, 0 where one cannot tell. */
static gint guess_english(const char *text)
{
	gint counts[G_N_ELEMENTS(tongues)] = { 0 };
	gint best = 0;
	gsize max = ORDER_TEXT_MAX;
	char word[8] = " ";

	for (const char *p = text; *p && max; max--) {
		gsize length = 0;

		while (g_ascii_isalpha(p[length]))
			length++;
		if (length && length < sizeof(word) - 2) {
			for (gsize i = 0; i < length; i++)
				word[i + 1] = g_ascii_tolower(p[i]);
			word[length + 1] = ' ';
			word[length + 2] = '\0';
			for (gsize i = 0; i < G_N_ELEMENTS(tongues); i++)
				counts[i] +=
				    strstr(tongues[i].words, word) != NULL;
		}
		p += length ? length : 1;
	}
	for (gsize i = 1; i < G_N_ELEMENTS(tongues); i++)
		best = MAX(best, counts[i]);
	if (counts[0] > best)
		return 1;
	return best >= 2 && best > counts[0] ? -1 : 0;
}

enum parse_day_order parse_day_order_of(const char *address, gint32 zone,
					const char *text)
{
	const char *dot = strrchr(address, '.');
	const char *country = dot ? dot + 1 : "";
	gsize length = strspn(country, "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	gint english = guess_english(text);

	if (length == 2) {
		if (!g_ascii_strncasecmp(country, "us", 2))
			return PARSE_DAY_ORDER_MONTH_FIRST;
		/* Canada writes both; these two-letter ends are no country. */
		if (!strchr("cC", country[0]) || !strchr("aAoO", country[1]))
			if (g_ascii_strncasecmp(country, "io", 2) != 0 &&
			    g_ascii_strncasecmp(country, "ai", 2) != 0 &&
			    g_ascii_strncasecmp(country, "tv", 2) != 0 &&
			    g_ascii_strncasecmp(country, "me", 2) != 0)
				return PARSE_DAY_ORDER_DAY_FIRST;
	}
	if (length == 3 && (!g_ascii_strncasecmp(country, "gov", 3) ||
			    !g_ascii_strncasecmp(country, "mil", 3) ||
			    !g_ascii_strncasecmp(country, "edu", 3)))
		return PARSE_DAY_ORDER_MONTH_FIRST;
	if (english < 0)
		return PARSE_DAY_ORDER_DAY_FIRST;
	/* Hawaii to the Maritimes; south of them another language is said. */
	if (zone >= -600 && zone <= -180)
		return PARSE_DAY_ORDER_MONTH_FIRST;
	if (zone)
		return PARSE_DAY_ORDER_DAY_FIRST;
	return PARSE_DAY_ORDER_UNKNOWN;
}

static gint32 easter(gint year)
{
	/* The anonymous Gregorian algorithm. */
	gint a = year % 19, b = year / 100, c = year % 100;
	gint d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	gint h = (19 * a + b - d - g + 15) % 30;
	gint i = c / 4, k = c % 4;
	gint l = (32 + 2 * e + 2 * i - h - k) % 7;
	gint m = (a + 11 * h + 22 * l) / 451;
	gint n = h + l - 7 * m + 114;

	return parse_day_make(year, (guint)(n / 31), (guint)(n % 31 + 1));
}

gint32 parse_day_of_feast(gint year, guint feast)
{
	gint32 day;

	switch (feast) {
	case DAY_FEAST_THANKSGIVING:
		day = parse_day_make(year, 11, 1);
		return day + (gint32)((11 - parse_day_weekday(day)) % 7) + 21;
	case DAY_FEAST_EASTER:
		return easter(year);
	case DAY_FEAST_NEW_YEAR:
		return parse_day_make(year + 1, 1, 1);
	default:
		return parse_day_make(year, 12, 25);
	}
}
