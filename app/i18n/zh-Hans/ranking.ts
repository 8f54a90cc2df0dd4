import type { ranking as english } from "../en/ranking.ts";

export const ranking: typeof english = {
  title: "排名", lede: "按所有计入评审的平均分排列。平均分以精确分数比较，显示两位小数，不足以准确表示时最多显示六位。",
  caption: "按平均分排列的申报", rank: "名次", entry: "申报", city: "城市", mean: "平均分", reviews: "评审数", status: "分界线",
  reviewsOf: (given, expected) => `${given} / ${expected}`, missing: "缺少评审", unranked: "未排名：没有计入的评审", tied: "并列",
  tie: "并列跨越分界线，待决定", line: (level) => `“${level}”的分界线在此申报之下`,
  partial: "由于利益冲突，部分申报对您不可见。第一列只在所显示的申报中计数，也不显示分界线。",
  partialRank: "所显示申报中的次序",
  notFrozen: "评审人仍在评分。锁定之前，此顺序可能变化。", frozen: "评分锁定于", none: "本轮没有申报", noneText: "通过资格审查的申报会显示在这里。",
  csv: "下载 CSV", csvColumns: { rank: "名次", code: "编号", title: "标题", city: "城市", country: "国家或地区", reviews: "评审数", expected: "应有评审数", total: "总分（百分之一分）", mean: "平均分", fraction: "精确平均分" },
  reviewed: {
    scores: "各评审员的评分", none: "无人评审该申报", caption: "各评审员按标准的评分", reviewer: "评审员", points: "得分", waiting: "尚未提交",
    mean: "平均分", spread: "离散程度（标准差）", range: "最低至最高", comments: "评语", noComments: "尚无评语。", decide: "对该申报作出决定",
    changes: "看到其他人的评分之后所作的修改", changed: (criterion, from, to) => `${criterion}：由 ${from} 改为 ${to}`,
  },
  toFreeze: "锁定评分", toSelection: "遴选", toRound: "本轮评审",
  freeze: {
    title: "锁定本轮评分？", lede: "此操作不可撤销。",
    will: "锁定之后", points: ["本轮不能再评分或修改评分。", "秘书处和观察员可以查看排名。", "全部评分的指纹会保存在审计记录中。"],
    stillOpen: "已向评审人承诺的截止时间是", stillOpenText: "现在锁定会缩短他们剩余的时间。",
    missing: "尚缺内容", complete: "所有申报的评审均已齐全。", caption: "缺少评审的申报", given: "已有评审", expected: "应有评审",
    drafts: (n) => `已开始但未提交、将不计入的评审：${n}`, noReviews: "没有任何评审的申报无法排名，需要作出附理由的决定。",
    button: "永久锁定评分", cancel: "暂不锁定", done: "评分已锁定。", confirm: "我已了解尚缺内容，仍要现在锁定",
  },
};
