/* Lines of the configuration: who is a customer, lost or tracked. */
#include <string.h>

#include "agent/glob.h"
#include "agent/rules/summary.h"
#include "agent/judge/ruling.h"
#include "store/address.h"

static const struct {
	const char *pattern, *text;
	gboolean matches;
} glob_rows[] = {
	{ "", "", TRUE },
	{ "", "a", FALSE },
	{ "a", "", FALSE },
	{ "*", "", TRUE },
	{ "*", "a/b", TRUE },
	{ "**", "a", TRUE },
	{ "?", "a", TRUE },
	{ "?", "", FALSE },
	{ "?", "ab", FALSE },
	{ "?", "\303\244", TRUE },
	{ "Customers/*", "customers/ACME", TRUE },
	{ "Customers/*", "Customers", FALSE },
	{ "Customers/*", "Old/Customers/Acme", FALSE },
	{ "*@acme.example", "ann@acme.example", TRUE },
	{ "*@acme.example", "ann@acme.example.net", FALSE },
	{ "*@acme.example", "ann@xacme.example", FALSE },
	{ "a*b*c", "a b b c", TRUE },
	{ "a*b*c", "a b b", FALSE },
	{ "*ab", "aab", TRUE },
	{ "*ab?", "aabab", FALSE },
	{ "*ab?", "aababc", TRUE },
	/* An umlaut in two characters is the one in one. */
	{ "K\303\204SE", "ka\314\210se", TRUE },
	{ "stra\303\237e", "STRASSE", TRUE },
	/* No pattern but these two: a bracket is a bracket. */
	{ "[ab]*", "[AB] x", TRUE },
	{ "[ab]*", "a", FALSE },
};

static void test_glob(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(glob_rows); i++) {
		g_autofree char *pattern = glob_fold(glob_rows[i].pattern);
		g_autofree char *text = glob_fold(glob_rows[i].text);

		g_test_message("%s %s", pattern, text);
		g_assert_cmpint(glob_match(pattern, text), ==,
				glob_rows[i].matches);
	}
}

/* Stars that all could take any of the text: hours, if they tried it all. */
static void test_glob_flood(void)
{
	g_autofree char *text = g_strnfill(20000, 'a');
	GString *pattern = g_string_new(NULL);

	for (guint i = 0; i < 60; i++)
		g_string_append(pattern, "*a");
	g_string_append(pattern, "*b");
	g_assert_false(glob_match(pattern->str, text));
	g_string_truncate(pattern, pattern->len - 2);
	g_assert_true(glob_match(pattern->str, text));
	g_string_free(pattern, TRUE);
}

/* ---- lines ---- */

#define LINES                                                            \
	"[tend]\ntrack = *@track.example;dora@example.net\n"             \
	"track-folders = Important/*\n"                                  \
	"[stage customer]\ntags = client;buyer\nfrom = *@acme.example\n" \
	"folders = Customers/*\nsubjects = *invoice*;Order #*\n"         \
	"[stage lost]\ntags = gone\nfrom = old@acme.example\n"           \
	"subjects = *farewell*\n"

static struct config *configure(const char *text)
{
	GError *error = NULL;
	struct config *config =
	    config_parse("config", text, strlen(text), &error);

	g_assert_no_error(error);
	return config;
}

static const struct {
	const char *subject;
	guint signs;
} subject_rows[] = {
	{ "", 0 },
	{ "Lunch", 0 },
	{ "Your INVOICE for May", SIGN_CUSTOMER },
	{ "Re: order #17", 0 },
	{ "order #17", SIGN_CUSTOMER },
	{ "Farewell, and a last invoice", SIGN_CUSTOMER | SIGN_LOST },
	{ "\xff invoice", SIGN_CUSTOMER },
};

