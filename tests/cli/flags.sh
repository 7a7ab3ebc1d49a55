#!/usr/bin/env bash
# Flags: the mail that a stall rests on is marked where the user sees it, what
# the user says by clearing the mark is heard, and the user's own flags are let
# be.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"
# shellcheck source=tests/lib/flags.sh
. "$story_top/tests/lib/flags.sh"

monday='2026-03-09 07:30'

# Ada asked on Monday, the 2nd of March 2026; nobody answered.
a_debt()
{
	settle_in '2026-02-23 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
}

# Nobody is named, and nothing is left to do for it.
nobody_stalled() { expect_exit 1 at "$1" tend stalled >out; }

begin 'a stalled mail is marked, and the answer takes the mark away'
configure tend.flag=keyword
a_debt
at '2026-03-03 07:30' tend sync
expect_flags '\Seen' INBOX q1@example.com
snapshot >before
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
expect_flags '\Seen' Sent o1@example.org
snapshot >after
# Nothing else has changed: one mail has one more letter, and its name.
diff before after >differs
expect_equal 2 "$(grep -c '/cur/' differs)" 'mails that changed'
at "$monday" tend status >out
expect_grep 'flags +1 message is marked' out
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
at "$monday" tend doctor --offline >out
expect_grep '^ok +flags of test: 1 message is marked$' out
deliver --to ada --at '2026-03-09 08:00' --reply-to-id q1@example.com \
	--id a1@example.org
at '2026-03-09 08:05' tend sync
expect_flags '\Seen' INBOX q1@example.com
nobody_stalled '2026-03-09 08:05'
expect_exit 66 at '2026-03-09 08:05' tend undo 2>err
expect_grep 'nothing to undo' err

begin 'the mail of the user is marked in Sent, and by the star where that is set'
configure tend.flag=both
settle_in '2026-02-23 09:00'
deliver --from ada --at '2026-02-24 09:00' --id o1@example.com --flags S
deliver --to ada --at '2026-03-02 09:00' --id q1@example.org \
	--reply-to-id o1@example.com --subject 'Re: A word' - <<-MAIL
Could you send me the price of the blue one?
MAIL
at "$monday" tend sync
expect_flags '$tend \Flagged \Seen' Sent q1@example.org
at "$monday" tend done ada
at "$monday" tend sync
expect_flags '\Seen' Sent q1@example.org

begin 'without the setting nothing is marked, and with it taken back all is cleared'
a_debt
snapshot >before
at "$monday" tend sync
snapshot >after
expect_same before after
configure tend.flag=both
at "$monday" tend sync
expect_flags '$tend \Flagged \Seen' INBOX q1@example.com
configure tend.flag=keyword
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
configure tend.flag=keyword 'tend.keyword=$later'
at "$monday" tend sync
expect_flags '$later \Seen' INBOX q1@example.com
configure tend.flag=none
at "$monday" tend sync
expect_flags '\Seen' INBOX q1@example.com
expect_exit 0 at "$monday" tend stalled >out
expect_equal '' "$(db "SELECT * FROM mark WHERE state <> 'cleared'")" marks

begin 'snoozed and muted mail is not marked'
configure tend.flag=keyword
a_debt
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
at "$monday" tend snooze ada 1w
at "$monday" tend sync
expect_flags '\Seen' INBOX q1@example.com
at '2026-03-16 07:30' tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
at '2026-03-16 07:30' tend mute ada
at '2026-03-16 07:30' tend sync
expect_flags '\Seen' INBOX q1@example.com

