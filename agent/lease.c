/* Locks that say who reads a mailbox. */
#include <config.h>

#include "agent/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/paths.h"

struct lease {
	int fd;
};

gboolean lease_take(const char *account, struct lease **lease_out,
		    GError **error)
{
	g_autofree char *path = paths_lease(account, error);
	int fd;

	*lease_out = NULL;
	if (!path)
		return FALSE;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
			    "cannot make '%s': %s", path, g_strerror(errno));
		return FALSE;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		*lease_out = g_new0(struct lease, 1);
		(*lease_out)->fd = fd;
		return TRUE;
	}
	close(fd);
	if (errno == EWOULDBLOCK)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_IO, "cannot lock '%s': %s",
		    path, g_strerror(errno));
	return FALSE;
}

void lease_free(struct lease *lease)
{
	if (!lease)
		return;
	close(lease->fd);
	g_free(lease);
}
