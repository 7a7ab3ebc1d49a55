/* The configuration: the table of settings, and reading a file by it. */
#include "agent/config.h"

#include <stdio.h>
#include <string.h>

#include "agent/config_check.h"
#include "agent/error.h"
#include "agent/holidays.h"
#include "agent/rules/local_day.h"

/* Nobody writes this much; a device or a mailbox given by mistake does. */
#define FILE_MAX (1 << 20)

/* Copies in one transaction: few enough to be short, many to be fast. */
#define BATCH 5000

#define TEND(key, field, type, fallback, ...)                      \
	{                                                          \
		.group = "tend", key, type, fallback, __VA_ARGS__, \
		.offset = G_STRUCT_OFFSET(struct config, field)    \
	}
#define ACCOUNT(key, field, type, fallback, ...)                        \
	{                                                               \
		.group = "account", key, type, fallback, __VA_ARGS__,   \
		.offset = G_STRUCT_OFFSET(struct config_account, field) \
	}
#define CADENCE(key, field, type, fallback, ...)                        \
	{                                                               \
		.group = "cadence", key, type, fallback, __VA_ARGS__,   \
		.offset = G_STRUCT_OFFSET(struct config_cadence, field) \
	}
#define TERM(kind, key, field, type, fallback, ...)                  \
	{                                                            \
		.group = kind, key, type, fallback, __VA_ARGS__,     \
		.offset = G_STRUCT_OFFSET(struct config_term, field) \
	}

