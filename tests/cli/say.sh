#!/usr/bin/env bash
# What the user says about people, and takes back.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# say WORD...: a command that must succeed; its lines go to `out`.
say()
{
	expect_exit 0 at "$now" tend "$@" >out 2>err
}

# refused STATUS PATTERN WORD...: one sentence, and nothing changes.
refused()
{
	local status=$1 pattern=$2
	shift 2
	everything >before
	expect_exit "$status" at "$now" tend "$@" >out 2>err
	expect_empty out
	expect_sentence err "$pattern"
	everything >after
	expect_same before after
}

# everything: all that is derived, and what was said.
everything()
{
	db "
	$(cat "$story_top/tests/lib/derived.sql")
	SELECT 'tags', address, tags, cadence, nos, person.phone
	  FROM person JOIN address USING (person_id);
	SELECT 'saying', * FROM saying;
	PRAGMA quick_check" | sort
}

# derived: the same without the sayings.
derived()
{
	everything | grep -v '^saying'
}

# unchanged_by_rebuild: what is derived anew is what was there.
unchanged_by_rebuild()
{
	everything >before
	expect_exit 0 at "$now" tend rebuild 2>err
	everything >after
	expect_same before after
}

# undone PATTERN: `undo` says so, and leaves what is in the file `start`.
undone()
{
	say undo
	expect_grep "$1" out
	derived >end
	expect_same start end
	unchanged_by_rebuild
}

# ann_and_bert: an exchange with Ann, a question to Bert.
ann_and_bert()
{
	# So that what follows is news.
	expect_exit 0 at '2026-02-02 07:30' tend sync
	deliver --to ann --at '2026-02-20 09:00' --id a1@example.org \
		--subject Offer
	deliver --from ann --at '2026-02-21 09:00' --id a2@example.com \
		--reply-to-id a1@example.org --subject 'Re: Offer'
	deliver --to bert --at '2026-03-03 09:00' --id b1@example.org \
		--subject Drawings - <<-MAIL
	Could you please send me the kingfisher drawings?
	MAIL
	expect_exit 0 at "$now" tend sync
	derived >start
}

begin 'a stage is said, told, and taken back'
ann_and_bert
say stage ann customer
expect_lines out <<-'MAIL'
Ann <ann@example.com>: customer (was engaged)
MAIL
expect_equal customer "$(of ann@example.com stage)" stage
unchanged_by_rebuild
# As tend itself says whom it means.
for whom in 'Ann <ann@example.com>' '<Ann@example.com>' \
	' Somebody Else <ann@example.com> '; do
	for command in show history why; do
		expect_exit 0 at "$now" tend $command "$whom" >out 2>err
		expect_empty err
	done
	say stage "$whom" customer
	expect_grep '^Ann <ann@example.com>: customer' out
	say undo
done
refused 66 "nobody is known as 'zoe@example.net'" \
	stage 'Ann <zoe@example.net>' lead
refused 66 "no message with the Message-ID '<zoe@example.net>'" \
	why '<zoe@example.net>'
say undo
expect_grep '^Ann <ann@example.com>: undone, stage customer; engaged now \(was customer\)$' out
derived >end
expect_same start end
say stage ann lost --json
expect_grep '^{"command":"stage","number":5,"name":"Ann","address":"ann@example.com","change":"lost \(was engaged\)","contact":true,"tracked":true,"stage":"lost","stage_before":"engaged","cadence":"steady","nos":0,"tags":\[\]}$' out
refused 64 "no stage 'custommer'; did you mean 'customer'" stage ann custommer
refused 64 "no stage 'xyzzy'; it is one of lead, contacted, engaged" \
	stage ann xyzzy
refused 66 "nobody is known as 'zoe'" stage zoe lead
refused 66 "nobody is known as 'nn@example.com'" stage nn@example.com lead
refused 64 'one of your own addresses' stage me@example.org lead
deliver --to anna --at '2026-02-22 09:00'
expect_exit 0 at "$now" tend sync
derived >start
expect_exit 65 at "$now" tend stage example.com lost >out 2>err
expect_grep "'example.com' may be any of these 3" err
expect_grep '^tend:   Anna <anna@example.com>$' err
expect_empty out
derived >end
expect_same start end

