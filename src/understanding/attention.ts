/** Words before the name of the addressee: "à l'attention de", "z. Hd.", "alla c.a. di", "c/o", also misread or run together. */
import { readsLike } from './ocr-distance.ts';

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
  for (let count = words.length; count > 0; count--) {
    const squashed = words
      .slice(0, count)
      .map(([word]) => word)
      .join('');
    if (!FORMS.has(squashed) && !(squashed.length >= 7 && LONG_FORMS.some((f) => readsLike(squashed, f)))) continue;
    const last = words[count - 1]!;
    return text
      .slice(last.index + last[0].length)
      .replace(/^[\s.:;,'-]+/, '')
      .replace(AFTER, '');
  }
  return null;
}

/** The name after "c/o" and its like; null where the line has none. */
export const careOfIn = (text: string): string | null => CARE_OF.exec(text)?.[1] ?? null;
