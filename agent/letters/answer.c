/* Read the user's answer to a digest or a report. */
#include "agent/letters/answer.h"

#include <string.h>

#include "agent/letters/answer_words.h"
#include "agent/nearest.h"
#include "agent/when.h"

struct reader {
	gint64 at;
	GTimeZone *zone;
	const struct answer_words *words; /* of the line */
	guint i;			  /* the next of them */
	guint last;	   /* the number read last, 0: it was a range */
	gboolean last_new; /* and the list has it from there */
	gboolean closed;   /* the line before was polite, behind a command */
	struct answer *answer;
};

/* Reads what follows a verb and its positions; FALSE when problem is set. */
typedef gboolean (*read_func)(struct reader *reader,
			      struct answer_command *command);

static gboolean read_nothing(struct reader *reader,
			     struct answer_command *command);
static gboolean read_until(struct reader *reader,
			   struct answer_command *command);
static gboolean read_reason(struct reader *reader,
			    struct answer_command *command);
static gboolean read_log(struct reader *reader, struct answer_command *command);
static gboolean read_stage(struct reader *reader,
			   struct answer_command *command);

/* All that an answer can do. */
static const struct verb {
	const char *word;
	read_func read;
	gboolean all;	/* it may be said of all */
	gboolean after; /* or stand behind its numbers: "2 done" */
	const char *example;
} verbs[] = {
	[ANSWER_DONE] = { "done", read_nothing, TRUE, TRUE, "done 2" },
	[ANSWER_CLOSE] = { "close", read_nothing, TRUE, TRUE,
			   "close all but 3" },
	[ANSWER_SNOOZE] = { "snooze", read_until, TRUE, TRUE, "snooze 3 2w" },
	[ANSWER_MUTE] = { "mute", read_nothing, FALSE, TRUE, "mute 5" },
	[ANSWER_NO] = { "no", read_reason, FALSE, FALSE, "no 4" },
	[ANSWER_LOG] = { "log", read_log, FALSE, FALSE, "log 1 call" },
	[ANSWER_STAGE] = { "stage", read_stage, FALSE, FALSE,
			   "stage 6 customer" },
	[ANSWER_TRACK] = { "track", read_nothing, TRUE, TRUE, "track 1 2" },
};

G_STATIC_ASSERT(G_N_ELEMENTS(verbs) == N_ANSWER_VERBS);

const char *answer_verb_name(enum answer_verb verb)
{
	return verbs[verb].word;
}

static void command_free(gpointer data)
{
	struct answer_command *command = data;

	g_array_unref(command->positions);
	g_free(command->text);
	g_free(command->problem);
	g_free(command);
}

void answer_free(struct answer *answer)
{
	if (!answer)
		return;
	g_ptr_array_unref(answer->commands);
	g_free(answer->rest);
	g_free(answer);
}

/* ---- words ---- */

static const char *peek(const struct reader *reader, guint ahead)
{
	return answer_words_get(reader->words, reader->i + ahead);
}

static gboolean peek_is(const struct reader *reader, guint ahead,
			const char *word)
{
	return g_strcmp0(peek(reader, ahead), word) == 0;
}

/* Whether so many words on a verb begins a command, spelt as it should be. */
static gboolean begins_command(const struct reader *reader, guint ahead)
{
	const char *word = peek(reader, ahead);
	guint from, to;

	for (gsize i = 0; word && i < N_ANSWER_VERBS; i++)
		if (g_str_equal(word, verbs[i].word))
			return answer_words_range(peek(reader, ahead + 1),
						  &from, &to) ||
			       (verbs[i].all &&
				peek_is(reader, ahead + 1, "all"));
	return FALSE;
}

/*
 * One mistake at most, and the first letter right or in its neighbour's place:
 * else "one 2" would be "done 2", and "on 4" a no.
 */
