/* tend ingest: read mail from files, directories or standard input. */
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/files.h"
#include "agent/folders.h"
#include "agent/ingest.h"
#include "agent/paths.h"
#include "agent/settle.h"
#include "agent/source.h"
#include "agent/tell.h"
#include "store/account.h"
#include "store/folder.h"
#include "store/message.h"
#include "store/quarantine.h"

/* sysexits.h: a mail filter keeps the mail and tries again. */
#define TEMPORARY 75

struct ingesting {
	struct call *call;
	struct store *store;
	struct source *source;
	struct ingest *ingest;
	struct progress *progress;
	const struct config_account *account;
	gint64 account_id;
	GHashTable *folders; /* name to struct known */
	guint in_transaction;
	guint passed_over;
	guint unread; /* files that could not be read to their end */
};

/* A folder of files, once it has been looked up. */
struct known {
	gint64 folder_id;
	enum folder_role role;
	gboolean wanted;
};

static const struct option options[] = {
	{ "account", 'a', "NAME",
	  "whose mail it is (default: the first account)" },
	{ "folder", 'f', "NAME",
	  "what folder it counts as: Sent, INBOX, ... (default: by the "
	  "directory's name)" },
	{ 0 },
};

static gboolean is_read(const struct ingesting *ingesting,
			enum folder_role role)
{
	return config_reads_all(ingesting->account) ||
	       (role != FOLDER_DRAFTS && role != FOLDER_JUNK &&
		role != FOLDER_TRASH);
}

static const struct known *find_folder(struct ingesting *ingesting,
				       const char *directory, GError **error)
{
	const char *said = call_option(ingesting->call, "folder");
	struct known *known =
	    g_hash_table_lookup(ingesting->folders, directory);
	g_autofree char *name = NULL;
	struct store_folder row;

	if (known)
		return known;
	known = g_new0(struct known, 1);
	name = said			     ? g_strdup(said)
	       : g_str_equal(directory, "-") ? g_strdup("INBOX")
					     : source_folder_name(directory);
	known->role = folders_role_by_name(name, '\0');
	known->wanted = is_read(ingesting, known->role);
	row = (struct store_folder){
		.account_id = ingesting->account_id,
		.name = { directory, strlen(directory) },
		.display = name,
		.role = (int)known->role,
		.selected = TRUE,
	};
	g_hash_table_insert(ingesting->folders, g_strdup(directory), known);
	if (known->wanted &&
	    !store_folder_put(ingesting->store, &row, &known->folder_id, error))
		return NULL;
	return known;
}

/* ---- what files_read calls ---- */

static gboolean next(struct files_item *item, gboolean *done, gpointer data,
		     GError **error)
{
	struct ingesting *ingesting = data;

	return source_next(ingesting->source, item, done, error);
}

static gboolean commit_if(struct ingesting *ingesting, guint at_least,
			  GError **error)
{
	if (!store_in_transaction(ingesting->store) ||
	    ingesting->in_transaction < at_least)
		return TRUE;
	ingesting->in_transaction = 0;
	return ingest_flush(ingesting->ingest, error) &&
	       store_commit(ingesting->store, error);
}

static gboolean take_copy(const struct files_item *item,
			  const struct record_copy *copy, gpointer data,
			  GError **error)
{
	struct ingesting *ingesting = data;
	const struct source_file *file = item->extra;
	struct record_copy row = *copy;
	const struct known *folder;

	if (!store_in_transaction(ingesting->store) &&
	    !store_begin(ingesting->store, error))
		return FALSE;
	folder = find_folder(ingesting, file->folder, error);
	if (!folder)
		return FALSE;
	if (!folder->wanted) {
		ingesting->passed_over++;
		return TRUE;
	}
	row.flags = file->flags;
	ingesting->in_transaction++;
	progress_set(ingesting->progress,
		     ingest_get_counts(ingesting->ingest)->copies, 0);
	return ingest_copy(ingesting->ingest, folder->folder_id,
			   (int)folder->role, &row, error) &&
	       commit_if(ingesting, ingesting->call->config->batch, error);
}

static gboolean done(const struct files_item *item, guint messages,
		     const char *note, gpointer data, GError **error)
{
	struct ingesting *ingesting = data;

	(void)messages;
	(void)error;
	if (*note) {
		ingesting->unread++;
		progress_tell(ingesting->progress, "cannot read '%s': %s",
			      item->name, note);
	}
	return TRUE;
}

/*
 * For `tend status`.  A file has no UID: its path's hash and the message's
 * number in it stand in, so that the same death is one row.
 */
static gboolean quarantine(struct ingesting *ingesting,
			   const struct files_item *item, guint number,
			   const char *obituary, GError **error)
{
	const struct source_file *file = item->extra;
	g_autofree char *reason = g_strdup_printf("message %u of '%s': %s",
						  number, item->name, obituary);
	gint64 uid = ((gint64)g_str_hash(item->name) << 24) + number;
	const struct known *folder;
	gint64 deaths;

	if (!store_in_transaction(ingesting->store) &&
	    !store_begin(ingesting->store, error))
		return FALSE;
	folder = find_folder(ingesting, file->folder, error);
	if (!folder)
		return FALSE;
	if (!folder->folder_id)
		return TRUE;
	for (int i = 0; i < STORE_QUARANTINE_DEATHS; i++)
		if (!store_quarantine_add(ingesting->store, folder->folder_id,
					  0, uid, reason, clock_now(), &deaths,
					  error))
			return FALSE;
	return TRUE;
}

