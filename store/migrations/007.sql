-- What tend leaves in the mailbox, and what the user answers there.

ALTER TABLE digest_item ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE digest_item ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE digest_item ADD COLUMN mid TEXT NOT NULL DEFAULT '';	-- of the message to answer
ALTER TABLE digest_item ADD COLUMN quote TEXT NOT NULL DEFAULT '';	-- the mail's own sentence, if it may be shown
ALTER TABLE digest_item ADD COLUMN section INTEGER NOT NULL DEFAULT 0;	-- enum digest_section
ALTER TABLE digest_item ADD COLUMN list TEXT NOT NULL DEFAULT '';	-- of a report: which of its lists, else ''

-- Nothing was ever written into it as it was.

DROP TABLE mark;

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

-- Flags that were seen to change, until it is known what that means.

CREATE TABLE flagging (
	flagging_id	INTEGER PRIMARY KEY,
	copy_id		INTEGER NOT NULL REFERENCES copy ON DELETE CASCADE,
	fresh		INTEGER NOT NULL,	-- 1: the copy came with its flags
	flags		INTEGER NOT NULL,	-- before
	keywords	TEXT NOT NULL		-- before
) STRICT;

CREATE INDEX flagging_copy ON flagging (copy_id);

-- Nothing was ever written into it.
DROP TABLE answer;
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

-- What the user's programs were told: each thing once.

CREATE TABLE announced (
	hook		TEXT NOT NULL,		-- on-new, on-answer, on-stalled
	address		TEXT NOT NULL,		-- of whom
	source		INTEGER NOT NULL,	-- the touch that it rests on; 0 of somebody new: any
	due_at		INTEGER NOT NULL,	-- the rung of a stall; since when somebody new waits; else 0
	announced_at	INTEGER NOT NULL,
	PRIMARY KEY (hook, address, source, due_at)
) STRICT, WITHOUT ROWID;
