import type { Translations } from "../translated.ts";

/** The demonstration's programme and cycles, and the archive's names. */
export const CYCLE_TEXTS: Translations = {
  "Kapok Demonstration Award": "Prix de démonstration Kapok",
  "This award does not exist. It shows how the portal works. The initiatives are real and were entered from public descriptions, without their cities; every team, reviewer, score, choice and result is invented.":
    "Ce prix n’existe pas. Il montre le fonctionnement du portail. Les initiatives sont réelles et ont été saisies d’après des descriptions publiques, sans le concours de leurs villes ; les équipes, les évaluateurs, les notes, les choix et les résultats sont tous inventés.",
  "Demonstration cycle 1 (published)": "Édition de démonstration 1 (publiée)",
  "Demonstration cycle 2 (shortlist ready to finalise)": "Édition de démonstration 2 (présélection à arrêter)",
  "Demonstration cycle 3 (in committee review)": "Édition de démonstration 3 (évaluation par le comité)",
  "Demonstration cycle 4 (open for entries)": "Édition de démonstration 4 (candidatures ouvertes)",
  "Winner (demonstration)": "Lauréate (démonstration)",
  "Shortlisted (demonstration)": "Présélectionnée (démonstration)",
  "Deserving (demonstration)": "Méritante (démonstration)",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page.":
    "Les collectivités sont invitées à présenter des initiatives qui améliorent la vie de leurs habitants : nouvelles politiques, nouveaux services, nouvelles technologies ou nouvelles façons de travailler ensemble.\n\nLes villes, les régions et les unions de communes peuvent présenter autant d’initiatives qu’elles le souhaitent, y compris des initiatives déjà présentées. Un comité technique lit chaque candidature recevable au regard des critères figurant sur cette page.",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page; a jury chooses the winners among those it shortlists.":
    "Les collectivités sont invitées à présenter des initiatives qui améliorent la vie de leurs habitants : nouvelles politiques, nouveaux services, nouvelles technologies ou nouvelles façons de travailler ensemble.\n\nLes villes, les régions et les unions de communes peuvent présenter autant d’initiatives qu’elles le souhaitent, y compris des initiatives déjà présentées. Un comité technique lit chaque candidature recevable au regard des critères figurant sur cette page ; un jury choisit les lauréates parmi les initiatives qu’il a présélectionnées.",
  "Up to five winners, unranked, and a medal for every other shortlisted initiative.":
    "Jusqu’à cinq lauréates, sans classement, et une médaille pour chaque autre initiative présélectionnée.",
  "A kapok flower, red, and the attention of everybody who reads this demonstration.":
    "Une fleur de kapokier, rouge, et l’attention de toutes les personnes qui lisent cette démonstration.",
  "Technical committee": "Comité technique",
  Jury: "Jury",
  "Special prize for proven effect": "Prix spécial de l’effet démontré",
  "Special prize for learning": "Prix spécial de l’apprentissage",
  "Special prize of the jury": "Prix spécial du jury",
  "Environmental protection and resilience": "Protection de l’environnement et résilience",
  "Public services and infrastructure": "Services publics et infrastructures",
  "Smart cities and digital technologies": "Villes intelligentes et technologies numériques",
  "Social inclusion and shared prosperity": "Inclusion sociale et prospérité partagée",
  "Urban governance": "Gouvernance urbaine",
  "Urban heritage and cultural preservation": "Patrimoine urbain et préservation culturelle",
  "Guangzhou International Award for Urban Innovation": "Prix international de Guangzhou pour l’innovation urbaine",
  "The award was started in 2012 by the City of Guangzhou, United Cities and Local Governments (UCLG) and Metropolis. What is shown here was gathered from public pages; each initiative names its source.":
    "Ce prix a été créé en 2012 par la Ville de Guangzhou, Cités et Gouvernements Locaux Unis (CGLU) et Metropolis. Ce qui figure ici a été recueilli sur des pages publiques ; chaque initiative cite sa source.",
  "This cycle was run before this portal existed. Its results are kept here as an archive.":
    "Cette édition est antérieure à ce portail. Ses résultats sont conservés ici à titre d’archives.",
  Winner: "Lauréate",
  Shortlisted: "Présélectionnée",
  Deserving: "Méritante",
  Exemplary: "Exemplaire",
  "Not decided yet. These are the names known so far; there may be more.":
    "Pas encore de décision. Voici les noms connus à ce jour ; il peut y en avoir d’autres.",
};
