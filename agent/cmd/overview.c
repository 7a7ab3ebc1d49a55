/* tend, and no more: what matters now, in ten lines. */
#include <stdio.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "agent/print.h"
#include "agent/rules/local_day.h"
#include "agent/safe.h"
#include "agent/when.h"
#include "store/account.h"
#include "store/person.h"
#include "store/store.h"
#include "store/verdict.h"

#define NAMES 5

/* A reading that is older than this is worth a word. */
#define STALE (26 * 60 * 60)

struct overview {
	struct store *store;
	const struct config *config;
	struct naming *naming;
	gint64 now;
	GTimeZone *zone;
	guint width;
};

static int print_beginning(void)
{
	printf("tend watches your mailbox and says whom to follow up with; it "
	       "never sends mail\n"
	       "It is not set up yet.  Begin with\n"
	       "  tend init you@example.org   set up an account; nothing "
	       "changes there\n"
	       "  tend help                   see all that it can do\n"
	       "or write the file of tend-config(5), and read mail from files "
	       "with 'tend ingest'\n");
	return 0;
}

static void print_date(const struct overview *overview)
{
	gint32 day = local_day(overview->now, overview->zone), year;
	guint month, month_day, n = overview->naming->n_shown;
	g_autoptr(GString) line = g_string_new(NULL);

	local_day_to_date(day, &year, &month, &month_day);
	g_string_printf(
	    line, "%s, %u %s: ", local_weekday_name(local_day_weekday(day)),
	    month_day, local_month_name(month));
	if (n == 0)
		g_string_append(line, "nobody needs you today");
	else
		g_string_append_printf(line, "%u %s you today", n,
				       n == 1 ? "needs" : "need");
	g_string_append_printf(line, ", %u %s", overview->naming->n_waiting,
			       overview->naming->n_waiting == 1 ? "waits"
								: "wait");
	print_line(STYLE_HEADING, 2, line->str);
}

static void print_name(const struct overview *overview,
		       const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	g_autofree char *line = g_strdup_printf(
	    "  %s: %s",
	    *verdict->name != '\0' ? verdict->name : verdict->address,
	    verdict->sentence);
	g_autofree char *cut = safe_column(line, overview->width);
	g_autofree char *link = print_link(verdict->address);

	printf("%s%s%s\n", link, g_strchomp(cut),
	       *link != '\0' ? print_link_end() : "");
}

/* The top names, and how many more. */
static void print_names(const struct overview *overview)
{
	guint shown = 0, more = 0;

	for (guint i = 0; i < overview->naming->items->len; i++) {
		const struct naming_item *item = &g_array_index(
		    overview->naming->items, struct naming_item, i);

		if (item->told || !item->shown)
			continue;
		if (shown < NAMES)
			print_name(overview, item);
		else
			more++;
		shown++;
	}
	if (more > 0)
		printf("  and %u more\n", more);
}

/* Who comes next. */
static void print_next(const struct overview *overview)
{
	for (guint i = 0; i < overview->naming->items->len; i++) {
		const struct naming_item *item = &g_array_index(
		    overview->naming->items, struct naming_item, i);
		const struct store_verdict *verdict = item->verdict;
		g_autofree char *when = NULL, *line = NULL, *cut = NULL;

		if (item->told || item->shown || item->next.due_at == 0)
			continue;
		when = when_relative(item->next.due_at, overview->now,
				     overview->zone);
		line = g_strdup_printf(
		    "next: %s (%s), %s",
		    *verdict->name != '\0' ? verdict->name : verdict->address,
		    reason_name(item->reason), when);
		cut = safe_column(line, overview->width);
		printf("%s\n", g_strchomp(cut));
		return;
	}
}

