/* The configuration: what is read, and what is refused in which sentence. */
#include <glib/gstdio.h>
#include <string.h>

#include "agent/config.h"
#include "agent/config_edit.h"
#include "agent/error.h"
#include "agent/rules/local_day.h"

#define FILE_NAME "/home/ada/.config/tend/config"

static struct config *parse(const char *text, GError **error)
{
	return config_parse(FILE_NAME, text, strlen(text), error);
}

static const struct config_account *first(const struct config *config)
{
	return g_ptr_array_index(config->accounts, 0);
}

/* The struct of the only group of that kind. */
static const void *object_of(const struct config *config, const char *kind)
{
	g_autoptr(GPtrArray) groups = config_list_groups(config);
	const void *found = NULL;

	for (guint i = 0; i < groups->len; i++) {
		const struct config_group *group = groups->pdata[i];

		if (!g_str_equal(group->kind, kind))
			continue;
		g_assert_null(found);
		found = group->object;
	}
	g_assert_nonnull(found);
	return found;
}

/* Every default is one that its own type reads, and writes back the same. */
static void test_defaults(void)
{
	g_autoptr(config_t) config =
	    parse("[account a]\n[cadence b]\ndays = 3\n[tag c]\n"
		  "[stage customer]\n",
		  NULL);

	g_assert_nonnull(config);
	for (const struct setting *s = config_settings; s->key; s++) {
		g_autofree char *text =
		    setting_format(s, object_of(config, s->group));

		g_test_message("%s", s->key);
		/* These two depend on others when they are empty. */
		if (g_str_equal(s->key, "port"))
			g_assert_cmpstr(text, ==, "993");
		else if (g_str_equal(s->key, "digest-days"))
			g_assert_cmpstr(text, ==, "mon;tue;wed;thu;fri");
		/* And this one must be there. */
		else if (g_str_equal(s->key, "days"))
			g_assert_cmpstr(text, ==, "3");
		else
			g_assert_cmpstr(text, ==, s->fallback);
		g_assert_false(g_str_has_suffix(s->help, "."));
		g_assert_true(g_ascii_islower(*s->help));
	}
}

static void test_table_unique(void)
{
	for (const struct setting *s = config_settings; s->key; s++)
		for (const struct setting *t = s + 1; t->key; t++)
			g_assert_false(g_str_equal(s->key, t->key) &&
				       g_str_equal(s->group, t->group));
}

static const struct {
	const char *line;  /* in [tend], or in [account a] with an '@' */
	const char *value; /* as it is written again */
} read_rows[] = {
	{ "reply-within = 0", "0" },
	{ "reply-within=365", "365" },
	{ "reply-within = 1; 2;4", "1;2;4" },
	{ "answer-within = 2;3;4;5;6;7", "2;3;4;5;6;7" },
	{ "promise-within = 10", "10" },
	{ "new-within = 1", "1" },
	{ "colleagues = false", "false" },
	{ "cadence = persistent", "persistent" },
	{ "tail = 3w", "21" },
	{ "tail-late = 1y", "365" },
	{ "tail-years = 5", "5" },
	{ "quiet-first-year = 2w", "14" },
	{ "quiet-later = 6m", "180" },
	{ "quiet-customer = 45d", "45" },
	{ "exchange-target = 8", "8" },
	{ "no-limit = 3", "3" },
	{ "holidays = 2027-01-01; 2026-12-25;", "2026-12-25;2027-01-01" },
	{ "working-days = Sun;mon", "mon;sun" },
	{ "working-days =", "" },
	{ "time-zone = Europe/Berlin", "Europe/Berlin" },
	{ "digest-at = 6:05", "06:05" },
	{ "evidence = none", "none" },
	{ "read-bodies-for = 90", "90" },
	{ "read-bodies-for = 0", "0" },
	{ "read-bodies-for = 12w", "84" },
	{ "read-bodies-for = 3m", "90" },
	{ "read-bodies-for = 1y", "365" },
	{ "flag = both", "both" },
	{ "keyword = $follow_up", "$follow_up" },
	{ "@identities = Ada@Example.org; b@example.com",
	  "ada@example.org;b@example.com" },
	{ "@identities = .ward@example.com", ".ward@example.com" },
	{ "@folders = a\\;b; INBOX/Sent Items ", "a\\;b;INBOX/Sent Items" },
	{ "@folders = *", "*" },
	{ "@password-command = printf 'a\\nb;c' # not a comment",
	  "printf 'a\\nb;c' # not a comment" },
	{ "@since = 2y", "2y" },
	{ "@since = 2024-02-29", "2024-02-29" },
	{ "@plain-text-anywhere = true", "true" },
	{ "@ca-file = /etc/ca.pem", "/etc/ca.pem" },
	{ "@pin = MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
	  "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" },
	{ "@tls = starttls", "starttls" },
	{ "@port = 65535", "65535" },
};

