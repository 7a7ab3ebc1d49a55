/* The loop of `tend watch`. */
#include <config.h>

#include "agent/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "agent/clock.h"
#include "agent/control.h"
#include "agent/error.h"
#include "agent/hook.h"
#include "agent/lease.h"
#include "agent/mailbox.h"
#include "agent/notify.h"
#include "agent/post/announce.h"
#include "agent/post/outbox.h"
#include "agent/post/schedule.h"
#include "agent/paths.h"
#include "agent/reach.h"
#include "agent/tell.h"
#include "store/outbox.h"

/* Waits between two tries at a server, in milliseconds. */
enum {
	FIRST_WAIT = 2000,
	MOST_WAIT = 15 * 60 * 1000,
	THROTTLED_WAIT = 15 * 60 * 1000,
	REFUSED_WAIT = 60 * 60 * 1000,
};

/* Until what somebody else's writing hindered is tried again: milliseconds. */
#define PUT_OFF_WAIT 2000

/* For so long the sessions of an account that fail here are counted: usec. */
#define FAILURES_SPAN (60 * 60 * (gint64)G_USEC_PER_SEC)

/* A look at the clocks at least so often, in milliseconds. */
#define TICK 20000

/* A machine that slept longer than this has lost its connections: usec. */
#define SLEPT (30 * G_USEC_PER_SEC)

/* Mail of another tend that is no older says that there is one: seconds. */
#define OTHER_SINCE (14 * 86400)

/* Up to so many milliseconds one of several tends lets another write first. */
#define OTHER_PAUSE (90 * 1000)

/* So long letters wait for bodies that are still being read. */
#define LETTERS_HELD_USEC (15 * 60 * (gint64)G_USEC_PER_SEC)

struct watched {
	const struct config_account *account;
	struct lease *lease;
	struct mailbox *mailbox;
	gboolean open;
	gint64 try_at; /* monotonic, usec: when to open it again */
	guint tries;   /* failed ones in a row */

	/* Sessions that ended by a death or a failure of ours, since when. */
	guint failures;
	gint64 failures_since; /* monotonic, usec */
};

struct watch {
	struct call *call;
	struct store *store;
	char *worker;
	GPtrArray *watched; /* struct watched */
	struct hooks *hooks;
	struct announcer *announcer;
	int signals, listener;
	gboolean stopped, ready;
	gboolean put_off; /* somebody else was writing */
	gint64 drift;	  /* boottime minus monotonic, usec */
	gint64 watchdog_at;
	/* Of each letter: the local day that was seen to, and (monotonic) until
	 * when another tend's may be first, 0: not asked today. */
	char *seen_day[N_LETTERS];
	gint64 pause[N_LETTERS];
	gint64 held;	  /* monotonic: since when bodies hold them, 0: not */
	gint64 config_at; /* mtime of the configuration, 0: it was told */
};

static void watched_free(gpointer data)
{
	struct watched *watched = data;

	mailbox_free(watched->mailbox);
	lease_free(watched->lease);
	g_free(watched);
}

static gint64 usec_from_now(guint milliseconds)
{
	return g_get_monotonic_time() + (gint64)milliseconds * 1000;
}

/* ---- the letters that come by themselves ---- */

/*
 * What came overnight is read first, with its bodies; but a first reading, or a
 * slow server, has its digest late only by so much.
 */
static gboolean holds_letters(struct watch *watch)
{
	gint64 now = g_get_monotonic_time();

	for (guint i = 0; i < watch->watched->len; i++) {
		struct watched *watched = watch->watched->pdata[i];

		if (!watched->open && watched->tries == 0)
			return TRUE;
		if (!watched->open ||
		    !mailbox_is_reading_bodies(watched->mailbox))
			continue;
		if (watch->held == 0)
			watch->held = now;
		return now - watch->held < LETTERS_HELD_USEC;
	}
	return FALSE;
}

/*
 * Computers that watch one mailbox come to the hour in the same second, and
 * neither would find what the other is about to write.
 */
