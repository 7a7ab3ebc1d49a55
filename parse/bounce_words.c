/*
 * What mail systems say of an address, and whether it is then no good.
 *
 * To teach a phrase: add a row to `words`, in lower case, with single blanks;
 * an address in it is written "@".  The order of the rows does not matter.
 */
#include "parse/bounce_private.h"

#include <string.h>

#include "parse/bounce.h"
#include "parse/private.h"

enum sense {
	/* Whatever else is said: of this mail, or of today. */
	SENSE_SOFT,
	/* Said by the system that knows: the address is no good. */
	SENSE_SURE,
	/*
	 * The same words, but some systems say them after the text was sent,
	 * of mail that they do not like: they count when the recipient was
	 * refused.
	 */
	SENSE_REFUSED,
};

static const struct {
	const char *text;
	enum sense sense;
	const char *implied; /* subject and detail of the status, or "" */
} words[] = {
	/* Full. */
	{ "quota", SENSE_SOFT, "2.2" },
	{ "mailbox full", SENSE_SOFT, "2.2" },
	{ "mailbox is full", SENSE_SOFT, "2.2" },
	{ "mailbox was full", SENSE_SOFT, "2.2" },
	{ "mail box full", SENSE_SOFT, "2.2" },
	{ "mail box is full", SENSE_SOFT, "2.2" },
	{ "full mailbox", SENSE_SOFT, "2.2" },
	{ "mailfolder is full", SENSE_SOFT, "2.2" },
	{ "inbox is full", SENSE_SOFT, "2.2" },
	{ "account is full", SENSE_SOFT, "2.2" },
	{ "recipient storage full", SENSE_SOFT, "2.2" },
	{ "over limit", SENSE_SOFT, "2.2" },
	{ "out of storage", SENSE_SOFT, "2.2" },
	{ "too much mail", SENSE_SOFT, "2.2" },
	{ "mailbox size", SENSE_SOFT, "2.2" },
	{ "exceeded storage", SENSE_SOFT, "2.2" },
	{ "mailbox lleno", SENSE_SOFT, "2.2" },
	{ "buz\303\263n lleno", SENSE_SOFT, "2.2" },
	{ "bo\303\256te pleine", SENSE_SOFT, "2.2" },
	{ "bo\303\256te aux lettres pleine", SENSE_SOFT, "2.2" },
	{ "postfach ist voll", SENSE_SOFT, "2.2" },
	{ "postfach voll", SENSE_SOFT, "2.2" },
	{ "casella piena", SENSE_SOFT, "2.2" },
	{ "caixa cheia", SENSE_SOFT, "2.2" },
	{ "postvak is vol", SENSE_SOFT, "2.2" },
	{ "\344\270\200\346\235\257\343\201\256\343\201\237\343\202\201",
	  SENSE_SOFT, "2.2" },
	{ "local limit", SENSE_SOFT, "2.2" },
	{ "disk full", SENSE_SOFT, "" },
	{ "insufficient system", SENSE_SOFT, "" },
	{ "insufficient disk", SENSE_SOFT, "" },
	{ "no space left", SENSE_SOFT, "" },
	{ "not enough space", SENSE_SOFT, "" },
	/* Too large. */
	{ "too large", SENSE_SOFT, "" },
	{ "too big", SENSE_SOFT, "" },
	{ "size limit", SENSE_SOFT, "" },
	{ "maximum message size", SENSE_SOFT, "" },
	{ "exceeds size", SENSE_SOFT, "" },
	/* Not liked. */
	{ "spam", SENSE_SOFT, "" },
	{ "unsolicited", SENSE_SOFT, "" },
	{ "blacklist", SENSE_SOFT, "" },
	{ "black list", SENSE_SOFT, "" },
	{ "blocklist", SENSE_SOFT, "" },
	{ "block list", SENSE_SOFT, "" },
	{ "blocked", SENSE_SOFT, "" },
	{ "banned", SENSE_SOFT, "" },
	{ "policy", SENSE_SOFT, "" },
	{ "reputation", SENSE_SOFT, "" },
	{ "virus", SENSE_SOFT, "" },
	{ "malware", SENSE_SOFT, "" },
	{ "phishing", SENSE_SOFT, "" },
	{ "content reject", SENSE_SOFT, "" },
	{ "dmarc", SENSE_SOFT, "" },
	{ "spf ", SENSE_SOFT, "" },
	{ "dkim", SENSE_SOFT, "" },
	{ "reverse dns", SENSE_SOFT, "" },
	{ "unauthenticated", SENSE_SOFT, "" },
	{ "authentication required", SENSE_SOFT, "" },
	{ "not authorized", SENSE_SOFT, "" },
	{ "not permitted", SENSE_SOFT, "" },
	{ "prohibited", SENSE_SOFT, "" },
	{ "relaying", SENSE_SOFT, "" },
	{ "relay access", SENSE_SOFT, "" },
	{ "unable to relay", SENSE_SOFT, "" },
	{ "sender address", SENSE_SOFT, "" },
	{ "sender rejected", SENSE_SOFT, "" },
	{ "sender denied", SENSE_SOFT, "" },
	{ "sender verify", SENSE_SOFT, "" },
	{ "sender verification", SENSE_SOFT, "" },
	{ "recipient preferences", SENSE_SOFT, "" },
	{ "not accepting mail", SENSE_SOFT, "" },
	{ "client host", SENSE_SOFT, "" },
	/* Out of use, perhaps for a while. */
	{ "disabled", SENSE_SOFT, "" },
	{ "discontinued", SENSE_SOFT, "" },
	{ "suspended", SENSE_SOFT, "" },
	{ "deactivated", SENSE_SOFT, "" },
	{ "inactive", SENSE_SOFT, "" },
	{ "locked", SENSE_SOFT, "" },
	{ "on hold", SENSE_SOFT, "" },
	{ "expirado", SENSE_SOFT, "" },
	/* Not now. */
	{ "temporar", SENSE_SOFT, "" },
	{ "try again", SENSE_SOFT, "" },
	{ "try later", SENSE_SOFT, "" },
	{ "try back later", SENSE_SOFT, "" },
	{ "greylist", SENSE_SOFT, "" },
	{ "graylist", SENSE_SOFT, "" },
	{ "greylisted", SENSE_SOFT, "" },
	{ "deferred", SENSE_SOFT, "" },
	{ "timed out", SENSE_SOFT, "" },
	{ "timeout", SENSE_SOFT, "" },
	{ "connection refused", SENSE_SOFT, "" },
	{ "too many", SENSE_SOFT, "" },
	{ "rate limit", SENSE_SOFT, "" },
	{ "frequency limit", SENSE_SOFT, "" },
	{ "hop count", SENSE_SOFT, "" },
	{ "mail loop", SENSE_SOFT, "" },
	{ "message looping", SENSE_SOFT, "" },
	{ "routing loop", SENSE_SOFT, "" },
	{ "in the queue too long", SENSE_SOFT, "" },
	{ "message expired", SENSE_SOFT, "" },
	{ "envelope expired", SENSE_SOFT, "" },
	{ "dns query failed", SENSE_SOFT, "" },
	{ "server failure", SENSE_SOFT, "" },

	/* Nowhere to deliver to. */
	{ "host unknown", SENSE_SURE, "1.2" },
	{ "unknown host", SENSE_SURE, "1.2" },
	{ "no such host", SENSE_SURE, "1.2" },
	{ "no such domain", SENSE_SURE, "1.2" },
	{ "unknown domain", SENSE_SURE, "1.2" },
	{ "domain unknown", SENSE_SURE, "1.2" },
	{ "invalid domain", SENSE_SURE, "1.2" },
	{ "domain does not exist", SENSE_SURE, "1.2" },
	{ "domain doesn't exist", SENSE_SURE, "1.2" },
	{ "domain not found", SENSE_SURE, "1.2" },
	{ "domain couldn't be found", SENSE_SURE, "1.2" },
	{ "domain may not exist", SENSE_SURE, "1.2" },
	{ "non-existent domain", SENSE_SURE, "1.2" },
	{ "nonexistent domain", SENSE_SURE, "1.2" },
	{ "nxdomain", SENSE_SURE, "1.2" },
	{ "host or domain name not found", SENSE_SURE, "1.2" },
	{ "host not found", SENSE_SURE, "1.2" },
	{ "couldn't find any host", SENSE_SURE, "1.2" },
	{ "couldn't find a mail exchanger", SENSE_SURE, "" },
	{ "unrouteable", SENSE_SURE, "1.2" },
	{ "unroutable", SENSE_SURE, "1.2" },
	{ "could not find a gateway", SENSE_SURE, "" },
	{ "unexpected name server reply", SENSE_SURE, "" },
	/* RFC 7504 and 7505: a host that takes no mail at all. */
	{ "not accepting network messages", SENSE_SURE, "" },
	{ "does not accept mail", SENSE_SURE, "" },
	{ "doesn't receive email", SENSE_SURE, "" },
	{ "no smtp service", SENSE_SURE, "" },
	{ "null mx", SENSE_SURE, "" },
	{ "nullmx", SENSE_SURE, "" },
	{ "521 5.", SENSE_SURE, "" },
	{ "556 5.", SENSE_SURE, "" },
	/* Said by the system of its own mailboxes. */
	{ "not listed in domino directory", SENSE_SURE, "1.1" },
	{ "not listed in public name", SENSE_SURE, "1.1" },
	{ "nicht im domino-verzeichnis", SENSE_SURE, "1.1" },
	{ "recipient name is not recognized", SENSE_SURE, "1.1" },
	{ "000c05a6", SENSE_SURE, "1.1" },
	{ "recipnotfound", SENSE_SURE, "1.1" },
	{ "recipientnotfound", SENSE_SURE, "1.1" },
	{ "no mailbox here", SENSE_SURE, "1.1" },
	{ "no mailbox by that name", SENSE_SURE, "1.1" },
	{ "this user doesn't have a", SENSE_SURE, "1.1" },
	{ "has moved", SENSE_SURE, "1.6" },
	{ "no longer on server", SENSE_SURE, "1.6" },
	{ "no longer valid", SENSE_SURE, "1.6" },
	{ "no valid recipients for this mm", SENSE_SURE, "1.1" },
	{ "no user by that name", SENSE_SURE, "1.1" },
	{ "user not known", SENSE_SURE, "1.1" },
	{ "unknown user: ", SENSE_SURE, "1.1" },
	{ "invalid final delivery userid", SENSE_SURE, "1.1" },
	{ "is unavailable: user not found", SENSE_SURE, "1.1" },
	{ "550 requested action not taken: mailbox unavailable", SENSE_SURE,
	  "1.1" },
	{ "wasn't found at", SENSE_SURE, "1.1" },
	{ "address couldn't be found", SENSE_REFUSED, "1.1" },
	{ "address wasn't found", SENSE_REFUSED, "1.1" },
	{ "address was not found", SENSE_REFUSED, "1.1" },
	{ "adresse nicht gefunden wurde", SENSE_REFUSED, "1.1" },
	{ "unknown to address", SENSE_REFUSED, "1.1" },

	/* Of a mailbox elsewhere. */
	{ "user unknown", SENSE_REFUSED, "1.1" },
	{ "unknown user", SENSE_REFUSED, "1.1" },
	{ "no such user", SENSE_REFUSED, "1.1" },
	{ "no such recipient", SENSE_REFUSED, "1.1" },
	{ "no such mailbox", SENSE_REFUSED, "1.1" },
	{ "no such person", SENSE_REFUSED, "1.1" },
	{ "no such address", SENSE_REFUSED, "1.1" },
	{ "no such account", SENSE_REFUSED, "1.1" },
	{ "no mailbox", SENSE_REFUSED, "1.1" },
	{ "no account", SENSE_REFUSED, "1.1" },
	{ "no user", SENSE_REFUSED, "1.1" },
	{ "unknown recipient", SENSE_REFUSED, "1.1" },
	{ "recipient unknown", SENSE_REFUSED, "1.1" },
	{ "addressee unknown", SENSE_REFUSED, "1.1" },
	{ "unknown address", SENSE_REFUSED, "1.1" },
	{ "address unknown", SENSE_REFUSED, "1.1" },
	{ "unknown mailbox", SENSE_REFUSED, "1.1" },
	{ "mailbox unknown", SENSE_REFUSED, "1.1" },
	{ "unknown account", SENSE_REFUSED, "1.1" },
	{ "unknown local", SENSE_REFUSED, "1.1" },
	{ "unknown or illegal", SENSE_REFUSED, "1.1" },
	{ "invalid recipient", SENSE_REFUSED, "1.1" },
	{ "invalid mailbox", SENSE_REFUSED, "1.1" },
	{ "invalid address", SENSE_REFUSED, "1.1" },
	{ "invalid user", SENSE_REFUSED, "1.1" },
	{ "bad recipient", SENSE_REFUSED, "1.1" },
	{ "does not exist", SENSE_REFUSED, "1.1" },
	{ "doesn't exist", SENSE_REFUSED, "1.1" },
	{ "not exist", SENSE_REFUSED, "1.1" },
	{ "user not found", SENSE_REFUSED, "1.1" },
	{ "recipient not found", SENSE_REFUSED, "1.1" },
	{ "mailbox not found", SENSE_REFUSED, "1.1" },
	{ "account not found", SENSE_REFUSED, "1.1" },
	{ "address not found", SENSE_REFUSED, "1.1" },
	{ "not a valid", SENSE_REFUSED, "1.1" },
	{ "is not known", SENSE_REFUSED, "1.1" },
	{ "not a known", SENSE_REFUSED, "1.1" },
	{ "mailbox unavailable", SENSE_REFUSED, "1.1" },
	{ "mailbox is unavailable", SENSE_REFUSED, "1.1" },
	{ "recipient rejected", SENSE_REFUSED, "1.1" },
	{ "rejected recipient", SENSE_REFUSED, "" },
	{ "address rejected: access denied", SENSE_REFUSED, "1.1" },
	{ "address rejected. ", SENSE_REFUSED, "1.1" },
	{ "address rejected (", SENSE_REFUSED, "1.1" },
	{ "not our user", SENSE_REFUSED, "1.1" },
	{ "not our customer", SENSE_REFUSED, "1.1" },
	{ "utilisateur inconnu", SENSE_REFUSED, "1.1" },
	{ "destinataire inconnu", SENSE_REFUSED, "1.1" },
	{ "destinataire invalide", SENSE_REFUSED, "1.1" },
	{ "adresse inconnue", SENSE_REFUSED, "1.1" },
	{ "n'existe pas", SENSE_REFUSED, "1.1" },
	{ "no existe", SENSE_REFUSED, "1.1" },
	{ "usuario desconocido", SENSE_REFUSED, "1.1" },
	{ "destinatario desconocido", SENSE_REFUSED, "1.1" },
	{ "utente sconosciuto", SENSE_REFUSED, "1.1" },
	{ "destinatario inesistente", SENSE_REFUSED, "1.1" },
	{ "usu\303\241rio desconhecido", SENSE_REFUSED, "1.1" },
	{ "unbekannter empf", SENSE_REFUSED, "1.1" },
	{ "empf\303\244nger unbekannt", SENSE_REFUSED, "1.1" },
	{ "benutzer unbekannt", SENSE_REFUSED, "1.1" },
	{ "existiert nicht", SENSE_REFUSED, "1.1" },
	{ "onbekende gebruiker", SENSE_REFUSED, "1.1" },
	{ "nie istnieje", SENSE_REFUSED, "1.1" },
	{ "nieznany u\305\274ytkownik", SENSE_REFUSED, "1.1" },
};

