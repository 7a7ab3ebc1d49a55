/* Messages: what the copies of one mail agree on.  Derived. */
#pragma once

#include "store/store.h"

/* What ties a message to others besides the ids that it names. */
struct store_clue {
	gint64 topic;	    /* hash of its base subject, 0: it has none */
	gboolean reply;	    /* its subject says that it answers */
	gint64 list;	    /* hash of its mailing list, 0: none */
	gint64 wrote_at;    /* as its own copies say */
	gint64 quoted_at;   /* the minute of what it quotes, 0: none */
	const char *quoted; /* its author, address or name; may be NULL */
	gint64 party; /* the only other address that it names, 0: several */
};

struct store_message {
	gint64 message_key;
	gint64 copy_id; /* the best copy */
	gint64 copies;
	gint64 at;
	int kind;	   /* enum kind */
	int direction;	   /* enum direction */
	gint64 address_id; /* whom it is from; 0: nobody */
	gint64 conversation_id;
	gboolean personal; /* it makes touches */
	gint64 target;	   /* hash of its own Message-ID, 0: none */
	gint64 parent;	   /* hash of the one that it answers, 0: none */
	const char *subject;
	const char *mid;      /* Message-ID without brackets */
	const char *evidence; /* what decided its kind */
	struct store_clue clue;
	gboolean office;  /* incoming, of an address that many hands answer */
	gboolean in_sent; /* a person's, not the user's, in a Sent folder */
	gint64 signs;	  /* enum sign bits */
	gint64 text;	  /* hash of who wrote what to whom, 0: none */
	gboolean twin; /* an earlier copy, under another id, made its touches */
	gint64 proof;  /* hash of whose gone mail it proves, 0: of none */
	gint64 proof_at; /* when that was written */
	gint64 event;	 /* hash of UID and RECURRENCE-ID, 0: none */
};

typedef struct store_message store_message;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_message, g_free)

gboolean store_message_find(struct store *store, gint64 message_key,
			    struct store_message **message_out, GError **error);
/*
 * struct store_message, by key: those whose Message-ID is `mid`, of which
 * `target` is the hash.
 */
GPtrArray *store_message_list_by_mid(struct store *store, gint64 target,
				     const char *mid, GError **error);
/* struct store_message, by time and key */
GPtrArray *store_message_list_by_conversation(struct store *store,
					      gint64 conversation_id,
					      GError **error);
/* message_key (gint64), by time and key; cheaper than the messages */
GArray *store_message_list_keys_by_conversation(struct store *store,
						gint64 conversation_id,
						GError **error);
/* The same of an event, the first 200; and all events (gint64) there are. */
GPtrArray *store_message_list_by_event(struct store *store, gint64 event,
				       GError **error);
GArray *store_message_list_events(struct store *store, GError **error);
/*
 * message_key (gint64) of the messages that are from the address or name it,
 * ascending: what must be derived anew when it turns out to be the user's.
 */
GArray *store_message_list_keys_by_address(struct store *store,
					   gint64 address_id, GError **error);

/*
 * struct store_message: those of a topic and a party that were written within
 * `span` seconds of `at`, the nearest 64 on either side of it; those written
 * between two times, the first 200; those that quote what was, the first 200.
 * agent/derive/tie.h says what these bounds mean.
 */
GPtrArray *store_message_list_by_topic(struct store *store, gint64 topic,
				       gint64 party, gint64 at, gint64 span,
				       GError **error);
GPtrArray *store_message_list_written(struct store *store, gint64 from_at,
				      gint64 to_at, GError **error);
GPtrArray *store_message_list_quoting(struct store *store, gint64 from_at,
				      gint64 to_at, GError **error);
/* Whether a message with this id is of that direction. */
gboolean store_message_find_sent(struct store *store, gint64 target,
				 int direction, gboolean *found_out,
				 GError **error);
/* message_key (gint64) of the answers to this id that are of that kind. */
GArray *store_message_list_of_kind(struct store *store, gint64 target, int kind,
				   GError **error);
/* message_key (gint64) of that kind which answer one of that direction. */
GArray *store_message_list_answering(struct store *store, int kind,
				     int direction, GError **error);
/*
 * message_key (gint64) of all that name no other but quote one, or have the
 * topic of one that was written up to `span` seconds before, among several or
 * with the same party, or with somebody whom they name.
 */
