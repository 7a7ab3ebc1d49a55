/* What tend says on standard error. */
#include "agent/tell.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "agent/safe.h"

/* Between two drawings on a terminal, and two lines elsewhere. */
#define DRAW_EVERY (G_USEC_PER_SEC / 10)
#define LINE_EVERY (10 * G_USEC_PER_SEC)

#define BAR_WIDTH 24

struct progress {
	char *what;
	gboolean terminal, shown;
	gint64 begun_at, shown_at; /* monotonic microseconds */
	guint64 done, total;
};

static gboolean debugging;

void tell_set_debug(gboolean on)
{
	debugging = on;
}

/* One write, so that lines of several processes do not mix. */
static void put(const char *before, const char *prefix, const char *text)
{
	g_autofree char *safe = safe_terminal(text);
	g_autofree char *line = g_strconcat(before, prefix, safe, "\n", NULL);

	fflush(stdout);
	fputs(line, stderr);
	fflush(stderr);
}

void tell(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	put("", "tend: ", text);
}

void tell_debug(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	if (!debugging)
		return;
	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	put("", "tend: debug: ", text);
}

struct progress *progress_new(const char *what)
{
	struct progress *progress = g_new0(struct progress, 1);
	const char *term = g_getenv("TERM");

	progress->what = safe_terminal(what);
	progress->terminal =
	    isatty(STDERR_FILENO) && term && !g_str_equal(term, "dumb");
	progress->begun_at = g_get_monotonic_time();
	progress->shown_at = progress->begun_at;
	return progress;
}

static guint columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

static char *describe(const struct progress *progress)
{
	double seconds = (double)(g_get_monotonic_time() - progress->begun_at) /
			 G_USEC_PER_SEC;
	double rate = seconds > 0 ? (double)progress->done / seconds : 0;
	g_autoptr(GString) text = g_string_new(progress->what);

	g_string_append_printf(text, ": %" G_GUINT64_FORMAT, progress->done);
	if (progress->total)
		g_string_append_printf(text, " of %" G_GUINT64_FORMAT,
				       progress->total);
	if (rate >= 1)
		g_string_append_printf(text, ", %.0f a second", rate);
	if (rate > 0 && progress->total > progress->done) {
		guint left =
		    (guint)((double)(progress->total - progress->done) / rate);

		g_string_append_printf(text, ", %u:%02u left", left / 60,
				       left % 60);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void draw(const struct progress *progress)
{
	g_autofree char *text = describe(progress);
	g_autofree char *fitted = NULL;
	char bar[BAR_WIDTH + 1];
	guint width = columns();
	guint64 full = 0;

	memset(bar, '-', BAR_WIDTH);
	bar[BAR_WIDTH] = '\0';
	if (progress->total)
		full = MIN(progress->done, progress->total) * BAR_WIDTH /
		       progress->total;
	memset(bar, '#', full);
	/* The last column is left free: some terminals wrap on it. */
	if (progress->total && width > BAR_WIDTH + 20) {
		fitted = safe_column(text, width - BAR_WIDTH - 4);
		fprintf(stderr, "\r[%s] %s", bar, fitted);
	} else {
		fitted = safe_column(text, width - 1);
		fprintf(stderr, "\r%s", fitted);
	}
	fflush(stderr);
}

void progress_set(struct progress *progress, guint64 done, guint64 total)
{
	gint64 now = g_get_monotonic_time();

	progress->done = done;
	progress->total = total;
	if (now - progress->shown_at <
	    (progress->terminal ? DRAW_EVERY : LINE_EVERY))
		return;
	progress->shown_at = now;
	progress->shown = TRUE;
	if (progress->terminal) {
		draw(progress);
	} else {
		g_autofree char *text = describe(progress);

		tell("%s", text);
	}
}

void progress_tell(struct progress *progress, const char *format, ...)
{
	gboolean drawn = progress->terminal && progress->shown;
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	put(drawn ? "\r\033[K" : "", "tend: ", text);
	if (drawn)
		draw(progress);
}

void progress_free(struct progress *progress)
{
	if (!progress)
		return;
	if (progress->shown && progress->terminal) {
		draw(progress);
		fputc('\n', stderr);
	} else if (progress->shown) {
		g_autofree char *text = describe(progress);

		tell("%s", text);
	}
	g_free(progress->what);
	g_free(progress);
}
