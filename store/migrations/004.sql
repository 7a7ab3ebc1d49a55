-- What each mail says that a judgement may rest on, and the rungs on which a
-- matter is named.  Touches and verdicts are derived anew after this.

ALTER TABLE saying ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;	-- said in one breath, undone together; 0: alone

ALTER TABLE message ADD COLUMN signs INTEGER NOT NULL DEFAULT 0;	-- enum sign bits
ALTER TABLE message ADD COLUMN text INTEGER NOT NULL DEFAULT 0;	-- hash of who wrote what to whom, 0: none
ALTER TABLE message ADD COLUMN twin INTEGER NOT NULL DEFAULT 0;	-- 1: an earlier copy, under another id, made its touches
ALTER TABLE message ADD COLUMN proof INTEGER NOT NULL DEFAULT 0;	-- hash of whose gone mail it proves, 0: of none
ALTER TABLE message ADD COLUMN proof_at INTEGER NOT NULL DEFAULT 0;	-- when that was written
ALTER TABLE message ADD COLUMN event INTEGER NOT NULL DEFAULT 0;	-- hash of UID and RECURRENCE-ID, 0: none

ALTER TABLE address ADD COLUMN phone TEXT NOT NULL DEFAULT '';	-- of the newest signature
ALTER TABLE address ADD COLUMN phone_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE person ADD COLUMN organisation TEXT NOT NULL DEFAULT '';	-- as the user said, or a registrable domain
ALTER TABLE person ADD COLUMN colleague INTEGER NOT NULL DEFAULT 0;	-- 1: of the user's own domain
ALTER TABLE person ADD COLUMN progress INTEGER NOT NULL DEFAULT 0;	-- exchanges that count towards the target
ALTER TABLE person ADD COLUMN nos INTEGER NOT NULL DEFAULT 0;	-- times that they declined
ALTER TABLE person ADD COLUMN tags TEXT NOT NULL DEFAULT '';	-- between spaces, " acme vip "
ALTER TABLE person ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN cadence TEXT NOT NULL DEFAULT '';	-- of who is tracked
ALTER TABLE person ADD COLUMN answer_within INTEGER;	-- their usual time to an answer, seconds
ALTER TABLE person ADD COLUMN judge_at INTEGER;		-- to be judged again then: a meeting ends

CREATE INDEX person_judge ON person (judge_at) WHERE judge_at IS NOT NULL;

DROP TABLE touch;

-- With direction 0 it is no touch but something that bears on the person: mail
-- to them that came back, an absence.
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

DROP TABLE verdict;

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

CREATE INDEX verdict_due ON verdict (due_at);
