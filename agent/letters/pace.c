/* How soon somebody answers, in words. */
#include "agent/letters/pace.h"

#define HOUR 3600
#define DAY 86400

/* Whose usual time is longer has no usual time. */
#define LONGEST_DAYS 60

char *pace_words(gint64 answer_within)
{
	gint64 days = (answer_within + DAY - 1) / DAY;

	if (answer_within <= 0 || days > LONGEST_DAYS)
		return NULL;
	if (answer_within <= HOUR)
		return g_strdup("Usually they answer within the hour.");
	if (days == 1)
		return g_strdup("Usually they answer within a day.");
	if (days < 14)
		return g_strdup_printf("Usually they answer within %d days.",
				       (int)days);
	return g_strdup_printf("Usually they answer within %d weeks.",
			       (int)(days + 6) / 7);
}

char *pace_silence(gint32 days)
{
	if (days < 1)
		return NULL;
	if (days == 1)
		return g_strdup("a day");
	if (days < 14)
		return g_strdup_printf("%d days", days);
	if (days < 61)
		return g_strdup_printf("%d weeks", days / 7);
	if (days < 731)
		return g_strdup_printf("%d months",
				       (int)((gint64)days * 100 / 3044));
	return g_strdup_printf("%d years", (int)((gint64)days * 100 / 36525));
}
