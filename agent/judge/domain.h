/*
 * Domains: whose an address is.  Two people of one organisation have the same
 * registered domain, unless everybody can have an address there.  Nothing is
 * read and nobody is asked: it costs a microsecond.
 */
#pragma once

#include <glib.h>

/*
 * The domain that somebody registered: "mail.shop.example.co.uk" and
 * "ann@example.co.uk" both give "example.co.uk", by the public suffix list
 * that libpsl has compiled in; in lower case, and in Unicode however it is
 * written.  NULL for a bare suffix, an IP address and what is no domain; the
 * caller owns it.
 */
char *domain_registrable(const char *address);

/* Whether anybody can have an address in this domain, as registered. */
gboolean domain_is_freemail(const char *domain);

/* The registered domain unless it is a freemail one; the caller owns it. */
char *domain_organisation(const char *address);

/* All of them, ascending, NULL at the end: for the test. */
extern const char *const domain_freemails[];
