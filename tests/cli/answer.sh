#!/usr/bin/env bash
# Answers to a digest: what the user says in them is done, once, and what
# anybody else says is not.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'
later='2026-03-09 09:00'
dying=${G_TEST_BUILDDIR:-$PWD}/tests/faults/dying-tend

# Ada asked on Monday, the 2nd of March 2026, and Bert on Tuesday; the digest of
# the 9th names both.
a_digest()
{
	settle_in '2026-02-23 09:00'
	for who in ada bert; do
		deliver --to $who --at '2026-02-24 09:00' --flags S \
			--id "o.$who@example.org"
		deliver --from $who --at '2026-03-05 09:00' --flags S \
			--id "q.$who@example.com" \
			--reply-to-id "o.$who@example.org" \
			--subject 'Re: A word' - <<-MAIL
		Could you send me the price of the blue one?
		MAIL
	done
	expect_exit 0 at "$now" tend digest --deliver
	expect_exit 0 at "$now" tend sync
	mid=$(db "SELECT mid FROM outbox WHERE template = 'digest'")
	expect_exit 0 at "$now" tend stalled >before
	expect_grep Ada before
	expect_grep Bert before
	ada=$(db "SELECT position FROM digest_item
		WHERE address LIKE 'ada@%'")
	bert=$(db "SELECT position FROM digest_item
		WHERE address LIKE 'bert@%'")
}

# answer [OPTION...] LINE...: what the user sends, as their client keeps it.
answer()
{
	local -a options=()
	while [ $# -gt 0 ]; do
		case $1 in
		--append) options+=("$1"); shift ;;
		--*) options+=("$1" "$2"); shift 2 ;;
		*) break ;;
		esac
	done
	printf '%s\n' "$@" | deliver --from me --to me --at "$later" \
		--folder Sent --flags S --reply-to-id "$mid" \
		--subject 'Re: Today: Ada, Bert' "${options[@]}" -
}

# sayings: those that hold, in the order said.
sayings()
{
	db "SELECT verb, address, word, text FROM saying
		WHERE undone_at IS NULL ORDER BY saying_id"
}

outcomes()
{
	db "SELECT outcome FROM answer WHERE outcome <> ''
		ORDER BY acted_at, message_key"
}

begin 'what is answered is done, and undo takes it back'
a_digest
dump >people
answer "done $ada" '' 'Sent from my phone'
expect_exit 0 at "$later" tend sync
expect_exit 0 at "$later" tend stalled >got
expect_no_grep Ada got
expect_grep Bert got
echo "$ada Ada: done" >wanted
outcomes >got
expect_same wanted got
echo "done|ada@example.com|q.ada@example.com|Re: A word" >wanted
sayings >got
expect_same wanted got
# It is nobody's mail.
dump >got
expect_equal "$(wc -l <people)" "$(wc -l <got)" people
expect_equal 0 "$(db "SELECT count(*) FROM touch WHERE source IN
	(SELECT message_key FROM answer)")" 'touches of the answer'
# Read again, it says nothing again.
expect_exit 0 at "$later" tend sync
expect_equal 1 "$(sayings | wc -l)" sayings
expect_exit 0 at "$later" tend undo >got
expect_exit 0 at "$later" tend sync
expect_exit 0 at "$later" tend stalled >got
expect_same before got

end
