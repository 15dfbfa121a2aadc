-- A claim that a crash cut off is no failure: how often a job failed drives its pauses, how often the process died under it
-- tells a job that kills.
ALTER TABLE job ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
