/* The stages that somebody went through. */
#include "agent/judge/stages.h"

#include "agent/rules/stage_history.h"
#include "agent/said/hear.h"
#include "store/saying.h"

GArray *stages_read(const struct stages_facts *facts)
{
	const struct stage_saying lines = { G_MININT64, STAGE_NONE,
					    facts->ruled };
	g_autoptr(GArray) sayings =
	    g_array_new(FALSE, FALSE, sizeof(struct stage_saying));

	if (lines.ruled != 0)
		g_array_append_val(sayings, lines);
	/* Whatever makes somebody a contact, and the stages by name. */
	for (guint i = 0; i < facts->sayings->len; i++) {
		const struct store_saying *saying = facts->sayings->pdata[i];
		struct stage_saying said = { saying->said_at, STAGE_NONE };

		if (g_str_equal(saying->verb, "stage")) {
			if (!stage_parse(saying->word, &said.stage))
				continue;
		} else if (!hear_makes_contact(saying->verb)) {
			continue;
		}
		g_array_append_val(sayings, said);
	}
	return stage_history(
	    facts->touches, facts->n_touches,
	    (const struct stage_saying *)(const void *)sayings->data,
	    sayings->len, facts->colleague, facts->settings);
}
