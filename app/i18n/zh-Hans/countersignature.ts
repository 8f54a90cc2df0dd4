import type { countersignature as english } from "../en/countersignature.ts";

/** The secretariat’s own signature under a result. */
export const countersignature: typeof english = {
  title: "代表奖项签署结果",
  lede: "这个签名用您自己电脑上的密钥生成，平台无法代签。查验证明的人可以要求有此签名，因此谁也无法用另一份结果顶替。",
  how: "签署步骤",
  program: "下载签名程序",
  keyHint: "只需做一次，同一密钥可用于各轮。您的名称之后是日志的公钥；如有以前的公钥和下一个公钥，也一并列出：请全部与印发的规则比对。您自己的公钥也请印在规则上，读者没有别的可靠来源。",
  proof: "下载结果的证明。",
  download: "下载证明",
  proofHint: "其中有已锁定的评分和获奖者名称。结果公布前请保密。下载会记录在案。",
  sign: "让程序核验，与您手中的名单对照，然后签署：",
  signatureHint: "从“award portal countersignature v1”到以破折号开头的一行。公众会在结果旁看到您的姓名和公钥；签名不能替换。",
  link: "代表奖项签署结果",
  none: "除平台日志外，尚无人用自己的密钥代表奖项签署此结果。",
  demand: "如果希望缺少此签名时核验程序不予通过，请把从印发规则中得知的公钥写入 trust.json：",
  newest: "须使用最新的核验程序：旧版不会查验此签名。",
  told: "谁代表奖项签署",
  signed: (name: string, at: string) => `${name}已于${at}代表奖项签署。`,
};
