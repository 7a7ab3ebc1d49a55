/* Find the user's answers, believe them or not, act on them once. */
#include "agent/post/answers.h"

#include <string.h>

#include "agent/derive/tie.h"
#include "agent/letters/answer.h"
#include "agent/post/answer_act.h"
#include "agent/post/belief.h"
#include "agent/tell.h"
#include "store/answer.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/message.h"
#include "store/outbox.h"

#define DAY (24 * 60 * 60)

/*
 * Letters so old are looked at: an answer of their time may be read late, and
 * one that comes late is told so.
 */
#define LETTER_DAYS 60

/* A mail that servers keep under two ids comes to both within this time. */
#define TWIN DAY

struct answers {
	struct answers_settings settings;
	struct belief *belief;
	GPtrArray *letters; /* struct store_outbox, while one is looked for */

	/*
	 * gint64 message_key -> copies (as pointers) that it had when none was
	 * believed; or VAIN of one whose text did not come.
	 */
	GHashTable *looked;

	/* What the worker is asked for; message_key 0: nothing. */
	struct answers_wanted wanted;
	gboolean came;
	char *text;
};

#define VAIN G_MAXINT

struct answers *answers_new(const struct answers_settings *settings)
{
	struct answers *answers = g_new0(struct answers, 1);

	answers->settings = *settings;
	answers->belief = belief_new(settings->config, settings->account);
	answers->looked =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return answers;
}

static void drop_wanted(struct answers *answers)
{
	answers->wanted = (struct answers_wanted){ 0 };
	answers->came = FALSE;
	g_clear_pointer(&answers->text, g_free);
}

void answers_begin(struct answers *answers)
{
	drop_wanted(answers);
	g_hash_table_remove_all(answers->looked);
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	answers_begin(answers);
	g_clear_pointer(&answers->letters, g_ptr_array_unref);
	g_hash_table_unref(answers->looked);
	belief_free(answers->belief);
	g_free(answers);
}

gboolean answers_is_reading(const struct answers *answers)
{
	return answers->wanted.message_key != 0;
}

static void note_looked(struct answers *answers, gint64 key, guint copies)
{
	g_hash_table_insert(answers->looked, g_memdup2(&key, sizeof key),
			    GUINT_TO_POINTER(copies));
}

/* ---- where a believed copy lies ---- */

/* Only where this account's worker can read it. */
static gboolean is_here(const struct answers *answers,
			const struct store_copy *copy, gboolean *here_out,
			GError **error)
{
	g_autoptr(store_folder) folder = NULL;

	if (!store_folder_find(answers->settings.store, copy->folder_id,
			       &folder, error))
		return FALSE;
	*here_out = folder && folder->selected &&
		    folder->account_id == answers->settings.account_id &&
		    folder->uidvalidity == copy->uidvalidity;
	return TRUE;
}

/* The best copy that is believed: *copy_out is NULL when none is. */
static gboolean find_believed(struct answers *answers, gint64 message_key,
			      struct store_copy **copy_out,
			      struct record_facts *facts_out, GError **error)
{
	g_autoptr(GPtrArray) copies = store_copy_list_by_message(
	    answers->settings.store, message_key, error);

	*copy_out = NULL;
	if (!copies)
		return FALSE;
	for (int sent = TRUE; sent >= FALSE; sent--)
		for (guint i = 0; i < copies->len; i++) {
			const struct store_copy *copy = copies->pdata[i];
			gboolean here = FALSE;

			if (belief_is_sent(copy) != sent ||
			    !belief_holds(answers->belief, copy, facts_out))
				continue;
			if (!is_here(answers, copy, &here, error))
				return FALSE;
			if (!here)
				continue;
			*copy_out = g_ptr_array_steal_index(copies, i);
			/* What the facts lend from may have moved. */
			return belief_holds(answers->belief, *copy_out,
					    facts_out);
		}
	return TRUE;
}

/* ---- which one is next ---- */

