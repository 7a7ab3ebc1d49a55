/* Walk files and directories of mail. */
#include <config.h>

#include "agent/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/tell.h"

/* A directory that is being read. */
struct level {
	char *path;
	GDir *dir;
};

struct source {
	char *const *paths; /* that are left */
	GQueue levels;	    /* struct level, innermost first */
};

struct source *source_new(char *const *paths)
{
	struct source *source = g_new0(struct source, 1);

	source->paths = paths;
	return source;
}

static void level_free(gpointer data)
{
	struct level *level = data;

	g_dir_close(level->dir);
	g_free(level->path);
	g_free(level);
}

void source_free(struct source *source)
{
	if (!source)
		return;
	g_queue_clear_full(&source->levels, level_free);
	g_free(source);
}

void source_file_free(struct source_file *file)
{
	if (!file)
		return;
	g_free(file->folder);
	g_free(file);
}

static gboolean is_maildir_part(const char *name)
{
	return g_str_equal(name, "cur") || g_str_equal(name, "new");
}

/* The directory that stands for the folder of a file. */
static char *folder_of(const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path);
	g_autofree char *base = g_path_get_basename(directory);

	if (is_maildir_part(base))
		return g_path_get_dirname(directory);
	return g_steal_pointer(&directory);
}

char *source_folder_name(const char *folder)
{
	g_autofree char *base = g_path_get_basename(folder);
	const char *dot;

	/* Maildir++: .Work.Sent is Sent below Work. */
	if (base[0] == '.' && base[1]) {
		dot = strrchr(base, '.');
		return g_strdup(dot[1] ? dot + 1 : base + 1);
	}
	return g_steal_pointer(&base);
}

/* "...:2,FRS": the flags of a Maildir name. */
static guint32 maildir_flags(const char *path)
{
	static const struct {
		char letter;
		guint32 flag;
	} letters[] = {
		{ 'S', FLAG_SEEN },    { 'R', FLAG_ANSWERED },
		{ 'F', FLAG_FLAGGED }, { 'T', FLAG_DELETED },
		{ 'D', FLAG_DRAFT },
	};
	const char *info = strrchr(path, ':');
	guint32 flags = 0;

	if (!info || !g_str_has_prefix(info, ":2,"))
		return 0;
	for (info += 3; *info; info++)
		for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
			if (*info == letters[i].letter)
				flags |= letters[i].flag;
	return flags;
}

static int open_file(const char *path, struct stat *status_out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd >= 0 && fstat(fd, status_out) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void fill(struct files_item *item, const char *path, int fd,
		 const struct stat *status)
{
	struct source_file *file = g_new0(struct source_file, 1);

	file->folder = folder_of(path);
	file->flags = maildir_flags(path);
	*item = (struct files_item){
		.name = g_strdup(path),
		.fd = fd,
		.format = FILE_GUESS,
		.time = status->st_mtim.tv_sec,
		.extra = file,
	};
}

/* ---- standard input ---- */

/* A pipe cannot be read twice, but a worker may die of it: keep it apart. */
static gboolean take_stdin(struct files_item *item, GError **error)
{
	int fd = memfd_create("tend-ingest", MFD_CLOEXEC);
	char buffer[16 << 10];
	ssize_t n;

	if (fd < 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "no memory for standard input: %s",
			    g_strerror(errno));
		return FALSE;
	}
	while ((n = read(STDIN_FILENO, buffer, sizeof buffer)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || write(fd, buffer, (gsize)n) != n) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
				    "cannot read standard input: %s",
				    g_strerror(errno));
			close(fd);
			return FALSE;
		}
	}
	*item = (struct files_item){
		.name = g_strdup("standard input"),
		.fd = fd,
		.format = FILE_GUESS,
		.time = g_get_real_time() / G_USEC_PER_SEC,
		.extra = g_new0(struct source_file, 1),
	};
	((struct source_file *)item->extra)->folder = g_strdup("-");
	return TRUE;
}

/* ---- directories ---- */

static gboolean enter(struct source *source, const char *path, GError **error)
{
	struct level *level;
	g_autoptr(GError) failed = NULL;
	GDir *dir = g_dir_open(path, 0, &failed);

	if (!dir) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "cannot read directory '%s': %s", path,
			    failed->message);
		return FALSE;
	}
	level = g_new0(struct level, 1);
	level->path = g_strdup(path);
	level->dir = dir;
	g_queue_push_head(&source->levels, level);
	return TRUE;
}

/* Files of programs that share a mail directory, and unfinished deliveries. */
static gboolean is_no_mail(const char *name)
{
	static const char *const prefixes[] = {
		"dovecot",	"maildirfolder", "subscriptions",
		"courierimap",	".mh_sequences", ".notmuch",
		".nnmaildir",	".uidvalidity",	 ".mbsyncstate",
		".isyncuidmap", ".imap",	 ".git",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(name, prefixes[i]))
			return TRUE;
	return g_str_equal(name, "tmp");
}

/* One entry of the innermost directory; FALSE when it holds no file. */
static gboolean look_at(struct source *source, const char *path,
			struct files_item *item)
{
	g_autoptr(GError) failed = NULL;
	struct stat status;
	int fd;

	/* A link to a directory may lead back here. */
	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		if (!enter(source, path, &failed))
			tell("%s; it is left out", failed->message);
		return FALSE;
	}
	fd = open_file(path, &status);
	if (fd < 0) {
		tell("cannot read '%s': %s; it is left out", path,
		     g_strerror(errno));
		return FALSE;
	}
	if (!S_ISREG(status.st_mode) || status.st_size == 0) {
		close(fd);
		return FALSE;
	}
	fill(item, path, fd, &status);
	return TRUE;
}

static gboolean next_below(struct source *source, struct files_item *item)
{
	struct level *level;

	while ((level = g_queue_peek_head(&source->levels))) {
		const char *name = g_dir_read_name(level->dir);
		g_autofree char *path = NULL;

		if (!name) {
			level_free(g_queue_pop_head(&source->levels));
			continue;
		}
		if (is_no_mail(name))
			continue;
		path = g_build_filename(level->path, name, NULL);
		if (look_at(source, path, item))
			return TRUE;
	}
	return FALSE;
}

/* ---- what the user named ---- */

static gboolean named(struct source *source, const char *path,
		      struct files_item *item, gboolean *found_out,
		      GError **error)
{
	g_autofree char *whole = NULL;
	struct stat status;
	int fd;

	*found_out = TRUE;
	if (g_str_equal(path, "-"))
		return take_stdin(item, error);
	if (!*path) {
		/* Never the current directory: a variable was empty. */
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "a name to read is empty; '.' is the current "
			    "directory");
		return FALSE;
	}
	whole = g_canonicalize_filename(path, NULL);
	fd = open_file(whole, &status);
	if (fd < 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "cannot read '%s': %s", path, g_strerror(errno));
		return FALSE;
	}
	if (S_ISREG(status.st_mode)) {
		fill(item, whole, fd, &status);
		return TRUE;
	}
	close(fd);
	*found_out = FALSE;
	if (S_ISDIR(status.st_mode))
		return enter(source, whole, error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
		    "'%s' is neither a file nor a directory", path);
	return FALSE;
}

gboolean source_next(struct source *source, struct files_item *item_out,
		     gboolean *done_out, GError **error)
{
	*done_out = FALSE;
	for (;;) {
		gboolean found;

		if (next_below(source, item_out))
			return TRUE;
		if (!*source->paths) {
			*done_out = TRUE;
			return TRUE;
		}
		if (!named(source, *source->paths++, item_out, &found, error))
			return FALSE;
		if (found)
			return TRUE;
	}
}
