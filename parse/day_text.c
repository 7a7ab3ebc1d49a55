/*
 * Reading days.  The text is lexed again from each place that is tried, never
 * further than a dozen tokens, so all of it is linear.
 */
#include <string.h>

#include "parse/day.h"
#include "parse/day_token.h"
#include "parse/day_words.h"

/* A day without a year lies at most so many days back. */
#define BACK_MAX 92
/* Ends of a range lie no further apart. */
#define RANGE_MAX 200
struct reader {
	gint32 written;
	gint year;
	guint month, mday; /* of the day written */
	enum parse_day_order order;
};

struct span {
	gint32 from, to;
	bool vague;
};

/* The year of a month and day that is told without: the nearest to come. */
static gint32 nearest(const struct reader *reader, guint month, guint mday)
{
	for (gint year = reader->year - 1; year <= reader->year + 1; year++) {
		gint32 day = parse_day_make(year, month, mday);

		if (day != PARSE_DAY_NONE && day >= reader->written - BACK_MAX)
			return day;
	}
	/* The 29th of February of a year to come. */
	return parse_day_make(reader->year + 2, month, mday);
}

static gint32 make_day(const struct reader *reader, gint year, guint month,
		       guint mday)
{
	if (year < 0)
		return month >= 1 && month <= 12 && mday >= 1 && mday <= 31
			   ? nearest(reader, month, mday)
			   : PARSE_DAY_NONE;
	return parse_day_make(year, month, mday);
}

static gint full_year(guint number, guint digits)
{
	if (digits == 4 && number >= 1970 && number < 2100)
		return (gint)number;
	if (digits == 2)
		return (gint)number + (number < 70 ? 2000 : 1900);
	return -1;
}

/*
 * Which of the two is the day in "3/4": what is possible, what the weekday
 * beside it says, what the author's order is, what lies nearer.
 */
static gint32 choose_order(const struct reader *reader, guint one, guint two,
			   gint year, guint weekday, bool dots)
{
	gint32 day_first = make_day(reader, year, two, one);
	gint32 month_first = make_day(reader, year, one, two);
	gint64 ahead, other;

	if (day_first == PARSE_DAY_NONE || month_first == PARSE_DAY_NONE)
		return day_first == PARSE_DAY_NONE ? month_first : day_first;
	if (weekday && (parse_day_weekday(day_first) == weekday) !=
			   (parse_day_weekday(month_first) == weekday))
		return parse_day_weekday(day_first) == weekday ? day_first
							       : month_first;
	if (dots || reader->order == PARSE_DAY_ORDER_DAY_FIRST)
		return day_first;
	if (reader->order == PARSE_DAY_ORDER_MONTH_FIRST)
		return month_first;
	ahead = (gint64)day_first - reader->written;
	other = (gint64)month_first - reader->written;
	if ((ahead < 0) != (other < 0))
		return ahead < 0 ? month_first : day_first;
	return ABS(ahead) < ABS(other) ? day_first : month_first;
}

