/*
 * Write a Maildir of N generated messages, the same each time.
 *
 *	gen DIR N [--split] [--seed S]
 *
 * Some 4,000 correspondents, conversations of a dozen messages, a fifth sent
 * by the owner (into .Sent with --split), headers of about 1.7 KB with the
 * traces that real mail carries, 16 KB a message on average.  File names have
 * S= and W=, so that a server need not read a file to know its size, and the
 * time of each file is that of the message.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum {
	N_CORRESPONDENTS = 4000,
	N_COMPANIES = 700,
	N_PARAGRAPHS = 400,
	N_OPEN = 3000, /* conversations that may still go on */
	MAX_REFERENCES = 12,
	MAX_MESSAGE = 2 << 20,
};

static const char *const first_names[] = {
	"Anna",	 "Bert",   "Clara", "David",  "Elif",  "Fatma", "Goran",
	"Heidi", "Ivan",   "Jörg",  "Katrin", "Lars",  "Mia",	"Noël",
	"Olga",	 "Pièrre", "Quinn", "Rosa",   "Søren", "Tülay", "Uwe",
	"Vera",	 "Wang",   "Xaver", "Yuki",   "Zoë",
};

static const char *const last_names[] = {
	"Müller", "Schmidt", "Weber",	 "García", "Åström", "Ivanov",
	"Tanaka", "Novák",   "O'Neill",	 "Smith",  "Brown",  "Rossi",
	"Dubois", "Jensen",  "Kowalski", "Nguyen",
};

static const char *const words[] = {
	"about",   "after",    "again",	   "also",    "answer",	  "before",
	"better",  "between",  "bring",	   "call",    "change",	  "check",
	"clear",   "come",     "customer", "date",    "delivery", "does",
	"early",   "every",    "find",	   "first",   "follow",	  "friday",
	"from",	   "good",     "have",	   "help",    "here",	  "house",
	"invoice", "just",     "know",	   "large",   "last",	  "later",
	"letter",  "list",     "little",   "look",    "make",	  "many",
	"meeting", "month",    "more",	   "morning", "much",	  "name",
	"need",	   "never",    "next",	   "number",  "offer",	  "often",
	"only",	   "order",    "other",	   "over",    "page",	  "paper",
	"people",  "place",    "plan",	   "point",   "price",	  "problem",
	"project", "question", "quick",	   "read",    "ready",	  "right",
	"same",	   "school",   "second",   "send",    "show",	  "since",
	"small",   "some",     "soon",	   "still",   "street",	  "sure",
	"take",	   "team",     "tell",	   "than",    "thank",	  "that",
	"their",   "them",     "then",	   "there",   "these",	  "they",
	"thing",   "think",    "this",	   "three",   "time",	  "today",
	"turn",	   "under",    "until",	   "very",    "visit",	  "want",
	"water",   "week",     "well",	   "were",    "what",	  "when",
	"where",   "which",    "while",	   "will",    "with",	  "word",
	"work",	   "world",    "would",	   "write",   "year",	  "your",
	"Grüße",   "café",     "naïve",
};

struct buffer {
	char *at;
	size_t len;
};

struct conversation {
	unsigned correspondent;
	unsigned n_ids; /* all that were written */
	char subject[120];
	char ids[MAX_REFERENCES][80]; /* a ring of the last */
};

static struct {
	uint64_t seed;
	char address[N_CORRESPONDENTS][160]; /* as it stands in a header */
	char mailbox[N_CORRESPONDENTS][48];
	struct buffer plain[N_PARAGRAPHS];
	struct buffer quoted[N_PARAGRAPHS];
	struct conversation open[N_OPEN];
	unsigned n_conversations;
	struct buffer attachment;
	char signature[345];
} g;

