/* Whose turn it is, from the run that nobody has answered. */
#include "agent/rules/ball.h"

enum ball ball_judge(const struct run *open, enum stage stage,
		     const struct said *said)
{
	if (stage == STAGE_LOST)
		return BALL_NOBODYS;
	if (said_is_done(said, open->last_conversation, open->last_at))
		return BALL_NOBODYS;

	switch (open->direction) {
	case DIRECTION_IN:
		return BALL_YOURS;
	case DIRECTION_OUT:
		return BALL_THEIRS;
	case DIRECTION_NONE:
	case DIRECTION_BOTH:
	case N_DIRECTIONS:
		return BALL_NOBODYS;
	}
	return BALL_NOBODYS;
}