/* "3/4", "03/04/2026", "2026-04-03", "3.4.", "3.4.26"; tight all of it. */
static const char *read_numeric(const struct reader *reader, const char *p,
				guint weekday, struct span *out)
{
	struct token part[3], sign[2], next;
	bool three;
	gint year = -1;
	gint32 day;

	parse_day_lex(p, &part[0]);
	parse_day_lex(part[0].end, &sign[0]);
	if (part[0].kind != TOKEN_NUMBER || sign[0].spaced || part[0].ordinal ||
	    !is_sign(&sign[0], "/.-"))
		return NULL;
	parse_day_lex(sign[0].end, &part[1]);
	if (part[1].kind != TOKEN_NUMBER || part[1].ordinal ||
	    part[1].digits > 2 ||
	    (part[1].spaced && (sign[0].sign != '.' || part[0].digits > 2)))
		return NULL;
	parse_day_lex(part[1].end, &sign[1]);
	parse_day_lex(sign[1].end, &part[2]);
	three =
	    sign[1].kind == TOKEN_SIGN && !sign[1].spaced &&
	    sign[1].sign == sign[0].sign && part[2].kind == TOKEN_NUMBER &&
	    !part[2].ordinal &&
	    (!part[2].spaced || (sign[0].sign == '.' && part[2].digits == 4)) &&
	    (part[2].digits == 2 || part[2].digits == 4);
	if (part[0].digits == 4) {
		year = full_year(part[0].number, 4);
		if (!three || part[2].digits > 2 || year < 0)
			return NULL;
		day = parse_day_make(year, part[1].number, part[2].number);
	} else {
		if (part[0].digits > 2)
			return NULL;
		if (three)
			year = full_year(part[2].number, part[2].digits);
		if (three && year < 0)
			return NULL;
		/* "3-4" is a range or half a phone number, "24/7" is always. */
		if (!three && (sign[0].sign == '-' ||
			       (part[0].number == 24 && part[1].number == 7)))
			return NULL;
		/* "3.5" is a number, "3.5." a day. */
		if (!three && sign[0].sign == '.' && !is_sign(&sign[1], "."))
			return NULL;
		day = choose_order(reader, part[0].number, part[1].number, year,
				   weekday, sign[0].sign == '.');
	}
	if (day == PARSE_DAY_NONE)
		return NULL;
	out->from = out->to = day;
	out->vague = false;
	p = three ? part[2].end : part[1].end;
	/* What goes on with digits is an address, a version, a share. */
	parse_day_lex(p, &next);
	if (!next.spaced && is_sign(&next, "%:@"))
		return NULL;
	if (!next.spaced && is_sign(&next, "/.") && g_ascii_isdigit(*next.end))
		return NULL;
	/* "3.5. Januar" reads as a month that is named. */
	if (!three && sign[0].sign == '.')
		p = sign[1].end;
	return p;
}

/* ", 2026" or " de 2026" or "'26" behind a day and month. */
static const char *read_year(const char *p, gint *year)
{
	struct token token;
	bool comma = false;
	guint most = 0;

	parse_day_lex(p, &token);
	while (most++ < 2 &&
	       (is_sign(&token, ",.'") ||
		(means(&token, OF) && token.end - token.start <= 3))) {
		comma = comma || token.sign == '\'';
		parse_day_lex(token.end, &token);
	}
	if (token.kind != TOKEN_NUMBER || token.ordinal ||
	    !(token.digits == 4 || (token.digits == 2 && comma)))
		return NULL;
	*year = full_year(token.number, token.digits);
	return *year < 0 ? NULL : token.end;
}

/* Blanks between number and ordinal ("29 th") and the dot of "3." */
static const char *skip_ordinal(const char *p, bool dot)
{
	struct token token;

	parse_day_lex(p, &token);
	if (token.kind == TOKEN_WORD && token.end - token.start == 2 &&
	    (!g_ascii_strncasecmp(token.start, "th", 2) ||
	     !g_ascii_strncasecmp(token.start, "st", 2) ||
	     !g_ascii_strncasecmp(token.start, "nd", 2) ||
	     !g_ascii_strncasecmp(token.start, "rd", 2)))
		return token.end;
	if (dot && !token.spaced && is_sign(&token, "."))
		return token.end;
	return p;
}

static bool is_mday(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->number >= 1 &&
	       token->number <= 31 && token->digits <= 2;
}

/* "-", "to", "bis", "and": behind it stands the other end. */
static const char *read_join(const char *p, bool list)
{
	struct token token, next;

	parse_day_lex(p, &token);
	/* "tot en met", "t/m", "til og med", "t.o.m." */
	if (means(&token, JOIN)) {
		p = token.end;
		for (guint i = 0; i < 6; i++) {
			parse_day_lex(p, &next);
			if (!(next.kind == TOKEN_WORD &&
			      next.end - next.start <= 3 &&
			      (!next.word || means(&next, AND | OF | JOIN))) &&
			    !(!next.spaced && is_sign(&next, "./")) &&
			    !means(&next, WEAK))
				break;
			if (means(&next, WEAK | WEEKDAY))
				break;
			p = next.end;
		}
		return p;
	}
	if (token.kind == TOKEN_WORD &&
	    (!g_ascii_strncasecmp(token.start, "throught", 8) ||
	     !g_ascii_strncasecmp(token.start, "thro", 4)))
		return token.end;
	if (is_sign(&token, "-")) {
		parse_day_lex(token.end, &next);
		return is_sign(&next, "-") ? next.end : token.end;
	}
	if (list && (is_sign(&token, "&+/") || means(&token, AND)))
		return token.end;
	return NULL;
}

