/* One matter in words. */
#include "agent/letters/line.h"

#include <string.h>

#include "agent/letters/pace.h"
#include "agent/letters/page.h"
#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/safe.h"
#include "agent/when.h"

/* About two lines of a letter. */
#define QUOTE_CHARS 140

static gboolean is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

/* Those who are waited for. */
static gboolean waits_for_them(enum reason reason)
{
	return reason == REASON_THEY_OWE || reason == REASON_GAVE_UP_EARLY;
}

static char *promise_words(const struct line *line, const char *ago)
{
	const char *sentence = line->sentence ? line->sentence : "";

	if (g_str_has_prefix(sentence, WORDING_THEY_PROMISED))
		return g_strdup_printf("They promised something %s.", ago);
	if (g_str_has_prefix(sentence, WORDING_ASKED_BACK))
		return g_strdup_printf("They asked you %s to come back to "
				       "something.",
				       ago);
	return g_strdup_printf("You promised something %s.", ago);
}

/* What can be said without a word of the mail. */
static char *bare_words(const struct line *line, gint64 at, GTimeZone *zone)
{
	g_autofree char *ago = when_relative(MIN(line->since_at, at), at, zone);
	g_autofree char *silence =
	    pace_silence(local_day(at, zone) - local_day(line->since_at, zone));

	switch (line->reason) {
	case REASON_PROMISED:
		return promise_words(line, ago);
	case REASON_YOU_OWE:
		return g_strdup_printf("They asked you something %s.", ago);
	case REASON_NEW:
		return g_strdup_printf("They wrote for the first time %s.",
				       ago);
	case REASON_UNDELIVERED:
		return g_strdup("Your mail did not reach them.");
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
		return silence != NULL
			   ? g_strdup_printf("No word for %s.", silence)
			   : g_strdup("No word yet.");
	case REASON_QUIET:
		return g_strdup_printf("You were last in touch %s.", ago);
	case REASON_ASK_REFERRAL:
		return g_strdup("A good moment to ask whom else you could "
				"help.");
	case REASON_NONE:
	case N_REASONS:
		break;
	}
	return g_strdup("");
}

/* Where the sentence ends in `end` it ends otherwise; NULL: it does not. */
static char *end_anew(const char *sentence, const char *end, const char *anew)
{
	gsize length;

	if (!g_str_has_suffix(sentence, end))
		return NULL;
	length = strlen(sentence) - strlen(end);
	return g_strdup_printf("%.*s%s", (int)length, sentence, anew);
}

/* "..., for 4 March" is for today on that day. */
static char *for_today(const char *sentence, gint64 at, GTimeZone *zone)
{
	gint32 year;
	guint month, day;
	g_autofree char *date = NULL;
	g_autofree char *long_date = NULL;
	char *words;

	local_day_to_date(local_day(at, zone), &year, &month, &day);
	date = g_strdup_printf(", for %u %s", day, local_month_name(month));
	long_date = g_strdup_printf("%s %d", date, year);
	words = end_anew(sentence, date, ", for today");
	return words ? words : end_anew(sentence, long_date, ", for today");
}

/* The rule's sentence holds as days go by; a letter is of one day. */
static char *dated_words(const struct line *line, gint64 at, GTimeZone *zone)
{
	g_autofree char *silence =
	    pace_silence(local_day(at, zone) - local_day(line->since_at, zone));
	g_autofree char *end = NULL;
	g_autofree char *dated = NULL;

	if (silence != NULL) {
		end = g_strdup_printf("; no word for %s", silence);
		dated = end_anew(line->sentence, WORDING_SILENCE, end);
	}
	if (dated == NULL && line->reason == REASON_PROMISED)
		dated = for_today(line->sentence, at, zone);
	return page_sentence(dated ? dated : line->sentence);
}

char *line_words(const struct line *line, enum line_detail detail, gint64 at,
		 GTimeZone *zone)
{
	g_autofree char *pace = waits_for_them(line->reason)
				    ? pace_words(line->answer_within)
				    : NULL;
	g_autofree char *words =
	    detail == LINE_NAMES || is_empty(line->sentence)
		? bare_words(line, at, zone)
		: dated_words(line, at, zone);

	return g_strjoin(pace != NULL && *words != '\0' ? " " : "", words,
			 pace != NULL ? pace : "", NULL);
}

char *line_quote(const struct line *line, enum line_detail detail)
{
	g_autofree char *quote = NULL;
	g_autofree char *sentence = NULL;
	const char *end, *space;

	if (detail != LINE_SENTENCES)
		return g_strdup("");
	quote = safe_header(line->quote);
	sentence = safe_header(line->sentence);
	/* Some ask in the subject already. */
	if (strstr(sentence, quote) != NULL)
		return g_strdup("");
	if (g_utf8_strlen(quote, -1) <= QUOTE_CHARS)
		return g_steal_pointer(&quote);
	end = g_utf8_offset_to_pointer(quote, QUOTE_CHARS);
	space = g_strrstr_len(quote, end - quote, " ");
	if (space != NULL && space - quote > QUOTE_CHARS / 2)
		end = space;
	return g_strdup_printf("%.*s…", (int)(end - quote), quote);
}