static const struct setting *find(const char *line)
{
	for (const struct setting *s = config_settings; s->key; s++) {
		gsize length = strlen(s->key);

		if (strncmp(line, s->key, length) == 0 &&
		    strchr(" =", line[length]))
			return s;
	}
	g_assert_not_reached();
}

static void test_read(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(read_rows); i++) {
		const char *line = read_rows[i].line;
		gboolean own = *line == '@';
		const char *bare = own ? line + 1 : line;
		g_autofree char *text =
		    g_strdup_printf("[tend]\n%s\n[account a]\n%s\n",
				    own ? "" : bare, own ? bare : "");
		g_autoptr(GError) error = NULL;
		g_autoptr(config_t) config = parse(text, &error);
		g_autofree char *value = NULL;

		g_test_message("%s", line);
		g_assert_no_error(error);
		value = setting_format(
		    find(bare), own ? (const void *)first(config) : config);
		g_assert_cmpstr(value, ==, read_rows[i].value);
	}
}

static const struct {
	const char *text;
	const char *part; /* of the sentence, beside the file's name */
} refused_rows[] = {
	{ "[tend]\nreply-withn = 2\n", "did you mean 'reply-within'?" },
	{ "[tend]\nxyzzy = 2\n", "'tend config' lists them" },
	{ "[tend]\nhost = a\n", "[tend] host: that setting belongs into "
				"[account NAME]" },
	{ "[account a]\nflag = none\n", "belongs into [tend]" },
	{ "[tend]\nreply-within = two\n",
	  "[tend] reply-within is 'two', but must be one to 6 whole numbers "
	  "from 0 to 365 that go up, such as 2;5;10" },
	{ "[tend]\nreply-within = 366\n",
	  "one to 6 whole numbers from 0 to 365 that go up" },
	{ "[tend]\nreply-within = -1\n",
	  "one to 6 whole numbers from 0 to 365 that go up" },
	{ "[tend]\nanswer-within = 1\n",
	  "one to 6 whole numbers from 2 to 365 that go up, such as 3;7" },
	{ "[tend]\nreply-within = 5;2\n", "is '5;2'" },
	{ "[tend]\nreply-within = 2;2\n", "is '2;2'" },
	{ "[tend]\nanswer-within = 1;2;3;4;5;6;7\n", "one to 6 whole numbers" },
	{ "[tend]\ntail = 0\n", "[tend] tail is '0'" },
	{ "[tend]\nno-limit = 0\n", "from 1 to 1000" },
	{ "[tend]\nlapse = 14\n", "has no setting 'lapse'" },
	{ "[tend]\nreply-within = 2 # days\n", "is '2 # days'" },
	{ "[tend]\nreply-within =\n", "is ''" },
	{ "[tend]\nmax-recipients = 0\n", "from 1 to 1000" },
	{ "[tend]\nworking-days = mon;tues\n", "days such as mon;tue;wed" },
	{ "[tend]\nholidays = 2026-02-29\n", "dates such as" },
	{ "[tend]\nholidays = 2026-2-1\n", "dates such as" },
	{ "[tend]\ntime-zone = Mars/Olympus\n", "Europe/Berlin" },
	{ "[tend]\ndigest-at = 24:00\n", "a time of day such as 07:30" },
	{ "[tend]\ndigest-at = 7\n", "a time of day such as 07:30" },
	{ "[tend]\ndigest-at = 7:5\n", "a time of day such as 07:30" },
	{ "[tend]\nevidence = all\n", "one of sentence, none" },
	{ "[tend]\nread-bodies-for =\n", "days from 0 to 36500" },
	{ "[tend]\nread-bodies-for = d\n", "a span such as 12w" },
	{ "[tend]\nread-bodies-for = 101y\n", "days from 0 to 36500" },
	{ "[tend]\nread-bodies-for = -1\n", "days from 0 to 36500" },
	{ "[tend]\nkeyword = a b\n", "an IMAP keyword" },
	{ "[tend]\nkeyword = \\Seen\n", "an IMAP keyword" },
	{ "[tend]\nkeyword =\n", "an IMAP keyword" },
	{ "[tend]\ndigest-account = b\n[account a]\n",
	  "there is no [account b] with a host" },
	{ "[account a]\nplain-text-anywhere = yes\n", "true or false" },
	{ "[account a]\nport = 0\n", "from 1 to 65535" },
	{ "[account a]\nport = 99999999999999999999\n", "from 1 to 65535" },
	{ "[account a]\ntls = ssl\n", "one of implicit, starttls, none" },
	{ "[account a]\nidentities = ada\n", "addresses such as" },
	{ "[account a]\nidentities = ada@example.org, b@example.org\n",
	  "addresses such as" },
	{ "[account a]\nca-file = ca.pem\n", "an absolute path" },
	{ "[account a]\npin = abc\n", "44 characters" },
	{ "[account a]\npin = "
	  "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5 MDE=\n",
	  "44 characters" },
	{ "[account a]\nsince = yesterday\n", "a date such as" },
	{ "[account a]\nsince = 0d\n", "a span such as 2y" },
	{ "[account a]\nhost = h.example\n", "has a host, but no user" },
	{ "[account a]\nhost = h.example:993\nuser = u\n",
	  "the port has a setting of its own" },
	{ "[account a]\nhost = h.example\nuser = u\ntls = none\n",
	  "would send the password over the network" },
	{ "[account a]\nhost = 127.evil.example\nuser = u\ntls = none\n",
	  "would send the password over the network" },
	{ "[account a]\npassword-command = a\ntoken-command = b\n",
	  "delete one of them" },
	{ "[acount work]\n", "did you mean [account work]?" },
	{ "[account]\n", "needs a name" },
	{ "[account ]\n", "needs a name" },
	{ "[account ../x]\n", "'/'" },
	{ "[tends]\n", "there are [tend], [account NAME]" },
	{ "reply-within = 2\n", "line 1 is none of" },
	{ "[tend]\n\n# x\nreply-within\n", "line 4 is none of" },
	{ "[account a]\npassword = hunter2\n", "no secret may stand" },
	{ "[tend]\npasswd = hunter2\n", "no secret may stand" },
	{ "[account a]\ntoken = hunter2\n", "no secret may stand" },
	{ "[account a]\nhunter2\n", "line 2 is none of" },
	{ "[tend]\nkeyword = \xff\n", "not a text file in UTF-8" },
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

static void test_ports(void)
{
	g_autoptr(config_t) config =
	    parse("[account a]\n[account b]\ntls = starttls\n"
		  "[account c]\nhost = 127.0.0.1\nuser = u\ntls = none\n",
		  NULL);
	static const guint ports[] = { 993, 143, 143 };

	g_assert_nonnull(config);
	for (guint i = 0; i < config->accounts->len; i++) {
		const struct config_account *account =
		    g_ptr_array_index(config->accounts, i);

		g_assert_cmpuint(account->port, ==, ports[i]);
	}
	g_assert_nonnull(config_find_account(config, "b"));
	g_assert_null(config_find_account(config, "d"));
}

static void test_identities(void)
{
	g_autoptr(config_t) config =
	    parse("[account a]\nidentities = A@example.org;b@example.org\n"
		  "[account b]\nidentities = a@example.org;c@example.org\n",
		  NULL);
	g_auto(GStrv) list = config_list_identities(config);
	g_autofree char *joined = g_strjoinv(" ", list);

	g_assert_cmpstr(joined, ==,
			"a@example.org b@example.org c@example.org");
}

static void test_rule_settings(void)
{
	g_autoptr(config_t) config =
	    parse("[tend]\nreply-within = 4;8\nanswer-within = 5\n"
		  "promise-within = 6\nnew-within = 9\nno-limit = 2\n"
		  "exchange-target = 3\ncolleagues = false\n"
		  "cadence = gentle\ntail = 11\ntail-late = 12\n"
		  "tail-years = 13\nquiet-first-year = 14\n"
		  "quiet-later = 15\nquiet-customer = 16\n"
		  "max-recipients = 7\nworking-days = sat\n"
		  "holidays = 1970-01-03\ndigest-at = 08:01\n",
		  NULL);
	struct rule_settings settings;

	config_rule_settings(config, &settings);
	g_assert_cmpuint(settings.reply_within.n, ==, 2);
	g_assert_cmpuint(settings.reply_within.days[0], ==, 4);
	g_assert_cmpuint(settings.reply_within.days[1], ==, 8);
	g_assert_cmpuint(settings.answer_within.n, ==, 1);
	g_assert_cmpuint(settings.answer_within.days[0], ==, 5);
	g_assert_cmpuint(settings.promise_within, ==, 6);
	g_assert_cmpuint(settings.new_within, ==, 9);
	g_assert_cmpuint(settings.no_limit, ==, 2);
	g_assert_cmpuint(settings.target, ==, 3);
	g_assert_false(settings.colleagues);
	g_assert_cmpstr(settings.cadence, ==, "gentle");
	g_assert_cmpuint(settings.tail_days, ==, 11);
	g_assert_cmpuint(settings.late_days, ==, 12);
	g_assert_cmpuint(settings.tail_years, ==, 13);
	g_assert_cmpuint(settings.quiet_first_year, ==, 14);
	g_assert_cmpuint(settings.quiet_later, ==, 15);
	g_assert_cmpuint(settings.quiet_customer, ==, 16);
	g_assert_cmpuint(settings.max_recipients, ==, 7);
	g_assert_cmpuint(settings.working_days, ==,
			 WORKING_DAY(G_DATE_SATURDAY));
	g_assert_cmpuint(settings.due_minute, ==, 8 * 60 + 1);
	g_assert_cmpuint(settings.n_holidays, ==, 1);
	g_assert_cmpint(settings.holidays[0], ==, 2);
	g_assert_true(settings.zone == config->zone);
}

static const struct {
	const char *since;
	const char *day; /* on 2026-03-31; NULL: everything */
} since_rows[] = {
	{ "", NULL },
	{ "2025-01-31", "2025-01-31" },
	{ "1d", "2026-03-30" },
	{ "2w", "2026-03-17" },
	{ "1m", "2026-02-28" },
	{ "2y", "2024-03-31" },
	{ "9999y", NULL },
	{ "9999m", NULL },
	{ "9999d", "1998-11-14" },
};

static void test_since(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	gint64 now = local_instant(local_day_from_date(2026, 3, 31), 60, zone);

	for (gsize i = 0; i < G_N_ELEMENTS(since_rows); i++) {
		g_autofree char *text = g_strdup_printf(
		    "[account a]\nsince = %s\n", since_rows[i].since);
		g_autoptr(config_t) config = parse(text, NULL);
		g_autoptr(GDateTime) when = NULL;
		g_autoptr(GDateTime) local = NULL;
		g_autofree char *day = NULL;
		gint64 at;

		g_test_message("%s", since_rows[i].since);
		at = config_since(first(config), now, zone);
		if (!since_rows[i].day) {
			g_assert_cmpint(at, ==, 0);
			continue;
		}
		when = g_date_time_new_from_unix_utc(at);
		local = g_date_time_to_timezone(when, zone);
		day = g_date_time_format(local, "%Y-%m-%d");
		g_assert_cmpstr(day, ==, since_rows[i].day);
		g_assert_cmpint(g_date_time_get_hour(local), ==, 0);
	}
}

static const struct {
	const char *before, *group, *body, *after;
} group_rows[] = {
	{ "", "account a", "x = 1\n", "[account a]\nx = 1\n" },
	{ "# mine\n[tend]\ntail = 3\n", "account a", "x = 1\n",
	  "# mine\n[tend]\ntail = 3\n\n[account a]\nx = 1\n" },
	{ "[account a]\ny = 2\n# gone\n[account b]\nz = 3\n", "account a",
	  "x = 1\n", "[account a]\nx = 1\n\n[account b]\nz = 3\n" },
	{ "[account b]\nz = 3\n\n[account a]\ny = 2", "account a", "x = 1\n",
	  "[account b]\nz = 3\n\n[account a]\nx = 1\n" },
};

static const struct {
	const char *before, *after; /* of setting flag = both in [tend] */
} value_rows[] = {
	{ "", "[tend]\nflag = both\n" },
	{ "[account a]\nflag = x\n",
	  "[tend]\nflag = both\n\n[account a]\nflag = x\n" },
	{ "[tend]\ntail = 3\n", "[tend]\nflag = both\ntail = 3\n" },
	{ "[tend]\n# flag = none\n flag=none\ntail = 3\n",
	  "[tend]\n# flag = none\nflag = both\ntail = 3\n" },
	{ "[tend]\nflag = none\nflag = keyword\n", "[tend]\nflag = both\n" },
};

static void test_edit(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(group_rows); i++) {
		g_autofree char *text =
		    config_edit_group(group_rows[i].before, group_rows[i].group,
				      group_rows[i].body);

		g_assert_cmpstr(text, ==, group_rows[i].after);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(value_rows); i++) {
		g_autofree char *text = config_edit_value(
		    value_rows[i].before, "tend", "flag", "both");

		g_assert_cmpstr(text, ==, value_rows[i].after);
	}
}

