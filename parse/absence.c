#include <string.h>

#include "parse/absence.h"
#include "parse/day_words.h"

/* Notes are short: what comes later is a footer or a quoted mail. */
#define TEXT_MAX 8192
#define DAYS_MAX 48
/* How far a sentence is looked for, before a day and behind it. */
#define REACH 400

/* What the words beside a day make of it. */
enum role {
	ROLE_OTHER,  /* a meeting, a deadline */
	ROLE_RETURN, /* back on it */
	ROLE_ANSWER, /* there again, or answering, on it */
	ROLE_UNTIL,  /* "until": the first day back, where English is said */
	ROLE_LAST,   /* "through", "bis": the last day away */
	ROLE_START,
	ROLE_AWAY, /* away on it */
};

struct said {
	struct parse_days days;
	enum role role;
	const char *start, *end; /* its sentence */
	bool bare;		 /* "Monday", without any figure */
};

/*
 * Words in small letters without accents, blanks between them.  Each is found
 * at the begin of a word; a blank behind it asks for the whole word.
 */
static const char *const away_words[] = {
	" on holiday",
	" holiday until",
	" for the holiday",
	" for holiday",
	" a holiday",
	" public holiday",
	" bank holiday",
	" over the holiday",
	" holiday break",
	" my holiday",
	" holidays from",
	" holidays until",

	/* en */ " out of",
	" out on",
	" out from",
	" out for ",
	" out to ",
	" out until",
	" out till",
	" out thr",
	" ooo ",
	" oof ",
	" away ",
	" vacation",
	" vacationing",
	" on leave",
	" annual leave",
	" maternity",
	" paternity",
	" parental",
	" sick ",
	" medical",
	" travel",
	" absen",
	" off work",
	" day off",
	" days off",
	" off on ",
	" off today",
	" off until",
	" offsite",
	" off site",
	" unavailable",
	" not available",
	" not be available",
	" not be in ",
	" not in the",
	" not be back",
	" not back",
	" not return",
	" pto ",
	" abroad",
	" on business",
	" business trip",
	" sabbatical",
	" be out ",
	" am out ",
	" is out ",
	" are out ",
	" be off ",
	" am off ",
	" unable to",
	" be gone",
	" overseas",
	" honeymoon",
	" my return",
	" i return",
	" be closed",
	" are closed",
	" is closed",
	" in training",
	" in meetings",
	" at a conference",
	" attending a",
	" jury duty",
	" on a l ",
	" i do not work",
	" i don t work",
	" not working on",
	" limited access",
	" no access",
	" without access",
	/* de */ " urlaub",
	" abwesen",
	" nicht im",
	" ausser haus",
	" unterwegs",
	" nicht erreich",
	" nicht zu erreich",
	" nicht da ",
	" schulung",
	" dienstreise",
	" elternzeit",
	" krank",
	" ausserhalb",
	" nicht am platz",
	" feiertag",
	" geschlossen",
	/* fr */ " conge",
	" vacances",
	" deplacement",
	" indisponible",
	" en dehors",
	" hors du",
	" ferme",
	" pas au bureau",
	/* es pt it */ " vacaciones",
	" fuera ",
	" ausen",
	" ferias",
	" fora ",
	" viaje",
	" viagem",
	" ferie",
	" assen",
	" fuori",
	" in viaggio",
	" de baja",
	" no estare",
	" no estoy",
	" cerrad",
	" fechad",
	" nao estarei",
	" non saro",
	" non sono in",
	" permiso",
	" licenca",
	" feriado",
	" chius",
	/* nl */ " vakantie",
	" afwezig",
	" verlof",
	" niet aanwezig",
	" niet op kantoor",
	" vrij ",
	/* sv da no */ " semester",
	" ledig",
	" franvaran",
	" ikke pa kontor",
	" inte pa kontor",
	" borte",
	" bortrest",
	" fravaer",
	" permisjon",
	" fri ",
	" foraldra",
	" barsel",
	" pa rejse",
	" ikke til stede",
	/* fi */ " loma",
	" poissa",
	" lomalla",
	" vuosiloma",
	" en ole",
	/* pl */ " urlop",
	" nieobec",
	" poza biur",
	" zwolnien",
	/* cs */ " dovolen",
	" mimo kancelar",
	" nepritom",
};

