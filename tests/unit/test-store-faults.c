/*
 * Faults: a death at any commit, a full disk, two writers at once.  Nothing
 * is lost, nothing is half there, and going on gives what would have been.
 */
#include "store/address.h"
#include "store/conversation.h"
#include "store/private.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/test-store-home.h"

#define BATCHES 6
#define BATCH 20

/* Take in one message with all that hangs on it. */
static gboolean take_in(const struct home *home, gint64 uid, GError **error)
{
	struct store_copy copy = make_copy(home, uid, 1000 + uid);
	struct store_copy_put put;
	const gint64 targets[] = { uid, uid / 7 };
	g_autofree char *text =
	    g_strdup_printf("p%d@example.org", (int)(uid % 5));
	struct store_message message = {
		.message_key = copy.message_key,
		.at = 100 * uid,
		.direction = STORE_DIRECTION_IN,
		.subject = "",
		.mid = "",
		.evidence = "",
	};

	if (!store_copy_put(home->store, &copy, &put, error))
		return FALSE;
	if (put.result == STORE_COPY_SAME)
		return TRUE;
	message.copy_id = put.copy_id;
	return store_address_ensure(home->store, text, "P", message.at,
				    &message.address_id, error) &&
	       store_conversation_of(home->store, targets, 2,
				     &message.conversation_id, error) &&
	       store_message_insert(home->store, &message, error) &&
	       store_address_tally(home->store, message.address_id, 0, 1,
				   message.at, error);
}

/* Newest first, each batch with its cursor. */
static void take_in_all(const struct home *home)
{
	GError *error = NULL;
	g_autoptr(store_folder) folder = NULL;
	gint64 low;

	MUST(store_folder_find(home->store, home->folder_id, &folder, &error));
	low = folder->low ? folder->low : BATCHES * BATCH + 1;
	while (low > 1) {
		begin(home->store);
		for (gint64 uid = low - 1; uid >= low - BATCH; uid--)
			MUST(take_in(home, uid, &error));
		low -= BATCH;
		MUST(store_folder_set_cursor(home->store, home->folder_id, 7,
					     low, BATCHES * BATCH, 0, &error));
		MUST(store_conversation_settle(home->store, &error));
		commit(home->store);
	}
}

static gint64 integer(struct store *store, const char *sql)
{
	GError *error = NULL;
	g_autoptr(statement) query = statement_get(store, sql);
	gint64 value = -1;

	MUST(statement_run_integer(query, &value, &error));
	return value;
}

/* All that is there, in words. */
static char *dump(struct store *store)
{
	static const char sql[] =
	    "SELECT group_concat(line, char(10))\n"
	    "  FROM (SELECT uid || ' ' || message_key || ' ' || at || ' ' ||\n"
	    "               address || ' ' || received_from || ' ' ||\n"
	    "               first_at || ' ' || last_at || ' ' ||\n"
	    "               message.conversation_id AS line\n"
	    "          FROM copy\n"
	    "          JOIN message USING (message_key)\n"
	    "          JOIN address USING (address_id)\n"
	    "         ORDER BY uid)";
	GError *error = NULL;
	g_autoptr(statement) query = statement_get(store, sql);
	char *text;

	g_assert_true(statement_next(query));
	text = g_strdup(column_text(query, 0));
	MUST(statement_run(query, &error));
	return text;
}

static void assert_sound(struct store *store)
{
	g_autofree char *problem = NULL;
	GError *error = NULL;

	MUST(store_check(store, &problem, &error));
	g_assert_cmpstr(problem, ==, NULL);
	g_assert_cmpint(
	    integer(store, "SELECT count(*) FROM pragma_foreign_key_check"), ==,
	    0);
}

static void die(gboolean after, gpointer data)
{
	gint *left = data;

	if (--*left == 0)
		_exit(42);
}

