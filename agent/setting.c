/* The types of settings: reading, writing and freeing one value of each. */
#include "agent/setting.h"

#include <stdio.h>
#include <string.h>

#include "agent/nearest.h"
#include "agent/rules/cadence.h"
#include "agent/rules/local_day.h"

/* The digits of SHA-256 in base64, with its one "=". */
#define PIN_LENGTH 44
#define PIN_BYTES 32

static const char *const weekdays[] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
};

/* The items between semicolons, stripped; "\;" is a semicolon in an item. */
static char **split(const char *text)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) item = g_string_new(NULL);

	for (const char *p = text;; p++) {
		if (p[0] == '\\' && p[1] == ';') {
			g_string_append_c(item, *++p);
			continue;
		}
		if (*p && *p != ';') {
			g_string_append_c(item, *p);
			continue;
		}
		g_strstrip(item->str);
		if (item->str[0])
			g_ptr_array_add(items, g_strdup(item->str));
		g_string_truncate(item, 0);
		if (!*p)
			break;
	}
	g_ptr_array_add(items, NULL);
	return (char **)g_ptr_array_steal(items, NULL);
}

static char *join(char *const *items)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (; items && *items; items++) {
		if (text->len)
			g_string_append_c(text, ';');
		for (const char *p = *items; *p; p++) {
			if (*p == ';')
				g_string_append_c(text, '\\');
			g_string_append_c(text, *p);
		}
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean read_date(const char *text, gint32 *day_out)
{
	guint year, month, day;
	int end = 0;

	if (sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 ||
	    text[end] || end != 10 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month,
			      (GDateYear)year))
		return FALSE;
	*day_out = local_day_from_date((gint32)year, month, day);
	return TRUE;
}

static gboolean read_number(const struct setting *setting, const char *text,
			    void *field)
{
	guint *number = field;
	guint64 read;

	if (!*text) {
		*number = 0;
		return !*setting->fallback;
	}
	if (!g_ascii_string_to_unsigned(text, 10, setting->min, setting->max,
					&read, NULL))
		return FALSE;
	*number = (guint)read;
	return TRUE;
}

static gboolean read_truth(const char *text, void *field)
{
	gboolean *truth = field;

	*truth = g_str_equal(text, "true");
	return *truth || g_str_equal(text, "false");
}

static void set_text(void *field, char *text)
{
	char **place = field;

	g_free(*place);
	*place = text;
}

static gboolean read_text(const char *text, void *field)
{
	set_text(field, *text ? g_strdup(text) : NULL);
	return TRUE;
}

static gboolean read_file(const char *text, void *field)
{
	if (g_str_has_prefix(text, "~/"))
		set_text(field,
			 g_build_filename(g_get_home_dir(), text + 2, NULL));
	else if (*text && !g_path_is_absolute(text))
		return FALSE;
	else
		read_text(text, field);
	return TRUE;
}

static gboolean read_pin(const char *text, void *field)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	g_autofree guchar *bytes = NULL;
	gsize n;

	if (!*text)
		return read_text(text, field);
	if (strlen(text) != PIN_LENGTH ||
	    strspn(text, digits) != PIN_LENGTH - 1 ||
	    text[PIN_LENGTH - 1] != '=')
		return FALSE;
	bytes = g_base64_decode(text, &n);
	return n == PIN_BYTES && read_text(text, field);
}

/* RFC 9051 section 9, atom: what may be a flag-keyword. */
static gboolean read_keyword(const char *text, void *field)
{
	if (!*text)
		return FALSE;
	for (const char *p = text; *p; p++)
		if (!g_ascii_isgraph(*p) || strchr("(){%*\"\\]", *p))
			return FALSE;
	return read_text(text, field);
}

static gboolean read_list(const char *text, void *field)
{
	char ***items = field;

	g_strfreev(*items);
	*items = split(text);
	return TRUE;
}

