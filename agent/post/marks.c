/* The flags that an account's mailbox is to show. */
#include "agent/post/marks.h"

#include <string.h>

#include "agent/border/words.h"
#include "agent/judge/naming.h"
#include "agent/post/marking.h"
#include "agent/said/hear.h"
#include "agent/settle.h"
#include "agent/tell.h"
#include "store/account.h"
#include "store/folder.h"
#include "store/mark.h"
#include "store/message.h"
#include "store/saying.h"

/* ---- flags ---- */

guint marks_of_mode(guint mode)
{
	switch ((enum flag_mode)mode) {
	case FLAG_MODE_NONE:
		break;
	case FLAG_MODE_KEYWORD:
		return MARKS_KEYWORD;
	case FLAG_MODE_FLAGGED:
		return MARKS_SYSTEM;
	case FLAG_MODE_BOTH:
		return MARKS_KEYWORD | MARKS_SYSTEM;
	}
	return 0;
}

/* Keywords are alike in any case (RFC 9051 section 2.3.2). */
gboolean marks_has(guint flags, const char *keywords, const char *flag)
{
	g_auto(GStrv) words = NULL;

	if (g_str_equal(flag, MARKS_FLAGGED))
		return (flags & FLAG_FLAGGED) != 0;
	words = g_strsplit(keywords, " ", -1);
	for (char **word = words; *word; word++)
		if (g_ascii_strcasecmp(*word, flag) == 0)
			return TRUE;
	return FALSE;
}

guint marks_change(const struct store_copy *copy, const char *flag,
		   gboolean set, char **keywords_out)
{
	g_auto(GStrv) words = g_strsplit(copy->keywords, " ", -1);
	g_autoptr(GString) list = g_string_new(NULL);

	if (g_str_equal(flag, MARKS_FLAGGED)) {
		*keywords_out = g_strdup(copy->keywords);
		return set ? copy->flags | FLAG_FLAGGED
			   : copy->flags & ~(guint)FLAG_FLAGGED;
	}
	for (char **word = words; *word; word++)
		if (**word && g_ascii_strcasecmp(*word, flag) != 0)
			g_string_append_printf(list, "%s%s",
					       list->len ? " " : "", *word);
	if (set)
		g_string_append_printf(list, "%s%s", list->len ? " " : "",
				       flag);
	*keywords_out = g_string_free(g_steal_pointer(&list), FALSE);
	return copy->flags;
}

char *marks_old_keywords(struct store *store, const struct config *config,
			 GError **error)
{
	g_autoptr(GPtrArray) rows = store_mark_list_open(store, error);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) list = g_string_new(NULL);

	if (!rows)
		return NULL;
	for (guint i = 0; i < rows->len; i++) {
		const struct store_mark *row = rows->pdata[i];

		if (row->state == STORE_MARK_THEIRS ||
		    row->state == STORE_MARK_TRACKED ||
		    g_str_equal(row->flag, MARKS_FLAGGED) ||
		    g_ascii_strcasecmp(row->flag, config->keyword) == 0 ||
		    !g_hash_table_add(seen, (gpointer)(guintptr)row->flag))
			continue;
		g_string_append_printf(list, "%s%s", list->len ? " " : "",
				       row->flag);
	}
	return g_string_free(g_steal_pointer(&list), FALSE);
}

/* ---- which messages ---- */

struct wish {
	gint64 message_key;
	gint64 due_at;
	GPtrArray *items; /* const struct naming_item: what rests on it */
};

struct wishes {
	struct naming *naming; /* from whom they lend */
	GHashTable *by_key;    /* gint64 to struct wish */
};

static void wish_free(gpointer data)
{
	struct wish *wish = data;

	g_ptr_array_unref(wish->items);
	g_free(wish);
}

void wishes_free(struct wishes *wishes)
{
	if (!wishes)
		return;
	g_clear_pointer(&wishes->by_key, g_hash_table_unref);
	naming_free(wishes->naming);
	g_free(wishes);
}

