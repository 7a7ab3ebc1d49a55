/*
 * On which terms somebody is kept in touch with: how often to try again, and
 * how long to be silent.  The contact's own word goes first, then their tags',
 * then their stage's, then that for everybody.
 */
#pragma once

#include "agent/rules/cadence.h"

/* Never to be named as quiet; in the place of a number of days. */
#define QUIET_NEVER G_MAXUINT

/* What the user set for a tag, or for a stage. */
struct term {
	const char *tag;     /* lower case; NULL: it is a stage's */
	enum stage stage;    /* of a stage's */
	const char *cadence; /* NULL: it says nothing */
	guint quiet_days;    /* 0: it says nothing */
};

struct terms {
	const struct cadence *cadence;	 /* never NULL */
	const struct term *cadence_term; /* that says so; NULL: none does */
	guint quiet_days;		 /* 0: as for everybody */
	const struct term *quiet_term;
};

/*
 * `own` is the cadence that was said of the contact, or NULL; one that is
 * known no more counts as none.  Of several tags the first that says something
 * counts, in the order given: the caller has them ascending.
 */
void terms_choose(const char *own, const char *const *tags, gsize n_tags,
		  enum stage stage, const struct rule_settings *settings,
		  struct terms *terms_out);
