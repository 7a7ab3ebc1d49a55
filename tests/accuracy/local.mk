# `make accuracy`: how well tend judges reference mail, where that is at hand.
# `make accuracy ACCURACY_KEEP=1` keeps the figures for the next run's "before".
accuracy: $(bin_PROGRAMS) $(libexec_PROGRAMS)
	@command -v python3 >/dev/null || \
		{ echo 'accuracy: skipped: python3 is not installed'; exit 0; }; \
	$(AM_TESTS_ENVIRONMENT) ACCURACY_KEEP='$(ACCURACY_KEEP)'; \
	export ACCURACY_KEEP; \
	python3 $(srcdir)/tests/accuracy/run && \
	python3 $(srcdir)/tests/accuracy/advice
.PHONY: accuracy
accuracy_modules = tests/accuracy/figures.py tests/accuracy/listing.py \
	tests/accuracy/refmail.py tests/accuracy/replay.py \
	tests/accuracy/scores.py
EXTRA_DIST += tests/accuracy/run tests/accuracy/advice $(accuracy_modules) \
	tests/accuracy/figures.tsv

# The scores themselves, with invented mail.
TESTS += tests/accuracy/test-scores.sh
EXTRA_DIST += tests/accuracy/test-scores.sh tests/accuracy/test_scores.py
