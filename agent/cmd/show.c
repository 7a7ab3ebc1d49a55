/* tend show: one contact's card. */
#include <stdio.h>
#include <string.h>

#include "agent/arrow.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/judge/dossier.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/local_day.h"
#include "agent/rules/stage_history.h"
#include "agent/rules/stall.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/post/drafts.h"
#include "agent/spark.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/message.h"
#include "store/saying.h"
#include "store/touch.h"
#include "store/verdict.h"

#define MONTHS 12
#define LAST_TOUCHES 5

/* All that is on the card. */
struct card {
	struct store *store;	 /* lent */
	struct dossier *dossier; /* everything but what follows */
	const struct store_person *person;
	GPtrArray *last; /* struct store_history, oldest first */
	GPtrArray *nos;	 /* struct no, oldest first */
	char *answered_by;
	struct store_draft *draft; /* that waits for the user; NULL: none */
	guint months[MONTHS];
	gint64 now;
	GTimeZone *zone; /* lent */
};

/* Once that they declined. */
struct no {
	gint64 at;
	char *sentence; /* "" if none is kept */
};

static void free_no(gpointer data)
{
	struct no *no = data;

	g_free(no->sentence);
	g_free(no);
}

static void card_free(struct card *card)
{
	dossier_free(card->dossier);
	g_clear_pointer(&card->last, g_ptr_array_unref);
	g_clear_pointer(&card->nos, g_ptr_array_unref);
	g_free(card->answered_by);
	g_free(card->draft);
	g_free(card);
}
typedef struct card card;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(card, card_free)

static const struct touch *touch_at(const struct card *card, guint i)
{
	return &g_array_index(card->dossier->touches, struct touch, i);
}

static void count_months(struct card *card)
{
	guint n = card->dossier->touches->len;
	g_autofree gint64 *times = g_new(gint64, n + 1);
	guint touches = 0;

	for (guint i = 0; i < n; i++)
		if (touch_at(card, i)->direction != DIRECTION_NONE)
			times[touches++] = touch_at(card, i)->at;
	spark_count_months(times, touches, card->now, card->zone, card->months,
			   MONTHS);
}

static void add_no(struct card *card, gint64 at, char *sentence)
{
	struct no *no = g_new0(struct no, 1);

	no->at = at;
	no->sentence = sentence;
	g_ptr_array_add(card->nos, no);
}

static gint compare_nos(gconstpointer a, gconstpointer b)
{
	const struct no *x = *(struct no *const *)a;
	const struct no *y = *(struct no *const *)b;

	return (x->at > y->at) - (x->at < y->at);
}

/* Those in their mail, and those that the user told of. */
static gboolean read_nos(struct card *card, GError **error)
{
	const GPtrArray *sayings = card->dossier->sayings;

	card->nos = g_ptr_array_new_with_free_func(free_no);
	for (guint i = 0; i < card->dossier->touches->len; i++) {
		const struct touch *touch = touch_at(card, i);
		g_autoptr(store_message) message = NULL;
		char *sentence;

		if (touch->direction != DIRECTION_IN ||
		    !(touch->signs & SIGN_NO))
			continue;
		if (!dossier_find_sentence(card->store, touch->source, SIGN_NO,
					   &message, &sentence, error))
			return FALSE;
		add_no(card, touch->at, sentence);
	}
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		if (g_str_equal(saying->verb, "no"))
			add_no(card, saying->at, g_strdup(saying->text));
	}
	g_ptr_array_sort(card->nos, compare_nos);
	return TRUE;
}

/* Who of theirs has answered what is still open with them. */
static gboolean read_answered_by(struct card *card, GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_address) address = NULL;

	if (card->dossier->answered_by <= 0)
		return TRUE;
	if (!store_message_find(card->store, card->dossier->answered_by,
				&message, error))
		return FALSE;
	if (message == NULL)
		return TRUE;
	if (!store_address_find_by_id(card->store, message->address_id,
				      &address, error))
		return FALSE;
	if (address != NULL)
		card->answered_by = g_strdup(
		    *address->name != '\0' ? address->name : address->address);
	return TRUE;
}

