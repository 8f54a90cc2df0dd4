import type { shortlist as english } from "../en/shortlist.ts";

export const shortlist: typeof english = {
  title: "遴选", lede: "排名提供建议；评审组已投票的，由投票提供建议。最终由人决定。与建议不一致的须说明理由，两者都会保留。",
  caption: "申报及其等级", rank: "名次", entry: "申报", mean: "平均分", adjusted: "校正分", proposal: "建议", decision: "决定", change: "决定",
  noLevel: "无等级", open: "待决定", asProposed: "与建议一致", against: "与建议不一致", decidedBy: (name) => `由${name}决定`,
  proposals: { tie: "并列：由人决定", "no-reviews": "没有计入的评审", withheld: "不予显示" },
  places: "名额", placesOf: (taken, places) => `${taken} / ${places}`, placesNote: "名额是上限，可以少于名额，也可以空缺。",
  partial: "与您有利益冲突的申报不予显示，其决定也不由您作出。名次、建议等级和计数一并省略，以免透露未显示申报的情况。您作出的决定一律须说明理由。",
  obstacles: "提交名单之前", ready: "名单可以提交了。",
  toBalance: "平衡", toFinalisation: "最终确定名单", toRanking: "排名", final: "名单已最终确定。", proposed: (name) => `${name}已提交此名单。任何修改都会使其失效。`,
  choice: {
    title: (entry) => `对“${entry}”作出决定`, proposal: "建议", level: "等级", reason: "理由", reasonHint: "与建议一致时可不填。若申报获得等级，理由将随结果公布。",
    void: "名单已提交。修改会使提交失效，须重新提交。", button: "保存决定", cancel: "返回遴选",
  },
  finalise: {
    title: "最终确定名单", lede: "须由两人签署：一人按现状提交名单，另一人批准同一份名单。",
    frozen: "评分锁定", by: (name) => `由${name}`, reviews: "锁定时计入的评审", fingerprint: "名单指纹", awarded: "获得等级的申报", against: "与建议不一致的决定",
    propose: "提交此名单", proposeText: "您签署的是当前的名单。之后的任何修改都会使您的签署失效。", proposedBy: "已提交", approve: "批准此名单", approveText: "您签署后，名单即最终确定，不能再修改。",
    own: "此名单由您提交，须由另一人批准。", changed: "名单在提交后发生了变化，须重新提交。",
    approved: "已最终确定", approvedText: "两人均已签署，每份申报的决定均已记录。", toPublication: "公布结果", conflicted: "由于利益冲突，您无法看到名单的全部内容。您可以提交名单；批准须由能看到全部内容的人进行。", cancel: "返回遴选", none: "没有申报获得等级。这是允许的。",
  },
};
