/*
 * A mail is tied to the one that it quotes, by that one's author and minute:
 * here what counts as the same author, and as the same minute.
 */
#include "config.h"

#include "agent/derive/tie.h"

#include "agent/border/words.h"
#include "agent/rules/words.h"
#include "store/address.h"
#include "store/recipient.h"
#include "tests/unit/derived.h"

/* Monday, 2 March 2026, 09:00 UTC: when the quoted mail was written. */
#define WROTE G_GINT64_CONSTANT(1772442000)
#define MINUTE 60
#define HOUR 3600
#define DAY 86400

#define MUST(call)                           \
	do {                                 \
		gboolean went_well = (call); \
		g_assert_no_error(error);    \
		g_assert_true(went_well);    \
	} while (0)

/* Who quotes, of those who may have the mail: Ida Roe wrote it to the user. */
enum who {
	USER,	  /* answers it */
	HERSELF,  /* once more */
	READER,	  /* got it too */
	STRANGER, /* nobody knows whether he has it */
};

struct row {
	const char *quoted; /* the author, as the quoting mail names her */
	gint64 off;	    /* seconds by which it gives another time */
	enum who who;
	gboolean tied;
	gboolean same;	/* under the same subject */
	gint64 after;	/* seconds that the quoting mail is later; 0: 40 days */
	gboolean named; /* it names another mail that it answers */
};

#define IDA "ida.roe@example.net"

static gint64 address_id(struct store *store, const char *address)
{
	GError *error = NULL;
	gint64 id;

	MUST(store_address_ensure(store, address, "", 0, &id, &error));
	return id;
}

static void put(struct store *store, const struct store_message *message,
		const char *const *recipients)
{
	GError *error = NULL;

	MUST(store_message_insert(store, message, &error));
	for (; *recipients; recipients++)
		MUST(store_recipient_add(store, message->message_key,
					 address_id(store, *recipients),
					 ADDRESS_TO, &error));
}

static gboolean has(struct store *store, const struct store_message *row,
		    gint64 target)
{
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(gint64));
	GError *error = NULL;

	MUST(tie_add_clues(store, row, TRUE, targets, &error));
	for (guint i = 0; i < targets->len; i++)
		if (g_array_index(targets, gint64, i) == target)
			return TRUE;
	return FALSE;
}

static void check(struct store *store, const struct row *row)
{
	static const char *const froms[] = { "me@example.org", IDA,
					     "lou@example.net",
					     "zed@example.com" };
	static const char *const to[] = { "me@example.org", "lou@example.net",
					  NULL };
	static const char *const back[] = { "gus@example.net", NULL };
	const struct store_message quoted = {
		.message_key = 1,
		.copy_id = 1,
		.copies = 1,
		.at = WROTE,
		.kind = KIND_HUMAN,
		.direction = DIRECTION_IN,
		.address_id = address_id(store, IDA),
		.conversation_id = 1,
		.target = 101,
		.subject = "Roof",
		.mid = "roof@example.net",
		.evidence = "",
		.clue = { .topic = 7, .wrote_at = WROTE },
	};
	gint64 later = WROTE + (row->after ? row->after : 40 * DAY);
	const struct store_message quoting = {
		.message_key = 2,
		.copy_id = 2,
		.copies = 1,
		.at = later,
		.kind = KIND_HUMAN,
		.direction = row->who == USER ? DIRECTION_OUT : DIRECTION_IN,
		.address_id = address_id(store, froms[row->who]),
		.conversation_id = 2,
		.target = 102,
		.parent = row->named ? 999 : 0,
		.subject = "Well",
		.mid = "well@example.net",
		.evidence = "",
		.clue = { .topic = row->same ? 7 : 8,
			  .wrote_at = later,
			  .quoted = row->quoted,
			  .quoted_at = WROTE + row->off },
	};
	gboolean there, back_again;
	GError *error = NULL;

	put(store, &quoted, to);
	put(store, &quoting, back);
	/* Whichever comes last finds the other. */
	there = has(store, &quoting, quoted.target);
	back_again = has(store, &quoted, quoting.target);
	MUST(store_message_delete(store, 1, &error));
	MUST(store_message_delete(store, 2, &error));
	if (there == row->tied && back_again == row->tied)
		return;
	g_test_message("'%s', %d seconds off, by %d: %d and back %d",
		       row->quoted, (int)row->off, (int)row->who, there,
		       back_again);
	g_test_fail();
}

static void check_all(const struct row *rows, gsize n)
{
	struct derived_home home;
	GError *error = NULL;

	derived_home_open(&home);
	MUST(store_begin(home.store, &error));
	MUST(store_make_indexes(home.store, &error));
	for (gsize i = 0; i < n; i++)
		check(home.store, &rows[i]);
	MUST(store_commit(home.store, &error));
	derived_home_close(&home);
}

