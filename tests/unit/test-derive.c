/* The same facts, in whatever order and however often, give the same tables. */
#include "config.h"

#include "agent/derive.h"

#include <string.h>

#include "agent/settle.h"
#include "agent/tie.h"
#include "store/message.h"
#include "store/saying.h"
#include "tests/unit/derived.h"

/* Monday, 2 March 2026, 09:00 UTC. */
#define MONDAY G_GINT64_CONSTANT(1772442000)

#define UIDVALIDITY 7

/* One copy of one mail. */
struct mail {
	const char *folder;
	guint uid;
	const char *mid; /* "" for none: then it is known by its subject */
	const char *from, *to, *cc;
	int hours; /* Date, after MONDAY */
	const char *irt, *refs;
	int kind; /* 0: human */
	int late; /* hours by which INTERNALDATE is later */
	guint flags;
	const char *subject;
	enum { DATED, UNDATED, AT_NO_TIME } dated;
	const char *quoted; /* whose mail it quotes; and the hour, after */
	int quoted_hours;   /* MONDAY, of when that was written */
	gboolean bulk;	    /* only a mass mail's header is against a person */
	const char *author; /* whom its From hides */
	gboolean office;    /* many hands answer its From */
};

#define ME "Me <me@example.org>"
#define ADA "Ada <ada@example.com>"
#define BERT "bert@example.com"
#define CLEO "Cleo <cleo@example.net>"
#define DORA "dora@example.net"
#define EMIL "emil@example.net"
#define GUS "gus@example.net"
#define HAL "hal@example.net"
#define IDA "ida.roe@example.net"
#define CROWD                                                               \
	"c1@x.example,c2@x.example,c3@x.example,c4@x.example,c5@x.example," \
	"c6@x.example,c7@x.example,c8@x.example,c9@x.example,ca@x.example," \
	"cb@x.example"

