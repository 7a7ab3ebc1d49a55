/* The numbers of a signature, and where a signature begins. */
#include <string.h>

#include "parse/phone.h"

/* All are signed by Ann Lee <ann.lee@example.org>; numbers between bars. */
static const struct {
	const char *lines;
	const char *numbers;
} phones[] = {
	/* By the word for it. */
	{ "Tel.: +49 30 123456-78", "+49 30 123456-78" },
	{ "Telefon 030/1234567", "030/1234567" },
	{ "T: 01.23.45.67.89", "01.23.45.67.89" },
	{ "Tél. : 01 23 45 67 89", "01 23 45 67 89" },
	{ "Móvil: 600 123 456", "600 123 456" },
	{ "Cellulare 333 1234567", "333 1234567" },
	{ "Telemóvel: 912 345 678", "912 345 678" },
	{ "tel. kom. 601 234 567", "601 234 567" },
	{ "Mobiel: 06-12345678", "06-12345678" },
	{ "Phone (555) 010-4477 ext. 12", "(555) 010-4477 ext. 12" },
	{ "Direct dial: 5550104477", "5550104477" },
	{ "Tel +44 (0)20 7946 0018", "+44 (0)20 7946 0018" },
	{ "Tel: 555\302\240010\302\2404477", "555 010 4477" },
	{ "555\342\200\223010\342\200\2234477", "555-010-4477" },
	/* By its form. */
	{ "(555) 010-4477", "(555) 010-4477" },
	{ "555-010-4477 (office)", "555-010-4477" },
	{ "010-4477", "010-4477" },
	{ "+1 555 010 4477", "+1 555 010 4477" },
	{ "(+49 30 123456)", "+49 30 123456" },
	{ "Ann Lee 555-010-4477", "555-010-4477" },
	{ "Moss Ltd | Main Street 4 | 555-010-4477", "555-010-4477" },
	{ "ann@example.org 555-010-4477", "555-010-4477" },
	/* More than one, none twice. */
	{ "555-010-4477 (office)\n555-010-4478 (cell)",
	  "555-010-4477|555-010-4478" },
	{ "Phone: 555-010-4477 Fax: 555-010-4478", "555-010-4477" },
	{ "Tel: 555-010-4477\nMobile: (555) 010 4477", "555-010-4477" },
	{ "Tel: 555-010-4477 or 555-010-4478", "555-010-4477|555-010-4478" },
	{ "Tel. 030 1234567 / 030 1234568", "030 1234567|030 1234568" },
	{ "a: 1\nT 555-010-0001\nT 555-010-0002\nT 555-010-0003\n"
	  "T 555-010-0004\nT 555-010-0005",
	  "555-010-0001|555-010-0002|555-010-0003|555-010-0004" },
	{ "Tel/Fax: 030 1234567", "030 1234567" },
	/* Nobody answers these. */
	{ "Fax: 555-010-4477", "" },
	{ "Telefax +49 30 1234567", "" },
	{ "555-010-4477 (fax)", "" },
	{ "555-010-4477 Fax", "" },
	{ "F 030 1234567", "" },
	{ "Pager: 555-010-4477", "" },
	{ "Fax 555-010-4477 / 555-010-4478", "" },
	/* No numbers of telephones. */
	{ "12/03/2026", "" },
	{ "2026-03-12", "" },
	{ "12.03.2026", "" },
	{ "Ann Lee\n12/03/2026 07:31 AM", "" },
	{ "2026-03-12 07", "" },
	{ "01 23 45 67", "01 23 45 67" },
	{ "192.168.10.12", "" },
	{ "77002-1234", "" },
	{ "2001-2002", "" },
	{ "77002 1234", "" },
	{ "12345678", "" },
	{ "HRB 123456 B", "" },
	{ "USt-IdNr. DE 123 456 789", "" },
	{ "IBAN DE12 3456 7890 1234 5678 90", "" },
	{ "1400 Smith Street, Suite 3801", "" },
	{ "http://example.org/555-010-4477", "" },
	{ "+1 555 010 4477 555 010 4477", "" },
	{ "Tel: 12", "" },
	{ "Ask Bo 555-010-4477", "" },
	{ "555-010-4477 is the number of Bo", "" },
	{ "", "" },
	{ "(", "" },
	{ "+", "" },
	{ "Tel: +", "" },
};

static void join(const struct parse_phones *from, GString *out)
{
	for (guint i = 0; i < from->n; i++)
		g_string_append_printf(out, "%s%s", i ? "|" : "",
				       from->numbers[i]);
}

