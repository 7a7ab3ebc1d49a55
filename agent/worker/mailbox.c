/* One account's session, from setup to the end of the socket. */
#include "config.h"

#include "agent/worker/mailbox.h"

#include <string.h>

#include "agent/worker/deed.h"
#include "agent/worker/reading.h"
#include "agent/worker/sandbox.h"
#include "imap/folder.h"
#include "imap/session.h"
#include "parse/warm.h"

G_STATIC_ASSERT((int)IMAP_TLS_NONE == (int)TLS_NONE);
G_STATIC_ASSERT((int)IMAP_FLAG_DRAFT == (int)FLAG_DRAFT);
G_STATIC_ASSERT((int)IMAP_FLAG_SEEN == (int)FLAG_SEEN);

struct mailbox {
	struct channel *channel;
	struct reader reader;
	GPtrArray *readings; /* struct reading, as tend asked for them */
	gboolean going, watch;
	gboolean look;	  /* for news, before tend has its next wish */
	char *listed;	  /* the folders, to be compared */
	gint64 listed_at; /* monotonic microseconds */
};

/* So often a watched mailbox is looked through for new folders. */
#define LIST_SECONDS (9 * 60)

/* Why serving ends. */
enum serve_end {
	SERVE_GO_ON,
	SERVE_END,    /* tend said so, or is gone */
	SERVE_FAILED, /* error is set */
	SERVE_BROKEN, /* what tend sent makes no sense */
};

static enum remedy remedy_of(const GError *error)
{
	if (error->domain != IMAP_ERROR)
		return REMEDY_RECONNECT;
	switch ((enum imap_error)error->code) {
	case IMAP_ERROR_SKIP:
		return REMEDY_SKIP;
	case IMAP_ERROR_RECONNECT:
		return REMEDY_RECONNECT;
	case IMAP_ERROR_WAIT:
		return REMEDY_WAIT;
	case IMAP_ERROR_PASSWORD:
		return REMEDY_PASSWORD;
	case IMAP_ERROR_STOP:
	case IMAP_ERROR_PROMISE:
		break;
	}
	return REMEDY_STOP;
}

static void report_problem(struct mailbox *mailbox, guint32 folder,
			   const GError *error)
{
	const struct record_problem problem = {
		.remedy = (guint32)remedy_of(error),
		.seconds = mailbox->reader.session
			       ? imap_session_wait(mailbox->reader.session)
			       : 0,
		.folder = folder,
		.text = error->message,
	};

	channel_put(mailbox->channel, RECORD_PROBLEM, &problem);
	channel_flush(mailbox->channel);
}

/* ---- before the first folder ---- */

static struct imap_session *open_session(const struct record_setup *setup,
					 GError **error)
{
	g_autofree char *keywords = g_strdup_printf(
	    "%s%s%s", setup->keyword, *setup->old_keywords ? " " : "",
	    setup->old_keywords);
	const struct imap_settings settings = {
		.host = setup->host,
		.port = (guint16)setup->port,
		.tls = (enum imap_tls)setup->tls,
		.plain_text_anywhere = setup->plain_text_anywhere,
		.ca_file = setup->ca_file,
		.pin = setup->pin,
		.user = setup->user,
		.secret = setup->secret,
		.token = setup->token,
		.keyword = keywords,
		.deadline = setup->deadline,
		.debug = setup->debug,
		.version = PACKAGE_VERSION,
	};
	g_autoptr(imap_session) session = NULL;
	const char *why;

	session = imap_session_connect(&settings, error);
	if (!session)
		return NULL;
	parse_init();
	if (!sandbox_shut(&why)) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "this kernel cannot lock the worker in (seccomp: "
			    "%s), and tend does not read mail without",
			    why);
		return NULL;
	}
	if (!imap_session_login(session, error))
		return NULL;
	return g_steal_pointer(&session);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whatever tend chooses folders by, in an order that is ours. */
static char *describe_folders(const GPtrArray *folders)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < folders->len; i++) {
		const struct imap_folder *folder = folders->pdata[i];

		g_ptr_array_add(
		    lines, g_strdup_printf("%s\n%s\n%d", folder->name,
					   folder->use, folder->selectable));
	}
	g_ptr_array_sort(lines, by_name);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

