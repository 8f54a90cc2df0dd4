import type { frame as en } from "../en/frame.ts";

export const frame: typeof en = {
  nav: { secondFactor: "第二重验证", archive: "历届档案", entries: "我的申报", judging: "评审", secretariat: "秘书处", people: "人员", audit: "审计记录" },
  stale: "在此期间其他人作了修改。请重新打开页面查看当前内容。",
  signIn: "您尚未登录，或登录已过期。请登录后重试；您填写的内容见下方。",
};
