/* Runs, attempts and exchanges from the sequence of touches. */
#include "agent/rules/runs.h"

#include "agent/rules/local_day.h"

static void count_direction(struct runs *runs, enum direction direction)
{
	switch (direction) {
	case DIRECTION_OUT:
		runs->touches_out++;
		break;
	case DIRECTION_IN:
		runs->touches_in++;
		break;
	case DIRECTION_BOTH:
		runs->touches_both++;
		break;
	case DIRECTION_NONE:
	case N_DIRECTIONS:
		g_assert_not_reached();
	}
}

static guint count_attempts(const struct touch *touches, gsize n_touches,
			    const struct run *run, GTimeZone *zone)
{
	guint attempts = 0;
	gint32 last_day = 0;

	if (run->direction != DIRECTION_OUT)
		return 0;
	for (gsize i = run->first; i < n_touches; i++) {
		gint32 day;

		if (touches[i].direction == DIRECTION_NONE)
			continue;
		day = local_day(touches[i].at, zone);
		if (attempts == 0 || day != last_day)
			attempts++;
		last_day = day;
	}
	return attempts;
}

void runs_count(const struct touch *touches, gsize n_touches, GTimeZone *zone,
		struct runs *runs_out)
{
	struct runs runs = { 0 };
	guint piece = 0; /* runs since the last meeting of both */

	for (gsize i = 0; i < n_touches; i++) {
		const struct touch *touch = &touches[i];

		if (touch->direction == DIRECTION_NONE)
			continue;
		count_direction(&runs, touch->direction);
		if (touch->direction != runs.open.direction) {
			runs.open = (struct run){
				.direction = touch->direction,
				.first = i,
				.first_at = touch->at,
			};
			if (touch->direction == DIRECTION_BOTH) {
				runs.exchanges += piece / 2;
				piece = 0;
			} else {
				piece++;
			}
		}
		runs.open.touches++;
		runs.open.last_at = touch->at;
	}
	runs.exchanges += piece / 2 + runs.touches_both;
	runs.open.attempts =
	    count_attempts(touches, n_touches, &runs.open, zone);
	*runs_out = runs;
}
