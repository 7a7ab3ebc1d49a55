/* Signs for directions. */
#include "agent/arrow.h"

const char *arrow_of(enum direction direction)
{
	switch (direction) {
	case DIRECTION_OUT:
		return "->";
	case DIRECTION_IN:
		return "<-";
	case DIRECTION_BOTH:
		return "<->";
	case DIRECTION_NONE:
	case N_DIRECTIONS:
		break;
	}
	return "";
}
