/*
 * Make a small store of invented people for tests of the commands that read:
 * make-people PATH [empty|named].  Everything comes in through the front door
 * (agent/ingest.h), so that counts and verdicts are what tend makes of it.
 */
#include <stdio.h>
#include <string.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/ingest.h"
#include "agent/judge/judge.h"
#include "agent/letters/digest.h"
#include "agent/rules/words.h"
#include "store/account.h"
#include "store/digest.h"
#include "store/folder.h"
#include "store/outbox.h"

#define ME "me@example.org"
#define UIDVALIDITY 7
#define CONFIG "[tend]\ntime-zone = UTC\n[account work]\nidentities = " ME "\n"

/* 2026-03-DD HH:00 UTC; days before the first are 0, -1, ... */
#define MARCH(day, hour) \
	(G_GINT64_CONSTANT(1772323200) + ((day)-1) * 86400 + (hour)*3600)

#define CROWD                                                \
	ME ",ann@example.com,p1@example.net,p2@example.net," \
	   "p3@example.net,p4@example.net,p5@example.net,"   \
	   "p6@example.net,p7@example.net,p8@example.net,"   \
	   "p9@example.net,p10@example.net"

/* Escape sequences, C1 controls, bidi, a tab, a formula, a link. */
#define HOSTILE_NAME                                           \
	"=cmd|'/C calc'!A0\x1b]0;pwned\x07\x1b[31mMal\tlory\n" \
	"\xc2\x9b"                                             \
	"2J\xe2\x80\xaelive"
#define HOSTILE_SUBJECT                         \
	"@SUM(1)\x1b[2J\x1b]8;;http://evil\x07" \
	"click\xe2\x80\xaegnp.exe\r\ntab\there"

struct mail {
	enum folder_role folder; /* FOLDER_SENT or FOLDER_INBOX */
	gint64 at;
	enum kind kind;
	const char *from, *name;
	const char *to; /* comma-separated */
	const char *to_name;
	const char *cc;
	const char *subject;
	const char *id, *answers;
	const char *evidence;
	const char *asks; /* its sentence that does so, or NULL */
};

static const struct mail mails[] = {
	/* Ann asks, and waits since the second. */
	{ FOLDER_SENT, MARCH(-110, 9), KIND_HUMAN, ME, "Me", "ann@example.com",
	  "Ann Lee", NULL, "Catalogue", "ann-1@example.org", NULL, "" },
	{ FOLDER_INBOX, MARCH(-109, 10), KIND_HUMAN, "ann@example.com",
	  "Ann Lee", ME, "", NULL, "Re: Catalogue", "ann-2@example.com",
	  "ann-1@example.org", "" },
	{ FOLDER_SENT, MARCH(-8, 9), KIND_HUMAN, ME, "Me", "ann@example.com",
	  "Ann Lee", "support@example.com", "Offer", "ann-3@example.org", NULL,
	  "" },
	{ FOLDER_SENT, MARCH(-7, 9), KIND_HUMAN, ME, "Me", "ann@example.com",
	  "Ann Lee", NULL, "Offer, once more", "ann-4@example.org",
	  "ann-3@example.org", "" },
	{ FOLDER_INBOX, MARCH(2, 8), KIND_HUMAN, "ann@example.com", "Ann Lee",
	  ME, "", NULL, "Re: Offer: which size?", "ann-5@example.com",
	  "ann-4@example.org", "From: ann@example.com",
	  "Could you tell me which size?" },
	/* Bob has not answered. */
	{ FOLDER_SENT, MARCH(3, 9), KIND_HUMAN, ME, "Me", "bob@example.com",
	  "Bob Stone", NULL, "Invitation", "bob-1@example.org", NULL, "",
	  "Please tell me whether you come." },
	/* Another Ann need not have answered yet. */
	{ FOLDER_SENT, MARCH(8, 8), KIND_HUMAN, ME, "Me",
	  "ann.lowe@example.net", "Ann Lowe", NULL, "Hello",
	  "lowe-1@example.org", NULL, "", "Please call me." },
	/* Mallory answers, in her way. */
	{ FOLDER_SENT, MARCH(2, 9), KIND_HUMAN, ME, "Me", "mallory@example.com",
	  "", NULL, "Question", "mal-1@example.org", NULL, "" },
	{ FOLDER_INBOX, MARCH(5, 9), KIND_HUMAN, "mallory@example.com",
	  HOSTILE_NAME, ME, "", NULL, HOSTILE_SUBJECT, "mal-2@example.com",
	  "mal-1@example.org", HOSTILE_SUBJECT, HOSTILE_SUBJECT },
	/* A stranger, a newsletter, a crowd. */
	{ FOLDER_INBOX, MARCH(8, 9), KIND_HUMAN, "zed@example.com", "Zed Young",
	  ME, "", NULL, "May I?", "zed-1@example.com", NULL, "" },
	{ FOLDER_INBOX, MARCH(8, 10), KIND_NEWSLETTER, "news@example.com",
	  "News", ME, "", NULL, "All of it", "news-1@example.com", NULL,
	  "List-Unsubscribe: <mailto:x@example.com>" },
	{ FOLDER_INBOX, MARCH(4, 10), KIND_HUMAN, "ann@example.com", "Ann Lee",
	  CROWD, "", NULL, "To all", "ann-6@example.com", NULL, "" },
};

