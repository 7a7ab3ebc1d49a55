/* tend status: what is connected, and how far it has read. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "agent/said/alike.h"
#include "agent/backup.h"
#include "agent/bodies.h"
#include "agent/border/words.h"
#include "agent/clock.h"
#include "agent/command.h"
#include "agent/hook.h"
#include "agent/json.h"
#include "agent/lease.h"
#include "agent/paths.h"
#include "agent/post/answers.h"
#include "agent/post/standing.h"
#include "agent/print.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/suggest.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/account.h"
#include "store/draft.h"
#include "store/folder.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/quarantine.h"
#include "store/store.h"
#include "store/touch.h"

struct status {
	struct call *call;
	struct store *store; /* NULL: there is none yet */
	struct json *json;   /* NULL: text */
	gint64 now;
	struct suggest suggest; /* empty without a store */
};

/* What is known of one account; all but `account` may be NULL. */
struct standing {
	const struct config_account *account;
	struct store_account *row;
	GPtrArray *folders, *quarantine, *outbox;
	guint drafts; /* that wait in the mailbox */
	struct store_mark_counts marks;
	char *marked;  /* the same in words, NULL: nothing to say */
	gint64 bodies; /* that are still to be read */
	guint doubted; /* answers to letters that are not believed */
	gboolean held;
};

static void standing_clear(struct standing *standing)
{
	g_free(standing->row);
	g_clear_pointer(&standing->folders, g_ptr_array_unref);
	g_clear_pointer(&standing->quarantine, g_ptr_array_unref);
	g_clear_pointer(&standing->outbox, g_ptr_array_unref);
	g_free(standing->marked);
}

typedef struct standing standing_t;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(standing_t, standing_clear)

/* Whether a watch or a sync reads the account at this moment. */
static gboolean is_held(const char *account, gboolean *held_out, GError **error)
{
	struct lease *lease;

	if (!lease_take(account, &lease, error))
		return FALSE;
	*held_out = lease == NULL;
	lease_free(lease);
	return TRUE;
}

/* The name of an account's folder, or NULL if it is another's. */
static const char *find_folder(const struct standing *standing,
			       gint64 folder_id)
{
	for (guint i = 0; i < standing->folders->len; i++) {
		const struct store_folder *folder =
		    g_ptr_array_index(standing->folders, i);

		if (folder->folder_id == folder_id)
			return folder->display;
	}
	return NULL;
}

/* The quarantined messages in folders of this account. */
static GPtrArray *list_quarantine(struct store *store,
				  const struct standing *standing,
				  GError **error)
{
	GPtrArray *list = store_quarantine_list(store, 0, error);

	for (guint i = list ? list->len : 0; i-- > 0;) {
		const struct store_quarantine *item =
		    g_ptr_array_index(list, i);

		if (!find_folder(standing, item->folder_id))
			g_ptr_array_remove_index(list, i);
	}
	return list;
}

static gboolean count_bodies(const struct status *status, gint64 account_id,
			     gint64 *bodies_out, GError **error)
{
	struct store_body_wish wish;

	bodies_wish(status->call->config, account_id, status->now, FALSE,
		    &wish);
	return store_body_count(status->store, &wish, bodies_out, error);
}

static gboolean count_doubted(const struct status *status,
			      struct standing *standing, GError **error)
{
	g_autoptr(answers) answers = answers_new(&(struct answers_settings){
	    .store = status->store,
	    .config = status->call->config,
	    .account = standing->account,
	    .account_id = standing->row->account_id,
	});

	return answers_count_doubted(answers, status->now, &standing->doubted,
				     error);
}

/* Those that lie there, as far as tend knows. */
static gboolean count_drafts(const struct status *status, gint64 account_id,
			     guint *drafts_out, GError **error)
{
	g_autoptr(GPtrArray) drafts = store_draft_list_by_fate(
	    status->store, account_id, STORE_DRAFT_OPEN, error);

	*drafts_out = 0;
	for (guint i = 0; drafts && i < drafts->len; i++) {
		const struct store_draft *draft = drafts->pdata[i];

		*drafts_out += draft->state == STORE_OUTBOX_DONE;
	}
	return drafts != NULL;
}

