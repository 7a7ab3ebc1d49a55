/* Frames over a socket pair, with descriptors passed beside them. */
#include "agent/border/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	HEADER = 8,
	READ_SIZE = 256 << 10,
	/* Enough for some fifty copies: fewer wake-ups on both sides. */
	WRITE_SIZE = 32 << 10,
	FDS_MAX = 64,
};

struct channel {
	int fd;
	GByteArray *out;

	char *in;
	gsize in_size, in_start, in_end;
	gboolean closed;

	int fds[FDS_MAX];
	guint n_fds;

	struct record_scratch *scratch;
	char why[96];
};

struct channel *channel_new(int fd)
{
	struct channel *channel = g_new0(struct channel, 1);

	channel->fd = fd;
	channel->out = g_byte_array_sized_new(WRITE_SIZE * 2);
	channel->in_size = READ_SIZE;
	channel->in = g_malloc(channel->in_size);
	channel->scratch = record_scratch_new();
	return channel;
}

void channel_free(struct channel *channel)
{
	if (!channel)
		return;
	for (guint i = 0; i < channel->n_fds; i++)
		close(channel->fds[i]);
	close(channel->fd);
	g_byte_array_unref(channel->out);
	g_free(channel->in);
	record_scratch_free(channel->scratch);
	g_free(channel);
}

int channel_get_fd(const struct channel *channel)
{
	return channel->fd;
}

const char *channel_get_why(const struct channel *channel)
{
	return channel->why;
}

static void keep_fds(struct channel *channel, struct msghdr *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c;
	     c = CMSG_NXTHDR(message, c)) {
		gsize n;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (gsize i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
			if (channel->n_fds < FDS_MAX)
				channel->fds[channel->n_fds++] = fd;
			else
				close(fd);
		}
	}
}

static void make_room(struct channel *channel)
{
	gsize held = channel->in_end - channel->in_start;

	if (channel->in_start) {
		memmove(channel->in, channel->in + channel->in_start, held);
		channel->in_start = 0;
		channel->in_end = held;
	}
	if (channel->in_size - held < READ_SIZE / 2) {
		channel->in_size *= 2;
		channel->in = g_realloc(channel->in, channel->in_size);
	}
}

gboolean channel_fill(struct channel *channel)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int) * 8)];
		struct cmsghdr align;
	} control;
	struct iovec iov;
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t n;

	if (channel->closed)
		return FALSE;
	make_room(channel);
	iov.iov_base = channel->in + channel->in_end;
	iov.iov_len = channel->in_size - channel->in_end;
	message.msg_control = control.bytes;
	message.msg_controllen = sizeof control.bytes;
	do
		n = recvmsg(channel->fd, &message,
			    MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return TRUE;
	if (n <= 0) {
		channel->closed = TRUE;
		return FALSE;
	}
	keep_fds(channel, &message);
	channel->in_end += (gsize)n;
	return TRUE;
}

static int wait_for(int fd, short events, int milliseconds)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };
	int n;

	do
		n = poll(&poll_fd, 1, milliseconds);
	while (n < 0 && errno == EINTR);
	return n <= 0 ? 0 : poll_fd.revents;
}

static gboolean send_bytes(struct channel *channel, const guint8 *bytes,
			   gsize length, int pass)
{
	while (length) {
		union {
			char bytes[CMSG_SPACE(sizeof(int))];
			struct cmsghdr align;
		} control = { { 0 } };
		struct iovec iov = { (void *)(guintptr)bytes, length };
		struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };
		ssize_t n;

		if (pass >= 0) {
			struct cmsghdr *c;

			message.msg_control = control.bytes;
			message.msg_controllen = sizeof control.bytes;
			c = CMSG_FIRSTHDR(&message);
			c->cmsg_level = SOL_SOCKET;
			c->cmsg_type = SCM_RIGHTS;
			c->cmsg_len = CMSG_LEN(sizeof pass);
			memcpy(CMSG_DATA(c), &pass, sizeof pass);
		}
		n = sendmsg(channel->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n > 0) {
			bytes += n;
			length -= (gsize)n;
			pass = -1;
			continue;
		}
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return FALSE;
		if (wait_for(channel->fd, POLLOUT | POLLIN, -1) & POLLIN &&
		    !channel_fill(channel))
			return FALSE;
	}
	return TRUE;
}

