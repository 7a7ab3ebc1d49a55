/* What the author wrote, and what stood there before, in many languages. */
#include "parse/newtext.h"

#include <string.h>

#include "parse/warm.h"

#define ANN "Ann Lee <ann@example.org>"

/* What follows the answer "Fine by me." and is taken off with its quote. */
static const char *const openings[] = {
	"On Mon, 2 Mar 2026 at 09:14, " ANN " wrote:",
	"On Mon, Mar 2, 2026 at 9:14 AM Ann Lee <\nann@example.org> wrote:",
	"On Mon, 2 Mar 2026 at 09:14 Ann Lee\n\n<\nmailto:ann@example.org\n"
	"> wrote:",
	"Am Mo., 2. März 2026 um 09:14 Uhr schrieb " ANN ":",
	ANN " schrieb am Mo., 2. März 2026\num 09:14 Uhr:",
	"Am 02.03.2026 um 09:14 schrieb Ann Lee:",
	"Le lun. 2 mars 2026 à 09:14, " ANN " a écrit :",
	"Le 2 mars 2026 09:14, \"Ann Lee\"\n<ann@example.org>\na écrit :",
	"El lun, 2 mar 2026 a las 9:14, Ann Lee (<ann@example.org>) escribió:",
	"Em seg., 2 de mar. de 2026 às 09:14, " ANN " escreveu:",
	"Il giorno lun 2 mar 2026 alle ore 09:14 " ANN " ha scritto:",
	"Op ma 2 mrt 2026 om 09:14 schreef " ANN ":",
	"Den mån 2 mars 2026 kl 09:14 skrev " ANN ":",
	"Den man. 2. mar. 2026 kl. 09.14 skrev " ANN ":",
	"ma 2. maalisk. 2026 klo 9.14 " ANN " kirjoitti:",
	"pon., 2 mar 2026 o 09:14 " ANN " napisał(a):",
	"po 2. 3. 2026 v 9:14 odesílatel " ANN " napsal:",
	"пн, 2 мар. 2026 г. в 09:14, " ANN ":",
	"2 марта 2026 г. 9:14 пользователь " ANN " написал:",
	"пн, 2 бер. 2026 р. о 09:14 " ANN " пише:",
	"Ann Lee <ann@example.org>, 2 Mar 2026 Pzt, 09:14 tarihinde şunu "
	"yazdı:",
	"2026年3月2日(月) 9:14 " ANN ":",
	"在 2026年3月2日，上午9:14，" ANN " 写道：",
	"2026년 3월 2일 (월) 오전 9:14, " ANN "님이 작성:",
	"Στις Δευ 2 Μαρ 2026 στις 9:14 π.μ., " ANN " έγραψε:",
	"2026-03-02 9:14 GMT+01:00 " ANN ":",
	"----- On Mon, 02 Mar 2026 09:14:00 +0100 " ANN " wrote -----",
	"Vào Th 2, 2 thg 3, 2026 vào lúc 09:14 " ANN " đã viết:",
	"Missatge de " ANN " del dia dl., 2 de març 2026 a les 9:14:",
	"În lun., 2 mar. 2026 la 09:14, " ANN " a scris:",
	">>> " ANN " 03/02/26 9:14 AM >>>",
	"---------- Původní e-mail ----------\nOd: " ANN
	"\nKomu: bob@example.org\nDatum: 2. 3. 2026 9:14:22\nPředmět: Lodě",
	"От: Ann Lee\nИзпратено: 2 март 2026 г. 9:14\nДо: Bob Roe\n"
	"Относно: Лодки",
	"من: " ANN "\nتم الإرسال: 2/مارس/2026 9:14\nإلى: Bob Roe\n"
	"الموضوع: القوارب",
	"Od: " ANN "\nPoslano: ponedeljek, 02. marec 2026 09:14\nZa: Bob Roe\n"
	"Zadeva: Čolni",
	"##- Please type your reply above this line -##",
	"--- Bitte antworten Sie oberhalb dieser Zeile ---",
	"-----Original Message-----",
	"-------- Ursprüngliche Nachricht --------",
	"-----Message d'origine-----",
	"---------- Forwarded message ---------",
	"________________________________\nFrom: " ANN
	"\nSent: Monday, March 2, "
	"2026 9:14 AM\nTo: Bob Roe\nSubject: The boats",
	"Von: Ann Lee\nGesendet: Montag, 2. März 2026 09:14\nAn: Bob Roe\n"
	"Betreff: Die Boote",
	"De : Ann Lee\nEnvoyé : lundi 2 mars 2026 09:14\nÀ : Bob Roe\n"
	"Objet : Les bateaux",
	"*Från:* Ann Lee\n*Skickat:* den 2 mars 2026 09:14\n*Till:* Bob Roe\n"
	"*Ämne:* Båtarna",
	"От: Ann Lee\nОтправлено: 2 марта 2026 г. 9:14\nКому: Bob Roe\n"
	"Тема: Лодки",
	"Ann Lee@EXAMPLE\n03/02/2026 09:14 AM\nTo:\tBob Roe/EXAMPLE\ncc:\t\n"
	"Subject:\tThe boats",
	"\"Lee, Ann\" <ann@example.org> on 03/02/2026 09:14:00 AM\n"
	"To:\tBob Roe\ncc:\t\nSubject:\tThe boats",
};

