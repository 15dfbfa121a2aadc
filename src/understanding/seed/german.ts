import type { LanguageSeed } from './seed.ts';

export const GERMAN: LanguageSeed = {
  classes: {
    invoice: {
      titles: `Rechnung
RECHNUNG Nr.
Abschlagsrechnung
Schlussrechnung
Gutschrift
Honorarrechnung
Sammelrechnung
Stromrechnung
Gasrechnung
Telefonrechnung
Handwerkerrechnung
Jahresabrechnung
Rechnung über Montage
Rechnungskopie
Teilrechnung
Stornorechnung`,
      lines: `Pos. Bezeichnung Menge Einzelpreis Gesamtpreis
Artikel Menge Preis Betrag
Nettobetrag MwSt. Gesamtbetrag
Zwischensumme zuzüglich 19 % Umsatzsteuer Rechnungsbetrag
Zahlbar innerhalb von 30 Tagen ohne Abzug
Zahlbar sofort, 2 % Skonto bei Zahlung binnen 10 Tagen
Bitte überweisen Sie den Betrag auf das unten genannte Konto
USt-IdNr., Steuernummer, Kundennummer, Bestellnummer
Ihre Bestellung vom, Lieferschein Nr.
Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum
Bitte geben Sie bei der Zahlung die Rechnungsnummer an
Leistungszeitraum, Leistungsdatum
Wir erlauben uns zu berechnen
Bankverbindung IBAN BIC
Für Lieferung und Montage berechnen wir Ihnen
Verbrauch in kWh, Zählerstand, Grundpreis, Arbeitspreis, Netzentgelt, Stromsteuer, Abschlag
Arbeitsstunden, Stundensatz, Anfahrt, Material, Kleinteile, Gerüst
Summe netto, zuzüglich Umsatzsteuer, Endbetrag brutto, Rechnungssumme
Zu zahlen bis, fällig am, der Betrag wird abgebucht, Lastschrifteinzug
Stück, Einheit, Einzelpreis, Rabatt, Versandkosten, Fracht
Unsere Leistungen im Monat, Reinigung, Wartung, Druck, Miete
Nachzahlung, Guthaben, bereits geleistete Abschläge, offener Restbetrag
Es gelten unsere Zahlungsbedingungen, Eigentumsvorbehalt, Skontofrist
Steuerschuldnerschaft des Leistungsempfängers, steuerfrei
Honorar für Beratung, Auslagen, Reisekosten
Vielen Dank für Ihren Auftrag, wir stellen in Rechnung
Lieferdatum entspricht Rechnungsdatum, Auftragsnummer, Projekt
Mobilfunk, Flatrate, Verbindungen, monatliche Grundgebühr
Kontoinhaber, Geldinstitut, Verwendungszweck Rechnungsnummer`,
    },
    reminder: {
      titles: `Mahnung
Zahlungserinnerung
Erste Mahnung, Rechnung
Zweite Mahnung
Letzte Mahnung
Offene Posten
Letzte Zahlungsaufforderung
Zahlungserinnerung zu unserer Rechnung
Dritte Mahnung
2. Mahnung zu Rechnung
Letzte Erinnerung
Zahlungsverzug
Überfällige Rechnung
Kontoauszug offener Posten
Mahnschreiben
Letzte Aufforderung vor Abgabe an das Inkasso`,
      lines: `Unsere Rechnung ist seit dem offen
Sicher haben Sie übersehen, dass die Rechnung fällig war
Trotz unserer Mahnung konnten wir keinen Zahlungseingang feststellen
Bitte begleichen Sie den Betrag innerhalb von zehn Tagen
Sollte sich Ihre Zahlung mit diesem Schreiben überschnitten haben, betrachten Sie es als gegenstandslos
Andernfalls übergeben wir die Angelegenheit einem Inkassobüro
Mahngebühren und Verzugszinsen
Der Rechnungsbetrag ist überfällig
Wir fordern Sie letztmalig auf zu zahlen
Weitere Lieferungen erfolgen erst nach Zahlungseingang
Bisher haben wir keinen Geldeingang verbucht, sicher handelt es sich um ein Versehen
Leider haben Sie auf unser Schreiben nicht reagiert
Der Betrag ist seit dreißig Tagen überfällig, bitte holen Sie die Überweisung nach
Zahlen Sie den ausstehenden Betrag bis spätestens zum
Sie befinden sich in Verzug, Verzugszinsen, Mahnkosten, Inkassokosten
Nach Ablauf der Frist leiten wir das gerichtliche Mahnverfahren ein
Wir wurden mit dem Einzug der Forderung beauftragt, Hauptforderung, Nebenforderungen
Folgende Rechnungen sind noch nicht ausgeglichen, Tage in Verzug
Bei Durchsicht unserer Buchhaltung stellten wir fest, dass noch Beträge offen stehen
Falls Sie inzwischen gezahlt haben, ist dieses Schreiben hinfällig
Wir bitten um Ausgleich des offenen Saldos, Lieferstopp
Unsere Erinnerung blieb unbeantwortet, letzte Frist
Trotz Fälligkeit konnten wir noch keine Zahlung verbuchen`,
    },
    contract: {
      titles: `Wartungsvertrag
Rahmenvertrag
Dienstleistungsvertrag
Verlängerung des Wartungsvertrags
Mietvertrag
Liefervertrag
Nachtrag zum Vertrag
Geheimhaltungsvereinbarung
Vollwartungsvertrag
Leasingvertrag
Bewachungsvertrag
Gewerbemietvertrag
Energieliefervertrag
Reinigungsvertrag
Softwarelizenzvertrag
Kaufvertrag
Vertragsverlängerung
Nachtragsvereinbarung
Kooperationsvereinbarung
Vereinbarung über die Lieferung
Ihr Vertragsangebot zur Unterschrift`,
      lines: `Zwischen und wird folgender Vertrag geschlossen
§ 1 Gegenstand des Vertrages
§ 2 Laufzeit und Kündigung
Die jährliche Vergütung beträgt
Kündigungsfrist drei Monate zum Jahresende
Der Vertrag verlängert sich um jeweils ein Jahr
Gerichtsstand ist der Sitz des Lieferanten
Der Auftragnehmer verpflichtet sich gegenüber dem Auftraggeber
Bitte senden Sie ein unterschriebenes Exemplar zurück
Vertragspartner, Vertragsbeginn, Haftung, Schlussbestimmungen
Die übrigen Bestimmungen bleiben unverändert
Unterschrift und Firmenstempel
Der Auftragnehmer übernimmt die regelmäßige Wartung, Reinigung, Bewachung der Anlage
Laufzeit fünf Jahre, stillschweigende Verlängerung, Kündigung schriftlich
Leasinggeber und Leasingnehmer vereinbaren folgendes, Leasingrate, Restwert
Vermieter und Mieter, Mietobjekt, Miete, Kaution, Nebenkosten, Mietdauer
Zwischen dem Auftraggeber und dem Auftragnehmer wird vereinbart
Ort, Datum, rechtsverbindliche Unterschrift, bitte unterzeichnet zurücksenden
Preisanpassung, Mindestlaufzeit, Vertragsstrafe, Gewährleistung
Der Kunde verpflichtet sich zur Abnahme, Liefermengen, Festpreis
Geheimhaltung, Datenschutz, Abtretung, salvatorische Klausel, Erfüllungsort
Leistungsumfang, Pflichten des Auftragnehmers, Pflichten des Auftraggebers
Dieser Vertrag tritt mit Unterzeichnung in Kraft und ersetzt frühere Abreden
Die Vertragsparteien sind sich einig, Anlagen sind Bestandteil des Vertrags
Nutzungsrecht, Lizenzgeber, Lizenznehmer, Support, Verfügbarkeit
Zwei Ausfertigungen, eine für jede Partei`,
    },
    job_application: {
      titles: `Bewerbung
Bewerbung als
Initiativbewerbung
Bewerbung um einen Ausbildungsplatz
Bewerbung um ein Praktikum
Lebenslauf
Ihre Stellenanzeige
Bewerbung um eine Ausbildung
Bewerbung als Industriemechaniker
Bewerbung als Sachbearbeiterin
Anfrage Praktikumsplatz
Ihre Anzeige
Bewerbung auf Ihr Stellenangebot
Bewerbungsunterlagen
Ferienjob
Bewerbung für ein duales Studium`,
      lines: `Hiermit bewerbe ich mich um die ausgeschriebene Stelle
Mit großem Interesse habe ich Ihre Stellenanzeige gelesen
Meinen Lebenslauf und meine Zeugnisse füge ich bei
Über eine Einladung zum Vorstellungsgespräch freue ich mich
Ich verfüge über mehrjährige Berufserfahrung als
Ich studiere und suche ein Praktikum
Meine Gehaltsvorstellung liegt bei
Teamfähigkeit, Zuverlässigkeit und Belastbarkeit
Ich habe eine Ausbildung zum abgeschlossen
Frühester Eintrittstermin
Gerne überzeuge ich Sie in einem persönlichen Gespräch
Ihre Anzeige hat mich sofort angesprochen, ich bewerbe mich
Nach meiner Ausbildung arbeitete ich mehrere Jahre in der Instandhaltung, im Büro, im Lager
Auf ein Kennenlernen freue ich mich sehr, Vorstellungsgespräch
Ich besuche die Schule und suche für drei Wochen einen Praktikumsplatz
Im Sommer schließe ich die Realschule, das Abitur ab, mein Zeugnis liegt bei
Derzeit bin ich in ungekündigter Stellung und suche eine neue Herausforderung
Meine Stärken sind Sorgfalt, Fleiß und Teamgeist
Staplerschein, Führerschein, Sprachkenntnisse, EDV-Kenntnisse
Anlagen: Lebenslauf, Zeugnisse, Lichtbild
Gern möchte ich in Ihrem Unternehmen arbeiten, Arbeitsplatz, Beruf
Ich habe einen Studienabschluss in Chemie, Maschinenbau, Betriebswirtschaft
Ich bin motiviert, belastbar und lerne gern dazu
Ein Praktikum in Ihrer Firma würde mir helfen`,
    },
    hr: {
      titles: `Arbeitsunfähigkeitsbescheinigung
Krankmeldung
Elternzeit
Kündigung meines Arbeitsverhältnisses
Urlaubsantrag
Gehaltsabrechnung
Änderung der Bankverbindung
Antrag auf Teilzeit
Krankschreibung
Antrag auf Elternzeit
Antrag auf Sonderurlaub
Verdienstbescheinigung
Lohnpfändung
Arbeitsunfall
Meine Kündigung
Arbeitszeugnis
Fehlende Überstunden
Mutterschutz
Betriebliche Altersversorgung
Rentenantrag
Teilnahmebescheinigung Schulung
Adressänderung`,
      lines: `Anbei erhalten Sie meine Arbeitsunfähigkeitsbescheinigung
Ich möchte meine Elternzeit verlängern
Meine Personalnummer lautet
Auf meiner Gehaltsabrechnung stimmt der Nettobetrag nicht
Bitte überweisen Sie mein Gehalt auf das neue Konto
Wie viele Urlaubstage habe ich noch
Hiermit kündige ich mein Arbeitsverhältnis
Arbeitszeugnis, Lohnsteuerbescheinigung, Sozialversicherung
Überstunden, Mutterschutz, Entgeltfortzahlung
Verdienstbescheinigung des Arbeitnehmers, Arbeitgeber
Anbei meine AU-Bescheinigung bis einschließlich, ich bin krank geschrieben
Hiermit beantrage ich Elternzeit ab Geburt für zwölf Monate
Bitte bescheinigen Sie uns das Arbeitsentgelt Ihres Mitarbeiters, Krankenkasse, Krankengeld
Ich kündige fristgerecht, mein letzter Arbeitstag
In meiner Lohnabrechnung fehlen Überstunden und Zuschläge
Ich bin seit Jahren bei Ihnen beschäftigt, Abteilung, Schicht, Vorgesetzter
Unfall auf dem Weg zur Arbeit, Berufsgenossenschaft, Unfallanzeige
Ihr Mitarbeiter hat an der Schulung teilgenommen
Wiedereingliederung, Teilzeit, Arbeitszeitkonto, unbezahlter Urlaub
Mutterschaftsgeld, voraussichtlicher Entbindungstermin, Beschäftigungsverbot
Meine neue Anschrift, neue IBAN für Lohn und Gehalt
Pfändung des Arbeitseinkommens Ihres Arbeitnehmers, Drittschuldner
Rente, Altersteilzeit, Betriebsrente, Dienstjahre
Resturlaub, Urlaubsanspruch, Freistellung, Homeoffice
Meine Bankverbindung hat sich geändert, Personalnummer, bitte für die nächste Lohnzahlung berücksichtigen`,
    },
    legal: {
      titles: `Mahnbescheid
Klage
Ladung zum Termin
Pfändungs- und Überweisungsbeschluss
Anwaltliches Schreiben in Sachen
Vollstreckungsankündigung
Zustellung eines Urteils
Forderung unserer Mandantin
Ladung
Ladung zur Güteverhandlung
Abmahnung
Klageschrift
In der Rechtssache
Urteil
Beschluss des Amtsgerichts
Versäumnisurteil
Schriftsatz der Gegenseite
Einstweilige Verfügung
Rechtsstreit gegen Ihr Haus
Schadensersatzforderung
Insolvenzverfahren`,
      lines: `Namens und in Vollmacht unserer Mandantin fordern wir Sie auf
Wir zeigen an, dass wir die Interessen der Firma vertreten
Der Termin zur mündlichen Verhandlung findet statt
Nach fruchtlosem Ablauf der Frist werden wir Klage erheben
Gegen diesen Bescheid können Sie binnen zwei Wochen Widerspruch einlegen
Amtsgericht, Landgericht, Aktenzeichen, Geschäftsnummer
Kläger und Beklagte, Prozessbevollmächtigte
Gerichtsvollzieher, Zwangsvollstreckung, vollstreckbare Ausfertigung
Rechtsanwälte, Kosten des Rechtsstreits
Im Namen der Firma bitten wir um Zahlung der Forderung
In dem Rechtsstreit wird Termin zur Güteverhandlung bestimmt
In vorbezeichneter Angelegenheit überreichen wir den Schriftsatz der Gegenseite
Wir bitten um Stellungnahme bis zum Fristablauf
Namens unserer Mandantin fordern wir Sie auf, die Unterlassungserklärung abzugeben
Das persönliche Erscheinen ist angeordnet, Sitzungssaal, Geschäftsstelle des Gerichts
Die Klage wird abgewiesen, der Beklagte trägt die Kosten
Unser Mandant macht Schadensersatz geltend, Haftung, Mangel, Pflichtverletzung
Kündigungsschutzklage, Arbeitsgericht, Kammertermin
Forderung zur Insolvenztabelle anmelden, Insolvenzverwalter
Beglaubigte Abschrift, Rechtsmittel, Berufung, Revision
Ordnungsgemäße Vollmacht wird anwaltlich versichert
Vergleich, Streitwert, Gerichtskosten, Rechtsanwaltsgebühren
Vernehmung als Zeuge, Staatsanwaltschaft, Strafverfahren`,
    },
    tax: {
      titles: `Steuerbescheid
Umsatzsteuerbescheid
Gewerbesteuerbescheid
Körperschaftsteuer
Grundsteuerbescheid
Anordnung einer Betriebsprüfung
Erinnerung an die Steuererklärung
Bescheid über Umsatzsteuer
Vorauszahlungsbescheid
Gewerbesteuer-Vorauszahlungen
Grundsteuer
Mahnung der Finanzkasse über Steuern
Lohnsteuer-Außenprüfung
Prüfungsanordnung
Steuererstattung
Einfuhrabgabenbescheid
Bescheid für die Körperschaftsteuer`,
      lines: `Finanzamt, Steuernummer, Veranlagungszeitraum
Die festgesetzte Steuer ist fällig am
Gegen diesen Bescheid ist der Einspruch gegeben
Ihre Umsatzsteuervoranmeldung liegt noch nicht vor
Säumniszuschläge und Verspätungszuschlag
Der Prüfer wird die Bücher einsehen
Vorauszahlung, Erstattung, Bemessungsgrundlage
Bescheid über Gewerbesteuer, Hebesatz der Gemeinde
Abgabenordnung, Festsetzung, Nachzahlung
Da keine Erklärung einging, wurde die Steuer geschätzt
Festgesetzt werden, Abrechnung, Rechtsbehelfsbelehrung
Vorauszahlungen zu zahlen am, Messbetrag, Hebesatz
Stadtkasse, Kämmerei, Gemeinde, Steueramt, Kassenzeichen
Ihre Steuererklärung für das Jahr, Abgabefrist, Fristverlängerung
Finanzkasse, Zollamt, Einfuhrumsatzsteuer, Abgabenbescheid
Außenprüfung, Prüfungszeitraum, Vorlage von Unterlagen
Steuerpflichtiger, Besteuerungsgrundlagen, Bemessung, geänderter Bescheid
Vorsteuer, Umsatzsteuer-Voranmeldung, Dauerfristverlängerung
Erstattungsbetrag wird überwiesen, Zinsen zur Steuer
Einspruch einlegen innerhalb eines Monats, Aussetzung der Vollziehung
ELSTER, Identifikationsnummer, Steuerart, Finanzamt
Lohnsteueranmeldung, Kapitalertragsteuer, Solidaritätszuschlag`,
    },
    advertising: {
      titles: `Sonderangebot
Frühlingsangebote
Entdecken Sie unseren neuen Katalog
Einladung zur Messe
Jetzt sparen
Tag der offenen Tür
Gewinnen Sie ein Wochenende
Unser Frühjahrs-Angebot
Ihr kostenloses Messeticket
Nur für kurze Zeit
Jubiläumsrabatt
Rabattaktion
Prozente auf alles
Neuer Katalog
Einladung zum Hausmessetag
Gratis testen
Jetzt bestellen und sparen`,
      lines: `Sparen Sie bis zu 50 % auf das ganze Sortiment
Nur solange der Vorrat reicht
Kostenlose Lieferung ab
Besuchen Sie uns an unserem Stand
Bestellen Sie jetzt und erhalten Sie ein Geschenk
Unverbindliches Angebot anfordern
Liebe Kundin, lieber Kunde, zum Jubiläum
Neuheiten, Rabatt, Aktionspreise, Gutschein
Wenn Sie keine Werbung mehr wünschen
Testen Sie unverbindlich dreißig Tage
Jetzt bestellen und Rabatt sichern, so günstig wird es nicht wieder
Greifen Sie zu, dreißig Prozent auf alle Stühle, Tische und Schränke
Erleben Sie Innovationen zum Anfassen, wir freuen uns auf Ihren Besuch in Halle
Gratis-Katalog anfordern, kostenloses Messeticket, Eintritt frei
Senken Sie Ihre Energiekosten, rufen Sie uns an, kostenlose Beratung
Tausende zufriedene Kunden vertrauen uns, ausgezeichnet
Ihr Gutscheincode im Onlineshop, versandkostenfrei
Entdecken Sie unsere Neuheiten, exklusive Vorteile
Schnell sein lohnt sich, Aktion gültig bis
Abonnieren Sie unseren Newsletter und gewinnen Sie
Machen Sie mit beim Gewinnspiel
Wir laden Sie herzlich ein, für Getränke und Imbiss ist gesorgt
Warum mehr bezahlen? Wechseln Sie jetzt`,
    },
    bank: {
      titles: `Kontoauszug
Ihre Kreditlinie
Rücklastschrift
Darlehensvertrag
Geänderte Bankentgelte
Überweisungsbestätigung
Tilgungsplan
Verlängerung Ihres Kontokorrentkredits
Rückgabe einer Lastschrift
Kontoabschluss
Kontomitteilung
Änderung der Zinssätze
Ihr Darlehen
Avalurkunde
Umsatzübersicht
Aktualisierung Ihrer Kundendaten
Kreditkartenabrechnung`,
      lines: `Alter Kontostand, neuer Kontostand
Buchungstag Verwendungszweck Betrag Soll Haben
Ihre Kreditlinie läuft am aus
Die Lastschrift konnte mangels Deckung nicht eingelöst werden
Bitte sorgen Sie für Deckung auf Ihrem Konto
Ihr Kundenberater in der Filiale, Sparkasse, Volksbank
Zinssatz, Tilgung, Restschuld, Rate
Dispositionskredit, Kontoführungsgebühr
Ihr Konto wurde belastet, Gutschrift auf dem Konto
Bürgschaft, Avalkredit, Festgeld
Ihr Konto weist einen Saldo von auf
Saldovortrag, Endsaldo, Umsätze, Gutschrift, Belastung, Überweisung
Der Ihnen eingeräumte Kreditrahmen ist befristet, bitte reichen Sie den Jahresabschluss ein
Mangels Kontodeckung wurde die Lastschrift zurückgegeben, Entgelt
Sollzinsen, Habenzinsen, Überziehung, Rechnungsabschluss des Kontos
Darlehen Nr., Zinsbindung, Annuität, Restkapital, Sondertilgung
Ihr Firmenkundenbetreuer, Geschäftsstelle, Onlinebanking
Bürgschaftsurkunde, Sicherheiten, Grundschuld
Auslandsüberweisung, Währung, Kurs, Provision
Wirtschaftlich Berechtigte, Legitimation, Geldwäschegesetz, Zeichnungsberechtigte
Preis- und Leistungsverzeichnis der Bank, Kontomodell
Termingeld, Tagesgeld, Anlage, Zinsertrag
Ihre Bank bittet um Prüfung des Kontoauszugs`,
    },
    insurance: {
      titles: `Schadenmeldung
Ihr Schaden vom
Nachtrag zum Versicherungsschein
Beitragsrechnung der Versicherung
Versicherungsbestätigung
Schadenregulierung
Betriebshaftpflicht
Maschinenbruch
Schaden
Leitungswasserschaden
Beitragsanpassung Ihrer Versicherung
Beitragsrechnung
Gebäudeversicherung
Kraftfahrtversicherung
Versicherungsschein
Ihre Schadenmeldung
Ablehnung der Deckung
Deckungszusage`,
      lines: `Wir bestätigen den Eingang Ihrer Schadenmeldung
Die Schadennummer lautet
Ein Sachverständiger wird den Schaden besichtigen
Die Selbstbeteiligung beträgt
Versicherungsschein Nr., Versicherungsnehmer, Versicherungssumme
Jahresbeitrag, Prämie, Deckung
Leitungswasserschaden, Feuer, Einbruch, Sturm
Wir überweisen die Entschädigung abzüglich der Selbstbeteiligung
Nachtrag zu Ihrer Police mit Wirkung vom
Haftpflicht, Rechtsschutz, Flottenversicherung
Unser Gutachter meldet sich zur Besichtigung, bitte reichen Sie Kostenvoranschläge ein
Den Schaden führen wir unter der Nummer, bitte senden Sie Fotos
Der neue Jahresbeitrag Ihrer Versicherung, Beitragsanpassung, Versicherungssteuer
Versicherungsfall, Ersatzleistung, Entschädigung, Zeitwert
Deckung besteht nicht, Ausschluss, Obliegenheit
Fahrzeugflotte, Kasko, Schadenfreiheitsklasse, Kennzeichen
Betriebsunterbrechung, Transportversicherung, Elektronik, Glasbruch
Versicherungsmakler, Versicherer, Tarif, Vertragsnummer der Police
Bestätigung über Versicherungsschutz
Ihr Ansprechpartner im Schadenservice, Schadentag, Schadenort
Hagel, Brand, Diebstahl, Überspannung, Rohrbruch`,
    },
    delivery_note: {
      titles: `Lieferschein
Versandanzeige
Packliste
Frachtbrief
Wareneingangsschein
Lieferschein Nr.
Ablieferungsnachweis
Warenbegleitschein
Versandmitteilung
Abholschein für Ware
Speditionsauftrag`,
      lines: `Artikel Bezeichnung Menge
Bestellte Menge, gelieferte Menge, Rückstand
Anzahl der Pakete, Gewicht, Spediteur
Paketnummer, Sendungsnummer
Ware vollständig und in einwandfreiem Zustand erhalten
Prüfen Sie die Pakete vor der Unterschrift
Lieferanschrift, Palette, Karton
Teillieferung, Rest folgt
Unterschrift des Empfängers
Ihre Bestellung wurde heute versandt
Ware erhalten am, Unterschrift, Stempel, Annahme unter Vorbehalt
Stück, Karton, Palette, Kolli, Gebinde, Gewicht kg
Schrauben, Scheiben, Farbe, Papier, Werkzeug
Empfänger, Absender, Frachtführer, Kennzeichen, Fahrer
Folgende Artikel haben wir heute an Sie versandt
Bestellnummer, Liefermenge, Restmenge, Lagerort, Charge
Ohne Berechnung, Rechnung folgt gesondert
Mängel sind unverzüglich anzuzeigen`,
    },
    registered_notice: {
      titles: `Benachrichtigung
Wir haben Sie nicht angetroffen
Sendung zur Abholung
Zustellversuch
Benachrichtigungskarte
Abholschein
Paketbenachrichtigung
Benachrichtigung über eine Sendung
Sie waren nicht zu Hause`,
      lines: `Leider haben wir Sie nicht angetroffen
Ihre Sendung liegt in der Filiale zur Abholung bereit
Bitte bringen Sie diese Karte und Ihren Ausweis mit
Einschreiben, Rückschein, Paket gegen Unterschrift
Sendungsnummer
Abholbar ab, Lagerfrist sieben Werktage, danach zurück an den Absender
Unser Zusteller war heute bei Ihnen
Zweiter Zustellversuch
Ihr Einschreiben konnte nicht zugestellt werden, Abholung in der Filiale
Wir konnten Ihr Paket nicht zustellen, neuer Zustellversuch am nächsten Werktag
Ihre Sendung kann ab morgen abgeholt werden
Empfänger nicht angetroffen, Ersatzzustellung, Nachbar
Uhrzeit, Zusteller, Paketshop, Abholcode
Deutsche Post
DHL Paket
Deutsche Post Sendungsnummer
Paketdienst, Paketnummer`,
    },
    envelope: {
      titles: `DEUTSCHE POST
EINSCHREIBEN RÜCKSCHEIN
Empfänger
Absender`,
      lines: `DEUTSCHE POST
ENTGELT BEZAHLT
EINSCHREIBEN EINWURF
PRIORITY LUFTPOST
PERSÖNLICH VERTRAULICH
Wenn unzustellbar, zurück an Absender
NICHT KNICKEN
0,95 EUR
Infobrief
DIALOGPOST
EINSCHREIBEN
PORTO BEZAHLT
Deutsche Post Frankierung
EILT
LUFTPOST
EINSCHREIBEN RÜCKSCHEIN`,
    },
  },
  neutral: `Sehr geehrte Damen und Herren,
Sehr geehrter Herr Müller,
Mit freundlichen Grüßen
i. A. i. V.
Kundendienst
Unser Zeichen: Ihr Zeichen: Bearbeiter:
Die genannten Unterlagen liegen bei
Unsere Büros sind werktags von 8 bis 17 Uhr geöffnet
Eine Kopie dieses Schreibens liegt bei Ihren Akten
Tel. E-Mail Geschäftsführer Handelsregister
Hauptstraße 12 80331 MÜNCHEN
z. Hd. Betreff:
München, den 3. März 2025
Diese Nachricht kann vertrauliche Informationen enthalten
Wie telefonisch besprochen
Für Rückfragen stehen wir gern zur Verfügung
Seite 1 von 2
Sehr geehrte Frau Schmidt,
Guten Tag,
Liebe Kundin, lieber Kunde,
Liebe Kolleginnen und Kollegen,
Freundliche Grüße
Mit freundlichem Gruß
Hochachtungsvoll
Mit besten Grüßen
Betreff:
Datum:
Ihr Schreiben vom, Ihre Nachricht vom, unsere Nachricht
Unser Aktenzeichen, Geschäftszeichen, bitte angeben
Kundennummer, Vorgang, Referenz, Referenznummer
Durchwahl, Telefax, Ansprechpartner, Sachbearbeiterin
Ihr Ansprechpartner, Ihre Ansprechpartnerin
Anlagen: 2
Anlage, Kopie an, Verteiler
Anbei erhalten Sie
In der Anlage finden Sie die gewünschten Unterlagen
Vielen Dank für Ihr Schreiben
Wir beziehen uns auf Ihr Schreiben und unser Gespräch
Wir nehmen Bezug auf
Wir teilen Ihnen mit, dass
Wir möchten Sie informieren, Sie können, Sie erhalten, Sie finden, bitten wir Sie
Bitte antworten Sie uns so bald wie möglich
Sollten Sie Fragen haben, rufen Sie uns bitte an
Wir freuen uns auf Ihre Antwort
Unser Team ist montags bis freitags für Sie da
Sprechzeiten 8.30 bis 12 Uhr, mittwochs geschlossen
Nach der Datenschutz-Grundverordnung haben Sie ein Recht auf Auskunft
Gemäß Paragraph 12 des Gesetzes und der Verordnung
Dieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig
Gedruckt auf Recyclingpapier
Einschreiben mit Rückschein
Per Post und per E-Mail
8. Februar 2024
Köln, den 21. April 2025
15. Mai 2026, 3. Juni, 14. Juli
9. August, 30. September, 11. Oktober 2024
2. November, 24. Dezember 2025
12. Januar
Telefon, Fax, Mobil, Internet
Tel. Fax E-Mail
Geschäftsführer, Sitz der Gesellschaft, Registergericht
HRB Amtsgericht, USt-IdNr. DE
Steuernummer, Ust-ID, Handelsregister
Bankverbindung IBAN BIC Sparkasse
Vorstand, Aufsichtsrat, Vorsitzender
Zweigstelle, Niederlassung, Büro, Standort
Die Leitung, das Sekretariat, die Geschäftsleitung
im Auftrag, in Vertretung
Unterschrift
Deutschland, Österreich, Schweiz
Bitte wenden, siehe Rückseite
Blatt, Seite, Fortsetzung`,
  address: `Frau Petra Lang
Herrn Karl Weiss
Walzwerk Süd GmbH
Personalabteilung
Buchhaltung
Rechtsabteilung
Bahnhofstraße 12
Gewerbepark Nord
70173 STUTTGART
Lang Versicherung AG
Weiss Bank
An
FRANKREICH
z. Hd. Einkauf
Goethestraße 4
Am Markt 27
Lindenweg 110
Schillerplatz 3
Industriestraße 8, Gebäude B
Postfach 20 34
50667 KÖLN
20095 HAMBURG
90402 NÜRNBERG
01067 DRESDEN
Deutschland
FRANCE
Maschinenbau Mertens GmbH
Garten und Söhne GmbH & Co. KG
Druckerei, Spedition, Tischlerei, Autohaus
Lambert AG
Geschäftsleitung
Abteilung Vertrieb`,
};
