/* Runs, attempts and exchanges from the sequence of touches. */
#include "agent/rules/runs.h"

#include "agent/rules/local_day.h"

/* Fewer answers are no habit; the latest are enough to know one. */
#define LEAST_ANSWERS 3
#define MOST_ANSWERS 64

/* Matters of one day: who answers in more is a machine. */
#define MOST_MATTERS 32

/* Exchanges of real text, as they count towards the target. */
struct progress {
	guint runs; /* since the last meeting of both */
	enum direction direction;
	gint32 day;
	gint64 matters[MOST_MATTERS]; /* in which one counted that day */
	guint n_matters;
	guint n;
};

/* What is remembered on the way from touch to touch. */
struct walk {
	struct runs runs;
	guint piece; /* runs since the last meeting of both */
	enum direction piece_direction; /* of the last of them */
	gint32 no_day;
	gint64 answers[MOST_ANSWERS]; /* seconds, a ring */
	guint n_answers;
	struct progress progress;
};

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

static void note_answer(struct walk *walk, const struct touch *touch)
{
	const struct run *open = &walk->runs.open;

	/* When mail that is gone was written, is not always known. */
	if (open->direction == DIRECTION_OUT &&
	    touch->direction == DIRECTION_IN &&
	    touch->channel == CHANNEL_EMAIL && touch->at - open->last_at > 1)
		walk->answers[walk->n_answers++ % MOST_ANSWERS] =
		    touch->at - open->last_at;
}

static void note_no(struct walk *walk, const struct touch *touch,
		    GTimeZone *zone)
{
	gint32 day;

	if (touch->direction != DIRECTION_IN || !(touch->signs & SIGN_NO))
		return;
	day = local_day(touch->at, zone);
	if (walk->runs.nos == 0 || day != walk->no_day)
		walk->runs.nos++;
	walk->no_day = day;
}

static gboolean is_real(const struct touch *touch)
{
	return (touch->signs & SIGN_READ) == 0 ||
	       (touch->signs & SIGN_WORDS) != 0;
}

/* Once a day in each matter. */
static void note_progress(struct progress *progress, const struct touch *touch,
			  GTimeZone *zone)
{
	gint32 day = local_day(touch->at, zone);

	if (progress->n == 0 || day != progress->day)
		progress->n_matters = 0;
	progress->day = day;
	for (guint i = 0; i < progress->n_matters; i++)
		if (progress->matters[i] == touch->conversation)
			return;
	if (progress->n_matters == MOST_MATTERS)
		return;
	progress->matters[progress->n_matters++] = touch->conversation;
	progress->n++;
}

/* The same as exchanges, of what has real text: the answer completes one. */
static void make_progress(struct progress *progress, const struct touch *touch,
			  GTimeZone *zone)
{
	if (!is_real(touch))
		return;
	if (touch->direction == DIRECTION_BOTH) {
		note_progress(progress, touch, zone);
		progress->runs = 0;
		progress->direction = DIRECTION_NONE;
	} else if (touch->direction != progress->direction) {
		progress->direction = touch->direction;
		if (++progress->runs % 2 == 0)
			note_progress(progress, touch, zone);
	}
}

static void begin_run(struct walk *walk, const struct touch *touch, gsize i)
{
	note_answer(walk, touch);
	walk->runs.open = (struct run){
		.direction = touch->direction,
		.first = i,
		.first_at = touch->at,
	};
	if (touch->direction == DIRECTION_BOTH) {
		walk->runs.exchanges += walk->piece / 2;
		walk->piece = 0;
		walk->piece_direction = DIRECTION_NONE;
	} else if (touch->direction != walk->piece_direction) {
		walk->piece++;
		walk->piece_direction = touch->direction;
	}
}

static void end_run(struct walk *walk, const struct touch *touch)
{
	if (!(touch->signs & SIGN_COLLEAGUE) ||
	    walk->runs.open.direction != DIRECTION_OUT)
		return;
	walk->runs.open = (struct run){ .direction = DIRECTION_NONE };
	walk->runs.answered_by = touch->source;
}

static int compare_times(gconstpointer a, gconstpointer b, gpointer data)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	(void)data;
	return (x > y) - (x < y);
}

/* The median: one long silence does not change a habit. */
static gint64 usual_answer(struct walk *walk)
{
	guint n = MIN(walk->n_answers, MOST_ANSWERS);

	if (n < LEAST_ANSWERS)
		return 0;
	g_qsort_with_data(walk->answers, (gint)n, sizeof *walk->answers,
			  compare_times, NULL);
	return MAX(walk->answers[n / 2], 1);
}

void runs_count(const struct touch *touches, gsize n_touches, GTimeZone *zone,
		struct runs *runs_out)
{
	struct walk walk = { .runs = { 0 } };

	for (gsize i = 0; i < n_touches; i++) {
		const struct touch *touch = &touches[i];

		if (touch->direction == DIRECTION_NONE) {
			end_run(&walk, touch);
			continue;
		}
		count_direction(&walk.runs, touch->direction);
		note_no(&walk, touch, zone);
		make_progress(&walk.progress, touch, zone);
		if (touch->direction != walk.runs.open.direction)
			begin_run(&walk, touch, i);
		walk.runs.answered_by = 0;
		walk.runs.open.touches++;
		walk.runs.open.last_at = touch->at;
		walk.runs.open.last_conversation = touch->conversation;
	}
	walk.runs.exchanges += walk.piece / 2 + walk.runs.touches_both;
	walk.runs.progress = walk.progress.n;
	walk.runs.answer_within = usual_answer(&walk);
	walk.runs.open.attempts =
	    count_attempts(touches, n_touches, &walk.runs.open, zone);
	*runs_out = walk.runs;
}
