import type { NewCriterion, NewRubric } from "#app/domain/rubric/rules.ts";
import { translated } from "./translated.ts";

type Steps = [string, string, string, string, string];

const EXPLAINED = { commentRule: "always" } as const;

/** One to five; the anchors lowest first. */
function criterion(
  weight: number,
  name: [string, string],
  description: [string, string],
  english: Steps,
  chinese: Steps,
  rules: Partial<NewCriterion> = {},
): NewCriterion {
  const anchors = english.map((en, index) => ({ value: index + 1, text: { en, "zh-Hans": chinese[index]! } }));
  return {
    name: both(name),
    description: both(description),
    weight,
    scale: "numbers",
    min: 1,
    max: 5,
    step: 1,
    anchors,
    notApplicable: false,
    commentRule: "optional",
    commentBound: null,
    commentLength: 0,
    ...rules,
  };
}

const both = ([en, zh]: [string, string]) => ({ en, "zh-Hans": zh });

/**
 * The committee's criteria of 2023. The award publishes their names; weights, descriptions and anchors are this
 * project's own, to be changed by whoever runs the award.
 */
export const COMMITTEE_RUBRIC: NewRubric = translated({
  name: { en: "Technical Committee 2023", "zh-Hans": "2023 年技术委员会" },
  criteria: [
    criterion(
      25,
      ["Innovation", "创新性"],
      [
        "How new the idea, the approach or the way of working is, for this city and beyond it.",
        "理念、方法或工作方式的新颖程度，既看对本市，也看对其他城市。",
      ],
      [
        "Common practice; nothing in it is new even for this city.",
        "New for this city, but copied elsewhere many times with no change of note.",
        "A known approach adapted with clear improvements of its own.",
        "New in its region, or a new combination of known parts that changes how the city works.",
        "New worldwide, and it has already changed how others think about the problem.",
      ],
      [
        "属于通行做法，即使对本市也没有新意。",
        "对本市是新的，但在其他地方已多次采用，没有明显改变。",
        "借鉴已有方法，并有自己明确的改进。",
        "在所在地区属首创，或将已有做法重新组合，改变了城市的工作方式。",
        "在世界范围内属首创，并已影响他人对该问题的看法。",
      ],
    ),
    criterion(
      25,
      ["Effectiveness", "实效性"],
      [
        "What has been achieved, and how well it is shown: baseline, results, and how they were measured.",
        "取得了哪些成果，证据是否充分：基线、结果及衡量方法。",
      ],
      [
        "No result is shown, only plans or activities.",
        "Some results are claimed without figures or a baseline.",
        "Results with figures against a baseline, for some of the objectives.",
        "Most objectives reached, measured in a way others could repeat.",
        "Objectives reached or surpassed, confirmed from outside, and the effect lasts.",
      ],
      [
        "没有展示成果，仅有计划或活动。",
        "声称取得一些成果，但没有数据或基线。",
        "部分目标有数据成果，并与基线对比。",
        "多数目标已实现，衡量方法他人可以重复。",
        "目标实现或超额完成，经外部证实，且效果持久。",
      ],
      { commentRule: "at-most", commentBound: 2, commentLength: 20 },
    ),
    criterion(
      15,
      ["Context", "背景契合度"],
      [
        "How well the initiative fits the place: its means, its obstacles, its people and who took part.",
        "项目与当地条件的契合程度：资源、困难、民众及参与者。",
      ],
      [
        "The place and its conditions are not described.",
        "Conditions are described but did not shape the initiative.",
        "The initiative answers a local need and uses local means.",
        "It was shaped together with those concerned and overcame real obstacles.",
        "It turned difficult conditions into a strength, and the people concerned carry it on.",
      ],
      [
        "没有说明当地情况。",
        "说明了当地情况，但未体现在项目中。",
        "项目回应当地需求，并利用当地资源。",
        "与利益相关者共同设计，克服了实际困难。",
        "将不利条件转化为优势，并由相关民众延续推进。",
      ],
    ),
    criterion(
      20,
      ["Replicability", "可复制性"],
      [
        "What others can take over, at what cost, and whether lessons are told honestly.",
        "他人可以借鉴什么、成本如何，以及经验教训是否如实说明。",
      ],
      [
        "Bound to this place; nothing could be taken over.",
        "Parts could be taken over, but cost or conditions are not told.",
        "Could be taken over by similar cities; cost and steps are told.",
        "Has been taken over elsewhere, or is prepared for it with material others can use.",
        "Taken over in several places of different kinds, with results that are known.",
      ],
      [
        "完全依赖当地条件，无法借鉴。",
        "部分内容可以借鉴，但未说明成本或条件。",
        "类似城市可以借鉴，并说明了成本和步骤。",
        "已在其他地方采用，或已备好他人可用的资料。",
        "已在多个不同类型的地方采用，并有已知成效。",
      ],
    ),
    criterion(
      15,
      ["Relevance to the SDGs and the New Urban Agenda", "与可持续发展目标及《新城市议程》的相关性"],
      [
        "Which goals the initiative serves, and whether it shows that it does.",
        "项目服务于哪些目标，以及是否有所证明。",
      ],
      [
        "No goal is named, or those named have nothing to do with it.",
        "Goals are named without showing a link.",
        "A clear link to one goal.",
        "Measured contributions to several goals or commitments.",
        "Measured contributions that others report on as an example for these goals.",
      ],
      [
        "没有提及目标，或所提目标与项目无关。",
        "提及目标，但未说明联系。",
        "与一项目标有明确联系。",
        "对多项目标或承诺有可衡量的贡献。",
        "有可衡量的贡献，并被他人作为实现目标的范例。",
      ],
    ),
  ],
});

