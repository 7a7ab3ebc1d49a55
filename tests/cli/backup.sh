#!/usr/bin/env bash
# tend backup and restore: a copy that is whole, and what must not come back
# with it; mail that only its answer proves.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

backups=data/tend/backups

# Whoever was written to and answered.
acquaint()
{
	deliver --to "$1" --at '2026-03-02 09:00' --id "o-$1@example.org"
	deliver --from "$1" --at '2026-03-03 09:00' \
		--reply-to-id "o-$1@example.org"
}

# state: all that the database says, but for what is told of backups.
state()
{
	sqlite3 -batch "file:${1:-$XDG_DATA_HOME/tend/tend.db}?mode=ro" .dump |
		grep -vE "'(backup-at|restored-at|forgotten-salt)'"
}

begin 'a backup is whole, private and found by status'
acquaint ada
at '2026-03-06 12:00' tend sync
tend status >before
expect_grep 'backup +never made' before
at '2026-03-06 12:00' tend backup >got 2>errors
expect_empty errors
expect_grep "^backup '.*/tend-2026-03-06-120000.db': 2 messages, 1 contacts" got
copy=$HOME/$backups/tend-2026-03-06-120000.db
expect_equal '-rw-------' "$(stat -c %A "$copy")" 'its mode'
expect_equal 'drwx------' "$(stat -c %A "$HOME/$backups")" 'of its directory'
expect_equal ok "$(sqlite3 "$copy" 'PRAGMA integrity_check')" 'integrity'
state "$copy" >wanted
state >got
expect_same wanted got
expect_equal 1 "$(find "$HOME/$backups" -type f | wc -l)" 'files there'
at '2026-03-07 12:00' tend status >got
expect_grep 'backup +yesterday' got
tend status --json >got
expect_grep '"backup_at" ?: ?"2026-03-06T12:00:00Z"' got
at '2026-03-06 12:00' tend backup --json "$PWD/mine.db" >got
expect_grep '"sayings" ?: ?0' got
expect_equal '-rw-------' "$(stat -c %A mine.db)" 'its mode'

begin 'the newest are kept, and what is not ours is let be'
configure tend.backup-keep=2
acquaint ada
at '2026-03-06 12:00' tend sync
mkdir -p "$HOME/$backups" && chmod 700 "$HOME/$backups"
touch "$HOME/$backups/tend-2020-01-01-000000.db.mine" \
	"$HOME/$backups/notes.db" "$HOME/$backups/tend-2020-01-01-00000.db"
mkdir "$HOME/$backups/tend-2020-01-02-000000.db"
touch -d '2 days ago' "$HOME/$backups/tend-2026-01-01-000000.db.77.part"
touch "$HOME/$backups/tend-2026-01-01-000000.db.78.part"
for day in 01 02 03 04; do
	at "2026-04-$day 12:00" tend backup >>got
done
(cd "$HOME/$backups" && ls) | LC_ALL=C sort >got
expect_lines got <<-'LIST'
	notes.db
	tend-2020-01-01-00000.db
	tend-2020-01-01-000000.db.mine
	tend-2020-01-02-000000.db
	tend-2026-01-01-000000.db.78.part
	tend-2026-04-03-120000.db
	tend-2026-04-04-120000.db
LIST
# Of the same second there is another name, and an older clock loses nothing.
at '2026-04-04 12:00' tend backup >got
expect_grep 'tend-2026-04-04-120001.db' got
at '2019-04-04 12:00' tend backup >got
expect_grep 'tend-2019-04-04-120000.db' got
[ -e "$HOME/$backups/tend-2019-04-04-120000.db" ] ||
	fail 'the new one was removed'

begin 'what hinders a backup is one sentence, and leaves nothing'
expect_exit 66 tend backup 2>errors
expect_sentence errors "there is no database .*tend init"
acquaint ada
at '2026-03-06 12:00' tend sync
echo mine >taken
expect_exit 73 tend backup taken 2>errors
expect_sentence errors "'.*/taken' exists; .*--force"
expect_equal mine "$(cat taken)" 'the file'
expect_exit 64 tend backup . 2>errors
expect_sentence errors "is a directory; name a file in it"
expect_exit 64 tend backup --force "$XDG_DATA_HOME/tend/tend.db" 2>errors
expect_sentence errors 'is the database itself'
tend backup nowhere/at/all.db 2>errors && fail 'it went well'
expect_sentence errors 'nowhere'
tend backup --force taken >got
expect_equal ok "$(sqlite3 taken 'PRAGMA integrity_check')" 'integrity'
# No space: a limit on the size of a file is the same to SQLite.
ls -A >before
(ulimit -f 100; trap '' XFSZ; tend backup full.db) 2>errors &&
	fail 'it went well'
expect_sentence errors "cannot write backup '.*/full.db'"
ls -A | grep -v after >after
expect_same before after

