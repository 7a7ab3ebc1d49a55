#!/usr/bin/env bash
# People from vCards and CSV: shown first, said once, taken back at once.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

# A Monday, after the hour of the digest.
now='2026-03-09 08:00'

# For files only: no story here asks a server.
offline()
{
	configure host= port= tls= ca-file= user= password-command=
}

# sayings: what was said and holds, without when.
sayings()
{
	db "SELECT verb, address, word, text FROM saying
	     WHERE undone_at IS NULL ORDER BY saying_id"
}

# vcard [LINE]...
vcard()
{
	printf '%s\r\n' BEGIN:VCARD "$@" END:VCARD
}

begin 'vCards become leads, due on the next working morning'
offline
# shellcheck disable=SC2016
{
	vcard VERSION:3.0 'N:Adams;Ada;;;' 'FN:Ada Adams' \
		'ORG:Example Ltd;Sales' 'TITLE:Head of Sales' \
		'item1.EMAIL;type=INTERNET;type=pref:Ada@Example.com' \
		'item1.X-ABLabel:_$!<Work>!$_' 'TEL;type=CELL:+1 555 0100' \
		'NOTE:Met in Oslo\, wants a' '  quote.' \
		'PHOTO;ENCODING=b:AAAA' ' AAAA' 'CATEGORIES:Big Fair' \
		'URL:https://ada.example'
	vcard VERSION:4.0 'FN:Ben' 'EMAIL;PREF=2:ben@example.net' \
		'EMAIL;PREF=1:ben@example.com' \
		'TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-0101;ext=7'
	vcard VERSION:2.1 \
		'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg' \
		'TEL;HOME:0049 30 123'
} >cards.vcf
expect_exit 0 at "$now" tend import --yes cards.vcf >out 2>err
expect_grep ' 3 new, due 2026-03-10' out
expect_sentence err '3 new.*tend undo'
sayings >got
expect_lines got <<'END'
import|ada@example.com|vcard|cards.vcf
name|ada@example.com||Ada Adams
organisation|ada@example.com||Example Ltd
title|ada@example.com||Head of Sales
phone|ada@example.com|+1 555 0100|
note|ada@example.com||Met in Oslo, wants a quote.
tag|ada@example.com|Big-Fair|
url|ada@example.com|https://ada.example|
import|ben@example.com|vcard|cards.vcf
name|ben@example.com||Ben
phone|ben@example.com|+1-555-0101 x7|
merge|ben@example.com|ben@example.net|
import|tel:+4930123|vcard|cards.vcf
name|tel:+4930123||Jörg Müller
phone|tel:+4930123|0049 30 123|
END
expect_equal '2026-03-10 07:30:00' "$(db "SELECT DISTINCT datetime(at,
	'unixepoch') FROM saying WHERE verb = 'import'")" 'the due day'
expect_equal 1 "$(db 'SELECT count(DISTINCT batch) FROM saying
	WHERE batch <> 0')" batches
# The same again, and a copy of it under another name, say nothing new.
cp cards.vcf copy.vcf
expect_exit 0 at '2026-03-11 08:00' tend import cards.vcf copy.vcf >out 2>err
expect_sentence err 'nothing to import'
expect_grep ' 3 known, with nothing new' out
sayings >again
expect_same got again

begin 'nothing is written without a yes'
offline
vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com >cards.vcf
expect_exit 0 at "$now" tend import --dry-run cards.vcf >out 2>err
expect_grep ' 1 new, due 2026-03-10' out
[ ! -e "$XDG_DATA_HOME/tend" ] || fail 'a dry run made a database'
expect_exit 64 at "$now" tend import cards.vcf >out 2>err
expect_sentence err '--yes'
expect_grep ' 1 new' out
expect_exit 64 at "$now" tend import - <cards.vcf >out 2>err
expect_sentence err '--yes'
expect_exit 64 at "$now" tend import --json cards.vcf >out 2>err
expect_empty out
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_exit 0 at "$now" tend import --dry-run --json cards.vcf >out
expect_grep '"outcome":"new".*"written":false' out
expect_exit 0 at "$now" tend import --yes --json - <cards.vcf >out
expect_grep '"file":"standard input","line":1,"format":"vcard"' out
expect_grep '"due_at":"2026-03-10T07:30:00Z".*"written":true' out
expect_equal 2 "$(db 'SELECT count(*) FROM saying')" sayings
expect_exit 0 at "$now" tend import --dry-run cards.vcf >out 2>err
expect_grep ' 1 known, with nothing new' out

