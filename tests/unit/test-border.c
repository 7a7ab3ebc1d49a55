/* The records of the border, field by field. */
#include "agent/border/record.h"

#include <string.h>

#include "tests/unit/decodes.h"

/*
 * What each record is made of, said once more: a mistake in the table of
 * record.c does not excuse itself.
 */
enum shape {
	BOOL,
	U32,  /* any */
	WORD, /* below limit */
	I32,  /* any; with a limit it is none where a row lacks it */
	U64,
	I64,
	TIME,	   /* years 1 to 9999; with a limit it may be none */
	TEXT,	   /* up to limit bytes */
	BYTES,	   /* up to limit bytes */
	TEXTS,	   /* up to 200 of up to 998 bytes */
	ADDRESSES, /* up to 1000 */
	PROMISES,  /* up to 16 */
};

struct member {
	enum shape shape;
	gsize offset;
	guint32 limit;
};

#define M(record, field, shape, limit)                                       \
	{                                                                    \
		shape, G_STRUCT_OFFSET(struct record_##record, field), limit \
	}

static const struct member setup[] = {
	M(setup, network, BOOL, 0),
	M(setup, host, TEXT, 1024),
	M(setup, port, WORD, 65536),
	M(setup, tls, WORD, N_TLS_MODES),
	M(setup, plain_text_anywhere, BOOL, 0),
	M(setup, ca_file, TEXT, 65536),
	M(setup, pin, TEXT, 64),
	M(setup, user, TEXT, 1024),
	M(setup, secret, TEXT, 65536),
	M(setup, token, BOOL, 0),
	M(setup, keyword, TEXT, 64),
	M(setup, old_keywords, TEXT, 2000),
	M(setup, deadline, U32, 0),
	M(setup, debug, BOOL, 0),
};

static const struct member read_[] = {
	M(read, folder, U32, 0),	M(read, name, BYTES, 1024),
	M(read, inbox, BOOL, 0),	M(read, uidvalidity, U32, 0),
	M(read, low, U32, 0),		M(read, high, U32, 0),
	M(read, modseq, U64, 0),	M(read, messages, U32, 0),
	M(read, since, I64, 0),		M(read, careful, BOOL, 0),
	M(read, avoid, BYTES, 1 << 20),
};

static const struct member go[] = { M(go, watch, BOOL, 0) };

static const struct member letter[] = {
	M(letter, item, I64, 0),
	M(letter, folder, BYTES, 1024),
	M(letter, trash, BYTES, 1024),
	M(letter, from, TEXT, 1024),
	M(letter, from_name, TEXT, 1024),
	M(letter, to, TEXT, 1024),
	M(letter, subject, TEXT, 2000),
	M(letter, message_id, TEXT, 998),
	M(letter, in_reply_to, TEXT, 998),
	M(letter, references, TEXT, 65536),
	M(letter, label, TEXT, 64),
	M(letter, boundary, TEXT, 64),
	M(letter, date, I64, 0),
	M(letter, zone, I32, 0),
	M(letter, text, TEXT, 1 << 20),
	M(letter, html, TEXT, 1 << 20),
	M(letter, seen, BOOL, 0),
	M(letter, draft, BOOL, 0),
	M(letter, doubtful, BOOL, 0),
	M(letter, uidvalidity, U32, 0),
	M(letter, uidnext, U32, 0),
	M(letter, quote_folder, BYTES, 1024),
	M(letter, quote_uidvalidity, U32, 0),
	M(letter, quote_uid, U32, 0),
	M(letter, quote_mid, TEXT, 998),
	M(letter, attribution, TEXT, 2000),
};

static const struct member mark[] = {
	M(mark, item, I64, 0),		M(mark, look, BOOL, 0),
	M(mark, unnamed, BOOL, 0),	M(mark, folder, BYTES, 1024),
	M(mark, uidvalidity, U32, 0),	M(mark, uid, U32, 0),
	M(mark, message_id, TEXT, 998), M(mark, set, BOOL, 0),
	M(mark, keyword, BOOL, 0),	M(mark, flagged, BOOL, 0),
	M(mark, old, TEXT, 64),
};

static const struct member withdraw[] = {
	M(withdraw, item, I64, 0),	    M(withdraw, folder, BYTES, 1024),
	M(withdraw, uidvalidity, U32, 0),   M(withdraw, uid, U32, 0),
	M(withdraw, message_id, TEXT, 998), M(withdraw, hash, TEXT, 64),
	M(withdraw, doubtful, BOOL, 0),
};

static const struct member file[] = {
	M(file, id, U32, 0),	M(file, format, WORD, N_FILE_FORMATS),
	M(file, time, I64, 0),	M(file, text, BOOL, 0),
	M(file, skip, U32, 0),	M(file, careful, BOOL, 0),
	M(file, map, TEXTS, 0),
};

static const struct member fetch[] = {
	M(fetch, folder, U32, 0), M(fetch, uidvalidity, U32, 0),
	M(fetch, whole, BOOL, 0), M(fetch, uids, TEXT, 5500),
	M(fetch, text, BOOL, 0),
};

static const struct member ready[] = {
	M(ready, version, TEXT, 64),
	M(ready, parser, U32, 0),
};

static const struct member folder[] = {
	M(folder, name, BYTES, 1024),	M(folder, display, TEXT, 1024),
	M(folder, delimiter, TEXT, 64), M(folder, use, TEXT, 64),
	M(folder, selectable, BOOL, 0),
};

static const struct member folders_end[] = {
	M(folders_end, capabilities, TEXT, 65536),
	M(folders_end, gmail, BOOL, 0),
};

static const struct member opened[] = {
	M(opened, folder, U32, 0),    M(opened, uidvalidity, U32, 0),
	M(opened, uidnext, U32, 0),   M(opened, exists, U32, 0),
	M(opened, modseq, U64, 0),    M(opened, expected, U32, 0),
	M(opened, keywords, BOOL, 0),
};

static const struct member parsing[] = {
	M(parsing, folder, U32, 0),
	M(parsing, uidvalidity, U32, 0),
	M(parsing, uid, U32, 0),
};

static const struct member copy[] = {
	M(copy, folder, U32, 0),
	M(copy, uidvalidity, U32, 0),
	M(copy, uid, U32, 0),
	M(copy, internal_at, TIME, 0),
	M(copy, size, U32, 0),
	M(copy, flags, U32, 0),
	M(copy, keywords, TEXT, 2000),
	M(copy, gm_msgid, U64, 0),
	M(copy, modseq, U64, 0),
	M(copy, facts, BYTES, 1 << 20),
	M(copy, new_text, TEXT, 1 << 20),
};

static const struct member range[] = {
	M(range, folder, U32, 0),   M(range, uidvalidity, U32, 0),
	M(range, low, U32, 0),	    M(range, high, U32, 0),
	M(range, modseq, U64, 0),   M(range, last, BOOL, 0),
	M(range, messages, U32, 0),
};

static const struct member gone[] = {
	M(gone, folder, U32, 0),
	M(gone, uidvalidity, U32, 0),
	M(gone, uids, BYTES, 1 << 20),
};

static const struct member flags[] = {
	M(flags, folder, U32, 0),	M(flags, uidvalidity, U32, 0),
	M(flags, uid, U32, 0),		M(flags, flags, U32, 0),
	M(flags, keywords, TEXT, 2000), M(flags, modseq, U64, 0),
};

static const struct member caught_up[] = { M(caught_up, connections, U32, 0) };

static const struct member place[] = {
	M(place, item, I64, 0),
	M(place, uidvalidity, U32, 0),
	M(place, uidnext, U32, 0),
};

static const struct member outcome[] = {
	M(outcome, item, I64, 0),	 M(outcome, outcome, WORD, N_OUTCOMES),
	M(outcome, uidvalidity, U32, 0), M(outcome, uid, U32, 0),
	M(outcome, note, TEXT, 2000),	 M(outcome, hash, TEXT, 64),
};

static const struct member problem[] = {
	M(problem, remedy, WORD, N_REMEDIES), M(problem, seconds, U32, 0),
	M(problem, folder, U32, 0),	      M(problem, uid, U32, 0),
	M(problem, text, TEXT, 2000),
};

static const struct member file_done[] = {
	M(file_done, id, U32, 0),
	M(file_done, messages, U32, 0),
	M(file_done, note, TEXT, 2000),
};

static const struct member fetched[] = {
	M(fetched, folder, U32, 0),
	M(fetched, uidvalidity, U32, 0),
	M(fetched, text, BOOL, 0),
};

static const struct member column[] = {
	M(column, file, U32, 0),
	M(column, number, U32, 0),
	M(column, field, WORD, N_CARD_FIELDS),
	M(column, name, TEXT, 1024),
	M(column, example, TEXT, 1024),
};

static const struct member card[] = {
	M(card, file, U32, 0),
	M(card, number, U32, 0),
	M(card, line, U32, 0),
	M(card, format, WORD, N_CARD_FORMATS),
	M(card, problem, TEXT, 2000),
	M(card, name, TEXT, 1024),
	M(card, organisation, TEXT, 1024),
	M(card, title, TEXT, 1024),
	M(card, note, TEXT, 2000),
	M(card, url, TEXT, 1024),
	M(card, emails, TEXTS, 0),
	M(card, phones, TEXTS, 0),
	M(card, tags, TEXTS, 0),
};

static const struct member facts[] = {
	M(facts, version, U32, 0),
	M(facts, key, U64, 0),
	M(facts, content, U64, 0),
	M(facts, message_id, TEXT, 998),
	M(facts, date, TIME, 1),
	M(facts, zone, I32, 0),
	M(facts, subject, TEXT, 2000),
	M(facts, addresses, ADDRESSES, 0),
	M(facts, in_reply_to, TEXTS, 0),
	M(facts, references, TEXTS, 0),
	M(facts, kind, WORD, N_KINDS),
	M(facts, evidence, TEXT, 2000),
	M(facts, list_id, TEXT, 998),
	M(facts, auth_results, TEXT, 2000),
	M(facts, recipients, U32, 0),
	M(facts, body_wanted, BOOL, 0),
	M(facts, body_read, BOOL, 0),
	M(facts, about, TEXT, 998),
	M(facts, hard, BOOL, 0),
	M(facts, status, TEXT, 64),
	M(facts, delayed, BOOL, 0),
	M(facts, quoted_author, TEXT, 1024),
	M(facts, quoted_at, TIME, 1),
	M(facts, quoted_local, BOOL, 0),
	M(facts, quoted_forward, BOOL, 0),
	M(facts, quoted_subject, TEXT, 2000),
	M(facts, asks, TEXT, 2000),
	M(facts, question, TEXT, 2000),
	M(facts, delivers, TEXT, 2000),
	M(facts, no, TEXT, 2000),
	M(facts, stop, TEXT, 2000),
	M(facts, closing, TEXT, 2000),
	M(facts, promises, PROMISES, 0),
	M(facts, absence, WORD, N_ABSENCES),
	M(facts, back, I32, 0),
	M(facts, stand_in, TEXT, 1024),
	M(facts, absence_sentence, TEXT, 2000),
	M(facts, event_method, TEXT, 64),
	M(facts, event_uid, TEXT, 1024),
	M(facts, event_recurrence, TEXT, 64),
	M(facts, event_start, TIME, 1),
	M(facts, event_end, TIME, 1),
	M(facts, event_answer, TEXT, 64),
	M(facts, event_attendees, TEXTS, 0),
	M(facts, bulk_only, BOOL, 0),
	M(facts, author, TEXT, 1024),
	M(facts, author_name, TEXT, 1024),
	M(facts, author_office, BOOL, 0),
	M(facts, evidence_in_body, BOOL, 0),
	M(facts, words, WORD, 1001),
	M(facts, text, U64, 0),
	M(facts, praise, TEXT, 2000),
	M(facts, phones, TEXTS, 0),
	M(facts, unsubscribe, BOOL, 0),
	M(facts, asks_day, I32, 1),
};

#define RECORD(type, name, members)                        \
	{                                                  \
		type, name, members, G_N_ELEMENTS(members) \
	}

static const struct description {
	enum record_type type;
	const char *name;
	const struct member *members;
	guint n;
} descriptions[] = {
	RECORD(RECORD_SETUP, "setup", setup),
	RECORD(RECORD_READ, "read", read_),
	RECORD(RECORD_GO, "go", go),
	RECORD(RECORD_LETTER, "letter", letter),
	RECORD(RECORD_MARK, "mark", mark),
	RECORD(RECORD_WITHDRAW, "withdraw", withdraw),
	RECORD(RECORD_FILE, "file", file),
	RECORD(RECORD_FETCH, "fetch", fetch),
	{ RECORD_END, "end", NULL, 0 },
	RECORD(RECORD_READY, "ready", ready),
	RECORD(RECORD_FOLDER, "folder", folder),
	RECORD(RECORD_FOLDERS_END, "folders_end", folders_end),
	RECORD(RECORD_OPENED, "opened", opened),
	RECORD(RECORD_PARSING, "parsing", parsing),
	RECORD(RECORD_COPY, "copy", copy),
	RECORD(RECORD_RANGE, "range", range),
	RECORD(RECORD_GONE, "gone", gone),
	RECORD(RECORD_FLAGS, "flags", flags),
	RECORD(RECORD_CAUGHT_UP, "caught_up", caught_up),
	RECORD(RECORD_PLACE, "place", place),
	RECORD(RECORD_OUTCOME, "outcome", outcome),
	RECORD(RECORD_PROBLEM, "problem", problem),
	RECORD(RECORD_FILE_DONE, "file_done", file_done),
	RECORD(RECORD_FETCHED, "fetched", fetched),
	RECORD(RECORD_COLUMN, "column", column),
	RECORD(RECORD_CARD, "card", card),
	RECORD(RECORD_FACTS, "facts", facts),
};

#define FACTS (&descriptions[G_N_ELEMENTS(descriptions) - 1])

/* ---- making and comparing records ---- */

enum level { LEAST, TYPICAL, MOST };

/* A record with what its pointers point to. */
struct sample {
	struct record record;
	GPtrArray *owned;
};

static void *keep(struct sample *sample, void *memory)
{
	g_ptr_array_add(sample->owned, memory);
	return memory;
}

/* Two bytes a character, so that a wrong cut shows. */
static char *text_of(struct sample *sample, gsize length)
{
	char *text = keep(sample, g_malloc(length + 1));

	for (gsize i = 0; i + 1 < length; i += 2)
		memcpy(text + i, "\xc3\xa4", 2);
	if (length % 2)
		text[length - 1] = 'a';
	text[length] = '\0';
	return text;
}

static char *text_at(struct sample *sample, enum level level, gsize limit)
{
	switch (level) {
	case LEAST:
		break;
	case TYPICAL:
		return text_of(sample, MIN(limit, 12));
	case MOST:
		return text_of(sample, limit);
	}
	return text_of(sample, 0);
}

static void fill_texts(struct sample *sample, enum level level,
		       struct record_texts *texts)
{
	static const guint counts[] = { 0, 3, 200 };

	texts->n = counts[level];
	texts->texts = keep(sample, g_new0(const char *, MAX(texts->n, 1)));
	for (guint i = 0; i < texts->n; i++)
		texts->texts[i] = text_at(sample, level, 998);
}

static void fill_addresses(struct sample *sample, enum level level,
			   struct record_addresses *addresses)
{
	static const guint counts[] = { 0, 4, 1000 };

	addresses->n = counts[level];
	addresses->items =
	    keep(sample, g_new0(struct record_address, MAX(addresses->n, 1)));
	for (guint i = 0; i < addresses->n; i++)
		addresses->items[i] = (struct record_address){
			.role = i % N_ADDRESS_ROLES,
			.name = text_at(sample, level, 1024),
			.address = text_at(sample, level, 1024),
		};
}

static void fill_promises(struct sample *sample, enum level level,
			  struct record_promises *promises)
{
	static const guint counts[] = { 0, 2, 16 };

	promises->n = counts[level];
	promises->items = g_new0(struct record_promise, promises->n + 1);
	g_ptr_array_add(sample->owned, promises->items);
	for (guint i = 0; i < promises->n; i++)
		promises->items[i] = (struct record_promise){
			.by_reader = i % 2,
			.from = (gint32)i,
			.to = G_MININT32,
			.sentence = text_at(sample, level, 2000),
		};
}

static void fill(struct sample *sample, const struct member *member,
		 enum level level)
{
	void *at = (char *)&sample->record.setup + member->offset;
	static const guint32 u32s[] = { 0, 4711, G_MAXUINT32 };
	static const gint32 i32s[] = { G_MININT32, -330, G_MAXINT32 };
	static const guint64 u64s[] = { 0, 1ull << 40, G_MAXUINT64 };
	static const gint64 i64s[] = { G_MININT64, -86400, G_MAXINT64 };
	const gint64 times[] = {
		member->limit ? G_MININT64 : G_GINT64_CONSTANT(-62135596800),
		-86400,
		G_GINT64_CONSTANT(253402300799),
	};
	const guint32 words[] = { 0, member->limit / 2, member->limit - 1 };
	struct record_bytes *bytes = at;

	switch (member->shape) {
	case BOOL:
		*(gboolean *)at = level != LEAST;
		break;
	case U32:
		*(guint32 *)at = u32s[level];
		break;
	case WORD:
		*(guint32 *)at = words[level];
		break;
	case I32:
		*(gint32 *)at = i32s[level];
		break;
	case U64:
		*(guint64 *)at = u64s[level];
		break;
	case I64:
		*(gint64 *)at = i64s[level];
		break;
	case TIME:
		*(gint64 *)at = times[level];
		break;
	case TEXT:
		*(const char **)at = text_at(sample, level, member->limit);
		break;
	case BYTES:
		bytes->data = text_at(sample, level, member->limit);
		bytes->length = level == LEAST	   ? 0
				: level == TYPICAL ? MIN(12, member->limit)
						   : member->limit;
		break;
	case TEXTS:
		fill_texts(sample, level, at);
		break;
	case ADDRESSES:
		fill_addresses(sample, level, at);
		break;
	case PROMISES:
		fill_promises(sample, level, at);
		break;
	}
}

static void sample_init(struct sample *sample,
			const struct description *description, enum level level)
{
	memset(sample, 0, sizeof *sample);
	sample->owned = g_ptr_array_new_with_free_func(g_free);
	sample->record.type = description->type;
	for (guint i = 0; i < description->n; i++)
		fill(sample, &description->members[i], level);
}

static void sample_clear(struct sample *sample)
{
	g_ptr_array_unref(sample->owned);
}

static void zero_number(const struct member *member, struct record *record)
{
	void *at = (char *)&record->setup + member->offset;

	if (member->shape == I32 && !member->limit)
		memset(at, 0, 4);
	else if (member->shape == I64 || member->shape == TIME)
		memset(at, 0, 8);
}

static void compare(const struct member *member, const struct record *a,
		    const struct record *b)
{
	const void *x = (const char *)&a->setup + member->offset;
	const void *y = (const char *)&b->setup + member->offset;
	const struct record_bytes *bytes = x, *others = y;
	const struct record_texts *texts = x, *more = y;
	const struct record_addresses *list = x, *second = y;
	const struct record_promises *said = x, *again = y;

	switch (member->shape) {
	case BOOL:
	case U32:
	case WORD:
	case I32:
		g_assert_cmpmem(x, 4, y, 4);
		break;
	case U64:
	case I64:
	case TIME:
		g_assert_cmpmem(x, 8, y, 8);
		break;
	case TEXT:
		g_assert_cmpstr(*(const char *const *)x, ==,
				*(const char *const *)y);
		break;
	case BYTES:
		g_assert_cmpmem(bytes->data, bytes->length, others->data,
				others->length);
		break;
	case TEXTS:
		g_assert_cmpuint(texts->n, ==, more->n);
		for (guint i = 0; i < texts->n; i++)
			g_assert_cmpstr(texts->texts[i], ==, more->texts[i]);
		break;
	case ADDRESSES:
		g_assert_cmpuint(list->n, ==, second->n);
		for (guint i = 0; i < list->n; i++) {
			g_assert_cmpuint(list->items[i].role, ==,
					 second->items[i].role);
			g_assert_cmpstr(list->items[i].name, ==,
					second->items[i].name);
			g_assert_cmpstr(list->items[i].address, ==,
					second->items[i].address);
		}
		break;
	case PROMISES:
		g_assert_cmpuint(said->n, ==, again->n);
		for (guint i = 0; i < said->n; i++) {
			g_assert_cmpuint(said->items[i].by_reader, ==,
					 again->items[i].by_reader);
			g_assert_cmpint(said->items[i].from, ==,
					again->items[i].from);
			g_assert_cmpint(said->items[i].to, ==,
					again->items[i].to);
			g_assert_cmpstr(said->items[i].sentence, ==,
					again->items[i].sentence);
		}
		break;
	}
}

static GByteArray *encode(enum record_type type, const struct record *record)
{
	GByteArray *bytes = g_byte_array_new();

	record_encode(type, &record->setup, bytes);
	return bytes;
}

/* ---- records ---- */

static void test_round_trip(void)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	guint n = 0;

	/* Every type, once. */
	g_assert_cmpuint(G_N_ELEMENTS(descriptions), ==, N_RECORD_TYPES - 1);
	for (gsize i = 0; i < G_N_ELEMENTS(descriptions); i++)
		for (enum level level = LEAST; level <= MOST; level++) {
			const struct description *it = &descriptions[i];
			g_autoptr(GByteArray) bytes = NULL;
			struct sample sample;
			struct record got;
			const char *why;

			g_assert_cmpstr(record_type_name(it->type), ==,
					it->name);
			memset(&got, 0xa5, sizeof got);
			sample_init(&sample, it, level);
			bytes = encode(it->type, &sample.record);
			g_assert_cmpuint(bytes->len, <=, BORDER_FRAME_MAX);
			g_assert_true(record_decode(
			    it->type, (const char *)bytes->data, bytes->len,
			    scratch, &got.setup, &why));
			for (guint j = 0; j < it->n; j++)
				compare(&it->members[j], &sample.record, &got);
			sample_clear(&sample);
			n++;
		}
	g_test_message("%u records", n);
}

