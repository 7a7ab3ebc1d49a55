/* A touch's direction as a sign for a terminal: "->", "<-", "<->". */
#pragma once

#include "agent/rules/words.h"

const char *arrow_of(enum direction direction);