static gboolean lets_other_first(struct watch *watch, enum letter letter,
				 gint64 now, gboolean *lets_out, GError **error)
{
	gboolean has = FALSE;

	if (watch->pause[letter] == 0) {
		if (!store_outbox_has_other(watch->store, now - OTHER_SINCE,
					    &has, error))
			return FALSE;
		watch->pause[letter] = usec_from_now(
		    has ? (guint)g_random_int_range(0, OTHER_PAUSE) : 0);
	}
	*lets_out = g_get_monotonic_time() < watch->pause[letter];
	return TRUE;
}

/* What the user has settled in the mailbox is not named. */
static gboolean plan_all(struct watch *watch, GError **error)
{
	for (guint i = 0; i < watch->watched->len; i++) {
		struct watched *watched = watch->watched->pdata[i];

		if (watched->open && !mailbox_plan(watched->mailbox, error))
			return FALSE;
	}
	return TRUE;
}

/* Once a day, also after sleep; the store knows if it was written. */
static gboolean see_to_letter(struct watch *watch, enum letter letter,
			      GError **error)
{
	const struct config *config = watch->call->config;
	const struct config_account *account = outbox_digest_account(config);
	gint64 now = clock_now();
	g_autofree char *day = outbox_day(config, now);
	const char *why_not = NULL;
	gboolean added, lets;

	if (!account || g_strcmp0(day, watch->seen_day[letter]) == 0 ||
	    !schedule_is_due(config, letter, now) || holds_letters(watch))
		return TRUE;
	if (!lets_other_first(watch, letter, now, &lets, error))
		return FALSE;
	if (lets)
		return TRUE;
	if (!plan_all(watch, error) ||
	    !schedules[letter].add(watch->store, config, account, now, &added,
				   &why_not, error))
		return FALSE;
	tell_debug("%s of %s: %s", schedules[letter].template, day,
		   added ? "written" : why_not);
	g_free(watch->seen_day[letter]);
	watch->seen_day[letter] = g_steal_pointer(&day);
	watch->held = 0;
	watch->pause[letter] = 0;
	return TRUE;
}

static gboolean see_to_letters(struct watch *watch, GError **error)
{
	for (enum letter letter = 0; letter < N_LETTERS; letter++)
		if (!see_to_letter(watch, letter, error))
			return FALSE;
	return TRUE;
}

/*
 * To the user's programs.  Half read, a mailbox has answers whose questions are
 * still to come.
 */
static gboolean announce(struct watch *watch, GError **error)
{
	gboolean settled = FALSE;

	hooks_turn(watch->hooks);
	for (guint i = 0; i < watch->watched->len; i++) {
		const struct watched *watched = watch->watched->pdata[i];

		if (!watched->open)
			continue;
		if (!mailbox_is_settled(watched->mailbox))
			return TRUE;
		settled = TRUE;
	}
	return !settled || announcer_look(watch->announcer, clock_now(), error);
}

/* ---- one account ---- */

static void wait_before_next(struct watched *watched,
			     const struct mailbox_end *end)
{
	guint wait = 0;

	watched->open = FALSE;
	watched->tries++;
	switch (end->remedy) {
	case REMEDY_SKIP:
	case REMEDY_RECONNECT:
		wait = reach_backoff(watched->tries, FIRST_WAIT, MOST_WAIT);
		break;
	case REMEDY_WAIT:
		wait = MAX(end->seconds * 1000, (guint)THROTTLED_WAIT);
		break;
	case REMEDY_STOP:
	case REMEDY_PASSWORD:
	case N_REMEDIES:
		wait = REFUSED_WAIT;
		break;
	}
	watched->try_at = usec_from_now(wait);
	tell("%s: %s; the next try is in %u seconds", watched->account->name,
	     end->text, (wait + 999) / 1000);
}

/* Of the store, and not only because somebody else writes for long. */
static gboolean is_fatal(const GError *error)
{
	return error->domain == STORE_ERROR && error->code != STORE_ERROR_BUSY;
}

/*
 * A worker that died is started again at once: the message that it died of is
 * passed over when it has killed two.  But what kills them may be something
 * else, and then a server is not to be called without end.
 */
