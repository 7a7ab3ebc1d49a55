# `make bench`; BENCH_N=10000 make bench for a smaller one.
EXTRA_PROGRAMS += tests/bench/gen tests/bench/drain
tests_bench_gen_SOURCES = tests/bench/gen.c
tests_bench_gen_LDADD = -lm
tests_bench_drain_SOURCES = tests/bench/drain.c
CLEANFILES += $(EXTRA_PROGRAMS)
