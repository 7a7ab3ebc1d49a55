/* The small world of mail that test-derive derives from, in any order. */
#pragma once

#include <glib.h>

#include "agent/border/words.h"

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
	int quoted_minutes;
	gboolean bulk;	    /* only a mass mail's header is against a person */
	const char *author; /* whom its From hides */
	gboolean office;    /* many hands answer its From */
	int words;	    /* of its new text; 0: its body was not read, */
#define WORDLESS -1	    /* or has none */
	gboolean forward;   /* what it quotes is sent on */
	gboolean unsubscribe;
	const char *text;	    /* its words, if they matter */
	const char *failed, *about; /* of a bounce */
	gboolean delayed;
	const char *phone;				 /* in its signature */
	const char *method, *event, *answer, *attendees; /* of an invitation */
	int starts, ends;  /* hours after MONDAY; 0: not said */
	int absence, back; /* enum absence, and a day */
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
#define YAN "yan@example.net"
#define ZOE "Zoe Roe <zoe.roe@example.net>"
#define ABE "abe@example.net"
#define INVITES(uid) .kind = KIND_CALENDAR, .method = "request", .event = (uid)
#define ANSWERS(uid, word)                                        \
	.kind = KIND_CALENDAR, .method = "reply", .event = (uid), \
	.answer = (word)
