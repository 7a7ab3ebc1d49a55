#!/usr/bin/env bash
# A worker that dies of a message: it is passed over and named, and all the
# rest is read.  TEND_FAULT is such a message (agent/worker/fault.h).
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# Two of twelve kill whoever reads them.
a_mailbox()
{
	local i word
	for ((i = 1; i <= 12; i++)); do
		case $i in
		4 | 9) word=deadly ;;
		*) word=harmless ;;
		esac
		deliver --from "p$i" --at "2026-03-02 09:$((i + 10))" \
			--subject "A $word word"
	done
	deliver --to ada --at '2026-03-02 12:00'
}

expect_all_but_two()
{
	local i wanted
	for ((i = 1; i <= 12; i++)); do
		case $i in
		4 | 9) wanted= ;;
		*) wanted=1 ;;
		esac
		expect_equal "$wanted" \
			"$(of "p$i@example.com" received_from)" "from p$i"
	done
	expect_equal 1 "$(of ada@example.com sent_to)" 'sent to ada'
}

begin 'of a mailbox'
a_mailbox
snapshot >before
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" sync 2>err
expect_all_but_two
expect_equal 2 "$(grep -c "'tend status' names it" err)" 'messages named'
expect_no_grep 'CRITICAL|assert|keeps? dying' err
at "$now" tend status >status
expect_equal 2 "$(db "SELECT count(*) FROM quarantine WHERE deaths >= 2")" \
	quarantined
# Their UIDs, by name of the folder.
for uid in $(db 'SELECT uid FROM quarantine'); do
	expect_grep "INBOX.*\b$uid\b|\b$uid\b.*INBOX" status
done
at "$now" tend status --json >status.json
expect_grep '"uid" ?: ?[0-9]' status.json
db 'SELECT high FROM folder WHERE display = '"'INBOX'" >high
expect_equal 12 "$(cat high)" 'the cursor'
snapshot >after
expect_same before after

at "$now" dump >first
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" sync 2>err
expect_no_grep 'passed over|died' err
at "$now" dump >second
expect_same first second
# New mail comes in beside them.
deliver --from p1 --at '2026-03-02 13:00'
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" sync
expect_equal 2 "$(of p1@example.com received_from)" 'from p1'

begin 'of a mailbox that is watched'
deliver --to ada --at '2026-03-02 09:00'
(
	export TEND_NOW=@"$(seconds_of '2026-03-06 12:00')" TEND_FAULT=deadly
	exec "$TEND" watch >watch.out 2>watch.err
) &
WATCH_PID=$!
seen() { [ "$(of "$1" received_from 2>/dev/null)" = 1 ]; }
sent() { [ "$(of ada@example.com sent_to 2>/dev/null)" = 1 ]; }
wait_for 20 sent
deliver --from p1 --at '2026-03-06 11:00' --subject 'A deadly word'
deliver --from p2 --at '2026-03-06 11:01' --subject 'A harmless word'
wait_for 30 seen p2@example.com
expect_equal '' "$(of p1@example.com received_from)" 'from p1'
deliver --from p3 --at '2026-03-06 11:02'
wait_for 30 seen p3@example.com
watch_stop
expect_equal 1 "$(db "SELECT count(*) FROM quarantine WHERE deaths >= 2")" \
	quarantined

begin 'of files'
a_mailbox
cp -rp "$DOVECOT_DIR/mail/$USER_NAME/Maildir" maildir
configure host= port= tls= ca-file= user= password-command= 'folders=*'
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" ingest maildir 2>err
expect_all_but_two
expect_equal 2 "$(grep -c 'is passed over' err)" 'messages named'
for file in $(grep -l deadly maildir/*/*); do
	expect_grep "${file##*/}" err
	at "$now" tend status >status
	expect_grep "passed over .*${file##*/}" status
done
at "$now" dump >first
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" ingest maildir 2>err
at "$now" dump >second
expect_same first second
# A tend that can read them does.
expect_exit 0 at "$now" tend ingest maildir
expect_equal 1 "$(of p4@example.com received_from)" 'from p4'

begin 'of one message of many in a file'
for i in 1 2 3 4 5 6; do
	word=harmless
	[ $i -ne 3 ] || word=deadly
	cat <<-MAIL
	From p$i@example.com Mon Mar  2 09:0$i:00 2026
	From: p$i@example.com
	To: me@example.org
	Subject: A $word word
	Date: Mon, 2 Mar 2026 09:0$i:00 +0000
	Message-ID: <b$i@example.com>

	A few words.

	MAIL
done >box
configure host= port= tls= ca-file= user= password-command=
expect_exit 0 at "$now" env TEND_FAULT=deadly "$TEND" ingest box 2>err
for i in 1 2 4 5 6; do
	expect_equal 1 "$(of "p$i@example.com" received_from)" "from p$i"
done
expect_equal '' "$(of p3@example.com received_from)" 'from p3'
expect_grep 'message 3 of .*box' err
at "$now" tend status >status
expect_grep 'passed over message 3 of .*box' status

begin 'a worker that always dies is no reason to go on for ever'
a_mailbox
start=$(date +%s)
printf '#!/bin/sh\nexit 1\n' >dead && chmod +x dead
at "$now" env TEND_WORKER="$PWD/dead" "$TEND" sync 2>err && fail 'exit 0'
expect_sentence err 'worker|tend-worker'
cp -rp "$DOVECOT_DIR/mail/$USER_NAME/Maildir" maildir
configure host= port= tls= ca-file= user= password-command=
at "$now" env TEND_WORKER="$PWD/dead" "$TEND" ingest maildir 2>err &&
	fail 'exit 0'
expect_grep 'worker' err
[ $(($(date +%s) - start)) -lt 60 ] || fail 'it took too long'

end
