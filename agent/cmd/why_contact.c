/*
 * tend why CONTACT: every count, the runs behind them, why this stage, and
 * each verdict with its rule and evidence.
 */
#include <stdio.h>

#include "agent/arrow.h"
#include "agent/border/words.h"
#include "agent/cmd/why.h"
#include "agent/contact.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/runs.h"
#include "agent/rules/stall.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/saying.h"
#include "store/touch.h"
#include "store/verdict.h"

/* All that a judgement of the person rests on. */
struct evidence {
	const struct store_person *person;
	GTimeZone *zone;      /* lent */
	GPtrArray *addresses; /* struct store_address */
	GPtrArray *history;   /* struct store_history */
	GPtrArray *verdicts;  /* struct store_verdict */
	GPtrArray *sayings;   /* struct store_saying, of all addresses */
	GArray *touches;      /* struct touch */
	struct runs runs;
	guint messages;		/* that name one of the addresses */
	guint without[N_KINDS]; /* of these, without a touch */
};

typedef struct evidence evidence;

static void evidence_free(struct evidence *evidence)
{
	g_clear_pointer(&evidence->addresses, g_ptr_array_unref);
	g_clear_pointer(&evidence->history, g_ptr_array_unref);
	g_clear_pointer(&evidence->verdicts, g_ptr_array_unref);
	g_clear_pointer(&evidence->sayings, g_ptr_array_unref);
	g_clear_pointer(&evidence->touches, g_array_unref);
	g_free(evidence);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(evidence, evidence_free)

static void read_runs(struct evidence *evidence)
{
	GPtrArray *history = evidence->history;

	evidence->touches = g_array_new(FALSE, TRUE, sizeof(struct touch));
	for (guint i = 0; i < history->len; i++) {
		const struct store_history *line = history->pdata[i];
		const struct touch touch = {
			.at = line->touch.at,
			.source = line->touch.source,
			.direction = (enum direction)line->touch.direction,
			.channel = (enum channel)line->touch.channel,
			.recipients = (guint)line->touch.recipients,
			.conversation = line->touch.conversation_id,
			.signs = (guint)line->touch.signs,
			.day = line->touch.day,
			.ask_day = line->touch.ask_day,
		};

		g_array_append_val(evidence->touches, touch);
	}
	runs_count((const struct touch *)(gpointer)evidence->touches->data,
		   evidence->touches->len, evidence->zone, &evidence->runs);
}

static gboolean read_sayings(struct evidence *evidence, struct store *store,
			     GError **error)
{
	evidence->sayings = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < evidence->addresses->len; i++) {
		const struct store_address *address =
		    evidence->addresses->pdata[i];
		g_autoptr(GPtrArray) sayings =
		    store_saying_list(store, address->address, error);

		if (sayings == NULL)
			return FALSE;
		g_ptr_array_extend_and_steal(evidence->sayings,
					     g_steal_pointer(&sayings));
	}
	return TRUE;
}

static gboolean count_message(struct evidence *evidence, struct store *store,
			      gint64 key, GHashTable *touched, GError **error)
{
	g_autoptr(store_message) message = NULL;

	if (!store_message_find(store, key, &message, error))
		return FALSE;
	if (message == NULL)
		return TRUE;
	evidence->messages++;
	if (!g_hash_table_contains(touched, &key) && message->kind >= 0 &&
	    message->kind < N_KINDS)
		evidence->without[message->kind]++;
	return TRUE;
}

/* Which of the mail with these addresses made no touch. */
static gboolean read_messages(struct evidence *evidence, struct store *store,
			      GError **error)
{
	g_autoptr(GHashTable) touched =
	    g_hash_table_new(g_int64_hash, g_int64_equal);
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < evidence->touches->len; i++)
		g_hash_table_add(
		    touched,
		    &g_array_index(evidence->touches, struct touch, i).source);
	for (guint i = 0; i < evidence->addresses->len; i++) {
		const struct store_address *address =
		    evidence->addresses->pdata[i];
		g_autoptr(GArray) keys = store_message_list_keys_by_address(
		    store, address->address_id, error);

		if (keys == NULL)
			return FALSE;
		for (guint j = 0; j < keys->len; j++) {
			gint64 key = g_array_index(keys, gint64, j);

			if (!g_hash_table_add(seen,
					      g_memdup2(&key, sizeof(key))))
				continue;
			if (!count_message(evidence, store, key, touched,
					   error))
				return FALSE;
		}
	}
	return TRUE;
}

