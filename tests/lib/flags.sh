# Flags as any mail client sees and changes them.  Source it after story.sh.
# shellcheck shell=bash

# uid_of FOLDER ID
uid_of()
{
	mailbox "EXAMINE \"$1\"" "UID SEARCH HEADER Message-ID \"<$2>\"" |
		sed -n 's/^\* SEARCH //p'
}

# flags_of FOLDER ID: in an order of our own; without \Recent, which is the
# session's.
flags_of()
{
	local uid
	uid=$(uid_of "$1" "$2")
	[ -n "$uid" ] || { echo absent; return; }
	mailbox "EXAMINE \"$1\"" "UID FETCH $uid (FLAGS)" |
		sed -n 's/.* FETCH .*FLAGS (\([^)]*\)).*/\1/p' |
		tr ' ' '\n' | grep -v Recent | LC_ALL=C sort |
		xargs -r -d '\n' echo
}

# expect_flags WANTED FOLDER ID [WHAT]
expect_flags()
{
	expect_equal "$1" "$(flags_of "$2" "$3")" \
		"flags of $3 in $2${4:+, $4}"
}

# by_hand FOLDER ID +FLAGS|-FLAGS FLAG: the user, in a client of theirs.
by_hand()
{
	mailbox "SELECT \"$1\"" \
		"UID STORE $(uid_of "$1" "$2") $3.SILENT ($4)" >/dev/null ||
		fail "STORE failed: $*"
}

# Each mark that tend remembers.
states() { db 'SELECT flag, state FROM mark ORDER BY flag, state'; }
