/* The socket between tend and a worker. */
#include "config.h"

#include "agent/border/channel.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void pair(int fds[2])
{
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds),
			==, 0);
}

static enum channel_state next(struct channel *channel, struct record *record)
{
	return channel_wait(channel, 10000, record);
}

/* Byte by byte: nothing is taken before it is whole. */
static void test_partial(void)
{
	g_autoptr(GByteArray) frames = g_byte_array_new();
	const struct record_ready ready = { .version = "1.2.3" };
	const struct record_file_done done = { 7, 2, "t\xc3\xb6richt" };
	g_autoptr(channel) channel = NULL;
	guint got = 0;
	gsize ends[3];
	int fds[2];

	pair(fds);
	channel = channel_new(fds[0]);
	record_encode_frame(RECORD_READY, &ready, frames);
	ends[0] = frames->len;
	record_encode_frame(RECORD_END, NULL, frames);
	ends[1] = frames->len;
	record_encode_frame(RECORD_FILE_DONE, &done, frames);
	ends[2] = frames->len;
	for (guint i = 0; i < frames->len; i++) {
		struct record record;
		enum channel_state state;

		g_assert_cmpint(write(fds[1], frames->data + i, 1), ==, 1);
		g_assert_true(channel_fill(channel));
		state = channel_next(channel, &record);
		if (i + 1 != ends[got]) {
			g_assert_cmpint(state, ==, CHANNEL_EMPTY);
			continue;
		}
		g_assert_cmpint(state, ==, CHANNEL_RECORD);
		if (got == 0)
			g_assert_cmpstr(record.ready.version, ==, "1.2.3");
		if (got == 1)
			g_assert_cmpint(record.type, ==, RECORD_END);
		if (got == 2)
			g_assert_cmpstr(record.file_done.note, ==, done.note);
		got++;
	}
	g_assert_cmpuint(got, ==, 3);
	close(fds[1]);
}

static void test_closed(void)
{
	g_autoptr(GByteArray) frames = g_byte_array_new();
	const struct record_ready ready = { .version = "1" };

	record_encode_frame(RECORD_READY, &ready, frames);
	for (gsize length = 0; length <= frames->len; length++) {
		g_autoptr(channel) channel = NULL;
		struct record record;
		int fds[2];

		pair(fds);
		channel = channel_new(fds[0]);
		g_assert_cmpint(write(fds[1], frames->data, length), ==,
				(int)length);
		close(fds[1]);
		/* What came whole before the end counts. */
		if (length == frames->len)
			g_assert_cmpint(next(channel, &record), ==,
					CHANNEL_RECORD);
		g_assert_cmpint(next(channel, &record), ==, CHANNEL_CLOSED);
		g_assert_false(channel_fill(channel));
		g_assert_false(channel_put(channel, RECORD_READY, &ready) &&
			       channel_flush(channel));
	}
}

