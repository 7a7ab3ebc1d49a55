/* What is derived: messages, conversations, addresses, persons, touches. */
#include "agent/border/words.h"
#include "agent/rules/words.h"
#include "store/address.h"
#include "store/conversation.h"
#include "store/person.h"
#include "store/private.h"
#include "store/recipient.h"
#include "store/saying.h"
#include "store/touch.h"
#include "store/verdict.h"

#include <string.h>

#include "tests/unit/test-store-home.h"

/* The store counts by agent's words without including them. */
G_STATIC_ASSERT((int)STORE_DIRECTION_OUT == (int)DIRECTION_OUT);
G_STATIC_ASSERT((int)STORE_DIRECTION_IN == (int)DIRECTION_IN);
G_STATIC_ASSERT((int)STORE_ROLE_TO == (int)ADDRESS_TO);
G_STATIC_ASSERT((int)STORE_ROLE_CC == (int)ADDRESS_CC);

static gint64 ensure(const struct home *home, const char *address,
		     const char *name, gint64 at)
{
	GError *error = NULL;
	gint64 id = 0;

	MUST(store_address_ensure(home->store, address, name, at, &id, &error));
	return id;
}

static gint64 ensure_person(const struct home *home, const char *address,
			    const char *name)
{
	GError *error = NULL;
	gint64 id = 0;

	MUST(store_person_ensure(home->store, ensure(home, address, name, 1),
				 &id, &error));
	return id;
}

static void test_message(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_message) found = NULL, none = NULL;
	g_autoptr(GPtrArray) list = NULL;
	gint64 id, count = 0;

	home_open(&home);
	begin(home.store);
	id = add_message(home.store, 11, 500, 1, 0, 3);
	add_message(home.store, 12, 400, 2, 9, 3);
	add_message(home.store, 13, 400, 2, 9, 4);
	MUST(store_message_find(home.store, 11, &found, &error));
	g_assert_cmpint(found->message_key, ==, id);
	g_assert_cmpint(found->address_id, ==, 0);
	g_assert_cmpstr(found->mid, ==, "11@example.org");
	found->copies = 4;
	found->subject = "autumn";
	found->personal = FALSE;
	MUST(store_message_update(home.store, found, &error));
	g_clear_pointer(&found, g_free);
	MUST(store_message_find(home.store, id, &found, &error));
	g_assert_cmpint(found->copies, ==, 4);
	g_assert_cmpstr(found->subject, ==, "autumn");
	g_assert_false(found->personal);
	g_assert_cmpint(found->at, ==, 500);
	list = store_message_list_by_conversation(home.store, 3, &error);
	g_assert_cmpuint(list->len, ==, 2);
	g_assert_cmpint(((struct store_message *)list->pdata[0])->message_key,
			==, 12);

	MUST(store_message_count(home.store, &count, &error));
	g_assert_cmpint(count, ==, 3);
	MUST(store_message_delete(home.store, id, &error));
	MUST(store_message_find(home.store, 11, &none, &error));
	g_assert_null(none);
	commit(home.store);
	home_close(&home);
}

static void test_message_keys(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) keys = NULL;
	gint64 id;

	home_open(&home);
	begin(home.store);
	add_message(home.store, 31, 1, 2, 5, 1);
	id = add_message(home.store, 21, 1, 1, 6, 1);
	add_message(home.store, 11, 1, 1, 6, 1);
	MUST(store_recipient_add(home.store, id, 5, 3, &error));
	keys = store_message_list_keys_by_address(home.store, 5, &error);
	g_assert_cmpuint(keys->len, ==, 2);
	g_assert_cmpint(g_array_index(keys, gint64, 0), ==, 21);
	g_assert_cmpint(g_array_index(keys, gint64, 1), ==, 31);
	commit(home.store);
	home_close(&home);
}

static gint64 tie(const struct home *home, gint64 a, gint64 b, gint64 c)
{
	const gint64 targets[] = { a, b, c };
	GError *error = NULL;
	gint64 id = 0;

	MUST(store_conversation_of(home->store, targets,
				   c   ? 3
				   : b ? 2
				       : 1,
				   &id, &error));
	return id;
}

static gint64 resolve(const struct home *home, gint64 id)
{
	GError *error = NULL;
	gint64 resolved = 0;

	MUST(store_conversation_resolve(home->store, id, &resolved, &error));
	return resolved;
}

/* add_message, with its place among others. */
static void add_answer(struct home *home, gint64 key, gint64 at, gint64 parent)
{
	const struct store_message message = {
		.message_key = key,
		.copies = 1,
		.at = at,
		.target = key,
		.parent = parent,
		.subject = "",
		.mid = "",
		.evidence = "",
	};
	GError *error = NULL;

	MUST(store_message_insert(home->store, &message, &error));
}

