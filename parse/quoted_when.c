/* Days and minutes as mail programs write them above a quoted mail. */
#include "parse/quoted_when.h"

#include <string.h>

/* Longer texts are no line of a header. */
#define TOKENS_MAX 96

enum token_kind { TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	gsize start, end;
	guint value, digits; /* of a number */
	gunichar sign;
	bool taken; /* a part of the time */
	char word[32];
};

struct tokens {
	struct token items[TOKENS_MAX];
	guint n;
};

/* Beginnings of month names; the longest that fits counts. */
static const char *const months[12][28] = {
	{ "jan",   "jän", "ene", "gen",	  "янв",   "sty",  "led", "oca",
	  "tammi", "ιαν", "січ", "gener", "janv",  "ocak", "ian", "jaan",
	  "яну",   "јан", "ינו", "בינו",  "يناير", "sau" },
	{ "feb", "fév", "fev", "фев", "lut", "úno", "şub", "helmi", "φεβ",
	  "лют", "febr", "fevr", "veebr", "פבר", "בפבר", "فبراير", "vas" },
	{ "mar", "mär", "mrz", "mrt", "maa", "мар", "bře", "márc", "μαρ", "μάρ",
	  "бер", "märts", "מרץ", "במרץ", "مارس", "kov" },
	{ "apr", "avr", "abr", "апр", "kwi", "dub", "nis", "huhti", "ápr",
	  "απρ", "кві", "אפר", "באפר", "أبريل", "bal" },
	{ "may",  "mai",   "maj", "mei",  "mag",  "май", "мая",
	  "kvě",  "touko", "máj", "μαϊ",  "μάι",  "тра", "maggio",
	  "maíj", "мај",   "מאי", "במאי", "مايو", "geg" },
	{ "jun",  "juin", "giu",  "июн",   "cze",  "červn", "červen", "haz",
	  "kesä", "jún",  "ιουν", "чер",   "iun",  "juun",  "jūn",    "юни",
	  "јун",  "יונ",  "ביונ", "يونيو", "birž", "lipnj" },
	{ "jul",      "juil",  "lug",	"июл",	"lip",	"červenec",
	  "července", "tem",   "heinä", "júl",	"ιουλ", "лип",
	  "iul",      "juul",  "jūl",	"юли",	"јул",	"יול",
	  "ביול",     "يوليو", "liep",	"srpnj" },
	{ "aug", "août", "aou", "ago", "авг", "sie", "srp", "ağu", "elo", "αυγ",
	  "сер", "ágú", "אוג", "באוג", "أغسطس", "rugp", "kolov" },
	{ "sep", "set", "сен", "wrz", "zář", "eyl", "syys", "szept", "σεπ",
	  "вер", "септ", "сеп", "ספט", "בספט", "سبتمبر", "rugs", "ruj" },
	{ "oct", "okt", "out", "ott", "окт", "paź", "říj", "eki", "loka", "οκτ",
	  "жов", "אוק", "באוק", "أكتوبر", "spal" },
	{ "nov", "ноя", "lis", "kas", "marras", "νοε", "νοέ", "лис", "noi",
	  "ное", "нов", "נוב", "בנוב", "نوفمبر", "lapk", "nóv" },
	{ "dec", "déc", "dez", "dic", "дек", "gru", "pro", "ara", "joulu",
	  "δεκ", "гру", "dets", "дец", "דצמ", "בדצמ", "ديسمبر", "gruod",
	  "des" },
};

static const struct {
	const char *name;
	gint32 minutes;
} zones[] = {
	{ "gmt", 0 },	 { "utc", 0 },	  { "z", 0 },	   { "est", -300 },
	{ "edt", -240 }, { "cst", -360 }, { "cdt", -300 }, { "mst", -420 },
	{ "mdt", -360 }, { "pst", -480 }, { "pdt", -420 }, { "cet", 60 },
	{ "cest", 120 }, { "mez", 60 },	  { "mesz", 120 }, { "bst", 60 },
};

