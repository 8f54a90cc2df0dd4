import type { pages as english } from "../en/pages.ts";

export const pages: typeof english = {
  help: {
    title: "Aide",
    lede: "Comment présenter une candidature, comment se fait l’enregistrement, et que faire en cas de problème.",
    sections: [
      {
        title: "Présenter une initiative",
        paragraphs: [
          "Inscrivez-vous avec votre adresse électronique, puis créez ou rejoignez l’équipe de votre ville. Vous pouvez commencer à écrire avant que votre adresse soit confirmée ; pour déposer, confirmez-la par le lien du courriel.",
          "Une candidature est une liste de sections. Remplissez-les dans l’ordre qui vous convient, avec vos collègues, sur autant de jours que vous le souhaitez jusqu’à la clôture de l’appel. Lorsque tout ce qui est obligatoire est rempli, vérifiez vos réponses et déposez. Vous pouvez déposer à nouveau jusqu’à la seconde de clôture : la dernière version fait foi.",
        ],
      },
      {
        title: "Enregistrer",
        paragraphs: [
          "Chaque champ s’enregistre tout seul un instant après que vous avez cessé d’écrire et affiche l’heure, par exemple « Enregistré : 12:04:31 ». Sans JavaScript, le bouton en bas de chaque page enregistre tout ce qu’elle contient.",
          "Si vous et un collègue modifiez le même champ, aucun texte n’est écrasé : vous voyez les deux et choisissez. Si vous êtes déconnecté ou si la ligne est coupée, ce que vous avez saisi reste dans votre navigateur et est envoyé à votre retour.",
        ],
      },
      { title: "Fichiers", paragraphs: ["Chaque question indique les types et les tailles acceptés. Un envoi interrompu reprend là où il s’est arrêté. Les fichiers restent privés tant que l’initiative n’est pas publiée."] },
      {
        title: "Échéances",
        paragraphs: [
          "Chaque échéance est affichée à la seconde près, dans le fuseau du prix et dans le vôtre. L’horloge du serveur fait foi. Si une date de clôture est déplacée, l’ancienne reste consignée et toutes les personnes qui ont un brouillon sont prévenues.",
          "Chaque tentative de dépôt est consignée avec ce qui y a fait obstacle ; la liste se trouve dans l’historique de la candidature.",
        ],
      },
      {
        title: "Évaluateurs",
        paragraphs: ["Vous voyez les candidatures qui vous sont confiées et, pour chacune, vous dites d’abord si vous avez un conflit d’intérêts. Vos notes s’enregistrent toutes seules et peuvent être modifiées jusqu’au gel du tour. Vous ne voyez les notes des autres qu’après avoir remis les vôtres."],
      },
      { title: "Toujours bloqué ?", paragraphs: ["Écrivez à l’adresse indiquée sur la page de l’appel. Dites sur quelle page vous étiez et à quelle heure ; il n’en faut pas plus pour retrouver ce qui s’est passé."] },
    ],
  },
  accessibility: {
    title: "Accessibilité",
    lede: "Ce portail vise la conformité aux WCAG 2.2, niveau AA.",
    sections: [
      {
        title: "Ce sur quoi vous pouvez compter",
        paragraphs: [
          "Tout fonctionne au clavier et sans JavaScript. Le texte peut être agrandi à 400 % sans défilement horizontal, sauf les tableaux, qui défilent d’eux-mêmes. Les couleurs suivent le réglage clair ou sombre de votre système et ne portent jamais seules une information.",
          "Les cartes ne sont jamais le seul moyen d’accès : les mêmes lieux figurent dans une liste à côté. Les dates, les nombres et les pluriels suivent la langue que vous avez choisie.",
        ],
      },
      { title: "Ce qui ne va pas encore", paragraphs: ["Les fichiers déposés par les villes sont affichés tels quels ; nous ne pouvons pas garantir que chacun soit accessible. Toutes les langues proposées en haut de la page sont complètes."] },
      { title: "Comment c’est vérifié", paragraphs: ["Chaque page passe un contrôle automatique en anglais et en chinois à chaque modification, et les parcours de ce portail sont testés au clavier seul. Il n’a pas été examiné par un organisme extérieur."] },
      { title: "Dites-le-nous", paragraphs: ["Si quelque chose vous fait obstacle, écrivez à l’adresse indiquée sur la page de l’appel. Nous répondons en anglais ou en chinois, dans la langue où vous écrivez."] },
    ],
  },
  about: {
    title: "À propos de ce portail",
    lede: "Kapok est un logiciel libre pour organiser des prix d’innovation urbaine. La fleur rouge du kapokier est l’emblème de Guangzhou.",
    sections: [
      { title: "À quoi il sert", paragraphs: ["Une présélection que chacun peut vérifier, issue d’un processus où personne ne peut perdre son travail : les villes présentent des candidatures, les évaluateurs notent selon des critères publiés, deux personnes arrêtent la liste, et le public lit le résultat."] },
      {
        title: "Comment naissent les résultats",
        paragraphs: [
          "Les évaluateurs notent seuls ; un conflit d’intérêts tient un évaluateur à l’écart d’une candidature, quelle que soit sa fonction. La façon dont leurs notes donnent un classement est fixée avant l’ouverture du tour et publiée avec le résultat. Les notes éclairent et les personnes décident : une décision contraire au classement exige un motif, et les deux sont conservés.",
          "Les notes sont gelées avant que le choix soit fait. Une personne propose la liste, une autre doit approuver exactement cette liste. La publication et le retrait laissent une trace qui ne peut plus être modifiée.",
        ],
      },
      { title: "Les archives", paragraphs: ["Les résultats des éditions antérieures ont été recueillis sur des pages publiques ; chacun cite sa source. Ce que les sources ne disent pas est laissé vide : un titre introuvable se lit « Titre non consigné »."] },
      { title: "Licence et code source", id: "source", paragraphs: ["Kapok est un logiciel libre sous licence Apache, version 2.0 : chacun peut l’exécuter, le lire, le modifier et le partager. Demandez le code source à l’exploitant de ce portail, à l’adresse indiquée sur la page de l’appel."] },
    ],
  },
  privacy: {
    title: "Confidentialité",
    lede: "Ce que ce portail conserve de vous, et qui peut le voir.",
    sections: [
      {
        title: "Ce qui est conservé",
        paragraphs: [
          "Votre nom, votre adresse électronique et votre langue ; les équipes et les comités dont vous faites partie ; ce que vous écrivez, déposez et notez, avec l’heure. Les mots de passe ne sont conservés que sous forme d’empreinte. Un registre de qui a fait quoi et quand, et de qui a lu ou téléchargé ce qui est confidentiel, est tenu et ne peut pas être modifié, afin que les résultats puissent être vérifiés.",
        ],
      },
      {
        title: "Qui le voit",
        paragraphs: [
          "Les brouillons : votre équipe. Les candidatures déposées : le secrétariat, les observateurs et les évaluateurs sans conflit d’intérêts. Les coordonnées ne parviennent jamais aux évaluateurs. Les notes et les commentaires : leur auteur, la présidence et le secrétariat selon les règles du tour, et, une fois gelées et sans noms, le scrutateur du tour (les notes seules). Le public : ce qui a été publié, les noms du scrutateur et des membres du secrétariat qui l’ont signé, et rien d’autre.",
        ],
      },
      {
        title: "Témoins de connexion (cookies)",
        paragraphs: [
          "Un pour que vous restiez connecté, un qui dure dix minutes entre le mot de passe et la seconde étape, un qui retient pendant 180 jours que ce navigateur vous a déjà connecté (il n’ouvre rien ; il évite que les essais erronés d’autrui vous bloquent), un pour votre langue et un pour votre fuseau horaire. Aucun pour la publicité ni pour compter les visites. Aucune page ne demande quoi que ce soit au serveur d’une autre entreprise.",
        ],
      },
      { title: "Vos droits", paragraphs: ["Écrivez à l’adresse indiquée sur la page de l’appel pour consulter, corriger ou faire effacer ce qui est conservé de vous. Les résultats publiés demeurent."] },
    ],
  },
};
