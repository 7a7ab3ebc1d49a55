#!/usr/bin/env bash
# Lines of the configuration: who is a customer, lost or tracked, and how to
# keep in touch with them.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# Append to the configuration.
add_lines()
{
	cat >>"$XDG_CONFIG_HOME/tend/config"
}

# Stage, tracked and cadence of an address.
terms_of()
{
	db "SELECT stage || ' ' || tracked || ' ' || cadence
	      FROM person JOIN address USING (person_id)
	     WHERE address = '$1'"
}

begin 'mail in a folder makes a customer'
deliver --to ann --at '2026-03-02 09:00' --id q1@example.org
deliver --from ann --at '2026-03-02 10:00' --reply-to-id q1@example.org
deliver --to bob --at '2026-03-02 11:00' --subject 'Your INVOICE no. 7'
deliver --to cid --at '2026-03-02 12:00'
deliver --from eve --at '2026-03-02 13:00' --subject 'An invoice for you'
configure
expect_exit 0 at "$now" tend sync
expect_equal '3 0 ' "$(terms_of ann@example.com)" 'ann before'
expect_equal '2 0 ' "$(terms_of bob@example.com)" 'bob before'
# Lines that come later count as if they had always been there.
add_lines <<'END'
[stage customer]
folders = customers.*
subjects = *invoice*
cadence = weekly
[cadence weekly]
days = 7, 9 call
END
expect_exit 0 at "$now" tend sync
expect_equal '3 0 ' "$(terms_of ann@example.com)" 'ann without the folder'
expect_equal '4 1 weekly' "$(terms_of bob@example.com)" 'bob by subject'
expect_equal '0 0 ' "$(terms_of eve@example.com)" 'a stranger'
deliver --from ann --at '2026-03-03 10:00' --folder Customers.Acme \
	--reply-to-id q1@example.org
expect_exit 0 at "$now" tend sync
expect_equal '4 1 weekly' "$(terms_of ann@example.com)" 'ann by folder'
expect_exit 0 at "$now" tend why ann >out
expect_grep "stage +customer: mail in folder 'Customers.Acme'" out
expect_exit 0 at "$now" tend why bob >out
expect_grep "customer: mail with the subject 'Your INVOICE no. 7'" out
expect_exit 0 at "$now" tend why ann --json >out
expect_grep "\"stage_because\":\"mail in folder 'Customers.Acme'\"" out
expect_exit 0 at "$now" tend rebuild
expect_equal '4 1 weekly' "$(terms_of ann@example.com)" 'ann anew'
expect_equal '4 1 weekly' "$(terms_of bob@example.com)" 'bob anew'
# The user's own word goes before, and back.
expect_exit 0 at "$now" tend stage bob engaged
expect_equal '3 1 steady' "$(terms_of bob@example.com)" 'bob as was said'
expect_exit 0 at "$now" tend why bob >out
expect_grep 'engaged: you said so' out
expect_exit 0 at "$now" tend undo
expect_equal '4 1 weekly' "$(terms_of bob@example.com)" 'bob as before'
expect_exit 0 at "$now" tend track --off bob
expect_equal '4 0 ' "$(terms_of bob@example.com)" 'bob let be'
# And without the lines all is as it was.
configure
expect_exit 0 at "$now" tend sync
expect_equal '3 0 ' "$(terms_of ann@example.com)" 'ann after'
expect_equal '2 0 ' "$(terms_of bob@example.com)" 'bob after'

begin 'tags and addresses make customers, and whom to track'
for who in ann bob cid dan; do
	deliver --to "$who" --at '2026-03-02 09:00'
done
deliver --from max@acme.example --at '2026-03-02 09:00'
configure 'tend.track=cid@*;*@acme.example' 'tend.track-folders=Sent.Hot'
add_lines <<'END'
[stage customer]
tags = client
[tag client]
cadence = gentle
keep-in-touch = 2w
[stage lost]
from = dan@example.com
END
expect_exit 0 at "$now" tend sync
expect_equal '2 0 ' "$(terms_of ann@example.com)" 'ann before'
expect_exit 0 at "$now" tend tag ann client
expect_equal '4 1 gentle' "$(terms_of ann@example.com)" 'ann by a tag'
expect_equal '2 0 ' "$(terms_of bob@example.com)" 'bob'
expect_equal '2 1 steady' "$(terms_of cid@example.com)" 'cid by address'
expect_equal '5 0 ' "$(terms_of dan@example.com)" 'dan is lost'
expect_equal '0 0 ' "$(terms_of max@acme.example)" 'a stranger'
expect_exit 0 at "$now" tend why ann >out
expect_grep "customer: tag 'client'" out
expect_exit 0 at "$now" tend why ann >out2
expect_exit 0 at "$now" tend why cid >out
expect_grep "tracked +address 'cid@example.com'" out
expect_exit 0 at "$now" tend why dan >out
expect_grep "lost: address 'dan@example.com'" out
expect_grep 'their cadence is gentle in \[tag client\]' out2
expect_grep 'keep-in-touch = 14 in \[tag client\]' out2
deliver --to bob --at '2026-03-04 09:00' --folder Sent.Hot
expect_exit 0 at "$now" tend sync
expect_equal '2 1 steady' "$(terms_of bob@example.com)" 'bob by folder'
expect_exit 0 at "$now" tend why bob >out
expect_grep "tracked +mail in folder 'Sent.Hot'" out
expect_exit 0 at "$now" tend track bob persistent
expect_equal '2 1 persistent' "$(terms_of bob@example.com)" 'bob as was said'

