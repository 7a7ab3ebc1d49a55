/* What may be typed as an answer: nothing is said that is not in bounds. */
#include <string.h>

#include "agent/letters/answer.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Friday, the 27th of November 2026, 09:00 UTC. */
#define NOW G_GINT64_CONSTANT(1795770000)

static void check(const struct answer_command *command)
{
	g_assert_true(command->verb < N_ANSWER_VERBS);
	g_assert_true(command->positions->len <= ANSWER_POSITIONS_MAX);
	for (guint i = 0; i < command->positions->len; i++) {
		guint position = g_array_index(command->positions, guint, i);

		g_assert_true(position >= 1);
		for (guint j = 0; j < i; j++)
			g_assert_true(g_array_index(command->positions, guint,
						    j) != position);
	}
	g_assert_true(g_utf8_validate(command->text, -1, NULL));
	g_assert_true(!strchr(command->text, '\n'));
	if (command->problem) {
		g_assert_true(g_utf8_validate(command->problem, -1, NULL));
		return;
	}
	g_assert_true(command->all || command->positions->len > 0);
	switch (command->verb) {
	case ANSWER_SNOOZE:
		g_assert_true(command->at > NOW);
		break;
	case ANSWER_LOG:
		g_assert_true(command->at <= NOW);
		break;
	case ANSWER_STAGE:
		g_assert_true(command->stage > STAGE_NONE &&
			      command->stage < N_STAGES);
		break;
	case ANSWER_MUTE:
	case ANSWER_NO:
		g_assert_true(!command->all);
		break;
	case ANSWER_DONE:
	case ANSWER_CLOSE:
	case ANSWER_TRACK:
	case N_ANSWER_VERBS:
		break;
	}
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(answer_t) answer = answer_read(text, NOW, zone);

	g_assert_true(answer->commands->len <= ANSWER_COMMANDS_MAX);
	for (guint i = 0; i < answer->commands->len; i++)
		check(answer->commands->pdata[i]);
	if (answer->rest)
		g_assert_true(g_utf8_validate(answer->rest, -1, NULL));
	answer_has_token(text, "#k7f3mq2w7x");
	answer_is_letter(text);
	return 0;
}
