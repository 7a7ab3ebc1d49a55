/* tend init: set up an account. */
#include <stdio.h>
#include <string.h>

#include "agent/ask.h"
#include "agent/command.h"
#include "agent/config_edit.h"
#include "agent/error.h"
#include "agent/folders.h"
#include "agent/derive/identities.h"
#include "agent/keyring.h"
#include "agent/paths.h"
#include "agent/print.h"
#include "agent/probe.h"
#include "agent/provider.h"
#include "agent/safe.h"
#include "agent/suggest.h"
#include "agent/tell.h"

static const struct option options[] = {
	{ "name", 'n', "NAME", "what to call the account" },
	{ "host", 0, "HOST", "the IMAP server" },
	{ "port", 0, "PORT", "its port" },
	{ "tls", 0, "MODE", "implicit, starttls or none" },
	{ "ca-file", 0, "FILE", "certificates to trust" },
	{ "pin", 0, "DIGEST", "the only public key to trust" },
	{ "user", 'u', "NAME", "the name to log in with" },
	{ "password-command", 0, "COMMAND",
	  "a command that prints the password" },
	{ "token-command", 0, "COMMAND",
	  "a command that prints an access token" },
	{ "identities", 0, "LIST", "your own addresses, between semicolons" },
	{ "folders", 0, "LIST", "the folders to read, between semicolons" },
	{ "flag", 0, "MODE",
	  "how to mark stalled mail: none, keyword, flagged or both" },
	{ "yes", 'y', NULL, "ask nothing but the password" },
	{ "dry-run", 0, NULL, "print the configuration, change nothing" },
	{ NULL }
};

/* Settings of the account that stand in the options under their own name. */
static const char *const plain_keys[] = {
	"host",
	"port",
	"tls",
	"ca-file",
	"pin",
	"user",
	"password-command",
	"token-command",
	"identities",
	"folders",
	NULL,
};

struct init;
typedef struct init init_t;

struct init {
	struct call *call;
	gboolean ask;
	const char *file;
	char *text;	       /* of the configuration as it is, "" for none */
	struct config *before; /* of that text */
	char *address;
	char *name;
	GHashTable *values; /* key of the account to its text */

	/* What comes of it. */
	char *new_text;
	struct config *config;
	const struct config_account *account;
	struct secret *secret;
	gboolean typed; /* the password was, and goes into the keyring */
};

static void init_clear(struct init *init)
{
	g_free(init->text);
	config_free(init->before);
	g_free(init->address);
	g_free(init->name);
	g_clear_pointer(&init->values, g_hash_table_unref);
	g_free(init->new_text);
	config_free(init->config);
	secret_free(init->secret);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(init_t, init_clear)

static const char *get(const struct init *init, const char *key)
{
	return g_hash_table_lookup(init->values, key);
}

static void set(struct init *init, const char *key, const char *value)
{
	g_hash_table_replace(init->values, (char *)(guintptr)key,
			     g_strdup(value));
}

/* Whether the answer is one for this setting; else says what would be. */
static gboolean fits(const char *key, const char *answer)
{
	union {
		struct config config;
		struct config_account account;
	} scratch = { 0 };
	g_autofree char *expected = NULL;
	const struct setting *setting = config_settings;
	gboolean ok;

	while (setting->key && !g_str_equal(setting->key, key))
		setting++;
	g_assert(setting->key);
	ok = setting_read(setting, answer, &scratch, &expected);
	setting_release(setting, &scratch);
	if (!ok)
		tell("'%s' will not do; it must be %s", answer, expected);
	return ok;
}

/* An answer that is asked for, or, without questions, the suggestion. */
static gboolean ask_value(struct init *init, const char *key,
			  const char *question, const char *suggestion,
			  GError **error)
{
	g_autofree char *answer = NULL;

	if (get(init, key))
		return TRUE;
	if (!init->ask) {
		if (suggestion)
			set(init, key, suggestion);
		return TRUE;
	}
	do {
		g_free(answer);
		answer = ask_line(question, suggestion, error);
		if (!answer)
			return FALSE;
	} while (!fits(key, answer));
	set(init, key, answer);
	return TRUE;
}

static gboolean read_before(struct init *init, GError **error)
{
	g_autoptr(GError) cause = NULL;
	gsize length = 0;

	init->file = call_config_file(init->call);
	if (!g_file_test(init->file, G_FILE_TEST_EXISTS)) {
		init->text = g_strdup("");
	} else {
		init->before = config_load(init->file, error);
		if (!init->before)
			return FALSE;
		if (!g_file_get_contents(init->file, &init->text, &length,
					 &cause)) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG, "%s",
				    cause->message);
			return FALSE;
		}
	}
	return TRUE;
}

