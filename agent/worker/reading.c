/* Read folders and send what is in them. */
#include "config.h"

#include "agent/worker/reading.h"

#include <string.h>

#include "agent/worker/fault.h"

/*
 * Messages whose bodies are wanted are gathered until there are so many, or
 * the folder ends: a body costs the server ten times a header, and asking for
 * one empties the pipeline.
 */
#define WANTED_MAX 500

/* What has to be remembered of a message until its body comes. */
struct wanted {
	guint32 uid, flags, size;
	gint64 internal_at;
	guint64 gm_msgid, modseq;
	char *keywords;
};

/* One run over one folder. */
struct run {
	struct reader *reader;
	struct reading *reading;
	guint32 uidvalidity;
	GArray *wanted;		  /* struct wanted */
	struct record_range held; /* not sent before the bodies are */
	gboolean holding;
	gboolean hangup;
};

struct reading *reading_new(const struct record_read *read)
{
	struct reading *reading = g_new0(struct reading, 1);

	reading->folder = read->folder;
	reading->name = g_strndup(read->name.data, read->name.length);
	reading->inbox = read->inbox;
	reading->careful = read->careful;
	reading->cursor = (struct imap_cursor){
		.uidvalidity = read->uidvalidity,
		.low = read->low,
		.high = read->high,
		.modseq = read->modseq,
		.messages = read->messages,
		.since = read->since,
	};
	for (gsize i = 0; i + sizeof(guint32) <= read->avoid.length;
	     i += sizeof(guint32)) {
		guint32 uid;

		memcpy(&uid, read->avoid.data + i, sizeof uid);
		imap_uidset_add(&reading->avoid, uid, uid);
	}
	return reading;
}

void reading_free(struct reading *reading)
{
	if (!reading)
		return;
	imap_uidset_clear(&reading->avoid);
	g_free(reading->name);
	g_free(reading);
}

static void clear_wanted(gpointer item)
{
	g_free(((struct wanted *)item)->keywords);
}

/* FALSE when tend is gone: every callback then ends its run. */
static bool put(struct run *run, enum record_type type, const void *fields)
{
	if (channel_put(run->reader->channel, type, fields))
		return true;
	run->hangup = TRUE;
	return false;
}

static bool put_copy(struct run *run, const struct imap_item *item)
{
	struct record_copy copy = {
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.uid = item->uid,
		.internal_at = item->internal_at,
		.size = item->size,
		.flags = item->flags,
		.keywords = item->keywords,
		.gm_msgid = item->gm_msgid,
		.modseq = item->modseq,
	};

	copy.facts = facts_write(run->reader->writer, run->reader->message);
	return put(run, RECORD_COPY, &copy);
}

static bool on_opened(const struct imap_sync_opened *opened, void *data)
{
	struct run *run = data;
	const struct record_opened record = {
		.folder = run->reading->folder,
		.uidvalidity = opened->state.uidvalidity,
		.uidnext = opened->state.uidnext,
		.exists = opened->state.messages,
		.modseq = opened->state.modseq,
		.expected = opened->expected,
		.keywords = opened->state.can_keyword,
	};

	run->uidvalidity = opened->state.uidvalidity;
	return put(run, RECORD_OPENED, &record);
}

static bool announce(struct run *run, guint32 uid)
{
	const struct record_parsing parsing = {
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.uid = uid,
	};

	return !run->reading->careful || (put(run, RECORD_PARSING, &parsing) &&
					  channel_flush(run->reader->channel));
}

static void want_body(struct run *run, const struct imap_item *item)
{
	const struct wanted wanted = {
		.uid = item->uid,
		.flags = item->flags,
		.size = item->size,
		.internal_at = item->internal_at,
		.gm_msgid = item->gm_msgid,
		.modseq = item->modseq,
		.keywords = g_strdup(item->keywords),
	};

	g_array_append_val(run->wanted, wanted);
}

static bool on_item(const struct imap_item *item, void *data)
{
	struct run *run = data;
	struct parse_message *message = run->reader->message;

	if (!announce(run, item->uid))
		return false;
	fault_check(item->bytes, item->length);
	parse_message_headers(message, item->bytes, item->length);
	if (message->body_wanted)
		want_body(run, item);
	return put_copy(run, item);
}

static bool on_range(guint32 low, guint32 high, guint64 modseq, void *data)
{
	struct run *run = data;

	run->held = (struct record_range){
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.low = low,
		.high = high,
		.modseq = modseq,
	};
	run->holding = TRUE;
	if (run->wanted->len >= WANTED_MAX)
		return false;
	if (run->wanted->len)
		return true;
	run->holding = FALSE;
	return put(run, RECORD_RANGE, &run->held);
}

static bool on_gone(const struct imap_uidset *uids, void *data)
{
	struct run *run = data;
	const struct record_gone gone = {
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.uids = { (const char *)uids->ranges,
			  uids->n * sizeof *uids->ranges },
	};

	return put(run, RECORD_GONE, &gone);
}

static bool on_flags(const struct imap_item *item, void *data)
{
	struct run *run = data;
	const struct record_flags flags = {
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.uid = item->uid,
		.flags = item->flags,
		.keywords = item->keywords,
		.modseq = item->modseq,
	};

	return put(run, RECORD_FLAGS, &flags);
}