static gboolean look_at(struct answers *answers, gint64 key,
			struct answers_wanted *wanted, GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_copy) copy = NULL;
	struct record_facts facts;
	guint before =
	    GPOINTER_TO_UINT(g_hash_table_lookup(answers->looked, &key));

	if (before == VAIN)
		return TRUE;
	if (!store_message_find(answers->settings.store, key, &message, error))
		return FALSE;
	if (!message || before == (guint)message->copies)
		return TRUE;
	if (!find_believed(answers, key, &copy, &facts, error))
		return FALSE;
	if (!copy) {
		/* A copy in a Sent folder may still come. */
		tell_debug("%s: '%s' answers a letter of tend's, but no copy "
			   "of it shows that it is yours",
			   answers->settings.account->name, message->mid);
		note_looked(answers, key, (guint)message->copies);
		return TRUE;
	}
	*wanted = (struct answers_wanted){
		.message_key = key,
		.folder_id = copy->folder_id,
		.uidvalidity = copy->uidvalidity,
		.uid = copy->uid,
	};
	return TRUE;
}

static gboolean list_letters(struct answers *answers, gint64 since,
			     GError **error)
{
	g_clear_pointer(&answers->letters, g_ptr_array_unref);
	answers->letters =
	    store_outbox_list_answerable(answers->settings.store, since, error);
	return answers->letters != NULL;
}

static gboolean look_at_all(struct answers *answers, GArray *taken,
			    struct answers_wanted *wanted, GError **error)
{
	g_autoptr(GArray) keys = taken;

	for (guint i = 0; keys && i < keys->len && !wanted->message_key; i++)
		if (!look_at(answers, g_array_index(keys, gint64, i), wanted,
			     error))
			return FALSE;
	return keys != NULL;
}

gboolean answers_find(struct answers *answers, gint64 now,
		      struct answers_wanted *wanted_out, GError **error)
{
	struct store *store = answers->settings.store;
	gint64 since = now - LETTER_DAYS * DAY;

	*wanted_out = (struct answers_wanted){ 0 };
	if (!list_letters(answers, since, error))
		return FALSE;
	if (answers->letters->len == 0)
		return TRUE;
	for (guint i = 0; i < answers->letters->len; i++) {
		const struct store_outbox *letter = answers->letters->pdata[i];

		if (!look_at_all(answers,
				 store_answer_list_open(
				     store, tie_hash(letter->mid), error),
				 wanted_out, error))
			return FALSE;
		if (wanted_out->message_key)
			return TRUE;
	}
	/* In a conversation one goes on from what one answered before. */
	return look_at_all(answers,
			   store_answer_list_further(store, since, error),
			   wanted_out, error) &&
	       (wanted_out->message_key ||
		look_at_all(answers,
			    store_answer_list_loose(store, since, error),
			    wanted_out, error));
}

/* Somewhere where it would be believed, if it were the user's for sure. */
static gboolean is_doubted(struct answers *answers, gint64 message_key,
			   gboolean *doubted_out, GError **error)
{
	g_autoptr(GPtrArray) copies = store_copy_list_by_message(
	    answers->settings.store, message_key, error);
	struct record_facts facts;

	*doubted_out = FALSE;
	for (guint i = 0; copies && i < copies->len; i++) {
		const struct store_copy *copy = copies->pdata[i];
		gboolean here = FALSE;

		if (belief_holds(answers->belief, copy, &facts)) {
			*doubted_out = FALSE;
			return TRUE;
		}
		if (!copy->gone_at && belief_is_received(copy) &&
		    !is_here(answers, copy, &here, error))
			return FALSE;
		*doubted_out |= here;
	}
	return copies != NULL;
}

gboolean answers_count_doubted(struct answers *answers, gint64 now,
			       guint *count_out, GError **error)
{
	*count_out = 0;
	if (!list_letters(answers, now - ANSWERS_DAYS * DAY, error))
		return FALSE;
	for (guint i = 0; i < answers->letters->len; i++) {
		const struct store_outbox *letter = answers->letters->pdata[i];
		g_autoptr(GArray) keys = store_answer_list_open(
		    answers->settings.store, tie_hash(letter->mid), error);

		if (!keys)
			return FALSE;
		for (guint j = 0; j < keys->len; j++) {
			gboolean doubted;

			if (!is_doubted(answers, g_array_index(keys, gint64, j),
					&doubted, error))
				return FALSE;
			*count_out += doubted;
		}
	}
	return TRUE;
}

void answers_expect(struct answers *answers,
		    const struct answers_wanted *wanted)
{
	drop_wanted(answers);
	answers->wanted = *wanted;
}