begin 'a backup while watch writes'
acquaint ada
watch_start '2026-03-06 12:00'
has() { [ "$(of ada@example.com exchanges 2>/dev/null)" = 1 ]; }
wait_for 20 has
for i in 1 2 3 4 5; do
	deliver --from "guest$i" --at '2026-03-06 12:00'
	tend backup "copy$i.db" >got || fail "backup $i failed"
	expect_equal ok "$(sqlite3 "copy$i.db" 'PRAGMA integrity_check')" \
		'integrity'
done
expect_exit 75 tend restore --yes copy1.db 2>errors
expect_sentence errors "test: 'tend watch' or 'tend sync' is running; stop it"

begin 'a restore brings back what was, and keeps what is'
acquaint ada
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:01' tend backup old.db >got
state >wanted
acquaint bea
at '2026-03-06 13:00' tend sync
at '2026-03-06 13:01' tend tag bea +vip
at '2026-03-06 13:02' tend stage ada customer
expect_equal customer "$(of ada@example.com stage)" 'the stage'
expect_exit 64 tend restore old.db 2>errors </dev/null
expect_grep 'say --yes' errors
expect_grep 'has 2 things that you said' errors
expect_equal customer "$(of ada@example.com stage)" 'the stage'
at '2026-03-06 14:00' tend restore --yes old.db >got 2>errors
expect_grep '2 things that you said' errors
expect_grep "^restored 'old.db': 2 messages, 1 contacts" got
expect_grep "as it was: '.*/tend-2026-03-06-140000.db'" got
state >got
expect_same wanted got
expect_equal '' "$(ls "$XDG_DATA_HOME/tend" | grep restoring)" 'left behind'
at '2026-03-06 14:00' tend sync
expect_equal 1 "$(of bea@example.com exchanges)" 'read again'
# And back again.
at '2026-03-06 15:00' tend restore --yes --json \
	"$HOME/$backups/tend-2026-03-06-140000.db" >got 2>errors
expect_grep '"lost_sayings" ?: ?0' got
expect_equal customer "$(of ada@example.com stage)" 'the stage'

begin 'a file that is no backup is refused, and nothing changed'
acquaint ada
at '2026-03-06 12:00' tend sync
tend backup good.db >got
state >wanted
echo 'not a database, but a long enough line of text to look like one' >text.db
sqlite3 other.db 'CREATE TABLE t (a); INSERT INTO t VALUES (1);'
cp good.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 1000'
head -c 20000 good.db >cut.db
cp good.db hurt.db
dd if=/dev/urandom of=hurt.db bs=1 seek=9000 count=4000 conv=notrunc 2>/dev/null
: >empty.db
for file in text other newer cut hurt empty missing; do
	tend restore --yes $file.db >got 2>errors && fail "$file went well"
	expect_sentence errors "$file.db'"
	expect_empty got
done
expect_exit 64 tend restore --yes "$XDG_DATA_HOME/tend/tend.db" 2>errors
expect_grep 'is the database itself; name a backup of it' errors
tend restore --yes . 2>errors && fail 'a directory went well'
expect_sentence errors 'not a file'
state >got
expect_same wanted got
[ ! -e "$HOME/$backups" ] || fail 'a backup was kept of what did not change'

begin 'a damaged database is put aside, and the backup in its place'
acquaint ada
at '2026-03-06 12:00' tend sync
tend backup good.db >got
dd if=/dev/urandom of="$XDG_DATA_HOME/tend/tend.db" bs=1024 count=8 \
	conv=notrunc 2>/dev/null
rm -f "$XDG_DATA_HOME/tend/tend.db-wal" "$XDG_DATA_HOME/tend/tend.db-shm"
tend show ada 2>errors && fail 'it can still be read'
expect_exit 0 tend restore --yes good.db >got 2>errors
expect_grep 'is damaged; its file is kept' errors
expect_grep "as it was: '.*/backups/damaged-" got
expect_equal 1 "$(of ada@example.com exchanges)" exchanges
# With none at all there is nothing to keep.
rm "$XDG_DATA_HOME"/tend/tend.db*
expect_exit 0 tend restore --yes good.db >got 2>errors
expect_no_grep 'as it was' got
expect_equal 1 "$(of ada@example.com exchanges)" exchanges

begin 'who was forgotten since stays forgotten'
acquaint ada
acquaint zoltan
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' tend log zoltan call 'about the mill'
tend backup old.db >got
expect_exit 0 at '2026-03-06 12:05' tend forget --yes zoltan >got 2>errors
expect_empty errors
at '2026-03-06 12:06' tend restore --yes old.db >got 2>errors
expect_grep '1 address in the backup was forgotten since' errors
grep -rIlaF -i zoltan "$XDG_DATA_HOME/tend" >found
expect_empty found
tend show zoltan 2>errors && fail 'he is back'
at '2026-03-06 12:07' tend sync
grep -rIlaF -i zoltan "$XDG_DATA_HOME/tend" >found
expect_empty found
# Of a backup in the default directory it is said that it has the name.
at '2026-03-06 12:08' tend backup >got
expect_exit 0 at '2026-03-06 12:09' tend forget --yes ada >got 2>errors
expect_grep "there are backups in '.*/backups' from before" errors

