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

static const char *const card_formats[N_CARD_FORMATS] = {
	[CARD_VCARD] = "vcard",
	[CARD_CSV] = "csv",
};

static const char *const card_fields[N_CARD_FIELDS] = {
	[CARD_IGNORED] = "ignore",
	[CARD_NAME] = "name",
	[CARD_FIRST_NAME] = "first-name",
	[CARD_LAST_NAME] = "last-name",
	[CARD_EMAIL] = "email",
	[CARD_PHONE] = "phone",
	[CARD_COMPANY] = "company",
	[CARD_TITLE] = "title",
	[CARD_TAG] = "tag",
	[CARD_NOTE] = "note",
	[CARD_URL] = "url",
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

const char *border_card_format_name(enum card_format format)
{
	return (guint)format < N_CARD_FORMATS ? card_formats[format] : "";
}

const char *border_card_field_name(enum card_field field)
{
	return (guint)field < N_CARD_FIELDS ? card_fields[field] : "";
}

enum card_field border_card_field_find(const char *name)
{
	for (guint i = 0; i < N_CARD_FIELDS; i++)
		if (!g_ascii_strcasecmp(card_fields[i], name))
			return (enum card_field)i;
	return N_CARD_FIELDS;
}