/* "25" behind a joint or a comma, when it is greater than the one before. */
static const char *read_greater(const char *at, guint than, guint *number)
{
	struct token token, after;

	parse_day_lex(at, &token);
	if (means(&token, OF) && !means(&token, MONTH | WEEKDAY))
		parse_day_lex(token.end, &token);
	if (!is_mday(&token) || token.number <= than)
		return NULL;
	parse_day_lex(token.end, &after);
	if (!after.spaced && is_sign(&after, ":/"))
		return NULL;
	*number = token.number;
	return token.end;
}

/* The last number of "19-21", "25 & 26th", "24, 25 and 26", or NULL. */
static const char *read_second(const char *p, guint first, guint *second)
{
	guint last = first;

	for (guint i = 0; i < 8; i++) {
		const char *at = read_join(p, true);
		struct token comma;

		if (at)
			return read_greater(at, last, second);
		parse_day_lex(p, &comma);
		if (!is_sign(&comma, ","))
			return NULL;
		at = read_join(comma.end, true);
		if (at)
			return last > first ? read_greater(at, last, second)
					    : NULL;
		p = read_greater(comma.end, last, &last);
		if (!p)
			return NULL;
	}
	return NULL;
}

static bool fill(const struct reader *reader, gint year, guint month,
		 guint first, guint second, struct span *out)
{
	out->from = make_day(reader, year, month, first);
	out->to = out->from;
	out->vague = false;
	if (out->from == PARSE_DAY_NONE)
		return false;
	if (second) {
		gint y = 0;
		guint m = 0, d = 0;
		gint32 to;

		parse_day_split(out->from, &y, &m, &d);
		to = parse_day_make(y, m, second);
		if (to == PARSE_DAY_NONE)
			return false;
		out->to = to;
	}
	return true;
}

/* "Dec. 22", "March 19-22, 2026", "February 25 & 26th". */
static const char *read_month_day(const struct reader *reader, const char *p,
				  struct span *out)
{
	struct token month, token, after;
	guint second = 0;
	const char *end, *at;
	gint year = -1;

	parse_day_lex(p, &month);
	if (!means(&month, MONTH))
		return NULL;
	parse_day_lex(month.end, &token);
	if (is_sign(&token, "."))
		parse_day_lex(token.end, &token);
	if (means(&token, OF))
		parse_day_lex(token.end, &token);
	if (!is_mday(&token))
		return NULL;
	parse_day_lex(token.end, &after);
	if (!after.spaced && is_sign(&after, ":"))
		return NULL;
	end = skip_ordinal(token.end, false);
	at = read_second(end, token.number, &second);
	if (at) {
		parse_day_lex(at, &after);
		if (means(&after, OF) && !means(&after, MONTH))
			parse_day_lex(after.end, &after);
		/* "May 5 - 7 June": the second has a month of its own. */
		if (means(&after, MONTH) && !means(&after, PREP | OF | AND))
			second = 0;
		else
			end = skip_ordinal(at, false);
	}
	at = read_year(end, &year);
	if (at)
		end = at;
	return fill(reader, year, month.word->value, token.number, second, out)
		   ? end
		   : NULL;
}

/* "7th of January", "3. bis 7. Januar 2026", "3 de enero de 2026". */
static const char *read_day_month(const struct reader *reader, const char *p,
				  struct span *out)
{
	struct token first, token;
	guint second = 0;
	const char *end, *at;
	gint year = -1;