/* ---- words and numbers ---- */

static const char *add_number(struct token *token, const char *p)
{
	token->kind = TOKEN_NUMBER;
	for (; g_ascii_isdigit(*p); p++) {
		token->digits++;
		if (token->value < 1000000)
			token->value = token->value * 10 + (guint)(*p - '0');
	}
	return p;
}

/* One ideograph is a word by itself: 2026年3月2日. */
static bool is_wide(gunichar c)
{
	return (c >= 0x3040 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

static const char *add_word(struct token *token, const char *p)
{
	gsize n = 0;

	token->kind = TOKEN_WORD;
	for (;;) {
		gunichar c = g_utf8_get_char(p);
		char bytes[6];
		gsize length;

		if (!g_unichar_isalpha(c) || (n > 0 && is_wide(c)))
			break;
		length = (gsize)g_unichar_to_utf8(g_unichar_tolower(c), bytes);
		if (n + length < sizeof(token->word)) {
			memcpy(token->word + n, bytes, length);
			n += length;
		}
		p += g_utf8_skip[(guchar)*p];
		if (is_wide(c))
			break;
	}
	token->word[n] = '\0';
	return p;
}

static void split(const char *text, struct tokens *tokens)
{
	const char *p = text;

	tokens->n = 0;
	while (*p && tokens->n < TOKENS_MAX) {
		struct token token = { .start = (gsize)(p - text) };
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isspace(c) || c == 0x200e || c == 0x200f) {
			p += g_utf8_skip[(guchar)*p];
			continue;
		}
		if (g_ascii_isdigit(*p)) {
			p = add_number(&token, p);
		} else if (g_unichar_isalpha(c)) {
			p = add_word(&token, p);
		} else {
			token.kind = TOKEN_SIGN;
			token.sign = c;
			p += g_utf8_skip[(guchar)*p];
		}
		token.end = (gsize)(p - text);
		tokens->items[tokens->n++] = token;
	}
}

static const struct token *get(const struct tokens *tokens, guint i)
{
	return i < tokens->n ? &tokens->items[i] : NULL;
}

static bool is_number(const struct tokens *tokens, guint i, guint least,
		      guint most, guint digits)
{
	const struct token *token = get(tokens, i);

	return token && token->kind == TOKEN_NUMBER && !token->taken &&
	       token->value >= least && token->value <= most &&
	       token->digits <= digits;
}

static bool is_sign(const struct tokens *tokens, guint i, const char *any)
{
	const struct token *token = get(tokens, i);

	return token && token->kind == TOKEN_SIGN && token->sign < 0x80 &&
	       strchr(any, (int)token->sign);
}

static bool is_word(const struct tokens *tokens, guint i, const char *word)
{
	const struct token *token = get(tokens, i);

	return token && token->kind == TOKEN_WORD && !strcmp(token->word, word);
}

static void take(struct tokens *tokens, guint from, guint to)
{
	for (guint i = from; i < MIN(to, tokens->n); i++)
		tokens->items[i].taken = true;
}

/* ---- the time ---- */

struct clock_time {
	guint hour, minute;
	bool zoned;
	gint32 zone;
};

/* "+0100", "+01:00", "GMT", "(GMT+1)" behind the time. */
static guint read_zone(const struct tokens *tokens, guint i,
		       struct clock_time *time)
{
	guint at = i;
	int sign;

	if (is_sign(tokens, at, "("))
		at++;
	for (gsize k = 0; k < G_N_ELEMENTS(zones); k++)
		if (is_word(tokens, at, zones[k].name)) {
			time->zoned = true;
			time->zone = zones[k].minutes;
			at++;
			break;
		}
	if (!is_sign(tokens, at, "+-") ||
	    !is_number(tokens, at + 1, 0, 1400, 4))
		return time->zoned ? at : i;
	/* "09:14 - Ann": a dash is no zone. */
	sign = tokens->items[at].sign == '-' ? -1 : 1;
	if (tokens->items[at + 1].digits == 4) {
		guint value = tokens->items[at + 1].value;

		time->zone = sign * (gint32)(value / 100 * 60 + value % 100);
	} else if (is_sign(tokens, at + 2, ":") &&
		   is_number(tokens, at + 3, 0, 59, 2)) {
		time->zone = sign * (gint32)(tokens->items[at + 1].value * 60 +
					     tokens->items[at + 3].value);
		at += 2;
	} else if (time->zoned && tokens->items[at + 1].value <= 14) {
		time->zone = sign * (gint32)tokens->items[at + 1].value * 60;
	} else {
		return time->zoned ? at : i;
	}
	time->zoned = true;
	return at + 2;
}

/* "PM", "p.m.", "nachm."; i is behind the digits. */
static guint read_half(const struct tokens *tokens, guint i, int *half_out)
{
	static const char *const words[][2] = { { "am", "pm" },
						{ "πμ", "μμ" } };
	static const char *const letters[][2] = { { "a", "p" }, { "π", "μ" } };

	for (guint half = 0; half < 2; half++)
		for (gsize k = 0; k < 2; k++) {
			if (is_word(tokens, i, words[k][half])) {
				*half_out = half ? 12 : 0;
				return i + 1;
			}
			if (is_word(tokens, i, letters[k][half]) &&
			    is_sign(tokens, i + 1, ".") && get(tokens, i + 2) &&
			    tokens->items[i + 2].kind == TOKEN_WORD) {
				*half_out = half ? 12 : 0;
				return i + 3 + is_sign(tokens, i + 3, ".");
			}
		}
	return i;
}

/* 上午, 下午, 午後, 오후 before the digits. */
static int half_before(const struct tokens *tokens, guint i)
{
	if (i < 2)
		return -1;
	if ((is_word(tokens, i - 2, "下") && is_word(tokens, i - 1, "午")) ||
	    (is_word(tokens, i - 2, "午") && is_word(tokens, i - 1, "後")) ||
	    (is_word(tokens, i - 2, "오") && is_word(tokens, i - 1, "후")))
		return 12;
	if ((is_word(tokens, i - 2, "上") && is_word(tokens, i - 1, "午")) ||
	    (is_word(tokens, i - 2, "午") && is_word(tokens, i - 1, "前")) ||
	    (is_word(tokens, i - 2, "오") && is_word(tokens, i - 1, "전")))
		return 0;
	return -1;
}

static bool is_time(const struct tokens *tokens, guint i, bool dotted)
{
	bool mark;

	if (!is_number(tokens, i, 0, 23, 2) ||
	    !is_number(tokens, i + 2, 0, 59, 2) ||
	    tokens->items[i + 2].digits != 2)
		return false;
	mark = dotted ? is_sign(tokens, i + 1, ".")
		      : is_sign(tokens, i + 1, ":") ||
			    is_word(tokens, i + 1, "h") ||
			    is_word(tokens, i + 1, "時") ||
			    is_word(tokens, i + 1, "时") ||
			    is_word(tokens, i + 1, "시");
	if (!mark || !dotted)
		return mark;
	return !(is_sign(tokens, i + 3, "./") &&
		 is_number(tokens, i + 4, 0, 9999, 4) &&
		 tokens->items[i + 4].digits != 2) &&
	       !(i >= 1 && is_sign(tokens, i - 1, "./-") && i >= 2 &&
		 is_number(tokens, i - 2, 0, 9999, 4));
}

static bool read_time(struct tokens *tokens, bool dotted,
		      struct clock_time *time)
{
	for (guint i = 0; i < tokens->n; i++) {
		guint end = i + 3;
		int half;

		if (!is_time(tokens, i, dotted))
			continue;
		time->hour = tokens->items[i].value;
		time->minute = tokens->items[i + 2].value;
		if (is_sign(tokens, end, ":.") &&
		    is_number(tokens, end + 1, 0, 60, 2) &&
		    tokens->items[end + 1].digits == 2)
			end += 2;
		half = half_before(tokens, i);
		end = read_half(tokens, end, &half);
		if (half >= 0 && time->hour <= 12)
			time->hour = time->hour % 12 + (guint)half;
		end = read_zone(tokens, end, time);
		take(tokens,
		     half >= 0 && i >= 2 && half_before(tokens, i) >= 0 ? i - 2
									: i,
		     end);
		return true;
	}
	return false;
}

/* ---- the day ---- */

struct day {
	guint year, month, day; /* month and day may stand the other way */
	bool either;
	guint from, to; /* tokens, to exclusive */
};

static guint full_year(guint value, guint digits)
{
	if (digits >= 4)
		return value;
	return value < 70 ? 2000 + value : 1900 + value;
}

static guint month_of(const char *word)
{
	gsize best = 0;
	guint month = 0;

	for (guint i = 0; i < 12; i++)
		for (gsize k = 0; k < G_N_ELEMENTS(months[i]); k++) {
			const char *begin = months[i][k];

			if (begin && strlen(begin) > best &&
			    g_str_has_prefix(word, begin)) {
				best = strlen(begin);
				month = i + 1;
			}
		}
	return month;
}

/* 12/3/2026, 12.3.26, 2026-03-12, 2026. 3. 12., 2026年3月12日 */
static bool read_numbers(const struct tokens *tokens, struct day *day)
{
	for (guint i = 0; i + 4 < tokens->n; i++) {
		const struct token *a = &tokens->items[i];
		const struct token *b = &tokens->items[i + 2];
		const struct token *c = &tokens->items[i + 4];
		bool marked = is_sign(tokens, i + 1, "/.-") &&
			      is_sign(tokens, i + 3, "/.-");
		bool words = is_word(tokens, i + 1, "年") ||
			     is_word(tokens, i + 1, "년");

		if (a->kind != TOKEN_NUMBER || b->kind != TOKEN_NUMBER ||
		    c->kind != TOKEN_NUMBER || a->taken || b->taken ||
		    c->taken || (!marked && !words))
			continue;
		day->from = i;
		day->to = i + 5;
		if (a->digits == 4 && a->value >= 1970) {
			day->year = a->value;
			day->month = b->value;
			day->day = c->value;
			return true;
		}
		if (words || (c->digits != 4 && c->digits != 2))
			continue;
		day->year = full_year(c->value, c->digits);
		day->month = a->value;
		day->day = b->value;
		day->either = true;
		return true;
	}
	return false;
}

static bool is_year(const struct tokens *tokens, guint i)
{
	return is_number(tokens, i, 1970, 2200, 4) &&
	       tokens->items[i].digits == 4;
}

/* A year at i, or behind a comma, a point, "de" or an apostrophe. */
static guint find_year(const struct tokens *tokens, guint i, guint *year_out)
{
	for (guint k = i; k < i + 4 && k < tokens->n; k++) {
		if (is_year(tokens, k)) {
			*year_out = tokens->items[k].value;
			return k + 1;
		}
		if (tokens->items[k].kind == TOKEN_NUMBER &&
		    !tokens->items[k].taken && tokens->items[k].digits == 2 &&
		    k <= i + 1) {
			*year_out = full_year(tokens->items[k].value, 2);
			return k + 1;
		}
		if (tokens->items[k].kind == TOKEN_NUMBER)
			break;
	}
	return i;
}

/* "3 thg 6, 2026", "3 tháng 6 2026": Vietnamese counts its months. */
static bool read_counted(const struct tokens *tokens, guint i, struct day *day)
{
	guint year = 0, end;

	if (!(is_word(tokens, i, "thg") || is_word(tokens, i, "tháng")) || !i ||
	    !is_number(tokens, i - 1, 1, 31, 2) ||
	    !is_number(tokens, i + 1, 1, 12, 2))
		return false;
	end = find_year(tokens, i + 2, &year);
	*day = (struct day){ year,
			     tokens->items[i + 1].value,
			     tokens->items[i - 1].value,
			     false,
			     i - 1,
			     MAX(end, i + 2) };
	return true;
}

/* "2 March 2026", "March 2nd, 2026", "2. März 2026", "2 de marzo de 2026" */
static bool read_named(const struct tokens *tokens, struct day *day)
{
	bool found = false;

	for (guint i = 0; i < tokens->n; i++) {
		guint month, before = i, year = 0, end;

		if (tokens->items[i].kind != TOKEN_WORD)
			continue;
		if (read_counted(tokens, i, day))
			return true;
		if (!(month = month_of(tokens->items[i].word)))
			continue;
		while (before > 0 && i - before < 2 &&
		       (is_sign(tokens, before - 1, ".-/") ||
			is_word(tokens, before - 1, "de")))
			before--;
		if (before > 0 && is_number(tokens, before - 1, 1, 31, 2)) {
			end = find_year(tokens, i + 1, &year);
			*day = (struct day){ year,
					     month,
					     tokens->items[before - 1].value,
					     false,
					     before - 1,
					     MAX(end, i + 1) };
			found = true;
			continue;
		}
		end = i + 1;
		if (is_sign(tokens, end, ".-/"))
			end++;
		if (is_number(tokens, end, 1, 31, 2)) {
			guint number = tokens->items[end].value;

			end = find_year(tokens, end + 1, &year);
			*day =
			    (struct day){ year, month, number, false, i, end };
			found = true;
		}
	}
	return found;
}

static gint32 day_number(guint year, guint month, guint day)
{
	GDate date, epoch;

	if (year < 1970 || year > 9999 || month < 1 || month > 12 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month,
			      (GDateYear)year))
		return G_MININT32;
	g_date_clear(&date, 1);
	g_date_clear(&epoch, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month,
		       (GDateYear)year);
	g_date_set_dmy(&epoch, 1, G_DATE_JANUARY, 1970);
	return g_date_days_between(&epoch, &date);
}