/* Which folders are read is chosen once: another session chooses anew. */
static enum serve_end list_again(struct mailbox *mailbox, GError **error)
{
	g_autoptr(GPtrArray) folders =
	    imap_folder_list(mailbox->reader.session, error);
	g_autofree char *listed = NULL;

	if (!folders)
		return SERVE_FAILED;
	mailbox->listed_at = g_get_monotonic_time();
	listed = describe_folders(folders);
	if (g_str_equal(listed, mailbox->listed))
		return SERVE_GO_ON;
	g_set_error(error, IMAP_ERROR, IMAP_ERROR_RECONNECT,
		    "the mailbox has other folders now");
	return SERVE_FAILED;
}

static gboolean list_folders(struct mailbox *mailbox, GError **error)
{
	struct imap_session *session = mailbox->reader.session;
	const struct record_ready ready = { PACKAGE_VERSION, parse_version };
	const struct record_folders_end end = {
		.capabilities = imap_session_capabilities(session),
		.gmail = imap_session_is_gmail(session),
	};
	g_autoptr(GPtrArray) folders = imap_folder_list(session, error);

	if (!folders)
		return FALSE;
	mailbox->listed = describe_folders(folders);
	mailbox->listed_at = g_get_monotonic_time();
	channel_put(mailbox->channel, RECORD_READY, &ready);
	for (guint i = 0; i < folders->len; i++) {
		const struct imap_folder *folder =
		    g_ptr_array_index(folders, i);
		const char delimiter[2] = { folder->delimiter, '\0' };
		const struct record_folder record = {
			.name = { folder->name, strlen(folder->name) },
			.display = folder->display,
			.delimiter = delimiter,
			.use = folder->use,
			.selectable = folder->selectable,
		};

		if (record.name.length <= 1024)
			channel_put(mailbox->channel, RECORD_FOLDER, &record);
	}
	channel_put(mailbox->channel, RECORD_FOLDERS_END, &end);
	channel_flush(mailbox->channel);
	return TRUE;
}

/* ---- reading ---- */

/*
 * A folder that cannot be read is said and passed over: the others are not
 * its fault.
 */
static enum serve_end read_one(struct mailbox *mailbox, struct reading *reading,
			       const struct imap_state *glance, GError **error)
{
	GError *failed = NULL;

	switch (reading_run(&mailbox->reader, reading, glance, &failed)) {
	case READ_DONE:
		return SERVE_GO_ON;
	case READ_HANGUP:
		return SERVE_END;
	case READ_FAILED:
		break;
	}
	if (!g_error_matches(failed, IMAP_ERROR, IMAP_ERROR_SKIP)) {
		g_propagate_error(error, failed);
		return SERVE_FAILED;
	}
	report_problem(mailbox, reading->folder, failed);
	g_error_free(failed);
	return SERVE_GO_ON;
}

static gboolean say_caught_up(struct mailbox *mailbox)
{
	const struct record_caught_up record = { 1 };

	return channel_put(mailbox->channel, RECORD_CAUGHT_UP, &record) &&
	       channel_flush(mailbox->channel);
}

/* One STATUS for all tells which folders are worth opening. */
static enum serve_end read_all(struct mailbox *mailbox, GError **error)
{
	guint n = mailbox->readings->len;
	g_autofree const char **names = g_new0(const char *, n + 1);
	g_autofree struct imap_state *states = g_new0(struct imap_state, n + 1);

	for (guint i = 0; i < n; i++)
		names[i] =
		    ((struct reading *)mailbox->readings->pdata[i])->name;
	if (n && !imap_folder_status(mailbox->reader.session, names, n, states,
				     error))
		return SERVE_FAILED;
	for (guint i = 0; i < n; i++) {
		enum serve_end end = read_one(
		    mailbox, mailbox->readings->pdata[i], &states[i], error);

		if (end != SERVE_GO_ON)
			return end;
	}
	return say_caught_up(mailbox) ? SERVE_GO_ON : SERVE_END;
}

/* ---- what tend asks for ---- */

