/* The field table of the border, and the one encoder and decoder it drives. */
#include "agent/border/record.h"

#include <string.h>

/* Caps in bytes.  A frame that exceeds one is refused on arrival. */
enum {
	CAP_WORD = 64,
	CAP_NAME = 1024,      /* folder names, hosts, users, display names */
	CAP_ID = 998,	      /* RFC 5322's longest line */
	CAP_LINE = 2000,      /* subjects, evidence, notes */
	CAP_FIELD = 64 << 10, /* a whole header field */
	CAP_TEXT = 1 << 20,   /* a letter's body */
	CAP_UIDS = 11 * BORDER_FETCH_MAX,
	CAP_IDS = 200,
	CAP_ADDRESSES = 1000,
	CAP_PROMISES = 16,
};

/* UTC seconds, of the years 1 to 9999: sums of them and of spans fit. */
#define TIME_NONE G_MININT64
#define DAY_NONE G_MININT32
#define TIME_FIRST G_GINT64_CONSTANT(-62135596800)
#define TIME_LAST G_GINT64_CONSTANT(253402300799)

enum field_type {
	FIELD_BOOL,
	FIELD_U32,
	FIELD_I32,
	FIELD_U64,
	FIELD_I64,
	FIELD_TIME,
	FIELD_TEXT,
	FIELD_BYTES,
	FIELD_TEXTS,
	FIELD_ADDRESSES,
	FIELD_PROMISES,
};

struct field {
	const char *name;
	enum field_type type;
	gsize offset;
	guint32 max; /* bytes of a text; the largest U32, 0 for any; of a
		      * time: 1 if it may be TIME_NONE; of an I32: 1 for a day,
		      * DAY_NONE in a row that lacks it */
};

struct layout {
	const char *name;
	gsize size;
	const struct field *fields;
	guint n_fields;
};

#define FIELD(record, field, kind, cap)                                       \
	{                                                                     \
#field, kind, G_STRUCT_OFFSET(struct record_##record, field), \
		    cap                                                       \
	}
#define BOOL(record, field) FIELD(record, field, FIELD_BOOL, 1)
#define U32(record, field) FIELD(record, field, FIELD_U32, 0)
#define WORD(record, field, n) FIELD(record, field, FIELD_U32, (n)-1)
#define I32(record, field) FIELD(record, field, FIELD_I32, 0)
#define DAY(record, field) FIELD(record, field, FIELD_I32, 1)
#define U64(record, field) FIELD(record, field, FIELD_U64, 0)
#define I64(record, field) FIELD(record, field, FIELD_I64, 0)
#define TIME(record, field) FIELD(record, field, FIELD_TIME, 0)
#define TIME_OR_NONE(record, field) FIELD(record, field, FIELD_TIME, 1)
#define TEXT(record, field, cap) FIELD(record, field, FIELD_TEXT, cap)
#define BYTES(record, field, cap) FIELD(record, field, FIELD_BYTES, cap)
#define TEXTS(record, field) FIELD(record, field, FIELD_TEXTS, CAP_ID)
#define PROMISES(record, field) FIELD(record, field, FIELD_PROMISES, CAP_LINE)
#define ADDRESSES(record, field) FIELD(record, field, FIELD_ADDRESSES, CAP_NAME)

static const struct field setup_fields[] = {
	BOOL(setup, network),
	TEXT(setup, host, CAP_NAME),
	WORD(setup, port, 65536),
	WORD(setup, tls, N_TLS_MODES),
	BOOL(setup, plain_text_anywhere),
	TEXT(setup, ca_file, CAP_FIELD),
	TEXT(setup, pin, CAP_WORD),
	TEXT(setup, user, CAP_NAME),
	TEXT(setup, secret, CAP_FIELD),
	BOOL(setup, token),
	TEXT(setup, keyword, CAP_WORD),
	TEXT(setup, old_keywords, CAP_LINE),
	U32(setup, deadline),
	BOOL(setup, debug),
};