static gboolean print_counts(const struct overview *overview, GError **error)
{
	gint64 contacts = 0, sightings = 0;
	g_autofree char *text = NULL;

	if (!store_person_count(overview->store, &contacts, &sightings, error))
		return FALSE;
	text = g_strdup_printf(
	    "%" G_GINT64_FORMAT " %s, %" G_GINT64_FORMAT " %s not answered yet",
	    contacts, contacts == 1 ? "contact" : "contacts", sightings,
	    sightings == 1 ? "stranger" : "strangers");
	print_line(STYLE_PLAIN, 2, text);
	return TRUE;
}

static void print_account(const struct overview *overview,
			  const struct store_account *account)
{
	g_autofree char *problem = safe_terminal(account->problem);
	g_autofree char *read_at =
	    when_relative(account->read_at, overview->now, overview->zone);
	g_autofree char *line = NULL, *cut = NULL;

	if (*problem != '\0')
		line = g_strdup_printf("%s: %s", account->name, problem);
	else if (account->read_at == 0)
		line = g_strdup_printf("%s: not read yet: run 'tend sync'",
				       account->name);
	else if (overview->now - account->read_at > STALE)
		line = g_strdup_printf("%s: last read %s; 'tend status' says "
				       "more",
				       account->name, read_at);
	else
		return;
	cut = safe_column(line, overview->width);
	printf("%s%s%s\n", print_style(STYLE_PRESSING), g_strchomp(cut),
	       print_plain());
}

/* Of those that are read over the network; only the first two. */
static gboolean print_problems(const struct overview *overview, GError **error)
{
	g_autoptr(GPtrArray) accounts =
	    store_account_list(overview->store, error);
	guint n = 0;

	if (accounts == NULL)
		return FALSE;
	for (guint i = 0; i < accounts->len && n < 2; i++) {
		const struct store_account *account = accounts->pdata[i];
		const struct config_account *configured =
		    config_find_account(overview->config, account->name);

		if (configured == NULL || configured->host == NULL)
			continue;
		print_account(overview, account);
		n++;
	}
	return TRUE;
}

static gboolean print_overview(const struct overview *overview, GError **error)
{
	print_date(overview);
	print_names(overview);
	print_next(overview);
	if (!print_counts(overview, error) || !print_problems(overview, error))
		return FALSE;
	print_line(STYLE_FAINT, 2,
		   "tend stalled, tend week, tend show NAME; tend help has "
		   "all");
	return TRUE;
}

static int run_set_up(struct call *call, GError **error)
{
	struct overview overview = { .now = clock_now() };
	g_autoptr(naming) naming = NULL;
	g_autoptr(GError) cause = NULL;
	struct rule_settings settings;

	overview.config = call_config(call, error);
	if (overview.config == NULL)
		return COMMAND_FAILED;
	overview.store = call_store(call, &cause);
	if (g_error_matches(cause, STORE_ERROR, STORE_ERROR_MISSING)) {
		printf("nothing has been read yet: 'tend sync' reads the "
		       "mailbox once, 'tend watch' stays\n");
		return 0;
	}
	if (overview.store == NULL) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return COMMAND_FAILED;
	}
	overview.zone = call->config->zone;
	overview.width = print_is_terminal() ? print_width() : 200;
	config_rule_settings(overview.config, &settings);
	naming =
	    naming_collect(overview.store, &settings, overview.now, 0, error);
	if (naming == NULL)
		return COMMAND_FAILED;
	overview.naming = naming;
	return print_overview(&overview, error) ? 0 : COMMAND_FAILED;
}

static int overview_run(struct call *call, GError **error)
{
	if (call->json) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "tend alone prints no JSON; name a command, such "
			    "as 'tend stalled --json'");
		return COMMAND_FAILED;
	}
	if (!g_file_test(call_config_file(call), G_FILE_TEST_EXISTS))
		return print_beginning();
	return run_set_up(call, error);
}

const struct command command_overview = {
	.name = "overview",
	.summary = "what matters now, in ten lines",
	.arguments = "",
	.example = "tend overview",
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_NOTHING,
	.hidden = TRUE,
	.run = overview_run,
};
