import type { LanguageSeed } from './seed.ts';

export const ITALIAN: LanguageSeed = {
  classes: {
    invoice: {
      titles: `Fattura
FATTURA N.
Fattura accompagnatoria
Fattura di acconto
Nota di credito
Parcella
Fattura elettronica copia di cortesia`,
      lines: `Descrizione Quantità Prezzo unitario Importo
Articolo Q.tà Prezzo Totale
Imponibile IVA Totale fattura
Totale da pagare
Aliquota IVA 22 %, imposta, totale documento
Pagamento a 30 giorni data fattura fine mese con bonifico
Partita IVA, codice fiscale, codice cliente, ordine n.
Vostro ordine del, nostro documento di trasporto
La merce resta di proprietà del venditore fino al saldo
Si prega di indicare il numero della fattura nel bonifico
Coordinate bancarie IBAN
Scadenza del pagamento
Per la fornitura di materiale e prestazioni`,
    },
    reminder: {
      titles: `Sollecito di pagamento
Primo sollecito, fattura
Secondo sollecito
Ultimo sollecito
Fattura insoluta
Estratto conto partite aperte
Messa in mora`,
      lines: `La fattura risulta insoluta dal
Dalle nostre scritture contabili il pagamento non risulta pervenuto
Vi invitiamo a regolarizzare entro dieci giorni
Nonostante i precedenti solleciti
Se il pagamento è già stato effettuato, consideri nulla la presente
In difetto passeremo la pratica al recupero crediti
Interessi di mora, importo scaduto
Vi preghiamo di saldare quanto dovuto
La presente vale come costituzione in mora`,
    },
    contract: {
      titles: `Contratto quadro
Contratto di manutenzione
Contratto di fornitura
Contratto di servizi
Rinnovo del contratto
Contratto di locazione
Addendum al contratto
Accordo di riservatezza`,
      lines: `Tra le parti si conviene e si stipula quanto segue
Art. 1 Oggetto del contratto
Art. 2 Durata e recesso
Il corrispettivo annuo è di
Il contratto si rinnova tacitamente salvo disdetta
Il fornitore si impegna a, il committente
Foro competente
Letto, approvato e sottoscritto
Si prega di restituire una copia firmata
Le clausole non modificate restano invariate
Responsabilità, forza maggiore, risoluzione
Canone annuale, adeguamento secondo indice`,
    },
    job_application: {
      titles: `Candidatura
Candidatura spontanea
Domanda di assunzione
Domanda di tirocinio
Domanda di stage
Curriculum vitae
Risposta al vostro annuncio`,
      lines: `Mi permetto di sottoporre la mia candidatura
In allegato il mio curriculum vitae
Ho maturato esperienza come
Sono alla ricerca di un impiego presso la vostra azienda
Resto a disposizione per un colloquio
Laureato in, diplomato presso
Studentessa, cerco uno stage di tre mesi
Capacità di lavorare in gruppo, precisione e serietà
Disponibile da subito, patente B`,
    },
    hr: {
      titles: `Certificato di malattia
Congedo parentale
Dimissioni
Richiesta di ferie
Busta paga
Variazione delle coordinate bancarie
Richiesta di part-time
Infortunio sul lavoro`,
      lines: `Trasmetto il certificato di malattia del mio medico
Chiedo la proroga del mio congedo
Il mio numero di matricola è
Nella busta paga il netto risulta errato
Prego accreditare lo stipendio sul nuovo conto
Quanti giorni di ferie mi restano
Comunico le mie dimissioni dal posto di lavoro
Certificazione unica, TFR, contributi INPS del dipendente
Straordinari non retribuiti, maternità
Dichiarazione del datore di lavoro`,
    },
    legal: {
      titles: `Atto di citazione
Diffida ad adempiere
Decreto ingiuntivo
Ricorso
Precetto
Pratica, credito di
Convocazione in udienza
Notifica di atto`,
      lines: `In nome e per conto della nostra assistita Vi chiediamo il versamento
In difetto si procederà in giudizio senza ulteriore avviso
L'udienza è fissata per il giorno davanti al tribunale
Il sottoscritto avvocato, procuratore della società
Entro quaranta giorni può proporre opposizione
Ufficiale giudiziario, pignoramento, titolo esecutivo
Attore e convenuto, spese di lite
Con ogni riserva di legge
Studio legale, foro di`,
    },
    tax: {
      titles: `Avviso di accertamento
Cartella di pagamento
Avviso bonario
Imposta sul valore aggiunto
Imposta municipale
Comunicazione di irregolarità
Invito al contraddittorio`,
      lines: `Agenzia delle Entrate, Direzione provinciale
Agenzia Riscossione, numero della cartella
Imposta dovuta per l'anno, sanzioni e interessi
Da versare entro il con modello F24
Contribuente, codice fiscale, periodo d'imposta
Ricorso alla corte di giustizia tributaria entro sessanta giorni
Dichiarazione dei redditi, dichiarazione IVA omessa
Controllo formale, rimborso, ravvedimento
Non avendo ricevuto la dichiarazione, l'imposta è stata stimata`,
    },
    advertising: {
      titles: `Offerta speciale
Saldi fino al 50 %
Scoprite il nuovo catalogo
Invito alla fiera
Promozione di primavera
Porte aperte
Vincete un fine settimana`,
      lines: `Sconto eccezionale fino al esaurimento scorte
Consegna gratuita per ordini oltre
Visitate il nostro stand, ingresso libero
Richiedete un preventivo gratuito senza impegno
Caro cliente, per festeggiare il nostro anniversario
Ordinate subito e riceverete un omaggio
Prezzi imbattibili, novità, offerta limitata
Per non ricevere più le nostre offerte
Vi aspettiamo nei nostri negozi`,
    },
    bank: {
      titles: `Estratto conto
La vostra linea di credito
Addebito respinto
Modifica delle condizioni bancarie
Piano di ammortamento del mutuo
Conferma di bonifico
Conto corrente`,
      lines: `Saldo iniziale, saldo finale
Data Valuta Descrizione Dare Avere
La linea di credito scade il
L'addebito diretto non è stato pagato per mancanza di fondi
Vi invitiamo ad alimentare il conto
Il vostro gestore in filiale
Tasso di interesse, rata, capitale residuo
Fido, commissioni, spese di tenuta conto
Bonifico in arrivo, assegni versati
Fideiussione bancaria
Il vostro conto presenta un saldo di`,
    },
    insurance: {
      titles: `Denuncia di sinistro
Sinistro danni da acqua
Appendice alla polizza
Quietanza di premio
Rinnovo della polizza
Liquidazione del sinistro
Certificato di assicurazione`,
      lines: `Abbiamo ricevuto la vostra denuncia di sinistro
Il sinistro è stato aperto con il numero
Un perito effettuerà il sopralluogo
La franchigia prevista è di
Indennizzo proposto al netto della franchigia
Polizza n., contraente, assicurato, massimale
Premio annuo, garanzie, esclusioni
Incendio, furto, danni da acqua, guasto macchine
Appendice che modifica la vostra polizza
Conservate questo documento`,
    },
    delivery_note: {
      titles: `Documento di trasporto
Bolla di consegna
Avviso di spedizione
Distinta dei colli
DDT`,
      lines: `Codice Descrizione Quantità
Quantità ordinata, quantità consegnata, residuo
Numero di colli, peso lordo, vettore
Numero del collo, numero di spedizione
Controllare i colli prima di firmare
Merce ricevuta in buono stato salvo verifica
Causale del trasporto, aspetto dei beni, porto franco
Firma del destinatario
Consegna parziale, saldo a seguire`,
    },
    registered_notice: {
      titles: `Avviso di giacenza
Avviso di mancata consegna
Avviso di passaggio
Invio in giacenza`,
      lines: `Il portalettere è passato e non ha trovato nessuno
L'invio è disponibile presso l'ufficio postale
Presentarsi con questo avviso e un documento di identità
Raccomandata con ricevuta di ritorno, pacco da firmare
Numero dell'invio
Giacenza fino al, poi restituito al mittente
Tentativo di consegna, destinatario assente`,
    },
    envelope: {
      titles: `POSTE ITALIANE
RACCOMANDATA A.R.
Destinatario
Mittente`,
      lines: `POSTE ITALIANE
POSTA PRIORITARIA
RACCOMANDATA
AFFRANCATURA PAGATA
VIA AEREA
RISERVATA PERSONALE
NON PIEGARE
EUR 2,80
Posta ordinaria`,
    },
  },
  neutral: `Egregio Signore,
Gentile Signora,
Spettabile ditta,
Cordiali saluti
Distinti saluti
Il responsabile
L'amministrazione
Ns. rif. Vs. rif. Protocollo
I documenti citati sono allegati
I nostri uffici sono aperti nei giorni feriali dalle 9 alle 17
Copia della presente è conservata agli atti
Tel. e-mail P.IVA
Via Roma 12 20121 MILANO
Alla cortese attenzione di
Milano, 3 marzo 2025
Il presente documento può contenere informazioni riservate
Come da accordi telefonici
Restiamo a disposizione
Oggetto:
Pagina 1 di 2`,
  address: `Sig. Paolo Conti
Sig.ra Anna Greco
Fonderie Riunite S.r.l.
Ufficio Personale
Ufficio Acquisti
Via Garibaldi, 12
Zona Industriale
20121 MILANO MI
Banca Conti
Assicurazioni Greco
Spett.le
FRANCIA
alla c.a. ufficio legale`,
};
