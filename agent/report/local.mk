# The figures of the report.
agent_report_sources = \
	%reldir%/collect.c \
	%reldir%/collect.h \
	%reldir%/figures.h \
	%reldir%/fate.c \
	%reldir%/fate.h \
	%reldir%/tally.c \
	%reldir%/tally.h \
	%reldir%/wilson.c \
	%reldir%/wilson.h
