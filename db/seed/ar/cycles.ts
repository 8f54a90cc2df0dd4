import type { Translations } from "../translated.ts";

/** The demonstration's programme and cycles, and the archive's names. */
export const CYCLE_TEXTS: Translations = {
  "Kapok Demonstration Award": "جائزة Kapok التجريبية",
  "This award does not exist. It shows how the portal works. The initiatives are real and were entered from public descriptions, without their cities; every team, reviewer, score, choice and result is invented.":
    "هذه الجائزة غير موجودة، وهي تبيّن كيف تعمل البوابة. المبادرات حقيقية وأُدخلت من أوصاف منشورة دون مشاركة مدنها؛ أما الفرق والمقيّمون والدرجات والاختيارات والنتائج فكلها مختلقة.",
  "Demonstration cycle 1 (published)": "الدورة التجريبية 1 (منشورة)",
  "Demonstration cycle 2 (shortlist ready to finalise)": "الدورة التجريبية 2 (قائمة مختصرة جاهزة لتصبح نهائية)",
  "Demonstration cycle 3 (in committee review)": "الدورة التجريبية 3 (قيد تقييم اللجنة)",
  "Demonstration cycle 4 (open for entries)": "الدورة التجريبية 4 (باب المشاركة مفتوح)",
  "Winner (demonstration)": "فائزة (تجريبي)",
  "Shortlisted (demonstration)": "ضمن القائمة المختصرة (تجريبي)",
  "Deserving (demonstration)": "جديرة بالتقدير (تجريبي)",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page.":
    "حكومات المدن مدعوة إلى تقديم مبادرات تحسّن حياة سكانها: سياسات أو خدمات أو تقنيات جديدة، أو طرق جديدة للعمل معًا.\n\nيجوز للمدن والمناطق واتحادات البلديات أن تشارك بما تشاء من المبادرات، بما فيها ما شاركت به من قبل. وتقرأ لجنة فنية كل مشاركة مقبولة وفق المعايير الواردة في هذه الصفحة.",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page; a jury chooses the winners among those it shortlists.":
    "حكومات المدن مدعوة إلى تقديم مبادرات تحسّن حياة سكانها: سياسات أو خدمات أو تقنيات جديدة، أو طرق جديدة للعمل معًا.\n\nيجوز للمدن والمناطق واتحادات البلديات أن تشارك بما تشاء من المبادرات، بما فيها ما شاركت به من قبل. وتقرأ لجنة فنية كل مشاركة مقبولة وفق المعايير الواردة في هذه الصفحة؛ ثم تختار لجنة تحكيم الفائزين من قائمتها المختصرة.",
  "Up to five winners, unranked, and a medal for every other shortlisted initiative.":
    "خمس مبادرات فائزة على الأكثر دون ترتيب بينها، وميدالية لكل مبادرة أخرى في القائمة المختصرة.",
  "A kapok flower, red, and the attention of everybody who reads this demonstration.":
    "زهرة كابوك حمراء، واهتمام كل من يقرأ هذا العرض التجريبي.",
  "Technical committee": "اللجنة الفنية",
  Jury: "لجنة التحكيم",
  "Special prize for proven effect": "الجائزة الخاصة بالأثر المُثبَت",
  "Special prize for learning": "الجائزة الخاصة بالتعلّم",
  "Special prize of the jury": "الجائزة الخاصة للجنة التحكيم",
  "Environmental protection and resilience": "حماية البيئة والقدرة على الصمود",
  "Public services and infrastructure": "الخدمات العامة والبنية التحتية",
  "Smart cities and digital technologies": "المدن الذكية والتقنيات الرقمية",
  "Social inclusion and shared prosperity": "الإدماج الاجتماعي والرخاء المشترك",
  "Urban governance": "الحوكمة الحضرية",
  "Urban heritage and cultural preservation": "التراث الحضري وصون الثقافة",
  "Guangzhou International Award for Urban Innovation": "جائزة قوانغتشو الدولية للابتكار الحضري",
  "The award was started in 2012 by the City of Guangzhou, United Cities and Local Governments (UCLG) and Metropolis. What is shown here was gathered from public pages; each initiative names its source.":
    "أطلقت الجائزة في عام 2012 مدينةُ قوانغتشو ومنظمةُ المدن والحكومات المحلية المتحدة (UCLG) وMetropolis. وما يُعرض هنا جُمع من صفحات عامة؛ وتذكر كل مبادرة مصدرها.",
  "This cycle was run before this portal existed. Its results are kept here as an archive.":
    "جرت هذه الدورة قبل وجود هذه البوابة. وتُحفظ نتائجها هنا أرشيفًا.",
  Winner: "فائزة",
  Shortlisted: "ضمن القائمة المختصرة",
  Deserving: "جديرة بالتقدير",
  Exemplary: "نموذجية",
  "Not decided yet. These are the names known so far; there may be more.":
    "لم يُحسم الأمر بعد. هذه هي الأسماء المعروفة حتى الآن، وقد تكون هناك أسماء أخرى.",
};