static char *join_keys(GArray *keys)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < keys->len; i++)
		g_string_append_printf(text, " %" G_GINT64_FORMAT,
				       g_array_index(keys, gint64, i));
	g_array_unref(keys);
	return g_string_free(text, FALSE);
}

static void test_answers(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	const struct store_message question = { .message_key = 1,
						.target = 1,
						.at = 110 };
	g_autofree char *early = NULL, *raised = NULL, *lowered = NULL;
	gboolean indexed;
	gint64 at = -1;

	home_open(&home);
	begin(home.store);
	add_answer(&home, 1, 100, 0);
	add_answer(&home, 2, 90, 1); /* earlier than its question */
	add_answer(&home, 3, 120, 1);
	add_answer(&home, 4, 80, 77); /* to mail that is not here */
	add_answer(&home, 5, 70, 5);  /* to itself */
	early = join_keys(store_message_list_early_answers(home.store, &error));
	g_assert_cmpstr(early, ==, " 2");
	raised = join_keys(
	    store_message_list_answers(home.store, &question, 100, &error));
	g_assert_cmpstr(raised, ==, " 2");
	lowered = join_keys(
	    store_message_list_answers(home.store, &question, 120, &error));
	g_assert_cmpstr(lowered, ==, " 2 3");
	MUST(store_message_find_time(home.store, 1, 2, &at, &error));
	g_assert_cmpint(at, ==, 100);
	MUST(store_message_find_time(home.store, 1, 1, &at, &error));
	g_assert_cmpint(at, ==, 0);
	MUST(store_is_indexed(home.store, &indexed, &error));
	g_assert_true(indexed);
	MUST(store_defer_indexes(home.store, &error));
	MUST(store_is_indexed(home.store, &indexed, &error));
	g_assert_false(indexed);
	MUST(store_make_indexes(home.store, &error));
	MUST(store_is_indexed(home.store, &indexed, &error));
	g_assert_true(indexed);
	commit(home.store);
	home_close(&home);
}

static void test_conversation(void)
{
	struct home home = { 0 };
	gint64 a, b, c;

	home_open(&home);
	begin(home.store);
	a = tie(&home, 100, 0, 0);
	g_assert_cmpint(tie(&home, 100, 0, 0), ==, a);
	b = tie(&home, 200, 201, 0);
	c = tie(&home, 300, 0, 0);
	g_assert_cmpint(a, !=, b);
	g_assert_cmpint(b, !=, c);
	/* A negative hash is as good as any. */
	g_assert_cmpint(tie(&home, -5, 201, 0), ==, b);
	/* c and b, then both with a: always into the smallest. */
	g_assert_cmpint(tie(&home, 300, 200, 0), ==, b);
	g_assert_cmpint(resolve(&home, c), ==, b);
	g_assert_cmpint(tie(&home, 300, 100, 777), ==, a);
	g_assert_cmpint(resolve(&home, c), ==, a);
	g_assert_cmpint(resolve(&home, b), ==, a);
	g_assert_cmpint(tie(&home, 777, 0, 0), ==, a);
	g_assert_cmpint(tie(&home, -5, 0, 0), ==, a);
	commit(home.store);
	home_close(&home);
}

/* Whatever the order, the same messages are together. */
static void test_conversation_order(void)
{
	static const gint64 messages[][3] = {
		{ 1, 0, 0 },  { 2, 1, 0 },   { 3, 2, 1 }, { 4, 9, 0 },
		{ 5, 9, 0 },  { 6, 5, 0 },   { 7, 0, 0 }, { 8, 6, 3 },
		{ 10, 0, 0 }, { 11, 10, 0 },
	};
	GRand *rand = g_rand_new_with_seed(7);
	g_autofree char *expected = NULL;

	for (int round = 0; round < 20; round++) {
		struct home home = { 0 };
		guint order[G_N_ELEMENTS(messages)];
		g_autoptr(GString) groups = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		gint64 ids[G_N_ELEMENTS(messages)] = { 0 };

		home_open(&home);
		begin(home.store);
		for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
			guint j =
			    (guint)g_rand_int_range(rand, 0, (gint32)i + 1);

			order[i] = order[j];
			order[j] = i;
		}
		for (guint i = 0; i < G_N_ELEMENTS(order); i++)
			tie(&home, messages[order[i]][0], messages[order[i]][1],
			    messages[order[i]][2]);
		if (round % 2)
			MUST(store_conversation_settle(home.store, &error));
		for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
			ids[i] = tie(&home, messages[i][0], 0, 0);
		for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
			for (guint j = 0; j < i; j++)
				if (ids[i] == ids[j])
					g_string_append_printf(groups, "%u=%u ",
							       i, j);
		commit(home.store);
		home_close(&home);
		if (!expected)
			expected = g_strdup(groups->str);
		g_assert_cmpstr(groups->str, ==, expected);
	}
	/* The eighth ties the third to the sixth, so all but two are one. */
	g_assert_cmpstr(expected, ==,
			"1=0 2=0 2=1 3=0 3=1 3=2 4=0 4=1 4=2 4=3 5=0 5=1 5=2 "
			"5=3 5=4 7=0 7=1 7=2 7=3 7=4 7=5 9=8 ");
	g_rand_free(rand);
}

