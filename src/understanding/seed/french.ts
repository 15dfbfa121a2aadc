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
Duplicata de facture`,
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
Abonnement mensuel, consommation, période facturée`,
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
Lettre de relance`,
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
Facture arrivée à échéance, toujours ouverte dans nos livres`,
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
Reconduction de votre contrat`,
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
Les clauses non modifiées par le présent avenant demeurent inchangées`,
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
Offre d'emploi réf. : ma candidature`,
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
Je suis lycéenne et cherche un stage d'observation`,
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
Visite médicale d'embauche`,
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
Salaire brut, cotisations, net à payer avant impôt, congés acquis`,
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
Mise en cause de votre responsabilité`,
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
Conclusions, pièces communiquées, avocat au barreau`,
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
Relance de déclaration`,
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
Un contrôle sur pièces a mis en évidence un écart de taxe déductible`,
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
Nouveauté : essayez gratuitement`,
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
À très bientôt dans nos magasins !`,
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
Autorisation de découvert`,
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
Placement, dépôt à terme, taux d'intérêt annuel`,
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
Flotte automobile : carte verte`,
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
Conservez ce document parmi vos pièces`,
    },
    delivery_note: {
      titles: `Bon de livraison
Bordereau de livraison
Avis d'expédition
Bon d'expédition
Lettre de voiture
Liste de colisage
Bon de réception
Bulletin de livraison`,
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
Réserves éventuelles à porter ci-dessous avant signature`,
    },
    registered_notice: {
      titles: `Avis de passage
Avis d'instance
Avis de présentation d'un envoi recommandé
Votre facteur est passé
Nous sommes passés
Avis de mise en instance d'un colis
Vous étiez absent`,
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
Présentez cet avis au guichet`,
    },
    envelope: {
      titles: `LETTRE VERTE
LETTRE PRIORITAIRE
LETTRE RECOMMANDÉE
Destinataire
Expéditeur
RECOMMANDÉ AVEC AVIS DE RÉCEPTION`,
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
3,45 EUR`,
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
Page 1/2`,
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
à l'attention du service Recrutement`,
};
