import { setImmediate } from 'node:timers/promises';
import type { Reader } from '#register/reader.ts';
import { type ClassCurve, curveOf } from '#understanding/class-thresholds.ts';
import { classesNamed, classOutcomes } from '#views/class-outcomes.ts';

/** What was measured of each class on this box, those of which most was filed first. One turn of the event loop a class. */
export async function classCurves(read: Reader): Promise<ClassCurve[]> {
  const curves: ClassCurve[] = [];
  for (const id of classesNamed(read)) {
    curves.push(curveOf(id, classOutcomes(read, id)));
    await setImmediate();
  }
  return curves.sort((a, b) => b.letters - a.letters || (a.classId < b.classId ? -1 : 1));
}