begin 'a call is a touch at once, also in the past, and taken back'
ann_and_bert
say log bert call yesterday 'left a voicemail' --out
expect_lines out <<-'MAIL'
Bert <bert@example.com>: call out on 2026-03-08
MAIL
expect_equal 2 "$(of bert@example.com touches_out)" 'touches out'
say history bert
expect_grep '^2026-03-08 12:00	out	call	left a voicemail' out
unchanged_by_rebuild
undone 'undone, log call out on 2026-03-08 .left a voicemail.'
say log bert meeting 'friday 14:30' lunch
expect_grep 'meeting both on 2026-03-06; engaged now \(was contacted\)$' out
unchanged_by_rebuild
undone 'log meeting both'
say log bert letter
expect_grep ': letter out on 2026-03-09$' out
undone 'letter out'
say log bert call 2 weeks ago he called --in
expect_grep 'call in on 2026-02-23' out
say history bert
expect_grep '2026-02-23 12:00	in	call	he called' out
undone 'call in'
refused 64 "no channel 'cal'; did you mean 'call'" log bert cal
refused 64 "'2026-13-45' is no time" log bert call 2026-13-45 talk
refused 64 "'yestreday' is no time; did you mean 'yesterday'" \
	log bert call yestreday talk
refused 64 '2026-03-20 is still to come' log bert call 2026-03-20 talk
refused 64 '2026-03-09 23:00 is still to come' log bert call 'today 23:00'
refused 64 '2026-03-10 is still to come' log bert call tomorrow
for words in 'friday 25:10' 'yesterday 24:00' 'friday at 25:10' \
	'yesterday 9:75 he called'; do
	refused 64 "there is no time '.*': the day ends at 23:59; if it is" \
		log bert call "$words"
	# shellcheck disable=SC2086
	refused 64 "there is no time '.*': the day ends at 23:59; if it is" \
		log bert call $words
done
refused 64 "'a few days ago' is no time" log bert call 'a few days ago'
refused 64 "'yestreday 14:00' is no time: did you mean 'yesterday'" \
	log bert call 'yestreday 14:00'
refused 64 "begins with a time: say 'yesterday' and put quotes" \
	log bert call 'yesterday we talked'
say log bert call 'two weeks ago'
expect_grep 'call both on 2026-02-23' out
undone "undone, log call both on 2026-02-23"
say log bert call two weeks ago 'at 9 he called'
expect_grep 'call both on 2026-02-23' out
undone "undone, log call both on 2026-02-23 'at 9 he called'"
say log bert call now 'yesterday 24:00'
expect_grep 'call both on 2026-03-09' out
undone "on 2026-03-09 'yesterday 24:00'"
say log bert call '3 boxes of samples, sent a week ago'
expect_grep 'call both on 2026-03-09' out
undone "'3 boxes of samples, sent a week ago'"
refused 64 "did you mean 'tuesday'.*put 'now' before it" log bert call tuseday
say log bert call 'now he is away'
undone "'now he is away'"
refused 64 'one of --in, --out and --both' log bert call --in --out
refused 66 "nobody is known as 'carl'.*; --new makes a contact" log carl call

begin 'no day lies beyond the calendar'
ann_and_bert
refused 64 "'99999w' is too far away: say a time from 1900 to 2999" \
	snooze bert 99999w
refused 64 'say a time from 1900 to 2999' snooze bert 5000y
refused 64 'say a time from 1900 to 2999' log bert call '5000 years ago'