/* clang-format off */
const struct setting config_settings[] = {
	TEND("reply-within", reply_within, SETTING_RUNGS, "2;5;10",
	     "working days after which you are told that you owe an answer",
	     NULL, 0, 365),
	TEND("answer-within", answer_within, SETTING_RUNGS, "3;7",
	     "on which day they owe you one, that of your mail being the first",
	     NULL, 2, 365),
	TEND("promise-within", promise_within, SETTING_NUMBER, "5",
	     "working days that a promise without a date has", NULL, 1, 365),
	TEND("new-within", new_within, SETTING_NUMBER, "5",
	     "working days until a stranger's mail is let go", NULL, 1, 365),
	TEND("colleagues", colleagues, SETTING_TRUTH, "true",
	     "whether asks among colleagues count"),
	TEND("cadence", cadence, SETTING_TEXT, "steady",
	     "when to try again, with people you track"),
	TEND("tail", tail, SETTING_SPAN, "14",
	     "how often to try when a cadence is behind", NULL, 1, 3650),
	TEND("tail-late", tail_late, SETTING_SPAN, "90",
	     "how often when a year is behind", NULL, 1, 3650),
	TEND("tail-years", tail_years, SETTING_NUMBER, "0",
	     "years after which trying ends; 0 is never", NULL, 0, 100),
	TEND("quiet-first-year", quiet_first_year, SETTING_SPAN, "30",
	     "how long to be silent with people known for less than a year",
	     NULL, 1, 3650),
	TEND("quiet-later", quiet_later, SETTING_SPAN, "90",
	     "how long with people known for longer", NULL, 1, 3650),
	TEND("quiet-customer", quiet_customer, SETTING_SPAN, "60",
	     "how long with customers", NULL, 1, 3650),
	TEND("track", track, SETTING_PATTERNS, "",
	     "addresses of people to track, such as *@acme.example"),
	TEND("track-folders", track_folders, SETTING_LIST, "",
	     "folders whose mail is with people to track"),
	TEND("exchange-target", exchange_target, SETTING_NUMBER, "7",
	     "exchanges that it takes", NULL, 1, 1000),
	TEND("no-limit", no_limit, SETTING_NUMBER, "5",
	     "nos after which somebody may be lost", NULL, 1, 1000),
	TEND("max-recipients", max_recipients, SETTING_NUMBER, "10",
	     "more people in To are a crowd, not contacts", NULL, 1, 1000),
	TEND("working-days", working_days, SETTING_DAYS,
	     "mon;tue;wed;thu;fri", "the days that limits count"),
	TEND("holidays", holidays, SETTING_DATES, "",
	     "days on which nobody works"),
	TEND("holidays-file", holidays_file, SETTING_FILE, "",
	     "an iCalendar file of more of them"),
	TEND("time-zone", time_zone, SETTING_ZONE, "",
	     "where your days begin; empty is the system's"),
	TEND("digest-at", digest_at, SETTING_TIME, "07:30",
	     "when the digest is left in the inbox, and matters become due"),
	TEND("digest-days", digest_days, SETTING_DAYS, "",
	     "on which days; empty is the working days"),
	TEND("report-days", report_days, SETTING_DAYS, "fri",
	     "on which days the report is left there too; none is never",
	     "none"),
	TEND("digest-limit", digest_limit, SETTING_NUMBER, "5",
	     "at most so many names in a digest", NULL, 1, 50),
	TEND("digest-show", digest_show, SETTING_WORD, "sentences",
	     "how much of the mail a digest may show",
	     "names|subjects|sentences"),
	TEND("digest-account", digest_account, SETTING_TEXT, "",
	     "which account gets it; empty is the first with a host"),
	TEND("morning-drafts", morning_drafts, SETTING_TRUTH, "false",
	     "whether each morning a draft waits for whom the digest names"),
	TEND("draft-quote", draft_quote, SETTING_TRUTH, "true",
	     "whether a draft quotes the last message"),
	TEND("evidence", evidence, SETTING_WORD, "sentence",
	     "whether the sentence that a judgement rests on is kept",
	     "sentence|none"),
	TEND("read-bodies-for", body_days, SETTING_SPAN, "90",
	     "days for which whole messages are read, not headers alone",
	     NULL, 0, 36500),
	TEND("flag", flag, SETTING_WORD, "none",
	     "what marks a stalled message in the mailbox",
	     "none|keyword|flagged|both"),
	TEND("keyword", keyword, SETTING_KEYWORD, "$tend",
	     "the keyword that does so"),
	TEND("track-flag", track_flag, SETTING_WORD, "keyword",
	     "the flag of yours that has the people of a message tracked",
	     "none|keyword|flagged|both"),
	TEND("on-new", on_new, SETTING_TEXT, "",
	     "a command to run when somebody new has written"),
	TEND("on-answer", on_answer, SETTING_TEXT, "",
	     "a command to run when an answer that was owed has come"),
	TEND("on-stalled", on_stalled, SETTING_TEXT, "",
	     "a command to run when a matter becomes due"),
	TEND("hook-deadline", hook_deadline, SETTING_NUMBER, "10",
	     "seconds after which such a command is killed", NULL, 1, 600),
	TEND("backup-keep", backup_keep, SETTING_NUMBER, "7",
	     "how many backups 'tend backup' keeps", NULL, 1, 10000),

	ACCOUNT("host", host, SETTING_TEXT, "",
		"the IMAP server; empty for files only"),
	ACCOUNT("port", port, SETTING_NUMBER, "",
		"its port; empty is 993, or 143 without implicit TLS",
		NULL, 1, 65535),
	ACCOUNT("tls", tls, SETTING_WORD, "implicit",
		"how the connection is protected", "implicit|starttls|none"),
	ACCOUNT("plain-text-anywhere", plain_text_anywhere, SETTING_TRUTH,
		"false", "let tls = none send the password over a network"),
	ACCOUNT("ca-file", ca_file, SETTING_FILE, "",
		"certificates to trust instead of the system's"),
	ACCOUNT("pin", pin, SETTING_PIN, "",
		"the only public key to trust: its SHA-256 in base64"),
	ACCOUNT("user", user, SETTING_TEXT, "",
		"the name to log in with"),
	ACCOUNT("password-command", password_command, SETTING_TEXT, "",
		"a command that prints the password; empty is the keyring"),
	ACCOUNT("token-command", token_command, SETTING_TEXT, "",
		"a command that prints an OAuth 2 access token"),
	ACCOUNT("identities", identities, SETTING_IDENTITIES, "",
		"your own addresses"),
	ACCOUNT("not-identities", not_identities, SETTING_IDENTITIES, "",
		"addresses that look like yours and are not"),
	ACCOUNT("folders", folders, SETTING_LIST, "",
		"the folders to read; empty lets tend choose, * is all"),
	ACCOUNT("not-folders", not_folders, SETTING_LIST, "",
		"folders not to read"),
	ACCOUNT("sent", sent, SETTING_LIST, "",
		"folders of sent mail, if the server does not say"),
	ACCOUNT("drafts", drafts, SETTING_LIST, "",
		"folders of drafts, if the server does not say"),
	ACCOUNT("digest-folder", digest_folder, SETTING_TEXT, "INBOX",
		"where the digest is put"),
	ACCOUNT("auth-server", auth_server, SETTING_TEXT, "",
		"the name by which your server says who a mail is from"),
	ACCOUNT("since", since, SETTING_SINCE, "",
		"read mail from then on: a date or a span; empty is all"),
	ACCOUNT("deadline", deadline, SETTING_NUMBER, "60",
		"seconds that the server has for a command", NULL, 5, 3600),

	CADENCE("days", cadence, SETTING_CADENCE, "",
		"the days since the first try on which to try again"),

	TERM("tag", "cadence", cadence, SETTING_TEXT, "",
	     "when to try again with people who have the tag"),
	TERM("tag", "keep-in-touch", keep_in_touch, SETTING_SPAN, "",
	     "how long to be silent with them", "never", 1, 3650),

	TERM("stage", "cadence", cadence, SETTING_TEXT, "",
	     "when to try again with people at the stage"),
	TERM("stage", "keep-in-touch", keep_in_touch, SETTING_SPAN, "",
	     "how long to be silent with them", "never", 1, 3650),
	TERM("stage", "tags", tags, SETTING_LIST, "",
	     "whoever has one of these tags is at the stage"),
	TERM("stage", "from", from, SETTING_PATTERNS, "",
	     "and whoever has such an address"),
	TERM("stage", "folders", folders, SETTING_LIST, "",
	     "and whoever has mail in such a folder"),
	TERM("stage", "subjects", subjects, SETTING_LIST, "",
	     "and whoever has mail with such a subject"),
	{ .key = NULL }
};
/* clang-format on */

