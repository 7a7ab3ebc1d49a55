include agent/border/local.mk
include agent/rules/local.mk
include agent/letters/local.mk
include agent/cmd/local.mk
include agent/worker/local.mk

# Everything of tend but main, so that tests may link it.
noinst_LIBRARIES += agent/libagent.a
agent_libagent_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SECRET_CFLAGS)
agent_libagent_a_SOURCES = $(agent_letters_sources) $(agent_cmd_sources) \
	agent/clock.c agent/clock.h agent/command.c agent/command.h \
	agent/completion.c agent/completion.h agent/config.c agent/config.h \
	agent/error.c agent/error.h agent/help.c agent/json.c agent/json.h \
	agent/nearest.c agent/nearest.h agent/paths.c agent/paths.h \
	agent/print.c agent/print.h agent/safe.c agent/safe.h \
	agent/setting.c agent/setting.h agent/tell.c agent/tell.h \
	agent/when.c agent/when.h
agent_libagent_a_CPPFLAGS = $(AM_CPPFLAGS) -DWORKER=\"$(bindir)/tend-worker\"

bin_PROGRAMS += tend
tend_SOURCES = agent/main.c
tend_LDADD = agent/libagent.a agent/rules/librules.a agent/border/libborder.a \
	store/libstore.a $(JSON_LIBS) $(SQLITE_LIBS) $(GLIB_LIBS)
