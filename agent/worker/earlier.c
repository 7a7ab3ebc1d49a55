/* A letter of the same sort and day by another tend. */
#include "config.h"

#include "agent/worker/earlier.h"

#include <string.h>

#include "imap/fetch.h"
#include "parse/address.h"
#include "parse/compose.h"
#include "parse/splitter.h"

struct looking {
	const struct record_letter *letter;
	guint32 uid;
};

static bool is_from(const char *value, const char *address)
{
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	GStringChunk *texts = g_string_chunk_new(512);
	bool is;

	parse_address_list(value, strlen(value), "", PARSE_ROLE_FROM, texts,
			   list);
	is = list->len == 1 &&
	     g_ascii_strcasecmp(
		 g_array_index(list, struct parse_address, 0).address,
		 address) == 0;
	g_string_chunk_free(texts);
	return is;
}

static bool is_ours(const struct imap_item *item,
		    const struct record_letter *letter)
{
	g_autoptr(GString) value = g_string_new(NULL);
	struct parse_splitter splitter;
	struct parse_field field;
	guint labels = 0, froms = 0;

	parse_splitter_init(&splitter, item->bytes, item->length);
	while (parse_splitter_next(&splitter, &field)) {
		parse_field_unfold(&field, value);
		if (parse_field_is(&field, "Received"))
			return false;
		if (parse_field_is(&field, PARSE_COMPOSE_LABEL)) {
			if (strcmp(value->str, letter->label) != 0)
				return false;
			labels++;
		} else if (parse_field_is(&field, "From")) {
			if (!is_from(value->str, letter->from))
				return false;
			froms++;
		}
	}
	return labels == 1 && froms == 1;
}

static bool on_letter(const struct imap_item *item, void *data)
{
	struct looking *looking = data;

	if (is_ours(item, looking->letter))
		looking->uid = MAX(looking->uid, item->uid);
	return true;
}

gboolean earlier_find(struct imap_session *session,
		      const struct record_letter *letter, guint32 *uid_out,
		      GError **error)
{
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	struct looking looking = { letter, 0 };
	GError *refused = NULL;

	*uid_out = 0;
	if (!imap_search_label(session, letter->label, &uids, &refused)) {
		/* Who cannot search for it cannot tell of another tend's. */
		if (!g_error_matches(refused, IMAP_ERROR, IMAP_ERROR_SKIP)) {
			g_propagate_error(error, refused);
			return FALSE;
		}
		g_error_free(refused);
		return TRUE;
	}
	if (uids.n > 0 && !imap_fetch(session, &uids, IMAP_LABELS, 0, on_letter,
				      &looking, NULL, error))
		return FALSE;
	*uid_out = looking.uid;
	return TRUE;
}
