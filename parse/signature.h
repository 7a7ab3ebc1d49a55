/*
 * The author's signature: where it begins in what they wrote, and what of it
 * was taken off.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_SIGNER_WORDS_MAX 8

/* The words of the author's name: how they sign. */
struct parse_signer {
	guint n;
	char words[PARSE_SIGNER_WORDS_MAX][32]; /* small, without accents */
};

/* By the name and the address of From; either may be "". */
void parse_signer_init(struct parse_signer *signer, const char *name,
		       const char *address);

/* Whether these letters are a word of the name, whatever case and accents. */
bool parse_signer_has(const struct parse_signer *signer, const char *word,
		      gsize length);

/*
 * Where the lines begin with which the author signs a new text: "Ann", and
 * what is below.  Its length where they do not.
 */
gsize parse_signature_find(const char *text, const struct parse_signer *signer);

/*
 * What stood behind the new text and is no quote: the signature below "-- ",
 * or lines that begin with the author's name.  False where there is none.
 */
bool parse_signature_behind(const char *whole, const char *new_text,
			    const struct parse_signer *signer,
			    const char **start_out, gsize *length_out);