/* What else a person is away for, in a note that says of absence already. */
static const char *const loose_words[] = {
	" out ",    " holiday",	 " closed ",	" be at ",
	" be in ",  " work at ", " conference", " training",
	" jury",    " meeting",	 " off ",	" gone ",
	" seminar", " schulung", " messe",	" formation ",
};

/* The end of absence. */
static const char *const back_words[] = {
	/* en */ " back ",
	" reopen",
	" open again",
	" retur",
	" resum",
	" available again",
	" be in on",
	" be in again",
	/* de */ " zuruck",
	" wieder",
	" ruckkehr",
	" erreichbar ab",
	/* fr */ " retour",
	" reviens",
	" reviendr",
	" reprend",
	" rentre",
	" reouv",
	" rouvr",
	/* es */ " vuelvo",
	" volver",
	" regres",
	" reincorpor",
	" vuelta",
	" reabr",
	" reapert",
	/* it */ " rientr",
	" torn",
	" ritorn",
	" di nuovo",
	" riapr",
	" riapert",
	/* nl */ " terug",
	" weer ",
	/* pt */ " volto ",
	" voltar",
	" retorn",
	" de volta",
	/* sv da no */ " tillbaka",
	" ater ",
	" tilbage",
	" tilbake",
	" igen ",
	" igjen ",
	/* fi */ " takaisin",
	" palaan",
	" palaa ",
	" jalleen",
	/* pl */ " wracam",
	" wroc",
	" powrot",
	" ponownie",
	" powrac",
};

/* They answer on that day: they are back then, if nothing else is said. */
static const char *const answer_words[] = {
	" be available", " reachable",	  " in the office", " in office",
	" joignable",	 " respond",	  " reply",	    " get back to",
	" answer",	 " antwort",	  " repond",	    " respond",
	" rispond",	 " pick up your",
};

static const char *const until_words[] = {
	" until ", " untill ", " unitl ", " untl ", " till ", " til ", " tot ",
};

static const char *const last_words[] = {
	" through ", " thru ",	 " throught ", " thorugh ", " throughout ",
	" bis ",     " jusqu ",	 " jusque ",   " hasta ",   " fino ",
	" sino ",    " t m ",	 " t o m ",    " en met ",  " och med ",
	" og med ",  " ending ", " saakka ",
};

/* Of these, what "until" is elsewhere: either end may be meant. */
static const char *const loose_last_words[] = {
	" bis ", " jusqu ", " jusque ", " hasta ", " fino ", " sino ",
};

/* The same in words that mean something else farther from a day. */
static const char *const last_ends[] = {
	" do ",		" tom ",       " ate ",	      " ate o dia ",
	" ate a ",	" after ",     " after the ", " nach ",
	" nach dem ",	" apres ",     " apres le ",  " despues del ",
	" despues de ", " depois de ", " dopo il ",   " pas na ",
	" tot na ",	" weer na ",   " efter den ", " efter ",
	" etter ",
};

/* Between days of a list. */
static const char *const list_words[] = {
	" ",   " and ", " or ",	    " und ",	 " et ",
	" y ", " e ",	" en ",	    " og ",	 " och ",
	" i ", " ja ",	" and on ", " and the ", " and also ",
};

static const char *const between_words[] = {
	" between ",  " zwischen ", " zwischen dem ",  " entre le ",
	" entre el ", " entre ",    " entre os dias ", " tra il ",
	" tussen ",   " mellan ",   " mellem ",	       " mellom ",
	" miedzy ",
};

/* Both ends belong to it, whatever "until" means elsewhere. */
static const char *const inclusive_words[] = {
	" inclusive", " including ", " einschl",   " inkl",	" inclus",
	" incl ",     " inclu",	     " compres",   " en met ",	" och med ",
	" og med ",   " t o m ",     " t m ",	   " wlacznie", " end of ",
	" ende ",     " fin ",	     " close of ", " cob ",
};

