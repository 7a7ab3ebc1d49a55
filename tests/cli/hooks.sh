#!/usr/bin/env bash
# on-new, on-answer, on-stalled: the user's programs, told once, and never in
# the way.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"
source_dir=$(cd "${G_TEST_SRCDIR:-$(dirname "$0")/../..}" && pwd)

# Append the object to a file of the story.
told_by() { echo "cat >>'$HOME/work/told'"; }
told() { [ -e told ] && [ "$(wc -l <told)" -ge "$1" ]; }
lines() { wc -l <told; }
has_touches() { [ "$(of "$1" "$2" 2>/dev/null)" = "$3" ]; }

# value NAME LINE: a member of that line of what was told.
value()
{
	sed -n "${2:-1}p" told |
		sed -nE "s/.*\"$1\" ?: ?(\"([^\"]*)\"|[^,}]*).*/\1/p" |
		tr -d '"'
}

# In an hour nothing but what is waited for would come.
quiet()
{
	sleep 2
	expect_equal "$1" "$(lines)" 'how often'
}

begin 'somebody new is told of at once, and once'
configure tend.on-new="$(told_by)"
settle_in '2026-03-01 09:00'
watch_start '2026-03-06 12:00'
sleep 1
deliver --from nina --at '2026-03-06 12:01' --subject 'The old mill' \
	--id n1@example.com - <<-MAIL
Could you tell me what the mill costs?
MAIL
wait_for 20 told 1
expect_equal 1 "$(value version)" version
expect_equal on-new "$(value hook)" hook
expect_equal Nina "$(value contact)" contact
expect_equal nina@example.com "$(value address)" address
expect_equal new "$(value reason)" reason
expect_equal 'The old mill' "$(value subject)" subject
expect_equal n1@example.com "$(value message_id)" message_id
expect_equal 2026-03-06T12:01:00Z "$(value at)" at
expect_equal 1 "$(value touches_in)" touches_in
expect_equal 0 "$(value more)" more
expect_grep 'Could you tell me what the mill costs' told
# Not again for the next mail of hers, nor by the next watch, nor by sync.
deliver --from nina --at '2026-03-06 12:02' --subject 'The old mill'
twice() { [ "$(db 'SELECT touches_in FROM person')" = 2 ]; }
wait_for 20 twice
quiet 1
watch_stop
at '2026-03-06 12:05' tend sync
watch_start '2026-03-06 12:10'
sleep 1
quiet 1
expect_no_grep 'somebody new' watch.err

begin 'without a program it is a line'
settle_in '2026-03-01 09:00'
watch_start '2026-03-06 12:00'
sleep 2
deliver --from nina --at '2026-03-06 12:01'
line() { grep -q 'somebody new wrote: Nina <nina@example.com>' watch.err; }
wait_for 20 line
expect_equal 1 "$(grep -c 'somebody new' watch.err)" 'how often'
watch_stop
watch_start '2026-03-06 12:10'
sleep 2
expect_no_grep 'somebody new' watch.err

begin 'what lay there before tend came is no news'
configure tend.on-new="$(told_by)" tend.on-answer="$(told_by)" \
	tend.on-stalled="$(told_by)"
deliver --from nina --at '2026-03-05 09:00'
deliver --to ada --at '2026-03-05 09:00' --id o1@example.org
deliver --from ada --at '2026-03-06 08:00' --reply-to-id o1@example.org
settle_in '2026-03-06 09:00'
at '2026-03-06 09:01' tend sync
[ ! -e told ] || fail 'it was told:' told

begin 'an answer that was owed'
configure tend.on-answer="$(told_by)"
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
settle_in '2026-03-02 10:00'
watch_start '2026-03-06 12:00'
sleep 1
deliver --from bob --at '2026-03-06 12:01'
deliver --from ada --at '2026-03-06 12:01' --reply-to-id o1@example.org \
	--subject 'Re: A word' --id a1@example.com
wait_for 20 told 1
expect_equal on-answer "$(value hook)" hook
expect_equal ada@example.com "$(value address)" address
expect_equal engaged "$(value stage)" stage
expect_equal 1 "$(value exchanges)" exchanges
expect_equal a1@example.com "$(value message_id)" message_id
expect_equal 2026-03-02T09:00:00Z "$(value since)" since
# Another word of hers is none.
deliver --from ada --at '2026-03-06 12:02' --subject 'One more'
wait_for 20 has_touches ada@example.com touches_in 2
quiet 1

begin 'a matter that becomes due, once a rung'
configure tend.on-stalled="$(told_by)"
settle_in '2026-03-01 09:00'
deliver --to ada --at '2026-03-02 09:00' --subject 'The offer' - <<-MAIL
Could you send me your word on the offer?
MAIL
at '2026-03-02 10:00' tend sync
watch_start '2026-03-04 07:29:58'
wait_for 20 told 1
expect_equal on-stalled "$(value hook)" hook
expect_equal they-owe "$(value reason)" reason
expect_equal 2026-03-04T07:30:00Z "$(value at)" at
expect_equal 'The offer' "$(value subject)" subject
watch_stop
at '2026-03-04 12:00' tend sync
expect_equal 1 "$(lines)" 'by the next tend'
at '2026-03-09 08:00' tend sync
expect_equal 2 "$(lines)" 'on the next rung'
expect_equal 2026-03-09T07:30:00Z "$(value at 2)" at
at '2026-03-09 09:00' tend sync
expect_equal 2 "$(lines)" 'on the next rung'

