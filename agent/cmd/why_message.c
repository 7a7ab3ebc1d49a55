/* tend why MESSAGE-ID: its copies, kind, direction, and whom it touched. */
#include <stdio.h>

#include "agent/border/words.h"
#include "agent/cmd/why.h"
#include "agent/cmd/why_facts.h"
#include "agent/contact.h"
#include "agent/conversation.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/recipient.h"
#include "store/touch.h"

/* Somebody whom the message names. */
struct party {
	struct store_address *address;
	enum address_role role;
};

/* All that is known of one message. */
struct dossier {
	const struct store_message *message;
	GTimeZone *zone;    /* lent */
	GPtrArray *copies;  /* struct store_copy */
	GPtrArray *parties; /* struct party */
	GPtrArray *touched; /* struct store_person */
	char *conversation;
	gboolean written_to; /* its author was, by the user */
	char *because;	     /* why it makes touches, or none */
	struct record_scratch *scratch;
	struct record_facts facts; /* the best copy's, lent from scratch */
};

typedef struct dossier dossier;

static void dossier_free(struct dossier *dossier)
{
	g_clear_pointer(&dossier->copies, g_ptr_array_unref);
	g_clear_pointer(&dossier->parties, g_ptr_array_unref);
	g_clear_pointer(&dossier->touched, g_ptr_array_unref);
	g_free(dossier->conversation);
	g_free(dossier->because);
	record_scratch_free(dossier->scratch);
	g_free(dossier);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dossier, dossier_free)

static void free_party(gpointer data)
{
	struct party *party = data;

	g_free(party->address);
	g_free(party);
}

static gboolean add_party(struct dossier *dossier, struct store *store,
			  gint64 address_id, enum address_role role,
			  GError **error)
{
	g_autoptr(store_address) address = NULL;
	struct party *party;

	if (!store_address_find_by_id(store, address_id, &address, error))
		return FALSE;
	if (address == NULL)
		return TRUE;
	party = g_new0(struct party, 1);
	party->address = g_steal_pointer(&address);
	party->role = role;
	g_ptr_array_add(dossier->parties, party);
	return TRUE;
}

static gboolean read_parties(struct dossier *dossier, struct store *store,
			     GError **error)
{
	const struct store_message *message = dossier->message;
	g_autoptr(GArray) recipients =
	    store_recipient_list(store, message->message_key, error);

	if (recipients == NULL ||
	    (message->address_id != 0 &&
	     !add_party(dossier, store, message->address_id, ADDRESS_FROM,
			error)))
		return FALSE;
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *recipient =
		    &g_array_index(recipients, struct store_recipient, i);

		if (!add_party(dossier, store, recipient->address_id,
			       (enum address_role)recipient->role, error))
			return FALSE;
	}
	return TRUE;
}

/* Whether the person has a touch that rests on the message. */
static gboolean is_touched(struct store *store, gint64 person_id,
			   gint64 message_key, gboolean *touched_out,
			   GError **error)
{
	g_autoptr(GArray) touches =
	    store_touch_list_by_person(store, person_id, error);

	if (touches == NULL)
		return FALSE;
	*touched_out = FALSE;
	for (guint i = 0; i < touches->len && !*touched_out; i++)
		*touched_out =
		    g_array_index(touches, struct store_touch, i).source ==
		    message_key;
	return TRUE;
}

static gboolean has_person(GPtrArray *persons, gint64 person_id)
{
	for (guint i = 0; i < persons->len; i++) {
		const struct store_person *person = persons->pdata[i];

		if (person->person_id == person_id)
			return TRUE;
	}
	return FALSE;
}

