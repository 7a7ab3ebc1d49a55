/*
 * Invented mail (tests/corpus/mail): what is made of each file, and that no
 * cut and no damage to any of them yields anything but clean, capped facts.
 *
 * With TEND_PRINT_FACTS=FILE it writes there what facts.tsv should hold: read
 * every line that differs before it takes the place of the old one.
 */
#include <stdio.h>
#include <string.h>

#include "parse/fields.h"
#include "parse/message.h"
#include "parse/warm.h"
#include "tests/fuzz/check-facts.h"
#include "tests/unit/mails.h"

#define COLUMNS                                                      \
	"file\tkind\tfrom\tto\tcc\tfailed\trecipients\tdate\tzone\t" \
	"message-id\tin-reply-to\treferences\tsubject\thard\tabout\tevidence"

/* Lists longer than this are shown by their first and their number. */
#define SHOWN 6

static void show_people(GString *out, const struct parse_message *message,
			enum parse_role role)
{
	guint n = 0;

	g_string_append_c(out, '\t');
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role != role || ++n > SHOWN)
			continue;
		g_string_append(out, n > 1 ? " | " : "");
		if (*address->name)
			g_string_append_printf(out, "%s ", address->name);
		g_string_append_printf(out, "<%s>", address->address);
	}
	if (n > SHOWN)
		g_string_append_printf(out, " | (%u)", n);
}

static void show_ids(GString *out, const GPtrArray *ids)
{
	g_string_append_c(out, '\t');
	for (guint i = 0; i < MIN(ids->len, SHOWN); i++)
		g_string_append_printf(out, "%s%s", i ? " " : "",
				       (const char *)ids->pdata[i]);
	if (ids->len > SHOWN)
		g_string_append_printf(out, " (%u)", ids->len);
}

static char *show_facts(const char *name, const struct parse_message *message)
{
	GString *out = g_string_new(name);
	g_autoptr(GDateTime) date =
	    g_date_time_new_from_unix_utc(message->date);
	g_autofree char *time =
	    date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ")
		 : g_strdup("");

	g_string_append_printf(out, "\t%s", parse_kind_name(message->kind));
	show_people(out, message, PARSE_ROLE_FROM);
	show_people(out, message, PARSE_ROLE_TO);
	show_people(out, message, PARSE_ROLE_CC);
	show_people(out, message, PARSE_ROLE_FAILED);
	g_string_append_printf(out, "\t%u\t%s\t%d\t%s", message->recipients,
			       time, message->zone, message->message_id);
	show_ids(out, message->in_reply_to);
	show_ids(out, message->references);
	g_string_append_printf(out, "\t%s\t%s\t%s\t%s", message->subject,
			       message->hard ? "hard" : "", message->about,
			       message->evidence);
	return g_string_free(out, FALSE);
}

static void test_facts(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();
	gsize length;
	g_autofree char *table = read_mail("facts.tsv", &length);
	g_auto(GStrv) lines = g_strsplit(table, "\n", -1);

	g_assert_cmpstr(lines[0], ==, COLUMNS);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *bytes = read_mail(name, &length);
		g_autofree char *facts = NULL;

		parse_message_headers(message, bytes, length);
		parse_message_body(message, bytes, length);
		facts = show_facts(name, message);
		g_assert_nonnull(lines[i + 1]);
		g_assert_cmpstr(facts, ==, lines[i + 1]);
	}
	g_assert_cmpstr(lines[names->len + 1], ==, "");
}

/* The README says of each file what it shows. */
static void test_readme(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	gsize length;
	g_autofree char *readme = read_mail("README.md", &length);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *line =
		    g_strdup_printf("- `%s`: ", (char *)names->pdata[i]);

		g_assert_nonnull(strstr(readme, line));
	}
}

/* On the heap and as long as it is, so that a sanitizer sees each step over. */
static void parse_copy(struct parse_message *message, const char *bytes,
		       gsize length)
{
	g_autofree char *copy = g_memdup2(bytes, length);

	parse_message_headers(message, copy, length);
	check_facts(message);
	parse_message_body(message, copy, length);
	check_facts(message);
}