static gint64 count_rows(const struct home *home, const char *sql)
{
	GError *error = NULL;
	g_autoptr(statement) query = statement_get(home->store, sql);
	gint64 n = -1;

	MUST(statement_run_integer(query, &n, &error));
	return n;
}

static void test_conversation_settle(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) verdicts = NULL, by_mid = NULL, merged = NULL;
	gint64 a, b, c, d, ann, bob, far, message, before;
	struct store_verdict verdict = { .reason = 2,
					 .due_at = 10,
					 .lapse_at = 20,
					 .rungs = "10",
					 .sentence = "" };
	struct store_person clean = { .name = "" };

	home_open(&home);
	begin(home.store);
	a = tie(&home, 100, 0, 0);
	b = tie(&home, 200, 0, 0);
	c = tie(&home, 300, 0, 0);
	d = tie(&home, 400, 0, 0);
	ann = ensure_person(&home, "ann@example.org", "");
	bob = ensure_person(&home, "bob@example.org", "");
	far = ensure_person(&home, "far@example.org", "");
	message = add_message(home.store, 200, 5, 1, 0, b);
	MUST(store_recipient_add(home.store, message,
				 ensure(&home, "ann@example.org", "", 1), 3,
				 &error));
	add_message(home.store, 100, 5, 2,
		    ensure(&home, "bob@example.org", "", 1), a);
	add_message(home.store, 300, 5, 2, 0, c);
	add_message(home.store, 400, 5, 2, 0, d);
	verdict.conversation_id = a;
	MUST(store_verdict_replace(home.store, bob, &verdict, 1, &error));
	verdict.conversation_id = c;
	MUST(store_verdict_replace(home.store, ann, &verdict, 1, &error));
	for (clean.person_id = ann; clean.person_id <= far; clean.person_id++)
		MUST(store_person_put_summary(home.store, &clean, &error));

	/* A chain of three, and a verdict that must move. */
	tie(&home, 400, 300, 0);
	tie(&home, 300, 200, 0);
	tie(&home, 200, 100, 0);
	by_mid = store_message_list_by_mid(home.store, 300, "300@example.org",
					   &error);
	g_assert_no_error(error);
	g_assert_cmpuint(by_mid->len, ==, 1);
	g_clear_pointer(&by_mid, g_ptr_array_unref);
	MUST(store_conversation_settle(home.store, &error));
	merged = store_message_list_by_conversation(home.store, a, &error);
	g_assert_cmpuint(merged->len, ==, 4);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM conversation"),
			==, 1);
	g_assert_cmpint(count_rows(&home,
				   "SELECT count(DISTINCT conversation_id)\n"
				   "  FROM reference"),
			==, 1);
	verdicts = store_verdict_list_by_person(home.store, ann, &error);
	g_assert_cmpuint(verdicts->len, ==, 1);
	g_assert_cmpint(
	    ((struct store_verdict *)verdicts->pdata[0])->conversation_id, ==,
	    a);
	/* Who is in it may be judged otherwise, who is not may not. */
	g_assert_cmpint(count_rows(&home, "SELECT sum(person_id)\n"
					  "  FROM person WHERE dirty = 1"),
			==, ann + bob);
	by_mid = store_message_list_by_mid(home.store, 300, "300@example.org",
					   &error);
	g_assert_cmpuint(by_mid->len, ==, 1);
	g_assert_cmpint(tie(&home, 300, 0, 0), ==, a);
	/* On a first reading it waits for the indexes. */
	MUST(store_defer_indexes(home.store, &error));
	tie(&home, 500, 0, 0);
	tie(&home, 500, 400, 0);
	MUST(store_conversation_settle(home.store, &error));
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM conversation"),
			==, 2);
	MUST(store_make_indexes(home.store, &error));
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM conversation"),
			==, 1);
	/* Nothing merged, nothing written. */
	before = store_changes(home.store);
	MUST(store_conversation_settle(home.store, &error));
	g_assert_cmpint(store_changes(home.store), ==, before);
	commit(home.store);
	home_close(&home);
}

