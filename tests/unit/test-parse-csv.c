/* CSV: rows and cells, and what its columns are taken for. */
#include <string.h>

#include "parse/csv.h"
#include "parse/csv_words.h"
#include "parse/warm.h"
#include "tests/unit/cards.h"

/* What is read: "@" and the problem, or a line for each row. */
static char *read_all(const char *bytes, gsize length,
		      const struct parse_csv_word *words, gsize n_words)
{
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(bytes, length);
	g_autoptr(parse_csv) csv = parse_csv_new(reader, words, n_words);
	g_autoptr(parse_card) card = parse_card_new();
	GString *out = g_string_new(NULL);
	const char *problem;
	guint number;

	if (*parse_csv_get_problem(csv)) {
		g_string_append_printf(out, "@%.26s",
				       parse_csv_get_problem(csv));
		return g_string_free(out, FALSE);
	}
	while (parse_csv_next(csv, &number, &problem)) {
		g_autofree char *line = NULL;

		parse_csv_read(csv, card);
		line = *problem ? g_strconcat("!", problem, NULL)
				: cards_line(card);
		g_string_append_printf(out, "%u %s\n", number, line);
	}
	return g_string_free(out, FALSE);
}

static const struct {
	const char *what, *file, *wanted;
} files[] = {
	{ "plain", "Name,Email,Phone\nAda Adams,ada@example.org,555-0100\n",
	  "2 Ada Adams|ada@example.org|555-0100|||||\n" },
	{ "no line end at the end", "Name,Email\nA,a@example.org",
	  "2 A|a@example.org||||||\n" },
	{ "CR LF and CR", "Name,Email\r\nA,a@example.org\rB,b@example.org\r\n",
	  "2 A|a@example.org||||||\n3 B|b@example.org||||||\n" },
	{ "quotes",
	  "Name,Email,Notes\n\"Adams, \"\"Ada\"\"\",a@example.org,"
	  "\"one\ntwo\"\nB,b@example.org,x\n",
	  "2 Adams, \"Ada\"|a@example.org|||||one two|\n"
	  "4 B|b@example.org|||||x|\n" },
	{ "a blank before the quotes",
	  "Name, Email\n\"A\", \"a@example.org\"\n",
	  "2 A|a@example.org||||||\n" },
	{ "a quote within", "Name,Email\nA 5\" B,a@example.org\n",
	  "2 A 5\" B|a@example.org||||||\n" },
	{ "semicolons", "Name;E-Mail\nA, B;a@example.org\n",
	  "2 A, B|a@example.org||||||\n" },
	{ "tabs", "Name\tE-Mail\nA, B\ta@example.org\n",
	  "2 A, B|a@example.org||||||\n" },
	{ "sep=", "sep=;\nName;E-Mail\nA, B;a@example.org\n",
	  "3 A, B|a@example.org||||||\n" },
	{ "a mark", "\xef\xbb\xbfName,Email\nA,a@example.org\n",
	  "2 A|a@example.org||||||\n" },
	{ "Windows-1252", "Name;E-Mail\nJ\xf6rg \x80;j@example.org\n",
	  "2 Jörg €|j@example.org||||||\n" },
	{ "its header too",
	  "Pr\xe9nom;Nom;Courriel\nZo\xe9;Roux;z@example.org\n",
	  "2 Zoé Roux|z@example.org||||||\n" },
	{ "empty rows and short ones",
	  "Name,Email,Phone\n\n,,\nA,a@example.org\nB\n,c@example.org,,,,x\n",
	  "4 A|a@example.org||||||\n5 B|||||||\n6 |c@example.org||||||\n" },
	{ "one column", "E-mail\na@example.org\n", "2 |a@example.org||||||\n" },
	{ "a name beside the address", "Email\nAda Adams <ada@example.org>\n",
	  "2 Ada Adams|ada@example.org||||||\n" },
	{ "several in a cell",
	  "Name,Email,Phone,Tags\nA,a@example.org ::: b@example.org,"
	  "555-0100 ::: 555-0101,\"x; y,z\"\n",
	  "2 A|a@example.org,b@example.org|555-0100,555-0101|||x,y,z||\n" },
	{ "the address as the name",
	  "Name,Email\nada@example.org,ada@example.org\n",
	  "2 |ada@example.org||||||\n" },

	/* where they come from */
	{ "Google Contacts, now",
	  "First Name,Middle Name,Last Name,Phonetic First Name,Organization "
	  "Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - "
	  "Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - "
	  "Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value\n"
	  "Ada,King,Adams,Ei,Example Ltd,Buyer,,Fair,https://p.example/1,"
	  "* myContacts ::: Prospects,Work,ada@example.org,Home,"
	  "ada@example.com,Mobile,+1 555 0100,,https://ada.example\n",
	  "2 Ada Adams|ada@example.org,ada@example.com|+1 555 0100|"
	  "Example Ltd|Buyer|Prospects|Fair|https://ada.example\n" },
	{ "Google Contacts, before",
	  "Name,Given Name,Additional Name,Family Name,Nickname,Group "
	  "Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
	  "Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,"
	  "Organization 1 - Title\n"
	  "Ada Adams,Ada,,Adams,Addie,* My Contacts ::: Fair,* Work,"
	  "ada@example.org,Work,555-0100,,Example Ltd,Buyer\n",
	  "2 Ada Adams|ada@example.org|555-0100|Example Ltd|Buyer|Fair||\n" },
	{ "Outlook",
	  "\"Title\",\"First Name\",\"Middle Name\",\"Last Name\",\"Suffix\","
	  "\"Company\",\"Department\",\"Job Title\",\"Business "
	  "Fax\",\"Business "
	  "Phone\",\"Mobile Phone\",\"Categories\",\"E-mail Address\",\"E-mail "
	  "Type\",\"E-mail Display Name\",\"E-mail 2 Address\",\"Notes\",\"Web "
	  "Page\"\n\"Dr.\",\"Ada\",\"\",\"Adams\",\"\",\"Example "
	  "Ltd\",\"Sales\","
	  "\"Buyer\",\"555-0199\",\"555-0100\",\"555-0101\",\"Fair;VIP\","
	  "\"ada@example.org\",\"SMTP\",\"Ada Adams (ada@example.org)\","
	  "\"a@example.com\",\"Line\r\nLine\",\"https://ada.example\"\n",
	  "2 Ada Adams|ada@example.org,a@example.com|555-0100,555-0101|"
	  "Example Ltd|Buyer|Fair,VIP|Line Line|https://ada.example\n" },
	{ "Outlook in German",
	  "Anrede;Vorname;Nachname;Firma;Position;Telefon geschäftlich;"
	  "Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;E-Mail 2: Adresse;Kategorien;"
	  "Notizen;Webseite\n"
	  "Frau;Ada;Adams;Beispiel GmbH;Einkauf;555-0100;555-0101;"
	  "ada@example.org;SMTP;a@example.com;Messe;Text;https://ada.example\n",
	  "2 Ada Adams|ada@example.org,a@example.com|555-0100,555-0101|"
	  "Beispiel GmbH|Einkauf|Messe|Text|https://ada.example\n" },
	{ "Outlook in French",
	  "Prénom,Nom,Société,Fonction,Téléphone (bureau),Tél. mobile,Adresse "
	  "de messagerie,Catégories,Notes\n"
	  "Ada,Adams,Exemple SA,Achats,555-0100,555-0101,ada@example.org,"
	  "Salon,Texte\n",
	  "2 Ada Adams|ada@example.org|555-0100,555-0101|Exemple SA|Achats|"
	  "Salon|Texte|\n" },
	{ "Thunderbird",
	  "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary "
	  "Email,Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,"
	  "Mobile Number,Job Title,Department,Organization,Web Page 1,Notes\n"
	  "Ada,Adams,Ada A. Adams,,ada@example.org,a@example.com,,555-0100,,"
	  "555-0199,,555-0101,Buyer,,Example Ltd,https://ada.example,Text\n",
	  "2 Ada A. Adams|ada@example.org,a@example.com|555-0100,555-0101|"
	  "Example Ltd|Buyer||Text|https://ada.example\n" },
	{ "LinkedIn",
	  "Notes:\n\"When exporting your connection data, you may notice that "
	  "some of the email addresses are missing, for privacy.\"\n\n"
	  "First Name,Last Name,URL,Email Address,Company,Position,Connected "
	  "On\nAda,Adams,https://www.linkedin.example/in/ada,ada@example.org,"
	  "Example Ltd,\"Buyer, EMEA\",02 Mar 2026\n",
	  "5 Ada Adams|ada@example.org||Example Ltd|Buyer, EMEA|||"
	  "https://www.linkedin.example/in/ada\n" },
	{ "HubSpot",
	  "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,"
	  "Associated Company,Lead Status,Job Title,Additional email "
	  "addresses\n77,Ada,Adams,ada@example.org,+1 555 0100,Max,"
	  "Example Ltd,New,Buyer,a@example.com;b@example.com\n",
	  "2 Ada Adams|ada@example.org,a@example.com,b@example.com|"
	  "+1 555 0100|Example Ltd|Buyer|||\n" },
	{ "Salesforce",
	  "\"Salutation\",\"First Name\",\"Last Name\",\"Title\",\"Account "
	  "Name\",\"Mailing City\",\"Phone\",\"Mobile\",\"Fax\",\"Email\","
	  "\"Account Owner\"\n\"Ms.\",\"Ada\",\"Adams\",\"Buyer\",\"Example "
	  "Ltd\",\"Oslo\",\"555-0100\",\"555-0101\",\"555-0199\","
	  "\"ada@example.org\",\"Max\"\n",
	  "2 Ada Adams|ada@example.org|555-0100,555-0101|Example Ltd|Buyer|"
	  "||\n" },
	{ "Italian",
	  "Nome;Cognome;Azienda;E-mail;Cellulare\n"
	  "Ada;Adami;Esempio Srl;ada@example.org;555-0100\n",
	  "2 Ada Adami|ada@example.org|555-0100|Esempio Srl||||\n" },
	{ "Spanish",
	  "Nombre,Apellidos,Empresa,Correo electrónico,Móvil\n"
	  "Ada,Adán Ruiz,Ejemplo SL,ada@example.org,555-0100\n",
	  "2 Ada Adán Ruiz|ada@example.org|555-0100|Ejemplo SL||||\n" },
	{ "Dutch",
	  "Voornaam;Achternaam;Bedrijf;E-mailadres;Telefoonnummer\n"
	  "Ada;Adema;Voorbeeld BV;ada@example.org;555-0100\n",
	  "2 Ada Adema|ada@example.org|555-0100|Voorbeeld BV||||\n" },
	{ "Polish",
	  "Imię;Nazwisko;Firma;Adres e-mail;Telefon\n"
	  "Ada;Adamska;Przykład;ada@example.org;555-0100\n",
	  "2 Ada Adamska|ada@example.org|555-0100|Przykład||||\n" },
	{ "German by hand", "Name;Vorname;Mail\nAdams;Ada;ada@example.org\n",
	  "2 Ada Adams|ada@example.org||||||\n" },

	/* without a header */
	{ "addresses alone", "a@example.org\nb@example.org\n",
	  "1 |a@example.org||||||\n2 |b@example.org||||||\n" },
	{ "a column of addresses",
	  "Ada;Oslo, NO;a@example.org\nBen;Rome, IT;b@example.org\n",
	  "1 |a@example.org||||||\n2 |b@example.org||||||\n" },
	{ "no header, no addresses", "Ada,Oslo\nBen,Rome\n",
	  "@it has no line of headings" },
	{ "prose", "Dear all,\nwrite to me at a@example.org, please.\n",
	  "@it has no line of headings" },
	{ "a mail", "From: a@example.org\nTo: b@example.org\n\nHello, you\n",
	  "@it has no line of headings" },
	{ "LDIF",
	  "dn: cn=Ada,mail=a@example.org\ncn: Ada\n\n"
	  "dn: cn=Ben,mail=b@example.org\ncn: Ben\n",
	  "@it has no line of headings" },
	{ "nothing", "", "@it has no line of headings" },
	{ "a header, but of nobody to reach", "Name,Company\nA,B\n",
	  "@none of its columns is one" },
};

