/* Ask the rules about everybody who is dirty, and store what they say. */
#include "agent/judge/judge.h"

#include <string.h>

#include "agent/border/record.h"
#include "agent/clock.h"
#include "agent/judge/domain.h"
#include "agent/said/hear.h"
#include "agent/judge/others.h"
#include "agent/judge/past.h"
#include "agent/rules/stall.h"
#include "agent/rules/summary.h"
#include "agent/rules/terms.h"
#include "agent/judge/ruling.h"
#include "agent/judge/sentence.h"
#include "store/address.h"
#include "store/message.h"
#include "store/person.h"
#include "store/touch.h"
#include "store/verdict.h"

/* Persons in one transaction: some milliseconds. */
#define BATCH 500

/* Persons whose touches are in memory: some have thousands. */
#define SLICE 50

struct judge {
	struct store *store;
	const struct config *config;
	struct rule_settings settings;
	char **own_domains;	   /* of the user's organisations */
	GHashTable *organisations; /* "@example.org" -> its organisation */
	struct hear *hear;
	struct ruling *ruling;
	struct record_scratch *scratch;
	GArray *touches; /* struct touch, of one person */
	gint64 now;
};

/*
 * What is known of a slice of persons, read by one statement each: those of one
 * person lie together, in the order of the persons.
 */
struct slice {
	GArray *touches;      /* struct store_touch */
	GPtrArray *addresses; /* struct store_address */
	guint i_touch, i_address;
};

/* Of one person, lent. */
struct known {
	struct store_dirty person;
	const struct store_touch *rows;
	guint n_rows;
	GPtrArray *addresses; /* struct store_address */
};

typedef struct judge judge_t;

static void judge_clear(struct judge *judge)
{
	g_strfreev(judge->own_domains);
	g_hash_table_unref(judge->organisations);
	hear_free(judge->hear);
	ruling_free(judge->ruling);
	record_scratch_free(judge->scratch);
	g_array_unref(judge->touches);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(judge_t, judge_clear)

static char **list_own_domains(const struct config *config)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func(g_free);

	for (char **address = own; *address; address++) {
		char *domain = domain_organisation(*address);

		if (domain)
			g_ptr_array_add(domains, domain);
	}
	g_ptr_array_add(domains, NULL);
	return (char **)g_ptr_array_steal(domains, NULL);
}

/* ---- one person ---- */

static gboolean has_touch(const struct known *known)
{
	for (guint i = 0; i < known->n_rows; i++)
		if (known->rows[i].direction != DIRECTION_NONE)
			return TRUE;
	return FALSE;
}

/* What automatic mail says of somebody goes with their last touch. */
static gboolean load_touches(struct judge *judge, const struct known *known,
			     gint64 *judge_at_out, GError **error)
{
	gboolean any = has_touch(known);

	past_take(known->rows, any ? known->n_rows : 0, judge->now,
		  judge->touches, judge_at_out);
	return any || known->n_rows == 0 ||
	       store_touch_forget_signs(judge->store, known->person.person_id,
					error);
}

static gboolean store_verdicts(struct judge *judge, gint64 person_id,
			       const struct facts *facts, GError **error)
{
	g_autoptr(GPtrArray) verdicts = stall_judge(facts);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree struct store_verdict *rows =
	    g_new0(struct store_verdict, verdicts->len + 1);

	for (guint i = 0; i < verdicts->len; i++) {
		const struct verdict *verdict = g_ptr_array_index(verdicts, i);
		char *sentence, *quote,
		    *rungs = ladder_format(&verdict->ladder, verdict->reason);

		g_ptr_array_add(texts, rungs);
		if (!sentence_make(judge->store, verdict,
				   judge->config->evidence == EVIDENCE_NONE,
				   judge->scratch, &sentence, &quote, error))
			return FALSE;
		g_ptr_array_add(texts, sentence);
		g_ptr_array_add(texts, quote);
		rows[i] = (struct store_verdict){
			.person_id = person_id,
			.conversation_id = verdict->conversation,
			.reason = (int)verdict->reason,
			.since_at = verdict->since_at,
			.due_at = verdict->due_at,
			.lapse_at = verdict->lapse_at,
			.rungs = rungs,
			.source = verdict->source,
			.sentence = sentence,
			.quote = quote,
		};
	}
	return store_verdict_replace(judge->store, person_id, rows,
				     verdicts->len, error);
}