static void test_address_name(void)
{
	static const struct {
		const char *name;
		gint64 at;
		const char *kept;
	} rows[] = {
		{ "", 50, "" },
		{ "Ann", 10, "Ann" },
		{ "Zoe", 5, "Ann" },
		{ "Anne", 10, "Anne" },
		{ "Ann", 10, "Anne" },
		{ "", 99, "Anne" },
		{ "Ann B.", 20, "Ann B." },
	};
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	begin(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(store_address) address = NULL;

		ensure(&home, "ann@example.org", rows[i].name, rows[i].at);
		MUST(store_address_find(home.store, "ann@example.org", &address,
					&error));
		g_assert_cmpstr(address->name, ==, rows[i].kept);
		/* In any transaction, from the cache or not. */
		if (i % 2) {
			commit(home.store);
			home_reopen(&home);
			begin(home.store);
		}
	}
	commit(home.store);
	home_close(&home);
}

struct tally_row {
	int key; /* of a message: added, or with a minus taken away */
	gint64 at;
	int sent, received;
	gint64 sent_to, received_from, first_at, last_at; /* after a commit */
};

/* A message, its rows and its count, as a derivation writes them. */
static void do_tally(struct home *home, gint64 address_id,
		     const struct tally_row *row)
{
	g_autoptr(store_message) message = NULL;
	GError *error = NULL;
	gint64 id;

	MUST(store_address_tally(home->store, address_id, row->sent,
				 row->received, row->at, &error));
	if (row->key < 0) {
		MUST(store_message_find(home->store, -row->key, &message,
					&error));
		MUST(store_message_delete(home->store, message->message_key,
					  &error));
		return;
	}
	id = add_message(home->store, row->key, row->at,
			 row->sent ? STORE_DIRECTION_OUT : STORE_DIRECTION_IN,
			 row->received ? address_id : 0, 1);
	if (row->sent)
		MUST(store_recipient_add(home->store, id, address_id,
					 STORE_ROLE_CC, &error));
}

static void test_address_tally(void)
{
	static const struct tally_row rows[] = {
		{ 1, 500, 1, 0, 1, 0, 500, 500 },
		{ 2, 300, 0, 1, 1, 1, 300, 500 },
		{ 3, 400, 0, 1, 1, 2, 300, 500 },
		{ 4, 600, 1, 0, 2, 2, 300, 600 },
		{ -3, 400, 0, -1, 2, 1, 300, 600 },
		{ -4, 600, -1, 0, 1, 1, 300, 500 },
		{ -2, 300, 0, -1, 1, 0, 500, 500 },
		{ -1, 500, -1, 0, 0, 0, 0, 0 },
		{ 5, 700, 0, 1, 0, 1, 700, 700 },
	};
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	gint64 id;

	home_open(&home);
	begin(home.store);
	id = ensure(&home, "ann@example.org", "", 1);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(store_address) address = NULL, again = NULL;

		do_tally(&home, id, &rows[i]);
		commit(home.store);
		home_reopen(&home);
		MUST(
		    store_address_find_by_id(home.store, id, &address, &error));
		g_assert_cmpint(address->sent_to, ==, rows[i].sent_to);
		g_assert_cmpint(address->received_from, ==,
				rows[i].received_from);
		g_assert_cmpint(address->first_at, ==, rows[i].first_at);
		g_assert_cmpint(address->last_at, ==, rows[i].last_at);
		/* A count from the tables says the same. */
		begin(home.store);
		MUST(store_address_recount(home.store, id, &error));
		MUST(store_address_find_by_id(home.store, id, &again, &error));
		g_assert_cmpint(again->sent_to, ==, rows[i].sent_to);
		g_assert_cmpint(again->received_from, ==,
				rows[i].received_from);
		g_assert_cmpint(again->first_at, ==, rows[i].first_at);
		g_assert_cmpint(again->last_at, ==, rows[i].last_at);
	}
	commit(home.store);
	home_close(&home);
}

