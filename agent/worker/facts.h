/*
 * From what parse/ made of a message to the record that crosses the border.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "parse/message.h"

struct facts_writer;
typedef struct facts_writer facts_writer;

struct facts_writer *facts_writer_new(void);
void facts_writer_free(struct facts_writer *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(facts_writer, facts_writer_free)

/*
 * The message as the payload of a copy record.  The bytes lend from the
 * writer until the next call.
 */
struct record_bytes facts_write(struct facts_writer *writer,
				const struct parse_message *message);
