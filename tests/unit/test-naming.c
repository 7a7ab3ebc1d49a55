/* Whom to name on a day: the order, one line a contact, old friends. */
#include "agent/judge/naming.h"

#include "agent/rules/stall.h"
#include "agent/rules/workday.h"
#include "store/address.h"
#include "store/person.h"
#include "tests/unit/test-store-home.h"
#include "tests/unit/touches.h"

/*
 * Verdicts: "ann you-owe 03-02 s11 = 03-04, 03-09 call; ...": of whom, why,
 * since when, resting on which mail, and the rungs, which may go on with a tail
 * ("+14").  Each is a matter of its own.  2 March 2026 is a Monday.
 *
 * Lines: "ann you-owe, bob they-owe call, zed new shown / cy you-owe": who is
 * named or shown, in that order, and behind the slash who waits.
 */
struct row {
	const char *title, *verdicts;
	const char *now, *since; /* since: of the last digest, may be NULL */
	const char *lines;
};

#define FRIENDS                         \
	"ann quiet 02-02 = 03-04 +30; " \
	"bob quiet 01-02 = 03-04 +30; " \
	"cy quiet 01-16 = 03-05 +30; "  \
	"dan quiet 01-01 = 03-09 +30"

static const struct row rows[] = {
	{ "nobody", "", "Mon 03-02 08:00", NULL, "/" },
	{ "before the first rung it waits", "ann you-owe 03-02 = 03-04, 03-09",
	  "Tue 03-03 08:00", NULL, "/ ann you-owe" },
	{ "named on a rung", "ann you-owe 03-02 = 03-04, 03-09",
	  "Wed 03-04 07:30", NULL, "ann you-owe /" },
	{ "for that whole day", "ann you-owe 03-02 = 03-04, 03-09",
	  "Wed 03-04 23:59", NULL, "ann you-owe /" },
	{ "not before its minute", "ann you-owe 03-02 = 03-04, 03-09",
	  "Wed 03-04 07:29", NULL, "/ ann you-owe" },
	{ "once: it waits between rungs", "ann you-owe 03-02 = 03-04, 03-09",
	  "Thu 03-05 08:00", NULL, "/ ann you-owe" },
	{ "on the next rung again", "ann you-owe 03-02 = 03-04, 03-09",
	  "Mon 03-09 08:00", NULL, "ann you-owe /" },
	{ "closed when the last is over", "ann you-owe 03-02 = 03-04, 03-09",
	  "Tue 03-10 08:00", NULL, "/" },
	{ "on a rung of its tail", "ann they-owe 03-02 = 03-04 +14",
	  "Wed 03-18 08:00", NULL, "ann they-owe /" },
	{ "with the rung's own reason and channel",
	  "ann they-owe 03-02 = 03-04, 03-09 call, 03-11!gave-up-early +14",
	  "Mon 03-09 08:00", NULL, "ann they-owe call /" },
	{ "which may be another one by now",
	  "ann they-owe 03-02 = 03-04, 03-09 call, 03-11!gave-up-early +14",
	  "Wed 03-11 08:00", NULL, "ann gave-up-early /" },
	{ "and is said once",
	  "ann they-owe 03-02 = 03-04, 03-09 call, 03-11!gave-up-early +14",
	  "Wed 03-25 08:00", NULL, "ann they-owe /" },
	/* the order */
	{ "by section",
	  "ann ask-referral 03-02 = 03-04; bob quiet 02-02 = 03-04; "
	  "cy they-owe 03-02 = 03-04; dan undelivered 03-02 = 03-04; "
	  "eve new 03-02 = 03-04; fay you-owe 03-02 = 03-04; "
	  "gus promised 03-02 = 03-04; "
	  "hal they-owe 02-02 = 03-04!gave-up-early",
	  "Wed 03-04 08:00", NULL,
	  "gus promised, fay you-owe, eve new, dan undelivered, "
	  "cy they-owe, hal gave-up-early, bob quiet, ann ask-referral /" },
	{ "the newest rung first",
	  "ann you-owe 02-20 = 03-02; bob you-owe 02-25 = 03-04; "
	  "cy you-owe 02-24 = 03-03",
	  "Wed 03-04 08:00", "Fri 02-27 07:30",
	  "bob you-owe, cy you-owe, ann you-owe /" },
	{ "then the longest wait",
	  "ann you-owe 03-02 = 03-04; bob you-owe 02-16 = 03-04; "
	  "cy you-owe 02-24 = 03-04",
	  "Wed 03-04 08:00", NULL, "bob you-owe, cy you-owe, ann you-owe /" },
	{ "then the address",
	  "cy you-owe 03-02 = 03-04; ann you-owe 03-02 = 03-04; "
	  "bob you-owe 03-02 = 03-04",
	  "Wed 03-04 08:00", NULL, "ann you-owe, bob you-owe, cy you-owe /" },
	{ "who waits: the soonest first",
	  "ann you-owe 03-02 = 03-11; bob you-owe 03-02 = 03-09; "
	  "cy you-owe 03-02 = 03-10",
	  "Wed 03-04 08:00", NULL, "/ bob you-owe, cy you-owe, ann you-owe" },
	/* one line a contact */
	{ "a contact shows its most pressing matter",
	  "ann they-owe 03-02 = 03-04; ann promised 03-02 = 03-04; "
	  "ann you-owe 03-02 = 03-04",
	  "Wed 03-04 08:00", NULL, "ann promised /" },
	{ "... of today; what waits is counted",
	  "ann promised 03-02 = 03-20; ann you-owe 03-02 = 03-04",
	  "Wed 03-04 08:00", NULL, "ann you-owe / ann promised" },
	{ "one mail to five people is one line",
	  "ann they-owe 03-02 s11 = 03-04; bob they-owe 03-02 s11 = 03-04; "
	  "cy they-owe 03-02 s11 = 03-04; dan they-owe 03-02 s11 = 03-04; "
	  "eve they-owe 03-02 s11 = 03-04; fay they-owe 03-02 s12 = 03-04",
	  "Wed 03-04 08:00", NULL,
	  "ann+bob+cy+dan+eve they-owe, fay they-owe /" },
	{ "... also while it waits",
	  "ann they-owe 03-02 s11 = 03-04; bob they-owe 03-02 s11 = 03-04",
	  "Tue 03-03 08:00", NULL, "/ ann+bob they-owe" },
	{ "... what rests on no mail is nobody else's",
	  "ann new 03-02 s0 = 03-04; bob new 03-02 s0 = 03-04",
	  "Wed 03-04 08:00", NULL, "ann new, bob new /" },
	{ "... without whom a line above tells of",
	  "bob promised 03-02 s9 = 03-04; ann they-owe 03-02 s11 = 03-04; "
	  "bob they-owe 03-02 s11 = 03-04; cy they-owe 03-02 s11 = 03-04",
	  "Wed 03-04 08:00", NULL, "bob promised, ann+cy they-owe /" },
	{ "... also if they would come first in it",
	  "ann promised 03-02 s9 = 03-04; ann they-owe 03-02 s11 = 03-04; "
	  "bob they-owe 03-02 s11 = 03-04; cy they-owe 03-02 s11 = 03-04",
	  "Wed 03-04 08:00", NULL, "ann promised, bob+cy they-owe /" },
	/* since the last digest */
	{ "what fell due since the last digest is of today",
	  "ann you-owe 02-20 = 03-02, 03-09; bob you-owe 02-20 = 03-04",
	  "Wed 03-04 08:00", "Fri 02-27 07:30", "bob you-owe, ann you-owe /" },
	{ "what it told of is not",
	  "ann you-owe 02-20 = 03-02, 03-09; bob you-owe 02-20 = 03-04",
	  "Wed 03-04 08:00", "Mon 03-02 07:30", "bob you-owe / ann you-owe" },
	{ "a last rung since then is named although it is closed",
	  "ann you-owe 02-20 = 02-25, 03-02", "Wed 03-04 08:00",
	  "Fri 02-27 07:30", "ann you-owe /" },
	{ "... and only the latest of several rungs",
	  "ann they-owe 02-20 = 02-25, 03-02 call, 03-03 +14",
	  "Wed 03-04 08:00", "Fri 02-20 07:30", "ann they-owe /" },
	{ "a digest of today itself changes nothing",
	  "ann you-owe 02-20 = 03-04", "Wed 03-04 12:00", "Wed 03-04 07:30",
	  "ann you-owe /" },
	{ "after a long silence a month is news, no more",
	  "ann they-owe 01-20 = 01-26 +365; bob they-owe 02-02 = 02-16 +365",
	  "Wed 03-04 08:00", "2025-12-01 07:30",
	  "bob they-owe / ann they-owe" },
	/* at once */
	{ "a stranger is shown at once", "zed new 03-03 = 03-04",
	  "Tue 03-03 12:00", NULL, "zed new shown /" },
	{ "... named in one digest", "zed new 03-03 = 03-04", "Wed 03-04 07:30",
	  NULL, "zed new /" },
	{ "... and shown until let go, below who is named",
	  "zed new 03-03 = 03-04 until 03-11; ann quiet 02-02 = 03-06",
	  "Fri 03-06 08:00", NULL, "ann quiet, zed new shown /" },
	{ "... and no longer", "zed new 03-03 = 03-04 until 03-11",
	  "Wed 03-11 07:30", NULL, "/" },
	{ "... a lead, of whom there is no mail, on its days only",
	  "ann new 03-02 s0 = 03-04, 03-09", "Thu 03-05 08:00", NULL,
	  "/ ann new" },
	{ "mail that came back is shown at once",
	  "ann undelivered 03-03 = 03-04, 03-09", "Tue 03-03 12:00", NULL,
	  "ann undelivered shown /" },
	{ "... then on its rungs", "ann undelivered 03-03 = 03-04, 03-09",
	  "Thu 03-05 12:00", NULL, "/ ann undelivered" },
	{ "who has but a number is to be called",
	  "tel:+1555 they-owe 03-02 = 03-04", "Wed 03-04 08:00", NULL,
	  "tel:+1555 they-owe call /" },
	/* old friends */
	{ "nobody is quiet yet", FRIENDS, "Tue 03-03 08:00", NULL,
	  "/ ann quiet, bob quiet, cy quiet, dan quiet" },
	{ "two are due: the longest silent has the turn", FRIENDS,
	  "Wed 03-04 08:00", NULL,
	  "bob quiet / cy quiet, dan quiet, ann quiet" },
	{ "the next day the longest silent of who is due", FRIENDS,
	  "Thu 03-05 08:00", NULL,
	  "cy quiet / dan quiet, ann quiet, bob quiet" },
	{ "then the rest in their turn", FRIENDS, "Fri 03-06 08:00", NULL,
	  "ann quiet / dan quiet, bob quiet, cy quiet" },
	{ "nobody has a turn on a Saturday",
	  "ann quiet 02-03 = 03-06 +30; bob quiet 02-02 = 03-06 +30",
	  "Sat 03-07 08:00", NULL, "/ ann quiet, bob quiet" },
	{ "... but on the Monday after it",
	  "ann quiet 02-03 = 03-06 +30; bob quiet 02-02 = 03-06 +30",
	  "Mon 03-09 08:00", NULL, "ann quiet / bob quiet" },
	{ "none on a Saturday", FRIENDS, "Sat 03-07 08:00", NULL,
	  "/ dan quiet, ann quiet, bob quiet, cy quiet" },
	{ "who became due later", FRIENDS, "Mon 03-09 08:00", NULL,
	  "dan quiet / ann quiet, bob quiet, cy quiet" },
	{ "all had their turn", FRIENDS, "Tue 03-10 08:00", NULL,
	  "/ ann quiet, bob quiet, cy quiet, dan quiet" },
	{ "and begin anew", FRIENDS, "Fri 04-03 08:00", NULL,
	  "bob quiet / cy quiet, dan quiet, ann quiet" },
	{ "more of them than days: nobody is passed over",
	  "ann quiet 01-02 = 03-02 +2; bob quiet 01-03 = 03-02 +2; "
	  "cy quiet 01-04 = 03-02 +2",
	  "Wed 03-04 08:00", NULL, "cy quiet / ann quiet, bob quiet" },
	{ "an old friend is one line beside the others",
	  "ann quiet 02-02 = 03-04; bob they-owe 03-02 = 03-04",
	  "Wed 03-04 08:00", NULL, "bob they-owe, ann quiet /" },
};

