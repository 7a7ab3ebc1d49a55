/* The notification socket of systemd. */
#include <config.h>

#include "agent/notify.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void notify_send(const char *state)
{
	const char *path = g_getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length;
	int fd;

	if (!path || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof address.sun_path)
		return;
	memcpy(address.sun_path, path, strlen(path));
	length =
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	/* An abstract name starts with NUL. */
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		      (struct sockaddr *)&address, length);
	close(fd);
}

guint64 notify_watchdog(void)
{
	const char *text = g_getenv("WATCHDOG_USEC");

	return text ? g_ascii_strtoull(text, NULL, 10) / 2 : 0;
}
