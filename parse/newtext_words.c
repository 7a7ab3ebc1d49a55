/* The words around quoted mail, as mailers of many languages write them. */
#include <string.h>

#include "parse/newtext_private.h"

const char *newtext_find(struct newtext_span text, const char *needle)
{
	gsize n = strlen(needle);
	char first = g_ascii_toupper(needle[0]);

	for (gsize i = 0; i + n <= text.length; i++) {
		if (g_ascii_toupper(text.text[i]) == first &&
		    !g_ascii_strncasecmp(text.text + i, needle, n))
			return text.text + i;
	}
	return NULL;
}

static bool starts(struct newtext_span text, const char *prefix)
{
	gsize n;

	/* Most differ in the first byte: many lines meet many prefixes. */
	if (!text.length || (text.text[0] | 0x20) != (prefix[0] | 0x20))
		return false;
	n = strlen(prefix);
	return text.length >= n && !g_ascii_strncasecmp(text.text, prefix, n);
}

static struct newtext_span strip(struct newtext_span text, const char *chars)
{
	while (text.length && strchr(chars, *text.text)) {
		text.text++;
		text.length--;
	}
	while (text.length && strchr(chars, text.text[text.length - 1]))
		text.length--;
	return text;
}

struct label {
	const char *name;
	enum newtext_label label;
};

#define FROM NEWTEXT_LABEL_FROM
#define DATE NEWTEXT_LABEL_DATE
#define TO NEWTEXT_LABEL_TO
#define SUBJECT NEWTEXT_LABEL_SUBJECT
#define OTHER NEWTEXT_LABEL_OTHER
#define CC NEWTEXT_LABEL_CC

