const MAX_COMMAND_BYTES = 8 * 1024 * 1024;

/**
 * Cuts a byte stream, in whatever pieces it arrives, into commands: `obey` gets what stands there and says how many bytes its first command had,
 * 0 while it is not whole.
 * @throws Error when a command grows past 8 MB; it is forgotten then.
 */
export function commandStream(obey: (bytes: Buffer) => number): (piece: Buffer) => void {
  let held = Buffer.alloc(0);
  return (piece) => {
    held = Buffer.concat([held, piece]);
    for (let taken = 1; taken > 0 && held.length > 0; held = held.subarray(taken)) taken = obey(held);
    if (held.length <= MAX_COMMAND_BYTES) return;
    held = Buffer.alloc(0);
    throw new Error('the command does not fit the memory');
  };
}
