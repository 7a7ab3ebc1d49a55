/*
 * tend-worker: reads what strangers wrote, so that tend need not.
 *
 * It is started by tend with one end of a socket pair as descriptor 3, hears
 * what to do (RECORD_SETUP), opens what it will need, locks itself in
 * (sandbox.h) and serves until the socket closes.  It keeps nothing.
 */
#include "config.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "agent/border/channel.h"
#include "agent/worker/files.h"
#include "agent/worker/mailbox.h"
#include "agent/worker/sandbox.h"
#include "parse/message.h"
#include "parse/warm.h"

#define TEND_FD 3

/* Libraries may quote mail in their warnings: none of it is printed. */
static GLogWriterOutput drop_log(GLogLevelFlags level, const GLogField *fields,
				 gsize n_fields, gpointer data)
{
	(void)level;
	(void)fields;
	(void)n_fields;
	(void)data;
	return G_LOG_WRITER_HANDLED;
}

static int serve_files(struct channel *channel)
{
	const struct record_ready ready = { PACKAGE_VERSION, parse_version };
	const char *why;

	parse_init();
	if (!sandbox_shut(&why)) {
		const struct record_problem problem = {
			.remedy = REMEDY_STOP,
			.text = "this kernel cannot lock the worker in "
				"(seccomp): tend does not read mail without",
		};

		channel_put(channel, RECORD_PROBLEM, &problem);
		channel_flush(channel);
		return 71;
	}
	channel_put(channel, RECORD_READY, &ready);
	channel_flush(channel);
	files_serve(channel);
	return 0;
}

int main(void)
{
	g_autoptr(channel) channel = NULL;
	struct stat status_of;
	struct record record;
	int status;

	sandbox_begin();
	g_log_set_writer_func(drop_log, NULL, NULL);
	if (fstat(TEND_FD, &status_of) < 0 || !S_ISSOCK(status_of.st_mode)) {
		fputs("tend-worker: started by tend, not by hand\n", stderr);
		return 64;
	}
	channel = channel_new(TEND_FD);
	if (channel_wait(channel, 10 * 1000, &record) != CHANNEL_RECORD ||
	    record.type != RECORD_SETUP)
		return 65;
	status = record.setup.network ? mailbox_serve(channel, &record.setup)
				      : serve_files(channel);
	parse_shutdown();
	return status;
}
