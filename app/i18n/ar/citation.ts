import type { citation as english } from "../en/citation.ts";

export const citation: typeof english = {
  title: (entry) => `كلمة عن «${entry}»`,
  lede: "ما تقوله اللجنة عن هذه المشاركة. تُوقَّع الكلمة مع القائمة وتُنشر معها إن نالت المشاركة مرتبة.",
  ledeFinal: "القائمة نهائية. يحتاج التصحيح إلى سبب وإلى شخص ثانٍ، ويرى الجمهور أنه صُحِّح ومتى ولماذا.",
  back: "العودة إلى الاختيار",
  statement: "في جملة واحدة",
  citation: "أسباب اللجنة",
  hints: { statement: "تظهر تحت العنوان في القوائم.", citation: "تظهر في صفحة المبادرة." },
  void: "القائمة مقترحة. تغيير هذه الكلمة يلغي الاقتراح، ويجب اقتراحها من جديد.",
  standing: "الكلمة السارية",
  pending: "تصحيح ينتظر",
  because: (name) => `اقترحه ${name}، والسبب:`,
  approve: "اعتماد التصحيح",
  reason: "سبب التصحيح",
  reasonHint: "يُنشر مع النص الجديد.",
  propose: "اقتراح التصحيح",
  save: "حفظ الكلمة",
  link: "الكلمة",
  missing: "لا كلمة بعد",
  public: "كلمة اللجنة",
  corrected: (version, date) => `الإصدار ${version}، صُحِّح في ${date}:`,
};
