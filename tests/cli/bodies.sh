#!/usr/bin/env bash
# Bodies come after the headers, the newest first, and only those that are
# needed; nothing that interrupts this leaves another store behind.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# Old and young mail of a contact, and mail that makes no contact; Ada's last
# is older than any mail whose body is read for its age.
a_mailbox()
{
	deliver --to ada --at '2025-03-03 09:00' --id o1@example.org \
		--subject Offer
	deliver --from ada --at '2025-03-04 09:00' --reply-to-id o1@example.org \
		--id o2@example.com --subject 'Re: Offer'
	deliver --from ada --at '2025-03-05 09:00' --reply-to-id o2@example.com \
		--id o3@example.com --subject 'Re: Offer' --flags S
	deliver --from stranger --at '2025-03-06 09:00' --id s1@example.com
	deliver --to bert --at '2026-03-02 09:00' --id y1@example.org
	deliver --from bert --at '2026-03-03 09:00' --id y2@example.com \
		--reply-to-id y1@example.org - <<-MAIL
	Could you send me the kingfisher drawings?
	MAIL
	deliver --from stranger --at '2026-03-04 09:00' --id s2@example.com
	deliver --from news@shop.example --at '2026-03-05 09:00' \
		--id n1@shop.example - <<-'MAIL'
	List-Unsubscribe: <https://shop.example/u>
	List-Id: <news.shop.example>
	Precedence: bulk

	Everything must go.
	MAIL
	absence 2026-02-01 a1
	absence 2025-06-01 a2
}

# absence DAY ID
absence()
{
	deliver --from cleo --at "$1 10:00" --id "$2@example.com" - <<-'MAIL'
	Subject: Automatic reply: Offer
	Auto-Submitted: auto-replied

	I am away until 12 June.
	MAIL
}

# read_whole: the Message-IDs of what was read whole, on one line.
read_whole()
{
	db "SELECT group_concat(mid, ' ')
	      FROM (SELECT DISTINCT mid
		      FROM message JOIN copy USING (message_key)
		     WHERE body = 2
		     ORDER BY mid)" | sed 's/@[a-z.]*//g'
}

# everything: all that is derived, and every copy with how it was read.
everything()
{
	db "
	$(cat "$story_top/tests/lib/derived.sql")
	SELECT 'copy', folder.name, message_key, version, body, gone_at IS NULL,
	       hex(facts)
	  FROM copy JOIN folder USING (folder_id);
	PRAGMA quick_check" | sort
}

begin 'the bodies that are needed are read, and no others'
a_mailbox
snapshot >before
mailbox 'STATUS INBOX (RECENT UNSEEN)' >status1
expect_exit 0 at "$now" tend sync 2>err
# What a header asks for is read however old it is.
expect_equal 'a1 a2 o3 s2 y1 y2' "$(read_whole)" 'read whole'
expect_equal 10 "$(db 'SELECT count(*) FROM copy')" 'copies'
snapshot >after
mailbox 'STATUS INBOX (RECENT UNSEEN)' >status2
expect_same before after
expect_same status1 status2
at "$now" tend status >status
expect_no_grep 'bodies' status
at "$now" tend status --json >status.json
expect_grep '"bodies_to_read" ?: ?0' status.json
everything >first
expect_exit 0 at "$now" tend sync
everything >second
expect_same first second
expect_exit 0 at "$now" tend rebuild
everything >third
expect_same first third

begin 'none for their age alone'
a_mailbox
configure tend.read-bodies-for=0
expect_exit 0 at "$now" tend sync
expect_equal 'a1 a2' "$(read_whole)" 'read whole'
configure tend.read-bodies-for=2y
at "$now" tend status >status
expect_grep '^  bodies +7 still to be read' status
at "$now" tend status --json >status.json
expect_grep '"bodies_to_read" ?: ?7' status.json
expect_exit 0 at "$now" tend sync
expect_equal 'a1 a2 o1 o2 o3 s1 s2 y1 y2' "$(read_whole)" 'read whole'

begin 'all of them, where the user asks for all'
a_mailbox
expect_exit 0 at "$now" tend sync
snapshot >before
expect_exit 0 at "$now" tend sync --deep
expect_equal 'a1 a2 n1 o1 o2 o3 s1 s2 y1 y2' "$(read_whole)" 'read whole'
snapshot >after
expect_same before after
everything >twice
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at "$now" tend sync --deep
everything >once
expect_same twice once

