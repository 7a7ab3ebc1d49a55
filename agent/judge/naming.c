/* Whom to name on this day. */
#include "agent/judge/naming.h"

#include <string.h>

#include "agent/border/words.h"
#include "agent/rules/local_day.h"
#include "agent/rules/workday.h"
#include "agent/when.h"
#include "store/copy.h"

/* A rung that nobody was told of is no news after so long. */
#define OLDEST_DAYS 31

/*
 * Days that the queue of old friends is played back at least, and at most twice
 * as many; it then begins on a day that stays the same for as long.
 */
#define MOST_TURNS 2000

static void clear_item(gpointer data)
{
	struct naming_item *item = data;

	g_clear_pointer(&item->with, g_ptr_array_unref);
}

void naming_free(struct naming *naming)
{
	if (!naming)
		return;
	g_clear_pointer(&naming->items, g_array_unref);
	g_clear_pointer(&naming->verdicts, g_ptr_array_unref);
	g_free(naming);
}

static struct naming_item *item_at(const struct naming *naming, guint i)
{
	return &g_array_index(naming->items, struct naming_item, i);
}

/* When what is of today began. */
static gint64 window(const struct rule_settings *settings, gint64 now,
		     gint64 since)
{
	gint32 today = local_day(now, settings->zone);
	gint64 midnight = local_instant(today, 0, settings->zone);
	gint64 oldest = local_instant(today - OLDEST_DAYS, 0, settings->zone);

	if (since == 0 || since >= midnight)
		return midnight - 1;
	return MAX(since, oldest);
}

/*
 * A stranger's mail stands in `tend stalled` until it is answered or let go;
 * what did not arrive from when that is known to its first morning.
 */
static gboolean is_shown_at_once(const struct naming_item *item)
{
	switch (item->reason) {
	case REASON_NEW:
		/* A lead, of whom there is no mail, has its cadence. */
		return item->verdict->source != 0;
	case REASON_UNDELIVERED:
		return item->rung.due_at == 0;
	case REASON_NONE:
	case REASON_PROMISED:
	case REASON_YOU_OWE:
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
	case REASON_QUIET:
	case REASON_ASK_REFERRAL:
	case N_REASONS:
		break;
	}
	return FALSE;
}

/* Folders in which a stranger's mail still waits. */
#define KEPT_ROLES                                                     \
	(1u << FOLDER_OTHER | 1u << FOLDER_INBOX | 1u << FOLDER_SENT | \
	 1u << FOLDER_ALL | 1u << FOLDER_ARCHIVE | 1u << FOLDER_FLAGGED)

/* The user has thrown a stranger's mail away: that is an answer too. */
static gboolean is_thrown_away(struct store *store,
			       const struct store_verdict *verdict,
			       gboolean *away_out, GError **error)
{
	*away_out = FALSE;
	return verdict->reason != REASON_NEW || verdict->source <= 0 ||
	       store_copy_all_gone(store, verdict->source, KEPT_ROLES, away_out,
				   error);
}

static void add_item(struct naming *naming, const struct store_verdict *verdict,
		     const struct rule_settings *settings, gint64 now,
		     gint64 from)
{
	struct naming_item item = {
		.verdict = verdict,
		.reason = (enum reason)verdict->reason,
	};
	struct ladder ladder;

	if (!ladder_parse(verdict->rungs, item.reason, &ladder))
		return;
	ladder_at(&ladder, now, settings, &item.rung, &item.next);
	item.every = MAX(ladder.tail_days, 1);
	item.late_day = local_day(ladder.late_at, settings->zone);
	item.late_every = ladder.late_days;
	if (item.rung.due_at != 0)
		item.reason = item.rung.reason;
	/* Who has no other address can only be called. */
	if (g_str_has_prefix(verdict->address, "tel:"))
		item.rung.channel = item.next.channel = CHANNEL_CALL;
	item.named = item.rung.due_at > from;
	/* What has lapsed is named only if its last rung is still news. */
	if (verdict->lapse_at <= now && !item.named)
		return;
	item.shown =
	    item.named || (verdict->due_at <= now && is_shown_at_once(&item));
	item.with = g_ptr_array_new();
	g_array_append_val(naming->items, item);
}

