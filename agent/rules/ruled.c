/* Stages and tracking by lines of the configuration. */
#include "agent/rules/ruled.h"

guint ruled_signs(const struct touch *touches, gsize n_touches,
		  const struct said *said, gboolean colleague)
{
	guint signs = said->ruled & RULED_SIGNS;

	if (colleague)
		return signs & SIGN_TRACK;
	for (gsize i = 0; i < n_touches; i++)
		if (touches[i].direction != DIRECTION_NONE)
			signs |= touches[i].signs & RULED_SIGNS;
	return signs;
}

enum stage ruled_stage(guint signs)
{
	if (signs & SIGN_LOST)
		return STAGE_LOST;
	return signs & SIGN_CUSTOMER ? STAGE_CUSTOMER : STAGE_NONE;
}

gboolean ruled_tracked(guint signs, gboolean contact, const struct said *said)
{
	return contact && !said->untracked &&
	       (signs & (SIGN_CUSTOMER | SIGN_TRACK)) != 0;
}