static gboolean read_touched(struct dossier *dossier, struct store *store,
			     GError **error)
{
	for (guint i = 0; i < dossier->parties->len; i++) {
		const struct party *party = dossier->parties->pdata[i];
		gint64 id = party->address->person_id;
		g_autoptr(store_person) person = NULL;
		gboolean touched;

		if (id == 0 || has_person(dossier->touched, id))
			continue;
		if (!is_touched(store, id, dossier->message->message_key,
				&touched, error))
			return FALSE;
		if (!touched)
			continue;
		if (!store_person_find(store, id, &person, error))
			return FALSE;
		if (person != NULL)
			g_ptr_array_add(dossier->touched,
					g_steal_pointer(&person));
	}
	return TRUE;
}

static gboolean counts_as_mail(const struct store_copy *copy)
{
	switch ((enum folder_role)copy->role) {
	case FOLDER_DRAFTS:
	case FOLDER_JUNK:
	case FOLDER_TRASH:
		return FALSE;
	case FOLDER_OTHER:
	case FOLDER_INBOX:
	case FOLDER_SENT:
	case FOLDER_ALL:
	case FOLDER_ARCHIVE:
	case FOLDER_FLAGGED:
	case N_FOLDER_ROLES:
		break;
	}
	return (copy->flags & FLAG_DRAFT) == 0;
}

static gboolean any_counts(const struct dossier *dossier)
{
	for (guint i = 0; i < dossier->copies->len; i++)
		if (counts_as_mail(dossier->copies->pdata[i]))
			return TRUE;
	return FALSE;
}

static guint count_parties(const struct dossier *dossier,
			   enum address_role role)
{
	guint n = 0;

	for (guint i = 0; i < dossier->parties->len; i++) {
		const struct party *party = dossier->parties->pdata[i];

		n += party->role == role;
	}
	return n;
}

static char *explain_office(const struct dossier *dossier)
{
	const struct party *author = dossier->parties->pdata[0];
	g_autofree char *address = safe_terminal(author->address->address);

	return g_strdup_printf("%s is an office's address and you have not "
			       "written to it",
			       address);
}

/* DESIGN section 2: what never makes touches. */
static char *explain_touches(const struct dossier *dossier,
			     const struct config *config)
{
	const struct store_message *message = dossier->message;
	guint to = count_parties(dossier, ADDRESS_TO);
	guint crowd = to + count_parties(dossier, ADDRESS_CC);

	if (message->personal)
		return g_strdup("a person wrote it to persons");
	if (message->kind != KIND_HUMAN)
		return g_strdup_printf(
		    "%s mail makes no touch",
		    border_kind_name((enum kind)message->kind));
	if (!any_counts(dossier))
		return g_strdup("drafts, junk and trash make no touch");
	if (message->direction == DIRECTION_OUT)
		return to > config->max_recipients
			   ? g_strdup_printf("written to %u, more than "
					     "max-recipients (%u)",
					     to, config->max_recipients)
			   : g_strdup("it names nobody but you in To");
	if (message->office && !dossier->written_to)
		return explain_office(dossier);
	if (message->direction == DIRECTION_IN)
		return crowd > config->max_recipients
			   ? g_strdup_printf("it went to %u, more than "
					     "max-recipients (%u)",
					     crowd, config->max_recipients)
			   : g_strdup("you are not named in To");
	return g_strdup("it is neither from you to somebody nor to you");
}

/* What the copy that counts says. */
static gboolean read_facts(struct dossier *dossier, GError **error)
{
	const char *why = "it is not there";

	dossier->scratch = record_scratch_new();
	for (guint i = 0; i < dossier->copies->len; i++) {
		const struct store_copy *copy = dossier->copies->pdata[i];

		if (copy->copy_id == dossier->message->copy_id &&
		    record_decode(RECORD_FACTS, copy->facts.data,
				  copy->facts.length, dossier->scratch,
				  &dossier->facts, &why))
			return TRUE;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
		    "what was read of '%s' is damaged (%s); run 'tend rebuild'",
		    dossier->message->mid, why);
	return FALSE;
}