begin 'somebody new is logged: by an address, and by a name with --new'
ann_and_bert
say log Carl@Example.NET meeting 2026-03-05
expect_lines out <<-'MAIL'
carl@example.net: meeting both on 2026-03-05; engaged now
MAIL
unchanged_by_rebuild
undone 'log meeting both'
say log 'Dora Dorn' call yesterday 'met at the fair' --new
expect_lines out <<-'MAIL'
Dora Dorn: call both on 2026-03-08; engaged now
MAIL
say stage dora customer
expect_grep '^Dora Dorn: customer' out
# Mail clients are offered addresses only.
expect_exit 1 at "$now" tend find dora >out 2>err
expect_no_grep 'name:' out
refused 64 "a contact 'dora dorn' already" log 'dora dorn' call --new
unchanged_by_rebuild
say undo
undone "undone, name 'Dora Dorn' and 1 more"
# They write later: what was logged was always theirs.
say log carl@example.net call 2026-03-05
deliver --from 'Carl Cox <carl@example.net>' --at '2026-03-08 10:00'
expect_exit 0 at "$now" tend sync
expect_equal 1 "$(of carl@example.net touches_in)" 'touches in'
unchanged_by_rebuild

begin 'tags, tracking and cadences'
ann_and_bert
say tag ann +acme vip
expect_lines out <<-'MAIL'
Ann <ann@example.com>: tagged acme vip
MAIL
unchanged_by_rebuild
say tag ann -acme +Cold
expect_grep ': tagged cold vip$' out
say tag ann -cold -vip
expect_grep ': no tags$' out
say undo
expect_grep 'undone, untag cold and 1 more$' out
expect_equal ' cold vip ' "$(db "SELECT tags FROM person WHERE name = 'Ann'")" tags
say undo 1
expect_equal ' cold ' "$(db "SELECT tags FROM person WHERE name = 'Ann'")" tags
undone 'undone, untag acme and 1 more'
say track bert gentle
expect_lines out <<-'MAIL'
Bert <bert@example.com>: tracked, cadence gentle
MAIL
unchanged_by_rebuild
say track --off bert
expect_grep ': no longer tracked$' out
say track bert
expect_grep ': tracked, cadence gentle$' out
say undo
say undo
undone 'undone, track gentle'
refused 64 "'a b' is no tag" tag ann 'a b'
refused 64 "'-' is no tag" tag ann -- -
refused 64 "no cadence 'gentel'; did you mean 'gentle'" track bert gentel
refused 64 'name a contact' track

begin 'done settles the most pressing matter, snooze and mute all of them'
ann_and_bert
deliver --to bert --at '2026-03-04 09:00' --id b2@example.org \
	--subject Dinner - <<-MAIL
Could you please tell me when you will come to dinner?
MAIL
expect_exit 0 at "$now" tend sync
derived >start
expect_equal 2 "$(db 'SELECT count(*) FROM verdict')" 'open matters'
say done bert
expect_grep '^Bert <bert@example.com>: done, they-owe: Drawings; 1 left$' out
expect_grep '1  they-owe: Dinner' err
unchanged_by_rebuild
say done bert
expect_grep ': done, they-owe: Dinner$' out
expect_equal 0 "$(db 'SELECT count(*) FROM verdict')" 'open matters'
refused 66 "nothing is open with 'bert'" done bert
say undo
undone "undone, done 'they-owe: Drawings'"
say done bert 2
expect_grep ': done, they-owe: Dinner; 1 left' out
say undo
say done bert --all
expect_grep ': done, all that was open \(2\)$' out
undone 'undone, done$'
expect_exit 64 at "$now" tend done bert 3 2>err
expect_grep "'3' is no number of an open matter; there are 2" err
say snooze bert 2w
expect_grep ': not named before 2026-03-23$' out
at '2026-03-16 07:30' tend stalled --waiting --json >waiting
expect_no_grep '"due_at":"2026-03-[01]' waiting
unchanged_by_rebuild
undone 'snooze until 2026-03-23'
refused 64 'is over; name a day to come' snooze bert 2026-03-01
refused 64 'cannot|no time|say it' snooze bert someday
# What reminds of somebody, not of a mail, begins anew.
say track ann
at '2026-04-20 07:30' tend stalled --waiting --json | grep ann@ >stalled
expect_grep '"reason":"quiet".*"due_at":"2026-04-22' stalled
expect_exit 0 at '2026-04-20 07:30' tend done ann >out 2>err
expect_grep '^Ann <ann@example.com>: done, quiet: Re: Offer$' out
at '2026-04-20 07:30' tend stalled --waiting --json | grep ann@ >stalled
expect_grep '"reason":"quiet".*"due_at":"2026-05-20' stalled
unchanged_by_rebuild
say undo
say undo
say mute bert
expect_lines out <<-'MAIL'
Bert <bert@example.com>: muted
MAIL
expect_equal 0 "$(db 'SELECT count(*) FROM verdict')" 'open matters'
unchanged_by_rebuild
say show bert
expect_grep "^  muted +never named; 'tend mute --off bert@example.com' names them" out
say show bert --json
expect_grep '"muted":true' out
say list is:muted
expect_equal bert@example.com "$(cut -f 1 out)" 'who is muted'
say list --json is:muted
expect_grep '"named":false,"muted":true' out
say list not is:muted
expect_no_grep bert@example.com out
say mute bert --off
expect_grep ': no longer muted$' out
say list is:muted
expect_empty out
say show bert
expect_no_grep muted out
expect_equal 2 "$(db 'SELECT count(*) FROM verdict')" 'open matters'
say undo
undone 'undone, mute'

