/*
 * Mail, or people's cards, from files, through a worker without a network:
 * tend opens the files, the worker reads them.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"

/* One file to read. */
struct files_item {
	char *name; /* for messages: a path, or "standard input" */
	int fd;	    /* owned, seekable */
	enum file_format format;
	gint64 time;		 /* UTC seconds: stands in for INTERNALDATE */
	gpointer extra;		 /* the caller's */
	struct record_texts map; /* of record_file; lent, may be empty */
};

/*
 * Called as the reading goes on; a FALSE ends it with the error that was set.
 */
struct files_calls {
	/*
	 * The next file, with *item_out filled; done_out TRUE when there are
	 * no more.
	 */
	gboolean (*next)(struct files_item *item_out, gboolean *done_out,
			 gpointer data, GError **error);
	/* A message of it; copy->uid counts from 1 in each file. */
	gboolean (*copy)(const struct files_item *item,
			 const struct record_copy *copy, gpointer data,
			 GError **error);
	/* Read to its end; note says why not whole, "" if it was. */
	gboolean (*done)(const struct files_item *item, guint messages,
			 const char *note, gpointer data, GError **error);
	/* Two workers died on its message `number`: it was passed over. */
	gboolean (*died)(const struct files_item *item, guint number,
			 const char *obituary, gpointer data, GError **error);
	/* Free item->extra; may be NULL. */
	void (*forget)(struct files_item *item, gpointer data);
	/*
	 * Of files of FILE_CARDS, instead of copy; card->number counts from 1
	 * in each.  Columns may come again when a worker has died.
	 */
	gboolean (*column)(const struct files_item *item,
			   const struct record_column *column, gpointer data,
			   GError **error);
	gboolean (*card)(const struct files_item *item,
			 const struct record_card *card, gpointer data,
			 GError **error);
};

/* How much of each message is read. */
enum files_depth {
	FILES_BODIES, /* all of it that is judged */
	FILES_TEXTS,  /* and what its author wrote comes with the copy */
};

/* Read all files that next gives, in order. */
gboolean files_read(const char *worker, enum files_depth depth,
		    const struct files_calls *calls, gpointer data,
		    GError **error);
