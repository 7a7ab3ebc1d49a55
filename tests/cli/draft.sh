#!/usr/bin/env bash
# Drafts: in their thread, taken back when they are answered first, and the
# user's own as soon as the user has touched them.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

# Dan was sent an answer and asked on Monday, the 2nd of March 2026; he is
# silent.
an_ask()
{
	settle_in '2026-02-20 09:00'
	deliver --from 'dan@frito.example' --header \
		'From: =?utf-8?q?Dan_L=C3=B3pez?= <dan@frito.example>' \
		--at '2026-02-24 09:00' --flags S --id o1@frito.example \
		--subject 'AW: Angebot für Obst' - <<-MAIL
	Content-Type: text/plain; charset=utf-8

	We look forward to your offer.
	MAIL
	deliver --to 'dan@frito.example' --at '2026-03-02 09:00' \
		--id q1@example.org --flags S --header \
		'References: <o0@frito.example> <o1@frito.example>' \
		--header 'In-Reply-To: <o1@frito.example>' \
		--header 'Subject: Re: =?utf-8?q?Angebot_f=C3=BCr_Obst?=' - <<-MAIL
	Content-Type: text/plain; charset=utf-8

	Hello Dan,

	Could you tell me by next week whether the blue crates suit you?

	Grüße, Max
	MAIL
	at "${1:-2026-03-09 07:59}" tend sync
}

# drafts: the paths of what lies in Drafts.
drafts() { mails Drafts; }
count() { drafts | wc -l; }

# body FILE: decoded.
body()
{
	sed '1,/^\r*$/d' "$1" | tr -d '\r' | perl -MMIME::QuotedPrint -e \
		'undef $/; print decode_qp(<STDIN>)'
}

# header FILE NAME: unfolded.
header()
{
	tr -d '\r' <"$1" | awk -v name="$2" '
		/^$/ { exit }
		/^[ \t]/ { if (on) printf "%s", $0; next }
		{ if (on) exit; on = index(tolower($0), tolower(name) ":") == 1
		  if (on) printf "%s", substr($0, length(name) + 3) }
		END { print "" }'
}

# flags FILE: Maildir's letters.
flags() { printf '%s\n' "${1##*,}"; }

begin 'a draft lies in its thread'
an_ask
snapshot >before
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
expect_lines out <<-'END'
	a draft to Dan López <dan@frito.example> lies in 'Drafts' of test (insight)
END
expect_equal 1 "$(count)" drafts
file=$(drafts)
expect_equal DS "$(flags "$file")" 'its flags'
expect_equal '<q1@example.org>' "$(header "$file" In-Reply-To)" In-Reply-To
expect_equal '<o0@frito.example> <o1@frito.example> <q1@example.org>' \
	"$(header "$file" References)" References
expect_equal 'Max Muster <me@example.org>' "$(header "$file" From)" From
mailbox 'EXAMINE Drafts' 'FETCH 1 (FLAGS ENVELOPE)' >envelope
expect_grep 'FLAGS \(.*\\Seen \\Draft|FLAGS \(.*\\Draft \\Seen' envelope
header "$file" To >to
perl -MEncode -pe '$_ = encode("utf-8", decode("MIME-Header", $_))' to >to.read
expect_lines to.read <<<'Dan López <dan@frito.example>'
header "$file" Subject >subject
perl -MEncode -pe '$_ = encode("utf-8", decode("MIME-Header", $_))' subject \
	>subject.read
expect_lines subject.read <<<'Re: Angebot für Obst'
# Nothing tells that a program wrote it.
sed '/^\r*$/q' "$file" >head
expect_no_grep 'tend|Auto-Submitted|X-' head
body "$file" >text
expect_lines text <<-'END'
	On 2 Mar 2026 I asked:
	> Could you tell me by next week whether the blue crates suit you?

	Hi Dan,

	One thing I keep noticing: what takes longest is rarely the work that
	was planned for, it is the waiting in between. Those who name one person
	who decides, and the day, are done in half the time.

	Does that match what you see at your company, or is it something else
	that holds things up?

	Max Muster

	On 2 Mar 2026, Max Muster wrote:
	> Hello Dan,
	>
	> Could you tell me by next week whether the blue crates suit you?
	>
	> Grüße, Max
