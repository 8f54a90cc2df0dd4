import type { cut as english } from "../en/cut.ts";

export const cut: typeof english = {
  title: "分界线有多可靠",
  lede: "分数并不精确：换一批评审人，分数会有所不同。本页说明哪些名次由分数决定，哪些分数无法区分，须由人来决定。",
  partial: "由于利益冲突，部分申报对您不可见。本页数据基于全部申报计算，仅供可以看到全部申报的人查看。",
  none: "有评审的申报太少，无法划出分界线。",
  lineLabel: "分界线以上的申报数", lineHint: (most) => `1 至 ${most}。`, move: "移动分界线",
  lineOf: (level, after) => `${level}：第 ${after} 名之后`,
  tie: (n) => `有 ${n} 份申报在分界线处平均分相同，排名无法区分其中哪些在线上。`,
  noChances: "因此不显示概率。其他计算方式带来的变化见下。",
  hits: (line, hits) => `在分界线以上的 ${line} 份申报中，预计约有 ${hits} 份属于真正最好的 ${line} 份。`,
  bands: { sure: "确定", "near-tie": "难分高下", out: "线外" },
  bandNotes: { sure: "属于线上的概率不低于 90 %", "near-tie": "分数无法区分", out: "概率不高于 10 %" },
  chanceNote: "概率来自 4,000 次抽样：根据全部分数和评审人之间的差异，模拟各申报可能的真实水平。分数相同，概率也相同。",
  table: "属于分界线以上的概率", place: "名次", entry: "申报", chance: "概率", band: "位置", ranks: "名次范围（十次中九次）", reviews: "评审数",
  rankRange: (low, high) => (low === high ? low : `${low} 至 ${high}`),
  rest: (n) => (n === 0 ? "已列出全部有评审的申报。" : `另有 ${n} 份明显在线外，未列出。`),
  picture: {
    title: "难分高下的申报所处的名次范围", line: "分界线",
    description: (rows, line) => `${rows} 份申报，每行一份，按名次排列。横条表示十次抽样中九次所处的名次范围。分界线在第 ${line} 名之后。`,
    caption: "难分高下的区间。横条表示申报真实名次的可能范围；圆点为排名中的名次，实心在线上，空心在线下。表格列有相同内容。",
  },
  spread: {
    title: "各评审人如何使用评分尺度",
    description: (rows) => `${rows} 位评审人，每行一位。线段从最低分到最高分，方框为中间一半，竖线为中位数。`,
    caption: "从最低分到最高分；方框为中间一半，竖线为中位数。",
  },
  extra: {
    title: "再评一次最有价值之处", text: "名次最不确定的申报，以及分配最少且没有利益冲突的评审人。",
    entry: "申报", reviewer: "可评审者", nobody: "无人可以评审", button: "分配",
  },
  changes: {
    title: "哪些因素会改变分界线", text: "每行只改变一项并重新排名：去掉一位评审人、某项权重增减五分之一、改用其他方法。",
    unchanged: (n) => `另有 ${n} 种改变不影响任何名次的归属。`,
    none: "这些改变都不会使任何申报越过分界线。", variation: "如果", in: "将升到线上", out: "将落到线下", nobody: "–",
    without: (name) => `不计 ${name} 的评审`, withoutOne: "不计其中一位评审人",
    weight: (criterion, percent) => `“${criterion}”的权重${percent === 120 ? "增加" : "减少"} 20 %`,
    methods: { mean: "以平均分为准", adjusted: "以校正分为准", median: "以中位数为准", standardised: "各评审人的分数先标准化（z 分数）" },
  },
  diagnostics: {
    title: "评审人与分歧", lede: "仅供评审组主席和秘书处查看。小型评审组可由宽严程度辨认出个人，本页内容不得外传。",
    reliability: {
      title: "分数在多大程度上可靠", single: "单次评审", mean: "评审平均分", adjusted: "校正分",
      note: "差异中源于申报本身、而非由谁评审的比例；1 为完全可靠。实际评审中单次评审约为 0.3。",
    },
    severity: {
      title: "评审人的宽严", text: "对相同的申报，评审人比他人高（+）或低（−）多少分。差异并非过错，校正分会将其扣除。",
      reviewer: "评审人", reviews: "评审数", severity: "宽严", interval: "95 % 区间", infit: "加权拟合", outfit: "未加权拟合", slope: "斜率", remarks: "备注",
      range: (low, high) => `${low} … ${high}`, harsh: "偏严", lenient: "偏宽", scatters: "离散超出偶然", flat: "几乎不区分申报",
      note: "拟合值：1 为符合预期，0.5 至 1.5 属正常，超过 2 会造成失真。斜率：他人评价每相差一分，该评审人相差多少分。",
    },
    disputed: {
      title: "评审人的分歧", text: "扣除宽严差异后，评审人对下列申报的分歧超出偶然范围。", none: "各处分歧均未超出偶然范围。",
      entry: "申报", reviews: "评审数", advice: "建议", discuss: "建议讨论，或增加一次评审",
    },
  },
};
