/*
 * What sort of mail a message is, from its header.
 *
 * To add a sign: add a row to `rules` where its certainty puts it, surest
 * first.  A row rests on one header field, which is what `tend why` shows.
 */
#include "parse/kind.h"

#include <string.h>

#include "parse/bounce.h"
#include "parse/fields.h"
#include "parse/kind_words.h"
#include "parse/message.h"
#include "parse/private.h"
#include "parse/robot.h"
#include "parse/text.h"
#include "parse/value.h"

/* What the rules look at, taken apart once for all of them. */
struct view {
	const struct parse_message *message;
	struct parse_fields *fields;
	const char *value; /* of the rule's own field, unfolded */
	const char *from;  /* the first From address, "" for none */
	bool daemon;	   /* it is a mail system's */
	bool postmaster;   /* it may be */
	bool robot;	   /* nobody reads it */
	char type[PARSE_TOKEN_MAX + 1];	      /* "multipart/report" */
	char report[PARSE_TOKEN_MAX + 1];     /* report-type, in lower case */
	char submitted[PARSE_TOKEN_MAX + 1];  /* Auto-Submitted's word */
	char precedence[PARSE_TOKEN_MAX + 1]; /* Precedence's word */
};

struct rule {
	const char *name;
	enum parse_kind kind;
	enum parse_field_id field; /* what it rests on: must be there */
	bool (*holds)(const struct view *view, const char *word);
	const char *word; /* for `holds`, in lower case */
};

static bool is_there(const struct view *view, const char *word)
{
	return true;
}

static bool report_is(const struct view *view, const char *word)
{
	return !strcmp(view->report, word);
}

static bool type_is(const struct view *view, const char *word)
{
	return g_str_has_prefix(view->type, word);
}

/* The value's first word. */
static bool word_is(const struct view *view, const char *word)
{
	char token[PARSE_TOKEN_MAX + 1];

	parse_value_token(view->value, token);
	return !strcmp(token, word);
}

static bool word_is_not(const struct view *view, const char *word)
{
	return !word_is(view, word);
}

/* The value, letters compared without case. */
static bool has_words(const struct view *view, const char *word)
{
	gsize n = strlen(word);

	for (const char *p = view->value; *p; p++) {
		if (g_ascii_tolower(*p) == *word &&
		    !g_ascii_strncasecmp(p, word, n))
			return true;
	}
	return false;
}

/* Something other than "no" says that no person pressed a button. */
static bool is_automatic(const struct view *view)
{
	return *view->submitted && strcmp(view->submitted, "no");
}

static bool is_null_path(const struct view *view)
{
	const char *path = parse_fields_get(view->fields, PARSE_RETURN_PATH);

	return g_str_has_prefix(path, "<>") ||
	       !g_ascii_strncasecmp(path, "<mailer-daemon", 14) ||
	       !g_ascii_strncasecmp(path, "mailer-daemon", 13);
}

/* Precedence: bulk, junk */
static bool is_unimportant(const struct view *view)
{
	return !strcmp(view->precedence, "bulk") ||
	       !strcmp(view->precedence, "junk");
}

/* Whoever answers: there is something that it answers. */
static bool is_answer(const struct view *view)
{
	return view->message->in_reply_to->len ||
	       view->message->references->len;
}

/* Microsoft's feedback to senders, which has no report's type. */
static bool is_complaint(const struct view *view, const char *word)
{
	return !g_ascii_strncasecmp(view->message->subject, word,
				    strlen(word)) &&
	       !g_ascii_strcasecmp(view->from, "staff@hotmail.com");
}

/* --- Mail systems' reports --------------------------------------------- */

static bool is_failure(const struct view *view, const char *word)
{
	const char *subject = view->message->subject;

	if (!view->daemon && !view->postmaster && !is_null_path(view) &&
	    !is_automatic(view))
		return false;
	/* "Re: Undeliverable" is somebody talking about one. */
	if (is_answer(view) && !g_ascii_strncasecmp(subject, "re:", 3))
		return false;
	return parse_bounce_is_subject(subject);
}

/* postmaster@ is a person too, so more than the address must say so. */
static bool from_daemon(const struct view *view, const char *word)
{
	return view->daemon ||
	       (view->postmaster && (is_null_path(view) || is_automatic(view)));
}

/* A name that only mail systems bear, with another sign of one. */
static bool is_daemon_name(const struct view *view, const char *word)
{
	return has_words(view, word) &&
	       (view->daemon || view->robot || is_null_path(view) ||
		is_automatic(view));
}

