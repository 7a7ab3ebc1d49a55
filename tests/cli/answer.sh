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
expect_exit 0 at "$later" tend sync 2>err
expect_grep 'your answer was heeded; .tend undo. takes it back' err
expect_exit 0 at "$later" tend stalled >got
expect_no_grep Ada got
expect_grep Bert got
echo "$ada Ada: done" >wanted
outcomes >got
expect_same wanted got
echo "done|ada@example.com|q.ada@example.com|you-owe: Re: A word" >wanted
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
expect_grep ": undone, done 'you-owe: Re: A word'$" got
expect_exit 0 at "$later" tend sync
expect_exit 0 at "$later" tend stalled >got
expect_same before got

begin 'watch takes it in as it comes'
a_digest
watch_start "$later"
heeded() { [ "$(sayings | wc -l)" -ge "$1" ]; }
answer --append "snooze $ada 1w" "mute $bert"
wait_for 20 heeded 2
watch_stop
expect_exit 1 at "$later" tend stalled >got
expect_empty got
outcomes >got
expect_grep "^$ada Ada: snoozed until Mon 16 Mar$" got
expect_grep "^$bert Bert: muted$" got
# Both are taken back at once.
expect_exit 0 at "$later" tend undo >got
expect_grep '^Ada <ada@example.com>: undone, snooze .*, of 2 people$' got
expect_equal 0 "$(sayings | wc -l)" 'sayings after undo'
expect_exit 0 at "$later" tend stalled >got
expect_same before got

begin 'all that can be said, in one answer of HTML that quotes the digest'
a_digest
deliver --from me --to me --at "$later" --folder Sent --flags S \
	--reply-to-id "$mid" --subject 'Re: Today: Ada, Bert' \
	--header 'MIME-Version: 1.0' \
	--header 'Content-Type: text/html; charset=utf-8' - <<-MAIL
	<html><body><div dir="auto">Stage $ada customer; no $ada: not this
	year<br>Log $bert call left a message<br>track $bert</div><br>
	<div class="gmail_quote"><div>On Mon, 9 Mar 2026, tend wrote:<br></div>
	<blockquote class="gmail_quote"><p>mute $ada</p><p>$ada Ada asked: mute
	$bert</p></blockquote></div></body></html>
MAIL
expect_exit 0 at "$later" tend sync
sayings >got
expect_lines got <<'EOF'
stage|ada@example.com|customer|
no|ada@example.com||not this year
log|bert@example.com|call out|left a message
track|bert@example.com||
EOF
expect_equal customer "$(of ada@example.com stage)" stage
# Where it came from is said.
expect_exit 0 at "$later" tend history ada >got
expect_grep 'stage.*by an answer' got
# Nothing of the text was kept.
expect_equal 0 "$(cat "$XDG_DATA_HOME"/tend/tend.db* |
	grep -c 'Ada asked: mute')" 'what was quoted, in the files'

begin 'above the quote, below it, and between its lines'
a_digest
deliver --from me --to me --at "$later" --folder Sent --flags S \
	--reply-to-id "$mid" --subject 'Re: Today: Ada, Bert' - <<-MAIL
	On Mon, 9 Mar 2026 07:30, tend wrote:
	> They asked you
	>
	> $ada Ada. mute $bert
	done $ada
MAIL
expect_exit 0 at "$later" tend sync
sayings >got
expect_equal "done|ada@example.com|q.ada@example.com|you-owe: Re: A word" "$(cat got)" \
	'what was said'

begin 'a stranger who knows the id, and one to whom it was forwarded'
a_digest
# The digest is passed on to Carl, with its id in the header.
deliver --to carl --at "$later" --reply-to-id "$mid" --id fwd@example.org \
	--subject 'Fwd: Today: Ada, Bert' - <<-MAIL
	mute $bert
MAIL
# He answers it under his own name, for which the server vouches,
deliver --from carl --at "$later" --flags S --reply-to-id "$mid" \
	--subject 'Re: Today: Ada, Bert' \
	--header 'Authentication-Results: mx.example.org; dmarc=pass header.from=example.com' - <<-MAIL
	mute $ada
MAIL
# and under the user's, with all that he can write himself.
deliver --from me --to me --folder INBOX --at "$later" \
	--reply-to-id "$mid" --subject 'Re: Today: Ada, Bert' \
	--header 'Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org' - <<-MAIL
	mute $ada
MAIL
configure auth-server=mx.example.org
expect_exit 0 at "$later" tend sync
expect_exit 0 at "$later" tend sync
expect_equal 0 "$(sayings | wc -l)" sayings
expect_exit 0 at "$later" tend stalled >got
expect_grep Ada got
expect_grep Bert got
expect_exit 0 at "$later" tend status >got
expect_grep 'answers +1 in your name, not heeded' got

begin 'the inbox alone, where the server vouches'
a_digest
answer --folder INBOX --header 'Authentication-Results: mx.example.org 1;
 spf=pass smtp.mailfrom=example.org; dmarc=pass (p=reject) header.from=example.org' \
	"done $ada"
expect_exit 0 at "$later" tend sync
expect_equal 0 "$(sayings | wc -l)" 'sayings without a server to believe'
configure auth-server=mx.example.com
expect_exit 0 at "$later" tend sync
expect_equal 0 "$(sayings | wc -l)" 'sayings, the wrong server'
configure auth-server=mx.example.org
expect_exit 0 at "$later" tend sync
expect_equal 1 "$(sayings | wc -l)" 'sayings, the right server'

