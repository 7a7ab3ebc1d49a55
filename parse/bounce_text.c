/*
 * The prose of the many reports that are in no standard form.
 *
 * To teach a mail system: add a row to `systems` with what it says and where
 * the recipients stand then, and, where it quotes the mail in a way of its
 * own, a row to `enclosures`.  Words are in lower case.
 */
#include "parse/bounce_private.h"

#include <string.h>

#include "parse/message.h"
#include "parse/private.h"

/* Between words that lead to an address and the address. */
#define GAP_MAX 60

/* A quoted local part; RFC 5321 section 4.5.3.1.1. */
#define LOCAL_MAX 64

enum find {
	FIND_BELOW,  /* lines that begin with an address follow */
	FIND_BEHIND, /* an address follows in the same sentence */
	FIND_LOCALS, /* lines follow with names at the sender's own domain */
	FIND_JSON,   /* "emailAddress":"ann@example.org" */
};

/*
 * What systems say before they name recipients.  `proves`: nobody but a mail
 * system says so, as far as an address follows and the header agrees.
 */
static const struct system {
	const char *name;
	const char *says;
	enum find find;
	bool proves;
} systems[] = {
	/* Lists below a sentence; the longer words of one system first. */
	{ "aol", "because they are not accepting mail", FIND_LOCALS, false },
	{ "amazon-sns", "\"notificationtype\":\"bounce\"", FIND_JSON, true },
	{ "amazon-ses", "\"eventtype\":\"bounce\"", FIND_JSON, true },
	{ "qmail", "deliver your message to the following address", FIND_BELOW,
	  true },
	{ "yahoo", "deliver message to the following address", FIND_BELOW,
	  true },
	{ "exim", "the following address(es) failed", FIND_BELOW, true },
	{ "exim-old", "the following address failed", FIND_BELOW, true },
	{ "kundenserver", "the following addresses failed", FIND_BELOW, true },
	{ "exim-delay", "address to which the message has not yet been",
	  FIND_BELOW, true },
	{ "exim-delays", "addresses to which the message has not yet been",
	  FIND_BELOW, true },
	{ "exim-frozen", "have yet to be delivered", FIND_BELOW, true },
	{ "exim-syntax", "addresses that were incorrectly constructed",
	  FIND_BELOW, true },
	{ "sendmail", "following addresses had", FIND_BELOW, true },
	{ "sendmail-one", "following address had", FIND_BELOW, true },
	{ "exchange", "did not reach the following recipient", FIND_BELOW,
	  true },
	{ "exchange-5", "following recipient(s) could not be reached",
	  FIND_BELOW, true },
	{ "exchange-2007", "delivery has failed to these recipients",
	  FIND_BELOW, true },
	{ "exchange-de", "fehler bei der nachrichtenzustellung an folgende",
	  FIND_BELOW, true },
	{ "exchange-fr", "chec de la remise", FIND_BELOW, false },
	{ "exchange-es", "error al entregar a estos destinatarios", FIND_BELOW,
	  true },
	{ "exchange-it", "recapito non riuscito a questi destinatari",
	  FIND_BELOW, true },
	{ "exchange-nl", "bezorging aan de volgende ontvangers", FIND_BELOW,
	  true },
	{ "exchange-pt", "falha na entrega a estes destinat", FIND_BELOW,
	  true },
	{ "gmail", "delivery to the following recipient", FIND_BELOW, true },
	{ "tiscali", "delevery to the following recipient", FIND_BELOW, true },
	{ "opensmtpd", "following list of recipients", FIND_BELOW, true },
	{ "opensmtpd-list", "list of recipients:", FIND_BELOW, true },
	{ "domino", "was not delivered to:", FIND_BELOW, true },
	{ "domino-de", "wurde nicht zugestellt an:", FIND_BELOW, true },
	{ "courier", "to the following recipients cannot be delivered",
	  FIND_BELOW, true },
	{ "mailmarshal", "following recipients were affected", FIND_BELOW,
	  true },
	{ "symantec", "delivered to the following recipients", FIND_BELOW,
	  true },
	{ "workmail", "deliver the mail to the following recipients",
	  FIND_BELOW, true },
	{ "ezweb", "following recipients did not receive", FIND_BELOW, true },
	{ "ezweb-off", "account is disabled", FIND_BELOW, false },
	{ "postini", "following address(es) could not be delivered", FIND_BELOW,
	  true },
	{ "prima", "your message could not be delivered", FIND_BELOW, true },
	{ "m-filter",
	  "\345\244\261\346\225\227\343\201\227\343\201\276\343"
	  "\201\227\343\201\237",
	  FIND_BELOW, false },
	{ "notes", "failure reasons", FIND_BELOW, false },
	{ "groupwise", "undeliverable message", FIND_BELOW, false },
	{ "non-delivery", "non-delivery report", FIND_BELOW, true },
	{ "mimecast", "an email you addressed to email address", FIND_BELOW,
	  true },
	{ "user", "could not be delivered to the following user", FIND_BELOW,
	  true },

	/* In the sentence. */
	{ "dragonfly", "error delivering your mail to", FIND_BEHIND, true },
	{ "google", "problem delivering your message to", FIND_BEHIND, true },
	{ "google-lost", "your message wasn't delivered to", FIND_BEHIND,
	  true },
	{ "google-de", "nachricht wurde nicht an", FIND_BEHIND, true },
	{ "google-fr",
	  "message n'a pas \303\251t\303\251 distribu\303\251"
	  " \303\240",
	  FIND_BEHIND, true },
	{ "google-es", "no se ha entregado a", FIND_BEHIND, true },
	{ "google-it", "messaggio non \303\250 stato recapitato a", FIND_BEHIND,
	  true },
	{ "not-delivered", "not be delivered to", FIND_BEHIND, true },
	{ "not-delivered-2", "was not delivered to", FIND_BEHIND, true },
	{ "cannot", "cannot be delivered to", FIND_BEHIND, true },
	{ "unable", "unable to deliver message to", FIND_BEHIND, true },
	{ "unable-yours", "unable to deliver your message to", FIND_BEHIND,
	  true },
	{ "failed-to", "failed to deliver to", FIND_BEHIND, true },
	{ "delivery-of", "delivery of email to this address", FIND_BEHIND,
	  true },
	{ "french", "n'a pas pu etre delivre a", FIND_BEHIND, true },
	{ "french-2", "n'a pas pu \303\252tre d\303\251livr\303\251 \303\240",
	  FIND_BEHIND, true },
	{ "german", "konnte nicht zugestellt werden an", FIND_BEHIND, true },
	{ "imail", "undeliverable to", FIND_BEHIND, true },
	{ "imail-2", "undeliverable  to", FIND_BEHIND, true },
	{ "imail-user", "invalid final delivery userid:", FIND_BEHIND, true },
	{ "imail-unknown", "unknown user:", FIND_BEHIND, true },
	{ "imail-tries", " attempts:", FIND_BEHIND, false },
	{ "full", "mailbox is full:", FIND_BEHIND, true },
	{ "mail.ru", "local mailbox", FIND_BEHIND, false },
	{ "inbox", "this email inbox", FIND_BEHIND, false },
	{ "mailenable", "failed recipient:", FIND_BEHIND, true },
	{ "mdaemon", "failed address:", FIND_BEHIND, true },
	{ "barracuda", "your message to: ", FIND_BEHIND, true },
	{ "lsmtp", "error-for:", FIND_BEHIND, true },
	{ "usa.net", "intended recipient:", FIND_BEHIND, false },
	{ "pmdf-first", "original address:", FIND_BEHIND, false },
	{ "pmdf", "recipient address:", FIND_BEHIND, false },
	{ "ciphertrust", "regarding recipient(s) :", FIND_BEHIND, false },
	{ "postmaster", "target mail address:", FIND_BEHIND, false },
	{ "zoho", "address: <", FIND_BEHIND, false },
	{ "imail-local", "originally addressed to", FIND_BEHIND, false },
	{ "demon", "following message, addressed to", FIND_BEHIND, false },
	{ "address-of", "your message was addressed,", FIND_BEHIND, false },
	{ "fml", "duplicated message-id in", FIND_BEHIND, true },
	{ "x6", "returned permanent errors:", FIND_BEHIND, true },
	{ "x6-2", "rejected recipient", FIND_BEHIND, true },
	{ "ezweb-one", "    recipient: <", FIND_BEHIND, false },
	{ "x.400", "dda:smtp=", FIND_BEHIND, false },
	{ "compuserve", "invalid receiver address:", FIND_BEHIND, true },
	{ "netscape", "re-mail the message", FIND_BEHIND, true },
	{ "surfcontrol", "addressed to:", FIND_BEHIND, false },
	{ "user-unknown", "user unknown:", FIND_BEHIND, true },
	{ "exim-hidden", "generated from ", FIND_BEHIND, false },
	{ "exim-pipe", "generated by ", FIND_BEHIND, false },
	{ "couldnt", "your message to ", FIND_BEHIND, false },
};

