/* The words that cross the border, as people and JSON spell them. */
#include "agent/border/words.h"

#include <glib.h>

static const char *const kinds[N_KINDS] = {
	[KIND_UNKNOWN] = "unknown",
	[KIND_HUMAN] = "human",
	[KIND_LIST] = "list",
	[KIND_NEWSLETTER] = "newsletter",
	[KIND_NOTIFICATION] = "notification",
	[KIND_AUTO_REPLY] = "auto-reply",
	[KIND_BOUNCE] = "bounce",
	[KIND_RECEIPT] = "receipt",
	[KIND_CALENDAR] = "calendar",
	[KIND_REPORT] = "report",
};

static const char *const folder_roles[N_FOLDER_ROLES] = {
	[FOLDER_OTHER] = "other",     [FOLDER_INBOX] = "inbox",
	[FOLDER_SENT] = "sent",	      [FOLDER_ALL] = "all",
	[FOLDER_ARCHIVE] = "archive", [FOLDER_DRAFTS] = "drafts",
	[FOLDER_JUNK] = "junk",	      [FOLDER_TRASH] = "trash",
	[FOLDER_FLAGGED] = "flagged",
};

static const char *const address_roles[N_ADDRESS_ROLES] = {
	[ADDRESS_FROM] = "from",
	[ADDRESS_SENDER] = "sender",
	[ADDRESS_REPLY_TO] = "reply-to",
	[ADDRESS_TO] = "to",
	[ADDRESS_CC] = "cc",
	[ADDRESS_BCC] = "bcc",
	[ADDRESS_RESENT_FROM] = "resent-from",
	[ADDRESS_FAILED] = "failed",
};

static const char *const absences[N_ABSENCES] = {
	[ABSENCE_NONE] = "none",
	[ABSENCE_UNTOLD] = "untold",
	[ABSENCE_DATED] = "dated",
	[ABSENCE_LEFT] = "left",
};

const char *border_kind_name(enum kind kind)
{
	return (guint)kind < N_KINDS ? kinds[kind] : kinds[KIND_UNKNOWN];
}

const char *border_folder_role_name(enum folder_role role)
{
	return (guint)role < N_FOLDER_ROLES ? folder_roles[role]
					    : folder_roles[FOLDER_OTHER];
}

const char *border_address_role_name(enum address_role role)
{
	return (guint)role < N_ADDRESS_ROLES ? address_roles[role] : "";
}

const char *border_absence_name(enum absence absence)
{
	return (guint)absence < N_ABSENCES ? absences[absence] : "";
}
