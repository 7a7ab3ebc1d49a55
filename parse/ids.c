/* Message-IDs: Message-ID, In-Reply-To, References. */
#include "parse/ids.h"

#include <string.h>

#include "parse/message.h"
#include "parse/private.h"
#include "parse/text.h"

/*
 * Take the next id from *at: what stands in brackets, or a bare word with an
 * "@" where it can be nothing else.  Prose around ids ("your message of Monday
 * from ann@example.org") is none.
 */
static bool next_id(const char **at, bool bare, const char **start_out,
		    const char **end_out)
{
	const char *p = *at;

	while (*p) {
		const char *start;

		if (parse_is_blank(*p) || strchr(",;>", *p)) {
			p++;
			continue;
		}
		if (*p == '<') {
			p += strspn(p, "<");
			start = p;
			p += strcspn(p, "<>");
			*at = p;
			*start_out = start;
			*end_out = p;
			return true;
		}
		for (start = p; *p && !parse_is_blank(*p); p++) {
			if (strchr(",;<>", *p))
				break;
		}
		if ((bare || *p == '>') &&
		    memchr(start, '@', (gsize)(p - start))) {
			*at = p;
			*start_out = start;
			*end_out = p;
			return true;
		}
	}
	*at = p;
	return false;
}

/* The id between start and end as it is kept: "" when nothing is left. */
static const char *keep_id(const char *start, const char *end,
			   GStringChunk *texts)
{
	char bare[PARSE_ID_MAX];
	bool plain = true;
	gsize n = 0;

	for (const char *p = start; p < end && n < sizeof(bare); p++) {
		if (parse_is_blank(*p))
			continue;
		plain = plain && *p > ' ' && *p < 0x7f;
		bare[n++] = *p;
	}
	if (!n)
		return "";
	if (plain)
		return g_string_chunk_insert_len(texts, bare, (gssize)n);

	g_autoptr(GString) text = g_string_sized_new(n);
	parse_text_clean(bare, n, PARSE_ID_MAX, text);
	return parse_keep(texts, text);
}

const char *parse_id_first(const char *value, GStringChunk *texts)
{
	const bool bare = !strchr(value, '<');
	const char *start, *end;

	while (next_id(&value, bare, &start, &end)) {
		const char *id = keep_id(start, end, texts);

		if (*id)
			return id;
	}
	return "";
}

/* Nothing but words with an "@", up to a comment. */
static bool is_bare_list(const char *value)
{
	const char *p = value;

	while (*p && *p != '(') {
		gsize n;

		if (parse_is_blank(*p) || strchr(",;", *p)) {
			p++;
			continue;
		}
		n = strcspn(p, " \t\r\n,;(");
		if (!memchr(p, '@', n))
			return false;
		p += n;
	}
	return true;
}

static bool has_id(const GPtrArray *list, const char *id)
{
	for (guint i = 0; i < list->len; i++) {
		if (!strcmp(list->pdata[i], id))
			return true;
	}
	return false;
}

static void add_id(const char *start, const char *end, guint max,
		   GStringChunk *texts, GPtrArray *list)
{
	const char *id = keep_id(start, end, texts);

	if (!*id || has_id(list, id))
		return;
	/* The oldest names the conversation, the last the parent. */
	if (list->len >= max)
		g_ptr_array_remove_index(list, max > 1 ? 1 : 0);
	g_ptr_array_add(list, (gpointer)(guintptr)id);
}

void parse_id_list(const char *value, guint max, GStringChunk *texts,
		   GPtrArray *list)
{
	const bool bare = !strchr(value, '<') && is_bare_list(value);
	const char *start, *end;

	while (next_id(&value, bare, &start, &end))
		add_id(start, end, max, texts, list);
}

/* Whether words stand between the brackets before and this one. */
static bool has_words(const char *from, const char *to)
{
	for (const char *p = from; p < to; p++) {
		if (!parse_is_blank(*p) && !strchr(",;<>", *p))
			return true;
	}
	return false;
}

static bool has_digit(const char *from, const char *to)
{
	for (const char *p = from; p < to; p++) {
		if (g_ascii_isdigit(*p))
			return true;
	}
	return false;
}

void parse_id_parents(const char *value, guint max, GStringChunk *texts,
		      GPtrArray *list)
{
	const char *before = value, *rest = value;
	const char *start, *end, *last = NULL, *last_end = NULL;

	if (!strchr(value, '<')) {
		parse_id_list(value, max, texts, list);
		return;
	}
	while (next_id(&rest, false, &start, &end)) {
		if (!has_words(before, start)) {
			add_id(start, end, max, texts, list);
		} else {
			last = start;
			last_end = end;
		}
		before = end;
	}
	/* After words stands an author, and after a date the id: that has
	 * digits. */
	if (!list->len && last && has_digit(last, last_end))
		add_id(last, last_end, max, texts, list);
}
