/* Drive one account's worker. */
#include "agent/mailbox.h"

#include <string.h>

#include "agent/bodies.h"
#include "agent/clock.h"
#include "agent/post/answers.h"
#include "agent/post/delivery.h"
#include "agent/post/marks.h"
#include "agent/post/plan.h"
#include "agent/error.h"
#include "agent/folders.h"
#include "agent/link.h"
#include "agent/secret.h"
#include "agent/settle.h"
#include "agent/tell.h"
#include "store/account.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/message.h"
#include "store/quarantine.h"

/* With so many to come into an empty store, indexes are made at the end. */
#define LATE_INDEXES 5000

/*
 * While the server is slow nobody else may have to wait for us: what has
 * come is committed, in milliseconds.
 */
#define SLOW 100

/* While many bodies come, people are judged anew so often: usec. */
#define SETTLE_EVERY (2 * G_USEC_PER_SEC)

/* What the mailbox is to hold is thought over at most so often: usec. */
#define PLAN_EVERY G_USEC_PER_SEC

/* Three refused logins in three hours, then the user must act. */
#define REFUSED_MAX 3
#define REFUSED_SPAN (3 * 3600)

/* A folder that is being read. */
struct reading {
	gint64 folder_id;
	enum folder_role role;
	guint32 uidvalidity; /* as the store has it */
	gboolean keywords;   /* the server keeps tend's keyword there */
};

struct mailbox {
	struct mailbox_settings settings;
	gint64 account_id;
	struct ingest *ingest;
	struct link *link;

	GPtrArray *listed;  /* struct folder, while the list comes in */
	GArray *readings;   /* struct reading */
	gboolean opened;    /* a folder, and its news are coming */
	gboolean caught_up; /* at least once since it was opened */
	gboolean news;	    /* something was derived since people were judged */
	guint in_transaction;

	struct progress *progress;
	guint64 expected, arrived;

	struct delivery delivery;
	struct bodies *bodies;
	struct answers *answers;
	guint parser;	   /* the worker's version */
	gint64 settled_at; /* monotonic */
	gint64 planned_at; /* monotonic, 0: there is news since */

	/* Death and its causes. */
	gboolean careful, anonymous, died;
	struct record_parsing parsing;
	struct mailbox_end end;
	char *end_text;
};

static void set_end(struct mailbox *mailbox, enum remedy remedy, guint seconds,
		    char *text)
{
	g_free(mailbox->end_text);
	mailbox->end_text = text;
	mailbox->end = (struct mailbox_end){ remedy, seconds, text };
}

struct mailbox *mailbox_new(const struct mailbox_settings *settings,
			    GError **error)
{
	g_autoptr(mailbox) mailbox = g_new0(struct mailbox, 1);
	g_autoptr(store_transaction) transaction = NULL;

	mailbox->settings = *settings;
	mailbox->readings = g_array_new(FALSE, TRUE, sizeof(struct reading));
	transaction = store_transaction_new(settings->store, error);
	if (!transaction ||
	    !store_account_ensure(settings->store, settings->account->name,
				  &mailbox->account_id, error) ||
	    !store_transaction_commit(transaction, error))
		return NULL;
	g_clear_pointer(&transaction, store_transaction_free);
	mailbox->delivery = (struct delivery){
		.store = settings->store,
		.config = settings->config,
		.account = settings->account,
		.account_id = mailbox->account_id,
	};
	mailbox->bodies = bodies_new(&(struct bodies_settings){
	    .store = settings->store,
	    .config = settings->config,
	    .name = settings->account->name,
	    .account_id = mailbox->account_id,
	    .watch = settings->watch,
	    .deep = settings->deep,
	});
	mailbox->answers = answers_new(&(struct answers_settings){
	    .store = settings->store,
	    .config = settings->config,
	    .account = settings->account,
	    .account_id = mailbox->account_id,
	});
	mailbox->ingest =
	    settle_begin(settings->store, settings->config, error);
	if (!mailbox->ingest)
		return NULL;
	return g_steal_pointer(&mailbox);
}

