/* Standard output: terminal, colour, pager. */
#include <config.h>

#include "agent/print.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/safe.h"

#define WIDTH_UNKNOWN 80

/* Of a field: how wide its title is, and where its text begins. */
#define TITLE_WIDTH 12
#define TEXT_COLUMN 16

/* Where the output goes while it is kept for the pager; -1: nowhere else. */
static int terminal_fd = -1;

gboolean print_is_terminal(void)
{
	return terminal_fd >= 0 || isatty(STDOUT_FILENO);
}

static gboolean get_size(struct winsize *size_out)
{
	int fd = terminal_fd >= 0 ? terminal_fd : STDOUT_FILENO;

	return ioctl(fd, TIOCGWINSZ, size_out) == 0 && size_out->ws_col > 0;
}

guint print_width(void)
{
	struct winsize size;

	return get_size(&size) ? size.ws_col : WIDTH_UNKNOWN;
}

static gboolean is_coloured(void)
{
	const char *no = g_getenv("NO_COLOR");
	const char *term = g_getenv("TERM");

	return print_is_terminal() && !(no && *no) && term && *term &&
	       !g_str_equal(term, "dumb");
}

const char *print_style(enum style style)
{
	static const char *const codes[N_STYLES] = {
		[STYLE_PLAIN] = "\033[0m",     [STYLE_HEADING] = "\033[1m",
		[STYLE_PRESSING] = "\033[31m", [STYLE_WAITING] = "\033[33m",
		[STYLE_GOOD] = "\033[32m",     [STYLE_OLD] = "\033[36m",
		[STYLE_FAINT] = "\033[2m",
	};

	g_assert(style < N_STYLES);
	return is_coloured() ? codes[style] : "";
}

const char *print_plain(void)
{
	return print_style(STYLE_PLAIN);
}

/*
 * Who does not know OSC 8 passes over it, but for these: as compilers and ls
 * decide it.
 */
static gboolean has_links(void)
{
	static const char *const without[] = { "linux", "rxvt", "eterm",
					       "screen" };
	const char *wanted = g_getenv("TERM_URLS");
	const char *term = g_getenv("TERM");
	const char *vte = g_getenv("VTE_VERSION");

	if (!is_coloured() || (wanted && g_str_equal(wanted, "no")))
		return FALSE;
	if (vte && g_ascii_strtoull(vte, NULL, 10) < 5000)
		return FALSE;
	if (g_strcmp0(g_getenv("COLORTERM"), "xfce4-terminal") == 0)
		return FALSE;
	/* tmux calls itself so too, and can. */
	for (gsize i = 0; i < G_N_ELEMENTS(without); i++)
		if (g_str_has_prefix(term, without[i]) && !g_getenv("TMUX"))
			return FALSE;
	return TRUE;
}

char *print_link(const char *address)
{
	g_autofree char *part = NULL;

	if (!has_links() || !safe_is_address(address))
		return g_strdup("");
	part = safe_mailto_part(address);
	return g_strdup_printf("\033]8;;mailto:%s\033\\", part);
}

const char *print_link_end(void)
{
	return "\033]8;;\033\\";
}

/* Asked of the environment: the process itself stays in the C locale. */
gboolean print_knows_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	gboolean utf8;

	if (locale == (locale_t)0)
		return FALSE;
	utf8 = g_str_equal(nl_langinfo_l(CODESET, locale), "UTF-8");
	freelocale(locale);
	return utf8;
}

void print_line(enum style style, guint indent, const char *text)
{
	guint width = print_width();
	g_autofree char *wrapped = print_is_terminal() && width > indent
				       ? safe_wrap(text, width - indent, indent)
				       : g_strdup(text);

	printf("%s%s%s\n", style != STYLE_PLAIN ? print_style(style) : "",
	       wrapped, style != STYLE_PLAIN ? print_plain() : "");
}

