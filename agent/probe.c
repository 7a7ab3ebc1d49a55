/* A look at an account's server. */
#include "agent/probe.h"

#include <string.h>

#include "agent/error.h"
#include "agent/folders.h"
#include "agent/link.h"
#include "agent/suggest.h"

/* Milliseconds: for the folders, and for the sent mail after these. */
#define FOLDERS_PATIENCE (90 * 1000)
#define SENDERS_PATIENCE (10 * 1000)

/* So many of the newest sent messages tell whose they are. */
#define SENT_ENOUGH 200

/* An address of the user's own wrote at least one in so many of these. */
#define SENT_SHARE 20

struct probing {
	const struct probe_settings *settings;
	struct link *link;
	struct probe *probe;
	enum remedy remedy;
	GHashTable *senders; /* address to count */
	GHashTable *at_home; /* the same, of whom the mail went to alone */
	guint sent;
};

static void free_folder(gpointer folder)
{
	folder_free(folder);
}

void probe_free(struct probe *probe)
{
	if (!probe)
		return;
	g_ptr_array_unref(probe->folders);
	g_free(probe->capabilities);
	g_strfreev(probe->senders);
	g_strfreev(probe->at_home);
	g_free(probe);
}

static enum tend_error error_of(enum remedy remedy)
{
	switch (remedy) {
	case REMEDY_PASSWORD:
		return TEND_ERROR_PERMISSION;
	case REMEDY_STOP:
		return TEND_ERROR_CONFIG;
	case REMEDY_WAIT:
		return TEND_ERROR_TEMPORARY;
	case REMEDY_SKIP:
	case REMEDY_RECONNECT:
	case N_REMEDIES:
		break;
	}
	return TEND_ERROR_UNAVAILABLE;
}

static gboolean fail(struct probing *probing,
		     const struct record_problem *problem, GError **error)
{
	probing->remedy = problem->remedy;
	g_set_error(error, TEND_ERROR, error_of(problem->remedy), "%s",
		    problem->text);
	return FALSE;
}

/*
 * The next record before `end` (monotonic); *arrived_out FALSE when the time
 * is over.  A problem that is not of one folder or message ends the probe.
 */
static gboolean hear(struct probing *probing, gint64 end, struct record *record,
		     gboolean *arrived_out, GError **error)
{
	gint64 left = (end - g_get_monotonic_time()) / 1000;

	*arrived_out = FALSE;
	switch (link_next(probing->link, (int)MAX(left, 0), record)) {
	case LINK_QUIET:
		return TRUE;
	case LINK_DEAD:
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "cannot look at '%s': %s",
			    probing->settings->account->host,
			    link_get_obituary(probing->link));
		return FALSE;
	case LINK_RECORD:
		break;
	}
	*arrived_out = TRUE;
	if (record->type == RECORD_PROBLEM &&
	    record->problem.remedy != REMEDY_SKIP)
		return fail(probing, &record->problem, error);
	return TRUE;
}

static gboolean list_folders(struct probing *probing, GError **error)
{
	gint64 end = g_get_monotonic_time() + FOLDERS_PATIENCE * 1000LL;
	struct probe *probe = probing->probe;
	struct record record;
	gboolean arrived;

	do {
		if (!hear(probing, end, &record, &arrived, error))
			return FALSE;
		if (!arrived) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
				    "'%s' did not list its folders within %d "
				    "seconds; try again later",
				    probing->settings->account->host,
				    FOLDERS_PATIENCE / 1000);
			return FALSE;
		}
		if (record.type == RECORD_FOLDER)
			g_ptr_array_add(probe->folders,
					folder_new(&record.folder));
	} while (record.type != RECORD_FOLDERS_END);
	probe->gmail = record.folders_end.gmail;
	probe->capabilities = g_strdup(record.folders_end.capabilities);
	return folders_choose(probe->folders, probe->gmail,
			      probing->settings->account, error);
}

static void count(GHashTable *counts, const char *address)
{
	char *lower = g_utf8_strdown(address, -1);
	gpointer before = g_hash_table_lookup(counts, lower);

	g_hash_table_replace(counts, lower,
			     GUINT_TO_POINTER(GPOINTER_TO_UINT(before) + 1));
}

/* The only one whom it names with that role, or NULL. */
static const struct record_address *find_only(
    const struct record_addresses *addresses, enum address_role role)
{
	const struct record_address *only = NULL;

	for (guint i = 0; i < addresses->n; i++) {
		if (addresses->items[i].role != role)
			continue;
		if (only)
			return NULL;
		only = &addresses->items[i];
	}
	return only;
}

static gboolean has_role(const struct record_addresses *addresses,
			 enum address_role role)
{
	for (guint i = 0; i < addresses->n; i++)
		if (addresses->items[i].role == role)
			return TRUE;
	return FALSE;
}

