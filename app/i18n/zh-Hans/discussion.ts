import type { discussion as english } from "../en/discussion.ts";

export const discussion: typeof english = {
  title: "讨论", list: "讨论",
  lede: "仅供已提交自己评审的本申报评审人和主席阅读；评分冻结后，秘书处也可阅读。与本申报有利益冲突者一律不可见。",
  listLede: "已有讨论的申报，最近的在前。有新发言时不会发送邮件，请不时查看。",
  link: (count, number) => (count === 0 ? "讨论此申报" : `讨论：${number} 条发言`),
  rules: { off: "", "after-own": "提交对某份申报的评审后，您可以与其他评审人讨论该申报。", "after-freeze": "评分冻结后方可讨论申报。" },
  caption: "已有讨论的申报", entry: "申报", messages: "发言", last: "最近发言",
  none: "还没有人发言", listNoneHint: "讨论从申报页面开始。",
  chair: "主席", you: "您", former: "前评审人", gone: "已不再评审此申报。",
  corrected: "已更正", correct: "更正", correcting: "更正您的发言",
  add: "您的发言", asReviewer: (letter) => `您以“评审人 ${letter}”的身份发言。发言可以更正，不能删除。`, asChair: "您以主席身份发言。发言可以更正，不能删除。",
  button: "发送", save: "保存更正", cancel: "保持原样", over: "名单已最终确定。已有发言可以阅读，不能再补充。", back: "返回申报",
};
