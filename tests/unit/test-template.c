/* Angles and templates: which, and what becomes of them. */
#include <string.h>

#include "agent/error.h"
#include "agent/letters/angle.h"
#include "agent/letters/template.h"

/* ---- which angle ---- */

static const struct {
	const char *name;
	enum reason reason;
	guint rung;
	gboolean last;
	guint attempts;
	const char *past; /* newest first */
	const char *angle;
} choices[] = {
	{ "nobody-is-named", REASON_NONE, 0, FALSE, 2, "", "value" },
	{ "again", REASON_NONE, 0, FALSE, 2, "value", "insight" },
	{ "first-rung", REASON_THEY_OWE, 1, FALSE, 2, "", "value" },
	{ "second-rung", REASON_THEY_OWE, 2, FALSE, 2, "value", "insight" },
	{ "third-rung", REASON_GAVE_UP_EARLY, 3, FALSE, 2, "insight value",
	  "teach" },
	{ "goes-round", REASON_THEY_OWE, 6, FALSE, 2,
	  "when news teach insight value", "value" },
	{ "used-by-hand", REASON_THEY_OWE, 2, FALSE, 2, "insight", "teach" },
	{ "last-rung", REASON_THEY_OWE, 2, TRUE, 2, "value", "last-word" },
	{ "first-attempt", REASON_THEY_OWE, 2, TRUE, 1, "value", "insight" },
	{ "last-word-said", REASON_THEY_OWE, 2, TRUE, 2, "last-word value",
	  "insight" },
	{ "old-friend", REASON_QUIET, 1, FALSE, 2, "", "news" },
	{ "old-friend-never-ends", REASON_QUIET, 3, TRUE, 2, "news", "teach" },
	{ "old-friend-goes-round", REASON_QUIET, 4, TRUE, 2, "teach insight",
	  "news" },
	{ "praise", REASON_ASK_REFERRAL, 1, TRUE, 2, "value", "referral" },
	{ "praise-again", REASON_ASK_REFERRAL, 1, TRUE, 2, "referral", "news" },
	{ "bounced", REASON_UNDELIVERED, 1, FALSE, 1, "", "answer" },
	{ "nothing-in-vain", REASON_NONE, 0, FALSE, 0, "", "insight" },
	{ "in-vain", REASON_NONE, 0, FALSE, 2, "", "value" },
	{ "they-asked", REASON_YOU_OWE, 2, FALSE, 2, "", "answer" },
	{ "they-asked-again", REASON_YOU_OWE, 3, TRUE, 2, "answer", "answer" },
	{ "promised", REASON_PROMISED, 1, FALSE, 2, "", "answer" },
	{ "stranger", REASON_NEW, 1, FALSE, 2, "", "answer" },
	{ "unknown-past", REASON_THEY_OWE, 1, FALSE, 2, "of-an-older-tend",
	  "value" },
};

static const struct angle *choose(enum reason reason, guint rung, gboolean last,
				  guint attempts, const char *past)
{
	g_auto(GStrv) words = g_strsplit(past, " ", -1);
	const struct angle_wish wish = {
		.reason = reason,
		.rung = rung,
		.last = last,
		.attempts = attempts,
		.past = (const char *const *)words,
		.n_past = *past ? g_strv_length(words) : 0,
	};

	return angle_choose(&wish);
}

static void test_choice(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
		g_test_message("%s", choices[i].name);
		g_assert_cmpstr(choose(choices[i].reason, choices[i].rung,
				       choices[i].last, choices[i].attempts,
				       choices[i].past)
				    ->name,
				==, choices[i].angle);
	}
}

/* Whatever comes when, no two in a row are alike. */
static void test_no_two_alike(void)
{
	for (guint seed = 0; seed < 200; seed++) {
		g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
		g_autoptr(GString) past = g_string_new(NULL);
		const char *before = "";

		for (guint i = 0; i < 30; i++) {
			enum reason reason =
			    (enum reason)g_rand_int_range(dice, 0, N_REASONS);
			const struct angle *angle = choose(
			    reason, (guint)g_rand_int_range(dice, 0, 12),
			    g_rand_boolean(dice),
			    (guint)g_rand_int_range(dice, 0, 4), past->str);

			if (!g_str_equal(angle->name, "answer"))
				g_assert_cmpstr(angle->name, !=, before);
			before = angle->name;
			if (past->len)
				g_string_prepend_c(past, ' ');
			g_string_prepend(past, before);
		}
	}
}