static gboolean may_go_on(struct watched *watched)
{
	gint64 now = g_get_monotonic_time();

	if (now - watched->failures_since > FAILURES_SPAN) {
		watched->failures_since = now;
		watched->failures = 0;
	}
	return ++watched->failures < MAILBOX_DEATHS;
}

/* What hinders opening hinders this account only, unless it is the store. */
static gboolean open_one(struct watched *watched, GError **error)
{
	GError *failed = NULL;
	struct mailbox_end end = { REMEDY_STOP, 0, NULL };

	if (mailbox_open(watched->mailbox, &failed)) {
		watched->open = TRUE;
		return TRUE;
	}
	if (is_fatal(failed)) {
		g_propagate_error(error, failed);
		return FALSE;
	}
	if (g_error_matches(failed, TEND_ERROR, TEND_ERROR_TEMPORARY) ||
	    failed->domain == STORE_ERROR)
		end.remedy = REMEDY_RECONNECT;
	end.text = failed->message;
	wait_before_next(watched, &end);
	g_error_free(failed);
	return TRUE;
}

static void caught_up(struct watch *watch, struct watched *watched)
{
	if (watched->tries)
		tell("%s: connected again", watched->account->name);
	watched->tries = 0;
	if (!watch->ready)
		notify_send("READY=1\nSTATUS=watching");
	watch->ready = TRUE;
}

/* What fails within one account is the end of its session; takes `failed`. */
static gboolean give_up(struct watched *watched, GError *failed, GError **error)
{
	struct mailbox_end end = { REMEDY_RECONNECT, 0, failed->message };

	mailbox_close(watched->mailbox);
	if (is_fatal(failed)) {
		g_propagate_error(error, failed);
		return FALSE;
	}
	if (!may_go_on(watched))
		end.remedy = REMEDY_WAIT;
	wait_before_next(watched, &end);
	g_error_free(failed);
	return TRUE;
}

/* The session is over. */
static gboolean end_one(struct watched *watched, GError **error)
{
	struct mailbox_end end = *mailbox_get_end(watched->mailbox);

	if (mailbox_died(watched->mailbox)) {
		if (may_go_on(watched))
			return open_one(watched, error);
		end.remedy = REMEDY_WAIT;
	}
	wait_before_next(watched, &end);
	return TRUE;
}

static gboolean hear_one(struct watch *watch, struct watched *watched,
			 GError **error)
{
	GError *failed = NULL;

	for (;;) {
		switch (mailbox_step(watched->mailbox, 0, &failed)) {
		case MAILBOX_READING:
		case MAILBOX_IDLE:
			return TRUE;
		case MAILBOX_CAUGHT_UP:
			caught_up(watch, watched);
			break;
		case MAILBOX_OVER:
			return end_one(watched, error);
		case MAILBOX_FAILED:
			return give_up(watched, failed, error);
		}
	}
}

/* ---- time ---- */

static gint64 drift(void)
{
	struct timespec boot, mono;

	clock_gettime(CLOCK_BOOTTIME, &boot);
	clock_gettime(CLOCK_MONOTONIC, &mono);
	return ((gint64)boot.tv_sec - mono.tv_sec) * G_USEC_PER_SEC +
	       (boot.tv_nsec - mono.tv_nsec) / 1000;
}

static void notice_sleep(struct watch *watch)
{
	gint64 now = drift();

	if (now - watch->drift > SLEPT) {
		tell_debug("the machine slept: every connection is made anew");
		for (guint i = 0; i < watch->watched->len; i++) {
			struct watched *watched = watch->watched->pdata[i];

			mailbox_close(watched->mailbox);
			watched->open = FALSE;
			watched->try_at = 0;
		}
	}
	watch->drift = now;
}

static gint64 config_changed_at(const struct watch *watch)
{
	GStatBuf status;

	return g_stat(watch->call->config->file, &status) == 0
		   ? (gint64)status.st_mtime
		   : 0;
}

