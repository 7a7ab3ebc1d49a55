# Under fire: what tend does in a mailbox is done exactly once, or not at all
# where the user undid it, whoever dies when.  Source it after story.sh.
# shellcheck shell=bash
#
#	. "$story_top/tests/lib/fire.sh"
#	fire_now='2026-03-09 07:30'		# tend's clock
#	fire_run=(digest --deliver)		# the command that is shot at
#	fire_word=' APPEND '			# from this IMAP command on
#	there() { [ "$(digests)" -gt 0 ]; }	# has it arrived?
#	fire_there=there
#	once() { expect_equal 1 "$(digests)" "digests, $1"; }
#	fire_check=once				# is all well?  $1: after what
#
#	begin 'the line is cut'
#	fire_configure				# over a line that can be cut
#	deliver ...; at "$fire_now" tend sync	# and whatever it needs
#	fire_keep				# each shot begins from here
#	fire_line				# every fate at the bytes
#	begin 'tend dies at a commit'
#	...
#	fire_keep
#	fire_commits
#
# A shot is one run of the command, something that happens to it at one
# byte of the dialogue or at one commit, what tend makes of it (fire_mend,
# fire_run unless it is set), and one more run, each followed by the check.
#
#	cut	the line is cut; tend goes on and mends it by itself
#	gone	the line is cut and tend killed
#	tend	tend is killed, the line stays up; its worker is left alone
#	worker	the worker is killed, tend goes on
#	hush	the server says nothing more, tend waits until its deadline
#
# After the last three the network mends at the end: what was still under way
# goes on to its end, and all must be well then too.
#
# TEST_STEP is by how many bytes to go on (1: every byte, `make soak`); without,
# each turn of the dialogue is shot at before it, before its last byte, within it
# by one of the fates after the other, and behind it by all of them.
#
# For a test of its own: fire_shoot WAY N FATE, then what happens in between,
# then fire_settle WHAT.  fire_measure puts the turns into $fire_turns, lines
# of `up|down FIRST END`.

fire_dying=${G_TEST_BUILDDIR:-$PWD}/tests/faults/dying-tend
fire_cut=${G_TEST_BUILDDIR:-$PWD}/tests/lib/cut
fire_now=
fire_run=()
fire_mend=()
fire_word=' APPEND '
fire_there=false
fire_check=false
fire_turns=
fire_n=0
fire_arrived=0
fire_missed=0
FIRE_CUT=
FIRE_TEND=

# fire_configure [KEY=VALUE]...
fire_configure()
{
	configure tls=none "port=$DOVECOT_PORT" deadline=5 "$@"
}

# No session of this user is left that could still write.
fire_quiet()
{
	local log=$DOVECOT_DIR/dovecot.log
	[ "$(grep -c "Login: user=<$USER_NAME>" "$log")" -le \
		"$(grep -cE "imap\($USER_NAME\).*: (Disconnected|Logged out|Connection closed)" \
			"$log")" ]
}

# fire_keep: the mailbox and what tend knows are to be so before each shot.
fire_keep()
{
	wait_for 20 fire_quiet
	rm -rf "$HOME/kept"
	mkdir "$HOME/kept"
	cp -a "$XDG_DATA_HOME" "$HOME/kept/data"
	cp -a "$DOVECOT_DIR/mail/$USER_NAME" "$HOME/kept/mail"
}

fire_again()
{
	wait_for 20 fire_quiet
	rm -rf "$XDG_DATA_HOME" "$DOVECOT_DIR/mail/$USER_NAME"
	cp -a "$HOME/kept/data" "$XDG_DATA_HOME"
	cp -a "$HOME/kept/mail" "$DOVECOT_DIR/mail/$USER_NAME"
}

# The worker of the tend that runs.
fire_worker()
{
	local child
	for child in $(cat "/proc/$FIRE_TEND/task/$FIRE_TEND/children"); do
		[ "$(cat "/proc/$child/comm")" != tend-worker ] || echo "$child"
	done
}

# fire_aim WAY N FATE: tend runs over a line on which this will happen.
fire_aim()
{
	local i
	rm -f port outcome
	"$fire_cut" "$PWD/port" "$DOVECOT_PORT" "$fire_word" "$1" "$2" "$3" \
		>outcome 4>&- &
	FIRE_CUT=$!
	for ((i = 0; i < 500; i++)); do
		[ -s port ] && break
		sleep 0.01
	done
	sed "s/^port=.*/port=$(cat port)/" "$XDG_CONFIG_HOME/tend/config" \
		>config.fire
	TEND_NOW=@$(seconds_of "$fire_now") "$TEND" --config config.fire \
		"${fire_run[@]}" 4>&- &
	FIRE_TEND=$!
}

# Until tend has ended, but not for ever; its status.
fire_wait_tend()
{
	local i status
	for ((i = 0; i < 20 * STORY_LIMIT; i++)); do
		kill -0 "$FIRE_TEND" 2>/dev/null || break
		sleep 0.05
	done
	if kill -KILL "$FIRE_TEND" 2>/dev/null; then
		fail "tend did not end within $STORY_LIMIT seconds"
	fi
	wait "$FIRE_TEND"
	status=$?
	FIRE_TEND=
	return $status
}

