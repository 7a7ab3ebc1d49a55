/* Counting for the report, one person after the other. */
#include "agent/report/tally.h"

#include <string.h>

#include "agent/rules/local_day.h"

#define DAY G_GINT64_CONSTANT(86400)

/* Signs of a mail that wants an answer. */
#define SEEKS (SIGN_ASKS | SIGN_QUESTION | SIGN_DELIVERS | SIGN_ASKED_FOR)

static gint32 monday_of(gint64 at, GTimeZone *zone)
{
	gint32 day = local_day(at, zone);

	return day - (gint32)(local_day_weekday(day) - G_DATE_MONDAY);
}

void tally_begin(struct tally *tally, gint64 since, gint64 now, GTimeZone *zone)
{
	*tally = (struct tally){
		.since = since,
		.now = now,
		.zone = zone,
		.weeks = g_array_new(FALSE, FALSE, sizeof(struct tally_week)),
		.first_answers = g_array_new(FALSE, FALSE, sizeof(gint64)),
	};
	for (gint32 monday = monday_of(since + 1, zone),
		    last = monday_of(now, zone);
	     monday <= last; monday += 7) {
		const struct tally_week week = { .monday = monday };

		g_array_append_val(tally->weeks, week);
	}
}

void tally_clear(struct tally *tally)
{
	g_clear_pointer(&tally->weeks, g_array_unref);
	g_clear_pointer(&tally->first_answers, g_array_unref);
}

gint64 tally_reach(gint64 since)
{
	return since - TALLY_OVER_DAYS * DAY;
}

static gboolean is_in_period(const struct tally *tally, gint64 at)
{
	return at > tally->since && at <= tally->now;
}

static gboolean is_lately(const struct tally *tally, gint64 at)
{
	return at > tally->now - TALLY_LATELY_DAYS * DAY && at <= tally->now;
}

/* ---- touches and exchanges ---- */

static void count(struct tally_counts *counts, enum direction direction,
		  gboolean exchange)
{
	counts->out += direction == DIRECTION_OUT;
	counts->in += direction == DIRECTION_IN;
	counts->both += direction == DIRECTION_BOTH;
	counts->exchanges += exchange;
}

static void count_touch(struct tally *tally, const struct touch *touch,
			gboolean exchange)
{
	gint32 first;
	guint i;

	if (is_lately(tally, touch->at))
		count(&tally->lately, touch->direction, exchange);
	if (!is_in_period(tally, touch->at))
		return;
	count(&tally->period, touch->direction, exchange);
	first = g_array_index(tally->weeks, struct tally_week, 0).monday;
	i = (guint)(monday_of(touch->at, tally->zone) - first) / 7;
	if (i < tally->weeks->len)
		count(&g_array_index(tally->weeks, struct tally_week, i).counts,
		      touch->direction, exchange);
}

/*
 * DESIGN section 2: the sequence is cut at every meeting, which is one; in a
 * piece every second run completes one.
 */
struct piece {
	guint runs;
	enum direction direction;
};

static gboolean completes_exchange(struct piece *piece,
				   enum direction direction)
{
	if (direction == DIRECTION_BOTH) {
		*piece = (struct piece){ 0 };
		return TRUE;
	}
	if (direction == piece->direction)
		return FALSE;
	piece->direction = direction;
	return ++piece->runs % 2 == 0;
}

/* ---- tries ---- */

/* The user's own run, as long as it is the last. */
struct pursuit {
	guint attempts;
	gint32 day; /* local day of the last */
	gint64 last_at;
	gboolean seeks, bounced;
};

static void pursue(struct pursuit *pursuit, const struct tally *tally,
		   const struct tally_person *person, const struct touch *touch,
		   gboolean stranger)
{
	gint32 day = local_day(touch->at, tally->zone);

	if (pursuit->attempts == 0 || day != pursuit->day)
		pursuit->attempts++;
	pursuit->day = day;
	pursuit->last_at = touch->at;
	pursuit->bounced = FALSE;
	if (stranger || person->tracked || touch->channel != CHANNEL_EMAIL ||
	    (touch->signs & SEEKS) != 0)
		pursuit->seeks = TRUE;
}

static void note_run(struct tally *tally, const struct pursuit *pursuit,
		     guint *ended)
{
	guint tries = MIN(pursuit->attempts, TALLY_TRIES);

	for (guint i = 0; i < tries; i++)
		tally->tried[i]++;
	ended[tries - 1]++;
}