/* RFC 7489 section 7.2.1.1 and RFC 8460 section 5.3 prescribe the subject. */
static bool is_aggregate(const struct view *view, const char *word)
{
	bool program = view->robot || view->postmaster || is_automatic(view);

	if (has_words(view, "report domain:"))
		return program || has_words(view, "submitter:");
	/* Some name it in words of their own. */
	return program && has_words(view, "dmarc") && has_words(view, "report");
}

/* --- Answers that nobody wrote ----------------------------------------- */

/*
 * Exchange marks its own absence notes by a loop counter, and asks others not
 * to answer them.  The request alone stands on people's mail as well.
 */
static bool is_exchange_absence(const struct view *view, const char *word)
{
	return (has_words(view, "all") || has_words(view, "oof")) &&
	       parse_fields_has(view->fields, PARSE_X_INBOX_RULES_LOOP);
}

/* How programs begin the subject of a note, in lower case. */
static const char *const note_words[] = {
	"auto:",
	"auto reply",
	"auto-reply",
	"autoreply",
	"auto response",
	"auto-response",
	"autoresponse",
	"automatic reply",
	"automatic response",
	"automated reply",
	"automated response",
	"out of office autoreply",
	"out of office auto-reply",
	"out of office reply",
	"vacation reply",
	"abwesenheitsnotiz",
	"abwesenheitsnachricht",
	"abwesenheitsassistent",
	"automatische antwort",
	"automatisch antwoord",
	"automatisk svar",
	"automatiskt svar",
	"automaattinen vastaus",
	"automaattivastaus",
	"autosvar",
	"réponse automatique",
	"respuesta automática",
	"risposta automatica",
	"resposta automática",
	"odpowiedź automatyczna",
	"automatyczna odpowiedź",
	"autoodpowiedź",
	"automatická odpověď",
	"automatická odpoveď",
	"automatikus válasz",
	"răspuns automat",
	"otomatik yanıt",
	"samodejni odgovor",
	"automatski odgovor",
	"automaatvastus",
	"автоответ",
	"автоматический ответ",
	"автоматична відповідь",
	"автоматичен отговор",
	"αυτόματη απάντηση",
	"מענה אוטומטי",
	"تلقائي: رد",
	"رد تلقائي",
	"ตอบกลับอัตโนมัติ",
	"trả lời tự động",
	"balasan otomatis",
	"自動応答",
	"自動返信",
	"自动答复",
	"自动回复",
	"自動回覆",
	"자동 회신",
	"자동 응답",
};

/* The same of people, who write of their absence too. */
static const char *const absence_words[] = {
	"out of office",
	"out of the office",
	"ooo:",
	"vacation",
	"on vacation",
	"away",
	"i am away",
	"on leave",
	"on holiday",
	"abwesend",
	"abwesenheit",
	"nicht im büro",
	"urlaub",
	"im urlaub",
	"frånvaro",
	"frånvarande",
	"semester",
	"fravær",
	"ikke til stede",
	"ferie",
	"absence",
	"absent",
	"fuera de la oficina",
	"ausente",
	"ausencia",
	"fuori sede",
	"fuori ufficio",
	"assente",
	"assenza",
	"fora do escritório",
	"ausência",
	"férias",
	"afwezig",
	"niet aanwezig",
	"nieobecność",
	"poza biurem",
	"urlop",
	"poissa",
	"loma",
	"mimo kancelář",
	"nepřítomnost",
	"вне офиса",
	"в отпуске",
	"отсутств",
	"不在",
	"부재중",
};

static bool starts_any(const char *text, const char *const *words, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (g_str_has_prefix(text, words[i]))
			return true;
	}
	return false;
}

/* X-Auto-Response-Suppress: All, as on answers of Exchange itself. */
static bool wants_no_note(const struct view *view)
{
	const char *value =
	    parse_fields_get(view->fields, PARSE_X_AUTO_RESPONSE_SUPPRESS);

	return !g_ascii_strncasecmp(value, "all", 3);
}

/*
 * A phrase alone proves nothing: people write such subjects too.  A program's
 * phrase wants another sign; a person's one that comes from a program, or
 * what is answered behind a colon.  Of the rest the body tells.
 */
