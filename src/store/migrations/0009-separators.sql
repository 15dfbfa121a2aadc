-- What separator sheets say, and where one may be missing.
ALTER TABLE item ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE item ADD COLUMN day TEXT;
ALTER TABLE document ADD COLUMN suspicions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE page ADD COLUMN orders TEXT;
ALTER TABLE page ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE batch ADD COLUMN sheets_per_item INTEGER;
