# An invented mailbox for contrib/demo: Nora Alder, who makes shop fittings,
# and some forty customers, prospects, robots and strangers, over a year that
# ends now.  The same mailbox each time, but for its dates.
#
#	awk -v now=SECONDS -v dir=MAILDIR -f demo-mail.awk
#
# MAILDIR and its .Sent, .Junk and .Archive exist.  Prints each file that it
# wrote with its time, for touch(1).

function fail(what)
{
	print "demo-mail: " what >"/dev/stderr"
	exit 1
}

# Park and Miller: the same in every awk.
function below(n)
{
	seed = (seed * 16807) % 2147483647
	return seed % n
}

# RFC 5322, in UTC.
function date(t,    days, z, era, doe, yoe, doy, mp, d, m, y, s)
{
	days = int(t / 86400)
	s = t - days * 86400
	z = days + 719468
	era = int(z / 146097)
	doe = z - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - \
		   int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	d = doy - int((153 * mp + 2) / 5) + 1
	m = mp < 10 ? mp + 3 : mp - 9
	y = yoe + era * 400 + (m <= 2)
	return sprintf("%s, %02d %s %04d %02d:%02d:%02d +0000",
		substr("ThuFriSatSunMonTueWed", days % 7 * 3 + 1, 3), d,
		substr("JanFebMarAprMayJunJulAugSepOctNovDec", m * 3 - 2, 3),
		y, int(s / 3600), int(s / 60) % 60, s % 60)
}

# A time of work so many days ago: never on a weekend, never in the future.
function worktime(ago,    day, weekday, t)
{
	day = int(now / 86400) - int(ago)
	weekday = (day + 3) % 7
	if (weekday > 4)
		day -= weekday - 4
	t = day * 86400 + 8 * 3600 + below(9 * 3600)
	return t < now ? t : now - 600
}

function fill(text, p)
{
	gsub(/[$]F/, first[p], text)
	gsub(/[$]C/, company[p], text)
	gsub(/[$]T/, thing, text)
	gsub(/[$]N/, number, text)
	gsub(/[|]/, "\n", text)
	return text
}

# put(FOLDER, FLAGS, TIME, FIELDS, BODY): no flags, and it is new.
function put(folder, flags, t, fields, body,    file)
{
	mails++
	file = dir (folder == "" ? "" : "/." folder) \
		(flags == "" ? "/new/" : "/cur/") \
		int(t) ".M" mails "P1.demo" (flags == "" ? "" : ":2," flags)
	if (fields !~ /\nContent-Type:/)
		fields = fields "\nContent-Type: text/plain; charset=utf-8" \
			"\nContent-Transfer-Encoding: 8bit"
	printf "%s\nMIME-Version: 1.0\n\n%s\n", fields, body >file
	if (close(file) != 0)
		fail("cannot write " file)
	printf "%d %s\n", t, file
}

function quote(text,    lines, n, i, out)
{
	n = split(text, lines, "\n")
	for (i = 1; i <= n && i <= 6; i++)
		out = out "> " lines[i] "\n"
	return out
}

# One message of a conversation; state in the globals topic, parent, chain,
# said.
function write(who, p, t, text, id,    fields, from, to, body, pause)
{
	# An answer comes after what it answers, also on the same day.
	pause = 1800 + below(3600)
	if (parent != "" && t < last + pause)
		t = last + pause
	if (t >= now)
		t = now - 60
	last = t
	from = who == "m" ? me : phrase[p] " <" address[p] ">"
	to = who == "m" ? phrase[p] " <" address[p] ">" : me
	if (id == "")
		id = sprintf("%d.%d@%s", t, mails,
			     who == "m" ? mine : domain[p])
	fields = "From: " from "\nTo: " to "\nSubject: " \
		(parent == "" ? "" : "Re: ") topic "\nDate: " date(t) \
		"\nMessage-ID: <" id ">"
	if (parent != "")
		fields = fields "\nIn-Reply-To: <" parent ">\nReferences:" chain
	body = fill(text, p)
	if (who == "m")
		body = body "\n\n-- \nNora Alder\nAlder Joinery, 14 Mill Lane"
	else
		body = body "\n\n" first[p] "\n" company[p]
	if (said != "")
		body = body "\n\n" (who == "m" ? first[p] : "Nora") \
			" wrote:\n" quote(said)
	if (who == "m")
		put("Sent", "S", t, fields, body)
	else
		put("", now - t < 86400 ? "" : "RS", t,
		    "Return-Path: <" address[p] ">\n" fields, body)
	chain = chain " <" id ">"
	parent = id
	said = fill(text, p)
}