void mailbox_free(struct mailbox *mailbox)
{
	if (!mailbox)
		return;
	mailbox_close(mailbox);
	ingest_free(mailbox->ingest);
	bodies_free(mailbox->bodies);
	answers_free(mailbox->answers);
	g_array_unref(mailbox->readings);
	g_free(mailbox->delivery.trash_name);
	g_free(mailbox->end_text);
	g_free(mailbox);
}

const char *mailbox_get_name(const struct mailbox *mailbox)
{
	return mailbox->settings.account->name;
}

const struct ingest_counts *mailbox_get_counts(const struct mailbox *mailbox)
{
	return ingest_get_counts(mailbox->ingest);
}

int mailbox_get_fd(const struct mailbox *mailbox)
{
	return mailbox->link ? link_get_fd(mailbox->link) : -1;
}

const struct mailbox_end *mailbox_get_end(const struct mailbox *mailbox)
{
	return &mailbox->end;
}

gboolean mailbox_died(const struct mailbox *mailbox)
{
	return mailbox->died;
}

gboolean mailbox_is_delivering(const struct mailbox *mailbox)
{
	return mailbox->delivery.item != 0;
}

gboolean mailbox_is_reading_bodies(const struct mailbox *mailbox)
{
	return bodies_is_reading(mailbox->bodies) ||
	       answers_is_reading(mailbox->answers);
}

/* ---- transactions ---- */

gboolean mailbox_is_settled(const struct mailbox *mailbox)
{
	return mailbox->caught_up && !mailbox->opened && !mailbox->news;
}

static gboolean begin(struct mailbox *mailbox, GError **error)
{
	return store_in_transaction(mailbox->settings.store) ||
	       store_begin(mailbox->settings.store, error);
}

static gboolean commit(struct mailbox *mailbox, GError **error)
{
	mailbox->in_transaction = 0;
	return !store_in_transaction(mailbox->settings.store) ||
	       (ingest_flush(mailbox->ingest, error) &&
		store_commit(mailbox->settings.store, error));
}

/* Run one change in the open transaction, or in one of its own. */
#define CHANGE(mailbox, call, error) \
	(begin(mailbox, error) && (call) && commit(mailbox, error))

static gboolean set_problem(struct mailbox *mailbox, const char *text,
			    GError **error)
{
	struct store *store = mailbox->settings.store;

	return CHANGE(mailbox,
		      store_account_set_problem(store, mailbox->account_id,
						text, clock_real(), error),
		      error);
}

/* ---- opening ---- */

