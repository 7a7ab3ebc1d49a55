/* Ties between messages: ids, subjects, quoted headers. */
#include "agent/derive/tie.h"

#include <string.h>

#include "agent/rules/message_time.h"
#include "agent/rules/subject.h"
#include "agent/rules/words.h"
#include "store/address.h"
#include "store/conversation.h"
#include "store/recipient.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/*
 * Ids of a message that tie it to others: its own, what it answers, and the
 * two ends of its References.  Those in between are tied by their own mail.
 */
#define LAST_REFERENCES 3

/*
 * How long after a mail one of the same subject still goes on from it: between
 * two who write to each other, among the readers of a list, and where the
 * subject does not say that it answers.
 */
#define ANSWER_WITHIN (30 * DAY)
#define CROWD_WITHIN (3 * DAY)
#define PLAIN_WITHIN (14 * DAY)

/* An answer of another subject, so much later, begins a new matter. */
#define REUSED_AFTER (30 * DAY)

/* Zones differ by so much, and the clocks of two hosts by so little. */
#define ZONES 14
#define CLOCKS 75

/* Whose mail of the same topic is asked for, besides the author's. */
#define PEOPLE_MAX 50

/* What is quoted was written before; a clock that is so wrong needs proof. */
#define LATE (15 * MINUTE)

gint64 tie_hash(const char *text)
{
	/* FNV-1a, then mixed so that the low bits depend on all of it. */
	guint64 hash = G_GUINT64_CONSTANT(14695981039346656037);

	for (; *text; text++)
		hash =
		    (hash ^ (guchar)*text) * G_GUINT64_CONSTANT(1099511628211);
	hash ^= hash >> 32;
	hash *= G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	hash ^= hash >> 29;
	return MAX((gint64)(hash & G_MAXINT64), 1);
}

static void add(GArray *targets, gint64 target)
{
	for (guint i = 0; i < targets->len; i++)
		if (g_array_index(targets, gint64, i) == target)
			return;
	g_array_append_val(targets, target);
}

static void add_id(GArray *targets, const char *mid)
{
	if (*mid)
		add(targets, tie_hash(mid));
}

/* What stands for a message where others are tied to it. */
static gint64 self(const struct store_message *row)
{
	return row->target ? row->target : row->message_key;
}

/* What one message is tied to, while it is looked for. */
struct search {
	struct store *store;
	GArray *targets;
	GHashTable *joined; /* gint64 conversations: a flood may be one */
};

static struct search search_begin(struct store *store, GArray *targets)
{
	return (struct search){
		.store = store,
		.targets = targets,
		.joined = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						g_free, NULL),
	};
}

static void search_end(struct search *search)
{
	g_hash_table_unref(search->joined);
}

/* Whether to be tied to another would change nothing. */
static gboolean is_joined(const struct search *search,
			  const struct store_message *other)
{
	return g_hash_table_contains(search->joined, &other->conversation_id);
}

static void join(struct search *search, const struct store_message *other)
{
	gint64 target = self(other);

	g_hash_table_add(search->joined,
			 g_memdup2(&other->conversation_id, sizeof(gint64)));
	g_array_append_val(search->targets, target);
}

/* ---- ids ---- */

void tie_add_ids(GArray *targets, const struct record_facts *facts)
{
	const struct record_texts *references = &facts->references;

	add_id(targets, facts->message_id);
	if (facts->kind == KIND_BOUNCE)
		add_id(targets, facts->about);
	for (guint i = 0; i < MIN(facts->in_reply_to.n, 2); i++)
		add_id(targets, facts->in_reply_to.texts[i]);
	if (references->n)
		add_id(targets, references->texts[0]);
	for (guint i = 1; i < references->n; i++)
		if (i + LAST_REFERENCES >= references->n)
			add_id(targets, references->texts[i]);
}

gint64 tie_parent(const struct record_facts *facts)
{
	const char *mid = "";

	if (facts->kind == KIND_BOUNCE)
		mid = facts->about;
	else if (facts->in_reply_to.n)
		mid = facts->in_reply_to.texts[0];
	else if (facts->references.n)
		mid = facts->references.texts[facts->references.n - 1];
	return *mid ? tie_hash(mid) : 0;
}

