/* Folders: their list, and opening them. */
#include "imap/folder.h"

#include <iconv.h>
#include <string.h>

#include "imap/private.h"

void imap_folder_free(struct imap_folder *folder)
{
	if (!folder)
		return;
	g_free(folder->name);
	g_free(folder->display);
	g_free(folder->use);
	g_free(folder);
}

/* Kept open for good: under a sandbox iconv cannot load them any more. */
static const struct converters {
	iconv_t from, to;
} * converters(void)
{
	static gsize opened = 0;
	static struct converters utf7;

	if (g_once_init_enter(&opened)) {
		utf7.from = iconv_open("UTF-8", "UTF-7-IMAP");
		utf7.to = iconv_open("UTF-7-IMAP", "UTF-8");
		g_once_init_leave(&opened, 1);
	}
	return &utf7;
}

static char *convert(iconv_t how, const char *text)
{
	gsize in_left = strlen(text), out_left = in_left * 8 + 8;
	char *in = g_strdup(text), *from = in;
	char *out = g_malloc(out_left + 1), *to = out;
	bool ok = false;

	if (how != (iconv_t)-1) {
		iconv(how, NULL, NULL, NULL, NULL);
		ok =
		    iconv(how, &from, &in_left, &to, &out_left) != (size_t)-1 &&
		    in_left == 0 &&
		    iconv(how, NULL, NULL, &to, &out_left) != (size_t)-1;
	}
	*to = '\0';
	g_free(in);
	if (!ok)
		g_clear_pointer(&out, g_free);
	return out;
}

/* glibc lets "R&D" pass and forgets the "&D": only what comes back is true. */
static char *decode(const char *name)
{
	char *text = convert(converters()->from, name);
	g_autofree char *back = NULL;

	if (text)
		back = convert(converters()->to, text);
	if (!back || !g_str_equal(back, name))
		g_clear_pointer(&text, g_free);
	return text;
}

char *imap_folder_display(const char *name)
{
	char *text = decode(name);

	/* Some servers speak raw UTF-8, some write `&` as it is. */
	if (!text || !g_utf8_validate(text, -1, NULL)) {
		g_free(text);
		text = g_utf8_make_valid(name, -1);
	}
	for (char *p = text; *p; p++) {
		if (g_ascii_iscntrl(*p))
			*p = '?';
	}
	return text;
}

/* libetpan gives attributes that it does not know without backslash. */
static void read_flags(struct imap_folder *folder,
		       const struct mailimap_mbx_list_flags *flags)
{
	/* RFC 6154, in the order of preference for folders that have two. */
	static const char *const uses[] = { "Sent",    "Drafts",   "Junk",
					    "Trash",   "All",	   "Archive",
					    "Flagged", "Important" };
	gsize best = G_N_ELEMENTS(uses);

	if (!flags)
		return;
	if (flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	    flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT)
		folder->selectable = false;
	if (!flags->mbf_oflags)
		return;
	for (clistiter *i = clist_begin(flags->mbf_oflags); i;
	     i = clist_next(i)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(i);
		const char *text = flag->of_flag_ext;

		if (flag->of_type != MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT || !text)
			continue;
		if (*text == '\\')
			text++;
		if (!g_ascii_strcasecmp(text, "NonExistent") ||
		    !g_ascii_strcasecmp(text, "NoSelect"))
			folder->selectable = false;
		for (gsize k = 0; k < best; k++) {
			if (!g_ascii_strcasecmp(text, uses[k]))
				best = k;
		}
	}
	if (best < G_N_ELEMENTS(uses)) {
		g_free(folder->use);
		folder->use = g_strdup(uses[best]);
	}
}

GPtrArray *imap_folder_list(struct imap_session *session, GError **error)
{
	static const struct imap_scan_limits limits = {
		IMAP_LINE_MAX, IMAP_LITERAL_MAX, 4 * IMAP_TOTAL_MAX, 50000
	};
	g_autoptr(GPtrArray) folders =
	    g_ptr_array_new_with_free_func((GDestroyNotify)imap_folder_free);
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	struct mailimap_response_info *info;
	enum imap_answer answer;

	imap_command_add(&command, "LIST \"\" \"*\"");
	if (!imap_session_run(session, &command, &limits, &answer, error))
		return NULL;
	if (answer != IMAP_ANSWER_OK) {
		imap_session_refused(session, IMAP_ERROR_RECONNECT, error,
				     "'%s' will not list its folders",
				     session->host);
		return NULL;
	}
	info = session->imap->imap_response_info;
	for (clistiter *i = info ? clist_begin(info->rsp_mailbox_list) : NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_mailbox_list *list = clist_content(i);
		struct imap_folder *folder;

		/* A name with a line break in it could never be sent back. */
		if (!list || !list->mb_name || !*list->mb_name ||
		    strpbrk(list->mb_name, "\r\n"))
			continue;
		folder = g_new0(struct imap_folder, 1);
		folder->name = g_strdup(list->mb_name);
		folder->display = imap_folder_display(list->mb_name);
		folder->delimiter = list->mb_delimiter;
		folder->selectable = true;
		folder->use = g_strdup("");
		read_flags(folder, list->mb_flag);
		g_ptr_array_add(folders, folder);
	}
	return g_steal_pointer(&folders);
}

