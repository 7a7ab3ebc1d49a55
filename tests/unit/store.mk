store_tests = \
	%reldir%/test-store-open \
	%reldir%/test-store-schema \
	%reldir%/test-store-facts \
	%reldir%/test-store-derived \
	%reldir%/test-store-recipient \
	%reldir%/test-store-judged \
	%reldir%/test-store-draft \
	%reldir%/test-store-mailbox \
	%reldir%/test-store-body \
	%reldir%/test-store-backup \
	%reldir%/test-store-faults

check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)

store_test_cflags = $(AM_CFLAGS) $(SQLITE_CFLAGS)
store_test_libs = store/libstore.a $(SQLITE_LIBS) $(GLIB_LIBS)

%canon_reldir%_test_store_open_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_open_LDADD = $(store_test_libs)
%canon_reldir%_test_store_schema_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_schema_LDADD = $(store_test_libs)
%canon_reldir%_test_store_facts_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_facts_LDADD = $(store_test_libs)
%canon_reldir%_test_store_derived_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_derived_LDADD = $(store_test_libs)
%canon_reldir%_test_store_recipient_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_recipient_LDADD = $(store_test_libs)
%canon_reldir%_test_store_judged_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_judged_LDADD = $(store_test_libs)
%canon_reldir%_test_store_draft_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_draft_LDADD = $(store_test_libs)
%canon_reldir%_test_store_mailbox_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_mailbox_LDADD = $(store_test_libs)
%canon_reldir%_test_store_body_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_body_LDADD = $(store_test_libs)
%canon_reldir%_test_store_backup_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_backup_LDADD = $(store_test_libs)
%canon_reldir%_test_store_faults_CFLAGS = $(store_test_cflags)
%canon_reldir%_test_store_faults_LDADD = $(store_test_libs)

EXTRA_DIST += %reldir%/test-store-home.h

# The picture of today's schema; a test compares.
.PHONY: store-schema
store-schema: %reldir%/test-store-schema
	%reldir%/test-store-schema --print >$(srcdir)/store/schema.sql
