bin_PROGRAMS += tend-worker
tend_worker_CFLAGS = $(AM_CFLAGS) $(SECCOMP_CFLAGS) $(GMIME_CFLAGS)
tend_worker_SOURCES = agent/worker/main.c
tend_worker_LDADD = imap/libimap.a parse/libparse.a agent/border/libborder.a \
	$(ETPAN_LIBS) $(GMIME_LIBS) $(GNUTLS_LIBS) $(SECCOMP_LIBS) $(GLIB_LIBS)
