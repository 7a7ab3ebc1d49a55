/* Choose the folders to read. */
#include "agent/folders.h"

#include <string.h>

#include "agent/error.h"

/*
 * What clients and servers call these folders.  SPECIAL-USE says it without
 * guessing; this is for those that do not offer it, and for a second Sent
 * folder that another client made.
 */
static const struct {
	enum folder_role role;
	const char *names[40];
} by_name[] = {
	{ FOLDER_SENT,
	  { "Sent",
	    "Sent Items",
	    "Sent Mail",
	    "Sent Messages",
	    "Sent-Mail",
	    "sent-mail",
	    "_sent_mail",
	    "Outbox Sent",
	    "Gesendet",
	    "Gesendete Elemente",
	    "Gesendete Objekte",
	    "Gesendete Nachrichten",
	    "Gesendete Mails",
	    "Postausgang Gesendet",
	    "Envoyés",
	    "Éléments envoyés",
	    "Messages envoyés",
	    "Objets envoyés",
	    "Enviados",
	    "Elementos enviados",
	    "Mensajes enviados",
	    "Itens enviados",
	    "Mensagens enviadas",
	    "Inviata",
	    "Posta inviata",
	    "Inviati",
	    "Verzonden",
	    "Verzonden items",
	    "Verzonden berichten",
	    "Skickat",
	    "Skickade objekt",
	    "Sendt",
	    "Sendte elementer",
	    "Wysłane",
	    "Elementy wysłane",
	    "Отправленные",
	    "已发送",
	    "送信済み",
	    "送信済みアイテム" } },
	{ FOLDER_DRAFTS,
	  { "Drafts", "Draft", "Entwürfe", "Brouillons", "Borradores",
	    "Rascunhos", "Bozze", "Concepten", "Utkast", "Kladder",
	    "Wersje robocze", "Kopie robocze", "Черновики", "草稿", "草稿箱",
	    "下書き" } },
	{ FOLDER_JUNK,
	  { "Junk",
	    "Spam",
	    "Junk Mail",
	    "Junk E-mail",
	    "Junk Email",
	    "Bulk Mail",
	    "Spamverdacht",
	    "Unerwünscht",
	    "Werbung",
	    "Courrier indésirable",
	    "Indésirables",
	    "Pourriel",
	    "Correo no deseado",
	    "Lixo Eletrônico",
	    "Posta indesiderata",
	    "Ongewenste e-mail",
	    "Ongewenst",
	    "Skräppost",
	    "Søppelpost",
	    "Wiadomości-śmieci",
	    "Спам",
	    "垃圾邮件",
	    "迷惑メール" } },
	{ FOLDER_TRASH,
	  { "Trash",
	    "Deleted",
	    "Deleted Items",
	    "Deleted Messages",
	    "Bin",
	    "Papierkorb",
	    "Gelöschte Elemente",
	    "Gelöschte Objekte",
	    "Gelöscht",
	    "Corbeille",
	    "Éléments supprimés",
	    "Messages supprimés",
	    "Papelera",
	    "Elementos eliminados",
	    "Eliminados",
	    "Lixeira",
	    "Itens excluídos",
	    "Cestino",
	    "Posta eliminata",
	    "Prullenbak",
	    "Verwijderde items",
	    "Papperskorgen",
	    "Borttaget",
	    "Papirkurv",
	    "Slettet",
	    "Kosz",
	    "Elementy usunięte",
	    "Корзина",
	    "Удаленные",
	    "已删除",
	    "ゴミ箱",
	    "削除済みアイテム" } },
	{ FOLDER_ARCHIVE,
	  { "Archive", "Archives", "Archiv", "Archivo", "Arquivo", "Archivio",
	    "Archief", "Arkiv", "Archiwum", "Архив", "存档", "アーカイブ" } },
	{ FOLDER_ALL,
	  { "All Mail", "Alle Nachrichten", "Tous les messages", "Todos",
	    "Todos los correos", "Todo el correo", "Tutti i messaggi",
	    "Alle berichten", "Вся почта" } },
};

/* RFC 6154, and Gmail's own. */
static const struct {
	const char *use;
	enum folder_role role;
} by_use[] = {
	{ "Sent", FOLDER_SENT },       { "Drafts", FOLDER_DRAFTS },
	{ "Junk", FOLDER_JUNK },       { "Trash", FOLDER_TRASH },
	{ "All", FOLDER_ALL },	       { "Archive", FOLDER_ARCHIVE },
	{ "Flagged", FOLDER_FLAGGED }, { "Important", FOLDER_FLAGGED },
};

struct folder *folder_new(const struct record_folder *record)
{
	struct folder *folder = g_new0(struct folder, 1);

	folder->name = g_strndup(record->name.data, record->name.length);
	folder->display = g_strdup(record->display);
	folder->delimiter = record->delimiter[0];
	folder->use = g_strdup(record->use);
	folder->selectable = record->selectable;
	return folder;
}

