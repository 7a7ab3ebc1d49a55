# One command a file.
agent_cmd_sources = \
	%reldir%/config.c \
	%reldir%/digest.c \
	%reldir%/doctor.c \
	%reldir%/export.c \
	%reldir%/find.c \
	%reldir%/help.c \
	%reldir%/history.c \
	%reldir%/import.c \
	%reldir%/import_print.c \
	%reldir%/import_print.h \
	%reldir%/ingest.c \
	%reldir%/init.c \
	%reldir%/list.c \
	%reldir%/rebuild.c \
	%reldir%/show.c \
	%reldir%/stalled.c \
	%reldir%/status.c \
	%reldir%/sync.c \
	%reldir%/watch.c \
	%reldir%/why.c \
	%reldir%/why.h \
	%reldir%/why_contact.c \
	%reldir%/why_facts.c \
	%reldir%/why_facts.h \
	%reldir%/why_files.c \
	%reldir%/why_message.c \
	%reldir%/why_print.c