static struct evidence *evidence_read(struct call *call, struct store *store,
				      const struct store_person *person,
				      GError **error)
{
	g_autoptr(evidence) evidence = g_new0(struct evidence, 1);
	gint64 id = person->person_id;

	evidence->person = person;
	evidence->zone = call->config->zone;
	evidence->addresses = store_address_list_by_person(store, id, error);
	if (evidence->addresses == NULL)
		return NULL;
	evidence->history =
	    store_touch_history(store, id, G_MAXINT64, 0, error);
	if (evidence->history == NULL)
		return NULL;
	evidence->verdicts = store_verdict_list_by_person(store, id, error);
	if (evidence->verdicts == NULL)
		return NULL;
	if (!read_sayings(evidence, store, error))
		return NULL;
	read_runs(evidence);
	if (!read_messages(evidence, store, error))
		return NULL;
	return g_steal_pointer(&evidence);
}

/* The i-th touch begins a run; count that run, and return where it ends. */
static guint run_at(const struct evidence *evidence, guint i,
		    struct run *run_out)
{
	const struct touch *touches =
	    (const struct touch *)(gpointer)evidence->touches->data;
	struct runs runs;
	guint end = i;

	while (end < evidence->touches->len &&
	       touches[end].direction == touches[i].direction)
		end++;
	runs_count(touches + i, end - i, evidence->zone, &runs);
	*run_out = runs.open;
	return end;
}

static const struct store_saying *last_said(const struct evidence *evidence,
					    const char *verb)
{
	const struct store_saying *last = NULL;

	for (guint i = 0; i < evidence->sayings->len; i++) {
		const struct store_saying *saying = evidence->sayings->pdata[i];

		if (g_str_equal(saying->verb, verb) &&
		    (last == NULL || saying->said_at >= last->said_at))
			last = saying;
	}
	return last;
}

static char *explain_stage(const struct evidence *evidence)
{
	const struct store_saying *said = last_said(evidence, "stage");
	g_autofree char *date = NULL;

	if (said != NULL) {
		date = when_date(said->said_at, evidence->zone);
		return g_strdup_printf("you said so on %s", date);
	}
	if (!evidence->person->contact)
		return g_strdup("a sighting: you never wrote to them");
	switch ((enum stage)evidence->person->stage) {
	case STAGE_LEAD:
		return g_strdup("you named them, and have not yet written");
	case STAGE_CONTACTED:
		return g_strdup("you wrote, and there is no exchange yet");
	case STAGE_ENGAGED:
		return g_strdup("there is at least one exchange");
	case STAGE_CUSTOMER:
	case STAGE_LOST:
		return g_strdup("you said so");
	case STAGE_NONE:
	case N_STAGES:
		break;
	}
	return g_strdup("not judged yet");
}

static const char *explain_ball(const struct evidence *evidence)
{
	switch ((enum ball)evidence->person->ball) {
	case BALL_YOURS:
		return "yours: the last run is theirs";
	case BALL_THEIRS:
		return "theirs: the last run is yours";
	case BALL_NOBODYS:
	case N_BALLS:
		break;
	}
	return "nobody's: all is settled, or nothing came yet";
}

static const struct rule *find_rule(int reason)
{
	for (gsize i = 0; stall_rules[i] != NULL; i++)
		if ((int)stall_rules[i]->reason == reason)
			return stall_rules[i];
	return NULL;
}

static void print_addresses(const struct evidence *evidence)
{
	for (guint i = 0; i < evidence->addresses->len; i++) {
		const struct store_address *address =
		    evidence->addresses->pdata[i];
		g_autofree char *safe = safe_terminal(address->address);
		g_autofree char *text = g_strdup_printf(
		    "%s: %" G_GINT64_FORMAT " sent to, %" G_GINT64_FORMAT
		    " received from",
		    safe, address->sent_to, address->received_from);

		why_print_line(i == 0 ? "addresses" : "", text);
	}
}

static void print_touches(const struct evidence *evidence)
{
	const struct runs *runs = &evidence->runs;
	g_autofree char *touches = g_strdup_printf(
	    "%u: %u out, %u in, %u both", evidence->touches->len,
	    runs->touches_out, runs->touches_in, runs->touches_both);
	g_autofree char *messages =
	    g_strdup_printf("%u name one of the addresses", evidence->messages);

	why_print_line("touches", touches);
	why_print_line("messages", messages);
	for (guint kind = 0; kind < N_KINDS; kind++) {
		g_autofree char *text = NULL;

		if (evidence->without[kind] == 0)
			continue;
		text = g_strdup_printf(
		    "%u %s without a touch%s", evidence->without[kind],
		    border_kind_name((enum kind)kind),
		    kind == KIND_HUMAN
			? ": only in Cc, a crowd, or not with them"
			: "");
		why_print_line("", text);
	}
}

