# The parser's rooms, one program each.
parse_tests = \
	tests/unit/test-parse-address \
	tests/unit/test-parse-kind \
	tests/unit/test-parse-splitter \
	tests/unit/test-parse-values

check_PROGRAMS += $(parse_tests)
TESTS += $(parse_tests)

parse_test_libs = parse/libparse.a $(GMIME_LIBS) $(GLIB_LIBS)

tests_unit_test_parse_address_LDADD = $(parse_test_libs)
tests_unit_test_parse_kind_LDADD = $(parse_test_libs)
tests_unit_test_parse_splitter_LDADD = $(parse_test_libs)
tests_unit_test_parse_values_LDADD = $(parse_test_libs)

EXTRA_DIST += tests/corpus/mail
