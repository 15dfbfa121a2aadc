import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { requirePeer } from './peers/peers.ts';

export interface Certificates {
  /** The laboratory's own authority: the only thing a client needs to trust. */
  readonly caPem: string;
  readonly caFile: string;
  /** For 127.0.0.1 and localhost. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

const SETTINGS = `[req]
distinguished_name = name
prompt = no
[name]
CN = laboratory
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
`;

/** An authority and a server certificate under `folder`, made by openssl at the first call and kept. */
export async function laboratoryCertificates(folder: string): Promise<Certificates> {
  const at = (name: string) => path.join(folder, name);
  const made = { caFile: at('ca.pem'), certificateFile: at('server.pem'), keyFile: at('server.key') };
  if (!existsSync(made.certificateFile)) await make(folder, at);
  return { caPem: readFileSync(made.caFile, 'utf8'), ...made };
}

async function make(folder: string, at: (name: string) => string): Promise<void> {
  const peer = requirePeer('openssl');
  const openssl = (...args: string[]) => promisify(execFile)(peer.path, args, { env: { ...process.env, ...peer.env } });
  mkdirSync(folder, { recursive: true });
  writeFileSync(at('openssl.cnf'), SETTINGS);
  const fresh = (name: string) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', at(`${name}.key`)];
  const config = ['-config', at('openssl.cnf')];
  await openssl(
    'req',
    '-x509',
    ...fresh('ca'),
    '-out',
    at('ca.pem'),
    '-days',
    '3650',
    '-subj',
    '/CN=laboratory',
    ...config,
    '-extensions',
    'authority',
  );
  await openssl('req', ...fresh('server'), '-out', at('server.csr'), '-subj', '/CN=localhost', ...config);
  const issuer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  const issued = ['-out', at('server.pem'), '-days', '3650', '-extfile', at('openssl.cnf'), '-extensions', 'server'];
  await openssl('x509', '-req', '-in', at('server.csr'), ...issuer, ...issued);
}
