-- What the box itself said of a document's class, whatever a clerk said since: from it the bar for filing by class is measured.
ALTER TABLE document ADD COLUMN box_class TEXT;
ALTER TABLE document ADD COLUMN box_confidence REAL NOT NULL DEFAULT 0;
UPDATE document SET (box_class, box_confidence) = (
  SELECT json_extract(CAST(body AS TEXT), '$.class'), json_extract(CAST(body AS TEXT), '$.classConfidence')
  FROM ledger
  WHERE ledger.item_id = document.item_id AND type = 'document.decided@1'
    AND json_extract(CAST(body AS TEXT), '$.documentId') = document.id
  ORDER BY position DESC LIMIT 1
)
WHERE EXISTS (
  SELECT 1 FROM ledger
  WHERE ledger.item_id = document.item_id AND type = 'document.decided@1'
    AND json_extract(CAST(body AS TEXT), '$.documentId') = document.id
);
-- The newest outcomes of one class.
CREATE INDEX document_box_class ON document (box_class, decided_position, box_confidence, class) WHERE state = 'file';
