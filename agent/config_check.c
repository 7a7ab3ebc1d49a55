/* Groups and keys of a configuration: those that are none, and why. */
#include "agent/config_check.h"

#include <string.h>

#include "agent/config.h"
#include "agent/error.h"
#include "agent/nearest.h"
#include "agent/rules/cadence.h"

#define NAME_MAX_LENGTH 64

static const char *account_fault(const char *name);
static const char *cadence_fault(const char *name);
static const char *tag_fault(const char *name);
static const char *stage_fault(const char *name);

/* What stands in brackets; all but the first have a name. */
static const struct sort {
	const char *word;
	const char *example; /* of a name; NULL: it has none */
	/* What is wrong with a name that is not empty, or NULL. */
	const char *(*fault)(const char *name);
} kinds[] = {
	{ "tend", NULL, NULL },
	{ "account", "work", account_fault },
	{ "cadence", "weekly", cadence_fault },
	{ "tag", "acme", tag_fault },
	{ "stage", "customer", stage_fault },
};

/* What people call a secret; none of these may stand in the file. */
static const char *const secret_keys[] = {
	"password", "pass",  "passwd",	  "passphrase", "secret",
	"token",    "oauth", "api-key",	  "apikey",	"app-password",
	"pw",	    "pwd",   "password1", NULL,
};

/* ---- names ---- */

static gboolean has_control(const char *name)
{
	for (const char *p = name; *p; p++)
		if (g_ascii_iscntrl(*p))
			return TRUE;
	return FALSE;
}

static const char *account_fault(const char *name)
{
	if (strlen(name) > NAME_MAX_LENGTH)
		return "has a name of more than 64 bytes";
	if (*name == '.' || strchr(name, '/'))
		return "has a name that begins with '.' or holds a '/'";
	return has_control(name) ? "has a control character in its name" : NULL;
}

static const char *cadence_fault(const char *name)
{
	if (strlen(name) > NAME_MAX_LENGTH)
		return "has a name of more than 64 bytes";
	return *name == '-' || strpbrk(name, " \t;,") || has_control(name)
		   ? "needs a name of one word, as 'tend track' takes it"
		   : NULL;
}

/* As `tend tag` takes them. */
static const char *tag_fault(const char *name)
{
	static const char fault[] =
	    "is for no tag; one is a word of letters, digits, '-', '_', '.' "
	    "and '/'";

	if (strlen(name) > NAME_MAX_LENGTH)
		return "has a name of more than 64 bytes";
	if (!g_unichar_isalnum(g_utf8_get_char(name)))
		return fault;
	for (const char *p = name; *p; p += g_utf8_skip[(guchar)*p])
		if (!g_unichar_isalnum(g_utf8_get_char(p)) &&
		    !strchr("-_./", *p))
			return fault;
	return NULL;
}

/* Its own sentence has the nearest one: see fail_stage. */
static const char *stage_fault(const char *name)
{
	enum stage stage;

	return stage_parse(name, &stage) ? NULL : "";
}

static const struct sort *find_kind(const char *group)
{
	gsize length = strcspn(group, " ");

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strlen(kinds[i].word) == length &&
		    strncmp(kinds[i].word, group, length) == 0 &&
		    (kinds[i].example || !group[length]))
			return &kinds[i];
	return NULL;
}

const char *config_check_kind(const char *group)
{
	const struct sort *kind = find_kind(group);

	return kind ? kind->word : NULL;
}

const char *config_check_name(const char *group)
{
	group += strcspn(group, " ");
	return group + strspn(group, " ");
}

/* ---- keys ---- */

/* The names of the settings of a kind; free the array, not the names. */
static const char **list_keys(const char *kind)
{
	GPtrArray *keys = g_ptr_array_new();

	for (const struct setting *s = config_settings; s->key; s++)
		if (g_str_equal(s->group, kind))
			g_ptr_array_add(keys, (char *)(guintptr)s->key);
	g_ptr_array_add(keys, NULL);
	return (gpointer)g_ptr_array_free(keys, FALSE);
}

/* "[account NAME] or [stage NAME]", whose key it is; NULL: nobody's. */
static char *list_groups_of(const char *key)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree const char **keys = list_keys(kinds[i].word);

		if (g_strv_contains(keys, key))
			g_string_append_printf(
			    text, "%s[%s%s]", text->len ? " or " : "",
			    kinds[i].word, kinds[i].example ? " NAME" : "");
	}
	return text->len ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static gboolean fail_key(const char *file, const char *group, const char *key,
			 GError **error)
{
	g_autofree const char **keys = list_keys(config_check_kind(group));
	g_autofree char *others = list_groups_of(key);
	const char *near = nearest_word(key, keys);

	if (g_strv_contains(secret_keys, key))
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] %s: no secret may stand in the "
			    "configuration; delete the line, and run 'tend "
			    "init' to use the keyring, or set "
			    "password-command",
			    file, group, key);
	else if (others)
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] %s: that setting belongs into %s", file,
			    group, key, others);
	else if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] has no setting '%s'; did you mean "
			    "'%s'?",
			    file, group, key, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] has no setting '%s'; 'tend config' "
			    "lists them",
			    file, group, key);
	return FALSE;
}

/* ---- groups ---- */

static gboolean fail_group(const char *file, const char *group, GError **error)
{
	const char *words[G_N_ELEMENTS(kinds) + 1] = { NULL };
	const char *name = config_check_name(group), *near = NULL;
	g_auto(GStrv) typed = g_strsplit(group, " ", 2);

	for (gsize i = 1; i < G_N_ELEMENTS(kinds); i++)
		words[i - 1] = kinds[i].word;
	if (typed[0] && *name)
		near = nearest_word(typed[0], words);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': there is no group [%s]; did you mean "
			    "[%s %s]?",
			    file, group, near, name);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': there is no group [%s]; there are [tend], "
			    "[account NAME], [cadence NAME], [tag NAME] and "
			    "[stage NAME]",
			    file, group);
	return FALSE;
}

