/* Read the messages of files and send what they are. */
#include "agent/worker/files.h"

#include <unistd.h>

#include "agent/worker/cards.h"
#include "agent/worker/facts.h"
#include "agent/worker/fault.h"
#include "parse/mbox.h"
#include "parse/message.h"

struct files {
	struct channel *channel;
	struct parse_message *message;
	struct facts_writer *writer;
};

static enum parse_mbox_format format_of(const struct record_file *file)
{
	switch ((enum file_format)file->format) {
	case FILE_MESSAGE:
		return PARSE_MBOX_MESSAGE;
	case FILE_MBOX:
		return PARSE_MBOX_MANY;
	case FILE_GUESS:
	case FILE_CARDS:
	case N_FILE_FORMATS:
		break;
	}
	return PARSE_MBOX_GUESS;
}

static gboolean send_copy(struct files *files, const struct record_file *file,
			  guint32 number,
			  const struct parse_mbox_message *found)
{
	struct record_copy copy = {
		.folder = file->id,
		.uid = number,
		.internal_at = file->time,
		.size = (guint32)MIN(found->size, G_MAXUINT32),
		.keywords = "",
	};

	fault_check(found->bytes, found->length);
	parse_message_headers(files->message, found->bytes, found->length);
	parse_message_body(files->message, found->bytes, found->length);
	if (file->text)
		copy.new_text = files->message->new_text;
	copy.facts = facts_write(files->writer, files->message);
	return channel_put(files->channel, RECORD_COPY, &copy);
}

/* To a careful reader, whatever is known so far leaves before each message. */
static gboolean announce(struct files *files, const struct record_file *file,
			 guint32 number)
{
	const struct record_parsing parsing = { .folder = file->id,
						.uid = number };

	return channel_put(files->channel, RECORD_PARSING, &parsing) &&
	       channel_flush(files->channel);
}

static gboolean read_file(struct files *files, const struct record_file *file,
			  int fd)
{
	g_autoptr(parse_mbox) mbox = parse_mbox_new(fd, format_of(file));
	struct record_file_done done = { .id = file->id, .note = "" };
	struct parse_mbox_message found;
	g_autoptr(GError) error = NULL;

	while (parse_mbox_next(mbox, &found, &error)) {
		done.messages++;
		if (done.messages <= file->skip)
			continue;
		if (file->careful && !announce(files, file, done.messages))
			return FALSE;
		if (!send_copy(files, file, done.messages, &found))
			return FALSE;
	}
	if (error)
		done.note = error->message;
	return channel_put(files->channel, RECORD_FILE_DONE, &done);
}

/* tend may be waiting for the answers to all that it has sent so far. */
static enum channel_state next(struct files *files, struct record *record)
{
	enum channel_state state = channel_next(files->channel, record);

	if (state != CHANNEL_EMPTY)
		return state;
	if (!channel_flush(files->channel))
		return CHANNEL_CLOSED;
	return channel_wait(files->channel, -1, record);
}

void files_serve(struct channel *channel)
{
	g_autoptr(parse_message) message = parse_message_new();
	g_autoptr(facts_writer) writer = facts_writer_new();
	struct files files = { channel, message, writer };
	struct record record;

	while (next(&files, &record) == CHANNEL_RECORD &&
	       record.type == RECORD_FILE) {
		struct record_file file = record.file;
		int fd = channel_take_fd(channel);
		gboolean ok;

		if (fd < 0)
			return;
		ok = file.format == FILE_CARDS ? cards_read(channel, &file, fd)
					       : read_file(&files, &file, fd);
		close(fd);
		if (!ok)
			return;
	}
	channel_flush(channel);
}
