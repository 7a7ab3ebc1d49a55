#!/usr/bin/env bash
# The digest: in the inbox once a day, whoever dies when, and not otherwise.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

# Ada asked on Monday, the 2nd of March 2026; nobody answered.
a_debt()
{
	settle_in '2026-02-23 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
}

# digests: how many lie in the inbox.
digests()
{
	local file
	for file in $(mails INBOX); do
		grep -qi '^From:.*tend' "$file" && echo "$file"
	done | wc -l
}

begin 'the digest names who waits, and is printed'
a_debt
at '2026-03-09 07:30' tend sync
at '2026-03-09 07:30' tend digest >got
expect_grep '[Aa]da' got
expect_grep 'A word' got
at '2026-03-09 07:30' tend digest --html >got.html
expect_grep '<html' got.html

begin 'delivered once a day'
a_debt
at '2026-03-09 07:30' tend sync
snapshot >before
expect_exit 0 at '2026-03-09 07:30' tend digest --deliver
expect_equal 1 "$(digests)" 'digests after the first'
at '2026-03-09 07:31' tend digest --deliver
at '2026-03-09 18:00' tend digest --deliver
expect_equal 1 "$(digests)" 'digests on that day'
snapshot | grep -vF "$(basename "$(mails INBOX | xargs grep -li \
	'^From:.*tend' | head -n 1)")" >after
expect_same before after
# It is not somebody who wrote to the user.
at '2026-03-09 07:30' dump >people
at '2026-03-09 08:00' tend sync
at '2026-03-09 08:00' dump >later
expect_same people later

begin 'refused in one folder, it goes to the next that is named'
a_debt
at '2026-03-09 07:30' tend sync
configure digest-folder=Nowhere
expect_exit 69 at '2026-03-09 07:30' tend digest --deliver 2>err
expect_grep "name another 'digest-folder'" err
expect_exit 69 at '2026-03-09 07:31' tend digest --deliver 2>err
configure digest-folder=INBOX
expect_exit 0 at '2026-03-09 07:32' tend digest --deliver
expect_exit 0 at '2026-03-09 07:33' tend digest --deliver
expect_equal 1 "$(digests)" digests

begin 'nobody waits: no mail'
# The user wrote last, and asked nothing: that alone means nothing.
settle_in '2026-02-23 09:00'
deliver --to ada --at '2026-03-06 09:00'
for day in 09 10 11 13 16; do
	at "2026-03-$day 07:30" tend sync
	at "2026-03-$day 07:30" tend digest --deliver
done
expect_equal 0 "$(digests)" digests

begin 'a limit moves over the days off of a calendar file'
a_debt
at '2026-03-04 07:30' tend sync
expect_exit 0 at '2026-03-04 07:30' tend stalled >out
expect_grep 'Ada' out
printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 BEGIN:VEVENT UID:d@example.org \
	'DTSTART;VALUE=DATE:20250303' 'DTEND;VALUE=DATE:20250305' \
	RRULE:FREQ=YEARLY TRANSP:TRANSPARENT END:VEVENT END:VCALENDAR \
	>"$HOME/days.ics"
configure 'tend.holidays-file=~/days.ics'
expect_exit 0 at '2026-03-04 07:31' tend sync
expect_exit 1 at '2026-03-04 07:31' tend stalled >out
expect_exit 1 at '2026-03-06 07:29' tend stalled >out
expect_exit 0 at '2026-03-06 07:30' tend stalled >out
expect_grep 'Ada' out

begin 'watch leaves it at the set hour, and once'
a_debt
at '2026-03-09 07:29' tend sync
watch_start '2026-03-09 07:29:57'
one() { [ "$(digests)" -ge 1 ]; }
wait_for 20 one
sleep 2
expect_equal 1 "$(digests)" digests
watch_stop
watch_start '2026-03-09 07:30:10'
sleep 2
expect_equal 1 "$(digests)" 'digests after another start'

begin 'killed at any moment around the delivery'
# Each day somebody else becomes due, and tend dies a little later.
settle_in '2026-02-23 09:00'
n=0
for pair in 9:05 10:06 11:09 12:10 13:11 16:12 17:13 18:16; do
	n=$((n + 1))
	deliver --to "person$n" --at '2026-02-24 09:00' --id "o$n@example.org"
	deliver --from "person$n" --at "2026-03-${pair#*:} 09:00" --flags S \
		--reply-to-id "o$n@example.org" - <<-MAIL
	Could you send me number $n?
	MAIL
done
n=0
for day in 9 10 11 12 13 16 17 18; do
	n=$((n + 1))
	now="2026-03-$(printf %02d $day) 07:30"
	at "$now" tend sync
	TEND_NOW=@$(seconds_of "$now") "$TEND" digest --deliver &
	pid=$!
	sleep "0.$(printf %03d $((n * 25)))"
	kill -KILL "$pid"
	wait "$pid"
	# Its worker sees that and ends, perhaps after its APPEND.
	sleep 0.2
	before=$(digests)
	at "$now" tend digest --deliver
	at "$now" tend digest --deliver
	expect_equal "$n" "$(digests)" "digests up to 2026-03-$day"
	echo "# killed after $((n * 25)) ms: $((before - n + 1)) there," \
		"in the end $(($(digests) - n + 1))" >&4
done

end
