/* The contact's own terms, else those of a tag, of the stage, of everybody. */
#include "agent/rules/terms.h"

#include <string.h>

static const struct term *find_tag(const struct rule_settings *settings,
				   const char *tag)
{
	for (gsize i = 0; i < settings->n_terms; i++) {
		const struct term *term = &settings->terms[i];

		if (term->tag != NULL && strcmp(term->tag, tag) == 0)
			return term;
	}
	return NULL;
}

static const struct term *find_stage(const struct rule_settings *settings,
				     enum stage stage)
{
	for (gsize i = 0; i < settings->n_terms; i++) {
		const struct term *term = &settings->terms[i];

		if (term->tag == NULL && term->stage == stage)
			return term;
	}
	return NULL;
}

/* Fill what nothing before has filled. */
static void add(const struct term *term, const struct rule_settings *settings,
		struct terms *terms)
{
	const struct cadence *cadence;

	if (term == NULL)
		return;
	if (terms->cadence == NULL && term->cadence != NULL) {
		cadence = cadence_find(term->cadence, settings);
		terms->cadence = cadence;
		terms->cadence_term = cadence != NULL ? term : NULL;
	}
	if (terms->quiet_days == 0 && term->quiet_days != 0) {
		terms->quiet_days = term->quiet_days;
		terms->quiet_term = term;
	}
}

void terms_choose(const char *own, const char *const *tags, gsize n_tags,
		  enum stage stage, const struct rule_settings *settings,
		  struct terms *terms_out)
{
	*terms_out = (struct terms){ .cadence = NULL };
	if (own != NULL)
		terms_out->cadence = cadence_find(own, settings);
	for (gsize i = 0; i < n_tags; i++)
		add(find_tag(settings, tags[i]), settings, terms_out);
	add(find_stage(settings, stage), settings, terms_out);
	if (terms_out->cadence == NULL)
		terms_out->cadence = cadence_find(settings->cadence, settings);
	if (terms_out->cadence == NULL)
		terms_out->cadence = &cadence_builtin[0];
}
