noinst_LIBRARIES += imap/libimap.a
imap_libimap_a_CFLAGS = $(AM_CFLAGS) $(ETPAN_CFLAGS) $(GNUTLS_CFLAGS)
imap_libimap_a_SOURCES =