static struct card *card_read(struct store *store, const char *text,
			      const struct config *config, GError **error)
{
	g_autoptr(card) card = g_new0(struct card, 1);
	struct store_person *person = contact_find(store, text, error);

	if (person == NULL)
		return NULL;
	card->store = store;
	card->dossier = dossier_read(store, config, person, error);
	if (card->dossier == NULL)
		return NULL;
	card->person = person;
	card->now = card->dossier->now;
	card->zone = config->zone;
	card->last = store_touch_history(store, person->person_id, G_MAXINT64,
					 LAST_TOUCHES, error);
	if (card->last == NULL || !read_nos(card, error) ||
	    !read_answered_by(card, error) ||
	    !drafts_find_waiting(store, person->person_id, &card->draft, error))
		return NULL;
	count_months(card);
	return g_steal_pointer(&card);
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

static void print_text(const char *title, const char *text)
{
	print_field(title, STYLE_PLAIN, 0, text);
}

static void print_time(const struct card *card, const char *title, gint64 at)
{
	g_autofree char *date = NULL, *relative = NULL, *text = NULL;

	if (at == 0)
		return;
	date = when_date(at, card->zone);
	relative = when_relative(at, card->now, card->zone);
	text = g_strdup_printf("%s (%s)", date, relative);
	print_text(title, text);
}

static void print_safe(const char *title, const char *text)
{
	g_autofree char *safe = safe_terminal(text);

	g_strstrip(safe);
	if (*safe != '\0')
		print_text(title, safe);
}

/* What a card said last that they are; "" for nothing. */
static const char *find_title(const struct card *card)
{
	const GPtrArray *sayings = card->dossier->sayings;

	for (guint i = sayings->len; i-- > 0;) {
		const struct store_saying *saying = sayings->pdata[i];

		if (g_str_equal(saying->verb, "title"))
			return saying->text;
	}
	return "";
}

static void print_addresses(const struct card *card)
{
	const GPtrArray *addresses = card->dossier->addresses;

	/* The first one is in the heading. */
	for (guint i = 1; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		print_safe(i == 1 ? "also" : "", address->address);
	}
	print_safe("organisation", card->person->organisation);
	print_safe("title", find_title(card));
	print_safe("phone", card->person->phone);
	print_safe("tags", card->person->tags);
}

static void print_stages(const struct card *card)
{
	const struct store_person *person = card->person;
	const GArray *stages = card->dossier->stages;
	const char *name = stage_name((enum stage)person->stage);
	g_autoptr(GString) text = g_string_new(NULL);

	if (!person->contact)
		g_string_append(text, "none: a sighting, no contact yet");
	else if (person->stage != STAGE_NONE)
		g_string_append(text, name);
	else
		g_string_append(text, "none");
	if (person->colleague)
		g_string_append(text, ", a colleague");
	if (person->tracked)
		g_string_append_printf(text, ", tracked, cadence %s",
				       person->cadence);
	print_safe("stage", text->str);
	for (guint i = 0; i < stages->len; i++) {
		const struct stage_change *change =
		    &g_array_index(stages, struct stage_change, i);
		g_autofree char *date = when_date(change->at, card->zone);
		g_autofree char *line = g_strdup_printf(
		    "%s %s: %s", date, stage_name(change->stage), change->why);

		print_text("", line);
	}
}

/* Or their matters would seem to be forgotten. */
static void print_muted(const struct card *card)
{
	g_autofree char *line = NULL;

	if (!card->dossier->heard.said.muted)
		return;
	line = g_strdup_printf("never named; 'tend mute --off %s' names them "
			       "again",
			       card->person->address);
	print_safe("muted", line);
}

static void print_nos(const struct card *card)
{
	g_autofree char *count = NULL;

	if (card->nos->len == 0)
		return;
	count = g_strdup_printf("%" G_GINT64_FORMAT " of %u", card->person->nos,
				card->dossier->settings.no_limit);
	print_text("nos", count);
	for (guint i = 0; i < card->nos->len; i++) {
		const struct no *no = card->nos->pdata[i];
		g_autofree char *date = when_date(no->at, card->zone);
		g_autofree char *line =
		    *no->sentence != '\0'
			? g_strdup_printf("%s \"%s\"", date, no->sentence)
			: g_strdup(date);

		print_safe("", line);
	}
}

/* The target is for those whom one cares about: real text on both sides. */
static char *exchanges_text(const struct card *card)
{
	const struct store_person *person = card->person;
	guint target = card->dossier->settings.target;

	if (!person->tracked || person->colleague)
		return g_strdup_printf("%" G_GINT64_FORMAT, person->exchanges);
	if (person->progress == person->exchanges)
		return g_strdup_printf("%" G_GINT64_FORMAT "/%u",
				       person->progress, target);
	return g_strdup_printf("%" G_GINT64_FORMAT "/%u (of %" G_GINT64_FORMAT
			       " in all)",
			       person->progress, target, person->exchanges);
}

static void print_counts(const struct card *card)
{
	const struct summary *summary = &card->dossier->summary;
	g_autoptr(GString) touches = g_string_new(NULL);
	g_autofree char *exchanges = exchanges_text(card);

	g_string_printf(touches, "%u (%u out, %u in",
			summary->touches_out + summary->touches_in +
			    summary->touches_both,
			summary->touches_out, summary->touches_in);
	if (summary->touches_both > 0)
		g_string_append_printf(touches, ", %u both",
				       summary->touches_both);
	g_string_append_c(touches, ')');
	print_text("touches", touches->str);
	print_text("exchanges", exchanges);
	if (card->person->attempts > 0) {
		g_autofree char *attempts =
		    g_strdup_printf("%" G_GINT64_FORMAT " without an answer",
				    card->person->attempts);

		print_text("attempts", attempts);
	}
	print_nos(card);
}

static void print_answers(const struct card *card)
{
	gint64 first = card->dossier->summary.first_answer;

	if (card->person->answer_within != 0) {
		g_autofree char *span = when_span(card->person->answer_within);
		g_autofree char *text =
		    g_strdup_printf("usually answers within %s", span);

		print_text("answers", text);
	}
	if (first != 0) {
		g_autofree char *span = when_span(first);
		g_autofree char *text = g_strdup_printf(
		    "their first word was answered within %s", span);

		print_text("first answer", text);
	}
}

static void print_ball(const struct card *card)
{
	print_text("ball", ball_in_words((enum ball)card->person->ball));
	if (card->answered_by != NULL) {
		g_autofree char *text = g_strdup_printf(
		    "answered by %s, for them", card->answered_by);

		print_safe("", text);
	}
}

/* A rung may have another one than the first. */
static enum reason reason_now(const struct card *card,
			      const struct store_verdict *verdict)
{
	struct rung last, next;

	dossier_stand(card->dossier, verdict, &last, &next);
	return last.due_at != 0 ? last.reason : (enum reason)verdict->reason;
}

/* "due since 2026-03-09 (today 07:30), by call; again 2026-03-12 (in 3 days)"
 */
static char *rungs_text(const struct card *card,
			const struct store_verdict *verdict)
{
	struct rung last, next;
	GString *text = g_string_new(NULL);

	dossier_stand(card->dossier, verdict, &last, &next);
	if (last.due_at != 0) {
		g_autofree char *when =
		    when_relative(last.due_at, card->now, card->zone);

		g_string_append_printf(text, "was due %s", when);
	}
	if (next.due_at != 0) {
		g_autofree char *date = when_date(next.due_at, card->zone);
		g_autofree char *when =
		    when_relative(next.due_at, card->now, card->zone);

		g_string_append_printf(text, "%sdue %s (%s)",
				       text->len > 0 ? ", " : "", date, when);
		if (next.channel != CHANNEL_EMAIL)
			g_string_append_printf(text, " by %s",
					       channel_name(next.channel));
	} else {
		g_string_append_printf(text, "%sthen let be",
				       text->len > 0 ? ", " : "");
	}
	return g_string_free(text, FALSE);
}

static gboolean is_open(const struct card *card,
			const struct store_verdict *verdict)
{
	return verdict->lapse_at > card->now;
}

static void print_matters(const struct card *card)
{
	const GPtrArray *verdicts = card->dossier->verdicts;
	guint n = 0;

	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];
		gboolean due = verdict->due_at <= card->now;
		const char *reason;
		g_autofree char *rungs = NULL, *line = NULL, *quote = NULL;

		if (!is_open(card, verdict))
			continue;
		reason = reason_name(reason_now(card, verdict));
		rungs = rungs_text(card, verdict);
		line = g_strdup_printf("%s: %s", reason, rungs);
		print_field(n++ == 0 ? "open" : "",
			    due ? STYLE_PRESSING : STYLE_PLAIN, strlen(reason),
			    line);
		print_safe("", verdict->sentence);
		quote = g_strdup_printf("\"%s\"", verdict->quote);
		if (*verdict->quote != '\0')
			print_safe("", quote);
	}
	if (n == 0)
		print_text("open", "nothing is due");
}

