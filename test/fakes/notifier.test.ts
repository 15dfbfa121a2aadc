import { type NotifierBench, notifierContract, type Reception } from '#test/contracts/notifier.contract.ts';
import { FakeNotifier, type NoticeFault } from './notifier.ts';

const FAULTS: Record<Reception, NoticeFault> = {
  'nobody-there': 'away',
  'refuse-login': 'denied',
  'defer-recipient': 'deferred',
  'refuse-recipient': 'refused',
  'defer-message': 'deferred',
  'refuse-message': 'refused',
  'drop-before': 'lost-before',
  'drop-after': 'lost-after',
};

notifierContract('fake in memory', async (): Promise<NotifierBench> => {
  const notifier = new FakeNotifier();
  return {
    notifier,
    next: (reception) => notifier.fail(FAULTS[reception]),
    get arrived() {
      return notifier.taken.map(({ envelope, raw }) => ({ from: envelope.from, to: [envelope.to], raw }));
    },
    close: () => notifier.close(),
  };
});
