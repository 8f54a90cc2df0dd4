import type { en } from "./en.ts";
import { screening } from "./fr/screening.ts";
import { rubric } from "./fr/rubric.ts";
import { round } from "./fr/round.ts";
import { panel } from "./fr/panel.ts";
import { reminder } from "./fr/reminder.ts";
import { programme } from "./fr/programme.ts";
import { cycle } from "./fr/cycle.ts";
import { conflict } from "./fr/conflict.ts";
import { countersignature } from "./fr/countersignature.ts";
import { assignment } from "./fr/assignment.ts";
import { demo } from "./fr/demo.ts";
import { documents } from "./fr/documents.ts";
import { city } from "./fr/city.ts";
import { endorsement } from "./fr/endorsement.ts";
import { feedback } from "./fr/feedback.ts";
import { coApplicant } from "./fr/co-applicant.ts";
import { comment } from "./fr/comment.ts";
import { discussion } from "./fr/discussion.ts";
import { dossier } from "./fr/dossier.ts";
import { report } from "./fr/report.ts";
import { presence } from "./fr/presence.ts";
import { audit } from "./fr/audit.ts";
import { admin } from "./fr/admin.ts";
import { account } from "./fr/account.ts";
import { attachment } from "./fr/attachment.ts";
import { entry } from "./fr/entry.ts";
import { factor } from "./fr/factor.ts";
import { frame } from "./fr/frame.ts";
import { mail } from "./fr/mail.ts";
import { problems, problemsNamed } from "./fr/problems.ts";
import { question } from "./fr/question.ts";
import { refusals } from "./fr/refusals.ts";
import { ui } from "./fr/ui.ts";
import { archive } from "./fr/archive.ts";
import { home } from "./fr/home.ts";
import { inquiry } from "./fr/inquiry.ts";
import { pages } from "./fr/pages.ts";
import { result } from "./fr/result.ts";
import { offline } from "./fr/offline.ts";
import { review } from "./fr/review.ts";
import { ranking } from "./fr/ranking.ts";
import { cut } from "./fr/cut.ts";
import { balance } from "./fr/balance.ts";
import { ballot } from "./fr/ballot.ts";
import { shortlist } from "./fr/shortlist.ts";
import { publication } from "./fr/publication.ts";
import { proof } from "./fr/proof.ts";
import { scrutiny } from "./fr/scrutiny.ts";
import { dataset } from "./fr/dataset.ts";
import { statistics } from "./fr/statistics.ts";
import { certificate } from "./fr/certificate.ts";
import { translation } from "./fr/translation.ts";
import { wave } from "./fr/wave.ts";
import { agenda } from "./fr/agenda.ts";
import { appraisal } from "./fr/appraisal.ts";
import { citation } from "./fr/citation.ts";
import { correction } from "./fr/correction.ts";
import { honour } from "./fr/honour.ts";
import { meeting } from "./fr/meeting.ts";

export const fr: typeof en = {
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
