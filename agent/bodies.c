/* Ask for bodies, and for what an older parser read. */
#include "agent/bodies.h"

#include <stdlib.h>

#include "agent/border/words.h"
#include "agent/clock.h"
#include "agent/tell.h"

#define DAY (24 * 60 * 60)

/* Bounces and absences tell something about an address for so long. */
#define AUTOMATIC_DAYS 60

#define KIND(kind) (1u << (kind))

/* What a body may say something about; a newsletter's does not. */
#define RECENT_KINDS                                                      \
	(KIND(KIND_UNKNOWN) | KIND(KIND_HUMAN) | KIND(KIND_LIST) |        \
	 KIND(KIND_AUTO_REPLY) | KIND(KIND_BOUNCE) | KIND(KIND_RECEIPT) | \
	 KIND(KIND_CALENDAR))
#define AUTOMATIC_KINDS (KIND(KIND_AUTO_REPLY) | KIND(KIND_BOUNCE))

/* The store is asked for so many at once, and a slice goes by folders. */
#define PAGE 20000
#define SLICE 2000

/* Of one message no more is sent. */
#define MESSAGE_BYTES (64 << 10)

/*
 * One request.  A watch has new mail to hear of between two of them; otherwise
 * the next is on its way while one is answered.
 */
static const struct pace {
	guint messages;
	gint64 bytes;
	guint depth;
} paces[] = {
	[FALSE] = { 400, 8 << 20, 2 },
	[TRUE] = { 50, 1 << 20, 1 },
};

G_STATIC_ASSERT(400 <= BORDER_FETCH_MAX);

/* New mail that is looked at by itself; of more all is listed anew. */
#define FRESH_MAX 500

/* What becomes wanted without any mail having come is found so late. */
#define LIST_EVERY (G_GINT64_CONSTANT(3600) * G_USEC_PER_SEC)

/* A list that is wished for again and again is no list of wishes. */
#define PASSES 5

/* Worth a line, and a bar. */
#define MANY 200

enum stage_of_pass {
	WANTED, /* bodies, until none is */
	OLDER,	/* what an older parser read */
	NOTHING,
};

struct bodies {
	struct bodies_settings settings;
	guint parser;

	GArray *fresh;	   /* gint64: keys of new mail */
	gboolean too_many; /* to be in there */
	GArray *urgent;	   /* struct store_wanted: what of it is wanted */
	guint urgent_next;

	enum stage_of_pass stage;
	GArray *page; /* struct store_wanted */
	guint next;
	gboolean begun;		  /* the list, of which `last` was the end */
	struct store_wanted last; /* of the page before */
	gboolean progressed;	  /* something came since it began */
	guint passes;
	gint64 listed_at; /* monotonic */

	guint in_flight;
	struct progress *progress;
	guint64 came, wanted;
};

void bodies_wish(const struct config *config, gint64 account_id, gint64 now,
		 gboolean deep, struct store_body_wish *wish_out)
{
	guint days = config->body_days;

	*wish_out = (struct store_body_wish){
		.account_id = account_id,
		.recent_at = days ? now - (gint64)days * DAY : G_MAXINT64,
		.recent_kinds = RECENT_KINDS,
		.automatic_at = now - AUTOMATIC_DAYS * DAY,
		.automatic_kinds = AUTOMATIC_KINDS,
		.human_kinds = days ? KIND(KIND_HUMAN) : 0,
		.deep = deep,
	};
}

static GArray *new_list(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct store_wanted));
}

struct bodies *bodies_new(const struct bodies_settings *settings)
{
	struct bodies *bodies = g_new0(struct bodies, 1);

	bodies->settings = *settings;
	bodies->fresh = g_array_new(FALSE, FALSE, sizeof(gint64));
	bodies->urgent = new_list();
	bodies->page = new_list();
	return bodies;
}

static void end_progress(struct bodies *bodies)
{
	g_clear_pointer(&bodies->progress, progress_free);
	bodies->came = bodies->wanted = 0;
}

void bodies_free(struct bodies *bodies)
{
	if (!bodies)
		return;
	end_progress(bodies);
	g_array_unref(bodies->fresh);
	g_array_unref(bodies->urgent);
	g_array_unref(bodies->page);
	g_free(bodies);
}

/* From the newest on. */
static void start_list(struct bodies *bodies, enum stage_of_pass stage)
{
	bodies->stage = stage;
	bodies->begun = FALSE;
	bodies->progressed = FALSE;
	bodies->next = 0;
	g_array_set_size(bodies->page, 0);
}