static void release(const char *kind, void *object)
{
	for (const struct setting *s = config_settings; s->key; s++)
		if (g_str_equal(s->group, kind))
			setting_release(s, object);
}

static void account_free(void *data)
{
	struct config_account *account = data;

	release("account", account);
	g_free(account->name);
	g_free(account);
}

static void cadence_free(void *data)
{
	struct config_cadence *cadence = data;

	release("cadence", cadence);
	g_free(cadence->name);
	g_free(cadence);
}

static void tag_free(void *data)
{
	struct config_term *term = data;

	release("tag", term);
	g_free(term->name);
	g_free(term);
}

static void stage_free(void *data)
{
	struct config_term *term = data;

	release("stage", term);
	g_free(term->name);
	g_free(term);
}

void config_free(struct config *config)
{
	if (!config)
		return;
	release("tend", config);
	g_clear_pointer(&config->days_off, g_array_unref);
	g_clear_pointer(&config->zone, g_time_zone_unref);
	g_clear_pointer(&config->accounts, g_ptr_array_unref);
	g_clear_pointer(&config->cadences, g_ptr_array_unref);
	g_clear_pointer(&config->tags, g_ptr_array_unref);
	g_clear_pointer(&config->stages, g_ptr_array_unref);
	g_clear_pointer(&config->rule_cadences, g_array_unref);
	g_clear_pointer(&config->rule_terms, g_array_unref);
	g_free(config->file);
	g_free(config);
}

