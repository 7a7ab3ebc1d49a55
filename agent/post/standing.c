/* How an account's marks stand. */
#include "agent/post/standing.h"

#include "agent/post/marks.h"

static void add_count(GString *text, gint64 n, const char *is, const char *are)
{
	if (n == 0)
		return;
	g_string_append_printf(text, "%s%" G_GINT64_FORMAT " %s",
			       text->len ? "; " : "", n, n == 1 ? is : are);
}

/* The star was not allowed by whoever chose the keyword alone. */
static void add_refusal(GString *text, const struct store_mark *refused,
			const struct config *config)
{
	g_string_append_printf(text, ": %s", refused->note);
	if (config->flag == FLAG_MODE_KEYWORD &&
	    !g_str_equal(refused->flag, MARKS_FLAGGED))
		g_string_append_printf(text,
				       "; '%s' is a keyword, and with "
				       "'flag = flagged' in the config they "
				       "would get the star",
				       refused->flag);
}

gboolean standing_describe(struct store *store, const struct config *config,
			   gint64 account_id,
			   struct store_mark_counts *counts_out,
			   char **text_out, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(store_mark) refused = NULL;

	*text_out = NULL;
	if (!store_mark_count(store, account_id, counts_out, error) ||
	    !store_mark_find_refused(store, account_id, &refused, error))
		return FALSE;
	add_count(text, counts_out->set, "message is marked",
		  "messages are marked");
	add_count(text, counts_out->theirs, "was flagged by you before",
		  "were flagged by you before");
	add_count(text, counts_out->waiting, "waits for the next sync",
		  "wait for the next sync");
	add_count(text, counts_out->refused, "cannot be marked",
		  "cannot be marked");
	if (refused)
		add_refusal(text, refused, config);
	if (text->len)
		*text_out = g_string_free(g_steal_pointer(&text), FALSE);
	return TRUE;
}