/*
 * How lines begin below which the mail stands that did not arrive; strokes
 * before them do not count.
 */
static const char *const enclosures[] = {
	"below this line is a copy",
	"below the next line is a copy",
	"this is a copy of your message",
	"this is a copy of the message",
	"a copy of your message",
	"a copy of the original message",
	"included is a copy of the message",
	"enclosed is a copy of the message",
	"attachment is a copy of the message",
	"here is a copy of the first part",
	"below is a copy of the original message",
	"the header of the original message",
	"the header and top",
	"the body of your message",
	"the first 50 lines of your original message",
	"the text of your message",
	"the original message follows",
	"the original message is attached",
	"header of the original message",
	"original message",
	"original mail",
	"original mail info",
	"message header follows",
	"message headers follow",
	"message follows",
	"unsent message",
	"undelivered message",
	"returned message",
	"returned mail follows",
	"start of returned message",
	"your original message",
	"your message reads",
	"bounced e-mail",
	"old message:",
	"mensaje original",
	"mensagem original",
	"message d'origine",
	"message original",
	"inline attachment follows",
	"messaggio originale",
	"urspr\303\274ngliche nachricht",
	"origin\303\244lnachricht",
	"oorspronkelijk bericht",
};

/* Fields that only a mail's own header begins with, at a line's beginning. */
static const char *const enclosed_fields[] = {
	"return-path:",	  "received:",	       "message-id:",
	"delivered-to:",  "dkim-signature:",   "domainkey-signature:",
	"mime-version:",  "x-sender:",	       "received-spf:",
	">return-path:",  ">received:",	       "> received:",
	"> return-path:", "x-originating-ip:",
};

