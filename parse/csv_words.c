/*
 * The headings of address books' exports: Google Contacts, Outlook,
 * Thunderbird, LinkedIn, HubSpot and Salesforce, and of lists that people make
 * themselves.
 *
 * Headings are compared by their letters alone, in lower case: "E-mail 1 -
 * Value" is "emailvalue".  So a row here stands for all numbers of it.
 */
#include "parse/csv_words.h"

#include <string.h>

#include "parse/private.h"

/* Longer headings are sentences. */
#define HEADING_MAX 100

static const char name_words[] =
    " fullname displayname contactname contact leadname fileas nameofcontact "
    "anzeigename vollständigername ansprechpartner kontakt kontaktname "
    "nomcomplet nomaffiché nomàafficher nometprénom prénometnom "
    "nombrecompleto nombreyapellidos nombreparamostrar nombrevisible "
    "nomecompleto nomeecognome nomevisualizzato nomeexibido "
    "volledigenaam weergavenaam contactpersoon "
    "imięinazwisko wyświetlananazwa ";

/* The whole name, or, beside a column of first names, the last. */
static const char vague_name_words[] = " name naam nom nazwa ";

static const char first_words[] =
    " firstname givenname forename first vorname rufname "
    "prénom prenom nombre nombredepila nombres nome primeironome "
    "voornaam imię imie ";

static const char last_words[] =
    " lastname surname familyname last nachname familienname zuname "
    "nomdefamille apellido apellidos cognome achternaam "
    "sobrenome apelido últimonome nazwisko ";

static const char email_words[] =
    " email emailaddress emailaddresses emailvalue emailaddr mail mailaddress "
    "primaryemail secondaryemail additionalemail additionalemailaddresses "
    "alternateemail otheremail workemail homeemail personalemail "
    "businessemail companyemail contactemail emailwork emailhome "
    "emailpersonal emailbusiness emailother privateemail emailprivate "
    "emailadresse emailadressen mailadresse primäreemail zweiteemail "
    "primäreemailadresse weitereemailadresse emailgeschäftlich emailprivat "
    "adresseemail adressemail courriel adressecourriel emailpro "
    "adressedemessagerie adresseélectronique emailprofessionnel "
    "correo correoelectrónico correoelectronico direccióndecorreo "
    "direccióndecorreoelectrónico direccióndeemail "
    "indirizzoemail indirizzomail indirizzodipostaelettronica "
    "postaelettronica emailadres epost "
    "endereçodeemail correioeletrônico correioeletrónico "
    "endereçodecorreioeletrônico adresemail adrespocztyelektronicznej "
    "poczta ";

static const char phone_words[] =
    " phone phonenumber phonenumbers phonevalue telephone telephonenumber tel "
    "mobile mobilephone mobilenumber mobilephonenumber cell cellphone "
    "cellular businessphone homephone workphone workphonenumber "
    "homephonenumber primaryphone otherphone directphone phonework phonehome "
    "phonemobile "
    "telefon telefonnummer handy handynummer mobil mobiltelefon mobilnummer "
    "rufnummer telefongeschäftlich telefonprivat telefondienstlich "
    "téléphone telephoneportable téléphoneportable portable téléphonemobile "
    "téléphonebureau téléphonedomicile téléphoneprofessionnel "
    "numérodetéléphone telmobile télmobile télbureau "
    "teléfono teléfonomóvil móvil celular teléfonodeltrabajo "
    "teléfonoparticular númerodeteléfono "
    "telefono cellulare telefonoufficio telefonoabitazione numeroditelefono "
    "telefoonnummer telefoon mobiel mobielnummer "
    "telefone telemóvel telefonecelular telefonecomercial "
    "numertelefonu telefonkomórkowy komórka telefonsłużbowy ";

static const char company_words[] =
    " company companyname organization organisation organizationname "
    "organisationname account accountname companyaccount associatedcompany "
    "employer business "
    "firma firmenname unternehmen société societe entreprise "
    "nomdelasociété nomdelentreprise "
    "empresa compañía compañia organización azienda società ditta "
    "organizzazione bedrijf bedrijfsnaam organisatie organização "
    "nazwafirmy organizacja przedsiębiorstwo ";

static const char title_words[] =
    " jobtitle position role organizationtitle function "
    "funktion berufsbezeichnung jobbezeichnung "
    "fonction poste intituléduposte cargo puesto "
    "posizione qualifica ruolo functie functietitel "
    "função stanowisko ";

/* "Dr", where there is a better one. */
static const char vague_title_words[] = " title ";

static const char tag_words[] =
    " tags tag labels label categories category groupmembership groups "
    "kategorien kategorie schlagwörter gruppen gruppe "
    "catégories catégorie étiquettes libellés groupes "
    "categorías categoría etiquetas grupos categorie categoria etichette "
    "gruppi categorieën categorias kategorie grupy etykiety ";

static const char note_words[] =
    " notes note comments comment description remarks remark "
    "notizen notiz bemerkung bemerkungen kommentar kommentare anmerkung "
    "anmerkungen remarques remarque commentaires commentaire "
    "notas nota observaciones comentarios annotazioni commenti "
    "opmerkingen opmerking notities observações comentários "
    "uwagi notatki ";

static const char url_words[] =
    " url website webpage websitevalue websiteurl web homepage linkedin "
    "linkedinurl linkedinprofile profileurl businesshomepage personalwebpage "
    "webseite internetseite siteweb pageweb sitioweb páginaweb sitoweb "
    "paginaweb sito stronainternetowa stronawww ";

static const struct {
	enum parse_csv_field field;
	bool vague;
	const char *words;
} rows[] = {
	{ PARSE_CSV_NAME, false, name_words },
	{ PARSE_CSV_NAME, true, vague_name_words },
	{ PARSE_CSV_FIRST_NAME, false, first_words },
	{ PARSE_CSV_LAST_NAME, false, last_words },
	{ PARSE_CSV_EMAIL, false, email_words },
	{ PARSE_CSV_PHONE, false, phone_words },
	{ PARSE_CSV_COMPANY, false, company_words },
	{ PARSE_CSV_TITLE, false, title_words },
	{ PARSE_CSV_TITLE, true, vague_title_words },
	{ PARSE_CSV_TAG, false, tag_words },
	{ PARSE_CSV_NOTE, false, note_words },
	{ PARSE_CSV_URL, false, url_words },
};

/* Between two blanks, as words stand in the table. */
static char *letters_of(const char *heading)
{
	g_autofree char *lower = g_utf8_strdown(heading, -1);
	g_autofree char *whole = g_utf8_normalize(lower, -1, G_NORMALIZE_NFC);
	GString *out = g_string_new(" ");

	for (const char *p = whole ? whole : ""; *p; p = parse_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalpha(c))
			g_string_append_unichar(out, c);
	}
	g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

enum parse_csv_field parse_csv_words_find(const char *heading, bool *vague_out)
{
	g_autofree char *letters = NULL;

	*vague_out = false;
	if (strlen(heading) > HEADING_MAX)
		return PARSE_CSV_IGNORED;
	letters = letters_of(heading);
	if (!letters[2])
		return PARSE_CSV_IGNORED;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strstr(rows[i].words, letters)) {
			*vague_out = rows[i].vague;
			return rows[i].field;
		}
	return PARSE_CSV_IGNORED;
}
