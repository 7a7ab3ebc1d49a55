/* The word that was probably meant. */
#pragma once

#include <glib.h>

/*
 * Of the NULL-terminated words the one nearest to what was typed: it begins
 * with that, or at most one letter in three is wrong, missing, too many or
 * in its neighbour's place.  NULL when none is near.
 */
const char *nearest_word(const char *typed, const char *const *words);

/*
 * The same for what is to be done without asking: the word itself, or the only
 * one that a single mistake makes of `typed`.
 */
const char *nearest_sure(const char *typed, const char *const *words);
