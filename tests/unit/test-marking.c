/* What becomes of one flag on one message, row by row. */
#include "agent/post/marking.h"

#include <string.h>

#include "agent/border/words.h"

/* Mornings; a mark's state began at NOON. */
#define NOON 500000
#define NOW (NOON + 1000)
#define TOMORROW (NOON + MARKING_RETRY)

static const enum folder_role roles[] = {
	['i'] = FOLDER_INBOX,	['s'] = FOLDER_SENT,   ['o'] = FOLDER_OTHER,
	['r'] = FOLDER_ARCHIVE, ['a'] = FOLDER_ALL,    ['t'] = FOLDER_TRASH,
	['j'] = FOLDER_JUNK,	['d'] = FOLDER_DRAFTS, ['f'] = FOLDER_FLAGGED,
};

static const char *const states[] = {
	"none",	    "wanted",  "set",	    "theirs",
	"unwanted", "cleared", "dismissed", "tracked",
};

static const char *const acts[] = { "same", "put", "delete", "dismiss",
				    "untrack" };

/*
 * Copies: the letter of a folder's role and a UID, with * if it has the flag
 * and - if it is gone: "i5* r2".  Marks: a state, ! if tried, ? if held, and
 * the place.
 */
static const struct row {
	const char *what;
	const char *copies;
	const char *more; /* wished sent undone later(a later morning) morrow */
	const char *before;
	const char *act;
	const char *after;
} rows[] = {
	/* Where. */
	{ "mail that came: the inbox", "a1 r2 i3 o4", "wished", "none", "put",
	  "wanted i3" },
	{ "or where the user put it", "a1 r2 o4", "wished", "none", "put",
	  "wanted o4" },
	{ "or the archive", "a1 r2 j7", "wished", "none", "put", "wanted r2" },
	{ "or All Mail alone", "a1 t6", "wished", "none", "put", "wanted a1" },
	{ "sent mail: Sent", "i3 s4 o2", "wished sent", "none", "put",
	  "wanted s4" },
	{ "mail to oneself in the inbox", "i3 o2", "wished sent", "none", "put",
	  "wanted i3" },
	{ "never in the trash, junk, drafts and views", "t1 j2 d3 f4", "wished",
	  "none", "same", "none" },
	{ "nor where it is gone", "i1- t2", "wished", "none", "same", "none" },
	{ "of two in one folder the first", "o9 o4", "wished", "none", "put",
	  "wanted o4" },
	{ "nothing rests on it", "i3", "", "none", "same", "none" },

	/* Whose. */
	{ "flagged before: the user's", "i3*", "wished", "none", "put",
	  "theirs i3" },
	{ "also where another copy is flagged", "i3 o4*", "wished", "none",
	  "put", "theirs o4" },
	{ "it stays so", "i3*", "wished", "theirs i3", "same", "theirs i3" },
	{ "and when the stall is over", "i3*", "", "theirs i3", "same",
	  "theirs i3" },
	{ "also if the user takes it away while it lasts", "i3", "wished",
	  "theirs i3", "same", "theirs i3" },
	{ "then it is nobody's", "i3", "", "theirs i3", "delete", NULL },
	{ "but not on the way to another folder", "i3-", "", "theirs i3",
	  "same", "theirs i3" },
	{ "flagged before tend's first try", "i3*", "wished", "wanted i3",
	  "put", "theirs i3" },
	{ "flagged after a try of which nothing was heard", "i3*", "wished",
	  "wanted! i3", "put", "set i3" },
	{ "also when it was moved meanwhile", "i3- o4*", "wished", "wanted! i3",
	  "put", "set o4" },
	{ "moved and flagged by the user before a try", "i3- o4*", "wished",
	  "wanted i3", "put", "theirs o4" },

	/* On its way. */
	{ "wanted waits", "i3", "wished", "wanted i3", "same", "wanted i3" },
	{ "not any more, and nothing was tried", "i3", "", "wanted i3",
	  "delete", NULL },
	{ "not any more, but it may have been set", "i3", "", "wanted! i3",
	  "put", "unwanted i3" },
	{ "moved before it was set", "i3- o4", "wished", "wanted i3", "put",
	  "wanted o4" },
	{ "moved, and held no more", "i3- o4", "wished", "wanted? i3", "put",
	  "wanted o4" },
	{ "numbered anew", "i7", "wished", "wanted i3", "put", "wanted i7" },
	{ "gone everywhere", "i3-", "wished", "wanted i3", "same",
	  "wanted i3" },
	{ "refused: not at once again", "i3", "wished", "wanted? i3", "same",
	  "wanted? i3" },
	{ "but on the next day", "i3", "wished morrow", "wanted? i3", "put",
	  "wanted i3" },

	/* The user's word. */
	{ "there it stays", "i3*", "wished", "set i3", "same", "set i3" },
	{ "cleared: dismissed", "i3", "wished", "set i3", "dismiss",
	  "dismissed i3" },
	{ "cleared in one place only: there it was set", "i3 r4*", "wished",
	  "set i3", "dismiss", "dismissed i3" },
	{ "cleared when nothing rested on it", "i3", "", "set i3", "put",
	  "cleared i3" },
	{ "dismissed stays dismissed", "i3", "wished", "dismissed i3", "same",
	  "dismissed i3" },
	{ "undone: set again", "i3", "wished undone", "dismissed i3", "put",
	  "wanted i3" },
	{ "a later morning: set again", "i3", "wished later", "dismissed i3",
	  "put", "wanted i3" },
	{ "flagged again by the user meanwhile", "i3*", "wished undone",
	  "dismissed i3", "put", "theirs i3" },

	/* Moved, and numbered anew. */
	{ "moved with its flag", "i3- o4*", "wished", "set i3", "put",
	  "set o4" },
	{ "moved, and the flag was lost", "i3- o4", "wished", "set i3", "put",
	  "wanted o4" },
	{ "numbered anew with its flag", "i7*", "wished", "set i3", "put",
	  "set i7" },
	{ "numbered anew without", "i7", "wished", "set i3", "put",
	  "wanted i7" },
	{ "seen to go, not yet to come", "i3-", "wished", "set i3", "same",
	  "set i3" },
	{ "into the trash", "i3- t4*", "wished", "set i3", "same", "set i3" },
	{ "of two the flagged one", "i3- r4* o5", "wished", "set i3", "put",
	  "set r4" },

	/* The end. */
	{ "the stall is over", "i3*", "", "set i3", "put", "unwanted i3" },
	{ "over, and moved", "i3- o4*", "", "set i3", "put", "unwanted o4" },
	{ "over, and moved without", "i3- o4", "", "unwanted i3", "put",
	  "cleared i3" },
	{ "over, on its way elsewhere", "i3-", "", "set i3", "put",
	  "unwanted i3" },
	{ "of whom nothing is known any more", "", "", "set i3", "put",
	  "unwanted i3" },
	{ "unwanted waits", "i3*", "", "unwanted i3", "same", "unwanted i3" },
	{ "the user was faster", "i3", "", "unwanted i3", "put", "cleared i3" },
	{ "wanted again before anything left", "i3*", "wished", "unwanted i3",
	  "put", "set i3" },
	{ "wanted again after a try: to its end first", "i3*", "wished",
	  "unwanted! i3", "same", "unwanted! i3" },
	{ "missing after a try to clear: no word of the user", "i3", "wished",
	  "unwanted! i3", "put", "cleared i3" },
	{ "cleared, and wanted again", "i3", "wished", "cleared i3", "put",
	  "wanted i3" },
	{ "refused to clear: the next day", "i3*", "morrow", "unwanted? i3",
	  "put", "unwanted i3" },
	{ "nowhere for a day", "i3-", "morrow", "unwanted? i3", "put",
	  "cleared i3" },
	{ "cleared is over", "i3*", "", "cleared i3", "same", "cleared i3" },

	/* The user's own, that has somebody tracked. */
	{ "tracked", "i3*", "", "tracked i3", "same", "tracked i3" },
	{ "is never tend's", "i3*", "wished", "tracked i3", "same",
	  "tracked i3" },
	{ "not any more", "i3", "", "tracked i3", "untrack", NULL },
	{ "moved", "i3- r4*", "", "tracked i3", "put", "tracked r4" },
	{ "moved without its flag", "i3- r4", "", "tracked i3", "same",
	  "tracked i3" },
};

