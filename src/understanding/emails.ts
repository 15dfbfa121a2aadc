/** E-mail addresses in a line, lower case, mended where a recogniser put a space before a dot or around the @. */
import { foldCase } from './folding.ts';
import { readsLike } from './ocr-distance.ts';

export function emailsIn(text: string): string[] {
  return Array.from(foldCase(text).matchAll(/[a-z0-9._+-]+ ?@ ?[a-z0-9-]+(?: ?\.[a-z0-9-]+)*/g), ([found]) => found.replaceAll(' ', ''));
}

/** The same address: the part before the @ is right but for lost dots, the domain may be misread a little. */
export function sameEmail(a: string, b: string): boolean {
  const [localA = '', domainA = ''] = a.split('@');
  const [localB = '', domainB = ''] = b.split('@');
  return plain(localA) === plain(localB) && sameDomain(domainA, domainB);
}

export const sameDomain = (a: string, b: string): boolean => readsLike(plain(a), plain(b));

const plain = (text: string): string => text.replace(/[^a-z0-9]/g, '');
