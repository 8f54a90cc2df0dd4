import type { programme as english } from "../en/programme.ts";

export const programme: typeof english = {
  title: "奖项",
  newTitle: "新建奖项",
  lede: "跨年度的奖项。创建之后再添加各届。",
  first: "请先创建奖项，它历年不变；然后再创建第一届。",
  back: "秘书处",
  add: "新建奖项",
  name: "名称",
  slug: "网址",
  slugHint: "小写字母、数字和连字符，例如 guangzhou-award。创建后不变。",
  about: "奖项简介",
  aboutHint: "由谁颁发、为何颁发。显示在每次征集的页面上。",
  timeZone: "时区",
  timeZoneHint: "公布截止时间所用的时区，例如 Asia/Shanghai。各届保留创建时的时区。",
  contactEmail: "咨询邮箱",
  contactHint: "公开显示在每次征集的页面上。",
  create: "创建奖项",
  save: "保存",
};
