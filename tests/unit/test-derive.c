/* The same facts, in whatever order and however often, give the same tables. */
#include "config.h"

#include "agent/derive/derive.h"

#include <string.h>

#include "agent/clock.h"
#include "agent/settle.h"
#include "agent/derive/tie.h"
#include "store/message.h"
#include "store/saying.h"
#include "tests/unit/derive-mails.h"
#include "tests/unit/derived.h"

/* ---- from a row to a copy ---- */

static enum folder_role role_of(const char *folder)
{
	static const struct {
		const char *name;
		enum folder_role role;
	} roles[] = {
		{ "INBOX", FOLDER_INBOX },   { "Sent", FOLDER_SENT },
		{ "All", FOLDER_ALL },	     { "Archive", FOLDER_ARCHIVE },
		{ "Drafts", FOLDER_DRAFTS }, { "Junk", FOLDER_JUNK },
		{ "Trash", FOLDER_TRASH },   { "2/INBOX", FOLDER_INBOX },
		{ "2/Sent", FOLDER_SENT },   { "Lists", FOLDER_OTHER },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (g_str_equal(folder, roles[i].name))
			return roles[i].role;
	g_assert_not_reached();
}

static void add_addresses(GArray *items, GPtrArray *owned, const char *list,
			  enum address_role role)
{
	char **each;