static const char *best_name(const GPtrArray *addresses,
			     const struct heard *heard)
{
	if (heard->name)
		return heard->name;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address =
		    g_ptr_array_index(addresses, i);

		if (*address->name)
			return address->name;
	}
	return "";
}

/* As their newest signature has it, by whatever address. */
static const char *best_phone(const GPtrArray *addresses)
{
	const struct store_address *best = NULL;

	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (*address->phone &&
		    (!best || address->phone_at > best->phone_at))
			best = address;
	}
	return best ? best->phone : NULL;
}

/* Many have the same domain; NULL for none, lent. */
static const char *organisation_of(struct judge *judge, const char *address)
{
	const char *domain = strrchr(address, '@');
	gpointer known = NULL;

	if (!domain)
		return NULL;
	if (!g_hash_table_lookup_extended(judge->organisations, domain, NULL,
					  &known)) {
		known = domain_organisation(address);
		g_hash_table_insert(judge->organisations, g_strdup(domain),
				    known);
	}
	return known;
}

/* The organisation of the first address that has one; lent. */
static const char *find_domain(struct judge *judge, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];
		const char *domain = organisation_of(judge, address->address);

		if (domain)
			return domain;
	}
	return NULL;
}

/* " acme vip ": so a query finds " acme ". */
static char *join_tags(const GPtrArray *tags)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < tags->len; i++)
		g_string_append_printf(text, "%s%s ", i ? "" : " ",
				       (const char *)tags->pdata[i]);
	return g_string_free(text, FALSE);
}

static void choose_terms(const struct judge *judge, const struct heard *heard,
			 enum stage stage, struct facts *facts)
{
	struct terms terms;

	terms_choose(heard->cadence, (const char *const *)heard->tags->pdata,
		     heard->tags->len, stage, &judge->settings, &terms);
	facts->cadence = terms.cadence;
	facts->quiet_days = terms.quiet_days;
}

static gboolean put(struct judge *judge, const struct known *known,
		    const char *domain, const struct heard *heard,
		    const struct facts *facts, gint64 judge_at, GError **error)
{
	const struct summary *summary = facts->summary;
	g_autofree char *tags = join_tags(heard->tags);
	const GPtrArray *addresses = known->addresses;
	const struct store_person row = {
		.person_id = known->person.person_id,
		.name = best_name(addresses, heard),
		.contact = summary->contact,
		.tracked = summary->tracked,
		.stage = (int)summary->stage,
		.ball = (int)summary->ball,
		.touches_out = summary->touches_out,
		.touches_in = summary->touches_in,
		.exchanges = summary->exchanges,
		.progress = summary->progress,
		.attempts = summary->attempts,
		.first_at = summary->first_at,
		.last_at = summary->last_at,
		.organisation =
		    heard->organisation ? heard->organisation : domain,
		.colleague = facts->colleague,
		.nos = summary->nos,
		.tags = tags,
		.phone = heard->phone ? heard->phone : best_phone(addresses),
		.cadence = summary->tracked ? facts->cadence->name : NULL,
		.answer_within = summary->answer_within,
		.judge_at = judge_at,
		.others = known->person.others,
	};

	return store_person_put_summary(judge->store, &row, error) &&
	       store_verdicts(judge, row.person_id, facts, error);
}

/* Their conversations were looked at before, or may hold others' mail now. */
static gboolean add_others(struct judge *judge, struct known *known,
			   const char *domain, GError **error)
{
	guint before = judge->touches->len;

	if (!known->person.others)
		return TRUE;
	if (!others_add(judge->store, known->addresses, domain, judge->touches,
			error))
		return FALSE;
	known->person.others = judge->touches->len > before;
	return TRUE;
}

static gboolean judge_person(struct judge *judge, struct known *known,
			     GError **error)
{
	const GPtrArray *addresses = known->addresses;
	const char *domain;
	g_auto(heard_t) heard = { .name = NULL };
	struct summary summary;
	struct facts facts;
	gint64 judge_at;

	if (!load_touches(judge, known, &judge_at, error) ||
	    !hear_person(judge->hear, judge->store, addresses, &heard, error))
		return FALSE;
	if (judge->touches->len == 0 && !judge_at && !heard.said.contact)
		return store_person_delete(judge->store,
					   known->person.person_id, error);

	heard.said.ruled =
	    ruling_of_person(judge->ruling, addresses, heard.tags);
	domain = find_domain(judge, addresses);
	if (!add_others(judge, known, domain, error))
		return FALSE;
	facts = (struct facts){
		.touches = (const struct touch *)(void *)judge->touches->data,
		.n_touches = judge->touches->len,
		.summary = &summary,
		.said = &heard.said,
		.settings = &judge->settings,
		.colleague =
		    domain &&
		    g_strv_contains((const char *const *)judge->own_domains,
				    domain),
	};
	summary_make(facts.touches, facts.n_touches, &heard.said,
		     facts.colleague, &judge->settings, &summary);
	choose_terms(judge, &heard, summary.stage, &facts);
	return put(judge, known, domain, &heard, &facts, judge_at, error);
}