static void print_run(const struct evidence *evidence, const struct run *run,
		      guint number)
{
	g_autofree char *first = when_date(run->first_at, evidence->zone);
	g_autofree char *last = when_date(run->last_at, evidence->zone);
	g_autoptr(GString) text = g_string_new(first);
	g_autofree char *title = number == 1 ? g_strdup("runs") : g_strdup("");

	if (!g_str_equal(first, last))
		g_string_append_printf(text, " to %s", last);
	g_string_append_printf(text, "  %-3s  %u %s", arrow_of(run->direction),
			       run->touches,
			       run->touches == 1 ? "touch" : "touches");
	if (run->direction == DIRECTION_OUT)
		g_string_append_printf(text, ", %u %s", run->attempts,
				       run->attempts == 1 ? "attempt"
							  : "attempts");
	why_print_line(title, text->str);
}

static void print_runs(const struct evidence *evidence)
{
	g_autofree char *exchanges = NULL;
	guint number = 0;

	for (guint i = 0; i < evidence->touches->len;) {
		struct run run;

		i = run_at(evidence, i, &run);
		print_run(evidence, &run, ++number);
	}
	exchanges = g_strdup_printf(
	    "%u: a run and the one that answers it, and each touch of both",
	    evidence->runs.exchanges);
	why_print_line("exchanges", exchanges);
}

static void print_sayings(const struct evidence *evidence)
{
	for (guint i = 0; i < evidence->sayings->len; i++) {
		const struct store_saying *saying = evidence->sayings->pdata[i];
		g_autofree char *date =
		    when_date(saying->said_at, evidence->zone);
		g_autofree char *line =
		    g_strdup_printf("%s: %s %s %s", date, saying->verb,
				    saying->word, saying->text);
		g_autofree char *safe = safe_terminal(g_strchomp(line));

		why_print_line(i == 0 ? "you said" : "", safe);
	}
}

static gboolean print_source(struct store *store,
			     const struct store_verdict *verdict,
			     GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autofree char *text = NULL, *safe = NULL;

	if (verdict->source <= 0)
		return TRUE;
	if (!store_message_find(store, verdict->source, &message, error))
		return FALSE;
	if (message == NULL)
		return TRUE;
	text = g_strdup_printf("<%s> \"%s\"", message->mid, message->subject);
	safe = safe_terminal(text);
	why_print_line("rests on", safe);
	g_clear_pointer(&text, g_free);
	g_clear_pointer(&safe, g_free);
	text = g_strdup_printf(
	    "%s: %s", border_kind_name((enum kind)message->kind),
	    *message->evidence != '\0' ? message->evidence
				       : "nothing speaks against it");
	safe = safe_terminal(text);
	why_print_line("", safe);
	return TRUE;
}