static guint index_of(const char *const *words, gsize n, const char *word)
{
	for (guint i = 0; i < n; i++)
		if (g_str_equal(words[i], word))
			return i;
	g_error("no such word: '%s'", word);
}

static gint64 read_place(const char *text, gint64 *folder_out, int *role_out)
{
	*folder_out = text[0];
	*role_out = (int)roles[(guchar)text[0]];
	return (gint64)g_ascii_strtoll(text + 1, NULL, 10);
}

static GArray *read_copies(const char *text)
{
	GArray *copies = g_array_new(FALSE, TRUE, sizeof(struct marking_copy));
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (char **word = words; *word; word++) {
		struct marking_copy copy = {
			.uidvalidity = 1,
			.there = !strchr(*word, '-'),
			.flagged = strchr(*word, '*') != NULL,
		};

		copy.uid = read_place(*word, &copy.folder_id, &copy.role);
		g_array_append_val(copies, copy);
	}
	return copies;
}

static struct store_mark read_mark(const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", 2);
	struct store_mark mark = { .since_at = NOON, .note = "" };
	gsize length = strcspn(words[0], "!?");
	int ignored;

	mark.tried = words[0][length] == '!';
	mark.held_at = words[0][length] == '?' ? NOON : 0;
	words[0][length] = '\0';
	mark.state = (enum store_mark_state)index_of(
	    states, G_N_ELEMENTS(states), words[0]);
	if (mark.state != STORE_MARK_NONE) {
		mark.uidvalidity = 1;
		mark.uid = read_place(words[1], &mark.folder_id, &ignored);
	}
	return mark;
}

