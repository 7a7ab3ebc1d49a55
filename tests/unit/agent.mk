# unit/agent.mk
