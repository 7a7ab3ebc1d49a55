/*
 * A database of many people, to ask the commands that read, and to judge.
 *
 *	people make PATH N		write N messages, the same each time
 *	people judge PATH RUNS		judge everybody, RUNS times
 *	people one PATH			take in one message of one of them
 *	people turn PATH RUNS		what `tend watch` thinks over each time
 *
 * Three in ten messages are of persons, in conversations that ask and answer;
 * the others are newsletters and notifications, which make no touches.  The
 * rows are written past the front door: a million come in half a minute, and
 * what is measured here is reading them and judging, not deriving.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <sqlite3.h>

#include "agent/border/record.h"
#include "agent/clock.h"
#include "agent/config.h"
#include "agent/ingest.h"
#include "agent/hook.h"
#include "agent/judge/judge.h"
#include "agent/post/announce.h"
#include "agent/post/daily.h"
#include "agent/post/plan.h"
#include "agent/rules/touch.h"
#include "store/account.h"
#include "store/folder.h"
#include "store/person.h"

#define ME "me@example.org"

/* 2026-03-09 09:00 UTC, and five years before it. */
#define NOW G_GINT64_CONSTANT(1773046800)
#define SPAN (5 * 365 * 86400)

enum { CONTACTS_MAX = 20000, ROBOTS = 2000, CORPORATIONS = 3000 };

enum {
	INSERT_ADDRESS,
	INSERT_PERSON,
	INSERT_MESSAGE,
	INSERT_COPY,
	INSERT_RECIPIENT,
	INSERT_TOUCH,
	INSERT_CONVERSATION,
	INSERT_SAYING,
	N_INSERTS
};

static const char *const insert_sql[N_INSERTS] = {
	[INSERT_ADDRESS] =
	    "INSERT INTO address (address_id, address, name, name_at,\n"
	    "       person_id, sent_to, received_from)\n"
	    "VALUES (?, ?, ?, 0, ?, ?, ?)",
	[INSERT_PERSON] = "INSERT INTO person (person_id, name) VALUES (?, ?)",
	[INSERT_MESSAGE] =
	    "INSERT INTO message (message_key, copy_id, copies, at, kind,\n"
	    "       direction, address_id, conversation_id, personal, target,\n"
	    "       parent, subject, mid, evidence, topic, reply, list,\n"
	    "       wrote_at, quoted_at, quoted, party, signs)\n"
	    "VALUES (?1, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?1, ?8, ?9, ?10, '',\n"
	    "       ?11, ?12, 0, ?2, 0, '', ?13, ?14)",
	[INSERT_COPY] =
	    "INSERT INTO copy (copy_id, folder_id, uidvalidity, uid,\n"
	    "       message_key, internal_at, size, flags, keywords,\n"
	    "       gm_msgid, facts, version, body)\n"
	    "VALUES (?1, ?2, 7, ?1, ?1, ?3, 5000, 0, '', 0, ?4, 1, 2)",
	[INSERT_RECIPIENT] = "INSERT INTO recipient VALUES (?, ?, ?)",
	[INSERT_TOUCH] =
	    "INSERT INTO touch (person_id, at, source, direction, channel,\n"
	    "       recipients, conversation_id, signs)\n"
	    "VALUES (?, ?, ?, ?, 0, 1, ?, ?)\n"
	    "    ON CONFLICT DO NOTHING",
	[INSERT_CONVERSATION] =
	    "INSERT INTO conversation (conversation_id) VALUES (?)",
	[INSERT_SAYING] =
	    "INSERT INTO saying (said_at, at, verb, address, word, text)\n"
	    "VALUES (?1, ?1, ?2, ?3, ?4, '')",
};

static const char *const firsts[] = {
	"Ann",	 "Bob",	  "Carla", "Dieter", "Émile", "Fatima",
	"Grace", "Heidi", "Ivan",  "José",   "李雷",  "مريم",
};
static const char *const lasts[] = {
	"Archer", "Baker",  "Carver", "Dyer",	"Fletcher", "Glover", "Hooper",
	"Mason",  "Miller", "Sawyer", "Tanner", "Weaver",   "Wright",
};
static const char *const subjects[] = {
	"Offer for the workshop",   "Minutes of Thursday",
	"Invoice of last month",    "A question about the contract",
	"Visit in spring",	    "Samples",
	"The new drawings, page 4", "Lunch",
};

