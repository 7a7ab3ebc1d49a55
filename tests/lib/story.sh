# Stories: what a user does and sees, on the real Dovecot, each in a home and a
# mailbox of its own, with the clock held still.  Source it from bash; speaks
# TAP, one test for each `begin`.
# shellcheck shell=bash
#
#	. "${G_TEST_SRCDIR:-.}/tests/lib/story.sh"
#	begin 'an answer ends the stall'
#	deliver --from ada --at '2026-03-02 09:00' question.eml
#	deliver --to ada --at '2026-03-03 10:00' answer.eml
#	at '2026-03-09 07:00' tend sync
#	at '2026-03-09 07:00' tend stalled >got
#	expect_empty got
#	end
#
# A failed expectation fails its story, which goes on to its end.  Times are
# UTC.  All output of the programs is kept, shown where a story fails, and
# searched for the password at the end.  All that tend said to the server is
# held against its promises (heard.awk) at the end of each story.
#
# Set before the first begin, DOVECOT_... choose the server (dovecot.sh).

set -u

story_top=${G_TEST_SRCDIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
contrib=$story_top/contrib
# shellcheck source=contrib/lib.sh
. "$contrib/lib.sh"
# shellcheck source=tests/lib/dovecot.sh
. "$story_top/tests/lib/dovecot.sh"

: "${TEND:=${G_TEST_BUILDDIR:-$PWD}/tend}"
: "${TEND_WORKER:=${G_TEST_BUILDDIR:-$PWD}/tend-worker}"
export TEND TEND_WORKER LC_ALL=C.UTF-8 TZ=UTC
unset DBUS_SESSION_BUS_ADDRESS DISPLAY XDG_CONFIG_DIRS XDG_DATA_DIRS TEND_NOW

# The longest that one call of tend may take, sanitizers and all.
: "${STORY_LIMIT:=120}"

skip_all()
{
	echo "1..0 # SKIP $*"
	exit 0
}

dovecot_present || skip_all 'dovecot or openssl is not installed'
[ -x "$TEND" ] && [ -x "$TEND_WORKER" ] || skip_all 'tend is not built'

story_dir=$(short_tmp) || exit 99
# Dovecot may run as nobody and must get through to its own folder.
chmod 711 "$story_dir"
story_n=0
story_title=
story_failed=
story_skipped=
story_mails=0
WATCH_PID=
DOVECOT_HEARD=$story_dir/d/heard
DOVECOT_PASSWORD=canary-$RANDOM-$RANDOM-$RANDOM
printf '%s\n' "$DOVECOT_PASSWORD" >"$story_dir/password"
chmod 600 "$story_dir/password"

# 4 is the TAP driver; what programs say goes to files.
exec 4>&1 >>"$story_dir/stdout" 2>>"$story_dir/stderr"

story_leave()
{
	local status=$?
	trap - EXIT
	if [ -n "$story_title" ]; then
		fail "the script ended in the middle, with status $status"
		story_finish
		echo "1..$story_n" >&4
	fi
	story_kill_watch
	dovecot_stop
	cd /
	if [ -n "${STORY_KEEP:-}" ]; then
		echo "# kept: $story_dir" >&4
	else
		remove_tree "$story_dir"
	fi
	exit "$status"
}
trap story_leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# fail WHAT [FILE]: with the file's lines as the reason.
fail()
{
	story_failed=yes
	{
		printf '%s\n' "$1"
		[ -z "${2:-}" ] || head -n 40 "$2"
	} | sed 's/^/# /' >>"$story_dir/why"
}

# What the server has heard in this story.
story_check_heard()
{
	local heard=$DOVECOT_HEARD
	# In the order in which they began: the names have seconds and the
	# number of a process, which begins anew now and then.
	find "$heard" -name '*.in' -size +0 \
		-exec awk 'FNR == 1 { print $1, FILENAME }' {} + 2>/dev/null |
		LC_ALL=C sort -n | cut -d ' ' -f 2- | tr '\n' '\0' |
		LC_ALL=C xargs -0 -r awk -f "$story_top/tests/lib/heard.awk" \
			>"$story_dir/breaches" ||
		fail 'tend said to the server:' "$story_dir/breaches"
	find "$heard" -type f -delete
}

story_finish()
{
	[ -n "$story_title" ] || return 0
	watch_stop
	story_check_heard
	story_n=$((story_n + 1))
	if [ -n "$story_failed" ]; then
		echo "not ok $story_n - $story_title"
		cat "$story_dir/why"
		tail -n 15 "$story_dir/stderr" | sed 's/^/# stderr: /'
	else
		echo "ok $story_n - $story_title$story_skipped"
	fi >&4
	story_title=
}

# skip WHY: the rest of this story must not matter.
skip()
{
	story_skipped=" # SKIP $*"
}

# begin TITLE: end the last story, start another as the next user.
begin()
{
	story_finish
	story_title=$1
	story_failed=
	story_skipped=
	: >"$story_dir/why"
	printf '== %s\n' "$1" | tee -a "$story_dir/stdout" \
		>>"$story_dir/stderr"
	if [ -z "${DOVECOT_PID:-}" ]; then
		mkdir -p "$story_dir/d" "$DOVECOT_HEARD"
		dovecot_give "$DOVECOT_HEARD"
		dovecot_start "$story_dir/d" || {
			echo 'Bail out! dovecot does not start' >&4
			story_title=
			exit 99
		}
	fi
	USER_NAME=u$((story_n + 1))
	HOME=$story_dir/$USER_NAME
	mkdir -p "$HOME/run" "$HOME/work"
	chmod 700 "$HOME" "$HOME/run"
	export HOME XDG_CONFIG_HOME=$HOME/config XDG_DATA_HOME=$HOME/data \
		XDG_STATE_HOME=$HOME/state XDG_CACHE_HOME=$HOME/cache \
		XDG_RUNTIME_DIR=$HOME/run
	cd "$HOME/work" || exit 99
	configure
}

# end: the last line of a script.
end()
{
	story_finish
	story_title='the password is found nowhere'
	story_failed=
	story_skipped=
	: >"$story_dir/why"
	story_search_password
	story_finish
	echo "1..$story_n" >&4
}

# In clear, and in base64 at each of its three alignments.
story_search_password()
{
	local before text
	{
		printf '%s\n' "$DOVECOT_PASSWORD"
		for before in '' x xx; do
			text=$(printf '%s%s' "$before" "$DOVECOT_PASSWORD" |
				base64 -w 0)
			printf '%s\n' "${text:4:24}"
		done
	} >"$story_dir/patterns"
	# Not in what we keep it in ourselves.
	if grep -rlFf "$story_dir/patterns" "$story_dir" \
		--exclude-dir=d --exclude=password --exclude=patterns \
		>"$story_dir/found"; then
		fail 'the password is in these files:' "$story_dir/found"
	fi
}

# configure [KEY=VALUE]...: write the configuration anew.  A key of [tend]
# is given as tend.KEY=VALUE, any other belongs to the account; an empty value
# takes a line away.
configure()
{
	local pair
	local -A account=(
		[host]=localhost [port]=$DOVECOT_TLS_PORT [tls]=implicit
		[ca-file]=$DOVECOT_CA [user]=$USER_NAME
		[password-command]="cat $story_dir/password"
		[identities]=me@example.org
	)
	local -A general=([time-zone]=UTC [digest-at]=07:30)
	for pair in "$@"; do
		case $pair in
		tend.*)
			pair=${pair#tend.}
			general[${pair%%=*}]=${pair#*=}
			;;
		*)
			account[${pair%%=*}]=${pair#*=}
			;;
		esac
	done
	mkdir -p "$XDG_CONFIG_HOME/tend"
	{
		echo '[tend]'
		for pair in "${!general[@]}"; do
			[ -z "${general[$pair]}" ] ||
				printf '%s=%s\n' "$pair" "${general[$pair]}"
		done
		echo '[account test]'
		for pair in "${!account[@]}"; do
			[ -z "${account[$pair]}" ] ||
				printf '%s=%s\n' "$pair" "${account[$pair]}"
		done
	} >"$XDG_CONFIG_HOME/tend/config"
	chmod 600 "$XDG_CONFIG_HOME/tend/config"
}

# What a story calls; never waits for ever.
tend()
{
	timeout -k 5 "$STORY_LIMIT" "$TEND" "$@"
}

seconds_of() { date -u -d "$1" +%s; }

# at TIME COMMAND...: with tend's clock held still there.
at()
{
	local time
	time=@$(seconds_of "$1")
	shift
	TEND_NOW=$time "$@"
}

# A bare word is a person at example.com; `me` is the user.
story_address()
{
	case $1 in
	me) echo 'Max Muster <me@example.org>' ;;
	*@*) printf '%s\n' "$1" ;;
	*) printf '%s <%s@example.com>\n' "${1^}" "$1" ;;
	esac
}

