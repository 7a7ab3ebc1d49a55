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

/* What has been seen of the list's present member. */
struct member {
	GString *raw;	  /* outside of brackets and comments, quotes kept */
	GString *phrase;  /* the same without quotes: a name */
	GString *comment; /* the last one */
	GString *angle;	  /* between < and > */
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
	GString *text; /* a name or an address being cleaned */

	const char *charset;
	enum parse_role role;
	GStringChunk *texts;
	GArray *list;
	guint n;
};

static void member_reset(struct member *member)
{
	g_string_truncate(member->raw, 0);
	g_string_truncate(member->phrase, 0);
	g_string_truncate(member->comment, 0);
	g_string_truncate(member->angle, 0);
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

/*
 * Put what stands between start and end, an addr-spec we hope, into `text`:
 * domain in lower case, blanks around the "@" gone.
 */
static bool read_address(struct scanner *scanner, const char *start,
			 const char *end)
{
	GString *text = scanner->text;

	trim(&start, &end);
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '<', '>'))
		;
	if (has_prefix(start, end, "mailto:") ||
	    has_prefix(start, end, "smtp:"))
		start = strchr(start, ':') + 1;
	if (is_directory_name(start, end))
		return false;

	const char *at = find_at(start, end);
	if (!at)
		return false;
	const char *local_end = at;
	const char *domain = at + 1;
	trim(&start, &local_end);
	trim(&domain, &end);
	while (end > domain && (end[-1] == '.' || end[-1] == '\''))
		end--;
	if (start == local_end || domain == end)
		return false;
	if ((gsize)(end - start) > PARSE_ADDRESS_MAX)
		return false;

	g_string_truncate(text, 0);
	g_string_append_len(text, start, local_end - start);
	g_string_append_c(text, '@');
	for (const char *p = domain; p < end; p++)
		g_string_append_c(text, g_ascii_tolower(*p));
	return true;
}

/* One "@" and no blank or bracket but in quotes; no control; UTF-8. */
static bool is_address(const GString *text)
{
	bool quoted = false;
	guint ats = 0;

	if (text->len > PARSE_ADDRESS_MAX ||
	    !g_utf8_validate(text->str, (gssize)text->len, NULL))
		return false;
	for (const char *p = text->str; *p; p = parse_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
		    c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
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

/* The name as it is kept: decoded, without quotes, not the address again. */
static const char *keep_name(struct scanner *scanner, const char *start,
			     const char *end, const char *address)
{
	trim(&start, &end);
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '"', '"'))
		;
	if (start == end)
		return "";

	g_autofree char *value = g_strndup(start, (gsize)(end - start));
	parse_text_decode(value, scanner->charset, PARSE_NAME_MAX,
			  scanner->text);

	/* An encoded word may bring quotes of its own. */
	start = scanner->text->str;
	end = start + scanner->text->len;
	while (unwrap(&start, &end, '\'', '\'') ||
	       unwrap(&start, &end, '"', '"'))
		;
	if (start == end ||
	    ((gsize)(end - start) == strlen(address) &&
	     !g_ascii_strncasecmp(start, address, strlen(address))))
		return "";
	return g_string_chunk_insert_len(scanner->texts, start, end - start);
}

static bool add(struct scanner *scanner, const char *start, const char *end,
		const char *name, const char *name_end)
{
	struct parse_address address = { .role = scanner->role };

	if (!read_address(scanner, start, end) || !is_address(scanner->text))
		return false;
	scanner->n++;
	if (scanner->list->len >= PARSE_ADDRESSES_MAX)
		return true;
	address.address = parse_keep(scanner->texts, scanner->text);
	address.name = keep_name(scanner, name, name_end, address.address);
	g_array_append_val(scanner->list, address);
	return true;
}

static const char *end_of(const GString *string)
{
	return string->str + string->len;
}

/*
 * Text without brackets: "ann@example.org", with a comment for a name, or
 * "Ann Lee ann@example.org", or several with blanks between them.
 */
static void add_bare(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *p = member->raw->str;
	const char *end = end_of(member->raw);
	const char *at = find_at(p, end);

	if (!at)
		return;
	if (*p == '"' || at == memchr(p, '@', (gsize)(end - p))) {
		const char *start = at;

		/* One address: the words before it are the name. */
		while (start > p && parse_is_blank(start[-1]))
			start--;
		if (start > p && start[-1] == '"')
			start = p;
		while (start > p && !parse_is_blank(start[-1]))
			start--;
		if (member->comment->len)
			add(scanner, start, end, member->comment->str,
			    end_of(member->comment));
		else
			add(scanner, start, end, p, start);
		return;
	}
	while (p < end) {
		const char *start = p;

		while (p < end && !parse_is_blank(*p))
			p++;
		if (memchr(start, '@', (gsize)(p - start)))
			add(scanner, start, p, p, p);
		while (p < end && parse_is_blank(*p))
			p++;
	}
}

