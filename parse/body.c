/* What a report says about the mail that it reports on. */
#include "parse/body.h"

#include "parse/message.h"

void parse_body_read(struct parse_message *message, const char *bytes,
		     gsize length)
{
}
