/* What sort of mail a message is, where only its text tells. */
#include "parse/kind_body.h"

#include <string.h>

#include "parse/kind_words.h"
#include "parse/message.h"
#include "parse/private.h"
#include "parse/robot.h"
#include "parse/text.h"

/* How much of a text is looked at, from its head and from its tail. */
#define HEAD_MAX 4000
#define TAIL_MAX 3000

/* Notes are short: beyond these bytes somebody wrote more than a note. */
#define NOTE_MAX 1500
#define ANNOUNCED_NOTE_MAX 4000
#define CALENDAR_MAX 800
#define SHORT_MAX 300		/* shorter mailings have a link or an address */
#define CALENDAR_ASKING_MAX 400 /* who asks, writes */

/* So many quoted lines are an answer; fewer may be an ornament. */
#define QUOTES_MAX 4

/* Who gets Outlook's answer to an invitation, at most. */
#define ANSWERED_MAX 10

/* The score from which a text is a mailing, and without a way to leave it. */
#define MAILING_SCORE 4
#define MAILING_SCORE_UNTOLD 5
#define MAILING_SCORE_PROGRAM 7 /* rather than a program's own mail */

/* What the rules look at. */
struct look {
	struct parse_message *message;
	enum parse_subject subject;
	GString *folded; /* of the new text, while `signs` are its */
	GString *clean;
	struct parse_signs signs;
	guint quotes; /* lines of somebody else's mail in the text */
};

/* Local parts, or their beginnings, of those who write to many. */
static const char *const mailers[] = {
	"news",	  "newsletter", "announce",  "members", "events",   "updates",
	"offers", "deals",	"marketing", "editor",	"promo",    "feedback",
	"list",	  "subscriber", "mailing",   "digest",	"bulletin",
};

static void say(struct look *look, enum parse_kind kind, const char *text,
		gsize length)
{
	struct parse_scratch *scratch = look->message->scratch;

	look->message->kind = kind;
	parse_text_clean(text, length, PARSE_EVIDENCE_MAX, scratch->text);
	look->message->evidence = parse_keep(scratch->texts, scratch->text);
}

static void say_subject(struct look *look, enum parse_kind kind)
{
	g_autofree char *line =
	    g_strconcat("Subject: ", look->message->subject, NULL);

	say(look, kind, line, strlen(line));
}

static bool ends_sentence(const char *p)
{
	return *p == '\n' || ((*p == '.' || *p == '!' || *p == '?') &&
			      (p[1] == ' ' || p[1] == '\n' || !p[1]));
}

/* The sentence of the first such sign; its end, where it is too long. */
static void say_sign(struct look *look, enum parse_kind kind,
		     enum parse_sign sign)
{
	const char *text = look->clean->str;
	gsize at = look->signs.at[sign];
	gsize start = at, end = at;

	while (start && !ends_sentence(text + start - 1) && at - start < 80)
		start--;
	while (at - start >= 80 && start < at && text[start] != ' ')
		start++;
	while (text[end] && !ends_sentence(text + end) &&
	       end - start < PARSE_EVIDENCE_MAX)
		end++;
	if (text[end] == '.' || text[end] == '!' || text[end] == '?')
		end++;
	while (start < end && (text[start] == ' ' || text[start] == '\n'))
		start++;
	say(look, kind, text + start, end - start);
}

static guint count(const struct look *look, enum parse_sign sign)
{
	return look->signs.n[sign];
}

/*
 * How many lines are somebody else's; a header that quotes is for many.
 * message->quoted is not asked: mailings have lines that look like one.
 */
static guint count_quotes(const char *text)
{
	guint n = *text == '>' && text[1] != '>';

	if (strstr(text, "Original Message-----") ||
	    strstr(text, "- Forwarded by "))
		return QUOTES_MAX;
	while (n < QUOTES_MAX && (text = strstr(text, "\n>"))) {
		text += 2;
		n += *text != '>'; /* ">> Click here" */
	}
	return n;
}

static bool answers_quoted(const struct look *look)
{
	const struct parse_quoted *quoted = &look->message->quoted;

	return look->quotes || *quoted->author || quoted->at != PARSE_DATE_NONE;
}