	parse_day_lex(p, &first);
	if (!is_mday(&first))
		return NULL;
	end = skip_ordinal(first.end, true);
	at = read_second(end, first.number, &second);
	if (at)
		end = skip_ordinal(at, true);
	parse_day_lex(end, &token);
	for (guint i = 0; i < 2 && means(&token, OF) && !means(&token, MONTH);
	     i++)
		parse_day_lex(token.end, &token);
	if (is_sign(&token, "-") && !token.spaced)
		parse_day_lex(token.end, &token);
	if (!means(&token, MONTH))
		return NULL;
	end = token.end;
	at = read_year(end, &year);
	if (!at) {
		struct token dot;

		/* "3-Jan-02" and "3. Jan. 2026" */
		parse_day_lex(end, &dot);
		if (is_sign(&dot, ".-") && !dot.spaced) {
			at = read_year(dot.end, &year);
			if (!at && dot.sign == '-') {
				parse_day_lex(dot.end, &dot);
				if (dot.kind == TOKEN_NUMBER && !dot.spaced) {
					year =
					    full_year(dot.number, dot.digits);
					at = year < 0 ? NULL : dot.end;
				}
			}
		}
	}
	return fill(reader, year, token.word->value, first.number, second, out)
		   ? (at ? at : end)
		   : NULL;
}

/* A day with month or in figures. */
static const char *read_date(const struct reader *reader, const char *p,
			     guint weekday, struct span *out)
{
	struct token token;
	const char *end;

	parse_day_lex(p, &token);
	if (token.kind == TOKEN_WORD)
		return read_month_day(reader, p, out);
	if (token.kind != TOKEN_NUMBER)
		return NULL;
	end = read_day_month(reader, p, out);
	return end ? end : read_numeric(reader, p, weekday, out);
}

/*
 * "the 15th": the next one, or the one just past.  `anchor` is where the day
 * is counted from.
 */
static const char *read_ordinal(const struct reader *reader, const char *p,
				guint weekday, struct span *out)
{
	struct token token, after;
	gint32 day = PARSE_DAY_NONE, plain = PARSE_DAY_NONE;
	gint year = reader->year;
	guint month = reader->month;

	parse_day_lex(p, &token);
	if (!is_mday(&token))
		return NULL;
	parse_day_lex(token.end, &after);
	if (!token.ordinal && !(is_sign(&after, ".") && !after.spaced))
		return NULL;
	if (after.kind == TOKEN_NUMBER ||
	    (is_sign(&after, "/-:%") && !after.spaced) ||
	    (after.kind == TOKEN_WORD && !means(&after, GLUE | JOIN | AND)))
		return NULL;
	for (guint i = 0; i < 3 && day == PARSE_DAY_NONE; i++) {
		gint32 here = parse_day_make(year, month, token.number);

		if (here != PARSE_DAY_NONE && here >= reader->written - 3) {
			if (plain == PARSE_DAY_NONE)
				plain = here;
			if (!weekday || parse_day_weekday(here) == weekday)
				day = here;
		}
		year += month == 12;
		month = month % 12 + 1;
	}
	out->from = out->to = day == PARSE_DAY_NONE ? plain : day;
	out->vague = false;
	return out->from == PARSE_DAY_NONE ? NULL : token.end;
}

/* The Monday of the week of a day. */
static gint32 week_of(gint32 day)
{
	return day + 1 - (gint32)parse_day_weekday(day);
}

/* A weekday alone: the next, today's name being today's. */
static gint32 coming(const struct reader *reader, guint weekday)
{
	gint32 day = week_of(reader->written) + (gint32)weekday - 1;

	return day < reader->written ? day + 7 : day;
}

/* A weekday's word with its dot and "-feira"; the weekday, or 0. */
static guint read_weekday(const char *p, const char **end, bool *strong)
{
	struct token token, next;

	parse_day_lex(p, &token);
	/* "do 3 stycznia", "di 3 giorni": short days have a capital. */
	if (!means(&token, WEEKDAY) || (means(&token, WEAK) && !token.capital &&
					token.end - token.start < 3))
		return 0;
	*strong = !means(&token, WEAK);
	*end = token.end;
	parse_day_lex(token.end, &next);
	if (is_sign(&next, "-") && !next.spaced) {
		struct token feira;

		parse_day_lex(next.end, &feira);
		if (means(&feira, FEIRA)) {
			*strong = true;
			*end = feira.end;
		}
	} else if (is_sign(&next, ".") && !next.spaced) {
		struct token after;

		/* the dot of "Wed.", unless the sentence ends with it */
		parse_day_lex(next.end, &after);
		if (after.kind == TOKEN_NUMBER || means(&after, MONTH) ||
		    is_sign(&after, ",&-"))
			*end = next.end;
	}
	return token.word->value;
}

