import type { presence as en } from "../en/presence.ts";

export const presence: typeof en = {
  section: (names) => `في هذا القسم الآن: ${names}`,
  task: (names) => `هنا الآن: ${names}`,
};