END
# Nothing else changed, and no text of it is in the database.
snapshot | grep -vF "$(basename "$file")" >after
expect_same before after
grep -q 'Grüße, Max' "$XDG_DATA_HOME/tend/tend.db"* &&
	fail 'the text is in the database'
at '2026-03-09 08:05' tend show dan >out
expect_grep '^ +draft +waits in the mailbox since today 08:00 \(insight\)$' out
tend status >out
expect_grep 'drafts +1 that tend wrote waits' out
tend status --json | grep -q '"drafts" *: *1' || fail 'status --json'

begin 'a second one only when asked for; no two in a row alike'
an_ask
at '2026-03-09 08:00' tend draft dan >out
expect_exit 0 at '2026-03-09 08:01' tend draft dan >out
expect_grep 'waits already' out
expect_equal 1 "$(count)" drafts
expect_exit 0 at '2026-03-09 08:02' tend draft --again dan >out
expect_grep '\(teach\)' out
expect_equal 2 "$(count)" drafts
expect_exit 0 at '2026-03-09 08:03' tend draft --again --angle news dan >out
expect_grep '\(news\)' out

begin 'printed, it is not put anywhere'
an_ask
at '2026-03-09 08:00' tend sync
snapshot >before
expect_exit 0 at '2026-03-09 08:00' tend draft --print dan >out
expect_grep '^To: Dan López <dan@frito.example>$' out
expect_grep '^Subject: Re: Angebot für Obst$' out
expect_grep '^> Could you tell me' out
expect_exit 0 at '2026-03-09 08:00' tend draft --print --json dan >out
expect_grep '"in_reply_to" ?: ?"q1@example.org"' out
snapshot >after
expect_same before after

begin 'they answer first: it is taken back'
an_ask
at '2026-03-09 08:00' tend draft dan >out
deliver --from 'dan@frito.example' --at '2026-03-09 09:00' \
	--reply-to-id q1@example.org --subject 'Re: Angebot für Obst' - <<-MAIL
	They do, thank you.
	MAIL
# Another draft of the user's lies beside it, marked to be deleted.
deliver --folder Drafts --from me --to bo --at '2026-03-09 08:30' --flags DST
mailbox 'EXAMINE Drafts' 'UID SEARCH ALL' >uids
expect_exit 0 at '2026-03-09 10:00' tend sync
expect_equal 1 "$(count)" drafts
expect_equal DST "$(flags "$(drafts)")" "the other draft's flags"
expect_equal withdrawn "$(db 'SELECT fate FROM draft')" fate

begin 'an edited one stays, and so does one with a flag'
an_ask
at '2026-03-09 08:00' tend draft dan >out
file=$(drafts)
# As mail programs do: the new one is appended, the old one expunged.
sed 's/your company/the farm/' "$file" >edited
deliver --folder Drafts --at '2026-03-09 08:10' --flags DS edited
mailbox 'SELECT Drafts' 'UID STORE 1 +FLAGS (\Deleted)' 'UID EXPUNGE 1'
answered()
{
	deliver --from 'dan@frito.example' --at '2026-03-09 09:00' \
		--reply-to-id q1@example.org - <<-MAIL
	They do, thank you.
	MAIL
	at '2026-03-09 10:00' tend sync
}
answered
expect_equal 1 "$(count)" drafts
expect_equal kept "$(db 'SELECT fate FROM draft')" fate

begin 'one that the user flagged stays'
an_ask
at '2026-03-09 08:00' tend draft dan >out
mailbox 'SELECT Drafts' 'UID STORE 1 +FLAGS (\Flagged)'
answered
expect_equal 1 "$(count)" drafts
expect_equal DFS "$(flags "$(drafts)")" flags
expect_equal kept "$(db 'SELECT fate FROM draft')" fate

begin 'one whose matter the user has closed is taken back'
an_ask
at '2026-03-09 08:00' tend draft dan >out
expect_equal 1 "$(count)" drafts
at '2026-03-09 09:00' tend done dan >out
at '2026-03-09 09:01' tend sync
expect_equal 0 "$(count)" drafts