static const struct label labels[] = {
	{ "from", FROM },
	{ "von", FROM },
	{ "de", FROM },
	{ "da", FROM },
	{ "van", FROM },
	{ "fra", FROM },
	{ "från", FROM },
	{ "Från", FROM },
	{ "od", FROM },
	{ "de la", FROM },
	{ "expéditeur", FROM },
	{ "remitente", FROM },
	{ "absender", FROM },
	{ "mittente", FROM },
	{ "afzender", FROM },
	{ "lähettäjä", FROM },
	{ "feladó", FROM },
	{ "kimden", FROM },
	{ "gönderen", FROM },
	{ "nadawca", FROM },
	{ "odesílatel", FROM },
	{ "От", FROM },
	{ "от", FROM },
	{ "Від", FROM },
	{ "Отправитель", FROM },
	{ "Από", FROM },
	{ "发件人", FROM },
	{ "寄件者", FROM },
	{ "寄件人", FROM },
	{ "差出人", FROM },
	{ "보낸 사람", FROM },
	{ "từ", FROM },
	{ "מאת", FROM },
	{ "من", FROM },
	{ "от кого", FROM },
	{ "От кого", FROM },
	{ "від кого", FROM },
	{ "Від кого", FROM },
	{ "送信者", FROM },
	{ "kenneltä", FROM },
	{ "saatja", FROM },
	{ "dari", FROM },
	{ "avsändare", FROM },
	{ "afsender", FROM },
	{ "avsender", FROM },
	{ "remetente", FROM },
	{ "expediteur", FROM },
	{ "보낸사람", FROM },
	{ "nuo", FROM },
	{ "pošiljatelj", FROM },
	{ "จาก", FROM },
	{ "sent", DATE },
	{ "date", DATE },
	{ "sent at", DATE },
	{ "gesendet", DATE },
	{ "gesendet am", DATE },
	{ "datum", DATE },
	{ "envoyé", DATE },
	{ "Envoyé", DATE },
	{ "envoyé le", DATE },
	{ "date d'envoi", DATE },
	{ "enviado", DATE },
	{ "enviado el", DATE },
	{ "enviada", DATE },
	{ "enviada em", DATE },
	{ "enviado em", DATE },
	{ "fecha", DATE },
	{ "data", DATE },
	{ "inviato", DATE },
	{ "inviata", DATE },
	{ "verzonden", DATE },
	{ "skickat", DATE },
	{ "sendt", DATE },
	{ "dato", DATE },
	{ "wysłano", DATE },
	{ "wysłane", DATE },
	{ "odesláno", DATE },
	{ "odoslané", DATE },
	{ "poslano", DATE },
	{ "Дата", DATE },
	{ "Отправлено", DATE },
	{ "Надіслано", DATE },
	{ "lähetetty", DATE },
	{ "päivämäärä", DATE },
	{ "pvm", DATE },
	{ "elküldve", DATE },
	{ "dátum", DATE },
	{ "tarih", DATE },
	{ "gönderildi", DATE },
	{ "gönderme tarihi", DATE },
	{ "trimis", DATE },
	{ "data trimiterii", DATE },
	{ "Ημερομηνία", DATE },
	{ "Στάλθηκε", DATE },
	{ "发送时间", DATE },
	{ "日期", DATE },
	{ "寄件日期", DATE },
	{ "日付", DATE },
	{ "送信日時", DATE },
	{ "보낸 날짜", DATE },
	{ "날짜", DATE },
	{ "đã gửi", DATE },
	{ "ngày", DATE },
	{ "sendt dato", DATE },
	{ "sent on", DATE },
	{ "envoyée", DATE },
	{ "enviat", DATE },
	{ "enviat el", DATE },
	{ "päiväys", DATE },
	{ "дата", DATE },
	{ "Дата отправки", DATE },
	{ "Изпратено", DATE },
	{ "тарих", DATE },
	{ "日時", DATE },
	{ "傳送時間", DATE },
	{ "发送日期", DATE },
	{ "时间", DATE },
	{ "تم الإرسال", DATE },
	{ "التاريخ", DATE },
	{ "تاريخ الإرسال", DATE },
	{ "תאריך", DATE },
	{ "saadetud", DATE },
	{ "kuupäev", DATE },
	{ "išsiųsta", DATE },
	{ "dikirim", DATE },
	{ "tanggal", DATE },
	{ "วันที่", DATE },
	{ "ส่ง", DATE },
	{ "послато", DATE },
	{ "נשלח", DATE },
	{ "to", TO },
	{ "an", TO },
	{ "à", TO },
	{ "À", TO },
	{ "para", TO },
	{ "a", TO },
	{ "aan", TO },
	{ "til", TO },
	{ "till", TO },
	{ "do", TO },
	{ "komu", TO },
	{ "pro", TO },
	{ "Кому", TO },
	{ "vastaanottaja", TO },
	{ "destinataire", TO },
	{ "destinatario", TO },
	{ "empfänger", TO },
	{ "adresat", TO },
	{ "címzett", TO },
	{ "kime", TO },
	{ "alıcı", TO },
	{ "către", TO },
	{ "Προς", TO },
	{ "收件人", TO },
	{ "收件者", TO },
	{ "宛先", TO },
	{ "받는 사람", TO },
	{ "tới", TO },
	{ "đến", TO },
	{ "אל", TO },
	{ "per a", TO },
	{ "Кому", TO },
	{ "кому", TO },
	{ "До", TO },
	{ "إلى", TO },
	{ "za", TO },
	{ "prima", TO },
	{ "kepada", TO },
	{ "ถึง", TO },
	{ "saaja", TO },
	{ "받는사람", TO },
	{ "subject", SUBJECT },
	{ "betreff", SUBJECT },
	{ "objet", SUBJECT },
	{ "asunto", SUBJECT },
	{ "assunto", SUBJECT },
	{ "oggetto", SUBJECT },
	{ "onderwerp", SUBJECT },
	{ "ämne", SUBJECT },
	{ "Ämne", SUBJECT },
	{ "emne", SUBJECT },
	{ "temat", SUBJECT },
	{ "předmět", SUBJECT },
	{ "predmet", SUBJECT },
	{ "Тема", SUBJECT },
	{ "aihe", SUBJECT },
	{ "tárgy", SUBJECT },
	{ "konu", SUBJECT },
	{ "subiect", SUBJECT },
	{ "Θέμα", SUBJECT },
	{ "主题", SUBJECT },
	{ "主旨", SUBJECT },
	{ "件名", SUBJECT },
	{ "제목", SUBJECT },
	{ "chủ đề", SUBJECT },
	{ "נושא", SUBJECT },
	{ "assumpte", SUBJECT },
	{ "主題", SUBJECT },
	{ "тема", SUBJECT },
	{ "Относно", SUBJECT },
	{ "الموضوع", SUBJECT },
	{ "zadeva", SUBJECT },
	{ "teema", SUBJECT },
	{ "tema", SUBJECT },
	{ "subjek", SUBJECT },
	{ "perihal", SUBJECT },
	{ "เรื่อง", SUBJECT },
	{ "cc", CC },
	{ "bcc", CC },
	{ "kopie", CC },
	{ "kopie (cc)", CC },
	{ "kopia", CC },
	{ "Копия", CC },
	{ "kopi", CC },
	{ "cci", CC },
	{ "copie", CC },
	{ "copie à", CC },
	{ "copia", CC },
	{ "c.c.", CC },
	{ "dw", CC },
	{ "kópia", CC },
	{ "bilgi", CC },
	{ "참조", CC },
	{ "نسخة", CC },
	{ "copie (cc)", CC },
	{ "抄送", CC },
	{ "副本", CC },
	{ "reply-to", OTHER },
	{ "reply to", OTHER },
	{ "antwort an", OTHER },
	{ "risposta", OTHER },
	{ "répondre à", OTHER },
	{ "responder a", OTHER },
	{ "importance", OTHER },
	{ "wichtigkeit", OTHER },
	{ "priority", OTHER },
	{ "attachments", OTHER },
	{ "organization", OTHER },
	{ "message-id", OTHER },
	{ "newsgroups", OTHER },
	{ "sent by", OTHER },
};

