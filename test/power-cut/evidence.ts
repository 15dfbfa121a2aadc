/** What a campaign had in hand when the power was cut. */
export interface Evidence {
  cuts: number;
  /** Cuts that left sheets in the feeder. */
  inMidBatch: number;
  /** What had been acknowledged. */
  sheets: number;
  registrations: number;
  positions: number;
  /** Filings the register had as done on a disk that was found after a cut. */
  filings: number;
}

/** A sentence for each thing on which such a campaign says nothing, however well it ended. */
export function unproved({ cuts, inMidBatch, ...acknowledged }: Evidence): string[] {
  const never = Object.entries(acknowledged).filter(([, count]) => count === 0);
  return [
    ...never.map(([what]) => `no ${what} had been acknowledged before a cut`),
    ...(inMidBatch * 2 < cuts || cuts === 0 ? [`only ${inMidBatch} of ${cuts} cuts fell in the middle of a batch`] : []),
  ];
}
