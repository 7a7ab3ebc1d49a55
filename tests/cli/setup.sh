#!/usr/bin/env bash
# Setting up and looking after: init, doctor and status.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# An init that asks nothing: no terminal, as under setsid.
init()
{
	timeout -k 5 "$STORY_LIMIT" setsid -w "$TEND" init --host localhost \
		--port "$DOVECOT_TLS_PORT" --ca-file "$DOVECOT_CA" \
		--user "$USER_NAME" \
		--password-command "cat $story_dir/password" --yes "$@"
}

begin 'init writes a configuration that works'
rm "$XDG_CONFIG_HOME/tend/config"
deliver --from me --to ada --at '2026-03-02 09:00'
deliver --from 'Max <max@example.com>' --to bob --folder Sent \
	--at '2026-03-02 10:00'
deliver --from 'Max <max@example.com>' --to bob --folder Sent \
	--at '2026-03-02 11:00'
deliver --from once@example.com --to bob --folder Sent --at '2026-03-02 12:00'
deliver --from me+tag@example.org --to bob --folder Sent --at '2026-03-02 13:00'
deliver --from me+tag@example.org --to bob --folder Sent --at '2026-03-02 14:00'
for hour in 15 16; do
	deliver --to Muster.M@gmail.com --at "2026-03-02 $hour:00"
	deliver --to muster@gmx.net --cc bob --at "2026-03-02 $hour:10"
	deliver --to muster@example.org --at "2026-03-02 $hour:20"
done
snapshot >before
expect_exit 0 init me@example.org >out 2>err
snapshot >after
expect_same before after
expect_grep '^  INBOX +inbox' out
expect_grep '^  Sent +sent' out
expect_grep "wrote '.*/tend/config'" err
# Found, but never taken unasked.
expect_grep 'from max@example.com: if that is you too, .*\[account example\]' err
expect_grep 'alone to your namesake muster.m@gmail.com: if that is you too, .*\[account example\]' err
expect_no_grep 'once@|tag@|muster@' err
expect_equal 600 "$(stat -c %a "$XDG_CONFIG_HOME/tend/config")" mode
expect_lines "$XDG_CONFIG_HOME/tend/config" <<END
[account example]
host = localhost
port = $DOVECOT_TLS_PORT
ca-file = $DOVECOT_CA
user = $USER_NAME
password-command = cat $story_dir/password
identities = me@example.org
END
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status --json >out
expect_grep '"name":"example".*"baseline_at":"2026' out

begin 'init does not ask again about addresses of others'
for hour in 15 16; do
	deliver --to muster.m@gmail.com --at "2026-03-02 $hour:00"
	deliver --from 'Max <max@old.example>' --to bob --folder Sent \
		--at "2026-03-02 $hour:10"
done
expect_exit 0 init me@example.org --name second --dry-run >out 2>err
expect_grep 'muster.m@gmail.com: if' err
expect_grep 'max@old.example: if' err
configure 'not-identities=muster.m@gmail.com;max@old.example'
expect_exit 0 init me@example.org --name second --dry-run >out 2>err
expect_no_grep 'if that is you' err

begin 'init keeps what is there, and replaces nothing unasked'
sed -i '1i # my own words' "$XDG_CONFIG_HOME/tend/config"
cp "$XDG_CONFIG_HOME/tend/config" before
expect_exit 78 init me@example.org --name test 2>err
expect_sentence err 'has an \[account test\] already'
expect_same before "$XDG_CONFIG_HOME/tend/config"
expect_exit 0 init me@example.org --name second --dry-run >out 2>err
expect_same before "$XDG_CONFIG_HOME/tend/config"
expect_grep '^\[account second\]' out
expect_exit 0 init me@example.org --name second --flag keyword 2>err
expect_grep '^# my own words' "$XDG_CONFIG_HOME/tend/config"
expect_grep '^flag = keyword' "$XDG_CONFIG_HOME/tend/config"
expect_grep '^\[account test\]' "$XDG_CONFIG_HOME/tend/config"
expect_exit 0 tend config --check

