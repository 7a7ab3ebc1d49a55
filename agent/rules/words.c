/* The glossary's words as the command line, JSON and the config spell them. */
#include "agent/rules/words.h"

static const char *const direction_names[N_DIRECTIONS] = {
	[DIRECTION_NONE] = "none",
	[DIRECTION_OUT] = "out",
	[DIRECTION_IN] = "in",
	[DIRECTION_BOTH] = "both",
};

static const char *const channel_names[N_CHANNELS] = {
	[CHANNEL_EMAIL] = "email",     [CHANNEL_CALL] = "call",
	[CHANNEL_MEETING] = "meeting", [CHANNEL_CHAT] = "chat",
	[CHANNEL_SOCIAL] = "social",   [CHANNEL_LETTER] = "letter",
	[CHANNEL_OTHER] = "other",
};

static const char *const stage_names[N_STAGES] = {
	[STAGE_NONE] = "none",		 [STAGE_LEAD] = "lead",
	[STAGE_CONTACTED] = "contacted", [STAGE_ENGAGED] = "engaged",
	[STAGE_CUSTOMER] = "customer",	 [STAGE_LOST] = "lost",
};

static const char *const ball_names[N_BALLS] = {
	[BALL_NOBODYS] = "nobody",
	[BALL_YOURS] = "yours",
	[BALL_THEIRS] = "theirs",
};

static const char *const reason_names[N_REASONS] = {
	[REASON_NONE] = "none",
	[REASON_PROMISED] = "promised",
	[REASON_YOU_OWE] = "you-owe",
	[REASON_NEW] = "new",
	[REASON_UNDELIVERED] = "undelivered",
	[REASON_THEY_OWE] = "they-owe",
	[REASON_GAVE_UP_EARLY] = "gave-up-early",
	[REASON_QUIET] = "quiet",
	[REASON_ASK_REFERRAL] = "ask-referral",
};

const char *direction_name(enum direction direction)
{
	g_assert((guint)direction < N_DIRECTIONS);
	return direction_names[direction];
}

const char *channel_name(enum channel channel)
{
	g_assert((guint)channel < N_CHANNELS);
	return channel_names[channel];
}

const char *stage_name(enum stage stage)
{
	g_assert((guint)stage < N_STAGES);
	return stage_names[stage];
}

const char *ball_name(enum ball ball)
{
	g_assert((guint)ball < N_BALLS);
	return ball_names[ball];
}

const char *reason_name(enum reason reason)
{
	g_assert((guint)reason < N_REASONS);
	return reason_names[reason];
}

/* Returns the index of word among names from first on, or -1. */
static int find_word(const char *const *names, int first, int n_names,
		     const char *word)
{
	for (int i = first; i < n_names; i++)
		if (g_ascii_strcasecmp(names[i], word) == 0)
			return i;
	return -1;
}

gboolean stage_parse(const char *word, enum stage *stage_out)
{
	int i = find_word(stage_names, STAGE_LEAD, N_STAGES, word);

	if (i < 0)
		return FALSE;
	*stage_out = (enum stage)i;
	return TRUE;
}

gboolean channel_parse(const char *word, enum channel *channel_out)
{
	int i = find_word(channel_names, CHANNEL_EMAIL, N_CHANNELS, word);

	if (i < 0)
		return FALSE;
	*channel_out = (enum channel)i;
	return TRUE;
}

gboolean reason_parse(const char *word, enum reason *reason_out)
{
	int i = find_word(reason_names, REASON_PROMISED, N_REASONS, word);

	if (i < 0)
		return FALSE;
	*reason_out = (enum reason)i;
	return TRUE;
}
