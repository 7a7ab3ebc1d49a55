/* Cadences, tags and stages in the configuration. */
#include <string.h>

#include "agent/config.h"
#include "agent/error.h"

#define FILE_NAME "/home/ada/.config/tend/config"

static struct config *parse(const char *text, GError **error)
{
	return config_parse(FILE_NAME, text, strlen(text), error);
}

static const struct {
	const char *group, *line;
	const char *title, *value; /* as they are written again */
} read_rows[] = {
	{ "cadence Mine", "days = 3, 7, 9 call, 14", "cadence mine",
	  "3, 7, 9 call, 14" },
	{ "cadence steady", "days=1;2  Meeting ;3650", "cadence steady",
	  "1, 2 meeting, 3650" },
	{ "tag Acme", "cadence = Gentle", "tag acme", "Gentle" },
	{ "tag acme", "cadence =", "tag acme", "" },
	{ "tag a/b-c_d.e", "keep-in-touch = 45", "tag a/b-c_d.e", "45" },
	{ "tag \303\204rzte", "keep-in-touch = 3m", "tag \303\244rzte", "90" },
	{ "tag acme", "keep-in-touch = never", "tag acme", "never" },
	{ "tag acme", "keep-in-touch =", "tag acme", "" },
	{ "stage Customer", "keep-in-touch = 1w", "stage customer", "7" },
	{ "stage customer", "tags = client; Buyer", "stage customer",
	  "client;Buyer" },
	{ "stage customer", "from = ann@example.org;*@acme.example",
	  "stage customer", "ann@example.org;*@acme.example" },
	{ "stage customer", "folders = Customers/*;a\\;b", "stage customer",
	  "Customers/*;a\\;b" },
	{ "stage lost", "subjects = *farewell*; Order #* ", "stage lost",
	  "*farewell*;Order #*" },
	{ "stage lead", "cadence = persistent", "stage lead", "persistent" },
};

static const struct setting *find(const char *kind, const char *line)
{
	for (const struct setting *s = config_settings; s->key; s++) {
		gsize length = strlen(s->key);

		if (g_str_equal(s->group, kind) &&
		    strncmp(line, s->key, length) == 0 &&
		    strchr(" =", line[length]))
			return s;
	}
	g_assert_not_reached();
}

static void test_read(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(read_rows); i++) {
		g_autofree char *text = g_strdup_printf(
		    "[%s]\n%s\n", read_rows[i].group, read_rows[i].line);
		g_autoptr(GError) error = NULL;
		g_autoptr(config_t) config = parse(text, &error);
		g_autoptr(GPtrArray) groups = NULL;
		const struct config_group *group;
		g_autofree char *value = NULL;

		g_test_message("%s", text);
		g_assert_no_error(error);
		groups = config_list_groups(config);
		g_assert_cmpuint(groups->len, ==, 2);
		group = groups->pdata[1];
		g_assert_cmpstr(group->title, ==, read_rows[i].title);
		value = setting_format(find(group->kind, read_rows[i].line),
				       group->object);
		g_assert_cmpstr(value, ==, read_rows[i].value);
	}
}