begin 'a link to the configuration stays one'
mv "$XDG_CONFIG_HOME/tend/config" kept
ln -s "$PWD/kept" "$XDG_CONFIG_HOME/tend/config"
expect_exit 0 init me@example.org --name second 2>err
[ -L "$XDG_CONFIG_HOME/tend/config" ] || fail 'the link is gone'
expect_grep '^\[account second\]' kept

begin 'what init cannot do, and then writes nothing'
cp "$XDG_CONFIG_HOME/tend/config" before
expect_exit 77 init me@example.org --name b \
	--password-command 'echo wrong' 2>err
expect_grep 'tend: .*(password|login)' err
init me@example.org --name b --port 1 2>err
status=$?
[ $status -eq 69 ] || [ $status -eq 75 ] || fail "exit $status"
expect_grep 'localhost' err
init me@example.org --name b --ca-file /etc/ssl/certs/ca-certificates.crt \
	2>err && fail 'exit 0 with a certificate of nobody'
expect_grep certificate err
expect_exit 77 init me@example.org --name b --password-command 'exit 3' 2>err
expect_sentence err 'exit status 3'
expect_exit 78 init me@example.org --name b --folders 'Nowhere' 2>err
expect_grep Nowhere err
expect_exit 78 init me@example.org --name 'a/b' 2>err
expect_sentence err "'/'"
expect_exit 78 init me@example.org --name b --tls none \
	--host mail.example.org 2>err
expect_sentence err 'would send the password'
expect_same before "$XDG_CONFIG_HOME/tend/config"
chmod 500 "$XDG_CONFIG_HOME/tend"
if [ "$(id -u)" -ne 0 ]; then
	expect_exit 73 init me@example.org --name b 2>err
	expect_grep 'cannot write' err
	expect_same before "$XDG_CONFIG_HOME/tend/config"
fi
chmod 700 "$XDG_CONFIG_HOME/tend"

begin 'an answer that will not do is asked for again'
rm "$XDG_CONFIG_HOME/tend/config"
if ! command -v script >/dev/null; then
	skip 'script is not installed'
else
	{
		sleep 4
		printf 'y\n\ny\nkeyword\ny\n'
	} | timeout 60 script -qefc "'$TEND' init me@example.org \
		--host localhost --port $DOVECOT_TLS_PORT \
		--ca-file '$DOVECOT_CA' --user $USER_NAME --name again \
		--password-command 'cat $story_dir/password'" typed >/dev/null
	expect_grep "'y' will not do; it must be addresses" typed
	expect_grep 'by the keyword [$]tend, which few mail clients show' typed
	expect_grep 'the star that all of them show' typed
	expect_grep "'y' will not do; it must be one of none" typed
	expect_grep '^flag = keyword' "$XDG_CONFIG_HOME/tend/config"
fi

begin 'the password goes into the keyring, and comes from there'
export SECRET_BACKEND=file SECRET_FILE_TEST_PATH=$HOME/keyring \
	SECRET_FILE_TEST_PASSWORD=abc
rm -f "$XDG_CONFIG_HOME/tend/config"
if ! command -v script >/dev/null; then
	skip 'script is not installed'
