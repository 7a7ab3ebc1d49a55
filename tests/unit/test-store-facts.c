/* The facts: settings, accounts, folders, copies, sayings, identities. */
#include "store/identity.h"
#include "store/private.h"
#include "store/quarantine.h"
#include "store/saying.h"
#include "store/setting.h"

#include <string.h>

#include "tests/unit/test-store-home.h"

static void test_setting(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *value = NULL, *gone = NULL;
	gint64 number = 5;

	home_open(&home);
	begin(home.store);
	MUST(store_setting_find(home.store, "horizon", &value, &error));
	g_assert_null(value);
	MUST(
	    store_setting_find_integer(home.store, "horizon", &number, &error));
	g_assert_cmpint(number, ==, 5);
	MUST(store_setting_put(home.store, "horizon", "x", &error));
	MUST(store_setting_put(home.store, "horizon", "two years", &error));
	MUST(store_setting_find(home.store, "horizon", &value, &error));
	g_assert_cmpstr(value, ==, "two years");
	MUST(
	    store_setting_find_integer(home.store, "horizon", &number, &error));
	g_assert_cmpint(number, ==, 5);
	MUST(store_setting_put_integer(home.store, "horizon", -7, &error));
	MUST(
	    store_setting_find_integer(home.store, "horizon", &number, &error));
	g_assert_cmpint(number, ==, -7);
	MUST(store_setting_put(home.store, "horizon", NULL, &error));
	MUST(store_setting_find(home.store, "horizon", &gone, &error));
	g_assert_null(gone);
	commit(home.store);
	home_close(&home);
}

static void test_account(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_account) account = NULL, none = NULL;
	g_autoptr(GPtrArray) accounts = NULL;
	gint64 again = 0, work = 0;

	home_open(&home);
	begin(home.store);
	MUST(store_account_ensure(home.store, "home", &again, &error));
	g_assert_cmpint(again, ==, home.account_id);
	MUST(store_account_ensure(home.store, "a-work", &work, &error));
	g_assert_cmpint(work, !=, home.account_id);
	MUST(store_account_set_baseline(home.store, work, 100, &error));
	MUST(store_account_set_baseline(home.store, work, 200, &error));
	MUST(store_account_set_read(home.store, work, 300, &error));
	MUST(store_account_set_problem(home.store, work, "no route", 400,
				       &error));
	MUST(store_account_set_refused(home.store, work, 2, 500, &error));
	MUST(store_account_set_capabilities(home.store, work, "IMAP4rev1 IDLE",
					    &error));
	commit(home.store);
	MUST(store_account_find(home.store, "a-work", &account, &error));
	g_assert_cmpint(account->baseline_at, ==, 100);
	g_assert_cmpint(account->read_at, ==, 300);
	g_assert_cmpstr(account->problem, ==, "no route");
	g_assert_cmpint(account->problem_at, ==, 400);
	g_assert_cmpint(account->refused, ==, 2);
	g_assert_cmpint(account->refused_at, ==, 500);
	g_assert_cmpstr(account->capabilities, ==, "IMAP4rev1 IDLE");
	MUST(store_account_find(home.store, "nobody", &none, &error));
	g_assert_null(none);

	begin(home.store);
	MUST(store_account_set_problem(home.store, work, "", 600, &error));
	commit(home.store);
	accounts = store_account_list(home.store, &error);
	g_assert_cmpuint(accounts->len, ==, 2);
	g_clear_pointer(&account, g_free);
	account = g_memdup2(accounts->pdata[0], sizeof(*account));
	g_assert_cmpint(account->account_id, ==, work);
	g_assert_cmpint(account->problem_at, ==, 0);
	home_close(&home);
}

static struct store_folder *get_folder(const struct home *home)
{
	GError *error = NULL;
	struct store_folder *folder = NULL;

	MUST(store_folder_find(home->store, home->folder_id, &folder, &error));
	g_assert_nonnull(folder);
	return folder;
}

