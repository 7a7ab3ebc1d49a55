agent_letters_sources = \
	agent/letters/digest.c agent/letters/digest.h
