/*
 * A plot as inline SVG.
 *
 * Written by ourselves: the report needs four kinds of plots of some dozen
 * numbers, each a handful of rectangles.  The libraries weighed were Cairo (no
 * classes, so no dark mode; text becomes outlines, which no screen reader
 * reads; 1 MB of code and fontconfig at the start of each command), PLplot and
 * libplot (the same, and scales of their own), gnuplot (a program to be
 * started, with a language to be escaped), and the many of JavaScript (a
 * script in a letter).  None keeps the words as words, and none knows that a
 * colour alone says nothing to many eyes.
 *
 * What is drawn has role="img" with a title and a description, takes its
 * colours from the classes of SVG_STYLE, and sets them apart by patterns too.
 * It scales with its column: SVG_WIDTH units wide.
 */
#pragma once

#include "agent/letters/plot.h"

#define SVG_WIDTH 400

/* CSS that the document needs beside the page's own. */
extern const char svg_style[];

/* Nothing for a plot with something missing. */
void svg_draw(GString *out, const struct plot *plot);

/* All that svg_draw writes. */
#define SVG_ELEMENTS                                                    \
	"svg", "title", "desc", "defs", "pattern", "g", "rect", "line", \
	    "polyline", "circle", "text"
#define SVG_ATTRIBUTES                                                       \
	"role", "aria-labelledby", "viewBox", "id", "class", "x", "y", "x1", \
	    "y1", "x2", "y2", "cx", "cy", "r", "rx", "width", "height",      \
	    "points", "fill", "text-anchor", "patternUnits",                 \
	    "patternTransform"
