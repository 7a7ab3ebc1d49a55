/* The report as one JSON object, as tend-json(5) documents it. */
#include "agent/cmd/report_json.h"

#include "agent/json.h"
#include "agent/when.h"

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void put_counts(struct json *json, const struct tally_counts *counts)
{
	json_number(json, "out", counts->out);
	json_number(json, "in", counts->in);
	json_number(json, "both", counts->both);
	json_number(json, "exchanges", counts->exchanges);
}

static void put_leads(struct json *json, const struct report *report)
{
	json_begin_list(json, "leads");
	for (guint i = 0; i < report->leads->len; i++) {
		const struct report_lead *lead =
		    &g_array_index(report->leads, struct report_lead, i);

		json_begin_object(json, NULL);
		json_text(json, "contact", known(lead->name));
		json_text(json, "address", lead->address);
		json_text(json, "organisation", known(lead->organisation));
		json_text(json, "stage", stage_name(lead->stage));
		json_text(json, "ball", ball_name(lead->ball));
		json_number(json, "attempts", lead->attempts);
		json_number(json, "progress", lead->progress);
		json_number(json, "target", report->target);
		json_number(json, "touches", lead->touches);
		json_time(json, "last_at", lead->last_at);
		json_time(json, "next_at", lead->next_at);
		json_text(json, "next_reason",
			  lead->next_at != 0 ? reason_name(lead->next_reason)
					     : NULL);
		json_text(json, "next_channel",
			  lead->next_at != 0 ? channel_name(lead->next_channel)
					     : NULL);
		json_truth(json, "due", lead->due);
		json_end_object(json);
	}
	json_end_list(json);
}

/* One of the lists that a letter numbers. */
static void put_list(struct json *json, const struct report *report,
		     const char *name, const char *list)
{
	json_begin_list(json, name);
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line =
		    &g_array_index(report->lines, struct report_line, i);

		if (!g_str_equal(line->list, list))
			continue;
		json_begin_object(json, NULL);
		json_number(json, "position", line->position);
		json_text(json, "contact", known(line->name));
		json_text(json, "address", line->address);
		json_text(json, "organisation", known(line->organisation));
		json_text(json, "reason",
			  line->reason != REASON_NONE
			      ? reason_name(line->reason)
			      : NULL);
		json_time(json, "since", line->since_at);
		json_text(json, "subject", known(line->subject));
		json_text(json, "sentence", known(line->sentence));
		json_end_object(json);
	}
	json_end_list(json);
}

static void put_people(struct json *json, const char *name, const char *number,
		       const GArray *people)
{
	json_begin_list(json, name);
	for (guint i = 0; i < people->len; i++) {
		const struct report_person *person =
		    &g_array_index(people, struct report_person, i);

		json_begin_object(json, NULL);
		json_text(json, "contact", known(person->name));
		json_text(json, "address", person->address);
		json_number(json, number, person->n);
		json_time(json, "last_at", person->at);
		json_end_object(json);
	}
	json_end_list(json);
}

static void put_weeks(struct json *json, const struct report *report)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	json_begin_list(json, "weeks");
	for (guint i = 0; i < report->tally.weeks->len; i++) {
		const struct tally_week *week =
		    &g_array_index(report->tally.weeks, struct tally_week, i);
		g_autofree char *monday =
		    when_date((gint64)week->monday * 86400 + 43200, utc);

		json_begin_object(json, NULL);
		json_text(json, "week", monday);
		put_counts(json, &week->counts);
		json_end_object(json);
	}
	json_end_list(json);
}

static void put_stages(struct json *json, const struct tally *tally)
{
	json_begin_list(json, "stages");
	for (enum stage stage = STAGE_LEAD; stage < N_STAGES; stage++) {
		json_begin_object(json, NULL);
		json_text(json, "stage", stage_name(stage));
		json_number(json, "now", tally->stages[stage]);
		json_number(json, "fresh", tally->fresh[stage]);
		json_number(json, "came", tally->came[stage]);
		json_number(json, "left", tally->left[stage]);
		json_end_object(json);
	}
	json_end_list(json);
}

/* Numbers alone: whoever computes with them knows about small samples. */
static void put_tries(struct json *json, const struct tally *tally)
{
	json_begin_list(json, "tries");
	for (guint i = 0; i < TALLY_TRIES; i++) {
		json_begin_object(json, NULL);
		json_number(json, "tries", i + 1);
		json_truth(json, "or_more", i + 1 == TALLY_TRIES);
		json_number(json, "tried", tally->tried[i]);
		json_number(json, "answered", tally->answered[i]);
		json_number(json, "stopped", tally->stopped[i]);
		json_end_object(json);
	}
	json_end_list(json);
}

static void put_first_answers(struct json *json, const struct tally *tally)
{
	json_begin_object(json, "first_answers");
	json_number(json, "answered", tally->first_answers->len);
	json_number(json, "open", tally->first_open);
	json_number(json, "median_seconds", tally_first_median(tally));
	json_number(json, "within_5_minutes", tally_first_within(tally, 300));
	json_number(json, "within_an_hour", tally_first_within(tally, 3600));
	json_number(json, "within_a_day", tally_first_within(tally, 86400));
	json_end_object(json);
}

static void put_hours(struct json *json, const struct tally *tally)
{
	json_begin_list(json, "answer_hours");
	for (guint day = 0; day < 7; day++)
		for (guint hour = 0; hour < 24; hour++) {
			if (tally->hours[day][hour] == 0)
				continue;
			json_begin_object(json, NULL);
			json_number(json, "weekday", day + 1);
			json_number(json, "hour", hour);
			json_number(json, "answers", tally->hours[day][hour]);
			json_end_object(json);
		}
	json_end_list(json);
}

static void put_fates(struct json *json, const struct report *report)
{
	json_begin_list(json, "advice");
	for (enum reason r = REASON_PROMISED; r < N_REASONS; r++) {
		const guint *n = report->fates[r].n;

		json_begin_object(json, NULL);
		json_text(json, "reason", reason_name(r));
		json_number(json, "met", n[FATE_MET]);
		json_number(json, "overruled", n[FATE_OVERRULED]);
		json_number(json, "left", n[FATE_LEFT]);
		json_number(json, "pending", n[FATE_PENDING]);
		json_end_object(json);
	}
	json_end_list(json);
}

void report_json_print(const struct report *report)
{
	g_autoptr(json_t) json = json_new();

	json_time(json, "since", report->since);
	json_time(json, "until", report->now);
	json_begin_object(json, "touches");
	put_counts(json, &report->tally.period);
	json_end_object(json);
	json_begin_object(json, "lately");
	put_counts(json, &report->tally.lately);
	json_number(json, "answered", report->tally.lately_answered);
	json_number(json, "new_people", report->tally.lately_new);
	json_end_object(json);
	put_leads(json, report);
	put_list(json, report, "close", REPORT_CLOSE);
	put_list(json, report, "track", REPORT_TRACK);
	put_list(json, report, "waiting", REPORT_WAITING);
	put_people(json, "gave_up_early", "attempts", report->dropped);
	put_people(json, "nos", "nos", report->nos);
	put_weeks(json, report);
	put_stages(json, &report->tally);
	put_tries(json, &report->tally);
	put_first_answers(json, &report->tally);
	put_hours(json, &report->tally);
	put_fates(json, report);
	json_print(json);
}
