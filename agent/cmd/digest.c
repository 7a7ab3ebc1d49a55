/*
 * tend digest: this morning's digest, on standard output, in a file, or
 * into the mailbox.
 */
#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/letters/digest.h"
#include "agent/morning.h"
#include "agent/outbox.h"

static gboolean write_out(const char *text, const char *file, GError **error)
{
	g_autoptr(GError) failed = NULL;

	if (file == NULL || g_str_equal(file, "-")) {
		fputs(text, stdout);
		return TRUE;
	}
	/* It says who waits for whom: for the user's eyes only. */
	if (g_file_set_contents_full(file, text, (gssize)strlen(text),
				     G_FILE_SET_CONTENTS_CONSISTENT, 0600,
				     &failed))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
		    "cannot write the digest: %s", failed->message);
	return FALSE;
}

static gboolean write_text(const struct digest *digest, const char *file,
			   GError **error)
{
	g_autofree char *text = digest_text(digest);

	return write_out(text, file, error);
}

static gboolean write_html(const struct digest *digest, const char *file,
			   GError **error)
{
	g_autofree char *html = digest_html(digest);

	return write_out(html, file, error);
}

static void print_json(const struct digest *digest)
{
	g_autoptr(json_t) json = json_new();

	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		json_number(json, "position", item->position);
		json_text(json, "contact", item->name);
		json_text(json, "address", item->address);
		json_text(json, "reason", reason_name(item->reason));
		json_time(json, "since", item->since_at);
		json_text(json, "subject", item->subject);
		json_text(json, "message_id", item->mid);
		json_text(json, "sentence", item->sentence);
		json_print(json);
	}
}

static int digest_run(struct call *call, GError **error)
{
	const char *file = call->argc > 0 ? call->argv[0] : NULL;
	struct store *store = call_store(call, error);
	g_autoptr(morning) morning = NULL;
	const struct digest *digest;

	if (store == NULL)
		return COMMAND_FAILED;
	morning = morning_collect(store, call->config,
				  outbox_digest_account(call->config),
				  clock_now(), error);
	if (morning == NULL)
		return COMMAND_FAILED;
	digest = morning_get_digest(morning);
	if (call->json)
		print_json(digest);
	else if (!(call_has(call, "html") ? write_html
					  : write_text)(digest, file, error))
		return COMMAND_FAILED;
	return 0;
}

static const struct option digest_options[] = {
	{ "html", 0, NULL, "as HTML" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_digest = {
	.name = "digest",
	.summary = "this morning's digest: print it, or write it to a file",
	.arguments = "[FILE]",
	.example = "tend digest --html morning.html",
	.options = digest_options,
	.group = COMMAND_DELIVERY,
	.needs = NEEDS_STORE_READ,
	.max_arguments = 1,
	.json = TRUE,
	.run = digest_run,
};