static gboolean find_verb(const char *word, enum answer_verb *verb_out)
{
	const char *words[N_ANSWER_VERBS + 1] = { NULL };
	const char *meant;

	if (!word)
		return FALSE;
	for (gsize i = 0; i < N_ANSWER_VERBS; i++)
		words[i] = verbs[i].word;
	meant = nearest_sure(word, words);
	for (gsize i = 0; meant && i < N_ANSWER_VERBS; i++) {
		if (meant != words[i])
			continue;
		*verb_out = (enum answer_verb)i;
		if (g_str_equal(word, meant))
			return TRUE;
		return strlen(meant) > 2 && strlen(word) > 2 &&
		       (word[0] == meant[0] ||
			(word[0] == meant[1] && word[1] == meant[0]));
	}
	return FALSE;
}

static gboolean is_joint(const char *word)
{
	static const char *const joints[] = { ",", ";",	   "and", "&",
					      "+", "then", "also" };

	for (gsize i = 0; word && i < G_N_ELEMENTS(joints); i++)
		if (g_str_equal(word, joints[i]))
			return TRUE;
	return FALSE;
}

static void skip_joints(struct reader *reader)
{
	while (is_joint(peek(reader, 0)) || answer_is_filler(peek(reader, 0)))
		reader->i++;
}

/*
 * How many words from here on belong to this command: up to a ";", or to
 * another command.
 */
static guint count_rest(const struct reader *reader)
{
	guint n = 0;

	while (peek(reader, n) && !peek_is(reader, n, ";") &&
	       !begins_command(reader, n)) {
		if (is_joint(peek(reader, n)) && begins_command(reader, n + 1))
			break;
		n++;
	}
	return n;
}

/* ---- numbers ---- */

/* FALSE: it was there already. */
static gboolean add_position(struct answer_command *command, guint position)
{
	for (guint i = 0; i < command->positions->len; i++)
		if (g_array_index(command->positions, guint, i) == position)
			return FALSE;
	if (command->positions->len == ANSWER_POSITIONS_MAX)
		return FALSE;
	g_array_append_val(command->positions, position);
	return TRUE;
}

/* "1", "1-3", "1, 2 and 4", "numbers 1 & 2" */
static guint read_numbers(struct reader *reader, struct answer_command *command)
{
	guint n = 0, from, to;

	while (peek_is(reader, 0, "number") || peek_is(reader, 0, "numbers") ||
	       peek_is(reader, 0, "the") || peek_is(reader, 0, "for"))
		reader->i++;
	for (;;) {
		guint ahead = 0;

		while (n && is_joint(peek(reader, ahead)) &&
		       !peek_is(reader, ahead, ";"))
			ahead++;
		if (!answer_words_range(peek(reader, ahead), &from, &to))
			return n;
		reader->i += ahead + 1;
		reader->last = from == to ? from : 0;
		for (guint i = from; i <= to && n <= ANSWER_POSITIONS_MAX;
		     i++, n++)
			reader->last_new = add_position(command, i);
	}
}

static gboolean read_positions(struct reader *reader,
			       struct answer_command *command)
{
	static const char *const buts[] = { "but", "except", "without",
					    "besides" };
	const struct verb *verb = &verbs[command->verb];

	if (!peek_is(reader, 0, "all")) {
		if (read_numbers(reader, command))
			return TRUE;
		command->problem =
		    g_strdup_printf("'%s' needs a number: say it like '%s'",
				    verb->word, verb->example);
		return FALSE;
	}
	if (!verb->all) {
		command->problem =
		    g_strdup_printf("'%s all' is too much at once: name the "
				    "numbers, like '%s'",
				    verb->word, verb->example);
		return FALSE;
	}
	reader->i++;
	command->all = TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(buts); i++) {
		if (!peek_is(reader, 0, buts[i]))
			continue;
		reader->i++;
		if (read_numbers(reader, command))
			return TRUE;
		command->problem = g_strdup_printf(
		    "'%s all %s' needs a number: say it like '%s all but 3'",
		    verb->word, buts[i], verb->word);
		return FALSE;
	}
	return TRUE;
}

