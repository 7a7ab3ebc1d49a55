# What both processes speak; GLib is all that it needs.
noinst_LIBRARIES += agent/border/libborder.a
agent_border_libborder_a_SOURCES = \
	%reldir%/channel.c \
	%reldir%/channel.h \
	%reldir%/record.c \
	%reldir%/record.h \
	%reldir%/words.c \
	%reldir%/words.h
