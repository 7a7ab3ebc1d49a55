/* What the user has settled. */
#include "agent/rules/said.h"

gboolean said_is_done(const struct said *said, gint64 conversation, gint64 at)
{
	if (said->done_at != 0 && at <= said->done_at)
		return TRUE;
	for (gsize i = 0; i < said->n_done; i++)
		if (said->done[i].conversation == conversation &&
		    at <= said->done[i].at)
			return TRUE;
	return FALSE;
}

gint64 said_reminded_at(const struct said *said)
{
	return MAX(said->done_at, said->reminded_at);
}
