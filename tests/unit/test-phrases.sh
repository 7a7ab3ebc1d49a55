#!/bin/sh
# A phrase file that cannot be read stops the build, with its name, the line
# and what is wrong there; what can be read makes tables.
top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/phrases.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
n=0

generate()
{
	(cd "$scratch" && LC_ALL=C ${AWK:-awk} -f "$top/parse/phrases.awk" \
		xx.phrases) >"$scratch/out" 2>"$scratch/errors"
}

report()
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$scratch/errors"
	fi
}

# refuse LINE WHAT TEXT: this text is refused with this line and words.
refuse()
{
	printf '%s\n' "$3" >"$scratch/xx.phrases"
	generate && rc=1 || rc=0
	grep -qxF "xx.phrases:$1: $2" "$scratch/errors" || rc=1
	[ -s "$scratch/out" ] && rc=1
	report "$rc" "refused: $2"
}

# accept TITLE PATTERN TEXT: this text makes tables that have such a line.
accept()
{
	printf '%s\n' "$3" >"$scratch/xx.phrases"
	generate && rc=0 || rc=1
	[ -s "$scratch/errors" ] && rc=1
	grep -q "$2" "$scratch/out" || rc=1
	report "$rc" "$1"
}

accept 'a phrase' 'PARSE_PHRASE_ASK, 0, 0u, "xx.phrases:2"' '[ask]
send me'
accept 'where it stands' 'PARSE_PHRASE_NO, 7, 0u, "xx.phrases:2"' '[no]
^ no thanks $ ?'
accept 'words, an umlaut, an accent' '"fuer", ' '[ask]
für dich|été'
accept 'what stands for two words' '"dont", ' '[same]
dont = do not
[ask]
dont go'
refuse 1 'no such section: [asks]' '[asks]
send me'
refuse 1 'a phrase before any section' 'send me'
refuse 2 'no list @me stands above' '[ask]
send @me'
refuse 2 'a word is missing beside |' '[ask]
send me||us'
refuse 2 '"s!nd" is no word' '[ask]
s!nd me'
refuse 2 'a gap is of 1 to 12 words' '[ask]
send *13 me'
refuse 2 'a phrase begins with a word, and has one that must be there' '[ask]
(send) (me)'
refuse 2 'a phrase begins with a word, and has one that must be there' '[ask]
*2 me'
refuse 2 'a phrase has at most 31 words, gaps counted' '[ask]
a *12 b *12 c d e f g h'
refuse 2 'no words' '[ask]
^ $'
refuse 3 'the same as xx.phrases:2' '[ask]
send me
send me'
refuse 3 'the list @me stands twice' '[ask]
@me = me
@me = us
send @me'
refuse 2 'nothing uses the list' '[ask]
@me = me
send it'
refuse 2 'write: @name = words' '[ask]
@me =
send it'
refuse 2 'write: word = one, two or three words' '[same]
dont do not'
refuse 3 '"dont" stands twice' '[same]
dont = do not
dont = not'
refuse 4 '"dont" is "do not" ([same]), no one word' '[same]
dont = do not
[ask]
dont|not go'
refuse 4 "only one word can be left out: don't" "[same]
don't = do not
[ask]
go (don't) stop"

echo "1..$n"
