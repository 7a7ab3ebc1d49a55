/*
 * A worker without a network: mail and cards from files whose descriptors tend
 * passes.
 */
#pragma once

#include "agent/border/channel.h"

/*
 * Answer RECORD_FILE after RECORD_FILE, each with the copies or cards found in
 * it and one RECORD_FILE_DONE, until RECORD_END or the socket closes.
 */
void files_serve(struct channel *channel);