/*
 * RFC 3463, and what large systems made of it: the address itself, or where
 * it leads, is no good.
 */
static const char *const hard_codes[] = {
	"5.1.1", "5.1.2",  "5.1.3", "5.1.4",
	"5.1.6", "5.1.10", "5.4.4", "5.4.310",
};

/* At which command the other side said no. */
enum stage {
	STAGE_UNTOLD,
	STAGE_SENDER, /* or before: it knew no recipient yet */
	STAGE_RECIPIENT,
	STAGE_DATA,
};

static const struct {
	const char *text;
	enum stage stage;
} stages[] = {
	/* Postfix. */
	{ "in reply to rcpt to", STAGE_RECIPIENT },
	{ "in reply to mail from", STAGE_SENDER },
	{ "in reply to end of data", STAGE_DATA },
	{ "in reply to data", STAGE_DATA },
	{ "refused to talk to me", STAGE_SENDER },
	/* Exim and its children. */
	{ "after rcpt", STAGE_RECIPIENT },
	{ "after mail from", STAGE_SENDER },
	{ "after end of data", STAGE_DATA },
	{ "after data", STAGE_DATA },
	{ "after pipelined data", STAGE_DATA },
	{ "after initial connection", STAGE_SENDER },
	{ "after ehlo", STAGE_SENDER },
	{ "after helo", STAGE_SENDER },
	/* qmail. */
	{ "does not like recipient", STAGE_RECIPIENT },
	{ "failed after i sent the message", STAGE_DATA },
	{ "sender was rejected", STAGE_SENDER },
	{ "greeting failed", STAGE_SENDER },
	{ "my name was rejected", STAGE_SENDER },
	/* Providers and gateways. */
	{ "[rcpt_to]", STAGE_RECIPIENT },
	{ "[mail_from]", STAGE_SENDER },
	{ "following rcpt", STAGE_RECIPIENT },
	{ "smtp:rcpt", STAGE_RECIPIENT },
	{ "rcpt to generated", STAGE_RECIPIENT },
	{ "did not like our rcpt", STAGE_RECIPIENT },
	{ "did not like our mail", STAGE_SENDER },
	{ "did not like our data", STAGE_DATA },
	{ "sent: rcpt to", STAGE_RECIPIENT },
	{ "send: rcpt to", STAGE_RECIPIENT },
	{ "sent <<< rcpt to", STAGE_RECIPIENT },
	{ "smtp command data", STAGE_DATA },
	{ "smtp command rcpt", STAGE_RECIPIENT },
};