begin 'a flag that the user clears dismisses the stall, also while tend was off'
configure tend.flag=both
a_debt
at "$monday" tend sync
by_hand INBOX q1@example.com -FLAGS '\Flagged'
expect_exit 0 at "$monday" tend stalled >out
at '2026-03-09 12:00' tend sync 2>err
expect_grep "you took a flag off, .* 'tend undo' takes it back" err
nobody_stalled '2026-03-09 12:00'
# The other one goes as well.
expect_flags '\Seen' INBOX q1@example.com
at '2026-03-09 12:00' tend sync
expect_flags '\Seen' INBOX q1@example.com
nobody_stalled '2026-03-10 07:30'
at '2026-03-09 12:00' tend undo --list >out
expect_grep 'its flag was cleared; you-owe: Re: A word' out
expect_equal 1 "$(grep -c cleared out)" 'sayings'
at '2026-03-09 12:00' tend why ada >out
expect_grep 'flag was cleared' out
at '2026-03-09 12:00' tend history ada >out
at '2026-03-09 12:00' tend undo >out
expect_grep 'undone, done' out
expect_exit 0 at '2026-03-09 12:00' tend stalled >out
at '2026-03-09 12:00' tend sync
expect_flags '$tend \Flagged \Seen' INBOX q1@example.com
# Both at once say it once.
by_hand INBOX q1@example.com -FLAGS '$tend \Flagged'
at '2026-03-09 12:10' tend sync
at '2026-03-09 12:10' tend undo >out
expect_grep "undone, done 'its flag was cleared; you-owe: Re: A word'$" out
at '2026-03-09 12:10' tend sync
expect_flags '$tend \Flagged \Seen' INBOX q1@example.com
# And once more, by the other flag; then something new happens.
by_hand INBOX q1@example.com -FLAGS '$tend'
at '2026-03-09 13:00' tend sync
nobody_stalled '2026-03-09 13:00'
deliver --from ada --at '2026-03-10 09:00' --reply-to-id q1@example.com \
	--id q2@example.com --flags S --subject 'Re: A word' - <<-MAIL
Could you send me the price of the red one, too?
MAIL
at '2026-03-12 07:30' tend sync
expect_exit 0 at '2026-03-12 07:30' tend stalled >out
expect_flags '$tend \Flagged \Seen' INBOX q2@example.com
expect_flags '\Seen' INBOX q1@example.com

begin 'what a cleared flag dismissed overnight is in no digest'
configure tend.flag=keyword
a_debt
at '2026-03-04 07:30' tend sync
by_hand INBOX q1@example.com -FLAGS '$tend'
expect_exit 0 at "$monday" tend digest --deliver 2>err
expect_grep 'no digest today' err
nobody_stalled "$monday"

begin 'also on a server that does not say which flags have changed'
serve DOVECOT_WITHOUT='CONDSTORE QRESYNC ENABLE'
configure tend.flag=keyword
a_debt
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
by_hand INBOX q1@example.com -FLAGS '$tend'
at '2026-03-09 12:00' tend sync
nobody_stalled '2026-03-09 12:00'
expect_flags '\Seen' INBOX q1@example.com
serve

begin 'watch hears it at once'
configure tend.flag=flagged
a_debt
at "$monday" tend sync
watch_start "$monday"
marked() { [ "$(flags_of INBOX q1@example.com)" = '\Flagged \Seen' ]; }
cleared() { [ "$(flags_of INBOX q1@example.com)" = '\Seen' ]; }
wait_for 20 marked
by_hand INBOX q1@example.com -FLAGS '\Flagged'
dismissed() { [ "$(db "SELECT state FROM mark")" = dismissed ]; }
wait_for 20 dismissed
nobody_stalled "$monday"
at '2026-03-09 12:00' tend undo
wait_for 40 marked
deliver --to ada --at '2026-03-09 08:00' --reply-to-id q1@example.com --append
wait_for 40 cleared
watch_stop

begin 'what the user had flagged before is never touched'
configure tend.flag=flagged
a_debt
by_hand INBOX q1@example.com +FLAGS '\Flagged'
at "$monday" tend sync
expect_flags '\Flagged \Seen' INBOX q1@example.com
expect_equal '\Flagged|theirs' "$(states)" marks
at "$monday" tend status >out
expect_grep 'flags +1 was flagged by you before' out
deliver --to ada --at '2026-03-09 08:00' --reply-to-id q1@example.com
at '2026-03-09 08:05' tend sync
configure tend.flag=none
at '2026-03-09 08:10' tend sync
expect_flags '\Flagged \Seen' INBOX q1@example.com
# Taken away by the user, that says nothing.
by_hand INBOX q1@example.com -FLAGS '\Flagged'
at '2026-03-09 08:20' tend sync
expect_equal '' "$(states)" marks
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings

begin 'moved mail keeps its mark, and loses it where it lies then'
configure tend.flag=keyword
a_debt
mailbox 'CREATE Clients' >/dev/null
at "$monday" tend sync
mailbox 'SELECT INBOX' \
	"UID MOVE $(uid_of INBOX q1@example.com) Clients" >/dev/null