begin 'a digest that was due in the backup is not left twice'
settle_in '2026-02-20 09:00'
deliver --from ada --at '2026-03-02 09:00' --subject 'The mill' - <<-MAIL
Could you send me the price list?
MAIL
at '2026-03-02 10:00' tend sync
# The state between writing and delivering: what a kill leaves.
at '2026-03-05 08:00' tend sync
sqlite3 "$XDG_DATA_HOME/tend/tend.db" "PRAGMA foreign_keys = 1;
	INSERT INTO outbox (account_id, template, day, state, folder, mid,
	       boundary, older, written_at, zone)
	VALUES (1, 'digest', '2026-03-05', 'due', CAST('INBOX' AS BLOB),
	       'tend.abcdef@example.org', 'b0', 0, 1772697600, 0)"
tend backup old.db >got
at '2026-03-05 08:01' tend sync
subjects() { mails INBOX | xargs grep -l 'Message-I[Dd]: <tend.abcdef@' | wc -l; }
expect_equal 1 "$(subjects)" 'digests before'
at '2026-03-05 08:02' tend restore --yes old.db >got 2>errors
expect_equal tried "$(db 'SELECT state FROM outbox')" 'of a row that was due'
at '2026-03-05 08:03' tend sync
expect_equal 1 "$(subjects)" 'digests after'
expect_equal 'done' "$(db 'SELECT state FROM outbox')" 'at last'
# Thrown away by the user: then none rather than two.
mails INBOX | xargs grep -l 'Message-I[Dd]: <tend.abcdef@' | xargs rm
at '2026-03-05 08:04' tend restore --yes old.db >got 2>errors
at '2026-03-05 08:05' tend sync
expect_equal 0 "$(subjects)" 'digests that came back'
expect_equal 'done' "$(db 'SELECT state FROM outbox')" 'at last'

begin 'one that was never delivered goes after a restore'
settle_in '2026-02-20 09:00'
deliver --from ada --at '2026-03-02 09:00' --subject 'The mill'
at '2026-03-05 08:00' tend sync
sqlite3 "$XDG_DATA_HOME/tend/tend.db" "PRAGMA foreign_keys = 1;
	INSERT INTO outbox (account_id, template, day, state, folder, mid,
	       boundary, older, written_at, zone)
	VALUES (1, 'digest', '2026-03-05', 'due', CAST('INBOX' AS BLOB),
	       'tend.abcdef@example.org', 'b0', 0, 1772697600, 0),
	       (1, 'report', '2026-03-05', 'due', CAST('Elsewhere' AS BLOB),
	       'tend.fedcba@example.org', 'b0', 0, 1772697600, 0)"
mailbox 'CREATE Elsewhere'
tend backup old.db >got
at '2026-03-05 08:02' tend restore --yes old.db >got 2>errors
at '2026-03-05 08:03' tend sync
expect_equal 1 "$(subjects)" 'the digest'
expect_equal 1 "$(mails Elsewhere | wc -l)" 'in a folder that was never read'
at '2026-03-05 08:04' tend sync
expect_equal 1 "$(mails Elsewhere | wc -l)" 'in a folder that was never read'

begin "today's digest of the state that was lost is not written again"
settle_in '2026-02-20 09:00'
deliver --from ada --at '2026-03-02 09:00' --subject 'The mill' - <<-MAIL
Could you send me the price list?
MAIL
at '2026-03-02 10:00' tend sync
tend backup old.db >got
at '2026-03-03 08:00' tend digest --deliver
expect_equal 1 "$(mails INBOX | xargs grep -l '^Subject: Today' | wc -l)" \
	'digests'
at '2026-03-03 08:01' tend restore --yes old.db >got 2>errors
expect_equal 0 "$(db 'SELECT count(*) FROM outbox')" 'letters in the backup'
at '2026-03-03 08:02' tend digest --deliver
expect_equal 1 "$(mails INBOX | xargs grep -l '^Subject: Today' | wc -l)" \
	'digests'

begin 'a sent mail that only its answer proves'
settle_in '2026-02-20 09:00'
tend status >got
expect_no_grep 'known only by' got
deliver --from ada --at '2026-03-04 09:00' --reply-to-id gone1@example.org \
	--subject 'Re: the offer' - <<-MAIL
We shall take ten of them.

On Mon, 2 Mar 2026 at 10:00, Max Muster <me@example.org> wrote:
> Have you looked at the offer?
MAIL
at '2026-03-05 08:00' tend sync
expect_equal 1 "$(of ada@example.com touches_out)" 'out'
expect_equal 1 "$(of ada@example.com exchanges)" 'exchanges'
tend status >got
expect_grep 'not found +1 of your mails are known only by the answer' got
expect_grep "folder of sent mail in 'sent'" got
tend status --json >got
expect_grep '"inferred_sent" ?: ?1' got
# The mail itself turns up.
deliver --to ada --at '2026-03-02 10:00' --id gone1@example.org \
	--subject 'the offer'
at '2026-03-05 08:01' tend sync
tend status >got
expect_no_grep 'known only by' got
expect_equal 1 "$(of ada@example.com touches_out)" 'out'

end
