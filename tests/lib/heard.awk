# What a server heard, in Dovecot's raw logs, held against what tend promises
# (DESIGN section 5): an account of its own, beside the transport's list, so
# that neither is believed alone.  Prints each breach; fails when there is one.
#
#	LC_ALL=C awk -f heard.awk FILE...
#
# Commands with a number as their tag are tend's; others, such as the t1 of a
# story, are somebody else's.  A log may end anywhere.

function breach(what)
{
	printf "%s: %s: %s\n", FILENAME, what, line
	breaches++
}

# The folder that a command names, as it is written.
function folder_of(text)
{
	sub(/^[A-Z]+ /, "", text)
	if (substr(text, 1, 1) == "\"")
		return substr(text, 1, index(substr(text, 2), "\"") + 1)
	sub(/ .*/, "", text)
	return text
}

function heard_store(text,    uid)
{
	uid = text
	sub(/^UID STORE /, "", uid)
	sub(/ .*/, "", uid)
	if (uid !~ /^[0-9]+$/)
		breach("marks more than one message")
	if (selected == "")
		breach("marks in a folder that is only examined")
	sub(/^UID STORE [^ ]* /, "", text)
	sub(/^[(]UNCHANGEDSINCE [0-9]+[)] /, "", text)
	if (text ~ /^[+-]FLAGS[.]SILENT [(]\\Deleted[)]$/) {
		if (!(selected in drafts))
			breach("deletes where no draft of tend's lies")
		deleted[selected, uid] = text ~ /^[+]/
		return
	}
	if (text !~ /^[+-]FLAGS[.]SILENT [(]([$][a-z]+|\\Flagged)( \\Flagged)?[)]$/)
		breach("sets a flag that is not tend's")
}

function heard(text)
{
	if (text ~ /^(CAPABILITY|NOOP|LOGOUT|NAMESPACE|IDLE)$/ ||
	    text ~ /^(ID|ENABLE|LIST|STATUS|NOTIFY|UID SEARCH) /)
		return
	if (text == "UNSELECT" || text ~ /^EXAMINE /) {
		selected = ""
	} else if (text ~ /^SELECT /) {
		selected = folder_of(text)
	} else if (text ~ /^APPEND /) {
		if (text ~ / [(]\\Seen \\Draft[)] /)
			drafts[folder_of(text)] = 1
		else if (text ~ /[(]/)
			breach("puts a message with flags")
	} else if (text ~ /^UID FETCH /) {
		gsub(/BODY[.]PEEK\[|RFC822[.]SIZE/, "", text)
		if (text ~ /BODY|RFC822|BINARY/)
			breach("reads so that it is seen")
	} else if (text ~ /^UID STORE /) {
		heard_store(text)
	} else if (text ~ /^UID EXPUNGE [0-9]+$/) {
		sub(/^UID EXPUNGE /, "", text)
		# Perhaps by one that died before it came to this.
		if (!(selected in drafts) || !deleted[selected, text])
			breach("expunges what is no draft that it took back")
	} else {
		breach("says what it never says")
	}
}

FNR == 1 {
	literal = 0
	selected = ""
}

{
	line = $0
	sub(/^[0-9.]+ /, "", line)
	# Inside of a literal everything is data; its lines end in CR LF.
	if (literal > 0) {
		literal -= length(line) + 1
		if (literal >= 0)
			next
		# The rest of the last line belongs to the command again.
		line = substr(line, length(line) + literal + 2)
	}
	# A line that was cut is none to the server either.
	if (!sub(/\r$/, "", line))
		next
	if (match(line, /[{][0-9]+[+]?[}]$/))
		literal = substr(line, RSTART + 1, RLENGTH - 2) + 0
	else
		literal = 0
	if (line ~ /^[0-9]+ /) {
		sub(/^[0-9]+ /, "", line)
		heard(line)
	}
}

END { exit breaches > 0 }
