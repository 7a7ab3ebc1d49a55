/* tend history: every touch with one contact, in order. */
#include <stdio.h>
#include <string.h>

#include "agent/arrow.h"
#include "agent/border/words.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/conversation.h"
#include "agent/judge/dossier.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/local_day.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/answer.h"
#include "store/message.h"
#include "store/saying.h"
#include "store/touch.h"

/* "2026-03-02 09:05  <->  meeting  " */
#define TERMINAL_PREFIX 34

/* One line of the history; texts are the event's own. */
struct event {
	gint64 at, source;
	const char *what; /* "touch", "derived", "away", ... */
	enum direction direction;
	enum channel channel;
	char *verb;	   /* of a saying, else NULL */
	gboolean answered; /* said in an answer to a digest or report */
	char *text;	   /* a subject, or words; as it came */
	char *mid;	   /* "" for none */
	gint32 day;	   /* of a return, or TOUCH_NO_DAY */
	gint64 conversation_id;
	int kind;
};

static void free_event(gpointer data)
{
	struct event *event = data;

	g_free(event->verb);
	g_free(event->text);
	g_free(event->mid);
	g_free(event);
}

/* What a row without a direction is, the first that holds. */
static const char *what_is(gint64 signs, gboolean is_touch)
{
	static const struct {
		gint64 sign;
		const char *what;
	} whats[] = {
		{ SIGN_BOUNCED, "bounce" },	 { SIGN_DELAYED, "delayed" },
		{ SIGN_LEFT, "left" },		 { SIGN_ABSENT, "away" },
		{ SIGN_ACCEPTED, "accepted" },	 { SIGN_ANSWERED, "answered" },
		{ SIGN_PASSED_ON, "passed-on" },
	};

	if (is_touch)
		return signs & SIGN_DERIVED ? "derived" : "touch";
	for (gsize i = 0; i < G_N_ELEMENTS(whats); i++)
		if (signs & whats[i].sign)
			return whats[i].what;
	return "other";
}

static void add_row(GPtrArray *events, const struct store_history *row)
{
	struct event *event = g_new0(struct event, 1);

	event->at = row->touch.at;
	event->source = row->touch.source;
	event->direction = (enum direction)row->touch.direction;
	event->channel = (enum channel)row->touch.channel;
	event->what =
	    what_is(row->touch.signs, event->direction != DIRECTION_NONE);
	event->text = g_strdup(row->subject);
	event->mid = g_strdup(row->mid);
	event->day =
	    row->touch.signs & SIGN_ABSENT ? row->touch.day : TOUCH_NO_DAY;
	event->conversation_id = row->touch.conversation_id;
	event->kind = row->kind;
	g_ptr_array_add(events, event);
}

/* What the user said; a log is a touch already. */
static gboolean add_sayings(GPtrArray *events, struct store *store,
			    const GPtrArray *sayings, GError **error)
{
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];
		struct event *event;

		if (g_str_equal(saying->verb, "log"))
			continue;
		event = g_new0(struct event, 1);
		event->at = saying->said_at;
		event->source = -saying->saying_id;
		event->what = "said";
		event->verb = g_strdup(saying->verb);
		event->text = g_strstrip(
		    g_strdup_printf("%s %s", saying->word, saying->text));
		event->mid = g_strdup("");
		event->day = TOUCH_NO_DAY;
		g_ptr_array_add(events, event);
		if (!store_answer_has_batch(store, saying->batch,
					    &event->answered, error))
			return FALSE;
	}
	return TRUE;
}

/* "Carl Dyer: Re: Offer", of somebody else in a conversation with them. */
static gboolean add_other(GPtrArray *events, struct store *store,
			  const struct touch *touch, GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_address) address = NULL;
	struct event *event;

	if (!store_message_find(store, touch->source, &message, error))
		return FALSE;
	if (message == NULL)
		return TRUE;
	if (!store_address_find_by_id(store, message->address_id, &address,
				      error))
		return FALSE;
	event = g_new0(struct event, 1);
	event->at = touch->at;
	event->source = touch->source;
	event->what = what_is(touch->signs, FALSE);
	event->text =
	    g_strdup_printf("%s: %s",
			    touch->signs & SIGN_PASSED_ON ? "you, to others"
			    : address == NULL		  ? "somebody"
			    : *address->name != '\0'	  ? address->name
							  : address->address,
			    message->subject);
	event->mid = g_strdup(message->mid);
	event->day = TOUCH_NO_DAY;
	event->conversation_id = touch->conversation;
	event->kind = message->kind;
	g_ptr_array_add(events, event);
	return TRUE;
}

