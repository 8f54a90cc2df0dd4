import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "Se ha cerrado su sesión. Inicie sesión en una pestaña nueva e inténtelo otra vez.",
    notFound: "Esa pregunta no existe.",
  },
  upload: { uploading: "Subiendo {name}…", done: "{name} ha llegado.", failed: "No se pudo subir {name}. Lo que ha llegado se conserva; inténtelo de nuevo.", retry: "Intentar de nuevo" },
  caption: "Qué muestra",
  captionSave: "Guardar",
  captionTitle: (name) => `Qué muestra ${name}`,
  removal: {
    title: (name) => `¿Quitar ${name}?`,
    gone: "El archivo se elimina. Para tenerlo aquí otra vez habría que volver a subirlo.",
    submitted: "El archivo sale de su borrador. Lo que ya presentó lo conserva.",
    button: "Quitar el archivo",
    keep: "Conservarlo",
  },
  removed: "El archivo se ha quitado.",
};
