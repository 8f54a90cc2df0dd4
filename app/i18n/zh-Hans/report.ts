import type { report as english } from "../en/report.ts";

export const report: typeof english = {
  link: "评审组报告，可编辑（Word）",
  title: (round) => `报告：${round}`,
  draft: "草稿——名单尚未定稿",
  notice: "本文档供编辑之用。以两人签署的名单为准；名单指纹见下。",
  worked: "评审组如何工作",
  decided: "评审组的决定",
  entries: "本轮申报",
  kept: "因利益冲突而未参与某项申报的次数",
  signatures: "签名",
  signing: "评审组成员在此签名",
  signature: "日期与签名",
};