static const char *const delays[] = {
	"warning message only",
	"warning only",
	"has been delayed",
	"is delayed for",
	"delayed mail",
	"delivery is delayed",
	"delivery delayed",
	"not yet been delivered",
	"still being retried",
	"message will be retried",
	"will be retried until",
	"will keep trying",
	"delivery attempts will continue",
	"temporary failure report",
	"gmail will retry",
	"will continue to attempt",
	"will continue trying",
	"no action is required on your part",
	"wird weiterhin versucht",
	"wurde noch nicht zugestellt",
};

static const char *const delay_subjects[] = {
	"(delay)",
	"delayed",
	"could not send",
	"still being retried",
	"still undelivered",
	"warning--could not send",
	"delivery delay",
	"verz\303\266gert",
	"zustellverz\303\266gerung",
	"retard\303\251",
};

static const char *const successes[] = {
	"was successfully delivered",
	"been successfully delivered",
	"been successfully relayed",
	"successfully delivered to the",
	"successful mail delivery",
	"was delivered to the following recipient",
	"delivery to the following recipients was successful",
	"delivery report that you requested",
	"erfolgreich zugestellt",
};

static const char *const failures[] = {
	"undeliver", "fail", "returned", "not deliver", "unzustell", "delay",
};

static const char *const challenges[] = {
	"guest list",
	"sender not pre-approved",
	"x-boxbe-notice",
	"add yourself to my",
	"verify that you are a human",
	"prove that you are human",
	"verify your address",
	"verify your email address",
	"spamarrest",
	"to release your message",
	"complete the verification",
	"confirm that you are a real person",
};

