/* Take back a draft that tend itself put there. */
#include "imap/withdraw.h"

#include <string.h>

#include "imap/private.h"

/* As tend put it there, RFC 9051 section 2.3.2. */
#define AS_PUT (IMAP_FLAG_SEEN | IMAP_FLAG_DRAFT)

/* Somebody else changes the flags in between, so often at most. */
#define TRIES 3

struct withdrawing {
	struct imap_session *session;
	const struct imap_withdraw *wish;
	struct imap_withdrawn *withdrawn;
	bool ours;     /* \Deleted, if it is there */
	bool there;    /* the message, and it is that message */
	bool same;     /* and these are its bytes */
	guint32 flags; /* of it now, */
	bool others;   /* keywords among them */
	guint64 modseq;
};

static bool end(struct withdrawing *withdrawing,
		enum imap_withdraw_outcome outcome, const char *note)
{
	withdrawing->withdrawn->outcome = outcome;
	g_strlcpy(withdrawing->withdrawn->note, note,
		  sizeof(withdrawing->withdrawn->note));
	return true;
}

static bool on_identity(const struct imap_item *item, void *data)
{
	struct withdrawing *withdrawing = data;

	if (item->uid != withdrawing->wish->uid ||
	    !imap_item_is(item, withdrawing->wish->message_id))
		return true;
	withdrawing->there = true;
	withdrawing->flags = item->flags;
	withdrawing->others = *item->keywords != '\0';
	withdrawing->modseq = item->modseq;
	return true;
}

static bool on_bytes(const struct imap_item *item, void *data)
{
	struct withdrawing *withdrawing = data;
	g_autofree char *hash = NULL;

	if (item->uid != withdrawing->wish->uid)
		return true;
	hash = g_compute_checksum_for_data(
	    G_CHECKSUM_SHA256, (const guchar *)item->bytes, item->length);
	withdrawing->same = g_str_equal(hash, withdrawing->wish->hash);
	return true;
}

/* What the message is, and which flags it has, now. */
static bool look(struct withdrawing *withdrawing, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;

	withdrawing->there = false;
	imap_uidset_add(&uids, withdrawing->wish->uid, withdrawing->wish->uid);
	return imap_fetch(withdrawing->session, &uids, IMAP_IDENTITIES, 0,
			  on_identity, withdrawing, NULL, error);
}

/* What a UID stands for never changes: once is enough. */
static bool compare(struct withdrawing *withdrawing, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;

	withdrawing->same = false;
	imap_uidset_add(&uids, withdrawing->wish->uid, withdrawing->wish->uid);
	return imap_fetch(withdrawing->session, &uids, IMAP_BODIES,
			  IMAP_BODY_MAX, on_bytes, withdrawing, NULL, error);
}

static bool has(const struct withdrawing *withdrawing, guint32 flags)
{
	return withdrawing->flags == flags && !withdrawing->others;
}

/*
 * *again_out when somebody else changed the flags in between, which a tagged
 * OK with [MODIFIED] tells (RFC 7162 section 3.1.3).
 */
static bool store(struct withdrawing *withdrawing, char sign,
		  enum imap_answer *answer_out, bool *again_out, GError **error)
{
	struct imap_session *session = withdrawing->session;
	g_auto(imap_command) command = IMAP_COMMAND_INIT;

	*again_out = false;
	imap_command_add(&command, "UID STORE %u", withdrawing->wish->uid);
	if (withdrawing->modseq > 0)
		imap_command_add(&command,
				 " (UNCHANGEDSINCE %" G_GUINT64_FORMAT ")",
				 withdrawing->modseq);
	imap_command_add(&command, " %cFLAGS.SILENT (\\Deleted)", sign);
	if (!imap_session_run(session, &command, NULL, answer_out, error))
		return false;
	*again_out = *answer_out == IMAP_ANSWER_OK &&
		     strstr(imap_session_refusal(session), "[MODIFIED");
	return true;
}

/* It stays after all: tend's own \Deleted goes, whatever else is there. */
static bool give_up(struct withdrawing *withdrawing, GError **error)
{
	enum imap_answer answer;
	bool again = true;

	for (guint tries = 0; again && tries < TRIES; tries++) {
		if (!look(withdrawing, error))
			return false;
		if (!withdrawing->there ||
		    !(withdrawing->flags & IMAP_FLAG_DELETED))
			return true;
		if (!store(withdrawing, '-', &answer, &again, error))
			return false;
	}
	return true;
}

