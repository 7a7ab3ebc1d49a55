/* tend doctor: what is wrong, and how to mend it. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/folders.h"
#include "agent/json.h"
#include "agent/keyring.h"
#include "agent/paths.h"
#include "agent/post/standing.h"
#include "agent/print.h"
#include "agent/probe.h"
#include "agent/safe.h"
#include "store/account.h"
#include "store/store.h"

/* No clock that is right stands before this tend was written: 2026-01-01. */
#define EARLIEST 1767225600

/* Refused logins are counted for so long, in seconds. */
#define REFUSED_SPAN (3 * 3600)

static const struct option options[] = {
	{ "offline", 0, NULL, "ask no server" }, { NULL }
};

struct doctor {
	struct call *call;
	struct json *json; /* NULL: text */
	struct config *config;
	char *worker;
	guint troubles;
};

G_GNUC_PRINTF(5, 6)
static void note(struct doctor *doctor, gboolean ok, const char *check,
		 const char *account, const char *format, ...)
{
	g_autofree char *text = NULL;
	g_autofree char *safe = NULL;
	g_autofree char *subject = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	doctor->troubles += !ok;
	if (doctor->json) {
		json_text(doctor->json, "check", check);
		json_text(doctor->json, "account", account);
		json_truth(doctor->json, "ok", ok);
		json_text(doctor->json, "note", text);
		json_print(doctor->json);
		return;
	}
	safe = safe_terminal(text);
	subject = account ? g_strdup_printf("%s of %s", check, account)
			  : g_strdup(check);
	printf("%s%-7s%s %s: %s\n",
	       print_style(ok ? STYLE_GOOD : STYLE_PRESSING),
	       ok ? "ok" : "trouble", print_plain(), subject, safe);
	fflush(stdout);
}

static gboolean check_config(struct doctor *doctor)
{
	const char *file = call_config_file(doctor->call);
	g_autoptr(GError) error = NULL;
	struct stat info;

	doctor->config = call_config(doctor->call, &error);
	if (!doctor->config) {
		note(doctor, FALSE, "config", NULL, "%s", error->message);
		return FALSE;
	}
	if (stat(file, &info) == 0 && (info.st_mode & (S_IWGRP | S_IWOTH)))
		note(doctor, FALSE, "config", NULL,
		     "others may write '%s', and so run commands as you; "
		     "'chmod go-w' it",
		     file);
	else if (doctor->config->accounts->len == 0)
		note(doctor, FALSE, "config", NULL,
		     "'%s' has no account; run 'tend init'", file);
	else
		note(doctor, TRUE, "config", NULL, "'%s', %u account%s", file,
		     doctor->config->accounts->len,
		     doctor->config->accounts->len == 1 ? "" : "s");
	return TRUE;
}

static void check_clock(struct doctor *doctor)
{
	gint64 now = clock_real();
	g_autoptr(GDateTime) local = NULL;
	g_autofree char *text = NULL;

	local = g_date_time_new_from_unix_utc(now);
	text = g_date_time_format(local, "%Y-%m-%d %H:%M UTC");
	if (now < EARLIEST)
		note(doctor, FALSE, "clock", NULL,
		     "it says %s, which is in the past; set it, or no "
		     "certificate is believed",
		     text);
	else if (clock_is_set())
		note(doctor, TRUE, "clock", NULL,
		     "%s, but TEND_NOW sets another time for judgements", text);
	else
		note(doctor, TRUE, "clock", NULL, "%s", text);
}

static void check_worker(struct doctor *doctor)
{
	g_autoptr(GError) error = NULL;

	doctor->worker = paths_worker(&error);
	if (doctor->worker)
		note(doctor, TRUE, "worker", NULL, "'%s'", doctor->worker);
	else
		note(doctor, FALSE, "worker", NULL, "%s", error->message);
}

static gboolean has_folder(const struct probe *probe, const char *display)
{
	for (guint i = 0; i < probe->folders->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(probe->folders, i);

		if (g_str_equal(folder->display, display) ||
		    (g_ascii_strcasecmp(display, "INBOX") == 0 &&
		     g_ascii_strcasecmp(folder->display, "INBOX") == 0))
			return TRUE;
	}
	return FALSE;
}

static void check_folders(struct doctor *doctor,
			  const struct config_account *account,
			  const struct probe *probe)
{
	gboolean sent = FALSE;
	guint selected = 0;

	for (guint i = 0; i < probe->folders->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(probe->folders, i);

		selected += folder->selected;
		sent |= folder->selected && (folder->role == FOLDER_SENT ||
					     folder->role == FOLDER_ALL);
	}
	if (selected == 0)
		note(doctor, FALSE, "folders", account->name,
		     "none of %u would be read; name some in 'folders'",
		     probe->folders->len);
	else if (!sent)
		note(doctor, FALSE, "folders", account->name,
		     "none of the %u that are read holds sent mail; name it "
		     "in 'sent'",
		     selected);
	else if (!has_folder(probe, account->digest_folder))
		note(doctor, FALSE, "folders", account->name,
		     "there is no folder '%s' for the digest; mend "
		     "'digest-folder'",
		     account->digest_folder);
	else
		note(doctor, TRUE, "folders", account->name, "%u of %u read",
		     selected, probe->folders->len);
}