gboolean answers_ask(struct answers *answers, struct link *link, gint64 now,
		     GError **error)
{
	struct answers_wanted wanted;
	char uid[24];
	struct record_fetch record = { .whole = TRUE, .text = TRUE };

	if (answers_is_reading(answers))
		return TRUE;
	if (!answers_find(answers, now, &wanted, error))
		return FALSE;
	if (!wanted.message_key)
		return TRUE;
	answers_expect(answers, &wanted);
	g_snprintf(uid, sizeof uid, "%" G_GINT64_FORMAT, wanted.uid);
	record.folder = (guint32)wanted.folder_id;
	record.uidvalidity = (guint32)wanted.uidvalidity;
	record.uids = uid;
	link_put(link, RECORD_FETCH, &record);
	return TRUE;
}

void answers_came(struct answers *answers, const struct record_copy *copy)
{
	const struct answers_wanted *wanted = &answers->wanted;

	if (!wanted->message_key || copy->folder != wanted->folder_id ||
	    copy->uidvalidity != wanted->uidvalidity ||
	    copy->uid != wanted->uid)
		return;
	/* It may be read for another reason as well, without its text. */
	answers->came = TRUE;
	if (!*copy->new_text)
		return;
	g_free(answers->text);
	answers->text = g_strndup(copy->new_text, ANSWER_TEXT_MAX);
}

/* ---- acting ---- */

static const struct store_outbox *find_by_token(const struct answers *answers,
						const char *text)
{
	for (guint i = 0; i < answers->letters->len; i++) {
		const struct store_outbox *letter = answers->letters->pdata[i];
		g_autofree char *token = answer_token(letter->mid);

		if (answer_has_token(text, token))
			return letter;
	}
	return NULL;
}

static const struct store_outbox *find_by_mid(const struct answers *answers,
					      const char *mid)
{
	for (guint i = 0; i < answers->letters->len; i++) {
		const struct store_outbox *letter = answers->letters->pdata[i];

		if (g_str_equal(letter->mid, mid))
			return letter;
	}
	return NULL;
}

static gboolean find_by_answer(const struct answers *answers, const char *mid,
			       const struct store_outbox **letter_out,
			       GError **error)
{
	struct store *store = answers->settings.store;
	g_autoptr(GPtrArray) messages =
	    store_message_list_by_mid(store, tie_hash(mid), mid, error);

	for (guint i = 0; messages && i < messages->len; i++) {
		const struct store_message *message = messages->pdata[i];
		g_autoptr(store_answer) answer = NULL;

		if (!store_answer_find(store, message->message_key, &answer,
				       error))
			return FALSE;
		for (guint j = 0; answer && j < answers->letters->len; j++) {
			const struct store_outbox *letter =
			    answers->letters->pdata[j];

			if (letter->outbox_id == answer->outbox_id)
				*letter_out = letter;
		}
	}
	return messages != NULL;
}

/* The letter that it answers: *letter_out is NULL, or lent by the list. */
static gboolean find_letter(const struct answers *answers,
			    const struct record_facts *facts, const char *text,
			    const struct store_outbox **letter_out,
			    GError **error)
{
	const struct record_texts *ids =
	    facts->in_reply_to.n ? &facts->in_reply_to : &facts->references;
	const char *mid = "";

	/* As agent/derive/tie.c takes them. */
	if (ids->n)
		mid = ids == &facts->in_reply_to ? ids->texts[0]
						 : ids->texts[ids->n - 1];
	*letter_out = find_by_token(answers, text);
	if (!*letter_out && *mid)
		*letter_out = find_by_mid(answers, mid);
	return *letter_out || !*mid ||
	       find_by_answer(answers, mid, letter_out, error);
}

static gboolean was_sent(struct store *store, gint64 message_key,
			 gboolean *sent_out, GError **error)
{
	g_autoptr(GPtrArray) copies =
	    store_copy_list_by_message(store, message_key, error);

	*sent_out = FALSE;
	for (guint i = 0; copies && i < copies->len; i++)
		*sent_out |= belief_is_sent(copies->pdata[i]);
	return copies != NULL;
}

/*
 * Some servers give a mail another id on its way: then what came is what was
 * sent.  Two that were both sent are two.
 */
