/* Letters, marks and withdrawals, from tend's wishes to the server. */
#include "config.h"

#include "agent/worker/deed.h"

#include "agent/worker/earlier.h"
#include "imap/append.h"
#include "imap/fetch.h"
#include "imap/folder.h"
#include "imap/mark.h"
#include "imap/withdraw.h"
#include "parse/compose.h"
#include "parse/message.h"
#include "parse/quote.h"

static void put_outcome(struct channel *channel,
			const struct record_outcome *record)
{
	channel_put(channel, RECORD_OUTCOME, record);
	channel_flush(channel);
}

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

	put_outcome(channel, &record);
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

/* ---- letters ---- */

struct quoting {
	const struct record_letter *letter;
	GString *text; /* to which the quote is added */
};

static bool on_quoted(const struct imap_item *item, void *data)
{
	struct quoting *quoting = data;
	const struct record_letter *letter = quoting->letter;
	g_autoptr(GString) quote = g_string_new(NULL);

	if (item->uid == letter->quote_uid &&
	    parse_quote(item->bytes, item->length, letter->quote_mid, quote))
		g_string_append_printf(quoting->text, "\n%s\n%s",
				       letter->attribution, quote->str);
	return true;
}

/*
 * The last message, whose text no one but this process sees.  One that is not
 * there is not quoted; FALSE only when the session is over.
 */
static gboolean add_quote(struct imap_session *session,
			  const struct record_letter *letter, GString *text,
			  GError **error)
{
	g_autofree char *folder =
	    g_strndup(letter->quote_folder.data, letter->quote_folder.length);
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	struct quoting quoting = { letter, text };
	struct imap_state state;
	GError *failed = NULL;
	bool ok;

	if (letter->quote_uid == 0)
		return TRUE;
	imap_uidset_add(&uids, letter->quote_uid, letter->quote_uid);
	ok = imap_folder_examine(session, folder, &state, &failed) &&
	     (state.uidvalidity != letter->quote_uidvalidity ||
	      imap_fetch(session, &uids, IMAP_BODIES, PARSE_BODY_MAX, on_quoted,
			 &quoting, NULL, &failed));
	if (!ok && g_error_matches(failed, IMAP_ERROR, IMAP_ERROR_SKIP))
		g_clear_error(&failed);
	if (!failed)
		return TRUE;
	g_propagate_error(error, failed);
	return FALSE;
}

static GBytes *compose(const struct record_letter *letter, const char *text)
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
		.text = text,
		.html = letter->html,
		.draft = letter->draft,
	};

	return parse_compose(&parts);
}

static void answer_letter(struct channel *channel,
			  const struct record_letter *letter, GBytes *bytes,
			  const struct imap_appended *appended)
{
	gboolean refused = appended->outcome == IMAP_APPEND_REFUSED;
	g_autofree char *hash =
	    g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	const struct record_outcome record = {
		.item = letter->item,
		.outcome = refused ? OUTCOME_REFUSED : OUTCOME_DONE,
		.uidvalidity = appended->uidvalidity,
		.uid = appended->uid,
		.note = appended->note,
		.hash = refused ? "" : hash,
	};

	put_outcome(channel, &record);
}

gboolean deed_letter(struct channel *channel, struct imap_session *session,
		     const struct record_letter *letter, GError **error)
{
	g_autofree char *folder =
	    g_strndup(letter->folder.data, letter->folder.length);
	g_autofree char *trash =
	    g_strndup(letter->trash.data, letter->trash.length);
	g_autoptr(GString) text = g_string_new(letter->text);
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
	if (!add_quote(session, letter, text, error))
		return FALSE;
	bytes = compose(letter, text->str);
	append.bytes = g_bytes_get_data(bytes, &length);
	append.length = length;
	if (!imap_append(session, &append, &appended, &failed))
		return refuse(channel, letter->item, failed, error);
	answer_letter(channel, letter, bytes, &appended);
	return TRUE;
}

/* ---- marks ---- */

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
	case IMAP_MARK_READY:
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
		.message_id = mark->unnamed ? NULL : mark->message_id,
		.look = mark->look,
		.set = mark->set,
		.keyword = mark->keyword,
		.flagged = mark->flagged,
		.old = *mark->old ? mark->old : NULL,
	};
	struct imap_marked marked;
	GError *failed = NULL;

	if (!imap_mark(session, &wish, &marked, &failed))
		return refuse(channel, mark->item, failed, error);
	if (marked.outcome == IMAP_MARK_READY) {
		const struct record_place record = {
			.item = mark->item,
			.uidvalidity = mark->uidvalidity,
		};

		channel_put(channel, RECORD_PLACE, &record);
		channel_flush(channel);
		return TRUE;
	}
	answer(channel, mark->item, outcome_of(marked.outcome),
	       mark->uidvalidity, mark->uid, marked.note);
	return TRUE;
}

/* ---- withdrawals ---- */

static enum outcome outcome_of_withdrawal(enum imap_withdraw_outcome outcome)
{
	switch (outcome) {
	case IMAP_WITHDRAW_DONE:
		return OUTCOME_DONE;
	case IMAP_WITHDRAW_GONE:
		return OUTCOME_GONE;
	case IMAP_WITHDRAW_THEIRS:
		return OUTCOME_THEIRS;
	case IMAP_WITHDRAW_REFUSED:
		break;
	}
	return OUTCOME_REFUSED;
}

gboolean deed_withdraw(struct channel *channel, struct imap_session *session,
		       const struct record_withdraw *withdraw, GError **error)
{
	g_autofree char *folder =
	    g_strndup(withdraw->folder.data, withdraw->folder.length);
	const struct imap_withdraw wish = {
		.folder = folder,
		.uidvalidity = withdraw->uidvalidity,
		.uid = withdraw->uid,
		.message_id = withdraw->message_id,
		.hash = withdraw->hash,
		.doubtful = withdraw->doubtful,
	};
	struct imap_withdrawn withdrawn;
	GError *failed = NULL;

	if (!imap_withdraw(session, &wish, &withdrawn, &failed))
		return refuse(channel, withdraw->item, failed, error);
	answer(channel, withdraw->item,
	       outcome_of_withdrawal(withdrawn.outcome), withdraw->uidvalidity,
	       withdraw->uid, withdrawn.note);
	return TRUE;
}
