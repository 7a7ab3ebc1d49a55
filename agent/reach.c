/* Catch up with one account once. */
#include "agent/reach.h"

#include "agent/clock.h"
#include "agent/control.h"
#include "agent/error.h"
#include "agent/lease.h"
#include "agent/mailbox.h"
#include "agent/post/outbox.h"
#include "agent/paths.h"
#include "agent/tell.h"
#include "store/account.h"

/* Tries at a connection that breaks, and the first wait between them. */
#define TRIES 4
#define FIRST_WAIT 500 /* milliseconds */

/* So often what the mailbox is to hold is thought over in one session. */
#define ROUNDS 3

guint reach_backoff(guint n, guint first, guint most)
{
	guint64 wait = (guint64)first << MIN(n - 1, 20);

	wait = MIN(wait, most);
	/* Half of it certain, half by chance: many clients do not march. */
	return (guint)(wait / 2 + (guint64)g_random_int() % (wait / 2 + 1));
}

static gboolean set_end(const struct mailbox_end *end, const char *account,
			GError **error)
{
	enum tend_error code = TEND_ERROR_UNAVAILABLE;

	switch (end->remedy) {
	case REMEDY_WAIT:
	case REMEDY_RECONNECT:
		code = TEND_ERROR_TEMPORARY;
		break;
	case REMEDY_PASSWORD:
		code = TEND_ERROR_PERMISSION;
		break;
	case REMEDY_SKIP:
	case REMEDY_STOP:
	case N_REMEDIES:
		break;
	}
	g_set_error(error, TEND_ERROR, code, "%s: %s", account, end->text);
	return FALSE;
}

/* What happens between reading and delivering. */
struct before {
	reach_func func;
	gpointer data;
};

/* One session from the login to the last letter. */
static enum mailbox_state run_once(struct mailbox *mailbox,
				   const struct before *before, GError **error)
{
	enum mailbox_state state;

	if (!mailbox_open(mailbox, error))
		return MAILBOX_FAILED;
	do
		state = mailbox_step(mailbox, -1, error);
	while (state == MAILBOX_READING || state == MAILBOX_IDLE);
	if (state != MAILBOX_CAUGHT_UP)
		return state;
	while (mailbox_is_reading_bodies(mailbox)) {
		state = mailbox_step(mailbox, -1, error);
		if (state == MAILBOX_OVER || state == MAILBOX_FAILED)
			return state;
	}
	if (before->func && (!mailbox_plan(mailbox, error) ||
			     !before->func(before->data, error)))
		return MAILBOX_FAILED;
	/* A draft that was taken back makes room for another. */
	for (guint round = 0; round < ROUNDS; round++) {
		if (!mailbox_deliver(mailbox, error))
			return MAILBOX_FAILED;
		if (!mailbox_is_delivering(mailbox))
			break;
		while (mailbox_is_delivering(mailbox)) {
			state = mailbox_step(mailbox, -1, error);
			if (state == MAILBOX_OVER || state == MAILBOX_FAILED)
				return state;
		}
	}
	mailbox_close(mailbox);
	return MAILBOX_CAUGHT_UP;
}

static gboolean run(struct mailbox *mailbox, const struct before *before,
		    GError **error)
{
	guint tries = 0, deaths = 0;

	for (;;) {
		enum mailbox_state state = run_once(mailbox, before, error);
		const struct mailbox_end *end = mailbox_get_end(mailbox);

		if (state == MAILBOX_CAUGHT_UP)
			return TRUE;
		if (state != MAILBOX_OVER)
			return FALSE;
		if (mailbox_died(mailbox) && ++deaths < MAILBOX_DEATHS)
			continue;
		if (end->remedy != REMEDY_RECONNECT || ++tries >= TRIES)
			return set_end(end, mailbox_get_name(mailbox), error);
		g_usleep(1000UL * reach_backoff(tries, FIRST_WAIT, 8000));
	}
}

gboolean reach_account(struct call *call, const struct config_account *account,
		       gboolean deep, reach_func before, gpointer data,
		       struct reach_result *result_out, GError **error)
{
	const struct before between = { before, data };
	g_autofree char *worker = paths_worker(error);
	struct mailbox_settings settings = {
		.config = call->config,
		.account = account,
		.worker = worker,
		.deep = deep,
		.debug = call->debug,
	};
	g_autoptr(lease) lease = NULL;
	g_autoptr(mailbox) mailbox = NULL;
	gboolean ok;