bool bounce_is_local(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

bool bounce_is_domain(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '-';
}

/* How reports begin, or what they hold, in the subject; in lower case. */
static const char *const subjects[] = {
	"undeliver",
	"not delivered",
	"not be delivered",
	"delivery status",
	"delivery failure",
	"delivery failed",
	"delivery report",
	"delivery problem",
	"delivery error",
	"delivery notification",
	"delivery has failed",
	"delivery delay",
	"delayed mail",
	"mail delivery",
	"message delivery",
	"failure notice",
	"failure delivery",
	"bounce notification",
	"returned mail",
	"mail returned",
	"returned to sender",
	"nondeliver",
	"non-deliver",
	"mail failure",
	"failed mail",
	"mail error",
	"mail system error",
	"error sending your mail",
	"warning: could not send",
	"warning--could not send",
	"warning: message",
	"loop alert",
	"aws notification message",
	"email event notification",
	"unzustellbar",
	"nicht zugestellt",
	"unzustellbarkeit",
	"zustellung fehlgeschlagen",
	"fehlgeschlagen",
	"non remis",
	"non distribu",
	"chec de la remise",
	"impossible de remettre",
	"no se puede entregar",
	"no entregado",
	"no se pudo entregar",
	"mancato recapito",
	"non recapitabile",
	"niet bestelbaar",
	"onbestelbaar",
	"n\303\243o entregue",
	"falha na entrega",
	"kan inte levereras",
	"kunne ikke leveres",
	"niedostarczon",
	"\320\275\320\265 \320\264\320\276\321\201\321\202\320\260"
	"\320\262\320\273\320\265\320\275",
	"\351\205\215\344\277\241\343\201\247\343\201\215\343\201"
	"\276\343\201\233\343\202\223",
	"\351\200\200\344\277\241",
};

bool parse_bounce_is_subject(const char *subject)
{
	g_autofree char *lower = g_ascii_strdown(subject, -1);

	for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
		if (strstr(lower, subjects[i]))
			return true;
	}
	return false;
}

