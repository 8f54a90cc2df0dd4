import type { statistics as english } from "../en/statistics.ts";

export const statistics: typeof english = {
  title: "统计",
  of: (cycle) => `${cycle}：统计`,
  back: "评选结果",
  lede: "收到多少方案、各阶段各有多少、来自哪里。",
  funnel: "从报名到名单",
  stage: "阶段",
  entries: "方案数",
  share: "条形图",
  notTold: "不公布",
  received: "收到",
  valid: "有效",
  read: "已评审",
  chosen: "列入名单",
  onlyChosen: "档案仅收录获得认可的方案，未记录报名总数。",
  meanings: ["收到：全部已提交的方案，包括后来撤回或不符合条件的。", "有效：通过资格审查且未撤回的方案。", "已评审：至少有一份有效评审的有效方案。"],
  by: { region: "按区域", theme: "按主题", size: "按人口" },
  group: { region: "区域", theme: "主题", size: "人口" },
  sizes: { large: "100 万及以上", middle: "25 万至 100 万以下", small: "25 万以下", "": "未记录" },
  unknown: "未记录",
  untold: (least) => `短横表示不公布：一组中未获等级的方案少于 ${least} 个时，公布数目可能透露个别城市的情况。数字以结果公布之日为准；方案按其首个主题计入，联合申报只计一次，归入提交的城市。`,
};