static const char *const start_words[] = {
	" from ",  " starting ", " starts ", " beginning ", " begining ",
	" start ", " begin ",	 " as of ",  " since ",	    " effective ",
	" ab ",	   " vom ",	 " von ",    " seit ",	    " depuis ",
	" du ",	   " a partir ", " des le ", " desde ",	    " dal ",
	" dall ",  " vanaf ",	 " van ",    " fran ",	    " fra ",
	" od ",	   " leaving ",	 " alkaen ", " effective ",
};

/* What is to be done by others, or happens to others. */
static const char *const other_words[] = {
	" please ",    " contact ",  " call ",	      " if you",
	" meeting ",   " deadline",  " bitte ",	      " veuillez ",
	" merci ",     " por favor", " si prega",     " gelieve",
	" expire",     " sent ",     " your message", " your e mail",
	" your email", " dated ",    " received ",
};

static const char *const left_words[] = {
	" have resigned",
	" has resigned",
	/* en */ " no longer with ",
	" no longer work",
	" no longer employ",
	" no longer at ",
	" no longer part ",
	" no longer in the employ",
	" left the company",
	" left the firm",
	" left the organi",
	" left our ",
	" new e mail address",
	" new email address",
	" new e mail is",
	" new email is",
	" have retired",
	" has retired",
	" am retired",
	" e mail address has changed",
	" email address has changed",
	" not monitored anymore",
	" been laid off",
	" my last day was",
	" longer an employee",
	/* de */ " nicht mehr bei",
	" nicht mehr im unternehmen",
	" nicht mehr fur ",
	" nicht mehr tatig",
	" unternehmen verlassen",
	" ausgeschieden",
	" nicht langer bei",
	/* fr */ " ne travaille plus",
	" ne fait plus partie",
	" a quitte ",
	" ai quitte ",
	" plus en poste",
	" n est plus chez",
	/* es */ " ya no trabaja",
	" ya no forma parte",
	" dejado la empresa",
	" ya no pertenec",
	/* it */ " non lavora piu",
	" non fa piu parte",
	" non lavoro piu",
	/* nl */ " niet meer werkzaam",
	" niet langer werkzaam",
	" uit dienst",
	" werkt niet meer",
	/* pt */ " nao trabalha mais",
	" ja nao trabalh",
	" nao faz mais parte",
	" mais trabalho",
	/* sv da no */ " inte langre",
	" har slutat",
	" ikke laengere",
	" ikke lenger",
	" ikke langere",
	" har sluttet",
	" fratradt",
	/* fi */ " ei ole enaa",
	" en ole enaa",
	" ei tyoskentele enaa",
	/* pl */ " nie pracuj",
	" juz nie prac",
	" nie jest juz",
};

static const char *const contact_words[] = {
	" contact", " write ",	 " email",    " e mail",       " forward",
	" refer ",  " redirect", " direct ",  " reach ",       " assist",
	" urgent",  " send ",	 " question", " emergency",    " please",
	" kontakt", " wende",	 " schreib",  " dring",	       " ecri",
	" adress",  " urgen",	 " dirij",    " dirig",	       " contat",
	" scriv",   " rivolg",	 " schrijf",  " neem",	       " spoed",
	" envi",    " hast",	 " haste",    " kiire",	       " ota yhte",
	" pilne",   " prosz",	 " vertret",  " stellvertret",
};

static bool has(const char *folded, const char *const *words, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (strstr(folded, words[i]))
			return true;
	return false;
}

#define HAS(folded, words) has(folded, words, G_N_ELEMENTS(words))

/* Where the last of them begins, or -1. */
static gssize find_last(const char *folded, const char *const *words,
			gsize count)
{
	gssize best = -1;

	for (gsize i = 0; i < count; i++)
		for (const char *p = strstr(folded, words[i]); p;
		     p = strstr(p + 1, words[i]))
			best = MAX(best, p - folded);
	return best;
}

#define LAST(folded, words) find_last(folded, words, G_N_ELEMENTS(words))

