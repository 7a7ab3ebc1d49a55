# Whole stories on the real Dovecot (tests/lib), and the include rule.
story_scripts = tests/cli/sync.sh tests/cli/watch.sh tests/cli/digest.sh \
	tests/cli/refuse.sh tests/cli/setup.sh tests/cli/bodies.sh \
	tests/cli/who.sh tests/cli/import.sh tests/cli/lines.sh \
	tests/cli/say.sh tests/cli/hostile.sh tests/cli/backup.sh \
	tests/cli/hooks.sh tests/cli/answer.sh tests/cli/report.sh \
	tests/cli/draft.sh tests/cli/flags.sh
TESTS += $(story_scripts) tests/unit/test-includes.sh tests/unit/test-heard.sh
EXTRA_DIST += $(story_scripts) tests/unit/test-includes.sh \
	tests/unit/test-heard.sh \
	tests/lib/dovecot.sh tests/lib/flags.sh tests/lib/heard.awk \
	tests/lib/story.sh