/* Read one group's settings, those that are not there from their defaults. */
static gboolean read_group(const char *file, GKeyFile *keys, const char *group,
			   void *object, GError **error)
{
	const char *kind = config_check_kind(group);

	for (const struct setting *s = config_settings; s->key; s++) {
		g_autofree char *text = NULL;
		g_autofree char *expected = NULL;

		if (!g_str_equal(s->group, kind))
			continue;
		/*
		 * The value as it stands: a command's backslashes are the
		 * shell's, not GKeyFile's.
		 */
		text = g_key_file_get_value(keys, group, s->key, NULL);
		if (text)
			g_strstrip(text);
		if (setting_read(s, text ? text : s->fallback, object,
				 &expected))
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] %s is '%s', but must be %s", file,
			    group, s->key, text ? text : "", expected);
		return FALSE;
	}
	return TRUE;
}

static gboolean is_loopback(const char *host)
{
	return g_str_equal(host, "localhost") || g_str_equal(host, "::1") ||
	       (g_str_has_prefix(host, "127.") &&
		strspn(host, "0123456789.") == strlen(host));
}

/* What one setting asks of another; NULL when all is well. */
static const char *account_fault(const struct config_account *account)
{
	if (account->password_command && account->token_command)
		return "has a password-command and a token-command; delete "
		       "one of them";
	if (!account->host)
		return NULL;
	if (strpbrk(account->host, " \t/@:") &&
	    !g_hostname_is_ip_address(account->host))
		return "has a host that is no host name; the port has a "
		       "setting of its own";
	if (!account->user)
		return "has a host, but no user; set user to the name to log "
		       "in with";
	if (account->tls == TLS_NONE && !is_loopback(account->host) &&
	    !account->plain_text_anywhere)
		return "has tls = none, which would send the password over "
		       "the network for all to read; set tls = implicit or "
		       "starttls, or, if you are sure, plain-text-anywhere "
		       "= true";
	return NULL;
}

static gboolean read_account(struct config *config, GKeyFile *keys,
			     const char *group, GError **error)
{
	struct config_account *account = g_new0(struct config_account, 1);
	const char *fault;

	account->name = g_strstrip(g_strdup(config_check_name(group)));
	g_ptr_array_add(config->accounts, account);
	if (!read_group(config->file, keys, group, account, error))
		return FALSE;
	if (account->port == 0)
		account->port = account->tls == TLS_IMPLICIT ? 993 : 143;
	fault = account_fault(account);
	if (!fault)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG, "'%s': [%s] %s",
		    config->file, group, fault);
	return FALSE;
}

static gboolean check_digest_account(const struct config *config,
				     GError **error)
{
	const struct config_account *account;

	if (!config->digest_account)
		return TRUE;
	account = config_find_account(config, config->digest_account);
	if (account && account->host)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s': [tend] digest-account is '%s', but there is no "
		    "[account %s] with a host",
		    config->file, config->digest_account,
		    config->digest_account);
	return FALSE;
}

static gboolean read_days_off(struct config *config, GError **error)
{
	GArray *days = g_array_new(FALSE, FALSE, sizeof(gint32));

	config->days_off = days;
	g_array_append_vals(days, config->holidays->data,
			    config->holidays->len);
	if (config->holidays_file &&
	    !holidays_load(config->holidays_file, days, error)) {
		g_prefix_error(error,
			       "'%s': [tend] holidays-file: ", config->file);
		return FALSE;
	}
	holidays_sort(days);
	return TRUE;
}

static gboolean read_cadence(struct config *config, GKeyFile *keys,
			     const char *group, GError **error)
{
	struct config_cadence *cadence = g_new0(struct config_cadence, 1);

	cadence->name = g_utf8_strdown(config_check_name(group), -1);
	g_ptr_array_add(config->cadences, cadence);
	return read_group(config->file, keys, group, cadence, error);
}