/* One '@' with something on both sides, and nothing that ends an address. */
static gboolean is_address(const char *text)
{
	const char *at = strrchr(text, '@');

	return at && at > text && at[1] && !strpbrk(text, " \t<>,\"") &&
	       g_utf8_validate(text, -1, NULL);
}

static gboolean read_identities(const char *text, void *field)
{
	g_auto(GStrv) items = split(text);
	char ***identities = field;

	for (char **item = items; *item; item++) {
		char *lower;

		if (!is_address(*item))
			return FALSE;
		lower = g_utf8_strdown(*item, -1);
		g_free(*item);
		*item = lower;
	}
	g_strfreev(*identities);
	*identities = g_steal_pointer(&items);
	return TRUE;
}

static gboolean read_word(const struct setting *setting, const char *text,
			  void *field)
{
	g_auto(GStrv) choices = g_strsplit(setting->choices, "|", -1);
	guint *word = field;

	for (guint i = 0; choices[i]; i++)
		if (g_str_equal(text, choices[i])) {
			*word = i;
			return TRUE;
		}
	return FALSE;
}

static gboolean read_days(const struct setting *setting, const char *text,
			  void *field)
{
	g_auto(GStrv) items = split(text);
	guint *days = field;

	*days = 0;
	/* Where there is a word for none, an empty value is a slip. */
	if (setting->choices &&
	    (!*items || g_ascii_strcasecmp(*items, setting->choices) == 0))
		return *items && !items[1];
	for (char **item = items; *item; item++) {
		guint day = 0;

		while (day < G_N_ELEMENTS(weekdays) &&
		       g_ascii_strcasecmp(*item, weekdays[day]) != 0)
			day++;
		if (day == G_N_ELEMENTS(weekdays))
			return FALSE;
		*days |= 1u << day;
	}
	return TRUE;
}

static gint compare_days(gconstpointer a, gconstpointer b)
{
	const gint32 *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

static gboolean read_dates(const char *text, void *field)
{
	g_autoptr(GArray) dates = g_array_new(FALSE, FALSE, sizeof(gint32));
	g_auto(GStrv) items = split(text);
	GArray **place = field;

	for (char **item = items; *item; item++) {
		gint32 day;

		if (!read_date(*item, &day))
			return FALSE;
		g_array_append_val(dates, day);
	}
	g_array_sort(dates, compare_days);
	if (*place)
		g_array_unref(*place);
	*place = g_steal_pointer(&dates);
	return TRUE;
}

static gboolean read_zone(const char *text, void *field)
{
	g_autoptr(GTimeZone) zone = NULL;

	if (*text)
		zone = g_time_zone_new_identifier(text);
	if (*text && !zone)
		return FALSE;
	return read_text(text, field);
}

static gboolean read_time(const char *text, void *field)
{
	guint *minutes = field;
	guint hour, minute;
	int end = 0;

	if (sscanf(text, "%2u:%2u%n", &hour, &minute, &end) != 2 || text[end] ||
	    text[end - 3] != ':' || hour > 23 || minute > 59)
		return FALSE;
	*minutes = hour * 60 + minute;
	return TRUE;
}

static gboolean read_since(const char *text, void *field)
{
	guint64 number;
	gint32 day;
	gsize length = strlen(text);
	g_autofree char *digits = NULL;

	if (length == 0 || read_date(text, &day))
		return read_text(text, field);
	digits = g_strndup(text, length - 1);
	return strchr("dwmy", text[length - 1]) &&
	       g_ascii_string_to_unsigned(digits, 10, 1, 9999, &number, NULL) &&
	       read_text(text, field);
}

/* A number is of days; a month has 30 of them. */
static gboolean read_span(const struct setting *setting, const char *text,
			  void *field)
{
	static const struct {
		char unit;
		guint days;
	} units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 30 }, { 'y', 365 } };
	gsize length = strlen(text);
	g_autofree char *digits = g_strdup(text);
	guint *days = field;
	guint each = 1;
	guint64 number;

	if (setting->choices && g_str_equal(text, setting->choices)) {
		*days = G_MAXUINT;
		return TRUE;
	}
	if (!length && !*setting->fallback) {
		*days = 0;
		return TRUE;
	}
	for (gsize i = 0; length && i < G_N_ELEMENTS(units); i++)
		if (text[length - 1] == units[i].unit) {
			each = units[i].days;
			digits[length - 1] = '\0';
		}
	if (!g_ascii_string_to_unsigned(digits, 10, setting->min,
					setting->max / each, &number, NULL))
		return FALSE;
	*days = (guint)number * each;
	return TRUE;
}

