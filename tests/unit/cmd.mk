# The commands that read, on a small store of invented people: what they print
# into a pipe, compared with tests/cli/expect; and the parts that they share.
cmd_tests = tests/unit/test-cmd-parts tests/unit/test-naming
check_PROGRAMS += $(cmd_tests) tests/unit/make-people
TESTS += $(cmd_tests) tests/cli/read.sh

cmd_test_ldadd = agent/libagent.a agent/rules/librules.a \
	agent/border/libborder.a store/libstore.a \
	$(JSON_LIBS) $(PSL_LIBS) $(SQLITE_LIBS) $(GLIB_LIBS)

tests_unit_make_people_SOURCES = tests/unit/make-people.c
tests_unit_make_people_LDADD = $(cmd_test_ldadd)

tests_unit_test_naming_SOURCES = tests/unit/test-naming.c tests/unit/touches.h \
	tests/unit/test-store-home.h
tests_unit_test_naming_LDADD = $(cmd_test_ldadd)

tests_unit_test_cmd_parts_SOURCES = tests/unit/test-cmd-parts.c
tests_unit_test_cmd_parts_LDADD = $(cmd_test_ldadd)

cmd_expectations = backlog-week digest digest-json digest-no-directory \
	empty-csv empty-digest empty-export empty-find empty-list empty-show \
	empty-stalled export-csv export-json export-messages \
	export-messages-csv export-unknown find find-header-none find-json \
	find-no-header gone-history gone-history-json gone-show history \
	history-bad-limit history-hostile history-json history-limit \
	history-reverse list list-bad-key list-bad-span list-bad-word \
	list-due list-json list-none list-not list-open-quote list-or \
	list-organisation list-query list-reason list-sightings list-sort \
	list-word named-after named-digest named-stalled named-today no-store overview \
	report report-bad-since report-json report-no-directory report-since \
	overview-beginning overview-json said-export said-history \
	said-history-json said-list said-list-json said-list-tracked \
	said-show said-show-json said-week said-week-json said-week-sunday \
	said-why said-why-cleared said-why-cleared-json show show-ambiguous \
	show-ascii show-hostile show-json show-nobody show-nothing \
	show-sighting show-two-words show-typo stalled stalled-json \
	stalled-waiting three-stalled three-stalled-json three-week week \
	week-json why-contact why-contact-json why-crowd why-file \
	why-file-alone why-file-missing why-hostile why-mbox why-message \
	why-message-json why-newsletter why-no-file why-no-message
EXTRA_DIST += tests/cli/read.sh $(cmd_expectations:%=tests/cli/expect/%.txt)
