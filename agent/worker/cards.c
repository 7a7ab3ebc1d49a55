/* Read people from files and send what they are. */
#include "agent/worker/cards.h"

#include <string.h>

#include "agent/worker/fault.h"
#include "parse/csv.h"
#include "parse/vcard.h"

/* The two tables of words are one, written down on each side of a wall. */
G_STATIC_ASSERT((int)PARSE_CSV_IGNORED == (int)CARD_IGNORED);
G_STATIC_ASSERT((int)PARSE_CSV_NAME == (int)CARD_NAME);
G_STATIC_ASSERT((int)PARSE_CSV_FIRST_NAME == (int)CARD_FIRST_NAME);
G_STATIC_ASSERT((int)PARSE_CSV_LAST_NAME == (int)CARD_LAST_NAME);
G_STATIC_ASSERT((int)PARSE_CSV_EMAIL == (int)CARD_EMAIL);
G_STATIC_ASSERT((int)PARSE_CSV_PHONE == (int)CARD_PHONE);
G_STATIC_ASSERT((int)PARSE_CSV_COMPANY == (int)CARD_COMPANY);
G_STATIC_ASSERT((int)PARSE_CSV_TITLE == (int)CARD_TITLE);
G_STATIC_ASSERT((int)PARSE_CSV_TAG == (int)CARD_TAG);
G_STATIC_ASSERT((int)PARSE_CSV_NOTE == (int)CARD_NOTE);
G_STATIC_ASSERT((int)PARSE_CSV_URL == (int)CARD_URL);
G_STATIC_ASSERT((int)N_PARSE_CSV_FIELDS == (int)N_CARD_FIELDS);

#define TOO_MANY "it has more than 100000 cards; split it"

struct cards {
	struct channel *channel;
	const struct record_file *file;
	struct parse_reader *reader;
	struct parse_card *card;
	guint32 number;
	const char *note; /* why it is not read to its end, "" so far */
};

/* What people take for an address book, and what it is. */
static const char *find_refusal(const char *bytes, gsize length)
{
	static const struct {
		const char *start, *what;
	} rows[] = {
		{ "From ", "it is an mbox of mail, which 'tend ingest' reads" },
		{ "Return-Path:", "it is a mail, which 'tend ingest' reads" },
		{ "Received:", "it is a mail, which 'tend ingest' reads" },
		{ "Delivered-To:", "it is a mail, which 'tend ingest' reads" },
		{ "PK\003\004", "it is a spreadsheet or an archive; save the "
				"sheet as CSV" },
		{ "BEGIN:VCALENDAR", "it is a calendar, not an address book" },
	};

	if (!length)
		return "it is empty";
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize n = strlen(rows[i].start);

		if (length >= n && !memcmp(bytes, rows[i].start, n))
			return rows[i].what;
	}
	if (memchr(bytes, '\0', length))
		return "it is not text; export vCard or CSV";
	return NULL;
}

static gboolean put_card(struct cards *cards, enum card_format format,
			 guint line, const char *problem)
{
	const struct parse_card *card = cards->card;
	struct record_card record = {
		.file = cards->file->id,
		.number = cards->number,
		.line = line,
		.format = format,
		.problem = problem,
	};

	if (!*problem) {
		record.name = card->name;
		record.organisation = card->organisation;
		record.title = card->title;
		record.note = card->note;
		record.url = card->url;
		record.emails =
		    (struct record_texts){ (void *)card->emails->pdata,
					   card->emails->len };
		record.phones =
		    (struct record_texts){ (void *)card->phones->pdata,
					   card->phones->len };
		record.tags = (struct record_texts){ (void *)card->tags->pdata,
						     card->tags->len };
	}
	return channel_put(cards->channel, RECORD_CARD, &record);
}

/* To a careful reader, whatever is known so far leaves before each card. */
static gboolean announce(struct cards *cards)
{
	const struct record_parsing parsing = { .folder = cards->file->id,
						.uid = cards->number };

	return !cards->file->careful ||
	       (channel_put(cards->channel, RECORD_PARSING, &parsing) &&
		channel_flush(cards->channel));
}