static const struct field read_fields[] = {
	U32(read, folder),
	BYTES(read, name, CAP_NAME),
	BOOL(read, inbox),
	U32(read, uidvalidity),
	U32(read, low),
	U32(read, high),
	U64(read, modseq),
	U32(read, messages),
	I64(read, since),
	BOOL(read, careful),
	BYTES(read, avoid, 1 << 20),
};

static const struct field go_fields[] = {
	BOOL(go, watch),
};

static const struct field letter_fields[] = {
	I64(letter, item),
	BYTES(letter, folder, CAP_NAME),
	BYTES(letter, trash, CAP_NAME),
	TEXT(letter, from, CAP_NAME),
	TEXT(letter, from_name, CAP_NAME),
	TEXT(letter, to, CAP_NAME),
	TEXT(letter, subject, CAP_LINE),
	TEXT(letter, message_id, CAP_ID),
	TEXT(letter, in_reply_to, CAP_ID),
	TEXT(letter, references, CAP_FIELD),
	TEXT(letter, label, CAP_WORD),
	TEXT(letter, boundary, CAP_WORD),
	I64(letter, date),
	I32(letter, zone),
	TEXT(letter, text, CAP_TEXT),
	TEXT(letter, html, CAP_TEXT),
	BOOL(letter, seen),
	BOOL(letter, draft),
	BOOL(letter, doubtful),
	U32(letter, uidvalidity),
	U32(letter, uidnext),
	BYTES(letter, quote_folder, CAP_NAME),
	U32(letter, quote_uidvalidity),
	U32(letter, quote_uid),
	TEXT(letter, quote_mid, CAP_ID),
	TEXT(letter, attribution, CAP_LINE),
};

static const struct field mark_fields[] = {
	I64(mark, item),
	BOOL(mark, look),
	BOOL(mark, unnamed),
	BYTES(mark, folder, CAP_NAME),
	U32(mark, uidvalidity),
	U32(mark, uid),
	TEXT(mark, message_id, CAP_ID),
	BOOL(mark, set),
	BOOL(mark, keyword),
	BOOL(mark, flagged),
	TEXT(mark, old, CAP_WORD),
};

static const struct field withdraw_fields[] = {
	I64(withdraw, item),
	BYTES(withdraw, folder, CAP_NAME),
	U32(withdraw, uidvalidity),
	U32(withdraw, uid),
	TEXT(withdraw, message_id, CAP_ID),
	TEXT(withdraw, hash, CAP_WORD),
	BOOL(withdraw, doubtful),
};

static const struct field file_fields[] = {
	U32(file, id),	  WORD(file, format, N_FILE_FORMATS),
	I64(file, time),  BOOL(file, text),
	U32(file, skip),  BOOL(file, careful),
	TEXTS(file, map),
};

static const struct field fetch_fields[] = {
	U32(fetch, folder), U32(fetch, uidvalidity),
	BOOL(fetch, whole), TEXT(fetch, uids, CAP_UIDS),
	BOOL(fetch, text),
};

static const struct field ready_fields[] = {
	TEXT(ready, version, CAP_WORD),
	U32(ready, parser),
};

static const struct field folder_fields[] = {
	BYTES(folder, name, CAP_NAME),	   TEXT(folder, display, CAP_NAME),
	TEXT(folder, delimiter, CAP_WORD), TEXT(folder, use, CAP_WORD),
	BOOL(folder, selectable),
};

static const struct field folders_end_fields[] = {
	TEXT(folders_end, capabilities, CAP_FIELD),
	BOOL(folders_end, gmail),
};

static const struct field opened_fields[] = {
	U32(opened, folder),	U32(opened, uidvalidity), U32(opened, uidnext),
	U32(opened, exists),	U64(opened, modseq),	  U32(opened, expected),
	BOOL(opened, keywords),
};

static const struct field parsing_fields[] = {
	U32(parsing, folder),
	U32(parsing, uidvalidity),
	U32(parsing, uid),
};

