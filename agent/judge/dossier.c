/* All that is known of one person. */
#include "agent/judge/dossier.h"

#include "agent/clock.h"
#include "agent/judge/domain.h"
#include "agent/judge/others.h"
#include "agent/judge/past.h"
#include "agent/judge/sentence.h"
#include "agent/judge/stages.h"
#include "store/address.h"
#include "store/copy.h"
#include "store/message.h"
#include "store/saying.h"
#include "store/verdict.h"

void dossier_free(struct dossier *dossier)
{
	if (dossier == NULL)
		return;
	g_free(dossier->person);
	g_clear_pointer(&dossier->addresses, g_ptr_array_unref);
	g_clear_pointer(&dossier->sayings, g_ptr_array_unref);
	g_clear_pointer(&dossier->verdicts, g_ptr_array_unref);
	g_clear_pointer(&dossier->touches, g_array_unref);
	g_clear_pointer(&dossier->stages, g_array_unref);
	heard_clear(&dossier->heard);
	hear_free(dossier->hear);
	ruling_free(dossier->ruling);
	g_free(dossier);
}

static gboolean read_sayings(struct dossier *dossier, struct store *store,
			     GError **error)
{
	dossier->sayings = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < dossier->addresses->len; i++) {
		const struct store_address *address =
		    dossier->addresses->pdata[i];
		g_autoptr(GPtrArray) sayings =
		    store_saying_list(store, address->address, error);

		if (sayings == NULL)
			return FALSE;
		g_ptr_array_extend_and_steal(dossier->sayings,
					     g_steal_pointer(&sayings));
	}
	store_saying_sort(dossier->sayings);
	return TRUE;
}

static gboolean read_touches(struct dossier *dossier, struct store *store,
			     GError **error)
{
	gint64 ignored;

	dossier->touches = g_array_new(FALSE, FALSE, sizeof(struct touch));
	return past_find_baseline(store, &dossier->settings.baseline_at,
				  error) &&
	       past_read(store, dossier->person->person_id, dossier->now,
			 dossier->touches, &ignored, error);
}

static gboolean read_others(struct dossier *dossier, struct store *store,
			    GError **error)
{
	g_autofree char *domain = NULL;

	for (guint i = 0; i < dossier->addresses->len && domain == NULL; i++) {
		const struct store_address *address =
		    dossier->addresses->pdata[i];

		domain = domain_organisation(address->address);
	}
	return others_add(store, dossier->addresses, domain, dossier->touches,
			  error);
}

static const struct touch *touches_of(const struct dossier *dossier)
{
	return (const struct touch *)(const void *)dossier->touches->data;
}

static void read_stages(struct dossier *dossier)
{
	const struct stages_facts facts = {
		.touches = touches_of(dossier),
		.n_touches = dossier->touches->len,
		.sayings = dossier->sayings,
		.ruled = dossier->heard.said.ruled,
		.colleague = dossier->person->colleague,
		.settings = &dossier->settings,
	};

	dossier->stages = stages_read(&facts);
}

static gboolean judge(struct dossier *dossier, struct store *store,
		      GError **error)
{
	struct runs runs;

	dossier->hear = hear_new(store, error);
	if (dossier->hear == NULL ||
	    !hear_person(dossier->hear, store, dossier->addresses,
			 &dossier->heard, error))
		return FALSE;
	dossier->heard.said.ruled = ruling_of_person(
	    dossier->ruling, dossier->addresses, dossier->heard.tags);
	summary_make(touches_of(dossier), dossier->touches->len,
		     &dossier->heard.said, dossier->person->colleague,
		     &dossier->settings, &dossier->summary);
	terms_choose(dossier->heard.cadence,
		     (const char *const *)dossier->heard.tags->pdata,
		     dossier->heard.tags->len, dossier->summary.stage,
		     &dossier->settings, &dossier->terms);
	runs_count(touches_of(dossier), dossier->touches->len,
		   dossier->settings.zone, &runs);
	dossier->answered_by = runs.answered_by;
	read_stages(dossier);
	return TRUE;
}

struct dossier *dossier_read(struct store *store, const struct config *config,
			     struct store_person *person, GError **error)
{
	g_autoptr(dossier) dossier = g_new0(struct dossier, 1);
	gint64 id = person->person_id;

	dossier->person = person;
	dossier->now = clock_now();
	dossier->ruling = ruling_new(config, store);
	config_rule_settings(config, &dossier->settings);
	dossier->addresses = store_address_list_by_person(store, id, error);
	if (dossier->addresses == NULL)
		return NULL;
	dossier->verdicts = store_verdict_list_by_person(store, id, error);
	if (dossier->verdicts == NULL)
		return NULL;
	if (!read_sayings(dossier, store, error) ||
	    !read_touches(dossier, store, error) ||
	    !read_others(dossier, store, error) ||
	    !judge(dossier, store, error))
		return NULL;
	return g_steal_pointer(&dossier);
}

struct facts dossier_facts(const struct dossier *dossier)
{
	return (struct facts){
		.touches =
		    (const struct touch *)(const void *)dossier->touches->data,
		.n_touches = dossier->touches->len,
		.summary = &dossier->summary,
		.said = &dossier->heard.said,
		.settings = &dossier->settings,
		.colleague = dossier->person->colleague,
		.cadence = dossier->terms.cadence,
		.quiet_days = dossier->terms.quiet_days,
	};
}

void dossier_stand(const struct dossier *dossier,
		   const struct store_verdict *verdict, struct rung *last_out,
		   struct rung *next_out)
{
	struct ladder ladder;

	*last_out = *next_out = (struct rung){ 0 };
	if (ladder_parse(verdict->rungs, (enum reason)verdict->reason, &ladder))
		ladder_at(&ladder, dossier->now, &dossier->settings, last_out,
			  next_out);
}

gboolean dossier_find_sentence(struct store *store, gint64 source,
			       enum sign sign,
			       struct store_message **message_out,
			       char **sentence_out, GError **error)
{
	g_autoptr(record_scratch) scratch = NULL;
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_copy) copy = NULL;
	struct record_facts facts;
	const char *why;

	*message_out = NULL;
	*sentence_out = NULL;
	if (source > 0 &&
	    (!store_message_find(store, source, &message, error) ||
	     (message != NULL &&
	      !store_copy_find(store, message->copy_id, &copy, error))))
		return FALSE;
	if (copy != NULL) {
		scratch = record_scratch_new();
		if (record_decode(RECORD_FACTS, copy->facts.data,
				  copy->facts.length, scratch, &facts, &why))
			*sentence_out = g_strdup(sentence_of(&facts, sign));
	}
	if (*sentence_out == NULL)
		*sentence_out = g_strdup("");
	*message_out = g_steal_pointer(&message);
	return TRUE;
}
