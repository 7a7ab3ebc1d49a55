/* The desktop's keyring, through libsecret. */
#include "agent/keyring.h"

#include <gio/gio.h>
#include <gmodule.h>
#include <libsecret/secret.h>
#include <string.h>

#include "agent/error.h"
#include "agent/tell.h"

#define LIBRARY "libsecret-1.so.0"

/*
 * Milliseconds.  A service that cannot start lets D-Bus wait for 25 seconds;
 * one that answers may be asking the user for its password.
 */
#define PING_PATIENCE 4000
#define PROMPT_NOTICE 3000
#define PROMPT_PATIENCE 60000

static const SecretSchema schema = {
	.name = "org.tend.Password",
	.flags = SECRET_SCHEMA_NONE,
	.attributes = { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
			{ "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
			{ "user", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* What we call of the library. */
struct library {
	void (*lookup)(const SecretSchema *schema, GHashTable *attributes,
		       GCancellable *cancellable, GAsyncReadyCallback callback,
		       gpointer data);
	char *(*lookup_finish)(GAsyncResult *result, GError **error);
	void (*store)(const SecretSchema *schema, GHashTable *attributes,
		      const char *collection, const char *label,
		      const char *password, GCancellable *cancellable,
		      GAsyncReadyCallback callback, gpointer data);
	gboolean (*store_finish)(GAsyncResult *result, GError **error);
	void (*free)(char *password);
};

/* One request, waited for in a main context of its own. */
struct request {
	GMainContext *context;
	GCancellable *cancellable;
	GAsyncResult *result; /* NULL until it is there */
	guint patience;	      /* milliseconds */
	gboolean notice;      /* tell the user of a long wait */
	gboolean late;
};

static gboolean load(struct library *library, GError **error)
{
	const struct {
		const char *name;
		gpointer *place;
	} symbols[] = {
		{ "secret_password_lookupv", (gpointer *)&library->lookup },
		{ "secret_password_lookup_nonpageable_finish",
		  (gpointer *)&library->lookup_finish },
		{ "secret_password_storev", (gpointer *)&library->store },
		{ "secret_password_store_finish",
		  (gpointer *)&library->store_finish },
		{ "secret_password_free", (gpointer *)&library->free },
	};
	GModule *module = g_module_open(LIBRARY, G_MODULE_BIND_LAZY);
	gboolean found = module != NULL;

	for (gsize i = 0; found && i < G_N_ELEMENTS(symbols); i++)
		found =
		    g_module_symbol(module, symbols[i].name, symbols[i].place);
	if (!found) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "cannot load %s, which the keyring needs; "
			    "install libsecret, or set password-command",
			    LIBRARY);
		return FALSE;
	}
	/* It registers types, and so can never be unloaded. */
	g_module_make_resident(module);
	g_module_close(module);
	return TRUE;
}

static gboolean fail(GError **error, const char *why)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
		    "the keyring does not answer (%s); start it or log in to "
		    "your desktop, or set password-command",
		    why);
	return FALSE;
}

static gboolean fail_ping(GError *cause, GError **error)
{
	if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
	    g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return fail(error, "no answer within 4 seconds");
	g_dbus_error_strip_remote_error(cause);
	return fail(error, cause->message);
}

static void arrive(GObject *source, GAsyncResult *result, gpointer data)
{
	struct request *request = data;

	request->result = g_object_ref(result);
}

static gboolean notice(gpointer data)
{
	const struct request *request = data;

	if (request->notice)
		tell("waiting for the keyring: is it asking for its "
		     "password?");
	return G_SOURCE_REMOVE;
}

static gboolean give_up(gpointer data)
{
	struct request *request = data;

	request->late = TRUE;
	g_cancellable_cancel(request->cancellable);
	return G_SOURCE_REMOVE;
}

static GSource *attach_timer(struct request *request, guint milliseconds,
			     GSourceFunc func)
{
	GSource *timer = g_timeout_source_new(milliseconds);

	g_source_set_callback(timer, func, request, NULL);
	g_source_attach(timer, request->context);
	return timer;
}

static void begin(struct request *request)
{
	request->context = g_main_context_new();
	request->cancellable = g_cancellable_new();
	g_main_context_push_thread_default(request->context);
}