function open_topic(text, p)
{
	thing = things[1 + below(n_things)]
	number = 2100 + below(300)
	topic = fill(text, p)
	parent = chain = said = ""
}

# A conversation of long ago: from the table of plots, starting that many
# days before now.
function play(plot, p, ago,    i, n, parts)
{
	open_topic(title[plot], p)
	for (i = 1; i <= steps[plot]; i++) {
		split(step[plot, i], parts, "~")
		ago -= parts[2]
		write(parts[1], p, worktime(ago), parts[3])
	}
}

function person(key, name, of, where, encoded)
{
	n_people++
	people[n_people] = key
	full[key] = name
	phrase[key] = encoded == "" ? name : encoded
	first[key] = name
	sub(/ .*/, "", first[key])
	company[key] = of
	domain[key] = where
	address[key] = tolower(first[key]) "@" where
	if (encoded != "")
		address[key] = "office@" where
}

function plot(name, subject)
{
	title[name] = subject
	plots[++n_plots] = name
}

# Who writes, how many days after the last, and what.
function then(name, who, days, text)
{
	step[name, ++steps[name]] = who "~" days "~" text
}

function customers()
{
	person("marsh", "Ada Marsh", "Marsh Books", "marsh-books.example")
	person("keller", "Jonas Keller", "Keller Optik", "keller-optik.example")
	person("raman", "Priya Raman", "Saffron & Salt", "saffron-salt.example")
	person("whitfield", "Tom Whitfield", "Whitfield Pharmacy",
	       "whitfield-pharmacy.example")
	person("ferri", "Lucia Ferri", "Gelateria Ferri", "ferri.example")
	person("novak", "Marek Novak", "Novak Bikes", "novak-bikes.example")
	person("osei", "Helen Osei", "Osei Hair", "osei-hair.example")
	person("silva", "Bruno Silva", "Padaria Silva", "silva.example")
	person("lind", "Greta Lind", "Lind Flowers", "lind-flowers.example")
	person("brandt", "Jörg Brandt", "Brandt Schuhe",
	       "brandt-schuhe.example", "=?utf-8?Q?J=C3=B6rg_Brandt?=")
	person("okafor", "Chidi Okafor", "Okafor Tailors", "okafor.example")
	person("reyes", "Marta Reyes", "Reyes Ceramics", "reyes.example")
	person("haas", "Peter Haas", "Haas Wein", "haas-wein.example")
	person("dunne", "Aoife Dunne", "Dunne Deli", "dunne-deli.example")
	person("tanaka", "Yuki Tanaka", "Tanaka Tea", "tanaka-tea.example")
	person("moreau", "Claire Moreau", "Moreau Fromages", "moreau.example")
	person("larsen", "Nils Larsen", "Larsen Outdoor", "larsen.example")
	person("popa", "Irina Popa", "Popa Textiles", "popa.example")
	person("grant", "Ewan Grant", "Grant Records", "grant-records.example")
	person("weiss", "Judith Weiss", "Weiss Papier", "weiss-papier.example")
	person("costa", "Rui Costa", "Costa Surf", "costa-surf.example")
	person("ahmed", "Samira Ahmed", "Ahmed Spices", "ahmed.example")
	person("olsen", "Kari Olsen", "Olsen Toys", "olsen-toys.example")
	person("byrne", "Conor Byrne", "Byrne Barbers", "byrne.example")
	person("vogel", "Anke Vogel", "Vogel Goldschmiede", "vogel.example")
	person("park", "Min Park", "Park Ramen", "park-ramen.example")
	person("hall", "Beth Hall", "Hall Hardware", "hall-hardware.example")
	person("rossi", "Carlo Rossi", "Rossi Caffè", "rossi-caffe.example")
}

