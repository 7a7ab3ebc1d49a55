# One command a file.
agent_cmd_sources = \
	%reldir%/config.c \
	%reldir%/help.c \
	%reldir%/ingest.c \
	%reldir%/rebuild.c
