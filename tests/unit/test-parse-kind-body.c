/* The kind of invented mail, where only the text tells it. */
#include <string.h>

#include "parse/kind_body.h"
#include "parse/message.h"
#include "parse/robot.h"
#include "parse/warm.h"

#define NEWS PARSE_KIND_NEWSLETTER
#define NOTE PARSE_KIND_AUTO_REPLY
#define HUMAN PARSE_KIND_HUMAN
#define LONG_TEXT                                               \
	"We looked at the plan again and would like to go on. " \
	"There is more to say about each room of the house. "

static const struct {
	const char *header; /* beside From and To, unless it has them */
	const char *text;
	enum parse_kind kind;
	const char *evidence; /* NULL: the header's */
} rows[] = {
	/* Notes that announce themselves. */
	{ "Subject: Out of Office AutoReply: Roof", "Vacation to May 3", NOTE,
	  "Subject: Out of Office AutoReply: Roof" },
	{ "Subject: Automatic reply: Roof", "I am out of the office.", NOTE,
	  "Subject: Automatic reply: Roof" },
	{ "Subject: Automatische Antwort: Dach",
	  "Ich bin bis zum 3. Mai im Urlaub.", NOTE,
	  "Subject: Automatische Antwort: Dach" },
	{ "Subject: =?utf-8?q?R=C3=A9ponse_automatique_:_toit?=",
	  "Je suis absente jusqu'au 3 mai.", NOTE,
	  "Subject: R\303\251ponse automatique : toit" },
	{ "Subject: Ann Lee is out of the office.",
	  "I will be out of the office starting 05/01/2026.", NOTE,
	  "Subject: Ann Lee is out of the office." },
	{ "Subject: [Talk] Ann Lee is out of the office.\n"
	  "List-Id: <talk.example.org>\nPrecedence: list",
	  "I will be out of the office until Friday.", NOTE,
	  "Subject: [Talk] Ann Lee is out of the office." },
	/* Somebody's talk about notes. */
	{ "Subject: Re: Automatic reply: Roof", "Enjoy the sea!", HUMAN, NULL },
	{ "Subject: FW: Out of Office AutoReply: Roof",
	  "I am out of the office until Monday.", HUMAN, NULL },
	{ "Subject: Bo Ek is out of the office.", "So who answers him?", HUMAN,
	  NULL },
	{ "Subject: Automatic reply: does it work\nAuto-Submitted: no",
	  "I am out of the office.", HUMAN, NULL },
	/* Notes under the subject that they answer, in eight languages. */
	{ "Subject: Roof",
	  "Thank you for your message. I am currently out of the office and "
	  "will return on May 3. For urgent matters please contact Bo.",
	  NOTE, "I am currently out of the office and will return on May 3." },
	{ "Subject: Roof", "This is an automated response. I am at sea.", NOTE,
	  "This is an automated response." },
	{ "Subject: Dach",
	  "Vielen Dank f\303\274r Ihre Nachricht. Ich bin im Urlaub und ab "
	  "3. Mai wieder erreichbar. In dringenden F\303\244llen wenden Sie "
	  "sich bitte an Frau Ek.",
	  NOTE, NULL },
	{ "Subject: Toit",
	  "Bonjour,\n\nJe suis absent du bureau jusqu\342\200\231au 3 mai. Je "
	  "lirai votre message \303\240 mon retour.",
	  NOTE, NULL },
	{ "Subject: Techo",
	  "Gracias por su mensaje. Estar\303\251 fuera de la oficina hasta el "
	  "3 de mayo. En caso de urgencia llame a Bo.",
	  NOTE, NULL },
	{ "Subject: Tetto",
	  "Sono in ferie fino al 3 maggio. Al mio rientro legger\303\262 il "
	  "suo messaggio.",
	  NOTE, NULL },
	{ "Subject: Dak",
	  "Ik ben met vakantie tot 3 mei. Uw bericht lees ik na terugkomst.",
	  NOTE, NULL },
	{ "Subject: Telhado",
	  "Estou de f\303\251rias. Responderei \303\240 sua mensagem no meu "
	  "regresso.",
	  NOTE, NULL },
	{ "Subject: Tak",
	  "Jag \303\244r p\303\245 semester. Ditt meddelande l\303\244ser jag "
	  "n\303\244r jag \303\244r tillbaka. V\303\244nligen kontakta Bo.",
	  NOTE, NULL },
	{ "Subject: Re: Roof\nIn-Reply-To: <a@b>",
	  "I am on vacation. I will return on May 3. Please contact Bo.", NOTE,
	  NULL },
	/* People who are away, and say so themselves. */
	{ "Subject: Roof",
	  "I am out of the office next week. Please send the plan to Bo.",
	  HUMAN, NULL },
	{ "Subject: Out of office Friday\nTo: a@example.org, b@example.org",
	  "I will be out of the office on Friday. In my absence please "
	  "contact Bo. I will be back on Monday.",
	  HUMAN, NULL },
	{ "Subject: Roof",
	  "Bob, thank you for your message. I am currently out of the office, "
	  "but will return on Monday.",
	  HUMAN, NULL },
	{ "Subject: Roof",
	  "Thank you for your message. I am on vacation until Monday, but "
	  "could you call me when I return?",
	  HUMAN, NULL },
	{ "Subject: RE: Roof\nIn-Reply-To: <a@b>",
	  "I am out of the office. I will be back on May 3.\n\n"
	  "-----Original Message-----\nFrom: Bob\n\nPlease contact me.",
	  HUMAN, NULL },
	{ "Subject: Roof\nTo: a@example.org, b@example.org",
	  "Thank you for your message. I am out of the office and will return "
	  "on May 3.",
	  HUMAN, NULL },
	/* Receipts. */
	{ "Subject: Read: Roof",
	  "Your message\n  To: Ann\n  Subject: Roof\nwas read on 5/1/2026.",
	  PARSE_KIND_RECEIPT, NULL },
	{ "Subject: Read: the new plan", "Please do, before Friday.", HUMAN,
	  NULL },
	/* Outlook's answers. */
	{ "Subject: Accepted: Roof meeting", "See you there!",
	  PARSE_KIND_CALENDAR, "Subject: Accepted: Roof meeting" },
	{ "Subject: Zugesagt: Dach", "", PARSE_KIND_CALENDAR,
	  "Subject: Zugesagt: Dach" },
	{ "Subject: Re: Accepted: Roof", "See you!", HUMAN, NULL },
	/* Programs. */
	{ "Subject: Your order",
	  "Order 12 is on its way.\n\nPlease do not reply to this e-mail.",
	  PARSE_KIND_NOTIFICATION, "Please do not reply to this e-mail." },
	{ "Subject: Bestellung", "Diese Nachricht wurde automatisch erstellt.",
	  PARSE_KIND_NOTIFICATION,
	  "Diese Nachricht wurde automatisch erstellt." },
	{ "Subject: Re: the robot",
	  "This is an automated message, it seems. Ignore it.", HUMAN, NULL },
	/* Mailings. */
	{ "Subject: Roofs in May",
	  "Click here for our offers!\n\nTo unsubscribe, write to us.", NEWS,
	  "To unsubscribe, write to us." },
	{ "Subject: Roofs in May", "Our offers\n\nTo unsubscribe, click here",
	  NEWS, "To unsubscribe, click here" },
	{ "From: news@shop.example.org\nSubject: Mai",
	  "Neues vom Dach. Newsletter abbestellen: hier klicken.", NEWS, NULL },
	{ "From: Roofs <events@roofs.example.org>\nSubject: Toits",
	  "Version en ligne\n\nPour vous d\303\251sabonner, cliquez ici.", NEWS,
	  NULL },
	{ "Subject: Techos",
	  "Oferta. Haga clic aqu\303\255.\n\nPara darse de "
	  "baja responda a este correo.",
	  NEWS, NULL },
	{ "Subject: your list", "Please unsubscribe me.", HUMAN, NULL },
	{ "Subject: Re: news", "Did you see how to unsubscribe? Click here.",
	  HUMAN, NULL },
	{ "Subject: Roof", LONG_TEXT LONG_TEXT "Ann", HUMAN, NULL },
	{ "Subject: Freitag",
	  "Ich muss mich leider abmelden.\n\nImpressum: www.example.org", HUMAN,
	  NULL },
	{ "Subject: Roofs in May",
	  "> our offers\n> click here\n> to unsubscribe\n> see the page\n"
	  "Can you stop these?",
	  HUMAN, NULL },
	{ "Subject: Roofs in May",
	  "Tips:\n>> Click here\n>> Order now\n>> Sign up\n>> Buy now\n"
	  "To unsubscribe, write to us.",
	  NEWS, NULL },
	/* Lists that leave no sign in the header. */
	{ "Subject: Tea",
	  "Who comes?\n\nUnsubscribe from this group: see the page.",
	  PARSE_KIND_LIST, "Unsubscribe from this group: see the page." },
	/* What the header proved stays. */
	{ "Content-Type: multipart/report; report-type=delivery-status",
	  "To unsubscribe click here. Dear member.", PARSE_KIND_BOUNCE, NULL },
	{ "From: no-reply@example.org", "Your code is 12.",
	  PARSE_KIND_NOTIFICATION, NULL },
	/* To somebody, or of what others write. */
	{ "Subject: Roof",
	  "Bo, I am on vacation next week and back in the office on May 17. "
	  "Please contact Cy in my absence. Thanks for your message.",
	  HUMAN, NULL },
	{ "Subject: Automatic reply: does it work", "Can we switch it off?",
	  HUMAN, NULL },
	/* On the phone is not away. */
	{ "Subject: Pump\nIn-Reply-To: <a@b>",
	  "Thank you for your email. I am currently on the phone and will "
	  "return on Friday to it. Please contact Bo for the address.",
	  HUMAN, NULL },
	{ "Subject: Dach\nIn-Reply-To: <a@b>",
	  "Dies ist eine automatisch generierte Antwort. Wir melden uns.", NOTE,
	  "Dies ist eine automatisch generierte Antwort." },
	{ "Subject: Gelesen: Dach",
	  "Ihre Nachricht an Bo wurde am Montag, 4. Mai 2026 gelesen.",
	  PARSE_KIND_RECEIPT, NULL },
	{ "Subject: Accepted: our offer",
	  LONG_TEXT LONG_TEXT LONG_TEXT LONG_TEXT "What do you think?", HUMAN,
	  NULL },
	/* A mailing that its header calls a list. */
	{ "Precedence: list",
	  "Win a prize. Please do not reply to this e-mail. If you wish to be "
	  "removed from this mailing list, unsubscribe at x@example.org.",
	  NEWS, NULL },
};

