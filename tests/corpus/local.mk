# Real mail, where it is; without it these tests say that they are skipped.
corpus_scripts = tests/corpus/mailboxes.sh
TESTS += $(corpus_scripts)
EXTRA_DIST += $(corpus_scripts)
