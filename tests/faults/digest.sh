#!/usr/bin/env bash
# The digest lies in the inbox exactly once, whoever dies when, and not at all
# where the user has deleted it already.
# shellcheck source=tests/lib/story.sh
. "${G_TEST_SRCDIR:-$(dirname "$0")/../..}/tests/lib/story.sh"
# shellcheck source=tests/lib/fire.sh
. "$story_top/tests/lib/fire.sh"

# shellcheck disable=SC2034 # fire.sh reads these
{
	fire_now='2026-03-09 07:30'
	fire_run=(digest --deliver)
	fire_there=there
	fire_check=once
}

a_debt()
{
	fire_configure
	settle_in '2026-02-20 09:00'
	deliver --to ada --at '2026-02-24 09:00' --id o1@example.org --flags S
	deliver --from ada --at '2026-03-02 09:00' --flags S \
		--id q1@example.com --reply-to-id o1@example.org \
		--subject 'Re: A word' - <<-MAIL
	Could you send me the price of the blue one?
	MAIL
	expect_exit 0 at "$fire_now" tend sync
	fire_keep
}

digests()
{
	# shellcheck disable=SC2046 # no such path has spaces
	grep -li '^From:.*tend' $(mails INBOX) /dev/null | wc -l
}

there() { [ "$(digests)" -gt 0 ]; }

once()
{
	expect_equal 1 "$(digests)" "digests, $1"
	expect_equal 1 "$(db 'SELECT count(*) FROM outbox')" "rows, $1"
	expect_equal 'done' "$(db 'SELECT state FROM outbox')" "its row, $1"
}

begin 'the line is cut, falls silent, or somebody dies'
a_debt
fire_line

begin 'tend dies at a commit'
a_debt
fire_commits
[ "$fire_n" -ge 6 ] || fail "only $fire_n deaths"

# What the user may have done before tend knows that it has arrived.
uid_of_digest()
{
	mailbox 'EXAMINE INBOX' 'UID SEARCH FROM tend' |
		sed -n 's/^\* SEARCH //p'
}

by_user()
{
	local uid
	uid=$(uid_of_digest)
	case $1 in
	expunges)
		mailbox 'SELECT INBOX' "UID STORE $uid +FLAGS (\\Deleted)" \
			EXPUNGE
		;;
	'moves to Trash') mailbox 'SELECT INBOX' "UID MOVE $uid Trash" ;;
	'moves to Archive') mailbox 'SELECT INBOX' "UID MOVE $uid Archive" ;;
	'moves to Trash and empties')
		mailbox 'SELECT INBOX' "UID MOVE $uid Trash" 'SELECT Trash' \
			'STORE 1:* +FLAGS (\Deleted)' EXPUNGE
		;;
	'expunges, and mail comes')
		by_user expunges
		deliver --from carla --at '2026-03-09 07:00' --append
		;;
	esac
}

none()
{
	expect_equal 0 "$(digests)" "digests, $1"
	expect_equal 'done' "$(db 'SELECT state FROM outbox')" "its row, $1"
}

begin 'deleted by the user before tend knew of it: none rather than two'
a_debt
fire_measure
read -r way _ end <<<"$(grep ^down <<<"$fire_turns" | sed -n 2p)"
for deed in expunges 'moves to Trash' 'moves to Archive' \
	'moves to Trash and empties' 'expunges, and mail comes'; do
	for fate in worker tend gone; do
		fire_again
		# The answer is lost in its last byte.
		fire_shoot "$way" $((end - 1)) $fate
		expect_equal 1 "$(digests)" "arrived, $fate"
		by_user "$deed"
		expect_equal 0 "$(digests)" "after the user $deed"
		# shellcheck disable=SC2034
		fire_check=none
		fire_settle "$fate, the user $deed"
	done
done

end
