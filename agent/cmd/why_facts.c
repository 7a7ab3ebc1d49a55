/* One message's facts, as a worker read them. */
#include "agent/cmd/why_facts.h"

#include <stdio.h>
#include <string.h>

#include "agent/cmd/why.h"
#include "agent/print.h"
#include "agent/safe.h"
#include "agent/when.h"

/* Lines of the new text that people are shown. */
#define LINES_MAX 40

#define DAY_SECONDS (G_GINT64_CONSTANT(24) * 60 * 60)

static const char *known(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

/* "2026-11-27"; NULL for no day. */
static char *day_text(gint32 day)
{
	g_autoptr(GDateTime) date =
	    day == G_MININT32
		? NULL
		: g_date_time_new_from_unix_utc(day * DAY_SECONDS);

	return date != NULL ? g_date_time_format(date, "%Y-%m-%d") : NULL;
}

/*
 * "2026-11-27T09:14:00", with a Z where the zone is known to be UTC; NULL for
 * no time, which facts of an older tend spell 0.
 */
static char *time_text(gint64 at, gboolean local)
{
	g_autoptr(GDateTime) date =
	    at <= 0 ? NULL : g_date_time_new_from_unix_utc(at);

	if (date == NULL)
		return NULL;
	return g_date_time_format(date, local ? "%Y-%m-%dT%H:%M:%S"
					      : "%Y-%m-%dT%H:%M:%SZ");
}

static const struct record_address *first_address(
    const struct record_facts *facts, enum address_role role)
{
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == (guint32)role)
			return &facts->addresses.items[i];
	return NULL;
}

/*
 * A bare question mark is an ask of whoever is asked; in one's own mail it is
 * mostly banter, and only request words count.
 */
static const char *asks_of(const struct record_facts *facts,
			   enum direction direction)
{
	if (known(facts->asks) != NULL)
		return facts->asks;
	return direction == DIRECTION_OUT ? NULL : known(facts->question);
}

/* ---- for programs ---- */

static void add_address(struct json *json, const char *name,
			const struct record_address *address)
{
	json_begin_object(json, name);
	json_text(json, "address", address->address);
	json_text(json, "name", known(address->name));
	json_end_object(json);
}

static void add_addresses(struct json *json, const char *name,
			  const struct record_facts *facts,
			  enum address_role role)
{
	json_begin_list(json, name);
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == (guint32)role)
			add_address(json, NULL, &facts->addresses.items[i]);
	json_end_list(json);
}

static void add_texts(struct json *json, const char *name,
		      const struct record_texts *texts)
{
	json_begin_list(json, name);
	for (guint i = 0; i < texts->n; i++)
		json_text(json, NULL, texts->texts[i]);
	json_end_list(json);
}

static void add_day(struct json *json, const char *name, gint32 day)
{
	g_autofree char *text = day_text(day);

	json_text(json, name, text);
}

static void add_quoted(struct json *json, const struct record_facts *facts)
{
	g_autofree char *at = time_text(facts->quoted_at, facts->quoted_local);

	if (known(facts->quoted_author) == NULL && at == NULL) {
		json_text(json, "quoted", NULL);
		return;
	}
	json_begin_object(json, "quoted");
	json_text(json, "author", known(facts->quoted_author));
	json_text(json, "at", at);
	json_text(json, "subject", known(facts->quoted_subject));
	json_truth(json, "forwarded", facts->quoted_forward);
	json_end_object(json);
}

static void add_promises(struct json *json, const struct record_facts *facts)
{
	json_begin_list(json, "promises");
	for (guint i = 0; i < facts->promises.n; i++) {
		const struct record_promise *promise =
		    &facts->promises.items[i];

		json_begin_object(json, NULL);
		json_text(json, "by", promise->by_reader ? "reader" : "author");
		json_text(json, "sentence", promise->sentence);
		add_day(json, "from", promise->from);
		add_day(json, "to", promise->to);
		json_end_object(json);
	}
	json_end_list(json);
}

static void add_absence(struct json *json, const struct record_facts *facts)
{
	add_day(json, "return_date",
		facts->absence == ABSENCE_DATED ? facts->back : G_MININT32);
	json_text(json, "absence",
		  facts->absence != ABSENCE_NONE
		      ? border_absence_name((enum absence)facts->absence)
		      : NULL);
	if (facts->absence == ABSENCE_NONE)
		return;
	json_text(json, "absence_sentence", known(facts->absence_sentence));
	json_text(json, "stand_in", known(facts->stand_in));
}

