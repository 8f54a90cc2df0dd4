import type { appraisal as english } from "../en/appraisal.ts";

export const appraisal: typeof english = {
  title: "贵方申报的评审反馈", lede: "由秘书处转达的评审意见，以及各项平均分的大致位置。不透露任何人的姓名。",
  bandsText: "每项标准的评分范围分为三段，平均分位于上段、中段或下段。",
  bands: { upper: "上段", middle: "中段", lower: "下段", none: "评审过少，不予透露" },
  overall: "总体意见", noComments: "没有意见。", pdf: "PDF 版本", link: "评审反馈",
  desk: {
    title: "致团队的反馈", link: "致团队的反馈", lede: "各项标准的意见和分段，不含姓名和分数，只由该申报的团队阅读。",
    what: "系统复制全部有效评审的意见，不带任何可以看出作者或意见之间关联的信息。请您通读，修改或略去不宜外传的内容，再开放给团队阅读。",
    prepare: "复制意见", caption: "申报", entry: "申报", city: "城市", comments: "意见", omitted: "已略去", state: "状态", few: "评审较少", none: "没有有效的评审。",
    risk: "评审少于 3 份的申报不透露分段，但了解评审团的人仍可能从意见看出作者。凡只可能出自某一人的内容，请略去。",
    conflicts: "与您存在利益冲突的申报不在此显示。",
    released: "团队已可阅读", releasedText: "内容不能再作修改。",
    edit: "转达给团队的内容", text: (n) => `意见 ${n}`, omit: "略去", save: "保存", back: "致团队的反馈",
    saved: "已保存。",
    releaseTitle: "开放给团队阅读？", releaseLede: "凡经评审的申报，其团队成员都将收到信件，并可阅读您保留的内容。此后不能修改或收回，除非结果被撤回。",
    release: "开放给团队阅读", keep: "暂不",
  },
};
