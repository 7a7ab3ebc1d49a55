/* The lines of an explanation. */
#include "agent/cmd/why.h"
#include "agent/print.h"
#include "agent/safe.h"

void why_print_line(const char *title, const char *text)
{
	print_field(title, STYLE_PLAIN, 0, text);
}

void why_print_safe(const char *title, const char *text)
{
	g_autofree char *safe = safe_terminal(text);

	if (*safe != '\0')
		why_print_line(title, safe);
}