static void check(const char *text, const char *expected)
{
	g_autoptr(GString) got = g_string_new("stale");

	parse_newtext_plain(text, strlen(text), got);
	if (strcmp(got->str, expected) != 0)
		g_test_message("%s", text);
	g_assert_cmpstr(got->str, ==, expected);
}

static void test_openings(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
		g_autofree char *quoted =
		    g_strconcat("Fine by me.\n\n", openings[i],
				"\n\n> Shall we sail?\n> Ann\n", NULL);
		g_autofree char *bare =
		    g_strconcat("Fine by me.\n\n", openings[i],
				"\n\nShall we sail?\n", NULL);

		check(quoted, "Fine by me.");
		check(bare, "Fine by me.");
	}
}

static const struct {
	const char *text, *expected;
} cases[] = {
	{ "", "" },
	{ "\n\n  \n", "" },
	{ "Just this.\r\nTwo lines.\r\n", "Just this.\nTwo lines." },
	/* The answer below, and between. */
	{ "On 2 Mar 2026 at 09:14, Ann Lee wrote:\n> Shall we?\n\nWe shall.\n",
	  "We shall." },
	{ "On 2 Mar 2026 at 09:14, Ann Lee wrote:\n> One?\nYes.\n> Two?\nNo.\n",
	  "Yes.\nNo." },
	{ "Hi\n\n> One?\n\nYes.\n\n>> older\n> Two?\n\nNo.\n",
	  "Hi\n\n\nYes.\n\n\nNo." },
	{ "On 2 Mar 2026 at 09:14, Ann wrote:\n) One?\n) Two?\n\nYes.",
	  "Yes." },
	{ "Hi\n\nAnn Lee wrote:\n| One?\n\nYes.", "Hi\n\n\nYes." },
	{ "On 2 Mar 2026 at 09:14, Ann wrote:\nAnn> One?\nYes.", "Yes." },
	{ "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nHi\n"
	  "-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----",
	  "Hi" },
	/* Nobody says whose it is, and nothing stands above. */
	{ "> a saying\n\nSo it goes.", "> a saying\n\nSo it goes." },
	{ "> On 2 Mar 2026 at 09:14, Ann wrote:\n>> Hi\n", "" },
	{ "-----Original Message-----\nFrom: Ann\n\nText.",
	  "-----Original Message-----\nFrom: Ann\n\nText." },
	/* On the same line as the answer. */
	{ "yes On Mon, Mar 2, 2026 at 9:14 AM, ann@example.org wrote:\n> Hi\n",
	  "yes" },
	/* No quotes, though they look like ones. */
	{ "On this day\n\nI wrote a book:\n\nIt is long.",
	  "On this day\n\nI wrote a book:\n\nIt is long." },
	{ "The order:\nFrom: London\nTo: Paris\nThanks",
	  "The order:\nFrom: London\nTo: Paris\nThanks" },
	{ "Hi\n\n----- Enter your answer -----\n\nHere",
	  "Hi\n\n----- Enter your answer -----\n\nHere" },
	{ "Prices:\n\n  * 10:30 one\n  * 11:30 two",
	  "Prices:\n\n  * 10:30 one\n  * 11:30 two" },
	/* Signatures. */
	{ "Hi\n-- \nBob Roe\nExample Ltd\n", "Hi" },
	{ "Hi\n--\nBob\n\nOn 2 Mar 2026 at 09:14, Ann wrote:\n> Hi\n", "Hi" },
	{ "-- \nBob\n", "-- \nBob" },
	{ "Hi\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16",
	  "Hi\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16" },
	/* What devices say. */
	{ "Hi\n\nSent from my iPhone", "Hi" },
	{ "Hi\n\nSent from my cell, please excuse typos.", "Hi" },
	{ "Hi\n\nGet Outlook for iOS<https://example.org/x>", "Hi" },
	{ "Hi\n\nVon meinem iPhone gesendet", "Hi" },
	{ "Hi\n\nEnvoyé de mon iPhone", "Hi" },
	{ "Hi\n\nEnviado desde mi Galaxy", "Hi" },
	{ "Hi\n\nInviato da iPhone", "Hi" },
	{ "Hi\n\nVerstuurd vanaf mijn iPad", "Hi" },
	{ "Hi\n\nSkickat från min iPhone", "Hi" },
	{ "Hi\n\nWysłane z iPhone'a", "Hi" },
	{ "Hi\n\nОтправлено с iPhone", "Hi" },
	{ "Hi\n\niPhoneから送信", "Hi" },
	{ "Hi\n\n发自我的iPhone", "Hi" },
	{ "Sent from my desk, which is far easier.",
	  "Sent from my desk, which is far easier." },
	{ "Sent by courier yesterday, did it come?",
	  "Sent by courier yesterday, did it come?" },
	/* What lists and lawyers say. */
	{ "Hi\n\n_______________________________________________\n"
	  "boats mailing list\nboats@example.org\nhttps://example.org/boats\n",
	  "Hi" },
	{ "Hi\n\nThis email and any files are confidential and intended "
	  "solely for the use of the person\nto whom they are addressed.\n",
	  "Hi" },
	{ "Hi\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie "
	  "nicht der richtige Adressat sind,\nvernichten Sie sie bitte.\n",
	  "Hi" },
	/* Mail below a disclaimer may have the author's text below it. */
	{ "Hi\n\nThis email is confidential and intended only for the person "
	  "to whom it is addressed. Destroy it otherwise, please.\n\n"
	  "On Mon, 2 Mar 2026 at 09:14, " ANN " wrote:\n> a\n\nYes.\n",
	  "Hi\n\n\nYes." },
	/* Words that introduce a quote only where one follows. */
	{ "Hi\n\nQuoting " ANN ":\n> a\n", "Hi" },
	{ "Hi\n\nZitat von " ANN ":\n> a\n", "Hi" },
	{ "Hi\n\n" ANN " writes:\n> a\n", "Hi" },
	{ "Hi\n\n" ANN " writes:\nnot at all.\n",
	  "Hi\n\n" ANN " writes:\nnot at all." },
	/* Prose with a date and a verb. */
	{ "On 3 June 2024 at 9:14 the pump broke. As Bo wrote:\nit was old.",
	  "On 3 June 2024 at 9:14 the pump broke. As Bo wrote:\nit was old." },
	{ "From: here on, we ship on Mondays.\nTo: make it clear, no other.",
	  "From: here on, we ship on Mondays.\nTo: make it clear, no other." },
	/* A pair of rulers is no signature. */
	{ "Hi\n\n--\nSee below.\n--\n\nThis is mine.\n",
	  "Hi\n\n--\nSee below.\n--\n\nThis is mine." },
	/* Only sent on: without the mailer's lines. */
	{ "---------- Forwarded message ---------\nFrom: " ANN "\n"
	  "Date: Mon, Mar 2, 2026 at 9:14 AM\nSubject: Boats\n"
	  "To: <bob@example.org>\n\nShall we?\n",
	  "Shall we?" },
	{ "Hi\n\nVon Galaxy-Smartphone gesendet\n", "Hi" },
	{ "Hi\n\nSent from my Acme, Galaxy smartphone\n", "Hi" },
	{ "Sent from my desk, which is easier.",
	  "Sent from my desk, which is easier." },
	{ "Hi\n\n-=-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: All messages.\n"
	  "Reply: https://groups.example/1\n-=-=-=-=-=-=-=-=-=-=-=-=-\n",
	  "Hi" },
	{ "Hi\n\nThis email is about confidential boats.",
	  "Hi\n\nThis email is about confidential boats." },
};

