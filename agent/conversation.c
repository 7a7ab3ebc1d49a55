/* Names of conversations that hold outside of the store. */
#include "agent/conversation.h"

#include "store/message.h"

void conversation_format(gint64 smallest_key,
			 char name_out[CONVERSATION_NAME_SIZE])
{
	g_snprintf(name_out, CONVERSATION_NAME_SIZE,
		   "%016" G_GINT64_MODIFIER "x", (guint64)smallest_key);
}

gboolean conversation_find_name(struct store *store, gint64 conversation_id,
				char **name_out, GError **error)
{
	g_autoptr(GPtrArray) messages = NULL;
	gint64 least = G_MAXINT64;

	*name_out = NULL;
	if (conversation_id == 0)
		return TRUE;
	messages =
	    store_message_list_by_conversation(store, conversation_id, error);
	if (messages == NULL)
		return FALSE;
	for (guint i = 0; i < messages->len; i++) {
		const struct store_message *message = messages->pdata[i];

		least = MIN(least, message->message_key);
	}
	if (messages->len > 0) {
		*name_out = g_malloc(CONVERSATION_NAME_SIZE);
		conversation_format(least, *name_out);
	}
	return TRUE;
}