/* --- Lines ---------------------------------------------------------------- */

static const char *line_end(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (gsize)(end - p));

	return newline ? newline : end;
}

static bool begins(const char *p, const char *end, const char *lower)
{
	gsize n = strlen(lower);

	return (gsize)(end - p) >= n && !g_ascii_strncasecmp(p, lower, n);
}

static bool is_enclosure(const char *p, const char *end)
{
	for (guint i = 0; i < G_N_ELEMENTS(enclosed_fields); i++) {
		if (begins(p, end, enclosed_fields[i]))
			return true;
	}
	while (p < end && strchr(" \t-=_*#+[|", *p))
		p++;
	for (guint i = 0; i < G_N_ELEMENTS(enclosures); i++) {
		if (begins(p, end, enclosures[i]) &&
		    !begins(p + strlen(enclosures[i]), end, " was "))
			return true;
	}
	return false;
}

void bounce_text_cut(struct bounce_report *report)
{
	const char *text = report->whole->str;
	const char *end = text + report->whole->len;
	const char *p = text;

	while (p < end && !is_enclosure(p, end)) {
		p = line_end(p, end);
		p += p < end;
	}
	report->own = (gsize)(p - text);

	g_string_truncate(report->flat, 0);
	g_string_append_len(report->flat, text, (gssize)report->own);
	for (char *q = report->flat->str; *q; q++)
		*q = *q == '\n' || *q == '\t' ? ' ' : g_ascii_tolower(*q);
}

/* --- Addresses in prose --------------------------------------------------- */

/*
 * The address around the first "@" of the stretch: where it begins and ends.
 * A quoted local part counts only in angle brackets.
 */
static bool find_address(const char *start, const char *end,
			 const char **from_out, const char **to_out)
{
	const char *at = start;

	while ((at = memchr(at, '@', (gsize)(end - at)))) {
		const char *from = at, *to = at + 1;

		while (from > start && bounce_is_local(from[-1]))
			from--;
		if (from == at && at - start > 2 && at[-1] == '"') {
			from = at - 1;
			while (from > start && at - from < LOCAL_MAX &&
			       from[-1] != '<' && from[-1] != '\n')
				from--;
			if (from == start || from[-1] != '<')
				from = at;
		}
		/* What holds it, or leads to it, is no part of it. */
		while (from < at && strchr("'`*|/=&.-", *from))
			from++;
		if (at - from > 5 && !g_ascii_strncasecmp(from, "smtp=", 5))
			from += 5;
		while (to < end && bounce_is_domain(*to))
			to++;
		while (to > at + 1 && (to[-1] == '.' || to[-1] == '-'))
			to--;
		if (from < at && to > at + 1) {
			*from_out = from;
			*to_out = to;
			return true;
		}
		at = to;
	}
	return false;
}

static bool is_postmaster(const char *from, const char *to)
{
	return begins(from, to, "postmaster@") ||
	       begins(from, to, "mailer-daemon@") ||
	       begins(from, to, "noreply@") || begins(from, to, "no-reply@");
}

/* The address, and those that follow it behind commas. */
static bool note_all(struct bounce_report *report, const char *from,
		     const char *to, const char *end)
{
	bool noted = false;

	for (;;) {
		const char *next;

		if (!bounce_is_party(report, from, to))
			noted = bounce_note(report, from, to) || noted;
		next = to;
		while (next < end && strchr(">'\"", *next))
			next++;
		if (next == end || !strchr(",;", *next))
			return noted;
		while (next < end && strchr(",; \t\n<'\"", *next))
			next++;
		if (!find_address(next, MIN(end, next + PARSE_ADDRESS_MAX),
				  &from, &to) ||
		    from != next)
			return noted;
	}
}

/*
 * Does the line begin with an address?  "  <ann@example.org>: host ...",
 * "* ann@example.org", "ann@example.org on Mon, 2 Mar", ">>> ann@...".
 */