gboolean wishes_have(const struct wishes *wishes, gint64 message_key)
{
	return g_hash_table_contains(wishes->by_key, &message_key);
}

/* Whether they are only reminded of: nothing waits for an answer. */
static gboolean is_reminder(const struct naming_item *item)
{
	return item->reason == REASON_QUIET ||
	       item->reason == REASON_GAVE_UP_EARLY ||
	       item->reason == REASON_ASK_REFERRAL;
}

static gboolean is_wished(const struct naming_item *item, gint64 now)
{
	const struct store_verdict *verdict = item->verdict;

	if (verdict->source <= 0 || verdict->lapse_at <= now)
		return FALSE;
	if (is_reminder(item))
		return item->shown;
	return item->shown || item->rung.due_at != 0;
}

static void add_item(struct wishes *wishes, const struct naming_item *item)
{
	gint64 key = item->verdict->source;
	gint64 due_at =
	    item->rung.due_at ? item->rung.due_at : item->verdict->due_at;
	struct wish *wish = g_hash_table_lookup(wishes->by_key, &key);

	if (!wish) {
		wish = g_new0(struct wish, 1);
		wish->message_key = key;
		wish->items = g_ptr_array_new();
		g_hash_table_insert(wishes->by_key, &wish->message_key, wish);
	}
	wish->due_at = MAX(wish->due_at, due_at);
	g_ptr_array_add(wish->items, (gpointer)(guintptr)item);
}

struct wishes *wishes_new(const struct plan *plan, GError **error)
{
	g_autoptr(wishes) wishes = g_new0(struct wishes, 1);
	struct rule_settings settings;

	wishes->by_key =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, wish_free);
	config_rule_settings(plan->config, &settings);
	wishes->naming =
	    naming_collect(plan->store, &settings, plan->now, 0, error);
	if (!wishes->naming)
		return NULL;
	for (guint i = 0; i < wishes->naming->items->len; i++) {
		const struct naming_item *item = &g_array_index(
		    wishes->naming->items, struct naming_item, i);

		if (is_wished(item, plan->now))
			add_item(wishes, item);
	}
	return g_steal_pointer(&wishes);
}

/* ---- what becomes of them ---- */

/*
 * One flag of a mail that is cleared ends the wish for the other, and so on:
 * more rounds than any row needs to come to rest.
 */
#define ROUNDS 4

struct think {
	const struct plan *plan;
	struct wishes *wishes;
	GPtrArray *flags;    /* const char *: those that the setting names */
	GPtrArray *rows;     /* struct store_mark, open ones */
	GPtrArray *folders;  /* struct store_folder, from whom by_id lends */
	GHashTable *by_id;   /* gint64 folder_id to struct store_folder */
	GHashTable *reached; /* gint64 account_id: has a server */
	gboolean apply;	     /* else it is only looked whether there is any */
	gint64 batch;	     /* of what the user said; 0: nothing yet */
	guint changes;
};

typedef struct think think_t;