static const struct field copy_fields[] = {
	U32(copy, folder),
	U32(copy, uidvalidity),
	U32(copy, uid),
	TIME(copy, internal_at),
	U32(copy, size),
	U32(copy, flags),
	TEXT(copy, keywords, CAP_LINE),
	U64(copy, gm_msgid),
	U64(copy, modseq),
	BYTES(copy, facts, 1 << 20),
	TEXT(copy, new_text, CAP_TEXT),
};

static const struct field range_fields[] = {
	U32(range, folder),   U32(range, uidvalidity), U32(range, low),
	U32(range, high),     U64(range, modseq),      BOOL(range, last),
	U32(range, messages),
};

static const struct field gone_fields[] = {
	U32(gone, folder),
	U32(gone, uidvalidity),
	BYTES(gone, uids, 1 << 20),
};

static const struct field flags_fields[] = {
	U32(flags, folder), U32(flags, uidvalidity),	     U32(flags, uid),
	U32(flags, flags),  TEXT(flags, keywords, CAP_LINE), U64(flags, modseq),
};

static const struct field caught_up_fields[] = {
	U32(caught_up, connections),
};

static const struct field place_fields[] = {
	I64(place, item),
	U32(place, uidvalidity),
	U32(place, uidnext),
};

static const struct field outcome_fields[] = {
	I64(outcome, item),
	WORD(outcome, outcome, N_OUTCOMES),
	U32(outcome, uidvalidity),
	U32(outcome, uid),
	TEXT(outcome, note, CAP_LINE),
	TEXT(outcome, hash, CAP_WORD),
};

static const struct field problem_fields[] = {
	WORD(problem, remedy, N_REMEDIES),
	U32(problem, seconds),
	U32(problem, folder),
	U32(problem, uid),
	TEXT(problem, text, CAP_LINE),
};

static const struct field file_done_fields[] = {
	U32(file_done, id),
	U32(file_done, messages),
	TEXT(file_done, note, CAP_LINE),
};

static const struct field fetched_fields[] = {
	U32(fetched, folder),
	U32(fetched, uidvalidity),
	BOOL(fetched, text),
};

static const struct field column_fields[] = {
	U32(column, file),
	U32(column, number),
	WORD(column, field, N_CARD_FIELDS),
	TEXT(column, name, CAP_NAME),
	TEXT(column, example, CAP_NAME),
};

static const struct field card_fields[] = {
	U32(card, file),
	U32(card, number),
	U32(card, line),
	WORD(card, format, N_CARD_FORMATS),
	TEXT(card, problem, CAP_LINE),
	TEXT(card, name, CAP_NAME),
	TEXT(card, organisation, CAP_NAME),
	TEXT(card, title, CAP_NAME),
	TEXT(card, note, CAP_LINE),
	TEXT(card, url, CAP_NAME),
	TEXTS(card, emails),
	TEXTS(card, phones),
	TEXTS(card, tags),
};

