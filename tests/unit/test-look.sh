#!/usr/bin/env bash
# Letters as a phone and a desk show them, in the light and in the dark: nothing
# is wider than the window, and every text stands out from what is behind it.
set -u
top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/look.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
views='360 360-dark 1280 1280-dark'
n=0

report()
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$scratch/lines" "$scratch/err"
	fi
}

# reads_well FILE: the views are all of their width and of enough contrast.
reads_well()
{
	# shellcheck disable=SC2086
	"$top/contrib/shoot" --measure "$1" $views >"$scratch/lines" \
		2>"$scratch/err" || return
	awk '
	{
		split($1, width, "-")
		for (i = 2; i <= NF; i++) {
			split($i, pair, "=")
			of[pair[1]] = pair[2] + 0
		}
		if (of["inner"] != width[1] || of["scroll"] > of["inner"] ||
		    of["contrast"] < 4.5)
			bad++
	}
	END { exit bad > 0 || NR != 4 }' "$scratch/lines"
}

# page STYLE TEXT: a page with a fault.
page()
{
	printf '<!DOCTYPE html>\n<html>\n<head><style>%s</style></head>\n' "$1"
	printf '<body><p>%s</p></body>\n</html>\n' "$2"
}

page '' 'well' >"$scratch/well.html"
reads_well "$scratch/well.html"
status=$?
if [ $status -eq 77 ]; then
	echo '1..0 # SKIP Chromium is not installed'
	exit 0
fi
report $status 'a page without a style reads well'

page 'p { width: 400px; }' 'wide' >"$scratch/wide.html"
reads_well "$scratch/wide.html"
report $(($? == 0)) 'seen: wider than a phone'
page 'p { color: #999; }' 'pale' >"$scratch/pale.html"
reads_well "$scratch/pale.html"
report $(($? == 0)) 'seen: grey on white'
page ':root { color-scheme: light dark; } p { color: #333; }' 'dark' \
	>"$scratch/dark.html"
reads_well "$scratch/dark.html"
report $(($? == 0)) 'seen: grey on black, in the dark only'

for file in "$top"/tests/unit/digest/*.html; do
	reads_well "$file"
	report $? "digest: $(basename "$file" .html)"
done
for file in "$top"/tests/unit/report/*.html; do
	reads_well "$file"
	report $? "report: $(basename "$file" .html)"
done

"$top/contrib/shoot" "$top/tests/unit/digest/one.html" \
	"360-dark=$scratch/one.png" >"$scratch/lines" 2>"$scratch/err" &&
	# Its width stands behind the name of its first chunk.
	[ "$(od -An -tx1 -j16 -N4 "$scratch/one.png" | tr -d ' ')" = 00000168 ]
report $? 'a picture is as wide as it should be'
echo "1..$n"