static void test_phones(void)
{
	struct parse_signer signer;

	parse_signer_init(&signer, "Ann Lee", "ann.lee@example.org");
	for (gsize i = 0; i < G_N_ELEMENTS(phones); i++) {
		g_autoptr(GString) got = g_string_new(NULL);
		struct parse_phones found = { .n = 0 };

		parse_phones_read(phones[i].lines, strlen(phones[i].lines),
				  &signer, &found);
		join(&found, got);
		if (!strcmp(got->str, phones[i].numbers))
			continue;
		g_test_message("%s: got '%s', not '%s'", phones[i].lines,
			       got->str, phones[i].numbers);
		g_test_fail();
	}
}

/* The signature begins at the bar, which is taken out first. */
static const struct {
	const char *name, *address, *text;
} signatures[] = {
	{ "Ann Lee", "", "It is late.\n\n~Ann" },
	{ "Ann Lee", "", "It is late.\n\n~Best regards, Ann\nMoss Ltd" },
	{ "", "ann.lee@example.org", "It is late.\n~Ann Lee\nDirector" },
	{ "Lee, Ann", "", "It is late.\n~-ANN" },
	{ "Zo\303\253 Kr\303\274ger", "", "Bis dann.\n~Zoe\nTel. 1" },
	{ "bo@example.org", "ann@example.org", "It is late.\n~Ann" },
	{ "Ann Lee", "", "~Ann Lee\n555-010-4477" },
	/* Not so. */
	{ "Ann Lee", "", "Ann,\nit is late.~" },
	{ "Ann Lee", "", "Ann Lee,\nit is late.~" },
	{ "Ann Lee", "", "It is late.\nBo~" },
	{ "Ann Lee", "", "It is late.\nWhere is Ann?\nBo~" },
	{ "Ann Lee", "", "x\nAs I told Ann and Bo on Monday\nBo~" },
	{ "Al", "", "It is late.\nAl~" },
	{ "", "", "It is late.\nAnn~" },
	{ "Ann Lee", "", "~" },
	/* Too far above for a signature. */
	{ "Ann Lee", "", "x\nAnn\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12~" },
};

static void test_signatures(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(signatures); i++) {
		struct parse_signer signer;
		const char *bar = strchr(signatures[i].text, '~');
		g_autoptr(GString) text = g_string_new(signatures[i].text);
		gsize expected = (gsize)(bar - signatures[i].text), got;

		g_string_erase(text, (gssize)expected, 1);
		parse_signer_init(&signer, signatures[i].name,
				  signatures[i].address);
		got = parse_signature_find(text->str, &signer);
		if (got == expected)
			continue;
		g_test_message("%s: %" G_GSIZE_FORMAT, signatures[i].text, got);
		g_test_fail();
	}
}

static const struct {
	const char *whole, *new_text;
	const char *behind; /* NULL: nothing */
} rests[] = {
	{ "Hello.\n\n-- \nMoss\nTel. 1\n", "Hello.", "Moss\nTel. 1\n" },
	{ "Hello.\n--\nMoss\n\n> -- \n> Bo", "Hello.", "Moss\n\n" },
	{ "Hello.\n\nAnn Lee\nTel. 1", "Hello.", "Ann Lee\nTel. 1" },
	{ "> When?\nNow.\n-- \nAnn", "Now.", "Ann" },
	{ "Hello.\n-- \nAnn\nFrom: Bo <bo@example.org>\nTel. 2", "Hello.",
	  "Ann\n" },
	/* Somebody else's. */
	{ "Hello.\n\nBo Stone\nTel. 1", "Hello.", NULL },
	{ "Hello.\n\nOn Monday Ann wrote:\n> x", "Hello.", NULL },
	{ "Hello.\n\n> Ann", "Hello.", NULL },
	{ "Hello.\n-- \n", "Hello.", NULL },
	{ "Hello.", "Hello.", NULL },
	{ "Hello.\nAnn", "Something else", NULL },
};

static void test_behind(void)
{
	struct parse_signer signer;

	parse_signer_init(&signer, "Ann Lee", "");
	for (gsize i = 0; i < G_N_ELEMENTS(rests); i++) {
		const char *start = NULL;
		gsize length = 0;
		bool found =
		    parse_signature_behind(rests[i].whole, rests[i].new_text,
					   &signer, &start, &length);
		g_autofree char *got = found ? g_strndup(start, length) : NULL;

		g_assert_cmpstr(got, ==, rests[i].behind);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/phone/numbers", test_phones);
	g_test_add_func("/parse/phone/signatures", test_signatures);
	g_test_add_func("/parse/phone/behind", test_behind);
	return g_test_run();
}