/* --- Codes ---------------------------------------------------------------- */

bool bounce_code_find(const char *text, char code_out[BOUNCE_CODE_MAX])
{
	*code_out = '\0';
	for (const char *p = text; (p = strpbrk(p, "45")); p++) {
		gsize detail;

		/* The subjects of RFC 3463 end with 7. */
		if (p[1] != '.' || p[2] < '0' || p[2] > '7' || p[3] != '.')
			continue;
		detail = strspn(p + 4, "0123456789");
		if (!detail || detail > 3 ||
		    (p[4 + detail] == '.' && g_ascii_isdigit(p[5 + detail])) ||
		    (p > text && (g_ascii_isdigit(p[-1]) || p[-1] == '.')))
			continue;
		memcpy(code_out, p, 4 + detail);
		code_out[4 + detail] = '\0';
		return true;
	}
	return false;
}

/* "5.0.0" says no more than that it failed. */
static bool is_vague(const char *code)
{
	return !*code || !strcmp(code + 1, ".0.0");
}

static bool is_hard_code(const char *code)
{
	for (guint i = 0; i < G_N_ELEMENTS(hard_codes); i++) {
		if (!strcmp(code, hard_codes[i]))
			return true;
	}
	return false;
}

/* --- Words ---------------------------------------------------------------- */

