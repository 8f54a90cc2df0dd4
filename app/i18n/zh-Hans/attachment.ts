import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "您已退出登录。请在新标签页登录后重试。",
    notFound: "没有这个问题。",
  },
  upload: { uploading: "正在上传 {name}…", done: "{name} 已上传。", failed: "{name} 未能上传。已上传的部分会保留，请重试。", retry: "重试" },
  caption: "内容说明",
  captionSave: "保存",
};
