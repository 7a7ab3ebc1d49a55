/* The gate for everything that leaves: a table, and a matcher for it. */
#include "imap/allow.h"

#include <string.h>

#include "imap/error.h"
#include "imap/fields.h"

#define LINE_MAX_OUT (128 << 10)

/* What an argument has to look like; RFC 9051 section 9. */
enum argument {
	END,
	WORD,	 /* one of `words` */
	WORDS,	 /* one of `words`, once or several times */
	STRING,	 /* atom, quoted string or literal */
	LITERAL, /* a literal, and nothing after it */
	SET,	 /* UIDs: 1:3,7 */
	UID,	 /* exactly one */
	THE_UID, /* that of the draft that is taken back */
	BASE64,
	LIST,	   /* of some of `words`, in parentheses */
	PAIRS,	   /* of quoted strings, or NIL */
	DATE_TIME, /* quoted */
	ITEMS,	   /* what to FETCH, in parentheses */
	SINCE,	   /* (CHANGEDSINCE n), perhaps with VANISHED */
	UNCHANGED, /* (UNCHANGEDSINCE n) */
	OWN_FLAGS, /* a list of tend's keyword and \Flagged */
	KEYS,	   /* search keys, to the end */
	EVENTS,	   /* NOTIFY's, to the end */
};

struct form {
	enum argument argument;
	bool optional;
	const char *const *words;
};

/* Whether something is being done that needs more than reading does. */
enum deed { NO_DEED = 0, MARKING = 1 << 0, WITHDRAWING = 1 << 1 };

struct rule {
	const char *command; /* UID commands with their UID */
	guint deeds;	     /* only during one of these; 0: always */
	bool secret;	     /* its arguments never reach a trace */
	struct form forms[6];
};

#define WORDS_OF(...)             \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

/*
 * Everything that tend says.  Missing, on purpose: CLOSE, EXPUNGE, COPY, MOVE,
 * CREATE, DELETE, RENAME, SETACL, COMPRESS and all that is not UID.
 */
static const struct rule rules[] = {
	{ .command = "CAPABILITY" },
	{ .command = "NOOP" },
	{ .command = "LOGOUT" },
	{ .command = "STARTTLS" },
	{ .command = "NAMESPACE" },
	{ .command = "UNSELECT" },
	{ .command = "IDLE" },
	{ .command = "ID", .forms = { { PAIRS } } },
	{ .command = "LOGIN",
	  .secret = true,
	  .forms = { { STRING }, { STRING } } },
	{ .command = "AUTHENTICATE",
	  .secret = true,
	  .forms = { { WORD,
		       .words = WORDS_OF("PLAIN", "XOAUTH2", "OAUTHBEARER") },
		     { BASE64, .optional = true } } },
	{ .command = "ENABLE",
	  .forms = { { WORDS, .words = WORDS_OF("CONDSTORE", "QRESYNC") } } },
	{ .command = "LIST", .forms = { { STRING }, { STRING } } },
	{ .command = "STATUS",
	  .forms = { { STRING },
		     { LIST,
		       .words = WORDS_OF("MESSAGES", "UIDNEXT", "UIDVALIDITY",
					 "HIGHESTMODSEQ") } } },
	{ .command = "EXAMINE",
	  .forms = { { STRING }, { LIST, true, WORDS_OF("CONDSTORE") } } },
	{ .command = "SELECT",
	  .deeds = MARKING | WITHDRAWING,
	  .forms = { { STRING }, { LIST, true, WORDS_OF("CONDSTORE") } } },
	{ .command = "UID FETCH",
	  .forms = { { SET }, { ITEMS }, { SINCE, .optional = true } } },
	{ .command = "UID SEARCH", .forms = { { KEYS } } },
	{ .command = "UID STORE",
	  .deeds = MARKING,
	  .forms = { { UID },
		     { UNCHANGED, .optional = true },
		     { WORD,
		       .words = WORDS_OF("+FLAGS.SILENT", "-FLAGS.SILENT") },
		     { OWN_FLAGS } } },
	{ .command = "UID STORE",
	  .deeds = WITHDRAWING,
	  .forms = { { THE_UID },
		     { UNCHANGED, .optional = true },
		     { WORD,
		       .words = WORDS_OF("+FLAGS.SILENT", "-FLAGS.SILENT") },
		     { WORD, .words = WORDS_OF("(\\Deleted)") } } },
	{ .command = "UID EXPUNGE",
	  .deeds = WITHDRAWING,
	  .forms = { { THE_UID } } },
	{ .command = "APPEND",
	  .forms = { { STRING },
		     { LIST, true, WORDS_OF("\\Seen", "\\Draft") },
		     { DATE_TIME, .optional = true },
		     { LITERAL } } },
	{ .command = "NOTIFY", .forms = { { EVENTS } } },
};