static bool begins_address(const char *p, const char *end,
			   const char **from_out, const char **to_out)
{
	const char *from, *to, *angle_to;

	while (p < end && strchr(" \t<>*\"'[-", *p))
		p++;
	if (begins(p, end, "mailto:"))
		p += strlen("mailto:");
	if (!find_address(p, end, &from, &to) || from != p)
		return false;
	*from_out = from;
	*to_out = to;
	/* "(expanded from\n <ann@example.org>): ..." goes on in this line. */
	while (to < end && strchr(">\"'", *to))
		to++;
	if (to < end && *to == ')')
		return false;
	/* "Ann@Example <ann@example.org>": the name is one, too. */
	while (to < end && *to == ' ')
		to++;
	if (to < end && *to == '<' && to[1] != 'm' &&
	    find_address(to + 1, end, &from, &angle_to) && from == to + 1) {
		*from_out = from;
		*to_out = angle_to;
	}
	return true;
}

/* "For help, please write to\n help@example.net" */
static bool is_helper(const struct bounce_report *report, const char *p)
{
	static const char *const words[] = { "contact", "write to", "mail to" };
	const char *text = report->whole->str;
	gsize back = MIN((gsize)(p - text), 25);
	g_autofree char *before =
	    g_strndup(report->flat->str + (p - text) - back, back);

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(before, words[i]))
			return true;
	}
	return false;
}

static gsize indent_of(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return (gsize)(p - start);
}

/*
 * Lines that begin with an address, as deep as the first of them: what is
 * deeper goes on with what is said of the one above.
 */
static bool note_lines(struct bounce_report *report, gsize at)
{
	const char *p = report->whole->str + at;
	const char *end = report->whole->str + report->own;
	gsize depth = G_MAXSIZE;
	bool noted = false;

	while (p < end) {
		const char *stop = line_end(p, end);
		const char *from, *to;

		if (memchr(p, '@', (gsize)(stop - p)) &&
		    indent_of(p, stop) <= depth &&
		    begins_address(p, stop, &from, &to) &&
		    !is_postmaster(from, to) && !is_helper(report, p) &&
		    note_all(report, from, to, stop)) {
			depth = indent_of(p, stop);
			noted = true;
		}
		p = stop + (stop < end);
	}
	return noted;
}

/* An address in the sentence that goes on at `at`. */
static bool note_behind(struct bounce_report *report, gsize at)
{
	const char *p = report->whole->str + at;
	const char *end = report->whole->str + report->own;
	const char *from, *to;

	if (!find_address(p, MIN(end, p + GAP_MAX + PARSE_ADDRESS_MAX), &from,
			  &to) ||
	    from - p > GAP_MAX)
		return false;
	for (const char *q = p; q < from; q++) {
		if ((*q == '.' || *q == '!') && parse_is_blank(q[1]))
			return false;
	}
	return note_all(report, from, to, end);
}

/* AOL's "screenname" on a line of its own. */
static bool note_locals(struct bounce_report *report, gsize at)
{
	const char *p = report->whole->str + at;
	const char *end = report->whole->str + report->own;
	const char *domain = NULL;
	bool noted = false;

	for (guint i = 0; i < report->message->addresses->len; i++) {
		const struct parse_address *address = &g_array_index(
		    report->message->addresses, struct parse_address, i);

		if (address->role == PARSE_ROLE_FROM)
			domain = strrchr(address->address, '@');
	}
	for (p = line_end(p, end); domain && p < end; p = line_end(p, end)) {
		const char *stop;
		g_autofree char *address = NULL;

		p += 1 + indent_of(p + 1, end);
		stop = line_end(p, end);
		if (stop == p || stop - p > 64)
			continue;
		for (const char *q = p; q < stop; q++) {
			if (!g_ascii_isalnum(*q) && !strchr("._-", *q))
				return noted;
		}
		address = g_strdup_printf("%.*s%s", (int)(stop - p), p, domain);
		noted =
		    bounce_note(report, address, address + strlen(address)) ||
		    noted;
	}
	return noted;
}

