/*
 * Address lists.
 *
 * This is an own scanner and not internet_address_list_parse: GMime 3.2.13
 * recurses into nested groups until the stack is gone, throws away addresses
 * that real mailboxes hold (".ward@example.org", "h..foster@example.org"), and
 * turns xn-- domains into look-alikes.  The scanner walks once over the value
 * without recursion; only the names go through GMime's RFC 2047 decoder.
 */
#include "config.h"

#include "parse/address.h"

#include <string.h>

#include "parse/private.h"
#include "parse/text.h"

/* No part of a member is longer than the value that it comes from. */
struct piece {
	char *text;
	gsize length;
};

/* What has been seen of the list's present member. */
struct member {
	struct piece raw;    /* outside of brackets and comments, with quotes */
	struct piece phrase; /* the same without quotes: a name */
	struct piece comment; /* the last one */
	struct piece angle;   /* between < and > */
	bool has_angle;
	bool quoted; /* the phrase came in quotes */
	gsize comma; /* where in phrase the name before a comma ends */
};

struct scanner {
	const char *at;
	const char *end;
	bool comments; /* false once one did not end */
	bool quotes;   /* the same */
	struct member member;

	char address[PARSE_ADDRESS_MAX + 1]; /* one being cleaned */
	GString *text;			     /* a name being decoded */
	const char *charset;
	enum parse_role role;
	GStringChunk *texts;
	GArray *list;
	guint n;
};

static void put(struct piece *piece, char c)
{
	piece->text[piece->length++] = c;
}

static void put_all(struct piece *piece, const char *from, const char *to)
{
	memcpy(piece->text + piece->length, from, (gsize)(to - from));
	piece->length += (gsize)(to - from);
}

static const char *end_of(const struct piece *piece)
{
	return piece->text + piece->length;
}

static bool has_at(const struct piece *piece)
{
	return memchr(piece->text, '@', piece->length);
}

static void member_reset(struct member *member)
{
	member->raw.length = 0;
	member->phrase.length = 0;
	member->comment.length = 0;
	member->angle.length = 0;
	member->has_angle = false;
	member->quoted = false;
	member->comma = 0;
}

static void trim(const char **start, const char **end)
{
	while (*start < *end && parse_is_blank(**start))
		(*start)++;
	while (*end > *start && parse_is_blank((*end)[-1]))
		(*end)--;
}

/* Take one pair of quotes of this sort away. */
static bool unwrap(const char **start, const char **end, char open, char close)
{
	if (*end - *start < 2 || **start != open || (*end)[-1] != close)
		return false;
	(*start)++;
	(*end)--;
	trim(start, end);
	return true;
}

static bool has_prefix(const char *start, const char *end, const char *prefix)
{
	gsize n = strlen(prefix);

	return (gsize)(end - start) > n &&
	       !g_ascii_strncasecmp(start, prefix, n);
}

/* The "@" between local part and domain: the last one. */
static const char *find_at(const char *start, const char *end)
{
	return memrchr(start, '@', (gsize)(end - start));
}

/*
 * An Exchange or X.400 name with a domain behind it is an address that one
 * could write to; without one it is none.
 */
static bool is_directory_name(const char *start, const char *end)
{
	return has_prefix(start, end, "/o=") || has_prefix(start, end, "o=") ||
	       has_prefix(start, end, "ex:/o=");
}

/* What may not stand in an address: it is shown, and compared. */
static bool is_control(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* One "@" and no blank or bracket but in quotes; no control; UTF-8. */
static bool is_address(const char *text)
{
	bool quoted = false;
	guint ats = 0;

	for (const char *p = text; *p; p = parse_next_char(p)) {
		gunichar c = (guchar)*p;

		if (c >= 0x80)
			c = g_utf8_get_char_validated(p, -1);
		if (c >= 0x110000 || is_control(c))
			return false;
		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (c == ' ' || c == '<' || c == '>' || c == '(' || c == ')' ||
		    c == ',' || c == ';')
			return false;
		ats += c == '@';
	}
	return ats == 1;
}

/*
 * Put what stands between start and end, an addr-spec we hope, into
 * scanner->address: domain in lower case, blanks around the "@" gone.
 */
static bool read_address(struct scanner *scanner, const char *start,
			 const char *end)
{
	char *out = scanner->address;

	trim(&start, &end);
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '<', '>') || unwrap(&start, &end, '[', ']'))
		;
	if (has_prefix(start, end, "mailto:"))
		start += strlen("mailto:");
	else if (has_prefix(start, end, "smtp:"))
		start += strlen("smtp:");
	if (is_directory_name(start, end))
		return false;

	const char *at = find_at(start, end);
	if (!at)
		return false;
	const char *local_end = at;
	const char *domain = at + 1;
	trim(&start, &local_end);
	trim(&domain, &end);
	/* "[SMTP:ann@example.org]", but not "ann@[192.0.2.1]". */
	while (end > domain && (end[-1] == '.' || end[-1] == '\'' ||
				(end[-1] == ']' && *domain != '[')))
		end--;
	if (start == local_end || domain == end ||
	    (gsize)(end - start) > PARSE_ADDRESS_MAX)
		return false;

	memcpy(out, start, (gsize)(local_end - start));
	out += local_end - start;
	*out++ = '@';
	while (domain < end)
		*out++ = g_ascii_tolower(*domain++);
	*out = '\0';
	return is_address(scanner->address);
}