static gboolean is_twin(const struct answers *answers,
			const struct store_outbox *letter,
			const struct store_message *message, gboolean sent,
			gboolean *twin_out, GError **error)
{
	struct store *store = answers->settings.store;
	g_autoptr(GPtrArray) acted =
	    store_answer_list(store, letter->outbox_id, error);

	*twin_out = FALSE;
	for (guint i = 0; acted && i < acted->len; i++) {
		const struct store_answer *answer = acted->pdata[i];
		g_autoptr(store_message) other = NULL;
		gboolean other_sent;

		if (!store_message_find(store, answer->message_key, &other,
					error) ||
		    !was_sent(store, answer->message_key, &other_sent, error))
			return FALSE;
		if (other && message->text && other->text == message->text &&
		    ABS(other->at - message->at) <= TWIN &&
		    !(sent && other_sent))
			*twin_out = TRUE;
	}
	return acted != NULL;
}

static gboolean act(const struct answers *answers,
		    const struct store_outbox *letter,
		    const struct store_message *message, const char *text,
		    struct store_answer *row, char **outcome_out,
		    GError **error)
{
	const struct config *config = answers->settings.config;
	const struct answer_deed deed = {
		.store = answers->settings.store,
		.config = config,
		.letter = letter,
		.at = message->at,
		.now = row->acted_at,
	};
	g_autoptr(answer_t) answer = NULL;

	if (message->at > letter->written_at + ANSWERS_DAYS * DAY) {
		*outcome_out = g_strdup_printf(
		    "your answer came more than %d days after its %s, whose "
		    "numbers hold no longer: answer a newer one",
		    ANSWERS_DAYS, letter->template);
		return TRUE;
	}
	answer = answer_read(text, message->at, config->zone);
	return answer_act(&deed, answer, &row->batch, outcome_out, error);
}

/* In a transaction: whatever comes of it, it is not looked at again. */
static gboolean take(struct answers *answers, const struct store_copy *copy,
		     const struct record_facts *facts, gint64 now,
		     gint64 *batch_out, GError **error)
{
	struct store *store = answers->settings.store;
	const char *text = answers->text ? answers->text : "";
	const struct store_outbox *letter;
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_answer) before = NULL;
	g_autofree char *outcome = NULL;
	struct store_answer row = {
		.message_key = copy->message_key,
		.acted_at = now,
		.outcome = "",
	};
	gboolean twin = FALSE, added;

	if (!store_answer_find(store, copy->message_key, &before, error) ||
	    !store_message_find(store, copy->message_key, &message, error) ||
	    !find_letter(answers, facts, text, &letter, error))
		return FALSE;
	if (before || !message)
		return TRUE;
	if (letter) {
		row.outbox_id = letter->outbox_id;
		if (!is_twin(answers, letter, message, belief_is_sent(copy),
			     &twin, error) ||
		    (!twin && !act(answers, letter, message, text, &row,
				   &outcome, error)))
			return FALSE;
	}
	if (outcome)
		row.outcome = outcome;
	*batch_out = row.batch;
	return store_answer_add(store, &row, &added, error);
}

/* The copy that was asked for, as it is now. */
static gboolean find_again(struct answers *answers,
			   struct store_copy **copy_out,
			   struct record_facts *facts_out, GError **error)
{
	const struct answers_wanted *wanted = &answers->wanted;

	if (!find_believed(answers, wanted->message_key, copy_out, facts_out,
			   error))
		return FALSE;
	if (*copy_out && ((*copy_out)->folder_id != wanted->folder_id ||
			  (*copy_out)->uidvalidity != wanted->uidvalidity ||
			  (*copy_out)->uid != wanted->uid))
		g_clear_pointer(copy_out, g_free);
	return TRUE;
}

gboolean answers_end(struct answers *answers, gint64 now, gboolean *said_out,
		     GError **error)
{
	struct store *store = answers->settings.store;
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_copy) copy = NULL;
	struct record_facts facts;
	gint64 batch = 0;

	*said_out = FALSE;
	if (!answers->wanted.message_key)
		return TRUE;
	if (!answers->came) {
		note_looked(answers, answers->wanted.message_key, VAIN);
		drop_wanted(answers);
		return TRUE;
	}
	transaction = store_transaction_new(store, error);
	if (!transaction ||
	    !list_letters(answers, now - LETTER_DAYS * DAY, error) ||
	    !find_again(answers, &copy, &facts, error) ||
	    (copy && !take(answers, copy, &facts, now, &batch, error)) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	if (batch)
		tell("%s: your answer was heeded; 'tend undo' takes it back",
		     answers->settings.account->name);
	drop_wanted(answers);
	*said_out = batch != 0;
	return TRUE;
}
