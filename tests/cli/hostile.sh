#!/usr/bin/env bash
# A mailbox that attacks whoever reads it: every name, subject, sentence, firm,
# number, folder and id is hostile.  Every command says what it has to say of
# it, in each of its forms, and not one byte of it does anything.
#
# A new command is one line of the table `commands` below; without one this
# fails.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# One attack a line, as printf %b has it; none has a person's name in it.
attacks()
{
	cat <<'END'
\033[31mred\033[0m\033]0;pwn\007\010\010
\033]8;;http://evil.example\033\\\\click\033]8;;\033\\\\
\0302\023331m\0302\0205\0302\0220q\0302\0234
\0342\0200\0256fdp.exe\0342\0201\0246x\0342\0200\0217
x\r\nBcc: all@evil.example\r\n\r\nbody
x\0342\0200\0250y\0342\0200\0251z\v\f
<script>alert(1)</script>"><img src=//evil.example/i onerror=x>
' style=background:url(//evil.example) x='&lt;&#60;
=cmd|'/C calc'!A0
;=HYPERLINK("//evil.example");"=1
\t=1+1
\0357\0274\0235SUM(1)
http://evil.example/?a=1 www.evil.example javascript:alert(1)
?bcc=all@evil.example&body=pay%0d%0anow
=?utf-8?q?=1B[2J=0D=0ABcc:_x?=
","admin":true,"x":"\\\\u001b[2J
pay\0342\0200\0213pal\0363\0240\0201\0241\0357\0270\0201\0342\0200\0215
\0314\0270\0314\0201\0314\0201\0314\0201\0314\0201\0314\0201\0314\0201\0314\0201
\0377\0376\0300\0257\0355\0240\0200
%s%n%1000000d$(reboot)`reboot`\\\\
-rf --help
END:VCARD\nBEGIN:VCARD\nTEL:*#06#
END
}

# word TEXT: as an encoded word; whoever decodes it gets the bytes.
word()
{
	printf '=?utf-8?B?%s?=' "$(printf %b "$1" | base64 -w 0)"
}

# Cards with the attacks in their fields, one line each where that can be.
cards()
{
	local n=0 attack text
	while IFS= read -r attack; do
		n=$((n + 1))
		text=$(printf %b "$attack" | tr -d '\r\n')
		printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nORG:%s\r\n' \
			"$text" "$text"
		printf 'TITLE:%s\r\nNOTE:%s\r\nTEL:+49 30 5550%03d%s\r\n' \
			"$text" "$text" $n "$text"
		printf 'CATEGORIES:%s\r\nEMAIL:c%d@example.com\r\n' "$text" $n
		printf 'END:VCARD\r\n'
	done < <(attacks)
}

table()
{
	printf 'name,email,company,phone,notes\r\n'
	printf '"=1+1 \033[2J",t1@example.com,"@SUM(1)","+1 555 0100","<b>"\r\n'
	printf '"a\nb\342\200\256",t2@example.com,";=1","\033]0;x\007","-1"\r\n'
}

# Each attacker was written to, has answered with a question, has a firm and a
# number below it, and asks for a meeting.
an_attacked_mailbox()
{
	local n=0 attack folder
	configure tend.digest-limit=50
	settle_in '2026-02-20 09:00'
	while IFS= read -r attack; do
		n=$((n + 1))
		{
			printf 'To: %s <p%d@example.com>\n' "$(word "$attack")" $n
			printf 'Subject: %s\n\n' "$(word "$attack")"
			printf 'Could you tell me what %b costs?\n' "$attack"
		} >out.eml
		deliver --to "p$n@example.com" --at "2026-02-24 09:0$((n % 10))" \
			--id "o$n@example.org" out.eml
		{
			printf 'From: %s <p%d@example.com>\n' \
				"$(word "$attack")" $n
			printf 'Subject: %s\n' "$(word "$attack")"
			printf 'Organization: %s\n\n' "$(word "$attack")"
			printf 'Could you send me the %b price by Friday?\n' \
				"$attack"
			printf '\n-- \n%b\n%b Ltd\nTel. +49 30 5551%03d %b\n' \
				"$attack" "$attack" $n "$attack"
		} >in.eml
		deliver --at "2026-03-0$((2 + n % 4)) 09:0$((n % 10))" \
			--flags S --id "q$n@example.com" \
			--reply-to-id "o$n@example.org" in.eml
		# A stranger with the same.
		{
			printf 'From: %s <s%d@example.net>\n' \
				"$(word "$attack")" $n
			printf 'Subject: %b\n' "${attack//\\r\\n/ }"
			printf 'Message-ID: <%b@evil>\n\n' "${attack//\\r\\n/}"
			printf 'Dear Max Muster, shall we meet on Friday?\n'
		} >new.eml
		deliver --at "2026-03-06 10:0$((n % 10))" new.eml
		# It did not arrive.
		[ $((n % 7)) -ne 0 ] ||
			deliver --from MAILER-DAEMON@example.com \
				--at "2026-03-05 10:0$((n % 10))" \
				--subject 'Undelivered Mail Returned to Sender' - \
				<<-MAIL
				Content-Type: multipart/report; report-type=delivery-status; boundary=b

				--b
				Content-Type: message/delivery-status

				Reporting-MTA: dns; mx.example.com

				Final-Recipient: rfc822; p$n@example.com
				Action: failed
				Status: 5.1.1
				Diagnostic-Code: smtp; $(printf %b "$attack" |
					tr -d '\r\n\000-\010')

				--b
				Content-Type: message/rfc822

				From: me@example.org
				To: p$n@example.com
				Message-ID: <o$n@example.org>
				Subject: $(word "$attack")

				--b--
				MAIL
	done < <(attacks)
	people=$n
	for folder in 'pay&IA4-fdp' '<b>x' '=1+1'; do
		mailbox "CREATE \"$folder\"" || fail "no folder '$folder'"
		deliver --from p1 --folder "$folder" --at '2026-02-26 09:00'
	done
	cards >cards.vcf
	table >table.csv
	attacks | while IFS= read -r attack; do printf %b "$attack"; done >note
}

# COMMAND FORM ARGUMENTS: what is run, and how its output is looked at: text,
# json, csv, html.  @ stands for each attacker in turn.  Those that change
# something come last.
commands=$(cat <<'END'
help text help
config text config
config json config --json
status text status
status json status --json
doctor text doctor
doctor json doctor --json
overview text
overview json --json
list text list
list text list --sightings sort:last
list json list --sightings --json
list text list organisation:example.com touches:>0
stalled text stalled
stalled text stalled --waiting
stalled json stalled --json
week text week
week json week --json
show text show p@@example.com
show json show --json p@@example.com
show text show s@@example.net
history text history p@@example.com
history json history --json p@@example.com
why text why p@@example.com
why json why --json p@@example.com
why text why q@@example.com
why json why --json q@@example.com
why text why in.eml new.eml
why json why --json in.eml new.eml
find text find p
find text find red
find json find --json e
export csv export
export json export --json
export json export --json messages
digest text digest
digest json digest --json
digest html digest --html -
report text report --since 2y
report json report --since 2y --json
report html report --since 2y --html -
draft text draft --templates
draft text draft --print p@@example.com
draft json draft --print --json p@@example.com
import text import --dry-run cards.vcf table.csv
import json import --dry-run --json cards.vcf
import text import --yes cards.vcf table.csv
export csv export
export json export --json
list text list is:tracked
track text track
merge text merge --suggest
log text log p@@example.com call HOSTILE
note text note p@@example.com HOSTILE
tag text tag p@@example.com +HOSTILE
stage text stage p1@example.com customer
snooze text snooze p2@example.com 2w
done text done p3@example.com
no text no p4@example.com HOSTILE
mute text mute p5@example.com
merge text merge p6@example.com p7@example.com
split text split p6@example.com p7@example.com
undo text undo --list
undo text undo
forget text forget --yes p8@example.com
show text show p@@example.com
history text history p@@example.com
list text list
stalled text stalled
export csv export
digest html digest --html -
rebuild text rebuild
sync text --debug sync
ingest text ingest in.eml new.eml
digest text --debug digest --deliver
report text --debug report --deliver
draft text --debug draft p9@example.com
backup text backup
restore text restore --help
watch text watch --help
init text init --help
END
)

# What no reader may get: controls but tab and line end, C1, lines of
# Unicode's, bidi, hidden, tags; nor bytes that are no text.
unsafe='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xc2\xad'
unsafe=$unsafe'|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]'
unsafe=$unsafe'|\xd8\x9c|\xef\xbb\xbf|\xf3\xa0[\x80-\xbf][\x80-\xbf]'

check_bytes()
{
	LC_ALL=C grep -naP "$unsafe" "$1" >found &&
		fail "$2: $(head -n 3 found | cat -v)"
	iconv -f UTF-8 -t UTF-8 "$1" >/dev/null 2>&1 ||
		fail "$2: no UTF-8"
}

# Each line is one value of JSON.
check_json()
{
	local bad
	bad=$(sqlite3 -batch :memory: "WITH RECURSIVE line (this, rest) AS (
		SELECT '', CAST(readfile('$1') AS TEXT) UNION ALL
		SELECT substr(rest, 1, instr(rest, char(10)) - 1),
		       substr(rest, instr(rest, char(10)) + 1)
		  FROM line WHERE instr(rest, char(10)) > 0)
		SELECT count(*) FILTER (WHERE this <> '' AND NOT json_valid(this))
		       || ' ' || sum(length(rest) > 0 AND this = '' AND rest NOT LIKE '{%')
		  FROM line")
	expect_equal '0 0' "$bad" "$2: lines that are no JSON"
}

# No cell begins a formula, wherever a spreadsheet parts cells; all lines have
# the same number of cells.
check_csv()
{
	local separator
	for separator in ',' ';'; do
		awk -v separator="$separator" '
		function look(cell) {
			if (cell ~ /^[ \t"]*([=+@-]|＝|＋|－|＠)/ &&
			    cell !~ /^-?[0-9]*$/)
				print NR ": " cell
		}
		{
			cell = ""; quoted = 0; begin = 1; cells = 1
			for (i = 1; i <= length($0); i++) {
				c = substr($0, i, 1)
				if (begin && c == "\"") { quoted = 1; begin = 0; continue }
				begin = 0
				if (quoted && c == "\"" && substr($0, i + 1, 1) == "\"") {
					cell = cell c; i++
				} else if (quoted && c == "\"") {
					quoted = 0
				} else if (!quoted && c == separator) {
					look(cell); cell = ""; begin = 1; cells++
				} else {
					cell = cell c
				}
			}
			look(cell)
			if (separator == "," && NR > 1 && cells != wanted)
				print NR ": " cells " cells"
			wanted = cells
		}' "$1" >found
		[ ! -s found ] || fail "$2, cells at '$separator'" found
	done
}

# All that stands between < and > is ours, and no link goes anywhere but to a
# letter or a call.
check_html()
{
	local attribute='(class|lang|charset|name|content|id|role|dir|scope|colspan|rowspan|datetime|aria-[a-z]+|xmlns|viewBox|width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|d|points|transform|fill|stroke|stroke-width|text-anchor|patternUnits|patternTransform)="[^"<>]*"'
	local href='href="(mailto|tel):[A-Za-z0-9@%.+_~?&;=-]*"'
	local element='(!DOCTYPE html|/?(html|head|meta|title|style|body|div|h1|h2|h3|p|a|b|em|small|span|blockquote|ul|ol|li|br|hr|table|caption|thead|tbody|tr|th|td|figure|figcaption|svg|g|desc|path|rect|line|circle|polyline|text|tspan|defs|pattern|details|summary))'
	grep -o '<[^>]*>' "$1" |
		grep -vE "^<$element( +($attribute|$href))* */?>\$" >found
	[ ! -s found ] || fail "$2: not ours" found
	# And nothing is left over that could have been one.
	sed 's/<[^>]*>//g' "$1" | grep -n '[<>]' |
		grep -v '^[0-9]*: *[.a-z@].*{' >found
	[ ! -s found ] || fail "$2: a bracket" found
	# Text may say so, elements and the style may not.
	{
		grep -o '<[^>]*>' "$1"
		sed -n '/<style>/,/<\/style>/p' "$1"
	} | sed 's/ xmlns="[^"]*"//; s/mailto:[^"]*//; s/url(#[a-z0-9-]*)//' |
		grep -iE '//|url *\(|@import|javascript:|data:' >found
	[ ! -s found ] || fail "$2: something remote" found
}

# run FORM ARGUMENT...: and look at what it says.
run()
{
	local form=$1 what
	shift
	what="tend $*"
	at "$now" tend "$@" >got 2>got.err </dev/null
	case $? in
	0 | 1 | 64 | 65 | 66 | 69 | 75) ;;
	*) fail "$what: it ended with $?" got.err ;;
	esac
	runs=$((runs + 1))
	[ -s got ] || [ -s got.err ] || silent="$silent, $*"
	check_bytes got "$what"
	check_bytes got.err "$what, standard error"
	expect_no_grep 'CRITICAL|assert|[Ss]anitizer' got.err
	[ "$form" = text ] || [ ! -s got ] || "check_$form" got "$what"
}

# The same on a terminal, without the colours and links that are our own.
run_terminal()
{
	local arguments
	printf -v arguments ' %q' "$@"
	TEND_NOW=@$(seconds_of "$now") TERM=xterm TEND_PAGER='' script -qec \
		"stty cols 60; '$TEND'$arguments" /dev/null </dev/null |
		sed -E 's/\r$//; s/\x1b\[[0-9;]*m//g
			s/\x1b]8;;(mailto:[A-Za-z0-9@%._~-]+)?\x1b\\//g' >got
	check_bytes got "on a terminal: tend $*"
}

