/* Hostile text, and what is left of it for each target. */
#include <string.h>

#include "agent/safe.h"

struct row {
	const char *in, *out;
};

static void check(const char *what, char *(*safe)(const char *),
		  const struct row *rows, gsize n_rows)
{
	for (gsize i = 0; i < n_rows; i++) {
		g_autofree char *out = safe(rows[i].in);
		g_autofree char *quoted =
		    rows[i].in != NULL ? g_strescape(rows[i].in, NULL) : NULL;

		g_test_message("%s row %zu: %s", what, i, quoted);
		g_assert_cmpstr(out, ==, rows[i].out);
		g_assert_true(g_utf8_validate(out, -1, NULL));
	}
}

static void test_terminal(void)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "Lou Barton", "Lou Barton" },
		{ "Jürgen Groß 日本 🎉", "Jürgen Groß 日本 🎉" },
		/* controls: C0, DEL, C1 */
		{ "a\nb\tc\rd", "a b c d" },
		{ "\x1b[31mred\x1b[0m", " [31mred [0m" },
		{ "\x1b]0;title\x07", " ]0;title " },
		{ "\x1b]8;;http://x.example\x1b\\y",
		  " ]8;;http://x.example \\y" },
		{ "\x7f\x08\x01", "   " },
		{ "csi \xc2\x9b"
		  "31m",
		  "csi  31m" },
		{ "nel\xc2\x85x", "nel x" },
		{ "line\xe2\x80\xa8"
		  "para\xe2\x80\xa9.",
		  "line para ." },
		/* bidi */
		{ "exe.\xe2\x80\xae"
		  "fdp",
		  "exe.fdp" },
		{ "\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c",
		  "x" },
		{ "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad.", "." },
		{ "\xe2\x81\xa7\xe2\x81\xa8.", "." },
		/* right-to-left letters themselves stay */
		{ "שלום", "שלום" },
		/* nothing to see */
		{ "pay\xe2\x80\x8bpal\xef\xbb\xbf\xc2\xad", "paypal" },
		{ "tag\xf3\xa0\x81\xa1s", "tags" },
		{ "\xe3\x85\xa4\xef\xbe\xa0", "" },
		{ "non\xef\xbf\xbf"
		  "char",
		  "nonchar" },
		{ "\xf0\x9d\x85\xb3x\xf0\x9b\xb2\xa0y", "xy" },
		{ "\xe2\xa0\x80\xe2\xa0\x80x", "  x" },
		{ "\xe1\xa0\x8e\xe1\xa0\x8bz\xd8\x9c", "z" },
		{ "sign \xd8\x80", "sign \xd8\x80" },
		/* joiners where a script or an emoji needs them */
		{ "می\xe2\x80\x8cخواهم", "می\xe2\x80\x8cخواهم" },
		{ "ශ්\xe2\x80\x8dරී", "ශ්\xe2\x80\x8dරී" },
		{ "ന്\xe2\x80\x8d", "ന്\xe2\x80\x8d" },
		{ "👩\xe2\x80\x8d💻", "👩\xe2\x80\x8d💻" },
		{ "👩🏽\xe2\x80\x8d🚀", "👩🏽\xe2\x80\x8d🚀" },
		{ "❤\xef\xb8\x8f\xe2\x80\x8d🔥", "❤\xef\xb8\x8f\xe2\x80\x8d🔥" },
		{ "1\xef\xb8\x8f\xe2\x83\xa3", "1\xef\xb8\x8f\xe2\x83\xa3" },
		{ "🇩🇪", "🇩🇪" },
		/* and nowhere else */
		{ "pay\xe2\x80\x8dpal \xe2\x80\x8cx", "paypal x" },
		{ "\xe2\x80\x8d\xe2\x80\x8c", "" },
		{ "م\xe2\x80\x8c\xe2\x80\x8d\xe2\x80\x8cم", "م\xe2\x80\x8cم" },
		{ "🙂\xe2\x80\x8c.", "🙂." },
		/* a text hidden in selectors behind one emoji */
		{ "🙂\xef\xb8\x80\xef\xb8\x81\xef\xb8\x8d\xef\xb8\x8f\xef\xb8"
		  "\x8f"
		  "\xf3\xa0\x84\x80\xf3\xa0\x87\xaf.",
		  "🙂\xef\xb8\x8f." },
		{ "a\xef\xb8\x8f"
		  "b\xef\xb8\x8e.",
		  "ab." },
		/* England without what its tags say */
		{ "🏴\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf",
		  "🏴" },
		/* bytes that are no UTF-8 */
		{ "caf\xe9", "caf\xef\xbf\xbd" },
		{ "\xff\xfe\xc0\xaf", "����" },
		{ "\xed\xa0\x80", "���" },
		{ "cut \xf0\x9f\x8e", "cut ���" },
		{ "\xe0\x80\xaf\xf0\x80\x80\xaf", "�������" },
		{ "\xf4\x90\x80\x80\xf8\x88\x80\x80\x80", "���������" },
		{ "\xed\xa0\xbd\xed\xb8\x80", "������" },
		{ "\xef\xb7\x90\xf0\x9f\xbf\xbe\xf4\x8f\xbf\xbf.", "." },
		{ "esc \xc2\x1b[2J", "esc � [2J" },
		/* decomposed Hangul is one character of three parts */
		{ "한국", "한국" },
		/* a tower of marks is cut at six */
		{ "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"
		  "\xcc\x81\xcc\x81z",
		  "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81z" },
		/* and none stands on what was there before */
		{ "\xcc\xb8=1 \xcc\x81x\n\xcc\x81", "=1 x " },
		{ "\xe1\x9f\x85x \xe0\xa4\xbey", "x y" },
	};

	check("terminal", safe_terminal, rows, G_N_ELEMENTS(rows));
}

