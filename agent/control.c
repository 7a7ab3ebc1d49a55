/* Knock at a running watch. */
#include <config.h>

#include "agent/control.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/paths.h"

/* How long a watch may take to notice, in milliseconds. */
#define PATIENCE 10000

static gboolean address_of(const char *path, struct sockaddr_un *address_out)
{
	*address_out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	return g_strlcpy(address_out->sun_path, path,
			 sizeof address_out->sun_path) <
	       sizeof address_out->sun_path;
}

static int fail(const char *what, const char *path, GError **error)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
		    "cannot %s '%s': %s", what, path, g_strerror(errno));
	return -1;
}

int control_listen(GError **error)
{
	g_autofree char *path = paths_socket(error);
	struct sockaddr_un address;
	int fd;

	if (!path)
		return -1;
	errno = ENAMETOOLONG;
	if (!address_of(path, &address))
		return fail("listen on", path, error);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return fail("listen on", path, error);
	/* The leases say that no other watch lives. */
	unlink(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    listen(fd, 16) < 0) {
		fail("listen on", path, error);
		close(fd);
		return -1;
	}
	return fd;
}

gboolean control_answer(int listener)
{
	gboolean any = FALSE;
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		any = TRUE;
		close(fd);
	}
	return any;
}

void control_close(int listener)
{
	g_autofree char *path = paths_socket(NULL);

	close(listener);
	if (path)
		unlink(path);
}

gboolean control_wake(gboolean *woken_out, GError **error)
{
	g_autofree char *path = paths_socket(error);
	struct sockaddr_un address;
	struct pollfd poll_fd = { .events = POLLIN };
	char byte;

	*woken_out = FALSE;
	if (!path || !address_of(path, &address))
		return path != NULL;
	poll_fd.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (poll_fd.fd < 0)
		return TRUE;
	*woken_out = connect(poll_fd.fd, (struct sockaddr *)&address,
			     sizeof address) == 0 &&
		     poll(&poll_fd, 1, PATIENCE) == 1 &&
		     read(poll_fd.fd, &byte, 1) == 0;
	close(poll_fd.fd);
	return TRUE;
}
