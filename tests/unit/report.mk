# The report: its figures, its plots, its letter.
report_tests = \
	tests/unit/test-report-letter \
	tests/unit/test-report-tally \
	tests/unit/test-svg
check_PROGRAMS += $(report_tests) tests/unit/make-year
TESTS += $(report_tests)

tests_unit_test_report_tally_SOURCES = tests/unit/test-report-tally.c \
	tests/unit/touches.h
tests_unit_test_report_tally_LDADD = $(agent_test_ldadd)

tests_unit_make_year_SOURCES = tests/unit/make-year.c
tests_unit_make_year_LDADD = $(agent_test_ldadd)

tests_unit_test_report_letter_SOURCES = tests/unit/test-report-letter.c
tests_unit_test_report_letter_LDADD = $(agent_test_ldadd)
EXTRA_DIST += tests/unit/report/full.txt tests/unit/report/few.txt \
	tests/unit/report/hostile.txt tests/unit/report/nothing.txt \
	tests/unit/report/file.html tests/unit/report/mail.html

tests_unit_test_svg_SOURCES = tests/unit/test-svg.c
tests_unit_test_svg_CFLAGS = $(AM_CFLAGS) $(LIBXML_CFLAGS)
tests_unit_test_svg_LDADD = $(agent_test_ldadd) $(LIBXML_LIBS)