/* More addresses than the cache holds, and a rollback in between. */
static void test_address_cache(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	begin(home.store);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 5000; i++) {
			g_autofree char *text =
			    g_strdup_printf("p%d@example.org", i);

			MUST(store_address_tally(home.store,
						 ensure(&home, text, "", 1), 1,
						 0, 100 + i, &error));
		}
	commit(home.store);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM address\n"
					  " WHERE sent_to = 2\n"
					  "   AND first_at = last_at"),
			==, 5000);
	begin(home.store);
	MUST(store_address_tally(home.store,
				 ensure(&home, "p1@example.org", "", 1), 1, 0,
				 9, &error));
	ensure(&home, "new@example.org", "", 1);
	store_rollback(home.store);
	begin(home.store);
	ensure(&home, "p1@example.org", "", 1);
	ensure(&home, "new@example.org", "", 1);
	commit(home.store);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM address\n"
					  " WHERE sent_to = 2"),
			==, 5000);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM address"), ==,
			5001);
	home_close(&home);
}

/* What another process wrote is not overwritten from the cache. */
static void test_address_two_stores(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store) other = NULL;
	g_autoptr(store_address) address = NULL;
	gint64 id = 0;

	home_open(&home);
	begin(home.store);
	id = ensure(&home, "ann@example.org", "Ann", 1);
	commit(home.store);
	other = store_open(home.path, STORE_WRITE, &error);
	for (int i = 0; i < 3; i++) {
		begin(home.store);
		MUST(store_address_tally(home.store, id, 1, 0, 10 + i, &error));
		commit(home.store);
		begin(other);
		MUST(store_address_tally(other, id, 1, 0, 20 + i, &error));
		commit(other);
	}
	MUST(store_address_find_by_id(home.store, id, &address, &error));
	g_assert_cmpint(address->sent_to, ==, 6);
	g_assert_cmpint(address->first_at, ==, 10);
	g_assert_cmpint(address->last_at, ==, 22);
	g_clear_pointer(&other, store_close);
	home_close(&home);
}

static gboolean append(const struct store_address *address, gpointer data,
		       GError **error)
{
	g_ptr_array_add(data, g_strdup(address->address));
	return TRUE;
}

static void test_address_each(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);

	home_open(&home);
	begin(home.store);
	for (int i = 600; i > 0; i--) {
		g_autofree char *text = g_strdup_printf("%d@example.org", i);

		ensure(&home, text, "", 1);
	}
	commit(home.store);
	MUST(store_address_each(home.store, append, seen, &error));
	g_assert_cmpuint(seen->len, ==, 600);
	for (guint i = 1; i < seen->len; i++)
		g_assert_cmpstr(seen->pdata[i - 1], <, seen->pdata[i]);
	home_close(&home);
}

static void test_person(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_person) found = NULL, by_address = NULL, none = NULL;
	g_autoptr(GPtrArray) contacts = NULL, addresses = NULL;
	g_autoptr(GArray) dirty = NULL;
	struct store_person summary = {
		.name = "Ann Archer",
		.contact = TRUE,
		.tracked = TRUE,
		.stage = 3,
		.ball = 1,
		.touches_out = 4,
		.touches_in = 5,
		.exchanges = 2,
		.attempts = 1,
		.first_at = 100,
		.last_at = 200,
	};
	gint64 ann, bob, second, contacts_n = 0, sightings = 0;

	home_open(&home);
	begin(home.store);
	ann = ensure_person(&home, "ann@example.org", "Ann");
	g_assert_cmpint(ensure_person(&home, "ann@example.org", ""), ==, ann);
	bob = ensure_person(&home, "bob@example.org", "Bob");
	second = ensure(&home, "ann@home.example", "Ann", 1);
	MUST(store_address_set_person(home.store, second, ann, &error));
	MUST(store_address_tally(home.store, second, 1, 0, 10, &error));
	dirty = store_person_list_dirty(home.store, 0, 10, &error);
	g_assert_cmpuint(dirty->len, ==, 2);
	g_clear_pointer(&dirty, g_array_unref);
	dirty = store_person_list_dirty(home.store, ann, 10, &error);
	g_assert_cmpuint(dirty->len, ==, 1);
	g_clear_pointer(&dirty, g_array_unref);
	summary.person_id = ann;
	MUST(store_person_put_summary(home.store, &summary, &error));
	dirty = store_person_list_dirty(home.store, 0, 10, &error);
	g_assert_cmpuint(dirty->len, ==, 1);
	g_assert_cmpint(*(gint64 *)(void *)dirty->data, ==, bob);
	/* Marked, judged and marked again, though it was marked before. */
	MUST(store_person_mark_dirty(home.store, ann, &error));
	MUST(store_person_put_summary(home.store, &summary, &error));
	MUST(store_person_mark_dirty(home.store, ann, &error));
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM person\n"
					  " WHERE dirty = 1"),
			==, 2);
	MUST(store_person_put_summary(home.store, &summary, &error));
	commit(home.store);

	MUST(store_person_find(home.store, ann, &found, &error));
	g_assert_cmpstr(found->name, ==, "Ann Archer");
	g_assert_true(found->contact && found->tracked && !found->dirty);
	g_assert_cmpint(found->stage, ==, 3);
	g_assert_cmpint(found->ball, ==, 1);
	g_assert_cmpint(found->touches_out, ==, 4);
	g_assert_cmpint(found->touches_in, ==, 5);
	g_assert_cmpint(found->exchanges, ==, 2);
	g_assert_cmpint(found->attempts, ==, 1);
	g_assert_cmpint(found->first_at, ==, 100);
	g_assert_cmpint(found->last_at, ==, 200);
	g_assert_cmpstr(found->address, ==, "ann@home.example");
	MUST(store_person_find_by_address(home.store, "ann@example.org",
					  &by_address, &error));
	g_assert_cmpint(by_address->person_id, ==, ann);
	MUST(store_person_find_by_address(home.store, "x@example.org", &none,
					  &error));
	g_assert_null(none);
	contacts = store_person_list_contacts(home.store, &error);
	g_assert_cmpuint(contacts->len, ==, 1);
	addresses = store_address_list_by_person(home.store, ann, &error);
	g_assert_cmpuint(addresses->len, ==, 2);
	MUST(store_person_count(home.store, &contacts_n, &sightings, &error));
	g_assert_cmpint(contacts_n, ==, 1);
	g_assert_cmpint(sightings, ==, 1);
	begin(home.store);
	MUST(store_person_mark_all_dirty(home.store, &error));
	MUST(store_person_delete(home.store, ann, &error));
	commit(home.store);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM address\n"
					  " WHERE person_id IS NULL"),
			==, 2);
	home_close(&home);
}

