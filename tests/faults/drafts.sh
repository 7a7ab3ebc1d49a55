#!/usr/bin/env bash
# A draft lies in its folder exactly once, and is taken back, whoever dies when;
# and no other message is expunged with it.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"
# shellcheck source=tests/lib/fire.sh
. "$story_top/tests/lib/fire.sh"

fire_now='2026-03-09 08:00'

an_ask()
{
	fire_configure
	settle_in '2026-02-20 09:00'
	deliver --from dan --at '2026-02-24 09:00' --id o1@example.com --flags S
	deliver --to dan --at '2026-03-02 09:00' --id q1@example.org --flags S \
		--reply-to-id o1@example.com --subject 'Re: A word' - <<-MAIL
	Could you tell me whether the blue crates suit you?
	MAIL
	expect_exit 0 at "$fire_now" tend sync
}

drafts() { grep -l '^To: Dan' $(mails Drafts) /dev/null | wc -l; }
there() { [ "$(drafts)" -gt 0 ]; }
gone() { [ "$(drafts)" -eq 0 ]; }

once()
{
	expect_equal 1 "$(drafts)" "drafts, $1"
	expect_equal 1 "$(db 'SELECT count(*) FROM draft')" "rows, $1"
	expect_equal 'done 64 open' "$(db "SELECT state || ' ' || \
		length(hash) || ' ' || fate FROM draft JOIN outbox USING \
		(outbox_id)")" "its row, $1"
	expect_grep '^> Could you tell me' \
		"$(grep -l '^To: Dan' $(mails Drafts) /dev/null)"
}

# shellcheck disable=SC2034 # fire.sh reads these
put_there()
{
	fire_run=(draft dan)
	fire_word=' APPEND '
	fire_there=there
	fire_check=once
}

begin 'put there: the line is cut, falls silent, or somebody dies'
put_there
an_ask
fire_keep
fire_line

begin 'put there: tend dies at a commit'
put_there
an_ask
fire_keep
fire_commits
[ "$fire_n" -ge 6 ] || fail "only $fire_n deaths"

# Beside it lies one of the user's own, which the user has marked.
an_answer()
{
	an_ask
	deliver --folder Drafts --to bo --at '2026-03-08 08:00' --flags DST
	at "$fire_now" tend draft dan
	deliver --from dan --at '2026-03-09 07:00' --flags S \
		--reply-to-id q1@example.org - <<-MAIL
	They do, thank you.
	MAIL
	expect_equal 1 "$(drafts)" 'drafts before'
	fire_keep
}

taken()
{
	expect_equal 0 "$(drafts)" "drafts, $1"
	expect_equal withdrawn "$(db 'SELECT fate FROM draft')" "its fate, $1"
	expect_equal DST "$(mails Drafts | sed 's/.*,//')" "the other, $1"
}

# shellcheck disable=SC2034
take_back()
{
	fire_run=(sync)
	# What only reads before that is shot at by `make soak` alone.
	fire_word=' UID STORE '
	[ -z "${TEST_STEP:-}" ] || fire_word=' SELECT '
	fire_there=gone
	fire_check=taken
}

begin 'taken back: the line is cut, falls silent, or somebody dies'
take_back
an_answer
fire_line

begin 'taken back: tend dies at a commit'
take_back
an_answer
fire_commits
[ "$fire_n" -ge 4 ] || fail "only $fire_n deaths"

begin 'touched by the user in between: it stays, as the user has it'
take_back
an_answer
fire_measure
kept()
{
	expect_equal 1 "$(drafts)" "drafts, $1"
	expect_equal kept "$(db 'SELECT fate FROM draft')" "its fate, $1"
	expect_equal DFS "$(grep -l '^To: Dan' $(mails Drafts) |
		sed 's/.*,//')" "its flags, $1"
}
fire_check=kept
# In each answer of the server, before anything was expunged.
n=0
while read -r way first end <&3; do
	[ "$way" = down ] || continue
	fire_again
	fire_shoot "$way" $((end - 1)) gone
	if ! gone; then
		uid=$(mailbox 'EXAMINE Drafts' 'UID SEARCH TO dan' |
			sed -n 's/^\* SEARCH //p')
		mailbox 'SELECT Drafts' "UID STORE $uid +FLAGS (\\Flagged)"
		fire_settle "flagged after $way $end"
		n=$((n + 1))
	else
		fire_release
	fi
done 3<<<"$fire_turns"
[ "$n" -ge 2 ] || fail "only $n times in between"

end
