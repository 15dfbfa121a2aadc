const LOOKS = 3;

/**
 * For printers that do not say when a label is out: it is, when at so many looks in a row nothing was wrong and nothing at work. Between two looks enough
 * time must pass that the first cannot have come before the printer began.
 */
export function wellInARow(): (well: boolean) => boolean {
  let looks = 0;
  return (well) => {
    looks = well ? looks + 1 : 0;
    return looks >= LOOKS;
  };
}
