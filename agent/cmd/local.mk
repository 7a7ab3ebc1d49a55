agent_cmd_sources = agent/cmd/config.c agent/cmd/help.c
