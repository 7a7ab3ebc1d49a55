include tests/unit/border.mk
include tests/unit/parse.mk
include tests/unit/store.mk
include tests/unit/rules.mk
include tests/unit/agent.mk
include tests/unit/cmd.mk
include tests/unit/report.mk
include tests/imap/local.mk
include tests/cli/local.mk
include tests/fuzz/local.mk
include tests/faults/local.mk
include tests/replay/local.mk
include tests/corpus/local.mk
include tests/bench/local.mk
include tests/accuracy/local.mk
EXTRA_DIST += tests/lsan.supp