static void test_column(void)
{
	static const struct {
		const char *in;
		guint width;
		const char *out;
	} rows[] = {
		{ "Lou", 5, "Lou  " },
		{ "Louis", 5, "Louis" },
		{ "Louise", 5, "Loui…" },
		{ "", 3, "   " },
		{ NULL, 2, "  " },
		{ "x", 0, "" },
		{ "", 0, "" },
		{ "xy", 1, "…" },
		{ "日本", 4, "日本" },
		{ "日本語", 5, "日本…" },
		{ "日本語", 4, "日… " },
		{ "日本", 1, "…" },
		{ "a\nb", 4, "a b " },
		{ "e\xcc\x81te", 4, "e\xcc\x81te " },
		{ "e\xcc\x81\xcc\xa7tude", 3, "e\xcc\x81\xcc\xa7t…" },
		{ "\x1b[2J", 4, " [2J" },
		{ "שלום", 6, "שלום  " },
		{ "नमस्ते", 6, "नमस्ते  " },
		{ "👩\xe2\x80\x8d💻x", 5, "👩\xe2\x80\x8d💻x" },
		{ "👩\xe2\x80\x8d💻x", 3, "👩\xe2\x80\x8d…" },
		{ "\xcc\x81x", 2, "x " },
		{ "ｆｕｌｌ", 8, "ｆｕｌｌ" },
		{ "ﾊﾝｶｸ", 4, "ﾊﾝｶｸ" },
		{ "a\xe2\x80\x8b\xe2\x80\xae.", 2, "a." },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *out = safe_column(rows[i].in, rows[i].width);

		g_test_message("row %zu", i);
		g_assert_cmpstr(out, ==, rows[i].out);
		g_assert_cmpuint(safe_width(out), ==, rows[i].width);
	}
}

