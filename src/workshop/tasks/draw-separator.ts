import { drawSeparator, type SeparatorDrawing } from '../separator-drawing.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    /** One A4 page as PDF. */
    'draw-separator': { input: SeparatorDrawing; output: Uint8Array };
  }
}

/** A separator sheet to be printed. Somebody stands waiting for it. */
export default defineTask({ name: 'draw-separator', deadlineMs: 10_000, run: drawSeparator });
