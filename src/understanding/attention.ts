/** Words before the name of the addressee: "à l'attention de", "z. Hd.", "alla c.a. di", "c/o", also misread or run together. */
import { ocrDistance, readsLike } from './ocr-distance.ts';

/** Without spaces, as they are compared; those of seven letters and more may be misread by one letter in seven. */
const FORMS = new Set(
  (
    'alattention alattentionde alattn alatt alattnde aattention alintention pourlattention attention attn att fao forattentionof forattention fortheattentionof ' +
    'fortheattention zuhanden zuhaenden zuhden zuhd zuhdn zh zhv zhd zhden zhanden zhdn zuhnden allattenzione allattne allatt allacorteseattenzione allacorteseattne ' +
    'allaca corteseattenzione destinataire aremettrea andieabteilung empfanger destinatario servicedestinataire deliverto recipient'
  ).split(' '),
);
const LONG_FORMS = [...FORMS].filter((f) => f.length >= 7);
/** Ordinary words that announce a name only before a colon. */
const WITH_COLON = /^\W*(?:pour|to|an|a|per|fur|for)\s?:\s*(.*)$/;
const CORTESE_ATTENZIONE = /^\W*c\.\s?a\.\s*:?\s*(.*)$/;
const MAX_WORDS = 6;
/** `de la`, `of the`, `della`: between the words and the name. */
const AFTER = /^(?:(?:d'|de l'|dell'|(?:of|de la|des|de|du|von|der|den|dem|della|dello|degli|dei|del|di|the|to)\b)\s*)+/;
const CARE_OF =
  /^(?:(?:c\/o|c ?\/ ?[o0]|aux bons soins de|a\/s(?: de)?|p\/a|chez|care of|presso|per adresse|bei)\b|(?:p\.\s?a|c\.\s?o)\.(?=\s))\s*[:.]?\s*(.*)$/;

/** What a line in `foldCase` is for the attention of: the rest of it, empty where it ends there; null where it is no such line. */
export function attentionIn(text: string): string | null {
  const plain = (WITH_COLON.exec(text) ?? CORTESE_ATTENZIONE.exec(text))?.[1];
  if (plain !== undefined) return plain.replace(AFTER, '');
  const words = [...text.matchAll(/[a-z0-9]+/g)].slice(0, MAX_WORDS);
  let squashed = '';
  let best: { letters: number; cost: number; end: number } | null = null;
  for (const word of words) {
    squashed += word[0];
    const cost = costOf(squashed);
    if (cost === null) continue;
    // `Le` of `à l'attention de Le Goff` is no misread part of the form: it only makes it longer.
    if (best !== null && cost - best.cost > (squashed.length - best.letters) / 2) continue;
    best = { letters: squashed.length, cost, end: word.index + word[0].length };
  }
  if (best === null) return null;
  return text
    .slice(best.end)
    .replace(/^[\s.:;,'-]+/, '')
    .replace(AFTER, '');
}

/** Letters in which it differs from the nearest form; null where that is another text. */
function costOf(squashed: string): number | null {
  if (FORMS.has(squashed)) return 0;
  if (squashed.length < 7) return null;
  const costs = LONG_FORMS.filter((form) => readsLike(squashed, form)).map((form) => ocrDistance(squashed, form));
  return costs.length > 0 ? Math.min(...costs) : null;
}

/** The name after "c/o" and its like; null where the line has none. */
export const careOfIn = (text: string): string | null => CARE_OF.exec(text)?.[1] ?? null;
