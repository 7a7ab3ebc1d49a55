/* The words of the rules: each has a name, and names are read back. */
#include "agent/rules/words.h"

static void test_names(void)
{
	for (guint i = 0; i < N_DIRECTIONS; i++)
		g_assert_nonnull(direction_name((enum direction)i));
	for (guint i = 0; i < N_BALLS; i++)
		g_assert_nonnull(ball_name((enum ball)i));
	for (guint i = 0; i < N_REASONS; i++)
		g_assert_nonnull(reason_name((enum reason)i));
	g_assert_cmpstr(direction_name(DIRECTION_BOTH), ==, "both");
	g_assert_cmpstr(ball_name(BALL_THEIRS), ==, "theirs");
	g_assert_cmpstr(reason_name(REASON_YOU_OWE), ==, "you-owe");
	g_assert_cmpstr(reason_name(REASON_GAVE_UP_EARLY), ==, "gave-up-early");
}

static void test_stages(void)
{
	enum stage stage;

	for (guint i = STAGE_LEAD; i < N_STAGES; i++) {
		g_assert_true(stage_parse(stage_name((enum stage)i), &stage));
		g_assert_cmpuint(stage, ==, i);
	}
	g_assert_true(stage_parse("Customer", &stage));
	g_assert_cmpint(stage, ==, STAGE_CUSTOMER);
	g_assert_false(stage_parse("none", &stage));
	g_assert_false(stage_parse("custom", &stage));
	g_assert_false(stage_parse("", &stage));
}

static void test_channels(void)
{
	enum channel channel;

	for (guint i = 0; i < N_CHANNELS; i++) {
		g_assert_true(
		    channel_parse(channel_name((enum channel)i), &channel));
		g_assert_cmpuint(channel, ==, i);
	}
	g_assert_true(channel_parse("CALL", &channel));
	g_assert_cmpint(channel, ==, CHANNEL_CALL);
	g_assert_false(channel_parse("telex", &channel));
	g_assert_false(channel_parse("", &channel));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/words/names", test_names);
	g_test_add_func("/rules/words/stages", test_stages);
	g_test_add_func("/rules/words/channels", test_channels);
	return g_test_run();
}
