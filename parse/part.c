/* The parts of a message, one after the other. */
#include "parse/part.h"

#include <string.h>

#include "parse/private.h"

void parse_parts_init(struct parse_parts *parts, const char *bytes,
		      gsize length)
{
	parts->depth = 0;
	parts->n = 0;
	parts->whole = bytes;
	parts->end = bytes ? bytes + length : NULL;
}

/* What stands between two lines that part them. */
struct stretch {
	const char *end;  /* of what came before the line */
	const char *next; /* behind the line */
	bool last;	  /* the line closes the multipart */
};

/* Is the line at p "--boundary" or "--boundary--"? */
static bool is_delimiter(const char *p, const char *end, const char *boundary,
			 bool *last_out)
{
	gsize n = strlen(boundary);

	if (end - p < 2 || p[0] != '-' || p[1] != '-')
		return false;
	p += 2;
	if ((gsize)(end - p) < n || memcmp(p, boundary, n))
		return false;
	p += n;
	*last_out = end - p >= 2 && p[0] == '-' && p[1] == '-';
	if (*last_out)
		p += 2;
	while (p < end && parse_is_blank(*p))
		p++;
	return p == end;
}

static bool find_delimiter(const char *at, const char *end,
			   const char *boundary, struct stretch *stretch)
{
	for (const char *p = at; p < end;) {
		const char *newline = memchr(p, '\n', (gsize)(end - p));
		const char *next = newline ? newline + 1 : end;

		if (is_delimiter(p, next, boundary, &stretch->last)) {
			/* The line end before the line belongs to it. */
			if (p > at && p[-1] == '\n')
				p--;
			if (p > at && p[-1] == '\r')
				p--;
			stretch->end = p;
			stretch->next = next;
			return true;
		}
		p = next;
	}
	return false;
}

/* Take the header of the part between start and end. */
static void read_header(const char *start, const char *end,
			struct parse_part *part, GString *line)
{
	struct parse_splitter splitter;
	struct parse_field field;
	char disposition[PARSE_TOKEN_MAX + 1];

	*part = (struct parse_part){ .type = "text/plain" };
	parse_splitter_init(&splitter, start, (gsize)(end - start));
	while (parse_splitter_next(&splitter, &field)) {
		if (parse_field_is(&field, "Content-Type") &&
		    !part->content_type.name) {
			part->content_type = field;
			parse_field_unfold(&field, line);
			parse_value_token(line->str, part->type);
		} else if (parse_field_is(&field,
					  "Content-Transfer-Encoding")) {
			parse_field_unfold(&field, line);
			parse_value_token(line->str, part->encoding);
		} else if (parse_field_is(&field, "Content-Disposition")) {
			parse_field_unfold(&field, line);
			parse_value_token(line->str, disposition);
			part->attached = !strcmp(disposition, "attachment");
		}
	}
	part->bytes = parse_splitter_get_body(&splitter);
	part->length = (gsize)(end - part->bytes);
}

/* Go into the multipart, unless it is none, or has no parts. */
static bool enter(struct parse_parts *parts, const struct parse_part *part,
		  GString *line)
{
	struct parse_level *level;
	struct stretch stretch;

	if (!g_str_has_prefix(part->type, "multipart/") ||
	    parts->depth >= PARSE_PART_DEPTH)
		return false;
	level = &parts->levels[parts->depth];
	parse_field_unfold(&part->content_type, line);
	if (!parse_value_param(line->str, "boundary", level->boundary) ||
	    !*level->boundary)
		return false;

	level->end = part->bytes + part->length;
	if (!find_delimiter(part->bytes, level->end, level->boundary, &stretch))
		return false;
	level->at = stretch.last ? level->end : stretch.next;
	parts->depth++;
	return true;
}

/* The next stretch of the innermost multipart that has one left. */
static bool next_stretch(struct parse_parts *parts, const char **start_out,
			 const char **end_out)
{
	if (parts->whole) {
		*start_out = parts->whole;
		*end_out = parts->end;
		parts->whole = NULL;
		return true;
	}
	while (parts->depth) {
		struct parse_level *level = &parts->levels[parts->depth - 1];
		struct stretch stretch;

		if (level->at >= level->end) {
			parts->depth--;
			continue;
		}
		*start_out = level->at;
		*end_out = level->end;
		if (find_delimiter(level->at, level->end, level->boundary,
				   &stretch)) {
			*end_out = stretch.end;
			level->at = stretch.last ? level->end : stretch.next;
		} else {
			level->at = level->end;
		}
		return true;
	}
	return false;
}

bool parse_parts_next(struct parse_parts *parts, struct parse_part *part_out)
{
	g_autoptr(GString) line = g_string_sized_new(256);
	const char *start, *end;

	while (parts->n < PARSE_PART_MAX && next_stretch(parts, &start, &end)) {
		parts->n++;
		read_header(start, end, part_out, line);
		if (!enter(parts, part_out, line))
			return true;
	}
	return false;
}

void parse_part_decode(const struct parse_part *part, GString *out)
{
	GMimeContentEncoding encoding =
	    g_mime_content_encoding_from_string(part->encoding);
	GMimeEncoding state;

	g_string_truncate(out, 0);
	if (encoding != GMIME_CONTENT_ENCODING_BASE64 &&
	    encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
		g_string_append_len(out, part->bytes, (gssize)part->length);
		return;
	}
	g_mime_encoding_init_decode(&state, encoding);
	g_string_set_size(out, g_mime_encoding_outlen(&state, part->length));
	g_string_set_size(out, g_mime_encoding_flush(&state, part->bytes,
						     part->length, out->str));
}
