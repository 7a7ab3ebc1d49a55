#!/usr/bin/env bash
# Killed at any moment, a backup leaves no half file under its name, and a
# restore the old database or the new one, whole.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

database=data/tend/tend.db

# What a mailbox of two hundred mails holds.
fill()
{
	local i
	for i in $(seq 100); do
		deliver --to "p$((i % 20))" --at '2026-03-02 09:00' \
			--id "o$i@example.org"
		deliver --from "p$((i % 20))" --at '2026-03-03 09:00' \
			--reply-to-id "o$i@example.org"
	done
}

# state [FILE]: what is in it, but for what is noted of backups.
state()
{
	sqlite3 -batch "$1" .dump |
		grep -vE "'(backup-at|restored-at)'" | cksum
}

sound() { sqlite3 -batch "$1" 'PRAGMA integrity_check' 2>&1; }

# killed_after SECONDS COMMAND...
killed_after()
{
	timeout -s KILL "$1" "$TEND" "${@:2}" >/dev/null 2>&1
}

begin 'a backup that is killed'
fill
at '2026-03-06 12:00' tend sync
whole=$(state "$HOME/$database")
cut=0
for step in $(seq 200); do
	rm -f copy.db
	killed_after "0.$(printf %04d $((step * 5)))" backup copy.db && break
	cut=$((cut + 1))
	[ ! -e copy.db ] ||
		expect_equal "$whole" "$(state copy.db)" "after $step steps"
done
[ "$cut" -gt 0 ] || fail "only $cut were killed in the middle"
expect_equal ok "$(sound "$HOME/$database")" 'the database'
tend backup --force copy.db >got
expect_equal "$whole" "$(state copy.db)" 'what is in it'

begin 'a restore that is killed'
fill
at '2026-03-06 12:00' tend sync
tend backup old.db >got
old=$(state old.db)
at '2026-03-06 13:00' tend tag p1 +vip
at '2026-03-06 13:00' tend stage p2 customer
tend backup new.db >got
new=$(state new.db)
at '2026-03-06 14:00' tend restore --yes old.db >got 2>errors
expect_equal "$old" "$(state "$HOME/$database")" 'without a kill'
at '2026-03-06 14:00' tend restore --yes new.db >got 2>errors
olds=0 news=0
for ms in $(seq 1 60); do
	killed_after "0.$(printf %03d $((ms * 4)))" restore --yes old.db
	status=$?
	expect_equal ok "$(sound "$HOME/$database")" "after $((ms * 4)) ms"
	case $(state "$HOME/$database") in
	"$old") olds=$((olds + 1)) ;;
	"$new") news=$((news + 1)) ;;
	*) fail "killed after $((ms * 4)) ms it is neither the old nor the new" ;;
	esac
	[ $status -ne 0 ] || break
	[ "$(state "$HOME/$database")" = "$new" ] ||
		tend restore --yes new.db >got 2>errors
done
[ "$news" -gt 0 ] || fail "only $news were killed before the end"
[ "$olds" -gt 0 ] || fail 'none was brought back'

end
