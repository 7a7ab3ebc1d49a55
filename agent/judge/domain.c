/* Which organisation an address belongs to, if any. */
#include "agent/judge/domain.h"

#include <stdlib.h>
#include <string.h>

#include <libpsl.h>

/* RFC 1035 section 2.3.4 has 253 characters; this is room for mistakes. */
#define DOMAIN_MAX 512

/*
 * Whose addresses are given away, or sold with a line: mail from there says
 * nothing of where somebody works.  As registered, in the order of strcmp.
 */
/* clang-format off */
const char *const domain_freemails[] = {
	"012.net.il", "126.com", "139.com", "163.com", "189.cn",
	"21cn.com", "a1.net", "abv.bg", "adelphia.net", "aim.com",
	"alice-dsl.net", "alice.de", "alice.it", "aliceadsl.fr", "aliyun.com",
	"altavista.com", "ameritech.net", "aol.co.uk", "aol.com", "aol.de",
	"aol.fr", "aon.at", "arcor.de", "att.net", "azet.sk", "bbox.fr",
	"bell.net", "bellsouth.net", "bezeqint.net", "biglobe.ne.jp",
	"bigmir.net", "bigpond.com", "bigpond.net.au", "bk.ru", "bluewin.ch",
	"blueyonder.co.uk", "bol.com.br", "bredband.net", "broadpark.no",
	"btinternet.com", "btopenworld.com", "cableone.net",
	"casema.nl", "cegetel.net", "centrum.cz", "centrum.sk",
	"centurylink.net", "centurytel.net", "charter.net", "chello.at",
	"chello.nl", "citromail.hu", "clix.pt", "club-internet.fr", "cogeco.ca",
	"comcast.net", "comhem.se", "compuserve.com", "cox.net", "cs.com",
	"daum.net", "disroot.org", "docomo.ne.jp", "duck.com", "earthlink.net",
	"eastlink.ca", "eir.ie", "eircom.net", "elisanet.fi", "email.com",
	"email.cz", "email.de", "email.it", "embarqmail.com", "ewe.net",
	"ewetel.net", "excite.co.jp", "excite.com", "ezweb.ne.jp",
	"fastmail.com", "fastmail.fm", "fastwebnet.it", "flash.net",
	"forthnet.gr", "foxmail.com", "free.fr", "freemail.hu", "freenet.de",
	"freeserve.co.uk", "frontier.com", "frontiernet.net", "gazeta.pl",
	"getmail.no", "globo.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.com",
	"gmx.de", "gmx.eu", "gmx.fr", "gmx.net", "gmx.org", "gmx.us",
	"googlemail.com", "hanmail.net", "hetnet.nl", "hey.com", "hinet.net",
	"hispeed.ch", "hol.gr", "home.nl", "hot.ee", "hotmail.co.uk",
	"hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it",
	"hotmail.nl", "hotmail.se", "htp-tel.de", "hushmail.com", "i.ua",
	"icloud.com", "ig.com.br", "iinet.net.au", "in.gr", "inbox.com",
	"inbox.lv", "inbox.ru", "indiatimes.com", "inode.at", "insightbb.com",
	"interia.pl", "internet.ru", "inwind.it", "iol.it", "iol.pt",
	"jubii.dk", "juno.com", "kabelmail.de", "kolumbus.fi", "kpnmail.nl",
	"kpnplanet.nl", "laposte.net", "lenta.ru", "libero.it", "list.ru",
	"live.ca", "live.co.uk", "live.com", "live.com.au", "live.com.mx",
	"live.de", "live.dk", "live.fr", "live.it", "live.nl", "live.no",
	"live.se", "liwest.at", "luukku.com", "lycos.com", "mac.com",
	"magenta.de", "mail.bg", "mail.com", "mail.de", "mail.dk", "mail.ee",
	"mail.ru", "mailbox.org", "mailfence.com", "me.com", "mediacombb.net",
	"meta.ua", "mindspring.com", "movistar.es", "msn.com", "mts.net",
	"mweb.co.za", "mynet.com", "nate.com", "naver.com", "net.hr",
	"netcabo.pt", "netcologne.de", "netcom.com", "netvision.net.il",
	"netzero.net", "neuf.fr", "nifty.com", "noos.fr", "ntlworld.com",
	"numericable.fr", "o2.co.uk", "o2.pl", "o2online.de", "ocn.ne.jp",
	"on.net", "onet.pl", "online.de", "online.no", "ono.com", "op.pl",
	"optonline.net", "optushome.com.au", "optusnet.com.au", "orange.fr",
	"osnanet.de", "otenet.gr", "outlook.com", "outlook.de", "outlook.es",
	"outlook.fr", "outlook.it", "outlook.jp", "ozemail.com.au",
	"pacbell.net", "passport.com", "pchome.com.tw", "planet.nl",
	"plusnet.com", "pm.me", "poczta.fm", "post.cz", "posteo.de",
	"posteo.net", "posteo.org", "prodigy.net", "prodigy.net.mx",
	"proton.me", "protonmail.ch", "protonmail.com", "proximus.be", "q.com",
	"qq.com", "quicknet.nl", "qwest.net", "rambler.ru", "rcn.com",
	"rediffmail.com", "riseup.net", "roadrunner.com", "rocketmail.com",
	"rogers.com", "rr.com", "runbox.com", "sapo.pt", "sasktel.net",
	"sbcglobal.net", "scarlet.be", "seznam.cz", "sfr.fr", "shaw.ca",
	"sify.com", "simnet.is", "sina.cn", "sina.com", "siol.net", "sky.com",
	"skynet.be", "slingshot.co.nz", "so-net.ne.jp", "softbank.ne.jp",
	"sohu.com", "spectrum.net", "spray.se", "suddenlink.net", "sunrise.ch",
	"suomi24.fi", "superonline.com", "swbell.net", "sympatico.ca",
	"t-online.de", "t-online.hu", "talktalk.net", "tdcadsl.dk", "tele.dk",
	"tele2.nl", "tele2.se", "telefonica.net", "telenet.be", "telfort.nl",
	"telia.com", "telkomsa.net", "telus.net", "terra.com.br", "terra.es",
	"tim.it", "tin.it", "tiscali.co.uk", "tiscali.it", "tlen.pl", "tom.com",
	"tpg.com.au", "ttmail.com", "tuta.com", "tuta.io", "tutamail.com",
	"tutanota.com", "tutanota.de", "twc.com", "ukr.net", "unitybox.de",
	"uol.com.br", "upcmail.nl", "usa.com", "usa.net", "verizon.net",
	"versanet.de", "videotron.ca", "virgilio.it", "virgin.net",
	"virginmedia.com", "vodafone.de", "vodamail.co.za", "voila.fr",
	"volny.cz", "voo.be", "vp.pl", "walla.co.il", "walla.com", "wanadoo.es",
	"wanadoo.fr", "web.de", "webtv.net", "westnet.com.au", "windstream.net",
	"wowway.com", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "yahoo.ca",
	"yahoo.co.id", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com",
	"yahoo.com.ar", "yahoo.com.au", "yahoo.com.br", "yahoo.com.hk",
	"yahoo.com.mx", "yahoo.com.ph", "yahoo.com.sg", "yahoo.com.tw",
	"yahoo.com.vn", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.gr",
	"yahoo.ie", "yahoo.in", "yahoo.it", "yahoo.pl", "yahoo.ro", "yahoo.se",
	"yandex.com", "yandex.ru", "yeah.net", "ymail.com", "ziggo.nl",
	"zoho.com", "zohomail.com", "zohomail.eu", "zonnet.nl", "zoznam.sk",
	NULL,
};
/* clang-format on */