at '2026-03-09 09:00' tend sync
expect_exit 0 at '2026-03-09 09:00' tend stalled >out
expect_flags '$tend \Seen' Clients q1@example.com
expect_equal '$tend|set' "$(states)" marks
# On the way to the next folder its flags are lost: set again, once.
mailbox 'SELECT Clients' \
	"UID STORE $(uid_of Clients q1@example.com) -FLAGS.SILENT (\$tend)" \
	"UID MOVE $(uid_of Clients q1@example.com) Archive" >/dev/null
at '2026-03-09 10:00' tend sync
expect_exit 0 at '2026-03-09 10:00' tend stalled >out
expect_flags '$tend \Seen' Archive q1@example.com
# There it is cleared by the user.
by_hand Archive q1@example.com -FLAGS '$tend'
at '2026-03-09 11:00' tend sync
nobody_stalled '2026-03-09 11:00'
at '2026-03-09 11:00' tend undo
at '2026-03-09 11:00' tend sync
expect_flags '$tend \Seen' Archive q1@example.com
# And into a folder of another name, which the answer finds too.
mailbox 'RENAME Archive Old' >/dev/null
at '2026-03-09 12:00' tend sync
expect_exit 0 at '2026-03-09 12:00' tend stalled >out
deliver --to ada --at '2026-03-09 13:00' --reply-to-id q1@example.com
at '2026-03-09 13:05' tend sync
expect_flags '\Seen' Old q1@example.com

begin 'deleted mail is no word of the user, nor is a folder that is gone'
configure tend.flag=keyword
a_debt
at "$monday" tend sync
mailbox 'SELECT INBOX' \
	"UID STORE $(uid_of INBOX q1@example.com) +FLAGS.SILENT (\\Deleted)" \
	'EXPUNGE' >/dev/null
at '2026-03-09 09:00' tend sync
expect_exit 0 at '2026-03-09 09:00' tend stalled >out
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_exit 0 at '2026-03-09 09:05' tend sync
at '2026-03-09 09:05' tend done ada
for day in 09 10 11 12; do
	expect_exit 0 at "2026-03-$day 10:00" tend sync
done
expect_equal '$tend|cleared' "$(states)" marks

