import type { mail as en } from "../en/mail.ts";
import { accountLetters } from "./account-mail.ts";

/** ما يلزم أن يتفق عليه شخصان. */
const proposed: Record<string, string> = {
  secretariat: "دور في الأمانة",
  administrator: "دور المدير",
  observer: "دور المراقب",
  chair: "رئاسة لجنة",
  "chair-removal": "إنهاء رئاسة لجنة",
  scrutineer: "تدقيق جولة",
  "scrutineer-removal": "إنهاء تدقيق جولة",
  "factor-reset": "إلغاء عامل ثانٍ مفقود",
  waiver: "رفع تضارب في المصالح",
  package: "الاعتداد بملف موقّع بدلًا من التقديم",
  correction: "تصحيح ما كُتب عنها في القائمة",
};

const stateOfLog = (checkpoint: string) => (checkpoint ? `\n\nهذه هي الحالة الموقّعة من السجل العلني عند كتابة هذه الرسالة. احتفظوا بها: بها يلاحظ المتحقق إن أُعيدت كتابة السجل يومًا.\n\n${checkpoint}` : "");

export const mail: typeof en = {
  letters: {
    ...accountLetters,
    "join-team": ({ city, inviter, link }) => ({
      subject: `دعوة من ${inviter} إلى فريق ${city}`,
      body: `وصلتكم دعوة من ${inviter} إلى العمل على مشاركات ${city} في Kapok. افتحوا هذه الصفحة للقبول:

${link}

الرابط لكم وحدكم، ويعمل مرة واحدة، وهو صالح 14 يومًا.`,
    }),
    "join-request": ({ city, name, link }) => ({
      subject: `طلب انضمام إلى فريق ${city}: ${name}`,
      body: `ورد من ${name} طلب انضمام إلى فريق ${city}. لا يدخل أحد إلا بموافقة أحد مسؤولي الفريق. أجيبوا هنا:

${link}`,
    }),
    "team-joined": ({ city, name, link }) => ({
      subject: `أنتم في فريق ${city}`,
      body: `تحية طيبة إلى ${name}،

قبل أحد مسؤولي الفريق انضمامكم: تشاركون الآن في مشاركات ${city}.

${link}`,
    }),
    "office-in-team": ({ city, name, by, whom, step, link }) => ({
      subject: `فريق ${city}`,
      body: `تحية طيبة إلى ${name}،

${{ owner: `أُسندت بقرار من ${by} في الأمانة مسؤولية فريق ${city} إلى ${whom}.`, admitted: `قُبل بقرار من ${by} في الأمانة انضمام ${whom} إلى فريق ${city}.`, invited: `وُجّهت من ${by} في الأمانة دعوة إلى ${whom} للانضمام إلى فريق ${city}.`, changed: `تغيّر بقرار من ${by} في الأمانة دور ${whom} في فريق ${city}.`, removed: `أُخرج بقرار من ${by} في الأمانة من فريق ${city}: ${whom}.` }[step]} نُعلمكم بذلك لأنكم مسؤول هذا الفريق. إذا لم تكونوا تتوقعون ذلك، فيُرجى الكتابة إلى الأمانة.

${link}`,
    }),
    "team-handed-over": ({ city, name, by, link }) => ({
      subject: `أنتم الآن مسؤول فريق ${city}`,
      body: `تحية طيبة إلى ${name}،

تسلّمتم فريق ${city} من ${by}: أنتم الآن مسؤوله. يمكنكم كتابة مشاركاته وتقديمها وسحبها، ودعوة الزملاء وقبول انضمامهم.

${link}`,
    }),
    "join-declined": ({ city, name }) => ({
      subject: `طلبكم الانضمام إلى فريق ${city}`,
      body: `تحية طيبة إلى ${name}،

لم يقبل فريق ${city} طلبكم الانضمام. إذا كنتم ترون أن في ذلك خطأ، فيُرجى التحدث إلى زملائكم هناك.`,
    }),
    "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link, copy, bare, checkpoint }) => ({
      subject: `تم الاستلام: ${code}`,
      body: `استلمنا مبادرتكم المقدّمة إلى ${programme}.

الرقم المرجعي: ${code}
العنوان: ${title}
تاريخ الاستلام: ${receivedProgramme}
بالتوقيت العالمي المنسّق: ${receivedUtc}
بصمة SHA-256 لما خُتم: ${sha256}

احتفظوا بهذه الرسالة. بهذه البصمة يستطيع أي شخص لاحقًا أن يتحقق من أن ما يُقيَّم هو ما أرسلتموه.

تصل مع هذه الرسالة نسخة PDF من كل شيء، بما فيه الأسئلة المتروكة، ما لم تكن أكبر مما يحتمله البريد. وهي متاحة أيضًا هنا:

${copy}

يمكنكم تعديل المشاركة وتقديمها مرة أخرى حتى إغلاق الدعوة؛ ويُعتدّ بالتقديم الأخير.${bare ? `\n\nلا كلمات تصف ما تُظهره هذه الصور: ${bare}. يمكنكم حتى إغلاق الدعوة أن تصفوها في مشاركتكم وتقدموها مرة أخرى؛ وإلا فلن يسمع من لا يستطيع رؤيتها إلا اسم السؤال.` : ""}

${link}${stateOfLog(checkpoint)}`,
    }),
    "package-accepted": ({ code, title, programme, receivedProgramme, receivedUtc, acceptedProgramme, acceptedUtc, sha256, link, copy, checkpoint }) => ({
      subject: `ملفكم الموقّع هو تقديمكم: ${code}`,
      body: `قبل شخصان من الأمانة الملف الموقّع لمبادرتكم المقدّمة إلى ${programme}. وما فيه هو تقديمكم.

الرقم المرجعي: ${code}
العنوان: ${title}
آخر حفظ فيه: ${receivedProgramme}
بالتوقيت العالمي المنسّق: ${receivedUtc}
تاريخ قبول الملف: ${acceptedProgramme}
بالتوقيت العالمي المنسّق: ${acceptedUtc}
بصمة SHA-256 لما خُتم: ${sha256}

احتفظوا بهذه الرسالة. بهذه البصمة يستطيع أي شخص لاحقًا أن يتحقق من أن ما يُقيَّم هو ما كنتم قد حفظتموه. أما ما عدّلتموه بعد ذلك فيبقى في مسودتكم ولا يُعتدّ به.

تصل مع هذه الرسالة نسخة PDF من كل شيء، ما لم تكن أكبر مما يحتمله البريد. وهي متاحة أيضًا هنا:

${copy}

${link}${stateOfLog(checkpoint)}`,
    }),
    "endorsement-asked": ({ name, city, title, cycle, asker, sha256, until, link }) => ({
      subject: `${city}: يُرجى اعتماد المشاركة في ${cycle}`,
      body: `تحية طيبة إلى ${name}،

ورد من ${asker} طلب أن تعتمدوا، باسم ${city}، المبادرة «${title}» المزمع تقديمها إلى ${cycle}.

افتحوا هذه الصفحة لقراءتها والإجابة. لا حاجة إلى حساب:

${link}

الرابط لكم وحدكم وصالح حتى ${until}، أو حتى تجيبوا. وما تعتمدونه هو هذا النص بعينه:
SHA-256 ${sha256}`,
    }),
    "endorsement-answered": ({ code, title, name, office, answer, reason, link }) => ({
      subject: answer === "yes" ? `اعتُمدت: ${code}` : `لم تُعتمد: ${code}`,
      body: `${answer === "yes" ? "صدر الاعتماد" : "لم يصدر الاعتماد"} عن ${name}، ${office}، للمبادرة «${title}» (${code}).${reason ? `\n\nالسبب: ${reason}` : ""}

${answer === "yes" ? "إذا عُدّلت المشاركة الآن، بطل الاعتماد ولزم طلبه مرة أخرى. ويصبح جزءًا من المشاركة عند تقديمها." : "يمكنكم تعديل المشاركة وطلب الاعتماد مرة أخرى."}

${link}`,
    }),
    "attachment-infected": ({ code, title, file, link }) => ({
      subject: `عُثر على فيروس في أحد ملفات ${code}`,
      body: `يحتوي الملف «${file}» من مبادرتكم ${code}، «${title}»، على فيروس. وقد عُزل: لا يستطيع أحد فتحه، ولا أنتم.

يُرجى إزالته هناك ورفع نسخة سليمة:

${link}`,
    }),
    "entry-withdrawn": ({ code, title }) => ({
      subject: `سُحبت: ${code}`,
      body: `سُحبت مبادرتكم ${code}، «${title}»، ولن تُقيَّم.`,
    }),
    "screening-ineligible": ({ code, title, reason }) => ({
      subject: `غير مؤهلة: ${code}`,
      body: `فحصت الأمانة مبادرتكم ${code}، «${title}»، وخلصت إلى أنه لا يمكن قبولها.

السبب: ${reason}

اتفق على ذلك شخصان. إذا كنتم ترون أن أمرًا قد أُغفل، فيُرجى الرد على هذه الرسالة.`,
    }),
    "co-applicant-invited": ({ city, lead, inviter, title, cycle, closes, link }) => ({
      subject: `دعوة ${city} إلى مشاركة مشتركة مع ${lead}: ${cycle}`,
      body: `يدعو ${inviter} مدينة ${city} إلى تقديم مبادرة «${title}» مع ${lead} في ${cycle}. تكتبها ${lead} وتقدّمها، ويقرؤها فريقكم وتُذكر مدينتكم فيها.

افتحوا هذه الصفحة للإجابة. يلزمكم حساب بهذا البريد الإلكتروني، وأن تكونوا مسؤولين في فريق ${city} أو محرّرين فيه:

${link}

يمكنكم الإجابة حتى إغلاق الدعوة: ${closes}`,
    }),
    "co-applicant-answered": ({ code, title, city, answer, link }) => ({
      subject: `${answer === "yes" ? "قبول المشاركة المشتركة" : answer === "no" ? "الاعتذار عن المشاركة المشتركة" : "الانسحاب من المشاركة المشتركة"}: ${city}، ${code}`,
      body: `${answer === "yes" ? `قبلت ${city} أن تشارك معكم في` : answer === "no" ? `اعتذرت ${city} عن المشاركة معكم في` : `انسحبت ${city} من`} «${title}» (${code}).

ما تقدّمونه يذكر المدن المشاركة في تلك اللحظة. وإذا سبق أن قدّمتم المشاركة فقدّموها من جديد.

${link}`,
    }),
    "co-applicant-removed": ({ code, title, city, lead }) => ({
      subject: `لم تعد ${city} جزءًا من المشاركة المشتركة: ${code}`,
      body: `أزالت ${lead} مدينة ${city} من المشاركة المشتركة «${title}» (${code}). لم يعد فريقكم يستطيع قراءتها. إن كنتم ترون في ذلك خطأً فتحدثوا إلى زملائكم في ${lead}.`,
    }),
    "feedback-given": ({ code, title, cycle, closes, closesUtc, link }) => ({
      subject: `ملاحظات على مشاركتكم المبكرة ${code}`,
      body: `اطّلعت الأمانة على مبادرتكم ${code}، «${title}»، في ${cycle}، كما قدّمتموها قبل الموعد المبكر، وهي تخبركم بما يمكن تحسينه.

اقرؤوا ذلك هنا:

${link}

يُعتدّ بما قدّمتموه إلى أن تقدّموا مرة أخرى. ويمكنكم تعديل المشاركة وتقديم نسخة أخرى حتى ${closes}
بالتوقيت العالمي المنسّق: ${closesUtc}`,
    }),
    "inquiry-asked": ({ code, title, cycle, question, until, untilUtc, link }) => ({
      subject: `سؤال عن مشاركتكم ${code}`,
      body: `لدى الأمانة سؤال عن مبادرتكم ${code}، «${title}»، في ${cycle}:

${question}

يُرجى الإجابة في موعد أقصاه ${until}
بالتوقيت العالمي المنسّق: ${untilUtc}

أجيبوا هنا. ويمكن أن يجيب أي زميل يحق له تحرير مشاركاتكم:

${link}

إذا لم تصل إجابة في الموعد، استمرت مشاركتكم كما قدّمتموها.`,
    }),
    "inquiry-answered": ({ code, link }) => ({
      subject: `وصلت الإجابة عن السؤال بشأن ${code}`,
      body: `أجاب صاحب المشاركة عن السؤال بشأن ${code}. اقرؤوا الإجابة هنا:

${link}`,
    }),
    "panel-invitation": ({ round, cycle, link }) => ({
      subject: `دعوة إلى التقييم: ${round}، ${cycle}`,
      body: `أنتم مدعوون إلى تقييم مبادرات في «${round}» ضمن ${cycle}. افتحوا هذه الصفحة للقبول:

${link}

الرابط لكم وحدكم، ويعمل مرة واحدة، وهو صالح 21 يومًا. وستُسألون عن تضارب المصالح قبل أن تروا أي مبادرة.`,
    }),
    "chair-invitation": ({ round, cycle, link }) => ({
      subject: `دعوة إلى رئاسة لجنة: ${round}، ${cycle}`,
      body: `أنتم مدعوون إلى رئاسة لجنة «${round}» ضمن ${cycle}: إسناد الطلبات إلى المقيّمين، ومتابعة تقدمهم، وقراءة درجاتهم، واتخاذ القرار بشأن القائمة مع شخص ثانٍ. افتحوا هذه الصفحة للقبول:

${link}

الرابط لكم وحدكم، ويعمل مرة واحدة، وهو صالح 21 يومًا. وستُسألون أولًا عن بلدانكم ومؤسساتكم: فالطلبات التي لكم فيها تضارب مصالح تُحجب عنكم.`,
    }),
    "scrutineer-invitation": ({ round, cycle, link }) => ({
      subject: `دعوة إلى التدقيق: ${round}، ${cycle}`,
      body: `أنتم مدعوون إلى التحقق من درجات «${round}» ضمن ${cycle} بصفة مدقّق، بعد تجميدها. افتحوا هذه الصفحة للقبول:

${link}

راجعوا صفحتكم في الجولة بين حين وآخر: يتاح فيها ملف الفتح بعد تجميد الدرجات. ونزّلوه مرة أخرى حين تصبح القائمة نهائية: فإن كانت الدرجات المعدّلة هي الحاسمة، فلا تدخل فيه إلا عندئذ.

الرابط لكم وحدكم، ويعمل مرة واحدة، وهو صالح 21 يومًا. ومن يشارك في الجائزة أو يقيّم فيها أو يديرها لا يستطيع التدقيق فيها.`,
    }),
    "scrutineer-key-stated": ({ name, key, round, cycle, link }) => ({
      subject: `أُعلن مفتاح مدقّق: ${round}، ${cycle}`,
      body: `أُعلن مفتاح باسم ${name} لجولة «${round}» ضمن ${cycle}. وهو في السجل العلني:

${key}

قارنوه بالمفتاح الذي يصلكم من ${name} بطريق غير هذه البوابة، واطبعوه مع القواعد. وإن اختلفا فأبلغوا رئيس اللجنة والأمانة قبل تجميد الدرجات. اللجنة ومفاتيحها:

${link}`,
    }),
    "seed-due": ({ round, cycle, link }) => ({
      subject: `بذرتكم للقرعة: ${round}، ${cycle}`,
      body: `انتهى التقييم في جولة «${round}» ضمن ${cycle}. وقد التزمتم ببذرة لقرعتها التي تحسم بين المتساوين. اطلبوا من برنامجكم عرضها، وأدخلوها في هذه الصفحة قبل تجميد الدرجات. وبعد ذلك لا يمكن الكشف عنها: تُسحب القرعة من دونها ويقرأ الجمهور ذلك.

${link}`,
    }),
    "own-key-stated": ({ key, round, cycle, link }) => ({
      subject: `أُعلن مفتاحكم: ${round}، ${cycle}`,
      body: `هذا المفتاح مُعلن الآن في السجل العلني على أنه لكم، لجولة «${round}» ضمن ${cycle}:

${key}

أبلغوا به الأمانة وغيرها بطريق غير هذه البوابة. وإن لم يكن مفتاحكم فأبلغوهم فورًا. صفحتكم في الجولة:

${link}`,
    }),
    "scores-frozen": ({ round, cycle, reviews, digest, checkpoint, link }) => ({
      subject: `هل هذه درجاتكم؟ ${round}، ${cycle}`,
      body: `جُمّدت درجات جولة «${round}» ضمن ${cycle}: لم يعد بإمكان أحد تغييرها. التقييمات المسجّلة باسمكم: ${reviews}. بصمتها:

${digest}

نرجو أن تنظروا إلى درجاتكم وأن تقولوا هل هي درجاتكم. وإن كان هناك خطأ فالصفحة تبيّن إلى من تكتبون:

${link}

احتفظوا بهذه الرسالة. فالبصمة تُظهر لاحقًا هل غُيّرت درجة باسمكم. وهذه حالة السجل العلني الموقّعة مع الدرجات المجمّدة:

${checkpoint}`,
    }),
    "result-to-check": ({ round, cycle, link }) => ({
      subject: `نتيجة تنتظر التحقق: ${round}، ${cycle}`,
      body: `أصبحت قائمة «${round}» ضمن ${cycle} نهائية، وهي في السجل العلني. يمكنكم التحقق منها، قبل نشرها أو بعده. نزّلوا ملف الفتح والبرهان من جديد من صفحتكم في الجولة:

${link}

وإن كنتم أعلنتم مفتاحًا قبل التجميد فإن البرنامج نفسه يوقّع النتيجة بعد ذلك أيضًا متى صحّ كل شيء.`,
    }),
    "second-signature": ({ round, cycle, by, link }) => ({
      subject: `قائمة في انتظار توقيعكم: ${round}`,
      body: `اقترح ${by} قائمة «${round}»، ${cycle}. وتصير نهائية حين يعتمدها شخص ثانٍ، ويمكن أن تكونوا أنتم. اقرؤوا القائمة وقرروا هنا:

${link}`,
    }),
    "ineligible-waits": ({ cycle, count, link }) => ({
      subject: `مشاركات عُدّت غير مؤهلة تنتظر شخصًا ثانيًا: ${cycle}`,
      body: `مشاركات ضمن ${cycle} عُدّت غير مؤهلة وتنتظر شخصًا ثانيًا: ${count}

تبقى كل منها على حالها ولا يُبلَّغ فريقها بشيء إلى أن يؤكد ذلك شخص آخر من الأمانة أو يعيد فتحها، ويمكن أن تكونوا أنتم. اقرؤوها وقرروا هنا:

${link}`,
    }),
    "signature-due": ({ round, cycle, link }) => ({
      subject: `نتيجة تنتظر التوقيع باسم الجائزة: ${round}، ${cycle}`,
      body: `أصبحت قائمة «${round}» ضمن ${cycle} نهائية، وهي في السجل العلني. يمكنكم توقيعها باسم الجائزة بمفتاح يخصكم، قبل نشرها أو بعده. وهذه الصفحة تشرح الطريقة:

${link}`,
    }),
    "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `موعد نهائي جديد: ${cycle}`,
      body: `تغيّر الموعد النهائي لـ${cycle}.

الموعد النهائي الجديد: ${newDeadline}
بالتوقيت العالمي المنسّق: ${newDeadlineUtc}
السبب: ${reason}

${link}`,
    }),
    "extension-proposed": ({ cycle, from, to, deadline, proposed, link }) => ({
      subject: `انقطعت البوابة قبل موعد نهائي: ${cycle}`,
      body: `تعذّر الوصول إلى البوابة مدةً قبيل الموعد النهائي لـ${cycle}.

من: ${from}
إلى: ${to}
الموعد النهائي: ${deadline}

وهي تقترح موعدًا نهائيًّا جديدًا يعيد الوقت إلى جميع المدن:

${proposed}

لا يتغير شيء ما لم تؤكدوه. والصفحة مملوءة مسبقًا:

${link}`,
    }),
    "chain-broken": ({ faults, at, link }) => ({
      subject: "سلسلة السجل غير سليمة",
      body: `تعيد البوابة كل ليلة حساب سلسلة سجل الأحداث. ولم تعد السلسلة سليمة: غُيِّر شيء أو أُسقط أو أُضيف دون أن يُسجَّل.

وقت الاكتشاف (UTC): ${at}
عدد الأخطاء: ${faults}

تحقّقوا منها هنا لمعرفة الموضع، وأبلغوا من يشغّل البوابة. وتُظهر النسخ الاحتياطية للأيام السابقة ما كان فيها:

${link}`,
    }),
    "entry-extended": ({ code, cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `وقت إضافي لمشاركتكم ${code}`,
      body: `مُنحت مشاركتكم ${code} في ${cycle} وقتًا أطول من غيرها. يمكنكم تعديلها وتقديمها حتى:

الموعد النهائي الجديد: ${newDeadline}
بالتوقيت العالمي المنسّق: ${newDeadlineUtc}
السبب: ${reason}

${link}`,
    }),
    "discussions-unread": ({ count, rounds, profile }) => ({
      subject: `رسائل غير مقروءة في النقاشات: ${count}`,
      body: `عدد الرسائل التي لم تقرؤوها بعد في النقاشات: ${count}. تجدونها هنا:

${rounds}

تصل رسالة كهذه مرة واحدة في اليوم على الأكثر، ولا تذكر أبدًا ما كُتب. يمكنكم إيقافها في ملفكم:

${profile}`,
    }),
    "meeting-called": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `جلسة اللجنة: ${round}`,
      body: `أنتم مدعوون إلى جلسة لجنة «${round}»، ${cycle}.

الموعد: ${starts} (${startsUtc})
المدة: ${length}
المكان: ${place}

${agenda}

لا تذكر هذه الرسالة المشاركات التي ستُبحث. والملف المرفق يضع الجلسة في تقويمكم بتوقيتكم. وهي مبيّنة هنا أيضًا:

${link}`,
    }),
    "meeting-changed": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `تغيير جلسة اللجنة: ${round}`,
      body: `تغيّرت جلسة لجنة «${round}»، ${cycle}. وهذا هو المعمول به الآن.

الموعد: ${starts} (${startsUtc})
المدة: ${length}
المكان: ${place}

${agenda}

لا تذكر هذه الرسالة المشاركات التي ستُبحث. والملف المرفق يضع الجلسة في تقويمكم بتوقيتكم. وهي مبيّنة هنا أيضًا:

${link}`,
    }),
    "meeting-cancelled": ({ round, cycle, starts, startsUtc, link }) => ({
      subject: `إلغاء جلسة اللجنة: ${round}`,
      body: `أُلغيت جلسة لجنة «${round}»، ${cycle}، التي كانت ستبدأ ${starts} (${startsUtc}). والملف المرفق يزيلها من تقويمكم.

كل الجلسات مبيّنة هنا:

${link}`,
    }),
    "ballot-open": ({ round, closes, closesUtc, link }) => ({
      subject: `بدء الاقتراع: ${round}`,
      body: `بدأ الاقتراع في «${round}». يمكنكم تسليم ورقة اقتراعكم وتعديلها حتى ${closes} (${closesUtc}):

${link}`,
    }),
    "reminder-ballot": ({ round, closes, closesUtc, link }) => ({
      subject: `لم يصل صوتكم بعد: ${round}`,
      body: `لم تصل بعد ورقة اقتراعكم في «${round}». الاقتراع مفتوح حتى ${closes} (${closesUtc}):

${link}`,
    }),
    "ballot-counted": ({ round, link }) => ({
      subject: `فرز الأصوات: ${round}`,
      body: `فُرزت الأصوات في «${round}». في هذه الصفحة إيصالكم، ومقدار ما دخل من ورقتكم في الفرز:

${link}

احتفظوا بالإيصال: بعد إعلان النتيجة يبيّن به المتحقق هل احتُسب صوتكم في الفرز المنشور.`,
    }),
    "assignments-ready": ({ round, count, closes, closesUtc, link }) => ({
      subject: `مبادرات لقراءتكم: ${round}`,
      body: `عدد المبادرات المسندة إليكم في «${round}»: ${count}.

آخر موعد للتقييم: ${closes} (${closesUtc})

قائمتكم هنا:

${link}`,
    }),
    "reminder-drafts": ({ cycle, codes, deadline, deadlineUtc, link }) => ({
      subject: `لم تُرسل بعد: مشاركتكم في ${cycle}`,
      body: `بدأ فريقكم المشاركة في «${cycle}» ولم يرسلها بعد: ${codes}.

تُغلق الدعوة في ${deadline} (${deadlineUtc}). وما لم يُقدَّم حتى ذلك الحين لا يشارك.

مشاركاتكم هنا:

${link}`,
    }),
    "round-unlocked": ({ round, cycle, until, untilUtc, reason, link }) => ({
      subject: `فُتحت من جديد: ${round}`,
      body: `كانت جولة «${round}» (${cycle}) قد أُغلقت، وهي الآن مفتوحة من جديد. يمكنكم منح الدرجات وتغييرها وتقديمها حتى:

موعد الإغلاق الجديد: ${until}
بالتوقيت العالمي المنسّق: ${untilUtc}
السبب: ${reason}

${link}`,
    }),
    "reminder-reviews": ({ round, missing, deadline, deadlineUtc, link }) => ({
      subject: `تقييمات ما زالت ناقصة: ${round}`,
      body: `عدد تقييماتكم التي لم تُقدَّم بعد في «${round}»: ${missing}.

تُغلق الجولة في ${deadline} (${deadlineUtc}). قائمتكم هنا:

${link}`,
    }),
    "list-corrected": ({ cycle, awarded, others, reason, link }) => ({
      subject: `تصحيح النتيجة: ${cycle}`,
      body: `صدرت نسخة جديدة من القائمة المنشورة: ${cycle}

${link}

السبب المذكور: ${reason}${awarded ? `\n\nمشاركاتكم المدرجة الآن في القائمة:\n\n${awarded}` : ""}${others ? `\n\nمشاركاتكم غير المدرجة فيها:\n\n${others}` : ""}`,
    }),
    "result-published": ({ cycle, awarded, others, link }) => ({
      subject: `النتيجة معلنة: ${cycle}`,
      body: `نُشرت نتيجة ${cycle}:

${link}${awarded ? `\n\nمشاركاتكم المدرجة في القائمة:\n\n${awarded}` : ""}${others ? `\n\nمشاركاتكم غير المدرجة فيها:\n\n${others}` : ""}`,
    }),
    "proposal-made": ({ name, by, about, reason, link }) => ({
      subject: "يلزم شخص ثانٍ",
      body: `اقتراح من ${by} بشأن ${name}: ${proposed[about] ?? about}.

السبب: ${reason}

لا يسري إلا بعد أن يؤكده شخص ثانٍ. اقرؤوه وقرروا هنا:

${link}`,
    }),
    "role-granted": ({ name, role, link }) => ({
      subject: "لكم دور جديد في الجائزة",
      body: `تحية طيبة إلى ${name}،

تقرّر إسناد دور إليكم: ${proposed[role] ?? role}. انتهى تسجيل دخولكم، وتسري الصلاحيات الجديدة حين تسجّلون الدخول من جديد. وهي تتطلب عاملًا ثانيًا إلى جانب كلمة المرور؛ وسيُطلب منكم إعداده إن لم يكن لديكم.

${link}`,
    }),
    "appraisal-released": ({ code, title, cycle, link }) => ({
      subject: `كيف قُيّمت مشاركتكم ${code}`,
      body: `نُشرت نتيجة ${cycle}، ويمكنكم قراءة كيفية تقييم مبادرتكم ${code}، «${title}»: تعليقات المقيّمين بلا أسماء، والموضع التقريبي لدرجاتهم.

${link}`,
    }),
    wave: (written) => written,
  },
  closing: "Kapok، بوابة الجوائز\nأُرسلت هذه الرسالة آليًّا.",
};