/* A generation under way. */
struct making {
	sqlite3 *db;
	sqlite3_stmt *insert[N_INSERTS];
	GByteArray *facts[2]; /* of a newsletter, of a person's mail */
	guint64 seed;
	gint64 me, n_messages, n_conversations;
	guint contacts;
};

/* xorshift: the same numbers everywhere. */
static guint64 next(struct making *making)
{
	guint64 x = making->seed;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return making->seed = x;
}

static double chance(struct making *making)
{
	return (double)(next(making) >> 11) / 9007199254740992.0;
}

static guint below(struct making *making, guint n)
{
	return (guint)(next(making) % n);
}

static void must(struct making *making, int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE)
		return;
	fprintf(stderr, "people: %s\n", sqlite3_errmsg(making->db));
	exit(70);
}

static void must_run(struct making *making, const char *sql)
{
	must(making, sqlite3_exec(making->db, sql, NULL, NULL, NULL));
}

/* One letter a value: i gint64, t text. */
static void insert(struct making *making, int which, const char *types, ...)
{
	sqlite3_stmt *stmt = making->insert[which];
	va_list values;

	va_start(values, types);
	for (int i = 0; types[i]; i++) {
		if (types[i] == 'i')
			sqlite3_bind_int64(stmt, i + 1, va_arg(values, gint64));
		else
			sqlite3_bind_text(stmt, i + 1,
					  va_arg(values, const char *), -1,
					  SQLITE_TRANSIENT);
	}
	va_end(values);
	must(making, sqlite3_step(stmt));
	sqlite3_reset(stmt);
}

#define I(value) ((gint64)(value))

static void make_facts(struct making *making)
{
	static const struct record_address mails[] = {
		{ ADDRESS_FROM, "Ann Archer", "ann.archer@corp7.example" },
		{ ADDRESS_TO, "", ME },
	};
	struct record_facts facts = {
		.version = 1,
		.message_id = "20250105.7f3a@corp7.example",
		.subject = "Offer for the workshop",
		.addresses = { (struct record_address *)(guintptr)mails, 2 },
		.kind = KIND_NEWSLETTER,
		.evidence = "List-Unsubscribe: <https://example.com/u>",
		.body_read = TRUE,
	};

	for (guint human = 0; human < 2; human++) {
		making->facts[human] = g_byte_array_new();
		if (human) {
			facts.kind = KIND_HUMAN;
			facts.evidence = "";
			facts.asks =
			    "Could you send me the drawings by Friday?";
			facts.question = "What would it cost?";
		}
		record_encode(RECORD_FACTS, &facts, making->facts[human]);
	}
}

static void make_address(struct making *making, gint64 id, const char *address,
			 const char *name, gint64 person)
{
	insert(making, INSERT_ADDRESS, person ? "ittiii" : "itt", id, address,
	       name, person, I(1), I(1));
	sqlite3_clear_bindings(making->insert[INSERT_ADDRESS]);
}

static void make_people(struct making *making)
{
	making->me = CONTACTS_MAX + ROBOTS + 1;
	for (guint i = 1; i <= making->contacts; i++) {
		g_autofree char *name = g_strdup_printf(
		    "%s %s", firsts[below(making, G_N_ELEMENTS(firsts))],
		    lasts[below(making, G_N_ELEMENTS(lasts))]);
		g_autofree char *address = g_strdup_printf(
		    "person%u@corp%u.example", i, i % CORPORATIONS);

		insert(making, INSERT_PERSON, "it", I(i), name);
		make_address(making, i, address, name, i);
		if (i % 50 == 0)
			insert(making, INSERT_SAYING, "ittt", I(NOW - SPAN),
			       "tag", address, i % 100 ? "acme" : "vip");
	}
	for (guint i = 1; i <= ROBOTS; i++) {
		g_autofree char *address =
		    g_strdup_printf("news%u@list%u.example.net", i, i % 97);

		insert(making, INSERT_ADDRESS, "ittiii", I(CONTACTS_MAX + i),
		       address, "News", I(1), I(0), I(1));
	}
	must_run(making, "UPDATE address SET person_id = NULL\n"
			 " WHERE name = 'News'");
	insert(making, INSERT_ADDRESS, "ittiii", making->me, ME, "Me", I(1),
	       I(0), I(0));
	must_run(making, "UPDATE address SET person_id = NULL\n"
			 " WHERE name = 'Me'");
}

