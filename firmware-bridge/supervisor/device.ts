import { isFailure, MailroomError } from '../../src/base/errors.ts';
import { type Blame, blamed, blaming } from './blame.ts';
import { conditionOf } from './condition-of.ts';
import { type Happening, type Known, step, UNKNOWN_DEVICE } from './device-state.ts';
import type { Driver, InputLink, Report } from './driver.ts';
import { aborted, backoffMs, pause } from './pause.ts';
import type { Quarantine } from './quarantine.ts';

type SessionOf<D extends Driver> = Awaited<ReturnType<D['open']>>;

/** One device kept open: opened again with back-off whenever it goes, polled while idle, one job at a time. */
export interface Device<D extends Driver> {
  known(): Known;
  session(): SessionOf<D> | null;
  /**
   * Runs one job with the device to itself; the poll and other jobs wait. @throws DEVICE_ABSENT when it is not open.
   * `report` takes what the job learned of the device's condition on the way.
   */
  use<T>(work: (session: SessionOf<D>, report: (seen: Report) => void) => Promise<T>): Promise<T>;
  /** Something was plugged or unplugged: it is opened, or asked how it is, at once. */
  wake(): void;
  /** Out of quarantine; one that is in none is merely woken. */
  release(): Promise<void>;
  /** Settles when the session is closed. Rejects only for a bug. */
  readonly closed: Promise<void>;
  close(): void;
}

export function keepDevice<D extends Driver>(
  driver: D,
  link: InputLink,
  pollMs: number,
  onChange: () => void,
  quarantine: Quarantine,
  onOpen: (session: SessionOf<D>) => Promise<void> = async () => undefined,
): Device<D> {
  const { clock, log, deviceId } = link;
  const blame: Blame = (call, error) => quarantine.brokeBridge({ deviceId, driver: driver.name, call, page: null, how: String(error) });
  const stop = new AbortController();
  let known = UNKNOWN_DEVICE;
  let session: SessionOf<D> | null = null;
  let wake = new AbortController();
  let released = new AbortController();
  let tail: Promise<unknown> = Promise.resolve();

  /** Until `ms` are over or somebody wakes it; a wake that came since the last rest ends this one at once. */
  const rest = async (ms: number) => {
    await pause(clock, ms, AbortSignal.any([wake.signal, stop.signal]));
    if (wake.signal.aborted) wake = new AbortController();
  };
  const happen = (happening: Happening) => {
    known = step(known, happening);
    onChange();
  };
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  };

  async function keepOpen(): Promise<void> {
    let failures = 0;
    let away = false;
    while (!stop.signal.aborted) {
      if (quarantine.reportOf(deviceId)) {
        happen({ kind: 'quarantined' });
        await aborted(AbortSignal.any([released.signal, stop.signal]));
        released = new AbortController();
        continue;
      }
      try {
        happen({ kind: 'opening' });
        const opened = blamed((await blaming('open', () => driver.open(link), blame)) as SessionOf<D>, blame);
        try {
          await onOpen(opened);
          await poll(opened, () => {
            failures = 0;
            away = false;
          });
        } finally {
          session = null;
          await opened.close();
        }
      } catch (error) {
        const condition = conditionOf(error);
        if (!away) log.warn({ device: deviceId, code: (error as MailroomError).code, condition }, 'device is away');
        away = true;
        happen({ kind: 'gone', condition });
        if (isFailure(error, 'DRIVER_CRASHED') && (await quarantine.crashed(error.context))) {
          log.error({ device: deviceId, ...error.context }, 'device is put into quarantine');
          continue;
        }
        // What has just been plugged in may need a moment: it is looked for often again.
        const woken = wake.signal;
        await rest(backoffMs(++failures));
        if (woken.aborted) failures = 0;
      }
    }
  }

  async function poll(opened: SessionOf<D>, answered: () => void): Promise<void> {
    while (!stop.signal.aborted) {
      await alone(async () => {
        const report = await opened.status();
        session = opened;
        happen({ kind: 'reported', report });
      });
      answered();
      if (stop.signal.aborted) return;
      await rest(pollMs);
    }
  }

  return {
    known: () => known,
    session: () => session,
    use: (work) =>
      alone(async () => {
        if (!session) throw new MailroomError('DEVICE_ABSENT', { deviceId });
        happen({ kind: 'job-begun' });
        try {
          return await work(session, (report) => {
            known = { ...report, state: 'busy' };
            onChange();
          });
        } finally {
          happen({ kind: 'job-ended' });
          // What the job left behind is asked at once, so that a jam shows with the end of the batch.
          wake.abort();
        }
      }),
    wake: () => wake.abort(),
    async release() {
      await quarantine.release(deviceId);
      released.abort();
      wake.abort();
    },
    closed: keepOpen(),
    close: () => stop.abort(),
  };
}
