import type { presence as english } from "../en/presence.ts";

export const presence: typeof english = {
  section: (names, several) => `${names} ${several ? "están" : "está"} en esta sección`,
  task: (names, several) => `${names} ${several ? "están" : "está"} aquí ahora`,
};