static void test_folder(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_folder) folder = NULL, other = NULL;
	g_autoptr(GPtrArray) folders = NULL;
	/* A name is bytes, a NUL among them as good as any. */
	struct store_bytes odd = { "a\0\xff", 3 };
	gint64 id = 0;

	home_open(&home);
	begin(home.store);
	MUST(store_folder_set_cursor(home.store, home.folder_id, 7, 10, 20, 99,
				     &error));
	MUST(store_folder_set_opened(home.store, home.folder_id, 11, FALSE,
				     &error));
	g_assert_cmpint(add_folder(home.store, home.account_id, "INBOX", 2), ==,
			home.folder_id);
	folder = g_new0(struct store_folder, 1);
	folder->account_id = home.account_id;
	folder->name = odd;
	folder->display = "odd";
	MUST(store_folder_put(home.store, folder, &id, &error));
	commit(home.store);

	g_clear_pointer(&folder, g_free);
	folder = get_folder(&home);
	g_assert_cmpint(folder->role, ==, 2);
	g_assert_true(folder->selected);
	g_assert_cmpint(folder->uidvalidity, ==, 7);
	g_assert_cmpint(folder->low, ==, 10);
	g_assert_cmpint(folder->high, ==, 20);
	g_assert_cmpint(folder->modseq, ==, 99);
	g_assert_cmpint(folder->messages, ==, 11);
	g_assert_false(folder->keywords);
	MUST(store_folder_find_by_name(home.store, home.account_id, odd, &other,
				       &error));
	g_assert_cmpint(other->folder_id, ==, id);
	g_assert_cmpmem(other->name.data, other->name.length, odd.data, 3);
	g_assert_false(other->selected);
	folders = store_folder_list(home.store, home.account_id, &error);
	g_assert_cmpuint(folders->len, ==, 2);
	g_clear_pointer(&folders, g_ptr_array_unref);
	folders = store_folder_list(home.store, 0, &error);
	g_assert_cmpuint(folders->len, ==, 2);
	g_clear_pointer(&folders, g_ptr_array_unref);
	folders = store_folder_list(home.store, 4711, &error);
	g_assert_cmpuint(folders->len, ==, 0);
	home_close(&home);
}

/* One put after another, as a table. */
static const struct put_row {
	const char *what;
	gint64 gone; /* before: this UID of uidvalidity 7 is gone */
	gint64 uidvalidity, uid, key;
	const char *facts, *keywords;
	enum store_copy_result result;
	gint64 copy_id, old_key;
	gboolean flags_changed;
	gint64 rows; /* in the table afterwards */
	gint64 here; /* of these not gone */
} put_rows[] = {
	{ "the first", 0, 7, 1, 11, "a", "", STORE_COPY_NEW, 1, 0, FALSE, 1,
	  1 },
	{ "again", 0, 7, 1, 11, "a", "", STORE_COPY_SAME, 1, 11, FALSE, 1, 1 },
	{ "its flags", 0, 7, 1, 11, "a", "x", STORE_COPY_SAME, 1, 11, TRUE, 1,
	  1 },
	{ "its body read", 0, 7, 1, 11, "ab", "x", STORE_COPY_REPLACED, 1, 11,
	  FALSE, 1, 1 },
	{ "as another message", 0, 7, 1, 12, "ab", "x", STORE_COPY_REPLACED, 1,
	  11, FALSE, 1, 1 },
	{ "a second", 0, 7, 2, 12, "ab", "", STORE_COPY_NEW, 2, 0, FALSE, 2,
	  2 },
	{ "the second is back", 2, 7, 2, 12, "ab", "", STORE_COPY_RETURNED, 2,
	  12, FALSE, 2, 2 },
	{ "the second as UID 3", 2, 7, 3, 12, "ab", "", STORE_COPY_RETURNED, 2,
	  12, FALSE, 2, 2 },
	{ "the third in new numbers", 3, 8, 1, 12, "abc", "",
	  STORE_COPY_RETURNED, 2, 12, FALSE, 2, 2 },
	{ "a stranger while one is gone", 1, 7, 9, 13, "z", "", STORE_COPY_NEW,
	  3, 0, FALSE, 3, 2 },
	{ "known while one is gone", 0, 7, 9, 13, "z", "", STORE_COPY_SAME, 3,
	  13, FALSE, 3, 2 },
};