/* ---- what is built in ---- */

static guint count_words(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
	guint n = 0;

	for (char **word = words; *word; word++)
		n += **word != '\0';
	return n;
}

static guint count_char(const char *text, char c)
{
	guint n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static void check_width(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++)
		g_assert_cmpint(g_utf8_strlen(*line, -1), <=, 72);
}

/* Short, with a use and one easy question; and no word that says nothing. */
static void test_built_in(void)
{
	static const char *const full[N_PLACEHOLDERS] = {
		"Dan",	       "Dan Lopez", "Frito-Lay",    "The tender",
		"16 November", "4",	    "Did it come?", "Max Muster",
	};
	static const char *const nothing[N_PLACEHOLDERS] = { NULL };

	for (const struct angle *angle = angles; angle->name; angle++) {
		const char *const *sets[] = { full, nothing };
		guint line;

		g_test_message("%s", angle->name);
		g_assert_true(angle_find(angle->name) == angle);
		g_assert_null(template_find_filler(angle->text, &line));
		for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
			g_auto(template_letter) letter = { NULL, NULL, FALSE };
			g_autoptr(GError) error = NULL;

			g_assert_true(template_fill("x", angle->text,
						    strlen(angle->text),
						    sets[i], &letter, &error));
			g_assert_no_error(error);
			g_assert_cmpstr(letter.subject, !=, "");
			g_assert_null(strpbrk(letter.body, "{}|"));
			check_width(letter.body);
			if (g_str_equal(angle->name, "answer"))
				continue;
			g_assert_cmpuint(count_char(letter.body, '?'), ==, 1);
			g_assert_cmpuint(count_words(letter.body), >=, 40);
			g_assert_cmpuint(count_words(letter.body), <=, 80);
		}
	}
	g_assert_null(angle_find("touching-base"));
}

/* ---- filling in ---- */

static const struct {
	const char *text, *subject, *body;
} fills[] = {
	{ "Hi {first-name|there},\n", "", "Hi Ann,\n" },
	{ "Hi {first-name},\n", "", "Hi Ann,\n" },
	{ "Hi { First-Name | there },\n", "", "Hi Ann,\n" },
	{ "at {company|your firm}", "", "at your firm\n" },
	{ "at {company}", "", "at your company\n" },
	{ "{company|}x", "", "x\n" },
	{ "{{name}} {name}", "", "{name} Ann Lee\n" },
	{ "}}{{", "", "}{\n" },
	{ "Subject: About {subject}\n\nHi\n", "About Soup & salad", "Hi\n" },
	{ "subject:x\nHi\n", "x", "Hi\n" },
	{ "Subject: \nHi\n", "", "Hi\n" },
	{ "Hi\nSubject: x\n", "", "Hi\nSubject: x\n" },
	{ "Hi\n\n\n\nMax\n\n\n", "", "Hi\n\n\n\nMax\n" },
	{ "Hi  \r\nMax\r\n", "", "Hi\nMax\n" },
	{ "", "", "" },
	/* A value is one line, and no template. */
	{ "{ask}", "", "{name} } {x\n" },
	{ "{date|then}", "", "a Bcc: eve@example.net\n" },
	{ "one two three four five six seven eight nine ten eleven twelve "
	  "thirteen fourteen",
	  "",
	  "one two three four five six seven eight nine ten eleven twelve "
	  "thirteen\nfourteen\n" },
};

static const char *const values[N_PLACEHOLDERS] = {
	[PLACEHOLDER_FIRST_NAME] = "Ann",
	[PLACEHOLDER_NAME] = "Ann Lee",
	[PLACEHOLDER_SUBJECT] = "Soup & salad",
	[PLACEHOLDER_ASK] = "{name} }\n{x",
	[PLACEHOLDER_DATE] = "a\r\nBcc: eve@example.net\342\200\256",
};

static void test_fill(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fills); i++) {
		g_auto(template_letter) letter = { NULL, NULL, FALSE };
		g_autoptr(GError) error = NULL;

		g_test_message("%s", fills[i].text);
		g_assert_true(template_fill("x", fills[i].text,
					    strlen(fills[i].text), values,
					    &letter, &error));
		g_assert_no_error(error);
		g_assert_cmpstr(letter.subject, ==, fills[i].subject);
		g_assert_cmpstr(letter.body, ==, fills[i].body);
		g_assert_cmpint(letter.ask, ==,
				strstr(fills[i].text, "{ask}") != NULL);
	}
}

