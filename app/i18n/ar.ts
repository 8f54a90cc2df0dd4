import type { en } from "./en.ts";
import { screening } from "./ar/screening.ts";
import { rubric } from "./ar/rubric.ts";
import { round } from "./ar/round.ts";
import { panel } from "./ar/panel.ts";
import { reminder } from "./ar/reminder.ts";
import { programme } from "./ar/programme.ts";
import { cycle } from "./ar/cycle.ts";
import { conflict } from "./ar/conflict.ts";
import { countersignature } from "./ar/countersignature.ts";
import { assignment } from "./ar/assignment.ts";
import { demo } from "./ar/demo.ts";
import { documents } from "./ar/documents.ts";
import { city } from "./ar/city.ts";
import { endorsement } from "./ar/endorsement.ts";
import { feedback } from "./ar/feedback.ts";
import { coApplicant } from "./ar/co-applicant.ts";
import { comment } from "./ar/comment.ts";
import { discussion } from "./ar/discussion.ts";
import { dossier } from "./ar/dossier.ts";
import { report } from "./ar/report.ts";
import { presence } from "./ar/presence.ts";
import { audit } from "./ar/audit.ts";
import { admin } from "./ar/admin.ts";
import { account } from "./ar/account.ts";
import { attachment } from "./ar/attachment.ts";
import { entry } from "./ar/entry.ts";
import { factor } from "./ar/factor.ts";
import { frame } from "./ar/frame.ts";
import { mail } from "./ar/mail.ts";
import { problems, problemsNamed } from "./ar/problems.ts";
import { question } from "./ar/question.ts";
import { refusals } from "./ar/refusals.ts";
import { ui } from "./ar/ui.ts";
import { archive } from "./ar/archive.ts";
import { home } from "./ar/home.ts";
import { inquiry } from "./ar/inquiry.ts";
import { pages } from "./ar/pages.ts";
import { result } from "./ar/result.ts";
import { offline } from "./ar/offline.ts";
import { review } from "./ar/review.ts";
import { ranking } from "./ar/ranking.ts";
import { cut } from "./ar/cut.ts";
import { balance } from "./ar/balance.ts";
import { ballot } from "./ar/ballot.ts";
import { shortlist } from "./ar/shortlist.ts";
import { publication } from "./ar/publication.ts";
import { proof } from "./ar/proof.ts";
import { scrutiny } from "./ar/scrutiny.ts";
import { dataset } from "./ar/dataset.ts";
import { statistics } from "./ar/statistics.ts";
import { certificate } from "./ar/certificate.ts";
import { translation } from "./ar/translation.ts";
import { wave } from "./ar/wave.ts";
import { agenda } from "./ar/agenda.ts";
import { appraisal } from "./ar/appraisal.ts";
import { citation } from "./ar/citation.ts";
import { correction } from "./ar/correction.ts";
import { honour } from "./ar/honour.ts";
import { meeting } from "./ar/meeting.ts";

export const ar: typeof en = {
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
