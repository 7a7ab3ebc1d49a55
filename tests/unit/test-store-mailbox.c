/* The mailbox side: outbox, digest lines, answers, marks and drafts. */
#include "store/answer.h"
#include "store/digest.h"
#include "store/draft.h"
#include "store/flagging.h"
#include "store/mark.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/private.h"

#include <string.h>

#include "tests/unit/test-store-home.h"

static gint64 add_letter(const struct home *home, const char *template,
			 const char *day, const char *mid)
{
	struct store_outbox outbox = {
		.account_id = home->account_id,
		.template = template,
		.day = day,
		.folder = { "Entw\xfcrfe", 8 },
		.mid = mid,
		.boundary = "b-1",
		.written_at = 1000,
		.zone = -150,
	};
	GError *error = NULL;
	gint64 id = 0;

	MUST(store_outbox_add(home->store, &outbox, &id, &error));
	return id;
}

static void test_outbox_once_a_day(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_outbox) found = NULL, none = NULL;
	gint64 first;

	home_open(&home);
	begin(home.store);
	first = add_letter(&home, "digest", "2026-03-02", "a@example.org");
	g_assert_cmpint(first, >, 0);
	g_assert_cmpint(
	    add_letter(&home, "digest", "2026-03-02", "b@example.org"), ==, 0);
	g_assert_cmpint(
	    add_letter(&home, "report", "2026-03-02", "c@example.org"), >, 0);
	g_assert_cmpint(
	    add_letter(&home, "digest", "2026-03-03", "d@example.org"), >, 0);
	/* What belongs to no day may come as often as it likes. */
	g_assert_cmpint(add_letter(&home, "draft", "", "e@example.org"), >, 0);
	g_assert_cmpint(add_letter(&home, "draft", "", "f@example.org"), >, 0);
	commit(home.store);
	MUST(store_outbox_find_by_day(home.store, home.account_id, "digest",
				      "2026-03-02", &found, &error));
	g_assert_cmpint(found->outbox_id, ==, first);
	MUST(store_outbox_find_by_day(home.store, home.account_id, "digest",
				      "2026-03-04", &none, &error));
	g_assert_null(none);
	home_close(&home);
}

static void test_outbox_states(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_outbox) row = NULL;
	g_autoptr(GPtrArray) open = NULL, done = NULL;
	gint64 a, b, c;

	home_open(&home);
	begin(home.store);
	a = add_letter(&home, "draft", "", "a@example.org");
	b = add_letter(&home, "draft", "", "b@example.org");
	c = add_letter(&home, "draft", "", "c@example.org");
	MUST(store_outbox_set_tried(home.store, a, 7, 40, &error));
	open = store_outbox_list_open(home.store, home.account_id, &error);
	g_assert_cmpuint(open->len, ==, 3);
	MUST(store_outbox_find(home.store, a, &row, &error));
	g_assert_cmpint((int)row->state, ==, STORE_OUTBOX_TRIED);
	g_assert_cmpint(row->uidvalidity, ==, 7);
	g_assert_cmpint(row->uidnext, ==, 40);
	g_assert_cmpint(row->zone, ==, -150);
	g_assert_cmpmem(row->folder.data, row->folder.length, "Entw\xfcrfe", 8);
	MUST(store_outbox_set_done(home.store, a, 7, 41, &error));
	MUST(store_outbox_set_refused(home.store, b, "over quota", &error));
	MUST(store_outbox_set_done(home.store, c, 7, 42, &error));
	commit(home.store);
	g_clear_pointer(&row, g_free);
	MUST(store_outbox_find_by_mid(home.store, "b@example.org", &row,
				      &error));
	g_assert_cmpint((int)row->state, ==, STORE_OUTBOX_REFUSED);
	g_assert_cmpstr(row->note, ==, "over quota");
	g_clear_pointer(&row, g_free);
	MUST(store_outbox_find(home.store, a, &row, &error));
	g_assert_cmpint((int)row->state, ==, STORE_OUTBOX_DONE);
	g_assert_cmpint(row->uid, ==, 41);
	g_clear_pointer(&open, g_ptr_array_unref);
	open = store_outbox_list_open(home.store, home.account_id, &error);
	g_assert_cmpuint(open->len, ==, 0);
	done = store_outbox_list_done(home.store, 0, "draft", 1, &error);
	g_assert_cmpuint(done->len, ==, 1);
	g_assert_cmpint(((struct store_outbox *)done->pdata[0])->outbox_id, ==,
			c);
	home_close(&home);
}

static gboolean has_other(struct home *home, gint64 since)
{
	g_autoptr(GError) error = NULL;
	gboolean has;

	MUST(store_outbox_has_other(home->store, since, &has, &error));
	return has;
}