/* Small letters and figures, single blanks for the rest, one at each end. */
static void fold(const char *start, const char *end, GString *out)
{
	g_string_assign(out, " ");
	while (start < end) {
		gunichar c = g_utf8_get_char(start);
		gunichar f = parse_day_fold(c);

		start += g_utf8_skip[(guchar)*start];
		if (c == 0xdf)
			g_string_append(out, "ss");
		else if (c == 0xe6 || c == 0xc6)
			g_string_append(out, "ae");
		else if (f && f < 0x80)
			g_string_append_c(out, (char)f);
		else if (c >= '0' && c <= '9')
			g_string_append_c(out, (char)c);
		else if (!f && out->str[out->len - 1] != ' ' &&
			 (c < 0x300 || c > 0x36f))
			g_string_append_c(out, ' ');
	}
	if (out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
}

/* Whether a sentence ends at `p`: "Jan. 3" and "a.m. on" do not. */
static bool ends_sentence(const char *p)
{
	const char *next = p + 1;

	if (*p == '\n') {
		while (*next == ' ' || *next == '\t' || *next == '\r')
			next++;
		return *next == '\n' || !*next;
	}
	if (!*p || !strchr(".!?", *p) || !g_ascii_isspace(*next))
		return false;
	while (g_ascii_isspace(*next))
		next++;
	return !g_ascii_isdigit(*next) && !g_ascii_islower(*next);
}

static const char *sentence_start(const char *text, const char *p)
{
	const char *least = p - text > REACH ? p - REACH : text;

	while (p > least && !ends_sentence(p - 1))
		p--;
	while (((guchar)*p & 0xc0) == 0x80)
		p++;
	return p;
}

static const char *sentence_end(const char *p)
{
	const char *most = p + strnlen(p, REACH);

	while (p < most && !ends_sentence(p))
		p++;
	while (p > most - 4 && ((guchar)*p & 0xc0) == 0x80)
		p--;
	return p;
}

static void keep_sentence(const struct said *said, struct parse_absence *out)
{
	gsize n = 0;
	bool blank = false;

	for (const char *p = said->start; p < said->end;) {
		gsize length = (gsize)g_utf8_skip[(guchar)*p];

		if ((guchar)*p <= ' ' || *p == 0x7f) {
			blank = n > 0;
		} else {
			if (n + length + blank >= sizeof(out->sentence))
				break;
			if (blank)
				out->sentence[n++] = ' ';
			memcpy(out->sentence + n, p, length);
			n += length;
			blank = false;
		}
		p += length;
	}
	out->sentence[n] = '\0';
}

/* "not available until", "unable to answer until", and no "in until". */
static bool is_there(const char *sentence)
{
	return (strstr(sentence, " available ") ||
		strstr(sentence, " reachable ") ||
		strstr(sentence, " erreichbar ")) &&
	       !strstr(sentence, " not ") && !strstr(sentence, " nicht ") &&
	       !strstr(sentence, " t be ") && !HAS(sentence, away_words);
}

static bool starts_with_end(const struct said *said)
{
	static const char *const words[] = { "end", "late", "fin",  "eod",
					     "cob", "eind", "slut", "kon" };

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_ascii_strncasecmp(said->days.start, words[i],
					 strlen(words[i])))
			return true;
	return false;
}

static bool ends_with(const char *folded, const char *const *words, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (g_str_has_suffix(folded, words[i]))
			return true;
	return false;
}

static bool is_list(const char *between)
{
	for (gsize i = 0; i < G_N_ELEMENTS(list_words); i++)
		if (!strcmp(between, list_words[i]))
			return true;
	return false;
}

/* The words around a day, folded. */
struct around {
	GString *before;   /* from the last day, or the sentence's begin */
	GString *inside;   /* the day itself */
	GString *after;	   /* to the next day, or the sentence's end */
	GString *sentence; /* all of it */
	enum role last;	   /* of the day before it in the sentence */
	bool away;	   /* the whole note is of absence */
	bool more;	   /* another day follows in the sentence */
};

