/* What is an answer that was owed, and the object that a program is told. */
#include "agent/post/announce.h"

#include <string.h>

#include "agent/rules/cadence.h"
#include "agent/rules/summary.h"
#include "tests/unit/touches.h"

/* Whether the last touch is one, and since when it was their turn. */
static const struct {
	const char *what;
	const char *touches;
	const char *since; /* NULL: it is none */
	gboolean colleague;
} rows[] = {
	{ "to one mail", "out 03-02 09:00; in 03-03 09:00", "03-02 09:00",
	  FALSE },
	{ "to the last of several",
	  "out 03-02 09:00; out 03-04 09:00; "
	  "in 03-05 09:00",
	  "03-04 09:00", FALSE },
	{ "in another conversation", "out 03-02 09:00; in 03-03 09:00 c8",
	  "03-02 09:00", FALSE },
	{ "somebody new", "in 03-03 09:00", NULL, FALSE },
	{ "a second word of theirs",
	  "out 03-02 09:00; in 03-03 09:00; in 03-03 09:05", NULL, FALSE },
	{ "the user's own mail", "in 03-02 09:00; out 03-03 09:00", NULL,
	  FALSE },
	{ "after a call",
	  "out 03-02 09:00; both 03-03 09:00 call; "
	  "in 03-04 09:00",
	  NULL, FALSE },
	{ "somebody of theirs had answered",
	  "out 03-02 09:00; none 03-03 09:00 answered colleague; "
	  "in 03-04 09:00",
	  NULL, FALSE },
	{ "after a delay in between",
	  "out 03-02 09:00; none 03-02 09:01 delayed; in 03-04 09:00",
	  "03-02 09:00", FALSE },
	{ "to mere thanks",
	  "in 03-02 09:00; out 03-02 10:00 closing; "
	  "in 03-04 09:00",
	  NULL, FALSE },
	{ "to thanks that ask",
	  "in 03-02 09:00; out 03-02 10:00 closing asks; "
	  "in 03-04 09:00",
	  "03-02 10:00", FALSE },
	{ "after a quarter of a year",
	  "out 2025-11-02 09:00; in 2026-03-02 09:00", NULL, FALSE },
	{ "a matter of theirs behind other words",
	  "out 03-02 09:00 asks c7; out 03-02 09:10 asks c8; "
	  "in 03-03 12:00 c8 reply; in 03-05 09:00 c7 reply",
	  "03-02 09:00", FALSE },
	{ "of a colleague", "out 03-02 09:00; in 03-03 09:00", NULL, TRUE },
	{ "of a colleague who was asked",
	  "out 03-02 09:00 asks; "
	  "in 03-03 09:00",
	  "03-02 09:00", TRUE },
};

static void test_answers(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;
	const struct said said = { .stage = STAGE_NONE };

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) touches =
		    touches_parse(rows[i].touches, zone);
		struct summary summary;
		struct facts facts = {
			.touches = (const void *)touches->data,
			.n_touches = touches->len,
			.summary = &summary,
			.said = &said,
			.settings = &settings,
			.colleague = rows[i].colleague,
			.cadence = cadence_find("steady", &settings),
		};
		gint64 since;
		gboolean is;

		g_test_message("%s", rows[i].what);
		summary_make(facts.touches, facts.n_touches, &said,
			     facts.colleague, &settings, &summary);
		is = announce_is_answer(&facts, touches->len, &since);
		g_assert_cmpint(is, ==, rows[i].since != NULL);
		g_assert_cmpint(since, ==, is ? wall(rows[i].since, zone) : 0);
	}
}

static const struct announcement stalled = {
	.hook = HOOK_STALLED,
	.contact = "",
	.address = "ann@example.org",
	.organisation = "",
	.phone = "+49 30 1",
	.reason = REASON_THEY_OWE,
	.channel = CHANNEL_CALL,
	.sentence = "you asked on 2 March",
	.quote = "Could \"you\"\x1b[31m send\xe2\x80\xae it?",
	.subject = "The mill",
	.mid = "",
	.at = 1772607600,
	.stage = STAGE_ENGAGED,
	.tracked = TRUE,
	.touches_out = 3,
};

static void test_object(void)
{
	g_autofree char *all = announcement_format(&stalled, FALSE);
	g_autofree char *less = announcement_format(&stalled, TRUE);

	g_assert_cmpstr(
	    all, ==,
	    "{\"version\":1,\"hook\":\"on-stalled\","
	    "\"contact\":\"ann@example.org\",\"address\":\"ann@example.org\","
	    "\"organisation\":null,\"phone\":\"+49 30 1\","
	    "\"reason\":\"they-owe\",\"channel\":\"call\","
	    "\"sentence\":\"you asked on 2 March\","
	    "\"quote\":\"Could \\\"you\\\"\\u001b[31m send\\u202e it?\","
	    "\"subject\":\"The mill\",\"message_id\":null,"
	    "\"at\":\"2026-03-04T07:00:00Z\",\"since\":null,"
	    "\"stage\":\"engaged\",\"tracked\":true,\"touches_out\":3,"
	    "\"touches_in\":0,\"exchanges\":0,\"attempts\":0,\"more\":0}");
	g_assert_null(strstr(less, "you asked"));
	g_assert_null(strstr(less, "Could"));
	g_assert_nonnull(strstr(less, "\"sentence\":null,\"quote\":null"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/announce/answers", test_answers);
	g_test_add_func("/announce/object", test_object);
	return g_test_run();
}