static gboolean read_rungs(const struct setting *setting, const char *text,
			   void *field)
{
	g_auto(GStrv) items = split(text);
	struct rule_rungs *rungs = field;
	struct rule_rungs read = { .n = 0 };
	guint64 number;

	for (char **item = items; *item; item++) {
		if (read.n == RULE_RUNGS_MAX ||
		    !g_ascii_string_to_unsigned(*item, 10, setting->min,
						setting->max, &number, NULL) ||
		    (read.n && number <= read.days[read.n - 1]))
			return FALSE;
		read.days[read.n++] = (guint)number;
	}
	if (read.n)
		*rungs = read;
	return read.n > 0;
}

static char *format_rungs(const struct rule_rungs *rungs)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < rungs->n; i++)
		g_string_append_printf(text, "%s%u", i ? ";" : "",
				       rungs->days[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What could match no address is refused, such as a bare domain. */
static gboolean read_patterns(const char *text, void *field)
{
	g_auto(GStrv) items = split(text);
	char ***patterns = field;

	for (char **item = items; *item; item++)
		if (!strpbrk(*item, "@*") || strpbrk(*item, " \t<>,\""))
			return FALSE;
	g_strfreev(*patterns);
	*patterns = g_steal_pointer(&items);
	return TRUE;
}

static gboolean read_cadence(const char *text, struct cadence *cadence)
{
	g_autofree char *wrong = NULL;

	return cadence_parse(text, cadence, &wrong);
}

static gint compare_steps(gconstpointer a, gconstpointer b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	guint64 one = g_ascii_strtoull(x, NULL, 10);
	guint64 other = g_ascii_strtoull(y, NULL, 10);

	return (one > other) - (one < other);
}

/* "9 cal" is "9 call". */
static char *mend_step(const char *step)
{
	const char *channels[N_CHANNELS + 1] = { NULL };
	g_auto(GStrv) words = g_strsplit_set(step, " \t", 2);
	const char *near;

	if (!words[0] || !words[1])
		return g_strdup(step);
	for (guint i = 0; i < N_CHANNELS; i++)
		channels[i] = channel_name((enum channel)i);
	near = nearest_word(g_strstrip(words[1]), channels);
	return g_strconcat(words[0], " ", near ? near : words[1], NULL);
}

/* The nearest cadence that is one: the steps in order, each once. */
static char *mend_cadence(const char *text)
{
	g_auto(GStrv) steps = g_strsplit_set(text, ",;", -1);
	g_autoptr(GPtrArray) mended = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *joined = NULL, *wrong = NULL;
	struct cadence cadence = { .n = 0 };

	for (char **step = steps; *step; step++)
		g_ptr_array_add(mended, mend_step(g_strstrip(*step)));
	g_ptr_array_sort(mended, compare_steps);
	for (guint i = mended->len; i-- > 1;)
		if (compare_steps(&mended->pdata[i - 1], &mended->pdata[i]) ==
		    0)
			g_ptr_array_remove_index(mended, i);
	g_ptr_array_add(mended, NULL);
	joined = g_strjoinv(", ", (char **)mended->pdata);
	if (!cadence_parse(joined, &cadence, &wrong))
		return g_strdup("3, 7, 9 call, 14");
	return cadence_format(&cadence);
}

static char *expected_cadence(const char *text)
{
	struct cadence cadence = { .n = 0 };
	g_autofree char *near = mend_cadence(text), *wrong = NULL;

	if (cadence_parse(text, &cadence, &wrong))
		g_assert_not_reached();
	return g_strdup_printf("days that only go forwards, such as %s (%s)",
			       near, wrong);
}

static gboolean read_field(const struct setting *setting, const char *text,
			   void *field)
{
	switch (setting->type) {
	case SETTING_NUMBER:
		return read_number(setting, text, field);
	case SETTING_TRUTH:
		return read_truth(text, field);
	case SETTING_TEXT:
		return read_text(text, field);
	case SETTING_FILE:
		return read_file(text, field);
	case SETTING_PIN:
		return read_pin(text, field);
	case SETTING_KEYWORD:
		return read_keyword(text, field);
	case SETTING_LIST:
		return read_list(text, field);
	case SETTING_WORD:
		return read_word(setting, text, field);
	case SETTING_DAYS:
		return read_days(setting, text, field);
	case SETTING_DATES:
		return read_dates(text, field);
	case SETTING_ZONE:
		return read_zone(text, field);
	case SETTING_TIME:
		return read_time(text, field);
	case SETTING_SINCE:
		return read_since(text, field);
	case SETTING_SPAN:
		return read_span(setting, text, field);
	case SETTING_RUNGS:
		return read_rungs(setting, text, field);
	case SETTING_IDENTITIES:
		return read_identities(text, field);
	case SETTING_PATTERNS:
		return read_patterns(text, field);
	case SETTING_CADENCE:
		return read_cadence(text, field);
	case N_SETTING_TYPES:
		break;
	}
	g_assert_not_reached();
}

/* What would have been right. */
static char *expected(const struct setting *setting, const char *text)
{
	switch (setting->type) {
	case SETTING_NUMBER:
		return g_strdup_printf("a whole number from %u to %u",
				       setting->min, setting->max);
	case SETTING_TRUTH:
		return g_strdup("true or false");
	case SETTING_FILE:
		return g_strdup("an absolute path, or one that begins with ~/");
	case SETTING_PIN:
		return g_strdup("the SHA-256 of a public key in base64, 44 "
				"characters; see tend-config(5)");
	case SETTING_KEYWORD:
		return g_strdup("an IMAP keyword such as $tend, without "
				"spaces or any of (){%*\"\\]");
	case SETTING_WORD: {
		g_auto(GStrv) choices = g_strsplit(setting->choices, "|", -1);
		g_autofree char *list = g_strjoinv(", ", choices);

		return g_strconcat("one of ", list, NULL);
	}
	case SETTING_DAYS:
		return g_strdup_printf("days such as mon;tue;wed%s%s",
				       setting->choices ? ", or " : "",
				       setting->choices ? setting->choices
							: "");
	case SETTING_DATES:
		return g_strdup("dates such as 2026-12-25;2027-01-01");
	case SETTING_ZONE:
		return g_strdup("a time zone such as Europe/Berlin");
	case SETTING_TIME:
		return g_strdup("a time of day such as 07:30");
	case SETTING_SINCE:
		return g_strdup("a date such as 2025-01-31, or a span such "
				"as 2y, 6m, 8w or 30d");
	case SETTING_SPAN:
		return g_strdup_printf("days from %u to %u, %s%sor a span such "
				       "as 12w, 3m or 1y",
				       setting->min, setting->max,
				       setting->choices ? setting->choices : "",
				       setting->choices ? ", " : "");
	case SETTING_RUNGS:
		return g_strdup_printf("one to %d whole numbers from %u to %u "
				       "that go up, such as %s",
				       RULE_RUNGS_MAX, setting->min,
				       setting->max, setting->fallback);
	case SETTING_IDENTITIES:
		return g_strdup("addresses such as "
				"ada@example.org;a.lovelace@example.com");
	case SETTING_PATTERNS:
		return g_strdup("addresses or patterns of them, such as "
				"ann@example.org;*@acme.example");
	case SETTING_CADENCE:
		return expected_cadence(text);
	case SETTING_TEXT:
	case SETTING_LIST:
	case N_SETTING_TYPES:
		break;
	}
	g_assert_not_reached();
}

gboolean setting_read(const struct setting *setting, const char *text,
		      void *object, char **expected_out)
{
	char *field = (char *)object + setting->offset;

	if (read_field(setting, text, field))
		return TRUE;
	*expected_out = expected(setting, text);
	return FALSE;
}

static char *format_days(guint days)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint day = 0; day < G_N_ELEMENTS(weekdays); day++)
		if (days & 1u << day)
			g_string_append_printf(
			    text, "%s%s", text->len ? ";" : "", weekdays[day]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *format_dates(const GArray *dates)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < dates->len; i++) {
		guint month, day;
		gint32 year;

		local_day_to_date(g_array_index(dates, gint32, i), &year,
				  &month, &day);
		g_string_append_printf(text, "%s%04d-%02u-%02u", i ? ";" : "",
				       year, month, day);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *format_word(const struct setting *setting, guint word)
{
	g_auto(GStrv) choices = g_strsplit(setting->choices, "|", -1);

	g_assert(word < g_strv_length(choices));
	return g_strdup(choices[word]);
}

char *setting_format(const struct setting *setting, const void *object)
{
	const void *field = (const char *)object + setting->offset;
	const guint *number = field;
	const char *text;

	switch (setting->type) {
	case SETTING_NUMBER:
		if (*number == 0 && !*setting->fallback)
			return g_strdup("");
		return g_strdup_printf("%u", *number);
	case SETTING_SPAN:
		if (*number == 0 && !*setting->fallback)
			return g_strdup("");
		if (*number == G_MAXUINT && setting->choices)
			return g_strdup(setting->choices);
		return g_strdup_printf("%u", *number);
	case SETTING_TRUTH:
		return g_strdup(*number ? "true" : "false");
	case SETTING_TEXT:
	case SETTING_FILE:
	case SETTING_PIN:
	case SETTING_KEYWORD:
	case SETTING_ZONE:
	case SETTING_SINCE:
		text = *(char *const *)field;
		return g_strdup(text ? text : "");
	case SETTING_LIST:
	case SETTING_IDENTITIES:
	case SETTING_PATTERNS:
		return join(*(char **const *)field);
	case SETTING_WORD:
		return format_word(setting, *number);
	case SETTING_DAYS:
		return setting->choices && !*number ? g_strdup(setting->choices)
						    : format_days(*number);
	case SETTING_DATES:
		return format_dates(*(GArray *const *)field);
	case SETTING_TIME:
		return g_strdup_printf("%02u:%02u", *number / 60, *number % 60);
	case SETTING_RUNGS:
		return format_rungs(field);
	case SETTING_CADENCE:
		return cadence_format(field);
	case N_SETTING_TYPES:
		break;
	}
	g_assert_not_reached();
}

void setting_release(const struct setting *setting, void *object)
{
	void *field = (char *)object + setting->offset;
	GArray **array = field;

	switch (setting->type) {
	case SETTING_TEXT:
	case SETTING_FILE:
	case SETTING_PIN:
	case SETTING_KEYWORD:
	case SETTING_ZONE:
	case SETTING_SINCE:
		g_clear_pointer((char **)field, g_free);
		break;
	case SETTING_LIST:
	case SETTING_IDENTITIES:
	case SETTING_PATTERNS:
		g_clear_pointer((char ***)field, g_strfreev);
		break;
	case SETTING_DATES:
		g_clear_pointer(array, g_array_unref);
		break;
	case SETTING_NUMBER:
	case SETTING_TRUTH:
	case SETTING_WORD:
	case SETTING_DAYS:
	case SETTING_TIME:
	case SETTING_SPAN:
	case SETTING_RUNGS:
	case SETTING_CADENCE:
	case N_SETTING_TYPES:
		break;
	}
}
