#!/usr/bin/env bash
# The right flags, and no word put into the user's mouth, whoever dies when.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"
# shellcheck source=tests/lib/fire.sh
. "$story_top/tests/lib/fire.sh"
# shellcheck source=tests/lib/flags.sh
. "$story_top/tests/lib/flags.sh"

# shellcheck disable=SC2034 # fire.sh reads these
{
	fire_now='2026-03-09 07:30'
	fire_run=(sync)
	fire_word=' UID STORE '
}

# Read, and not marked yet.
a_debt()
{
	fire_configure
	settle_in '2026-02-20 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
	expect_exit 0 at "$fire_now" tend sync
}

marked() { [[ $(flags_of INBOX q1@example.com) == *tend* ]]; }

# What all of these have in common: it was tend, and the user said nothing.
expect_silence()
{
	expect_equal 0 "$(db 'SELECT count(*) FROM saying')" "sayings, $1"
	expect_exit 0 at "$fire_now" tend stalled >out
}

all_set()
{
	expect_flags '$tend \Flagged \Seen' INBOX q1@example.com "$1"
	expect_equal $'$tend|set\n\\Flagged|set' "$(states)" "marks, $1"
	expect_silence "$1"
}

keyword_set()
{
	expect_flags '$tend \Seen' INBOX q1@example.com "$1"
	expect_equal '$tend|set' "$(states)" "marks, $1"
	expect_silence "$1"
}

cleared()
{
	expect_flags '\Seen' INBOX q1@example.com "$1"
	expect_equal '$tend|cleared' "$(states)" "marks, $1"
	expect_silence "$1"
}

# shellcheck disable=SC2034
shoot_at_setting() { fire_there=marked fire_check=$1; }
# shellcheck disable=SC2034
shoot_at_clearing() { fire_there=unmarked fire_check=cleared; }
unmarked() { ! marked; }

begin 'the line is cut, falls silent, or somebody dies while a flag is set'
a_debt
fire_configure tend.flag=keyword
fire_keep
shoot_at_setting keyword_set
fire_line

begin 'the same while it is cleared'
a_debt
fire_configure tend.flag=keyword
expect_exit 0 at "$fire_now" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
fire_configure
fire_keep
shoot_at_clearing
# A minute more, for `make soak`: it is the same dialogue.
if [ -n "${TEST_STEP:-}" ]; then fire_line; else skip 'without TEST_STEP'; fi

begin 'tend dies at a commit while two flags are set'
a_debt
fire_configure tend.flag=both
fire_keep
shoot_at_setting all_set
fire_commits
[ "$fire_n" -ge 12 ] || fail "only $fire_n deaths"

begin 'and while one is cleared'
a_debt
fire_configure tend.flag=keyword
expect_exit 0 at "$fire_now" tend sync
fire_configure
fire_keep
shoot_at_clearing
fire_commits
[ "$fire_n" -ge 8 ] || fail "only $fire_n deaths"

# The user cleared one of two: said once, and the other goes.
dismissed()
{
	expect_flags '\Seen' INBOX q1@example.com "$1"
	expect_equal $'$tend|cleared\n\\Flagged|dismissed' "$(states)" \
		"marks, $1"
	expect_equal 'done' "$(db 'SELECT verb FROM saying')" "sayings, $1"
	expect_exit 1 at "$fire_now" tend stalled >out
}

begin 'tend dies at a commit while it hears what the user said'
a_debt
fire_configure tend.flag=both
expect_exit 0 at "$fire_now" tend sync
by_hand INBOX q1@example.com -FLAGS '\Flagged'
fire_keep
# shellcheck disable=SC2034
fire_there=unmarked fire_check=dismissed
fire_commits
[ "$fire_n" -ge 10 ] || fail "only $fire_n deaths"

# What the user may do before tend knows that its STORE has arrived.
begin 'the answer to a STORE is lost, and the user is faster than the next sync'
a_debt
fire_configure tend.flag=keyword
mailbox 'CREATE Clients' >/dev/null
fire_keep
shoot_at_setting keyword_set
fire_measure
read -r way _ end <<<"$(grep ^down <<<"$fire_turns" | head -n 1)"
moved_and_set()
{
	expect_flags '$tend \Seen' Clients q1@example.com "$1"
	expect_equal '$tend|set' "$(states)" "marks, $1"
	expect_silence "$1"
}
for fate in tend gone; do
	# Whether it ever stood there nobody can tell: it is set again, and
	# from then on its clearing is a word.
	fire_again
	fire_shoot "$way" $((end - 1)) $fate
	expect_flags '$tend \Seen' INBOX q1@example.com "arrived, $fate"
	by_hand INBOX q1@example.com -FLAGS '$tend'
	# shellcheck disable=SC2034
	fire_check=keyword_set
	fire_settle "$fate, the user clears it"
	# Moved, it is tend's all the same.
	fire_again
	fire_shoot "$way" $((end - 1)) $fate
	mailbox 'SELECT INBOX' \
		"UID MOVE $(uid_of INBOX q1@example.com) Clients" >/dev/null
	# shellcheck disable=SC2034
	fire_check=moved_and_set
	fire_settle "$fate, the user moves it"
done

# Flagged by the user while tend is on its way: theirs, whoever dies.
theirs()
{
	expect_flags '\Flagged \Seen' INBOX q1@example.com "$1"
	expect_equal '\Flagged|theirs' "$(states)" "marks, $1"
	expect_silence "$1"
}

begin 'what the user had flagged stays theirs, whoever dies when'
a_debt
by_hand INBOX q1@example.com +FLAGS '\Flagged'
fire_configure tend.flag=flagged
fire_keep
flagged() { [ "$(states)" = '\Flagged|theirs' ]; }
# shellcheck disable=SC2034
fire_there=flagged fire_check=theirs
fire_commits

end
