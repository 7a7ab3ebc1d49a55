noinst_LIBRARIES += parse/libparse.a
parse_libparse_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(ICAL_CFLAGS) $(LIBXML_CFLAGS)
parse_libparse_a_SOURCES = \
	parse/absence.c parse/absence.h \
	parse/address.c parse/address.h \
	parse/body.c parse/body.h \
	parse/bounce.c parse/bounce.h \
	parse/bounce_private.h \
	parse/bounce_status.c \
	parse/bounce_text.c \
	parse/bounce_words.c \
	parse/calendar.c parse/calendar.h \
	parse/card.c parse/card.h \
	parse/csv.c parse/csv.h \
	parse/csv_words.c parse/csv_words.h \
	parse/date.c parse/date.h \
	parse/day.c parse/day.h \
	parse/day_text.c \
	parse/day_token.c parse/day_token.h \
	parse/day_words.c parse/day_words.h \
	parse/fields.c parse/fields.h \
	parse/gist.c parse/gist.h \
	parse/ids.c parse/ids.h \
	parse/intent.c parse/intent.h \
	parse/key.c parse/key.h \
	parse/kind.c parse/kind.h \
	parse/kind_body.c parse/kind_body.h \
	parse/kind_words.c parse/kind_words.h \
	parse/compose.c parse/compose.h \
	parse/mbox.c parse/mbox.h \
	parse/message.c parse/message.h \
	parse/newtext.c parse/newtext.h \
	parse/newtext_html.c \
	parse/newtext_lines.c \
	parse/newtext_private.h \
	parse/newtext_words.c \
	parse/part.c parse/part.h \
	parse/phone.c parse/phone.h \
	parse/phrase.c parse/phrase.h \
	parse/private.h \
	parse/quote.c parse/quote.h \
	parse/quoted.c parse/quoted.h \
	parse/quoted_when.c parse/quoted_when.h \
	parse/reader.c parse/reader.h \
	parse/robot.c parse/robot.h \
	parse/sentence.c parse/sentence.h \
	parse/signature.c parse/signature.h \
	parse/splitter.c parse/splitter.h \
	parse/text.c parse/text.h \
	parse/value.c parse/value.h \
	parse/vcard.c parse/vcard.h \
	parse/warm.c parse/warm.h \
	parse/who.c parse/who.h
nodist_parse_libparse_a_SOURCES = parse/phrases.c

# What people say, one file a language; another one is a line here.
parse_phrases = \
	parse/phrases/en.phrases \
	parse/phrases/de.phrases \
	parse/phrases/fr.phrases \
	parse/phrases/es.phrases \
	parse/phrases/it.phrases \
	parse/phrases/nl.phrases \
	parse/phrases/pt.phrases \
	parse/phrases/pl.phrases

parse/phrases.c: parse/phrases.awk $(parse_phrases)
	$(AM_V_GEN)$(MKDIR_P) parse && \
	(cd $(srcdir) && LC_ALL=C $(AWK) -f parse/phrases.awk $(parse_phrases)) >$@.tmp && \
	mv $@.tmp $@

# With what it needs.
parse_libs = parse/libparse.a $(GMIME_LIBS) $(ICAL_LIBS) \
	$(LIBXML_LIBS) $(GLIB_LIBS)
EXTRA_DIST += parse/VIOLATIONS.md
EXTRA_DIST += parse/phrases.awk parse/phrases/README $(parse_phrases)
CLEANFILES += parse/phrases.c parse/phrases.c.tmp
