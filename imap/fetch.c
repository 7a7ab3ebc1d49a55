/* UID FETCH, pipelined and streamed; UID SEARCH. */
#include "imap/fetch.h"

#include <string.h>

#include "imap/fields.h"
#include "imap/private.h"

/* Servers need not take longer lines than 8 KB. */
#define SET_TEXT_MAX 7000

/* A command whose answers are still coming. */
struct flight {
	guint32 tag;
	bool landed; /* before an older one */
	struct imap_uidset asked, wanted;
};

struct fetching {
	struct imap_session *session;
	struct flight flights[IMAP_FETCH_DEPTH];
	guint n; /* of them; the oldest first */
	enum imap_what what;
	guint32 limit; /* bytes of one message */
	bool flags_only;
	struct imap_uidset *seen; /* flags_only */
	guint32 low, high;	  /* flags_only */
	imap_item_func func;
	void *data;
	bool stopped;
	GString *keywords;
};

static gint64 seconds_of(const struct mailimap_date_time *date)
{
	g_autoptr(GDateTime) utc = NULL;
	int zone;

	if (!date)
		return 0;
	utc = g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day,
				  date->dt_hour, date->dt_min,
				  CLAMP(date->dt_sec, 0, 59));
	if (!utc)
		return 0;
	/* libetpan's zone is +hhmm as a decimal number. */
	zone = date->dt_zone / 100 * 60 + date->dt_zone % 100;
	return g_date_time_to_unix(utc) - zone * 60;
}

static void add_flag(const struct mailimap_flag *flag, struct imap_item *item,
		     GString *keywords)
{
	switch (flag->fl_type) {
	case MAILIMAP_FLAG_ANSWERED:
		item->flags |= IMAP_FLAG_ANSWERED;
		break;
	case MAILIMAP_FLAG_FLAGGED:
		item->flags |= IMAP_FLAG_FLAGGED;
		break;
	case MAILIMAP_FLAG_DELETED:
		item->flags |= IMAP_FLAG_DELETED;
		break;
	case MAILIMAP_FLAG_SEEN:
		item->flags |= IMAP_FLAG_SEEN;
		break;
	case MAILIMAP_FLAG_DRAFT:
		item->flags |= IMAP_FLAG_DRAFT;
		break;
	case MAILIMAP_FLAG_KEYWORD:
		g_string_append_printf(keywords, "%s%s",
				       keywords->len ? " " : "",
				       flag->fl_data.fl_keyword);
		break;
	default:
		break;
	}
}

static void add_static(const struct mailimap_msg_att_static *att,
		       struct imap_item *item)
{
	const struct mailimap_msg_att_body_section *section;

	switch (att->att_type) {
	case MAILIMAP_MSG_ATT_UID:
		item->uid = att->att_data.att_uid;
		break;
	case MAILIMAP_MSG_ATT_INTERNALDATE:
		item->internal_at = seconds_of(att->att_data.att_internal_date);
		break;
	case MAILIMAP_MSG_ATT_RFC822_SIZE:
		item->size = att->att_data.att_rfc822_size;
		break;
	case MAILIMAP_MSG_ATT_BODY_SECTION:
		section = att->att_data.att_body_section;
		/* NIL: the server would not say, which is not "empty". */
		if (section && section->sec_body_part) {
			item->bytes = section->sec_body_part;
			item->length = section->sec_length;
		}
		break;
	default:
		break;
	}
}

static void add_extension(const struct mailimap_extension_data *data,
			  struct imap_item *item)
{
	const struct mailimap_condstore_fetch_mod_resp *modseq;
	const guint64 *number;

	switch (data->ext_extension->ext_id) {
	case MAILIMAP_EXTENSION_CONDSTORE:
		modseq = data->ext_data;
		if (data->ext_type == MAILIMAP_CONDSTORE_TYPE_FETCH_DATA)
			item->modseq = modseq->cs_modseq_value;
		break;
	case MAILIMAP_EXTENSION_XGMMSGID:
		number = data->ext_data;
		item->gm_msgid = *number;
		break;
	default:
		break;
	}
}

/* TRUE if it spoke of flags. */
static bool read_item(const struct mailimap_msg_att *att,
		      struct imap_item *item, GString *keywords)
{
	bool flags = false;

