# The border, and what tend makes of what crosses it.
border_tests = \
	tests/unit/test-border \
	tests/unit/test-border-facts \
	tests/unit/test-channel \
	tests/unit/test-derive \
	tests/unit/test-tie \
	tests/unit/test-folders \
	tests/unit/test-answers \
	tests/unit/test-watch

check_PROGRAMS += $(border_tests)
TESTS += $(border_tests)

border_test_ldadd = agent/border/libborder.a $(GLIB_LIBS)
derive_test_ldadd = agent/libagent.a agent/rules/librules.a \
	agent/border/libborder.a store/libstore.a $(JSON_LIBS) $(PSL_LIBS) \
	$(SQLITE_LIBS) $(GLIB_LIBS)

tests_unit_test_border_SOURCES = tests/unit/test-border.c \
	tests/unit/decodes.h
tests_unit_test_border_LDADD = $(border_test_ldadd)

tests_unit_test_border_facts_SOURCES = tests/unit/test-border-facts.c \
	tests/unit/decodes.h
tests_unit_test_border_facts_LDADD = $(border_test_ldadd)

tests_unit_test_channel_SOURCES = tests/unit/test-channel.c
tests_unit_test_channel_LDADD = $(border_test_ldadd)

tests_unit_test_derive_SOURCES = tests/unit/test-derive.c \
	tests/unit/derive-mails.h tests/unit/derived.h
tests_unit_test_derive_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_derive_LDADD = $(derive_test_ldadd)

tests_unit_test_tie_SOURCES = tests/unit/test-tie.c tests/unit/derived.h
tests_unit_test_tie_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_tie_LDADD = $(derive_test_ldadd)

tests_unit_test_answers_SOURCES = tests/unit/test-answers.c \
	tests/unit/derived.h
tests_unit_test_answers_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_answers_LDADD = $(derive_test_ldadd)

tests_unit_test_folders_SOURCES = tests/unit/test-folders.c
tests_unit_test_folders_LDADD = $(derive_test_ldadd)

tests_unit_test_watch_SOURCES = tests/unit/test-watch.c
tests_unit_test_watch_LDADD = $(derive_test_ldadd)

check_PROGRAMS += tests/unit/test-sandbox
TESTS += tests/unit/test-sandbox
tests_unit_test_sandbox_SOURCES = tests/unit/test-sandbox.c \
	agent/worker/sandbox.c agent/worker/sandbox.h
tests_unit_test_sandbox_CFLAGS = $(AM_CFLAGS) $(SECCOMP_CFLAGS)
tests_unit_test_sandbox_LDADD = $(SECCOMP_LIBS) $(GLIB_LIBS)
