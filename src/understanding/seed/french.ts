import type { LanguageSeed } from './seed.ts';

export const FRENCH: LanguageSeed = {
  classes: {
    invoice: {
      titles: `Facture
Facture n°
FACTURE N° F-000
Facture de vente
Facture d'acompte
Facture proforma
Avoir
Note d'honoraires
Facture de prestation
Relevé de factures du mois
Duplicata de facture
Facture d'eau
Facture d'électricité
Facture de téléphonie
Facture de travaux
Note de frais et honoraires
Votre facture du mois
Facture de solde
Note d'intervention`,
      lines: `Désignation Qté P.U. HT Montant HT
Référence Libellé Quantité Prix unitaire Total HT
Total HT TVA Total TTC
Montant HT Montant TVA Montant TTC
Base HT taux de TVA 20 % net à payer
NET À PAYER
N° de TVA intracommunautaire
Bon de commande n° et code client
Votre commande du, notre bon de livraison
Conditions de règlement : 30 jours fin de mois par virement
Paiement à réception de facture, pas d'escompte pour paiement anticipé
Tout retard de paiement entraîne une pénalité de trois fois le taux d'intérêt légal
Indemnité forfaitaire pour frais de recouvrement de 40 €
Merci de rappeler le numéro de facture lors de votre règlement
Coordonnées bancaires pour le virement : IBAN et BIC
Clause de réserve de propriété jusqu'à complet paiement du prix
Échéance de paiement, escompte pour règlement anticipé : néant
Nous vous prions de trouver ci-joint notre facture pour les fournitures livrées
TVA acquittée sur les débits
Remise, frais de port, total hors taxes
Montant payable à 45 jours par virement bancaire
Prestations réalisées au cours du mois, main d'œuvre et déplacement
Abonnement mensuel, consommation, période facturée
Votre consommation en m3 et en kWh, relève du compteur, ancien index, nouvel index, estimation
Abonnement, part fixe, part variable, acheminement, redevance, contribution tarifaire
Forfaits mobiles, communications hors forfait, lignes, options, fibre
Main d'œuvre, heures, taux horaire, déplacement, pièces et fournitures, dépose et pose
Taux horaire et durée de l'intervention, pièces remplacées, montant des travaux
Sous-total hors taxes, montant de la TVA, toutes taxes comprises
Montant facturé, montant TTC à payer, à régler avant le
Le montant sera prélevé sur votre compte le, mandat de prélèvement
Lot, unité, prix de l'unité, total de la ligne, port et emballage
Facturation des prestations de nettoyage, de gardiennage, de traiteur, d'impression
Acompte versé à déduire, reste à payer, situation de travaux n°
Autoliquidation de la TVA, exonération, taux réduit
Relevé d'identité bancaire au bas de la facture, chèque à l'ordre de
En cas de paiement tardif, pénalités et indemnité de recouvrement, article L. 441-10 du Code de commerce
Nos honoraires pour la mission effectuée
Location du mois, nombre de jours, tarif journalier, kilomètres
Consigne, éco-participation, remise commerciale`,
    },
    reminder: {
      titles: `Relance
Rappel de paiement
Premier rappel : facture impayée
Deuxième relance avant mise en demeure
Dernier rappel avant poursuites
Mise en demeure de payer
Facture échue non réglée
Situation de votre compte
Relevé de compte débiteur
Lettre de relance
Relance n° 2
Deuxième rappel
Troisième et dernière relance
Factures échues
Votre règlement en attente
Retard de règlement
Avis de retard
Impayé
Facture en souffrance
Sommation de payer
Rappel d'échéance
Dernier avis avant contentieux`,
      lines: `Sauf erreur ou omission de notre part, nous n'avons pas reçu le règlement de notre facture
La facture citée en objet reste impayée à ce jour
Votre compte présente un solde débiteur de
L'examen de votre compte fait apparaître un retard de paiement
Malgré nos précédents rappels, nos relances sont restées sans réponse
À défaut de règlement sous huit jours, nous transmettrons le dossier à notre service contentieux
Nous vous mettons en demeure de nous régler la somme de
La présente vaut mise en demeure au sens de l'article 1344 du Code civil
Les intérêts de retard courront à compter de la réception de la présente
Nous vous prions de bien vouloir régulariser votre situation dans les meilleurs délais
Si votre paiement s'est croisé avec ce courrier, veuillez ne pas en tenir compte
Nous suspendrons nos livraisons faute de paiement
La somme est exigible depuis le
Merci de procéder au virement sans délai
Aucun règlement ne nous est parvenu à cette date
Nous serons contraints d'engager une procédure de recouvrement
Facture arrivée à échéance, toujours ouverte dans nos livres
La somme de ne nous est pas parvenue, son échéance est dépassée
Ces factures sont échues et demeurent dues, nous vous remercions de les solder
Nous attendons toujours votre règlement, échéance non honorée
Nous constatons que l'échéance n'a pas été payée à la date convenue
Merci de votre règlement sous 48 heures, faute de quoi vos commandes seront bloquées
Notre précédent courrier est resté sans effet, vous n'avez pas donné suite
Montants restant dus, nombre de jours de retard, total des sommes échues
Nous vous sommons de payer sous huitaine la totalité des sommes impayées
Faites le nécessaire par retour de courrier, pénalités de retard dues
Le service comptable a relevé un impayé sur votre compte client
À défaut de paiement, l'affaire sera confiée à une société de recouvrement
Vous disposez de huit jours pour vous acquitter de votre dette
Extrait de compte client : factures non soldées, avoir non déduit
Impayé à ce jour, en souffrance depuis l'échéance
L'examen de votre compte fait ressortir un solde débiteur correspondant à la facture
Votre retard nous oblige à suspendre le service
Il doit s'agir d'un oubli de votre part, nous vous saurions gré de régler cette facture`,
    },
    contract: {
      titles: `Contrat de prestation de services
Contrat de maintenance
Convention de partenariat
Convention de mise à disposition
Renouvellement du contrat
Contrat-cadre de fourniture
Avenant au contrat
Bail commercial
Contrat de location
Conditions particulières du contrat
Accord de confidentialité
Reconduction de votre contrat
Contrat d'entretien
Contrat d'abonnement
Contrat de fourniture d'énergie
Contrat de télésurveillance
Contrat de sous-traitance
Contrat de vente
Contrat de licence
Contrat de location de matériel
Bail professionnel
Bail commercial : renouvellement
Protocole d'accord
Conditions générales de vente acceptées
Convention d'occupation
Avenant n° 2
Bon pour accord : proposition contractuelle`,
      lines: `Entre les soussignés, ci-après dénommée le Prestataire, d'une part, et ci-après le Client, d'autre part
Il a été convenu et arrêté ce qui suit
Article 1 - Objet du contrat
Article 2 - Durée et renouvellement par tacite reconduction
Article 3 - Prix et modalités, révision annuelle suivant l'indice
Article 4 - Résiliation en cas de manquement grave
Chaque partie peut y mettre fin moyennant un préavis de trois mois par lettre recommandée
Le présent contrat prend effet le pour une durée de douze mois
La redevance annuelle est fixée à hors taxes
Fait en deux exemplaires originaux, dont un pour chaque partie
Merci de nous retourner un exemplaire daté, paraphé et signé
Lu et approuvé, bon pour accord, signature et cachet
Les parties élisent domicile en leur siège social
Le prestataire souscrit une assurance couvrant sa responsabilité civile professionnelle
Le prestataire s'engage à assurer l'entretien des installations décrites en annexe
Tout litige relève de la compétence du tribunal du ressort du siège
Les parties conviennent de proroger leurs engagements réciproques
La rémunération forfaitaire est arrêtée et révisée à chaque date anniversaire
Obligations du client, obligations du prestataire, sous-traitance, force majeure
Les clauses non modifiées par le présent avenant demeurent inchangées
Le bailleur loue au preneur les locaux désignés, loyer, charges, dépôt de garantie, indexation
Date de prise d'effet, durée initiale de trente-six mois, engagement ferme
À compter du, le loyer mensuel est porté à, les autres stipulations restent inchangées
Le locataire, le loueur, le matériel loué, la restitution en fin de location
Chacune des parties pourra dénoncer la convention par lettre avant l'échéance
La reconduction se fait aux mêmes conditions pour une nouvelle période
Parapher chaque page et renvoyer l'un des originaux signés
Signature précédée de la mention manuscrite bon pour accord
Les soussignés déclarent accepter les conditions particulières et générales
Le fournisseur livrera, le client s'oblige à acheter, volumes, prix ferme, clause de révision
Clause de sortie anticipée, indemnité de résiliation, cas de manquement
Confidentialité, propriété intellectuelle, données personnelles, cession, droit applicable
Le prestataire assure la surveillance, le nettoyage, la maintenance préventive du site
Le présent accord annule et remplace toute convention antérieure
Fait à, en double exemplaire, pour le client, pour le prestataire
Le titulaire, le donneur d'ordre, le sous-traitant, les obligations réciproques
Licence d'utilisation du logiciel, niveau de service, pénalités, réversibilité`,
    },
    job_application: {
      titles: `Candidature spontanée
Candidature au poste de
Réponse à votre annonce
Demande de stage
Demande d'alternance
Lettre de motivation
Recherche d'un contrat d'apprentissage
Curriculum vitae
Offre d'emploi réf. : ma candidature
Candidature
Poste de technicien
Poste d'ingénieur : ma candidature
Demande de stage de fin d'études
Stage d'observation en entreprise
Recherche d'apprentissage
Votre offre d'emploi
Postulation
Candidature à un emploi saisonnier
Réponse à l'offre parue`,
      lines: `Je me permets de vous adresser ma candidature
Actuellement à la recherche d'un emploi, je souhaite rejoindre votre entreprise
Votre annonce parue a retenu toute mon attention
Titulaire d'un diplôme de, je dispose de plusieurs années d'expérience
Étudiante en master, je recherche un stage de fin d'études
Vous trouverez ci-joint mon curriculum vitae
Mon parcours m'a permis d'acquérir des compétences en
Rigoureux, autonome et motivé, j'aime le travail en équipe
Je serais heureux de vous rencontrer lors d'un entretien
Je me tiens à votre disposition pour un entretien d'embauche
Disponible immédiatement, je suis mobile et titulaire du permis B
Mes prétentions salariales sont négociables
Ayant occupé pendant cinq ans un poste de technicien
Votre entreprise m'intéresse particulièrement pour sa réputation
Expérience professionnelle, formation, langues, centres d'intérêt
Je souhaite mettre mon expérience au service de vos équipes
Je souhaite mettre mes années de pratique du métier au service de votre atelier
J'ai obtenu mon certificat d'aptitude professionnelle avec mention
Je serais ravie de vous exposer mes motivations de vive voix
Votre annonce d'apprenti, de technicien, d'assistante
Je suis lycéenne et cherche un stage d'observation
Diplômée d'une école d'ingénieurs, je travaille depuis six ans dans l'industrie
Je joins mon CV et serais heureuse d'échanger avec vous
Fort de huit années comme comptable, je veux donner un nouvel élan à ma carrière
En classe de terminale, en BTS, en licence, je cherche une entreprise d'accueil
Je suis collégien et je cherche un stage d'une semaine
Je souhaiterais intégrer votre atelier, votre laboratoire, votre service
Mon apprentissage débuterait en septembre, rythme de l'alternance, école
Je postule à l'emploi de, publié sur votre site, France Travail
Mobile, sérieuse, polyvalente, j'apprends vite et j'ai le sens du contact
Titulaire du permis, du CACES, d'une habilitation, disponible de suite
Sans emploi depuis peu, je recherche activement un poste à temps plein
Ma formation et mes stages m'ont donné le goût du métier
Vous remerciant de l'attention portée à ma demande, je reste joignable
Je vous prie d'étudier ma candidature et vous propose de nous rencontrer
Lettre de recommandation, relevés de notes, diplôme joints
Ayant travaillé en intérim, je maîtrise les machines et les consignes
Job d'été, étudiant, disponible de juin à août`,
    },
    hr: {
      titles: `Arrêt de travail
Demande de congés
Congé parental
Congé de maternité
Démission
Bulletin de paie
Attestation de salaire
Attestation employeur
Changement de coordonnées bancaires
Demande de temps partiel
Accident du travail
Prolongation d'arrêt maladie
Solde de tout compte
Mutuelle d'entreprise : dispense d'affiliation
Avis à tiers détenteur sur salaire
Visite médicale d'embauche
Prolongation de mon arrêt
Congé sabbatique
Congé de paternité
Demande d'absence
Rupture conventionnelle
Ma démission
Erreur sur ma fiche de paie
Heures supplémentaires de février
Reprise à mi-temps thérapeutique
Indemnités journalières
Certificat de travail
Attestation de présence en formation
Saisie sur salaire
Départ à la retraite
Affiliation d'un salarié
Changement d'adresse
Entretien professionnel`,
      lines: `Je vous adresse ci-joint mon arrêt de travail prescrit par mon médecin
Je sollicite la prolongation de mon congé comme le permet la convention collective
Mon numéro de salarié est le, mon matricule
Mon bulletin de paie fait apparaître une erreur sur le net imposable
Merci de me transmettre une attestation de salaire pour la caisse d'assurance maladie
Je vous informe de ma décision de démissionner de mes fonctions
Je souhaite bénéficier d'un temps partiel à compter du
Veuillez trouver mon nouveau relevé d'identité bancaire pour le versement de mon salaire
Le solde de mes jours de congés payés et de RTT
Heures supplémentaires non payées, prime d'ancienneté
Certificat de travail et reçu pour solde de tout compte
Déclaration sociale nominative, cotisations du salarié
Pourriez-vous m'indiquer le nombre de jours de congé restants
Entretien annuel, évolution de carrière, formation du salarié
Indemnités journalières, subrogation, maintien de salaire
Je reprendrai mon poste à l'issue de mon congé
Notification de retenue sur salaire, saisie des rémunérations d'un salarié
Salaire brut, cotisations, net à payer avant impôt, congés acquis
Je vous transmets le volet de mon arrêt prescrit jusqu'au
Salarié de l'entreprise depuis, je souhaite m'absenter du au
Employée dans votre société, matricule, atelier, équipe, chef d'équipe
Je vous informe que je quitte mon emploi, préavis, dernier jour de travail
Mettre fin d'un commun accord à mon contrat de travail, date d'entretien
Sur ma fiche de paie il manque des heures et la prime
Mon bulletin de salaire du mois comporte une erreur, rectification, rappel de salaire
Caisse primaire d'assurance maladie, assuré, numéro de sécurité sociale, employeur
Accident survenu sur le lieu de travail, témoin, certificat initial, soins
Votre salarié a suivi la formation, heures, feuille d'émargement
Bulletin d'adhésion à la mutuelle d'entreprise, ayants droit, dispense
Je vous adresse mon nouveau RIB pour le virement de ma paie
Je ferai valoir mes droits à la retraite, carrière, trimestres
Avis d'aptitude, médecin du travail, aménagement du poste, visite de reprise
Médaille du travail, ancienneté, prime
Notification de saisie des rémunérations, quotité saisissable, tiers saisi, employeur
Naissance de mon enfant, congé de paternité, congé de maternité, adoption
Demande de jours de RTT, de congés sans solde, de télétravail
Retenue à la source sur les salaires de votre employé
Mes coordonnées bancaires ont changé, merci d'en tenir compte pour ma paie`,
    },
    legal: {
      titles: `Assignation
Citation à comparaître
Signification de jugement
Signification de commandement de payer
Procès-verbal de saisie
Sommation interpellative
Assignation devant le tribunal de commerce
Affaire c/ , dossier
Injonction de payer
Convocation devant le conseil de prud'hommes
Acte de commissaire de justice
Notification de décision
Mise en cause de votre responsabilité
Convocation à l'audience
Avis de fixation
Avis d'audience
Jugement
Ordonnance de référé
Procès-verbal de constat
Conclusions adverses
Affaire en cours
Dossier contre votre société
Procédure prud'homale
Assignation en référé
Notification de conclusions
Mise en demeure de mon client
Déclaration de créance
Requête
Sommation de communiquer`,
      lines: `Agissant à la requête de la société, je vous signifie
J'ai, commissaire de justice soussigné, fait commandement à
Mon client me charge de recouvrer la somme restée impayée
En ma qualité de conseil de la société
L'audience est fixée au devant la chambre du tribunal judiciaire
Faute de comparaître, un jugement pourra être rendu contre vous
Vous disposez d'un délai d'un mois pour former opposition
En vertu d'un jugement rendu revêtu de la formule exécutoire
Élisant domicile en mon étude
Le débiteur pourra y être contraint par toutes voies de droit, notamment la saisie de ses biens
Sous toutes réserves, dont acte
Coût de l'acte, intérêts et dépens
Répertoire général n°
Article 700 du Code de procédure civile
Je suis contraint de saisir la juridiction compétente
Nous intervenons au soutien des intérêts de notre cliente
À défaut d'accord amiable, mes instructions sont d'engager la procédure
Le greffier du tribunal, convocation à l'audience
Saisie conservatoire, juge de l'exécution, contestation
Conclusions, pièces communiquées, avocat au barreau
Vous êtes invité à comparaître à l'audience, salle, chambre, munissez-vous des pièces
L'affaire sera appelée à l'audience, la clôture, les conclusions doivent être déposées
Le greffe du tribunal, de la cour d'appel, du conseil de prud'hommes
Je suis saisi des intérêts de, demeurant à, contre votre société
À défaut de réponse sous quinze jours, j'engagerai la procédure
Je me suis rendu sur place où j'ai constaté ce qui suit
À la demande de, l'an deux mille vingt-six et le, je soussigné
Les conclusions adverses viennent de m'être notifiées, vos observations
Confraternellement, mon confrère, votre bien dévoué, avocat à la cour
Par jugement du tribunal de commerce, redressement judiciaire, mandataire judiciaire, déclarer les créances
Partie demanderesse, partie défenderesse, appelant, intimé, dispositif, par ces motifs
Licenciement contesté, saisine du bureau de conciliation
Préjudice subi, responsabilité engagée, dommages et intérêts, réparation
Votre responsabilité contractuelle, manquement, mise en cause, résolution du contrat
Délai d'appel, exécution provisoire, condamne, dépens
Maître, étude, huissier, acte remis, signifié à personne
Plainte, procureur, audition, convocation devant le tribunal correctionnel`,
    },
    tax: {
      titles: `Avis d'imposition
Cotisation foncière des entreprises
Taxe foncière
Taxe sur la valeur ajoutée - demande de renseignements
Avis de mise en recouvrement
Avis de vérification de comptabilité
Impôt sur les sociétés
Proposition de rectification
Déclaration de TVA
Avis d'acompte
Prélèvement à la source
Relance de déclaration
Mise en demeure de déposer une déclaration
Dégrèvement accordé
Avis de taxe
Taxe foncière : avis
Notification de taxation
Contrôle fiscal
Avis de contrôle
Cotisations et contributions
Avis à payer
Remboursement de crédit de TVA
Taxe d'aménagement
Rappel de déclaration
Liquidation supplémentaire de droits`,
      lines: `Direction générale des finances publiques
Centre des finances publiques, service des impôts des entreprises
Vous êtes redevable au titre de l'année d'une cotisation
Somme à acquitter au plus tard le par télérèglement ou prélèvement à l'échéance
Une majoration de 10 % sera appliquée aux sommes non réglées à la date limite
Numéro fiscal, référence de l'avis, date limite de paiement
Pour toute réclamation, vous disposez d'un délai expirant le 31 décembre
Date de mise en recouvrement du rôle
Votre déclaration de chiffre d'affaires n'est pas parvenue à nos services
En application de l'article L. 10 du livre des procédures fiscales
Le vérificateur se présentera dans vos locaux
Crédit de taxe, remboursement, base d'imposition, dégrèvement
Code général des impôts, article
L'inspecteur des finances publiques
Acompte d'impôt sur les sociétés, liasse fiscale
Votre déclaration n'ayant pas été reçue, une taxation d'office est établie
Le service des impôts vous demande de fournir les justificatifs sous trente jours
Un contrôle sur pièces a mis en évidence un écart de taxe déductible
La déclaration de résultats de l'exercice clos ne nous est pas parvenue, imposition d'office
Votre réclamation est admise, le dégrèvement vous sera remboursé
Direction départementale des finances publiques, trésor public, comptable public
Montant de votre impôt, date limite de paiement, imposition, base nette, taux communal
Urssaf, cotisations, contrôle comptable d'assiette, inspecteur du recouvrement
Droits et taxes à l'importation, bureau de douane, déclaration en douane, receveur
Taxe sur les salaires, taxe sur les véhicules, taxe d'apprentissage, contribution économique territoriale
Notification d'un redressement, rappel de droits, intérêts de retard et majorations fiscales
Vous avez déclaré, nous avons recalculé, redressement, base imposable, assiette
Espace professionnel impots.gouv.fr, télédéclaration, télépaiement, échéance
Examen de comptabilité, fichier des écritures comptables, vérificateur, brigade
Demande d'éclaircissements sur votre déclaration, justificatifs à fournir
Contribuable, redevable, service des impôts, numéro de rôle
Quitus, attestation de régularité fiscale, certificat de situation
Commune, taxe d'enlèvement des ordures ménagères, valeur locative`,
    },
    advertising: {
      titles: `Offre exceptionnelle
Soldes : jusqu'à -50 %
Découvrez notre nouveau catalogue
Invitation au salon professionnel
Journées portes ouvertes
Offre de printemps sur toute la gamme
Profitez de nos promotions
Gagnez un week-end
Votre cadeau de bienvenue
Nouveauté : essayez gratuitement
Grandes promotions
Prix en baisse
Rentrée : remises sur tout le mobilier
Votre badge visiteur
Invitation
Nouveau : testez notre solution
Réduisez vos dépenses
Vente privée
Catalogue de printemps
Dernières places
Une offre rien que pour vous
Jusqu'à -40 %`,
      lines: `Profitez d'une remise exceptionnelle jusqu'au
Offre valable dans la limite des stocks disponibles, non cumulable
Livraison gratuite dès 99 € d'achat
Rendez-vous en magasin ou sur notre site
Bénéficiez de nos prix cassés sur plus de mille articles
Demandez votre devis gratuit et sans engagement
Venez nous rencontrer sur notre stand, entrée libre sur présentation de ce courrier
Découvrez en avant-première notre nouvelle collection
Cher client, chère cliente, pour fêter notre anniversaire
Un cadeau pour les cent premières commandes avec le code
Pour ne plus recevoir nos offres, retournez ce courrier
Satisfait ou remboursé, essai gratuit pendant trente jours
Jeu concours gratuit sans obligation d'achat
Nos conseillers vous accueillent pour une démonstration
Des exposants vous accueillent pendant trois jours
Offre réservée aux professionnels, tarifs promotionnels
À très bientôt dans nos magasins !
Équipez vos équipes à petit prix, remises sur tous les fauteuils, bureaux et rangements
Flashez le code et recevez un cadeau offert
Rejoignez des centaines d'exposants, conférences, démonstrations et nouveautés, badge gratuit
Réduisez vos factures d'énergie, nos experts ont fait économiser des milliers d'entreprises
Audit offert, étude personnalisée gratuite, appelez-nous sans attendre
Vite, plus que quelques jours pour en profiter !
Nous avons le plaisir de vous convier à notre journée, cocktail offert, inscription gratuite
Choisissez la qualité au meilleur prix, satisfaits de nos services depuis des années
Découvrez la solution qui simplifie votre quotidien, essai sans engagement
Ils nous font confiance, témoignages de clients, numéro un du marché
Stock limité, prix sacrifiés, promotions d'avril, destockage, liquidation
Commandez en ligne et profitez de la livraison offerte dès le premier achat
Séminaires, coffrets, cadeaux d'affaires : pensez aux fêtes
Abonnez-vous et recevez le premier numéro gratuit
Pourquoi payer plus cher ? Comparez et économisez jusqu'à
Parrainez un collègue et gagnez des chèques cadeaux
Votre code promo, valable une fois, à saisir sur notre boutique`,
    },
    bank: {
      titles: `Relevé de compte
Votre ligne de crédit
Avis d'opération
Avis de prélèvement rejeté
Confirmation de virement
Modification de nos conditions tarifaires bancaires
Échéancier de prêt
Ouverture de compte professionnel
Convention de compte courant
Incident de paiement
Avis de débit
Autorisation de découvert
Relevé de vos opérations
Renouvellement de votre découvert
Incident sur votre compte
Chèque rejeté
Tableau d'amortissement
Révision de taux
Votre prêt
Mainlevée de garantie
Avis de virement
Extrait de compte bancaire
Remise de chèques impayés
Facilité de caisse
Clôture de compte
Mise à jour de votre dossier bancaire`,
      lines: `Solde créditeur, solde débiteur au
Date Libellé Débit Crédit Solde
Date valeur, nature de l'opération, montant
Votre ligne de trésorerie arrive à échéance le
Nous vous informons que le prélèvement présenté sur votre compte n'a pu être honoré faute de provision
Nous vous invitons à approvisionner votre compte
Votre chargé d'affaires reste à votre disposition à l'agence
Le taux de votre prêt, capital restant dû, mensualité
Agios, commissions et frais de tenue de compte
Autorisation de découvert consentie à votre société
Virement SEPA reçu, remise de chèques
Votre carte bancaire professionnelle
Opérations du mois sur votre compte n°
Caution bancaire, garantie à première demande
Rejet de prélèvement, frais d'incident
Coordonnées bancaires de votre nouveau compte
Votre compte présente un solde de
Votre crédit, votre ligne de trésorerie, votre découvert seront revus
Placement, dépôt à terme, taux d'intérêt annuel
Ancien solde, nouveau solde, total des mouvements, virement, prélèvement, chèque
Votre facilité de caisse, votre découvert autorisé arrive à son terme, votre conseiller vous propose un rendez-vous
Le chèque n° a été rejeté pour défaut de provision, frais, interdiction bancaire
Prêt n°, taux, échéance, intérêts, capital amorti, capital restant
L'engagement par signature, la caution, la mainlevée, le donneur d'ordre, le bénéficiaire
La banque vous informe que vos conditions de tenue de compte changent
Votre terminal de paiement, votre carte, plafonds de retrait, opposition
Crédit documentaire, effet de commerce, lettre de change, escompte bancaire, affacturage
Mise à jour des informations relatives à votre société, bénéficiaires effectifs, pièces d'identité des mandataires
Taux révisé, Euribor, nouvelle mensualité, avenant au prêt
Placements, compte à terme, parts sociales, rémunération de votre épargne
Virement international reçu, devise, cours de change, commission
Signataires autorisés, procuration bancaire, spécimen de signature
Votre agence, votre banquier, espace client, banque à distance`,
    },
    insurance: {
      titles: `Déclaration de sinistre
Avenant à votre police
Avis d'échéance de votre contrat d'assurance
Attestation d'assurance
Sinistre dégât des eaux
Sinistre bris de machine
Responsabilité civile professionnelle
Indemnisation de votre sinistre
Résiliation de votre police d'assurance
Expertise
Flotte automobile : carte verte
Votre sinistre
Sinistre incendie
Sinistre bris de vitrine
Appel de cotisation
Attestation de responsabilité civile
Rapport d'expertise
Avis de passage de l'expert
Votre contrat multirisque
Renouvellement de vos garanties
Refus de garantie
Quittance d'indemnité
Révision de votre prime`,
      lines: `Nous accusons réception de votre déclaration de sinistre
Votre dossier porte le numéro de sinistre à rappeler dans toute correspondance
Un expert prendra contact avec vous, rendez-vous d'expertise sur place
La franchise prévue aux conditions particulières s'élève à
L'indemnité proposée, franchise déduite
Avenant modifiant votre police à effet du
Prime annuelle, cotisation d'assurance, avis d'échéance
Garanties souscrites, plafond de garantie, exclusions
Votre assureur, agent général, courtier en assurances
Police n°, assuré, souscripteur, véhicule assuré
Dégât des eaux, incendie, vol, bris de glace, tempête
Conservez les biens endommagés jusqu'au passage de l'expert
La déclaration a été enregistrée sous la référence
Multirisque professionnelle, responsabilité civile, protection juridique
Constat amiable, tiers responsable, recours
Prévoyance et complémentaire santé collective, mutuelle
Conservez ce document parmi vos pièces
Nous mandatons un cabinet d'expertise pour évaluer vos dommages
Conservez les pièces et les photographies, devis de réparation, justificatifs
L'indemnité vous sera réglée après déduction de la franchise et de la vétusté
Nous certifions que votre société est garantie pour l'année, attestation
Contrat multirisque, échéance, prime nette, taxes, appel de cotisation
Nous avons ouvert un dossier sinistre à la suite de l'événement déclaré
Votre garantie n'est pas acquise, exclusion, déchéance
L'assuré, l'assureur adverse, recours, convention, responsabilité
Véhicule assuré, immatriculation, bonus, conducteur, carte verte
Garantie décennale, dommages ouvrage, marchandises transportées, cyber-risques
Contrat de prévoyance, garanties décès, invalidité, cotisations de l'assuré
Lettre d'acceptation de l'indemnité à nous retourner signée
Le courtier, la compagnie, l'agent général, le souscripteur
Rapport de l'expert, estimation des dommages, valeur à neuf`,
    },
    delivery_note: {
      titles: `Bon de livraison
Bordereau de livraison
Avis d'expédition
Bon d'expédition
Lettre de voiture
Liste de colisage
Bon de réception
Bulletin de livraison
Récépissé de transport
Bon de transport
Avis d'expédition n°
Confirmation d'expédition
Bordereau d'expédition
Bon d'enlèvement
Fiche de colisage
CMR`,
      lines: `Code Désignation Qté
Désignation Quantité commandée Quantité livrée Reliquat
Nombre de colis, poids brut, transporteur
N° de colis et numéro de suivi
Marchandises reçues en bon état, sous réserve de déballage
Contrôlez les colis avant de signer
Les réserves doivent être précises et motivées sur le récépissé
Signature et cachet du destinataire à la livraison
Adresse de livraison, quai de déchargement, horaires de réception
Expédié le par transporteur, port payé
Livraison partielle, solde à suivre
Palette consignée, colis, carton, unité
Votre commande a été expédiée ce jour
Réserves éventuelles à porter ci-dessous avant signature
Article, quantité livrée, unité, emplacement, lot, date de péremption
Livré ce jour, reçu conforme le, nom et signature du réceptionnaire
Colis, palettes, poids en kg, expéditeur, destinataire, émargement
Nombre de palettes, poids total, chauffeur, immatriculation du véhicule
Enlèvement, quai, heure d'arrivée, heure de départ, transporteur affrété
Vis, écrous, rondelles, cartons, rouleaux, fûts, sacs, bidons
Marchandise livrée à l'adresse indiquée, réserves à formuler sous trois jours
Document non valorisé, la facture suit par courrier séparé
Votre commande n°, notre référence, quantité commandée, expédiée, reliquat à livrer
Notre envoi de ce jour comprend les articles suivants`,
    },
    registered_notice: {
      titles: `Avis de passage
Avis d'instance
Avis de présentation d'un envoi recommandé
Votre facteur est passé
Nous sommes passés
Avis de mise en instance d'un colis
Vous étiez absent
Avis de passage du facteur
Votre colis n'a pas pu être livré
Absent à notre passage
Votre recommandé vous attend
Avis de seconde présentation`,
      lines: `Notre agent est passé le à avec un envoi à remettre contre signature
Votre facteur s'est présenté en votre absence
Nous n'avons pas pu vous remettre ce courrier
Il vous attend au guichet du au
Votre envoi est à retirer au bureau de poste muni d'une pièce d'identité
Lettre recommandée avec avis de réception
Colis contre signature
Envoi n°
Motif de non distribution : absent, accès impossible
Passé le délai de quinze jours il sera retourné à l'expéditeur
Procuration au verso, seconde présentation
Choisissez une nouvelle livraison ou un point relais
Présentez cet avis au guichet
Nous n'avons pu vous remettre votre lettre recommandée ce jour à
Elle est disponible dès demain au bureau de poste pendant quinze jours
Reprogrammez votre livraison ou retirez-le en relais
Destinataire absent, adresse inaccessible, à présenter au guichet avec une pièce d'identité
Contactez notre agence pour convenir d'une nouvelle livraison, bon de passage
Numéro de l'envoi, date et heure du passage, nom du facteur
LA POSTE - Envoi n°
LA POSTE Lettre recommandée
Chronopost colis
Agence de livraison, colis n°`,
    },
    envelope: {
      titles: `LETTRE VERTE
LETTRE PRIORITAIRE
LETTRE RECOMMANDÉE
Destinataire
Expéditeur
RECOMMANDÉ AVEC AVIS DE RÉCEPTION
RECOMMANDÉ AVEC AR
LETTRE RECOMMANDÉE AR`,
      lines: `LETTRE VERTE
PRIORITAIRE
ÉCOPLI
PORT PAYÉ
R.F. LA POSTE
LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION
PERSONNEL ET CONFIDENTIEL
NE PAS PLIER
PAR AVION
Lettre suivie
3,45 EUR
LETTRE SUIVIE
TIMBRE
Affranchissement en ligne
ECOPLI
URGENT
ALLIANCE TARIF LETTRE
DESTINEO
RECOMMANDÉ
LETTRE RECOMMANDÉE`,
    },
  },
  neutral: `Madame, Monsieur,
Monsieur,
Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées
Veuillez recevoir nos meilleures salutations
Bien cordialement
Le service clients
La direction
Pour la société
Le gestionnaire du dossier
Nos bureaux sont ouverts du lundi au vendredi de 9 h à 12 h et de 14 h à 18 h
Une copie de ce courrier est conservée dans votre dossier
Les pièces annoncées figurent en annexe
Pour toute question, contactez votre interlocuteur
SIRET - RCS - capital social
Tél. - courriel - site internet
Dossier suivi par
N/Réf. V/Réf. Notre référence Votre référence
Rue des Tilleuls 69000 LYON CEDEX
À l'attention de
Paris, le 3 mars 2025
Ce document peut contenir des informations confidentielles
Comme convenu lors de notre entretien téléphonique
Restant à votre disposition
Avec mes remerciements anticipés
Page 1/2
Monsieur le Directeur,
Messieurs,
Mesdames, Messieurs,
Bonjour,
Cher client, chère cliente,
Chère Madame, cher Monsieur,
Cordialement
Bien à vous
Salutations distinguées
Veuillez agréer, Monsieur, nos salutations distinguées
Je vous prie d'agréer, Madame, mes sincères salutations
Dans l'attente de votre réponse, nous vous prions de croire à nos sentiments dévoués
Recevez, Madame, Monsieur, nos sentiments les meilleurs
Objet :
Concerne :
Date :
Affaire suivie par, poste, ligne directe
Votre interlocuteur, votre interlocutrice, votre correspondant
Vos références, référence à rappeler, notre dossier
N° client, n° de dossier, code
Pièces jointes : 2
P.J. Copie à
Ci-joint les documents demandés
Veuillez trouver ci-joint
Nous accusons réception de votre courrier du
Nous faisons suite à votre courrier et à notre conversation
Suite à votre demande
Par la présente nous vous informons que
Nous vous informons, vous trouverez, vous pouvez, il vous appartient de
Merci de nous répondre dans les meilleurs délais
Nous restons à votre disposition pour tout renseignement complémentaire
N'hésitez pas à nous joindre au numéro ci-dessus
Notre équipe est à votre écoute du lundi au vendredi
Accueil du public de 8 h 30 à 12 h 30, fermé le mercredi
Conformément à la loi et au règlement sur la protection des données, vous avez un droit d'accès
Conformément à l'article 12 du code et à la loi du 6 janvier
Ce courrier a été envoyé automatiquement et ne comporte pas de signature
Document imprimé sur papier recyclé
Lettre recommandée avec accusé de réception
Courrier simple, lettre suivie, pli
Fait à Lyon, le 12 janvier
Lyon, le 8 février 2024
Nantes, le 21 avril 2025
Le 15 mai 2026, le 3 juin, le 14 juillet
Le 9 août, le 30 septembre, le 11 octobre 2024
Le 2 novembre, le 24 décembre 2025
Téléphone, télécopie, courriel, mobile
Tél. fax e-mail
SAS au capital de 40 000 euros, RCS Lyon B
SARL au capital social, siège social, SIREN, APE
N° TVA intracommunautaire FR, code NAF
IBAN BIC domiciliation
Association loi 1901, établissement public
Agence, bureau, succursale, site de
Le responsable, la directrice, le secrétariat, l'assistante
Le président, le gérant, la cheffe de service
Signature
France
Suisse, Belgique, Luxembourg
Tournez la page, voir au verso
Feuillet, page, suite`,
  address: `Mme Claire Dumont
M. Paul Lefort
SOCIETE DES LAMINOIRS
Service Comptabilité
Direction des Ressources Humaines
Service Juridique
Service Logistique
12 RUE DE LA GARE
ZONE INDUSTRIELLE NORD
PARC D'ACTIVITES DES CHENES
BP 40112
69003 LYON CEDEX
75008 PARIS
Cabinet Lenoir et Associés
Banque du Centre
Mutuelle des Métiers
Établissements Roussel
à l'attention du service Recrutement
15 avenue Victor Hugo
4 boulevard Pasteur
27 quai de la Marne
3 impasse des Lilas
8 place de la République
110 chemin des Vignes, bâtiment B
Route de Paris, lieu-dit Les Landes
44000 NANTES
59000 LILLE
33000 BORDEAUX
35000 RENNES
67000 STRASBOURG
CS 20034 CEDEX 9
FRANCE
SUISSE
Ateliers Mercier SAS
Établissements Garnier et Fils
Imprimerie, menuiserie, transports, garage du Centre
Société Lambert SARL
Direction générale
Service Achats`,
};