/* ---- what is spelt ---- */

/* "03-04, 03-09 call, 03-11!gave-up-early +14" as it is stored. */
static struct ladder read_ladder(const char *text, enum reason reason,
				 const struct rule_settings *settings)
{
	g_auto(GStrv) parts = g_strsplit(text, " +", 2);
	g_auto(GStrv) rungs = g_strsplit(parts[0], ", ", -1);
	struct ladder ladder = { .n = 0 };

	for (char **p = rungs; *p != NULL; p++) {
		struct rung rung = { .reason = reason };
		gint32 day;
		const char *rest = day_parse(*p, &day);

		rung.due_at = workday_morning(settings, day);
		if (*rest == '!')
			g_assert_true(reason_parse(rest + 1, &rung.reason));
		else if (*rest == ' ')
			g_assert_true(channel_parse(rest + 1, &rung.channel));
		ladder_add(&ladder, &rung);
	}
	if (parts[1] != NULL)
		ladder.tail_days = atoi(parts[1]);
	return ladder;
}

static gint64 read_lapse(char *text, const struct ladder *ladder,
			 const struct rule_settings *settings)
{
	gint32 day;

	if (text == NULL)
		return ladder_lapse(ladder, settings);
	day_parse(text, &day);
	return workday_morning(settings, day);
}

