/* Which IMAP server an address is probably kept at: a table, then DNS. */
#include "agent/provider.h"

#include <gio/gio.h>
#include <string.h>

/* For one question to DNS, in milliseconds. */
#define DNS_PATIENCE 5000

static const struct known {
	const char *name;
	const char *domains; /* between spaces */
	const char *mx;	     /* the end of its MX hosts' names, or NULL */
	const char *host;
	guint port;
	enum tls_mode tls;
	gboolean no_password;
	const char *hint;
} table[] = {
	{ "gmail", "gmail.com googlemail.com", ".google.com", "imap.gmail.com",
	  993, TLS_IMPLICIT, FALSE,
	  "Gmail wants an app password "
	  "(https://myaccount.google.com/apppasswords), or a token-command" },
	{ "outlook",
	  "outlook.com outlook.de hotmail.com hotmail.de live.com msn.com",
	  ".protection.outlook.com", "outlook.office365.com", 993, TLS_IMPLICIT,
	  TRUE,
	  "Microsoft takes no passwords, but access tokens: give a "
	  "token-command such as 'oama access ADDRESS'" },
	{ "fastmail", "fastmail.com fastmail.fm", ".messagingengine.com",
	  "imap.fastmail.com", 993, TLS_IMPLICIT, FALSE,
	  "Fastmail wants an app password: Settings, Privacy & Security, "
	  "Connected apps" },
	{ "gmx", "gmx.de gmx.net gmx.at gmx.ch", NULL, "imap.gmx.net", 993,
	  TLS_IMPLICIT, FALSE,
	  "GMX lets nobody in before IMAP is switched on in its settings "
	  "(E-Mail, POP3/IMAP Abruf)" },
	{ "gmx", "gmx.com", NULL, "imap.gmx.com", 993, TLS_IMPLICIT, FALSE,
	  "GMX lets nobody in before IMAP is switched on in its settings" },
	{ "web.de", "web.de", NULL, "imap.web.de", 993, TLS_IMPLICIT, FALSE,
	  "WEB.DE lets nobody in before IMAP is switched on in its settings "
	  "(E-Mail, POP3/IMAP)" },
	{ "posteo", "posteo.de posteo.net posteo.org", NULL, "posteo.de", 993,
	  TLS_IMPLICIT, FALSE, NULL },
	{ "mailbox.org", "mailbox.org", ".mailbox.org", "imap.mailbox.org", 993,
	  TLS_IMPLICIT, FALSE, NULL },
	{ "icloud", "icloud.com me.com mac.com", NULL, "imap.mail.me.com", 993,
	  TLS_IMPLICIT, FALSE,
	  "iCloud wants an app-specific password "
	  "(https://account.apple.com, Sign-In and Security)" },
	{ "yahoo",
	  "yahoo.com yahoo.de yahoo.co.uk yahoo.fr ymail.com rocketmail.com",
	  ".yahoodns.net", "imap.mail.yahoo.com", 993, TLS_IMPLICIT, FALSE,
	  "Yahoo wants an app password (Account Security, Generate app "
	  "password)" },
	{ "proton", "proton.me protonmail.com pm.me", ".protonmail.ch",
	  "127.0.0.1", 1143, TLS_STARTTLS, FALSE,
	  "Proton Mail needs its Bridge running: take the password from "
	  "there, and give its exported certificate with --ca-file" },
};

void provider_free(struct provider *provider)
{
	if (!provider)
		return;
	g_free(provider->name);
	g_free(provider->host);
	g_free(provider->hint);
	g_free(provider);
}

static struct provider *from_table(const struct known *known)
{
	struct provider *provider = g_new0(struct provider, 1);

	provider->name = g_strdup(known->name);
	provider->host = g_strdup(known->host);
	provider->port = known->port;
	provider->tls = known->tls;
	provider->hint = g_strdup(known->hint);
	provider->no_password = known->no_password;
	return provider;
}

static struct provider *find_domain(const char *domain)
{
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_auto(GStrv) domains = g_strsplit(table[i].domains, " ", -1);

		if (g_strv_contains((const char *const *)domains, domain))
			return from_table(&table[i]);
	}
	return NULL;
}

static struct provider *find_mx(const char *host)
{
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
		if (table[i].mx && g_str_has_suffix(host, table[i].mx))
			return from_table(&table[i]);
	return NULL;
}

/* One question to DNS, waited for in a main context of its own. */
struct question {
	GMainContext *context;
	GCancellable *cancellable;
	GAsyncResult *result;
};

static void arrive(GObject *source, GAsyncResult *result, gpointer data)
{
	struct question *question = data;

	question->result = g_object_ref(result);
}

static gboolean give_up(gpointer data)
{
	struct question *question = data;

	g_cancellable_cancel(question->cancellable);
	return G_SOURCE_REMOVE;
}

