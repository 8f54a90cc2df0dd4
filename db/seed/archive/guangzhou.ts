import type { ArchiveOptions } from "#app/domain/archive/rules.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { translated } from "../translated.ts";

/** The themes of the source file, in every language. */
export const THEME_NAMES: readonly Localised[] = translated([
  { en: "Environmental protection and resilience", "zh-Hans": "环境保护与韧性" },
  { en: "Public services and infrastructure", "zh-Hans": "公共服务与基础设施" },
  { en: "Smart cities and digital technologies", "zh-Hans": "智慧城市与数字技术" },
  { en: "Social inclusion and shared prosperity", "zh-Hans": "社会包容与共同繁荣" },
  { en: "Urban governance", "zh-Hans": "城市治理" },
  { en: "Urban heritage and cultural preservation", "zh-Hans": "城市遗产与文化保护" },
]);

/**
 * How the archive of the Guangzhou Award is imported: its names, and the one cycle that calls its third level
 * differently.
 */
export const GUANGZHOU_ARCHIVE: ArchiveOptions = translated({
  programme: {
    slug: "guangzhou-award",
    name: { en: "Guangzhou International Award for Urban Innovation", "zh-Hans": "广州国际城市创新奖" },
    about: {
      en: "The award was started in 2012 by the City of Guangzhou, United Cities and Local Governments (UCLG) and Metropolis. What is shown here was gathered from public pages; each initiative names its source.",
      "zh-Hans": "该奖项由广州市、世界城市和地方政府组织（UCLG）与世界大都市协会于2012年共同创办。此处内容收集自公开网页，每个方案均注明来源。",
    },
    timeZone: "Asia/Shanghai",
    contactEmail: "secretariat@award.example",
  },
  codePrefix: "GZ",
  cycleName: (year) => ({ en: `Guangzhou Award ${year}`, "zh-Hans": `广州奖${year}`, fr: `Prix de Guangzhou ${year}`, es: `Premio de Guangzhou ${year}`, ar: `جائزة قوانغتشو ${year}` }),
  call: { en: "This cycle was run before this portal existed. Its results are kept here as an archive.", "zh-Hans": "本届活动早于本平台，其结果在此存档。" },
  levelNames: {
    usual: {
      winner: { en: "Winner", "zh-Hans": "获奖" },
      shortlisted: { en: "Shortlisted", "zh-Hans": "入围" },
      deserving: { en: "Deserving", "zh-Hans": "专家推荐" },
    },
    7: { deserving: { en: "Exemplary", "zh-Hans": "示范" } },
  },
  themeNames: THEME_NAMES,
  undecided: {
    en: "Not decided yet. These are the names known so far; there may be more.",
    "zh-Hans": "结果尚未揭晓。此处仅列出目前已知的名单，可能并不完整。",
  },
});
