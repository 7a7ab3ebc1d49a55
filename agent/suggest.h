/*
 * Addresses that may be the user's own, to be suggested and never taken
 * unasked: whoever's mail lies in the Sent folders, whoever writes to the user
 * under the user's own name, and whoever bears the user's surname at home and
 * hardly ever answers.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/sender.h"
#include "store/store.h"

/* Fewer mails than this prove nothing. */
#define SUGGEST_LEAST 2

/* What was found; each list is of struct store_sender. */
struct suggest {
	GPtrArray *in_sent, *by_name, *at_home;
};

typedef struct suggest suggest_t;

void suggest_clear(struct suggest *suggest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(suggest_t, suggest_clear)

/*
 * The surname of a full name in small letters ("Max Muster", "Muster, Max"),
 * or NULL if there is none to be told; the caller owns it.
 */
char *suggest_surname(const char *name);

/* Whether an address, with its name, is at home, of somebody of the surname. */
gboolean suggest_is_home(const char *surname, const char *name,
			 const char *address);

/* Whether it is of the organisation of one of the user's addresses. */
gboolean suggest_is_colleague(const char *address, const char *const *own);

gboolean suggest_find(struct store *store, const struct config *config,
		      struct suggest *suggest_out, GError **error);
