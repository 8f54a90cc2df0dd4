import type { presence as english } from "../en/presence.ts";

export const presence: typeof english = {
  section: (names) => `${names} 正在此部分`,
  task: (names) => `${names} 正在此处`,
};
