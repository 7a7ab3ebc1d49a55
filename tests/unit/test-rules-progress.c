/* Exchanges that count towards the target. */
#include "config.h"

#include <string.h>

#include "agent/rules/runs.h"

#define MONDAY G_GINT64_CONSTANT(1772409600) /* 2 March 2026, 00:00 UTC */

/*
 * A touch is a sign and its conversation: > out, < in, = both; before it "-"
 * for few words, "u" for a body unread.  A dot is an hour, a bar the next day.
 */
static const struct {
	const char *touches;
	guint exchanges, progress;
} rows[] = {
	{ "", 0, 0 },
	{ ">1", 0, 0 },
	{ ">1.<1", 1, 1 },
	/* Thanks are no real text, on either side. */
	{ ">1.-<1", 1, 0 },
	{ "->1.<1", 1, 0 },
	{ ">1.-<1.<1", 1, 1 },
	/* What was not read may be real. */
	{ "u>1.u<1", 1, 1 },
	/* Once a day in each matter, however much is written. */
	{ ">1.<1.>1.<1.>1.<1", 3, 1 },
	{ ">1.<1.>2.<2", 2, 2 },
	{ ">1.<1|>1.<1", 2, 2 },
	{ ">1.<1.>2.<2.>1.<1", 3, 2 },
	/* A meeting is one, and begins anew. */
	{ "=0", 1, 1 },
	{ ">1.=0.<1", 1, 1 },
	{ "=0|=0", 2, 2 },
	{ ">1.<1.=0", 2, 2 },
};

static guint read_touches(const char *text, struct touch *touches)
{
	gint64 at = MONDAY;
	guint n = 0, signs = SIGN_READ | SIGN_WORDS;

	for (const char *p = text; *p; p++) {
		const char *where = strchr("><=", *p);

		if (*p == '.')
			at += 3600;
		else if (*p == '|')
			at = at - at % 86400 + 86400;
		else if (*p == '-')
			signs = SIGN_READ;
		else if (*p == 'u')
			signs = 0;
		if (!where)
			continue;
		touches[n] = (struct touch){
			.at = at,
			.source = n + 1,
			.direction = *p == '>'	 ? DIRECTION_OUT
				     : *p == '<' ? DIRECTION_IN
						 : DIRECTION_BOTH,
			.conversation = p[1] - '0',
			.signs = *p == '=' ? 0 : signs,
		};
		n++;
		signs = SIGN_READ | SIGN_WORDS;
	}
	return n;
}

static void test_rows(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct touch touches[16];
		struct runs runs;
		guint n = read_touches(rows[i].touches, touches);

		runs_count(touches, n, zone, &runs);
		if (runs.exchanges == rows[i].exchanges &&
		    runs.progress == rows[i].progress)
			continue;
		g_test_message("'%s': %u exchanges, %u count", rows[i].touches,
			       runs.exchanges, runs.progress);
		g_test_fail();
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/progress", test_rows);
	return g_test_run();
}
