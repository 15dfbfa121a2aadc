/** What a ZPL printer finds in its byte stream: a whole format, or a command that is obeyed at once. */
export type ZplEvent = { kind: 'format'; commands: string[] } | { kind: 'immediate'; command: string };

const MAX_FORMAT_CHARS = 8 * 1024 * 1024;

/**
 * Splits a stream, in whatever pieces it arrives, into formats (`^XA` … `^XZ`) and immediate commands (`~HS`). A command
 * of a format is its letters and parameters without the caret: `FO10,20`. What follows an event is looked at only when the next one is
 * asked for.
 *
 * Text outside a format is passed over. Graphics in the encodings we read hold neither `^` nor `~`. `~JA` forgets the format that has begun;
 * a second `^XA` does not: no manual promises that it begins anew.
 *
 * @throws Error from `push` when a format grows past 8 MB; it is forgotten then.
 */
export function openZplStream(): { push(bytes: Buffer): Generator<ZplEvent>; inFormat(): boolean } {
  let text = '';
  let commands: string[] | null = null;

  /** Length of the first command in `text`, which starts with `^` or `~`; 0 where its end has not arrived yet. */
  function commandLength(): number {
    // These end with their last letter: nothing follows before the answer is expected.
    const whole = /^(?:\^X[AZ]|~H[SI]|~HQES|~JA|~PS|~PP)/i.exec(text);
    if (whole) return whole[0].length;
    const next = text.slice(1).search(/[\^~]/);
    // ~HQ may still become ~HQES; other tilde commands outside a format end with their line.
    const line = text.startsWith('~') ? text.search(/[\r\n]/) : -1;
    if (next >= 0 && (line < 0 || next + 1 < line)) return next + 1;
    return Math.max(line, 0);
  }

  function take(command: string): ZplEvent | null {
    const name = command.slice(1, 3).toUpperCase();
    if (command.startsWith('~')) {
      if (name === 'JA') commands = null;
      return { kind: 'immediate', command: command.slice(1).trim().toUpperCase() };
    }
    if (name === 'XA') commands ??= [];
    else if (name === 'XZ' && commands) {
      const format: ZplEvent = { kind: 'format', commands };
      commands = null;
      return format;
    } else commands?.push(command.slice(1).replace(/[\r\n]+$/, ''));
    return null;
  }

  return {
    *push(bytes) {
      text += bytes.toString('latin1');
      if (text.length > MAX_FORMAT_CHARS) {
        text = '';
        commands = null;
        throw new Error('the format does not fit the memory');
      }
      for (;;) {
        const start = text.search(/[\^~]/);
        text = start < 0 ? '' : text.slice(start);
        const length = commandLength();
        if (length === 0) return;
        const event = take(text.slice(0, length));
        text = text.slice(length);
        if (event) yield event;
      }
    },
    inFormat: () => commands !== null,
  };
}