# Several, between commas.
story_addresses()
{
	local one out=
	local -a list
	IFS=, read -r -a list <<<"$1"
	for one in "${list[@]}"; do
		out=$out${out:+, }$(story_address "$one")
	done
	printf '%s\n' "$out"
}

# story_has NAME FILE: such a field stands in these header lines.
story_has()
{
	grep -qi "^$1:" "$2"
}

# deliver --at TIME [OPTION...] [FILE|-]: put a mail into the mailbox, as if
# it had come (or, with --to alone, had been sent) at that time.
#
#	--from WHO --to WHO[,WHO] --cc WHO[,WHO]
#	--subject TEXT --id ID --reply-to-id ID --header 'NAME: TEXT'
#	--folder NAME	instead of INBOX, or Sent
#	--flags FRS	Maildir's letters; without any, mail that came is new
#	--append	by the server, as a mail client does: Dovecot tells a
#			client that watches other folders of nothing else
#
# FILE is a body, or header fields and a body; the fields that it or --header
# brings replace what would be written by itself.
deliver()
{
	local from='' to='' cc='' at='' folder='' subject='' id='' parent=''
	local flags='' file='' append='' path name when bytes
	local head=$story_dir/head body=$story_dir/body mail=$story_dir/mail
	: >"$head"
	: >"$body"
	while [ $# -gt 0 ]; do
		case $1 in
		--from) from=$2 ;;
		--to) to=$2 ;;
		--cc) cc=$2 ;;
		--at) at=$2 ;;
		--folder) folder=$2 ;;
		--subject) subject=$2 ;;
		--id) id=$2 ;;
		--reply-to-id) parent=$2 ;;
		--header) printf '%s\n' "$2" >>"$head" ;;
		--flags) flags=$2 ;;
		--append) append=yes; shift; continue ;;
		-) file=/dev/stdin; shift; continue ;;
		-*) fail "deliver: no such option: $1"; return 1 ;;
		*) file=$1; shift; continue ;;
		esac
		shift 2
	done
	if [ -z "$from" ] && [ -n "$to" ]; then
		from=me
		: "${folder:=Sent}" "${flags:=S}"
	fi
	: "${from:=ada}" "${to:=me}" "${folder:=INBOX}" "${subject:=A word}"
	story_mails=$((story_mails + 1))
	: "${id:=m$story_mails.$USER_NAME@example.net}"
	if [ -n "$file" ]; then
		awk -v head="$head" -v body="$body" '
			NR == 1 { fields = /^[A-Za-z][A-Za-z0-9-]*:/ }
			fields && /^$/ { fields = 0; next }
			{ print >> (fields ? head : body) }
		' "$file"
	else
		# Each its own: copies of one mail would be one touch.
		echo "A few words of $at." >"$body"
	fi
	when=$(seconds_of "$at") || { fail "deliver: --at '$at'?"; return 1; }
	{
		story_has from "$head" ||
			echo "From: $(story_address "$from")"
		story_has to "$head" || echo "To: $(story_addresses "$to")"
		[ -z "$cc" ] || echo "Cc: $(story_addresses "$cc")"
		story_has subject "$head" || echo "Subject: $subject"
		story_has date "$head" ||
			echo "Date: $(date -u -R -d "@$when")"
		story_has message-id "$head" || echo "Message-ID: <$id>"
		if [ -n "$parent" ]; then
			echo "In-Reply-To: <$parent>"
			echo "References: <$parent>"
		fi
		cat "$head"
		echo
		cat "$body"
	} | sed '/^[A-Za-z-]*: *(none)$/d' >"$mail"
	if [ -n "$append" ]; then
		bytes=$(sed 's/$/\r/' "$mail")
		mailbox "APPEND $folder (\\Seen) \"$(date -u -d "@$when" \
			'+%d-%b-%Y %H:%M:%S +0000')\" {$(printf %s "$bytes" |
			wc -c)+}"$'\r\n'"$bytes" || fail 'APPEND failed'
		return
	fi
	path=$(dovecot_maildir "$USER_NAME" "$folder")
	name=$when.M${story_mails}P$$.test
	cp "$mail" "$path/tmp/$name"
	touch -d "@$when" "$path/tmp/$name"
	dovecot_give "$path/tmp/$name"
	if [ -n "$flags" ]; then
		mv "$path/tmp/$name" "$path/cur/$name:2,$flags"
	else
		mv "$path/tmp/$name" "$path/new/$name"
	fi
}

