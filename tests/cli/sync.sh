#!/usr/bin/env bash
# Reading a mailbox: once, again, and after the server changed its mind.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

# A question, its answer, and thanks; somebody who was only written to; a
# stranger; a newsletter; mail that makes no touches.
a_mailbox()
{
	deliver --from ada --at '2026-03-02 09:00' --id q1@example.com \
		--subject 'Price of the blue one' - <<-MAIL
	Could you send me the price?
	MAIL
	deliver --to ada --at '2026-03-03 10:00' --reply-to-id q1@example.com \
		--id a1@example.org --subject 'Re: Price of the blue one'
	deliver --from ada --at '2026-03-03 11:00' --flags S \
		--reply-to-id a1@example.org --id t1@example.com \
		--subject 'Re: Price of the blue one'
	deliver --to bert --at '2026-03-04 10:00' --subject 'Our offer'
	deliver --from stranger --at '2026-03-05 08:00' --flags RS
	deliver --from news@shop.example --at '2026-03-05 09:00' - <<-'MAIL'
	Subject: Spring sale
	List-Unsubscribe: <https://shop.example/u>
	List-Id: <news.shop.example>
	Precedence: bulk

	Everything must go.
	MAIL
	deliver --to cleo --at '2026-03-05 10:00' --folder Drafts --flags D
	deliver --from dora --at '2026-03-05 11:00' --folder Junk
	deliver --from emil --at '2026-03-05 12:00' --folder Trash --flags S
}

begin 'the first sync counts who wrote to whom'
a_mailbox
expect_exit 0 at '2026-03-06 12:00' tend sync
expect_equal 1 "$(of ada@example.com sent_to)" 'sent to ada'
expect_equal 2 "$(of ada@example.com received_from)" 'received from ada'
expect_equal 1 "$(of ada@example.com touches_out)" 'touches out'
expect_equal 2 "$(of ada@example.com touches_in)" 'touches in'
expect_equal 1 "$(of ada@example.com exchanges)" 'exchanges with ada'
expect_equal engaged "$(of ada@example.com stage)" "ada's stage"
expect_equal contacted "$(of bert@example.com stage)" "bert's stage"
expect_equal false "$(of stranger@example.com contact)" 'stranger a contact'
expect_equal 1 "$(of stranger@example.com received_from)" 'from the stranger'
expect_equal '' "$(of cleo@example.com address)" 'from a draft'
expect_equal '' "$(of dora@example.com address)" 'from junk'
expect_equal '' "$(of emil@example.com address)" 'from the trash'
expect_equal 0 "$(of me@example.org received_from)" 'from oneself'

begin 'a second sync changes nothing, nor does a rebuild'
a_mailbox
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >first
at '2026-03-06 12:00' tend history ada@example.com >history1
db 'SELECT count(*), sum(message_key % 1000003), sum(copies) FROM message' >rows1
expect_exit 0 at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >second
db 'SELECT count(*), sum(message_key % 1000003), sum(copies) FROM message' >rows2
expect_same first second
expect_same rows1 rows2
expect_exit 0 at '2026-03-06 12:00' tend rebuild
at '2026-03-06 12:00' dump >third
at '2026-03-06 12:00' tend history ada@example.com >history2
expect_same first third
expect_same history1 history2
expect_grep ada first

begin 'reading leaves every flag, and new mail new'
a_mailbox
mailbox 'STATUS INBOX (RECENT UNSEEN)' >status1
snapshot >before
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' tend sync
snapshot >after
mailbox 'STATUS INBOX (RECENT UNSEEN)' >status2
expect_same before after
expect_same status1 status2
expect_grep 'RECENT 4' status2

begin 'a mail that lies in two folders is one touch'
a_mailbox
inbox=$(mails INBOX | head -n 1)
archive=$(dovecot_maildir "$USER_NAME" Archive)
cp -p "$inbox" "$archive/cur/1772443000.M1P1.test:2,S"
dovecot_give "$archive"
at '2026-03-06 12:00' tend sync
expect_equal 2 "$(of ada@example.com touches_in)" 'touches in'
expect_equal 2 "$(of ada@example.com received_from)" 'received'
expect_equal 2 "$(db 'SELECT max(copies) FROM message')" 'copies'

begin 'mail that is moved or deleted stays counted'
a_mailbox
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >before
mailbox 'SELECT INBOX' 'UID MOVE 1 Archive' \
	'UID STORE 2:* +FLAGS (\Deleted)' EXPUNGE
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >after
expect_same before after
expect_grep 'EXISTS' "$story_dir/stdout"

begin 'another UIDVALIDITY makes no new touches and hides no new mail'
a_mailbox
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >before
mailbox 'STATUS INBOX (UIDVALIDITY)' >uidvalidity1
inbox=$(dovecot_maildir "$USER_NAME" INBOX)
# Its new value is the time in seconds.
sleep 1.1
rm -f "$inbox"/dovecot-uidlist "$inbox"/dovecot-uidvalidity* \
	"$inbox"/dovecot.index*
mailbox 'STATUS INBOX (UIDVALIDITY)' >uidvalidity2
if cmp -s uidvalidity1 uidvalidity2; then
	fail 'the rig did not change UIDVALIDITY'
fi
expect_exit 0 at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >after
expect_same before after
sleep 1.1
rm -f "$inbox"/dovecot-uidlist "$inbox"/dovecot-uidvalidity* \
	"$inbox"/dovecot.index*
deliver --from bert --at '2026-03-06 09:00'
at '2026-03-06 12:00' tend sync
expect_equal 1 "$(of bert@example.com touches_in)" 'the mail in the gap'
expect_equal 1 "$(of bert@example.com exchanges)" 'its exchange'
expect_equal 2 "$(of ada@example.com touches_in)" 'touches in'

begin 'folders = * reads drafts, junk and trash too'
a_mailbox
configure 'folders=*'
at '2026-03-06 12:00' tend sync
expect_equal 1 "$(of dora@example.com received_from)" 'from junk'
expect_equal 1 "$(of emil@example.com received_from)" 'from the trash'

begin 'STARTTLS reads the same'
a_mailbox
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >implicit
rm -r "$XDG_DATA_HOME"
configure tls=starttls "port=$DOVECOT_PORT"
expect_exit 0 at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >starttls
expect_same implicit starttls

begin 'plain text on loopback reads the same'
a_mailbox
configure tls=none "port=$DOVECOT_PORT"
expect_exit 0 at '2026-03-06 12:00' tend sync
expect_equal 2 "$(of ada@example.com touches_in)" 'touches in'

begin 'with everything logged'
a_mailbox
G_MESSAGES_DEBUG=all at '2026-03-06 12:00' tend --debug sync >log 2>&1
expect_grep . log
expect_equal 2 "$(of ada@example.com touches_in)" 'touches in'

begin 'the same mailbox from its files'
a_mailbox
configure 'folders=*'
at '2026-03-06 12:00' tend sync
at '2026-03-06 12:00' dump >server
rm -r "$XDG_DATA_HOME"
configure host= port= tls= ca-file= user= password-command= 'folders=*'
# A copy: ingest reads as this user, Dovecot's files are another's.
cp -rp "$DOVECOT_DIR/mail/$USER_NAME/Maildir" maildir
expect_exit 0 at '2026-03-06 12:00' tend ingest maildir
at '2026-03-06 12:00' dump >files
expect_same server files

end