begin 'of a mail in two folders, one of which it left'
deliver --from ada --at '2026-03-02 09:00' --id q1@example.com - <<-MAIL
Could you send me the kingfisher drawings?
MAIL
configure tend.read-bodies-for=0
at "$now" tend sync
expect_equal '' "$(read_whole)" 'read whole'
mailbox 'SELECT INBOX' 'UID MOVE 1 Archive'
configure
at "$now" tend sync
expect_equal q1 "$(read_whole)" 'read whole'
expect_equal 1 "$(db "SELECT count(*) FROM message JOIN copy
	USING (copy_id) WHERE body = 2")" 'told by its body'

# many N: young mail in two folders.
many()
{
	local i path sent
	path=$(dovecot_maildir "$USER_NAME" INBOX)
	sent=$(dovecot_maildir "$USER_NAME" Sent)
	for ((i = 1; i <= $1; i++)); do
		printf '%s\n' "From: P$((i % 9)) <p$((i % 9))@example.com>" \
			'To: me@example.org' "Subject: Matter $((i % 40))" \
			"Date: $(date -u -R -d "2026-03-01 00:00 $i minutes")" \
			"Message-ID: <m$i@example.com>" '' \
			"Could you send me drawing $i?" \
			>"$path/cur/$((1772300000 + i * 60)).M$i.x:2,"
		[ $((i % 5)) -ne 0 ] || printf '%s\n' \
			'From: me@example.org' \
			"To: P$((i % 9)) <p$((i % 9))@example.com>" \
			"Subject: Re: Matter $((i % 40))" \
			"Date: $(date -u -R -d "2026-03-01 00:01 $i minutes")" \
			"In-Reply-To: <m$i@example.com>" \
			"Message-ID: <r$i@example.org>" '' \
			"Here is drawing $i." \
			>"$sent/cur/$((1772300000 + i * 60)).M$i.x:2,S"
	done
	find "$path/cur" "$sent/cur" -type f |
		while read -r file; do
			touch -d "@$(basename "$file" | cut -d. -f1)" "$file"
		done
	dovecot_give "$path" "$sent"
}

begin 'headers first: it says so, and an end in the middle is no loss'
many 1500
expect_exit 0 at "$now" tend sync 2>err
expect_grep 'test: read 1800 headers.*reading 1800 bodies' err
everything >wanted
expect_equal 1800 "$(db 'SELECT count(*) FROM copy WHERE body = 2')" bodies
rm -rf "$XDG_DATA_HOME"
snapshot >before
cut=0
for i in 1 2 3 4 5 6 7 8; do
	( export TEND_NOW=@"$(seconds_of "$now")"; exec "$TEND" sync 2>>err ) &
	pid=$!
	for ((j = 0; j < 400; j++)); do
		n=$(db 'SELECT count(*) FROM copy WHERE body = 2' 2>/dev/null)
		[ "${n:-0}" -lt $((i * 200)) ] || break
		kill -0 $pid 2>/dev/null || break
		sleep 0.01
	done
	case $((i % 2)) in
	0) kill -KILL $pid 2>/dev/null ;;
	1) kill -INT $pid 2>/dev/null ;;
	esac
	wait $pid && break
	n=$(db 'SELECT count(*) FROM copy WHERE body = 2')
	[ "${n:-0}" -eq 0 ] || [ "$n" -eq 1800 ] || cut=$((cut + 1))
done
[ $cut -gt 0 ] || fail 'it was never cut in the middle'
expect_exit 0 at "$now" tend sync
everything >got
expect_same wanted got
snapshot >after
expect_same before after

begin 'another UIDVALIDITY in the middle'
many 600
expect_exit 0 at "$now" tend sync
everything | sed 's/|[01]|/|/' >wanted
rm -rf "$XDG_DATA_HOME"
configure tend.read-bodies-for=0
at "$now" tend sync
# Half of them are read, then the folder is numbered anew.
configure tend.read-bodies-for=8
at "$now" tend sync
n=$(db 'SELECT count(*) FROM copy WHERE body = 2')
[ "$n" -gt 0 ] && [ "$n" -lt 720 ] || fail "$n bodies: not in the middle"
sleep 1.1
inbox=$(dovecot_maildir "$USER_NAME" INBOX)
rm -f "$inbox"/dovecot-uidlist "$inbox"/dovecot-uidvalidity* \
	"$inbox"/dovecot.index*
configure
expect_exit 0 at "$now" tend sync
expect_equal 720 "$(db 'SELECT count(*) FROM copy WHERE body = 2')" bodies
everything | sed 's/|[01]|/|/' >got
expect_same wanted got

