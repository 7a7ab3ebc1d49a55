/* Letters from their ingredients. */
#include "agent/post/rendered.h"

#include "agent/error.h"
#include "agent/post/drafts.h"
#include "agent/post/followup.h"
#include "agent/post/outbox.h"
#include "agent/post/weekly.h"
#include "agent/post/written.h"
#include "store/outbox.h"

struct rendered {
	struct record_letter record;
	struct store_outbox *row;
	char *address;
	char *label, *subject, *text, *html;
	struct followup *followup; /* of a draft, else NULL */
};

static gboolean render_digest(struct rendered *rendered, struct store *store,
			      const struct config *config,
			      const struct config_account *account,
			      GError **error)
{
	g_autoptr(written) written =
	    written_read(store, config, account, rendered->row, error);
	const struct digest *digest;

	if (!written)
		return FALSE;
	digest = written_get_digest(written);
	rendered->subject = digest_subject(digest);
	rendered->text = digest_text(digest);
	rendered->html = digest_html(digest);
	return TRUE;
}

struct rendered *rendered_new(struct store *store, const struct config *config,
			      const struct config_account *account,
			      gint64 outbox_id, GError **error)
{
	g_autoptr(rendered) rendered = g_new0(struct rendered, 1);

	if (!store_outbox_find(store, outbox_id, &rendered->row, error))
		return NULL;
	if (!rendered->row) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "a letter vanished from the outbox");
		return NULL;
	}
	if (g_str_equal(rendered->row->template, "draft"))
		return drafts_fill(store, config, rendered->row,
				   &rendered->followup, &rendered->record,
				   error)
			   ? g_steal_pointer(&rendered)
			   : NULL;
	rendered->address = g_strdup(outbox_address(account));
	if (!(g_str_equal(rendered->row->template, "report")
		  ? weekly_render(store, config, rendered->address,
				  rendered->row, &rendered->subject,
				  &rendered->text, &rendered->html, error)
		  : render_digest(rendered, store, config, account, error)))
		return NULL;
	rendered->label =
	    *rendered->row->day != '\0'
		? g_strdup_printf("%s %s", rendered->row->template,
				  rendered->row->day)
		: g_strdup("");
	rendered->record = (struct record_letter){
		.item = rendered->row->outbox_id,
		.folder = { rendered->row->folder.data,
			    rendered->row->folder.length },
		.from = rendered->address,
		.from_name = "tend",
		.to = rendered->address,
		.subject = rendered->subject,
		.message_id = rendered->row->mid,
		.label = rendered->label,
		.boundary = rendered->row->boundary,
		.date = rendered->row->written_at,
		.zone = rendered->row->zone,
		.text = rendered->text,
		.html = rendered->html,
		.uidvalidity = (guint32)rendered->row->uidvalidity,
		.uidnext = (guint32)rendered->row->uidnext,
	};
	return g_steal_pointer(&rendered);
}

void rendered_free(struct rendered *rendered)
{
	if (!rendered)
		return;
	g_free(rendered->row);
	g_free(rendered->address);
	g_free(rendered->label);
	g_free(rendered->subject);
	g_free(rendered->text);
	g_free(rendered->html);
	followup_free(rendered->followup);
	g_free(rendered);
}

const struct record_letter *rendered_get_record(const struct rendered *rendered)
{
	return &rendered->record;
}

gboolean rendered_quotes_unread(const struct rendered *rendered)
{
	return rendered->followup && followup_quotes_unread(rendered->followup);
}
