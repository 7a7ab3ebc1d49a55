include agent/border/local.mk
include agent/rules/local.mk
include agent/letters/local.mk
include agent/cmd/local.mk
include agent/worker/local.mk

# Everything of tend but main, so that tests may link it.
noinst_LIBRARIES += agent/libagent.a
agent_libagent_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(PSL_CFLAGS) $(SECRET_CFLAGS)
agent_libagent_a_SOURCES = \
	$(agent_cmd_sources) \
	$(agent_letters_sources) \
	%reldir%/arrow.c \
	%reldir%/arrow.h \
	%reldir%/ask.c \
	%reldir%/ask.h \
	%reldir%/bodies.c \
	%reldir%/bodies.h \
	%reldir%/clock.c \
	%reldir%/clock.h \
	%reldir%/command.c \
	%reldir%/command.h \
	%reldir%/completion.c \
	%reldir%/completion.h \
	%reldir%/config.c \
	%reldir%/config.h \
	%reldir%/config_edit.c \
	%reldir%/config_edit.h \
	%reldir%/contact.c \
	%reldir%/contact.h \
	%reldir%/control.c \
	%reldir%/control.h \
	%reldir%/conversation.c \
	%reldir%/conversation.h \
	%reldir%/delivery.c \
	%reldir%/delivery.h \
	%reldir%/derive.c \
	%reldir%/derive.h \
	%reldir%/domain.c \
	%reldir%/domain.h \
	%reldir%/error.c \
	%reldir%/error.h \
	%reldir%/evidence.c \
	%reldir%/evidence.h \
	%reldir%/files.c \
	%reldir%/files.h \
	%reldir%/folders.c \
	%reldir%/folders.h \
	%reldir%/help.c \
	%reldir%/identities.c \
	%reldir%/identities.h \
	%reldir%/ingest.c \
	%reldir%/ingest.h \
	%reldir%/json.c \
	%reldir%/json.h \
	%reldir%/judge.c \
	%reldir%/judge.h \
	%reldir%/keyring.c \
	%reldir%/keyring.h \
	%reldir%/lease.c \
	%reldir%/lease.h \
	%reldir%/link.c \
	%reldir%/link.h \
	%reldir%/mailbox.c \
	%reldir%/mailbox.h \
	%reldir%/morning.c \
	%reldir%/morning.h \
	%reldir%/named.c \
	%reldir%/named.h \
	%reldir%/nearest.c \
	%reldir%/nearest.h \
	%reldir%/notify.c \
	%reldir%/notify.h \
	%reldir%/office.c \
	%reldir%/office.h \
	%reldir%/outbox.c \
	%reldir%/outbox.h \
	%reldir%/paths.c \
	%reldir%/paths.h \
	%reldir%/print.c \
	%reldir%/print.h \
	%reldir%/probe.c \
	%reldir%/probe.h \
	%reldir%/provider.c \
	%reldir%/provider.h \
	%reldir%/query.c \
	%reldir%/query.h \
	%reldir%/reach.c \
	%reldir%/reach.h \
	%reldir%/safe.c \
	%reldir%/safe.h \
	%reldir%/secret.c \
	%reldir%/secret.h \
	%reldir%/setting.c \
	%reldir%/setting.h \
	%reldir%/settle.c \
	%reldir%/settle.h \
	%reldir%/source.c \
	%reldir%/source.h \
	%reldir%/spark.c \
	%reldir%/spark.h \
	%reldir%/suggest.c \
	%reldir%/suggest.h \
	%reldir%/table.c \
	%reldir%/table.h \
	%reldir%/tell.c \
	%reldir%/tell.h \
	%reldir%/tie.c \
	%reldir%/tie.h \
	%reldir%/watch.c \
	%reldir%/watch.h \
	%reldir%/when.c \
	%reldir%/when.h
agent_libagent_a_CPPFLAGS = $(AM_CPPFLAGS) -DWORKER=\"$(bindir)/tend-worker\"

bin_PROGRAMS += tend
tend_SOURCES = agent/main.c
tend_LDADD = agent/libagent.a agent/rules/librules.a agent/border/libborder.a \
	store/libstore.a $(JSON_LIBS) $(PSL_LIBS) $(SQLITE_LIBS) $(GLIB_LIBS)
