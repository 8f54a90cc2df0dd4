import type { Translations } from "../translated.ts";

/** The committee's and the jury's rubrics, and that of the special prizes. */
export const RUBRIC_TEXTS: Translations = {
  "Technical Committee 2023": "Comité technique 2023",
  Innovation: "Innovation",
  "How new the idea, the approach or the way of working is, for this city and beyond it.":
    "Degré de nouveauté de l’idée, de l’approche ou de la façon de travailler, pour cette ville et au-delà.",
  "Common practice; nothing in it is new even for this city.":
    "Pratique courante ; rien n’est nouveau, même pour cette ville.",
  "New for this city, but copied elsewhere many times with no change of note.":
    "Nouveau pour cette ville, mais déjà repris ailleurs de nombreuses fois sans changement notable.",
  "A known approach adapted with clear improvements of its own.":
    "Approche connue, adaptée avec de nettes améliorations propres.",
  "New in its region, or a new combination of known parts that changes how the city works.":
    "Nouveau dans sa région, ou combinaison nouvelle d’éléments connus qui change le fonctionnement de la ville.",
  "New worldwide, and it has already changed how others think about the problem.":
    "Nouveau à l’échelle mondiale ; a déjà changé la façon dont d’autres envisagent le problème.",
  Effectiveness: "Efficacité",
  "What has been achieved, and how well it is shown: baseline, results, and how they were measured.":
    "Ce qui a été accompli, et la solidité de la démonstration : situation de départ, résultats et méthode de mesure.",
  "No result is shown, only plans or activities.":
    "Aucun résultat n’est montré, seulement des projets ou des activités.",
  "Some results are claimed without figures or a baseline.":
    "Des résultats sont affirmés, sans chiffres ni situation de départ.",
  "Results with figures against a baseline, for some of the objectives.":
    "Résultats chiffrés par rapport à une situation de départ, pour une partie des objectifs.",
  "Most objectives reached, measured in a way others could repeat.":
    "La plupart des objectifs sont atteints, avec une mesure que d’autres pourraient reproduire.",
  "Objectives reached or surpassed, confirmed from outside, and the effect lasts.":
    "Objectifs atteints ou dépassés, confirmés par un tiers, et effet durable.",
  Context: "Ancrage local",
  "How well the initiative fits the place: its means, its obstacles, its people and who took part.":
    "Adéquation de l’initiative au lieu : ses moyens, ses obstacles, ses habitants et les personnes associées.",
  "The place and its conditions are not described.": "Le lieu et ses conditions ne sont pas décrits.",
  "Conditions are described but did not shape the initiative.":
    "Les conditions sont décrites, mais n’ont pas façonné l’initiative.",
  "The initiative answers a local need and uses local means.":
    "L’initiative répond à un besoin local et s’appuie sur des moyens locaux.",
  "It was shaped together with those concerned and overcame real obstacles.":
    "Elle a été conçue avec les personnes concernées et a surmonté de réels obstacles.",
  "It turned difficult conditions into a strength, and the people concerned carry it on.":
    "Elle a fait de conditions difficiles une force, et les personnes concernées la font vivre.",
  Replicability: "Transposabilité",
  "What others can take over, at what cost, and whether lessons are told honestly.":
    "Ce que d’autres peuvent reprendre, à quel coût, et si les enseignements sont livrés honnêtement.",
  "Bound to this place; nothing could be taken over.": "Liée à ce lieu ; rien ne pourrait être repris.",
  "Parts could be taken over, but cost or conditions are not told.":
    "Des éléments pourraient être repris, mais le coût ou les conditions ne sont pas indiqués.",
  "Could be taken over by similar cities; cost and steps are told.":
    "Pourrait être reprise par des villes comparables ; le coût et les étapes sont indiqués.",
  "Has been taken over elsewhere, or is prepared for it with material others can use.":
    "A été reprise ailleurs, ou s’y prête grâce à des supports que d’autres peuvent utiliser.",
  "Taken over in several places of different kinds, with results that are known.":
    "Reprise dans plusieurs lieux de nature différente, avec des résultats connus.",
  "Relevance to the SDGs and the New Urban Agenda": "Contribution aux ODD et au Nouveau Programme pour les villes",
  "Which goals the initiative serves, and whether it shows that it does.":
    "Les objectifs que sert l’initiative, et si elle en apporte la preuve.",
  "No goal is named, or those named have nothing to do with it.":
    "Aucun objectif n’est cité, ou ceux qui le sont n’ont pas de rapport avec elle.",
  "Goals are named without showing a link.": "Des objectifs sont cités sans que le lien soit montré.",
  "A clear link to one goal.": "Un lien clair avec un objectif.",
  "Measured contributions to several goals or commitments.":
    "Contributions mesurées à plusieurs objectifs ou engagements.",
  "Measured contributions that others report on as an example for these goals.":
    "Contributions mesurées, que d’autres citent en exemple pour ces objectifs.",
  "Jury 2021": "Jury 2021",
  "How new it is, and whether the novelty is what made it work.":
    "Degré de nouveauté, et part de cette nouveauté dans la réussite.",
  "Nothing is new.": "Rien n’est nouveau.",
  "New for this city only.": "Nouveau pour cette ville seulement.",
  "A known idea, clearly improved.": "Idée connue, nettement améliorée.",
  "New in its region.": "Nouveau dans sa région.",
  "New worldwide.": "Nouveau à l’échelle mondiale.",
  Participation: "Participation",
  "Who took part in deciding, making and judging it.":
    "Qui a pris part à la décision, à la réalisation et à l’appréciation.",
  "Nobody was asked.": "Personne n’a été consulté.",
  "People were informed.": "La population a été informée.",
  "People were consulted and it shows.": "La population a été consultée, et cela se voit.",
  "People decided on parts of it.": "La population a décidé d’une partie.",
  "People lead it together with the city.": "La population la conduit avec la ville.",
  Impact: "Impact",
  "What changed in people’s lives, and how it is known.":
    "Ce qui a changé dans la vie des gens, et comment on le sait.",
  "No change is shown.": "Aucun changement n’est montré.",
  "Change is claimed.": "Un changement est affirmé.",
  "Some change is measured.": "Un changement limité est mesuré.",
  "Large change is measured.": "Un changement important est mesuré.",
  "Large and lasting change, confirmed from outside.": "Changement important et durable, confirmé par un tiers.",
  Significance: "Importance",
  "How much the problem matters, here and elsewhere.": "L’importance du problème, ici et ailleurs.",
  "A small matter of one place.": "Question mineure, propre à un lieu.",
  "Matters to one place.": "Importante pour un lieu.",
  "Matters to many places.": "Importante pour de nombreux lieux.",
  "An urgent problem of many cities.": "Problème urgent de nombreuses villes.",
  "One of the great problems of cities worldwide.": "L’un des grands problèmes des villes du monde.",
  "Whether others could do the same.": "Si d’autres pourraient faire de même.",
  "Not elsewhere.": "Pas ailleurs.",
  "Parts, with great effort.": "En partie, au prix de grands efforts.",
  "In similar cities.": "Dans des villes comparables.",
  "In many kinds of cities.": "Dans des villes très diverses.",
  "It has been done in several.": "Cela a été fait dans plusieurs villes.",
  Learnability: "Valeur d’apprentissage",
  "Whether the lessons, failures included, are told so that others learn.":
    "Si les enseignements, échecs compris, sont exposés de façon à servir à d’autres.",
  "No lesson is told.": "Aucun enseignement n’est exposé.",
  "Successes only.": "Les réussites seulement.",
  "Some lessons.": "Quelques enseignements.",
  "Lessons and failures, clearly told.": "Enseignements et échecs, clairement exposés.",
  "Lessons that others have already used.": "Enseignements que d’autres ont déjà mis à profit.",
  Inclusiveness: "Inclusion",
  "Whether those who are usually left out gain from it.":
    "Si celles et ceux que l’on oublie d’ordinaire en bénéficient.",
  "They lose by it.": "Ils y perdent.",
  "They are not considered.": "Ils ne sont pas pris en compte.",
  "They gain as others do.": "Ils en bénéficient comme les autres.",
  "They gain first.": "Ils en bénéficient en premier.",
  "They gain first, and helped to shape it.": "Ils en bénéficient en premier et ont contribué à la concevoir.",
  "Special prizes (demonstration)": "Prix spéciaux (démonstration)",
  "Does not say how it was done.": "Ne dit pas comment elle a été menée.",
  "Material for others": "Matériel pour les autres",
  "Whether there is something to begin with elsewhere: a guide, plans, code, training.":
    "Y a-t-il de quoi commencer ailleurs : un guide, des plans, du code, une formation ?",
  "Nothing that others could take and use.": "Rien que d’autres puissent reprendre et utiliser.",
  "Others can take it and begin.": "D’autres peuvent s’en saisir et commencer.",
};
