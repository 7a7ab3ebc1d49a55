/* The two clocks: the one of judgements, which TEND_NOW sets, and the real. */
#include "agent/clock.h"

#include <string.h>

#include "agent/error.h"

/* Where TEND_NOW put the clock; the one state that is a fact of the process,
 * set once at its start. */
static struct {
	gboolean set, runs;
	gint64 at;	/* UTC seconds */
	gint64 started; /* monotonic microseconds */
} frozen;

static gboolean parse_iso(const char *text, gint64 *at_out)
{
	g_autoptr(GTimeZone) local = g_time_zone_new_local();
	g_autoptr(GDateTime) when = NULL;
	g_autofree char *iso = g_strstrip(g_strdup(text));
	char *space = strchr(iso, ' ');
	gsize length = strlen(iso);

	if (space)
		*space = 'T';
	if (length == strlen("2026-03-02")) {
		g_autofree char *midnight = g_strconcat(iso, "T00:00:00", NULL);

		when = g_date_time_new_from_iso8601(midnight, local);
	} else if (length == strlen("2026-03-02T09:00")) {
		g_autofree char *minute = g_strconcat(iso, ":00", NULL);

		when = g_date_time_new_from_iso8601(minute, local);
	} else {
		when = g_date_time_new_from_iso8601(iso, local);
	}
	if (!when)
		return FALSE;
	*at_out = g_date_time_to_unix(when);
	return TRUE;
}

gboolean clock_parse(const char *text, gint64 *at_out, GError **error)
{
	/* 9999-12-31, the last day that GDateTime knows. */
	static const gint64 last = 253402300799;

	if (*text == '@'
		? g_ascii_string_to_signed(text + 1, 10, 0, last, at_out, NULL)
		: parse_iso(text, at_out))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "TEND_NOW is '%s', but must be a time such as "
		    "2026-03-02, '2026-03-02 09:00' or @1772442000",
		    text);
	return FALSE;
}

gboolean clock_start(GError **error)
{
	const char *text = g_getenv("TEND_NOW");

	if (!text || !*text)
		return TRUE;
	frozen.set = clock_parse(text, &frozen.at, error);
	return frozen.set;
}

gint64 clock_real(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

gint64 clock_now(void)
{
	if (!frozen.set)
		return clock_real();
	if (!frozen.runs)
		return frozen.at;
	return frozen.at +
	       (g_get_monotonic_time() - frozen.started) / G_USEC_PER_SEC;
}

gboolean clock_is_set(void)
{
	return frozen.set;
}

void clock_let_run(void)
{
	if (frozen.runs)
		return;
	frozen.runs = TRUE;
	frozen.started = g_get_monotonic_time();
}
