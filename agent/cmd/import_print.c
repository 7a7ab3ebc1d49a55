/* tend import: what it says. */
#include "agent/cmd/import_print.h"

#include <stdio.h>

#include "agent/safe.h"
#include "agent/table.h"
#include "agent/when.h"

/* Cards of one sort that are named; the rest are only counted. */
#define NAMED_MAX 10

/* Columns of a terminal for a name. */
#define NAME_WIDTH 50

void import_column_free(gpointer data)
{
	struct import_column *column = data;

	if (!column)
		return;
	g_free(column->name);
	g_free(column->example);
	g_free(column);
}

void import_print_columns(const char *file, const GPtrArray *columns)
{
	static const struct table_column heads[] = {
		{ "column", 12, FALSE },
		{ "is taken as", 0, FALSE },
		{ "for example", 12, FALSE },
	};
	g_autoptr(table) table = table_new(heads, G_N_ELEMENTS(heads));
	g_autofree char *safe = safe_terminal(file);
	guint ignored = 0;

	for (guint i = 0; i < columns->len; i++) {
		const struct import_column *column = columns->pdata[i];
		g_autofree char *number = g_strdup_printf("%u", column->number);
		const char *cells[] = {
			*column->name ? column->name : number,
			border_card_field_name(column->field),
			column->example,
		};

		ignored += column->field == CARD_IGNORED;
		if (column->field != CARD_IGNORED)
			table_add(table, STYLE_PLAIN, cells);
	}
	printf("%s: %u columns", safe, columns->len);
	if (ignored)
		printf(", %u of them not taken", ignored);
	printf("\n");
	table_print(table);
	printf("\n");
}

/* "line 3 of fair.csv: Ada Adams: why" */
static void print_card(const struct import_card *card, const char *why)
{
	g_autofree char *file = safe_terminal(card->file);
	g_autofree char *name = safe_terminal(card->name);
	g_autofree char *reason = safe_terminal(why);

	printf("          line %u of %s%s%.*s%s%s\n", card->line, file,
	       *name ? ": " : "", (int)safe_fit(name, NAME_WIDTH), name,
	       *reason ? ": " : "", reason);
}

static void print_named(const struct import *import,
			enum import_outcome outcome)
{
	const GPtrArray *cards = import_get_cards(import);
	guint named = 0;

	for (guint i = 0; i < cards->len && named <= NAMED_MAX; i++) {
		const struct import_card *card = cards->pdata[i];

		if (card->outcome != outcome)
			continue;
		if (named++ < NAMED_MAX)
			print_card(card, card->problem);
		else
			printf("          and more\n");
	}
}

/* Said and left to the user: the addresses that may be one person's. */
static void print_suggestions(const struct import *import)
{
	const GPtrArray *cards = import_get_cards(import);
	guint named = 0;

	for (guint i = 0; i < cards->len; i++) {
		const struct import_card *card = cards->pdata[i];
		g_autofree char *address = safe_terminal(card->address);

		for (guint j = 0; j < card->suggestions->len; j++) {
			g_autofree char *other =
			    safe_terminal(card->suggestions->pdata[j]);

			if (named++ == NAMED_MAX) {
				printf("and more such addresses\n");
				return;
			}
			printf("%s is of somebody of another name; if that is "
			       "one person: tend merge %s %s\n",
			       other, address, other);
		}
	}
}

void import_print_plan(const struct import *import, gint64 due_at,
		       GTimeZone *zone)
{
	static const struct {
		enum import_outcome outcome;
		const char *what;
		gboolean named;
	} rows[] = {
		{ IMPORT_NEW, "new", FALSE },
		{ IMPORT_UPDATED, "known, with something new", FALSE },
		{ IMPORT_KNOWN, "known, with nothing new", FALSE },
		{ IMPORT_DUPLICATE, "with the address of a card before",
		  FALSE },
		{ IMPORT_UNREACHABLE,
		  "without an address or a number, left out", TRUE },
		{ IMPORT_OWN, "your own, left out", FALSE },
		{ IMPORT_FORGOTTEN, "whom you had forgotten, left out", TRUE },
		{ IMPORT_BROKEN, "not to be read, left out", TRUE },
	};
	g_autofree char *due = when_date(due_at, zone);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint n = import_count(import, rows[i].outcome);

		if (!n)
			continue;
		printf("%5u %s", n, rows[i].what);
		if (rows[i].outcome == IMPORT_NEW)
			printf(", due %s", due);
		printf("\n");
		if (rows[i].named)
			print_named(import, rows[i].outcome);
	}
	print_suggestions(import);
}

static void json_texts(struct json *json, const char *name, char *const *texts)
{
	json_begin_list(json, name);
	for (; *texts; texts++)
		json_text(json, NULL, *texts);
	json_end_list(json);
}

static gboolean json_sayings(struct json *json, const struct import_card *card)
{
	gboolean due = FALSE;

	json_begin_list(json, "sayings");
	for (guint i = 0; i < card->sayings->len; i++) {
		const struct import_saying *saying = card->sayings->pdata[i];

		due |= g_str_equal(saying->verb, "import");
		json_begin_object(json, NULL);
		json_text(json, "verb", saying->verb);
		json_text(json, "word", saying->word);
		json_text(json, "text", saying->text);
		json_end_object(json);
	}
	json_end_list(json);
	return due;
}

void import_print_json(const struct import *import, gint64 due_at,
		       gboolean written)
{
	const GPtrArray *cards = import_get_cards(import);
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < cards->len; i++) {
		const struct import_card *card = cards->pdata[i];
		gboolean due;

		json_text(json, "file", card->file);
		json_number(json, "line", card->line);
		json_text(json, "format",
			  border_card_format_name(card->format));
		json_text(json, "outcome", import_outcome_name(card->outcome));
		json_text(json, "problem",
			  *card->problem ? card->problem : NULL);
		json_text(json, "address",
			  *card->address ? card->address : NULL);
		json_text(json, "name", card->name);
		json_text(json, "organisation", card->organisation);
		json_text(json, "title", card->title);
		json_text(json, "note", card->note);
		json_text(json, "url", card->url);
		json_texts(json, "emails", card->emails);
		json_texts(json, "phones", card->phones);
		json_texts(json, "tags", card->tags);
		due = json_sayings(json, card);
		json_time(json, "due_at", due ? due_at : 0);
		json_begin_list(json, "merge_suggested");
		for (guint j = 0; j < card->suggestions->len; j++)
			json_text(json, NULL, card->suggestions->pdata[j]);
		json_end_list(json);
		json_truth(json, "written", written && card->sayings->len > 0);
		json_print(json);
	}
}
