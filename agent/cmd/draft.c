/*
 * tend draft: a follow-up to somebody, in the Drafts folder, in the thread.
 */
#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/paths.h"
#include "agent/post/drafts.h"
#include "agent/reach.h"
#include "agent/safe.h"
#include "agent/tell.h"
#include "agent/templates.h"
#include "store/account.h"

/* How long a watch may take to deliver, in tenths of a second. */
#define DELIVERY 600

struct drafting {
	struct call *call;
	struct store *store;
	gint64 person_id;
	char *name, *label;	   /* of whom it is for */
	const struct angle *angle; /* as asked for; NULL: tend chooses */
	struct followup_plan plan;
	struct followup *followup;
	char *folder; /* where it goes, for people; NULL: not known yet */
	gint64 outbox_id;
	gboolean waits; /* one lies there already, and none was written */
};

static void drafting_clear(struct drafting *drafting)
{
	g_free(drafting->name);
	g_free(drafting->label);
	followup_plan_clear(&drafting->plan);
	followup_free(drafting->followup);
	g_free(drafting->folder);
}
typedef struct drafting drafting;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(drafting, drafting_clear)

/* ---- what it is made of ---- */

static gboolean compose(struct drafting *drafting, GError **error)
{
	struct call *call = drafting->call;
	g_autoptr(store_person) person = NULL;

	followup_plan_clear(&drafting->plan);
	g_clear_pointer(&drafting->followup, followup_free);
	if (!store_person_find(drafting->store, drafting->person_id, &person,
			       error))
		return FALSE;
	if (!person) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "nobody is known any more as %s", drafting->label);
		return FALSE;
	}
	if (person->stage == STAGE_LOST) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
			    "no draft to %s, who is lost or asked not to be "
			    "written to: 'tend why' says which, 'tend stage' "
			    "says otherwise",
			    drafting->label);
		return FALSE;
	}
	if (!followup_decide(drafting->store, call->config, person, clock_now(),
			     &drafting->plan, error))
		return FALSE;
	if (drafting->angle)
		drafting->plan.angle = drafting->angle;
	if (!drafting->plan.address) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
			    "no e-mail address of %s is known; 'tend merge' "
			    "joins them with one",
			    drafting->label);
		return FALSE;
	}
	drafting->followup =
	    followup_read(drafting->store, call->config, drafting->plan.address,
			  drafting->plan.source, error);
	return drafting->followup &&
	       followup_compose(drafting->followup, drafting->plan.angle,
				clock_now(), error);
}

static gboolean find_account(const struct drafting *drafting,
			     const struct config_account **account_out,
			     GError **error)
{
	*account_out = followup_get_account(drafting->followup);
	if (*account_out)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
		    "no account with a host in '%s', so there is no mailbox "
		    "for a draft; 'tend init' makes one, '--print' shows it",
		    drafting->call->config->file);
	return FALSE;
}

/*
 * An earlier one: either it lies there, or it is on its way and this run sees
 * to it.  Not looked for when another is asked for.
 */
static gboolean look_for_earlier(struct drafting *drafting, GError **error)
{
	g_autoptr(store_draft) draft = NULL;
	g_autoptr(store_folder) folder = NULL;

	if (call_has(drafting->call, "again"))
		return TRUE;
	if (!drafts_find_waiting(drafting->store, drafting->person_id, &draft,
				 error))
		return FALSE;
	if (!draft)
		return TRUE;
	if (!store_folder_find_by_name(drafting->store, draft->account_id,
				       draft->folder, &folder, error))
		return FALSE;
	g_free(drafting->folder);
	drafting->folder = g_strdup(folder ? folder->display : "Drafts");
	drafting->outbox_id = draft->outbox_id;
	drafting->waits = draft->state == STORE_OUTBOX_DONE;
	if (angle_find(draft->angle))
		drafting->plan.angle = angle_find(draft->angle);
	return followup_compose(drafting->followup, drafting->plan.angle,
				clock_now(), error);
}

