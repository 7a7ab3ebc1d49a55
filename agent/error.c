/* The error domain of tend's own parts. */
#include "agent/error.h"

G_DEFINE_QUARK(tend_error, tend_error)
