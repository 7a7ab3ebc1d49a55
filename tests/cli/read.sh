#!/usr/bin/env bash
# The commands that read, into a pipe, with the clock held still: standard
# output, standard error and exit status of each, compared with
# tests/cli/expect/NAME.txt.  Needs no server and no network.
#
#	READ_UPDATE=1 tests/cli/read.sh		write the expected files anew
# shellcheck shell=bash

set -u

top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${G_TEST_BUILDDIR:-$PWD}
expect=$top/tests/cli/expect
: "${TEND:=$build/tend}"
: "${TEND_WORKER:=$build/tend-worker}"
export TEND TEND_WORKER LC_ALL=C.UTF-8 TZ=UTC TEND_NOW='2026-03-09 09:00'
unset TEND_PAGER PAGER NO_COLOR

dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
umask 077
export HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data \
	XDG_STATE_HOME=$dir/state XDG_CACHE_HOME=$dir/cache \
	XDG_RUNTIME_DIR=$dir/run
mkdir -p "$XDG_CONFIG_HOME/tend" "$XDG_DATA_HOME/tend" "$XDG_RUNTIME_DIR"
cat >"$XDG_CONFIG_HOME/tend/config" <<'CONFIG'
[tend]
time-zone = UTC

[account work]
host = 127.0.0.1
user = me@example.org
identities = me@example.org
CONFIG

n=0
failed=0

# result NAME STATUS: one line of TAP.
result()
{
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		failed=1
	fi
}

# What no terminal may get: controls but tab and line end, C1, bidi, hidden.
unsafe='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf'

is_safe()
{
	! LC_ALL=C grep -aqP "$unsafe" "$1"
}

# check NAME COMMAND...: run it and compare.
check()
{
	local name=$1 status
	shift
	"$@" >"$dir/out" 2>"$dir/err" </dev/null
	status=$?
	{
		sed "s|$dir|DIR|g" "$dir/out"
		sed "s|$dir|DIR|g; s|^|stderr: |" "$dir/err"
		echo "status: $status"
	} >"$dir/got"
	if [ -n "${READ_UPDATE:-}" ]; then
		cp "$dir/got" "$expect/$name.txt"
	fi
	diff -u "$expect/$name.txt" "$dir/got" >"$dir/diff"
	result "$name" $?
	sed 's/^/# /' "$dir/diff"
	is_safe "$dir/got"
	result "$name: nothing from mail reaches a terminal" $?
}

tend() { "$TEND" "$@"; }

# Without its evidence, of which the parser's own tests speak.
facts()
{
	tend why --json "$@" | sed 's/"reason":"[^"]*"/"reason":"..."/'
	return "${PIPESTATUS[0]}"
}

check no-store tend stalled

"$build/tests/unit/make-people" "$XDG_DATA_HOME/tend/tend.db" empty || exit 99
check empty-stalled tend stalled
check empty-list tend list
check empty-show tend show ann
check empty-find tend find ann
check empty-export tend export --json
check empty-csv tend export
check empty-digest tend digest
rm -f "$XDG_DATA_HOME"/tend/tend.db*