begin 'nos are counted by hand, notes kept, and nobody is given up'
ann_and_bert
configure tend.no-limit=2
say no ann 'not this year'
expect_lines out <<-'MAIL'
Ann <ann@example.com>: no 1 of 2
MAIL
expect_empty err
say no ann
expect_grep ': no 2 of 2$' out
expect_grep "'tend stage ann@example.com lost' gives them up" err
expect_equal engaged "$(of ann@example.com stage)" stage
unchanged_by_rebuild
say undo
undone "undone, no 'not this year'"
say note ann likes herons
expect_lines out <<-'MAIL'
Ann <ann@example.com>: noted
MAIL
undone "undone, note 'likes herons'"

begin 'undo lists, and takes back by number'
ann_and_bert
say undo --list
expect_empty out
refused 66 'there is nothing to undo' undo
say stage ann customer
say tag bert acme
say undo 1
expect_grep 'undone, stage customer' out
say undo --list
expect_lines out <<-'MAIL'
2	2026-03-09 07:30	holds	bert@example.com	tag acme
1	2026-03-09 07:30	undone	ann@example.com	stage customer
MAIL
refused 66 'under number 1 that holds' undo 1
refused 64 "'x' is no number" undo x
say undo --list --json
expect_grep '"number":1,"said_at":"2026-03-09T07:30:00Z","at":"2026-03-09T07:30:00Z","verb":"stage","address":"ann@example.com","word":"customer","text":null,"what":"stage customer","undone_at":"2026-03-09T07:30:00Z"' out
undone 'tag acme'

# two_anns: Ann from work, and from home, where she answers; and one mail to
# both of her addresses and to Bert.
two_anns()
{
	expect_exit 0 at '2026-02-02 07:30' tend sync
	deliver --to ann --at '2026-02-20 09:00' --id a1@example.org \
		--subject Offer
	deliver --to ann@home.example --at '2026-02-21 09:00' \
		--id a2@example.org --subject Herons
	deliver --from 'Ann <ann@home.example>' --at '2026-02-22 09:00' \
		--id a3@home.example --reply-to-id a2@example.org \
		--subject 'Re: Herons'
	deliver --to ann@example.com,ann@home.example,bert \
		--at '2026-02-23 09:00' --id a4@example.org
	deliver --from ann --at '2026-02-24 09:00' --id a5@example.com \
		--reply-to-id a1@example.org --subject 'Re: Offer'
}

# anns: her addresses, and the touches of each person, on a line each.
anns()
{
	db "SELECT (SELECT group_concat(address, ' ')
		      FROM (SELECT address FROM address AS a
			     WHERE a.person_id = p.person_id ORDER BY 1)),
		   touches_out, touches_in, exchanges
	      FROM person AS p
	     WHERE contact
	     ORDER BY 1"
}

