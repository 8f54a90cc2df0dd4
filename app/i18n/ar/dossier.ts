import type { dossier as en } from "../en/dossier.ts";
import { counted } from "./counted.ts";

const entries = (count: number, number: string) => counted(count, { one: "مشاركة واحدة", two: "مشاركتان", few: "مشاركات", many: "مشاركة" }, number);

export const dossier: typeof en = {
  link: "خذوا مشاركاتكم معكم",
  title: "مشاركاتكم للقراءة دون اتصال",
  lede: "كل ما يمكنكم فتحه هنا في ملف PDF واحد بترتيب قراءتكم، مع المعايير ومساحة للملاحظات؛ أو في ملف ZIP مع ملفات المشاركات.",
  holds: (count, number) => `المشاركات فيه: ${entries(count, number)}.`,
  marked: "يظهر اسمكم والوقت في كل صفحة من ملف PDF، وفي ملف ZIP على ما يقبل ذلك من ملفات PDF والصور؛ وتبيّن صفحة index.html داخل ZIP لكل ملف هل يحملهما أم لا. ويُسجَّل أنكم أخذتموها.",
  waiting: (count, number) => `ما ليس فيه: ${entries(count, number)}. أجيبوا أولًا عن سؤال التضارب.`,
  pdf: "تنزيل PDF",
  zip: "تنزيل ZIP مع الملفات",
  pace: "يمكنكم طلب واحد كل نصف دقيقة.",
  watermark: (...facts) => ["سري", ...facts].join(" · "),
  confidential: "للمقيّم المذكور هنا وحده. لا تسلّموه لأحد، وأتلفوه بعد انتهاء الجولة.",
  entries: "المشاركات",
  missing: "ليست فيه، سؤال التضارب دون إجابة",
  notes: "ملاحظاتكم",
  score: "الدرجة",
  contents: {
    lede: "الملفات التي تحمل اسمكم تُظهره عند الحافة السفلى لكل صفحة أو أسفل الصورة.",
    watermarked: "يحمل اسمكم",
    unmarked: "لا يحمل اسمًا",
    none: "لا ملفات.",
  },
};
