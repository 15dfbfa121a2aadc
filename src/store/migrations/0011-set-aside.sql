-- Sheets that were drawn together with another, and what is kept for a time only.
ALTER TABLE page ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0;
CREATE INDEX page_set_aside ON page (position) WHERE blob IS NOT NULL AND (role = 'blank' OR suspect = 1);
