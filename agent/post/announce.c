/* What the user's programs are told, and when. */
#include "agent/post/announce.h"

#include "agent/bodies.h"
#include "agent/contact.h"
#include "agent/json.h"
#include "agent/judge/cleared.h"
#include "agent/judge/dossier.h"
#include "agent/judge/naming.h"
#include "agent/judge/past.h"
#include "agent/rules/touch.h"
#include "agent/tell.h"
#include "agent/when.h"
#include "store/account.h"
#include "store/address.h"
#include "store/announced.h"
#include "store/copy.h"
#include "store/message.h"
#include "store/setting.h"

#define DAY ((gint64)24 * 60 * 60)

/* What is older is no news, wherever tend was. */
#define NEWS_SPAN (3 * DAY)

/* Who hears after so long has not waited. */
#define OWED_SPAN (90 * DAY)

/* By then nothing of it is open. */
#define KEPT_SPAN (366 * DAY)

#define LOOK_EVERY G_USEC_PER_SEC

/* What is remembered so as not to be looked at again; then from the start. */
#define DECIDED_MAX 50000

/* So many new people are told by name, the others by number. */
#define TOLD_MAX 5

struct announcer {
	struct store *store;
	const struct config *config;
	struct hooks *hooks;
	gboolean tells;
	gboolean begun;
	gint64 since[N_HOOKS]; /* from when on it is news */
	gint64 looked_at;      /* monotonic */
	gboolean put_off;      /* something may have come since */
	gint64 pruned_at;
	GHashTable *decided;  /* key_of(): is written down */
	GHashTable *unworthy; /* gint64 message_key: no answer */
};

/* Something that may be announced, with the words for it. */
struct event {
	struct store_announced row;
	char *key;
	char *address;
	char *label; /* for the eyes */
	char *json;
};

static void event_free(gpointer data)
{
	struct event *event = data;

	g_free(event->key);
	g_free(event->address);
	g_free(event->label);
	g_free(event->json);
	g_free(event);
}

struct announcer *announcer_new(struct store *store,
				const struct config *config,
				struct hooks *hooks, gboolean tells)
{
	struct announcer *announcer = g_new0(struct announcer, 1);

	announcer->store = store;
	announcer->config = config;
	announcer->hooks = hooks;
	announcer->tells = tells;
	announcer->decided =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	announcer->unworthy =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return announcer;
}

void announcer_free(struct announcer *announcer)
{
	if (!announcer)
		return;
	g_hash_table_unref(announcer->decided);
	g_hash_table_unref(announcer->unworthy);
	g_free(announcer);
}

/* ---- is it an answer? ---- */

static const struct touch *find_touch(const struct facts *facts, gint64 source,
				      gsize *i_out)
{
	for (gsize i = facts->n_touches; i-- > 0;)
		if (facts->touches[i].source == source &&
		    facts->touches[i].direction == DIRECTION_IN) {
			*i_out = i;
			return &facts->touches[i];
		}
	return NULL;
}

/* The user's last word before it, if nobody of theirs has answered since. */
static const struct touch *last_word(const struct facts *facts, gsize i)
{
	while (i-- > 0) {
		const struct touch *touch = &facts->touches[i];

		if (touch->direction == DIRECTION_OUT)
			return touch;
		if (touch->direction != DIRECTION_NONE ||
		    touch->signs & SIGN_COLLEAGUE)
			return NULL;
	}
	return NULL;
}

static gboolean is_thanks(const struct touch *touch)
{
	return touch->signs & SIGN_CLOSING &&
	       !(touch->signs & (SIGN_ASKS | SIGN_QUESTION | SIGN_DELIVERS));
}