static void think_clear(struct think *think)
{
	wishes_free(think->wishes);
	g_clear_pointer(&think->flags, g_ptr_array_unref);
	g_clear_pointer(&think->rows, g_ptr_array_unref);
	g_clear_pointer(&think->folders, g_ptr_array_unref);
	g_clear_pointer(&think->by_id, g_hash_table_unref);
	g_clear_pointer(&think->reached, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(think_t, think_clear)

/* Accounts of the configuration that have a server. */
static gboolean find_reached(struct think *think, GError **error)
{
	const GPtrArray *accounts = think->plan->config->accounts;

	think->reached =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (guint i = 0; i < accounts->len; i++) {
		const struct config_account *account = accounts->pdata[i];
		g_autoptr(store_account) row = NULL;

		if (!account->host)
			continue;
		if (!store_account_find(think->plan->store, account->name, &row,
					error))
			return FALSE;
		if (row)
			g_hash_table_add(
			    think->reached,
			    g_memdup2(&row->account_id, sizeof(gint64)));
	}
	return TRUE;
}

static gboolean find_folders(struct think *think, GError **error)
{
	think->folders = store_folder_list(think->plan->store, 0, error);
	if (!think->folders)
		return FALSE;
	think->by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
	for (guint i = 0; i < think->folders->len; i++) {
		struct store_folder *folder = think->folders->pdata[i];

		g_hash_table_insert(think->by_id, &folder->folder_id, folder);
	}
	return find_reached(think, error);
}

static void list_flags(struct think *think)
{
	const struct config *config = think->plan->config;
	guint which = marks_of_mode(config->flag);

	think->flags = g_ptr_array_new();
	if (which & MARKS_KEYWORD && *config->keyword)
		g_ptr_array_add(think->flags, config->keyword);
	if (which & MARKS_SYSTEM)
		g_ptr_array_add(think->flags,
				(gpointer)(guintptr)MARKS_FLAGGED);
}

static gboolean is_there(const struct think *think,
			 const struct store_copy *copy)
{
	const struct store_folder *folder =
	    g_hash_table_lookup(think->by_id, &copy->folder_id);

	return copy->gone_at == 0 && folder && folder->selected &&
	       copy->uidvalidity != 0 &&
	       copy->uidvalidity == folder->uidvalidity &&
	       g_hash_table_contains(think->reached, &folder->account_id);
}

static GArray *list_copies(const struct think *think, const GPtrArray *copies,
			   const char *flag)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct marking_copy));

	for (guint i = 0; i < copies->len; i++) {
		const struct store_copy *copy = copies->pdata[i];
		const struct marking_copy one = {
			.folder_id = copy->folder_id,
			.uidvalidity = copy->uidvalidity,
			.uid = copy->uid,
			.role = copy->role,
			.there = is_there(think, copy),
			.flagged = marks_has(copy->flags, copy->keywords, flag),
		};

		g_array_append_val(list, one);
	}
	return list;
}

/* Whether what the batch said still holds. */
static gboolean find_holds(struct store *store, gint64 batch,
			   gboolean *holds_out, GError **error)
{
	const struct store_saying one = { .batch = batch };
	g_autoptr(GPtrArray) sayings = NULL;

	*holds_out = FALSE;
	if (batch == 0)
		return TRUE;
	sayings = store_saying_list_batch(store, &one, error);
	for (guint i = 0; sayings && i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		*holds_out |= saying->undone_at == 0;
	}
	return sayings != NULL;
}

/* The row is this account's to change, or would be. */
static gboolean is_ours(const struct think *think, enum store_mark_state before,
			const struct store_mark *mark)
{
	const struct store_folder *folder;

	if (before != STORE_MARK_NONE && before != STORE_MARK_CLEARED &&
	    before != STORE_MARK_DISMISSED)
		return mark->account_id == think->plan->account_id;
	folder = g_hash_table_lookup(think->by_id, &mark->folder_id);
	return folder && folder->account_id == think->plan->account_id;
}

/* One mail may have lost both of its flags. */
static gboolean find_said(struct store *store,
			  const struct store_saying *saying, gboolean *said_out,
			  GError **error)
{
	g_autoptr(GPtrArray) batch =
	    store_saying_list_batch(store, saying, error);

	*said_out = FALSE;
	for (guint i = 0; batch && i < batch->len; i++) {
		const struct store_saying *other = batch->pdata[i];

		*said_out |= g_str_equal(other->address, saying->address) &&
			     g_str_equal(other->word, saying->word);
	}
	return batch != NULL;
}

/* What `tend done` would say of each that waits for an answer to it. */
static gboolean say_done(struct think *think, const struct wish *wish,
			 struct store_mark *mark, GError **error)
{
	struct store *store = think->plan->store;