static void read_row(struct parse_message *message, gsize row)
{
	const char *header = rows[row].header;
	g_autoptr(GString) block = g_string_new(NULL);

	if (!strstr(header, "From:"))
		g_string_append(block, "From: Ann Lee <ann@example.org>\n");
	if (!strstr(header, "To: a@"))
		g_string_append(block, "To: Bob Ek <bob@example.net>\n");
	g_string_append_printf(block, "%s\n\n", header);
	g_test_message("%s: %s", header, rows[row].text);
	parse_message_headers(message, block->str, block->len);
}

static void test_kinds(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		read_row(message, i);
		parse_kind_read_body(message, rows[i].text, rows[i].text);
		g_assert_cmpstr(parse_kind_name(message->kind), ==,
				parse_kind_name(rows[i].kind));
		if (rows[i].evidence)
			g_assert_cmpstr(message->evidence, ==,
					rows[i].evidence);
		g_assert_cmpuint(strlen(message->evidence), >, 0);
	}
}

/* Long and hostile texts: the evidence stays within its cap, and valid. */
static void test_bounds(void)
{
	g_autoptr(parse_message) message = parse_message_new();
	g_autoptr(GString) text = g_string_new(NULL);

	while (text->len < 60000)
		g_string_append(text, "\303\204\342\200\231unsubscribe \n\n ");
	read_row(message, 10);
	parse_kind_read_body(message, text->str, text->str);
	g_assert_cmpint(message->kind, ==, PARSE_KIND_NEWSLETTER);
	g_assert_cmpuint(strlen(message->evidence), <=, PARSE_EVIDENCE_MAX);
	g_assert_true(g_utf8_validate(message->evidence, -1, NULL));

	g_string_assign(text, "");
	while (text->len < 60000)
		g_string_append(text, "a b\303\251c d ");
	g_string_append(text, "please do not reply to this email ");
	while (text->len < 60300)
		g_string_append(text, "\303\251\303\251 ");
	read_row(message, 10);
	parse_kind_read_body(message, text->str, text->str);
	g_assert_cmpint(message->kind, ==, PARSE_KIND_NOTIFICATION);
	g_assert_cmpuint(strlen(message->evidence), <=, PARSE_EVIDENCE_MAX);
	g_assert_nonnull(strstr(message->evidence, "do not reply"));
}

