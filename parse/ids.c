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

static bool has_id(const GPtrArray *list, const char *id)
{
	for (guint i = 0; i < list->len; i++) {
		if (!strcmp(list->pdata[i], id))
			return true;
	}
	return false;
}

void parse_id_list(const char *value, guint max, GStringChunk *texts,
		   GPtrArray *list)
{
	const bool bare = !strchr(value, '<');
	const char *start, *end;

	while (next_id(&value, bare, &start, &end)) {
		const char *id = keep_id(start, end, texts);

		if (!*id || has_id(list, id))
			continue;
		/* The oldest names the conversation, the last the parent. */
		if (list->len >= max)
			g_ptr_array_remove_index(list, max > 1 ? 1 : 0);
		g_ptr_array_add(list, (gpointer)(guintptr)id);
	}
}