function table(    i)
{
	n_things = split("an oak counter/wall shelves/a window seat/" \
		"two display tables/a sliding door/drawers under the till/" \
		"a folding partition/bread shelves", things, "/")
	plot("inquiry", "A question about $T")
	then("inquiry", "c", 0, "Hello Nora,|we are fitting out a new room " \
		"and need $T.|Could you tell me what that would cost, and " \
		"how long it takes?")
	then("inquiry", "m", 1, "Dear $F,|thank you for asking. I would " \
		"like to see the room first.|Would Tuesday at nine suit you?")
	then("inquiry", "c", 1, "Tuesday at nine is good. The door is at " \
		"the back.")
	then("inquiry", "m", 4, "Dear $F,|here is our offer $N for $T, as " \
		"discussed. It holds for four weeks.")
	then("inquiry", "c", 3, "Looks fair. Please go ahead.")
	plot("measure", "Measuring at $C")
	then("measure", "m", 0, "Dear $F,|before we cut anything I should " \
		"measure again.|Is somebody there on Friday morning?")
	then("measure", "c", 1, "I am there from eight. Coffee is on us.")
	then("measure", "m", 3, "Thank you for the coffee. The wall is 14 mm " \
		"out of true; we shall scribe $T to it.")
	then("measure", "c", 1, "Good that you looked.")
	plot("delivery", "Delivery of $T")
	then("delivery", "c", 0, "Hello Nora,|do you know yet on which day " \
		"$T will come? We have to close for it.")
	then("delivery", "m", 1, "Dear $F,|Wednesday week, before noon. Two " \
		"of us, about three hours.")
	then("delivery", "c", 1, "Noted, thank you.")
	plot("invoice", "Invoice $N")
	then("invoice", "m", 0, "Dear $F,|please find our invoice $N for " \
		"$T. It was a pleasure to work at $C.")
	then("invoice", "c", 6, "Paid today. We are very happy with it.")
	then("invoice", "m", 1, "Thank you, $F. That is good to hear.")
	plot("repair", "$T: a small repair")
	then("repair", "c", 0, "Hello Nora,|one edge has come loose since " \
		"the summer. Can it be glued?")
	then("repair", "m", 1, "Dear $F,|it can. I pass by on Thursday and " \
		"shall bring clamps.")
	then("repair", "c", 2, "It holds. What do I owe you?")
	then("repair", "m", 1, "Nothing: that is what the guarantee is for.")
	then("repair", "c", 1, "You are very kind.")
	plot("photos", "Photographs of $T")
	then("photos", "m", 0, "Dear $F,|would you mind if we showed a " \
		"photograph of $T on our page?")
	then("photos", "c", 2, "Not at all, go ahead.")
	plot("year", "A year with $T")
	then("year", "m", 0, "Dear $F,|it is a year now. Is everything still " \
		"as it should be?")
	then("year", "c", 3, "All well, thank you. We may need a second one " \
		"in spring.")
	then("year", "m", 1, "Then I shall ask again in spring.")
}

# They asked, and the user owes them an answer: two, five, or more working
# days before a Thursday.
function you_owe()
{
	open_topic("Shelves for the reading room", "marsh")
	write("m", "marsh", worktime(15), "Dear $F,|here is the drawing for " \
		"the reading room. Have a look at the lower row.")
	write("c", "marsh", worktime(7), "Dear Nora,|we like it. Could you " \
		"send the revised drawing with the lower shelf?|I would like " \
		"to show it to my partner on Thursday.")
	open_topic("Price of a second counter", "keller")
	write("c", "keller", worktime(2), "Hello Nora,|the first counter " \
		"works so well that we want one for the other branch.|What " \
		"would a second one cost?")
	open_topic("Can you come and measure?", "raman")
	write("c", "raman", worktime(13), "Hello Nora,|the lease is signed! " \
		"When could you come and measure?")
	write("m", "raman", worktime(12), "Congratulations, $F! I shall look " \
		"at my calendar.")
	write("c", "raman", worktime(7), "Any morning next week would do. " \
		"Which one suits you?")
	open_topic("Invoice 2207: one question", "whitfield")
	write("m", "whitfield", worktime(10), "Dear $F,|please find our " \
		"invoice 2207.")
	write("c", "whitfield", worktime(8), "Thank you. Should the glass " \
		"not be on a line of its own? The insurance asks.")
	open_topic("When will the doors come?", "ferri")
	write("c", "ferri", worktime(10), "Ciao Nora,|the season starts soon. " \
		"When will the doors come?")
}

