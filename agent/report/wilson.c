/* Wilson's interval of a share. */
#include "agent/report/wilson.h"

#include <math.h>

/* The normal distribution holds 95 % within so many deviations. */
#define Z 1.959963984540054

double wilson_share(guint part, guint whole)
{
	return whole > 0 ? (double)part / whole : 0;
}

struct interval wilson_interval(guint part, guint whole)
{
	double n = whole, p = wilson_share(part, whole);
	double middle, half;

	g_assert(part <= whole);
	if (whole == 0)
		return (struct interval){ 0, 1 };
	middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
	half =
	    Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
	/* At the ends it is exact; only the arithmetic is not. */
	return (struct interval){
		part == 0 ? 0 : MAX(middle - half, 0),
		part == whole ? 1 : MIN(middle + half, 1),
	};
}
