import type { Act, Touching } from '#acts/act.ts';
import { closeItem } from '#acts/close-item.ts';
import { confirmLabel } from '#acts/confirm-label.ts';
import { type Choice, decide } from '#acts/decide.ts';
import { handOver } from '#acts/hand-over.ts';
import { rescanSheet, takeBackSheets } from '#acts/mend-batch.ts';
import { notBlank } from '#acts/not-blank.ts';
import { oneLetter } from '#acts/one-letter.ts';
import { openedInError } from '#acts/opened-in-error.ts';
import { perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { registerItem } from '#acts/register-item.ts';
import { returnItem } from '#acts/return-item.ts';
import { cancelScan, startScan } from '#acts/start-scan.ts';
import { tryAgain } from '#acts/try-again.ts';
import { undo } from '#acts/undo.ts';
import { writtenSheet } from '#acts/written-sheet.ts';
import type { BatchId, DepartmentId, DeviceId, DocumentId, ItemId, PageId, PersonId } from '#base/ids.ts';
import { type Asked, type Handler, type Handlers, operatorOf } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

type ActRoute =
  | 'registerItem'
  | 'printLabel'
  | 'reprintLabel'
  | 'confirmLabel'
  | 'startScan'
  | 'cancelScan'
  | 'takeBackSheets'
  | 'rescanSheet'
  | 'writtenSheet'
  | 'decide'
  | 'notBlank'
  | 'oneLetter'
  | 'closeItem'
  | 'undo'
  | 'handOver'
  | 'openedInError'
  | 'returnItem'
  | 'tryAgain';

/** What people do: the body becomes the act's command, and the answer is given once the register has it. */
export function actRoutes({ store, desk }: FaceRoom): Handlers<ActRoute> {
  const door =
    <N extends ActRoute, C extends Touching>(act: Act<C>, commandOf: (body: Asked<N>['body']) => C): Handler<N> =>
    (asked) => {
      const { operatorId } = operatorOf(asked);
      const { idempotencyKey } = asked.body as { idempotencyKey: string };
      return perform(store, desk, act, commandOf(asked.body), `operator:${operatorId}`, idempotencyKey) as never;
    };
  const touching = ({ itemId, expected }: { itemId: string; expected: number }) => ({ itemId: itemId as ItemId, expected });
  const departmentId = (id: string | null | undefined) => (id ?? null) as DepartmentId | null;
  const personId = (id: string | null | undefined) => (id ?? null) as PersonId | null;

  return {
    registerItem: door<'registerItem', Parameters<typeof registerItem.decide>[0]>(registerItem, (body) => ({
      direction: body.direction,
      kind: body.kind,
      departmentId: departmentId(body.departmentId),
      personId: personId(body.personId),
      tracking: body.tracking ?? null,
      ...(body.grams === undefined ? {} : { grams: body.grams }),
      print: body.print ?? false,
    })),
    printLabel: door<'printLabel', Touching>(printLabel, touching),
    reprintLabel: door<'reprintLabel', Touching>(printLabel, touching),
    confirmLabel: door<'confirmLabel', Touching & { found: boolean }>(confirmLabel, (body) => ({ ...touching(body), found: body.found })),
    startScan: door<'startScan', Parameters<typeof startScan.decide>[0]>(startScan, (body) => ({
      deviceId: (body.deviceId ?? null) as DeviceId | null,
      separation: body.separation ?? null,
      sheetsPerItem: body.sheetsPerItem ?? null,
      duplex: body.duplex ?? null,
      profile: body.profile ?? null,
      resume: (body.resume ?? null) as BatchId | null,
    })),
    cancelScan: door<'cancelScan', Parameters<typeof cancelScan.decide>[0]>(cancelScan, (body) => ({
      batchId: (body.batchId ?? null) as BatchId | null,
    })),
    takeBackSheets: door<'takeBackSheets', Parameters<typeof takeBackSheets.decide>[0]>(takeBackSheets, ({ batchId, from }) => ({
      batchId: batchId as BatchId,
      from,
    })),
    rescanSheet: door<'rescanSheet', Parameters<typeof rescanSheet.decide>[0]>(rescanSheet, ({ batchId, sheet }) => ({
      batchId: batchId as BatchId,
      sheet,
    })),
    writtenSheet: door<'writtenSheet', Parameters<typeof writtenSheet.decide>[0]>(writtenSheet, ({ batchId, sheet, side }) => ({
      batchId: batchId as BatchId,
      ...{ sheet, side },
    })),
    decide: door<'decide', Parameters<typeof decide.decide>[0]>(decide, (body) => ({
      ...touching(body),
      documentId: body.documentId as DocumentId,
      choice: body.choice as Choice,
      class: body.class,
    })),
    notBlank: door<'notBlank', Parameters<typeof notBlank.decide>[0]>(notBlank, (body) => ({
      ...touching(body),
      documentId: body.documentId as DocumentId,
      pageId: body.pageId as PageId,
    })),
    oneLetter: door<'oneLetter', Parameters<typeof oneLetter.decide>[0]>(oneLetter, (body) => ({
      ...touching(body),
      documentId: body.documentId as DocumentId,
    })),
    closeItem: door<'closeItem', Touching>(closeItem, touching),
    undo: door<'undo', Parameters<typeof undo.decide>[0]>(undo, (body) => ({ actId: body.actId })),
    handOver: door<'handOver', Parameters<typeof handOver.decide>[0]>(handOver, (body) => ({
      ...touching(body),
      departmentId: departmentId(body.departmentId),
      personId: personId(body.personId),
      shelf: body.shelf ?? null,
    })),
    openedInError: door<'openedInError', Touching>(openedInError, touching),
    returnItem: door<'returnItem', Touching>(returnItem, touching),
    tryAgain: door<'tryAgain', Parameters<typeof tryAgain.decide>[0]>(tryAgain, (body) => ({ jobId: body.jobId })),
  };
}
