# The parser's rooms, one program each; test-parse-corpus is for all together.
parse_tests = \
	tests/unit/test-parse-absence \
	tests/unit/test-parse-address \
	tests/unit/test-parse-bounce \
	tests/unit/test-parse-calendar \
	tests/unit/test-parse-compose \
	tests/unit/test-parse-corpus \
	tests/unit/test-parse-csv \
	tests/unit/test-parse-day \
	tests/unit/test-parse-gist \
	tests/unit/test-parse-intent \
	tests/unit/test-parse-key \
	tests/unit/test-parse-kind \
	tests/unit/test-parse-kind-body \
	tests/unit/test-parse-mbox \
	tests/unit/test-parse-newtext \
	tests/unit/test-parse-part \
	tests/unit/test-parse-phone \
	tests/unit/test-parse-quote \
	tests/unit/test-parse-quoted \
	tests/unit/test-parse-said \
	tests/unit/test-parse-splitter \
	tests/unit/test-parse-values \
	tests/unit/test-parse-vcard \
	tests/unit/test-parse-warm \
	tests/unit/test-parse-who \
	tests/unit/test-parse-words

check_PROGRAMS += $(parse_tests)
TESTS += $(parse_tests) tests/unit/test-phrases.sh
EXTRA_DIST += tests/unit/test-phrases.sh

parse_test_libs = $(parse_libs)

tests_unit_test_parse_absence_LDADD = $(parse_test_libs)
tests_unit_test_parse_address_LDADD = $(parse_test_libs)
tests_unit_test_parse_bounce_LDADD = $(parse_test_libs)
tests_unit_test_parse_calendar_LDADD = $(parse_test_libs)
tests_unit_test_parse_compose_LDADD = $(parse_test_libs)
tests_unit_test_parse_quote_LDADD = $(parse_test_libs)
tests_unit_test_parse_corpus_LDADD = $(parse_test_libs)
tests_unit_test_parse_csv_LDADD = $(parse_test_libs)
tests_unit_test_parse_day_LDADD = $(parse_test_libs)
tests_unit_test_parse_gist_LDADD = $(parse_test_libs)
tests_unit_test_parse_intent_LDADD = $(parse_test_libs)
tests_unit_test_parse_key_LDADD = $(parse_test_libs)
tests_unit_test_parse_kind_body_LDADD = $(parse_test_libs)
tests_unit_test_parse_who_LDADD = $(parse_test_libs)
tests_unit_test_parse_kind_LDADD = $(parse_test_libs)
tests_unit_test_parse_mbox_LDADD = $(parse_test_libs)
tests_unit_test_parse_newtext_LDADD = $(parse_test_libs)
tests_unit_test_parse_part_LDADD = $(parse_test_libs)
tests_unit_test_parse_phone_LDADD = $(parse_test_libs)
tests_unit_test_parse_quoted_LDADD = $(parse_test_libs)
tests_unit_test_parse_said_LDADD = $(parse_test_libs)
tests_unit_test_parse_splitter_LDADD = $(parse_test_libs)
tests_unit_test_parse_values_LDADD = $(parse_test_libs)
tests_unit_test_parse_vcard_LDADD = $(parse_test_libs)
tests_unit_test_parse_warm_LDADD = $(parse_test_libs)
tests_unit_test_parse_words_LDADD = $(parse_test_libs)

# Invented mail, with what is made of it.
EXTRA_DIST += tests/corpus/mail tests/unit/cards.h tests/unit/mails.h

# Texts of each language, with what they want.
EXTRA_DIST += tests/unit/intent
