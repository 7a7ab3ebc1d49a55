/* Catch up with one account once. */
#include "agent/reach.h"

#include "agent/control.h"
#include "agent/error.h"
#include "agent/lease.h"
#include "agent/mailbox.h"
#include "agent/paths.h"

/* Tries at a connection that breaks, and the first wait between them. */
#define TRIES 4
#define FIRST_WAIT 500 /* milliseconds */

/* Workers that die of a message are started again so often at most. */
#define DEATHS 50

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

/* One session from the login to the last letter. */
static enum mailbox_state run_once(struct mailbox *mailbox, GError **error)
{
	enum mailbox_state state;

	if (!mailbox_open(mailbox, error))
		return MAILBOX_FAILED;
	do
		state = mailbox_step(mailbox, -1, error);
	while (state == MAILBOX_READING || state == MAILBOX_IDLE);
	if (state != MAILBOX_CAUGHT_UP)
		return state;
	if (!mailbox_deliver(mailbox, error))
		return MAILBOX_FAILED;
	while (mailbox_is_delivering(mailbox)) {
		state = mailbox_step(mailbox, -1, error);
		if (state == MAILBOX_OVER || state == MAILBOX_FAILED)
			return state;
	}
	mailbox_close(mailbox);
	return MAILBOX_CAUGHT_UP;
}

static gboolean run(struct mailbox *mailbox, GError **error)
{
	guint tries = 0, deaths = 0;

	for (;;) {
		enum mailbox_state state = run_once(mailbox, error);
		const struct mailbox_end *end = mailbox_get_end(mailbox);

		if (state == MAILBOX_CAUGHT_UP)
			return TRUE;
		if (state != MAILBOX_OVER)
			return FALSE;
		if (mailbox_died(mailbox) && ++deaths < DEATHS)
			continue;
		if (end->remedy != REMEDY_RECONNECT || ++tries >= TRIES)
			return set_end(end, mailbox_get_name(mailbox), error);
		g_usleep(1000UL * reach_backoff(tries, FIRST_WAIT, 8000));
	}
}

gboolean reach_account(struct call *call, const struct config_account *account,
		       struct reach_result *result_out, GError **error)
{
	g_autofree char *worker = paths_worker(error);
	struct mailbox_settings settings = {
		.config = call->config,
		.account = account,
		.worker = worker,
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
		return control_wake(&ok, error);
	}
	settings.store = call_store(call, error);
	if (!settings.store)
		return FALSE;
	mailbox = mailbox_new(&settings, error);
	if (!mailbox)
		return FALSE;
	ok = run(mailbox, error);
	result_out->messages = mailbox_get_counts(mailbox)->messages;
	result_out->copies = mailbox_get_counts(mailbox)->copies;
	return ok;
}
