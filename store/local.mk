noinst_LIBRARIES += store/libstore.a
store_libstore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
store_libstore_a_SOURCES =
