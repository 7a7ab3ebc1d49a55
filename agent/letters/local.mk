agent_letters_sources = \
	agent/letters/digest.c agent/letters/digest.h \
	agent/letters/mailto.c agent/letters/mailto.h \
	agent/letters/page.c agent/letters/page.h