static struct reading *find_reading(const struct mailbox *mailbox,
				    guint32 folder)
{
	for (guint i = 0; i < mailbox->readings->len; i++) {
		struct reading *reading = mailbox->readings->pdata[i];

		if (reading->folder == folder)
			return reading;
	}
	return NULL;
}

static gboolean say_fetched(struct mailbox *mailbox,
			    const struct record_fetch *asked)
{
	const struct record_fetched record = {
		.folder = asked->folder,
		.uidvalidity = asked->uidvalidity,
		.text = asked->text,
	};

	return channel_put(mailbox->channel, RECORD_FETCHED, &record) &&
	       channel_flush(mailbox->channel);
}

/* What the folder does not give is not tend's fault, nor the other folders'. */
static enum serve_end fetch_from(struct mailbox *mailbox,
				 struct reading *reading,
				 const struct record_fetch *asked,
				 const struct imap_uidset *uids, GError **error)
{
	GError *failed = NULL;

	switch (
	    reading_fetch(&mailbox->reader, reading, asked, uids, &failed)) {
	case READ_DONE:
		return SERVE_GO_ON;
	case READ_HANGUP:
		return SERVE_END;
	case READ_FAILED:
		break;
	}
	if (!g_error_matches(failed, IMAP_ERROR, IMAP_ERROR_SKIP)) {
		g_propagate_error(error, failed);
		return SERVE_FAILED;
	}
	report_problem(mailbox, asked->folder, failed);
	g_error_free(failed);
	return SERVE_GO_ON;
}

static enum serve_end fetch(struct mailbox *mailbox,
			    const struct record_fetch *asked, GError **error)
{
	struct reading *reading = find_reading(mailbox, asked->folder);
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	enum serve_end end = SERVE_GO_ON;

	if (!imap_uidset_parse(asked->uids, &uids) ||
	    imap_uidset_count(&uids) > BORDER_FETCH_MAX)
		return SERVE_BROKEN;
	/* Of a folder that the server has no more there is nothing to say. */
	if (reading)
		end = fetch_from(mailbox, reading, asked, &uids, error);
	if (end != SERVE_GO_ON)
		return end;
	mailbox->look = TRUE;
	return say_fetched(mailbox, asked) ? SERVE_GO_ON : SERVE_END;
}

static enum serve_end obey(struct mailbox *mailbox, const struct record *record,
			   GError **error)
{
	struct imap_session *session = mailbox->reader.session;
	gboolean ok;

	switch ((int)record->type) {
	case RECORD_READ:
		g_ptr_array_add(mailbox->readings, reading_new(&record->read));
		return SERVE_GO_ON;
	case RECORD_GO:
		/* Every wait begins with a look into every folder. */
		if (mailbox->going)
			return list_again(mailbox, error);
		mailbox->going = TRUE;
		mailbox->watch = record->go.watch;
		return read_all(mailbox, error);
	case RECORD_LETTER:
		ok = deed_letter(mailbox->channel, session, &record->letter,
				 error);
		return ok ? SERVE_GO_ON : SERVE_FAILED;
	case RECORD_MARK:
		ok = deed_mark(mailbox->channel, session, &record->mark, error);
		return ok ? SERVE_GO_ON : SERVE_FAILED;
	case RECORD_WITHDRAW:
		ok = deed_withdraw(mailbox->channel, session, &record->withdraw,
				   error);
		return ok ? SERVE_GO_ON : SERVE_FAILED;
	case RECORD_FETCH:
		return fetch(mailbox, &record->fetch, error);
	case RECORD_END:
		return SERVE_END;
	default:
		return SERVE_BROKEN;
	}
}

/* ---- waiting ---- */

static enum serve_end read_news(struct mailbox *mailbox,
				const struct imap_watched *watched,
				GError **error)
{
	for (guint i = 0; i < mailbox->readings->len; i++) {
		enum serve_end end;

		if (!watched[i].news)
			continue;
		end =
		    read_one(mailbox, mailbox->readings->pdata[i], NULL, error);
		if (end != SERVE_GO_ON)
			return end;
	}
	return say_caught_up(mailbox) ? SERVE_GO_ON : SERVE_END;
}