struct spelt {
	char *address, *rungs;
	struct store_verdict row;
};

static void read_verdict(const char *text, gint64 number,
			 const struct rule_settings *settings,
			 struct spelt *spelt)
{
	g_auto(GStrv) halves = g_strsplit(text, " = ", 2);
	g_auto(GStrv) words = g_strsplit(halves[0], " ", -1);
	g_auto(GStrv) ends = g_strsplit(halves[1], " until ", 2);
	struct ladder ladder;
	enum reason reason;

	g_assert_true(reason_parse(words[1], &reason));
	ladder = read_ladder(ends[0], reason, settings);
	spelt->address = g_strconcat(
	    words[0], g_str_has_prefix(words[0], "tel:") ? "" : "@example.org",
	    NULL);
	spelt->rungs = ladder_format(&ladder, reason);
	spelt->row = (struct store_verdict){
		.conversation_id = number,
		.reason = (int)reason,
		.since_at = wall(words[2], settings->zone),
		.lapse_at = read_lapse(ends[1], &ladder, settings),
		.due_at = reason == REASON_NEW || reason == REASON_UNDELIVERED
			      ? wall(words[2], settings->zone)
			      : ladder.rungs[0].due_at,
		.rungs = spelt->rungs,
		.source = words[3] != NULL ? atoi(words[3] + 1) : 1000 + number,
		.sentence = "",
	};
}