/* ---- what follows them ---- */

/* Which of several lines it was, its number tells. */
static void lack(struct answer_command *command, const char *what,
		 const char *examples)
{
	g_autofree char *number =
	    command->all
		? g_strdup("all")
		: g_strdup_printf("%u",
				  g_array_index(command->positions, guint, 0));

	command->problem =
	    g_strdup_printf("'%s %s' needs a %s: say it like %s",
			    verbs[command->verb].word, number, what, examples);
}

static gboolean read_nothing(struct reader *reader,
			     struct answer_command *command)
{
	(void)reader;
	(void)command;
	return TRUE;
}

/* "until friday", "for 2 weeks" */
static gboolean is_preposition(const char *word)
{
	static const char *const words[] = { "until", "till", "til",
					     "to",    "for",  "by" };

	for (gsize i = 0; word && i < G_N_ELEMENTS(words); i++)
		if (g_str_equal(word, words[i]))
			return TRUE;
	return FALSE;
}

/*
 * "snooze 3 1 dec": the last number is a part of the time, if what follows is
 * none by itself.
 */
static gboolean parse_until(const struct reader *reader,
			    struct answer_command *command, const char *rest,
			    const struct when_context *context, GError **error)
{
	guint left = command->positions->len - (guint)reader->last_new;
	g_autofree char *longer = NULL;

	if (when_parse(rest, context, &command->at, error))
		return TRUE;
	if (command->all || left == 0 || reader->last == 0)
		return FALSE;
	longer = g_strdup_printf("%u %s", reader->last, rest);
	if (!when_parse(longer, context, &command->at, NULL))
		return FALSE;
	g_array_set_size(command->positions, left);
	g_clear_error(error);
	return TRUE;
}

static gboolean read_until(struct reader *reader,
			   struct answer_command *command)
{
	g_autoptr(GError) failed = NULL;
	g_autofree char *rest = NULL;
	struct when_context context;
	guint n;

	while (is_preposition(peek(reader, 0)))
		reader->i++;
	n = count_rest(reader);
	while (n && (is_joint(peek(reader, n - 1)) ||
		     answer_is_filler(peek(reader, n - 1))))
		n--;
	if (n == 0) {
		lack(command, "day", "'snooze 3 2w' or 'snooze 3 friday'");
		return FALSE;
	}
	rest = answer_words_join(reader->words, reader->i, n, TRUE);
	reader->i += n;
	when_typed(reader->at, reader->zone, WHEN_AHEAD, &context);
	if (!parse_until(reader, command, rest, &context, &failed))
		command->problem = g_strdup(failed->message);
	else if (command->at <= reader->at)
		command->problem =
		    g_strdup_printf("'%s' is over; name a day to come, such "
				    "as 'friday' or '2w'",
				    rest);
	return !command->problem;
}

/* "no 4: not this year"; words alone may be a sentence: "No 2 is fine". */
static gboolean read_reason(struct reader *reader,
			    struct answer_command *command)
{
	guint n;

	if (!answer_words_has_colon(reader->words, reader->i))
		return TRUE;
	n = count_rest(reader);
	g_free(command->text);
	command->text = answer_words_join(reader->words, reader->i, n, FALSE);
	reader->i += n;
	return TRUE;
}