hostile=$(printf 'a \033[2J\342\200\256<b>=1;=2 http://evil.example\nb')

begin 'every command has its line'
{
	"$TEND" help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'
	echo overview
} | sort -u >there
cut -d ' ' -f 1 <<<"$commands" | sort -u >told
expect_same there told

begin 'nothing hostile comes through'
an_attacked_mailbox
runs=0
silent=
at "$now" tend --debug sync >got 2>got.err || fail 'sync' got.err
check_bytes got 'sync'
check_bytes got.err 'sync --debug, standard error'
while read -r command form arguments; do
	case $arguments in
	*@@*) last=$people ;;
	*) last=1 ;;
	esac
	for ((i = 1; i <= last; i++)); do
		read -ra list <<<"${arguments//@@/$i@}"
		run "$form" "${list[@]//HOSTILE/$hostile}"
		# A few of them also where colours are.
		case $command-$form in
		list-text | stalled-text | week-text | overview-text | \
			show-text | history-text | why-text | status-text)
			[ $((i % 5)) -ne 1 ] ||
				! command -v script >/dev/null ||
				run_terminal "${list[@]}"
			;;
		esac
	done
done <<<"$commands"
expect_equal '' "$silent" 'said nothing'
echo "# $runs runs" >&4

# What lies in the mailbox: no field is anybody's but ours.
letter=$(grep -li '^From:.*tend' $(mails INBOX) /dev/null | head -n 1)
[ -n "$letter" ] || fail 'no digest was delivered'
sed '/^\r*$/q' "$letter" >head
LC_ALL=C grep -naP '[^\x09\x0a\x0d\x20-\x7e]' head >found &&
	fail 'bytes in the header' found
sed -n 's/^\([A-Za-z-]*\):.*/\1/p' head | sort >fields
expect_lines fields <<'END'
Auto-Submitted
Content-Type
Date
From
MIME-Version
Message-ID
Subject
To
X-Tend-Letter
END
expect_grep '^To: u[0-9]+@|^To: me@example.org' head

begin 'whoever follows reads no more than that'
an_attacked_mailbox
at '2026-03-09 07:29' tend sync
watch_start '2026-03-09 07:29:57'
lies_there() { grep -qli '^From:.*tend' $(mails INBOX) /dev/null; }
wait_for 30 lies_there
watch_stop
check_bytes watch.out 'watch'
check_bytes watch.err 'watch, standard error'

end
