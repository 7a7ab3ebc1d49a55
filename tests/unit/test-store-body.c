/* Which bodies are wanted, and what an older parser read. */
#include "store/body.h"

#include <string.h>

#include "store/private.h"
#include "store/quarantine.h"
#include "tests/unit/test-store-home.h"

#define HUMAN 1
#define BOUNCE 6
#define DAY 86400
#define NOW (1000 * DAY)

static const struct store_body_wish usual = {
	.account_id = 1,
	.recent_at = NOW - 90 * DAY,
	.recent_kinds = 1 << HUMAN,
	.automatic_at = NOW - 60 * DAY,
	.automatic_kinds = 1 << BOUNCE,
};

/* One message with one copy each: uid and key are i + 1. */
static const struct {
	int days; /* old */
	int kind;
	enum store_body body;
	gboolean gone, deadly, file, elsewhere;
	gboolean wanted, deep; /* what is expected */
} rows[] = {
	{ 1, HUMAN, STORE_BODY_UNREAD, .wanted = TRUE, .deep = TRUE },
	{ 2, HUMAN, STORE_BODY_READ },
	{ 89, HUMAN, STORE_BODY_UNREAD, .wanted = TRUE, .deep = TRUE },
	{ 91, HUMAN, STORE_BODY_UNREAD, .deep = TRUE },
	{ 59, BOUNCE, STORE_BODY_UNREAD, .wanted = TRUE, .deep = TRUE },
	{ 61, BOUNCE, STORE_BODY_UNREAD, .deep = TRUE },
	{ 400, BOUNCE, STORE_BODY_WANTED, .wanted = TRUE, .deep = TRUE },
	{ 3, 3, STORE_BODY_UNREAD, .deep = TRUE },
	{ 4, HUMAN, STORE_BODY_UNREAD, .gone = TRUE },
	{ 5, HUMAN, STORE_BODY_UNREAD, .deadly = TRUE },
	{ 6, HUMAN, STORE_BODY_UNREAD, .file = TRUE },
	{ 7, HUMAN, STORE_BODY_UNREAD, .elsewhere = TRUE },
};

static void fill(struct home *home)
{
	GError *error = NULL;
	gint64 ignored;

	begin(home->store);
	MUST(store_folder_set_cursor(home->store, home->folder_id, 7, 1, 99, 0,
				     &error));
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		gint64 at = NOW - (gint64)rows[i].days * DAY;
		struct store_copy copy = make_copy(home, i + 1, i + 1);
		struct store_message message = {
			.message_key = i + 1,
			.copies = 1,
			.at = at,
			.kind = rows[i].kind,
			.conversation_id = i + 1,
			.subject = "",
			.mid = "",
			.evidence = "",
		};
		struct store_copy_put put;

		copy.internal_at = at;
		copy.version = 1;
		copy.body = rows[i].body;
		copy.uidvalidity = rows[i].file ? 0 : rows[i].elsewhere ? 6 : 7;
		MUST(store_copy_put(home->store, &copy, &put, &error));
		message.copy_id = put.copy_id;
		MUST(store_message_insert(home->store, &message, &error));
		if (rows[i].gone)
			MUST(store_copy_gone(home->store, home->folder_id, 7,
					     i + 1, i + 1, NOW, NULL, &error));
		for (int n = 0; rows[i].deadly && n < 2; n++)
			MUST(store_quarantine_add(home->store, home->folder_id,
						  7, i + 1, "died", NOW,
						  &ignored, &error));
	}
	commit(home->store);
}

/* All pages of `page` items, one after the other. */
static GArray *list_all(struct home *home, const struct store_body_wish *wish,
			guint version, guint page)
{
	GError *error = NULL;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct store_wanted));

	for (guint i = 0; i < 100; i++) {
		const struct store_wanted *last =
		    all->len
			? &g_array_index(all, struct store_wanted, all->len - 1)
			: NULL;
		g_autoptr(GArray) got =
		    wish
			? store_body_list(home->store, wish, last, page, &error)
			: store_body_list_old(home->store, home->account_id,
					      version, last, page, &error);

		g_assert_no_error(error);
		g_assert_cmpuint(got->len, <=, page);
		if (!got->len)
			return all;
		g_array_append_vals(all, got->data, got->len);
	}
	g_assert_not_reached();
}

static gboolean has(const GArray *list, gint64 uid)
{
	for (guint i = 0; i < list->len; i++)
		if (g_array_index(list, struct store_wanted, i).uid == uid)
			return TRUE;
	return FALSE;
}

