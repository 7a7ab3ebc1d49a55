/* vCards: where each begins and ends, and what it says. */
#include <string.h>

#include "parse/vcard.h"
#include "parse/warm.h"
#include "tests/unit/cards.h"

static const struct {
	const char *what;
	const char *lines; /* between BEGIN and END */
	const char *wanted;
} cards[] = {
	/* version 3.0 */
	{ "all of it",
	  "VERSION:3.0\nN:Adams;Ada;;Dr.;\nFN:Ada Adams\n"
	  "ORG:Example Ltd;Sales;Europe\nTITLE:Head of Sales\n"
	  "EMAIL;TYPE=INTERNET,WORK:Ada@Example.ORG\n"
	  "TEL;TYPE=CELL:+1 555 0100\nNOTE:Met in Oslo.\n"
	  "URL:https://ada.example/\nCATEGORIES:Fair,Prospect\n",
	  "Ada Adams|ada@example.org|+1 555 0100|Example Ltd|"
	  "Head of Sales|Fair,Prospect|Met in Oslo.|https://ada.example/" },
	{ "folded", "VERSION:3.0\nFN:Ada Ad\n ams\nNOTE:one\n  two\n\tthree\n",
	  "Ada Adams||||||one twothree|" },
	{ "escapes",
	  "VERSION:3.0\nFN:Ada\\, Countess\nORG:A\\; B\\\\C;D\n"
	  "NOTE:one\\ntwo\\Nthree \\x\nCATEGORIES:a\\,b,c\n",
	  "Ada, Countess|||A; B\\C||a,b,c|one two three \\x|" },
	{ "groups, as Apple writes them",
	  "VERSION:3.0\nFN:Ben\nitem1.EMAIL;type=INTERNET;type=pref:"
	  "ben@example.com\nitem1.X-ABLabel:_$!<Other>!$_\n"
	  "item2.TEL:555-0101\n",
	  "Ben|ben@example.com|555-0101|||||" },
	{ "the preferred one first",
	  "VERSION:3.0\nFN:Ben\nEMAIL:a@example.com\n"
	  "EMAIL;TYPE=WORK,PREF:b@example.com\nTEL:555-0101\n"
	  "TEL;TYPE=pref;TYPE=work:555-0102\n",
	  "Ben|b@example.com,a@example.com|555-0102,555-0101|||||" },
	{ "the same twice",
	  "VERSION:3.0\nFN:Ben\nEMAIL:a@example.com\nEMAIL:A@Example.com\n",
	  "Ben|a@example.com||||||" },
	{ "no FN", "VERSION:3.0\nN:Adams;Ada;King;Dr.;PhD\n",
	  "Ada Adams|||||||" },
	{ "an empty FN", "VERSION:3.0\nFN:\nN:Adams;Ada;;;\n",
	  "Ada Adams|||||||" },
	{ "only a family name", "VERSION:3.0\nN:Adams\n", "Adams|||||||" },
	{ "the address as FN",
	  "VERSION:3.0\nFN:ada@example.org\nN:;;;;\n"
	  "EMAIL:ada@example.org\n",
	  "|ada@example.org||||||" },
	{ "an address as FN, and a nickname",
	  "VERSION:3.0\nFN:ada@example.org\nNICKNAME:Ada\n", "Ada|||||||" },
	{ "an organisation without a person",
	  "VERSION:3.0\nN:;;;;\nORG:Example Ltd;\nX-ABShowAs:COMPANY\n",
	  "Example Ltd|||Example Ltd||||" },
	{ "a title beats a role", "VERSION:3.0\nFN:A\nROLE:Buyer\nTITLE:Head\n",
	  "A||||Head|||" },
	{ "a role", "VERSION:3.0\nFN:A\nROLE:Buyer\n", "A||||Buyer|||" },
	{ "two notes", "VERSION:3.0\nFN:A\nNOTE:x\nNOTE:y\n", "A||||||x y|" },
	{ "X- is passed over",
	  "VERSION:3.0\nFN:A\nX-EMAIL:b@example.org\nX-NOTE:n\n", "A|||||||" },
	{ "a fax cannot be called",
	  "VERSION:3.0\nFN:A\nTEL;TYPE=WORK,FAX:555-0103\n"
	  "TEL;TYPE=FAX,VOICE:555-0104\n",
	  "A||555-0104|||||" },
	{ "no address, no number",
	  "VERSION:3.0\nFN:A\nEMAIL:none\nEMAIL:/o=Ex/cn=A\nTEL:n/a\n",
	  "A|||||||" },
	{ "pictures are passed over, whatever is in them",
	  "VERSION:3.0\nFN:A\nPHOTO;ENCODING=b:AAAA\n EMAIL:b@x.example\n"
	  " AAAA\nEMAIL:a@example.org\n",
	  "A|a@example.org||||||" },
	{ "an agent inline",
	  "VERSION:3.0\nFN:A\nAGENT:BEGIN:VCARD\\nFN:B\\nEND:VCARD\\n\n",
	  "A|||||||" },
	{ "groups of Google",
	  "VERSION:3.0\nFN:A\nCATEGORIES:myContacts,Fair,starred\n",
	  "A|||||Fair||" },
	{ "lines that are none", "VERSION:3.0\nrubbish\n\n:x\n;:\nFN:A\n",
	  "A|||||||" },
	{ "lower case", "version:3.0\nfn:A\nemail;type=pref:a@example.org\n",
	  "A|a@example.org||||||" },
	{ "CHARSET in 3.0", "VERSION:3.0\nFN;CHARSET=ISO-8859-1:J\xf6rg\n",
	  "Jörg|||||||" },
	{ "Windows-1252 that nobody says", "VERSION:3.0\nFN:J\xf6rg \x80\n",
	  "Jörg €|||||||" },
	{ "a base64 text", "VERSION:3.0\nFN;ENCODING=b:SsO2cmc=\n",
	  "Jörg|||||||" },

	/* version 4.0 */
	{ "PREF in numbers",
	  "VERSION:4.0\nFN:Cy\nEMAIL;PREF=2:a@example.org\n"
	  "EMAIL;PREF=1:b@example.org\nEMAIL:c@example.org\n",
	  "Cy|b@example.org,a@example.org,c@example.org||||||" },
	{ "numbers as URIs",
	  "VERSION:4.0\nFN:Cy\n"
	  "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555-0105;ext=42\n"
	  "TEL;VALUE=uri:tel:0106;phone-context=+1-555\n",
	  "Cy||+1-555-0105 x42,0106|||||" },
	{ "an address as URI",
	  "VERSION:4.0\nFN:Cy\nEMAIL;VALUE=uri:mailto:cy@example.org?subject=x"
	  "\n",
	  "Cy|cy@example.org||||||" },
	{ "quotes hide colons and semicolons",
	  "VERSION:4.0\nFN;X-A=\"a:b;c\":Cy\n"
	  "EMAIL;X-B=\"p;TYPE=pref:q\";PREF=5:a@example.org\n"
	  "EMAIL;PREF=4:b@example.org\n",
	  "Cy|b@example.org,a@example.org||||||" },
	{ "carets stand for quotes", "VERSION:4.0\nFN;X-A=\"^'a:^^b^n\":Cy\n",
	  "Cy|||||||" },
	{ "a stray quote hides nothing",
	  "VERSION:4.0\nFN;X-A=\"a:Cy\nEMAIL:a@example.org\n",
	  "Cy|a@example.org||||||" },
	{ "several FN", "VERSION:4.0\nFN:Cy\nFN:Cyril\n", "Cy|||||||" },
	{ "an organisation's", "VERSION:4.0\nKIND:org\nFN:Ltd\n",
	  "Ltd|||||||" },

	/* version 2.1 */
	{ "bare parameters",
	  "VERSION:2.1\nN:Doe;Dan\nTEL;HOME;FAX:555-0107\n"
	  "TEL;CELL;PREF:555-0108\nEMAIL;PREF;INTERNET:dan@example.org\n",
	  "Dan Doe|dan@example.org|555-0108|||||" },
	{ "quoted-printable",
	  "VERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
	  "M=C3=BCller;J=C3=B6rg;;;\n",
	  "Jörg Müller|||||||" },
	{ "quoted-printable of another charset",
	  "VERSION:2.1\nFN;CHARSET=ISO-8859-15;QUOTED-PRINTABLE:J=F6rg =A4\n",
	  "Jörg €|||||||" },
	{ "soft line breaks",
	  "VERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:J=C3=\n=B6rg M=\n"
	  " uster\nNOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\ntwo\n"
	  "EMAIL:j@example.org\n",
	  "Jörg M uster|j@example.org|||||one two|" },
	{ "folding keeps the blank", "VERSION:2.1\nFN:Dan\n Doe\n",
	  "Dan Doe|||||||" },
	{ "pictures without blanks",
	  "VERSION:2.1\nFN:A\nPHOTO;BASE64;JPEG:\nAAAA\nBBBB=\n\n"
	  "EMAIL:a@example.org\n",
	  "A|a@example.org||||||" },
	{ "an agent's card within",
	  "VERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\n"
	  "EMAIL:b@example.org\nEND:VCARD\nEMAIL:a@example.org\n",
	  "A|a@example.org||||||" },
	{ "categories between semicolons",
	  "VERSION:2.1\nFN:A\nCATEGORIES:x;y\n", "A|||||x,y||" },
};

