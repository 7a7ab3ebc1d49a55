/* Others in a person's conversations. */
#include "agent/judge/others.h"

#include "agent/border/words.h"
#include "agent/judge/domain.h"
#include "agent/rules/matter.h"
#include "agent/rules/touch.h"
#include "store/address.h"
#include "store/message.h"

/* What may open a matter, and the user's own mail, which may wait. */
static gboolean matters(const struct touch *touch)
{
	return touch->conversation != 0 &&
	       (touch->direction == DIRECTION_OUT ||
		(touch->signs & (SIGN_ASKS | SIGN_QUESTION | SIGN_DELIVERS |
				 SIGN_PROMISE | SIGN_ASKED_FOR)) != 0);
}

static gboolean have(const GArray *ids, gint64 id)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_array_index(ids, gint64, i) == id)
			return TRUE;
	return FALSE;
}

static GArray *list_conversations(const GArray *touches)
{
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = touches->len; i-- > 0 && ids->len < MATTERS_MAX;) {
		const struct touch *touch =
		    &g_array_index(touches, struct touch, i);

		if (matters(touch) && !have(ids, touch->conversation))
			g_array_append_val(ids, touch->conversation);
	}
	return ids;
}

static gboolean is_theirs(const GPtrArray *addresses, gint64 address_id)
{
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (address->address_id == address_id)
			return TRUE;
	}
	return FALSE;
}

static gboolean is_of(struct store *store, gint64 address_id,
		      const char *organisation, gboolean *is_out,
		      GError **error)
{
	g_autoptr(store_address) address = NULL;
	g_autofree char *domain = NULL;

	*is_out = FALSE;
	if (!organisation)
		return TRUE;
	if (!store_address_find_by_id(store, address_id, &address, error))
		return FALSE;
	domain = address ? domain_organisation(address->address) : NULL;
	*is_out = g_strcmp0(domain, organisation) == 0;
	return TRUE;
}

/* A flood of mail may be one conversation: to look each up is not for a walk.
 */
static GHashTable *list_sources(const GArray *touches)
{
	GHashTable *sources =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < touches->len; i++) {
		gint64 source = g_array_index(touches, struct touch, i).source;

		g_hash_table_add(sources, g_memdup2(&source, sizeof source));
	}
	return sources;
}

/* To pass it on without a word is no touch with whom it goes to. */
static gboolean passes_on(const struct store_message *message)
{
	return message->direction == DIRECTION_OUT &&
	       (message->personal || (message->signs & SIGN_FORWARD) != 0);
}

static gboolean add(struct store *store, const GPtrArray *addresses,
		    const char *organisation,
		    const struct store_message *message, GArray *touches,
		    GError **error)
{
	struct touch touch = {
		.at = message->at,
		.source = message->message_key,
		.conversation = message->conversation_id,
		.recipients = 1,
		.day = TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
	gboolean theirs = is_theirs(addresses, message->address_id);
	gboolean colleague = FALSE;

	if (message->kind != KIND_HUMAN || message->twin ||
	    (!message->personal && !theirs && !passes_on(message)))
		return TRUE;
	if (message->direction == DIRECTION_OUT) {
		touch.signs = SIGN_PASSED_ON;
	} else {
		if (!theirs && !is_of(store, message->address_id, organisation,
				      &colleague, error))
			return FALSE;
		touch.signs = SIGN_ANSWERED | (colleague ? SIGN_COLLEAGUE : 0u);
	}
	g_array_append_val(touches, touch);
	return TRUE;
}

static gboolean add_key(struct store *store, const GPtrArray *addresses,
			const char *organisation, gint64 key, GArray *touches,
			GError **error)
{
	g_autoptr(store_message) message = NULL;

	return store_message_find(store, key, &message, error) &&
	       (!message ||
		add(store, addresses, organisation, message, touches, error));
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct touch *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

gboolean others_add(struct store *store, const GPtrArray *addresses,
		    const char *organisation, GArray *touches, GError **error)
{
	g_autoptr(GArray) ids = list_conversations(touches);
	g_autoptr(GHashTable) known =
	    ids->len > 0 ? list_sources(touches) : NULL;
	guint n = touches->len;

	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(GArray) keys =
		    store_message_list_keys_by_conversation(
			store, g_array_index(ids, gint64, i), error);

		if (!keys)
			return FALSE;
		for (guint j = 0; j < keys->len; j++) {
			gint64 key = g_array_index(keys, gint64, j);

			if (!g_hash_table_contains(known, &key) &&
			    !add_key(store, addresses, organisation, key,
				     touches, error))
				return FALSE;
		}
	}
	if (touches->len > n)
		g_array_sort(touches, compare);
	return TRUE;
}
