/* The errand of taking back drafts: agent/post/drafts.h. */
#pragma once

#include "agent/post/errand.h"

extern const struct errand errand_withdraw;
