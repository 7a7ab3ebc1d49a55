# The scripted peer, and every dialogue with it.
imap_tests = \
	tests/imap/test-allow \
	tests/imap/test-append \
	tests/imap/test-cut \
	tests/imap/test-dialogue \
	tests/imap/test-hostile \
	tests/imap/test-idle \
	tests/imap/test-sync \
	tests/imap/test-tls \
	tests/imap/test-uidset \
	tests/imap/test-withdraw

check_PROGRAMS += $(imap_tests)
TESTS += $(imap_tests)

imap_test_ldadd = imap/libimap.a $(ETPAN_LIBS) $(GNUTLS_LIBS) $(GLIB_LIBS)
imap_test_peer = tests/imap/peer.c tests/imap/peer.h

tests_imap_test_allow_LDADD = $(imap_test_ldadd)
tests_imap_test_append_SOURCES = tests/imap/test-append.c $(imap_test_peer)
tests_imap_test_append_LDADD = $(imap_test_ldadd)
tests_imap_test_cut_SOURCES = tests/imap/test-cut.c $(imap_test_peer)
tests_imap_test_cut_LDADD = $(imap_test_ldadd)
tests_imap_test_dialogue_SOURCES = tests/imap/test-dialogue.c $(imap_test_peer)
tests_imap_test_dialogue_LDADD = $(imap_test_ldadd)
tests_imap_test_hostile_SOURCES = tests/imap/test-hostile.c $(imap_test_peer)
tests_imap_test_hostile_LDADD = $(imap_test_ldadd)
tests_imap_test_idle_SOURCES = tests/imap/test-idle.c $(imap_test_peer)
tests_imap_test_idle_LDADD = $(imap_test_ldadd)
tests_imap_test_sync_SOURCES = tests/imap/test-sync.c $(imap_test_peer)
tests_imap_test_sync_LDADD = $(imap_test_ldadd)
tests_imap_test_tls_CFLAGS = $(AM_CFLAGS) $(GNUTLS_CFLAGS)
tests_imap_test_tls_LDADD = $(imap_test_ldadd)
tests_imap_test_uidset_LDADD = $(imap_test_ldadd)
tests_imap_test_withdraw_SOURCES = tests/imap/test-withdraw.c $(imap_test_peer)
tests_imap_test_withdraw_LDADD = $(imap_test_ldadd)
