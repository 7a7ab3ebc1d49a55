/*
 * Cut a file into vCards, and read them.
 *
 * No parameter that is read here can hold a line end, a caret or a quote, so
 * what RFC 6868 writes for these is passed over with the rest of its value.
 */
#include "parse/vcard.h"

#include <string.h>

/* What is kept of one line, its continuations counted. */
#define WHOLE_LINE_MAX (16u << 10)

#define CHARSET_MAX 63

/* Behind any that says how much it is preferred: 1 to 100. */
#define RANK_LAST 101

/* ---- cards of a file ---- */

struct parse_vcards {
	struct parse_reader *reader;
	GString *line;
	GString *kept;
	bool pending; /* `line` is the BEGIN of the next card */
	guint pending_line;
};

struct parse_vcards *parse_vcards_new(struct parse_reader *reader)
{
	struct parse_vcards *vcards = g_new0(struct parse_vcards, 1);

	vcards->reader = reader;
	vcards->line = g_string_new(NULL);
	vcards->kept = g_string_new(NULL);
	return vcards;
}

void parse_vcards_free(struct parse_vcards *vcards)
{
	if (!vcards)
		return;
	g_string_free(vcards->line, TRUE);
	g_string_free(vcards->kept, TRUE);
	g_free(vcards);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The line is this, whatever case, perhaps with blanks behind. */
static bool is_line(const char *line, gsize length, const char *wanted)
{
	gsize n = strlen(wanted);

	while (length && is_blank(line[length - 1]))
		length--;
	return length == n && !g_ascii_strncasecmp(line, wanted, n);
}

bool parse_vcards_are(const char *bytes, gsize length)
{
	const char *end = bytes + length, *stop;

	while (bytes < end && g_ascii_isspace(*bytes))
		bytes++;
	for (stop = bytes; stop < end && *stop != '\n' && *stop != '\r';)
		stop++;
	return is_line(bytes, (gsize)(stop - bytes), "BEGIN:VCARD");
}

/* The property's name without its group; returns its length. */
static gsize name_of(const char *line, gsize length, const char **name_out)
{
	gsize end = 0;

	*name_out = line;
	while (end < length && line[end] != ':' && line[end] != ';') {
		if (line[end] == '.')
			*name_out = line + end + 1;
		end++;
	}
	return (gsize)(line + end - *name_out);
}

static bool is_name(const char *name, gsize length, const char *wanted)
{
	return strlen(wanted) == length &&
	       !g_ascii_strncasecmp(name, wanted, length);
}

/* Pictures and sounds would fill a card that has room for all that is read. */
static bool is_bulky(const GString *line)
{
	static const char *const names[] = { "PHOTO", "LOGO", "SOUND", "KEY" };
	const char *name;
	gsize length = name_of(line->str, line->len, &name);

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (is_name(name, length, names[i]))
			return true;
	return false;
}

static bool find_begin(struct parse_vcards *vcards, guint *line_out)
{
	if (vcards->pending) {
		vcards->pending = false;
		*line_out = vcards->pending_line;
		return true;
	}
	for (;;) {
		*line_out = parse_reader_get_line(vcards->reader);
		if (!parse_reader_line(vcards->reader, WHOLE_LINE_MAX,
				       vcards->line))
			return false;
		if (is_line(vcards->line->str, vcards->line->len,
			    "BEGIN:VCARD"))
			return true;
	}
}

/* Keep the line, if it has room and is read; false: the card is too large. */
static bool keep(struct parse_vcards *vcards, bool *bulky, gsize *room)
{
	GString *line = vcards->line;

	if (!line->len || !is_blank(line->str[0])) {
		*bulky = is_bulky(line);
		*room = WHOLE_LINE_MAX;
	}
	if (*bulky || *room < line->len)
		return true;
	*room -= line->len;
	if (vcards->kept->len + line->len + 1 > PARSE_CARD_MAX)
		return false;
	g_string_append_len(vcards->kept, line->str, (gssize)line->len);
	g_string_append_c(vcards->kept, '\n');
	return true;
}

static const char *gather(struct parse_vcards *vcards)
{
	GString *line = vcards->line;
	bool bulky = false, fits = true, agent = false;
	gsize room = WHOLE_LINE_MAX;
	guint depth = 0; /* of cards within: 2.1 has those of agents */
	guint number;

	g_string_truncate(vcards->kept, 0);
	for (;;) {
		number = parse_reader_get_line(vcards->reader);
		if (!parse_reader_line(vcards->reader, WHOLE_LINE_MAX, line))
			return "it has no END:VCARD";
		if (is_line(line->str, line->len, "END:VCARD")) {
			if (!depth--)
				break;
		} else if (is_line(line->str, line->len, "BEGIN:VCARD")) {
			if (!agent && !depth) {
				vcards->pending = true;
				vcards->pending_line = number;
				return "it has no END:VCARD";
			}
			depth++;
		} else if (!depth) {
			fits = keep(vcards, &bulky, &room) && fits;
		}
		agent = is_line(line->str, line->len, "AGENT:");
	}
	return fits ? "" : "it is larger than 64 KB";
}

bool parse_vcards_next(struct parse_vcards *vcards,
		       struct parse_vcard_block *block_out)
{
	if (!find_begin(vcards, &block_out->line))
		return false;
	block_out->problem = gather(vcards);
	block_out->bytes = vcards->kept->str;
	block_out->length = vcards->kept->len;
	return true;
}

/* ---- one card ---- */

enum encoding { ENCODING_NONE, ENCODING_QP, ENCODING_BASE64 };

struct property {
	const char *name;
	gsize name_length;
	const char *value;
	gsize length;

	/* Of its parameters. */
	enum encoding encoding;
	char charset[CHARSET_MAX + 1];
	guint rank; /* 1: preferred */
	bool fax, voice;
};

/* A card while it is read. */
struct reading {
	struct parse_card *card;
	const char *at, *end;
	GString *line;	/* unfolded */
	GString *bytes; /* a value, decoded */
	GString *value; /* and in UTF-8 */
	GString *piece;
	bool old; /* version 2.1 */

	char *formatted, *structured, *nickname, *role;
	GString *note;
	bool group;
};

static gsize line_length(const struct reading *reading)
{
	const char *newline =
	    memchr(reading->at, '\n', (gsize)(reading->end - reading->at));

	return (gsize)((newline ? newline : reading->end) - reading->at);
}

static void append_line(struct reading *reading, gsize skip)
{
	gsize length = line_length(reading);

	g_string_append_len(reading->line, reading->at + skip,
			    (gssize)(length - skip));
	reading->at += length;
	if (reading->at < reading->end)
		reading->at++;
}

/* The colon before the value, quotes kept; a stray quote hides none. */
static char *find_colon(const GString *line)
{
	bool quoted = false;

	for (gsize i = 0; i < line->len; i++) {
		if (line->str[i] == '"')
			quoted = !quoted;
		else if (line->str[i] == ':' && !quoted)
			return line->str + i;
	}
	return memchr(line->str, ':', line->len);
}

static bool is_quoted_printable(const GString *line)
{
	static const char word[] = "QUOTED-PRINTABLE";
	const char *colon = find_colon(line);
	gsize n = sizeof word - 1;

	for (const char *p = line->str; colon && p + n <= colon; p++)
		if (!g_ascii_strncasecmp(p, word, n))
			return true;
	return false;
}

/* A whole line: with what is folded, and what is behind soft line breaks. */
static bool next_line(struct reading *reading)
{
	GString *line = reading->line;

	g_string_truncate(line, 0);
	if (reading->at >= reading->end)
		return false;
	append_line(reading, 0);
	if (is_quoted_printable(line)) {
		while (line->len && line->str[line->len - 1] == '=' &&
		       reading->at < reading->end) {
			g_string_truncate(line, line->len - 1);
			append_line(reading, 0);
		}
		return true;
	}
	/* Version 2.1 breaks lines at blanks, and these are text. */
	while (reading->at < reading->end && is_blank(*reading->at))
		append_line(reading, reading->old ? 0 : 1);
	return true;
}

static void take_type(struct property *property, const char *word, gsize length)
{
	static const char *const callable[] = { "VOICE", "CELL", "MSG",
						"VIDEO" };

	if (is_name(word, length, "PREF"))
		property->rank = MIN(property->rank, 1);
	if (is_name(word, length, "FAX"))
		property->fax = true;
	for (gsize i = 0; i < G_N_ELEMENTS(callable); i++)
		if (is_name(word, length, callable[i]))
			property->voice = true;
	if (is_name(word, length, "QUOTED-PRINTABLE"))
		property->encoding = ENCODING_QP;
	if (is_name(word, length, "BASE64") || is_name(word, length, "B"))
		property->encoding = ENCODING_BASE64;
}

static void take_rank(struct property *property, const char *word, gsize length)
{
	g_autofree char *text = g_strndup(word, length);
	guint64 rank;

	if (g_ascii_string_to_unsigned(text, 10, 1, 100, &rank, NULL))
		property->rank = MIN(property->rank, (guint)rank);
}

static void take_word(struct property *property, const char *name,
		      gsize name_length, const char *word, gsize length)
{
	if (is_name(name, name_length, "CHARSET") && length <= CHARSET_MAX)
		memcpy(property->charset, word, length);
	else if (is_name(name, name_length, "PREF"))
		take_rank(property, word, length);
	else if (!name_length || is_name(name, name_length, "TYPE") ||
		 is_name(name, name_length, "ENCODING"))
		take_type(property, word, length);
}

/* One parameter: its words are parted by commas, in quotes or out of them. */
static void take_parameter(struct property *property, const char *at,
			   const char *end)
{
	const char *equals = memchr(at, '=', (gsize)(end - at));
	const char *word = equals ? equals + 1 : at;
	gsize name_length = equals ? (gsize)(equals - at) : 0;

	while (word < end) {
		const char *stop = word;

		while (stop < end && *stop != ',' && *stop != '"')
			stop++;
		if (stop > word)
			take_word(property, at, name_length, word,
				  (gsize)(stop - word));
		word = stop + 1;
	}
}

static bool split(struct reading *reading, struct property *property)
{
	GString *line = reading->line;
	const char *colon = find_colon(line);
	const char *at;
	bool quoted = false;

	if (!colon)
		return false;
	*property = (struct property){ .rank = RANK_LAST };
	property->name_length =
	    name_of(line->str, (gsize)(colon - line->str), &property->name);
	property->value = colon + 1;
	property->length = line->len - (gsize)(colon + 1 - line->str);
	at = property->name + property->name_length;
	while (at < colon) {
		const char *start = ++at;

		while (at < colon && (quoted || *at != ';')) {
			if (*at == '"')
				quoted = !quoted;
			at++;
		}
		take_parameter(property, start, at);
	}
	return true;
}

static void decode_qp(const char *at, gsize length, GString *out)
{
	for (gsize i = 0; i < length; i++) {
		if (at[i] == '=' && i + 2 < length &&
		    g_ascii_isxdigit(at[i + 1]) &&
		    g_ascii_isxdigit(at[i + 2])) {
			g_string_append_c(
			    out, (char)(g_ascii_xdigit_value(at[i + 1]) * 16 +
					g_ascii_xdigit_value(at[i + 2])));
			i += 2;
		} else {
			g_string_append_c(out, at[i]);
		}
	}
}

static void decode_base64(const char *at, gsize length, GString *out)
{
	gint state = 0;
	guint save = 0;
	gsize n;

	g_string_set_size(out, length / 4 * 3 + 3);
	n = g_base64_decode_step(at, length, (guchar *)out->str, &state, &save);
	g_string_set_size(out, n);
}

/* The property's value, in UTF-8, into reading->value. */
static void decode(struct reading *reading, const struct property *property)
{
	const char *bytes = property->value;
	gsize length = property->length;

	g_string_truncate(reading->bytes, 0);
	g_string_truncate(reading->value, 0);
	switch (property->encoding) {
	case ENCODING_NONE:
		break;
	case ENCODING_QP:
		decode_qp(bytes, length, reading->bytes);
		break;
	case ENCODING_BASE64:
		decode_base64(bytes, length, reading->bytes);
		break;
	}
	if (property->encoding != ENCODING_NONE) {
		bytes = reading->bytes->str;
		length = reading->bytes->len;
	}
	parse_card_convert(bytes, length, property->charset, reading->value);
}

/* ---- values ---- */

/*
 * Into reading->piece what stands before the next `separator` (0: all), its
 * escapes taken away; returns what is behind, NULL after the last.
 */
static const char *next_piece(struct reading *reading, const char *at,
			      char separator)
{
	GString *piece = reading->piece;

	g_string_truncate(piece, 0);
	for (; *at; at++) {
		if (*at == separator)
			return at + 1;
		if (*at != '\\' || !at[1]) {
			g_string_append_c(piece, *at);
			continue;
		}
		at++;
		if (*at == 'n' || *at == 'N')
			g_string_append_c(piece, ' ');
		else if (strchr("\\,;:", *at))
			g_string_append_c(piece, *at);
		else
			g_string_append_printf(piece, "\\%c", *at);
	}
	return NULL;
}

static void keep_first(struct reading *reading, char **out)
{
	next_piece(reading, reading->value->str, '\0');
	if (!*out && reading->piece->len)
		*out = g_strdup(reading->piece->str);
}

static void read_formatted(struct reading *reading,
			   const struct property *property)
{
	(void)property;
	keep_first(reading, &reading->formatted);
}

static void read_nickname(struct reading *reading,
			  const struct property *property)
{
	(void)property;
	keep_first(reading, &reading->nickname);
}

static void read_role(struct reading *reading, const struct property *property)
{
	(void)property;
	keep_first(reading, &reading->role);
}

/* Family name; given names; and what is seldom said aloud. */
static void read_structured(struct reading *reading,
			    const struct property *property)
{
	g_autofree char *family = NULL;
	const char *rest = next_piece(reading, reading->value->str, ';');

	(void)property;
	if (reading->structured)
		return;
	family = g_strdup(reading->piece->str);
	g_string_truncate(reading->piece, 0);
	if (rest)
		next_piece(reading, rest, ';');
	reading->structured =
	    g_strconcat(reading->piece->str, " ", family, NULL);
	g_strstrip(reading->structured);
}

/* The name of an organisation, then its units, which say less of whose it is.
 */
static void read_organisation(struct reading *reading,
			      const struct property *property)
{
	(void)property;
	if (*reading->card->organisation)
		return;
	next_piece(reading, reading->value->str, ';');
	reading->card->organisation =
	    parse_card_keep(reading->card, reading->piece->str,
			    reading->piece->len, PARSE_CARD_LINE_MAX);
}

static void read_title(struct reading *reading, const struct property *property)
{
	(void)property;
	if (*reading->card->title)
		return;
	next_piece(reading, reading->value->str, '\0');
	reading->card->title =
	    parse_card_keep(reading->card, reading->piece->str,
			    reading->piece->len, PARSE_CARD_LINE_MAX);
}

static void read_note(struct reading *reading, const struct property *property)
{
	(void)property;
	next_piece(reading, reading->value->str, '\0');
	if (reading->note->len)
		g_string_append_c(reading->note, ' ');
	g_string_append(reading->note, reading->piece->str);
}

static void read_url(struct reading *reading, const struct property *property)
{
	(void)property;
	if (*reading->card->url)
		return;
	next_piece(reading, reading->value->str, '\0');
	reading->card->url =
	    parse_card_keep(reading->card, reading->piece->str,
			    reading->piece->len, PARSE_CARD_LINE_MAX);
}

static void read_email(struct reading *reading, const struct property *property)
{
	next_piece(reading, reading->value->str, '\0');
	parse_card_add_emails(reading->card, property->rank,
			      reading->piece->str, reading->piece->len);
}

static void read_phone(struct reading *reading, const struct property *property)
{
	if (property->fax && !property->voice)
		return;
	next_piece(reading, reading->value->str, '\0');
	parse_card_add_phone(reading->card, property->rank, reading->piece->str,
			     reading->piece->len);
}

static void read_categories(struct reading *reading,
			    const struct property *property)
{
	/* Version 2.1 parts them as it parts everything. */
	char separator =
	    reading->old && strchr(reading->value->str, ';') ? ';' : ',';
	const char *rest = reading->value->str;

	(void)property;
	while (rest) {
		rest = next_piece(reading, rest, separator);
		parse_card_add_tag(reading->card, reading->piece->str,
				   reading->piece->len);
	}
}

static void read_kind(struct reading *reading, const struct property *property)
{
	(void)property;
	g_strstrip(reading->value->str);
	reading->group |= !g_ascii_strcasecmp(reading->value->str, "group");
}

static void read_version(struct reading *reading,
			 const struct property *property)
{
	(void)property;
	reading->old = g_str_has_prefix(reading->value->str, "2");
}

static const struct {
	const char *name;
	void (*read)(struct reading *reading, const struct property *property);
} readers[] = {
	{ "VERSION", read_version },  { "FN", read_formatted },
	{ "N", read_structured },     { "NICKNAME", read_nickname },
	{ "EMAIL", read_email },      { "TEL", read_phone },
	{ "ORG", read_organisation }, { "TITLE", read_title },
	{ "ROLE", read_role },	      { "NOTE", read_note },
	{ "URL", read_url },	      { "CATEGORIES", read_categories },
	{ "KIND", read_kind },	      { "X-ADDRESSBOOKSERVER-KIND", read_kind },
};

static void read_property(struct reading *reading,
			  const struct property *property)
{
	for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
		if (is_name(property->name, property->name_length,
			    readers[i].name)) {
			decode(reading, property);
			readers[i].read(reading, property);
			return;
		}
}

/* Some programs write the address where the name should be. */
static bool is_a_name(const char *text)
{
	return text && *text && !strchr(text, '@');
}

static void choose_name(struct reading *reading)
{
	struct parse_card *card = reading->card;
	const char *name = card->name;

	if (is_a_name(reading->formatted))
		name = reading->formatted;
	else if (is_a_name(reading->structured))
		name = reading->structured;
	else if (is_a_name(reading->nickname))
		name = reading->nickname;
	else if (!*name)
		name = card->organisation;
	card->name =
	    parse_card_keep(card, name, strlen(name), PARSE_CARD_LINE_MAX);
	if (!*card->title && reading->role)
		card->title =
		    parse_card_keep(card, reading->role, strlen(reading->role),
				    PARSE_CARD_LINE_MAX);
	card->note = parse_card_keep(card, reading->note->str,
				     reading->note->len, PARSE_CARD_NOTE_MAX);
}

const char *parse_vcard_read(const char *bytes, gsize length,
			     struct parse_card *card)
{
	struct reading reading = {
		.card = card,
		.at = bytes,
		.end = bytes + length,
		.line = g_string_new(NULL),
		.bytes = g_string_new(NULL),
		.value = g_string_new(NULL),
		.piece = g_string_new(NULL),
		.note = g_string_new(NULL),
	};
	struct property property;

	parse_card_clear(card);
	while (next_line(&reading))
		if (split(&reading, &property))
			read_property(&reading, &property);
	choose_name(&reading);
	g_string_free(reading.line, TRUE);
	g_string_free(reading.bytes, TRUE);
	g_string_free(reading.value, TRUE);
	g_string_free(reading.piece, TRUE);
	g_string_free(reading.note, TRUE);
	g_free(reading.formatted);
	g_free(reading.structured);
	g_free(reading.nickname);
	g_free(reading.role);
	return reading.group ? "it is a group of people" : "";
}
