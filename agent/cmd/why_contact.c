/*
 * tend why CONTACT: every count, the runs behind them, why this stage, and
 * each verdict with its rule and evidence.
 */
#include <stdio.h>

#include "agent/arrow.h"
#include "agent/border/words.h"
#include "agent/cmd/why.h"
#include "agent/cmd/why_matters.h"
#include "agent/contact.h"
#include "agent/judge/dossier.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "agent/print.h"
#include "agent/rules/runs.h"
#include "agent/rules/stage_history.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/saying.h"
#include "store/touch.h"

/* All that a judgement of the person rests on. */
struct evidence {
	const struct store_person *person;
	GTimeZone *zone; /* lent */
	struct dossier *dossier;
	struct naming *naming;
	const GPtrArray *addresses, *sayings; /* the dossier's */
	GArray *touches;     /* struct touch: those with a direction */
	char *ruled;	     /* why a line says the stage; NULL: none does */
	char *ruled_tracked; /* and that they are to be tracked */
	struct runs runs;
	guint messages;		/* that name one of the addresses */
	guint without[N_KINDS]; /* of these, without a touch */
};

typedef struct evidence evidence;

static void evidence_free(struct evidence *evidence)
{
	naming_free(evidence->naming);
	dossier_free(evidence->dossier);
	g_clear_pointer(&evidence->touches, g_array_unref);
	g_free(evidence->ruled);
	g_free(evidence->ruled_tracked);
	g_free(evidence);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(evidence, evidence_free)

static void read_runs(struct evidence *evidence)
{
	const GArray *touches = evidence->dossier->touches;

	evidence->touches = g_array_new(FALSE, TRUE, sizeof(struct touch));
	for (guint i = 0; i < touches->len; i++) {
		const struct touch touch =
		    g_array_index(touches, struct touch, i);

		if (touch.direction != DIRECTION_NONE)
			g_array_append_val(evidence->touches, touch);
	}
	/* Of all: a colleague's answer ends a run. */
	runs_count((const struct touch *)(gpointer)touches->data, touches->len,
		   evidence->zone, &evidence->runs);
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

/* What lines of the configuration say, where they have an effect. */
static gboolean read_ruling(struct evidence *evidence, struct store *store,
			    GError **error)
{
	const struct dossier *dossier = evidence->dossier;
	const struct said *said = &dossier->heard.said;
	enum stage stage = dossier->summary.stage;
	enum sign sign = stage == STAGE_LOST ? SIGN_LOST : SIGN_CUSTOMER;
	g_autoptr(GPtrArray) history = store_touch_history(
	    store, dossier->person->person_id, G_MAXINT64, 0, error);

	if (history == NULL)
		return FALSE;
	if (said->stage == STAGE_NONE && dossier->summary.stop_at == 0 &&
	    (stage == STAGE_CUSTOMER || stage == STAGE_LOST) &&
	    !ruling_explain(dossier->ruling, sign, dossier->addresses,
			    dossier->heard.tags, history, &evidence->ruled,
			    error))
		return FALSE;
	return said->tracked || !dossier->summary.tracked ||
	       ruling_explain(dossier->ruling, SIGN_TRACK, dossier->addresses,
			      dossier->heard.tags, history,
			      &evidence->ruled_tracked, error);
}

static struct evidence *evidence_read(struct call *call, struct store *store,
				      const struct store_person *person,
				      GError **error)
{
	g_autoptr(evidence) evidence = g_new0(struct evidence, 1);
	struct store_person *own;

	evidence->zone = call->config->zone;
	if (!store_person_find(store, person->person_id, &own, error))
		return NULL;
	if (own == NULL) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "'%s' was changed just now; try again",
			    person->address);
		return NULL;
	}
	evidence->dossier = dossier_read(store, call->config, own, error);
	if (evidence->dossier == NULL)
		return NULL;
	evidence->person = evidence->dossier->person;
	evidence->addresses = evidence->dossier->addresses;
	evidence->sayings = evidence->dossier->sayings;
	evidence->naming = naming_collect(store, &evidence->dossier->settings,
					  evidence->dossier->now, 0, error);
	if (evidence->naming == NULL)
		return NULL;
	read_runs(evidence);
	if (!read_ruling(evidence, store, error))
		return NULL;
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

static const struct stage_change *stage_at(const struct evidence *evidence,
					   guint i)
{
	return &g_array_index(evidence->dossier->stages, struct stage_change,
			      i);
}

static char *explain_change(const struct evidence *evidence, guint i)
{
	const struct stage_change *change = stage_at(evidence, i);
	g_autofree char *date = when_date(change->at, evidence->zone);

	return g_strdup_printf("%s on %s", change->why, date);
}

static char *explain_stage(const struct evidence *evidence)
{
	guint n = evidence->dossier->stages->len;

	if (!evidence->person->contact)
		return g_strdup("a sighting: you never wrote to them");
	if (evidence->ruled != NULL)
		return g_strdup(evidence->ruled);
	if (n > 0 &&
	    (int)stage_at(evidence, n - 1)->stage == evidence->person->stage)
		return explain_change(evidence, n - 1);
	if (evidence->person->colleague)
		return g_strdup("a colleague has no stage unless you say one");
	return g_strdup("not judged yet");
}

/* Those before the present one. */
static void print_stages(const struct evidence *evidence)
{
	for (guint i = 0; i + 1 < evidence->dossier->stages->len; i++) {
		g_autofree char *why = explain_change(evidence, i);
		g_autofree char *text = g_strdup_printf(
		    "before that %s: %s",
		    stage_name(stage_at(evidence, i)->stage), why);

		why_print_line("", text);
	}
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

static gboolean print_text(const struct evidence *evidence,
			   const struct why_matters *matters, GError **error)
{
	const struct store_person *person = evidence->person;
	g_autofree char *label = contact_label(person);
	g_autofree char *because = explain_stage(evidence);
	g_autofree char *stage = g_strdup_printf(
	    "%s: %s", stage_name((enum stage)person->stage), because);
	g_autofree char *safe = safe_terminal(stage);

	print_line(STYLE_HEADING, 2, label);
	print_addresses(evidence);
	print_touches(evidence);
	print_runs(evidence);
	print_sayings(evidence);
	why_print_line("stage", safe);
	print_stages(evidence);
	if (evidence->ruled_tracked != NULL) {
		g_autofree char *why = safe_terminal(evidence->ruled_tracked);

		why_print_line("tracked", why);
	}
	why_print_line("ball", explain_ball(evidence));
	return why_matters_print(matters, error);
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

static gboolean print_json(const struct evidence *evidence,
			   const struct why_matters *matters, GError **error)
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
	if (!why_matters_json(matters, json, error))
		return FALSE;
	json_print(json);
	return TRUE;
}

gboolean why_contact(struct call *call, struct store *store,
		     const struct store_person *person, GError **error)
{
	g_autoptr(evidence) evidence =
	    evidence_read(call, store, person, error);
	struct why_matters matters;

	if (evidence == NULL)
		return FALSE;
	matters = (struct why_matters){
		.store = store,
		.config = call->config,
		.dossier = evidence->dossier,
		.naming = evidence->naming,
	};
	return call->json ? print_json(evidence, &matters, error)
			  : print_text(evidence, &matters, error);
}