/* Polite: a server locks accounts out after a few wrong passwords. */
static gboolean check_refused(struct mailbox *mailbox, GError **error)
{
	g_autoptr(store_account) account = NULL;

	if (!store_account_find(mailbox->settings.store,
				mailbox_get_name(mailbox), &account, error))
		return FALSE;
	if (!account || account->refused < REFUSED_MAX ||
	    clock_real() - account->refused_at > REFUSED_SPAN)
		return TRUE;
	g_set_error(
	    error, TEND_ERROR, TEND_ERROR_PERMISSION,
	    "%s refused the login of '%s' %d times; tend tries again "
	    "in %d minutes, or at once when 'tend doctor' has logged in "
	    "with the right password",
	    mailbox->settings.account->host, mailbox_get_name(mailbox),
	    (int)account->refused,
	    (int)(account->refused_at + REFUSED_SPAN - clock_real()) / 60 + 1);
	return FALSE;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

gboolean mailbox_open(struct mailbox *mailbox, GError **error)
{
	const struct config_account *account = mailbox->settings.account;
	g_autoptr(secret_t) secret = NULL;
	g_autofree char *old_keywords = NULL;
	struct record_setup setup;

	mailbox_close(mailbox);
	if (!check_refused(mailbox, error))
		return FALSE;
	secret = secret_get(account, error);
	if (!secret)
		return FALSE;
	old_keywords = marks_old_keywords(mailbox->settings.store,
					  mailbox->settings.config, error);
	if (!old_keywords)
		return FALSE;
	setup = (struct record_setup){
		.network = TRUE,
		.host = account->host,
		.port = account->port,
		.tls = account->tls,
		.plain_text_anywhere = account->plain_text_anywhere,
		.ca_file = or_empty(account->ca_file),
		.pin = or_empty(account->pin),
		.user = or_empty(account->user),
		.secret = secret->text,
		.token = secret->token,
		.keyword = or_empty(mailbox->settings.config->keyword),
		.old_keywords = old_keywords,
		.deadline = account->deadline,
		.debug = mailbox->settings.debug,
	};
	set_end(mailbox, REMEDY_RECONNECT, 0, NULL);
	mailbox->link = link_open(mailbox->settings.worker, &setup, error);
	return mailbox->link != NULL;
}

void mailbox_close(struct mailbox *mailbox)
{
	g_clear_pointer(&mailbox->link, link_free);
	g_clear_pointer(&mailbox->listed, g_ptr_array_unref);
	g_clear_pointer(&mailbox->progress, progress_free);
	if (store_in_transaction(mailbox->settings.store))
		store_rollback(mailbox->settings.store);
	if (mailbox->bodies)
		bodies_begin(mailbox->bodies, 0);
	if (mailbox->answers)
		answers_begin(mailbox->answers);
	g_array_set_size(mailbox->readings, 0);
	mailbox->in_transaction = 0;
	mailbox->opened = mailbox->caught_up = FALSE;
	mailbox->delivery.item = 0;
	mailbox->parsing = (struct record_parsing){ 0 };
	mailbox->expected = mailbox->arrived = 0;
}

/* ---- the list of folders ---- */

static struct reading *find_reading(struct mailbox *mailbox, guint32 folder)
{
	for (guint i = 0; i < mailbox->readings->len; i++) {
		struct reading *reading =
		    &g_array_index(mailbox->readings, struct reading, i);

		if (reading->folder_id == (gint64)folder)
			return reading;
	}
	return NULL;
}

static void free_folder(gpointer folder)
{
	folder_free(folder);
}

static void on_folder(struct mailbox *mailbox,
		      const struct record_folder *record)
{
	if (!mailbox->listed)
		mailbox->listed = g_ptr_array_new_with_free_func(free_folder);
	g_ptr_array_add(mailbox->listed, folder_new(record));
}

static gboolean put_folder(struct mailbox *mailbox, const struct folder *folder,
			   gint64 *folder_id_out, GError **error)
{
	const struct store_folder row = {
		.account_id = mailbox->account_id,
		.name = { folder->name, strlen(folder->name) },
		.display = folder->display,
		.role = (int)folder->role,
		.selected = folder->selected,
	};

	return store_folder_put(mailbox->settings.store, &row, folder_id_out,
				error);
}

static GByteArray *quarantined(struct mailbox *mailbox,
			       const struct store_folder *row, GError **error)
{
	g_autoptr(GPtrArray) list = store_quarantine_list(
	    mailbox->settings.store, row->folder_id, error);
	GByteArray *uids;

	if (!list)
		return NULL;
	uids = g_byte_array_new();
	for (guint i = 0; i < list->len; i++) {
		const struct store_quarantine *item =
		    g_ptr_array_index(list, i);
		guint32 uid = (guint32)item->uid;

		if (item->uidvalidity == row->uidvalidity)
			g_byte_array_append(uids, (const void *)&uid,
					    sizeof uid);
	}
	return uids;
}

static gboolean send_read(struct mailbox *mailbox, const struct folder *folder,
			  gint64 folder_id, GError **error)
{
	const struct config *config = mailbox->settings.config;
	g_autoptr(store_folder) row = NULL;
	g_autoptr(GByteArray) avoid = NULL;
	struct reading reading;
	struct record_read read;

	if (!store_folder_find(mailbox->settings.store, folder_id, &row, error))
		return FALSE;
	avoid = quarantined(mailbox, row, error);
	if (!avoid)
		return FALSE;
	reading = (struct reading){
		.folder_id = folder_id,
		.role = folder->role,
		.uidvalidity = (guint32)row->uidvalidity,
	};
	g_array_append_val(mailbox->readings, reading);
	read = (struct record_read){
		.folder = (guint32)folder_id,
		.name = { folder->name, strlen(folder->name) },
		.inbox = folder->inbox,
		.uidvalidity = (guint32)row->uidvalidity,
		.low = (guint32)row->low,
		.high = (guint32)row->high,
		.modseq = (guint64)row->modseq,
		.messages = (guint32)row->messages,
		.since = config_since(mailbox->settings.account, clock_now(),
				      config->zone),
		.careful = mailbox->careful,
		.avoid = { (const char *)avoid->data, avoid->len },
	};
	link_put(mailbox->link, RECORD_READ, &read);
	return TRUE;
}

static gboolean is_listed(const struct mailbox *mailbox,
			  const struct store_folder *row)
{
	for (guint i = 0; i < mailbox->listed->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(mailbox->listed, i);

		if (strlen(folder->name) == row->name.length &&
		    !memcmp(folder->name, row->name.data, row->name.length))
			return TRUE;
	}
	return FALSE;
}

/*
 * Nothing is put into a folder that is gone.  One that was read keeps its role,
 * by which its mail is judged; so does one of files, which is a path.
 */
static gboolean forget_drafts(struct mailbox *mailbox, struct store_folder *row,
			      GError **error)
{
	gint64 ignored;

	if (row->role != FOLDER_DRAFTS || row->uidvalidity ||
	    g_str_has_prefix(row->display, "/") || is_listed(mailbox, row))
		return TRUE;
	row->role = FOLDER_OTHER;
	return store_folder_put(mailbox->settings.store, row, &ignored, error);
}

/* Folders that the server lists no more hold nothing that can be read. */
static gboolean deselect_others(struct mailbox *mailbox, GError **error)
{
	g_autoptr(GPtrArray) rows = store_folder_list(
	    mailbox->settings.store, mailbox->account_id, error);

	for (guint i = 0; rows && i < rows->len; i++) {
		struct store_folder *row = g_ptr_array_index(rows, i);
		gint64 ignored;

		if (!forget_drafts(mailbox, row, error))
			return FALSE;
		/* A folder of files has no UIDVALIDITY. */
		if (!row->selected || !row->uidvalidity ||
		    find_reading(mailbox, (guint32)row->folder_id))
			continue;
		row->selected = FALSE;
		if (!store_folder_put(mailbox->settings.store, row, &ignored,
				      error))
			return FALSE;
	}
	return rows != NULL;
}

static gboolean read_chosen(struct mailbox *mailbox, GError **error)
{
	const struct record_go go = { .watch = mailbox->settings.watch };

	for (guint i = 0; i < mailbox->listed->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(mailbox->listed, i);
		gint64 folder_id;

		if (folder->role == FOLDER_TRASH &&
		    !mailbox->delivery.trash_name)
			mailbox->delivery.trash_name = g_strdup(folder->name);
		if (!put_folder(mailbox, folder, &folder_id, error))
			return FALSE;
		if (folder->selected &&
		    !send_read(mailbox, folder, folder_id, error))
			return FALSE;
	}
	if (!deselect_others(mailbox, error))
		return FALSE;
	link_put(mailbox->link, RECORD_GO, &go);
	return TRUE;
}

static gboolean on_folders_end(struct mailbox *mailbox,
			       const struct record_folders_end *record,
			       GError **error)
{
	struct store *store = mailbox->settings.store;
	gboolean ok;

	if (!mailbox->listed)
		mailbox->listed = g_ptr_array_new_with_free_func(free_folder);
	if (!folders_choose(mailbox->listed, record->gmail,
			    mailbox->settings.account, error))
		return FALSE;
	ok = begin(mailbox, error) &&
	     store_account_set_refused(store, mailbox->account_id, 0, 0,
				       error) &&
	     store_account_set_problem(store, mailbox->account_id, "",
				       clock_real(), error) &&
	     store_account_set_capabilities(store, mailbox->account_id,
					    record->capabilities, error) &&
	     read_chosen(mailbox, error) && commit(mailbox, error);
	g_clear_pointer(&mailbox->listed, g_ptr_array_unref);
	return ok;
}

static gboolean make_plan(struct mailbox *mailbox, GError **error)
{
	const struct plan plan = {
		.store = mailbox->settings.store,
		.config = mailbox->settings.config,
		.account = mailbox->settings.account,
		.account_id = mailbox->account_id,
		.now = clock_now(),
	};
	gint64 now = g_get_monotonic_time();

	if (mailbox->planned_at && now - mailbox->planned_at < PLAN_EVERY)
		return TRUE;
	mailbox->planned_at = now;
	return plan_make(&plan, error);
}

gboolean mailbox_plan(struct mailbox *mailbox, GError **error)
{
	if (!mailbox->link || !mailbox->caught_up || mailbox->delivery.item)
		return TRUE;
	mailbox->planned_at = 0;
	return make_plan(mailbox, error);
}

gboolean mailbox_deliver(struct mailbox *mailbox, GError **error)
{
	if (!mailbox->link || !mailbox->caught_up || mailbox->delivery.item)
		return TRUE;
	/* What the user answered may end what would be wished. */
	if (answers_is_reading(mailbox->answers))
		return TRUE;
	return make_plan(mailbox, error) &&
	       delivery_next(&mailbox->delivery, mailbox->link, error);
}

void mailbox_look(struct mailbox *mailbox)
{
	const struct record_go go = { .watch = mailbox->settings.watch };

	if (mailbox->link && mailbox->caught_up)
		link_put(mailbox->link, RECORD_GO, &go);
}

/* ---- what folders hold ---- */

static gboolean broken(GError **error, const char *what)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
		    "the worker sent '%s' out of turn", what);
	return FALSE;
}

