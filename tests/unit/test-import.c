/* From cards to sayings: who is new, what is said, what is not said again. */
#include <string.h>

#include "agent/said/import.h"
#include "store/address.h"
#include "store/person.h"
#include "store/saying.h"
#include "tests/unit/test-store-home.h"

#define NOW 1000
#define DUE 5000

static const char config_text[] = "[tend]\ntime-zone=UTC\n[account a]\n"
				  "identities=me@example.org\n";

static struct config *make_config(void)
{
	g_autoptr(GError) error = NULL;
	struct config *config =
	    config_parse("x", config_text, strlen(config_text), &error);

	g_assert_no_error(error);
	return config;
}

/* A card as a line: name|emails|phones|organisation|tags */
static void add(struct import *import, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "|", 5);
	g_auto(GStrv) emails = g_strsplit(parts[1], ",", -1);
	g_auto(GStrv) phones = g_strsplit(parts[2], ",", -1);
	g_auto(GStrv) tags = g_strsplit(parts[4], ",", -1);
	const struct record_card card = {
		.line = 1,
		.format = CARD_CSV,
		.problem = "",
		.name = parts[0],
		.organisation = parts[3],
		.title = "",
		.note = "",
		.url = "",
		.emails = { (gpointer)emails, g_strv_length(emails) },
		.phones = { (gpointer)phones, g_strv_length(phones) },
		.tags = { (gpointer)tags, g_strv_length(tags) },
	};

	import_add(import, "a.csv", &card);
}

/* "new: import csv a.csv, name  Ada; updated: ..." */
static char *plan(struct import *import)
{
	g_autoptr(GError) error = NULL;
	GString *out = g_string_new(NULL);
	const GPtrArray *cards;

	MUST(import_plan(import, &error));
	cards = import_get_cards(import);
	for (guint i = 0; i < cards->len; i++) {
		const struct import_card *card = cards->pdata[i];

		g_string_append_printf(out, "%s%s", i ? "; " : "",
				       import_outcome_name(card->outcome));
		for (guint j = 0; j < card->sayings->len; j++) {
			const struct import_saying *it =
			    card->sayings->pdata[j];

			g_string_append_printf(out, "%s%s %s%s",
					       j ? ", " : ": ", it->verb,
					       it->word, it->text);
		}
		for (guint j = 0; j < card->suggestions->len; j++)
			g_string_append_printf(
			    out, " (%s?)",
			    (const char *)card->suggestions->pdata[j]);
	}
	return g_string_free(out, FALSE);
}

/* What is planned of these cards, with what the store knows; then written. */
static void check(struct home *home, const struct import_settings *settings,
		  const char *const *lines, const char *wanted)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(import) import = import_new(home->store, settings, &error);
	g_autofree char *got = NULL;

	g_assert_no_error(error);
	for (; *lines; lines++)
		add(import, *lines);
	got = plan(import);
	g_assert_cmpstr(got, ==, wanted);
	MUST(import_write(import, NOW, &error));
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void add_person(struct home *home, const char *address, const char *name,
		       gboolean contact)
{
	GError *error = NULL;
	struct store_person person = { .name = name, .contact = contact };
	gint64 address_id;

	begin(home->store);
	MUST(store_address_ensure(home->store, address, name, 1, &address_id,
				  &error));
	MUST(store_person_ensure(home->store, address_id, &person.person_id,
				 &error));
	MUST(store_person_put_summary(home->store, &person, &error));
	commit(home->store);
}

static void test_plan(void)
{
	g_autoptr(config_t) config = make_config();
	const char *const tags[] = { "fair", NULL };
	struct import_settings settings = { .config = config, .due_at = DUE };
	struct home home;

	home_open(&home);
	add_person(&home, "known@example.com", "Known One", TRUE);
	add_person(&home, "seen@example.com", "Seen", FALSE);

	check(&home, &settings,
	      LINES("Ada|ada@example.com|555-0100|Example|vip,big fair",
		    "Ben||0049 30 123||", "No||x||", "Me|me@example.org|||",
		    "Ada A|ada@example.com|555 0100,555-0101||VIP"),
	      "new: import csva.csv, name Ada, organisation Example, "
	      "phone 555-0100, tag vip, tag big-fair; "
	      "new: import csva.csv, name Ben, phone 0049 30 123; "
	      "unreachable; own; duplicate: phone 555-0101");
	/* The same again says nothing, however it is written. */
	check(&home, &settings,
	      LINES("Ada|ada@example.com|5550100|Example|VIP",
		    "Ben||+49 (0)30 123||"),
	      "known; known");
	check(&home, &settings, LINES("Ada|ada@example.com|||"), "known");
	/* Whom mail has brought is known, who only wrote is a lead. */
	check(
	    &home, &settings,
	    LINES("Known One|known@example.com|||", "Seen|seen@example.com|||"),
	    "updated: import csva.csv, name Known One; "
	    "new: import csva.csv, name Seen");
	settings.tags = tags;
	check(&home, &settings, LINES("Ada|ada@example.com|||"),
	      "updated: tag fair");
	/* A day that the user names holds for whom we know too; once. */
	settings.due_at = DUE + 1;
	check(&home, &settings, LINES("Ada|ada@example.com|||"), "known");
	settings.due_said = TRUE;
	check(&home, &settings, LINES("Ada|ada@example.com|||"),
	      "updated: import csva.csv");
	check(&home, &settings, LINES("Ada|ada@example.com|||"), "known");
	home_close(&home);
}