static const struct {
	const char *text;
	const char *found; /* addresses, best first */
} searches[] = {
	{ "ann@example.org", "ann@example.org" },
	{ " ANN@Example.ORG ", "ann@example.org" },
	{ "ann", "ann@example.org joann@example.org hanna@example.org" },
	{ "Ann Archer", "ann@example.org" },
	{ "archer", "ann@example.org joann@example.org" },
	{ "rené", "r.e@example.fr" },
	{ "RENE", "r.e@example.fr" },
	{ "RENÉ", "r.e@example.fr" },
	{ "émile", "r.e@example.fr" },
	{ "emile", "r.e@example.fr" },
	{ "example.fr", "r.e@example.fr" },
	{ "nobody", "" },
	{ "%", "" },
	{ "", "" },
	{ "  ", "" },
};

static void add_contact(const struct home *home, const char *address,
			const char *name, gboolean contact, gint64 last_at)
{
	GError *error = NULL;
	struct store_person summary = {
		.person_id = ensure_person(home, address, name),
		.name = name,
		.contact = contact,
		.last_at = last_at,
	};

	MUST(store_person_put_summary(home->store, &summary, &error));
}

static void test_person_search(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	begin(home.store);
	add_contact(&home, "joann@example.org", "Jo-Ann Archer", FALSE, 900);
	add_contact(&home, "hanna@example.org", "Hanna", TRUE, 800);
	add_contact(&home, "ann@example.org", "Ann Archer", TRUE, 100);
	add_contact(&home, "r.e@example.fr", "Ren\u00e9 \u00c9mile", TRUE, 5);
	commit(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(searches); i++) {
		g_autoptr(GPtrArray) found =
		    store_person_search(home.store, searches[i].text, &error);
		g_autoptr(GString) addresses = g_string_new(NULL);

		g_assert_no_error(error);
		for (guint j = 0; j < found->len; j++) {
			const struct store_person *person = found->pdata[j];

			g_string_append_printf(addresses, "%s%s", j ? " " : "",
					       person->address);
		}
		g_test_message("%s", searches[i].text);
		g_assert_cmpstr(addresses->str, ==, searches[i].found);
	}
	home_close(&home);
}

static gboolean count_touch(const struct store_touch *touch, gpointer data,
			    GError **error)
{
	++*(guint *)data;
	return TRUE;
}

