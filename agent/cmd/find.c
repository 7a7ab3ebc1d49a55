/*
 * tend find: address completion, as neomutt's query_command and aerc's
 * address-book-cmd want it: address, name and a word about them, separated
 * by tabs; for neomutt below one line of any text.
 */
#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/json.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/person.h"

/* A menu longer than this is not read. */
#define MATCHES_MAX 200

struct match {
	char *address, *name, *other;
	gboolean contact;
	gint64 last_at;
};

static void free_match(gpointer data)
{
	struct match *match = data;

	g_free(match->address);
	g_free(match->name);
	g_free(match->other);
	g_free(match);
}

/* What is being looked for, and what was found. */
struct finding {
	const char *folded;
	GPtrArray *matches;
	gint64 now;
	GTimeZone *zone;
};

/* "7 touches, 3 days ago, yours" */
static char *describe(const struct finding *finding,
		      const struct store_person *person)
{
	gint64 touches = person->touches_out + person->touches_in;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *last = NULL;

	g_string_printf(text, "%" G_GINT64_FORMAT " %s", touches,
			touches == 1 ? "touch" : "touches");
	if (person->last_at != 0) {
		last =
		    when_relative(person->last_at, finding->now, finding->zone);
		g_string_append_printf(text, ", %s", last);
	}
	if (person->ball == BALL_YOURS)
		g_string_append(text, ", your turn");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void add_match(struct finding *finding, const char *address,
		      const char *name, char *other, gboolean contact,
		      gint64 last_at)
{
	struct match *match = g_new0(struct match, 1);

	match->address = g_strdup(address);
	match->name = g_strdup(name);
	match->other = other;
	match->contact = contact;
	match->last_at = last_at;
	g_ptr_array_add(finding->matches, match);
}

static gboolean add_person(struct finding *finding, struct store *store,
			   const struct store_person *person, GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(store, person->person_id, error);

	if (addresses == NULL)
		return FALSE;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (finding->matches->len >= MATCHES_MAX)
			break;
		/* A number, or a bare name, is no place for mail. */
		if (strchr(address->address, '@') == NULL)
			continue;
		add_match(finding, address->address,
			  *address->name != '\0' ? address->name : person->name,
			  describe(finding, person), person->contact,
			  person->last_at);
	}
	return TRUE;
}

static gboolean contains(const char *text, const char *folded)
{
	g_autofree char *other = g_utf8_casefold(text, -1);

	return strstr(other, folded) != NULL;
}

/* Whom the user wrote to although they are no person: support, a list. */
static gboolean add_others(struct finding *finding, struct store *store,
			   GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_written(store, error);

	if (addresses == NULL)
		return FALSE;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (finding->matches->len >= MATCHES_MAX)
			break;
		if (!contains(address->address, finding->folded) &&
		    !contains(address->name, finding->folded))
			continue;
		add_match(finding, address->address, address->name,
			  g_strdup_printf("%" G_GINT64_FORMAT
					  " written to them",
					  address->sent_to),
			  FALSE, address->last_at);
	}
	return TRUE;
}

static gboolean find_all(struct finding *finding, struct store *store,
			 const char *text, GError **error)
{
	g_autoptr(GPtrArray) persons =
	    store_person_search_first(store, text, MATCHES_MAX, error);

	if (persons == NULL)
		return FALSE;
	for (guint i = 0; i < persons->len; i++)
		if (!add_person(finding, store, persons->pdata[i], error))
			return FALSE;
	return add_others(finding, store, error);
}

static void print_json(GPtrArray *matches)
{
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < matches->len; i++) {
		const struct match *match = matches->pdata[i];

		json_text(json, "address", match->address);
		json_text(json, "name", match->name);
		json_truth(json, "contact", match->contact);
		json_time(json, "last_at", match->last_at);
		json_print(json);
	}
}

static void print_lines(GPtrArray *matches)
{
	for (guint i = 0; i < matches->len; i++) {
		const struct match *match = matches->pdata[i];
		g_autofree char *address = safe_terminal(match->address);
		g_autofree char *name = safe_terminal(match->name);

		printf("%s\t%s\t%s\n", address, name, match->other);
	}
}

static void print_header(const char *text, guint n)
{
	g_autofree char *safe = safe_terminal(text);

	if (n == 0)
		printf("tend knows nobody like '%s'\n", safe);
	else
		printf("tend knows %u like '%s'\n", n, safe);
}

static int find_run(struct call *call, GError **error)
{
	g_autofree char *joined = g_strjoinv(" ", call->argv);
	g_autofree char *text = g_utf8_make_valid(g_strstrip(joined), -1);
	g_autofree char *folded = g_utf8_casefold(text, -1);
	g_autoptr(GPtrArray) matches =
	    g_ptr_array_new_with_free_func(free_match);
	struct finding finding = {
		.folded = folded,
		.matches = matches,
		.now = clock_now(),
		.zone = call->config->zone,
	};
	struct store *store = call_store(call, error);

	if (store == NULL || !find_all(&finding, store, text, error))
		return COMMAND_FAILED;
	if (call->json) {
		print_json(matches);
	} else {
		/* neomutt shows the first line also when nothing follows. */
		if (!call_has(call, "no-header"))
			print_header(text, matches->len);
		print_lines(matches);
	}
	return matches->len > 0 ? 0 : 1;
}

static const struct option find_options[] = {
	{ "no-header", 0, NULL, "only the addresses, as aerc wants them" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_find_text = {
	.name = "find",
	.summary = "address completion for neomutt and aerc",
	.arguments = "TEXT",
	.example = "tend find --no-header ann",
	.options = find_options,
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = find_run,
};