/*
 * Lower case and single blanks; addresses and URLs leave their mark only,
 * for they are full of words ("no-such-user@", "/policy#blocked").
 */
static void fold(const GString *text, GString *out)
{
	const char *p = text->str;
	const char *end = p + MIN(text->len, BOUNCE_REASON_MAX);

	g_string_truncate(out, 0);
	while (p < end) {
		if (parse_is_blank(*p)) {
			while (p < end && parse_is_blank(*p))
				p++;
			g_string_append_c(out, ' ');
		} else if (*p == '@') {
			while (out->len &&
			       bounce_is_local(out->str[out->len - 1]))
				g_string_truncate(out, out->len - 1);
			while (p < end && (*p == '@' || bounce_is_domain(*p)))
				p++;
			g_string_append_c(out, '@');
			/* A full stop behind it is the sentence's. */
			while (p[-1] == '.') {
				g_string_append_c(out, '.');
				p--;
			}
			p += strspn(p, ".");
		} else if (end - p > 8 &&
			   (!g_ascii_strncasecmp(p, "http://", 7) ||
			    !g_ascii_strncasecmp(p, "https://", 8))) {
			while (p < end && !parse_is_blank(*p) && *p != '>')
				p++;
		} else {
			g_string_append_c(out, g_ascii_tolower(*p++));
		}
	}
	g_string_append_c(out, ' ');
}

