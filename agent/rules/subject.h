/* What a subject is about, without what mail programs put around it. */
#pragma once

#include <glib.h>

/*
 * RFC 5256 section 2.1, with the prefixes of many languages: "AW: Re[2]: SV:
 * [talk] Soup (fwd)" is about "soup", in lower case and single spaces; of
 * "Salad (was: Re: Soup)" too, for it goes on from there.  *reply_out says that
 * it answers or sends on; list_out is the first [tag], or empty.
 */
void subject_read(const char *subject, GString *base_out, GString *list_out,
		  gboolean *reply_out);

/*
 * The subject of an answer: "Re: " once, however often and in which language it
 * stands there already.  What says that it was sent on stays.  Yours to free.
 */
char *subject_answer(const char *subject);