/* Articles, commas, brackets, hours between a weekday and its date. */
static const char *skip_filling(const char *p)
{
	struct token token;

	for (guint i = 0; i < 4; i++) {
		parse_day_lex(p, &token);
		if (!is_sign(&token, ",(") && !means(&token, HOUR) &&
		    !(means(&token, OF) && token.end - token.start <= 3 &&
		      !means(&token, MONTH | WEEKDAY)))
			break;
		p = token.end;
	}
	return p;
}

/* "Wed., Thurs. & Fri, 5/30 - 6/1", "Monday the 14th", "next Thursday". */
static const char *read_weekdays(const struct reader *reader, const char *p,
				 const struct token *before, struct span *out)
{
	const char *end = NULL, *at, *next;
	bool strong = false, more = false;
	guint first = read_weekday(p, &end, &strong), last = first, found;

	if (!first)
		return NULL;
	for (guint i = 0; i < 6; i++) {
		struct token token;

		parse_day_lex(end, &token);
		at = read_join(end, true);
		if (!at && is_sign(&token, ","))
			at = read_join(token.end, true);
		if (!at && is_sign(&token, ","))
			at = token.end;
		if (!at)
			break;
		parse_day_lex(at, &token);
		if (means(&token, OF) && !means(&token, WEEKDAY))
			at = token.end;
		found = read_weekday(at, &next, &more);
		if (!found || !(more || strong))
			break;
		last = found;
		end = next;
	}
	at = skip_filling(end);
	next = read_date(reader, at, first == last ? first : 0, out);
	if (!next)
		next = read_ordinal(reader, at, first == last ? first : 0, out);
	if (next) {
		struct token token;

		parse_day_lex(next, &token);
		return is_sign(&token, ")") ? token.end : next;
	}
	if (!strong && !(before && means(before, PREP | NEXT | THIS | AND)))
		return NULL;
	if (!strong) {
		struct token token;

		/* "i do", "of so": short words need a capital at least. */
		parse_day_lex(p, &token);
		if (!token.capital || token.end - token.start < 3)
			return NULL;
	}
	out->vague = false;
	out->from = coming(reader, first);
	if (before && means(before, NEXT)) {
		out->from = week_of(reader->written) + 6 + (gint32)first;
	} else if (before && means(before, PAST) &&
		   !means(before, NEXT | PREP)) {
		out->from -= 7;
	} else if (before && means(before, THIS) && !means(before, NEXT)) {
		out->from = week_of(reader->written) + (gint32)first - 1;
	}
	out->to = out->from + (gint32)((last + 7 - first) % 7);
	return end;
}

static void month_span(gint year, guint month, guint months, struct span *out)
{
	year += (gint)((month - 1) / 12);
	month = (month - 1) % 12 + 1;
	out->from = parse_day_make(year, month, 1);
	month += months;
	year += (gint)((month - 1) / 12);
	month = (month - 1) % 12 + 1;
	out->to = parse_day_make(year, month, 1);
	if (out->to != PARSE_DAY_NONE)
		out->to--;
	out->vague = true;
}

/* A unit of time that is this one (0) or the next (1). */
static void unit_span(const struct reader *reader, guint unit, guint ahead,
		      struct span *out)
{
	gint32 monday = week_of(reader->written);

	out->vague = false;
	switch (unit) {
	case 1:
		out->from = out->to = reader->written + (gint32)ahead;
		break;
	case 2:
		out->from = monday + 5 + 7 * (gint32)ahead;
		out->to = out->from + 1;
		break;
	case 7:
		out->from = monday + 7 * (gint32)ahead;
		out->to = out->from + 4;
		break;
	case 30:
		month_span(reader->year, reader->month + ahead, 1, out);
		break;
	case 90:
		month_span(reader->year,
			   (reader->month - 1) / 3 * 3 + 1 + 3 * ahead, 3, out);
		break;
	default:
		month_span(reader->year + (gint)ahead, 1, 12, out);
		break;
	}
	if (!ahead)
		out->from = MAX(out->from, MIN(reader->written, out->to));
}

