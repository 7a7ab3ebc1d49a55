store_tests = \
	%reldir%/test-store-open

check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)

store_test_cflags = $(AM_CFLAGS) $(SQLITE_CFLAGS)
store_test_libs = store/libstore.a $(SQLITE_LIBS) $(GLIB_LIBS)

%canon_reldir%_test_store_open_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_open_LDADD = $(store_test_libs)

EXTRA_DIST += %reldir%/test-store-home.h
