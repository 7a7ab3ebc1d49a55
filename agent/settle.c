/* Keep what is derived in step with the settings. */
#include "agent/settle.h"

#include "agent/clock.h"
#include "agent/derive/derive.h"
#include "agent/evidence.h"
#include "agent/derive/identities.h"
#include "agent/judge/judge.h"
#include "agent/judge/ruling.h"
#include "agent/said/say.h"
#include "agent/tell.h"
#include "store/body.h"
#include "store/conversation.h"
#include "store/copy.h"
#include "store/identity.h"
#include "store/person.h"
#include "store/setting.h"

/*
 * Raised when derivation itself changes: then all that an older tend derived
 * is derived again.
 */
#define DERIVE_VERSION 7

/* The same of judgements. */
#define JUDGE_VERSION 3

struct rebuild {
	struct store *store;
	struct derive *derive;
	struct progress *progress;
	guint64 done;
	gint64 total;
};

static gboolean rebuild_copy(const struct store_copy *copy, gpointer data,
			     GError **error)
{
	struct rebuild *rebuild = data;
	gboolean ignored;

	progress_set(rebuild->progress, ++rebuild->done,
		     (guint64)rebuild->total);
	return derive_message(rebuild->derive, copy->message_key, &ignored,
			      error);
}

/* In the caller's transaction: either all is new, or nothing has changed. */
static gboolean rebuild_all(struct store *store, const struct config *config,
			    GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)own);
	g_autoptr(ruling) ruling = ruling_new(config, store);
	g_autoptr(derive) derive =
	    derive_new(store, identities, config->max_recipients, ruling);
	g_autoptr(progress_t) progress = progress_new("deriving anew");
	struct rebuild rebuild = { .store = store,
				   .derive = derive,
				   .progress = progress };

	return store_copy_count(store, 0, &rebuild.total, error) &&
	       store_derived_clear(store, error) &&
	       store_defer_indexes(store, error) &&
	       say_apply_all(store, derive, identities, error) &&
	       store_copy_each(store, rebuild_copy, &rebuild, error);
}

/* The settings that derivation rests on, as one line. */
static char *derive_settings(const struct config *config)
{
	g_autofree char *lines = ruling_mail_settings(config);

	return g_strdup_printf("derive=%d max-recipients=%u%s", DERIVE_VERSION,
			       config->max_recipients, lines);
}

/*
 * What has no part in any judgement, and may hold what is for nobody's eyes: a
 * command.
 */
static gboolean is_aside(const struct setting *setting)
{
	return g_str_has_prefix(setting->key, "on-") ||
	       g_str_has_prefix(setting->key, "hook-") ||
	       g_str_has_prefix(setting->key, "backup-");
}

static void add_group(GString *line, const struct config_group *group)
{
	g_string_append_printf(line, "; [%s]", group->title);
	for (const struct setting *s = config_settings; s->key; s++) {
		g_autofree char *value = NULL;

		if (!g_str_equal(s->group, group->kind) || is_aside(s))
			continue;
		value = setting_format(s, group->object);
		g_string_append_printf(line, "; %s=%s", s->key, value);
	}
}

/*
 * The settings that judgements rest on, and some more: to judge everybody anew
 * takes less than a second.
 */
static char *judge_settings(const struct config *config)
{
	GString *line = g_string_new(NULL);
	g_autoptr(GPtrArray) groups = config_list_groups(config);

	g_string_printf(line, "judge=%d zone=%s", JUDGE_VERSION,
			g_time_zone_get_identifier(config->zone));
	for (guint i = 0; i < groups->len; i++) {
		const struct config_group *group = groups->pdata[i];

		if (!g_str_equal(group->kind, "account"))
			add_group(line, group);
	}
	/* The file of holidays may say something else under the same name. */
	for (guint i = 0; i < config->days_off->len; i++)
		g_string_append_printf(
		    line, " %d", g_array_index(config->days_off, gint32, i));
	return g_string_free(line, FALSE);
}

/* Whether a line differs from what the store remembers; it then remembers. */
static gboolean note(struct store *store, const char *name, const char *line,
		     gboolean *changed_out, GError **error)
{
	g_autofree char *before = NULL;

	if (!store_setting_find(store, name, &before, error))
		return FALSE;
	*changed_out = g_strcmp0(before, line) != 0;
	return !*changed_out || store_setting_put(store, name, line, error);
}

/*
 * Sentences that are not to be kept any more are overwritten; those that are
 * to be kept again must be read again.
 */
static gboolean heed_evidence(struct store *store, const struct config *config,
			      gboolean *withheld_out, GError **error)
{
	gboolean none = config->evidence == EVIDENCE_NONE;
	g_autofree char *before = NULL;
	gboolean changed;

	*withheld_out = FALSE;
	if (!store_setting_find(store, "evidence", &before, error) ||
	    !note(store, "evidence", none ? "none" : "sentence", &changed,
		  error))
		return FALSE;
	if (!changed || (!before && !none))
		return TRUE;
	*withheld_out = none;
	return none ? evidence_withhold_all(store, error)
		    : store_body_forget(store, error);
}

static gboolean catch_up(struct store *store, const struct config *config,
			 gboolean *withheld_out, GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autofree char *derive_line = derive_settings(config);
	g_autofree char *judge_line = judge_settings(config);
	gboolean others, derives, judges;

	if (!store_identity_replace(store, "config", (const char *const *)own,
				    g_strv_length(own), &others, error) ||
	    !note(store, "derived-with", derive_line, &derives, error) ||
	    !note(store, "judged-with", judge_line, &judges, error) ||
	    !heed_evidence(store, config, withheld_out, error))
		return FALSE;
	if ((others || derives || *withheld_out) &&
	    !rebuild_all(store, config, error))
		return FALSE;
	return !judges || store_person_mark_all_dirty(store, error);
}