static const struct mail mails[] = {
	/* An exchange, its parts in four folders. */
	{ "INBOX", 1, "q1", ADA, ME, .hours = 0, .subject = "Price" },
	{ "All", 1, "q1", ADA, ME, .hours = 0, .subject = "Price", .late = 9 },
	{ "Trash", 1, "q1", "ADA@Example.com", ME, .hours = 0, .late = -2 },
	{ "Sent", 1, "a1", ME, ADA, .hours = 5, .irt = "q1", .refs = "q1" },
	{ "All", 2, "a1", ME, ADA, .hours = 5, .irt = "q1", .refs = "q1" },
	{ "INBOX", 2, "t1", "Ada L. <ada@example.com>", ME, .hours = 7,
	  .irt = "a1", .refs = "q1 a1", .subject = "Re: Price" },
	/* A chain that only its last mail ties together. */
	{ "Sent", 2, "w1", ME, BERT, .hours = -200, .subject = "Offer" },
	{ "Sent", 3, "w2", ME, BERT, .hours = -150, .subject = "Again" },
	{ "INBOX", 3, "w3", BERT, ME, .hours = -100, .refs = "w1 w2",
	  .irt = "w2" },
	{ "INBOX", 4, "w4", BERT, ME, .hours = -99, .refs = "w0 w1" },
	{ "Archive", 1, "w5", CLEO, ME, BERT, .hours = -90, .irt = "w4" },
	/* Attempts on two days, two on one of them. */
	{ "Sent", 4, "p1", ME, CLEO, .hours = -60 },
	{ "Sent", 5, "p2", ME, CLEO, .hours = -59 },
	{ "Sent", 6, "p3", ME, CLEO, .hours = -12 },
	/* Clocks that differ: answers dated before what they answer. */
	{ "INBOX", 20, "k1", "kay@example.net", ME, .hours = 50 },
	{ "Sent", 14, "k2", ME, "kay@example.net", .hours = 45, .irt = "k1" },
	{ "INBOX", 21, "k3", "kay@example.net", ME, .hours = 46,
	  .refs = "k1 k2" },
	{ "Sent", 15, "k4", ME, "kay@example.net", .hours = 44, .irt = "k3" },
	{ "Archive", 9, "k1", "kay@example.net", ME, .hours = 50, .late = 3 },
	/* Two that claim to answer each other. */
	{ "INBOX", 22, "m1", "kay@example.net", ME, .hours = 60, .irt = "m2" },
	{ "INBOX", 23, "m2", "kay@example.net", ME, .hours = 55, .irt = "m1" },
	/* To oneself, by another name, with a tag. */
	{ "Sent", 7, "s1", ME, ME, .hours = 1 },
	{ "INBOX", 5, "s1", ME, ME, .hours = 1 },
	{ "Sent", 8, "s2", "me+shop@example.org", "me@work.example",
	  .hours = 2 },
	{ "INBOX", 6, "s3", DORA, "me+list@example.org", .hours = 3 },
	{ "Sent", 9, "s4", "me@work.example", DORA, .hours = 4, .irt = "s3" },
	/* Crowds, and being only a copy's reader. */
	{ "Sent", 10, "c1", ME, CROWD, .hours = 6 },
	{ "INBOX", 7, "c2", EMIL, ME "," CROWD, .hours = 7 },
	{ "INBOX", 8, "c3", EMIL, ADA, ME, .hours = 8 },
	{ "Sent", 11, "c4", ME, "", ADA "," BERT, .hours = 9 },
	{ "Sent", 12, "c5", ME, ADA "," BERT "," ME, CLEO, .hours = 10 },
	/* Through a list, and directly too; each names others. */
	{ "Lists", 1, "l1", EMIL, "talk@lists.example", .hours = 11,
	  .kind = KIND_LIST, .subject = "[talk] Soup" },
	{ "INBOX", 9, "l1", EMIL, ME, DORA, .hours = 11, .subject = "Soup" },
	{ "Archive", 2, "l1", EMIL, ME, BERT, .hours = 11, .late = 4,
	  .refs = "l0", .subject = "Soup" },
	{ "Lists", 2, "l2", "zoe@lists.example", "talk@lists.example",
	  .hours = 12, .kind = KIND_LIST, .irt = "l1" },
	{ "All", 3, "l3", EMIL, ME, .hours = 13, .kind = KIND_LIST },
	{ "Archive", 3, "l3", EMIL, ME, .hours = 13, .irt = "c2" },
	/* ... the better place has the list's. */
	{ "INBOX", 30, "l4", EMIL, ME, .hours = 36, .kind = KIND_LIST },
	{ "Archive", 30, "l4", EMIL, ME, .hours = 36 },
	/* What makes no touches. */
	{ "Drafts", 1, "d1", ME, EMIL, .hours = 14 },
	{ "INBOX", 10, "d2", ME, EMIL, .hours = 15, .flags = FLAG_DRAFT },
	{ "All", 4, "d1", ME, EMIL, .hours = 14, .flags = FLAG_DRAFT },
	{ "Junk", 1, "j1", "spam@x.example", ME, .hours = 16 },
	{ "Trash", 2, "x1", BERT, ME, .hours = 17 },
	{ "INBOX", 11, "n1", "news@shop.example", ME, .hours = 18,
	  .kind = KIND_NEWSLETTER },
	{ "INBOX", 12, "n2", ADA, ME, .hours = 19, .kind = KIND_AUTO_REPLY,
	  .irt = "c5" },
	/* A sales program's mail: what answers the user is a person's. */
	{ "Sent", 60, "bulk1", ME, "ben@example.net", .hours = 300,
	  .subject = "Pumps" },
	{ "INBOX", 60, "bulk2", "ben@example.net", ME, .hours = 301,
	  .irt = "bulk1", .kind = KIND_NEWSLETTER, .bulk = TRUE,
	  .subject = "Re: Pumps" },
	{ "INBOX", 61, "bulk3", "bob@example.net", ME, .hours = 302,
	  .irt = "bulk2", .kind = KIND_NEWSLETTER, .bulk = TRUE,
	  .subject = "Re: Pumps" },
	{ "INBOX", 62, "bulk4", "shop@example.net", ME, .hours = 303,
	  .irt = "bulk1", .kind = KIND_NEWSLETTER, .subject = "Re: Pumps" },
	/* Without a Message-ID, without a Date, with a wrong one. */
	{ "INBOX", 13, "", DORA, ME, .hours = 20, .subject = "nameless" },
	{ "Archive", 4, "", DORA, ME, .hours = 20, .subject = "nameless" },
	{ "INBOX", 14, "u1", CLEO, ME, .hours = 30, .dated = UNDATED },
	{ "Archive", 5, "u1", "Cleo C. <cleo@example.net>", ME, .hours = 25,
	  .dated = UNDATED },
	{ "All", 5, "u1", CLEO, ME, .hours = 35, .dated = UNDATED },
	{ "Archive", 8, "u4", CLEO, ME, .hours = 28,
	  .subject = "Between two copies of another" },
	{ "INBOX", 15, "u2", CLEO, ME, .hours = 900, .late = -860 },
	{ "Archive", 6, "u2", CLEO, ME, .hours = 900, .late = 10 },
	{ "INBOX", 16, "u3", "old@example.net", ME, .dated = AT_NO_TIME },
	{ "Archive", 7, "u3", "old@example.net", ME, .hours = 40,
	  .dated = UNDATED },
	{ "INBOX", 17, "u5", ADA, ME, .dated = AT_NO_TIME },
	/* Two who write together; somebody of no address. */
	{ "INBOX", 18, "f1", ADA "," ME, BERT, .hours = 21 },
	{ "Sent", 13, "f1", ADA "," ME, BERT, .hours = 21 },
	{ "INBOX", 19, "f2", "", ME, .hours = 22 },
	/* Tied by their subject alone, in an exchange and a chain. */
	{ "Sent", 40, "v1", ME, GUS, .hours = 100, .subject = "Ladders" },
	{ "INBOX", 40, "v2", GUS, ME, .hours = 120, .subject = "AW: Ladders" },
	{ "Sent", 41, "v3", ME, GUS, .hours = 130,
	  .subject = "Re: AW: Ladders" },
	{ "Archive", 40, "v3", ME, GUS, .hours = 130,
	  .subject = "Re: AW: Ladders" },
	{ "INBOX", 41, "v4", GUS, ME, .hours = 140, .subject = "ladders" },
	/* ... not these: to somebody else, once more, too late. */
	{ "Sent", 42, "v5", ME, HAL, .hours = 101, .subject = "Ladders" },
	{ "Sent", 43, "v6", ME, HAL, .hours = 125, .subject = "Ladders" },
	{ "INBOX", 48, "v8", HAL, ME, .hours = 121, .subject = "Re: Ladders" },
	{ "INBOX", 42, "v7", GUS, ME, .hours = 2000, .subject = "Re: Ladders" },
	/* Through a list, which tags its subjects. */
	{ "Lists", 40, "y1", "y1@x.example", "talk@lists.example", .hours = 150,
	  .kind = KIND_LIST, .subject = "[talk] Stew" },
	{ "Lists", 41, "y2", "y2@x.example", "talk@lists.example", .hours = 160,
	  .kind = KIND_LIST, .subject = "Re: [talk] Stew" },
	{ "Lists", 42, "y3", "y3@x.example", "talk@lists.example", .hours = 170,
	  .kind = KIND_LIST, .subject = "[talk] Salad (was: Stew)" },
	/* Tied by what they quote: here, in another zone, and gone. */
	{ "Sent", 44, "e1", ME, IDA, .hours = 200, .subject = "Roof" },
	{ "INBOX", 43, "e2", IDA, ME, .hours = 210, .subject = "About it",
	  .quoted = "me@example.org", .quoted_hours = 200 },
	{ "Sent", 45, "e3", ME, IDA, .hours = 220, .subject = "Well",
	  .quoted = "Ida Roe", .quoted_hours = 203 },
	{ "INBOX", 44, "e4", "e4@x.example", ME, .hours = 230, .subject = "One",
	  .quoted = "Kit", .quoted_hours = 195 },
	{ "INBOX", 45, "e5", "e5@x.example", ME, .hours = 231, .subject = "Two",
	  .quoted = "Kit", .quoted_hours = 195 },
	/* An old thread, reused for a new matter; and what follows. */
	{ "INBOX", 46, "g1", GUS, ME, .hours = 10, .subject = "Fence" },
	{ "Sent", 46, "g2", ME, GUS, .hours = 20, .subject = "Re: Fence",
	  .irt = "g1", .refs = "g1" },
	{ "INBOX", 47, "g3", GUS, ME, .hours = 1500, .subject = "Wedding",
	  .irt = "g2", .refs = "g1 g2" },
	{ "Sent", 47, "g4", ME, GUS, .hours = 1510, .subject = "Re: Wedding",
	  .irt = "g3", .refs = "g1 g2 g3" },
	/* From a list and from a form, for somebody whom they hide. */
	{ "INBOX", 50, "h1", "Lou via Talk <talk@lists.example>", ME,
	  .hours = 300, .author = "lou@example.net" },
	{ "INBOX", 51, "h2", "form@shop.example", ME, .hours = 301,
	  .author = "Lou@Example.net" },
	/* ... but the user's own From is theirs, and they hide nowhere. */
	{ "Sent", 50, "h3", ME, "lou@example.net", .hours = 302,
	  .author = "zed@x.example" },
	{ "Lists", 50, "h4", "Me via Talk <talk@lists.example>", ME,
	  .hours = 303, .kind = KIND_LIST, .author = "me@example.org" },
	/* The user by two addresses, and somebody who has both. */
	{ "Sent", 51, "r1", ME, "roy@example.net", .hours = 310,
	  .subject = "Boat" },
	{ "INBOX", 52, "r2", "roy@example.net", "me@work.example", .hours = 320,
	  .subject = "Re: Boat" },
	{ "Sent", 52, "r3", "me@work.example",
	  "roy@example.net,quin@example.net", .hours = 330,
	  .subject = "Re: Boat" },
	{ "INBOX", 53, "r4", "quin@example.net", ME ",roy@example.net",
	  .hours = 340, .subject = "Re: Boat" },
	/* Of the right minute, but later than what quotes it. */
	{ "INBOX", 54, "z1", "pia@example.net", ME, .hours = 400,
	  .subject = "Tent", .quoted = "pia@example.net", .quoted_hours = 396 },
	{ "INBOX", 55, "z2", "pia@example.net", ME, .hours = 404,
	  .subject = "Rope" },
	{ "INBOX", 56, "z3", "pia@example.net", ME, .hours = 396,
	  .subject = "Pegs" },
	/* An office's mail, until the user writes there; and never. */
	{ "INBOX", 63, "o1", "info@firm.example", ME, .hours = 500,
	  .subject = "Bill", .office = TRUE },
	{ "Archive", 63, "o1", "info@firm.example", ME, .hours = 500,
	  .subject = "Bill", .office = TRUE },
	{ "Sent", 63, "o2", ME, "Info@Firm.example", .hours = 510,
	  .subject = "Pipes" },
	{ "INBOX", 64, "o3", "info@firm.example", ME, .hours = 520,
	  .subject = "Hoses", .office = TRUE },
	{ "INBOX", 65, "o4", "info@firm.example", ADA, ME, .hours = 530,
	  .subject = "Taps", .office = TRUE },
	{ "INBOX", 66, "o5", "sales@firm.example", ME, .hours = 540,
	  .subject = "Nuts", .office = TRUE },
	{ "Sent", 64, "o6", ME, "ann@firm.example", "sales@firm.example",
	  .hours = 550, .subject = "Bolts" },
	{ "Drafts", 60, "o7", ME, "sales@firm.example", .hours = 560,
	  .subject = "Screws" },
	/* From another address of the user's, it seems. */
	{ "Sent", 65, "i1", "me@old.example", ADA, .hours = 600,
	  .subject = "Oats" },
	{ "All", 65, "i1", "me@old.example", ADA, .hours = 600,
	  .subject = "Oats" },
	/* Her name is told by mail that makes no touch. */
	{ "Sent", 70, "pam1", ME, "pam@example.net", .hours = 400 },
	{ "Lists", 70, "pam2", "Pam Reed <pam@example.net>",
	  "talk@lists.example", .hours = 410, .kind = KIND_LIST },
	/* The other account has some of it too. */
	{ "2/INBOX", 1, "q1", ADA, ME, .hours = 0, .late = 1 },
	{ "2/INBOX", 2, "b1", BERT, "me@work.example", .hours = 23,
	  .irt = "f1" },
	{ "2/Sent", 1, "b2", "me@work.example", "BERT@example.com", .hours = 24,
	  .irt = "b1", .refs = "f1 b1" },
};