static void test_cases(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].text, cases[i].expected);
}

static const struct {
	const char *html, *expected;
} pages[] = {
	/* Cited by the author, and quoted. */
	{ "<p>The manual says:</p><blockquote><p>Fill it.</p></blockquote>"
	  "<p>So fill it.</p>",
	  "The manual says:\n\nFill it.\n\nSo fill it." },
	{ "<div>Hi<blockquote>Shall we?</blockquote></div><div>Yes</div>",
	  "Hi\nYes" },
	{ "<p style='VISIBILITY : Hidden'>teaser</p>Hi", "Hi" },
	/* Notes makes a table of its header. */
	{ "Yes.<br><br><table><tr><td><b>Ann Lee &lt;ann@example.org&gt;</b>"
	  "<p>03/02/2026 09:14 AM<td><table><tr><td><div>To</div><td>"
	  "bob@example.org<tr><td><div>cc</div><td><tr><td><div>Subject</div>"
	  "<td>Boats</table></table><br><tt>Shall we?</tt>",
	  "Yes." },
	{ "<p>One&nbsp;two</p><p>three<br>four</p>", "One two\n\nthree\nfour" },
	{ "Hi<div class='gmail_quote'>On 2 Mar 2026 at 09:14, Ann &lt;"
	  "ann@example.org&gt; wrote:<blockquote class='gmail_quote' style="
	  "'border-left:1px'>Hello</blockquote></div>",
	  "Hi" },
	{ "Hi<blockquote type=cite>Hello</blockquote>there", "Hi\nthere" },
	{ "<div>Hi<div class=moz-cite-prefix>Ann:</div>"
	  "<blockquote type=cite>x</blockquote></div>",
	  "Hi" },
	{ "Hi<hr><div id=divRplyFwdMsg><b>From:</b> Ann</div><div>x</div>",
	  "Hi" },
	{ "Hi<div class='x_yahoo_quoted'>x</div>", "Hi" },
	{ "Hi<span id=OLK_SRC_BODY_SECTION></span><div>x</div>", "Hi" },
	{ "Hi<p><b>From:</b> Ann &lt;ann@example.org&gt;<br><b>Sent:</b> "
	  "Monday, "
	  "2 March 2026 09:14<br><b>To:</b> Bob<br><b>Subject:</b> x</p>y",
	  "Hi" },
	/* Indented, not quoted. */
	{ "Hi<blockquote style='margin:0 0 0 40px;border:none'>x"
	  "</blockquote>",
	  "Hi\nx" },
	{ "<div>See:<blockquote>x</blockquote>so</div>", "See:\nx\nso" },
	{ "<div>Hi<blockquote>x</blockquote></div>", "Hi" },
	/* Unseen. */
	{ "<head><title>t</title><style>p{}</style></head>Hi<script>x</script>"
	  "<div style='display:none'>pre</div>",
	  "Hi" },
	{ "Hi<p>a</=x>b</p>", "Hi\n\nab" },
	{ "<pre>a\n  b</pre>", "a\nb" },
	{ "\xe2\x80\x8eHi\xe2\x80\x8f", "Hi" },
};

