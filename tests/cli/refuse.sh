#!/usr/bin/env bash
# What cannot work is refused in one sentence with its remedy, and nothing is
# lost.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

begin 'a wrong password'
configure 'password-command=echo wrong'
expect_exit 77 at "$now" tend sync 2>err
expect_sentence err "password|login"

begin 'no more than three refused logins in three hours'
configure 'password-command=echo wrong'
: >"$DOVECOT_DIR/dovecot.log"
for _ in 1 2 3 4 5 6; do
	expect_exit 77 at "$now" tend sync 2>err
done
expect_sentence err 'minutes'
count=$(logins)
[ "$count" -le 3 ] || fail "$count logins were tried"
[ "$count" -ge 1 ] || fail 'no login was tried'

begin "a certificate of another's host: no login"
for kind in wrong expired self; do
	serve "DOVECOT_CERT=$kind"
	: >"$DOVECOT_DIR/dovecot.log"
	at "$now" tend sync 2>err
	status=$?
	[ "$status" -ne 0 ] || fail "$kind: exit 0"
	expect_sentence err 'certificate'
	expect_equal 0 "$(logins)" "$kind: logins"
	configure tls=starttls "port=$DOVECOT_PORT"
	at "$now" tend sync 2>err && fail "$kind, STARTTLS: exit 0"
	expect_sentence err 'certificate'
	expect_equal 0 "$(logins)" "$kind, STARTTLS: logins"
	configure 'ca-file='
	at "$now" tend sync 2>err && fail "$kind, system's trust: exit 0"
	expect_sentence err 'certificate'
done
serve

begin 'plain text to another host'
configure tls=none port=143 host=mail.example.org
expect_exit 78 at "$now" tend sync 2>err
expect_sentence err 'plain'

begin 'nobody listens'
# The port of a server that has just gone.
port=$DOVECOT_TLS_PORT
dovecot_stop
configure "port=$port"
at "$now" tend sync 2>err
status=$?
[ $status -eq 69 ] || [ $status -eq 75 ] || fail "exit $status"
expect_sentence err 'localhost'
serve

begin 'a host that does not exist'
configure host=no-such-host.invalid
at "$now" tend sync 2>err && fail 'exit 0'
expect_sentence err 'no-such-host.invalid'

begin 'a folder that does not exist'
configure 'folders=INBOX;Nowhere'
at "$now" tend sync 2>err
expect_grep Nowhere err

begin 'mistakes in the configuration'
configure tend.reply-witin=3
expect_exit 78 at "$now" tend stalled 2>err
expect_sentence err 'reply-witin.*reply-within'
configure tend.digest-at=25:00
expect_exit 78 at "$now" tend stalled 2>err
expect_sentence err 'digest-at'
configure 'tend.holidays-file=~/none.ics'
expect_exit 78 at "$now" tend stalled 2>err
expect_sentence err 'holidays-file.*none.ics.*iCalendar'
configure password=secret
expect_exit 78 at "$now" tend sync 2>err
expect_sentence err 'password-command'
rm "$XDG_CONFIG_HOME/tend/config"
expect_exit 78 at "$now" tend sync 2>err
expect_sentence err 'tend init'

begin 'mistakes on the command line'
expect_exit 64 at "$now" tend stalledd 2>err
expect_sentence err 'stalled'
expect_exit 64 at "$now" tend stalled --wating 2>err
expect_sentence err 'waiting'
expect_exit 64 env TEND_NOW=yesterdayish "$TEND" stalled 2>err
expect_sentence err 'TEND_NOW'
at "$now" tend sync
expect_exit 66 at "$now" tend show nobody@nowhere.example 2>err
expect_sentence err 'nobody@nowhere.example'

begin 'a database that is damaged, newer, or open to others'
deliver --to ada --at '2026-03-02 09:00'
at "$now" tend sync
file=$XDG_DATA_HOME/tend/tend.db
chmod 644 "$file"
expect_exit 77 at "$now" tend show ada 2>err
expect_sentence err 'tend.db'
chmod 600 "$file"
cp "$file" kept
sqlite3 "$file" 'PRAGMA user_version = 999'
before=$(cksum <"$file")
expect_exit 65 at "$now" tend show ada 2>err
expect_sentence err 'newer'
expect_exit 65 at "$now" tend sync 2>err
expect_equal "$before" "$(cksum <"$file")" 'the newer database'
rm -f "$file"-*
head -c 20000 /dev/zero | tr '\0' x >"$file"
before=$(cksum <"$file")
expect_exit 65 at "$now" tend show ada 2>err
expect_sentence err 'tend.db'
expect_equal "$before" "$(cksum <"$file")" 'the damaged database'
cp kept "$file"
expect_exit 0 at "$now" tend show ada >out
expect_grep '[Aa]da' out

begin 'a database that is being written to'
deliver --to ada --at '2026-03-02 09:00'
at "$now" tend sync
file=$XDG_DATA_HOME/tend/tend.db
(echo 'BEGIN IMMEDIATE;'; sleep 2) | sqlite3 "$file" &
writer=$!
sleep 0.3
expect_exit 0 at "$now" tend show ada >out
deliver --from ada --at '2026-03-03 09:00'
expect_exit 0 at "$now" tend sync
wait $writer
expect_equal 1 "$(of ada@example.com touches_in)" 'after waiting'

begin 'no password at all'
configure password-command=
start=$(date +%s)
at "$now" tend sync 2>err && fail 'exit 0'
[ $(($(date +%s) - start)) -lt 15 ] || fail 'the keyring was waited for'
expect_sentence err 'password'
configure password-command=false
at "$now" tend sync 2>err && fail 'exit 0'
expect_sentence err 'password-command'
configure 'password-command=exec sleep 1000'
start=$(date +%s)
at "$now" tend sync 2>err && fail 'exit 0'
[ $(($(date +%s) - start)) -lt 100 ] || fail 'the command was waited for'
expect_sentence err 'password-command'

begin 'a delivery that cannot be recorded is tried again later'
deliver --from ada --at '2026-03-02 09:00'
configure host= port= tls= ca-file= user= password-command=
cp "$(mails INBOX)" mail
expect_exit 0 at "$now" tend ingest <mail
expect_exit 0 at "$now" tend ingest mail
expect_equal 1 "$(of ada@example.com received_from)" 'from ada'
expect_exit 64 at "$now" tend ingest '' 2>err
expect_sentence err 'empty'
chmod 644 "$XDG_DATA_HOME/tend/tend.db"
expect_exit 75 at "$now" tend ingest <mail 2>err
expect_sentence err 'tend.db'

begin 'a full disk'
deliver --to ada --at '2026-03-02 09:00'
at "$now" tend sync
at "$now" dump >before
for i in 1 2 3 4 5 6 7 8; do
	deliver --from ada --at "2026-03-03 0$i:00"
done
# No file may grow: as a full disk, but for the signal, which is ignored.
(
	trap '' XFSZ
	ulimit -f 1
	at "$now" "$TEND" sync 2>err
)
status=$?
[ $status -ne 0 ] || fail 'exit 0'
expect_grep 'tend.db|disk|large' err
expect_exit 0 at "$now" tend sync
expect_equal 8 "$(of ada@example.com touches_in)" 'once there is room'

end
