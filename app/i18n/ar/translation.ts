import type { translation as english } from "../en/translation.ts";

export const translation: typeof english = {
  title: "الترجمات", link: "الترجمات",
  lede: "كل نص يُقرأ من نصوص هذه الدورة إلى جانب أصله الإنجليزي. وحيث تنقص الترجمة يظهر النص بالإنجليزية.",
  languages: "لغة الترجمات", parts: "النصوص", missing: (n) => `الناقص: ${n}`,
  groups: { award: "الجائزة في جميع دوراتها", call: "الدعوة", lists: "المحاور والمراتب وقائمة فحص الأهلية", rounds: "الجولات" },
  form: (section) => `الاستمارة: ${section}`, rubric: (name) => `سلّم التقدير: ${name}`,
  kinds: {
    award: "اسم الجائزة", about: "التعريف بالجائزة", name: "اسم الدورة", call: "الدعوة", prize: "المكافأة", theme: "محور", level: "مرتبة النتيجة", check: "نقطة من فحص الأهلية", section: "قسم", intro: "مقدمة القسم",
    question: "سؤال", hint: "إرشاد", option: "إجابة للاختيار", rubric: "اسم سلّم التقدير", criterion: "معيار", description: "معنى المعيار", anchor: "درجة من المقياس", round: "اسم الجولة",
  },
  missingOnly: "الناقص فقط", all: "كل النصوص", nothingMissing: "لا ينقص شيء هنا.",
  fixed: "أُعطيت درجات بناءً على هذا النص، فلا تتغير ترجمته بعد ذلك.",
  earlier: (text) => `تغيّر النص الإنجليزي بعد هذه الترجمة: ${text}`, others: "ترجمة هذه النصوص",
  stands: (text) => `النص القائم الآن: ${text}`, removed: "حُذف في هذه الأثناء.",
  save: "حفظ", notices: { saved: "تم الحفظ.", taken: "أُخذ بالجدول." },
  file: {
    link: "العمل خارج المنصة", title: "ترجمات من ملف", lede: "يعمل المترجم في الجدول الذي تنزّلونه من هنا. فإما أن يؤخذ به كله أو لا يؤخذ بشيء منه.", download: "تنزيل الجدول (CSV)", upload: "إدخال جدول",
    field: "الجدول", hint: "ملف CSV لا يتجاوز 1 ميغابايت. الخلية الفارغة تُبقي النص القائم. ويجب أن يبقى العمودان key وversion كما هما.", button: "الأخذ به", row: (n, problem) => `الصف ${n}: ${problem}`,
  },
  gaps: "لم يُترجم كل شيء", gap: (n, language) => `عدد النصوص الناقصة (${language}): ${n}`, gapsHint: "يمكنكم نشر الدعوة مع ذلك، فتظهر هذه النصوص بالإنجليزية.",
};
