import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "Vous avez été déconnecté. Connectez-vous dans un nouvel onglet et réessayez.",
    notFound: "Cette question n’existe pas.",
  },
  upload: { uploading: "Envoi de {name}…", done: "{name} est bien arrivé.", failed: "{name} n’a pas pu être envoyé. Ce qui est arrivé est conservé ; réessayez.", retry: "Réessayer" },
  caption: "Ce que l’on y voit",
  captionSave: "Enregistrer",
  captionTitle: (name) => `Ce que montre ${name}`,
  removal: {
    title: (name) => `Supprimer ${name} ?`,
    gone: "Le fichier est supprimé. Pour l’avoir à nouveau ici, il faudrait le déposer encore une fois.",
    submitted: "Le fichier disparaît de votre brouillon. Ce que vous avez déposé le conserve.",
    button: "Supprimer le fichier",
    keep: "Le garder",
  },
  removed: "Le fichier a été supprimé.",
};
