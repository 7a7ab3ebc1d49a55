/* The week's report as a letter. */
#include "agent/post/weekly.h"

#include <string.h>

#include "agent/letters/report.h"
#include "agent/post/morning.h"
#include "agent/post/outbox.h"
#include "agent/report/collect.h"
#include "store/account.h"
#include "store/digest.h"

#define DAY G_GINT64_CONSTANT(86400)

static gboolean put_lines(struct store *store, gint64 outbox_id,
			  const struct report *report, GError **error)
{
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line =
		    &g_array_index(report->lines, struct report_line, i);
		const struct store_digest_item row = {
			.outbox_id = outbox_id,
			.position = line->position,
			.address = line->address,
			.name = line->name,
			.organisation = line->organisation,
			.reason = (int)line->reason,
			.source = line->source,
			.since_at = line->since_at,
			.subject = line->subject,
			.sentence = line->sentence,
			.list = line->list,
		};

		if (!store_digest_add_item(store, &row, error))
			return FALSE;
	}
	return TRUE;
}

/* Half a history would count old friends as new: none before the baseline. */
static const char *why_none(const struct store_account *account,
			    const struct report *report)
{
	if (account == NULL || account->baseline_at == 0)
		return "the mailbox has not been read to its end yet";
	if (!report_has_news(report))
		return "there is nothing to tell";
	return NULL;
}

gboolean weekly_add(struct store *store, const struct config *config,
		    const struct config_account *account, gint64 now,
		    gboolean *added_out, const char **why_not_out,
		    GError **error)
{
	g_autoptr(store_account) row = NULL;
	g_autoptr(report) report = NULL;
	g_autoptr(store_transaction) transaction = NULL;
	gint64 outbox_id = 0;
	const char *why;

	*added_out = FALSE;
	/* Counted outside of the transaction: others may write meanwhile. */
	report =
	    report_collect(store, config, now - REPORT_DAYS * DAY, now, error);
	if (report == NULL)
		return FALSE;
	transaction = store_transaction_new(store, error);
	if (transaction == NULL ||
	    !store_account_find(store, account->name, &row, error))
		return FALSE;
	why = why_none(row, report);
	if (why == NULL) {
		if (!outbox_add_letter(store, config, account, row->account_id,
				       "report", report->n_waiting, now,
				       &outbox_id, error))
			return FALSE;
		*added_out = outbox_id != 0;
		why = *added_out ? "" : "today's report was written already";
	}
	if (why_not_out != NULL)
		*why_not_out = why;
	return (!*added_out || put_lines(store, outbox_id, report, error)) &&
	       store_transaction_commit(transaction, error);
}

/* What was listed then, in the place of what would be now. */
static gboolean take_lines(struct report *report, struct store *store,
			   const struct store_outbox *row, GError **error)
{
	g_autoptr(GPtrArray) items =
	    store_digest_list_items(store, row->outbox_id, error);

	if (items == NULL)
		return FALSE;
	g_array_set_size(report->lines, 0);
	report->n_close = report->n_track = 0;
	report->n_waiting = (guint)row->older;
	for (guint i = 0; i < items->len; i++) {
		const struct store_digest_item *item = items->pdata[i];
		struct report_line line = {
			.position = (guint)item->position,
			.list = REPORT_WAITING,
			.name = report_text_of(report, item->name),
			.address = report_text_of(report, item->address),
			.organisation =
			    report_text_of(report, item->organisation),
			.reason = (enum reason)item->reason,
			.source = item->source,
			.since_at = item->since_at,
			.subject = report_text_of(report, item->subject),
			.sentence = report_text_of(report, item->sentence),
		};

		if (g_str_equal(item->list, REPORT_CLOSE)) {
			line.list = REPORT_CLOSE;
			report->n_close++;
		} else if (g_str_equal(item->list, REPORT_TRACK)) {
			line.list = REPORT_TRACK;
			report->n_track++;
		}
		g_array_append_val(report->lines, line);
	}
	return TRUE;
}

gboolean weekly_render(struct store *store, const struct config *config,
		       const char *address, const struct store_outbox *row,
		       char **subject_out, char **text_out, char **html_out,
		       GError **error)
{
	gint64 at = row->written_at;
	g_autoptr(report) report =
	    report_collect(store, config, at - REPORT_DAYS * DAY, at, error);
	struct report_letter letter = {
		.report = report,
		.detail = morning_detail(config),
		.account_address = address,
		.mid = row->mid,
		.answers = *row->note == '\0',
	};

	if (report == NULL || !take_lines(report, store, row, error))
		return FALSE;
	*subject_out = report_subject(report);
	*text_out = report_text(&letter);
	*html_out = report_html_mail(&letter);
	return TRUE;
}
