import type { Translations } from "../translated.ts";

/** The committee's and the jury's rubrics, and that of the special prizes. */
export const RUBRIC_TEXTS: Translations = {
  "Technical Committee 2023": "اللجنة الفنية 2023",
  Innovation: "الابتكار",
  "How new the idea, the approach or the way of working is, for this city and beyond it.":
    "مدى جدّة الفكرة أو النهج أو طريقة العمل، لهذه المدينة ولغيرها.",
  "Common practice; nothing in it is new even for this city.": "ممارسة شائعة؛ لا جديد فيها حتى لهذه المدينة.",
  "New for this city, but copied elsewhere many times with no change of note.":
    "جديدة لهذه المدينة، لكنها منقولة عن أماكن كثيرة دون تغيير يُذكر.",
  "A known approach adapted with clear improvements of its own.": "نهج معروف كُيّف بتحسينات خاصة واضحة.",
  "New in its region, or a new combination of known parts that changes how the city works.":
    "جديدة في إقليمها، أو تركيب جديد لعناصر معروفة يغيّر طريقة عمل المدينة.",
  "New worldwide, and it has already changed how others think about the problem.":
    "جديدة عالميًّا، وقد غيّرت بالفعل طريقة تفكير الآخرين في المشكلة.",
  Effectiveness: "الفعالية",
  "What has been achieved, and how well it is shown: baseline, results, and how they were measured.":
    "ما تحقق، ومدى إثباته: خط الأساس والنتائج وكيفية قياسها.",
  "No result is shown, only plans or activities.": "لا تُعرض نتيجة، بل خطط أو أنشطة فقط.",
  "Some results are claimed without figures or a baseline.": "تُذكر بعض النتائج دون أرقام أو خط أساس.",
  "Results with figures against a baseline, for some of the objectives.":
    "نتائج بالأرقام مقارنة بخط أساس، لبعض الأهداف.",
  "Most objectives reached, measured in a way others could repeat.": "تحقق معظم الأهداف، بقياس يمكن للآخرين تكراره.",
  "Objectives reached or surpassed, confirmed from outside, and the effect lasts.":
    "تحققت الأهداف أو جرى تجاوزها، بتأكيد خارجي، والأثر دائم.",
  Context: "السياق",
  "How well the initiative fits the place: its means, its obstacles, its people and who took part.":
    "مدى ملاءمة المبادرة للمكان: موارده وعقباته وسكانه ومن شارك فيها.",
  "The place and its conditions are not described.": "لم يوصف المكان ولا ظروفه.",
  "Conditions are described but did not shape the initiative.": "وُصفت الظروف لكنها لم تُشكّل المبادرة.",
  "The initiative answers a local need and uses local means.": "تستجيب المبادرة لحاجة محلية وتستخدم موارد محلية.",
  "It was shaped together with those concerned and overcame real obstacles.":
    "صيغت مع المعنيين بها وتغلبت على عقبات حقيقية.",
  "It turned difficult conditions into a strength, and the people concerned carry it on.":
    "حوّلت الظروف الصعبة إلى مصدر قوة، ويواصلها المعنيون بها.",
  Replicability: "قابلية التكرار",
  "What others can take over, at what cost, and whether lessons are told honestly.":
    "ما يمكن للآخرين اقتباسه، وبأي كلفة، وهل رُويت الدروس بصدق.",
  "Bound to this place; nothing could be taken over.": "مرتبطة بهذا المكان؛ لا شيء يمكن اقتباسه.",
  "Parts could be taken over, but cost or conditions are not told.":
    "يمكن اقتباس أجزاء منها، لكن الكلفة أو الشروط غير مذكورة.",
  "Could be taken over by similar cities; cost and steps are told.":
    "يمكن لمدن مشابهة اقتباسها؛ والكلفة والخطوات مذكورة.",
  "Has been taken over elsewhere, or is prepared for it with material others can use.":
    "اقتُبست في مكان آخر، أو هي مهيأة لذلك بمواد يمكن للآخرين استخدامها.",
  "Taken over in several places of different kinds, with results that are known.":
    "اقتُبست في أماكن عدة متنوعة، بنتائج معروفة.",
  "Relevance to the SDGs and the New Urban Agenda": "الصلة بأهداف التنمية المستدامة والخطة الحضرية الجديدة",
  "Which goals the initiative serves, and whether it shows that it does.":
    "الأهداف التي تخدمها المبادرة، وهل تُثبت ذلك.",
  "No goal is named, or those named have nothing to do with it.": "لا هدف مذكور، أو لا صلة لها بالأهداف المذكورة.",
  "Goals are named without showing a link.": "ذُكرت أهداف دون بيان الصلة.",
  "A clear link to one goal.": "صلة واضحة بهدف واحد.",
  "Measured contributions to several goals or commitments.": "إسهامات مَقيسة في عدة أهداف أو التزامات.",
  "Measured contributions that others report on as an example for these goals.":
    "إسهامات مَقيسة يذكرها الآخرون مثالًا لهذه الأهداف.",
  "Jury 2021": "لجنة التحكيم 2021",
  "How new it is, and whether the novelty is what made it work.": "مدى جدّتها، وهل الجدّة هي سبب نجاحها.",
  "Nothing is new.": "لا جديد فيها.",
  "New for this city only.": "جديدة لهذه المدينة فقط.",
  "A known idea, clearly improved.": "فكرة معروفة حُسّنت بوضوح.",
  "New in its region.": "جديدة في إقليمها.",
  "New worldwide.": "جديدة عالميًّا.",
  Participation: "المشاركة المجتمعية",
  "Who took part in deciding, making and judging it.": "من شارك في تقريرها وإنجازها وتقييمها.",
  "Nobody was asked.": "لم يُسأل أحد.",
  "People were informed.": "أُبلغ السكان.",
  "People were consulted and it shows.": "استُشير السكان، وأثر ذلك ظاهر.",
  "People decided on parts of it.": "قرر السكان أجزاء منها.",
  "People lead it together with the city.": "يقودها السكان مع المدينة.",
  Impact: "الأثر",
  "What changed in people’s lives, and how it is known.": "ما تغيّر في حياة الناس، وكيف عُرف ذلك.",
  "No change is shown.": "لم يُبيَّن أي تغيير.",
  "Change is claimed.": "ذُكر تغيير دون إثبات.",
  "Some change is measured.": "قيس بعض التغيير.",
  "Large change is measured.": "قيس تغيير كبير.",
  "Large and lasting change, confirmed from outside.": "تغيير كبير ودائم، بتأكيد خارجي.",
  Significance: "الأهمية",
  "How much the problem matters, here and elsewhere.": "مدى أهمية المشكلة، هنا وفي أماكن أخرى.",
  "A small matter of one place.": "مسألة صغيرة تخص مكانًا واحدًا.",
  "Matters to one place.": "مهمة لمكان واحد.",
  "Matters to many places.": "مهمة لأماكن كثيرة.",
  "An urgent problem of many cities.": "مشكلة ملحّة في مدن كثيرة.",
  "One of the great problems of cities worldwide.": "من كبرى مشكلات المدن في العالم.",
  "Whether others could do the same.": "هل يستطيع الآخرون فعل الشيء نفسه.",
  "Not elsewhere.": "ليس في مكان آخر.",
  "Parts, with great effort.": "أجزاء منها، بجهد كبير.",
  "In similar cities.": "في مدن مشابهة.",
  "In many kinds of cities.": "في أنواع كثيرة من المدن.",
  "It has been done in several.": "فُعل ذلك في عدة مدن.",
  Learnability: "قابلية التعلّم",
  "Whether the lessons, failures included, are told so that others learn.":
    "هل رُويت الدروس، بما فيها الإخفاقات، على نحو يتعلّم منه الآخرون.",
  "No lesson is told.": "لم يُروَ أي درس.",
  "Successes only.": "النجاحات فقط.",
  "Some lessons.": "بعض الدروس.",
  "Lessons and failures, clearly told.": "دروس وإخفاقات مروية بوضوح.",
  "Lessons that others have already used.": "دروس استخدمها الآخرون بالفعل.",
  Inclusiveness: "الشمول",
  "Whether those who are usually left out gain from it.": "هل ينتفع منها من يُستبعدون عادة.",
  "They lose by it.": "يخسرون بسببها.",
  "They are not considered.": "لم يُراعَوا.",
  "They gain as others do.": "ينتفعون كغيرهم.",
  "They gain first.": "ينتفعون أولًا.",
  "They gain first, and helped to shape it.": "ينتفعون أولًا، وأسهموا في صياغتها.",
  "Special prizes (demonstration)": "الجوائز الخاصة (تجريبي)",
  "Does not say how it was done.": "لا تذكر كيف أُنجزت.",
  "Material for others": "مواد يستفيد منها الآخرون",
  "Whether there is something to begin with elsewhere: a guide, plans, code, training.":
    "هل يوجد ما يمكن البدء به في مكان آخر: دليل أو مخططات أو شيفرة برمجية أو تدريب.",
  "Nothing that others could take and use.": "لا شيء يمكن للآخرين أخذه واستخدامه.",
  "Others can take it and begin.": "يمكن للآخرين أخذها والبدء.",
};