static const char *const item_words[] = {
	"UID",
	"FLAGS",
	"INTERNALDATE",
	"RFC822.SIZE",
	"MODSEQ",
	"X-GM-MSGID",
	"X-GM-THRID",
	"BODY.PEEK[HEADER.FIELDS (" IMAP_FIELDS ")]",
	"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]",
	"BODY.PEEK[HEADER.FIELDS (RECEIVED FROM " IMAP_LABEL_FIELD ")]",
};

static const char *const event_words[] = {
	"SET",	     "NONE",	   "SELECTED",	 "SELECTED-DELAYED",
	"MAILBOXES", "MessageNew", "FlagChange", "MessageExpunge",
};

enum expect {
	EXPECT_COMMAND,
	EXPECT_AUTHENTICATE, /* a continuation, or a command */
	EXPECT_DONE,
};

struct imap_allow {
	const struct imap_trace *trace;
	char *keywords; /* space-separated */
	guint deeds;
	guint32 withdrawn; /* the UID, 0: none */
	bool refused;
	enum expect expect;
	GString *line;	  /* unfinished */
	GString *command; /* all lines of it so far; \1 for each literal */
	bool secret;	  /* the running command's literals are */
	guint64 literal;  /* bytes of it still to leave */
};

struct imap_allow *imap_allow_new(const char *keywords,
				  const struct imap_trace *trace)
{
	struct imap_allow *allow = g_new0(struct imap_allow, 1);

	allow->trace = trace;
	allow->keywords = g_strdup(keywords ? keywords : "");
	allow->line = g_string_new(NULL);
	allow->command = g_string_new(NULL);
	return allow;
}

/* A line may hold a password: leave no copy in the heap. */
static void wipe(GString *text)
{
	explicit_bzero(text->str, text->allocated_len);
	g_string_truncate(text, 0);
}

void imap_allow_free(struct imap_allow *allow)
{
	if (!allow)
		return;
	wipe(allow->line);
	wipe(allow->command);
	g_string_free(allow->line, TRUE);
	g_string_free(allow->command, TRUE);
	g_free(allow->keywords);
	g_free(allow);
}

void imap_allow_marking(struct imap_allow *allow, bool marking)
{
	allow->deeds = marking ? MARKING : NO_DEED;
	allow->withdrawn = 0;
}

void imap_allow_withdrawing(struct imap_allow *allow, guint32 uid)
{
	allow->deeds = uid ? WITHDRAWING : NO_DEED;
	allow->withdrawn = uid;
}

/* The end of an atom at `p`; a section in brackets may hold spaces. */
static const char *atom_end(const char *p)
{
	for (; *p && !strchr(" ()\"\1", *p); p++) {
		if (*p == '[') {
			p = strchr(p, ']');
			if (!p)
				return NULL;
		}
	}
	return p;
}

/* The end of the argument at `p`, or NULL if there is none. */
static const char *argument_end(const char *p)
{
	guint depth = 0;

	do {
		if (*p == '(') {
			depth++;
			p++;
		} else if (*p == ')' && depth > 0) {
			depth--;
			p++;
		} else if (*p == '"') {
			for (p++; *p && *p != '"'; p++) {
				if (*p == '\\' && !*++p)
					return NULL;
			}
			if (*p++ != '"')
				return NULL;
		} else if (*p == '\1') {
			p++;
		} else if (*p == ' ' && depth > 0) {
			p++;
		} else {
			const char *end = atom_end(p);

			if (!end || end == p)
				return NULL;
			p = end;
		}
	} while (depth > 0);
	return p;
}

