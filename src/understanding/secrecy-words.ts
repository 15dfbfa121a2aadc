/**
 * The words that mark closed mail, in four languages, as `secrecy.ts` looks for them: folded, one phrase between commas, `@` for any word
 * for the addressee. What strength means stands with each table.
 */
import type { SecrecyKind } from '#base/words.ts';

/**
 * `sure`: nobody prints it but as a mark, it closes a short line whatever else that says. `strong`: stands in names of firms, wards and goods
 * too, and closes a line that says little else. `weak`: closes where the line says nothing else. `profession` and `outside` close the outside
 * of an envelope; on a letter they only say who writes or what it is. A profession may have a name beside it.
 */
export type Strength = 'sure' | 'strong' | 'weak' | 'profession' | 'outside';
type Table = Partial<Record<SecrecyKind, string>>;

const ADDRESSEE =
  'destinataire destinataires interesse interessee addressee recipient empfanger empfangers empfangerin adressat adressaten destinatario destinataria interessato interessata'.split(
    ' ',
  );

const SURE: Table = {
  personal:
    'strictement personnel,strictly private,strictly personal,personlich,persoenlich,personl,eigenhandig,hochstpersonlich,riservata personale,riservato personale,' +
    'strettamente personale,strettamente riservata,strettamente riservato,mains propres,main propre,remettre en personne,remis en personne,remettre personnellement,' +
    'ouvrir personnellement,attention exclusive,attention personnelle,attenzione riservata,attenzione personale,personal attention,exclusive attention,delivered in person,' +
    'deliver in person,handed in person,hand deliver,hand addressee,personliche ubergabe,personliche aushandigung,personlichen aushandigung,personliches schreiben,personlicher brief,' +
    'personlicher inhalt,personliche post,personlich auszuhandigen,s p m,sue mani,sole mani,proprie mani,mani proprie,mano al @,mani @,consegnare personalmente,eyes only,privatsache,' +
    'privatpost,privatbrief,personalsache,eigenen handen,eigene hande,only person named,only named person,personalunterlagen,personalangelegenheit',
  confidential:
    'confidentiel,confidential,in confidence,strictest confidence,vertraulich,riservatissimo,segretissimo,confidenziale,ne pas ouvrir,ne pas decacheter,sans ouvrir,non ouvert,non ouverte,non decachete,do not open,' +
    'unopened,keep sealed,leave sealed,remain sealed,top secret,secret des affaires,sceau secret,official sensitive,ungeoffnet,ungeoeffnet,verschlusssache,verschlussache,dienstgebrauch,' +
    'geheimsache,streng geheim,segreto ufficio,senza aprire,non aperta,ne doit pas etre ouvert,ouvert que par,diffusion restreinte,document classifie,documents classifies,classified document',
  medical:
    'secret medical,medical confidential,medical in confidence,medical confidentiel,pli medical,courrier medical,correspondance medicale,caractere medical,nature medicale,' +
    'confidentialite medicale,informations medicales,renseignements medicaux,resultats analyses medicales,resultats examens medicaux,donnees medicales,' +
    'resultats medicaux,documents medicaux,occupational health physician,patient confidential,patient records,medical records,medical information,medical results,medical examination results,medical test results,' +
    'arztgeheimnis,arztsache,arztbrief,arztpost,arztbericht,patientenunterlagen,patientenakte,patientendaten,laborbefund,befundbericht,schweigepflicht,segreto medico,segreto sanitario,' +
    'dati sanitari,documenti sanitari,documentazione medica,documentazione clinica,cartella clinica,cartella sanitaria,medico competente',
  union:
    'courrier syndical,correspondance syndicale,pli syndical,union correspondence,union mail,shop steward,gewerkschaftspost,corrispondenza sindacale,posta sindacale,' +
    'comunicazione sindacale,betriebsratspost,vertrauensleute,vertrauensperson schwerbehinderten,schwerbehindertenvertretung',
  ballot:
    'enveloppe vote,enveloppe electorale,pli electoral,bulletin de vote,bulletins de vote,vote par correspondance,materiel de vote,materiel electoral,code de vote,identifiants de vote,avant depouillement,' +
    'ballot paper,ballot papers,official ballot,ballot enclosed,secret ballot,postal vote,postal voting,postal ballot,action ballot,voting paper,voting papers,stimmzettel,stimmzettelumschlag,wahlbrief,wahlbriefumschlag,' +
    'wahlunterlagen,wahlschein,briefwahl,briefwahlunterlagen,wahlumschlag,scheda elettorale,schede elettorali,materiale elettorale,plico elettorale,scheda di voto,schede di voto,scheda votazione,schede votazione,' +
    'voto per corrispondenza,busta di voto,commissione elettorale',
  tender:
    'pli d offre,offre ne pas ouvrir,offres ne pas ouvrir,angebot nicht offnen,offerta non aprire,gara non aprire,bid do not open,tender do not open,sealed bid,sealed tender,sealed quotation,sealed offer,sealed proposal,quotation sealed,offer sealed,bid sealed,tender sealed,response sealed,bid submission,tender submission,tender return,' +
    'angebot ungeoffnet,verschlossenes angebot,submissionstermin,eroffnungstermin,angebotsumschlag,offerta di gara,busta di gara,seance d ouverture,ouverture des plis,ouvrir en seance,' +
    'aprire seduta,ouvrir presence jury,contenente offerta,contiene offerta,contiene documenti gara,busta offerta,busta documentazione,busta economica,busta tecnica,busta amministrativa,busta a,busta b,busta c',
  lawyer:
    'correspondance d avocat,correspondance avocats,courrier d avocat,avocat client,sceau secret professionnel,lawyer correspondence,lawyer client,legally privileged,' +
    'legal privilege,legal professional privilege,privileged communication,privileged legal,privileged confidential,prejudice privileged,attorney client,solicitor client,anwaltspost,' +
    'anwaltliche korrespondenz,anwaltskorrespondenz,anwaltsgeheimnis,anwaltssache,rechtsanwaltspost,verteidigerpost,mandantenpost,corrispondenza di avvocato,corrispondenza d avvocato,' +
    'corrispondenza avvocati,corrispondenza difensore,riservata avvocato,avvocato cliente,confidentialite avocat,foi du palais,codice deontologico forense,studio legale riservato,legale corrispondenza riservata',
  bailiff:
    'acte d huissier,pli d huissier,pli judiciaire,pli commissaire de justice,acte de huissier,copie acte article,signification d acte,gerichtliche zustellung,gerichtliches schriftstuck,' +
    'formliche zustellung,zustellungsurkunde,postzustellungsurkunde,zustellungsauftrag,postzustellungsauftrag,zustellung niederlegung,gelber brief,gerichtspost,gerichtsvollzieher zustellung,' +
    'zustellung gerichtsvollzieher,service of process,service court documents,served bailiff,atto giudiziario,atti giudiziari,atto ufficiale giudiziario,notificazione atti,notifica atti,' +
    'notificazione mezzo,notifica mezzo',
};
const STRONG: Table = {
  personal: 'personnel,personnelle,prive,privee,personal,private,privat,personale,privato,privata',
  confidential: 'confidentielle,confidentiels,riservato,riservata,riservati,sealed,sigillato,verschlossen,verschwiegen,geheim,segreto',
  medical:
    'dati sensibili,dossier medical,arztliche,arztlich,betriebsarztlich,documentazione sanitaria,medecin du travail,medecine du travail,service de sante au travail,befund,referto,referto laboratorio,giudizio idoneita,' +
    'medizinisch,sanitario,medical,medicale,werksarzt,betriebsarztlicher dienst,werksarztlicher dienst,works doctor,company doctor,occupational physician,medico del lavoro',
  union:
    'trade union,gewerkschaft,betriebsrat,gesamtbetriebsrat,representants du personnel,delegue syndical,representant syndical,section syndicale,elus cse,membres cse,' +
    'staff representatives,employee representatives,union representative,union rep,trade union representative,works council,rappresentanza sindacale,rappresentante sindacale,delegato sindacale,personalrat,' +
    'personalvertretung,r s u',
  ballot:
    'bureau de vote,identifiants personnels,vote electronique,elections professionnelles,election professionnelle,ballot,polling,election du cse,election membres cse,elections cse,elezioni rsu,proxy vote,' +
    'wahlvorstand,betriebsratswahl,seggio elettorale,scrutin,urne',
  tender:
    'appel d offres,reponse a appel d offres,reponse consultation,marche public,soumission,tender,tender documents,invitation to tender,ausschreibung,offentliche ausschreibung,angebotsunterlagen,' +
    'submission,vergabe,vergabeunterlagen,vergabenummer angebot,kennzettel angebot,gara d appalto,bando di gara,appalto',
  lawyer:
    'secret professionnel,avocat confidentiel,privileged,privilegiert,privilegiata,anwaltlich,anwaltliche,corrispondenza legale,segreto professionale',
  bailiff: 'acte judiciaire,court documents,court papers',
};
const WEAK: Table = {
  confidential: 'secret',
  medical: 'medici,medecin,arzt,betriebsarzt,medico,medicina,doctor,sante,gesundheit,occupational health',
  union:
    'syndicat,syndicale,syndical,union,cse,rsu,rsa,sindacato,sindacale,comite social et economique,comite d entreprise,' +
    'cgt,cfdt,cfe cgc,cftc,unsa,ig metall,ver di,cgil,cisl,uil',
  ballot: 'vote,votes,elections,election,wahl,voto,elezioni,votazione,voting',
  tender: 'offre,offres,bid,angebot,offerta,gara,plis',
  lawyer: 'avocat,avocats,lawyer,solicitor,solicitors,attorney,anwalt,rechtsanwalt,avvocato,notaire',
  bailiff: 'huissier,ufficiale',
};
const PROFESSION: Table = {
  bailiff:
    'commissaire de justice,commissaires de justice,huissier de justice,huissiers de justice,bailiff,bailiffs,enforcement officer,enforcement agent,gerichtsvollzieher,' +
    'gerichtsvollzieherin,obergerichtsvollzieher,obergerichtsvollzieherin,ufficiale giudiziario',
  medical: 'medecin du travail,betriebsarzt',
};
const OUTSIDE: Table = {
  medical: 'certificat medical,compte rendu medical,medical report,medecin conseil',
  tender:
    'consultation,offre financiere,offre technique,premiere enveloppe,seconde enveloppe,deuxieme enveloppe,enveloppe interieure,teilnahmeantrag,offerta economica,' +
    'offerta tecnica,plico gara,remise d offre,remise d offres,documenti di gara',
  lawyer: 'cabinet d avocats,office notarial,etude notariale,conseil de prud hommes',
  bailiff:
    'copie d acte,acte de commissaire,passage huissier,notification huissier,legal documents service,passage commissaire,statement of claim,claim form,court claim form,court summons,high court enforcement,significazione,zustellung gericht',
};

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const TITLE = set('mme madame mlle monsieur mr mrs ms miss herr herrn frau sig signor signora dott dottssa docteur maitre');
const SHUT = set(
  'ferme fermee cachete cachetee scelle scelles scellee clos sealed verschlossen verschlossener verschlossenen chiuso chiusa sigillato sigillata',
);
const OPENING = set('ouvrir decacheter offnen oeffnen aprire aprirsi apra opened');
const ONLY = set(
  'only uniquement exclusivement exclusif exclusive exclusivite esclusivamente esclusivo esclusiva unicamente soltanto solely exclusively ausschliesslich nur solo seul seule seulement',
);

