/* What the report's lists are called and say. */
#include "agent/letters/report_words.h"

#include "agent/letters/figures.h"
#include "agent/when.h"

const char *const report_lists[] = { REPORT_CLOSE, REPORT_TRACK, REPORT_WAITING,
				     NULL };

static guint total(const struct report *report, const char *list)
{
	if (g_str_equal(list, REPORT_CLOSE))
		return report->n_close;
	return g_str_equal(list, REPORT_TRACK) ? report->n_track
					       : report->n_waiting;
}

char *report_list_title(const struct report *report, const char *list)
{
	guint n = total(report, list);

	if (g_str_equal(list, REPORT_CLOSE))
		return n == 1 ? g_strdup("This one came up for the last time: "
					 "close it?")
			      : g_strdup_printf("These %u came up for the last "
						"time: close them, or keep "
						"some?",
						n);
	if (g_str_equal(list, REPORT_TRACK))
		return n == 1
			   ? g_strdup("Track this one?")
			   : g_strdup_printf("Track these %u?",
					     report_list_count(report, list));
	return g_strdup("Still waiting");
}

guint report_list_count(const struct report *report, const char *list)
{
	guint n = 0;

	for (guint i = 0; i < report->lines->len; i++)
		n += g_str_equal(
		    g_array_index(report->lines, struct report_line, i).list,
		    list);
	return n;
}

char *report_list_rest(const struct report *report, const char *list)
{
	guint n = total(report, list), shown = report_list_count(report, list);

	if (n <= shown)
		return NULL;
	if (g_str_equal(list, REPORT_TRACK))
		return g_strdup_printf("%u more: tend track --suggest.",
				       n - shown);
	if (g_str_equal(list, REPORT_CLOSE))
		return g_strdup_printf("%u more will close by themselves.",
				       n - shown);
	return g_strdup_printf("%u more wait: tend stalled --waiting.",
			       n - shown);
}

const char *report_name(const char *name, const char *address)
{
	if (*name != '\0')
		return name;
	return *address != '\0' ? address : "somebody";
}

const char *report_organisation(const char *organisation, const char *address)
{
	return g_str_has_suffix(address, organisation) ? "" : organisation;
}

char *report_line_words(const struct report_letter *letter,
			const struct report_line *line)
{
	const struct line words = {
		.reason = line->reason,
		.since_at = line->since_at,
		.sentence = line->sentence,
	};

	/* Why somebody may be worth it is tend's own word. */
	if (g_str_equal(line->list, REPORT_TRACK))
		return page_sentence(line->sentence);
	return line_words(&words, letter->detail, letter->report->now,
			  letter->report->zone);
}

/* Appends "3 exchanges" to a list of such. */
static void count_word(GPtrArray *words, guint n, const char *one,
		       const char *many)
{
	if (n > 0)
		g_ptr_array_add(
		    words, g_strdup_printf("%u %s", n, n == 1 ? one : many));
}

char *report_lately(const struct report *report)
{
	const struct tally *tally = &report->tally;
	const struct tally_counts *n = &tally->lately;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *list = NULL;

	count_word(words, tally->lately_answered, "answered you",
		   "answered you");
	count_word(words, n->out + n->in + n->both, "touch", "touches");
	count_word(words, n->exchanges, "exchange", "exchanges");
	count_word(words, tally->lately_new, "new person", "new people");
	if (words->len == 0)
		return g_strdup("A quiet week: nothing came and nothing went.");
	g_ptr_array_add(words, NULL);
	list = g_strjoinv(", ", (char **)words->pdata);
	return g_strdup_printf("In the last %d days: %s.", TALLY_LATELY_DAYS,
			       list);
}

char *report_period(const struct report *report)
{
	g_autofree char *since =
	    figures_date(report->since, report->now, report->zone);

	return g_strdup_printf("Your own figures since %s", since);
}

static const char *verb_of(const struct report_lead *lead)
{
	if (lead->next_channel == CHANNEL_CALL)
		return "call";
	switch (lead->next_reason) {
	case REASON_YOU_OWE:
		return "answer";
	case REASON_PROMISED:
		return "promised";
	case REASON_QUIET:
		return "say hello";
	case REASON_ASK_REFERRAL:
		return "ask";
	case REASON_NONE:
	case REASON_NEW:
	case REASON_UNDELIVERED:
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
	case N_REASONS:
		break;
	}
	return "write";
}

char *report_step(const struct report *report, const struct report_lead *lead)
{
	g_autofree char *date = NULL;

	if (lead->next_at == 0)
		return g_strdup("");
	if (lead->due)
		return g_strdup_printf("now: %s", verb_of(lead));
	date = figures_date(lead->next_at, report->now, report->zone);
	return g_strdup_printf("%s %s", verb_of(lead), date);
}

char *report_last(const struct report *report, gint64 last_at)
{
	return last_at == 0 ? g_strdup("never")
			    : when_relative(MIN(last_at, report->now),
					    report->now, report->zone);
}

static char *times(gint64 n)
{
	if (n == 1)
		return g_strdup("once");
	return n == 2 ? g_strdup("twice")
		      : g_strdup_printf("%" G_GINT64_FORMAT " times", n);
}

char *report_dropped_words(const struct report *report,
			   const struct report_person *person)
{
	g_autofree char *often = times(person->n);
	g_autofree char *last = report_last(report, person->at);

	return g_strdup_printf("tried %s, last %s", often, last);
}

char *report_nos_words(const struct report *report,
		       const struct report_person *person)
{
	g_autofree char *often = times(person->n);

	return g_strdup_printf("said no %s%s", often,
			       person->n >= report->no_limit
				   ? "; it may be time to let them be"
				   : "");
}