	if (!list || !*list)
		return;
	each = g_strsplit(list, ",", -1);
	g_ptr_array_add(owned, each);
	for (guint i = 0; each[i]; i++) {
		struct record_address item = { role, "", each[i] };
		char *bracket = strstr(each[i], " <");

		if (bracket) {
			*bracket = '\0';
			item.name = each[i];
			item.address = bracket + 2;
			*strchr(bracket + 2, '>') = '\0';
		}
		g_array_append_val(items, item);
	}
}

static void set_ids(struct record_texts *texts, GPtrArray *owned,
		    const char *list, const char *between)
{
	char **each;

	if (!list)
		return;
	each = g_strsplit(list, between, -1);
	g_ptr_array_add(owned, each);
	texts->texts = (void *)each;
	texts->n = g_strv_length(each);
}

static void free_strings(gpointer strings)
{
	g_strfreev(strings);
}

static GByteArray *facts_of(const struct mail *mail)
{
	g_autoptr(GPtrArray) owned =
	    g_ptr_array_new_with_free_func(free_strings);
	g_autoptr(GArray) items =
	    g_array_new(FALSE, FALSE, sizeof(struct record_address));
	g_autofree char *content = NULL;
	GByteArray *bytes = g_byte_array_new();
	const char *phone = mail->phone;
	struct record_facts facts = {
		.version = 1,
		.key =
		    (guint64)tie_hash(*mail->mid ? mail->mid : mail->subject),
		.message_id = mail->mid,
		.date = mail->dated == DATED ? MONDAY + mail->hours * 3600
					     : G_MININT64,
		.subject = mail->subject ? mail->subject : mail->mid,
		.kind = mail->kind ? (guint32)mail->kind : KIND_HUMAN,
		.bulk_only = mail->bulk,
		.evidence = mail->kind ? "List-Id: <x>" : "",
		.quoted_author = mail->quoted,
		.quoted_at = mail->quoted ? MONDAY + mail->quoted_hours * 3600 +
						mail->quoted_minutes * 60
					  : G_MININT64,
		.quoted_local = TRUE,
		.author = mail->author,
		.author_office = mail->office,
		.asks_day = G_MININT32,
		.body_read = mail->words != 0,
		.words = (guint32)MAX(mail->words, 0),
		.quoted_forward = mail->forward,
		.unsubscribe = mail->unsubscribe,
		.about = mail->about,
		.phones = { &phone, mail->phone != NULL },
		.event_method = mail->method,
		.event_uid = mail->event,
		.event_answer = mail->answer,
		.event_start =
		    mail->starts ? MONDAY + mail->starts * 3600 : G_MININT64,
		.event_end =
		    mail->ends ? MONDAY + mail->ends * 3600 : G_MININT64,
		.delayed = mail->delayed,
		.absence = (guint32)mail->absence,
		.back = mail->back ? mail->back : G_MININT32,
		.text = mail->text ? (guint64)tie_hash(mail->text) : 0,
	};

	add_addresses(items, owned, mail->from, ADDRESS_FROM);
	add_addresses(items, owned, mail->to, ADDRESS_TO);
	add_addresses(items, owned, mail->cc, ADDRESS_CC);
	add_addresses(items, owned, mail->failed, ADDRESS_FAILED);
	facts.addresses.items = (void *)items->data;
	facts.addresses.n = items->len;
	set_ids(&facts.in_reply_to, owned, mail->irt, " ");
	set_ids(&facts.references, owned, mail->refs, " ");
	set_ids(&facts.event_attendees, owned, mail->attendees, ",");
	content = g_strdup_printf("%s|%s|%s|%s|%s|%s|%s|%s", mail->from,
				  mail->to, mail->cc, mail->subject, mail->refs,
				  mail->irt, mail->quoted, mail->about);
	facts.content = (guint64)tie_hash(content);
	record_encode(RECORD_FACTS, &facts, bytes);
	return bytes;
}

/* ---- a store and its folders ---- */

struct world {
	struct derived_home home;
	config_t *config;
	struct ingest *ingest;
	guint32 uidvalidity;
};

#define MUST(call)                           \
	do {                                 \
		gboolean went_well = (call); \
		g_assert_no_error(error);    \
		g_assert_true(went_well);    \
	} while (0)

/* Of copies that come first, in the middle and last, and of subjects. */
#define LINES                                                            \
	"[stage customer]\nfolders=arch*;all\nsubjects=*ladders*;soup\n" \
	"[stage lost]\nsubjects=ROOF\nfrom=hal@*\nfolders=trash;drafts\n"

static config_t *configure(const char *identities, guint max_recipients,
			   const char *lines)
{
	g_autofree char *text = g_strdup_printf(
	    "[tend]\ntime-zone=UTC\nmax-recipients=%u\ntrack-folders=2/sent\n"
	    "[account one]\nidentities=%s\nfolders=*\n"
	    "[account two]\nidentities=%s\nfolders=*\n%s",
	    max_recipients, identities, identities, lines);
	GError *error = NULL;
	config_t *config = config_parse("config", text, strlen(text), &error);

	g_assert_no_error(error);
	return config;
}

static void begin_ingest(struct world *world)
{
	GError *error = NULL;

	g_clear_pointer(&world->ingest, ingest_free);
	world->ingest = settle_begin(world->home.store, world->config, &error);
	g_assert_no_error(error);
}

static void end_ingest(struct world *world)
{
	GError *error = NULL;

	MUST(settle_end(world->home.store, world->config, &error));
}

static void say(struct world *world)
{
	static const struct store_saying sayings[] = {
		{ .verb = "track", .address = "bert@example.com" },
		{ .verb = "stage",
		  .address = "dora@example.net",
		  .word = "customer" },
		{ .verb = "mute", .address = "emil@example.net" },
	};
	GError *error = NULL;
	gint64 ignored;

	MUST(store_begin(world->home.store, &error));
	for (gsize i = 0; i < G_N_ELEMENTS(sayings); i++) {
		struct store_saying saying = sayings[i];

		saying.text = "";
		if (!saying.word)
			saying.word = "";
		saying.said_at = saying.at = MONDAY;
		MUST(store_saying_add(world->home.store, &saying, &ignored,
				      &error));
	}
	MUST(store_commit(world->home.store, &error));
}

static void world_open_as(struct world *world, const char *identities,
			  guint max_recipients, const char *lines)
{
	memset(world, 0, sizeof *world);
	derived_home_open(&world->home);
	world->config = configure(identities, max_recipients, lines);
	world->uidvalidity = UIDVALIDITY;
	say(world);
	begin_ingest(world);
}

#define OWN "me@example.org;me@work.example"

static void world_open(struct world *world)
{
	world_open_as(world, OWN, 10, LINES);
}

static void world_close(struct world *world)
{
	ingest_free(world->ingest);
	config_free(world->config);
	derived_home_close(&world->home);
}

static void put(struct world *world, const struct mail *mail)
{
	g_autoptr(GByteArray) facts = facts_of(mail);
	enum folder_role role = role_of(mail->folder);
	gint64 folder_id = derived_folder(&world->home, mail->folder, role);
	const struct record_copy copy = {
		.uidvalidity = world->uidvalidity,
		.uid = mail->uid,
		.internal_at = mail->dated == AT_NO_TIME
				   ? 0
				   : MONDAY + (mail->hours + mail->late) * 3600,
		.size = 100,
		.flags = mail->flags,
		.keywords = "",
		.facts = { (const char *)facts->data, facts->len },
	};
	GError *error = NULL;

	MUST(ingest_copy(world->ingest, folder_id, (int)role, &copy, &error));
}

static void commit(struct world *world)
{
	GError *error = NULL;

	MUST(ingest_flush(world->ingest, &error));
	MUST(store_commit(world->home.store, &error));
}

static void put_in_order(struct world *world, const guint *order, guint n)
{
	GError *error = NULL;

	MUST(store_begin(world->home.store, &error));
	for (guint i = 0; i < n; i++)
		put(world, &mails[order[i]]);
	commit(world);
}

/* As they are before their bodies are read, some again after that. */
static void put_headers(struct world *world, GRand *random)
{
	GError *error = NULL;

	MUST(store_begin(world->home.store, &error));
	for (guint i = 0; i < N_MAILS; i++) {
		struct mail mail = mails[i];

		mail.quoted = NULL;
		mail.words = 0;
		mail.text = mail.phone = NULL;
		mail.forward = mail.unsubscribe = FALSE;
		if ((mails[i].quoted || mails[i].words) &&
		    g_rand_boolean(random))
			put(world, &mail);
	}
	commit(world);
}

/* In parts, as a mailbox that is watched: judged in between. */
static void put_shuffled(struct world *world, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	guint order[N_MAILS];
	guint n;

	for (guint i = 0; i < N_MAILS; i++)
		order[i] = i;
	for (guint i = N_MAILS - 1; i > 0; i--) {
		guint j = (guint)g_rand_int_range(random, 0, (gint32)i + 1);
		guint other = order[i];

		order[i] = order[j];
		order[j] = other;
	}
	for (guint i = 0; i < N_MAILS; i += n) {
		n = (guint)g_rand_int_range(random, 1, N_MAILS / 2);
		n = MIN(n, (guint)N_MAILS - i);
		if (i == 0)
			put_headers(world, random);
		put_in_order(world, order + i, n);
		if (g_rand_boolean(random))
			end_ingest(world);
	}
	end_ingest(world);
}

static void put_all(struct world *world)
{
	guint order[N_MAILS];

	for (guint i = 0; i < N_MAILS; i++)
		order[i] = i;
	put_in_order(world, order, N_MAILS);
	end_ingest(world);
}

static char *dump(struct world *world)
{
	return derived_dump(world->home.path);
}

/* What all other orders must come to. */
static char *wanted_dump(void)
{
	struct world world;
	char *wanted;

	world_open(&world);
	put_all(&world);
	wanted = dump(&world);
	world_close(&world);
	return wanted;
}

/* ---- tests ---- */

/* Whether a line has this in it: "%mid|" is a key, "*" whatever there is. */
static gboolean has_line(const char *dump, const char *wanted)
{
	g_auto(GStrv) lines = g_strsplit(dump, "\n", -1);
	g_autoptr(GString) pattern = g_string_new("*");

	for (const char *p = wanted; *p; p++) {
		g_autofree char *mid =
		    *p == '%' ? g_strndup(p + 1, strcspn(p, "|") - 1) : NULL;

		if (!mid) {
			g_string_append_c(pattern, *p);
			continue;
		}
		g_string_append_printf(pattern, "%" G_GINT64_FORMAT,
				       tie_hash(mid));
		p += strlen(mid);
	}
	g_string_append_c(pattern, '*');
	for (char **line = lines; *line; line++)
		if (g_pattern_match_simple(pattern->str, *line))
			return TRUE;
	return FALSE;
}

/* The yardstick itself: a few numbers worked out by hand. */
static void test_by_hand(void)
{
	static const char *const lines[] = {
		"address|ada@example.com|Ada|",
		"address|bert@example.com||",
		/* by the Date of a copy that it fits, not by its arrival */
		"address|cleo@example.net|Cleo|1775682000|",
		/* l4: directly too */
		"touch|emil@example.net|1772571600|",
		/* sent: w1 w2 c4 c5 f1 b2; received: w3 w4 x1 b1 */
		"counts|bert@example.com|6|4",
		/* sent: a1 c4 c5; received: q1 t1 n2 u5 */
		"counts|ada@example.com|3|4",
		/* never a sent draft's count but for the draft itself */
		"counts|emil@example.net|2|5",
		"counts|me@example.org|2|0",
		/* k1 to k4 at 50, m1 and m2 at 60: in, out, in, out, in, in */
		"counts|kay@example.net|2|4",
		/* sent: bulk1; bulk2 answers it, bulk3 answers that, bulk4
		 * is a robot's */
		"counts|ben@example.net|1|1",
		"person|ben@example.net|1|",
		"touch|ben@example.net|1773525600|",
		/* received: h1 h2, not from the list; sent: h3 */
		"counts|lou@example.net|1|2",
		"counts|talk@lists.example|0|1",
		/* o1 o2 o3, not o4; none of sales@, which got a copy of o6 */
		"touch|info@firm.example|1774242000|",
		"touch|info@firm.example|1774314000|",
		"address|sales@firm.example||0|1774386000|1774458000|0",
		/* fw2 alone: real text, of which the body was read */
		"touch|fay@example.net|1774638000|",
		"person|fay@example.net|1||0|3|1|1|3|*|+1 555 0101|",
		/* tw1 tw4 tw6, not what came within a day after */
		"touch|tom@example.net|1774962000|",
		"touch|tom@example.net|1775145600|",
		"touch|tom@example.net|1775178000|",
		"person|tom@example.net|1||0|3|0|1|2|1|0|",
		"person|uma@example.net|1||0|3|1|2|1|1|",
		/* bo1 bo8; bo2 came back, not before it was sent */
		"person|vic@example.net|1||0|2|2|2|0|",
		"touch|vic@example.net|1775322000|%bo2|0|0|1|*|16384|-|-",
		"touch|vic@example.net|1775430000|%bo10|0|0|1|*|16384|",
		"touch|vic@example.net|1775340000|%bo3|0|0|1|*|16384|-|-",
		"touch|vic@example.net|1775343600|%bo4|0|0|1|*|262144|-|-",
		"touch|vic@example.net|1775358000|%bo6|0|0|1|*|32768|20530|",
		/* out: pr1 pr2 gone2 pr5 pr11; in: gone1 pr3 pr4 */
		"person|yan@example.net|1||0|3|2|5|3|",
		"touch|yan@example.net|1775646000|*|2|0|1|*|1024|-|-",
		"touch|yan@example.net|1775717999|*|1|0|1|*|1024|-|-",
		/* out: pr6 pr8 pr9 (Clay) pr11 pr13 pr14; in: pr7 (Lime) pr10
		 * pr12 */
		"person|zoe.roe@example.net|1|Zoe Roe|0|3|2|7|4|",
		"touch|zoe.roe@example.net|1776078000|*|2|0|1|*|1024|-|-",
		"touch|zoe.roe@example.net|1776133020|*|1|0|1|*|1024|-|-",
		/* one meeting, moved, with who did not decline; and her word */
		"touch|abe@example.net|1776477600|%ev1|3|2|",
		"person|abe@example.net|1||0|3|0|0|0|1|",
		"touch|coy@example.net|1776477600|%ev1|3|2|",
		"touch|coy@example.net|1776427200|%ev4|0|0|1|*|131072|-|-",
		"touch|dee@example.net|1776819600|%ev11|3|2|",
		/* by subject; by subject, but an address says lost; by subject
		 * too; by a folder, not as its best copy lies, nor by one in
		 * the trash; tracked by the
		 * last of mail in another; the user's own word holds */
		"person|gus@example.net|1||1|4|",
		"person|hal@example.net|1||1|5|",
		"person|ida.roe@example.net|1||0|5|",
		"person|ada@example.com|1|Ada|1|4|",
		"person|bert@example.com|1||1|3|",
		"person|dora@example.net|1||1|4|",
		"person|ben@example.net|1||0|3|",
		/* ada: q1 a1 t1 c5 u5 */
		"person|ada@example.com|1|",
	};
	g_autofree char *got = wanted_dump();

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!has_line(got, lines[i])) {
			g_test_message("%s", got);
			g_error("no line '%s'", lines[i]);
		}
}

