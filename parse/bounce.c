/* What mail systems report of mail that did not arrive. */
#include "parse/bounce.h"

#include <stdint.h>
#include <string.h>

#include "parse/bounce_private.h"
#include "parse/ids.h"
#include "parse/message.h"
#include "parse/newtext.h"
#include "parse/part.h"
#include "parse/private.h"
#include "parse/robot.h"
#include "parse/text.h"

/* Whom a report is from and to, as far as these are looked at. */
#define PARTIES_MAX 20

/* Systems whose name does not tell say it within so many bytes. */
#define OPENER_MAX 1000

static bool is_among(const char *type, const char *const *types, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (!strcmp(type, types[i]))
			return true;
	}
	return false;
}

/* --- The report ----------------------------------------------------------- */

static void init(struct bounce_report *report, struct parse_message *message,
		 const GString *whole)
{
	*report = (struct bounce_report){
		.message = message,
		.failed =
		    g_array_new(FALSE, FALSE, sizeof(struct bounce_failed)),
		.scratch =
		    g_array_new(FALSE, FALSE, sizeof(struct parse_address)),
		.whole = g_string_new_len(whole->str, (gssize)whole->len),
		.flat = g_string_new(NULL),
		.enclosed = g_string_new(NULL),
		.line = g_string_new(NULL),
	};
}

static void clear(struct bounce_report *report)
{
	for (guint i = 0; i < report->failed->len; i++) {
		struct bounce_failed *failed =
		    &g_array_index(report->failed, struct bounce_failed, i);

		g_string_free(failed->reason, TRUE);
		g_string_free(failed->told, TRUE);
	}
	g_array_free(report->failed, TRUE);
	g_array_free(report->scratch, TRUE);
	g_string_free(report->whole, TRUE);
	g_string_free(report->flat, TRUE);
	g_string_free(report->enclosed, TRUE);
	g_string_free(report->line, TRUE);
}

struct bounce_failed *bounce_note(struct bounce_report *report,
				  const char *start, const char *end)
{
	struct bounce_failed new = { .fate = BOUNCE_FAILED };

	g_array_set_size(report->scratch, 0);
	parse_address_list(start,
			   MIN((gsize)(end - start), 2 * PARSE_ADDRESS_MAX), "",
			   PARSE_ROLE_FAILED, report->message->scratch->texts,
			   report->scratch);
	if (!report->scratch->len)
		return NULL;
	new.address =
	    g_array_index(report->scratch, struct parse_address, 0).address;
	for (guint i = 0; i < report->failed->len; i++) {
		struct bounce_failed *failed =
		    &g_array_index(report->failed, struct bounce_failed, i);

		if (!g_ascii_strcasecmp(failed->address, new.address))
			return failed;
	}
	if (report->failed->len >= BOUNCE_FAILED_MAX)
		return NULL;
	new.reason = g_string_new(NULL);
	new.told = g_string_new(NULL);
	g_array_append_val(report->failed, new);
	return &g_array_index(report->failed, struct bounce_failed,
			      report->failed->len - 1);
}

bool bounce_is_party(const struct bounce_report *report, const char *start,
		     const char *end)
{
	const GArray *addresses = report->message->addresses;
	gsize n = (gsize)(end - start);

	for (guint i = 0; i < MIN(addresses->len, PARTIES_MAX); i++) {
		const struct parse_address *other =
		    &g_array_index(addresses, struct parse_address, i);

		if (other->role != PARSE_ROLE_FAILED &&
		    strlen(other->address) == n &&
		    !g_ascii_strncasecmp(other->address, start, n))
			return true;
	}
	return false;
}

/* --- Parts ---------------------------------------------------------------- */

static const char *const status_types[] = {
	"message/delivery-status",
	"message/global-delivery-status",
};

static const char *const receipt_types[] = {
	"message/disposition-notification",
	"message/global-disposition-notification",
};

static const char *const enclosed_types[] = {
	"message/rfc822",	  "message/global",
	"text/rfc822-headers",	  "text/rfc822-header",
	"message/rfc822-headers", "message/global-headers",
};