static const struct {
	const char *text;
	const char *part; /* of the sentence, beside the file's name */
} refused_rows[] = {
	{ "[cadence mine]\ndays = 3, 9, 7\n",
	  "[cadence mine] days is '3, 9, 7', but must be days that only go "
	  "forwards, such as 3, 7, 9 (7 cannot follow 9" },
	{ "[cadence mine]\ndays = 3, 3, 7\n", "such as 3, 7 (3 cannot" },
	{ "[cadence mine]\ndays = 3, 9 cal\n", "such as 3, 9 call ('cal'" },
	{ "[cadence mine]\ndays = three\n",
	  "such as 3, 7, 9 call, 14 ('three' is no number of days)" },
	{ "[cadence mine]\ndays = 0, 3\n", "'0' is no number of days" },
	{ "[cadence mine]\ndays = 3, 3651\n", "is no number of days" },
	{ "[cadence mine]\ndays = 3,,7\n", "is no number of days" },
	{ "[cadence mine]\ndays = 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n",
	  "it has more than 14 steps" },
	{ "[cadence mine]\ndays =\n", "[cadence mine] days is ''" },
	{ "[cadence mine]\n", "[cadence mine] days is ''" },
	{ "[cadence mine]\nday = 3\n",
	  "[cadence mine] has no setting 'day'; did you mean 'days'?" },
	{ "[cadence my own]\ndays = 3\n", "needs a name of one word" },
	{ "[cadence]\ndays = 3\n", "needs a name: [cadence weekly]" },
	{ "[cadance mine]\ndays = 3\n",
	  "there is no group [cadance mine]; did you mean [cadence mine]?" },
	{ "[cadence A]\ndays = 3\n[cadence a]\ndays = 4\n",
	  "[cadence A] and [cadence a] are the same" },
	{ "[tag acme]\ncadence = gently\n",
	  "[tag acme] cadence is 'gently', but there is no such cadence; did "
	  "you mean 'gentle'?" },
	{ "[tag acme]\ncadence = mane\n[cadence mine]\ndays = 3\n",
	  "did you mean 'mine'?" },
	{ "[stage lead]\ncadence = xyzzy\n[cadence mine]\ndays = 3\n",
	  "there are only mine, steady, persistent, gentle; add [cadence "
	  "xyzzy]" },
	{ "[tend]\ncadence = stedy\n",
	  "[tend] cadence is 'stedy', but there is no such cadence; did you "
	  "mean 'steady'?" },
	{ "[tag acme]\ncadance = steady\n",
	  "[tag acme] has no setting 'cadance'; did you mean 'cadence'?" },
	{ "[tag acme]\ndays = 3\n",
	  "[tag acme] days: that setting belongs into [cadence NAME]" },
	{ "[tag acme]\nkeep-in-touch = 0\n",
	  "days from 1 to 3650, never, or a span" },
	{ "[tag acme]\nkeep-in-touch = nevr\n", "never, or a span" },
	{ "[tag acme]\nkeep-in-touch = 11y\n", "days from 1 to 3650" },
	{ "[tag two words]\n", "is for no tag; one is a word of letters" },
	{ "[tag +acme]\n", "is for no tag" },
	{ "[tag]\n", "needs a name: [tag acme]" },
	{ "[Tag acme]\n", "did you mean [tag acme]?" },
	{ "[tag a]\n[tag A]\n", "[tag a] and [tag A] are the same" },
	{ "[stage custmer]\n",
	  "there is no stage for [stage custmer]; did you mean [stage "
	  "customer]?" },
	{ "[stage xyzzy]\n",
	  "stages are lead, contacted, engaged, customer, lost" },
	{ "[stage]\n", "needs a name: [stage customer]" },
	{ "[stage lost]\n[stage LOST]\n", "are the same" },
	{ "[stage lost]\ncadence = steady\n",
	  "[stage lost] cadence would do nothing" },
	{ "[stage lead]\nkeep-in-touch = 45\n",
	  "[stage lead] keep-in-touch would do nothing: only engaged" },
	{ "[stage contacted]\nkeep-in-touch = 45\n", "would do nothing" },
	{ "[stage engaged]\nsubjects = *offer*\n",
	  "[stage engaged] subjects would do nothing: who is a customer or "
	  "lost may be said so" },
	{ "[stage lead]\ntags = new\n", "[stage lead] tags would do nothing" },
	{ "[stage contacted]\nfrom = *@a.example\n", "would do nothing" },
	{ "[stage lead]\nfolders = Leads\n", "would do nothing" },
	{ "[stage customer]\nfrom = acme.example\n",
	  "[stage customer] from is 'acme.example', but must be addresses or "
	  "patterns of them, such as ann@example.org;*@acme.example" },
	{ "[stage customer]\nfrom = a@b.example, c@b.example\n",
	  "addresses or patterns" },
	{ "[tend]\ntrack = tag:acme\n", "addresses or patterns" },
	{ "[stage customer]\nsubject = *offer*\n", "did you mean 'subjects'?" },
	{ "[tag acme]\nsubjects = *offer*\n", "belongs into [stage NAME]" },
	{ "[stage engaged]\ndigest-at = 07:30\n", "belongs into [tend]" },
	{ "[account a]\nkeep-in-touch = 45\n",
	  "belongs into [tag NAME] or [stage NAME]" },
	{ "[tag acme]\nsecret = hunter2\n", "no secret may stand" },
	{ "[account a]\n[account  a]\n", "are the same" },
};

static void test_refused(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refused_rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(config_t) config =
		    parse(refused_rows[i].text, &error);

		g_test_message("%s", refused_rows[i].text);
		g_assert_null(config);
		g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, refused_rows[i].part));
		g_assert_true(
		    g_str_has_prefix(error->message, "'" FILE_NAME "'"));
		g_assert_null(strstr(error->message, "hunter2"));
		g_assert_null(strchr(error->message, '\n'));
	}
}

/* The rules get all of it, and the groups may stand in any order. */
static void test_terms(void)
{
	g_autoptr(config_t) config =
	    parse("[stage customer]\nkeep-in-touch = never\n"
		  "[tag acme]\ncadence = weekly\nkeep-in-touch = 45\n"
		  "[cadence steady]\ndays = 5\n"
		  "[cadence weekly]\ndays = 7, 14 call\n",
		  NULL);
	struct rule_settings settings;
	const struct cadence *cadence;

	g_assert_nonnull(config);
	config_rule_settings(config, &settings);
	g_assert_cmpstr(settings.cadence, ==, "steady");
	cadence = cadence_find("Steady", &settings);
	g_assert_cmpuint(cadence->n, ==, 1);
	g_assert_cmpint(cadence->days[0], ==, 5);
	cadence = cadence_find("weekly", &settings);
	g_assert_cmpstr(cadence->name, ==, "weekly");
	g_assert_cmpuint(cadence->n, ==, 2);
	g_assert_cmpint(cadence->days[1], ==, 14);
	g_assert_cmpint(cadence->channels[1], ==, CHANNEL_CALL);
	g_assert_cmpuint(settings.n_terms, ==, 2);
	g_assert_cmpstr(settings.terms[0].tag, ==, "acme");
	g_assert_cmpstr(settings.terms[0].cadence, ==, "weekly");
	g_assert_cmpuint(settings.terms[0].quiet_days, ==, 45);
	g_assert_null(settings.terms[1].tag);
	g_assert_cmpint(settings.terms[1].stage, ==, STAGE_CUSTOMER);
	g_assert_null(settings.terms[1].cadence);
	g_assert_cmpuint(settings.terms[1].quiet_days, ==, QUIET_NEVER);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/config/groups/read", test_read);
	g_test_add_func("/config/groups/refused", test_refused);
	g_test_add_func("/config/groups/terms", test_terms);
	return g_test_run();
}
