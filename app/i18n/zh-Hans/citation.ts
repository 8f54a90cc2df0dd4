import type { citation as english } from "../en/citation.ts";

export const citation: typeof english = {
  title: (entry) => `“${entry}”的评语`,
  lede: "评审组对该方案的评价。评语与名单一同签署；方案获得等级或荣誉后，随名单一同公布。",
  ledeFinal: "名单已最终确认。更正须说明理由，并由第二人批准；公众会看到何时、因何更正。",
  back: "返回遴选",
  statement: "一句话评价",
  citation: "评审组的理由",
  hints: { statement: "显示在列表中的标题下方。", citation: "显示在方案页面。" },
  void: "名单已提交。更改评语会使提交失效，须重新提交。",
  standing: "现行评语",
  pending: "待批准的更正",
  because: (name) => `由 ${name} 提出，理由：`,
  approve: "批准更正",
  reason: "更正理由",
  reasonHint: "与新评语一同公布，并永久载入公开日志。请勿写出任何人的姓名。",
  propose: "提出更正",
  save: "保存评语",
  link: "评语",
  missing: "尚无评语",
  public: "评审组评语",
  corrected: (version, date) => `第 ${version} 版，更正于${date}：`,
};