/* The conversation of a mail, as a number of this world's only. */
static gint64 conversation_of(struct world *world, const char *mid)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) list = store_message_list_by_mid(
	    world->home.store, tie_hash(mid), mid, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(list->len, ==, 1);
	return ((const struct store_message *)list->pdata[0])->conversation_id;
}

/* What goes together without an id, and what does not. */
static void test_ties(void)
{
	static const struct {
		const char *a, *b;
		gboolean tied;
	} pairs[] = {
		{ "v1", "v2", TRUE },  { "v2", "v3", TRUE },
		{ "v1", "v4", TRUE },  { "v1", "v5", FALSE },
		{ "v5", "v8", TRUE },  { "v1", "v7", FALSE },
		{ "y1", "y2", TRUE },  { "y1", "y3", TRUE },
		{ "e1", "e2", TRUE },  { "e1", "e3", TRUE },
		{ "e4", "e5", TRUE },  { "g1", "g2", TRUE },
		{ "g3", "g4", TRUE },  { "g1", "g3", FALSE },
		{ "g1", "g4", FALSE }, { "e1", "e4", FALSE },
		{ "r1", "r2", TRUE },  { "r2", "r3", TRUE },
		{ "r3", "r4", TRUE },  { "z1", "z3", TRUE },
		{ "z1", "z2", FALSE }, { "bo1", "bo2", TRUE },
	};

	for (guint32 seed = 500; seed < 520; seed++) {
		struct world world;

		world_open(&world);
		put_shuffled(&world, seed);
		for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
			gboolean tied = conversation_of(&world, pairs[i].a) ==
					conversation_of(&world, pairs[i].b);

			if (tied == pairs[i].tied)
				continue;
			g_test_message("seed %u: %s and %s", seed, pairs[i].a,
				       pairs[i].b);
			g_test_fail();
		}
		world_close(&world);
	}
}

