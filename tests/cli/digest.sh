#!/usr/bin/env bash
# The digest: in the inbox once a day, whoever dies when, and not otherwise.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

dying=${G_TEST_BUILDDIR:-$PWD}/tests/faults/dying-tend

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

one() { [ "$(digests)" -ge 1 ]; }

# digest_file [DAY]: where one of them lies, that of a day if it is named.
digest_file()
{
	mails INBOX | xargs grep -li "^X-Tend-Letter: digest ${1:-}" |
		tail -n 1
}

# letter TYPE: that part of it, as a client decodes it.
letter()
{
	tr -d '\r' <"$(digest_file)" | LC_ALL=C awk -v type="$1" '
	BEGIN { digits = "0123456789ABCDEF" }
	/^--/ { in_part = 0 }
	in_part && body {
		soft = sub(/=$/, "")
		while (match($0, /=[0-9A-F][0-9A-F]/)) {
			printf "%s%c", substr($0, 1, RSTART - 1), \
				(index(digits, substr($0, RSTART + 1, 1)) - 1) \
				* 16 + index(digits, substr($0, RSTART + 2, 1)) - 1
			$0 = substr($0, RSTART + 3)
		}
		printf "%s%s", $0, soft ? "" : "\n"
	}
	/^Content-Type: / { in_part = index($0, type) > 0; body = 0 }
	in_part && /^$/ { body = 1 }
	' | sed '$ { /^$/d }'
}

