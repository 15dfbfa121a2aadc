/** What became of the classes the box named: whether each stands today. Of documents that are filed or on their way; closed mail tells nothing. */
import type { Reader } from '#register/reader.ts';

/** Newest outcomes of a class that are looked at: enough to tell one in fifty, and a question of under a millisecond. */
const MOST = 500;

/** Confidence 0 to 1, as the box had it. `right`: nobody has said otherwise. */
export const classOutcomes = (read: Reader, classId: string): { confidence: number; right: boolean }[] =>
  read
    .query<{ confidence: number; is_right: number }>(
      `SELECT box_confidence AS confidence, class IS box_class AS is_right FROM document
       WHERE state = 'file' AND box_class = ? ORDER BY decided_position DESC LIMIT ${MOST}`,
      classId,
    )
    .map(({ confidence, is_right }) => ({ confidence, right: is_right === 1 }));

/** Every class the box has named of a document that is filed. */
export const classesNamed = (read: Reader): string[] =>
  read
    .query<{ id: string }>(
      // One step in the index per class: 'SELECT DISTINCT' would walk all of it.
      `WITH RECURSIVE named (said) AS (
         SELECT min(box_class) FROM document WHERE state = 'file'
         UNION ALL
         SELECT (SELECT min(box_class) FROM document WHERE state = 'file' AND box_class > said) FROM named WHERE said IS NOT NULL
       )
       SELECT said AS id FROM named WHERE said IS NOT NULL LIMIT 200`,
    )
    .map(({ id }) => id);