struct mail {
	gint64 at, conversation, other;
	gboolean human, out, reply;
	gint64 topic, signs;
	const char *subject;
};

static void make_mail(struct making *making, const struct mail *mail)
{
	/* As its key: the day in front, so that they lie by time. */
	gint64 key = (mail->at / 86400 << 47) + ++making->n_messages;
	gint64 from = mail->out ? making->me : mail->other;
	GByteArray *facts = making->facts[mail->human];
	char mid[64];

	snprintf(mid, sizeof(mid), "%" G_GINT64_FORMAT ".7f3a@example.com",
		 key);
	insert(making, INSERT_MESSAGE, "iiiiiiiittiiii", key, mail->at,
	       I(mail->human ? KIND_HUMAN : KIND_NEWSLETTER),
	       I(mail->out ? DIRECTION_OUT : DIRECTION_IN), from,
	       mail->conversation, I(mail->human), I(0), mail->subject, mid,
	       mail->topic, I(mail->reply), mail->other, mail->signs);
	sqlite3_bind_int64(making->insert[INSERT_COPY], 1, key);
	sqlite3_bind_int64(making->insert[INSERT_COPY], 2, mail->out ? 2 : 1);
	sqlite3_bind_int64(making->insert[INSERT_COPY], 3, mail->at);
	sqlite3_bind_blob(making->insert[INSERT_COPY], 4, facts->data,
			  (int)facts->len, SQLITE_STATIC);
	must(making, sqlite3_step(making->insert[INSERT_COPY]));
	sqlite3_reset(making->insert[INSERT_COPY]);
	insert(making, INSERT_RECIPIENT, "iii", key,
	       mail->out ? mail->other : making->me, I(ADDRESS_TO));
	if (mail->human)
		insert(making, INSERT_TOUCH, "iiiiii", mail->other, mail->at,
		       key, I(mail->out ? DIRECTION_OUT : DIRECTION_IN),
		       mail->conversation, mail->signs);
}

static gint64 signs_of(struct making *making, gboolean reply)
{
	guint dice = below(making, 10);

	return SIGN_READ | SIGN_WORDS | (reply ? SIGN_REPLY : 0) |
	       (dice < 2 ? SIGN_ASKS : 0) | (dice == 3 ? SIGN_QUESTION : 0) |
	       (dice == 4 ? SIGN_CLOSING : 0);
}

static void make_conversation(struct making *making, guint contact)
{
	struct mail mail = {
		.conversation = ++making->n_conversations,
		.other = contact,
		.human = TRUE,
		.out = contact % 3 != 0,
		.topic = making->n_conversations,
		.subject = subjects[below(making, G_N_ELEMENTS(subjects))],
		.at = NOW - 3600 - (gint64)(chance(making) * SPAN),
	};
	guint n = 1 + below(making, 5);

	insert(making, INSERT_CONVERSATION, "i", mail.conversation);
	for (guint i = 0; i < n && mail.at < NOW; i++) {
		mail.signs = signs_of(making, i > 0);
		mail.reply = i > 0;
		make_mail(making, &mail);
		mail.at += 600 + (gint64)(-log(1 - chance(making)) * 100000);
		mail.out = !mail.out;
	}
}

static void make_newsletter(struct making *making)
{
	const struct mail mail = {
		.conversation = ++making->n_conversations,
		.other = CONTACTS_MAX + 1 + below(making, ROBOTS),
		.subject = "What is new this week",
		.at = NOW - 3600 - (gint64)(chance(making) * SPAN),
	};

	insert(making, INSERT_CONVERSATION, "i", mail.conversation);
	make_mail(making, &mail);
}

