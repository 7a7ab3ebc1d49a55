/* Sets of UIDs: an array of ascending ranges that never touch. */
#include "imap/uidset.h"

#include <string.h>

void imap_uidset_clear(struct imap_uidset *set)
{
	g_free(set->ranges);
	*set = (struct imap_uidset)IMAP_UIDSET_INIT;
}

/* The first range that ends at or after `uid`; set->n if there is none. */
static guint find(const struct imap_uidset *set, guint32 uid)
{
	guint low = 0, high = set->n;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (set->ranges[middle].high < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void insert(struct imap_uidset *set, guint at, guint32 low, guint32 high)
{
	if (set->n == set->allocated) {
		set->allocated = set->allocated ? set->allocated * 2 : 8;
		set->ranges =
		    g_renew(struct imap_uidrange, set->ranges, set->allocated);
	}
	memmove(set->ranges + at + 1, set->ranges + at,
		(set->n - at) * sizeof(*set->ranges));
	set->ranges[at] = (struct imap_uidrange){ low, high };
	set->n++;
}

static void drop(struct imap_uidset *set, guint from, guint to)
{
	memmove(set->ranges + from, set->ranges + to,
		(set->n - to) * sizeof(*set->ranges));
	set->n -= to - from;
}

void imap_uidset_add(struct imap_uidset *set, guint32 low, guint32 high)
{
	guint first, last;

	if (low == 0)
		low = 1;
	if (low > high)
		return;
	/* Those that overlap or touch: [first, last). */
	first = find(set, low - 1);
	for (last = first; last < set->n; last++) {
		if (set->ranges[last].low > high &&
		    set->ranges[last].low - high > 1)
			break;
	}
	if (first == last) {
		insert(set, first, low, high);
		return;
	}
	set->ranges[first].low = MIN(set->ranges[first].low, low);
	set->ranges[first].high = MAX(set->ranges[last - 1].high, high);
	drop(set, first + 1, last);
}

void imap_uidset_remove(struct imap_uidset *set, guint32 low, guint32 high)
{
	guint at = find(set, low);
	guint end;

	if (low > high || at == set->n || set->ranges[at].low > high)
		return;
	if (set->ranges[at].low < low && set->ranges[at].high > high) {
		insert(set, at, set->ranges[at].low, low - 1);
		set->ranges[at + 1].low = high + 1;
		return;
	}
	if (set->ranges[at].low < low)
		set->ranges[at++].high = low - 1;
	for (end = at; end < set->n && set->ranges[end].high <= high; end++)
		;
	if (end < set->n && set->ranges[end].low <= high)
		set->ranges[end].low = high + 1;
	drop(set, at, end);
}

void imap_uidset_add_set(struct imap_uidset *set,
			 const struct imap_uidset *other)
{
	for (guint i = 0; i < other->n; i++)
		imap_uidset_add(set, other->ranges[i].low,
				other->ranges[i].high);
}

void imap_uidset_remove_set(struct imap_uidset *set,
			    const struct imap_uidset *other)
{
	for (guint i = 0; i < other->n; i++)
		imap_uidset_remove(set, other->ranges[i].low,
				   other->ranges[i].high);
}

bool imap_uidset_contains(const struct imap_uidset *set, guint32 uid)
{
	guint at = find(set, uid);

	return at < set->n && set->ranges[at].low <= uid;
}

guint64 imap_uidset_count(const struct imap_uidset *set)
{
	guint64 count = 0;

	for (guint i = 0; i < set->n; i++)
		count += (guint64)set->ranges[i].high - set->ranges[i].low + 1;
	return count;
}

guint32 imap_uidset_low(const struct imap_uidset *set)
{
	return set->n ? set->ranges[0].low : 0;
}

guint32 imap_uidset_high(const struct imap_uidset *set)
{
	return set->n ? set->ranges[set->n - 1].high : 0;
}

static void take_lowest(struct imap_uidset *set, guint n,
			struct imap_uidset *part)
{
	guint whole;

	for (whole = 0; whole < set->n && n > 0; whole++) {
		struct imap_uidrange *range = &set->ranges[whole];
		guint32 high = range->high;

		if (range->high - range->low >= n)
			high = range->low + n - 1;
		imap_uidset_add(part, range->low, high);
		n -= high - range->low + 1;
		if (high < range->high) {
			range->low = high + 1;
			break;
		}
	}
	drop(set, 0, whole);
}

static void take_highest(struct imap_uidset *set, guint n,
			 struct imap_uidset *part)
{
	while (set->n > 0 && n > 0) {
		struct imap_uidrange *range = &set->ranges[set->n - 1];
		guint32 low = range->low;

		if (range->high - range->low >= n)
			low = range->high - n + 1;
		imap_uidset_add(part, low, range->high);
		n -= range->high - low + 1;
		if (low > range->low) {
			range->high = low - 1;
			break;
		}
		set->n--;
	}
}

void imap_uidset_take(struct imap_uidset *set, guint n, bool lowest,
		      struct imap_uidset *part_out)
{
	g_assert(part_out->n == 0);
	if (lowest)
		take_lowest(set, n, part_out);
	else
		take_highest(set, n, part_out);
}

static const char *parse_uid(const char *text, guint32 *uid_out)
{
	guint64 uid = 0;
	const char *p;

	for (p = text; g_ascii_isdigit(*p); p++) {
		uid = uid * 10 + (guint)(*p - '0');
		if (uid > G_MAXUINT32)
			return NULL;
	}
	if (p == text || uid == 0)
		return NULL;
	*uid_out = (guint32)uid;
	return p;
}

bool imap_uidset_parse(const char *text, struct imap_uidset *set)
{
	g_auto(imap_uidset) parsed = IMAP_UIDSET_INIT;

	for (;;) {
		guint32 a, b;

		text = parse_uid(text, &a);
		if (!text)
			return false;
		b = a;
		if (*text == ':') {
			text = parse_uid(text + 1, &b);
			if (!text)
				return false;
		}
		imap_uidset_add(&parsed, MIN(a, b), MAX(a, b));
		if (*text == '\0')
			break;
		if (*text++ != ',')
			return false;
	}
	imap_uidset_clear(set);
	*set = parsed;
	parsed = (struct imap_uidset)IMAP_UIDSET_INIT;
	return true;
}

char *imap_uidset_format(const struct imap_uidset *set)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < set->n; i++) {
		const struct imap_uidrange *range = &set->ranges[i];

		g_string_append_printf(text, "%s%u", i ? "," : "", range->low);
		if (range->high > range->low)
			g_string_append_printf(text, ":%u", range->high);
	}
	return g_string_free(text, FALSE);
}
