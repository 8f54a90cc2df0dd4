import type { frame as en } from "../en/frame.ts";

export const frame: typeof en = {
  nav: { secondFactor: "第二重验证", archive: "历届档案", entries: "我的申报", judging: "评审", secretariat: "秘书处", people: "人员", audit: "审计记录" },
  stale: "在此期间其他人作了修改。请重新打开页面查看当前内容。",
  tooBig: "提交的内容超出本表单的限度。请缩短内容，或分次提交。",
  notFound: "网址可能不完整，或者此页面不供您查看。如果您是从邮件打开的，请用收到该邮件的账户登录。",
  invalid: "发送的内容不符合要求，因此未作任何更改。请返回改正后重新发送。",
  signIn: "您尚未登录，或登录已过期。请登录后重试；您填写的内容见下方。",
  signInAgain: "您的登录已过期。您写的内容没有丢失：请在新标签页中重新登录，然后回到这里再次提交。",
  signInFile: "您的登录已过期，因此未收到该文件。请重新登录，然后再次选择该文件。",
  otherWriter: "这是在本浏览器中用另一个账户写的，因此没有以您的名义提交。请写它的人在新标签页中退出并用自己的账户登录，然后回到这里再次提交。",
  sendAgain: "我已登录，再次提交",
  ways: { round: "该轮评审", entry: "该申报", team: "团队", call: "该届征集", tasks: "您在本轮的评审任务", sheet: "评分表", rubric: "评分标准", meeting: "会议" },
  fields: {
    title: "标题",
    name: "名称",
    email: "电子邮箱",
    reason: "理由",
    comment: "评语",
    notes: "备注",
    message: "留言",
    caption: "内容说明",
    organisation: "单位",
    country: "国家",
    role: "角色",
  },
  fieldAt: (n: string) => `第 ${n} 项`,
};
