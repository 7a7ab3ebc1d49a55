/*
 * The bytes of a file of text, as a stream: UTF-16 (with a mark, or plainly
 * so) comes as UTF-8, a mark is left out, all else comes as it stands.  Line
 * ends CR, LF and CR LF are all one LF.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* How much of the beginning parse_reader_peek sees, in bytes of the file. */
#define PARSE_READER_BLOCK (64u << 10)

typedef struct parse_reader parse_reader;

/* The descriptor stays the caller's. */
struct parse_reader *parse_reader_new(int fd);
/* The same of bytes, which are lent for as long as it lives. */
struct parse_reader *parse_reader_new_bytes(const char *bytes, gsize length);
void parse_reader_free(struct parse_reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_reader, parse_reader_free)

/* The next byte, or -1 at the end, and when reading failed. */
int parse_reader_get(struct parse_reader *reader);

/*
 * The next line, without its end, of which `max` bytes are kept; false at the
 * end of the file.
 */
bool parse_reader_line(struct parse_reader *reader, gsize max, GString *out);

/* The line that the next byte is on, from 1. */
guint parse_reader_get_line(const struct parse_reader *reader);

/* What lies ahead; lent until the next byte is taken. */
const char *parse_reader_peek(struct parse_reader *reader, gsize *length_out);

/* errno of a read that failed, 0 for none. */
int parse_reader_get_error(const struct parse_reader *reader);