begin 'the inbox first, the Sent folder later'
a_digest
answer --folder INBOX --id a1@example.org "no $ada"
expect_exit 0 at "$later" tend sync
expect_equal 0 "$(sayings | wc -l)" 'sayings by the inbox'
answer --id a1@example.org "no $ada"
expect_exit 0 at "$later" tend sync
expect_exit 0 at "$later" tend sync
expect_equal 1 "$(sayings | wc -l)" 'sayings by both'
# Another mail is another answer.
answer --append --id a2@example.org "no $ada"
expect_exit 0 at "$later" tend sync
expect_equal 2 "$(sayings | wc -l)" 'sayings of two answers'

begin 'a client that drops the In-Reply-To of a link'
a_digest
deliver --from me --to me --at "$later" --folder Sent --flags S \
	--subject 'Re: Today: Ada, Bert' - <<-MAIL
	mute $ada #aaaaaaaaaa
MAIL
expect_exit 0 at "$later" tend sync
expect_equal 0 "$(sayings | wc -l)" 'sayings by the token of nothing'
expect_equal 1 "$(db 'SELECT count(*) FROM answer')" 'looked at'
# As the digest's own link has it.
expect_exit 0 at "$now" tend digest --html >digest.html
token=$(sed -n "s/.*body=done%20$ada%20%23\([a-z2-7]*\).*/\1/p" digest.html)
expect_equal 10 "${#token}" 'letters of the token'
deliver --append --from me --to me --at "$later" --folder Sent \
	--subject 'Re: Today: Ada, Bert' - <<-MAIL
	mute $ada #${token^^}
MAIL
expect_exit 0 at "$later" tend sync
expect_equal 'mute|ada@example.com||' "$(sayings)" 'what was said'

begin 'too late, and of another tend'
a_digest
answer --at '2026-03-24 09:00' "mute $ada"
mid=tend.ffeeddccbbaa99887766554433221100@example.org
answer "mute $ada"
expect_exit 0 at '2026-03-24 09:00' tend sync
expect_equal 0 "$(sayings | wc -l)" sayings
outcomes >got
expect_grep 'more than 14 days after its digest' got

begin 'the next digest says what came of it, a line for each command'
a_digest
deliver --to cleo --at '2026-02-24 09:00' --flags S --id o.cleo@example.org
deliver --from cleo --at '2026-03-06 09:00' --flags S \
	--reply-to-id o.cleo@example.org - <<-MAIL
	Could you send me the price of the red one?
MAIL
answer "done $ada; mute 9" 'and that is all'
expect_exit 0 at "$later" tend sync
expect_exit 0 at '2026-03-10 07:30' tend digest --deliver
expect_exit 0 at '2026-03-10 07:30' tend digest >got
expect_grep Cleo got
expect_grep "^ *$ada Ada: done[.]$" got
expect_grep 'There is no 9 in that digest: it had 1 to 2[.]' got
expect_grep "'that is all' was not understood" got

begin 'a copy for somebody else is no mail to them'
a_digest
answer --cc carl "done $ada"
expect_exit 0 at "$later" tend sync
expect_equal 1 "$(sayings | wc -l)" sayings
expect_equal false "$(of carl@example.com contact)" 'Carl is a contact'
expect_equal 0 "$(db "SELECT count(*) FROM touch WHERE source IN
	(SELECT message_key FROM answer)")" 'touches of the answer'

begin 'an answer of a megabyte, and one that is no text'
a_digest
{
	echo "done $ada"
	yes "mute $bert" | head -c 1000000
} >huge
deliver --from me --to me --at "$later" --folder Sent --flags S \
	--reply-to-id "$mid" --subject 'Re: Today' huge
deliver --from me --to me --at "$later" --folder Sent --flags S \
	--reply-to-id "$mid" --subject 'Re: Today' \
	--header 'Content-Type: application/octet-stream' \
	--header 'Content-Transfer-Encoding: base64' - <<<'AAECAwQFBgcICQ=='
expect_exit 0 at "$later" tend sync
expect_equal 'done' "$(db "SELECT verb FROM saying
	WHERE address = 'ada@example.com'")" 'said of Ada'
expect_equal 1 "$(db "SELECT count(*) FROM saying
	WHERE address = 'bert@example.com'")" 'said of Bert'

begin 'who is forgotten is in no outcome'
a_digest
answer "done $ada" "ada@example.com is a friend of mine"
expect_exit 0 at "$later" tend sync
outcomes >got
expect_grep Ada got
expect_exit 0 at "$later" tend forget --yes ada@example.com
outcomes >got
expect_no_grep 'Ada|ada' got
cat "$XDG_DATA_HOME"/tend/tend.db* | grep -aci 'ada@' >got
expect_equal 0 "$(cat got)" 'Ada in the files'

begin 'killed at every commit, it is said once'
a_digest
answer "no $ada" "stage $bert customer"
cp -r "$XDG_DATA_HOME" kept
expect_exit 0 at "$later" "$dying" sync
sayings >wanted
expect_equal 2 "$(wc -l <wanted)" sayings
deaths=0
for ((n = 1; n < 50; n++)); do
	for after in '' yes; do
		rm -rf "$XDG_DATA_HOME"
		cp -r kept "$XDG_DATA_HOME"
		at "$later" env DIE_AT=$n ${after:+DIE_AFTER=$after} \
			"$dying" sync
		[ $? -eq 99 ] || break 2
		deaths=$((deaths + 1))
		expect_exit 0 at "$later" "$dying" sync
		sayings >got
		expect_same wanted got
		expect_equal 1 "$(db "SELECT count(DISTINCT batch)
			FROM saying")" "batches, dead at commit $n $after"
	done
done
echo "# died $deaths times" >&4
[ "$deaths" -ge 8 ] || fail "only $deaths commits"

end