static bool is_one_of(const char *text, gsize n, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == n &&
		    !g_ascii_strncasecmp(text, *words, n))
			return true;
	}
	return false;
}

static bool is_number(const char *text, gsize n)
{
	return n > 0 && n <= 20 && strspn(text, "0123456789") >= n;
}

static bool is_set(const char *text, gsize n)
{
	return n > 0 && strspn(text, "0123456789:,*") >= n;
}

static bool is_withdrawn(const struct imap_allow *allow, const char *text,
			 gsize n)
{
	char uid[16];

	g_snprintf(uid, sizeof(uid), "%u", allow->withdrawn);
	return allow->withdrawn && strlen(uid) == n && !strncmp(text, uid, n);
}

static bool is_base64(const char *text, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isalnum(text[i]) && !strchr("+/=", text[i]))
			return false;
	}
	return true;
}

/* Every word of a list in parentheses; words may hold a section. */
static bool each_word(const char *text, gsize n,
		      bool (*check)(const char *word, gsize length,
				    const void *data),
		      const void *data)
{
	const char *end = text + n - 1;

	if (n < 3 || text[0] != '(' || *end != ')')
		return false;
	for (text++; text < end;) {
		const char *word_end = atom_end(text);

		if (!word_end || word_end > end)
			return false;
		if (!check(text, (gsize)(word_end - text), data))
			return false;
		text = word_end;
		if (*text == ' ' && text + 1 < end)
			text++;
		else if (text != end)
			return false;
	}
	return true;
}

static bool check_word(const char *word, gsize n, const void *data)
{
	const char *const *words = data;

	return is_one_of(word, n, words);
}

static bool check_item(const char *word, gsize n, const void *data)
{
	static const char partial[] = "BODY.PEEK[]<0.";

	for (gsize i = 0; i < G_N_ELEMENTS(item_words); i++) {
		if (strlen(item_words[i]) == n &&
		    !g_ascii_strncasecmp(word, item_words[i], n))
			return true;
	}
	return n > sizeof(partial) && word[n - 1] == '>' &&
	       !strncmp(word, partial, sizeof(partial) - 1) &&
	       is_number(word + sizeof(partial) - 1, n - sizeof(partial));
}

static bool check_own_flag(const char *word, gsize n, const void *data)
{
	const struct imap_allow *allow = data;
	static const char *const flagged[] = { "\\Flagged", NULL };
	const char *p = allow->keywords;

	if (is_one_of(word, n, flagged))
		return true;
	while (*p) {
		gsize length = strcspn(p, " ");

		if (length == n && *p != '\\' &&
		    !g_ascii_strncasecmp(p, word, n))
			return true;
		p += length + (p[length] == ' ');
	}
	return false;
}

static bool is_since(const char *text, gsize n)
{
	g_autofree char *copy = g_strndup(text, n);
	g_auto(GStrv) words = g_strsplit_set(copy, "() ", -1);

	/* "", CHANGEDSINCE, n, [VANISHED], "" */
	return text[0] == '(' && text[n - 1] == ')' &&
	       (g_strv_length(words) == 4 ||
		(g_strv_length(words) == 5 &&
		 g_str_equal(words[3], "VANISHED"))) &&
	       !*words[0] && g_str_equal(words[1], "CHANGEDSINCE") &&
	       is_number(words[2], strlen(words[2]));
}

static bool is_unchanged(const char *text, gsize n)
{
	static const char start[] = "(UNCHANGEDSINCE ";

	return n > sizeof(start) && text[n - 1] == ')' &&
	       !strncmp(text, start, sizeof(start) - 1) &&
	       is_number(text + sizeof(start) - 1, n - sizeof(start));
}

static bool is_string(const char *text, gsize n)
{
	return n > 0 && text[0] != '(' && text[0] != '\\';
}

/* ("name" "tend" "version" "1"), nothing but quoted strings. */
static bool is_pairs(const char *text, gsize n)
{
	const char *end = text + n - 1;

	if (n == 3 && !strncmp(text, "NIL", 3))
		return true;
	if (n < 2 || text[0] != '(' || *end != ')')
		return false;
	for (text++; text < end; text++) {
		if (*text != '"')
			return false;
		text = argument_end(text);
		if (!text || text > end || (*text != ' ' && text != end))
			return false;
		if (text == end)
			return true;
	}
	return false;
}

