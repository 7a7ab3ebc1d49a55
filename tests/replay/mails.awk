# What happened in an invented year (year.txt), as steps for year.sh: mails in
# files, and what the user says to tend.
#
#	awk -v dir=DIR -f mails.awk year.txt
#
# Writes a mail to DIR/NUMBER.eml and prints "TIME mail NUMBER.eml", or
# "TIME tend ARGUMENTS".  TIME is as it stands in the script, without seconds.

function fail(what)
{
	print "year.txt:" FNR ": " what >"/dev/stderr"
	bad = 1
	exit 1
}

# A word is a person of the table, or an address.
function who(word)
{
	if (word == "me")
		return "Max Muster <me@example.org>"
	if (word in address)
		return name[word] " <" address[word] ">"
	if (word !~ /@/)
		fail("nobody is called '" word "'")
	return word
}

function everybody(words,    list, n, i, out)
{
	n = split(words, list, ",")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? ", " : "") who(list[i])
	return out
}

function put(direction, people, id, parent, subject, text,    file)
{
	file = sprintf("%03d.eml", ++mails)
	gsub(/\|/, "\n", text)
	printf "%s\n%s\n%s\n%s\n", \
		"From: " who(direction == ">" ? "me" : people), \
		"To: " (direction == ">" ? everybody(people) : who("me")), \
		"Subject: " subject, \
		"Message-ID: <" id "@replay.example>" >(dir "/" file)
	if (parent != "")
		printf "In-Reply-To: <%s@replay.example>\n", \
			parent >(dir "/" file)
	printf "%s", extra >(dir "/" file)
	printf "\n%s\n", text >(dir "/" file)
	if (close(dir "/" file) != 0)
		fail("cannot write " file)
	print $1, $2, "mail", file
}

/^#/ || /^$/ {
	next
}

# person SHORT ADDRESS FULL NAME
$1 == "person" {
	address[$2] = $3
	name[$2] = $4 " " $5
	next
}

{
	rest = $0
	sub(/^[^ ]+ [^ ]+ +[^ ]+ +/, "", rest)
}

$3 == "!" {
	print $1, $2, "tend", rest
	next
}

# TIME > PEOPLE ID[^PARENT] SUBJECT :: TEXT; ">" is the user's, "<" theirs, "x" a
# bounce and "a" an automatic answer of theirs.
{
	people = $4
	split($5, ids, "^")
	sub(/^[^ ]+ +[^ ]+ +/, "", rest)
	if (!match(rest, / :: /))
		fail("no subject")
	subject = substr(rest, 1, RSTART - 1)
	text = substr(rest, RSTART + 4)
	extra = ""
	if ($3 == "a")
		extra = "Auto-Submitted: auto-replied\n"
	if ($3 == "x") {
		extra = "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n" \
			"Content-Type: multipart/report; " \
			"report-type=delivery-status; boundary=b\n"
		text = "--b|Content-Type: text/plain||" text "||--b|" \
			"Content-Type: message/delivery-status||" \
			"Reporting-MTA: dns; mail.example||" \
			"Final-Recipient: rfc822; " address[people] \
			"|Action: failed|Status: 5.1.1||--b|" \
			"Content-Type: message/rfc822||" \
			"From: " who("me") "|To: " who(people) "|Subject: x|" \
			"Message-ID: <" ids[2] "@replay.example>||x||--b--"
		people = "MAILER-DAEMON@mail.example"
	}
	if ($3 == "n")
		extra = "List-Unsubscribe: <https://shop.example/u>\n" \
			"Precedence: bulk\n"
	put($3 == ">" ? ">" : "<", people, ids[1], ids[2], subject, text)
}

END {
	if (!bad && mails < 60)
		fail("only " mails " mails")
}
