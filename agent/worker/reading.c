/* Read folders and send what is in them. */
#include "config.h"

#include "agent/worker/reading.h"

#include <string.h>

#include "agent/worker/fault.h"

/* One run over one folder. */
struct run {
	struct reader *reader;
	struct reading *reading;
	guint32 uidvalidity;
	gboolean hangup;
	gboolean text;		     /* new texts go with the copies */
	struct imap_uidset headless; /* asked for whole: the header is longer */
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

	if (run->text)
		copy.new_text = run->reader->message->new_text;
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

static bool on_item(const struct imap_item *item, void *data)
{
	struct run *run = data;

	if (!announce(run, item->uid))
		return false;
	fault_check(item->bytes, item->length);
	parse_message_headers(run->reader->message, item->bytes, item->length);
	return put_copy(run, item);
}

/* Whether what was asked of a message ends within its header. */
static bool is_headless(const struct imap_item *item)
{
	return item->length >= PARSE_BODY_MAX &&
	       !memmem(item->bytes, item->length, "\n\r\n", 3) &&
	       !memmem(item->bytes, item->length, "\n\n", 2);
}

static bool on_whole(const struct imap_item *item, void *data)
{
	struct run *run = data;
	struct parse_message *message = run->reader->message;

	if (is_headless(item)) {
		imap_uidset_add(&run->headless, item->uid, item->uid);
		return true;
	}
	if (!announce(run, item->uid))
		return false;
	fault_check(item->bytes, item->length);
	parse_message_headers(message, item->bytes, item->length);
	parse_message_body(message, item->bytes, item->length);
	return put_copy(run, item);
}

/*
 * Of a mail whose header alone is longer than what is read of a mail: nothing
 * of its body will ever be known, and all that its header tells stays so.
 */
static bool on_headless(const struct imap_item *item, void *data)
{
	struct run *run = data;
	struct parse_message *message = run->reader->message;

	if (!announce(run, item->uid))
		return false;
	fault_check(item->bytes, item->length);
	parse_message_headers(message, item->bytes, item->length);
	parse_message_body(message, "", 0);
	return put_copy(run, item);
}

static bool on_range(guint32 low, guint32 high, guint64 modseq, void *data)
{
	struct run *run = data;
	const struct record_range range = {
		.folder = run->reading->folder,
		.uidvalidity = run->uidvalidity,
		.low = low,
		.high = high,
		.modseq = modseq,
	};

	return put(run, RECORD_RANGE, &range);
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
	struct run run = { .reader = reader,
			   .reading = reading,
			   .uidvalidity = reading->cursor.uidvalidity };
	const struct imap_sync_options options = { .skip = &reading->avoid,
						   .glance = glance };
	bool done = false;

	if (!imap_sync_folder(reader->session, reading->name, &reading->cursor,
			      &options, &report, &run, &done, error))
		return READ_FAILED;
	return run.hangup || !done ? READ_HANGUP : finish(&run);
}

static bool fetch_whole(struct run *run, const struct imap_uidset *uids,
			GError **error)
{
	struct imap_session *session = run->reader->session;

	return imap_fetch(session, uids, IMAP_BODIES, PARSE_BODY_MAX, on_whole,
			  run, NULL, error) &&
	       (run->hangup || run->headless.n == 0 ||
		imap_fetch(session, &run->headless, IMAP_HEADERS, 0,
			   on_headless, run, NULL, error));
}

static bool fetch(struct run *run, const struct record_fetch *asked,
		  const struct imap_uidset *uids, GError **error)
{
	struct imap_session *session = run->reader->session;
	struct imap_state state;

	if (!imap_folder_examine(session, run->reading->name, &state, error))
		return false;
	/* The next look into the folder starts it anew. */
	if (state.uidvalidity != asked->uidvalidity)
		return true;
	if (asked->whole)
		return fetch_whole(run, uids, error);
	return imap_fetch(session, uids, IMAP_HEADERS, 0, on_item, run, NULL,
			  error);
}

enum read_end reading_fetch(struct reader *reader, struct reading *reading,
			    const struct record_fetch *asked,
			    const struct imap_uidset *uids, GError **error)
{
	struct run run = { .reader = reader,
			   .reading = reading,
			   .uidvalidity = asked->uidvalidity,
			   .text = asked->text };
	g_auto(imap_uidset) rest = IMAP_UIDSET_INIT;
	bool ok;

	imap_uidset_add_set(&rest, uids);
	imap_uidset_remove_set(&rest, &reading->avoid);
	ok = rest.n == 0 || fetch(&run, asked, &rest, error);
	imap_uidset_clear(&run.headless);
	if (!ok)
		return READ_FAILED;
	return run.hangup ? READ_HANGUP : READ_DONE;
}