begin 'a configuration that is wrong is told of, and nothing changes'
deliver --to ann --at '2026-03-02 09:00'
expect_exit 0 at "$now" tend sync
db .dump >before
for line in 'days = 3, 9, 7' 'days = 3, 9 cal'; do
	configure
	printf '[cadence mine]\n%s\n' "$line" | add_lines
	expect_exit 78 at "$now" tend sync 2>err
	expect_grep 'cadence mine.*such as 3, (7, 9|9 call) ' err
	expect_exit 78 at "$now" tend config --check 2>err
done
configure tend.cadence=stedy
expect_exit 78 at "$now" tend stalled 2>err
expect_grep "did you mean 'steady'" err
db .dump >after
expect_same before after

begin 'a line counts at the next reading command'
settle_in '2026-02-01 07:30'
deliver --to ann --at '2026-03-02 09:00' - <<-'MAIL'
	Could you please send me the kingfisher drawings?
MAIL
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend why ann >out 2>err
expect_grep '2026-03-04, 2026-03-09' out
expect_empty err
cp "$XDG_DATA_HOME/tend/tend.db" same.db
expect_exit 0 at "$now" tend stalled >out 2>err
expect_grep ann@example.com out
# Nothing changed: nothing is written.
cmp "$XDG_DATA_HOME/tend/tend.db" same.db || fail 'reading wrote'
configure 'tend.answer-within=10;20'
for command in stalled 'list is:named' why\ ann show\ ann week overview; do
	cp same.db "$XDG_DATA_HOME/tend/tend.db"
	rm -f "$XDG_DATA_HOME"/tend/tend.db-*
	# shellcheck disable=SC2086
	at "$now" tend $command >out 2>err
	expect_empty err
	expect_no_grep '2026-03-04' out
	expect_equal 0 "$(db "SELECT count(*) FROM verdict
		WHERE due_at < unixepoch('2026-03-10')")" "due after $command"
done
expect_exit 1 at "$now" tend stalled >out 2>err
expect_no_grep ann@example.com out
# As if it had been read again.
dump >before
expect_exit 0 at "$now" tend rebuild
dump >after
expect_same before after
# What takes longer is only told.
configure 'identities=me@example.org;other@example.org'
expect_exit 0 at "$now" tend stalled >out 2>err
expect_sentence err "the settings have changed: run 'tend sync' or 'tend rebuild'"
expect_grep ann@example.com out
expect_exit 0 at "$now" tend rebuild
expect_exit 0 at "$now" tend stalled 2>err
expect_empty err
configure tend.max-recipients=3
expect_exit 0 at "$now" tend stalled 2>err
expect_sentence err "the settings have changed"

begin 'where nobody may write, what is shown is as of before'
settle_in '2026-02-01 07:30'
deliver --to ann --at '2026-03-02 09:00' - <<-'MAIL'
	Could you please send me the kingfisher drawings?
MAIL
expect_exit 0 at "$now" tend sync
configure 'tend.answer-within=10;20'
# Somebody else writes for longer than tend waits.
mkfifo hold
sqlite3 -batch "$XDG_DATA_HOME/tend/tend.db" <hold >/dev/null &
holder=$!
exec 5>hold
echo 'BEGIN IMMEDIATE; SELECT 1;' >&5
sleep 0.3
expect_exit 0 at "$now" tend stalled >out 2>err
exec 5>&-
wait "$holder"
expect_sentence err 'what is shown is as of before the settings changed: '
expect_grep ann@example.com out
expect_exit 1 at "$now" tend stalled >out 2>err
expect_empty err
expect_no_grep ann@example.com out

begin 'a meeting counts once it has ended, without a sync'
settle_in '2026-02-01 07:30'
deliver --from ann --at '2026-03-02 09:00' --header 'MIME-Version: 1.0' \
	--header 'Content-Type: text/calendar; method=REQUEST; charset=utf-8' \
	- <<-'MAIL'

	BEGIN:VCALENDAR
	VERSION:2.0
	PRODID:-//example//EN
	METHOD:REQUEST
	BEGIN:VEVENT
	UID:review-1@example.com
	DTSTAMP:20260302T090000Z
	DTSTART:20260305T100000Z
	DTEND:20260305T110000Z
	SUMMARY:Review
	ORGANIZER:mailto:ann@example.com
	ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org
	END:VEVENT
	END:VCALENDAR
MAIL
expect_exit 0 at '2026-03-03 07:30' tend sync
expect_equal 1 "$(db 'SELECT count(*) FROM person WHERE judge_at > 0')" waiting
expect_exit 0 at '2026-03-04 07:30' tend show ann >out 2>err
expect_no_grep 'you met' out
expect_exit 0 at "$now" tend show ann >out 2>err
expect_empty err
expect_grep 'engaged: you met$' out
expect_equal 0 "$(db 'SELECT count(*) FROM person WHERE judge_at > 0')" done# The clock had been ahead: it is still to come.
at '2026-03-04 07:30' tend list >out 2>err
expect_no_grep 'engaged' out
expect_exit 0 at "$now" tend list >out 2>err
expect_grep 'ann@example.com.*engaged' out

end
