import type { frame as en } from "../en/frame.ts";

export const frame: typeof en = {
  nav: { secondFactor: "العامل الثاني", archive: "الأرشيف", entries: "مشاركاتكم", judging: "التقييم", secretariat: "الأمانة", people: "الأشخاص", audit: "سجل التدقيق" },
  stale: "غيّر شخص آخر هذا في أثناء ذلك. افتحوا الصفحة من جديد لتروا الوضع الحالي.",
  signIn: "لم تسجّلوا الدخول، أو انتهت جلستكم. سجّلوا الدخول وحاولوا مرة أخرى؛ وما كتبتموه أدناه.",
  signInAgain: "انتهت جلستكم. لم يضع شيء مما كتبتموه: سجّلوا الدخول من جديد في علامة تبويب جديدة، ثم عودوا إلى هنا وأرسلوه مرة أخرى.",
  sendAgain: "سجّلت الدخول: إرسال مرة أخرى",
  ways: { round: "الجولة", entry: "المشاركة", team: "الفريق", call: "الدعوة", tasks: "مشاركاتكم في هذه الجولة", sheet: "ورقة التقييم", rubric: "سلّم التقدير" },
  fields: {
    title: "العنوان",
    name: "الاسم",
    email: "البريد الإلكتروني",
    reason: "السبب",
    comment: "التعليق",
    notes: "الملاحظات",
    message: "الرسالة",
    caption: "ماذا يُظهر",
    organisation: "المؤسسة",
    country: "البلد",
    role: "الدور",
  },
  fieldAt: (n) => `الحقل ${n}`,
};
