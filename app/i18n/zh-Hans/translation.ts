import type { translation as english } from "../en/translation.ts";

export const translation: typeof english = {
  title: "译文", link: "译文",
  lede: "本届所有供人阅读的文本，与英文并列。某种语言缺少译文时，该语言的读者看到英文。",
  languages: "译文语言", parts: "文本", missing: (n) => `缺 ${n} 条`,
  groups: { award: "奖项（各届共用）", call: "征集", lists: "主题、等级与核对清单", rounds: "轮次" },
  form: (section) => `表单：${section}`, rubric: (name) => `评分标准：${name}`,
  kinds: {
    award: "奖项名称", about: "奖项简介", name: "本届名称", call: "征集说明", prize: "奖励", theme: "主题", level: "结果等级", check: "资格核对项", section: "部分", intro: "本部分说明",
    question: "问题", hint: "提示", option: "选项", rubric: "评分标准名称", criterion: "指标", description: "指标的含义", anchor: "分值说明", round: "轮次名称",
  },
  missingOnly: "只看缺少的", all: "全部文本", nothingMissing: "此处没有缺少的译文。",
  fixed: "已有人依据这段文字评分，译文不再更改。",
  earlier: (text) => `英文已改动，此前的译文：${text}`, others: "翻译这些文本",
  stands: (text) => `现有文字：${text}`, removed: "译文已被删除。",
  save: "保存", notices: { saved: "已保存。", taken: "表格已采用。" },
  file: {
    link: "在平台外翻译", title: "从文件导入译文", lede: "译者在此处下载的表格中工作。要么全部采用，要么一条也不采用。", download: "下载表格（CSV）", upload: "导入表格",
    field: "表格", hint: "CSV，不超过 1 MB。空单元格保留现有文字。key 和 version 两列须保持原样。", button: "采用", row: (n, problem) => `第 ${n} 行：${problem}`,
  },
  gaps: "尚未全部译出", gap: (n, language) => `${language}缺 ${n} 条文本`, gapsHint: "仍可发布征集，缺少的文本将显示英文。",
};
