import type { honour as english } from "../en/honour.ts";

export const honour: typeof english = {
  title: (entry) => `“${entry}”的荣誉`,
  lede: "荣誉与等级相互独立：一项申报可获多项荣誉，有无等级均可。荣誉与名单一同由两人签署，并随名单公布。仅有荣誉的申报不进入后续轮次。",
  link: "荣誉",
  change: "授予或取消荣誉",
  entries: "获荣誉的申报",
  given: "已授予",
  none: "无。可以空缺。",
  because: (name) => `由${name}授予，理由：`,
  take: "取消",
  give: "再授予一项荣誉",
  name: "名称",
  nameHint: "公众看到的即您所写，例如“特别提名”。",
  reason: "理由",
  reasonHint: "与名单一同签署，并载入报告。不向公众公布。",
  button: "授予该荣誉",
  void: "名单已提交。更改荣誉会使提交失效，须重新提交。",
};
