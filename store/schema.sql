-- Made by 'make store-schema' from store/migrations/ and store/indexes.sql.
PRAGMA user_version = 7;

CREATE TABLE setting (
	name		TEXT NOT NULL PRIMARY KEY,
	value		TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
	account_id	INTEGER PRIMARY KEY,
	name		TEXT NOT NULL UNIQUE,	-- of the [account NAME] group
	baseline_at	INTEGER,		-- when the first reading had reached its horizon
	read_at		INTEGER,		-- last time that every folder was read to its end
	problem		TEXT NOT NULL DEFAULT '',-- why it is not read now, one sentence
	problem_at	INTEGER,
	refused		INTEGER NOT NULL DEFAULT 0,-- refused logins since refused_at
	refused_at	INTEGER,
	capabilities	TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE folder (
	folder_id	INTEGER PRIMARY KEY,
	account_id	INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	name		BLOB NOT NULL,		-- as the server spelt it; a directory for files
	display		TEXT NOT NULL,
	role		INTEGER NOT NULL,	-- enum folder_role
	selected	INTEGER NOT NULL,	-- 1: tend reads it
	uidvalidity	INTEGER NOT NULL DEFAULT 0,-- 0: never read
	low		INTEGER NOT NULL DEFAULT 0,-- UIDs low to high are recorded
	high		INTEGER NOT NULL DEFAULT 0,-- or proven absent
	modseq		INTEGER NOT NULL DEFAULT 0,
	messages	INTEGER NOT NULL DEFAULT 0,-- EXISTS when last opened
	keywords	INTEGER NOT NULL DEFAULT 1,-- 0: the server keeps no user keywords
	UNIQUE (account_id, name)
) STRICT;

CREATE TABLE copy (
	copy_id		INTEGER PRIMARY KEY,
	folder_id	INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
	uidvalidity	INTEGER NOT NULL,	-- 0 for files
	uid		INTEGER NOT NULL,	-- for files the facts' content hash
	message_key	INTEGER NOT NULL,	-- which message this is a copy of, above 0
	internal_at	INTEGER NOT NULL,
	size		INTEGER NOT NULL,	-- bytes
	flags		INTEGER NOT NULL,	-- enum flag bits
	keywords	TEXT NOT NULL,		-- space-separated
	gm_msgid	INTEGER NOT NULL,	-- X-GM-MSGID, 0: none
	gone_at		INTEGER,		-- not in its folder any more
	facts		BLOB NOT NULL, version INTEGER NOT NULL DEFAULT 0, body INTEGER NOT NULL DEFAULT 0,		-- an encoded struct record_facts
	UNIQUE (folder_id, uidvalidity, uid)
) STRICT;

CREATE INDEX copy_key ON copy (message_key);

CREATE INDEX copy_gone ON copy (folder_id, message_key)
 WHERE gone_at IS NOT NULL;

CREATE TABLE saying (
	saying_id	INTEGER PRIMARY KEY,
	said_at		INTEGER NOT NULL,
	at		INTEGER NOT NULL,	-- the time that it speaks of
	verb		TEXT NOT NULL,		-- stage, log, snooze, done, mute, ...
	address		TEXT NOT NULL,		-- of whom
	word		TEXT NOT NULL,		-- a stage, a channel, a second address, ...
	text		TEXT NOT NULL,		-- in the user's words
	undone_at	INTEGER
, batch INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE identity (
	address		TEXT NOT NULL,		-- one of the user's own, lower case
	source		TEXT NOT NULL CHECK (source IN ('config', 'login', 'sent')),
	PRIMARY KEY (address, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
	folder_id	INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
	uidvalidity	INTEGER NOT NULL,
	uid		INTEGER NOT NULL,
	deaths		INTEGER NOT NULL,	-- workers that died on it
	first_at	INTEGER NOT NULL,
	reason		TEXT NOT NULL,
	PRIMARY KEY (folder_id, uidvalidity, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE address (
	address_id	INTEGER PRIMARY KEY,
	address		TEXT NOT NULL UNIQUE,	-- lower case
	name		TEXT NOT NULL,		-- as last written
	name_at		INTEGER NOT NULL,	-- when that was
	person_id	INTEGER REFERENCES person,-- NULL: only counted
	sent_to		INTEGER NOT NULL DEFAULT 0,-- outgoing messages that name it in To or Cc
	received_from	INTEGER NOT NULL DEFAULT 0,-- incoming messages from it
	first_at	INTEGER,
	last_at		INTEGER
, phone TEXT NOT NULL DEFAULT '', phone_at INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX address_person ON address (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE person (
	person_id	INTEGER PRIMARY KEY,
	name		TEXT NOT NULL,
	contact		INTEGER NOT NULL DEFAULT 0,-- 0: a sighting
	tracked		INTEGER NOT NULL DEFAULT 0,
	stage		INTEGER NOT NULL DEFAULT 0,-- enum stage
	ball		INTEGER NOT NULL DEFAULT 0,-- enum ball
	touches_out	INTEGER NOT NULL DEFAULT 0,
	touches_in	INTEGER NOT NULL DEFAULT 0,
	exchanges	INTEGER NOT NULL DEFAULT 0,
	attempts	INTEGER NOT NULL DEFAULT 0,-- of the open run
	first_at	INTEGER,
	last_at		INTEGER,
	dirty		INTEGER NOT NULL DEFAULT 1 -- 1: touched since it was judged
, organisation TEXT NOT NULL DEFAULT '', colleague INTEGER NOT NULL DEFAULT 0, progress INTEGER NOT NULL DEFAULT 0, nos INTEGER NOT NULL DEFAULT 0, tags TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', cadence TEXT NOT NULL DEFAULT '', answer_within INTEGER, judge_at INTEGER, others INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE INDEX person_dirty ON person (person_id) WHERE dirty = 1;

CREATE TABLE conversation (
	conversation_id	INTEGER PRIMARY KEY,
	into_id		INTEGER			-- found to be a part of this one
) STRICT;

CREATE INDEX conversation_merged ON conversation (into_id)
 WHERE into_id IS NOT NULL;

CREATE TABLE recipient (
	message_key	INTEGER NOT NULL,
	address_id	INTEGER NOT NULL,
	role		INTEGER NOT NULL,	-- enum address_role
	PRIMARY KEY (message_key, address_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE reference (
	target		INTEGER NOT NULL PRIMARY KEY,-- hash of a Message-ID
	conversation_id	INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
	outbox_id	INTEGER PRIMARY KEY,
	account_id	INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	template	TEXT NOT NULL CHECK (template IN ('digest', 'report', 'draft', 'mark')),
	day		TEXT NOT NULL,		-- local day of a digest, else ''
	state		TEXT NOT NULL CHECK (state IN ('due', 'tried', 'done', 'refused')),
	folder		BLOB NOT NULL,
	mid		TEXT NOT NULL,		-- its Message-ID, unguessable
	boundary	TEXT NOT NULL,
	older		INTEGER NOT NULL,	-- matters that a digest counts, not named in it
	written_at	INTEGER NOT NULL,	-- its Date
	zone		INTEGER NOT NULL,	-- minutes east of UTC
	uidvalidity	INTEGER NOT NULL DEFAULT 0,-- of the folder before the try
	uidnext		INTEGER NOT NULL DEFAULT 0,
	uid		INTEGER NOT NULL DEFAULT 0,-- where it lies, 0: unknown
	note		TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX outbox_once_a_day ON outbox (account_id, template, day)
 WHERE day <> '';

CREATE TABLE digest_item (
	outbox_id	INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE,
	position	INTEGER NOT NULL,	-- from 1: what an answer names
	address		TEXT NOT NULL,
	name		TEXT NOT NULL,
	reason		INTEGER NOT NULL,	-- enum reason
	source		INTEGER NOT NULL,
	since_at	INTEGER NOT NULL,
	subject		TEXT NOT NULL,
	sentence	TEXT NOT NULL, organisation TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', mid TEXT NOT NULL DEFAULT '', quote TEXT NOT NULL DEFAULT '', section INTEGER NOT NULL DEFAULT 0, list TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (outbox_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
	message_key	INTEGER PRIMARY KEY,	-- begins with its day: mail of one time lies together
	copy_id		INTEGER NOT NULL,	-- the best copy
	copies		INTEGER NOT NULL,
	at		INTEGER NOT NULL,	-- DESIGN section 2, time of a message
	kind		INTEGER NOT NULL,	-- enum kind
	direction	INTEGER NOT NULL,	-- enum direction
	address_id	INTEGER,		-- whom it is from
	conversation_id	INTEGER NOT NULL,
	personal	INTEGER NOT NULL,	-- 1: it makes touches
	target		INTEGER NOT NULL,	-- hash of its own Message-ID, 0: none
	parent		INTEGER NOT NULL,	-- hash of the one that it answers, 0: none
	subject		TEXT NOT NULL,
	mid		TEXT NOT NULL,		-- Message-ID without brackets
	evidence	TEXT NOT NULL,		-- what decided its kind
	topic		INTEGER NOT NULL,	-- hash of its base subject, 0: none
	reply		INTEGER NOT NULL,	-- 1: its subject says that it answers
	list		INTEGER NOT NULL,	-- hash of its mailing list, 0: none
	wrote_at	INTEGER NOT NULL,	-- by its own copies alone
	quoted_at	INTEGER NOT NULL,	-- the minute of what it quotes, 0: none
	quoted		TEXT NOT NULL,		-- whose that is: an address or a name
	party		INTEGER NOT NULL	-- the only other that it names, 0: several
, office INTEGER NOT NULL DEFAULT 0, in_sent INTEGER NOT NULL DEFAULT 0, signs INTEGER NOT NULL DEFAULT 0, text INTEGER NOT NULL DEFAULT 0, twin INTEGER NOT NULL DEFAULT 0, proof INTEGER NOT NULL DEFAULT 0, proof_at INTEGER NOT NULL DEFAULT 0, event INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX person_judge ON person (judge_at) WHERE judge_at IS NOT NULL;

CREATE TABLE touch (
	person_id	INTEGER NOT NULL,
	at		INTEGER NOT NULL,
	source		INTEGER NOT NULL,	-- message_key, or minus saying_id
	direction	INTEGER NOT NULL,	-- enum direction
	channel		INTEGER NOT NULL,	-- enum channel
	recipients	INTEGER NOT NULL,	-- how many it was written to
	conversation_id	INTEGER NOT NULL,	-- 0: none
	signs		INTEGER NOT NULL,	-- enum sign bits
	day		INTEGER,		-- local day of a promise, or of a return
	ask_day		INTEGER,		-- the last local day that its ask names
	PRIMARY KEY (person_id, at, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
	person_id	INTEGER NOT NULL REFERENCES person,
	conversation_id	INTEGER NOT NULL,	-- 0: the person, not a matter
	reason		INTEGER NOT NULL,	-- enum reason
	since_at	INTEGER NOT NULL,	-- when it began to wait
	due_at		INTEGER NOT NULL,	-- the first rung
	lapse_at	INTEGER NOT NULL,	-- closed from then on
	rungs		TEXT NOT NULL,		-- agent/rules/rung.h
	source		INTEGER NOT NULL,	-- the touch that it rests on
	sentence	TEXT NOT NULL,		-- why, in words
	quote		TEXT NOT NULL,		-- the mail's own sentence, or ''
	PRIMARY KEY (person_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (
	hash		TEXT NOT NULL PRIMARY KEY,-- HMAC of the address, in hexadecimal
	forgotten_at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mark (
	mark_id		INTEGER PRIMARY KEY,
	message_key	INTEGER NOT NULL,
	flag		TEXT NOT NULL,		-- a keyword, or the system flag
	state		TEXT NOT NULL CHECK (state IN ('wanted', 'set', 'theirs', 'unwanted', 'cleared', 'dismissed', 'tracked')),
	tried		INTEGER NOT NULL,	-- 1: a STORE for it may have left
	folder_id	INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
	uidvalidity	INTEGER NOT NULL,
	uid		INTEGER NOT NULL,
	since_at	INTEGER NOT NULL,	-- in this state
	held_at		INTEGER,		-- it could not be done there then
	batch		INTEGER NOT NULL,	-- of the sayings that came of it, 0: none
	note		TEXT NOT NULL,		-- why the server would not have it
	UNIQUE (message_key, flag)
) STRICT;

CREATE TABLE flagging (
	flagging_id	INTEGER PRIMARY KEY,
	copy_id		INTEGER NOT NULL REFERENCES copy ON DELETE CASCADE,
	fresh		INTEGER NOT NULL,	-- 1: the copy came with its flags
	flags		INTEGER NOT NULL,	-- before
	keywords	TEXT NOT NULL		-- before
) STRICT;

CREATE INDEX flagging_copy ON flagging (copy_id);

CREATE TABLE answer (
	message_key	INTEGER PRIMARY KEY,
	outbox_id	INTEGER REFERENCES outbox ON DELETE CASCADE,-- NULL: looked at, and no answer
	acted_at	INTEGER NOT NULL,
	batch		INTEGER NOT NULL,	-- of the sayings that it was, 0: none
	outcome		TEXT NOT NULL		-- a line for each command, '' for nothing to tell
) STRICT;

CREATE TABLE draft (
	outbox_id	INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
	address		TEXT NOT NULL,		-- whom it is written to
	source		INTEGER NOT NULL,	-- the message that it follows, 0: none
	matter		INTEGER NOT NULL,	-- the touch that its verdict rests on, 0: none
	reason		INTEGER NOT NULL,	-- enum reason, of that verdict
	rung		INTEGER NOT NULL,	-- on which of its rungs, from 1; 0: none
	angle		TEXT NOT NULL,		-- which template
	last_at		INTEGER NOT NULL,	-- of the last touch with them, when it was written,
	last_source	INTEGER NOT NULL,	-- and what that was; 0, 0: there was none
	hash		TEXT NOT NULL DEFAULT '',-- SHA-256 of its bytes as they were put there
	tried		INTEGER NOT NULL DEFAULT 0,-- 1: to take it back: its flags may be tend's
	fate		TEXT NOT NULL DEFAULT 'open' CHECK (fate IN ('open', 'unwanted', 'withdrawn', 'kept', 'sent')),
	fate_at		INTEGER
) STRICT;

CREATE INDEX draft_address ON draft (address);

CREATE INDEX draft_waiting ON draft (fate)
 WHERE fate IN ('open', 'unwanted');

CREATE TABLE announced (
	hook		TEXT NOT NULL,		-- on-new, on-answer, on-stalled
	address		TEXT NOT NULL,		-- of whom
	source		INTEGER NOT NULL,	-- the touch that it rests on; 0 of somebody new: any
	due_at		INTEGER NOT NULL,	-- the rung of a stall; since when somebody new waits; else 0
	announced_at	INTEGER NOT NULL,
	PRIMARY KEY (hook, address, source, due_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_conversation ON message (conversation_id, at);

CREATE INDEX message_address ON message (address_id);

CREATE INDEX message_target ON message (target)
 WHERE target <> 0;

CREATE INDEX message_parent ON message (parent)
 WHERE parent <> 0;

CREATE INDEX recipient_address ON recipient (address_id);

CREATE INDEX message_topic ON message (topic, party, wrote_at)
 WHERE topic <> 0;

CREATE INDEX message_wrote ON message (wrote_at)
 WHERE wrote_at <> 0;

CREATE INDEX message_quoted ON message (quoted_at)
 WHERE quoted_at <> 0;

CREATE INDEX copy_parsed ON copy (version, internal_at)
 WHERE gone_at IS NULL AND uidvalidity <> 0;

CREATE INDEX message_office ON message (address_id)
 WHERE office = 1;

CREATE INDEX message_in_sent ON message (address_id, at)
 WHERE in_sent = 1;

CREATE INDEX copy_body ON copy (body, internal_at)
 WHERE body < 2;

CREATE INDEX touch_conversation ON touch (conversation_id)
 WHERE conversation_id <> 0;

CREATE INDEX message_own ON message (at)
 WHERE direction = 1 AND personal = 0 AND parent = 0 AND reply = 1;

CREATE INDEX message_event ON message (event)
 WHERE event <> 0;

CREATE INDEX message_text ON message (text, at)
 WHERE text <> 0;

CREATE INDEX touch_said ON touch (source)
 WHERE source < 0 AND source >= -4611686018427387904;

CREATE INDEX message_proof ON message (proof, at)
 WHERE proof <> 0;

CREATE INDEX touch_both ON touch (source)
 WHERE direction = 3;

CREATE INDEX touch_proved ON touch (source)
 WHERE source < -4611686018427387904;
