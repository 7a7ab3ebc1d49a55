/*
 * Which mail is taken for an answer to a digest, which is believed, and that it
 * acts once, in whatever order its copies come.
 */
#include "config.h"

#include "agent/derive/tie.h"
#include "agent/letters/answer.h"
#include "agent/post/answers.h"
#include "agent/settle.h"
#include "store/answer.h"
#include "store/digest.h"
#include "store/outbox.h"
#include "store/saying.h"
#include "tests/unit/derived.h"

/* Monday, 9 March 2026, 07:30 UTC: the digest's hour. */
#define MORNING G_GINT64_CONSTANT(1773041400)
#define HOUR 3600
#define DAY (24 * HOUR)

#define MID "tend.00112233445566778899aabbccddeeff@example.org"
#define OTHER_TENDS "tend.ffeeddccbbaa99887766554433221100@example.org"
#define REPORT "tend.0123456789abcdef0123456789abcdef@example.org"

#define ME "me@example.org"
#define WORK "max@work.example"
#define ADA "ada@example.com"

#define PASS "mx.example.org; dmarc=pass header.from=example.org"

#define MUST(call)                           \
	do {                                 \
		gboolean went_well = (call); \
		g_assert_no_error(error);    \
		g_assert_true(went_well);    \
	} while (0)

/* One copy of a mail that may be an answer. */
struct mail {
	const char *folder;  /* NULL: no more */
	const char *id;	     /* NULL: "a1" */
	const char *from;    /* NULL: the user */
	const char *to, *cc; /* NULL: the user; nobody */
	const char *also;    /* a second From */
	const char *irt;     /* NULL: the digest; "": nothing */
	const char *refs;    /* its last reference, NULL: none */
	const char *subject; /* NULL: "Re: Today: Ada" */
	const char *auth;    /* NULL: none */
	const char *text;    /* NULL: "done 1" */
	int kind;	     /* 0: human */
	int days;	     /* after the digest */
	guint flags;
};

