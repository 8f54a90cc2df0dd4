import type { countersignature as english } from "../en/countersignature.ts";

/** The secretariat’s own signature under a result. */
export const countersignature: typeof english = {
  title: "Signer le résultat au nom du prix",
  lede: "Une signature que le portail ne peut pas faire : avec une clé sur votre propre ordinateur. Qui lit la preuve peut l’exiger ; personne ne peut donc mettre un autre résultat à la place du vôtre.",
  how: "Comment signer",
  program: "Télécharger le programme qui signe",
  keyHint: "Une seule fois : la clé sert à tous les tours. Derrière votre nom figure la clé publique du journal, avec les précédentes et la suivante s’il y en a : comparez-les toutes avec le règlement imprimé. Faites-y imprimer aussi la vôtre : les lecteurs ne la connaissent de nulle part ailleurs.",
  proof: "Téléchargez la preuve du résultat.",
  download: "Télécharger la preuve",
  proofHint: "Elle contient les notes gelées et les noms des lauréats. Gardez-la confidentielle jusqu’à la publication. Le retrait est consigné.",
  sign: "Laissez le programme vérifier, comparez la liste à la vôtre et signez :",
  signatureHint: "De « award portal countersignature v1 » à la ligne qui commence par un tiret. Le public lit votre nom et votre clé à côté du résultat ; une signature n’est jamais remplacée.",
  link: "Signer le résultat au nom du prix",
  none: "Personne n’a signé ce résultat au nom du prix avec sa propre clé ; le journal du portail, si.",
  demand: "Pour que le vérificateur refuse le résultat sans cette signature, inscrivez la clé dans trust.json, telle que la donne le règlement imprimé :",
  newest: "Il faut le vérificateur le plus récent : un plus ancien n’exige pas cette signature.",
  told: "Qui a signé au nom du prix",
  signed: (name: string, at: string) => `Signé au nom du prix par ${name} le ${at}.`,
};