begin 'sent with the id that it had, it is a touch all the same'
an_ask
at '2026-03-09 08:00' tend draft dan >out
cp "$(drafts)" sent
sed -i 's/^Date:.*/Date: Mon, 09 Mar 2026 08:30:00 +0000\r/' sent
tr -d '\r' <sent >sent.unix
deliver --folder Sent --at '2026-03-09 08:30' --flags S sent.unix
mailbox 'SELECT Drafts' 'UID STORE 1 +FLAGS (\Deleted)' 'UID EXPUNGE 1'
at '2026-03-09 09:00' tend sync
expect_equal sent "$(db 'SELECT fate FROM draft')" fate
at '2026-03-09 09:00' tend history dan >out
expect_equal 3 "$(at '2026-03-09 09:00' tend history --json dan | wc -l)" touches

begin 'each morning, for whom the digest names'
configure tend.morning-drafts=true
an_ask '2026-03-02 12:00'
deliver --to ada --at '2026-02-24 09:00' --id a1@example.org --flags S
deliver --from ada --at '2026-03-02 09:00' --flags S --id q2@example.com \
	--reply-to-id a1@example.org --subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
at '2026-03-04 07:29' tend sync
expect_equal 0 "$(count)" drafts
at '2026-03-04 07:30' tend digest --deliver
expect_equal 2 "$(count)" drafts
for file in $(drafts); do
	header "$file" To
done | sort >to
expect_grep '^Ada <ada@example.com>' to
expect_grep 'dan@frito.example' to
# What Ada asked is the user's to answer: her words, and room for theirs.
body "$(grep -l '^To: Ada' $(drafts))" >text
expect_lines text <<-'END'
	Hi Ada,



	Max Muster

	On 2 Mar 2026, Ada wrote:
	> Could you send me the price of the blue one?
END
at '2026-03-04 18:00' tend sync
expect_equal 2 "$(count)" 'drafts in the evening'
# On the next rung a draft of the next angle takes the place of the first.
at '2026-03-08 07:30' tend sync
at '2026-03-09 07:30' tend digest --deliver
expect_equal 2 "$(count)" 'drafts after the next rung'
expect_equal 'answer answer insight value' \
	"$(db 'SELECT angle FROM draft ORDER BY 1' | tr '\n' ' ' | sed 's/ $//')" \
	angles
for file in $(drafts); do
	expect_equal 'Max Muster <me@example.org>' "$(header "$file" From)" \
		'From beside a digest'
done
configure

begin 'under the name that the user writes under, whatever others call them'
an_ask
at '2026-03-09 07:00' tend digest --deliver
deliver --from ada --at '2026-03-09 07:40' --header \
	'To: "MUSTER, M. (external)" <me@example.org>'
deliver --from me --to me --folder INBOX --at '2026-03-09 07:41' --header \
	'From: You have won <me@example.org>'
at '2026-03-09 07:59' tend sync
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
expect_equal 'Max Muster <me@example.org>' "$(header "$(drafts)" From)" From
body "$(drafts)" >text
expect_grep '^Max Muster$' text
expect_no_grep '^tend$' text

begin 'what they asked is the user'"'"'s to answer before its morning, too'
settle_in '2026-02-20 09:00'
deliver --to ada --at '2026-02-24 09:00' --id a1@example.org --flags S
deliver --from ada --at '2026-03-09 09:00' --flags S --id q2@example.com \
	--reply-to-id a1@example.org --subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
at '2026-03-09 09:10' tend sync
expect_exit 0 at '2026-03-09 09:20' tend draft --json ada >got
expect_grep '"angle":"answer"' got
expect_grep '"contact":"Ada","address":"ada@example.com"' got

begin 'a watch carries it out for another process, and takes it back'
an_ask
at '2026-03-09 08:00' tend sync
watch_start '2026-03-09 08:00'
ready() { [ "$(at '2026-03-09 08:00' tend status | grep -c 'being read')" = 1 ]; }
wait_for 20 ready
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
expect_grep "lies in 'Drafts'" out
expect_equal 1 "$(count)" drafts
deliver --append --folder INBOX --from 'dan@frito.example' \
	--at '2026-03-09 08:30' --reply-to-id q1@example.org - <<-MAIL
	They do, thank you.
	MAIL
# Its clock goes on by itself: the answer is of then.
gone() { [ "$(count)" = 0 ]; }
watch_stop
watch_start '2026-03-09 08:31'
wait_for 20 gone
watch_stop

