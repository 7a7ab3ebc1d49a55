/* Touches and times as tables spell them. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/rules/local_day.h"
#include "agent/rules/touch.h"

/* Of a day without one. */
#define TOUCHES_YEAR 2026

/*
 * "2026-03-02", "03-02" or "Mon 03-02", of which the weekday must be true.
 * Returns what comes after it.
 */
static inline const char *day_parse(const char *text, gint32 *day_out)
{
	int year = TOUCHES_YEAR, length = 0;
	unsigned month, day;
	const char *name = NULL;

	if (g_ascii_isalpha(*text)) {
		name = text;
		text += 4;
	}
	if (sscanf(text, "%d-%u-%u%n", &year, &month, &day, &length) != 3) {
		year = TOUCHES_YEAR;
		g_assert_cmpint(sscanf(text, "%u-%u%n", &month, &day, &length),
				==, 2);
	}
	*day_out = local_day_from_date(year, month, day);
	if (name != NULL)
		g_assert_cmpmem(name, 3,
				local_weekday_name(local_day_weekday(*day_out)),
				3);
	return text + length;
}

/* "2026-03-02 09:00" on the wall of that zone; a day's begin without a time. */
static inline gint64 wall(const char *text, GTimeZone *zone)
{
	unsigned hour = 0, minute = 0;
	gint32 day;

	text = day_parse(text, &day);
	if (*text != '\0')
		g_assert_cmpint(sscanf(text, " %u:%u", &hour, &minute), ==, 2);
	return local_instant(day, hour * 60 + minute, zone);
}

/* enum sign, as tables call them */
static const struct {
	const char *word;
	enum sign sign;
} touch_signs[] = {
	{ "asks", SIGN_ASKS },		 { "question", SIGN_QUESTION },
	{ "delivers", SIGN_DELIVERS },	 { "no", SIGN_NO },
	{ "stop", SIGN_STOP },		 { "closing", SIGN_CLOSING },
	{ "praise", SIGN_PRAISE },	 { "words", SIGN_WORDS },
	{ "forward", SIGN_FORWARD },	 { "derived", SIGN_DERIVED },
	{ "promise", SIGN_PROMISE },	 { "asked-for", SIGN_ASKED_FOR },
	{ "reply", SIGN_REPLY },	 { "bounced", SIGN_BOUNCED },
	{ "absent", SIGN_ABSENT },	 { "left", SIGN_LEFT },
	{ "accepted", SIGN_ACCEPTED },	 { "delayed", SIGN_DELAYED },
	{ "answered", SIGN_ANSWERED },	 { "colleague", SIGN_COLLEAGUE },
	{ "passed-on", SIGN_PASSED_ON }, { "short", SIGN_SHORT },
};

static inline gboolean touch_read_sign(const char *word, struct touch *touch)
{
	for (gsize i = 0; i < G_N_ELEMENTS(touch_signs); i++)
		if (g_str_equal(touch_signs[i].word, word)) {
			touch->signs |= touch_signs[i].sign;
			return TRUE;
		}
	return FALSE;
}

static inline void touch_read_word(const char *word, struct touch *touch)
{
	if (g_str_equal(word, "unread"))
		touch->signs &= ~(guint)SIGN_READ;
	else if (touch_read_sign(word, touch))
		return;
	else if (g_str_has_prefix(word, "for="))
		day_parse(word + 4, &touch->day);
	else if (g_str_has_prefix(word, "until="))
		day_parse(word + 6, &touch->ask_day);
	else if (word[0] == 'n' && g_ascii_isdigit(word[1]))
		touch->recipients = (guint)atoi(word + 1);
	else if (word[0] == 'c' && g_ascii_isdigit(word[1]))
		touch->conversation = atoi(word + 1);
	else if (!channel_parse(word, &touch->channel))
		g_error("'%s' says nothing of a touch", word);
}

/*
 * "out 2026-03-02 09:00; in Tue 03-03 10:00 n3 asks c8": direction, time, and
 * what else there is to say: number of recipients (else 1), channel (else
 * email), conversation (else 7), signs, the day of a promise or a return
 * (for=03-09), the last day that it asks for (until=03-09).  Sources count from
 * 1.
 */
static inline GArray *touches_parse(const char *text, GTimeZone *zone)
{
	GArray *touches = g_array_new(FALSE, FALSE, sizeof(struct touch));
	g_auto(GStrv) items = g_strsplit(text, ";", -1);

	for (guint i = 0; items[i] != NULL && *g_strstrip(items[i]); i++) {
		g_auto(GStrv) words = g_strsplit(items[i], " ", -1);
		guint first = g_ascii_isalpha(words[1][0]) ? 2 : 1;
		g_autofree char *time =
		    first == 2
			? g_strjoin(" ", words[1], words[2], words[3], NULL)
			: g_strjoin(" ", words[1], words[2], NULL);
		struct touch touch = {
			.at = wall(time, zone),
			.source = i + 1,
			.recipients = 1,
			.conversation = 7,
			.signs = SIGN_READ,
			.day = TOUCH_NO_DAY,
			.ask_day = TOUCH_NO_DAY,
		};

		while (touch.direction < N_DIRECTIONS &&
		       !g_str_equal(direction_name(touch.direction), words[0]))
			touch.direction++;
		for (guint w = first + 2; words[w] != NULL; w++)
			if (*words[w] != '\0')
				touch_read_word(words[w], &touch);
		g_array_append_val(touches, touch);
	}
	return touches;
}