# serve [NAME=VALUE]...: the server again, with other choices.
serve()
{
	dovecot_stop
	local DOVECOT_CERT=${DOVECOT_CERT:-good} \
		DOVECOT_WITHOUT=${DOVECOT_WITHOUT:-} \
		DOVECOT_CONNECTIONS=${DOVECOT_CONNECTIONS:-100} \
		DOVECOT_PREFIX=${DOVECOT_PREFIX:-} \
		DOVECOT_FIXED_PORT=${DOVECOT_FIXED_PORT:-}
	local pair
	for pair in "$@"; do
		printf -v "${pair%%=*}" %s "${pair#*=}"
	done
	dovecot_start "$story_dir/d" || fail 'dovecot did not start again'
	configure
}

# logins: how many the server saw, good or bad.
logins()
{
	grep -cE 'imap-login: .*(Login:|auth failed)' \
		"$DOVECOT_DIR/dovecot.log"
}

# settle_in TIME: tend has been there since then.  What lay in the mailbox before
# its first reading is no news to anybody.
settle_in()
{
	at "$1" tend sync || fail "the first sync failed"
}

# mailbox [COMMAND...]: speak IMAP as this story's user.
mailbox()
{
	dovecot_imap "$USER_NAME" "$@"
}

# snapshot: every mail with its folder, its flags, whether it is still new, and
# its content; and the keywords' names.
snapshot()
{
	(
		cd "$DOVECOT_DIR/mail/$USER_NAME" || exit 1
		find . -type f \( -path '*/cur/*' -o -path '*/new/*' \
			-o -name dovecot-keywords \) -exec cksum {} + |
			sort -k 3
	)
}