static void test_copy_put(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	begin(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(put_rows); i++) {
		const struct put_row *row = &put_rows[i];
		struct store_copy copy = make_copy(&home, row->uid, row->key);
		struct store_copy_put put;
		gint64 here = 0, rows = 0;
		g_autoptr(statement) count =
		    statement_get(home.store, "SELECT count(*) FROM copy");

		g_test_message("%s", row->what);
		if (row->gone)
			MUST(store_copy_gone(home.store, home.folder_id, 7,
					     row->gone, row->gone, 5000, NULL,
					     &error));
		copy.internal_at = 1000;
		copy.uidvalidity = row->uidvalidity;
		copy.facts = bytes_of(row->facts);
		copy.keywords = row->keywords;
		MUST(store_copy_put(home.store, &copy, &put, &error));
		g_assert_cmpint((int)put.result, ==, (int)row->result);
		g_assert_cmpint(put.copy_id, ==, row->copy_id);
		g_assert_cmpint(put.old_key, ==, row->old_key);
		g_assert_cmpint(put.flags_changed, ==, row->flags_changed);
		MUST(store_copy_count(home.store, 0, &here, &error));
		g_assert_cmpint(here, ==, row->here);
		MUST(store_copy_count(home.store, home.folder_id, &here,
				      &error));
		g_assert_cmpint(here, ==, row->here);
		MUST(statement_run_integer(count, &rows, &error));
		g_assert_cmpint(rows, ==, row->rows);
	}
	commit(home.store);
	home_close(&home);
}

/* GMX and others have given a UID to a second mail. */
static void test_copy_uid_given_twice(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) first = NULL, second = NULL;
	const struct store_copy *row;
	struct store_copy_put put;
	struct store_copy copy;

	home_open(&home);
	begin(home.store);
	copy = make_copy(&home, 1, 11);
	copy.internal_at = 1000;
	MUST(store_copy_put(home.store, &copy, &put, &error));
	copy = make_copy(&home, 1, 12);
	copy.internal_at = 2000;
	for (int i = 0; i < 2; i++) {
		MUST(store_copy_put(home.store, &copy, &put, &error));
		g_assert_cmpint((int)put.result, ==,
				i ? STORE_COPY_SAME : STORE_COPY_NEW);
	}
	first = store_copy_list_by_message(home.store, 11, &error);
	g_assert_cmpuint(first->len, ==, 1);
	row = first->pdata[0];
	g_assert_cmpint(row->gone_at, !=, 0);
	second = store_copy_list_by_message(home.store, 12, &error);
	g_assert_cmpuint(second->len, ==, 1);
	row = second->pdata[0];
	g_assert_cmpint(row->uid, ==, 1);
	g_assert_cmpint(row->gone_at, ==, 0);
	commit(home.store);
	home_close(&home);
}

static void test_copy_same_writes_nothing(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	struct store_copy_put put;
	struct store_copy copy;
	gint64 before;

	home_open(&home);
	copy = make_copy(&home, 1, 11);
	begin(home.store);
	MUST(store_copy_put(home.store, &copy, &put, &error));
	commit(home.store);
	home_reopen(&home);
	before = store_changes(home.store);
	begin(home.store);
	MUST(store_copy_put(home.store, &copy, &put, &error));
	commit(home.store);
	g_assert_cmpint(store_changes(home.store), ==, before);
	home_close(&home);
}