static void test_touch(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = NULL;
	struct store_touch touch = { .direction = 1, .recipients = 2 };
	gboolean deleted = FALSE;
	gint64 ann, bob, count = 0, before;
	guint seen = 0;

	home_open(&home);
	begin(home.store);
	ann = ensure_person(&home, "ann@example.org", "");
	bob = ensure_person(&home, "bob@example.org", "");
	for (int i = 0; i < 300; i++) {
		touch.person_id = i % 2 ? ann : bob;
		touch.at = 1000 - i;
		touch.source = 1 + i / 2;
		MUST(store_touch_add(home.store, &touch, &error));
	}
	before = store_changes(home.store);
	MUST(store_touch_add(home.store, &touch, &error));
	g_assert_cmpint(store_changes(home.store), ==, before);
	list = store_touch_list_by_person(home.store, ann, &error);
	g_assert_cmpuint(list->len, ==, 150);
	for (guint i = 1; i < list->len; i++)
		g_assert_cmpint(
		    g_array_index(list, struct store_touch, i - 1).at, <,
		    g_array_index(list, struct store_touch, i).at);
	g_assert_cmpint(g_array_index(list, struct store_touch, 0).recipients,
			==, 2);
	MUST(store_touch_each(home.store, count_touch, &seen, &error));
	g_assert_cmpuint(seen, ==, 300);
	for (int i = 12; i < 14; i++) {
		MUST(store_touch_delete(home.store, i % 2 ? ann : bob, 1000 - i,
					7, &deleted, &error));
		g_assert_true(deleted);
	}
	MUST(store_touch_delete(home.store, ann, 987, 7, &deleted, &error));
	g_assert_false(deleted);
	MUST(store_touch_count(home.store, ann, &count, &error));
	g_assert_cmpint(count, ==, 149);
	MUST(store_touch_count(home.store, 0, &count, &error));
	g_assert_cmpint(count, ==, 298);
	commit(home.store);
	home_close(&home);
}

static void test_history(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) all = NULL, last = NULL, earlier = NULL;
	const struct store_history *row;
	struct store_saying saying = {
		.verb = "log", .address = "", .word = "call", .text = "a call"
	};
	struct store_touch touch = { 0 };
	gint64 said = 0;

	home_open(&home);
	begin(home.store);
	touch.person_id = ensure_person(&home, "ann@example.org", "");
	add_message(home.store, 11, 100, 1, 0, 3);
	MUST(store_saying_add(home.store, &saying, &said, &error));
	touch.at = 100;
	touch.source = 11;
	touch.conversation_id = 3;
	touch.signs = 1 << 22;
	touch.day = -4711;
	touch.ask_day = G_MININT32;
	MUST(store_touch_add(home.store, &touch, &error));
	touch.at = 200;
	touch.source = -said;
	MUST(store_touch_add(home.store, &touch, &error));
	touch.at = 300;
	touch.source = 4711; /* derived: its mail is not there */
	MUST(store_touch_add(home.store, &touch, &error));
	commit(home.store);
	all = store_touch_history(home.store, touch.person_id, G_MAXINT64, 0,
				  &error);
	g_assert_cmpuint(all->len, ==, 3);
	row = all->pdata[0];
	g_assert_cmpstr(row->subject, ==, "spring catalogue");
	g_assert_cmpstr(row->mid, ==, "11@example.org");
	g_assert_cmpint(row->touch.conversation_id, ==, 3);
	g_assert_cmpint(row->touch.signs, ==, 1 << 22);
	g_assert_cmpint(row->touch.day, ==, -4711);
	g_assert_cmpint(row->touch.ask_day, ==, G_MININT32);
	row = all->pdata[1];
	g_assert_cmpstr(row->subject, ==, "a call");
	g_assert_cmpstr(row->mid, ==, "");
	row = all->pdata[2];
	g_assert_cmpstr(row->subject, ==, "");
	last = store_touch_history(home.store, touch.person_id, G_MAXINT64, 2,
				   &error);
	g_assert_cmpuint(last->len, ==, 2);
	row = last->pdata[0];
	g_assert_cmpint(row->touch.at, ==, 200);
	earlier =
	    store_touch_history(home.store, touch.person_id, 200, 2, &error);
	g_assert_cmpuint(earlier->len, ==, 1);
	home_close(&home);
}

static char *describe(GPtrArray *verdicts)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *row = verdicts->pdata[i];

		g_string_append_printf(text, "%s%d:%s:%s", i ? " " : "",
				       row->reason, row->address, row->subject);
	}
	g_ptr_array_unref(verdicts);
	return g_string_free(text, FALSE);
}

#define VERDICT(conversation, why, due, lapse, ladder)                         \
	{                                                                      \
		.conversation_id = conversation, .reason = why, .due_at = due, \
		.lapse_at = lapse, .rungs = ladder, .sentence = "no answer"    \
	}