static void begin(struct question *question)
{
	question->context = g_main_context_new();
	question->cancellable = g_cancellable_new();
	g_main_context_push_thread_default(question->context);
}

static void wait_for(struct question *question)
{
	GSource *timer = g_timeout_source_new(DNS_PATIENCE);

	g_source_set_callback(timer, give_up, question, NULL);
	g_source_attach(timer, question->context);
	while (!question->result)
		g_main_context_iteration(question->context, TRUE);
	g_source_destroy(timer);
	g_source_unref(timer);
}

static void end(struct question *question)
{
	g_main_context_pop_thread_default(question->context);
	g_object_unref(question->result);
	g_object_unref(question->cancellable);
	g_main_context_unref(question->context);
}

/* Whether `host` is `domain` or in it. */
static gboolean is_within(const char *host, const char *domain)
{
	g_autofree char *suffix = g_strconcat(".", domain, NULL);

	return g_ascii_strcasecmp(host, domain) == 0 ||
	       g_str_has_suffix(host, suffix);
}

static struct provider *new_found(const char *domain, const char *host,
				  guint port, enum tls_mode tls)
{
	struct provider *provider = g_new0(struct provider, 1);
	const char *dot = strchr(domain, '.');

	provider->name =
	    dot ? g_strndup(domain, (gsize)(dot - domain)) : g_strdup(domain);
	provider->host = g_ascii_strdown(host, -1);
	provider->port = port;
	provider->tls = tls;
	provider->foreign = !is_within(provider->host, domain);
	return provider;
}

static struct provider *ask_service(GResolver *resolver, const char *domain,
				    const char *service, enum tls_mode tls)
{
	struct provider *provider = NULL;
	struct question question = { 0 };
	const char *host;
	GList *targets;

	begin(&question);
	g_resolver_lookup_service_async(resolver, service, "tcp", domain,
					question.cancellable, arrive,
					&question);
	wait_for(&question);
	targets =
	    g_resolver_lookup_service_finish(resolver, question.result, NULL);
	end(&question);
	if (!targets)
		return NULL;
	host = g_srv_target_get_hostname(targets->data);
	/* A lone dot says that there is no such service. */
	if (*host && !g_str_equal(host, "."))
		provider = new_found(domain, host,
				     g_srv_target_get_port(targets->data), tls);
	g_resolver_free_targets(targets);
	return provider;
}

static struct provider *ask_mx(GResolver *resolver, const char *domain)
{
	struct provider *provider = NULL;
	struct question question = { 0 };
	GList *records;

	begin(&question);
	g_resolver_lookup_records_async(resolver, domain, G_RESOLVER_RECORD_MX,
					question.cancellable, arrive,
					&question);
	wait_for(&question);
	records =
	    g_resolver_lookup_records_finish(resolver, question.result, NULL);
	end(&question);
	for (GList *p = records; p && !provider; p = p->next) {
		g_autofree char *lower = NULL;
		const char *host;

		g_variant_get(p->data, "(q&s)", NULL, &host);
		lower = g_ascii_strdown(host, -1);
		if (g_str_has_suffix(lower, "."))
			lower[strlen(lower) - 1] = '\0';
		provider = find_mx(lower);
	}
	g_list_free_full(records, (GDestroyNotify)g_variant_unref);
	if (provider)
		provider->foreign = TRUE;
	return provider;
}

static struct provider *ask_name(GResolver *resolver, const char *domain)
{
	g_autofree char *host = g_strconcat("imap.", domain, NULL);
	struct question question = { 0 };
	GList *addresses;

	begin(&question);
	g_resolver_lookup_by_name_async(resolver, host, question.cancellable,
					arrive, &question);
	wait_for(&question);
	addresses =
	    g_resolver_lookup_by_name_finish(resolver, question.result, NULL);
	end(&question);
	if (!addresses)
		return NULL;
	g_resolver_free_addresses(addresses);
	return new_found(domain, host, 993, TLS_IMPLICIT);
}

struct provider *provider_find(const char *address, gboolean dns)
{
	const char *at = strrchr(address, '@');
	g_autofree char *domain = NULL;
	struct provider *provider;
	GResolver *resolver;

	if (!at || !at[1])
		return NULL;
	domain = g_ascii_strdown(at + 1, -1);
	provider = find_domain(domain);
	if (provider || !dns)
		return provider;
	resolver = g_resolver_get_default();
	provider = ask_service(resolver, domain, "imaps", TLS_IMPLICIT);
	if (!provider)
		provider = ask_service(resolver, domain, "imap", TLS_STARTTLS);
	if (!provider)
		provider = ask_mx(resolver, domain);
	if (!provider)
		provider = ask_name(resolver, domain);
	g_object_unref(resolver);
	return provider;
}