static void test_authors(void)
{
	static const struct row rows[] = {
		{ IDA, 0, USER, TRUE },
		{ "IDA.Roe@Example.NET", 0, USER, TRUE },
		/* An address is that one or no other. */
		{ "ida@example.net", 0, USER, FALSE },
		{ "ida.roe@example.com", 0, USER, FALSE },
		{ "ida.roe@example.net.example.org", 0, USER, FALSE },
		/* A name, in whatever order and dress. */
		{ "Ida Roe", 0, USER, TRUE },
		{ "ROE, Ida", 0, USER, TRUE },
		{ "\"Ida Roe\"", 0, USER, TRUE },
		{ "I. Roe", 0, USER, TRUE },
		{ "Ida Maria Roe-Muster", 0, USER, TRUE },
		{ "Ida Roe/Firm/EU", 0, USER, TRUE },
		{ "Ida Roe (Sales)", 0, USER, TRUE },
		/* A word of it, but of the address's own part. */
		{ "Example Net", 0, USER, FALSE },
		{ "Max Muster", 0, USER, FALSE },
		{ "Lou (Ida's office)", 0, USER, FALSE },
		/* Too short to tell anything. */
		{ "ro", 0, USER, FALSE },
		{ "Io", 0, USER, FALSE },
		{ "-", 0, USER, FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_minutes(void)
{
	static const struct row rows[] = {
		/* Clocks of two hosts, and seconds that are not quoted. */
		{ IDA, 75, USER, TRUE },
		{ IDA, -75, USER, TRUE },
		{ IDA, 76, USER, FALSE },
		{ IDA, -76, USER, FALSE },
		{ IDA, 5 * MINUTE, USER, FALSE },
		/* Zones, ahead and behind. */
		{ IDA, HOUR, USER, TRUE },
		{ IDA, -HOUR, USER, TRUE },
		{ IDA, 3 * HOUR + 75, USER, TRUE },
		{ IDA, -3 * HOUR - 75, USER, TRUE },
		{ IDA, 3 * HOUR + 76, USER, FALSE },
		{ IDA, -3 * HOUR - 76, USER, FALSE },
		{ IDA, 14 * HOUR, USER, TRUE },
		{ IDA, -14 * HOUR, USER, TRUE },
		{ IDA, 14 * HOUR + 75, USER, TRUE },
		{ IDA, -14 * HOUR - 75, USER, TRUE },
		{ IDA, 15 * HOUR, USER, FALSE },
		{ IDA, -15 * HOUR, USER, FALSE },
		{ IDA, 24 * HOUR, USER, FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

/* Another hour, or another name, wants one sign more. */
static void test_signs(void)
{
	static const struct row rows[] = {
		{ IDA, 0, STRANGER, TRUE },
		{ IDA, HOUR, STRANGER, FALSE },
		{ IDA, HOUR, STRANGER, TRUE, .same = TRUE },
		{ IDA, HOUR, READER, TRUE },
		{ IDA, HOUR, HERSELF, TRUE },
		/* Written for another, or by another name. */
		{ "Max Muster", 0, USER, TRUE, .same = TRUE },
		{ "Max Muster", 0, READER, TRUE, .same = TRUE },
		{ "Max Muster", 0, READER, FALSE },
		{ "Max Muster", 0, STRANGER, FALSE, .same = TRUE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

/* Nobody quotes what is yet to be written, but clocks are wrong. */
static void test_order(void)
{
	static const struct row rows[] = {
		{ IDA, 0, USER, TRUE, .after = MINUTE },
		{ IDA, 0, USER, TRUE, .after = -15 * MINUTE },
		{ IDA, 0, USER, FALSE, .after = -16 * MINUTE },
		{ IDA, 0, STRANGER, TRUE, .after = -16 * MINUTE, .same = TRUE },
		/* Who names what it answers is tied by that. */
		{ IDA, 0, USER, FALSE, .named = TRUE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

/* Mail to each of a crowd, and then one of the same subject to all of it. */
static guint count_ties(guint crowd, gboolean one_conversation)
{
	g_autoptr(GPtrArray) to = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct store_message message = {
		.copy_id = 1,
		.copies = 1,
		.at = WROTE,
		.kind = KIND_HUMAN,
		.direction = DIRECTION_OUT,
		.subject = "Roof",
		.mid = "",
		.evidence = "",
		.clue = { .topic = 7, .reply = TRUE, .wrote_at = WROTE },
	};
	struct derived_home home;
	GError *error = NULL;

	derived_home_open(&home);
	MUST(store_begin(home.store, &error));
	MUST(store_make_indexes(home.store, &error));
	message.address_id = address_id(home.store, "me@example.org");
	for (guint i = 0; i < crowd; i++) {
		const char *each[] = { NULL, NULL };

		g_ptr_array_add(to, g_strdup_printf("p%u@example.net", i));
		each[0] = to->pdata[i];
		message.message_key = 100 + i;
		message.conversation_id = one_conversation ? 1 : 100 + i;
		message.clue.party = address_id(home.store, each[0]);
		put(home.store, &message, each);
	}
	g_ptr_array_add(to, NULL);
	message.message_key = message.target = 99;
	message.conversation_id = 99;
	message.clue.party = 0;
	message.clue.wrote_at += HOUR;
	put(home.store, &message, (const char *const *)to->pdata);
	MUST(tie_add_clues(home.store, &message, TRUE, targets, &error));
	MUST(store_commit(home.store, &error));
	derived_home_close(&home);
	return targets->len;
}

/* So many are asked after, and nobody whom it is tied to already. */
static void test_crowds(void)
{
	g_assert_cmpuint(count_ties(3, FALSE), ==, 3);
	g_assert_cmpuint(count_ties(50, FALSE), ==, 50);
	g_assert_cmpuint(count_ties(60, FALSE), ==, 50);
	g_assert_cmpuint(count_ties(60, TRUE), ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tie/authors", test_authors);
	g_test_add_func("/tie/minutes", test_minutes);
	g_test_add_func("/tie/signs", test_signs);
	g_test_add_func("/tie/order", test_order);
	g_test_add_func("/tie/crowds", test_crowds);
	return g_test_run();
}