/* Drop the ids of the matter before, if an old thread was reused. */
gboolean tie_cut_ids(struct store *store, const struct store_message *row,
		     const struct record_facts *facts, GArray *targets,
		     GError **error)
{
	const struct record_texts *references = &facts->references;
	gboolean is_break = FALSE;
	guint keep;

	if (!row->parent)
		return TRUE;
	if (!store_message_is_break(store, self(row), REUSED_AFTER, &is_break,
				    error))
		return FALSE;
	keep = references->n;
	for (guint i = references->n; i > 0 && !is_break; i--) {
		if (i + LAST_REFERENCES < references->n)
			return TRUE;
		keep = i - 1;
		if (!store_message_is_break(store,
					    tie_hash(references->texts[keep]),
					    REUSED_AFTER, &is_break, error))
			return FALSE;
	}
	if (!is_break &&
	    !store_message_is_break(store, row->parent, REUSED_AFTER, &is_break,
				    error))
		return FALSE;
	if (!is_break)
		return TRUE;
	g_array_set_size(targets, 0);
	add(targets, self(row));
	for (guint i = keep; i < references->n; i++)
		add_id(targets, references->texts[i]);
	return TRUE;
}

gboolean tie_is_broken(struct store *store, const struct store_message *row,
		       gboolean *broken_out, GError **error)
{
	*broken_out = FALSE;
	if (!row->target || !row->clue.topic)
		return TRUE;
	if (!store_message_has_break(store, row->target, REUSED_AFTER,
				     broken_out, error))
		return FALSE;
	return *broken_out ||
	       store_message_is_break(store, row->target, REUSED_AFTER,
				      broken_out, error);
}

GArray *tie_list_breaks(struct store *store, GError **error)
{
	return store_message_list_breaks(store, REUSED_AFTER, error);
}

/* ---- clues ---- */

void tie_read_clue(const struct record_facts *facts, gint64 wrote_at,
		   gint64 party, const struct store_message *row,
		   struct store_clue *clue_out)
{
	g_autoptr(GString) base = g_string_new(NULL);
	g_autoptr(GString) list = g_string_new(NULL);

	*clue_out = (struct store_clue){ .quoted = "", .wrote_at = wrote_at };
	/*
	 * Machines' mail may be quoted, but goes on from nothing.  Some lists
	 * of people look like newsletters.
	 */
	if ((row->kind != KIND_HUMAN && row->kind != KIND_LIST &&
	     row->kind != KIND_NEWSLETTER) ||
	    wrote_at == MESSAGE_TIME_NONE)
		return;
	subject_read(facts->subject, base, list, &clue_out->reply);
	if (base->len)
		clue_out->topic = tie_hash(base->str);
	if (list->len)
		clue_out->list = tie_hash(list->str);
	else if (*facts->list_id)
		clue_out->list = tie_hash(facts->list_id);
	if (!clue_out->list)
		clue_out->party = party;
	if (row->parent || facts->quoted_at == G_MININT64 ||
	    facts->quoted_at <= 0 || !*facts->quoted_author)
		return;
	clue_out->quoted_at = facts->quoted_at;
	clue_out->quoted = facts->quoted_author;
}

gboolean tie_keeps_clue(const struct store_clue *before,
			const struct store_clue *now)
{
	/* A body that is read late brings a quote, which only adds ties. */
	gboolean quotes =
	    !before->quoted_at || (before->quoted_at == now->quoted_at &&
				   g_strcmp0(before->quoted, now->quoted) == 0);

	return quotes && before->topic == now->topic &&
	       before->reply == now->reply && before->list == now->list &&
	       before->wrote_at == now->wrote_at && before->party == now->party;
}

/*
 * Whether `later` goes on from `earlier`, of the same topic, among several
 * people: between these two persons, or on a list.
 */