/* Of one that tend has marked it does not matter who expunged it. */
static bool end_gone(struct withdrawing *withdrawing)
{
	return end(withdrawing,
		   withdrawing->ours ? IMAP_WITHDRAW_DONE : IMAP_WITHDRAW_GONE,
		   "");
}

/* *ready_out: it is untouched, and \Deleted is tend's and there. */
static bool mark(struct withdrawing *withdrawing, bool *ready_out,
		 GError **error)
{
	enum imap_answer answer;
	bool again;

	*ready_out = false;
	for (guint tries = 0; tries < TRIES; tries++) {
		if (!look(withdrawing, error))
			return false;
		if (!withdrawing->there)
			return end_gone(withdrawing);
		if (withdrawing->ours &&
		    has(withdrawing, AS_PUT | IMAP_FLAG_DELETED)) {
			*ready_out = true;
			return true;
		}
		if (!has(withdrawing, AS_PUT))
			return end(withdrawing, IMAP_WITHDRAW_THEIRS, "");
		if (!store(withdrawing, '+', &answer, &again, error))
			return false;
		if (answer != IMAP_ANSWER_OK)
			return end(withdrawing, IMAP_WITHDRAW_REFUSED,
				   imap_session_refusal(withdrawing->session));
		withdrawing->ours = withdrawing->ours || !again;
	}
	return end(withdrawing, IMAP_WITHDRAW_REFUSED,
		   "its flags change all the time");
}

static bool expunge(struct withdrawing *withdrawing, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;

	imap_command_add(&command, "UID EXPUNGE %u", withdrawing->wish->uid);
	if (!imap_session_run(withdrawing->session, &command, NULL, &answer,
			      error))
		return false;
	if (answer != IMAP_ANSWER_OK)
		return end(withdrawing, IMAP_WITHDRAW_REFUSED,
			   imap_session_refusal(withdrawing->session));
	if (!look(withdrawing, error))
		return false;
	return withdrawing->there
		   ? end(withdrawing, IMAP_WITHDRAW_REFUSED,
			 "the server took the expunge and kept the message")
		   : end(withdrawing, IMAP_WITHDRAW_DONE, "");
}

static bool withdraw_selected(struct withdrawing *withdrawing, GError **error)
{
	struct imap_state state;
	bool ready = false;

	if (!imap_folder_select(withdrawing->session, withdrawing->wish->folder,
				&state, error))
		return false;
	if (state.uidvalidity != withdrawing->wish->uidvalidity)
		return end(withdrawing, IMAP_WITHDRAW_GONE, "");
	if (!look(withdrawing, error))
		return false;
	if (!withdrawing->there)
		return end_gone(withdrawing);
	if (!compare(withdrawing, error))
		return false;
	/* tend has never marked other bytes: there is nothing to take off. */
	if (!withdrawing->same)
		return end(withdrawing, IMAP_WITHDRAW_THEIRS, "");
	if (!mark(withdrawing, &ready, error) ||
	    (ready && !expunge(withdrawing, error)))
		return false;
	switch (withdrawing->withdrawn->outcome) {
	case IMAP_WITHDRAW_DONE:
	case IMAP_WITHDRAW_GONE:
		return true;
	case IMAP_WITHDRAW_THEIRS:
	case IMAP_WITHDRAW_REFUSED:
		break;
	}
	return !withdrawing->ours || give_up(withdrawing, error);
}

bool imap_withdraw(struct imap_session *session,
		   const struct imap_withdraw *wish,
		   struct imap_withdrawn *withdrawn_out, GError **error)
{
	struct withdrawing withdrawing = {
		.session = session,
		.wish = wish,
		.withdrawn = withdrawn_out,
		.ours = wish->doubtful,
	};
	struct imap_allow *allow = imap_transport_allow(session->transport);
	bool ok;

	memset(withdrawn_out, 0, sizeof(*withdrawn_out));
	if (!imap_session_has(session, "UIDPLUS"))
		return end(&withdrawing, IMAP_WITHDRAW_REFUSED,
			   "the server cannot expunge one message alone");
	imap_allow_withdrawing(allow, wish->uid);
	ok = withdraw_selected(&withdrawing, error);
	imap_allow_withdrawing(allow, 0);
	return ok && imap_folder_leave(session, error);
}