static void test_verdict(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) anns = NULL;
	struct store_verdict rows[] = {
		VERDICT(3, 5, 100, 200, "100 150:call +14"),
		VERDICT(0, 7, 300, 400, "300"),
	};
	struct store_verdict bobs = VERDICT(0, 2, 150, 250, "150");
	/* What is closed by then is not there; what is yet to come is. */
	static const struct {
		gint64 since;
		const char *open;
	} times[] = {
		{ 199, "2:bob@example.org: 5:ann@example.org:spring catalogue "
		       "7:ann@example.org:" },
		{ 200, "2:bob@example.org: 7:ann@example.org:" },
		{ 400, "" },
	};
	const struct store_verdict *first;
	gint64 ann, bob;

	home_open(&home);
	begin(home.store);
	ann = ensure_person(&home, "ann@example.org", "");
	bob = ensure_person(&home, "bob@example.org", "");
	add_message(home.store, 11, 100, 1, 0, 3);
	rows[0].source = 11;
	rows[0].quote = "When?";
	MUST(store_verdict_replace(home.store, ann, &bobs, 1, &error));
	MUST(store_verdict_replace(home.store, ann, rows, 2, &error));
	MUST(store_verdict_replace(home.store, bob, &bobs, 1, &error));
	commit(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autofree char *open = describe(store_verdict_list_open(
		    home.store, times[i].since, &error));

		g_assert_cmpstr(open, ==, times[i].open);
	}
	anns = store_verdict_list_by_person(home.store, ann, &error);
	g_assert_cmpuint(anns->len, ==, 2);
	first = anns->pdata[0];
	g_assert_cmpstr(first->sentence, ==, "no answer");
	g_assert_cmpstr(first->quote, ==, "When?");
	g_assert_cmpstr(first->rungs, ==, "100 150:call +14");
	g_assert_cmpint(first->conversation_id, ==, 3);
	first = anns->pdata[1];
	g_assert_cmpstr(first->quote, ==, "");
	home_close(&home);
}

/* Facts stay, the rest goes, and may be made again. */
static void test_derived_clear(void)
{
	static const char *const derived[] = {
		"SELECT count(*) FROM address",
		"SELECT count(*) FROM person",
		"SELECT count(*) FROM conversation",
		"SELECT count(*) FROM message",
		"SELECT count(*) FROM recipient",
		"SELECT count(*) FROM reference",
		"SELECT count(*) FROM touch",
		"SELECT count(*) FROM verdict",
	};
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	struct store_verdict verdict = { .rungs = "1", .sentence = "" };
	struct store_touch touch = { 0 };
	struct store_copy copy;
	struct store_copy_put put;
	gint64 id, person;

	home_open(&home);
	begin(home.store);
	copy = make_copy(&home, 1, 11);
	MUST(store_copy_put(home.store, &copy, &put, &error));
	person = ensure_person(&home, "ann@example.org", "");
	id = add_message(home.store, 11, 100, 1, 0, tie(&home, 1, 0, 0));
	MUST(store_recipient_add(home.store, id, 1, 1, &error));
	touch.person_id = person;
	MUST(store_touch_add(home.store, &touch, &error));
	MUST(store_verdict_replace(home.store, person, &verdict, 1, &error));
	for (gsize i = 0; i < G_N_ELEMENTS(derived); i++)
		g_assert_cmpint(count_rows(&home, derived[i]), ==, 1);
	MUST(store_derived_clear(home.store, &error));
	for (gsize i = 0; i < G_N_ELEMENTS(derived); i++)
		g_assert_cmpint(count_rows(&home, derived[i]), ==, 0);
	g_assert_cmpint(ensure_person(&home, "ann@example.org", ""), >, 0);
	tie(&home, 1, 0, 0);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM reference"), ==,
			1);
	commit(home.store);
	g_assert_cmpint(count_rows(&home, "SELECT count(*) FROM copy"), ==, 1);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/message", test_message);
	g_test_add_func("/store/message/keys-by-address", test_message_keys);
	g_test_add_func("/store/message/answers", test_answers);
	g_test_add_func("/store/conversation", test_conversation);
	g_test_add_func("/store/conversation/order", test_conversation_order);
	g_test_add_func("/store/conversation/settle", test_conversation_settle);
	g_test_add_func("/store/address/name", test_address_name);
	g_test_add_func("/store/address/tally", test_address_tally);
	g_test_add_func("/store/address/cache", test_address_cache);
	g_test_add_func("/store/address/two-stores", test_address_two_stores);
	g_test_add_func("/store/address/each", test_address_each);
	g_test_add_func("/store/person", test_person);
	g_test_add_func("/store/person/search", test_person_search);
	g_test_add_func("/store/touch", test_touch);
	g_test_add_func("/store/touch/history", test_history);
	g_test_add_func("/store/verdict", test_verdict);
	g_test_add_func("/store/derived-clear", test_derived_clear);
	return g_test_run();
}