static guint count_early(struct world *world)
{
	GError *error = NULL;
	g_autoptr(GArray) keys =
	    store_message_list_early_answers(world->home.store, &error);

	g_assert_no_error(error);
	return keys->len;
}

/* No answer before its question, whatever comes first. */
static void test_clocks(void)
{
	for (guint32 seed = 200; seed < 220; seed++) {
		struct world world;

		world_open(&world);
		put_shuffled(&world, seed);
		g_assert_cmpuint(count_early(&world), ==, 0);
		world_close(&world);
	}
}

/* The same on a first reading, which makes the indexes at its end. */
static void test_clocks_late(void)
{
	g_autofree char *wanted = wanted_dump();
	g_autofree char *got = NULL;
	GError *error = NULL;
	struct world world;

	world_open(&world);
	MUST(store_begin(world.home.store, &error));
	MUST(store_defer_indexes(world.home.store, &error));
	commit(&world);
	put_all(&world);
	g_assert_cmpuint(count_early(&world), ==, 0);
	got = dump(&world);
	derived_compare(wanted, got, "late indexes", 0);
	world_close(&world);
}

static void test_any_order(void)
{
	g_autofree char *wanted = wanted_dump();

	for (guint32 seed = 1; seed <= 60; seed++) {
		g_autofree char *got = NULL;
		struct world world;

		world_open(&world);
		put_shuffled(&world, seed);
		got = dump(&world);
		world_close(&world);
		derived_compare(wanted, got, "seed", seed);
	}
}