/* Wait for the result; the cancellation makes sure that there is one. */
static void wait_for(struct request *request)
{
	GSource *early = attach_timer(request, PROMPT_NOTICE, notice);
	GSource *late = attach_timer(request, request->patience, give_up);

	while (!request->result)
		g_main_context_iteration(request->context, TRUE);
	g_source_destroy(early);
	g_source_unref(early);
	g_source_destroy(late);
	g_source_unref(late);
}

static void end(struct request *request)
{
	g_main_context_pop_thread_default(request->context);
	g_object_unref(request->result);
	g_object_unref(request->cancellable);
	g_main_context_unref(request->context);
}

/* A connection to the session's bus, or NULL. */
static GDBusConnection *connect_bus(guint patience, GError **error)
{
	struct request request = { .patience = patience };
	GDBusConnection *bus;

	begin(&request);
	g_bus_get(G_BUS_TYPE_SESSION, request.cancellable, arrive, &request);
	wait_for(&request);
	bus = g_bus_get_finish(request.result, error);
	end(&request);
	return bus;
}

/* Whether the service is there, without the 25 seconds of D-Bus. */
static gboolean ping(GError **error)
{
	const char *backend = g_getenv("SECRET_BACKEND");
	gint64 begun = g_get_monotonic_time();
	g_autoptr(GDBusConnection) bus = NULL;
	g_autoptr(GVariant) answer = NULL;
	g_autoptr(GError) cause = NULL;
	int used;

	if (backend && g_str_equal(backend, "file"))
		return TRUE;
	bus = connect_bus(PING_PATIENCE, &cause);
	if (!bus)
		return fail_ping(cause, error);
	g_dbus_connection_set_exit_on_close(bus, FALSE);
	used = (int)((g_get_monotonic_time() - begun) / 1000);
	answer = g_dbus_connection_call_sync(
	    bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
	    "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
	    G_DBUS_CALL_FLAGS_NONE, MAX(PING_PATIENCE - used, 1), NULL, &cause);
	return answer || fail_ping(cause, error);
}

static GHashTable *attributes_of(const struct config_account *account)
{
	static char account_key[] = "account", host_key[] = "host",
		    user_key[] = "user";
	GHashTable *attributes = g_hash_table_new(g_str_hash, g_str_equal);

	g_hash_table_insert(attributes, account_key, account->name);
	g_hash_table_insert(attributes, host_key, account->host);
	g_hash_table_insert(attributes, user_key, account->user);
	return attributes;
}

static gboolean fail_request(const struct request *request, const GError *cause,
			     GError **error)
{
	return fail(error, request->late
			       ? "nobody gave it its password in a minute"
			       : cause->message);
}

gboolean keyring_find(const struct config_account *account, char **password_out,
		      GError **error)
{
	g_autoptr(GHashTable) attributes = attributes_of(account);
	g_autoptr(GError) cause = NULL;
	struct request request = { .patience = PROMPT_PATIENCE,
				   .notice = TRUE };
	struct library library;
	char *found;

	*password_out = NULL;
	if (!load(&library, error) || !ping(error))
		return FALSE;
	begin(&request);
	library.lookup(&schema, attributes, request.cancellable, arrive,
		       &request);
	wait_for(&request);
	found = library.lookup_finish(request.result, &cause);
	end(&request);
	if (cause)
		return fail_request(&request, cause, error);
	if (found && *found)
		*password_out = g_strdup(found);
	if (found)
		library.free(found);
	return TRUE;
}

gboolean keyring_store(const struct config_account *account,
		       const char *password, GError **error)
{
	g_autoptr(GHashTable) attributes = attributes_of(account);
	g_autofree char *label =
	    g_strdup_printf("tend: %s at %s", account->user, account->host);
	g_autoptr(GError) cause = NULL;
	struct request request = { .patience = PROMPT_PATIENCE,
				   .notice = TRUE };
	struct library library;
	gboolean stored;

	if (!load(&library, error) || !ping(error))
		return FALSE;
	begin(&request);
	library.store(&schema, attributes, SECRET_COLLECTION_DEFAULT, label,
		      password, request.cancellable, arrive, &request);
	wait_for(&request);
	stored = library.store_finish(request.result, &cause);
	end(&request);
	if (stored)
		return TRUE;
	return fail_request(&request, cause, error);
}

gboolean keyring_works(GError **error)
{
	struct library library;

	return load(&library, error) && ping(error);
}