static void test_broken(void)
{
	static const struct {
		guint32 length, type;
		const char *bytes;
		guint n;
	} rows[] = {
		{ BORDER_FRAME_MAX + 1, RECORD_READY, "", 0 },
		{ G_MAXUINT32, RECORD_READY, "", 0 },
		{ 0, RECORD_NONE, "", 0 },
		{ 0, N_RECORD_TYPES, "", 0 },
		{ 0, G_MAXUINT32, "", 0 },
		{ 1, RECORD_END, "x", 1 },
		{ 0, RECORD_READY, "", 0 },
		{ 6, RECORD_READY, "\1\0\0\0\xff", 6 },
		{ 1, RECORD_GO, "\2", 1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const guint32 header[] = { rows[i].length, rows[i].type };
		g_autoptr(channel) channel = NULL;
		struct record record;
		int fds[2];

		pair(fds);
		channel = channel_new(fds[0]);
		g_assert_cmpint(write(fds[1], header, sizeof header), ==, 8);
		g_assert_cmpint(write(fds[1], rows[i].bytes, rows[i].n), ==,
				(int)rows[i].n);
		g_assert_cmpint(next(channel, &record), ==, CHANNEL_BROKEN);
		g_assert_cmpstr(channel_get_why(channel), !=, "");
		close(fds[1]);
	}
}

static void test_empty(void)
{
	g_autoptr(channel) channel = NULL;
	struct record record;
	gint64 start = g_get_monotonic_time();
	int fds[2];

	pair(fds);
	channel = channel_new(fds[0]);
	g_assert_cmpint(channel_get_fd(channel), ==, fds[0]);
	g_assert_cmpint(channel_wait(channel, 30, &record), ==, CHANNEL_EMPTY);
	g_assert_cmpint(g_get_monotonic_time() - start, >=, 29000);
	g_assert_cmpint(channel_wait(channel, 0, &record), ==, CHANNEL_EMPTY);
	close(fds[1]);
}

#define FLOOD 600

/* Send much more than a socket holds, and only then read as much. */
static gpointer flood(gpointer data)
{
	struct channel *channel = data;
	g_autofree char *text = g_strnfill(30000, 'x');
	struct record_letter letter = { .text = text };

	for (guint i = 0; i < FLOOD; i++) {
		letter.item = i;
		g_assert_true(channel_put(channel, RECORD_LETTER, &letter));
	}
	g_assert_true(channel_flush(channel));
	for (guint i = 0; i < FLOOD; i++) {
		struct record record;

		g_assert_cmpint(next(channel, &record), ==, CHANNEL_RECORD);
		g_assert_cmpint(record.type, ==, RECORD_LETTER);
		g_assert_cmpint(record.letter.item, ==, i);
		g_assert_cmpuint(strlen(record.letter.text), ==, 30000);
	}
	return NULL;
}

static void test_both_full(void)
{
	g_autoptr(channel) here = NULL;
	g_autoptr(channel) there = NULL;
	GThread *thread;
	int fds[2];

	pair(fds);
	here = channel_new(fds[0]);
	there = channel_new(fds[1]);
	/* Waiting for each other for ever must end. */
	alarm(60);
	thread = g_thread_new("flood", flood, there);
	flood(here);
	g_thread_join(thread);
	alarm(0);
}

/* A file that holds one byte, its number. */
static int numbered(guint number)
{
	int fds[2];
	const char byte = (char)number;

	g_assert_cmpint(pipe2(fds, O_CLOEXEC), ==, 0);
	g_assert_cmpint(write(fds[1], &byte, 1), ==, 1);
	close(fds[1]);
	return fds[0];
}

static void test_descriptors(void)
{
	g_autoptr(channel) here = NULL;
	g_autoptr(channel) there = NULL;
	int fds[2];

	pair(fds);
	here = channel_new(fds[0]);
	there = channel_new(fds[1]);
	for (guint i = 0; i < 40; i++) {
		const struct record_file file = { .id = i };
		const struct record_go go = { 0 };
		int fd = numbered(i);

		g_assert_true(channel_put(here, RECORD_GO, &go));
		g_assert_true(channel_put_fd(here, RECORD_FILE, &file, fd));
		/* It stays the sender's. */
		g_assert_cmpint(fcntl(fd, F_GETFD), !=, -1);
		close(fd);
	}
	/* All are here before the first is taken. */
	for (guint i = 0; i < 200; i++)
		g_assert_true(channel_fill(there));
	for (guint i = 0; i < 40; i++) {
		struct record record;
		char byte;
		int fd;

		g_assert_cmpint(next(there, &record), ==, CHANNEL_RECORD);
		g_assert_cmpint(record.type, ==, RECORD_GO);
		g_assert_cmpint(next(there, &record), ==, CHANNEL_RECORD);
		g_assert_cmpuint(record.file.id, ==, i);
		fd = channel_take_fd(there);
		g_assert_cmpint(fd, >=, 0);
		g_assert_cmpint(fcntl(fd, F_GETFD) & FD_CLOEXEC, !=, 0);
		g_assert_cmpint(read(fd, &byte, 1), ==, 1);
		g_assert_cmpint(byte, ==, (int)i);
		close(fd);
	}
	g_assert_cmpint(channel_take_fd(there), ==, -1);
}

/* Descriptors that nobody took are closed with the channel. */
static void test_descriptors_left(void)
{
	const struct record_file file = { 0 };
	struct channel *here, *there;
	struct record record;
	char byte;
	int fds[2], ends[2];

	pair(fds);
	here = channel_new(fds[0]);
	there = channel_new(fds[1]);
	g_assert_cmpint(pipe2(ends, O_CLOEXEC), ==, 0);
	g_assert_true(channel_put_fd(here, RECORD_FILE, &file, ends[1]));
	close(ends[1]);
	g_assert_cmpint(next(there, &record), ==, CHANNEL_RECORD);
	channel_free(there);
	channel_free(here);
	/* The last writer is gone, or this would wait for ever. */
	g_assert_cmpint(read(ends[0], &byte, 1), ==, 0);
	close(ends[0]);
}

/* How often the secret stands in this process's writable memory. */
static guint count_in_memory(const char *secret)
{
	g_autofree char *maps = NULL;
	g_auto(GStrv) lines = NULL;
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	guint n = 0;

	g_assert_cmpint(memory, >=, 0);
	g_assert_true(
	    g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
	lines = g_strsplit(maps, "\n", -1);
	for (char **line = lines; *line; line++) {
		static char block[1 << 20];
		guint64 start, end;
		char rights[5];

		if (sscanf(*line,
			   "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER
			   "x %4s",
			   &start, &end, rights) != 3 ||
		    rights[1] != 'w' || strstr(*line, "[stack]") ||
		    end - start > 1 << 30)
			continue;
		/* Not the block itself. */
		for (guint64 at = start; at < end;) {
			gsize length = MIN(sizeof block, end - at);
			ssize_t got = pread(memory, block, length, (off_t)at);
			const char *hit = block;

			if (got <= 0)
				break;
			while ((hit = memmem(hit, (gsize)(block + got - hit),
					     secret, strlen(secret)))) {
				guint64 address = at + (guint64)(hit - block);

				n += address < (guint64)(guintptr)block ||
				     address >= (guint64)(guintptr)block +
						    sizeof block;
				hit++;
			}
			memset(block, 0, sizeof block);
			at += (guint64)got;
		}
	}
	close(memory);
	return n;
}

/* On the heap, spelt so that the constant itself is not found. */
static char *make_secret(void)
{
	char *secret = g_strdup("brbaqre-pnanel-jnffreovyq");

	for (char *p = secret; *p; p++)
		if (g_ascii_isalpha(*p))
			*p = (char)('a' + (*p - 'a' + 13) % 26);
	return secret;
}

static void test_wipe(void)
{
	char *secret = make_secret();
	const struct record_setup setup = { .secret = secret };
	g_autoptr(channel) here = NULL;
	g_autoptr(channel) there = NULL;
	struct record record;
	int fds[2];

#if defined(__SANITIZE_ADDRESS__)
	g_test_skip("the sanitizer keeps what was freed");
	g_free(secret);
	return;
#endif
	pair(fds);
	here = channel_new(fds[0]);
	there = channel_new(fds[1]);
	g_assert_true(channel_put(here, RECORD_SETUP, &setup));
	g_assert_true(channel_flush(here));
	g_assert_cmpint(next(there, &record), ==, CHANNEL_RECORD);
	g_assert_cmpstr(record.setup.secret, ==, secret);
	/* Ours, the sender's buffer and the receiver's. */
	g_assert_cmpuint(count_in_memory(secret), ==, 3);
	channel_wipe(here);
	g_assert_cmpuint(count_in_memory(secret), ==, 2);
	channel_wipe(there);
	g_assert_cmpuint(count_in_memory(secret), ==, 1);
	g_free(secret);
	/* Both go on. */
	g_assert_true(channel_put(there, RECORD_END, NULL));
	g_assert_true(channel_flush(there));
	g_assert_cmpint(next(here, &record), ==, CHANNEL_RECORD);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/border/channel/partial", test_partial);
	g_test_add_func("/border/channel/closed", test_closed);
	g_test_add_func("/border/channel/broken", test_broken);
	g_test_add_func("/border/channel/empty", test_empty);
	g_test_add_func("/border/channel/both-full", test_both_full);
	g_test_add_func("/border/channel/descriptors", test_descriptors);
	g_test_add_func("/border/channel/descriptors-left",
			test_descriptors_left);
	g_test_add_func("/border/channel/wipe", test_wipe);
	return g_test_run();
}