begin 'two contacts are merged as if it had always been known, and split again'
two_anns
expect_exit 0 at "$now" tend sync
derived >start
anns >apart
expect_lines apart <<-'MAIL'
ann@example.com|2|1|1
ann@home.example|2|1|1
bert@example.com|1|0|0
MAIL
say merge ann@example.com ann@home.example
expect_grep '^Ann <ann@.*>: one person with Ann <ann@home.example>' out
anns >merged
expect_lines merged <<-'MAIL'
ann@example.com ann@home.example|3|2|2
bert@example.com|1|0|0
MAIL
unchanged_by_rebuild
refused 64 'are one contact already' merge ann@example.com ann@home.example
derived >together
undone 'undone, merge ann@home.example'
# Said before a mail of hers was read, it comes to the same.
say merge ann@example.com ann@home.example
derived >again
expect_same together again
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at '2026-02-02 07:30' tend sync 2>err
sqlite3 -batch "$XDG_DATA_HOME/tend/tend.db" "INSERT INTO saying (said_at, at,
	verb, address, word, text, batch) VALUES (1773041400, 1773041400,
	'merge', 'ann@example.com', 'ann@home.example', '', 9)"
expect_exit 0 at "$now" tend sync 2>err
anns >got
expect_same merged got
unchanged_by_rebuild
# A split voids what was merged before.
say split ann@example.com ann@home.example
expect_grep 'not the same person as ann@home.example' out
anns >got
expect_same apart got
unchanged_by_rebuild
say undo
anns >got
expect_same merged got
unchanged_by_rebuild
refused 64 'is their only address' split bert bert@example.com
refused 66 "nobody is known as 'zoe'" merge ann@example.com zoe

begin 'what was said of either is said of both, and goes with its address'
two_anns
expect_exit 0 at "$now" tend sync
say tag ann@home.example vip
say stage ann@example.com customer
say log ann@home.example call 2026-03-01
say merge ann@example.com ann@home.example
expect_equal 'customer| vip ' "$(db "SELECT CASE stage WHEN 4 THEN 'customer' END,
	tags FROM person JOIN address USING (person_id)
	WHERE address = 'ann@example.com'")" 'merged'
unchanged_by_rebuild
say split ann@home.example ann@example.com
expect_equal '' "$(db "SELECT trim(tags) FROM person JOIN address
	USING (person_id) WHERE address = 'ann@example.com'")" 'her tags'
expect_equal 1 "$(db "SELECT count(*) FROM touch JOIN address USING (person_id)
	WHERE address = 'ann@home.example' AND source < 0")" 'her call'
unchanged_by_rebuild

begin 'what lay there before tend came was never open'
deliver --to ann --at '2026-01-19 09:00'
deliver --from ann --at '2026-01-20 09:00' - <<-MAIL
	Could you please send me the heron drawings?
MAIL
deliver --to ann --at '2026-01-21 09:00'
expect_exit 0 at "$now" tend sync
say why ann
expect_grep '3 \(2 out, 1 in\)|touches' out
expect_no_grep cleared out

# with_rob: Rob, whose mail alone, with others and about him lies there.
with_rob()
{
	expect_exit 0 at '2026-02-02 07:30' tend sync
	deliver --to rob@firm.example --at '2026-02-20 09:00' \
		--id r1@example.org --subject Offer - <<-MAIL
	Could you please send me the kingfisher drawings?
	MAIL
	deliver --from 'Rob Özil <rob@firm.example>' --at '2026-02-21 09:00' \
		--id r2@firm.invalid --reply-to-id r1@example.org \
		--subject 'Re: Offer'
	deliver --from 'Rob Özil <rob@firm.example>' --cc bert \
		--at '2026-02-22 09:00' --id r3@firm.invalid --subject Boats
	deliver --from bert --at '2026-03-05 10:00' --id b1@example.com \
		--subject 'Rob Özil and the boats' - <<-MAIL
	Could you please ask Rob Özil about the boats?
	MAIL
	deliver --to bert --cc rob@firm.example --at '2026-03-05 09:00' \
		--id b2@example.org --subject Boats - <<-MAIL
	Could you please send me the heron drawings?
	MAIL
	expect_exit 0 at "$now" tend sync
}