"$build/tests/unit/make-people" "$XDG_DATA_HOME/tend/tend.db" || exit 99
check stalled tend stalled
check stalled-json tend stalled --json
check stalled-waiting tend stalled --waiting
check show tend show 'Ann Lee'
check show-json tend show --json ann@example.com
check show-two-words tend show ann lee
check show-sighting tend show zed
check show-hostile tend show mallory
LC_ALL=C check show-ascii tend show bob
check show-ambiguous tend show ann
check show-typo tend show bbo
check show-nobody tend show qwertz
check show-nothing tend show ' '
check history tend history ann@example.com
check history-limit tend history ann@example.com --limit 2
check history-reverse tend history --reverse -n 2 ann lee
check history-json tend history --json ann@example.com -n 1
check history-hostile tend history mallory
check history-bad-limit tend history ann lee --limit none
check list tend list
check list-json tend list --json ball:yours
check list-query tend list stage:contacted 'silent:>5d'
check list-word tend list example.net
check list-sort tend list sort:touches
check list-reason tend list reason:you-owe
check list-sightings tend list --sightings touches:1 sort:last
check list-none tend list 'touches:>100'
check list-bad-key tend list 'silnt:>3d'
check list-bad-word tend list stage:engagd
check list-bad-span tend list silent:long
check list-not tend list -stage:engaged sort:last
check list-or tend list lowe or ball:yours
check list-due tend list 'due:<3d' sort:due
check list-organisation tend list --json organisation:example.net
check list-open-quote tend list '"ann'
check week tend week
check week-json tend week --json
check overview tend
check overview-json tend --json
check find tend find ann
check find-header-none tend find qwertz
check find-no-header tend find --no-header support
check find-json tend find --json zed
check export-json tend export --json
check export-messages tend export --json messages
check export-csv tend export
check export-messages-csv tend export messages
check export-unknown tend export touches
check digest tend digest
check digest-json tend digest --json
rm -f "$XDG_DATA_HOME"/tend/tend.db*
"$build/tests/unit/make-people" "$XDG_DATA_HOME/tend/tend.db" named || exit 99
check named-stalled tend stalled --json
check named-digest tend digest
TEND_NOW='2026-03-04 12:00' check named-today tend digest
TEND_NOW='2026-03-05 12:00' check named-after tend digest
check why-contact tend why 'Ann Lee'
check why-contact-json tend why --json bob
check why-message tend why ann-5@example.com
check why-message-json tend why --json '<bob-1@example.org>'
check why-crowd tend why ann-6@example.com
check why-newsletter tend why news-1@example.com
check why-hostile tend why mal-2@example.com
check why-no-message tend why '<nobody@nowhere.example>'
check why-no-file tend why ./missing/file.eml

# What the user says is shown again.
{
	tend tag ann@example.com acme vip
	tend note ann@example.com "likes tea
$(printf '\033[31mand')rivers"
	tend log bob@example.com call 'left a voicemail'
	tend stage bob@example.com customer
	tend track ann.lowe@example.net persistent
} >"$dir/said" 2>&1 || sed 's/^/# /' "$dir/said"
check said-show tend show 'Ann Lee'
check said-show-json tend show --json 'Ann Lee'
check said-history tend history bob
check said-history-json tend history --json bob
check said-list tend list tag:acme
check said-list-tracked tend list is:tracked -tag:vip sort:due
check said-list-json tend list --json tag:vip
check said-why tend why 'Ann Lee'
check said-why-cleared tend why bob
check said-why-cleared-json tend why --json bob
check said-week tend week
check said-week-json tend week --json
TEND_NOW='2026-03-15 23:00' check said-week-sunday tend week
check said-export tend export

tend digest "$dir/digest.txt" && tend digest --html "$dir/digest.html"
[ -s "$dir/digest.txt" ] && [ "$(stat -c %a "$dir/digest.html")" = 600 ] &&
	tend digest | cmp -s - "$dir/digest.txt" && is_safe "$dir/digest.html"
result 'digest: files are private and safe' $?
check digest-no-directory tend digest "$dir/missing/digest.txt"

# terminal NAME COLUMNS ARGUMENT...: on a terminal nothing but our own colours
# and links to write to somebody are sent, and with $LINES_FIT no line is wider than it.
terminal()
{
	local name=$1 columns=$2
	shift 2
	TERM=xterm TERM_URLS=${LINKS:-no} TEND_PAGER='' script -qec \
		"stty cols $columns; '$TEND' $*" /dev/null </dev/null |
		tr -d '\r' | sed -E 's/\x1b\[[0-9;]*m//g
			s/\x1b]8;;(mailto:[A-Za-z0-9@%.+_-]+)?\x1b\\//g' >"$dir/got"
	[ -s "$dir/got" ] && is_safe "$dir/got"
	result "$name at $columns columns: only our own colours" $?
	[ -z "${LINES_FIT:-}" ] || ! grep -qE "^.{$((columns + 1)),}" "$dir/got"
	result "$name at $columns columns: it fits" $?
}