begin 'numbered anew, the mail is found by its key'
configure tend.flag=keyword
a_debt
deliver --from ben --at '2026-03-02 10:00' --flags S
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
path=$(dovecot_maildir "$USER_NAME" INBOX)
# The index is gone, and with it every flag that Maildir's names do not have.
rm -f "$path"/dovecot*
deliver --from ben --at '2026-03-02 11:00' --flags S
for file in "$path"/cur/*; do
	case $file in *:2,*[a-z]*) mv "$file" "${file%%:2,*}:2,S" ;; esac
done
before=$(db "SELECT uidvalidity FROM folder WHERE name = x'494e424f58'")
at '2026-03-09 09:00' tend sync
[ "$before" != "$(db "SELECT uidvalidity FROM folder
	WHERE name = x'494e424f58'")" ] || fail 'UIDVALIDITY is as before'
expect_exit 0 at '2026-03-09 09:00' tend stalled >out
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_flags '$tend \Seen' INBOX q1@example.com

begin 'somebody new is marked at once, somebody forgotten not any more'
configure tend.flag=keyword
settle_in '2026-02-23 09:00'
deliver --from cleo --at '2026-03-02 09:00' --id n1@example.com - <<-MAIL
We have never met. Could you tell me what it costs?
MAIL
at '2026-03-02 09:05' tend sync
expect_flags '$tend' INBOX n1@example.com
at '2026-03-02 09:05' tend forget --yes cleo
at '2026-03-02 09:10' tend sync
expect_flags '' INBOX n1@example.com

begin 'mail without a Message-ID'
configure tend.flag=keyword
settle_in '2026-02-23 09:00'
deliver --from cleo --at '2026-03-02 09:00' --header 'Message-ID: (none)' \
	--flags S - <<-MAIL
We have never met. Could you tell me what it costs?
MAIL
at '2026-03-02 09:05' tend sync
mailbox 'EXAMINE INBOX' 'UID FETCH 1 (FLAGS)' >out
expect_grep 'FETCH .*tend' out
mailbox 'SELECT INBOX' 'UID STORE 1 -FLAGS.SILENT ($tend)'
at '2026-03-02 09:10' tend sync
nobody_stalled '2026-03-02 09:10'

begin 'a flag of the user has somebody tracked, and lets them go'
settle_in '2026-02-23 09:00'
deliver --to ada --at '2026-02-24 09:00' --id o1@example.org
deliver --from ada --at '2026-02-24 10:00' --id q1@example.com --flags S \
	--reply-to-id o1@example.org
deliver --from 'news@example.com' --at '2026-02-24 10:00' \
	--id l1@example.com --header 'List-Id: <news.example.com>' --flags S
at '2026-02-25 09:00' tend sync
expect_equal false "$(of ada@example.com tracked)" 'tracked at first'
by_hand INBOX q1@example.com +FLAGS '$tend'
by_hand INBOX l1@example.com +FLAGS '$tend'
at '2026-02-25 10:00' tend sync
expect_equal true "$(of ada@example.com tracked)" 'tracked by the flag'
at '2026-02-25 10:00' tend undo --list >out
expect_grep 'track .you flagged: A word' out
expect_equal 1 "$(grep -c track out)" sayings
# Again changes nothing, nor does another flag.
by_hand INBOX q1@example.com +FLAGS '\Answered'
at '2026-02-25 11:00' tend sync
expect_equal 1 "$(db 'SELECT count(*) FROM saying')" sayings
expect_flags '$tend \Answered \Seen' INBOX q1@example.com
mailbox 'CREATE Clients' 'SELECT INBOX' \
	"UID MOVE $(uid_of INBOX q1@example.com) Clients" >/dev/null
at '2026-02-25 12:00' tend sync
expect_equal true "$(of ada@example.com tracked)" 'tracked when moved'
by_hand Clients q1@example.com -FLAGS '$tend'
at '2026-02-25 13:00' tend sync
expect_equal false "$(of ada@example.com tracked)" 'tracked without the flag'
# To whom the user wrote; and the word is undone as any other.
by_hand Sent o1@example.org +FLAGS '$tend'
at '2026-02-25 14:00' tend sync
expect_equal true "$(of ada@example.com tracked)" 'tracked by sent mail'
at '2026-02-25 14:00' tend undo
at '2026-02-25 14:05' tend sync
expect_equal false "$(of ada@example.com tracked)" 'tracked after undo'
# New mail that the user flagged before tend saw it.
deliver --from ada --at '2026-02-26 10:00' --id q2@example.com --flags S
by_hand INBOX q2@example.com +FLAGS '$tend'
at '2026-02-26 11:00' tend sync
expect_equal true "$(of ada@example.com tracked)" 'tracked by new mail'

begin 'a copy that has the mark of its original has nobody tracked'
configure tend.flag=keyword not-folders=Clients
a_debt
at "$monday" tend sync
mailbox 'CREATE Clients' 'SELECT INBOX' \
	"UID COPY $(uid_of INBOX q1@example.com) Clients" >/dev/null
at "$monday" tend done ada
at "$monday" tend sync
expect_equal '$tend|cleared' "$(states)" marks
configure tend.flag=keyword
at '2026-03-09 09:00' tend sync
expect_flags '$tend \Seen' Clients q1@example.com
expect_equal 1 "$(db 'SELECT count(*) FROM saying')" sayings
# But what the user does to it afterwards is theirs.
by_hand INBOX q1@example.com +FLAGS '$tend'
at '2026-03-09 10:00' tend sync
expect_equal true "$(of ada@example.com tracked)" tracked

begin 'what was flagged before tend came has nobody tracked, nor has its own'
deliver --to ada --at '2026-02-20 09:00' --id o0@example.org
deliver --from ada --at '2026-02-20 10:00' --id q0@example.com --flags S \
	--reply-to-id o0@example.org
by_hand INBOX q0@example.com +FLAGS '$tend'
configure tend.flag=both tend.track-flag=both
a_debt
by_hand INBOX q0@example.com +FLAGS '\Seen'
at "$monday" tend sync
at "$monday" tend sync
expect_flags '$tend \Flagged \Seen' INBOX q1@example.com
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_equal false "$(of ada@example.com tracked)" tracked
mailbox 'CREATE Clients' 'SELECT INBOX' \
	"UID MOVE $(uid_of INBOX q1@example.com) Clients" >/dev/null
at "$monday" tend sync
deliver --to ada --at '2026-03-09 08:00' --reply-to-id q1@example.com
at '2026-03-09 08:05' tend sync
expect_flags '\Seen' Clients q1@example.com
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_flags '$tend \Seen' INBOX q0@example.com

begin 'an old friend is marked on the days on which they are shown'
configure tend.flag=keyword
settle_in '2026-01-01 09:00'
deliver --to ada --at '2026-01-12 09:00' --id o1@example.org
deliver --from ada --at '2026-01-13 09:00' --id q1@example.com --flags S \
	--reply-to-id o1@example.org - <<-MAIL
	Thank you, that was nice.
	MAIL
at '2026-01-14 09:00' tend sync
at '2026-01-14 09:00' tend track ada
days=0
for day in 02-10 02-11 02-12 02-13 02-14 02-15 02-16 02-17; do
	at "2026-$day 09:00" tend sync
	wanted='\Seen'
	if at "2026-$day 09:00" tend stalled >out; then
		expect_grep quiet out
		wanted='$tend \Seen'
		days=$((days + 1))
	fi
	expect_flags "$wanted" INBOX q1@example.com "on $day"
done
expect_equal 1 "$days" 'days on which they were shown'

begin 'a flag that is missing after a restore is no word of the user'
configure tend.flag=keyword
a_debt
at "$monday" tend sync
expect_exit 0 at "$monday" tend backup "$HOME/kept.db"
configure
at '2026-03-09 08:00' tend sync
expect_flags '\Seen' INBOX q1@example.com
expect_exit 0 at '2026-03-09 09:00' tend restore --yes "$HOME/kept.db"
configure tend.flag=keyword
at '2026-03-09 09:05' tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
expect_equal '$tend|set' "$(states)" marks
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings

begin 'a server that keeps no flags: it is said, and tried again on another day'
serve DOVECOT_EXTRA='mail_plugins = acl
plugin {
  acl = vfile
}'
configure tend.flag=keyword
a_debt
path=$(dovecot_maildir "$USER_NAME" INBOX)
# To look up, to read, to mark as seen, to insert; not to write flags.
echo 'owner lrsi' >"$path/dovecot-acl"
dovecot_give "$path/dovecot-acl"
at "$monday" tend sync
expect_flags '\Seen' INBOX q1@example.com
at "$monday" tend status >out
expect_grep 'flags +1 cannot be marked: .* with .flag = flagged. in the config' out
at "$monday" tend status --json >out.json
expect_grep '"refused" ?: ?1' out.json
expect_exit 69 at "$monday" tend doctor --offline >out
expect_grep '^trouble flags of test: 1 cannot be marked' out
# Not at every sync.
stores() { db "SELECT held_at FROM mark"; }
before=$(stores)
at '2026-03-09 12:00' tend sync
expect_equal "$before" "$(stores)" 'held since'
rm -f "$path/dovecot-acl"
at '2026-03-10 07:30' tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
at '2026-03-10 07:30' tend status >out
expect_grep 'flags +1 message is marked$' out
serve DOVECOT_EXTRA=

# A mail to both addresses of the user lies in both mailboxes.
begin 'of two accounts one has the mark'
other=$USER_NAME.other
configure tend.flag=keyword
cat >>"$XDG_CONFIG_HOME/tend/config" <<-CONFIG
	[account other]
	host=localhost
	port=$DOVECOT_TLS_PORT
	ca-file=$DOVECOT_CA
	user=$other
	password-command=cat $story_dir/password
	identities=max@other.example
CONFIG
dovecot_maildir "$other" INBOX >/dev/null
a_debt
cp -p "$(dovecot_maildir "$USER_NAME" INBOX)"/cur/* \
	"$(dovecot_maildir "$other" INBOX)/cur"
for file in "$(dovecot_maildir "$other" INBOX)"/cur/*; do
	dovecot_give "$file"
done
at "$monday" tend sync
at "$monday" tend sync
expect_flags '$tend \Seen' INBOX q1@example.com
expect_equal '$tend|set' "$(states)" marks
of_other()
{
	local USER_NAME=$other
	flags_of INBOX q1@example.com
}
expect_equal '\Seen' "$(of_other)" 'flags in the other mailbox'
at "$monday" tend done ada
at "$monday" tend sync
expect_flags '\Seen' INBOX q1@example.com

end