begin 'whoever has no mailbox, or is not one, gets a sentence'
an_ask
expect_exit 66 at '2026-03-09 08:00' tend draft nobody 2>err
expect_sentence err "nobody is known as 'nobody'"
expect_exit 64 at '2026-03-09 08:00' tend draft 2>err
expect_sentence err 'name a contact'
expect_exit 64 at '2026-03-09 08:00' tend draft --angle vlaue dan 2>err
expect_sentence err "there is no angle 'vlaue'"
at '2026-03-09 08:00' tend sync
deliver --to 'dan@other.example' --at '2026-03-03 09:00' --flags S
at '2026-03-09 08:00' tend sync
expect_exit 65 at '2026-03-09 08:00' tend draft dan@ 2>err
expect_grep "may be any of these 2" err
expect_equal 0 "$(db "SELECT COUNT(*) FROM outbox")" letters

begin 'who is lost, or asked to be left alone, is not written to'
an_ask
at '2026-03-09 08:00' tend stage dan lost >out
expect_exit 65 at '2026-03-09 08:01' tend draft dan 2>err
expect_sentence err 'no draft to .*, who is lost or asked not to be written to'
at '2026-03-09 08:02' tend stage dan engaged >out
expect_exit 0 at '2026-03-09 08:03' tend draft dan >out

begin 'a fresh mail to whom nobody has written yet'
settle_in '2026-02-20 09:00'
at '2026-03-08 08:00' tend log bo@example.com meeting >out
expect_exit 0 at '2026-03-09 08:00' tend draft bo@example.com >out
file=$(drafts)
expect_equal bo@example.com "$(header "$file" To)" To
expect_equal me@example.org "$(header "$file" From)" From
expect_equal 'Something I keep noticing' "$(header "$file" Subject)" \
	Subject
sed '/^\r*$/q' "$file" >head
expect_no_grep '^(In-Reply-To|References)' head
body "$file" >text
expect_grep '^Hi there,$' text
expect_no_grep '^>' text
# Met since: not needed any more.
at '2026-03-09 09:00' tend log bo@example.com call >out
at '2026-03-09 09:01' tend sync
expect_equal 0 "$(count)" drafts
at '2026-03-09 09:02' tend log --new 'Cy Dee' call >out
expect_exit 65 at '2026-03-09 09:03' tend draft 'cy dee' 2>err
expect_sentence err 'no e-mail address of Cy Dee is known'

begin 'without its last message, or without quotes, it goes all the same'
an_ask
rm -f $(mails Sent)
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
expect_equal '<q1@example.org>' "$(header "$(drafts)" In-Reply-To)" In-Reply-To
body "$(drafts)" >text
expect_grep '^> Could you tell me' text
expect_no_grep 'wrote:' text
configure tend.draft-quote=false
expect_exit 0 at '2026-03-09 08:00' tend draft --again dan >out
expect_equal 2 "$(count)" drafts
grep -l 'wrote:' $(drafts) >found
expect_empty found

begin 'a header from a stranger stays in its line'
settle_in '2026-02-20 09:00'
deliver --from eve --at '2026-03-01 09:00' --flags S --header \
	'From: =?utf-8?q?Eve=0D=0ABcc:_x=40example.net_=E2=80=AE?= <eve@example.com>' \
	--header 'Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D=0D=0ABcc:_y=40example.net?=' \
	--header 'Message-ID: <a"b@example.net> <Bcc:@example.net>' \
	--header 'References: <x@y> Bcc: z@example.net' - <<-MAIL
Could you tell me the price of the blue one?
MAIL
at '2026-03-02 09:00' tend sync
expect_exit 0 at '2026-03-09 08:00' tend draft eve@example.com >out
sed '/^\r*$/q' "$(drafts)" | grep -oE '^[A-Za-z-]+:' | sort >fields
expect_lines fields <<-'END'
	Content-Transfer-Encoding:
	Content-Type:
	Date:
	From:
	In-Reply-To:
	MIME-Version:
	Message-ID:
	References:
	Subject:
	To:
END
expect_no_grep '^=3D=3F|=\?utf-8\?q\?x' "$(drafts)"