static gboolean continues_among(struct store *store,
				const struct store_message *later,
				const struct store_message *earlier,
				gboolean *yes_out, GError **error)
{
	gint64 gap = later->clue.wrote_at - earlier->clue.wrote_at;
	const guint both = STORE_SHARED_SENT_TO | STORE_SHARED_GOT_FROM;
	gboolean listed =
	    later->clue.list && later->clue.list == earlier->clue.list;
	gboolean answers;
	guint shared;

	/* The same author once more, not answering: another opener. */
	if (!later->clue.reply && later->address_id == earlier->address_id)
		return TRUE;
	if (!store_message_find_shared(store, later, earlier, &shared, error))
		return FALSE;
	answers = (shared & both) == both;
	if (!later->clue.reply) {
		*yes_out = answers ? gap <= PLAIN_WITHIN
				   : listed && gap <= CROWD_WITHIN;
		return TRUE;
	}
	/* That both went to the user says nothing: so do all. */
	if (shared & STORE_SHARED_RECIPIENT) {
		answers |= later->address_id == earlier->address_id;
		listed |= (shared & both) != 0;
	}
	*yes_out = answers || (listed && gap <= CROWD_WITHIN);
	return TRUE;
}

/* The same between the user, by whatever address, and one other. */
static gboolean continues_with(const struct store_message *later,
			       const struct store_message *earlier)
{
	gint64 gap = later->clue.wrote_at - earlier->clue.wrote_at;

	return later->clue.reply ||
	       (later->direction != earlier->direction && gap <= PLAIN_WITHIN);
}

static gboolean continues(struct store *store,
			  const struct store_message *later,
			  const struct store_message *earlier,
			  gboolean *yes_out, GError **error)
{
	gint64 gap = later->clue.wrote_at - earlier->clue.wrote_at;

	*yes_out = FALSE;
	/* Whoever names what it answers is tied by that. */
	if (later->parent || gap < 0 || gap > ANSWER_WITHIN)
		return TRUE;
	if (!later->clue.party || later->clue.party != earlier->clue.party)
		return continues_among(store, later, earlier, yes_out, error);
	*yes_out = continues_with(later, earlier);
	return TRUE;
}

/* Those of the topic with this party. */
static gboolean add_topic_with(struct search *search,
			       const struct store_message *row, gint64 party,
			       GError **error)
{
	struct store *store = search->store;
	g_autoptr(GPtrArray) others = store_message_list_by_topic(
	    store, row->clue.topic, party, row->clue.wrote_at, ANSWER_WITHIN,
	    error);

	if (!others)
		return FALSE;
	for (guint i = 0; i < others->len; i++) {
		const struct store_message *other = others->pdata[i];
		gboolean yes = FALSE, back = FALSE;

		if (other->message_key == row->message_key ||
		    is_joined(search, other))
			continue;
		if (!continues(store, row, other, &yes, error) ||
		    (!yes && !continues(store, other, row, &back, error)))
			return FALSE;
		if (yes || back)
			join(search, other);
	}
	return TRUE;
}

/* Those of the topic with one of its people. */
static gboolean add_topic_with_people(struct search *search,
				      const struct store_message *row,
				      GError **error)
{
	g_autoptr(GArray) people =
	    store_recipient_list(search->store, row->message_key, error);
	gint64 before = 0;

	if (!people)
		return FALSE;
	for (guint i = 0, asked = 0; i < people->len && asked < PEOPLE_MAX;
	     i++) {
		gint64 id =
		    g_array_index(people, struct store_recipient, i).address_id;

		if (id != before && id != row->address_id) {
			if (!add_topic_with(search, row, id, error))
				return FALSE;
			asked++;
		}
		before = id;
	}
	return TRUE;
}

/*
 * Mail with one other goes on only among several, and they with any of them:
 * nobody else's need be looked at, however many have the topic.
 */
static gboolean add_topic(struct search *search,
			  const struct store_message *row, GError **error)
{
	if (!row->clue.topic)
		return TRUE;
	if (!add_topic_with(search, row, 0, error))
		return FALSE;
	if (row->clue.party)
		return add_topic_with(search, row, row->clue.party, error);
	return (!row->address_id ||
		add_topic_with(search, row, row->address_id, error)) &&
	       add_topic_with_people(search, row, error);
}

/* ---- the quoted header ---- */

