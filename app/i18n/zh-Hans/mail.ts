import type { mail as en } from "../en/mail.ts";

export const mail: typeof en = {
  letters: {
    "confirm-email": ({ name, link }) => ({
      subject: "请确认您的电子邮箱",
      body: `${name}，您好！

有人（应该是您本人）使用此邮箱在 Kapok 注册了账户。请打开以下页面并点击按钮，确认这是您的邮箱：

${link}

您不必等待确认，现在就可以登录并开始申报。链接三天内有效。

如果不是您本人操作，请忽略此邮件。`,
    }),
    "reset-password": ({ name, link }) => ({
      subject: "设置新密码",
      body: `${name}，您好！

有人（应该是您本人）请求为您的账户设置新密码。请打开以下页面设置：

${link}

链接 30 分钟内有效，只能使用一次。如果不是您本人操作，请忽略此邮件，密码不会改变。`,
    }),
    "account-exists": ({ name, link }) => ({
      subject: "您已有账户",
      body: `${name}，您好！

有人（应该是您本人）试图用此邮箱注册账户。您已有账户，因此没有作任何更改。

如果忘记密码，请在此设置新密码：

${link}`,
    }),
    "join-team": ({ city, inviter, link }) => ({
      subject: `${inviter} 邀请您加入${city}团队`,
      body: `${inviter} 邀请您在 Kapok 共同填写${city}的申报。请打开以下页面接受邀请：

${link}

链接仅供您本人使用，只能使用一次，14 天内有效。`,
    }),
    "join-request": ({ city, name, link }) => ({
      subject: `${name} 申请加入${city}团队`,
      body: `${name} 申请加入${city}团队。须经团队负责人同意方可加入。请在此答复：

${link}`,
    }),
    "team-joined": ({ city, name, link }) => ({
      subject: `您已加入${city}团队`,
      body: `${name}，您好！

团队负责人已同意您的申请，您现在可以共同填写${city}的申报。

${link}`,
    }),
    "join-declined": ({ city, name }) => ({
      subject: `关于您加入${city}团队的申请`,
      body: `${name}，您好！

${city}团队未接受您的加入申请。如果您认为有误，请与该市的同事联系。`,
    }),
    "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link }) => ({
      subject: `已收到：${code}`,
      body: `我们已收到您为${programme}提交的项目。

编号：${code}
标题：${title}
收到时间：${receivedProgramme}
协调世界时：${receivedUtc}
封存内容的 SHA-256：${sha256}

请保存此邮件。凭最后一行的数值，任何人日后都可以核对：评审的内容就是您提交的内容。

征集截止前，您可以修改并重新提交，以最后一次提交为准。

${link}`,
    }),
    "entry-withdrawn": ({ code, title }) => ({
      subject: `已撤回：${code}`,
      body: `您的项目 ${code}《${title}》已撤回，不再参加评审。`,
    }),
    "screening-ineligible": ({ code, title, reason }) => ({
      subject: `不符合资格：${code}`,
      body: `秘书处审查了您的项目 ${code}《${title}》，认为不符合参评资格。

原因：${reason}

此结论由两人共同确认。如果您认为有遗漏，请回复此邮件。`,
    }),
    "panel-invitation": ({ round, cycle, link }) => ({
      subject: `评审邀请：${cycle}，${round}`,
      body: `诚邀您参加${cycle}“${round}”的评审。请打开以下页面接受邀请：

${link}

链接仅供您本人使用，只能使用一次，21 天内有效。阅读项目之前，系统会先询问利益冲突。`,
    }),
    "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason }) => ({
      subject: `截止时间变更：${cycle}`,
      body: `${cycle}的截止时间已变更。

新的截止时间：${newDeadline}
协调世界时：${newDeadlineUtc}
原因：${reason}`,
    }),
    "assignments-ready": ({ round, count, link }) => ({
      subject: `待评项目：${round}`,
      body: `“${round}”中分配给您的项目：${count} 个。列表见：

${link}`,
    }),
    "result-published": ({ cycle, link }) => ({
      subject: `结果已公布：${cycle}`,
      body: `${cycle}的结果已公布：

${link}`,
    }),
  },
  closing: "Kapok 评奖平台\n此邮件由系统自动发送。",
};