/* ---- old friends ---- */

/* Somebody in the queue. */
struct turn {
	struct naming_item *item;
	gint32 due;  /* local day from which on they have turns */
	gint32 last; /* day of their last turn, G_MININT32: none */
};

static gint compare_silence(gconstpointer a, gconstpointer b)
{
	const struct store_verdict *x = ((const struct turn *)a)->item->verdict;
	const struct store_verdict *y = ((const struct turn *)b)->item->verdict;

	if (x->since_at != y->since_at)
		return x->since_at < y->since_at ? -1 : 1;
	return g_strcmp0(x->address, y->address);
}

/* How long they are let be after a turn on that day. */
static gint32 pause_of(const struct naming_item *item, gint32 day)
{
	return item->late_every > 0 && day >= item->late_day ? item->late_every
							     : item->every;
}

/* Of those who wait on that day: who never had a turn, or longest ago. */
static struct turn *find_turn(const GArray *turns, gint32 day)
{
	struct turn *best = NULL;

	for (guint i = 0; i < turns->len; i++) {
		struct turn *turn = &g_array_index(turns, struct turn, i);

		if (turn->due > day ||
		    (turn->last != G_MININT32 &&
		     day - turn->last < pause_of(turn->item, turn->last)))
			continue;
		if (best == NULL || turn->last < best->last)
			best = turn;
	}
	return best;
}

/*
 * One turn a working day, the longest silent first.  The queue is played from
 * the first day on which anybody was due, so that nobody is passed over when
 * there are more of them than days.
 */
static void take_turns(GArray *turns, const struct rule_settings *settings,
		       gint64 now)
{
	gint32 today = local_day(now, settings->zone), day = today;

	g_array_sort(turns, compare_silence);
	for (guint i = 0; i < turns->len; i++)
		day = MIN(day, g_array_index(turns, struct turn, i).due);
	if (today - day > 2 * MOST_TURNS)
		day = today - today % MOST_TURNS - MOST_TURNS;
	for (; day <= today; day++) {
		struct turn *turn =
		    workday_is(settings, day) ? find_turn(turns, day) : NULL;

		if (turn == NULL)
			continue;
		turn->last = day;
		if (day != today)
			continue;
		turn->item->named = turn->item->shown = TRUE;
		/* That is news, whenever their own morning was. */
		turn->item->rung.due_at = workday_morning(settings, today);
	}
}

static void queue_friends(struct naming *naming,
			  const struct rule_settings *settings, gint64 now)
{
	g_autoptr(GArray) turns =
	    g_array_new(FALSE, FALSE, sizeof(struct turn));

	for (guint i = 0; i < naming->items->len; i++) {
		struct naming_item *item = item_at(naming, i);
		const struct turn turn = {
			.item = item,
			.due = local_day(item->verdict->due_at, settings->zone),
			.last = G_MININT32,
		};

		if (item->reason != REASON_QUIET || item->rung.due_at == 0)
			continue;
		item->named = item->shown = FALSE;
		g_array_append_val(turns, turn);
	}
	take_turns(turns, settings, now);
}

/* ---- the order, and who stands with whom ---- */

static int compare_named(const struct naming_item *x,
			 const struct naming_item *y)
{
	if (x->reason != y->reason)
		return x->reason < y->reason ? -1 : 1;
	if (x->rung.due_at != y->rung.due_at)
		return x->rung.due_at > y->rung.due_at ? -1 : 1;
	if (x->verdict->since_at != y->verdict->since_at)
		return x->verdict->since_at < y->verdict->since_at ? -1 : 1;
	return 0;
}

