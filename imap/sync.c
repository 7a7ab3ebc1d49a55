/* Read one folder from where a cursor stands. */
#include "imap/sync.h"

#include <string.h>

#include "imap/private.h"

struct sync {
	struct imap_session *session;
	const char *name;
	struct imap_cursor *cursor;
	const struct imap_sync_options *options;
	const struct imap_sync_report *report;
	void *data;

	struct imap_state state;
	guint32 top;   /* the highest UID that there can be now */
	bool upward;   /* reading what is above the cursor */
	bool ended;    /* a report said: enough */
	guint64 found; /* messages above the cursor */
	struct imap_uidset above, below;
	struct imap_uidset doubt; /* of the last batch: did not come */
	struct imap_uidset batch; /* that batch */
};

static bool has_range(const struct imap_cursor *cursor)
{
	return cursor->low > 0 && cursor->low <= cursor->high;
}

/*
 * Without MODSEQ nothing but reading all flags shows whether one of them has
 * changed; `glancing` does not go that far.
 */
static bool has_news(const struct imap_cursor *cursor,
		     const struct imap_state *state, bool glancing)
{
	if (state->missing || state->uidvalidity == 0 ||
	    state->uidvalidity != cursor->uidvalidity)
		return true;
	if (state->uidnext == 0 || state->uidnext - 1 != cursor->high)
		return true;
	if (cursor->low != 1)
		return true;
	if (cursor->messages > 0 && state->messages != cursor->messages)
		return true;
	if (state->modseq == 0 || cursor->modseq == 0)
		return !glancing;
	return state->modseq != cursor->modseq;
}

bool imap_sync_needed(const struct imap_cursor *cursor,
		      const struct imap_state *state)
{
	return has_news(cursor, state, false);
}

bool imap_sync_glance(const struct imap_cursor *cursor,
		      const struct imap_state *state)
{
	return has_news(cursor, state, true);
}

static bool tell_range(struct sync *sync)
{
	const struct imap_cursor *cursor = sync->cursor;

	if (!sync->ended && sync->report->range &&
	    !sync->report->range(cursor->low, cursor->high, cursor->modseq,
				 sync->data))
		sync->ended = true;
	return !sync->ended;
}

static void tell_gone(struct sync *sync, const struct imap_uidset *gone)
{
	if (!sync->ended && gone->n > 0 && sync->report->gone &&
	    !sync->report->gone(gone, sync->data))
		sync->ended = true;
}

static bool on_item(const struct imap_item *item, void *data)
{
	struct sync *sync = data;

	if (!sync->report->item(item, sync->data))
		sync->ended = true;
	return !sync->ended;
}

static bool on_flags(const struct imap_item *item, void *data)
{
	struct sync *sync = data;

	if (sync->report->flags && !sync->report->flags(item, sync->data))
		sync->ended = true;
	return !sync->ended;
}

/* Everything of a batch is handed over or settled: move the cursor. */
static bool pass(struct sync *sync, const struct imap_uidset *batch)
{
	if (sync->upward)
		sync->cursor->high = imap_uidset_high(batch);
	else
		sync->cursor->low = imap_uidset_low(batch);
	return tell_range(sync);
}

static bool on_batch(const struct imap_uidset *asked,
		     const struct imap_uidset *missing, void *data)
{
	struct sync *sync = data;

	if (missing->n == 0)
		return pass(sync, asked);
	/* Settled by settle(), when what is in flight has landed. */
	imap_uidset_add_set(&sync->doubt, missing);
	imap_uidset_add_set(&sync->batch, asked);
	return false;
}

/* Leave only those that the folder still has. */
static bool only_present(struct sync *sync, struct imap_uidset *uids,
			 GError **error)
{
	g_auto(imap_uidset) present = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) absent = IMAP_UIDSET_INIT;

	if (uids->n == 0)
		return true;
	if (!imap_search(sync->session, imap_uidset_low(uids),
			 imap_uidset_high(uids), 0, &present, error))
		return false;
	imap_uidset_add_set(&absent, uids);
	imap_uidset_remove_set(&absent, &present);
	imap_uidset_remove_set(uids, &absent);
	return true;
}

struct again {
	struct sync *sync;
	struct imap_uidset missing;
};

static bool on_again_item(const struct imap_item *item, void *data)
{
	struct again *again = data;

	return on_item(item, again->sync);
}

static bool on_again_batch(const struct imap_uidset *asked,
			   const struct imap_uidset *missing, void *data)
{
	struct again *again = data;

	imap_uidset_add_set(&again->missing, missing);
	return true;
}

/* Ask for `uids` again; what does not come stays in it. */
static bool ask_again(struct sync *sync, struct imap_uidset *uids, guint batch,
		      GError **error)
{
	struct again again = { sync, IMAP_UIDSET_INIT };
	bool stopped, ok;

	ok = imap_fetch_batches(sync->session, uids, true, batch, IMAP_HEADERS,
				0, on_again_item, on_again_batch, &again,
				&stopped, error);
	imap_uidset_clear(uids);
	*uids = again.missing;
	return ok;
}