static void test_copy_fields(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_copy) found = NULL, by_uid = NULL, none = NULL;
	g_autoptr(GPtrArray) copies = NULL;
	struct store_copy copy = { 0 };
	struct store_copy_put put;
	gint64 sent;

	home_open(&home);
	begin(home.store);
	sent = add_folder(home.store, home.account_id, "Sent", 2);
	copy = (struct store_copy){
		.folder_id = sent,
		.uidvalidity = 4294967295,
		.uid = -3, /* a hash, for a file */
		.message_key = G_MAXINT64,
		.internal_at = -5,
		.size = 1 << 30,
		.flags = 21,
		.keywords = "$tend NonJunk",
		.gm_msgid = G_MININT64,
		.facts = { "\0\1\2", 3 },
	};
	MUST(store_copy_put(home.store, &copy, &put, &error));
	copy.uid = 4;
	copy.folder_id = home.folder_id;
	copy.facts = (struct store_bytes){ NULL, 0 };
	MUST(store_copy_put(home.store, &copy, &put, &error));
	commit(home.store);

	copies = store_copy_list_by_message(home.store, G_MAXINT64, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(copies->len, ==, 2);
	found = g_ptr_array_steal_index(copies, 0);
	g_assert_cmpint(found->folder_id, ==, sent);
	g_assert_cmpint(found->role, ==, 2);
	g_assert_cmpint(found->uidvalidity, ==, 4294967295);
	g_assert_cmpint(found->uid, ==, -3);
	g_assert_cmpint(found->internal_at, ==, -5);
	g_assert_cmpint(found->size, ==, 1 << 30);
	g_assert_cmpuint(found->flags, ==, 21);
	g_assert_cmpstr(found->keywords, ==, "$tend NonJunk");
	g_assert_cmpint(found->gm_msgid, ==, G_MININT64);
	g_assert_cmpint(found->gone_at, ==, 0);
	g_assert_cmpmem(found->facts.data, found->facts.length, "\0\1\2", 3);
	MUST(store_copy_find_by_uid(home.store, home.folder_id, 4294967295, 4,
				    &by_uid, &error));
	g_assert_cmpint(by_uid->copy_id, ==, put.copy_id);
	g_assert_cmpuint(by_uid->facts.length, ==, 0);
	MUST(store_copy_find(home.store, 4711, &none, &error));
	g_assert_null(none);
	home_close(&home);
}

static void test_copy_gone(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GArray) uids = NULL;
	struct store_copy_put put;
	gint64 key = 0;

	home_open(&home);
	begin(home.store);
	for (gint64 uid = 1; uid <= 6; uid++) {
		struct store_copy copy = make_copy(&home, uid, 100 + uid);

		MUST(store_copy_put(home.store, &copy, &put, &error));
	}
	MUST(store_copy_gone(home.store, home.folder_id, 7, 2, 4, 9000, keys,
			     &error));
	g_assert_cmpuint(keys->len, ==, 3);
	g_assert_cmpint(g_array_index(keys, gint64, 0), ==, 102);
	g_assert_cmpint(g_array_index(keys, gint64, 2), ==, 104);
	/* Gone is gone: nothing is reported twice, nor of other numbers. */
	MUST(store_copy_gone(home.store, home.folder_id, 7, 2, 4, 9500, keys,
			     &error));
	MUST(store_copy_gone(home.store, home.folder_id, 8, 1, 9, 9500, keys,
			     &error));
	g_assert_cmpuint(keys->len, ==, 3);
	uids = store_copy_list_uids(home.store, home.folder_id, 7, &error);
	g_assert_cmpuint(uids->len, ==, 3);
	g_assert_cmpint(g_array_index(uids, gint64, 1), ==, 5);

	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 5, 4, "k",
				  &key, &error));
	g_assert_cmpint(key, ==, 105);
	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 5, 4, "k",
				  &key, &error));
	g_assert_cmpint(key, ==, 0);
	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 77, 4, "k",
				  &key, &error));
	g_assert_cmpint(key, ==, 0);
	commit(home.store);
	home_close(&home);
}