static gboolean choose_address(struct init *init, GError **error)
{
	if (init->call->argc > 0)
		init->address = g_strdup(init->call->argv[0]);
	else if (init->ask)
		init->address = ask_line("your mail address:", NULL, error);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "whose mail is it? 'tend init ADDRESS'");
	if (!init->address)
		return FALSE;
	if (strchr(init->address, '@') && !strpbrk(init->address, " <>;"))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is not a mail address such as ada@example.org",
		    init->address);
	return FALSE;
}

static gboolean fail_host(const struct init *init, GError **error)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "found no IMAP server for '%s'; name it with --host",
		    init->address);
	return FALSE;
}

/* What the table and DNS know of the address's server. */
static gboolean suggest_server(struct init *init, char **name_out,
			       GError **error)
{
	g_autoptr(provider_t) provider = NULL;
	g_autofree char *port = NULL;

	if (get(init, "host"))
		return TRUE;
	provider = provider_find(init->address, TRUE);
	if (!provider)
		return init->ask || fail_host(init, error);
	if (provider->foreign && !init->ask) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "DNS names '%s' as the server of '%s', which is "
			    "in another domain; if it is right, say so with "
			    "--host %s",
			    provider->host, init->address, provider->host);
		return FALSE;
	}
	if (provider->hint)
		tell("%s", provider->hint);
	if (!ask_value(init, "host", "IMAP server:", provider->host, error))
		return FALSE;
	if (!g_str_equal(get(init, "host"), provider->host))
		return TRUE;
	port = g_strdup_printf("%u", provider->port);
	if (!get(init, "port"))
		set(init, "port", port);
	if (!get(init, "tls") && provider->tls != TLS_IMPLICIT)
		set(init, "tls", "starttls");
	if (provider->no_password && !get(init, "token-command") &&
	    !ask_value(init, "token-command",
		       "command that prints an access token:", NULL, error))
		return FALSE;
	*name_out = g_strdup(provider->name);
	return TRUE;
}

/* An account with this host and user is the one that is meant. */
static const char *find_same(const struct init *init)
{
	if (!init->before)
		return NULL;
	for (guint i = 0; i < init->before->accounts->len; i++) {
		const struct config_account *account =
		    g_ptr_array_index(init->before->accounts, i);

		if (g_strcmp0(account->host, get(init, "host")) == 0 &&
		    g_strcmp0(account->user, get(init, "user")) == 0)
			return account->name;
	}
	return NULL;
}

static char *suggest_name(const struct init *init, const char *provider)
{
	const char *at = strrchr(init->address, '@') + 1;
	gsize length = strcspn(at, ".");
	g_autofree char *plain =
	    provider ? g_strdup(provider) : g_strndup(at, length);
	const char *same = find_same(init);

	if (same)
		return g_strdup(same);
	for (guint i = 1;; i++) {
		char *name = i == 1 ? g_strdup(plain)
				    : g_strdup_printf("%s-%u", plain, i);

		if (!init->before || !config_find_account(init->before, name))
			return name;
		g_free(name);
	}
}

static gboolean choose_name(struct init *init, const char *provider,
			    GError **error)
{
	g_autofree char *suggestion = suggest_name(init, provider);
	const char *given = call_option(init->call, "name");
	gboolean replace = FALSE;
	g_autofree char *question = NULL;

	if (given)
		init->name = g_strdup(given);
	else if (init->ask)
		init->name =
		    ask_line("name of the account:", suggestion, error);
	else
		init->name = g_strdup(suggestion);
	if (!init->name)
		return FALSE;
	if (!init->before || !config_find_account(init->before, init->name))
		return TRUE;
	if (init->ask) {
		question = g_strdup_printf("replace [account %s] in '%s'?",
					   init->name, init->file);
		if (!ask_yes(question, FALSE, &replace, error))
			return FALSE;
	}
	if (replace)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s' has an [account %s] already; give the new one "
		    "another --name, or delete the old group first",
		    init->file, init->name);
	return FALSE;
}

