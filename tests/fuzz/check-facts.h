/* What must hold of the facts of any message, also for the fuzzers. */
#pragma once

#include <string.h>

#include "parse/message.h"

static inline void check_text(const char *text, gsize max)
{
	g_assert_nonnull(text);
	g_assert_cmpuint(strlen(text), <=, max);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p; p++)
		g_assert_true((guchar)*p >= 0x20 && *p != 0x7f);
}

static inline void check_ids(const GPtrArray *ids, guint max)
{
	g_assert_cmpuint(ids->len, <=, max);
	for (guint i = 0; i < ids->len; i++) {
		check_text(ids->pdata[i], PARSE_ID_MAX);
		g_assert_cmpuint(strlen(ids->pdata[i]), >, 0);
	}
}

/* Clean texts within their caps, known numbers. */
static inline void check_facts(const struct parse_message *message)
{
	check_text(message->message_id, PARSE_ID_MAX);
	check_text(message->subject, PARSE_SUBJECT_MAX);
	check_text(message->list_id, PARSE_LIST_ID_MAX);
	check_text(message->auth_results, PARSE_RESULTS_MAX);
	check_text(message->evidence, PARSE_EVIDENCE_MAX);
	check_text(message->about, PARSE_ID_MAX);
	check_ids(message->in_reply_to, 10);
	check_ids(message->references, PARSE_REFERENCES_MAX);

	g_assert_cmpuint(message->addresses->len, <=, PARSE_ADDRESSES_MAX);
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		g_assert_cmpuint(address->role, <, N_PARSE_ROLES);
		check_text(address->name, PARSE_NAME_MAX);
		check_text(address->address, PARSE_ADDRESS_MAX);
		g_assert_nonnull(strchr(address->address, '@'));
	}
	g_assert_cmpint(message->kind, >=, PARSE_KIND_UNKNOWN);
	g_assert_cmpint(message->kind, <, N_PARSE_KINDS);
	g_assert_cmpint(ABS(message->zone), <=, 14 * 60);
	g_assert_cmpuint(message->key, >, 0);
	g_assert_cmpuint(message->key, <=, G_MAXINT64);
	g_assert_cmpuint(message->content, <=, G_MAXINT64);
	g_assert_cmpuint(message->words, <=, PARSE_WORDS_MAX);
	g_assert_cmpuint(message->text, <=, G_MAXINT64);
	check_text(message->intent.praise, PARSE_SENTENCE_MAX);
	g_assert_cmpuint(message->phones.n, <=, PARSE_PHONES_MAX);
	for (guint i = 0; i < message->phones.n; i++)
		check_text(message->phones.numbers[i], PARSE_PHONE_MAX);
}