static void test_missing(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *directory = g_dir_make_tmp("tend-XXXXXX", &error);
	g_autofree char *file = NULL;

	g_assert_no_error(error);
	file = g_build_filename(directory, "config", NULL);
	g_assert_null(config_load(file, &error));
	g_assert_cmpint(g_rmdir(directory), ==, 0);
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
	g_assert_nonnull(strstr(error->message, "tend init"));
	g_clear_error(&error);
	g_assert_null(config_load("/", &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
}

/* Where in the manual the settings of a kind of group stand. */
static char *find_section(const char *manual, const char *kind)
{
	g_autofree char *head = g_strdup_printf(
	    g_str_equal(kind, "tend") ? "\n.Li [%s] .\n" : "\n.Li [%s NAME]",
	    kind);
	const char *start = strstr(manual, head), *end;

	g_test_message("%s", head);
	g_assert_nonnull(start);
	end = strstr(start, "\n.S");
	g_assert_nonnull(end);
	return g_strndup(start, (gsize)(end - start));
}

/* tend-config(5) names every setting, with its default, in its section. */
static void test_manual(void)
{
	g_autofree char *file = g_test_build_filename(
	    G_TEST_DIST, "contrib", "man", "tend-config.5", NULL);
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	for (const struct setting *s = config_settings; s->key; s++) {
		g_autofree char *section = find_section(text, s->group);
		g_autofree char *item =
		    *s->fallback ? g_strdup_printf("\n.It Ic %s No = Ar %s\n",
						   s->key, s->fallback)
				 : g_strdup_printf("\n.It Ic %s\n", s->key);

		g_test_message("%s", item);
		g_assert_nonnull(strstr(section, item));
	}
}

/* The example there is a configuration, and shows every kind of group. */
static void test_example(void)
{
	g_autofree char *file = g_test_build_filename(
	    G_TEST_DIST, "contrib", "man", "tend-config.5", NULL);
	g_autofree char *text = NULL, *example = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(config_t) config = NULL;
	const char *start, *end;

	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	start = strstr(text, "\n.Sh EXAMPLES\n.Bd -literal\n");
	g_assert_nonnull(start);
	start = strstr(start, "\n[tend]\n");
	g_assert_nonnull(start);
	end = strstr(start, "\n.Ed\n");
	g_assert_nonnull(end);
	example = g_strndup(start, (gsize)(end - start));
	config = parse(example, &error);
	g_assert_no_error(error);
	for (const struct setting *s = config_settings; s->key; s++)
		g_assert_true(strstr(example, s->group) != NULL);
	g_assert_cmpuint(config->cadences->len, ==, 1);
	g_assert_cmpuint(config->tags->len, ==, 2);
	g_assert_cmpuint(config->stages->len, ==, 3);
	g_assert_cmpuint(config->accounts->len, ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/config/defaults", test_defaults);
	g_test_add_func("/config/table-unique", test_table_unique);
	g_test_add_func("/config/read", test_read);
	g_test_add_func("/config/refused", test_refused);
	g_test_add_func("/config/ports", test_ports);
	g_test_add_func("/config/identities", test_identities);
	g_test_add_func("/config/rule-settings", test_rule_settings);
	g_test_add_func("/config/since", test_since);
	g_test_add_func("/config/edit", test_edit);
	g_test_add_func("/config/missing", test_missing);
	g_test_add_func("/config/manual", test_manual);
	g_test_add_func("/config/example", test_example);
	return g_test_run();
}
