/** Reads mail the slow and obvious way, independent of how src/messages writes it. */

const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/gi, (_, b64: string) => Buffer.from(b64, 'base64').toString('utf8'));

function parseHeaders(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (!/^[a-z-]+$/.test(name)) throw new Error(`no header line: ${JSON.stringify(line)}`);
    if (headers.has(name)) throw new Error(`header ${name} stands twice`);
    const value = line
      .slice(colon + 1)
      .trim()
      .replace(/^"((?:[^"\\]|\\.)*)"(?= <)/, (_, inner: string) => inner.replace(/\\(.)/g, '$1'));
    headers.set(name, decodeWords(value));
  }
  return headers;
}

function split(bytes: Buffer): [head: string, body: string] {
  const text = bytes.toString('latin1');
  const at = text.indexOf('\r\n\r\n');
  return [text.slice(0, at), text.slice(at + 4)];
}

/** Header names in order, lower case, with decoded values. */
export const headersOf = (bytes: Buffer): Map<string, string> => parseHeaders(split(bytes)[0]);

/** The parts of a multipart message with their transfer encoding undone. */
export function decodedParts(bytes: Buffer): { headers: Map<string, string>; body: Buffer }[] {
  const [head, body] = split(bytes);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1];
  if (!boundary) throw new Error('no boundary');
  const [open, close] = [`--${boundary}\r\n`, `\r\n--${boundary}--\r\n`];
  if (!body.startsWith(open) || !body.endsWith(close)) throw new Error('not framed by its boundary');
  return body
    .slice(open.length, -close.length)
    .split(`\r\n${open}`)
    .map((part) => {
      const [partHead, encoded] = split(Buffer.from(part, 'latin1'));
      const headers = parseHeaders(partHead);
      const encoding = headers.get('content-transfer-encoding');
      const decoded =
        encoding === 'base64'
          ? Buffer.from(encoded, 'base64')
          : Buffer.from(
              encoded.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
              'latin1',
            );
      return { headers, body: decoded };
    });
}
