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
Sammelrechnung`,
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
Bankverbindung IBAN BIC`,
    },
    reminder: {
      titles: `Mahnung
Zahlungserinnerung
Erste Mahnung, Rechnung
Zweite Mahnung
Letzte Mahnung
Offene Posten
Letzte Zahlungsaufforderung`,
      lines: `Unsere Rechnung ist seit dem offen
Sicher haben Sie übersehen, dass die Rechnung fällig war
Trotz unserer Mahnung konnten wir keinen Zahlungseingang feststellen
Bitte begleichen Sie den Betrag innerhalb von zehn Tagen
Sollte sich Ihre Zahlung mit diesem Schreiben überschnitten haben, betrachten Sie es als gegenstandslos
Andernfalls übergeben wir die Angelegenheit einem Inkassobüro
Mahngebühren und Verzugszinsen
Der Rechnungsbetrag ist überfällig
Wir fordern Sie letztmalig auf zu zahlen
Weitere Lieferungen erfolgen erst nach Zahlungseingang`,
    },
    contract: {
      titles: `Wartungsvertrag
Rahmenvertrag
Dienstleistungsvertrag
Verlängerung des Wartungsvertrags
Mietvertrag
Liefervertrag
Nachtrag zum Vertrag
Geheimhaltungsvereinbarung`,
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
Unterschrift und Firmenstempel`,
    },
    job_application: {
      titles: `Bewerbung
Bewerbung als
Initiativbewerbung
Bewerbung um einen Ausbildungsplatz
Bewerbung um ein Praktikum
Lebenslauf
Ihre Stellenanzeige`,
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
Gerne überzeuge ich Sie in einem persönlichen Gespräch`,
    },
    hr: {
      titles: `Arbeitsunfähigkeitsbescheinigung
Krankmeldung
Elternzeit
Kündigung meines Arbeitsverhältnisses
Urlaubsantrag
Gehaltsabrechnung
Änderung der Bankverbindung
Antrag auf Teilzeit`,
      lines: `Anbei erhalten Sie meine Arbeitsunfähigkeitsbescheinigung
Ich möchte meine Elternzeit verlängern
Meine Personalnummer lautet
Auf meiner Gehaltsabrechnung stimmt der Nettobetrag nicht
Bitte überweisen Sie mein Gehalt auf das neue Konto
Wie viele Urlaubstage habe ich noch
Hiermit kündige ich mein Arbeitsverhältnis
Arbeitszeugnis, Lohnsteuerbescheinigung, Sozialversicherung
Überstunden, Mutterschutz, Entgeltfortzahlung
Verdienstbescheinigung des Arbeitnehmers, Arbeitgeber`,
    },
    legal: {
      titles: `Mahnbescheid
Klage
Ladung zum Termin
Pfändungs- und Überweisungsbeschluss
Anwaltliches Schreiben in Sachen
Vollstreckungsankündigung
Zustellung eines Urteils
Forderung unserer Mandantin`,
      lines: `Namens und in Vollmacht unserer Mandantin fordern wir Sie auf
Wir zeigen an, dass wir die Interessen der Firma vertreten
Der Termin zur mündlichen Verhandlung findet statt
Nach fruchtlosem Ablauf der Frist werden wir Klage erheben
Gegen diesen Bescheid können Sie binnen zwei Wochen Widerspruch einlegen
Amtsgericht, Landgericht, Aktenzeichen, Geschäftsnummer
Kläger und Beklagte, Prozessbevollmächtigte
Gerichtsvollzieher, Zwangsvollstreckung, vollstreckbare Ausfertigung
Rechtsanwälte, Kosten des Rechtsstreits
Im Namen der Firma bitten wir um Zahlung der Forderung`,
    },
    tax: {
      titles: `Steuerbescheid
Umsatzsteuerbescheid
Gewerbesteuerbescheid
Körperschaftsteuer
Grundsteuerbescheid
Anordnung einer Betriebsprüfung
Erinnerung an die Steuererklärung`,
      lines: `Finanzamt, Steuernummer, Veranlagungszeitraum
Die festgesetzte Steuer ist fällig am
Gegen diesen Bescheid ist der Einspruch gegeben
Ihre Umsatzsteuervoranmeldung liegt noch nicht vor
Säumniszuschläge und Verspätungszuschlag
Der Prüfer wird die Bücher einsehen
Vorauszahlung, Erstattung, Bemessungsgrundlage
Bescheid über Gewerbesteuer, Hebesatz der Gemeinde
Abgabenordnung, Festsetzung, Nachzahlung
Da keine Erklärung einging, wurde die Steuer geschätzt`,
    },
    advertising: {
      titles: `Sonderangebot
Frühlingsangebote
Entdecken Sie unseren neuen Katalog
Einladung zur Messe
Jetzt sparen
Tag der offenen Tür
Gewinnen Sie ein Wochenende`,
      lines: `Sparen Sie bis zu 50 % auf das ganze Sortiment
Nur solange der Vorrat reicht
Kostenlose Lieferung ab
Besuchen Sie uns an unserem Stand
Bestellen Sie jetzt und erhalten Sie ein Geschenk
Unverbindliches Angebot anfordern
Liebe Kundin, lieber Kunde, zum Jubiläum
Neuheiten, Rabatt, Aktionspreise, Gutschein
Wenn Sie keine Werbung mehr wünschen
Testen Sie unverbindlich dreißig Tage`,
    },
    bank: {
      titles: `Kontoauszug
Ihre Kreditlinie
Rücklastschrift
Darlehensvertrag
Geänderte Bankentgelte
Überweisungsbestätigung
Tilgungsplan`,
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
Ihr Konto weist einen Saldo von auf`,
    },
    insurance: {
      titles: `Schadenmeldung
Ihr Schaden vom
Nachtrag zum Versicherungsschein
Beitragsrechnung der Versicherung
Versicherungsbestätigung
Schadenregulierung
Betriebshaftpflicht
Maschinenbruch`,
      lines: `Wir bestätigen den Eingang Ihrer Schadenmeldung
Die Schadennummer lautet
Ein Sachverständiger wird den Schaden besichtigen
Die Selbstbeteiligung beträgt
Versicherungsschein Nr., Versicherungsnehmer, Versicherungssumme
Jahresbeitrag, Prämie, Deckung
Leitungswasserschaden, Feuer, Einbruch, Sturm
Wir überweisen die Entschädigung abzüglich der Selbstbeteiligung
Nachtrag zu Ihrer Police mit Wirkung vom
Haftpflicht, Rechtsschutz, Flottenversicherung`,
    },
    delivery_note: {
      titles: `Lieferschein
Versandanzeige
Packliste
Frachtbrief
Wareneingangsschein`,
      lines: `Artikel Bezeichnung Menge
Bestellte Menge, gelieferte Menge, Rückstand
Anzahl der Pakete, Gewicht, Spediteur
Paketnummer, Sendungsnummer
Ware vollständig und in einwandfreiem Zustand erhalten
Prüfen Sie die Pakete vor der Unterschrift
Lieferanschrift, Palette, Karton
Teillieferung, Rest folgt
Unterschrift des Empfängers
Ihre Bestellung wurde heute versandt`,
    },
    registered_notice: {
      titles: `Benachrichtigung
Wir haben Sie nicht angetroffen
Sendung zur Abholung
Zustellversuch
Benachrichtigungskarte`,
      lines: `Leider haben wir Sie nicht angetroffen
Ihre Sendung liegt in der Filiale zur Abholung bereit
Bitte bringen Sie diese Karte und Ihren Ausweis mit
Einschreiben, Rückschein, Paket gegen Unterschrift
Sendungsnummer
Abholbar ab, Lagerfrist sieben Werktage, danach zurück an den Absender
Unser Zusteller war heute bei Ihnen
Zweiter Zustellversuch`,
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
Infobrief`,
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
Seite 1 von 2`,
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
z. Hd. Einkauf`,
};
