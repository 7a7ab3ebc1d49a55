/* The lines of an explanation. */
#include <stdio.h>

#include "agent/cmd/why.h"
#include "agent/print.h"
#include "agent/safe.h"

void why_print_line(const char *title, const char *text)
{
	printf("  %s%-12s%s  %s\n", print_style(STYLE_FAINT), title,
	       print_plain(), text);
}

void why_print_safe(const char *title, const char *text)
{
	g_autofree char *safe = safe_terminal(text);

	if (*safe != '\0')
		why_print_line(title, safe);
}
