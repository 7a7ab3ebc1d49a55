/*
 * Authentication-Results of anybody: what is believed begins with the server,
 * and has the words for it.
 */
#include <string.h>

#include "agent/letters/auth_results.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *field = g_strndup((const char *)data, size);
	g_autofree char *lower = g_ascii_strdown(field, -1);

	g_assert_false(auth_results_pass(field, "", "me@example.org"));
	if (!auth_results_pass(field, "mx.example.org", "me@example.org"))
		return 0;
	g_assert_nonnull(strstr(lower, "mx.example.org"));
	g_assert_nonnull(strstr(lower, "dmarc"));
	g_assert_nonnull(strstr(lower, "pass"));
	g_assert_nonnull(strstr(lower, "header.from"));
	/* One result is that of one sender. */
	g_assert_false(
	    auth_results_pass(field, "mx.example.org", "me@example.net"));
	g_assert_false(
	    auth_results_pass(field, "mx.example.net", "me@example.org"));
	return 0;
}