/* The first field of this name in a block: a Message-ID. */
static void read_about(struct parse_message *message, const char *text,
		       gsize length, const char *name)
{
	struct parse_splitter splitter;
	struct parse_field field;

	if (*message->about)
		return;
	parse_splitter_init(&splitter, text, length);
	while (parse_splitter_next(&splitter, &field)) {
		if (!parse_field_is(&field, name))
			continue;
		parse_field_unfold(&field, message->scratch->line);
		message->about = parse_id_first(message->scratch->line->str,
						message->scratch->texts);
		return;
	}
}

/*
 * What each sort of part is read for.  People send reports on: what is
 * attached to their own mail tells of none.
 */
static void read_parts(struct bounce_report *report, const char *bytes,
		       gsize length, GString *text)
{
	struct parse_message *message = report->message;
	bool person = message->kind == PARSE_KIND_HUMAN ||
		      message->kind == PARSE_KIND_LIST;
	struct parse_parts parts;
	struct parse_part part;

	parse_parts_init(&parts, bytes, length);
	while (parse_parts_next(&parts, &part)) {
		if (is_among(part.type, status_types,
			     G_N_ELEMENTS(status_types))) {
			if (person && part.attached)
				continue;
			parse_part_decode(&part, text);
			bounce_status_read(report, text->str, text->len);
		} else if (is_among(part.type, receipt_types,
				    G_N_ELEMENTS(receipt_types))) {
			parse_part_decode(&part, text);
			read_about(message, text->str, text->len,
				   "Original-Message-ID");
		} else if (!person && !report->enclosed->len &&
			   is_among(part.type, enclosed_types,
				    G_N_ELEMENTS(enclosed_types))) {
			parse_part_decode(&part, text);
			g_string_assign(report->enclosed,
					text->str +
					    strspn(text->str, " \t\r\n"));
		}
	}
}

/*
 * A gateway's wrapping around another system's report: that one is read in
 * its place.  Once; what it encloses in turn is only mail.
 */
static void read_wrapped(struct bounce_report *report, GString *text)
{
	g_autoptr(GString) inner = g_string_new(NULL);
	g_autoptr(GString) own = g_string_new(NULL);
	struct parse_splitter splitter;
	struct parse_field field;
	bool is_report = false;

	parse_splitter_init(&splitter, report->enclosed->str,
			    report->enclosed->len);
	while (parse_splitter_next(&splitter, &field)) {
		char token[PARSE_TOKEN_MAX + 1];

		if (!parse_field_is(&field, "Content-Type"))
			continue;
		parse_field_unfold(&field, report->line);
		parse_value_token(report->line->str, token);
		is_report = !strcmp(token, "multipart/report");
	}
	if (!is_report)
		return;
	g_string_append_len(inner, report->enclosed->str,
			    (gssize)report->enclosed->len);
	g_string_truncate(report->enclosed, 0);
	read_parts(report, inner->str, inner->len, text);
	parse_newtext_read(inner->str, inner->len, report->whole, own);
	bounce_text_cut(report);
}

/* --- The mail that did not arrive ----------------------------------------- */

/* Whose only recipient it was: then it is the one who did not get it. */
static void note_only_recipient(struct bounce_report *report, const char *text,
				gsize length)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	struct parse_splitter splitter;
	struct parse_field field;

	parse_splitter_init(&splitter, text, length);
	while (parse_splitter_next(&splitter, &field)) {
		if (!parse_field_is(&field, "To") &&
		    !parse_field_is(&field, "Cc") &&
		    !parse_field_is(&field, "Bcc"))
			continue;
		parse_field_unfold(&field, report->line);
		parse_address_list(report->line->str, report->line->len, "",
				   PARSE_ROLE_FAILED,
				   report->message->scratch->texts, list);
		if (list->len > 1)
			break;
	}
	if (list->len == 1) {
		const char *address =
		    g_array_index(list, struct parse_address, 0).address;

		struct bounce_failed *only =
		    bounce_note(report, address, address + strlen(address));

		/* The fields told of delay, and of nobody that they name. */
		if (only && report->delayed && !report->unnamed)
			only->fate = BOUNCE_DELAYED;
	}
	g_array_free(list, TRUE);
}

/* Behind the groups in the text, or where the system's own text ends. */
static gsize enclosed_start(const struct bounce_report *report)
{
	const char *text = report->whole->str;
	gsize at = MAX(report->own, report->fields_end);

	/* The line that announces it, and blank ones, are no header. */
	while (at < report->whole->len) {
		const char *stop = strchr(text + at, '\n');
		const char *p = text + at + strspn(text + at, " \t\r");
		const char *colon = p + strcspn(p, ": \t\n");

		if (*colon == ':' && colon > p && p == text + at)
			return at;
		if (!stop)
			break;
		at = (gsize)(stop - text) + 1;
	}
	return report->whole->len;
}