static const struct field facts_fields[] = {
	U32(facts, version),
	U64(facts, key),
	U64(facts, content),
	TEXT(facts, message_id, CAP_ID),
	TIME_OR_NONE(facts, date),
	I32(facts, zone),
	TEXT(facts, subject, CAP_LINE),
	ADDRESSES(facts, addresses),
	TEXTS(facts, in_reply_to),
	TEXTS(facts, references),
	WORD(facts, kind, N_KINDS),
	TEXT(facts, evidence, CAP_LINE),
	TEXT(facts, list_id, CAP_ID),
	TEXT(facts, auth_results, CAP_LINE),
	U32(facts, recipients),
	BOOL(facts, body_wanted),
	BOOL(facts, body_read),
	TEXT(facts, about, CAP_ID),
	BOOL(facts, hard),
	TEXT(facts, status, CAP_WORD),
	BOOL(facts, delayed),
	TEXT(facts, quoted_author, CAP_NAME),
	TIME_OR_NONE(facts, quoted_at),
	BOOL(facts, quoted_local),
	BOOL(facts, quoted_forward),
	TEXT(facts, quoted_subject, CAP_LINE),
	TEXT(facts, asks, CAP_LINE),
	TEXT(facts, question, CAP_LINE),
	TEXT(facts, delivers, CAP_LINE),
	TEXT(facts, no, CAP_LINE),
	TEXT(facts, stop, CAP_LINE),
	TEXT(facts, closing, CAP_LINE),
	PROMISES(facts, promises),
	WORD(facts, absence, N_ABSENCES),
	I32(facts, back),
	TEXT(facts, stand_in, CAP_NAME),
	TEXT(facts, absence_sentence, CAP_LINE),
	TEXT(facts, event_method, CAP_WORD),
	TEXT(facts, event_uid, CAP_NAME),
	TEXT(facts, event_recurrence, CAP_WORD),
	TIME_OR_NONE(facts, event_start),
	TIME_OR_NONE(facts, event_end),
	TEXT(facts, event_answer, CAP_WORD),
	TEXTS(facts, event_attendees),
	BOOL(facts, bulk_only),
	TEXT(facts, author, CAP_NAME),
	TEXT(facts, author_name, CAP_NAME),
	BOOL(facts, author_office),
	BOOL(facts, evidence_in_body),
	WORD(facts, words, BORDER_WORDS_MAX + 1),
	U64(facts, text),
	TEXT(facts, praise, CAP_LINE),
	TEXTS(facts, phones),
	BOOL(facts, unsubscribe),
	DAY(facts, asks_day),
};