/* "@relay,@relay:ann@example.org", RFC 5322 section 4.4. */
static const char *skip_route(const GString *angle)
{
	const char *p = angle->str;
	const char *colon;

	while (parse_is_blank(*p))
		p++;
	if (*p != '@')
		return p;
	colon = strrchr(p, ':');
	return colon ? colon + 1 : p;
}

static void add_member(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *name = member->phrase->str;

	if (!member->has_angle) {
		add_bare(scanner);
	} else if (!member->phrase->len) {
		add(scanner, skip_route(member->angle), end_of(member->angle),
		    member->comment->str, end_of(member->comment));
	} else if (!add(scanner, skip_route(member->angle),
			end_of(member->angle), name, end_of(member->phrase)) &&
		   !memchr(member->angle->str, '@', member->angle->len)) {
		/* "ann@example.org <>" */
		add_bare(scanner);
	}
	member_reset(member);
}

/*
 * At a comma: is what was read a member, or the first half of a name that
 * should have been quoted ("Lee, Ann <ann@example.org>")?
 */
static void at_comma(struct scanner *scanner)
{
	struct member *member = &scanner->member;

	if (member->has_angle ||
	    memchr(member->raw->str, '@', member->raw->len)) {
		add_member(scanner);
		return;
	}
	/* Two names without an address: the first one was a member. */
	if (member->quoted || member->comma || !member->phrase->len) {
		member_reset(member);
		return;
	}
	member->comma = member->phrase->len;
	g_string_truncate(member->raw, 0);
	g_string_append(member->phrase, ", ");
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
	if (member->comma && member->phrase->len == member->comma + 2) {
		/* `Ann, "Bo Yi" <bo@example.org>`: two members. */
		g_string_truncate(member->phrase, 0);
		member->comma = 0;
	}
	for (const char *q = scanner->at + 1; q < p; q++) {
		q += *q == '\\' && q + 1 < p;
		g_string_append_c(member->phrase, *q);
	}
	g_string_append_len(member->raw, scanner->at, p + 1 - scanner->at);
	member->quoted = true;
	scanner->at = p + 1;
}

static void scan_comment(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *p = scanner->at;
	guint depth = 0;

	for (; scanner->comments && p < scanner->end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			break;
	}
	if (!scanner->comments || p >= scanner->end) {
		scanner->comments = false;
		g_string_append_c(member->phrase, '(');
		scanner->at++;
		return;
	}
	g_string_truncate(member->comment, 0);
	for (const char *q = scanner->at + 1; q < p; q++) {
		q += *q == '\\' && q + 1 < p;
		g_string_append_c(member->comment, *q);
	}
	scanner->at = p + 1;
}

/* Up to ">"; without one, to where the next member must begin. */
static void scan_angle(struct scanner *scanner)
{
	struct member *member = &scanner->member;
	const char *p = scanner->at;
	bool quoted = false;

	while (p < scanner->end && *p == '<')
		p++;
	/* Two in one member: a comma was forgotten. */
	if (member->has_angle)
		add_member(scanner);
	member->has_angle = true;

	const char *start = p;
	for (; p < scanner->end; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '>' || *p == ';' || *p == '<'))
			break;
		else if (!quoted && *p == ',' && *start != '@')
			break;
	}
	if (quoted && p >= scanner->end) {
		for (p = start; p < scanner->end && !strchr(",;>", *p);)
			p++;
	}
	g_string_append_len(member->angle, start, p - start);
	while (p < scanner->end && *p == '>')
		p++;
	scanner->at = p;
}

/* A colon ends a group's name, except inside what is an address already. */
static void at_colon(struct scanner *scanner)
{
	struct member *member = &scanner->member;

	if (!memchr(member->raw->str, '@', member->raw->len) &&
	    !member->has_angle) {
		member_reset(member);
		return;
	}
	g_string_append_c(member->raw, ':');
	g_string_append_c(member->phrase, ':');
}

static void scan(struct scanner *scanner)
{
	struct member *member = &scanner->member;

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
			if (parse_is_blank(c)) {
				if (!member->raw->len && !member->comma)
					break;
				c = ' ';
			}
			g_string_append_c(member->raw, c);
			g_string_append_c(member->phrase, c);
		}
		scanner->at++;
	}
	add_member(scanner);
}

guint parse_address_list(const char *value, gsize length, const char *charset,
			 enum parse_role role, GStringChunk *texts,
			 GArray *list)
{
	struct scanner scanner = {
		.at = value,
		.end = value + MIN(length, PARSE_FIELD_MAX),
		.comments = true,
		.quotes = true,
		.charset = charset,
		.role = role,
		.texts = texts,
		.list = list,
		.text = g_string_sized_new(128),
	};
	struct member *member = &scanner.member;

	member->raw = g_string_sized_new(128);
	member->phrase = g_string_sized_new(128);
	member->comment = g_string_sized_new(64);
	member->angle = g_string_sized_new(128);

	scan(&scanner);

	g_string_free(member->raw, TRUE);
	g_string_free(member->phrase, TRUE);
	g_string_free(member->comment, TRUE);
	g_string_free(member->angle, TRUE);
	g_string_free(scanner.text, TRUE);
	return scanner.n;
}