/* "Message-ID:" anywhere in the text, when no header is enclosed. */
static void find_about(struct bounce_report *report)
{
	static const char name[] = "message-id:";
	struct parse_message *message = report->message;
	const char *text = report->whole->str;
	const char *end = text + report->whole->len;

	for (const char *p = text; p < end;) {
		const char *stop = memchr(p, '\n', (gsize)(end - p));

		stop = stop ? stop : end;
		while (p < stop && strchr("> \t", *p))
			p++;
		if ((gsize)(stop - p) > strlen(name) &&
		    !g_ascii_strncasecmp(p, name, strlen(name))) {
			p += strlen(name);
			/* A long one stands folded, in the next line. */
			if (!memchr(p, '@', (gsize)(stop - p)) && stop < end) {
				const char *next = strchr(stop + 1, '\n');

				stop = next ? next : end;
			}
			g_string_truncate(report->line, 0);
			g_string_append_len(report->line, p,
					    MIN(stop - p, PARSE_ID_MAX));
			message->about = parse_id_first(
			    report->line->str, message->scratch->texts);
			return;
		}
		p = stop + (stop < end);
	}
}

static void read_enclosed(struct bounce_report *report)
{
	struct parse_message *message = report->message;
	gsize start;

	if (message->kind != PARSE_KIND_BOUNCE &&
	    message->kind != PARSE_KIND_RECEIPT &&
	    message->kind != PARSE_KIND_REPORT)
		return;
	if (!report->enclosed->len && message->kind == PARSE_KIND_BOUNCE) {
		start = enclosed_start(report);
		g_string_append_len(report->enclosed,
				    report->whole->str + start,
				    (gssize)(report->whole->len - start));
	}
	read_about(message, report->enclosed->str, report->enclosed->len,
		   "Message-ID");
	if (!*message->about && message->kind == PARSE_KIND_BOUNCE)
		find_about(report);
	if (!report->failed->len && message->kind == PARSE_KIND_BOUNCE)
		note_only_recipient(report, report->enclosed->str,
				    report->enclosed->len);
}

/* --- Judgement ------------------------------------------------------------ */

static void set_kind(struct parse_message *message, enum parse_kind kind,
		     const char *evidence, gsize length)
{
	struct parse_scratch *scratch = message->scratch;

	message->kind = kind;
	parse_text_clean(evidence, length, PARSE_EVIDENCE_MAX, scratch->text);
	message->evidence = parse_keep(scratch->texts, scratch->text);
}

/*
 * The line in which it stands, as far as it is near; what stands in a reason
 * (compared as numbers, for it is another text) is shown from there.
 */
static void say_line(struct bounce_report *report, enum parse_kind kind,
		     const char *at)
{
	const char *text = report->whole->str;
	const char *start = at;

	if ((uintptr_t)at >= (uintptr_t)text &&
	    (uintptr_t)at <= (uintptr_t)text + report->whole->len) {
		while (start > text && start[-1] != '\n' &&
		       at - start < PARSE_EVIDENCE_MAX / 2)
			start--;
	}
	set_kind(report->message, kind, start, strcspn(start, "\n"));
}

static bool is_system(const char *author)
{
	return !*author || parse_robot_is_daemon(author) ||
	       parse_robot_is_postmaster(author);
}

bool parse_bounce_may_be(const struct parse_message *message)
{
	static const char *const answers[] = { "re:", "fw:", "fwd:", "aw:",
					       "wg:", "tr:", "sv:",  "rv:" };
	const char *author = parse_message_author(message);

	if (*author && is_system(author))
		return true;
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		if (!g_ascii_strncasecmp(message->subject, answers[i],
					 strlen(answers[i])))
			return parse_robot_address(author) &&
			       parse_bounce_is_subject(message->subject);
	}
	return parse_bounce_is_subject(message->subject);
}

/*
 * Groups of fields say it whoever sent them, but not those that a person sent
 * on; and an answering machine may call its question a report.
 */
