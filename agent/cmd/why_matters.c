/*
 * The verdicts of `tend why CONTACT`: rule, ladder, place in the order,
 * evidence, settings; and what cleared what.
 */
#include "agent/cmd/why_matters.h"

#include "agent/border/words.h"
#include "agent/judge/cleared.h"
#include "agent/cmd/why.h"
#include "agent/rules/stall.h"
#include "agent/when.h"

/* More than the last of these are of another time. */
#define CLEARED_SHOWN 5

/* Which settings a reason rests on, but for those of every due time. */
static const char *const settings_of[N_REASONS] = {
	[REASON_NONE] = "",
	[REASON_PROMISED] = "promise-within",
	[REASON_YOU_OWE] = "reply-within",
	[REASON_NEW] = "new-within",
	[REASON_UNDELIVERED] = "",
	[REASON_THEY_OWE] = "answer-within",
	[REASON_GAVE_UP_EARLY] = "cadence tail tail-late",
	[REASON_QUIET] = "quiet-first-year quiet-later quiet-customer",
	[REASON_ASK_REFERRAL] = "",
};

static const char settings_tracked[] = "cadence tail tail-late tail-years";

static const char settings_due[] = "working-days holidays digest-at";

/* Of who is tracked the cadence's rule speaks, which stands behind. */
static const struct rule *find_rule(const struct why_matters *why, int reason)
{
	const struct rule *found = NULL;

	for (gsize i = 0; stall_rules[i] != NULL; i++)
		if ((int)stall_rules[i]->reason == reason &&
		    (found == NULL || why->dossier->person->tracked))
			found = stall_rules[i];
	return found;
}

static const struct naming_item *find_item(const struct why_matters *why,
					   const struct store_verdict *verdict)
{
	const GArray *items = why->naming->items;

	for (guint i = 0; i < items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(items, struct naming_item, i);

		if (item->verdict->person_id == verdict->person_id &&
		    item->verdict->conversation_id == verdict->conversation_id)
			return item;
	}
	return NULL;
}

/* "closed", "named today", "waits: ..." */
static const char *place_of(const struct naming_item *item)
{
	if (item == NULL)
		return "closed: its last morning is behind";
	if (item->named && item->told)
		return "named today on the line of another matter";
	if (item->named)
		return "named today";
	if (item->shown)
		return "named before, and shown until it is answered";
	return "waits for its next morning, and is only counted";
}

/* "2026-03-10, 2026-03-13 call, 2026-03-18; then every 14 days" */
static char *ladder_text(const struct why_matters *why,
			 const struct store_verdict *verdict)
{
	GTimeZone *zone = why->dossier->settings.zone;
	GString *text = g_string_new(NULL);
	struct ladder ladder;

	if (!ladder_parse(verdict->rungs, (enum reason)verdict->reason,
			  &ladder))
		return g_string_free(text, FALSE);
	for (guint i = 0; i < ladder.n; i++) {
		const struct rung *rung = &ladder.rungs[i];
		g_autofree char *date = when_date(rung->due_at, zone);

		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", date);
		if (rung->channel != CHANNEL_EMAIL)
			g_string_append_printf(text, " %s",
					       channel_name(rung->channel));
		if ((int)rung->reason != verdict->reason)
			g_string_append_printf(text, " as %s",
					       reason_name(rung->reason));
	}
	if (ladder.tail_days > 0)
		g_string_append_printf(text, "; then every %d days",
				       ladder.tail_days);
	if (ladder.late_days > 0) {
		g_autofree char *date = when_date(ladder.late_at, zone);

		g_string_append_printf(text, ", from %s on every %d", date,
				       ladder.late_days);
	}
	if (ladder.tail_days == 0)
		g_string_append(text, "; then closed");
	return g_string_free(text, FALSE);
}

static void append_settings(const struct why_matters *why, const char *keys,
			    GString *text)
{
	g_auto(GStrv) words = g_strsplit(keys, " ", -1);

	for (gsize i = 0; words[i] != NULL; i++)
		for (const struct setting *s = config_settings; s->key; s++) {
			g_autofree char *value = NULL;

			if (!g_str_equal(s->group, "tend") ||
			    !g_str_equal(s->key, words[i]))
				continue;
			value = setting_format(s, why->config);
			if (*value == '\0')
				continue;
			g_string_append_printf(text, "%s%s = %s",
					       text->len > 0 ? ", " : "",
					       s->key, value);
		}
}

/* Whose terms they are: "[tag acme]". */
static void append_term(GString *text, const struct term *term)
{
	if (term->tag != NULL)
		g_string_append_printf(text, " in [tag %s]", term->tag);
	else
		g_string_append_printf(text, " in [stage %s]",
				       stage_name(term->stage));
}