begin 'who sees it is asked'
offline
if ! command -v script >/dev/null; then
	skip 'script is not installed'
else
	vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com >cards.vcf
	(sleep 1; echo no) | at "$now" timeout 60 script -qefc \
		"'$TEND' import cards.vcf" /dev/null >out
	expect_grep 'import 1 new and 0 known[?] [[]yes[]]' out
	expect_grep 'changed nothing' out
	expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
	(sleep 1; echo) | at "$now" timeout 60 script -qefc \
		"'$TEND' import cards.vcf" /dev/null >out
	expect_grep 'imported 1 new' out
	expect_equal 2 "$(db 'SELECT count(*) FROM saying')" sayings
fi

begin 'tags and a day of the user'
offline
vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com >cards.vcf
expect_exit 0 at "$now" tend import --yes --tag fair-2026 --tag=vip \
	--due friday cards.vcf >out 2>err
expect_grep ' 1 new, due 2026-03-13' out
sayings >got
expect_grep '^tag[|]ada@example.com[|]fair-2026[|]$' got
expect_grep '^tag[|]ada@example.com[|]vip[|]$' got
expect_exit 64 at "$now" tend import --due nevermore cards.vcf 2>err
expect_sentence err 'nevermore'
expect_exit 64 at "$now" tend import --due 2026-01-01 cards.vcf 2>err
expect_sentence err 'past'
expect_exit 64 at "$now" tend import --tag 'a b' cards.vcf 2>err
expect_sentence err 'a b'
expect_exit 64 at "$now" tend import --tag '' cards.vcf 2>err
expect_sentence err '--tag'

begin 'CSV from anywhere: what each column is taken for'
offline
printf '\xef\xbb\xbf%s\r\n' 'Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Value,Organization 1 - Name,Group Membership' \
	'Ada Adams,Ada,Adams,* Work,ada@example.com ::: a@example.net,555-0100,"Example, Ltd",* myContacts ::: Fair' >google.csv
printf '%s\n' 'Notes:' '"When exporting, you may notice, that some are missing."' \
	'' 'First Name,Last Name,URL,Email Address,Company,Position,Connected On' \
	'Ben,Bo,https://l.example/ben,ben@example.com,Example Ltd,"Buyer, EMEA",02 Mar 2026' \
	'Cy,Co,https://l.example/cy,,Example Ltd,Buyer,02 Mar 2026' >linkedin.csv
printf 'Vorname;Nachname;Firma;E-Mail-Adresse;Notizen\r\nJ\xf6rg;M\xfcller;Beispiel GmbH;joerg@example.org;"eins\r\nzwei"\r\n' >outlook.csv
printf 'First Name\tLast Name\tAccount Name\tTitle\tEmail\tPhone\nDee\tDo\tExample Ltd\tCTO\tdee@example.com\t555-0103\n' |
	iconv -f UTF-8 -t UTF-16 >salesforce.csv
expect_exit 0 at "$now" tend import --yes google.csv linkedin.csv outlook.csv \
	salesforce.csv >out 2>err
expect_grep ' 4 new' out
expect_grep ' 1 without an address or a number' out
expect_grep 'line 6 of linkedin.csv: Cy Co' out
expect_grep '^E-mail 1 - Value	email	ada@example.com' out
expect_grep '^Nachname	last-name	Müller' out
expect_no_grep 'Connected On' out
expect_grep 'google.csv: 8 columns, 1 of them not taken' out
expect_grep 'outlook.csv: 5 columns$' out
sayings >got
expect_grep '^organisation[|]ada@example.com[|][|]Example, Ltd$' got
expect_grep '^merge[|]ada@example.com[|]a@example.net[|]$' got
expect_grep '^tag[|]ada@example.com[|]Fair[|]$' got
expect_no_grep 'myContacts' got
expect_grep '^title[|]ben@example.com[|][|]Buyer, EMEA$' got
expect_grep '^name[|]joerg@example.org[|][|]Jörg Müller$' got
expect_grep '^note[|]joerg@example.org[|][|]eins zwei$' got
expect_grep '^title[|]dee@example.com[|][|]CTO$' got
expect_grep '^import[|]dee@example.com[|]csv[|]salesforce.csv$' got

