/* Look at what a server sends before libetpan does. */
#include "imap/scan.h"

#include <string.h>

#include "imap/limits.h"

/* Responses in which a string may stand as a literal. */
static const char *const data_words[] = {
	"FETCH", "LIST", "LSUB", "XLIST", "STATUS", "NAMESPACE", "ID",
};

void imap_scan_init(struct imap_scan *scan, const struct imap_trace *trace)
{
	memset(scan, 0, sizeof(*scan));
	scan->trace = trace;
}

void imap_scan_begin(struct imap_scan *scan,
		     const struct imap_scan_limits *limits)
{
	scan->limits = *limits;
	scan->total = 0;
	scan->given = 0;
	scan->responses = 0;
}

static bool is_data_word(const char *word, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(data_words); i++) {
		if (strlen(data_words[i]) == length &&
		    !g_ascii_strncasecmp(data_words[i], word, length))
			return true;
	}
	return false;
}

/*
 * Called when a space or the end of the line shows that another word of the
 * head is complete.  Returns what is wrong with it, or NULL.
 */
static const char *classify(struct imap_scan *scan)
{
	const char *p = scan->head;
	const char *word;
	guint64 number = 0;

	scan->head[scan->head_length] = '\0';
	/* libetpan forgives spaces too many or too few. */
	while (*p == ' ')
		p++;
	if (*p && *p != '*') {
		scan->shape = IMAP_SCAN_TEXT;
		return NULL;
	}
	if (*p)
		p++;
	while (*p == ' ')
		p++;
	for (word = p; g_ascii_isdigit(*p); p++) {
		number = number * 10 + (guint)(*p - '0');
		if (number > G_MAXUINT32)
			return "sent a message number of more than 32 bits";
	}
	if (p != word) {
		while (*p == ' ')
			p++;
		word = p;
	}
	while (*p && *p != ' ' && *p != '(')
		p++;
	if (!*word)
		return NULL;
	scan->shape = is_data_word(word, (gsize)(p - word)) ? IMAP_SCAN_DATA
							    : IMAP_SCAN_TEXT;
	scan->fetch = p - word == 5 && !g_ascii_strncasecmp(word, "FETCH", 5);
	return NULL;
}

static void note_bye(struct imap_scan *scan)
{
	const char *text = scan->head + strlen("* BYE ");
	gsize i;

	for (i = 0; text[i]; i++)
		scan->bye[i] = g_ascii_isprint(text[i]) ? text[i] : '?';
	scan->bye[i] = '\0';
}

static void end_line(struct imap_scan *scan)
{
	imap_trace_line(scan->trace, IMAP_TRACE_IN, scan->head,
			scan->head_length);
	scan->head[scan->head_length] = '\0';
	if (scan->shape == IMAP_SCAN_TEXT && !scan->after_literal &&
	    !g_ascii_strncasecmp(scan->head, "* BYE ", 6))
		note_bye(scan);
	scan->line = 0;
	scan->head_length = 0;
	scan->shape = IMAP_SCAN_UNKNOWN;
	scan->quoted = scan->escaped = scan->carriage = false;
	scan->brace = 0;
	scan->after_literal = false;
}

/* Whether the literal at hand may be shortened, and is not counted. */
static bool may_shorten(const struct imap_scan *scan)
{
	return scan->limits.shorten > 0 && scan->fetch;
}

/* At LF.  A literal begins where a line of data ends in {number}. */
static const char *line_feed(struct imap_scan *scan)
{
	guint64 number = scan->brace_number;

	if (scan->shape == IMAP_SCAN_DATA && scan->brace == 3) {
		if (!scan->carriage)
			return "sent a literal without CRLF before it";
		if (number > (may_shorten(scan) ? IMAP_LITERAL_EXCESS_MAX
						: scan->limits.literal))
			return "sent more for one message than it was asked "
			       "for, or than tend takes";
		end_line(scan);
		imap_trace_bytes(scan->trace, IMAP_TRACE_IN, number);
		scan->literal = scan->brace_kept;
		scan->excess = number - scan->brace_kept;
		scan->after_literal = true;
		scan->shape = IMAP_SCAN_DATA;
		return NULL;
	}
	if (scan->brace)
		return "sent a literal that cannot be read";
	end_line(scan);
	scan->fetch = false;
	scan->parentheses = 0;
	if (++scan->responses > scan->limits.responses)
		return "sent more answers than it was asked for";
	return NULL;
}

/*
 * A number has to be passed on before its end is known: the digits that would
 * make it too large are left out, and so many bytes of the literal later.
 */
static void keep_digit(struct imap_scan *scan, guint digit)
{
	guint64 kept = scan->brace_kept * 10 + digit;

	if (may_shorten(scan) && kept > scan->limits.literal)
		scan->omit = true;
	else
		scan->brace_kept = kept;
}

static const char *brace(struct imap_scan *scan, char c)
{
	switch (scan->brace) {
	case 1:
	case 2:
		if (g_ascii_isdigit(c)) {
			scan->brace = 2;
			scan->brace_number =
			    scan->brace_number * 10 + (guint)(c - '0');
			if (scan->brace_number > G_MAXUINT32)
				return "sent a literal of more than 4 GB";
			keep_digit(scan, (guint)(c - '0'));
			return NULL;
		}
		if (c != '}' || scan->brace == 1)
			return "sent a literal that cannot be read";
		scan->brace = 3;
		return NULL;
	default:
		if (c != '\r' || scan->carriage)
			return "sent a literal that cannot be read";
		return NULL;
	}
}

