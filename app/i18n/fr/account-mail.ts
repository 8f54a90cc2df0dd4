import type { AccountLetters } from "../en/account-mail.ts";

export const accountLetters: AccountLetters = {
  "factor-changed": ({ name }) => ({
    subject: "Votre second facteur a été modifié",
    body: `Bonjour ${name},

Un second facteur de votre compte a été ajouté ou supprimé, et vous avez été déconnecté partout ailleurs.

Si ce n’était pas vous, définissez aussitôt un nouveau mot de passe et prévenez un administrateur du portail.`,
  }),
  "codes-made": ({ name }) => ({
    subject: "Nouveaux codes de secours pour votre compte",
    body: `Bonjour ${name},

De nouveaux codes de secours ont été créés pour votre compte. Les précédents ne fonctionnent plus.

Si ce n’était pas vous, définissez aussitôt un nouveau mot de passe et prévenez un administrateur du portail.`,
  }),
  "factor-reset": ({ name, reason, link }) => ({
    subject: "Votre second facteur a été réinitialisé",
    body: `Bonjour ${name},

L’administration a supprimé tous les seconds facteurs et codes de secours de votre compte, et vous avez été déconnecté partout.

Motif : ${reason || "l’opération a été faite sur la machine qui héberge le portail"}

Connectez-vous avec votre mot de passe. Si votre rôle exige un second facteur, il vous sera demandé d’en configurer un nouveau :

${link}

Si vous n’avez rien demandé de tel, prévenez un administrateur du portail.`,
  }),
  "account-disabled": ({ name, reason }) => ({
    subject: "Votre compte est désactivé",
    body: `Bonjour ${name},

Un administrateur a désactivé votre compte. Vous avez été déconnecté partout et ne pouvez pas vous connecter pour le moment. Ce que vous avez écrit est conservé.

Motif : ${reason}

Si vous pensez qu’il s’agit d’une erreur, veuillez répondre à ce courriel.`,
  }),
  "account-enabled": ({ name, link }) => ({
    subject: "Votre compte fonctionne à nouveau",
    body: `Bonjour ${name},

Un administrateur a réactivé votre compte. Vous pouvez vous connecter :

${link}`,
  }),
  "change-email": ({ name, link }) => ({
    subject: "Confirmez votre nouvelle adresse électronique",
    body: `Bonjour ${name},

Vous avez demandé à vous connecter désormais à Kapok avec cette adresse électronique. Ouvrez cette page et cliquez sur le bouton pour confirmer qu’elle est la vôtre :

${link}

Le lien est valable un jour. Si ce n’était pas vous, ignorez ce courriel.`,
  }),
  "email-changed": ({ name, email }) => ({
    subject: "Votre adresse électronique a été modifiée",
    body: `Bonjour ${name},

L’adresse électronique de votre compte est désormais ${email}, et vous avez été déconnecté partout. Le portail écrit dorénavant à la nouvelle adresse.

Si ce n’était pas vous, prévenez aussitôt un administrateur du portail.`,
  }),
  "confirm-email": ({ name, link }) => ({
    subject: "Confirmez votre adresse électronique",
    body: `Bonjour ${name},

Quelqu’un, sans doute vous, a créé un compte sur Kapok avec cette adresse électronique. Ouvrez cette page et cliquez sur le bouton pour confirmer que l’adresse est la vôtre :

${link}

Vous n’avez pas besoin d’attendre : vous pouvez déjà vous connecter et commencer une candidature. Le lien est valable trois jours.

Si ce n’était pas vous, ouvrez tout de même la page et indiquez-le : le compte sera supprimé.`,
  }),
  "reset-password": ({ name, link }) => ({
    subject: "Définissez un nouveau mot de passe",
    body: `Bonjour ${name},

Quelqu’un, sans doute vous, a demandé à définir un nouveau mot de passe pour votre compte. Ouvrez cette page pour en choisir un :

${link}

Le lien est valable 30 minutes et ne fonctionne qu’une fois. Si ce n’était pas vous, ignorez ce courriel : votre mot de passe ne change pas.`,
  }),
  "account-exists": ({ name, link }) => ({
    subject: "Vous avez déjà un compte",
    body: `Bonjour ${name},

Quelqu’un, sans doute vous, a essayé de créer un compte avec cette adresse électronique. Vous en avez déjà un ; rien n’a donc été modifié.

Si vous avez oublié votre mot de passe, définissez-en un nouveau ici :

${link}`,
  }),
};
