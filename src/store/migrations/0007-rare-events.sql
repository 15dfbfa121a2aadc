-- Asked for are the openings of epochs and the numbers voided, both rare: an index over all events was a page more in each commit.
DROP INDEX ledger_type;
CREATE INDEX ledger_epoch ON ledger (position) WHERE type = 'epoch.opened@1';
CREATE INDEX ledger_voided ON ledger (position) WHERE type = 'number.voided@1';
