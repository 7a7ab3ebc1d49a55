/* What the body adds to the facts of the header, step by step. */
#include "parse/body.h"

#include <string.h>

#include "parse/bounce.h"
#include "parse/kind_body.h"
#include "parse/message.h"
#include "parse/newtext.h"
#include "parse/part.h"
#include "parse/private.h"
#include "parse/signature.h"
#include "parse/text.h"

/* How much of what the author wrote is judged, in bytes. */
#define INTENT_HEAD_MAX 6000
#define INTENT_TAIL_MAX 3000

static void say_calendar(struct parse_message *message,
			 const struct parse_part *part)
{
	struct parse_scratch *scratch = message->scratch;
	GString *line = scratch->line;

	parse_field_unfold(&part->content_type, line);
	g_string_prepend(line, "Content-Type: ");
	parse_text_clean(line->str, line->len, PARSE_EVIDENCE_MAX,
			 scratch->text);
	message->kind = PARSE_KIND_CALENDAR;
	message->evidence = parse_keep(scratch->texts, scratch->text);
}

/*
 * An invitation or an answer to one, not a file of dates sent along: that has
 * no method, or says that it only publishes.
 */
static bool is_invitation(const struct parse_message *message,
			  const struct parse_part *part)
{
	char method[PARSE_TOKEN_MAX + 1];
	GString *line = message->scratch->line;

	if (message->kind == PARSE_KIND_CALENDAR)
		return true;
	if (message->kind != PARSE_KIND_HUMAN || part->attached)
		return false;
	parse_field_unfold(&part->content_type, line);
	return parse_value_param(line->str, "method", method) &&
	       g_ascii_strcasecmp(method, "publish") != 0;
}

static void read_event(struct parse_message *message, const char *bytes,
		       gsize length)
{
	struct parse_parts parts;
	struct parse_part part;
	g_autoptr(GString) raw = NULL;

	parse_parts_init(&parts, bytes, length);
	while (parse_parts_next(&parts, &part)) {
		if (strcmp(part.type, "text/calendar") ||
		    !is_invitation(message, &part))
			continue;
		if (message->kind != PARSE_KIND_CALENDAR)
			say_calendar(message, &part);
		raw = g_string_new(NULL);
		parse_part_decode(&part, raw);
		parse_event_clear(&message->event);
		if (parse_event_read(raw->str, raw->len, &message->event))
			return;
		g_string_free(g_steal_pointer(&raw), TRUE);
	}
}

/* Lists and newsletters of people have authors too, and quote. */
static bool has_author(const struct parse_message *message)
{
	switch (message->kind) {
	case PARSE_KIND_HUMAN:
	case PARSE_KIND_LIST:
		return true;
	case PARSE_KIND_UNKNOWN:
	case PARSE_KIND_NEWSLETTER:
	case PARSE_KIND_NOTIFICATION:
	case PARSE_KIND_AUTO_REPLY:
	case PARSE_KIND_BOUNCE:
	case PARSE_KIND_RECEIPT:
	case PARSE_KIND_CALENDAR:
	case PARSE_KIND_REPORT:
	case N_PARSE_KINDS:
		break;
	}
	return false;
}

/* Days said in mail that does not say its own are days of any year. */
static void forget_days(struct parse_message *message)
{
	if (message->absence.state == PARSE_ABSENCE_DATED)
		message->absence.state = PARSE_ABSENCE_UNTOLD;
	message->absence.back = PARSE_DAY_NONE;
	message->intent.asks_day = PARSE_DAY_NONE;
	for (guint i = 0; i < message->intent.n_promises; i++) {
		message->intent.promises[i].from = PARSE_DAY_NONE;
		message->intent.promises[i].to = PARSE_DAY_NONE;
	}
}

/*
 * What is asked stands at the head of a long text or at its tail, if it is
 * not a list of things in between.
 */
static char *take_ends(const GString *text)
{
	const char *head = text->str, *tail;

	if (text->len <= INTENT_HEAD_MAX + INTENT_TAIL_MAX)
		return g_strdup(head);
	head = g_utf8_find_prev_char(text->str, text->str + INTENT_HEAD_MAX);
	tail = g_utf8_find_next_char(text->str + text->len - INTENT_TAIL_MAX,
				     NULL);
	return g_strdup_printf("%.*s\n\n%s", (int)(head - text->str), text->str,
			       tail);
}

static const char *skip_blank(const char *p)
{
	return *p == ' ' ? p + 1 : p;
}