/* New UIDVALIDITY: the same mail again is taken over, the table is as big. */
static void test_folder_restart(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_folder) folder = NULL;
	struct store_copy_put put;
	gint64 count = 0;

	home_open(&home);
	begin(home.store);
	for (gint64 uid = 1; uid <= 3; uid++) {
		struct store_copy copy = make_copy(&home, uid, 100 + uid);

		MUST(store_copy_put(home.store, &copy, &put, &error));
	}
	MUST(store_folder_set_cursor(home.store, home.folder_id, 7, 1, 3, 50,
				     &error));
	MUST(store_folder_restart(home.store, home.folder_id, 8, 9000, &error));
	MUST(store_copy_count(home.store, home.folder_id, &count, &error));
	g_assert_cmpint(count, ==, 0);
	folder = get_folder(&home);
	g_assert_cmpint(folder->uidvalidity, ==, 8);
	g_assert_cmpint(folder->low, ==, 0);
	g_assert_cmpint(folder->high, ==, 0);
	g_assert_cmpint(folder->modseq, ==, 0);
	for (gint64 uid = 3; uid >= 1; uid--) {
		struct store_copy copy = make_copy(&home, uid, 104 - uid);

		copy.uidvalidity = 8;
		MUST(store_copy_put(home.store, &copy, &put, &error));
		g_assert_cmpint((int)put.result, ==, STORE_COPY_RETURNED);
		g_assert_cmpint(put.copy_id, ==, 4 - uid);
	}
	MUST(store_copy_count(home.store, home.folder_id, &count, &error));
	g_assert_cmpint(count, ==, 3);
	commit(home.store);
	home_close(&home);
}

struct walk {
	struct store *store;
	gint64 last;
	guint n, stop_at;
};

static gboolean step(const struct store_copy *copy, gpointer data,
		     GError **error)
{
	struct walk *walk = data;

	g_assert_cmpint(copy->copy_id, >, walk->last);
	walk->last = copy->copy_id;
	/* No statement is open here: a transaction may begin and end. */
	begin(walk->store);
	commit(walk->store);
	if (++walk->n != walk->stop_at)
		return TRUE;
	g_set_error_literal(error, STORE_ERROR, STORE_ERROR_FAILED, "stop");
	return FALSE;
}

