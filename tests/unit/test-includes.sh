#!/bin/sh
# The include rule holds (contrib/check-includes), the check sees each sort of
# breach, and the two programs are linked with what is theirs only.
top=${G_TEST_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${G_TEST_BUILDDIR:-$top}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/includes.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' EXIT
n=0

report()
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$scratch/out"
	fi
}

# breach FILE LINE TITLE: this line in this file is seen, and nothing else is.
breach()
{
	rm -rf "$scratch/tree"
	for dir in store parse imap agent/border agent/rules agent/worker \
		agent/cmd agent/letters agent/post agent/report; do
		mkdir -p "$scratch/tree/$dir"
		printf '#include <glib.h>\n#include "%s"\n' "$dir/x.h" \
			>"$scratch/tree/$dir/x.c"
		: >"$scratch/tree/$dir/x.h"
	done
	printf '/*\n * #include "imap/x.h", of a mailimap *\n */\n%s\n' "$2" \
		>"$scratch/tree/$1"
	"$top/contrib/check-includes" "$scratch/tree" >"$scratch/out" 2>&1
	[ $? -eq 1 ] && [ "$(wc -l <"$scratch/out")" -eq 1 ] &&
		grep -q "^$1:4: " "$scratch/out"
	report $? "seen: $3"
}

"$top/contrib/check-includes" "$top" >"$scratch/out" 2>&1
report $? 'the tree keeps the include rule'

breach agent/x.c '#include "imap/x.h"' 'tend includes imap'
breach agent/cmd/y.c '#include "parse/x.h"' 'a command includes parse'
breach agent/cmd/y.c '#include "agent/cmd/x.h"' 'a command includes another'
breach agent/cmd/y_more.c '#include "agent/cmd/x.h"' 'a part of one, too'
breach agent/letters/y.c '#include "agent/worker/x.h"' \
	'letters include the worker'
breach agent/letters/y.c '#include "store/x.h"' 'letters include store'
breach agent/letters/y.c '#include "agent/post/x.h"' 'letters include post'
breach agent/letters/y.c '#include "agent/report/x.h"' \
	'letters include more of the report than its figures'
breach agent/report/y.c '#include "agent/letters/x.h"' \
	'the report includes how it is drawn'
breach agent/post/y.c '#include "agent/cmd/x.h"' 'post includes a command'
breach agent/worker/y.c '#include "store/x.h"' 'the worker includes store'
breach agent/worker/y.c '#include "agent/x.h"' 'the worker includes agent'
breach agent/rules/y.c '#include "store/x.h"' 'a rule includes store'
breach agent/border/y.c '#include "agent/rules/x.h"' 'border includes rules'
breach store/y.c '#include "agent/x.h"' 'store includes agent'
breach parse/y.c '#include <libetpan/mailimap.h>' 'parse uses libetpan'
breach imap/y.c '#include <gmime/gmime.h>' 'imap uses GMime'
breach agent/y.c '#include <sqlite3.h>' 'agent uses SQLite'
breach imap/y.c '#include <libical/ical.h>' 'imap uses libical'
breach store/y.c '#include <libxml/HTMLparser.h>' 'store uses libxml2'
breach parse/y.c '#include <libpsl.h>' 'parse uses libpsl'
breach parse/y.h 'void parse_it(icalcomponent *event);' \
	'libical in a public header'
breach store/y.h '#include <sqlite3.h>' 'SQLite in a public header'
breach store/y.h 'sqlite3 *store_raw(void);' 'a handle in a public header'
breach parse/y.h 'GMimeObject *parse_it(void);' 'GMime in a public header'
breach imap/y.h 'void imap_it(mailimap *session);' 'libetpan in a public header'
breach store/y.c '#include "y.h"' 'an include not from the root'
breach agent/rules/y.c 'gint64 now = time(NULL);' 'a rule reads the clock'
breach agent/letters/y.c 'gint64 now = time(NULL);' 'a letter reads the clock'
breach imap/y.c 'mailsmtp_send(smtp);' 'a way to send'

# needs PROGRAM PATTERN: does it need such a library?
needs()
{
	readelf -d "$build/$1" | grep NEEDED | grep -E "$2" >"$scratch/out"
}

if command -v readelf >/dev/null && [ -x "$build/tend" ] &&
   [ -x "$build/tend-worker" ]; then
	! needs tend 'etpan|gmime|gnutls|ical|secret|seccomp'
	report $? 'tend is linked with no library that reads mail'
	! needs tend-worker 'sqlite|json|secret'
	report $? 'tend-worker is linked with no database'
	nm -D --undefined-only "$build/tend" "$build/tend-worker" |
		grep mailsmtp_ >"$scratch/out"
	[ $? -eq 1 ]
	report $? 'neither refers to a way to send'
else
	for title in 'what tend is linked with' \
		'what tend-worker is linked with' 'no way to send'; do
		n=$((n + 1))
		echo "ok $n - $title # SKIP not built, or no readelf"
	done
fi
echo "1..$n"
