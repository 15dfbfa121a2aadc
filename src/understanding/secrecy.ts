/**
 * The secrecy gate. A mark on an envelope or in the head of a letter closes it; the same words in a footer, in the body, in a
 * product line or in the name of one of our departments do not (compliance.md §3 of the rules the product encodes).
 */
import type { SecrecyKind } from '#base/words.ts';
import { foldCase } from './folding.ts';
import { ocrDistance } from './ocr-distance.ts';
import type { Line } from './page-lines.ts';

/** Folded words, one phrase between commas. A strong phrase closes by itself, a weak one only with nothing else or with `AND`. */
const STRONG: Record<SecrecyKind, string> = {
  personal:
    'personnel,personnelle,strictement personnel,prive,privee,personal,private,strictly private,personlich,persoenlich,streng personlich,eigenhandig,privat,personale,' +
    'riservata personale,strettamente personale,mains propres,main propre,a n ouvrir que par,a ouvrir que par,addressee only,opened by addressee,opened by the addressee,' +
    'nur vom empfanger,nur durch empfanger,s p m,sue mani,sole mani,proprie mani,destinataire uniquement,destinataire seul,eyes only,privatsache,privato,privata',
  confidential:
    'confidentiel,confidentielle,confidentiels,confidential,in confidence,vertraulich,streng vertraulich,riservato,riservata,riservatissimo,confidenziale,strictly confidential,' +
    'ne pas ouvrir,do not open,not to be opened,nicht offnen,nicht oeffnen,non aprire,pli ferme,sous pli ferme,pli cachete,sous pli cachete,sealed,verschlossen,plico chiuso,busta chiusa,' +
    'verschwiegen,geheim,segreto,ne doit pas etre ouvert,enveloppe fermee,diffusion restreinte',
  medical:
    'secret medical,medical confidential,medical in confidence,medical confidentiel,pli medical,courrier medical,dossier medical,arztliche,arztlich,arztgeheimnis,arztsache,' +
    'betriebsarztlich,schweigepflicht,arztliche schweigepflicht,segreto medico,segreto sanitario,documentazione sanitaria,medical records,documents medicaux,donnees medicales,' +
    'medecin du travail,medecine du travail,service de sante au travail,resultats medicaux,befund,referto medico,certificat medical,medical report,medizinisch,sanitario,medical,medicale',
  union:
    'courrier syndical,correspondance syndicale,pli syndical,union correspondence,union mail,trade union,gewerkschaftspost,gewerkschaft,corrispondenza sindacale,' +
    'posta sindacale,comunicazione sindacale,betriebsrat,representants du personnel,delegue syndical,section syndicale,staff representatives,works council,rappresentanza sindacale,personalrat',
  ballot:
    'enveloppe de vote,bulletin de vote,bulletins de vote,bureau de vote,vote par correspondance,materiel de vote,elections professionnelles,election professionnelle,ballot paper,ballot papers,' +
    'postal vote,postal ballot,ballot,polling,voting papers,stimmzettel,wahlbrief,wahlunterlagen,briefwahl,wahlumschlag,scheda elettorale,scheda di voto,schede di voto,voto per corrispondenza,' +
    'busta di voto,election du cse,elections cse,scrutin,urne',
  tender:
    'appel d offres,pli d offre,reponse a appel d offres,marche public,offre ne pas ouvrir,soumission,tender,sealed bid,sealed tender,tender documents,invitation to tender,' +
    'ausschreibung,angebotsunterlagen,angebot nicht offnen,submission,vergabe,vergabeunterlagen,gara d appalto,bando di gara,offerta di gara,busta di gara,appalto,seance d ouverture,consultation',
  lawyer:
    'correspondance d avocat,courrier d avocat,secret professionnel,avocat confidentiel,lawyer correspondence,legally privileged,legal privilege,legal professional privilege,privileged,' +
    'attorney client,solicitor client,anwaltspost,anwaltliche,anwaltskorrespondenz,anwaltsgeheimnis,anwaltssache,corrispondenza di avvocato,corrispondenza legale,corrispondenza d avvocato,' +
    'segreto professionale,corrispondenza tra avvocati,confidentialite avocat,foi du palais',
  bailiff:
    'acte d huissier,pli d huissier,copie d acte,acte de huissier,acte judiciaire,gerichtliche zustellung,formliche zustellung,' +
    'zustellungsurkunde,atto giudiziario,atti giudiziari,notificazione atti',
};
const WEAK: Partial<Record<SecrecyKind, string>> = {
  medical: 'medecin,arzt,betriebsarzt,medico,medicina,doctor,sante,gesundheit',
  union: 'syndicat,syndicale,syndical,union,cse,sindacato,sindacale,comite social et economique',
  ballot: 'vote,votes,elections,election,wahl,voto,elezioni,votazione,voting',
  tender: 'offre,offres,bid,angebot,offerta,gara,plis',
  lawyer: 'avocat,avocats,lawyer,solicitor,solicitors,attorney,anwalt,rechtsanwalt,avvocato,notaire',
  bailiff: 'huissier,ufficiale',
};
/** On an envelope these close by themselves; in the letterhead of a letter they only say who writes. */
const PROFESSION: Partial<Record<SecrecyKind, string>> = {
  bailiff:
    'commissaire de justice,commissaires de justice,huissier de justice,huissiers de justice,bailiff,enforcement officer,gerichtsvollzieher,ufficiale giudiziario',
  medical: 'medecin du travail,betriebsarzt',
};
/** Words that go with a mark and say nothing else. */
const GLUE = new Set(
  (
    'et and und e ed a au aux de du des d la le les l un une par que qu sous en in the of for by to be only per von der die das den vom zu nur bitte please merci si il ' +
    'courrier lettre correspondance correspondence pli post posta mail letter brief document documents dokument documento enveloppe envelope umschlag busta communication ' +
    'strictement strictly streng strettamente tres absolutely uniquement exclusivement ausschliesslich soltanto ouvrir open opened offnen aprire destinataire addressee empfanger ' +
    'destinatario remettre handed must doit etre travail s r pas ne not nicht non secret geheim n no nr enthalt contient contains'
  ).split(' '),
);