static gboolean check_account(struct drafting *drafting,
			      const struct config_account *account,
			      struct store_folder **folder_out, GError **error)
{
	g_autoptr(store_account) row = NULL;

	*folder_out = NULL;
	if (!store_account_find(drafting->store, account->name, &row, error))
		return FALSE;
	if (!row || !row->baseline_at) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "'%s' has not been read to its end yet, and who "
			    "wrote last may be unknown; 'tend status' says how "
			    "far it is",
			    account->name);
		return FALSE;
	}
	if (!drafts_find_folder(drafting->store, account, folder_out, error))
		return FALSE;
	if (*folder_out)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
		    "'%s' has no folder for drafts; make one named 'Drafts' in "
		    "your mail program, or name yours with 'drafts' in "
		    "[account %s]",
		    account->name, account->name);
	return FALSE;
}

/* Between reading and delivering: with what has come since. */
static gboolean write_draft(gpointer data, GError **error)
{
	struct drafting *drafting = data;
	const struct config_account *account;
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_folder) folder = NULL;

	/* Also once more, when the connection broke. */
	if (drafting->outbox_id)
		return TRUE;
	if (!compose(drafting, error) ||
	    !find_account(drafting, &account, error))
		return FALSE;
	transaction = store_transaction_new(drafting->store, error);
	if (!transaction || !look_for_earlier(drafting, error))
		return FALSE;
	if (drafting->outbox_id)
		return TRUE;
	if (!check_account(drafting, account, &folder, error) ||
	    !drafts_add(drafting->store, drafting->call->config,
			&drafting->plan, drafting->followup, folder,
			clock_now(), &drafting->outbox_id, error) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	drafting->folder = g_strdup(folder->display);
	return TRUE;
}

/* ---- what came of it ---- */

static void print_json(const struct drafting *drafting, const char *state)
{
	g_autoptr(json_t) json = json_new();
	const struct config_account *account =
	    followup_get_account(drafting->followup);

	json_text(json, "contact",
		  *drafting->name ? drafting->name : drafting->plan.address);
	json_text(json, "address", drafting->plan.address);
	json_text(json, "state", state);
	json_text(json, "account", account ? account->name : NULL);
	json_text(json, "folder", drafting->folder);
	json_text(json, "angle", drafting->plan.angle->name);
	json_text(json, "subject", followup_get_subject(drafting->followup));
	json_text(json, "in_reply_to", followup_get_parent(drafting->followup));
	json_text(json, "text", followup_get_text(drafting->followup));
	json_print(json);
}

/* A watch works on its own; look until it has. */
static gboolean wait_for(const struct drafting *drafting, gboolean watched,
			 struct store_outbox **row_out, GError **error)
{
	for (int i = 0;; i++) {
		if (!store_outbox_find(drafting->store, drafting->outbox_id,
				       row_out, error))
			return FALSE;
		if (!watched || !*row_out ||
		    (*row_out)->state == STORE_OUTBOX_DONE ||
		    (*row_out)->state == STORE_OUTBOX_REFUSED || i >= DELIVERY)
			return TRUE;
		g_clear_pointer(row_out, g_free);
		g_usleep(100000);
	}
}

static gboolean say_outcome(const struct drafting *drafting,
			    const struct store_outbox *row, GError **error)
{
	const char *account = followup_get_account(drafting->followup)->name;
	g_autofree char *folder = safe_terminal(drafting->folder);

	if (!row) {
		tell("%s: what it was for has ended meanwhile, so there is no "
		     "draft",
		     drafting->label);
		return TRUE;
	}
	switch (row->state) {
	case STORE_OUTBOX_DONE:
		if (drafting->call->json)
			print_json(drafting, "done");
		else
			printf("a draft to %s lies in '%s' of %s (%s)\n",
			       drafting->label, folder, account,
			       drafting->plan.angle->name);
		return TRUE;
	case STORE_OUTBOX_REFUSED:
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "%s would not take the draft into '%s': %s; name "
			    "another folder with 'drafts' in [account %s]",
			    account, folder, row->note, account);
		return FALSE;
	case STORE_OUTBOX_DUE:
	case STORE_OUTBOX_TRIED:
		break;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
		    "the draft is written but not delivered yet; 'tend status' "
		    "says why");
	return FALSE;
}

