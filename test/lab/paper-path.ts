/** What a real device says in `scan:AdfState`; `ScannerAdfProcessing` is added by the scanner while a side is under way. */
export type AdfState = 'ScannerAdfLoaded' | 'ScannerAdfEmpty' | 'ScannerAdfJam' | 'ScannerAdfMultipickDetected' | 'ScannerAdfDoorOpen';

/** One sheet as it lies in the feeder. `number` counts from 1 in the order of loading and stays with the sheet. */
export interface Sheet {
  number: number;
  name: string;
  front: Buffer;
  back?: Buffer;
}

/** One side that has been fed and can be sent. `bytes` is absent for the empty back of a sheet. */
export interface Side {
  sheet: Sheet;
  side: 'front' | 'back';
  bytes?: Buffer;
}

export interface PaperPath {
  load(sheets: Sheet[]): void;
  /** Sheets still in the feeder. */
  waiting(): number;
  state(): AdfState;
  /** Feeds. `stopped` = jam, double feed or open cover, as `state()` tells. In duplex the back follows its front. */
  feed(duplex: boolean): Side | 'empty' | 'stopped';
  /** The side did not reach the other end whole: its sheet is among those that `putBack()` returns. */
  lost(side: Side): void;
  /** The job ended: a sheet whose back was still due comes out, and is among those that `putBack()` returns. */
  eject(): void;
  /**
   * The operator's hand: takes sheets out of the path or off the tray and lays them on top of the feeder in their old
   * order; a jam is over when none is left inside. Without numbers: all that did not come through whole.
   */
  putBack(numbers?: number[]): number[];
  openCover(open: boolean): void;
  /** After `good` further sheets the next one jams. */
  jamAfter(good: number): void;
  /** The n-th sheet from now (1 = the next) takes the one after it along; in duplex that may be noticed behind its front only. */
  doubleFeedAt(n: number, noticed?: 'at once' | 'at its back'): void;
  /** Something happens while the n-th sheet from now (1 = the next) is being drawn. */
  atSheet(n: number, happen: () => void): void;
  /** Disarms what has not happened yet; a jam that is there stays until the sheet is put back. */
  disarm(): void;
}

/** The mechanics of a sheet feeder without any protocol: what lies where, and what has been made to go wrong. */
export function openPaperPath(): PaperPath {
  const known = new Map<number, Sheet>();
  let feeder: Sheet[] = [];
  let stuck: Sheet[] = [];
  let stuckBecause: AdfState = 'ScannerAdfJam';
  const spoiled = new Set<number>();
  let turning: Sheet | null = null;
  let coverIsOpen = false;
  let jamIn: number | null = null;
  let doubleIn: number | null = null;
  let noticedAt: 'at once' | 'at its back' = 'at once';
  /** What was drawn along with the sheet that is being turned. */
  let along: Sheet[] = [];
  let meanwhile: { in: number; happen: () => void } | null = null;

  function pull(): Sheet | 'empty' | 'stopped' {
    const sheet = feeder.shift();
    if (!sheet) return 'empty';
    if (meanwhile !== null && --meanwhile.in <= 0) {
      const { happen } = meanwhile;
      meanwhile = null;
      happen();
    }
    if (jamIn !== null && --jamIn < 0) {
      jamIn = null;
      return stick([sheet], 'ScannerAdfJam');
    }
    if (doubleIn !== null && --doubleIn <= 0) {
      doubleIn = null;
      const next = feeder.splice(0, 1);
      if (noticedAt === 'at once') return stick([sheet, ...next], 'ScannerAdfMultipickDetected');
      along = next;
    }
    return sheet;
  }

  function stick(sheets: Sheet[], because: AdfState): 'stopped' {
    stuck = sheets;
    stuckBecause = because;
    return 'stopped';
  }

  return {
    load(sheets) {
      for (const sheet of sheets) known.set(sheet.number, sheet);
      feeder.push(...sheets);
    },
    waiting: () => feeder.length,
    state() {
      if (coverIsOpen) return 'ScannerAdfDoorOpen';
      if (stuck.length > 0) return stuckBecause;
      return feeder.length > 0 ? 'ScannerAdfLoaded' : 'ScannerAdfEmpty';
    },
    feed(duplex) {
      if (coverIsOpen || stuck.length > 0) return 'stopped';
      if (turning) {
        const sheet = turning;
        turning = null;
        if (along.length > 0) return stick([sheet, ...along.splice(0)], 'ScannerAdfMultipickDetected');
        return { sheet, side: 'back', ...(sheet.back && { bytes: sheet.back }) };
      }
      const sheet = pull();
      if (typeof sheet === 'string') return sheet;
      if (duplex) turning = sheet;
      return { sheet, side: 'front', bytes: sheet.front };
    },
    lost: ({ sheet }) => void spoiled.add(sheet.number),
    eject() {
      if (turning) spoiled.add(turning.number);
      turning = null;
    },
    putBack(numbers = [...stuck.map((sheet) => sheet.number), ...spoiled]) {
      const taken = [...new Set(numbers)].filter((number) => known.has(number)).sort((a, b) => a - b);
      const others = (sheet: Sheet) => !taken.includes(sheet.number);
      stuck = stuck.filter(others);
      if (turning && !others(turning)) turning = null;
      for (const number of taken) spoiled.delete(number);
      feeder = [...taken.map((number) => known.get(number)!), ...feeder.filter(others)];
      return taken;
    },
    openCover(open) {
      // A sheet that was being turned when the cover opened has to be pulled out by hand.
      if (open && turning) stick([turning], 'ScannerAdfJam');
      if (open) turning = null;
      coverIsOpen = open;
    },
    jamAfter(good) {
      jamIn = good;
    },
    doubleFeedAt(n, noticed = 'at once') {
      doubleIn = n;
      noticedAt = noticed;
    },
    atSheet(n, happen) {
      meanwhile = { in: n, happen };
    },
    disarm() {
      jamIn = meanwhile = null;
      doubleIn = null;
    },
  };
}