#define N_MAILS G_N_ELEMENTS(mails)

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
		    const char *list)
{
	char **each;

	if (!list)
		return;
	each = g_strsplit(list, " ", -1);
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
		.quoted_at = mail->quoted ? MONDAY + mail->quoted_hours * 3600
					  : G_MININT64,
		.quoted_local = TRUE,
		.author = mail->author,
		.author_office = mail->office,
	};

	add_addresses(items, owned, mail->from, ADDRESS_FROM);
	add_addresses(items, owned, mail->to, ADDRESS_TO);
	add_addresses(items, owned, mail->cc, ADDRESS_CC);
	facts.addresses.items = (void *)items->data;
	facts.addresses.n = items->len;
	set_ids(&facts.in_reply_to, owned, mail->irt);
	set_ids(&facts.references, owned, mail->refs);
	content = g_strdup_printf("%s|%s|%s|%s|%s|%s|%s", mail->from, mail->to,
				  mail->cc, mail->subject, mail->refs,
				  mail->irt, mail->quoted);
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

static config_t *configure(const char *identities, guint max_recipients)
{
	g_autofree char *text =
	    g_strdup_printf("[tend]\ntime-zone=UTC\nmax-recipients=%u\n"
			    "[account one]\nidentities=%s\nfolders=*\n"
			    "[account two]\nidentities=%s\nfolders=*\n",
			    max_recipients, identities, identities);
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
			  guint max_recipients)
{
	memset(world, 0, sizeof *world);
	derived_home_open(&world->home);
	world->config = configure(identities, max_recipients);
	world->uidvalidity = UIDVALIDITY;
	say(world);
	begin_ingest(world);
}

#define OWN "me@example.org;me@work.example"

static void world_open(struct world *world)
{
	world_open_as(world, OWN, 10);
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
		if (mails[i].quoted && g_rand_boolean(random))
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
		/* ada: q1 a1 t1 c5 u5 */
		"person|ada@example.com|1|",
	};
	g_autofree char *got = wanted_dump();

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!strstr(got, lines[i])) {
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
		{ "z1", "z2", FALSE },
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
	} before[] = {
		{ "other@example.org", 10 },
		{ "me@example.org", 10 },
		{ OWN ";ada@example.com", 10 },
		{ OWN, 1 },
		{ OWN, 100 },
	};
	g_autofree char *wanted = wanted_dump();

	for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *then = NULL;
		g_autofree char *got = NULL;
		struct world world;

		world_open_as(&world, before[i].identities,
			      before[i].max_recipients);
		put_shuffled(&world, 200 + i);
		then = dump(&world);
		g_assert_cmpstr(then, !=, wanted);
		config_free(world.config);
		world.config = configure(OWN, 10);
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
	return g_test_run();
}
