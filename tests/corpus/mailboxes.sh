#!/usr/bin/env bash
# Whole mailboxes of real people, where somebody has put them: who wrote to
# whom how often, as counted by others (touches.tsv).  They are not a part of
# tend: TEND_CORPORA names their folder, else ../shared/corpora beside the
# sources is looked at.
corpora=${TEND_CORPORA:-${G_TEST_SRCDIR:-$(dirname "$0")/../..}/../shared/corpora}
if ! [ -d "$corpora/mailbox-ward-k" ]; then
	echo '1..0 # SKIP reference mail is not here'
	exit 0
fi
corpora=$(cd "$corpora" && pwd)
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"

now='2002-03-04 07:30'

# load BOX: into Dovecot, a folder for each directory.
load()
{
	local dir path
	for dir in "$corpora/$1"/*/; do
		dir=${dir%/}
		path=$(dovecot_maildir "$USER_NAME" "${dir##*/}")
		find "$dir" -name '*.eml' -exec cp -p -t "$path/cur" {} +
	done
	dovecot_give "$DOVECOT_DIR/mail/$USER_NAME"
}

identities_of()
{
	tr '\n' ';' <"$corpora/$1/me.txt"
}

# doubtful BOX: addresses in messages that labels.tsv calls outgoing although
# somebody else wrote them.  Columns: 4 dir, 5 from, 6 to, 7 cc.
doubtful()
{
	awk -F'\t' 'NR == FNR { me[$1]; next }
		$4 == "out" && !($5 in me) {
			n = split($5 "," $6 "," $7, list, ",")
			for (i = 1; i <= n; i++)
				print list[i]
		}' "$corpora/$1/me.txt" "$corpora/$1/labels.tsv" | sort -u
}

# wanted BOX: address, sent to, received from.
wanted()
{
	doubtful "$1" >doubtful
	awk -F'\t' -v OFS='\t' 'FILENAME == "doubtful" { no[$1]; next }
		FNR > 1 && !($1 in no) { print $1, $2, $3 }' \
		doubtful "$corpora/$1/touches.tsv" | sort
}

# got: the same of tend; only what is wanted, or anything at all.
got()
{
	tend export --json | sed -nE \
's/^.*"address" ?: ?"(([^"\\]|\\.)*)".*"sent_to" ?: ?([0-9]+).*"received_from" ?: ?([0-9]+).*$/\1\t\3\t\4/p' |
		sed 's/\\\(.\)/\1/g' | sort
}

# judge BOX: is what the database says what it should be?
judge()
{
	wanted "$1" >wanted
	at "$now" got >all
	[ "$(wc -l <wanted)" -gt 100 ] || fail 'too few to compare'
	# Own addresses are in neither list; the rest must be there.
	awk -F'\t' 'FILENAME != "all" { known[$1]; next } $1 in known' \
		wanted all >got
	expect_same wanted got
	awk -F'\t' 'FILENAME == "all" { if ($2 + $3) print $1; next }
		{ exit }' all | sort >counted
	{ cut -f 1 wanted; cat doubtful "$corpora/$1/me.txt"; } | sort -u |
		comm -13 - counted >strangers
	[ "$(wc -l <strangers)" -eq 0 ] ||
		fail 'counted, but not in touches.tsv:' strangers
	echo "# $1: $(wc -l <wanted) addresses, $(wc -l <doubtful)" \
		"doubtful" >&4
}

rows()
{
	db 'SELECT count(*), sum(copy_id), sum(copies) FROM message'
	db 'SELECT count(*), sum(at), sum(person_id) FROM touch'
}

for box in mailbox-ward-k mailbox-tycholiz-b; do
	[ -d "$corpora/$box" ] || continue

	begin "$box, read from Dovecot"
	load "$box"
	configure "identities=$(identities_of "$box")" 'folders=*'
	expect_exit 0 at "$now" tend sync
	judge "$box"
	at "$now" dump >first
	rows >rows1
	expect_exit 0 at "$now" tend sync
	at "$now" dump >second
	rows >rows2
	expect_same first second
	expect_same rows1 rows2
	expect_grep '^[1-9]' rows1
	expect_exit 0 at "$now" tend rebuild
	at "$now" dump >third
	expect_same first third

	begin "$box, read from its files"
	configure host= port= tls= ca-file= user= password-command= \
		"identities=$(identities_of "$box")" 'folders=*'
	mv "$XDG_CONFIG_HOME/tend/config" other-config
	expect_exit 0 at "$now" tend --config other-config ingest \
		"$corpora/$box"/*/
	mv other-config "$XDG_CONFIG_HOME/tend/config"
	judge "$box"
	at "$now" dump >again1
	expect_exit 0 at "$now" tend ingest "$corpora/$box"/*/
	at "$now" dump >again2
	expect_same again1 again2
	expect_exit 0 at "$now" tend rebuild
	at "$now" dump >again2
	expect_same again1 again2
done

begin 'hostile and odd mail'
if [ -d "$corpora/robust" ]; then
	find "$corpora/robust" -type f -print0 | sort -z >names
	n=$(tr -cd '\0' <names | wc -c)
	xargs -0 -n 200 timeout -k 5 "$STORY_LIMIT" "$TEND" why --json -- \
		<names >out 2>err
	expect_no_grep 'dies|died|cannot be read|assert|CRITICAL' err
	echo "# $n files, $(wc -l <out) lines" >&4
	[ "$(wc -l <out)" -ge "$((n * 9 / 10))" ] || fail 'too few answers'
	configure host= port= tls= ca-file= user= password-command= 'folders=*'
	expect_exit 0 at "$now" tend ingest "$corpora/robust" 2>err
	expect_no_grep 'passed over \(|dies|died|assert|CRITICAL' err
else
	skip 'it is not here'
fi

end
