# A private Dovecot on loopback, for tests, the demo and the bench.  Source it
# from bash; it keeps everything below the folder that it is given.
# shellcheck shell=bash
#
#   dovecot_start DIR      DIR exists, is short (short_tmp), is yours alone
#   dovecot_stop           the one last started; DIR stays
#   dovecot_present        is there a Dovecot to start?
#
# Set by dovecot_start: DOVECOT_PID, DOVECOT_PORT (plain text and STARTTLS),
# DOVECOT_TLS_PORT (implicit TLS), DOVECOT_CA (a file), DOVECOT_DIR.
# The host is localhost; users are u1, u2, ..., all with one password.
#
# Heeded:
#   DOVECOT_PASSWORD     the password                         (secret)
#   DOVECOT_CERT         good, wrong (another host's), expired, self   (good)
#   DOVECOT_PREFIX       namespace prefix, such as INBOX.     (none)
#   DOVECOT_WITHOUT      capabilities not to announce: "IDLE NOTIFY"
#   DOVECOT_CONNECTIONS  at once per user                     (100)
#   DOVECOT_FIXED_PORT   listen there and on the next, instead of by chance
#   DOVECOT_EXTRA        more lines for the configuration
#   DOVECOT_HEARD        a folder for what is said after logins, a file each
#
# Dovecot refuses uid 0: started by root, it runs as nobody, and what is put
# into its mailboxes must be given to nobody (dovecot_give).

# A plain user's PATH seldom has it.
PATH=$PATH:/usr/sbin

# What 2.3 announces after the login, but for what DOVECOT_WITHOUT removes.
dovecot_capabilities='IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT
SORT=DISPLAY THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT MULTIAPPEND
URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED
I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH
LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE
SAVEDATE LITERAL+ NOTIFY SPECIAL-USE'

dovecot_present()
{
	command -v dovecot >/dev/null && command -v openssl >/dev/null
}

if [ "$(id -u)" -eq 0 ]; then
	dovecot_user=nobody
	dovecot_group=$(id -gn nobody)
	dovecot_as()
	{
		exec setpriv --reuid="$dovecot_user" \
			--regid="$dovecot_group" --clear-groups "$@"
	}
	dovecot_give()
	{
		chown -R "$dovecot_user:$dovecot_group" "$@"
	}
else
	dovecot_user=$(id -un)
	dovecot_group=$(id -gn)
	dovecot_as() { exec "$@"; }
	dovecot_give() { :; }
fi

# dovecot_key NAME: an elliptic key is made in no time.
dovecot_key()
{
	openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
}

# dovecot_sign NAME HOST START END: a certificate by our authority.
dovecot_sign()
{
	dovecot_key "$1" &&
	openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr" &&
	printf '%s\n' "subjectAltName=DNS:$2${5:+,$5}" \
		'basicConstraints=CA:FALSE' \
		'extendedKeyUsage=serverAuth' >"$1.ext" &&
	openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key \
		-startdate "$3" -enddate "$4" -extfile "$1.ext" \
		-in "$1.csr" -out "$1.pem"
}

# dovecot_certificates DIR KIND: an authority, ca.pem, and KIND.pem.
dovecot_certificates() (
	mkdir -p "$1" && cd "$1" || exit 1
	[ -e "$2.pem" ] && exit 0
	now=$(date -u +%s)
	past=$(date -u -d "@$((now - 86400))" +%Y%m%d%H%M%SZ)
	future=$(date -u -d "@$((now + 30 * 86400))" +%Y%m%d%H%M%SZ)
	if [ ! -e ca.pem ]; then
		dovecot_key ca &&
		openssl req -x509 -new -key ca.key -days 30 \
			-subj '/CN=tend test authority' -out ca.pem \
			-addext basicConstraints=critical,CA:TRUE \
			-addext keyUsage=keyCertSign,cRLSign &&
		mkdir -p ca && : >ca/index.txt && echo 1000 >ca/serial &&
		printf '%s\n' '[ca]' 'default_ca=d' '[d]' 'dir=ca' \
			'database=ca/index.txt' 'new_certs_dir=ca' \
			'serial=ca/serial' 'default_md=sha256' \
			'unique_subject=no' 'policy=p' \
			'[p]' 'commonName=supplied' >ca.cnf || exit 1
	fi
	case $2 in
	good)
		dovecot_sign good localhost "$past" "$future" IP:127.0.0.1
		;;
	wrong)
		dovecot_sign wrong mail.other.example "$past" "$future"
		;;
	expired)
		dovecot_sign expired localhost 20200101000000Z 20210101000000Z
		;;
	self)
		dovecot_key self &&
		openssl req -x509 -new -key self.key -days 30 \
			-subj /CN=localhost -out self.pem \
			-addext subjectAltName=DNS:localhost
		;;
	*)
		echo "no such kind of certificate: $2"
		exit 1
		;;
	esac
)

