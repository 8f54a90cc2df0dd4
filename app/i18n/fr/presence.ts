import type { presence as english } from "../en/presence.ts";

export const presence: typeof english = {
  section: (names, several) => `${names} ${several ? "sont" : "est"} dans cette section`,
  task: (names, several) => `${names} ${several ? "sont" : "est"} ici en ce moment`,
};
