/* tend why FILE: what a worker makes of it, message by message. */
#include <stdio.h>

#include "agent/cmd/why.h"
#include "agent/cmd/why_facts.h"
#include "agent/error.h"
#include "agent/files.h"
#include "agent/derive/identities.h"
#include "agent/json.h"
#include "agent/paths.h"
#include "agent/source.h"
#include "agent/tell.h"

/* Files being read. */
struct reading {
	struct json *json;     /* NULL: for people */
	char **arguments;      /* the next one first */
	struct source *source; /* of the argument before it, or NULL */
	struct record_scratch *scratch;
	GTimeZone *zone;
	struct identities *identities; /* NULL: unknown */
	guint failed;
	guint printed;
};

static void fail(struct reading *reading, const char *name, guint message,
		 const char *what)
{
	g_autofree char *display = g_filename_display_name(name);

	reading->failed++;
	if (reading->json == NULL)
		return;
	json_text(reading->json, "file", display);
	if (message > 0)
		json_number(reading->json, "message", message);
	json_text(reading->json, "error", what);
	json_print(reading->json);
}

static void fail_file(struct reading *reading, const char *name,
		      const char *what)
{
	g_autofree char *display = g_filename_display_name(name);

	tell("%s: %s", display, what);
	fail(reading, name, 0, what);
}

/* The next file of all arguments; one that fails does not stop the others. */
static gboolean next_file(struct files_item *item_out, gboolean *done_out,
			  gpointer data, GError **error)
{
	struct reading *reading = data;

	(void)error;
	for (;;) {
		g_autoptr(GError) failed = NULL;
		char *paths[] = { *reading->arguments, NULL };
		gboolean done = FALSE;

		if (reading->source == NULL) {
			*done_out = paths[0] == NULL;
			if (*done_out)
				return TRUE;
			reading->source = source_new(paths);
		}
		if (source_next(reading->source, item_out, &done, &failed)) {
			*done_out = FALSE;
			if (!done)
				return TRUE;
		} else {
			/* It names the file by itself. */
			tell("%s", failed->message);
			fail(reading, *reading->arguments, 0, failed->message);
		}
		g_clear_pointer(&reading->source, source_free);
		reading->arguments++;
	}
}

static void forget_file(struct files_item *item, gpointer data)
{
	(void)data;
	source_file_free(item->extra);
}

/* Whether the user wrote it; unknown while no configuration says who they are.
 */
static enum direction direction_of(const struct reading *reading,
				   const struct record_facts *facts)
{
	enum direction direction = DIRECTION_NONE;

	if (reading->identities == NULL)
		return direction;
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];
		g_autofree char *lower = g_utf8_strdown(item->address, -1);

		if (item->role != ADDRESS_FROM)
			continue;
		if (identities_have(reading->identities, lower))
			return DIRECTION_OUT;
		direction = DIRECTION_IN;
	}
	return direction;
}

static gboolean print_copy(const struct files_item *item,
			   const struct record_copy *copy, gpointer data,
			   GError **error)
{
	struct reading *reading = data;
	struct record_facts facts;
	struct why_facts message;
	const char *why = NULL;
	g_autofree char *display = g_filename_display_name(item->name);

	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   reading->scratch, &facts, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "the worker's facts about '%s' are damaged (%s)",
			    display, why);
		return FALSE;
	}
	message = (struct why_facts){
		.file = display,
		.number = copy->uid,
		.facts = &facts,
		.new_text = copy->new_text,
		.direction = direction_of(reading, &facts),
	};
	if (reading->json != NULL) {
		why_facts_json(reading->json, &message);
	} else {
		if (reading->printed > 0)
			printf("\n");
		why_facts_print(&message, reading->zone);
	}
	reading->printed++;
	return TRUE;
}

static gboolean file_done(const struct files_item *item, guint messages,
			  const char *note, gpointer data, GError **error)
{
	(void)error;
	if (*note != '\0')
		fail_file(data, item->name, note);
	else if (messages == 0)
		fail_file(data, item->name, "there is no mail in it");
	return TRUE;
}

static gboolean file_died(const struct files_item *item, guint number,
			  const char *obituary, gpointer data, GError **error)
{
	g_autofree char *display = g_filename_display_name(item->name);
	g_autofree char *what =
	    g_strdup_printf("the worker died of it (%s)", obituary);

	(void)error;
	tell("%s: message %u: %s", display, number, what);
	fail(data, item->name, number, what);
	return TRUE;
}

static const struct files_calls calls = {
	.next = next_file,
	.copy = print_copy,
	.done = file_done,
	.died = file_died,
	.forget = forget_file,
};

/* Files need no configuration; one that is there tells who the user is. */
static gboolean read_identities(struct call *call, struct reading *reading,
				GError **error)
{
	gboolean named = call->config_file != NULL;
	g_auto(GStrv) own = NULL;
	g_autoptr(GError) failed = NULL;

	if (!named && !g_file_test(call_config_file(call), G_FILE_TEST_EXISTS))
		return TRUE;
	if (call_config(call, &failed) == NULL) {
		if (named) {
			g_propagate_error(error, g_steal_pointer(&failed));
			return FALSE;
		}
		tell("%s; so whose mail it is remains unknown",
		     failed->message);
		return TRUE;
	}
	own = config_list_identities(call->config);
	reading->identities = identities_new((const char *const *)own);
	return TRUE;
}

gboolean why_files(struct call *call, GError **error)
{
	g_autofree char *worker = paths_worker(error);
	g_autoptr(json_t) json = call->json ? json_new() : NULL;
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	struct reading reading = {
		.json = json,
		.arguments = call->argv,
		.scratch = scratch,
		.zone = zone,
	};
	gboolean ok;

	if (worker == NULL || !read_identities(call, &reading, error))
		return FALSE;
	ok = files_read(worker, FILES_TEXTS, &calls, &reading, error);
	identities_free(reading.identities);
	g_clear_pointer(&reading.source, source_free);
	if (!ok || reading.failed == 0)
		return ok;
	g_set_error(error, TEND_ERROR,
		    reading.printed == 0 ? TEND_ERROR_NO_INPUT
					 : TEND_ERROR_DATA,
		    "%u could not be read, as said above", reading.failed);
	return FALSE;
}