static void test_again_changes_nothing(void)
{
	g_autofree char *wanted = NULL;
	g_autofree char *got = NULL;
	struct world world;
	gint64 changes;

	world_open(&world);
	put_shuffled(&world, 5);
	wanted = dump(&world);
	begin_ingest(&world);
	changes = store_changes(world.home.store);
	put_all(&world);
	g_assert_cmpint(store_changes(world.home.store), ==, changes);
	g_assert_cmpuint(ingest_get_counts(world.ingest)->known, ==, N_MAILS);
	g_assert_cmpuint(ingest_get_counts(world.ingest)->messages, ==, 0);
	got = dump(&world);
	derived_compare(wanted, got, "again", 1);
	world_close(&world);
}

static void test_rebuild(void)
{
	for (guint32 seed = 100; seed < 105; seed++) {
		g_autofree char *wanted = NULL;
		g_autofree char *got = NULL;
		GError *error = NULL;
		struct world world;

		world_open(&world);
		put_shuffled(&world, seed);
		wanted = dump(&world);
		MUST(settle_rebuild(world.home.store, world.config, &error));
		got = dump(&world);
		derived_compare(wanted, got, "rebuild of seed", seed);
		world_close(&world);
	}
}

/* Settings that come late count as if they had always been. */
static void test_late_settings(void)
{
	static const struct {
		const char *identities;
		guint max_recipients;
		const char *lines;
	} before[] = {
		{ "other@example.org", 10, LINES },
		{ "me@example.org", 10, LINES },
		{ OWN ";ada@example.com", 10, LINES },
		{ OWN, 1, LINES },
		{ OWN, 100, LINES },
		{ OWN, 10, "" },
		{ OWN, 10, "[stage customer]\nsubjects=price\n" },
		{ OWN, 10,
		  LINES "[tag x]\ncadence=gentle\n"
			"[stage engaged]\nkeep-in-touch=1w\n" },
	};
	g_autofree char *wanted = wanted_dump();

	for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *then = NULL;
		g_autofree char *got = NULL;
		struct world world;

		world_open_as(&world, before[i].identities,
			      before[i].max_recipients, before[i].lines);
		put_shuffled(&world, 200 + i);
		then = dump(&world);
		g_assert_cmpstr(then, !=, wanted);
		config_free(world.config);
		world.config = configure(OWN, 10, LINES);
		begin_ingest(&world);
		end_ingest(&world);
		got = dump(&world);
		derived_compare(wanted, got, "settings", i);
		world_close(&world);
	}
}

