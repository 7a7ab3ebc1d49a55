/* Open now what would otherwise be opened later. */
#include "parse/warm.h"

#include <iconv.h>

#include "parse/calendar.h"
#include "parse/private.h"

/*
 * What mail says it is written in.  glibc loads a module from disk for nearly
 * each of these, so each is opened once and kept: a later iconv_open of the
 * same charset then finds it in memory.  Aliases (cp1252, latin1) resolve to
 * the same modules.
 */
static const char *const charsets[] = {
	"UTF-8",	 "US-ASCII",	 "UTF-7",	 "UTF-16",
	"UTF-16LE",	 "UTF-16BE",	 "UTF-32",	 "UTF-7-IMAP",
	"ISO-8859-1",	 "ISO-8859-2",	 "ISO-8859-3",	 "ISO-8859-4",
	"ISO-8859-5",	 "ISO-8859-6",	 "ISO-8859-7",	 "ISO-8859-8",
	"ISO-8859-9",	 "ISO-8859-10",	 "ISO-8859-11",	 "ISO-8859-13",
	"ISO-8859-14",	 "ISO-8859-15",	 "ISO-8859-16",	 "WINDOWS-1250",
	"WINDOWS-1251",	 "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254",
	"WINDOWS-1255",	 "WINDOWS-1256", "WINDOWS-1257", "WINDOWS-1258",
	"WINDOWS-31J",	 "CP437",	 "CP850",	 "CP852",
	"CP866",	 "CP874",	 "CP932",	 "CP949",
	"KOI8-R",	 "KOI8-U",	 "TIS-620",	 "MACINTOSH",
	"GB2312",	 "GBK",		 "GB18030",	 "BIG5",
	"BIG5-HKSCS",	 "EUC-JP",	 "SHIFT_JIS",	 "ISO-2022-JP",
	"ISO-2022-JP-2", "EUC-KR",	 "ISO-2022-KR",	 "EUC-TW",
	"ISO-2022-CN",
};

static iconv_t converters[G_N_ELEMENTS(charsets)];
static bool open_already;

static bool is_open(iconv_t converter)
{
	return converter != (iconv_t)-1;
}

guint parse_init(void)
{
	guint missing = 0;

	if (open_already)
		return 0;
	open_already = true;

	g_mime_init();
	parse_event_warm();

	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		converters[i] = iconv_open("UTF-8", charsets[i]);
		missing += !is_open(converters[i]);
	}

	/* The zones that GDateTime is asked for; none comes from a file. */
	GDateTime *date =
	    g_mime_utils_header_decode_date("Thu Jan  1 00:00:00 1970 +0100");
	g_clear_pointer(&date, g_date_time_unref);
	/* GLib reads a file of aliases when it is first asked. */
	g_get_charset(NULL);
	return missing;
}

void parse_shutdown(void)
{
	if (!open_already)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		if (is_open(converters[i]))
			iconv_close(converters[i]);
	}
	g_mime_shutdown();
	open_already = false;
}
