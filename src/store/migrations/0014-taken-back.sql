-- What was scanned of sheets that were taken back is kept for a time too.
DROP INDEX page_set_aside;
CREATE INDEX page_set_aside ON page (position) WHERE blob IS NOT NULL AND role IN ('blank', 'removed');