begin 'a column that nobody knows is named by the user'
offline
printf '%s\n' 'Wer,Wo,Umsatz' 'Ada,ada@example.com,5' >list.csv
expect_exit 65 at "$now" tend import --yes list.csv >out 2>err
expect_sentence err 'headings.*--map'
expect_exit 64 at "$now" tend import --yes --map Wer=nmae list.csv 2>err
expect_sentence err "nmae.*'name'"
expect_exit 64 at "$now" tend import --yes --map Wo list.csv 2>err
expect_sentence err 'COLUMN=FIELD'
expect_exit 64 at "$now" tend import --yes --map wo=email --map Weer=name \
	list.csv 2>err
expect_sentence err "no column 'Weer'.*Wer, Wo, Umsatz"
expect_exit 0 at "$now" tend import --yes --map wo=email --map WER=name \
	--map 3=note list.csv >out
expect_grep '^Wo	email	ada@example.com' out
sayings >got
expect_lines got <<'END'
import|ada@example.com|csv|list.csv
name|ada@example.com||Ada
note|ada@example.com||5
END
# Without any headings addresses show what they are.
printf '%s\n' 'Ben,ben@example.com' 'Cy,cy@example.com' >bare.csv
expect_exit 0 at "$now" tend import --yes bare.csv >out
expect_grep '^2	email	ben@example.com' out
expect_grep ' 2 new' out

begin 'whom tend knows is merged by address, others are only suggested'
offline
{
	vcard VERSION:3.0 'FN:Bob Smith' EMAIL:bob@example.net
	vcard VERSION:3.0 'FN:Ada Adams' EMAIL:ada@example.com
} >first.vcf
expect_exit 0 at "$now" tend import --yes first.vcf >out 2>err
{
	vcard VERSION:3.0 'FN:Ada Adams' EMAIL:ADA@example.com \
		EMAIL:bob@example.net EMAIL:ada@example.net 'TEL:555-0100'
	vcard VERSION:3.0 'FN:Ada Adams' EMAIL:ada@example.com 'TEL:555-0102'
	vcard VERSION:3.0 'FN:Max' EMAIL:me@example.org
} >second.vcf
expect_exit 0 at "$now" tend import --yes second.vcf >out 2>err
expect_grep ' 1 known, with something new' out
expect_grep ' 1 with the address of a card before' out
expect_grep ' 1 your own, left out' out
expect_grep 'bob@example.net.*tend merge ada@example.com bob@example.net' out
sayings | tail -n 3 >got
expect_lines got <<'END'
phone|ada@example.com|555-0100|
merge|ada@example.com|ada@example.net|
phone|ada@example.com|555-0102|
END
expect_equal 0 "$(db "SELECT count(*) FROM saying
	WHERE address = 'me@example.org'")" 'about myself'

begin 'one import is one batch'
offline
vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com >a.vcf
vcard VERSION:3.0 FN:Ben EMAIL:ben@example.com >b.vcf
expect_exit 0 at "$now" tend import --yes a.vcf >out 2>err
expect_exit 0 at "$now" tend import --yes b.vcf >out 2>err
expect_equal '2 2' "$(db "SELECT group_concat(n, ' ') FROM (SELECT count(*) AS n
	FROM saying WHERE batch <> 0 GROUP BY batch)")" 'sayings of each batch'

begin 'broken cards are passed over with a word, and the rest goes on'
offline
{
	printf 'BEGIN:VCARD\nFN:Cut\nEMAIL:cut@example.com\n'
	vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com
	vcard VERSION:4.0 KIND:group FN:All MEMBER:mailto:ada@example.com
	printf 'BEGIN:VCARD\nFN:Hostile \033[31m\007red\nEMAIL:ben@example.com\n'
	printf 'TITLE:x\\ny\tz\nEND:VCARD\nBEGIN:VCARD\nFN:Half\n'
} >cards.vcf
expect_exit 0 at "$now" tend import --yes cards.vcf >out 2>err
expect_grep ' 2 new' out
expect_grep ' 3 not to be read, left out' out
expect_grep 'line 1 of cards.vcf: it has no END:VCARD' out
expect_grep 'it is a group of people' out
expect_equal 2 "$(sayings | grep -c ^import)" leads
expect_equal 'Hostile [31mred' "$(db "SELECT text FROM saying
	WHERE verb = 'name' AND address = 'ben@example.com'")" 'the name'
