/* tend history: every touch with one contact, in order. */
#include <stdio.h>

#include "agent/arrow.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/conversation.h"
#include "agent/border/words.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/touch.h"

/* "2026-03-02 09:05  <->  meeting  " */
#define TERMINAL_PREFIX 34

static enum style style_of(enum direction direction)
{
	switch (direction) {
	case DIRECTION_IN:
	case DIRECTION_BOTH:
		return STYLE_GOOD;
	case DIRECTION_NONE:
	case DIRECTION_OUT:
	case N_DIRECTIONS:
		break;
	}
	return STYLE_PLAIN;
}

static void print_line(const struct store_history *line, guint width,
		       GTimeZone *zone)
{
	enum direction direction = (enum direction)line->touch.direction;
	enum style style = style_of(direction);
	g_autofree char *at = when_date_time(line->touch.at, zone);
	g_autofree char *subject = safe_column(
	    line->subject, MAX(width, TERMINAL_PREFIX + 1) - TERMINAL_PREFIX);

	printf("%s  %s%-3s%s  %-7s  %s\n", at,
	       style != STYLE_PLAIN ? print_style(style) : "",
	       arrow_of(direction), style != STYLE_PLAIN ? print_plain() : "",
	       channel_name((enum channel)line->touch.channel),
	       g_strchomp(subject));
}

static void print_plain_line(const struct store_history *line, GTimeZone *zone)
{
	g_autofree char *at = when_date_time(line->touch.at, zone);
	g_autofree char *subject = safe_terminal(line->subject);

	printf("%s\t%s\t%s\t%s\n", at,
	       direction_name((enum direction)line->touch.direction),
	       channel_name((enum channel)line->touch.channel), subject);
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
				const struct store_history *line,
				GHashTable *names, GError **error)
{
	json_time(json, "at", line->touch.at);
	json_text(json, "direction",
		  direction_name((enum direction)line->touch.direction));
	json_text(json, "channel",
		  channel_name((enum channel)line->touch.channel));
	json_text(json, "kind",
		  line->touch.source > 0
		      ? border_kind_name((enum kind)line->kind)
		      : NULL);
	json_text(json, "subject", line->subject);
	json_text(json, "message_id", *line->mid != '\0' ? line->mid : NULL);
	if (!add_conversation(json, store, line->touch.conversation_id, names,
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
		const struct store_history *line =
		    history->pdata[reverse ? history->len - 1 - i : i];

		if (printing->json != NULL) {
			if (!print_json_line(printing->json, printing->store,
					     line, printing->conversations,
					     error))
				return FALSE;
		} else if (printing->width > 0) {
			print_line(line, printing->width, printing->zone);
		} else {
			print_plain_line(line, printing->zone);
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
	g_autoptr(store_person) person = NULL;
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
	history = store_touch_history(store, person->person_id, G_MAXINT64,
				      (guint)limit, error);
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
