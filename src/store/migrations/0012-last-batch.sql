-- The batch that was opened last, here or at one scanner.
CREATE INDEX batch_position ON batch (position);
CREATE INDEX batch_scanner ON batch (scanner, position);
