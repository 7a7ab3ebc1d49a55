noinst_LIBRARIES += agent/border/libborder.a
agent_border_libborder_a_SOURCES =