static bool is_absence(const struct view *view, const char *word)
{
	bool program = is_automatic(view) || is_null_path(view) ||
		       is_unimportant(view) || wants_no_note(view);

	if (!strcmp(view->submitted, "no") ||
	    (!program && !is_answer(view) &&
	     !parse_fields_has(view->fields, PARSE_X_AUTO_RESPONSE_SUPPRESS)))
		return false;

	g_autofree char *subject = g_utf8_strdown(view->message->subject, -1);
	const char *start = subject + strspn(subject, "[(* ");
	if (starts_any(start, note_words, G_N_ELEMENTS(note_words)))
		return true;
	return starts_any(start, absence_words, G_N_ELEMENTS(absence_words)) &&
	       (program || (strchr(start, ':') && !strchr(start, '?')));
}

/*
 * Programs that answer want no answer, so their return path is null; whoever
 * mails to many wants to hear what did not arrive.
 */
static bool is_bulk_answer(const struct view *view, const char *word)
{
	return is_unimportant(view) && is_null_path(view) && !view->robot &&
	       !parse_fields_has(view->fields, PARSE_LIST_ID) &&
	       !parse_fields_has(view->fields, PARSE_LIST_UNSUBSCRIBE);
}

static bool is_autoresponder(const struct view *view, const char *word)
{
	return !g_ascii_strncasecmp(view->value, word, strlen(word));
}

/* --- One to many -------------------------------------------------------- */

/* Signs of a mailing of one sender, not of a list where people talk. */
static bool is_bulk(const struct view *view)
{
	return parse_fields_has(view->fields, PARSE_FEEDBACK_ID) ||
	       (parse_fields_has(view->fields, PARSE_LIST_UNSUBSCRIBE_POST) &&
		!parse_fields_has(view->fields, PARSE_LIST_POST));
}

/* List-Post names where to write; "NO" is for announcements, RFC 2369. */
static bool takes_posts(const struct view *view, const char *word)
{
	return has_words(view, "mailto:") && !is_bulk(view);
}

static bool is_recipient(const struct view *view, const char *address)
{
	for (guint i = 0; i < view->message->addresses->len; i++) {
		const struct parse_address *other = &g_array_index(
		    view->message->addresses, struct parse_address, i);

		if ((other->role == PARSE_ROLE_TO ||
		     other->role == PARSE_ROLE_CC) &&
		    !g_ascii_strcasecmp(other->address, address))
			return true;
	}
	return false;
}

/* "talk.example.org" is the name of talk@example.org; RFC 2919 section 2. */
static bool is_to_list(const struct view *view)
{
	g_autofree char *address = g_strdup(view->message->list_id);
	char *dot = strchr(address, '.');

	if (!dot)
		return false;
	*dot = '@';
	return is_recipient(view, address);
}

/* List-Post: NO */
static bool takes_none(const struct view *view)
{
	char token[PARSE_TOKEN_MAX + 1];

	parse_value_token(parse_fields_get(view->fields, PARSE_LIST_POST),
			  token);
	return !strcmp(token, "no");
}

/*
 * "mailto:talk-unsubscribe@example.org" on an answer sent to
 * talk@example.org: older lists have no other name.
 */
static bool leaves_list(const struct view *view, const char *word)
{
	static const char *const ends[] = {
		"-unsubscribe-request",
		"-unsubscribe",
		"+unsubscribe",
		"-request",
		"-leave",
		"-off",
		"-signoff-request",
	};
	const char *at = strstr(view->value, "mailto:");
	const char *local = at ? at + strlen("mailto:") : "";
	const char *host = local + strcspn(local, "@>?, ");
	gsize length = (gsize)(host - local);

	if (*host != '@' || !is_answer(view) || view->robot || is_bulk(view) ||
	    takes_none(view))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
		gsize n = strlen(ends[i]);
		g_autofree char *list = NULL;

		if (length <= n ||
		    g_ascii_strncasecmp(local + length - n, ends[i], n) != 0)
			continue;
		list = g_strdup_printf("%.*s%.*s", (int)(length - n), local,
				       (int)strcspn(host, ">?, "), host);
		return g_ascii_strcasecmp(list, view->from) != 0 &&
		       is_recipient(view, list);
	}
	return false;
}

/*
 * A list's name on a person's mail.  Mailings carry one too, without a sign
 * of talk: nobody answers, and nobody writes to the list's address.
 */
static bool is_talk(const struct view *view, const char *word)
{
	return !view->robot && !is_bulk(view) && !takes_none(view) &&
	       (!strcmp(view->precedence, "list") || is_answer(view) ||
		is_to_list(view));
}

