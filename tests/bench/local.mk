# `make bench`; `make bench BENCH_N=10000` for a smaller one.
bench_programs = tests/bench/gen tests/bench/drain tests/bench/peak \
	tests/bench/latency tests/bench/judge tests/bench/people
EXTRA_PROGRAMS += $(bench_programs)
CLEANFILES += $(bench_programs)
tests_bench_gen_SOURCES = tests/bench/gen.c
tests_bench_gen_LDADD = -lm
tests_bench_judge_SOURCES = tests/bench/judge.c
tests_bench_judge_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
tests_bench_judge_LDADD = $(parse_libs)
tests_bench_people_SOURCES = tests/bench/people.c
tests_bench_people_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_bench_people_LDADD = $(cmd_test_ldadd) -lm
tests_bench_drain_SOURCES = tests/bench/drain.c
tests_bench_peak_SOURCES = tests/bench/peak.c
tests_bench_latency_SOURCES = tests/bench/latency.c
tests_bench_latency_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_bench_latency_LDADD = $(SQLITE_LIBS)
EXTRA_DIST += tests/bench/run

bench: $(bin_PROGRAMS) $(libexec_PROGRAMS) $(bench_programs)
	$(AM_TESTS_ENVIRONMENT) BENCH_N='$(BENCH_N)' $(srcdir)/tests/bench/run
.PHONY: bench

clean-local: clean-bench
clean-bench:
	rm -rf tests/bench/mail-* tests/bench/people-*
.PHONY: clean-bench
