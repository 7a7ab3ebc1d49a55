# unit/border.mk