type Strength = 'strong' | 'weak' | 'profession';
interface Phrase {
  kind: SecrecyKind;
  words: string[];
  strength: Strength;
}
const phrases = (table: Partial<Record<SecrecyKind, string>>, strength: Strength): Phrase[] =>
  Object.entries(table).flatMap(([kind, text]) =>
    text.split(',').map((p) => ({ kind: kind as SecrecyKind, words: p.split(' '), strength })),
  );
const PHRASES = [...phrases(STRONG, 'strong'), ...phrases(PROFESSION, 'profession'), ...phrases(WEAK, 'weak')].sort(
  (a, b) => b.words.length - a.words.length,
);
/** Marks are large and few: words after the mark that make it an instruction about goods or a footer. */
const INSTRUCTION =
  /\bouvrir avec\b|\bopen with\b|\bmit (?:einem )?(?:messer|scharf)|\boggett[oi] |\bobjets? (?:tranchant|pointu)|\bsharp\b|\bcutter\b|\bknife\b/;

const STAFF_OF = /^(?:du|le|au|de|del|dem|des)$/;

/** What else the line says is judged by its length: a mark that fills less than this share of a line is a sentence. */
const MIN_SHARE = 0.6;

/** Where the line stands: the outside of an envelope or a card, or the head of a letter. */
export type Face = 'card' | 'letter';

/** The kind a folded line marks, when the whole line is a mark. The more particular kind wins over personal and confidential. */
export function findMarks(folded: string, face: Face): SecrecyKind | null {
  const tokens = folded.split(' ').filter((t) => t !== '' && !/^\d+$/.test(t));
  if (tokens.length === 0 || tokens.length > 16 || INSTRUCTION.test(folded)) return null;
  const used = new Array<boolean>(tokens.length).fill(false);
  const found: Phrase[] = [];
  for (const phrase of PHRASES) {
    for (let i = 0; i + phrase.words.length <= tokens.length; i++) {
      if (used[i] || !phrase.words.every((w, j) => !used[i + j] && sameWord(tokens[i + j]!, w))) continue;
      // `du personnel` is the staff, not a mark.
      if (phrase.words.length === 1 && phrase.kind === 'personal' && STAFF_OF.test(tokens[i - 1] ?? '')) continue;
      used.fill(true, i, i + phrase.words.length);
      found.push(phrase);
    }
  }
  const strong = found.some((f) => f.strength === 'strong' || (f.strength === 'profession' && face === 'card'));
  const weak = found.filter((f) => f.strength !== 'profession').length;
  const said = tokens.filter((t, i) => used[i] || GLUE.has(t)).length / tokens.length;
  if (strong ? said < MIN_SHARE : weak === 0 || said < 1 || tokens.length < 2) return null;
  const particular = (f: Phrase): boolean => f.kind !== 'personal' && f.kind !== 'confidential';
  const chosen =
    found.find((f) => f.strength !== 'weak' && particular(f)) ??
    found.find(particular) ??
    found.find((f) => f.kind === 'personal') ??
    found[0]!;
  return chosen.kind;
}

/** One misread letter in words of seven letters and more. Most words differ so early or so much that they need not be compared. */
function sameWord(token: string, word: string): boolean {
  if (token === word) return true;
  if (word.length < 7 || Math.abs(token.length - word.length) > 1) return false;
  let head = 0;
  while (head < word.length && token[head] === word[head]) head++;
  let tail = 0;
  while (tail < word.length - head && token.at(-1 - tail) === word.at(-1 - tail)) tail++;
  return head + tail >= word.length - 3 && ocrDistance(token, word, 1) <= 1;
}

export interface Mark {
  kind: SecrecyKind;
  line: Line;
}

/** Looks for marks among lines; `skip` says which are names of our departments or of the sender. */
export function findSecrecy(lines: readonly Line[], face: Face, skip: (line: Line) => boolean): Mark | null {
  let found: Mark | null = null;
  for (const line of lines) {
    const kind = findMarks(line.folded, face);
    if (kind === null || skip(line) || /@|^(?:objet|re|betreff|oggetto|subject)\s*:/.test(foldCase(line.text))) continue;
    if (found === null || found.kind === 'personal' || found.kind === 'confidential') found = { kind, line };
  }
  return found;
}