/* Where facts may end: after any field but none. */
static gboolean facts_end(const struct record *record, gsize length)
{
	gsize end = 0;

	for (guint i = 0; i < FACTS->n; i++) {
		const struct member *member = &FACTS->members[i];
		const void *at = (const char *)&record->facts + member->offset;
		const struct record_texts *texts = at;
		const struct record_addresses *list = at;
		const struct record_promises *said = at;

		switch (member->shape) {
		case BOOL:
			end += 1;
			break;
		case U32:
		case WORD:
		case I32:
			end += 4;
			break;
		case U64:
		case I64:
		case TIME:
			end += 8;
			break;
		case TEXT:
			end += 5 + strlen(*(const char *const *)at);
			break;
		case TEXTS:
			end += 4;
			for (guint j = 0; j < texts->n; j++)
				end += 5 + strlen(texts->texts[j]);
			break;
		case ADDRESSES:
			end += 4;
			for (guint j = 0; j < list->n; j++)
				end += 11 + strlen(list->items[j].name) +
				       strlen(list->items[j].address);
			break;
		case PROMISES:
			end += 4;
			for (guint j = 0; j < said->n; j++)
				end += 14 + strlen(said->items[j].sentence);
			break;
		case BYTES:
			g_assert_not_reached();
		}
		if (end == length)
			return TRUE;
	}
	return FALSE;
}