static void test_subjects(void)
{
	g_autoptr(config_t) config = configure(LINES);
	g_autoptr(ruling) ruling = ruling_new(config, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(subject_rows); i++) {
		g_test_message("%s", subject_rows[i].subject);
		g_assert_cmpuint(
		    ruling_of_subject(ruling, subject_rows[i].subject), ==,
		    subject_rows[i].signs);
	}
}

static const struct {
	const char *addresses, *tags;
	guint signs;
	const char *why; /* of the customer; NULL: none */
} person_rows[] = {
	{ "ann@example.org", "", 0, NULL },
	{ "ann@acme.example", "", SIGN_CUSTOMER, "address 'ann@acme.example'" },
	{ "ann@example.org ann@acme.example", "", SIGN_CUSTOMER,
	  "address 'ann@acme.example'" },
	{ "old@acme.example", "", SIGN_CUSTOMER | SIGN_LOST,
	  "address 'old@acme.example'" },
	{ "ann@example.org", "buyer vip", SIGN_CUSTOMER, "tag 'buyer'" },
	{ "ann@example.org", "buyers", 0, NULL },
	{ "ann@track.example", "gone", SIGN_TRACK | SIGN_LOST, NULL },
	{ "dora@example.net", "client", SIGN_TRACK | SIGN_CUSTOMER,
	  "tag 'client'" },
};

static void test_people(void)
{
	g_autoptr(config_t) config = configure(LINES);
	g_autoptr(ruling) ruling = ruling_new(config, NULL);
	g_autoptr(GPtrArray) history = g_ptr_array_new();

	for (gsize i = 0; i < G_N_ELEMENTS(person_rows); i++) {
		g_auto(GStrv) words =
		    g_strsplit(person_rows[i].addresses, " ", -1);
		g_auto(GStrv) tags = g_strsplit(person_rows[i].tags, " ", -1);
		g_autoptr(GPtrArray) list =
		    g_ptr_array_new_with_free_func(g_free);
		g_autoptr(GPtrArray) tagged = g_ptr_array_new();
		g_autoptr(GError) error = NULL;
		g_autofree char *why = NULL;

		for (char **word = words; *word; word++) {
			struct store_address *address =
			    g_new0(struct store_address, 1);

			address->address = *word;
			g_ptr_array_add(list, address);
		}
		for (char **tag = tags; *tag; tag++)
			g_ptr_array_add(tagged, *tag);
		g_test_message("%s %s", person_rows[i].addresses,
			       person_rows[i].tags);
		g_assert_cmpuint(ruling_of_person(ruling, list, tagged), ==,
				 person_rows[i].signs);
		g_assert_true(ruling_explain(ruling, SIGN_CUSTOMER, list,
					     tagged, history, &why, &error));
		g_assert_cmpstr(why, ==, person_rows[i].why);
	}
}

/* Mail is derived anew when such a line changes, and for no other. */
static void test_mail_settings(void)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{ "", "" },
		{ "[stage customer]\ntags = a\nfrom = *@b.example\n", "" },
		{ "[tend]\ntrack = *@b.example\n", "" },
		{ "[stage customer]\nsubjects = a;b\n",
		  "; 8388608/1=a; 8388608/1=b" },
		{ "[stage lost]\nfolders = a\n", "; 16777216/0=a" },
		{ "[tend]\ntrack-folders = a\n", "; 33554432/0=a" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(config_t) config = configure(rows[i].text);
		g_autofree char *line = ruling_mail_settings(config);

		g_assert_cmpstr(line, ==, rows[i].line);
	}
}

/* ---- what follows ---- */

