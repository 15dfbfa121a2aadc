/** Prometheus metrics under the names every box of the fleet uses (fleet.md §7); those whose subject is not built yet are missing. */
import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DEVICE_STATES } from '#contract/words.ts';
import type { StoredEvent } from '#domain/events.ts';
import type { FaceRoom } from './parts.ts';

export interface Metrics {
  text(): Promise<string>;
  close(): void;
}

const READING = new Set(['prepare', 'route', 'read']);
const QUALITY = { unconfirmed: 0, operator: 1, ntp: 2 } as const;
const NANOSECONDS = 1e9;

export function openMetrics({ store, devices, clock, station }: FaceRoom): Metrics {
  const registers = [new Registry()];
  const counter = (name: string, help: string, labelNames: string[] = []) => new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, collect: (this: Gauge) => void, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers, collect });

  const pieces = counter('mailroom_pieces_registered_total', 'Items registered since the start.', ['direction', 'kind']);
  const mails = counter('mailroom_mail_sent_total', 'Notices by result since the start.', ['result']);
  const labels = counter('mailroom_label_printed_total', 'Labels printed since the start.');
  const filed = new Gauge({ name: 'mailroom_imap_last_success_timestamp_seconds', help: 'When something was last filed.', registers });
  const scans = new Histogram({
    name: 'mailroom_scan_duration_seconds',
    help: 'From the start of a batch to the end of its feeding.',
    buckets: [1, 5, 15, 60, 300, 1200],
    registers,
  });
  const opened = new Map<string, number>();

  function count({ type, body, wallMs }: StoredEvent): void {
    if (type === 'item.registered@1') pieces.inc({ direction: body.direction, kind: body.kind });
    else if (type === 'notice.sent@1') mails.inc({ result: 'sent' });
    else if (type === 'notice.failed@1') mails.inc({ result: 'failed' });
    else if (type === 'label.printed@1' && body.outcome === 'printed') labels.inc();
    else if (type === 'mail.filed@1') filed.set(wallMs / 1000);
    else if (type === 'batch.opened@1') opened.set(body.batchId, clock.monotonicMs());
    else if (type === 'batch.closed@1') {
      const since = opened.get(body.batchId);
      if (since !== undefined) scans.observe((clock.monotonicMs() - since) / 1000);
      opened.delete(body.batchId);
    }
  }
  const stopCounting = store.onCommit((events) => events.forEach(count));

  gauge(
    'mailroom_build_info',
    'The program that runs.',
    function () {
      this.set({ version: station.version }, 1);
    },
    ['version'],
  );
  gauge('mailroom_register_position', 'Position of the newest event of the register.', function () {
    this.set(store.head().position);
  });
  gauge('mailroom_ocr_queue_depth', 'Jobs that wait to look at or read a page.', function () {
    this.set(
      store.jobs
        .counts()
        .filter(({ name, state }) => READING.has(name) && state !== 'parked')
        .reduce((sum, one) => sum + one.count, 0),
    );
  });
  gauge(
    'mailroom_jobs',
    'Durable jobs by name and state.',
    function () {
      this.reset();
      for (const { name, state, count: jobs } of store.jobs.counts()) this.set({ name, state }, jobs);
    },
    ['name', 'state'],
  );
  gauge(
    'mailroom_scanner_up',
    'A scanner answers.',
    function () {
      for (const { id, kind, state } of devices.status())
        if (kind === 'scanner') this.set({ scanner: id }, state === 'absent' || state === 'quarantined' ? 0 : 1);
    },
    ['scanner'],
  );
  gauge(
    'mailroom_printer_state',
    'The state a printer is in.',
    function () {
      for (const { id, kind, state: is } of devices.status())
        if (kind === 'label-printer') for (const state of DEVICE_STATES) this.set({ printer: id, state }, state === is ? 1 : 0);
    },
    ['printer', 'state'],
  );
  gauge('mailroom_db_size_bytes', 'Size of the register file.', function () {
    this.set(statSync(store.databaseFile).size);
  });
  gauge('mailroom_clock_quality', 'How far the clock is trusted: 0 unconfirmed, 1 set by the operator, 2 NTP.', function () {
    this.set(QUALITY[clock.quality()]);
  });

  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  gauge(
    'mailroom_event_loop_delay_seconds',
    'Delay of the event loop since the last scrape.',
    function () {
      for (const quantile of [0.5, 0.99]) this.set({ quantile }, delay.percentile(quantile * 100) / NANOSECONDS);
      delay.reset();
    },
    ['quantile'],
  );

  return {
    text: () => registers[0]!.metrics(),
    close() {
      stopCounting();
      delay.disable();
    },
  };
}