else
	# Typed as a person does, each answer after its question.
	{
		sleep 2
		cat "$story_dir/password"
		sleep 4
		printf 'n\n'
	} | timeout 60 script -qefc "'$TEND' init me@example.org \
		--host localhost --port $DOVECOT_TLS_PORT \
		--ca-file '$DOVECOT_CA' --user $USER_NAME --name ring \
		--identities me@example.org --flag none" typed >/dev/null
	expect_grep 'password of' typed
	expect_grep 'tend would read' typed
	expect_grep 'changed nothing' typed
	[ ! -e "$HOME/keyring" ] || fail 'the keyring was written to'
	{
		sleep 2
		cat "$story_dir/password"
		sleep 4
		printf 'y\n'
	} | timeout 60 script -qefc "'$TEND' init me@example.org \
		--host localhost --port $DOVECOT_TLS_PORT \
		--ca-file '$DOVECOT_CA' --user $USER_NAME --name ring \
		--identities me@example.org --flag none" typed >/dev/null
	expect_grep '\[account ring\]' "$XDG_CONFIG_HOME/tend/config"
	expect_no_grep command "$XDG_CONFIG_HOME/tend/config"
	expect_exit 0 at "$now" tend sync
	expect_exit 0 tend doctor >out
	expect_grep '^ok +keyring of ring' out
	SECRET_FILE_TEST_PATH=$HOME/other expect_exit 77 at "$now" tend sync \
		2>err
	expect_sentence err 'locked, or there is none in it'
fi
unset SECRET_BACKEND SECRET_FILE_TEST_PATH SECRET_FILE_TEST_PASSWORD

begin 'a doctor for the healthy'
expect_exit 0 tend doctor >out 2>err
expect_empty err
for check in clock worker config 'password-command of test' \
	'certificate of test' 'login of test' 'folders of test' database; do
	expect_grep "^ok +$check: " out
done
expect_no_grep '^trouble' out
expect_exit 0 at "$now" tend sync
expect_exit 0 tend doctor >out
expect_grep "^ok +database: '.*' is sound" out
# The mail server was left as it was.
snapshot >before
expect_exit 0 tend doctor >out
snapshot >after
expect_same before after

begin 'a doctor for the sick'
configure 'password-command=echo wrong'
expect_exit 69 tend doctor >out
expect_grep '^ok +certificate of test' out
expect_grep '^trouble login of test: ' out
configure 'password-command=exit 4'
expect_exit 69 tend doctor >out
expect_grep '^trouble password-command of test: .*exit status 4' out
configure port=1
expect_exit 69 tend doctor >out
expect_grep '^trouble server of test: ' out
configure ca-file="$HOME/none"
expect_exit 69 tend doctor >out
expect_grep "^trouble certificate of test: cannot read '.*/none'" out
configure digest-folder=Nowhere
expect_exit 69 tend doctor >out
expect_grep "^trouble folders of test: .*'Nowhere'" out
configure identities=
expect_exit 69 tend doctor >out
expect_grep '^trouble identities of test' out
configure
chmod 666 "$XDG_CONFIG_HOME/tend/config"
expect_exit 69 tend doctor >out
expect_grep '^trouble config: others may write' out
chmod 600 "$XDG_CONFIG_HOME/tend/config"
expect_exit 69 tend --config "$HOME/none" doctor >out
expect_grep '^trouble config: ' out
mkdir -p "$XDG_DATA_HOME/tend"
chmod 700 "$XDG_DATA_HOME/tend"
echo 'not a database' >"$XDG_DATA_HOME/tend/tend.db"
chmod 600 "$XDG_DATA_HOME/tend/tend.db"
expect_exit 69 tend doctor --offline >out
expect_grep '^trouble database: ' out

begin 'the right password after wrong ones is tried at once'
at "$now" tend sync
configure 'password-command=echo wrong'
for _ in 1 2 3; do
	at "$now" tend sync 2>err
done
configure
expect_exit 77 at "$now" tend sync 2>err
expect_exit 0 tend doctor >out
expect_exit 0 at "$now" tend sync

begin 'status before and after reading'
deliver --from ada --at '2026-03-02 09:00'
expect_exit 0 at "$now" tend status >out
expect_grep 'never: run .tend sync.' out
expect_grep 'none yet' out
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_grep 'not connected' out
expect_grep 'last read' out
expect_grep 'INBOX' out
expect_grep '1 messages' out
configure 'password-command=echo wrong'
at "$now" tend sync 2>err
expect_exit 0 at "$now" tend status >out
expect_grep 'problem' out

end
