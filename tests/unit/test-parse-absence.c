/* When the author of an absence note is back, and who stands in. */
#include <string.h>

#include "parse/absence.h"

/* All are written on Tuesday, 24 November 2026. */
static const struct {
	const char *subject, *text;
	enum parse_absence_state state;
	const char *back; /* "" for none */
	const char *stand_in;
} notes[] = {
#define US PARSE_DAY_ORDER_MONTH_FIRST
#define DATED(text, back)                                                 \
	{                                                                 \
		"Out of office: Tea", text, PARSE_ABSENCE_DATED, back, "" \
	}
	/* The return is told. */
	DATED("I am out of the office and will be back on Monday the 30th.",
	      "2026-11-30"),
	DATED("I'm away. Back Thursday.", "2026-11-26"),
	DATED("I am on annual leave, returning Wednesday, December 2nd.",
	      "2026-12-02"),
	DATED("I will be out of the office starting 11/20/2026 and will not "
	      "return until 12/01/2026.",
	      "2026-12-01"),
	DATED("I'm off on vacation from Dec 1 to Dec 11. I'll be back in the "
	      "office on Monday.",
	      "2026-12-14"),
	DATED("I am out of office today, Tuesday, back tomorrow.",
	      "2026-11-25"),
	DATED("On leave until Friday 4 December. I return on Monday 7 "
	      "December.",
	      "2026-12-07"),
	DATED("I am out. If you need help before I am back on Dec. 7, call "
	      "Ann on 555-1234.",
	      "2026-12-07"),
	DATED("I am traveling this week and will be back next week.",
	      "2026-11-30"),
	DATED("Sorry I missed you. Will respond Friday!", "2026-11-27"),
	DATED("On December 20 I leave for vacation, and I will be back "
	      "January 5.",
	      "2027-01-05"),
	DATED("I am away with no access to email. As of Monday, 7 December, I "
	      "am back at my desk.",
	      "2026-12-07"),
	DATED("In training today and tomorrow; I will respond on Friday.",
	      "2026-11-27"),
	/* Until. */
	DATED("I am out until the end of the day on Monday, November 30.",
	      "2026-12-01"),
	DATED("Away until EOD Friday.", "2026-11-30"),
	DATED("Our office will be closed from December 24 through January 1.",
	      "2027-01-04"),
	DATED("Bis einschließlich Montag, 7. Dezember, bin ich nicht zu "
	      "erreichen.",
	      "2026-12-08"),
	DATED("Bureau fermé du 1er au 4 décembre. Réouverture le lundi 7 "
	      "décembre.",
	      "2026-12-07"),
	DATED("No estaré en la oficina hasta el lunes 7 de diciembre.",
	      "2026-12-07"),
	DATED("I do not work Wednesdays. I will pick up your email on "
	      "Thursday.",
	      "2026-11-26"),
	DATED("Jestem na urlopie do 4 grudnia włącznie.", "2026-12-07"),
	DATED("Jeg holder ferie til og med fredag den 4. december.",
	      "2026-12-07"),
	DATED("I'll be out until 12/3.", "2026-12-03"),
	DATED("Out of the office until Monday, Nov 30th, 2026.", "2026-11-30"),
	DATED("I am away from the office till Jan. 4. Please ring Bo.",
	      "2027-01-04"),
	DATED("I will be unable to answer until the 7th of December.",
	      "2026-12-07"),
	DATED("I am out of the office until tomorrow.", "2026-11-25"),
	DATED("I am on holiday until next week.", "2026-11-30"),
	DATED("I will be out from Monday, November 23 until Wednesday, "
	      "December 2. Bo can be reached until Friday.",
	      "2026-12-02"),
	/* The last day away becomes the next working day. */
	DATED("I will be on vacation 12/3 - 12/4.", "2026-12-07"),
	DATED("Vacation Nov. 23 through Nov. 27", "2026-11-30"),
	DATED("I am out of the office through Thursday.", "2026-11-27"),
	DATED("I'll be away Nov. 23-25.", "2026-11-26"),
	DATED("I am out of the office Thursday and Friday, Nov. 26 & 27.",
	      "2026-11-30"),
	DATED("I am out of the office today.", "2026-11-25"),
	DATED("I am out of the office for the rest of the week.", "2026-11-30"),
	DATED("I will be out of the office the week of November 23rd.",
	      "2026-11-30"),
	DATED("I am on leave until the end of the week.", "2026-11-30"),
	DATED("Away up to and including Wednesday, 2 December.", "2026-12-03"),
	DATED("I am out of the office between December 21 and January 1.",
	      "2027-01-04"),
	DATED("I am on leave until Friday, 4 December inclusive.",
	      "2026-12-07"),
	DATED("I will be out of the office Nov 23, Nov 24 and Nov 25.",
	      "2026-11-26"),
	DATED("I will be away from the office Wed. Nov. 25th.", "2026-11-26"),
	DATED("We are closed Nov. 26-27 for the holiday and reopen Monday.",
	      "2026-11-30"),
	DATED("I am out of the office all week.", "2026-11-30"),
	/* Other days are none of it. */
	DATED("I'm at a conference and out of the office until December 1. "
	      "The meeting of November 25 is cancelled.",
	      "2026-12-01"),
	DATED("Hello, today is Tuesday, November 24. I am out of the office "
	      "returning on Thursday.",
	      "2026-11-26"),
	/* The old year, written in the new one. */
	DATED("I am on vacation and will be back on January 2, 2026.",
	      "2027-01-02"),
	/* Other languages. */
	DATED("Ich bin bis einschließlich 3. Januar nicht im Büro.",
	      "2027-01-04"),
	DATED("Ich bin vom 23. bis 27. November abwesend.", "2026-11-30"),
	DATED("Ich bin im Urlaub. Ab Montag, den 7. Dezember, bin ich wieder "
	      "erreichbar.",
	      "2026-12-07"),
	DATED("Bin am 30.11. wieder da, bis dahin im Urlaub.", "2026-11-30"),
	DATED("Je suis absente jusqu'au 3 décembre inclus.", "2026-12-04"),
	DATED("Je suis en congés du 23 au 27 novembre. De retour le lundi 30 "
	      "novembre.",
	      "2026-11-30"),
	DATED("Estaré fuera de la oficina hasta el 3 de diciembre.",
	      "2026-12-04"),
	DATED("Estoy de vacaciones. Regreso el lunes 7 de diciembre.",
	      "2026-12-07"),
	DATED("Sono in ferie fino al 3 dicembre compreso.", "2026-12-04"),
	DATED("Sono fuori ufficio. Rientro lunedì 7 dicembre.", "2026-12-07"),
	DATED("Ik ben afwezig tot en met 3 december.", "2026-12-04"),
	DATED("Ik ben met vakantie en maandag 7 december weer terug.",
	      "2026-12-07"),
	DATED("Estou de férias até 3 de dezembro.", "2026-12-04"),
	DATED("Estou ausente. Volto na segunda-feira, 7 de dezembro.",
	      "2026-12-07"),
	DATED("Jag har semester till och med den 3 december.", "2026-12-04"),
	DATED("Jag är bortrest, tillbaka måndag den 7 december.", "2026-12-07"),
	DATED("Jeg holder ferie til og med 3. december.", "2026-12-04"),
	DATED("Jeg er på ferie og er tilbake mandag 7. desember.",
	      "2026-12-07"),
	DATED("Olen lomalla 3.12. asti.", "2026-12-04"),
	DATED("Olen lomalla. Palaan maanantaina 7.12.2026.", "2026-12-07"),
	DATED("Jestem na urlopie do 3 grudnia włącznie.", "2026-12-04"),
	DATED("Jestem na urlopie, wracam w poniedziałek 7 grudnia.",
	      "2026-12-07"),
	/* The subject where the text gives none. */
	{ "Out of the office until December 3", "Thanks for your mail.",
	  PARSE_ABSENCE_DATED, "2026-12-03", "" },
	{ "Out of office: Dinner on Friday, Dec 4", "I am away.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	/* No day. */
	{ "Out of office", "I am out of the office for an extended time.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	{ "Out of office", "I am away and will be back after the holidays.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	{ "Out of office", "I am on parental leave and return in June.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	{ "Out of office", "On maternity leave since 3 August 2026.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	{ "Out of office",
	  "I am away. Please send reports by Friday, Dec 4, to "
	  "bo@example.org; my own address is ann@example.org.",
	  PARSE_ABSENCE_UNTOLD, "", "bo@example.org" },
	{ "Out of office",
	  "I am away from Monday, November 23. You can reach me at "
	  "ann@example.org. Please return the form by Friday.",
	  PARSE_ABSENCE_UNTOLD, "", "" },
	/* Gone for good. */
	{ "Automatic reply",
	  "Ann is no longer with Example Ltd. Please write "
	  "to Bo <bo@example.org>.",
	  PARSE_ABSENCE_LEFT, "", "bo@example.org" },
	{ "Automatic reply", "Since 1 October I no longer work here.",
	  PARSE_ABSENCE_LEFT, "", "" },
	{ "Automatic reply", "Frau Lee ist nicht mehr bei uns tätig.",
	  PARSE_ABSENCE_LEFT, "", "" },
	{ "Réponse automatique", "Ann Lee ne travaille plus chez nous.",
	  PARSE_ABSENCE_LEFT, "", "" },
	{ "Automatic reply",
	  "As of 1 November my new e-mail address is ann@example.net.",
	  PARSE_ABSENCE_LEFT, "", "ann@example.net" },
	/* Robots that are not away. */
	{ "Ticket 17",
	  "We have received your request of 23 November and will "
	  "respond by Friday, 27 November.",
	  PARSE_ABSENCE_NONE, "", "" },
	{ "Thank you", "We will be in touch on Monday. Happy Holidays!",
	  PARSE_ABSENCE_NONE, "", "" },
	{ "Opening hours", "We are open Monday to Friday, closed on Sunday.",
	  PARSE_ABSENCE_NONE, "", "" },
	{ "", "", PARSE_ABSENCE_NONE, "", "" },
};

static void test_notes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(notes); i++) {
		struct parse_absence got;
		char day[11] = "";

		parse_absence_read(notes[i].subject, notes[i].text,
				   parse_day_make(2026, 11, 24), US, &got);
		if (got.back != PARSE_DAY_NONE)
			parse_day_format(got.back, day);
		if (g_strcmp0(day, notes[i].back) != 0 ||
		    got.state != notes[i].state ||
		    g_strcmp0(got.stand_in, notes[i].stand_in) != 0) {
			g_test_message("%s: %s %d %s, not %s %d %s",
				       notes[i].text, day, (int)got.state,
				       got.stand_in, notes[i].back,
				       (int)notes[i].state, notes[i].stand_in);
			g_test_fail();
		}
		g_assert_cmpint(got.state == PARSE_ABSENCE_DATED, ==,
				got.sentence[0] != '\0');
	}
}

/* The sentence is one line of whole characters, at most 160 bytes. */
static void test_sentence(void)
{
	g_autoptr(GString) text =
	    g_string_new("Hello.\nI am out of the\toffice\n"
			 " until December 3. Bye.");
	struct parse_absence got;

	parse_absence_read("", text->str, parse_day_make(2026, 11, 24), US,
			   &got);
	g_assert_cmpstr(got.sentence, ==,
			"I am out of the office until December 3");
	g_string_assign(text, "I am out until December 3 ");
	for (guint i = 0; i < 200; i++)
		g_string_append(text, "\303\244");
	parse_absence_read("", text->str, parse_day_make(2026, 11, 24), US,
			   &got);
	g_assert_true(g_utf8_validate(got.sentence, -1, NULL));
	g_assert_cmpuint(strlen(got.sentence), ==, 160);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/absence/notes", test_notes);
	g_test_add_func("/absence/sentence", test_sentence);
	return g_test_run();
}
