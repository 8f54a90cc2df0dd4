import type { report as english } from "../en/report.ts";

export const report: typeof english = {
  link: "تقرير اللجنة، قابل للتحرير (Word)",
  title: (round) => `تقرير: ${round}`,
  draft: "مسودة – القائمة ليست نهائية",
  notice: "هذا المستند للتحرير. المعتمد هو القائمة التي وقّعها شخصان، وبصمتها أدناه.",
  worked: "كيف عملت اللجنة",
  decided: "ما قررته اللجنة",
  entries: "المشاركات في هذه الجولة",
  kept: "عدد المرات التي أبعد فيها تضارب المصالح عضواً عن مشاركة",
  signatures: "التوقيعات",
  signing: "يوقّع أعضاء اللجنة هنا",
  signature: "التاريخ والتوقيع",
};
