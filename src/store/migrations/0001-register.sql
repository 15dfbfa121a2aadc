-- The ledger: header and body as they were hashed. `item_id` and `type` repeat the header for the indexes; verify compares them.
CREATE TABLE ledger (
  position INTEGER PRIMARY KEY,
  header BLOB NOT NULL,
  body BLOB NOT NULL,
  hash BLOB NOT NULL,
  item_id TEXT,
  type TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_item ON ledger (item_id, position) WHERE item_id IS NOT NULL;
CREATE INDEX ledger_type ON ledger (type, position);

-- Complete inner nodes of the Merkle tree: (level, number) covers leaves [number * 2^level, (number + 1) * 2^level). Level 0 is ledger.hash.
CREATE TABLE tree_node (
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- Texts about people, outside the hashed bytes. The salt goes with the text, and the commitment in the ledger then says nothing.
CREATE TABLE personal (
  subject TEXT NOT NULL,
  field TEXT NOT NULL,
  salt BLOB NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (subject, field)
) STRICT, WITHOUT ROWID;

-- Answers to acts by idempotency key, how to undo them, pictures made of a page: ids and codes, outside the ledger and the projection.
CREATE TABLE remembered (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL
) STRICT;
-- Blobs that something remembered names.
CREATE TABLE remembered_blob (
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_blob_key ON remembered_blob (key);

CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  priority INTEGER NOT NULL,
  is_unique INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'parked')),
  attempts INTEGER NOT NULL DEFAULT 0,
  delay_ms REAL NOT NULL,
  not_before_ms REAL NOT NULL,
  run_id TEXT NOT NULL,
  reason TEXT,
  progress TEXT,
  created_position INTEGER NOT NULL
) STRICT;
CREATE INDEX job_due ON job (state, not_before_ms);
CREATE INDEX job_subject ON job (subject, name);

-- The projection: what the ledger adds up to. Columns as in src/domain/rows.ts.
CREATE TABLE item (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent_id TEXT,
  source TEXT NOT NULL,
  department_id TEXT,
  person_id TEXT,
  shelf TEXT,
  secrecy TEXT,
  registered_ms INTEGER NOT NULL,
  registered_position INTEGER NOT NULL,
  last_position INTEGER NOT NULL
) STRICT;
CREATE INDEX item_registered ON item (registered_position);
CREATE INDEX item_changed ON item (last_position);
CREATE INDEX item_parent ON item (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  batch_id TEXT NOT NULL,
  sheet INTEGER NOT NULL,
  state TEXT NOT NULL,
  class TEXT,
  class_confidence REAL NOT NULL,
  department_id TEXT,
  person_id TEXT,
  confidence REAL NOT NULL,
  secrecy TEXT,
  registered_mail INTEGER NOT NULL,
  reason TEXT,
  candidates TEXT NOT NULL,
  decided_by TEXT,
  model TEXT,
  routing_reading TEXT,
  full_reading TEXT,
  language TEXT,
  read_failure TEXT,
  revision INTEGER NOT NULL,
  divided_position INTEGER NOT NULL,
  decided_position INTEGER
) STRICT;
CREATE INDEX document_item ON document (item_id, seq);
CREATE INDEX document_batch ON document (batch_id, sheet);
CREATE INDEX document_state ON document (state, divided_position);
CREATE INDEX document_department ON document (department_id, divided_position);
CREATE INDEX document_routing_reading ON document (routing_reading) WHERE routing_reading IS NOT NULL;
CREATE INDEX document_full_reading ON document (full_reading) WHERE full_reading IS NOT NULL;

CREATE TABLE page (
  id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL,
  document_id TEXT,
  sheet INTEGER NOT NULL,
  side TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  role TEXT,
  ordinal INTEGER,
  blob TEXT,
  format TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  resolution_dpi INTEGER NOT NULL,
  orientation INTEGER,
  width_px INTEGER,
  height_px INTEGER,
  separator TEXT,
  own_number TEXT,
  look TEXT,
  failure TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX page_document ON page (document_id, ordinal) WHERE document_id IS NOT NULL;
CREATE INDEX page_batch ON page (batch_id, sheet);
CREATE INDEX page_blob ON page (blob) WHERE blob IS NOT NULL;
CREATE INDEX page_look ON page (look) WHERE look IS NOT NULL;

CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  scanner TEXT,
  source TEXT NOT NULL,
  separation TEXT NOT NULL,
  resolution_dpi INTEGER NOT NULL,
  state TEXT NOT NULL,
  sheets INTEGER,
  sides INTEGER,
  condition TEXT,
  at_sheet INTEGER,
  opened_ms INTEGER NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX batch_state ON batch (state, position);

CREATE TABLE filing (
  id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  target TEXT NOT NULL,
  department_id TEXT NOT NULL,
  mailbox TEXT NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,
  message_id TEXT NOT NULL,
  grace_ms INTEGER NOT NULL,
  locator TEXT,
  uid INTEGER,
  digest TEXT,
  hold_code TEXT,
  planned_position INTEGER NOT NULL,
  planned_ms INTEGER NOT NULL,
  filed_ms INTEGER
) STRICT;
CREATE INDEX filing_document ON filing (document_id);
CREATE INDEX filing_item ON filing (item_id);
CREATE INDEX filing_state ON filing (state, planned_position);
CREATE INDEX filing_message ON filing (message_id);

CREATE TABLE link (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  from_item TEXT NOT NULL,
  to_item TEXT,
  from_document TEXT,
  to_document TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX link_from ON link (from_item);
CREATE INDEX link_to ON link (to_item) WHERE to_item IS NOT NULL;

CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL,
  document_id TEXT,
  person_id TEXT,
  department_id TEXT,
  kind TEXT NOT NULL,
  message_id TEXT NOT NULL,
  state TEXT NOT NULL,
  failure TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_item ON notice (item_id);
CREATE INDEX notice_state ON notice (state, position);

CREATE TABLE label (
  number TEXT NOT NULL,
  copy INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  printer TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (number, copy)
) STRICT;
CREATE INDEX label_item ON label (item_id);

CREATE TABLE custody (
  position INTEGER PRIMARY KEY,
  item_id TEXT NOT NULL,
  department_id TEXT,
  person_id TEXT,
  shelf TEXT,
  by_actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_item ON custody (item_id, position);
