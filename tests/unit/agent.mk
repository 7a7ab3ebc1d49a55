# The command table, the configuration, secrets: what stands around the rules.
agent_tests = \
	tests/unit/test-announce \
	tests/unit/test-hook \
	tests/unit/test-command \
	tests/unit/test-config \
	tests/unit/test-config-groups \
	tests/unit/test-domain \
	tests/unit/test-edges \
	tests/unit/test-group \
	tests/unit/test-hear \
	tests/unit/test-say \
	tests/unit/test-holidays \
	tests/unit/test-ruling \
	tests/unit/test-import \
	tests/unit/test-marking \
	tests/unit/test-secret \
	tests/unit/test-suggest \
	tests/unit/test-template

check_PROGRAMS += $(agent_tests)
TESTS += $(agent_tests)

agent_test_ldadd = agent/libagent.a agent/rules/librules.a \
	agent/border/libborder.a store/libstore.a $(JSON_LIBS) $(PSL_LIBS) \
	$(SQLITE_LIBS) $(GLIB_LIBS)

tests_unit_test_announce_SOURCES = tests/unit/test-announce.c \
	tests/unit/touches.h
tests_unit_test_announce_LDADD = $(agent_test_ldadd)

tests_unit_test_hook_SOURCES = tests/unit/test-hook.c
tests_unit_test_hook_LDADD = $(agent_test_ldadd)

tests_unit_test_command_SOURCES = tests/unit/test-command.c
tests_unit_test_command_LDADD = $(agent_test_ldadd)

tests_unit_test_config_SOURCES = tests/unit/test-config.c
tests_unit_test_config_LDADD = $(agent_test_ldadd)

tests_unit_test_config_groups_SOURCES = tests/unit/test-config-groups.c
tests_unit_test_config_groups_LDADD = $(agent_test_ldadd)

tests_unit_test_domain_SOURCES = tests/unit/test-domain.c
tests_unit_test_domain_LDADD = $(agent_test_ldadd)

tests_unit_test_edges_SOURCES = tests/unit/test-edges.c
tests_unit_test_edges_LDADD = $(agent_test_ldadd)

tests_unit_test_holidays_SOURCES = tests/unit/test-holidays.c
tests_unit_test_holidays_LDADD = $(agent_test_ldadd)

tests_unit_test_import_SOURCES = tests/unit/test-import.c \
	tests/unit/test-store-home.h
tests_unit_test_import_LDADD = $(agent_test_ldadd)

tests_unit_test_marking_SOURCES = tests/unit/test-marking.c
tests_unit_test_marking_LDADD = $(agent_test_ldadd)

tests_unit_test_group_SOURCES = tests/unit/test-group.c
tests_unit_test_group_LDADD = $(agent_test_ldadd)

tests_unit_test_hear_SOURCES = tests/unit/test-hear.c
tests_unit_test_hear_LDADD = $(agent_test_ldadd)

tests_unit_test_say_SOURCES = tests/unit/test-say.c tests/unit/derived.h
tests_unit_test_say_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_test_say_LDADD = $(agent_test_ldadd)

tests_unit_test_ruling_SOURCES = tests/unit/test-ruling.c
tests_unit_test_ruling_LDADD = $(agent_test_ldadd)

tests_unit_test_secret_SOURCES = tests/unit/test-secret.c
tests_unit_test_secret_LDADD = $(agent_test_ldadd)

tests_unit_test_suggest_SOURCES = tests/unit/test-suggest.c
tests_unit_test_suggest_LDADD = $(agent_test_ldadd)

tests_unit_test_template_SOURCES = tests/unit/test-template.c
tests_unit_test_template_LDADD = $(agent_test_ldadd)
