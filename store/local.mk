noinst_LIBRARIES += %reldir%/libstore.a
%canon_reldir%_libstore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
%canon_reldir%_libstore_a_SOURCES = \
	%reldir%/account.c %reldir%/account.h \
	%reldir%/address.c %reldir%/address.h \
	%reldir%/answer.c %reldir%/answer.h \
	%reldir%/announced.c %reldir%/announced.h \
	%reldir%/backup.c %reldir%/backup.h \
	%reldir%/body.c %reldir%/body.h \
	%reldir%/conversation.c %reldir%/conversation.h \
	%reldir%/copy.c %reldir%/copy.h \
	%reldir%/digest.c %reldir%/digest.h \
	%reldir%/draft.c %reldir%/draft.h \
	%reldir%/flagging.c %reldir%/flagging.h \
	%reldir%/folder.c %reldir%/folder.h \
	%reldir%/forgotten.c %reldir%/forgotten.h \
	%reldir%/identity.c %reldir%/identity.h \
	%reldir%/mark.c %reldir%/mark.h \
	%reldir%/message.c %reldir%/message.h \
	%reldir%/migrate.c \
	%reldir%/outbox.c %reldir%/outbox.h \
	%reldir%/person.c %reldir%/person.h \
	%reldir%/place.c \
	%reldir%/private.h \
	%reldir%/proof.c %reldir%/proof.h \
	%reldir%/quarantine.c %reldir%/quarantine.h \
	%reldir%/recipient.c %reldir%/recipient.h \
	%reldir%/row.c \
	%reldir%/saying.c %reldir%/saying.h \
	%reldir%/search.c \
	%reldir%/sender.c %reldir%/sender.h \
	%reldir%/setting.c %reldir%/setting.h \
	%reldir%/statement.c \
	%reldir%/store.c %reldir%/store.h \
	%reldir%/touch.c %reldir%/touch.h \
	%reldir%/verdict.c %reldir%/verdict.h \
	%reldir%/words.c %reldir%/words.h
nodist_%canon_reldir%_libstore_a_SOURCES = %reldir%/migrations.c

# Every migration there ever was, in order, and then the late indexes.
store_sql = \
	%reldir%/migrations/001.sql \
	%reldir%/migrations/002.sql \
	%reldir%/migrations/003.sql \
	%reldir%/migrations/004.sql \
	%reldir%/migrations/005.sql \
	%reldir%/migrations/006.sql \
	%reldir%/migrations/007.sql \
	%reldir%/indexes.sql

%reldir%/migrations.c: %reldir%/migrations.awk $(store_sql)
	$(AM_V_GEN)$(MKDIR_P) %reldir% && \
	(cd $(srcdir) && $(AWK) -f %reldir%/migrations.awk $(store_sql)) >$@.tmp && \
	mv $@.tmp $@

EXTRA_DIST += %reldir%/migrations.awk %reldir%/schema.sql $(store_sql)
CLEANFILES += %reldir%/migrations.c %reldir%/migrations.c.tmp