	for (clistiter *i = att->att_list ? clist_begin(att->att_list) : NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *one = clist_content(i);
		clist *list;

		switch (one->att_type) {
		case MAILIMAP_MSG_ATT_ITEM_STATIC:
			add_static(one->att_data.att_static, item);
			break;
		case MAILIMAP_MSG_ATT_ITEM_DYNAMIC:
			flags = true;
			list = one->att_data.att_dyn->att_list;
			for (clistiter *k = list ? clist_begin(list) : NULL; k;
			     k = clist_next(k)) {
				const struct mailimap_flag_fetch *flag =
				    clist_content(k);

				if (flag->fl_type == MAILIMAP_FLAG_FETCH_OTHER)
					add_flag(flag->fl_flag, item, keywords);
			}
			break;
		case MAILIMAP_MSG_ATT_ITEM_EXTENSION:
			add_extension(one->att_data.att_extension_data, item);
			break;
		default:
			break;
		}
	}
	item->keywords = keywords->str;
	return flags;
}

/* The command that asked for it and has not had it yet. */
static struct flight *flight_of(struct fetching *fetching, guint32 uid)
{
	for (guint i = 0; i < fetching->n; i++) {
		struct flight *flight = &fetching->flights[i];

		if (imap_uidset_contains(&flight->wanted, uid))
			return flight;
	}
	return NULL;
}

static void handle(struct mailimap_msg_att *att, void *data)
{
	struct fetching *fetching = data;
	struct imap_item item = { .uid = 0 };
	struct flight *flight;
	bool flags;

	g_string_truncate(fetching->keywords, 0);
	flags = read_item(att, &item, fetching->keywords);
	/* Others' changes are pushed without UID, and without bytes. */
	if (item.uid == 0)
		return;
	if (fetching->flags_only) {
		if (!flags || item.uid < fetching->low ||
		    item.uid > fetching->high)
			return;
		if (fetching->seen)
			imap_uidset_add(fetching->seen, item.uid, item.uid);
		item.bytes = NULL;
		item.length = 0;
	} else {
		flight = flight_of(fetching, item.uid);
		if (!flight || !item.bytes)
			return;
		imap_uidset_remove(&flight->wanted, item.uid, item.uid);
		item.length = MIN(item.length, fetching->limit);
	}
	if (!fetching->stopped && fetching->func &&
	    !fetching->func(&item, fetching->data))
		fetching->stopped = true;
}

static void listen_to(struct fetching *fetching)
{
	fetching->keywords = g_string_new(NULL);
	mailimap_set_msg_att_handler(fetching->session->imap, handle, fetching);
}

static void stop_listening(struct fetching *fetching)
{
	mailimap_set_msg_att_handler(fetching->session->imap, NULL, NULL);
	g_string_free(fetching->keywords, TRUE);
	for (guint i = 0; i < fetching->n; i++) {
		imap_uidset_clear(&fetching->flights[i].asked);
		imap_uidset_clear(&fetching->flights[i].wanted);
	}
	fetching->n = 0;
}

/* Count anew for what is in flight now. */
static void begin(struct fetching *fetching)
{
	struct imap_scan_limits limits = imap_usual_limits;
	guint64 n = 0;

	for (guint i = 0; i < fetching->n; i++)
		n += imap_uidset_count(&fetching->flights[i].asked);
	/* What is shortened keeps a tenth at least: all that was asked for. */
	limits.literal = (gsize)fetching->limit * 10;
	limits.shorten = IMAP_LITERAL_EXCESS_MAX + n * IMAP_MESSAGE_MAX;
	limits.total = IMAP_TOTAL_MAX + n * IMAP_ITEM_MAX;
	limits.responses += 2 * (guint)n;
	imap_session_begin(fetching->session, &limits,
			   (guint)n * IMAP_ITEM_MILLISECONDS);
}

/* At most `batch` UIDs, and few enough for a line. */
static char *take(struct imap_uidset *uids, bool lowest_first, guint batch,
		  struct imap_uidset *part)
{
	for (;;) {
		char *text;

		imap_uidset_take(uids, batch, lowest_first, part);
		text = imap_uidset_format(part);
		if (strlen(text) <= SET_TEXT_MAX || batch == 1)
			return text;
		g_free(text);
		imap_uidset_add_set(uids, part);
		imap_uidset_clear(part);
		batch = MAX(batch / 2, 1);
	}
}

/* Something that is to be kept, not only known again. */
static bool is_message(enum imap_what what)
{
	return what == IMAP_HEADERS || what == IMAP_BODIES;
}

