# Fuzz targets.  Each is a file with LLVMFuzzerTestOneInput and a folder of
# seeds, tests/fuzz/seeds/NAME, and takes these lines here:
#
#	fuzz_targets += tests/fuzz/fuzz-NAME
#	tests_fuzz_fuzz_NAME_SOURCES = tests/fuzz/fuzz-NAME.c $(fuzz_main)
#	tests_fuzz_fuzz_NAME_LDFLAGS = $(fuzz_ldflags)
#	tests_fuzz_fuzz_NAME_LDADD = what it needs $(GLIB_LIBS)
#
# Usually `make check` builds it with replay.c, which runs it over its seeds.
# With --enable-fuzzers (clang) it is a libFuzzer program instead: run it by
# hand, `tests/fuzz/fuzz-NAME -max_total_time=60 WORK SEEDS`.
fuzz_targets =

fuzz_targets += tests/fuzz/fuzz-headers
tests_fuzz_fuzz_headers_SOURCES = tests/fuzz/fuzz-headers.c \
	tests/fuzz/check-facts.h $(fuzz_main)
tests_fuzz_fuzz_headers_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_headers_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-body
tests_fuzz_fuzz_body_SOURCES = tests/fuzz/fuzz-body.c \
	tests/fuzz/check-facts.h $(fuzz_main)
tests_fuzz_fuzz_body_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_body_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-bounce
tests_fuzz_fuzz_bounce_SOURCES = tests/fuzz/fuzz-bounce.c \
	tests/fuzz/check-facts.h $(fuzz_main)
tests_fuzz_fuzz_bounce_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_bounce_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-quoted
tests_fuzz_fuzz_quoted_SOURCES = tests/fuzz/fuzz-quoted.c $(fuzz_main)
tests_fuzz_fuzz_quoted_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_quoted_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-calendar
tests_fuzz_fuzz_calendar_SOURCES = tests/fuzz/fuzz-calendar.c $(fuzz_main)
tests_fuzz_fuzz_calendar_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_calendar_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-newtext
tests_fuzz_fuzz_newtext_SOURCES = tests/fuzz/fuzz-newtext.c $(fuzz_main)
tests_fuzz_fuzz_newtext_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_newtext_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-signature
tests_fuzz_fuzz_signature_SOURCES = tests/fuzz/fuzz-signature.c $(fuzz_main)
tests_fuzz_fuzz_signature_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_signature_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-day
tests_fuzz_fuzz_day_SOURCES = tests/fuzz/fuzz-day.c $(fuzz_main)
tests_fuzz_fuzz_day_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_day_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-intent
tests_fuzz_fuzz_intent_SOURCES = tests/fuzz/fuzz-intent.c $(fuzz_main)
tests_fuzz_fuzz_intent_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_intent_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-absence
tests_fuzz_fuzz_absence_SOURCES = tests/fuzz/fuzz-absence.c $(fuzz_main)
tests_fuzz_fuzz_absence_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_absence_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-vcard
tests_fuzz_fuzz_vcard_SOURCES = tests/fuzz/fuzz-vcard.c $(fuzz_main)
tests_fuzz_fuzz_vcard_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_vcard_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-csv
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz-csv.c $(fuzz_main)
tests_fuzz_fuzz_csv_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_csv_LDADD = $(parse_libs)

fuzz_targets += tests/fuzz/fuzz-imap
tests_fuzz_fuzz_imap_SOURCES = tests/fuzz/fuzz-imap.c $(fuzz_main)
tests_fuzz_fuzz_imap_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_imap_LDADD = imap/libimap.a $(ETPAN_LIBS) $(GNUTLS_LIBS) \
	$(GLIB_LIBS)

fuzz_targets += tests/fuzz/fuzz-record
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz-record.c $(fuzz_main)
tests_fuzz_fuzz_record_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_record_LDADD = agent/border/libborder.a $(GLIB_LIBS)

fuzz_targets += tests/fuzz/fuzz-holidays
tests_fuzz_fuzz_holidays_SOURCES = tests/fuzz/fuzz-holidays.c $(fuzz_main)
tests_fuzz_fuzz_holidays_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_holidays_LDADD = $(agent_test_ldadd)

fuzz_safe = agent/safe.c tests/fuzz/check-safe.h $(fuzz_main)

fuzz_targets += tests/fuzz/fuzz-safe
tests_fuzz_fuzz_safe_SOURCES = tests/fuzz/fuzz-safe.c $(fuzz_safe)
tests_fuzz_fuzz_safe_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_safe_LDADD = $(GLIB_LIBS)

fuzz_targets += tests/fuzz/fuzz-safe-mail
tests_fuzz_fuzz_safe_mail_SOURCES = tests/fuzz/fuzz-safe-mail.c $(fuzz_safe)
tests_fuzz_fuzz_safe_mail_CFLAGS = $(AM_CFLAGS) $(LIBXML_CFLAGS)
tests_fuzz_fuzz_safe_mail_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_safe_mail_LDADD = $(LIBXML_LIBS) $(GLIB_LIBS)

fuzz_targets += tests/fuzz/fuzz-safe-fields
tests_fuzz_fuzz_safe_fields_SOURCES = tests/fuzz/fuzz-safe-fields.c $(fuzz_safe)
tests_fuzz_fuzz_safe_fields_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_safe_fields_LDADD = $(GLIB_LIBS)
fuzz_targets += tests/fuzz/fuzz-answer
tests_fuzz_fuzz_answer_SOURCES = tests/fuzz/fuzz-answer.c \
	agent/letters/answer.c agent/letters/answer_token.c \
	agent/letters/answer_words.c agent/when.c agent/nearest.c $(fuzz_main)
tests_fuzz_fuzz_answer_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_answer_LDADD = agent/rules/librules.a $(GLIB_LIBS)

fuzz_targets += tests/fuzz/fuzz-auth-results
tests_fuzz_fuzz_auth_results_SOURCES = tests/fuzz/fuzz-auth-results.c \
	agent/letters/auth_results.c $(fuzz_main)
tests_fuzz_fuzz_auth_results_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_auth_results_LDADD = $(GLIB_LIBS)

if FUZZERS
fuzz_main =
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
noinst_PROGRAMS += $(fuzz_targets)
else
fuzz_main = tests/fuzz/replay.c
fuzz_ldflags = $(AM_LDFLAGS)
check_PROGRAMS += $(fuzz_targets)
TESTS += $(fuzz_targets)
endif

EXTRA_DIST += tests/fuzz/seeds
