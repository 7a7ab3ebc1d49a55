/* tend tag: give somebody tags, and take them away. */
#include <string.h>

#include "agent/error.h"
#include "agent/said/speech.h"

/* What a query can ask for: a word without spaces. */
static gboolean is_tag(const char *tag)
{
	g_autofree gunichar *chars = g_utf8_to_ucs4(tag, -1, NULL, NULL, NULL);

	if (chars == NULL || !g_unichar_isalnum(chars[0]))
		return FALSE;
	for (const gunichar *c = chars; *c != 0; c++)
		if (!g_unichar_isalnum(*c) &&
		    (*c > 0x7f || strchr("-_./", (int)*c) == NULL))
			return FALSE;
	return TRUE;
}

static gboolean check_tag(const char *word, GError **error)
{
	if (is_tag(word + (*word == '+' || *word == '-')))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is no tag; one is a word of letters, digits, '-', "
		    "'_', '.' and '/', such as '+acme' or '-acme'",
		    word);
	return FALSE;
}

/* The tags of somebody before, as a set. */
static GHashTable *tags_before(const struct speech *speech)
{
	const struct store_person *person = speech->before;
	g_auto(GStrv) words = g_strsplit(person ? person->tags : "", " ", -1);
	GHashTable *tags =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (char **word = words; *word; word++)
		if (**word)
			g_hash_table_add(tags, g_strdup(*word));
	return tags;
}

/* What is so already is not said again; a tag also tracks whom it is given. */
static gboolean say_tag(struct speech *speech, GHashTable *tags,
			const char *word, GError **error)
{
	gboolean off = *word == '-';
	const char *tag = word + (*word == '+' || off);
	g_autofree char *lower = g_utf8_strdown(tag, -1);
	gboolean has = g_hash_table_contains(tags, lower);
	gboolean tracked = speech->before && speech->before->tracked;

	if (off ? !has : has && tracked)
		return TRUE;
	if (!speech_say(speech, off ? "untag" : "tag", lower, "", error))
		return FALSE;
	if (off)
		g_hash_table_remove(tags, lower);
	else
		g_hash_table_add(tags, g_steal_pointer(&lower));
	return TRUE;
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = NULL;
	g_autoptr(GHashTable) set = NULL;
	g_autofree char *tags = NULL;

	for (int i = 1; i < call->argc; i++)
		if (!check_tag(call->argv[i], error))
			return COMMAND_FAILED;
	speech = speech_new(call, error);
	if (!speech || !speech_find(speech, call->argv[0], error))
		return COMMAND_FAILED;
	set = tags_before(speech);
	for (int i = 1; i < call->argc; i++)
		if (!say_tag(speech, set, call->argv[i], error))
			return COMMAND_FAILED;
	if (!speech_end(speech, error))
		return COMMAND_FAILED;
	tags = g_strstrip(g_strdup(speech->after ? speech->after->tags : ""));
	speech_tell(speech, "%s%s%s",
		    speech->batch ? "" : "nothing has changed, ",
		    *tags ? "tagged " : "no tags", tags);
	return 0;
}

/* "-cold" takes a tag away; "-h" still helps. */
static gboolean takes_away(const char *word)
{
	return word[1] != '-' && word[2] != '\0';
}

const struct command command_tag = {
	.name = "tag",
	.summary = "give somebody tags, or take them away",
	.arguments = "CONTACT [+]TAG|-TAG...",
	.example = "tend tag ann acme -cold",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = COMMAND_ANY,
	.minus = takes_away,
	.json = TRUE,
	.run = run,
};