static gboolean read_tag(struct config *config, GKeyFile *keys,
			 const char *group, GError **error)
{
	struct config_term *term = g_new0(struct config_term, 1);

	term->name = g_utf8_strdown(config_check_name(group), -1);
	g_ptr_array_add(config->tags, term);
	return read_group(config->file, keys, group, term, error);
}

static gboolean read_stage(struct config *config, GKeyFile *keys,
			   const char *group, GError **error)
{
	struct config_term *term = g_new0(struct config_term, 1);

	term->name = g_ascii_strdown(config_check_name(group), -1);
	g_ptr_array_add(config->stages, term);
	if (!stage_parse(term->name, &term->stage))
		g_assert_not_reached();
	return config_check_stage(config->file, keys, group, term->stage,
				  error) &&
	       read_group(config->file, keys, group, term, error);
}

static const struct {
	const char *kind;
	gboolean (*read)(struct config *config, GKeyFile *keys,
			 const char *group, GError **error);
} readers[] = {
	{ "account", read_account },
	{ "cadence", read_cadence },
	{ "tag", read_tag },
	{ "stage", read_stage },
};

static gboolean read_groups(struct config *config, GKeyFile *keys,
			    GError **error)
{
	g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);

	for (char **group = groups; *group; group++)
		for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
			if (g_str_equal(readers[i].kind,
					config_check_kind(*group)) &&
			    !readers[i].read(config, keys, *group, error))
				return FALSE;
	return TRUE;
}

/* What rules borrow: plain arrays, whose texts lend from the groups. */
static void fill_terms(struct config *config)
{
	for (guint i = 0; i < config->cadences->len; i++) {
		struct config_cadence *own = config->cadences->pdata[i];

		own->cadence.name = own->name;
		g_array_append_val(config->rule_cadences, own->cadence);
	}
	for (guint i = 0; i < config->tags->len; i++) {
		const struct config_term *own = config->tags->pdata[i];
		const struct term term = { .tag = own->name,
					   .cadence = own->cadence,
					   .quiet_days = own->keep_in_touch };

		g_array_append_val(config->rule_terms, term);
	}
	for (guint i = 0; i < config->stages->len; i++) {
		const struct config_term *own = config->stages->pdata[i];
		const struct term term = { .stage = own->stage,
					   .cadence = own->cadence,
					   .quiet_days = own->keep_in_touch };

		g_array_append_val(config->rule_terms, term);
	}
}

