import type { conflict as english } from "../en/conflict.ts";

export const conflict: typeof english = {
  title: "Conflits",
  lede: "Qui ne peut pas lire ou noter quoi, d’après des faits consignés ou ses propres déclarations. Un conflit l’emporte sur tout rôle.",
  caption: "Conflits du comité",
  person: "Personne",
  entry: "Candidature",
  city: "Ville",
  why: "Pourquoi",
  kinds: {
    team: "membre de l’équipe de la ville",
    country: "même pays",
    organisation: "même organisation",
    declared: "a déclaré un conflit",
    unsure: "a répondu « je ne suis pas sûr »",
  },
  said: "Selon ses mots",
  waived: "Levé",
  waive: "Lever",
  waiveNamed: (name, code) => `Lever le conflit de ${name} avec ${code}`,
  none: "Il n’y a aucun conflit",
  noneHint: "Les conflits apparaissent une fois que des candidatures sont recevables et que les profils du comité sont remplis. Ceux qui portent sur des candidatures avec lesquelles vous êtes vous-même en conflit ne sont pas affichés.",
  waiver: {
    title: "Lever un conflit",
    lede: (name, code) => `${name} pourrait alors lire et noter ${code}. Si la candidature lui avait été attribuée auparavant, attribuez-la à nouveau.`,
    record: "Votre nom et votre motif restent consignés pour les observateurs.",
    reason: "Motif",
    button: "Lever le conflit",
  },
};
