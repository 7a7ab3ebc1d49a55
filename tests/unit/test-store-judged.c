/* Who is to be judged, what is read of them, and what is remembered. */
#include "store/address.h"
#include "store/person.h"
#include "store/touch.h"
#include "tests/unit/test-store-home.h"

struct folk {
	struct home home;
	gint64 ann, bob;
};

static gint64 add(struct folk *folk, const char *address, gint64 mail,
		  gint64 person_id)
{
	struct store *store = folk->home.store;
	GError *error = NULL;
	gint64 id = 0;

	MUST(store_address_ensure(store, address, "", 1, &id, &error));
	MUST(store_address_tally(store, id, (int)mail, 0, 10, &error));
	if (person_id)
		MUST(store_address_set_person(store, id, person_id, &error));
	else
		MUST(store_person_ensure(store, id, &person_id, &error));
	return person_id;
}

static void touch(struct folk *folk, gint64 person_id, gint64 at)
{
	const struct store_touch touch = {
		.person_id = person_id,
		.at = at,
		.source = at,
		.direction = 1,
		.conversation_id = 5,
		.day = G_MININT32,
		.ask_day = G_MININT32,
	};
	GError *error = NULL;

	MUST(store_touch_add(folk->home.store, &touch, &error));
}

/* In an open transaction, which the end commits. */
static void folk_open(struct folk *folk)
{
	home_open(&folk->home);
	begin(folk->home.store);
	folk->ann = add(folk, "ann@example.org", 1, 0);
	folk->bob = add(folk, "bob@example.org", 1, 0);
	add(folk, "zoe@example.org", 2, folk->ann);
	add(folk, "abe@example.org", 1, folk->ann);
	touch(folk, folk->ann, 20);
	touch(folk, folk->bob, 15);
	touch(folk, folk->ann, 10);
}

static void folk_close(struct folk *folk)
{
	commit(folk->home.store);
	home_close(&folk->home);
}

static void test_read(void)
{
	static const char *const wanted[] = {
		"zoe@example.org",
		"abe@example.org",
		"ann@example.org",
		"bob@example.org",
	};
	struct folk folk = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) addresses = NULL;
	g_autoptr(GArray) touches = NULL, some = NULL;
	struct store *store;

	folk_open(&folk);
	store = folk.home.store;
	addresses = store_address_list_dirty(store, 0, folk.bob, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(addresses->len, ==, G_N_ELEMENTS(wanted));
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		g_assert_cmpstr(address->address, ==, wanted[i]);
	}
	touches = store_touch_list_dirty(store, 0, folk.bob, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(touches->len, ==, 3);
	g_assert_cmpint(g_array_index(touches, struct store_touch, 0).at, ==,
			10);
	g_assert_cmpint(g_array_index(touches, struct store_touch, 2).at, ==,
			15);
	some = store_touch_list_dirty(store, folk.ann, folk.bob, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(some->len, ==, 1);
	folk_close(&folk);
}

static void judge(struct folk *folk, gint64 judge_at)
{
	const struct store_person summary = {
		.person_id = folk->ann,
		.name = "Ann",
		.judge_at = judge_at,
	};
	GError *error = NULL;

	MUST(store_person_put_summary(folk->home.store, &summary, &error));
}

static void expect(struct folk *folk, gboolean others)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list =
	    store_person_list_dirty(folk->home.store, 0, 1, &error);
	const struct store_dirty *first;

	g_assert_no_error(error);
	g_assert_cmpuint(list->len, ==, 1);
	first = &g_array_index(list, struct store_dirty, 0);
	g_assert_cmpint(first->person_id, ==, folk->ann);
	g_assert_cmpint(first->others, ==, others);
}

/* Mail makes one look for others anew, though dirty before; settings do not. */
static void test_others(void)
{
	struct folk folk = { 0 };
	struct store *store;
	GError *error = NULL;

	folk_open(&folk);
	store = folk.home.store;
	expect(&folk, TRUE);
	judge(&folk, 0);
	MUST(store_person_mark_all_dirty(store, &error));
	expect(&folk, FALSE);
	MUST(store_person_mark_dirty(store, folk.ann, &error));
	expect(&folk, TRUE);
	judge(&folk, 0);
	MUST(store_person_mark_all_dirty(store, &error));
	MUST(store_person_mark_conversation(store, 5, &error));
	expect(&folk, TRUE);
	judge(&folk, 100);
	MUST(store_person_mark_all_dirty(store, &error));
	MUST(store_person_mark_due(store, 99, &error));
	expect(&folk, FALSE);
	MUST(store_person_mark_due(store, 100, &error));
	expect(&folk, TRUE);
	folk_close(&folk);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/judged/read", test_read);
	g_test_add_func("/store/judged/others", test_others);
	return g_test_run();
}