static void check_order(const GArray *list)
{
	for (guint i = 1; i < list->len; i++)
		g_assert_cmpint(
		    g_array_index(list, struct store_wanted, i - 1).at, >,
		    g_array_index(list, struct store_wanted, i).at);
}

static void test_rows(void)
{
	struct home home = { 0 };
	struct store_body_wish deep = usual;
	g_autoptr(GArray) wanted = NULL, all = NULL;
	GError *error = NULL;
	gint64 count = 0;

	home_open(&home);
	fill(&home);
	deep.deep = TRUE;
	wanted = list_all(&home, &usual, 0, 2);
	all = list_all(&home, &deep, 0, 3);
	check_order(wanted);
	check_order(all);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) one =
		    g_array_new(FALSE, FALSE, sizeof(struct store_wanted));

		g_test_message("row %u", i);
		g_assert_cmpint(has(wanted, i + 1), ==, rows[i].wanted);
		g_assert_cmpint(has(all, i + 1), ==, rows[i].deep);
		/* The same of that message alone. */
		MUST(store_body_find(home.store, &usual, i + 1, one, &error));
		g_assert_cmpuint(one->len, ==, rows[i].wanted);
	}
	MUST(store_body_count(home.store, &usual, &count, &error));
	g_assert_cmpint(count, ==, wanted->len);
	home_close(&home);
}

static void set_version(struct home *home, const char *sql)
{
	GError *error = NULL;

	begin(home->store);
	MUST(store_exec(home->store, sql, &error));
	commit(home->store);
}

static void test_old(void)
{
	struct home home = { 0 };
	g_autoptr(GArray) none = NULL, old = NULL, whole = NULL;
	GError *error = NULL;

	home_open(&home);
	fill(&home);
	none = list_all(&home, NULL, 1, 5);
	g_assert_cmpuint(none->len, ==, 0);
	/* All that can be read: not what is gone, deadly, a file, renumbered.
	 */
	old = list_all(&home, NULL, 2, 3);
	g_assert_cmpuint(old->len, ==, 8);
	check_order(old);
	for (guint i = 0; i < old->len; i++) {
		const struct store_wanted *item =
		    &g_array_index(old, struct store_wanted, i);

		g_assert_cmpint(item->whole, ==,
				rows[item->uid - 1].body == STORE_BODY_READ);
	}
	set_version(&home, "UPDATE copy SET version = 5 WHERE uid <> 4");
	g_array_set_size(none, 0);
	g_array_unref(none);
	none = list_all(&home, NULL, 5, 5);
	g_assert_cmpuint(none->len, ==, 1);
	g_assert_cmpint(g_array_index(none, struct store_wanted, 0).uid, ==, 4);

	begin(home.store);
	MUST(store_body_forget(home.store, &error));
	commit(home.store);
	whole = list_all(&home, NULL, 1, 5);
	g_assert_cmpuint(whole->len, ==, 1);
	g_assert_cmpint(g_array_index(whole, struct store_wanted, 0).uid, ==,
			2);
	home_close(&home);
}

/* The best copy is gone: another is read, and it counts for both. */
static void test_other_copy(void)
{
	struct home home = { 0 };
	g_autoptr(GArray) list = NULL, after = NULL;
	struct store_copy copy;
	struct store_copy_put put;
	GError *error = NULL;

	home_open(&home);
	fill(&home);
	begin(home.store);
	/* Of row 9, whose only copy is gone. */
	copy = make_copy(&home, 50, 9);
	copy.folder_id = add_folder(home.store, home.account_id, "Archive", 3);
	MUST(store_folder_set_cursor(home.store, copy.folder_id, 7, 1, 99, 0,
				     &error));
	MUST(store_copy_put(home.store, &copy, &put, &error));
	commit(home.store);
	list = list_all(&home, &usual, 0, 100);
	g_assert_true(has(list, 50));
	begin(home.store);
	copy.body = STORE_BODY_READ;
	copy.facts = bytes_of("more facts");
	MUST(store_copy_put(home.store, &copy, &put, &error));
	commit(home.store);
	after = list_all(&home, &usual, 0, 100);
	g_assert_false(has(after, 50));
	g_assert_cmpuint(after->len, ==, list->len - 1);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/body/rows", test_rows);
	g_test_add_func("/store/body/old", test_old);
	g_test_add_func("/store/body/other-copy", test_other_copy);
	return g_test_run();
}