	if (!think->batch) {
		if (!store_saying_new_batch(store, &think->batch, error))
			return FALSE;
		tell("%s: you took a flag off, so what it stood for is done; "
		     "'tend undo' takes it back",
		     think->plan->account->name);
	}
	mark->batch = think->batch;
	for (guint i = 0; i < wish->items->len; i++) {
		const struct naming_item *item = wish->items->pdata[i];
		const struct store_verdict *verdict = item->verdict;
		g_autofree char *what = hear_done_text(
		    item->reason, verdict->subject, verdict->sentence);
		g_autofree char *text =
		    g_strconcat("its flag was cleared; ", what, NULL);
		const struct store_saying saying = {
			.said_at = think->plan->now,
			.at = think->plan->now,
			.verb = "done",
			.address = verdict->address,
			.word = hear_done_word((enum reason)verdict->reason,
					       verdict->mid,
					       verdict->conversation_id),
			.text = text,
			.batch = think->batch,
		};
		gint64 ignored;
		gboolean said;

		if (!find_said(store, &saying, &said, error) ||
		    (!said &&
		     !store_saying_add(store, &saying, &ignored, error)))
			return FALSE;
	}
	return TRUE;
}

static gboolean take_back(const struct think *think,
			  const struct store_mark *mark, GError **error)
{
	struct store *store = think->plan->store;
	const struct store_saying one = { .batch = mark->batch };
	g_autoptr(GPtrArray) sayings =
	    store_saying_list_batch(store, &one, error);
	gboolean ignored;

	for (guint i = 0; sayings && i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		if (!store_saying_undo(store, saying->saying_id,
				       think->plan->now, &ignored, error))
			return FALSE;
	}
	return sayings && store_mark_delete(store, mark->mark_id, error);
}

static gboolean carry_out(struct think *think, enum marking_act act,
			  const struct wish *wish, struct store_mark *mark,
			  GError **error)
{
	struct store *store = think->plan->store;

	switch (act) {
	case MARKING_SAME:
		break;
	case MARKING_PUT:
		return store_mark_put(store, mark, error);
	case MARKING_DELETE:
		return store_mark_delete(store, mark->mark_id, error);
	case MARKING_DISMISS:
		return say_done(think, wish, mark, error) &&
		       store_mark_put(store, mark, error);
	case MARKING_UNTRACK:
		return take_back(think, mark, error);
	}
	return TRUE;
}

/* What is known of one message, for each of its flags. */
struct subject {
	const struct wish *wish; /* NULL: nothing rests on it */
	gint64 message_key;
	GPtrArray *copies; /* struct store_copy */
	gboolean sent;
};

static gboolean think_of_flag(struct think *think,
			      const struct subject *subject, const char *flag,
			      struct store_mark *row, GError **error)
{
	g_autoptr(GArray) copies = list_copies(think, subject->copies, flag);
	struct store_mark mark = {
		.message_key = subject->message_key,
		.flag = flag,
		.note = "",
	};
	struct marking marking = {
		.wished = subject->wish &&
			  g_ptr_array_find_with_equal_func(think->flags, flag,
							   g_str_equal, NULL),
		.due_at = subject->wish ? subject->wish->due_at : 0,
		.sent = subject->sent,
		.copies = (const struct marking_copy *)(void *)copies->data,
		.n_copies = copies->len,
		.now = think->plan->now,
	};
	enum store_mark_state before;
	enum marking_act act;

	if (row)
		mark = *row;
	before = mark.state;
	if (!find_holds(think->plan->store, mark.batch, &marking.holds, error))
		return FALSE;
	act = marking_decide(&marking, &mark);
	if (act == MARKING_SAME || !is_ours(think, before, &mark))
		return TRUE;
	think->changes++;
	return !think->apply ||
	       carry_out(think, act, subject->wish, &mark, error);
}

