/*
 * The header fields that tend asks a server for: all that any rule judges
 * by, in one frozen list.
 *
 * Frozen, because Dovecot and others answer a list that they have answered
 * before from a cache, and open every mail's file again for one that is new:
 * neither add, nor remove, nor reorder, nor respell.  A subset would be free;
 * one more field costs every user a cold run over the whole mailbox.
 */
#pragma once

/*
 * What tend's letters carry, so that two computers do not leave two of a day.
 * It is asked for only where a search has found it.
 */
#define IMAP_LABEL_FIELD "X-TEND-LETTER"

#define IMAP_FIELDS                                                           \
	"FROM SENDER REPLY-TO TO CC BCC RESENT-FROM SUBJECT DATE MESSAGE-ID " \
	"IN-REPLY-TO REFERENCES RETURN-PATH CONTENT-TYPE CONTENT-CLASS "      \
	"AUTO-SUBMITTED PRECEDENCE LIST-ID LIST-POST LIST-UNSUBSCRIBE "       \
	"LIST-UNSUBSCRIBE-POST FEEDBACK-ID AUTHENTICATION-RESULTS "           \
	"DELIVERED-TO X-FAILED-RECIPIENTS X-AUTOREPLY X-AUTORESPOND "         \
	"X-AUTORESPONSE X-AUTO-RESPONSE-SUPPRESS "                            \
	"X-MS-EXCHANGE-INBOX-RULES-LOOP X-APPLE-ACTION X-LOOP X-MAILER "      \
	"X-ORIGINAL-FROM"
