/* The stage of a relationship from its counts. */
#include "agent/rules/stage.h"

enum stage stage_judge(const struct stage_facts *facts)
{
	if (!facts->contact)
		return STAGE_NONE;
	if (facts->stopped)
		return STAGE_LOST;
	if (facts->said != STAGE_NONE)
		return facts->said;
	if (facts->colleague)
		return STAGE_NONE;
	if (facts->ruled != STAGE_NONE)
		return facts->ruled;
	if (facts->exchanges > 0)
		return STAGE_ENGAGED;
	if (facts->touches_out > 0)
		return STAGE_CONTACTED;
	return STAGE_LEAD;
}