static void print_notes(const struct card *card)
{
	const GPtrArray *sayings = card->dossier->sayings;
	gboolean first = TRUE;

	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];
		g_autofree char *date = NULL, *line = NULL;

		if (!g_str_equal(saying->verb, "note"))
			continue;
		date = when_date(saying->at, card->zone);
		line = g_strdup_printf("%s %s", date, saying->text);
		print_safe(first ? "notes" : "", line);
		first = FALSE;
	}
}

static void print_months(const struct card *card)
{
	g_autofree char *spark =
	    spark_draw(card->months, MONTHS, print_knows_utf8());
	g_autofree char *text = NULL;
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(card->now, card->zone), &year, &month,
			  &day);
	/* Twelve months end with this one, so they begin after last year's. */
	text = g_strdup_printf(
	    "%s  %.3s %d to %.3s %d", spark, local_month_name(month % 12 + 1),
	    month == 12 ? year : year - 1, local_month_name(month), year);
	print_text("by month", text);
}

static void print_last(const struct card *card)
{
	gboolean first = TRUE;

	for (guint i = card->last->len; i-- > 0;) {
		const struct store_history *line = card->last->pdata[i];
		g_autofree char *date = when_date(line->touch.at, card->zone);
		g_autofree char *text = NULL;

		/* What is no touch is in the history. */
		if (line->touch.direction == DIRECTION_NONE)
			continue;
		/* Its own mail is gone: the subject is the proof's. */
		text = g_strdup_printf(
		    "%s %-3s %s%s", date,
		    arrow_of((enum direction)line->touch.direction),
		    line->subject,
		    line->touch.signs & SIGN_DERIVED
			? " (gone; an answer proves it)"
			: "");
		print_safe(first ? "lately" : "", text);
		first = FALSE;
	}
}

