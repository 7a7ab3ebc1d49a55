/*
 * The command table, and what a command is given.
 *
 * Each command is one constant in agent/cmd/NAME.c and one line in the table
 * of command.c.  From the table come the parsing of the command line, `tend
 * help`, `tend COMMAND --help`, the completions and a test of the manual, so
 * none of them can disagree.
 *
 * The command line is `tend [GLOBAL OPTION...] COMMAND [OPTION...] [ARG...]`.
 * Global options are understood after the command too.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"

struct store;
struct call;

/* What has to be there before a command runs. */
enum command_needs {
	NEEDS_NOTHING,	   /* call->config is NULL; see call_config */
	NEEDS_CONFIG,	   /* call->config is loaded */
	NEEDS_STORE_READ,  /* and call_store opens for reading */
	NEEDS_STORE_WRITE, /* and call_store opens for writing */
};

/* Under which heading a command stands in `tend help`. */
enum command_group {
	COMMAND_SETUP,	  /* set up and look after */
	COMMAND_MAIL,	  /* read mail */
	COMMAND_PEOPLE,	  /* ask about people */
	COMMAND_SAY,	  /* say something about people */
	COMMAND_DELIVERY, /* what lands in the mailbox, or in a file */
	N_COMMAND_GROUPS
};

struct option {
	const char *name;     /* long, without dashes */
	char letter;	      /* short, or 0 */
	const char *argument; /* what it takes ("FILE"), or NULL: a switch */
	const char *help; /* lower case, without a full stop; NULL: hidden */
	gboolean many;	  /* may be given several times: call_option_list */
};

#define COMMAND_ANY G_MAXINT /* no upper limit on arguments */

/* What run returns when it has set an error. */
#define COMMAND_FAILED (-1)

struct command {
	const char *name;
	const char *summary;	      /* lower case, without a full stop */
	const char *arguments;	      /* synopsis: "[FILE|DIR|-]...", or "" */
	const char *example;	      /* one line that can be typed */
	const struct option *options; /* ends with a NULL name; NULL: none */
	enum command_group group;
	enum command_needs needs;
	int min_arguments, max_arguments;
	gboolean json;	 /* --json is understood */
	gboolean hidden; /* not in help and completion */

	/* Whether a word such as "-cold" is an argument; NULL: none is. */
	gboolean (*minus)(const char *word);

	/*
	 * Returns the exit status, usually 0, or COMMAND_FAILED with error
	 * set; main.c chooses the exit status of an error.
	 */
	int (*run)(struct call *call, GError **error);
};

/* One call of a command: everything lent until run returns. */
struct call {
	const struct command *command;
	struct config *config; /* NULL only with NEEDS_NOTHING */
	gboolean json;	       /* print JSON Lines: agent/json.h */
	gboolean debug;
	int argc;    /* arguments that are left: no options, no name */
	char **argv; /* NULL-terminated */

	/* Private to command.c. */
	char *config_file; /* as given with --config, or NULL */
	char **values; /* of the options, beside command->options; of one that
			* may be given several times, between line ends */
	gboolean help, version;
	char *format_version;
	struct store *store;
};

/* Every command, in the order of `tend help`; ends with NULL. */
extern const struct command *const command_table[];

/* The options that stand before any command. */
extern const struct option command_global_options[];

const struct command *command_find(const char *name);

/* The same; TEND_ERROR_USAGE with the nearest one if there is none. */
const struct command *command_require(const char *name, GError **error);

/* The command nearest to what was typed, or NULL when nothing is near. */
const struct command *command_nearest(const char *typed);

/*
 * Parse a command line (argv[0] is the program's name).  Returns NULL with
 * TEND_ERROR_USAGE; call->command is NULL when no command was named.
 */
struct call *command_parse(int argc, char **argv, GError **error);
void call_free(struct call *call);
typedef struct call call_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(call_t, call_free)

/* The words of an option, or NULL if it was not given.  Asserts that the
 * command has such an option. */
const char *call_option(const struct call *call, const char *name);

/*
 * All that was given of an option that may be given several times, in order;
 * empty if it was not given.  The caller frees it with g_strfreev.
 */
char **call_option_list(const struct call *call, const char *name);

/* Whether an option was given. */
gboolean call_has(const struct call *call, const char *name);

/* An option's whole number; *number_out is left alone if it was not given. */
gboolean call_number(const struct call *call, const char *name, gint64 min,
		     gint64 max, gint64 *number_out, GError **error);

/* The file that the configuration is, or would be, read from. */
const char *call_config_file(struct call *call);

/* Load the configuration if that has not been done; lends. */
struct config *call_config(struct call *call, GError **error);

/*
 * The database, opened at the first call: for writing only if the command
 * needs that.  Lends; closed with the call.
 */
struct store *call_store(struct call *call, GError **error);

/* Print the help of one command, or the list of all for NULL. */
void command_print_help(const struct command *command);
