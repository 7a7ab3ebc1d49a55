#!/usr/bin/env bash
# Die at every commit, just before and just after it; run again; and all is as
# if nothing had happened.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

dying=${G_TEST_BUILDDIR:-$PWD}/tests/faults/dying-tend
now='2026-03-09 07:30'

# many N DIR: mail of some weeks among a dozen people, in three folders, some
# in two of them, in threads.
many()
{
	mkdir -p "$2"/{,.Sent/,.Archive/}{cur,new,tmp}
	awk -v n="$1" -v dir="$2" 'BEGIN {
		start = 1767600000	# 5 January 2026
		for (i = 1; i <= n; i++) {
			who = "p" (i * 7 % 12) "@example.com"
			out = i % 3 == 0
			at = start + i * 14000
			file = sprintf("%s/cur/%d.M%d.x:2,S",
				dir (out ? "/.Sent" : ""), at, i)
			copy = sprintf("%s/.Archive/cur/%d.M%d.x:2,S",
				dir, at, i)
			text = "From: " (out ? "me@example.org" : who) "\n" \
				"To: " (out ? who : "me@example.org") "\n" \
				"Subject: Matter " i % 40 "\n" \
				"Date: " strftime("%a, %d %b %Y %H:%M:%S " \
					"+0000", at, 1) "\n" \
				"Message-ID: <m" i "@example.net>\n"
			if (i > 12)
				text = text "In-Reply-To: <m" i - 12 \
					"@example.net>\nReferences: <m" \
					i % 12 + 1 "@example.net> <m" i - 12 \
					"@example.net>\n"
			text = text "\nA few words.\n"
			printf "%s", text > file
			close(file)
			if (i % 10 == 0) {
				printf "%s", text > copy
				close(copy)
			}
			print at, file
			if (i % 10 == 0)
				print at, copy
		}
	}' | while read -r at file; do touch -d "@$at" "$file"; done
}

# everything: all facts and all that is derived, by natural keys.  But for
# folder.messages: a hint that may be missing until the folder changes.
everything()
{
	# A blank line first: two dashes would be an option.
	db "
	$(cat "$story_top/tests/lib/derived.sql")
	SELECT 'copy', folder.name, uid, message_key, internal_at, size, flags,
	       copy.keywords, gone_at, hex(facts)
	  FROM copy JOIN folder USING (folder_id);
	SELECT 'folder', name, display, role, selected, low, high
	  FROM folder;
	SELECT 'identity', address, source FROM identity;
	SELECT 'setting', name, value FROM setting;
	SELECT 'index', name FROM sqlite_schema WHERE type = 'index';
	SELECT 'account', name, baseline_at, problem, refused FROM account;
	PRAGMA quick_check" | sort
}

# die_everywhere COMMAND...: leaves in $deaths how often it died.
die_everywhere()
{
	local n after status first=
	rm -rf "$XDG_DATA_HOME"
	at "$now" "$dying" "$@"
	everything >wanted
	expect_grep '^touch' wanted
	expect_grep '^ok$' wanted
	deaths=0
	for ((n = 1; n < 500; n++)); do
		for after in '' yes; do
			rm -rf "$XDG_DATA_HOME"
			at "$now" env DIE_AT=$n ${after:+DIE_AFTER=$after} \
				"$dying" "$@"
			status=$?
			[ $status -eq 99 ] || break 2
			deaths=$((deaths + 1))
			# The second time too, elsewhere.
			at "$now" env DIE_AT=$((n % 5 + 1)) "$dying" "$@"
			expect_exit 0 at "$now" "$dying" "$@"
			everything >got
			if [ -z "$first" ] && ! cmp -s wanted got; then
				first=yes
				fail "died ${after:+after }at commit $n"
				expect_same wanted got
			fi
		done
	done
	expect_equal 0 "$status" 'the run that did not die'
	everything >got
	expect_same wanted got
}

begin 'reading files'
configure host= port= tls= ca-file= user= password-command= 'folders=*'
many 300 "$PWD/maildir"
export BATCH=40
die_everywhere ingest "$PWD/maildir" "$story_top/tests/corpus/mail"
echo "# died $deaths times" >&4
[ "$deaths" -ge 20 ] || fail "only $deaths commits"

begin 'deriving anew'
configure host= port= tls= ca-file= user= password-command= 'folders=*'
many 60 "$PWD/maildir"
at "$now" "$TEND" ingest "$PWD/maildir"
cp -r "$XDG_DATA_HOME" kept
everything >wanted
for n in 1 2 3 4; do
	for after in '' yes; do
		rm -rf "$XDG_DATA_HOME"
		cp -r kept "$XDG_DATA_HOME"
		at "$now" env DIE_AT=$n ${after:+DIE_AFTER=$after} \
			"$dying" rebuild
		expect_exit 0 at "$now" "$TEND" ingest "$PWD/maildir"
		everything >got
		expect_same wanted got
	done
done

begin 'reading a mailbox'
configure 'folders=*'
many 120 "$PWD/maildir"
path=$(dovecot_maildir "$USER_NAME" INBOX)
cp -rp "$PWD/maildir/." "$path/"
dovecot_give "$path"
export BATCH=25
die_everywhere sync
echo "# died $deaths times" >&4
[ "$deaths" -ge 8 ] || fail "only $deaths commits"

end
