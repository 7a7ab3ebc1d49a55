/* Header blocks, as a server or a file may bring them. */
#include "parse/message.h"
#include "parse/warm.h"
#include "tests/fuzz/check-facts.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static struct parse_message *message;

	if (!message) {
		parse_init();
		message = parse_message_new();
	}
	parse_message_headers(message, (const char *)data, size);
	check_facts(message);
	return 0;
}