static gboolean add_others(GPtrArray *events, struct store *store,
			   const GArray *touches, GError **error)
{
	for (guint i = 0; i < touches->len; i++) {
		const struct touch *touch =
		    &g_array_index(touches, struct touch, i);

		if (touch->direction == DIRECTION_NONE &&
		    touch->signs & (SIGN_ANSWERED | SIGN_PASSED_ON) &&
		    !add_other(events, store, touch, error))
			return FALSE;
	}
	return TRUE;
}

static gint compare_events(gconstpointer a, gconstpointer b)
{
	const struct event *x = *(struct event *const *)a;
	const struct event *y = *(struct event *const *)b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

/* Everything with them, oldest first: the last `limit`, 0 for all. */
static GPtrArray *list_events(struct store *store,
			      const struct dossier *dossier, guint limit,
			      GError **error)
{
	g_autoptr(GPtrArray) events =
	    g_ptr_array_new_with_free_func(free_event);
	g_autoptr(GPtrArray) rows = store_touch_history(
	    store, dossier->person->person_id, G_MAXINT64, limit, error);

	if (rows == NULL)
		return NULL;
	for (guint i = 0; i < rows->len; i++)
		add_row(events, rows->pdata[i]);
	if (!add_others(events, store, dossier->touches, error) ||
	    !add_sayings(events, store, dossier->sayings, error))
		return NULL;
	g_ptr_array_sort(events, compare_events);
	if (limit > 0 && events->len > limit)
		g_ptr_array_remove_range(events, 0, events->len - limit);
	return g_steal_pointer(&events);
}

/* ---- lines ---- */

static enum style style_of(const struct event *event)
{
	switch (event->direction) {
	case DIRECTION_IN:
	case DIRECTION_BOTH:
		return STYLE_GOOD;
	case DIRECTION_NONE:
		return STYLE_FAINT;
	case DIRECTION_OUT:
	case N_DIRECTIONS:
		break;
	}
	return STYLE_PLAIN;
}

/* What stands in the place of the channel. */
static const char *word_of(const struct event *event)
{
	if (event->verb != NULL)
		return event->verb;
	return event->direction != DIRECTION_NONE ? channel_name(event->channel)
						  : event->what;
}

static char *day_of(gint32 day)
{
	gint32 year;
	guint month, month_day;

	local_day_to_date(day, &year, &month, &month_day);
	return g_strdup_printf("%04d-%02u-%02u", year, month, month_day);
}

/* The text, with what is to be known of it. */
static char *describe(const struct event *event)
{
	g_autofree char *day = NULL;

	if (g_str_equal(event->what, "derived"))
		return *event->mid != '\0'
			   ? g_strdup_printf("%s (gone; proved by <%s>)",
					     event->text, event->mid)
			   : g_strdup_printf("%s (gone; an answer proves it)",
					     event->text);
	if (event->answered)
		return g_strdup_printf("%s%s(by an answer)", event->text,
				       *event->text ? " " : "");
	if (event->day == TOUCH_NO_DAY)
		return g_strdup(event->text);
	day = day_of(event->day);
	return g_strdup_printf("until %s: %s", day, event->text);
}

static void print_event(const struct event *event, guint width, GTimeZone *zone)
{
	enum style style = style_of(event);
	g_autofree char *at = when_date_time(event->at, zone);
	g_autofree char *text = describe(event);
	g_autofree char *word = safe_column(word_of(event), 7);
	g_autofree char *subject = safe_column(
	    text, MAX(width, TERMINAL_PREFIX + 1) - TERMINAL_PREFIX);

	printf("%s  %s%-3s  %s%s  %s\n", at,
	       style != STYLE_PLAIN ? print_style(style) : "",
	       arrow_of(event->direction), word,
	       style != STYLE_PLAIN ? print_plain() : "", g_strchomp(subject));
}

static void print_plain_line(const struct event *event, GTimeZone *zone)
{
	g_autofree char *at = when_date_time(event->at, zone);
	g_autofree char *text = describe(event);
	g_autofree char *subject = safe_terminal(text);
	g_autofree char *word = safe_terminal(word_of(event));

	printf("%s\t%s\t%s\t%s\t%s\n", at, direction_name(event->direction),
	       word, subject, event->what);
}

/* The names of conversations met so far: a contact has few. */
static gboolean add_conversation(struct json *json, struct store *store,
				 gint64 conversation_id, GHashTable *names,
				 GError **error)
{
	const char *known = g_hash_table_lookup(names, &conversation_id);
	char *name;

	if (known == NULL && conversation_id != 0) {
		if (!conversation_find_name(store, conversation_id, &name,
					    error))
			return FALSE;
		if (name != NULL)
			g_hash_table_insert(names,
					    g_memdup2(&conversation_id,
						      sizeof(conversation_id)),
					    name);
		known = name;
	}
	json_text(json, "conversation", known);
	return TRUE;
}

static gboolean print_json_line(struct json *json, struct store *store,
				const struct event *event, GHashTable *names,
				GError **error)
{
	gboolean is_touch = event->direction != DIRECTION_NONE;
	g_autofree char *day =
	    event->day != TOUCH_NO_DAY ? day_of(event->day) : NULL;

	json_time(json, "at", event->at);
	json_text(json, "what", event->what);
	json_text(json, "direction", direction_name(event->direction));
	json_text(json, "channel",
		  is_touch ? channel_name(event->channel) : NULL);
	json_text(json, "verb", event->verb);
	json_text(json, "kind",
		  event->source > 0 ? border_kind_name((enum kind)event->kind)
				    : NULL);
	json_text(json, "subject", event->text);
	json_text(json, "until", day);
	json_text(json, "message_id", *event->mid != '\0' ? event->mid : NULL);
	if (!add_conversation(json, store, event->conversation_id, names,
			      error))
		return FALSE;
	json_print(json);
	return TRUE;
}

/* What is printed, and how. */
struct printing {
	struct store *store;
	GTimeZone *zone;
	guint width; /* 0: for a pipe */
	struct json *json;
	GHashTable *conversations;
};

static gboolean print_history(const struct printing *printing,
			      GPtrArray *history, gboolean reverse,
			      GError **error)
{
	for (guint i = 0; i < history->len; i++) {
		const struct event *event =
		    history->pdata[reverse ? history->len - 1 - i : i];

		if (printing->json != NULL) {
			if (!print_json_line(printing->json, printing->store,
					     event, printing->conversations,
					     error))
				return FALSE;
		} else if (printing->width > 0) {
			print_event(event, printing->width, printing->zone);
		} else {
			print_plain_line(event, printing->zone);
		}
	}
	return TRUE;
}

/* Who it is about: a part of a name may have been typed. */
static void print_heading(const struct store_person *person, guint n,
			  guint limit, guint width)
{
	g_autofree char *label = contact_label(person);
	g_autofree char *text =
	    g_strdup_printf("%s%s", label,
			    n == 0		      ? ": no touches yet"
			    : limit > 0 && n == limit ? ": the last touches"
						      : "");
	g_autofree char *cut = safe_column(text, width);

	printf("%s%s%s\n", print_style(STYLE_HEADING), g_strchomp(cut),
	       print_plain());
}

static int history_run(struct call *call, GError **error)
{
	g_autofree char *text = g_strjoinv(" ", call->argv);
	gint64 limit = 0;
	struct store *store;
	struct store_person *person;
	g_autoptr(dossier) dossier = NULL;
	g_autoptr(GPtrArray) history = NULL;
	g_autoptr(json_t) json = NULL;
	g_autoptr(GHashTable) conversations =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	struct printing printing;

	if (!call_number(call, "limit", 1, G_MAXINT32, &limit, error))
		return COMMAND_FAILED;
	store = call_store(call, error);
	if (store == NULL)
		return COMMAND_FAILED;
	person = contact_find(store, text, error);
	if (person == NULL)
		return COMMAND_FAILED;
	dossier = dossier_read(store, call->config, person, error);
	if (dossier == NULL)
		return COMMAND_FAILED;
	history = list_events(store, dossier, (guint)limit, error);
	if (history == NULL)
		return COMMAND_FAILED;
	json = call->json ? json_new() : NULL;
	printing = (struct printing){
		.store = store,
		.zone = call->config->zone,
		.width = print_is_terminal() ? print_width() : 0,
		.json = json,
		.conversations = conversations,
	};
	if (json == NULL)
		print_start_pager();
	if (json == NULL && printing.width > 0)
		print_heading(person, history->len, (guint)limit,
			      printing.width);
	if (!print_history(&printing, history, call_has(call, "reverse"),
			   error))
		return COMMAND_FAILED;
	return 0;
}

static const struct option history_options[] = {
	{ "limit", 'n', "N", "only the last N touches" },
	{ "reverse", 'r', NULL, "newest first" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_history = {
	.name = "history",
	.summary = "every touch with one contact, in order",
	.arguments = "CONTACT",
	.example = "tend history ann@example.org --limit 10",
	.options = history_options,
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = history_run,
};