struct ingest *settle_begin(struct store *store, const struct config *config,
			    GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	const struct ingest_settings settings = {
		.identities = (const char *const *)own,
		.max_recipients = config->max_recipients,
		.no_sentences = config->evidence == EVIDENCE_NONE,
		.lines = config,
	};
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);
	gboolean withheld;

	if (!transaction || !catch_up(store, config, &withheld, error) ||
	    !store_transaction_commit(transaction, error) ||
	    (withheld && !store_flush(store, error)))
		return NULL;
	return ingest_new(store, &settings);
}

/* With the indexes comes what had to wait for them, and what was said. */
static gboolean make_indexes(struct store *store, const struct config *config,
			     GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)own);
	g_autoptr(ruling) ruling = ruling_new(config, store);
	g_autoptr(derive) derive =
	    derive_new(store, identities, config->max_recipients, ruling);
	gboolean indexed;

	return store_is_indexed(store, &indexed, error) &&
	       store_make_indexes(store, error) &&
	       (indexed || derive_settle(derive, error)) &&
	       say_apply(store, derive, identities, error);
}

gboolean settle_end(struct store *store, const struct config *config,
		    GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);

	if (!transaction || !make_indexes(store, config, error) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	return judge_dirty(store, config, error);
}

gboolean settle_rebuild(struct store *store, const struct config *config,
			GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);
	gboolean withheld;

	if (!transaction || !catch_up(store, config, &withheld, error) ||
	    !rebuild_all(store, config, error) ||
	    !store_transaction_commit(transaction, error) ||
	    (withheld && !store_flush(store, error)))
		return FALSE;
	return settle_end(store, config, error);
}

/* ---- before somebody reads ---- */

/* What a reading command finds to be not as it was. */
struct stale {
	gboolean derived; /* another reading is needed */
	gboolean judged;  /* settings */
	gboolean due;	  /* a time has come */
};

/* FALSE where nothing was ever noted: then there is nothing to be old. */
static gboolean differs(struct store *store, const char *name, const char *line,
			gboolean *differs_out, GError **error)
{
	g_autofree char *before = NULL;

	if (!store_setting_find(store, name, &before, error))
		return FALSE;
	*differs_out = before && !g_str_equal(before, line);
	return TRUE;
}

/* Whether the user goes by other addresses than those of the last reading. */
static gboolean find_others(struct store *store, const struct config *config,
			    gboolean *others_out, GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(GPtrArray) list = store_identity_list(store, error);
	g_autoptr(GHashTable) before =
	    g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) after = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer address;

	if (!list)
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const struct store_identity *row = list->pdata[i];

		address = (gpointer)(guintptr)row->address;
		g_hash_table_add(before, address);
		if (!g_str_equal(row->source, "config"))
			g_hash_table_add(after, address);
	}
	for (char **one = own; *one; one++)
		g_hash_table_add(after, *one);
	*others_out = g_hash_table_size(before) != g_hash_table_size(after);
	g_hash_table_iter_init(&iter, after);
	while (g_hash_table_iter_next(&iter, &address, NULL))
		*others_out |= !g_hash_table_contains(before, address);
	return TRUE;
}

static gboolean find_stale(struct store *store, const struct config *config,
			   struct stale *stale_out, GError **error)
{
	g_autofree char *derive_line = derive_settings(config);
	g_autofree char *judge_line = judge_settings(config);
	g_autofree char *noted = NULL;
	gboolean others = FALSE, indexed;

	*stale_out = (struct stale){ .due = FALSE };
	/* A first reading that is under way judges at its end. */
	if (!store_is_indexed(store, &indexed, error) ||
	    !store_setting_find(store, "judged-with", &noted, error))
		return FALSE;
	if (!noted || !indexed)
		return TRUE;
	if (!differs(store, "derived-with", derive_line, &stale_out->derived,
		     error) ||
	    !differs(store, "judged-with", judge_line, &stale_out->judged,
		     error) ||
	    !find_others(store, config, &others, error) ||
	    !store_person_any_due(store, clock_now(), &stale_out->due, error))
		return FALSE;
	stale_out->derived |= others;
	return TRUE;
}

static gboolean mark_all(struct store *store, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);

	return transaction && store_person_mark_all_dirty(store, error) &&
	       store_transaction_commit(transaction, error);
}

static gboolean note_judged(struct store *store, const struct config *config,
			    GError **error)
{
	g_autofree char *line = judge_settings(config);
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);
	gboolean ignored;

	return transaction &&
	       note(store, "judged-with", line, &ignored, error) &&
	       store_transaction_commit(transaction, error);
}

/* Noted last: whoever dies in between leaves it to the next. */
static gboolean judge_again(const char *path, const struct config *config,
			    gboolean all, GError **error)
{
	g_autoptr(store) store = store_open(path, STORE_WRITE, error);

	return store && (!all || mark_all(store, error)) &&
	       judge_dirty(store, config, error) &&
	       (!all || note_judged(store, config, error));
}

void settle_heed(struct store *store, const struct config *config)
{
	g_autoptr(GError) failed = NULL;
	struct stale stale;

	if (!find_stale(store, config, &stale, &failed)) {
		tell_debug("%s", failed->message);
		return;
	}
	if (stale.derived)
		tell("the settings have changed: run 'tend sync' or 'tend "
		     "rebuild'");
	if (!stale.judged && !stale.due)
		return;
	if (!judge_again(store_get_path(store), config, stale.judged, &failed))
		tell("what is shown is as of before %s: %s",
		     stale.judged ? "the settings changed"
				  : "a time came that it had waited for",
		     failed->message);
}
