# A year of an invented mailbox, day by day.
TESTS += tests/replay/year.sh
EXTRA_DIST += tests/replay/year.sh tests/replay/year.txt \
	tests/replay/mails.awk tests/replay/year-mornings.txt
