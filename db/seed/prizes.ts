import type { NewCriterion, NewRubric } from "#app/domain/rubric/rules.ts";
import { translated } from "./translated.ts";

const PLAIN = {
  notApplicable: false,
  commentRule: "optional",
  commentBound: null,
  commentLength: 0,
} as const satisfies Partial<NewCriterion>;

/**
 * What the two special prizes of the published cycle are judged by: a number with a tenth that is typed, grades, and a
 * yes or no. Invented.
 */
export const PRIZE_RUBRIC: NewRubric = translated({
  name: { en: "Special prizes (demonstration)", "zh-Hans": "特别奖（演示）" },
  criteria: [
    {
      ...PLAIN,
      weight: 40,
      scale: "tenths",
      min: 0,
      max: 50,
      step: 1,
      notApplicable: true,
      name: { en: "Learnability", "zh-Hans": "可学习性" },
      description: {
        en: "Whether the lessons, failures included, are told so that others learn.",
        "zh-Hans": "是否如实讲述经验与失败，使他人有所收获。",
      },
      anchors: [
        { value: 0, text: { en: "Does not say how it was done.", "zh-Hans": "没有说明是如何做的。" } },
        { value: 10, text: { en: "No lesson is told.", "zh-Hans": "没有总结经验。" } },
        { value: 20, text: { en: "Successes only.", "zh-Hans": "只讲成功。" } },
        { value: 30, text: { en: "Some lessons.", "zh-Hans": "总结了一些经验。" } },
        { value: 40, text: { en: "Lessons and failures, clearly told.", "zh-Hans": "清楚讲述了经验与失败。" } },
        { value: 50, text: { en: "Lessons that others have already used.", "zh-Hans": "其经验已被他人采用。" } },
      ],
    },
    {
      ...PLAIN,
      weight: 40,
      scale: "letters",
      min: 1,
      max: 5,
      step: 1,
      name: { en: "Replicability", "zh-Hans": "可复制性" },
      description: { en: "Whether others could do the same.", "zh-Hans": "他人能否照此实施。" },
      anchors: [
        { value: 1, text: { en: "Not elsewhere.", "zh-Hans": "无法在其他地方实施。" } },
        { value: 2, text: { en: "Parts, with great effort.", "zh-Hans": "部分可行，但难度很大。" } },
        { value: 3, text: { en: "In similar cities.", "zh-Hans": "在类似城市可行。" } },
        { value: 4, text: { en: "In many kinds of cities.", "zh-Hans": "在多种类型的城市可行。" } },
        { value: 5, text: { en: "It has been done in several.", "zh-Hans": "已在多个城市实施。" } },
      ],
    },
    {
      ...PLAIN,
      weight: 20,
      scale: "yes-no",
      min: 0,
      max: 5,
      step: 5,
      notApplicable: true,
      name: { en: "Material for others", "zh-Hans": "可供他人使用的资料" },
      description: {
        en: "Whether there is something to begin with elsewhere: a guide, plans, code, training.",
        "zh-Hans": "是否有可供其他地方着手使用的资料：指南、图纸、代码或培训。",
      },
      anchors: [
        {
          value: 0,
          text: { en: "Nothing that others could take and use.", "zh-Hans": "没有他人可以直接使用的资料。" },
        },
        { value: 5, text: { en: "Others can take it and begin.", "zh-Hans": "他人拿来即可着手。" } },
      ],
    },
  ],
});