static void test_merge(void)
{
	g_autoptr(config_t) config = make_config();
	const struct import_settings settings = { .config = config,
						  .due_at = DUE };
	struct home home;

	home_open(&home);
	add_person(&home, "bob@example.com", "Bob", TRUE);
	add_person(&home, "ada2@example.com", "ADA", TRUE);
	add_person(&home, "bare@example.com", "", TRUE);
	check(&home, &settings,
	      LINES("Ada|ada@example.com,ada2@example.com,bob@example.com,"
		    "bare@example.com,me@example.org,cy@example.com|||",
		    "Cy|cy@example.com|||"),
	      "updated: import csva.csv, name Ada, merge ada2@example.com, "
	      "merge bare@example.com (bob@example.com?) (cy@example.com?); "
	      "new: import csva.csv, name Cy");
	/* Neither again, nor the other way round. */
	check(&home, &settings,
	      LINES("Ada|ada2@example.com,ada@example.com|||"),
	      "updated: import csva.csv, name Ada");
	home_close(&home);
}

/* All of one import is one batch, said of the day that it is due. */
static void test_write(void)
{
	g_autoptr(config_t) config = make_config();
	const struct import_settings settings = { .config = config,
						  .due_at = DUE };
	g_autoptr(GPtrArray) sayings = NULL;
	GError *error = NULL;
	struct home home;
	gint64 batch = 0;

	home_open(&home);
	check(&home, &settings,
	      LINES("Ada|ada@example.com|||", "Ben|ben@example.com|||"),
	      "new: import csva.csv, name Ada; new: import csva.csv, "
	      "name Ben");
	check(&home, &settings, LINES("Cy|cy@example.com|||"),
	      "new: import csva.csv, name Cy");
	sayings = store_saying_list(home.store, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(sayings->len, ==, 6);
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *it = sayings->pdata[i];
		gboolean import = g_str_equal(it->verb, "import");

		g_assert_cmpint(it->said_at, ==, NOW);
		g_assert_cmpint(it->at, ==, import ? DUE : NOW);
		g_assert_cmpint(it->batch, !=, 0);
		if (i == 0 || i == 4)
			g_assert_cmpint(it->batch, !=, batch);
		else
			g_assert_cmpint(it->batch, ==, batch);
		batch = it->batch;
	}
	home_close(&home);
}

/* What was undone may be said again. */
static void test_undone(void)
{
	g_autoptr(config_t) config = make_config();
	const struct import_settings settings = { .config = config,
						  .due_at = DUE };
	g_autoptr(GPtrArray) sayings = NULL;
	GError *error = NULL;
	struct home home;
	gboolean done;

	home_open(&home);
	check(&home, &settings, LINES("Ada|ada@example.com|||"),
	      "new: import csva.csv, name Ada");
	sayings = store_saying_list(home.store, NULL, &error);
	begin(home.store);
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *it = sayings->pdata[i];

		MUST(store_saying_undo(home.store, it->saying_id, NOW, &done,
				       &error));
	}
	commit(home.store);
	check(&home, &settings, LINES("Ada|ada@example.com|||"),
	      "new: import csva.csv, name Ada");
	home_close(&home);
}

static void test_phones(void)
{
	static const struct {
		const char *number, *address;
	} rows[] = {
		{ "+1 (555) 010-0123", "tel:+15550100123" },
		{ "555-0100", "tel:5550100" },
		{ "+49 (0)30 12345", "tel:+493012345" },
		{ "0049 30 12345", "tel:+493012345" },
		{ "(0)30 12345", "tel:03012345" },
		{ "+1-555-0105 x42", "tel:+15550105" },
		{ "112", "tel:112" },
		{ "12", NULL },
		{ "", NULL },
		{ "+", NULL },
		{ "1234567890123456789", "tel:123456789012345" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got = import_phone_address(rows[i].number);

		g_assert_cmpstr(got, ==, rows[i].address);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/import/plan", test_plan);
	g_test_add_func("/import/merge", test_merge);
	g_test_add_func("/import/write", test_write);
	g_test_add_func("/import/undone", test_undone);
	g_test_add_func("/import/phones", test_phones);
	return g_test_run();
}