#define DAEMON "mailer-daemon@mx.example"
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
	/* Passed on with a word and without; only to leave a list. */
	{ "INBOX", 70, "fw1", "fay@example.net", ME, .hours = 600,
	  .subject = "Fwd: Joke", .forward = TRUE, .words = WORDLESS },
	{ "Sent", 71, "fw2", ME, "fay@example.net", .hours = 610,
	  .subject = "Fwd: Map", .forward = TRUE, .words = 9 },
	{ "Sent", 72, "fw3", ME, "fay@example.net", .hours = 620,
	  .subject = "Fwd: Joke", .forward = TRUE, .words = WORDLESS },
	{ "Sent", 73, "fw4", ME, "fay@example.net", .hours = 630,
	  .subject = "unsubscribe", .unsubscribe = TRUE, .words = 1 },
	/* One mail under several ids; to another; an answer of a day later. */
	{ "INBOX", 80, "tw1", "tom@example.net", ME, .hours = 700,
	  .subject = "Plan", .words = 9, .text = "plan" },
	{ "Archive", 81, "tw2", "tom@example.net", ME, .hours = 703,
	  .subject = "Re: Plan", .words = 9, .text = "plan" },
	{ "INBOX", 82, "tw3", "tom@example.net", ME, .hours = 726,
	  .subject = "Plan", .words = 9, .text = "plan" },
	{ "INBOX", 83, "tw4", "tom@example.net", ME, .hours = 751,
	  .subject = "Plan", .words = 9, .text = "plan" },
	{ "Trash", 84, "tw5", "tom@example.net", ME, .hours = 690,
	  .subject = "Plan", .words = 9, .text = "plan" },
	{ "Sent", 85, "tw6", ME, "tom@example.net,uma@example.net",
	  .hours = 760, .subject = "All", .words = 9, .text = "all" },
	{ "Sent", 86, "tw7", ME, "uma@example.net,tom@example.net",
	  .hours = 761, .subject = "All", .words = 9, .text = "all" },
	{ "Sent", 87, "tw8", ME, "uma@example.net", .hours = 762,
	  .subject = "All", .words = 9, .text = "all" },
	{ "INBOX", 88, "tw9", "uma@example.net", ME, .hours = 763,
	  .subject = "All", .words = 9, .text = "all" },
	/* Mail that came back, for somebody known and for others; absences. */
	{ "Sent", 90, "bo1", ME, "vic@example.net", .hours = 800,
	  .subject = "Bricks" },
	{ "INBOX", 90, "bo2", DAEMON, ME, .hours = 799, .kind = KIND_BOUNCE,
	  .about = "bo1" },
	{ "Archive", 90, "bo2", DAEMON, ME, .hours = 799, .kind = KIND_BOUNCE },
	{ "INBOX", 91, "bo3", DAEMON, ME, .hours = 805, .kind = KIND_BOUNCE,
	  .failed = "Vic@example.net,win@example.net", .about = "bo0" },
	{ "INBOX", 92, "bo4", DAEMON, ME, .hours = 806, .kind = KIND_BOUNCE,
	  .failed = "vic@example.net", .delayed = TRUE },
	{ "Junk", 93, "bo5", DAEMON, ME, .hours = 807, .kind = KIND_BOUNCE,
	  .failed = "vic@example.net" },
	{ "INBOX", 94, "bo6", "vic@example.net", ME, .hours = 810,
	  .kind = KIND_AUTO_REPLY, .absence = ABSENCE_DATED, .back = 20530 },
	{ "INBOX", 95, "bo7", "win@example.net", ME, .hours = 810,
	  .kind = KIND_AUTO_REPLY, .absence = ABSENCE_LEFT },
	{ "Sent", 91, "bo8", ME, "vic@example.net,xia@example.net",
	  .hours = 820, .subject = "Mortar" },
	{ "INBOX", 97, "bo10", DAEMON, ME, .hours = 830, .kind = KIND_BOUNCE,
	  .about = "bo1" },
	{ "INBOX", 96, "bo9", DAEMON, ME, .hours = 821, .kind = KIND_BOUNCE,
	  .about = "bo8" },
	/* Answers to what is gone, twice; to what is there. */
	{ "Sent", 100, "pr1", ME, YAN, .hours = 900, .irt = "gone1",
	  .quoted = "yan@example.net", .quoted_hours = 890 },
	{ "Sent", 101, "pr2", ME, YAN, .hours = 905, .refs = "pr0 gone1" },
	{ "INBOX", 100, "pr3", YAN, ME, .hours = 910, .irt = "gone2" },
	{ "INBOX", 101, "pr4", YAN, ME, .hours = 930, .irt = "pr5" },
	{ "Sent", 102, "pr5", ME, YAN, .hours = 920 },
	/* ... by its author and minute, in whatever zone. */
	{ "Sent", 103, "pr6", ME, ZOE, .hours = 1000, .subject = "Re: Sand",
	  .quoted = "Roe, Zoe", .quoted_hours = 990 },
	{ "INBOX", 102, "pr7", ZOE, ME, .hours = 993, .subject = "Sand" },
	{ "Sent", 104, "pr8", ME, ZOE, .hours = 1020, .subject = "Re: Lime",
	  .quoted = "Zoe Roe", .quoted_hours = 1010 },
	{ "Sent", 105, "pr9", ME, ZOE, .hours = 1021, .subject = "Re: Lime",
	  .quoted = "Zoe Roe", .quoted_hours = 1010 },
	{ "INBOX", 103, "pr10", ZOE, ME, .hours = 1030, .subject = "Re: Clay",
	  .quoted = "me@example.org", .quoted_hours = 1025,
	  .quoted_minutes = 17 },
	/* Not these: to others, of others, one's own, passed on, a list's. */
	{ "Sent", 106, "pr11", ME, ZOE "," YAN, .hours = 1040, .irt = "gone3" },
	{ "INBOX", 104, "pr12", ZOE, ME, .hours = 1041, .irt = "gone4",
	  .quoted = "Yan Poe", .quoted_hours = 1035 },
	{ "Sent", 107, "pr13", ME, ZOE, .hours = 1042, .irt = "gone5",
	  .quoted = "me@example.org", .quoted_hours = 1035 },
	{ "Sent", 108, "pr14", ME, ZOE, .hours = 1043, .subject = "Fwd: Mud",
	  .quoted = "Yan Poe", .quoted_hours = 1036, .forward = TRUE,
	  .words = 9 },
	{ "Lists", 100, "pr15", ZOE, ME, .hours = 1044, .irt = "gone6",
	  .kind = KIND_LIST },
	/* Invited, moved, accepted by one and declined by the other. */
	{ "INBOX", 120, "ev1", ABE, ME, .hours = 1100, INVITES("a"),
	  .attendees = "Abe@example.net,me@example.org,bea@example.net",
	  .starts = 1110, .ends = 1112 },
	{ "INBOX", 121, "ev2", ABE, ME, .hours = 1105, INVITES("a"),
	  .attendees = "abe@example.net,me@example.org,bea@example.net,"
		       "coy@example.net",
	  .starts = 1120 },
	{ "Archive", 121, "ev2", ABE, ME, .hours = 1105, INVITES("a"),
	  .attendees = "abe@example.net,me@example.org,bea@example.net,"
		       "coy@example.net",
	  .starts = 1120 },
	{ "INBOX", 122, "ev3", "bea@example.net", ME "," ABE, .hours = 1106,
	  ANSWERS("a", "declined") },
	{ "INBOX", 123, "ev4", "coy@example.net", ME "," ABE, .hours = 1107,
	  ANSWERS("a", "accepted") },
	/* ... cancelled; declined by the user; to a crowd; thrown away. */
	{ "INBOX", 124, "ev5", ABE, ME, .hours = 1200, INVITES("b"),
	  .attendees = "me@example.org", .starts = 1210 },
	{ "INBOX", 125, "ev6", ABE, ME, .hours = 1201, .kind = KIND_CALENDAR,
	  .method = "cancel", .event = "b", .starts = 1210 },
	{ "INBOX", 126, "ev7", ABE, ME, .hours = 1202, INVITES("c"),
	  .attendees = "me@example.org", .starts = 1212 },
	{ "Sent", 126, "ev8", ME, ABE, .hours = 1203,
	  ANSWERS("c", "declined") },
	{ "INBOX", 127, "ev9", ABE, ME, .hours = 1204, INVITES("d"),
	  .attendees = CROWD, .starts = 1213 },
	{ "Trash", 128, "ev10", ABE, ME, .hours = 1205, INVITES("e"),
	  .attendees = "me@example.org", .starts = 1214 },
	/* The user's own, which is gone: an answer tells of it. */
	{ "INBOX", 129, "ev11", "dee@example.net", ME, .hours = 1206,
	  ANSWERS("f", "accepted"), .starts = 1215, .ends = 1216 },
	/* Her number, which changes; not of what was thrown away. */
	{ "INBOX", 140, "ph1", "fay@example.net", ME, .hours = 700, .words = 9,
	  .phone = "+1 555 0100" },
	{ "INBOX", 141, "ph2", "fay@example.net", ME, .hours = 720, .words = 9,
	  .phone = "+1 555 0101" },
	{ "INBOX", 142, "ph3", "fay@example.net", ME, .hours = 710, .words = 9,
	  .phone = "+1 555 0102" },
	{ "Trash", 143, "ph4", "fay@example.net", ME, .hours = 730, .words = 9,
	  .phone = "+1 555 0103" },
	/* The other account has some of it too. */
	{ "2/INBOX", 1, "q1", ADA, ME, .hours = 0, .late = 1 },
	{ "2/INBOX", 2, "b1", BERT, "me@work.example", .hours = 23,
	  .irt = "f1" },
	{ "2/Sent", 1, "b2", "me@work.example", "BERT@example.com", .hours = 24,
	  .irt = "b1", .refs = "f1 b1" },
};

#define N_MAILS G_N_ELEMENTS(mails)
