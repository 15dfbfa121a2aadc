/**
 * What is printed on the keys, by their codes in the kernel (linux/input-event-codes.h), for readers that pass for a keyboard.
 * Each key: without and with Shift, then with AltGr. A further layout is a row here, not code.
 * @see xkeyboard-config, symbols/us, symbols/fr (azerty) and symbols/de.
 */
type Key = readonly [plain: string, shifted: string, third?: string];
type Layout = ReadonlyMap<number, Key>;

export const TAB = 15;
export const ENTER = 28;
export const CAPS_LOCK = 58;
export const KEYPAD_ENTER = 96;
const SPACE: readonly [number, Key] = [57, [' ', ' ']];

export const MODIFIERS: ReadonlyMap<number, 'shift' | 'ctrl' | 'alt' | 'altgr'> = new Map([
  [42, 'shift'],
  [54, 'shift'],
  [29, 'ctrl'],
  [97, 'ctrl'],
  [56, 'alt'],
  [100, 'altgr'],
]);

/** The keypad types the same everywhere, its point apart, which is a comma in some places and a point in codes. */
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

const us: Layout = new Map([
  SPACE,
  ...row(2, '1234567890-=', '!@#$%^&*()_+'),
  ...row(16, 'qwertyuiop[]', 'QWERTYUIOP{}'),
  ...row(30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
  ...row(43, '\\zxcvbnm,./', '|ZXCVBNM<>?'),
  [86, ['\\', '|']],
]);

/** `^` and `¨` wait for a letter on a keyboard, and stand for themselves in a code. */
const fr: Layout = new Map([
  SPACE,
  ...row(2, '&é"\'(-è_çà)=', '1234567890°+', ' ~#{[|`\\^@]}'),
  ...row(16, 'azertyuiop^$', 'AZERTYUIOP¨£', '  €        ¤'),
  ...row(30, 'qsdfghjklmù²', 'QSDFGHJKLM%~'),
  ...row(43, '*wxcvbn,;:!', 'µWXCVBN?./§'),
  [86, ['<', '>']],
]);

const de: Layout = new Map([
  SPACE,
  ...row(2, '1234567890ß´', '!"§$%&/()=?`', ' ²³   {[]}\\'),
  ...row(16, 'qwertzuiopü+', 'QWERTZUIOPÜ*', '@ €        ~'),
  ...row(30, 'asdfghjklöä^', 'ASDFGHJKLÖÄ°'),
  ...row(43, '#yxcvbnm,.-', "'YXCVBNM;:_", '       µ'),
  [86, ['<', '>', '|']],
]);

export const KEYBOARDS = { us, fr, de } as const satisfies Record<string, Layout>;
export type KeyboardName = keyof typeof KEYBOARDS;
