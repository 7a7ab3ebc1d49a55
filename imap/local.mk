noinst_LIBRARIES += imap/libimap.a
imap_libimap_a_CFLAGS = $(AM_CFLAGS) $(ETPAN_CFLAGS) $(GNUTLS_CFLAGS)
imap_libimap_a_SOURCES = \
	imap/allow.c imap/allow.h \
	imap/append.c imap/append.h \
	imap/command.c \
	imap/connect.c imap/connect.h \
	imap/error.c imap/error.h \
	imap/fetch.c imap/fetch.h \
	imap/fields.h \
	imap/folder.c imap/folder.h \
	imap/idle.c imap/idle.h \
	imap/limits.h \
	imap/login.c \
	imap/mark.c imap/mark.h \
	imap/private.h \
	imap/scan.c imap/scan.h \
	imap/session.c imap/session.h \
	imap/sync.c imap/sync.h \
	imap/tls.c imap/tls.h \
	imap/trace.c imap/trace.h \
	imap/transport.c imap/transport.h \
	imap/uidset.c imap/uidset.h \
	imap/withdraw.c imap/withdraw.h
