/* Do what the user answered. */
#include "agent/post/answer_act.h"

#include "agent/rules/local_day.h"
#include "agent/safe.h"
#include "agent/said/hear.h"
#include "agent/said/say.h"
#include "store/address.h"
#include "store/digest.h"
#include "store/message.h"
#include "store/saying.h"
#include "store/verdict.h"

/* What is quoted of a line that nobody understands. */
#define QUOTED 60

struct act {
	const struct answer_deed *deed;
	GPtrArray *items; /* struct store_digest_item */
	gint64 batch;	  /* 0: nothing was said yet */
	GString *outcome;
};

typedef gboolean (*act_func)(struct act *act,
			     const struct store_digest_item *item,
			     const struct answer_command *command,
			     GString *line, GError **error);

/* ---- what is told ---- */

static void tell_line(struct act *act, const char *line)
{
	if (act->outcome->len)
		g_string_append_c(act->outcome, '\n');
	g_string_append(act->outcome, line);
}

/* "Fri 4 Dec", with a year that is not this one. */
static char *short_date(const struct act *act, gint64 at)
{
	GTimeZone *zone = act->deed->config->zone;
	gint32 day = local_day(at, zone), year, this_year;
	guint month, of_month, ignored;

	local_day_to_date(day, &year, &month, &of_month);
	local_day_to_date(local_day(act->deed->now, zone), &this_year, &ignored,
			  &ignored);
	if (year == this_year)
		return g_strdup_printf(
		    "%.3s %u %.3s", local_weekday_name(local_day_weekday(day)),
		    of_month, local_month_name(month));
	return g_strdup_printf("%.3s %u %.3s %d",
			       local_weekday_name(local_day_weekday(day)),
			       of_month, local_month_name(month), year);
}

static const char *letter_name(const struct act *act)
{
	return act->deed->letter->template;
}

static void tell_absent(struct act *act, guint position)
{
	const struct store_digest_item *last;
	g_autofree char *line = NULL;

	if (act->items->len == 0) {
		line = g_strdup_printf("there is no %u in that %s any more",
				       position, letter_name(act));
	} else {
		last = act->items->pdata[act->items->len - 1];
		line =
		    g_strdup_printf("there is no %u in that %s: it had 1 "
				    "to %" G_GINT64_FORMAT,
				    position, letter_name(act), last->position);
	}
	tell_line(act, line);
}

/* ---- what is said ---- */

static gboolean say(struct act *act, const struct store_digest_item *item,
		    const char *verb, gint64 at, const char *word,
		    const char *text, GError **error)
{
	struct store *store = act->deed->store;
	struct store_saying saying = {
		.said_at = act->deed->now,
		.at = at,
		.verb = verb,
		.address = item->address,
		.word = word,
		.text = text,
	};
	gint64 ignored;

	if (!act->batch && !store_saying_new_batch(store, &act->batch, error))
		return FALSE;
	saying.batch = act->batch;
	return store_saying_add(store, &saying, &ignored, error);
}

static gboolean find_person(struct act *act,
			    const struct store_digest_item *item,
			    gint64 *person_id_out, GError **error)
{
	g_autoptr(store_address) address = NULL;

	if (!store_address_find(act->deed->store, item->address, &address,
				error))
		return FALSE;
	*person_id_out = address ? address->person_id : 0;
	return TRUE;
}

/* The verdict that the line was made of, if it stands. */
static gboolean find_verdict(struct act *act,
			     const struct store_digest_item *item,
			     struct store_verdict **verdict_out, GError **error)
{
	g_autoptr(GPtrArray) verdicts = NULL;
	gint64 person_id;

	*verdict_out = NULL;
	if (!find_person(act, item, &person_id, error))
		return FALSE;
	if (!person_id)
		return TRUE;
	verdicts =
	    store_verdict_list_by_person(act->deed->store, person_id, error);
	for (guint i = 0; verdicts && i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];

		if (verdict->source == item->source) {
			*verdict_out = g_ptr_array_steal_index(verdicts, i);
			break;
		}
	}
	return verdicts != NULL;
}

