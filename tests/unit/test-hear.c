/* What the user said of a person, summed up for the rules: a table. */
#include <glib/gstdio.h>
#include <string.h>

#include "agent/said/hear.h"
#include "store/address.h"
#include "store/saying.h"

#define ADDRESS "ann@example.com"
#define OTHER "ann@home.example"

/*
 * `who`: 'a' is one address of hers, 'b' the other, 'x' somebody else's.  A
 * number of one import ends in "/", and the number of that import.
 */
struct row {
	const char *sayings; /* "who verb word at", several between ", " */
	const char *wanted;  /* what is not as without any saying */
};

static const struct row rows[] = {
	{ "", "" },
	{ "x stage customer 5", "" },
	{ "a stage customer 5", "contact tracked stage=customer" },
	{ "a stage customer 5, b stage lost 3", "contact tracked stage=lost" },
	{ "b stage lost 5, a stage lead 3", "contact tracked stage=lead" },
	{ "a stage nothing 5", "contact" },
	{ "a log call+out 5", "contact tracked" },
	{ "a track - 5", "contact tracked" },
	{ "a track gentle 5", "contact tracked cadence=gentle" },
	{ "a track gentle 5, a track - 6", "contact tracked cadence=gentle" },
	{ "a track gentle 5, a untrack - 6", "contact cadence=gentle" },
	{ "a untrack - 5", "" },
	{ "a untrack - 5, b log call+in 6", "contact tracked" },
	{ "a tag vip 5, b tag acme 6, a tag vip 7",
	  "contact tracked tags=acme,vip" },
	{ "a tag vip 5, b untag vip 6", "contact tracked" },
	{ "a untag vip 5", "" },
	{ "a mute - 5", "muted" },
	{ "a mute - 5, b unmute - 6", "" },
	{ "a unmute - 5, b mute - 6", "muted" },
	{ "a done - 5", "done=5" },
	{ "a done - 5, b done - 4", "done=5" },
	{ "a done person 7", "reminded=7" },
	{ "a done nobody@example.net 7", "" },
	{ "a snooze - 9", "snooze=9" },
	{ "a snooze - 9, a snooze - 7", "snooze=7" },
	{ "a no - 5", "nos=1" },
	{ "a no - 5, b no - 5, x no - 6", "nos=2" },
	{ "a import - 9", "contact tracked lead=9" },
	{ "a import - 9, b import - 7, b import - 8",
	  "contact tracked lead=7" },
	{ "a merge " OTHER " 5", "contact" },
	{ "a note - 5", "contact" },
	{ "a contact - 5", "contact" },
	{ "a phone +1555 5, b phone +1666 6", "phone=+1555" },
	{ "a phone +1555/3 5, a phone +1666/3 5", "phone=+1555" },
	{ "a phone +1555/3 5, a phone +1666/4 6, a phone +1777/4 6",
	  "phone=+1666" },
	{ "a whatever - 5", "" },
	/* Said and undone. */
	{ "a stage customer 5 undone", "" },
	{ "a stage customer 5, a stage lost 6 undone",
	  "contact tracked stage=customer" },
	{ "a mute - 5, a unmute - 6 undone", "muted" },
};

static void say(struct store *store, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 5);
	g_autofree char *word =
	    g_str_equal(words[1], "phone")
		? g_strdup(words[2])
		: g_strdelimit(g_strdup(words[2]), "+", ' ');
	char *batch = strchr(word, '/');
	struct store_saying saying = {
		.said_at = 1,
		.at = g_ascii_strtoll(words[3], NULL, 10),
		.verb = words[1],
		.address = *words[0] == 'a'   ? ADDRESS
			   : *words[0] == 'b' ? OTHER
					      : "bert@example.com",
		.word = g_str_equal(words[2], "-") ? "" : word,
		.text = "",
	};
	gboolean done;
	gint64 id;

	if (batch) {
		*batch++ = '\0';
		saying.batch = g_ascii_strtoll(batch, NULL, 10);
	}
	g_assert_true(store_saying_add(store, &saying, &id, NULL));
	if (words[4])
		g_assert_true(store_saying_undo(store, id, 9, &done, NULL));
}

static void add(GString *text, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add(GString *text, const char *format, ...)
{
	va_list args;

	if (text->len)
		g_string_append_c(text, ' ');
	va_start(args, format);
	g_string_append_vprintf(text, format, args);
	va_end(args);
}

static char *describe(const struct heard *heard)
{
	const struct said *said = &heard->said;
	GString *text = g_string_new(NULL);

	if (said->contact)
		add(text, "contact");
	if (said->tracked)
		add(text, "tracked");
	if (said->muted)
		add(text, "muted");
	if (said->stage != STAGE_NONE)
		add(text, "stage=%s", stage_name(said->stage));
	if (heard->cadence)
		add(text, "cadence=%s", heard->cadence);
	for (guint i = 0; i < heard->tags->len; i++)
		if (i)
			g_string_append_printf(text, ",%s",
					       (char *)heard->tags->pdata[i]);
		else
			add(text, "tags=%s", (char *)heard->tags->pdata[i]);
	if (said->done_at)
		add(text, "done=%d", (int)said->done_at);
	if (said->reminded_at)
		add(text, "reminded=%d", (int)said->reminded_at);
	if (said->snooze_until)
		add(text, "snooze=%d", (int)said->snooze_until);
	if (said->nos)
		add(text, "nos=%u", said->nos);
	if (said->lead_at)
		add(text, "lead=%d", (int)said->lead_at);
	if (heard->phone)
		add(text, "phone=%s", heard->phone);
	if (said->n_done)
		add(text, "matters=%u", (guint)said->n_done);
	return g_string_free(text, FALSE);
}

static void check_row(const char *folder, guint i)
{
	g_autofree char *name = g_strdup_printf("%u.db", i);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_auto(GStrv) sayings = g_strsplit(rows[i].sayings, ", ", -1);
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);
	g_autoptr(GPtrArray) addresses = g_ptr_array_new();
	struct store_address first = { .address = ADDRESS };
	struct store_address second = { .address = OTHER };
	g_autoptr(hear) hear = NULL;
	g_auto(heard_t) heard = { .name = NULL };
	g_autofree char *got = NULL;

	g_assert_true(store_begin(store, NULL));
	for (char **one = sayings; *one; one++)
		if (**one)
			say(store, *one);
	g_assert_true(store_commit(store, NULL));
	g_ptr_array_add(addresses, &first);
	g_ptr_array_add(addresses, &second);
	hear = hear_new(store, NULL);
	g_assert_true(hear_person(hear, store, addresses, &heard, NULL));
	got = describe(&heard);
	g_test_message("%s", rows[i].sayings);
	g_assert_cmpstr(got, ==, rows[i].wanted);
}

static void test_rows(void)
{
	g_autofree char *folder = g_dir_make_tmp("hear-XXXXXX", NULL);
	const char *name;
	GDir *dir;

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		check_row(folder, i);
	dir = g_dir_open(folder, 0, NULL);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_unlink(path);
	}
	g_dir_close(dir);
	g_rmdir(folder);
}

static void test_contacts(void)
{
	g_assert_true(hear_makes_contact("log"));
	g_assert_true(hear_makes_contact("import"));
	g_assert_false(hear_makes_contact("mute"));
	g_assert_false(hear_makes_contact("xyzzy"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hear/rows", test_rows);
	g_test_add_func("/hear/contacts", test_contacts);
	return g_test_run();
}