void folder_free(struct folder *folder)
{
	if (!folder)
		return;
	g_free(folder->name);
	g_free(folder->display);
	g_free(folder->use);
	g_free(folder);
}

static gboolean same_name(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1);
	g_autofree char *y = g_utf8_casefold(b, -1);
	g_autofree char *i = g_utf8_normalize(x, -1, G_NORMALIZE_ALL_COMPOSE);
	g_autofree char *j = g_utf8_normalize(y, -1, G_NORMALIZE_ALL_COMPOSE);

	return i && j && g_str_equal(i, j);
}

enum folder_role folders_role_by_name(const char *display, char delimiter)
{
	const char *last = delimiter ? strrchr(display, delimiter) : NULL;
	const char *name = last ? last + 1 : display;

	if (g_ascii_strcasecmp(display, "INBOX") == 0)
		return FOLDER_INBOX;
	for (gsize i = 0; i < G_N_ELEMENTS(by_name); i++)
		for (gsize j = 0; by_name[i].names[j]; j++)
			if (same_name(name, by_name[i].names[j]))
				return by_name[i].role;
	return FOLDER_OTHER;
}

static gboolean is_named(const struct folder *folder, char *const *names)
{
	for (; names && *names; names++)
		if (same_name(folder->display, *names) ||
		    g_str_equal(folder->name, *names))
			return TRUE;
	return FALSE;
}

static enum folder_role role_of(const struct folder *folder,
				const struct config_account *account)
{
	if (is_named(folder, account->sent))
		return FOLDER_SENT;
	if (is_named(folder, account->drafts))
		return FOLDER_DRAFTS;
	if (g_ascii_strcasecmp(folder->name, "INBOX") == 0)
		return FOLDER_INBOX;
	for (gsize i = 0; i < G_N_ELEMENTS(by_use); i++)
		if (g_ascii_strcasecmp(folder->use, by_use[i].use) == 0)
			return by_use[i].role;
	return folders_role_by_name(folder->display, folder->delimiter);
}

static gboolean has_all_mail(const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++) {
		const struct folder *folder = g_ptr_array_index(folders, i);

		if (folder->role == FOLDER_ALL && folder->selectable)
			return TRUE;
	}
	return FALSE;
}

/* Whether tend reads it when the user has not said. */
static gboolean is_read(enum folder_role role, gboolean only_all)
{
	switch (role) {
	/* All Mail has it as well, but not that the user sent it. */
	case FOLDER_SENT:
		return TRUE;
	case FOLDER_INBOX:
	case FOLDER_ARCHIVE:
	case FOLDER_OTHER:
		return !only_all;
	case FOLDER_ALL:
		return only_all;
	case FOLDER_DRAFTS:
	case FOLDER_JUNK:
	case FOLDER_TRASH:
	case FOLDER_FLAGGED:
	case N_FOLDER_ROLES:
		break;
	}
	return FALSE;
}

static gboolean check_names(const GPtrArray *folders, char *const *names,
			    const char *key,
			    const struct config_account *account,
			    GError **error)
{
	for (; names && *names; names++) {
		char *const one[] = { *names, NULL };
		gboolean found = g_str_equal(*names, "*");

		for (guint i = 0; i < folders->len && !found; i++)
			found = is_named(g_ptr_array_index(folders, i), one);
		if (!found) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
				    "account '%s' has no folder '%s'; mend "
				    "'%s' in the config ('tend doctor' lists "
				    "what there is)",
				    account->name, *names, key);
			return FALSE;
		}
	}
	return TRUE;
}

/* New mail comes to INBOX; where that is not read, to All Mail. */
static void choose_inbox(const GPtrArray *folders)
{
	static const enum folder_role order[] = { FOLDER_INBOX, FOLDER_ALL };

	for (gsize j = 0; j < G_N_ELEMENTS(order); j++)
		for (guint i = 0; i < folders->len; i++) {
			struct folder *folder = g_ptr_array_index(folders, i);

			if (folder->selected && folder->role == order[j]) {
				folder->inbox = TRUE;
				return;
			}
		}
}

gboolean folders_choose(GPtrArray *folders, gboolean gmail,
			const struct config_account *account, GError **error)
{
	gboolean all = config_reads_all(account);
	gboolean listed = account->folders && account->folders[0] && !all;
	gboolean only_all;

	if (!check_names(folders, account->folders, "folders", account,
			 error) ||
	    !check_names(folders, account->sent, "sent", account, error))
		return FALSE;
	for (guint i = 0; i < folders->len; i++) {
		struct folder *folder = g_ptr_array_index(folders, i);

		folder->role = role_of(folder, account);
	}
	only_all = gmail && has_all_mail(folders);
	for (guint i = 0; i < folders->len; i++) {
		struct folder *folder = g_ptr_array_index(folders, i);

		folder->selected =
		    folder->selectable &&
		    !is_named(folder, account->not_folders) &&
		    (all      ? TRUE
		     : listed ? is_named(folder, account->folders)
			      : is_read(folder->role, only_all));
	}
	choose_inbox(folders);
	return TRUE;
}
