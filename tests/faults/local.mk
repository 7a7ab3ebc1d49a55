# Who dies when: at every commit, of a message, between two bytes.
fault_scripts = tests/faults/commits.sh
check_PROGRAMS += tests/faults/dying-tend
TESTS += $(fault_scripts)
EXTRA_DIST += $(fault_scripts) tests/lib/derived.sql

tests_faults_dying_tend_SOURCES = tests/faults/dying-tend.c
tests_faults_dying_tend_LDADD = agent/libagent.a agent/rules/librules.a \
	agent/border/libborder.a store/libstore.a $(JSON_LIBS) \
	$(SQLITE_LIBS) $(GLIB_LIBS)
