/* tend log: a touch outside mail. */
#include <string.h>

#include "agent/error.h"
#include "agent/nearest.h"
#include "agent/rules/local_day.h"
#include "agent/rules/words.h"
#include "agent/said/say.h"
#include "agent/said/speech.h"

struct entry {
	enum channel channel;
	enum direction direction;
	gint64 at;
	char *text; /* "" for none */
};

static void fail_channel(const char *typed, GError **error)
{
	const char *words[N_CHANNELS + 1] = { NULL };

	for (int i = 0; i < N_CHANNELS; i++)
		words[i] = channel_name((enum channel)i);
	speech_fail_word("channel", typed, words, error);
}

/* The text may come at once; but what looks like a time has to be one. */
static gboolean check_word(const char *word, GError **error)
{
	static const char *const words[] = { "today",	"yesterday", "monday",
					     "tuesday", "wednesday", "thursday",
					     "friday",	"saturday",  "sunday",
					     NULL };
	const char *near;

	if (strchr(word, ' ') != NULL)
		return TRUE;
	if (g_ascii_isdigit(*word)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is no time; say it like 'yesterday', "
			    "'friday 14:30' or '2026-03-02', and put a text "
			    "in quotes",
			    word);
		return FALSE;
	}
	near = strlen(word) > 4 ? nearest_word(word, words) : NULL;
	if (near == NULL)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is no time; did you mean '%s'? If it is text, put "
		    "'now' before it",
		    word, near);
	return FALSE;
}

/* "14:30", "25:10", "9am": meant as a time of day, whether it is one or not. */
static gboolean is_clock(const char *word)
{
	gsize digits = word ? strspn(word, "0123456789") : 0;

	if (digits == 0 || digits > 2)
		return FALSE;
	word += digits;
	if (*word == ':')
		return word[1] != '\0' &&
		       word[1 + strspn(word + 1, "0123456789")] == '\0';
	return g_ascii_strcasecmp(word, "am") == 0 ||
	       g_ascii_strcasecmp(word, "pm") == 0;
}

static char *join(char **words, guint n)
{
	GString *text = g_string_new(words[0]);

	for (guint i = 1; i < n; i++)
		g_string_append_printf(text, " %s", words[i]);
	return g_string_free(text, FALSE);
}

/* Of what is no time, though it is meant as one. */
static gboolean fail_time(const char *text, const struct when_context *context,
			  GError **error)
{
	g_autoptr(GError) cause = NULL;
	gint64 ignored;

	if (when_parse(text, context, &ignored, &cause))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "%s; if it is text, put 'now' before it", cause->message);
	return FALSE;
}

/*
 * In quotes a text may say anything; but a time that is none would be a call
 * of now that says "yesterday 24:00".
 */
static gboolean check_quoted(const char *quoted,
			     const struct when_context *context, GError **error)
{
	g_autofree char *text = g_strstrip(g_strdup(quoted));
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autofree char *time = NULL;
	guint n = g_strv_length(words), n_time;
	gint64 ignored;

	if (n < 2)
		return TRUE;
	n_time = when_count_words(words, n, context, &ignored);
	if (is_clock(words[n_time]) || (n <= 3 && is_clock(words[n - 1])) ||
	    (n <= 4 && g_ascii_strcasecmp(words[n - 1], "ago") == 0))
		return fail_time(text, context, error);
	if (n_time == 0 || g_ascii_strcasecmp(words[0], "now") == 0)
		return TRUE;
	time = join(words, n_time);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' begins with a time: say '%s' and put quotes around "
		    "what follows, or put 'now' before it all",
		    text, time);
	return FALSE;
}

/* "friday 25:10" is no text "25:10" of friday's. */
static gboolean check_rest(const struct call *call, int first, int n,
			   const struct when_context *context, GError **error)
{
	char **rest = call->argv + first + n;
	int at = *rest != NULL && g_ascii_strcasecmp(*rest, "at") == 0;
	g_autofree char *text = NULL;

	if (*rest == NULL || !is_clock(rest[at]))
		return TRUE;
	text = join(call->argv + first, (guint)(n + at + 1));
	return fail_time(text, context, error);
}

