import type { comment as en } from "../en/comment.ts";
import { counted } from "./counted.ts";

const open = (count: number, number: string) => counted(count, { one: "تعليق مفتوح واحد", two: "تعليقان مفتوحان", few: "تعليقات مفتوحة", many: "تعليقًا مفتوحًا", other: "تعليق مفتوح" }, number);

export const comment: typeof en = {
  count: (count, number) => (count === 0 ? "التعليقات" : open(count, number)),
  beside: (label, count, number) => `${label}: ${count === 0 ? "لا تعليقات مفتوحة" : open(count, number)}`,
  comment: "تعليق",
  answer: "الرد أو الإنهاء",
  versions: "نصوص سابقة",
  title: "تعليقات فريقكم",
  lede: "لا يقرؤها إلا فريقكم. وليست أبدًا جزءًا مما تقدّمونه.",
  back: "المشاركة",
  section: "القسم",
  all: "جميع التعليقات",
  none: "لم يعلّق أحد بعد",
  noneHint: "بجانب كل حقل من الاستمارة رابط للتعليق عليه.",
  about: (label) => `التعليقات: ${label}`,
  present: "الإجابة الآن",
  empty: "لم يُكتب شيء بعد.",
  open: "مفتوح",
  settled: "منتهٍ",
  settledBy: (by) => `أُنهي من قِبل ${by}`,
  settle: "إنهاء",
  settleFor: (by) => `إنهاء تعليق ${by}`,
  reopen: "إعادة الفتح",
  reopenFor: (by) => `إعادة فتح تعليق ${by}`,
  add: "تعليقكم",
  addHint: "يستطيع فريقكم كله قراءته، حتى من لا يحق لهم التحرير.",
  button: "إضافة التعليق",
};