static void read_permanent(struct imap_session *session,
			   const struct mailimap_selection_info *selection,
			   struct imap_state *state)
{
	if (!selection->sel_perm_flags)
		return;
	for (clistiter *i = clist_begin(selection->sel_perm_flags); i;
	     i = clist_next(i)) {
		const struct mailimap_flag_perm *perm = clist_content(i);
		const struct mailimap_flag *flag = perm->fl_flag;

		state->permanent_said = true;
		if (perm->fl_type == MAILIMAP_FLAG_PERM_ALL) {
			state->can_keyword = *session->keyword != '\0';
			continue;
		}
		if (!flag)
			continue;
		if (flag->fl_type == MAILIMAP_FLAG_FLAGGED)
			state->can_flag = true;
		if (flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
		    !g_ascii_strcasecmp(flag->fl_data.fl_keyword,
					session->keyword))
			state->can_keyword = true;
	}
}

static guint64 read_modseq(const struct mailimap_response_info *info)
{
	guint64 modseq = 0;

	if (!info)
		return 0;
	for (clistiter *i = clist_begin(info->rsp_extension_list); i;
	     i = clist_next(i)) {
		const struct mailimap_extension_data *data = clist_content(i);
		const struct mailimap_condstore_resptextcode *code;

		if (data->ext_extension->ext_id !=
			MAILIMAP_EXTENSION_CONDSTORE ||
		    data->ext_type != MAILIMAP_CONDSTORE_TYPE_RESP_TEXT_CODE)
			continue;
		code = data->ext_data;
		if (code->cs_type ==
		    MAILIMAP_CONDSTORE_RESPTEXTCODE_HIGHESTMODSEQ)
			modseq = code->cs_data.cs_modseq_value;
	}
	return modseq;
}

static bool open_folder(struct imap_session *session, const char *word,
			const char *name, struct imap_state *state_out,
			GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	const struct mailimap_selection_info *selection;
	struct imap_state state = { .missing = false };
	enum imap_answer answer;

	g_clear_pointer(&session->open, g_free);
	if (session->imap->imap_selection_info)
		mailimap_selection_info_free(
		    session->imap->imap_selection_info);
	session->imap->imap_selection_info = mailimap_selection_info_new();
	imap_command_add(&command, "%s ", word);
	imap_command_add_string(&command, name);
	if (session->condstore)
		imap_command_add(&command, " (CONDSTORE)");
	if (!imap_session_run(session, &command, NULL, &answer, error))
		return false;
	if (answer != IMAP_ANSWER_OK) {
		g_autofree char *display = imap_folder_display(name);

		return imap_session_refused(session, IMAP_ERROR_SKIP, error,
					    "'%s' will not open folder '%s'",
					    session->host, display);
	}
	selection = session->imap->imap_selection_info;
	if (selection) {
		state.uidvalidity = selection->sel_uidvalidity;
		state.uidnext = selection->sel_uidnext;
		state.messages = selection->sel_exists;
		read_permanent(session, selection, &state);
	}
	state.modseq = read_modseq(session->imap->imap_response_info);
	session->open = g_strdup(name);
	*state_out = state;
	return true;
}

bool imap_folder_examine(struct imap_session *session, const char *name,
			 struct imap_state *state_out, GError **error)
{
	session->open_read_only = true;
	return open_folder(session, "EXAMINE", name, state_out, error);
}

bool imap_folder_select(struct imap_session *session, const char *name,
			struct imap_state *state_out, GError **error)
{
	session->open_read_only = false;
	return open_folder(session, "SELECT", name, state_out, error);
}

bool imap_folder_leave(struct imap_session *session, GError **error)
{
	g_autofree char *name = g_steal_pointer(&session->open);
	struct imap_state state;
	enum imap_answer answer;

	if (!name)
		return true;
	if (imap_session_has(session, "UNSELECT")) {
		if (!imap_session_run_text(session, "UNSELECT", &answer, error))
			return false;
		if (answer == IMAP_ANSWER_OK)
			return true;
	}
	return imap_folder_examine(session, name, &state, error);
}

