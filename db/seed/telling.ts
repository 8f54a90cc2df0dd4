import { randomUUID } from "node:crypto";
import { prepareAppraisals, releaseAppraisals } from "#app/domain/appraisal/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { sendWave } from "#app/domain/wave/commands.server.ts";
import { lettersOfWave } from "#app/domain/wave/queries.server.ts";

const INVITATION = {
  subject: {
    en: "Your place on the list",
    "zh-Hans": "贵市入选名单",
    fr: "Votre place sur la liste",
    es: "Su lugar en la lista",
    ar: "موضعكم في القائمة",
  },
  body: {
    en: "Dear {name},\n\nthe result of {cycle} is public, and {city} is on its list:\n\n{entries}\n\nYour certificate is on the page of each entry:\n\n{link}\n\n(Invented for the demonstration.)",
    "zh-Hans":
      "{name}，您好：\n\n{cycle}的结果已公布，{city}在名单之上：\n\n{entries}\n\n证书见各申报的页面：\n\n{link}\n\n（为演示而虚构。）",
    fr: "Bonjour {name},\n\nle résultat est public ({cycle}), et {city} figure sur la liste :\n\n{entries}\n\nVotre certificat se trouve sur la page de chaque candidature :\n\n{link}\n\n(Inventé pour la démonstration.)",
    es: "Hola, {name}:\n\nEl resultado es público ({cycle}), y {city} está en la lista:\n\n{entries}\n\nSu certificado está en la página de cada candidatura:\n\n{link}\n\n(Inventado para la demostración.)",
    ar: "تحية طيبة {name}،\n\nنُشرت نتيجة {cycle}، و{city} في قائمتها:\n\n{entries}\n\nتجدون شهادتكم في صفحة كل مشاركة:\n\n{link}\n\n(مختلَق للعرض التوضيحي.)",
  },
};

/** Writes to every team on the list of a published cycle. */
export async function writeToAwarded(ctx: Context, cycleId: string, publicUrl: string): Promise<void> {
  const wave = { id: randomUUID(), audience: { key: "listed", roundId: null } as const, ...INVITATION };
  const { seen } = await lettersOfWave(ctx, cycleId, wave, publicUrl);
  await sendWave(ctx, cycleId, { ...wave, seen }, publicUrl);
}

/** Lets the teams of a published round read how their entries were judged. */
export async function tellTeams(ctx: Context, roundId: string, publicUrl: string): Promise<void> {
  await prepareAppraisals(ctx, roundId);
  await releaseAppraisals(ctx, roundId, publicUrl);
}