static bool is_date(const char *text, gsize n)
{
	return n >= 10 && n <= 11 && g_ascii_isdigit(text[0]) &&
	       strchr("-0123456789", text[1]) && is_string(text, n);
}

/* The end of a quoted label, a word and a day: "digest 2026-11-27". */
static const char *label_end(const char *p)
{
	static const char day[] = "dddd-dd-dd\"";
	gsize word;

	if (*p++ != '"')
		return NULL;
	word = strspn(p, "abcdefghijklmnopqrstuvwxyz");
	p += word;
	if (word == 0 || *p++ != ' ')
		return NULL;
	for (const char *form = day; *form; form++, p++)
		if (*form == 'd' ? !g_ascii_isdigit(*p) : *p != *form)
			return NULL;
	return p;
}

/*
 * [RETURN (ALL)] and any of ALL, UID set, SINCE date, HEADER MESSAGE-ID
 * string, HEADER X-TEND-LETTER label: nothing else is looked for.
 */
static bool are_keys(const char *p)
{
	static const char label_key[] = "HEADER " IMAP_LABEL_FIELD " ";
	bool any = false;

	if (g_str_has_prefix(p, "RETURN (ALL) "))
		p += strlen("RETURN (ALL) ");
	for (;;) {
		const char *argument, *end;

		if (g_str_has_prefix(p, "UID ")) {
			argument = p + 4;
			end = argument_end(argument);
			if (!end || !is_set(argument, (gsize)(end - argument)))
				return false;
		} else if (g_str_has_prefix(p, "SINCE ")) {
			argument = p + 6;
			end = argument_end(argument);
			if (!end || !is_date(argument, (gsize)(end - argument)))
				return false;
		} else if (g_str_has_prefix(p, "HEADER MESSAGE-ID \"")) {
			end = argument_end(p + strlen("HEADER MESSAGE-ID "));
			if (!end)
				return false;
		} else if (g_str_has_prefix(p, label_key)) {
			end = label_end(p + strlen(label_key));
			if (!end)
				return false;
		} else if (g_str_has_prefix(p, "ALL")) {
			end = p + 3;
		} else {
			return false;
		}
		any = true;
		if (*end == '\0')
			return any;
		if (*end != ' ')
			return false;
		p = end + 1;
	}
}

/*
 * NOTIFY's arguments are nested lists of words from a table and of folder
 * names, which may be any string.  RFC 5465 changes nothing in a mailbox
 * whatever the words are; that they are words is enough.
 */
static bool are_events(const char *p)
{
	const char *first = p;

	while (*p) {
		const char *end;

		if (*p == '(' || *p == ')' || *p == ' ') {
			p++;
			continue;
		}
		end = *p == '"' || *p == '\1' ? argument_end(p) : atom_end(p);
		if (!end || end == p)
			return false;
		if (*p != '"' && *p != '\1') {
			bool known = false;

			for (gsize i = 0; i < G_N_ELEMENTS(event_words); i++)
				known |= strlen(event_words[i]) ==
					     (gsize)(end - p) &&
					 !strncmp(p, event_words[i],
						  (gsize)(end - p));
			if (!known)
				return false;
		}
		p = end;
	}
	return g_str_has_prefix(first, "SET (") || g_str_equal(first, "NONE");
}

/* Whether the argument [text, text + n) has this form. */
static bool has_form(const struct imap_allow *allow, const struct form *form,
		     const char *text, gsize n)
{
	switch (form->argument) {
	case WORD:
	case WORDS:
		return is_one_of(text, n, form->words);
	case STRING:
		return is_string(text, n);
	case LITERAL:
		return n == 1 && text[0] == '\1';
	case SET:
		return is_set(text, n);
	case UID:
		return is_number(text, n);
	case THE_UID:
		return is_withdrawn(allow, text, n);
	case BASE64:
		return is_base64(text, n);
	case LIST:
		return each_word(text, n, check_word, form->words);
	case PAIRS:
		return is_pairs(text, n);
	case DATE_TIME:
		return n == 28 && text[0] == '"';
	case ITEMS:
		return each_word(text, n, check_item, NULL);
	case SINCE:
		return is_since(text, n);
	case UNCHANGED:
		return is_unchanged(text, n);
	case OWN_FLAGS:
		return each_word(text, n, check_own_flag, allow);
	case KEYS:
	case EVENTS:
	case END:
		break;
	}
	return false;
}

