import Type, { type Static } from 'typebox';
import { SCAN_PROFILES, SEPARATIONS } from '#base/words.ts';

/**
 * The one configuration file, `vaguemestre.toml`. This schema is what the loader checks, what `docs/config.schema.json`
 * is printed from and what the rest of the program is typed by. Relative paths count from the file's own folder.
 */
const closed = { additionalProperties: false };
const path = (description: string) => Type.String({ minLength: 1, maxLength: 400, description });
const port = (description: string) => Type.Integer({ minimum: 0, maximum: 65_535, description });
const host = Type.String({ minLength: 1, maxLength: 253, description: 'Host name or address.' });

const Station = Type.Object(
  {
    prefix: Type.String({
      pattern: '^[A-Z][A-Z0-9]{1,3}$',
      description: 'Two to four capitals or digits that begin each label number, e.g. "VM".',
    }),
    name: Type.String({ minLength: 1, maxLength: 40, description: 'What the postmark says, e.g. "Charlieu".' }),
    language: Type.Enum(['fr', 'en'], { default: 'fr', description: 'Language of labels, filed messages and notices.' }),
    state: path('Folder of the register, images and keys.'),
  },
  closed,
);

const Device = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'Short name of the device in this file and the register.' }),
    driver: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,39}$',
      description: 'Name of the driver: "escl" for network scanners, "zpl" for label printers, "keyboard-scanner" … (docs/it.md).',
    }),
    address: Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'http://HOST:PORT/eSCL, tcp://HOST:9100, a device file, serial:, hid: or keys: (docs/it.md).',
    }),
    name: Type.String({ minLength: 1, maxLength: 80, description: 'What people call it.' }),
    options: Type.Record(Type.String({ maxLength: 40 }), Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]), {
      default: {},
      description: 'What the driver can be told beyond that.',
    }),
  },
  closed,
);

const Bridge = Type.Object(
  {
    socket: path('Unix socket between daemon and bridge.'),
    spool: path('Folder where scanned pages wait; on the same file system as the state folder.'),
    spool_cap_mb: Type.Integer({ minimum: 16, maximum: 1_000_000, default: 2_000, description: 'Above this nothing is fed.' }),
    start: Type.Boolean({ default: false, description: 'The daemon starts the bridge itself (laboratory). Off where systemd does.' }),
  },
  closed,
);

/** As the code reader names them; of UPC and DataBar it makes others, which a mask alone tells. */
const CODE_FORMATS = [
  ...['Code128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EAN13', 'EAN8'],
  ...['DataMatrix', 'QRCode', 'PDF417', 'Aztec'],
];

const Scan = Type.Object(
  {
    separation: Type.Enum([...SEPARATIONS], {
      default: 'sheet',
      description:
        'What a batch is made of where no separator sheet of the box says otherwise: "sheet", "item", "envelope", or documents divided by "patch" codes, the house\'s own "barcode", "blank" sheets or a "count" of sheets.',
    }),
    sheets_per_item: Type.Integer({ minimum: 1, maximum: 500, default: 1, description: 'For "count": so many sheets are one item.' }),
    plain_separators: Type.Boolean({
      default: false,
      description:
        'Separator sheets without a seal (docs/separators) divide too. Anybody can print one: a letter with such a code in it is then taken for a sheet.',
    }),
    barcode_mask: Type.String({
      minLength: 1,
      maxLength: 80,
      default: 'SEPARATOR*',
      description: 'For "barcode": which codes divide. # a digit, @ a letter, ? any character, * at the end whatever follows.',
    }),
    barcode_format: Type.Enum(['any', ...CODE_FORMATS], { default: 'any', description: 'For "barcode": the kind of code.' }),
    barcode_page: Type.Enum(['separator', 'first'], {
      default: 'separator',
      description: 'For "barcode": the code stands on a sheet between two items, or on the first page of one, which is kept.',
    }),
    duplex: Type.Boolean({ default: true, description: 'Scan both sides.' }),
    profile: Type.Enum([...SCAN_PROFILES], {
      default: 'routing',
      description:
        'Unless a batch says otherwise: "routing", gray and small, or "evidence", in colour, without loss where the scanner can, at 300 dpi.',
    }),
    resolution_dpi: Type.Enum([200, 300], { default: 200, description: 'Resolution in dots per inch.' }),
    keep_blank_days: Type.Integer({
      minimum: 0,
      maximum: 36_500,
      default: 90,
      description: 'For so long the image of a side with nothing on it is kept, where it is no master ("evidence"); 0: for good.',
    }),
    keep_suspect_days: Type.Integer({
      minimum: 0,
      maximum: 36_500,
      default: 30,
      description: 'For so long the image of what was drawn as two sheets at once, taken back, or scanned again is kept; 0: for good.',
    }),
    start_on_paper: Type.Boolean({ default: true, description: 'A batch begins by itself when paper lies in the feeder.' }),
  },
  closed,
);