static void truncate_all(const struct description *it, enum level level)
{
	g_autoptr(GByteArray) bytes = NULL;
	struct sample sample;
	gsize step;

	sample_init(&sample, it, level);
	bytes = encode(it->type, &sample.record);
	/* The large ones at a hundred places. */
	step = bytes->len > 4096 ? bytes->len / 97 : 1;
	for (gsize length = 0; length < bytes->len; length += step) {
		gboolean may = it->type == RECORD_FACTS &&
			       facts_end(&sample.record, length);
		const char *why = NULL;

		g_assert_cmpint(decodes(it->type, bytes->data, length, &why),
				==, may);
		g_assert_true(may || why);
	}
	sample_clear(&sample);
}

static void test_truncated(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(descriptions); i++)
		for (enum level level = LEAST; level <= MOST; level++)
			truncate_all(&descriptions[i], level);
}

static void test_too_long(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(descriptions); i++) {
		const struct description *it = &descriptions[i];
		g_autoptr(GByteArray) bytes = NULL;
		struct sample sample;
		const char *why;

		sample_init(&sample, it, TYPICAL);
		bytes = encode(it->type, &sample.record);
		g_byte_array_append(bytes, (const guint8 *)"", 1);
		if (it->type == RECORD_FACTS)
			g_assert_true(
			    decodes(it->type, bytes->data, bytes->len, &why));
		else
			assert_refused(it->type, bytes, "length");
		sample_clear(&sample);
	}
}

