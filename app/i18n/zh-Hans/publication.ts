import type { publication as english } from "../en/publication.ts";

export const publication: typeof english = {
  link: "公布", title: "公布结果？", lede: "请在继续之前阅读以下内容。",
  public: "将公开的内容", initiatives: (n) => `项目数（每个项目有单独页面）：${n}`, facts: ["标题、城市、公开问题的回答、名次、平均分、评审数。", "与排名不一致的每项决定的理由。", "不公开附件、联系方式、评审人姓名，也不公开未获等级的申报。"],
  mailed: "通知对象", letters: (n) => `发给本届申报团队成员的邮件数：${n}`, lettersNote: "邮件在公布之时发给当时的团队成员，不会提前。",
  when: "公布时间", now: "立即", later: "指定时间（到期前保密）", date: "日期", time: "时间", timeHint: "例如 09:30。", zone: (zone) => `按项目所在时区（${zone}）。`,
  button: "公布", cancel: "暂不公布", caption: "将公开的项目", city: "城市", initiative: "项目", level: "等级", none: "没有项目获得等级，页面将如实说明。",
  published: "结果已公布", embargo: "结果尚在保密期", since: "公布时间", from: "将公布于", by: (name) => `由${name}公布`, see: "查看公开页面",
  takeBack: "撤回结果", withdrawn: "此结果已撤回，可以重新公布。", reason: "理由", reasonHint: "将在结果页面上向公众显示。",
  withdrawTitle: "撤回结果？", withdrawLede: "公开页面将说明结果已撤回及其理由。已读过的人无法收回。尚未发出的邮件将不再发送。", withdrawButton: "撤回", keep: "保持公布",
};