static void test_html(void)
{
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
		parse_newtext_html(pages[i].html, strlen(pages[i].html), whole,
				   got);
		g_assert_cmpstr(got->str, ==, pages[i].expected);
		for (const char *p = whole->str; *p; p++)
			g_assert_true((guchar)*p >= 0x20 || *p == '\n');
	}
}

#define PLAIN "Content-Type: text/plain; charset=utf-8\n\n"
#define HTML "Content-Type: text/html; charset=utf-8\n\n"

static const struct {
	const char *mail, *expected;
} mails[] = {
	{ "From: a@example.org\n\nHi\n", "Hi" },
	{ "Content-Type: text/plain; charset=iso-8859-1\n"
	  "Content-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe=\n!\n",
	  "Grüße!" },
	{ "Content-Transfer-Encoding: base64\n\nSGkKPiB4Cg==\n", "Hi" },
	{ "Content-Type: text/plain; format=flowed\n\nOne \ntwo.\n> a \n> b\n"
	  "-- \nBob\n",
	  "One two." },
	{ "Content-Type: text/plain; format=flowed; delsp=yes\n\nOne \ntwo.\n",
	  "Onetwo." },
	{ HTML "<p>Hi</p>", "Hi" },
	{ "Content-Type: multipart/alternative; boundary=x\n\n--x\n" HTML
	  "<p>page</p>\n--x\n" PLAIN "text\n--x--\n",
	  "text" },
	{ "Content-Type: multipart/alternative; boundary=x\n\n--x\n" PLAIN
	  "\n \n--x\n" HTML "<p>page</p>\n--x--\n",
	  "page" },
	{ "Content-Type: multipart/alternative; boundary=x\n\n--x\n" PLAIN
	  "Your mail program does not support HTML messages.\n--x\n" HTML
	  "<p>page</p>\n--x--\n",
	  "page" },
	{ "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
	  "Content-Type: text/plain\nContent-Disposition: attachment\n\nfile\n"
	  "--x\n" PLAIN "text\n--x--\n",
	  "text" },
	/* Cut in a character, and not what it says it is. */
	{ PLAIN "caf\xc3", "caf" },
	{ PLAIN "caf\xe9 noir", "café noir" },
	{ "", "" },
};

