/* Changing the text of a configuration. */
#include "agent/config_edit.h"

#include <stdlib.h>
#include <string.h>

#include "agent/error.h"
#include "agent/paths.h"

#define OWNER_ONLY 0600

/* Whether a line is the head of `group`, or, for NULL, of any. */
static gboolean is_head(const char *line, const char *group)
{
	g_autofree char *stripped = g_strstrip(g_strdup(line));
	g_autofree char *head = NULL;

	if (!group)
		return *stripped == '[';
	head = g_strdup_printf("[%s]", group);
	return g_str_equal(stripped, head);
}

static gboolean is_key(const char *line, const char *key)
{
	gsize length = strlen(key);

	line += strspn(line, " \t");
	if (strncmp(line, key, length) != 0)
		return FALSE;
	line += length;
	return line[strspn(line, " \t")] == '=';
}

/* The lines without the empty one behind the last line end. */
static char **split_lines(const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);
	guint n = g_strv_length(lines);

	if (n > 0 && !*lines[n - 1])
		g_clear_pointer(&lines[n - 1], g_free);
	return lines;
}

static void add_group(GString *out, const char *group, const char *body)
{
	g_string_append_printf(out, "[%s]\n%s", group, body);
}

char *config_edit_group(const char *text, const char *group, const char *body)
{
	g_auto(GStrv) lines = split_lines(text);
	GString *out = g_string_new(NULL);
	gboolean inside = FALSE, done = FALSE;

	for (char **line = lines; *line; line++) {
		if (is_head(*line, NULL))
			inside = is_head(*line, group);
		if (inside && !done) {
			add_group(out, group, body);
			/* Apart from what follows, as it was. */
			g_string_append_c(out, '\n');
			done = TRUE;
		}
		if (!inside)
			g_string_append_printf(out, "%s\n", *line);
	}
	if (!done) {
		if (out->len)
			g_string_append_c(out, '\n');
		add_group(out, group, body);
	}
	while (g_str_has_suffix(out->str, "\n\n"))
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

char *config_edit_value(const char *text, const char *group, const char *key,
			const char *value)
{
	g_auto(GStrv) lines = split_lines(text);
	g_autofree char *set = g_strdup_printf("%s = %s\n", key, value);
	GString *out = g_string_new(NULL);
	gboolean inside = FALSE, done = FALSE;
	gsize below = 0; /* where the line would go, behind the head */

	for (char **line = lines; *line; line++) {
		if (is_head(*line, NULL))
			inside = is_head(*line, group);
		if (inside && is_key(*line, key)) {
			g_string_append(out, done ? "" : set);
			done = TRUE;
			continue;
		}
		g_string_append_printf(out, "%s\n", *line);
		if (inside && !below)
			below = out->len;
	}
	if (!done && below) {
		g_string_insert(out, (gssize)below, set);
	} else if (!done) {
		g_autofree char *head = g_strdup_printf(
		    "[%s]\n%s%s", group, set, out->len ? "\n" : "");

		g_string_prepend(out, head);
	}
	return g_string_free(out, FALSE);
}

gboolean config_edit_write(const char *file, const char *text, GError **error)
{
	g_autofree char *real = realpath(file, NULL);
	const char *target = real ? real : file;
	g_autofree char *directory = g_path_get_dirname(target);
	g_autoptr(GError) cause = NULL;
	const int safely =
	    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;

	if (!paths_make_directory(directory, error))
		return FALSE;
	if (g_file_set_contents_full(target, text, (gssize)strlen(text),
				     (GFileSetContentsFlags)safely, OWNER_ONLY,
				     &cause))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
		    "cannot write the configuration: %s; make room there, or "
		    "name another file with --config",
		    cause->message);
	return FALSE;
}