/* Into an empty store, and much: indexes cost less at the end. */
static gboolean defer_indexes(struct mailbox *mailbox, GError **error)
{
	struct store *store = mailbox->settings.store;
	gint64 messages;

	if (mailbox->expected < LATE_INDEXES || mailbox->arrived)
		return TRUE;
	return store_message_count(store, &messages, error) &&
	       (messages > 0 ||
		CHANGE(mailbox, store_defer_indexes(store, error), error));
}

static gboolean on_opened(struct mailbox *mailbox,
			  const struct record_opened *record, GError **error)
{
	struct reading *reading = find_reading(mailbox, record->folder);
	struct store *store = mailbox->settings.store;

	if (!reading)
		return broken(error, "opened");
	mailbox->opened = TRUE;
	mailbox->expected += record->expected;
	if (record->uidvalidity != reading->uidvalidity) {
		if (!begin(mailbox, error) ||
		    !store_folder_restart(store, reading->folder_id,
					  record->uidvalidity, clock_now(),
					  error))
			return FALSE;
		reading->uidvalidity = record->uidvalidity;
	}
	reading->keywords = record->keywords;
	return commit(mailbox, error) && defer_indexes(mailbox, error);
}

static gboolean on_copy(struct mailbox *mailbox, const struct record_copy *copy,
			GError **error)
{
	struct reading *reading = find_reading(mailbox, copy->folder);

	if (!reading || copy->uidvalidity != reading->uidvalidity)
		return broken(error, "copy");
	mailbox->parsing.uid = 0;
	mailbox->news = TRUE;
	mailbox->in_transaction++;
	if (!begin(mailbox, error) ||
	    !ingest_copy(mailbox->ingest, reading->folder_id,
			 (int)reading->role, copy, error))
		return FALSE;
	if (!mailbox->opened) {
		answers_came(mailbox->answers, copy);
		bodies_came(mailbox->bodies);
		return TRUE;
	}
	/* What was there at the start is listed as a whole. */
	if (mailbox->caught_up && ingest_get_header(mailbox->ingest))
		bodies_note(mailbox->bodies,
			    ingest_get_header(mailbox->ingest));
	mailbox->arrived++;
	if (mailbox->progress)
		progress_set(mailbox->progress, mailbox->arrived,
			     mailbox->expected);
	return TRUE;
}