/* Mail to oneself: to one who bears the author's surname, and nobody else. */
static void count_at_home(struct probing *probing,
			  const struct record_addresses *addresses)
{
	const struct record_address *from = find_only(addresses, ADDRESS_FROM);
	const struct record_address *to = find_only(addresses, ADDRESS_TO);
	g_autofree char *surname = NULL;
	g_autofree char *lower = NULL;

	if (!from || !to || has_role(addresses, ADDRESS_CC) ||
	    has_role(addresses, ADDRESS_BCC))
		return;
	surname = suggest_surname(from->name);
	lower = g_utf8_strdown(to->address, -1);
	if (surname && suggest_is_home(surname, to->name, lower))
		count(probing->at_home, lower);
}

static void count_sender(struct probing *probing,
			 const struct record_copy *copy)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	struct record_facts facts;
	const char *why;

	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   scratch, &facts, &why))
		return;
	probing->sent++;
	/* What programs and lists wrote is not the user's. */
	if (facts.kind != KIND_HUMAN)
		return;
	for (guint i = 0; i < facts.addresses.n; i++)
		if (facts.addresses.items[i].role == ADDRESS_FROM)
			count(probing->senders,
			      facts.addresses.items[i].address);
	count_at_home(probing, &facts.addresses);
}

static gboolean ask_sent(struct probing *probing)
{
	const struct record_go go = { .watch = FALSE };
	GPtrArray *folders = probing->probe->folders;
	gboolean any = FALSE;

	for (guint i = 0; i < folders->len; i++) {
		const struct folder *folder = g_ptr_array_index(folders, i);
		const struct record_read read = {
			.folder = i + 1,
			.name = { folder->name, strlen(folder->name) },
		};

		if (folder->role != FOLDER_SENT || !folder->selectable)
			continue;
		link_put(probing->link, RECORD_READ, &read);
		any = TRUE;
	}
	if (any)
		link_put(probing->link, RECORD_GO, &go);
	return any;
}

static int compare_counts(gconstpointer a, gconstpointer b, gpointer data)
{
	GHashTable *counts = data;
	const char *const *one = a, *const *other = b;
	guint first = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *one));
	guint second = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *other));

	if (first != second)
		return first < second ? 1 : -1;
	return strcmp(*one, *other);
}

/* Those that stand for enough of the mails, the most frequent first. */
static char **list_counted(GHashTable *counts, guint share, guint mails)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer address, n;

	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &address, &n))
		if (GPOINTER_TO_UINT(n) >= SUGGEST_LEAST &&
		    GPOINTER_TO_UINT(n) * share >= mails)
			g_ptr_array_add(found, g_strdup(address));
	g_ptr_array_sort_with_data(found, compare_counts, counts);
	g_ptr_array_add(found, NULL);
	return (char **)g_ptr_array_steal(found, NULL);
}

/*
 * Who wrote the newest sent mail, and who got it.  What goes wrong here is no
 * matter.
 */
static void look_for_senders(struct probing *probing)
{
	gint64 end = g_get_monotonic_time() + SENDERS_PATIENCE * 1000LL;
	gboolean arrived = ask_sent(probing);
	struct probe *probe = probing->probe;
	struct record record;

	while (arrived && probing->sent < SENT_ENOUGH &&
	       hear(probing, end, &record, &arrived, NULL) && arrived &&
	       record.type != RECORD_CAUGHT_UP)
		if (record.type == RECORD_COPY)
			count_sender(probing, &record.copy);
	probe->senders =
	    list_counted(probing->senders, SENT_SHARE, probing->sent);
	probe->at_home = list_counted(probing->at_home, 1, 0);
}

static struct link *start(const struct probe_settings *settings, GError **error)
{
	const struct config_account *account = settings->account;
	const struct record_setup setup = {
		.network = TRUE,
		.host = account->host,
		.port = account->port,
		.tls = account->tls,
		.plain_text_anywhere = account->plain_text_anywhere,
		.ca_file = account->ca_file,
		.pin = account->pin,
		.user = account->user,
		.secret = settings->secret->text,
		.token = settings->secret->token,
		.keyword = settings->config->keyword,
		.old_keywords = "",
		.deadline = account->deadline,
		.debug = settings->debug,
	};

	return link_open(settings->worker, &setup, error);
}

struct probe *probe_run(const struct probe_settings *settings,
			enum remedy *remedy_out, GError **error)
{
	g_autoptr(probe_t) probe = g_new0(struct probe, 1);
	g_autoptr(GHashTable) senders =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) at_home =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(link_t) link = start(settings, error);
	struct probing probing = {
		.settings = settings,
		.link = link,
		.probe = probe,
		.remedy = REMEDY_SKIP,
		.senders = senders,
		.at_home = at_home,
	};
	gboolean listed;

	probe->folders = g_ptr_array_new_with_free_func(free_folder);
	probe->senders = g_new0(char *, 1);
	probe->at_home = g_new0(char *, 1);
	listed = link && list_folders(&probing, error);
	*remedy_out = probing.remedy;
	if (!listed)
		return NULL;
	if (settings->senders) {
		g_clear_pointer(&probe->senders, g_strfreev);
		g_clear_pointer(&probe->at_home, g_strfreev);
		look_for_senders(&probing);
	}
	return g_steal_pointer(&probe);
}