/* "until", "bis" and the like, near enough to the day. */
static enum role judge_until(const struct around *around,
			     const struct said *said, gssize rival)
{
	const char *before = around->before->str;
	gssize near = (gssize)around->before->len - 32;
	gssize until = LAST(before, until_words);
	gssize last = LAST(before, last_words);

	if (ends_with(before, last_ends, G_N_ELEMENTS(last_ends)) &&
	    !g_str_has_suffix(before, " or after ") &&
	    (around->away || rival >= 0))
		return ROLE_LAST;
	if (MAX(until, last) < MAX(near, 0) || MAX(until, last) < rival ||
	    is_there(around->sentence->str))
		return ROLE_OTHER;
	/* Nobody's holiday ends with a Monday, unless they say so. */
	if (last > until && LAST(before, loose_last_words) == last &&
	    said->days.from == said->days.to &&
	    parse_day_weekday(said->days.to) == 1 &&
	    !HAS(around->sentence->str, inclusive_words))
		return ROLE_UNTIL;
	if (last > until)
		return ROLE_LAST;
	if (LAST(before, inclusive_words) >= MAX(until - 12, 0) ||
	    (around->after->len < 40 &&
	     HAS(around->after->str, inclusive_words)) ||
	    starts_with_end(said))
		return ROLE_LAST;
	return ROLE_UNTIL;
}

/*
 * "On Monday I am back", "en maandag weer terug"; but not "away on Monday and
 * back soon", which is English.
 */
static bool tells_return(const char *before, const char *after)
{
	if (!HAS(after, back_words) || strlen(before) > 60)
		return false;
	return !HAS(before, away_words) ||
	       !(strstr(after, " will ") || strstr(after, " back ") ||
		 strstr(after, " retur"));
}

/* "From Monday", but not "away from the office Monday". */
static bool starts(const char *before, gssize start)
{
	g_autofree char *ahead = NULL;

	if (start < 0)
		return false;
	ahead = g_strndup(before, (gsize)start);
	return !(g_str_has_suffix(ahead, " away") ||
		 g_str_has_suffix(ahead, " absent")) ||
	       !strcmp(before + start, " from ");
}

/* What a day is: the nearest word decides. */
static enum role judge(const struct around *around, const struct said *said)
{
	const char *before = around->before->str;
	const char *after = around->after->str;
	const char *sentence = around->sentence->str;
	gssize back = LAST(before, back_words);
	gssize start = LAST(before, start_words);
	bool range = said->days.from != said->days.to;
	enum role until;

	/* "Thursday and the morning of Friday", "Dec 21, and Dec 26" */
	if (around->last != ROLE_OTHER && is_list(before))
		return around->last == ROLE_AWAY || around->last == ROLE_LAST
			   ? around->last
			   : ROLE_OTHER;
	/* "from Monday till Friday, the 3rd" is read as one range. */
	if (range &&
	    (strstr(around->inside->str, " till ") ||
	     strstr(around->inside->str, " til ")) &&
	    (strstr(sentence, " the ") || strstr(sentence, " will ")))
		return ROLE_UNTIL;
	until = judge_until(around, said, MAX(back, start));
	if (until != ROLE_OTHER)
		return until;
	if (back >= 0 && back >= start - 60 &&
	    !strstr(before, " please return") &&
	    (!range || !g_ascii_isdigit(*said->days.start)))
		return ROLE_RETURN;
	if (strstr(after, " asti") || strstr(after, " saakka"))
		return ROLE_LAST;
	if (!around->more && !range && tells_return(before, after))
		return ROLE_RETURN;
	if (HAS(before, answer_words) && !strstr(before, " please ") &&
	    !strstr(before, " if ") && !strstr(before, " not ") &&
	    !HAS(before, away_words) && !range)
		return ROLE_ANSWER;
	if (!range && starts(before, start))
		return ROLE_START;
	if (HAS(before, other_words) || strstr(before, " today is ") ||
	    g_str_has_prefix(after, " is "))
		return ROLE_OTHER;
	if (HAS(sentence, away_words) ||
	    (around->away && HAS(sentence, loose_words)))
		return ROLE_AWAY;
	return ROLE_OTHER;
}

/* "In January" and "after the holidays" are no day; "end of June" has one. */
static bool is_no_day(const struct said *said)
{
	return said->days.vague && said->role != ROLE_START &&
	       !(said->role == ROLE_LAST && starts_with_end(said));
}

/* All days of a text with their roles. */
static guint read_days(const char *text, gint32 written,
		       enum parse_day_order order, bool away, struct said *said)
{
	g_autoptr(GString) before = g_string_new(NULL);
	g_autoptr(GString) inside = g_string_new(NULL);
	g_autoptr(GString) after = g_string_new(NULL);
	g_autoptr(GString) sentence = g_string_new(NULL);
	struct around around = {
		.before = before,
		.inside = inside,
		.after = after,
		.sentence = sentence,
		.away = away,
	};
	const char *p = text;
	guint count = 0;
	bool between = false;