/* The name as it is kept: decoded, without quotes, not the address again. */
static const char *keep_name(struct scanner *scanner, const char *start,
			     const char *end)
{
	gsize length = strlen(scanner->address);

	trim(&start, &end);
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '"', '"'))
		;
	if (start == end)
		return "";
	parse_text_decode(start, (gsize)(end - start), scanner->charset,
			  PARSE_NAME_MAX, scanner->text);

	/* An encoded word may bring quotes of its own. */
	start = scanner->text->str;
	end = start + scanner->text->len;
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '"', '"'))
		;
	if (start == end ||
	    ((gsize)(end - start) == length &&
	     !g_ascii_strncasecmp(start, scanner->address, length)))
		return "";
	return g_string_chunk_insert_len(scanner->texts, start, end - start);
}

static bool add(struct scanner *scanner, const char *start, const char *end,
		const char *name, const char *name_end)
{
	struct parse_address address = { .role = scanner->role };

	if (!read_address(scanner, start, end))
		return false;
	scanner->n++;
	if (scanner->list->len >= PARSE_ADDRESSES_MAX)
		return true;
	address.address =
	    g_string_chunk_insert(scanner->texts, scanner->address);
	address.name = keep_name(scanner, name, name_end);
	g_array_append_val(scanner->list, address);
	return true;
}

/* The end of the word at p; quotes may hold blanks, so may "ann @ here". */
static const char *word_end(const char *p, const char *end)
{
	bool quoted = false;

	for (; p < end; p++) {
		const char *next = p;

		if (*p == '"')
			quoted = !quoted;
		if (quoted || !parse_is_blank(*p))
			continue;
		while (next < end && parse_is_blank(*next))
			next++;
		if (next == end || (*next != '@' && p[-1] != '@'))
			break;
		p = next - 1;
	}
	return p;
}

/*
 * Text without brackets: "ann@example.org", with a comment for a name, or
 * "Ann Lee ann@example.org", or several with blanks between them.
 */
static void add_bare(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *start = member->raw.text;
	const char *end = end_of(&member->raw);
	const char *name = start;
	const char *word, *next;

	if (!has_at(&member->raw))
		return;
	for (word = start; word < end; word = next) {
		while (word < end && parse_is_blank(*word))
			word++;
		next = word_end(word, end);
		if (!memchr(word, '@', (gsize)(next - word)))
			continue;
		if (member->comment.length)
			add(scanner, word, next, member->comment.text,
			    end_of(&member->comment));
		else
			add(scanner, word, next, name, word);
		name = next;
	}
}

/* "@relay,@relay:ann@example.org", RFC 5322 section 4.4. */
static const char *skip_route(const struct piece *angle)
{
	const char *p = angle->text;
	const char *end = end_of(angle);
	const char *colon;

	while (p < end && parse_is_blank(*p))
		p++;
	if (p == end || *p != '@')
		return p;
	colon = memrchr(p, ':', (gsize)(end - p));
	return colon ? colon + 1 : p;
}

static void add_member(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const struct piece *name =
	    member->phrase.length ? &member->phrase : &member->comment;

	/* "ann@example.org <>" has its address outside. */
	if (!member->has_angle ||
	    (!add(scanner, skip_route(&member->angle), end_of(&member->angle),
		  name->text, end_of(name)) &&
	     !has_at(&member->angle)))
		add_bare(scanner);
	member_reset(member);
}

/*
 * At a comma: is what was read a member, or the first half of a name that
 * should have been quoted ("Lee, Ann <ann@example.org>")?
 */
static void at_comma(struct scanner *scanner)
{
	struct member *member = &scanner->member;

	if (member->has_angle || has_at(&member->raw)) {
		add_member(scanner);
		return;
	}
	/* Two names without an address: the first one was a member. */
	if (member->quoted || member->comma || !member->phrase.length) {
		member_reset(member);
		return;
	}
	member->comma = member->phrase.length;
	member->raw.length = 0;
	put(&member->phrase, ',');
	put(&member->phrase, ' ');
}

/* Text behind "<...>" belongs to the next member: a comma was forgotten. */
static void begin_text(struct scanner *scanner)
{
	if (scanner->member.has_angle)
		add_member(scanner);
}

static void scan_quoted(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *p = scanner->at + 1;

	while (scanner->quotes && p < scanner->end && *p != '"')
		p += *p == '\\' && p + 1 < scanner->end ? 2 : 1;
	if (!scanner->quotes || p >= scanner->end) {
		scanner->quotes = false;
		scanner->at++;
		return;
	}
	begin_text(scanner);
	if (member->comma && member->phrase.length == member->comma + 2) {
		/* `Ann, "Bo Yi" <bo@example.org>`: two members. */
		member->phrase.length = 0;
		member->comma = 0;
	}
	for (const char *q = scanner->at + 1; q < p; q++) {
		q += *q == '\\' && q + 1 < p;
		put(&member->phrase, *q);
	}
	put_all(&member->raw, scanner->at, p + 1);
	member->quoted = true;
	scanner->at = p + 1;
}

