/** In the nested machine: the laboratory's devices answer at their own ports of loopback, and the kiosk at the machine's address. */
import { connect, createServer } from 'node:net';

/** What QEMU's user network calls the host and the machine. */
const HOST = '10.0.2.2';
const MACHINE = '10.0.2.15';
const LOOPBACK = '127.0.0.1';

const [kioskPort = 0, ...labPorts] = process.argv.slice(2).map(Number);
relay(MACHINE, LOOPBACK, kioskPort);
for (const port of labPorts) relay(LOOPBACK, HOST, port);

function relay(from: string, to: string, port: number): void {
  createServer({ noDelay: true }, (near) => {
    const far = connect({ host: to, port, noDelay: true });
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  }).listen(port, from);
}
