/*
 * Any bytes at both sides of the border.  The first byte says as which record
 * the rest is decoded; what is accepted says the same when it is encoded
 * again.  With 0xff the rest is a stream of frames, in pieces.
 */
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/border/channel.h"
#include "agent/border/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct record *record, const char *payload,
			gsize length)
{
	g_autoptr(GByteArray) again = g_byte_array_new();

	record_encode(record->type, &record->setup, again);
	/* Facts may be of an older or a newer tend. */
	if (record->type != RECORD_FACTS)
		g_assert_cmpuint(again->len, ==, length);
	g_assert_cmpuint(again->len, <=, BORDER_FRAME_MAX);
	g_assert_cmpmem(again->data, MIN(again->len, length), payload,
			MIN(again->len, length));
}

static void decode(enum record_type type, const uint8_t *data, size_t size)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	/* Ends where it ends: an overread shows. */
	g_autofree char *payload = g_malloc(MAX(size, 1));
	struct record record = { .type = type };
	const char *why = NULL;

	if (size)
		memcpy(payload, data, size);
	if (record_decode(type, payload, size, scratch, &record.setup, &why))
		check_again(&record, payload, size);
	else
		g_assert_nonnull(why);
}

/* What a socket takes at once, whatever its limits are. */
#define PIECE 4096

static void stream(const uint8_t *data, size_t size)
{
	g_autoptr(channel) channel = NULL;
	enum channel_state state = CHANNEL_EMPTY;
	int fds[2];

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds),
			==, 0);
	channel = channel_new(fds[0]);
	while (state == CHANNEL_EMPTY && size) {
		size_t piece = MIN(size, PIECE);
		struct record record;

		g_assert_cmpint(write(fds[1], data, piece), ==, (int)piece);
		data += piece;
		size -= piece;
		channel_fill(channel);
		do
			state = channel_next(channel, &record);
		while (state == CHANNEL_RECORD);
	}
	close(fds[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] == 0xff)
		stream(data + 1, size - 1);
	else
		decode(data[0] % N_RECORD_TYPES, data + 1, size - 1);
	return 0;
}
