/* What is made of invented reports of mail that did not arrive. */
#include <string.h>

#include "parse/bounce.h"
#include "parse/message.h"
#include "parse/warm.h"

/* From whom reports come. */
#define DAEMON                                 \
	"From: MAILER-DAEMON@mx.example.net\n" \
	"To: ann@example.org\n"                \
	"Subject: failure notice\n"
#define LATER                                  \
	"From: MAILER-DAEMON@mx.example.net\n" \
	"To: ann@example.org\n"                \
	"Subject: Delivery Status Notification (Delay)\n"
#define MASTER                              \
	"From: postmaster@mx.example.net\n" \
	"To: ann@example.org\n"             \
	"Return-Path: <>\n"                 \
	"Subject: Undeliverable: The roof\n"
#define REPORT                                    \
	DAEMON "Content-Type: multipart/report; " \
	       "report-type=delivery-status; boundary=b\n"
#define PERSON                           \
	"From: Bo Ek <bo@example.com>\n" \
	"To: ann@example.org\n"

#define COPY                                                  \
	"\n\n--- Below this line is a copy of the message.\n" \
	"\nReturn-Path: <ann@example.org>\n"                  \
	"Message-ID: <m1@example.org>\n"                      \
	"From: ann@example.org\n"                             \
	"To: bo@example.com\n\n"                              \
	"Hello Bo, ask eve@example.com.\n"
#define GROUPS                                                 \
	"--b\n\nIt did not arrive. Contact eve@example.net.\n" \
	"--b\nContent-Type: message/delivery-status\n\n"       \
	"Reporting-MTA: dns; mx.example.net\n\n"
#define ENCLOSED                                             \
	"\n--b\nContent-Type: message/rfc822\n\n"            \
	"Message-ID: <m1@example.org>\nTo: bo@example.com\n" \
	"\nHello\n--b--\n"

enum sort { SOFT, HARD, LATE };