# A worker that dies of a card is followed by another.
rm -r "$XDG_DATA_HOME/tend"
expect_exit 0 at "$now" env TEND_FAULT=Hostile "$TEND" import --yes cards.vcf \
	>out 2>err
expect_grep 'card 4 of .*passed over' err
expect_grep ' 1 new' out

begin 'what is no address book is refused, and nothing is taken in'
offline
vcard VERSION:3.0 FN:Ada EMAIL:ada@example.com >good.vcf
refused()
{
	local wanted=$1 pattern=$2
	shift 2
	expect_exit "$wanted" at "$now" tend import --yes "$@" >out 2>err
	expect_sentence err "$pattern"
}
: >empty.csv
refused 65 'is empty' empty.csv
head -c 5000 "$TEND" >binary.csv
refused 65 'not text' binary.csv
printf 'PK\003\004\024\000' >book.xlsx
refused 65 'save the sheet as CSV' book.xlsx
printf 'From ada@example.com Mon Mar  2 09:00:00 2026\nFrom: ada@example.com\n\nHello, you\n' >mbox
refused 65 'tend ingest' mbox
printf 'BEGIN:VCALENDAR\nEND:VCALENDAR\n' >a.ics
refused 65 'calendar' a.ics
printf 'Ada,Oslo\nBen,Rome\n' >nobody.csv
refused 65 'headings' nobody.csv
printf 'Name,Company\nAda,Example\n' >where.csv
refused 65 '--map COLUMN=email.*Name, Company' where.csv
mkdir directory
refused 66 'is a directory' directory
refused 66 'missing.vcf' missing.vcf
refused 66 'missing.vcf' good.vcf missing.vcf
refused 65 'is empty' good.vcf empty.csv
refused 64 'empty' ''
expect_equal 0 "$(db 'SELECT count(*) FROM saying')" sayings
expect_exit 64 at "$now" tend import 2>err
expect_grep '^tend: .*tend import FILE' err
printf 'Name,Email\n' >header.csv
expect_exit 0 at "$now" tend import header.csv >out 2>err
expect_sentence err 'nothing to import'

begin 'a hundred thousand cards and no more'
offline
awk 'BEGIN { print "Name,Email"
	for (i = 1; i <= 100000; i++) printf "N%d,n%d@example.com\n", i, i }' \
	>many.csv
expect_exit 0 at "$now" tend import --yes many.csv >out 2>err
expect_grep '100000 new' out
expect_equal 200000 "$(db 'SELECT count(*) FROM saying')" sayings
echo 'One,more@example.com' >>many.csv
refused 65 '100000' many.csv

begin 'whoever is imported is there, whatever is asked first'
offline
printf 'Name,Email,Phone\nKarl Ott,karl@ott.example,+49 30 1\n' >a.csv
printf 'Name,Email,Phone\nKarl Ott,karl@ott.example,+49 30 2\n' >b.csv
expect_exit 0 at "$now" tend import --yes a.csv
expect_exit 0 at "$now" tend undo --list
expect_exit 0 at "$now" tend list >out
expect_grep '^karl@ott.example.*lead' out
expect_exit 0 at "$now" tend import --yes b.csv
expect_exit 0 at "$now" tend show karl >out
expect_grep '30 2' out
expect_exit 0 at "$now" tend log karl@ott call
expect_exit 0 at "$now" tend log 'Brand New <new@ott.example>' call
expect_exit 0 at "$now" tend list >out
expect_equal 2 "$(grep -c . out)" contacts
expect_grep '^new@ott.example.*Brand New' out
expect_exit 0 at "$now" tend merge karl@ott.example new@ott.example >out
expect_grep '^Brand New <karl@ott.example>: one person with .*<new@ott.example>' out

end
