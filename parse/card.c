/* What vCards and rows are read into. */
#include "parse/card.h"

#include <string.h>

#include "parse/address.h"
#include "parse/text.h"

/* Fewer digits are no number that anybody can call. */
#define PHONE_DIGITS_MIN 3
#define PHONE_MAX 64

struct parse_card *parse_card_new(void)
{
	struct parse_card *card = g_new0(struct parse_card, 1);

	card->texts = g_string_chunk_new(4096);
	card->text = g_string_new(NULL);
	card->emails = g_ptr_array_new();
	card->phones = g_ptr_array_new();
	card->tags = g_ptr_array_new();
	card->addresses =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	card->email_ranks = g_array_new(FALSE, FALSE, sizeof(guint));
	card->phone_ranks = g_array_new(FALSE, FALSE, sizeof(guint));
	parse_card_clear(card);
	return card;
}

void parse_card_free(struct parse_card *card)
{
	if (!card)
		return;
	g_string_chunk_free(card->texts);
	g_string_free(card->text, TRUE);
	g_ptr_array_unref(card->emails);
	g_ptr_array_unref(card->phones);
	g_ptr_array_unref(card->tags);
	g_array_unref(card->addresses);
	g_array_unref(card->email_ranks);
	g_array_unref(card->phone_ranks);
	g_free(card);
}

void parse_card_clear(struct parse_card *card)
{
	g_string_chunk_clear(card->texts);
	card->name = card->organisation = card->title = "";
	card->note = card->url = "";
	g_ptr_array_set_size(card->emails, 0);
	g_ptr_array_set_size(card->phones, 0);
	g_ptr_array_set_size(card->tags, 0);
	g_array_set_size(card->email_ranks, 0);
	g_array_set_size(card->phone_ranks, 0);
}

void parse_card_convert(const char *bytes, gsize length, const char *charset,
			GString *out)
{
	/* So that its last letters are not taken for half a character. */
	static const char end[] = "    ";
	g_autofree char *longer = g_malloc(length + sizeof end);

	if (length)
		memcpy(longer, bytes, length);
	memcpy(longer + length, end, sizeof end);
	parse_text_convert(longer, length + sizeof end - 1, charset, out);
	if (g_str_has_suffix(out->str, end))
		g_string_truncate(out, out->len - (sizeof end - 1));
}

const char *parse_card_keep(struct parse_card *card, const char *text,
			    gsize length, gsize max)
{
	parse_text_clean(text, length, max, card->text);
	if (!card->text->len)
		return "";
	return g_string_chunk_insert_len(card->texts, card->text->str,
					 (gssize)card->text->len);
}

static gboolean has(const GPtrArray *list, const char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (g_str_equal(list->pdata[i], text))
			return TRUE;
	return FALSE;
}

static void add(GPtrArray *list, GArray *ranks, guint rank, const char *text)
{
	guint at = list->len;

	if (list->len >= PARSE_CARD_LIST_MAX || has(list, text))
		return;
	while (at > 0 && g_array_index(ranks, guint, at - 1) > rank)
		at--;
	g_ptr_array_insert(list, (int)at, (char *)(guintptr)text);
	g_array_insert_val(ranks, at, rank);
}

void parse_card_add_emails(struct parse_card *card, guint rank,
			   const char *text, gsize length)
{
	static const char scheme[] = "mailto:";
	gsize n = sizeof scheme - 1;

	if (length > n && !g_ascii_strncasecmp(text, scheme, n)) {
		const char *query;

		text += n;
		length -= n;
		query = memchr(text, '?', length);
		if (query)
			length = (gsize)(query - text);
	}
	g_array_set_size(card->addresses, 0);
	parse_address_list(text, length, "", PARSE_ROLE_TO, card->texts,
			   card->addresses);
	for (guint i = 0; i < card->addresses->len; i++) {
		const struct parse_address *it =
		    &g_array_index(card->addresses, struct parse_address, i);
		g_autofree char *lower = g_utf8_strdown(it->address, -1);

		if (strlen(lower) > PARSE_ADDRESS_MAX)
			continue;
		add(card->emails, card->email_ranks, rank,
		    g_string_chunk_insert(card->texts, lower));
		if (!*card->name && !strchr(it->name, '@'))
			card->name = it->name;
	}
}

/* "tel:+1-555-0100;ext=12;phone-context=..." */
static void unwrap_uri(GString *text)
{
	char *rest, *extension;
	gsize n;

	g_string_erase(text, 0, 4);
	rest = strchr(text->str, ';');
	if (!rest)
		return;
	extension = strstr(rest, ";ext=");
	if (!extension) {
		g_string_truncate(text, (gsize)(rest - text->str));
		return;
	}
	extension += 5;
	n = strspn(extension, "0123456789");
	memmove(rest + 2, extension, n);
	memcpy(rest, " x", 2);
	g_string_truncate(text, (gsize)(rest - text->str) + 2 + n);
}

void parse_card_add_phone(struct parse_card *card, guint rank, const char *text,
			  gsize length)
{
	GString *clean = card->text;
	guint digits = 0;

	parse_text_clean(text, length, PHONE_MAX, clean);
	if (!g_ascii_strncasecmp(clean->str, "tel:", 4))
		unwrap_uri(clean);
	for (gsize i = 0; i < clean->len; i++)
		digits += g_ascii_isdigit(clean->str[i]);
	if (digits < PHONE_DIGITS_MIN || strchr(clean->str, '@'))
		return;
	add(card->phones, card->phone_ranks, rank,
	    g_string_chunk_insert_len(card->texts, clean->str,
				      (gssize)clean->len));
}

void parse_card_add_tag(struct parse_card *card, const char *text, gsize length)
{
	static const char *const everybody[] = { "mycontacts", "starred" };
	GString *clean = card->text;

	parse_text_clean(text, length, PARSE_CARD_TAG_MAX, clean);
	/* Google marks the groups that are its own. */
	if (!clean->len || g_str_has_prefix(clean->str, "* "))
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(everybody); i++)
		if (!g_ascii_strcasecmp(clean->str, everybody[i]))
			return;
	if (card->tags->len < PARSE_CARD_LIST_MAX &&
	    !has(card->tags, clean->str))
		g_ptr_array_add(card->tags, g_string_chunk_insert_len(
						card->texts, clean->str,
						(gssize)clean->len));
}