/* Read a file; each card a line, "!" and the problem for one that is none. */
static char *read_all(const char *bytes, gsize length)
{
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(bytes, length);
	g_autoptr(parse_vcards) vcards = parse_vcards_new(reader);
	g_autoptr(parse_card) card = parse_card_new();
	GString *out = g_string_new(NULL);
	struct parse_vcard_block block;

	while (parse_vcards_next(vcards, &block)) {
		const char *problem = block.problem;
		g_autofree char *line = NULL;

		if (!*problem)
			problem =
			    parse_vcard_read(block.bytes, block.length, card);
		line = *problem ? g_strconcat("!", problem, NULL)
				: cards_line(card);
		g_string_append_printf(out, "%u %s\n", block.line, line);
	}
	return g_string_free(out, FALSE);
}

static void check(const char *text, const char *wanted)
{
	g_autofree char *got = read_all(text, strlen(text));

	g_assert_cmpstr(got, ==, wanted);
}

/* Each with either line end. */
static void test_cards(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cards); i++) {
		g_autofree char *file = g_strconcat(
		    "BEGIN:VCARD\n", cards[i].lines, "END:VCARD\n", NULL);
		g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
		g_autofree char *windows = g_strjoinv("\r\n", lines);
		g_autofree char *wanted =
		    g_strconcat("1 ", cards[i].wanted, "\n", NULL);

		g_test_message("%s", cards[i].what);
		check(file, wanted);
		check(windows, wanted);
	}
}