static bool send(struct fetching *fetching, struct imap_uidset *uids,
		 bool lowest_first, guint batch, GError **error)
{
	struct imap_session *session = fetching->session;
	struct flight *flight = &fetching->flights[fetching->n];
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	g_autofree char *set = NULL;
	enum imap_answer answer;
	bool answered;

	memset(flight, 0, sizeof(*flight));
	set = take(uids, lowest_first, batch, &flight->asked);
	imap_uidset_add_set(&flight->wanted, &flight->asked);
	fetching->n++;
	imap_command_add(&command, "UID FETCH %s (UID FLAGS ", set);
	if (is_message(fetching->what))
		imap_command_add(&command, "INTERNALDATE RFC822.SIZE ");
	if (is_message(fetching->what) && imap_session_is_gmail(session))
		imap_command_add(&command, "X-GM-MSGID ");
	switch (fetching->what) {
	case IMAP_HEADERS:
		imap_command_add(&command, "BODY.PEEK[HEADER.FIELDS "
					   "(" IMAP_FIELDS ")])");
		break;
	case IMAP_BODIES:
		imap_command_add(&command, "BODY.PEEK[]<0.%u>)",
				 fetching->limit);
		break;
	case IMAP_IDENTITIES:
		imap_command_add(&command,
				 "%sBODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])",
				 session->condstore ? "MODSEQ " : "");
		break;
	case IMAP_LABELS:
		imap_command_add(
		    &command,
		    "BODY.PEEK[HEADER.FIELDS (RECEIVED FROM " IMAP_LABEL_FIELD
		    ")])");
		break;
	}
	if (!imap_session_send(session, &command, &answered, &answer, error))
		return false;
	flight->tag = session->tag;
	return true;
}

/* The answers to one command, usually the oldest. */
static bool land(struct fetching *fetching, GError **error)
{
	struct imap_session *session = fetching->session;
	enum imap_answer answer;
	guint32 tag;
	guint i;

	if (!imap_session_receive(session, fetching->flights[0].tag, &tag,
				  &answer, error))
		return false;
	for (i = 0; i < fetching->n; i++) {
		if (fetching->flights[i].tag == tag &&
		    !fetching->flights[i].landed)
			break;
	}
	if (i == fetching->n)
		return imap_session_fail_with(
		    session, IMAP_ERROR_RECONNECT, error,
		    "'%s' answered one command twice", session->host);
	/*
	 * NO means that some could not be had (RFC 2180), which shows in what
	 * is missing; BAD that this server will have none of it.
	 */
	if (answer == IMAP_ANSWER_BAD)
		return imap_session_refused(session, IMAP_ERROR_RECONNECT,
					    error, "'%s' refused UID FETCH",
					    session->host);
	fetching->flights[i].landed = true;
	return true;
}

/* Report and forget the oldest ones that have landed. */
static void unload(struct fetching *fetching, struct imap_uidset *uids,
		   imap_batch_func func)
{
	while (fetching->n > 0 && fetching->flights[0].landed) {
		struct flight flight = fetching->flights[0];

		fetching->n--;
		memmove(fetching->flights, fetching->flights + 1,
			fetching->n * sizeof(flight));
		/* What came after a stop was not handed over. */
		if (fetching->stopped)
			imap_uidset_add_set(uids, &flight.asked);
		else if (func &&
			 !func(&flight.asked, &flight.wanted, fetching->data))
			fetching->stopped = true;
		imap_uidset_clear(&flight.asked);
		imap_uidset_clear(&flight.wanted);
	}
}

bool imap_fetch_batches(struct imap_session *session, struct imap_uidset *uids,
			bool lowest_first, guint batch, enum imap_what what,
			guint32 limit, imap_item_func item_func,
			imap_batch_func batch_func, void *data,
			bool *stopped_out, GError **error)
{
	struct fetching fetching = {
		.session = session,
		.what = what,
		.limit = what == IMAP_BODIES ? limit : IMAP_HEADER_MAX,
		.func = item_func,
		.data = data,
	};
	bool ok = imap_session_check(session, error);

	listen_to(&fetching);
	while (ok) {
		while (ok && uids->n > 0 && !fetching.stopped &&
		       fetching.n < IMAP_FETCH_DEPTH) {
			ok = send(&fetching, uids, lowest_first, batch, error);
			begin(&fetching);
		}
		if (!ok || fetching.n == 0)
			break;
		ok = land(&fetching, error);
		begin(&fetching);
		if (ok)
			unload(&fetching, uids, batch_func);
	}
	stop_listening(&fetching);
	*stopped_out = fetching.stopped;
	return ok;
}

