import { FRAMEWORK, type FormDefinition } from "#app/domain/question/rules.ts";
import { translated } from "./translated.ts";

const words = (count: number) => ({ limit: { count, unit: "words" as const } });
const MEGABYTE = 1_000_000;
const OFFICE = "application/vnd.openxmlformats-officedocument";

/** The entry form of the Guangzhou Award, as data: every cycle that uses it gets its own copy. */
export const GUANGZHOU_FORM: FormDefinition = translated([
  {
    key: "eligibility",
    title: { en: "Check that you can take part", "zh-Hans": "确认是否符合参评条件" },
    intro: {
      en: "Your answers tell you at once whether the initiative can take part; nothing is sent yet.",
      "zh-Hans": "回答后即可知道该项目是否符合条件；此时不会提交任何内容。",
    },
    questions: [
      {
        key: "applicant",
        type: "choice",
        required: true,
        public: true, // whom a question is asked of tells it anyway
        label: { en: "Who is entering?", "zh-Hans": "由谁申报？" },
        settings: {
          options: [
            { value: "city", label: { en: "A city or municipality", "zh-Hans": "城市或市镇政府" } },
            {
              value: "region",
              label: {
                en: "Another local or regional government: a district, county, state or province",
                "zh-Hans": "其他地方或区域政府：区、县、州或省",
              },
            },
            {
              value: "union",
              label: { en: "A union or association of local governments", "zh-Hans": "地方政府联盟或联合会" },
            },
            {
              value: "other",
              label: {
                en: "Somebody else: a company, a university, a civil society organisation",
                "zh-Hans": "其他：企业、高校或社会组织",
              },
            },
          ],
          eligible: ["city", "region", "union"],
        },
      },
      {
        key: "stage",
        type: "choice",
        required: true,
        public: true,
        label: { en: "How far is the initiative?", "zh-Hans": "项目进展到哪一步？" },
        hint: {
          en: "The award honours what has been done and can already be learned from.",
          "zh-Hans": "本奖项表彰已经付诸实践、可供借鉴的项目。",
        },
        settings: {
          options: [
            {
              value: "ongoing",
              label: { en: "It is running and has first results", "zh-Hans": "正在实施，已有初步成果" },
            },
            {
              value: "completed",
              label: { en: "It was completed within the last two years", "zh-Hans": "已在近两年内完成" },
            },
            { value: "older", label: { en: "It was completed more than two years ago", "zh-Hans": "完成已超过两年" } },
            { value: "planned", label: { en: "It is planned and has not begun", "zh-Hans": "尚在规划，未开始实施" } },
          ],
          eligible: ["ongoing", "completed"],
        },
      },
      {
        key: "mandate",
        type: "choice",
        required: true,
        label: {
          en: "Does the head of your government know of this entry?",
          "zh-Hans": "贵方政府主要负责人是否知晓此次申报？",
        },
        hint: {
          en: "A mayor, governor or chief executive, or somebody who may speak for them.",
          "zh-Hans": "市长、州长、行政首长，或有权代表其意见的人。",
        },
        settings: {
          options: [
            { value: "yes", label: { en: "Yes, and supports it", "zh-Hans": "知晓并支持" } },
            {
              value: "soon",
              label: { en: "Not yet, but will before the call closes", "zh-Hans": "尚未，但将在截止前告知" },
            },
            { value: "no", label: { en: "No", "zh-Hans": "不知晓" } },
          ],
          eligible: ["yes", "soon"],
        },
      },
    ],
  },
  {
    key: "initiative",
    title: { en: "Introduce the initiative", "zh-Hans": "介绍项目" },
    questions: [
      {
        key: "title",
        type: "short-text",
        required: true,
        public: true,
        settings: words(20),
        label: { en: "Title of the initiative", "zh-Hans": "项目名称" },
        hint: {
          en: "A name that somebody abroad understands. You can add the name in your own language in brackets.",
          "zh-Hans": "请使用外国读者也能理解的名称，可在括号内附上本地语言的名称。",
        },
      },
      {
        key: "period",
        type: "period",
        required: true,
        public: true,
        label: { en: "When did it begin, and when did or will it end?", "zh-Hans": "项目起止时间" },
        hint: {
          en: "As exactly as you know: 2019, 2019-03 or 2019-03-31.",
          "zh-Hans": "按已知的精确程度填写：2019、2019-03 或 2019-03-31。",
        },
      },
      {
        key: "themes",
        type: "themes",
        required: true,
        public: true,
        settings: { max: 3 },
        label: { en: "Themes", "zh-Hans": "主题" },
        hint: { en: "Choose up to three.", "zh-Hans": "最多选择三项。" },
      },
      {
        key: FRAMEWORK,
        type: "short-text",
        label: { en: "Framework or programme it belongs to", "zh-Hans": "所属框架或计划" },
        hint: {
          en: "If your city enters several initiatives of one framework or programme, name it in each of them, in the same words. Otherwise leave this empty.",
          "zh-Hans": "如贵市有多个项目属于同一框架或计划，请在每份申报中用相同的名称填写；否则留空。",
        },
        settings: { ...words(20), identifies: true },
      },
      {
        key: "summary",
        type: "long-text",
        required: true,
        public: true,
        settings: words(200),
        label: { en: "Summary", "zh-Hans": "项目概要" },
        hint: {
          en: "What was the problem, what did you do, what has changed? If the initiative is published, this is what the public reads first.",
          "zh-Hans": "面对什么问题，采取了什么行动，带来了什么变化？项目公布后，公众首先读到的就是这段文字。",
        },
      },
      {
        key: "website",
        type: "link",
        public: true,
        settings: { identifies: true },
        label: { en: "Web page about the initiative", "zh-Hans": "项目网页" },
        hint: {
          en: "Starts with https:// and opens without a password.",
          "zh-Hans": "以 https:// 开头，无需密码即可打开。",
        },
      },
    ],
  },
  {
    key: "city",
    title: { en: "Describe your city", "zh-Hans": "介绍城市概况" },
    intro: {
      en: "The latest figures you have, for the area you govern. Reviewers use them to understand your circumstances, not to rank them.",
      "zh-Hans": "请填写贵方辖区的最新数据。评审人用以了解实际情况，不作为排名依据。",
    },
    questions: [
      {
        key: "location",
        type: "place",
        public: true,
        label: { en: "Where it is on the map", "zh-Hans": "地理位置" },
        hint: { en: "Reviewers of blind rounds do not see this.", "zh-Hans": "匿名评审时，评审人看不到此项。" },
      },
      {
        key: "members",
        type: "long-text",
        required: true,
        settings: {
          limit: { count: 150, unit: "words" },
          when: { question: "applicant", is: ["union"] },
          identifies: true,
        },
        label: { en: "Governments that belong to the union", "zh-Hans": "联盟的成员政府" },
        hint: {
          en: "Their names, one on each line, and who leads the initiative. The figures below are for all of them together.",
          "zh-Hans": "请逐行列出各成员名称，并注明由谁牵头。以下数据请按全体成员合计填写。",
        },
      },
      {
        key: "population",
        type: "number",
        required: true,
        public: true,
        settings: { min: 1, max: 100_000_000 },
        label: { en: "Population", "zh-Hans": "人口" },
        hint: { en: "Number of people.", "zh-Hans": "单位：人。" },
      },
      {
        key: "growth",
        type: "number",
        settings: { min: -50, max: 50, usual: { from: -3, to: 8 }, unit: "%" },
        label: { en: "Population growth", "zh-Hans": "人口增长率" },
        hint: { en: "Per cent a year; negative if people are leaving.", "zh-Hans": "每年百分比；人口减少请填负数。" },
      },
      {
        key: "area",
        type: "number",
        required: true,
        public: true,
        settings: { min: 0.01, max: 20_000_000, unit: "km²" },
        label: { en: "Area", "zh-Hans": "面积" },
        hint: { en: "Square kilometres.", "zh-Hans": "单位：平方公里。" },
      },
      {
        key: "density",
        type: "number",
        settings: { min: 0.01, max: 100_000, unit: "/ km²" },
        label: { en: "Population density", "zh-Hans": "人口密度" },
        hint: { en: "People per square kilometre.", "zh-Hans": "每平方公里人数。" },
      },
      {
        key: "gdp",
        type: "number",
        settings: { min: 0, max: 1_000_000, usual: { from: 200, to: 150_000 }, unit: "USD" },
        label: { en: "GDP per capita", "zh-Hans": "人均生产总值" },
        hint: { en: "US dollars a year.", "zh-Hans": "单位：美元／年。" },
      },
      {
        key: "gini",
        type: "number",
        settings: { min: 0, max: 100, usual: { from: 0.2, to: 0.7 } },
        label: { en: "Gini index", "zh-Hans": "基尼系数" },
        hint: {
          en: "Between 0 and 1, like 0.38. Leave it empty if it is not known.",
          "zh-Hans": "0 到 1 之间，例如 0.38。不详可不填。",
        },
      },
      {
        key: "prosperity",
        type: "short-text",
        public: true,
        settings: words(40),
        label: { en: "Main source of prosperity", "zh-Hans": "主要经济来源" },
        hint: {
          en: "For example: port and trade, farming, tourism, universities.",
          "zh-Hans": "例如：港口与贸易、农业、旅游、高等教育。",
        },
      },
    ],
  },
  {
    key: "contacts",
    title: { en: "Say whom we can reach", "zh-Hans": "填写联系人" },
    intro: {
      en: "Only your team and the secretariat can see this section. Reviewers and the public never do.",
      "zh-Hans": "本部分仅贵方团队和秘书处可见，评审人和公众均无法看到。",
    },
    questions: [
      {
        key: "contact-name",
        type: "short-text",
        settings: { autocomplete: "name" },
        required: true,
        confidential: true,
        label: { en: "Name of the contact person", "zh-Hans": "联系人姓名" },
      },
      {
        key: "contact-position",
        type: "short-text",
        settings: { autocomplete: "organization-title" },
        required: true,
        confidential: true,
        label: { en: "Position and department", "zh-Hans": "职务与部门" },
      },
      {
        key: "contact-email",
        type: "email",
        settings: { autocomplete: "email" },
        required: true,
        confidential: true,
        label: { en: "E-mail address", "zh-Hans": "电子邮箱" },
      },
      {
        key: "contact-phone",
        type: "short-text",
        settings: { autocomplete: "tel" },
        confidential: true,
        label: { en: "Telephone", "zh-Hans": "电话" },
        hint: {
          en: "With the country code, like +256 41 000 0000.",
          "zh-Hans": "请加国家代码，例如 +86 20 0000 0000。",
        },
      },
    ],
  },
  {
    key: "background",
    title: { en: "Explain why it was needed", "zh-Hans": "说明项目缘由" },
    questions: [
      {
        key: "background",
        type: "long-text",
        required: true,
        public: true,
        settings: words(300),
        label: { en: "Background", "zh-Hans": "背景" },
        hint: {
          en: "What was the situation before? Who was affected, and how?",
          "zh-Hans": "实施之前的情况如何？哪些人受到影响，怎样的影响？",
        },
      },
      {
        key: "origins",
        type: "long-text",
        required: true,
        settings: words(200),
        label: { en: "Origins", "zh-Hans": "由来" },
        hint: {
          en: "Whose idea was it, and what made it possible at that moment?",
          "zh-Hans": "由谁提出？当时为何能够付诸实施？",
        },
      },
      {
        key: "objectives",
        type: "long-text",
        required: true,
        public: true,
        settings: words(200),
        label: { en: "Objectives", "zh-Hans": "目标" },
        hint: { en: "What were you to achieve, for whom, by when?", "zh-Hans": "要为谁、在何时之前、实现什么？" },
      },
    ],
  },
  {
    key: "means",
    title: { en: "Name partners and resources", "zh-Hans": "列出合作方与资源" },
    questions: [
      {
        key: "partners",
        type: "partners",
        public: true,
        label: { en: "Partners", "zh-Hans": "合作方" },
        hint: {
          en: "Who did it with you, and what they brought in. Reviewers who work for one of them will not read your entry.",
          "zh-Hans": "与谁合作，对方提供了什么。任职于这些机构的评审人不会审阅贵方的申报。",
        },
      },
      {
        key: "resources",
        type: "long-text",
        required: true,
        settings: words(200),
        label: { en: "Resources", "zh-Hans": "投入" },
        hint: {
          en: "Money, people, land, technology: how much, and where it came from.",
          "zh-Hans": "资金、人员、土地、技术：投入多少，来自何处。",
        },
      },
      {
        key: "budget",
        type: "budget",
        settings: { unit: "USD" },
        label: { en: "Budget", "zh-Hans": "预算" },
        hint: {
          en: "What the money went to, who paid, and how much from beginning to end. The lines add up by themselves.",
          "zh-Hans": "资金用途、出资方，以及从开始到结束的金额。合计自动计算。",
        },
      },
    ],
  },
  {
    key: "innovation",
    title: { en: "Describe the innovation", "zh-Hans": "说明创新之处" },
    questions: [
      {
        key: "innovation",
        type: "long-text",
        required: true,
        public: true,
        settings: words(300),
        label: { en: "What is new about it?", "zh-Hans": "新在何处？" },
        hint: {
          en: "New in your city, your country or anywhere? A policy, a way of working, a technology, a business model?",
          "zh-Hans": "在本市、本国还是全球范围内属首创？是政策、工作方式、技术还是运营模式的创新？",
        },
      },
      {
        key: "innovation-type",
        type: "choice",
        required: true,
        public: true,
        label: { en: "Type of innovation", "zh-Hans": "创新类型" },
        settings: {
          options: [
            {
              value: "revolutionary",
              label: { en: "Revolutionary: it replaces what was there before", "zh-Hans": "变革式：取代了原有做法" },
            },
            {
              value: "evolutionary",
              label: {
                en: "Evolutionary: it develops what was there before",
                "zh-Hans": "渐进式：在原有做法上发展而来",
              },
            },
          ],
        },
      },
      {
        key: "replaced",
        type: "long-text",
        public: true,
        settings: { limit: { count: 80, unit: "words" }, when: { question: "innovation-type", is: ["revolutionary"] } },
        label: { en: "What did it replace?", "zh-Hans": "取代了什么？" },
        hint: {
          en: "How the same thing was done before, and what became of it.",
          "zh-Hans": "此前的做法是什么，后来如何处置？",
        },
      },
      {
        key: "obstacles",
        type: "long-text",
        required: true,
        settings: words(300),
        label: { en: "Obstacles and solutions", "zh-Hans": "困难与对策" },
        hint: {
          en: "What stood in the way, what did you do about it, and what is still unsolved?",
          "zh-Hans": "遇到哪些困难，如何应对，还有哪些尚未解决？",
        },
      },
    ],
  },
  {
    key: "results",
    title: { en: "Show the results", "zh-Hans": "展示成果" },
    questions: [
      {
        key: "outcomes",
        type: "long-text",
        required: true,
        public: true,
        settings: words(300),
        label: { en: "Outcomes", "zh-Hans": "成效" },
        hint: { en: "What is different now, and for whom?", "zh-Hans": "现在有哪些不同？谁从中受益？" },
      },
      {
        key: "indicators",
        type: "indicators",
        public: true,
        label: { en: "Results in figures", "zh-Hans": "量化成果" },
        hint: {
          en: "One line for each figure: what it was before, what it is now, in which year, and where the figure comes from.",
          "zh-Hans": "每行一项：原来的数值、现在的数值、年份及数据来源。",
        },
      },
      {
        key: "assessment",
        type: "long-text",
        required: true,
        settings: words(200),
        label: { en: "How do you know?", "zh-Hans": "评估方法" },
        hint: {
          en: "Methods of assessment: surveys, statistics, audits, and who carried them out.",
          "zh-Hans": "采用的评估方法：调查、统计、审计等，以及由谁实施。",
        },
      },
      {
        key: "replicability",
        type: "long-text",
        required: true,
        public: true,
        settings: words(300),
        label: { en: "Lessons for other cities", "zh-Hans": "经验与可推广性" },
        hint: {
          en: "What could others take over, what would they have to change, what would you do differently?",
          "zh-Hans": "其他城市可以借鉴什么，需要作哪些调整，如果重来会有何不同？",
        },
      },
    ],
  },
  {
    key: "goals",
    title: { en: "Relate it to global goals", "zh-Hans": "对应全球目标" },
    questions: [
      {
        key: "sdgs",
        type: "sdgs",
        required: true,
        public: true,
        label: { en: "Sustainable Development Goals", "zh-Hans": "可持续发展目标" },
        hint: {
          en: "Those to which the initiative has made a difference that you can show.",
          "zh-Hans": "请选择项目确有贡献且能加以说明的目标。",
        },
      },
      {
        key: "agenda",
        type: "long-text",
        settings: words(150),
        label: { en: "New Urban Agenda", "zh-Hans": "《新城市议程》" },
        hint: {
          en: "Which of its commitments does the initiative put into practice, and how?",
          "zh-Hans": "项目落实了其中哪些承诺？如何落实？",
        },
      },
    ],
  },
  {
    key: "materials",
    title: { en: "Add documents and pictures", "zh-Hans": "上传文件与图片" },
    intro: {
      en: "Everything belongs here; nothing needs to be sent by e-mail. Files are private until an initiative is published.",
      "zh-Hans": "全部材料均可在此上传，无需另发邮件。项目公布之前，文件不会公开。",
    },
    questions: [
      {
        key: "documents",
        type: "files",
        label: { en: "Documents", "zh-Hans": "文件" },
        hint: { en: "Reports, plans, evaluations, letters.", "zh-Hans": "报告、规划、评估、函件等。" },
        settings: {
          files: {
            types: [
              "application/pdf",
              `${OFFICE}.wordprocessingml.document`,
              `${OFFICE}.spreadsheetml.sheet`,
              `${OFFICE}.presentationml.presentation`,
            ],
            maxBytes: 50 * MEGABYTE,
            maxCount: 6,
          },
        },
      },
      {
        key: "pictures",
        type: "files",
        public: true,
        label: { en: "Pictures", "zh-Hans": "图片" },
        hint: {
          en: "They show the initiative at work. We remove the place where they were taken before anybody else sees them.",
          "zh-Hans": "展示项目实际情况的图片。他人查看前，系统会移除其中的拍摄位置信息。",
        },
        settings: {
          files: {
            types: ["image/jpeg", "image/png", "image/webp"],
            maxBytes: 20 * MEGABYTE,
            maxCount: 8,
            described: true,
          },
        },
      },
      {
        key: "video",
        type: "files",
        label: { en: "Video", "zh-Hans": "视频" },
        hint: {
          en: "One film. If the line breaks, the upload goes on where it stopped.",
          "zh-Hans": "限一部。网络中断后可从断点继续上传。",
        },
        settings: { files: { types: ["video/mp4"], maxBytes: 500 * MEGABYTE, maxCount: 1 } },
      },
      {
        key: "declaration",
        type: "declaration",
        required: true,
        label: {
          en: "What we have written is true to the best of our knowledge, and we may share what we have uploaded.",
          "zh-Hans": "据我方所知，所填内容真实，我方有权提供所上传的材料。",
        },
        hint: {
          en: "If the initiative is published, the public sees the answers marked as public, never the contacts.",
          "zh-Hans": "项目公布后，公众只能看到标明公开的内容，绝不会看到联系人信息。",
        },
      },
    ],
  },
]);