static void add_bounce(struct json *json, const struct record_facts *facts)
{
	json_begin_object(json, "bounce");
	json_begin_list(json, "recipients");
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == ADDRESS_FAILED)
			json_text(json, NULL,
				  facts->addresses.items[i].address);
	json_end_list(json);
	json_truth(json, "hard", facts->hard);
	json_truth(json, "delayed", facts->delayed);
	json_text(json, "status", known(facts->status));
	json_text(json, "original_message_id", known(facts->about));
	json_end_object(json);
}

static void add_calendar(struct json *json, const struct record_facts *facts)
{
	g_autofree char *start = time_text(facts->event_start, FALSE);
	g_autofree char *end = time_text(facts->event_end, FALSE);

	json_begin_object(json, "calendar");
	json_text(json, "method", known(facts->event_method));
	json_text(json, "uid", known(facts->event_uid));
	json_text(json, "recurrence_id", known(facts->event_recurrence));
	json_text(json, "start", start);
	json_text(json, "end", end);
	json_text(json, "answer", known(facts->event_answer));
	add_texts(json, "attendees", &facts->event_attendees);
	json_end_object(json);
}

static void add_header(struct json *json, const struct why_facts *why)
{
	const struct record_facts *facts = why->facts;
	const struct record_address *from = first_address(facts, ADDRESS_FROM);

	json_text(json, "message_id", known(facts->message_id));
	json_time(json, "date", facts->date != G_MININT64 ? facts->date : 0);
	if (from != NULL)
		add_address(json, "from", from);
	else
		json_text(json, "from", NULL);
	add_addresses(json, "to", facts, ADDRESS_TO);
	add_addresses(json, "cc", facts, ADDRESS_CC);
	json_text(json, "subject", facts->subject);
	json_text(json, "direction",
		  why->direction != DIRECTION_NONE
		      ? direction_name(why->direction)
		      : NULL);
	json_text(json, "kind", border_kind_name((enum kind)facts->kind));
	json_text(json, "reason", known(facts->evidence));
	add_texts(json, "in_reply_to", &facts->in_reply_to);
	add_texts(json, "references", &facts->references);
}

/* As a text: a number of so many bits is not safe in every reader of JSON. */
static void add_text_hash(struct json *json, guint64 hash)
{
	g_autofree char *text =
	    hash ? g_strdup_printf("%016" G_GINT64_MODIFIER "x", hash) : NULL;

	json_text(json, "text_hash", text);
}

void why_facts_json_judged(struct json *json, const struct record_facts *facts,
			   enum direction direction)
{
	add_quoted(json, facts);
	json_text(json, "asks", known(asks_of(facts, direction)));
	add_day(json, "asks_day",
		known(asks_of(facts, direction)) != NULL ? facts->asks_day
							 : G_MININT32);
	json_text(json, "delivers", known(facts->delivers));
	json_text(json, "no", known(facts->no));
	json_text(json, "stop", known(facts->stop));
	json_text(json, "closing", known(facts->closing));
	json_text(json, "praise", known(facts->praise));
	json_truth(json, "unsubscribe", facts->unsubscribe);
	add_promises(json, facts);
	json_number(json, "words", facts->words);
	add_text_hash(json, facts->text);
	add_texts(json, "phones", &facts->phones);
	add_absence(json, facts);
	if (facts->kind == KIND_BOUNCE)
		add_bounce(json, facts);
	if (known(facts->event_method) != NULL || known(facts->event_uid))
		add_calendar(json, facts);
}

void why_facts_json(struct json *json, const struct why_facts *why)
{
	json_text(json, "file", why->file);
	json_number(json, "message", why->number);
	add_header(json, why);
	json_text(json, "new_text", why->new_text);
	why_facts_json_judged(json, why->facts, why->direction);
	json_print(json);
}

/* ---- for people ---- */

static void print_addresses(const char *title, const struct record_facts *facts,
			    enum address_role role)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *address =
		    &facts->addresses.items[i];
		g_autofree char *text = NULL;

		if (address->role != (guint32)role)
			continue;
		text = known(address->name) != NULL
			   ? g_strdup_printf("%s <%s>", address->name,
					     address->address)
			   : g_strdup(address->address);
		why_print_safe(title, text);
		title = "";
	}
}

static void print_quoted(const struct record_facts *facts)
{
	g_autofree char *at = time_text(facts->quoted_at, TRUE);
	g_autofree char *text = NULL;

	if (known(facts->quoted_author) == NULL && at == NULL)
		return;
	text = g_strdup_printf("%s%s%s", facts->quoted_author,
			       at != NULL ? ", " : "", at != NULL ? at : "");
	why_print_safe(facts->quoted_forward ? "sends on" : "quotes", text);
}