static const struct row {
	const char *name;
	struct mail mails[4];
	const char *said;    /* "done ada, mute bert", in one breath each */
	const char *outcome; /* of the last, NULL: whatever it is */
} rows[] = {
	{ "sent", { { "Sent" } }, "done ada", "1 Ada: done" },
	{ "the inbox alone", { { "INBOX" } }, "", NULL },
	{ "the inbox first, then sent",
	  { { "INBOX" }, { "Sent" } },
	  "done ada",
	  NULL },
	{ "sent first, then the inbox",
	  { { "Sent" }, { "INBOX" } },
	  "done ada",
	  NULL },
	{ "the server vouches",
	  { { "INBOX", .auth = PASS } },
	  "done ada",
	  NULL },
	{ "the server vouches, then sent",
	  { { "INBOX", .auth = PASS }, { "Sent" } },
	  "done ada",
	  NULL },
	{ "filed", { { "Archive", .auth = PASS } }, "done ada", NULL },
	{ "another server vouches",
	  { { "INBOX",
	      .auth = "mx.evil.example; dmarc=pass header.from=example.org" } },
	  "",
	  NULL },
	{ "the server does not vouch",
	  { { "INBOX",
	      .auth = "mx.example.org; dmarc=fail header.from=example.org" } },
	  "",
	  NULL },
	{ "vouched for, as junk", { { "Junk", .auth = PASS } }, "", NULL },
	{ "a draft in Sent", { { "Sent", .flags = FLAG_DRAFT } }, "", NULL },
	{ "another of the user's addresses",
	  { { "Sent", .from = WORK, .to = "ME@Example.org" } },
	  "done ada",
	  NULL },
	{ "vouched for, but not this address",
	  { { "INBOX", .from = WORK, .auth = PASS } },
	  "",
	  NULL },
	{ "a stranger, vouched for",
	  { { "INBOX", .from = ADA,
	      .auth = "mx.example.org; dmarc=pass header.from=example.com" } },
	  "",
	  NULL },
	{ "a stranger behind the user",
	  { { "INBOX", .also = ADA, .auth = PASS } },
	  "",
	  NULL },
	{ "sent to somebody else", { { "Sent", .to = ADA } }, "", NULL },
	{ "somebody else gets a copy",
	  { { "Sent", .cc = ADA } },
	  "done ada",
	  NULL },
	{ "an automatic answer",
	  { { "Sent", .kind = KIND_AUTO_REPLY } },
	  "",
	  NULL },
	{ "another tend's digest",
	  { { "Sent", .irt = OTHER_TENDS } },
	  "",
	  NULL },
	{ "references alone",
	  { { "Sent", .irt = "", .refs = MID } },
	  "done ada",
	  NULL },
	{ "something else is answered",
	  { { "Sent", .irt = "q1@example.com", .refs = MID } },
	  "",
	  NULL },
	{ "an edited subject",
	  { { "Sent", .subject = "\xd0\x94\xd0\xb0" } },
	  "done ada",
	  NULL },
	{ "two answers",
	  { { "Sent" }, { "Sent", "a2", .text = "mute 2" } },
	  "done ada; mute bert",
	  NULL },
	{ "an answer to the answer",
	  { { "Sent" }, { "Sent", "a2", .irt = "a1", .text = "mute 2" } },
	  "done ada; mute bert",
	  NULL },
	{ "the same again, sent again",
	  { { "Sent", .text = "no 1" }, { "Sent", "a2", .text = "no 1" } },
	  "no ada; no ada",
	  NULL },
	{ "the same under another id",
	  { { "Sent", .text = "no 1" },
	    { "INBOX", "a2", .auth = PASS, .text = "no 1" } },
	  "no ada",
	  NULL },
	{ "the same under another id, which came first",
	  { { "INBOX", "a2", .auth = PASS, .text = "no 1" },
	    { "Sent", .text = "no 1" } },
	  "no ada",
	  NULL },
	{ "on the last day", { { "Sent", .days = 14 } }, "done ada", NULL },
	{ "a day late",
	  { { "Sent", .days = 15 } },
	  "",
	  "your answer came more than 14 days after its digest, whose numbers "
	  "hold no longer: answer a newer one" },
	{ "by its token",
	  { { "Sent", .irt = "", .text = "done 1 #TOKEN" } },
	  "done ada",
	  NULL },
	{ "by the token of nothing",
	  { { "Sent", .irt = "", .text = "done 1 #abcdefghij" } },
	  "",
	  NULL },
	{ "without a token", { { "Sent", .irt = "" } }, "", NULL },
	{ "by its token, no answer by its subject",
	  { { "Sent", .irt = "", .subject = "Done", .text = "done 1 #TOKEN" } },
	  "",
	  NULL },
	{ "a token in the inbox",
	  { { "INBOX", .irt = "", .text = "done 1 #TOKEN" } },
	  "",
	  NULL },
	{ "a token to somebody else",
	  { { "Sent", .irt = "", .cc = ADA, .text = "done 1 #TOKEN" } },
	  "",
	  NULL },
	{ "no such number",
	  { { "Sent", .text = "done 9" } },
	  "",
	  "there is no 9 in that digest: it had 1 to 3" },
	{ "several at once, one of them not",
	  { { "Sent", .text = "done 1, 9; mute 2\nstage 3 customer" } },
	  "done ada, mute bert, stage carl",
	  "1 Ada: done\nthere is no 9 in that digest: it had 1 to 3\n2 "
	  "bert@example.com: muted\n3 Carl: stage customer" },
	{ "all",
	  { { "Sent", .text = "done all but 2" } },
	  "done ada, done carl",
	  "1 Ada: done\n3 Carl: done" },
	{ "all but one that is not there",
	  { { "Sent", .text = "done all but 8" } },
	  "",
	  "there is no 8 in that digest: it had 1 to 3" },
	{ "snoozed from its own time",
	  { { "Sent", .days = 2, .text = "snooze 1 3d" } },
	  "snooze ada",
	  "1 Ada: snoozed until Sat 14 Mar" },
	{ "logged",
	  { { "Sent", .text = "log 1 call he will come" } },
	  "log ada",
	  "1 Ada: call of Mon 9 Mar kept" },
	{ "nothing that is allowed",
	  { { "Sent", .text = "merge 1 2" } },
	  "",
	  "'merge 1 2' was not understood, and nothing after it was read" },
	{ "nothing at all",
	  { { "Sent", .text = "" } },
	  "",
	  "there was nothing in it to do: say it like 'done 2'" },
	{ "a report",
	  { { "Sent", .irt = REPORT, .text = "close all but 2" } },
	  "done ada, done carl",
	  "1 ada@example.com: closed\n3 carl@example.com: closed" },
	{ "a report's other list",
	  { { "Sent", .irt = REPORT, .text = "track all" } },
	  "track dora",
	  "4 dora@example.com: tracked" },
};

struct world {
	struct derived_home home;
	config_t *config;
	answers *answers;
	const struct mail *mails; /* of the row */
};