/* Its first or last days, as people mean "the end of". */
static void narrow(guint32 which, gint32 whole, struct span *out)
{
	gint32 part = whole > 100 ? 20 : whole > 35 ? 14 : whole > 8 ? 6 : 1;

	if (which & OUTSET)
		out->to = MIN(out->to, out->from + (whole > 8 ? part + 3 : 2));
	else if (which & FINISH)
		out->from = MAX(out->from, out->to - part);
	else if (whole > 8) {
		gint32 third = (out->to - out->from) / 3;

		out->from += third;
		out->to -= third;
	}
}

/* "Q1", "Q3 2026" */
static const char *read_quarter(const struct reader *reader,
				const struct token *token, struct span *out)
{
	gint year = -1;
	const char *end = read_year(token->end, &year);
	guint month = 3u * token->word->value - 2;

	if (!end) {
		end = token->end;
		year = reader->year + (month + 2 < reader->month);
	}
	month_span(year, month, 3, out);
	return end;
}

/* A month alone, "January" or "January 2026". */
static const char *read_month(const struct reader *reader,
			      const struct token *token, struct span *out)
{
	gint year = -1;
	const char *end = read_year(token->end, &year);

	if (!end) {
		end = token->end;
		year = reader->year + (token->word->value < reader->month);
	}
	month_span(year, token->word->value, 1, out);
	return end;
}

/* "after the holidays", "before Christmas", "after the new year". */
static const char *read_feast(const struct reader *reader,
			      const struct token *before,
			      const struct token *token, struct span *out)
{
	guint feast =
	    means(token, NEW) ? DAY_FEAST_NEW_YEAR : token->word->value;
	gint year = reader->year;
	gint32 day;

	/* New Year's Day of this year, early in January, is year - 1's. */
	if (feast == DAY_FEAST_NEW_YEAR && reader->month == 1)
		year--;
	day = parse_day_of_feast(year, feast);
	if (day < reader->written - 10)
		day = parse_day_of_feast(++year, feast);
	out->vague = true;
	out->from = out->to = day;
	if (!before || !means(before, AFTER)) {
		if (feast == DAY_FEAST_HOLIDAYS)
			out->to = parse_day_make(year + 1, 1, 1);
	} else if (feast == DAY_FEAST_THANKSGIVING ||
		   feast == DAY_FEAST_EASTER) {
		out->from = parse_day_working(day + 2);
		out->to = out->from + 6;
	} else {
		out->from = parse_day_make(year + 1, 1, 2);
		if (feast == DAY_FEAST_CHRISTMAS)
			out->from = day + 2;
		out->to = out->from + 13;
	}
	return token->end;
}

/* "in two weeks", "within 10 days": from the day on which it was written. */
static const char *read_in(const struct reader *reader, const char *p,
			   struct span *out)
{
	struct token in, count, unit;
	guint many;

	parse_day_lex(p, &in);
	if (!means(&in, IN))
		return NULL;
	parse_day_lex(in.end, &count);
	if (means(&count, THIS) || means(&count, OF))
		if (!means(&count, NUMBER))
			return NULL;
	if (count.kind == TOKEN_NUMBER && count.digits <= 3)
		many = count.number;
	else if (means(&count, NUMBER))
		many = count.word->value;
	else
		return NULL;
	parse_day_lex(count.end, &unit);
	if (means(&unit, OF) && !means(&unit, UNIT))
		parse_day_lex(unit.end, &unit);
	if (!means(&unit, UNIT) || !many)
		return NULL;
	out->vague = unit.word->value > 1;
	if (unit.word->value >= 30) {
		gint32 each = unit.word->value == 100  ? 365
			      : unit.word->value == 90 ? 91
						       : 30;

		out->from = reader->written + each * (gint32)MIN(many, 120);
		out->to = out->from + each / 4;
	} else {
		out->from = reader->written + (gint32)(many * unit.word->value);
		out->to = out->from + (unit.word->value == 7 ? 2 : 0);
	}
	return unit.end;
}

/* "Monday" in "the end of the day on Monday", "COB, Friday the 14th". */
static const char *read_whose_end(const struct reader *reader, const char *p,
				  struct span *out)
{
	struct token token;

