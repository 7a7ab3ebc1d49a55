/*
 * A person as an address book knows them: what a vCard and a row of CSV have
 * in common.
 */
#pragma once

#include <glib.h>

/* What is read of one card or row, in bytes, and of one file, in cards. */
#define PARSE_CARD_MAX (64u << 10)
#define PARSE_CARDS_MAX 100000

/* Addresses, numbers and tags that one card may have of each. */
#define PARSE_CARD_LIST_MAX 50

/* Caps in bytes. */
#define PARSE_CARD_LINE_MAX 1000
#define PARSE_CARD_NOTE_MAX 2000
#define PARSE_CARD_TAG_MAX 64

/* Texts are UTF-8 on one line, "" for none; they lend until it is cleared. */
struct parse_card {
	const char *name;
	const char *organisation; /* without its units */
	const char *title;
	const char *note;
	const char *url;
	GPtrArray *emails; /* const char *, lower case, the preferred first */
	GPtrArray *phones; /* const char *, as written */
	GPtrArray *tags;   /* const char * */

	/* Private. */
	GStringChunk *texts;
	GString *text;
	GArray *addresses; /* struct parse_address */
	GArray *email_ranks, *phone_ranks;
};

typedef struct parse_card parse_card;

struct parse_card *parse_card_new(void);
void parse_card_free(struct parse_card *card);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_card, parse_card_free)

void parse_card_clear(struct parse_card *card);

/*
 * Append a whole value, its lines kept, as UTF-8; `charset` is what it is said
 * to be in, "" for unknown.
 */
void parse_card_convert(const char *bytes, gsize length, const char *charset,
			GString *out);

/* Clean `text` and keep it in the card, "" if nothing is left of it. */
const char *parse_card_keep(struct parse_card *card, const char *text,
			    gsize length, gsize max);

/*
 * Add what is one, and is not there yet; of the lower rank first.  Several
 * addresses may stand in a text, as in a mail's To; a name beside one becomes
 * the card's if it has none.
 */
void parse_card_add_emails(struct parse_card *card, guint rank,
			   const char *text, gsize length);
/* A number, or a tel: URI (RFC 3966), whose extension becomes " x12". */
void parse_card_add_phone(struct parse_card *card, guint rank, const char *text,
			  gsize length);
/* Not what an address book files everybody under ("myContacts"). */
void parse_card_add_tag(struct parse_card *card, const char *text,
			gsize length);
