/*
 * The user's own programs, told what has happened: one JSON object on their
 * standard input (tend-json(5)).
 *
 * Nothing here waits: a program is started, looked after between other things,
 * and killed with its process group when its time is over.  At most two run
 * and ten of a sort wait; whoever comes while those wait is only counted, and
 * one last run says how many, so that a mailbox after a holiday makes no storm.
 */
#pragma once

#include <glib.h>
#include <poll.h>

#include "agent/config.h"
#include "store/store.h"

enum hook {
	HOOK_NEW,     /* somebody new wrote */
	HOOK_ANSWER,  /* somebody wrote whose answer was owed */
	HOOK_STALLED, /* a matter became due */
	N_HOOKS
};

/* Its setting: "on-new". */
const char *hook_name(enum hook hook);

/* Its command line, or NULL: there is none. */
const char *hook_command(const struct config *config, enum hook hook);

/* The version of the object; members are only added to one. */
#define HOOK_VERSION 1

/* How many run, and how many of a sort wait, at most. */
enum { HOOKS_RUNNING = 2, HOOKS_WAITING = 10 };

struct hooks;
typedef struct hooks hooks;

/* Borrows both.  What goes wrong is noted in the store, which may be NULL. */
struct hooks *hooks_new(const struct config *config, struct store *store);

/* Kills what still runs. */
void hooks_free(struct hooks *hooks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(hooks, hooks_free)

/* Have the program told this; takes `json`.  Nothing without a command. */
void hooks_put(struct hooks *hooks, enum hook hook, char *json);

/*
 * Start what waits, see to what runs; not within a transaction.  A program that
 * fails is told of once until it is well again, and the store keeps why.
 */
void hooks_turn(struct hooks *hooks);

/* When to look again, in milliseconds; -1: nothing runs or waits. */
int hooks_get_timeout(const struct hooks *hooks);

/* Fill in what to wait on meanwhile, HOOKS_RUNNING at most; how many. */
guint hooks_fill_poll(const struct hooks *hooks, struct pollfd *fds);

/* Wait until all have run, each for its time at most. */
void hooks_finish(struct hooks *hooks);

/*
 * Why the last run of a hook failed ("" if it did not), and when.  The caller
 * owns the text.
 */
gboolean hook_find_problem(struct store *store, enum hook hook,
			   char **problem_out, gint64 *at_out, GError **error);
