/* What a subject is about, whatever mail programs put around it. */
#include "agent/rules/subject.h"

#include <string.h>

struct row {
	const char *subject, *base, *list;
	gboolean reply;
};

static void check(const struct row *row)
{
	g_autoptr(GString) base = g_string_new("left over");
	g_autoptr(GString) list = g_string_new("left over");
	gboolean reply = !row->reply;

	subject_read(row->subject, base, list, &reply);
	if (g_str_equal(base->str, row->base) &&
	    g_str_equal(list->str, row->list ? row->list : "") &&
	    reply == row->reply)
		return;
	g_test_message("'%s' is about '%s', of list '%s', %s", row->subject,
		       base->str, list->str, reply ? "an answer" : "no answer");
	g_test_fail();
}

static void check_all(const struct row *rows, gsize n)
{
	for (gsize i = 0; i < n; i++)
		check(&rows[i]);
}

static void test_plain(void)
{
	static const struct row rows[] = {
		{ "Soup", "soup", NULL, FALSE },
		{ "", "", NULL, FALSE },
		{ "   ", "", NULL, FALSE },
		{ "  Soup \t of\n the day ", "soup of the day", NULL, FALSE },
		{ "ÄPFEL  und BIRNEN", "äpfel und birnen", NULL, FALSE },
		/* a no-break space, and one of CJK */
		{ "Soup\xc2\xa0today\xe3\x80\x80too", "soup today too", NULL,
		  FALSE },
		{ "Soup\x7f\x01salad", "soup salad", NULL, FALSE },
		/* Words that only begin like a prefix, or lack the colon. */
		{ "Re soup", "re soup", NULL, FALSE },
		{ "Reply soon", "reply soon", NULL, FALSE },
		{ "Research: soup", "research: soup", NULL, FALSE },
		{ "Antwerp: a trip", "antwerp: a trip", NULL, FALSE },
		{ "Soup: Re: the recipe", "soup: re: the recipe", NULL, FALSE },
		{ "Price: 12", "price: 12", NULL, FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_prefixes(void)
{
	/* As mail programs of many languages write them. */
	static const char *const prefixes[] = {
		"Re:",
		"RE:",
		"re :",
		"R:",
		"Aw:",
		"AW:",
		"Antw:",
		"SV:",
		"VS:",
		"VL:",
		"Fw:",
		"FWD:",
		"WG:",
		"Tr:",
		"RV:",
		"Rif:",
		"I:",
		"ENC:",
		"Res:",
		"Odp:",
		"PD:",
		"Ynt:",
		"Vá:",
		"RÉP:",
		"Réf:",
		"Doorst:",
		"VB:",
		"Απ:",
		"ΑΠ:",
		"Σχετ:",
		"ΠΡΘ:",
		"HA:",
		"НА:",
		"Отв:",
		"ОТВ:",
		"Ответ:",
		"Пер:",
		"回复:",
		"答复：",
		"回覆：",
		"转发：",
		"轉寄：",
		"返信:",
		"転送：",
		"회신:",
		"전달:",
		"رد:",
		"Atb:",
		"YT:",
		"TRS:",
		"Továbbítás:",
		"Reply:",
		/* with counts, and twice or more */
		"Re[2]:",
		"RE(3):",
		"Re^4:",
		"Re*5:",
		"Re [12]:",
		"AW[2]：",
		"Re: Re:",
		"AW: WG:",
		"Re:Fwd:AW:",
		"SV: Re[2]: VS:",
		"回复：Re:",
		"Re: 答复：",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		g_autofree char *spaced =
		    g_strdup_printf("%s Soup", prefixes[i]);
		g_autofree char *tight = g_strdup_printf("%sSoup", prefixes[i]);

		check(&(struct row){ spaced, "soup", NULL, TRUE });
		check(&(struct row){ tight, "soup", NULL, TRUE });
	}
}

static void test_tags(void)
{
	static const struct row rows[] = {
		{ "[talk] Soup", "soup", "[talk]", FALSE },
		{ "Re: [talk] Soup", "soup", "[talk]", TRUE },
		{ "[Talk] Re: Soup", "soup", "[talk]", TRUE },
		{ "Re: [talk] AW: [cooks] Soup", "soup", "[talk]", TRUE },
		{ "[talk][cooks]Soup", "soup", "[talk]", FALSE },
		{ "Re: [Köche] Soup", "soup", "[köche]", TRUE },
		/* All of the subject, or no tag. */
		{ "[talk]", "[talk]", NULL, FALSE },
		{ "Re: [talk]  ", "[talk]", NULL, TRUE },
		{ "[] Soup", "[] soup", NULL, FALSE },
		{ "[talk Soup", "[talk soup", NULL, FALSE },
		{ "[a [b] Soup", "[a [b] soup", NULL, FALSE },
		{ "Soup [talk]", "soup [talk]", NULL, FALSE },
		{ "[a whole sentence that nobody would call a tag] Soup",
		  "[a whole sentence that nobody would call a tag] soup", NULL,
		  FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_wrapped(void)
{
	static const struct row rows[] = {
		{ "Soup (fwd)", "soup", NULL, TRUE },
		{ "Re: Soup (Fwd)", "soup", NULL, TRUE },
		{ "[Fwd: Soup]", "soup", NULL, TRUE },
		{ "[FWD: Soup] and more", "[fwd: soup] and more", NULL, FALSE },
		{ "[Fwd:]", "", NULL, TRUE },
		{ "[Fwd: Re: Soup]", "soup", NULL, TRUE },
		{ "Re: [Fwd: [talk] AW: Soup]", "soup", "[talk]", TRUE },
		{ "[Fwd: [Fwd: Soup (fwd)]]", "soup", NULL, TRUE },
		{ "(fwd)", "", NULL, TRUE },
		{ "Soup (fwd) now", "soup (fwd) now", NULL, FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_was(void)
{
	static const struct row rows[] = {
		{ "Salad (was: Soup)", "soup", NULL, TRUE },
		{ "Salad (was: Re: Soup)", "soup", NULL, TRUE },
		{ "Re: [talk] Salad (Was: [talk] Soup)", "soup", "[talk]",
		  TRUE },
		{ "Salad [was: Soup]", "soup", NULL, TRUE },
		{ "Salad (was Re: Soup)", "soup", NULL, TRUE },
		{ "Salad (was: Soup", "soup", NULL, TRUE },
		/* Nothing is said to have been before. */
		{ "Salad (was:", "salad (was:", NULL, FALSE },
		{ "It was: soup", "it was: soup", NULL, FALSE },
		{ "The wasabi (wasabi)", "the wasabi (wasabi)", NULL, FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

/* `n` times the same text. */
static char *repeat(const char *text, guint n)
{
	GString *all = g_string_new(NULL);

	while (n-- > 0)
		g_string_append(all, text);
	return g_string_free(all, FALSE);
}

/* A stranger's subject is as long as they like; it must take linear time. */
static void test_hostile(void)
{
	static const char *const parts[] = {
		"Re:", "re : ", "[a]", "[a] Re: ", "[", "[fwd:", "(was:",
		"(",   "Re[",	" ",   "答复：",   "]", "Re[9",	 "(fwd)",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *text = repeat(parts[i], 100 * 1000);
		g_autoptr(GString) base = g_string_new(NULL);
		g_autoptr(GString) list = g_string_new(NULL);
		gint64 began = g_get_monotonic_time();
		gboolean reply;

		subject_read(text, base, list, &reply);
		g_assert_cmpuint(base->len, <=, strlen(text));
		/* Quadratic would be minutes. */
		g_assert_cmpint(g_get_monotonic_time() - began, <,
				5 * G_USEC_PER_SEC);
	}
}

/* Once, whoever wrote it before in whatever language. */
static void test_answer(void)
{
	static const char *const rows[][2] = {
		{ "Soup", "Re: Soup" },
		{ "Re: Soup", "Re: Soup" },
		{ "RE: re: Soup", "Re: Soup" },
		{ "AW: Soup", "Re: Soup" },
		{ "SV: AW: Antw: Soup", "Re: Soup" },
		{ "Re[2]: Soup", "Re: Soup" },
		{ "RE : Soup", "Re: Soup" },
		{ "\345\233\236\345\244\215\357\274\232Soup", "Re: Soup" },
		{ "R\303\211P: Soup", "Re: Soup" },
		{ "Fwd: Soup", "Re: Fwd: Soup" },
		{ "Re: WG: Re: Soup", "Re: WG: Re: Soup" },
		{ "[talk] Soup", "Re: [talk] Soup" },
		{ "Research: soup", "Re: Research: soup" },
		{ "Gr\303\274\303\237e", "Re: Gr\303\274\303\237e" },
		{ "  Soup  ", "Re: Soup" },
		{ "", "Re:" },
		{ "Re:", "Re:" },
		{ "\304\260\304\260\304\260 Re: x",
		  "Re: \304\260\304\260\304\260 Re: x" },
		{ "a\377b", "Re: a\357\277\275b" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *answer = subject_answer(rows[i][0]);

		g_assert_cmpstr(answer, ==, rows[i][1]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/subject/plain", test_plain);
	g_test_add_func("/rules/subject/prefixes", test_prefixes);
	g_test_add_func("/rules/subject/tags", test_tags);
	g_test_add_func("/rules/subject/wrapped", test_wrapped);
	g_test_add_func("/rules/subject/was", test_was);
	g_test_add_func("/rules/subject/answer", test_answer);
	g_test_add_func("/rules/subject/hostile", test_hostile);
	return g_test_run();
}