/* A mail is answered after it was written, give or take a zone. */
static gint32 resolve(const struct day *day, gint32 written)
{
	gint32 first, other;

	if (day->year == 0) {
		GDate date;

		g_date_clear(&date, 1);
		if (written <= 0 || written > 3000000)
			return G_MININT32;
		g_date_set_julian(&date, (guint32)written + 719163u);
		first =
		    day_number(g_date_get_year(&date), day->month, day->day);
		return first <= written + 1
			   ? first
			   : day_number(g_date_get_year(&date) - 1u, day->month,
					day->day);
	}
	first = day_number(day->year, day->month, day->day);
	if (!day->either)
		return first;
	other = day_number(day->year, day->day, day->month);
	if (first == G_MININT32 || other == G_MININT32)
		return MAX(first, other);
	/* In mail without a date neither order is the later one. */
	if (written == G_MININT32)
		return first;
	if (first > written + 1)
		return other;
	return other > written + 1 ? first : MAX(first, other);
}

bool parse_when_read(const char *text, gint32 written, struct parse_when *out)
{
	struct clock_time time = { 0 };
	struct tokens tokens;
	struct day day = { 0 };
	gint32 number;

	split(text, &tokens);
	if (!read_time(&tokens, false, &time) &&
	    !read_time(&tokens, true, &time))
		return false;
	if (!read_numbers(&tokens, &day) && !read_named(&tokens, &day))
		return false;
	number = resolve(&day, written);
	if (number == G_MININT32)
		return false;
	out->at = (gint64)number * 86400 + time.hour * 3600 + time.minute * 60 -
		  time.zone * 60;
	out->local = !time.zoned;
	out->start = tokens.items[day.from].start;
	out->end = tokens.items[day.to - 1].end;
	for (guint i = 0; i < tokens.n; i++)
		if (tokens.items[i].taken) {
			out->start = MIN(out->start, tokens.items[i].start);
			out->end = MAX(out->end, tokens.items[i].end);
		}
	return true;
}
