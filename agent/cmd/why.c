/*
 * tend why: what was judged of a contact, a message or a file, and on which
 * evidence.
 */
#include "agent/cmd/why.h"

#include <stdio.h>
#include <string.h>

#include "agent/contact.h"
#include "agent/error.h"
#include "agent/print.h"
#include "agent/derive/tie.h"

static gboolean is_file(const char *argument)
{
	return g_str_equal(argument, "-") ||
	       g_file_test(argument, G_FILE_TEST_EXISTS);
}

static gboolean any_file(const struct call *call)
{
	for (int i = 0; i < call->argc; i++)
		if (is_file(call->argv[i]))
			return TRUE;
	return FALSE;
}

/* "<x@y>" without its brackets; the caller owns it. */
static char *bare_id(const char *text)
{
	gsize length = strlen(text);

	if (length > 2 && text[0] == '<' && text[length - 1] == '>')
		return g_strndup(text + 1, length - 2);
	return g_strdup(text);
}

static gboolean explain_messages(struct call *call, struct store *store,
				 GPtrArray *messages, GError **error)
{
	for (guint i = 0; i < messages->len; i++) {
		if (i > 0 && !call->json)
			printf("\n");
		if (!why_message(call, store, messages->pdata[i], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean explain(struct call *call, struct store *store,
			const char *text, GError **error)
{
	g_autofree char *mid = bare_id(text);
	g_autoptr(store_person) person = NULL;
	g_autoptr(GPtrArray) messages =
	    store_message_list_by_mid(store, tie_hash(mid), mid, error);

	if (messages == NULL)
		return FALSE;
	if (messages->len > 0)
		return explain_messages(call, store, messages, error);
	if (*text == '<') {
		g_autofree char *meant = contact_meant(text);
		g_autofree char *address = g_utf8_strdown(meant, -1);

		if (!store_person_find_by_address(store, address, &person,
						  error))
			return FALSE;
	}
	if (person == NULL && *text == '<') {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "no message with the Message-ID '%s' has been "
			    "read; 'tend status' says how far reading is",
			    text);
		return FALSE;
	}
	if (person == NULL)
		person = contact_find(store, text, error);
	return person != NULL && why_contact(call, store, person, error);
}

/* No contact and no Message-ID has a slash and no @. */
static gboolean is_missing_file(const char *argument)
{
	return strchr(argument, '/') != NULL && strchr(argument, '@') == NULL;
}

static int why_run(struct call *call, GError **error)
{
	g_autofree char *text = NULL;
	struct store *store;

	/* Files need neither a configuration nor a database. */
	if (any_file(call)) {
		print_start_pager();
		return why_files(call, error) ? 0 : COMMAND_FAILED;
	}
	if (is_missing_file(call->argv[0])) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "there is no file '%s'", call->argv[0]);
		return COMMAND_FAILED;
	}
	if (call_config(call, error) == NULL)
		return COMMAND_FAILED;
	store = call_store(call, error);
	if (store == NULL)
		return COMMAND_FAILED;
	text = g_strjoinv(" ", call->argv);
	print_start_pager();
	return explain(call, store, text, error) ? 0 : COMMAND_FAILED;
}

const struct command command_why = {
	.name = "why",
	.summary = "what was judged, and on which evidence",
	.arguments = "CONTACT|MESSAGE-ID|FILE...",
	.example = "tend why ann@example.org",
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_NOTHING,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = why_run,
};