static void judge_groups(struct bounce_report *report)
{
	struct parse_message *message = report->message;
	bool failed = report->failed->len > 0 || report->unnamed;

	if (message->kind == PARSE_KIND_REPORT || !report->groups)
		return;
	if (message->kind == PARSE_KIND_BOUNCE && failed &&
	    !is_system(parse_message_author(message)) &&
	    bounce_text_challenge(report)) {
		say_line(report, PARSE_KIND_NOTIFICATION,
			 bounce_text_challenge(report));
	} else if (failed || report->delayed) {
		const char *said =
		    failed && report->delayed < report->failed->len
			? "Action: failed"
			: "Action: delayed";

		if (message->kind != PARSE_KIND_BOUNCE)
			set_kind(message, PARSE_KIND_BOUNCE, said,
				 strlen(said));
	} else if (report->delivered) {
		set_kind(message, PARSE_KIND_RECEIPT, "Action: delivered",
			 strlen("Action: delivered"));
	}
}

/* Words without one of which a robot's mail is no report. */
static bool speaks_of_delivery(const GString *whole)
{
	static const char *const words[] = {
		"deliver", "Deliver", "DELIVER", "RCPT", "Rcpt", "\"Bounce\""
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(whole->str, words[i]))
			return true;
	}
	return false;
}

/*
 * May the text say that it is a report, although the header does not prove
 * it?  The sender is none that people use, or the subject says what reports
 * do; a system's words must then name somebody.
 */
static bool is_suspect(const struct parse_message *message,
		       const GString *whole)
{
	switch (message->kind) {
	case PARSE_KIND_BOUNCE:
		return true;
	case PARSE_KIND_UNKNOWN:
	case PARSE_KIND_HUMAN:
	case PARSE_KIND_LIST:
	case PARSE_KIND_NEWSLETTER:
	case PARSE_KIND_NOTIFICATION:
	case PARSE_KIND_AUTO_REPLY:
		break;
	case PARSE_KIND_RECEIPT:
	case PARSE_KIND_CALENDAR:
	case PARSE_KIND_REPORT:
	case N_PARSE_KINDS:
		return false;
	}
	return parse_bounce_may_be(message) ||
	       (parse_robot_address(parse_message_author(message)) &&
		speaks_of_delivery(whole));
}

/* Mail that is still tried failed for nobody, as long as none has failed. */
static void drop_delayed(struct bounce_report *report)
{
	guint failed = 0;

	for (guint i = 0; i < report->failed->len; i++)
		failed += g_array_index(report->failed, struct bounce_failed, i)
			      .fate == BOUNCE_FAILED;
	report->message->delayed = !failed && report->failed->len;
	if (!failed)
		return;
	for (guint i = report->failed->len; i-- > 0;) {
		struct bounce_failed *one =
		    &g_array_index(report->failed, struct bounce_failed, i);

		if (one->fate == BOUNCE_FAILED)
			continue;
		g_string_free(one->reason, TRUE);
		g_string_free(one->told, TRUE);
		g_array_remove_index(report->failed, i);
	}
}

static void judge_failed(struct bounce_report *report)
{
	struct parse_message *message = report->message;
	guint hard = 0;

	for (guint i = 0; i < report->failed->len; i++) {
		char code[BOUNCE_CODE_MAX] = "";
		struct bounce_failed *failed =
		    &g_array_index(report->failed, struct bounce_failed, i);

		hard += bounce_judge(failed, code) == BOUNCE_HARD;
		if (!*message->status && *code)
			message->status = g_string_chunk_insert(
			    message->scratch->texts, code);
	}
	message->hard = hard && hard == report->failed->len;
}

/* The failed recipients behind the other addresses, each once. */
static void keep_failed(struct bounce_report *report)
{
	GArray *addresses = report->message->addresses;

	for (guint i = addresses->len; i-- > 0;) {
		if (g_array_index(addresses, struct parse_address, i).role ==
		    PARSE_ROLE_FAILED)
			g_array_remove_index(addresses, i);
	}
	if (report->message->kind != PARSE_KIND_BOUNCE)
		return;
	for (guint i = 0; i < report->failed->len; i++) {
		struct parse_address address = {
			.role = PARSE_ROLE_FAILED,
			.name = "",
			.address = g_array_index(report->failed,
						 struct bounce_failed, i)
				       .address,
		};

		if (addresses->len < PARSE_ADDRESSES_MAX)
			g_array_append_val(addresses, address);
	}
}