static void make_folders(const char *path)
{
	static const struct {
		const char *name;
		enum folder_role role;
	} folders[] = { { "INBOX", FOLDER_INBOX }, { "Sent", FOLDER_SENT } };
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);
	gint64 account_id = 0, id;

	if (!store || !store_begin(store, NULL) ||
	    !store_account_ensure(store, "bench", &account_id, NULL))
		exit(70);
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		const struct store_folder folder = {
			.account_id = account_id,
			.name = { folders[i].name, strlen(folders[i].name) },
			.display = folders[i].name,
			.role = (int)folders[i].role,
			.selected = TRUE,
		};

		if (!store_folder_put(store, &folder, &id, NULL))
			exit(70);
	}
	if (!store_defer_indexes(store, NULL) || !store_commit(store, NULL))
		exit(70);
}

static void make_indexes(const char *path)
{
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);

	if (!store || !store_begin(store, NULL) ||
	    !store_make_indexes(store, NULL) || !store_commit(store, NULL))
		exit(70);
}

static int make(const char *path, gint64 n)
{
	struct making making = { .seed = 88172645463325252u };

	making.contacts = (guint)MIN(n / 50, CONTACTS_MAX);
	make_folders(path);
	must(&making, sqlite3_open(path, &making.db));
	must_run(&making, "PRAGMA synchronous = OFF;\n"
			  "PRAGMA foreign_keys = OFF;\n"
			  "PRAGMA cache_size = -200000;\n"
			  "BEGIN");
	for (int i = 0; i < N_INSERTS; i++)
		must(&making, sqlite3_prepare_v2(making.db, insert_sql[i], -1,
						 &making.insert[i], NULL));
	make_facts(&making);
	make_people(&making);
	for (guint i = 1; i <= making.contacts; i++)
		make_conversation(&making, i);
	/* Few write much, most little. */
	while (making.n_messages < n * 3 / 10)
		make_conversation(&making, 1 + (guint)(pow(chance(&making), 3) *
						       making.contacts));
	while (making.n_messages < n)
		make_newsletter(&making);
	for (int i = 0; i < N_INSERTS; i++)
		sqlite3_finalize(making.insert[i]);
	must_run(&making, "COMMIT");
	sqlite3_close(making.db);
	for (guint human = 0; human < 2; human++)
		g_byte_array_unref(making.facts[human]);
	make_indexes(path);
	return 0;
}

static double now_seconds(void)
{
	return (double)g_get_monotonic_time() / G_USEC_PER_SEC;
}

static struct config *make_config(void)
{
	static const char text[] = "[tend]\n"
				   "time-zone = UTC\n"
				   "[account bench]\n"
				   "identities = " ME "\n";

	return config_parse("bench", text, sizeof(text) - 1, NULL);
}

static void judge_now(struct store *store, const struct config *config)
{
	g_autoptr(GError) error = NULL;

	if (judge_dirty(store, config, &error))
		return;
	fprintf(stderr, "people: %s\n", error->message);
	exit(70);
}

/* As a change of the settings does it. */
static void mark_all(struct store *store)
{
	if (!store_begin(store, NULL) ||
	    !store_person_mark_all_dirty(store, NULL) ||
	    !store_commit(store, NULL))
		exit(70);
}

/* As if none had ever been judged. */
static void forget_all(const char *path)
{
	struct making making = { .seed = 0 };

	must(&making, sqlite3_open(path, &making.db));
	must_run(&making, "UPDATE person SET dirty = 1, others = 1;\n"
			  "DELETE FROM verdict");
	sqlite3_close(making.db);
}

static double processor_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

struct cost {
	double seconds, processor;
};

static void judge_all(struct store *store, const struct config *config,
		      gboolean is_first, struct cost *least)
{
	double before = now_seconds(), used = processor_seconds();

	judge_now(store, config);
	before = now_seconds() - before;
	used = processor_seconds() - used;
	if (is_first || before < least->seconds)
		least->seconds = before;
	if (is_first || used < least->processor)
		least->processor = used;
}