begin 'what an older parser read is read again, as it was read then'
a_mailbox
at "$now" tend sync
everything >wanted
sqlite3 "$XDG_DATA_HOME/tend/tend.db" 'UPDATE copy SET version = 0'
expect_equal 0 "$(db 'SELECT max(version) FROM copy')" 'the older version'
expect_exit 0 at "$now" tend sync
everything >got
expect_same wanted got

begin 'new mail is read whole at once while somebody watches'
a_mailbox
watch_start "$now"
whole() { [ "$(db "SELECT body FROM copy JOIN message USING (message_key)
	WHERE mid = '$1'" 2>/dev/null)" = 2 ]; }
wait_for 20 whole y2@example.com
deliver --from bert --at '2026-03-09 07:00' --id w1@example.com - <<-MAIL
Could you send me the heron drawings?
MAIL
wait_for 20 whole w1@example.com
# Old by its date, and the newest of a contact's all the same.
deliver --from ada --at '2025-03-08 09:00' --reply-to-id o3@example.com \
	--id o4@example.com --subject 'Re: Offer'
wait_for 20 whole o4@example.com
deliver --from news@shop.example --at '2026-03-09 07:10' \
	--id n2@shop.example --header 'List-Id: <news.shop.example>' \
	--header 'List-Unsubscribe: <https://shop.example/u>'
deliver --from bert --at '2026-03-09 07:11' --id w2@example.com
wait_for 20 whole w2@example.com
if whole n2@shop.example; then fail 'a newsletter was read whole'; fi
expect_exit 75 at "$now" tend sync --deep 2>err
expect_grep 'stop it to read all' err
watch_stop
mailbox 'STATUS INBOX (UNSEEN)' >unseen
expect_grep 'UNSEEN 11' unseen

begin 'a body that kills whoever reads it is passed over'
a_mailbox
deliver --from dora --at '2026-03-06 09:00' --id d1@example.com - <<-MAIL
A deadly word.
MAIL
snapshot >before
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" sync 2>err
expect_equal 1 "$(grep -c "'tend status' names it" err)" 'messages named'
expect_equal 'a1 a2 o3 s2 y1 y2' "$(read_whole)" 'read whole'
expect_equal 1 "$(of dora@example.com received_from)" 'from dora, by its header'
at "$now" tend status >status
expect_grep 'passed over' status
expect_no_grep 'bodies' status
everything >first
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" sync 2>err
expect_no_grep 'passed over|died' err
everything >second
expect_same first second
snapshot >after
expect_same before after

# many_fields N FIELD [FROM ID]: a mail to oneself with N addresses or ids
# more, before its other fields if these are given here.
many_fields()
{
	case $2 in
	Cc) printf 'Cc: me@example.org' ;;
	*) printf '%s: <k0@example.net>' "$2" ;;
	esac
	awk -v n="$1" -v ids="$2" 'BEGIN {
		for (i = 1; i <= n; i++)
			printf(ids == "Cc" ? ",\n p%d@example.net" \
					   : "\n <k%d@example.net>", i)
		print ""
	}'
	[ $# -eq 2 ] || printf '%s\n' "From: $3" 'To: me@example.org' \
		'Subject: Boats' 'Date: Fri, 06 Mar 2026 09:00:00 +0000' \
		"Message-ID: <$4>"
	printf '\nCould you send me the kingfisher drawings?\n'
}

# told ADDRESS: what is known of the mail that came from there.
told()
{
	at "$now" tend export messages --json |
		grep "\"$1\"" | sed 's/"at":"[^"]*",//'
}

begin 'a body behind a very long header is left, and the header is kept'
a_mailbox
many_fields 6000 Cc dora@example.com d1@example.com >cc
many_fields 6000 References emil@example.com e1@example.com >references
deliver --at '2026-03-06 09:00' cc
deliver --at '2026-03-06 10:00' references
configure tend.read-bodies-for=0
expect_exit 0 at "$now" tend sync
for who in dora emil; do
	told $who@example.com >$who.header
	expect_grep 'Boats' $who.header
done
configure
expect_exit 0 at "$now" tend sync
for who in dora emil; do
	told $who@example.com >$who.whole
	expect_same $who.header $who.whole
done
expect_equal 'a1 a2 d1 e1 o3 s2 y1 y2' "$(read_whole)" 'read whole'
at "$now" tend status >status
expect_no_grep 'bodies|passed over' status
everything >first
expect_exit 0 at "$now" tend sync 2>err
expect_no_grep 'bodies' err
everything >second
expect_same first second

