# faults/local.mk
