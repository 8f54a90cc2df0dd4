import type { scrutiny as en } from "../en/scrutiny.ts";

export const scrutiny: typeof en = {
  title: "复核",
  lede: "您核验公众无法核验的内容：每份锁定的评分都是某位评审人的最后一次提交，没有遗漏，以及校正分得出的次序。",
  refused: { "round-not-frozen": "评分锁定后，可在此下载开启文件。", conflict: "您与本届某项申报存在利益冲突，不能取得开启文件。", "roles-apart": "您在本奖项中另有角色，因此不能复核。" },
  openings: "开启文件",
  openingsText: "一个文件：提交过的全部评分，以评审人的账户编号代替姓名，不含任何评语。请予保密。下载会记录在案，证明页面会写明时间。",
  early: "名单尚未最终确定。确定后请重新下载：如以校正分决定次序，届时文件才包含校正分。",
  download: "下载开启文件",
  taken: "下载时间",
  how: "如何核验",
  first: "结果公布后，从证明页面下载证明文件和公钥。",
  second: "将它们与开启文件一并交给核验页面，或用核验程序：",
  third: "无论核验结果如何，请发邮件至征集页面所列的咨询邮箱：",
  command: "node verify.mjs bundle.json trust.json --openings openings.json",
  proof: "证明页面",
  page: "打开核验页面",
};