gboolean announce_is_answer(const struct facts *facts, gint64 source,
			    gint64 *since_out)
{
	gsize i;
	const struct touch *touch = find_touch(facts, source, &i);
	const struct touch *word = touch ? last_word(facts, i) : NULL;
	struct facts until = *facts;
	g_autoptr(GArray) list = NULL;

	*since_out = 0;
	if (!touch)
		return FALSE;
	if (word && !facts->colleague && !is_thanks(word) &&
	    touch->at - word->at <= OWED_SPAN) {
		*since_out = word->at;
		return TRUE;
	}
	until.n_touches = i + 1;
	list = cleared_list(&until);
	for (guint n = 0; n < list->len; n++) {
		const struct cleared *cleared =
		    &g_array_index(list, struct cleared, n);

		if (!cleared->theirs || cleared->by != touch ||
		    cleared->opened == touch)
			continue;
		*since_out = cleared->opened->at;
		return TRUE;
	}
	return FALSE;
}

/* ---- as an object ---- */

static const char *known(const char *text)
{
	return text && *text ? text : NULL;
}

char *announcement_format(const struct announcement *announcement,
			  gboolean no_sentence)
{
	const struct announcement *a = announcement;
	g_autoptr(json_t) json = json_new();

	json_number(json, "version", HOOK_VERSION);
	json_text(json, "hook", hook_name(a->hook));
	json_text(json, "contact", known(a->contact) ? a->contact : a->address);
	json_text(json, "address", a->address);
	json_text(json, "organisation", known(a->organisation));
	json_text(json, "phone", known(a->phone));
	json_text(json, "reason",
		  a->reason == REASON_NONE ? NULL : reason_name(a->reason));
	json_text(json, "channel", channel_name(a->channel));
	json_text(json, "sentence", no_sentence ? NULL : known(a->sentence));
	json_text(json, "quote", no_sentence ? NULL : known(a->quote));
	json_text(json, "subject", known(a->subject));
	json_text(json, "message_id", known(a->mid));
	json_time(json, "at", a->at);
	json_time(json, "since", a->since_at);
	json_text(json, "stage",
		  a->stage == STAGE_NONE ? NULL : stage_name(a->stage));
	json_truth(json, "tracked", a->tracked);
	json_number(json, "touches_out", a->touches_out);
	json_number(json, "touches_in", a->touches_in);
	json_number(json, "exchanges", a->exchanges);
	json_number(json, "attempts", a->attempts);
	json_number(json, "more", 0);
	return json_take(json);
}

/* ---- collecting ---- */

static char *key_of(const struct store_announced *row)
{
	return g_strdup_printf("%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
			       row->hook, row->address, row->source,
			       row->due_at);
}

static gboolean is_heard(const struct announcer *announcer, enum hook hook)
{
	return hook_command(announcer->config, hook) ||
	       (hook == HOOK_NEW && announcer->tells);
}

static void fill_person(struct announcement *announcement,
			const struct store_person *person)
{
	announcement->contact = person->name;
	announcement->address = person->address;
	announcement->organisation = person->organisation;
	announcement->phone = person->phone;
	announcement->stage = (enum stage)person->stage;
	announcement->tracked = person->tracked;
	announcement->touches_out = person->touches_out;
	announcement->touches_in = person->touches_in;
	announcement->exchanges = person->exchanges;
	announcement->attempts = person->attempts;
}

static void add_event(const struct announcer *announcer,
		      const struct announcement *announcement,
		      const struct store_person *person, gint64 source,
		      gint64 due_at, GPtrArray *events)
{
	struct event *event = g_new0(struct event, 1);

	event->address = g_strdup(person->address);
	event->row = (struct store_announced){
		.hook = hook_name(announcement->hook),
		.address = event->address,
		.source = source,
		.due_at = due_at,
	};
	event->key = key_of(&event->row);
	event->label = contact_label(person);
	event->json = announcement_format(
	    announcement, announcer->config->evidence == EVIDENCE_NONE);
	g_ptr_array_add(events, event);
}

/* With mail whose body is still to be read, judgements may change. */
static gboolean is_read(const struct announcer *announcer, gint64 key,
			gint64 now, gboolean *read_out, GError **error)
{
	g_autoptr(GPtrArray) accounts =
	    store_account_list(announcer->store, error);
	g_autoptr(GArray) wanted =
	    g_array_new(FALSE, FALSE, sizeof(struct store_wanted));

	for (guint i = 0; accounts && i < accounts->len; i++) {
		const struct store_account *account = accounts->pdata[i];
		struct store_body_wish wish;

		bodies_wish(announcer->config, account->account_id, now, FALSE,
			    &wish);
		if (!store_body_find(announcer->store, &wish, key, wanted,
				     error))
			return FALSE;
	}
	*read_out = wanted->len == 0;
	return accounts != NULL;
}