static void test_mails(void)
{
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
		parse_newtext_read(mails[i].mail, strlen(mails[i].mail), whole,
				   got);
		g_assert_cmpstr(got->str, ==, mails[i].expected);
	}
}

/* What is repeated takes time in proportion. */
static void test_long(void)
{
	static const char *const pieces[] = {
		"<div>",
		"</p>",
		"From: a\n",
		"wrote:\n",
		"--\n",
		"\n",
		"> \n",
		"2026-03-02 <a@b>\n",
		"-----x\n",
		"<blockquote>",
		"x:\n",
		"a@b 1:1 wrote:\n",
		"&lt;",
		"<b",
		"-",
		"--\nFrom: a\nTo: b\n",
		"________________________\n",
		"This email ",
	};
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new("Hi\n");
		gint64 start = g_get_monotonic_time(), spent;

		while (text->len < 131072)
			g_string_append(text, pieces[i]);
		parse_newtext_plain(text->str, text->len, got);
		parse_newtext_html(text->str, text->len, whole, got);
		spent = g_get_monotonic_time() - start;
		g_test_message("%s: %d us", pieces[i], (int)spent);
		g_assert_cmpint(spent, <, 2000000);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	parse_init();
	g_test_add_func("/newtext/openings", test_openings);
	g_test_add_func("/newtext/cases", test_cases);
	g_test_add_func("/newtext/html", test_html);
	g_test_add_func("/newtext/mails", test_mails);
	g_test_add_func("/newtext/long", test_long);
	return g_test_run();
}
