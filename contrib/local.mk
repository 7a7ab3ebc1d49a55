include contrib/man/local.mk
include contrib/completions/local.mk

EXTRA_DIST += contrib/m4/tend.m4 contrib/packages contrib/lib.sh \
	contrib/check-includes contrib/check-style contrib/demo \
	contrib/demo-mail.awk contrib/run-tests contrib/systemd/tend.service.in

systemduserunit_DATA = contrib/systemd/tend.service
CLEANFILES += contrib/systemd/tend.service
contrib/systemd/tend.service: contrib/systemd/tend.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) contrib/systemd && \
	$(SED) 's|@bindir[@]|$(bindir)|' \
		$(srcdir)/contrib/systemd/tend.service.in >$@.tmp && \
	mv $@.tmp $@

# For contrib/run-tests.
list-tests:
	@printf '%s\n' $(TESTS)
.PHONY: list-tests