static gboolean died(const struct files_item *item, guint number,
		     const char *obituary, gpointer data, GError **error)
{
	struct ingesting *ingesting = data;

	ingesting->passed_over++;
	progress_tell(ingesting->progress,
		      "message %u of '%s' cannot be read and is passed over "
		      "(%s); please report it",
		      number, item->name, obituary);
	return quarantine(ingesting, item, number, obituary, error);
}

static void forget(struct files_item *item, gpointer data)
{
	(void)data;
	source_file_free(item->extra);
}

static const struct files_calls calls = { next, take_copy, done, died, forget };

/* ---- the command ---- */

static const struct config_account *choose_account(struct call *call,
						   GError **error)
{
	const char *name = call_option(call, "account");
	const struct config_account *account;

	if (!name && call->config->accounts->len)
		return g_ptr_array_index(call->config->accounts, 0);
	account = name ? config_find_account(call->config, name) : NULL;
	if (account)
		return account;
	if (name)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "no account '%s' in '%s'; 'tend config' lists them",
			    name, call->config->file);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "no account in '%s'; add a group [account NAME] "
			    "with identities = your@address",
			    call->config->file);
	return NULL;
}

static gboolean begin(struct ingesting *ingesting, GError **error)
{
	gint64 messages;

	if (!store_begin(ingesting->store, error) ||
	    !store_account_ensure(ingesting->store, ingesting->account->name,
				  &ingesting->account_id, error) ||
	    !store_message_count(ingesting->store, &messages, error) ||
	    (messages == 0 && !store_defer_indexes(ingesting->store, error)) ||
	    !store_commit(ingesting->store, error))
		return FALSE;
	ingesting->ingest =
	    settle_begin(ingesting->store, ingesting->call->config, error);
	return ingesting->ingest != NULL;
}

static gboolean read_files(struct ingesting *ingesting, GError **error)
{
	g_autofree char *worker = paths_worker(error);

	return worker && begin(ingesting, error) &&
	       files_read(worker, FILES_BODIES, &calls, ingesting, error) &&
	       commit_if(ingesting, 0, error);
}

static void say(const struct ingesting *ingesting)
{
	const struct ingest_counts *counts =
	    ingest_get_counts(ingesting->ingest);

	tell("%" G_GUINT64_FORMAT " read, %" G_GUINT64_FORMAT
	     " new, %u passed over",
	     counts->copies, counts->messages, ingesting->passed_over);
}

static gboolean ingest_paths(struct call *call, char *const *paths,
			     GError **error)
{
	g_autoptr(source) source = source_new(paths);
	g_autoptr(progress_t) progress = progress_new("reading files");
	g_autoptr(GHashTable) folders =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct ingesting ingesting = {
		.call = call,
		.source = source,
		.progress = progress,
		.folders = folders,
		.account = choose_account(call, error),
	};
	gboolean ok;

	if (!ingesting.account)
		return FALSE;
	ingesting.store = call_store(call, error);
	if (!ingesting.store)
		return FALSE;
	ok = read_files(&ingesting, error);
	if (store_in_transaction(ingesting.store))
		store_rollback(ingesting.store);
	ok = ok && settle_end(ingesting.store, call->config, error);
	g_clear_pointer(&progress, progress_free);
	if (ok && !g_str_equal(paths[0], "-"))
		say(&ingesting);
	ingest_free(ingesting.ingest);
	if (ok && ingesting.unread)
		g_set_error(error, TEND_ERROR, TEND_ERROR_IO,
			    "%u of the files could not be read to the end; "
			    "the rest was taken in",
			    ingesting.unread);
	return ok && !ingesting.unread;
}

/*
 * As a mail filter it must not lose the mail: whatever is wrong is temporary,
 * and the delivery agent keeps the message and tries again.
 */
static int run(struct call *call, GError **error)
{
	char dash[] = "-";
	char *input[] = { dash, NULL };
	char *const *paths = call->argc ? call->argv : input;
	g_autoptr(GError) failed = NULL;

	if (ingest_paths(call, paths, &failed))
		return 0;
	if (!g_str_equal(paths[0], "-")) {
		g_propagate_error(error, g_steal_pointer(&failed));
		return COMMAND_FAILED;
	}
	tell("%s; the mail was not taken in, try again later", failed->message);
	return TEMPORARY;
}

const struct command command_ingest = {
	.name = "ingest",
	.summary = "read mail from files, Maildirs, mboxes or standard input",
	.arguments = "[FILE|DIR|-]...",
	.example = "tend ingest ~/Maildir/.Sent old-mail.mbox",
	.options = options,
	.group = COMMAND_MAIL,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = COMMAND_ANY,
	.run = run,
};
