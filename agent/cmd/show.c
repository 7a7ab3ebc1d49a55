/* tend show: one contact's card. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>

#include "agent/arrow.h"
#include "agent/clock.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/local_day.h"
#include "agent/rules/stall.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/spark.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/touch.h"
#include "store/verdict.h"

#define MONTHS 12
#define LAST_TOUCHES 5

/* All that is on the card. */
struct card {
	struct store_person *person;
	GPtrArray *addresses; /* struct store_address */
	GPtrArray *verdicts;  /* struct store_verdict */
	GPtrArray *last;      /* struct store_history, oldest first */
	guint touches, meetings;
	guint months[MONTHS];
	gint64 now;
	GTimeZone *zone; /* lent */
};

static void card_free(struct card *card)
{
	g_free(card->person);
	g_clear_pointer(&card->addresses, g_ptr_array_unref);
	g_clear_pointer(&card->verdicts, g_ptr_array_unref);
	g_clear_pointer(&card->last, g_ptr_array_unref);
	g_free(card);
}
typedef struct card card;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(card, card_free)

static void count_touches(struct card *card, GArray *touches)
{
	g_autofree gint64 *times = g_new(gint64, touches->len);

	card->touches = touches->len;
	for (guint i = 0; i < touches->len; i++) {
		const struct store_touch *touch =
		    &g_array_index(touches, struct store_touch, i);

		times[i] = touch->at;
		if (touch->direction == DIRECTION_BOTH)
			card->meetings++;
	}
	spark_count_months(times, touches->len, card->now, card->zone,
			   card->months, MONTHS);
}

static struct card *card_read(struct store *store, const char *text,
			      GTimeZone *zone, GError **error)
{
	g_autoptr(card) card = g_new0(struct card, 1);
	g_autoptr(GArray) touches = NULL;
	gint64 id;

	card->now = clock_now();
	card->zone = zone;
	card->person = contact_find(store, text, error);
	if (card->person == NULL)
		return NULL;
	id = card->person->person_id;
	card->addresses = store_address_list_by_person(store, id, error);
	if (card->addresses == NULL)
		return NULL;
	card->verdicts = store_verdict_list_by_person(store, id, error);
	if (card->verdicts == NULL)
		return NULL;
	card->last =
	    store_touch_history(store, id, G_MAXINT64, LAST_TOUCHES, error);
	if (card->last == NULL)
		return NULL;
	touches = store_touch_list_by_person(store, id, error);
	if (touches == NULL)
		return NULL;
	count_touches(card, touches);
	return g_steal_pointer(&card);
}

/* The verdict that holds or is the next to hold; NULL without one. */
static const struct store_verdict *next_step(const struct card *card)
{
	const struct store_verdict *next = NULL;

	for (guint i = 0; i < card->verdicts->len; i++) {
		const struct store_verdict *verdict = card->verdicts->pdata[i];

		if (verdict->lapse_at <= card->now)
			continue;
		if (next == NULL || verdict->due_at < next->due_at)
			next = verdict;
	}
	return next;
}

static const char *ball_in_words(enum ball ball)
{
	switch (ball) {
	case BALL_YOURS:
		return "yours: it is your turn";
	case BALL_THEIRS:
		return "theirs: they have not answered yet";
	case BALL_NOBODYS:
	case N_BALLS:
		break;
	}
	return "nobody's";
}

static void print_line(const char *title, const char *text)
{
	printf("  %s%-10s%s  %s\n", print_style(STYLE_FAINT), title,
	       print_plain(), text);
}

static void print_time(const struct card *card, const char *title, gint64 at)
{
	g_autofree char *date = NULL, *relative = NULL, *text = NULL;

	if (at == 0)
		return;
	date = when_date(at, card->zone);
	relative = when_relative(at, card->now, card->zone);
	text = g_strdup_printf("%s (%s)", date, relative);
	print_line(title, text);
}

static void print_addresses(const struct card *card)
{
	/* The first one is in the heading. */
	for (guint i = 1; i < card->addresses->len; i++) {
		const struct store_address *address = card->addresses->pdata[i];
		g_autofree char *safe = safe_terminal(address->address);

		print_line(i == 1 ? "also" : "", safe);
	}
}

static void print_counts(const struct card *card)
{
	const struct store_person *person = card->person;
	g_autoptr(GString) touches = g_string_new(NULL);
	g_autofree char *exchanges = NULL;

	g_string_printf(touches,
			"%u (%" G_GINT64_FORMAT " out, %" G_GINT64_FORMAT " in",
			card->touches, person->touches_out, person->touches_in);
	if (card->meetings > 0)
		g_string_append_printf(touches, ", %u both", card->meetings);
	g_string_append_c(touches, ')');
	print_line("touches", touches->str);
	exchanges = g_strdup_printf("%" G_GINT64_FORMAT, person->exchanges);
	print_line("exchanges", exchanges);
	if (person->attempts > 0) {
		g_autofree char *attempts = g_strdup_printf(
		    "%" G_GINT64_FORMAT " without an answer", person->attempts);

		print_line("attempts", attempts);
	}
}

static void print_next(const struct card *card)
{
	const struct store_verdict *next = next_step(card);
	gboolean due = next != NULL && next->due_at <= card->now;
	g_autofree char *sentence = NULL, *when = NULL, *text = NULL;

	if (next == NULL) {
		print_line("next", "nothing is due");
		return;
	}
	sentence = safe_terminal(next->sentence);
	print_line("next", sentence);
	when = when_relative(next->due_at, card->now, card->zone);
	text = g_strdup_printf(
	    "%s%s, due %s%s", print_style(due ? STYLE_PRESSING : STYLE_PLAIN),
	    reason_name((enum reason)next->reason), when, print_plain());
	print_line("", text);
}