static void print_draft(const struct card *card)
{
	g_autofree char *since = NULL, *text = NULL;

	if (card->draft == NULL)
		return;
	since = when_relative(card->draft->written_at, card->now, card->zone);
	text = g_strdup_printf("waits in the mailbox since %s (%s)", since,
			       card->draft->angle);
	print_text("draft", text);
}

static void print_card(const struct card *card)
{
	g_autofree char *label = contact_label(card->person);
	g_autofree char *link = print_link(card->person->address);

	fputs(link, stdout);
	print_line(STYLE_HEADING, 2, label);
	fputs(*link != '\0' ? print_link_end() : "", stdout);
	print_addresses(card);
	print_stages(card);
	print_muted(card);
	print_ball(card);
	print_counts(card);
	print_time(card, "first", card->person->first_at);
	print_time(card, "last", card->person->last_at);
	print_answers(card);
	print_matters(card);
	print_draft(card);
	print_notes(card);
	print_months(card);
	print_last(card);
}

/* ---- JSON ---- */

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void add_matter(struct json *json, const struct card *card,
		       const struct store_verdict *verdict)
{
	struct rung last, next;

	dossier_stand(card->dossier, verdict, &last, &next);
	json_text(json, "reason", reason_name(reason_now(card, verdict)));
	json_time(json, "since", verdict->since_at);
	json_time(json, "due_at", verdict->due_at);
	json_time(json, "was_due_at", last.due_at);
	json_time(json, "next_at", next.due_at);
	json_text(json, "channel",
		  channel_name(next.due_at != 0 ? next.channel : last.channel));
	json_time(json, "lapse_at",
		  verdict->lapse_at < VERDICT_NEVER ? verdict->lapse_at : 0);
	json_text(json, "message_id", known(verdict->mid));
	json_text(json, "subject", verdict->subject);
	json_text(json, "sentence", verdict->sentence);
	json_text(json, "quote", known(verdict->quote));
}

static void add_matters(struct json *json, const struct card *card)
{
	const GPtrArray *verdicts = card->dossier->verdicts;
	const struct store_verdict *next = NULL;

	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];

		if (is_open(card, verdict) &&
		    (next == NULL || verdict->due_at < next->due_at))
			next = verdict;
	}
	if (next != NULL) {
		json_begin_object(json, "next");
		add_matter(json, card, next);
		json_end_object(json);
	} else {
		json_text(json, "next", NULL);
	}
	json_begin_list(json, "open");
	for (guint i = 0; i < verdicts->len; i++) {
		if (!is_open(card, verdicts->pdata[i]))
			continue;
		json_begin_object(json, NULL);
		add_matter(json, card, verdicts->pdata[i]);
		json_end_object(json);
	}
	json_end_list(json);
}