static gboolean on_range(struct mailbox *mailbox,
			 const struct record_range *range, GError **error)
{
	struct reading *reading = find_reading(mailbox, range->folder);
	struct store *store = mailbox->settings.store;

	if (!reading || range->uidvalidity != reading->uidvalidity)
		return broken(error, "range");
	mailbox->opened = mailbox->opened && !range->last;
	return begin(mailbox, error) &&
	       store_folder_set_cursor(
		   store, reading->folder_id, range->uidvalidity, range->low,
		   range->high, (gint64)range->modseq, error) &&
	       (!range->last || store_folder_set_opened(
				    store, reading->folder_id, range->messages,
				    reading->keywords, error)) &&
	       (mailbox->in_transaction < mailbox->settings.config->batch ||
		commit(mailbox, error));
}

static gboolean on_gone(struct mailbox *mailbox, const struct record_gone *gone,
			GError **error)
{
	struct reading *reading = find_reading(mailbox, gone->folder);
	guint32 pair[2];

	if (!reading || gone->uids.length % sizeof pair)
		return broken(error, "gone");
	if (!begin(mailbox, error))
		return FALSE;
	for (gsize i = 0; i < gone->uids.length; i += sizeof pair) {
		memcpy(pair, gone->uids.data + i, sizeof pair);
		if (!store_copy_gone(mailbox->settings.store,
				     reading->folder_id, gone->uidvalidity,
				     pair[0], pair[1], clock_now(), NULL,
				     error))
			return FALSE;
	}
	return TRUE;
}

