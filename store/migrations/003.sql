-- Offices' addresses, and senders who may be the user by another address.
-- Messages are derived anew after this.

ALTER TABLE message ADD COLUMN office INTEGER NOT NULL DEFAULT 0;	-- 1: from an address that many hands answer
ALTER TABLE message ADD COLUMN in_sent INTEGER NOT NULL DEFAULT 0;	-- 1: a person's, not the user's, in a Sent folder