static gboolean fail_stage(const char *file, const char *group, GError **error)
{
	const char *words[N_STAGES] = { NULL };
	g_autofree char *all = NULL;
	const char *near;

	for (int i = STAGE_LEAD; i < N_STAGES; i++)
		words[i - STAGE_LEAD] = stage_name((enum stage)i);
	all = g_strjoinv(", ", (gpointer)words);
	near = nearest_word(config_check_name(group), words);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': there is no stage for [%s]; did you mean "
			    "[stage %s]?",
			    file, group, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': there is no stage for [%s]; stages are %s",
			    file, group, all);
	return FALSE;
}

static gboolean check_group(const char *file, const char *group, GError **error)
{
	const struct sort *kind = find_kind(group);
	const char *name = config_check_name(group), *fault;

	if (!kind)
		return fail_group(file, group, error);
	if (!kind->example)
		return TRUE;
	if (!*name) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] needs a name: [%s %s]", file, group,
			    kind->word, kind->example);
		return FALSE;
	}
	fault = kind->fault(name);
	if (!fault)
		return TRUE;
	if (!*fault)
		return fail_stage(file, group, error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG, "'%s': [%s] %s", file,
		    group, fault);
	return FALSE;
}

/* Accounts are named as they are written, all else in whatever case. */
static char *fold_group(const char *group)
{
	const struct sort *kind = find_kind(group);
	g_autofree char *name = g_strdup(config_check_name(group));

	g_strstrip(name);
	if (!g_str_equal(kind->word, "account")) {
		char *lower = g_utf8_strdown(name, -1);

		g_free(name);
		name = lower;
	}
	return g_strconcat(kind->word, " ", name, NULL);
}

/* GKeyFile has made one of those that are spelt alike. */
static gboolean check_twice(const char *file, char *group, GHashTable *seen,
			    GError **error)
{
	char *folded = fold_group(group);
	const char *other = g_hash_table_lookup(seen, folded);

	if (!other) {
		g_hash_table_insert(seen, folded, group);
		return TRUE;
	}
	g_free(folded);
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "'%s': [%s] and [%s] are the same; make one group of them",
		    file, other, group);
	return FALSE;
}

static gboolean check_keys(const char *file, GKeyFile *keys, const char *group,
			   GError **error)
{
	g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);
	g_autofree const char **known = list_keys(config_check_kind(group));

	for (char **name = names; name && *name; name++)
		if (!g_strv_contains(known, *name))
			return fail_key(file, group, *name, error);
	return TRUE;
}

gboolean config_check_names(const char *file, GKeyFile *keys, GError **error)
{
	gsize n;
	g_auto(GStrv) groups = g_key_file_get_groups(keys, &n);
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (gsize i = 0; i < n; i++)
		if (!check_group(file, groups[i], error) ||
		    !check_twice(file, groups[i], seen, error) ||
		    !check_keys(file, keys, groups[i], error))
			return FALSE;
	return TRUE;
}

/* ---- what one group asks of another ---- */

/* Stages that the lines of agent/judge/ruling.h may speak of. */
#define RULED (1u << STAGE_CUSTOMER | 1u << STAGE_LOST)
#define RULED_WHY                                                            \
	"who is a customer or lost may be said so, the other stages follow " \
	"from what was written"

gboolean config_check_stage(const char *file, GKeyFile *keys, const char *group,
			    enum stage stage, GError **error)
{
	static const struct {
		const char *key;
		guint stages; /* bits */
		const char *why;
	} rows[] = {
		{ "cadence", ~(1u << STAGE_LOST),
		  "nobody who is lost is named" },
		{ "tags", RULED, RULED_WHY },
		{ "from", RULED, RULED_WHY },
		{ "folders", RULED, RULED_WHY },
		{ "subjects", RULED, RULED_WHY },
		{ "keep-in-touch", 1u << STAGE_ENGAGED | 1u << STAGE_CUSTOMER,
		  "only engaged people and customers are named for silence" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].stages & 1u << stage ||
		    !g_key_file_has_key(keys, group, rows[i].key, NULL))
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] %s would do nothing: %s; delete the "
			    "line",
			    file, group, rows[i].key, rows[i].why);
		return FALSE;
	}
	return TRUE;
}

gboolean config_check_cadence(const char *file, const char *group,
			      const char *name,
			      const struct rule_settings *settings,
			      GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *all = NULL;
	const char *near;

	if (cadence_find(name, settings))
		return TRUE;
	for (gsize i = 0; i < settings->n_cadences; i++)
		g_ptr_array_add(words,
				(char *)(guintptr)settings->cadences[i].name);
	for (const struct cadence *c = cadence_builtin; c->name; c++)
		if (!g_ptr_array_find_with_equal_func(words, c->name,
						      g_str_equal, NULL))
			g_ptr_array_add(words, (char *)(guintptr)c->name);
	g_ptr_array_add(words, NULL);
	near = nearest_word(name, (const char *const *)words->pdata);
	all = g_strjoinv(", ", (char **)words->pdata);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] cadence is '%s', but there is no "
			    "such cadence; did you mean '%s'?",
			    file, group, name, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s': [%s] cadence is '%s', but there are only "
			    "%s; add [cadence %s]",
			    file, group, name, all, name);
	return FALSE;
}
