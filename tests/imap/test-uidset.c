/* Sets of UIDs: parse, format, add, remove, take. */
#include "imap/uidset.h"

static const struct {
	const char *text;
	const char *want; /* NULL: refused */
} parses[] = {
	{ "1", "1" },
	{ "1:3", "1:3" },
	{ "3:1", "1:3" },
	{ "1,2,3", "1:3" },
	{ "1:3,5:7,4", "1:7" },
	{ "9,1:2,5", "1:2,5,9" },
	{ "1:4294967295", "1:4294967295" },
	{ "4294967295", "4294967295" },
	{ "5,5,5:5", "5" },
	{ "", NULL },
	{ "0", NULL },
	{ "0:4", NULL },
	{ "*", NULL },
	{ "1:*", NULL },
	{ "1,", NULL },
	{ ",1", NULL },
	{ "1:", NULL },
	{ ":1", NULL },
	{ "1 2", NULL },
	{ "-1", NULL },
	{ "4294967296", NULL },
	{ "99999999999999999999", NULL },
};

static void test_parse(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(parses); i++) {
		g_auto(imap_uidset) set = IMAP_UIDSET_INIT;
		g_autofree char *text = NULL;
		bool ok = imap_uidset_parse(parses[i].text, &set);

		g_test_message("'%s'", parses[i].text);
		g_assert_cmpint(ok, ==, parses[i].want != NULL);
		text = imap_uidset_format(&set);
		g_assert_cmpstr(text, ==, ok ? parses[i].want : "");
	}
}

static const struct {
	const char *from;
	guint32 low, high;
	const char *added, *removed;
} changes[] = {
	{ "5:9", 1, 3, "1:3,5:9", "5:9" },
	{ "5:9", 1, 4, "1:9", "5:9" },
	{ "5:9", 1, 5, "1:9", "6:9" },
	{ "5:9", 6, 7, "5:9", "5,8:9" },
	{ "5:9", 9, 12, "5:12", "5:8" },
	{ "5:9", 10, 12, "5:12", "5:9" },
	{ "5:9", 11, 12, "5:9,11:12", "5:9" },
	{ "5:9", 5, 9, "5:9", "" },
	{ "5:9", 1, 20, "1:20", "" },
	{ "1:2,5:6,9:10", 2, 9, "1:10", "1,10" },
	{ "1:2,5:6,9:10", 3, 4, "1:6,9:10", "1:2,5:6,9:10" },
	{ "1:2,5:6,9:10", 3, 8, "1:10", "1:2,9:10" },
	{ "1:4294967295", 7, 7, "1:4294967295", "1:6,8:4294967295" },
	{ "4294967294", 4294967295, 4294967295, "4294967294:4294967295",
	  "4294967294" },
	{ "5", 0, 0, "5", "5" },
	{ "5", 0, 3, "1:3,5", "5" },
};

static void test_change(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_auto(imap_uidset) added = IMAP_UIDSET_INIT;
		g_auto(imap_uidset) removed = IMAP_UIDSET_INIT;
		g_autofree char *plus = NULL, *minus = NULL;

		g_assert_true(imap_uidset_parse(changes[i].from, &added));
		g_assert_true(imap_uidset_parse(changes[i].from, &removed));
		imap_uidset_add(&added, changes[i].low, changes[i].high);
		imap_uidset_remove(&removed, changes[i].low, changes[i].high);
		plus = imap_uidset_format(&added);
		minus = imap_uidset_format(&removed);
		g_assert_cmpstr(plus, ==, changes[i].added);
		g_assert_cmpstr(minus, ==, changes[i].removed);
	}
}

static const struct {
	const char *from;
	guint n;
	const char *lowest, *rest_of_lowest, *highest, *rest_of_highest;
} takes[] = {
	{ "1:10", 3, "1:3", "4:10", "8:10", "1:7" },
	{ "1:2,5:6,9:10", 3, "1:2,5", "6,9:10", "6,9:10", "1:2,5" },
	{ "1:2,5:6,9:10", 4, "1:2,5:6", "9:10", "5:6,9:10", "1:2" },
	{ "1:2,5", 9, "1:2,5", "", "1:2,5", "" },
	{ "1:4294967295", 2, "1:2", "3:4294967295", "4294967294:4294967295",
	  "1:4294967293" },
};

static void test_take(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(takes); i++) {
		for (int lowest = 0; lowest < 2; lowest++) {
			g_auto(imap_uidset) set = IMAP_UIDSET_INIT;
			g_auto(imap_uidset) part = IMAP_UIDSET_INIT;
			g_autofree char *rest = NULL, *taken = NULL;

			g_assert_true(imap_uidset_parse(takes[i].from, &set));
			imap_uidset_take(&set, takes[i].n, lowest, &part);
			taken = imap_uidset_format(&part);
			rest = imap_uidset_format(&set);
			g_assert_cmpstr(taken, ==,
					lowest ? takes[i].lowest
					       : takes[i].highest);
			g_assert_cmpstr(rest, ==,
					lowest ? takes[i].rest_of_lowest
					       : takes[i].rest_of_highest);
		}
	}
}

/* The same as a plain array of truths, over a small world. */
static void test_random(void)
{
	enum { WORLD = 64 };
	g_auto(imap_uidset) set = IMAP_UIDSET_INIT;
	bool truth[WORLD + 1] = { false };

	for (int i = 0; i < 20000; i++) {
		guint32 low = (guint32)g_test_rand_int_range(1, WORLD + 1);
		guint32 more = (guint32)g_test_rand_int_range(0, 9);
		guint32 high = MIN(low + more, WORLD);
		bool add = g_test_rand_bit();
		guint64 count = 0;

		if (add)
			imap_uidset_add(&set, low, high);
		else
			imap_uidset_remove(&set, low, high);
		for (guint32 uid = low; uid <= high; uid++)
			truth[uid] = add;
		for (guint32 uid = 1; uid <= WORLD; uid++) {
			count += truth[uid];
			g_assert_cmpint(imap_uidset_contains(&set, uid), ==,
					truth[uid]);
		}
		g_assert_cmpuint(imap_uidset_count(&set), ==, count);
		for (guint k = 1; k < set.n; k++)
			g_assert_cmpuint(set.ranges[k].low, >,
					 set.ranges[k - 1].high + 1);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/uidset/parse", test_parse);
	g_test_add_func("/imap/uidset/change", test_change);
	g_test_add_func("/imap/uidset/take", test_take);
	g_test_add_func("/imap/uidset/random", test_random);
	return g_test_run();
}
