/*
 * Sets of UIDs as ascending, disjoint, closed ranges (RFC 9051 section 9,
 * sequence-set, without `*`).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct imap_uidrange {
	guint32 low, high; /* both in the set; low <= high */
};

struct imap_uidset {
	struct imap_uidrange *ranges;
	guint n;
	guint allocated;
};

typedef struct imap_uidset imap_uidset;

#define IMAP_UIDSET_INIT   \
	{                  \
		NULL, 0, 0 \
	}

/* Frees the ranges, not the struct; the set is empty afterwards. */
void imap_uidset_clear(struct imap_uidset *set);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(imap_uidset, imap_uidset_clear)

/* Cheap when the UIDs come in ascending order. UID 0 is ignored. */
void imap_uidset_add(struct imap_uidset *set, guint32 low, guint32 high);
void imap_uidset_remove(struct imap_uidset *set, guint32 low, guint32 high);
void imap_uidset_add_set(struct imap_uidset *set,
			 const struct imap_uidset *other);
void imap_uidset_remove_set(struct imap_uidset *set,
			    const struct imap_uidset *other);
bool imap_uidset_contains(const struct imap_uidset *set, guint32 uid);
guint64 imap_uidset_count(const struct imap_uidset *set);

/* The lowest and highest UID, 0 for an empty set. */
guint32 imap_uidset_low(const struct imap_uidset *set);
guint32 imap_uidset_high(const struct imap_uidset *set);

/*
 * Move the `n` highest (or, with `lowest`, the lowest) UIDs of `set` into
 * `part_out`, which must be empty; all of them when there are fewer.
 */
void imap_uidset_take(struct imap_uidset *set, guint n, bool lowest,
		      struct imap_uidset *part_out);

/*
 * Read `1:3,7,9:8` as servers write it; a range may stand upside down.
 * FALSE, and `set` untouched, for anything else, `*` and 0 included.
 */
bool imap_uidset_parse(const char *text, struct imap_uidset *set);

/* As a sequence-set, "" for the empty set. */
char *imap_uidset_format(const struct imap_uidset *set);
