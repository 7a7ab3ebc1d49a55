/*
 * Mail and what is said, one before the other or the other way round, and
 * taken back in between: the same tables come out, and a rebuild changes none.
 */
#include "config.h"

#include "agent/settle.h"
#include "agent/derive/tie.h"
#include "store/saying.h"
#include "tests/unit/derived.h"

/* Monday, 2 March 2026, 09:00 UTC. */
#define MONDAY G_GINT64_CONSTANT(1772442000)

#define ME "me@example.org"
#define ADA "ada@example.com"
#define ADA_HOME "ada@home.example"
#define ADA_OLD "ada@old.example"
#define BERT "bert@example.com"

static const struct mail {
	const char *id, *from, *to[3], *answers;
	int hours;
	gboolean absent; /* it only says so */
} mails[] = {
	{ "a1", ME, { ADA }, NULL, 0 },
	{ "a2", ADA, { ME }, "a1", 5 },
	{ "a3", ME, { ADA_HOME }, "a2", 8 },
	{ "a4", ADA_HOME, { ME }, "a3", 30 },
	{ "b1", ME, { BERT }, NULL, 2 },
	{ "b2", BERT, { ME }, "b1", 9 },
	{ "b3", ME, { ADA, BERT }, "b2", 11 },
	{ "c1", ME, { ADA, ADA_HOME, BERT }, NULL, 40 },
	{ "c2", ADA_HOME, { ME }, "c1", 41 },
	{ "d1", ADA_OLD, { ME }, NULL, -900 },
	{ "d2", ME, { ADA_OLD }, "d1", -890 },
	/* It proves a touch; and is known of who was called. */
	{ "d3", ME, { BERT }, "gone", 60 },
	{ "e1", "carl@example.net", { ME }, NULL, 25, TRUE },
	/* What they answer is gone. */
	{ "g1", ADA_HOME, { ME }, "gone1", 60 },
	{ "g2", ME, { ADA_OLD }, "gone2", 61 },
	{ "g3", ADA, { ME }, "gone3", 62 },
	{ "g4", ADA_HOME, { ME }, "gone3", 63 },
};

#define N_MAILS G_N_ELEMENTS(mails)

/* In this order always: it is what they mean.  A number undoes that one. */
static const struct act {
	const char *verb, *address, *word;
	int hours;
	gint64 undoes;
} acts[] = {
	{ "log", ADA_HOME, "call both", 20, 0 },
	{ "merge", ADA, ADA_HOME, 0, 0 },
	{ "tag", ADA, "vip", 0, 0 },
	{ "merge", ADA_OLD, ADA, 0, 0 },
	{ "log", BERT, "letter out", 50, 0 },
	{ NULL, NULL, NULL, 0, 5 },
	{ "merge", BERT, ADA, 0, 0 },
	{ "split", ADA, BERT, 0, 0 },
	{ "split", ADA, ADA_OLD, 0, 0 },
	{ "merge", BERT, ADA_OLD, 0, 0 },
	{ NULL, NULL, NULL, 0, 9 },
	{ "log", "carl@example.net", "meeting", 21, 0 },
	{ "stage", ADA_OLD, "lost", 0, 0 },
};

#define N_ACTS G_N_ELEMENTS(acts)

#define MUST(call)                           \
	do {                                 \
		gboolean went_well = (call); \
		g_assert_no_error(error);    \
		g_assert_true(went_well);    \
	} while (0)

struct world {
	struct derived_home home;
	config_t *config;
};

static void world_open(struct world *world)
{
	static const char text[] = "[tend]\ntime-zone=UTC\n"
				   "[account one]\nidentities=" ME "\n";
	GError *error = NULL;

	derived_home_open(&world->home);
	world->config = config_parse("test", text, strlen(text), &error);
	g_assert_no_error(error);
}

static void world_close(struct world *world)
{
	config_free(world->config);
	derived_home_close(&world->home);
}

