/** One system call of a trace by `strace -f -yy`. Order is that of the lines: a call lasts from the line it begins in to the one it ends in. */
export interface Call {
  name: string;
  begin: number;
  /** Infinity where the process died in it. */
  end: number;
  /** What stands between the brackets; with `-yy` each descriptor is followed by its file or its connection. */
  text: string;
}

export const TRACED = ['rename', 'renameat', 'renameat2', 'fsync', 'fdatasync', 'write', 'writev', 'pwrite64', 'sendmsg', 'sendto'];
/** Long enough for a whole page of SQLite. */
const SHOWN_BYTES = 4_200;

/** How to run a program and everything below it so that its calls are written to `file`. */
export const straceCommand = (strace: string, file: string): string[] => [
  ...[strace, '-f', '-yy', '--seccomp-bpf', '-s', String(SHOWN_BYTES)],
  ...['-e', `trace=${TRACED.join(',')}`, '-e', 'signal=none', '-o', file],
];

const LINE = /^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$/s;

const UNFINISHED = ' <unfinished ...>';
const FAILED = / = -1 E\w+ [^"]*$/;

/** Reads a trace. Calls that failed count for nothing and are left out. */
export function parseTrace(trace: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, Call>();
  for (const [number, line] of trace.split('\n').entries()) {
    const [, pid, resumed, name, rest = ''] = LINE.exec(line) ?? [];
    if (pid === undefined) continue;
    if (name !== undefined) {
      const call: Call = { name, begin: number, end: Number.POSITIVE_INFINITY, text: rest };
      calls.push(call);
      if (rest.endsWith(UNFINISHED)) unfinished.set(pid, call);
      else call.end = number;
    } else {
      const call = unfinished.get(pid);
      unfinished.delete(pid);
      if (call === undefined || call.name !== resumed) continue;
      call.end = number;
      call.text = call.text.slice(0, -UNFINISHED.length) + rest;
    }
  }
  return calls.filter(({ text }) => !FAILED.test(text));
}

/** One thing that must have been done, and how to know it among the calls. */
export interface Step {
  what: string;
  is(call: Call): boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A file was synced; `path` is the end of its path. */
export const synced = (path: string): Step => ({
  what: `${path} is synced`,
  is: ({ name, text }) => (name === 'fsync' || name === 'fdatasync') && new RegExp(`^\\d+<[^>]*${escaped(path)}>`).test(text),
});
/** A file got its name; `to` is the end of it. */
export const renamed = (to: string): Step => ({
  what: `${to} has its name`,
  is: ({ name, text }) => name.startsWith('rename') && new RegExp(`"[^"]*${escaped(to)}"\\)`).test(text),
});
/** These words were written to what `to` says: the end of a path, or the kind of connection. */
export const written = (to: RegExp, ...words: (string | RegExp)[]): Step => ({
  what: `${words.join(' … ')} is written to ${to.source}`,
  is: ({ name, text }) =>
    /^p?write|^send/.test(name) &&
    to.test(/^\d+<((?:->|[^>])*)>/.exec(text)?.[1] ?? '') &&
    words.every((word) => (typeof word === 'string' ? text.includes(word) : word.test(text))),
});

/**
 * Whether every utterance of a word came after all the steps, which were done one after the other.
 * Returns a sentence for each utterance that came too soon, and one where the word was never spoken.
 */
export function spokenTooSoon(calls: readonly Call[], word: Step, steps: readonly Step[]): string[] {
  const utterances = calls.filter((call) => word.is(call));
  if (utterances.length === 0) return [`never: ${word.what}`];
  return utterances.flatMap((utterance) => {
    let before = utterance.begin;
    for (const step of steps.toReversed()) {
      const done = calls.findLast((call) => call.end < before && step.is(call));
      if (!done) return [`${word.what}, and not before: ${step.what}`];
      before = done.begin;
    }
    return [];
  });
}
