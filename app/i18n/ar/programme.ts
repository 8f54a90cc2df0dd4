import type { programme as en } from "../en/programme.ts";
import { ltr } from "./ltr.ts";

export const programme: typeof en = {
  title: "البرامج",
  newTitle: "برنامج جديد",
  lede: "جائزة على مدى السنين. وتأتي دوراتها بعد ذلك.",
  first: "ابدؤوا بالبرنامج، أي الجائزة نفسها عبر السنين. ثم تأتي دورتها الأولى.",
  back: "الأمانة",
  add: "برنامج جديد",
  name: "الاسم",
  slug: "العنوان",
  slugHint: `أحرف لاتينية صغيرة وأرقام وشرطات، مثل ${ltr("guangzhou-award")}. ولا يتغير بعد ذلك.`,
  about: "عن الجائزة",
  aboutHint: "من يمنحها، ولأي غرض. تظهر في صفحة كل دعوة.",
  timeZone: "المنطقة الزمنية",
  timeZoneHint: "التي تُعلن بها المواعيد النهائية، مثل Asia/Shanghai. وتحتفظ الدورات بالمنطقة التي أُنشئت بها.",
  contactEmail: "البريد الإلكتروني للاستفسارات",
  contactHint: "علني: يظهر في صفحة كل دعوة.",
  create: "إنشاء البرنامج",
  save: "حفظ",
};
