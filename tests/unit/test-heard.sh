#!/usr/bin/env bash
# What is held against tend by what a server heard (tests/lib/heard.awk): each
# promise has a dialogue that breaks it.
set -u
top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/heard.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
n=0

# dialogue WANTED TITLE: of the lines on standard input, as Dovecot logs them.
dialogue()
{
	sed 's/^/1795802398.560566 /; s/$/\r/' >"$scratch/log"
	LC_ALL=C awk -f "$top/tests/lib/heard.awk" "$scratch/log" >"$scratch/out"
	n=$((n + 1))
	if [ "$(sed 's/^[^:]*: //; s/: .*//' "$scratch/out")" \
		= "$1" ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$scratch/out"
	fi
}

# breach WHAT COMMAND...: after which this is said.
breach()
{
	local what=$1 line i=0
	shift
	for line in "$@"; do
		i=$((i + 1))
		printf '%d %s\n' $i "$line"
	done >"$scratch/lines"
	dialogue "$what" "heard: ${*: -1}" <"$scratch/lines"
}

dialogue '' 'all that tend says' <<'LOG'
3 CAPABILITY
4 ID ("name" "tend" "version" "0.1.0")
8 STATUS "Sent" (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
11 EXAMINE "Sent" (CONDSTORE)
12 UID SEARCH RETURN (ALL) UID 1:1
13 UID FETCH 1 (UID FLAGS RFC822.SIZE BODY.PEEK[]<0.65536>)
14 APPEND "INBOX" " 9-Mar-2026 07:30:00 +0000" {22}
15 CLOSE
16 EXPUNGE

17 APPEND "Drafts" (\Seen \Draft) {4}
ab

18 SELECT "INBOX" (CONDSTORE)
19 UID STORE 7 (UNCHANGEDSINCE 12) +FLAGS.SILENT ($tend \Flagged)
20 UID STORE 7 -FLAGS.SILENT ($tend)
21 UNSELECT
22 SELECT "Drafts" (CONDSTORE)
23 UID STORE 9 (UNCHANGEDSINCE 12) +FLAGS.SILENT (\Deleted)
24 UID EXPUNGE 9
25 IDLE
DONE
26 LOGOUT
LOG
dialogue '' 'what others say is no matter' <<'LOG'
t1 SELECT INBOX
t2 UID STORE 1 +FLAGS (\Deleted)
t3 EXPUNGE
LOG
printf '1795802398.5 1 SELECT "INBOX"\r\n1795802398.5 2 UID STO' >"$scratch/cut"
n=$((n + 1))
LC_ALL=C awk -f "$top/tests/lib/heard.awk" "$scratch/cut" ||
	printf 'not '
echo "ok $n - a line that was cut"
dialogue 'says what it never says' 'heard behind a literal' <<'LOG'
1 APPEND "INBOX" {4}
ab

2 CLOSE
LOG

never='says what it never says'
draft='APPEND "Drafts" (\Seen \Draft) {0}'
for command in CLOSE EXPUNGE 'UID EXPUNGE 1:*' 'UID MOVE 1 "Trash"' \
	'UID COPY 1 "Trash"' 'STORE 1 +FLAGS.SILENT ($tend)' \
	'DELETE "INBOX"' 'CREATE "x"' 'RENAME "a" "b"'; do
	breach "$never" 'SELECT "INBOX"' "$command"
done
for command in 'UID FETCH 1 (BODY[])' 'UID FETCH 1 (RFC822)' \
	'UID FETCH 1 (RFC822.TEXT)'; do
	breach 'reads so that it is seen' 'EXAMINE "INBOX"' "$command"
done
for flags in '+FLAGS.SILENT (\Seen)' '-FLAGS.SILENT (\Seen)' \
	'+FLAGS ($tend)' 'FLAGS.SILENT ($tend)' \
	'+FLAGS.SILENT ($tend \Deleted)' '+FLAGS.SILENT (\Answered)'; do
	breach "sets a flag that is not tend's" 'SELECT "INBOX"' \
		"UID STORE 1 $flags"
done
breach 'marks more than one message' 'SELECT "INBOX"' \
	'UID STORE 1:9 +FLAGS.SILENT ($tend)'
breach 'marks in a folder that is only examined' 'EXAMINE "INBOX"' \
	'UID STORE 1 +FLAGS.SILENT ($tend)'
breach "deletes where no draft of tend's lies" "$draft" 'SELECT "INBOX"' \
	'UID STORE 1 +FLAGS.SILENT (\Deleted)'
breach 'expunges what is no draft that it took back' "$draft" \
	'SELECT "Drafts"' 'UID STORE 1 +FLAGS.SILENT (\Deleted)' \
	'UID EXPUNGE 2'
breach 'expunges what is no draft that it took back' "$draft" \
	'SELECT "Drafts"' 'UID STORE 1 +FLAGS.SILENT (\Deleted)' \
	'UID STORE 1 -FLAGS.SILENT (\Deleted)' 'UID EXPUNGE 1'
breach 'puts a message with flags' 'APPEND "INBOX" (\Seen) {0}'
echo "1..$n"