/*
 * For the first time, and then again with the same mail: seconds of the fastest
 * and the processor's; how many persons; and KiB that it added to the memory.
 */
static int judge(const char *path, int runs)
{
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);
	g_autoptr(config_t) config = make_config();
	gint64 contacts = 0, sightings = 0;
	struct cost first, again;
	long kib = peak_kib();

	if (!store || !config)
		return 70;
	for (int i = 0; i < runs; i++) {
		forget_all(path);
		judge_all(store, config, i == 0, &first);
	}
	for (int i = 0; i < runs; i++) {
		mark_all(store);
		judge_all(store, config, i == 0, &again);
	}
	store_person_count(store, &contacts, &sightings, NULL);
	printf("%.3f %.3f %.3f %.3f %" G_GINT64_FORMAT " %ld\n", first.seconds,
	       first.processor, again.seconds, again.processor,
	       contacts + sightings, peak_kib() - kib);
	return 0;
}

static void take_one(struct store *store)
{
	static const char *const identities[] = { ME, NULL };
	const struct ingest_settings settings = { identities, 10, FALSE };
	g_autoptr(ingest) ingest = ingest_new(store, &settings);
	g_autoptr(GByteArray) payload = g_byte_array_new();
	struct record_address addresses[] = {
		{ ADDRESS_FROM, "", "person7@corp7.example" },
		{ ADDRESS_TO, "", ME },
	};
	g_autofree char *id = g_strdup_printf(
	    "one.%" G_GINT64_FORMAT "@example.com", g_get_real_time());
	const struct record_facts facts = {
		.version = 1,
		.key = (guint64)g_get_real_time(),
		.content = 1,
		.message_id = id,
		.date = NOW - 60,
		.subject = "One more",
		.addresses = { addresses, 2 },
		.recipients = 1,
		.kind = KIND_HUMAN,
		.body_read = TRUE,
		.question = "What would it cost?",
	};
	struct record_copy copy = {
		.folder = 1,
		.uidvalidity = 7,
		.uid = (guint32)(g_get_real_time() & G_MAXINT32),
		.internal_at = NOW - 60,
		.size = 1000,
		.keywords = "",
	};
	g_autoptr(GError) error = NULL;

	record_encode(RECORD_FACTS, &facts, payload);
	copy.facts.data = (const char *)payload->data;
	copy.facts.length = payload->len;
	if (store_begin(store, &error) &&
	    ingest_copy(ingest, 1, FOLDER_INBOX, &copy, &error) &&
	    ingest_flush(ingest, &error) && store_commit(store, &error))
		return;
	fprintf(stderr, "people: %s\n", error->message);
	exit(70);
}

/* Seconds until all is judged, the processor's, and how many it made dirty. */
static int one(const char *path)
{
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);
	g_autoptr(config_t) config = make_config();
	g_autoptr(GArray) dirty = NULL;
	double before, used;

	if (!store || !config)
		return 70;
	judge_now(store, config);
	before = now_seconds();
	used = processor_seconds();
	take_one(store);
	dirty = store_person_list_dirty(store, 0, 1000000, NULL);
	if (!dirty)
		return 70;
	judge_now(store, config);
	printf("%.4f %.4f %u\n", now_seconds() - before,
	       processor_seconds() - used, dirty->len);
	return 0;
}

/* ---- a turn of tend watch ---- */

/* All that it can be asked to think over. */
static struct config *make_full_config(void)
{
	static const char text[] = "[tend]\n"
				   "time-zone = UTC\n"
				   "flag = both\n"
				   "track-flag = both\n"
				   "morning-drafts = true\n"
				   "on-new = true\n"
				   "on-answer = true\n"
				   "on-stalled = true\n"
				   "[account bench]\n"
				   "host = localhost\n"
				   "user = " ME "\n"
				   "identities = " ME "\n";

	return config_parse("bench", text, sizeof(text) - 1, NULL);
}

