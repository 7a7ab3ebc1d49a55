# The rules, and the pure functions beside them.  Each program is built from
# the files that it tests and nothing else.
rules_tests = \
	tests/unit/test-rules-words \
	tests/unit/test-rules-progress \
	tests/unit/test-rules-time \
	tests/unit/test-rules-runs \
	tests/unit/test-rules-stage \
	tests/unit/test-rules-stall \
	tests/unit/test-rules-table \
	tests/unit/test-rules-subject \
	tests/unit/test-rules-terms \
	tests/unit/test-identities \
	tests/unit/test-safe \
	tests/unit/test-when \
	tests/unit/test-line \
	tests/unit/test-mailto \
	tests/unit/test-answer \
	tests/unit/test-auth-results \
	tests/unit/test-digest

check_PROGRAMS += $(rules_tests)
TESTS += $(rules_tests) tests/unit/test-look.sh
EXTRA_DIST += tests/unit/test-look.sh

rules_test_ldadd = agent/rules/librules.a $(GLIB_LIBS)

tests_unit_test_rules_words_SOURCES = tests/unit/test-rules-words.c
tests_unit_test_rules_words_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_progress_SOURCES = tests/unit/test-rules-progress.c
tests_unit_test_rules_progress_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_time_SOURCES = tests/unit/test-rules-time.c \
	tests/unit/touches.h
tests_unit_test_rules_time_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_runs_SOURCES = tests/unit/test-rules-runs.c \
	tests/unit/touches.h
tests_unit_test_rules_runs_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_stage_SOURCES = tests/unit/test-rules-stage.c \
	tests/unit/touches.h
tests_unit_test_rules_stage_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_stall_SOURCES = tests/unit/test-rules-stall.c \
	tests/unit/touches.h
tests_unit_test_rules_stall_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_table_SOURCES = tests/unit/test-rules-table.c \
	tests/unit/touches.h
tests_unit_test_rules_table_LDADD = $(rules_test_ldadd)

rules_tables = people you-owe they-owe tracked promised new quiet said
EXTRA_DIST += tests/unit/rules/README $(rules_tables:%=tests/unit/rules/%.txt)

tests_unit_test_rules_subject_SOURCES = tests/unit/test-rules-subject.c
tests_unit_test_rules_subject_LDADD = $(rules_test_ldadd)

tests_unit_test_rules_terms_SOURCES = tests/unit/test-rules-terms.c
tests_unit_test_rules_terms_LDADD = $(rules_test_ldadd)

tests_unit_test_identities_SOURCES = tests/unit/test-identities.c \
	agent/derive/identities.c
tests_unit_test_identities_LDADD = $(GLIB_LIBS)

tests_unit_test_safe_SOURCES = tests/unit/test-safe.c agent/safe.c
tests_unit_test_safe_LDADD = $(GLIB_LIBS)

tests_unit_test_when_SOURCES = tests/unit/test-when.c tests/unit/touches.h \
	agent/when.c agent/nearest.c
tests_unit_test_when_LDADD = $(rules_test_ldadd)

tests_unit_test_line_SOURCES = tests/unit/test-line.c \
	agent/letters/answer_token.c agent/letters/line.c \
	agent/letters/mailto.c agent/letters/pace.c agent/letters/page.c \
	agent/letters/tel.c agent/safe.c agent/when.c agent/nearest.c
tests_unit_test_line_LDADD = $(rules_test_ldadd)

tests_unit_test_mailto_SOURCES = tests/unit/test-mailto.c \
	agent/letters/mailto.c agent/letters/answer_token.c agent/safe.c
tests_unit_test_mailto_LDADD = $(GLIB_LIBS)

tests_unit_test_answer_SOURCES = tests/unit/test-answer.c \
	agent/letters/answer.c agent/letters/answer_token.c \
	agent/letters/answer_words.c agent/when.c agent/nearest.c
tests_unit_test_answer_LDADD = $(rules_test_ldadd)

tests_unit_test_auth_results_SOURCES = tests/unit/test-auth-results.c \
	agent/letters/auth_results.c
tests_unit_test_auth_results_LDADD = $(GLIB_LIBS)

tests_unit_test_digest_SOURCES = tests/unit/test-digest.c \
	agent/letters/answer_token.c agent/letters/digest.c \
	agent/letters/line.c agent/letters/mailto.c agent/letters/pace.c \
	agent/letters/page.c agent/letters/tel.c agent/safe.c agent/when.c \
	agent/nearest.c
tests_unit_test_digest_LDADD = $(rules_test_ldadd)

digest_stories = all full hostile names nobody one picture subjects
EXTRA_DIST += $(digest_stories:%=tests/unit/digest/%.txt) \
	$(digest_stories:%=tests/unit/digest/%.html)
