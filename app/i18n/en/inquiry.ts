import type { InquiryState } from "#app/domain/inquiry/rules.ts";

const team: Record<InquiryState, string> = { waiting: "", declined: "", open: "Waiting for your answer", over: "The time for an answer is over", answered: "Answered" };
const staff: Record<InquiryState, string> = { waiting: "To be decided", declined: "Not forwarded", open: "Waiting for an answer", over: "No answer in time", answered: "Answered" };
const reviewer: Record<InquiryState, string> = { waiting: "With the secretariat", declined: "Not forwarded", open: "With the applicant", over: "No answer in time", answered: "Answered" };

/** Questions to whoever entered, and their answers. */
export const inquiry = {
  team: {
    state: team,
    heading: "Questions from the secretariat",
    title: "A question about your entry",
    back: "The entry",
    until: "Answer by",
    answer: "Your answer",
    answerHint: "Everybody who checks or judges your entry may read it. What you submitted does not change. It can be sent once.",
    button: "Send the answer",
    sent: "Your answer has been sent",
    over: "The time for this answer is over. Your entry goes on as you submitted it.",
  },
  staff: {
    state: staff,
    title: "Questions to the applicant",
    lede: "Whoever entered reads the question as yours, also where a reviewer asked it.",
    link: "Questions to the applicant",
    back: "The entry",
    none: "Nothing has been asked.",
    ask: "Ask a question",
    question: "Question",
    date: "Answer by",
    dateHint: (zone: string) => `The end of this day in the call’s zone, ${zone}. Later answers are not taken.`,
    button: "Send the question",
    asked: (name: string, at: string) => `Asked by ${name}, ${at}`,
    reviewer: "reviewer",
    until: "Answer by",
    answeredBy: (name: string, at: string) => `Answered by ${name}, ${at}`,
    decide: "Forward or decline",
    reason: "Why it was not forwarded",
  },
  decision: {
    title: "A reviewer’s question",
    lede: (name: string) => `${name} asks the applicant. The applicant never learns who asked.`,
    forward: "Forward it",
    question: "Question as the applicant will read it",
    questionHint: "Take out what tells who asked or how the panel thinks.",
    date: "Answer by",
    forwardButton: "Forward the question",
    decline: "Decline it",
    reason: "Why it is not forwarded",
    reasonHint: "The reviewer reads this.",
    declineButton: "Decline the question",
  },
  reviewer: {
    state: reviewer,
    title: "Questions to the applicant",
    lede: "The secretariat forwards your question without your name, or tells you why not. Everybody who judges this entry reads the answer.",
    link: "Questions to the applicant",
    back: "The score sheet",
    none: "Nothing has been asked or answered.",
    own: "You asked",
    others: "Asked",
    answer: "Answer",
    reason: "Why it was not forwarded",
    question: "Your question",
    button: "Send it to the secretariat",
  },
};
