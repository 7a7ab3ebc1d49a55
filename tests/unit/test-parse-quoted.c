/* Whose mail is quoted, and when it was written, in many languages. */
#include "parse/quoted.h"

#include <string.h>

#include "parse/date.h"

/* Tuesday, 3 March 2026: the day on which all the answers are written. */
#define WRITTEN 20515
/* 2 March 2026, 09:14 UTC. */
#define THEN G_GINT64_CONSTANT(1772442840)
#define NEVER PARSE_DATE_NONE
#define ANN "ann@example.org"

static const struct {
	const char *text, *author;
	gint64 at;
	bool local, forwarded;
	const char *subject;
} cases[] = {
	/* "On ... wrote:" */
	{ "Yes.\n\nOn Mon, 2 Mar 2026 at 09:14, Ann Lee <ann@example.org> "
	  "wrote:\n> Hi\n",
	  ANN, THEN, true, false, "" },
	{ "On Mon, Mar 02, 2026 at 10:14:33AM +0100, Ann Lee wrote:\n> Hi\n",
	  "Ann Lee", THEN, false, false, "" },
	{ "On Mar 2, 2026, at 9:14 AM, Ann Lee\n<ann@example.org> wrote:\n\n"
	  "> Hi\n",
	  ANN, THEN, true, false, "" },
	{ "On 3/2/26 9:14 AM, \"Ann Lee\" <ann@example.org> wrote:\n> Hi\n",
	  ANN, THEN, true, false, "" },
	{ "On 2026-03-02 09:14, Ann Lee wrote:\n> Hi\n", "Ann Lee", THEN, true,
	  false, "" },
	/* The first field is the subject, or the date. */
	{ "-------- Forwarded Message --------\nSubject: \tBoards\n"
	  "Date: \tMon, 2 Mar 2026 10:14:00 +0100\n"
	  "From: \tAnn Lee <ann@example.org>\nTo: \tBo\n\nHi\n",
	  ANN, THEN, false, true, "Boards" },
	{ "Ja.\n\nGesendet: Montag, 02. M\303\244rz 2026 um 09:14 Uhr\n"
	  "Von: \"Ann Lee\" <ann@example.org>\nAn: bo@example.org\n"
	  "Betreff: Aw: Offer\nHallo\n",
	  ANN, THEN, true, false, "Aw: Offer" },
	{ "Ja.\n\n--- Original-Nachricht ---\nVon: Ann Lee\n"
	  "Betreff: Offer\nDatum: 02. M\303\244rz 2026, 09:14\nAn: Bo\n\n"
	  "Hallo\n",
	  "Ann Lee", THEN, true, false, "Offer" },
	/* Quoted with what it introduces. */
	{ "Yes.\n\n> On 2 Mar 2026, at 09:14, Ann Lee <ann@example.org> "
	  "wrote:\n> \n> Hi\n",
	  ANN, THEN, true, false, "" },
	{ "Yes.\n\n> On 2 Mar 2026, at 09:14, Ann Lee\n> <ann@example.org> "
	  "wrote:\n> Hi\n",
	  ANN, THEN, true, false, "" },
	{ "Ann Lee <ann@example.org> writes:\n\n> Hi\n", ANN, NEVER, false,
	  false, "" },
	{ "Am 02.03.2026 um 09:14 schrieb Ann Lee <ann@example.org>:\n> Hallo",
	  ANN, THEN, true, false, "" },
	{ "Am 02.03.26 um 09:14 schrieb Ann Lee:\n> Hallo", "Ann Lee", THEN,
	  true, false, "" },
	{ "Le lun. 2 mars 2026 à 09:14, Ann Lee <ann@example.org> a écrit :\n"
	  "> Bonjour",
	  ANN, THEN, true, false, "" },
	{ "El lun, 2 mar 2026 a las 9:14, Ann Lee (<ann@example.org>) "
	  "escribió:\n> Hola",
	  ANN, THEN, true, false, "" },
	{ "Il giorno lun 2 mar 2026 alle ore 09:14 Ann Lee <ann@example.org> "
	  "ha scritto:\n> Ciao",
	  ANN, THEN, true, false, "" },
	{ "Op ma 2 mrt 2026 om 09:14 schreef Ann Lee <ann@example.org>:\n> Hoi",
	  ANN, THEN, true, false, "" },
	{ "Em seg., 2 de mar. de 2026 às 09:14, Ann Lee <ann@example.org> "
	  "escreveu:\n> Oi",
	  ANN, THEN, true, false, "" },
	{ "Den mån 2 mars 2026 kl 09:14 skrev Ann Lee <ann@example.org>:\n> "
	  "Hej",
	  ANN, THEN, true, false, "" },
	{ "Den man. 2. mar. 2026 kl. 09.14 skrev Ann Lee <ann@example.org>:\n"
	  "> Hej",
	  ANN, THEN, true, false, "" },
	{ "pon., 2 mar 2026 o 09:14 Ann Lee <ann@example.org> napisał(a):\n"
	  "> Dzień dobry",
	  ANN, THEN, true, false, "" },
	{ "po 2. 3. 2026 v 9:14 odesílatel Ann Lee <ann@example.org> napsal:\n"
	  "> Dobrý den",
	  ANN, THEN, true, false, "" },
	{ "пн, 2 мар. 2026 г. в 09:14, Ann Lee <ann@example.org>:\n\nпривет\n",
	  ANN, THEN, true, false, "" },
	{ "2026年3月2日(月) 9:14 Ann Lee <ann@example.org>:\n\nはい\n", ANN,
	  THEN, true, false, "" },
	{ "Vào Th 2, 2 thg 3, 2026 vào lúc 09:14 Ann Lee <ann@example.org> đã "
	  "viết:\n> a\n",
	  ANN, THEN, true, false, "" },
	{ "În lun., 2 mar. 2026 la 09:14, Ann Lee <ann@example.org> a scris:\n"
	  "> a\n",
	  ANN, THEN, true, false, "" },
	{ ">>> Ann Lee <ann@example.org> 03/02/26 9:14 AM >>>\nShall we?\n",
	  ANN, THEN, true, false, "" },
	{ "Zitat von Ann Lee <ann@example.org>:\n\n> a\n", ANN, NEVER, false,
	  false, "" },
	{ "De: Ann Lee <ann@example.org>\nEnviada em: segunda-feira, 2 de "
	  "março "
	  "de 2026 09:14\nPara: Bob\nAssunto: Barcos\n",
	  ANN, THEN, true, false, "Barcos" },
	{ "De la: Ann Lee <ann@example.org>\nTrimis: luni, 2 martie 2026 "
	  "09:14\n"
	  "Către: Bob\nSubiect: Bărci\n",
	  ANN, THEN, true, false, "Bărci" },
	{ "От: Ann Lee <ann@example.org>\nДата: 02.03.2026 09:14\n"
	  "Тема: Крыша\n",
	  ANN, THEN, true, false, "Крыша" },
	{ "2 марта 2026, 09:14, Ann Lee <ann@example.org> написал:\n> Привет",
	  ANN, THEN, true, false, "" },
	{ "Ann Lee <ann@example.org>, 2 Mar 2026 Pzt, 09:14 tarihinde şunu "
	  "yazdı:\n> Merhaba",
	  ANN, THEN, true, false, "" },
	{ "ma 2. maalisk. 2026 klo 9.14 Ann Lee <ann@example.org> kirjoitti:\n"
	  "> Hei",
	  ANN, THEN, true, false, "" },
	{ "Ann Lee <ann@example.org> ezt írta (időpont: 2026. márc. 2., H, "
	  "9:14):\n> Szia",
	  ANN, THEN, true, false, "" },
	{ "2026年3月2日(月) 9:14 Ann Lee <ann@example.org>さんは書きました:\n"
	  "> hi",
	  ANN, THEN, true, false, "" },
	{ "Ann Lee <ann@example.org> 于2026年3月2日周一 上午9:14写道：\n> hi",
	  ANN, THEN, true, false, "" },
	{ "2026년 3월 2일 (월) 오전 9:14, Ann Lee <ann@example.org>님이 작성:\n"
	  "> hi",
	  ANN, THEN, true, false, "" },
	/* Blocks of fields. */
	{ "Fine.\n\n-----Original Message-----\nFrom: Lee, Ann\n"
	  "Sent: Monday, March 2, 2026 9:14 AM\nTo: Ben\nSubject: Roof\n\nHi",
	  "Lee, Ann", THEN, true, false, "Roof" },
	{ "*Von:* Ann Lee <ann@example.org>\n*Gesendet:* Montag, 2. März 2026 "
	  "09:14\n*An:* Ben\n*Betreff:* Dach\n",
	  ANN, THEN, true, false, "Dach" },
	{ "De : Ann Lee <ann@example.org>\nEnvoyé : lundi 2 mars 2026 09:14\n"
	  "À : Ben\nObjet : Toit\n",
	  ANN, THEN, true, false, "Toit" },
	{ "De: Ann Lee <ann@example.org>\nEnviado: lunes, 2 de marzo de 2026 "
	  "9:14\nPara: Ben\nAsunto: Techo\n",
	  ANN, THEN, true, false, "Techo" },
	{ "发件人: Ann Lee <ann@example.org>\n发送时间: 2026年3月2日 9:14\n"
	  "收件人: Ben\n主题: roof\n",
	  ANN, THEN, true, false, "roof" },
	{ "---------- Forwarded message ---------\nFrom: Ann Lee "
	  "<ann@example.org>\nDate: Mon, Mar 2, 2026 at 9:14 AM\n"
	  "Subject: Roof\nTo: <ben@example.org>\n",
	  ANN, THEN, true, true, "Roof" },
	/* Notes. */
	{ "Fine.\n\nAnn Lee <ann@example.org> on 03/02/2026 09:14:47 AM\n"
	  "To:\tBen/Example\ncc:\nSubject:\tRoof\n\nHi",
	  ANN, THEN, true, false, "Roof" },
	{ "---------------------- Forwarded by Ben Roe/Example on 03/03/2026 "
	  "10:00 AM ---------------------------\n\nAnn Lee\n"
	  "03/02/2026 09:14 AM\nTo: Ben Roe/Example\ncc:\nSubject: Roof\n",
	  "Ann Lee", THEN, true, true, "Roof" },
	/* A day told either way is not after the answer. */
	{ "On 02/03/2026 09:14, Ann Lee wrote:\n> Hi\n", "Ann Lee", THEN, true,
	  false, "" },
};

