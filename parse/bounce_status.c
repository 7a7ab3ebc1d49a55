/* Delivery-status groups: RFC 3464 section 2, and what is like them. */
#include "parse/bounce_private.h"

#include <string.h>

#include "parse/message.h"
#include "parse/private.h"
#include "parse/splitter.h"
#include "parse/value.h"

/* One group of fields: one recipient. RFC 3464 section 2.3. */
struct group {
	char action[PARSE_TOKEN_MAX + 1];
	char code[BOUNCE_CODE_MAX];
	bool has_status;
	bool arrived; /* Status: 2.x.x */
	GString *final;
	GString *original;
	GString *diagnostic;
};

/* What the Action fields mean; some systems invent words. */
static const struct {
	const char *action;
	enum {
		ACTION_FAILED,
		ACTION_DELAYED,
		ACTION_ARRIVED,
	} meaning;
} actions[] = {
	{ "failed", ACTION_FAILED },	    { "failure", ACTION_FAILED },
	{ "undeliverable", ACTION_FAILED }, { "expired", ACTION_FAILED },
	{ "delayed", ACTION_DELAYED },	    { "deferred", ACTION_DELAYED },
	{ "delivered", ACTION_ARRIVED },    { "deliverable", ACTION_ARRIVED },
	{ "relayed", ACTION_ARRIVED },	    { "expanded", ACTION_ARRIVED },
};

static void read_field(const struct parse_field *field, struct group *group,
		       GString *line)
{
	if (parse_field_is(field, "Final-Recipient")) {
		parse_field_unfold(field, group->final);
	} else if (parse_field_is(field, "Original-Recipient")) {
		parse_field_unfold(field, group->original);
	} else if (parse_field_is(field, "Diagnostic-Code")) {
		parse_field_unfold(field, group->diagnostic);
	} else if (parse_field_is(field, "Action")) {
		parse_field_unfold(field, line);
		parse_value_token(line->str, group->action);
	} else if (parse_field_is(field, "Status")) {
		parse_field_unfold(field, line);
		group->has_status = true;
		group->arrived = *line->str == '2';
		bounce_code_find(line->str, group->code);
	}
}

/* "rfc822; ann@example.org": the address, if it is one. */
static struct bounce_failed *note(struct bounce_report *report,
				  const GString *value)
{
	const char *semicolon = strchr(value->str, ';');
	const char *start = semicolon ? semicolon + 1 : value->str;

	/* A route, and then a mailbox of this system only. */
	if (start[strspn(start, " <")] == '@')
		return NULL;
	return bounce_note(report, start, value->str + value->len);
}

static void end_group(struct bounce_report *report, struct group *group)
{
	struct bounce_failed *failed;
	int meaning = group->arrived ? ACTION_ARRIVED : ACTION_FAILED;

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
		if (!strcmp(group->action, actions[i].action))
			meaning = actions[i].meaning;
	}
	report->groups++;
	if (meaning == ACTION_ARRIVED) {
		report->delivered++;
		return;
	}
	failed = note(report, group->final);
	if (!failed)
		failed = note(report, group->original);
	if (meaning == ACTION_DELAYED)
		report->delayed++;
	else if (!failed)
		report->unnamed++;
	if (!failed || failed->reason->len)
		return;
	failed->fate =
	    meaning == ACTION_DELAYED ? BOUNCE_DELAYED : BOUNCE_FAILED;
	/* RFC 3464 section 2.3.6: "x-unix; procmail: cannot lock". */
	failed->program =
	    !g_ascii_strncasecmp(group->diagnostic->str, "x-unix", 6);
	memcpy(failed->code, group->code, sizeof(failed->code));
	g_string_assign(failed->reason, group->diagnostic->str);
}

static bool has_group(const struct group *group)
{
	return (*group->action || group->has_status) &&
	       (group->final->len || group->original->len ||
		group->diagnostic->len);
}

static void clear_group(struct group *group)
{
	group->action[0] = group->code[0] = '\0';
	group->has_status = group->arrived = false;
	g_string_truncate(group->final, 0);
	g_string_truncate(group->original, 0);
	g_string_truncate(group->diagnostic, 0);
}

static bool take_group(struct bounce_report *report, struct group *group)
{
	bool there = has_group(group);

	if (there)
		end_group(report, group);
	clear_group(group);
	return there;
}

/* Some forget the empty line between groups: a recipient begins another. */
static bool begins_group(const struct parse_field *field,
			 const struct group *group)
{
	return (group->final->len &&
		parse_field_is(field, "Final-Recipient")) ||
	       (group->original->len &&
		parse_field_is(field, "Original-Recipient"));
}

gsize bounce_status_read(struct bounce_report *report, const char *bytes,
			 gsize length)
{
	struct group group = {
		.final = g_string_new(NULL),
		.original = g_string_new(NULL),
		.diagnostic = g_string_new(NULL),
	};
	const char *at = bytes;
	const char *end = bytes + length;
	gsize last = 0;

	while (at < end) {
		struct parse_splitter splitter;
		struct parse_field field;
		bool there = false;

		parse_splitter_init(&splitter, at, (gsize)(end - at));
		while (parse_splitter_next(&splitter, &field)) {
			if (begins_group(&field, &group))
				there = take_group(report, &group) || there;
			read_field(&field, &group, report->line);
		}
		at = parse_splitter_get_body(&splitter);
		if (take_group(report, &group) || there)
			last = (gsize)(at - bytes);
	}
	g_string_free(group.final, TRUE);
	g_string_free(group.original, TRUE);
	g_string_free(group.diagnostic, TRUE);
	return last;
}