/* The server numbers its folders anew: the same copies come once more. */
static void test_restart(void)
{
	g_autofree char *wanted = wanted_dump();
	g_autofree char *between = NULL;
	g_autofree char *got = NULL;
	GError *error = NULL;
	struct world world;
	gint64 count;

	world_open(&world);
	put_shuffled(&world, 300);
	world.uidvalidity++;
	MUST(store_begin(world.home.store, &error));
	for (guint i = 0; i < world.home.folders->len; i++)
		MUST(store_folder_restart(world.home.store,
					  derived_nth_folder(&world.home, i),
					  world.uidvalidity, MONDAY, &error));
	MUST(store_commit(world.home.store, &error));
	/* What is gone from the server still counts. */
	between = dump(&world);
	derived_compare(wanted, between, "restart", 0);
	put_shuffled(&world, 301);
	got = dump(&world);
	derived_compare(wanted, got, "restart", 1);
	MUST(store_copy_count(world.home.store, 0, &count, &error));
	g_assert_cmpint(count, ==, N_MAILS);
	world_close(&world);
}

/* Under a UID stands another mail now: the old one was never there. */
static void test_replaced(void)
{
	static const struct mail wrong[] = {
		/* Received when the true ones were: a UID is one mail. */
		{ "INBOX", 1, "z1", "zed@example.com", ME, .hours = 50,
		  .late = -50, .irt = "w1", .refs = "z0 w1", .subject = "Zed" },
		{ "Sent", 1, "z2", ME, "zed@example.com", .hours = 51,
		  .late = -46 },
		{ "Sent", 4, "p1", ME, DORA, .hours = -60, .irt = "s3" },
		{ "INBOX", 9, "l1", EMIL, ME "," CLEO, .hours = 11,
		  .refs = "q1" },
		{ "All", 5, "u1", CLEO, ME, .hours = -900, .dated = UNDATED },
		{ "INBOX", 13, "", DORA, BERT, .hours = 20,
		  .subject = "nameless" },
		{ "2/INBOX", 2, "b1", BERT, "me@work.example", .hours = 23,
		  .kind = KIND_BOUNCE },
		/* What proves a touch is there; or one more does. */
		{ "INBOX", 100, "gone1", YAN, ME, .hours = 890, .late = 20 },
		{ "INBOX", 101, "gone2", ME, YAN, .hours = 900, .late = 30 },
		{ "INBOX", 103, "lime", ZOE, ME, .hours = 1010, .late = 20,
		  .subject = "Lime" },
		{ "Sent", 105, "pr9", ME, ZOE, .hours = 1015, .late = 6,
		  .subject = "Re: Lime", .quoted = "Zoe Roe",
		  .quoted_hours = 1010 },
		/* Declined and accepted; cancelled, of another event. */
		{ "INBOX", 122, "ev3", "bea@example.net", ME "," ABE,
		  .hours = 1105, .late = 1, ANSWERS("a", "accepted") },
		{ "INBOX", 121, "ev0", ABE, ME, .hours = 1090, .late = 15,
		  .kind = KIND_CALENDAR, .method = "cancel", .event = "a" },
		{ "INBOX", 125, "ev6", ABE, ME, .hours = 1201, INVITES("g"),
		  .attendees = "me@example.org,eve@example.net",
		  .starts = 1210 },
		/* The first of twins; an only reader, and another. */
		{ "INBOX", 80, "tw0", "tom@example.net", ME, .hours = 695,
		  .late = 5, .subject = "Plan", .words = 9, .text = "plan" },
		{ "Sent", 90, "bo1", ME, "win@example.net", .hours = 799,
		  .late = 1, .subject = "Bricks" },
		{ "Sent", 91, "bo8", ME, "xia@example.net", .hours = 820,
		  .subject = "Mortar" },
	};
	g_autofree char *wanted = wanted_dump();

	for (guint i = 0; i <= G_N_ELEMENTS(wrong); i++) {
		gboolean all = i == G_N_ELEMENTS(wrong);
		g_autofree char *then = NULL;
		g_autofree char *got = NULL;
		GError *error = NULL;
		struct world world;

		world_open(&world);
		MUST(store_begin(world.home.store, &error));
		for (guint j = 0; j < G_N_ELEMENTS(wrong); j++)
			if (all || i == j)
				put(&world, &wrong[j]);
		commit(&world);
		end_ingest(&world);
		then = dump(&world);
		put_shuffled(&world, 400 + i);
		got = dump(&world);
		g_assert_cmpstr(then, !=, got);
		derived_compare(wanted, got, "replaced", i);
		world_close(&world);
	}
}