# elsewhere COMMAND...: the same user's tend on another computer, which is a
# little late on the morning of the 9th.
elsewhere()
{
	local there=$HOME/elsewhere
	if [ ! -d "$there" ]; then
		mkdir -p "$there/run"
		chmod 700 "$there/run"
		# It has been there as long as the other.
		XDG_DATA_HOME=$there/data XDG_STATE_HOME=$there/state \
			XDG_RUNTIME_DIR=$there/run settle_in '2026-02-23 09:00'
	fi
	XDG_DATA_HOME=$there/data XDG_STATE_HOME=$there/state \
		XDG_RUNTIME_DIR=$there/run at '2026-03-09 08:10' tend "$@"
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

begin 'what is printed on that day is what lies there'
a_debt
at '2026-03-09 07:30' tend sync
at '2026-03-09 07:30' tend digest >before
expect_no_grep 'Answer with' before
at '2026-03-09 07:31' tend digest --deliver
# Her answer comes too late for it.
deliver --from ada --at '2026-03-09 07:40' --reply-to-id q1@example.com
at '2026-03-09 08:00' tend sync
at '2026-03-09 08:00' tend digest >after
expect_grep '^ 1  Ada\.' after
letter text/plain >mail
expect_same mail after
at '2026-03-09 08:00' tend digest --html written.html
letter text/html >mail.html
# Nor does it change with a setting, or when its user travels.
configure tend.digest-show=names tend.time-zone=America/New_York
at '2026-03-09 08:01' tend digest >after
expect_same mail after
expect_same mail.html written.html
expect_grep 'mailto:me@example.org\?[^"]*body=done%201%20%23[a-z2-7]{10}"' mail.html
expect_grep '^X-Tend-Letter: digest 2026-03-09' "$(digest_file)"

begin 'a line says what is usual, quotes, and has a number to call'
settle_in '2026-02-02 09:00'
for day in 03 05 10; do
	deliver --to ada --at "2026-02-$day 09:00" --id "o$day@example.org"
	deliver --from ada --at "2026-02-$day 15:00" --flags S \
		--reply-to-id "o$day@example.org" - <<-MAIL
	It is fine, as we said on the telephone on $day.

	--
	Ada
	Tel. +49 (0)30 123456-7
	MAIL
done
deliver --to ada --at '2026-03-02 09:00' --subject Tender - <<-MAIL
Dear Ada,

Could you tell me by the end of March which of them you would like?

Max
MAIL
at '2026-03-04 07:30' tend sync
at '2026-03-04 07:30' tend digest >got
expect_lines got <<-'TEXT'
Wednesday 4 March


No word from them

 1  Ada. You asked on 2 March about "Tender"; no word for 2 days.
    Usually they answer within a day.
    "Could you tell me by the end of March which of them you would
    like?"
    ada@example.com
    +49 (0)30 123456-7
TEXT
at '2026-03-04 07:30' tend digest --html >got
expect_grep '<a href="tel:\+49301234567">Call' got

begin 'it shows as much as is set'
a_debt
at '2026-03-09 07:30' tend sync
for show in names subjects sentences; do
	configure tend.digest-show=$show
	at '2026-03-09 07:31' tend digest >$show
	at '2026-03-09 07:31' tend digest --html >$show.html
done
for kind in '' .html; do
	expect_no_grep 'A%20word|A word|blue one' names$kind
	expect_grep 'They asked you something 7 days ago' names$kind
	expect_grep 'A word' subjects$kind
	expect_no_grep 'blue one' subjects$kind
	expect_grep 'price of the blue one' sentences$kind
done
configure tend.digest-show=sentences tend.evidence=none
at '2026-03-09 07:31' tend digest >got
expect_same subjects got
configure tend.digest-show=names
at '2026-03-09 07:32' tend digest --deliver
expect_no_grep 'A word|blue one' "$(digest_file)"
configure tend.digest-show=loud
expect_exit 78 at '2026-03-09 07:32' tend digest 2>err
expect_sentence err 'one of names, subjects, sentences'

begin 'nobody is named two mornings in a row'
a_debt
for day in 04 05 06 09 10 11 12; do
	at "2026-03-$day 07:30" tend sync
	at "2026-03-$day 07:30" tend digest --deliver 2>>said
done
db "SELECT day, address FROM outbox JOIN digest_item USING (outbox_id)
	ORDER BY day" >days
expect_lines days <<-DAYS
2026-03-04|ada@example.com
2026-03-09|ada@example.com
DAYS

begin 'so many and one old friend; the rest waits for Friday'
configure tend.digest-limit=2
settle_in '2026-01-01 09:00'
for who in fay:02 gil:01; do
	day=${who#*:} who=${who%:*}
	deliver --to $who --at '2026-01-29 09:00' --id $who@example.org
	deliver --from $who --at "2026-02-$day 09:00" --flags S \
		--reply-to-id $who@example.org - <<-MAIL
	Thank you, that was nice, says $who.
	MAIL
done
at '2026-02-03 09:00' tend sync
at '2026-02-03 09:00' tend track fay
at '2026-02-03 09:00' tend track gil
for who in ada bert cleo dora; do
	deliver --to $who --at '2026-02-24 09:00' --id $who@example.org --flags S
	deliver --from $who --at '2026-03-02 09:00' --flags S \
		--reply-to-id $who@example.org - <<-MAIL
	Could you send me the price of the blue one, asks $who?
	MAIL
done
# What was asked yesterday is not older, nor does it wait for Friday.
at '2026-03-03 07:30' tend sync
expect_exit 0 at '2026-03-03 07:30' tend digest --deliver
at '2026-03-03 07:30' tend digest >got
expect_grep '^ 1  Gil' got
expect_no_grep 'older|^ 2 ' got
at '2026-03-04 07:30' tend sync
expect_exit 0 at '2026-03-04 07:30' tend digest --deliver
expect_grep '^Subject: Today: Ada, Bert, [+]1' "$(digest_file 2026-03-04)"
at '2026-03-04 07:30' tend digest >got
grep -E '^ [0-9] |^[A-Z].* (asked|friend)|older' got >lines
expect_lines lines <<-'TEXT'
They asked you
 1  Ada. They asked on 2 March about "A word"; you have not answered.
 2  Bert. They asked on 2 March about "A word"; you have not answered.
An old friend
 3  Fay. You were last in touch on 2 February 2026 about "A word".
2 older matters wait for Friday.
TEXT
# The report has as many as were promised, and the two that were named.
expect_equal 4 "$(at '2026-03-06 07:30' tend report --json |
	sed 's/.*"waiting" *: *\[//; s/\].*//' | grep -o '"position"' | wc -l)" \
	'lines of the report'
configure tend.digest-limit=2 'tend.report-days=thu'
at '2026-03-05 07:30' tend digest >got
expect_grep "^4 older matters wait for today's report[.]$" got
configure tend.digest-limit=2 tend.report-days=none
at '2026-03-05 07:30' tend digest >got
expect_grep '^4 older matters wait[.]$' got
configure

begin 'the day is that of the user, wherever they are'
configure tend.time-zone=Asia/Tokyo
a_debt
# Sunday night in UTC, Monday morning at half past seven there.
at '2026-03-08 22:29' tend sync
watch_start '2026-03-08 22:29:57'
one() { [ "$(digests)" -ge 1 ]; }
wait_for 20 one
watch_stop
expect_grep '^X-Tend-Letter: digest 2026-03-09' "$(digest_file)"
expect_grep '^Date: Mon, 09 Mar 2026 07:3.* [+]0900' "$(digest_file)"
expect_equal 2026-03-09 "$(db 'SELECT day FROM outbox')" day

begin 'who was new yesterday is not told of again for having become a contact'
settle_in '2026-02-23 09:00'
deliver --from eve@example.net --at '2026-03-03 15:00' --flags S \
	--id n1@example.net --subject 'Shelves' - <<-MAIL
Could you build shelves for me?
MAIL
at '2026-03-04 07:30' tend sync
expect_exit 0 at '2026-03-04 07:30' tend digest --deliver
at '2026-03-04 07:30' tend digest --json >got
expect_grep '"reason":"new"' got
at '2026-03-04 10:00' tend log eve@example.net call yesterday
for day in 05 06 09 10; do
	at "2026-03-$day 07:30" tend sync
	at "2026-03-$day 07:30" tend digest --deliver 2>>said
done
db "SELECT day, address FROM outbox JOIN digest_item USING (outbox_id)
	ORDER BY day" >days
expect_lines days <<-DAYS
2026-03-04|eve@example.net
2026-03-10|eve@example.net
DAYS

begin 'who was named yesterday is not told of again for having a new stage'
settle_in '2026-02-23 09:00'
deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
deliver --from ada --at '2026-02-25 09:00' --flags S \
	--reply-to-id o1@example.org
deliver --to ada --at '2026-03-02 09:00' --flags S --id o2@example.org \
	--subject 'The blue one' - <<-MAIL
Which one would you like?
MAIL
at '2026-03-04 07:30' tend sync
expect_exit 0 at '2026-03-04 07:30' tend digest --deliver
at '2026-03-04 07:30' tend digest --json >got
expect_grep '"reason":"they-owe"' got
at '2026-03-04 10:00' tend stage ada customer
for day in 05 06; do
	at "2026-03-$day 07:30" tend sync
	at "2026-03-$day 07:30" tend digest --deliver 2>>said
done
db "SELECT day, address FROM outbox JOIN digest_item USING (outbox_id)
	ORDER BY day" >days
expect_lines days <<-DAYS
2026-03-04|ada@example.com
DAYS

begin 'no question whose own day is past'
settle_in '2026-02-23 09:00'
deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
deliver --from ada --at '2026-03-02 09:00' --flags S \
	--reply-to-id o1@example.org - <<-MAIL
Are you coming to the fair on Wednesday, 4 March?
MAIL
at '2026-03-05 07:30' tend sync
expect_exit 0 at '2026-03-05 07:30' tend digest --deliver
expect_equal 0 "$(digests)" 'digests after that day'

begin 'what came of answers stands in the next'
a_debt
at '2026-03-04 07:30' tend sync
at '2026-03-04 07:30' tend digest --deliver
sqlite3 "$XDG_DATA_HOME/tend/tend.db" "
	INSERT INTO answer (message_key, outbox_id, acted_at, batch, outcome)
	VALUES (1, (SELECT max(outbox_id) FROM outbox),
	 $(seconds_of '2026-03-03 12:00'), 0, 'long ago'),
	(2, (SELECT max(outbox_id) FROM outbox),
	 $(seconds_of '2026-03-04 12:00'), 0, 'done 2: Dan Lopez is done
mute 5: Pia Moser is muted')"
at '2026-03-09 07:30' tend digest --deliver
at '2026-03-09 07:30' tend digest >got
expect_grep '^Your answers$' got
expect_grep '^    Done 2: Dan Lopez is done\.$' got
expect_grep '^    Mute 5: Pia Moser is muted\.$' got
expect_no_grep 'Long ago' got

begin 'two computers, one mailbox: one digest'
a_debt
at '2026-03-09 07:30' tend sync
elsewhere sync
at '2026-03-09 07:30' tend digest --deliver
expect_equal 1 "$(digests)" 'digests of the first'
expect_exit 0 elsewhere digest --deliver 2>err
expect_sentence err "today's digest lies in 'INBOX' of test already"
expect_grep 'another tend' err
expect_equal 1 "$(digests)" 'digests of both'
# It has named them, so that it will not do so again tomorrow.
elsewhere digest >got
expect_grep 'Ada' got
expect_no_grep 'Answer with' got
expect_exit 0 elsewhere digest --deliver
expect_equal 1 "$(digests)" 'digests of both, later'
# From now on it lets the other be first: it knows of it.
elsewhere sync
expect_equal 1 "$(XDG_DATA_HOME=$HOME/elsewhere/data db \
	"SELECT count(*) FROM message WHERE wrote_at <> 0 AND mid GLOB 'tend.*'
	AND mid NOT IN (SELECT mid FROM outbox)")" 'letters of another tend'

begin 'two computers, one mailbox: read and thrown away'
dovecot_maildir "$USER_NAME" Trash >/dev/null
a_debt
at '2026-03-09 07:30' tend sync
elsewhere sync
at '2026-03-09 07:30' tend digest --deliver
mv "$(digest_file)" "$(dovecot_maildir "$USER_NAME" Trash)/cur/"
expect_exit 0 elsewhere digest --deliver 2>err
expect_grep 'another tend' err
expect_equal 0 "$(digests)" digests

begin 'nobody keeps a digest away by a likeness of it'
a_debt
deliver --from me --to me --folder INBOX --at '2026-03-09 06:00' \
	--header 'Received: from evil.example by mx.example.org' \
	--header 'X-Tend-Letter: digest 2026-03-09'
deliver --from eve --at '2026-03-09 06:00' \
	--header 'X-Tend-Letter: digest 2026-03-09'
deliver --from me --to me --folder INBOX --at '2026-03-09 06:00' \
	--header 'X-Tend-Letter: my digest 2026-03-09'
deliver --to me --folder INBOX --at '2026-03-09 06:00' \
	--header 'X-Tend-Letter: digest 2026-03-09' \
	--header 'From: me@example.org, eve@example.com'
at '2026-03-09 07:30' tend sync
expect_exit 0 at '2026-03-09 07:30' tend digest --deliver 2>err
expect_no_grep 'another tend' err
expect_equal 1 "$(digests)" digests

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

begin 'none before the mailbox was read to its end'
a_debt
at '2026-03-09 07:00' tend sync
# As it is while a long backfill is on its way, by somebody else.
sqlite3 "$XDG_DATA_HOME/tend/tend.db" 'UPDATE account SET baseline_at = NULL'
exec 8<"$XDG_STATE_HOME/tend/test.lease"
flock -n 8 || fail 'no lease'
for letter in digest report; do
	expect_exit 0 at '2026-03-09 07:30' tend $letter --deliver 2>err
	expect_sentence err \
		"no $letter today: the mailbox has not been read to its end yet"
done
exec 8<&-
expect_equal 0 "$(db 'SELECT count(*) FROM outbox')" 'letters before'
expect_exit 0 at '2026-03-09 07:31' tend digest --deliver
expect_equal 1 "$(digests)" 'letters after'

begin 'a first reading that dies has left nothing in the mailbox'
configure tend.flag=both tend.morning-drafts=true
deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
deliver --from ada --at '2026-03-02 09:00' --flags S --id q1@example.com \
	--reply-to-id o1@example.org - <<-MAIL
Could you send me the price of the blue one?
MAIL
deliver --from cleo --at '2026-03-08 09:00' --flags S - <<-MAIL
We have never met. Could you tell me what it costs?
MAIL
dovecot_maildir "$USER_NAME" Drafts >/dev/null
at '2026-03-09 07:30' tend status >/dev/null 2>&1
snapshot >before
deaths=0
for ((n = 1; n < 60; n++)); do
	rm -rf "$XDG_DATA_HOME"
	at '2026-03-09 07:30' env DIE_AT=$n "$dying" digest --deliver
	[ $? -eq 99 ] || break
	[ -e "$XDG_DATA_HOME/tend/tend.db" ] || continue
	[ "$(db 'SELECT count(*) FROM account
		WHERE baseline_at IS NOT NULL' 2>/dev/null || echo 0)" = 0 ] ||
		break
	deaths=$((deaths + 1))
	snapshot >after
	expect_same before after
	expect_equal 0 "$(db 'SELECT (SELECT count(*) FROM outbox)
		+ (SELECT count(*) FROM mark)' 2>/dev/null || echo 0)" \
		"wishes, dead at commit $n"
done
[ "$deaths" -ge 4 ] || fail "only $deaths deaths before the baseline"

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
wait_for 20 one
sleep 2
expect_equal 1 "$(digests)" digests
watch_stop
watch_start '2026-03-09 07:30:10'
sleep 2
expect_equal 1 "$(digests)" 'digests after another start'

begin 'at the hour somebody else writes for longer than tend waits'
a_debt
at '2026-03-09 07:29' tend sync
watch_start '2026-03-09 07:29:57'
sleep 1.5
# After watch was started, which would hold its end open.
mkfifo hold
sqlite3 -batch "$XDG_DATA_HOME/tend/tend.db" <hold >/dev/null &
holder=$!
exec 5>hold
echo 'BEGIN IMMEDIATE; SELECT 1;' >&5
sleep 8
exec 5>&-
wait "$holder"
wait_for 20 one
watch_stop

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