#define CARD(lines) "BEGIN:VCARD\nVERSION:3.0\n" lines "END:VCARD\n"

static void test_files(void)
{
	static const struct {
		const char *what, *file, *wanted;
	} rows[] = {
		{ "several, with rubbish between",
		  "x\n" CARD("FN:A\n") "\n\ny: z\n" CARD("FN:B\n"),
		  "2 A|||||||\n9 B|||||||\n" },
		{ "no end at the end", CARD("FN:A\n") "BEGIN:VCARD\nFN:B\n",
		  "1 A|||||||\n5 !it has no END:VCARD\n" },
		{ "no end before the next",
		  "BEGIN:VCARD\nFN:B\n" CARD("FN:A\n"),
		  "1 !it has no END:VCARD\n3 A|||||||\n" },
		{ "blanks behind", "BEGIN:VCARD \nFN:A\nEND:vcard\t\n",
		  "1 A|||||||\n" },
		{ "no line end at the end", "BEGIN:VCARD\nFN:A\nEND:VCARD",
		  "1 A|||||||\n" },
		{ "a group of people",
		  CARD("KIND:group\nFN:All\n")
		      CARD("X-ADDRESSBOOKSERVER-KIND:group\nFN:All\n"),
		  "1 !it is a group of people\n6 !it is a group of people\n" },
		{ "a mark", "\xef\xbb\xbf" CARD("FN:A\n"), "1 A|||||||\n" },
		{ "nothing", "", "" },
		{ "nothing in it", "BEGIN:VCARD\nEND:VCARD\n", "1 |||||||\n" },
		{ "an end without a beginning", "END:VCARD\n" CARD("FN:A\n"),
		  "2 A|||||||\n" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].what);
		check(rows[i].file, rows[i].wanted);
	}
}

/* UTF-16 of either order, with a mark and without, and beyond the BMP. */
static void test_utf16(void)
{
	static const char text[] = CARD("FN:J\xc3\xb6rg \xf0\x9f\x99\x82\n");
	static const char *const names[] = { "UTF-16LE", "UTF-16BE" };

	for (gsize i = 0; i < 2; i++)
		for (gsize mark = 0; mark < 2; mark++) {
			g_autofree char *marked =
			    g_strconcat(mark ? "\xef\xbb\xbf" : "", text, NULL);
			gsize length = 0;
			g_autofree char *wide = g_convert(
			    marked, -1, names[i], "UTF-8", NULL, &length, NULL);
			g_autofree char *got = read_all(wide, length);

			g_assert_cmpstr(got, ==, "1 Jörg 🙂|||||||\n");
		}
}

