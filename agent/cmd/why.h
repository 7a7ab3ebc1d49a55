/* The parts of `tend why`: one for each sort of thing that it explains. */
#pragma once

#include "agent/command.h"
#include "store/message.h"
#include "store/person.h"

/* One line of an explanation: "  title      text". */
void why_print_line(const char *title, const char *text);

/* The same for text from mail; none for an empty one. */
void why_print_safe(const char *title, const char *text);

/*
 * What a worker without a network makes of mail files.  One that cannot be
 * read is told on standard error and the others go on; then the error is
 * TEND_ERROR_NO_INPUT or TEND_ERROR_DATA.
 */
gboolean why_files(struct call *call, GError **error);

gboolean why_message(struct call *call, struct store *store,
		     const struct store_message *message, GError **error);

gboolean why_contact(struct call *call, struct store *store,
		     const struct store_person *person, GError **error);
