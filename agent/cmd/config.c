/* tend config: check the configuration, and list every setting. */
#include "agent/command.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/print.h"

#include <stdio.h>

static const struct option options[] = {
	{ "check", 0, NULL, "say nothing, only check it" },
	{ "file", 0, NULL, "print the name of the file" },
	{ NULL }
};

static void print_setting(const struct setting *setting, const char *value)
{
	gboolean changed = !g_str_equal(value, setting->fallback);

	printf("%s# %s%s\n", print_style(STYLE_FAINT), setting->help,
	       print_plain());
	if (changed)
		printf("%s = %s\n", setting->key, value);
	else
		printf("%s#%s = %s%s\n", print_style(STYLE_FAINT), setting->key,
		       value, print_plain());
}

static void print_json(struct json *json, const struct setting *setting,
		       const char *group, const char *value)
{
	json_text(json, "group", group);
	json_text(json, "key", setting->key);
	json_text(json, "value", value);
	json_text(json, "default", setting->fallback);
	json_text(json, "help", setting->help);
	json_print(json);
}

/* All settings of a kind, as `object` has them. */
static void print_group(const char *kind, const char *group, const void *object,
			struct json *json)
{
	if (!json)
		printf("%s[%s]%s\n", print_style(STYLE_HEADING), group,
		       print_plain());
	for (const struct setting *s = config_settings; s->key; s++) {
		g_autofree char *value = NULL;

		if (!g_str_equal(s->group, kind))
			continue;
		value = setting_format(s, object);
		if (json)
			print_json(json, s, group, value);
		else
			print_setting(s, value);
	}
}

static int run(struct call *call, GError **error)
{
	g_autoptr(json_t) json = NULL;
	g_autoptr(GPtrArray) groups = NULL;
	const struct config *config;

	if (call_has(call, "file")) {
		printf("%s\n", call_config_file(call));
		return 0;
	}
	config = call_config(call, error);
	if (!config)
		return COMMAND_FAILED;
	if (call_has(call, "check"))
		return 0;
	if (call->json)
		json = json_new();
	print_start_pager();
	groups = config_list_groups(config);
	for (guint i = 0; i < groups->len; i++) {
		const struct config_group *group = groups->pdata[i];

		if (!json && i > 0)
			printf("\n");
		print_group(group->kind, group->title, group->object, json);
	}
	return 0;
}

const struct command command_config = {
	.name = "config",
	.summary = "check the configuration and list every setting",
	.arguments = "",
	.example = "tend config",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_NOTHING,
	.json = TRUE,
	.run = run,
};