static void add_item(struct world *world, gint64 outbox_id, gint64 position,
		     const char *address, const char *name, const char *list)
{
	const struct store_digest_item item = {
		.outbox_id = outbox_id,
		.position = position,
		.address = address,
		.name = name,
		.reason = REASON_YOU_OWE,
		.source = 1,
		.subject = "",
		.sentence = "",
	};
	g_autofree char *path = g_strdup(world->home.path);
	g_autofree char *sql = NULL;
	GError *error = NULL;
	sqlite3 *db = NULL;

	MUST(store_begin(world->home.store, &error));
	MUST(store_digest_add_item(world->home.store, &item, &error));
	MUST(store_commit(world->home.store, &error));
	sql = g_strdup_printf("UPDATE digest_item SET list = '%s'"
			      " WHERE outbox_id = %d AND position = %d",
			      list, (int)outbox_id, (int)position);
	g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

static gint64 add_letter(struct world *world, const char *template,
			 const char *mid)
{
	const struct store_outbox letter = {
		.account_id = world->home.accounts[0],
		.template = template,
		.day = "2026-03-09",
		.folder = { "INBOX", 5 },
		.mid = mid,
		.boundary = "b",
		.written_at = MORNING,
		.note = "",
	};
	GError *error = NULL;
	gint64 outbox_id = 0;

	MUST(store_begin(world->home.store, &error));
	MUST(store_outbox_add(world->home.store, &letter, &outbox_id, &error));
	MUST(store_outbox_set_done(world->home.store, outbox_id, 7, 1, &error));
	MUST(store_commit(world->home.store, &error));
	return outbox_id;
}

static void world_open(struct world *world)
{
	static const char text[] = "[tend]\ntime-zone=UTC\n"
				   "[account one]\nidentities=" ME ";" WORK "\n"
				   "auth-server=mx.example.org\n";
	GError *error = NULL;
	gint64 outbox_id;

	derived_home_open(&world->home);
	world->config = config_parse("test", text, strlen(text), &error);
	g_assert_no_error(error);
	world->answers = answers_new(&(struct answers_settings){
	    .store = world->home.store,
	    .config = world->config,
	    .account = config_find_account(world->config, "one"),
	    .account_id = world->home.accounts[0],
	});
	outbox_id = add_letter(world, "digest", MID);
	add_item(world, outbox_id, 1, ADA, "Ada", "");
	add_item(world, outbox_id, 2, "bert@example.com", "", "");
	add_item(world, outbox_id, 3, "carl@example.com", "Carl", "");
	outbox_id = add_letter(world, "report", REPORT);
	add_item(world, outbox_id, 1, ADA, "", "close");
	add_item(world, outbox_id, 2, "bert@example.com", "", "close");
	add_item(world, outbox_id, 3, "carl@example.com", "", "close");
	add_item(world, outbox_id, 4, "dora@example.com", "", "track");
	MUST(settle_end(world->home.store, world->config, &error));
}

static void world_close(struct world *world)
{
	answers_free(world->answers);
	config_free(world->config);
	derived_home_close(&world->home);
}

static enum folder_role role_of(const char *folder)
{
	static const struct {
		const char *name;
		enum folder_role role;
	} roles[] = {
		{ "INBOX", FOLDER_INBOX }, { "Sent", FOLDER_SENT },
		{ "2/Sent", FOLDER_SENT }, { "Archive", FOLDER_ARCHIVE },
		{ "Junk", FOLDER_JUNK },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (g_str_equal(roles[i].name, folder))
			return roles[i].role;
	g_assert_not_reached();
}

static gint64 folder_of(struct world *world, const char *folder)
{
	gboolean known = g_hash_table_contains(world->home.by_name, folder);
	gint64 id = derived_folder(&world->home, folder, role_of(folder));
	GError *error = NULL;

	if (!known)
		MUST(store_folder_restart(world->home.store, id, 7, MORNING,
					  &error));
	return id;
}

static const char * or (const char *text, const char *fallback)
{
	return text ? text : fallback;
}

static char *text_of(const struct mail *mail)
{
	g_autofree char *token = answer_token(MID);
	g_auto(GStrv) parts =
	    g_strsplit(or (mail->text, "done 1"), "#TOKEN", 2);

	return g_strjoinv(token, parts);
}

static void put(struct world *world, const struct mail *mail)
{
	const char *id = or (mail->id, "a1"), *irt = or (mail->irt, MID);
	g_autofree char *text = text_of(mail);
	struct record_address items[5] = {
		{ ADDRESS_FROM, "", or (mail->from, ME) },
		{ ADDRESS_TO, "", or (mail->to, ME) },
	};
	struct record_facts facts = {
		.version = 1,
		.key = (guint64)tie_hash(id),
		.content = (guint64)tie_hash(id) + strlen(or (mail->auth, "")),
		.message_id = id,
		.date = MORNING + mail->days * DAY,
		.subject = or (mail->subject, "Re: Today: Ada"),
		.kind = mail->kind ? (guint32)mail->kind : KIND_HUMAN,
		.auth_results = or (mail->auth, ""),
		.body_read = TRUE,
		.words = 2,
		.text = (guint64)tie_hash(text),
		.quoted_at = G_MININT64,
		.asks_day = G_MININT32,
		.addresses = { items, 2 },
		.in_reply_to = { &irt, *irt != '\0' },
		.references = { (const char **)(guintptr)&mail->refs,
				mail->refs != NULL },
	};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct record_copy copy = {
		.uidvalidity = 7,
		.uid = (guint32)(mail - world->mails) + 1,
		.internal_at = facts.date,
		.size = 100,
		.flags = mail->flags,
		.keywords = "",
	};
	GError *error = NULL;
	g_autoptr(ingest) ingest =
	    settle_begin(world->home.store, world->config, &error);

	g_assert_no_error(error);
	if (mail->cc)
		items[facts.addresses.n++] =
		    (struct record_address){ ADDRESS_CC, "", mail->cc };
	if (mail->also)
		items[facts.addresses.n++] =
		    (struct record_address){ ADDRESS_FROM, "", mail->also };
	record_encode(RECORD_FACTS, &facts, bytes);
	copy.facts =
	    (struct record_bytes){ (const char *)bytes->data, bytes->len };
	MUST(store_begin(world->home.store, &error));
	MUST(ingest_copy(ingest, folder_of(world, mail->folder),
			 role_of(mail->folder), &copy, &error));
	MUST(ingest_flush(ingest, &error));
	MUST(store_commit(world->home.store, &error));
	MUST(settle_end(world->home.store, world->config, &error));
}

/* What a mailbox does, without a worker; returns how many texts it read. */
static guint pump(struct world *world)
{
	gint64 now = MORNING + 20 * DAY;
	struct answers_wanted wanted;
	GError *error = NULL;
	gboolean said;

	for (guint n = 0;; n++) {
		g_autofree char *text = NULL;

		g_assert_cmpuint(n, <, 9);
		MUST(answers_find(world->answers, now, &wanted, &error));
		if (!wanted.message_key)
			return n;
		answers_expect(world->answers, &wanted);
		text = text_of(&world->mails[wanted.uid - 1]);
		answers_came(world->answers,
			     &(struct record_copy){
				 .folder = (guint32)wanted.folder_id,
				 .uidvalidity = (guint32)wanted.uidvalidity,
				 .uid = (guint32)wanted.uid,
				 .new_text = text,
			     });
		MUST(answers_end(world->answers, now, &said, &error));
		if (said)
			MUST(settle_end(world->home.store, world->config,
					&error));
	}
}

static char *describe_said(struct world *world)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) sayings =
	    store_saying_list(world->home.store, NULL, &error);
	GString *out = g_string_new(NULL);
	gint64 batch = 0;

	g_assert_no_error(error);
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		if (out->len)
			g_string_append(out,
					saying->batch == batch ? ", " : "; ");
		batch = saying->batch;
		g_string_append_printf(out, "%s %.*s", saying->verb,
				       (int)strcspn(saying->address, "@"),
				       saying->address);
	}
	return g_string_free(out, FALSE);
}