static void add_addresses(GArray *addresses, enum address_role role,
			  const char *list, const char *name)
{
	g_auto(GStrv) split = NULL;

	if (list == NULL)
		return;
	split = g_strsplit(list, ",", -1);
	for (gsize i = 0; split[i] != NULL; i++) {
		const struct record_address address = {
			.role = (guint32)role,
			.name = name,
			.address = g_intern_string(split[i]),
		};

		g_array_append_val(addresses, address);
	}
}

static void take_mail(struct ingest *ingest, const struct mail *mail,
		      guint number, const gint64 *folders)
{
	GError *error = NULL;
	g_autoptr(GArray) addresses =
	    g_array_new(FALSE, FALSE, sizeof(struct record_address));
	g_autoptr(GByteArray) payload = g_byte_array_new();
	const char *answers[] = { mail->answers };
	struct record_facts facts = {
		.version = 1,
		.key = 0x1000 + number,
		.content = number,
		.message_id = mail->id,
		.date = mail->at,
		.subject = mail->subject,
		.in_reply_to = { answers, mail->answers != NULL },
		.kind = (guint32)mail->kind,
		.evidence = mail->evidence,
		.asks = mail->asks != NULL ? mail->asks : "",
		.asks_day = G_MININT32,
		.back = G_MININT32,
		.body_read = TRUE,
	};
	struct record_copy copy = {
		.folder = 1,
		.uidvalidity = UIDVALIDITY,
		.uid = number + 1,
		.internal_at = mail->at,
		.size = 1000,
		.keywords = "",
	};

	add_addresses(addresses, ADDRESS_FROM, mail->from, mail->name);
	add_addresses(addresses, ADDRESS_TO, mail->to, mail->to_name);
	add_addresses(addresses, ADDRESS_CC, mail->cc, "");
	facts.addresses.items =
	    (struct record_address *)(gpointer)addresses->data;
	facts.addresses.n = addresses->len;
	facts.recipients = addresses->len - 1;
	record_encode(RECORD_FACTS, &facts, payload);
	copy.facts.data = (const char *)payload->data;
	copy.facts.length = payload->len;
	ingest_copy(ingest, folders[mail->folder], (int)mail->folder, &copy,
		    &error);
	g_assert_no_error(error);
}

static gint64 add_folder(struct store *store, gint64 account_id,
			 const char *name, enum folder_role role)
{
	const struct store_folder folder = {
		.account_id = account_id,
		.name = { name, strlen(name) },
		.display = name,
		.role = (int)role,
		.selected = TRUE,
	};
	GError *error = NULL;
	gint64 id;

	store_folder_put(store, &folder, &id, &error);
	g_assert_no_error(error);
	return id;
}

static void take_all(struct store *store)
{
	static const char *const identities[] = { ME, NULL };
	const struct ingest_settings settings = { identities, 10 };
	g_autoptr(ingest) ingest = ingest_new(store, &settings);
	gint64 folders[N_FOLDER_ROLES] = { 0 };
	GError *error = NULL;
	gint64 account_id;

	store_begin(store, &error);
	g_assert_no_error(error);
	store_account_ensure(store, "work", &account_id, &error);
	g_assert_no_error(error);
	folders[FOLDER_INBOX] =
	    add_folder(store, account_id, "INBOX", FOLDER_INBOX);
	folders[FOLDER_SENT] =
	    add_folder(store, account_id, "Sent", FOLDER_SENT);
	for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
		take_mail(ingest, &mails[i], i, folders);
	store_make_indexes(store, &error);
	g_assert_no_error(error);
	ingest_flush(ingest, &error);
	g_assert_no_error(error);
	store_commit(store, &error);
	g_assert_no_error(error);
}

/* Friday's digest was delivered, and named Ann. */
static void add_digest(struct store *store)
{
	GError *error = NULL;
	struct store_outbox digest = {
		.template = "digest",
		.day = "2026-03-04",
		.folder = { "INBOX", 5 },
		.mid = "digest-1@example.org",
		.boundary = "b",
		.written_at = MARCH(4, 8),
		.note = "",
	};
	struct store_digest_item item = {
		.position = 1,
		.address = "ann@example.com",
		.name = "Ann Lee",
		.reason = REASON_YOU_OWE,
		.source = 0x1004,
		.since_at = MARCH(2, 8),
		.section = DIGEST_ASKED,
		.subject = "Re: Offer: which size?",
		.sentence = "They asked on 2 March; you have not answered.",
		.quote = "Could you tell me which size?",
	};

	store_begin(store, &error);
	g_assert_no_error(error);
	store_account_ensure(store, "work", &digest.account_id, &error);
	g_assert_no_error(error);
	store_outbox_add(store, &digest, &item.outbox_id, &error);
	g_assert_no_error(error);
	store_digest_add_item(store, &item, &error);
	g_assert_no_error(error);
	store_outbox_set_done(store, item.outbox_id, 1, 1, &error);
	g_assert_no_error(error);
	store_commit(store, &error);
	g_assert_no_error(error);
}

int main(int argc, char **argv)
{
	GError *error = NULL;
	g_autoptr(store) store = NULL;
	g_autoptr(config_t) config = NULL;

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: make-people PATH [empty|named]\n");
		return 64;
	}
	store = store_open(argv[1], STORE_WRITE, &error);
	g_assert_no_error(error);
	if (argc == 3 && g_str_equal(argv[2], "empty"))
		return 0;
	take_all(store);
	config = config_parse("config", CONFIG, strlen(CONFIG), &error);
	g_assert_no_error(error);
	judge_dirty(store, config, &error);
	g_assert_no_error(error);
	if (argc == 3)
		add_digest(store);
	return 0;
}