static void print_promises(const struct record_facts *facts)
{
	for (guint i = 0; i < facts->promises.n; i++) {
		const struct record_promise *promise =
		    &facts->promises.items[i];
		g_autofree char *from = day_text(promise->from);
		g_autofree char *to = day_text(promise->to);
		GString *text = g_string_new(promise->sentence);

		if (from != NULL && promise->from == promise->to)
			g_string_append_printf(text, " (%s)", from);
		else if (from != NULL && to != NULL)
			g_string_append_printf(text, " (%s to %s)", from, to);
		why_print_safe(promise->by_reader ? "asked for" : "promises",
			       text->str);
		g_string_free(text, TRUE);
	}
}

static void print_absence(const struct record_facts *facts)
{
	g_autofree char *back = day_text(facts->back);

	switch ((enum absence)facts->absence) {
	case ABSENCE_NONE:
	case N_ABSENCES:
		return;
	case ABSENCE_UNTOLD:
		why_print_safe("away", "until when is not said");
		break;
	case ABSENCE_DATED:
		why_print_safe("back on", back);
		break;
	case ABSENCE_LEFT:
		why_print_safe("away", "for good");
		break;
	}
	why_print_safe("as they say", facts->absence_sentence);
	why_print_safe("instead", facts->stand_in);
}

static void print_bounce(const struct record_facts *facts)
{
	print_addresses("failed", facts, ADDRESS_FAILED);
	why_print_safe("for good", facts->hard ? "yes" : "no");
	if (facts->delayed)
		why_print_safe("delayed", "yes, it is still being tried");
	why_print_safe("status", facts->status);
	why_print_safe("about", facts->about);
}

static void print_calendar(const struct record_facts *facts)
{
	g_autofree char *start = time_text(facts->event_start, FALSE);

	why_print_safe("calendar", facts->event_method);
	why_print_safe("answer", facts->event_answer);
	why_print_safe("start", start);
	for (guint i = 0; i < facts->event_attendees.n; i++)
		why_print_safe(i == 0 ? "attendees" : "",
			       facts->event_attendees.texts[i]);
}

static void print_new_text(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", LINES_MAX + 1);

	if (known(text) == NULL)
		return;
	printf("\n");
	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *safe = safe_terminal(lines[i]);

		if (i == LINES_MAX) {
			printf("    ...\n");
			return;
		}
		printf("%s%s\n", *safe != '\0' ? "    " : "", safe);
	}
}

static void print_asks_day(const struct record_facts *facts,
			   enum direction direction)
{
	g_autofree char *day = day_text(facts->asks_day);

	if (known(asks_of(facts, direction)) != NULL)
		why_print_safe("until", day);
}

void why_facts_print_judged(const struct record_facts *facts,
			    enum direction direction)
{
	print_quoted(facts);
	why_print_safe("asks", asks_of(facts, direction));
	print_asks_day(facts, direction);
	why_print_safe("delivers", facts->delivers);
	print_promises(facts);
	why_print_safe("says no", facts->no);
	why_print_safe("says stop", facts->stop);
	why_print_safe("closes", facts->closing);
	why_print_safe("praises", facts->praise);
	if (facts->unsubscribe)
		why_print_safe("unsubscribes", "yes, and no more than that");
	for (guint i = 0; i < facts->phones.n; i++)
		why_print_safe(i == 0 ? "phones" : "", facts->phones.texts[i]);
	print_absence(facts);
	if (facts->kind == KIND_BOUNCE)
		print_bounce(facts);
	if (known(facts->event_method) != NULL)
		print_calendar(facts);
}

void why_facts_print(const struct why_facts *why, GTimeZone *zone)
{
	const struct record_facts *facts = why->facts;
	g_autofree char *date = NULL;
	g_autofree char *safe = safe_terminal(why->file);

	printf("%s%s%s", print_style(STYLE_HEADING), safe, print_plain());
	if (why->number > 1)
		printf(", message %u", why->number);
	printf("\n");
	why_print_safe("kind", border_kind_name((enum kind)facts->kind));
	why_print_safe("because", facts->evidence);
	if (why->direction != DIRECTION_NONE)
		why_print_safe("direction", direction_name(why->direction));
	print_addresses("from", facts, ADDRESS_FROM);
	print_addresses("to", facts, ADDRESS_TO);
	print_addresses("cc", facts, ADDRESS_CC);
	why_print_safe("subject", facts->subject);
	if (facts->date != G_MININT64)
		date = when_date_time(facts->date, zone);
	why_print_safe("date", date);
	why_print_safe("message-id", facts->message_id);
	why_facts_print_judged(facts, why->direction);
	print_new_text(why->new_text);
}