# names: of Rob, those that are found anywhere in the database's files.
names()
{
	local word
	for word in rob@firm.example 'Rob Özil' 'rob özil' kingfisher; do
		{
			cat "$XDG_DATA_HOME"/tend/tend.db*
			sqlite3 "$XDG_DATA_HOME/tend/tend.db" .dump
			db 'SELECT CAST(facts AS TEXT) FROM copy'
		} 2>/dev/null | grep -qa "$word" && printf '%s, ' "$word"
	done
}

begin 'whoever is forgotten is found nowhere, and stays so'
with_rob
expect_equal 'rob@firm.example, Rob Özil, kingfisher, ' "$(names)" before
say tag rob oarsman
say note rob 'a good oarsman'
say log bert call 2026-03-01 'he knows Rob Özil well'
expect_exit 0 at "$now" tend digest --deliver 2>err
expect_exit 0 at "$now" tend sync 2>err
expect_equal 1 "$(db "SELECT count(*) FROM digest_item
	WHERE sentence LIKE '%Özil%'")" 'lines of a digest about others'
refused 64 "forgetting Rob Özil <rob@firm.example> cannot be undone; say --yes" \
	forget rob
say forget rob --yes
expect_lines out <<-'MAIL'
Rob Özil <rob@firm.example>: forgotten (1 addresses, 2 messages; taken out of 3 more; 2 sayings)
MAIL
expect_equal '' "$(names)" after
expect_equal 1 "$(db 'SELECT count(*) FROM forgotten')" hashes
unchanged_by_rebuild
expect_equal '' "$(names)" 'after a rebuild'
expect_equal 0 "$(grep -c oarsman "$XDG_DATA_HOME/tend/tend.db")" 'what was said'
expect_equal 1 "$(of bert@example.com touches_out)" 'touches to bert'
say history bert
expect_grep 'both	call	he knows … well' out
# Read anew, and more of it.
expect_exit 0 at "$now" tend sync --deep 2>err
derived >forgotten
deliver --from 'Rob Özil <rob@firm.example>' --at '2026-03-08 09:00' \
	--id r4@firm.invalid
expect_exit 0 at "$now" tend sync --deep 2>err
expect_equal '' "$(names)" 'after more mail'
derived >got
expect_same forgotten got
refused 64 'you had .rob@firm.example. forgotten; with --new' \
	log rob@firm.example call
refused 66 "nobody is known as 'rob'" stage rob lead
refused 66 'nothing to undo|holds' undo 1
expect_equal '' "$(names)" 'after trying'
# Until the user says otherwise.
say log rob@firm.example call --new
expect_grep '^rob@firm.example: call both' out
deliver --from 'Rob Özil <rob@firm.example>' --at '2026-03-08 10:00' \
	--id r5@firm.invalid
expect_exit 0 at "$now" tend sync 2>err
expect_equal 1 "$(of rob@firm.example touches_in)" 'touches in'
unchanged_by_rebuild

begin 'forgotten first and read later is the same as read first'
expect_exit 0 at '2026-02-02 07:30' tend sync
say log rob@firm.example call
say forget rob@firm.example --yes
with_rob
derived >got
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at '2026-02-02 07:30' tend sync
expect_grep 'rob@firm.example' <(derived)
say forget rob --yes
derived >wanted
# Of a mail that has his name in its subject, but nothing that has his address:
# once his name is forgotten too, nobody can know.
sed -i '/^message.*b1@example.com/d; /^verdict|bert@/d' got wanted
expect_same wanted got

# the_anns: one name at one organisation, elsewhere, and in a conversation.
the_anns()
{
	expect_exit 0 at '2026-02-02 07:30' tend sync
	deliver --to 'Ann Lee <ann@firm.example>' --at '2026-02-20 09:00' \
		--id a1@example.org
	deliver --to 'ANN LEE <lee@mail.firm.example>' \
		--at '2026-02-20 10:00' --id a2@example.org
	deliver --to 'Ann Lee <ann.lee@gmail.com>' --at '2026-02-20 11:00' \
		--id a3@example.org
	deliver --to 'Ann Lee <other.ann@gmail.com>' --at '2026-02-20 12:00' \
		--id a4@example.org
	deliver --to 'Bob Ray <bob@firm.example>' --at '2026-02-21 09:00' \
		--id b1@example.org --subject Boats
	deliver --from 'Bob Ray <bob@home.example>' --at '2026-02-22 09:00' \
		--id b2@home.example --reply-to-id b1@example.org \
		--subject 'Re: Boats'
	deliver --to 'Cid <cid@firm.example>' --at '2026-02-23 09:00'
	deliver --to 'Cid <cid2@firm.example>' --at '2026-02-23 10:00'
	expect_exit 0 at "$now" tend sync
}

