import { MOST_BY_MODEL } from "#app/domain/ballot/rules.ts";
import type { ballot as english } from "../en/ballot.ts";

export const ballot: typeof english = {
  title: "Vote", lede: "Le comité vote à bulletin secret. Personne ne voit de décompte avant la clôture ; ce qui en sort est ce que la liste propose ensuite.",
  back: "Sélection", link: "Vote", partial: "Vous êtes en conflit d’intérêts avec une candidature de ce tour. Vous n’ouvrez pas de vote, et son résultat ne vous est pas montré.",
  methods: {
    approval: { name: "Approbation", hint: "Chacun coche autant de candidatures qu’il approuve. Les places suivent la part de coches." },
    "yes-no": { name: "Oui ou non", hint: "Chacun dit oui ou non à chaque candidature. Il faut plus de la moitié ; les places suivent la part de oui." },
    borda: { name: "Classement, points de Borda", hint: "Chacun classe. Parmi 10 candidatures, la première reçoit 9 points, la suivante 8, et ainsi de suite ; les non classées se partagent le reste. Les places suivent la moyenne." },
    stv: { name: "Classement, vote unique transférable", hint: "Chacun classe. Les voix sont transférées jusqu’à ce que les sièges soient pourvus : méthode de Gregory inclusive pondérée des élections locales écossaises, en fractions exactes. En cas d’égalité, la dernière étape qui départage tranche, puis un tirage au sort." },
    "plackett-luce": { name: "Classement, modèle de Plackett-Luce", hint: `Pour les finales de ${MOST_BY_MODEL} candidatures au plus. Chacun classe toutes les candidatures ou les premières seulement. Un classement est une suite de choix parmi ce qui reste ; les places suivent les forces qui rendent ces choix les plus probables. Les égalités se règlent par tirage au sort ; ce que personne ne classe n’a pas de place.` },
  },
  open: {
    title: "Ouvrir un vote", text: "Dès que quelqu’un a voté, rien n’en peut être changé : qui vote, sur quoi, comment et jusqu’à quand. Un tour a un seul vote.", method: "Mode de vote", seats: "Sièges", seatsHint: "Seulement pour le vote unique transférable.",
    first: "Seulement les premières du classement, jusqu’au rang", firstHint: "Vide : toutes les candidatures sont soumises au vote.", date: "Dernier jour", time: "Heure", button: "Ouvrir le vote", again: "L’ouvrir selon d’autres règles", replaces: "Personne n’a encore voté. Un vote ouvert ici remplace celui qui figure ci-dessus.",
  },
  conflicts: "Personne ne vote sur une candidature avec laquelle il est en conflit : elle n’est pas sur son bulletin, et sa part se compte parmi ceux qui le peuvent.",
  transferable: "Avec le vote transférable, qui est en conflit avec une seule candidature du tour ne vote pas du tout.",
  recount: { never: "Les bulletins ne sont pas publiés : le décompte ne peut pas être refait au-dehors.", open: "Avec le résultat, les bulletins sont publiés sans noms si au moins quatre personnes ont voté sur chaque candidature, et chacun peut recompter.", rankings: "Les classements restent fermés si quelqu’un n’a pas pu classer une candidature : cela révélerait qui c’est.", recognised: "Un classement publié peut être reconnu : qui achète des voix peut dicter un ordre inhabituel et le chercher ensuite.", lot: "Un tirage au sort entre ex æquo peut aussi être refait." },
  until: "Ouvert jusqu’au", counted: "Dépouillé", turnoutLabel: "Votes reçus", turnout: (voted, all) => `${voted} sur ${all} ont voté`, toPaper: "Votre bulletin",
  remind: "Relancer celles et ceux qui n’ont pas voté", remindLede: "Une lettre à chaque votant dont le bulletin manque, dans sa langue. Personne n’est relancé deux fois en un jour.",
  count: "Clore et dépouiller", countText: "La clôture est définitive. Le décompte prend alors la place du classement dans la sélection ; les décisions déjà prises sur ces candidatures sont retirées.",
  register: "Qui vote", voter: "Nom", state: "Bulletin", voted: "reçu", waiting: "pas encore reçu", candidates: "Candidatures soumises au vote", none: "Il n’y a pas de vote dans ce tour.",
  result: "Résultat du vote", papers: (count) => (count === 1 ? "1 bulletin a été compté." : `${count} bulletins ont été comptés.`), place: "Place", entry: "Candidature", share: "Part", votes: "Voix", chance: "Classée première, selon le modèle", interval: "Entre parenthèses : intervalle à 95 %.", between: (low, high) => `${low} à ${high}`, voters: "Pouvaient voter", notChosen: "non retenue",
  stages: "Le décompte, étape par étape", quota: (votes) => `Voix nécessaires pour être élu : ${votes}`, elected: (titles) => `Élu : ${titles}`, passed: { surplus: (title) => `Excédent transféré : ${title}`, excluded: (title) => `Éliminé, voix transférées : ${title}` },
  placeOf: (place) => `Place ${place}`,
  decided: (method) => `Le comité a voté (${method}), et ses votes ordonnent ce qui était soumis au vote.`,
  opened: { "": "Les bulletins sont dans la preuve, sans noms : chacun peut les recompter.", rules: "Les bulletins ne sont pas publiés.", "few-papers": "Moins de quatre personnes ont voté, au moins sur une candidature : les bulletins ne sont pas publiés.", conflicts: "Les bulletins ne sont pas publiés, car un classement où manque une candidature dirait qui s’en abstient." },
  paper: {
    title: "Votre bulletin", lede: "Vous seul voyez ce que vous donnez. Vous pouvez le changer jusqu’à la clôture du vote.", back: "Évaluation", open: "Le comité vote : votre bulletin", cast: "Votre vote est reçu", castText: "Vous pouvez encore le changer.",
    approve: "J’approuve", yes: "Oui", no: "Non", unranked: "non classée", best: "1 désigne la meilleure. Vous pouvez en laisser certaines sans rang.", button: "Remettre", again: "Remettre à nouveau",
  },
};
