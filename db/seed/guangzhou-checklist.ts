import type { CheckPoint } from "#app/domain/cycle/rules.ts";
import { translated } from "./translated.ts";

/** What the secretariat checks before the committee reads: after the conditions of the call. */
export const GUANGZHOU_CHECKLIST: CheckPoint[] = translated([
  {
    key: "government",
    text: {
      en: "Entered by a local or regional government, or a union of them",
      "zh-Hans": "由地方或区域政府（或其联盟）申报",
    },
  },
  {
    key: "period",
    text: { en: "Under way, or completed within the last two years", "zh-Hans": "正在实施，或在近两年内完成" },
  },
  {
    key: "theme",
    text: {
      en: "About an urban initiative within the themes of the call",
      "zh-Hans": "属于征集主题范围内的城市创新实践",
    },
  },
  {
    key: "complete",
    text: { en: "Answers are about this initiative and can be judged", "zh-Hans": "所填内容针对该项目，足以评审" },
  },
]);
