/* What is to become of one flag on one message. */
#include "agent/post/marking.h"

#include "agent/border/words.h"

/* The smaller the better; 0: never there. */
static guint rank(int role, gboolean sent)
{
	switch ((enum folder_role)role) {
	case FOLDER_INBOX:
		return sent ? 2 : 1;
	case FOLDER_SENT:
		return sent ? 1 : 4;
	case FOLDER_OTHER:
		return sent ? 3 : 2;
	case FOLDER_ARCHIVE:
		return sent ? 4 : 3;
	case FOLDER_ALL:
		return 5;
	case FOLDER_DRAFTS:
	case FOLDER_JUNK:
	case FOLDER_TRASH:
	case FOLDER_FLAGGED:
	case N_FOLDER_ROLES:
		break;
	}
	return 0;
}

static gboolean is_before(const struct marking_copy *a,
			  const struct marking_copy *b, gboolean sent)
{
	guint x = rank(a->role, sent), y = rank(b->role, sent);

	if (x != y)
		return x < y;
	return a->folder_id != b->folder_id ? a->folder_id < b->folder_id
					    : a->uid < b->uid;
}

/* Of those that are there, with the flag if it must have it. */
static const struct marking_copy *best(const struct marking *marking,
				       gboolean flagged)
{
	const struct marking_copy *found = NULL;

	for (gsize i = 0; i < marking->n_copies; i++) {
		const struct marking_copy *copy = &marking->copies[i];

		if (!copy->there || rank(copy->role, marking->sent) == 0 ||
		    (flagged && !copy->flagged))
			continue;
		if (!found || is_before(copy, found, marking->sent))
			found = copy;
	}
	return found;
}

/* The copy where the mark is; NULL: it is not there any more. */
static const struct marking_copy *here(const struct marking *marking,
				       const struct store_mark *mark)
{
	for (gsize i = 0; i < marking->n_copies; i++) {
		const struct marking_copy *copy = &marking->copies[i];

		if (copy->there && copy->folder_id == mark->folder_id &&
		    copy->uidvalidity == mark->uidvalidity &&
		    copy->uid == mark->uid)
			return copy;
	}
	return NULL;
}

static gboolean any_there(const struct marking *marking)
{
	for (gsize i = 0; i < marking->n_copies; i++)
		if (marking->copies[i].there)
			return TRUE;
	return FALSE;
}

static void place(struct store_mark *mark, const struct marking_copy *copy)
{
	mark->folder_id = copy->folder_id;
	mark->uidvalidity = copy->uidvalidity;
	mark->uid = copy->uid;
	mark->held_at = 0;
	mark->note = "";
}

static enum marking_act become(const struct marking *marking,
			       struct store_mark *mark,
			       enum store_mark_state state)
{
	mark->state = state;
	mark->since_at = marking->now;
	mark->tried = FALSE;
	mark->held_at = 0;
	mark->note = "";
	return MARKING_PUT;
}

static enum marking_act begin(const struct marking *marking,
			      struct store_mark *mark)
{
	const struct marking_copy *copy = best(marking, TRUE);

	mark->batch = 0;
	if (copy) {
		place(mark, copy);
		return become(marking, mark, STORE_MARK_THEIRS);
	}
	copy = best(marking, FALSE);
	if (!copy)
		return MARKING_SAME;
	place(mark, copy);
	return become(marking, mark, STORE_MARK_WANTED);
}

static gboolean is_retried(const struct marking *marking,
			   const struct store_mark *mark)
{
	return mark->held_at != 0 &&
	       marking->now - mark->held_at >= MARKING_RETRY;
}

static enum marking_act decide_wanted(const struct marking *marking,
				      struct store_mark *mark)
{
	const struct marking_copy *copy = here(marking, mark);
	enum marking_act act = MARKING_SAME;