static void check_outcome(struct world *world, const char *wanted)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) list =
	    store_answer_list(world->home.store, 0, &error);
	const struct store_answer *last;

	g_assert_no_error(error);
	if (!wanted)
		return;
	g_assert_cmpuint(list->len, >, 0);
	last = list->pdata[list->len - 1];
	g_assert_cmpstr(last->outcome, ==, wanted);
}

static void test_row(gconstpointer data)
{
	const struct row *row = data;
	struct world world = { .mails = row->mails };
	g_autofree char *said = NULL;

	world_open(&world);
	for (guint i = 0; i < G_N_ELEMENTS(row->mails) && row->mails[i].folder;
	     i++) {
		put(&world, &row->mails[i]);
		pump(&world);
		/* Once more: nothing is read twice. */
		g_assert_cmpuint(pump(&world), ==, 0);
	}
	said = describe_said(&world);
	g_assert_cmpstr(said, ==, row->said);
	check_outcome(&world, row->outcome);
	/* Nor by another that comes after it. */
	answers_begin(world.answers);
	pump(&world);
	g_free(said);
	said = describe_said(&world);
	g_assert_cmpstr(said, ==, row->said);
	world_close(&world);
}

/* Sent by the other account: its worker alone can read it. */
static void test_accounts(void)
{
	static const struct mail mails[] = { { "INBOX" }, { "2/Sent" } };
	struct world world = { .mails = mails };
	g_autofree char *said = NULL;

	world_open(&world);
	put(&world, &mails[0]);
	put(&world, &mails[1]);
	g_assert_cmpuint(pump(&world), ==, 0);
	answers_free(world.answers);
	world.answers = answers_new(&(struct answers_settings){
	    .store = world.home.store,
	    .config = world.config,
	    .account = config_find_account(world.config, "one"),
	    .account_id = world.home.accounts[1],
	});
	g_assert_cmpuint(pump(&world), ==, 1);
	said = describe_said(&world);
	g_assert_cmpstr(said, ==, "done ada");
	world_close(&world);
}

