/* Letters and marks, from the outbox to the server. */
#include "config.h"

#include "agent/worker/deed.h"

#include "agent/worker/earlier.h"
#include "imap/append.h"
#include "imap/folder.h"
#include "imap/mark.h"
#include "parse/compose.h"

static void answer(struct channel *channel, gint64 item, enum outcome outcome,
		   guint32 uidvalidity, guint32 uid, const char *note)
{
	const struct record_outcome record = {
		.item = item,
		.outcome = (guint32)outcome,
		.uidvalidity = uidvalidity,
		.uid = uid,
		.note = note,
	};

	channel_put(channel, RECORD_OUTCOME, &record);
	channel_flush(channel);
}

/* A folder that is not there refuses; anything else ends the session. */
static gboolean refuse(struct channel *channel, gint64 item, GError *failed,
		       GError **error)
{
	if (!g_error_matches(failed, IMAP_ERROR, IMAP_ERROR_SKIP)) {
		g_propagate_error(error, failed);
		return FALSE;
	}
	answer(channel, item, OUTCOME_REFUSED, 0, 0, failed->message);
	g_error_free(failed);
	return TRUE;
}

/* In the open folder, or else in the trash: thrown away it has been read. */
static gboolean find_earlier(struct imap_session *session,
			     const struct record_letter *letter,
			     guint32 *uid_out, gboolean *found_out,
			     GError **error)
{
	g_autofree char *trash =
	    g_strndup(letter->trash.data, letter->trash.length);
	GError *failed = NULL;
	struct imap_state state;
	guint32 uid;

	*uid_out = 0;
	*found_out = FALSE;
	if (*letter->label == '\0')
		return TRUE;
	if (!earlier_find(session, letter, uid_out, error))
		return FALSE;
	*found_out = *uid_out != 0;
	if (*found_out || *trash == '\0')
		return TRUE;
	if (!imap_folder_examine(session, trash, &state, &failed)) {
		if (!g_error_matches(failed, IMAP_ERROR, IMAP_ERROR_SKIP)) {
			g_propagate_error(error, failed);
			return FALSE;
		}
		g_error_free(failed);
		return TRUE;
	}
	if (!earlier_find(session, letter, &uid, error))
		return FALSE;
	*found_out = uid != 0;
	return TRUE;
}

/* The first half: say where it would go, for tend to write down. */
static gboolean place(struct channel *channel, struct imap_session *session,
		      const struct record_letter *letter, const char *folder,
		      GError **error)
{
	struct record_place record = { .item = letter->item };
	GError *failed = NULL;
	gboolean found;
	guint32 uid;

	if (!imap_append_prepare(session, folder, &record.uidvalidity,
				 &record.uidnext, &failed))
		return refuse(channel, letter->item, failed, error);
	if (!find_earlier(session, letter, &uid, &found, error))
		return FALSE;
	if (found) {
		answer(channel, letter->item, OUTCOME_THEIRS,
		       uid ? record.uidvalidity : 0, uid, "");
		return TRUE;
	}
	channel_put(channel, RECORD_PLACE, &record);
	channel_flush(channel);
	return TRUE;
}

/*
 * What is doubtful without a recorded try is looked for before it has a place:
 * then the try is recorded like any other, and none is ever made without.
 */
static gboolean look_or_place(struct channel *channel,
			      struct imap_session *session,
			      const struct record_letter *letter,
			      const struct imap_append *append, GError **error)
{
	struct imap_appended appended;
	GError *failed = NULL;
	bool arrived = false;

	if (letter->doubtful &&
	    !imap_append_look(session, append, &appended, &arrived, &failed))
		return refuse(channel, letter->item, failed, error);
	if (!arrived)
		return place(channel, session, letter, append->folder, error);
	answer(channel, letter->item, OUTCOME_DONE, appended.uidvalidity,
	       appended.uid, appended.note);
	return TRUE;
}

static GBytes *compose(const struct record_letter *letter)
{
	const struct parse_letter parts = {
		.from = letter->from,
		.from_name = letter->from_name,
		.to = letter->to,
		.subject = letter->subject,
		.message_id = letter->message_id,
		.in_reply_to = letter->in_reply_to,
		.references = letter->references,
		.label = letter->label,
		.boundary = letter->boundary,
		.date = letter->date,
		.zone = letter->zone,
		.text = letter->text,
		.html = letter->html,
	};

	return parse_compose(&parts);
}

gboolean deed_letter(struct channel *channel, struct imap_session *session,
		     const struct record_letter *letter, GError **error)
{
	g_autofree char *folder =
	    g_strndup(letter->folder.data, letter->folder.length);
	g_autofree char *trash =
	    g_strndup(letter->trash.data, letter->trash.length);
	g_autoptr(GBytes) bytes = NULL;
	struct imap_append append;
	struct imap_appended appended;
	GError *failed = NULL;
	gsize length;

	append = (struct imap_append){
		.folder = folder,
		.flags = (letter->seen ? IMAP_FLAG_SEEN : 0u) |
			 (letter->draft ? IMAP_FLAG_DRAFT : 0u),
		.at = letter->date,
		.zone = letter->zone,
		.message_id = letter->message_id,
		.doubtful = letter->doubtful,
		.patient = true,
		.uidvalidity = letter->uidvalidity,
		.uidnext = letter->uidnext,
		.trash = *trash ? trash : NULL,
	};
	if (letter->uidvalidity == 0)
		return look_or_place(channel, session, letter, &append, error);
	bytes = compose(letter);
	append.bytes = g_bytes_get_data(bytes, &length);
	append.length = length;
	if (!imap_append(session, &append, &appended, &failed))
		return refuse(channel, letter->item, failed, error);
	answer(channel, letter->item,
	       appended.outcome == IMAP_APPEND_REFUSED ? OUTCOME_REFUSED
						       : OUTCOME_DONE,
	       appended.uidvalidity, appended.uid, appended.note);
	return TRUE;
}

static enum outcome outcome_of(enum imap_mark_outcome outcome)
{
	switch (outcome) {
	case IMAP_MARK_DONE:
		return OUTCOME_DONE;
	case IMAP_MARK_GONE:
		return OUTCOME_GONE;
	case IMAP_MARK_THEIRS:
		return OUTCOME_THEIRS;
	case IMAP_MARK_REFUSED:
		break;
	}
	return OUTCOME_REFUSED;
}

gboolean deed_mark(struct channel *channel, struct imap_session *session,
		   const struct record_mark *mark, GError **error)
{
	g_autofree char *folder =
	    g_strndup(mark->folder.data, mark->folder.length);
	const struct imap_mark wish = {
		.folder = folder,
		.uidvalidity = mark->uidvalidity,
		.uid = mark->uid,
		.message_id = mark->message_id,
		.set = mark->set,
		.keyword = mark->keyword,
		.flagged = mark->flagged,
	};
	struct imap_marked marked;
	GError *failed = NULL;

	if (!imap_mark(session, &wish, &marked, &failed))
		return refuse(channel, mark->item, failed, error);
	answer(channel, mark->item, outcome_of(marked.outcome),
	       mark->uidvalidity, mark->uid, marked.note);
	return TRUE;
}
