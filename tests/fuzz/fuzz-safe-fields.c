/*
 * Any bytes on their way into a field of something else: a cell, a header
 * field, a part of a link, an address.
 */
#include <stdint.h>

#include "agent/safe.h"
#include "tests/fuzz/check-safe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * The cells of a line as a spreadsheet reads it that parts them at
 * `separator`: quotes count only where a cell begins (RFC 4180 section 2).
 */
static GPtrArray *read_cells(const char *line, char separator)
{
	GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);

	for (;;) {
		g_autoptr(GString) cell = g_string_new(NULL);
		gboolean quoted = *line == '"';

		line += quoted;
		while (*line != '\0') {
			if (quoted && line[0] == '"' && line[1] == '"') {
				g_string_append_c(cell, '"');
				line += 2;
			} else if (quoted && *line == '"') {
				quoted = FALSE;
				line++;
			} else if (!quoted && *line == separator) {
				break;
			} else {
				g_string_append_c(cell, *line++);
			}
		}
		g_ptr_array_add(cells,
				g_string_free(g_steal_pointer(&cell), FALSE));
		if (*line++ == '\0')
			return cells;
	}
}

static void check_no_formula(const char *cell)
{
	while (*cell != '\0' &&
	       (g_unichar_isspace(g_utf8_get_char(cell)) || *cell == '"'))
		cell = g_utf8_find_next_char(cell, NULL);
	g_assert_true(*cell == '\0' || strchr("=+-@", *cell) == NULL);
	g_assert_false(
	    g_str_has_prefix(cell, "＝") || g_str_has_prefix(cell, "＋") ||
	    g_str_has_prefix(cell, "－") || g_str_has_prefix(cell, "＠"));
}

static void check_csv(const char *cell, const char *plain)
{
	g_autofree char *line = g_strdup_printf("\"x\",%s,y", cell);
	g_autoptr(GPtrArray) cells = read_cells(line, ',');
	g_autoptr(GPtrArray) others = read_cells(line, ';');
	g_autofree char *read = NULL;

	check_plain(cell);
	g_assert_cmpuint(cells->len, ==, 3);
	for (guint i = 0; i < cells->len; i++)
		check_no_formula(cells->pdata[i]);
	for (guint i = 0; i < others->len; i++)
		check_no_formula(others->pdata[i]);
	/* Nothing is lost: only apostrophes are added. */
	read = g_strdup(cells->pdata[1]);
	for (const char *p = plain, *q = read; *p != '\0' || *q != '\0'; q++) {
		if (*p == *q)
			p++;
		else
			g_assert_true(*q == '\'');
	}
}

static void check_header(const char *header)
{
	check_plain(header);
	g_assert_null(strstr(header, "=?"));
	g_assert_null(strstr(header, "  "));
	g_assert_cmpint(g_utf8_strlen(header, -1), <=, SAFE_HEADER_CHARS);
}

/* It reads back as one value: no field, no address was added. */
static void check_mailto(const char *part, const char *plain)
{
	g_autofree char *back = g_uri_unescape_string(part, NULL);

	g_assert_cmpuint(strspn(part, "%@-._~0123456789"
				      "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
			 ==, strlen(part));
	g_assert_cmpstr(back, ==, plain);
	g_assert_null(strchr(back, '\n'));
	g_assert_null(strchr(back, '\r'));
}

static void check_address(const char *address, const char *plain)
{
	if (!safe_is_address(address))
		return;
	g_assert_cmpstr(address, ==, plain);
	g_assert_cmpuint(strlen(address), <=, 254);
	g_assert_null(strpbrk(address, " ,;:<>()[]\\\"%?/"));
	g_assert_true(*address != '-' && *address != '@');
	g_assert_true(strchr(address, '@') == strrchr(address, '@'));
	g_assert_null(strpbrk(strchr(address, '@'), "&#!$'*+=^`{|}~"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *plain = safe_terminal(text);
	g_autofree char *csv = safe_csv(text);
	g_autofree char *header = safe_header(text);
	g_autofree char *part = safe_mailto_part(text);

	check_csv(csv, plain);
	check_header(header);
	check_mailto(part, plain);
	check_address(text, plain);
	return 0;
}
