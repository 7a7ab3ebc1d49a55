# Whole stories on the real Dovecot (tests/lib), and the include rule.
EXTRA_DIST += tests/unit/test-includes.sh
TESTS += tests/unit/test-includes.sh
EXTRA_DIST += tests/lib/dovecot.sh