static const struct {
	const char *text, *message;
} bad[] = {
	{ "Hi\n\n{fist-name}\n",
	  "'t' line 3: there is no placeholder '{fist-name}'; there are "
	  "first-name, name, company, subject, date, days, ask, my-name, and "
	  "{{ for a brace" },
	{ "{}", "'t' line 1: there is no placeholder '{}'; *" },
	{ "{|x}", "'t' line 1: there is no placeholder '{}'; *" },
	{ "Hi {name\n}", "'t' line 1: '{' without '}'; write {{ for a brace" },
	{ "{name|{company}}",
	  "'t' line 1: '{' without '}'; write {{ for a brace" },
	{ "a\nb }\n", "'t' line 2: '}' without '{'; write }} for a brace" },
	{ "Subject: {x}\n", "'t' line 1: there is no placeholder '{x}'; *" },
	{ "a\377b", "'t' is no text in UTF-8; save it as such" },
};

static void test_bad(void)
{
	g_autofree char *large = g_strnfill(TEMPLATE_MAX + 1, 'x');
	g_autoptr(GError) error = NULL;
	struct template_letter letter;

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_false(template_fill("t", bad[i].text,
					     strlen(bad[i].text), values,
					     &letter, &error));
		g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
		g_test_message("%s", error->message);
		g_assert_true(
		    g_pattern_match_simple(bad[i].message, error->message));
		g_clear_error(&error);
	}
	g_assert_false(template_fill("t", "a\0b", 3, values, &letter, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
	g_clear_error(&error);
	g_assert_false(
	    template_fill("t", large, strlen(large), values, &letter, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
}

static void test_filler(void)
{
	static const struct {
		const char *text, *filler;
		guint line;
	} rows[] = {
		{ "Hi,\nI am just Touching Base.\n", "touching base", 2 },
		{ "Just checking in!", "checking in", 1 },
		{ "\n\nCircling back on this", "circling back", 3 },
		{ "We checked in at noon", NULL, 0 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint line = 0;

		g_assert_cmpstr(template_find_filler(rows[i].text, &line), ==,
				rows[i].filler);
		g_assert_cmpuint(line, ==, rows[i].line);
	}
}

static void test_first_name(void)
{
	static const char *const rows[][2] = {
		{ "Dan Lopez", "Dan" },
		{ "Lopez, Dan", "Dan" },
		{ "Dr. Dan Lopez", "Dan" },
		{ "Prof. Dr. Ada Marsh", "Ada" },
		{ "J\303\266rg-Uwe Maier", "J\303\266rg-Uwe" },
		{ "D'Arcy Wentworth", "D'Arcy" },
		{ "dan@example.com", "" },
		{ "D. Lopez", "" },
		{ "D Lopez", "" },
		{ "R2D2", "" },
		{ "", "" },
		{ "\346\235\216\345\250\234", "\346\235\216\345\250\234" },
		{ "  Ann\r\n Lee ", "Ann" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *first = template_first_name(rows[i][0]);

		g_assert_cmpstr(first, ==, rows[i][1]);
	}
}

/* tend-templates(5) speaks of each angle and each placeholder. */
static void test_manual(void)
{
	g_autofree char *file = g_test_build_filename(
	    G_TEST_DIST, "contrib", "man", "tend-templates.5", NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;

	g_file_get_contents(file, &text, NULL, &error);
	g_assert_no_error(error);
	for (const struct angle *angle = angles; angle->name; angle++) {
		g_autofree char *item = g_strdup_printf(
		    "\n.It Cm %s\n%c%s.\n", angle->name,
		    g_ascii_toupper(*angle->summary), angle->summary + 1);

		g_test_message("%s", item);
		g_assert_nonnull(strstr(text, item));
	}
	for (gsize i = 0; i < N_PLACEHOLDERS; i++) {
		g_autofree char *item =
		    g_strdup_printf("\n.It Cm %s\n", placeholders[i].name);

		g_test_message("%s", item);
		g_assert_nonnull(strstr(text, item));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/angle/choice", test_choice);
	g_test_add_func("/angle/no-two-alike", test_no_two_alike);
	g_test_add_func("/angle/built-in", test_built_in);
	g_test_add_func("/template/fill", test_fill);
	g_test_add_func("/template/bad", test_bad);
	g_test_add_func("/template/filler", test_filler);
	g_test_add_func("/template/first-name", test_first_name);
	g_test_add_func("/template/manual", test_manual);
	return g_test_run();
}