static const char *data_byte(struct imap_scan *scan, char c)
{
	if (scan->brace)
		return brace(scan, c);
	if (scan->quoted) {
		if (scan->escaped)
			scan->escaped = false;
		else if (c == '\\')
			scan->escaped = true;
		else if (c == '"')
			scan->quoted = false;
		return NULL;
	}
	if (c == '"') {
		scan->quoted = true;
	} else if (c == '{') {
		scan->brace = 1;
		scan->brace_number = 0;
		scan->brace_kept = 0;
	}
	return NULL;
}

/* One byte of a line; *c may be mended. */
static const char *line_byte(struct imap_scan *scan, char *c)
{
	const char *wrong = NULL;

	scan->omit = false;
	if (*c == '\n')
		return line_feed(scan);
	if (++scan->line > scan->limits.line)
		return "sent a line that is too long";
	if (*c == '(' && ++scan->parentheses > IMAP_PARENTHESES_MAX)
		return "sent lists within lists within lists";
	if (*c == '\t' && !scan->quoted)
		*c = ' ';
	if (scan->shape == IMAP_SCAN_UNKNOWN && strchr(" (\r", *c) && *c) {
		wrong = classify(scan);
		if (wrong)
			return wrong;
	}
	if (scan->shape == IMAP_SCAN_DATA) {
		wrong = data_byte(scan, *c);
	} else if ((guchar)*c >= 0x80 || *c == '\0') {
		*c = '?';
	}
	scan->carriage = *c == '\r';
	if (*c != '\r' && scan->head_length < IMAP_SCAN_HEAD)
		scan->head[scan->head_length++] = *c;
	return wrong;
}

/* Letters of data that nothing needs to be known about. */
static gsize skip_plain(struct imap_scan *scan, const char *bytes, gsize n)
{
	gsize i;

	if (scan->shape != IMAP_SCAN_DATA || scan->quoted || scan->brace ||
	    (scan->trace->on && scan->head_length < IMAP_SCAN_HEAD))
		return 0;
	n = MIN(n, scan->limits.line - MIN(scan->line, scan->limits.line));
	for (i = 0; i < n; i++) {
		switch (bytes[i]) {
		case '\r':
		case '\n':
		case '"':
		case '(':
		case '{':
			scan->line += i;
			return i;
		default:
			break;
		}
	}
	scan->line += i;
	return i;
}

/*
 * FETCH repeats the names of all fields that were asked for, for each message;
 * libetpan makes a string of every one.  All but the first letter of the list
 * is left out: `BODY[HEADER.FIELDS (F)]`.  TRUE where a list begins.
 */
static bool at_field_names(const struct imap_scan *scan, const char *end,
			   gsize n)
{
	static const char start[] = "HEADER.FIELDS (";
	const gsize length = sizeof(start) - 1;

	return scan->shape == IMAP_SCAN_DATA && !scan->quoted && n >= length &&
	       !g_ascii_strncasecmp(end - length, start, length);
}

/* How many of `bytes` are names and spaces, to be left out. */
static gsize skip_names(struct imap_scan *scan, const char *bytes, gsize n)
{
	gsize i;

	n = MIN(n, scan->limits.line - MIN(scan->line, scan->limits.line));
	for (i = 0; i < n; i++) {
		if (!g_ascii_isalnum(bytes[i]) && bytes[i] != '-' &&
		    bytes[i] != ' ')
			break;
	}
	scan->line += i;
	return i;
}

/* Keep `n` of what was received; returns where the next are kept. */
static gsize keep(char *bytes, gsize to, gsize from, gsize n)
{
	if (to != from)
		memmove(bytes + to, bytes + from, n);
	return to + n;
}

/* Some of a literal, or of what is left out of it. */
static gsize take_literal(struct imap_scan *scan, guint64 *left, gsize n)
{
	gsize part = (gsize)MIN(*left, n);

	*left -= part;
	if (may_shorten(scan))
		scan->given += part;
	return part;
}

static const char *feed(struct imap_scan *scan, char *bytes, gsize *n)
{
	gsize from = 0, to = 0;

	while (from < *n) {
		gsize part;

		if (scan->literal) {
			part = take_literal(scan, &scan->literal, *n - from);
			to = keep(bytes, to, from, part);
			from += part;
			continue;
		}
		if (scan->excess) {
			from += take_literal(scan, &scan->excess, *n - from);
			continue;
		}
		if (scan->names) {
			from += skip_names(scan, bytes + from, *n - from);
			scan->names = from == *n;
			continue;
		}
		part = skip_plain(scan, bytes + from, *n - from);
		to = keep(bytes, to, from, part);
		from += part;
		if (from < *n) {
			const char *wrong = line_byte(scan, bytes + from);

			if (wrong)
				return wrong;
			if (scan->omit) {
				from++;
				continue;
			}
			to = keep(bytes, to, from++, 1);
			if (bytes[to - 1] == '(' && from < *n &&
			    g_ascii_isalpha(bytes[from]) &&
			    at_field_names(scan, bytes + to, to)) {
				to = keep(bytes, to, from++, 1);
				scan->names = true;
			}
		}
	}
	*n = to;
	return NULL;
}

const char *imap_scan_feed(struct imap_scan *scan, char *bytes, gsize *n)
{
	gsize received = *n, total = scan->total;
	guint64 given = scan->given;
	const char *wrong = feed(scan, bytes, n);

	if (wrong)
		return wrong;
	scan->total = total + received - (gsize)(scan->given - given);
	if (scan->total > scan->limits.total ||
	    scan->given > scan->limits.shorten)
		return "sent more than it was asked for, or than tend takes";
	return NULL;
}
