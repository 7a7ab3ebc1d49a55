/*
 * How long it takes from a delivery to a touch in the database.
 *
 *	latency DATABASE ADDRESS FILE PLACE
 *
 * Moves FILE, a mail from or to ADDRESS, to PLACE (in a Maildir's new/), and
 * looks every two milliseconds whether that person has one touch more.
 * Prints the seconds.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const double limit = 30;

static const char touches_sql[] =
    "SELECT count(*)\n"
    "  FROM touch\n"
    " WHERE person_id = (SELECT person_id FROM address\n"
    "		     WHERE address = :address)";

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int count(sqlite3_stmt *statement)
{
	int n = -1;

	if (sqlite3_step(statement) == SQLITE_ROW)
		n = sqlite3_column_int(statement, 0);
	sqlite3_reset(statement);
	return n;
}

int main(int argc, char **argv)
{
	const struct timespec interval = { .tv_nsec = 2000000 };
	sqlite3_stmt *statement;
	sqlite3 *db;
	double began;
	int before;

	if (argc != 5) {
		fputs("usage: latency DATABASE ADDRESS FILE PLACE\n", stderr);
		return 64;
	}
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) ||
	    sqlite3_prepare_v2(db, touches_sql, -1, &statement, NULL)) {
		fprintf(stderr, "latency: %s\n", sqlite3_errmsg(db));
		return 1;
	}
	sqlite3_busy_timeout(db, 5000);
	sqlite3_bind_text(statement, 1, argv[2], -1, SQLITE_STATIC);
	before = count(statement);
	began = now();
	if (rename(argv[3], argv[4]) < 0) {
		fprintf(stderr, "latency: %s: %s\n", argv[4], strerror(errno));
		return 1;
	}
	while (count(statement) <= before) {
		if (now() - began > limit) {
			fputs("latency: no touch came\n", stderr);
			return 1;
		}
		nanosleep(&interval, NULL);
	}
	printf("%.3f\n", now() - began);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return 0;
}