/* The inbox first: IDLE is for it. */
static gint inbox_first(gconstpointer a, gconstpointer b)
{
	const struct reading *const *x = a, *const *y = b;

	return (int)(*y)->inbox - (int)(*x)->inbox;
}

static struct imap_watched *list_watched(struct mailbox *mailbox)
{
	guint n = mailbox->readings->len;
	struct imap_watched *watched = g_new0(struct imap_watched, n + 1);

	g_ptr_array_sort(mailbox->readings, inbox_first);
	for (guint i = 0; i < n; i++) {
		const struct reading *reading = mailbox->readings->pdata[i];

		watched[i].name = reading->name;
		watched[i].cursor = reading->cursor;
	}
	return watched;
}

/* News first: nobody waits for it while old mail is read further. */
static enum serve_end look_for_news(struct mailbox *mailbox, GError **error)
{
	g_autofree struct imap_watched *watched = list_watched(mailbox);
	bool news;

	mailbox->look = FALSE;
	if (!imap_idle_look(mailbox->reader.session, watched,
			    mailbox->readings->len, &news, error))
		return SERVE_FAILED;
	return news ? read_news(mailbox, watched, error) : SERVE_GO_ON;
}

static enum serve_end wait_for_news(struct mailbox *mailbox, GError **error)
{
	guint n = mailbox->readings->len;
	g_autofree struct imap_watched *watched = NULL;
	gint64 listed =
	    (g_get_monotonic_time() - mailbox->listed_at) / G_TIME_SPAN_SECOND;
	enum imap_wake wake;

	if (listed >= LIST_SECONDS)
		return list_again(mailbox, error);
	watched = list_watched(mailbox);
	if (!imap_idle(mailbox->reader.session, watched, n,
		       channel_get_fd(mailbox->channel),
		       LIST_SECONDS - (guint)listed, &wake, error))
		return SERVE_FAILED;
	return wake == IMAP_WAKE_NEWS ? read_news(mailbox, watched, error)
				      : SERVE_GO_ON;
}

/* Until the end: what tend asks for first, news otherwise. */
static enum serve_end serve(struct mailbox *mailbox, GError **error)
{
	enum serve_end end = SERVE_GO_ON;
	struct record record;

	while (end == SERVE_GO_ON) {
		gboolean idle = mailbox->watch && mailbox->readings->len;

		if (idle && mailbox->look) {
			end = look_for_news(mailbox, error);
			continue;
		}
		switch (
		    channel_wait(mailbox->channel, idle ? 0 : -1, &record)) {
		case CHANNEL_RECORD:
			end = obey(mailbox, &record, error);
			break;
		case CHANNEL_EMPTY:
			end = wait_for_news(mailbox, error);
			break;
		case CHANNEL_CLOSED:
			end = SERVE_END;
			break;
		case CHANNEL_BROKEN:
			end = SERVE_BROKEN;
			break;
		}
	}
	return end;
}

static void free_reading(gpointer reading)
{
	reading_free(reading);
}

int mailbox_serve(struct channel *channel, const struct record_setup *setup)
{
	g_autoptr(parse_message) message = NULL;
	g_autoptr(facts_writer) writer = facts_writer_new();
	g_autoptr(GPtrArray) readings =
	    g_ptr_array_new_with_free_func(free_reading);
	g_autoptr(GError) error = NULL;
	struct mailbox mailbox = { .channel = channel, .readings = readings };
	enum serve_end end = SERVE_FAILED;

	mailbox.reader.channel = channel;
	mailbox.reader.writer = writer;
	mailbox.reader.session = open_session(setup, &error);
	/* The setup's record lies in the channel with the password. */
	channel_wipe(channel);
	if (mailbox.reader.session) {
		message = parse_message_new();
		mailbox.reader.message = message;
		if (list_folders(&mailbox, &error))
			end = serve(&mailbox, &error);
	}
	if (end == SERVE_FAILED)
		report_problem(&mailbox, 0, error);
	g_free(mailbox.listed);
	if (end == SERVE_END)
		imap_session_close(mailbox.reader.session);
	else
		imap_session_free(mailbox.reader.session);
	return end == SERVE_BROKEN ? 65 : end == SERVE_FAILED ? 75 : 0;
}
