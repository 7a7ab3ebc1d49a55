/*
 * The text of a draft, from a template and what is known of whom it is for.
 *
 * A template is plain text.  Its first line may be "Subject: ..." for mail that
 * answers nothing.  {name} stands for a value, {name|else} for the same or,
 * where that is not known, the words behind the bar; {{ and }} are braces.
 * Lines that get longer than 72 columns are broken between words.
 */
#pragma once

#include <glib.h>

enum placeholder {
	PLACEHOLDER_FIRST_NAME,
	PLACEHOLDER_NAME,
	PLACEHOLDER_COMPANY,
	PLACEHOLDER_SUBJECT,
	PLACEHOLDER_DATE,
	PLACEHOLDER_DAYS,
	PLACEHOLDER_ASK,
	PLACEHOLDER_MY_NAME,
	N_PLACEHOLDERS
};

struct placeholder_entry {
	const char *name;
	const char *otherwise; /* where nothing is known, nor is a default */
	const char *summary;   /* lower case, without a full stop */
};

extern const struct placeholder_entry placeholders[N_PLACEHOLDERS];

/* Longest template, in bytes. */
#define TEMPLATE_MAX (64u << 10)

/* One that is filled in. */
struct template_letter {
	char *subject; /* "" for none */
	char *body;    /* ends with a line end */
	gboolean ask;  /* {ask} stood in it */
};

void template_letter_clear(struct template_letter *letter);
typedef struct template_letter template_letter;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(template_letter, template_letter_clear)

/*
 * Fill in the values (NULL or "": not known), each as one safe line that cannot
 * be a placeholder again.  TEND_ERROR_CONFIG for what is no template: one
 * sentence with `file`, the line and the remedy.
 */
gboolean template_fill(const char *file, const char *text, gsize length,
		       const char *const values[N_PLACEHOLDERS],
		       struct template_letter *letter_out, GError **error);

/*
 * A phrase in it that says nothing ("just checking in"), or NULL; *line_out is
 * where it stands, from 1.
 */
const char *template_find_filler(const char *text, guint *line_out);

/*
 * The first name in a display name, "" where none can be told: "Lopez, Dan" and
 * "Dr. Dan Lopez" give "Dan".
 */
char *template_first_name(const char *name);
