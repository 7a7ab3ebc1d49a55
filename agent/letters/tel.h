/* tel: URIs, RFC 3966: a number that a phone dials at a touch. */
#pragma once

#include <glib.h>

/*
 * Of a number as people write it, its digits and a leading plus sign; NULL
 * for what is none.  An extension, and what else follows, is left out.
 */
char *tel_uri(const char *number);

/* What was taken of it, as it is written: "+49 (0)30 1234-56"; or NULL. */
char *tel_text(const char *number);