	/* What may have been set must be taken away. */
	if (!marking->wished)
		return mark->tried ? become(marking, mark, STORE_MARK_UNWANTED)
				   : MARKING_DELETE;
	if (!copy) {
		copy = best(marking, TRUE);
		if (!copy)
			copy = best(marking, FALSE);
		if (!copy)
			return MARKING_SAME;
		place(mark, copy);
		act = MARKING_PUT;
	}
	if (copy->flagged)
		return become(marking, mark,
			      mark->tried ? STORE_MARK_SET : STORE_MARK_THEIRS);
	if (!is_retried(marking, mark))
		return act;
	mark->held_at = 0;
	return MARKING_PUT;
}

/* It lies elsewhere now, with the flag or without it, or nowhere. */
static enum marking_act follow(const struct marking *marking,
			       struct store_mark *mark)
{
	const struct marking_copy *copy = best(marking, TRUE);

	if (copy) {
		place(mark, copy);
		return marking->wished
			   ? MARKING_PUT
			   : become(marking, mark, STORE_MARK_UNWANTED);
	}
	copy = best(marking, FALSE);
	if (copy && marking->wished) {
		place(mark, copy);
		return become(marking, mark, STORE_MARK_WANTED);
	}
	/* A moved mail may be seen to go before it is seen to come. */
	return marking->wished ? MARKING_SAME
			       : become(marking, mark, STORE_MARK_UNWANTED);
}

static enum marking_act decide_set(const struct marking *marking,
				   struct store_mark *mark)
{
	const struct marking_copy *copy = here(marking, mark);

	if (!copy)
		return follow(marking, mark);
	if (copy->flagged)
		return marking->wished
			   ? MARKING_SAME
			   : become(marking, mark, STORE_MARK_UNWANTED);
	if (!marking->wished)
		return become(marking, mark, STORE_MARK_CLEARED);
	become(marking, mark, STORE_MARK_DISMISSED);
	return MARKING_DISMISS;
}

static enum marking_act decide_unwanted(const struct marking *marking,
					struct store_mark *mark)
{
	const struct marking_copy *copy = here(marking, mark);

	if (copy && !copy->flagged)
		return become(marking, mark, STORE_MARK_CLEARED);
	/* Nothing has left yet that would take it away. */
	if (marking->wished && !mark->tried)
		return become(marking, mark, STORE_MARK_SET);
	if (!copy && any_there(marking)) {
		copy = best(marking, TRUE);
		if (!copy)
			return become(marking, mark, STORE_MARK_CLEARED);
		place(mark, copy);
		return MARKING_PUT;
	}
	if (!is_retried(marking, mark))
		return MARKING_SAME;
	if (!copy)
		return become(marking, mark, STORE_MARK_CLEARED);
	mark->held_at = 0;
	return MARKING_PUT;
}

static enum marking_act decide_tracked(const struct marking *marking,
				       struct store_mark *mark)
{
	const struct marking_copy *copy = here(marking, mark);

	if (copy)
		return copy->flagged ? MARKING_SAME : MARKING_UNTRACK;
	copy = best(marking, TRUE);
	if (!copy)
		return MARKING_SAME;
	place(mark, copy);
	return MARKING_PUT;
}

enum marking_act marking_decide(const struct marking *marking,
				struct store_mark *mark)
{
	switch (mark->state) {
	case STORE_MARK_NONE:
	case STORE_MARK_CLEARED:
		return marking->wished ? begin(marking, mark) : MARKING_SAME;
	case STORE_MARK_WANTED:
		return decide_wanted(marking, mark);
	case STORE_MARK_SET:
		return decide_set(marking, mark);
	case STORE_MARK_UNWANTED:
		return decide_unwanted(marking, mark);
	case STORE_MARK_THEIRS:
		if (marking->wished || !any_there(marking) ||
		    best(marking, TRUE))
			return MARKING_SAME;
		return MARKING_DELETE;
	case STORE_MARK_DISMISSED:
		/* Undone, or a later morning: that is something new. */
		if (marking->wished &&
		    (!marking->holds || marking->due_at > mark->since_at))
			return begin(marking, mark);
		return MARKING_SAME;
	case STORE_MARK_TRACKED:
		return decide_tracked(marking, mark);
	}
	return MARKING_SAME;
}
