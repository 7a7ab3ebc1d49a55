/*
 * One setting of the configuration: how each type of value is read, written
 * and freed.  Which settings there are is config.c's table.
 */
#pragma once

#include <glib.h>

/* How a setting is written, and what it becomes in its struct. */
enum setting_type {
	SETTING_NUMBER,	    /* a whole number from min to max: guint */
	SETTING_TRUTH,	    /* true or false: gboolean */
	SETTING_TEXT,	    /* char *, NULL if empty */
	SETTING_FILE,	    /* char *: a path; "~/" is the home directory */
	SETTING_PIN,	    /* char *: 32 bytes in base64 */
	SETTING_KEYWORD,    /* char *: an IMAP atom */
	SETTING_LIST,	    /* texts between semicolons: char **, never NULL */
	SETTING_WORD,	    /* one of the choices: guint, its place in them */
	SETTING_DAYS,	    /* mon;tue;...: guint, bit 0 is Monday; its choice
			       is no day at all */
	SETTING_DATES,	    /* 2026-12-25;...: GArray of gint32, local days */
	SETTING_ZONE,	    /* char *: an IANA time zone */
	SETTING_TIME,	    /* 07:30: guint, minutes after midnight */
	SETTING_SINCE,	    /* a date, or a span such as 2y: char * */
	SETTING_SPAN,	    /* 90, or 12w, 3m, 1y: guint, days; its choice is
			       G_MAXUINT, and empty, where it may be, 0 */
	SETTING_RUNGS,	    /* 2;5;10, ascending: struct rule_rungs */
	SETTING_IDENTITIES, /* addresses: char **, lower case */
	SETTING_PATTERNS,   /* addresses, or globs of them: char ** */
	SETTING_CADENCE,    /* 3, 7, 9 call, 14: struct cadence, not its name */
	N_SETTING_TYPES
};

struct setting {
	const char *group; /* "tend", or "account" for [account NAME], ... */
	const char *key;
	enum setting_type type;
	const char *fallback; /* as it would be written; "" for none */
	const char *help;     /* lower case, without a full stop */
	const char *choices;  /* SETTING_WORD: "one|two"; _SPAN, _DAYS: one */
	guint min, max;	      /* SETTING_NUMBER, SETTING_SPAN */
	gsize offset;	      /* in the group's struct of config.h */
};

/*
 * Read a value into its field of `object`, over whatever was there.  FALSE
 * for a value that is none of this setting's; *expected_out then says what
 * would be ("a whole number from 1 to 50"), and the caller owns it.
 */
gboolean setting_read(const struct setting *setting, const char *text,
		      void *object, char **expected_out);

/* The value as it would be written; the caller owns it. */
char *setting_format(const struct setting *setting, const void *object);

/* Free what setting_read put into the field. */
void setting_release(const struct setting *setting, void *object);
