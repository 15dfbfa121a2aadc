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
    'strictement personnel,strictly private,strictly personal,personlich,persoenlich,eigenhandig,hochstpersonlich,riservata personale,riservato personale,' +
    'strettamente personale,strettamente riservata,strettamente riservato,mains propres,main propre,remettre en personne,remis en personne,remettre personnellement,' +
    'ouvrir personnellement,ouvrir que par,ouvrir par @,ouvrir @,ouvert par @,@ ouvrir,reserve @,riservato @,riservata @,reserve exclusivement @,attention exclusive,attention personnelle,' +
    'usage exclusif @,@ uniquement,uniquement @,@ exclusivement,exclusivement @,@ seul,seul @,@ only,only @,opened by @,opened only by @,personal attention,' +
    'exclusive attention,delivered in person,deliver in person,handed in person,hand deliver,nur vom @,nur durch @,nur fur @,nur @,@ personlich,@ offnen,offnen @,' +
    'personliche ubergabe,personliche aushandigung,personliches schreiben,personlicher brief,personlich auszuhandigen,s p m,sue mani,sole mani,proprie mani,mani proprie,mano al @,mani @,chiusa @,chiuso @,' +
    'solo dal @,solo @,esclusivamente @,aprire @,aprirsi @,aperta @,aperto @,consegnare personalmente,eyes only,privatsache,privatpost,privatbrief,personalsache,' +
    'pers conf,prive conf,private conf,priv conf,eigenen handen,eigene hande,only person named,only named person,personalunterlagen,personalangelegenheit',
  confidential:
    'confidentiel,confidential,in confidence,vertraulich,riservatissimo,confidenziale,ne pas ouvrir,ne pas decacheter,remettre ferme,remis ferme,transmettre ferme,sans ouvrir,non ouvert,non ouverte,do not open,' +
    'not to be opened,unopened,keep sealed,leave sealed,remain sealed,top secret,nicht offnen,nicht oeffnen,ungeoffnet,ungeoeffnet,verschlossen weiterleiten,' +
    'verschlossen weitergeben,verschlusssache,verschlussache,geheimsache,streng geheim,non aprire,senza aprire,non aperta,consegnare chiusa,consegnare chiuso,' +
    'pli ferme,pli cachete,pli scelle,plis scelles,plico chiuso,plico sigillato,busta chiusa,busta sigillata,ne doit pas etre ouvert,ouvert que par,enveloppe fermee,' +
    'enveloppe cachetee,enveloppe scellee,verschlossener umschlag,diffusion restreinte,document classifie,documents classifies,classified document',
  medical:
    'secret medical,medical confidential,medical in confidence,medical confidentiel,pli medical,courrier medical,correspondance medicale,caractere medical,' +
    'confidentialite medicale,informations medicales,renseignements medicaux,resultats analyses medicales,resultats examens medicaux,donnees medicales,' +
    'resultats medicaux,documents medicaux,occupational health physician,patient confidential,patient records,medical records,medical information,medical results,medical examination results,medical test results,' +
    'arztgeheimnis,arztsache,arztbrief,arztpost,arztbericht,patientenunterlagen,patientenakte,patientendaten,schweigepflicht,segreto medico,segreto sanitario,' +
    'dati sanitari,documentazione medica,documentazione clinica,cartella clinica,medico competente',
  union:
    'courrier syndical,correspondance syndicale,pli syndical,union correspondence,union mail,shop steward,gewerkschaftspost,corrispondenza sindacale,posta sindacale,' +
    'comunicazione sindacale,betriebsratspost,vertrauensleute,schwerbehindertenvertretung',
  ballot:
    'enveloppe de vote,enveloppe electorale,pli electoral,bulletin de vote,bulletins de vote,vote par correspondance,materiel de vote,materiel electoral,code de vote,identifiants de vote,avant depouillement,' +
    'ballot paper,ballot papers,official ballot,ballot enclosed,secret ballot,postal vote,postal ballot,voting paper,voting papers,stimmzettel,wahlbrief,wahlunterlagen,' +
    'wahlschein,briefwahl,briefwahlunterlagen,wahlumschlag,scheda elettorale,schede elettorali,materiale elettorale,plico elettorale,scheda di voto,schede di voto,schede votazione,' +
    'voto per corrispondenza,busta di voto,commissione elettorale',
  tender:
    'pli d offre,offre ne pas ouvrir,offre cachetee,sealed bid,sealed tender,sealed quotation,sealed offer,sealed proposal,quotation sealed,offer sealed,bid sealed,tender sealed,response sealed,bid submission,tender submission,tender return,' +
    'angebot nicht offnen,angebot ungeoffnet,verschlossenes angebot,teilnahmeantrag nicht offnen,submissionstermin,angebotsumschlag,offerta di gara,busta di gara,' +
    'seance d ouverture,ouverture des plis,ouvrir en seance,ouvrir presence jury,contenente offerta,contiene offerta,contiene documenti gara,busta offerta,busta documentazione,busta economica,' +
    'busta tecnica,busta amministrativa,busta a,busta b,busta c',
  lawyer:
    'correspondance d avocat,correspondance avocats,courrier d avocat,avocat client,sceau secret professionnel,lawyer correspondence,lawyer client,legally privileged,' +
    'legal privilege,legal professional privilege,privileged communication,privileged legal,privileged confidential,prejudice privileged,attorney client,solicitor client,anwaltspost,' +
    'anwaltliche korrespondenz,anwaltskorrespondenz,anwaltsgeheimnis,anwaltssache,rechtsanwaltspost,verteidigerpost,mandantenpost,corrispondenza di avvocato,corrispondenza d avvocato,' +
    'corrispondenza avvocati,corrispondenza difensore,riservata avvocato,confidentialite avocat,foi du palais,studio legale riservato,legale corrispondenza riservata',
  bailiff:
    'acte d huissier,pli d huissier,pli judiciaire,pli commissaire de justice,acte de huissier,copie acte article,signification d acte,gerichtliche zustellung,gerichtliches schriftstuck,' +
    'formliche zustellung,zustellungsurkunde,postzustellungsurkunde,zustellungsauftrag,postzustellungsauftrag,gelber brief,gerichtspost,gerichtsvollzieher zustellung,' +
    'zustellung gerichtsvollzieher,service of process,atto giudiziario,atti giudiziari,atto ufficiale giudiziario,notificazione atti,notifica atti,notifica mezzo posta,' +
    'notificazione mezzo posta',
};
const STRONG: Table = {
  personal: 'personnel,personnelle,prive,privee,personal,private,privat,personale,privato,privata',
  confidential: 'confidentielle,confidentiels,riservato,riservata,sealed,verschlossen,verschwiegen,geheim,segreto',
  medical:
    'dossier medical,arztliche,arztlich,betriebsarztlich,documentazione sanitaria,medecin du travail,medecine du travail,service de sante au travail,befund,referto medico,' +
    'medizinisch,sanitario,medical,medicale,werksarzt,betriebsarztlicher dienst,werksarztlicher dienst,works doctor,company doctor,occupational physician,medico del lavoro',
  union:
    'trade union,gewerkschaft,betriebsrat,gesamtbetriebsrat,representants du personnel,delegue syndical,representant syndical,section syndicale,elus cse,membres cse,' +
    'staff representatives,employee representatives,union representative,works council,rappresentanza sindacale,rappresentante sindacale,delegato sindacale,personalrat,' +
    'personalvertretung,r s u',
  ballot:
    'bureau de vote,vote electronique,elections professionnelles,election professionnelle,ballot,polling,election du cse,election membres cse,elections cse,elezioni rsu,proxy vote,' +
    'wahlvorstand,betriebsratswahl,seggio elettorale,scrutin,urne',
  tender:
    'appel d offres,reponse a appel d offres,reponse consultation,marche public,soumission,tender,tender documents,invitation to tender,ausschreibung,angebotsunterlagen,' +
    'submission,vergabe,vergabeunterlagen,vergabenummer angebot,kennzettel angebot,gara d appalto,bando di gara,appalto',
  lawyer:
    'secret professionnel,avocat confidentiel,privileged,privilegiert,anwaltlich,anwaltliche,corrispondenza legale,segreto professionale',
  bailiff: 'acte judiciaire,court documents,court papers',
};
const WEAK: Table = {
  medical: 'medecin,arzt,betriebsarzt,medico,medicina,doctor,sante,gesundheit,occupational health',
  union: 'syndicat,syndicale,syndical,union,cse,rsu,rsa,sindacato,sindacale,comite social et economique,comite d entreprise',
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
    'copie d acte,acte de commissaire,passage huissier,notification huissier,legal documents service,passage commissaire,statement of claim,claim form,court summons,high court enforcement,significazione,zustellung gericht',
};

