/* Drafts: to whom, with which letter, and what became of them. */
#include "store/address.h"
#include "store/draft.h"
#include "store/person.h"

#include <string.h>

#include "tests/unit/test-store-home.h"

static gint64 add(const struct home *home, const char *address, const char *mid)
{
	const struct store_outbox letter = {
		.account_id = home->account_id,
		.template = "draft",
		.day = "",
		.folder = { "Entw\xfcrfe", 8 },
		.mid = mid,
		.boundary = "b",
		.written_at = 1000,
		.note = "",
	};
	struct store_draft draft = {
		.address = address,
		.source = 11,
		.matter = 12,
		.reason = 5,
		.rung = 2,
		.angle = "insight",
		.last_at = 900,
		.last_source = 10,
	};
	GError *error = NULL;

	MUST(store_outbox_add(home->store, &letter, &draft.outbox_id, &error));
	MUST(store_draft_add(home->store, &draft, &error));
	return draft.outbox_id;
}

/* Ada has two addresses; who Bo is nobody knows. */
static gint64 add_ada(const struct home *home)
{
	static const char *const addresses[] = { "ada@example.com",
						 "ada@example.net" };
	GError *error = NULL;
	gint64 person = 0, id;

	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		MUST(store_address_ensure(home->store, addresses[i], "Ada", 1,
					  &id, &error));
		if (person)
			MUST(store_address_set_person(home->store, id, person,
						      &error));
		else
			MUST(store_person_ensure(home->store, id, &person,
						 &error));
	}
	return person;
}

static guint count(const struct home *home, enum store_draft_fate fate)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = store_draft_list_by_fate(
	    home->store, home->account_id, fate, &error);

	g_assert_no_error(error);
	return list->len;
}

static void test_life(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store_draft) draft = NULL, again = NULL;
	gint64 id;

	home_open(&home);
	begin(home.store);
	id = add(&home, "ada@example.com", "a@example.org");
	commit(home.store);
	MUST(store_draft_find(home.store, id, &draft, &error));
	g_assert_cmpstr(draft->address, ==, "ada@example.com");
	g_assert_cmpint(draft->source, ==, 11);
	g_assert_cmpint(draft->matter, ==, 12);
	g_assert_cmpint(draft->reason, ==, 5);
	g_assert_cmpint(draft->rung, ==, 2);
	g_assert_cmpstr(draft->angle, ==, "insight");
	g_assert_cmpint(draft->last_at, ==, 900);
	g_assert_cmpint(draft->last_source, ==, 10);
	g_assert_cmpstr(draft->hash, ==, "");
	g_assert_false(draft->tried);
	g_assert_cmpint(draft->fate, ==, STORE_DRAFT_OPEN);
	g_assert_cmpint(draft->fate_at, ==, 0);
	g_assert_cmpint(draft->account_id, ==, home.account_id);
	g_assert_cmpint(draft->state, ==, STORE_OUTBOX_DUE);
	g_assert_cmpmem(draft->folder.data, draft->folder.length, "Entw\xfcrfe",
			8);
	g_assert_cmpstr(draft->mid, ==, "a@example.org");
	g_assert_cmpint(draft->written_at, ==, 1000);

	begin(home.store);
	MUST(store_outbox_set_done(home.store, id, 17, 5, &error));
	MUST(store_draft_set_hash(home.store, id, "00ff", &error));
	MUST(store_draft_set_tried(home.store, id, &error));
	MUST(store_draft_set_fate(home.store, id, STORE_DRAFT_UNWANTED, 2000,
				  &error));
	/* Of a letter that is no draft it is not asked. */
	MUST(store_draft_set_hash(home.store, id + 1, "00ff", &error));
	commit(home.store);
	MUST(store_draft_find(home.store, id, &again, &error));
	g_assert_cmpstr(again->hash, ==, "00ff");
	g_assert_true(again->tried);
	g_assert_cmpint(again->fate, ==, STORE_DRAFT_UNWANTED);
	g_assert_cmpint(again->fate_at, ==, 2000);
	g_assert_cmpint(again->state, ==, STORE_OUTBOX_DONE);
	g_assert_cmpint(again->uidvalidity, ==, 17);
	g_assert_cmpint(again->uid, ==, 5);
	home_close(&home);
}

static void test_lists(void)
{
	static const enum store_draft_fate fates[] = {
		STORE_DRAFT_OPEN, STORE_DRAFT_UNWANTED, STORE_DRAFT_WITHDRAWN,
		STORE_DRAFT_KEPT, STORE_DRAFT_SENT,
	};
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) of_ada = NULL;
	const struct store_draft *newest;
	gint64 first, second, other, ada;

	home_open(&home);
	begin(home.store);
	ada = add_ada(&home);
	first = add(&home, "ada@example.com", "a@example.org");
	other = add(&home, "bo@example.com", "b@example.org");
	second = add(&home, "ada@example.net", "c@example.org");
	commit(home.store);
	of_ada = store_draft_list_by_person(home.store, ada, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(of_ada->len, ==, 2);
	newest = of_ada->pdata[0];
	g_assert_cmpint(newest->outbox_id, ==, second);
	g_assert_cmpuint(count(&home, STORE_DRAFT_OPEN), ==, 3);
	for (gsize i = 0; i < G_N_ELEMENTS(fates); i++) {
		begin(home.store);
		MUST(store_draft_set_fate(home.store, first, fates[i], 1,
					  &error));
		commit(home.store);
		for (gsize j = 0; j < G_N_ELEMENTS(fates); j++)
			g_assert_cmpuint(count(&home, fates[j]), ==,
					 (guint)(i == j) + (j == 0 ? 2 : 0));
	}
	begin(home.store);
	MUST(store_draft_delete(home.store, second, &error));
	MUST(store_draft_delete_about(home.store, "bo@example.com", &error));
	commit(home.store);
	for (gsize i = 0; i < 2; i++) {
		g_autoptr(store_outbox) letter = NULL;

		MUST(store_outbox_find(home.store, i ? other : second, &letter,
				       &error));
		g_assert_null(letter);
	}
	g_assert_cmpuint(count(&home, STORE_DRAFT_OPEN), ==, 0);
	g_assert_cmpuint(count(&home, STORE_DRAFT_SENT), ==, 1);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/draft/life", test_life);
	g_test_add_func("/store/draft/lists", test_lists);
	return g_test_run();
}