static void test_cuts(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();

	for (guint i = 0; i < names->len; i++) {
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);
		gsize step = MAX(1, length / 512);

		for (gsize n = 0; n <= length; n += step)
			parse_copy(message, bytes, n);
	}
}

static void damage(GRand *rand, char *bytes, gsize length)
{
	static const char odd[] = "\0\r\n <>()\",;:@=?\\\t\200\377\033";

	for (gint n = g_rand_int_range(rand, 1, 9); n && length; n--) {
		gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)length);

		bytes[at] = odd[g_rand_int_range(rand, 0, sizeof(odd) - 1)];
	}
}

static void test_damage(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();
	g_autoptr(GRand) rand = g_rand_new_with_seed(20260302);

	for (guint i = 0; i < names->len; i++) {
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);

		for (guint round = 0; round < 60; round++) {
			g_autofree char *copy = g_memdup2(bytes, length + 1);

			damage(rand, copy, length);
			parse_copy(message, copy, length);
		}
	}
}

/* What was parsed before leaves no trace. */
static void test_reuse(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) used = parse_message_new();

	for (guint i = 0; i < names->len; i++) {
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);
		g_autoptr(parse_message) fresh = parse_message_new();

		parse_message_headers(used, bytes, length);
		parse_message_headers(fresh, bytes, length);
		g_assert_cmpuint(used->content, ==, fresh->content);
		g_assert_cmpuint(used->key, ==, fresh->key);
		parse_message_body(used, bytes, length);
		parse_message_body(fresh, bytes, length);
		g_assert_cmpuint(used->content, ==, fresh->content);
	}
}

/* A server sends only the fields it is asked for: the same facts. */
static void test_fields(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();

	for (guint i = 0; i < names->len; i++) {
		g_autoptr(GString) asked = g_string_new(NULL);
		struct parse_splitter splitter;
		struct parse_field field;
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);
		guint64 key, content;

		parse_message_headers(message, bytes, length);
		key = message->key;
		content = message->content;
		parse_splitter_init(&splitter, bytes, length);
		while (parse_splitter_next(&splitter, &field)) {
			guint id = 0;

			while (id < N_PARSE_FIELD_IDS &&
			       (strlen(parse_fields_name(id)) !=
				    field.name_length ||
				g_ascii_strncasecmp(parse_fields_name(id),
						    field.name,
						    field.name_length)))
				id++;
			if (id == N_PARSE_FIELD_IDS)
				continue;
			g_string_append_len(asked, field.name,
					    field.value + field.value_length -
						field.name);
			g_string_append(asked, "\r\n");
		}
		g_string_append(asked, "\r\n");
		parse_message_headers(message, asked->str, asked->len);
		g_assert_cmpuint(message->key, ==, key);
		g_assert_cmpuint(message->content, ==, content);
	}
}

static int print_facts(const char *path)
{
	FILE *out = fopen(path, "w");
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();

	g_assert_nonnull(out);
	fputs(COLUMNS "\n", out);
	for (guint i = 0; i < names->len; i++) {
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);
		g_autofree char *facts = NULL;

		parse_message_headers(message, bytes, length);
		parse_message_body(message, bytes, length);
		facts = show_facts(names->pdata[i], message);
		fprintf(out, "%s\n", facts);
	}
	return fclose(out);
}

int main(int argc, char **argv)
{
	int result;

	g_test_init(&argc, &argv, NULL);
	parse_init();
	if (g_getenv("TEND_PRINT_FACTS"))
		return print_facts(g_getenv("TEND_PRINT_FACTS"));
	g_test_add_func("/parse/corpus/facts", test_facts);
	g_test_add_func("/parse/corpus/readme", test_readme);
	g_test_add_func("/parse/corpus/cuts", test_cuts);
	g_test_add_func("/parse/corpus/damage", test_damage);
	g_test_add_func("/parse/corpus/reuse", test_reuse);
	g_test_add_func("/parse/corpus/fields", test_fields);
	result = g_test_run();
	parse_shutdown();
	return result;
}
