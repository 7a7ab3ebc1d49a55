/* Where tend's files are. */
#include "agent/paths.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/error.h"

#define OWNER_ONLY 0700

char *paths_config(void)
{
	return g_build_filename(g_get_user_config_dir(), "tend", "config",
				NULL);
}

char *paths_templates(void)
{
	return g_build_filename(g_get_user_config_dir(), "tend", "templates",
				NULL);
}

gboolean paths_make_directory(const char *directory, GError **error)
{
	struct stat info;

	if (stat(directory, &info) == 0 && S_ISDIR(info.st_mode))
		return TRUE;
	if (g_mkdir_with_parents(directory, OWNER_ONLY) == 0)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
		    "cannot make the directory '%s': %s; make it yourself, "
		    "or set XDG_DATA_HOME and XDG_STATE_HOME to places that "
		    "you may write to",
		    directory, g_strerror(errno));
	return FALSE;
}

static char *in_directory(char *directory, const char *name, GError **error)
{
	g_autofree char *made = directory;

	if (!paths_make_directory(made, error))
		return NULL;
	return g_build_filename(made, name, NULL);
}

char *paths_database_name(void)
{
	return g_build_filename(g_get_user_data_dir(), "tend", "tend.db", NULL);
}

char *paths_database(GError **error)
{
	return in_directory(
	    g_build_filename(g_get_user_data_dir(), "tend", NULL), "tend.db",
	    error);
}

char *paths_backups_name(void)
{
	return g_build_filename(g_get_user_data_dir(), "tend", "backups", NULL);
}

char *paths_lease(const char *account, GError **error)
{
	g_autofree char *name = g_strconcat(account, ".lease", NULL);

	return in_directory(
	    g_build_filename(g_get_user_state_dir(), "tend", NULL), name,
	    error);
}

char *paths_socket(GError **error)
{
	static const gsize longest =
	    sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
	const char *base = g_getenv("XDG_RUNTIME_DIR");
	g_autofree char *path = NULL;

	if (!base || !*base)
		base = g_get_user_state_dir();
	path =
	    in_directory(g_build_filename(base, "tend", NULL), "socket", error);
	if (!path || strlen(path) <= longest)
		return g_steal_pointer(&path);
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s' is longer than the %zu bytes that a socket's name "
		    "may have; set XDG_RUNTIME_DIR to a shorter directory",
		    path, longest);
	return NULL;
}

/* The directory of the running program, or NULL. */
static char *own_directory(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

	return program ? g_path_get_dirname(program) : NULL;
}

char *paths_worker(GError **error)
{
	const char *named = g_getenv("TEND_WORKER");
	g_autofree char *directory = own_directory();
	g_autofree char *path = NULL;

	if (named && *named)
		path = g_strdup(named);
	else if (directory)
		path = g_build_filename(directory, "tend-worker", NULL);
	if (path && access(path, X_OK) == 0)
		return g_steal_pointer(&path);
	if ((!named || !*named) && access(WORKER, X_OK) == 0)
		return g_strdup(WORKER);
	g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
		    "cannot find the program '%s'; install tend completely, "
		    "or set TEND_WORKER to where it is",
		    path ? path : WORKER);
	return NULL;
}
