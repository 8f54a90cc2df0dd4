import type { attachment as en } from "../en/attachment.ts";

export const attachment: typeof en = {
  refused: {
    signIn: "انتهى تسجيل دخولكم. سجّلوا الدخول في علامة تبويب جديدة وحاولوا مرة أخرى.",
    notFound: "لا يوجد سؤال كهذا.",
  },
  upload: { uploading: "جارٍ رفع {name}…", done: "وصل {name}.", failed: "تعذّر رفع {name}. ما وصل منه محفوظ؛ حاولوا مرة أخرى.", retry: "إعادة المحاولة" },
  caption: "ماذا يُظهر",
  captionSave: "حفظ",
  captionTitle: (name) => `ماذا يُظهر ${name}`,
  removal: {
    title: (name) => `إزالة ${name}؟`,
    gone: "يُحذف الملف. ولإعادته إلى هنا يلزم رفعه من جديد.",
    submitted: "يُزال الملف من مسودتكم. ويبقى في ما قدّمتموه.",
    button: "إزالة الملف",
    keep: "الإبقاء عليه",
  },
  removed: "أُزيل الملف.",
};
