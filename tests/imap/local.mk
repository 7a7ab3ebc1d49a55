# imap/local.mk
