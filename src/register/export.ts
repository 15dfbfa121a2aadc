import { leaves } from './rebuild.ts';
import { withRegister } from './register-file.ts';

/**
 * Writes the ledger as NDJSON, a line an event: `{"position","hash","header","body"}`. Header and body are the very bytes that
 * were hashed, so the lines prove as much as the file does. Holds no personal data, as the ledger holds none.
 *
 * @returns how many lines
 */
export function exportLedger(path: string, line: (text: string) => void): number {
  return withRegister(path, (db) => {
    let count = 0;
    for (const { position, header, body, hash } of leaves(db)) {
      line(
        `{"position":${position},"hash":"${hash.toString('hex')}","header":${header.toString('utf8')},"body":${body.toString('utf8')}}\n`,
      );
      count += 1;
    }
    return count;
  });
}