/* Cadences may stand below those who name them. */
static gboolean check_cadences(const struct config *config, GError **error)
{
	g_autoptr(GPtrArray) groups = config_list_groups(config);
	struct rule_settings settings;

	config_rule_settings(config, &settings);
	for (guint i = 0; i < groups->len; i++) {
		const struct config_group *group = groups->pdata[i];
		const struct config_term *term = group->object;
		const char *name = NULL;

		if (g_str_equal(group->kind, "tend"))
			name = config->cadence;
		else if (g_str_equal(group->kind, "tag") ||
			 g_str_equal(group->kind, "stage"))
			name = term->cadence;
		if (name && !config_check_cadence(config->file, group->title,
						  name, &settings, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean read_all(struct config *config, GKeyFile *keys, GError **error)
{
	if (!config_check_names(config->file, keys, error) ||
	    !read_group(config->file, keys, "tend", config, error))
		return FALSE;
	if (config->digest_days == 0)
		config->digest_days = config->working_days;
	config->zone = config->time_zone
			   ? g_time_zone_new_identifier(config->time_zone)
			   : g_time_zone_new_local();
	if (!read_groups(config, keys, error))
		return FALSE;
	fill_terms(config);
	return check_digest_account(config, error) &&
	       read_days_off(config, error) && check_cadences(config, error);
}

/*
 * GKeyFile quotes the line that it does not understand, which may be a
 * password; we name its number.
 */
static guint find_bad_line(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	gboolean in_group = FALSE;

	for (guint i = 0; lines[i]; i++) {
		char *line = g_strstrip(lines[i]);
		gboolean group = *line == '[' && g_str_has_suffix(line, "]");
		const char *equals = strchr(line, '=');

		if (!*line || *line == '#')
			continue;
		if (!group && (!in_group || !equals || equals == line))
			return i + 1;
		in_group = TRUE;
	}
	return 0;
}

static gboolean load_keys(GKeyFile *keys, const char *file, const char *text,
			  gsize length, GError **error)
{
	guint line;

	if (memchr(text, '\0', length) ||
	    !g_utf8_validate(text, (gssize)length, NULL)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s' is not a text file in UTF-8; name a "
			    "configuration with --config",
			    file);
		return FALSE;
	}
	if (g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE,
				      NULL))
		return TRUE;
	line = find_bad_line(text);
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s': line %u is none of '[tend]', '[account NAME]' and "
		    "the like, 'key = value' below these, and '# comment'; "
		    "mend it",
		    file, line);
	return FALSE;
}

struct config *config_parse(const char *file, const char *text, gsize length,
			    GError **error)
{
	g_autoptr(config_t) config = g_new0(struct config, 1);
	g_autoptr(GKeyFile) keys = g_key_file_new();

	config->file = g_strdup(file);
	config->accounts = g_ptr_array_new_with_free_func(account_free);
	config->cadences = g_ptr_array_new_with_free_func(cadence_free);
	config->tags = g_ptr_array_new_with_free_func(tag_free);
	config->stages = g_ptr_array_new_with_free_func(stage_free);
	config->rule_cadences =
	    g_array_new(FALSE, FALSE, sizeof(struct cadence));
	config->rule_terms = g_array_new(FALSE, FALSE, sizeof(struct term));
	config->batch = BATCH;
	if (!load_keys(keys, file, text, length, error) ||
	    !read_all(config, keys, error))
		return NULL;
	return g_steal_pointer(&config);
}

struct config *config_load(const char *file, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *text = NULL;
	gsize length;

	if (g_file_get_contents(file, &text, &length, &cause)) {
		if (length <= FILE_MAX)
			return config_parse(file, text, length, error);
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s' is too large for a configuration; name "
			    "another with --config",
			    file);
	} else if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "there is no configuration '%s'; run 'tend init' "
			    "to make one, or name one with --config",
			    file);
	} else {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "cannot read the configuration: %s; make it "
			    "readable, or name another with --config",
			    cause->message);
	}
	return NULL;
}

struct config_account *config_find_account(const struct config *config,
					   const char *name)
{
	for (guint i = 0; i < config->accounts->len; i++) {
		struct config_account *account =
		    g_ptr_array_index(config->accounts, i);

		if (g_str_equal(account->name, name))
			return account;
	}
	return NULL;
}

static void free_group(void *data)
{
	struct config_group *group = data;

	g_free(group->title);
	g_free(group);
}

static void list(GPtrArray *groups, const char *kind, const char *name,
		 const void *object)
{
	struct config_group *group = g_new0(struct config_group, 1);

	group->kind = kind;
	group->title =
	    name ? g_strconcat(kind, " ", name, NULL) : g_strdup(kind);
	group->object = object;
	g_ptr_array_add(groups, group);
}

GPtrArray *config_list_groups(const struct config *config)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);

	list(groups, "tend", NULL, config);
	for (guint i = 0; i < config->accounts->len; i++) {
		const struct config_account *own = config->accounts->pdata[i];

		list(groups, "account", own->name, own);
	}
	for (guint i = 0; i < config->cadences->len; i++) {
		const struct config_cadence *own = config->cadences->pdata[i];

		list(groups, "cadence", own->name, own);
	}
	for (guint i = 0; i < config->tags->len; i++) {
		const struct config_term *own = config->tags->pdata[i];

		list(groups, "tag", own->name, own);
	}
	for (guint i = 0; i < config->stages->len; i++) {
		const struct config_term *own = config->stages->pdata[i];

		list(groups, "stage", own->name, own);
	}
	return groups;
}