gboolean tie_is_author(const char *quoted, const char *address)
{
	const char *at = strchr(address, '@');
	g_autofree char *name = g_utf8_strdown(quoted, -1);
	gsize local = at ? (gsize)(at - address) : strlen(address);

	if (strchr(name, '@'))
		return g_str_equal(name, address);
	name[strcspn(name, "/(<")] = '\0';
	for (const char *p = name; *p;) {
		gsize n = strcspn(p, " \t,.\"'-");

		if (n >= 3 && n <= local)
			for (gsize i = 0; i + n <= local; i++)
				if (!memcmp(address + i, p, n))
					return TRUE;
		p += n;
		p += strspn(p, " \t,.\"'-");
	}
	return FALSE;
}

/* Hours between what is quoted and what was written; FALSE: another minute. */
static gboolean fits(const struct store_message *quoting,
		     const struct store_message *other, gint64 *hours_out)
{
	gint64 off = other->clue.wrote_at - quoting->clue.quoted_at;
	gint64 hours =
	    (off + ZONES * HOUR + HOUR / 2) / HOUR - ZONES; /* rounded */
	gint64 rest = off - hours * HOUR;

	*hours_out = hours;
	return ABS(rest) <= CLOCKS && ABS(hours) <= ZONES;
}

/*
 * Who quotes the right minute of another hour needs one sign more: mail
 * programs quote in their own zone.
 */
static gboolean quotes(struct store *store, const struct store_message *quoting,
		       const struct store_message *other, gboolean *yes_out,
		       GError **error)
{
	g_autoptr(store_address) author = NULL;
	gboolean known, same;
	gint64 hours;
	guint shared;

	*yes_out = FALSE;
	if (quoting->parent || !other->address_id ||
	    !fits(quoting, other, &hours))
		return TRUE;
	if (!store_address_find_by_id(store, other->address_id, &author,
				      error) ||
	    !store_message_find_shared(store, quoting, other, &shared, error))
		return FALSE;
	/* Whatever lies in the mailbox, the user has it to quote from. */
	known = (shared & STORE_SHARED_GOT_FROM) != 0 ||
		quoting->address_id == other->address_id ||
		quoting->direction == DIRECTION_OUT;
	same = quoting->clue.topic == other->clue.topic;
	if (other->clue.wrote_at > quoting->clue.wrote_at + LATE && !same)
		return TRUE;
	if (author && tie_is_author(quoting->clue.quoted, author->address))
		*yes_out = hours == 0 || same || known;
	else /* written for another, or by another name */
		*yes_out = known && same && quoting->clue.topic;
	return TRUE;
}

typedef GPtrArray *(*list_func)(struct store *store, gint64 from_at,
				gint64 to_at, GError **error);

static gboolean add_near(struct search *search, const struct store_message *row,
			 gint64 at, list_func list, gboolean quoting,
			 GError **error)
{
	struct store *store = search->store;

	for (gint64 hour = -ZONES; hour <= ZONES; hour++) {
		gint64 near = at + hour * HOUR;
		g_autoptr(GPtrArray) others =
		    list(store, near - CLOCKS, near + CLOCKS, error);

		if (!others)
			return FALSE;
		for (guint i = 0; i < others->len; i++) {
			const struct store_message *other = others->pdata[i];
			gboolean yes = FALSE;

			if (other->message_key == row->message_key ||
			    is_joined(search, other))
				continue;
			if (!quotes(store, quoting ? row : other,
				    quoting ? other : row, &yes, error))
				return FALSE;
			if (yes)
				join(search, other);
		}
	}
	return TRUE;
}

static gboolean add_quoted(struct search *search,
			   const struct store_message *row, GError **error)
{
	return !row->clue.quoted_at ||
	       add_near(search, row, row->clue.quoted_at,
			store_message_list_written, TRUE, error);
}

static gboolean add_quoting(struct search *search,
			    const struct store_message *row, GError **error)
{
	return !row->clue.wrote_at ||
	       add_near(search, row, row->clue.wrote_at,
			store_message_list_quoting, FALSE, error);
}