static void append_terms(const struct why_matters *why,
			 const struct store_verdict *verdict, GString *text)
{
	const struct terms *terms = &why->dossier->terms;

	if (verdict->reason == REASON_QUIET && terms->quiet_term != NULL) {
		g_string_append_printf(text, "keep-in-touch = %u",
				       terms->quiet_days);
		append_term(text, terms->quiet_term);
	}
	if (verdict->reason != REASON_THEY_OWE ||
	    !why->dossier->person->tracked)
		return;
	g_string_append_printf(text, "their cadence is %s",
			       terms->cadence->name);
	if (terms->cadence_term != NULL)
		append_term(text, terms->cadence_term);
}

static char *settings_text(const struct why_matters *why,
			   const struct store_verdict *verdict)
{
	GString *text = g_string_new(NULL);
	gboolean by_cadence =
	    verdict->reason == REASON_THEY_OWE && why->dossier->person->tracked;

	append_terms(why, verdict, text);
	append_settings(
	    why, by_cadence ? settings_tracked : settings_of[verdict->reason],
	    text);
	append_settings(why, settings_due, text);
	return g_string_free(text, FALSE);
}

/* ---- text ---- */

static gboolean print_source(const struct why_matters *why,
			     const struct store_verdict *verdict,
			     GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autofree char *text = NULL, *kind = NULL;

	if (verdict->source <= 0)
		return TRUE;
	if (!store_message_find(why->store, verdict->source, &message, error))
		return FALSE;
	if (message == NULL)
		return TRUE;
	text = g_strdup_printf("<%s> \"%s\"", message->mid, message->subject);
	why_print_safe("rests on", text);
	kind = g_strdup_printf(
	    "%s: %s", border_kind_name((enum kind)message->kind),
	    *message->evidence != '\0' ? message->evidence
				       : "nothing speaks against it");
	why_print_safe("", kind);
	return TRUE;
}

static void print_order(const struct why_matters *why,
			const struct store_verdict *verdict)
{
	const struct naming_item *item = find_item(why, verdict);
	g_autofree char *order = NULL;

	why_print_line("now", place_of(item));
	if (item == NULL)
		return;
	order = naming_order_text(item, &why->dossier->settings);
	why_print_line("order", order);
}

static gboolean print_verdict(const struct why_matters *why,
			      const struct store_verdict *verdict,
			      GError **error)
{
	GTimeZone *zone = why->dossier->settings.zone;
	const struct rule *rule = find_rule(why, verdict->reason);
	g_autofree char *since = when_date_time(verdict->since_at, zone);
	g_autofree char *lapse = verdict->lapse_at >= VERDICT_NEVER
				     ? g_strdup("never")
				     : when_date_time(verdict->lapse_at, zone);
	g_autofree char *ladder = ladder_text(why, verdict);
	g_autofree char *settings = settings_text(why, verdict);
	g_autofree char *quote = NULL;
	g_autofree char *name = g_strdup_printf(
	    "%s%s%s", reason_name((enum reason)verdict->reason),
	    rule != NULL ? ": " : "", rule != NULL ? rule->summary : "");

	why_print_line("verdict", name);
	why_print_safe("", verdict->sentence);
	quote = g_strdup_printf("\"%s\"", verdict->quote);
	if (*verdict->quote != '\0')
		why_print_safe("in the mail", quote);
	why_print_line("since", since);
	why_print_line("mornings", ladder);
	why_print_line("lapses", lapse);
	print_order(why, verdict);
	why_print_safe("settings", settings);
	return print_source(why, verdict, error);
}

/* "your call", "their mail", "what another wrote" */
static const char *deed_of(const struct touch *touch)
{
	switch (touch->direction) {
	case DIRECTION_OUT:
		return "your";
	case DIRECTION_IN:
		return "their";
	case DIRECTION_BOTH:
		return "a common";
	case DIRECTION_NONE:
	case N_DIRECTIONS:
		break;
	}
	return "another's";
}

static const char *thing_of(const struct touch *touch)
{
	return touch->channel == CHANNEL_EMAIL ? "mail"
					       : channel_name(touch->channel);
}

static gboolean find_mid(const struct why_matters *why,
			 const struct touch *touch, char **mid_out,
			 GError **error)
{
	g_autoptr(store_message) message = NULL;

	*mid_out = NULL;
	if (touch->source > 0 &&
	    !store_message_find(why->store, touch->source, &message, error))
		return FALSE;
	if (message != NULL && *message->mid != '\0')
		*mid_out = g_strdup(message->mid);
	return TRUE;
}