static int compare_waiting(const struct naming_item *x,
			   const struct naming_item *y)
{
	gint64 left = x->next.due_at ? x->next.due_at : G_MAXINT64;
	gint64 right = y->next.due_at ? y->next.due_at : G_MAXINT64;

	if (left != right)
		return left < right ? -1 : 1;
	return (int)x->reason - (int)y->reason;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct naming_item *x = a, *y = b;
	int order;

	if (x->named != y->named)
		return x->named ? -1 : 1;
	if (x->shown != y->shown)
		return x->shown ? -1 : 1;
	order = x->shown ? compare_named(x, y) : compare_waiting(x, y);
	if (!order)
		order = g_strcmp0(x->verdict->address, y->verdict->address);
	if (!order)
		order =
		    (x->verdict->conversation_id >
		     y->verdict->conversation_id) -
		    (x->verdict->conversation_id < y->verdict->conversation_id);
	return order;
}

static char *line_of(const struct naming_item *item)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %d %d",
			       item->verdict->source, (int)item->reason,
			       item->shown);
}

/* The first of a mail has the line, to which the others are added. */
static void join_mail(GHashTable *mails, struct naming_item *item)
{
	g_autofree char *line = line_of(item);
	struct naming_item *first = g_hash_table_lookup(mails, line);

	if (item->verdict->source == 0)
		return;
	if (first == NULL) {
		g_hash_table_insert(mails, g_steal_pointer(&line), item);
	} else if (first->verdict->person_id != item->verdict->person_id) {
		g_ptr_array_add(first->with, (gpointer)(guintptr)item->verdict);
		item->told = TRUE;
	}
}

/*
 * A contact is told of once, with its most pressing matter; one mail to five
 * people is one line.
 */
static void join_lines(struct naming *naming)
{
	g_autoptr(GHashTable) persons =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, NULL);
	g_autoptr(GHashTable) mails =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < naming->items->len; i++) {
		struct naming_item *item = item_at(naming, i);
		gint64 *person = (gint64 *)(guintptr)&item->verdict->person_id;

		/* Told of above, they neither join a line nor begin one. */
		if (item->shown && !g_hash_table_add(persons, person)) {
			item->told = TRUE;
			continue;
		}
		join_mail(mails, item);
		if (!item->told) {
			naming->n_shown += item->shown;
			naming->n_waiting += !item->shown;
		}
	}
}

struct naming *naming_collect(struct store *store,
			      const struct rule_settings *settings, gint64 now,
			      gint64 since, GError **error)
{
	g_autoptr(naming) naming = g_new0(struct naming, 1);
	gint64 from = window(settings, now, since);

	naming->items = g_array_new(FALSE, FALSE, sizeof(struct naming_item));
	g_array_set_clear_func(naming->items, clear_item);
	/* The last rung's lapse is at most some days after it. */
	naming->verdicts = store_verdict_list_open(store, from, error);
	if (!naming->verdicts)
		return NULL;
	for (guint i = 0; i < naming->verdicts->len; i++) {
		const struct store_verdict *verdict =
		    naming->verdicts->pdata[i];
		gboolean away;

		if (!is_thrown_away(store, verdict, &away, error))
			return NULL;
		if (!away)
			add_item(naming, verdict, settings, now, from);
	}
	queue_friends(naming, settings, now);
	g_array_sort(naming->items, compare);
	join_lines(naming);
	return g_steal_pointer(&naming);
}

char *naming_order_text(const struct naming_item *item,
			const struct rule_settings *settings)
{
	g_autofree char *rung = NULL;
	g_autofree char *since =
	    when_date(item->verdict->since_at, settings->zone);

	if (item->rung.due_at == 0)
		return g_strdup_printf("section %d (%s), no rung is due yet",
				       (int)item->reason,
				       reason_name(item->reason));
	rung = when_date(item->rung.due_at, settings->zone);
	return g_strdup_printf("section %d (%s), rung of %s (newest first), "
			       "waiting since %s (longest first)",
			       (int)item->reason, reason_name(item->reason),
			       rung, since);
}