/* Run `work` in a child, for a store must not be open across a fork. */
static int in_child(struct home *home, void (*work)(struct home *, gint),
		    gint argument)
{
	int status = 0;
	pid_t pid;

	g_clear_pointer(&home->store, store_close);
	pid = fork();
	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		home_reopen(home);
		work(home, argument);
		store_close(home->store);
		_exit(0);
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void die_at(struct home *home, gint step)
{
	store_set_commit_hook(home->store, die, &step);
	take_in_all(home);
}

/* Steps are counted from 1: before the first commit, after it, ... */
static void test_die_at_every_commit(void)
{
	g_autofree char *expected = NULL;
	struct home whole = { 0 };

	home_open(&whole);
	take_in_all(&whole);
	expected = dump(whole.store);
	home_close(&whole);
	g_assert_cmpuint(strlen(expected), >, 1000);

	for (gint step = 1; step <= 2 * BATCHES + 1; step++) {
		struct home home = { 0 };
		g_autofree char *then = NULL;
		gint64 batches = step / 2;

		home_open(&home);
		g_assert_cmpint(in_child(&home, die_at, step), ==,
				step <= 2 * BATCHES ? 42 : 0);
		home_reopen(&home);
		assert_sound(home.store);
		/* A prefix: whole batches, and the cursor says how many. */
		g_assert_cmpint(
		    integer(home.store, "SELECT count(*) FROM copy"), ==,
		    batches * BATCH);
		g_assert_cmpint(
		    integer(home.store,
			    "SELECT coalesce(sum(received_from), 0)\n"
			    "  FROM address"),
		    ==, batches * BATCH);
		g_assert_cmpint(
		    integer(home.store,
			    "SELECT low FROM folder WHERE role = 1"),
		    ==, batches ? (BATCHES - batches) * BATCH + 1 : 0);
		take_in_all(&home);
		then = dump(home.store);
		g_assert_cmpstr(then, ==, expected);
		home_close(&home);
	}
}

static gint64 fill(struct home *home, gint64 uid, GError **error)
{
	gboolean well = TRUE;

	while (well) {
		begin(home->store);
		for (gint64 i = 0; well && i < BATCH; i++)
			well = take_in(home, uid + i, error);
		if (!well)
			store_rollback(home->store);
		else if (store_commit(home->store, error))
			uid += BATCH;
		else
			well = FALSE;
	}
	return uid;
}

static void test_full_disk(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	gint64 uid;

	home_open(&home);
	sqlite3_exec(home.store->db, "PRAGMA max_page_count = 80", NULL, NULL,
		     NULL);
	uid = fill(&home, 1, &error);
	g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
	g_assert_nonnull(strstr(error->message, "disk is full"));
	g_assert_nonnull(strstr(error->message, home.path));
	g_assert_cmpint(uid, >, BATCH);
	g_assert_false(store_in_transaction(home.store));
	assert_sound(home.store);
	g_assert_cmpint(integer(home.store, "SELECT count(*) FROM copy"), ==,
			uid - 1);
	/* Some space is freed: it goes on where it was. */
	g_clear_error(&error);
	sqlite3_exec(home.store->db, "PRAGMA max_page_count = 100000", NULL,
		     NULL, NULL);
	begin(home.store);
	for (gint64 i = 0; i < BATCH; i++)
		MUST(take_in(&home, uid + i, &error));
	commit(home.store);
	g_assert_cmpint(
	    integer(home.store, "SELECT sum(received_from) FROM address"), ==,
	    uid - 1 + BATCH);
	home_close(&home);
}

/* The system says no in the middle of a write, as a full disk does. */
static void fill_limited(struct home *home, gint limit)
{
	struct rlimit space = { (rlim_t)limit, (rlim_t)limit };
	g_autoptr(GError) error = NULL;
	gint64 uid;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &space);
	uid = fill(home, 1, &error);
	if (!g_error_matches(error, STORE_ERROR, STORE_ERROR_FULL))
		_exit(1);
	/* Reading goes on, and says what was committed. */
	if (integer(home->store, "SELECT count(*) FROM copy") != uid - 1)
		_exit(2);
	_exit(uid > 1 ? 42 : 3);
}