static gboolean print_verdicts(const struct evidence *evidence,
			       struct store *store, GError **error)
{
	if (evidence->verdicts->len == 0)
		why_print_line("verdict", "none: no rule holds");
	for (guint i = 0; i < evidence->verdicts->len; i++) {
		const struct store_verdict *verdict =
		    evidence->verdicts->pdata[i];
		const struct rule *rule = find_rule(verdict->reason);
		g_autofree char *sentence = safe_terminal(verdict->sentence);
		g_autofree char *since =
		    when_date_time(verdict->since_at, evidence->zone);
		g_autofree char *due =
		    when_date_time(verdict->due_at, evidence->zone);
		g_autofree char *lapse =
		    verdict->lapse_at >= VERDICT_NEVER
			? g_strdup("never")
			: when_date_time(verdict->lapse_at, evidence->zone);
		g_autofree char *name = g_strdup_printf(
		    "%s%s%s", reason_name((enum reason)verdict->reason),
		    rule != NULL ? ": " : "",
		    rule != NULL ? rule->summary : "");

		why_print_line("verdict", name);
		why_print_line("", sentence);
		why_print_line("since", since);
		why_print_line("due", due);
		why_print_line("lapses", lapse);
		if (!print_source(store, verdict, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean print_text(const struct evidence *evidence, struct store *store,
			   GError **error)
{
	const struct store_person *person = evidence->person;
	g_autofree char *label = contact_label(person);
	g_autofree char *because = explain_stage(evidence);
	g_autofree char *stage = g_strdup_printf(
	    "%s: %s", stage_name((enum stage)person->stage), because);

	printf("%s%s%s\n", print_style(STYLE_HEADING), label, print_plain());
	print_addresses(evidence);
	print_touches(evidence);
	print_runs(evidence);
	print_sayings(evidence);
	why_print_line("stage", stage);
	why_print_line("ball", explain_ball(evidence));
	return print_verdicts(evidence, store, error);
}

static void add_counts(struct json *json, const struct evidence *evidence)
{
	const struct runs *runs = &evidence->runs;

	json_begin_list(json, "addresses");
	for (guint i = 0; i < evidence->addresses->len; i++) {
		const struct store_address *address =
		    evidence->addresses->pdata[i];

		json_begin_object(json, NULL);
		json_text(json, "address", address->address);
		json_number(json, "sent_to", address->sent_to);
		json_number(json, "received_from", address->received_from);
		json_end_object(json);
	}
	json_end_list(json);
	json_number(json, "messages", evidence->messages);
	json_begin_object(json, "without_touch");
	for (guint kind = 0; kind < N_KINDS; kind++)
		if (evidence->without[kind] > 0)
			json_number(json, border_kind_name((enum kind)kind),
				    evidence->without[kind]);
	json_end_object(json);
	json_number(json, "touches_out", runs->touches_out);
	json_number(json, "touches_in", runs->touches_in);
	json_number(json, "touches_both", runs->touches_both);
	json_number(json, "exchanges", runs->exchanges);
}

static void add_runs(struct json *json, const struct evidence *evidence)
{
	json_begin_list(json, "runs");
	for (guint i = 0; i < evidence->touches->len;) {
		struct run run;

		i = run_at(evidence, i, &run);
		json_begin_object(json, NULL);
		json_text(json, "direction", direction_name(run.direction));
		json_number(json, "touches", run.touches);
		json_number(json, "attempts", run.attempts);
		json_time(json, "first_at", run.first_at);
		json_time(json, "last_at", run.last_at);
		json_end_object(json);
	}
	json_end_list(json);
}

static void add_sayings(struct json *json, const struct evidence *evidence)
{
	json_begin_list(json, "said");
	for (guint i = 0; i < evidence->sayings->len; i++) {
		const struct store_saying *saying = evidence->sayings->pdata[i];

		json_begin_object(json, NULL);
		json_time(json, "said_at", saying->said_at);
		json_time(json, "at", saying->at);
		json_text(json, "verb", saying->verb);
		json_text(json, "word", saying->word);
		json_text(json, "text", saying->text);
		json_end_object(json);
	}
	json_end_list(json);
}

static gboolean add_verdict(struct json *json, struct store *store,
			    const struct store_verdict *verdict, GError **error)
{
	const struct rule *rule = find_rule(verdict->reason);
	g_autoptr(store_message) message = NULL;

	if (verdict->source > 0 &&
	    !store_message_find(store, verdict->source, &message, error))
		return FALSE;
	json_begin_object(json, NULL);
	json_text(json, "reason", reason_name((enum reason)verdict->reason));
	json_text(json, "rule", rule != NULL ? rule->summary : NULL);
	json_text(json, "sentence", verdict->sentence);
	json_time(json, "since", verdict->since_at);
	json_time(json, "due_at", verdict->due_at);
	json_time(json, "lapse_at",
		  verdict->lapse_at < VERDICT_NEVER ? verdict->lapse_at : 0);
	json_text(json, "message_id", message != NULL ? message->mid : NULL);
	json_text(json, "subject", message != NULL ? message->subject : NULL);
	json_text(json, "kind",
		  message != NULL ? border_kind_name((enum kind)message->kind)
				  : NULL);
	json_text(json, "evidence",
		  message != NULL && *message->evidence != '\0'
		      ? message->evidence
		      : NULL);
	json_end_object(json);
	return TRUE;
}

static gboolean print_json(const struct evidence *evidence, struct store *store,
			   GError **error)
{
	g_autoptr(json_t) json = json_new();
	const struct store_person *person = evidence->person;
	g_autofree char *because = explain_stage(evidence);

	json_text(json, "contact",
		  *person->name != '\0' ? person->name : person->address);
	add_counts(json, evidence);
	add_runs(json, evidence);
	add_sayings(json, evidence);
	json_text(json, "stage",
		  person->contact ? stage_name((enum stage)person->stage)
				  : NULL);
	json_text(json, "stage_because", because);
	json_text(json, "ball", ball_name((enum ball)person->ball));
	json_begin_list(json, "verdicts");
	for (guint i = 0; i < evidence->verdicts->len; i++)
		if (!add_verdict(json, store, evidence->verdicts->pdata[i],
				 error))
			return FALSE;
	json_end_list(json);
	json_print(json);
	return TRUE;
}

gboolean why_contact(struct call *call, struct store *store,
		     const struct store_person *person, GError **error)
{
	g_autoptr(evidence) evidence =
	    evidence_read(call, store, person, error);

	if (evidence == NULL)
		return FALSE;
	return call->json ? print_json(evidence, store, error)
			  : print_text(evidence, store, error);
}