/* When the first copy of a mail came. */
static gboolean find_came(struct store *store, gint64 key, gint64 *at_out,
			  GError **error)
{
	g_autoptr(GPtrArray) copies =
	    store_copy_list_by_message(store, key, error);

	*at_out = 0;
	for (guint i = 0; copies && i < copies->len; i++) {
		const struct store_copy *copy = copies->pdata[i];

		if (*at_out == 0 || copy->internal_at < *at_out)
			*at_out = copy->internal_at;
	}
	return copies != NULL;
}

/* Which hook an item of the morning is for; FALSE: it is no news. */
static gboolean choose_hook(const struct announcer *announcer,
			    const struct naming_item *item, enum hook *hook_out,
			    struct store_announced *row)
{
	const struct store_verdict *verdict = item->verdict;
	gboolean stranger =
	    verdict->reason == REASON_NEW && verdict->source > 0;

	*hook_out = stranger ? HOOK_NEW : HOOK_STALLED;
	*row = (struct store_announced){
		.hook = hook_name(*hook_out),
		.address = verdict->address,
		.source = stranger ? 0 : verdict->source,
		.due_at = stranger ? verdict->since_at : item->rung.due_at,
	};
	if (!is_heard(announcer, *hook_out))
		return FALSE;
	return stranger ||
	       (item->named && !item->told &&
		item->rung.due_at >= announcer->since[HOOK_STALLED]);
}

static gboolean is_fresh(const struct announcer *announcer, enum hook hook,
			 gint64 source, gint64 now, gboolean *fresh_out,
			 GError **error)
{
	gint64 came;

	*fresh_out = TRUE;
	if (hook != HOOK_NEW)
		return TRUE;
	if (!find_came(announcer->store, source, &came, error))
		return FALSE;
	*fresh_out = came >= announcer->since[HOOK_NEW];
	return !*fresh_out || is_read(announcer, source, now, fresh_out, error);
}

static gboolean add_item(const struct announcer *announcer,
			 const struct naming_item *item, gint64 now,
			 GPtrArray *events, GError **error)
{
	const struct store_verdict *verdict = item->verdict;
	struct announcement announcement;
	struct store_announced row;
	g_autoptr(store_person) person = NULL;
	g_autofree char *key = NULL;
	enum hook hook;
	gboolean fresh;

	if (!choose_hook(announcer, item, &hook, &row))
		return TRUE;
	key = key_of(&row);
	if (g_hash_table_contains(announcer->decided, key))
		return TRUE;
	if (!is_fresh(announcer, hook, verdict->source, now, &fresh, error) ||
	    !store_person_find(announcer->store, verdict->person_id, &person,
			       error))
		return FALSE;
	if (!fresh || !person)
		return TRUE;
	announcement = (struct announcement){
		.hook = hook,
		.reason = hook == HOOK_NEW ? REASON_NEW : item->reason,
		.channel = item->rung.channel,
		.sentence = verdict->sentence,
		.quote = verdict->quote,
		.subject = verdict->subject,
		.mid = verdict->mid,
		.at = hook == HOOK_NEW ? verdict->since_at : item->rung.due_at,
		.since_at = verdict->since_at,
	};
	fill_person(&announcement, person);
	add_event(announcer, &announcement, person, row.source, row.due_at,
		  events);
	return TRUE;
}

static gboolean add_items(const struct announcer *announcer, gint64 now,
			  GPtrArray *events, GError **error)
{
	struct rule_settings settings;
	g_autoptr(naming) naming = NULL;

	if (!is_heard(announcer, HOOK_NEW) &&
	    !is_heard(announcer, HOOK_STALLED))
		return TRUE;
	config_rule_settings(announcer->config, &settings);
	naming = naming_collect(announcer->store, &settings, now,
				now - NEWS_SPAN, error);
	for (guint i = 0; naming && i < naming->items->len; i++)
		if (!add_item(
			announcer,
			&g_array_index(naming->items, struct naming_item, i),
			now, events, error))
			return FALSE;
	return naming != NULL;
}

