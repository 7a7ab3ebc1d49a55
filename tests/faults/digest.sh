#!/usr/bin/env bash
# The digest lies in the inbox exactly once, whoever dies when: the line is cut
# at the bytes of the APPEND and of its answer, and tend dies at each commit.
# TEST_STEP is by how many bytes to go on (1: every byte).
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

dying=${G_TEST_BUILDDIR:-$PWD}/tests/faults/dying-tend
cut=${G_TEST_BUILDDIR:-$PWD}/tests/lib/cut
now='2026-03-09 07:30'
CUT_PID=

# A debt, read; through the line that is cut, config.cut; without, the usual.
a_debt()
{
	configure tls=none "port=$DOVECOT_PORT"
	settle_in '2026-02-20 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
	expect_exit 0 at "$now" tend sync
	cp -r "$XDG_DATA_HOME" kept
}

digests()
{
	grep -li '^From:.*tend' $(mails INBOX) | wc -l
}

# As it was before the digest.
again()
{
	local file
	for file in $(grep -li '^From:.*tend' $(mails INBOX)); do
		rm -f "$file"
	done
	rm -rf "$XDG_DATA_HOME"
	cp -r kept "$XDG_DATA_HOME"
}

# cut_at up|down N: one delivery over a line that is cut; leaves in $outcome
# what cut printed.
cut_at()
{
	local i tend_pid
	rm -f port outcome
	"$cut" "$PWD/port" "$DOVECOT_PORT" "$1" "$2" >outcome 4>&- &
	CUT_PID=$!
	for ((i = 0; i < 500; i++)); do
		[ -s port ] && break
		sleep 0.01
	done
	sed "s/^port=.*/port=$(cat port)/" "$XDG_CONFIG_HOME/tend/config" \
		>config.cut
	TEND_NOW=@$(seconds_of "$now") timeout -k 1 60 "$TEND" \
		--config config.cut digest --deliver 4>&- &
	tend_pid=$!
	# Until it is cut, or done.
	while kill -0 $CUT_PID 2>/dev/null && kill -0 $tend_pid 2>/dev/null; do
		sleep 0.01
	done
	# It would try again, for seconds: half of the time it may not.
	if kill -0 $tend_pid 2>/dev/null; then
		[ $(($2 % 2)) -eq 0 ] || sleep 0.05
		kill -TERM $tend_pid 2>/dev/null
	fi
	wait $tend_pid
	kill -KILL $CUT_PID 2>/dev/null
	wait $CUT_PID 2>/dev/null
	CUT_PID=
}

# deliver_after WHAT: the next runs leave it there once.
deliver_after()
{
	local before
	before=$(digests)
	expect_exit 0 at "$now" tend digest --deliver
	expect_equal 1 "$(digests)" "digests, $1, $before before"
	expect_exit 0 at "$now" tend digest --deliver
	expect_equal 1 "$(digests)" "digests, $1, a third run"
	expect_equal done "$(db 'SELECT state FROM outbox')" "its row, $1"
	cuts=$((cuts + 1))
	late=$((late + before))
}

begin 'the line is cut within the APPEND'
a_debt
cuts=0
late=0
# How long it is: nothing is cut at so far a byte.
cut_at up 10000000
read -r up down <outcome
expect_equal 1 "$(digests)" 'digests over the whole line'
[ "${up:-0}" -gt 1000 ] || fail "an APPEND of '$up' bytes"
step=${TEST_STEP:-$((up / 12))}
for n in 0 1 5 20 60 $(seq 100 "$step" "$up") $((up - 40)) $((up - 3)) \
	$((up - 2)) $((up - 1)) "$up"; do
	again
	cut_at up "$n"
	grep -q cut outcome || fail "up $n: it was not cut"
	deliver_after "up $n"
done
echo "# $cuts cuts in $up bytes, $late times it had arrived" >&4

begin 'the line is cut within its answer'
a_debt
cuts=0
late=0
cut_at down 10000000
read -r up down <outcome
[ "${down:-0}" -gt 20 ] || fail "an answer of '$down' bytes"
for n in $(seq 0 "${TEST_STEP:-9}" "$down") $((down - 1)); do
	again
	cut_at down "$n"
	grep -q cut outcome || fail "down $n: it was not cut"
	deliver_after "down $n"
done
echo "# $cuts cuts in $down bytes, $late times it had arrived" >&4
[ "$late" -gt 0 ] || fail 'no answer was lost'

begin 'tend dies at a commit'
a_debt
cuts=0
late=0
for ((n = 1; n < 50; n++)); do
	for after in '' yes; do
		again
		at "$now" env DIE_AT=$n ${after:+DIE_AFTER=$after} \
			"$dying" digest --deliver
		status=$?
		[ $status -eq 99 ] || break 2
		deliver_after "died ${after:+after }commit $n"
	done
done
expect_equal 0 "$status" 'the run that did not die'
echo "# $cuts deaths, $late times it had arrived" >&4
[ "$cuts" -ge 6 ] || fail "only $cuts deaths"
[ "$late" -gt 0 ] || fail 'none between the APPEND and its record'

begin 'deleted by the user before tend knew of it: none, not another'
a_debt
cut_at down $((down - 1))
expect_equal 1 "$(digests)" 'digests'
path=$(grep -li '^From:.*tend' $(mails INBOX))
uids=$(mailbox 'EXAMINE INBOX' 'UID SEARCH FROM tend' |
	sed -n 's/^\* SEARCH //p')
mailbox 'SELECT INBOX' "UID STORE $uids +FLAGS (\\Deleted)" EXPUNGE
[ ! -e "$path" ] || fail 'it was not deleted'
expect_exit 0 at "$now" tend digest --deliver
expect_equal 0 "$(digests)" 'digests'
expect_equal done "$(db 'SELECT state FROM outbox')" 'its row'

end