GArray *store_message_list_loose(struct store *store, gint64 span,
				 GError **error);

/*
 * A break answers what was written more than `gap` seconds before, under
 * another topic: an old thread reused for a new matter.  Whether the message
 * with this id is one; whether an answer to it is one; and message_key
 * (gint64) of all that are.
 */
gboolean store_message_is_break(struct store *store, gint64 target, gint64 gap,
				gboolean *is_out, GError **error);
gboolean store_message_has_break(struct store *store, gint64 target, gint64 gap,
				 gboolean *has_out, GError **error);
GArray *store_message_list_breaks(struct store *store, gint64 gap,
				  GError **error);

/* Whether outgoing mail that makes touches names the address in To. */
gboolean store_message_find_written_to(struct store *store, gint64 address_id,
				       gboolean *found_out, GError **error);
/* address_id (gint64) of all whose mail is an office's. */
GArray *store_message_list_offices(struct store *store, GError **error);
/* message_key (gint64) of an office's mail of this kind, personal or not. */
GArray *store_message_list_of_office(struct store *store, gint64 address_id,
				     int kind, gboolean personal,
				     GError **error);

enum store_shared {
	STORE_SHARED_SENT_TO = 1,   /* it went to the other's author */
	STORE_SHARED_GOT_FROM = 2,  /* its author got the other */
	STORE_SHARED_RECIPIENT = 4, /* somebody got both */
};
gboolean store_message_find_shared(struct store *store,
				   const struct store_message *message,
				   const struct store_message *other,
				   guint *shared_out, GError **error);

/*
 * The only other whom mail of that direction with this id names; 0: there is
 * none, or there are several.
 */
gboolean store_message_find_party(struct store *store, gint64 target,
				  int direction, gint64 *address_id_out,
				  GError **error);
/*
 * Add to `keys` (gint64) the messages of a kind in the set `of_sender` that are
 * from a person, and of `of_role` that name them in that role; that have one of
 * the signs.  person 0: of everybody who is known, and those of `of_role` that
 * answer something and name nobody in that role.
 */
gboolean store_message_list_bearing(struct store *store, gint64 person_id,
				    guint of_sender, guint of_role, int role,
				    guint signs, GArray *keys, GError **error);

/*
 * Twins have the same `text`, and are personal or were judged twins.  Whether
 * there is one within a day before; the next one within a day after, which is
 * added to `keys` (gint64) if there is one; and message_key (gint64) of all
 * personal ones that have one before them.
 */
gboolean store_message_has_twin(struct store *store,
				const struct store_message *message,
				gboolean *has_out, GError **error);
gboolean store_message_list_next_twin(struct store *store,
				      const struct store_message *message,
				      GArray *keys, GError **error);
GArray *store_message_list_twins(struct store *store, GError **error);

/* Whether another message has this id. */
gboolean store_message_has_target(struct store *store, gint64 target,
				  gint64 but_key, gboolean *has_out,
				  GError **error);

/* The latest time of the messages with this id, but for one; 0 for none. */
gboolean store_message_find_time(struct store *store, gint64 target,
				 gint64 but_key, gint64 *at_out,
				 GError **error);
/*
 * message_key (gint64) of all answers that are earlier than what they answer:
 * their time is to be derived anew.  Looks at every message.
 */
GArray *store_message_list_early_answers(struct store *store, GError **error);
/*
 * The same of the answers to this message, and of those that are at `before`,
 * where it was until now.
 */
GArray *store_message_list_answers(struct store *store,
				   const struct store_message *message,
				   gint64 before, GError **error);

gboolean store_message_insert(struct store *store,
			      const struct store_message *message,
			      GError **error);
/* All of the row of message_key. */
gboolean store_message_update(struct store *store,
			      const struct store_message *message,
			      GError **error);
/* With its recipients; its touches are the caller's to delete. */
gboolean store_message_delete(struct store *store, gint64 message_key,
			      GError **error);
gboolean store_message_count(struct store *store, gint64 *count_out,
			     GError **error);

/* Every message, by key, until func returns FALSE. */
typedef gboolean (*store_message_func)(const struct store_message *message,
				       gpointer data, GError **error);
gboolean store_message_each(struct store *store, store_message_func func,
			    gpointer data, GError **error);
