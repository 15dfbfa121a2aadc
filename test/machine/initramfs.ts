/** A file or, without bytes, a folder of the archive. */
export interface ArchiveEntry {
  path: string;
  bytes?: Buffer;
}

/**
 * An archive from which a kernel makes its first root.
 * @see Linux, Documentation/driver-api/early-userspace/buffer-format.rst ("newc"): eight hex digits a field, all padded to 4 bytes
 */
export function initramfs(entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.map(({ path, bytes }, n) =>
    entry(n + 1, path, bytes === undefined ? 0o040755 : 0o100755, bytes ?? Buffer.alloc(0)),
  );
  return Buffer.concat([...parts, entry(0, 'TRAILER!!!', 0, Buffer.alloc(0))]);
}

function entry(inode: number, path: string, mode: number, bytes: Buffer): Buffer {
  const name = Buffer.from(`${path}\0`);
  const [uid, gid, links, mtime, major, minor] = [0, 0, 1, 0, 0, 0];
  const fields = [inode, mode, uid, gid, links, mtime, bytes.length, major, minor, major, minor, name.length, 0];
  const head = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([head, name])), padded(bytes)]);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