gboolean channel_flush(struct channel *channel)
{
	gboolean ok =
	    send_bytes(channel, channel->out->data, channel->out->len, -1);

	g_byte_array_set_size(channel->out, 0);
	return ok;
}

gboolean channel_put(struct channel *channel, enum record_type type,
		     const void *fields)
{
	record_encode_frame(type, fields, channel->out);
	return channel->out->len < WRITE_SIZE || channel_flush(channel);
}

gboolean channel_put_fd(struct channel *channel, enum record_type type,
			const void *fields, int fd)
{
	gboolean ok;

	if (!channel_flush(channel))
		return FALSE;
	record_encode_frame(type, fields, channel->out);
	ok = send_bytes(channel, channel->out->data, channel->out->len, fd);
	g_byte_array_set_size(channel->out, 0);
	return ok;
}

enum channel_state channel_next(struct channel *channel,
				struct record *record_out)
{
	gsize held = channel->in_end - channel->in_start;
	const char *at = channel->in + channel->in_start;
	guint32 length, type;
	const char *why = "";

	if (held < HEADER)
		return channel->closed ? CHANNEL_CLOSED : CHANNEL_EMPTY;
	memcpy(&length, at, sizeof length);
	memcpy(&type, at + 4, sizeof type);
	if (length > BORDER_FRAME_MAX || type == RECORD_NONE ||
	    type >= N_RECORD_TYPES) {
		g_snprintf(channel->why, sizeof channel->why,
			   "a frame of type %u and %u bytes", type, length);
		return CHANNEL_BROKEN;
	}
	if (held < HEADER + (gsize)length)
		return channel->closed ? CHANNEL_CLOSED : CHANNEL_EMPTY;
	channel->in_start += HEADER + (gsize)length;
	record_out->type = (enum record_type)type;
	if (!record_decode(record_out->type, at + HEADER, length,
			   channel->scratch, &record_out->setup, &why)) {
		g_snprintf(channel->why, sizeof channel->why,
			   "field '%s' of a '%s' record", why,
			   record_type_name(record_out->type));
		return CHANNEL_BROKEN;
	}
	return CHANNEL_RECORD;
}

enum channel_state channel_wait(struct channel *channel, int milliseconds,
				struct record *record_out)
{
	gint64 end = g_get_monotonic_time() + (gint64)milliseconds * 1000;

	for (;;) {
		enum channel_state state = channel_next(channel, record_out);
		int left = -1;

		if (state != CHANNEL_EMPTY)
			return state;
		if (milliseconds >= 0)
			left = (int)MAX(
			    0, (end - g_get_monotonic_time() + 999) / 1000);
		if (!wait_for(channel->fd, POLLIN, left))
			return CHANNEL_EMPTY;
		channel_fill(channel);
	}
}

int channel_take_fd(struct channel *channel)
{
	int fd;

	if (channel->n_fds == 0)
		return -1;
	fd = channel->fds[0];
	channel->n_fds--;
	memmove(channel->fds, channel->fds + 1,
		channel->n_fds * sizeof *channel->fds);
	return fd;
}

void channel_wipe(struct channel *channel)
{
	/* The spare room of both buffers is where earlier records lay. */
	explicit_bzero(channel->in, channel->in_start);
	explicit_bzero(channel->in + channel->in_end,
		       channel->in_size - channel->in_end);
	if (channel->out->len == 0 && channel->out->data) {
		g_byte_array_set_size(channel->out, WRITE_SIZE);
		explicit_bzero(channel->out->data, WRITE_SIZE);
		g_byte_array_set_size(channel->out, 0);
	}
}