void bodies_begin(struct bodies *bodies, guint parser)
{
	end_progress(bodies);
	bodies->parser = parser;
	bodies->in_flight = 0;
	bodies->passes = 0;
	bodies->too_many = FALSE;
	bodies->urgent_next = 0;
	g_array_set_size(bodies->fresh, 0);
	g_array_set_size(bodies->urgent, 0);
	start_list(bodies, WANTED);
}

void bodies_note(struct bodies *bodies, gint64 message_key)
{
	if (bodies->fresh->len < FRESH_MAX)
		g_array_append_val(bodies->fresh, message_key);
	else
		bodies->too_many = TRUE;
}

gboolean bodies_is_reading(const struct bodies *bodies)
{
	return bodies->in_flight > 0;
}

void bodies_came(struct bodies *bodies)
{
	if (!bodies->in_flight)
		return;
	bodies->progressed = TRUE;
	bodies->came++;
	if (bodies->progress)
		progress_set(bodies->progress, bodies->came,
			     MAX(bodies->wanted, bodies->came));
}

gboolean bodies_answered(struct bodies *bodies)
{
	if (!bodies->in_flight)
		return FALSE;
	bodies->in_flight--;
	return TRUE;
}

/* ---- what is wanted ---- */

static int sign(gint64 difference)
{
	return (difference > 0) - (difference < 0);
}

static int by_folder(const void *a, const void *b)
{
	const struct store_wanted *x = a, *y = b;

	if (x->folder_id != y->folder_id)
		return sign(x->folder_id - y->folder_id);
	if (x->whole != y->whole)
		return x->whole ? -1 : 1;
	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return sign(y->copy_id - x->copy_id);
}

/* A request is for one folder; the newest still come first, by and large. */
static void sort_by_folder(GArray *list)
{
	struct store_wanted *items = (struct store_wanted *)(void *)list->data;

	for (guint i = 0; i < list->len; i += SLICE)
		qsort(items + i, MIN(SLICE, list->len - i), sizeof *items,
		      by_folder);
}

static void wish_now(const struct bodies *bodies, struct store_body_wish *wish)
{
	bodies_wish(bodies->settings.config, bodies->settings.account_id,
		    clock_now(), bodies->settings.deep, wish);
}

/* New mail is looked at alone: nobody walks through all for one that came. */
static gboolean list_urgent(struct bodies *bodies, GError **error)
{
	struct store_body_wish wish;

	bodies->urgent_next = 0;
	g_array_set_size(bodies->urgent, 0);
	wish_now(bodies, &wish);
	for (guint i = 0; i < bodies->fresh->len; i++)
		if (!store_body_find(bodies->settings.store, &wish,
				     g_array_index(bodies->fresh, gint64, i),
				     bodies->urgent, error))
			return FALSE;
	g_array_set_size(bodies->fresh, 0);
	sort_by_folder(bodies->urgent);
	return TRUE;
}

static GArray *list_page(struct bodies *bodies, GError **error)
{
	const struct bodies_settings *settings = &bodies->settings;
	const struct store_wanted *after = bodies->begun ? &bodies->last : NULL;
	struct store_body_wish wish;

	if (bodies->stage == OLDER)
		return store_body_list_old(settings->store,
					   settings->account_id, bodies->parser,
					   after, PAGE, error);
	wish_now(bodies, &wish);
	return store_body_list(settings->store, &wish, after, PAGE, error);
}

/* The list has come to its end: what is there to do then? */
static void next_list(struct bodies *bodies)
{
	if (bodies->stage == OLDER)
		end_progress(bodies);
	if (bodies->progressed && ++bodies->passes < PASSES)
		start_list(bodies, WANTED);
	else if (bodies->stage == WANTED)
		start_list(bodies, OLDER);
	else
		start_list(bodies, NOTHING);
}

/* Fill the page, unless nothing at all is wanted. */
static gboolean fill_page(struct bodies *bodies, GError **error)
{
	while (bodies->stage != NOTHING) {
		GArray *page = list_page(bodies, error);

		if (!page)
			return FALSE;
		g_array_unref(bodies->page);
		bodies->page = page;
		bodies->next = 0;
		bodies->listed_at = g_get_monotonic_time();
		if (page->len) {
			if (bodies->stage == OLDER && !bodies->begun)
				end_progress(bodies);
			bodies->begun = TRUE;
			bodies->last = g_array_index(page, struct store_wanted,
						     page->len - 1);
			sort_by_folder(page);
			return TRUE;
		}
		next_list(bodies);
	}
	return TRUE;
}

/* ---- saying so ---- */

