import type { Translations } from "../translated.ts";

/** The entry form. */
export const FORM_TEXTS: Translations = {
  "Check that you can take part": "Vérifier que vous pouvez participer",
  "Your answers tell you at once whether the initiative can take part; nothing is sent yet.":
    "Vos réponses vous disent aussitôt si l’initiative peut participer ; rien n’est encore envoyé.",
  "Who is entering?": "Qui présente la candidature ?",
  "A city or municipality": "Une ville ou une commune",
  "Another local or regional government: a district, county, state or province":
    "Une autre collectivité locale ou régionale : district, comté, département, région, État ou province",
  "A union or association of local governments": "Une union ou une association de collectivités locales",
  "Somebody else: a company, a university, a civil society organisation":
    "Une autre entité : entreprise, université, organisation de la société civile",
  "How far is the initiative?": "Où en est l’initiative ?",
  "The award honours what has been done and can already be learned from.":
    "Le prix distingue ce qui a été réalisé et dont on peut déjà tirer des enseignements.",
  "It is running and has first results": "Elle est en cours et a donné de premiers résultats",
  "It was completed within the last two years": "Elle s’est achevée au cours des deux dernières années",
  "It was completed more than two years ago": "Elle s’est achevée il y a plus de deux ans",
  "It is planned and has not begun": "Elle est prévue et n’a pas commencé",
  "Does the head of your government know of this entry?":
    "La personne à la tête de votre exécutif a-t-elle connaissance de cette candidature ?",
  "A mayor, governor or chief executive, or somebody who may speak for them.":
    "Maire, gouverneur ou chef de l’exécutif, ou toute personne habilitée à s’exprimer en son nom.",
  "Yes, and supports it": "Oui, et elle la soutient",
  "Not yet, but will before the call closes": "Pas encore, mais elle en aura connaissance avant la clôture de l’appel",
  No: "Non",
  "Introduce the initiative": "Présenter l’initiative",
  "Title of the initiative": "Titre de l’initiative",
  "A name that somebody abroad understands. You can add the name in your own language in brackets.":
    "Un nom qui se comprend à l’étranger. Vous pouvez ajouter entre parenthèses le nom dans votre langue.",
  "When did it begin, and when did or will it end?":
    "Quand a-t-elle commencé, et quand s’est-elle achevée ou s’achèvera-t-elle ?",
  "As exactly as you know: 2019, 2019-03 or 2019-03-31.":
    "Aussi précisément que possible : 2019, 2019-03 ou 2019-03-31.",
  Themes: "Thèmes",
  "Choose up to three.": "Trois au maximum.",
  "Framework or programme it belongs to": "Cadre ou programme dont elle relève",
  "If your city enters several initiatives of one framework or programme, name it in each of them, in the same words. Otherwise leave this empty.":
    "Si votre ville présente plusieurs initiatives d’un même cadre ou programme, nommez-le dans chacune, avec les mêmes mots. Sinon, laissez vide.",
  Summary: "Résumé",
  "What was the problem, what did you do, what has changed? If the initiative is published, this is what the public reads first.":
    "Quel était le problème, qu’avez-vous fait, qu’est-ce qui a changé ? Si l’initiative est publiée, c’est ce que le public lira en premier.",
  "Web page about the initiative": "Page web de l’initiative",
  "Starts with https:// and opens without a password.": "Commence par https:// et s’ouvre sans mot de passe.",
  "Describe your city": "Décrire votre ville",
  "The latest figures you have, for the area you govern. Reviewers use them to understand your circumstances, not to rank them.":
    "Les chiffres les plus récents dont vous disposez, pour le territoire que vous administrez. Ils aident les évaluateurs à comprendre votre situation, non à la classer.",
  "Where it is on the map": "Où elle se trouve sur la carte",
  "Reviewers of blind rounds do not see this.": "Lors des tours anonymes, les évaluateurs ne voient pas cette réponse.",
  "Governments that belong to the union": "Collectivités membres de l’union",
  "Their names, one on each line, and who leads the initiative. The figures below are for all of them together.":
    "Leurs noms, un par ligne, et celle qui pilote l’initiative. Les chiffres ci-dessous portent sur l’ensemble des membres.",
  Population: "Population",
  "Number of people.": "Nombre d’habitants.",
  "Population growth": "Croissance démographique",
  "Per cent a year; negative if people are leaving.":
    "En pourcentage par an ; valeur négative si la population diminue.",
  Area: "Superficie",
  "Square kilometres.": "En kilomètres carrés.",
  "Population density": "Densité de population",
  "People per square kilometre.": "Habitants par kilomètre carré.",
  "GDP per capita": "PIB par habitant",
  "US dollars a year.": "En dollars des États-Unis par an.",
  "Gini index": "Indice de Gini",
  "Between 0 and 1, like 0.38. Leave it empty if it is not known.":
    "Entre 0 et 1, par exemple 0,38. Laissez vide si vous ne le connaissez pas.",
  "Main source of prosperity": "Principale source de prospérité",
  "For example: port and trade, farming, tourism, universities.":
    "Par exemple : port et commerce, agriculture, tourisme, universités.",
  "Say whom we can reach": "Indiquer qui contacter",
  "Only your team and the secretariat can see this section. Reviewers and the public never do.":
    "Seuls votre équipe et le secrétariat voient cette section ; les évaluateurs et le public, jamais.",
  "Name of the contact person": "Nom de la personne à contacter",
  "Position and department": "Fonction et service",
  "E-mail address": "Adresse électronique",
  Telephone: "Téléphone",
  "With the country code, like +256 41 000 0000.": "Avec l’indicatif du pays, par exemple +221 33 000 00 00.",
  "Explain why it was needed": "Expliquer pourquoi elle était nécessaire",
  Background: "Contexte",
  "What was the situation before? Who was affected, and how?":
    "Quelle était la situation auparavant ? Qui était concerné, et de quelle manière ?",
  Origins: "Origine",
  "Whose idea was it, and what made it possible at that moment?":
    "Qui en a eu l’idée, et qu’est-ce qui l’a rendue possible à ce moment-là ?",
  Objectives: "Objectifs",
  "What were you to achieve, for whom, by when?": "Que deviez-vous atteindre, pour qui et dans quel délai ?",
  "Name partners and resources": "Citer les partenaires et les moyens",
  Partners: "Partenaires",
  "Who did it with you, and what they brought in. Reviewers who work for one of them will not read your entry.":
    "Qui a agi avec vous, et avec quel apport. Les évaluateurs qui travaillent pour l’un d’eux ne liront pas votre candidature.",
  Resources: "Moyens",
  "Money, people, land, technology: how much, and where it came from.":
    "Argent, personnel, terrains, technologies : combien, et de quelle provenance.",
  Budget: "Budget",
  "What the money went to, who paid, and how much from beginning to end. The lines add up by themselves.":
    "À quoi l’argent a servi, qui a payé, et combien du début à la fin. Le total se calcule tout seul.",
  "Describe the innovation": "Décrire l’innovation",
  "What is new about it?": "Qu’y a-t-il de nouveau ?",
  "New in your city, your country or anywhere? A policy, a way of working, a technology, a business model?":
    "Est-ce nouveau dans votre ville, dans votre pays ou partout ? S’agit-il d’une politique, d’une façon de travailler, d’une technologie, d’un modèle économique ?",
  "Type of innovation": "Type d’innovation",
  "Revolutionary: it replaces what was there before": "De rupture : elle remplace ce qui existait",
  "Evolutionary: it develops what was there before": "Progressive : elle développe ce qui existait",
  "What did it replace?": "Qu’a-t-elle remplacé ?",
  "How the same thing was done before, and what became of it.":
    "Comment on procédait auparavant, et ce qu’il en est advenu.",
  "Obstacles and solutions": "Obstacles et solutions",
  "What stood in the way, what did you do about it, and what is still unsolved?":
    "Quels obstacles avez-vous rencontrés, qu’avez-vous fait, et que reste-t-il à résoudre ?",
  "Show the results": "Montrer les résultats",
  Outcomes: "Effets",
  "What is different now, and for whom?": "Qu’est-ce qui a changé, et pour qui ?",
  "Results in figures": "Résultats chiffrés",
  "One line for each figure: what it was before, what it is now, in which year, and where the figure comes from.":
    "Une ligne par indicateur : sa valeur auparavant, sa valeur actuelle, l’année, et la source.",
  "How do you know?": "Comment le savez-vous ?",
  "Methods of assessment: surveys, statistics, audits, and who carried them out.":
    "Méthodes d’évaluation : enquêtes, statistiques, audits, et qui les a menés.",
  "Lessons for other cities": "Enseignements pour d’autres villes",
  "What could others take over, what would they have to change, what would you do differently?":
    "Que pourraient reprendre d’autres villes, que devraient-elles adapter, que feriez-vous autrement ?",
  "Relate it to global goals": "La relier aux objectifs mondiaux",
  "Sustainable Development Goals": "Objectifs de développement durable",
  "Those to which the initiative has made a difference that you can show.":
    "Ceux auxquels l’initiative a contribué d’une manière que vous pouvez montrer.",
  "New Urban Agenda": "Nouveau Programme pour les villes",
  "Which of its commitments does the initiative put into practice, and how?":
    "Lesquels de ses engagements l’initiative met-elle en œuvre, et comment ?",
  "Add documents and pictures": "Ajouter des documents et des images",
  "Everything belongs here; nothing needs to be sent by e-mail. Files are private until an initiative is published.":
    "Tout se dépose ici ; rien n’est à envoyer par courriel. Les fichiers restent privés tant que l’initiative n’est pas publiée.",
  Documents: "Documents",
  "Reports, plans, evaluations, letters.": "Rapports, plans, évaluations, courriers.",
  Pictures: "Images",
  "They show the initiative at work. We remove the place where they were taken before anybody else sees them.":
    "Elles montrent l’initiative à l’œuvre. Nous effaçons le lieu de prise de vue avant que quiconque d’autre les voie.",
  Video: "Vidéo",
  "One film. If the line breaks, the upload goes on where it stopped.":
    "Un seul film. Si la connexion est coupée, l’envoi reprend là où il s’est arrêté.",
  "What we have written is true to the best of our knowledge, and we may share what we have uploaded.":
    "Ce que nous avons écrit est exact à notre connaissance, et nous avons le droit de communiquer ce que nous avons déposé.",
  "If the initiative is published, the public sees the answers marked as public, never the contacts.":
    "Si l’initiative est publiée, le public voit les réponses signalées comme publiques, jamais les coordonnées.",
  "Entered by a local or regional government, or a union of them":
    "Présentée par une collectivité locale ou régionale, ou par une union de collectivités",
  "Under way, or completed within the last two years": "En cours, ou achevée au cours des deux dernières années",
  "About an urban initiative within the themes of the call":
    "Porte sur une initiative urbaine relevant des thèmes de l’appel",
  "Answers are about this initiative and can be judged":
    "Les réponses portent sur cette initiative et peuvent être évaluées",
};
