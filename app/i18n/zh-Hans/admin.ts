import type { admin as en } from "../en/admin.ts";

export const admin: typeof en = {
  roles: { secretariat: "秘书处", administrator: "管理员", observer: "观察员" },
  roleHints: {
    secretariat: "设置评奖周期、资格审查、分配评审、与主席共同决定、公布结果",
    administrator: "授予权限并维护平台运行；不能查看申报和评分",
    observer: "查看规则执行情况；不能作任何更改",
  },
  people: {
    title: "人员",
    lede: "所有拥有账户的人员。城市团队和评审组在各自页面管理。",
    search: "姓名或电子邮箱",
    everybody: "显示全部",
    find: "搜索",
    caption: "拥有账户的人员",
    person: "姓名",
    address: "电子邮箱",
    rights: "权限",
    teams: "城市",
    panels: "评审组",
    none: "没有符合条件的人员。",
    notConfirmed: "邮箱未确认",
  },
  person: {
    rights: "权限",
    rightsHint: "自此人下一次操作起生效。",
    save: "保存权限",
    saved: "权限已保存。",
    since: "注册时间",
    email: "电子邮箱",
    cities: "城市",
    panels: "评审组",
    trail: "此人的操作记录",
    trailOn: "此账户的变更记录",
    people: "人员",
  },
};
