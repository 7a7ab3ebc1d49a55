-- Whose conversations hold nobody else's mail need not be asked about again.

ALTER TABLE person ADD COLUMN others INTEGER NOT NULL DEFAULT 1;	-- 0: nobody else's mail bears on them

-- Asked for by nobody any more.

DROP INDEX verdict_due;
