import { screening } from "./en/screening.ts";
import { rubric } from "./en/rubric.ts";
import { round } from "./en/round.ts";
import { panel } from "./en/panel.ts";
import { reminder } from "./en/reminder.ts";
import { programme } from "./en/programme.ts";
import { cycle } from "./en/cycle.ts";
import { conflict } from "./en/conflict.ts";
import { countersignature } from "./en/countersignature.ts";
import { assignment } from "./en/assignment.ts";
import { demo } from "./en/demo.ts";
import { documents } from "./en/documents.ts";
import { city } from "./en/city.ts";
import { endorsement } from "./en/endorsement.ts";
import { feedback } from "./en/feedback.ts";
import { coApplicant } from "./en/co-applicant.ts";
import { comment } from "./en/comment.ts";
import { discussion } from "./en/discussion.ts";
import { dossier } from "./en/dossier.ts";
import { report } from "./en/report.ts";
import { presence } from "./en/presence.ts";
import { audit } from "./en/audit.ts";
import { admin } from "./en/admin.ts";
import { account } from "./en/account.ts";
import { attachment } from "./en/attachment.ts";
import { entry } from "./en/entry.ts";
import { factor } from "./en/factor.ts";
import { frame } from "./en/frame.ts";
import { mail } from "./en/mail.ts";
import { problems, problemsNamed } from "./en/problems.ts";
import { question } from "./en/question.ts";
import { refusals } from "./en/refusals.ts";
import { ui } from "./en/ui.ts";
import { archive } from "./en/archive.ts";
import { home } from "./en/home.ts";
import { inquiry } from "./en/inquiry.ts";
import { pages } from "./en/pages.ts";
import { result } from "./en/result.ts";
import { offline } from "./en/offline.ts";
import { review } from "./en/review.ts";
import { ranking } from "./en/ranking.ts";
import { cut } from "./en/cut.ts";
import { balance } from "./en/balance.ts";
import { ballot } from "./en/ballot.ts";
import { shortlist } from "./en/shortlist.ts";
import { publication } from "./en/publication.ts";
import { proof } from "./en/proof.ts";
import { scrutiny } from "./en/scrutiny.ts";
import { dataset } from "./en/dataset.ts";
import { statistics } from "./en/statistics.ts";
import { certificate } from "./en/certificate.ts";
import { translation } from "./en/translation.ts";
import { wave } from "./en/wave.ts";
import { agenda } from "./en/agenda.ts";
import { appraisal } from "./en/appraisal.ts";
import { citation } from "./en/citation.ts";
import { correction } from "./en/correction.ts";
import { honour } from "./en/honour.ts";
import { meeting } from "./en/meeting.ts";

export const en = {
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