/* What is accepted says the same when it is encoded again. */
static void mutate(const struct description *it, GByteArray *bytes, gsize at,
		   guint8 value)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autofree char *exact = g_malloc(bytes->len);
	g_autoptr(GByteArray) again = NULL;
	struct record record;
	const char *why;

	memcpy(exact, bytes->data, bytes->len);
	exact[at] = (char)value;
	if (!record_decode(it->type, exact, bytes->len, scratch, &record.setup,
			   &why))
		return;
	again = encode(it->type, &record);
	if (it->type != RECORD_FACTS)
		g_assert_cmpuint(again->len, ==, bytes->len);
	g_assert_cmpmem(again->data, MIN(again->len, bytes->len), exact,
			MIN(again->len, bytes->len));
}

static void test_mutated(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(descriptions); i++) {
		const struct description *it = &descriptions[i];
		g_autoptr(GByteArray) bytes = NULL;
		struct sample sample;

		sample_init(&sample, it, TYPICAL);
		bytes = encode(it->type, &sample.record);
		for (gsize at = 0; at < bytes->len; at++) {
			guint8 was = bytes->data[at];

			mutate(it, bytes, at, 0);
			mutate(it, bytes, at, 0xff);
			mutate(it, bytes, at, was ^ 0x80);
			for (guint bit = 0; bit < 4; bit++)
				mutate(it, bytes, at, was ^ (guint8)(1 << bit));
		}
		sample_clear(&sample);
	}
}

