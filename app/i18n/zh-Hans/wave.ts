import type { wave as english } from "../en/wave.ts";

export const wave: typeof english = {
  title: "群发信件", lede: "秘书处就本届次向多人发出的信件及其送达情况。", link: "群发信件", write: "写群发信件", none: "尚未发出任何信件。",
  newTitle: "写群发信件", newLede: "每人一封，用收信人的语言。发出之前可先查看全部内容。",
  audience: "收信人",
  audiences: { drafts: "有草稿的团队", entered: "已提交申报的团队", valid: "申报有效的团队", listed: "在已公布名单上的团队", unlisted: "申报有效但不在任何已公布名单上的团队", reviewers: "评审人", missing: "尚缺评审的评审人" },
  ofRound: (audience, round) => `${audience}：${round}`,
  conflicts: "与您存在利益冲突的申报团队不在其中，可由没有冲突的同事向其发信。",
  secret: "结果公布之后才能按结果向团队发信，公布之前一律不可。",
  subject: "标题", body: "正文", otherLanguages: "其他语言", otherHint: "留空的语言，其读者将收到英文正文。",
  fieldsTitle: "字段", fieldsText: "写在大括号中，例如 {name}，发出时按收信人填入。",
  fields: { name: "收信人姓名", city: "城市", entries: "相关申报，每行一项", cycle: "届次", closes: "征集或该轮的截止时间", link: "收信人的申报或该轮的网址", round: "轮次", missing: "尚缺的评审份数" },
  forTeams: "写给团队：", forReviewers: "写给评审人：",
  preview: "查看信件", previewTitle: "将要发出的内容",
  count: (letters, cities) => (cities === 0 ? `将发出 ${letters} 封信件。` : `将向 ${cities} 个城市发出 ${letters} 封信件。`),
  unwritten: (languages) => `以下语言没有单独的正文：${languages}。其读者将收到英文。`,
  send: (n) => `发出 ${n} 封信件`, change: "如有改动，请先重新查看信件再发出。",
  list: { sent: "发出时间", to: "收信人", subject: "标题", letters: "信件", delivered: "已送达", failed: "失败", by: "发件人" },
  logTitle: "送达情况", recipient: "收信人", language: "语言", state: "状态", when: "时间", noRows: "没有可显示的信件。",
  states: { queued: "等待中", trying: "失败，将再次尝试", sent: "邮件服务器已接收", failed: "失败" },
  back: "群发信件", text: "原文", retry: "重发失败的信件", bounces: "邮件服务器事后退回的情况，此处无从得知。",
};
