include agent/border/local.mk
include agent/rules/local.mk
include agent/letters/local.mk
include agent/cmd/local.mk
include agent/worker/local.mk

# Everything of tend but main, so that tests may link it.
noinst_LIBRARIES += agent/libagent.a
agent_libagent_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SECRET_CFLAGS)
agent_libagent_a_SOURCES = $(agent_letters_sources) $(agent_cmd_sources) \
	agent/safe.c agent/safe.h agent/when.c agent/when.h

bin_PROGRAMS += tend
tend_SOURCES = agent/main.c
tend_LDADD = agent/libagent.a agent/rules/librules.a agent/border/libborder.a \
	store/libstore.a $(JSON_LIBS) $(SQLITE_LIBS) $(GLIB_LIBS)