struct collecting {
	imap_item_func func;
	void *data;
	struct imap_uidset *missing;
};

static bool collect_item(const struct imap_item *item, void *data)
{
	struct collecting *collecting = data;

	return collecting->func(item, collecting->data);
}

static bool collect_batch(const struct imap_uidset *asked,
			  const struct imap_uidset *missing, void *data)
{
	struct collecting *collecting = data;

	if (collecting->missing)
		imap_uidset_add_set(collecting->missing, missing);
	return true;
}

bool imap_fetch(struct imap_session *session, const struct imap_uidset *uids,
		enum imap_what what, guint32 limit, imap_item_func func,
		void *data, struct imap_uidset *missing_out, GError **error)
{
	struct collecting collecting = { func, data, missing_out };
	g_auto(imap_uidset) rest = IMAP_UIDSET_INIT;
	/* Whole bodies fill the sockets' buffers: fewer at once. */
	guint batch = what == IMAP_BODIES ? 100 : IMAP_FETCH_BATCH;
	bool stopped;

	imap_uidset_add_set(&rest, uids);
	return imap_fetch_batches(session, &rest, true, batch, what,
				  MIN(limit, IMAP_BODY_MAX), collect_item,
				  collect_batch, &collecting, &stopped, error);
}

/* VANISHED, cut to what was asked for. */
static void read_vanished(struct imap_session *session, guint32 low,
			  guint32 high, struct imap_uidset *vanished)
{
	struct mailimap_response_info *info = session->imap->imap_response_info;

	for (clistiter *i = info ? clist_begin(info->rsp_extension_list) : NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_extension_data *data = clist_content(i);
		const struct mailimap_qresync_vanished *gone = data->ext_data;

		if (data->ext_extension->ext_id != MAILIMAP_EXTENSION_QRESYNC ||
		    data->ext_type != MAILIMAP_QRESYNC_TYPE_VANISHED ||
		    !gone->qr_known_uids)
			continue;
		for (clistiter *k = clist_begin(gone->qr_known_uids->set_list);
		     k; k = clist_next(k)) {
			const struct mailimap_set_item *range =
			    clist_content(k);
			guint32 first = MIN(range->set_first, range->set_last);
			guint32 last = MAX(range->set_first, range->set_last);

			imap_uidset_add(vanished, MAX(first, low),
					MIN(last, high));
		}
	}
}

bool imap_fetch_flags(struct imap_session *session, guint32 low, guint32 high,
		      guint64 modseq, imap_item_func func, void *data,
		      struct imap_uidset *seen_out,
		      struct imap_uidset *vanished_out, GError **error)
{
	struct fetching fetching = {
		.session = session,
		.flags_only = true,
		.seen = seen_out,
		.low = low,
		.high = high,
		.func = func,
		.data = data,
	};
	struct imap_scan_limits limits = imap_search_limits;
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;
	/* As many messages as UIDs at most; a million is the most tend takes.
	 */
	guint n = MIN(high - low + 1, 1000000u);
	bool answered, ok;
	guint32 tag;

	imap_command_add(&command, "UID FETCH %u:%u (UID FLAGS)", low, high);
	if (modseq > 0)
		imap_command_add(&command,
				 " (CHANGEDSINCE %" G_GUINT64_FORMAT "%s)",
				 modseq, vanished_out ? " VANISHED" : "");
	limits.total = IMAP_TOTAL_MAX + (gsize)n * IMAP_FLAGS_MAX;
	limits.responses = 20000 + 2 * n;
	listen_to(&fetching);
	imap_session_begin(session, &limits, n);
	ok = imap_session_send(session, &command, &answered, &answer, error) &&
	     imap_session_receive(session, session->tag, &tag, &answer, error);
	stop_listening(&fetching);
	if (ok && answer == IMAP_ANSWER_BAD)
		return imap_session_refused(session, IMAP_ERROR_RECONNECT,
					    error, "'%s' refused UID FETCH",
					    session->host);
	if (ok && vanished_out)
		read_vanished(session, low, high, vanished_out);
	return ok;
}

/* `* ESEARCH (TAG "7") UID ALL 1:5,7` */
static void read_esearch(struct imap_session *session, struct imap_uidset *uids)
{
	const char *text = imap_session_unknown(session, "ESEARCH");
	const char *all = text ? strstr(text, " ALL ") : NULL;
	g_auto(imap_uidset) found = IMAP_UIDSET_INIT;
	g_autofree char *set = NULL;

	if (!all)
		return;
	all += strlen(" ALL ");
	set = g_strndup(all, strcspn(all, " "));
	if (imap_uidset_parse(set, &found))
		imap_uidset_add_set(uids, &found);
}

