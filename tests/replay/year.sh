#!/usr/bin/env bash
# A year of an invented mailbox, day by day with the clock held still: whom tend
# names each morning, compared with year-mornings.txt, which people read.  Needs
# no server and no network.
#
#	REPLAY_UPDATE=1 tests/replay/year.sh	write the mornings anew
# shellcheck shell=bash

set -u

top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${G_TEST_BUILDDIR:-$PWD}
here=$top/tests/replay
expected=$here/year-mornings.txt
: "${TEND:=$build/tend}"
: "${TEND_WORKER:=$build/tend-worker}"
export TEND TEND_WORKER LC_ALL=C.UTF-8 TZ=Europe/Berlin
unset TEND_PAGER PAGER NO_COLOR

dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
umask 077
export HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data \
	XDG_STATE_HOME=$dir/state XDG_CACHE_HOME=$dir/cache \
	XDG_RUNTIME_DIR=$dir/run
mkdir -p "$XDG_CONFIG_HOME/tend" "$XDG_RUNTIME_DIR" "$dir/mails"
cat >"$XDG_CONFIG_HOME/tend/config" <<'CONFIG'
[tend]
time-zone = Europe/Berlin
holidays = 2026-04-03;2026-04-06;2026-05-01;2026-12-25
[account files]
identities = me@example.org
CONFIG

failed=0
n=0
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

# The Date of a mail is that of its step; the file's time is too.
stamp()
{
	local file=$dir/mails/$2
	sed -i "1i Date: $(date -R -d "$1")" "$file"
	touch -d "$1" "$file"
}

# Who is named: reason, who, and the words, without the times.
list()
{
	TEND_NOW="$1" "$TEND" stalled --json | awk '
	function value(key,    text) {
		if (!match($0, "\"" key "\":[^,]*"))
			return ""
		text = substr($0, RSTART + length(key) + 3,
			      RLENGTH - length(key) - 3)
		gsub(/["\[\]]/, "", text)
		return text
	}
	function without_domain(text) {
		sub(/@.*/, "", text)
		return text
	}
	{
		who = without_domain(value("addresses"))
		match($0, /"with":\[[^]]*\]/)
		n = split(substr($0, RSTART + 8, RLENGTH - 9), others, ",")
		for (i = 1; i <= n; i++) {
			gsub(/"/, "", others[i])
			who = who "+" without_domain(others[i])
		}
		channel = value("channel")
		match($0, /"sentence":"([^"\\]|\\.)*"/)
		words = substr($0, RSTART + 12, RLENGTH - 13)
		gsub(/\\"/, "\"", words)
		printf "  %-13s %s%s: %s%s\n", value("reason"), who,
			channel == "email" ? "" : " (" channel ")", words,
			value("named") == "true" ? "" : " [still]"
	}'
}

waiting=()
read_waiting()
{
	[ ${#waiting[@]} -gt 0 ] || return 0
	TEND_NOW="$1" timeout 60 "$TEND" ingest "${waiting[@]}" \
		>>"$dir/said" 2>&1 || result "ingest on $1" 1
	waiting=()
}

# Whatever happened before that morning.
catch_up()
{
	local morning=$1 day time verb rest
	while [ -n "${steps[next]:-}" ]; do
		read -r day time verb rest <<<"${steps[next]}"
		[[ "$day $time" < "$morning" ]] || break
		next=$((next + 1))
		if [ "$verb" = mail ]; then
			stamp "$day $time" "$rest"
			waiting+=("$dir/mails/$rest")
			continue
		fi
		read_waiting "$day $time"
		eval "set -- $rest"
		TEND_NOW="$day $time" timeout 60 "$TEND" "$@" </dev/null \
			>>"$dir/said" 2>&1 || {
			sed 's/^/# /' "$dir/said" | tail -n 3
			result "tend $rest" 1
		}
	done
	read_waiting "$morning"
}

echo 1..4
awk -v dir="$dir/mails" -f "$here/mails.awk" "$here/year.txt" \
	>"$dir/steps" || exit 99
sort -c -k 1,2 "$dir/steps"
result 'the script goes forwards in time' $?
mapfile -t steps <"$dir/steps"
next=0
day=2026-01-06
: >"$dir/mornings"
while [[ $day < 2027-01-01 ]]; do
	catch_up "$day 07:30"
	list "$day 07:30" >"$dir/list"
	if [ -s "$dir/list" ]; then
		date -d "$day" '+%a %F' >>"$dir/mornings"
		cat "$dir/list" >>"$dir/mornings"
	fi
	day=$(date -d "$day +1 day" +%F)
done
if [ -n "${REPLAY_UPDATE:-}" ]; then
	sed -n '/^#/p;/^$/q' "$expected" >"$dir/head" 2>/dev/null
	{ cat "$dir/head"; echo; cat "$dir/mornings"; } >"$expected"
fi
sed '/^#/d;/^$/d' "$expected" >"$dir/expected"
diff -u "$dir/expected" "$dir/mornings" >"$dir/diff"
status=$?
sed 's/^/# /' "$dir/diff"
result 'the mornings of a year' $status

# Nobody is named at a weekend, or on a holiday, but who is new stays there.
! awk '/^[A-Z]/ { off = /^S/ || /-04-0[36]$/ || /-05-01$/ || /-12-25$/ }
	off && /^ / && $1 != "new" && $1 != "undelivered"' "$dir/mornings" |
	grep .
result 'nobody on days off' $?

# All derived anew at once, the last day looks the same.
export TEND_NOW='2026-12-31 07:30'
"$TEND" export --json >"$dir/before"
"$TEND" stalled --waiting --json >>"$dir/before"
"$TEND" rebuild >/dev/null 2>&1
"$TEND" export --json >"$dir/after"
"$TEND" stalled --waiting --json >>"$dir/after"
cmp "$dir/before" "$dir/after" >&2
result 'read day by day or at once, it is the same' $?
exit $failed
