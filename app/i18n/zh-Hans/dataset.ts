import type { dataset as english } from "../en/dataset.ts";

export const dataset: typeof english = {
  title: "开放数据",
  lede: "以文件形式提供已公布的结果，与页面内容一致。",
  cycles: "各届结果", none: "尚无已公布的结果。", cycle: "届次", version: "版本", updated: "最近更新", files: "文件",
  link: "下载完整结果",
  rules: [
    "文件与结果页面同时存在，公布之前不可获取。",
    "每次更改版本号加一，例如更正文字、撤回后重新公布。",
    "表格采用 UTF-8 编码，以逗号分隔。可能被电子表格当作公式的文字前加撇号。",
    "城市填写的文字保持原样；届次名称附有全部已有语言。",
  ],
  news: "订阅更新", newsText: "新的征集公告和结果，供阅读器订阅（Atom）。", newsLink: "订阅",
  fields: "字段", field: "名称", meaning: "含义",
  meanings: {
    id: "方案的标识，不会改变", url: "方案页面", cycle: "届次的网址名称", year: "届次年份", level: "等级代码；没有等级的荣誉为空", level_name: "等级的英文名称",
    city: "城市或地区名称", country: "国家或地区，ISO 3166-1 两位代码", country_name: "国家或地区的英文名称", region: "世界区域", title: "标题；未记录时为空", description: "摘要", theme: "主题代码",
    sdgs: "可持续发展目标，1 至 17", honours: "其他荣誉", latitude: "北纬度数，WGS 84", longitude: "东经度数，WGS 84", population: "人口，以填报内容或来源为准",
    rank: "在该轮全部参评方案中的名次", reviews: "有效评审数", points_sum: "加权总分之和，单位见下一项", points_parts: "上述总分的单位：一分的几分之一。通常为百分之一，评分项可标为不适用时更细", mean: "每份评审的平均分", adjusted_billionths: "校正分，单位为十亿分之一分；按平均分决定时为空",
    reason: "决定与排名不一致时的理由", source_url: "来源，仅限档案条目", statement: "评审组的一句话评价（英文）", citation: "评审组评语（英文）", co_applicants: "共同申报的城市，各附国家",
  },
  feed: { title: "Kapok：征集与结果", result: (cycle) => `${cycle}：评选结果`, call: (cycle) => `${cycle}：征集公告`, initiatives: (n) => `名单共 ${n} 个方案。`, closes: (moment) => `截止时间：${moment}。` },
};