/* What settles this line, as `tend done` would. */
static gboolean say_done(struct act *act, const struct store_digest_item *item,
			 GError **error)
{
	enum reason reason = (enum reason)item->reason;
	g_autoptr(store_verdict) verdict = NULL;
	g_autoptr(store_message) message = NULL;
	g_autofree char *text = hear_done_text((enum reason)item->reason,
					       item->subject, item->sentence);
	const char *mid = "";
	gint64 conversation_id = 0;

	if (!find_verdict(act, item, &verdict, error) ||
	    (!verdict && item->source > 0 &&
	     !store_message_find(act->deed->store, item->source, &message,
				 error)))
		return FALSE;
	if (verdict) {
		reason = (enum reason)verdict->reason;
		mid = verdict->mid;
		conversation_id = verdict->conversation_id;
	} else if (message && reason != REASON_QUIET) {
		mid = message->mid;
		conversation_id = message->conversation_id;
	}
	return say(act, item, "done", act->deed->at,
		   hear_done_word(reason, mid, conversation_id), text, error);
}

static gboolean act_done(struct act *act, const struct store_digest_item *item,
			 const struct answer_command *command, GString *line,
			 GError **error)
{
	g_string_append(line,
			command->verb == ANSWER_CLOSE ? "closed" : "done");
	return say_done(act, item, error);
}

static gboolean act_snooze(struct act *act,
			   const struct store_digest_item *item,
			   const struct answer_command *command, GString *line,
			   GError **error)
{
	g_autofree char *date = short_date(act, command->at);

	g_string_append_printf(line, "snoozed until %s", date);
	return say(act, item, "snooze", command->at, "", "", error);
}

static gboolean act_mute(struct act *act, const struct store_digest_item *item,
			 const struct answer_command *command, GString *line,
			 GError **error)
{
	gint64 person_id;
	gboolean muted;

	(void)command;
	if (!find_person(act, item, &person_id, error) ||
	    !hear_is_muted(act->deed->store, person_id, &muted, error))
		return FALSE;
	g_string_append(line, muted ? "muted already" : "muted");
	return muted || say(act, item, "mute", act->deed->at, "", "", error);
}

static gboolean act_no(struct act *act, const struct store_digest_item *item,
		       const struct answer_command *command, GString *line,
		       GError **error)
{
	g_string_append(line, "a no was counted");
	return say(act, item, "no", act->deed->at, "", command->text, error);
}

static gboolean act_log(struct act *act, const struct store_digest_item *item,
			const struct answer_command *command, GString *line,
			GError **error)
{
	enum direction direction = command->direction == DIRECTION_NONE
				       ? say_log_usual(command->channel)
				       : command->direction;
	g_autofree char *word = say_log_word(command->channel, direction);
	g_autofree char *date = short_date(act, command->at);

	g_string_append_printf(line, "%s of %s kept",
			       channel_name(command->channel), date);
	if (direction == DIRECTION_OUT)
		g_string_append(line, ", as yours alone");
	if (direction == DIRECTION_IN)
		g_string_append(line, ", as theirs");
	return say(act, item, "log", command->at, word, command->text, error);
}

static gboolean act_stage(struct act *act, const struct store_digest_item *item,
			  const struct answer_command *command, GString *line,
			  GError **error)
{
	const char *stage = stage_name(command->stage);

	g_string_append_printf(line, "stage %s", stage);
	return say(act, item, "stage", act->deed->at, stage, "", error);
}

static gboolean act_track(struct act *act, const struct store_digest_item *item,
			  const struct answer_command *command, GString *line,
			  GError **error)
{
	(void)command;
	g_string_append(line, "tracked");
	return say(act, item, "track", act->deed->at, "", "", error);
}

/* ---- of whom ---- */

static const struct {
	act_func func;
	const char *list; /* of a report, what "all" means */
} acts[] = {
	[ANSWER_DONE] = { act_done, "close" },
	[ANSWER_CLOSE] = { act_done, "close" },
	[ANSWER_SNOOZE] = { act_snooze, "close" },
	[ANSWER_MUTE] = { act_mute, NULL },
	[ANSWER_NO] = { act_no, NULL },
	[ANSWER_LOG] = { act_log, NULL },
	[ANSWER_STAGE] = { act_stage, NULL },
	[ANSWER_TRACK] = { act_track, "track" },
};