static gboolean take_standing(struct status *status, struct standing *standing,
			      GError **error)
{
	gint64 id;

	if (standing->account->host &&
	    !is_held(standing->account->name, &standing->held, error))
		return FALSE;
	if (!status->store)
		return TRUE;
	if (!store_account_find(status->store, standing->account->name,
				&standing->row, error))
		return FALSE;
	if (!standing->row)
		return TRUE;
	id = standing->row->account_id;
	standing->folders = store_folder_list(status->store, id, error);
	if (!standing->folders)
		return FALSE;
	standing->quarantine = list_quarantine(status->store, standing, error);
	if (!standing->quarantine)
		return FALSE;
	standing->outbox = store_outbox_list_open(status->store, id, error);
	return standing->outbox &&
	       count_drafts(status, id, &standing->drafts, error) &&
	       standing_describe(status->store, status->call->config, id,
				 &standing->marks, &standing->marked, error) &&
	       (!standing->account->host ||
		(count_bodies(status, id, &standing->bodies, error) &&
		 count_doubted(status, standing, error)));
}

static void print_folders(const struct standing *standing)
{
	static const struct table_column columns[] = {
		{ "  folder", 20, FALSE }, { "role", 0, FALSE },
		{ "messages", 0, TRUE },   { "read from", 0, TRUE },
		{ "to", 0, TRUE },
	};
	g_autoptr(table) table = table_new(columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < standing->folders->len; i++) {
		const struct store_folder *folder =
		    g_ptr_array_index(standing->folders, i);
		g_autofree char *name =
		    g_strdup_printf("  %s", folder->display);
		g_autofree char *messages =
		    g_strdup_printf("%" G_GINT64_FORMAT, folder->messages);
		g_autofree char *low =
		    g_strdup_printf("%" G_GINT64_FORMAT, folder->low);
		g_autofree char *high =
		    g_strdup_printf("%" G_GINT64_FORMAT, folder->high);
		gboolean read = folder->high > 0;
		const char *cells[] = {
			name,
			border_folder_role_name((enum folder_role)folder->role),
			read ? messages : "",
			read ? low : "",
			read ? high : "",
		};

		if (folder->selected)
			table_add(table, STYLE_PLAIN, cells);
	}
	if (table_count(table))
		table_print(table);
}

static void print_quarantine(const struct standing *standing)
{
	for (guint i = 0; i < standing->quarantine->len; i++) {
		const struct store_quarantine *item =
		    g_ptr_array_index(standing->quarantine, i);
		g_autofree char *name =
		    safe_terminal(find_folder(standing, item->folder_id));
		g_autofree char *reason = safe_terminal(item->reason);

		printf("  %spassed over%s ", print_style(STYLE_PRESSING),
		       print_plain());
		/* Of a file the reason says all. */
		if (item->uidvalidity)
			printf("message %" G_GINT64_FORMAT " of %s: ",
			       item->uid, name);
		printf("%s\n", reason);
	}
}

static void print_when(const struct status *status, const char *what, gint64 at,
		       gint64 now, const char *never)
{
	g_autofree char *text =
	    at ? when_relative(at, now, status->call->config->zone)
	       : g_strdup(never);

	printf("  %-10s %s\n", what, text);
}

static const char *connection(const struct standing *standing)
{
	if (!standing->account->host)
		return "files only: 'tend ingest' reads them";
	if (standing->held)
		return "being read by 'tend watch' or 'tend sync'";
	return "not connected: 'tend watch' stays, 'tend sync' reads once";
}

