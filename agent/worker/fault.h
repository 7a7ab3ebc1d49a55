/*
 * A way for tests to have a worker die on a message that it could not parse,
 * since no such message is known: TEND_FAULT names a text, and the worker
 * that is about to parse a message with that text in it aborts.
 */
#pragma once

#include <glib.h>

void fault_check(const char *bytes, gsize length);