static void test_bad_texts(void)
{
	static const struct {
		const char *text;
		guint8 length;
	} rows[] = {
		{ "a\0b", 3 },	   { "\0", 1 },	      { "\xff", 1 },
		{ "a\xc3", 2 },	   { "\xc0\x80", 2 }, { "\xed\xa0\x80", 3 },
		{ "\xe2\x82", 2 }, { "\x80", 1 },     { "\xf4\x90\x80\x80", 4 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();
		const guint8 length[4] = { rows[i].length };

		g_byte_array_append(bytes, length, sizeof length);
		g_byte_array_append(bytes, (const guint8 *)rows[i].text,
				    rows[i].length);
		g_byte_array_append(bytes, (const guint8 *)"\0\0\0\0", 5);
		assert_refused(RECORD_READY, bytes, "version");
		/* The same length, all letters, is fine. */
		memset(bytes->data + 4, 'a', rows[i].length);
		g_assert_true(
		    decodes(RECORD_READY, bytes->data, bytes->len, NULL));
		/* ... but not without the NUL behind it, before the number. */
		bytes->data[bytes->len - 5] = 'a';
		assert_refused(RECORD_READY, bytes, "version");
	}
}

/* A text over its cap is cut between two characters. */
static void test_cut(void)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	static const struct {
		const char *letter;
		gsize kept; /* of the 64 bytes of a word */
	} rows[] = {
		{ "a", 64 },
		{ "\xc3\xa4", 64 },
		{ "\xe2\x82\xac", 63 },
		{ "\xf0\x9f\x99\x82", 64 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		for (guint shift = 0; shift < 4; shift++) {
			g_autoptr(GString) text = g_string_new(NULL);
			g_autoptr(GByteArray) bytes = g_byte_array_new();
			gsize width = strlen(rows[i].letter);
			struct record_ready ready = { 0 }, got;
			const char *why;

			for (guint j = 0; j < shift; j++)
				g_string_append_c(text, 'x');
			while (text->len < 200)
				g_string_append(text, rows[i].letter);
			ready.version = text->str;
			record_encode(RECORD_READY, &ready, bytes);
			g_assert_true(record_decode(
			    RECORD_READY, (const char *)bytes->data, bytes->len,
			    scratch, &got, &why));
			g_assert_true(g_str_has_prefix(text->str, got.version));
			g_assert_cmpuint(strlen(got.version), ==,
					 shift + (64 - shift) / width * width);
			if (shift == 0)
				g_assert_cmpuint(strlen(got.version), ==,
						 rows[i].kept);
		}
}

static void test_null_texts(void)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const struct record_setup empty = { 0 };
	struct record_setup got;
	const char *why;

	record_encode(RECORD_SETUP, &empty, bytes);
	g_assert_true(record_decode(RECORD_SETUP, (const char *)bytes->data,
				    bytes->len, scratch, &got, &why));
	g_assert_cmpstr(got.host, ==, "");
	g_assert_cmpstr(got.secret, ==, "");
}

/* Every word one above its range, and truths that are neither. */
static void test_ranges(void)
{
	guint words = 0, truths = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(descriptions); i++)
		for (guint j = 0; j < descriptions[i].n; j++) {
			const struct description *it = &descriptions[i];
			const struct member *member = &it->members[j];
			g_autoptr(GByteArray) good = NULL, bad = NULL;
			struct sample sample;
			guint32 *word;
			const char *why;

			if (member->shape != WORD && member->shape != BOOL)
				continue;
			sample_init(&sample, it, LEAST);
			word = (void *)((char *)&sample.record.setup +
					member->offset);
			good = encode(it->type, &sample.record);
			*word = member->shape == WORD ? member->limit : 1;
			bad = encode(it->type, &sample.record);
			/* A truth is one byte: make it a two. */
			for (guint k = 0; member->shape == BOOL && k < bad->len;
			     k++)
				if (bad->data[k] != good->data[k])
					bad->data[k] = 2;
			g_assert_false(
			    decodes(it->type, bad->data, bad->len, &why));
			words += member->shape == WORD;
			truths += member->shape == BOOL;
			sample_clear(&sample);
		}
	g_assert_cmpuint(words, ==, 10);
	g_assert_cmpuint(truths, ==, 35);
}