#undef FROM
#undef DATE
#undef TO
#undef SUBJECT
#undef OTHER
#undef CC

static enum newtext_label find_label(struct newtext_span name)
{
	gsize n;

	name = strip(name, " \t*_");
	n = name.length;
	if (n >= 2 && !memcmp(name.text + n - 2, "\xc2\xa0", 2))
		n -= 2;
	for (guint i = 0; n && i < G_N_ELEMENTS(labels); i++) {
		const char *word = labels[i].name;

		if ((word[0] | 0x20) == (name.text[0] | 0x20) &&
		    strlen(word) == n &&
		    !g_ascii_strncasecmp(word, name.text, n))
			return labels[i].label;
	}
	return NEWTEXT_LABEL_NONE;
}

enum newtext_label newtext_label(struct newtext_span line)
{
	const char *colon;

	line = strip(line, " \t*>|_");
	colon = memchr(line.text, ':', MIN(line.length, 32));
	if (!colon) {
		struct newtext_span head = { line.text, MIN(line.length, 32) };

		colon = newtext_find(head, "：");
	}
	if (!colon)
		return NEWTEXT_LABEL_NONE;
	line.length = (gsize)(colon - line.text);
	return find_label(line);
}

enum newtext_label newtext_bare_label(struct newtext_span line)
{
	return line.length <= 32 ? find_label(line) : NEWTEXT_LABEL_NONE;
}