static gboolean on_flags(struct mailbox *mailbox,
			 const struct record_flags *flags, GError **error)
{
	struct reading *reading = find_reading(mailbox, flags->folder);
	gboolean changed;

	if (!reading)
		return broken(error, "flags");
	if (!begin(mailbox, error) ||
	    !ingest_flags(mailbox->ingest, reading->folder_id, flags, &changed,
			  error))
		return FALSE;
	mailbox->news |= changed;
	return TRUE;
}

/* Judge whoever has news. */
static gboolean settle(struct mailbox *mailbox, GError **error)
{
	mailbox->news = FALSE;
	mailbox->planned_at = 0;
	mailbox->settled_at = g_get_monotonic_time();
	return settle_end(mailbox->settings.store, mailbox->settings.config,
			  error);
}

/* While more is on its way, people are judged now and then. */
static gboolean settle_in_time(struct mailbox *mailbox, GError **error)
{
	gint64 since = g_get_monotonic_time() - mailbox->settled_at;

	if (!mailbox->news ||
	    (mailbox_is_reading_bodies(mailbox) && since < SETTLE_EVERY))
		return TRUE;
	return settle(mailbox, error);
}

/* Answers first: they are few, and somebody waits to see them heeded. */
static gboolean ask(struct mailbox *mailbox, GError **error)
{
	return answers_ask(mailbox->answers, mailbox->link, clock_now(),
			   error) &&
	       bodies_ask(mailbox->bodies, mailbox->link, mailbox->arrived,
			  error);
}

static gboolean on_answer(struct mailbox *mailbox, GError **error)
{
	gboolean said;

	if (!answers_is_reading(mailbox->answers))
		return broken(error, "fetched");
	if (!commit(mailbox, error) ||
	    !answers_end(mailbox->answers, clock_now(), &said, error) ||
	    (said && !settle(mailbox, error)) || !ask(mailbox, error))
		return FALSE;
	return settle_in_time(mailbox, error);
}

static gboolean on_fetched(struct mailbox *mailbox,
			   const struct record_fetched *fetched, GError **error)
{
	if (fetched->text)
		return on_answer(mailbox, error);
	if (!bodies_answered(mailbox->bodies))
		return broken(error, "fetched");
	return commit(mailbox, error) && ask(mailbox, error) &&
	       settle_in_time(mailbox, error);
}

