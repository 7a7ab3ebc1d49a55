/* Keep a worker busy with files, and start another when it dies of one. */
#include "agent/files.h"

#include <unistd.h>

#include "agent/error.h"
#include "agent/link.h"

/* Files handed over and not answered yet. */
#define WINDOW 32

/* A worker that reads a file answers within this time, in milliseconds. */
#define DEADLINE (120 * 1000)

/* Workers may die of one message each; of so many, something else is wrong. */
#define DEATHS_MAX 1000

struct pending {
	struct files_item item;
	guint32 id;
	guint copies; /* messages of it that have arrived, or were skipped */
};

struct files {
	const char *worker;
	enum files_depth depth;
	const struct files_calls *calls;
	gpointer data;

	struct link *link;
	GQueue pending; /* struct pending, oldest first */
	guint32 last_id;
	gboolean exhausted;
	gboolean careful; /* a worker has died: announce each message */
	guint32 parsing;  /* message of the oldest file being parsed, 0: none */
	guint deaths;
};

static void forget(struct files *files, struct pending *pending)
{
	if (files->calls->forget)
		files->calls->forget(&pending->item, files->data);
	close(pending->item.fd);
	g_free(pending->item.name);
	g_free(pending);
}

static gboolean start(struct files *files, GError **error)
{
	const struct record_setup setup = { .network = FALSE };

	files->link = link_open(files->worker, &setup, error);
	return files->link != NULL;
}

static void send_file(struct files *files, struct pending *pending)
{
	const struct record_file record = {
		.id = pending->id,
		.format = (guint32)pending->item.format,
		.time = pending->item.time,
		.text = files->depth == FILES_TEXTS,
		.skip = pending->copies,
		.careful = files->careful,
		.map = pending->item.map,
	};

	/* A link that is gone is noticed when it is read. */
	lseek(pending->item.fd, 0, SEEK_SET);
	link_put_fd(files->link, RECORD_FILE, &record, pending->item.fd);
}

static gboolean fill_window(struct files *files, GError **error)
{
	while (!files->exhausted && files->pending.length < WINDOW) {
		struct pending *pending = g_new0(struct pending, 1);

		if (!files->calls->next(&pending->item, &files->exhausted,
					files->data, error)) {
			g_free(pending);
			return FALSE;
		}
		if (files->exhausted) {
			g_free(pending);
			return TRUE;
		}
		pending->id = ++files->last_id;
		g_queue_push_tail(&files->pending, pending);
		send_file(files, pending);
	}
	return TRUE;
}

static gboolean broken(GError **error, const char *what)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
		    "the worker answered out of turn (%s)", what);
	return FALSE;
}

static gboolean on_copy(struct files *files, const struct record_copy *copy,
			GError **error)
{
	struct pending *oldest = g_queue_peek_head(&files->pending);

	if (!oldest || copy->folder != oldest->id || copy->uidvalidity ||
	    copy->uid != oldest->copies + 1 || !files->calls->copy)
		return broken(error, "copy");
	oldest->copies++;
	files->parsing = 0;
	return files->calls->copy(&oldest->item, copy, files->data, error);
}

static gboolean on_column(struct files *files,
			  const struct record_column *column, GError **error)
{
	struct pending *oldest = g_queue_peek_head(&files->pending);

	if (!oldest || column->file != oldest->id || !files->calls->column)
		return broken(error, "column");
	return files->calls->column(&oldest->item, column, files->data, error);
}

static gboolean on_card(struct files *files, const struct record_card *card,
			GError **error)
{
	struct pending *oldest = g_queue_peek_head(&files->pending);

	if (!oldest || card->file != oldest->id ||
	    card->number != oldest->copies + 1 || !files->calls->card)
		return broken(error, "card");
	oldest->copies++;
	files->parsing = 0;
	return files->calls->card(&oldest->item, card, files->data, error);
}

static gboolean on_done(struct files *files,
			const struct record_file_done *done, GError **error)
{
	struct pending *oldest = g_queue_peek_head(&files->pending);
	gboolean ok;

	if (!oldest || done->id != oldest->id)
		return broken(error, "file-done");
	ok = files->calls->done(&oldest->item, done->messages, done->note,
				files->data, error);
	g_queue_pop_head(&files->pending);
	forget(files, oldest);
	return ok;
}

/* Pass over the message that was being parsed, if it is known. */
static gboolean blame(struct files *files, GError **error)
{
	struct pending *oldest = g_queue_peek_head(&files->pending);
	guint number = files->parsing;

	files->parsing = 0;
	if (!oldest || number != oldest->copies + 1)
		return TRUE;
	oldest->copies++;
	return files->calls->died(&oldest->item, number,
				  link_get_obituary(files->link), files->data,
				  error);
}

static gboolean revive(struct files *files, GError **error)
{
	if (++files->deaths > DEATHS_MAX ||
	    (files->deaths > 3 && !files->parsing && !files->careful)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "workers keep dying: %s",
			    link_get_obituary(files->link));
		return FALSE;
	}
	if (!blame(files, error))
		return FALSE;
	g_clear_pointer(&files->link, link_free);
	files->careful = TRUE;
	if (!start(files, error))
		return FALSE;
	for (GList *l = files->pending.head; l; l = l->next)
		send_file(files, l->data);
	return TRUE;
}

static gboolean on_record(struct files *files, const struct record *record,
			  GError **error)
{
	switch ((int)record->type) {
	case RECORD_READY:
		return TRUE;
	case RECORD_PARSING:
		files->parsing = record->parsing.uid;
		return TRUE;
	case RECORD_COPY:
		return on_copy(files, &record->copy, error);
	case RECORD_COLUMN:
		return on_column(files, &record->column, error);
	case RECORD_CARD:
		return on_card(files, &record->card, error);
	case RECORD_FILE_DONE:
		return on_done(files, &record->file_done, error);
	case RECORD_PROBLEM:
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE, "%s",
			    record->problem.text);
		return FALSE;
	default:
		return broken(error, record_type_name(record->type));
	}
}

static gboolean read_all(struct files *files, GError **error)
{
	for (;;) {
		struct record record;

		if (!fill_window(files, error))
			return FALSE;
		if (files->pending.length == 0)
			return TRUE;
		switch (link_next(files->link, DEADLINE, &record)) {
		case LINK_RECORD:
			if (!on_record(files, &record, error))
				return FALSE;
			break;
		case LINK_QUIET:
			/* A hang is a death that has to be helped along. */
		case LINK_DEAD:
			if (!revive(files, error))
				return FALSE;
			break;
		}
	}
}

gboolean files_read(const char *worker, enum files_depth depth,
		    const struct files_calls *calls, gpointer data,
		    GError **error)
{
	struct files files = {
		.worker = worker,
		.depth = depth,
		.calls = calls,
		.data = data,
		.pending = G_QUEUE_INIT,
	};
	struct pending *pending;
	gboolean ok;

	ok = start(&files, error) && read_all(&files, error);
	link_free(files.link);
	while ((pending = g_queue_pop_head(&files.pending)))
		forget(&files, pending);
	return ok;
}