bool newtext_is_original(struct newtext_span line)
{
	static const char *const phrases[] = {
		"original message",
		"forwarded message",
		"message transmitted",
		"reply message",
		"forwarded by",
		"begin forwarded",
		"original appointment",
		"original mail",
		"ursprüngliche nachricht",
		"originalnachricht",
		"original-nachricht",
		"antwort nachricht",
		"weitergeleitete nachricht",
		"weitergeleitet von",
		"anfang der weitergel",
		"message d'origine",
		"message d’origine",
		"message original",
		"message transf",
		"message initial",
		"courriel original",
		"mensaje original",
		"mensaje reenviado",
		"messaggio originale",
		"messaggio inoltrato",
		"messaggio originario",
		"oorspronkelijk bericht",
		"originele bericht",
		"origineel bericht",
		"doorgestuurd bericht",
		"mensagem original",
		"mensagem encaminhada",
		"mensagem reencaminhada",
		"ursprungligt meddelande",
		"originalmeddelande",
		"vidarebefordra",
		"oprindelig meddelelse",
		"original meddelelse",
		"videresendt",
		"opprinnelig melding",
		"original melding",
		"alkuperäinen viesti",
		"välitetty viesti",
		"wiadomość oryginalna",
		"oryginalna wiadomość",
		"wiadomość przekazana",
		"przekazana wiadomość",
		"původní zpráva",
		"původní e-mail",
		"přeposlaný e-mail",
		"pôvodný e-mail",
		"Оригинално съобщение",
		"Препратено съобщение",
		"الرسالة الأصلية",
		"رسالة معاد توجيهها",
		"הודעה שהועברה",
		"הודעה מקורית",
		"ข้อความต้นฉบับ",
		"pesan asli",
		"pesan terusan",
		"missatge original",
		"missatge reenviat",
		"izvorno sporočilo",
		"proslijeđena poruka",
		"posredovano sporočilo",
		"eredeti levél",
		"alkuperäinen sähköposti",
		"přeposlaná zpráva",
		"pôvodná správa",
		"eredeti üzenet",
		"továbbított üzenet",
		"mesaj original",
		"mesaj redirecționat",
		"orijinal ileti",
		"orijinal mesaj",
		"özgün ileti",
		"yönlendirilmiş ileti",
		"izvorna poruka",
		"исходное сообщение",
		"Исходное сообщение",
		"оригинальное сообщение",
		"Оригинальное сообщение",
		"Пересылаемое сообщение",
		"Пересланное сообщение",
		"Початкове повідомлення",
		"Переслане повідомлення",
		"Αρχικό μήνυμα",
		"Προωθημένο μήνυμα",
		"原始邮件",
		"原始郵件",
		"转发的邮件",
		"轉寄郵件",
		"转发邮件",
		"元のメッセージ",
		"転送メッセージ",
		"원본 메시지",
		"전달된 메시지",
		"tin nhắn gốc",
		"thư gốc",
		"Thư được chuyển tiếp",
	};
	struct newtext_span core = strip(line, " \t*_>|");
	bool dashed =
	    core.length > 4 && core.text[0] == '-' && core.text[1] == '-';
	struct newtext_span inner = strip(core, "- \t*_");

	if (core.length > 160 || !inner.length)
		return false;
	if (!dashed) {
		return (starts(inner, "begin forwarded message") ||
			starts(inner, "anfang der weitergeleiteten") ||
			starts(inner, "début du message") ||
			starts(inner, "inicio del mensaje reenviado") ||
			starts(inner, "inizio messaggio inoltrato") ||
			starts(inner, "início da mensagem") ||
			starts(inner, "begin doorgestuurd bericht")) &&
		       inner.length < 60;
	}
	for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
		if (newtext_find(inner, phrases[i]))
			return inner.text - core.text <= 120;
	}
	return false;
}

static bool has_any(struct newtext_span text, const char *const *words, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (newtext_find(text, words[i]))
			return true;
	}
	return false;
}

/* Does it name a thing that sends mail? */
static bool names_device(struct newtext_span text)
{
	static const char *const devices[] = {
		"phone",   "ipad",    "ipod",	 "mobile",   "mobil",
		"android", "galaxy",  "samsung", "outlook",  "blackberry",
		"tablet",  "htc",     "nokia",	 "huawei",   "xiaomi",
		"windows", "yahoo",   "mail",	 "móvil",    "celular",
		"handy",   "device",  "nexus",	 "pixel",    "telefon",
		"телефон", "mobitel", "proton",	 "handheld", "treo",
	};

	return has_any(text, devices, G_N_ELEMENTS(devices));
}

static guint count_words(struct newtext_span text)
{
	guint n = 0;

	for (gsize i = 0; i < text.length; i++)
		n += text.text[i] != ' ' && (!i || text.text[i - 1] == ' ');
	return n;
}

/* "my Verizon, Samsung Galaxy smartphone" */
static bool names_device_last(struct newtext_span text)
{
	gsize n = text.length;

	while (n && text.text[n - 1] != ' ')
		n--;
	return n && names_device((struct newtext_span){ text.text + n,
							text.length - n });
}

