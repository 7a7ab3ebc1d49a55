/* The start and the end of tend: what it is allowed, and its exit status. */
#include <config.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/print.h"
#include "agent/tell.h"
#include "agent/when.h"
#include "store/store.h"

/* No dump that could hold a password, and no file that others could read. */
static void harden(void)
{
	static const struct rlimit none = { 0, 0 };

	umask(077);
	/* A socket or pipe that is gone is an error to tell, not an end. */
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &none);
#ifndef WITH_SANITIZERS
	/* The leak sanitizer attaches to its own process as a debugger. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static int tend_status(enum tend_error code)
{
	switch (code) {
	case TEND_ERROR_USAGE:
		return EX_USAGE;
	case TEND_ERROR_DATA:
		return EX_DATAERR;
	case TEND_ERROR_NO_INPUT:
		return EX_NOINPUT;
	case TEND_ERROR_UNAVAILABLE:
		return EX_UNAVAILABLE;
	case TEND_ERROR_SOFTWARE:
		return EX_SOFTWARE;
	case TEND_ERROR_CANNOT_CREATE:
		return EX_CANTCREAT;
	case TEND_ERROR_IO:
		return EX_IOERR;
	case TEND_ERROR_TEMPORARY:
		return EX_TEMPFAIL;
	case TEND_ERROR_PERMISSION:
		return EX_NOPERM;
	case TEND_ERROR_CONFIG:
		return EX_CONFIG;
	case N_TEND_ERRORS:
		break;
	}
	g_assert_not_reached();
}

static int store_status(enum store_error code)
{
	switch (code) {
	case STORE_ERROR_BUSY:
		return EX_TEMPFAIL;
	case STORE_ERROR_FULL:
	case STORE_ERROR_FAILED:
		return EX_IOERR;
	case STORE_ERROR_CORRUPT:
	case STORE_ERROR_NEWER:
	case STORE_ERROR_FOREIGN:
		return EX_DATAERR;
	case STORE_ERROR_PERMISSION:
	case STORE_ERROR_NETWORK:
		return EX_NOPERM;
	case STORE_ERROR_MISSING:
		return EX_NOINPUT;
	}
	g_assert_not_reached();
}

static int exit_status(const GError *error)
{
	if (error->domain == TEND_ERROR)
		return tend_status((enum tend_error)error->code);
	if (error->domain == STORE_ERROR)
		return store_status((enum store_error)error->code);
	if (error->domain == WHEN_ERROR)
		return EX_USAGE;
	return EX_SOFTWARE;
}

static int run(struct call *call, GError **error)
{
	if (call->version) {
		puts(PACKAGE_STRING);
		return EXIT_SUCCESS;
	}
	if (call->help) {
		command_print_help(call->command);
		return EXIT_SUCCESS;
	}
	/* `tend`, and no more. */
	if (!call->command)
		call->command = command_find("overview");
	if (call->command->needs != NEEDS_NOTHING && !call_config(call, error))
		return COMMAND_FAILED;
	return call->command->run(call, error);
}

/*
 * Whoever closed one of the three would have the next file that is opened take
 * its place: the database would be written to as if it were standard output.
 */
static void fill_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
			exit(EX_OSERR);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(call_t) call = NULL;
	int status;

	fill_standard_files();
	harden();
	call = command_parse(argc, argv, &error);
	if (call)
		tell_set_debug(call->debug);
	if (!call || !clock_start(&error))
		status = COMMAND_FAILED;
	else
		status = run(call, &error);
	if (!error)
		print_finish(&error);
	if (!error)
		return status;
	print_finish(NULL);
	tell("%s", error->message);
	return exit_status(error);
}
