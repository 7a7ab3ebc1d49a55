/*
 * What the user's own server found out about a mail's sender: an
 * Authentication-Results field (RFC 8601).  Pure.
 */
#pragma once

#include <glib.h>

/*
 * A field so long may have been cut on its way here (PARSE_RESULTS_MAX, less a
 * character): nothing is believed of it.
 */
#define AUTH_RESULTS_MAX 996

/*
 * Whether `field`, the body of the topmost such field, was written by
 * `server` (the authserv-id of section 2.5, in any case) and says dmarc=pass
 * for the domain of `address`: its only dmarc result, with a header.from that
 * is that domain or address, and, where it names the domain of a signature
 * (header.d), with one in line with it (RFC 7489, section 3.1).  FALSE for
 * whatever cannot be read to its end.
 */
gboolean auth_results_pass(const char *field, const char *server,
			   const char *address);
