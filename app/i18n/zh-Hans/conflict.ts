import type { conflict as english } from "../en/conflict.ts";

export const conflict: typeof english = {
  title: "利益冲突",
  lede: "依据已记录的事实或本人声明，哪些人不得查看或评审哪些申报。利益冲突优先于一切角色权限。",
  caption: "评审组的利益冲突",
  person: "人员",
  entry: "申报",
  city: "城市",
  why: "原因",
  kinds: {
    team: "属于申报城市团队",
    country: "同一国家",
    organisation: "同一单位",
    declared: "声明存在利益冲突",
    unsure: "回答“不确定”",
  },
  said: "本人说明",
  waived: "已解除",
  waive: "解除",
  waiveNamed: (name, code) => `解除${name}与 ${code} 的利益冲突`,
  none: "目前没有利益冲突",
  noneHint: "申报有效且评审组成员填写资料之后，利益冲突会显示在此。与您本人存在利益冲突的申报不显示。",
  waiver: {
    title: "解除利益冲突",
    lede: (name, code) => `解除后，${name}可以查看并评审 ${code}。如果该申报曾分配给此人，请重新分配。`,
    record: "您的姓名和原因将保留在记录中，供观察员查阅。",
    reason: "原因",
    button: "解除利益冲突",
  },
};