/* Count a refused login, or forget those that were, if there is a store. */
static void remember_login(const struct config_account *account,
			   gboolean refused)
{
	g_autofree char *path = paths_database_name();
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_account) row = NULL;
	gint64 now = clock_real(), before;
	struct store *store;

	if (access(path, F_OK) != 0)
		return;
	store = store_open(path, STORE_WRITE, NULL);
	if (store)
		transaction = store_transaction_new(store, NULL);
	if (transaction &&
	    store_account_find(store, account->name, &row, NULL) && row) {
		before =
		    now - row->refused_at < REFUSED_SPAN ? row->refused : 0;
		if (store_account_set_refused(store, row->account_id,
					      refused ? before + 1 : 0,
					      refused ? now : 0, NULL))
			store_transaction_commit(transaction, NULL);
	}
	g_clear_pointer(&transaction, store_transaction_free);
	if (store)
		store_close(store);
}

static const char *tls_words(const struct config_account *account)
{
	if (account->tls == TLS_NONE)
		return "plain text, as the configuration says";
	if (account->pin)
		return "the pinned key is there";
	return "valid for the host name";
}

static void check_server(struct doctor *doctor,
			 const struct config_account *account,
			 const struct secret *secret)
{
	struct probe_settings settings = {
		.worker = doctor->worker,
		.config = doctor->config,
		.account = account,
		.secret = secret,
		.debug = doctor->call->debug,
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(probe_t) probe = NULL;
	enum remedy remedy;

	probe = probe_run(&settings, &remedy, &error);
	if (!probe && remedy != REMEDY_PASSWORD) {
		note(doctor, FALSE, "server", account->name, "%s",
		     error->message);
		return;
	}
	remember_login(account, !probe);
	note(doctor, TRUE, "certificate", account->name, "%s: %s",
	     account->host, tls_words(account));
	if (!probe) {
		note(doctor, FALSE, "login", account->name, "%s",
		     error->message);
		return;
	}
	note(doctor, TRUE, "login", account->name, "%s", account->user);
	check_folders(doctor, account, probe);
}

static const char *secret_source(const struct config_account *account)
{
	return account->token_command	   ? "token-command"
	       : account->password_command ? "password-command"
					   : "keyring";
}

static void check_account(struct doctor *doctor,
			  const struct config_account *account)
{
	const char *source = secret_source(account);
	g_autoptr(secret_t) secret = NULL;
	g_autoptr(GError) error = NULL;

	if (account->identities[0] == NULL)
		note(doctor, FALSE, "identities", account->name,
		     "there are none, so tend cannot tell what you sent; set "
		     "identities to your own addresses");
	if (!account->host)
		return;
	if (account->ca_file && access(account->ca_file, R_OK) != 0) {
		note(doctor, FALSE, "certificate", account->name,
		     "cannot read '%s'; mend 'ca-file'", account->ca_file);
		return;
	}
	secret = secret_get(account, &error);
	if (!secret) {
		note(doctor, FALSE, source, account->name, "%s",
		     error->message);
		return;
	}
	note(doctor, TRUE, source, account->name, "gave a %s",
	     secret->token ? "token" : "password");
	if (doctor->worker && !call_has(doctor->call, "offline"))
		check_server(doctor, account, secret);
}

/* As the last sync found it: to ask the server would be to mark. */
static void check_flags(struct doctor *doctor, struct store *store,
			const struct config_account *account)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(store_account) row = NULL;
	g_autofree char *text = NULL;
	struct store_mark_counts counts;

	if (!store_account_find(store, account->name, &row, &error) ||
	    (row && !standing_describe(store, doctor->config, row->account_id,
				       &counts, &text, &error)))
		note(doctor, FALSE, "flags", account->name, "%s",
		     error->message);
	else if (text)
		note(doctor, counts.refused == 0, "flags", account->name, "%s",
		     text);
}

static void check_all_flags(struct doctor *doctor, struct store *store)
{
	for (guint i = 0; doctor->config && i < doctor->config->accounts->len;
	     i++)
		check_flags(doctor, store,
			    g_ptr_array_index(doctor->config->accounts, i));
}

static void check_database(struct doctor *doctor)
{
	g_autofree char *path = paths_database_name();
	g_autofree char *problem = NULL;
	g_autoptr(GError) error = NULL;
	struct store *store = store_open(path, STORE_READ, &error);

	if (g_error_matches(error, STORE_ERROR, STORE_ERROR_MISSING)) {
		note(doctor, TRUE, "database", NULL,
		     "none yet; 'tend sync' makes '%s'", path);
		return;
	}
	if (store && !store_check(store, &problem, &error))
		g_clear_pointer(&problem, g_free);
	if (error)
		note(doctor, FALSE, "database", NULL, "%s", error->message);
	else if (problem)
		note(doctor, FALSE, "database", NULL,
		     "'%s' is damaged: %s; restore a backup, or move it away "
		     "and run 'tend sync'",
		     path, problem);
	else
		note(doctor, TRUE, "database", NULL, "'%s' is sound", path);
	if (store && !error && !problem)
		check_all_flags(doctor, store);
	if (store)
		store_close(store);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(json_t) json = call->json ? json_new() : NULL;
	struct doctor doctor = { .call = call, .json = json };

	check_clock(&doctor);
	check_worker(&doctor);
	if (check_config(&doctor))
		for (guint i = 0; i < doctor.config->accounts->len; i++)
			check_account(&doctor, g_ptr_array_index(
						   doctor.config->accounts, i));
	check_database(&doctor);
	g_free(doctor.worker);
	return doctor.troubles ? EX_UNAVAILABLE : 0;
}

const struct command command_doctor = {
	.name = "doctor",
	.summary = "find what is wrong, and say how to mend it",
	.arguments = "",
	.example = "tend doctor",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_NOTHING,
	.json = TRUE,
	.run = run,
};
