/** Exit codes of every command: done, failed, used wrongly. */
export const DONE = 0;
export const FAILED = 1;
export const USAGE = 2;

export interface Command {
  readonly usage: string;
  /** @returns the exit code. Results go to standard output, everything said to people to standard error. */
  run(args: string[]): Promise<number>;
}

/** A wrong call: said in one line, exit code 2. */
export class UsageError extends Error {}

export const say = (line: string): void => void process.stderr.write(`${line}\n`);
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
