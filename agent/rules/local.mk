noinst_LIBRARIES += agent/rules/librules.a
agent_rules_librules_a_SOURCES = \
	agent/rules/ask_referral.c \
	agent/rules/ball.c agent/rules/ball.h \
	agent/rules/cadence.c agent/rules/cadence.h \
	agent/rules/contact.c agent/rules/contact.h \
	agent/rules/follow_up.c \
	agent/rules/local_day.c agent/rules/local_day.h \
	agent/rules/matter.c agent/rules/matter.h \
	agent/rules/message_time.c agent/rules/message_time.h \
	agent/rules/new.c \
	agent/rules/promised.c \
	agent/rules/quiet.c \
	agent/rules/ruled.c agent/rules/ruled.h \
	agent/rules/rung.c agent/rules/rung.h \
	agent/rules/runs.c agent/rules/runs.h \
	agent/rules/said.c agent/rules/said.h \
	agent/rules/settings.c agent/rules/settings.h \
	agent/rules/stage.c agent/rules/stage.h \
	agent/rules/stage_history.c agent/rules/stage_history.h \
	agent/rules/stall.c agent/rules/stall.h \
	agent/rules/subject.c agent/rules/subject.h \
	agent/rules/summary.c agent/rules/summary.h \
	agent/rules/they_owe.c \
	agent/rules/terms.c agent/rules/terms.h \
	agent/rules/touch.h \
	agent/rules/undelivered.c \
	agent/rules/wording.c agent/rules/wording.h \
	agent/rules/words.c agent/rules/words.h \
	agent/rules/workday.c agent/rules/workday.h \
	agent/rules/you_owe.c