const Imap = Type.Object(
  {
    host,
    port: port('993 for TLS from the start, 143 for STARTTLS.'),
    security: Type.Enum(['tls', 'starttls', 'none'], { default: 'tls', description: '"none" is accepted for this machine itself only.' }),
    user: Type.String({ minLength: 1, maxLength: 200, description: 'Account that may write to all departmental mailboxes.' }),
    password_file: path('File with the password, readable by this service only.'),
    ca_file: Type.Optional(path('Certificate of your own authority, where the server has no public one.')),
    create_folders: Type.Boolean({ default: true, description: 'Create missing folders below the account.' }),
  },
  closed,
);

const Filing = Type.Object(
  {
    target: Type.Enum(['imap', 'maildir'], { description: 'Where documents are filed.' }),
    domain: Type.String({ pattern: '^[a-z0-9.-]{1,200}$', description: 'Domain of the box: its address is mailroom@DOMAIN.' }),
    folder: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[^/{}]+(/[^/]+)*$',
      default: 'Post/{department}/{year}',
      description:
        'Folder of a document: begins with a fixed name, below which the box may create folders; {department} and {year} are filled in.',
    }),
    grace_seconds: Type.Integer({ minimum: 0, maximum: 86_400, default: 120, description: 'Undo is free for so long.' }),
    urgent_classes: Type.Array(Type.String({ maxLength: 60 }), {
      maxItems: 50,
      default: ['legal', 'registered_notice'],
      description: 'Filed without grace period.',
    }),
    imap: Type.Optional(Imap),
    maildir: Type.Optional(Type.Object({ folder: path('Root of the Maildir folders.') }, closed)),
  },
  closed,
);

const Notices = Type.Object(
  {
    host,
    port: port('587 for STARTTLS, 465 for TLS from the first byte.'),
    security: Type.Enum(['tls', 'starttls', 'none'], {
      default: 'starttls',
      description: '"none" is accepted for this machine itself only.',
    }),
    user: Type.Optional(Type.String({ maxLength: 200, description: 'Left out where the server asks for none.' })),
    password_file: Type.Optional(path('File with the password.')),
    ca_file: Type.Optional(path('Certificate of your own authority.')),
    lost_answer_seconds: Type.Integer({
      minimum: 0,
      maximum: 3_600,
      default: 30,
      description: 'Pause before a notice whose answer was lost is repeated.',
    }),
  },
  closed,
);

const Workshop = Type.Object(
  {
    children: Type.Integer({ minimum: 1, maximum: 16, default: 2, description: 'Processes that read pages.' }),
    ceiling_mb: Type.Integer({ minimum: 200, maximum: 4_000, default: 450, description: 'Memory one of them may use above its base.' }),
  },
  closed,
);

const OwnClass = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z][a-z0-9_]{0,39}$',
      description:
        'As the register, the directory (departments[].classes) and the keywords of filed messages name it; never changed later.',
    }),
    fr: Type.String({ minLength: 1, maxLength: 40, description: 'Its French name on the kiosk, on labels and in messages.' }),
    en: Type.String({ minLength: 1, maxLength: 40, description: 'Its English name on the kiosk, on labels and in messages.' }),
    retired: Type.Boolean({
      default: false,
      description: 'It is neither offered nor learned any more; documents that have it keep it under its name, and are found by it.',
    }),
  },
  closed,
);

export const ConfigSchema = Type.Object(
  {
    station: Station,
    directory: Type.Object({ file: path('People and departments (JSON).') }, closed),
    kiosk: Type.Object(
      { port: Type.Integer({ minimum: 0, maximum: 65_535, default: 8480, description: 'The kiosk answers on 127.0.0.1 at this port.' }) },
      closed,
    ),
    operator: Type.Object(
      {
        id: Type.String({
          pattern: '^[a-z][a-z0-9-]{0,39}$',
          default: 'clerk',
          description: 'Id of the local operator account as the register notes it.',
        }),
        name: Type.String({ minLength: 1, maxLength: 80, description: 'Name shown on the kiosk.' }),
        pin_file: path('File with the PIN (four to twelve digits), readable by this service only.'),
        badge_file: Type.Optional(path('File with what "vaguemestre badge" printed: that badge signs in without a PIN.')),
      },
      closed,
    ),
    bridge: Bridge,
    device: Type.Array(Device, { maxItems: 40, default: [], description: 'Scanners, label printers, readers, pedals, scales.' }),
    scan: Scan,
    classes: Type.Array(OwnClass, {
      maxItems: 40,
      default: [],
      description: 'Classes of documents beside those the box comes with. It learns them from what clerks correct.',
    }),
    filing: Filing,
    notices: Type.Optional(Notices),
    workshop: Workshop,
  },
  { ...closed, title: 'vaguemestre.toml' },
);

export type Config = Static<typeof ConfigSchema>;

/** The JSON Schema (draft 2020-12) for editors and fleet tools, as `docs/config.schema.json` has it. */
export const publishedSchema = (): string =>
  JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...ConfigSchema }, null, 2);