	while (count < DAYS_MAX &&
	       parse_days_next(p, written, order, &said[count].days) &&
	       said[count].days.start - text <= TEXT_MAX)
		p = said[count++].days.end;
	for (guint i = 0; i < count; i++) {
		struct said *this = &said[i];
		const char *from, *to;
		bool same;

		this->start = sentence_start(text, this->days.start);
		this->end = sentence_end(this->days.end);
		same = i && said[i - 1].days.end > this->start;
		from = same ? said[i - 1].days.end : this->start;
		to = i + 1 < count ? MIN(this->end, said[i + 1].days.start)
				   : this->end;
		fold(from, this->days.start, before);
		fold(this->days.start, this->days.end, inside);
		fold(this->days.end, to, after);
		fold(this->start, this->end, sentence);
		around.more = to < this->end;
		around.last = same ? said[i - 1].role : ROLE_OTHER;
		this->bare = !strpbrk(inside->str, "0123456789");
		this->role = judge(&around, this);
		/* "between Dec 21 and Jan 1" */
		if (between && same && is_list(before->str) &&
		    this->role == ROLE_AWAY) {
			this->role = ROLE_LAST;
			this->days.from = said[i - 1].days.from;
		}
		between = ends_with(before->str, between_words,
				    G_N_ELEMENTS(between_words));
		if (is_no_day(this))
			this->role = ROLE_OTHER;
	}
	return count;
}

/* In January people still write the old year: take the one that fits. */
static gint32 mend_year(gint32 day, gint32 written)
{
	if (day > written - 200 || day < written - 400)
		return day;
	for (gint32 next = day + 365; next <= day + 366; next++)
		if (next >= written - 10 && next <= written + 120)
			return next;
	return day;
}

/* The one of a role that counts: the first not past, else the last. */
static const struct said *pick(const struct said *said, guint count,
			       enum role role, gint32 written)
{
	const struct said *found = NULL;

	for (guint i = 0; i < count; i++) {
		if (said[i].role != role)
			continue;
		found = &said[i];
		if (mend_year(said[i].days.to, written) >= written)
			break;
	}
	return found;
}

/* The last day away that is told, with days that go on from it. */
static const struct said *pick_away(const struct said *said, guint count,
				    gint32 written, gint32 *day_out)
{
	const struct said *found = NULL;
	gint32 day = PARSE_DAY_NONE;

	for (guint i = 0; i < count; i++) {
		gint32 from, to;

		if (said[i].role != ROLE_AWAY && said[i].role != ROLE_LAST)
			continue;
		to = mend_year(said[i].days.to, written);
		from = to - (said[i].days.to - said[i].days.from);
		if (!found ||
		    (to > day && (day < written || from <= day + 5))) {
			found = &said[i];
			day = to;
		}
	}
	*day_out = day;
	return found;
}

static gint32 day_back(const struct said *said, guint count, gint32 written,
		       const struct said **on_out)
{
	const struct said *back = pick(said, count, ROLE_RETURN, written);
	const struct said *until = pick(said, count, ROLE_UNTIL, written);
	gint32 last = PARSE_DAY_NONE, day = PARSE_DAY_NONE;
	const struct said *away = pick_away(said, count, written, &last);
	const struct said *start = pick(said, count, ROLE_START, written);

	if (!back && !until)
		back = pick(said, count, ROLE_ANSWER, written);
	if (back) {
		gint32 after = PARSE_DAY_NONE;

		*on_out = back;
		day = mend_year(back->days.from, written);
		if (away && !away->bare)
			after = last + 1;
		if (until && !until->bare)
			after = MAX(after, until->days.to);
		if (start && !start->bare)
			after = MAX(after, start->days.to + 1);
		/* "Back on Monday" is the one behind the days away. */
		while (back->bare && after != PARSE_DAY_NONE && day < after &&
		       after - day < 400 &&
		       back->days.to - back->days.from <= 4)
			day += 7;
	}
	if (until && (!back || day < written)) {
		gint32 other = mend_year(until->days.to, written);

		if (until->bare && until->days.to != until->days.from &&
		    until->days.to - until->days.from <= 4)
			other = until->days.from;
		if (!back || other > day) {
			*on_out = until;
			day = other;
		}
	}
	if (away && (day == PARSE_DAY_NONE || (day < written && last > day))) {
		*on_out = away;
		day = parse_day_working(last + 1);
	}
	return day;
}

