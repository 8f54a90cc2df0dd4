import type { Translations } from "../translated.ts";

/** The entry form. */
export const FORM_TEXTS: Translations = {
  "Check that you can take part": "التحقق من إمكان مشاركتكم",
  "Your answers tell you at once whether the initiative can take part; nothing is sent yet.":
    "تخبركم إجاباتكم فورًا هل يمكن للمبادرة أن تشارك؛ ولا يُرسل شيء بعد.",
  "Who is entering?": "من الجهة المشاركة؟",
  "A city or municipality": "مدينة أو بلدية",
  "Another local or regional government: a district, county, state or province":
    "حكومة محلية أو إقليمية أخرى: منطقة أو مقاطعة أو ولاية أو محافظة",
  "A union or association of local governments": "اتحاد أو رابطة حكومات محلية",
  "Somebody else: a company, a university, a civil society organisation": "جهة أخرى: شركة أو جامعة أو منظمة مجتمع مدني",
  "How far is the initiative?": "إلى أين وصلت المبادرة؟",
  "The award honours what has been done and can already be learned from.":
    "تكرّم الجائزة ما أُنجز ويمكن التعلّم منه بالفعل.",
  "It is running and has first results": "جارية ولها نتائج أولى",
  "It was completed within the last two years": "اكتملت خلال العامين الماضيين",
  "It was completed more than two years ago": "اكتملت قبل أكثر من عامين",
  "It is planned and has not begun": "مخطط لها ولم تبدأ",
  "Does the head of your government know of this entry?": "هل يعلم رئيس حكومتكم بهذه المشاركة؟",
  "A mayor, governor or chief executive, or somebody who may speak for them.":
    "رئيس البلدية أو المحافظ أو المسؤول التنفيذي الأول، أو من يحق له التحدث باسمه.",
  "Yes, and supports it": "نعم، ويدعمها",
  "Not yet, but will before the call closes": "ليس بعد، لكنه سيعلم قبل إغلاق الدعوة",
  No: "لا",
  "Introduce the initiative": "التعريف بالمبادرة",
  "Title of the initiative": "عنوان المبادرة",
  "A name that somebody abroad understands. You can add the name in your own language in brackets.":
    "اسم يفهمه قارئ من بلد آخر. ويمكنكم إضافة الاسم بلغتكم بين قوسين.",
  "When did it begin, and when did or will it end?": "متى بدأت، ومتى انتهت أو ستنتهي؟",
  "As exactly as you know: 2019, 2019-03 or 2019-03-31.":
    "بأدق ما تعرفون: 2019 أو \u20662019-03\u2069 أو \u20662019-03-31\u2069.",
  Themes: "المحاور",
  "Choose up to three.": "اختاروا ثلاثة على الأكثر.",
  "Framework or programme it belongs to": "الإطار أو البرنامج الذي تنتمي إليه",
  "If your city enters several initiatives of one framework or programme, name it in each of them, in the same words. Otherwise leave this empty.":
    "إذا شاركت مدينتكم بعدة مبادرات ضمن إطار أو برنامج واحد فاذكروه في كل منها بالكلمات نفسها، وإلا فاتركوا الخانة فارغة.",
  Summary: "الملخص",
  "What was the problem, what did you do, what has changed? If the initiative is published, this is what the public reads first.":
    "ما المشكلة، وماذا فعلتم، وما الذي تغيّر؟ إذا نُشرت المبادرة، فهذا أول ما يقرؤه الجمهور.",
  "Web page about the initiative": "صفحة ويب عن المبادرة",
  "Starts with https:// and opens without a password.": "يبدأ بـ \u2066https://\u2069 ويُفتح بلا كلمة مرور.",
  "Describe your city": "وصف مدينتكم",
  "The latest figures you have, for the area you govern. Reviewers use them to understand your circumstances, not to rank them.":
    "أحدث ما لديكم من أرقام عن المنطقة التي تديرونها. يستخدمها المقيّمون لفهم ظروفكم، لا لترتيبها.",
  "Where it is on the map": "موقعها على الخريطة",
  "Reviewers of blind rounds do not see this.": "لا يراه المقيّمون في الجولات المحجوبة الهوية.",
  "Governments that belong to the union": "الحكومات المنتمية إلى الاتحاد",
  "Their names, one on each line, and who leads the initiative. The figures below are for all of them together.":
    "أسماؤها، واحد في كل سطر، ومن يقود المبادرة. والأرقام أدناه لها جميعًا.",
  Population: "عدد السكان",
  "Number of people.": "عدد الأشخاص.",
  "Population growth": "النمو السكاني",
  "Per cent a year; negative if people are leaving.": "بالمئة سنويًّا؛ وبالسالب إذا تناقص عدد السكان.",
  Area: "المساحة",
  "Square kilometres.": "بالكيلومترات المربعة.",
  "Population density": "الكثافة السكانية",
  "People per square kilometre.": "عدد الأشخاص لكل كيلومتر مربع.",
  "GDP per capita": "نصيب الفرد من الناتج المحلي الإجمالي",
  "US dollars a year.": "بالدولار الأمريكي سنويًّا.",
  "Gini index": "مؤشر جيني",
  "Between 0 and 1, like 0.38. Leave it empty if it is not known.":
    "بين 0 و1، مثل 0.38. اتركوه فارغًا إن لم يكن معروفًا.",
  "Main source of prosperity": "المصدر الرئيس للرخاء",
  "For example: port and trade, farming, tourism, universities.":
    "مثل: الميناء والتجارة، والزراعة، والسياحة، والجامعات.",
  "Say whom we can reach": "من يمكننا التواصل معه",
  "Only your team and the secretariat can see this section. Reviewers and the public never do.":
    "لا يرى هذا القسم إلا فريقكم والأمانة. ولا يراه المقيّمون ولا الجمهور أبدًا.",
  "Name of the contact person": "اسم الشخص المسؤول عن الاتصال",
  "Position and department": "المنصب والإدارة",
  "E-mail address": "البريد الإلكتروني",
  Telephone: "الهاتف",
  "With the country code, like +256 41 000 0000.": "مع رمز البلد، مثل \u2066+962 6 000 0000\u2069.",
  "Explain why it was needed": "شرح الحاجة إليها",
  Background: "الخلفية",
  "What was the situation before? Who was affected, and how?": "كيف كان الوضع من قبل؟ ومن تأثر، وكيف؟",
  Origins: "النشأة",
  "Whose idea was it, and what made it possible at that moment?": "من صاحب الفكرة، وما الذي جعلها ممكنة في تلك اللحظة؟",
  Objectives: "الأهداف",
  "What were you to achieve, for whom, by when?": "ماذا كان عليكم أن تحققوا، ولمن، وبحلول متى؟",
  "Name partners and resources": "الشركاء والموارد",
  Partners: "الشركاء",
  "Who did it with you, and what they brought in. Reviewers who work for one of them will not read your entry.":
    "من عمل معكم، وما أسهم به. ولن يقرأ مشاركتكم مقيّم يعمل لدى أحدهم.",
  Resources: "الموارد",
  "Money, people, land, technology: how much, and where it came from.": "المال والأشخاص والأرض والتقنية: كم، ومن أين.",
  Budget: "الميزانية",
  "What the money went to, who paid, and how much from beginning to end. The lines add up by themselves.":
    "فيمَ أُنفق المال، ومن دفع، وكم من البداية إلى النهاية. ويُحسب المجموع تلقائيًّا.",
  "Describe the innovation": "وصف الابتكار",
  "What is new about it?": "ما الجديد فيها؟",
  "New in your city, your country or anywhere? A policy, a way of working, a technology, a business model?":
    "جديد في مدينتكم أم في بلدكم أم في العالم؟ سياسة أم طريقة عمل أم تقنية أم نموذج أعمال؟",
  "Type of innovation": "نوع الابتكار",
  "Revolutionary: it replaces what was there before": "جذري: يحلّ محل ما كان قائمًا",
  "Evolutionary: it develops what was there before": "تطويري: يطوّر ما كان قائمًا",
  "What did it replace?": "ما الذي حلّت محله؟",
  "How the same thing was done before, and what became of it.": "كيف كان الأمر نفسه يُنجز من قبل، وماذا صار إليه.",
  "Obstacles and solutions": "العقبات والحلول",
  "What stood in the way, what did you do about it, and what is still unsolved?":
    "ما الذي اعترض الطريق، وماذا فعلتم إزاءه، وما الذي لم يُحلّ بعد؟",
  "Show the results": "إظهار النتائج",
  Outcomes: "الآثار المحققة",
  "What is different now, and for whom?": "ما المختلف الآن، ولمن؟",
  "Results in figures": "النتائج بالأرقام",
  "One line for each figure: what it was before, what it is now, in which year, and where the figure comes from.":
    "سطر لكل رقم: كم كان من قبل، وكم هو الآن، وفي أي سنة، ومن أين الرقم.",
  "How do you know?": "كيف عرفتم ذلك؟",
  "Methods of assessment: surveys, statistics, audits, and who carried them out.":
    "أساليب التقييم: استطلاعات وإحصاءات وتدقيق، ومن قام بها.",
  "Lessons for other cities": "دروس للمدن الأخرى",
  "What could others take over, what would they have to change, what would you do differently?":
    "ماذا يمكن للآخرين أن يقتبسوا، وماذا يلزمهم تغييره، وما الذي كنتم ستفعلونه على نحو آخر؟",
  "Relate it to global goals": "الربط بالأهداف العالمية",
  "Sustainable Development Goals": "أهداف التنمية المستدامة",
  "Those to which the initiative has made a difference that you can show.":
    "الأهداف التي أحدثت فيها المبادرة فرقًا يمكنكم إثباته.",
  "New Urban Agenda": "الخطة الحضرية الجديدة",
  "Which of its commitments does the initiative put into practice, and how?":
    "أيّ التزاماتها تضعها المبادرة موضع التنفيذ، وكيف؟",
  "Add documents and pictures": "إضافة الوثائق والصور",
  "Everything belongs here; nothing needs to be sent by e-mail. Files are private until an initiative is published.":
    "كل شيء مكانه هنا؛ ولا حاجة إلى إرسال شيء بالبريد الإلكتروني. والملفات خاصة حتى تُنشر المبادرة.",
  Documents: "الوثائق",
  "Reports, plans, evaluations, letters.": "تقارير وخطط وتقييمات ورسائل.",
  Pictures: "الصور",
  "They show the initiative at work. We remove the place where they were taken before anybody else sees them.":
    "تُظهر المبادرة وهي تعمل. ونحذف منها مكان التقاطها قبل أن يراها أي شخص آخر.",
  Video: "الفيديو",
  "One film. If the line breaks, the upload goes on where it stopped.":
    "فيلم واحد. إذا انقطع الاتصال، استُؤنف الرفع من حيث توقف.",
  "What we have written is true to the best of our knowledge, and we may share what we have uploaded.":
    "ما كتبناه صحيح بحسب علمنا، ويحق لنا مشاركة ما رفعناه.",
  "If the initiative is published, the public sees the answers marked as public, never the contacts.":
    "إذا نُشرت المبادرة، رأى الجمهور الإجابات المعلّمة بأنها علنية، ولا يرى بيانات الاتصال أبدًا.",
  "Entered by a local or regional government, or a union of them": "مقدّمة من حكومة محلية أو إقليمية، أو من اتحاد لها",
  "Under way, or completed within the last two years": "جارية، أو اكتملت خلال العامين الماضيين",
  "About an urban initiative within the themes of the call": "تتعلق بمبادرة حضرية ضمن محاور الدعوة",
  "Answers are about this initiative and can be judged": "الإجابات عن هذه المبادرة ويمكن تقييمها",
};
