/*
 * JSON Lines on standard output, for --json: one object a line.
 *
 * The shapes are documented in tend-json(5).  Within a format version
 * fields are only ever added.
 *
 *	struct json *line = json_new();
 *	json_text(line, "address", address);
 *	json_number(line, "sent_to", n);
 *	json_print(line);
 */
#pragma once

#include <glib.h>

/* The newest shape; --format-version asks for another. */
#define JSON_FORMAT_VERSION 1

typedef struct json json_t;

struct json *json_new(void);
void json_free(struct json *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_free)

/* A NULL text is null. */
void json_text(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, gint64 number);
void json_truth(struct json *json, const char *name, gboolean truth);

/* UTC seconds, as "2026-03-02T09:00:00Z"; 0 is null. */
void json_time(struct json *json, const char *name, gint64 at);

/* Within a list a name is NULL. */
void json_begin_list(struct json *json, const char *name);
void json_end_list(struct json *json);
void json_begin_object(struct json *json, const char *name);
void json_end_object(struct json *json);

/* Print the object and a line end; begin the next. */
void json_print(struct json *json);

/* The object as text, for tests; the caller owns it.  Begins the next. */
char *json_take(struct json *json);