/* "my cell, please excuse any typos" but not "my desk, is much easier". */
static bool is_source(struct newtext_span text)
{
	static const char *const pardons[] = {
		"excus",   "typo",     "sorry",	      "brev",  "apolog",
		"forgive", "spelling", "entschuldig", "kürze", "terse",
	};

	if (!text.length)
		return false;
	if (has_any(text, pardons, G_N_ELEMENTS(pardons)))
		return text.length < 160;
	if (names_device_last(text) && count_words(text) <= 7)
		return true;
	if (newtext_find(text, ", ") || newtext_find(text, "? ") ||
	    text.text[text.length - 1] == '?')
		return newtext_find(text, "app") && names_device(text);
	if (newtext_find(text, " is ") || newtext_find(text, " and i "))
		return false;
	return text.length < 140 &&
	       (names_device(text) || newtext_find(text, "<http") ||
		newtext_find(text, "(http") || count_words(text) <= 4);
}

/* What follows these is a device. */
static const char *const footer_starts[] = {
	"sent from ",
	"sent via ",
	"sent with ",
	"sent using ",
	"sent by ",
	"envoyé depuis",
	"envoyé de mon",
	"envoyé de ma ",
	"envoyé à partir d",
	"envoyé avec ",
	"envoyé via ",
	"envoyé par ",
	"gesendet von ",
	"gesendet mit ",
	"gesendet über ",
	"von meinem ",
	"von unterwegs gesendet",
	"diese nachricht wurde von mein",
	"diese e-mail wurde von mein",
	"verzonden vanaf ",
	"verzonden met ",
	"verzonden via ",
	"verstuurd vanaf ",
	"verstuurd met ",
	"verzonden vanuit ",
	"enviado desde ",
	"enviado do ",
	"enviado a partir d",
	"enviado de ",
	"enviado via ",
	"enviado con ",
	"enviado pelo ",
	"enviado por ",
	"enviada do ",
	"inviato da ",
	"inviato dal ",
	"inviata da ",
	"inviato con ",
	"sendt fra ",
	"sendt via ",
	"sendt med ",
	"skickat från ",
	"skickades från ",
	"skickat med ",
	"lähetetty ",
	"wysłane z ",
	"wysłano z ",
	"odesláno z ",
	"odoslané z ",
	"poslano z ",
	"poslano iz ",
	"trimis de pe ",
	"trimis din ",
	"küldve ",
	"elküldve ",
	"saadetud minu ",
	"išsiųsta iš ",
	"nosūtīts no ",
	"Отправлено с",
	"Отправлено из",
	"отправлено с",
	"Надіслано з",
	"Отправлено от",
	"Изпратено от",
	"Στάλθηκε από",
	"发自我的",
	"發自我的",
	"從我的",
	"发自",
	"gửi từ ",
	"Gửi từ",
	"đã gửi từ",
	"dikirim dari ",
	"נשלח מה",
	"أرسلت من",
	"أُرسلت من",
	"enviat des d",
	"get outlook for",
	"get [outlook for",
	"télécharger outlook pour",
	"obtenir outlook pour",
	"obtenez outlook pour",
	"hol dir outlook für",
	"holen sie sich outlook für",
	"skaffa outlook för",
	"hent outlook ",
	"hämta outlook för",
	"pobierz program outlook",
	"stáhnout outlook pro",
	"Скачать outlook для",
	"Скачайте outlook для",
	"baixar o outlook para",
	"outlook für ",
	"obtener outlook para",
	"obter o outlook para",
	"scarica outlook per",
	"download outlook voor",
	"from my iphone",
	"from my ipad",
	"from my mobile",
	"from my phone",
	"from my blackberry",
	"from my android",
	"sent on the go",
	"sent on the move",
};
/* And these follow it. */
static const char *const footer_ends[] = {
	"から送信",
	"から送信しました",
	"에서 보냄",
	"'umdan gönderildi",
	"'dan gönderildi",
	"'imden gönderildi",
	"'den gönderildi",
	" from mobile",
	"傳送",
	"-omról küldve",
	"-emről küldve",
	"-mról küldve",
	"smartphone gesendet",
	"handy gesendet",
	"tablet gesendet",
	"iphone gesendet",
	"ipad gesendet",
	"から送信されました",
};