static int compare(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

gboolean domain_is_freemail(const char *domain)
{
	return bsearch(domain, domain_freemails,
		       G_N_ELEMENTS(domain_freemails) - 1,
		       sizeof(*domain_freemails), compare) != NULL;
}

/* One spelling of a domain: Unicode, lower case, no dot at the end; or NULL. */
static char *spell(const char *domain)
{
	g_autofree char *unicode = NULL;
	char *lower;
	gsize length = strlen(domain);

	if (!length || length > DOMAIN_MAX ||
	    !g_utf8_validate(domain, (gssize)length, NULL))
		return NULL;
	if (g_hostname_is_ascii_encoded(domain))
		unicode = g_hostname_to_unicode(domain);
	lower = g_utf8_strdown(unicode ? unicode : domain, -1);
	if (g_str_has_suffix(lower, "."))
		lower[strlen(lower) - 1] = '\0';
	return lower;
}

/* An IP address, or what no name server would take. */
static gboolean is_no_name(const char *domain)
{
	return *domain == '[' || *domain == '.' || strstr(domain, "..") ||
	       strspn(domain, "0123456789.") == strlen(domain);
}

char *domain_registrable(const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *domain = spell(at ? at + 1 : address);

	if (!domain || is_no_name(domain))
		return NULL;
	return g_strdup(psl_registrable_domain(psl_builtin(), domain));
}

char *domain_organisation(const char *address)
{
	g_autofree char *domain = domain_registrable(address);

	if (!domain || domain_is_freemail(domain))
		return NULL;
	return g_steal_pointer(&domain);
}
