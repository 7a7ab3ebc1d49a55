/*
 * Structured header values: a token and its parameters, with comments
 * anywhere.  RFC 2045 section 5.1, RFC 3834 section 5.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Longest token and parameter value that is looked at, in bytes. */
#define PARSE_TOKEN_MAX 255

/*
 * The first word of the value in lower case, without comments, up to the
 * first ";" or blank: "multipart/report", "auto-replied".  At most
 * PARSE_TOKEN_MAX bytes and a NUL go to `out`.
 */
void parse_value_token(const char *value, char *out);

/*
 * The parameter of this name (in lower case), without quotes, as it stands;
 * RFC 2231's "name*" and "name*0" count as well.  False, and "", without it.
 */
bool parse_value_param(const char *value, const char *name, char *out);