static bool on_withheld(const struct imap_uidset *uids, void *data)
{
	struct run *run = data;
	struct record_problem problem = {
		.remedy = REMEDY_SKIP,
		.folder = run->reading->folder,
		.text = "the server lists this message but does not give it",
	};

	for (guint i = 0; i < uids->n; i++)
		for (guint32 uid = uids->ranges[i].low;; uid++) {
			problem.uid = uid;
			if (!put(run, RECORD_PROBLEM, &problem))
				return false;
			if (uid == uids->ranges[i].high)
				break;
		}
	return true;
}

static const struct imap_sync_report report = {
	.opened = on_opened,
	.item = on_item,
	.range = on_range,
	.gone = on_gone,
	.flags = on_flags,
	.withheld = on_withheld,
};

static const struct wanted *find_wanted(const struct run *run, guint32 uid)
{
	for (guint i = 0; i < run->wanted->len; i++) {
		const struct wanted *wanted =
		    &g_array_index(run->wanted, struct wanted, i);

		if (wanted->uid == uid)
			return wanted;
	}
	return NULL;
}

static bool on_body(const struct imap_item *item, void *data)
{
	struct run *run = data;
	const struct wanted *wanted = find_wanted(run, item->uid);
	struct imap_item whole = *item;

	if (!wanted)
		return true;
	if (!announce(run, item->uid))
		return false;
	parse_message_headers(run->reader->message, item->bytes, item->length);
	parse_message_body(run->reader->message, item->bytes, item->length);
	whole.flags = wanted->flags;
	whole.size = wanted->size;
	whole.internal_at = wanted->internal_at;
	whole.gm_msgid = wanted->gm_msgid;
	whole.modseq = wanted->modseq;
	whole.keywords = wanted->keywords;
	return put_copy(run, &whole);
}

/* The folder is open: fetch the bodies, then say the range that waited. */
static bool fetch_wanted(struct run *run, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;

	for (guint i = 0; i < run->wanted->len; i++) {
		guint32 uid = g_array_index(run->wanted, struct wanted, i).uid;

		imap_uidset_add(&uids, uid, uid);
	}
	if (uids.n && !imap_fetch(run->reader->session, &uids, IMAP_BODIES,
				  PARSE_BODY_MAX, on_body, run, NULL, error))
		return false;
	g_array_set_size(run->wanted, 0);
	if (!run->holding || run->hangup)
		return true;
	run->holding = FALSE;
	put(run, RECORD_RANGE, &run->held);
	return true;
}

static enum read_end finish(struct run *run)
{
	const struct imap_cursor *cursor = &run->reading->cursor;
	const struct record_range range = {
		.folder = run->reading->folder,
		.uidvalidity = cursor->uidvalidity,
		.low = cursor->low,
		.high = cursor->high,
		.modseq = cursor->modseq,
		.last = TRUE,
		.messages = cursor->messages,
	};

	return put(run, RECORD_RANGE, &range) &&
		       channel_flush(run->reader->channel)
		   ? READ_DONE
		   : READ_HANGUP;
}

enum read_end reading_run(struct reader *reader, struct reading *reading,
			  const struct imap_state *glance, GError **error)
{
	g_autoptr(GArray) wanted =
	    g_array_new(FALSE, FALSE, sizeof(struct wanted));
	struct run run = { .reader = reader,
			   .reading = reading,
			   .uidvalidity = reading->cursor.uidvalidity,
			   .wanted = wanted };
	const struct imap_sync_options options = { .skip = &reading->avoid,
						   .glance = glance };
	const struct imap_sync_options again = { .skip = &reading->avoid };
	bool done = false;
	bool first = true;

	g_array_set_clear_func(wanted, clear_wanted);
	while (!done) {
		if (!imap_sync_folder(
			reader->session, reading->name, &reading->cursor,
			first ? &options : &again, &report, &run, &done, error))
			return READ_FAILED;
		if (run.hangup)
			return READ_HANGUP;
		if (!fetch_wanted(&run, error))
			return READ_FAILED;
		if (run.hangup)
			return READ_HANGUP;
		first = false;
	}
	return finish(&run);
}

enum read_end reading_body(struct reader *reader, struct reading *reading,
			   guint32 uid, GError **error)
{
	g_autoptr(GArray) wanted =
	    g_array_new(FALSE, FALSE, sizeof(struct wanted));
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	struct run run = { .reader = reader,
			   .reading = reading,
			   .uidvalidity = reading->cursor.uidvalidity,
			   .wanted = wanted };
	struct imap_state state;

	g_array_set_clear_func(wanted, clear_wanted);
	imap_uidset_add(&uids, uid, uid);
	if (!imap_folder_examine(reader->session, reading->name, &state, error))
		return READ_FAILED;
	if (state.uidvalidity != reading->cursor.uidvalidity)
		return READ_DONE;
	/* Its header first: the copy says flags and times too. */
	if (!imap_fetch(reader->session, &uids, IMAP_HEADERS, 0, on_item, &run,
			NULL, error) ||
	    run.hangup)
		return run.hangup ? READ_HANGUP : READ_FAILED;
	if (!fetch_wanted(&run, error))
		return READ_FAILED;
	return run.hangup || !channel_flush(reader->channel) ? READ_HANGUP
							     : READ_DONE;
}
