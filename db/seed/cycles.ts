import type { NewCycle } from "#app/domain/cycle/commands.server.ts";
import { keyOf } from "#app/domain/cycle/rules.ts";
import type { NewProgramme } from "#app/domain/programme/commands.server.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { THEME_NAMES } from "./archive/guangzhou.ts";
import { GUANGZHOU_CHECKLIST } from "./guangzhou-checklist.ts";
import { GUANGZHOU_FORM } from "./guangzhou-form.ts";
import { UNANSWERABLE } from "./initiatives.ts";
import { translated } from "./translated.ts";

export const DEMO_PROGRAMME: NewProgramme = translated({
  slug: "demonstration",
  name: { en: "Kapok Demonstration Award", "zh-Hans": "木棉演示奖" },
  about: {
    en: "This award does not exist. It shows how the portal works. The initiatives are real and were entered from public descriptions, without their cities; every team, reviewer, score, choice and result is invented.",
    "zh-Hans":
      "本奖项并不存在，仅用于演示本平台的功能。方案真实，系根据公开介绍代为填写，相关城市并未参与；所有团队、评审人、评分、决定和结果均属虚构。",
  },
  timeZone: "Asia/Shanghai",
  contactEmail: "secretariat@award.example",
});

/**
 * The Guangzhou form; what the archive cannot answer is not required here, so that nothing about a real city has to be
 * made up.
 */
export const DEMO_FORM: FormDefinition = GUANGZHOU_FORM.map((section) => ({
  ...section,
  questions: section.questions.map((question) =>
    UNANSWERABLE.includes(question.key) ? { ...question, required: false } : question,
  ),
}));

const DAY = 86_400_000;
/** So many days from now, at 23:59:59 in the award's zone (UTC+8). */
export const bell = (now: Date, days: number): Date =>
  new Date(Math.floor((now.getTime() + days * DAY + (8 * DAY) / 24) / DAY) * DAY + DAY - (8 * DAY) / 24 - 1000);

export type DemoStage = "published" | "ready" | "review" | "open";
type Stage = {
  number: number;
  slug: string;
  opens: number;
  closes: number;
  early?: number;
  results: number;
  state: { en: string; "zh-Hans": string };
};

/** Days from now, negative = past. */
const STAGES: Record<DemoStage, Stage> = {
  published: {
    number: 1,
    slug: "demo-published",
    opens: -400,
    closes: -310,
    results: -240,
    state: { en: "published", "zh-Hans": "已公布" },
  },
  ready: {
    number: 2,
    slug: "demo-ready",
    opens: -200,
    closes: -80,
    results: 14,
    state: { en: "shortlist ready to finalise", "zh-Hans": "名单待最终确认" },
  },
  review: {
    number: 3,
    slug: "demo-review",
    opens: -120,
    closes: -21,
    early: -35,
    results: 60,
    state: { en: "in committee review", "zh-Hans": "委员会评审中" },
  },
  open: {
    number: 4,
    slug: "demo-open",
    opens: -30,
    closes: 24,
    early: 7,
    results: 120,
    state: { en: "open for entries", "zh-Hans": "正在征集" },
  },
};

/** Named so that nobody takes them for levels of a real award, wherever they are shown. */
const LEVELS = {
  winner: { key: "winner", name: { en: "Winner (demonstration)", "zh-Hans": "获奖（演示）" } },
  shortlisted: { key: "shortlisted", name: { en: "Shortlisted (demonstration)", "zh-Hans": "入围（演示）" } },
  deserving: { key: "deserving", name: { en: "Deserving (demonstration)", "zh-Hans": "专家推荐（演示）" } },
};

export const ROUND_NAMES = translated({
  committee: { en: "Technical committee", "zh-Hans": "技术委员会" },
  jury: { en: "Jury", "zh-Hans": "评审团" },
  learning: { en: "Special prize for learning", "zh-Hans": "经验分享特别奖" },
  effect: { en: "Special prize for proven effect", "zh-Hans": "实效验证特别奖" },
  favourite: { en: "Special prize of the jury", "zh-Hans": "评审团特别奖" },
});

/** One cycle of the demonstration, with dates around `now`. */
export function demoCycle(stage: DemoStage, programmeId: string, now: Date): NewCycle {
  const { number, slug, opens, closes, early, results, state } = STAGES[stage];
  const closesAt = bell(now, closes);
  return translated({
    programmeId,
    slug,
    number,
    year: closesAt.getUTCFullYear(),
    name: { en: `Demonstration cycle ${number} (${state.en})`, "zh-Hans": `演示第${number}届（${state["zh-Hans"]}）` },
    call: {
      en: "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page.",
      "zh-Hans":
        "诚邀各城市政府提交改善居民生活的创新实践：新的政策、服务、技术或合作方式。\n\n城市、地区和市镇联盟均可参加，方案数量不限，也可再次提交往届方案。技术委员会将按本页公布的标准审阅每一份有效方案。",
    },
    prize: {
      en: "A kapok flower, red, and the attention of everybody who reads this demonstration.",
      "zh-Hans": "红色木棉花一朵，以及每一位演示观众的关注。",
    },
    codePrefix: "DEMO",
    frameworkLimit: 3,
    checklist: GUANGZHOU_CHECKLIST,
    themes: THEME_NAMES.map((name) => ({ key: keyOf(name.en), name })),
    levels:
      stage === "published"
        ? [LEVELS.winner, LEVELS.shortlisted]
        : [LEVELS.winner, LEVELS.shortlisted, LEVELS.deserving],
    opensAt: new Date(bell(now, opens - 1).getTime() + 1000),
    closesAt,
    earlyAt: early === undefined ? null : bell(now, early),
    resultsExpectedAt: bell(now, results),
    timeZone: DEMO_PROGRAMME.timeZone,
  });
}