static void test_mail_text(void)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "see http://evil.example/x?y",
		  "see http[:]//evil[.]example/x?y" },
		{ "HTTPS://EVIL.EXAMPLE", "HTTPS[:]//EVIL[.]EXAMPLE" },
		{ "ftp://10.0.0.1/", "ftp[:]//10[.]0[.]0[.]1/" },
		{ "HXXP://x", "HXXP[:]//x" },
		{ "http:\\\\evil", "http[:][\\]\\evil" },
		{ "\\\\server\\share", "[\\]\\server\\share" },
		{ "file:/etc/passwd", "file[:]/etc/passwd" },
		{ "ms-word:ofe|u|x", "ms-word[:]ofe|u|x" },
		{ "x-ms-windows-store:y, atoms-x:y",
		  "x-ms-windows-store[:]y, atoms-x:y" },
		{ "see skype:evil?call", "see skype[:]evil?call" },
		{ "www.evil.example", "www[.]evil[.]example" },
		{ "www.1 -www.1 a.www.1", "www[.]1 -www[.]1 a[.]www[.]1" },
		{ "Awww. Nice", "Awww. Nice" },
		{ "(www.1.2)", "(www[.]1[.]2)" },
		{ "evil.com.", "evil[.]com." },
		{ "mail ann.lee@evil.example now",
		  "mail ann[.]lee[@]evil[.]example now" },
		{ "<ann@report.pdf>", "<ann[@]report[.]pdf>" },
		{ "mailto:ann@x", "mailto[:]ann[@]x" },
		{ "\"@SUM(1)\" (@x)", "\"@SUM(1)\" (@x)" },
		{ "\"a b\"@x.example", "\"a b\"@x[.]example" },
		{ "é@x a.@y", "é[@]x a.[@]y" },
		{ "a@b@c.example", "a[@]b[@]c[.]example" },
		{ "a_b+c@d_e.example", "a_b+c[@]d_e[.]example" },
		{ "10.0.0.1:8080", "10[.]0[.]0[.]1:8080" },
		{ "JavaScript:alert(1)", "JavaScript[:]alert(1)" },
		{ "tel:+4930", "tel[:]+4930" },
		{ "münchen.example", "münchen[.]example" },
		{ "пример.рф", "пример[.]рф" },
		{ "xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd[.]xn--p1ai" },
		/* hidden characters do not hide a link */
		{ "http:\xe2\x80\x8b//e.example", "http[:]//e[.]example" },
		{ "evil\xc2\xad.com", "evil[.]com" },
		{ "evil\xe2\x80\x8d.com", "evil[.]com" },
		{ "evil.c\xe2\x80\x8dom", "evil[.]com" },
		{ "evil.\xe2\x80\xae"
		  "com",
		  "evil[.]com" },
		{ "ww\xe2\x80\x8bw.x", "www[.]x" },
		/* dots and letters of other scripts */
		{ "उदाहरण.भारत", "उदाहरण[.]भारत" },
		{ "ตัวอย่าง.ไทย", "ตัวอย่าง[.]ไทย" },
		{ "例え.テスト", "例え[.]テスト" },
		{ "evil。com", "evil[。]com" },
		{ "evil．example．com", "evil[．]example[．]com" },
		{ "evil。com-x evil。comです", "evil[。]com-x evil。comです" },
		{ "evil｡xn--p1ai", "evil[｡]xn--p1ai" },
		{ "i❤.ws", "i❤[.]ws" },
		{ "🍕.example", "🍕[.]example" },
		{ "sub_domain.evil.com", "sub_domain[.]evil[.]com" },
		/* what a client leaves over */
		{ "evil.com.pdf", "evil[.]com[.]pdf" },
		{ "evil.com-x evil.com5", "evil[.]com-x evil.com5" },
		{ "evil.com٥", "evil[.]com٥" },
		{ "x-www.1-10.0.0.1", "x-www[.]1-10[.]0[.]0[.]1" },
		{ "a-.com,b.com;c.com", "a-[.]com,b[.]com;c[.]com" },
		/* what is none stays readable */
		{ "Re: offer", "Re: offer" },
		{ "at 14:30, 3.5 kg, v1.2.3", "at 14:30, 3.5 kg, v1.2.3" },
		{ "report.pdf and Plan.XLSX", "report.pdf and Plan.XLSX" },
		{ "e.g. this, i.e. that...", "e.g. this, i.e. that..." },
		{ "Dr. Lee, a.m.", "Dr. Lee, a.m." },
		{ "wait..what", "wait..what" },
		{ "meet @8 or @ home", "meet @8 or @ home" },
		{ "Tel: 030 1234567", "Tel: 030 1234567" },
		{ "call +49 30 1234567", "call +49 30 1234567" },
		{ "Hotel:5 stars, motel:6", "Hotel:5 stars, motel:6" },
		{ "今日は。明日", "今日は。明日" },
		{ "1.000,50 and 1.000.000", "1.000,50 and 1.000.000" },
		{ "on 1.3.2026", "on 1.3.2026" },
		{ "C:\\Users and 50%", "C:\\Users and 50%" },
		{ "://", "://" },
		{ ".", "." },
		{ "", "" },
	};

	check("mail text", safe_mail_text, rows, G_N_ELEMENTS(rows));
}