static void add_stages(struct json *json, const struct card *card)
{
	const GArray *stages = card->dossier->stages;

	json_begin_list(json, "stages");
	for (guint i = 0; i < stages->len; i++) {
		const struct stage_change *change =
		    &g_array_index(stages, struct stage_change, i);

		json_begin_object(json, NULL);
		json_time(json, "at", change->at);
		json_text(json, "stage", stage_name(change->stage));
		json_text(json, "why", change->why);
		json_end_object(json);
	}
	json_end_list(json);
}

/* What was said at a time: nos, notes. */
static void add_said(struct json *json, gint64 at, const char *text)
{
	json_begin_object(json, NULL);
	json_time(json, "at", at);
	json_text(json, "sentence", known(text));
	json_end_object(json);
}

static void add_words(struct json *json, const struct card *card)
{
	const GPtrArray *sayings = card->dossier->sayings;
	g_auto(GStrv) tags = g_strsplit(card->person->tags, " ", -1);

	json_begin_list(json, "tags");
	for (gsize i = 0; tags[i] != NULL; i++)
		if (*tags[i] != '\0')
			json_text(json, NULL, tags[i]);
	json_end_list(json);
	json_begin_list(json, "no_sentences");
	for (guint i = 0; i < card->nos->len; i++) {
		const struct no *no = card->nos->pdata[i];

		add_said(json, no->at, no->sentence);
	}
	json_end_list(json);
	json_begin_list(json, "notes");
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		if (g_str_equal(saying->verb, "note"))
			add_said(json, saying->at, saying->text);
	}
	json_end_list(json);
}

static void add_lists(struct json *json, const struct card *card)
{
	const GPtrArray *addresses = card->dossier->addresses;

	json_begin_list(json, "addresses");
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

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

		if (line->touch.direction == DIRECTION_NONE)
			continue;
		json_begin_object(json, NULL);
		json_time(json, "at", line->touch.at);
		json_text(
		    json, "direction",
		    direction_name((enum direction)line->touch.direction));
		json_text(json, "channel",
			  channel_name((enum channel)line->touch.channel));
		json_text(json, "subject", line->subject);
		json_truth(json, "derived",
			   (line->touch.signs & SIGN_DERIVED) != 0);
		json_end_object(json);
	}
	json_end_list(json);
}

/* Seconds, null where they are not known. */
static void add_seconds(struct json *json, const char *name, gint64 seconds)
{
	if (seconds != 0)
		json_number(json, name, seconds);
	else
		json_text(json, name, NULL);
}

static void add_person(struct json *json, const struct card *card)
{
	const struct store_person *person = card->person;
	const struct summary *summary = &card->dossier->summary;

	json_text(json, "name", person->name);
	json_text(json, "address", person->address);
	json_truth(json, "contact", person->contact);
	json_truth(json, "tracked", person->tracked);
	json_truth(json, "colleague", person->colleague);
	json_truth(json, "muted", card->dossier->heard.said.muted);
	json_text(json, "organisation", known(person->organisation));
	json_text(json, "title", known(find_title(card)));
	json_text(json, "phone", known(person->phone));
	json_text(json, "cadence", known(person->cadence));
	json_text(json, "stage",
		  person->contact ? stage_name((enum stage)person->stage)
				  : NULL);
	json_text(json, "ball", ball_name((enum ball)person->ball));
	json_text(json, "answered_by", card->answered_by);
	json_time(json, "draft_at",
		  card->draft != NULL ? card->draft->written_at : 0);
	json_number(json, "touches_out", summary->touches_out);
	json_number(json, "touches_in", summary->touches_in);
	json_number(json, "touches_both", summary->touches_both);
	json_number(json, "exchanges", person->exchanges);
	json_number(json, "progress", person->progress);
	json_number(json, "exchange_target", card->dossier->settings.target);
	json_number(json, "attempts", person->attempts);
	json_number(json, "nos", person->nos);
	json_number(json, "no_limit", card->dossier->settings.no_limit);
	add_seconds(json, "answer_within", person->answer_within);
	add_seconds(json, "first_answer", summary->first_answer);
	json_time(json, "first_at", person->first_at);
	json_time(json, "last_at", person->last_at);
}

static void print_json(const struct card *card)
{
	g_autoptr(json_t) json = json_new();

	add_person(json, card);
	add_matters(json, card);
	add_stages(json, card);
	add_words(json, card);
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
	card = card_read(store, text, call->config, error);
	if (card == NULL)
		return COMMAND_FAILED;
	if (call->json)
		print_json(card);
	if (!call->json) {
		print_start_pager();
		print_card(card);
	}
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
