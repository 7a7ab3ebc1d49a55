agent_letters_sources =
