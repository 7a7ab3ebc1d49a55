/* JSON Lines on standard output. */
#include "agent/json.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

struct json {
	JsonBuilder *builder;
	JsonGenerator *generator;
};

struct json *json_new(void)
{
	struct json *json = g_new0(struct json, 1);

	json->builder = json_builder_new();
	json->generator = json_generator_new();
	json_builder_begin_object(json->builder);
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	g_object_unref(json->builder);
	g_object_unref(json->generator);
	g_free(json);
}

static void name_member(struct json *json, const char *name)
{
	if (name)
		json_builder_set_member_name(json->builder, name);
}

void json_text(struct json *json, const char *name, const char *text)
{
	g_autofree char *valid = NULL;

	name_member(json, name);
	if (!text) {
		json_builder_add_null_value(json->builder);
		return;
	}
	valid = g_utf8_make_valid(text, -1);
	json_builder_add_string_value(json->builder, valid);
}

void json_number(struct json *json, const char *name, gint64 number)
{
	name_member(json, name);
	json_builder_add_int_value(json->builder, number);
}

void json_truth(struct json *json, const char *name, gboolean truth)
{
	name_member(json, name);
	json_builder_add_boolean_value(json->builder, truth);
}

void json_time(struct json *json, const char *name, gint64 at)
{
	g_autoptr(GDateTime) when = NULL;
	g_autofree char *text = NULL;

	if (at != 0)
		when = g_date_time_new_from_unix_utc(at);
	if (when)
		text = g_date_time_format(when, "%Y-%m-%dT%H:%M:%SZ");
	json_text(json, name, text);
}

void json_begin_list(struct json *json, const char *name)
{
	name_member(json, name);
	json_builder_begin_array(json->builder);
}

void json_end_list(struct json *json)
{
	json_builder_end_array(json->builder);
}

void json_begin_object(struct json *json, const char *name)
{
	name_member(json, name);
	json_builder_begin_object(json->builder);
}

void json_end_object(struct json *json)
{
	json_builder_end_object(json->builder);
}

static gboolean is_hidden(gunichar c)
{
	switch ((int)g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return TRUE;
	default:
		return FALSE;
	}
}

/*
 * JSON need not escape C1 and bidi controls, but a terminal would obey them.
 * They can stand within texts only, so that the whole may be gone through.
 */
static char *escape_hidden(const char *text)
{
	GString *out = g_string_sized_new(strlen(text) + 16);

	for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
		gunichar c = g_utf8_get_char(p);

		if (!is_hidden(c))
			g_string_append_unichar(out, c);
		else if (c < 0x10000)
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_printf(out, "\\u%04x\\u%04x",
					       0xd7c0 + (c >> 10),
					       0xdc00 + (c & 0x3ff));
	}
	return g_string_free(out, FALSE);
}

char *json_take(struct json *json)
{
	g_autofree char *text = NULL;
	JsonNode *root;

	json_builder_end_object(json->builder);
	root = json_builder_get_root(json->builder);
	json_generator_set_root(json->generator, root);
	text = json_generator_to_data(json->generator, NULL);
	json_node_unref(root);
	json_builder_reset(json->builder);
	json_builder_begin_object(json->builder);
	return escape_hidden(text);
}

void json_print(struct json *json)
{
	g_autofree char *text = json_take(json);

	puts(text);
}
