import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "您已退出登录。请在新标签页登录后重试。",
    notFound: "没有这个问题。",
  },
  upload: { uploading: "正在上传 {name}…", done: "{name} 已上传。", failed: "{name} 未能上传。已上传的部分会保留，请重试。", retry: "重试" },
  caption: "内容说明",
  captionSave: "保存",
  captionTitle: (name: string) => `${name} 的内容说明`,
  removal: {
    title: (name: string) => `移除 ${name}？`,
    gone: "文件将被删除。如需恢复，必须重新上传。",
    submitted: "文件将从草稿中移除，但已提交的版本仍保留该文件。",
    button: "移除文件",
    keep: "保留",
  },
  removed: "文件已移除。",
};