# The user asked, or sent what wants an answer: on the third or seventh day.
function they_owe()
{
	open_topic("Our offer for the workshop wall", "novak")
	write("m", "novak", worktime(9), "Dear $F,|here is our offer for the " \
		"workshop wall, with hooks for forty wheels.")
	write("m", "novak", worktime(3), "Dear $F,|did the offer reach you? " \
		"The oak is cheaper until the end of the month.")
	open_topic("Drawings for approval", "osei")
	write("c", "osei", worktime(12), "Hi Nora,|the mirror should be 10 cm " \
		"lower. Then it is perfect.")
	write("m", "osei", worktime(6), "Dear $F,|here are the drawings with " \
		"the lower mirror, for your approval.|Could you tell me by " \
		"Friday whether we may start to cut?", "drawings@" mine)
	open_topic("A date for the fitting", "silva")
	write("m", "silva", worktime(2), "Dear $F,|the shelves are ready. " \
		"Please tell me on which day we may fit them.")
	open_topic("Oiled or lacquered?", "lind")
	write("c", "lind", worktime(15), "Hello Nora,|will water leave marks " \
		"on the table?")
	write("m", "lind", worktime(13), "Dear $F,|not on lacquer; on oil, " \
		"yes, but oil can be mended.|Which would you like?")
}

# The user said when they would do it, and that day is the Thursday.
function promised()
{
	open_topic("The tea counter", "tanaka")
	write("c", "tanaka", worktime(3), "Hello Nora,|we have settled on the " \
		"long counter. Which wood do you advise?")
	write("m", "tanaka", worktime(2), "Dear $F,|larch: it likes steam. I " \
		"will send you the drawing on Thursday.")
}

# A customer of whom nobody has heard for just eight weeks.
function old_friend()
{
	person("holm", "Edda Holm", "Holm Gallery", "holm-gallery.example")
	play("inquiry", "holm", 400)
	play("invoice", "holm", 300)
	open_topic("Thank you for the plinths", "holm")
	write("c", "holm", worktime(56), "Dear Nora,|the plinths stand, and " \
		"the opening was full. Thank you!")
}

# Met at a fair, written to once or a few times.  Most do not answer; who does
# answers early or late, and some were tried no more before they had.
function prospects(    i, k, n, ago, try, tries, answered, names, towns, \
	trades)
{
	n = split("Alma Bo Cleo Dov Elin Faye Gus Hana Ivo June Kofi Lena Milo " \
		"Nia Otto Pia Quin Rosa Sven Tess Umar Vera Wim Xenia Yann Zoe", \
		names, " ")
	split("Arden Birk Corvo Dale Esker Firth Garth", towns, " ")
	split("Bakery Books Flowers Optics", trades, " ")
	plot("fair", "Your stand at the fair")
	then("fair", "m", 0, "Dear $F,|we spoke at the fair about $T. Shall I " \
		"send you what the one in Mill Lane cost?")
	for (i = 0; i < 66; i++) {
		k = "fair" i
		person(k, names[1 + i % n] " " towns[1 + i % 7], \
		       towns[1 + i % 7] " " trades[1 + i % 4], \
		       tolower(towns[1 + i % 7] "-" trades[1 + i % 4]) i ".example")
		ago = 310 - i * 4
		open_topic(title["fair"], k)
		write("m", k, worktime(ago), step_text("fair", 1))
		answered = i % 5 < 2
		# How often: mostly once, and rarely more than three times.
		tries = i % 11 < 5 ? 1 : i % 11 < 8 ? 2 : i % 11 < 10 ? 3 : 5
		for (try = 2; try <= tries; try++)
			write("m", k, worktime(ago -= 4 + try), "Dear $F,|the " \
				"wood of that one came from the river: here is " \
				"its picture, in a week's light.")
		if (answered)
			write("c", k, worktime(ago - 2), i % 15 == 0 ? \
				"Hello Nora,|no, thank you: we are not " \
				"interested." : "Hello Nora,|thank you for " \
				"asking. In spring we rebuild, and then we " \
				"shall need just that.")
	}
}