	*result_out = (struct reach_result){ 0 };
	if (!worker || !lease_take(account->name, &lease, error))
		return FALSE;
	if (!lease) {
		result_out->watched = TRUE;
		return (!before || before(data, error)) &&
		       control_wake(&result_out->woken, error);
	}
	settings.store = call_store(call, error);
	if (!settings.store)
		return FALSE;
	mailbox = mailbox_new(&settings, error);
	if (!mailbox)
		return FALSE;
	ok = run(mailbox, &between, error);
	result_out->messages = mailbox_get_counts(mailbox)->messages;
	result_out->copies = mailbox_get_counts(mailbox)->copies;
	return ok;
}

/* ---- letters ---- */

/* How long a watch may take to deliver, in seconds. */
#define DELIVERY 60

struct delivery {
	struct call *call;
	const struct config_account *account;
	const struct schedule *schedule;
	const char *why_not;
	gboolean added;
};

static gboolean write_letter(gpointer data, GError **error)
{
	struct delivery *delivery = data;
	struct store *store = call_store(delivery->call, error);

	return store && delivery->schedule->add(store, delivery->call->config,
						delivery->account, clock_now(),
						&delivery->added,
						&delivery->why_not, error);
}

/* Today's of the account, if there is one. */
static gboolean find_letter(const struct delivery *delivery,
			    struct store_outbox **row_out, GError **error)
{
	struct store *store = call_store(delivery->call, error);

	*row_out = NULL;
	return store && outbox_find_letter(store, delivery->call->config,
					   delivery->account,
					   delivery->schedule->template,
					   clock_now(), row_out, error);
}

/* A watch works on its own; look until it has. */
static gboolean wait_for_watch(const struct delivery *delivery,
			       struct store_outbox **row, GError **error)
{
	for (int i = 0; i < DELIVERY * 10; i++) {
		if (!*row || (*row)->state == STORE_OUTBOX_DONE ||
		    (*row)->state == STORE_OUTBOX_REFUSED)
			return TRUE;
		g_usleep(100000);
		g_clear_pointer(row, g_free);
		if (!find_letter(delivery, row, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean say_outcome(const struct delivery *delivery,
			    const struct store_outbox *row, GError **error)
{
	const char *what = delivery->schedule->template;

	if (!row) {
		tell("no %s today: %s", what, delivery->why_not);
		return TRUE;
	}
	switch (row->state) {
	case STORE_OUTBOX_DONE:
		if (*row->note != '\0')
			tell("today's %s lies in '%s' of %s already, %s", what,
			     delivery->account->digest_folder,
			     delivery->account->name, row->note);
		else if (delivery->added)
			tell("the %s lies in '%s' of %s", what,
			     delivery->account->digest_folder,
			     delivery->account->name);
		else
			tell("today's %s lies in '%s' of %s already", what,
			     delivery->account->digest_folder,
			     delivery->account->name);
		return TRUE;
	case STORE_OUTBOX_REFUSED:
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "%s would not take the %s: %s; name another "
			    "'digest-folder' in the config",
			    delivery->account->name, what, row->note);
		return FALSE;
	case STORE_OUTBOX_DUE:
	case STORE_OUTBOX_TRIED:
		break;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
		    "the %s is written but not delivered yet; 'tend status' "
		    "says why",
		    what);
	return FALSE;
}

gboolean reach_deliver(struct call *call, enum letter letter, GError **error)
{
	struct delivery delivery = {
		.call = call,
		.schedule = &schedules[letter],
		.account = outbox_digest_account(call->config),
		.why_not = "",
	};
	g_autoptr(store_outbox) row = NULL;
	struct reach_result result;

	if (!delivery.account) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "no account with a host in '%s', so there is no "
			    "mailbox for the %s; 'tend init' makes one",
			    call->config->file, delivery.schedule->template);
		return FALSE;
	}
	return reach_account(call, delivery.account, FALSE, write_letter,
			     &delivery, &result, error) &&
	       find_letter(&delivery, &row, error) &&
	       (!result.watched || wait_for_watch(&delivery, &row, error)) &&
	       say_outcome(&delivery, row, error);
}
