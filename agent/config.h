/*
 * The configuration: one key file, read into plain structs.
 *
 * One constant table (config_settings) says which groups and keys there are,
 * of which type, with which default and what for.  Parsing, `tend config`,
 * tend-config(5) and the tests are made from it.
 *
 * Never holds a secret: a key that looks like one is refused.
 */
#pragma once

#include <glib.h>

#include "agent/border/words.h"
#include "agent/rules/terms.h"
#include "agent/setting.h"

/* Ends with a NULL key. */
extern const struct setting config_settings[];

/* What tend leaves on a message whose matter has stalled. */
enum flag_mode {
	FLAG_MODE_NONE,
	FLAG_MODE_KEYWORD,
	FLAG_MODE_FLAGGED,
	FLAG_MODE_BOTH,
};

/* Whether the sentence that a judgement rests on is kept. */
enum evidence_mode {
	EVIDENCE_SENTENCE,
	EVIDENCE_NONE,
};

/* One [account NAME].  Without a host it is for files only (`ingest`). */
struct config_account {
	char *name;
	char *host; /* NULL: files only */
	guint port; /* set even if the file does not: 993 or 143 */
	guint tls;  /* enum tls_mode */
	gboolean plain_text_anywhere;
	char *ca_file, *pin; /* NULL: the system's trust store; no pin */
	char *user;
	char *password_command, *token_command; /* NULL: the keyring */
	char **identities;			/* lower case, never NULL */
	char **not_identities;			/* the same, of others */
	char **folders; /* empty: tend chooses; see config_reads_all */
	char **not_folders;
	char **sent, **drafts; /* by name, if the server does not say */
	char *digest_folder;
	char *auth_server; /* authserv-id of RFC 8601, NULL: none is believed */
	char *since;	   /* NULL: everything; see config_since */
	guint deadline;	   /* seconds for a whole command */
};

/* One [cadence NAME]; the name in lower case, and the cadence's own. */
struct config_cadence {
	char *name;
	struct cadence cadence;
};

/* One [tag NAME] or [stage NAME]: how to keep in touch with such people. */
struct config_term {
	char *name;	     /* lower case */
	enum stage stage;    /* STAGE_NONE: it is a tag's */
	char *cadence;	     /* NULL: it says nothing */
	guint keep_in_touch; /* days, 0: it says nothing, or QUIET_NEVER */

	/* Of customer and lost, who is: agent/judge/ruling.h.  Else empty or
	 * NULL. */
	char **tags, **folders, **subjects, **from;
};

struct config {
	char *file;
	/* Mornings on which somebody is named: agent/rules/settings.h. */
	struct rule_rungs reply_within;	  /* working days after they asked */
	struct rule_rungs answer_within;  /* days after the user asked */
	guint promise_within, new_within; /* working days */
	guint max_recipients;		  /* in To, to make contacts */
	guint no_limit, exchange_target;
	gboolean colleagues;   /* asks among them count */
	char *cadence;	       /* of who is tracked and has no other */
	guint tail, tail_late; /* days */
	guint tail_years;
	guint quiet_first_year, quiet_later, quiet_customer; /* days */
	char **track, **track_folders; /* agent/judge/ruling.h */
	guint working_days;	       /* bit 0 is Monday */
	GArray *holidays;    /* gint32 (agent/rules/local_day.h), ascending */
	char *holidays_file; /* NULL: none */
	GArray *days_off;    /* of both, ascending, each once */
	GTimeZone *zone;     /* of time_zone, never NULL */
	char *time_zone;     /* as written, NULL: the system's */
	guint digest_at;     /* minutes after midnight */
	guint digest_days;   /* bit 0 is Monday */
	guint report_days;   /* the same; 0: never */
	guint digest_limit;
	guint digest_show;	 /* enum line_detail; within evidence */
	char *digest_account;	 /* NULL: the first with a host */
	gboolean morning_drafts; /* for whom the digest names */
	gboolean draft_quote;	 /* drafts quote the last message */
	guint evidence;		 /* enum evidence_mode */
	guint body_days;	 /* bodies of mail so young are read */
	guint flag;		 /* enum flag_mode */
	guint track_flag;	 /* the same */
	char *keyword;
	char *on_new, *on_answer, *on_stalled; /* commands, NULL: none */
	guint hook_deadline;		       /* seconds */
	guint backup_keep;     /* files in the default directory */
	GPtrArray *accounts;   /* struct config_account, in the file's order */
	GPtrArray *cadences;   /* struct config_cadence */
	GPtrArray *tags;       /* struct config_term */
	GPtrArray *stages;     /* struct config_term */
	GArray *rule_cadences; /* struct cadence, of cadences */
	GArray *rule_terms;    /* struct term, of tags and stages */
	guint batch; /* copies in one transaction; no key: for tests */
};

typedef struct config config_t;

/*
 * Read and check a file.  TEND_ERROR_CONFIG, in one sentence that names file,
 * group, key and the remedy.
 */
struct config *config_load(const char *file, GError **error);

/* The same for text; `file` is only named in errors. */
struct config *config_parse(const char *file, const char *text, gsize length,
			    GError **error);
void config_free(struct config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(config_t, config_free)

/* A group of the file, and the struct that its settings are in. */
struct config_group {
	const char *kind;   /* struct setting's group: "tag" */
	char *title;	    /* what stands in the brackets: "tag acme" */
	const void *object; /* lent */
};

/* struct config_group: [tend], and all others kind by kind. */
GPtrArray *config_list_groups(const struct config *config);

/* Lends, or NULL. */
struct config_account *config_find_account(const struct config *config,
					   const char *name);

/*
 * The settings that rules judge by; borrows from config, which must outlive
 * it.
 */
void config_rule_settings(const struct config *config,
			  struct rule_settings *settings_out);

/* All identities of all accounts, lower case, each once; the caller owns. */
char **config_list_identities(const struct config *config);

/* The same of addresses that the user says are somebody else's. */
char **config_list_not_identities(const struct config *config);

/* Whether `folders = *`: every folder, drafts, junk and trash too. */
gboolean config_reads_all(const struct config_account *account);

/* The reading horizon in UTC seconds, 0 for everything. */
gint64 config_since(const struct config_account *account, gint64 now,
		    GTimeZone *zone);