static void test_html(void)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "<script>alert(1)</script>",
		  "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "\"><img src=x onerror=y>",
		  "&quot;&gt;&lt;img src=x onerror=y&gt;" },
		{ "Tom & Jerry's", "Tom &amp; Jerry&#39;s" },
		{ "&lt;", "&amp;lt;" },
		{ "<a href='http://evil.example'>",
		  "&lt;a href=&#39;http[:]//evil[.]example&#39;&gt;" },
		{ "a\nb\x1b", "a b " },
		{ "\xc0\xbcscript>", "��script&gt;" },
		{ "\xcc\xb8x", "x" },
		{ "&#60;&#x3c;&lt", "&amp;#60;&amp;#x3c;&amp;lt" },
		{ "--><!--]]>", "--&gt;&lt;!--]]&gt;" },
		{ "＜script＞", "＜script＞" },
		{ "ann@evil.example", "ann[@]evil[.]example" },
	};
	static const struct row attributes[] = {
		{ "ann@acme.example", "ann@acme.example" },
		{ "x\" onclick=\"y", "x&quot; onclick=&quot;y" },
		{ "x\r\ny", "x  y" },
		{ "mailto:a@b.example?subject=x&y",
		  "mailto:a@b.example?subject=x&amp;y" },
		{ "x' y`z=", "x&#39; y`z=" },
	};

	check("html", safe_html, rows, G_N_ELEMENTS(rows));
	check("attribute", safe_html_attribute, attributes,
	      G_N_ELEMENTS(attributes));
}

static void test_csv(void)
{
	static const struct row rows[] = {
		{ NULL, "\"\"" },
		{ "Lou", "\"Lou\"" },
		{ "Barton, Lou", "\"Barton, Lou\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+49 30", "\"'+49 30\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=1", "\"' =1\"" },
		{ "\r\n=cmd|x", "\"'  =cmd|x\"" },
		{ "  =1", "\"'  =1\"" },
		{ "\xc2\xa0=1", "\"'\xc2\xa0=1\"" },
		{ "\xe2\x80\x8b=1", "\"'=1\"" },
		{ "＝1", "\"'＝1\"" },
		{ "1=1", "\"1=1\"" },
		{ "a\nb", "\"a b\"" },
		{ "\"=1", "\"'\"\"=1\"" },
		{ "' =1", "\"'' =1\"" },
		{ "＋1", "\"'＋1\"" },
		{ "－1", "\"'－1\"" },
		{ "＠SUM", "\"'＠SUM\"" },
		{ "−1", "\"'−1\"" },
		{ "\xe3\x80\x80=1", "\"'\xe3\x80\x80=1\"" },
		{ "\xcc\x81=1", "\"'=1\"" },
		/* where cells are parted by semicolons */
		{ "x;=1+1", "\"x;'=1+1\"" },
		{ "x;\"=1", "\"x;'\"\"=1\"" },
		{ "x; ;@y;z", "\"x; ;'@y;z\"" },
	};

	check("csv", safe_csv, rows, G_N_ELEMENTS(rows));
}

static void test_header(void)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "Re: offer", "Re: offer" },
		{ "x\r\nBcc: all@evil.example", "x Bcc: all@evil.example" },
		{ "  a \t b\xc2\xa0\xc2\xa0"
		  "c  ",
		  "a b c" },
		{ "\n\n", "" },
		{ "über\xe2\x80\xae", "über" },
		/* an encoded word that would be decoded once more */
		{ "=?utf-8?q?=0D=0ABcc:=20x?=", "= ?utf-8?q?=0D=0ABcc:=20x?=" },
		{ "a=?b?=c=?", "a= ?b?=c= ?" },
		{ "=\xe2\x80\x8b?utf-8?b?eA==?=", "= ?utf-8?b?eA== ?=" },
		{ "x\xe2\x80\xa8y\xc2\x85z\vw", "x y z w" },
	};
	g_autofree char *longest = g_strnfill(SAFE_HEADER_CHARS + 50, 'x');
	g_autofree char *spaced =
	    g_strdup_printf("%.*s y", SAFE_HEADER_CHARS - 1, longest);
	g_autofree char *cut = safe_header(longest);
	g_autofree char *cut_spaced = safe_header(spaced);

	check("header", safe_header, rows, G_N_ELEMENTS(rows));
	g_assert_cmpuint(strlen(cut), ==, SAFE_HEADER_CHARS);
	g_assert_cmpuint(strlen(cut_spaced), ==, SAFE_HEADER_CHARS - 1);
}

