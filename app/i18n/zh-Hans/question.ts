import type { question as english } from "../en/question.ts";

export const question: typeof english = {
  period: { from: "开始", to: "结束" },
  rows: { partners: (n) => `合作方 ${n}`, indicators: (n) => `数据 ${n}` },
  columns: {
    partners: { name: "名称", role: "所作贡献" },
    indicators: { name: "衡量内容", baseline: "之前", value: "现在", year: "年份", source: "来源" },
  },
  moreRows: "保存后会出现更多空行。",
  bounds: { least: (n: string) => `请填写不小于 ${n} 的数字`, most: (n: string) => `请填写不大于 ${n} 的数字`, longest: (n: string) => `内容过长，最多保留 ${n} 个字符` },
  public: "如获奖，此项内容将公开。",
  understood: (number: string) => `识别为 ${number}。`,
  declaration: "声明",
  declared: "已声明",
  upTo: (n) => `最多选择 ${n} 项。`,
  sdg: (number, name) => `${number}. ${name}`,
  sdgs: [
    "无贫穷", "零饥饿", "良好健康与福祉", "优质教育", "性别平等", "清洁饮水和卫生设施", "经济适用的清洁能源", "体面工作和经济增长", "产业、创新和基础设施",
    "减少不平等", "可持续城市和社区", "负责任消费和生产", "气候行动", "水下生物", "陆地生物", "和平、正义与强大机构", "促进目标实现的伙伴关系",
  ],
  files: (endings, size, count) => `${endings}。每个不超过 ${size}，最多 ${count} 个。`,
  warnings: {
    "over-limit": {
      words: (used, limit, over) => `共 ${used} 字，超出要求的 ${limit} 字 ${over} 字。系统没有删除任何内容。`,
      characters: (used, limit, over) => `共 ${used} 个字符，超出要求的 ${limit} 个 ${over} 个。系统没有删除任何内容。`,
    },
    "density-differs": (stated, computed) => `按人口和面积计算，约为每平方公里 ${computed} 人，而填写的是 ${stated}。请再核对这三个数字。`,
  },
  problems: {
    "wrong-type": "此处不接受这种文件。系统根据文件内容判断，而不是文件名",
    "too-big": "文件过大",
    empty: "文件是空的",
    broken: "文件已损坏，无法打开",
    "password-protected": "文件设有密码。请另存为无密码的文件后重新上传",
    "too-many-pixels": "图片尺寸过大。请缩小到五千万像素以内",
    macros: "文件含有宏。请另存为不含宏的文件后重新上传",
    "archive-bomb": "文件解压后的内容远超正常大小",
    missing: "请选择文件",
    interrupted: "上传中断，请重试",
  },
};
