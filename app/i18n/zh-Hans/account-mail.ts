import type { AccountLetters } from "../en/account-mail.ts";

export const accountLetters: AccountLetters = {
  "factor-changed": ({ name }) => ({
    subject: "您的第二重验证已更改",
    body: `${name}，您好：

您的账户添加或移除了第二重验证，您已在其他所有设备上退出登录。

如果不是您本人操作，请立即重设密码并通知平台管理员。`,
  }),
  "codes-made": ({ name }) => ({
    subject: "您的账户生成了新的恢复码",
    body: `${name}，您好：

您的账户生成了新的恢复码，之前的恢复码已失效。

如果不是您本人操作，请立即重设密码并通知平台管理员。`,
  }),
  "factor-reset": ({ name, reason, link }) => ({
    subject: "您的第二重验证已重置",
    body: `${name}，您好：

管理员已移除您账户的所有第二重验证和恢复码，您已在所有设备上退出登录。

原因：${reason || "该操作在运行平台的服务器上进行"}

请使用密码登录。如果您在评奖中的职责需要第二重验证，系统会请您重新设置：

${link}

如果您没有提出此要求，请通知平台管理员。`,
  }),
  "account-disabled": ({ name, reason }) => ({
    subject: "您的账户已停用",
    body: `${name}，您好：

管理员已停用您的账户。您已在所有设备上退出登录，暂时无法登录。您填写的内容会保留。

原因：${reason}

如果您认为有误，请回复此邮件。`,
  }),
  "account-enabled": ({ name, link }) => ({
    subject: "您的账户已恢复",
    body: `${name}，您好：

管理员已恢复您的账户，您可以登录：

${link}`,
  }),
  "change-email": ({ name, link }) => ({
    subject: "请确认您的新电子邮箱",
    body: `${name}，您好：

您要求今后使用此邮箱登录 Kapok。请打开此页面并点击按钮，确认邮箱属于您：

${link}

链接一天内有效。如果不是您本人操作，请忽略此邮件。`,
  }),
  "email-changed": ({ name, email }) => ({
    subject: "您的电子邮箱已更改",
    body: `${name}，您好：

您账户的电子邮箱现为 ${email}，您已在所有设备上退出登录。今后平台将发送邮件至新邮箱。

如果不是您本人操作，请立即通知平台管理员。`,
  }),
  "confirm-email": ({ name, link }) => ({
    subject: "请确认您的电子邮箱",
    body: `${name}，您好！

有人（应该是您本人）使用此邮箱在 Kapok 注册了账户。请打开以下页面并点击按钮，确认这是您的邮箱：

${link}

您不必等待确认，现在就可以登录并开始申报。链接三天内有效。

如果不是您本人操作，也请打开该页面并说明，该账户将被删除。`,
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
};