/* "Bob, ..." speaks to somebody, "Hello, ..." to anybody. */
static bool calls_name(const char *text)
{
	static const char *const words[] = {
		"hello",     "hi",     "hey",		"greetings",
		"thanks",    "thank",  "dear",		"sorry",
		"hallo",     "guten",  "moin",		"danke",
		"bonjour",   "merci",  "hola",		"buenos",
		"gracias",   "ciao",   "salve",		"buongiorno",
		"beste",     "hej",    "hei",		"witam",
		"cześć",     "please", "unfortunately", "however",
		"currently", "today",  "yes",		"no",
		"olá",	     "all",
	};
	gsize n = 0;

	while (g_ascii_isalpha(text[n]) || (guchar)text[n] >= 0x80)
		n++;
	if (n < 2 || n > 20 || !g_ascii_isupper(*text) ||
	    (text[n] != ',' && text[n] != ':'))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strlen(words[i]) == n &&
		    !g_ascii_strncasecmp(words[i], text, n))
			return false;
	}
	return true;
}

/* "Bob, ..." and "Dear Bob" speak to the one they were sent to. */
static bool greets_reader(const struct look *look)
{
	const GArray *addresses = look->message->addresses;
	g_autofree char *start =
	    g_strndup(look->folded->str, MIN(look->folded->len, 48));

	if (calls_name(look->clean->str))
		return true;
	for (guint i = 0; i < addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(addresses, struct parse_address, i);
		g_autofree char *folded = NULL;
		g_auto(GStrv) words = NULL;

		if (address->role != PARSE_ROLE_TO)
			continue;
		folded = g_ascii_strdown(
		    *address->name ? address->name : address->address, -1);
		folded[strcspn(folded, "@")] = '\0';
		words = g_strsplit_set(folded, " ,._-'\"()", 8);
		for (guint j = 0; words[j]; j++) {
			if (strlen(words[j]) >= 3 && strstr(start, words[j]))
				return true;
		}
		break;
	}
	return false;
}

/* --- Absence notes ------------------------------------------------------ */

static guint sorts_of_absence(const struct look *look)
{
	return !!count(look, PARSE_SIGN_AWAY) + !!count(look, PARSE_SIGN_BACK) +
	       !!count(look, PARSE_SIGN_INSTEAD) +
	       !!count(look, PARSE_SIGN_YOUR_MAIL);
}

/* A subject that only programs write, and nothing against it in the text. */
static bool is_announced_note(struct look *look)
{
	bool signs = sorts_of_absence(look) ||
		     count(look, PARSE_SIGN_AUTO_REPLY) ||
		     count(look, PARSE_SIGN_AUTOMATIC);

	if (look->folded->len > ANNOUNCED_NOTE_MAX)
		return false;
	if (look->subject == PARSE_SUBJECT_NOTE)
		return signs || (look->folded->len <= NOTE_MAX &&
				 look->message->recipients <= 1 &&
				 !strchr(look->folded->str, '?'));
	return look->subject == PARSE_SUBJECT_ABSENT &&
	       count(look, PARSE_SIGN_AWAY);
}

/*
 * A note under somebody's own subject.  People write of their absence too:
 * to several, by name, with a question, above the mail that they answer; and
 * they seldom call what they answer "your message".
 */
static bool is_plain_note(struct look *look)
{
	const struct parse_message *message = look->message;
	bool answers = message->in_reply_to->len || message->references->len;
	guint sorts = sorts_of_absence(look);

	if (look->folded->len > NOTE_MAX || answers_quoted(look) ||
	    message->recipients > 1)
		return false;
	if (count(look, PARSE_SIGN_AUTO_REPLY))
		return true;
	if (!count(look, PARSE_SIGN_AWAY) ||
	    look->signs.at[PARSE_SIGN_AWAY] > 400 ||
	    strchr(look->folded->str, '?') || greets_reader(look))
		return false;
	return count(look, PARSE_SIGN_YOUR_MAIL) ? sorts >= 3
						 : answers && sorts >= 3;
}