/*
 * Compare the arguments at `p` (after a space, or "" for none) with the
 * forms of a rule.  With `more` the command goes on after a literal, so that
 * what is missing may still come.
 */
static bool match(const struct imap_allow *allow, const struct form *form,
		  const char *p, bool more)
{
	while (form->argument != END) {
		const char *end;

		if (*p == '\0') {
			if (form->optional) {
				form++;
				continue;
			}
			return more;
		}
		if (form->argument == KEYS)
			return !more && are_keys(p);
		if (form->argument == EVENTS)
			return are_events(p);
		end = argument_end(p);
		if (!end || (*end && *end != ' ') || (*end && !end[1]))
			return false;
		if (!has_form(allow, form, p, (gsize)(end - p))) {
			if (!form->optional)
				return false;
			form++;
			continue;
		}
		p = *end ? end + 1 : end;
		if (form->argument != WORDS)
			form++;
		else if (*p == '\0')
			return true;
	}
	return *p == '\0';
}

/* Of a command that several deeds have, that of the one at hand. */
static const struct rule *find_rule(const struct imap_allow *allow,
				    const char *text, const char **rest_out)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		gsize n = strlen(rules[i].command);

		if (g_ascii_strncasecmp(text, rules[i].command, n) ||
		    (rules[i].deeds && !(rules[i].deeds & allow->deeds)))
			continue;
		if (text[n] == '\0')
			*rest_out = text + n;
		else if (text[n] == ' ' && text[n + 1])
			*rest_out = text + n + 1;
		else
			continue;
		return &rules[i];
	}
	return NULL;
}

/* Tag, space, then what is in the table. */
static const struct rule *check_command(const struct imap_allow *allow,
					bool more)
{
	const char *p = allow->command->str;
	const char *rest;
	const struct rule *rule;
	gsize tag = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	if (tag == 0 || p[tag] != ' ')
		return NULL;
	rule = find_rule(allow, p + tag + 1, &rest);
	if (!rule)
		return NULL;
	return match(allow, rule->forms, rest, more) ? rule : NULL;
}

static bool refuse(struct imap_allow *allow, const char *line, GError **error)
{
	const char *p = line + strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					    "abcdefghijklmnopqrstuvwxyz"
					    "0123456789");
	gsize n = 0;

	/* The command's name alone: its arguments may be a secret. */
	if (*p == ' ') {
		p++;
		while (g_ascii_isalpha(p[n]) ||
		       (n == 3 && p[n] == ' ' &&
			!g_ascii_strncasecmp(p, "UID", 3)))
			n++;
	}
	allow->refused = true;
	g_set_error(error, IMAP_ERROR, IMAP_ERROR_PROMISE,
		    "did not send '%.*s' as it stood: it is not among what "
		    "tend promises to say; this is a bug in tend",
		    (int)MIN(n, 32), p);
	return false;
}

/* The length in a line's closing {n} or {n+}, or FALSE. */
static bool announces_literal(const GString *line, guint64 *length_out,
			      gsize *start_out)
{
	gsize end = line->len, start;

	if (end < 3 || line->str[--end] != '}')
		return false;
	if (line->str[end - 1] == '+')
		end--;
	for (start = end; start > 0 && g_ascii_isdigit(line->str[start - 1]);
	     start--)
		;
	if (start == end || end - start > 10 || start == 0 ||
	    line->str[start - 1] != '{')
		return false;
	*length_out = g_ascii_strtoull(line->str + start, NULL, 10);
	*start_out = start - 1;
	return true;
}

static void trace_command(struct imap_allow *allow, const GString *line,
			  const struct rule *rule, bool first)
{
	const char *p = line->str;
	gsize n;

	if (!allow->trace->on)
		return;
	if (!rule->secret) {
		imap_trace_line(allow->trace, IMAP_TRACE_OUT, p, line->len);
		return;
	}
	if (!first) {
		imap_trace_line(allow->trace, IMAP_TRACE_OUT, "(hidden)", 8);
		return;
	}
	n = strcspn(p, " ");
	n += 1 + strlen(rule->command);
	imap_trace_line(allow->trace, IMAP_TRACE_OUT, p, n);
	imap_trace_line(allow->trace, IMAP_TRACE_OUT, "(hidden)", 8);
}