/* A parcel's "delivery notification" names nobody who did not get mail. */
static void judge_doubt(struct bounce_report *report)
{
	struct parse_message *message = report->message;

	if (message->kind == PARSE_KIND_BOUNCE && !report->failed->len &&
	    !report->groups && !is_system(parse_message_author(message)) &&
	    g_str_has_prefix(message->evidence, "Subject:"))
		message->kind = PARSE_KIND_NOTIFICATION;
}

/* X-Failed-Recipients, which is read with the header. */
static void note_header(struct bounce_report *report)
{
	const GArray *addresses = report->message->addresses;

	for (guint i = 0; i < addresses->len; i++) {
		const struct parse_address *one =
		    &g_array_index(addresses, struct parse_address, i);

		if (one->role == PARSE_ROLE_FAILED)
			bounce_note(report, one->address,
				    one->address + strlen(one->address));
	}
}

/*
 * A multipart without parts, by a boundary that is wrong or missing: what
 * stands there is read as it is.
 */
static void read_raw(struct bounce_report *report, const char *bytes,
		     gsize length)
{
	struct parse_splitter splitter;
	struct parse_field field;
	const char *body;

	parse_splitter_init(&splitter, bytes, length);
	while (parse_splitter_next(&splitter, &field))
		;
	body = parse_splitter_get_body(&splitter);
	parse_text_convert(body, (gsize)(bytes + length - body), "",
			   report->whole);
}

/*
 * People with an address like anybody's complain of delivery, too, but not to
 * the sender; they ask, answer, and send reports on.
 */
static bool may_report(const struct bounce_report *report)
{
	static const char *const yours[] = {
		"your message",
		"your mail",
		"your e-mail",
		"your email",
		"ihre nachricht",
		"ihre e-mail",
		"votre message",
		"votre courriel",
		"su mensaje",
		"il suo messaggio",
		"sua mensagem",
		"uw bericht",
		"non-delivery report",
		"rcpt to:",
		"duplicated message-id",
	};
	const char *author = parse_message_author(report->message);

	if (is_system(author) || parse_robot_address(author))
		return true;
	if (report->opener - report->whole->str > OPENER_MAX ||
	    report->message->in_reply_to->len ||
	    strchr(report->flat->str, '?') ||
	    strstr(report->flat->str, "forwarded"))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(yours); i++) {
		if (strstr(report->flat->str, yours[i]))
			return true;
	}
	return false;
}

static void read_text(struct bounce_report *report, GString *text)
{
	struct parse_message *message = report->message;
	const char *success;

	if (message->kind == PARSE_KIND_BOUNCE)
		report->fields_end = bounce_status_read(
		    report, report->whole->str, report->whole->len);
	bounce_text_cut(report);
	if (message->kind == PARSE_KIND_BOUNCE && !report->failed->len)
		read_wrapped(report, text);
	if (report->groups || report->failed->len)
		return;
	success = bounce_text_success(report);
	if (message->kind == PARSE_KIND_BOUNCE && success) {
		say_line(report, PARSE_KIND_RECEIPT, success);
		return;
	}
	bounce_text_find(report);
	if (message->kind != PARSE_KIND_BOUNCE && report->opener &&
	    may_report(report))
		say_line(report, PARSE_KIND_BOUNCE, report->opener);
}

static void judge(struct bounce_report *report)
{
	if (!report->groups && bounce_text_is_delay(report)) {
		for (guint i = 0; i < report->failed->len; i++)
			g_array_index(report->failed, struct bounce_failed, i)
			    .fate = BOUNCE_DELAYED;
	}
	drop_delayed(report);
	bounce_text_tell(report);
	judge_failed(report);
}

void parse_bounce_read(struct parse_message *message, const char *bytes,
		       gsize length, const GString *whole)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct bounce_report report;

	init(&report, message, whole);
	note_header(&report);
	read_parts(&report, bytes, length, text);
	if (report.groups || is_suspect(message, whole)) {
		if (!report.whole->len && !report.groups &&
		    !report.enclosed->len && length)
			read_raw(&report, bytes, length);
		read_text(&report, text);
		judge_groups(&report);
	}
	read_enclosed(&report);
	judge_doubt(&report);
	if (message->kind == PARSE_KIND_BOUNCE)
		judge(&report);
	keep_failed(&report);
	clear(&report);
}
