/*
 * Make a store of half a year of an invented mailbox, for tests and pictures of
 * the report: make-year PATH.  Some hundred people and thirty, who answer or do
 * not, the same each time, up to Friday 2026-05-01 07:30 UTC; what tend named
 * and what the user said to that.
 */
#include <stdio.h>
#include <string.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/ingest.h"
#include "agent/judge/judge.h"
#include "agent/rules/words.h"
#include "store/account.h"
#include "store/digest.h"
#include "store/folder.h"
#include "store/outbox.h"
#include "store/saying.h"

#define ME "me@example.org"
#define CONFIG "[tend]\ntime-zone = UTC\n[account work]\nidentities = " ME "\n"

/* Friday 2026-05-01 07:30 UTC */
#define NOW G_GINT64_CONSTANT(1777620600)
#define DAY G_GINT64_CONSTANT(86400)
#define DAYS 180

static const char *const firsts[] = {
	"Ada", "Björn", "Chiara", "Dan", "Élise", "Farid", "Greta", "Hugo",
	"Ida", "Jonas", "Karla",  "Lou", "Mei",	  "Noor",  "Olek",  "Pia",
};
static const char *const lasts[] = { "Okafor", "Lind",	"Barton", "Dailey",
				     "Lopez",  "Fjell", "Groß",	  "Tanaka",
				     "Moreau", "Kowal", "Stone",  "Weber" };
static const char *const houses[] = { "acme",	"snackworks", "kumo",
				      "garden", "fjell",      "boathouse" };
static const char *const subjects[] = {
	"Offer for the roof",	"The drawings",	    "Samples of oak",
	"A visit in spring",	"Tender 2026/14",   "Terms for next year",
	"A word about the bid", "The new catalogue"
};

struct making {
	struct store *store;
	struct ingest *ingest;
	gint64 account_id, inbox, sent;
	guint64 seed;
	guint n_mails;
};

/* The same numbers everywhere. */
static guint below(struct making *making, guint n)
{
	guint64 x = making->seed;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	making->seed = x;
	return (guint)(x % n);
}

static gint64 add_folder(struct making *making, const char *name,
			 enum folder_role role)
{
	const struct store_folder folder = {
		.account_id = making->account_id,
		.name = { name, strlen(name) },
		.display = name,
		.role = (int)role,
		.selected = TRUE,
	};
	GError *error = NULL;
	gint64 id;

	store_folder_put(making->store, &folder, &id, &error);
	g_assert_no_error(error);
	return id;
}

struct person {
	char *name, *address;
};

struct mail {
	gboolean out;
	gint64 at;
	gboolean asks;
	const char *subject;
	guint thread, number;
};

static void take(struct making *making, const struct person *person,
		 const struct mail *mail)
{
	g_autoptr(GByteArray) payload = g_byte_array_new();
	g_autofree char *id =
	    g_strdup_printf("t%u.%u@example.org", mail->thread, mail->number);
	g_autofree char *parent = g_strdup_printf(
	    "t%u.%u@example.org", mail->thread, mail->number - 1);
	const char *parents[] = { parent };
	struct record_address addresses[] = {
		{ ADDRESS_FROM, mail->out ? "Me" : person->name,
		  mail->out ? ME : person->address },
		{ ADDRESS_TO, mail->out ? person->name : "Me",
		  mail->out ? person->address : ME },
	};
	guint number = ++making->n_mails;
	const struct record_facts facts = {
		.version = 1,
		.key = 0x1000 + number,
		.content = number,
		.message_id = id,
		.date = mail->at,
		.subject = mail->subject,
		.in_reply_to = { parents, mail->number > 0 },
		.addresses = { addresses, 2 },
		.recipients = 1,
		.kind = KIND_HUMAN,
		.evidence = "",
		.asks = mail->asks ? "Could you tell me what you think?" : "",
		.asks_day = G_MININT32,
		.back = G_MININT32,
		.body_read = TRUE,
		.words = 40,
	};
	struct record_copy copy = {
		.folder = 1,
		.uidvalidity = 7,
		.uid = number,
		.internal_at = mail->at,
		.size = 1000,
		.keywords = "",
	};
	GError *error = NULL;

	if (mail->at > NOW)
		return;
	record_encode(RECORD_FACTS, &facts, payload);
	copy.facts.data = (const char *)payload->data;
	copy.facts.length = payload->len;
	ingest_copy(making->ingest, mail->out ? making->sent : making->inbox,
		    mail->out ? FOLDER_SENT : FOLDER_INBOX, &copy, &error);
	g_assert_no_error(error);
}