	parse_day_lex(p, &token);
	for (guint i = 0; i < 3 && (is_sign(&token, ",") ||
				    (means(&token, OF | PREP) &&
				     !means(&token, MONTH | WEEKDAY)));
	     i++)
		parse_day_lex(token.end, &token);
	return means(&token, WEEKDAY)
		   ? read_weekdays(reader, token.start, NULL, out)
		   : read_date(reader, token.start, 0, out);
}

/*
 * "next week", "end of the month", "early January", "mid March", "the end of
 * next week", "EOW", "semana que viene", "week of March 18th".
 */
static const char *read_relative(const struct reader *reader, const char *p,
				 const struct token *before, struct span *out)
{
	struct token token, after;
	guint32 part = 0;
	bool next = false, this = false;
	const char *end;

	parse_day_lex(p, &token);
	if (means(&token, FINISH | OUTSET | MIDDLE)) {
		part = token.word->means & (FINISH | OUTSET | MIDDLE);
		parse_day_lex(token.end, &token);
		if (is_sign(&token, "-"))
			parse_day_lex(token.end, &token);
	}
	for (guint i = 0; i < 4; i++) {
		if (means(&token, MONTH | UNIT | QUARTER | AHEAD))
			break;
		if (means(&token, NEXT))
			next = true;
		else if (means(&token, THIS))
			this = true;
		else if (!(part || this) || !means(&token, OF))
			break;
		parse_day_lex(token.end, &token);
	}
	if (part && means(&token, AHEAD)) {
		out->from = out->to = reader->written + token.word->value;
		out->vague = false;
		return token.end;
	}
	if (means(&token, MONTH) &&
	    (part || next || this || (before && means(before, PREP)))) {
		/* "may" is a verb, "march" too: a month has its capital. */
		if (!part && !token.capital &&
		    (token.word->value == 5 || token.word->value == 3) &&
		    !(before && means(before, IN)))
			return NULL;
		end = read_month(reader, &token, out);
		if (part)
			narrow(part, 30, out);
		return end;
	}
	if (means(&token, QUARTER) && !next && !this) {
		end = read_quarter(reader, &token, out);
		if (part)
			narrow(part, 90, out);
		return end;
	}
	if (!means(&token, UNIT))
		return NULL;
	parse_day_lex(token.end, &after);
	if (!part && !next && !this && token.word->value == 7 &&
	    means(&after, OF)) {
		/* the week of a day */
		end = skip_filling(after.end);
		end = read_weekdays(reader, end, NULL, out)
			  ? read_weekdays(reader, end, NULL, out)
			  : read_date(reader, end, 0, out);
		if (!end)
			return NULL;
		if (out->from == out->to) {
			out->from = week_of(out->from);
			out->to = out->from + 4;
		}
		return end;
	}
	/* "la semaine prochaine", "la semana que viene" */
	end = token.end;
	if (!next && means(&after, NEXT)) {
		next = true;
		end = after.end;
	} else if (!next && after.kind == TOKEN_WORD &&
		   !g_ascii_strncasecmp(after.start, "que", 3)) {
		parse_day_lex(after.end, &after);
		if (means(&after, NEXT)) {
			next = true;
			end = after.end;
		}
	}
	if (!next && !this && !part)
		return NULL;
	/* "this one day", "the next days" say nothing that can be counted. */
	if (token.word->value == 1 && !part)
		return NULL;
	if (part && token.word->value == 1) {
		const char *whose = read_whose_end(reader, end, out);

		if (whose)
			return whose;
	}
	unit_span(reader, token.word->value, next, out);
	if (part && token.word->value != 1) {
		unit_span(reader, token.word->value, next, out);
		narrow(part,
		       token.word->value == 7	 ? 5
		       : token.word->value == 30 ? 30
						 : 90,
		       out);
	}
	return end;
}

static bool is_end_of_day(const struct token *token)
{
	return token->word == parse_day_word_find("eod") ||
	       token->word == parse_day_word_find("cob");
}