static gboolean print_cleared(const struct why_matters *why, GError **error)
{
	const struct facts facts = dossier_facts(why->dossier);
	g_autoptr(GArray) list = cleared_list(&facts);
	GTimeZone *zone = why->dossier->settings.zone;
	guint first = list->len > CLEARED_SHOWN ? list->len - CLEARED_SHOWN : 0;

	for (guint i = first; i < list->len; i++) {
		const struct cleared *cleared =
		    &g_array_index(list, struct cleared, i);
		g_autofree char *opened = when_date(cleared->opened->at, zone);
		g_autofree char *at = when_date(cleared->by->at, zone);
		g_autofree char *mid = NULL, *text = NULL;

		if (!find_mid(why, cleared->by, &mid, error))
			return FALSE;
		text = g_strdup_printf(
		    "%s on %s, by %s %s of %s%s%s%s", cleared->what, opened,
		    deed_of(cleared->by), thing_of(cleared->by), at,
		    mid != NULL ? " <" : "", mid != NULL ? mid : "",
		    mid != NULL ? ">" : "");
		why_print_safe(i == first ? "cleared" : "", text);
	}
	return TRUE;
}

gboolean why_matters_print(const struct why_matters *why, GError **error)
{
	const GPtrArray *verdicts = why->dossier->verdicts;

	if (verdicts->len == 0)
		why_print_line("verdict", "none: no rule holds");
	for (guint i = 0; i < verdicts->len; i++)
		if (!print_verdict(why, verdicts->pdata[i], error))
			return FALSE;
	return print_cleared(why, error);
}

/* ---- JSON ---- */

static void add_ladder(struct json *json, const struct store_verdict *verdict)
{
	struct ladder ladder = { .n = 0 };

	ladder_parse(verdict->rungs, (enum reason)verdict->reason, &ladder);
	json_begin_list(json, "mornings");
	for (guint i = 0; i < ladder.n; i++) {
		json_begin_object(json, NULL);
		json_time(json, "due_at", ladder.rungs[i].due_at);
		json_text(json, "reason", reason_name(ladder.rungs[i].reason));
		json_text(json, "channel",
			  channel_name(ladder.rungs[i].channel));
		json_end_object(json);
	}
	json_end_list(json);
	json_number(json, "tail_days", ladder.tail_days);
}

static gboolean add_verdict(const struct why_matters *why, struct json *json,
			    const struct store_verdict *verdict, GError **error)
{
	const struct rule *rule = find_rule(why, verdict->reason);
	const struct naming_item *item = find_item(why, verdict);
	g_autofree char *settings = settings_text(why, verdict);
	g_autofree char *order =
	    item != NULL ? naming_order_text(item, &why->dossier->settings)
			 : NULL;
	g_autoptr(store_message) message = NULL;

	if (verdict->source > 0 &&
	    !store_message_find(why->store, verdict->source, &message, error))
		return FALSE;
	json_begin_object(json, NULL);
	json_text(json, "reason", reason_name((enum reason)verdict->reason));
	json_text(json, "rule", rule != NULL ? rule->summary : NULL);
	json_text(json, "sentence", verdict->sentence);
	json_text(json, "quote",
		  *verdict->quote != '\0' ? verdict->quote : NULL);
	json_time(json, "since", verdict->since_at);
	json_time(json, "due_at", verdict->due_at);
	json_time(json, "lapse_at",
		  verdict->lapse_at < VERDICT_NEVER ? verdict->lapse_at : 0);
	add_ladder(json, verdict);
	json_truth(json, "named", item != NULL && item->named);
	json_text(json, "now", place_of(item));
	json_text(json, "order", order);
	json_text(json, "settings", settings);
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

static gboolean add_cleared(const struct why_matters *why, struct json *json,
			    GError **error)
{
	const struct facts facts = dossier_facts(why->dossier);
	g_autoptr(GArray) list = cleared_list(&facts);

	json_begin_list(json, "cleared");
	for (guint i = 0; i < list->len; i++) {
		const struct cleared *cleared =
		    &g_array_index(list, struct cleared, i);
		g_autofree char *mid = NULL;

		if (!find_mid(why, cleared->by, &mid, error))
			return FALSE;
		json_begin_object(json, NULL);
		json_text(json, "what", cleared->what);
		json_time(json, "since", cleared->opened->at);
		json_time(json, "at", cleared->by->at);
		json_text(json, "direction",
			  direction_name(cleared->by->direction));
		json_text(json, "message_id", mid);
		json_end_object(json);
	}
	json_end_list(json);
	return TRUE;
}

gboolean why_matters_json(const struct why_matters *why, struct json *json,
			  GError **error)
{
	const GPtrArray *verdicts = why->dossier->verdicts;

	json_begin_list(json, "verdicts");
	for (guint i = 0; i < verdicts->len; i++)
		if (!add_verdict(why, json, verdicts->pdata[i], error))
			return FALSE;
	json_end_list(json);
	return add_cleared(why, json, error);
}