begin 'a setting that is new speaks of what comes from then on'
settle_in '2026-03-01 09:00'
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
deliver --from ada --at '2026-03-02 10:00' --reply-to-id o1@example.org \
	--id a1@example.com
deliver --to ada --at '2026-03-02 10:10' --reply-to-id a1@example.com \
	--id o2@example.org
at '2026-03-02 11:00' tend sync
configure tend.on-answer="$(told_by)" tend.on-stalled="$(told_by)"
at '2026-03-02 12:00' tend sync
[ ! -e told ] || fail 'it was told:' told
deliver --from ada --at '2026-03-02 12:10' --reply-to-id o2@example.org
at '2026-03-02 13:00' tend sync
expect_equal 1 "$(lines)" 'how often'

begin 'a program that hangs is killed, with what it began, and hinders nobody'
configure tend.hook-deadline=2 tend.on-new="cat >>'$HOME/work/told'; \
sleep 300 & echo \$! >'$HOME/work/child'; echo \$\$ >'$HOME/work/shell'; wait"
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
settle_in '2026-03-02 10:00'
watch_start '2026-03-06 12:00'
sleep 1
deliver --from nina --at '2026-03-06 12:01'
wait_for 20 told 1
deliver --from ada --at '2026-03-06 12:02' --reply-to-id o1@example.org
wait_for 20 has_touches ada@example.com touches_in 1
gone() { ! kill -0 "$(cat child)" 2>/dev/null && ! kill -0 "$(cat shell)" \
	2>/dev/null; }
wait_for 20 gone
late() { grep -q 'on-new did not end within 2 seconds and was killed' watch.err; }
wait_for 20 late
deliver --from otto --at '2026-03-06 12:03'
wait_for 20 told 2
wait_for 20 gone
sleep 1
expect_equal 1 "$(grep -c on-new watch.err)" 'how often it was said'
at '2026-03-06 12:05' tend status >got
expect_grep '^on-new: the command did not end within 2 seconds' got
tend status --json >got
expect_grep '"name" ?: ?"on-new","problem" ?: ?"did not end' got

begin 'a program that floods both its outputs'
configure tend.hook-deadline=1 tend.on-new="yes & yes >&2 & \
cat >>'$HOME/work/told'; wait"
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
settle_in '2026-03-02 10:00'
watch_start '2026-03-06 12:00'
sleep 1
deliver --from nina --at '2026-03-06 12:01'
wait_for 20 told 1
deliver --from ada --at '2026-03-06 12:02' --reply-to-id o1@example.org
wait_for 20 has_touches ada@example.com touches_in 1
wait_for 20 grep -q 'was killed: y; run it by hand' watch.err
[ "$(wc -c <watch.err)" -lt 4000 ] || fail 'the flood came through'
expect_empty watch.out

begin 'a program that is not there'
configure tend.on-new="'$HOME/work/nowhere'"
settle_in '2026-03-01 09:00'
deliver --from nina --at '2026-03-06 12:01'
expect_exit 0 at '2026-03-06 12:02' tend sync 2>errors
grep -v 'new message' errors >sentence
expect_sentence sentence \
	'the command of on-new was not found .exit status 127.: .*nowhere'
deliver --from otto --at '2026-03-06 12:03'
expect_exit 0 at '2026-03-06 12:04' tend sync 2>errors
expect_no_grep 'on-new' errors
at '2026-03-06 12:05' tend status >got
expect_grep '^on-new: the command was not found' got
# What it said of the people is not kept.
db "SELECT value FROM setting WHERE name LIKE 'problem%'" >got
expect_no_grep nowhere got
# It is there again.
configure tend.on-new="$(told_by)"
deliver --from bea --at '2026-03-06 12:06'
at '2026-03-06 12:07' tend sync
expect_equal 1 "$(lines)" 'how often'
expect_equal bea@example.com "$(value address)" address
tend status >got
expect_no_grep 'on-new' got

begin 'what a program inherits'
export MY_API_TOKEN=hush NOTIFY_SOCKET=/nowhere CREDENTIALS_DIRECTORY=/nowhere
# By the shell itself: while it starts another program it blocks all signals.
configure tend.on-new="ls -l /proc/self/fd >'$HOME/work/fds'; \
env >'$HOME/work/env'; pwd >'$HOME/work/pwd'; \
while read -r line; do case \$line in Sig[BI]*) echo \"\$line\";; esac; done \
</proc/\$\$/status >'$HOME/work/signals'; $(told_by)"
settle_in '2026-03-01 09:00'
watch_start '2026-03-06 12:00'
sleep 1
deliver --from nina --at '2026-03-06 12:01'
wait_for 20 told 1
watch_stop
unset MY_API_TOKEN NOTIFY_SOCKET CREDENTIALS_DIRECTORY
expect_no_grep 'tend.db|socket|\.lease' fds
# 0, 1 and 2, the directory that is listed, and the heading.
expect_equal 5 "$(wc -l <fds)" 'lines of open files'
expect_no_grep 'hush|NOTIFY_SOCKET|CREDENTIALS|TEND_' env
expect_grep "^HOME=$HOME\$" env
expect_equal "$HOME" "$(cat pwd)" 'the directory'
expect_grep '^SigBlk' signals
# But for two that the C library keeps for itself.
expect_no_grep '[1-9a-f].{0,6}$' signals

