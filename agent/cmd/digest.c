/*
 * tend digest: this morning's digest, on standard output, in a file, or
 * into the mailbox.
 */
#include "agent/clock.h"
#include "agent/command.h"
#include "agent/json.h"
#include "agent/letters/digest.h"
#include "agent/post/morning.h"
#include "agent/post/outbox.h"
#include "agent/post/written.h"
#include "agent/private_file.h"
#include "agent/reach.h"

static gboolean write_text(const struct digest *digest, const char *file,
			   GError **error)
{
	g_autofree char *text = digest_text(digest);

	return private_file_write(file, text, "the digest", error);
}

static gboolean write_html(const struct digest *digest, const char *file,
			   GError **error)
{
	g_autofree char *html = digest_html(digest);

	return private_file_write(file, html, "the digest", error);
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
		json_text(json, "quote", item->quote);
		json_text(json, "organisation", item->organisation);
		json_text(json, "phone", item->phone);
		json_print(json);
	}
}

static int write_digest(struct call *call, const struct digest *digest,
			GError **error)
{
	const char *file = call->argc > 0 ? call->argv[0] : NULL;

	if (call->json) {
		print_json(digest);
		return 0;
	}
	return (call_has(call, "html") ? write_html : write_text)(digest, file,
								  error)
		   ? 0
		   : COMMAND_FAILED;
}

static int digest_run(struct call *call, GError **error)
{
	const struct config_account *account =
	    outbox_digest_account(call->config);
	struct store *store = NULL;
	g_autoptr(store_outbox) row = NULL;
	g_autoptr(written) written = NULL;
	g_autoptr(morning) morning = NULL;

	if (call_has(call, "deliver"))
		return reach_deliver(call, LETTER_DIGEST, error)
			   ? 0
			   : COMMAND_FAILED;
	store = call_store(call, error);
	if (store == NULL ||
	    (account != NULL &&
	     !outbox_find_letter(store, call->config, account, "digest",
				 clock_now(), &row, error)))
		return COMMAND_FAILED;
	/* What lies in the mailbox, with the numbers that answers name. */
	if (row != NULL) {
		written =
		    written_read(store, call->config, account, row, error);
		return written == NULL
			   ? COMMAND_FAILED
			   : write_digest(call, written_get_digest(written),
					  error);
	}
	morning = morning_collect(store, call->config, clock_now(), error);
	return morning == NULL
		   ? COMMAND_FAILED
		   : write_digest(call, morning_get_digest(morning), error);
}

static const struct option digest_options[] = {
	{ "deliver", 0, NULL, "read the mailbox and put it there, once a day" },
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
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 1,
	.json = TRUE,
	.run = digest_run,
};