/* A file is read in blocks, and no character is lost between two. */
static void test_blocks(void)
{
	/* A card is 33 units of UTF-16: each of them is at a block's end once.
	 */
	for (guint pad = 0; pad < 33; pad++) {
		g_autofree char *filler = g_strnfill(pad, 'x');
		g_autoptr(GString) text = g_string_new(filler);
		g_autoptr(GString) wanted = g_string_new(NULL);
		g_autofree char *wide = NULL, *got = NULL, *plain = NULL;
		gsize length = 0;

		g_string_append_c(text, '\n');
		for (guint i = 0; i < 1500; i++) {
			g_string_append(text, "BEGIN:VCARD\r\nFN:\360\237\231"
					      "\202\360\237\231\202\r\n"
					      "END:VCARD\r\n");
			g_string_append_printf(wanted, "%u 🙂🙂|||||||\n",
					       3 * i + 2);
		}
		wide = g_convert(text->str, -1, "UTF-16LE", "UTF-8", NULL,
				 &length, NULL);
		g_assert_cmpuint(length, >, PARSE_READER_BLOCK);
		got = read_all(wide, length);
		g_assert_cmpstr(got, ==, wanted->str);
		plain = read_all(text->str, text->len);
		g_assert_cmpstr(plain, ==, wanted->str);
	}
}

/* A picture of a megabyte is no burden, a card of text without end is none. */
static void test_caps(void)
{
	g_autoptr(GString) file = g_string_new("BEGIN:VCARD\nFN:A\nPHOTO:");
	g_autofree char *got = NULL;

	for (guint i = 0; i < 20000; i++)
		g_string_append(file, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n ");
	g_string_append(file, "\nNOTE:");
	for (guint i = 0; i < 100000; i++)
		g_string_append_c(file, 'n');
	g_string_append(file, "\nEMAIL:a@example.org\nEND:VCARD\n"
			      "BEGIN:VCARD\nFN:B\n");
	for (guint i = 0; i < 10000; i++)
		g_string_append(file, "X-A:0123456789\n");
	g_string_append(file, "END:VCARD\nBEGIN:VCARD\nFN:C\n");
	for (guint i = 0; i < 100; i++)
		g_string_append_printf(file, "EMAIL:c%u@example.org\n", i);
	g_string_append(file, "END:VCARD\n");
	got = read_all(file->str, file->len);

	g_auto(GStrv) lines = g_strsplit(got, "\n", -1);
	g_auto(GStrv) emails = g_strsplit(lines[2], ",", -1);
	g_assert_cmpuint(g_strv_length(lines), ==, 4);
	g_assert_true(g_str_has_prefix(lines[0], "1 A|a@example.org|"));
	g_assert_cmpuint(strlen(lines[0]), <,
			 PARSE_CARD_NOTE_MAX + PARSE_CARD_LINE_MAX);
	g_assert_cmpstr(strchr(lines[1], ' '), ==, " !it is larger than 64 KB");
	g_assert_cmpuint(g_strv_length(emails), ==, PARSE_CARD_LIST_MAX);
}

static void test_are(void)
{
	static const struct {
		const char *bytes;
		bool are;
	} rows[] = {
		{ "BEGIN:VCARD\n", true },     { "\r\n begin:vcard\r\n", true },
		{ "BEGIN:VCARD", true },       { "BEGIN:VCALENDAR\n", false },
		{ "BEGIN:VCARDS\n", false },   { "Name,Email\n", false },
		{ "x\nBEGIN:VCARD\n", false }, { "", false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(
		    parse_vcards_are(rows[i].bytes, strlen(rows[i].bytes)), ==,
		    rows[i].are);
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/vcard/cards", test_cards);
	g_test_add_func("/parse/vcard/files", test_files);
	g_test_add_func("/parse/vcard/utf16", test_utf16);
	g_test_add_func("/parse/vcard/blocks", test_blocks);
	g_test_add_func("/parse/vcard/caps", test_caps);
	g_test_add_func("/parse/vcard/are", test_are);
	status = g_test_run();
	parse_shutdown();
	return status;
}