/* A continuation of AUTHENTICATE or IDLE; FALSE if it is a command. */
static bool is_continuation(struct imap_allow *allow, const GString *line)
{
	enum expect expect = allow->expect;

	allow->expect = EXPECT_COMMAND;
	if (expect == EXPECT_DONE && g_str_equal(line->str, "DONE")) {
		imap_trace_line(allow->trace, IMAP_TRACE_OUT, "DONE", 4);
		return true;
	}
	if (expect == EXPECT_AUTHENTICATE &&
	    (is_base64(line->str, line->len) || g_str_equal(line->str, "*"))) {
		allow->expect = EXPECT_AUTHENTICATE;
		imap_trace_line(allow->trace, IMAP_TRACE_OUT, "(hidden)", 8);
		return true;
	}
	return false;
}

/* A whole line, without its CRLF. */
static bool check_line(struct imap_allow *allow, GError **error)
{
	GString *line = allow->line;
	bool first = allow->command->len == 0;
	const struct rule *rule;
	guint64 literal = 0;
	gsize start = 0;
	bool more;

	for (gsize i = 0; i < line->len; i++) {
		if ((guchar)line->str[i] < 0x20 || line->str[i] == 0x7f)
			return refuse(allow, line->str, error);
	}
	if (first && allow->expect != EXPECT_COMMAND &&
	    is_continuation(allow, line))
		return true;

	more = announces_literal(line, &literal, &start);
	if (more) {
		g_string_append_len(allow->command, line->str, (gssize)start);
		g_string_append_c(allow->command, '\1');
	} else {
		g_string_append_len(allow->command, line->str,
				    (gssize)line->len);
	}
	rule = check_command(allow, more);
	if (!rule)
		return refuse(allow, allow->command->str, error);
	trace_command(allow, line, rule, first);
	allow->literal = literal;
	allow->secret = rule->secret;
	if (more)
		return true;
	if (g_str_equal(rule->command, "IDLE"))
		allow->expect = EXPECT_DONE;
	else if (g_str_equal(rule->command, "AUTHENTICATE"))
		allow->expect = EXPECT_AUTHENTICATE;
	wipe(allow->command);
	return true;
}

static bool end_line(struct imap_allow *allow, GByteArray *out, GError **error)
{
	GString *line = allow->line;

	if (line->len == 0 || line->str[line->len - 1] != '\r')
		return refuse(allow, line->str, error);
	g_string_truncate(line, line->len - 1);
	if (!check_line(allow, error))
		return false;
	g_byte_array_append(out, (const guint8 *)line->str, (guint)line->len);
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
	wipe(line);
	return true;
}

void imap_allow_break_off(struct imap_allow *allow)
{
	allow->literal = 0;
	wipe(allow->command);
}

bool imap_allow_feed(struct imap_allow *allow, const char *bytes, gsize n,
		     GByteArray *out, GError **error)
{
	while (n > 0 && !allow->refused) {
		const char *feed;
		gsize part;

		if (allow->literal > 0) {
			part = (gsize)MIN(allow->literal, n);
			g_byte_array_append(out, (const guint8 *)bytes,
					    (guint)part);
			allow->literal -= part;
			if (allow->literal == 0)
				imap_trace_line(allow->trace, IMAP_TRACE_OUT,
						"(literal)", 9);
			bytes += part;
			n -= part;
			continue;
		}
		feed = memchr(bytes, '\n', n);
		part = feed ? (gsize)(feed - bytes) : n;
		g_string_append_len(allow->line, bytes, (gssize)part);
		if (allow->line->len > LINE_MAX_OUT)
			return refuse(allow, "", error);
		if (!feed)
			break;
		if (!end_line(allow, out, error))
			return false;
		bytes += part + 1;
		n -= part + 1;
	}
	if (allow->refused && error && !*error)
		return refuse(allow, "", error);
	return !allow->refused;
}