/*
 * Some of a batch did not come although the server listed them.  They are
 * gone by now, or come when asked once more, by few and at last alone (one
 * bad message makes some servers refuse all that stood beside it), or else
 * the caller says whether to go on without them.
 */
static bool settle(struct sync *sync, GError **error)
{
	struct imap_uidset *doubt = &sync->doubt;
	bool ok;

	ok = only_present(sync, doubt, error) &&
	     ask_again(sync, doubt, 100, error);
	if (ok && !sync->ended && doubt->n > 0)
		ok = ask_again(sync, doubt, 1, error) &&
		     only_present(sync, doubt, error);
	if (!ok || sync->ended)
		return ok;
	if (doubt->n > 0 && (!sync->report->withheld ||
			     !sync->report->withheld(doubt, sync->data)))
		return imap_session_fail_with(
		    sync->session, IMAP_ERROR_RECONNECT, error,
		    "'%s' lists message %u but does not give it",
		    sync->session->host, imap_uidset_low(doubt));
	pass(sync, &sync->batch);
	imap_uidset_clear(doubt);
	imap_uidset_clear(&sync->batch);
	return true;
}

static bool read_all(struct sync *sync, struct imap_uidset *uids, bool upward,
		     GError **error)
{
	guint batch = sync->options->batch;
	bool stopped;

	if (batch == 0)
		batch = IMAP_FETCH_BATCH;
	sync->upward = upward;
	while (uids->n > 0 && !sync->ended) {
		if (!imap_fetch_batches(sync->session, uids, upward, batch,
					IMAP_HEADERS, 0, on_item, on_batch,
					sync, &stopped, error))
			return false;
		if (!sync->ended && sync->doubt.n > 0 && !settle(sync, error))
			return false;
	}
	return true;
}

/*
 * UIDNEXT is below what was read already, though UIDVALIDITY is the same.
 * If the messages above it are there, UIDNEXT is wrong; if they are not, the
 * server will give their numbers away again.
 */
static bool settle_rewound(struct sync *sync, GError **error)
{
	struct imap_cursor *cursor = sync->cursor;
	g_auto(imap_uidset) there = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) gone = IMAP_UIDSET_INIT;

	if (!imap_search(sync->session, sync->state.uidnext, cursor->high, 0,
			 &there, error))
		return false;
	if (there.n > 0) {
		sync->state.uidnext = 0;
		return true;
	}
	imap_uidset_add(&gone, sync->state.uidnext, cursor->high);
	cursor->high = sync->state.uidnext - 1;
	cursor->low = MIN(cursor->low, cursor->high + 1);
	tell_gone(sync, &gone);
	tell_range(sync);
	return true;
}

static void skip(const struct sync *sync, struct imap_uidset *uids)
{
	if (sync->options->skip)
		imap_uidset_remove_set(uids, sync->options->skip);
}

/* Which messages there are above the cursor, and the highest UID. */
static bool look_above(struct sync *sync, bool anew, GError **error)
{
	struct imap_cursor *cursor = sync->cursor;
	guint32 uidnext = sync->state.uidnext;

	if (uidnext == 0) {
		guint32 low = anew ? 1 : cursor->high + 1;

		if (sync->state.messages > 0 &&
		    !imap_search(sync->session, low, 0, 0, &sync->above, error))
			return false;
		sync->top = imap_uidset_high(&sync->above);
		if (!anew)
			sync->top = MAX(sync->top, cursor->high);
	} else {
		sync->top = uidnext - 1;
		if (!anew && sync->top > cursor->high &&
		    sync->state.messages > 0 &&
		    !imap_search(sync->session, cursor->high + 1, sync->top, 0,
				 &sync->above, error))
			return false;
	}
	if (anew)
		imap_uidset_clear(&sync->above);
	sync->found = imap_uidset_count(&sync->above);
	skip(sync, &sync->above);
	return true;
}

static bool look_below(struct sync *sync, GError **error)
{
	struct imap_cursor *cursor = sync->cursor;

	if (cursor->low <= 1 || sync->state.messages == 0)
		return true;
	if (!imap_search(sync->session, 1, cursor->low - 1, cursor->since,
			 &sync->below, error))
		return false;
	skip(sync, &sync->below);
	return true;
}

static bool tell_opened(struct sync *sync, const struct imap_state *state,
			bool anew)
{
	struct imap_sync_opened opened = {
		.state = *state,
		.anew = anew,
		.expected = (guint32)(imap_uidset_count(&sync->above) +
				      imap_uidset_count(&sync->below)),
	};

	if (sync->report->opened && !sync->report->opened(&opened, sync->data))
		sync->ended = true;
	return !sync->ended;
}

/*
 * All flags of a folder, in windows that are answered by about 20,000
 * messages: libetpan keeps the text of one answer in memory.
 */
static bool read_flags(struct sync *sync, guint32 low, guint32 high,
		       GError **error)
{
	guint64 span = (guint64)high - low + 1;
	guint64 windows = sync->state.messages / 20000 + 1;
	guint64 step = span / windows + 1;

	for (guint64 from = low; from <= high && !sync->ended; from += step) {
		guint32 to = (guint32)MIN(from + step - 1, high);

		if (!imap_fetch_flags(sync->session, (guint32)from, to, 0,
				      on_flags, sync, NULL, NULL, error))
			return false;
	}
	return true;
}

