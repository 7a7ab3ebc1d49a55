# unit/rules.mk