static bool judge_note(struct look *look)
{
	if (is_announced_note(look)) {
		say_subject(look, PARSE_KIND_AUTO_REPLY);
		return true;
	}
	if (look->message->kind != PARSE_KIND_HUMAN || !is_plain_note(look))
		return false;
	say_sign(look, PARSE_KIND_AUTO_REPLY,
		 count(look, PARSE_SIGN_AUTO_REPLY) ? PARSE_SIGN_AUTO_REPLY
						    : PARSE_SIGN_AWAY);
	return true;
}

/* --- Receipts, calendars, programs -------------------------------------- */

static bool judge_receipt(struct look *look)
{
	if (look->subject != PARSE_SUBJECT_READ ||
	    !count(look, PARSE_SIGN_READ) || look->folded->len > NOTE_MAX)
		return false;
	say_sign(look, PARSE_KIND_RECEIPT, PARSE_SIGN_READ);
	return true;
}

/* Outlook's answers, when their calendar part was lost on the way. */
static bool judge_calendar(struct look *look)
{
	if (look->subject != PARSE_SUBJECT_CALENDAR ||
	    look->message->recipients > ANSWERED_MAX ||
	    look->folded->len > (strchr(look->folded->str, '?')
				     ? CALENDAR_ASKING_MAX
				     : CALENDAR_MAX))
		return false;
	say_subject(look, PARSE_KIND_CALENDAR);
	return true;
}

/* --- Mailings ----------------------------------------------------------- */

static const struct parse_address *find(const struct parse_message *message,
					enum parse_role role)
{
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role == role)
			return address;
	}
	return NULL;
}

/* news@, and addresses made anew for every mail: 2.205.db-Q-H_lY@ */
static guint score_sender(const struct parse_message *message)
{
	const struct parse_address *from = find(message, PARSE_ROLE_FROM);
	const struct parse_address *to = find(message, PARSE_ROLE_TO);
	guint digits = 0, score = 0;

	if (!from)
		return 0;
	for (const char *p = from->address; *p != '@' && *p; p++)
		digits += g_ascii_isdigit(*p);
	for (guint i = 0; i < G_N_ELEMENTS(mailers) && !score; i++) {
		gsize n = strlen(mailers[i]);

		if (!g_ascii_strncasecmp(from->address, mailers[i], n) &&
		    !g_ascii_isalpha(from->address[n]))
			score = 2;
	}
	if (!score && digits >= 6)
		score = 2;
	if (!to || !g_ascii_strcasecmp(from->address, to->address))
		score++;
	else if (strstr(to->address, "@list") ||
		 strstr(to->address, "listserv"))
		score += 2;
	return score;
}

static guint count_links(const char *folded)
{
	guint n = 0;

	for (const char *p = folded; n < 20 && (p = strstr(p, "http")); p += 4)
		n++;
	return n;
}

static guint score_mailing(const struct look *look)
{
	guint leave = count(look, PARSE_SIGN_LEAVE_LIST);
	guint score = leave > 1 ? 4 : leave ? 3 : 0;

	score += MIN(count(look, PARSE_SIGN_MAILING), 3);
	score += MIN(count(look, PARSE_SIGN_SALE), 4);
	score += count_links(look->folded->str) >= 4;
	return score + score_sender(look->message);
}

/* The least score of a mailing, by what else the message may be. */
static guint least_score(const struct look *look)
{
	if (look->message->kind == PARSE_KIND_NOTIFICATION ||
	    count(look, PARSE_SIGN_AUTOMATIC))
		return MAILING_SCORE_PROGRAM;
	return count(look, PARSE_SIGN_LEAVE_LIST) ? MAILING_SCORE
						  : MAILING_SCORE_UNTOLD;
}

/* A mailing's header may call it a list; its text tells. */
static void judge_list(struct look *look)
{
	if (look->subject != PARSE_SUBJECT_ANSWER &&
	    look->quotes < QUOTES_MAX && !look->message->in_reply_to->len &&
	    count(look, PARSE_SIGN_AUTOMATIC) &&
	    count(look, PARSE_SIGN_LEAVE_LIST) &&
	    score_mailing(look) >= MAILING_SCORE)
		say_sign(look, PARSE_KIND_NEWSLETTER, PARSE_SIGN_LEAVE_LIST);
}