static void test_copy_each(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	struct walk walk = { 0 };
	struct store_copy_put put;

	home_open(&home);
	begin(home.store);
	for (gint64 uid = 1; uid <= 2 * ROW_PAGE + 3; uid++) {
		struct store_copy copy = make_copy(&home, uid, uid);

		MUST(store_copy_put(home.store, &copy, &put, &error));
	}
	commit(home.store);
	walk.store = home.store;
	MUST(store_copy_each(home.store, step, &walk, &error));
	g_assert_cmpuint(walk.n, ==, 2 * ROW_PAGE + 3);
	walk = (struct walk){ .store = home.store, .stop_at = 300 };
	g_assert_false(store_copy_each(home.store, step, &walk, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
	g_assert_cmpuint(walk.n, ==, 300);
	home_close(&home);
}

static void test_saying(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_saying) found = NULL;
	g_autoptr(GPtrArray) all = NULL, hers = NULL;
	struct store_saying saying = {
		.said_at = 100,
		.at = 50,
		.verb = "log",
		.address = "ann@example.org",
		.word = "call",
		.text = "wants the price list",
	};
	gint64 first = 0, second = 0, third = 0;
	gboolean done = FALSE;

	home_open(&home);
	begin(home.store);
	MUST(store_saying_add(home.store, &saying, &first, &error));
	saying.verb = "stage";
	MUST(store_saying_add(home.store, &saying, &second, &error));
	saying.address = "bob@example.org";
	MUST(store_saying_add(home.store, &saying, &third, &error));
	MUST(store_saying_undo(home.store, first, 200, &done, &error));
	g_assert_true(done);
	MUST(store_saying_undo(home.store, first, 300, &done, &error));
	g_assert_false(done);
	commit(home.store);
	MUST(store_saying_find(home.store, first, &found, &error));
	g_assert_cmpint(found->undone_at, ==, 200);
	g_assert_cmpstr(found->text, ==, "wants the price list");
	g_assert_cmpint(found->at, ==, 50);
	all = store_saying_list(home.store, NULL, &error);
	g_assert_cmpuint(all->len, ==, 2);
	hers = store_saying_list(home.store, "ann@example.org", &error);
	g_assert_cmpuint(hers->len, ==, 1);
	g_assert_cmpint(((struct store_saying *)hers->pdata[0])->saying_id, ==,
			second);
	home_close(&home);
}

static const struct {
	const char *source;
	const char *addresses[3];
	gboolean changed;
	const char *all; /* "address/source" in order */
} identities[] = {
	{ "config",
	  { "a@x.example", "b@x.example" },
	  TRUE,
	  "a@x.example/config b@x.example/config" },
	{ "config",
	  { "b@x.example", "a@x.example" },
	  FALSE,
	  "a@x.example/config b@x.example/config" },
	{ "login",
	  { "a@x.example" },
	  FALSE,
	  "a@x.example/config a@x.example/login b@x.example/config" },
	{ "config",
	  { "b@x.example" },
	  FALSE,
	  "a@x.example/login b@x.example/config" },
	{ "login", { NULL }, TRUE, "b@x.example/config" },
	{ "config", { "c@x.example" }, TRUE, "c@x.example/config" },
	{ "config", { NULL }, TRUE, "" },
	{ "sent", { NULL }, FALSE, "" },
};

static void test_identity(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	begin(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(identities); i++) {
		g_autoptr(GPtrArray) list = NULL;
		g_autoptr(GString) all = g_string_new(NULL);
		gboolean changed = FALSE;
		guint n = 0;

		while (identities[i].addresses[n])
			n++;
		MUST(store_identity_replace(home.store, identities[i].source,
					    identities[i].addresses, n,
					    &changed, &error));
		g_assert_cmpint(changed, ==, identities[i].changed);
		list = store_identity_list(home.store, &error);
		for (guint j = 0; j < list->len; j++) {
			const struct store_identity *row = list->pdata[j];

			g_string_append_printf(all, "%s%s/%s", j ? " " : "",
					       row->address, row->source);
		}
		g_assert_cmpstr(all->str, ==, identities[i].all);
	}
	commit(home.store);
	home_close(&home);
}

static void test_quarantine(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = NULL, none = NULL;
	const struct store_quarantine *row;
	gint64 deaths = 0;
	gboolean holds = TRUE;

	home_open(&home);
	begin(home.store);
	MUST(store_quarantine_add(home.store, home.folder_id, 7, 5, "signal 11",
				  100, &deaths, &error));
	g_assert_cmpint(deaths, ==, 1);
	MUST(store_quarantine_holds(home.store, home.folder_id, 7, 5, &holds,
				    &error));
	g_assert_false(holds);
	MUST(store_quarantine_add(home.store, home.folder_id, 7, 5, "timeout",
				  200, &deaths, &error));
	g_assert_cmpint(deaths, ==, 2);
	MUST(store_quarantine_add(home.store, home.folder_id, 7, 6, "timeout",
				  200, &deaths, &error));
	MUST(store_quarantine_holds(home.store, home.folder_id, 7, 5, &holds,
				    &error));
	g_assert_true(holds);
	list = store_quarantine_list(home.store, home.folder_id, &error);
	g_assert_cmpuint(list->len, ==, 1);
	row = list->pdata[0];
	g_assert_cmpint(row->uid, ==, 5);
	g_assert_cmpint(row->first_at, ==, 100);
	g_assert_cmpstr(row->reason, ==, "timeout");
	MUST(store_quarantine_clear(home.store, &error));
	none = store_quarantine_list(home.store, 0, &error);
	g_assert_cmpuint(none->len, ==, 0);
	commit(home.store);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/setting", test_setting);
	g_test_add_func("/store/account", test_account);
	g_test_add_func("/store/folder", test_folder);
	g_test_add_func("/store/folder/restart", test_folder_restart);
	g_test_add_func("/store/copy/put", test_copy_put);
	g_test_add_func("/store/copy/uid-given-twice",
			test_copy_uid_given_twice);
	g_test_add_func("/store/copy/same-writes-nothing",
			test_copy_same_writes_nothing);
	g_test_add_func("/store/copy/fields", test_copy_fields);
	g_test_add_func("/store/copy/gone", test_copy_gone);
	g_test_add_func("/store/copy/each", test_copy_each);
	g_test_add_func("/store/saying", test_saying);
	g_test_add_func("/store/identity", test_identity);
	g_test_add_func("/store/quarantine", test_quarantine);
	return g_test_run();
}