void config_rule_settings(const struct config *config,
			  struct rule_settings *settings_out)
{
	const GArray *holidays = config->days_off;

	rule_settings_init(settings_out, config->zone);
	settings_out->reply_within = config->reply_within;
	settings_out->answer_within = config->answer_within;
	settings_out->promise_within = config->promise_within;
	settings_out->new_within = config->new_within;
	settings_out->no_limit = config->no_limit;
	settings_out->target = config->exchange_target;
	settings_out->colleagues = config->colleagues;
	if (config->cadence)
		settings_out->cadence = config->cadence;
	settings_out->cadences =
	    (const struct cadence *)(const void *)config->rule_cadences->data;
	settings_out->n_cadences = config->rule_cadences->len;
	settings_out->terms =
	    (const struct term *)(const void *)config->rule_terms->data;
	settings_out->n_terms = config->rule_terms->len;
	settings_out->tail_days = config->tail;
	settings_out->late_days = config->tail_late;
	settings_out->tail_years = config->tail_years;
	settings_out->quiet_first_year = config->quiet_first_year;
	settings_out->quiet_later = config->quiet_later;
	settings_out->quiet_customer = config->quiet_customer;
	settings_out->max_recipients = config->max_recipients;
	settings_out->working_days = config->working_days;
	settings_out->due_minute = config->digest_at;
	settings_out->holidays = (const gint32 *)(const void *)holidays->data;
	settings_out->n_holidays = holidays->len;
}

static char **list_addresses(const struct config *config, gsize offset)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < config->accounts->len; i++) {
		const char *account = g_ptr_array_index(config->accounts, i);
		char **const *addresses = (const void *)(account + offset);

		for (char **p = *addresses; *p; p++)
			if (!g_ptr_array_find_with_equal_func(
				list, *p, g_str_equal, NULL))
				g_ptr_array_add(list, g_strdup(*p));
	}
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_steal(list, NULL);
}

char **config_list_identities(const struct config *config)
{
	return list_addresses(
	    config, G_STRUCT_OFFSET(struct config_account, identities));
}

char **config_list_not_identities(const struct config *config)
{
	return list_addresses(
	    config, G_STRUCT_OFFSET(struct config_account, not_identities));
}

gboolean config_reads_all(const struct config_account *account)
{
	return g_strv_contains((const char *const *)account->folders, "*");
}

/* A span that reaches back before any mail. */
#define AGES (50 * 365)

static void go_back(GDate *date, guint number, char unit)
{
	switch (unit) {
	case 'd':
		g_date_subtract_days(date, number);
		break;
	case 'w':
		g_date_subtract_days(date, 7 * number);
		break;
	case 'm':
		g_date_subtract_months(date, number);
		break;
	default:
		g_date_subtract_years(date, number);
		break;
	}
}

static guint days_of(char unit)
{
	return unit == 'd' ? 1 : unit == 'w' ? 7 : unit == 'm' ? 30 : 365;
}

gint64 config_since(const struct config_account *account, gint64 now,
		    GTimeZone *zone)
{
	guint year, month, day, number;
	gint32 today_year;
	char unit;
	GDate date;

	if (!account->since)
		return 0;
	if (sscanf(account->since, "%u-%u-%u", &year, &month, &day) == 3)
		return local_instant(
		    local_day_from_date((gint32)year, month, day), 0, zone);
	if (sscanf(account->since, "%u%c", &number, &unit) != 2)
		g_assert_not_reached();
	if (number * days_of(unit) >= AGES)
		return 0;
	local_day_to_date(local_day(now, zone), &today_year, &month, &day);
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month,
		       (GDateYear)today_year);
	go_back(&date, number, unit);
	return local_instant(local_day_from_date(g_date_get_year(&date),
						 (guint)g_date_get_month(&date),
						 g_date_get_day(&date)),
			     0, zone);
}