/* Another card: it is to be read, or to be passed over, or one too many. */
enum turn { TURN_READ, TURN_SKIP, TURN_STOP };

static enum turn take_turn(struct cards *cards)
{
	if (cards->number == PARSE_CARDS_MAX) {
		cards->note = TOO_MANY;
		return TURN_STOP;
	}
	return ++cards->number <= cards->file->skip ? TURN_SKIP : TURN_READ;
}

static gboolean read_vcards(struct cards *cards)
{
	g_autoptr(parse_vcards) vcards = parse_vcards_new(cards->reader);
	struct parse_vcard_block block;

	while (parse_vcards_next(vcards, &block)) {
		const char *problem = block.problem;
		enum turn turn = take_turn(cards);

		if (turn == TURN_STOP)
			return TRUE;
		if (turn == TURN_SKIP)
			continue;
		if (!announce(cards))
			return FALSE;
		fault_check(block.bytes, block.length);
		if (!*problem)
			problem = parse_vcard_read(block.bytes, block.length,
						   cards->card);
		if (!put_card(cards, CARD_VCARD, block.line, problem))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_columns(struct cards *cards, const struct parse_csv *csv)
{
	for (guint i = 0; i < parse_csv_count_columns(csv); i++) {
		const struct parse_csv_column *column =
		    parse_csv_get_column(csv, i);
		const struct record_column record = {
			.file = cards->file->id,
			.number = i + 1,
			.field = column->field,
			.name = column->name,
			.example = column->example,
		};

		if (!channel_put(cards->channel, RECORD_COLUMN, &record))
			return FALSE;
	}
	return TRUE;
}

/* "email=COLUMN"; what is no field was not checked by tend. */
static GArray *read_map(const struct record_texts *map)
{
	GArray *words =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_csv_word));

	for (guint i = 0; i < map->n; i++) {
		const char *equals = strchr(map->texts[i], '=');
		g_autofree char *name = NULL;
		struct parse_csv_word word;

		if (!equals)
			continue;
		name =
		    g_strndup(map->texts[i], (gsize)(equals - map->texts[i]));
		word.column = equals + 1;
		word.field = (enum parse_csv_field)border_card_field_find(name);
		if (word.field < N_PARSE_CSV_FIELDS)
			g_array_append_val(words, word);
	}
	return words;
}

static gboolean read_csv(struct cards *cards)
{
	g_autoptr(GArray) words = read_map(&cards->file->map);
	g_autoptr(parse_csv) csv =
	    parse_csv_new(cards->reader, (void *)words->data, words->len);
	const char *problem;
	guint line;

	if (!put_columns(cards, csv))
		return FALSE;
	cards->note = parse_csv_get_problem(csv);
	while (!*cards->note && parse_csv_next(csv, &line, &problem)) {
		enum turn turn = take_turn(cards);

		if (turn == TURN_STOP)
			return TRUE;
		if (turn == TURN_SKIP)
			continue;
		if (!announce(cards))
			return FALSE;
		parse_csv_read(csv, cards->card);
		fault_check(cards->card->name, strlen(cards->card->name));
		if (!put_card(cards, CARD_CSV, line, problem))
			return FALSE;
	}
	return TRUE;
}

gboolean cards_read(struct channel *channel, const struct record_file *file,
		    int fd)
{
	g_autoptr(parse_reader) reader = parse_reader_new(fd);
	g_autoptr(parse_card) card = parse_card_new();
	struct cards cards = {
		.channel = channel,
		.file = file,
		.reader = reader,
		.card = card,
		.note = "",
	};
	gsize length;
	const char *bytes = parse_reader_peek(reader, &length);
	const char *refusal = find_refusal(bytes, length);
	struct record_file_done done = { .id = file->id };

	if (refusal)
		cards.note = refusal;
	else if (!(parse_vcards_are(bytes, length) ? read_vcards
						   : read_csv)(&cards))
		return FALSE;
	if (parse_reader_get_error(reader))
		cards.note = g_strerror(parse_reader_get_error(reader));
	done.messages = cards.number;
	done.note = cards.note;
	return channel_put(channel, RECORD_FILE_DONE, &done);
}
