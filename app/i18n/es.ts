import type { en } from "./en.ts";
import { screening } from "./es/screening.ts";
import { rubric } from "./es/rubric.ts";
import { round } from "./es/round.ts";
import { panel } from "./es/panel.ts";
import { reminder } from "./es/reminder.ts";
import { programme } from "./es/programme.ts";
import { cycle } from "./es/cycle.ts";
import { conflict } from "./es/conflict.ts";
import { countersignature } from "./es/countersignature.ts";
import { assignment } from "./es/assignment.ts";
import { demo } from "./es/demo.ts";
import { documents } from "./es/documents.ts";
import { city } from "./es/city.ts";
import { endorsement } from "./es/endorsement.ts";
import { feedback } from "./es/feedback.ts";
import { coApplicant } from "./es/co-applicant.ts";
import { comment } from "./es/comment.ts";
import { discussion } from "./es/discussion.ts";
import { dossier } from "./es/dossier.ts";
import { report } from "./es/report.ts";
import { presence } from "./es/presence.ts";
import { audit } from "./es/audit.ts";
import { admin } from "./es/admin.ts";
import { account } from "./es/account.ts";
import { attachment } from "./es/attachment.ts";
import { entry } from "./es/entry.ts";
import { factor } from "./es/factor.ts";
import { frame } from "./es/frame.ts";
import { mail } from "./es/mail.ts";
import { problems, problemsNamed } from "./es/problems.ts";
import { question } from "./es/question.ts";
import { refusals } from "./es/refusals.ts";
import { ui } from "./es/ui.ts";
import { archive } from "./es/archive.ts";
import { home } from "./es/home.ts";
import { inquiry } from "./es/inquiry.ts";
import { pages } from "./es/pages.ts";
import { result } from "./es/result.ts";
import { offline } from "./es/offline.ts";
import { review } from "./es/review.ts";
import { ranking } from "./es/ranking.ts";
import { cut } from "./es/cut.ts";
import { balance } from "./es/balance.ts";
import { ballot } from "./es/ballot.ts";
import { shortlist } from "./es/shortlist.ts";
import { publication } from "./es/publication.ts";
import { proof } from "./es/proof.ts";
import { scrutiny } from "./es/scrutiny.ts";
import { dataset } from "./es/dataset.ts";
import { statistics } from "./es/statistics.ts";
import { certificate } from "./es/certificate.ts";
import { translation } from "./es/translation.ts";
import { wave } from "./es/wave.ts";
import { agenda } from "./es/agenda.ts";
import { appraisal } from "./es/appraisal.ts";
import { citation } from "./es/citation.ts";
import { correction } from "./es/correction.ts";
import { honour } from "./es/honour.ts";
import { meeting } from "./es/meeting.ts";

export const es: typeof en = {
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
