noinst_LIBRARIES += agent/rules/librules.a
agent_rules_librules_a_SOURCES =