/* A call that nobody took is the user's alone, whatever a call usually is. */
static gboolean is_in_vain(const char *text)
{
	static const char *const phrases[] = {
		"left a message", "left message",  "left a voice",
		"left voice",	  "voicemail",	   "voice mail",
		"no answer",	  "not answered",  "did not answer",
		"didn't answer",  "did not reach", "didn't reach",
		"not reached",	  "nobody there",
	};
	g_autofree char *lower = g_utf8_strdown(text, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (strstr(lower, phrases[i]))
			return TRUE;
	return FALSE;
}

static gboolean read_direction(struct reader *reader,
			       struct answer_command *command)
{
	static const struct {
		const char *word;
		enum direction direction;
	} words[] = {
		{ "--out", DIRECTION_OUT },
		{ "--in", DIRECTION_IN },
		{ "--both", DIRECTION_BOTH },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (!peek_is(reader, 0, words[i].word))
			continue;
		reader->i++;
		command->direction = words[i].direction;
		return TRUE;
	}
	return FALSE;
}

static gboolean read_channel(struct reader *reader,
			     struct answer_command *command)
{
	const char *words[N_CHANNELS + 1] = { NULL };
	const char *typed = peek(reader, 0), *meant;

	for (int i = 0; i < N_CHANNELS; i++)
		words[i] = channel_name((enum channel)i);
	meant = typed ? nearest_sure(typed, words) : NULL;
	if (meant && channel_parse(meant, &command->channel)) {
		reader->i++;
		return TRUE;
	}
	if (!typed)
		lack(command, "channel", "'log 1 call' or 'log 1 meeting'");
	else
		command->problem =
		    g_strdup_printf("'%s' is no channel: say it like 'log 1 "
				    "call' or 'log 1 meeting'",
				    typed);
	return FALSE;
}

static gboolean read_log(struct reader *reader, struct answer_command *command)
{
	struct when_context context;
	g_auto(GStrv) rest = NULL;
	gboolean said;
	guint n, n_time;

	if (!read_channel(reader, command))
		return FALSE;
	said = read_direction(reader, command);
	n = count_rest(reader);
	rest = answer_words_list(reader->words, reader->i, n);
	when_typed(reader->at, reader->zone, WHEN_BACK, &context);
	n_time = when_count_words(rest, n, &context, &command->at);
	if (n_time == 0)
		command->at = reader->at;
	g_free(command->text);
	command->text = answer_words_join(reader->words, reader->i + n_time,
					  n - n_time, FALSE);
	reader->i += n;
	if (!said)
		command->direction = command->channel == CHANNEL_CALL &&
					     is_in_vain(command->text)
					 ? DIRECTION_OUT
					 : DIRECTION_NONE;
	if (command->at > reader->at)
		command->problem =
		    g_strdup("that is still to come; log what has been, and "
			     "snooze what is to be");
	return !command->problem;
}

/* Nobody is given up by a typing error. */
static gboolean read_stage(struct reader *reader,
			   struct answer_command *command)
{
	static const char *const words[] = { "lead", "contacted", "engaged",
					     "customer", NULL };
	const char *typed, *meant;

	while (peek_is(reader, 0, "to") || peek_is(reader, 0, "as"))
		reader->i++;
	typed = peek(reader, 0);
	meant = typed ? nearest_sure(typed, words) : NULL;

	if (typed && stage_parse(typed, &command->stage)) {
		reader->i++;
		return TRUE;
	}
	if (meant && stage_parse(meant, &command->stage)) {
		reader->i++;
		return TRUE;
	}
	if (!typed)
		lack(command, "stage", "'stage 6 customer'");
	else
		command->problem =
		    g_strdup_printf("'%s' is no stage: it is one of lead, "
				    "contacted, engaged, customer and lost",
				    typed);
	return FALSE;
}

/* ---- lines ---- */

static struct answer_command *command_new(struct reader *reader,
					  enum answer_verb verb)
{
	struct answer_command *command = g_new0(struct answer_command, 1);

	command->verb = verb;
	command->at = reader->at;
	command->positions = g_array_new(FALSE, FALSE, sizeof(guint));
	command->text = g_strdup("");
	g_ptr_array_add(reader->answer->commands, command);
	return command;
}

/* What nobody understands is passed over, up to where another may begin. */
static void pass_over(struct reader *reader, struct answer_command *command,
		      guint from)
{
	reader->i += count_rest(reader);
	if (!command->problem) {
		g_autofree char *all = answer_words_join(
		    reader->words, from, reader->i - from, FALSE);

		command->problem = g_strdup_printf(
		    "'%s' has a word too many: say it like '%s'", all,
		    verbs[command->verb].example);
	}
}

/* Whether nothing follows but another command, or politeness. */
static gboolean is_over(const struct reader *reader)
{
	enum answer_verb ignored;
	guint n = 0;

	while (!peek_is(reader, n, ";") &&
	       (is_joint(peek(reader, n)) || answer_is_filler(peek(reader, n))))
		n++;
	return !peek(reader, n) || peek_is(reader, n, ";") ||
	       begins_command(reader, n) ||
	       (n && find_verb(peek(reader, n), &ignored));
}

/* "done 2", and "2 done"; FALSE: no command begins here. */
static gboolean read_command(struct reader *reader)
{
	guint from = reader->i, numbers = 0, low, high;
	struct answer_command *command;
	enum answer_verb verb;

	if (find_verb(peek(reader, 0), &verb)) {
		reader->i++;
		command = command_new(reader, verb);
	} else {
		while (answer_words_range(peek(reader, numbers), &low, &high) ||
		       (numbers && is_joint(peek(reader, numbers)) &&
			!peek_is(reader, numbers, ";")))
			numbers++;
		if (numbers == 0 || !find_verb(peek(reader, numbers), &verb) ||
		    !verbs[verb].after ||
		    !g_str_equal(peek(reader, numbers), verbs[verb].word))
			return FALSE;
		command = command_new(reader, verb);
		read_numbers(reader, command);
		reader->i = from + numbers + 1;
	}
	if ((!numbers && !read_positions(reader, command)) ||
	    !verbs[verb].read(reader, command) || !is_over(reader))
		pass_over(reader, command, from);
	skip_joints(reader);
	return TRUE;
}

static gboolean is_full(const struct reader *reader)
{
	return reader->answer->commands->len >= ANSWER_COMMANDS_MAX;
}

/* "Max Muster" under "Best regards": few words, and no number. */
static gboolean is_name(const struct reader *reader)
{
	guint n = answer_words_count(reader->words);

	for (guint i = 0; i < n; i++)
		if (strpbrk(peek(reader, i), "0123456789"))
			return FALSE;
	return n <= 4;
}

/*
 * FALSE: the reading ends with this line.  "Hello Max," comes before commands,
 * "Thanks, Max" after them; anything else is none of ours, and said.
 */
static gboolean read_line(struct reader *reader, const char *line)
{
	g_autoptr(answer_words) words = answer_words_new(line);
	gboolean polite;

	reader->words = words;
	reader->i = 0;
	if (answer_is_end(words))
		return FALSE;
	/* Not by the mark of a list. */
	polite =
	    answer_is_filler(peek(reader, 0)) && strlen(peek(reader, 0)) > 1;
	skip_joints(reader);
	while (peek(reader, 0) && !is_full(reader) && read_command(reader))
		polite = FALSE;
	if (!peek(reader, 0)) {
		reader->closed = reader->i
				     ? polite && reader->answer->commands->len
				     : reader->closed;
		return TRUE;
	}
	if (reader->closed && is_name(reader))
		return FALSE;
	if (polite)
		return reader->answer->commands->len == 0;
	reader->answer->rest = answer_words_join(
	    words, reader->i, answer_words_count(words) - reader->i, FALSE);
	return FALSE;
}

struct answer *answer_read(const char *text, gint64 at, GTimeZone *zone)
{
	gsize length = strnlen(text, ANSWER_TEXT_MAX);
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
	struct answer *answer = g_new0(struct answer, 1);
	struct reader reader = { .at = at, .zone = zone, .answer = answer };

	answer->commands = g_ptr_array_new_with_free_func(command_free);
	for (char *line = valid, *end; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		if (!read_line(&reader, line))
			break;
	}
	return answer;
}