/* The pairs of a STATUS response, from its last parenthesis on. */
static void read_pairs(const char *p, struct imap_state *state)
{
	while (*p == ' ' || *p == '(') {
		const char *word = ++p;
		char *end;
		guint64 number;

		p += strcspn(p, " )");
		if (*p != ' ')
			return;
		number = g_ascii_strtoull(p + 1, &end, 10);
		if (g_str_has_prefix(word, "MESSAGES "))
			state->messages = (guint32)number;
		else if (g_str_has_prefix(word, "UIDNEXT "))
			state->uidnext = (guint32)number;
		else if (g_str_has_prefix(word, "UIDVALIDITY "))
			state->uidvalidity = (guint32)number;
		else if (g_str_has_prefix(word, "HIGHESTMODSEQ "))
			state->modseq = number;
		p = end;
	}
}

/* The folder's name in `* STATUS name (...)`, unquoted; NULL: no STATUS. */
static char *status_name(const char *line, const char **pairs_out)
{
	static const char start[] = "* STATUS ";
	const char *pairs = strrchr(line, '(');
	const char *p = line + sizeof(start) - 1;
	GString *name;

	if (g_ascii_strncasecmp(line, start, sizeof(start) - 1) != 0 ||
	    !pairs || pairs <= p)
		return NULL;
	*pairs_out = pairs;
	name = g_string_new(NULL);
	if (*p != '"') {
		g_string_append_len(name, p, pairs - p);
		while (name->len > 0 && name->str[name->len - 1] == ' ')
			g_string_truncate(name, name->len - 1);
		return g_string_free(name, FALSE);
	}
	for (p++; p < pairs && *p != '"'; p++) {
		if (*p == '\\')
			p++;
		g_string_append_c(name, *p);
	}
	return g_string_free(name, FALSE);
}

static bool is_same_folder(const char *a, const char *b)
{
	return g_str_equal(a, b) || (!g_ascii_strcasecmp(a, "INBOX") &&
				     !g_ascii_strcasecmp(b, "INBOX"));
}

static bool send_status(struct imap_session *session, const char *name,
			bool *answered_out, enum imap_answer *answer_out,
			GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;

	imap_command_add(&command, "STATUS ");
	imap_command_add_string(&command, name);
	imap_command_add(&command, " (MESSAGES UIDNEXT UIDVALIDITY%s)",
			 session->condstore ? " HIGHESTMODSEQ" : "");
	return imap_session_send(session, &command, answered_out, answer_out,
				 error);
}

/*
 * The answer to one STATUS.  Read line by line, because libetpan keeps only
 * the last of several, and NOTIFY may push others in between.  A lone one is
 * taken for this folder's whatever the server calls it.
 */
static bool receive_status(struct imap_session *session, guint32 tag,
			   const char *name, struct imap_state *state,
			   GError **error)
{
	struct imap_state other = { .missing = false };
	enum imap_answer answer;
	guint others = 0;
	bool mine = false;

	for (;;) {
		const char *line = imap_session_line(session, error);
		g_autofree char *its_name = NULL;
		const char *pairs;

		if (!line)
			return false;
		if (imap_session_is_answer(session, line, tag, &answer))
			break;
		its_name = status_name(line, &pairs);
		if (!its_name)
			continue;
		if (is_same_folder(its_name, name)) {
			read_pairs(pairs, state);
			mine = true;
		} else {
			read_pairs(pairs, &other);
			others++;
		}
	}
	if (!mine && others == 1)
		*state = other;
	state->missing = answer != IMAP_ANSWER_OK || (!mine && others != 1);
	return true;
}

/* `n` STATUS sent before their answers are read. */
static bool status_of(struct imap_session *session, const char *const *names,
		      guint n, struct imap_state *states, GError **error)
{
	guint32 first = session->tag + 1;
	enum imap_answer answer;
	bool answered;

	imap_session_begin(session, NULL, 0);
	for (guint i = 0; i < n; i++) {
		if (!send_status(session, names[i], &answered, &answer, error))
			return false;
		/* Only a lone one has a literal, and is answered early. */
		if (answered) {
			states[i].missing = true;
			return true;
		}
	}
	for (guint i = 0; i < n; i++) {
		if (!receive_status(session, first + i, names[i], &states[i],
				    error))
			return false;
	}
	return true;
}

bool imap_folder_status(struct imap_session *session, const char *const *names,
			guint n, struct imap_state *states_out, GError **error)
{
	guint some;

	memset(states_out, 0, n * sizeof(*states_out));
	for (guint done = 0; done < n; done += some) {
		/* Few at once: all of them must fit the sockets' buffers. */
		for (some = 0; some < 50 && done + some < n; some++) {
			if (!g_str_is_ascii(names[done + some]))
				break;
		}
		some = MAX(some, 1);
		if (!status_of(session, names + done, some, states_out + done,
			       error))
			return false;
	}
	return true;
}
