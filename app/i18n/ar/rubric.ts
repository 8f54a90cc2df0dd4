import type { rubric as en } from "../en/rubric.ts";

export const rubric: typeof en = {
  newTitle: "كتابة سلّم تقدير",
  title: "سلّم التقدير",
  lede: "معايير بأوزان صحيحة مجموعها 100، ووصف مكتوب لكل درجة. ويمكن تغييره حتى يقيّم به أحد.",
  frozen: "جرى التقييم بهذا السلّم. ويبقى كما هو، لأن معنى الدرجات هو ما تقوله أوصافها.",
  name: "اسم سلّم التقدير",
  chinese: "بالصينية",
  criterion: (n) => `المعيار ${n}`,
  more: (n) => `المعيار ${n} (اتركوه فارغًا إن لم تحتاجوا إليه)`,
  criterionName: "الاسم",
  description: "ما ينبغي أن ينظر فيه المقيّمون",
  weight: "الوزن",
  min: "الدرجة الدنيا",
  max: "الدرجة العليا",
  anchors: "أوصاف الدرجات",
  anchorsHint: "سطر لكل درجة، يبدأ برقمها: «1 لا جديد».",
  comment: "التعليق",
  commentRequired: "يجب أن يكتب المقيّمون تعليقًا",
  button: "حفظ سلّم التقدير",
  reading: { weight: "الوزن", scale: "السلّم", scaleOf: (min, max) => `من ${min} إلى ${max}`, step: "الدرجة", anchor: "الوصف", commentRequired: "التعليق إلزامي" },
};
