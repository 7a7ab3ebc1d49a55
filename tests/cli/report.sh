#!/usr/bin/env bash
# The report: printed, written to a file, and in the mailbox on Fridays, once.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

# Ada asked on the 2nd of March 2026 and was named until she was let go; Bob
# and the user have exchanged words, and nobody tracks him.
a_month()
{
	settle_in '2026-02-23 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
	for day in 03 05 09 11 17; do
		deliver --to bob --at "2026-03-$day 09:00" \
			--id "b$day@example.org"
		deliver --from bob --at "2026-03-$day 15:00" --flags S \
			--id "c$day@example.com" \
			--reply-to-id "b$day@example.org"
	done
	at '2026-03-19 07:30' tend sync
}

# reports: how many lie in the inbox.
reports()
{
	local file
	for file in $(mails INBOX); do
		grep -qi '^Subject:.*Your week' "$file" && echo "$file"
	done | wc -l
}

begin 'printed, and written to a file for its user alone'
a_month
expect_exit 0 at '2026-03-20 07:30' tend report >got
expect_grep 'Your week to Friday 20 March' got
expect_grep 'came up for the last time' got
expect_grep ' 1. Ada - ' got
expect_grep 'Track this one' got
umask 022
expect_exit 0 at '2026-03-20 07:30' tend report --html report.html
expect_equal 600 "$(stat -c %a report.html)" 'mode of the file'
expect_grep '<svg role="img"' report.html
expect_exit 0 at '2026-03-20 07:30' tend report --html - >got.html
expect_same report.html got.html
expect_exit 73 at '2026-03-20 07:30' tend report --html no/such.html 2>err
expect_grep "cannot write the report to 'no/such.html'" err

begin 'since when is typed as people do, and lies in the past'
a_month
expect_exit 0 at '2026-03-20 07:30' tend report --since 2w >got
expect_grep 'since 6 Mar' got
expect_exit 0 at '2026-03-20 07:30' tend report --since 2026-03-01 >got
expect_grep 'since 1 Mar' got
expect_exit 64 at '2026-03-20 07:30' tend report --since whenever 2>err
expect_grep 'since: ' err
expect_exit 64 at '2026-03-20 07:30' tend report --since 2027-01-01 2>err
expect_grep 'not in the past' err
expect_exit 64 at '2026-03-20 07:30' tend report --deliver --json 2>err
expect_grep 'stands alone' err