/* As many of the words as are a time; *n_out is 0 when none is. */
static gboolean read_when(const struct speech *speech, int first,
			  gint64 *at_out, int *n_out, GError **error)
{
	const struct call *call = speech->call;
	struct when_context context;
	int n;

	speech_when(speech, WHEN_BACK, &context);
	*n_out = 0;
	*at_out = speech->now;
	if (first >= call->argc)
		return TRUE;
	n = (int)when_count_words(
	    call->argv + first, (guint)(call->argc - first), &context, at_out);
	*n_out = n;
	if (n > 0)
		return check_rest(call, first, n, &context, error);
	*at_out = speech->now;
	return check_quoted(call->argv[first], &context, error) &&
	       check_word(call->argv[first], error);
}

static gboolean check_past(const struct speech *speech,
			   const struct entry *entry, GError **error)
{
	GTimeZone *zone = speech->config->zone;
	g_autofree char *date = NULL;

	if (entry->at <= speech->now)
		return TRUE;
	date = local_day(entry->at, zone) == local_day(speech->now, zone)
		   ? when_date_time(entry->at, zone)
		   : when_date(entry->at, zone);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "%s is still to come; log what has been, and use 'tend "
		    "snooze' for what is to be",
		    date);
	return FALSE;
}

static gboolean read_direction(const struct call *call, struct entry *entry,
			       GError **error)
{
	int n = call_has(call, "in") + call_has(call, "out") +
		call_has(call, "both");

	if (n > 1) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "give one of --in, --out and --both");
		return FALSE;
	}
	entry->direction = call_has(call, "in")	   ? DIRECTION_IN
			   : call_has(call, "out") ? DIRECTION_OUT
			   : call_has(call, "both")
			       ? DIRECTION_BOTH
			       : say_log_usual(entry->channel);
	return TRUE;
}

static gboolean read_entry(const struct speech *speech, struct entry *entry,
			   GError **error)
{
	int n;

	if (!read_when(speech, 2, &entry->at, &n, error) ||
	    !check_past(speech, entry, error))
		return FALSE;
	entry->text = speech_rest(speech, 2 + n);
	if (entry->text == NULL)
		entry->text = g_strdup("");
	return TRUE;
}

static gboolean say(struct speech *speech, const struct entry *entry,
		    GError **error)
{
	struct call *call = speech->call;
	g_autofree char *word = say_log_word(entry->channel, entry->direction);

	return speech_find_or_make(speech, call->argv[0], call_has(call, "new"),
				   error) &&
	       speech_say_at(speech, "log", entry->at, word, entry->text,
			     error) &&
	       speech_end(speech, error);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = NULL;
	struct entry entry = { .text = NULL };
	g_autofree char *text = NULL, *date = NULL;

	if (!channel_parse(call->argv[1], &entry.channel)) {
		fail_channel(call->argv[1], error);
		return COMMAND_FAILED;
	}
	if (!read_direction(call, &entry, error))
		return COMMAND_FAILED;
	speech = speech_new(call, error);
	if (!speech || !read_entry(speech, &entry, error))
		return COMMAND_FAILED;
	text = entry.text;
	if (!say(speech, &entry, error))
		return COMMAND_FAILED;
	date = when_date(entry.at, call->config->zone);
	speech_tell(speech, "%s %s on %s", channel_name(entry.channel),
		    direction_name(entry.direction), date);
	return 0;
}

static const struct option options[] = {
	{ "in", 0, NULL, "they came to you" },
	{ "out", 0, NULL, "you came to them, and got no word" },
	{ "both", 0, NULL, "you talked" },
	{ "new", 0, NULL, "somebody whom tend does not know" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_log = {
	.name = "log",
	.summary = "keep a call, a meeting, a letter as a touch",
	.arguments = "CONTACT CHANNEL [WHEN] [TEXT]",
	.example = "tend log ann call yesterday 'left a voicemail' --out",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = run,
};
