include contrib/man/local.mk
include contrib/completions/local.mk

EXTRA_DIST += contrib/m4/tend.m4 contrib/packages contrib/lib.sh \
	contrib/check-includes contrib/check-style contrib/demo \
	contrib/demo-mail.awk contrib/measure.js contrib/run-tests \
	contrib/shoot contrib/systemd/tend.service.in

# For README; made by contrib/shoot.
EXTRA_DIST += docs/digest-desktop.png docs/digest-phone.png \
	docs/report-desktop.png docs/report-phone.png

systemduserunit_DATA = contrib/systemd/tend.service \
	contrib/systemd/tend-backup.service contrib/systemd/tend-backup.timer
EXTRA_DIST += contrib/systemd/tend-backup.service.in \
	contrib/systemd/tend-backup.timer
CLEANFILES += contrib/systemd/tend.service contrib/systemd/tend-backup.service
set_bindir = $(AM_V_GEN)$(MKDIR_P) contrib/systemd && \
	$(SED) 's|@bindir[@]|$(bindir)|' $(srcdir)/$@.in >$@.tmp && \
	mv $@.tmp $@
contrib/systemd/tend.service: contrib/systemd/tend.service.in Makefile
	$(set_bindir)
contrib/systemd/tend-backup.service: contrib/systemd/tend-backup.service.in \
		Makefile
	$(set_bindir)

# For the settings on-new, on-answer and on-stalled.
hooksdir = $(pkgdatadir)/hooks
dist_hooks_SCRIPTS = contrib/hooks/notify

# For contrib/run-tests.
list-tests:
	@printf '%s\n' $(TESTS)
.PHONY: list-tests