begin 'a folder by its name, which is then gone'
an_ask
mailbox 'CREATE Entw&APw-rfe'
configure drafts=Entwürfe
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
expect_grep "lies in 'Entwürfe' of test" out
expect_equal 0 "$(count)" 'in the other one'
mailbox 'DELETE Entw&APw-rfe'
expect_exit 69 at '2026-03-09 08:01' tend draft --again dan 2>err
expect_grep "^tend: test would not take the draft into 'Entwürfe': .*; name another folder with 'drafts' in \[account test\]$" err
configure 'sent=Sent;Drafts'
at '2026-03-09 08:02' tend sync
expect_exit 69 at '2026-03-09 08:02' tend draft --again dan 2>err
expect_grep "'test' has no folder for drafts; make one named 'Drafts'" err

begin 'templates of the user, with their mistakes'
an_ask
at '2026-03-09 08:00' tend sync
expect_exit 0 tend draft --templates >out 2>err
expect_grep "/tend/templates/last-word +close the matter" out
expect_grep '8 templates written' err
templates=$XDG_CONFIG_HOME/tend/templates
printf 'Dear {first-name|friend}, just checking in on {subject} after {days}\n' \
	>"$templates/insight"
expect_exit 0 tend draft --templates >out 2>err
expect_empty err
expect_grep 'just checking in' "$templates/insight"
expect_exit 0 at '2026-03-09 08:00' tend draft --print dan >out 2>err
expect_grep '^Dear Dan, just checking in on Angebot für Obst after 7$' out
expect_sentence err "/insight' line 1: 'checking in' is of no use"
printf 'Dear\n{frist-name}\n' >"$templates/insight"
expect_exit 78 at '2026-03-09 08:00' tend draft dan >out 2>err
expect_sentence err "/insight' line 2: there is no placeholder '{frist-name}'"
expect_equal 0 "$(count)" drafts

begin 'who is forgotten is in no draft of the database'
an_ask
at '2026-03-09 08:00' tend draft dan >out
at '2026-03-09 08:01' tend forget --yes dan@frito.example >out 2>err
expect_equal 0 "$(db 'SELECT COUNT(*) FROM draft')" drafts
grep -rl 'frito' "$XDG_DATA_HOME" && fail 'they are in these files'

begin 'from the address that was used, to the address that was used'
configure 'identities=me@example.org;max@work.example'
settle_in '2026-02-20 09:00'
# Of Dan's two addresses this one has most of the mail.
for day in 21 22 23; do
	deliver --to 'dan@home.example' --at "2026-02-$day 09:00" \
		--id "h$day@example.org" --flags S
	deliver --from 'dan@home.example' --at "2026-02-$day 12:00" --flags S \
		--reply-to-id "h$day@example.org"
done
deliver --from 'dan@frito.example' --at '2026-02-24 09:00' --flags S \
	--header 'To: max@work.example' --id o1@frito.example
deliver --header 'From: Max at Work <max@work.example>' --folder Sent \
	--to 'dan@frito.example' --at '2026-03-02 09:00' --flags S \
	--id q1@example.org --reply-to-id o1@frito.example - <<-MAIL
	Could you tell me whether the blue crates suit you?
	MAIL
at '2026-03-09 07:59' tend sync
at '2026-03-09 07:59' tend merge dan@home.example dan@frito.example >out
expect_exit 0 at '2026-03-09 08:00' tend draft dan@home.example >out
expect_equal 'Max at Work <max@work.example>' \
	"$(header "$(drafts)" From)" 'From of sent mail'
expect_equal dan@frito.example "$(header "$(drafts)" To)" To
# What came to the other address is answered from there.
mailbox 'SELECT Drafts' 'UID STORE 1 +FLAGS (\Deleted)' 'UID EXPUNGE 1'
deliver --from ada --header 'To: max@work.example' --flags S \
	--at '2026-03-05 09:00' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
at '2026-03-09 08:10' tend sync
expect_exit 0 at '2026-03-09 08:10' tend draft ada@example.com >out
expect_equal 'Max at Work <max@work.example>' \
	"$(header "$(drafts)" From)" 'From of an answer'
configure

begin 'a server without UIDPLUS keeps it'
serve DOVECOT_WITHOUT=UIDPLUS
an_ask
expect_exit 0 at '2026-03-09 08:00' tend draft dan >out
answered
expect_equal 1 "$(count)" drafts
expect_equal DS "$(flags "$(drafts)")" flags
expect_equal kept "$(db 'SELECT fate FROM draft')" fate

end
