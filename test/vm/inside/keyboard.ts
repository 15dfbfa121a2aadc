/** The boot keyboard of the USB HID specification 1.11 (appendix B.1): eight bytes, modifiers, nothing, six keys. */
export const BOOT_KEYBOARD = Buffer.from(
  '05010906a101050719e029e71500250175019508810295017508810395057501050819012905910295017503910395067508150025650507190029658100c0',
  'hex',
);

const LEFT_SHIFT = 0x02;
const ENTER = 0x28;

/** Presses and releases, with Enter behind, by the usages of HID Usage Tables, page 7: letters from 4 on, digits from 0x1e, 0 last. */
export function keyReports(text: string): Buffer[] {
  const press = (key: number, modifiers = 0): Buffer[] => [Buffer.from([modifiers, 0, key, 0, 0, 0, 0, 0]), Buffer.alloc(8)];
  const of = (character: string): Buffer[] => {
    const letter = 'abcdefghijklmnopqrstuvwxyz'.indexOf(character.toLowerCase());
    if (letter >= 0) return press(4 + letter, character === character.toLowerCase() ? 0 : LEFT_SHIFT);
    const digit = '1234567890'.indexOf(character);
    if (digit < 0) throw new Error(`no key for ${character}`);
    return press(0x1e + digit);
  };
  return [...[...text].flatMap(of), ...press(ENTER)];
}