/* It goes on by the settings that it began with: half of two is worse. */
static void notice_config(struct watch *watch)
{
	if (watch->config_at == 0 ||
	    config_changed_at(watch) == watch->config_at)
		return;
	tell("'%s' has changed; restart 'tend watch' to have it heeded",
	     watch->call->config->file);
	watch->config_at = 0;
}

static void pat_watchdog(struct watch *watch)
{
	guint64 interval = notify_watchdog();
	gint64 now = g_get_monotonic_time();

	if (interval == 0 || now < watch->watchdog_at)
		return;
	notify_send("WATCHDOG=1");
	watch->watchdog_at = now + (gint64)interval;
}

static int poll_timeout(const struct watch *watch)
{
	gint64 now = g_get_monotonic_time();
	gint64 wait = TICK;
	gint64 digest =
	    (schedule_next(watch->call->config, clock_now()) - clock_now()) *
	    1000;

	wait = MIN(wait, MAX(digest, 200));
	if (watch->put_off)
		wait = MIN(wait, PUT_OFF_WAIT);
	for (gsize i = 0; i < N_LETTERS; i++)
		if (watch->pause[i] > now)
			wait = MIN(wait, (watch->pause[i] - now) / 1000 + 1);
	for (guint i = 0; i < watch->watched->len; i++) {
		const struct watched *watched = watch->watched->pdata[i];

		if (!watched->open)
			wait = MIN(wait, (watched->try_at - now) / 1000 + 1);
	}
	/* -1 is the greatest of all. */
	wait = MIN(wait, (guint)hooks_get_timeout(watch->hooks));
	wait = MIN(wait, (guint)announcer_get_timeout(watch->announcer));
	return (int)CLAMP(wait, 0, TICK);
}

/* ---- the loop ---- */

