/*
 * One process at a time reads an account's mailbox: the one that holds its
 * lease, a lock that the kernel takes back when the holder dies.
 */
#pragma once

#include <glib.h>

struct lease;
typedef struct lease lease;

/* *lease_out is NULL when somebody else holds it: an answer, not an error. */
gboolean lease_take(const char *account, struct lease **lease_out,
		    GError **error);
void lease_free(struct lease *lease);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(lease, lease_free)
