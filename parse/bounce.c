/* What mail systems report of mail that did not arrive. */
#include "parse/bounce.h"

#include <string.h>

#include "parse/ids.h"
#include "parse/message.h"
#include "parse/part.h"
#include "parse/private.h"
#include "parse/text.h"

/* What the groups of a delivery-status part say together. */
struct status {
	guint failed;	 /* recipients that did not get it */
	guint for_good;	 /* of these, whose address is no good */
	guint delayed;	 /* the mail system goes on trying */
	guint delivered; /* a report of success */
};

/* One group of fields: one recipient. RFC 3464 section 2.3. */
struct group {
	char action[PARSE_TOKEN_MAX + 1];
	char status[PARSE_TOKEN_MAX + 1];
	GString *final;
	GString *original;
	GString *diagnostic;
};

/*
 * RFC 3463: what is wrong with the address itself, or with where it leads.
 * Other permanent failures (mailbox full, message too large, policy) are of
 * this mail, not of everything that one may ever write there.
 */
static const char *const bad_addresses[] = {
	"5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.4.4",
};

/* These say no more than "permanent": the diagnosis must say the rest. */
static const char *const vague[] = {
	"", "5.0.0", "5.1.0", "5.3.0", "5.4.1", "5.5.0",
};

/* What mail systems say of an address that is no good. */
static const char *const bad_words[] = {
	"user unknown",
	"unknown user",
	"no such user",
	"no such recipient",
	"no such mailbox",
	"no mailbox",
	"unknown recipient",
	"recipient unknown",
	"unknown address",
	"address unknown",
	"invalid recipient",
	"invalid mailbox",
	"unrouteable address",
	"unroutable address",
	"does not exist",
	"doesn't exist",
	"user not found",
	"recipient not found",
	"mailbox not found",
	"host not found",
	"domain not found",
	"not a valid user",
	"is not known",
	"host unknown",
	"unknown host",
	"unknown local",
	"no account",
	"mailbox unavailable",
	"account has been disabled",
	"not our customer",
};

static bool is_among(const char *text, const char *const *texts, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (!strcmp(text, texts[i]))
			return true;
	}
	return false;
}

static bool is_bad_address(const struct group *group)
{
	if (is_among(group->status, bad_addresses, G_N_ELEMENTS(bad_addresses)))
		return true;
	if (!is_among(group->status, vague, G_N_ELEMENTS(vague)))
		return false;

	g_autofree char *text = g_ascii_strdown(group->diagnostic->str, -1);
	for (guint i = 0; i < G_N_ELEMENTS(bad_words); i++) {
		if (strstr(text, bad_words[i]))
			return true;
	}
	return false;
}

/* "rfc822; ann@example.org": the address, if it is one. */
static bool add_failed(struct parse_message *message, const GString *value)
{
	const char *semicolon = strchr(value->str, ';');
	const char *start = semicolon ? semicolon + 1 : value->str;
	guint before = message->addresses->len;

	parse_address_list(start, strlen(start), "", PARSE_ROLE_FAILED,
			   message->scratch->texts, message->addresses);
	/* One field, one address: no list. */
	if (message->addresses->len > before + 1)
		g_array_set_size(message->addresses, before + 1);
	return message->addresses->len > before;
}

static bool is_known_failed(const struct parse_message *message,
			    const char *address, guint upto)
{
	for (guint i = 0; i < upto; i++) {
		const struct parse_address *other =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (other->role == PARSE_ROLE_FAILED &&
		    !g_ascii_strcasecmp(other->address, address))
			return true;
	}
	return false;
}

static void end_group(struct parse_message *message, struct group *group,
		      struct status *status)
{
	const struct parse_address *last;
	guint before = message->addresses->len;

	if (!*group->action && !*group->status)
		return;
	if (!strcmp(group->action, "delayed")) {
		status->delayed++;
		return;
	}
	if (!strcmp(group->action, "delivered") ||
	    !strcmp(group->action, "relayed") ||
	    !strcmp(group->action, "expanded") ||
	    (!*group->action && group->status[0] == '2')) {
		status->delivered++;
		return;
	}
	status->failed++;
	status->for_good += is_bad_address(group);
	if (!add_failed(message, group->final))
		add_failed(message, group->original);
	if (message->addresses->len == before)
		return;
	last = &g_array_index(message->addresses, struct parse_address, before);
	if (is_known_failed(message, last->address, before))
		g_array_set_size(message->addresses, before);
}

static bool is_named(const struct parse_field *field, const char *name)
{
	gsize n = strlen(name);

	return field->name_length == n &&
	       !g_ascii_strncasecmp(field->name, name, n);
}