/* In the middle of the week and of the day, mostly. */
static gint64 answer_time(struct making *making, gint64 at)
{
	static const guint hours[] = { 8,  9,  9,  10, 10, 10, 11, 13,
				       14, 14, 15, 16, 17, 20, 22, 6 };
	gint64 day = at / DAY + 1 + below(making, 3);
	guint weekday = (guint)((day + 3) % 7); /* 0: Monday */

	if (weekday > 4 && below(making, 5) > 0)
		day += 8 - weekday;
	return day * DAY + hours[below(making, G_N_ELEMENTS(hours))] * 3600 +
	       below(making, 3600);
}

/* One of the user's own pursuits: tries, and an answer or none. */
static gint64 pursue(struct making *making, const struct person *person,
		     guint thread, gint64 at)
{
	static const guint answers[] = { 38, 27, 22, 18, 18, 15 };
	struct mail mail = {
		.thread = thread,
		.subject = subjects[below(making, G_N_ELEMENTS(subjects))],
		.out = TRUE,
		.asks = TRUE,
		.at = at,
	};
	guint tries = 1;

	for (;; tries++) {
		take(making, person, &mail);
		mail.number++;
		if (below(making, 100) < answers[MIN(tries, 6) - 1])
			break;
		if (tries == 7 || below(making, 100) < 45)
			return NOW;
		mail.at += (3 + below(making, 5)) * DAY + below(making, 7200);
	}
	for (guint turns = 1 + below(making, 5); turns > 0; turns--) {
		mail.out = !mail.out;
		mail.asks = FALSE;
		mail.at = answer_time(making, mail.at);
		take(making, person, &mail);
		mail.number++;
	}
	return mail.at;
}

/* Somebody writes first; the user answers sooner or later. */
static void answer_stranger(struct making *making, const struct person *person,
			    guint thread)
{
	static const guint waits[] = { 180,  240,   1500,  2700,  3300,
				       7200, 14400, 30000, 80000, 200000 };
	struct mail mail = {
		.thread = thread,
		.subject = subjects[below(making, G_N_ELEMENTS(subjects))],
		.asks = TRUE,
		.at = answer_time(making, NOW - below(making, DAYS / 2) * DAY -
					      2 * DAY),
	};

	take(making, person, &mail);
	if (below(making, 10) == 0)
		return;
	mail.out = TRUE;
	mail.asks = FALSE;
	mail.number = 1;
	mail.at += waits[below(making, G_N_ELEMENTS(waits))];
	take(making, person, &mail);
}

static void say(struct making *making, const struct person *person, gint64 at,
		const char *verb, const char *word)
{
	const struct store_saying saying = {
		.said_at = at,
		.at = at,
		.verb = verb,
		.address = person->address,
		.word = word,
		.text = "",
	};
	gint64 id;
	GError *error = NULL;

	store_saying_add(making->store, &saying, &id, &error);
	g_assert_no_error(error);
}

static gint64 add_digest(struct making *making, gint64 at)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);
	g_autofree char *day = g_date_time_format(time, "%F");
	g_autofree char *mid = g_strdup_printf("tend.%s@example.org", day);
	const struct store_outbox row = {
		.account_id = making->account_id,
		.template = "digest",
		.day = day,
		.folder = { "INBOX", 5 },
		.mid = mid,
		.boundary = "b",
		.written_at = at,
		.note = "",
	};
	GError *error = NULL;
	gint64 id = 0;

	store_outbox_add(making->store, &row, &id, &error);
	g_assert_no_error(error);
	store_outbox_set_done(making->store, id, 1, 1, &error);
	g_assert_no_error(error);
	return id;
}

/* What tend named, and the words that put some of it aside. */
static void name_people(struct making *making, const GPtrArray *people)
{
	static const enum reason reasons[] = { REASON_THEY_OWE, REASON_YOU_OWE,
					       REASON_THEY_OWE, REASON_NEW,
					       REASON_QUIET };
	static const char *const verbs[] = { "done", "snooze", "done" };

	for (guint week = 0; week < 11; week++) {
		gint64 at = NOW - (80 - (gint64)week * 7) * DAY;
		gint64 id = add_digest(making, at);

		for (guint i = 0; i < 4; i++) {
			const struct person *person =
			    people->pdata[below(making, people->len)];
			const struct store_digest_item item = {
				.outbox_id = id,
				.position = i + 1,
				.address = person->address,
				.name = person->name,
				.reason = reasons[below(making,
							G_N_ELEMENTS(reasons))],
				.subject = "",
				.sentence = "",
			};
			GError *error = NULL;

			store_digest_add_item(making->store, &item, &error);
			g_assert_no_error(error);
			if (below(making, 6) == 0)
				say(making, person, at + 3600,
				    verbs[below(making, 3)],
				    below(making, 2) ? "" : "person");
		}
	}
}

