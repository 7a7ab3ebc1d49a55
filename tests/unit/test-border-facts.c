/* What facts may hold: their lists and their times. */
#include "agent/border/record.h"

#include <string.h>

#include "tests/unit/decodes.h"

/* Facts by hand up to their lists: n of them, said to be so many. */
static GByteArray *facts_with(guint32 addresses, guint32 ids, guint8 role,
			      guint32 length)
{
	static const struct record_facts none;
	g_autoptr(GByteArray) whole = g_byte_array_new();
	GByteArray *bytes = g_byte_array_new();
	const guint8 zero = 0;

	record_encode(RECORD_FACTS, &none, whole);
	/* version, key, content, message_id, date, zone, subject */
	g_byte_array_append(bytes, whole->data, 4 + 8 + 8 + 5 + 8 + 4 + 5);
	g_byte_array_append(bytes, (void *)&addresses, 4);
	for (guint i = 0; i < MIN(addresses, 2000); i++) {
		g_byte_array_append(bytes, &role, 1);
		for (guint j = 0; j < 2; j++) {
			g_byte_array_append(bytes, (void *)&length, 4);
			for (guint k = 0; k < length; k++)
				g_byte_array_append(bytes, (const guint8 *)"a",
						    1);
			g_byte_array_append(bytes, &zero, 1);
		}
	}
	g_byte_array_append(bytes, (void *)&ids, 4);
	for (guint i = 0; i < MIN(ids, 2000); i++)
		g_byte_array_append(bytes, (const guint8 *)"\0\0\0\0", 5);
	return bytes;
}

static void test_lists(void)
{
	static const struct {
		guint32 addresses, ids;
		guint8 role;
		guint32 length;
		const char *why; /* NULL: accepted */
	} rows[] = {
		{ 0, 0, 0, 0, NULL },
		{ 1000, 200, 0, 0, NULL },
		{ 1, 0, N_ADDRESS_ROLES - 1, 1024, NULL },
		{ 1001, 0, 0, 0, "addresses" },
		{ G_MAXUINT32, 0, 0, 0, "addresses" },
		{ 1, 0, N_ADDRESS_ROLES, 0, "addresses" },
		{ 1, 0, 0xff, 0, "addresses" },
		{ 1, 0, 0, 1025, "addresses" },
		{ 0, 201, 0, 0, "in_reply_to" },
		{ 0, G_MAXUINT32, 0, 0, "in_reply_to" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GByteArray) bytes =
		    facts_with(rows[i].addresses, rows[i].ids, rows[i].role,
			       rows[i].length);
		const char *why = NULL;

		if (rows[i].why)
			assert_refused(RECORD_FACTS, bytes, rows[i].why);
		else
			g_assert_true(decodes(RECORD_FACTS, bytes->data,
					      bytes->len, &why));
	}
}

/* More than fits is left out by the sender. */
static void test_long_lists(void)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree struct record_address *items =
	    g_new0(struct record_address, 1500);
	g_autofree const char **ids = g_new0(const char *, 300);
	const struct record_facts facts = {
		.addresses = { items, 1500 },
		.references = { ids, 300 },
	};
	struct record_facts got;
	const char *why;

	record_encode(RECORD_FACTS, &facts, bytes);
	g_assert_true(record_decode(RECORD_FACTS, (const char *)bytes->data,
				    bytes->len, scratch, &got, &why));
	g_assert_cmpuint(got.addresses.n, ==, 1000);
	g_assert_cmpuint(got.references.n, ==, 200);
}

/* ---- times ---- */

/* Stands in for a time, to be found in the payload: of the year 2124. */
#define MARK G_GINT64_CONSTANT(0x0123456789)

static const struct {
	enum record_type type;
	gsize offset;
	const char *name;
	gboolean may_be_none;
} times[] = {
	{ RECORD_COPY, G_STRUCT_OFFSET(struct record_copy, internal_at),
	  "internal_at", FALSE },
	{ RECORD_FACTS, G_STRUCT_OFFSET(struct record_facts, date), "date",
	  TRUE },
	{ RECORD_FACTS, G_STRUCT_OFFSET(struct record_facts, quoted_at),
	  "quoted_at", TRUE },
	{ RECORD_FACTS, G_STRUCT_OFFSET(struct record_facts, event_start),
	  "event_start", TRUE },
	{ RECORD_FACTS, G_STRUCT_OFFSET(struct record_facts, event_end),
	  "event_end", TRUE },
};

static GByteArray *with_time(gsize i, gint64 at)
{
	GByteArray *bytes = g_byte_array_new();
	struct record record = { .type = times[i].type };

	*(gint64 *)(void *)((char *)&record.setup + times[i].offset) = at;
	record_encode(times[i].type, &record.setup, bytes);
	return bytes;
}

/* As a worker may send it that was taken over: no encoder looked at it. */
static GByteArray *forge(gsize i, gint64 at)
{
	const gint64 mark = MARK;
	GByteArray *bytes = with_time(i, MARK);

	for (guint j = 0; j + sizeof mark <= bytes->len; j++)
		if (!memcmp(bytes->data + j, &mark, sizeof mark)) {
			memcpy(bytes->data + j, &at, sizeof at);
			return bytes;
		}
	g_assert_not_reached();
}

static void test_times(void)
{
	static const struct {
		gint64 at;
		gboolean fits;
	} rows[] = {
		/* 1 January 1 and 31 December 9999, in UTC. */
		{ G_GINT64_CONSTANT(-62135596800), TRUE },
		{ G_GINT64_CONSTANT(-62135596801), FALSE },
		{ G_GINT64_CONSTANT(253402300799), TRUE },
		{ G_GINT64_CONSTANT(253402300800), FALSE },
		{ 0, TRUE },
		{ -1, TRUE },
		{ G_MININT64 + 1, FALSE },
		{ G_MAXINT64 - 1, FALSE },
		{ G_MAXINT64, FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autoptr(GByteArray) none = forge(i, G_MININT64);
		const char *why = NULL;

		g_assert_cmpint(
		    decodes(times[i].type, none->data, none->len, &why), ==,
		    times[i].may_be_none);
		for (gsize j = 0; j < G_N_ELEMENTS(rows); j++) {
			g_autoptr(GByteArray) bytes = forge(i, rows[j].at);

			if (rows[j].fits)
				g_assert_true(decodes(times[i].type,
						      bytes->data, bytes->len,
						      &why));
			else
				assert_refused(times[i].type, bytes,
					       times[i].name);
		}
	}
}

/* A clock or a file's time may be anything: the sender makes it none. */
static void test_wild_times(void)
{
	static const gint64 wild[] = { G_MAXINT64, G_MININT64 + 1,
				       G_GINT64_CONSTANT(253402300800) };

	for (gsize i = 0; i < G_N_ELEMENTS(times); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(wild); j++) {
			g_autoptr(GByteArray) got = with_time(i, wild[j]);
			g_autoptr(GByteArray) wanted =
			    forge(i, times[i].may_be_none ? G_MININT64 : 0);

			g_assert_cmpmem(got->data, got->len, wanted->data,
					wanted->len);
		}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/border/facts/lists", test_lists);
	g_test_add_func("/border/facts/long-lists", test_long_lists);
	g_test_add_func("/border/facts/times", test_times);
	g_test_add_func("/border/facts/wild-times", test_wild_times);
	return g_test_run();
}
