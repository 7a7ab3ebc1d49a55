/* Contact or sighting. */
#include "agent/rules/contact.h"

/* Did the user take part in this touch, and not merely address a crowd? */
static gboolean makes_contact(const struct touch *touch,
			      const struct rule_settings *settings)
{
	switch (touch->direction) {
	case DIRECTION_OUT:
		return touch->recipients <= settings->max_recipients;
	case DIRECTION_BOTH:
		return TRUE;
	case DIRECTION_NONE:
	case DIRECTION_IN:
	case N_DIRECTIONS:
		return FALSE;
	}
	return FALSE;
}

gboolean contact_is(const struct touch *touches, gsize n_touches,
		    const struct said *said,
		    const struct rule_settings *settings)
{
	if (said->contact || said->tracked || said->stage != STAGE_NONE)
		return TRUE;
	for (gsize i = 0; i < n_touches; i++)
		if (makes_contact(&touches[i], settings))
			return TRUE;
	return FALSE;
}