static gboolean count(struct bodies *bodies, GError **error)
{
	struct store_body_wish wish;
	gint64 n = bodies->page->len;

	if (n == PAGE && bodies->stage == WANTED) {
		wish_now(bodies, &wish);
		if (!store_body_count(bodies->settings.store, &wish, &n, error))
			return FALSE;
	}
	bodies->wanted = bodies->came + (guint64)n;
	return TRUE;
}

static void show_progress(struct bodies *bodies)
{
	g_autofree char *what = NULL;

	if (bodies->progress || bodies->wanted < MANY)
		return;
	what = g_strdup_printf("%s of %s",
			       bodies->stage == WANTED ? "reading bodies"
						       : "reading again mail",
			       bodies->settings.name);
	bodies->progress = progress_new(what);
}

/* That it is of use already, where the wait may be long. */
static gboolean announce(struct bodies *bodies, guint64 headers, GError **error)
{
	gboolean first = !bodies->wanted;

	if (!bodies->page->len)
		return TRUE;
	if (!count(bodies, error))
		return FALSE;
	if (first && bodies->stage == WANTED && headers >= MANY)
		tell("%s: read %" G_GUINT64_FORMAT
		     " headers, and judged by them; reading %" G_GUINT64_FORMAT
		     " bodies to judge better",
		     bodies->settings.name, headers, bodies->wanted);
	else if (first && bodies->stage == WANTED && bodies->wanted >= MANY)
		tell("%s: reading %" G_GUINT64_FORMAT " bodies to judge better",
		     bodies->settings.name, bodies->wanted);
	if (first && bodies->stage == OLDER && bodies->wanted >= MANY)
		tell("%s: reading again what an older tend read, the newest "
		     "first",
		     bodies->settings.name);
	show_progress(bodies);
	return TRUE;
}

/* ---- asking ---- */

static gboolean is_same_request(const struct store_wanted *a,
				const struct store_wanted *b)
{
	return a->folder_id == b->folder_id &&
	       a->uidvalidity == b->uidvalidity && a->whole == b->whole;
}

/* Ask for the next ones that lie in one folder. */
static void send_request(struct bodies *bodies, struct link *link, GArray *list,
			 guint *next)
{
	const struct pace *pace = &paces[bodies->settings.watch];
	const struct store_wanted *first =
	    &g_array_index(list, struct store_wanted, *next);
	const struct store_wanted *item = first;
	g_autoptr(GString) uids = g_string_new(NULL);
	struct record_fetch record = {
		.folder = (guint32)first->folder_id,
		.uidvalidity = (guint32)first->uidvalidity,
		.whole = first->whole,
	};
	gint64 bytes = 0;
	guint n = 0;

	do {
		g_string_append_printf(uids, "%s%" G_GINT64_FORMAT,
				       n ? "," : "", item->uid);
		bytes += MIN(item->size, MESSAGE_BYTES);
		n++;
		item++;
	} while (++*next < list->len && n < pace->messages &&
		 bytes < pace->bytes && is_same_request(first, item));
	record.uids = uids->str;
	link_put(link, RECORD_FETCH, &record);
	bodies->in_flight++;
}

/* In time, also what no new mail brought up. */
static void start_again(struct bodies *bodies)
{
	gint64 now = g_get_monotonic_time();

	if (bodies->stage != NOTHING ||
	    (!bodies->too_many && now - bodies->listed_at < LIST_EVERY))
		return;
	bodies->too_many = FALSE;
	bodies->passes = 0;
	start_list(bodies, WANTED);
}

gboolean bodies_ask(struct bodies *bodies, struct link *link, guint64 headers,
		    GError **error)
{
	guint depth = paces[bodies->settings.watch].depth;

	start_again(bodies);
	while (bodies->in_flight < depth) {
		if (bodies->fresh->len &&
		    bodies->urgent_next == bodies->urgent->len &&
		    !list_urgent(bodies, error))
			return FALSE;
		if (bodies->urgent_next < bodies->urgent->len) {
			send_request(bodies, link, bodies->urgent,
				     &bodies->urgent_next);
			continue;
		}
		if (bodies->next == bodies->page->len) {
			/* What is wanted then depends on what comes. */
			if (bodies->in_flight || bodies->stage == NOTHING)
				break;
			if (!fill_page(bodies, error) ||
			    !announce(bodies, headers, error))
				return FALSE;
			if (bodies->stage == NOTHING)
				break;
		}
		send_request(bodies, link, bodies->page, &bodies->next);
	}
	if (!bodies->in_flight)
		end_progress(bodies);
	return TRUE;
}
