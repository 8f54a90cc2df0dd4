import type { certificate as english } from "../en/certificate.ts";
import { ltr } from "./ltr.ts";

export const certificate: typeof english = {
  heading: "شهادة",
  title: (code) => `الشهادة ${ltr(code)}`,
  description: "ما تنص عليه الشهادة، وهل لا تزال سارية.",
  certifies: "تشهد هذه الوثيقة بأن",
  stands: (cycle) => `وردت في النتيجة المنشورة – ${cycle} – بصفة`,
  initiative: "عن المبادرة",
  published: (version) => `تاريخ النشر (النسخة ${version} من القائمة)`,
  basis: "الأساس",
  decided: "قائمة وقّعها شخصان، ويستطيع أي شخص إعادة حسابها من العنوان المذكور هنا.",
  archived: "أرشيف الجائزة المجموع من مصادر عامة.",
  check: "التحقق من هذه الشهادة",
  fingerprint: "بصمة القائمة المنشورة SHA-256:",
  standing: "هذه الشهادة سارية", standingText: "القائمة التي تستند إليها منشورة، وهذه أحدث نسخة منها.",
  revised: "للقائمة نسخة أحدث", same: "وهي تقول الشيء نفسه عن هذه المبادرة.", differs: "وهي تقول غير ذلك عن هذه المبادرة. الشهادة الأحدث وحدها سارية.", pending: "شهاداتها قيد الإعداد. عودوا بعد دقيقة.", newest: "الشهادة السارية الآن",
  withdrawn: "لم تعد هذه الشهادة سارية", withdrawnText: (date) => `سُحبت النتيجة التي تستند إليها في ${date}.`, withdrawnWhy: "السبب المذكور:",
  rows: { city: "المدينة", award: "المرتبة", cycle: "الدورة", initiative: "المبادرة", published: "تاريخ النشر", version: "نسخة القائمة", fingerprint: "بصمة القائمة (SHA-256)" },
  pdf: "الشهادة بصيغة PDF", list: "القائمة ملفًا", listHint: "سطر لكل مقعد في هذه النسخة. وقيمة SHA-256 للملف هي البصمة.",
  compare: "قارنوا كل كلمة على الورق بهذه الصفحة: فقد تحمل شهادة مزوّرة رمزًا صحيحًا.",
  recompute: "التحقق من النتيجة نفسها",
  hint: "شهادة للطباعة، عليها رمز يستطيع به أي شخص التحقق منها.",
  open: "عرض الشهادة",
  link: (level) => `الشهادة: ${level}`,
};