/** The jury's criteria of 2021. Names are the award's; weights, descriptions and anchors are this project's own. */
export const JURY_RUBRIC: NewRubric = translated({
  name: { en: "Jury 2021", "zh-Hans": "2021 年评审团" },
  criteria: [
    criterion(
      20,
      ["Innovation", "创新性"],
      ["How new it is, and whether the novelty is what made it work.", "新颖程度，以及成功是否源于创新。"],
      [
        "Nothing is new.",
        "New for this city only.",
        "A known idea, clearly improved.",
        "New in its region.",
        "New worldwide.",
      ],
      ["没有新意。", "仅对本市是新的。", "对已有理念有明确改进。", "在所在地区属首创。", "在世界范围内属首创。"],
      EXPLAINED,
    ),
    criterion(
      10,
      ["Participation", "参与性"],
      ["Who took part in deciding, making and judging it.", "谁参与了决策、实施和评价。"],
      [
        "Nobody was asked.",
        "People were informed.",
        "People were consulted and it shows.",
        "People decided on parts of it.",
        "People lead it together with the city.",
      ],
      [
        "没有征求任何人的意见。",
        "向民众通报了情况。",
        "征求了民众意见，并有所体现。",
        "民众参与决定部分内容。",
        "民众与城市共同主导。",
      ],
    ),
    criterion(
      20,
      ["Impact", "影响力"],
      ["What changed in people’s lives, and how it is known.", "民众生活发生了哪些变化，以及如何得知。"],
      [
        "No change is shown.",
        "Change is claimed.",
        "Some change is measured.",
        "Large change is measured.",
        "Large and lasting change, confirmed from outside.",
      ],
      [
        "没有展示变化。",
        "声称有变化。",
        "有一定变化并经衡量。",
        "有显著变化并经衡量。",
        "有显著而持久的变化，并经外部证实。",
      ],
      EXPLAINED,
    ),
    criterion(
      15,
      ["Significance", "重要性"],
      ["How much the problem matters, here and elsewhere.", "所解决问题对本地及其他地方的重要程度。"],
      [
        "A small matter of one place.",
        "Matters to one place.",
        "Matters to many places.",
        "An urgent problem of many cities.",
        "One of the great problems of cities worldwide.",
      ],
      [
        "仅是一地的小问题。",
        "对一地重要。",
        "对许多地方重要。",
        "许多城市的紧迫问题。",
        "全球城市面临的重大问题之一。",
      ],
    ),
    criterion(
      15,
      ["Replicability", "可复制性"],
      ["Whether others could do the same.", "他人能否照此实施。"],
      [
        "Not elsewhere.",
        "Parts, with great effort.",
        "In similar cities.",
        "In many kinds of cities.",
        "It has been done in several.",
      ],
      [
        "无法在其他地方实施。",
        "部分可行，但难度很大。",
        "在类似城市可行。",
        "在多种类型的城市可行。",
        "已在多个城市实施。",
      ],
    ),
    criterion(
      10,
      ["Learnability", "可学习性"],
      [
        "Whether the lessons, failures included, are told so that others learn.",
        "是否如实讲述经验与失败，使他人有所收获。",
      ],
      [
        "No lesson is told.",
        "Successes only.",
        "Some lessons.",
        "Lessons and failures, clearly told.",
        "Lessons that others have already used.",
      ],
      ["没有总结经验。", "只讲成功。", "总结了一些经验。", "清楚讲述了经验与失败。", "其经验已被他人采用。"],
    ),
    criterion(
      10,
      ["Inclusiveness", "包容性"],
      ["Whether those who are usually left out gain from it.", "通常被忽视的群体是否受益。"],
      [
        "They lose by it.",
        "They are not considered.",
        "They gain as others do.",
        "They gain first.",
        "They gain first, and helped to shape it.",
      ],
      ["使其受损。", "没有考虑这些群体。", "与他人同样受益。", "优先受益。", "优先受益，并参与设计。"],
      { notApplicable: true },
    ),
  ],
});
