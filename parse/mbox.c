/*
 * The messages of an mbox file, as a stream.
 *
 * Bytes go through one buffer, line by line.  Of each message the header and
 * the first PARSE_MBOX_BODY_MAX bytes behind it are kept; what follows is only
 * looked at for the next "From " line.
 */
#include "parse/mbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "parse/splitter.h"

#define BUFFER_SIZE (128u << 10)

struct parse_mbox {
	int fd;
	enum parse_mbox_format format;
	bool started; /* the first line was judged */
	bool ended;   /* nothing more to read */

	char *buffer;
	gsize start, end; /* what of it is not yet taken */
	bool line_start;  /* buffer + start begins a line */
	bool after_blank; /* and the line before it was empty */

	GString *kept;
	gsize header_end; /* where the body begins in kept, 0: not yet */
	guint64 size;
};

struct parse_mbox *parse_mbox_new(int fd, enum parse_mbox_format format)
{
	struct parse_mbox *mbox = g_new0(struct parse_mbox, 1);

	mbox->fd = fd;
	mbox->format = format;
	mbox->buffer = g_malloc(BUFFER_SIZE);
	mbox->kept = g_string_sized_new(4096);
	mbox->line_start = true;
	mbox->after_blank = true;
	return mbox;
}

void parse_mbox_free(struct parse_mbox *mbox)
{
	if (!mbox)
		return;
	g_string_free(mbox->kept, TRUE);
	g_free(mbox->buffer);
	g_free(mbox);
}

/* Read until a whole line, or all that fits, is in the buffer. */
static bool fill(struct parse_mbox *mbox, GError **error)
{
	while (!mbox->ended && !memchr(mbox->buffer + mbox->start, '\n',
				       mbox->end - mbox->start)) {
		if (mbox->start) {
			memmove(mbox->buffer, mbox->buffer + mbox->start,
				mbox->end - mbox->start);
			mbox->end -= mbox->start;
			mbox->start = 0;
		}
		if (mbox->end == BUFFER_SIZE)
			break;

		gssize n = read(mbox->fd, mbox->buffer + mbox->end,
				BUFFER_SIZE - mbox->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int saved = errno;

			g_set_error(error, G_FILE_ERROR,
				    (int)g_file_error_from_errno(saved),
				    "cannot read: %s", g_strerror(saved));
			return false;
		}
		mbox->ended = n == 0;
		mbox->end += (gsize)n;
	}
	return true;
}

/* The line, or piece of a very long one, at the buffer's start. */
static gsize line_length(const struct parse_mbox *mbox)
{
	const char *at = mbox->buffer + mbox->start;
	gsize length = mbox->end - mbox->start;
	const char *newline = memchr(at, '\n', length);

	return newline ? (gsize)(newline - at) + 1 : length;
}

/*
 * "From ann@example.org Mon Mar  2 09:00:00 2026": RFC 4155.  Writers that do
 * not quote leave prose behind, so a time of day must stand in it.
 */
static bool is_separator(const char *line, gsize length)
{
	if (length < 5 || memcmp(line, "From ", 5))
		return false;
	for (gsize i = 6; i + 2 < length; i++) {
		if (line[i] == ':' && g_ascii_isdigit(line[i - 1]) &&
		    g_ascii_isdigit(line[i + 1]) &&
		    g_ascii_isdigit(line[i + 2]))
			return true;
	}
	return false;
}

/* One ">" of ">From " and ">>From " was put there by the writer (mboxrd). */
static bool is_quoted(const char *line, gsize length)
{
	gsize n = 0;

	while (n < length && line[n] == '>')
		n++;
	return n && length - n >= 5 && !memcmp(line + n, "From ", 5);
}

static bool is_empty(const char *line, gsize length)
{
	return (length == 1 && line[0] == '\n') ||
	       (length == 2 && line[0] == '\r' && line[1] == '\n');
}

/* Keep what of the line falls within the caps. */
static void keep(struct parse_mbox *mbox, const char *line, gsize length)
{
	gsize room = mbox->header_end ? mbox->header_end + PARSE_MBOX_BODY_MAX
				      : PARSE_BLOCK_MAX;

	mbox->size += length;
	if (mbox->kept->len >= room)
		return;
	g_string_append_len(mbox->kept, line,
			    (gssize)MIN(length, room - mbox->kept->len));
}

/* Take the line at the buffer's start. */
static void take_line(struct parse_mbox *mbox, bool unquote)
{
	const char *line = mbox->buffer + mbox->start;
	gsize length = line_length(mbox);
	bool empty = mbox->line_start && is_empty(line, length);
	bool quoted = unquote && mbox->line_start && mbox->header_end &&
		      is_quoted(line, length);

	mbox->size += quoted;
	keep(mbox, line + quoted, length - quoted);
	if (empty && !mbox->header_end) {
		/* Of a header over its cap this line was not kept. */
		if (mbox->kept->len >= PARSE_BLOCK_MAX)
			g_string_append(mbox->kept, "\n\n");
		mbox->header_end = mbox->kept->len;
	}
	mbox->start += length;
	mbox->line_start = line[length - 1] == '\n';
	mbox->after_blank = empty;
}

/* Once, before the first message: what is this file? */
static void begin(struct parse_mbox *mbox)
{
	const char *line = mbox->buffer + mbox->start;

	mbox->started = true;
	if (mbox->format != PARSE_MBOX_GUESS)
		return;
	mbox->format = mbox->end - mbox->start >= 5 && !memcmp(line, "From ", 5)
			   ? PARSE_MBOX_MANY
			   : PARSE_MBOX_MESSAGE;
}

static bool at_separator(const struct parse_mbox *mbox)
{
	return mbox->format == PARSE_MBOX_MANY && mbox->line_start &&
	       mbox->after_blank &&
	       is_separator(mbox->buffer + mbox->start, line_length(mbox));
}

/* Pass the "From " line, and in an mbox the empty lines before it. */
static bool skip_separator(struct parse_mbox *mbox, GError **error)
{
	while (fill(mbox, error)) {
		const char *line = mbox->buffer + mbox->start;
		gsize length = line_length(mbox);

		if (!mbox->started)
			begin(mbox);
		if (!length || mbox->format == PARSE_MBOX_MESSAGE)
			return true;
		if (is_empty(line, length)) {
			mbox->start += length;
			continue;
		}
		/* The first line of a file need not have a time in it. */
		if (length >= 5 && !memcmp(line, "From ", 5))
			mbox->start += length;
		return true;
	}
	return false;
}

bool parse_mbox_next(struct parse_mbox *mbox,
		     struct parse_mbox_message *message_out, GError **error)
{
	g_string_truncate(mbox->kept, 0);
	mbox->header_end = 0;
	mbox->size = 0;

	if (!skip_separator(mbox, error))
		return false;
	mbox->line_start = true;
	mbox->after_blank = false;
	for (;;) {
		if (!fill(mbox, error))
			return false;
		if (mbox->start == mbox->end || at_separator(mbox))
			break;
		take_line(mbox, mbox->format == PARSE_MBOX_MANY);
	}
	if (!mbox->size)
		return false;

	message_out->bytes = mbox->kept->str;
	message_out->length = mbox->kept->len;
	message_out->size = mbox->size;
	return true;
}