static struct dossier *dossier_read(struct call *call, struct store *store,
				    const struct store_message *message,
				    GError **error)
{
	g_autoptr(dossier) dossier = g_new0(struct dossier, 1);

	dossier->message = message;
	dossier->zone = call->config->zone;
	dossier->parties = g_ptr_array_new_with_free_func(free_party);
	dossier->touched = g_ptr_array_new_with_free_func(g_free);
	dossier->copies =
	    store_copy_list_by_message(store, message->message_key, error);
	if (dossier->copies == NULL)
		return NULL;
	if (!read_facts(dossier, error) || !read_parties(dossier, store, error))
		return NULL;
	if (!read_touched(dossier, store, error))
		return NULL;
	if (!conversation_find_name(store, message->conversation_id,
				    &dossier->conversation, error))
		return NULL;
	if (!store_message_find_written_to(store, message->address_id,
					   &dossier->written_to, error))
		return NULL;
	dossier->because = explain_touches(dossier, call->config);
	return g_steal_pointer(&dossier);
}

static const char *direction_in_words(enum direction direction)
{
	switch (direction) {
	case DIRECTION_OUT:
		return "out: it is from one of your addresses";
	case DIRECTION_IN:
		return "in: it is from somebody else";
	case DIRECTION_BOTH:
		return "both";
	case DIRECTION_NONE:
	case N_DIRECTIONS:
		break;
	}
	return "none: only to yourself, or from nobody";
}

static gboolean print_copies(const struct dossier *dossier, struct store *store,
			     GError **error)
{
	for (guint i = 0; i < dossier->copies->len; i++) {
		const struct store_copy *copy = dossier->copies->pdata[i];
		g_autoptr(store_folder) folder = NULL;
		g_autofree char *gone = NULL;
		g_autoptr(GString) text = NULL;

		if (!store_folder_find(store, copy->folder_id, &folder, error))
			return FALSE;
		text = g_string_new(folder != NULL ? folder->display : "?");
		/* A file's number is a hash: nobody can look it up. */
		if (copy->uidvalidity != 0)
			g_string_append_printf(text, ", UID %" G_GINT64_FORMAT,
					       copy->uid);
		g_string_append_printf(
		    text, " (%s%s)",
		    border_folder_role_name((enum folder_role)copy->role),
		    (copy->flags & FLAG_DRAFT) != 0 ? ", a draft" : "");
		if (copy->gone_at != 0) {
			gone = when_date(copy->gone_at, dossier->zone);
			g_string_append_printf(text, ", gone since %s", gone);
		}
		why_print_safe(i == 0 ? "copies" : "", text->str);
	}
	return TRUE;
}

static void print_parties(const struct dossier *dossier, enum address_role role,
			  const char *title)
{
	for (guint i = 0; i < dossier->parties->len; i++) {
		const struct party *party = dossier->parties->pdata[i];

		if (party->role != role)
			continue;
		why_print_safe(title, party->address->address);
		title = "";
	}
}

static void print_touched(const struct dossier *dossier)
{
	g_autofree char *verdict =
	    g_strdup_printf("%s: %s", dossier->touched->len > 0 ? "yes" : "no",
			    dossier->because);

	why_print_line("touch", verdict);
	for (guint i = 0; i < dossier->touched->len; i++) {
		g_autofree char *label =
		    contact_label(dossier->touched->pdata[i]);

		why_print_line(i == 0 ? "with" : "", label);
	}
}

