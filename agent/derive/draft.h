/*
 * What a message is, while it is being made of its copies: whom it names, from
 * the best copy down, and where these lie (DESIGN section 3, "One message").
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/derive/identities.h"
#include "agent/judge/ruling.h"
#include "agent/derive/signs.h"
#include "store/copy.h"
#include "store/message.h"

/* Somebody in a message's header. */
struct mention {
	gint64 address_id;
	gint64 hash; /* of the address */
	enum address_role role;
	gboolean own;
};

/* One at a time: made once, begun anew for each message. */
struct draft {
	struct store *store;
	const struct identities *identities;
	guint max_recipients;
	struct ruling *ruling; /* lent; NULL: no lines */

	struct store_message row;
	GArray *named;		    /* struct mention, without duplicates */
	guint to, cc;		    /* recipients, own ones too */
	gboolean own_in_to, others; /* others: somebody else is named */
	gboolean in_mail;	    /* a copy lies, or lay, where mail counts */
	gboolean in_sent;	    /* ... in a Sent folder */
	gboolean wordless;	    /* passed on, or signed off, no more */
	gboolean to_tend;	    /* answers a digest or report of a tend's */
	guint ruled;		    /* enum sign bits of where it lies */
	struct signs signs;

	GString *lower;
};

typedef struct draft draft;

/* Borrows store, identities and ruling, which may be NULL. */
struct draft *draft_new(struct store *store,
			const struct identities *identities,
			guint max_recipients, struct ruling *ruling);
void draft_free(struct draft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(draft, draft_free)

/* Forget the last one; its row is the caller's to fill. */
void draft_begin(struct draft *draft);

/* The Date of these facts, or when the copy was received; UTC seconds. */
gint64 draft_time(const struct record_facts *facts, gint64 received);

/* How much a folder's copy is worth, the best first. */
int draft_folder_rank(int role);

/* Everybody whom a copy names, and where it lies. */
gboolean draft_add_copy(struct draft *draft, const struct store_copy *copy,
			const struct record_facts *facts, GError **error);
/* One more, by an address in whatever case. */
gboolean draft_add_name(struct draft *draft, const struct record_address *item,
			gint64 at, GError **error);

/*
 * When all of the copies are in, with the facts of the best: who wrote it, in
 * which direction it went, and what it says.
 */
void draft_read(struct draft *draft, const struct record_facts *facts);

/* The only other who wrote or gets it, 0: nobody, or several. */
gint64 draft_find_party(const struct draft *draft);

/*
 * Whether it makes touches: DESIGN section 2.  Cc, crowds, lists, robots,
 * drafts, junk and trash never do, nor what is passed on without a word, only
 * asks a list to be left or answers a tend; of offices see
 * agent/derive/office.h.  Its kind must be known.
 */
gboolean draft_is_personal(const struct draft *draft);

/* struct store_recipient: everybody named but the sender, by id and role. */
GArray *draft_list_recipients(const struct draft *draft);