# dovecot_config: for the ports chosen, to standard output.
dovecot_config()
{
	local dir=$DOVECOT_DIR folder capability announced=
	cat <<-CONF
	base_dir = $dir/run
	state_dir = $dir/state
	log_path = $dir/dovecot.log
	protocols = imap
	listen = 127.0.0.1
	login_greeting = $dovecot_greeting
	default_internal_user = $dovecot_user
	default_login_user = $dovecot_user
	default_internal_group = $dovecot_group
	default_vsz_limit = 1G
	mail_location = maildir:$dir/mail/%n/Maildir
	mail_max_userip_connections = ${DOVECOT_CONNECTIONS:-100}
	ssl = yes
	ssl_cert = <$dir/tls/${DOVECOT_CERT:-good}.pem
	ssl_key = <$dir/tls/${DOVECOT_CERT:-good}.key
	disable_plaintext_auth = no
	auth_failure_delay = 0
	auth_mechanisms = plain login
	passdb {
	  driver = static
	  args = password=${DOVECOT_PASSWORD:-secret}
	}
	userdb {
	  driver = static
	  args = uid=$dovecot_user gid=$dovecot_group home=$dir/mail/%n
	}
	service imap-login {
	  chroot =
	  inet_listener imap {
	    port = $DOVECOT_PORT
	  }
	  inet_listener imaps {
	    port = $DOVECOT_TLS_PORT
	    ssl = yes
	  }
	}
	service anvil {
	  chroot =
	  unix_listener anvil-auth-penalty {
	    mode = 0
	  }
	}
	namespace inbox {
	  inbox = yes
	  separator = .
	  prefix = ${DOVECOT_PREFIX:-}
	CONF
	for folder in Sent Drafts Trash Junk Archive; do
		printf '%s\n' "  mailbox $folder {" '    auto = subscribe' \
			"    special_use = \\$folder" '  }'
	done
	echo '}'
	if [ -n "${DOVECOT_WITHOUT:-}" ]; then
		for capability in $dovecot_capabilities; do
			case " $DOVECOT_WITHOUT " in
			*" $capability "*) ;;
			*) announced="$announced $capability" ;;
			esac
		done
		printf '%s\n' 'protocol imap {' \
			"  imap_capability =$announced" '}'
	fi
	[ -z "${DOVECOT_HEARD:-}" ] || echo "rawlog_dir = $DOVECOT_HEARD"
	printf '%s\n' "${DOVECOT_EXTRA:-}"
}

# dovecot_greets: the server on our port is the one that we started.
dovecot_greets()
{
	local line
	exec 9<>"/dev/tcp/127.0.0.1/$DOVECOT_PORT" || return 1
	IFS= read -r -t 5 line <&9
	exec 9>&-
	[[ $line = *"$dovecot_greeting"* ]]
} 2>/dev/null

