/* Set or clear tend's own keyword and \Flagged on one message. */
#include "imap/mark.h"

#include <string.h>

#include "imap/private.h"

struct marking {
	struct imap_session *session;
	const struct imap_mark *mark;
	struct imap_marked *marked;
	struct imap_state state;
	bool there;	       /* the message, and it is that message */
	bool keyword, flagged; /* it has them now */
	guint64 modseq;
};

static bool has_word(const char *words, const char *word)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	for (char **p = list; *p; p++) {
		if (!g_ascii_strcasecmp(*p, word))
			return true;
	}
	return false;
}

static const char *keyword_of(const struct marking *marking)
{
	return marking->mark->old ? marking->mark->old
				  : marking->session->keyword;
}

static bool on_identity(const struct imap_item *item, void *data)
{
	struct marking *marking = data;

	if (item->uid != marking->mark->uid ||
	    (marking->mark->message_id &&
	     !imap_item_is(item, marking->mark->message_id)))
		return true;
	marking->there = true;
	marking->flagged = item->flags & IMAP_FLAG_FLAGGED;
	marking->keyword = has_word(item->keywords, keyword_of(marking));
	marking->modseq = item->modseq;
	return true;
}

/* What the message is, and which flags it has, now. */
static bool read_message(struct marking *marking, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;

	marking->there = false;
	imap_uidset_add(&uids, marking->mark->uid, marking->mark->uid);
	return imap_fetch(marking->session, &uids, IMAP_IDENTITIES, 0,
			  on_identity, marking, NULL, error);
}

static bool refuse(struct marking *marking, const char *note)
{
	marking->marked->outcome = IMAP_MARK_REFUSED;
	g_strlcpy(marking->marked->note, note, sizeof(marking->marked->note));
	return true;
}

/*
 * Store once.  *again_out when somebody else changed the flags in between,
 * which a tagged OK with [MODIFIED] tells (RFC 7162 section 3.1.3).
 */
static bool store(struct marking *marking, bool keyword, bool flagged,
		  bool *again_out, GError **error)
{
	struct imap_session *session = marking->session;
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;

	*again_out = false;
	imap_command_add(&command, "UID STORE %u", marking->mark->uid);
	if (marking->modseq > 0)
		imap_command_add(&command,
				 " (UNCHANGEDSINCE %" G_GUINT64_FORMAT ")",
				 marking->modseq);
	imap_command_add(
	    &command, " %cFLAGS.SILENT (%s%s%s)",
	    marking->mark->set ? '+' : '-', keyword ? keyword_of(marking) : "",
	    keyword && flagged ? " " : "", flagged ? "\\Flagged" : "");
	if (!imap_session_run(session, &command, NULL, &answer, error))
		return false;
	if (answer != IMAP_ANSWER_OK)
		return refuse(marking, imap_session_refusal(session));
	if (strstr(imap_session_refusal(session), "[MODIFIED")) {
		*again_out = true;
		return true;
	}
	marking->marked->outcome = IMAP_MARK_DONE;
	marking->marked->keyword = keyword;
	marking->marked->flagged = flagged;
	return true;
}

/* One look and one store. */
static bool try_once(struct marking *marking, bool *again_out, GError **error)
{
	const struct imap_mark *mark = marking->mark;
	const struct imap_state *state = &marking->state;
	/* No PERMANENTFLAGS means that all can be kept. */
	bool all = !state->permanent_said;
	bool keyword, flagged;

	*again_out = false;
	if (!read_message(marking, error))
		return false;
	if (!marking->there) {
		marking->marked->outcome = IMAP_MARK_GONE;
		return true;
	}
	keyword = mark->keyword && *keyword_of(marking) &&
		  marking->keyword != mark->set;
	flagged = mark->flagged && marking->flagged != mark->set;
	if (!keyword && !flagged) {
		marking->marked->outcome = IMAP_MARK_THEIRS;
		return true;
	}
	if (mark->look) {
		marking->marked->outcome = IMAP_MARK_READY;
		return true;
	}
	keyword = keyword && (all || state->can_keyword || !mark->set);
	flagged = flagged && (all || state->can_flag);
	if (!keyword && !flagged)
		return refuse(marking, "the server keeps no such flag in this "
				       "folder");
	return store(marking, keyword, flagged, again_out, error);
}

/* What was accepted may not have been kept: some servers only pretend. */
static bool read_back(struct marking *marking, GError **error)
{
	struct imap_marked *marked = marking->marked;
	bool set = marking->mark->set;

	if (marked->outcome != IMAP_MARK_DONE)
		return true;
	if (!read_message(marking, error))
		return false;
	if (!marking->there)
		return true;
	marked->keyword = marked->keyword && marking->keyword == set;
	marked->flagged = marked->flagged && marking->flagged == set;
	if (!marked->keyword && !marked->flagged)
		return refuse(marking, "the server took the flag and did not "
				       "keep it");
	return true;
}

static bool open_folder(struct marking *marking, GError **error)
{
	const char *name = marking->mark->folder;

	return marking->mark->look ? imap_folder_examine(marking->session, name,
							 &marking->state, error)
				   : imap_folder_select(marking->session, name,
							&marking->state, error);
}

static bool mark_selected(struct marking *marking, GError **error)
{
	bool again = true;

	if (!open_folder(marking, error))
		return false;
	if (marking->state.uidvalidity != marking->mark->uidvalidity) {
		marking->marked->outcome = IMAP_MARK_GONE;
		return true;
	}
	for (guint tries = 0; again && tries < 3; tries++) {
		if (!try_once(marking, &again, error))
			return false;
	}
	if (again)
		return refuse(marking, "its flags change all the time");
	return read_back(marking, error);
}

bool imap_mark(struct imap_session *session, const struct imap_mark *mark,
	       struct imap_marked *marked_out, GError **error)
{
	struct marking marking = {
		.session = session,
		.mark = mark,
		.marked = marked_out,
	};
	struct imap_allow *allow = imap_transport_allow(session->transport);
	bool ok;

	memset(marked_out, 0, sizeof(*marked_out));
	imap_allow_marking(allow, !mark->look);
	ok = mark_selected(&marking, error);
	imap_allow_marking(allow, false);
	/* Also after a refusal: nothing stays open for writing. */
	return ok && imap_folder_leave(session, error);
}