static void print_senders(const GPtrArray *senders, const char *account,
			  const char *where)
{
	for (guint i = 0; senders != NULL && i < senders->len; i++) {
		const struct store_sender *sender = senders->pdata[i];
		g_autofree char *address = safe_terminal(sender->address);

		if (g_str_equal(sender->account, account))
			printf("  %-10s %" G_GINT64_FORMAT " mails %s %s: if "
			       "that is you too, add it to identities in "
			       "[account %s]; if not, to not-identities\n",
			       "identity", sender->mails, where, address,
			       account);
	}
}

static void print_standing(const struct status *status,
			   const struct standing *standing)
{
	const struct config_account *account = standing->account;
	const struct store_account *row = standing->row;

	printf("%s%s%s%s%s\n", print_style(STYLE_HEADING), account->name,
	       print_plain(), account->host ? " at " : "",
	       account->host ? account->host : "");
	printf("  %-10s %s\n", "state", connection(standing));
	if (account->host)
		print_when(status, "last read", row ? row->read_at : 0,
			   clock_real(), "never: run 'tend sync'");
	if (row && account->host)
		print_when(status, "baseline", row->baseline_at, status->now,
			   "not yet: older mail is still to be read");
	if (row && *row->problem) {
		g_autofree char *problem = safe_terminal(row->problem);

		printf("  %-10s %s%s%s\n", "problem",
		       print_style(STYLE_PRESSING), problem, print_plain());
	}
	if (row && standing->bodies)
		printf("  %-10s %" G_GINT64_FORMAT " still to be read; what "
		       "tend says rests on headers there\n",
		       "bodies", standing->bodies);
	if (row && standing->outbox->len)
		printf("  %-10s %u to be put into the mailbox\n", "outbox",
		       standing->outbox->len);
	if (standing->doubted)
		printf("  %-10s %u in your name, not heeded: no copy lies in a "
		       "Sent folder ('man tend', ANSWERING THE DIGEST)\n",
		       "answers", standing->doubted);
	if (standing->drafts)
		printf("  %-10s %u that tend wrote %s for you\n", "drafts",
		       standing->drafts,
		       standing->drafts == 1 ? "waits" : "wait");
	if (standing->marked) {
		g_autofree char *marked = safe_terminal(standing->marked);

		printf("  %-10s %s%s%s\n", "flags",
		       standing->marks.refused ? print_style(STYLE_PRESSING)
					       : "",
		       marked, standing->marks.refused ? print_plain() : "");
	}
	if (row) {
		print_folders(standing);
		print_quarantine(standing);
	}
	print_senders(status->suggest.in_sent, account->name,
		      "in Sent are from");
	print_senders(status->suggest.by_name, account->name,
		      "to you, by your name, are from");
	print_senders(status->suggest.at_home, account->name,
		      "of yours went alone to your namesake");
}

static void json_senders(struct json *json, const GPtrArray *senders,
			 const char *account)
{
	for (guint i = 0; senders != NULL && i < senders->len; i++) {
		const struct store_sender *sender = senders->pdata[i];

		if (!g_str_equal(sender->account, account))
			continue;
		json_begin_object(json, NULL);
		json_text(json, "address", sender->address);
		json_number(json, "mails", sender->mails);
		json_time(json, "last_at", sender->last_at);
		json_end_object(json);
	}
}

static void json_folders(struct json *json, const struct standing *standing)
{
	json_begin_list(json, "folders");
	for (guint i = 0; standing->row && i < standing->folders->len; i++) {
		const struct store_folder *folder =
		    g_ptr_array_index(standing->folders, i);

		json_begin_object(json, NULL);
		json_text(json, "name", folder->display);
		json_text(
		    json, "role",
		    border_folder_role_name((enum folder_role)folder->role));
		json_truth(json, "read", folder->selected);
		json_number(json, "messages", folder->messages);
		json_number(json, "uidvalidity", folder->uidvalidity);
		json_number(json, "low", folder->low);
		json_number(json, "high", folder->high);
		json_end_object(json);
	}
	json_end_list(json);
}