/* Asked of the environment: the process itself stays in the C locale. */
static gboolean terminal_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	gboolean utf8;

	if (locale == (locale_t)0)
		return FALSE;
	utf8 = g_str_equal(nl_langinfo_l(CODESET, locale), "UTF-8");
	freelocale(locale);
	return utf8;
}

static void print_months(const struct card *card)
{
	g_autofree char *spark =
	    spark_draw(card->months, MONTHS, terminal_is_utf8());
	g_autofree char *text = NULL;
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(card->now, card->zone), &year, &month,
			  &day);
	/* Twelve months end with this one, so they begin after last year's. */
	text = g_strdup_printf(
	    "%s  %.3s %d to %.3s %d", spark, local_month_name(month % 12 + 1),
	    month == 12 ? year : year - 1, local_month_name(month), year);
	print_line("by month", text);
}

static void print_last(const struct card *card)
{
	for (guint i = card->last->len; i-- > 0;) {
		const struct store_history *line = card->last->pdata[i];
		g_autofree char *date = when_date(line->touch.at, card->zone);
		g_autofree char *subject = safe_terminal(line->subject);
		g_autofree char *text = g_strdup_printf(
		    "%s %-3s %s", date,
		    arrow_of((enum direction)line->touch.direction), subject);

		print_line(i + 1 == card->last->len ? "lately" : "",
			   g_strchomp(text));
	}
}

static void print_card(const struct card *card)
{
	const struct store_person *person = card->person;
	g_autofree char *label = contact_label(person);
	g_autofree char *stage = g_strdup_printf(
	    "%s%s",
	    person->contact ? stage_name((enum stage)person->stage)
			    : "none: a sighting, no contact yet",
	    person->tracked ? ", tracked" : "");

	printf("%s%s%s\n", print_style(STYLE_HEADING), label, print_plain());
	print_addresses(card);
	print_line("stage", stage);
	print_line("ball", ball_in_words((enum ball)person->ball));
	print_counts(card);
	print_time(card, "first", person->first_at);
	print_time(card, "last", person->last_at);
	print_next(card);
	print_months(card);
	print_last(card);
}

static void add_next(struct json *json, const struct card *card)
{
	const struct store_verdict *next = next_step(card);

	if (next == NULL) {
		json_text(json, "next", NULL);
		return;
	}
	json_begin_object(json, "next");
	json_text(json, "reason", reason_name((enum reason)next->reason));
	json_time(json, "since", next->since_at);
	json_time(json, "due_at", next->due_at);
	json_time(json, "lapse_at",
		  next->lapse_at < VERDICT_NEVER ? next->lapse_at : 0);
	json_text(json, "sentence", next->sentence);
	json_end_object(json);
}

static void add_lists(struct json *json, const struct card *card)
{
	json_begin_list(json, "addresses");
	for (guint i = 0; i < card->addresses->len; i++) {
		const struct store_address *address = card->addresses->pdata[i];

		json_text(json, NULL, address->address);
	}
	json_end_list(json);
	json_begin_list(json, "months");
	for (guint i = 0; i < MONTHS; i++)
		json_number(json, NULL, card->months[i]);
	json_end_list(json);
	json_begin_list(json, "lately");
	for (guint i = card->last->len; i-- > 0;) {
		const struct store_history *line = card->last->pdata[i];

		json_begin_object(json, NULL);
		json_time(json, "at", line->touch.at);
		json_text(
		    json, "direction",
		    direction_name((enum direction)line->touch.direction));
		json_text(json, "channel",
			  channel_name((enum channel)line->touch.channel));
		json_text(json, "subject", line->subject);
		json_end_object(json);
	}
	json_end_list(json);
}

static void print_json(const struct card *card)
{
	g_autoptr(json_t) json = json_new();
	const struct store_person *person = card->person;

	json_text(json, "name", person->name);
	json_text(json, "address", person->address);
	json_truth(json, "contact", person->contact);
	json_truth(json, "tracked", person->tracked);
	json_text(json, "stage",
		  person->contact ? stage_name((enum stage)person->stage)
				  : NULL);
	json_text(json, "ball", ball_name((enum ball)person->ball));
	json_number(json, "touches_out", person->touches_out);
	json_number(json, "touches_in", person->touches_in);
	json_number(json, "touches_both", card->meetings);
	json_number(json, "exchanges", person->exchanges);
	json_number(json, "attempts", person->attempts);
	json_time(json, "first_at", person->first_at);
	json_time(json, "last_at", person->last_at);
	add_next(json, card);
	add_lists(json, card);
	json_print(json);
}

static int show_run(struct call *call, GError **error)
{
	g_autofree char *text = g_strjoinv(" ", call->argv);
	struct store *store = call_store(call, error);
	g_autoptr(card) card = NULL;

	if (store == NULL)
		return COMMAND_FAILED;
	card = card_read(store, text, call->config->zone, error);
	if (card == NULL)
		return COMMAND_FAILED;
	if (call->json)
		print_json(card);
	else
		print_card(card);
	return 0;
}

const struct command command_show = {
	.name = "show",
	.summary = "one contact's card: stage, touches, ball, next step",
	.arguments = "CONTACT",
	.example = "tend show ann",
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = show_run,
};