static gboolean on_caught_up(struct mailbox *mailbox, GError **error)
{
	struct store *store = mailbox->settings.store;
	gint64 now = clock_now();

	g_clear_pointer(&mailbox->progress, progress_free);
	mailbox->opened = FALSE;
	if (!begin(mailbox, error) ||
	    !store_account_set_read(store, mailbox->account_id, clock_real(),
				    error) ||
	    !store_account_set_baseline(store, mailbox->account_id, now,
					error) ||
	    !commit(mailbox, error))
		return FALSE;
	if (!mailbox->caught_up)
		bodies_begin(mailbox->bodies, mailbox->parser);
	if ((mailbox->news || !mailbox->caught_up) && !settle(mailbox, error))
		return FALSE;
	mailbox->caught_up = TRUE;
	return ask(mailbox, error);
}

/* ---- the end ---- */

static gboolean count_refused(struct mailbox *mailbox, GError **error)
{
	struct store *store = mailbox->settings.store;
	g_autoptr(store_account) account = NULL;
	gint64 now = clock_real();
	gint64 refused;

	if (!store_account_find(store, mailbox_get_name(mailbox), &account,
				error))
		return FALSE;
	refused = account && now - account->refused_at < REFUSED_SPAN
		      ? account->refused
		      : 0;
	return CHANGE(mailbox,
		      store_account_set_refused(store, mailbox->account_id,
						refused + 1, now, error),
		      error);
}

/* One message or folder only: say so, go on. */
static gboolean skip(struct mailbox *mailbox,
		     const struct record_problem *problem, GError **error)
{
	struct reading *reading = find_reading(mailbox, problem->folder);
	gint64 deaths;

	if (!reading || !problem->uid) {
		tell("%s: %s", mailbox_get_name(mailbox), problem->text);
		return TRUE;
	}
	/* The cursor passes over it: it must be named somewhere. */
	for (int i = 0; i < STORE_QUARANTINE_DEATHS; i++)
		if (!begin(mailbox, error) ||
		    !store_quarantine_add(
			mailbox->settings.store, reading->folder_id,
			reading->uidvalidity, problem->uid, problem->text,
			clock_now(), &deaths, error))
			return FALSE;
	return TRUE;
}

static gboolean on_problem(struct mailbox *mailbox,
			   const struct record_problem *problem, GError **error)
{
	enum remedy remedy = (enum remedy)problem->remedy;

	if (remedy == REMEDY_SKIP && problem->folder)
		return skip(mailbox, problem, error);
	set_end(mailbox, remedy, problem->seconds, g_strdup(problem->text));
	if (remedy == REMEDY_PASSWORD && !count_refused(mailbox, error))
		return FALSE;
	return set_problem(mailbox, problem->text, error);
}

/*
 * A death without a word.  The first one only makes us careful; the next one
 * is then that of a message whose name is known, and which both died of.
 */
static gboolean on_death(struct mailbox *mailbox, GError **error)
{
	struct reading *reading =
	    find_reading(mailbox, mailbox->parsing.folder);
	int deaths = mailbox->anonymous ? 2 : 1;
	gint64 counted = 0;

	set_end(mailbox, REMEDY_RECONNECT, 0,
		g_strdup(link_get_obituary(mailbox->link)));
	if (!reading || !mailbox->parsing.uid) {
		mailbox->anonymous = mailbox->careful = TRUE;
		return commit(mailbox, error);
	}
	mailbox->anonymous = FALSE;
	for (int i = 0; i < deaths; i++)
		if (!begin(mailbox, error) ||
		    !store_quarantine_add(
			mailbox->settings.store, reading->folder_id,
			reading->uidvalidity, mailbox->parsing.uid,
			mailbox->end.text, clock_now(), &counted, error))
			return FALSE;
	if (counted >= STORE_QUARANTINE_DEATHS)
		tell("%s: message UID %u kills the worker that reads it and "
		     "is passed over; 'tend status' names it",
		     mailbox_get_name(mailbox), mailbox->parsing.uid);
	return commit(mailbox, error);
}