/* One thing said of days at `p`; `before` is the word before it. */
static const char *read_one(const struct reader *reader, const char *p,
			    const struct token *token,
			    const struct token *before, struct span *out)
{
	const char *end = NULL;

	if (token->kind == TOKEN_NUMBER) {
		if (before && is_sign(before, "/-.:_=@#$+") && !token->spaced)
			return NULL;
		end = read_date(reader, p, 0, out);
		if (!end && before && means(before, OF | PREP))
			end = read_ordinal(reader, p, 0, out);
		return end;
	}
	if (!token->word)
		return NULL;
	if (means(token, WEEKDAY))
		end = read_weekdays(reader, p, before, out);
	if (!end && means(token, MONTH))
		end = read_month_day(reader, p, out);
	if (!end && means(token, IN))
		end = read_in(reader, p, out);
	if (!end)
		end = read_relative(reader, p, before, out);
	if (!end && means(token, AHEAD)) {
		/* "Guten Morgen": with a capital it is the morning. */
		if (token->capital && before &&
		    token->word == parse_day_word_find("morgen"))
			return NULL;
		if (is_end_of_day(token) &&
		    (end = read_whose_end(reader, token->end, out)))
			return end;
		out->from = out->to = reader->written + token->word->value;
		out->vague = false;
		/* "the day after tomorrow", "pasado mañana" */
		if (token->word->value == 1 && before &&
		    means(before, AFTER | PAST))
			out->from = ++out->to;
		return token->end;
	}
	if (!end && means(token, NEW)) {
		struct token year;

		parse_day_lex(token->end, &year);
		if (means(&year, UNIT) && year.word->value == 100 &&
		    read_feast(reader, before, token, out))
			return year.end;
	}
	if (!end && means(token, FEAST))
		end = read_feast(reader, before, token, out);
	return end;
}

/* The other end of "Dec 26 through Dec 31". */
static const char *read_other_end(const struct reader *reader, const char *p,
				  struct span *out)
{
	const char *at = read_join(p, false), *end;
	struct token token;
	struct span other = { 0 };

	if (!at)
		return NULL;
	parse_day_lex(at, &token);
	for (guint i = 0; i < 2 && means(&token, OF | JOIN) &&
			  !means(&token, MONTH | WEEKDAY | FINISH);
	     i++)
		parse_day_lex(token.end, &token);
	if (token.kind == TOKEN_NUMBER) {
		end = read_date(reader, token.start, 0, &other);
		if (!end)
			end = read_ordinal(reader, token.start, 0, &other);
	} else {
		end = read_one(reader, token.start, &token, NULL, &other);
	}
	/* "Friday to Monday" counts on from the Friday. */
	if (end && other.to < out->from && out->from - other.to < 7 &&
	    means(&token, WEEKDAY))
		other.to += 7;
	if (!end || other.to < out->from || other.to - out->from > RANGE_MAX)
		return NULL;
	out->to = other.to;
	return end;
}

bool parse_days_next(const char *text, gint32 written,
		     enum parse_day_order order, struct parse_days *out)
{
	struct reader reader = { .written = CLAMP(written, -3650, 100000),
				 .order = order };
	struct token token, before = { 0 }, far = { 0 };
	const char *p = text;

	parse_day_split(reader.written, &reader.year, &reader.month,
			&reader.mday);
	while (*p) {
		struct span span = { 0 };
		const char *end;

		parse_day_lex(p, &token);
		if (token.kind == TOKEN_END) {
			p += *token.end ? token.end - p + 1 : token.end - p;
			before.kind = far.kind = TOKEN_END;
			continue;
		}
		end = read_one(&reader, token.start, &token,
			       before.kind ? &before : NULL, &span);
		/* "after the holidays": look past the article. */
		if (end && means(&token, FEAST | NEW) && span.vague &&
		    means(&before, OF) && far.kind)
			read_one(&reader, token.start, &token, &far, &span);
		if (end) {
			const char *more = read_other_end(&reader, end, &span);

			out->from = span.from;
			out->to = span.to;
			out->vague = span.vague;
			out->start = token.start;
			out->end = more ? more : end;
			return true;
		}
		p = token.end;
		/* "après-demain" */
		if (is_sign(&token, "-") && means(&before, AFTER))
			continue;
		far = before;
		before = token;
	}
	return false;
}