begin 'a header longer than anything tend takes stops nothing'
a_mailbox
many_fields 70000 Cc >cc
many_fields 170000 References >references
deliver --from dora --at '2026-03-06 09:00' --id d1@example.com cc
deliver --from emil --at '2026-03-06 10:00' --id e1@example.com references
expect_exit 0 at "$now" tend sync 2>err
expect_grep '12 new messages' err
expect_equal 'a1 a2 d1 e1 o3 s2 y1 y2' "$(read_whole)" 'read whole'
expect_equal 1 "$(of dora@example.com received_from)" 'from dora'
at "$now" tend status >status
expect_no_grep 'bodies|passed over' status
deliver --from ada --at '2026-03-07 09:00' --id o9@example.com
expect_exit 0 at "$now" tend sync 2>err
expect_grep '1 new message' err
everything >second
expect_equal 13 "$(db 'SELECT count(*) FROM copy')" 'copies'
expect_exit 0 at "$now" tend sync 2>err
expect_grep '0 new messages' err
everything >third
expect_same second third

begin 'a folder that is gone leaves no wish behind'
a_mailbox
configure tend.read-bodies-for=0
mailbox 'CREATE Work'
deliver --from ada --at '2026-03-02 09:00' --id k1@example.com --folder Work
at "$now" tend sync
configure
mailbox 'DELETE Work'
expect_exit 0 at "$now" tend sync 2>err
expect_no_grep 'cannot|broken' err
at "$now" tend status >status
expect_no_grep 'bodies' status

# telling_mail: each word of birds stands in a body only.
telling_mail()
{
	deliver --to bert --at '2026-03-02 09:00' --id y1@example.org
	deliver --from bert --at '2026-03-03 09:00' --id y2@example.com \
		--reply-to-id y1@example.org - <<-MAIL
	The weather was kind to the wagtail.
	Could you send me the kingfisher drawings?
	I will send you the heron by Friday.
	MAIL
	deliver --from cleo --at '2026-03-04 10:00' --id a1@example.com - <<-'MAIL'
	Subject: Automatic reply: Offer
	Auto-Submitted: auto-replied

	I am away with the osprey until 12 June.
	MAIL
	deliver --from dora --at '2026-03-05 10:00' --id d1@example.com - <<-'MAIL'
	Please stop writing to me about the bittern.

	On 1 March 2026 at 09:14, old plover wrote:
	> Yes.
	MAIL
}

# birds: those that are found anywhere in the database's files.
birds()
{
	local word
	for word in wagtail kingfisher heron osprey bittern plover; do
		{
			cat "$XDG_DATA_HOME"/tend/tend.db*
			sqlite3 "$XDG_DATA_HOME/tend/tend.db" .dump
			db 'SELECT CAST(facts AS TEXT) FROM copy'
		} 2>/dev/null | grep -qa "$word" && printf '%s ' "$word"
	done
}

begin 'of a body its telling sentences are kept, or none'
telling_mail
at "$now" tend sync
kept=$(birds)
expect_equal 'kingfisher heron osprey bittern plover ' "$kept" 'with evidence'
everything >with
# What was kept is overwritten.
configure tend.evidence=none
expect_exit 0 at "$now" tend sync
expect_equal '' "$(birds)" 'without, after it was kept'
everything >scrubbed
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at "$now" tend sync
expect_equal '' "$(birds)" 'without, from the beginning'
everything >without
expect_same without scrubbed
expect_equal '4' "$(db 'SELECT count(*) FROM copy WHERE body = 2')" \
	'read whole'
# ... and read again, once it is to be kept.
configure
expect_exit 0 at "$now" tend sync
expect_equal "$kept" "$(birds)" 'with evidence again'
everything >again
expect_same with again
configure tend.evidence=none
expect_exit 0 at "$now" tend sync
configure host= port= tls= ca-file= user= password-command= \
	tend.evidence=none
cp -rp "$DOVECOT_DIR/mail/$USER_NAME/Maildir" maildir
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at "$now" tend ingest maildir
expect_equal '' "$(birds)" 'from files'
expect_equal '4' "$(db 'SELECT count(*) FROM copy WHERE body = 2')" \
	'read whole from files'
# An older tend did not note how far it read a file, which nobody reads again.
configure host= port= tls= ca-file= user= password-command=
rm -rf "$XDG_DATA_HOME"
expect_exit 0 at "$now" tend ingest maildir
expect_equal "$kept" "$(birds)" 'with evidence, from files'
sqlite3 -batch "$XDG_DATA_HOME/tend/tend.db" \
	'UPDATE copy SET version = 0, body = 0'
configure host= port= tls= ca-file= user= password-command= \
	tend.evidence=none
expect_exit 0 at "$now" tend rebuild
expect_equal '' "$(birds)" 'without, of what an older tend read'

end