/* A mailing is often addressed to its own sender. */
static bool is_list_precedence(const struct view *view, const char *word)
{
	return word_is(view, word) && !view->robot && !is_bulk(view) &&
	       !takes_none(view) &&
	       (is_answer(view) || !is_recipient(view, view->from));
}

static bool from_robot(const struct view *view, const char *word)
{
	return view->robot;
}

/* What programs for mailings call themselves. */
static const char *const mailing_programs[] = {
	"accucast",    "mailchimp",  "phplist",	  "campaign",
	"newsletter",  "bulkmail",   "bulk mail", "mass mail",
	"massmail",    "listserv",   "lyris",	  "sendinblue",
	"cleverreach", "acymailing", "sendy",	  "mailjet",
};

static bool is_mailing_program(const struct view *view, const char *word)
{
	for (guint i = 0;
	     i < G_N_ELEMENTS(mailing_programs) && !is_answer(view); i++) {
		if (has_words(view, mailing_programs[i]))
			return true;
	}
	return false;
}

/* clang-format off */
static const struct rule rules[] = {
	/* What the message is made as. */
	{ "status-report", PARSE_KIND_BOUNCE, PARSE_CONTENT_TYPE,
	  report_is, "delivery-status" },
	{ "status-part", PARSE_KIND_BOUNCE, PARSE_CONTENT_TYPE,
	  type_is, "message/delivery-status" },
	{ "receipt", PARSE_KIND_RECEIPT, PARSE_CONTENT_TYPE,
	  report_is, "disposition-notification" },
	{ "receipt-part", PARSE_KIND_RECEIPT, PARSE_CONTENT_TYPE,
	  type_is, "message/disposition-notification" },
	{ "feedback", PARSE_KIND_REPORT, PARSE_CONTENT_TYPE,
	  report_is, "feedback-report" },
	{ "tls-report", PARSE_KIND_REPORT, PARSE_CONTENT_TYPE,
	  report_is, "tlsrpt" },
	{ "tls-report-part", PARSE_KIND_REPORT, PARSE_CONTENT_TYPE,
	  type_is, "application/tlsrpt" },
	{ "aggregate", PARSE_KIND_REPORT, PARSE_SUBJECT,
	  is_aggregate, NULL },
	{ "complaint", PARSE_KIND_REPORT, PARSE_SUBJECT,
	  is_complaint, "complaint about message from" },
	{ "calendar-part", PARSE_KIND_CALENDAR, PARSE_CONTENT_TYPE,
	  type_is, "text/calendar" },
	{ "calendar-class", PARSE_KIND_CALENDAR, PARSE_CONTENT_CLASS,
	  has_words, "calendarmessage" },
	{ "calendar-sender", PARSE_KIND_CALENDAR, PARSE_SENDER,
	  has_words, "<calendar-notification@google.com>" },

	/* Mail systems that say it in prose. */
	{ "failed-recipients", PARSE_KIND_BOUNCE, PARSE_X_FAILED_RECIPIENTS,
	  is_there, NULL },
	{ "report-of-daemon", PARSE_KIND_BOUNCE, PARSE_FROM,
	  from_daemon, NULL },
	{ "failure-subject", PARSE_KIND_BOUNCE, PARSE_SUBJECT,
	  is_failure, NULL },
	{ "delivery-system", PARSE_KIND_BOUNCE, PARSE_FROM,
	  is_daemon_name, "mail delivery s" },

	/* Answers that nobody wrote. */
	{ "auto-replied", PARSE_KIND_AUTO_REPLY, PARSE_AUTO_SUBMITTED,
	  word_is, "auto-replied" },
	{ "x-autoreply", PARSE_KIND_AUTO_REPLY, PARSE_X_AUTOREPLY,
	  word_is_not, "no" },
	{ "x-autorespond", PARSE_KIND_AUTO_REPLY, PARSE_X_AUTORESPOND,
	  word_is_not, "no" },
	{ "x-autoresponse", PARSE_KIND_AUTO_REPLY, PARSE_X_AUTORESPONSE,
	  word_is_not, "no" },
	{ "precedence-reply", PARSE_KIND_AUTO_REPLY, PARSE_PRECEDENCE,
	  word_is, "auto_reply" },
	{ "apple-vacation", PARSE_KIND_AUTO_REPLY, PARSE_X_APPLE_ACTION,
	  word_is, "vacation" },
	{ "exchange-absence", PARSE_KIND_AUTO_REPLY,
	  PARSE_X_AUTO_RESPONSE_SUPPRESS, is_exchange_absence, NULL },
	{ "autoresponder", PARSE_KIND_AUTO_REPLY, PARSE_DELIVERED_TO,
	  is_autoresponder, "autoresponder" },
	{ "absence-subject", PARSE_KIND_AUTO_REPLY, PARSE_SUBJECT,
	  is_absence, NULL },
	{ "null-path-bulk", PARSE_KIND_AUTO_REPLY, PARSE_PRECEDENCE,
	  is_bulk_answer, NULL },

	/* One to many. */
	{ "list-post", PARSE_KIND_LIST, PARSE_LIST_POST,
	  takes_posts, NULL },
	{ "list-id", PARSE_KIND_LIST, PARSE_LIST_ID,
	  is_talk, NULL },
	{ "precedence-list", PARSE_KIND_LIST, PARSE_PRECEDENCE,
	  is_list_precedence, "list" },
	{ "list-leave", PARSE_KIND_LIST, PARSE_LIST_UNSUBSCRIBE,
	  leaves_list, NULL },
	{ "one-click", PARSE_KIND_NEWSLETTER, PARSE_LIST_UNSUBSCRIBE_POST,
	  is_there, NULL },
	{ "unsubscribe", PARSE_KIND_NEWSLETTER, PARSE_LIST_UNSUBSCRIBE,
	  is_there, NULL },
	{ "auto-generated", PARSE_KIND_NOTIFICATION, PARSE_AUTO_SUBMITTED,
	  word_is_not, "no" },
	{ "mailing-program", PARSE_KIND_NEWSLETTER, PARSE_X_MAILER,
	  is_mailing_program, NULL },
	{ "precedence-bulk", PARSE_KIND_NEWSLETTER, PARSE_PRECEDENCE,
	  word_is, "bulk" },
	{ "precedence-junk", PARSE_KIND_NEWSLETTER, PARSE_PRECEDENCE,
	  word_is, "junk" },
	{ "precedence-list-mailing", PARSE_KIND_NEWSLETTER, PARSE_PRECEDENCE,
	  word_is, "list" },
	{ "newsletter-list", PARSE_KIND_NEWSLETTER, PARSE_LIST_ID,
	  is_there, NULL },
	{ "newsletter-name", PARSE_KIND_NEWSLETTER, PARSE_FROM,
	  has_words, "newsletter" },

	/* One to one, by nobody. */
	{ "cron", PARSE_KIND_NOTIFICATION, PARSE_FROM,
	  has_words, "(cron daemon)" },
	{ "not-automatic", PARSE_KIND_HUMAN, PARSE_AUTO_SUBMITTED,
	  word_is, "no" },
	{ "robot", PARSE_KIND_NOTIFICATION, PARSE_FROM,
	  from_robot, NULL },
	{ "feedback-id", PARSE_KIND_NEWSLETTER, PARSE_FEEDBACK_ID,
	  is_there, NULL },
};
/* clang-format on */