# They wrote first, and were answered sooner or later.
function walk_ins(    i, k)
{
	plot("walk-in", "Do you also build $T?")
	then("walk-in", "c", 0, "Hello,|we saw your shelves at Marsh Books. Do " \
		"you also build $T, and from when on have you time?")
	for (i = 0; i < 14; i++) {
		k = "walk" i
		person(k, substr("AvaBenCiaDanEveFinGilHalIdaJanKimLeoMiaNed", \
				 i * 3 + 1, 3) " Hollis", "Hollis " i + 1, \
		       "hollis" i + 1 ".example")
		open_topic(title["walk-in"], k)
		write("c", k, worktime(290 - i * 17), step_text("walk-in", 1))
		last += i % 3 * 5 * 3600
		write("m", k, last, "Dear $F,|we do, and from May on we have " \
			"time. Shall I come and measure?")
		write("c", k, last + 86400, "Please do.")
	}
}

function step_text(name, i,    parts)
{
	split(step[name, i], parts, "~")
	return parts[3]
}

# Too fresh to have stalled.
function fresh()
{
	open_topic("A bench for the waiting corner", "byrne")
	write("c", "byrne", now - 5 * 3600, "Hello Nora,|could we have a " \
		"bench for the waiting corner?")
	open_topic("Shelves for records", "grant")
	write("c", "grant", now - 30 * 3600, "Hello Nora,|LPs are heavier " \
		"than they look. Will 18 mm do?")
	write("m", "grant", now - 7 * 3600, "Dear $F,|take 22 mm. I shall " \
		"send a drawing.")
	open_topic("Thank you", "reyes")
	write("m", "reyes", now - 26 * 3600, "Dear $F,|the samples have " \
		"arrived. Thank you!")
}

