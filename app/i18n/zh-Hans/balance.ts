import type { balance as english } from "../en/balance.ts";

export const balance: typeof english = {
  title: "平衡", lede: "计算出符合所设规则、同时分数损失最小的名单。它不作任何选择，选择由评审组作出。",
  workedOut: (name) => `由 ${name} 计算，`, above: (line) => `分界线以上有 ${line} 份申报。`,
  reaches: { band: "规则只作用于难分高下的区间。", all: "评审组决定规则可作用于全部名单。" },
  rules: "计算名单", rulesText: "不需要的规则请留空。硬性限制必须满足；目标尽可能满足。联合申报归入提交的城市计算。",
  line: "分界线", lineOf: (level, after) => `${level}：第 ${after} 名之后`,
  fields: { country: "同一国家最多", region: "每个地区至少", theme: "每个主题至少", size: "每种城市规模至少（25 万以下、100 万以下、更大）", newcomer: "首次申报至少" },
  forceOf: (field) => `约束力：${field}`, limit: "硬性限制", target: "目标",
  reach: "规则可以调整的范围", reachBand: "仅限分数无法区分的申报（难分高下的区间）", reachAll: "任何申报：评审组已作此决定",
  widen: "评审组开放全部名单的理由", widenHint: "仅在开放全部名单时填写，将与名单一并保存。", button: "计算名单",
  most: (group, n) => `${group}：最多 ${n}`, least: (group, n) => `${group}：至少 ${n}`,
  sizes: { small: "人口 25 万以下的城市", middle: "人口 100 万以下的城市", large: "更大的城市" }, newcomers: "首次申报者",
  unmet: "这些规则无法同时满足", short: (rule, n) => `${rule}。缺 ${n}。`, shortPlaces: (n) => `名额本身。相差 ${n}。`,
  unmetHint: "请放宽某条规则、将其改为目标，或由评审组开放全部名单。",
  report: {
    title: "变化及代价", moved: "调整的申报", price: "每个名额的代价（分）", share: (share) => `占总分的 ${share}`, lostHits: "预计损失的真正入选者",
    deepest: "触及的最低名次", deepestNote: (line) => `分界线在第 ${line} 名之后`, nothing: "按排名的名单已符合全部规则。", pairs: "升入与落出", in: "升到线上", out: "落到线下",
    rules: "各规则的代价", rulesCaption: "有代价或未满足的规则", rule: "规则", count: "名单中", rulePrice: "代价（分）", kept: "是否满足", met: "已满足", missed: "未满足",
    free: "没有规则产生代价。", rulesNote: (n) => `规则的代价，是单独去掉该规则时名单总分的增加值。没有代价的规则：${n} 条。`,
  },
  adopt: {
    title: "采用此名单", text: "名单调整的每份申报都将按您填写的理由写入选择。此前在选择中的决定将被取代，已提出的名单随之作废。",
    reason: "理由", reasonHint: "将附于每份被调整的申报，获得级别的随结果公布。", button: "将名单写入选择",
  },
};