/** Words that go with a mark, also between its words, and say nothing else. */
export const GLUE = new Set(
  (
    'et and und e ed a an au aux de du des d la le les l di dell della del dello degli dei dal con un une par que qu sous en in the of for by to be only per von vom vor bis zum der die das den dem zu nur bitte please merci si ' +
    'il al ai before until avant prima date termin courrier lettre correspondance correspondence pli post posta mail letter brief document documents dokument documento enveloppe envelope umschlag ' +
    'busta communication entre tra between strict strictest strictement strictly streng strettamente tres absolutely uniquement exclusivement ausschliesslich soltanto esclusivamente unicamente solely exclusively ouvrir open opened ' +
    'offnen aprire destinataire addressee empfanger destinatario remettre handed must doit etre travail s r pas ne not nicht non secret geheim n no nr enthalt contient contains unterlagen durch ' +
    'attention attenzione alla all dalla dall da fur zur transmettre remis forward weiterleiten consegnare recapitare est is ce autorise habilite officielle officiel corrispondenza ' +
    'plico lettera comunicazione documenti dokumente schreiben sendung papers urgent urgente dringend eilt'
  ).split(' '),
);
/** They stand between the words of a mark as well: `nicht vor dem 4. Mai, 12 Uhr, in der Poststelle öffnen`. */
export const GAP = new Set(
  (
    'h heure heures uhr um ore noon midi am pm clock janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april ' +
    'may june july august september october november december januar februar marz juni juli oktober dezember gennaio febbraio marzo aprile maggio giugno luglio agosto ' +
    'settembre ottobre dicembre poststelle posteingang cura conseil confidentielle riservata'
  ).split(' '),
);

export interface Phrase {
  kind: SecrecyKind;
  words: string[];
  /** The words without spaces. */
  squashed: string;
  strength: Strength;
}

const forAddressees = (phrase: string): string[] =>
  phrase.includes('@') ? ADDRESSEE.map((addressee) => phrase.replace('@', addressee)) : [phrase];

const phrases = (table: Table, strength: Strength): Phrase[] =>
  Object.entries(table).flatMap(([kind, text]) =>
    text
      .split(',')
      .flatMap(forAddressees)
      .map((p) => ({ kind: kind as SecrecyKind, words: p.split(' '), squashed: p.replaceAll(' ', ''), strength })),
  );

/** Those of most words first. */
export const PHRASES: readonly Phrase[] = [
  ...phrases(SURE, 'sure'),
  ...phrases(STRONG, 'strong'),
  ...phrases(PROFESSION, 'profession'),
  ...phrases(OUTSIDE, 'outside'),
  ...phrases(WEAK, 'weak'),
].sort((a, b) => b.words.length - a.words.length);