/* "MAILER-DAEMON", "Mail Delivery Subsystem <MAILER-DAEMON>", "<>" */
static bool is_bare_daemon(struct parse_fields *fields)
{
	const char *from = parse_fields_get(fields, PARSE_FROM);
	const char *angle = strrchr(from, '<');

	return parse_robot_is_daemon(angle && angle[1] != '>' ? angle + 1
							      : from);
}

static void look(struct view *view, struct parse_message *message,
		 struct parse_fields *fields)
{
	const char *type = parse_fields_get(fields, PARSE_CONTENT_TYPE);

	*view = (struct view){
		.message = message,
		.fields = fields,
		.from = "",
	};
	if (message->addresses->len) {
		const struct parse_address *from =
		    &g_array_index(message->addresses, struct parse_address, 0);

		if (from->role == PARSE_ROLE_FROM)
			view->from = from->address;
	}
	view->daemon = *view->from ? parse_robot_is_daemon(view->from)
				   : is_bare_daemon(fields);
	view->postmaster = parse_robot_is_postmaster(view->from);
	view->robot = parse_robot_address(view->from);
	parse_value_token(type, view->type);
	if (g_str_has_prefix(view->type, "multipart/report")) {
		parse_value_param(type, "report-type", view->report);
		for (char *p = view->report; *p; p++)
			*p = g_ascii_tolower(*p);
	}
	parse_value_token(parse_fields_get(fields, PARSE_AUTO_SUBMITTED),
			  view->submitted);
	parse_value_token(parse_fields_get(fields, PARSE_PRECEDENCE),
			  view->precedence);
}

