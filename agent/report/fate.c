/* What became of a line of a digest. */
#include "agent/report/fate.h"

#define FATE_SECONDS (FATE_DAYS * G_GINT64_CONSTANT(86400))

gboolean fate_is_word(const char *verb)
{
	static const char *const verbs[] = { "done",  "snooze",	 "mute", "no",
					     "stage", "untrack", NULL };

	return g_strv_contains(verbs, verb);
}

enum fate fate_of(gint64 named_at, gint64 touched_at, gint64 said_at,
		  gint64 now)
{
	gint64 end = named_at + FATE_SECONDS;

	if (touched_at > end)
		touched_at = 0;
	if (said_at > end)
		said_at = 0;
	if (touched_at != 0 && (said_at == 0 || touched_at <= said_at))
		return FATE_MET;
	if (said_at != 0)
		return FATE_OVERRULED;
	return now > end ? FATE_LEFT : FATE_PENDING;
}
