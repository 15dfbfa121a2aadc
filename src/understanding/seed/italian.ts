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
Fattura elettronica copia di cortesia
Fattura di vendita
Fattura immediata
Fattura differita
Bolletta energia elettrica
Bolletta acqua
Nota spese e onorari
Fattura pro forma
Parcella n.
Nota di addebito
Ricevuta fiscale`,
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
Per la fornitura di materiale e prestazioni
Manodopera ore, materiale di consumo, diritto di chiamata, intervento
Fornitura e posa in opera, quantità, prezzo, sconto, importo netto
Imponibile, I.V.A., totale documento, totale a pagare, da saldare
Consumi rilevati, lettura contatore, quota fissa, accise, periodo di fatturazione
Bonifico sessanta giorni data fattura, ricevuta bancaria, banca d'appoggio
Spese di trasporto, imballo, bollo, contributo CONAI
Prestazione professionale, onorario, ritenuta d'acconto, cassa previdenza
Canone mensile di noleggio, pulizie, stampa, manutenzione eseguita
Acconto versato, saldo, residuo da pagare
Operazione non imponibile, reverse charge, split payment
Codice destinatario SDI, copia analogica della fattura elettronica
La fattura si intende accettata trascorsi otto giorni
Articolo, UM, prezzo unitario, aliquota, totale riga
Utenza, traffico, abbonamento, addebito sul conto
Rimessa diretta, vista fattura, pagamento anticipato`,
    },
    reminder: {
      titles: `Sollecito di pagamento
Primo sollecito, fattura
Secondo sollecito
Ultimo sollecito
Fattura insoluta
Estratto conto partite aperte
Messa in mora
Scadenza non pagata
Ultimo avviso
Sollecito scaduto
Secondo sollecito di pagamento
Mancato pagamento
Avviso di insoluto
Situazione contabile scaduta
Fatture scadute
Promemoria di pagamento
Preavviso di azione di recupero`,
      lines: `La fattura risulta insoluta dal
Dalle nostre scritture contabili il pagamento non risulta pervenuto
Vi invitiamo a regolarizzare entro dieci giorni
Nonostante i precedenti solleciti
Se il pagamento è già stato effettuato, consideri nulla la presente
In difetto passeremo la pratica al recupero crediti
Interessi di mora, importo scaduto
Vi preghiamo di saldare quanto dovuto
La presente vale come costituzione in mora
A tutt'oggi non ci risulta accreditato l'importo della fattura
Preghiamo di provvedere al pagamento con cortese urgenza, saldo dello scaduto
La preghiamo di regolare lo scaduto entro sette giorni
Trascorso tale termine agiremo per il recupero con aggravio di spese
Siamo stati incaricati dal nostro cliente di recuperare il credito
Il nostro precedente sollecito è rimasto senza riscontro
Fatture scadute e non pagate, giorni di ritardo, totale scaduto
Il ritardo nel pagamento comporta interessi, sospensione delle forniture
La ricevuta bancaria è tornata insoluta
Probabilmente si tratta di una dimenticanza, attendiamo il saldo
Ai sensi dell'art. 1219 vi costituiamo in mora per il pagamento dovuto
Restiamo in attesa di un vostro pronto versamento del dovuto
Dal controllo del vostro partitario risulta aperta la fattura`,
    },
    contract: {
      titles: `Contratto quadro
Contratto di manutenzione
Contratto di fornitura
Contratto di servizi
Rinnovo del contratto
Contratto di locazione
Addendum al contratto
Accordo di riservatezza
Contratto di appalto servizi
Contratto di vigilanza
Contratto di noleggio
Proposta di noleggio a lungo termine
Contratto di somministrazione
Contratto di licenza d'uso
Contratto di compravendita
Scrittura privata
Proposta contrattuale
Contratto di leasing
Accordo commerciale
Integrazione contrattuale`,
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
Canone annuale, adeguamento secondo indice
L'appaltatore si obbliga ad eseguire le pulizie, la vigilanza, la manutenzione
Durata dodici mesi con tacito rinnovo, recesso con preavviso di sessanta giorni
Il locatore concede al conduttore il bene descritto, canone, durata
Il presente contratto ha durata di due anni e si intende prorogato
Firma per accettazione, clausole vessatorie da approvare specificamente
Restituire firmato in ogni pagina, timbro e firma
Le parti, premesso che, convengono, articolo, obblighi
Fornitore e cliente, quantità minime, prezzo fisso, revisione
Penali, garanzia, cessione del contratto, legge applicabile
Efficacia dalla sottoscrizione, decorrenza, scadenza contrattuale
Utilizzatore, concedente, riscatto, canoni periodici
Redatto in duplice originale, uno per ciascuna parte
Licenziante, licenziatario, assistenza, livelli di servizio`,
    },
    job_application: {
      titles: `Candidatura
Candidatura spontanea
Domanda di assunzione
Domanda di tirocinio
Domanda di stage
Curriculum vitae
Risposta al vostro annuncio
Autocandidatura
Candidatura come addetto
Richiesta di tirocinio curriculare
Offerta di lavoro
Invio curriculum
Domanda di impiego
Candidatura per il posto di
Stage estivo
Alternanza scuola lavoro`,
      lines: `Mi permetto di sottoporre la mia candidatura
In allegato il mio curriculum vitae
Ho maturato esperienza come
Sono alla ricerca di un impiego presso la vostra azienda
Resto a disposizione per un colloquio
Laureato in, diplomato presso
Studentessa, cerco uno stage di tre mesi
Capacità di lavorare in gruppo, precisione e serietà
Disponibile da subito, patente B
Ho lavorato cinque anni come operaio, impiegata, mulettista, tecnico
Allego il CV e sono disponibile a un incontro, un colloquio conoscitivo
Frequento il terzo anno di università e vorrei svolgere il tirocinio da voi
Sono un'impiegata contabile con esperienza e cerco una nuova opportunità
In possesso di diploma, laurea, patentino, attestati
Desidero proporre la mia candidatura al vostro annuncio
Vorrei entrare a far parte del vostro gruppo
Automunito, disponibile a turni e trasferte
Mi ritengo una persona precisa, seria e volenterosa
Attualmente disoccupato cerco lavoro a tempo pieno
Conoscenza delle lingue, del computer, referenze
Sono uno studente e cerco un periodo di formazione in azienda
Fiduciosa in un vostro riscontro porgo saluti`,
    },
    hr: {
      titles: `Certificato di malattia
Congedo parentale
Dimissioni
Richiesta di ferie
Busta paga
Variazione delle coordinate bancarie
Richiesta di part-time
Infortunio sul lavoro
Richiesta aspettativa
Errore sulla busta paga
Lettera di dimissioni
Congedo di maternità
Visita fiscale del lavoratore
Pignoramento dello stipendio
Richiesta di ferie e permessi
Comunicazione di infortunio
Attestato di formazione del dipendente
Cambio di residenza
Trattamento di fine rapporto
Assegni familiari`,
      lines: `Trasmetto il certificato di malattia del mio medico
Chiedo la proroga del mio congedo
Il mio numero di matricola è
Nella busta paga il netto risulta errato
Prego accreditare lo stipendio sul nuovo conto
Quanti giorni di ferie mi restano
Comunico le mie dimissioni dal posto di lavoro
Certificazione unica, TFR, contributi INPS del dipendente
Straordinari non retribuiti, maternità
Dichiarazione del datore di lavoro
Sono dipendente dal, chiedo un periodo di aspettativa non retribuita
Mancano le ore di straordinario nel cedolino, chiedo cortesemente una verifica
Esito della visita fiscale al vostro dipendente, INPS, malattia
Con la presente rassegno le dimissioni, preavviso, ultimo giorno
Permessi legge 104, congedo, maternità obbligatoria, data presunta del parto
Vostro lavoratore, matricola, reparto, turno, capo reparto
Infortunio occorso al lavoratore, INAIL, certificato, prognosi
Stipendio, retribuzione, cedolino, trattenute, quattordicesima
Il nuovo IBAN per l'accredito dello stipendio
Il dipendente ha frequentato il corso, attestato di frequenza
Pignoramento presso terzi dello stipendio del dipendente, quota cedibile
Pensione, anticipo del TFR, fondo pensione, anzianità
Riduzione dell'orario, part time, telelavoro, ferie residue
Le mie coordinate bancarie sono cambiate, prego tenerne conto per lo stipendio`,
    },
    legal: {
      titles: `Atto di citazione
Diffida ad adempiere
Decreto ingiuntivo
Ricorso
Precetto
Pratica, credito di
Convocazione in udienza
Notifica di atto
Avviso di fissazione udienza
Intimazione ad adempiere
Diffida e messa in mora per conto del cliente
Atto di precetto
Sentenza
Ordinanza del giudice
Citazione testimoniale
Comparsa di risposta
Risarcimento danni
Ricorso per decreto ingiuntivo
Istanza di mediazione
Atto di pignoramento`,
      lines: `In nome e per conto della nostra assistita Vi chiediamo il versamento
In difetto si procederà in giudizio senza ulteriore avviso
L'udienza è fissata per il giorno davanti al tribunale
Il sottoscritto avvocato, procuratore della società
Entro quaranta giorni può proporre opposizione
Ufficiale giudiziario, pignoramento, titolo esecutivo
Attore e convenuto, spese di lite
Con ogni riserva di legge
Studio legale, foro di
Scrivo in nome e per conto del mio assistito per il risarcimento dei danni
Per conto della società assistita vi intimo, con riserva di agire in giudizio
Il giudice ha fissato l'udienza di comparizione delle parti
Decorso inutilmente il termine adirò l'autorità giudiziaria
Tribunale, giudice di pace, corte d'appello, cancelleria, ruolo generale
L'attore chiede la condanna del convenuto, spese e onorari
Avvocato, difensore, procura alle liti, domicilio eletto, pec
Inadempimento contrattuale, vizi, responsabilità, danni subiti
Impugnazione del licenziamento, tribunale del lavoro
Procedimento, memoria, termine per il deposito, perizia d'ufficio
Fallimento, curatore, insinuazione al passivo, liquidazione giudiziale
Si notifica copia conforme dell'atto, relata di notifica
Diffido dal proseguire, concorrenza sleale, marchio`,
    },
    tax: {
      titles: `Avviso di accertamento
Cartella di pagamento
Avviso bonario
Imposta sul valore aggiunto
Imposta municipale
Comunicazione di irregolarità
Invito al contraddittorio
Comunicazione esito controllo dichiarazione
Avviso di accertamento tassa rifiuti
Avviso di liquidazione
Imposta di registro
Avviso di pagamento IMU
Rimborso IVA
Intimazione di pagamento dell'agente della riscossione
Diritti doganali
Questionario fiscale`,
      lines: `Agenzia delle Entrate, Direzione provinciale
Agenzia Riscossione, numero della cartella
Imposta dovuta per l'anno, sanzioni e interessi
Da versare entro il con modello F24
Contribuente, codice fiscale, periodo d'imposta
Ricorso alla corte di giustizia tributaria entro sessanta giorni
Dichiarazione dei redditi, dichiarazione IVA omessa
Controllo formale, rimborso, ravvedimento
Non avendo ricevuto la dichiarazione, l'imposta è stata stimata
Somme iscritte a ruolo, da pagare entro sessanta giorni dalla notifica
Tassa sui rifiuti, superficie dichiarata, differenza dovuta, comune, ufficio tributi
Risulta un versamento omesso, da pagare con F24, codice tributo
Agente della riscossione, ente creditore, aggio, interessi di mora fiscali
Accertamento dell'imposta, maggior reddito, contraddittorio, processo verbale
Guardia di Finanza, verifica fiscale, registri IVA
Agenzia delle Dogane, dazi, bolletta doganale, accise dovute
Rendita catastale, aliquota comunale, imposta municipale, rata
Credito d'imposta, compensazione, istanza di rimborso
Sanzione ridotta, pagamento rateale, codice atto
Modello dichiarativo, invio telematico, cassetto fiscale
Contributi previdenziali, avviso di addebito, DURC`,
    },
    advertising: {
      titles: `Offerta speciale
Saldi fino al 50 %
Scoprite il nuovo catalogo
Invito alla fiera
Promozione di primavera
Porte aperte
Vincete un fine settimana
Svendita totale
Promo primavera
Il tuo biglietto omaggio
Sconti imperdibili
Novità in catalogo
Invito esclusivo
Prova gratuita
Offerte del mese
Ultimi giorni di sconto`,
      lines: `Sconto eccezionale fino al esaurimento scorte
Consegna gratuita per ordini oltre
Visitate il nostro stand, ingresso libero
Richiedete un preventivo gratuito senza impegno
Caro cliente, per festeggiare il nostro anniversario
Ordinate subito e riceverete un omaggio
Prezzi imbattibili, novità, offerta limitata
Per non ricevere più le nostre offerte
Vi aspettiamo nei nostri negozi
Sconti fino al sessanta per cento su tutte le collezioni, venite a trovarci
Rinnova il tuo ufficio: scrivanie, sedie e armadi a prezzi mai visti
Approfittane subito, promozione valida fino al
Oltre duecento espositori ti aspettano, registrati online, biglietto omaggio
Riduci i costi di energia e telefono, consulenza gratuita, chiama ora
Migliaia di clienti soddisfatti ci hanno scelto
Scopri la soluzione più semplice, prova gratis per trenta giorni
Codice sconto da inserire nel nostro negozio online, spedizione gratis
Partecipa al concorso e vinci
Ti invitiamo all'inaugurazione, buffet e sorprese
Qualità e convenienza, il miglior prezzo garantito
Iscriviti alla newsletter, regalo per te
Perché pagare di più? Passa a noi`,
    },
    bank: {
      titles: `Estratto conto
La vostra linea di credito
Addebito respinto
Modifica delle condizioni bancarie
Piano di ammortamento del mutuo
Conferma di bonifico
Conto corrente
Estratto conto al
Rinnovo affidamento
Comunicazione variazione tassi
Assegno insoluto
Contabile di bonifico
Finanziamento: piano di rimborso
Proposta di modifica unilaterale
Aggiornamento dati anagrafici del cliente
Anticipo fatture`,
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
Il vostro conto presenta un saldo di
Saldo precedente, saldo finale, bonifico a vostro favore, addebiti, accrediti
Il fido concesso è in scadenza, preghiamo di trasmettere il bilancio
Il tasso applicato al conto corrente cambia, spread, Euribor
Assegno restituito insoluto, protesto, disponibilità insufficiente
Mutuo n., rata, quota capitale, quota interessi, debito residuo
Competenze, commissioni, canone del conto, imposta di bollo sul conto
La vostra filiale, il gestore, home banking, firma digitale
Titolare effettivo, adeguata verifica, documenti dei delegati
Garanzia bancaria, castelletto, anticipo su fatture, cambiali
Bonifico estero, valuta, cambio
Carta aziendale, POS, limite di utilizzo
Deposito vincolato, rendimento, giacenza media`,
    },
    insurance: {
      titles: `Denuncia di sinistro
Sinistro danni da acqua
Appendice alla polizza
Quietanza di premio
Rinnovo della polizza
Liquidazione del sinistro
Certificato di assicurazione
Sinistro n.
Rinnovo polizza incendio
Polizza RC aziendale
Quietanza
Perizia sul danno
Certificato di copertura
Variazione del premio
Reiezione del sinistro
Parco veicoli: rinnovo`,
      lines: `Abbiamo ricevuto la vostra denuncia di sinistro
Il sinistro è stato aperto con il numero
Un perito effettuerà il sopralluogo
La franchigia prevista è di
Indennizzo proposto al netto della franchigia
Polizza n., contraente, assicurato, massimale
Premio annuo, garanzie, esclusioni
Incendio, furto, danni da acqua, guasto macchine
Appendice che modifica la vostra polizza
Conservate questo documento
Il perito incaricato prenderà contatto per la stima del danno
Premio alla firma, decorrenza, rata semestrale, massimale
Vi invitiamo a inviare fotografie e preventivi di riparazione
Assicurato, contraente, compagnia, agenzia, broker, liquidatore
Indennizzo, scoperto, danno, evento, denuncia
Il sinistro non è indennizzabile, esclusione di polizza
Veicolo, targa, classe di merito, conducente
Tempesta, grandine, rottura tubazioni, furto, incendio
Copertura responsabilità civile verso terzi e prestatori di lavoro
Atto di quietanza da restituire firmato per la liquidazione
Tacito rinnovo della polizza, garanzie prestate, condizioni di assicurazione
Valore assicurato, fabbricato, merci, macchinari`,
    },
    delivery_note: {
      titles: `Documento di trasporto
Bolla di consegna
Avviso di spedizione
Distinta dei colli
DDT
DDT n.
Bolla di accompagnamento
Documento di trasporto n.
Nota di consegna
Packing list
Avviso di consegna merce`,
      lines: `Codice Descrizione Quantità
Quantità ordinata, quantità consegnata, residuo
Numero di colli, peso lordo, vettore
Numero del collo, numero di spedizione
Controllare i colli prima di firmare
Merce ricevuta in buono stato salvo verifica
Causale del trasporto, aspetto dei beni, porto franco
Firma del destinatario
Consegna parziale, saldo a seguire
Colli, peso kg, vettore, firma conducente, data e ora del ritiro
Destinazione merce, causale vendita, porto franco, trasporto a cura del mittente
Viti, rondelle, vernice, carta, utensili, scatole, fusti, bancali
Articolo, unità di misura, quantità spedita, lotto
Merce consegnata oggi, firma per ricevuta, riserva di controllo
Segue fattura, ordine cliente, residuo da evadere
Reclami entro otto giorni dal ricevimento della merce`,
    },
    registered_notice: {
      titles: `Avviso di giacenza
Avviso di mancata consegna
Avviso di passaggio
Invio in giacenza
Mancata consegna
Avviso di giacenza raccomandata
Siamo passati
Tentata consegna`,
      lines: `Il portalettere è passato e non ha trovato nessuno
L'invio è disponibile presso l'ufficio postale
Presentarsi con questo avviso e un documento di identità
Raccomandata con ricevuta di ritorno, pacco da firmare
Numero dell'invio
Giacenza fino al, poi restituito al mittente
Tentativo di consegna, destinatario assente
La raccomandata è in giacenza presso l'ufficio, ritiro con documento
Destinatario assente, contattare la filiale per concordare una nuova consegna
Il portalettere non ha potuto consegnare
Il pacco può essere ritirato dal giorno successivo
Data, ora, motivo, firma del portalettere
Poste Italiane
Poste Italiane, numero raccomandata
Corriere espresso, spedizione n.
Ufficio postale`,
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
Posta ordinaria
POSTA RACCOMANDATA
POSTAMAIL
TASSA PAGATA
URGENTE
RACCOMANDATA CON RICEVUTA DI RITORNO`,
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
Pagina 1 di 2
Egregi Signori,
Gentili Signori,
Gentile cliente,
Buongiorno,
Gentilissimi,
Con i migliori saluti
In attesa di un Vostro riscontro, porgiamo cordiali saluti
Con osservanza
Ringraziando, si porgono distinti saluti
Data:
OGGETTO
Vostro riferimento, nostro riferimento, da citare
Codice cliente, numero pratica, rif.
Interno, telefono diretto, referente, il Vostro referente
Pratica seguita da
Allegati: 2
All. c.c. copia a
In allegato
Si trasmettono in allegato i documenti richiesti
Vi ringraziamo per la Vostra lettera
Facciamo seguito alla Vostra lettera e al colloquio
Con riferimento alla Vostra richiesta
Con la presente Vi informiamo che
Vi comunichiamo, troverete, potete, Vi preghiamo di, si prega di
Vi preghiamo di rispondere appena possibile
Per qualsiasi chiarimento potete chiamare il numero sopra indicato
Restiamo in attesa di una Vostra risposta
Il nostro personale è a Vostra disposizione dal lunedì al venerdì
Orario di apertura dalle 8.30 alle 12.30, chiuso il mercoledì
Ai sensi della normativa sulla protezione dei dati personali avete diritto di accesso
Ai sensi dell'articolo 12 del codice e della legge
Documento emesso automaticamente, privo di firma
Stampato su carta riciclata
Raccomandata con avviso di ricevimento, raccomandata A/R
Per posta e via e-mail
8 febbraio 2024
Torino, 21 aprile 2025
15 maggio 2026, 3 giugno, 14 luglio
9 agosto, 30 settembre, 11 ottobre 2024
2 novembre, 24 dicembre 2025
12 gennaio
Telefono, fax, cellulare, sito
Tel. Fax e-mail PEC
Capitale sociale i.v., sede legale, R.E.A.
P. IVA, C.F., codice fiscale, registro imprese
Partita IVA, codice SDI
Banca IBAN BIC
Associazione, ente, consorzio
Filiale, agenzia, ufficio, stabilimento
Il direttore, la segreteria, il presidente, il legale rappresentante
Firma
Francia, Italia, Svizzera
Segue, vedi retro
Foglio, pagina`,
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
alla c.a. ufficio legale
Viale Europa 4
Corso Italia, 27
Piazza Dante 110
Largo Verdi 3
Strada Provinciale 8, capannone B
Casella postale 34
10121 TORINO TO
40121 BOLOGNA BO
50122 FIRENZE FI
37121 VERONA VR
ITALIA
Officine Ferri S.p.A.
Fratelli Galli s.n.c.
Tipografia, trasporti, falegnameria, autofficina
Gruppo Lamberti S.p.A.
Direzione generale
Ufficio Amministrazione`,
};
