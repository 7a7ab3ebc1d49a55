/*
 * What sort of mail a message is, where only its text tells: notes, receipts,
 * answers to invitations and mailings of programs that leave no sign in the
 * header that tend may ask for.
 */
#pragma once

struct parse_message;

/*
 * Reconsider message->kind, and ->evidence with it, by the text.  To be
 * called after parse_message_headers and parse_bounce_read; `whole_text` and
 * `new_text` are those of parse_newtext_read.  A kind that the header or a
 * report's parts prove stays.
 */
void parse_kind_read_body(struct parse_message *message, const char *whole_text,
			  const char *new_text);