static void test_files(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *got =
		    read_all(files[i].file, strlen(files[i].file), NULL, 0);

		g_test_message("%s", files[i].what);
		g_assert_cmpstr(got, ==, files[i].wanted);
	}
}

/* What the user says holds. */
static void test_words(void)
{
	static const char file[] = "Wer,Wo,Name,E-Mail\n"
				   "Ada,ada@example.org,x,y@example.org\n";
	static const char bare[] = "Ada,555-0100\nBen,555-0101\n";
	static const struct parse_csv_word said[] = {
		{ "wer", PARSE_CSV_NAME },
		{ "WO", PARSE_CSV_EMAIL },
		{ "Name", PARSE_CSV_IGNORED },
		{ "4", PARSE_CSV_NOTE },
	};
	static const struct parse_csv_word numbers[] = {
		{ "1", PARSE_CSV_NAME },
		{ "2", PARSE_CSV_PHONE },
	};
	g_autofree char *got =
	    read_all(file, strlen(file), said, G_N_ELEMENTS(said));
	g_autofree char *other =
	    read_all(bare, strlen(bare), numbers, G_N_ELEMENTS(numbers));
	/* A header that nobody knows but by what the user says of it. */
	g_autofree char *third = read_all("Wer,Wo\nAda,a@example.org\n", 25,
					  said, G_N_ELEMENTS(said));

	g_assert_cmpstr(got, ==, "2 Ada|ada@example.org|||||y@example.org|\n");
	g_assert_cmpstr(other, ==,
			"1 Ada||555-0100|||||\n2 Ben||555-0101|||||\n");
	g_assert_cmpstr(third, ==, "2 Ada|a@example.org||||||\n");
}

