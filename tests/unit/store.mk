store_tests = \
	%reldir%/test-store-open \
	%reldir%/test-store-facts \
	%reldir%/test-store-derived

check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)

store_test_cflags = $(AM_CFLAGS) $(SQLITE_CFLAGS)
store_test_libs = store/libstore.a $(SQLITE_LIBS) $(GLIB_LIBS)

%canon_reldir%_test_store_open_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_open_LDADD = $(store_test_libs)
%canon_reldir%_test_store_facts_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_facts_LDADD = $(store_test_libs)
%canon_reldir%_test_store_derived_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_derived_LDADD = $(store_test_libs)

EXTRA_DIST += %reldir%/test-store-home.h
