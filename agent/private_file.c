/* Files for the user's eyes only. */
#include "agent/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agent/error.h"

/* Closes the descriptor; errno says why not. */
static gboolean write_all(int fd, const char *text)
{
	gsize left = strlen(text);

	while (left > 0) {
		gssize n = write(fd, text, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int why = errno;

			close(fd);
			errno = why;
			return FALSE;
		}
		text += n;
		left -= (gsize)n;
	}
	return close(fd) == 0;
}

gboolean private_file_write(const char *file, const char *text,
			    const char *what, GError **error)
{
	int fd;

	if (file == NULL || g_str_equal(file, "-")) {
		fputs(text, stdout);
		return TRUE;
	}
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0 && write_all(fd, text))
		return TRUE;
	g_set_error(error, TEND_ERROR,
		    fd < 0 ? TEND_ERROR_CANNOT_CREATE : TEND_ERROR_IO,
		    "cannot write %s to '%s': %s", what, file,
		    g_strerror(errno));
	return FALSE;
}
