/* The dialogue on stderr, with nothing secret in it. */
#include "imap/trace.h"

#include <stdio.h>
#include <string.h>

static const char arrows[][3] = {
	[IMAP_TRACE_IN] = "<",
	[IMAP_TRACE_OUT] = ">",
	[IMAP_TRACE_NOTE] = "=",
};

static void hide(GString *text, const char *secret)
{
	if (secret && *secret)
		g_string_replace(text, secret, "(hidden)", 0);
}

void imap_trace_line(const struct imap_trace *trace, enum imap_trace_way way,
		     const char *line, gsize length)
{
	GString *text;

	if (!trace->on)
		return;
	text = g_string_new_len(line, (gssize)length);
	for (gsize i = 0; i < text->len; i++) {
		if (!text->str[i])
			text->str[i] = '?';
	}
	hide(text, trace->secret);
	for (gsize i = 0; i < text->len; i++) {
		if (!g_ascii_isprint(text->str[i]))
			text->str[i] = '?';
	}
	fprintf(stderr, "imap %s %s\n", arrows[way], text->str);
	g_string_free(text, TRUE);
}

void imap_trace_bytes(const struct imap_trace *trace, enum imap_trace_way way,
		      guint64 n)
{
	if (trace->on)
		fprintf(stderr, "imap %s (%" G_GUINT64_FORMAT " bytes)\n",
			arrows[way], n);
}
