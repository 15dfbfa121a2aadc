import { type Cut, filingTargetContract } from '#test/contracts/filing-target.contract.ts';
import { FakeFilingTarget } from './filing-target.ts';

filingTargetContract('fake in memory', ['uids', 'line'], async () => {
  const target = new FakeFilingTarget(['Post', 'Legal']);
  return {
    target,
    mailbox: 'Post',
    otherMailbox: 'Legal',
    missingMailbox: 'Nowhere',
    stored: async (mailbox) => target.stored(mailbox).map((message) => message.bytes),
    markRead: async (mailbox, messageId) => target.markRead(mailbox, messageId),
    remove: async (mailbox, messageId) => target.remove(mailbox, messageId),
    renumber: async (mailbox) => target.renumber(mailbox),
    cut: (where: Cut) => target.fail(where === 'after' ? 'lost-after' : 'lost-before'),
    close: () => target.close(),
  };
});