static enum mailbox_state over(struct mailbox *mailbox, GError **error)
{
	gboolean ok = TRUE;

	mailbox->died = mailbox->end.text == NULL;
	if (mailbox->died)
		ok = on_death(mailbox, error);
	ok = ok && commit(mailbox, error);
	mailbox_close(mailbox);
	return ok ? MAILBOX_OVER : MAILBOX_FAILED;
}

/* ---- the loop's body ---- */

static gboolean take(struct mailbox *mailbox, const struct record *record,
		     GError **error)
{
	switch ((int)record->type) {
	case RECORD_READY:
		mailbox->parser = record->ready.parser;
		return TRUE;
	case RECORD_FOLDER:
		on_folder(mailbox, &record->folder);
		return TRUE;
	case RECORD_FOLDERS_END:
		return on_folders_end(mailbox, &record->folders_end, error);
	case RECORD_OPENED:
		return on_opened(mailbox, &record->opened, error);
	case RECORD_PARSING:
		mailbox->parsing = record->parsing;
		return TRUE;
	case RECORD_COPY:
		return on_copy(mailbox, &record->copy, error);
	case RECORD_RANGE:
		return on_range(mailbox, &record->range, error);
	case RECORD_GONE:
		return on_gone(mailbox, &record->gone, error);
	case RECORD_FLAGS:
		return on_flags(mailbox, &record->flags, error);
	case RECORD_CAUGHT_UP:
		return on_caught_up(mailbox, error);
	case RECORD_FETCHED:
		return on_fetched(mailbox, &record->fetched, error);
	case RECORD_PLACE: /* delivery commits by itself */
		return commit(mailbox, error) &&
		       delivery_place(&mailbox->delivery, mailbox->link,
				      &record->place, error);
	case RECORD_OUTCOME:
		mailbox->planned_at = 0;
		return commit(mailbox, error) &&
		       delivery_outcome(&mailbox->delivery, mailbox->link,
					&record->outcome, error);
	case RECORD_PROBLEM:
		return on_problem(mailbox, &record->problem, error);
	default:
		return broken(error, record_type_name(record->type));
	}
}

/* Progress is worth a line only when there is something to wait for. */
static void show_progress(struct mailbox *mailbox)
{
	g_autofree char *what = NULL;

	if (mailbox->progress || mailbox->expected < 200)
		return;
	what = g_strdup_printf("reading %s", mailbox_get_name(mailbox));
	mailbox->progress = progress_new(what);
}

/* The next record; a transaction does not stay open while nothing comes. */
static enum link_state next(struct mailbox *mailbox, int milliseconds,
			    struct record *record, gboolean *ok, GError **error)
{
	enum link_state state;

	*ok = TRUE;
	if (!store_in_transaction(mailbox->settings.store))
		return link_next(mailbox->link, milliseconds, record);
	state = link_next(mailbox->link, SLOW, record);
	if (state != LINK_QUIET)
		return state;
	*ok = commit(mailbox, error);
	return link_next(mailbox->link, milliseconds, record);
}

enum mailbox_state mailbox_step(struct mailbox *mailbox, int milliseconds,
				GError **error)
{
	enum mailbox_state result = MAILBOX_IDLE;
	struct record record;

	for (;;) {
		gboolean ok;
		enum link_state state =
		    next(mailbox, milliseconds, &record, &ok, error);

		if (!ok)
			return MAILBOX_FAILED;
		if (state == LINK_QUIET)
			return commit(mailbox, error) ? result : MAILBOX_FAILED;
		if (state == LINK_DEAD)
			return over(mailbox, error);
		if (!take(mailbox, &record, error))
			return MAILBOX_FAILED;
		if (record.type == RECORD_CAUGHT_UP)
			return MAILBOX_CAUGHT_UP;
		if (record.type == RECORD_OUTCOME)
			return MAILBOX_READING;
		show_progress(mailbox);
		result = MAILBOX_READING;
		if (!store_in_transaction(mailbox->settings.store))
			milliseconds = 0;
	}
}
