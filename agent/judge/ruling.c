/* Lines of the configuration that speak of mail and of people. */
#include "agent/judge/ruling.h"

#include "agent/glob.h"
#include "store/address.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/touch.h"

/* What a line looks at. */
enum look { LOOK_FOLDER, LOOK_SUBJECT, LOOK_ADDRESS, LOOK_TAG };

/* One pattern of one line. */
struct line {
	enum sign sign;
	enum look look;
	char *written;
	char *pattern; /* folded */
};

struct ruling {
	struct store *store;
	GPtrArray *lines;    /* struct line */
	GHashTable *folders; /* gint64 folder_id -> enum sign bits */
};

static void line_free(gpointer data)
{
	struct line *line = data;

	g_free(line->written);
	g_free(line->pattern);
	g_free(line);
}

static void add(GPtrArray *lines, enum sign sign, enum look look,
		char *const *patterns)
{
	for (; patterns && *patterns; patterns++) {
		struct line *line = g_new0(struct line, 1);

		line->sign = sign;
		line->look = look;
		line->written = g_strdup(*patterns);
		line->pattern = glob_fold(*patterns);
		g_ptr_array_add(lines, line);
	}
}

static GPtrArray *list_lines(const struct config *config)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);

	for (guint i = 0; i < config->stages->len; i++) {
		const struct config_term *term = config->stages->pdata[i];
		enum sign sign =
		    term->stage == STAGE_LOST ? SIGN_LOST : SIGN_CUSTOMER;

		add(lines, sign, LOOK_TAG, term->tags);
		add(lines, sign, LOOK_ADDRESS, term->from);
		add(lines, sign, LOOK_FOLDER, term->folders);
		add(lines, sign, LOOK_SUBJECT, term->subjects);
	}
	add(lines, SIGN_TRACK, LOOK_ADDRESS, config->track);
	add(lines, SIGN_TRACK, LOOK_FOLDER, config->track_folders);
	return lines;
}

struct ruling *ruling_new(const struct config *config, struct store *store)
{
	struct ruling *ruling = g_new0(struct ruling, 1);

	ruling->store = store;
	ruling->lines = list_lines(config);
	ruling->folders =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return ruling;
}

void ruling_free(struct ruling *ruling)
{
	if (!ruling)
		return;
	g_ptr_array_unref(ruling->lines);
	g_hash_table_unref(ruling->folders);
	g_free(ruling);
}

char *ruling_mail_settings(const struct config *config)
{
	g_autoptr(GPtrArray) lines = list_lines(config);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct line *line = lines->pdata[i];

		if (line->look == LOOK_FOLDER || line->look == LOOK_SUBJECT)
			g_string_append_printf(
			    text, "; %u/%u=%s", (guint)line->sign,
			    (guint)line->look, line->written);
	}
	return g_string_free(text, FALSE);
}

/* ---- what the lines say ---- */

static gboolean looks_at(const struct ruling *ruling, enum look look)
{
	for (guint i = 0; i < ruling->lines->len; i++) {
		const struct line *line = ruling->lines->pdata[i];

		if (line->look == look)
			return TRUE;
	}
	return FALSE;
}

/* The first line that gives one of the signs to the text, or NULL. */
static const struct line *find(const struct ruling *ruling, enum look look,
			       guint signs, const char *text)
{
	g_autofree char *folded = NULL;

	if (!looks_at(ruling, look))
		return NULL;
	folded = glob_fold(text);
	for (guint i = 0; i < ruling->lines->len; i++) {
		const struct line *line = ruling->lines->pdata[i];

		if (line->look == look && line->sign & signs &&
		    glob_match(line->pattern, folded))
			return line;
	}
	return NULL;
}

/* All signs that lines give to the text. */
static guint signs_of(const struct ruling *ruling, enum look look,
		      const char *text)
{
	guint left = SIGN_CUSTOMER | SIGN_LOST | SIGN_TRACK, signs = 0;
	const struct line *line;

	while ((line = find(ruling, look, left, text))) {
		signs |= line->sign;
		left &= ~(guint)line->sign;
	}
	return signs;
}

gboolean ruling_of_folder(struct ruling *ruling, gint64 folder_id,
			  guint *signs_out, GError **error)
{
	g_autoptr(store_folder) folder = NULL;
	gpointer known;

	*signs_out = 0;
	if (!looks_at(ruling, LOOK_FOLDER))
		return TRUE;
	if (g_hash_table_lookup_extended(ruling->folders, &folder_id, NULL,
					 &known)) {
		*signs_out = GPOINTER_TO_UINT(known);
		return TRUE;
	}
	if (!store_folder_find(ruling->store, folder_id, &folder, error))
		return FALSE;
	if (folder)
		*signs_out = signs_of(ruling, LOOK_FOLDER, folder->display);
	g_hash_table_insert(ruling->folders,
			    g_memdup2(&folder_id, sizeof folder_id),
			    GUINT_TO_POINTER(*signs_out));
	return TRUE;
}

guint ruling_of_subject(const struct ruling *ruling, const char *subject)
{
	return signs_of(ruling, LOOK_SUBJECT, subject);
}

guint ruling_of_person(const struct ruling *ruling, const GPtrArray *addresses,
		       const GPtrArray *tags)
{
	guint signs = 0;

	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		signs |= signs_of(ruling, LOOK_ADDRESS, address->address);
	}
	for (guint i = 0; i < tags->len; i++)
		signs |= signs_of(ruling, LOOK_TAG, tags->pdata[i]);
	return signs;
}

/* ---- why ---- */

static char *explain_person(const struct ruling *ruling, enum sign sign,
			    const GPtrArray *addresses, const GPtrArray *tags)
{
	for (guint i = 0; i < tags->len; i++)
		if (find(ruling, LOOK_TAG, sign, tags->pdata[i]))
			return g_strdup_printf("tag '%s'",
					       (const char *)tags->pdata[i]);
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (find(ruling, LOOK_ADDRESS, sign, address->address))
			return g_strdup_printf("address '%s'",
					       address->address);
	}
	return NULL;
}

static gboolean explain_folder(struct ruling *ruling, enum sign sign,
			       gint64 message_key, char **why_out,
			       GError **error)
{
	g_autoptr(GPtrArray) copies =
	    store_copy_list_by_message(ruling->store, message_key, error);

	for (guint i = 0; copies && i < copies->len && !*why_out; i++) {
		const struct store_copy *copy = copies->pdata[i];
		g_autoptr(store_folder) folder = NULL;

		if (!store_folder_find(ruling->store, copy->folder_id, &folder,
				       error))
			return FALSE;
		if (folder && find(ruling, LOOK_FOLDER, sign, folder->display))
			*why_out = g_strdup_printf("mail in folder '%s'",
						   folder->display);
	}
	return copies != NULL;
}

/* The latest first, for that is what one remembers. */
gboolean ruling_explain(struct ruling *ruling, enum sign sign,
			const GPtrArray *addresses, const GPtrArray *tags,
			const GPtrArray *history, char **why_out,
			GError **error)
{
	*why_out = explain_person(ruling, sign, addresses, tags);
	for (guint i = history->len; i-- > 0 && !*why_out;) {
		const struct store_history *line = history->pdata[i];

		if (!line->touch.direction || !(line->touch.signs & sign))
			continue;
		if (find(ruling, LOOK_SUBJECT, sign, line->subject))
			*why_out = g_strdup_printf("mail with the subject '%s'",
						   line->subject);
		else if (!explain_folder(ruling, sign, line->touch.source,
					 why_out, error))
			return FALSE;
	}
	return TRUE;
}
