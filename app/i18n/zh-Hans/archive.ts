import type { archive as english } from "../en/archive.ts";

export const archive: typeof english = {
  title: "历届档案",
  lede: "历届已公布的全部方案。",
  description: "按届次、等级、区域、国家、主题、可持续发展目标和关键词搜索已公布的城市创新方案。",
  invented: "演示届次的结果均为虚构；历届档案是真实的。",
  filters: "筛选",
  q: "关键词",
  qHint: "在标题、说明、城市和荣誉中查找",
  all: "全部",
  search: "显示",
  clear: "显示全部",
  found: (n) => `找到 ${n} 个方案`,
  range: (from, to, of) => `第 ${from} 至 ${to} 个，共 ${of} 个`,
  nothing: "没有符合条件的方案",
  nothingHint: "请减少筛选条件或关键词。",
  map: "所找到方案的所在地。",
  sdg: "目标",
  regions: {
    Africa: "非洲", "Asia-Pacific": "亚太", Eurasia: "欧亚", Europe: "欧洲", "Latin America and Caribbean": "拉丁美洲和加勒比",
    "Middle East and West Asia": "中东和西亚", "North America": "北美",
  },
  countries: { "Chinese Taipei / Taiwan": "中华台北 / 台湾", Palestine: "巴勒斯坦", "Republic of Korea": "韩国", "Russian Federation": "俄罗斯" },
  goals: [
    "无贫穷", "零饥饿", "良好健康与福祉", "优质教育", "性别平等", "清洁饮水和卫生设施", "经济适用的清洁能源", "体面工作和经济增长", "产业、创新和基础设施",
    "减少不平等", "可持续城市和社区", "负责任消费和生产", "气候行动", "水下生物", "陆地生物", "和平、正义与强大机构", "促进目标实现的伙伴关系",
  ],
};