bool newtext_is_footer(struct newtext_span line)
{
	struct newtext_span core = strip(line, " \t*_<>([])~\".");

	if (core.length < 6 || core.length > 200)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(footer_starts); i++) {
		gsize n;

		if (!starts(core, footer_starts[i]))
			continue;
		n = strlen(footer_starts[i]);
		/* The name of the mobile is in the phrase with these. */
		if (footer_starts[i][n - 1] != ' ')
			return core.length < 120;
		if (is_source((struct newtext_span){ core.text + n,
						     core.length - n }))
			return true;
	}
	if (count_words(core) > 4 || core.length > 80)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(footer_ends); i++) {
		gsize n = strlen(footer_ends[i]);

		if (core.length >= n &&
		    !g_ascii_strncasecmp(core.text + core.length - n,
					 footer_ends[i], n))
			return true;
	}
	return false;
}

bool newtext_is_disclaimer(struct newtext_span paragraph)
{
	static const char *const openings[] = {
		"this e-mail",
		"this email",
		"this message",
		"this electronic",
		"this communication",
		"this transmission",
		"the information",
		"the contents of this",
		"confidential",
		"disclaimer",
		"privileged",
		"notice:",
		"important notice",
		"legal notice",
		"notice of conf",
		"if you are not the intended",
		"if you have received this",
		"please consider the env",
		"diese e-mail",
		"diese nachricht",
		"diese mail",
		"der inhalt dieser",
		"die information",
		"dieses e-mail",
		"vertraulich",
		"haftungsausschluss",
		"hinweis:",
		"ce message",
		"ce courriel",
		"cet e-mail",
		"ce mail",
		"le contenu de ce",
		"les informations",
		"avis de conf",
		"este mensaje",
		"este correo",
		"aviso legal",
		"aviso de conf",
		"la información",
		"questo messaggio",
		"questa e-mail",
		"le informazioni",
		"il presente mess",
		"esta mensagem",
		"este e-mail",
		"este email",
		"as informações",
		"dit bericht",
		"deze e-mail",
		"de informatie",
		"denne e-mail",
		"denne meddel",
		"detta e-post",
		"detta medd",
		"denne e-post",
		"ta wiadomość",
		"niniejsza wiad",
		"tato zpráva",
		"tento e-mail",
		"Настоящее сообщ",
		"Это сообщение",
		"Данное сообщение",
		"Це повідомлення",
	};
	static const char *const grounds[] = {
		"confidential",	   "intended recipient",
		"privileged",	   "intended solely",
		"intended only",   "intended for the",
		"unauthorized",	   "unauthorised",
		"before printing", "vertraulich",
		"confidentiel",	   "destinataire",
		"confidencial",	   "riservat",
		"confidenzial",	   "vertrouwelijk",
		"fortrolig",	   "konfidentiell",
		"poufn",	   "důvěrn",
		"конфиденциальн",  "конфіденційн",
		"destinatar",	   "geadresseerde",
	};
	struct newtext_span core = strip(paragraph, " \t*_-=[(\n");
	bool opens = false;

	for (guint i = 0; i < G_N_ELEMENTS(openings) && !opens; i++)
		opens = starts(core, openings[i]);
	return opens && core.length > 90 &&
	       has_any(core, grounds, G_N_ELEMENTS(grounds));
}

const char *newtext_find_wrote(struct newtext_span text)
{
	/* Some are the start of a longer form: "napisał(a)". */
	static const char *const verbs[] = {
		"wrote",       "schrieb",   "a écrit",	  "à écrit",
		"escribió",    "escreveu",  "ha scritto", "schreef",
		"geschreven",  "skrev",	    "napisał",	  "pisze",
		"написал",     "Написал",   "писал",	  "пише",
		"написав",     "написала",  "пишет",	  "kirjoitti",
		"napsal",      "napísal",   "píše",	  "írta",
		"a scris",     "yazdı",	    "skrifaði",	  "va escriure",
		"je napisao",  "napisao",   "je napisal", "rašė",
		"rakstīja",    "kirjutas",  "έγραψε",	  "написа",
		"写道",	       "寫道",	    "書きました", "작성",
		"đã viết",     "menulis",   "כתב",	  "كتب",
		"skreiv",      "scrisse",   "scrive",	  "a scrie",
		"geschrieben", "تمت كتابة",
	};

	bool firsts[256] = { false };

	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		firsts[(guchar)g_ascii_toupper(verbs[i][0])] = true;
	for (gsize at = 0; at < text.length; at++) {
		struct newtext_span rest = { text.text + at, text.length - at };

		if (!firsts[(guchar)g_ascii_toupper(*rest.text)] ||
		    (at && g_ascii_isalpha(rest.text[-1])))
			continue;
		for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
			if (starts(rest, verbs[i]))
				return rest.text;
		}
	}
	return newtext_find(text, "> sent:");
}

