/* Which addresses are one person's, and what sayings come to. */
#include <string.h>

#include "agent/said/group.h"
#include "agent/said/hear.h"
#include "agent/said/say.h"
#include "store/saying.h"

/* "m a b" merges, "s a b" splits; "w a b" is another verb. */
static GPtrArray *read_sayings(const char *text)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) lines = g_strsplit(text, ", ", -1);

	for (char **line = lines; *line; line++) {
		struct store_saying *saying = g_new0(struct store_saying, 1);
		g_auto(GStrv) words = g_strsplit(*line, " ", 3);

		if (!**line) {
			g_free(saying);
			continue;
		}
		saying->verb = *words[0] == 'm'	  ? "merge"
			       : *words[0] == 's' ? "split"
						  : "stage";
		saying->address = g_intern_string(words[1]);
		saying->word = g_intern_string(words[2]);
		saying->text = "";
		g_ptr_array_add(list, saying);
	}
	return list;
}

/* "a b; c d" */
static char *write_groups(const struct groups *groups)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < groups_count(groups); i++) {
		const GPtrArray *set = groups_get(groups, i);

		g_string_append(text, i ? "; " : "");
		for (guint j = 0; j < set->len; j++) {
			g_string_append_printf(text, "%s%s", j ? " " : "",
					       (char *)set->pdata[j]);
			g_assert_true(groups_find(groups, set->pdata[j]) ==
				      set);
		}
	}
	return g_string_free(text, FALSE);
}

static const struct {
	const char *sayings, *groups;
} group_rows[] = {
	{ "", "" },
	{ "m a b", "a b" },
	{ "m b a", "a b" },
	{ "m a a", "" },
	{ "w a b", "" },
	{ "m a b, m a b", "a b" },
	{ "m a b, m c d", "a b; c d" },
	{ "m a b, m c d, m b c", "a b c d" },
	{ "m a b, m b c, m c a", "a b c" },
	/* Whoever is split goes alone; the rest stays, hub or not. */
	{ "m a b, s a b", "" },
	{ "m a b, s b a", "" },
	{ "m a b, m b c, s a b", "a c" },
	{ "m a b, m b c, s c b", "a c" },
	{ "m a b, m c d, m b c, s a d", "a b c" },
	/* From whom they are not with, nobody is taken. */
	{ "m a b, s c b", "a b" },
	{ "s a b", "" },
	{ "s a b, m a b", "a b" },
	/* A later merge counts again, an earlier one does not. */
	{ "m a b, s a b, m a b", "a b" },
	{ "m a b, m b c, s a b, m a d", "a c d" },
	{ "m a b, m b c, s a b, m b d", "a c; b d" },
	{ "m a b, s a b, m b c", "b c" },
	{ "m a , m  b", "" },
};

static void test_groups(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(group_rows); i++) {
		g_autoptr(GPtrArray) sayings =
		    read_sayings(group_rows[i].sayings);
		g_autoptr(groups) groups = groups_new(sayings);
		g_autofree char *got = write_groups(groups);

		g_test_message("%s", group_rows[i].sayings);
		g_assert_cmpstr(got, ==, group_rows[i].groups);
		g_assert_null(groups_find(groups, "z"));
	}
}

static void test_apart(void)
{
	g_autoptr(GPtrArray) sayings = read_sayings("s a b, m c d, s d c");
	g_autoptr(groups) groups = groups_new(sayings);

	g_assert_true(groups_are_apart(groups, "a", "b"));
	g_assert_true(groups_are_apart(groups, "b", "a"));
	g_assert_true(groups_are_apart(groups, "c", "d"));
	g_assert_false(groups_are_apart(groups, "a", "c"));
}

static const struct {
	const char *word;
	gboolean good;
	enum channel channel;
	enum direction direction;
} log_rows[] = {
	{ "call out", TRUE, CHANNEL_CALL, DIRECTION_OUT },
	{ "call both", TRUE, CHANNEL_CALL, DIRECTION_BOTH },
	{ "letter in", TRUE, CHANNEL_LETTER, DIRECTION_IN },
	/* Without a direction, the channel's usual one. */
	{ "call", TRUE, CHANNEL_CALL, DIRECTION_BOTH },
	{ "meeting", TRUE, CHANNEL_MEETING, DIRECTION_BOTH },
	{ "email", TRUE, CHANNEL_EMAIL, DIRECTION_OUT },
	{ "chat", TRUE, CHANNEL_CHAT, DIRECTION_OUT },
	{ "social", TRUE, CHANNEL_SOCIAL, DIRECTION_OUT },
	{ "other", TRUE, CHANNEL_OTHER, DIRECTION_OUT },
	{ "", FALSE, CHANNEL_OTHER, DIRECTION_NONE },
	{ "telegram", FALSE, CHANNEL_OTHER, DIRECTION_NONE },
	{ "call up", FALSE, CHANNEL_OTHER, DIRECTION_NONE },
	{ "call none", FALSE, CHANNEL_OTHER, DIRECTION_NONE },
};

static void test_log_words(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(log_rows); i++) {
		enum channel channel;
		enum direction direction;

		g_test_message("%s", log_rows[i].word);
		g_assert_cmpint(
		    say_log_parse(log_rows[i].word, &channel, &direction), ==,
		    log_rows[i].good);
		if (!log_rows[i].good)
			continue;
		g_assert_cmpint(channel, ==, log_rows[i].channel);
		g_assert_cmpint(direction, ==, log_rows[i].direction);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/group/groups", test_groups);
	g_test_add_func("/group/apart", test_apart);
	g_test_add_func("/say/log-words", test_log_words);
	return g_test_run();
}
