import type { ReviewerProfile } from "#app/domain/account/rules.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { COMMITTEE, JURY } from "./reviewers.ts";
import { translated } from "./translated.ts";

export type CastPart =
  | "city"
  | "secretariat"
  | "chair"
  | "committee"
  | "juror"
  | "observer"
  | "scrutineer"
  | "administrator";

/**
 * Somebody of the invented cast. Names, addresses and offices are made up; `profile` is what conflict rules look at.
 */
export type CastMember = {
  key: string;
  name: string;
  email: string;
  locale: "en" | "zh-Hans";
  kind: CastPart;
  /** What this person does here, for people choosing whom to be. */
  part: Localised;
  /** City side: the city of the archive whose team the person is in, and as what. */
  team?: { city: string; role: "owner" | "editor" | "viewer" };
  profile?: Pick<ReviewerProfile, "title" | "countries" | "cities" | "organisations" | "themes" | "languages">;
};

/** Everybody of the demonstration has this password; `/demo` signs in without it. */
export const DEMO_PASSWORD = "kapok flower red 2012";

const cities: CastMember[] = [
  {
    key: "amara",
    name: "Amara Okello",
    email: "amara.okello@kampala.example",
    locale: "en",
    kind: "city",
    team: { city: "Kampala", role: "owner" },
    part: { en: "Leads Kampala’s team and submits its initiatives", "zh-Hans": "坎帕拉团队负责人，负责提交方案" },
  },
  {
    key: "joseph",
    name: "Joseph Ssempa",
    email: "joseph.ssempa@kampala.example",
    locale: "en",
    kind: "city",
    team: { city: "Kampala", role: "editor" },
    part: { en: "Writes with Amara in Kampala’s team", "zh-Hans": "坎帕拉团队成员，与阿马拉共同填写" },
  },
  {
    key: "lucia",
    name: "Lucía Quispe",
    email: "lucia.quispe@lapaz.example",
    locale: "en",
    kind: "city",
    team: { city: "La Paz", role: "owner" },
    part: { en: "Leads La Paz’s team", "zh-Hans": "拉巴斯团队负责人" },
  },
];

const staff: CastMember[] = [
  {
    key: "lin",
    name: "Lin Yue (林悦)",
    email: "lin.yue@award.example",
    locale: "zh-Hans",
    kind: "secretariat",
    part: { en: "Secretariat: screens, assigns, proposes", "zh-Hans": "秘书处：审核、分配、提出名单" },
  },
  {
    key: "chen",
    name: "Chen Rui (陈睿)",
    email: "chen.rui@award.example",
    locale: "zh-Hans",
    kind: "secretariat",
    part: {
      en: "Secretariat: the second person who approves and publishes",
      "zh-Hans": "秘书处：第二位批准人，负责公布",
    },
  },
  {
    key: "fatima",
    name: "Fatima Zahra",
    email: "fatima.zahra@observer.example",
    locale: "en",
    kind: "observer",
    part: {
      en: "Observer: reads how rules were kept, changes nothing",
      "zh-Hans": "观察员：核查规则执行情况，不作任何更改",
    },
  },
  {
    key: "nadia",
    name: "Nadia Weber",
    email: "nadia.weber@notary.example",
    locale: "en",
    kind: "scrutineer",
    profile: { title: "Notary", countries: ["LU"], cities: [], organisations: [], themes: [], languages: ["en", "fr"] },
    part: {
      en: "Scrutineer: checks frozen scores without names, has no other part",
      "zh-Hans": "复核人：核验不含姓名的锁定评分，不担任其他角色",
    },
  },
  {
    key: "tom",
    name: "Tom Becker",
    email: "tom.becker@portal.example",
    locale: "en",
    kind: "administrator",
    part: {
      en: "Administrator: keeps the portal running, reads no scores",
      "zh-Hans": "管理员：维护平台运行，不查看评分",
    },
  },
];

/** The people of the demonstration, the tests, the documents and the screenshots. */
export const CAST: readonly CastMember[] = translated([...cities, ...staff, ...COMMITTEE, ...JURY]);

/** One of the cast by key. Throws when there is no such person: that is a slip in our own code. */
export function castMember(key: string): CastMember {
  const found = CAST.find((member) => member.key === key);
  if (!found) throw new Error(`nobody of the cast is called ${key}`);
  return found;
}

/** The team owner made up for a city that has nobody in the cast; the name says that it was generated. */
export function cityOwner(city: string, number: number): CastMember {
  const key = `owner-${number}`;
  return {
    key,
    name: `${city} team (generated)`,
    email: `team-${number}@city.example`,
    locale: "en",
    kind: "city",
    team: { city, role: "owner" },
    part: { en: `Leads the team of ${city} (generated)`, "zh-Hans": `${city}团队负责人（自动生成）` },
  };
}