# Nobody's turn: robots, crowds and strangers.
function others(    i, t)
{
	for (i = 0; i < 26; i++) {
		t = worktime(3 + i * 14)
		put("", "S", t, "From: Timber Weekly <news@timber.example>\n" \
		    "To: nora@" mine "\nSubject: Timber Weekly " 52 - i \
		    "\nDate: " date(t) "\nMessage-ID: <tw" i \
		    "@timber.example>\nList-Id: <weekly.timber.example>\n" \
		    "List-Unsubscribe: <https://timber.example/u>\n" \
		    "Precedence: bulk", "Prices of oak, ash and larch.")
	}
	for (i = 0; i < 12; i++) {
		t = worktime(5 + i * 30)
		put("", "S", t, "From: Bank <no-reply@bank.example>\n" \
		    "To: nora@" mine "\nSubject: Your statement is ready\n" \
		    "Date: " date(t) "\nMessage-ID: <st" i "@bank.example>\n" \
		    "Auto-Submitted: auto-generated", "Log in to read it.")
		t = worktime(8 + i * 20)
		put("", "S", t, "From: Finn Joiner <finn@bench.example>\n" \
		    "To: joiners@lists.example\nSubject: [joiners] Hinges, " \
		    "part " 12 - i "\nDate: " date(t) "\nMessage-ID: <hi" i \
		    "@bench.example>\nList-Id: Joiners <joiners.lists.example>" \
		    "\nList-Post: <mailto:joiners@lists.example>",
		    "What do you use for heavy doors?")
	}
	t = worktime(1)
	put("Sent", "S", t, "From: " me "\nTo: info@old-mill.example\n" \
	    "Subject: Shelves for the mill\nDate: " date(t) \
	    "\nMessage-ID: <mill@" mine ">", "Dear miller, are you still " \
	    "looking for shelves?")
	put("", "S", t + 60, "Return-Path: <>\nFrom: Mail Delivery System " \
	    "<MAILER-DAEMON@mail.example>\nTo: nora@" mine "\nSubject: " \
	    "Undelivered Mail Returned to Sender\nDate: " date(t + 60) \
	    "\nMessage-ID: <bounce1@mail.example>\nAuto-Submitted: " \
	    "auto-replied\nX-Failed-Recipients: info@old-mill.example\n" \
	    "Content-Type: multipart/report; report-type=delivery-status; " \
	    "boundary=b1", "--b1\nContent-Type: text/plain\n\nNo such " \
	    "user.\n\n--b1\nContent-Type: message/delivery-status\n\n" \
	    "Reporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; " \
	    "info@old-mill.example\nAction: failed\nStatus: 5.1.1\n\n--b1--")
	t = worktime(9) + 120
	put("", "S", t, "Return-Path: <>\nFrom: Marek Novak " \
	    "<marek@novak-bikes.example>\nTo: " me "\nSubject: Automatic " \
	    "reply: Our offer for the workshop wall\nDate: " date(t) \
	    "\nMessage-ID: <ooo1@novak-bikes.example>\nAuto-Submitted: " \
	    "auto-replied\nPrecedence: bulk", "I am at a race until Monday.")
	t = worktime(6)
	put("", "S", t, "From: Rui Costa <rui@costa-surf.example>\nTo: " me \
	    "\nSubject: Invitation: a look at the boards\nDate: " date(t) \
	    "\nMessage-ID: <inv1@costa-surf.example>\nContent-Class: " \
	    "urn:content-classes:calendarmessage\nContent-Type: " \
	    "text/calendar; method=REQUEST; charset=utf-8",
	    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n" \
	    "UID:boards@costa-surf.example\nEND:VEVENT\nEND:VCALENDAR")
	t = worktime(4)
	put("", "S", t, "From: Dario Blum <dario@blum-kiosk.example>\nTo: " \
	    me "\nSubject: A kiosk at the station\nDate: " date(t) \
	    "\nMessage-ID: <kiosk@blum-kiosk.example>", "Dear Mrs Alder,\n" \
	    "Ada Marsh showed me your shelves. Do you build kiosks too?\n" \
	    "\nDario Blum")
	t = now - 20 * 3600
	put("", "", t, "Return-Path: <nadia@petrov-vinyl.example>\n" \
	    "From: Nadia Petrov <nadia@petrov-vinyl.example>\nTo: " \
	    me "\nSubject: Racks for a record shop\nDate: " date(t) \
	    "\nMessage-ID: <racks@petrov-vinyl.example>", "Dear Mrs Alder,\n" \
	    "I open a record shop in March. Could you build racks for four " \
	    "thousand\nrecords, and what would they cost?\n\nKind regards\n" \
	    "Nadia Petrov\nPetrov Vinyl\nTel. +44 20 7946 0123")
	t = worktime(2)
	put("Junk", "", t, "From: Prize Office <prize@lucky.example>\nTo: " \
	    "nora@" mine "\nSubject: You have won\nDate: " date(t) \
	    "\nMessage-ID: <won@lucky.example>", "Send us your bank account.")
}

BEGIN {
	if (now == "" || dir == "")
		fail("say -v now=SECONDS -v dir=MAILDIR")
	seed = 4711
	mine = "alder-joinery.example"
	me = "Nora Alder <nora@" mine ">"
	customers()
	table()
	for (i = 1; i <= n_people; i++) {
		stories = people[i] == "marsh" ? 4 : 2 + below(2)
		# From eleven months ago to one: long since lapsed.
		for (k = 0; k < stories; k++)
			play(plots[1 + (i + k * 3) % n_plots], people[i],
			     330 - int(k * 250 / stories) - below(40))
	}
	prospects()
	walk_ins()
	old_friend()
	you_owe()
	they_owe()
	promised()
	fresh()
	others()
}
