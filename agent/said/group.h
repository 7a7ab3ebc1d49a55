/*
 * Which addresses are one person's: what the sum of all "merge" and "split"
 * comes to.  Pure.
 *
 * Sayings are heard in the order said.  "merge A B" brings all that are with A
 * and all that are with B together; "split A B" takes B away from A, if they
 * are together, and leaves all others as they are: whatever merged B before is
 * void.  Whoever is merged later is merged again.
 */
#pragma once

#include <glib.h>

struct groups;
typedef struct groups groups;

/* `sayings` are struct store_saying that hold; other verbs are passed over. */
struct groups *groups_new(const GPtrArray *sayings);
void groups_free(struct groups *groups);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(groups, groups_free)

/* Each of two or more: GPtrArray of const char *, ascending; lent. */
guint groups_count(const struct groups *groups);
const GPtrArray *groups_get(const struct groups *groups, guint i);

/* The group of an address, NULL: it stands alone. */
const GPtrArray *groups_find(const struct groups *groups, const char *address);

/* Whether the user said that they are not the same. */
gboolean groups_are_apart(const struct groups *groups, const char *a,
			  const char *b);