static void test_file_limit(void)
{
	for (gint limit = 200000; limit < 700000; limit += 70001) {
		struct home home = { 0 };

		home_open(&home);
		g_assert_cmpint(in_child(&home, fill_limited, limit), ==, 42);
		home_reopen(&home);
		assert_sound(home.store);
		g_assert_cmpint(
		    integer(home.store, "SELECT count(*) % 20 FROM copy"), ==,
		    0);
		g_assert_cmpint(
		    integer(home.store, "SELECT count(*) FROM copy"), ==,
		    integer(home.store, "SELECT sum(received_from)\n"
					"  FROM address"));
		home_close(&home);
	}
}

#define WRITES 150

static void write_much(struct home *home, gint who)
{
	GError *error = NULL;
	gint64 id;

	for (gint i = 0; i < WRITES; i++) {
		begin(home->store);
		MUST(store_address_ensure(home->store, "p@example.org", "", 1,
					  &id, &error));
		MUST(store_address_tally(home->store, id, who, 1 - who, i + 1,
					 &error));
		commit(home->store);
	}
}

/* Two processes write the same row; the busy timeout lets each have its go. */
static void test_two_writers(void)
{
	struct home home = { 0 };
	pid_t pids[2];

	home_open(&home);
	g_clear_pointer(&home.store, store_close);
	for (gint i = 0; i < 2; i++) {
		pids[i] = fork();
		g_assert_cmpint(pids[i], >=, 0);
		if (pids[i] == 0) {
			home_reopen(&home);
			write_much(&home, i);
			store_close(home.store);
			_exit(0);
		}
	}
	for (gint i = 0; i < 2; i++) {
		int status = -1;

		g_assert_cmpint(waitpid(pids[i], &status, 0), ==, pids[i]);
		g_assert_cmpint(status, ==, 0);
	}
	home_reopen(&home);
	g_assert_cmpint(integer(home.store, "SELECT sent_to FROM address"), ==,
			WRITES);
	g_assert_cmpint(
	    integer(home.store, "SELECT received_from FROM address"), ==,
	    WRITES);
	assert_sound(home.store);
	home_close(&home);
}

/* Several make the same new store at once: it is made once. */
static void test_made_by_many(void)
{
	for (gint round = 0; round < 10; round++) {
		struct home home = { 0 };
		pid_t pids[4];

		home_open(&home);
		g_clear_pointer(&home.store, store_close);
		g_assert_cmpint(g_unlink(home.path), ==, 0);
		for (gsize i = 0; i < G_N_ELEMENTS(pids); i++) {
			pids[i] = fork();
			g_assert_cmpint(pids[i], >=, 0);
			if (pids[i] == 0) {
				home_reopen(&home);
				store_close(home.store);
				_exit(0);
			}
		}
		for (gsize i = 0; i < G_N_ELEMENTS(pids); i++) {
			int status = -1;

			g_assert_cmpint(waitpid(pids[i], &status, 0), ==,
					pids[i]);
			g_assert_cmpint(status, ==, 0);
		}
		home_reopen(&home);
		assert_sound(home.store);
		home_close(&home);
	}
}

/* A guard that leaves its scope uncommitted takes everything back. */
static void leave(struct store *store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, &error);
	gint64 id;

	g_assert_no_error(error);
	g_assert_nonnull(transaction);
	MUST(store_account_ensure(store, "other", &id, &error));
}

static void test_guard(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	leave(home.store);
	g_assert_false(store_in_transaction(home.store));
	g_assert_cmpint(integer(home.store, "SELECT count(*) FROM account"), ==,
			1);
	{
		g_autoptr(store_transaction) transaction =
		    store_transaction_new(home.store, &error);
		gint64 id;

		MUST(store_account_ensure(home.store, "other", &id, &error));
		MUST(store_transaction_commit(transaction, &error));
	}
	g_assert_cmpint(integer(home.store, "SELECT count(*) FROM account"), ==,
			2);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/faults/die-at-every-commit",
			test_die_at_every_commit);
	g_test_add_func("/store/faults/full-disk", test_full_disk);
	g_test_add_func("/store/faults/file-limit", test_file_limit);
	g_test_add_func("/store/faults/two-writers", test_two_writers);
	g_test_add_func("/store/faults/made-by-many", test_made_by_many);
	g_test_add_func("/store/faults/guard", test_guard);
	return g_test_run();
}