/* "bouncedRecipients":[{"emailAddress":"ann@example.org",...}] */
static bool note_json(struct bounce_report *report)
{
	static const char key[] = "\"emailaddress\":\"";
	const char *flat = strstr(report->flat->str, "\"bouncedrecipients\":");
	const char *stop = flat ? strchr(flat, ']') : NULL;
	bool noted = false;

	while (stop && (flat = strstr(flat, key)) && flat < stop) {
		const char *p = report->whole->str + (flat - report->flat->str);

		p += strlen(key);
		noted = bounce_note(report, p, p + strcspn(p, "\"")) || noted;
		flat += strlen(key);
	}
	return noted;
}

/* --- Systems -------------------------------------------------------------- */

static bool note_at(struct bounce_report *report, const struct system *system,
		    gsize at)
{
	gsize behind = at + strlen(system->says);

	switch (system->find) {
	case FIND_BELOW:
		return note_lines(report, behind);
	case FIND_BEHIND:
		return note_behind(report, behind);
	case FIND_LOCALS:
		return note_locals(report, behind);
	case FIND_JSON:
		return note_json(report);
	}
	g_assert_not_reached();
}

/*
 * What the systems of one sort find: the first that finds a list, or all that
 * name one recipient at a time, wherever they do.
 */
static bool find_by(struct bounce_report *report, bool lists)
{
	bool noted = false;

	for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
		const struct system *system = &systems[i];
		const char *flat = report->flat->str;
		const char *p = flat;

		if ((system->find != FIND_BEHIND) != lists)
			continue;
		/* A list stands below the first such sentence. */
		for (guint n = lists ? 1 : BOUNCE_FAILED_MAX;
		     n && (p = strstr(p, system->says));
		     n--, p += strlen(system->says)) {
			gsize at = (gsize)(p - flat);

			if (!note_at(report, system, at))
				continue;
			noted = true;
			if (system->proves && !report->opener)
				report->opener = report->whole->str + at;
		}
		if (lists && noted)
			return true;
	}
	return noted;
}

/* "550 <ann@example.org>... User unknown": behind the reply, or NULL. */
static const char *behind_reply(const char *p, const char *stop)
{
	p += indent_of(p, stop);
	if (stop - p > 5 && (*p == '5' || *p == '4') && g_ascii_isdigit(p[1]) &&
	    g_ascii_isdigit(p[2]) && p[3] == ' ' && p[4] == '<')
		return p + 4;
	return NULL;
}

/*
 * What a transcript says of recipients, "RCPT TO:<ann@example.org>" or what
 * behind_reply() finds.  Where it says so first, or NULL.
 */
static const char *find_transcript(struct bounce_report *report)
{
	static const char command[] = "rcpt to:";
	const char *text = report->whole->str;
	const char *end = text + report->own;
	const char *p, *from, *to, *flat = report->flat->str;
	const char *first = NULL;

	for (; (flat = strstr(flat, command)); flat += strlen(command)) {
		p = text + (flat - report->flat->str) + strlen(command);
		if (find_address(p, line_end(p, end), &from, &to) &&
		    !bounce_is_party(report, from, to) &&
		    bounce_note(report, from, to) && !first)
			first = p;
	}
	for (p = text; p < end;) {
		const char *stop = line_end(p, end);
		const char *behind = behind_reply(p, stop);

		if (behind && find_address(behind, stop, &from, &to) &&
		    from == behind + 1 && !bounce_is_party(report, from, to) &&
		    bounce_note(report, from, to) && !first)
			first = p;
		p = stop + (stop < end);
	}
	return first;
}

/* The only address that the prose names, whoever it belongs to. */
static bool find_only(struct bounce_report *report)
{
	static const char *const helpers[] = {
		"contact", "assistance", "mail to", "mailto:", "question",
		"support", "help",	 "from",    "sender",  "http",
	};
	const char *text = report->whole->str;
	const char *end = text + report->own;
	const char *from, *to, *only = NULL, *only_to = NULL;

	for (const char *p = text; find_address(p, end, &from, &to); p = to) {
		gsize back = MIN((gsize)(from - p), 40);
		g_autofree char *before =
		    g_strndup(report->flat->str + (from - text) - back, back);
		bool helper = false;

		for (guint i = 0; i < G_N_ELEMENTS(helpers); i++)
			helper = helper || strstr(before, helpers[i]);
		if (helper || is_postmaster(from, to) ||
		    bounce_is_party(report, from, to))
			continue;
		if (only &&
		    (only_to - only != to - from ||
		     g_ascii_strncasecmp(only, from, (gsize)(to - from)) != 0))
			return false;
		only = from;
		only_to = to;
	}
	return only && bounce_note(report, only, only_to);
}