/** Two words that make a mark wherever they stand in a line: `Darf nur vom Empfänger geöffnet werden`. */
export interface Pair {
  kind: SecrecyKind;
  strength: Strength;
  first: ReadonlySet<string>;
  second: ReadonlySet<string>;
  /** The first stands before the second. */
  inOrder?: true;
}
export const PAIRS: readonly Pair[] = [
  {
    kind: 'personal',
    strength: 'sure',
    first: new Set([...ONLY, 'reserve', 'reservee', 'riservato', 'riservata', 'personlich']),
    second: new Set(ADDRESSEE),
  },
  {
    kind: 'personal',
    strength: 'sure',
    first: new Set([...OPENING, ...set('open ouvert ouverte geoffnet aperta aperto apribile')]),
    second: new Set(ADDRESSEE),
  },
  { kind: 'personal', strength: 'sure', first: ONLY, second: OPENING },
  { kind: 'personal', strength: 'sure', first: OPENING, second: set('que qu'), inOrder: true },
  // `Frau Nur` is somebody.
  {
    kind: 'personal',
    strength: 'sure',
    first: set('nur solo seul seule uniquement exclusivement esclusivamente soltanto ausschliesslich'),
    second: TITLE,
    inOrder: true,
  },
  { kind: 'personal', strength: 'sure', first: TITLE, second: set('only uniquement exclusivement personally'), inOrder: true },
  {
    kind: 'personal',
    strength: 'sure',
    first: set('pers perso personl personlich personnel personal ris riserv riservata riservato priv prive private privat'),
    second: set('conf confid vertr vertraul pers'),
  },
  { kind: 'confidential', strength: 'sure', first: set('pas not nicht non sans senza without ohne'), second: OPENING, inOrder: true },
  {
    kind: 'confidential',
    strength: 'sure',
    first: set('pas not nicht non'),
    second: set('numeriser scanner scan scanned scannen einscannen scansionare digitalizzare'),
    inOrder: true,
  },
  {
    kind: 'confidential',
    strength: 'sure',
    first: set(
      'remettre remis transmettre transmis deliver delivered forward pass weiterleiten weitergeben ubergeben aushandigen consegnare recapitare inoltrare',
    ),
    second: SHUT,
  },
  { kind: 'confidential', strength: 'sure', first: set('pli plis enveloppe envelope umschlag briefumschlag busta plico'), second: SHUT },
  {
    kind: 'confidential',
    strength: 'strong',
    first: set('confidentielles vertraulicher vertrauliche vertraulichen riservato riservata riservati riservate'),
    second: set('informations contenu inhalt mitteilung contenuto materiale documentazione informazioni notizie esito'),
  },
];