static void add_mail(struct home *home, gint64 key, gint64 at, const char *mid)
{
	g_autoptr(GError) error = NULL;
	const struct store_message message = {
		.message_key = key,
		.conversation_id = 1,
		.at = at,
		.clue = { .wrote_at = at },
		.subject = "",
		.mid = mid,
		.evidence = "",
	};

	MUST(store_message_insert(home->store, &message, &error));
}

/* A letter of tend's own is none of another's, nor is one that is old. */
static void test_other(void)
{
	struct home home = { 0 };

	home_open(&home);
	begin(home.store);
	add_letter(&home, "digest", "2026-03-02", "tend.1@example.org");
	add_mail(&home, 11, 1000, "tend.1@example.org");
	add_mail(&home, 12, 1000, "tender.7@example.org");
	g_assert_false(has_other(&home, 0));
	add_mail(&home, 13, 1000, "tend.2@example.org");
	g_assert_true(has_other(&home, 0));
	g_assert_true(has_other(&home, 1000));
	g_assert_false(has_other(&home, 1001));
	commit(home.store);
	home_close(&home);
}

static guint count_answerable(struct store *store, gint64 since)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) list =
	    store_outbox_list_answerable(store, since, &error);

	g_assert_no_error(error);
	return list->len;
}

static void test_answerable(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	gint64 digest, report, draft;

	home_open(&home);
	begin(home.store);
	digest = add_letter(&home, "digest", "2026-03-02", "a@example.org");
	report = add_letter(&home, "report", "2026-03-02", "b@example.org");
	draft = add_letter(&home, "draft", "", "c@example.org");
	g_assert_cmpuint(count_answerable(home.store, 0), ==, 0);
	MUST(store_outbox_set_tried(home.store, digest, 7, 40, &error));
	MUST(store_outbox_set_done(home.store, draft, 7, 41, &error));
	g_assert_cmpuint(count_answerable(home.store, 1000), ==, 1);
	MUST(store_outbox_set_done(home.store, report, 7, 42, &error));
	g_assert_cmpuint(count_answerable(home.store, 1000), ==, 2);
	MUST(store_outbox_set_refused(home.store, digest, "full", &error));
	g_assert_cmpuint(count_answerable(home.store, 1000), ==, 1);
	g_assert_cmpuint(count_answerable(home.store, 1001), ==, 0);
	commit(home.store);
	home_close(&home);
}

static void test_digest_and_answer(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) items = NULL, answers = NULL, all = NULL;
	g_autoptr(GPtrArray) between = NULL, after = NULL;
	g_autoptr(GArray) positions = NULL;
	g_autoptr(store_answer) found = NULL, none = NULL;
	struct store_digest_item item = {
		.address = "ann@example.org",
		.name = "Ann",
		.reason = 2,
		.source = 11,
		.since_at = 50,
		.subject = "spring catalogue",
		.sentence = "she asked for the price list on Monday",
		.organisation = "Acme",
		.phone = "+49 30 123456",
		.mid = "q1@example.org",
		.quote = "Could you send it?",
		.section = 1,
	};
	struct store_answer answer = { .message_key = 99,
				       .acted_at = 5,
				       .batch = 7,
				       .outcome = "snoozed 2" };
	const struct store_answer nothing = { .message_key = 97,
					      .acted_at = 6,
					      .outcome = "" };
	const struct store_digest_item *last;
	gboolean added = FALSE, has = FALSE;

	home_open(&home);
	begin(home.store);
	item.outbox_id = add_letter(&home, "digest", "2026-03-02", "a@x");
	for (item.position = 3; item.position > 0; item.position--)
		MUST(store_digest_add_item(home.store, &item, &error));
	answer.outbox_id = item.outbox_id;
	MUST(store_answer_add(home.store, &answer, &added, &error));
	g_assert_true(added);
	MUST(store_answer_add(home.store, &answer, &added, &error));
	g_assert_false(added);
	commit(home.store);
	items = store_digest_list_items(home.store, item.outbox_id, &error);
	g_assert_cmpuint(items->len, ==, 3);
	last = items->pdata[2];
	g_assert_cmpint(last->position, ==, 3);
	g_assert_cmpstr(last->sentence, ==, item.sentence);
	g_assert_cmpint(last->source, ==, 11);
	g_assert_cmpstr(last->organisation, ==, item.organisation);
	g_assert_cmpstr(last->phone, ==, item.phone);
	g_assert_cmpstr(last->mid, ==, item.mid);
	g_assert_cmpstr(last->quote, ==, item.quote);
	g_assert_cmpint(last->section, ==, 1);
	MUST(store_answer_find(home.store, 99, &found, &error));
	g_assert_cmpstr(found->outcome, ==, "snoozed 2");
	MUST(store_answer_find(home.store, 98, &none, &error));
	g_assert_null(none);
	begin(home.store);
	MUST(store_answer_add(home.store, &nothing, &added, &error));
	MUST(store_answer_set_outcome(home.store, 99, "snoozed", &error));
	commit(home.store);
	answers = store_answer_list(home.store, item.outbox_id, &error);
	g_assert_cmpuint(answers->len, ==, 1);
	/* After one time, and until another. */
	between = store_answer_list_between(home.store, 4, 5, &error);
	g_assert_cmpuint(between->len, ==, 1);
	after = store_answer_list_between(home.store, 5, 9, &error);
	g_assert_cmpuint(after->len, ==, 0);
	g_assert_cmpstr(((struct store_answer *)answers->pdata[0])->outcome, ==,
			"snoozed");
	all = store_answer_list(home.store, 0, &error);
	g_assert_cmpuint(all->len, ==, 2);
	g_assert_cmpint(((struct store_answer *)all->pdata[1])->outbox_id, ==,
			0);
	MUST(store_answer_has_batch(home.store, 7, &has, &error));
	g_assert_true(has);
	MUST(store_answer_has_batch(home.store, 0, &has, &error));
	g_assert_false(has);
	positions =
	    store_digest_list_positions(home.store, item.outbox_id, "", &error);
	g_assert_cmpuint(positions->len, ==, 3);
	g_assert_cmpint(g_array_index(positions, gint64, 2), ==, 3);
	g_array_unref(positions);
	positions = store_digest_list_positions(home.store, item.outbox_id,
						"close", &error);
	g_assert_cmpuint(positions->len, ==, 0);
	home_close(&home);
}

