/* Prefilled mailto: URIs, with hostile parts. */
#include "agent/letters/answer.h"
#include "agent/letters/mailto.h"

static const struct {
	struct mailto mailto;
	const char *uri;
} uris[] = {
	{ { "ada@example.org", NULL, NULL, NULL }, "mailto:ada@example.org" },
	{ { "ada@example.org", "", "", "" }, "mailto:ada@example.org" },
	{ { "ada+x@example.org", "Ümlaut & more?", "q1@example.org", "done 2" },
	  "mailto:ada%2Bx@example.org?subject=%C3%9Cmlaut%20%26%20more%3F"
	  "&In-Reply-To=%3Cq1@example.org%3E&body=done%202" },
	{ { "ada@example.org", NULL, NULL, "done 2\nsnooze 3 2w" },
	  "mailto:ada@example.org?body=done%202%0D%0Asnooze%203%202w" },
	/* no text adds a field, a recipient or a line */
	{ { "ada@example.org", "a&bcc=all@example.com", NULL, NULL },
	  "mailto:ada@example.org?subject=a%26bcc%3Dall@example.com" },
	{ { "ada@example.org", "a\r\nBcc: all@example.com", NULL, NULL },
	  "mailto:ada@example.org?subject=a%20%20Bcc%3A%20all@example.com" },
	{ { "ada@example.org", "%0d%0aBcc: x", NULL, NULL },
	  "mailto:ada@example.org?subject=%250d%250aBcc%3A%20x" },
	{ { "ada@example.org", NULL, "q>&body=pay", "done 1\rx" },
	  "mailto:ada@example.org?In-Reply-To=%3Cq%3E%26body%3Dpay%3E"
	  "&body=done%201%20x" },
	/* nobody that may become a recipient */
	{ { NULL, "x", NULL, NULL }, NULL },
	{ { "", "x", NULL, NULL }, NULL },
	{ { "ada@example.org?bcc=all@example.com", NULL, NULL, NULL }, NULL },
	{ { "ada@example.org,all@example.com", NULL, NULL, NULL }, NULL },
};

static void test_uri(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(uris); i++) {
		g_autofree char *uri = mailto_uri(&uris[i].mailto);

		g_assert_cmpstr(uri, ==, uris[i].uri);
	}
}

static const struct {
	const char *subject, *answer;
} subjects[] = {
	{ "Lunch?", "Re: Lunch?" },
	{ "Re: Lunch?", "Re: Lunch?" },
	{ "RE: AW: Re[2]: Lunch?", "Re: Lunch?" },
	{ "re:re:re:Lunch?", "Re: Lunch?" },
	{ "Re : Antw: SV: Lunch?", "Re: Lunch?" },
	{ "Reference: 7", "Re: Reference: 7" },
	{ "Re[x]: 7", "Re: Re[x]: 7" },
	{ "Report", "Re: Report" },
	{ " Lunch\r\n Bcc: x", "Re: Lunch Bcc: x" },
	{ "", "" },
	{ NULL, "" },
	{ "  ", "" },
};

static void test_answer_subject(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *answer =
		    mailto_answer_subject(subjects[i].subject);

		g_assert_cmpstr(answer, ==, subjects[i].answer);
	}
}

static void test_command(void)
{
	const struct mailto_letter letter = { "me@example.org", "Today: Ada",
					      "tend.1@example.org" };
	g_autofree char *uri = mailto_command(&letter, "snooze 1 2w");
	g_autofree char *token = answer_token(letter.mid);
	g_autofree char *wanted =
	    g_strdup_printf("mailto:me@example.org?subject=Re%%3A%%20Today%%3A"
			    "%%20Ada&In-Reply-To=%%3Ctend.1@example.org%%3E"
			    "&body=snooze%%201%%202w%%20%%23%s",
			    token + 1);

	g_assert_cmpstr(uri, ==, wanted);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mailto/uri", test_uri);
	g_test_add_func("/mailto/answer-subject", test_answer_subject);
	g_test_add_func("/mailto/command", test_command);
	return g_test_run();
}