/* The end of the comment that begins at p, or NULL when it has none. */
static const char *comment_end(struct scanner *scanner, const char *p)
{
	guint depth = 0;

	for (; scanner->comments && p < scanner->end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p;
	}
	scanner->comments = false;
	return NULL;
}

static void scan_comment(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *end = comment_end(scanner, scanner->at);

	if (!end) {
		put(&member->phrase, ' ');
		put(&member->raw, ' ');
		scanner->at++;
		return;
	}
	member->comment.length = 0;
	for (const char *p = scanner->at + 1; p < end; p++) {
		p += *p == '\\' && p + 1 < end;
		put(&member->comment, *p);
	}
	scanner->at = end + 1;
}

/* An encoded word is one word, whatever signs are in it; else NULL. */
static const char *encoded_end(const struct scanner *scanner)
{
	guint marks = 0;

	if (scanner->end - scanner->at < 2 || scanner->at[1] != '?')
		return NULL;
	for (const char *p = scanner->at + 1; p < scanner->end; p++) {
		if (parse_is_blank(*p) || *p == '<' || *p == '"')
			return NULL;
		if (*p != '?')
			continue;
		if (++marks == 4)
			return p + 1 < scanner->end && p[1] == '=' ? p + 2
								   : NULL;
	}
	return NULL;
}

/* Up to ">"; without one, to where the next member must begin. */
static void scan_angle(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *p = scanner->at;
	bool quoted = false;

	while (p < scanner->end && *p == '<')
		p++;
	begin_text(scanner);
	member->has_angle = true;

	const char *start = p;
	for (; p < scanner->end; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (*p == '>' || *p == ';' || *p == '<' ||
		    (*p == ',' && *start != '@'))
			break;
		/* "ann(at home)@example.org", RFC 5322 appendix A.5. */
		const char *end = *p == '(' ? comment_end(scanner, p) : NULL;
		if (end) {
			put_all(&member->angle, start, p);
			p = end;
			start = end + 1;
		}
	}
	if (quoted && p >= scanner->end) {
		p = start;
		while (p < scanner->end && *p != ',' && *p != ';' && *p != '>')
			p++;
	}
	put_all(&member->angle, start, p);
	while (p < scanner->end && *p == '>')
		p++;
	scanner->at = p;
}

/* A colon ends a group's name, except inside what is an address already. */
static void at_colon(struct scanner *scanner)
{
	struct member *member = &scanner->member;

	if (member->has_angle) {
		add_member(scanner);
		return;
	}
	if (!has_at(&member->raw)) {
		member_reset(member);
		return;
	}
	put(&member->raw, ':');
	put(&member->phrase, ':');
}

static void at_text(struct scanner *scanner, char c)
{
	struct member *member = &scanner->member;
	const char *end;

	if (parse_is_blank(c)) {
		if (!member->raw.length || member->has_angle)
			return;
		c = ' ';
	} else {
		begin_text(scanner);
	}
	end = c == '=' ? encoded_end(scanner) : NULL;
	if (end) {
		put_all(&member->raw, scanner->at, end);
		put_all(&member->phrase, scanner->at, end);
		scanner->at = end - 1;
		return;
	}
	put(&member->raw, c);
	put(&member->phrase, c);
}

static void scan(struct scanner *scanner)
{
	while (scanner->at < scanner->end) {
		char c = *scanner->at;

		switch (c) {
		case '"':
			scan_quoted(scanner);
			continue;
		case '(':
			scan_comment(scanner);
			continue;
		case '<':
			scan_angle(scanner);
			continue;
		case ',':
			at_comma(scanner);
			break;
		case ';':
			add_member(scanner);
			break;
		case ':':
			at_colon(scanner);
			break;
		default:
			at_text(scanner, c);
		}
		scanner->at++;
	}
	add_member(scanner);
}

guint parse_address_list(const char *value, gsize length, const char *charset,
			 enum parse_role role, GStringChunk *texts,
			 GArray *list)
{
	char small[4 * 512];
	g_autofree char *large = NULL;
	struct scanner scanner = {
		.at = value,
		.end = value + MIN(length, PARSE_FIELD_MAX),
		.comments = true,
		.quotes = true,
		.charset = charset,
		.role = role,
		.texts = texts,
		.list = list,
	};
	struct member *member = &scanner.member;
	/* Every byte is put once, and a comma in a name as two. */
	gsize room = 2 * (gsize)(scanner.end - scanner.at) + 2;
	char *pieces = small;

	if (4 * room > sizeof(small))
		pieces = large = g_malloc(4 * room);
	member->raw.text = pieces;
	member->phrase.text = pieces + room;
	member->comment.text = pieces + 2 * room;
	member->angle.text = pieces + 3 * room;
	scanner.text = g_string_sized_new(PARSE_NAME_MAX);
	scan(&scanner);
	g_string_free(scanner.text, TRUE);
	return scanner.n;
}