static void expect_next(const struct home *home, gint64 message_key)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(store_mark) next = NULL;

	MUST(
	    store_mark_find_next(home->store, home->account_id, &next, &error));
	g_assert_cmpint(next ? next->message_key : 0, ==, message_key);
}

static void test_mark(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = NULL, open = NULL, none = NULL;
	g_autoptr(store_mark) found = NULL, refused = NULL, doubtful = NULL;
	struct store_mark_counts counts;
	struct store_mark mark = {
		.message_key = 11,
		.uidvalidity = 7,
		.uid = 5,
		.flag = "$tend",
		.state = STORE_MARK_WANTED,
		.since_at = 90,
		.note = "",
	};

	home_open(&home);
	begin(home.store);
	mark.folder_id = home.folder_id;
	MUST(store_mark_put(home.store, &mark, &error));
	expect_next(&home, 11);
	mark.held_at = 100;
	mark.note = "not here";
	MUST(store_mark_put(home.store, &mark, &error));
	expect_next(&home, 0);
	MUST(store_mark_count(home.store, home.account_id, &counts, &error));
	g_assert_cmpint(counts.set, ==, 0);
	g_assert_cmpint(counts.waiting, ==, 0);
	g_assert_cmpint(counts.refused, ==, 1);
	MUST(store_mark_find_refused(home.store, home.account_id, &refused,
				     &error));
	g_assert_cmpstr(refused->note, ==, "not here");
	g_assert_cmpstr(refused->flag, ==, "$tend");
	MUST(store_mark_doubt_all(home.store, &error));
	MUST(store_mark_find(home.store, 11, "$tend", &doubtful, &error));
	g_assert_cmpint(doubtful->state, ==, STORE_MARK_WANTED);
	g_assert_true(doubtful->tried);
	/* The other flag of the same mail is another one. */
	mark.flag = "\\Flagged";
	mark.state = STORE_MARK_UNWANTED;
	mark.tried = TRUE;
	mark.held_at = 0;
	mark.note = "";
	MUST(store_mark_put(home.store, &mark, &error));
	list = store_mark_list_by_message(home.store, 11, &error);
	g_assert_cmpuint(list->len, ==, 2);
	MUST(store_mark_find(home.store, 11, "\\Flagged", &found, &error));
	g_assert_cmpint(found->state, ==, STORE_MARK_UNWANTED);
	g_assert_true(found->tried);
	g_assert_cmpint(found->since_at, ==, 90);
	g_assert_cmpint(found->account_id, ==, home.account_id);
	mark.state = STORE_MARK_CLEARED;
	MUST(store_mark_put(home.store, &mark, &error));
	open = store_mark_list_open(home.store, &error);
	g_assert_cmpuint(open->len, ==, 1);
	MUST(store_mark_delete(home.store, found->mark_id, &error));
	none = store_mark_list_by_message(home.store, 11, &error);
	g_assert_cmpuint(none->len, ==, 1);
	commit(home.store);
	home_close(&home);
}

