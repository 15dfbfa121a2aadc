import { drawLabel } from '#workshop/label-drawing.ts';
import { LANGUAGES, openLanguageBench } from '../firmware-bridge/drivers/label-languages.ts';
import { type Measure, percentile, report } from './beside.ts';

const ROUNDS = 40;
const FACTS = {
  ...{ number: 'VM-2026-000123-M', kind: 'registered' as const, station: 'VM', department: 'Comptabilité', class: 'Facture' },
  ...{ dateText: '2026-11-27', copy: 1 },
};

/** Milliseconds a label costs on this machine, language by language: the layout drawn, and the language's bytes made of it. Median of 40. */
export async function labelMeasures(): Promise<{ measures: Measure[]; jobBytes: Record<string, number> }> {
  const measures: Measure[] = [];
  const jobBytes: Record<string, number> = {};
  for (const language of LANGUAGES) {
    const { name } = language;
    const { open, close } = await openLanguageBench(language);
    try {
      const session = await open();
      const { widthDots, lengthDots, resolutionDpi } = session;
      const input = { ...FACTS, widthDots, heightDots: lengthDots, resolutionDpi };
      const label = await drawLabel(input);
      const times = { drawn: [] as number[], encoded: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        const drawing = performance.now();
        await drawLabel(input);
        const encoding = performance.now();
        jobBytes[name] = session.encode(label).length;
        times.drawn.push(encoding - drawing);
        times.encoded.push(performance.now() - encoding);
      }
      const size = `${widthDots} × ${lengthDots} dots`;
      measures.push({ what: `${name}: layout drawn, ${size}`, unit: 'ms', ours: percentile(times.drawn, 0.5) });
      measures.push({ what: `${name}: encoded, ${jobBytes[name]} bytes`, unit: 'ms', ours: percentile(times.encoded, 0.5) });
    } finally {
      await close();
    }
  }
  return { measures, jobBytes };
}

export async function bench(): Promise<void> {
  const { measures, jobBytes } = await labelMeasures();
  report('bridge-labels', measures, { jobBytes });
}

if (import.meta.main) await bench();
