/**
 * Words that mean the same in French, English, German and Italian, a meaning a line, folded; a star is any ending. Our own list of what business
 * letters speak of. What five letters teach of a new class in one language is found by it in the others.
 */
export const CONCEPTS = `pay payable payment* paid paie* paiement* paye* regler* reglement* regle zahl* bezahl* gezahlt pagament* pagare pagat*
due overdue echeance* echu* echoir fallig* scadenz* scadut*
invoic* factur* rechnung* fattur* bill bills
amount* sum montant* somme* betrag* summe* import* somma
total* gesamt* totale*
tax* vat impot* fiscal* taxe* tva steuer* mwst ust imposta imposte tribut* iva
price* prix preis* prezz*
euro* eur gbp chf pound* franc* franken
account* compte* konto* conto conti
bank* banque* banc* banca sparkasse*
transfer* virement* uberweis* bonific*
credit* kredit* avoir gutschrift* accredit*
loan* pret prets darlehen* mutuo mutui prestit*
interest* interet* zins* interess*
debit* prelevement* lastschrift* addebit*
debt* creance* dette* forderung* schuld* credito debito
remind* rappel* relance* mahn* erinner* sollecit* promemoria
order* commande* bestell* auftrag* ordin*
deliver* livr* liefer* consegn* fornit*
goods merchandise marchandise* ware waren merc* merci
parcel* colis paket* pacc* kolli colli
quantit* qty menge* anzahl quantita
item* article* artikel* articol*
offer* offre* angebot* offert* proposition* proposal* propost*
quotation* quote* devis estimat* kostenvoranschlag* preventiv*
contract* contrat* vertrag* vertrags* contratt* agreement* convention* vereinbar* accord*
party parties soussigne* partei* parti contraenti
term terms duration duree laufzeit* dauer durata
terminat* resili* kundig* disdett* recess* cancel* annul*
renew* renouvel* reconduc* verlanger* rinnov*
rent* lease* bail loyer* miet* pacht* leasing affitt* locazion* canone
sign* signature* signe* unterschr* unterzeichn* firm* sottoscri*
insur* assur* versicher* assicur*
policy police* polizz*
claim* sinistre* schaden* sinistr* schadens*
damage* dommage* degat* beschadig* danno danni
expert* surveyor* adjuster* gutachter* sachverstand* perit*
premium* prime primes pramie* premio premi
court* tribunal* cour gericht* amtsgericht* landgericht* corte
judge* judgment* juge* jugement* richter* urteil* giudic* sentenz*
lawyer* solicitor* barrister* avocat* anwalt* rechtsanwalt* anwalte avvocat* legale
hearing* audience* verhandlung* termin udienz*
proceeding* procedure* procedur* verfahren* procediment* klage* lawsuit* assignation* citazion*
bailiff* huissier* gerichtsvollzieher* ufficiale giudiziari*
law laws loi lois gesetz* legge leggi act
notice* avis bescheid* avviso avvisi
declar* erklar* dichiar*
authority authorities autorit* behorde* council* mairie* commune* gemeinde* stadt comune comuni
apply* applic* candidat* bewerb* bewerbe*
job* position* emploi* poste stelle* posizione lavoro arbeit* travail* employment* vacan*
curriculum* lebenslauf* resume
experience* erfahrung* esperienz*
employee* staff salarie* mitarbeiter* dipendent* personnel* personal* personale
salary* salaire* remuneration* paie gehalt* lohn* stipend* retribuzion* payroll* payslip*
leave conge conges urlaub* ferie congedo
sick* maladie* krank* malatti* medical* medecin* arzt*
pension* retraite* rente* renten*
training formation* schulung* fortbildung* formazion* course* cours
meeting* reunion* assemblee* sitzung* versammlung* besprechung* riunion* assemble*
agenda ordre tagesordnung* giorno
invit* einlad* convocat* convie* convoqu*
register* registration* inscri* anmeld* iscri*
attend* particip* teilnehm* teilnahme* partecip*
complain* reclamation* plainte* beschwer* reklam* reclam* mangel*
defect* faulty defaut* fehler* mangel difett* broken casse* brise* zerbroch* rott*
replac* remplac* ersatz* ersetz* sostitu*
refund* rembours* ruckerstatt* erstatt* rimbors*
return* retour* ruckgabe* rucksend* restitu* reso
certificat* attestation* bescheinig* zeugnis* attestat* zertifikat*
inspect* verification* controle* pruf* uberpruf* verific* controll* ispezion*
test tests essai* versuch* prova prove
result* resultat* ergebnis* risultat*
report* rapport* bericht* rapporto relazion* verbal* protokoll* minutes
sample* echantillon* probe* muster* campion*
standard* norme* norm normen norma
conform* entspricht ubereinstimm*
discount* remise* rabais* reduction* rabatt* sconto sconti saldi
free gratuit* offert kostenlos* gratis gratuito
new nouveau* nouvelle* neu neue neuen neues nuov*
sale sales promo* solde* aktion* vend* verkauf* vendit*
discover* decouvr* entdeck* scopr*
catalog* katalog* brochure*
subscri* abonn* abbonament*
customer* client* kunde* kunden* cliente clienti
supplier* fournisseur* lieferant* fornitor*
change* chang* modifi* ander* umstell* cambia* variaz*
increas* augment* erhoh* aument*
confirm* bestatig* conferm*
request* demand* anfrage* antrag* richiest* domanda
accept* accord* annehm* annahme* accett*
refus* reject* ablehn* abgelehnt* rifiut*
extension* prolong* proroga*
urgent* dringend* urgenza immediat* unverzuglich* sofort
deadline* delai* frist* termine termini
file dossier* akte* pratica fascicolo
document* unterlage* dokument* piece pieces
absent* absen* abwesen* assen* missed verpasst angetroffen
collect* retrait* retirer abhol* ritir*
postoffice poste postamt* posta filiale
letter* lettre* brief* lettera lettere
year* annee* annuel* jahr* anno annual* annuale
month* mois monat* mese mesi mensile monatlich*
energy electric* energie* strom* energia elettric* gas
water eau wasser* acqua
vehicle* vehicul* fahrzeug* veicol* kfz auto
building* batiment* immeuble* gebaude* edificio immobil* local locaux locali
machine* anlage* macchin* equipment* equipement* gerat*
work works travaux arbeiten lavori
service* prestation* leistung* dienst* serviz*
transport* spedit* carriage* versand* trasport* shipment* expedition*
stock* lager* magasin* magazzin* warehouse*
weight* poids gewicht* peso
health* sante gesundheit* salute
safety* securite* sicherheit* sicurezza
child* enfant* kind kinder figli*
address* adresse* anschrift* indirizz*
moved demenag* umzug* trasferim*
card* carte* karte* carta
fine penalt* amende* strafe* busse* bussgeld* multa sanzion* penal*
appeal* recours* einspruch* widerspruch* ricors*
property foncier* fonciere grund* immobili* proprieta
capital* kapital* capitale
share* shareholder* actionnaire* aktion* azion* action actions
tender* appel soumission* ausschreib* gara appalto
minutes proces compte protokoll* verbale
statement* releve* kontoauszug* auszug* estratto
balance solde* saldo
visit* visite* besuch* besichtig* sopralluogo
survey* enquete* umfrage* questionnair* fragebogen* sondaggi*
thank* remerci* merci dank* grazie ringrazi*
congratulat* felicit* gluckwunsch* auguri
sorry regret* regrett* leider bedauer* excus* entschuldig* scus* spiacent*
school* ecole* schule* scuol* universit* stage stages praktikum* tirocini* internship*
interview* entretien gesprach* colloquio`;