begin 'who may be one person is suggested, never merged, and dismissed'
the_anns
say merge --suggest
expect_lines out <<-'MAIL'
Ann Lee: ann@firm.example and lee@mail.firm.example have one name at firm.example
Bob Ray: bob@firm.example and bob@home.example have one name in one conversation
MAIL
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" 'said unasked'
say status
expect_grep "^Bob Ray: bob@firm.example and bob@home.example have one name in one" out
say status --json
expect_grep '"type":"alike","name":"Ann Lee","address":"ann@firm.example","other":"lee@mail.firm.example","why":"at firm.example"' out
say split bob@firm.example bob@home.example
say merge ann@firm.example lee@mail.firm.example
say merge --suggest
expect_empty out
say undo
say merge --suggest --json
expect_lines out <<-'MAIL'
{"name":"Ann Lee","address":"ann@firm.example","other":"lee@mail.firm.example","why":"at firm.example"}
MAIL
say log 'Bob Ray' call --new
say merge --suggest
expect_grep '^Bob Ray: bob@firm.example and name:bob-ray have one name and one of them has no mail address$' out
refused 64 'takes no contact' merge ann --suggest
refused 64 'name two contacts' merge ann

begin 'who may be worth tracking is proposed, never tracked unasked'
expect_exit 0 at '2026-02-02 07:30' tend sync
mailbox 'CREATE Dora' 'CREATE Mixed'
for day in 20 21 22; do
	deliver --to dora --at "2026-02-$day 08:00" --id "d$day@example.org"
	deliver --from dora --at "2026-02-$day 09:00" --folder Dora \
		--id "e$day@example.com" --reply-to-id "d$day@example.org"
	deliver --from erik --at "2026-02-$day 09:00" --folder Mixed
	deliver --from "f$day" --at "2026-02-$day 09:00" --folder Mixed
	deliver --to gerd@example.org --at "2026-02-$day 10:00" \
		--id "g$day@example.org"
	deliver --from gerd@example.org --at "2026-02-$day 11:00" \
		--id "h$day@example.org" --reply-to-id "g$day@example.org"
done
deliver --to erik --at '2026-02-23 09:00' --id p1@example.org \
	--subject Proposal - <<-MAIL
Please find attached our proposal for the boats.
MAIL
deliver --to hans --at '2026-02-23 10:00'
expect_exit 0 at "$now" tend sync
say track --suggest
expect_lines out <<-'MAIL'
Dora dora@example.com: 3 exchanges, filed in Dora
Erik erik@example.com: 1 exchange, sent what wants a verdict
MAIL
expect_equal 0 "$(db 'SELECT count(*) FROM person WHERE tracked')" 'tracked'
say mute erik
say track --suggest --json
expect_lines out <<-'MAIL'
{"name":"Dora","address":"dora@example.com","exchanges":3,"sent":false,"folder":"Dora","last_at":"2026-02-22T09:00:00Z"}
MAIL
say track --off dora
say track --suggest
expect_empty out

begin 'imported people are leads at once, may be taken back, stay forgotten'
ann_and_bert
printf '%s\n' 'Name,Email,Phone' 'Ann Lee,ann@example.com,' \
	'Cleo Cox,cleo@example.net,+44 20 7946 0000' >cards.csv
