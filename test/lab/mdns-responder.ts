import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

/** A device that offers one service by DNS-SD, on 127.0.0.1: written from RFC 1035 and RFC 6763, sharing nothing with who asks. */
export interface MdnsResponder {
  port: number;
  /** The text of each question that came, `_uscan._tcp.local 12`. */
  asked: string[];
  /** From now on these very bytes are the answer to everything. */
  answerWith(bytes: Buffer): void;
  moveTo(servicePort: number): void;
  close(): Promise<void>;
}

export interface Offered {
  service: string;
  instance: string;
  port: number;
  txt: string[];
  /** False: the answer to the first question only names the instance, as small devices do. */
  additionals?: boolean;
}

const labels = (...parts: string[]): Buffer =>
  Buffer.concat([...parts.flatMap((part) => [Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)]), Buffer.from([0])]);

function record(name: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(120, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([name, head, data]);
}

export async function openMdnsResponder(offered: Offered): Promise<MdnsResponder> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const { service, instance, txt, additionals = true } = offered;
  let { port } = offered;
  let fixed: Buffer | null = null;
  const typeName = labels(...service.split('.'), 'local');
  const instanceName = labels(instance, ...service.split('.'), 'local');
  const hostName = labels('lab-scanner', 'local');

  const sections = () => {
    const place = Buffer.alloc(6);
    place.writeUInt16BE(port, 4);
    const strings = txt.map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]));
    return {
      pointer: record(typeName, 12, instanceName),
      place: record(instanceName, 33, Buffer.concat([place, hostName])),
      text: record(instanceName, 16, Buffer.concat(strings)),
      address: record(hostName, 1, Buffer.from([127, 0, 0, 1])),
    };
  };

  socket.on('message', (question, { port: to, address }) => {
    const questions: string[] = [];
    for (let at = 12; at < question.length; ) {
      const name: string[] = [];
      for (; question[at] !== 0; at += 1 + question[at]!) name.push(question.toString('utf8', at + 1, at + 1 + question[at]!));
      questions.push(`${name.join('.')} ${question.readUInt16BE(at + 1)}`);
      at += 5;
    }
    asked.push(...questions);
    const { pointer, place, text, address: host } = sections();
    const forType = questions.includes(`${service}.local 12`);
    const forInstance = questions.some((one) => one.startsWith(`${instance}.`));
    const answers = [...(forType ? [pointer] : []), ...(forInstance || (forType && additionals) ? [place, text, host] : [])];
    if (answers.length === 0 && !fixed) return;
    const header = Buffer.alloc(12);
    header.writeUInt16BE(0x8400, 2);
    header.writeUInt16BE(answers.length, 6);
    socket.send(fixed ?? Buffer.concat([header, ...answers]), to, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: (socket.address() as AddressInfo).port,
    asked,
    answerWith(bytes) {
      fixed = bytes;
    },
    moveTo(servicePort) {
      port = servicePort;
    },
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}