/* Two that a third tied, which was never there: in a first reading too. */
static void test_untied(void)
{
	static const struct mail steps[] = {
		{ "INBOX", 1, "ua", ADA, ME, .hours = 1 },
		{ "INBOX", 2, "ub", BERT, ME, .hours = 2 },
		{ "INBOX", 3, "uc", CLEO, ME, .hours = 3, .refs = "ua ub" },
		{ "INBOX", 3, "ud", CLEO, ME, .hours = 3 },
		{ "Sent", 1, "ue", ME, BERT, .hours = 5, .irt = "ub" },
	};

	for (guint late = 0; late < 2; late++) {
		GError *error = NULL;
		struct world world;

		world_open(&world);
		for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
			MUST(store_begin(world.home.store, &error));
			if (late && i == 0)
				MUST(store_defer_indexes(world.home.store,
							 &error));
			put(&world, &steps[i]);
			commit(&world);
			if (i == 3) /* and now it is over */
				end_ingest(&world);
		}
		g_assert_cmpint(conversation_of(&world, "ua"), !=,
				conversation_of(&world, "ub"));
		g_assert_cmpint(conversation_of(&world, "ub"), ==,
				conversation_of(&world, "ue"));
		world_close(&world);
	}
}

/* Changes of rows by bodies that come late to a flood of one subject. */
static gint64 flood(const struct mail *parts, guint n)
{
	GError *error = NULL;
	struct world world;
	gint64 changes = 0;

	world_open(&world);
	for (guint bodies = 0; bodies < 2; bodies++) {
		changes = store_changes(world.home.store);
		MUST(store_begin(world.home.store, &error));
		for (guint i = 0; i < n; i++) {
			g_autofree char *mid = g_strdup_printf("f%u", i);
			struct mail mail = parts[bodies];

			mail.uid = 100 + i;
			mail.mid = mid;
			mail.hours = (int)i;
			mail.quoted_hours = (int)i - 1000;
			put(&world, &mail);
		}
		commit(&world);
		end_ingest(&world);
		changes = store_changes(world.home.store) - changes;
	}
	world_close(&world);
	return changes;
}

