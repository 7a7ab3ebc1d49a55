-- What tend leaves in the mailbox, and what the user answers there.

ALTER TABLE digest_item ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE digest_item ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE digest_item ADD COLUMN mid TEXT NOT NULL DEFAULT '';	-- of the message to answer
ALTER TABLE digest_item ADD COLUMN quote TEXT NOT NULL DEFAULT '';	-- the mail's own sentence, if it may be shown
ALTER TABLE digest_item ADD COLUMN section INTEGER NOT NULL DEFAULT 0;	-- enum digest_section
ALTER TABLE digest_item ADD COLUMN list TEXT NOT NULL DEFAULT '';	-- of a report: which of its lists, else ''

ALTER TABLE mark ADD COLUMN note TEXT NOT NULL DEFAULT '';	-- why the server would not have it

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
