agent_cmd_sources =