static bool find_subject(struct bounce_report *report)
{
	const char *subject = report->message->subject;
	const char *from, *to;

	return find_address(subject, subject + strlen(subject), &from, &to) &&
	       !bounce_is_party(report, from, to) &&
	       bounce_note(report, from, to);
}

void bounce_text_find(struct bounce_report *report)
{
	if (find_by(report, true) || find_by(report, false))
		return;
	/* Only what is known to be a report is searched without a lead. */
	if (report->message->kind != PARSE_KIND_BOUNCE) {
		report->opener = find_transcript(report);
		return;
	}
	if (note_lines(report, 0) || find_transcript(report) ||
	    find_subject(report))
		return;
	find_only(report);
}

/* --- What is said of whom ------------------------------------------------- */

/* Whose address stands in the line, or NULL. */
static struct bounce_failed *line_speaks_of(struct bounce_report *report,
					    const char *p, const char *stop)
{
	const char *from, *to;

	while (find_address(p, stop, &from, &to)) {
		for (guint i = 0; i < report->failed->len; i++) {
			struct bounce_failed *failed = &g_array_index(
			    report->failed, struct bounce_failed, i);

			if (strlen(failed->address) == (gsize)(to - from) &&
			    !g_ascii_strncasecmp(failed->address, from,
						 (gsize)(to - from)))
				return failed;
		}
		p = to;
	}
	return NULL;
}

void bounce_text_tell(struct bounce_report *report)
{
	const char *p = report->whole->str;
	const char *end = p + report->own;
	struct bounce_failed *current = NULL;

	if (report->failed->len == 1)
		current =
		    &g_array_index(report->failed, struct bounce_failed, 0);
	while (p < end) {
		const char *stop = line_end(p, end);
		struct bounce_failed *failed = line_speaks_of(report, p, stop);

		if (failed)
			current = failed;
		if (current && current->told->len < BOUNCE_REASON_MAX) {
			g_string_append_len(current->told, p, stop - p);
			g_string_append_c(current->told, '\n');
		}
		p = stop + (stop < end);
	}
}

/* --- What the whole says -------------------------------------------------- */

static bool has_any(const char *text, const char *const *phrases, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (strstr(text, phrases[i]))
			return true;
	}
	return false;
}

bool bounce_text_is_delay(const struct bounce_report *report)
{
	g_autofree char *subject =
	    g_ascii_strdown(report->message->subject, -1);

	return has_any(report->flat->str, delays, G_N_ELEMENTS(delays)) ||
	       has_any(subject, delay_subjects, G_N_ELEMENTS(delay_subjects));
}

/* Where in the text the first of the phrases stands that is there, or NULL. */
static const char *find_any(const struct bounce_report *report,
			    const char *const *phrases, guint n)
{
	for (guint i = 0; i < n; i++) {
		const char *at = strstr(report->flat->str, phrases[i]);

		if (at)
			return report->whole->str + (at - report->flat->str);
	}
	return NULL;
}

const char *bounce_text_success(const struct bounce_report *report)
{
	g_autofree char *subject =
	    g_ascii_strdown(report->message->subject, -1);

	/* A report of failure may quote one of success. */
	if (has_any(subject, failures, G_N_ELEMENTS(failures)))
		return NULL;
	return find_any(report, successes, G_N_ELEMENTS(successes));
}

const char *bounce_text_challenge(const struct bounce_report *report)
{
	for (guint i = 0; i < report->failed->len; i++) {
		const struct bounce_failed *failed =
		    &g_array_index(report->failed, struct bounce_failed, i);
		g_autofree char *reason =
		    g_ascii_strdown(failed->reason->str, -1);

		if (has_any(reason, challenges, G_N_ELEMENTS(challenges)))
			return failed->reason->str;
	}
	return find_any(report, challenges, G_N_ELEMENTS(challenges));
}
