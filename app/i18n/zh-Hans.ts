import type { en } from "./en.ts";
import { screening } from "./zh-Hans/screening.ts";
import { rubric } from "./zh-Hans/rubric.ts";
import { round } from "./zh-Hans/round.ts";
import { panel } from "./zh-Hans/panel.ts";
import { reminder } from "./zh-Hans/reminder.ts";
import { programme } from "./zh-Hans/programme.ts";
import { cycle } from "./zh-Hans/cycle.ts";
import { conflict } from "./zh-Hans/conflict.ts";
import { countersignature } from "./zh-Hans/countersignature.ts";
import { assignment } from "./zh-Hans/assignment.ts";
import { demo } from "./zh-Hans/demo.ts";
import { documents } from "./zh-Hans/documents.ts";
import { city } from "./zh-Hans/city.ts";
import { endorsement } from "./zh-Hans/endorsement.ts";
import { feedback } from "./zh-Hans/feedback.ts";
import { coApplicant } from "./zh-Hans/co-applicant.ts";
import { comment } from "./zh-Hans/comment.ts";
import { discussion } from "./zh-Hans/discussion.ts";
import { dossier } from "./zh-Hans/dossier.ts";
import { report } from "./zh-Hans/report.ts";
import { presence } from "./zh-Hans/presence.ts";
import { audit } from "./zh-Hans/audit.ts";
import { admin } from "./zh-Hans/admin.ts";
import { account } from "./zh-Hans/account.ts";
import { attachment } from "./zh-Hans/attachment.ts";
import { entry } from "./zh-Hans/entry.ts";
import { factor } from "./zh-Hans/factor.ts";
import { frame } from "./zh-Hans/frame.ts";
import { mail } from "./zh-Hans/mail.ts";
import { problems, problemsNamed } from "./zh-Hans/problems.ts";
import { question } from "./zh-Hans/question.ts";
import { refusals } from "./zh-Hans/refusals.ts";
import { ui } from "./zh-Hans/ui.ts";
import { archive } from "./zh-Hans/archive.ts";
import { home } from "./zh-Hans/home.ts";
import { inquiry } from "./zh-Hans/inquiry.ts";
import { pages } from "./zh-Hans/pages.ts";
import { result } from "./zh-Hans/result.ts";
import { offline } from "./zh-Hans/offline.ts";
import { review } from "./zh-Hans/review.ts";
import { ranking } from "./zh-Hans/ranking.ts";
import { cut } from "./zh-Hans/cut.ts";
import { balance } from "./zh-Hans/balance.ts";
import { ballot } from "./zh-Hans/ballot.ts";
import { shortlist } from "./zh-Hans/shortlist.ts";
import { publication } from "./zh-Hans/publication.ts";
import { proof } from "./zh-Hans/proof.ts";
import { scrutiny } from "./zh-Hans/scrutiny.ts";
import { dataset } from "./zh-Hans/dataset.ts";
import { statistics } from "./zh-Hans/statistics.ts";
import { certificate } from "./zh-Hans/certificate.ts";
import { translation } from "./zh-Hans/translation.ts";
import { wave } from "./zh-Hans/wave.ts";
import { agenda } from "./zh-Hans/agenda.ts";
import { appraisal } from "./zh-Hans/appraisal.ts";
import { citation } from "./zh-Hans/citation.ts";
import { correction } from "./zh-Hans/correction.ts";
import { honour } from "./zh-Hans/honour.ts";
import { meeting } from "./zh-Hans/meeting.ts";

export const zhHans: typeof en = {
  screening,
  rubric,
  round,
  panel,
  reminder,
  programme,
  cycle,
  conflict,
  countersignature,
  assignment,
  publication,
  proof,
  scrutiny,
  shortlist,
  ranking,
  cut,
  balance,
  ballot,
  review,
  offline,
  attachment,
  entry,
  question,
  result,
  pages,
  home,
  inquiry,
  archive,
  account,
  admin,
  audit,
  city,
  coApplicant,
  comment,
  discussion,
  dossier,
  report,
  presence,
  endorsement,
  feedback,
  demo,
  documents,
  factor,
  frame,
  mail,
  problems,
  problemsNamed,
  refusals,
  dataset,
  statistics,
  citation,
  correction,
  honour,
  meeting,
  certificate,
  translation,
  wave,
  agenda,
  appraisal,
  ui,
};
