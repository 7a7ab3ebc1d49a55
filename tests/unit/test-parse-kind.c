/* The kind of a message, with the header that it rests on. */
#include <string.h>

#include "parse/message.h"
#include "parse/robot.h"
#include "parse/warm.h"

static const struct {
	const char *header; /* beside From, unless it has one */
	enum parse_kind kind;
	const char *evidence;
} kinds[] = {
	{ "", PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	/* Reports. */
	{ "Content-Type: multipart/report; report-type=delivery-status",
	  PARSE_KIND_BOUNCE,
	  "Content-Type: multipart/report; report-type=delivery-status" },
	{ "Content-Type: Multipart/Report; boundary=x;\n "
	  "Report-Type=\"Delivery-Status\"",
	  PARSE_KIND_BOUNCE,
	  "Content-Type: Multipart/Report; boundary=x; "
	  "Report-Type=\"Delivery-Status\"" },
	{ "Content-Type: multipart/report; "
	  "report-type=disposition-notification",
	  PARSE_KIND_RECEIPT,
	  "Content-Type: multipart/report; "
	  "report-type=disposition-notification" },
	{ "Content-Type: multipart/report; report-type=feedback-report",
	  PARSE_KIND_REPORT,
	  "Content-Type: multipart/report; report-type=feedback-report" },
	{ "Content-Type: multipart/report; report-type=\"tlsrpt\"",
	  PARSE_KIND_REPORT,
	  "Content-Type: multipart/report; report-type=\"tlsrpt\"" },
	{ "Subject: Report domain: example.org Submitter: example.com",
	  PARSE_KIND_REPORT,
	  "Subject: Report domain: example.org Submitter: example.com" },
	{ "From: staff@hotmail.com\n"
	  "Subject: complaint about message from 192.0.2.1",
	  PARSE_KIND_REPORT,
	  "Subject: complaint about message from 192.0.2.1" },
	{ "Subject: complaint about message from Bo", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "Content-Type: multipart/mixed; report-type=delivery-status",
	  PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	{ "X-Failed-Recipients: bo@example.com", PARSE_KIND_BOUNCE,
	  "X-Failed-Recipients: bo@example.com" },
	{ "From: MAILER-DAEMON", PARSE_KIND_BOUNCE, "From: MAILER-DAEMON" },
	{ "From: Mailer-Daemon@example.org", PARSE_KIND_BOUNCE,
	  "From: Mailer-Daemon@example.org" },
	{ "From: Pat <postmaster@example.org>", PARSE_KIND_NOTIFICATION,
	  "From: Pat <postmaster@example.org>" },
	{ "From: postmaster@example.org\nReturn-Path: <>", PARSE_KIND_BOUNCE,
	  "From: postmaster@example.org" },
	{ "From: postmaster@example.org\nSubject: Undeliverable: x",
	  PARSE_KIND_BOUNCE, "Subject: Undeliverable: x" },
	{ "From: exchange.administrator@example.org\n"
	  "Subject: Undeliverable: x",
	  PARSE_KIND_BOUNCE, "Subject: Undeliverable: x" },
	{ "Subject: Undeliverable: x", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "Return-Path: <>\nSubject: Returned mail: x", PARSE_KIND_BOUNCE,
	  "Subject: Returned mail: x" },
	{ "Return-Path: <>", PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	/* Calendar. */
	{ "Content-Type: text/calendar; method=CANCEL", PARSE_KIND_CALENDAR,
	  "Content-Type: text/calendar; method=CANCEL" },
	{ "Content-Class: urn:content-classes:calendarmessage",
	  PARSE_KIND_CALENDAR,
	  "Content-Class: urn:content-classes:calendarmessage" },
	/* Answers that nobody wrote. */
	{ "Auto-Submitted: auto-replied", PARSE_KIND_AUTO_REPLY,
	  "Auto-Submitted: auto-replied" },
	{ "Auto-Submitted: (x) Auto-Replied(y); owner-email=\"a@b\"",
	  PARSE_KIND_AUTO_REPLY,
	  "Auto-Submitted: (x) Auto-Replied(y); owner-email=\"a@b\"" },
	{ "Auto-Submitted: no", PARSE_KIND_HUMAN, "Auto-Submitted: no" },
	{ "From: noreply@example.org\nAuto-Submitted: no (really)",
	  PARSE_KIND_HUMAN, "Auto-Submitted: no (really)" },
	{ "X-Autoreply: yes", PARSE_KIND_AUTO_REPLY, "X-Autoreply: yes" },
	{ "X-Autoreply: no", PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	{ "X-Autorespond: x", PARSE_KIND_AUTO_REPLY, "X-Autorespond: x" },
	{ "X-Autoresponse: x", PARSE_KIND_AUTO_REPLY, "X-Autoresponse: x" },
	{ "Precedence: auto_reply", PARSE_KIND_AUTO_REPLY,
	  "Precedence: auto_reply" },
	{ "X-Apple-Action: vacation", PARSE_KIND_AUTO_REPLY,
	  "X-Apple-Action: vacation" },
	{ "Delivered-To: Autoresponder", PARSE_KIND_AUTO_REPLY,
	  "Delivered-To: Autoresponder" },
	{ "X-Auto-Response-Suppress: All", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "X-MS-Exchange-Inbox-Rules-Loop: a@b", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "X-Auto-Response-Suppress: OOF\nX-MS-Exchange-Inbox-Rules-Loop: a@b",
	  PARSE_KIND_AUTO_REPLY, "X-Auto-Response-Suppress: OOF" },
	{ "Subject: Automatic reply: x", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "Subject: Automatic reply: x\nIn-Reply-To: <a@b>",
	  PARSE_KIND_AUTO_REPLY, "Subject: Automatic reply: x" },
	{ "Subject: Out of office: x\nAuto-Submitted: no", PARSE_KIND_HUMAN,
	  "Auto-Submitted: no" },
	{ "Subject: Out of office: x\nAuto-Submitted: no\nIn-Reply-To: <a@b>",
	  PARSE_KIND_HUMAN, "Auto-Submitted: no" },
	{ "Subject: Re: Automatic reply: x\nIn-Reply-To: <a@b>",
	  PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	/* People write such subjects in answers too. */
	{ "Subject: Vacation pictures\nIn-Reply-To: <a@b>", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "Subject: Out of office: next week?\nIn-Reply-To: <a@b>",
	  PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	{ "Subject: Out of office: Tea\nIn-Reply-To: <a@b>",
	  PARSE_KIND_AUTO_REPLY, "Subject: Out of office: Tea" },
	{ "Subject: =?utf-8?q?Nieobecno=C5=9B=C4=87?=\n"
	  "X-Auto-Response-Suppress: All",
	  PARSE_KIND_AUTO_REPLY, "Subject: Nieobecno\305\233\304\207" },
	{ "Subject: Away\nX-Auto-Response-Suppress: DR, OOF, AutoReply",
	  PARSE_KIND_HUMAN, "From: Ann <ann@example.org>" },
	{ "Subject: =?utf-8?q?R=C3=A9ponse_automatique_:_x?=\n"
	  "X-Auto-Response-Suppress: All",
	  PARSE_KIND_AUTO_REPLY, "Subject: R\303\251ponse automatique : x" },
	{ "Subject: [ABWESEND] x\nPrecedence: bulk", PARSE_KIND_AUTO_REPLY,
	  "Subject: [ABWESEND] x" },
	{ "Return-Path: <>\nPrecedence: bulk", PARSE_KIND_AUTO_REPLY,
	  "Precedence: bulk" },
	{ "Return-Path: <>\nPrecedence: bulk\n"
	  "List-Unsubscribe: <https://a.example>",
	  PARSE_KIND_NEWSLETTER, "List-Unsubscribe: <https://a.example>" },
	{ "Return-Path: <x@a.example>\nPrecedence: bulk", PARSE_KIND_NEWSLETTER,
	  "Precedence: bulk" },
	/* Lists, where people talk. */
	{ "List-Id: Tea <tea.example.net>\nList-Post: <mailto:tea@example.net>",
	  PARSE_KIND_LIST, "List-Post: <mailto:tea@example.net>" },
	{ "List-Post: <mailto:tea@example.net>\nPrecedence: bulk\n"
	  "List-Unsubscribe: <mailto:x@example.net>",
	  PARSE_KIND_LIST, "List-Post: <mailto:tea@example.net>" },
	{ "List-Unsubscribe: <mailto:tea-unsubscribe@example.net>\n"
	  "To: tea@example.net\nIn-Reply-To: <a@b>\nPrecedence: bulk",
	  PARSE_KIND_LIST,
	  "List-Unsubscribe: <mailto:tea-unsubscribe@example.net>" },
	{ "List-Unsubscribe: <mailto:tea-unsubscribe@example.net>\n"
	  "To: tea@example.net",
	  PARSE_KIND_NEWSLETTER,
	  "List-Unsubscribe: <mailto:tea-unsubscribe@example.net>" },
	{ "List-Post: NO (announcements)\nList-Id: <tea.example.net>\n"
	  "Precedence: list\nTo: tea@example.net",
	  PARSE_KIND_NEWSLETTER, "Precedence: list" },
	{ "List-Post: NO\nList-Id: <tea.example.net>", PARSE_KIND_NEWSLETTER,
	  "List-Id: <tea.example.net>" },
	{ "List-Id: <tea.example.net>\nPrecedence: list", PARSE_KIND_LIST,
	  "List-Id: <tea.example.net>" },
	{ "List-Id: <tea.example.net>\nIn-Reply-To: <a@b>", PARSE_KIND_LIST,
	  "List-Id: <tea.example.net>" },
	{ "List-Id: <tea.example.net>\nTo: tea@example.net", PARSE_KIND_LIST,
	  "List-Id: <tea.example.net>" },
	{ "Precedence: list", PARSE_KIND_LIST, "Precedence: list" },
	{ "Precedence: list\nTo: ann@example.org", PARSE_KIND_NEWSLETTER,
	  "Precedence: list" },
	/* Mailings. */
	{ "List-Id: <tea.example.net>", PARSE_KIND_NEWSLETTER,
	  "List-Id: <tea.example.net>" },
	{ "List-Unsubscribe: <https://a.example>", PARSE_KIND_NEWSLETTER,
	  "List-Unsubscribe: <https://a.example>" },
	{ "List-Unsubscribe: <https://a.example>\n"
	  "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
	  PARSE_KIND_NEWSLETTER,
	  "List-Unsubscribe-Post: List-Unsubscribe=One-Click" },
	{ "Feedback-ID: 1:2:3", PARSE_KIND_NEWSLETTER, "Feedback-ID: 1:2:3" },
	{ "List-Post: <mailto:x@b.example>\nFeedback-ID: 1:2\n"
	  "List-Unsubscribe: <https://a.example>",
	  PARSE_KIND_NEWSLETTER, "List-Unsubscribe: <https://a.example>" },
	{ "Precedence: Bulk", PARSE_KIND_NEWSLETTER, "Precedence: Bulk" },
	{ "Precedence: junk", PARSE_KIND_NEWSLETTER, "Precedence: junk" },
	{ "Precedence: normal", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "X-Mailer: MailChimp Mailer", PARSE_KIND_NEWSLETTER,
	  "X-Mailer: MailChimp Mailer" },
	{ "From: Tea Newsletter <tea@example.org>", PARSE_KIND_NEWSLETTER,
	  "From: Tea Newsletter <tea@example.org>" },
	/* Programs. */
	{ "Auto-Submitted: auto-generated", PARSE_KIND_NOTIFICATION,
	  "Auto-Submitted: auto-generated" },
	{ "Auto-Submitted: auto-generated\nPrecedence: bulk",
	  PARSE_KIND_NOTIFICATION, "Auto-Submitted: auto-generated" },
	{ "From: no-reply@example.org", PARSE_KIND_NOTIFICATION,
	  "From: no-reply@example.org" },
	{ "From: ikke.svar@example.org", PARSE_KIND_NOTIFICATION,
	  "From: ikke.svar@example.org" },
	{ "From: voicemail@pbx.example.org", PARSE_KIND_NOTIFICATION,
	  "From: voicemail@pbx.example.org" },
	{ "From: \"(Cron Daemon)\" <ann@example.org>", PARSE_KIND_NOTIFICATION,
	  "From: \"(Cron Daemon)\" <ann@example.org>" },
	{ "Subject: DMARC aggregate report for example.org\n"
	  "From: noreply@example.com",
	  PARSE_KIND_REPORT,
	  "Subject: DMARC aggregate report for example.org" },
	{ "Subject: Our DMARC report", PARSE_KIND_HUMAN,
	  "From: Ann <ann@example.org>" },
	{ "From: no-reply@example.org\nFeedback-ID: 1:2",
	  PARSE_KIND_NOTIFICATION, "From: no-reply@example.org" },
};

static void test_kinds(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *header = kinds[i].header;
		const char *from = strstr(header, "From:")
				       ? ""
				       : "From: Ann <ann@example.org>\n";
		g_autofree char *block =
		    g_strdup_printf("%s%s\n\n", from, header);

		g_test_message("%s", header);
		parse_message_headers(message, block, strlen(block));
		g_assert_cmpstr(parse_kind_name(message->kind), ==,
				parse_kind_name(kinds[i].kind));
		g_assert_cmpstr(message->evidence, ==, kinds[i].evidence);
	}
}

/* A report's body says what became of whose mail: it must be read. */
static void test_body_wanted(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *header = kinds[i].header;

		parse_message_headers(message, header, strlen(header));
		if (message->kind == PARSE_KIND_BOUNCE ||
		    message->kind == PARSE_KIND_RECEIPT ||
		    message->kind == PARSE_KIND_CALENDAR ||
		    message->kind == PARSE_KIND_AUTO_REPLY)
			g_assert_true(message->body_wanted);
		if (message->kind == PARSE_KIND_NEWSLETTER)
			g_assert_false(message->body_wanted);
		g_assert_false(message->body_read);
	}
}

static void test_evidence_cap(void)
{
	g_autoptr(parse_message) message = parse_message_new();
	g_autoptr(GString) block = g_string_new("Auto-Submitted: auto-x ");

	for (guint i = 0; i < 200; i++)
		g_string_append(block, "\303\244");
	parse_message_headers(message, block->str, block->len);
	g_assert_cmpint(message->kind, ==, PARSE_KIND_NOTIFICATION);
	g_assert_cmpuint(strlen(message->evidence), <=, PARSE_EVIDENCE_MAX);
	g_assert_cmpuint(strlen(message->evidence), >=, PARSE_EVIDENCE_MAX - 1);
	g_assert_true(g_utf8_validate(message->evidence, -1, NULL));
}

static const struct {
	const char *address;
	bool robot;
} robots[] = {
	{ "noreply@example.org", true },
	{ "no-reply@example.org", true },
	{ "No.Reply@example.org", true },
	{ "no_reply+77@example.org", true },
	{ "calendar-noreply@example.org", true },
	{ "noreply-orders@example.org", true },
	{ "do-not-reply@example.org", true },
	{ "notifications@example.org", true },
	{ "jira-notifications@example.org", true },
	{ "alert@example.org", true },
	{ "root@example.org", true },
	{ "newsletter@example.org", true },
	{ "bounces+12-ann=example.com@example.org", true },
	{ "mailer-daemon@example.org", true },
	{ "shopautoreply@example.org", true },
	{ "ann@noreply.example.org", false },
	{ "nora.reply@example.org", false },
	{ "ann@example.org", false },
	{ "info@example.org", false },
	{ "sales@example.org", false },
	{ "support@example.org", false },
	{ "alerta@example.org", false },
	{ "rob.otis@example.org", false },
	{ "cronin@example.org", false },
	{ "groot@example.org", false },
	{ "", false },
	{ "12@example.org", false },
	{ "\303\244@example.org", false },
};

static void test_robots(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(robots); i++) {
		g_test_message("%s", robots[i].address);
		g_assert_cmpint(parse_robot_address(robots[i].address), ==,
				robots[i].robot);
	}
	g_assert_true(parse_robot_is_daemon(
	    "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org"));
	g_assert_false(parse_robot_is_daemon("microsoftexchange@example.org"));
	g_assert_false(parse_robot_is_daemon("microsoft@example.org"));
}

/* An answer of a person's address, with a mass mail's header. */
static void test_bulk_only(void)
{
	static const struct {
		const char *header;
		bool bulk_only;
	} rows[] = {
		{ "From: ann@example.org\nIn-Reply-To: <a@b>\n"
		  "List-Unsubscribe: <https://a.example>\n\n",
		  true },
		{ "From: ann@example.org\nIn-Reply-To: <a@b>\n"
		  "Precedence: bulk\n\n",
		  true },
		{ "From: no-reply@example.org\nIn-Reply-To: <a@b>\n"
		  "List-Unsubscribe: <https://a.example>\n\n",
		  false },
		{ "From: ann@example.org\nIn-Reply-To: <a@b>\n"
		  "Auto-Submitted: auto-generated\n"
		  "List-Unsubscribe: <https://a.example>\n\n",
		  false },
		{ "From: ann@example.org\n"
		  "List-Unsubscribe: <https://a.example>\n\n",
		  false },
		{ "From: ann@example.org\nIn-Reply-To: <a@b>\n\n", false },
	};
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		parse_message_headers(message, rows[i].header,
				      strlen(rows[i].header));
		g_assert_cmpint(message->bulk_only, ==, rows[i].bulk_only);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/kind/table", test_kinds);
	g_test_add_func("/parse/kind/body-wanted", test_body_wanted);
	g_test_add_func("/parse/kind/bulk-only", test_bulk_only);
	g_test_add_func("/parse/kind/evidence-cap", test_evidence_cap);
	g_test_add_func("/parse/robot/table", test_robots);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
