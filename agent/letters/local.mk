agent_letters_sources = \
	agent/letters/digest.c agent/letters/digest.h \
	agent/letters/line.c agent/letters/line.h \
	agent/letters/mailto.c agent/letters/mailto.h \
	agent/letters/pace.c agent/letters/pace.h \
	agent/letters/page.c agent/letters/page.h \
	agent/letters/tel.c agent/letters/tel.h
