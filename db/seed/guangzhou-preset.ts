import type { Blueprint } from "#app/domain/preset/rules.ts";
import { keyOf } from "#app/domain/cycle/rules.ts";
import { THEME_NAMES } from "./archive/guangzhou.ts";
import { GUANGZHOU_CHECKLIST } from "./guangzhou-checklist.ts";
import { GUANGZHOU_FORM } from "./guangzhou-form.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "./guangzhou-rubric.ts";
import { translated } from "./translated.ts";

const JUDGING = {
  peersVisible: "after-own",
  discussion: "after-own",
  blind: false,
  method: "mean",
  reviewsPerEntry: null,
  conflictRules: { country: "block", city: "block", organisation: "block" },
} as const;

/**
 * The sixth Guangzhou Award of 2023: a committee names 45 initiatives, 15 of them shortlisted; a jury names up to five
 * winners among those.
 */
export const guangzhou2023: Blueprint = translated({
  call: {
    en: "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page; a jury chooses the winners among those it shortlists.",
    "zh-Hans":
      "诚邀各城市政府提交改善居民生活的创新实践：新的政策、服务、技术或合作方式。\n\n城市、地区和市镇联盟均可参加，方案数量不限，也可再次提交往届方案。技术委员会将按本页公布的标准审阅每一份有效方案，评审团从入围方案中选出获奖者。",
  },
  prize: {
    en: "Up to five winners, unranked, and a medal for every other shortlisted initiative.",
    "zh-Hans": "获奖者至多五名，不分先后；其余入围方案均获奖章。",
  },
  themes: THEME_NAMES.map((name) => ({ key: keyOf(name.en), name })),
  checklist: GUANGZHOU_CHECKLIST,
  levels: [
    { key: "winner", name: { en: "Winner", "zh-Hans": "获奖" } },
    { key: "shortlisted", name: { en: "Shortlisted", "zh-Hans": "入围" } },
    { key: "deserving", name: { en: "Deserving", "zh-Hans": "专家推荐" } },
  ],
  endorsement: "optional",
  frameworkLimit: 3,
  form: GUANGZHOU_FORM,
  rubrics: [COMMITTEE_RUBRIC, JURY_RUBRIC],
  rounds: [
    {
      ...JUDGING,
      name: { en: "Technical committee", "zh-Hans": "技术委员会" },
      rubric: 0,
      opensAfter: 8,
      closesAfter: 30,
      levels: [
        { levelKey: "shortlisted", places: 15 },
        { levelKey: "deserving", places: 30 },
      ],
    },
    {
      ...JUDGING,
      name: { en: "Jury", "zh-Hans": "评审团" },
      rubric: 1,
      opensAfter: 45,
      closesAfter: 60,
      levels: [{ levelKey: "winner", places: 5 }],
    },
  ],
});
