import type { rubric as english } from "../en/rubric.ts";

export const rubric: typeof english = {
  newTitle: "编写评分标准",
  title: "评分标准",
  lede: "各项指标的权重为整数，合计 100；每个分值都有文字说明。在有人据此评分之前可以修改。",
  frozen: "已有人依据此标准评分。分值的含义以其文字说明为准，因此不能再修改。",
  name: "评分标准名称",
  chinese: "中文",
  criterion: (n) => `指标 ${n}`,
  more: (n) => `指标 ${n}（不需要可留空）`,
  criterionName: "名称",
  description: "评审要点",
  weight: "权重",
  min: "最低分值",
  max: "最高分值",
  anchors: "分值说明",
  anchorsHint: "每个分值一行，以分值开头，例如：“1 没有新意”。",
  comment: "评语",
  commentRequired: "评审人必须填写评语",
  button: "保存评分标准",
  reading: { weight: "权重", scale: "分值范围", scaleOf: (min, max) => `${min} 至 ${max}`, step: "分值", anchor: "说明", commentRequired: "必须填写评语" },
};