/* An older row lacks the last fields, a newer one has more. */
static void test_facts_of_other_versions(void)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GByteArray) bytes = NULL;
	struct sample sample;
	guint older = 0;
	const char *why;

	sample_init(&sample, FACTS, TYPICAL);
	bytes = encode(RECORD_FACTS, &sample.record);
	for (gsize length = 1; length < bytes->len; length++) {
		struct record got;
		guint i = 0;

		if (!facts_end(&sample.record, length))
			continue;
		memset(&got, 0xa5, sizeof got);
		g_assert_true(record_decode(RECORD_FACTS,
					    (const char *)bytes->data, length,
					    scratch, &got.facts, &why));
		for (older++; i < older; i++)
			compare(&FACTS->members[i], &sample.record, &got);
		for (; i < FACTS->n; i++) {
			const struct member empty = FACTS->members[i];
			struct sample least;

			/* Numbers are 0 here, not the least, but days. */
			sample_init(&least, FACTS, LEAST);
			zero_number(&empty, &least.record);
			compare(&empty, &least.record, &got);
			sample_clear(&least);
		}
	}
	g_assert_cmpuint(older, ==, FACTS->n - 1);
	for (guint extra = 0; extra < 64; extra++) {
		struct record got;

		g_byte_array_append(bytes, (const guint8 *)"\xff", 1);
		g_assert_true(
		    record_decode(RECORD_FACTS, (const char *)bytes->data,
				  bytes->len, scratch, &got.facts, &why));
		for (guint i = 0; i < FACTS->n; i++)
			compare(&FACTS->members[i], &sample.record, &got);
	}
	sample_clear(&sample);
}

static void test_unknown_type(void)
{
	const char *why = NULL;

	g_assert_false(decodes(N_RECORD_TYPES, "", 0, &why));
	g_assert_cmpstr(why, ==, "type");
	g_assert_cmpstr(record_type_name(N_RECORD_TYPES), ==, "unknown");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/border/record/round-trip", test_round_trip);
	g_test_add_func("/border/record/truncated", test_truncated);
	g_test_add_func("/border/record/too-long", test_too_long);
	g_test_add_func("/border/record/mutated", test_mutated);
	g_test_add_func("/border/record/bad-texts", test_bad_texts);
	g_test_add_func("/border/record/cut", test_cut);
	g_test_add_func("/border/record/null-texts", test_null_texts);
	g_test_add_func("/border/record/ranges", test_ranges);
	g_test_add_func("/border/record/other-versions",
			test_facts_of_other_versions);
	g_test_add_func("/border/record/unknown-type", test_unknown_type);
	return g_test_run();
}