/* The configuration as it would be, read as any other. */
static gboolean make_config(struct init *init, GError **error)
{
	g_autoptr(GString) body = g_string_new(NULL);
	const char *flag = call_option(init->call, "flag");
	g_autofree char *group = g_strconcat("account ", init->name, NULL);
	g_autofree char *text = NULL;

	for (const char *const *key = plain_keys; *key; key++) {
		const char *value = get(init, *key);

		if (!value || !*value)
			continue;
		if (strpbrk(value, "\n\r")) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
				    "--%s has more than one line", *key);
			return FALSE;
		}
		g_string_append_printf(body, "%s = %s\n", *key, value);
	}
	text = config_edit_group(init->text, group, body->str);
	if (!flag)
		flag = get(init, "flag");
	g_free(init->new_text);
	init->new_text = flag ? config_edit_value(text, "tend", "flag", flag)
			      : g_steal_pointer(&text);
	g_clear_pointer(&init->config, config_free);
	init->config = config_parse(init->file, init->new_text,
				    strlen(init->new_text), error);
	if (!init->config)
		return FALSE;
	init->account = config_find_account(init->config, init->name);
	return init->account != NULL;
}

/* Without a keyring only a command can keep the password. */
static gboolean check_keyring(struct init *init, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (keyring_works(&cause))
		return TRUE;
	if (!init->ask) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return FALSE;
	}
	tell("%s", cause->message);
	return ask_value(init, "password-command",
			 "command that prints the password:", NULL, error) &&
	       make_config(init, error);
}

static gboolean get_secret(struct init *init, GError **error)
{
	g_autofree char *question = NULL;

	if (!init->account->password_command && !init->account->token_command &&
	    !check_keyring(init, error))
		return FALSE;
	if (init->account->password_command || init->account->token_command ||
	    !ask_possible()) {
		init->secret = secret_get(init->account, error);
		return init->secret != NULL;
	}
	question = g_strdup_printf("password of %s at %s (not shown):",
				   init->account->user, init->account->host);
	init->secret = ask_secret(question, error);
	init->typed = init->secret != NULL;
	return init->typed;
}

static void print_folders(const struct probe *probe, gboolean selected)
{
	gboolean any = FALSE;

	for (guint i = 0; i < probe->folders->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(probe->folders, i);
		g_autofree char *name = NULL;

		if (folder->selected != selected || !folder->selectable)
			continue;
		if (!any)
			printf(selected ? "tend would read\n"
					: "and would not read\n");
		any = TRUE;
		name = safe_column(folder->display, 40);
		printf("  %s %s\n", name,
		       border_folder_role_name(folder->role));
	}
}

static void show_probe(const struct probe *probe)
{
	gboolean sent = FALSE;

	print_folders(probe, TRUE);
	print_folders(probe, FALSE);
	for (guint i = 0; i < probe->folders->len; i++) {
		const struct folder *folder =
		    g_ptr_array_index(probe->folders, i);

		sent |= folder->selected && (folder->role == FOLDER_SENT ||
					     folder->role == FOLDER_ALL);
	}
	fflush(stdout);
	if (!sent)
		tell("found no folder of sent mail: name it as 'sent' in "
		     "[account NAME], or tend sees only half of your mail");
}

/* Whoever else wrote the sent mail: asked about, never taken unasked. */
static void suggest_sender(const struct init *init, const char *sender,
			   GString *list)
{
	g_autofree char *safe = safe_terminal(sender);

	if (init->ask) {
		tell("mail in Sent is from %s too: take it out if that is "
		     "not you",
		     safe);
		g_string_append_printf(list, ";%s", sender);
		return;
	}
	tell("mail in Sent is from %s: if that is you too, add it to "
	     "identities in [account %s]",
	     safe, init->name);
}

/* A relative's looks the same, so it is not in the list that is offered. */
static void suggest_at_home(const struct init *init, const char *address)
{
	g_autofree char *safe = safe_terminal(address);

	if (init->ask)
		tell("mails in Sent went alone to your namesake %s: add it if "
		     "that is you too",
		     safe);
	else
		tell("mails in Sent went alone to your namesake %s: if that "
		     "is you too, add it to identities in [account %s]",
		     safe, init->name);
}

/* Whether an address can be asked about: it is not known whose it is. */
static gboolean is_open(const struct init *init, const char *const *owns,
			const char *address)
{
	g_auto(GStrv) others =
	    init->before ? config_list_not_identities(init->before) : NULL;
	g_autoptr(identities) own = identities_new(owns);
	g_autoptr(identities) strangers =
	    identities_new((const char *const *)others);

	return !identities_have(own, address) &&
	       !identities_have(strangers, address) && strchr(address, '@') &&
	       !strpbrk(address, "; \t<>,\"\\");
}

