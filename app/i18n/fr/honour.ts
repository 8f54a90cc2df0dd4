import type { honour as english } from "../en/honour.ts";

export const honour: typeof english = {
  title: (entry) => `Distinctions : « ${entry} »`,
  lede: "Une distinction s’ajoute aux niveaux : une candidature peut en recevoir plusieurs, avec ou sans niveau. Deux personnes la signent avec la liste, et elle est publiée avec elle. À elle seule, une distinction ne fait accéder aucune candidature à un tour suivant.",
  link: "Distinctions",
  change: "Accorder ou retirer des distinctions",
  entries: "Candidatures avec une distinction",
  given: "Accordées jusqu’ici",
  none: "Aucune. C’est possible.",
  because: (name) => `Accordée par ${name}, parce que :`,
  take: "Retirer",
  give: "Une autre distinction",
  name: "Nom",
  nameHint: "Le public le lit tel que vous l’écrivez : « Mention spéciale », par exemple.",
  reason: "Motif",
  reasonHint: "Il est signé avec la liste et figure dans le rapport. Le public ne le lit pas.",
  button: "Accorder cette distinction",
  void: "La liste a été proposée. Modifier ses distinctions annule la proposition ; quelqu’un devra la proposer à nouveau.",
};