if command -v script >/dev/null; then
	for columns in 40 80 200; do
		LINES_FIT=1 terminal stalled $columns stalled
		LINES_FIT=1 terminal waiting $columns stalled --waiting
		LINES_FIT=1 terminal list $columns list --sightings
		LINES_FIT=1 terminal history $columns history mallory
		LINES_FIT=1 terminal show $columns show mallory
		LINES_FIT=1 terminal why $columns why mallory
		LINES_FIT=1 terminal week $columns week
		LINES_FIT=1 terminal overview $columns
	done
	# Links only where the terminal can, and never into a pipe.
	TERM=xterm TEND_PAGER='' script -qec "'$TEND' stalled" /dev/null \
		</dev/null >"$dir/got"
	grep -q $'\033]8;;mailto:ann@example.com\033\\\\Ann' "$dir/got"
	result 'stalled: a name is a link' $?
	TERM=dumb TEND_PAGER='' script -qec "'$TEND' stalled" /dev/null \
		</dev/null >"$dir/got"
	grep -q 'Ann Lee' "$dir/got" && ! grep -q $'\033' "$dir/got"
	result 'stalled: a dumb terminal gets no escapes' $?
	NO_COLOR=1 TERM=xterm TEND_PAGER='' script -qec "'$TEND' stalled" \
		/dev/null </dev/null >"$dir/got"
	grep -q 'Ann Lee' "$dir/got" && ! grep -q $'\033' "$dir/got"
	result 'stalled: NO_COLOR switches it off' $?
else
	n=$((n + 1))
	echo "ok $n - terminals # SKIP script(1) is not installed"
fi

printf 'From: Bo <bo@example.com>\nTo: Me <me@example.org>, a@example.com\nSubject: Hello \033[31mred\nMessage-ID: <h1@example.com>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n\nHello\n' >"$dir/one.eml"
printf 'From b@example.com Mon Mar  2 10:00:00 2026\nFrom: b@example.com\nSubject: One\n\nx\n\nFrom c@example.com Mon Mar  2 10:00:00 2026\nFrom: c@example.com\nSubject: Two\n\ny\n' >"$dir/two.mbox"
check why-file facts "$dir/one.eml"
# One line that is larger than any buffer.
{
	printf 'From: b@example.com\nSubject: All\nTo: '
	for i in {1..400}; do
		printf 'p%s@example.com,\n ' "$i"
	done
	printf 'me@example.org\n\nHello\n'
} >"$dir/crowd.eml"
(
	sleep 0.2
	tend why --json "$dir/crowd.eml" 2>"$dir/err"
	echo $? >"$dir/status"
) | :
[ "$(cat "$dir/status")" = 0 ] && [ ! -s "$dir/err" ]
result 'a reader that leaves early is no error' $?
tend why --json "$dir/crowd.eml" 2>"$dir/err" >/dev/full
[ $? -eq 74 ] && grep -q 'it is not complete' "$dir/err"
result 'a full disk is one' $?
check why-mbox facts "$dir/two.mbox"
sed 's/Hello/CANARY/' "$dir/one.eml" >"$dir/kills.eml"
TEND_FAULT=CANARY facts "$dir/kills.eml" "$dir/one.eml" >"$dir/out" 2>"$dir/err"
[ $? -eq 65 ] && grep -q '"error":"the worker died of it' "$dir/out" &&
	grep -q 'one.eml","message":1,.*"kind":"human"' "$dir/out" &&
	grep -q 'kills.eml: message 1: the worker died' "$dir/err"
result 'why: a worker that dies of one file reads the others' $?
check why-file-missing facts "$dir/missing.eml" "$dir/one.eml"
timeout 10 "$TEND" why - <&- >"$dir/out" 2>"$dir/err"
[ $? -eq 66 ] && grep -q 'no mail in it' "$dir/err"
result 'why: standard input that is closed' $?
# One mail to three of them, one of whom is to be called.
rm -f "$XDG_DATA_HOME"/tend/tend.db*
cp "$XDG_CONFIG_HOME/tend/config" "$dir/config.kept"
printf '\n[cadence ring]\ndays = 2 call, 9\n' >>"$XDG_CONFIG_HOME/tend/config"
printf 'From me@example.org Tue Mar  3 10:00:00 2026\nFrom: Me <me@example.org>\nTo: Ann Lee <ann@example.com>, Bo Ek <bo@example.com>, Cy Oz <cy@example.net>\nSubject: Dates\nMessage-ID: <d1@example.org>\nDate: Tue, 3 Mar 2026 10:00:00 +0000\n\nCould you please tell me which of the dates suits you?\n\n' >"$dir/three.mbox"
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ann@example.com\nTEL:+49 30 555 0100\nEND:VCARD\n' >"$dir/ann.vcf"
{
	tend ingest -f Sent "$dir/three.mbox"
	TEND_NOW='2026-03-04 12:00' tend import --yes "$dir/ann.vcf"
	TEND_NOW='2026-03-04 12:00' tend track ann@example.com ring
} >"$dir/said" 2>&1 || sed 's/^/# /' "$dir/said"
printf 'From me@example.org Wed Mar  4 10:00:00 2026\nFrom: Me <me@example.org>\nTo: Di Ro <di@example.com>\nSubject: Re: Size\nMessage-ID: <d2@example.org>\nIn-Reply-To: <gone@example.com>\nDate: Wed, 4 Mar 2026 10:00:00 +0000\n\nThe second one suits me well, thank you.\n\nOn Mon, 2 Mar 2026 at 09:15, Di Ro <di@example.com> wrote:\n> Which one?\n\n' >"$dir/gone.mbox"
tend ingest -f Sent "$dir/gone.mbox" >"$dir/said" 2>&1
export TEND_NOW='2026-03-05 09:00'
check gone-show tend show di
check gone-history tend history di
check gone-history-json tend history --json di
check three-stalled tend stalled
check three-stalled-json tend stalled --json
check three-week tend week
if command -v script >/dev/null; then
	terminal three 80 stalled
	grep -q '^Ann Lee +2 .* call +49 30 555 0100: Dates$' "$dir/got"
	result 'stalled: others are counted, and the number to call is shown' $?