/*
 * "3/4", "3-4": only such a day needs the author's order, which takes time to
 * tell; with a dot between, all languages put the day first.
 */
static bool has_numbered_day(const char *text)
{
	for (const char *p = strpbrk(text, "0123456789"); p;
	     p = strpbrk(p, "0123456789")) {
		p += strspn(p, "0123456789");
		p = skip_blank(p);
		if (*p && strchr("/-", *p) &&
		    g_ascii_isdigit(*skip_blank(p + 1)))
			return true;
	}
	return false;
}

static gsize length_without_blanks(const GString *text)
{
	gsize length = text->len;

	while (length && g_ascii_isspace(text->str[length - 1]))
		length--;
	return length;
}

/*
 * Sent on without a word: what was sent is left as the text, lest something is
 * lost, but it is not this author who asks and promises in it.  It ends where
 * all of the mail does; words of one's own stand above.
 */
static bool is_bare_forward(const struct parse_message *message,
			    const GString *whole, const GString *new_text)
{
	gsize all = length_without_blanks(whole);
	gsize new = length_without_blanks(new_text);

	return message->quoted.forwarded && new <= all &&
	       !memcmp(whole->str + all - new, new_text->str, new);
}

/* What is asked and promised, or when who is away is back. */
static void read_meaning(struct parse_message *message, const GString *whole,
			 const GString *new_text)
{
	bool dated = message->date != PARSE_DATE_NONE;
	gint32 written = dated ? parse_day_of(message->date, message->zone) : 0;
	enum parse_day_order order = PARSE_DAY_ORDER_UNKNOWN;
	g_autofree char *ends = take_ends(new_text);

	if (has_numbered_day(message->kind == PARSE_KIND_AUTO_REPLY ? whole->str
								    : ends))
		order = parse_day_order_of(parse_message_author(message),
					   message->zone, whole->str);
	if (message->kind == PARSE_KIND_AUTO_REPLY)
		parse_absence_read(message->subject, whole->str, written, order,
				   &message->absence);
	else if (has_author(message) &&
		 !is_bare_forward(message, whole, new_text))
		parse_intent_read(ends, written, order, &message->intent);
	if (!dated)
		forget_days(message);
}

static void init_signer(const struct parse_message *message,
			struct parse_signer *out)
{
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role != PARSE_ROLE_FROM)
			continue;
		parse_signer_init(out, address->name, address->address);
		return;
	}
	parse_signer_init(out, "", "");
}

/* Where nobody but a program reads what is sent. */
static bool is_to_exit(const struct parse_message *message)
{
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role == PARSE_ROLE_TO &&
		    parse_gist_is_exit(address->address))
			return true;
	}
	return false;
}

/* How much was written, which text it is, and by whom it is signed. */
static void read_gist(struct parse_message *message, const GString *whole,
		      const GString *new_text)
{
	struct parse_signer signer;
	const char *behind;
	gsize at, length;

	message->text = parse_gist_hash(new_text->str);
	if (is_bare_forward(message, whole, new_text))
		return;
	init_signer(message, &signer);
	at = parse_signature_find(new_text->str, &signer);
	message->words = parse_gist_count(new_text->str, at);
	if (!has_author(message))
		return;
	message->unsubscribe =
	    is_to_exit(message) ||
	    parse_gist_unsubscribes(message->subject, new_text->str,
				    message->words);
	parse_phones_read(new_text->str + at, new_text->len - at, &signer,
			  &message->phones);
	if (parse_signature_behind(whole->str, new_text->str, &signer, &behind,
				   &length))
		parse_phones_read(behind, length, &signer, &message->phones);
}

void parse_body_read(struct parse_message *message, const char *bytes,
		     gsize length)
{
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) new_text = g_string_new(NULL);
	gint32 written = message->date == PARSE_DATE_NONE
			     ? PARSE_DAY_NONE
			     : parse_day_of(message->date, message->zone);

	parse_newtext_read(bytes, length, whole, new_text);
	parse_quoted_read(whole->str, whole->len, written, &message->quoted);
	parse_bounce_read(message, bytes, length, whole);
	read_event(message, bytes, length);
	parse_kind_read_body(message, whole->str, new_text->str);
	/* What a mail system returns is nobody's quote. */
	if (message->kind == PARSE_KIND_BOUNCE)
		message->quoted =
		    (struct parse_quoted){ .at = PARSE_DATE_NONE };
	message->new_text = parse_keep(message->scratch->texts, new_text);
	read_meaning(message, whole, new_text);
	read_gist(message, whole, new_text);
}
