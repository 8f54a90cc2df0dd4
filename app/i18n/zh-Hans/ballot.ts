import { MOST_BY_MODEL } from "#app/domain/ballot/rules.ts";
import type { ballot as english } from "../en/ballot.ts";

export const ballot: typeof english = {
  title: "投票", lede: "评审组以不记名方式投票。投票截止前任何人都看不到计票；计票结果即为名单的建议。",
  back: "选定", link: "投票", partial: "您与本轮的某份申报存在利益冲突，因此您不能开启投票，也看不到投票结果。",
  methods: {
    approval: { name: "认可投票", hint: "每人可勾选任意多份自己认可的申报。名次按勾选比例排列。" },
    "yes-no": { name: "赞成或反对", hint: "每人对每份申报投赞成或反对。赞成须过半数；名次按赞成比例排列。" },
    borda: { name: "排序，波达计分", hint: "每人排序。若有 10 份申报，第一名得 9 分，第二名得 8 分，依此类推；未排序的平分其余分数。名次按平均分排列。" },
    stv: { name: "排序，单一可转移票", hint: "每人排序，选票依次转移，直至席位填满：采用苏格兰地方选举的加权包容格雷戈里法，以精确分数计算。票数相同者看最近一个有差别的轮次，再相同则抽签。" },
    "plackett-luce": { name: "排序，Plackett-Luce 模型", hint: `用于最多 ${MOST_BY_MODEL} 份申报的决选。每人对全部或前几份申报排序。每个排序视为从余下申报中逐一选择；名次按使全部选择最为可能的强度排列。相同者抽签决定；无人排序的申报没有名次。` },
  },
  open: {
    title: "开始投票", text: "一旦有人投票，由谁投、投什么、如何投、何时截止都不能再更改。每一轮只有一次投票。", method: "投票方式", seats: "席位数", seatsHint: "仅用于单一可转移票。",
    first: "只限排名前几名的申报", firstHint: "留空：所有申报都参加投票。", date: "最后一天", time: "时间", button: "开始投票", again: "按其他规则开始投票", replaces: "尚无人投票。在此开始的投票将取代上面的投票。",
  },
  conflicts: "任何人都不对与自己有利益冲突的申报投票：它不在其选票上，比例只在可以投票的人中计算。",
  transferable: "采用可转移票时，与本轮任一申报有冲突的人完全不投票。",
  recount: { never: "选票不公布，因此外部无法重新计票。", open: "如果每份申报都至少有四人可以投票并已投票，选票将随结果以不记名方式公布，任何人都可以重新计票。", rankings: "若有人不能对某份申报排序，则排序选票不公开，因为这会暴露其身份。", recognised: "公布的排序可能被认出：收买选票的人可以指定一种少见的排序，再去查找。", lot: "决定相同名次的抽签也可以重新验证。" },
  until: "投票截止", counted: "计票时间", turnoutLabel: "已投票", turnout: (voted, all) => `${all} 人中已有 ${voted} 人投票`, toPaper: "您的选票",
  remind: "提醒尚未投票的人", remindLede: "向每位尚未提交选票的投票人各发一封信，使用其语言。一天之内不会重复提醒。",
  count: "截止并计票", countText: "截止后不能撤回。计票结果将在选定页面取代排名；此前对这些申报所作的决定随之撤销。",
  register: "投票人", voter: "姓名", state: "选票", voted: "已投", waiting: "尚未投", candidates: "参加投票的申报", none: "本轮没有投票。",
  result: "投票结果", papers: (count) => `共计 ${count} 张选票。`, place: "名次", entry: "申报", share: "比例", votes: "票数", chance: "按模型排在首位", interval: "括号内为 95 % 区间。", between: (low, high) => `${low} 至 ${high}`, voters: "可对其投票的人数", notChosen: "未选上",
  stages: "逐轮计票过程", quota: (votes) => `当选所需票数：${votes}`, elected: (titles) => `当选：${titles}`, passed: { surplus: (title) => `转移余票：${title}`, excluded: (title) => `淘汰并转移选票：${title}` },
  placeOf: (place) => `第 ${place} 名`,
  decided: (method) => `评审组进行了投票（${method}），参加投票的申报按投票结果排列。`,
  opened: { "": "选票以不记名方式载于证明文件，任何人都可以重新计票。", rules: "选票不公布。", "few-papers": "投票不足四人，或某份申报的投票者不足四人，因此选票不公布。", conflicts: "选票不公布，因为缺少某份申报的排序会暴露回避者的身份。" },
  paper: {
    title: "您的选票", lede: "您投的内容只有您自己能看到。投票截止前可以更改。", back: "评审", open: "评审组正在投票：您的选票", cast: "您已投票", castText: "您仍可更改。",
    approve: "我认可", yes: "赞成", no: "反对", unranked: "不排序", best: "1 为最佳。可以对部分申报不排序。", button: "提交选票", again: "重新提交",
  },
};