bool newtext_is_quoting(struct newtext_span line)
{
	static const char *const words[] = {
		"quoting ",
		"zitat von ",
		"citando ",
		"citando a ",
		"citat ",
		"selon ",
		"en réponse à",
		"quoth ",
		"cytowanie ",
		"citaat van",
		"mensaje citado por",
		"sitat fra ",
		"citace ",
		"цитирую ",
		"Цитирую ",
		"cytat ",
		"in reply to ",
	};
	struct newtext_span core = strip(line, " \t*_-");

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (starts(core, words[i]))
			return true;
	}
	return false;
}

bool newtext_is_saying(struct newtext_span text)
{
	static const char *const verbs[] = {
		" writes",
		" schreibt",
		" écrit",
		" escribe",
		" escreve",
		" schrijft",
		" skriver",
		" kirjoittaa",
		/* These with an address only: "the manual says:" */
		" said",
		" says",
		" typed",
		" scribbled",
		" responded",
	};
	struct newtext_span core = strip(text, " \t*_:");
	bool address = memchr(core.text, '@', core.length);

	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
		gsize n = strlen(verbs[i]);

		if (core.length > n &&
		    !memcmp(core.text + core.length - n, verbs[i], n))
			return address || (i < 8 && count_words(core) <= 5);
	}
	return false;
}

bool newtext_is_arrowed(struct newtext_span line)
{
	struct newtext_span core = strip(line, " \t");

	return core.length > 12 && core.length < 160 &&
	       !memcmp(core.text, ">>> ", 4) &&
	       !memcmp(core.text + core.length - 4, " >>>", 4) &&
	       newtext_has_time(core);
}

bool newtext_is_limit(struct newtext_span line)
{
	static const char *const words[] = {
		"above this line",	"above the line",
		"above this email",	"oberhalb dieser",
		"über dieser zeile",	"über dieser linie",
		"au-dessus de cette",	"por encima de esta",
		"encima de esta línea", "acima desta linha",
		"boven deze regel",	"boven deze lijn",
		"sopra questa riga",	"sopra questa linea",
		"ovanför denna rad",	"over denne linje",
		"powyżej tej linii",	"выше этой линии",
	};

	if (line.length < 20 || line.length > 160 ||
	    !strchr("#-=*_~[(>", *line.text))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (newtext_find(line, words[i]))
			return true;
	}
	return false;
}

/* "10:11", "2011-03-01", "3/12/2001", "3.2.2016" or "20.42" */
bool newtext_has_time(struct newtext_span text)
{
	const char *p = text.text, *end = p + text.length;

	for (; end - p >= 4; p++) {
		if (!g_ascii_isdigit(p[0]))
			continue;
		if (p > text.text && g_ascii_isdigit(p[-1]))
			continue;
		guint n = 1;
		while (p + n < end && n < 4 && g_ascii_isdigit(p[n]))
			n++;
		if (end - p > (gssize)n + 1 && strchr(":./-", p[n]) &&
		    g_ascii_isdigit(p[n + 1]))
			return true;
		if (end - p > (gssize)n + 1 && n <= 2 && p[n] == 'h' &&
		    g_ascii_isdigit(p[n + 1]))
			return true;
	}
	return false;
}

bool newtext_has_year(struct newtext_span text)
{
	const char *p = text.text, *end = p + text.length;

	for (; end - p >= 4; p++) {
		if ((p[0] == '1' || p[0] == '2') &&
		    (p[1] == '9' || p[1] == '0') && g_ascii_isdigit(p[2]) &&
		    g_ascii_isdigit(p[3]) &&
		    (p == text.text || !g_ascii_isdigit(p[-1])) &&
		    (end - p == 4 || !g_ascii_isdigit(p[4])))
			return true;
	}
	return false;
}
