# One command a file.
agent_cmd_sources = \
	%reldir%/config.c \
	%reldir%/help.c \
	%reldir%/ingest.c \
	%reldir%/init.c \
	%reldir%/rebuild.c \
	%reldir%/sync.c \
	%reldir%/watch.c
