/* Which folders are read, and what each is for. */
#include "agent/folders.h"

#include <string.h>

#include "agent/error.h"

/* One server: its folders and what should come of them. */
struct row {
	const char *title;
	gboolean gmail;
	const char *account; /* lines of the [account] group */
	/*
	 * "NAME USE -> ROLE WORD", a line each; USE "-": none, ROLE as in
	 * border_folder_role_name; WORD: read, inbox (read and waited on) or
	 * no.  A name that begins with ! cannot be selected.
	 */
	const char *folders;
};

static const struct row rows[] = {
	{ "SPECIAL-USE says it", FALSE, "",
	  "INBOX - inbox inbox\n"
	  "Post Sent sent read\n"
	  "Skizzen Drafts drafts no\n"
	  "Muell Trash trash no\n"
	  "Werbepost Junk junk no\n"
	  "Ablage Archive archive read\n"
	  "Kunden - other read\n"
	  "Stern Flagged flagged no\n"
	  "Wichtig Important flagged no\n" },
	{ "its word counts more than the name", FALSE, "",
	  "INBOX - inbox inbox\n"
	  "Sent Archive archive read\n"
	  "Trash Sent sent read\n" },
	{ "without it, names do", FALSE, "",
	  "inbox - inbox inbox\n"
	  "Sent - sent read\n"
	  "drafts - drafts no\n"
	  "SPAM - junk no\n"
	  "Deleted Items - trash no\n"
	  "Archive - archive read\n"
	  "Projects - other read\n" },
	{ "several Sent", FALSE, "",
	  "INBOX - inbox inbox\n"
	  "Sent Sent sent read\n"
	  "Sent Messages - sent read\n"
	  "Sent Items - sent read\n"
	  "Gesendete Objekte - sent read\n" },
	{ "everything below INBOX", FALSE, "",
	  "INBOX - inbox inbox\n"
	  "INBOX.Sent - sent read\n"
	  "INBOX.Drafts - drafts no\n"
	  "INBOX.Trash - trash no\n"
	  "INBOX.Kunden.Meier - other read\n"
	  "INBOX.INBOX - other read\n" },
	{ "Gmail", TRUE, "",
	  "INBOX - inbox no\n"
	  "[Gmail].All Mail All all inbox\n"
	  "[Gmail].Sent Mail Sent sent read\n"
	  "[Gmail].Drafts Drafts drafts no\n"
	  "[Gmail].Spam Junk junk no\n"
	  "[Gmail].Trash Trash trash no\n"
	  "[Gmail].Starred Flagged flagged no\n"
	  "[Gmail].Important Important flagged no\n"
	  "![Gmail] - other no\n"
	  "Customers - other no\n" },
	{ "Gmail that hides All Mail", TRUE, "",
	  "INBOX - inbox inbox\n"
	  "[Gmail].Sent Mail Sent sent read\n"
	  "[Gmail].Drafts Drafts drafts no\n"
	  "Customers - other read\n" },
	{ "Gmail whose All Mail cannot be selected", TRUE, "",
	  "INBOX - inbox inbox\n"
	  "![Gmail].All Mail All all no\n"
	  "[Gmail].Sent Mail Sent sent read\n" },
	{ "another server with a folder of everything", FALSE, "",
	  "INBOX - inbox inbox\n"
	  "Everything All all no\n"
	  "Sent - sent read\n" },
	{ "the user's sent", FALSE, "sent=Raus;Auch raus\n",
	  "INBOX - inbox inbox\n"
	  "Raus - sent read\n"
	  "Auch raus Archive sent read\n"
	  "Sent - sent read\n" },
	{ "the user's drafts", FALSE, "drafts=Sent\n",
	  "INBOX - inbox inbox\n"
	  "Sent Sent drafts no\n" },
	{ "the user's folders", FALSE, "folders=INBOX;trash;Kunden\n",
	  "INBOX - inbox inbox\n"
	  "Sent - sent no\n"
	  "Trash - trash read\n"
	  "Kunden - other read\n"
	  "Andere - other no\n" },
	{ "not-folders", FALSE, "not-folders=kunden;Nirgends\n",
	  "INBOX - inbox inbox\n"
	  "Sent - sent read\n"
	  "Kunden - other no\n" },
	{ "not-folders against folders", FALSE,
	  "folders=INBOX;Kunden\nnot-folders=Kunden\n",
	  "INBOX - inbox inbox\n"
	  "Kunden - other no\n" },
	{ "not even INBOX", FALSE, "not-folders=INBOX\n",
	  "INBOX - inbox no\n"
	  "Sent - sent read\n" },
	{ "all folders", FALSE, "folders=*\n",
	  "INBOX - inbox inbox\n"
	  "Sent - sent read\n"
	  "Drafts - drafts read\n"
	  "Junk - junk read\n"
	  "Trash - trash read\n"
	  "!Oben - other no\n"
	  "Stern Flagged flagged read\n" },
	{ "all but one", FALSE, "folders=*\nnot-folders=Drafts\n",
	  "INBOX - inbox inbox\n"
	  "Drafts - drafts no\n"
	  "Trash - trash read\n" },
	{ "all folders of Gmail", TRUE, "folders=*\n",
	  "INBOX - inbox inbox\n"
	  "[Gmail].All Mail All all read\n"
	  "[Gmail].Trash Trash trash read\n" },
	{ "an umlaut made of two characters", FALSE,
	  "folders=B\xc3\xbc"
	  "cher\n",
	  "INBOX - inbox no\n"
	  "Bu\xcc\x88"
	  "cher - other read\n" },
	{ "no folder at all", FALSE, "", "" },
};