/* splitmix64: short, and the same everywhere. */
static uint64_t draw(void)
{
	uint64_t z = (g.seed += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* Of [0, n). */
static unsigned below(unsigned n)
{
	return (unsigned)(draw() % n);
}

static double chance(void)
{
	return (double)(draw() >> 11) / 9007199254740992.0;
}

static double gauss(void)
{
	return sqrt(-2 * log(1 - chance())) * cos(2 * M_PI * chance());
}

static void die(const char *what)
{
	fprintf(stderr, "gen: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void put_bytes(struct buffer *b, const char *bytes, size_t len)
{
	if (b->len + len > MAX_MESSAGE) {
		errno = EMSGSIZE;
		die("message");
	}
	memcpy(b->at + b->len, bytes, len);
	b->len += len;
}

__attribute__((format(printf, 2, 3))) static void put(struct buffer *b,
						      const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(b->at + b->len, MAX_MESSAGE - b->len, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= MAX_MESSAGE - b->len) {
		errno = EMSGSIZE;
		die("message");
	}
	b->len += (size_t)len;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_base64(struct buffer *b, const char *bytes, size_t len)
{
	const unsigned char *in = (const unsigned char *)bytes;

	for (size_t i = 0; i < len; i += 3) {
		unsigned n = (unsigned)in[i] << 16 |
			     (i + 1 < len ? (unsigned)in[i + 1] << 8 : 0) |
			     (i + 2 < len ? in[i + 2] : 0);
		char out[4] = { base64_digits[n >> 18],
				base64_digits[n >> 12 & 63],
				i + 1 < len ? base64_digits[n >> 6 & 63] : '=',
				i + 2 < len ? base64_digits[n & 63] : '=' };

		put_bytes(b, out, sizeof(out));
	}
}

static bool is_ascii(const char *text)
{
	for (; *text; text++) {
		if (*text & 0x80)
			return false;
	}
	return true;
}

/* A phrase in a header: RFC 2047 where it must be. */
static void put_encoded(struct buffer *b, const char *text)
{
	if (is_ascii(text)) {
		put_bytes(b, text, strlen(text));
		return;
	}
	put(b, "=?utf-8?B?");
	put_base64(b, text, strlen(text));
	put(b, "?=");
}

static void put_quoted_printable(struct buffer *b, const struct buffer *text)
{
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->at[i];

		if (c >= 0x80 || c == '=')
			put(b, "=%02X", c);
		else
			put_bytes(b, text->at + i, 1);
	}
}

static void make_paragraph(struct buffer *b)
{
	size_t want = 200 + below(700);
	size_t column = 0;

	while (b->len < want) {
		const char *word = words[below(ARRAY_SIZE(words))];

		if (column + strlen(word) > 70) {
			put(b, "\n");
			column = 0;
		}
		put(b, "%s%s", column ? " " : "", word);
		column += strlen(word) + 1;
	}
	put(b, "\n\n");
}

/* What all messages draw from. */
static void prepare(void)
{
	static char space[MAX_MESSAGE];
	struct buffer b = { space, 0 };

	for (unsigned i = 0; i < N_CORRESPONDENTS; i++) {
		const char *first = first_names[below(ARRAY_SIZE(first_names))];
		const char *last = last_names[below(ARRAY_SIZE(last_names))];
		char name[64];

		snprintf(name, sizeof(name), "%s %s", first, last);
		snprintf(g.mailbox[i], sizeof(g.mailbox[i]),
			 "user%u@corp%u.example.com", i, i % N_COMPANIES);
		b.len = 0;
		if (is_ascii(name))
			put(&b, "\"%s\"", name);
		else
			put_encoded(&b, name);
		snprintf(g.address[i], sizeof(g.address[i]), "%.*s <%s>",
			 (int)b.len, b.at, g.mailbox[i]);
	}
	for (unsigned i = 0; i < N_PARAGRAPHS; i++) {
		b.len = 0;
		make_paragraph(&b);
		g.plain[i] = (struct buffer){ strndup(b.at, b.len), b.len };
		b.len = 0;
		put_quoted_printable(&b, &g.plain[i]);
		g.quoted[i] = (struct buffer){ strndup(b.at, b.len), b.len };
	}
	b.len = 0;
	for (unsigned line = 0; line < 7000; line++) {
		char bytes[57];

		for (unsigned i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)draw();
		put_base64(&b, bytes, sizeof(bytes));
		put(&b, "\n");
	}
	g.attachment = (struct buffer){ strndup(b.at, b.len), b.len };
	for (unsigned i = 0; i < sizeof(g.signature) - 1; i++)
		g.signature[i] = base64_digits[below(64)];
}

static const char *format_date(int64_t at, char *out, size_t size)
{
	time_t t = (time_t)at;
	struct tm tm;

	strftime(out, size, "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&t, &tm));
	return out;
}

/* A new one, or one that is still going on. */
static struct conversation *choose_conversation(void)
{
	unsigned n = g.n_conversations;
	struct conversation *c;
	unsigned i;

	if (n && chance() < 0.55)
		return &g.open[n > N_OPEN ? below(N_OPEN) : below(n)];

	c = &g.open[g.n_conversations++ % N_OPEN];
	memset(c, 0, sizeof(*c));
	/* Few write much, many write little. */
	i = (unsigned)(-600 * log(1 - chance()));
	c->correspondent = i < N_CORRESPONDENTS ? i : N_CORRESPONDENTS - 1;
	for (unsigned w = 2 + below(7); w > 0; w--) {
		size_t len = strlen(c->subject);

		snprintf(c->subject + len, sizeof(c->subject) - len, "%s%s",
			 len ? " " : "", words[below(ARRAY_SIZE(words))]);
	}
	return c;
}

/* What a delivery leaves: the path, signatures and their results. */
static void put_traces(struct buffer *b, unsigned i, unsigned correspondent,
		       int64_t at, const char *date)
{
	unsigned company = correspondent % N_COMPANIES;
	const char *s = g.signature;

	put(b, "Return-Path: <%s>\nDelivered-To: me@example.org\n",
	    g.mailbox[correspondent]);
	for (unsigned k = 0, n = 2 + below(4); k < n; k++) {
		put(b,
		    "Received: from mx%u.corp%u.example.com (mx%u.corp%u."
		    "example.com [192.0.2.%u])\n\tby relay%u.example.org "
		    "(Postfix) with ESMTPS id %08X%04X\n\tfor "
		    "<me@example.org>; %s\n",
		    k, company, k, company, i % 250, k, i * 2654435761U, k,
		    date);
	}
	if (i % 10 >= 7)
		return;
	put(b,
	    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; "
	    "d=corp%u.example.com;\n\ts=sel1; "
	    "h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\n"
	    "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\n"
	    "\tb=%.110s\n\t %.110s\n\t %.124s\n",
	    company, s, s + 110, s + 220);
	put(b,
	    "Authentication-Results: mx.example.org; dkim=pass "
	    "header.d=corp%u.example.com;\n\tspf=pass smtp.mailfrom=%s; "
	    "dmarc=pass\nARC-Seal: i=1; a=rsa-sha256; t=%lld; cv=none; "
	    "d=example.org; s=arc;\n\tb=%.170s\n\t %.174s\n",
	    company, g.mailbox[correspondent], (long long)at, s, s + 170);
}

static void put_thread(struct buffer *b, const struct conversation *c)
{
	unsigned n = c->n_ids;
	unsigned first = n > MAX_REFERENCES ? n - MAX_REFERENCES : 0;

	if (!n)
		return;
	put(b,
	    "In-Reply-To: %s\nReferences:", c->ids[(n - 1) % MAX_REFERENCES]);
	for (unsigned k = first; k < n; k++)
		put(b, "%s %s", k > first ? "\n\t" : "",
		    c->ids[k % MAX_REFERENCES]);
	put(b, "\n");
}

static void put_header(struct buffer *b, unsigned i, int64_t at, bool sent,
		       struct conversation *c)
{
	static const char me[] = "Max Muster <me@example.org>";
	const char *them = g.address[c->correspondent];
	char date[64];
	char id[80];

	format_date(at, date, sizeof(date));
	if (sent)
		snprintf(id, sizeof(id), "<%llx.%08x@example.org>",
			 (unsigned long long)at, (unsigned)draw());
	else
		snprintf(id, sizeof(id), "<%llx.%08x@corp%u.example.com>",
			 (unsigned long long)at, (unsigned)draw(),
			 c->correspondent % N_COMPANIES);
	if (!sent)
		put_traces(b, i, c->correspondent, at, date);
	put(b, "From: %s\nTo: %s\n", sent ? me : them, sent ? them : me);
	if (chance() < 0.25) {
		put(b, "Cc: ");
		for (unsigned k = 0, n = 1 + below(6); k < n; k++)
			put(b, "%s%s", k ? ",\n\t" : "",
			    g.address[below(N_CORRESPONDENTS)]);
		put(b, "\n");
	}
	put(b, "Subject: ");
	if (c->n_ids && is_ascii(c->subject))
		put(b, "Re: ");
	put_encoded(b, c->subject);
	put(b, "\nDate: %s\nMessage-ID: %s\n", date, id);
	put_thread(b, c);
	if (i % 9 == 0 && !sent)
		put(b,
		    "List-Id: <list%u.example.com>\nList-Unsubscribe: "
		    "<mailto:u@example.com>, <https://example.com/u/%u>\n"
		    "Precedence: bulk\n",
		    i % 40, i);
	if (i % 50 == 0)
		put(b, "Auto-Submitted: auto-replied\n");
	put(b, "User-Agent: Example/1.0\nMIME-Version: 1.0\n");
	strcpy(c->ids[c->n_ids++ % MAX_REFERENCES], id);
}

static void put_text(struct buffer *b, const struct buffer *paragraphs,
		     size_t size)
{
	for (size_t n = 0; n < size;) {
		const struct buffer *p = &paragraphs[below(N_PARAGRAPHS)];

		put_bytes(b, p->at, p->len);
		n += p->len;
	}
}

static void put_alternative(struct buffer *b, const char *boundary, size_t size)
{
	put(b,
	    "--%sa\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\n",
	    boundary);
	put_text(b, g.plain, size);
	put(b,
	    "\n--%sa\nContent-Type: text/html; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>",
	    boundary);
	put_text(b, g.quoted, size);
	put(b, "</p></body></html>\n\n--%sa--\n", boundary);
}

static void put_body(struct buffer *b, unsigned i)
{
	double raw = exp(8.6 + 0.9 * gauss());
	size_t size = raw < 1200 ? 1200 : raw > 60000 ? 60000 : (size_t)raw;
	double kind = chance();
	char boundary[24];
	size_t lines;

	if (kind < 0.45) {
		put(b, "Content-Type: text/plain; charset=utf-8\n"
		       "Content-Transfer-Encoding: 8bit\n\n");
		put_text(b, g.plain, size);
		return;
	}
	if (kind < 0.60) {
		put(b, "Content-Type: text/plain; charset=\"utf-8\"\n"
		       "Content-Transfer-Encoding: quoted-printable\n\n");
		put_text(b, g.quoted, size);
		return;
	}
	snprintf(boundary, sizeof(boundary), "=_b%08x", (unsigned)draw());
	if (kind < 0.92) {
		put(b,
		    "Content-Type: multipart/alternative; boundary=\"%sa\"\n\n",
		    boundary);
		put_alternative(b, boundary, size / 2);
		return;
	}
	put(b,
	    "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n"
	    "Content-Type: multipart/alternative; boundary=\"%sa\"\n\n",
	    boundary, boundary, boundary);
	put_alternative(b, boundary, size / 2);
	lines =
	    (kind < 0.985 ? 4000 + below(36000) : 60000 + below(440000)) / 77;
	put(b,
	    "\n--%s\nContent-Type: application/pdf; name=\"file%u.pdf\"\n"
	    "Content-Disposition: attachment; filename=\"file%u.pdf\"\n"
	    "Content-Transfer-Encoding: base64\n\n",
	    boundary, i, i);
	put_bytes(b, g.attachment.at, lines * 77);
	put(b, "\n--%s--\n", boundary);
}

static void write_message(const char *dir, const struct buffer *b, int64_t at,
			  unsigned i, const char *flags)
{
	const struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };
	size_t lines = 0;
	char path[160];
	int fd;

	for (const char *p = b->at;
	     (p = memchr(p, '\n', (size_t)(b->at + b->len - p))); p++)
		lines++;
	snprintf(path, sizeof(path),
		 "%.8s/cur/%lld.M%uP1.host,S=%zu,W=%zu:2,%s", dir,
		 (long long)at, i, b->len, b->len + lines, flags);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, b->at, b->len) != (ssize_t)b->len ||
	    futimens(fd, times) < 0 || close(fd) < 0)
		die(path);
}

static void make_maildir(const char *dir)
{
	static const char *const parts[] = { "", "/cur", "/new", "/tmp" };
	char path[160];

	for (unsigned i = 0; i < ARRAY_SIZE(parts); i++) {
		snprintf(path, sizeof(path), "%.8s%s", dir, parts[i]);
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			die(path);
	}
}

int main(int argc, char **argv)
{
	static char space[MAX_MESSAGE];
	int64_t at = 1420070400; /* 2015 */
	bool split = false;
	uint64_t bytes = 0;
	unsigned n;

	if (argc < 3) {
		fputs("usage: gen DIR N [--split] [--seed S]\n", stderr);
		return 64;
	}
	n = (unsigned)strtoul(argv[2], NULL, 10);
	g.seed = 1;
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--split") == 0)
			split = true;
		else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
			g.seed = strtoull(argv[++i], NULL, 10);
	}
	if ((mkdir(argv[1], 0700) < 0 && errno != EEXIST) || chdir(argv[1]) < 0)
		die(argv[1]);
	make_maildir(".");
	make_maildir(".Sent");
	prepare();
	for (unsigned i = 0; i < n; i++) {
		struct conversation *c = choose_conversation();
		struct buffer b = { space, 0 };
		bool sent = chance() < 0.2;
		bool seen = chance() < 0.9;
		bool replied = c->n_ids && !sent && chance() < 0.3;
		char flags[3];

		at += 20 + below(5980);
		put_header(&b, i, at, sent, c);
		put_body(&b, i);
		snprintf(flags, sizeof(flags), "%s%s", replied ? "R" : "",
			 seen ? "S" : "");
		write_message(sent && split ? ".Sent" : ".", &b, at, i, flags);
		bytes += b.len;
	}
	printf("%u messages, %llu bytes, %u conversations\n", n,
	       (unsigned long long)bytes, g.n_conversations);
	return 0;
}