# dovecot_try: start it on two ports taken by chance.  1: they are in use.
dovecot_try()
{
	local log=$DOVECOT_DIR/dovecot.log

	# Below Linux's range for outgoing connections.
	DOVECOT_PORT=${DOVECOT_FIXED_PORT:-$((10000 + RANDOM % 22000))}
	DOVECOT_TLS_PORT=$((DOVECOT_PORT + 1))
	dovecot_greeting="tend test $RANDOM$RANDOM"
	rm -rf "$DOVECOT_DIR/run"
	: >"$log"
	dovecot_config >"$DOVECOT_DIR/dovecot.conf"
	dovecot_give "$log" "$DOVECOT_DIR/dovecot.conf"
	(
		# Not ours to hold open: a caller may wait for their end.
		exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
		cd "$DOVECOT_DIR" || exit 1
		dovecot_as dovecot -F -c "$DOVECOT_DIR/dovecot.conf"
	) >"$DOVECOT_DIR/dovecot.out" 2>&1 </dev/null &
	DOVECOT_PID=$!
	disown "$DOVECOT_PID"
	local i
	for ((i = 0; i < 500; i++)); do
		dovecot_greets && return 0
		kill -0 "$DOVECOT_PID" 2>/dev/null || break
		sleep 0.02
	done
	dovecot_stop
	grep -q 'Address already in use' "$log" && return 1
	{
		echo 'dovecot did not start:'
		cat "$DOVECOT_DIR/dovecot.out" "$log"
	} >&2
	return 2
}

dovecot_start()
{
	DOVECOT_DIR=$1
	DOVECOT_CA=$1/tls/ca.pem
	if [ "${#1}" -gt 60 ]; then
		echo "dovecot: the path is too long for its sockets: $1" >&2
		return 1
	fi
	if ! dovecot_certificates "$1/tls" "${DOVECOT_CERT:-good}" \
		>"$1/tls.log" 2>&1; then
		cat "$1/tls.log" >&2
		return 1
	fi
	mkdir -p "$1/mail" "$1/state"
	# Others may pass through, so that nobody reaches its own.
	chmod 711 "$1"
	chmod 755 "$1/tls"
	dovecot_give "$1/tls" "$1/mail" "$1/state"
	if [ "$dovecot_user" = nobody ]; then
		# base_dir is made by the master, which is nobody.
		chgrp "$dovecot_group" "$1" && chmod 771 "$1"
	fi
	local try status
	for ((try = 0; try < 20; try++)); do
		dovecot_try
		status=$?
		[ $status -eq 1 ] || return $status
	done
	echo 'dovecot: twenty pairs of ports are all in use' >&2
	return 1
}

# Its master does not heed SIGTERM at once; SIGKILL ends the children too,
# as soon as they see it gone.
dovecot_stop()
{
	[ -n "${DOVECOT_PID:-}" ] || return 0
	kill -KILL "$DOVECOT_PID" 2>/dev/null
	while kill -0 "$DOVECOT_PID" 2>/dev/null; do sleep 0.01; done
	DOVECOT_PID=
}

# dovecot_maildir USER [FOLDER]: the folder's path, made where it is missing.
dovecot_maildir()
{
	local top=$DOVECOT_DIR/mail/$1 path
	path=$top/Maildir
	case ${2:-INBOX} in
	INBOX) ;;
	*) path=$path/.${2#"${DOVECOT_PREFIX:-}"} ;;
	esac
	if [ ! -d "$path/cur" ]; then
		mkdir -p "$path/cur" "$path/new" "$path/tmp"
		[ "$path" = "$top/Maildir" ] || : >"$path/maildirfolder"
		chmod -R u=rwX,go= "$top"
		dovecot_give "$top"
	fi
	printf '%s\n' "$path"
}

# dovecot_imap USER COMMAND...: speak to it over plain text; prints its
# answers, without carriage returns, and fails when one is not OK.
dovecot_imap()
{
	local user=$1 command line n=0 status=0
	shift
	exec 9<>"/dev/tcp/127.0.0.1/$DOVECOT_PORT" || return 1
	IFS= read -r -t 10 line <&9
	for command in "LOGIN $user ${DOVECOT_PASSWORD:-secret}" "$@" LOGOUT; do
		n=$((n + 1))
		printf 't%d %s\r\n' $n "$command" >&9
		while IFS= read -r -t 30 line <&9; do
			line=${line%$'\r'}
			case $line in
			"t$n OK"*) break ;;
			"t$n "*) status=1; printf '%s\n' "$line"; break ;;
			*) [ $n -eq 1 ] || printf '%s\n' "$line" ;;
			esac
		done
	done
	exec 9>&-
	return $status
}
