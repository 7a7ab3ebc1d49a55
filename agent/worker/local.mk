# What reads strangers' mail: the only program that links libetpan and GMime.
bin_PROGRAMS += tend-worker
tend_worker_CFLAGS = $(AM_CFLAGS) $(SECCOMP_CFLAGS) $(GMIME_CFLAGS)
tend_worker_SOURCES = \
	%reldir%/cards.c \
	%reldir%/cards.h \
	%reldir%/deed.c \
	%reldir%/deed.h \
	%reldir%/earlier.c \
	%reldir%/earlier.h \
	%reldir%/facts.c \
	%reldir%/facts.h \
	%reldir%/fault.c \
	%reldir%/fault.h \
	%reldir%/files.c \
	%reldir%/files.h \
	%reldir%/mailbox.c \
	%reldir%/mailbox.h \
	%reldir%/main.c \
	%reldir%/reading.c \
	%reldir%/reading.h \
	%reldir%/sandbox.c \
	%reldir%/sandbox.h
tend_worker_LDADD = imap/libimap.a parse/libparse.a agent/border/libborder.a \
	$(ETPAN_LIBS) $(GMIME_LIBS) $(ICAL_LIBS) $(PSL_LIBS) $(LIBXML_LIBS) $(GNUTLS_LIBS) $(SECCOMP_LIBS) $(GLIB_LIBS)