# mails FOLDER: the paths of its mails.
mails()
{
	local path
	path=$(dovecot_maildir "$USER_NAME" "$1")
	find "$path/cur" "$path/new" -type f | sort
}

# db SQL: what the database says.
db()
{
	sqlite3 -batch "file:$XDG_DATA_HOME/tend/tend.db?mode=ro" "$1"
}

# dump: what tend export says, in an order of its own.
dump()
{
	tend export --json | sort
}

# of ADDRESS KEY: one value of tend export, or "none".
of()
{
	local value
	value=$(tend export --json | grep -E "\"address\" ?: ?\"$1\"" |
		sed -nE "s/.*\"$2\" ?: ?(\"([^\"]*)\"|[^,}]*).*/\1/p")
	value=${value#\"}
	printf '%s\n' "${value:+${value%\"}}"
}

wait_for()
{
	local limit=$1 start
	shift
	start=$(date +%s%N)
	until "$@"; do
		if [ $(($(date +%s%N) - start)) -gt $((limit * 1000000000)) ]
		then
			fail "after $limit seconds still not: $*"
			return 1
		fi
		sleep 0.05
	done
}

# watch_start [TIME]: tend watch in the background, its clock from TIME on.
watch_start()
{
	# exec, so that the process is tend itself and can be told to end.
	(
		[ $# -eq 0 ] || export TEND_NOW=@"$(seconds_of "$1")"
		exec "$TEND" watch >watch.out 2>watch.err
	) &
	WATCH_PID=$!
}

# watch_stop: it must end by itself when asked, and cleanly.
watch_stop()
{
	local i status
	[ -n "$WATCH_PID" ] || return 0
	kill -TERM "$WATCH_PID" 2>/dev/null
	for ((i = 0; i < 200; i++)); do
		kill -0 "$WATCH_PID" 2>/dev/null || break
		sleep 0.05
	done
	if kill -KILL "$WATCH_PID" 2>/dev/null; then
		fail 'watch did not end within ten seconds of SIGTERM'
	fi
	wait "$WATCH_PID"
	status=$?
	[ $status -eq 0 ] || fail "watch ended with status $status:" watch.err
	WATCH_PID=
}

story_kill_watch()
{
	[ -n "$WATCH_PID" ] || return 0
	kill -KILL "$WATCH_PID" 2>/dev/null
	wait "$WATCH_PID" 2>/dev/null
	WATCH_PID=
}

expect_empty()
{
	[ ! -s "$1" ] || fail "$1 should be empty:" "$1"
}

# expect_same WANTED GOT
expect_same()
{
	diff -u --label wanted --label got "$1" "$2" >"$story_dir/diff" 2>&1 ||
		fail "$2 is not as $1:" "$story_dir/diff"
}

# expect_lines FILE: the file is what stands on standard input.
expect_lines()
{
	cat >"$story_dir/wanted"
	expect_same "$story_dir/wanted" "$1"
}

expect_grep()
{
	grep -qE -- "$1" "$2" || fail "$2 has no /$1/:" "$2"
}

expect_no_grep()
{
	! grep -qE -- "$1" "$2" || fail "$2 has /$1/:" "$2"
}

# expect_equal WANTED GOT WHAT
expect_equal()
{
	[ "$1" = "$2" ] || fail "${3:-value}: wanted '$1', got '$2'"
}

# expect_sentence FILE PATTERN: one line in it, fit for a user, that says so.
expect_sentence()
{
	expect_equal 1 "$(wc -l <"$1")" "lines in $1"
	expect_grep "$2" "$1"
	expect_no_grep 'CRITICAL|WARNING|assert|GLib|[Ss]anitizer' "$1"
	expect_grep '^tend: ' "$1"
	expect_no_grep '^tend: [A-Z][a-z]' "$1"
	# But for what a server said.
	grep -qE '[[][A-Z]+[]]' "$1" || expect_no_grep '[.]$' "$1"
}

# expect_exit STATUS COMMAND...
expect_exit()
{
	local wanted=$1 status
	shift
	"$@"
	status=$?
	[ "$status" -eq "$wanted" ] ||
		fail "exit $status instead of $wanted: $*"
}
