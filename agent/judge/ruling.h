/*
 * The lines of the configuration that say who is a customer, who is lost and
 * who is tracked.
 *
 * Some speak of mail (its folder, its subject): that mail gets a sign
 * (agent/rules/touch.h) when it is derived.  Others speak of people (their
 * addresses, their tags): these are looked at when somebody is judged.  What
 * follows from both is agent/rules/ruled.h.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/rules/touch.h"
#include "store/store.h"

struct ruling;
typedef struct ruling ruling;

/* Borrows the store, and of the configuration nothing; remembers folders. */
struct ruling *ruling_new(const struct config *config, struct store *store);
void ruling_free(struct ruling *ruling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ruling, ruling_free)

/* The lines that speak of mail, as one text, "" for none; the caller owns. */
char *ruling_mail_settings(const struct config *config);

/* enum sign bits of the mail that lies, or lay, in a folder. */
gboolean ruling_of_folder(struct ruling *ruling, gint64 folder_id,
			  guint *signs_out, GError **error);
/* ... and of this subject. */
guint ruling_of_subject(const struct ruling *ruling, const char *subject);

/* ... and of somebody with these struct store_address, tags const char *. */
guint ruling_of_person(const struct ruling *ruling, const GPtrArray *addresses,
		       const GPtrArray *tags);

/*
 * Why somebody has the sign, in half a sentence that the caller owns: "mail in
 * folder 'Customers/Acme'"; NULL if no line says so.  `history` is of struct
 * store_history.  It may hold a stranger's words: make it safe.
 */
gboolean ruling_explain(struct ruling *ruling, enum sign sign,
			const GPtrArray *addresses, const GPtrArray *tags,
			const GPtrArray *history, char **why_out,
			GError **error);