static gboolean open_due(struct watch *watch, GError **error)
{
	for (guint i = 0; i < watch->watched->len; i++) {
		struct watched *watched = watch->watched->pdata[i];

		if (!watched->open &&
		    watched->try_at <= g_get_monotonic_time() &&
		    !open_one(watched, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean deliver_all(struct watch *watch, GError **error)
{
	for (guint i = 0; i < watch->watched->len; i++) {
		struct watched *watched = watch->watched->pdata[i];
		GError *failed = NULL;

		if (watched->open &&
		    !mailbox_deliver(watched->mailbox, &failed) &&
		    !give_up(watched, failed, error))
			return FALSE;
	}
	return TRUE;
}

/* Whoever writes for long, as a rebuild does, has it done a turn later. */
static gboolean or_later(struct watch *watch,
			 gboolean (*part)(struct watch *watch, GError **error),
			 GError **error)
{
	GError *failed = NULL;

	if (part(watch, &failed))
		return TRUE;
	if (is_fatal(failed) || failed->domain != STORE_ERROR) {
		g_propagate_error(error, failed);
		return FALSE;
	}
	tell_debug("%s; it is tried again", failed->message);
	g_error_free(failed);
	watch->put_off = TRUE;
	return TRUE;
}

/* Somebody knocked: servers that we wait for are tried again now. */
static void try_all(struct watch *watch)
{
	for (guint i = 0; i < watch->watched->len; i++) {
		struct watched *watched = watch->watched->pdata[i];

		watched->try_at = 0;
		mailbox_look(watched->mailbox);
	}
}

static void hear_signal(struct watch *watch)
{
	struct signalfd_siginfo info;

	if (read(watch->signals, &info, sizeof info) == sizeof info)
		watch->stopped = TRUE;
}

static gboolean turn(struct watch *watch, GError **error)
{
	guint n = watch->watched->len;
	g_autofree struct pollfd *fds =
	    g_new0(struct pollfd, n + 2 + HOOKS_RUNNING);
	guint n_hooks;

	for (guint i = 0; i < n; i++) {
		const struct watched *watched = watch->watched->pdata[i];

		fds[i].fd =
		    watched->open ? mailbox_get_fd(watched->mailbox) : -1;
		fds[i].events = POLLIN;
	}
	fds[n] = (struct pollfd){ .fd = watch->signals, .events = POLLIN };
	fds[n + 1] = (struct pollfd){ .fd = watch->listener, .events = POLLIN };
	n_hooks = hooks_fill_poll(watch->hooks, &fds[n + 2]);
	if (poll(fds, n + 2 + n_hooks, poll_timeout(watch)) < 0 &&
	    errno != EINTR) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_IO,
			    "cannot wait for mail: %s", g_strerror(errno));
		return FALSE;
	}
	pat_watchdog(watch);
	if (fds[n].revents)
		hear_signal(watch);
	if (fds[n + 1].revents && control_answer(watch->listener))
		try_all(watch);
	for (guint i = 0; i < n; i++)
		if (fds[i].revents &&
		    !hear_one(watch, watch->watched->pdata[i], error))
			return FALSE;
	notice_sleep(watch);
	notice_config(watch);
	watch->put_off = FALSE;
	return or_later(watch, see_to_letters, error) &&
	       deliver_all(watch, error) && or_later(watch, announce, error) &&
	       open_due(watch, error);
}

static gboolean add_account(struct watch *watch,
			    const struct config_account *account,
			    GError **error)
{
	const struct mailbox_settings settings = {
		.store = watch->store,
		.config = watch->call->config,
		.account = account,
		.worker = watch->worker,
		.watch = TRUE,
		.debug = watch->call->debug,
	};
	struct watched *watched;
	struct lease *lease;

	if (!lease_take(account->name, &lease, error))
		return FALSE;
	if (!lease) {
		tell("%s: another tend reads this account; it is left to it",
		     account->name);
		return TRUE;
	}
	watched = g_new0(struct watched, 1);
	watched->account = account;
	watched->lease = lease;
	g_ptr_array_add(watch->watched, watched);
	watched->mailbox = mailbox_new(&settings, error);
	return watched->mailbox != NULL;
}

static gboolean add_accounts(struct watch *watch, GError **error)
{
	const GPtrArray *accounts = watch->call->config->accounts;
	guint hosts = 0;

	for (guint i = 0; i < accounts->len; i++) {
		const struct config_account *account =
		    g_ptr_array_index(accounts, i);

		if (!account->host)
			continue;
		hosts++;
		if (!add_account(watch, account, error))
			return FALSE;
	}
	if (watch->watched->len)
		return TRUE;
	if (hosts)
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "another tend watches every account already");
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "no account with a host in '%s'; 'tend init' "
			    "makes one",
			    watch->call->config->file);
	return FALSE;
}

static int listen_to_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static gboolean start(struct watch *watch, GError **error)
{
	watch->worker = paths_worker(error);
	watch->store = watch->worker ? call_store(watch->call, error) : NULL;
	if (!watch->store || !add_accounts(watch, error))
		return FALSE;
	watch->listener = control_listen(error);
	if (watch->listener < 0)
		return FALSE;
	watch->hooks = hooks_new(watch->call->config, watch->store);
	watch->announcer = announcer_new(watch->store, watch->call->config,
					 watch->hooks, TRUE);
	watch->signals = listen_to_signals();
	watch->drift = drift();
	watch->config_at = config_changed_at(watch);
	return TRUE;
}

gboolean watch_run(struct call *call, GError **error)
{
	g_autoptr(GPtrArray) list =
	    g_ptr_array_new_with_free_func(watched_free);
	struct watch watch = {
		.call = call, .watched = list, .signals = -1, .listener = -1
	};
	gboolean ok;

	clock_let_run();
	ok = start(&watch, error) && open_due(&watch, error);
	while (ok && !watch.stopped)
		ok = turn(&watch, error);
	notify_send("STOPPING=1");
	if (watch.listener >= 0)
		control_close(watch.listener);
	if (watch.signals >= 0)
		close(watch.signals);
	announcer_free(watch.announcer);
	hooks_free(watch.hooks);
	g_free(watch.worker);
	for (gsize i = 0; i < N_LETTERS; i++)
		g_free(watch.seen_day[i]);
	return ok;
}