static void note_answer(struct tally *tally, const struct pursuit *pursuit,
			const struct touch *touch)
{
	if (pursuit->attempts == 0)
		return;
	/* When mail that is gone was written, is not always known. */
	if (is_in_period(tally, touch->at) &&
	    touch->direction == DIRECTION_IN &&
	    touch->channel == CHANNEL_EMAIL &&
	    (touch->signs & SIGN_DERIVED) == 0) {
		gint32 day = local_day(touch->at, tally->zone);
		guint weekday = local_day_weekday(day) - G_DATE_MONDAY;
		guint hour = local_minute(touch->at, tally->zone) / 60;

		tally->hours[weekday][MIN(hour, 23)]++;
		tally->n_hours++;
	}
	if (!pursuit->seeks || pursuit->bounced)
		return;
	if (is_lately(tally, touch->at))
		tally->lately_answered++;
	if (is_in_period(tally, touch->at)) {
		note_run(tally, pursuit, tally->answered);
		tally->n_answered++;
	}
}

static void note_silence(struct tally *tally, const struct pursuit *pursuit,
			 const struct tally_person *person)
{
	gint64 over_at = pursuit->last_at + TALLY_OVER_DAYS * DAY;

	if (pursuit->attempts == 0 || !pursuit->seeks || pursuit->bounced ||
	    person->settled || !is_in_period(tally, over_at))
		return;
	note_run(tally, pursuit, tally->stopped);
	tally->n_stopped++;
}

/* ---- one person ---- */

/* As summary.h has it, but that of who waits is counted too. */
static void note_first(struct tally *tally, const struct touch *first,
		       const struct tally_person *person)
{
	const struct touch *touch = first + 1;
	const struct touch *end = person->touches + person->n_touches;
	gint64 waited;

	if (first->direction != DIRECTION_IN ||
	    first->channel != CHANNEL_EMAIL ||
	    (first->signs & SIGN_DERIVED) != 0 ||
	    !is_in_period(tally, first->at))
		return;
	while (touch < end && touch->direction != DIRECTION_OUT &&
	       touch->direction != DIRECTION_BOTH)
		touch++;
	if (touch >= end || touch->at > tally->now) {
		tally->first_open++;
		return;
	}
	waited = MAX(touch->at - first->at, 1);
	g_array_append_val(tally->first_answers, waited);
}

static void note_stages(struct tally *tally, const struct tally_person *person)
{
	enum stage before = STAGE_NONE;
	gboolean fresh = FALSE;

	if (!person->contact)
		return;
	tally->stages[person->stage]++;
	for (guint i = 0; person->changes != NULL && i < person->changes->len;
	     i++) {
		const struct stage_change *change =
		    &g_array_index(person->changes, struct stage_change, i);

		if (change->at > tally->now)
			break;
		fresh = is_in_period(tally, change->at);
		tally->came[change->stage] += fresh;
		tally->left[before] += fresh;
		before = change->stage;
	}
	tally->fresh[person->stage] += fresh;
}

void tally_add(struct tally *tally, const struct tally_person *person)
{
	struct pursuit pursuit = { 0 };
	struct piece piece = { 0 };
	gboolean any = FALSE, heard = FALSE;

	if (person->colleague)
		return;
	for (gsize i = 0; i < person->n_touches; i++) {
		const struct touch *touch = &person->touches[i];
		gboolean exchange;

		if (touch->at > tally->now)
			break;
		if (touch->direction == DIRECTION_NONE) {
			if ((touch->signs & SIGN_BOUNCED) != 0)
				pursuit.bounced = TRUE;
			continue;
		}
		if (!any) {
			note_first(tally, touch, person);
			tally->lately_new += is_lately(tally, touch->at);
		}
		any = TRUE;
		exchange = completes_exchange(&piece, touch->direction);
		if (person->contact)
			count_touch(tally, touch, exchange);
		if (touch->direction == DIRECTION_OUT) {
			pursue(&pursuit, tally, person, touch, !heard);
			continue;
		}
		heard = TRUE;
		note_answer(tally, &pursuit, touch);
		pursuit = (struct pursuit){ 0 };
	}
	note_silence(tally, &pursuit, person);
	note_stages(tally, person);
}

static gint compare_seconds(gconstpointer a, gconstpointer b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return (x > y) - (x < y);
}

void tally_end(struct tally *tally)
{
	g_array_sort(tally->first_answers, compare_seconds);
}

/* ---- what is read out of it ---- */

gint64 tally_first_median(const struct tally *tally)
{
	guint n = tally->first_answers->len;

	/* The one in the middle, of an even number the sooner. */
	return n > 0 ? g_array_index(tally->first_answers, gint64, (n - 1) / 2)
		     : 0;
}

guint tally_first_within(const struct tally *tally, gint64 seconds)
{
	guint n = 0;

	while (n < tally->first_answers->len &&
	       g_array_index(tally->first_answers, gint64, n) <= seconds)
		n++;
	return n;
}

guint tally_of_weekday(const struct tally *tally, guint weekday)
{
	guint n = 0;

	for (guint hour = 0; hour < 24; hour++)
		n += tally->hours[weekday][hour];
	return n;
}
