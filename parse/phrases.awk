# Turn the phrase files into C tables.  parse/phrases/README says how a file
# is written; a line that cannot be read stops the build with its number.
# Bytes, not characters, are what this works on: run it with LC_ALL=C.

function fail(what)
{
	print FILENAME ":" FNR ": " what >"/dev/stderr"
	bad = failed = 1
}

# Small letters without accents; parse_day_fold() does the same to mail.
function fold(text,    i)
{
	text = tolower(text)
	for (i = 1; i <= n_accents; i++)
		gsub(accent[i], plain[i], text)
	gsub(/\342\200\231/, "'", text)
	return text
}

function accents(list, letter,    i, n, parts)
{
	n = split(list, parts, " ")
	for (i = 1; i <= n; i++) {
		accent[++n_accents] = parts[i]
		plain[n_accents] = letter
	}
}

# "für" is also written "fuer", but never "fur" by those who do.
function umlauts(text)
{
	text = tolower(text)
	gsub(/\303\244|\303\204/, "ae", text)
	gsub(/\303\266|\303\226/, "oe", text)
	gsub(/\303\274|\303\234/, "ue", text)
	return fold(text)
}

function word_id(text)
{
	if (!(text in ids)) {
		ids[text] = ++n_ids
		words[++n_words] = text
	}
	return ids[text]
}

# One word of one item: its id, 0 when it is wrong.
function word_of(raw,    text, also)
{
	text = fold(raw)
	if (text in same && same[text] ~ / /) {
		fail("\"" raw "\" is \"" same[text] "\" ([same]), no one word")
		return 0
	}
	if (text in same)
		text = same[text]
	if (text == "" || text ~ /[^a-z0-9\200-\377]/) {
		fail("\"" raw "\" is no word")
		return 0
	}
	also = umlauts(raw)
	if (also != text && !(text in same) && !(also in alias) &&
	    !(also in ids))
		alias[also] = text
	return word_id(text)
}

# The words of an item, as " 3 17 ".
function set_of(raw,    i, n, parts, list, id, name)
{
	list = " "
	n = split(raw, parts, /\|/)
	for (i = 1; i <= n; i++) {
		if (parts[i] ~ /^@/) {
			name = FILENAME parts[i]
			if (!(name in classes)) {
				fail("no list " parts[i] " stands above")
				return ""
			}
			used[name] = 1
			list = list substr(classes[name], 2)
			continue
		}
		id = word_of(parts[i])
		if (!id)
			return ""
		list = list id " "
	}
	return list
}

# The number of a set; equal sets are one.
function set_id(list,    n, i, j, parts, swap, key)
{
	n = split(list, parts, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && parts[j - 1] + 0 > parts[j] + 0; j--) {
			swap = parts[j]
			parts[j] = parts[j - 1]
			parts[j - 1] = swap
		}
	key = " "
	for (i = 1; i <= n; i++)
		if (i == 1 || parts[i] != parts[i - 1])
			key = key parts[i] " "
	if (!(key in set_ids)) {
		set_ids[key] = n_sets++
		sets[n_sets - 1] = key
	}
	return set_ids[key]
}

function add_item(set, optional)
{
	row_set[++n_row] = set
	row_optional[n_row] = optional
}

# One field of a phrase.
function read_item(field,    optional, n, i, parts, list, gap)
{
	if (field ~ /^\*[0-9]*$/) {
		gap = field == "*" ? 3 : substr(field, 2) + 0
		if (gap < 1 || gap > 12)
			return fail("a gap is of 1 to 12 words")
		for (i = 0; i < gap; i++)
			add_item("ANY", 1)
		return
	}
	if (field == "_") {
		add_item("ANY", 0)
		return
	}
	optional = 0
	if (field ~ /^\(.*\)$/) {
		optional = 1
		field = substr(field, 2, length(field) - 2)
	}
	if (field ~ /^\|/ || field ~ /\|$/ || field ~ /\|\|/ || field == "")
		return fail("a word is missing beside |")
	if (field !~ /[|@]/) {
		n = split(expand(field), parts, " ")
		if (n > 1 && optional)
			return fail("only one word can be left out: " field)
		for (i = 1; i <= n; i++) {
			list = set_of(parts[i])
			if (list == "")
				return
			add_item(set_id(list), optional)
		}
		return
	}
	list = set_of(field)
	if (list != "")
		add_item(set_id(list), optional)
}