static const struct {
	guint mail;   /* signs of mail to them, which they answered */
	guint person; /* what lines say of the person */
	guint none;   /* signs of what is no touch */
	struct said said;
	gboolean colleague, stranger;
	enum stage stage;
	gboolean tracked;
} ruled_rows[] = {
	{ .stage = STAGE_ENGAGED },
	{ .mail = SIGN_CUSTOMER, .stage = STAGE_CUSTOMER, .tracked = TRUE },
	{ .person = SIGN_CUSTOMER, .stage = STAGE_CUSTOMER, .tracked = TRUE },
	{ .none = SIGN_CUSTOMER, .stage = STAGE_ENGAGED },
	{ .mail = SIGN_TRACK, .stage = STAGE_ENGAGED, .tracked = TRUE },
	{ .person = SIGN_TRACK, .stage = STAGE_ENGAGED, .tracked = TRUE },
	{ .mail = SIGN_LOST, .stage = STAGE_LOST },
	{ .mail = SIGN_LOST,
	  .person = SIGN_CUSTOMER,
	  .stage = STAGE_LOST,
	  .tracked = TRUE },
	/* Other signs say nothing of it. */
	{ .mail = SIGN_PRAISE, .person = SIGN_ASKS, .stage = STAGE_ENGAGED },
	/* The user's word goes before. */
	{ .mail = SIGN_CUSTOMER,
	  .said = { .stage = STAGE_LEAD, .contact = TRUE, .tracked = TRUE },
	  .stage = STAGE_LEAD,
	  .tracked = TRUE },
	{ .person = SIGN_LOST,
	  .said = { .stage = STAGE_CUSTOMER, .contact = TRUE },
	  .stage = STAGE_CUSTOMER },
	{ .mail = SIGN_CUSTOMER | SIGN_TRACK,
	  .said = { .untracked = TRUE },
	  .stage = STAGE_CUSTOMER },
	{ .mail = SIGN_TRACK,
	  .said = { .untracked = TRUE, .tracked = TRUE },
	  .stage = STAGE_ENGAGED,
	  .tracked = TRUE },
	/* What they asked for goes before, too. */
	{ .mail = SIGN_CUSTOMER | SIGN_STOP,
	  .stage = STAGE_LOST,
	  .tracked = TRUE },
	/* A stranger becomes no contact by it. */
	{ .mail = SIGN_CUSTOMER | SIGN_TRACK,
	  .stranger = TRUE,
	  .stage = STAGE_NONE },
	{ .person = SIGN_CUSTOMER | SIGN_TRACK,
	  .stranger = TRUE,
	  .stage = STAGE_NONE },
	/* A colleague has part in customers' mail and is none. */
	{ .mail = SIGN_CUSTOMER | SIGN_TRACK,
	  .colleague = TRUE,
	  .stage = STAGE_NONE },
	{ .person = SIGN_CUSTOMER, .colleague = TRUE, .stage = STAGE_NONE },
	{ .person = SIGN_TRACK,
	  .colleague = TRUE,
	  .stage = STAGE_NONE,
	  .tracked = TRUE },
};

static void test_ruled(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(ruled_rows); i++) {
		const struct touch touches[] = {
			{ .at = 1000, .signs = ruled_rows[i].none },
			{ .at = 2000,
			  .direction = DIRECTION_IN,
			  .signs = ruled_rows[i].mail },
			{ .at = 90000, .direction = DIRECTION_OUT },
		};
		struct said said = ruled_rows[i].said;
		struct summary summary;

		said.ruled = ruled_rows[i].person;
		summary_make(touches, ruled_rows[i].stranger ? 2 : 3, &said,
			     ruled_rows[i].colleague, &settings, &summary);
		g_test_message("row %zu", i);
		g_assert_cmpstr(stage_name(summary.stage), ==,
				stage_name(ruled_rows[i].stage));
		g_assert_cmpint(summary.tracked, ==, ruled_rows[i].tracked);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ruling/glob", test_glob);
	g_test_add_func("/ruling/glob-flood", test_glob_flood);
	g_test_add_func("/ruling/subjects", test_subjects);
	g_test_add_func("/ruling/people", test_people);
	g_test_add_func("/ruling/mail-settings", test_mail_settings);
	g_test_add_func("/ruling/ruled", test_ruled);
	return g_test_run();
}
