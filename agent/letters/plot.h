/*
 * A plot before it is drawn: numbers with their words, and the same as a table,
 * which says it all to whoever cannot see the plot.  Every word in it is
 * tend's own, nothing comes from mail; still it is escaped where it is drawn.
 */
#pragma once

#include <glib.h>

#define PLOT_SERIES 3

enum plot_kind {
	PLOT_SHARES,  /* bars from 0 to 1, each with its interval */
	PLOT_COUNTS,  /* bars of stacked counts */
	PLOT_COLUMNS, /* stacked counts over time, and a line */
	PLOT_HEAT,    /* seven days of 24 hours */
};

#define PLOT_NONE (-1.0)

struct plot_bar {
	char *label;
	double values[PLOT_SERIES]; /* counts, or [0] a share */
	double low, high;	    /* PLOT_SHARES: where the share lies */
	double beside;		    /* ... what is quoted, or PLOT_NONE */
	double line;		    /* PLOT_COLUMNS: the line's value */
	char *text;		    /* what is said behind the bar, */
	char *detail;		    /* and under it, or NULL */
};

struct plot {
	enum plot_kind kind;
	const char *id; /* a word, its own within a letter */
	char *title;
	char *about;   /* the plot in words, for who does not see it */
	char *note;    /* what is to be said of it */
	char *missing; /* why there is nothing to draw, or NULL */

	const char *series[PLOT_SERIES]; /* static */
	guint n_series;
	const char *line_name, *beside_name; /* static, or NULL */

	GArray *bars;	   /* struct plot_bar */
	guint grid[7][24]; /* PLOT_HEAT: Monday first */

	char **heads;	 /* of the table */
	GPtrArray *rows; /* char **, as many cells as heads */
};

typedef struct plot plot;

/* Takes title.  `heads` are parted by '|'. */
struct plot *plot_new(enum plot_kind kind, const char *id, char *title,
		      const char *heads);
void plot_free(struct plot *plot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(plot, plot_free)

/* Takes the texts of the bar. */
void plot_add_bar(struct plot *plot, const struct plot_bar *bar);
/* Cells parted by '|'. */
void plot_add_row(struct plot *plot, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* The largest sum of a bar's values, or of the line; and what is in the grid.
 */
double plot_largest(const struct plot *plot);
guint plot_largest_cell(const struct plot *plot);

/* The sum of a bar's values. */
double plot_sum(const struct plot *plot, const struct plot_bar *bar);

/* "38%", and "31 to 46%"; the caller owns them. */
char *plot_percent(double share);
char *plot_range(double low, double high);
