/** What somebody of a team said about an answer, and whether it is settled. */
export type Comment = {
  id: string;
  questionKey: string;
  text: string;
  at: Date;
  by: string;
  byId: string;
  resolvedAt: Date | null;
  resolvedBy: string | null;
};