# "e-mail" is two words, "don't" is "do not", "j'envoie" is "j envoie".
function expand(field,    text, n, i, parts, out)
{
	text = fold(field)
	if (text in same)
		return same[text]
	gsub(/-/, " ", field)
	gsub(/\342\200\231/, "'", field)
	n = split(field, parts, " ")
	out = ""
	for (i = 1; i <= n; i++) {
		text = fold(parts[i])
		if (text in same)
			out = out " " same[text]
		else if (match(text, /.'/)) {
			sub(/'/, " '", parts[i])
			out = out expand_tail(parts[i])
		} else
			out = out " " parts[i]
	}
	return substr(out, 2)
}

function expand_tail(pair,    parts, text)
{
	split(pair, parts, " ")
	text = fold(parts[2])
	if (text in same)
		return " " parts[1] " " same[text]
	return " " parts[1] " " substr(parts[2], 2)
}

function read_phrase(    i, flags, first, last)
{
	n_row = 0
	flags = 0
	first = 1
	last = NF
	if ($first == "^") {
		flags += 1
		first++
	}
	if ($last == "?") {
		flags += 4
		last--
	}
	if (last >= first && $last == "$") {
		flags += 2
		last--
	}
	if (first > last) {
		fail("no words")
		return
	}
	for (i = first; i <= last && !bad; i++)
		read_item($i)
	if (bad)
		return
	if (n_row > 31) {
		fail("a phrase has at most 31 words, gaps counted")
		return
	}
	# What may be left out at the beginning: one phrase without each.
	for (first = 1; first <= n_row; first++) {
		if (row_set[first] == "ANY")
			break
		add_phrase(first, flags)
		if (!row_optional[first])
			return
	}
	fail("a phrase begins with a word, and has one that must be there")
}

function add_phrase(first, flags,    i, key)
{
	key = section " " flags " " row_set[first]
	for (i = first + 1; i <= n_row; i++)
		key = key " " row_set[i] (row_optional[i] ? "?" : "")
	if (key in seen) {
		# Two languages may share a phrase.
		if (first == 1 && index(seen[key], base) == 1)
			fail("the same as " seen[key])
		return
	}
	n_phrases++
	seen[key] = base ":" FNR
	phrase_place[n_phrases] = base ":" FNR
	phrase_section[n_phrases] = section
	phrase_flags[n_phrases] = flags
	phrase_item[n_phrases] = n_items
	phrase_n[n_phrases] = n_row - first + 1
	phrase_first[n_phrases] = row_set[first]
	phrase_optional[n_phrases] = 0
	for (i = first; i <= n_row; i++) {
		items[n_items++] = row_set[i] == "ANY" ? \
			"PARSE_PHRASE_ANY" : row_set[i]
		if (i > first && row_optional[i])
			phrase_optional[n_phrases] += 2 ^ (i - first)
	}
}

function read_same(    i, left, right)
{
	if (NF < 3 || $2 != "=" || NF > 5)
		return fail("write: word = one, two or three words")
	left = fold($1)
	if (left in same)
		return fail("\"" $1 "\" stands twice")
	right = fold($3)
	for (i = 4; i <= NF; i++)
		right = right " " fold($i)
	same[left] = right
	for (i = 3; i <= NF; i++)
		word_id(fold($i))
}

function read_list(    i, name, list, more)
{
	name = FILENAME $1
	if ($1 !~ /^@[a-z-]+$/ || $2 != "=" || NF < 3)
		return fail("write: @name = words")
	if (name in classes)
		return fail("the list " $1 " stands twice")
	list = " "
	for (i = 3; i <= NF && !bad; i++) {
		more = set_of($i)
		if (more != "")
			list = list substr(more, 2)
	}
	classes[name] = list
	class_place[name] = FILENAME ":" FNR
}

function sort(list, from, to,    i, last, swap)
{
	while (from < to) {
		swap = list[from]
		i = int((from + to) / 2)
		list[from] = list[i]
		list[i] = swap
		last = from
		for (i = from + 1; i <= to; i++)
			if ((list[i] "") < (list[from] "")) {
				swap = list[++last]
				list[last] = list[i]
				list[i] = swap
			}
		swap = list[from]
		list[from] = list[last]
		list[last] = swap
		sort(list, from, last - 1)
		from = last + 1
	}
}

function print_words(    i, n, text, all, parts, key, letter, letters, first)
{
	for (text in ids)
		all[++n] = text
	for (text in alias)
		if (!(text in ids))
			all[++n] = text
	for (text in same)
		if (!(text in ids) && !(text in alias))
			all[++n] = text
	sort(all, 1, n)
	print "const struct parse_phrase_word parse_phrase_words[] = {"
	for (i = 1; i <= n; i++) {
		text = all[i]
		key = text in same ? same[text] : \
			text in ids ? text : alias[text]
		split(key " - -", parts, " ")
		printf "\t{ \"%s\", %d, { %d, %d }, %s },\n", text, \
			ids[parts[1]], ids[parts[2]], ids[parts[3]], \
			key in links ? "true" : "false"
	}
	print "};"
	print "const guint n_parse_phrase_words = " n + 0 ";\n"
	print "const guint16 parse_phrase_letters[27] = {"
	letters = "abcdefghijklmnopqrstuvwxyz"
	for (i = 1; i <= 26; i++) {
		letter = substr(letters, i, 1)
		first = 0
		while (first < n && all[first + 1] < letter)
			first++
		print "\t" first ","
	}
	first = n
	while (first > 0 && all[first] >= "{")
		first--
	print "\t" first "\n};\n"
}

function print_sets(    i, j, n, parts, at)
{
	print "const guint16 parse_phrase_set_words[] = {"
	for (i = 0; i < n_sets; i++) {
		n = split(sets[i], parts, " ")
		set_at[i] = at + 0
		set_n[i] = n
		at += n
		for (j = 1; j <= n; j++)
			print "\t" parts[j] ","
	}
	print "};\n\nconst struct parse_phrase_set parse_phrase_sets[] = {"
	for (i = 0; i < n_sets; i++)
		print "\t{ " set_at[i] ", " set_n[i] " },"
	print "};\n"
}

function print_phrases(    i)
{
	print "const guint16 parse_phrase_items[] = {"
	for (i = 0; i < n_items; i++)
		print "\t" items[i] ","
	print "};\n\nconst struct parse_phrase parse_phrases[] = {"
	for (i = 1; i <= n_phrases; i++)
		printf "\t{ %d, %d, PARSE_PHRASE_%s, %d, %du, \"%s\" },\n", \
			phrase_item[i], phrase_n[i], phrase_section[i], \
			phrase_flags[i], phrase_optional[i], phrase_place[i]
	print "};"
	print "const guint n_parse_phrases = " n_phrases + 0 ";\n"
}

function print_starts(    i, j, n, parts, at, starts)
{
	for (i = 1; i <= n_phrases; i++) {
		n = split(sets[phrase_first[i]], parts, " ")
		for (j = 1; j <= n; j++)
			starts[parts[j]] = starts[parts[j]] " " i - 1
	}
	print "const guint16 parse_phrase_starts[] = {"
	at = 0
	for (i = 0; i <= n_ids; i++) {
		start_at[i] = at
		n = split(starts[i], parts, " ")
		at += n
		for (j = 1; j <= n; j++)
			print "\t" parts[j] ","
	}
	print "\t0\n};\n\nconst guint32 parse_phrase_starts_at[] = {"
	for (i = 0; i <= n_ids; i++)
		print "\t" start_at[i] ","
	print "\t" at "\n};"
}

BEGIN {
	accents("\303\240 \303\241 \303\242 \303\243 \303\244 \303\245", "a")
	accents("\303\200 \303\201 \303\202 \303\203 \303\204 \303\205", "a")
	accents("\304\201 \304\203 \304\205", "a")
	accents("\303\247 \303\207 \304\207 \304\215", "c")
	accents("\303\250 \303\251 \303\252 \303\253 \304\231 \304\233", "e")
	accents("\303\210 \303\211 \303\212 \303\213", "e")
	accents("\303\254 \303\255 \303\256 \303\257", "i")
	accents("\303\261 \303\221 \305\204", "n")
	accents("\303\262 \303\263 \303\264 \303\265 \303\266 \303\270", "o")
	accents("\303\223 \303\224 \303\226", "o")
	accents("\305\233 \305\241", "s")
	accents("\303\271 \303\272 \303\273 \303\274 \303\231 \303\232", "u")
	accents("\303\233 \303\234", "u")
	accents("\303\275 \303\277", "y")
	accents("\305\272 \305\274 \305\276", "z")
	accents("\305\202", "l")
	accents("\303\237", "ss")
	accents("\305\223", "oe")
	n = split("ASK QUESTION NOT_ASK SOCIAL DELIVER NOT_DELIVER PROMISE " \
		"PROMISE_DAY ASKED_FOR NOT_PROMISE NO LATER NOT_NO STOP " \
		"CLOSING SKIP BY OTHER_DAY BREAK TODAY " \
		"TOMORROW AFTER PRAISE NOT_PRAISE UNSUBSCRIBE PAST " \
		"IF NOT_IF", names, " ")
	for (i = 1; i <= n; i++) {
		name = "[" tolower(names[i]) "]"
		gsub(/_/, "-", name)
		sections[name] = names[i]
	}
	sections["[same]"] = "SAME"
	sections["[link]"] = "LINK"
}

{ bad = 0 }

FNR == 1 {
	base = FILENAME
	sub(/.*\//, "", base)
	section = ""
}

/^[ \t]*(#|$)/ { next }

/^\[/ {
	if (!($0 in sections))
		fail("no such section: " $0)
	section = sections[$0]
	next
}

section == "SAME" {
	read_same()
	next
}

section == "LINK" {
	for (i = 1; i <= NF; i++) {
		word_of($i)
		links[fold($i)] = 1
	}
	next
}

/^@/ && $2 == "=" {
	read_list()
	next
}

section == "" {
	fail("a phrase before any section")
	next
}

{ read_phrase() }

END {
	if (!failed)
		for (name in classes)
			if (!(name in used)) {
				print class_place[name] ": nothing uses the " \
					"list" >"/dev/stderr"
				failed = 1
			}
	# What two bytes of the tables hold.
	if (!failed && (n_ids > 30000 || n_items > 65000 || \
			n_phrases > 65000)) {
		print "phrases: too many words or phrases" >"/dev/stderr"
		failed = 1
	}
	if (failed)
		exit 1
	print "/* Made by parse/phrases.awk: do not edit. */"
	print "#include \"parse/phrase.h\"\n"
	print_words()
	print_sets()
	print_phrases()
	print_starts()
}