static void free_folder(gpointer folder)
{
	folder_free(folder);
}

static config_t *configure(const char *lines)
{
	g_autofree char *text =
	    g_strdup_printf("[account a]\nhost=mail.example.org\n"
			    "user=me\nidentities=me@example.org\n%s",
			    lines);
	GError *error = NULL;
	config_t *config = config_parse("config", text, strlen(text), &error);

	g_assert_no_error(error);
	return config;
}

/* The words of a line; the name may have blanks in it. */
static char **split(const char *line)
{
	char **words = g_new0(char *, 5);
	g_autofree char *rest = g_strdup(line);

	for (int i = 3; i > 0; i--) {
		char *blank = strrchr(rest, ' ');

		words[i] = g_strdup(blank + 1);
		*blank = '\0';
	}
	words[0] = g_steal_pointer(&rest);
	return words;
}

static struct folder *make(const char *name, const char *use)
{
	gboolean barred = *name == '!';
	const struct record_folder record = {
		.name = { name + barred, strlen(name + barred) },
		.display = name + barred,
		.delimiter = ".",
		.use = g_str_equal(use, "-") ? "" : use,
		.selectable = !barred,
	};

	return folder_new(&record);
}

static void check_row(gconstpointer data)
{
	const struct row *row = data;
	g_autoptr(config_t) config = configure(row->account);
	g_autoptr(GPtrArray) folders =
	    g_ptr_array_new_with_free_func(free_folder);
	g_auto(GStrv) lines = g_strsplit(row->folders, "\n", -1);
	GError *error = NULL;
	guint n = MAX(g_strv_length(lines), 1) - 1;

	for (guint i = 0; i < n; i++) {
		g_auto(GStrv) words = split(lines[i]);

		g_ptr_array_add(folders, make(words[0], words[1]));
	}
	folders_choose(folders, row->gmail,
		       g_ptr_array_index(config->accounts, 0), &error);
	g_assert_no_error(error);
	for (guint i = 0; i < n; i++) {
		const struct folder *folder = g_ptr_array_index(folders, i);
		g_auto(GStrv) words = split(lines[i]);
		g_autofree char *got =
		    g_strdup_printf("%s %s %s %s", words[0], words[1],
				    border_folder_role_name(folder->role),
				    folder->inbox      ? "inbox"
				    : folder->selected ? "read"
						       : "no");

		g_assert_cmpstr(got, ==, lines[i]);
	}
}