expect_exit 0 at "$now" tend import --yes cards.csv >out 2>err
expect_equal lead "$(of cleo@example.net stage)" stage
say tag cleo fair
expect_grep '^Cleo Cox <cleo@example.net>: tagged fair$' out
unchanged_by_rebuild
say undo --list
expect_lines out <<-'MAIL'
2	2026-03-09 07:30	holds	cleo@example.net	tag fair
1	2026-03-09 07:30	holds		import of 2 people from 'cards.csv'
MAIL
say tag ann fair hot
say undo --list
expect_grep '^3	.*	holds	ann@example.com	tag fair and 1 more$' out
# On a narrow terminal too.
at "$now" script -qec 'stty cols 40; exec "$TEND" undo --list' /dev/null |
	tr -d '\r' >out
expect_grep "2 +2026-03-09 +tag fair, cleo@" out
expect_grep "1 +2026-03-09 +import of 2 people " out
expect_equal 0 "$(grep -cE '.{41}' out)" 'lines that are too long'
say undo
say undo
undone 'undone, import csv .cards.csv. and [0-9]+ more'
say forget ann --yes
expect_exit 0 at "$now" tend import --yes cards.csv >out 2>err
expect_grep '1 whom you had forgotten, left out' out
expect_equal '' "$(of ann@example.com stage)" 'of whom was forgotten'
expect_equal lead "$(of cleo@example.net stage)" stage

begin 'an export stands by name, and has the names that no mail has'
ann_and_bert
printf '%s\n' 'Name,Email' 'Ann Lee,ann@example.com' \
	'Cleo Cox,cleo@example.net' >cards.csv
expect_exit 0 at "$now" tend import --yes cards.csv >out 2>err
expect_equal 'Cleo Cox' "$(of cleo@example.net name)" name
# By name, however the persons came to be.
say export
sed 1d out | cut -d '"' -f 4 >names
expect_lines names <<-'MAIL'
Ann Lee
Bert
Cleo Cox
MAIL
say log 'Anna Abel' call --new
say export
mv out before.csv
expect_exit 0 at "$now" tend rebuild 2>err
say export
expect_same before.csv out
sed 1d out | cut -d '"' -f 4 >names
expect_lines names <<-'MAIL'
Ann Lee
Anna Abel
Bert
Cleo Cox
MAIL

begin 'what changes nothing is said to, and is nothing to undo'
ann_and_bert
say tag ann acme
for words in 'tag ann -nope' 'tag ann acme' 'tag ann +acme -nope'; do
	# shellcheck disable=SC2086
	say $words
	expect_grep '^Ann <ann@example.com>: nothing has changed, tagged acme$' out
done
say tag bert -nope --json
expect_grep '"number":null,.*"change":"nothing has changed, no tags"' out
say mute ann --off
expect_grep ': nothing has changed, not muted$' out
say undo --list
expect_equal 1 "$(wc -l <out)" 'commands to undo'
say mute ann
say mute ann
expect_grep ': nothing has changed, muted already$' out
say mute ann --off
expect_grep ': no longer muted$' out
say mute ann --off
expect_grep ': nothing has changed, not muted$' out
say tag ann -acme +acme
expect_grep ': tagged acme$' out
say tag ann -acme
expect_grep ': no tags$' out
# A tag that they have tracks whom one had let be.
say tag ann acme
say track ann --off
say tag ann acme
expect_grep ': tagged acme$' out
expect_equal true "$(of ann@example.com tracked)" tracked
say undo --list
expect_equal 8 "$(wc -l <out)" 'commands to undo'

begin 'the title on a card is shown, and a query may leave people out'
ann_and_bert
cat >cards.vcf <<-'MAIL'
	BEGIN:VCARD
	VERSION:3.0
	FN:Ann Lee
	EMAIL:ann@example.com
	TITLE:Head of Kingfishers
	END:VCARD
MAIL
expect_exit 0 at "$now" tend import --yes cards.vcf >out 2>err
say show ann
expect_grep '^  title +Head of Kingfishers$' out
say show ann --json
expect_grep '"title":"Head of Kingfishers"' out
say show bert --json
expect_grep '"title":null' out
say list
expect_grep ann@example.com out
say list -ann
expect_no_grep ann@example.com out
expect_grep bert@example.com out
refused 64 "nothing stands before 'or' in the query" list or
refused 64 "no option '-j'" list -json
say list '"or"'
expect_empty out

end
