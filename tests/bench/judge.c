/*
 * How many messages a second one core judges, beside GMime, which parses the
 * same ones and judges nothing.
 *
 *	judge ROUNDS DIR...
 *
 * Reads every file below the folders into memory first, then goes over all of
 * them: their headers alone, whole, and whole by GMime.  A line each: what,
 * messages, bytes, processor seconds of the fastest round, and resident KiB
 * after the first round and after the last.
 */
#include "config.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gmime/gmime.h>

#include "parse/message.h"
#include "parse/warm.h"

/* As much as is kept in memory. */
#define BYTES_MAX (256u << 20)

static GPtrArray *mails; /* GBytes */
static gsize bytes;

static int add_file(const char *path, const struct stat *status, int flag,
		    struct FTW *where)
{
	gsize length;
	char *text;

	(void)where;
	if (flag != FTW_F || bytes + (gsize)status->st_size > BYTES_MAX ||
	    strstr(path, "dovecot") || g_str_has_suffix(path, ".tsv") ||
	    g_str_has_suffix(path, ".expect"))
		return 0;
	if (!g_file_get_contents(path, &text, &length, NULL))
		return 0;
	g_ptr_array_add(mails, g_bytes_new_take(text, length));
	bytes += length;
	return 0;
}

static void judge_headers(struct parse_message *message, const char *text,
			  gsize length)
{
	/* A server sends the fields alone. */
	const char *end = g_strstr_len(text, (gssize)length, "\n\n");
	const char *crlf = g_strstr_len(text, (gssize)length, "\r\n\r\n");

	if (crlf && (!end || crlf < end))
		end = crlf;
	parse_message_headers(message, text,
			      end ? (gsize)(end + 1 - text) : length);
}

static void judge_whole(struct parse_message *message, const char *text,
			gsize length)
{
	parse_message_headers(message, text, length);
	parse_message_body(message, text, length);
}

static void parse_only(struct parse_message *message, const char *text,
		       gsize length)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *parsed = g_mime_parser_construct_message(parser, NULL);

	(void)message;
	g_clear_object(&parsed);
	g_object_unref(parser);
	g_object_unref(stream);
}

static double processor(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long resident(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");

	if (file && fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * 4;
}

static void measure(const char *what, int rounds,
		    void (*judge)(struct parse_message *, const char *, gsize))
{
	struct parse_message *message = parse_message_new();
	double best = 0;
	long first = 0;

	for (int i = 0; i < rounds; i++) {
		double before = processor(), took;

		for (guint j = 0; j < mails->len; j++) {
			gsize length;
			const char *text =
			    g_bytes_get_data(mails->pdata[j], &length);

			judge(message, text, length);
		}
		took = processor() - before;
		if (i == 0 || took < best)
			best = took;
		if (i == 0)
			first = resident();
	}
	printf("%s\t%u\t%zu\t%.4f\t%ld\t%ld\n", what, mails->len, bytes, best,
	       first, resident());
	parse_message_free(message);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0;

	if (rounds < 1) {
		fprintf(stderr, "usage: judge ROUNDS DIR...\n");
		return 64;
	}
	mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	for (int i = 2; i < argc; i++)
		nftw(argv[i], add_file, 16, FTW_PHYS);
	parse_init();
	measure("headers", rounds, judge_headers);
	measure("whole", rounds, judge_whole);
	measure("gmime", rounds, parse_only);
	g_ptr_array_unref(mails);
	return 0;
}