begin 'its numbers are those of the touches'
a_month
at '2026-03-20 07:30' tend report --json >got.json
if command -v sqlite3 >/dev/null && command -v jq >/dev/null; then
	for pair in out:1 in:2 both:3; do
		sqlite3 "$XDG_DATA_HOME/tend/tend.db" "
			SELECT count(*) FROM touch JOIN person USING (person_id)
			 WHERE direction = ${pair#*:} AND contact = 1
			   AND colleague = 0
			   AND at > strftime('%s', '2026-03-20 07:30') - 7776000
			   AND at <= strftime('%s', '2026-03-20 07:30')" >want
		jq ".touches.${pair%:*}" got.json >have
		expect_same want have
		jq "[.weeks[].${pair%:*}] | add" got.json >have
		expect_same want have
	done
	sqlite3 "$XDG_DATA_HOME/tend/tend.db" "
		SELECT count(*) FROM person
		 WHERE contact = 1 AND colleague = 0 AND stage = 3" >want
	jq '.stages[] | select(.stage == "engaged").now' got.json >have
	expect_same want have
else
	skip 'sqlite3 or jq is not installed'
fi

begin 'delivered once a day'
a_month
expect_exit 0 at '2026-03-20 07:30' tend report --deliver 2>err
expect_grep "the report lies in 'INBOX'" err
expect_equal 1 "$(reports)" 'reports after the first'
expect_exit 0 at '2026-03-20 07:31' tend report --deliver 2>err
expect_grep "today's report lies" err
at '2026-03-20 18:00' tend report --deliver
expect_equal 1 "$(reports)" 'reports on that day'
file=$(mails INBOX | xargs grep -li '^Subject:.*Your week')
expect_grep 'multipart/alternative' "$file"
expect_grep 'close' "$file"
# It is not somebody who wrote to the user.
at '2026-03-20 07:30' dump >people
at '2026-03-20 08:00' tend sync
at '2026-03-20 08:00' dump >later
expect_same people later

begin 'answered by the numbers of its lists'
a_month
expect_exit 0 at '2026-03-20 07:30' tend report --deliver
mid=$(db "SELECT mid FROM outbox WHERE template = 'report'")
ada=$(db "SELECT position FROM digest_item WHERE list = 'close'")
bob=$(db "SELECT position FROM digest_item WHERE list = 'track'")
expect_equal '1 2' "$ada $bob" 'their numbers'
printf 'close all\ntrack %s\n' "$bob" |
	deliver --from me --to me --at '2026-03-20 09:00' --folder Sent \
		--flags S --reply-to-id "$mid" --subject 'Re: Your week' -
expect_exit 0 at '2026-03-20 09:00' tend sync
db "SELECT verb, address FROM saying ORDER BY saying_id" >got
expect_lines got <<'EOF'
done|ada@example.com
track|bob@example.com
EOF
expect_exit 0 at '2026-03-20 09:01' tend report >got
expect_no_grep 'Track this one' got
expect_grep 'Your leads .1.' got

begin 'watch leaves it on Friday, not on Thursday'
a_month
watch_start '2026-03-19 07:29:57'
sleep 5
expect_equal 0 "$(reports)" 'reports on Thursday'
watch_stop
watch_start '2026-03-20 07:29:57'
one() { [ "$(reports)" -ge 1 ]; }
wait_for 20 one
sleep 2
expect_equal 1 "$(reports)" 'reports on Friday'
watch_stop
watch_start '2026-03-20 07:35:00'
sleep 2
expect_equal 1 "$(reports)" 'reports after another start'

begin 'on a Friday with somebody to name it lies beside the digest'
a_month
deliver --from ada --at '2026-03-18 09:00' --flags S --id q2@example.com \
	--subject 'Another thing' - <<-MAIL
Could you also send me the price of the red one?
MAIL
at '2026-03-19 07:30' tend sync
watch_start '2026-03-20 07:29:57'
both() { one && mails INBOX | xargs grep -qi '^Subject:.*Today: Ada'; }
wait_for 20 both
sleep 2
expect_equal 1 "$(reports)" reports
expect_equal 2 "$(mails INBOX | xargs grep -li '^From:.*tend' | wc -l)" letters
watch_stop

begin 'whom it asks to let go it does not ask to track as well'
a_month
for day in 24 25 26; do
	deliver --to ada --at "2026-02-$day 10:00" --id "x$day@example.org"
	deliver --from ada --at "2026-02-$day 15:00" --flags S \
		--id "y$day@example.com" --reply-to-id "x$day@example.org"
done
at '2026-03-19 07:30' tend sync
at '2026-03-20 07:30' tend track --suggest >got
expect_grep Ada got
expect_exit 0 at '2026-03-20 07:30' tend report >got
expect_grep ' 1. Ada - ' got
expect_grep 'Track this one' got
expect_grep ' 2. Bob - ' got

# A stranger and what is still to come stand in no report.
begin 'the digest counts what the report lists'
a_month
deliver --from stranger --at '2026-03-12 09:00' --flags S --id s1@example.com \
	--subject 'Do you build kiosks?' - <<-MAIL
Could you build one for me?
MAIL
deliver --to carl --at '2026-03-16 09:00' --id d1@example.org
deliver --from carl --at '2026-03-18 09:00' --flags S --id q3@example.com \
	--reply-to-id d1@example.org --subject 'Re: A word' - <<-MAIL
Could you tell me when you will come?
MAIL
deliver --from bob --at '2026-03-19 06:00' --flags S --id q4@example.com \
	--subject 'Another thing' - <<-MAIL
Could you send me the price of the red one?
MAIL
at '2026-03-19 07:30' tend sync
expect_exit 0 at '2026-03-20 07:30' tend digest >got
expect_grep ' 1  Carl' got
expect_grep "^1 older matter waits for today's report" got
expect_exit 0 at '2026-03-20 07:30' tend report --json >got.json
if command -v jq >/dev/null; then
	expect_equal 1 "$(jq '(.close + .waiting) | length' got.json)" \
		'lines of the report'
fi

begin 'on other days, or never, as the setting says'
a_month
configure tend.report-days=none
watch_start '2026-03-20 07:29:58'
sleep 5
watch_stop
expect_equal 0 "$(reports)" 'reports with none'
configure tend.report-days=thu
watch_start '2026-03-19 07:29:58'
wait_for 20 one
watch_stop
expect_equal 1 "$(reports)" 'reports on Thursday'
configure tend.report-days=freitag
expect_exit 78 at '2026-03-20 07:30' tend report 2>err
expect_grep 'days such as mon;tue;wed, or none' err

begin 'a quiet mailbox gets none'
settle_in '2026-02-23 09:00'
at '2026-03-20 07:30' tend sync
expect_exit 0 at '2026-03-20 07:30' tend report --deliver 2>err
expect_grep 'no report today: there is nothing to tell' err
expect_equal 0 "$(reports)" reports
expect_exit 0 at '2026-03-20 07:30' tend report >got
expect_grep 'A quiet week' got

begin 'killed at any moment around the delivery'
a_month
n=0
for day in 20 21 22 23 24 25 26 27; do
	n=$((n + 1))
	now="2026-03-$day 07:30"
	deliver --from bob --at "2026-03-$day 06:00" --flags S
	at "$now" tend sync
	TEND_NOW=@$(seconds_of "$now") "$TEND" report --deliver &
	pid=$!
	sleep "0.$(printf %03d $((n * 25)))"
	kill -KILL "$pid"
	wait "$pid"
	# Its worker sees that and ends, perhaps after its APPEND.
	sleep 0.2
	at "$now" tend report --deliver
	at "$now" tend report --deliver
	expect_equal "$n" "$(reports)" "reports up to 2026-03-$day"
done

end