/* Two that read it at the same time: it acts once. */
static void test_two(void)
{
	static const struct mail mails[] = { { "Sent", .text = "no 1" } };
	struct world world = { .mails = mails };
	struct answers_settings settings = { NULL };
	g_autofree char *said = NULL;
	GError *error = NULL;
	answers *two[2];
	gboolean any;

	world_open(&world);
	put(&world, mails);
	settings.store = world.home.store;
	settings.config = world.config;
	settings.account = config_find_account(world.config, "one");
	settings.account_id = world.home.accounts[0];
	for (gsize i = 0; i < G_N_ELEMENTS(two); i++) {
		struct answers_wanted wanted;

		two[i] = answers_new(&settings);
		MUST(answers_find(two[i], MORNING, &wanted, &error));
		answers_expect(two[i], &wanted);
		answers_came(two[i],
			     &(struct record_copy){
				 .folder = (guint32)wanted.folder_id,
				 .uidvalidity = (guint32)wanted.uidvalidity,
				 .uid = (guint32)wanted.uid,
				 .new_text = "no 1",
			     });
	}
	for (gsize i = 0; i < G_N_ELEMENTS(two); i++) {
		MUST(answers_end(two[i], MORNING, &any, &error));
		g_assert_cmpint(any, ==, i == 0);
		answers_free(two[i]);
	}
	said = describe_said(&world);
	g_assert_cmpstr(said, ==, "no ada");
	world_close(&world);
}

/* What is not believed is counted, while it may still be. */
static void test_doubted(void)
{
	static const struct mail mails[] = { { "INBOX" },
					     { "INBOX", "a2", .auth = PASS },
					     { "Junk", "a3" },
					     { "INBOX", "a4", .from = ADA } };
	struct world world = { .mails = mails };
	GError *error = NULL;
	guint count;

	world_open(&world);
	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++)
		put(&world, &mails[i]);
	MUST(answers_count_doubted(world.answers, MORNING, &count, &error));
	g_assert_cmpuint(count, ==, 1);
	pump(&world);
	MUST(answers_count_doubted(world.answers, MORNING, &count, &error));
	g_assert_cmpuint(count, ==, 1);
	MUST(answers_count_doubted(world.answers, MORNING + 15 * DAY, &count,
				   &error));
	g_assert_cmpuint(count, ==, 0);
	world_close(&world);
}

static void test_vain(void)
{
	static const struct mail mails[] = { { "Sent" } };
	struct world world = { .mails = mails };
	struct answers_wanted wanted;
	GError *error = NULL;
	gboolean said = TRUE;

	world_open(&world);
	put(&world, mails);
	MUST(answers_find(world.answers, MORNING, &wanted, &error));
	g_assert_cmpint(wanted.message_key, !=, 0);
	answers_expect(world.answers, &wanted);
	/* Another's copy is not taken for it. */
	answers_came(world.answers,
		     &(struct record_copy){ .folder = (guint32)wanted.folder_id,
					    .uidvalidity = 7,
					    .uid = 99,
					    .new_text = "mute 1" });
	MUST(answers_end(world.answers, MORNING, &said, &error));
	g_assert_false(said);
	g_assert_false(answers_is_reading(world.answers));
	/* Not again and again. */
	MUST(answers_find(world.answers, MORNING, &wanted, &error));
	g_assert_cmpint(wanted.message_key, ==, 0);
	/* But by the next session. */
	answers_begin(world.answers);
	MUST(answers_find(world.answers, MORNING, &wanted, &error));
	g_assert_cmpint(wanted.message_key, !=, 0);
	world_close(&world);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path =
		    g_strdup_printf("/answers/row/%s", rows[i].name);

		g_test_add_data_func(path, &rows[i], test_row);
	}
	g_test_add_func("/answers/accounts", test_accounts);
	g_test_add_func("/answers/two", test_two);
	g_test_add_func("/answers/doubted", test_doubted);
	g_test_add_func("/answers/vain", test_vain);
	return g_test_run();
}
