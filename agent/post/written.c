/* A digest as it was written. */
#include "agent/post/written.h"

#include "agent/post/morning.h"
#include "agent/post/outbox.h"
#include "store/answer.h"
#include "store/digest.h"

struct written {
	GPtrArray *rows;     /* struct store_digest_item */
	GPtrArray *outcomes; /* char *, a line each */
	struct digest_item *items;
	char *address;
	GTimeZone *zone;
	struct digest digest;
};

void written_free(struct written *written)
{
	if (written == NULL)
		return;
	g_clear_pointer(&written->rows, g_ptr_array_unref);
	g_clear_pointer(&written->outcomes, g_ptr_array_unref);
	g_clear_pointer(&written->zone, g_time_zone_unref);
	g_free(written->items);
	g_free(written->address);
	g_free(written);
}

const struct digest *written_get_digest(const struct written *written)
{
	return &written->digest;
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static struct digest_item item_of(const struct store_digest_item *row)
{
	return (struct digest_item){
		.position = (guint)row->position,
		.address = row->address,
		.name = known(row->name),
		.organisation = known(row->organisation),
		.phone = known(row->phone),
		.reason = (enum reason)row->reason,
		.section = (enum digest_section)CLAMP(row->section, 0,
						      N_DIGEST_SECTIONS - 1),
		.since_at = row->since_at,
		.subject = known(row->subject),
		.mid = known(row->mid),
		.sentence = row->sentence,
		.quote = known(row->quote),
	};
}

/* What came of answers since the digest before this one. */
static gboolean read_outcomes(struct written *written, struct store *store,
			      const struct store_outbox *row, GError **error)
{
	g_autoptr(GPtrArray) answers = NULL;
	gint64 before;

	if (!store_outbox_last_written(store, row->account_id, "digest",
				       row->written_at, &before, error))
		return FALSE;
	answers =
	    store_answer_list_between(store, before, row->written_at, error);
	if (answers == NULL)
		return FALSE;
	written->outcomes = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < answers->len; i++) {
		const struct store_answer *answer = answers->pdata[i];
		g_auto(GStrv) lines = g_strsplit(answer->outcome, "\n", -1);

		/* One for each command. */
		for (char **line = lines; *line != NULL; line++)
			g_ptr_array_add(written->outcomes, g_strdup(*line));
	}
	return TRUE;
}

struct written *written_read(struct store *store, const struct config *config,
			     const struct config_account *account,
			     const struct store_outbox *row, GError **error)
{
	g_autoptr(written) written = g_new0(struct written, 1);

	written->rows = store_digest_list_items(store, row->outbox_id, error);
	if (written->rows == NULL || !read_outcomes(written, store, row, error))
		return NULL;
	written->items = g_new0(struct digest_item, written->rows->len + 1);
	for (guint i = 0; i < written->rows->len; i++)
		written->items[i] = item_of(written->rows->pdata[i]);
	written->address = g_strdup(outbox_address(account));
	/* The clock as it stood then: the user may have travelled since. */
	written->zone = g_time_zone_new_offset(row->zone * 60);
	written->digest = (struct digest){
		.account_address = written->address,
		.mid = row->mid,
		.at = row->written_at,
		.zone = written->zone,
		/* Another tend's lies there in its place. */
		.answers = *row->note == '\0',
		.items = written->items,
		.n_items = written->rows->len,
		.older = (guint)row->older,
		.report_day = morning_report_day(config, row->written_at),
		.outcomes = (const char *const *)written->outcomes->pdata,
		.n_outcomes = written->outcomes->len,
	};
	return g_steal_pointer(&written);
}