void print_field(const char *title, enum style style, gsize styled,
		 const char *text)
{
	guint width = print_width();
	g_autofree char *wrapped =
	    print_is_terminal() && width > TEXT_COLUMN
		? safe_wrap(text, width - TEXT_COLUMN, TEXT_COLUMN)
		: g_strdup(text);

	styled = MIN(styled, strlen(wrapped));
	printf("  %s%-*s%s  %s%.*s%s%s\n", print_style(STYLE_FAINT),
	       TITLE_WIDTH, title, print_plain(),
	       styled > 0 ? print_style(style) : "", (int)styled, wrapped,
	       styled > 0 ? print_plain() : "", wrapped + styled);
}

void print_start_pager(void)
{
	int fd;

	if (terminal_fd >= 0 || !isatty(STDOUT_FILENO))
		return;
	/*
	 * The pager gets the output when it is complete, so that a command
	 * never waits for a reader with the database in its hands.
	 */
	fd = memfd_create("tend-output", MFD_CLOEXEC);
	if (fd < 0)
		return;
	fflush(stdout);
	terminal_fd = dup(STDOUT_FILENO);
	if (terminal_fd >= 0)
		dup2(fd, STDOUT_FILENO);
	close(fd);
}

static gboolean fits_screen(const char *text, gsize length)
{
	struct winsize size;
	guint lines = 0;

	if (!get_size(&size))
		return TRUE;
	for (gsize i = 0; i < length; i++)
		lines += text[i] == '\n';
	return lines < size.ws_row;
}

/* Whose command line to give to the shell, or NULL for no pager. */
static char *choose_pager(void)
{
	const char *named = g_getenv("TEND_PAGER");

	if (!named)
		named = g_getenv("PAGER");
	if (!named)
		return g_find_program_in_path("less");
	if (!*named || g_str_equal(named, "cat"))
		return NULL;
	return g_strdup(named);
}

/* Run the pager on the kept output; FALSE if it showed nothing. */
static gboolean run_pager(int kept)
{
	g_auto(GStrv) environment = g_get_environ();
	g_autofree char *pager = choose_pager();
	char shell[] = "/bin/sh", option[] = "-c";
	char *arguments[] = { shell, option, pager, NULL };
	int status = 0;
	GPid pid;

	if (!pager)
		return FALSE;
	environment = g_environ_setenv(environment, "LESS", "FRX", FALSE);
	lseek(kept, 0, SEEK_SET);
	if (!g_spawn_async_with_fds(NULL, arguments, environment,
				    G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
				    kept, -1, -1, NULL))
		return FALSE;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			break;
	/* The shell's own words for "no such program". */
	return !(WIFEXITED(status) &&
		 (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127));
}

/* Give the terminal back to standard output and show what was kept. */
static void show_kept(void)
{
	int kept = dup(STDOUT_FILENO);
	off_t length = lseek(kept, 0, SEEK_END);
	const char *text = NULL;

	dup2(terminal_fd, STDOUT_FILENO);
	if (length > 0)
		text =
		    mmap(NULL, (gsize)length, PROT_READ, MAP_SHARED, kept, 0);
	if (text == MAP_FAILED)
		text = NULL;
	if (text && (fits_screen(text, (gsize)length) || !run_pager(kept))) {
		fwrite(text, 1, (gsize)length, stdout);
		fflush(stdout);
	}
	if (text)
		munmap((void *)(guintptr)text, (gsize)length);
	close(kept);
	close(terminal_fd);
	terminal_fd = -1;
}

/* An earlier write has failed, and its errno is long gone: ask the pipe. */
static gboolean reader_left(void)
{
	struct pollfd end = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&end, 1, 0) == 1 && (end.revents & (POLLERR | POLLHUP));
}

gboolean print_finish(GError **error)
{
	gboolean lost;

	errno = 0;
	lost = fflush(stdout) != 0 || ferror(stdout);
	if (lost && errno != EPIPE && !reader_left()) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_IO,
			    "cannot write the output: %s; it is not complete",
			    errno ? g_strerror(errno) : "the disk is full");
		return FALSE;
	}
	if (terminal_fd >= 0)
		show_kept();
	return TRUE;
}
