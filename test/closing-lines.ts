import { Transform } from 'node:stream';
import { spec } from 'node:test/reporters';

const CLOSING = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

interface RunnerEvent {
  readonly type: string;
  readonly data?: {
    readonly nesting?: number;
    readonly message?: string;
    readonly file?: string;
    readonly success?: boolean;
    readonly counts?: { readonly tests: number };
  };
}

export interface Outcome {
  readonly success: boolean;
  readonly tests: number;
}

/**
 * The spec report of a run, with the runner's own closing counts held back and printed last, after the recapitulation
 * of failures, as `# tests 12`: where both people and programs look.
 */
export async function report(events: NodeJS.ReadableStream, out: NodeJS.WritableStream): Promise<Outcome> {
  const closing: string[] = [];
  let outcome: Outcome = { success: false, tests: 0 };
  const holdBack = new Transform({
    objectMode: true,
    transform(event: RunnerEvent, _encoding, pass) {
      const { data } = event;
      if (event.type === 'test:summary' && data?.file === undefined)
        outcome = { success: data?.success === true, tests: data?.counts?.tests ?? 0 };
      const held = event.type === 'test:diagnostic' && data?.nesting === 0 && CLOSING.test(data.message ?? '');
      if (held) closing.push(`# ${data.message}\n`);
      pass(null, held ? undefined : event);
    },
  });
  for await (const text of events.pipe(holdBack).pipe(new spec())) out.write(text);
  out.write(closing.join(''));
  return outcome;
}
