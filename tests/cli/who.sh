#!/usr/bin/env bash
# Who is who: the user's further addresses, and addresses of offices.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2026-03-09 07:30'

# What tend status says of the account, as JSON.
account()
{
	at "$now" tend status --json | grep '"type":"account"'
}

begin 'another address in Sent is suggested, and never taken unasked'
deliver --to bob --at '2026-03-02 08:00'
for hour in 09 10 11; do
	deliver --from 'Max <max@old.example>' --to bob --folder Sent \
		--at "2026-03-02 $hour:00"
done
deliver --from once@old.example --to bob --folder Sent --at '2026-03-02 12:00'
for hour in 13 14; do
	deliver --from 'List <news@shop.example>' --to bob --folder Sent \
		--header 'List-Unsubscribe: <https://shop.example/u>' \
		--header 'Precedence: bulk' --at "2026-03-02 $hour:00"
	deliver --from no-reply@shop.example --to bob --folder Sent \
		--header 'Auto-Submitted: auto-generated' \
		--at "2026-03-02 $hour:10"
	deliver --from me+tag@example.org --to bob --folder Sent \
		--at "2026-03-02 $hour:20"
	deliver --from draft@old.example --to bob --folder Sent --flags D \
		--at "2026-03-02 $hour:30"
done
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_grep '3 mails in Sent are from max@old.example: if that is you too, add it to identities in \[account test\]' out
expect_equal 1 "$(grep -c 'if that is you' out)" suggestions
account >out
expect_grep '"suggested_identities":\[\{"address":"max@old.example","mails":3,"last_at":"2026-03-02T11:00:00Z"\}\]' out
expect_equal 0 "$(db "SELECT count(*) FROM identity WHERE source <> 'config'")" \
	'identities taken'
# Once it is named, nothing is left to suggest, even before the next reading.
configure 'identities=me@example.org;max@old.example'
account >out
expect_grep '"suggested_identities":\[\]' out
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_no_grep 'if that is you' out
expect_equal 6 "$(of bob@example.com sent_to)" 'mails to bob'

begin 'who writes by the same name is suggested, strangers are not'
deliver --to bob --at '2026-03-02 08:00'
deliver --from 'Max Muster <max@home.example>' --at '2026-03-02 09:00'
deliver --from 'MAX MUSTER <max@home.example>' --at '2026-03-03 09:00'
deliver --from 'Max Muster <mm@other.example>' --at '2026-03-03 10:00'
deliver --from 'Max Meier <meier@other.example>' --at '2026-03-03 11:00'
deliver --from 'Max Meier <meier@other.example>' --at '2026-03-03 12:00'
for hour in 13 14; do
	deliver --from 'Max Muster <notices@forge.example>' \
		--header 'Auto-Submitted: auto-generated' \
		--at "2026-03-03 $hour:00"
	deliver --from 'Max Muster <junk@spam.example>' --folder Junk \
		--at "2026-03-03 $hour:10"
done
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_grep '2 mails to you, by your name, are from max@home.example: if that is you too' out
expect_equal 1 "$(grep -c 'if that is you' out)" suggestions

begin "mails to oneself at home are noticed, a namesake's answers too"
to_home()
{
	local day who=$1
	shift
	for day in 02 03 04 05; do
		deliver --from me --to "$who" --folder Sent --flags S \
			--subject 'Notes' --at "2026-03-$day 09:00" "$@"
	done
}
to_home maxmuster@gmail.com
# A name that is in the address book, and one that is no word of it.
to_home x --header 'To: Max Muster <mm@muster.example>'
to_home x --header 'To: Karl Musterhaus <karl.musterhaus@gmail.com>'
to_home kim@muster.example
# With others, at work, and once.
to_home max.muster@aol.com --cc bob
to_home muster@example.org
deliver --to muster@gmx.net --at '2026-03-06 09:00'
# A wife answers.
to_home x --header 'To: Eva Muster <eva@gmail.com>'
for hour in 13 14; do
	deliver --from 'Eva Muster <eva@gmail.com>' --at "2026-03-05 $hour:00"
