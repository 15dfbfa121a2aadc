-- A notice tells of one copy: it names that copy's mailbox, and is taken back with it.
ALTER TABLE notice ADD COLUMN filing_id TEXT;
CREATE INDEX notice_filing ON notice (filing_id) WHERE filing_id IS NOT NULL;
