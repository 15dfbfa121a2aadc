import { type Act, refuse, type Touching } from './act.ts';

/** What stopped for a reason that a person has cured goes on, and with it all that stopped for the same: the full mailbox was emptied for each. */
export const tryAgain: Act<Touching & { jobId: string }> = {
  name: 'try-again',
  decide(command, desk) {
    const stopped = desk.stopped().find(({ id }) => id === command.jobId);
    if (!stopped) throw refuse('try again', 'it has gone on meanwhile');
    return { events: [], goesOn: { name: stopped.name, reason: stopped.reason } };
  },
};
