import type { demo as en } from "../en/demo.ts";

export const demo: typeof en = {
  title: "您想以谁的身份体验？",
  lede: "这是一个正在进行中的评奖演示，人物均为虚构。点击即可以任何人的身份登录，并可随时切换。",
  kinds: {
    city: "申报城市", secretariat: "秘书处", chair: "委员会主席", committee: "技术委员会", juror: "评审团",
    observer: "观察员", administrator: "管理员",
  },
  part: "身份",
  be: "登录身份",
  beNamed: (name) => `以 ${name} 的身份登录`,
  password: (password) => `这里所有人的密码均为“${password}”。`,
  you: "您当前的身份",
  outbox: "发件箱",
  outboxLede: "演示环境不发送邮件。以下是本应发送的邮件，最新的在前；其中的链接可以使用。",
  outboxEmpty: "还没有邮件。请注册、提交申报或邀请他人后再来查看。",
  elsewhere: "此平台通过邮件服务器发送邮件，因此这里没有发件箱。",
  caption: "邮件",
  to: "收件人",
  subject: "主题",
  written: "写信时间",
  enclosed: "附件",
  letter: "邮件",
};
