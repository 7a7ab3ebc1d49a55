/*
 * The errors of tend's own parts.  A code says what has to happen next, which
 * is all that a caller can act on; the message is one sentence, lower case,
 * without a full stop, that names the thing and the remedy.
 *
 * Only main.c turns codes into exit statuses.
 */
#pragma once

#include <glib.h>

#define TEND_ERROR (tend_error_quark())

enum tend_error {
	TEND_ERROR_USAGE,	  /* type the command differently */
	TEND_ERROR_DATA,	  /* the input is not what it should be */
	TEND_ERROR_NO_INPUT,	  /* name a file or contact that exists */
	TEND_ERROR_UNAVAILABLE,	  /* something outside must be mended first */
	TEND_ERROR_SOFTWARE,	  /* tend is at fault */
	TEND_ERROR_CANNOT_CREATE, /* a file or directory cannot be made */
	TEND_ERROR_IO,		  /* reading or writing failed half-way */
	TEND_ERROR_TEMPORARY,	  /* the same again later may work */
	TEND_ERROR_PERMISSION,	  /* a login or a file was refused */
	TEND_ERROR_CONFIG,	  /* change the configuration */
	N_TEND_ERRORS
};

GQuark tend_error_quark(void);
