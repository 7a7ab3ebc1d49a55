# corpus/local.mk