/* Sent, drafts, junk and trash in twelve languages. */
static void test_languages(void)
{
	static const struct {
		const char *language;
		const char *sent, *drafts, *junk, *trash;
	} names[] = {
		{ "German", "Gesendet", "Entwürfe", "Spamverdacht",
		  "Papierkorb" },
		{ "French", "Messages envoyés", "Brouillons",
		  "Courrier indésirable", "Corbeille" },
		{ "Spanish", "Enviados", "Borradores", "Correo no deseado",
		  "Papelera" },
		{ "Portuguese", "Itens enviados", "Rascunhos",
		  "Lixo Eletrônico", "Lixeira" },
		{ "Italian", "Posta inviata", "Bozze", "Posta indesiderata",
		  "Cestino" },
		{ "Dutch", "Verzonden items", "Concepten", "Ongewenste e-mail",
		  "Prullenbak" },
		{ "Swedish", "Skickat", "Utkast", "Skräppost",
		  "Papperskorgen" },
		{ "Danish", "Sendte elementer", "Kladder", "Spam",
		  "Papirkurv" },
		{ "Polish", "Elementy wysłane", "Wersje robocze",
		  "Wiadomości-śmieci", "Kosz" },
		{ "Russian", "Отправленные", "Черновики", "Спам", "Корзина" },
		{ "Chinese", "已发送", "草稿", "垃圾邮件", "已删除" },
		{ "Japanese", "送信済みアイテム", "下書き", "迷惑メール",
		  "ゴミ箱" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *below =
		    g_strdup_printf("INBOX/%s", names[i].sent);
		g_autofree char *upper = g_utf8_strup(names[i].trash, -1);
		g_autofree char *apart =
		    g_utf8_normalize(names[i].junk, -1, G_NORMALIZE_DEFAULT);

		g_test_message("%s", names[i].language);
		g_assert_cmpint(folders_role_by_name(names[i].sent, '/'), ==,
				FOLDER_SENT);
		g_assert_cmpint(folders_role_by_name(below, '/'), ==,
				FOLDER_SENT);
		g_assert_cmpint(folders_role_by_name(names[i].drafts, '/'), ==,
				FOLDER_DRAFTS);
		g_assert_cmpint(folders_role_by_name(names[i].junk, '/'), ==,
				FOLDER_JUNK);
		g_assert_cmpint(folders_role_by_name(apart, '/'), ==,
				FOLDER_JUNK);
		g_assert_cmpint(folders_role_by_name(names[i].trash, '/'), ==,
				FOLDER_TRASH);
		g_assert_cmpint(folders_role_by_name(upper, '/'), ==,
				FOLDER_TRASH);
	}
}

static void test_other_names(void)
{
	static const struct {
		const char *name;
		char delimiter;
		enum folder_role role;
	} names[] = {
		{ "INBOX", '/', FOLDER_INBOX },
		{ "Inbox", '\0', FOLDER_INBOX },
		{ "Work/INBOX", '/', FOLDER_OTHER },
		{ "Sent/2019", '/', FOLDER_OTHER },
		{ "2019/Sent", '/', FOLDER_SENT },
		{ "2019.Sent", '/', FOLDER_OTHER },
		{ "Not Sent", '/', FOLDER_OTHER },
		{ "Sent", '\0', FOLDER_SENT },
		{ "", '/', FOLDER_OTHER },
		{ "/", '/', FOLDER_OTHER },
		{ "\xff\xfe", '/', FOLDER_OTHER },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		g_assert_cmpint(
		    folders_role_by_name(names[i].name, names[i].delimiter), ==,
		    names[i].role);
}

/* A folder that is not there is said, with the key to mend. */
static void test_unknown(void)
{
	static const struct {
		const char *lines, *name, *key;
	} accounts[] = {
		{ "folders=INBOX;Nirgends\n", "'Nirgends'", "'folders'" },
		{ "sent=Raus\n", "'Raus'", "'sent'" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(accounts); i++) {
		g_autoptr(config_t) config = configure(accounts[i].lines);
		g_autoptr(GPtrArray) folders =
		    g_ptr_array_new_with_free_func(free_folder);
		g_autoptr(GError) error = NULL;

		g_ptr_array_add(folders, make("INBOX", "-"));
		g_assert_false(folders_choose(
		    folders, FALSE, g_ptr_array_index(config->accounts, 0),
		    &error));
		g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
		g_assert_nonnull(strstr(error->message, accounts[i].name));
		g_assert_nonnull(strstr(error->message, accounts[i].key));
		g_assert_nonnull(strstr(error->message, "'a'"));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path =
		    g_strdup_printf("/folders/%s", rows[i].title);

		g_test_add_data_func(path, &rows[i], check_row);
	}
	g_test_add_func("/folders/languages", test_languages);
	g_test_add_func("/folders/other-names", test_other_names);
	g_test_add_func("/folders/unknown", test_unknown);
	return g_test_run();
}