gboolean tie_find_quoted(struct store *store, const struct store_message *row,
			 gboolean *found_out, GError **error)
{
	*found_out = FALSE;
	for (gint64 hour = -ZONES; hour <= ZONES && !*found_out; hour++) {
		gint64 near = row->clue.quoted_at + hour * HOUR;
		g_autoptr(GPtrArray) others = store_message_list_written(
		    store, near - CLOCKS, near + CLOCKS, error);

		if (!others)
			return FALSE;
		for (guint i = 0; i < others->len && !*found_out; i++) {
			const struct store_message *other = others->pdata[i];

			/* The user quotes others, and they the user. */
			if (other->direction != row->direction &&
			    !quotes(store, row, other, found_out, error))
				return FALSE;
		}
	}
	return TRUE;
}

gint64 tie_quote(const char *author, gint64 at)
{
	g_autofree char *lower = g_utf8_strdown(author, -1);
	g_autofree char *name =
	    g_strdup_printf("quoted %s %" G_GINT64_FORMAT, lower, at / MINUTE);

	return tie_hash(name);
}

/* A quoted mail may be gone: those who quote it alike belong together. */
static void add_gone(const struct store_message *row, GArray *targets)
{
	if (row->clue.quoted_at)
		add(targets, tie_quote(row->clue.quoted, row->clue.quoted_at));
}

gboolean tie_add_clues(struct store *store, const struct store_message *row,
		       gboolean indexed, GArray *targets, GError **error)
{
	struct search search;
	gboolean ok;

	if (!row->target)
		add(targets, row->message_key);
	add_gone(row, targets);
	if (!indexed)
		return TRUE;
	search = search_begin(store, targets);
	ok = add_topic(&search, row, error) &&
	     add_quoted(&search, row, error) &&
	     add_quoting(&search, row, error);
	search_end(&search);
	return ok;
}

static gboolean settle_one(struct store *store, const struct store_message *row,
			   GArray *targets, GError **error)
{
	struct search search = search_begin(store, targets);
	gint64 ignored;
	gboolean ok;

	g_array_set_size(targets, 0);
	add(targets, self(row));
	ok = add_topic(&search, row, error) && add_quoted(&search, row, error);
	search_end(&search);
	if (!ok || targets->len == 1)
		return ok;
	return store_conversation_of(store,
				     (const gint64 *)(void *)targets->data,
				     targets->len, &ignored, error);
}

gboolean tie_settle(struct store *store, GError **error)
{
	g_autoptr(GArray) keys =
	    store_message_list_loose(store, ANSWER_WITHIN, error);
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!keys)
		return FALSE;
	for (guint i = 0; i < keys->len; i++) {
		g_autoptr(store_message) row = NULL;

		if (!store_message_find(store, g_array_index(keys, gint64, i),
					&row, error) ||
		    !settle_one(store, row, targets, error))
			return FALSE;
	}
	return store_conversation_settle(store, error);
}

/* ---- untying ---- */

/* What the loose conversations have become, each once. */
static GArray *resolve_loose(struct store *store, GArray *loose, GError **error)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new(g_int64_hash, g_int64_equal);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = 0; i < loose->len; i++) {
		gint64 *id = &g_array_index(loose, gint64, i);

		if (!store_conversation_resolve(store, *id, id, error))
			return NULL;
		if (g_hash_table_add(seen, id))
			g_array_append_val(ids, *id);
	}
	return g_steal_pointer(&ids);
}

static gboolean untie(struct store *store, gint64 conversation_id, GArray *keys,
		      GError **error)
{
	g_autoptr(GPtrArray) tied =
	    store_message_list_by_conversation(store, conversation_id, error);

	if (!tied)
		return FALSE;
	for (guint i = 0; i < tied->len; i++) {
		const struct store_message *message = tied->pdata[i];

		g_array_append_val(keys, message->message_key);
	}
	return store_conversation_dissolve(store, conversation_id, error);
}

gboolean tie_undo(struct store *store, GArray *loose, GArray *keys,
		  GError **error)
{
	/* Before settling, which forgets what has been merged. */
	g_autoptr(GArray) ids = resolve_loose(store, loose, error);

	if (!ids || !store_conversation_settle_now(store, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++)
		if (!untie(store, g_array_index(ids, gint64, i), keys, error))
			return FALSE;
	g_array_set_size(loose, 0);
	return TRUE;
}