static gboolean find_sent(struct store *store, struct subject *subject,
			  GError **error)
{
	g_autoptr(store_message) message = NULL;

	if (!store_message_find(store, subject->message_key, &message, error))
		return FALSE;
	subject->sent = message && message->direction == DIRECTION_OUT;
	return TRUE;
}

/* Flags of the setting, and those that rows have besides. */
static gboolean think_of_message(struct think *think, gint64 message_key,
				 GError **error)
{
	struct store *store = think->plan->store;
	g_autoptr(GPtrArray) rows =
	    store_mark_list_by_message(store, message_key, error);
	g_autoptr(GPtrArray) copies =
	    rows ? store_copy_list_by_message(store, message_key, error) : NULL;
	struct subject subject = {
		.wish =
		    g_hash_table_lookup(think->wishes->by_key, &message_key),
		.message_key = message_key,
		.copies = copies,
	};

	if (!copies || !find_sent(store, &subject, error))
		return FALSE;
	for (guint i = 0; i < rows->len; i++) {
		struct store_mark *row = rows->pdata[i];

		if (!think_of_flag(think, &subject, row->flag, row, error))
			return FALSE;
	}
	for (guint i = 0; subject.wish && i < think->flags->len; i++) {
		const char *flag = think->flags->pdata[i];
		gboolean has = FALSE;

		for (guint j = 0; j < rows->len; j++) {
			const struct store_mark *row = rows->pdata[j];

			has |= g_str_equal(row->flag, flag);
		}
		if (!has && !think_of_flag(think, &subject, flag, NULL, error))
			return FALSE;
	}
	return TRUE;
}

/* Every message that a stall rests on, or that has an open mark, once. */
static gboolean think_of_all(struct think *think, GError **error)
{
	GHashTableIter iter;
	gpointer key;
	gint64 last = 0;

	g_hash_table_iter_init(&iter, think->wishes->by_key);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (!think_of_message(think, *(const gint64 *)key, error))
			return FALSE;
	for (guint i = 0; i < think->rows->len; i++) {
		const struct store_mark *row = think->rows->pdata[i];

		if (row->message_key == last ||
		    wishes_have(think->wishes, row->message_key))
			continue;
		last = row->message_key;
		if (!think_of_message(think, last, error))
			return FALSE;
	}
	return TRUE;
}

/* *changes_out: how much there is to do, or was done. */
static gboolean think_over(const struct plan *plan, gboolean apply,
			   guint *changes_out, GError **error)
{
	g_auto(think_t) think = { .plan = plan, .apply = apply };

	*changes_out = 0;
	list_flags(&think);
	think.rows = store_mark_list_open(plan->store, error);
	if (!think.rows)
		return FALSE;
	if (think.flags->len == 0 && think.rows->len == 0)
		return TRUE;
	think.wishes = wishes_new(plan, error);
	if (!think.wishes || !find_folders(&think, error) ||
	    !think_of_all(&think, error))
		return FALSE;
	*changes_out = think.changes;
	return TRUE;
}

/* One round; *again_out: what was said may end other wishes. */
static gboolean settle_round(const struct plan *plan, gboolean *again_out,
			     GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	guint changes;

	*again_out = FALSE;
	/* Most of the time there is nothing to do, and nothing to lock. */
	if (!think_over(plan, FALSE, &changes, error))
		return FALSE;
	if (changes == 0)
		return TRUE;
	transaction = store_transaction_new(plan->store, error);
	if (!transaction || !think_over(plan, TRUE, &changes, error) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	g_clear_pointer(&transaction, store_transaction_free);
	*again_out = TRUE;
	return settle_end(plan->store, plan->config, error);
}

gboolean marks_plan(const struct plan *plan, GError **error)
{
	gboolean again = TRUE;

	for (guint round = 0; again && round < ROUNDS; round++)
		if (!settle_round(plan, &again, error))
			return FALSE;
	return TRUE;
}
