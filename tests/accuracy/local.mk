# `make accuracy`: how well tend judges reference mail, where that is at hand.
# `make accuracy ACCURACY_KEEP=1` keeps the figures for the next run's "before".
accuracy: $(bin_PROGRAMS) $(libexec_PROGRAMS)
	@command -v python3 >/dev/null || \
		{ echo 'accuracy: skipped: python3 is not installed'; exit 0; }; \
	$(AM_TESTS_ENVIRONMENT) ACCURACY_KEEP='$(ACCURACY_KEEP)' \
		python3 $(srcdir)/tests/accuracy/run
.PHONY: accuracy
EXTRA_DIST += tests/accuracy/run tests/accuracy/figures.py \
	tests/accuracy/figures.tsv