/* `refused` is what a refusal means to the caller. */
static bool search(struct imap_session *session, const char *keys,
		   enum imap_error refused, struct imap_uidset *uids,
		   GError **error)
{
	bool compact = imap_session_has(session, "ESEARCH");
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	struct mailimap_response_info *info;
	enum imap_answer answer;

	imap_command_add(&command, "UID SEARCH %s%s",
			 compact ? "RETURN (ALL) " : "", keys);
	if (!imap_session_run(session, &command, &imap_search_limits, &answer,
			      error))
		return false;
	if (answer != IMAP_ANSWER_OK)
		return imap_session_refused(session, refused, error,
					    "'%s' refused UID SEARCH",
					    session->host);
	info = session->imap->imap_response_info;
	if (!info)
		return true;
	for (clistiter *i = info->rsp_search_result
				? clist_begin(info->rsp_search_result)
				: NULL;
	     i; i = clist_next(i)) {
		const uint32_t *uid = clist_content(i);

		imap_uidset_add(uids, *uid, *uid);
	}
	if (compact)
		read_esearch(session, uids);
	return true;
}

bool imap_search(struct imap_session *session, guint32 low, guint32 high,
		 gint64 since, struct imap_uidset *uids_out, GError **error)
{
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GString) keys = g_string_new(NULL);

	/* QQ takes no `*`: only where the highest UID is not known. */
	if (high == 0)
		g_string_printf(keys, "UID %u:*", low);
	else
		g_string_printf(keys, "UID %u:%u", low, high);
	if (since > 0) {
		/* SINCE goes by days in a zone that nobody told. */
		g_autoptr(GDateTime) day =
		    g_date_time_new_from_unix_utc(since - 24 * 60 * 60);

		if (day)
			g_string_append_printf(
			    keys, " SINCE %d-%s-%04d",
			    g_date_time_get_day_of_month(day),
			    months[g_date_time_get_month(day) - 1],
			    g_date_time_get_year(day));
	}
	if (!search(session, keys->str, IMAP_ERROR_RECONNECT, uids_out, error))
		return false;
	/* `n:*` speaks of the last message even when it is below n. */
	if (low > 1)
		imap_uidset_remove(uids_out, 1, low - 1);
	if (high > 0 && high < G_MAXUINT32)
		imap_uidset_remove(uids_out, high + 1, G_MAXUINT32);
	return true;
}

bool imap_item_is(const struct imap_item *item, const char *message_id)
{
	g_autofree char *text = g_strndup(item->bytes, item->length);
	const char *open = strchr(text, '<');
	const char *close = open ? strchr(open, '>') : NULL;

	if (!*message_id)
		return !open;
	/* A message that has two belongs to neither. */
	if (!close || strchr(close, '<'))
		return false;
	return strlen(message_id) == (gsize)(close - open - 1) &&
	       !strncmp(open + 1, message_id, strlen(message_id));
}

/* HEADER field "value", as the allow-list has it. */
static bool search_header(struct imap_session *session, const char *field,
			  const char *value, struct imap_uidset *uids_out,
			  GError **error)
{
	g_autoptr(GString) keys = g_string_new(NULL);

	g_string_printf(keys, "HEADER %s \"", field);
	for (const char *p = value; *p; p++) {
		if (g_ascii_iscntrl(*p) || *p & 0x80) {
			g_set_error(error, IMAP_ERROR, IMAP_ERROR_SKIP,
				    "cannot search for the %s '%s'", field,
				    value);
			return false;
		}
		if (*p == '"' || *p == '\\')
			g_string_append_c(keys, '\\');
		g_string_append_c(keys, *p);
	}
	g_string_append_c(keys, '"');
	return search(session, keys->str, IMAP_ERROR_SKIP, uids_out, error);
}

bool imap_search_message_id(struct imap_session *session,
			    const char *message_id,
			    struct imap_uidset *uids_out, GError **error)
{
	return search_header(session, "MESSAGE-ID", message_id, uids_out,
			     error);
}

bool imap_search_label(struct imap_session *session, const char *label,
		       struct imap_uidset *uids_out, GError **error)
{
	return search_header(session, IMAP_LABEL_FIELD, label, uids_out, error);
}
