/** How far filing and notices are behind, and what stopped and waits for a person. The devices themselves are not in the register. */

import type { Params } from '#contract/common.ts';
import type { BacklogLine, Devices, StoppedJob } from '#contract/devices.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import { firstPositionSince } from './arrival-counters.ts';
import { departmentName, headPosition, type Sight } from './sight.ts';

/** What the register knows for the devices screen. */
export interface Backlog extends Pick<Devices, 'backlog' | 'stopped' | 'position'> {
  /** Something waits because a mail server could not be reached. */
  serverAway: boolean;
}

const MOST = { lines: 199, stopped: 50 };

export function backlog(sight: Sight, nowMs: number): Backlog {
  const { read } = sight;
  const today = firstPositionSince(read, new Date(nowMs).setHours(0, 0, 0, 0));
  return {
    backlog: [...filings(sight, today, nowMs), notices(read, today)],
    stopped: [...unknownLabels(read), ...parkedJobs(read)].slice(0, MOST.stopped),
    position: headPosition(read),
    serverAway: read.query(`SELECT 1 FROM job WHERE state = 'ready' AND reason IN ('FILING_AWAY', 'NOTICE_AWAY') LIMIT 1`).length > 0,
  };
}

/** One line a department that something waits for, or that something was filed for today. */
function filings({ read, names }: Sight, today: number, nowMs: number): BacklogLine[] {
  const rows = read.query<{ department_id: string; waiting: number; done: number; since: number | null; failure: string | null }>(
    `SELECT department_id, sum(state <> 'filed') AS waiting, sum(state = 'filed') AS done,
       min(CASE WHEN state <> 'filed' AND planned_ms + grace_ms <= ? THEN planned_ms + grace_ms END) AS since, max(hold_code) AS failure
     FROM filing WHERE state IN ('planned', 'held') OR (state = 'filed' AND planned_position >= ?)
     GROUP BY department_id ORDER BY waiting DESC, department_id LIMIT ${MOST.lines}`,
    nowMs,
    today,
  );
  return rows.map(({ department_id, waiting, done, since, failure }) => ({
    what: 'filing',
    name: departmentName(names, department_id),
    waiting,
    done,
    waitingSinceMs: since,
    failure,
  }));
}

function notices(read: Reader, today: number): BacklogLine {
  const [row] = read.query<{ waiting: number | null; done: number | null; first: number | null }>(
    `SELECT sum(state = 'planned') AS waiting, sum(state = 'sent') AS done, min(CASE WHEN state = 'planned' THEN position END) AS first
     FROM notice WHERE state = 'planned' OR (state = 'sent' AND position >= ?)`,
    today,
  );
  const first = row?.first ?? null;
  const since = first === null ? null : (read.eventsAfter(first - 1, 1)[0]?.wallMs ?? null);
  return { what: 'notice', name: '', waiting: row?.waiting ?? 0, done: row?.done ?? 0, waitingSinceMs: since, failure: null };
}

/** Labels that may or may not have come out: somebody looks into the tray. */
function unknownLabels(read: Reader): StoppedJob[] {
  const rows = read.query<ProjectionRows['label'] & { last_position: number }>(
    `SELECT label.*, item.last_position FROM label JOIN item ON item.id = label.item_id
     WHERE label.outcome = 'unknown' ORDER BY label.position DESC LIMIT ${MOST.stopped}`,
  );
  return rows.map((label) => ({
    jobId: `label.${label.number}.${label.copy}`,
    what: 'label',
    itemId: label.item_id,
    number: label.number,
    failure: { code: 'LABEL_UNKNOWN_OUTCOME', params: { deviceId: label.printer } },
    position: label.last_position,
  }));
}

const WHAT: Readonly<Record<string, StoppedJob['what']>> = { label: 'label', file: 'filing', withdraw: 'filing', notify: 'notice' };

function parkedJobs(read: Reader): StoppedJob[] {
  const rows = read.query<{ id: string; name: string; subject: string; reason: string }>(
    `SELECT id, name, subject, reason FROM job WHERE state = 'parked' ORDER BY seq LIMIT ${MOST.stopped}`,
  );
  return rows.map(({ id, name, subject, reason }) => {
    const filing = read.get('filing', { id: subject });
    const itemId =
      filing?.item_id ??
      read.get('notice', { id: subject })?.item_id ??
      read.get('document', { id: subject })?.item_id ??
      read.get('item', { number: subject.split(';')[0]! })?.id;
    const item = itemId === undefined ? undefined : read.get('item', { id: itemId });
    const params: Params = filing ? { mailbox: filing.mailbox, target: filing.target } : {};
    return {
      jobId: id,
      what: WHAT[name] ?? 'reading',
      itemId: item?.id ?? null,
      number: item?.number ?? null,
      failure: { code: reason, params },
      position: item?.last_position ?? 0,
    };
  });
}
