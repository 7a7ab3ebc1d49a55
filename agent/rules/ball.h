/* Whose turn it is. */
#pragma once

#include "agent/rules/runs.h"
#include "agent/rules/said.h"

/* Nobody's with a lost contact, after a meeting, and when all is settled. */
enum ball ball_judge(const struct run *open, enum stage stage,
		     const struct said *said);