static void say_waiting(const struct drafting *drafting)
{
	if (drafting->call->json)
		print_json(drafting, "waits");
	else
		printf("a draft to %s waits already; '--again' makes another\n",
		       drafting->label);
}

/* ---- the command ---- */

static gboolean deliver(struct drafting *drafting, GError **error)
{
	const struct config_account *account;
	struct reach_result result = { 0 };
	g_autoptr(store_outbox) row = NULL;

	if (!find_account(drafting, &account, error) ||
	    !look_for_earlier(drafting, error))
		return FALSE;
	if (!drafting->waits) {
		templates_remark(drafting->plan.angle);
		if (!reach_account(drafting->call, account, FALSE, write_draft,
				   drafting, &result, error))
			return FALSE;
	}
	if (drafting->waits) {
		say_waiting(drafting);
		return TRUE;
	}
	return wait_for(drafting, result.watched, &row, error) &&
	       say_outcome(drafting, row, error);
}

static void print_it(const struct drafting *drafting)
{
	g_autofree char *text = NULL;

	if (drafting->call->json) {
		print_json(drafting, "printed");
		return;
	}
	text = followup_print(drafting->followup);
	fputs(text, stdout);
}

static int list_templates(GError **error)
{
	g_autofree char *directory = paths_templates();
	guint written;

	if (!templates_write(&written, error))
		return COMMAND_FAILED;
	for (const struct angle *angle = angles; angle->name; angle++)
		printf("%s/%-10s %s\n", directory, angle->name, angle->summary);
	if (written)
		tell("%u templates written, to start from; what was there is "
		     "as it was",
		     written);
	return 0;
}

static gboolean find_angle(struct drafting *drafting, GError **error)
{
	const char *name = call_option(drafting->call, "angle");
	g_autoptr(GString) names = g_string_new(NULL);

	if (!name)
		return TRUE;
	drafting->angle = angle_find(name);
	if (drafting->angle)
		return TRUE;
	for (const struct angle *angle = angles; angle->name; angle++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "",
				       angle->name);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "there is no angle '%s'; there are %s", name, names->str);
	return FALSE;
}

static int draft_run(struct call *call, GError **error)
{
	g_auto(drafting) drafting = { .call = call };
	g_autoptr(store_person) person = NULL;

	if (call_has(call, "templates"))
		return list_templates(error);
	if (call->argc == 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "name a contact: tend draft CONTACT");
		return COMMAND_FAILED;
	}
	if (!find_angle(&drafting, error))
		return COMMAND_FAILED;
	drafting.store = call_store(call, error);
	if (!drafting.store)
		return COMMAND_FAILED;
	person = contact_find(drafting.store, call->argv[0], error);
	if (!person)
		return COMMAND_FAILED;
	drafting.person_id = person->person_id;
	drafting.name = g_strdup(person->name);
	drafting.label = contact_label(person);
	if (!compose(&drafting, error))
		return COMMAND_FAILED;
	if (!call_has(call, "print"))
		return deliver(&drafting, error) ? 0 : COMMAND_FAILED;
	templates_remark(drafting.plan.angle);
	print_it(&drafting);
	return 0;
}

static const struct option draft_options[] = {
	{ "print", 0, NULL, "show the text instead", FALSE },
	{ "angle", 0, "NAME", "from this template, instead of the next one",
	  FALSE },
	{ "again", 0, NULL, "another one, though one waits", FALSE },
	{ "templates", 0, NULL,
	  "write the templates as files, to start from, and list them", FALSE },
	{ NULL, 0, NULL, NULL, FALSE },
};

const struct command command_draft = {
	.name = "draft",
	.summary = "put a follow-up into the Drafts folder, in the thread",
	.arguments = "[CONTACT]",
	.example = "tend draft 'dan lopez'",
	.options = draft_options,
	.group = COMMAND_DELIVERY,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 1,
	.json = TRUE,
	.run = draft_run,
};
