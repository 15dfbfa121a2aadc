-- What a batch is scanned for, so that what goes on with it is scanned alike.
ALTER TABLE batch ADD COLUMN profile TEXT NOT NULL DEFAULT 'routing';