begin 'many new people at once make no storm'
configure tend.on-new="$(told_by)"
settle_in '2026-03-01 09:00'
for i in $(seq 30); do
	deliver --from "guest$i" --at '2026-03-06 12:01'
done
at '2026-03-06 12:30' tend sync
expect_equal 11 "$(lines)" 'how often'
# Two run at once, so that the last to begin need not be the last to write.
others=$(grep -nE '"more" ?: ?[1-9]' told | cut -d: -f1)
expect_equal 20 "$(value more "$others")" 'the others'
expect_equal null "$(value address "$others")" 'of nobody in particular'
at '2026-03-06 12:31' tend sync
expect_equal 11 "$(lines)" 'how often'

begin 'no sentence where none is to be kept'
configure tend.on-new="$(told_by)" tend.evidence=none
settle_in '2026-03-01 09:00'
deliver --from nina --at '2026-03-06 12:01' --subject 'The mill' - <<-MAIL
Could you tell me what the mill costs?
MAIL
at '2026-03-06 12:02' tend sync
expect_equal null "$(value sentence)" sentence
expect_equal null "$(value quote)" quote
expect_no_grep costs told

begin 'who is forgotten is not in what was announced'
configure tend.on-new="$(told_by)" tend.on-stalled="$(told_by)"
settle_in '2026-03-01 09:00'
deliver --from zoltan --at '2026-03-06 12:01'
at '2026-03-06 12:02' tend sync
expect_equal zoltan@example.com "$(db 'SELECT address FROM announced')" \
	'announced'
at '2026-03-06 12:03' tend forget --yes zoltan >got
grep -rIlaF -i zoltan "$XDG_DATA_HOME/tend" "$XDG_STATE_HOME" >found
expect_empty found

begin 'what a restore brings back is not told again'
configure tend.on-new="$(told_by)" tend.on-answer="$(told_by)"
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
settle_in '2026-03-02 10:00'
tend backup old.db >got
deliver --from nina --at '2026-03-06 12:01'
deliver --from ada --at '2026-03-06 12:01' --reply-to-id o1@example.org
at '2026-03-06 12:02' tend sync
expect_equal 2 "$(lines)" 'before'
at '2026-03-06 12:03' tend restore --yes old.db >got 2>errors
at '2026-03-06 12:04' tend sync
expect_equal 2 "$(lines)" 'after'
expect_equal 1 "$(of ada@example.com touches_in)" 'read again'

begin 'the example makes a notice, whatever the mail says'
mkdir bin
cat >bin/notify-send <<-'FAKE'
	#!/bin/sh
	for word; do printf '[%s]\n' "$word"; done >>"$HOME/work/notices"
FAKE
chmod +x bin/notify-send
PATH=$HOME/work/bin:$PATH
configure tend.on-new="'$source_dir/contrib/hooks/notify'"
settle_in '2026-03-01 09:00'
deliver --at '2026-03-06 12:01' --header 'From: "Eve $(touch pwned); `id`
 \" -- <b>x</b>" <eve@example.com>' \
	--subject '--help <img src=x> & "more" \n $(touch pwned)' --from eve
at '2026-03-06 12:02' tend sync 2>errors
expect_no_grep 'on-new' errors
cat >wanted <<-'NOTICE'
	[--app-name=tend]
	[--icon=mail-unread]
	[--]
	[New: Eve $(touch pwned); `id` " -- <b>x</b>, example.com]
NOTICE
head -n 4 notices >got
expect_same wanted got
expect_grep '^\[--help &lt;img src=x&gt; &amp; "more" \\n \$\(touch pwned\) - ' \
	notices
expect_equal 5 "$(wc -l <notices)" 'lines'
[ -z "$(find "$HOME" -name pwned)" ] || fail 'it was run'
# Straight into it: what is no object, and several more.
echo 'not an object' | "$source_dir/contrib/hooks/notify"
expect_equal 65 $? 'its status'
printf '%s\n' '{"version":1,"hook":"on-new","contact":null,"more":490}' |
	"$source_dir/contrib/hooks/notify"
expect_grep '^\[New: 490 more\]$' notices
printf '%s\n' '{"hook":"on-stalled","contact":"Ada","channel":"call",'\
'"phone":"+49 30 1","subject":"a\u202eb\u001b[31m","sentence":"due"}' |
	"$source_dir/contrib/hooks/notify"
expect_grep '^\[call \+49 30 1 - a b \[31m - due\]$' notices

end