/* ---- many persons ---- */

static void slice_clear(struct slice *slice)
{
	g_clear_pointer(&slice->touches, g_array_unref);
	g_clear_pointer(&slice->addresses, g_ptr_array_unref);
}

typedef struct slice slice_t;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(slice_t, slice_clear)

static const struct store_touch *touch_at(const struct slice *slice, guint i)
{
	return &g_array_index(slice->touches, struct store_touch, i);
}

/* The next person's part of the slice. */
static void slice_take(struct slice *slice, const struct store_dirty *dirty,
		       struct known *known)
{
	gint64 person_id = dirty->person_id;
	guint first = slice->i_touch;

	while (slice->i_touch < slice->touches->len &&
	       touch_at(slice, slice->i_touch)->person_id == person_id)
		slice->i_touch++;
	g_ptr_array_set_size(known->addresses, 0);
	while (slice->i_address < slice->addresses->len) {
		struct store_address *address =
		    slice->addresses->pdata[slice->i_address];

		if (address->person_id != person_id)
			break;
		g_ptr_array_add(known->addresses, address);
		slice->i_address++;
	}
	known->person = *dirty;
	known->rows = touch_at(slice, first);
	known->n_rows = slice->i_touch - first;
}

/* All persons above `after` who are to be judged, up to the last of these. */
static gboolean judge_slice(struct judge *judge,
			    const struct store_dirty *persons, guint n,
			    gint64 after, GError **error)
{
	gint64 last = persons[n - 1].person_id;
	g_autoptr(GPtrArray) addresses = g_ptr_array_new();
	struct known known = { .addresses = addresses };
	g_auto(slice_t) slice = {
		.touches =
		    store_touch_list_dirty(judge->store, after, last, error),
	};

	if (!slice.touches)
		return FALSE;
	slice.addresses =
	    store_address_list_dirty(judge->store, after, last, error);
	if (!slice.addresses)
		return FALSE;
	for (guint i = 0; i < n; i++) {
		slice_take(&slice, &persons[i], &known);
		if (!judge_person(judge, &known, error))
			return FALSE;
	}
	return TRUE;
}

/* Who is dirty is asked within: another tend may have judged meanwhile. */
static gboolean judge_batch(struct judge *judge, gint64 *after, guint *n_out,
			    GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(judge->store, error);
	g_autoptr(GArray) list = NULL;
	const struct store_dirty *persons;

	if (!transaction ||
	    !store_person_mark_due(judge->store, judge->now, error))
		return FALSE;
	list = store_person_list_dirty(judge->store, *after, BATCH, error);
	if (!list)
		return FALSE;
	persons = (const struct store_dirty *)(const void *)list->data;
	for (guint i = 0, n; i < list->len; i += n) {
		n = MIN(SLICE, list->len - i);
		if (!judge_slice(judge, &persons[i], n, *after, error))
			return FALSE;
		*after = persons[i + n - 1].person_id;
	}
	*n_out = list->len;
	return store_transaction_commit(transaction, error);
}

gboolean judge_dirty(struct store *store, const struct config *config,
		     GError **error)
{
	g_auto(judge_t) judge = {
		.store = store,
		.config = config,
		.own_domains = list_own_domains(config),
		.organisations = g_hash_table_new_full(g_str_hash, g_str_equal,
						       g_free, g_free),
		.ruling = ruling_new(config, store),
		.scratch = record_scratch_new(),
		.touches = g_array_new(FALSE, FALSE, sizeof(struct touch)),
		.now = clock_now(),
	};
	gint64 after = 0;
	guint n = BATCH;

	config_rule_settings(config, &judge.settings);
	judge.hear = hear_new(store, error);
	if (!judge.hear ||
	    !past_find_baseline(store, &judge.settings.baseline_at, error))
		return FALSE;
	while (n == BATCH)
		if (!judge_batch(&judge, &after, &n, error))
			return FALSE;
	return TRUE;
}