static gboolean print_text(const struct dossier *dossier, struct store *store,
			   GError **error)
{
	const struct store_message *message = dossier->message;
	g_autofree char *subject = safe_terminal(message->subject);
	g_autofree char *at = when_date_time(message->at, dossier->zone);

	printf("%s%s%s\n", print_style(STYLE_HEADING),
	       *subject != '\0' ? subject : "(no subject)", print_plain());
	why_print_line("time", at);
	print_parties(dossier, ADDRESS_FROM, "from");
	print_parties(dossier, ADDRESS_TO, "to");
	print_parties(dossier, ADDRESS_CC, "cc");
	why_print_safe("message-id", message->mid);
	why_print_safe("kind", border_kind_name((enum kind)message->kind));
	if (*message->evidence != '\0')
		why_print_safe("evidence", message->evidence);
	why_print_line("direction",
		       direction_in_words((enum direction)message->direction));
	why_facts_print_judged(&dossier->facts,
			       (enum direction)message->direction);
	if (!dossier->facts.body_read)
		why_print_line("body", "not read yet: what it asks and "
				       "promises is unknown");
	print_touched(dossier);
	if (dossier->conversation != NULL)
		why_print_line("conversation", dossier->conversation);
	return print_copies(dossier, store, error);
}

static gboolean add_copies(struct json *json, const struct dossier *dossier,
			   struct store *store, GError **error)
{
	json_begin_list(json, "copies");
	for (guint i = 0; i < dossier->copies->len; i++) {
		const struct store_copy *copy = dossier->copies->pdata[i];
		g_autoptr(store_folder) folder = NULL;

		if (!store_folder_find(store, copy->folder_id, &folder, error))
			return FALSE;
		json_begin_object(json, NULL);
		json_text(json, "folder",
			  folder != NULL ? folder->display : NULL);
		json_text(
		    json, "role",
		    border_folder_role_name((enum folder_role)copy->role));
		if (copy->uidvalidity != 0) {
			json_number(json, "uidvalidity", copy->uidvalidity);
			json_number(json, "uid", copy->uid);
		}
		json_time(json, "gone_at", copy->gone_at);
		json_end_object(json);
	}
	json_end_list(json);
	return TRUE;
}

static void add_people(struct json *json, const struct dossier *dossier)
{
	json_begin_list(json, "addresses");
	for (guint i = 0; i < dossier->parties->len; i++) {
		const struct party *party = dossier->parties->pdata[i];

		json_begin_object(json, NULL);
		json_text(json, "address", party->address->address);
		json_text(json, "role", border_address_role_name(party->role));
		json_end_object(json);
	}
	json_end_list(json);
	json_begin_list(json, "touches");
	for (guint i = 0; i < dossier->touched->len; i++) {
		const struct store_person *person = dossier->touched->pdata[i];

		json_begin_object(json, NULL);
		json_text(json, "contact",
			  *person->name != '\0' ? person->name
						: person->address);
		json_text(json, "address", person->address);
		json_end_object(json);
	}
	json_end_list(json);
}

static gboolean print_json(const struct dossier *dossier, struct store *store,
			   GError **error)
{
	g_autoptr(json_t) json = json_new();
	const struct store_message *message = dossier->message;

	json_text(json, "message_id", message->mid);
	json_time(json, "at", message->at);
	json_text(json, "subject", message->subject);
	json_text(json, "kind", border_kind_name((enum kind)message->kind));
	json_text(json, "evidence",
		  *message->evidence != '\0' ? message->evidence : NULL);
	json_text(json, "direction",
		  direction_name((enum direction)message->direction));
	json_truth(json, "personal", message->personal);
	json_text(json, "because", dossier->because);
	json_text(json, "conversation", dossier->conversation);
	json_truth(json, "body_read", dossier->facts.body_read);
	why_facts_json_judged(json, &dossier->facts,
			      (enum direction)message->direction);
	add_people(json, dossier);
	if (!add_copies(json, dossier, store, error))
		return FALSE;
	json_print(json);
	return TRUE;
}

gboolean why_message(struct call *call, struct store *store,
		     const struct store_message *message, GError **error)
{
	g_autoptr(dossier) dossier = dossier_read(call, store, message, error);

	if (dossier == NULL)
		return FALSE;
	return call->json ? print_json(dossier, store, error)
			  : print_text(dossier, store, error);
}
