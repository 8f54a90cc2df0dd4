import type { feedback as english } from "../en/feedback.ts";

export const feedback: typeof english = {
  early: "提前提交日期",
  earlyHint: "在此日期前提交，秘书处会告知可改进之处。征集截止前可以再次提交新版本。",
  team: {
    title: "秘书处的反馈",
    about: (number, at) => `针对第 ${number} 次提交，写于 ${at}`,
    hint: "在再次提交之前，已提交的内容有效。征集截止前可以修改并提交新版本。",
  },
  staff: {
    link: "提前提交的申报",
    title: "提前提交的申报",
    lede: (at) => `${at}之前提交的申报。您看到的是当时的内容，此后的修改不在其中。团队可在征集截止前提交新版本。`,
    before: "提前提交日期尚未到，在此之前不能查看任何内容。",
    none: "没有提前提交的申报",
    caption: "提前提交的申报",
    entry: "申报",
    city: "城市",
    received: "收到时间",
    told: "反馈",
    untold: "尚未给出",
    withdrawn: "已撤回",
    one: "对提前提交的申报给予反馈",
    given: "已给出的反馈",
    write: "致团队",
    text: "可改进之处",
    textHint: "团队可在此阅读，并会收到邮件通知。评审人不会看到。发送后不能修改。",
    button: "发送反馈",
  },
};
