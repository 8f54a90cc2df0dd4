import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "您已退出登录。请在新标签页登录后重试。",
    notFound: "没有这个问题。",
  },
  upload: { uploading: "正在上传 {name}…", done: "{name} 已上传。", failed: "{name} 未能上传。已上传的部分会保留，请重试。", retry: "重试" },
  caption: "内容说明",
  captionSave: "保存",
  details: "署名、权利、语言",
  detailsTitle: (name) => `关于 ${name}`,
  credit: "署名",
  creditHint: "由谁制作：摄影师、作者或机构。",
  rights: "权利",
  rightsHint: "归谁所有，可按何种条件展示，例如“广州市”或“CC BY 4.0”。",
  language: "文字所用语言",
  noLanguage: "未说明",
  translationOf: "译自",
  translationHint: "如另一个文件以其他语言表达相同内容，请选择该文件。",
  noTranslation: "不是其他文件的译文",
  said: {
    credit: (credit) => `署名：${credit}`,
    rights: (rights) => `权利：${rights}`,
    language: (language) => `语言：${language}`,
    translationOf: (name) => `译自 ${name}`,
  },
  up: "上移",
  down: "下移",
  moveNamed: (name, direction) => `${direction}：${name}`,

  active: "此 PDF 打开时会自动执行某些操作，或夹带其他文件。评审人看到的是去除这些内容的副本。",
  infected: "此文件含有病毒，任何人都无法打开。请移除后上传无毒的版本",
  infectedOther: "此文件含有病毒，任何人都无法打开",
  checkingHint: "病毒检查完成之前，只有贵方团队可以看到。期间可以照常提交。",
  removal: {
    title: (name: string) => `移除 ${name}？`,
    gone: "文件将被删除。如需恢复，必须重新上传。",
    submitted: "文件将从草稿中移除，但已提交的版本仍保留该文件。",
    button: "移除文件",
    keep: "保留",
  },
  removed: "文件已移除。",
};
