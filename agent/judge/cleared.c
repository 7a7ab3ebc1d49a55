/* Matters that were open and are not any more. */
#include "agent/judge/cleared.h"

#include "agent/rules/matter.h"

/* What somebody owes in a matter. */
enum owed { OWED_ASKED, OWED_PROMISED, OWED_ASK, OWED_THEIR_PROMISE, N_OWED };

static const char *const names[N_OWED] = {
	[OWED_ASKED] = "what they asked",
	[OWED_PROMISED] = "what you promised",
	[OWED_ASK] = "what you asked",
	[OWED_THEIR_PROMISE] = "what they promised",
};

/* The matters at one point of the history. */
struct point {
	struct matter matters[MATTERS_MAX];
	guint n;
};

static const struct touch *owed_in(const struct matter *matter, enum owed owed)
{
	switch (owed) {
	case OWED_ASKED:
		return matter->asked;
	case OWED_PROMISED:
		return matter->promised;
	case OWED_ASK:
		return matter->ask;
	case OWED_THEIR_PROMISE:
		return matter->their_promise;
	case N_OWED:
		break;
	}
	g_assert_not_reached();
}

static void walk(const struct facts *facts, gsize n, struct point *point)
{
	struct facts until = *facts;

	until.n_touches = n;
	point->n = matter_walk(&until, point->matters);
}

static gboolean is_owed(const struct point *point, gint64 conversation,
			enum owed owed)
{
	for (guint i = 0; i < point->n; i++)
		if (point->matters[i].conversation == conversation)
			return owed_in(&point->matters[i], owed) != NULL;
	return FALSE;
}

static void compare(const struct point *before, const struct point *after,
		    const struct touch *by, GArray *list)
{
	for (guint i = 0; i < before->n; i++) {
		const struct matter *matter = &before->matters[i];

		for (enum owed owed = OWED_ASKED; owed < N_OWED; owed++) {
			const struct cleared cleared = {
				.conversation = matter->conversation,
				.what = names[owed],
				.theirs = owed == OWED_ASK ||
					  owed == OWED_THEIR_PROMISE,
				.opened = owed_in(matter, owed),
				.by = by,
			};

			if (cleared.opened != NULL &&
			    !is_owed(after, matter->conversation, owed))
				g_array_append_val(list, cleared);
		}
	}
}

GArray *cleared_list(const struct facts *facts)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct cleared));
	gsize n = facts->n_touches;
	gsize i = n > CLEARED_TOUCHES ? n - CLEARED_TOUCHES : 0;
	struct point before, after;

	walk(facts, i, &before);
	for (; i < n; i++) {
		walk(facts, i + 1, &after);
		compare(&before, &after, &facts->touches[i], list);
		before = after;
	}
	return list;
}