static void test_columns(void)
{
	static const char file[] = "Id,Name,E-mail 1 - Value\n"
				   "1,,a@example.org\n2,\"B\nB\",\n";
	g_autoptr(parse_reader) reader =
	    parse_reader_new_bytes(file, strlen(file));
	g_autoptr(parse_csv) csv = parse_csv_new(reader, NULL, 0);
	static const struct parse_csv_column wanted[] = {
		{ "Id", PARSE_CSV_IGNORED, "1" },
		{ "Name", PARSE_CSV_NAME, "B B" },
		{ "E-mail 1 - Value", PARSE_CSV_EMAIL, "a@example.org" },
	};

	g_assert_cmpuint(parse_csv_count_columns(csv), ==, 3);
	for (guint i = 0; i < 3; i++) {
		const struct parse_csv_column *got =
		    parse_csv_get_column(csv, i);

		g_assert_cmpstr(got->name, ==, wanted[i].name);
		g_assert_cmpint(got->field, ==, wanted[i].field);
		g_assert_cmpstr(got->example, ==, wanted[i].example);
	}
}

static void test_headings(void)
{
	static const struct {
		const char *heading;
		enum parse_csv_field field;
		bool vague;
	} rows[] = {
		{ "E-mail 3 - Value", PARSE_CSV_EMAIL, false },
		{ "E-mail 3 - Type", PARSE_CSV_IGNORED, false },
		{ "EMAIL_ADDRESS", PARSE_CSV_EMAIL, false },
		{ "Dirección de correo", PARSE_CSV_EMAIL, false },
		/* The accent as a character of its own. */
		{ "Pre\xcc\x81nom", PARSE_CSV_FIRST_NAME, false },
		{ "Title", PARSE_CSV_TITLE, true },
		{ "name", PARSE_CSV_NAME, true },
		{ "Account Owner", PARSE_CSV_IGNORED, false },
		{ "phone email", PARSE_CSV_IGNORED, false },
		{ "", PARSE_CSV_IGNORED, false },
		{ "1", PARSE_CSV_IGNORED, false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		bool vague;

		g_test_message("%s", rows[i].heading);
		g_assert_cmpint(parse_csv_words_find(rows[i].heading, &vague),
				==, rows[i].field);
		g_assert_cmpint(vague, ==, rows[i].vague);
	}
}

static void test_utf16(void)
{
	static const char text[] = "\xef\xbb\xbfName\tE-Mail\r\n"
				   "J\xc3\xb6rg\tj@example.org\r\n";
	static const char *const names[] = { "UTF-16LE", "UTF-16BE" };

	for (gsize i = 0; i < 2; i++) {
		gsize length = 0;
		g_autofree char *wide =
		    g_convert(text, -1, names[i], "UTF-8", NULL, &length, NULL);
		g_autofree char *got = read_all(wide, length, NULL, 0);

		g_assert_cmpstr(got, ==, "2 Jörg|j@example.org||||||\n");
	}
}

/* A quote that does not end takes 64 KB, not the file. */
static void test_caps(void)
{
	g_autoptr(GString) file =
	    g_string_new("Name,Email\nA,a@example.org\n\"B,b@example.org\n");
	g_autoptr(GString) wide = g_string_new("Email");
	g_autofree char *got = NULL, *columns = NULL;

	for (guint i = 0; i < 5000; i++)
		g_string_append(file, "x,nobody@example.net\n");
	g_string_append(file, "C,c@example.org\n");
	got = read_all(file->str, file->len, NULL, 0);
	g_assert_true(g_str_has_prefix(got, "2 A|a@example.org||||||\n3 !it is "
					    "larger than 64 KB"));
	g_assert_true(g_str_has_suffix(got, " C|c@example.org||||||\n"));

	for (guint i = 0; i < 3000; i++)
		g_string_append_c(wide, ',');
	g_string_append(wide, "\na@example.org\n");
	columns = read_all(wide->str, wide->len, NULL, 0);
	g_assert_cmpstr(columns, ==, "2 |a@example.org||||||\n");
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/csv/files", test_files);
	g_test_add_func("/parse/csv/words", test_words);
	g_test_add_func("/parse/csv/columns", test_columns);
	g_test_add_func("/parse/csv/headings", test_headings);
	g_test_add_func("/parse/csv/utf16", test_utf16);
	g_test_add_func("/parse/csv/caps", test_caps);
	status = g_test_run();
	parse_shutdown();
	return status;
}