/* The body is asked for where the header's kind may not be the last word. */
static void test_wanted(void)
{
	static const struct {
		const char *header;
		bool wanted;
	} wanted[] = {
		{ "Subject: Roof", false },
		{ "Subject: Re: Automatic reply: Roof", false },
		{ "Subject: Automatic reply: Roof", true },
		{ "Subject: [Talk] Ann Lee is out of the office.", true },
		{ "Subject: Read: Roof", true },
		{ "Subject: Declined: Roof", true },
		{ "Subject: Declined: Roof\nAuto-Submitted: no", false },
		{ "Auto-Submitted: auto-replied", true },
		{ "Content-Type: text/calendar; method=REPLY", true },
		{ "Content-Type: multipart/report; report-type=tlsrpt", true },
		{ "List-Unsubscribe: <https://a.example>", false },
	};
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
		g_autofree char *block = g_strdup_printf(
		    "From: a@example.org\n%s\n\n", wanted[i].header);

		g_test_message("%s", block);
		parse_message_headers(message, block, strlen(block));
		g_assert_cmpint(message->body_wanted, ==, wanted[i].wanted);
	}
}

/* What has no author is not called people's mail. */
static void test_no_author(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	parse_message_headers(message, "Subject: x\n\n", 12);
	g_assert_cmpint(message->kind, ==, PARSE_KIND_UNKNOWN);
	parse_kind_read_body(message, "unsubscribe, click here",
			     "unsubscribe, click here");
	g_assert_cmpint(message->kind, ==, PARSE_KIND_UNKNOWN);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/kind-body/table", test_kinds);
	g_test_add_func("/parse/kind-body/bounds", test_bounds);
	g_test_add_func("/parse/kind-body/wanted", test_wanted);
	g_test_add_func("/parse/kind-body/no-author", test_no_author);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