static void read_group_field(const struct parse_field *field,
			     struct group *group, GString *line)
{
	if (is_named(field, "Final-Recipient")) {
		parse_field_unfold(field, group->final);
	} else if (is_named(field, "Original-Recipient")) {
		parse_field_unfold(field, group->original);
	} else if (is_named(field, "Diagnostic-Code")) {
		parse_field_unfold(field, group->diagnostic);
	} else if (is_named(field, "Action")) {
		parse_field_unfold(field, line);
		parse_value_token(line->str, group->action);
	} else if (is_named(field, "Status")) {
		parse_field_unfold(field, line);
		parse_value_token(line->str, group->status);
	}
}

static void read_status(struct parse_message *message, const GString *text,
			struct status *status)
{
	struct group group = {
		.final = g_string_new(NULL),
		.original = g_string_new(NULL),
		.diagnostic = g_string_new(NULL),
	};
	const char *at = text->str;
	const char *end = at + text->len;

	while (at < end) {
		struct parse_splitter splitter;
		struct parse_field field;

		group.action[0] = group.status[0] = '\0';
		g_string_truncate(group.final, 0);
		g_string_truncate(group.original, 0);
		g_string_truncate(group.diagnostic, 0);
		parse_splitter_init(&splitter, at, (gsize)(end - at));
		while (parse_splitter_next(&splitter, &field))
			read_group_field(&field, &group,
					 message->scratch->line);
		end_group(message, &group, status);
		at = parse_splitter_get_body(&splitter);
	}
	g_string_free(group.final, TRUE);
	g_string_free(group.original, TRUE);
	g_string_free(group.diagnostic, TRUE);
}

/* The first field of this name in a block: a Message-ID. */
static void read_about(struct parse_message *message, const GString *text,
		       const char *name)
{
	struct parse_splitter splitter;
	struct parse_field field;

	if (*message->about)
		return;
	parse_splitter_init(&splitter, text->str, text->len);
	while (parse_splitter_next(&splitter, &field)) {
		if (!is_named(&field, name))
			continue;
		parse_field_unfold(&field, message->scratch->line);
		message->about = parse_id_first(message->scratch->line->str,
						message->scratch->texts);
		return;
	}
}

static void set_kind(struct parse_message *message, enum parse_kind kind,
		     const char *evidence)
{
	struct parse_scratch *scratch = message->scratch;

	message->kind = kind;
	parse_text_clean(evidence, strlen(evidence), PARSE_EVIDENCE_MAX,
			 scratch->text);
	message->evidence = parse_keep(scratch->texts, scratch->text);
}

/* What each sort of part is read for. */
static void read_part(struct parse_message *message,
		      const struct parse_part *part, struct status *status,
		      GString *text)
{
	if (!strcmp(part->type, "message/delivery-status") ||
	    !strcmp(part->type, "message/global-delivery-status")) {
		parse_part_decode(part, text);
		read_status(message, text, status);
	} else if (!strcmp(part->type, "message/disposition-notification") ||
		   !strcmp(part->type,
			   "message/global-disposition-notification")) {
		parse_part_decode(part, text);
		read_about(message, text, "Original-Message-ID");
	} else if (!strcmp(part->type, "message/rfc822") ||
		   !strcmp(part->type, "message/global") ||
		   !strcmp(part->type, "text/rfc822-headers") ||
		   !strcmp(part->type, "text/rfc822-header") ||
		   !strcmp(part->type, "message/rfc822-headers") ||
		   !strcmp(part->type, "message/global-headers")) {
		if (message->kind == PARSE_KIND_HUMAN ||
		    message->kind == PARSE_KIND_LIST)
			return; /* a mail sent on */
		parse_part_decode(part, text);
		read_about(message, text, "Message-ID");
	}
}

static void judge_status(struct parse_message *message,
			 const struct status *status)
{
	if (status->failed || status->delayed) {
		if (message->kind != PARSE_KIND_BOUNCE &&
		    message->kind != PARSE_KIND_REPORT)
			set_kind(message, PARSE_KIND_BOUNCE,
				 status->failed ? "Action: failed"
						: "Action: delayed");
		message->hard =
		    status->failed && status->for_good == status->failed;
	} else if (status->delivered) {
		set_kind(message, PARSE_KIND_RECEIPT, "Action: delivered");
	}
}

void parse_bounce_read(struct parse_message *message, const char *bytes,
		       gsize length)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct status status = { .failed = 0 };
	struct parse_parts parts;
	struct parse_part part;

	parse_parts_init(&parts, bytes, length);
	while (parse_parts_next(&parts, &part))
		read_part(message, &part, &status, text);
	judge_status(message, &status);
}