static gint64 add_copy(const struct home *home, gint64 uid, gint64 at,
		       guint flags)
{
	g_autoptr(GError) error = NULL;
	struct store_copy_put put;
	const struct store_copy copy = {
		.folder_id = home->folder_id,
		.uidvalidity = 7,
		.uid = uid,
		.message_key = uid,
		.internal_at = at,
		.flags = flags,
		.keywords = "",
	};

	MUST(store_copy_put(home->store, &copy, &put, &error));
	return put.copy_id;
}

static void expect_flaggings(const struct home *home, guint n)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list =
	    store_flagging_list(home->store, home->account_id, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(list->len, ==, n);
}

static void test_flagging(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = NULL;
	const struct store_flagging *seen;
	gint64 key, copy_id;

	home_open(&home);
	begin(home.store);
	add_copy(&home, 1, 100, 1);
	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 1, 3, "$x",
				  &key, &error));
	g_assert_cmpint(key, ==, 1);
	expect_flaggings(&home, 0);
	MUST(store_account_set_baseline(home.store, home.account_id, 200,
					&error));
	/* The same again is no change; old mail that comes flagged neither. */
	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 1, 3, "$x",
				  &key, &error));
	g_assert_cmpint(key, ==, 0);
	copy_id = add_copy(&home, 2, 199, 1);
	MUST(store_flagging_add(home.store, copy_id, TRUE, 0, "", &error));
	expect_flaggings(&home, 0);
	copy_id = add_copy(&home, 3, 200, 1);
	MUST(store_flagging_add(home.store, copy_id, TRUE, 0, "", &error));
	MUST(store_copy_set_flags(home.store, home.folder_id, 7, 1, 1, "$tend",
				  &key, &error));
	list = store_flagging_list(home.store, home.account_id, &error);
	g_assert_cmpuint(list->len, ==, 2);
	seen = list->pdata[1];
	g_assert_cmpint(seen->message_key, ==, 1);
	g_assert_cmpuint(seen->flags_before, ==, 3);
	g_assert_cmpstr(seen->keywords_before, ==, "$x");
	g_assert_cmpuint(seen->flags, ==, 1);
	g_assert_cmpstr(seen->keywords, ==, "$tend");
	MUST(store_flagging_delete(home.store, seen->flagging_id, &error));
	expect_flaggings(&home, 1);
	MUST(store_copy_delete(home.store, copy_id, &error));
	expect_flaggings(&home, 0);
	commit(home.store);
	home_close(&home);
}

/* Steps of SQLite's machine that all statements have taken so far. */
static int count_steps(const struct home *home)
{
	sqlite3_stmt *stmt = NULL;
	int steps = 0;

	while ((stmt = sqlite3_next_stmt(home->store->db, stmt)) != NULL)
		steps +=
		    sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
	return steps;
}

/*
 * What `watch` asks again and again does not go through all the mail when
 * there is nothing to find.
 */
static void test_idle(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_mark) mark = NULL;
	g_autoptr(GPtrArray) marks = NULL, drafts = NULL;
	g_autoptr(GArray) loose = NULL, further = NULL;
	int before;

	home_open(&home);
	begin(home.store);
	for (gint64 i = 1; i <= 1000; i++)
		add_copy(&home, i, 100, 1);
	commit(home.store);
	before = count_steps(&home);
	expect_flaggings(&home, 0);
	marks = store_mark_list_open(home.store, &error);
	g_assert_no_error(error);
	MUST(store_mark_find_next(home.store, home.account_id, &mark, &error));
	drafts = store_draft_list_by_fate(home.store, home.account_id,
					  STORE_DRAFT_OPEN, &error);
	g_assert_no_error(error);
	loose = store_answer_list_loose(home.store, 1, &error);
	g_assert_no_error(error);
	further = store_answer_list_further(home.store, 1, &error);
	g_assert_no_error(error);
	g_assert_cmpint(count_steps(&home) - before, <, 1000);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/outbox/once-a-day", test_outbox_once_a_day);
	g_test_add_func("/store/outbox/states", test_outbox_states);
	g_test_add_func("/store/other-tend", test_other);
	g_test_add_func("/store/outbox/answerable", test_answerable);
	g_test_add_func("/store/digest-and-answer", test_digest_and_answer);
	g_test_add_func("/store/mark", test_mark);
	g_test_add_func("/store/flagging", test_flagging);
	g_test_add_func("/store/idle", test_idle);
	return g_test_run();
}