static void json_quarantine(struct json *json, const struct standing *standing)
{
	json_begin_list(json, "quarantine");
	for (guint i = 0; standing->row && i < standing->quarantine->len; i++) {
		const struct store_quarantine *item =
		    g_ptr_array_index(standing->quarantine, i);

		json_begin_object(json, NULL);
		json_text(json, "folder",
			  find_folder(standing, item->folder_id));
		json_number(json, "uid", item->uid);
		json_text(json, "reason", item->reason);
		json_end_object(json);
	}
	json_end_list(json);
}

static void json_standing(const struct status *status,
			  const struct standing *standing)
{
	const struct store_account *row = standing->row;
	const char *name = standing->account->name;
	struct json *json = status->json;

	json_text(json, "type", "account");
	json_text(json, "name", name);
	json_text(json, "host", standing->account->host);
	json_truth(json, "being_read", standing->held);
	json_time(json, "read_at", row ? row->read_at : 0);
	json_time(json, "baseline_at", row ? row->baseline_at : 0);
	json_text(json, "problem", row && *row->problem ? row->problem : NULL);
	json_time(json, "problem_at",
		  row && *row->problem ? row->problem_at : 0);
	json_number(json, "outbox", row ? standing->outbox->len : 0);
	json_number(json, "drafts", standing->drafts);
	json_begin_object(json, "marks");
	json_number(json, "set", standing->marks.set);
	json_number(json, "waiting", standing->marks.waiting);
	json_number(json, "refused", standing->marks.refused);
	json_number(json, "theirs", standing->marks.theirs);
	json_end_object(json);
	json_number(json, "bodies_to_read", standing->bodies);
	json_number(json, "answers_doubted", standing->doubted);
	json_folders(json, standing);
	json_quarantine(json, standing);
	json_begin_list(json, "suggested_identities");
	json_senders(json, status->suggest.in_sent, name);
	json_senders(json, status->suggest.by_name, name);
	json_senders(json, status->suggest.at_home, name);
	json_end_list(json);
	json_print(json);
}

/* What the store as a whole says. */
struct whole {
	gint64 messages;
	gint64 inferred;  /* sent, and known only by an answer */
	gint64 backup_at; /* 0: never */
	gint64 bytes;
};

static gboolean take_whole(const struct status *status, const char *path,
			   struct whole *whole, GError **error)
{
	struct stat info = { 0 };

	*whole = (struct whole){ 0 };
	if (!status->store)
		return TRUE;
	stat(path, &info);
	whole->bytes = info.st_size;
	return store_message_count(status->store, &whole->messages, error) &&
	       store_touch_count_proved(status->store, DIRECTION_OUT,
					&whole->inferred, error) &&
	       backup_find_last(status->store, &whole->backup_at, error);
}

static void print_whole(const struct status *status, const char *path,
			const struct whole *whole)
{
	g_autofree char *size = g_format_size((guint64)whole->bytes);

	if (!status->store) {
		printf("database '%s': none yet\n", path);
		return;
	}
	printf("database '%s': %" G_GINT64_FORMAT " messages, %s\n", path,
	       whole->messages, size);
	print_when(status, "backup", whole->backup_at, status->now,
		   "never made: 'tend backup' makes one");
	if (whole->inferred)
		printf("  %-10s %" G_GINT64_FORMAT " of your mails are known "
		       "only by the answer to them: name the folder of sent "
		       "mail in 'sent' if it is not read, or have your mail "
		       "program keep copies\n",
		       "not found", whole->inferred);
}

static gboolean show_database(const struct status *status, GError **error)
{
	g_autofree char *path = paths_database_name();
	struct whole whole;

	if (!take_whole(status, path, &whole, error))
		return FALSE;
	if (!status->json) {
		print_whole(status, path, &whole);
		return TRUE;
	}
	json_text(status->json, "type", "database");
	json_text(status->json, "path", path);
	json_truth(status->json, "exists", status->store != NULL);
	json_number(status->json, "bytes", whole.bytes);
	json_number(status->json, "messages", whole.messages);
	json_number(status->json, "inferred_sent", whole.inferred);
	json_time(status->json, "backup_at", whole.backup_at);
	json_print(status->json);
	return TRUE;
}

