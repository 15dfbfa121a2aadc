-- A run may leave no page that could be kept: how often a batch was fed is counted by its ends.
ALTER TABLE batch ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
