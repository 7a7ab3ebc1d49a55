/* A header block, field by field, without copying. */
#include "parse/splitter.h"

#include <string.h>

#include "parse/private.h"

void parse_splitter_init(struct parse_splitter *splitter, const char *bytes,
			 gsize length)
{
	/* Nothing to read may be nowhere; no arithmetic on that. */
	if (!bytes)
		bytes = "";
	*splitter = (struct parse_splitter){
		.at = bytes,
		.end = bytes + MIN(length, PARSE_BLOCK_MAX),
		.stop = bytes + length,
	};
}

/* Behind the line that starts at `at`. */
static const char *line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (gsize)(end - at));

	return newline ? newline + 1 : end;
}

static bool is_empty_line(const char *at, const char *end)
{
	return *at == '\n' || (*at == '\r' && end - at > 1 && at[1] == '\n');
}

/*
 * The name in front of the colon: printable ASCII without blanks inside, so
 * that neither "From ann@example.org Mon 10:00" nor prose is a field.
 */
static const char *find_colon(const char *at, const char *end,
			      gsize *name_length_out)
{
	const char *p = at;

	while (p<end && * p> ' ' && *p != ':' && *p < 0x7f)
		p++;
	*name_length_out = (gsize)(p - at);
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (*name_length_out && p < end && *p == ':')
		return p;
	return NULL;
}

static void set_value(struct parse_field *field, const char *value,
		      const char *end)
{
	while (value < end && parse_is_blank(*value))
		value++;
	while (end > value && parse_is_blank(end[-1]))
		end--;
	field->value = value;
	field->value_length = (gsize)(end - value);
	field->cut = field->value_length > PARSE_FIELD_MAX;
	if (field->cut)
		field->value_length = PARSE_FIELD_MAX;
}

bool parse_splitter_next(struct parse_splitter *splitter,
			 struct parse_field *field_out)
{
	while (!splitter->over && splitter->at < splitter->end) {
		const char *start = splitter->at;
		const char *end = splitter->end;
		const char *colon;

		if (is_empty_line(start, end)) {
			splitter->at = line_end(start, end);
			splitter->over = true;
			return false;
		}

		const char *next = line_end(start, end);
		colon = find_colon(start, next, &field_out->name_length);
		while (next < end && (*next == ' ' || *next == '\t'))
			next = line_end(next, end);
		splitter->at = next;
		if (!colon)
			continue;

		field_out->name = start;
		set_value(field_out, colon + 1, next);
		return true;
	}
	return false;
}

const char *parse_splitter_get_body(const struct parse_splitter *splitter)
{
	const char *at = splitter->at;

	if (splitter->over)
		return at;

	/* The block was longer than its cap: look for its end without it. */
	while (at < splitter->stop) {
		const char *next = line_end(at, splitter->stop);

		if (is_empty_line(at, splitter->stop))
			return next;
		at = next;
	}
	return splitter->stop;
}

bool parse_field_is(const struct parse_field *field, const char *name)
{
	gsize n = strlen(name);

	return field->name_length == n &&
	       !g_ascii_strncasecmp(field->name, name, n);
}

void parse_field_unfold(const struct parse_field *field, GString *out)
{
	const char *p = field->value;
	const char *end = p + field->value_length;

	g_string_truncate(out, 0);
	while (p < end) {
		const char *from = p;

		while (p < end && *p && *p != '\r' && *p != '\n')
			p++;
		g_string_append_len(out, from, p - from);
		for (from = p; p < end && (!*p || *p == '\r' || *p == '\n');)
			p++;
		/* A lone CR parts words; a line end is followed by a blank. */
		if (p < end && memchr(from, '\r', (gsize)(p - from)) &&
		    !parse_is_blank(*p))
			g_string_append_c(out, ' ');
	}
}
