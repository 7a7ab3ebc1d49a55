/*
 * Any bytes as the body of a mail system's report: what failed is told once
 * each, and nothing is told of what is none.
 */
#include "parse/message.h"
#include "parse/warm.h"
#include "tests/fuzz/check-facts.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check_failed(const struct parse_message *message)
{
	guint failed = 0;

	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *one =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (one->role != PARSE_ROLE_FAILED)
			continue;
		failed++;
		for (guint j = i + 1; j < message->addresses->len; j++) {
			const struct parse_address *other = &g_array_index(
			    message->addresses, struct parse_address, j);

			g_assert_true(other->role != PARSE_ROLE_FAILED ||
				      g_ascii_strcasecmp(one->address,
							 other->address) != 0);
		}
	}
	if (message->kind != PARSE_KIND_BOUNCE)
		g_assert_true(!failed && !message->hard && !message->delayed);
	g_assert_true(!message->hard || !message->delayed);
	g_assert_cmpuint(strlen(message->status), <, 10);
	g_assert_true(!*message->status || *message->status == '4' ||
		      *message->status == '5');
}

/* A byte chooses the header; the rest is what stands behind it. */
int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static const char *const headers[] = {
		"From: MAILER-DAEMON@example.net\nTo: ann@example.org\n\n",
		"From: postmaster@example.net\nSubject: Undeliverable\n\n",
		"From: Ann <ann@aol.com>\nSubject: Delivery failure\n\n",
		"From: MAILER-DAEMON@example.net\nContent-Type: "
		"multipart/report; report-type=delivery-status; "
		"boundary=b\n\n--b\n\n",
		"From: MAILER-DAEMON@example.net\nContent-Type: text/html\n\n",
	};
	static struct parse_message *message;
	g_autoptr(GString) bytes = NULL;

	if (!message) {
		parse_init();
		message = parse_message_new();
	}
	if (!size)
		return 0;
	bytes = g_string_new(headers[*data % G_N_ELEMENTS(headers)]);
	g_string_append_len(bytes, (const char *)data + 1, (gssize)size - 1);
	parse_message_headers(message, bytes->str, bytes->len);
	parse_message_body(message, bytes->str, bytes->len);
	check_facts(message);
	check_failed(message);
	return 0;
}