static const struct {
	const char *header;
	const char *body;
	const char *failed; /* addresses, with blanks between them */
	enum sort sort;
	const char *status;
	const char *about;
} rows[] = {
	/* RFC 3464. */
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\n" ENCLOSED,
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 IP address "
		 "blacklisted by recipient\n" ENCLOSED,
	  "bo@example.com", SOFT, "5.7.1", "m1@example.org" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\nDiagnostic-Code: x-unix; user unknown\n",
	  "bo@example.com", SOFT, "5.1.1", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\n\n"
		 "Final-Recipient: rfc822; cy@example.com\nAction: failed\n"
		 "Status: 5.2.2\n",
	  "bo@example.com cy@example.com", SOFT, "5.1.1", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\n\n"
		 "Final-Recipient: rfc822; BO@example.com\nAction: failed\n"
		 "Status: 5.1.1\n\n"
		 "Final-Recipient: rfc822; cy@example.com\n"
		 "Action: delivered\nStatus: 2.0.0\n\n"
		 "Final-Recipient: rfc822; di@example.com\n"
		 "Action: delayed\nStatus: 4.4.1\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: delayed\n"
		 "Status: 4.4.1\n" ENCLOSED,
	  "bo@example.com", LATE, "4.4.1", "m1@example.org" },
	{ REPORT,
	  GROUPS "Final-Recipient: x-local; @mx.example.net:bo@spool\n"
		 "Action: delayed\nStatus: 4.4.1\n" ENCLOSED,
	  "bo@example.com", LATE, "", "m1@example.org" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; @mx.example.net:bo@spool\n"
		 "Original-Recipient: rfc822; bo@example.com\n"
		 "Action: failed\nStatus: 5.2.0\n"
		 "Diagnostic-Code: smtp; 522 5.2.0 Over quota\n",
	  "bo@example.com", SOFT, "5.2.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: system; <>\n"
		 "Original-Recipient: rfc822;<bo@example.com>\n"
		 "Action: failed\nStatus: 5.0.0\n",
	  "bo@example.com", SOFT, "5.0.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.1.1\n"
		 "Final-Recipient: rfc822; cy@example.com\nAction: failed\n"
		 "Status: 5.1.2\n",
	  "bo@example.com cy@example.com", HARD, "5.1.1", "" },
	/* Groups that stand in the text, or where no boundary leads to. */
	{ DAEMON,
	  "It failed.\n\nReporting-MTA: dns; mx.example.net\n\n"
	  "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
	  "Status: 5.1.2\n\nReturn-Path: <ann@example.org>\n"
	  "Message-ID: <m1@example.org>\n",
	  "bo@example.com", HARD, "5.1.2", "m1@example.org" },
	{ REPORT,
	  "--c\n\nFinal-Recipient: rfc822; bo@example.com\nAction: failed\n"
	  "Status: 5.1.1\n\nMessage-ID: <m1@example.org>\n",
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	/* The status is vague: what was said at which command? */
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.0.0\nDiagnostic-Code: smtp; 550 No such user (in "
		 "reply to RCPT TO command)\n",
	  "bo@example.com", HARD, "5.0.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.0.0\nDiagnostic-Code: smtp; 550 No such user (in "
		 "reply to end of DATA command)\n",
	  "bo@example.com", SOFT, "5.0.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 5.0.0\nDiagnostic-Code: smtp; 550 No such domain "
		 "(in reply to MAIL FROM command)\n",
	  "bo@example.com", SOFT, "5.0.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
		 "Status: 4.0.0\nDiagnostic-Code: smtp; DNS Error: NXDOMAIN\n",
	  "bo@example.com", SOFT, "4.0.0", "" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; no-such-user@example.com\n"
		 "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 554 "
		 "no-such-user@example.com: see "
		 "http://mx.example.com/user-unknown\n",
	  "no-such-user@example.com", SOFT, "5.0.0", "" },
	/* A gateway's wrapping around the report of another system. */
	{ DAEMON "Content-Type: multipart/mixed; boundary=a\n",
	  "--a\n\n----- The following addresses had permanent errors -----\n"
	  "--a\nContent-Type: message/rfc822\n\n"
	  "From: MAILER-DAEMON@in.example.net\n"
	  "Content-Type: multipart/report; boundary=b\n\n" GROUPS
	  "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
	  "Status: 5.1.1\n" ENCLOSED "\n--a--\n",
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	/* Exim. */
	{ DAEMON "X-Failed-Recipients: bo@example.com, bo@example.com\n",
	  "The following address(es) failed:\n\n  bo@example.com\n"
	  "    SMTP error from remote mail server after RCPT "
	  "TO:<bo@example.com>:\n    550 Unknown user\n" COPY,
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	{ DAEMON,
	  "A message that you sent could not be delivered to one or more of\n"
	  "its recipients. The following address(es) failed:\n\n"
	  "  bo@example.com\n    retry timeout exceeded\n"
	  "    eve@example.net: not known here\n"
	  "  cy@example.com\n    Unrouteable address\n" COPY,
	  "bo@example.com cy@example.com", SOFT, "5.1.2", "m1@example.org" },
	{ DAEMON,
	  "The following address(es) failed:\n\n  an undisclosed address\n"
	  "    (generated from bo@example.com)\n    quota exceeded\n",
	  "bo@example.com", SOFT, "5.2.2", "" },
	{ LATER,
	  "The address to which the message has not yet been delivered is:\n"
	  "\n  bo@example.com\n\nNo action is required on your part.\n",
	  "bo@example.com", LATE, "", "" },
	/* qmail and those like it. */
	{ DAEMON,
	  "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid "
	  "I wasn't able to deliver your message to the following addresses."
	  "\n\n<bo@example.com>:\nSorry, no mailbox here by that name. "
	  "(#5.1.1)\n" COPY,
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	{ DAEMON,
	  "Your message could not be delivered.\n\n<bo@example.com>:\n"
	  "192.0.2.1 does not like recipient.\nRemote host said: 550 User "
	  "unknown\n\n<cy@example.com>:\nSorry, I couldn't find any host "
	  "named example.com. (#5.1.2)\n" COPY,
	  "bo@example.com cy@example.com", HARD, "5.1.1", "m1@example.org" },
	{ DAEMON,
	  "<bo@example.com>:\n192.0.2.1 failed after I sent the message.\n"
	  "Remote host said: 550 User unknown\n" COPY,
	  "bo@example.com", SOFT, "", "m1@example.org" },
	/* Sendmail. */
	{ DAEMON,
	  "   ----- The following addresses had permanent fatal errors -----\n"
	  "<bo@example.com>\n    (reason: 550 User unknown)\n\n"
	  "   ----- Transcript of session follows -----\n"
	  "... while talking to mx.example.com.:\n"
	  ">>> RCPT To:<bo@example.com>\n<<< 550 User unknown\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ DAEMON,
	  "   ----- Transcript of session follows -----\n"
	  ">>> MAIL From:<ann@example.org>\n<<< 550 No such user\n"
	  "554 <bo@example.com>... Remote protocol error\n\n"
	  "   ----- Unsent message follows -----\nTo: bo@example.com\n",
	  "bo@example.com", SOFT, "", "" },
	{ LATER,
	  "Warning: message still undelivered after 4 hours\n"
	  "Will keep trying until message is 5 days old\n\n"
	  "<bo@example.com>... Deferred: Connection timed out\n",
	  "bo@example.com", LATE, "", "" },
	/* Postfix, in one text. */
	{ DAEMON,
	  "This is the Postfix program at host mx.example.net.\n\nFor further "
	  "assistance, please contact <help@example.net>\n\n"
	  "<bo@example.com> (expanded from\n<cy@example.com>): unknown "
	  "user: \"bo\"\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	/* Exchange. */
	{ MASTER,
	  "Your message\n\n  To:      cy@example.com\n  Subject: The roof\n\n"
	  "did not reach the following recipient(s):\n\n"
	  "bo@example.com on Mon, 2 Mar 2026 09:00:00 +0100\n"
	  "    The recipient name is not recognized\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ MASTER,
	  "did not reach the following recipient(s):\n\n"
	  "c=US;a= ;p=Ex;o=Roof;dda:SMTP=BO@example.com; on Mon, 2 Mar 2026\n",
	  "BO@example.com", SOFT, "", "" },
	{ MASTER,
	  "Delivery has failed to these recipients or groups:\n\n"
	  "bo@example.com<mailto:bo@example.com>\nThe email address was not "
	  "found.\n\nDiagnostic information for administrators:\n\n"
	  "Generating server: mx.example.net\n\nbo@example.com\n"
	  "Remote Server returned '550 5.1.10 RESOLVER.ADR."
	  "RecipientNotFound; Recipient not found'\n\n"
	  "Original message headers:\n\nReceived: from x by y\n"
	  "Message-ID: <m1@example.org>\n",
	  "bo@example.com", HARD, "5.1.10", "m1@example.org" },
	{ MASTER,
	  "Fehler bei der Nachrichtenzustellung an folgende Empf\303\244nger "
	  "oder Verteilerlisten:\n\nBo Ek<mailto:bo@example.com>\n"
	  "Das Postfach ist voll.\n\nbo@example.com\n"
	  "#550 5.2.2 STOREDRV.Deliver: mailbox full ##\n",
	  "bo@example.com", SOFT, "5.2.2", "" },
	{ MASTER,
	  "Your message to bo@example.com couldn't be delivered.\n\n"
	  "bo wasn't found at example.com.\n\nStatus code: 550 5.1.10\n",
	  "bo@example.com", HARD, "5.1.10", "" },
	/* Domino, GroupWise, MDaemon. */
	{ MASTER,
	  "Your message\n\n  Subject: The roof\n\nwas not delivered to:\n\n"
	  "  bo@example.com\n\nbecause:\n\n  User bo (bo@example.com) not "
	  "listed in Domino Directory\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ MASTER,
	  "The message that you sent was undeliverable to the following:\n"
	  "\tbo@example.com (user not found)\n",
	  "bo@example.com", SOFT, "", "" },
	{ DAEMON,
	  "The attached message had PERMANENT fatal delivery errors!\n\n"
	  "Failed address: bo@example.com\n\n--- Session Transcript ---\n"
	  " --> RCPT To:<bo@example.com>\n <-- 550 5.1.1 no such user\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ "From: MDaemon@mx.example.net\nTo: ann@example.org\n"
	  "Subject: Warning: bo@example.com - User unknown!\n",
	  "bo@example.com - no such user here.\n\nThere is no user by that "
	  "name at this server.\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	/* Providers. */
	{ DAEMON,
	  "Delivery to the following recipient failed permanently:\n\n"
	  "     bo@example.com\n\nThe error that the other server returned "
	  "was:\n550 5.2.2 Mailbox full\n\n----- Original message -----\n\n"
	  "Message-ID: <m1@example.org>\n",
	  "bo@example.com", SOFT, "5.2.2", "m1@example.org" },
	{ LATER,
	  "There was a temporary problem delivering your message to "
	  "bo@example.com. Gmail will retry for 46 more hours.\n",
	  "bo@example.com", LATE, "", "" },
	{ DAEMON,
	  "Sorry, we were unable to deliver your message to the following "
	  "address.\n\n<bo@example.com>:\nRemote host said: 550 No such user "
	  "[RCPT_TO]\n" COPY,
	  "bo@example.com", HARD, "5.1.1", "m1@example.org" },
	{ "From: Postmaster <postmaster@aol.com>\nTo: ann@example.org\n"
	  "Return-Path: <>\nSubject: Mail Delivery Problem\n",
	  "Your mail to the following recipients could not be delivered "
	  "because they are not accepting mail from ann@example.org:\n"
	  "\tbo.ek\n\tcy\n",
	  "bo.ek@aol.com cy@aol.com", SOFT, "", "" },
	{ DAEMON,
	  "\320\235\320\265 \320\264\320\276\321\201\321\202\320\260"
	  "\320\262\320\273\320\265\320\275\320\276:\n\n  bo@example.com\n"
	  "    an MX or SRV record indicated no SMTP service\n",
	  "bo@example.com", HARD, "", "" },
	{ "From: no-reply@sns.example.com\nTo: ann@example.org\n"
	  "Subject: AWS Notification Message\n",
	  "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":"
	  "\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":"
	  "\"bo@example.com\",\"status\":\"5.1.1\"}]},\"mail\":{\"source\":"
	  "\"ann@example.org\"}}\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	/* Gateways, some with a name that is no mail system's. */
	{ MASTER,
	  "Sent <<< RCPT TO:<bo@example.com>\nReceived >>> 550 5.1.1 unknown "
	  "user.\n",
	  "bo@example.com", HARD, "5.1.1", "" },
	{ "From: AntiVirus_Gateway@example.net\nTo: ann@example.org\n"
	  "Subject: Delivery failure notification\n",
	  "Your message with Subject: The roof\ncould not be delivered to the "
	  "following recipients:\n\nbo@example.com\n\nDelivery attempts will "
	  "continue to be made for 5 day(s).\n",
	  "bo@example.com", LATE, "", "" },
	{ "From: no-reply@mobile.example.net\nTo: ann@example.org\n"
	  "Subject: Notice\n",
	  "Your mail sent on: Mon, 2 Mar 2026\n     Could not be delivered "
	  "to: <bo@example.com>\n     As their mailbox is full.\n",
	  "bo@example.com", SOFT, "5.2.2", "" },
	{ DAEMON,
	  "Unable to deliver message to: <bo@example.com>, <cy@example.com>\n"
	  "Relaying denied\n",
	  "bo@example.com cy@example.com", SOFT, "", "" },
	{ MASTER,
	  "Your message to: bo@example.com\nwas blocked by our Spam Firewall."
	  "\nFor help write to help@example.net.\n",
	  "bo@example.com", SOFT, "", "" },
	{ DAEMON,
	  "It could not be delivered. If you need help, please contact\n"
	  "desk@example.net\n\n<bo@example.com>: relaying denied\n",
	  "bo@example.com", SOFT, "", "" },
	{ MASTER,
	  "This Message was undeliverable due to the following reason:\n\n"
	  "The following destination addresses were unknown (please check\n"
	  "the addresses and re-mail the message):\n\nSMTP "
	  "<bo@example.com>\n",
	  "bo@example.com", SOFT, "", "" },
	/* Who hears of it is none of those who failed. */
	{ DAEMON,
	  "Dear\nann@example.org,\n\nyour mail came back.\n\n"
	  "bo@example.com: relaying denied\n",
	  "bo@example.com", SOFT, "", "" },
	{ DAEMON,
	  "Unable to deliver message to: ann@example.org\n\n"
	  "bo@example.com: relaying denied\n",
	  "bo@example.com", SOFT, "", "" },
	/* Whom the report does not name. */
	{ DAEMON,
	  "We could not deliver it.\n\n----- Original message -----\n\n"
	  "From: ann@example.org\nTo: Bo <bo@example.com>\n"
	  "Message-ID: <m1@example.org>\n",
	  "bo@example.com", SOFT, "", "m1@example.org" },
	{ DAEMON,
	  "We could not deliver it.\n\n----- Original message -----\n\n"
	  "To: bo@example.com, cy@example.com\n"
	  "Message-ID: <m1@example.org>\n",
	  "", SOFT, "", "m1@example.org" },
	{ "From: postmaster@example.com\nTo: ann@example.org\n"
	  "Return-Path: <>\nSubject: Undeliverable: bo@example.com\n",
	  "The mail was refused.\n", "bo@example.com", SOFT, "", "" },
};

static void read_mail(struct parse_message *message, const char *header,
		      const char *body)
{
	g_autofree char *bytes = g_strconcat(header, "\n", body, NULL);

	parse_message_headers(message, bytes, strlen(bytes));
	parse_message_body(message, bytes, strlen(bytes));
}

static char *list_failed(const struct parse_message *message)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role == PARSE_ROLE_FAILED)
			g_string_append_printf(list, "%s%s",
					       list->len ? " " : "",
					       address->address);
	}
	return g_string_free(list, FALSE);
}

static void test_reports(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *failed = NULL;

		g_test_message("row %u: %.60s", i, rows[i].body);
		read_mail(message, rows[i].header, rows[i].body);
		failed = list_failed(message);
		g_assert_cmpint(message->kind, ==, PARSE_KIND_BOUNCE);
		g_assert_true(message->body_wanted ||
			      g_str_has_prefix(rows[i].header, "From: no-"));
		g_assert_cmpstr(failed, ==, rows[i].failed);
		g_assert_cmpint(message->hard, ==, rows[i].sort == HARD);
		g_assert_cmpint(message->delayed, ==, rows[i].sort == LATE);
		g_assert_cmpstr(message->status, ==, rows[i].status);
		g_assert_cmpstr(message->about, ==, rows[i].about);
		g_assert_cmpstr(message->evidence, !=, "");
	}
}

/* --- What is none --------------------------------------------------------- */

static const struct {
	const char *header;
	const char *body;
	enum parse_kind kind;
	const char *evidence; /* how it begins, NULL: of the header */
} others[] = {
	/* Success. */
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\n"
		 "Action: delivered\nStatus: 2.0.0\n" ENCLOSED,
	  PARSE_KIND_RECEIPT, "Action: delivered" },
	{ REPORT,
	  GROUPS "Final-Recipient: rfc822; bo@example.com\n"
		 "Action: deliverable\nStatus: 2.1.5\n",
	  PARSE_KIND_RECEIPT, "Action: delivered" },
	{ "From: postmaster@mx.example.net\nTo: ann@example.org\n"
	  "Return-Path: <>\nSubject: Delivery report\n",
	  "Your message was successfully delivered to the destination(s) "
	  "listed below.\n\n<bo@example.com>\n",
	  PARSE_KIND_RECEIPT, "Your message was" },
	/* Machines that ask the sender something. */
	{ "From: noreply@screen.example.net\nTo: ann@example.org\n"
	  "Subject: Re: The roof (Action Required)\n"
	  "Content-Type: multipart/report; report-type=delivery-status; "
	  "boundary=b\n",
	  "--b\n\nPlease add yourself to my Guest List.\n"
	  "--b\nContent-Type: message/delivery-status\n\n"
	  "Reporting-MTA: dns; screen.example.net\n\n"
	  "Final-Recipient: rfc822; bo@example.com\nAction: failed\n"
	  "Status: 4.7.0\n--b--\n",
	  PARSE_KIND_NOTIFICATION, "Please add yourself" },
	/* Parcels. */
	{ "From: parcels@shop.example.net\nTo: ann@example.org\n"
	  "Auto-Submitted: auto-generated\n"
	  "Subject: Delivery notification for order 12\n",
	  "Your parcel arrives on Monday.\n", PARSE_KIND_NOTIFICATION, NULL },
	/* People. */
	{ PERSON "Subject: Fwd: Undeliverable: The roof\n",
	  "Ann, this came back. Is it cy@example.com?\n\n"
	  "Your message could not be delivered to:\n\n  ann@example.net\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: Re: failure notice\n",
	  "My mail was not delivered to cy@example.com. Whose is it?\n",
	  PARSE_KIND_HUMAN, NULL },
	{ "From: list-admin@example.net\nTo: ann@example.org\n"
	  "Subject: Delivery problem\n",
	  "The beams could not be delivered to cy@example.com today. I am "
	  "sorry.\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: Returned mail: Host unknown\n",
	  "---------- Forwarded by Bo Ek on 03/02/2026 ----------\n\n"
	  "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>\n"
	  "To: bo@example.com\nSubject: Returned mail: Host unknown\n\n"
	  "Your message could not be delivered to <cy@example.com>\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: Delivery failure\nIn-Reply-To: <m1@example.org>\n",
	  "Your message could not be delivered to cy@example.com by us.\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: Delivery problem\n",
	  "The beams could not be delivered to cy@example.com today. I am "
	  "sorry.\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: Delivery failure\n",
	  "Ann, your mail to the board was not delivered to cy@example.com. "
	  "Could you send it to me?\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: The roof\n",
	  "Your message was not delivered to cy@example.com, he says.\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: What came back\n"
		 "Content-Type: multipart/mixed; boundary=b\n",
	  "--b\n\nSee what I got.\n--b\nContent-Type: message/delivery-status\n"
	  "Content-Disposition: attachment\n\n"
	  "Final-Recipient: rfc822; cy@example.com\nAction: failed\n"
	  "Status: 5.1.1\n--b--\n",
	  PARSE_KIND_HUMAN, NULL },
	{ PERSON "Subject: What came back\n"
		 "Content-Type: multipart/mixed; boundary=b\n",
	  "--b\n\nSee what I got.\n--b\nContent-Type: message/rfc822\n\n"
	  "From: MAILER-DAEMON@example.net\nMessage-ID: <d1@example.net>\n\n"
	  "<cy@example.com>: User unknown\n--b--\n",
	  PARSE_KIND_HUMAN, NULL },
	/* Complaints. */
	{ "From: fbl@example.net\nTo: ann@example.org\nSubject: FW: Roof\n"
	  "Content-Type: multipart/report; report-type=feedback-report; "
	  "boundary=b\n",
	  "--b\n\nThis is an abuse report for mail to bo@example.com.\n"
	  "--b\nContent-Type: message/feedback-report\n\n"
	  "Feedback-Type: abuse\nOriginal-Rcpt-To: bo@example.com\n--b--\n",
	  PARSE_KIND_REPORT, NULL },
};

static void test_others(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *failed = NULL;

		g_test_message("row %u: %.60s", i, others[i].body);
		read_mail(message, others[i].header, others[i].body);
		failed = list_failed(message);
		g_assert_cmpint(message->kind, ==, others[i].kind);
		g_assert_cmpstr(failed, ==, "");
		g_assert_false(message->hard);
		g_assert_false(message->delayed);
		g_assert_cmpstr(message->status, ==, "");
		if (others[i].evidence)
			g_assert_true(g_str_has_prefix(message->evidence,
						       others[i].evidence));
	}
}