/* Nothing of an earlier run is there, and the mailbox has been read. */
static void begin_turns(const char *path)
{
	struct making making = { .seed = 0 };

	must(&making, sqlite3_open(path, &making.db));
	must_run(&making,
		 "DELETE FROM mark;\n"
		 "DELETE FROM announced;\n"
		 "DELETE FROM draft;\n"
		 "DELETE FROM digest_item;\n"
		 "DELETE FROM outbox;\n"
		 "UPDATE copy SET flags = 0, keywords = '' WHERE flags <> 0;\n"
		 "UPDATE folder SET uidvalidity = 7, selected = 1;\n"
		 "UPDATE account SET baseline_at = 1, read_at = 1");
	sqlite3_close(making.db);
}

/* As if the worker had set every flag that was asked for. */
static void set_marks(const char *path)
{
	struct making making = { .seed = 0 };

	must(&making, sqlite3_open(path, &making.db));
	must_run(&making,
		 "UPDATE mark SET state = 'set', tried = 0;\n"
		 "UPDATE copy SET flags = 4, keywords = '$tend'\n"
		 " WHERE copy_id IN (SELECT copy_id FROM mark JOIN copy\n"
		 "                   USING (folder_id, uidvalidity, uid));\n"
		 "UPDATE outbox SET state = 'done'");
	sqlite3_close(making.db);
}

static void turn_once(const struct plan *plan, struct announcer *announcer)
{
	g_autoptr(GError) error = NULL;

	if (plan_make(plan, &error) &&
	    announcer_look(announcer, plan->now, &error))
		return;
	fprintf(stderr, "people: %s\n", error->message);
	exit(70);
}

static gint64 count_marks(const char *path)
{
	struct making making = { .seed = 0 };
	sqlite3_stmt *stmt = NULL;
	gint64 n;

	must(&making, sqlite3_open(path, &making.db));
	must(&making, sqlite3_prepare_v2(making.db, "SELECT count(*) FROM mark",
					 -1, &stmt, NULL));
	sqlite3_step(stmt);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(making.db);
	return n;
}

/*
 * What the mailbox is to hold and what the user's programs are told, when
 * nothing has changed: seconds of the first time and of the fastest of the
 * others, the processor's, and how many marks there are.
 */
static int turns(const char *path, int runs)
{
	g_autoptr(store) store = store_open(path, STORE_WRITE, NULL);
	g_autoptr(config_t) config = make_full_config();
	g_autoptr(hooks) hooks = NULL;
	struct plan plan = { .store = store, .config = config, .now = NOW };
	struct cost first = { 0 }, least = { 0 };
	gboolean added;

	if (!store || !config)
		return 70;
	judge_now(store, config);
	begin_turns(path);
	plan.account = config->accounts->pdata[0];
	if (!store_account_ensure(store, "bench", &plan.account_id, NULL) ||
	    !daily_add(store, config, plan.account, NOW, &added, NULL, NULL))
		return 70;
	hooks = hooks_new(config, store);
	for (int i = 0; i <= runs; i++) {
		g_autoptr(announcer) announcer =
		    announcer_new(store, config, hooks, FALSE);
		struct cost cost = { now_seconds(), processor_seconds() };

		turn_once(&plan, announcer);
		cost.seconds = now_seconds() - cost.seconds;
		cost.processor = processor_seconds() - cost.processor;
		if (i == 0)
			first = cost;
		if (i == 0)
			set_marks(path);
		else if (i == 1 || cost.seconds < least.seconds)
			least = cost;
	}
	printf("%.4f %.4f %.4f %.4f %" G_GINT64_FORMAT "\n", first.seconds,
	       first.processor, least.seconds, least.processor,
	       count_marks(path));
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (!clock_start(NULL))
		return 64;
	if (argc == 4 && strcmp(what, "make") == 0)
		return make(argv[2], atoll(argv[3]));
	if (argc == 4 && strcmp(what, "judge") == 0)
		return judge(argv[2], MAX(atoi(argv[3]), 1));
	if (argc == 3 && strcmp(what, "one") == 0)
		return one(argv[2]);
	if (argc == 4 && strcmp(what, "turn") == 0)
		return turns(argv[2], MAX(atoi(argv[3]), 1));
	fprintf(stderr, "usage: people make PATH N | judge PATH RUNS | "
			"one PATH | turn PATH RUNS\n");
	return 64;
}
