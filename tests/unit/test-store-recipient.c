/* Recipients: each once a role, and gone with their message. */
#include "store/recipient.h"

#include "tests/unit/test-store-home.h"

/* "8 as 3, 8 as 4" */
static char *say(const struct home *home, gint64 id)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) recipients =
	    store_recipient_list(home->store, id, &error);
	GString *text = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *recipient =
		    &g_array_index(recipients, struct store_recipient, i);

		g_string_append_printf(text, "%s%" G_GINT64_FORMAT " as %d",
				       i > 0 ? ", " : "", recipient->address_id,
				       recipient->role);
	}
	return g_string_free(text, FALSE);
}

static void assert_recipients(const struct home *home, gint64 id,
			      const char *wanted)
{
	g_autofree char *got = say(home, id);

	g_assert_cmpstr(got, ==, wanted);
}

static void test_recipient(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	gint64 id, other;

	home_open(&home);
	begin(home.store);
	id = add_message(home.store, 11, 500, 1, 0, 3);
	other = add_message(home.store, 12, 400, 1, 0, 3);
	assert_recipients(&home, id, "");
	MUST(store_recipient_add(home.store, id, 9, 3, &error));
	MUST(store_recipient_add(home.store, id, 8, 4, &error));
	MUST(store_recipient_add(home.store, id, 8, 3, &error));
	MUST(store_recipient_add(home.store, id, 8, 4, &error));
	MUST(store_recipient_add(home.store, other, 7, 3, &error));
	assert_recipients(&home, id, "8 as 3, 8 as 4, 9 as 3");

	MUST(store_recipient_clear(home.store, id, &error));
	assert_recipients(&home, id, "");
	MUST(store_recipient_add(home.store, id, 8, 3, &error));
	MUST(store_message_delete(home.store, id, &error));
	assert_recipients(&home, id, "");
	assert_recipients(&home, other, "7 as 3");
	commit(home.store);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/recipient", test_recipient);
	return g_test_run();
}
