include contrib/man/local.mk
include contrib/completions/local.mk

EXTRA_DIST += contrib/m4/tend.m4 contrib/packages contrib/lib.sh \
	contrib/check-includes contrib/check-style contrib/demo \
	contrib/demo-mail.awk contrib/measure.js contrib/run-tests \
	contrib/shoot contrib/systemd/tend.service.in

# For README; made by contrib/shoot.
EXTRA_DIST += docs/digest-desktop.png docs/digest-phone.png

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
