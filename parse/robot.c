/* Addresses that no person writes from. */
#include "parse/robot.h"

#include <string.h>

#include <glib.h>

/* Local parts, written without separators and in lower case. */
static const char *const daemons[] = {
	"mailerdaemon",		 "mailsystem", "maildeliverysystem",
	"maildeliverysubsystem", "maildaemon", "mdaemon",
};

static const char *const postmasters[] = {
	"postmaster",	     "exchangeadministrator", "systemadministrator",
	"microsoftexchange", "mailadministrator",     "administratorexchange",
};

/*
 * Words of a local part that leave no doubt wherever they stand among others:
 * "calendar-no-reply", "noreply.invoice".
 */
static const char *const anywhere[] = {
	"noreply",	  "donotreply",	    "dontreply",     "noresponse",
	"donotuse",	  "donotrespond",   "nepasrepondre", "keineantwort",
	"nichtantworten", "noresponder",    "naoresponda",   "nonrispondere",
	"norespond",	  "noreplay",	    "donoreply",     "naorespond",
	"nonrispond",	  "nietantwoorden", "geenantwoord",  "ikkesvar",
	"svarinte",	  "svaraej",	    "nieodpowiadaj", "nieodpowiadac",
	"eivastausta",	  "neodpovid",	    "sansreponse",   "unmonitored",
	"mailrobot",	  "autoreply",	    "autoresponder", "autorespond",
};

/*
 * Words that make a robot when they begin or end a local part of several, or
 * are the whole of it.  Role words that people answer from (info, sales,
 * support, billing) are not among them: whoever knows the user's own mail
 * judges those.
 */
static const char *const at_an_end[] = {
	"notification",	 "notifications", "notify",	 "notifier",
	"alert",	 "alerts",	  "newsletter",	 "newsletters",
	"automailer",	 "automated",	  "autoconfirm", "autoreply",
	"autoresponder", "bounce",	  "bounces",	 "robot",
	"cron",		 "crond",	  "nagios",	 "daemon",
	"unsubscribe",	 "listserv",	  "majordomo",	 "mailman",
	"listmaster",	 "voicemail",	  "scanner",	 "copier",
	"printer",	 "monitoring",
};

static const char *const whole[] = {
	"root",	  "nobody",	"apache",   "wwwdata", "bugzilla", "jenkins",
	"system", "postmaster", "asterisk", "icinga",  "zabbix",   "wordpress",
};

static bool is_among(const char *word, gsize length, const char *const *words,
		     guint n)
{
	for (guint i = 0; i < n; i++) {
		if (strlen(words[i]) == length &&
		    !memcmp(words[i], word, length))
			return true;
	}
	return false;
}

/* What is left of the local part: letters and digits, and where words end. */
struct local {
	char text[72];
	gsize length;
	gsize first_end;  /* of the first word */
	gsize last_start; /* of the last one */
};

static void read_local(const char *address, struct local *local)
{
	*local = (struct local){ .length = 0 };
	for (const char *p = address; *p && !strchr("@+<>", *p); p++) {
		if (local->length + 1 >= sizeof(local->text))
			break;
		if (g_ascii_isalpha(*p)) {
			local->text[local->length++] = g_ascii_tolower(*p);
			continue;
		}
		if (local->length && !local->first_end)
			local->first_end = local->length;
		local->last_start = local->length;
	}
	if (!local->first_end)
		local->first_end = local->length;
}

/* The name and most of its 32 digits. */
#define EXCHANGE_LENGTH 41

/* Exchange reports as "MicrosoftExchange" and a number in hexadecimal. */
static bool is_exchange(const char *address)
{
	static const char name[] = "microsoftexchange";
	const char *p;

	if (g_ascii_strncasecmp(address, name, sizeof(name) - 1) != 0)
		return false;
	p = address + sizeof(name) - 1;
	while (g_ascii_isxdigit(*p))
		p++;
	return (!*p || *p == '@') && p - address >= EXCHANGE_LENGTH;
}

bool parse_robot_is_daemon(const char *address)
{
	struct local local;

	if (is_exchange(address))
		return true;
	read_local(address, &local);
	return is_among(local.text, local.length, daemons,
			G_N_ELEMENTS(daemons));
}

bool parse_robot_is_postmaster(const char *address)
{
	struct local local;

	read_local(address, &local);
	return is_among(local.text, local.length, postmasters,
			G_N_ELEMENTS(postmasters));
}

bool parse_robot_address(const char *address)
{
	struct local local;

	read_local(address, &local);
	if (!local.length)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(anywhere); i++) {
		if (strstr(local.text, anywhere[i]))
			return true;
	}
	return is_among(local.text, local.length, daemons,
			G_N_ELEMENTS(daemons)) ||
	       is_among(local.text, local.length, whole, G_N_ELEMENTS(whole)) ||
	       is_among(local.text, local.first_end, at_an_end,
			G_N_ELEMENTS(at_an_end)) ||
	       is_among(local.text + local.last_start,
			local.length - local.last_start, at_an_end,
			G_N_ELEMENTS(at_an_end));
}
