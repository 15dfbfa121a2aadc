import type { Failure } from '#contract/failure.ts';

/** The daemon refused, and says why by a code. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly failure: Failure;
  readonly status: number;
  constructor(failure: Failure, status: number) {
    super(failure.message);
    this.failure = failure;
    this.status = status;
  }
}

/** Nobody answered: no daemon, or none that can be reached. Nothing is known about what was asked. */
export class Away extends Error {
  override readonly name = 'Away';
}