fire_kill()
{
	kill -KILL "$1" 2>/dev/null
}

# fire_shoot WAY N FATE: one run; afterwards it may be there or not.  The
# line stays as it is until fire_release.
fire_shoot()
{
	local kind=hush
	case $3 in cut | gone) kind='cut' ;; esac
	fire_aim "$1" "$2" $kind
	while kill -0 "$FIRE_TEND" 2>/dev/null && ! grep -q cut outcome; do
		sleep 0.005
	done
	# Answers tell how long they took: some are a few bytes shorter.
	grep -q cut outcome || fire_missed=$((fire_missed + 1))
	case $3 in
	gone | tend) fire_kill "$FIRE_TEND" ;;
	worker) fire_kill "$(fire_worker)" ;;
	esac
	fire_wait_tend
}

# fire_release: the network mends, and is no more.
fire_release()
{
	[ -n "$FIRE_CUT" ] || return 0
	kill -USR1 -- "-$FIRE_CUT" 2>/dev/null
	# Sessions end when the connection does.
	wait_for 20 fire_quiet
	kill -TERM -- "-$FIRE_CUT" 2>/dev/null
	wait "$FIRE_CUT" 2>/dev/null
	FIRE_CUT=
}

# fire_settle WHAT: the next runs mend it, and change nothing once it is.
fire_settle()
{
	local -a mend=("${fire_mend[@]}")
	[ ${#fire_mend[@]} -gt 0 ] || mend=("${fire_run[@]}")
	fire_n=$((fire_n + 1))
	! "$fire_there" || fire_arrived=$((fire_arrived + 1))
	expect_exit 0 at "$fire_now" tend "${mend[@]}"
	"$fire_check" "$1"
	fire_release
	expect_exit 0 at "$fire_now" tend "${mend[@]}"
	"$fire_check" "$1, a second run"
}

# What it says when nothing happens.
fire_measure()
{
	fire_again
	fire_aim up 0 never
	fire_wait_tend || fail "status $? where nothing happened"
	fire_release
	"$fire_check" 'nothing happened'
	fire_turns=$(cat outcome)
	[ "$(printf '%s\n' "$fire_turns" | wc -l)" -ge 2 ] ||
		fail "no '$fire_word' was said" outcome
}

# One shot for fire_line.
fire_at()
{
	[ -z "$story_failed" ] || return 0
	fire_again
	fire_shoot "$@"
	fire_settle "$3 at $1 $2"
}

# fire_line: each fate in each turn of the dialogue.
fire_line()
{
	local way first end n i=0 turn=0 fate
	# The first shot within a turn is one after which nothing goes on.
	local -a fates=(gone tend worker cut)
	fire_measure
	fire_n=0
	fire_arrived=0
	fire_missed=0
	while read -r way first end; do
		fire_at "$way" "$first" cut
		fire_at "$way" $((end - 1)) cut
		# Turns go up and down in turn, and each fate is to meet both.
		fire_at "$way" $(((first + end) / 2)) \
			"${fates[(turn + turn / 4) % 4]}"
		turn=$((turn + 1))
		for fate in "${fates[@]}"; do
			fire_at "$way" "$end" "$fate"
		done
		[ -n "${TEST_STEP:-}" ] || continue
		for ((n = first; n < end; n += TEST_STEP)); do
			fire_at "$way" "$n" "${fates[i++ % 4]}"
		done
	done <<<"$fire_turns"
	# It takes five seconds each time.
	while read -r way first end; do
		fire_at "$way" $(((first + end) / 2)) hush
	done < <(head -n 4 <<<"$fire_turns")
	fire_both_ways
	[ $fire_missed -le $((fire_n / 10)) ] ||
		fail "$fire_missed shots of $fire_n missed"
}

# A check under which nothing ever arrived, or always, checks nothing.
fire_both_ways()
{
	echo "# $fire_n shots, $fire_arrived times it had arrived" >&4
	[ -z "$story_failed" ] || return 0
	[ "$fire_arrived" -gt 0 ] || fail 'it had never arrived'
	[ "$fire_arrived" -lt "$fire_n" ] || fail 'it had always arrived'
}

# fire_commits: tend dies before and after each commit.
fire_commits()
{
	local n after status=99
	fire_n=0
	fire_arrived=0
	for ((n = 1; n < 500; n++)); do
		for after in '' yes; do
			[ -z "$story_failed" ] || return 0
			fire_again
			at "$fire_now" env DIE_AT=$n \
				${after:+DIE_AFTER=$after} "$fire_dying" \
				"${fire_run[@]}"
			status=$?
			[ $status -eq 99 ] || break 2
			fire_settle "died ${after:+after }commit $n"
		done
	done
	expect_equal 0 "$status" 'the run that did not die'
	fire_both_ways
}

# Nothing of ours outlives the script.
fire_leave()
{
	[ -z "$FIRE_TEND" ] || fire_kill "$FIRE_TEND"
	[ -z "$FIRE_CUT" ] || kill -KILL -- "-$FIRE_CUT" 2>/dev/null
	story_leave
}
trap fire_leave EXIT
