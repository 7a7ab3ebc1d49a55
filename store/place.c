/* Where a store may lie: private, and on a disk of this machine. */
#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <glib/gstdio.h>

const struct store_probe store_system_probe = {
	.statfs = statfs,
	.mountinfo = "/proc/self/mountinfo",
};

/*
 * Write-ahead logging shares memory between processes and trusts locks: over
 * a network neither holds, and the file is damaged without a word.
 * linux/magic.h has but some of these.
 */
static const struct {
	guint32 type;
	const char *name;
} networks[] = {
	{ 0x00006969, "NFS" },	{ 0x0000517b, "SMB" },
	{ 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB2" },
	{ 0x5346414f, "AFS" },	{ 0x6b414653, "kAFS" },
	{ 0x73757245, "Coda" }, { 0x00c36400, "Ceph" },
	{ 0x0000564c, "NCP" },	{ 0x0bd00bd0, "Lustre" },
};

#define FUSE_MAGIC 0x65735546

/* File systems in user space that lie elsewhere; all others are local. */
static const char *const network_fuses[] = {
	"fuse.sshfs",	  "fuse.rclone",     "fuse.s3fs",
	"fuse.davfs",	  "fuse.davfs2",     "fuse.glusterfs",
	"fuse.gcsfuse",	  "fuse.curlftpfs",  "fuse.smbnetfs",
	"fuse.ceph-fuse", "fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse",
	"fuse.onedriver", "fuse.juicefs",    "fuse.seaweedfs",
	"fuse.kio-fuse",  "fuse.afpfs",	     "fuse.goofys",
	"fuse.mount-s3",
};

static gboolean fail_errno(const char *what, const char *path, int number,
			   GError **error)
{
	enum store_error which = STORE_ERROR_FAILED;
	const char *remedy = "";

	if (number == ENOSPC || number == EDQUOT) {
		which = STORE_ERROR_FULL;
		remedy = ": free some space and try again";
	} else if (number == EACCES || number == EPERM || number == EROFS) {
		which = STORE_ERROR_PERMISSION;
		remedy = ": see who owns it and its directory";
	}
	g_set_error(error, STORE_ERROR, which, "cannot %s '%s': %s%s", what,
		    path, g_strerror(number), remedy);
	return FALSE;
}

static gboolean fail_missing(const char *path, GError **error)
{
	g_set_error(error, STORE_ERROR, STORE_ERROR_MISSING,
		    "there is no store '%s': run 'tend init' or 'tend sync' "
		    "first",
		    path);
	return FALSE;
}

static gboolean is_private(const char *what, const char *path, mode_t mode,
			   GError **error)
{
	g_autofree char *quoted = NULL;

	if (!(mode & 077))
		return TRUE;
	quoted = g_shell_quote(path);
	g_set_error(error, STORE_ERROR, STORE_ERROR_PERMISSION,
		    "%s '%s' is open to others: run chmod %s %s", what, path,
		    S_ISDIR(mode) ? "700" : "600", quoted);
	return FALSE;
}

/*
 * The type of the mount that a device number belongs to, NULL if unknown:
 * "36 35 98:0 / /mnt rw,noatime shared:1 - ext4 /dev/sda1 rw".
 */
static char *mount_type(const char *mountinfo, dev_t device)
{
	g_autofree char *all = NULL;
	g_auto(GStrv) lines = NULL;
	g_autofree char *wanted =
	    g_strdup_printf("%u:%u", major(device), minor(device));

	if (!g_file_get_contents(mountinfo, &all, NULL, NULL))
		return NULL;
	lines = g_strsplit(all, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 4);
		const char *rest = strstr(lines[i], " - ");

		if (g_strv_length(words) < 4 || !rest ||
		    strcmp(words[2], wanted))
			continue;
		rest += strlen(" - ");
		return g_strndup(rest, strcspn(rest, " "));
	}
	return NULL;
}

static gboolean is_local(const char *directory, dev_t device,
			 const struct store_probe *probe, GError **error)
{
	g_autofree char *type = NULL;
	const char *network = NULL;
	struct statfs fs;

	if (probe->statfs(directory, &fs) < 0)
		return fail_errno("look at", directory, errno, error);
	for (gsize i = 0; i < G_N_ELEMENTS(networks); i++)
		if ((guint32)fs.f_type == networks[i].type)
			network = networks[i].name;
	if ((guint32)fs.f_type == FUSE_MAGIC)
		type = mount_type(probe->mountinfo, device);
	for (gsize i = 0; type && i < G_N_ELEMENTS(network_fuses); i++)
		if (!strcmp(type, network_fuses[i]))
			network = type;
	if (!network)
		return TRUE;
	g_set_error(error, STORE_ERROR, STORE_ERROR_NETWORK,
		    "directory '%s' is on a network (%s), where SQLite files "
		    "get damaged: set XDG_DATA_HOME to a directory on a local "
		    "disk",
		    directory, network);
	return FALSE;
}

gboolean store_place_check_local(const char *directory,
				 const struct store_probe *probe,
				 GError **error)
{
	GStatBuf st;

	if (g_stat(directory, &st) < 0)
		return fail_errno("use directory", directory, errno, error);
	if (!S_ISDIR(st.st_mode))
		return fail_errno("use directory", directory, ENOTDIR, error);
	return is_local(directory, st.st_dev, probe, error);
}

static gboolean directory_prepare(const char *path, enum store_mode mode,
				  const struct store_probe *probe,
				  GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	GStatBuf st;

	if (g_stat(directory, &st) < 0) {
		if (errno == ENOENT && mode == STORE_READ)
			return fail_missing(path, error);
		if (errno != ENOENT ||
		    g_mkdir_with_parents(directory, 0700) < 0 ||
		    g_stat(directory, &st) < 0)
			return fail_errno("make directory", directory, errno,
					  error);
	}
	if (!S_ISDIR(st.st_mode))
		return fail_errno("use directory", directory, ENOTDIR, error);
	return is_private("directory", directory, st.st_mode, error) &&
	       is_local(directory, st.st_dev, probe, error);
}

/*
 * SQLite would make the file by the umask, and gives its log the file's mode.
 * Only a file that did not exist is opened here: closing a descriptor of one
 * that another handle has open would drop that handle's locks.
 */
static gboolean file_prepare(const char *path, enum store_mode mode,
			     GError **error)
{
	GStatBuf st;

	if (mode == STORE_WRITE) {
		int fd =
		    g_open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

		if (fd >= 0)
			return g_close(fd, error);
		if (errno != EEXIST)
			return fail_errno("make store", path, errno, error);
	}
	if (g_stat(path, &st) < 0)
		return errno == ENOENT
			   ? fail_missing(path, error)
			   : fail_errno("open store", path, errno, error);
	if (!S_ISREG(st.st_mode)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FOREIGN,
			    "cannot open store '%s': it is not a file", path);
		return FALSE;
	}
	return is_private("store", path, st.st_mode, error);
}

gboolean store_place_prepare(const char *path, enum store_mode mode,
			     const struct store_probe *probe, GError **error)
{
	return directory_prepare(path, mode, probe, error) &&
	       file_prepare(path, mode, error);
}
