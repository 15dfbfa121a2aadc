import { drawLabel, type LabelInput, type LabelRaster } from '../label-drawing.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    'draw-label': { input: LabelInput; output: LabelRaster };
  }
}

/** What a label says becomes the printer's own dots. Somebody stands waiting for it. */
export default defineTask({ name: 'draw-label', deadlineMs: 10_000, run: drawLabel });