static gboolean choose_identities(struct init *init, const struct probe *probe,
				  GError **error)
{
	g_autofree char *own = g_utf8_strdown(init->address, -1);
	const char *const owns[] = { own, NULL };
	g_autoptr(GString) list = g_string_new(own);

	for (char **sender = probe->senders; *sender; sender++)
		if (is_open(init, owns, *sender))
			suggest_sender(init, *sender, list);
	for (char **home = probe->at_home; *home; home++)
		if (is_open(init, owns, *home) &&
		    !suggest_is_colleague(*home, owns) &&
		    !g_strv_contains((const char *const *)probe->senders,
				     *home))
			suggest_at_home(init, *home);
	return ask_value(init, "identities",
			 "your own addresses, between semicolons:", list->str,
			 error);
}

static gboolean choose_flag(struct init *init, GError **error)
{
	if (call_has(init->call, "flag") || !init->ask ||
	    (init->before && init->before->flag != FLAG_MODE_NONE))
		return TRUE;
	tell("mail that waits for an answer can be marked: by the keyword "
	     "$tend, which few mail clients show,");
	tell("or as flagged, which is the star that all of them show; clear "
	     "it there and the matter is done");
	return ask_value(init, "flag",
			 "mark it (none, keyword, flagged or both)?", "none",
			 error);
}

static gboolean look(struct init *init, struct probe **probe_out,
		     GError **error)
{
	g_autofree char *worker = paths_worker(error);
	enum remedy remedy;
	struct probe_settings settings = {
		.worker = worker,
		.config = init->config,
		.account = init->account,
		.secret = init->secret,
		.senders = !get(init, "identities"),
		.debug = init->call->debug,
	};

	if (!worker)
		return FALSE;
	tell("logging in to %s as %s", init->account->host,
	     init->account->user);
	*probe_out = probe_run(&settings, &remedy, error);
	return *probe_out != NULL;
}

static gboolean save(struct init *init, GError **error)
{
	gboolean write = TRUE;
	g_autofree char *question = NULL;

	if (call_has(init->call, "dry-run")) {
		fputs(init->new_text, stdout);
		return TRUE;
	}
	if (init->ask) {
		question = g_strdup_printf("write this to '%s'?", init->file);
		fputs(init->new_text, stdout);
		fflush(stdout);
		if (!ask_yes(question, TRUE, &write, error))
			return FALSE;
	}
	if (!write) {
		tell("changed nothing");
		return TRUE;
	}
	if (init->typed &&
	    !keyring_store(init->account, init->secret->text, error))
		return FALSE;
	if (!config_edit_write(init->file, init->new_text, error))
		return FALSE;
	tell("wrote '%s'; now run 'tend sync', and for every day 'systemctl "
	     "--user enable --now tend'",
	     init->file);
	return TRUE;
}

static gboolean gather(struct init *init, GError **error)
{
	g_autofree char *provider = NULL;

	for (const char *const *key = plain_keys; *key; key++)
		if (call_has(init->call, *key))
			set(init, *key, call_option(init->call, *key));
	return read_before(init, error) && choose_address(init, error) &&
	       suggest_server(init, &provider, error) &&
	       ask_value(init, "host", "IMAP server:", NULL, error) &&
	       ask_value(init, "user", "user name there:", init->address,
			 error) &&
	       choose_name(init, provider, error) && make_config(init, error);
}

static int run(struct call *call, GError **error)
{
	g_auto(init_t) init = {
		.call = call,
		.ask = !call_has(call, "yes") && ask_possible(),
		.values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						g_free),
	};
	g_autoptr(probe_t) probe = NULL;

	if (!gather(&init, error) || !get_secret(&init, error) ||
	    !look(&init, &probe, error))
		return COMMAND_FAILED;
	show_probe(probe);
	if (!choose_identities(&init, probe, error) ||
	    !choose_flag(&init, error) || !make_config(&init, error) ||
	    !save(&init, error))
		return COMMAND_FAILED;
	return 0;
}

const struct command command_init = {
	.name = "init",
	.summary = "set up an account",
	.arguments = "[ADDRESS]",
	.example = "tend init ada@example.org",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_NOTHING,
	.max_arguments = 1,
	.run = run,
};