static bool judge_mailing(struct look *look)
{
	enum parse_sign sign = PARSE_SIGN_SALE;

	if (look->subject == PARSE_SUBJECT_ANSWER ||
	    look->quotes >= QUOTES_MAX || look->message->in_reply_to->len)
		return false;
	if (count(look, PARSE_SIGN_LIST)) {
		say_sign(look, PARSE_KIND_LIST, PARSE_SIGN_LIST);
		return true;
	}
	if (score_mailing(look) < least_score(look))
		return false;
	if (count(look, PARSE_SIGN_LEAVE_LIST))
		sign = PARSE_SIGN_LEAVE_LIST;
	else if (count(look, PARSE_SIGN_MAILING))
		sign = PARSE_SIGN_MAILING;
	else if (!count(look, PARSE_SIGN_SALE))
		return false;
	say_sign(look, PARSE_KIND_NEWSLETTER, sign);
	return true;
}

/* "This is an automated message", "please do not reply to this e-mail" */
static void judge_program(struct look *look)
{
	if (!count(look, PARSE_SIGN_AUTOMATIC) || look->quotes >= QUOTES_MAX ||
	    look->subject == PARSE_SUBJECT_ANSWER)
		return;
	say_sign(look, PARSE_KIND_NOTIFICATION, PARSE_SIGN_AUTOMATIC);
}

/* ------------------------------------------------------------------------ */

/*
 * Head and tail: mailings say at one of these how one leaves them.  Blanks,
 * of which some are full, do not count.
 */
static void take_ends(struct look *look, const char *text)
{
	gsize from = HEAD_MAX, to;

	parse_signs_fold(text, strlen(text), look->folded, look->clean);
	if (look->folded->len > HEAD_MAX + TAIL_MAX) {
		to = look->folded->len - TAIL_MAX;
		while ((look->folded->str[from] & 0xc0) == 0x80)
			from++;
		while ((look->folded->str[to] & 0xc0) == 0x80)
			to++;
		g_string_erase(look->folded, (gssize)from, (gssize)(to - from));
		g_string_erase(look->clean, (gssize)from, (gssize)(to - from));
	}
	parse_signs_find(look->folded, &look->signs);
}

static enum parse_subject sort_subject(struct look *look)
{
	return parse_subject_sort(look->message->subject, look->folded,
				  look->clean);
}

static void judge(struct look *look, const char *whole, const char *text)
{
	struct parse_message *message = look->message;
	bool announced;

	look->subject = sort_subject(look);
	announced = look->subject == PARSE_SUBJECT_NOTE ||
		    look->subject == PARSE_SUBJECT_ABSENT;
	look->quotes = count_quotes(whole);
	if (message->kind == PARSE_KIND_HUMAN || announced) {
		take_ends(look, text);
		if (judge_note(look))
			return;
	}
	if (message->kind == PARSE_KIND_HUMAN && judge_calendar(look))
		return;
	if (message->kind != PARSE_KIND_HUMAN || strcmp(whole, text))
		take_ends(look, whole);
	if (message->kind == PARSE_KIND_HUMAN && judge_receipt(look))
		return;
	if (!judge_mailing(look) && message->kind == PARSE_KIND_HUMAN)
		judge_program(look);
}

void parse_kind_read_body(struct parse_message *message, const char *whole_text,
			  const char *new_text)
{
	struct look look = { .message = message };
	bool robot = message->kind == PARSE_KIND_NOTIFICATION &&
		     g_str_has_prefix(message->evidence, "From:");

	/* Only what the header did not prove; "Auto-Submitted: no" does. */
	if (!robot && message->kind != PARSE_KIND_LIST &&
	    (message->kind != PARSE_KIND_HUMAN ||
	     g_str_has_prefix(message->evidence, "Auto-Submitted:")))
		return;
	look.folded = g_string_sized_new(1024);
	look.clean = g_string_sized_new(1024);
	if (message->kind == PARSE_KIND_LIST) {
		look.subject = sort_subject(&look);
		look.quotes = count_quotes(whole_text);
		take_ends(&look, new_text);
		if (!judge_note(&look) &&
		    g_str_has_prefix(message->evidence, "Precedence:"))
			judge_list(&look);
	} else {
		judge(&look, whole_text, *new_text ? new_text : whole_text);
	}
	g_string_free(look.folded, TRUE);
	g_string_free(look.clean, TRUE);
}
