/*
 * Plots without a picture: a bar of characters, and rows of an HTML table with
 * blocks in them for mail programs that drop all else.
 */
#pragma once

#include "agent/letters/plot.h"

/*
 * A bar of `width` columns that is filled by a share from 0 to 1: blocks in
 * eighths, or '#'; anything above 0 shows.  The caller owns it.
 */
char *bars_text(double share, guint width, gboolean utf8);

/* CSS that bars_html needs beside the page's own. */
extern const char bars_style[];

/* The plot as a table; nothing for one with something missing. */
void bars_html(GString *out, const struct plot *plot);
/* The numbers alone, as a table. */
void bars_table(GString *out, const struct plot *plot);