fi
export TEND_NOW='2026-03-09 09:00'
cp "$dir/config.kept" "$XDG_CONFIG_HOME/tend/config"

# mail DATE FROM TO SUBJECT: as it stands in an mbox, with an ask.
mail()
{
	printf 'From x@example.org Mon Jan  1 00:00:00 2024\nFrom: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@example.org>\nDate: %s 10:00:00 +0000\n\n%s\n\n' \
		"$2" "$3" "$4" "$(echo "$1$2" | tr -dc '[:alnum:]')" "$1" \
		'Could you please send me the drawings of the bridge?'
}

# One has waited for two years, another for a week.
rm -f "$XDG_DATA_HOME"/tend/tend.db*
mail 'Mon, 4 Mar 2024' me@example.org old@example.com Piers >"$dir/sent.mbox"
mail 'Mon, 2 Mar 2026' me@example.org new@example.net Arches >>"$dir/sent.mbox"
mail 'Tue, 5 Mar 2024' old@example.com me@example.org Piers >"$dir/in.mbox"
mail 'Wed, 4 Mar 2026' new@example.net me@example.org Arches >>"$dir/in.mbox"
{
	tend ingest -f Sent "$dir/sent.mbox"
	tend ingest "$dir/in.mbox"
	tend track old@example.com
	tend track new@example.net
} >"$dir/said" 2>&1 || sed 's/^/# /' "$dir/said"
check backlog-week tend week

cp "$XDG_CONFIG_HOME/tend/config" "$dir/config.kept"
echo '[tend' >"$XDG_CONFIG_HOME/tend/config"
tend why "$dir/one.eml" >"$dir/out" 2>"$dir/err" &&
	grep -q 'remains unknown' "$dir/err" && grep -q human "$dir/out"
result 'why: files are judged though the configuration is broken' $?
mv "$dir/config.kept" "$XDG_CONFIG_HOME/tend/config"
rm -rf "$XDG_DATA_HOME/tend" "$XDG_CONFIG_HOME/tend"
check why-file-alone facts "$dir/one.eml"
check overview-beginning tend

# Half a year of another mailbox.
mkdir -p "$dir/year/tend" "$XDG_CONFIG_HOME/tend"
printf '[tend]\ntime-zone = UTC\n[account work]\nidentities = %s\n' \
	me@example.org >"$XDG_CONFIG_HOME/tend/config"
export XDG_DATA_HOME=$dir/year TEND_NOW='2026-05-01 07:30'
"$build/tests/unit/make-year" "$XDG_DATA_HOME/tend/tend.db" || exit 99
check report tend report
check report-since tend report --since 2w
check report-json tend report --json
check report-bad-since tend report --since 'next month'
check report-no-directory tend report --html /no/such/place.html

# Every member that JSON has is in the manual.
cat "$expect"/*json*.txt | grep -v '^stderr' | grep -oE '"[a-z_]+":' |
	tr -d '":' | sort -u >"$dir/members"
grep -vwFf <(grep -oE '[a-z_]+' "$top/contrib/man/tend-json.5") \
	"$dir/members" >"$dir/unknown"
[ -s "$dir/members" ] && [ ! -s "$dir/unknown" ]
result 'JSON: every member is in tend-json(5)' $?
sed 's/^/# /' "$dir/unknown"

echo "1..$n"
exit $failed