/* ">>> RCPT TO:<@> <<< 550 ...": the last command before the first no. */
static enum stage find_stage_transcript(const char *text)
{
	const char *no = strstr(text, "<<< 5");
	const char *command = NULL;

	if (!no)
		no = strstr(text, "<<< 4");
	if (!no)
		return STAGE_UNTOLD;
	for (const char *p = text; (p = strstr(p, ">>> ")) && p < no; p += 4)
		command = p + 4;
	if (!command)
		return STAGE_UNTOLD;
	if (g_str_has_prefix(command, "rcpt"))
		return STAGE_RECIPIENT;
	if (g_str_has_prefix(command, "data"))
		return STAGE_DATA;
	return STAGE_SENDER;
}

static enum stage find_stage(const char *text)
{
	enum stage stage = find_stage_transcript(text);
	const char *first = NULL;

	if (stage != STAGE_UNTOLD)
		return stage;
	for (guint i = 0; i < G_N_ELEMENTS(stages); i++) {
		const char *at = strstr(text, stages[i].text);

		if (!at || (first && at > first))
			continue;
		first = at;
		stage = stages[i].stage;
	}
	return stage;
}

static bool has_sense(const char *text, enum sense sense,
		      const char **implied_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (words[i].sense != sense || !strstr(text, words[i].text))
			continue;
		if (!*implied_out || !**implied_out)
			*implied_out = words[i].implied;
		return true;
	}
	return false;
}

static enum bounce_verdict judge_text(const char *text, const char *code,
				      enum stage stage,
				      const char **implied_out)
{
	if (has_sense(text, SENSE_SOFT, implied_out) || *code == '4' ||
	    stage == STAGE_SENDER)
		return BOUNCE_SOFT;
	if (is_hard_code(code) || has_sense(text, SENSE_SURE, implied_out))
		return BOUNCE_HARD;
	if (stage == STAGE_RECIPIENT &&
	    has_sense(text, SENSE_REFUSED, implied_out))
		return BOUNCE_HARD;
	return BOUNCE_UNTOLD;
}

/* --- One recipient -------------------------------------------------------- */

/* What the other side said counts before what this one made of it. */
static void choose_code(const struct bounce_failed *failed, const char *reason,
			const char *told, char *code_out)
{
	char other[BOUNCE_CODE_MAX];

	if (!bounce_code_find(reason, code_out) || is_vague(code_out))
		memcpy(code_out, failed->code, BOUNCE_CODE_MAX);
	if (is_vague(code_out) && bounce_code_find(told, other))
		memcpy(code_out, other, BOUNCE_CODE_MAX);
}

enum bounce_verdict bounce_judge(const struct bounce_failed *failed,
				 char code_out[BOUNCE_CODE_MAX])
{
	g_autoptr(GString) reason = g_string_sized_new(256);
	g_autoptr(GString) told = g_string_sized_new(1024);
	const char *implied = "";
	enum bounce_verdict verdict;
	enum stage stage;

	fold(failed->reason, reason);
	fold(failed->told, told);
	choose_code(failed, reason->str, told->str, code_out);
	stage = find_stage(reason->str);
	if (stage == STAGE_UNTOLD)
		stage = find_stage(told->str);

	verdict = judge_text(reason->str, code_out, stage, &implied);
	if (verdict == BOUNCE_UNTOLD)
		verdict = judge_text(told->str, code_out, stage, &implied);
	if (failed->program || failed->fate == BOUNCE_DELAYED)
		verdict = BOUNCE_SOFT;
	if (!*code_out && *implied)
		g_snprintf(code_out, BOUNCE_CODE_MAX, "%c.%s",
			   failed->fate == BOUNCE_DELAYED ? '4' : '5', implied);
	return verdict;
}