static char *write_mark(const struct store_mark *mark)
{
	if (mark->state == STORE_MARK_NONE)
		return g_strdup("none");
	return g_strdup_printf("%s%s%s %c%d", states[mark->state],
			       mark->tried ? "!" : "", mark->held_at ? "?" : "",
			       (char)mark->folder_id, (int)mark->uid);
}

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct row *row = &rows[i];
		g_autoptr(GArray) copies = read_copies(row->copies);
		gboolean morrow = strstr(row->more, "morrow") != NULL;
		const struct marking marking = {
			.wished = strstr(row->more, "wished") != NULL,
			.due_at =
			    strstr(row->more, "later") ? NOON + 1 : NOON - 1,
			.sent = strstr(row->more, "sent") != NULL,
			.holds = !strstr(row->more, "undone"),
			.copies = (const void *)copies->data,
			.n_copies = copies->len,
			.now = morrow ? TOMORROW : NOW,
		};
		struct store_mark mark = read_mark(row->before);
		struct store_mark again;
		g_autofree char *after = NULL;
		enum marking_act act;

		g_test_message("%s", row->what);
		act = marking_decide(&marking, &mark);
		after = write_mark(&mark);
		g_assert_cmpstr(acts[act], ==, row->act);
		if (!row->after)
			continue;
		g_assert_cmpstr(after, ==, row->after);
		g_assert_true((act == MARKING_SAME) ==
			      g_str_equal(row->before, after));
		/* A new row is of now. */
		if (act != MARKING_SAME &&
		    !g_str_has_prefix(row->before, states[mark.state]))
			g_assert_cmpint(mark.since_at, ==, marking.now);
		/* It comes to rest. */
		for (int turn = 0; act != MARKING_SAME && turn < 4; turn++) {
			again = mark;
			act = marking_decide(&marking, &again);
			g_assert_cmpint(act, !=, MARKING_DISMISS);
			mark = again;
		}
		g_assert_cmpint(act, ==, MARKING_SAME);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/post/marking/rows", test_rows);
	return g_test_run();
}