/* ---- answers ---- */

static gboolean add_answer(const struct announcer *announcer,
			   const struct store_message *message,
			   struct store_person *person, gboolean *answer_out,
			   GPtrArray *events, GError **error)
{
	g_autoptr(dossier) dossier =
	    dossier_read(announcer->store, announcer->config, person, error);
	g_autofree char *date = NULL, *sentence = NULL;
	struct announcement announcement;
	struct facts facts;
	gint64 since;

	if (!dossier)
		return FALSE;
	facts = dossier_facts(dossier);
	*answer_out = !facts.said->muted &&
		      announce_is_answer(&facts, message->message_key, &since);
	if (!*answer_out)
		return TRUE;
	date = when_date(since, announcer->config->zone);
	sentence =
	    g_strdup_printf("they wrote; it was their turn since %s", date);
	announcement = (struct announcement){
		.hook = HOOK_ANSWER,
		.channel = CHANNEL_EMAIL,
		.sentence = sentence,
		.subject = message->subject,
		.mid = message->mid,
		.at = message->at,
		.since_at = since,
	};
	fill_person(&announcement, dossier->person);
	add_event(announcer, &announcement, dossier->person,
		  message->message_key, 0, events);
	return TRUE;
}

static gboolean look_at_mail(const struct announcer *announcer, gint64 key,
			     gint64 now, GPtrArray *events, GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_address) address = NULL;
	g_autoptr(store_person) person = NULL;
	gboolean read, answer = FALSE;

	if (!is_read(announcer, key, now, &read, error))
		return FALSE;
	if (!read)
		return TRUE;
	if (!store_message_find(announcer->store, key, &message, error) ||
	    (message && message->address_id &&
	     !store_address_find_by_id(announcer->store, message->address_id,
				       &address, error)) ||
	    (address && address->person_id &&
	     !store_person_find(announcer->store, address->person_id, &person,
				error)))
		return FALSE;
	/* Whoever was never written to owes nothing. */
	if (person && (person->touches_out > 0 || person->exchanges > 0) &&
	    !add_answer(announcer, message, g_steal_pointer(&person), &answer,
			events, error))
		return FALSE;
	if (!answer)
		g_hash_table_add(announcer->unworthy,
				 g_memdup2(&key, sizeof key));
	return TRUE;
}

