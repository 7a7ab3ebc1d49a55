-- How far each copy was read, by which parser; and what ties mail that names no
-- other.  Messages are derived anew after this.

ALTER TABLE copy ADD COLUMN version INTEGER NOT NULL DEFAULT 0;	-- of the parser that saw it
ALTER TABLE copy ADD COLUMN body INTEGER NOT NULL DEFAULT 0;	-- 1: the header asks for it, 2: read

DROP TABLE message;

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
) STRICT;