#define LAYOUT(record)                                                    \
	{                                                                 \
#record, sizeof(struct record_##record), record##_fields, \
		    G_N_ELEMENTS(record##_fields)                         \
	}

static const struct layout layouts[N_RECORD_TYPES] = {
	[RECORD_NONE] = { "none", 0, NULL, 0 },
	[RECORD_SETUP] = LAYOUT(setup),
	[RECORD_READ] = LAYOUT(read),
	[RECORD_GO] = LAYOUT(go),
	[RECORD_LETTER] = LAYOUT(letter),
	[RECORD_MARK] = LAYOUT(mark),
	[RECORD_WITHDRAW] = LAYOUT(withdraw),
	[RECORD_FILE] = LAYOUT(file),
	[RECORD_FETCH] = LAYOUT(fetch),
	[RECORD_END] = { "end", 0, NULL, 0 },
	[RECORD_READY] = LAYOUT(ready),
	[RECORD_FOLDER] = LAYOUT(folder),
	[RECORD_FOLDERS_END] = LAYOUT(folders_end),
	[RECORD_OPENED] = LAYOUT(opened),
	[RECORD_PARSING] = LAYOUT(parsing),
	[RECORD_COPY] = LAYOUT(copy),
	[RECORD_RANGE] = LAYOUT(range),
	[RECORD_GONE] = LAYOUT(gone),
	[RECORD_FLAGS] = LAYOUT(flags),
	[RECORD_CAUGHT_UP] = LAYOUT(caught_up),
	[RECORD_PLACE] = LAYOUT(place),
	[RECORD_OUTCOME] = LAYOUT(outcome),
	[RECORD_PROBLEM] = LAYOUT(problem),
	[RECORD_FILE_DONE] = LAYOUT(file_done),
	[RECORD_FETCHED] = LAYOUT(fetched),
	[RECORD_COLUMN] = LAYOUT(column),
	[RECORD_CARD] = LAYOUT(card),
	[RECORD_FACTS] = LAYOUT(facts),
};

/* No record has more lists than this. */
#define LISTS_MAX 6

struct record_scratch {
	struct {
		void *items;
		gsize size; /* bytes */
	} lists[LISTS_MAX];
};

struct record_scratch *record_scratch_new(void)
{
	return g_new0(struct record_scratch, 1);
}

void record_scratch_free(struct record_scratch *scratch)
{
	if (!scratch)
		return;
	for (guint i = 0; i < LISTS_MAX; i++)
		g_free(scratch->lists[i].items);
	g_free(scratch);
}

static void *scratch_list(struct record_scratch *scratch, guint list,
			  gsize size)
{
	g_assert(list < LISTS_MAX);
	if (scratch->lists[list].size < size) {
		scratch->lists[list].items =
		    g_realloc(scratch->lists[list].items, size);
		scratch->lists[list].size = size;
	}
	return scratch->lists[list].items;
}

const char *record_type_name(enum record_type type)
{
	return (guint)type < N_RECORD_TYPES ? layouts[type].name : "unknown";
}

static void put(GByteArray *out, const void *bytes, gsize length)
{
	g_byte_array_append(out, bytes, (guint)length);
}

static void put_u32(GByteArray *out, guint32 value)
{
	put(out, &value, sizeof value);
}

static void put_text(GByteArray *out, const char *text, gsize max)
{
	gsize length = text ? strlen(text) : 0;

	if (length > max) {
		const char *end;

		/* Cut at a character, so that it stays UTF-8. */
		length = max;
		if (!g_utf8_validate(text, (gssize)length, &end))
			length = (gsize)(end - text);
	}
	put_u32(out, (guint32)length);
	if (length)
		put(out, text, length);
	put(out, "", 1);
}

static void put_addresses(GByteArray *out,
			  const struct record_addresses *addresses)
{
	guint n = MIN(addresses->n, CAP_ADDRESSES);

	put_u32(out, n);
	for (guint i = 0; i < n; i++) {
		const struct record_address *item = &addresses->items[i];
		guint8 role = (guint8)item->role;

		put(out, &role, 1);
		put_text(out, item->name, CAP_NAME);
		put_text(out, item->address, CAP_NAME);
	}
}

static void put_promises(GByteArray *out,
			 const struct record_promises *promises)
{
	guint n = MIN(promises->n, CAP_PROMISES);

	put_u32(out, n);
	for (guint i = 0; i < n; i++) {
		const struct record_promise *item = &promises->items[i];
		guint8 by_reader = item->by_reader ? 1 : 0;

		put(out, &by_reader, 1);
		put(out, &item->from, sizeof item->from);
		put(out, &item->to, sizeof item->to);
		put_text(out, item->sentence, CAP_LINE);
	}
}

static void put_texts(GByteArray *out, const struct record_texts *texts)
{
	guint n = MIN(texts->n, CAP_IDS);

	put_u32(out, n);
	for (guint i = 0; i < n; i++)
		put_text(out, texts->texts[i], CAP_ID);
}

static gboolean is_time(const struct field *field, gint64 at)
{
	return (at >= TIME_FIRST && at <= TIME_LAST) ||
	       (field->max && at == TIME_NONE);
}

/* A clock, a file's time or a zone may lead out of the range: that is none. */
static void put_time(GByteArray *out, const struct field *field, gint64 at)
{
	if (!is_time(field, at))
		at = field->max ? TIME_NONE : 0;
	put(out, &at, sizeof at);
}

static void put_field(GByteArray *out, const struct field *field,
		      const char *at)
{
	const struct record_bytes *bytes;
	guint8 one;

	switch (field->type) {
	case FIELD_BOOL:
		one = *(const gboolean *)(const void *)at ? 1 : 0;
		put(out, &one, 1);
		break;
	case FIELD_U32:
	case FIELD_I32:
		put(out, at, 4);
		break;
	case FIELD_U64:
	case FIELD_I64:
		put(out, at, 8);
		break;
	case FIELD_TIME:
		put_time(out, field, *(const gint64 *)(const void *)at);
		break;
	case FIELD_TEXT:
		put_text(out, *(const char *const *)(const void *)at,
			 field->max);
		break;
	case FIELD_BYTES:
		bytes = (const void *)at;
		g_assert(bytes->length <= field->max);
		put_u32(out, (guint32)bytes->length);
		if (bytes->length)
			put(out, bytes->data, bytes->length);
		break;
	case FIELD_TEXTS:
		put_texts(out, (const void *)at);
		break;
	case FIELD_ADDRESSES:
		put_addresses(out, (const void *)at);
		break;
	case FIELD_PROMISES:
		put_promises(out, (const void *)at);
		break;
	}
}

void record_encode(enum record_type type, const void *fields, GByteArray *out)
{
	const struct layout *layout = &layouts[type];

	for (guint i = 0; i < layout->n_fields; i++)
		put_field(out, &layout->fields[i],
			  (const char *)fields + layout->fields[i].offset);
}

void record_encode_frame(enum record_type type, const void *fields,
			 GByteArray *out)
{
	guint start = out->len;
	guint32 length;

	put_u32(out, 0);
	put_u32(out, (guint32)type);
	record_encode(type, fields, out);
	length = out->len - start - 8;
	g_assert(length <= BORDER_FRAME_MAX);
	memcpy(out->data + start, &length, sizeof length);
}

/* What is left of a payload. */
struct rest {
	const char *at;
	gsize length;
};

static gboolean take(struct rest *rest, gsize length, const char **out)
{
	if (rest->length < length)
		return FALSE;
	*out = rest->at;
	rest->at += length;
	rest->length -= length;
	return TRUE;
}

static gboolean take_u32(struct rest *rest, guint32 *out)
{
	const char *at;

	if (!take(rest, sizeof *out, &at))
		return FALSE;
	memcpy(out, at, sizeof *out);
	return TRUE;
}

static gboolean take_text(struct rest *rest, guint32 max, const char **out)
{
	guint32 length;
	const char *text;

	if (!take_u32(rest, &length) || length > max ||
	    !take(rest, (gsize)length + 1, &text) || text[length] != '\0' ||
	    !g_utf8_validate_len(text, length, NULL))
		return FALSE;
	*out = text;
	return TRUE;
}

static gboolean take_texts(struct rest *rest, struct record_scratch *scratch,
			   guint list, struct record_texts *out)
{
	guint32 n;

	if (!take_u32(rest, &n) || n > CAP_IDS)
		return FALSE;
	out->n = n;
	out->texts = scratch_list(scratch, list, n * sizeof *out->texts);
	for (guint i = 0; i < n; i++)
		if (!take_text(rest, CAP_ID, &out->texts[i]))
			return FALSE;
	return TRUE;
}

static gboolean take_addresses(struct rest *rest,
			       struct record_scratch *scratch, guint list,
			       struct record_addresses *out)
{
	guint32 n;

	if (!take_u32(rest, &n) || n > CAP_ADDRESSES)
		return FALSE;
	out->n = n;
	out->items = scratch_list(scratch, list, n * sizeof *out->items);
	for (guint i = 0; i < n; i++) {
		struct record_address *item = &out->items[i];
		const char *role;

		if (!take(rest, 1, &role) || (guint8)*role >= N_ADDRESS_ROLES ||
		    !take_text(rest, CAP_NAME, &item->name) ||
		    !take_text(rest, CAP_NAME, &item->address))
			return FALSE;
		item->role = (guint8)*role;
	}
	return TRUE;
}

static gboolean take_promises(struct rest *rest, struct record_scratch *scratch,
			      guint list, struct record_promises *out)
{
	guint32 n;

	if (!take_u32(rest, &n) || n > CAP_PROMISES)
		return FALSE;
	out->n = n;
	out->items = scratch_list(scratch, list, n * sizeof *out->items);
	for (guint i = 0; i < n; i++) {
		struct record_promise *item = &out->items[i];
		const char *by_reader, *from, *to;

		if (!take(rest, 1, &by_reader) || (guint8)*by_reader > 1 ||
		    !take(rest, sizeof item->from, &from) ||
		    !take(rest, sizeof item->to, &to) ||
		    !take_text(rest, CAP_LINE, &item->sentence))
			return FALSE;
		item->by_reader = (guint8)*by_reader;
		memcpy(&item->from, from, sizeof item->from);
		memcpy(&item->to, to, sizeof item->to);
	}
	return TRUE;
}

static gboolean take_bool(struct rest *rest, gboolean *out)
{
	const char *at;

	if (!take(rest, 1, &at) || (guint8)*at > 1)
		return FALSE;
	*out = *at;
	return TRUE;
}

static gboolean take_number(struct rest *rest, const struct field *field,
			    char *out)
{
	gsize size =
	    field->type == FIELD_U32 || field->type == FIELD_I32 ? 4 : 8;
	const char *at;

	if (!take(rest, size, &at))
		return FALSE;
	memcpy(out, at, size);
	if (field->type == FIELD_U32 && field->max) {
		guint32 value;

		memcpy(&value, at, sizeof value);
		return value <= field->max;
	}
	return TRUE;
}

static gboolean take_time(struct rest *rest, const struct field *field,
			  gint64 *out)
{
	const char *at;

	if (!take(rest, sizeof *out, &at))
		return FALSE;
	memcpy(out, at, sizeof *out);
	return is_time(field, *out);
}

static gboolean take_bytes(struct rest *rest, guint32 max,
			   struct record_bytes *out)
{
	guint32 length;

	if (!take_u32(rest, &length) || length > max ||
	    !take(rest, length, &out->data))
		return FALSE;
	out->length = length;
	return TRUE;
}

static gboolean take_field(struct rest *rest, const struct field *field,
			   struct record_scratch *scratch, guint *list,
			   char *out)
{
	switch (field->type) {
	case FIELD_BOOL:
		return take_bool(rest, (void *)out);
	case FIELD_U32:
	case FIELD_I32:
	case FIELD_U64:
	case FIELD_I64:
		return take_number(rest, field, out);
	case FIELD_TIME:
		return take_time(rest, field, (void *)out);
	case FIELD_TEXT:
		return take_text(rest, field->max, (void *)out);
	case FIELD_BYTES:
		return take_bytes(rest, field->max, (void *)out);
	case FIELD_TEXTS:
		return take_texts(rest, scratch, (*list)++, (void *)out);
	case FIELD_ADDRESSES:
		return take_addresses(rest, scratch, (*list)++, (void *)out);
	case FIELD_PROMISES:
		return take_promises(rest, scratch, (*list)++, (void *)out);
	}
	return FALSE;
}

/* What a field that an older row does not have reads as. */
static void empty_field(const struct field *field, char *out)
{
	if (field->type == FIELD_TEXT)
		*(const char **)(void *)out = "";
	else if (field->type == FIELD_I32 && field->max)
		*(gint32 *)(void *)out = DAY_NONE;
}

gboolean record_decode(enum record_type type, const char *payload, gsize length,
		       struct record_scratch *scratch, void *fields_out,
		       const char **why_out)
{
	const struct layout *layout;
	struct rest rest = { payload, length };
	guint list = 0;

	if ((guint)type >= N_RECORD_TYPES) {
		*why_out = "type";
		return FALSE;
	}
	layout = &layouts[type];
	if (layout->size)
		memset(fields_out, 0, layout->size);
	for (guint i = 0; i < layout->n_fields; i++) {
		const struct field *field = &layout->fields[i];
		char *out = (char *)fields_out + field->offset;

		if (type == RECORD_FACTS && rest.length == 0 && i > 0) {
			empty_field(field, out);
			continue;
		}
		if (!take_field(&rest, field, scratch, &list, out)) {
			*why_out = field->name;
			return FALSE;
		}
	}
	/* A newer tend may have appended fields to stored facts. */
	if (rest.length != 0 && type != RECORD_FACTS) {
		*why_out = "length";
		return FALSE;
	}
	return TRUE;
}