static gboolean add_answers(const struct announcer *announcer, gint64 now,
			    GPtrArray *events, GError **error)
{
	gint64 since = MAX(announcer->since[HOOK_ANSWER], now - NEWS_SPAN);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!is_heard(announcer, HOOK_ANSWER))
		return TRUE;
	/* A Date may be a day behind the arrival. */
	if (!store_announced_list_candidates(announcer->store, since - DAY,
					     since, DIRECTION_IN, keys, error))
		return FALSE;
	for (guint i = 0; i < keys->len; i++) {
		gint64 key = g_array_index(keys, gint64, i);

		if (!g_hash_table_contains(announcer->unworthy, &key) &&
		    !look_at_mail(announcer, key, now, events, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- telling it ---- */

/* Those that were not announced yet, written down: they are left. */
static gboolean write_down(struct announcer *announcer, gint64 now,
			   GPtrArray *events, GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;

	for (guint i = events->len; i-- > 0;) {
		const struct event *event = events->pdata[i];

		if (g_hash_table_contains(announcer->decided, event->key))
			g_ptr_array_remove_index(events, i);
	}
	if (events->len == 0)
		return TRUE;
	transaction = store_transaction_new(announcer->store, error);
	if (!transaction)
		return FALSE;
	for (guint i = 0; i < events->len;) {
		const struct event *event = events->pdata[i];
		gboolean added;

		if (!store_announced_add(announcer->store, &event->row, now,
					 &added, error))
			return FALSE;
		g_hash_table_add(announcer->decided, g_strdup(event->key));
		if (added)
			i++;
		else
			g_ptr_array_remove_index(events, i);
	}
	if (now - announcer->pruned_at > DAY &&
	    !store_announced_prune(announcer->store, now - KEPT_SPAN, error))
		return FALSE;
	announcer->pruned_at = now;
	return store_transaction_commit(transaction, error);
}

/* On standard error, where no program is set. */
static void tell_new(const GPtrArray *events)
{
	guint n = 0;

	for (guint i = 0; i < events->len; i++) {
		const struct event *event = events->pdata[i];

		if (!g_str_equal(event->row.hook, hook_name(HOOK_NEW)))
			continue;
		if (n++ < TOLD_MAX)
			tell("somebody new wrote: %s", event->label);
	}
	if (n > TOLD_MAX)
		tell("and %u more new people; 'tend stalled' lists them",
		     n - TOLD_MAX);
}

static void hand_over(struct announcer *announcer, GPtrArray *events)
{
	for (guint i = 0; i < events->len; i++) {
		struct event *event = events->pdata[i];

		for (enum hook hook = 0; hook < N_HOOKS; hook++)
			if (g_str_equal(event->row.hook, hook_name(hook)))
				hooks_put(announcer->hooks, hook,
					  g_steal_pointer(&event->json));
	}
	if (announcer->tells && !hook_command(announcer->config, HOOK_NEW))
		tell_new(events);
}

/* ---- since when ---- */

static gboolean begin_hook(struct announcer *announcer, enum hook hook,
			   gint64 now, GError **error)
{
	g_autofree char *name = g_strdup_printf("%s-since", hook_name(hook));
	gint64 *since = &announcer->since[hook];

	if (!store_setting_find_integer(announcer->store, name, since, error))
		return FALSE;
	if (!is_heard(announcer, hook)) {
		/* Set again some day, it begins anew. */
		return *since == 0 || hook == HOOK_NEW ||
		       store_setting_put(announcer->store, name, NULL, error);
	}
	if (*since != 0)
		return TRUE;
	*since = now;
	return store_setting_put_integer(announcer->store, name, now, error);
}

/* What came before a restore was announced by the state that was lost. */
static gboolean begin(struct announcer *announcer, gint64 now, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(announcer->store, error);
	gint64 restored = 0;

	if (!transaction ||
	    !store_setting_find_integer(announcer->store, "restored-at",
					&restored, error))
		return FALSE;
	for (enum hook hook = 0; hook < N_HOOKS; hook++) {
		if (!begin_hook(announcer, hook, now, error))
			return FALSE;
		announcer->since[hook] = MAX(announcer->since[hook], restored);
	}
	announcer->begun = TRUE;
	return store_transaction_commit(transaction, error);
}

int announcer_get_timeout(const struct announcer *announcer)
{
	gint64 at = announcer->looked_at + LOOK_EVERY;

	if (!announcer->put_off)
		return -1;
	return (int)MAX((at - g_get_monotonic_time()) / 1000 + 1, 0);
}

gboolean announcer_look(struct announcer *announcer, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) events =
	    g_ptr_array_new_with_free_func(event_free);
	gint64 clock = g_get_monotonic_time();
	gint64 baseline;

	announcer->put_off =
	    announcer->looked_at && clock - announcer->looked_at < LOOK_EVERY;
	if (announcer->put_off)
		return TRUE;
	announcer->looked_at = clock;
	if (!past_find_baseline(announcer->store, &baseline, error))
		return FALSE;
	if (baseline == 0 ||
	    (!announcer->begun && !begin(announcer, now, error)))
		return baseline == 0;
	if (g_hash_table_size(announcer->decided) > DECIDED_MAX)
		g_hash_table_remove_all(announcer->decided);
	if (g_hash_table_size(announcer->unworthy) > DECIDED_MAX)
		g_hash_table_remove_all(announcer->unworthy);
	if (!add_items(announcer, now, events, error) ||
	    !add_answers(announcer, now, events, error) ||
	    !write_down(announcer, now, events, error))
		return FALSE;
	hand_over(announcer, events);
	return TRUE;
}
