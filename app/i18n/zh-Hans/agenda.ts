import type { agenda as english } from "../en/agenda.ts";

export const agenda: typeof english = {
  title: "待您处理",
  duties: {
    approve: () => "批准他人提交的名单",
    correction: () => "批准对名单中申报评语的更正",
    publish: () => "公布已定稿的名单",
    propose: () => "遴选申报并提交名单",
    count: () => "为已截止的投票计票",
    "vote-again": () => "重新开放无人投票的投票",
    freeze: () => "锁定已截止轮次的评分",
    ineligible: (n) => `确认或重新审查 ${n} 份被认定不合格的申报`,
    package: () => "决定是否以签名文件代替提交",
    inquiry: (n) => `转发或拒绝评审人的 ${n} 个问题`,
    screening: (n) => `审查 ${n} 份申报`,
    assign: (n) => `为 ${n} 份尚无评审人的申报分配评审人`,
    feedback: (n) => `为 ${n} 份提前提交的申报提出改进意见`,
    waiver: (n) => `决定是否解除 ${n} 项利益冲突`,
    proposal: (n) => `决定 ${n} 项权限提议`,
  },
};