/** `Personal for Mrs Reed`, `Personnel : Mme Blot`. */
export const FOR_SOMEBODY = new RegExp(
  `^(?:alla )?(?:cortese )?(?:attenzione )?(?:personnel|personnelle|prive|privee|personal|private|personale|privato|privata|riservato|riservata)(?: (?:a|pour|for|per|di|della|del|alla|al|an|fur))* (?:${[...TITLE, 'm'].join('|')}) [a-z]`,
);

/** Words that go with a mark, also between its words, and say nothing else. */
export const GLUE = new Set(
  (
    'et and und e ed a an au aux de du des d la le les l di dell della del dello degli dei dal con un une par que qu sous en in the of for by to be only per von vom vor bis zum der die das den dem zu nur bitte please merci si ' +
    'il al ai before until avant prima date termin courrier lettre correspondance correspondence pli post posta mail letter brief document documents dokument documento enveloppe envelope umschlag ' +
    'busta communication entre tra between strict strictest strictement strictly streng strettamente tres absolutely uniquement exclusivement ausschliesslich soltanto esclusivamente unicamente solely exclusively ouvrir open opened ' +
    'offnen aprire destinataire addressee empfanger destinatario remettre handed must doit etre travail s r pas ne not nicht non secret geheim n no nr enthalt contient contains contiene contenente unterlagen durch ' +
    'attention attenzione alla all dalla dall da fur zur transmettre remis forward weiterleiten consegnare recapitare est is ce autorise habilite officielle officiel corrispondenza ' +
    'plico lettera comunicazione documenti dokumente schreiben sendung papers urgent urgente dringend eilt by hand mano pour sous darf einschreiben recommande recommandee raccomandata may can werden peut puo essere geoffnet aperta enclosed contents pack nature caractere natura destine destinee destines bestimmt destinato destinata college tour unitaria aziendale couvert couverte soumis unterliegt soggetto covered subject'
  ).split(' '),
);
/** They stand between the words of a mark as well: `nicht vor dem 4. Mai, 12 Uhr, in der Poststelle öffnen`. */
export const GAP = new Set(
  (
    'h heure heures uhr um ore noon midi am pm clock janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april ' +
    'may june july august september october november december januar februar marz juni juli oktober dezember gennaio febbraio marzo aprile maggio giugno luglio agosto ' +
    'settembre ottobre dicembre poststelle posteingang mailroom mittag mezzogiorno cura'
  ).split(' '),
);

/** These, too, stand between words of a mark, and say something elsewhere. */
export const BETWEEN: ReadonlySet<string> = set('conseil confidentielle riservata');

export interface Phrase {
  kind: SecrecyKind;
  words: string[];
  strength: Strength;
}

const forAddressees = (phrase: string): string[] =>
  phrase.includes('@') ? ADDRESSEE.map((addressee) => phrase.replace('@', addressee)) : [phrase];

const phrases = (table: Table, strength: Strength): Phrase[] =>
  Object.entries(table).flatMap(([kind, text]) =>
    text
      .split(',')
      .flatMap(forAddressees)
      .map((p) => ({ kind: kind as SecrecyKind, words: p.split(' '), strength })),
  );

/** Those of most words first. */
export const PHRASES: readonly Phrase[] = [
  ...phrases(SURE, 'sure'),
  ...phrases(STRONG, 'strong'),
  ...phrases(PROFESSION, 'profession'),
  ...phrases(OUTSIDE, 'outside'),
  ...phrases(WEAK, 'weak'),
].sort((a, b) => b.words.length - a.words.length);
