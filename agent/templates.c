/* The user's templates. */
#include "agent/templates.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "agent/error.h"
#include "agent/letters/template.h"
#include "agent/paths.h"
#include "agent/tell.h"

void templates_text_clear(struct templates_text *text)
{
	g_clear_pointer(&text->file, g_free);
	g_clear_pointer(&text->text, g_free);
}

void templates_built_in(const struct angle *angle,
			struct templates_text *text_out)
{
	text_out->file = g_strdup(angle->name);
	text_out->text = g_strdup(angle->text);
	text_out->length = strlen(angle->text);
	text_out->own = FALSE;
}

static char *path_of(const struct angle *angle)
{
	g_autofree char *directory = paths_templates();

	return g_build_filename(directory, angle->name, NULL);
}

/* A device or a pipe would be read for ever. */
static gboolean is_fit(const char *file, GError **error)
{
	GStatBuf status;

	if (g_stat(file, &status) != 0 ||
	    (S_ISREG(status.st_mode) && status.st_size <= TEMPLATE_MAX))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s' is no text file of at most %u KB; put a template "
		    "there, or take it away to have the one that is built in",
		    file, TEMPLATE_MAX >> 10);
	return FALSE;
}

gboolean templates_read(const struct angle *angle,
			struct templates_text *text_out, GError **error)
{
	g_autofree char *file = path_of(angle);
	g_autoptr(GError) cause = NULL;

	if (!is_fit(file, error))
		return FALSE;
	if (g_file_get_contents(file, &text_out->text, &text_out->length,
				&cause)) {
		text_out->file = g_steal_pointer(&file);
		text_out->own = TRUE;
		return TRUE;
	}
	if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
	    g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR)) {
		templates_built_in(angle, text_out);
		return TRUE;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "cannot read the template: %s; make it readable, or take "
		    "it away to have the one that is built in",
		    cause->message);
	return FALSE;
}

void templates_remark(const struct angle *angle)
{
	g_auto(templates_text) text = { NULL, NULL, 0, FALSE };
	const char *filler;
	guint line;

	if (!templates_read(angle, &text, NULL) || !text.own)
		return;
	filler = template_find_filler(text.text, &line);
	if (filler)
		tell("'%s' line %u: '%s' is of no use to its reader; say what "
		     "is new, or what it is good for",
		     text.file, line, filler);
}

static gboolean fail(const char *file, GError **error)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
		    "cannot write the template '%s': %s", file,
		    g_strerror(errno));
	return FALSE;
}

/* FALSE and no error: there is one already. */
static gboolean write_one(const struct angle *angle, GError **error)
{
	g_autofree char *file = path_of(angle);
	gsize length = strlen(angle->text);
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno != EEXIST && fail(file, error);
	if (write(fd, angle->text, length) == (gssize)length)
		return close(fd) == 0 || fail(file, error);
	fail(file, error);
	close(fd);
	g_unlink(file);
	return FALSE;
}

gboolean templates_write(guint *written_out, GError **error)
{
	g_autofree char *directory = paths_templates();
	GError *failed = NULL;

	*written_out = 0;
	if (!paths_make_directory(directory, error))
		return FALSE;
	for (const struct angle *angle = angles; angle->name; angle++) {
		if (write_one(angle, &failed))
			++*written_out;
		if (failed) {
			g_propagate_error(error, failed);
			return FALSE;
		}
	}
	return TRUE;
}
