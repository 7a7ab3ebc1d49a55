agent_letters_sources = \
	agent/letters/angle.c agent/letters/angle.h \
	agent/letters/answer.c agent/letters/answer.h \
	agent/letters/answer_token.c \
	agent/letters/answer_words.c agent/letters/answer_words.h \
	agent/letters/auth_results.c agent/letters/auth_results.h \
	agent/letters/bars.c agent/letters/bars.h \
	agent/letters/digest.c agent/letters/digest.h \
	agent/letters/figures.c agent/letters/figures.h \
	agent/letters/line.c agent/letters/line.h \
	agent/letters/mailto.c agent/letters/mailto.h \
	agent/letters/pace.c agent/letters/pace.h \
	agent/letters/page.c agent/letters/page.h \
	agent/letters/plot.c agent/letters/plot.h \
	agent/letters/report.c agent/letters/report.h \
	agent/letters/report_lines.c agent/letters/report_lines.h \
	agent/letters/report_words.c agent/letters/report_words.h \
	agent/letters/svg.c agent/letters/svg.h \
	agent/letters/tel.c agent/letters/tel.h \
	agent/letters/template.c agent/letters/template.h