/* What waits this week: asked and not answered, by people nobody tracks. */
static void leave_open(struct making *making)
{
	static const char *const names[] = { "Rosa Lind", "Tom Okafor",
					     "Mara Voss", "Sven Dahl" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = g_strdup(names[i]);
		g_autofree char *address =
		    g_strdup_printf("open%u@harbour.example", i);
		const struct person person = { name, address };
		struct mail mail = {
			.thread = 5000 + i,
			.subject = subjects[i],
			.out = TRUE,
			.asks = TRUE,
			.at = NOW - (9 + i) * DAY - 3600,
		};

		take(making, &person, &mail);
	}
}

/* Leads whose next step is still to come. */
static void begin_leads(struct making *making)
{
	static const char *const names[] = { "Anouk Weiss", "Ben Hale",
					     "Carla Ruiz", "Dora Kim",
					     "Emil Frost" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = g_strdup(names[i]);
		g_autofree char *address =
		    g_strdup_printf("lead%u@orchard.example", i);
		const struct person person = { name, address };
		struct mail mail = {
			.thread = 6000 + i,
			.subject = subjects[i + 2],
			.out = TRUE,
			.asks = TRUE,
			.at = NOW - (20 + 3 * i) * DAY,
		};

		say(making, &person, NOW - 30 * DAY, "track", "");
		for (guint k = 0; k < 2 + 2 * i; k++) {
			take(making, &person, &mail);
			mail.number++;
			mail.out = !mail.out;
			mail.at += 26 * 3600;
		}
		mail.out = TRUE;
		mail.at = NOW - (1 + i % 3) * DAY;
		take(making, &person, &mail);
	}
}

static void free_person(gpointer data)
{
	struct person *person = data;

	g_free(person->name);
	g_free(person->address);
	g_free(person);
}

static GPtrArray *make_people(void)
{
	GPtrArray *people = g_ptr_array_new_with_free_func(free_person);

	for (guint i = 0; i < 132; i++) {
		struct person *person = g_new0(struct person, 1);
		const char *first = firsts[i % G_N_ELEMENTS(firsts)];
		const char *last =
		    lasts[(i * 5 + i / 12) % G_N_ELEMENTS(lasts)];

		person->name = g_strdup_printf("%s %s", first, last);
		person->address = g_strdup_printf(
		    "person%u@%s.example", i, houses[i % G_N_ELEMENTS(houses)]);
		g_ptr_array_add(people, person);
	}
	return people;
}

static void make_mail(struct making *making, const GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++) {
		const struct person *person = people->pdata[i];
		gint64 at = NOW - (DAYS - below(making, DAYS - 20)) * DAY +
			    below(making, 6) * 3600;

		if (i % 3 == 2) {
			answer_stranger(making, person, 10 * i);
			continue;
		}
		for (guint k = 0; k < 4 && at < NOW; k++)
			at = pursue(making, person, 10 * i + k, at) +
			     (8 + below(making, 30)) * DAY;
		if (i % 24 == 0)
			say(making, person, NOW - 120 * DAY, "track", "");
		if (i % 16 == 1)
			say(making, person, NOW - (20 + i) * DAY, "stage",
			    "customer");
		if (i % 33 == 7)
			say(making, person, NOW - 12 * DAY, "stage", "lost");
		if (i % 48 == 0)
			say(making, person, NOW - 15 * DAY, "no", "");
	}
	for (guint i = 0; i < 4; i++) {
		g_autofree char *address =
		    g_strdup_printf("card%u@fair.example", i);
		const struct person person = { NULL, address };

		say(making, &person, NOW - (2 + i) * DAY, "track", "");
	}
}

int main(int argc, char **argv)
{
	static const char *const identities[] = { ME, NULL };
	const struct ingest_settings settings = { identities, 10, FALSE };
	g_autoptr(GPtrArray) people = make_people();
	g_autoptr(config_t) config = NULL;
	struct making making = { .seed = 88172645463325252u };
	GError *error = NULL;

	if (argc != 2) {
		fprintf(stderr, "usage: make-year PATH\n");
		return 64;
	}
	making.store = store_open(argv[1], STORE_WRITE, &error);
	g_assert_no_error(error);
	making.ingest = ingest_new(making.store, &settings);
	store_begin(making.store, &error);
	store_account_ensure(making.store, "work", &making.account_id, &error);
	g_assert_no_error(error);
	making.inbox = add_folder(&making, "INBOX", FOLDER_INBOX);
	making.sent = add_folder(&making, "Sent", FOLDER_SENT);
	make_mail(&making, people);
	leave_open(&making);
	begin_leads(&making);
	name_people(&making, people);
	store_make_indexes(making.store, &error);
	ingest_flush(making.ingest, &error);
	g_assert_no_error(error);
	store_commit(making.store, &error);
	g_assert_no_error(error);
	config = config_parse("config", CONFIG, strlen(CONFIG), &error);
	g_assert_no_error(error);
	judge_dirty(making.store, config, &error);
	g_assert_no_error(error);
	ingest_free(making.ingest);
	store_close(making.store);
	return 0;
}
