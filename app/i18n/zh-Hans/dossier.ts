import type { dossier as english } from "../en/dossier.ts";

export const dossier: typeof english = {
  link: "下载离线材料",
  title: "离线评审材料",
  lede: "您在此可以打开的全部申报：一份 PDF，按您的阅读顺序排列，附评分标准和记录空间；或一个 ZIP，另含申报的附件。",
  holds: (_count, number) => `共包含 ${number} 份申报。`,
  marked: "PDF 的每一页都印有您的姓名和时间；压缩包中能够加印的 PDF 和图片同样印有，其中的 index.html 逐一说明每个文件是否印有。下载会记录在案。",
  waiting: (_count, number) => `${number} 份申报未包含在内：请先回答其利益冲突问题。`,
  pdf: "下载 PDF",
  zip: "下载含附件的 ZIP",
  pace: "每半分钟可下载一次。",
  watermark: (...facts) => ["保密", ...facts].join(" · "),
  confidential: "仅供此处所列评审人使用。请勿转交他人，本轮结束后请销毁。",
  entries: "申报数",
  missing: "未包含（利益冲突问题未回答）",
  notes: "您的笔记",
  score: "评分",
  contents: {
    lede: "带有您姓名的文件，会在每页下缘或图片下方显示。",
    watermarked: "印有您的姓名",
    unmarked: "未印姓名",
    none: "没有附件。",
  },
};