static void spelt_clear(gpointer data)
{
	struct spelt *spelt = data;

	g_free(spelt->address);
	g_free(spelt->rungs);
}

/* All of one address at once: they replace what it had. */
static void put_person(struct home *home, const GArray *all,
		       const char *address)
{
	g_autoptr(GArray) own =
	    g_array_new(FALSE, FALSE, sizeof(struct store_verdict));
	GError *error = NULL;
	gint64 address_id, person_id;

	for (guint i = 0; i < all->len; i++) {
		const struct spelt *spelt =
		    &g_array_index(all, struct spelt, i);

		if (g_str_equal(spelt->address, address))
			g_array_append_val(own, spelt->row);
	}
	MUST(store_address_ensure(home->store, address, "", 1, &address_id,
				  &error));
	MUST(store_person_ensure(home->store, address_id, &person_id, &error));
	MUST(store_verdict_replace(
	    home->store, person_id,
	    (const struct store_verdict *)(void *)own->data, own->len, &error));
}

static void put_all(struct home *home, const struct row *row,
		    const struct rule_settings *settings)
{
	g_auto(GStrv) items = g_strsplit(row->verdicts, "; ", -1);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct spelt));

	g_array_set_clear_func(all, spelt_clear);
	begin(home->store);
	for (guint i = 0; items[i] != NULL && *items[i] != '\0'; i++) {
		struct spelt spelt;

		read_verdict(items[i], i + 1, settings, &spelt);
		g_array_append_val(all, spelt);
	}
	for (guint i = 0; i < all->len; i++)
		put_person(home, all,
			   g_array_index(all, struct spelt, i).address);
	commit(home->store);
}

/* ---- what is named ---- */

static void add_name(GString *text, const struct store_verdict *verdict)
{
	g_string_append_len(text, verdict->address,
			    (gssize)strcspn(verdict->address, "@"));
}

static void add_line(GString *text, const struct naming_item *item)
{
	add_name(text, item->verdict);
	for (guint i = 0; i < item->with->len; i++) {
		g_string_append_c(text, '+');
		add_name(text, item->with->pdata[i]);
	}
	g_string_append_printf(text, " %s", reason_name(item->reason));
	if (item->named && item->rung.channel != CHANNEL_EMAIL)
		g_string_append_printf(text, " %s",
				       channel_name(item->rung.channel));
	if (item->shown && !item->named)
		g_string_append(text, " shown");
}

