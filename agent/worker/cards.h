/* Files of vCards and CSV, for a worker without a network. */
#pragma once

#include "agent/border/channel.h"

/*
 * Answer one RECORD_FILE of FILE_CARDS with its columns and cards and a
 * RECORD_FILE_DONE.  FALSE: the channel is gone.
 */
gboolean cards_read(struct channel *channel, const struct record_file *file,
		    int fd);
