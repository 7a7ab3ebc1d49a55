/*
 * A server's bytes, from its greeting to the end of everything tend does.
 * With the address sanitizer libFuzzer needs ASAN_OPTIONS=detect_leaks=0 here:
 * libetpan forgets parts of answers that it cannot parse to the end.
 */
#include <string.h>

#include "imap/append.h"
#include "imap/idle.h"
#include "imap/mark.h"
#include "imap/session.h"
#include "imap/sync.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

struct server {
	const guint8 *bytes;
	gsize left;
};

static ssize_t on_read(void *data, void *bytes, size_t n)
{
	struct server *server = data;

	n = MIN(n, server->left);
	if (n == 0)
		return -1;
	memcpy(bytes, server->bytes, n);
	server->bytes += n;
	server->left -= n;
	return (ssize_t)n;
}

static ssize_t on_write(void *data, const void *bytes, size_t n)
{
	return (ssize_t)n;
}

static const struct imap_wire wire = { on_read, on_write };

/* Touch every byte that is handed over. */
static bool on_item(const struct imap_item *item, void *data)
{
	guint *sum = data;

	for (gsize i = 0; i < item->length; i++)
		*sum += (guchar)item->bytes[i];
	*sum += (guint)strlen(item->keywords);
	g_assert(item->uid != 0);
	return true;
}

static bool on_range(guint32 low, guint32 high, guint64 modseq, void *data)
{
	g_assert(low >= 1 && (guint64)low <= (guint64)high + 1);
	return true;
}

static bool on_withheld(const struct imap_uidset *uids, void *data)
{
	g_assert(uids->n > 0);
	return true;
}

static const struct imap_sync_report report = {
	.item = on_item,
	.range = on_range,
	.flags = on_item,
	.withheld = on_withheld,
};

static bool play(struct imap_session *session, GError **error)
{
	static const struct imap_append append = {
		.folder = "INBOX",
		.bytes = "hi\r\n",
		.length = 4,
		.message_id = "d@x",
		.doubtful = true,
		.uidvalidity = 7,
		.uidnext = 9,
		.trash = "Trash",
	};
	static const struct imap_mark mark = {
		.folder = "INBOX",
		.uidvalidity = 7,
		.uid = 5,
		.message_id = "d@x",
		.set = true,
		.keyword = true,
		.flagged = true,
	};
	static const char *const names[] = { "Sent", "Archive" };
	struct imap_watched watched[2] = { { .name = "INBOX" },
					   { .name = "Sent" } };
	g_autoptr(GPtrArray) folders = NULL;
	struct imap_appended appended;
	struct imap_state states[2];
	struct imap_marked marked;
	enum imap_wake wake;
	guint sum = 0;
	bool done;

	if (!imap_session_login(session, error))
		return false;
	folders = imap_folder_list(session, error);
	if (!folders || !imap_folder_status(session, names, 2, states, error))
		return false;
	for (int i = 0; i < 2; i++) {
		if (!imap_sync_folder(session, "INBOX", &watched[0].cursor,
				      NULL, &report, &sum, &done, error))
			return false;
	}
	return imap_append(session, &append, &appended, error) &&
	       imap_mark(session, &mark, &marked, error) &&
	       imap_idle(session, watched, 2, -1, 0, &wake, error);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static const struct imap_settings settings = {
		.host = "localhost",
		.tls = IMAP_TLS_NONE,
		.user = "ada",
		.secret = "secret",
		.keyword = "$tend",
	};
	struct server server = { data, size };
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;

	session = imap_session_new_on_wire(&wire, &server, &settings, &error);
	g_assert_no_error(error);
	g_assert(play(session, &error) == (error == NULL));
	return 0;
}
