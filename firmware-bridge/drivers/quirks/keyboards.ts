/**
 * What the keys type, by their codes in the kernel (linux/input-event-codes.h), for readers that pass for a keyboard: they are set to the
 * keyboard of a country as Windows has it. A further layout is a row here, not code.
 * @see xkeyboard-config, symbols/us, symbols/fr (azerty) and symbols/de, for the keys; ReactOS, kbdfr.c and kbdgr.c, for Caps Lock and dead keys.
 */
export interface Keyboard {
  keys: ReadonlyMap<number, Key>;
  /** Where Caps Lock is a Shift Lock, as on AZERTY and QWERTZ: the keys it leaves alone. Left out where it is for letters. */
  unlocked?: readonly number[];
}
/** Without and with Shift, then with AltGr. A dead key, which waits for the letter it goes on, is a combining mark. */
type Key = readonly [plain: string, shifted: string, third?: string];
type Keys = ReadonlyMap<number, Key>;

/** Dead keys, and what each types where it goes on no letter. */
export const MARKS: ReadonlyMap<string, string> = new Map([
  ['\u0300', '`'],
  ['\u0301', '´'],
  ['\u0302', '^'],
  ['\u0303', '~'],
  ['\u0308', '¨'],
]);

export const TAB = 15;
export const ENTER = 28;
export const CAPS_LOCK = 58;
export const KEYPAD_ENTER = 96;
const SPACE: readonly [number, Key] = [57, [' ', ' ']];

export const MODIFIERS: ReadonlyMap<number, 'shift' | 'ctrl' | 'alt' | 'altgr' | 'meta'> = new Map([
  [42, 'shift'],
  [54, 'shift'],
  [29, 'ctrl'],
  [97, 'ctrl'],
  [56, 'alt'],
  [100, 'altgr'],
  [125, 'meta'],
  [126, 'meta'],
]);

/** The keypad types the same everywhere, its point apart, which is a comma in some places and a point in codes. Readers take Num Lock for on. */
export const KEYPAD: ReadonlyMap<number, string> = new Map([
  ...[...'789-456+1230.'].map((character, i) => [71 + i, character] as const),
  [55, '*'],
  [98, '/'],
]);

/** Keys in a row, from the first code on; a blank in the third string is a key that types nothing with AltGr. */
function row(first: number, plain: string, shifted: string, third = ''): [number, Key][] {
  const [thirds, shifts] = [[...third], [...shifted]];
  return [...plain].map((character, i) => {
    const more = thirds[i] ?? ' ';
    return [first + i, more === ' ' ? [character, shifts[i]!] : [character, shifts[i]!, more]];
  });
}

const us: Keys = new Map([
  SPACE,
  ...row(2, '1234567890-=', '!@#$%^&*()_+'),
  ...row(16, 'qwertyuiop[]', 'QWERTYUIOP{}'),
  ...row(30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
  ...row(43, '\\zxcvbnm,./', '|ZXCVBNM<>?'),
  [86, ['\\', '|']],
]);

const fr: Keys = new Map([
  SPACE,
  ...row(2, '&é"\'(-è_çà)=', '1234567890°+', ' \u0303#{[|\u0300\\^@]}'),
  ...row(16, 'azertyuiop\u0302$', 'AZERTYUIOP\u0308£', '  €        ¤'),
  ...row(30, 'qsdfghjklmù²', 'QSDFGHJKLM%~'),
  ...row(43, '*wxcvbn,;:!', 'µWXCVBN?./§'),
  [86, ['<', '>']],
]);

const de: Keys = new Map([
  SPACE,
  ...row(2, '1234567890ß\u0301', '!"§$%&/()=?\u0300', ' ²³   {[]}\\'),
  ...row(16, 'qwertzuiopü+', 'QWERTZUIOPÜ*', '@ €        ~'),
  ...row(30, 'asdfghjklöä\u0302', 'ASDFGHJKLÖÄ°'),
  ...row(43, '#yxcvbnm,.-', "'YXCVBNM;:_", '       µ'),
  [86, ['<', '>', '|']],
]);

export const KEYBOARDS = {
  us: { keys: us },
  fr: { keys: fr, unlocked: [26, 41, 86] },
  de: { keys: de, unlocked: [13, 41, 53, 86] },
} as const satisfies Record<string, Keyboard>;
export type KeyboardName = keyof typeof KEYBOARDS;

/** The upper half of code page 850, in which Windows counts characters given by their number in Western Europe. */
const CODE_PAGE_850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const windows1252 = new TextDecoder('windows-1252');

/**
 * The character that Alt and these digits of the keypad type: Windows counts them in code page 1252 behind a 0, else in the older one. Null where
 * there is none.
 */
export function numberedCharacter(digits: string): string | null {
  const number = Number(digits);
  if (digits.length > 4 || number < 1 || number > 0xff) return null;
  if (digits.startsWith('0')) return windows1252.decode(Uint8Array.of(number));
  return number < 0x80 ? String.fromCharCode(number) : CODE_PAGE_850[number - 0x80]!;
}