static bool is_local(char c)
{
	return g_ascii_isalnum(c) || strchr("._%+-'", c);
}

/* What a list or a provider puts beneath a note. */
static bool is_list_address(const char *start, const char *end)
{
	static const char *const words[] = { "subscribe", "noreply",
					     "no-reply",  "donotreply",
					     "owner-",	  "@lists." };
	g_autofree char *address = g_ascii_strdown(start, end - start);

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(address, words[i]))
			return true;
	return false;
}

/* The first address that the note gives to write to. */
static void find_stand_in(const char *text, bool left, GString *folded,
			  struct parse_absence *out)
{
	for (const char *at = strchr(text, '@'); at && at - text < TEXT_MAX;
	     at = strchr(at + 1, '@')) {
		const char *start = at, *end = at + 1;
		const char *from;

		while (start > text && at - start < 64 && *(start - 1) &&
		       is_local(*(start - 1)))
			start--;
		while (end - at < 180 &&
		       (g_ascii_isalnum(*end) || *end == '-' || *end == '.'))
			end++;
		while (end > at && !g_ascii_isalnum(*(end - 1)))
			end--;
		while (start < at && !g_ascii_isalnum(*start))
			start++;
		if (start == at || end <= at + 1 ||
		    !memchr(at, '.', (gsize)(end - at)))
			continue;
		if (is_list_address(start, end))
			continue;
		from = sentence_start(text, start);
		fold(from, start, folded);
		if (!left && (!HAS(folded->str, contact_words) ||
			      strstr(folded->str, " me ")))
			continue;
		memcpy(out->stand_in, start, (gsize)(end - start));
		out->stand_in[end - start] = '\0';
		return;
	}
}

/*
 * A subject "Out until 5 May" is the author's; what stands behind a colon is
 * mostly the subject that is answered.
 */
static char *own_subject(const char *subject)
{
	const char *colon = strchr(subject, ':');

	return g_strndup(subject, colon ? (gsize)(colon - subject)
					: strnlen(subject, 1000));
}

void parse_absence_read(const char *subject, const char *text, gint32 written,
			enum parse_day_order order, struct parse_absence *out)
{
	g_autofree struct said *said = g_new0(struct said, DAYS_MAX);
	g_autofree char *own = own_subject(subject);
	g_autoptr(GString) folded = g_string_new(NULL);
	const struct said *on = NULL;
	bool away, left;
	guint count;

	memset(out, 0, sizeof(*out));
	out->back = PARSE_DAY_NONE;
	fold(own, own + strlen(own), folded);
	away = HAS(folded->str, away_words);
	fold(text, text + strnlen(text, TEXT_MAX), folded);
	away = away || HAS(folded->str, away_words);
	left = HAS(folded->str, left_words);
	count = read_days(text, written, order, away, said);
	out->back = day_back(said, count, written, &on);
	if (out->back == PARSE_DAY_NONE && !left) {
		count = read_days(own, written, order, away, said);
		out->back = day_back(said, count, written, &on);
	}
	if (left && out->back < written) {
		out->back = PARSE_DAY_NONE;
		on = NULL;
	}
	if (out->back != PARSE_DAY_NONE && (away || on->role == ROLE_RETURN))
		out->state = PARSE_ABSENCE_DATED;
	else if (left)
		out->state = PARSE_ABSENCE_LEFT;
	else if (away)
		out->state = PARSE_ABSENCE_UNTOLD;
	if (out->state != PARSE_ABSENCE_DATED)
		out->back = PARSE_DAY_NONE;
	if (out->state == PARSE_ABSENCE_NONE)
		return;
	if (on)
		keep_sentence(on, out);
	find_stand_in(text, left, folded, out);
}