static void test_quoted(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct parse_quoted got;
		bool found = parse_quoted_read(
		    cases[i].text, strlen(cases[i].text), WRITTEN, &got);

		if (found && g_str_equal(got.author, cases[i].author) &&
		    got.at == cases[i].at && got.local == cases[i].local &&
		    got.forwarded == cases[i].forwarded &&
		    g_str_equal(got.subject, cases[i].subject))
			continue;
		g_test_message("%s\nauthor '%s', at %" G_GINT64_FORMAT
			       ", local %d, forwarded %d, subject '%s'",
			       cases[i].text, got.author, got.at, got.local,
			       got.forwarded, got.subject);
		g_test_fail();
	}
}

/* What quotes nothing. */
static void test_none(void)
{
	static const char *const texts[] = {
		"",
		"Yes.\n\n> On 2 Mar 2026, at 09:14, Ann Lee <ann@example.org> "
		"wrote:\n> > Hi\n> Ho\n",
		"Hello,\n\nhe wrote:\nnothing at all.\n",
		"From: here to there is a long way.\n",
		"We meet on 2 March 2026 at 09:14:\n- roof\n- fence\n",
		"To: do\nSubject: to change\n",
		"> On Mon, 2 Mar 2026 at 09:14, Ann wrote:\n> > Hi\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct parse_quoted got;

		if (!parse_quoted_read(texts[i], strlen(texts[i]), WRITTEN,
				       &got))
			continue;
		g_test_message("%s\nauthor '%s'", texts[i], got.author);
		g_test_fail();
	}
}

/* 64 KB of what looks like headers takes no longer than of anything else. */
static void test_long(void)
{
	static const char *const lines[] = {
		"From: a\n", "wrote:\n", "1/1/2026 9:14 : \n", ":", "From:\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		struct parse_quoted got;
		gint64 start = g_get_monotonic_time();

		while (text->len < 65536)
			g_string_append(text, lines[i]);
		parse_quoted_read(text->str, text->len, WRITTEN, &got);
		g_assert_cmpint(g_get_monotonic_time() - start, <, 2000000);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/quoted/languages", test_quoted);
	g_test_add_func("/quoted/none", test_none);
	g_test_add_func("/quoted/long", test_long);
	return g_test_run();
}
