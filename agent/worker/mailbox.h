/*
 * A worker with a network: one session on one account's server.
 *
 *   setup -> connect, lock in, log in -> ready, the list of folders
 *   read* go -> the folders' copies and ranges, then caught-up
 *   and then, until the socket closes: news as they come (when watching),
 *   letters, marks and messages to be read again, as tend asks for them.
 *
 * Whatever goes wrong is one RECORD_PROBLEM and the end of the process.
 */
#pragma once

#include "agent/border/channel.h"

/* The exit status. */
int mailbox_serve(struct channel *channel, const struct record_setup *setup);
