/* tend why FILE: what a worker makes of it, header by header. */
#include <stdio.h>

#include "agent/cmd/why.h"
#include "agent/error.h"
#include "agent/files.h"
#include "agent/json.h"
#include "agent/paths.h"
#include "agent/print.h"
#include "agent/safe.h"
#include "agent/source.h"
#include "agent/tell.h"
#include "agent/when.h"

/* Files being read. */
struct reading {
	struct json *json;     /* NULL: for people */
	char **arguments;      /* the next one first */
	struct source *source; /* of the argument before it, or NULL */
	struct record_scratch *scratch;
	GTimeZone *zone;
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

static const struct record_address *first_address(
    const struct record_facts *facts, enum address_role role)
{
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == (guint32)role)
			return &facts->addresses.items[i];
	return NULL;
}

static const char *known(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

static void add_address(struct json *json, const char *name,
			const struct record_address *address)
{
	json_begin_object(json, name);
	json_text(json, "address", address->address);
	json_text(json, "name", known(address->name));
	json_end_object(json);
}

static void add_addresses(struct json *json, const char *name,
			  const struct record_facts *facts,
			  enum address_role role)
{
	json_begin_list(json, name);
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == (guint32)role)
			add_address(json, NULL, &facts->addresses.items[i]);
	json_end_list(json);
}

static void add_bounce(struct json *json, const struct record_facts *facts)
{
	json_begin_object(json, "bounce");
	json_begin_list(json, "recipients");
	for (guint i = 0; i < facts->addresses.n; i++)
		if (facts->addresses.items[i].role == ADDRESS_FAILED)
			json_text(json, NULL,
				  facts->addresses.items[i].address);
	json_end_list(json);
	json_truth(json, "hard", facts->hard);
	json_text(json, "about", known(facts->about));
	json_end_object(json);
}

static void print_json(struct json *json, const char *file, guint number,
		       const struct record_facts *facts)
{
	const struct record_address *from = first_address(facts, ADDRESS_FROM);

	json_text(json, "file", file);
	json_number(json, "message", number);
	json_text(json, "kind", border_kind_name((enum kind)facts->kind));
	json_text(json, "evidence", known(facts->evidence));
	if (from != NULL)
		add_address(json, "from", from);
	else
		json_text(json, "from", NULL);
	add_addresses(json, "to", facts, ADDRESS_TO);
	add_addresses(json, "cc", facts, ADDRESS_CC);
	json_text(json, "subject", facts->subject);
	json_text(json, "message_id", known(facts->message_id));
	json_time(json, "date", facts->date != G_MININT64 ? facts->date : 0);
	if (facts->kind == KIND_BOUNCE)
		add_bounce(json, facts);
	json_print(json);
}

static void print_text(const char *title, const char *text)
{
	g_autofree char *safe = safe_terminal(text);

	if (*safe != '\0')
		why_print_line(title, safe);
}

static void print_addresses(const char *title, const struct record_facts *facts,
			    enum address_role role)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *address =
		    &facts->addresses.items[i];
		g_autofree char *text = NULL;

		if (address->role != (guint32)role)
			continue;
		text = known(address->name) != NULL
			   ? g_strdup_printf("%s <%s>", address->name,
					     address->address)
			   : g_strdup(address->address);
		print_text(title, text);
		title = "";
	}
}

static void print_facts(const struct reading *reading, const char *file,
			guint number, const struct record_facts *facts)
{
	g_autofree char *date = NULL;
	g_autofree char *safe = safe_terminal(file);

	printf("%s%s%s%s", reading->printed > 0 ? "\n" : "",
	       print_style(STYLE_HEADING), safe, print_plain());
	if (number > 1)
		printf(", message %u", number);
	printf("\n");
	print_text("kind", border_kind_name((enum kind)facts->kind));
	print_text("evidence", facts->evidence);
	print_addresses("from", facts, ADDRESS_FROM);
	print_addresses("to", facts, ADDRESS_TO);
	print_addresses("cc", facts, ADDRESS_CC);
	print_text("subject", facts->subject);
	if (facts->date != G_MININT64)
		date = when_date_time(facts->date, reading->zone);
	print_text("date", date);
	print_text("message-id", facts->message_id);
	if (facts->kind != KIND_BOUNCE)
		return;
	print_addresses("failed", facts, ADDRESS_FAILED);
	print_text("for good", facts->hard ? "yes" : "no");
	print_text("about", facts->about);
}

static gboolean print_copy(const struct files_item *item,
			   const struct record_copy *copy, gpointer data,
			   GError **error)
{
	struct reading *reading = data;
	struct record_facts facts;
	const char *why = NULL;
	g_autofree char *display = g_filename_display_name(item->name);

	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   reading->scratch, &facts, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "the worker's facts about '%s' are damaged (%s)",
			    display, why);
		return FALSE;
	}
	if (reading->json != NULL)
		print_json(reading->json, display, copy->uid, &facts);
	else
		print_facts(reading, display, copy->uid, &facts);
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

	if (worker == NULL)
		return FALSE;
	ok = files_read(worker, TRUE, &calls, &reading, error);
	g_clear_pointer(&reading.source, source_free);
	if (!ok || reading.failed == 0)
		return ok;
	g_set_error(error, TEND_ERROR,
		    reading.printed == 0 ? TEND_ERROR_NO_INPUT
					 : TEND_ERROR_DATA,
		    "%u could not be read, as said above", reading.failed);
	return FALSE;
}
