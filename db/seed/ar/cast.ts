import type { Translations } from "../translated.ts";

/** What the people of the demonstration do in it. */
export const CAST_TEXTS: Translations = {
  "Leads Kampala’s team and submits its initiatives": "قيادة فريق كمبالا وتقديم مبادراته",
  "Writes with Amara in Kampala’s team": "الكتابة مع Amara في فريق كمبالا",
  "Leads La Paz’s team": "قيادة فريق لاباز",
  "Secretariat: screens, assigns, proposes": "الأمانة: فحص الأهلية والإسناد والاقتراح",
  "Secretariat: the second person who approves and publishes": "الأمانة: الشخص الثاني الذي يوافق وينشر",
  "Observer: reads how rules were kept, changes nothing": "مراقبة: قراءة كيفية مراعاة القواعد دون تغيير شيء",
  "Scrutineer: checks frozen scores without names, has no other part":
    "تدقيق: التحقق من الدرجات المجمّدة بلا أسماء، دون أي دور آخر",
  "Administrator: keeps the portal running, reads no scores": "إدارة: إبقاء البوابة عاملة دون قراءة الدرجات",
  "Chair of the committee, from Norway": "رئاسة اللجنة الفنية، من النرويج",
  "Committee member, from Brazil": "عضوية اللجنة الفنية، من البرازيل",
  "Committee member, from Türkiye": "عضوية اللجنة الفنية، من تركيا",
  "Committee member, from Indonesia": "عضوية اللجنة الفنية، من إندونيسيا",
  "Committee member, from Kenya": "عضوية اللجنة الفنية، من كينيا",
  "Committee member, from Mexico": "عضوية اللجنة الفنية، من المكسيك",
  "Committee member, from the Republic of Korea": "عضوية اللجنة الفنية، من جمهورية كوريا",
  "Committee member, from Germany": "عضوية اللجنة الفنية، من ألمانيا",
  "Committee member, from India": "عضوية اللجنة الفنية، من الهند",
  "Committee member, from Canada": "عضوية اللجنة الفنية، من كندا",
  "Committee member, from Jordan": "عضوية اللجنة الفنية، من الأردن",
  "Juror, from the Netherlands": "عضوية لجنة التحكيم، من هولندا",
  "Juror, from South Africa": "عضوية لجنة التحكيم، من جنوب أفريقيا",
  "Juror, from Chile": "عضوية لجنة التحكيم، من تشيلي",
  "Juror, from Japan": "عضوية لجنة التحكيم، من اليابان",
  "Juror, from Senegal": "عضوية لجنة التحكيم، من السنغال",
};
