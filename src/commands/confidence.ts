import { openReader } from '#register/reader.ts';
import { withRegister } from '#register/register-file.ts';
import { type ClassCurve, curveOf } from '#understanding/class-thresholds.ts';
import { classesNamed, classOutcomes } from '#views/class-outcomes.ts';
import { type Command, DONE, print, say, UsageError } from './command.ts';

/** The first that keeps what the box said of a class. */
const FIRST_SCHEMA = 13;

/** `vaguemestre confidence FOLDER-OR-FILE`: how right the box is, class by class, and from where on it files by the class alone. */
export const confidence: Command = {
  usage: 'confidence FOLDER-OR-FILE [--json]',
  async run(args) {
    const json = args.includes('--json');
    const [file, ...rest] = args.filter((one) => one !== '--json');
    if (file === undefined || rest.length > 0) throw new UsageError('name one state folder, or a register copied from one');
    const curves = withRegister(file, (db) => {
      if ((db.pragma('user_version', { simple: true }) as number) < FIRST_SCHEMA)
        throw new UsageError('this register is of an older version: start the daemon on it once');
      const read = openReader(db);
      return classesNamed(read).map((id) => curveOf(id, classOutcomes(read, id)));
    }).sort((a, b) => b.letters - a.letters);
    if (json) for (const curve of curves) print(JSON.stringify(curve));
    else for (const line of tableOf(curves)) print(line);
    if (curves.length === 0) say('Nothing with a class has been filed yet.');
    else if (!json) say('Wrong of so many, by how sure the box was. "files from": by the class alone; a printed name needs no class.');
    return DONE;
  },
};

/** One line a class: letters, right, bar, and wrong/letters in each bin. */
export function tableOf(curves: readonly ClassCurve[]): string[] {
  const bins = curves[0]?.bins ?? [];
  const head = ['class', 'letters', 'right', 'files from', ...bins.map(({ from }) => (from === 0 ? `< ${bins[1]!.from}` : `≥ ${from}`))];
  const rows = curves.map((one) => [
    one.classId,
    String(one.letters),
    `${((100 * one.right) / Math.max(1, one.letters)).toFixed(1)} %`,
    one.bar === null ? 'never' : one.bar.toFixed(3),
    ...one.bins.map(({ letters, right }) => (letters === 0 ? '·' : `${letters - right}/${letters}`)),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
