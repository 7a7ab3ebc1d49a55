/* The person behind a message. */
#include "parse/who.h"

#include <string.h>

#include "parse/message.h"
#include "parse/robot.h"

/* How systems say on whose behalf they write; blanks around are part. */
static const char *const via_words[] = {
	" via ",
	" (via ",
	" [via ",
	" \303\274ber ",
	" (\303\274ber ",
	" por medio de ",
	" a trav\303\251s de ",
	" tramite ",
	" (tramite ",
	" par l'interm\303\251diaire de ",
	" atrav\303\251s de ",
};

/* Local parts of offices, without separators. */
static const char *const roles[] = {
	"abuse",      "accounting",  "accounts",      "admin",
	"admissions", "anfrage",     "bestellung",    "billing",
	"booking",    "bookings",    "buchhaltung",   "careers",
	"commercial", "compta",	     "comptabilite",  "contact",
	"contacto",   "contato",     "customercare",  "customerservice",
	"enquiries",  "enquiry",     "events",	      "feedback",
	"finance",    "hello",	     "help",	      "helpdesk",
	"hostmaster", "hr",	     "info",	      "informacion",
	"inquiries",  "invoice",     "invoices",      "it",
	"jobs",	      "kontakt",     "kundenservice", "legal",
	"mail",	      "marketing",   "media",	      "noc",
	"office",     "order",	     "orders",	      "payments",
	"personal",   "poststelle",  "press",	      "presse",
	"privacy",    "purchasing",  "reception",     "recruiting",
	"rechnung",   "reservas",    "reservations",  "sales",
	"security",   "sekretariat", "service",	      "services",
	"shop",	      "staff",	     "studio",	      "support",
	"team",	      "tech",	     "ventas",	      "verkauf",
	"vertrieb",   "webmaster",   "welcome",	      "zentrale",
};

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

bool parse_who_name(const char *name, char *out, gsize size)
{
	const char *start = name;
	gsize length = strlen(name);

	for (guint i = 0; i < G_N_ELEMENTS(via_words); i++) {
		const char *via = strstr(name, via_words[i]);

		if (via && via > name)
			length = MIN(length, (gsize)(via - name));
	}
	if (!name[length]) {
		g_strlcpy(out, name, size);
		return false;
	}
	/* Google quotes it: 'Ann Lee' via Talk. */
	if (length > 2 && *start == '\'' && start[length - 1] == '\'') {
		start++;
		length -= 2;
	}
	while (length && start[length - 1] == ' ')
		length--;
	g_strlcpy(out, start, MIN(size, length + 1));
	return true;
}

bool parse_who_is_role(const char *address)
{
	char local[32];
	gsize n = 0;

	for (const char *p = address; *p && *p != '@' && *p != '+'; p++) {
		if (*p == '.' || *p == '-' || *p == '_')
			continue;
		if (n + 1 >= sizeof(local))
			return false;
		local[n++] = g_ascii_tolower(*p);
	}
	local[n] = '\0';
	for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
		if (!strcmp(local, roles[i]))
			return true;
	}
	return false;
}

/* Whether the words of a name stand in the address: ann.lee@, alee@, lee@. */
static bool is_of_name(const char *address, const char *name)
{
	g_autofree char *folded = g_ascii_strdown(name, -1);
	g_autofree char *local =
	    g_ascii_strdown(address, (gssize)strcspn(address, "@"));
	g_auto(GStrv) words = g_strsplit_set(folded, " ,.-'\"", -1);

	for (guint i = 0; words[i]; i++) {
		if (strlen(words[i]) >= 3 && strstr(local, words[i]))
			return true;
	}
	return false;
}

/* The To of a mail to a list, in Reply-To, is no person. */
static bool is_recipient(const struct parse_message *message,
			 const char *address)
{
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *other =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (other->role == PARSE_ROLE_TO &&
		    !g_ascii_strcasecmp(other->address, address))
			return true;
	}
	return false;
}

/*
 * Whom a rewritten From hides: Reply-To holds the author, perhaps beside the
 * list, or Cc does, where Mailman is told to put them.
 */
static const struct parse_address *find_hidden(
    const struct parse_message *message, const char *name)
{
	const struct parse_address *from = find(message, PARSE_ROLE_FROM);
	const struct parse_address *only = NULL;
	guint n = 0;

	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role != PARSE_ROLE_REPLY_TO &&
		    address->role != PARSE_ROLE_CC)
			continue;
		if (!g_ascii_strcasecmp(address->address, from->address) ||
		    parse_robot_address(address->address))
			continue;
		if (!g_ascii_strcasecmp(address->name, name) ||
		    is_of_name(address->address, name))
			return address;
		if (address->role == PARSE_ROLE_REPLY_TO &&
		    !is_recipient(message, address->address)) {
			only = address;
			n++;
		}
	}
	return n == 1 ? only : NULL;
}

static void set(struct parse_who *out, enum parse_who_why why, const char *name,
		const char *address)
{
	out->why = why;
	g_strlcpy(out->name, name, sizeof(out->name));
	g_strlcpy(out->address, address, sizeof(out->address));
	out->role = parse_who_is_role(address);
}

void parse_who_read(const struct parse_message *message, struct parse_who *out)
{
	const struct parse_address *from = find(message, PARSE_ROLE_FROM);
	const struct parse_address *other;
	char name[PARSE_NAME_MAX + 1];

	*out = (struct parse_who){ .why = PARSE_WHO_NOBODY };
	if (!from) {
		other = find(message, PARSE_ROLE_SENDER);
		if (other)
			set(out, PARSE_WHO_SENDER, other->name, other->address);
		return;
	}
	if (parse_who_name(from->name, name, sizeof(name))) {
		other = find_hidden(message, name);
		set(out, PARSE_WHO_VIA, name, other ? other->address : "");
		return;
	}
	/* A form on a web site: the program's From, the visitor's Reply-To. */
	other = find(message, PARSE_ROLE_REPLY_TO);
	if (other && parse_robot_address(from->address) &&
	    !parse_robot_address(other->address) &&
	    !parse_who_is_role(other->address)) {
		set(out, PARSE_WHO_REPLY_TO,
		    *other->name ? other->name : from->name, other->address);
		return;
	}
	set(out, PARSE_WHO_FROM, from->name, from->address);
}