/* A few rows for each, whatever the bodies bring. */
static void test_floods(void)
{
	enum { N = 150 };
#define HEADER .folder = "INBOX", .from = ADA, .to = ME, .subject = "Re: Flood"
	static const struct mail mail[][2] = {
		{ { HEADER }, { HEADER, .quoted = "me@example.org" } },
		/* Of no topic any more: all that it tied comes loose. */
		{ { HEADER }, { HEADER, .kind = KIND_NOTIFICATION } },
		/* Others than the header named. */
		{ { HEADER }, { HEADER, .refs = "f0", .cc = BERT } },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(mail); i++)
		g_assert_cmpint(flood(mail[i], N), <, 100 * N);
}

/* A draft that was sent after all, as its flag tells. */
static void test_flags(void)
{
	g_autofree char *got = NULL;
	g_autofree char *wanted = NULL;
	GError *error = NULL;
	struct world world;
	struct mail mail = { "INBOX", 10, "d2", ME, EMIL, .hours = 15 };
	struct record_flags flags = { .uidvalidity = UIDVALIDITY,
				      .uid = 10,
				      .keywords = "" };
	g_autofree char *before = NULL;
	g_autofree char *back = NULL;
	gboolean changed;

	world_open(&world);
	put_all(&world);
	before = dump(&world);
	MUST(store_begin(world.home.store, &error));
	put(&world, &mail);
	commit(&world);
	end_ingest(&world);
	got = dump(&world);
	MUST(settle_rebuild(world.home.store, world.config, &error));
	wanted = dump(&world);
	derived_compare(wanted, got, "flags", 0);
	g_assert_nonnull(strstr(got, "touch|emil@example.net|1772496000|"));
	for (int i = 0; i < 2; i++) {
		flags.flags = FLAG_DRAFT;
		MUST(store_begin(world.home.store, &error));
		MUST(ingest_flags(
		    world.ingest,
		    derived_folder(&world.home, "INBOX", FOLDER_INBOX), &flags,
		    &changed, &error));
		commit(&world);
		g_assert_cmpint(changed, ==, i == 0);
	}
	end_ingest(&world);
	back = dump(&world);
	derived_compare(before, back, "flags", 1);
	world_close(&world);
}

static void set_clock(gint64 at)
{
	g_autofree char *text = g_strdup_printf("@%" G_GINT64_FORMAT, at);
	GError *error = NULL;

	g_setenv("TEND_NOW", text, TRUE);
	MUST(clock_start(&error));
}

/* A meeting is no touch yet, and is one when it has ended. */
static void test_meeting_to_come(void)
{
	static const struct mail invitation = { "INBOX",
						1,
						"ev",
						ABE,
						ME,
						INVITES("x"),
						.attendees = "me@example.org",
						.starts = 48 };
	static const struct {
		gint64 at;
		const char *line;
	} times[] = {
		{ MONDAY, "person|abe@example.net|0||0|0|0|0|0|0|" },
		{ MONDAY + 49 * 3600 - 1,
		  "person|abe@example.net|0||0|0|0|0|0|0|" },
		{ MONDAY + 49 * 3600,
		  "person|abe@example.net|1||0|3|0|0|0|1|" },
	};
	GError *error = NULL;
	struct world world;

	set_clock(MONDAY);
	world_open(&world);
	MUST(store_begin(world.home.store, &error));
	put(&world, &invitation);
	commit(&world);
	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autofree char *got = NULL;

		set_clock(times[i].at);
		end_ingest(&world);
		got = dump(&world);
		if (!has_line(got, times[i].line)) {
			g_test_message("%s", got);
			g_error("no line '%s'", times[i].line);
		}
	}
	world_close(&world);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/derive/by-hand", test_by_hand);
	g_test_add_func("/derive/any-order", test_any_order);
	g_test_add_func("/derive/ties", test_ties);
	g_test_add_func("/derive/clocks", test_clocks);
	g_test_add_func("/derive/clocks/late", test_clocks_late);
	g_test_add_func("/derive/again", test_again_changes_nothing);
	g_test_add_func("/derive/rebuild", test_rebuild);
	g_test_add_func("/derive/late-settings", test_late_settings);
	g_test_add_func("/derive/restart", test_restart);
	g_test_add_func("/derive/replaced", test_replaced);
	g_test_add_func("/derive/untied", test_untied);
	g_test_add_func("/derive/floods", test_floods);
	g_test_add_func("/derive/flags", test_flags);
	/* Last: it sets the clock. */
	g_test_add_func("/derive/meeting-to-come", test_meeting_to_come);
	return g_test_run();
}
