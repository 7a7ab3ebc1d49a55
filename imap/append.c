/* Put a message of tend's own into a folder: rather none than two. */
#include "imap/append.h"

#include <stdio.h>
#include <string.h>

#include "imap/private.h"

/* EXAMINE rather than STATUS: the folder may be the open one. */
static bool look_at(struct imap_session *session, const char *folder,
		    struct imap_state *state, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;

	if (!imap_folder_examine(session, folder, state, error))
		return false;
	if (state->uidnext > 0)
		return true;
	if (state->messages > 0 && !imap_search(session, 1, 0, 0, &uids, error))
		return false;
	state->uidnext = imap_uidset_high(&uids) + 1;
	return true;
}

bool imap_append_prepare(struct imap_session *session, const char *folder,
			 guint32 *uidvalidity_out, guint32 *uidnext_out,
			 GError **error)
{
	struct imap_state state;

	if (!look_at(session, folder, &state, error))
		return false;
	*uidvalidity_out = state.uidvalidity;
	*uidnext_out = state.uidnext;
	return true;
}

static void found(struct imap_appended *appended, guint32 uidvalidity,
		  guint32 uid)
{
	appended->outcome = IMAP_APPEND_FOUND;
	appended->uidvalidity = uid ? uidvalidity : 0;
	appended->uid = uid;
}

struct looking {
	const char *message_id;
	struct imap_uidset others; /* messages that are not it */
	guint32 uid;
};

static bool on_identity(const struct imap_item *item, void *data)
{
	struct looking *looking = data;

	if (imap_item_is(item, looking->message_id))
		looking->uid = item->uid;
	else
		imap_uidset_add(&looking->others, item->uid, item->uid);
	return true;
}

/*
 * Whether each UID that was given since is some other message's: then ours
 * never came.  One that is nobody's may have been ours and be gone.
 */
static bool look_since(struct imap_session *session,
		       const struct imap_append *append,
		       const struct imap_state *state,
		       struct imap_appended *appended, bool *arrived_out,
		       GError **error)
{
	struct looking looking = { append->message_id, IMAP_UIDSET_INIT, 0 };
	g_auto(imap_uidset) given = IMAP_UIDSET_INIT;
	bool ok = true;

	/* No try was recorded: by its Message-ID alone it is known. */
	if (append->uidvalidity == 0)
		return true;
	if (state->uidvalidity != append->uidvalidity) {
		*arrived_out = true;
		found(appended, 0, 0);
		return true;
	}
	/* UIDNEXT never goes back: where it does, it proves nothing. */
	if (state->uidnext < append->uidnext) {
		*arrived_out = true;
		found(appended, 0, 0);
		return true;
	}
	if (append->uidnext == 0 || state->uidnext == append->uidnext)
		return true;
	imap_uidset_add(&given, append->uidnext, state->uidnext - 1);
	/* So many cannot all be looked at: rather none than two. */
	if (imap_uidset_count(&given) <= 10 * IMAP_FETCH_BATCH)
		ok = imap_fetch(session, &given, IMAP_IDENTITIES, 0,
				on_identity, &looking, NULL, error);
	imap_uidset_remove_set(&given, &looking.others);
	imap_uidset_clear(&looking.others);
	if (ok && given.n > 0) {
		*arrived_out = true;
		found(appended, state->uidvalidity, looking.uid);
	}
	return ok;
}

/*
 * By its Message-ID.  A server that refuses to search for it has found
 * nothing: its UIDs tell as well.
 */
static bool find(struct imap_session *session, const char *message_id,
		 struct imap_uidset *uids, GError **error)
{
	GError *refused = NULL;

	if (imap_search_message_id(session, message_id, uids, &refused))
		return true;
	if (g_error_matches(refused, IMAP_ERROR, IMAP_ERROR_SKIP)) {
		g_error_free(refused);
		return true;
	}
	g_propagate_error(error, refused);
	return false;
}

/* Whether an earlier try has arrived. */
static bool look(struct imap_session *session, const struct imap_append *append,
		 struct imap_appended *appended, bool *arrived_out,
		 GError **error)
{
	g_auto(imap_uidset) here = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) there = IMAP_UIDSET_INIT;
	GError *no_trash = NULL;
	struct imap_state state, trash;

	memset(appended, 0, sizeof(*appended));
	*arrived_out = false;
	if (!look_at(session, append->folder, &state, error) ||
	    !find(session, append->message_id, &here, error))
		return false;
	if (here.n > 0) {
		*arrived_out = true;
		found(appended, state.uidvalidity, imap_uidset_high(&here));
		return true;
	}
	if (!look_since(session, append, &state, appended, arrived_out, error))
		return false;
	if (*arrived_out || !append->trash)
		return true;
	if (!imap_folder_examine(session, append->trash, &trash, &no_trash)) {
		if (g_error_matches(no_trash, IMAP_ERROR, IMAP_ERROR_SKIP)) {
			g_clear_error(&no_trash);
			return true;
		}
		g_propagate_error(error, no_trash);
		return false;
	}
	if (!find(session, append->message_id, &there, error))
		return false;
	if (there.n > 0) {
		*arrived_out = true;
		found(appended, 0, 0);
	}
	return true;
}

