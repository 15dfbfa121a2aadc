import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MAILBOX_USER } from '#lab/mailroom.ts';
import { requirePeer } from '#lab/peers/peers.ts';

/** One message as another program than ours finds it on the server. */
export interface SeenMessage {
  mailbox: string;
  uid: number;
  messageId: string;
  flags: string[];
}

const SCRIPT = `
import imaplib, json, re, sys
host, port, user, password = sys.argv[1:5]
server = imaplib.IMAP4(host, int(port))
server.login(user, password)
found = []
for line in server.list()[1]:
    name = re.match(rb'\\([^)]*\\) "?/"? (.*)$', line).group(1)
    if server.select(name, readonly=True)[0] != 'OK':
        continue
    for part in server.uid('FETCH', '1:*', '(UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])')[1]:
        if isinstance(part, tuple):
            said, head = part[0].decode(), part[1].decode()
            flags = re.search(r'FLAGS \\(([^)]*)\\)', said).group(1).split()
            message_id = re.search(r'<[^>]*>', head)
            found.append({'mailbox': name.decode().strip('"'), 'uid': int(re.search(r'UID (\\d+)', said).group(1)),
                          'messageId': message_id.group(0) if message_id else '', 'flags': flags})
server.logout()
print(json.dumps(found))
`;

/** Every message of the mailroom's account in every mailbox, read with Python's imaplib. */
export async function messagesOn(imapPort: number): Promise<SeenMessage[]> {
  const python = requirePeer('python3');
  const { stdout } = await promisify(execFile)(
    python.path,
    [...python.args, '-c', SCRIPT, '127.0.0.1', String(imapPort), MAILBOX_USER.name, MAILBOX_USER.password],
    { env: { ...process.env, ...python.env }, maxBuffer: 1 << 26 },
  );
  return JSON.parse(stdout) as SeenMessage[];
}

/** Marks a message as read, as somebody's mail program would. */
export async function markSeen(imapPort: number, { mailbox, uid }: Pick<SeenMessage, 'mailbox' | 'uid'>): Promise<void> {
  const python = requirePeer('python3');
  const script = `
import imaplib, sys
host, port, user, password, mailbox, uid = sys.argv[1:7]
server = imaplib.IMAP4(host, int(port))
server.login(user, password)
server.select('"' + mailbox + '"')
assert server.uid('STORE', uid, '+FLAGS', r'(\\Seen)')[0] == 'OK'
server.logout()
`;
  const { name, password } = MAILBOX_USER;
  const words = ['127.0.0.1', String(imapPort), name, password, mailbox, String(uid)];
  await promisify(execFile)(python.path, [...python.args, '-c', script, ...words], { env: { ...process.env, ...python.env } });
}
