# unit/parse.mk
