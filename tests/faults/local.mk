# Who dies when: at every commit, of a message, between two bytes.
fault_scripts = \
	tests/faults/backup.sh \
	tests/faults/commits.sh \
	tests/faults/digest.sh \
	tests/faults/drafts.sh \
	tests/faults/flags.sh \
	tests/faults/worker.sh

check_PROGRAMS += tests/faults/dying-tend tests/lib/cut
TESTS += $(fault_scripts)
EXTRA_DIST += $(fault_scripts) tests/lib/derived.sql tests/lib/fire.sh

tests_faults_dying_tend_SOURCES = tests/faults/dying-tend.c
tests_faults_dying_tend_LDADD = agent/libagent.a agent/rules/librules.a \
	agent/border/libborder.a store/libstore.a $(JSON_LIBS) $(PSL_LIBS) \
	$(SQLITE_LIBS) $(GLIB_LIBS)

tests_lib_cut_SOURCES = tests/lib/cut.c

# `make soak`: at every byte of a dialogue, for an hour and more; SOAK_STEP=7
# for a shorter one.  VERBOSE=1 shows what a test says.
SOAK_STEP = 1
soak:
	TEST_STEP='$(SOAK_STEP)' $(MAKE) $(AM_MAKEFLAGS) check \
		TESTS='$(fault_scripts)'
.PHONY: soak