/* Of the time that the server has for a command. */
#define PATIENCE(session) (1000UL * 1000UL * (session)->deadline / 20)

bool imap_append_look(struct imap_session *session,
		      const struct imap_append *append,
		      struct imap_appended *appended, bool *arrived_out,
		      GError **error)
{
	if (!look(session, append, appended, arrived_out, error))
		return false;
	if (*arrived_out || !append->patient)
		return true;
	g_usleep(PATIENCE(session));
	return look(session, append, appended, arrived_out, error);
}

/* "03-Mar-2026 07:00:00 +0100", RFC 9051 section 9, date-time. */
static char *format_date(gint64 at, int zone)
{
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) local =
	    g_date_time_new_from_unix_utc(at + zone * 60);

	if (!local || ABS(zone) >= 24 * 60)
		return NULL;
	return g_strdup_printf(
	    "\"%2d-%s-%04d %02d:%02d:%02d %c%02d%02d\"",
	    g_date_time_get_day_of_month(local),
	    months[g_date_time_get_month(local) - 1],
	    g_date_time_get_year(local), g_date_time_get_hour(local),
	    g_date_time_get_minute(local), g_date_time_get_second(local),
	    zone < 0 ? '-' : '+', ABS(zone) / 60, ABS(zone) % 60);
}

static void write_command(const struct imap_append *append,
			  struct imap_command *command)
{
	g_autofree char *date = NULL;
	bool seen = append->flags & IMAP_FLAG_SEEN;
	bool draft = append->flags & IMAP_FLAG_DRAFT;

	imap_command_add(command, "APPEND ");
	imap_command_add_string(command, append->folder);
	if (seen || draft)
		imap_command_add(command, " (%s%s%s)", seen ? "\\Seen" : "",
				 seen && draft ? " " : "",
				 draft ? "\\Draft" : "");
	if (append->at)
		date = format_date(append->at, append->zone);
	if (date)
		imap_command_add(command, " %s", date);
	imap_command_add(command, " ");
	imap_command_add_literal(command, append->bytes, append->length);
}

/* Where it is: by APPENDUID (RFC 4315), else by looking. */
static bool locate(struct imap_session *session,
		   const struct imap_append *append,
		   struct imap_appended *appended, GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	const char *code = strstr(imap_session_refusal(session), "[APPENDUID ");
	struct imap_state state;
	guint uidvalidity, uid;

	if (code &&
	    sscanf(code, "[APPENDUID %u %u]", &uidvalidity, &uid) == 2) {
		appended->uidvalidity = uidvalidity;
		appended->uid = uid;
		return true;
	}
	if (!look_at(session, append->folder, &state, error) ||
	    !imap_search_message_id(session, append->message_id, &uids, error))
		return false;
	if (uids.n > 0) {
		appended->uidvalidity = state.uidvalidity;
		appended->uid = imap_uidset_high(&uids);
	}
	return true;
}

/*
 * Some say NO to what they have taken all the same, over quota or late: it is
 * refused only when it is not there.
 */
static bool refuse(struct imap_session *session,
		   const struct imap_append *append,
		   struct imap_appended *appended, GError **error)
{
	g_autofree char *note = g_strdup(imap_session_refusal(session));
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	struct imap_state state;

	if (!strstr(note, "[TRYCREATE]")) {
		if (!look_at(session, append->folder, &state, error) ||
		    !find(session, append->message_id, &uids, error))
			return false;
	}
	if (uids.n > 0) {
		found(appended, state.uidvalidity, imap_uidset_high(&uids));
		return true;
	}
	appended->outcome = IMAP_APPEND_REFUSED;
	g_strlcpy(appended->note, note, sizeof(appended->note));
	return true;
}

bool imap_append(struct imap_session *session, const struct imap_append *append,
		 struct imap_appended *appended_out, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;
	GError *wrong = NULL;
	bool arrived = false;
	guint seconds;

	memset(appended_out, 0, sizeof(*appended_out));
	if (memchr(append->bytes, '\0', append->length)) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_SKIP,
			    "a letter with a NUL byte cannot be delivered");
		return false;
	}
	if (append->doubtful &&
	    !imap_append_look(session, append, appended_out, &arrived, error))
		return false;
	if (arrived)
		return true;
	write_command(append, &command);
	if (!imap_session_run(session, &command, NULL, &answer, error))
		return false;
	if (answer == IMAP_ANSWER_OK) {
		appended_out->outcome = IMAP_APPEND_DONE;
		/* It is there: not knowing where is no failure. */
		if (!locate(session, append, appended_out, &wrong))
			g_clear_error(&wrong);
		return true;
	}
	/* A full mailbox is the user's to mend, unlike other quotas. */
	if (!strstr(imap_session_refusal(session), "[OVERQUOTA]") &&
	    imap_session_asks_to_wait(imap_session_refusal(session), &seconds))
		return imap_session_refused(session, IMAP_ERROR_WAIT, error,
					    "'%s' will not take a message now",
					    session->host);
	return refuse(session, append, appended_out, error);
}
