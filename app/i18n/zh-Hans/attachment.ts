import type { attachment as english } from "../en/attachment.ts";

export const attachment: typeof english = {
  refused: {
    signIn: "您已退出登录。请在新标签页登录后重试。",
    notFound: "没有这个问题。",
    notAllowed: "您不能在此添加文件。",
  },
};