G_STATIC_ASSERT(G_N_ELEMENTS(acts) == N_ANSWER_VERBS);

static const struct store_digest_item *find_item(const struct act *act,
						 guint position)
{
	for (guint i = 0; i < act->items->len; i++) {
		const struct store_digest_item *item = act->items->pdata[i];

		if (item->position == position)
			return item;
	}
	return NULL;
}

static gboolean act_on(struct act *act, const struct answer_command *command,
		       guint position, GError **error)
{
	const struct store_digest_item *item = find_item(act, position);
	g_autofree char *name = NULL;
	g_autoptr(GString) line = NULL;

	if (!item) {
		tell_absent(act, position);
		return TRUE;
	}
	name = safe_header(*item->name ? item->name : item->address);
	line = g_string_new(NULL);
	g_string_printf(line, "%u %s: ", position, name);
	if (!acts[command->verb].func(act, item, command, line, error))
		return FALSE;
	tell_line(act, line->str);
	return TRUE;
}

static gboolean is_named(const struct answer_command *command, gint64 position)
{
	for (guint i = 0; i < command->positions->len; i++)
		if (g_array_index(command->positions, guint, i) == position)
			return TRUE;
	return FALSE;
}

/* "all but 9", where there is no 9, is more than was meant. */
static gboolean check_exceptions(struct act *act,
				 const struct answer_command *command)
{
	for (guint i = 0; i < command->positions->len; i++) {
		guint position = g_array_index(command->positions, guint, i);

		if (!find_item(act, position)) {
			tell_absent(act, position);
			return FALSE;
		}
	}
	return TRUE;
}

static gboolean act_on_all(struct act *act,
			   const struct answer_command *command, GError **error)
{
	gboolean report = g_str_equal(letter_name(act), "report");
	g_autoptr(GArray) list = NULL;

	if (!check_exceptions(act, command))
		return TRUE;
	list = store_digest_list_positions(
	    act->deed->store, act->deed->letter->outbox_id,
	    report ? acts[command->verb].list : "", error);
	for (guint i = 0; list && i < list->len; i++) {
		gint64 position = g_array_index(list, gint64, i);

		if (!is_named(command, position) &&
		    !act_on(act, command, (guint)position, error))
			return FALSE;
	}
	return list != NULL;
}

static gboolean act_command(struct act *act,
			    const struct answer_command *command,
			    GError **error)
{
	if (command->problem) {
		g_autofree char *line = safe_header(command->problem);

		tell_line(act, line);
		return TRUE;
	}
	if (command->all)
		return act_on_all(act, command, error);
	for (guint i = 0; i < command->positions->len; i++)
		if (!act_on(act, command,
			    g_array_index(command->positions, guint, i), error))
			return FALSE;
	return TRUE;
}

static void tell_rest(struct act *act, const struct answer *answer)
{
	g_autofree char *safe = NULL, *cut = NULL, *line = NULL;

	if (!answer->rest) {
		if (!act->outcome->len)
			tell_line(act, "there was nothing in it to do: say it "
				       "like 'done 2'");
		return;
	}
	safe = safe_header(answer->rest);
	cut = g_utf8_substring(safe, 0, MIN(g_utf8_strlen(safe, -1), QUOTED));
	line = g_strdup_printf("'%s' was not understood, and nothing after "
			       "it was read",
			       cut);
	tell_line(act, line);
}

gboolean answer_act(const struct answer_deed *deed, const struct answer *answer,
		    gint64 *batch_out, char **outcome_out, GError **error)
{
	g_autoptr(GPtrArray) items = store_digest_list_items(
	    deed->store, deed->letter->outbox_id, error);
	g_autoptr(GString) outcome = g_string_new(NULL);
	struct act act = { .deed = deed, .items = items, .outcome = outcome };

	if (!items)
		return FALSE;
	for (guint i = 0; i < answer->commands->len; i++)
		if (!act_command(&act, answer->commands->pdata[i], error))
			return FALSE;
	tell_rest(&act, answer);
	*batch_out = act.batch;
	*outcome_out = g_string_free(g_steal_pointer(&outcome), FALSE);
	return TRUE;
}
