noinst_LIBRARIES += parse/libparse.a
parse_libparse_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
parse_libparse_a_SOURCES =