static char *say(const struct naming *naming)
{
	GString *lines[] = { g_string_new(NULL), g_string_new(NULL) };
	guint shown = 0, waiting = 0;
	char *text;

	for (guint i = 0; i < naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);
		GString *line = lines[!item->shown];

		if (item->told)
			continue;
		g_string_append(line, line->len > 0 ? ", " : "");
		add_line(line, item);
		shown += item->shown;
		waiting += !item->shown;
	}
	g_assert_cmpuint(naming->n_shown, ==, shown);
	g_assert_cmpuint(naming->n_waiting, ==, waiting);
	text = g_strconcat(lines[0]->str, lines[0]->len > 0 ? " /" : "/",
			   lines[1]->len > 0 ? " " : "", lines[1]->str, NULL);
	g_string_free(lines[0], TRUE);
	g_string_free(lines[1], TRUE);
	return text;
}

static void test_row(gconstpointer data)
{
	const struct row *row = data;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	g_autoptr(GError) error = NULL;
	g_autoptr(naming) naming = NULL;
	g_autofree char *got = NULL;
	struct rule_settings settings;
	struct home home = { 0 };

	g_test_message("%s", row->title);
	rule_settings_init(&settings, zone);
	home_open(&home);
	put_all(&home, row, &settings);
	naming = naming_collect(home.store, &settings, wall(row->now, zone),
				row->since != NULL ? wall(row->since, zone) : 0,
				&error);
	g_assert_no_error(error);
	got = say(naming);
	g_assert_cmpstr(got, ==, row->lines);
	home_close(&home);
}

/* Over eight years each has a turn at least every so often, and never two. */
static void test_friends_for_ever(void)
{
	enum { FRIENDS_MOST = 4, DAYS = 8 * 365, LONGEST = 35 };
	static const struct row row = {
		"",
		"a quiet 02-02 = 03-04 +30; b quiet 02-03 = 03-04 +30; "
		"c quiet 02-04 = 03-04 +30; d quiet 02-05 = 03-04 +30",
		"", NULL, ""
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	gint64 now = wall("Wed 03-04 08:00", zone);
	gint32 last[FRIENDS_MOST];
	struct rule_settings settings;
	struct home home = { 0 };

	rule_settings_init(&settings, zone);
	home_open(&home);
	put_all(&home, &row, &settings);
	for (guint i = 0; i < FRIENDS_MOST; i++)
		last[i] = local_day(now, zone);
	for (guint day = 0; day < DAYS; day += 1, now += 24 * 60 * 60) {
		g_autoptr(naming) naming =
		    naming_collect(home.store, &settings, now, 0, NULL);
		gint32 today = local_day(now, zone);

		g_assert_cmpuint(naming->n_shown, <=, 1);
		for (guint i = 0; i < naming->items->len; i++) {
			const struct naming_item *item = &g_array_index(
			    naming->items, struct naming_item, i);
			guint which = (guint)(item->verdict->address[0] - 'a');

			g_assert_cmpint(today - last[which], <=, LONGEST);
			if (!item->named)
				continue;
			last[which] = today;
			g_assert_cmpint(local_day(item->rung.due_at, zone), ==,
					today);
		}
	}
	home_close(&home);
}

static void test_order_text(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const struct store_verdict verdict = { .since_at =
						   wall("03-02", zone) };
	struct naming_item item = { .verdict = &verdict,
				    .reason = REASON_YOU_OWE };
	g_autofree char *before = NULL, *after = NULL;
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	before = naming_order_text(&item, &settings);
	g_assert_cmpstr(before, ==, "section 2 (you-owe), no rung is due yet");
	item.rung.due_at = wall("03-04 07:30", zone);
	after = naming_order_text(&item, &settings);
	g_assert_cmpstr(after, ==,
			"section 2 (you-owe), rung of 2026-03-04 (newest "
			"first), waiting since 2026-03-02 (longest first)");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_strdup_printf("/naming/%02zu", i + 1);

		g_test_add_data_func(path, &rows[i], test_row);
	}
	g_test_add_func("/naming/order-text", test_order_text);
	g_test_add_func("/naming/friends-for-ever", test_friends_for_ever);
	return g_test_run();
}