/* The sentence is shown by which a report is known, not its header. */
static void test_evidence(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	read_mail(message,
		  "From: gateway@example.net\nTo: ann@example.org\n"
		  "Subject: Non-delivery\n",
		  "Notice\n\nYour message could not be delivered to the "
		  "following user:\n\nbo@example.com\n");
	g_assert_cmpint(message->kind, ==, PARSE_KIND_BOUNCE);
	g_assert_cmpstr(message->evidence, ==,
			"Your message could not be delivered to the "
			"following user:");
}

/* Thousands of recipients, phrases, marks: bounded in number and time. */
static void test_bounds(void)
{
	static const char *const pieces[] = {
		"could not be delivered to ",
		"<a@b>\n",
		"undeliverable to ",
		"rcpt to:",
		"@",
		"<\"@",
		"Final-Recipient: x; a@b\nAction: failed\n\n",
		"the following address(es) failed\n",
		"550 <a@b>... ",
		">>> ",
		"5.1.",
	};
	g_autoptr(parse_message) message = parse_message_new();

	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) body = g_string_new(NULL);
		gint64 start;

		while (body->len < 2 * PARSE_BODY_MAX)
			g_string_append(body, pieces[i]);
		start = g_get_monotonic_time();
		read_mail(message, DAEMON, body->str);
		/* Far more than it takes, far less than a quadratic would. */
		g_assert_cmpint(g_get_monotonic_time() - start, <, 2000000);
	}
	for (guint n = 0; n < 2; n++) {
		g_autoptr(GString) body = g_string_new(NULL);

		for (guint i = 0; i < 1000; i++)
			g_string_append_printf(body,
					       n ? "<b%u@example.com>:\n"
						 : "b%u@example.com, ",
					       i);
		read_mail(message, DAEMON, body->str);
		g_autofree char *failed = list_failed(message);
		g_auto(GStrv) list = g_strsplit(failed, " ", -1);
		g_assert_cmpuint(g_strv_length(list), ==, 200);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/bounce/reports", test_reports);
	g_test_add_func("/parse/bounce/others", test_others);
	g_test_add_func("/parse/bounce/evidence", test_evidence);
	g_test_add_func("/parse/bounce/bounds", test_bounds);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
