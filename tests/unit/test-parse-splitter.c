/* Header blocks: fields found, line ends, caps, and every cut. */
#include <string.h>

#include "parse/splitter.h"

struct expected {
	const char *name;
	const char *value; /* unfolded */
};

static const struct {
	const char *what;
	const char *block;
	struct expected fields[5];
	const char *body;
} blocks[] = {
	{ "LF", "A: 1\nB: 2\n\nbody", { { "A", "1" }, { "B", "2" } }, "body" },
	{ "CRLF",
	  "A: 1\r\nB: 2\r\n\r\nbody",
	  { { "A", "1" }, { "B", "2" } },
	  "body" },
	{ "folding",
	  "A: 1\n 2\r\n\t3\nB:\n 4\n\n",
	  { { "A", "1 2\t3" }, { "B", "4" } },
	  "" },
	{ "a blank line that is folded",
	  "A: 1\n \nB: 2\n\n",
	  { { "A", "1" }, { "B", "2" } },
	  "" },
	{ "no colon",
	  "nothing\n at all\nA: 1\n: no name\n\n",
	  { { "A", "1" } },
	  "" },
	{ "mbox",
	  "From ann Mon 10:00:00\n>From bo Tue 11:00:00\nA: 1\n\n",
	  { { "A", "1" } },
	  "" },
	{ "blanks before the colon",
	  "A : 1\nB\t: 2\nC D: 3\n\n",
	  { { "A", "1" }, { "B", "2" } },
	  "" },
	{ "8-bit in a name", "\303\244: 1\nB: 2\n\n", { { "B", "2" } }, "" },
	{ "a lone CR", "A: 1\rB: 2\n\n", { { "A", "1 B: 2" } }, "" },
	{ "no empty line", "A: 1\nB: 2", { { "A", "1" }, { "B", "2" } }, "" },
	{ "an empty value", "A:\nB: \n\n", { { "A", "" }, { "B", "" } }, "" },
	{ "an empty header", "\nA: 1\n", { { NULL } }, "A: 1\n" },
	{ "nothing", "", { { NULL } }, "" },
	{ "starts with a blank", " A: 1\nB: 2\n\n", { { "B", "2" } }, "" },
};

static void test_blocks(void)
{
	g_autoptr(GString) value = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
		const struct expected *expected = blocks[i].fields;
		struct parse_splitter splitter;
		struct parse_field field;

		g_test_message("%s", blocks[i].what);
		parse_splitter_init(&splitter, blocks[i].block,
				    strlen(blocks[i].block));
		while (parse_splitter_next(&splitter, &field)) {
			g_autofree char *name =
			    g_strndup(field.name, field.name_length);

			parse_field_unfold(&field, value);
			g_assert_cmpstr(name, ==, expected->name);
			g_assert_cmpstr(value->str, ==, expected->value);
			expected++;
		}
		g_assert_null(expected->name);
		g_assert_cmpstr(parse_splitter_get_body(&splitter), ==,
				blocks[i].body);
	}
}

static void test_nul(void)
{
	static const char block[] = "A\0: 0\nB: 1\0 2\0\nC: 3\n\n\0body";
	g_autoptr(GString) value = g_string_new(NULL);
	struct parse_splitter splitter;
	struct parse_field field;

	parse_splitter_init(&splitter, block, sizeof(block) - 1);
	g_assert_true(parse_splitter_next(&splitter, &field));
	parse_field_unfold(&field, value);
	g_assert_cmpstr(value->str, ==, "1 2");
	g_assert_cmpuint(value->len, ==, 3);
	g_assert_true(parse_splitter_next(&splitter, &field));
	g_assert_cmpint(field.name[0], ==, 'C');
	g_assert_false(parse_splitter_next(&splitter, &field));
	g_assert_true(parse_splitter_get_body(&splitter) ==
		      block + sizeof(block) - 1 - 5);
}

static void test_field_cap(void)
{
	g_autoptr(GString) block = g_string_new("A: ");
	struct parse_splitter splitter;
	struct parse_field field;

	for (guint i = 0; i < PARSE_FIELD_MAX; i++)
		g_string_append_c(block, 'x');
	g_string_append(block, "\nB: ");
	for (guint i = 0; i < PARSE_FIELD_MAX + 1; i++)
		g_string_append_c(block, 'x');
	g_string_append(block, "\nC: 3\n\nbody");

	parse_splitter_init(&splitter, block->str, block->len);
	g_assert_true(parse_splitter_next(&splitter, &field));
	g_assert_cmpuint(field.value_length, ==, PARSE_FIELD_MAX);
	g_assert_false(field.cut);
	g_assert_true(parse_splitter_next(&splitter, &field));
	g_assert_cmpuint(field.value_length, ==, PARSE_FIELD_MAX);
	g_assert_true(field.cut);
	g_assert_true(parse_splitter_next(&splitter, &field));
	g_assert_cmpuint(field.value_length, ==, 1);
	g_assert_false(parse_splitter_next(&splitter, &field));
	g_assert_cmpstr(parse_splitter_get_body(&splitter), ==, "body");
}

static void test_block_cap(void)
{
	g_autoptr(GString) block = g_string_new(NULL);
	struct parse_splitter splitter;
	struct parse_field field;
	gsize taken = 0;

	while (block->len < 2 * PARSE_BLOCK_MAX)
		g_string_append(block, "X-Line: something or other\n");
	g_string_append(block, "\nbody");

	parse_splitter_init(&splitter, block->str, block->len);
	while (parse_splitter_next(&splitter, &field)) {
		taken = (gsize)(field.value - block->str) + field.value_length;
		g_assert_cmpuint(taken, <=, PARSE_BLOCK_MAX);
	}
	g_assert_cmpuint(taken, >, PARSE_BLOCK_MAX - 64);
	g_assert_cmpstr(parse_splitter_get_body(&splitter), ==, "body");
}

static void test_nowhere(void)
{
	struct parse_splitter splitter;
	struct parse_field field;

	parse_splitter_init(&splitter, NULL, 0);
	g_assert_false(parse_splitter_next(&splitter, &field));
	g_assert_cmpstr(parse_splitter_get_body(&splitter), ==, "");
}

/* Whatever is cut off, what is read lies within what was given. */
static void test_cuts(void)
{
	static const char block[] =
	    "From x 10:00\nA: 1\r\n 2\r\nno colon\nB : \0 3\n\t\n\r\nbody\n\n";
	g_autoptr(GString) value = g_string_new(NULL);

	for (gsize n = 0; n <= sizeof(block); n++) {
		g_autofree char *copy = g_memdup2(block, MAX(n, 1));
		struct parse_splitter splitter;
		struct parse_field field;
		const char *body;

		parse_splitter_init(&splitter, copy, n);
		while (parse_splitter_next(&splitter, &field)) {
			g_assert_true(field.name >= copy);
			g_assert_true(field.value + field.value_length <=
				      copy + n);
			parse_field_unfold(&field, value);
			g_assert_cmpuint(value->len, <=, field.value_length);
		}
		body = parse_splitter_get_body(&splitter);
		g_assert_true(body >= copy && body <= copy + n);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/splitter/blocks", test_blocks);
	g_test_add_func("/parse/splitter/nul", test_nul);
	g_test_add_func("/parse/splitter/field-cap", test_field_cap);
	g_test_add_func("/parse/splitter/block-cap", test_block_cap);
	g_test_add_func("/parse/splitter/nowhere", test_nowhere);
	g_test_add_func("/parse/splitter/cuts", test_cuts);
	return g_test_run();
}