/* "Field: value" on one clean line; the subject and names are decoded. */
static const char *show(const struct view *view, enum parse_field_id field)
{
	struct parse_scratch *scratch = view->message->scratch;
	const char *value = field == PARSE_SUBJECT
				? view->message->subject
				: parse_fields_get(view->fields, field);

	g_string_assign(scratch->line, parse_fields_name(field));
	g_string_append(scratch->line, ": ");
	g_string_append_len(scratch->line, value,
			    (gssize)strnlen(value, PARSE_EVIDENCE_MAX * 8));
	parse_text_decode(scratch->line->str, scratch->line->len, "",
			  PARSE_EVIDENCE_MAX, scratch->text);
	return parse_keep(scratch->texts, scratch->text);
}

/*
 * Whether the body must tell the rest: what became of a mail, when somebody is
 * back, what was answered to whom; or whether it is people's mail at all.
 */
static bool wants_body(const struct view *view)
{
	const struct parse_message *message = view->message;
	struct parse_scratch *scratch = message->scratch;

	switch (message->kind) {
	case PARSE_KIND_BOUNCE:
	case PARSE_KIND_RECEIPT:
	case PARSE_KIND_CALENDAR:
	case PARSE_KIND_AUTO_REPLY:
		return true;
	case PARSE_KIND_HUMAN:
	case PARSE_KIND_LIST:
		if (!strcmp(view->submitted, "no"))
			return false;
		switch (parse_subject_sort(message->subject, scratch->line,
					   scratch->text)) {
		case PARSE_SUBJECT_PLAIN:
		case PARSE_SUBJECT_ANSWER:
			break;
		case PARSE_SUBJECT_NOTE:
		case PARSE_SUBJECT_ABSENT:
		case PARSE_SUBJECT_READ:
		case PARSE_SUBJECT_CALENDAR:
			return true;
		}
		break;
	case PARSE_KIND_UNKNOWN:
	case PARSE_KIND_NEWSLETTER:
	case PARSE_KIND_NOTIFICATION:
	case PARSE_KIND_REPORT:
	case N_PARSE_KINDS:
		break;
	}
	/* Robots that want no answer are often mail systems. */
	return !strcmp(view->type, "multipart/report") ||
	       (view->robot && is_null_path(view)) ||
	       parse_bounce_may_be(message);
}

/*
 * Programs for sales people put on their mail what mailings have: it may be
 * a person's.  A robot's or a program's own never is.
 */
static bool is_bulk_only(const struct view *view, enum parse_field_id field)
{
	return view->message->kind == PARSE_KIND_NEWSLETTER &&
	       field != PARSE_FROM && field != PARSE_X_MAILER && !view->robot &&
	       !is_automatic(view) && !is_null_path(view) && is_answer(view);
}

void parse_kind_judge(struct parse_message *message,
		      struct parse_fields *fields)
{
	enum parse_field_id field = PARSE_FROM;
	struct view view;

	look(&view, message, fields);
	/* What has no author may be no mail at all. */
	message->kind = parse_fields_has(fields, PARSE_FROM)
			    ? PARSE_KIND_HUMAN
			    : PARSE_KIND_UNKNOWN;
	for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
		const struct rule *rule = &rules[i];

		if (!parse_fields_has(fields, rule->field))
			continue;
		view.value = parse_fields_get(fields, rule->field);
		if (!rule->holds(&view, rule->word))
			continue;
		message->kind = rule->kind;
		field = rule->field;
		break;
	}
	message->evidence = parse_fields_has(fields, field) ? show(&view, field)
							    : "it has no From";
	message->bulk_only = is_bulk_only(&view, field);
	message->body_wanted = wants_body(&view);
}

const char *parse_kind_name(enum parse_kind kind)
{
	static const char *const names[N_PARSE_KINDS] = {
		[PARSE_KIND_UNKNOWN] = "unknown",
		[PARSE_KIND_HUMAN] = "human",
		[PARSE_KIND_LIST] = "list",
		[PARSE_KIND_NEWSLETTER] = "newsletter",
		[PARSE_KIND_NOTIFICATION] = "notification",
		[PARSE_KIND_AUTO_REPLY] = "auto-reply",
		[PARSE_KIND_BOUNCE] = "bounce",
		[PARSE_KIND_RECEIPT] = "receipt",
		[PARSE_KIND_CALENDAR] = "calendar",
		[PARSE_KIND_REPORT] = "report",
	};

	return names[kind];
}
