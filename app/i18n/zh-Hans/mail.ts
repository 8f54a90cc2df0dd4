import type { mail as en } from "../en/mail.ts";
import { accountLetters } from "./account-mail.ts";

/** 须由两人同意的事项。 */
const proposed: Record<string, string> = {
  secretariat: "担任秘书处成员",
  administrator: "担任管理员",
  observer: "担任观察员",
  chair: "担任评审组主席",
  "chair-removal": "免去评审组主席",
  scrutineer: "担任一轮的复核人",
  "scrutineer-removal": "免去一轮的复核人",
  "factor-reset": "重置遗失的第二重验证",
  waiver: "解除一项利益冲突",
  package: "将一份签名文件视为提交",
  correction: "更正名单中的评语",
};

const stateOfLog = (checkpoint: string) => (checkpoint ? `\n\n以下是发出此邮件时公开日志的签名状态。请保存：若日志日后被改写，核验程序即可凭此发现。\n\n${checkpoint}` : "");

export const mail: typeof en = {
  letters: {
    ...accountLetters,
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
    "office-in-team": ({ city, name, by, whom, step, link }) => ({
      subject: `关于${city}团队`,
      body: `${name}，您好！

${{ owner: `秘书处的 ${by} 已将 ${whom} 设为${city}团队的负责人。`, admitted: `秘书处的 ${by} 已接纳 ${whom} 加入${city}团队。`, invited: `秘书处的 ${by} 已邀请 ${whom} 加入${city}团队。`, changed: `秘书处的 ${by} 已更改 ${whom} 在${city}团队中的角色。`, removed: `秘书处的 ${by} 已将 ${whom} 移出${city}团队。` }[step]}您是该团队的负责人，特此告知。如果此事出乎您的意料，请致信秘书处。

${link}`,
    }),
    "team-handed-over": ({ city, name, by, link }) => ({
      subject: `您现在负责${city}团队`,
      body: `${name}，您好！

${by} 已将${city}团队移交给您，您现在是团队负责人：可以填写、提交和撤回申报，也可以邀请和接纳同事。

${link}`,
    }),
    "join-declined": ({ city, name }) => ({
      subject: `关于您加入${city}团队的申请`,
      body: `${name}，您好！

${city}团队未接受您的加入申请。如果您认为有误，请与该市的同事联系。`,
    }),
    "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link, copy, bare, checkpoint }) => ({
      subject: `已收到：${code}`,
      body: `我们已收到您为${programme}提交的项目。

编号：${code}
标题：${title}
收到时间：${receivedProgramme}
协调世界时：${receivedUtc}
封存内容的 SHA-256：${sha256}

请保存此邮件。凭上面的 SHA-256 值，任何人日后都可以核对：评审的内容就是您提交的内容。

随信附上全部内容的 PDF 副本（含未填写的问题）；如文件过大则不附。也可在此下载：

${copy}

征集截止前，您可以修改并重新提交，以最后一次提交为准。${bare ? `\n\n以下图片没有文字说明：${bare}。征集截止前，您可以在申报中补充说明并重新提交；否则看不到图片的人只会听到问题名称。` : ""}

${link}${stateOfLog(checkpoint)}`,
    }),
    "package-accepted": ({ code, title, programme, receivedProgramme, receivedUtc, acceptedProgramme, acceptedUtc, sha256, link, copy, checkpoint }) => ({
      subject: `签名文件已视为提交：${code}`,
      body: `秘书处两位成员已接受您为${programme}申报的项目的签名文件，其中的内容即为您的提交。

编号：${code}
标题：${title}
最后保存时间：${receivedProgramme}
协调世界时：${receivedUtc}
签名文件接受时间：${acceptedProgramme}
协调世界时：${acceptedUtc}
封存内容的 SHA-256：${sha256}

请保存此邮件。凭上面的 SHA-256 值，任何人日后都可以核对：评审的内容就是您当时保存的内容。此后的修改仍留在草稿中，不计入提交。

随信附上全部内容的 PDF 副本；如文件过大则不附。也可在此下载：

${copy}

${link}${stateOfLog(checkpoint)}`,
    }),
    "endorsement-asked": ({ name, city, title, cycle, asker, sha256, until, link }) => ({
      subject: `${city}：请签署${cycle}申报`,
      body: `${name}，您好！

${asker} 请您代表${city}签署拟申报${cycle}的项目“${title}”。

请打开以下页面阅读并答复，无需账户：

${link}

链接仅供您本人使用，有效期至 ${until}，答复后即失效。您所签署的正是以下内容：
SHA-256 ${sha256}`,
    }),
    "endorsement-answered": ({ code, title, name, office, answer, reason, link }) => ({
      subject: answer === "yes" ? `已签署：${code}` : `未予签署：${code}`,
      body: `${office} ${name} ${answer === "yes" ? "已签署" : "未予签署"}“${title}”（${code}）。${reason ? `\n\n理由：${reason}` : ""}

${answer === "yes" ? "如再修改申报，签署即失效，需重新请求。提交时，签署信息会一并封存。" : "您可以修改申报后再次请求签署。"}

${link}`,
    }),
    "entry-withdrawn": ({ code, title }) => ({
      subject: `已撤回：${code}`,
      body: `您的项目 ${code}《${title}》已撤回，不再参加评审。`,
    }),
    "attachment-infected": ({ code, title, file, link }) => ({
      subject: `${code} 的一个文件含有病毒`,
      body: `您的项目 ${code}《${title}》中的文件“${file}”含有病毒，已被隔离：任何人（包括贵方）都无法打开。

请在申报中移除该文件，并上传无毒的版本：

${link}`,
    }),
    "screening-ineligible": ({ code, title, reason }) => ({
      subject: `不符合资格：${code}`,
      body: `秘书处审查了您的项目 ${code}《${title}》，认为不符合参评资格。

原因：${reason}

此结论由两人共同确认。如果您认为有遗漏，请回复此邮件。`,
    }),
    "co-applicant-invited": ({ city, lead, inviter, title, cycle, closes, link }) => ({
      subject: `${lead}邀请${city}共同申报：${cycle}`,
      body: `${inviter}邀请${city}与${lead}共同申报“${title}”，参加${cycle}。申报由${lead}填写和提交；您的团队可以阅读，并一同列名。

请打开此页面答复。您需要用本邮箱注册的账户，并且是${city}团队的负责人或编辑：

${link}

可在征集截止前答复：${closes}`,
    }),
    "co-applicant-answered": ({ code, title, city, answer, link }) => ({
      subject: `${answer === "yes" ? "接受共同申报" : answer === "no" ? "谢绝共同申报" : "退出联合申报"}：${city}，${code}`,
      body: `${city}${answer === "yes" ? "已接受共同申报" : answer === "no" ? "谢绝共同申报" : "已退出联合申报"}“${title}”（${code}）。

提交的内容会列出届时参加的城市。如果您已经提交，请再次提交。

${link}`,
    }),
    "co-applicant-removed": ({ code, title, city, lead }) => ({
      subject: `${city}已不在联合申报中：${code}`,
      body: `${lead}已将${city}移出联合申报“${title}”（${code}）。您的团队不能再阅读该申报。如果您认为有误，请与${lead}的同事联系。`,
    }),
    "feedback-given": ({ code, title, cycle, closes, closesUtc, link }) => ({
      subject: `关于提前提交的申报 ${code} 的反馈`,
      body: `秘书处已阅读贵方参加${cycle}的项目 ${code}“${title}”在提前提交日期前的版本，并指出了可改进之处。

请在此阅读：

${link}

在再次提交之前，已提交的内容有效。在以下时间之前可以修改并提交新版本：${closes}
UTC 时间：${closesUtc}`,
    }),
    "inquiry-asked": ({ code, title, cycle, question, until, untilUtc, link }) => ({
      subject: `关于申报 ${code} 的提问`,
      body: `秘书处就贵方参加${cycle}的项目 ${code}“${title}”提出以下问题：

${question}

请在以下时间之前答复：${until}
UTC 时间：${untilUtc}

请在此答复，团队中有编辑权限的任何同事均可答复：

${link}

如逾期未答复，贵方的申报将按已提交的内容继续参评。`,
    }),
    "inquiry-answered": ({ code, link }) => ({
      subject: `已答复：关于 ${code} 的提问`,
      body: `申报方已答复关于 ${code} 的提问。请在此查看：

${link}`,
    }),
    "panel-invitation": ({ round, cycle, link }) => ({
      subject: `评审邀请：${cycle}，${round}`,
      body: `诚邀您参加${cycle}“${round}”的评审。请打开以下页面接受邀请：

${link}

链接仅供您本人使用，只能使用一次，21 天内有效。阅读项目之前，系统会先询问利益冲突。`,
    }),
    "chair-invitation": ({ round, cycle, link }) => ({
      subject: `主席邀请：${cycle}，${round}`,
      body: `诚邀您担任${cycle}“${round}”评审组的主席：将申报分配给评审人，了解其进度，阅读其评分，并与另一人共同决定名单。请打开以下页面接受邀请：

${link}

链接仅供您本人使用，只能使用一次，21 天内有效。系统会先询问您的国家和所属机构：与您有利益冲突的申报不会向您显示。`,
    }),
    "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `截止时间变更：${cycle}`,
      body: `${cycle}的截止时间已变更。

新的截止时间：${newDeadline}
协调世界时：${newDeadlineUtc}
原因：${reason}

${link}`,
    }),
    "extension-proposed": ({ cycle, from, to, deadline, proposed, link }) => ({
      subject: `截止前平台曾中断：${cycle}`,
      body: `${cycle}截止前不久，平台一度无法访问。

自：${from}
至：${to}
截止时间：${deadline}

平台建议采用以下新的截止时间，以补回所有城市损失的时间：

${proposed}

未经您确认，不会有任何更改。页面已为您预先填好：

${link}`,
    }),
    "scrutineer-invitation": ({ round, cycle, link }) => ({
      subject: `复核邀请：${cycle}，${round}`,
      body: `诚邀您以复核人身份，在评分锁定后核验${cycle}“${round}”的评分。请打开以下页面接受邀请：

${link}

请不时查看您的本轮页面：评分锁定后即可下载开启文件。名单最终确定后请重新下载：如以校正分决定次序，届时文件才包含校正分。

链接仅供您本人使用，只能使用一次，21 天内有效。申报、评审或组织本奖项的人不能担任复核人。`,
    }),
    "scrutineer-key-stated": ({ name, key, round, cycle, link }) => ({
      subject: `复核人已登记公钥：${cycle}，${round}`,
      body: `${name}已为${cycle}“${round}”登记公钥，公钥已列入公开日志：

${key}

请与${name}通过本平台以外的途径告知的公钥核对，并印入规则。如不一致，请在评分锁定之前告知评审组主席和秘书处。评审组及其公钥：

${link}`,
    }),
    "seed-due": ({ round, cycle, link }) => ({
      subject: `您的抽签种子：${cycle}，${round}`,
      body: `${cycle}“${round}”的评分已经结束。您承诺过本轮的抽签种子，抽签用于决定相同者的先后。请用您的程序显示种子，并在评分锁定之前在此页面输入。此后不能再公开：抽签将不含它，公众会看到这一点。

${link}`,
    }),
    "own-key-stated": ({ key, round, cycle, link }) => ({
      subject: `您的公钥已登记：${cycle}，${round}`,
      body: `以下公钥已作为您的公钥列入公开日志，用于${cycle}“${round}”：

${key}

请通过本平台以外的途径将它告知秘书处和其他人。如果这不是您的公钥，请立即告知他们。您的本轮页面：

${link}`,
    }),
    "scores-frozen": ({ round, cycle, reviews, digest, checkpoint, link }) => ({
      subject: `这些是您的评分吗？${cycle}，${round}`,
      body: `${cycle}“${round}”的评分已锁定，任何人都不能再更改。您名下的评审：${reviews}份。其摘要值：

${digest}

请查看您的评分，并说明是否属实。如有问题，页面会说明应写信给谁：

${link}

请保存此信。日后可凭摘要值看出您名下的评分是否被更改过。以下是含已锁定评分的公开日志签名状态：

${checkpoint}`,
    }),
    "result-to-check": ({ round, cycle, link }) => ({
      subject: `有结果待核验：${cycle}，${round}`,
      body: `${cycle}“${round}”的名单已最终确定，并列入公开日志。您可以核验，公布之前或之后均可。请在您的本轮页面重新下载开启文件和证明：

${link}

如果您在评分锁定之前登记了公钥，全部核验无误后，同一程序还会签署该结果。`,
    }),
    "second-signature": ({ round, cycle, by, link }) => ({
      subject: `名单待您确认：${round}`,
      body: `${by}已提议“${round}”（${cycle}）的名单。须经第二人确认，名单方才最终生效；您可以是这第二人。请查看名单并决定：

${link}`,
    }),
    "ineligible-waits": ({ cycle, count, link }) => ({
      subject: `有被认定不合格的申报待第二人确认：${cycle}`,
      body: `${cycle}中被认定不合格、待第二人确认的申报：${count} 份

须由秘书处另一人确认或重新审查，结论方才生效，此前申报团队不会收到通知；您可以是这第二人。请查看并决定：

${link}`,
    }),
    "signature-due": ({ round, cycle, link }) => ({
      subject: `有结果待代表奖项签署：${cycle}，${round}`,
      body: `${cycle}“${round}”的名单已最终确定，并列入公开日志。您可以用自己的密钥代表奖项签署，公布之前或之后均可。方法见以下页面：

${link}`,
    }),
    "chain-broken": ({ faults, at, link }) => ({
      subject: "审计记录链有误",
      body: `平台每晚重新计算审计记录链。现在记录链已不完好：有事件未经记录即被更改、遗漏或添加。

发现时间（UTC）：${at}
错误数：${faults}

请在此验证，查看出错位置，并告知平台运维人员。前几天的备份可显示原有内容：

${link}`,
    }),
    "entry-extended": ({ code, cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `申报 ${code} 的截止时间已延长`,
      body: `贵方在${cycle}中的申报 ${code} 已单独延长截止时间。在此之前，您可以继续修改并提交：

新的截止时间：${newDeadline}
协调世界时：${newDeadlineUtc}
原因：${reason}

${link}`,
    }),
    "discussions-unread": ({ count, rounds, profile }) => ({
      subject: `讨论中的未读发言：${count} 条`,
      body: `您在讨论中有 ${count} 条未读发言。请在此查看：

${rounds}

此类邮件每天最多一封，从不包含发言内容。您可以在评审人资料中关闭：

${profile}`,
    }),
    "meeting-called": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `评审组会议：${round}`,
      body: `诚邀您出席“${round}”（${cycle}）的评审组会议。

时间：${starts}（${startsUtc}）
时长：${length}
地点：${place}

${agenda}

信中不写明将讨论哪些申报。随信附有日历文件，可按您当地的时间将会议加入日历。会议安排也可在此查看：

${link}`,
    }),
    "meeting-changed": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `会议变更：${round}`,
      body: `“${round}”（${cycle}）的评审组会议安排有变更，现以下列内容为准。

时间：${starts}（${startsUtc}）
时长：${length}
地点：${place}

${agenda}

信中不写明将讨论哪些申报。随信附有日历文件，可按您当地的时间将会议加入日历。会议安排也可在此查看：

${link}`,
    }),
    "meeting-cancelled": ({ round, cycle, starts, startsUtc, link }) => ({
      subject: `会议取消：${round}`,
      body: `原定于 ${starts}（${startsUtc}）开始的“${round}”（${cycle}）评审组会议已取消。随信附有日历文件，可将会议从您的日历中移除。

全部会议安排：

${link}`,
    }),
    "ballot-open": ({ round, closes, closesUtc, link }) => ({
      subject: `开始投票：${round}`,
      body: `“${round}”开始投票。${closes}（${closesUtc}）之前，您可以提交或修改选票：

${link}`,
    }),
    "reminder-ballot": ({ round, closes, closesUtc, link }) => ({
      subject: `尚未收到您的选票：${round}`,
      body: `尚未收到您在“${round}”中的选票。投票截止时间为 ${closes}（${closesUtc}）：

${link}`,
    }),
    "ballot-counted": ({ round, link }) => ({
      subject: `计票完成：${round}`,
      body: `“${round}”已完成计票。您的回执，以及您的选票有多少计入结果，见：

${link}

请保存回执：结果公布后，核验程序可凭此判断公布的计票是否计入了您的选票。`,
    }),
    "assignments-ready": ({ round, count, closes, closesUtc, link }) => ({
      subject: `待评项目：${round}`,
      body: `“${round}”中分配给您的项目：${count} 个。

评分截止时间：${closes}（${closesUtc}）

列表见：

${link}`,
    }),
    "reminder-drafts": ({ cycle, codes, deadline, deadlineUtc, link }) => ({
      subject: `尚未提交：${cycle}的申报`,
      body: `贵团队已开始申报“${cycle}”，但尚未提交：${codes}。

征集截止时间为 ${deadline}（${deadlineUtc}）。届时未提交的申报不参加评选。

您的申报：

${link}`,
    }),
    "round-unlocked": ({ round, cycle, until, untilUtc, reason, link }) => ({
      subject: `重新开放：${round}`,
      body: `“${round}”（${cycle}）此前已截止，现重新开放。在此之前，您可以评分、修改评分并提交评审：

新的截止时间：${until}
协调世界时：${untilUtc}
原因：${reason}

${link}`,
    }),
    "reminder-reviews": ({ round, missing, deadline, deadlineUtc, link }) => ({
      subject: `尚缺评审：${round}`,
      body: `您在“${round}”中尚未提交的评审：${missing} 份。

本轮截止时间为 ${deadline}（${deadlineUtc}）。您的列表：

${link}`,
    }),
    "list-corrected": ({ cycle, awarded, others, reason, link }) => ({
      subject: `结果已更正：${cycle}`,
      body: `${cycle} 公布的名单有了新版本：

${link}

更正原因：${reason}${awarded ? `\n\n贵方现列入名单的申报：\n\n${awarded}` : ""}${others ? `\n\n贵方未列入名单的申报：\n\n${others}` : ""}`,
    }),
    "result-published": ({ cycle, awarded, others, link }) => ({
      subject: `结果已公布：${cycle}`,
      body: `${cycle}的结果已公布：

${link}${awarded ? `\n\n贵方列入名单的申报：\n\n${awarded}` : ""}${others ? `\n\n贵方未列入名单的申报：\n\n${others}` : ""}`,
    }),
    "proposal-made": ({ name, by, about, reason, link }) => ({
      subject: "需要第二人确认",
      body: `${by}为${name}提出：${proposed[about] ?? about}。

理由：${reason}

须由第二人确认后才生效。请查看并决定：

${link}`,
    }),
    "role-granted": ({ name, role, link }) => ({
      subject: "您在评奖中有了新的职责",
      body: `${name}，您好：

现已授予您：${proposed[role] ?? role}。您已退出登录，重新登录后即拥有新权限。这些权限除密码外还需要第二重验证；如尚未设置，系统会请您设置。

${link}`,
    }),
    "appraisal-released": ({ code, title, cycle, link }) => ({
      subject: `申报 ${code} 的评审反馈`,
      body: `${cycle}的结果已公布，您可以阅读贵方方案 ${code}“${title}”的评审反馈：不署名的评审意见，以及分数的大致位置。

${link}`,
    }),
    wave: (written) => written,
  },
  closing: "Kapok 评奖平台\n此邮件由系统自动发送。",
};
