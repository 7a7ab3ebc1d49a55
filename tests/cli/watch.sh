#!/usr/bin/env bash
# tend watch: what comes is seen, what is answered is clear.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

has_touches()
{
	[ "$(of "$1" "$2" 2>/dev/null)" = "$3" ]
}

begin 'a mail that comes is a touch at once'
deliver --to ada --at '2026-03-02 09:00' --id o1@example.org
watch_start '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_out 1
sleep 1
deliver --from ada --at '2026-03-06 12:00' --reply-to-id o1@example.org
wait_for 5 has_touches ada@example.com touches_in 1
expect_equal 1 "$(of ada@example.com exchanges)" exchanges

begin 'an answer that the user sends elsewhere ends the stall'
settle_in '2026-02-23 09:00'
deliver --to ada --at '2026-03-01 09:00' --id o2@example.org
deliver --from ada --at '2026-03-02 09:00' --id q2@example.com \
	--reply-to-id o2@example.org --subject 'Re: A word' - <<-MAIL
Could you send me the price list by mail?
MAIL
at '2026-03-09 12:00' tend sync
expect_exit 0 at '2026-03-09 12:00' tend stalled >got
expect_grep '[Aa]da' got
watch_start '2026-03-09 12:00'
sleep 1
deliver --append --to ada --at '2026-03-09 12:00' --reply-to-id q2@example.com \
	--id a2@example.org --subject 'Re: A word'
nobody() { at '2026-03-09 12:01' tend stalled >got; [ $? -eq 1 ]; }
wait_for 5 nobody
expect_empty got

begin 'a configuration that changes meanwhile is told of, once'
deliver --to ada --at '2026-03-02 09:00'
watch_start '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_out 1
touch -d '2026-01-01' "$XDG_CONFIG_HOME/tend/config"
told() { grep -q "has changed; restart 'tend watch'" watch.err; }
deliver --from ada --at '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_in 1
wait_for 5 told
expect_equal 1 "$(grep -c 'has changed; restart' watch.err)" 'how often'

begin 'the server goes away and comes back'
deliver --to ada --at '2026-03-02 09:00'
watch_start '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_out 1
port=$DOVECOT_PORT
dovecot_stop
sleep 0.5
serve "DOVECOT_FIXED_PORT=$port"
expect_equal "$port" "$DOVECOT_PORT" 'the port'
deliver --from ada --at '2026-03-06 12:00'
wait_for 60 has_touches ada@example.com touches_in 1

begin 'a folder made meanwhile is found when sync knocks'
deliver --to ada --at '2026-03-02 09:00'
watch_start '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_out 1
mailbox 'CREATE Projects'
deliver --from ada --at '2026-03-06 12:00' --folder Projects
expect_exit 0 at '2026-03-06 12:00' tend sync
wait_for 20 has_touches ada@example.com touches_in 1
expect_grep 'other folders' watch.err

begin 'workers that die without end are not started without end'
printf '#!/bin/sh\necho died >>"%s"\nexit 1\n' "$PWD/started" >dies
chmod +x dies
TEND_WORKER=$PWD/dies watch_start '2026-03-06 12:00'
rests() { grep -q 'the next try is in 900 seconds' watch.err; }
wait_for 20 rests
sleep 1
expect_equal 50 "$(wc -l <started)" workers

begin 'mail that comes while a server without IDLE is watched'
serve 'DOVECOT_WITHOUT=IDLE NOTIFY'
deliver --to ada --at '2026-03-02 09:00'
watch_start '2026-03-06 12:00'
wait_for 20 has_touches ada@example.com touches_out 1
for pid in $WATCH_PID $(cat "/proc/$WATCH_PID/task/$WATCH_PID/children"); do
	tr '\0' '\n' <"/proc/$pid/environ" >>seen
	tr '\0' '\n' <"/proc/$pid/cmdline" >>seen
done
expect_grep tend-worker seen

end