done
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_grep '4 mails of yours went alone to your namesake maxmuster@gmail.com: if that is you too, add it to identities in \[account test\]; if not, to not-identities' out
expect_grep 'went alone to your namesake mm@muster.example: if' out
expect_equal 3 "$(grep -c 'if that is you' out)" suggestions
account >out
expect_grep '"address":"maxmuster@gmail.com","mails":4,"last_at":"2026-03-05T09:00:00Z"' out
expect_equal 0 "$(db "SELECT count(*) FROM identity WHERE source <> 'config'")" \
	'identities taken'
# Said to be somebody else, and said to be the user: neither is asked again,
# and whoever else is there is a colleague then.
configure 'not-identities=MaxMuster@gmail.com' \
	'identities=me@example.org;mm@muster.example'
expect_exit 0 at "$now" tend status >out
expect_no_grep 'if that is you' out

begin 'what is said to be not the user is not suggested from Sent either'
for hour in 09 10; do
	deliver --from 'Max <max@old.example>' --to bob --folder Sent \
		--at "2026-03-02 $hour:00"
done
configure not-identities=max@old.example
expect_exit 0 at "$now" tend sync
expect_exit 0 at "$now" tend status >out
expect_no_grep 'if that is you' out

begin 'an office makes touches when the user has written there, and then all'
deliver --from info@firm.example --id bill-1@firm.example \
	--at '2026-03-02 09:00'
deliver --from info@firm.example --id bill-2@firm.example --cc ada \
	--at '2026-03-02 10:00'
expect_exit 0 at "$now" tend sync
expect_equal '' "$(of info@firm.example touches_in)" 'touches of an office'
expect_exit 0 at "$now" tend why bill-1@firm.example >out
expect_grep "touch +no: info@firm.example is an office's address and you have not written to it" out
expect_exit 1 at "$now" tend stalled >out
deliver --to info@firm.example --at '2026-03-04 09:00'
expect_exit 0 at "$now" tend sync
expect_equal 2 "$(of info@firm.example touches_in)" 'touches in'
expect_equal 1 "$(of info@firm.example touches_out)" 'touches out'
expect_exit 0 at "$now" tend why bill-1@firm.example >out
expect_grep 'touch +yes: a person wrote it to persons' out
dump >before
expect_exit 0 at "$now" tend rebuild
dump >after
expect_same before after

begin "a stranger's mail stands until it is thrown away, or five days are over"
settle_in '2026-03-01 08:00'
deliver --from 'Eva Neu <eva@new.example>' --at '2026-03-03 09:00'
expect_exit 0 at '2026-03-03 10:00' tend sync
expect_exit 0 at '2026-03-03 10:00' tend stalled >out
expect_grep '^eva@new.example.*new' out
expect_exit 0 at '2026-03-06 08:00' tend stalled >out
expect_grep '^eva@new.example.*new' out
expect_exit 1 at '2026-03-12 08:00' tend stalled >out
mailbox 'SELECT INBOX' 'STORE 1 +FLAGS (\Deleted)' EXPUNGE
expect_exit 0 at '2026-03-05 07:00' tend sync
expect_exit 1 at '2026-03-05 08:00' tend stalled >out
expect_empty out

begin 'a subject that says nothing is left out of the sentence'
settle_in '2026-03-01 08:00'
deliver --to ada --at '2026-03-02 09:00'
deliver --from ada --subject 'Re:' --at '2026-03-03 09:00' - <<-MAIL
Could you send me the price of the blue one?
MAIL
expect_exit 0 at '2026-03-05 07:00' tend sync
expect_exit 0 at '2026-03-05 08:00' tend stalled >out
expect_grep 'they asked on 3 March; you have not answered' out

begin 'a promise by a day is due on that day, however far away'
settle_in '2026-02-16 08:00'
deliver --to ada --at '2026-02-20 09:00' - <<-MAIL
I will send you the draft by Friday, 6 March.
MAIL
expect_exit 0 at '2026-02-20 10:00' tend sync
expect_exit 1 at '2026-02-26 08:00' tend stalled >out
expect_exit 0 at '2026-03-06 08:00' tend stalled >out
expect_grep 'you promised on 20 February about "A word", for 6 March' out

end