static void test_mailto(void)
{
	static const struct row rows[] = {
		{ NULL, "" },
		{ "ann@acme.example", "ann@acme.example" },
		{ "a?bcc=b&c#d", "a%3Fbcc%3Db%26c%23d" },
		{ "a,b;c", "a%2Cb%3Bc" },
		{ "<m.1@x>", "%3Cm.1@x%3E" },
		{ "Re: über 100%", "Re%3A%20%C3%BCber%20100%25" },
		{ "x\r\nBcc: y", "x%20%20Bcc%3A%20y" },
		{ "a+b\"'", "a%2Bb%22%27" },
		{ "x%0D%0ABcc:y", "x%250D%250ABcc%3Ay" },
		{ "a\\b|c`d^{}[]", "a%5Cb%7Cc%60d%5E%7B%7D%5B%5D" },
		{ "x\xe2\x80\xae"
		  "y\xff",
		  "xy%EF%BF%BD" },
	};

	check("mailto", safe_mailto_part, rows, G_N_ELEMENTS(rows));
}

static void test_address(void)
{
	static const struct {
		const char *address;
		gboolean safe;
	} rows[] = {
		{ "ann@acme.example", TRUE },
		{ "ann.lee+x@mail.acme.example", TRUE },
		{ "o'neil@acme.example", TRUE },
		{ "ann@localhost", TRUE },
		{ "änn@münchen.example", TRUE },
		{ NULL, FALSE },
		{ "", FALSE },
		{ "ann", FALSE },
		{ "@acme.example", FALSE },
		{ "ann@", FALSE },
		{ "ann@acme@evil.example", FALSE },
		{ "a,b@acme.example", FALSE },
		{ "a;b@acme.example", FALSE },
		{ "\"a b\"@acme.example", FALSE },
		{ "a?bcc=b@acme.example", FALSE },
		{ "a%2cb@acme.example", FALSE },
		{ "www.evil.example/x@acme.example", FALSE },
		{ "www.evil.example@acme.example", FALSE },
		{ "ann@www.acme.example", TRUE },
		{ "ann@acme'www.evil.example", FALSE },
		{ "http://x@acme.example", FALSE },
		{ "a<b>@acme.example", FALSE },
		{ "ann@acme.example\r\nBcc: x", FALSE },
		{ "ann\xe2\x80\xae@acme.example", FALSE },
		{ "ann\xff@acme.example", FALSE },
		{ "a.@docomo.example", TRUE },
		{ "ann@a_b.acme.example", TRUE },
		{ "-oProxy@acme.example", FALSE },
		{ "ann@acme..example", FALSE },
		{ "ann@.example", FALSE },
		{ "ann@acme.example.", FALSE },
		{ "ann@acme.example&cc", FALSE },
		{ "ann@acme'x.example", FALSE },
		{ "ann@[10.0.0.1]", FALSE },
		{ "ann@acme.\xef\xbe\xa0x", FALSE },
		{ "ann\xe2\x80\x8b@acme.example", FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("row %zu", i);
		g_assert_cmpint(safe_is_address(rows[i].address), ==,
				rows[i].safe);
	}
}

static void test_wrap(void)
{
	static const struct {
		const char *text;
		guint width, indent;
		const char *wrapped;
	} rows[] = {
		{ "", 10, 2, "" },
		{ "one two", 10, 2, "one two" },
		{ "one two", 7, 2, "one two" },
		{ "one two", 6, 2, "one\n  two" },
		{ "one two three", 8, 0, "one two\nthree" },
		{ "one  two", 4, 1, "one\n two" },
		{ "abcdefgh ij", 3, 1, "abc\n def\n gh\n ij" },
		{ "李雷 李雷", 4, 1, "李雷\n 李雷" },
		{ "李雷", 1, 0, "李\n雷" },
		{ "ab", 0, 0, "a\nb" },
		{ "ab  ", 1, 0, "a\nb" },
		{ "李\xcc\x81雷", 1, 0, "李\xcc\x81\n雷" },
		{ "काका", 1, 0, "का\nका" },
		{ "काका", 3, 0, "का\nका" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got =
		    safe_wrap(rows[i].text, rows[i].width, rows[i].indent);

		g_test_message("row %zu: '%s'", i, got);
		g_assert_cmpstr(got, ==, rows[i].wrapped);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/safe/terminal", test_terminal);
	g_test_add_func("/safe/column", test_column);
	g_test_add_func("/safe/wrap", test_wrap);
	g_test_add_func("/safe/mail-text", test_mail_text);
	g_test_add_func("/safe/html", test_html);
	g_test_add_func("/safe/csv", test_csv);
	g_test_add_func("/safe/header", test_header);
	g_test_add_func("/safe/address", test_address);
	g_test_add_func("/safe/mailto", test_mailto);
	return g_test_run();
}