/* What is not there any more, proved by what is. */
static bool find_gone(struct sync *sync, guint32 low, guint32 high,
		      GError **error)
{
	g_auto(imap_uidset) present = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) gone = IMAP_UIDSET_INIT;

	if (sync->state.messages > 0 &&
	    !imap_search(sync->session, low, high, 0, &present, error))
		return false;
	imap_uidset_add(&gone, low, high);
	imap_uidset_remove_set(&gone, &present);
	tell_gone(sync, &gone);
	return true;
}

/* What has changed from low to high, which were read in earlier runs. */
static bool read_changes(struct sync *sync, guint32 low, guint32 high,
			 GError **error)
{
	struct imap_session *session = sync->session;
	const struct imap_cursor *cursor = sync->cursor;
	guint64 modseq = cursor->modseq;
	/* A MODSEQ that ran backwards proves nothing. */
	bool known = modseq > 0 && sync->state.modseq >= modseq;
	bool fewer = cursor->messages == 0 ||
		     cursor->messages + sync->found != sync->state.messages;

	if (known && sync->state.modseq == modseq && cursor->messages > 0 &&
	    !fewer)
		return true;
	if (known && session->qresync) {
		g_auto(imap_uidset) gone = IMAP_UIDSET_INIT;

		if (sync->state.modseq == modseq)
			return true;
		if (!imap_fetch_flags(session, low, high, modseq, on_flags,
				      sync, NULL, &gone, error))
			return false;
		tell_gone(sync, &gone);
		return true;
	}
	if (known && sync->state.modseq != modseq &&
	    !imap_fetch_flags(session, low, high, modseq, on_flags, sync, NULL,
			      NULL, error))
		return false;
	if (!known && sync->state.messages > 0 &&
	    !read_flags(sync, low, high, error))
		return false;
	if (sync->ended || !fewer)
		return true;
	return find_gone(sync, low, high, error);
}

static bool read_folder(struct sync *sync, bool anew, GError **error)
{
	struct imap_cursor *cursor = sync->cursor;
	bool had = !anew && has_range(cursor);
	guint32 low = cursor->low, high = cursor->high;

	if (!read_all(sync, &sync->above, true, error))
		return false;
	if (sync->ended)
		return true;
	if (cursor->high != sync->top) {
		cursor->high = sync->top;
		if (!tell_range(sync))
			return true;
	}
	if (had && !read_changes(sync, low, high, error))
		return false;
	if (sync->ended)
		return true;
	if (cursor->modseq != sync->state.modseq) {
		cursor->modseq = sync->state.modseq;
		if (had && !tell_range(sync))
			return true;
	}
	if (!read_all(sync, &sync->below, false, error))
		return false;
	if (sync->ended)
		return true;
	if (cursor->low != 1 || anew) {
		cursor->low = 1;
		tell_range(sync);
	}
	cursor->messages = sync->state.messages;
	return true;
}

static bool sync_folder(struct sync *sync, GError **error)
{
	struct imap_cursor *cursor = sync->cursor;
	bool anew;

	if (!imap_folder_examine(sync->session, sync->name, &sync->state,
				 error))
		return false;
	anew = cursor->uidvalidity == 0 ||
	       cursor->uidvalidity != sync->state.uidvalidity;
	if (anew)
		*cursor = (struct imap_cursor){
			.uidvalidity = sync->state.uidvalidity,
			.since = cursor->since,
		};
	else if (cursor->low == 0)
		cursor->low = 1;
	if (!anew && sync->state.uidnext > 0 &&
	    sync->state.uidnext - 1 < cursor->high &&
	    !settle_rewound(sync, error))
		return false;
	if (sync->ended || !look_above(sync, anew, error))
		return sync->ended;
	if (anew) {
		cursor->high = sync->top;
		cursor->low = sync->top + 1;
	}
	if (!look_below(sync, error))
		return false;
	if (!tell_opened(sync, &sync->state, anew))
		return true;
	return read_folder(sync, anew, error);
}

bool imap_sync_folder(struct imap_session *session, const char *name,
		      struct imap_cursor *cursor,
		      const struct imap_sync_options *options,
		      const struct imap_sync_report *report, void *data,
		      bool *done_out, GError **error)
{
	static const struct imap_sync_options none = { .batch = 0 };
	struct sync sync = {
		.session = session,
		.name = name,
		.cursor = cursor,
		.options = options ? options : &none,
		.report = report,
		.data = data,
	};
	bool ok = true;

	if (sync.options->glance &&
	    !imap_sync_needed(cursor, sync.options->glance))
		tell_opened(&sync, sync.options->glance, false);
	else
		ok = sync_folder(&sync, error);
	*done_out = ok && !sync.ended;
	imap_uidset_clear(&sync.above);
	imap_uidset_clear(&sync.below);
	imap_uidset_clear(&sync.doubt);
	imap_uidset_clear(&sync.batch);
	return ok;
}