static void put(struct world *world, const struct mail *mail)
{
	struct record_address items[4] = {
		{ ADDRESS_FROM, "", mail->from },
	};
	const char *answers[] = { mail->answers };
	struct record_facts facts = {
		.version = 1,
		.key = (guint64)tie_hash(mail->id),
		.content = (guint64)tie_hash(mail->id),
		.message_id = mail->id,
		.date = MONDAY + mail->hours * 3600,
		.subject = mail->id,
		.kind = mail->absent ? KIND_AUTO_REPLY : KIND_HUMAN,
		.absence = mail->absent ? ABSENCE_LEFT : ABSENCE_NONE,
		.quoted_at = G_MININT64,
		.asks_day = G_MININT32,
		.addresses = { items, 1 },
		.in_reply_to = { answers, mail->answers != NULL },
	};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct record_copy copy = {
		.uidvalidity = 7,
		.uid = (guint32)(mail - mails) + 1,
		.internal_at = facts.date,
		.size = 100,
		.keywords = "",
	};
	GError *error = NULL;
	g_autoptr(ingest) ingest =
	    settle_begin(world->home.store, world->config, &error);

	g_assert_no_error(error);
	for (guint i = 0; i < 3 && mail->to[i]; i++)
		items[facts.addresses.n++] =
		    (struct record_address){ ADDRESS_TO, "", mail->to[i] };
	record_encode(RECORD_FACTS, &facts, bytes);
	copy.facts =
	    (struct record_bytes){ (const char *)bytes->data, bytes->len };
	MUST(store_begin(world->home.store, &error));
	MUST(ingest_copy(ingest,
			 derived_folder(&world->home, "INBOX", FOLDER_INBOX),
			 FOLDER_INBOX, &copy, &error));
	MUST(ingest_flush(ingest, &error));
	MUST(store_commit(world->home.store, &error));
}

static void act(struct world *world, const struct act *act)
{
	struct store_saying saying = {
		.said_at = MONDAY + 360000,
		.at = MONDAY + act->hours * 3600,
		.verb = act->verb,
		.address = act->address,
		.word = act->word,
		.text = "",
	};
	GError *error = NULL;
	gboolean done = FALSE;
	gint64 id;

	MUST(store_begin(world->home.store, &error));
	if (act->undoes) {
		MUST(store_saying_undo(world->home.store, act->undoes, MONDAY,
				       &done, &error));
		g_assert_true(done);
	} else {
		MUST(store_saying_add(world->home.store, &saying, &id, &error));
	}
	MUST(store_commit(world->home.store, &error));
}

static void settle(struct world *world)
{
	GError *error = NULL;

	MUST(settle_end(world->home.store, world->config, &error));
}

/* Mail in any order, acts in theirs, one among the other. */
static void run_shuffled(struct world *world, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	guint order[N_MAILS], mail = 0, said = 0;

	for (guint i = 0; i < N_MAILS; i++)
		order[i] = i;
	for (guint i = N_MAILS - 1; i > 0; i--) {
		guint j = (guint)g_rand_int_range(random, 0, (gint32)i + 1);
		guint other = order[i];

		order[i] = order[j];
		order[j] = other;
	}
	while (mail < N_MAILS || said < N_ACTS) {
		gboolean is_mail = said == N_ACTS ||
				   (mail < N_MAILS && g_rand_boolean(random));

		if (is_mail)
			put(world, &mails[order[mail++]]);
		else
			act(world, &acts[said++]);
		if (g_rand_boolean(random))
			settle(world);
	}
	settle(world);
}

static char *wanted_dump(void)
{
	struct world world;
	char *wanted;

	world_open(&world);
	for (guint i = 0; i < N_MAILS; i++)
		put(&world, &mails[i]);
	for (guint i = 0; i < N_ACTS; i++)
		act(&world, &acts[i]);
	settle(&world);
	wanted = derived_dump(world.home.path);
	world_close(&world);
	return wanted;
}

/* The yardstick itself, worked out by hand. */
static void test_wanted(void)
{
	g_autofree char *wanted = wanted_dump();
	static const char *const lines[] = {
		"person|ada@example.com,ada@home.example|1|",
		"person|ada@old.example|1|",
		"person|bert@example.com|1|",
		"person|carl@example.net|1|",
		"touch|ada@example.com,ada@home.example|1772514000|-1|3|1|1",
		"touch|carl@example.net|1772517600|-10|3|2|1",
		"touch|carl@example.net|1772532000|",
		"touch|bert@example.com|1772657999|",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_test_message("%s", lines[i]);
		g_assert_nonnull(strstr(wanted, lines[i]));
	}
	g_assert_null(strstr(wanted, "bert@example.com,"));
	/* The letter was taken back. */
	g_assert_null(strstr(wanted, "|-5|"));
}

static void test_shuffled(void)
{
	g_autofree char *wanted = wanted_dump();

	for (guint32 seed = 0; seed < 25; seed++) {
		g_autofree char *got = NULL, *rebuilt = NULL;
		struct world world;
		GError *error = NULL;

		world_open(&world);
		run_shuffled(&world, seed);
		got = derived_dump(world.home.path);
		derived_compare(wanted, got, "seed", seed);
		MUST(settle_rebuild(world.home.store, world.config, &error));
		rebuilt = derived_dump(world.home.path);
		derived_compare(wanted, rebuilt, "rebuilt, seed", seed);
		world_close(&world);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/say/wanted", test_wanted);
	g_test_add_func("/say/shuffled", test_shuffled);
	return g_test_run();
}
