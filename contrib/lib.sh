# What the scripts of this folder share.  Source it: `. contrib/lib.sh`.
# Plain sh; wants $contrib, the folder that it lies in.
# shellcheck shell=sh disable=SC2154

# Sysexits, as the manual page of sysexits(3) names them.
EX_UNAVAILABLE=69

die()
{
	die_status=$1
	shift
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit "$die_status"
}

# packages PURPOSE...: their names, one a line.
packages()
{
	for purpose in "$@"; do
		awk -v p="$purpose" '$1 == p { print $2 }' "$contrib/packages"
	done | sort -u
}

# packages_missing PURPOSE...: those that are not installed.
packages_missing()
{
	for package in $(packages "$@"); do
		status=$(dpkg-query -W -f='${db:Status-Status}' "$package" \
			2>/dev/null)
		[ "$status" = installed ] || printf '%s\n' "$package"
	done
}

# apt_install PACKAGE...: as root.  No service is started by it, now or at
# the next boot, and nothing that it sets up for that stays behind.
apt_install() (
	policy=/usr/sbin/policy-rc.d
	log=$(mktemp "${TMPDIR:-/tmp}/apt.XXXXXX") || exit 1
	made=
	trap '[ -z "$made" ] || rm -f "$policy"; rm -f "$log"' EXIT
	trap 'exit 1' HUP INT TERM
	had_dovecot=$(command -v dovecot)
	if ! [ -e "$policy" ]; then
		made=yes
		printf '#!/bin/sh\nexit 101\n' >"$policy" &&
			chmod 755 "$policy" || exit 1
	fi

	export DEBIAN_FRONTEND=noninteractive
	install="apt-get -q -y -o DPkg::Lock::Timeout=300
		install --no-install-recommends"
	fresh=
	# shellcheck disable=SC2086
	if ! apt-cache show "$@" >/dev/null 2>&1 ||
	   ! $install "$@" </dev/null >"$log" 2>&1; then
		fresh=yes
	fi
	# shellcheck disable=SC2086
	if [ -n "$fresh" ]; then
		echo 'reading the package lists anew (apt-get update)'
		apt-get -q update >"$log" 2>&1 &&
			$install "$@" </dev/null >"$log" 2>&1 ||
			{ tail -n 20 "$log" >&2; exit 1; }
	fi
	if [ -z "$had_dovecot" ] && command -v dovecot >/dev/null; then
		update-rc.d dovecot disable >/dev/null 2>&1
	fi
	exit 0
)

# need_packages PURPOSE...: install what is missing as root, or with sudo
# where there is one; else say which line to run.
need_packages()
{
	if ! command -v dpkg-query >/dev/null; then
		echo "not Debian: cannot look for $(packages "$@" |
			tr '\n' ' ')"
		return 0
	fi
	missing=$(packages_missing "$@" | tr '\n' ' ')
	[ -n "$missing" ] || return 0
	missing=${missing% }
	if [ "$(id -u)" -eq 0 ]; then
		echo "installing with apt-get: $missing"
		# shellcheck disable=SC2086
		apt_install $missing ||
			die $EX_UNAVAILABLE "cannot install: $missing"
		return 0
	fi
	if command -v sudo >/dev/null && { sudo -n true 2>/dev/null ||
					   [ -t 0 ]; }; then
		echo "installing with sudo apt-get: $missing"
		# shellcheck disable=SC2086,SC2016
		sudo sh -c 'contrib=$1; shift; . "$contrib/lib.sh"
			apt_install "$@"' sh "$contrib" $missing && return 0
	fi
	die $EX_UNAVAILABLE "packages are missing; as root run:" \
		"apt-get install --no-install-recommends $missing"
}

# short_tmp: a new private folder with a name short enough for the path of a
# Unix socket below it (107 bytes).
short_tmp()
{
	base=${TMPDIR:-/tmp}
	[ "${#base}" -le 20 ] || base=/tmp
	mktemp -d "$base/td.XXXXXX"
}

# remove_tree DIR: also while a killed server's children still write to it.
remove_tree()
{
	tries=10
	until rm -rf "$1" 2>/dev/null || [ $tries -eq 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
	done
}

# copy_tree FROM TO: what belongs to the project, with its times; files that
# were made by building or are ignored stay behind.
copy_tree()
{
	mkdir -p "$2" || return 1
	if git -c safe.directory='*' -C "$1" rev-parse 2>/dev/null; then
		git -c safe.directory='*' -C "$1" ls-files -z --cached \
			--others --exclude-standard
	else
		(cd "$1" && find . -path './build*' -prune -o -type f -print0)
	fi | (
		# Git lists what was deleted but not yet committed, too.
		cd "$1" && xargs -0 sh -c 'for file; do
			[ ! -e "$file" ] || printf "%s\0" "$file"
		done' sh
	) | tar -C "$1" --null -T - -cf - | tar -C "$2" -xf -
}

# Who runs what is built: whoever calls, or with AS=nobody that user.
as()
{
	if [ -n "${AS:-}" ]; then
		setpriv --reuid="$AS" --regid="$(id -g "$AS")" --clear-groups \
			"$@"
	else
		"$@"
	fi
}

# build_tend DIR [CONFIGURE-OPTION]...: in DIR, from the tree beside contrib,
# of which DIR.src gets a copy; so the tree itself stays as it is, and a
# second call builds only what changed.  What is said meanwhile goes to
# DIR.log.
build_tend()
{
	build=$1
	shift
	copy_tree "$contrib/.." "$build.src" || return 1
	mkdir -p "$build"
	[ -z "${AS:-}" ] || chown -R "$AS:" "$build" "$build.src"
	(
		cd "$build" || exit 1
		if ! [ -e Makefile ]; then
			as "$build.src/autogen.sh" &&
			as "$build.src/configure" -q "$@" || exit 1
		fi
		as make -s -j "$(nproc)"
	) >"$build.log" 2>&1 || {
		tail -n 40 "$build.log" >&2
		return 1
	}
}
