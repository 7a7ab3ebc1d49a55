#!/bin/sh
# The scores of `make accuracy`'s replay, with invented mail.
if ! command -v python3 >/dev/null; then
	echo '1..0 # SKIP python3 is not installed'
	exit 0
fi
top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
exec python3 "$top/tests/accuracy/test_scores.py"