static void show_hook(const struct status *status, enum hook hook,
		      const char *problem, gint64 at)
{
	g_autofree char *when = NULL;

	if (status->json) {
		json_text(status->json, "type", "hook");
		json_text(status->json, "name", hook_name(hook));
		json_text(status->json, "problem", *problem ? problem : NULL);
		json_time(status->json, "problem_at", at);
		json_print(status->json);
		return;
	}
	if (!*problem)
		return;
	when = when_relative(at, status->now, status->call->config->zone);
	printf("%s: %sthe command %s%s (%s)\n", hook_name(hook),
	       print_style(STYLE_PRESSING), problem, print_plain(), when);
}

/* Of the user's own programs: what is wrong with one is said, if something is.
 */
static gboolean show_hooks(const struct status *status, GError **error)
{
	for (enum hook hook = 0; status->store && hook < N_HOOKS; hook++) {
		g_autofree char *problem = NULL;
		gint64 at;

		if (!hook_command(status->call->config, hook))
			continue;
		if (!hook_find_problem(status->store, hook, &problem, &at,
				       error))
			return FALSE;
		show_hook(status, hook, problem, at);
	}
	return TRUE;
}

/* More than one looks through at once. */
#define ALIKE_SHOWN 5

/* Who may be one person: suggested, never merged unasked. */
static gboolean show_alike(const struct status *status, GError **error)
{
	g_autoptr(GPtrArray) list = NULL;

	if (!status->store)
		return TRUE;
	list = alike_list(status->store, ALIKE_SHOWN, error);
	if (!list)
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const struct alike *alike = list->pdata[i];
		g_autofree char *text = NULL;

		if (status->json) {
			json_text(status->json, "type", "alike");
			alike_add_json(alike, status->json);
			json_print(status->json);
			continue;
		}
		text = alike_describe(alike);
		printf("%s\n", text);
	}
	if (list->len && !status->json)
		printf("  if so, 'tend merge' them; if not, 'tend split' "
		       "them; 'tend merge --suggest' lists all\n");
	return TRUE;
}

static gboolean open_store(struct status *status, GError **error)
{
	g_autoptr(GError) cause = NULL;

	status->store = call_store(status->call, &cause);
	if (status->store ||
	    g_error_matches(cause, STORE_ERROR, STORE_ERROR_MISSING))
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&cause));
	return FALSE;
}

static int run(struct call *call, GError **error)
{
	g_autoptr(json_t) json = call->json ? json_new() : NULL;
	g_auto(suggest_t) suggest = { NULL, NULL, NULL };
	struct status status = {
		.call = call,
		.json = json,
		.now = clock_now(),
	};

	if (!open_store(&status, error))
		return COMMAND_FAILED;
	if (status.store &&
	    !suggest_find(status.store, call->config, &suggest, error))
		return COMMAND_FAILED;
	status.suggest = suggest;
	print_start_pager();
	for (guint i = 0; i < call->config->accounts->len; i++) {
		g_auto(standing_t) standing = {
			.account = g_ptr_array_index(call->config->accounts, i),
		};

		if (!take_standing(&status, &standing, error))
			return COMMAND_FAILED;
		if (json)
			json_standing(&status, &standing);
		else
			print_standing(&status, &standing);
	}
	return show_alike(&status, error) && show_hooks(&status, error) &&
		       show_database(&status, error)
		   ? 0
		   : COMMAND_FAILED;
}

const struct command command_status = {
	.name = "status",
	.summary = "what is connected, and how far it has been read",
	.arguments = "",
	.example = "tend status",
	.group = COMMAND_SETUP,
	.needs = NEEDS_STORE_READ,
	.json = TRUE,
	.run = run,
};
