import type { Translations } from "../translated.ts";

/** What the people of the demonstration do in it. */
export const CAST_TEXTS: Translations = {
  "Leads Kampala’s team and submits its initiatives": "Dirige l’équipe de Kampala et dépose ses candidatures",
  "Writes with Amara in Kampala’s team": "Rédige avec Amara dans l’équipe de Kampala",
  "Leads La Paz’s team": "Dirige l’équipe de La Paz",
  "Secretariat: screens, assigns, proposes": "Secrétariat : contrôle la recevabilité, attribue, propose la liste",
  "Secretariat: the second person who approves and publishes":
    "Secrétariat : deuxième personne, qui approuve et publie",
  "Observer: reads how rules were kept, changes nothing":
    "Observation : vérifie le respect des règles, ne modifie rien",
  "Scrutineer: checks frozen scores without names, has no other part":
    "Scrutatrice : vérifie les notes gelées, sans noms ; n’a aucun autre rôle",
  "Administrator: keeps the portal running, reads no scores":
    "Administration : fait fonctionner le portail, ne lit aucune note",
  "Chair of the committee, from Norway": "Présidente du comité, Norvège",
  "Committee member, from Brazil": "Membre du comité, Brésil",
  "Committee member, from Türkiye": "Membre du comité, Türkiye",
  "Committee member, from Indonesia": "Membre du comité, Indonésie",
  "Committee member, from Kenya": "Membre du comité, Kenya",
  "Committee member, from Mexico": "Membre du comité, Mexique",
  "Committee member, from the Republic of Korea": "Membre du comité, République de Corée",
  "Committee member, from Germany": "Membre du comité, Allemagne",
  "Committee member, from India": "Membre du comité, Inde",
  "Committee member, from Canada": "Membre du comité, Canada",
  "Committee member, from Jordan": "Membre du comité, Jordanie",
  "Juror, from the Netherlands": "Membre du jury, Pays-Bas",
  "Juror, from South Africa": "Membre du jury, Afrique du Sud",
  "Juror, from Chile": "Membre du jury, Chili",
  "Juror, from Japan": "Membre du jury, Japon",
  "Juror, from Senegal": "Membre du jury, Sénégal",
};
