import type { Persona, Phase, World } from "./world.ts";

/**
 * What a request answers: an exact status, or "in" for whoever may: 200, 303, or the 422 and 409 with which a form
 * comes back that lacks something. A refusal is always exact, so that 403 cannot stand in for 404.
 */
export type Expected = number | "in";
export type Everyone = Partial<Record<Persona, Expected>> & { else: Expected };

export type Row = {
  /** Route file under app/routes, as in the built manifest. */
  route: string;
  method?: "GET" | "POST";
  path: (world: World) => string;
  /** In which phases the row applies; all unless given. */
  phases?: readonly Phase[];
  form?: (world: World) => Record<string, string>;
  /** The refusal itself is put on record, so something may change. */
  traced?: true;
  expect: Everyone;
};

const past = ["scoring", "frozen", "published"] as const;

const publicly: Everyone = { else: 200 };
/** Pages of a person's own: whoever is signed in. */
const own: Everyone = { anonymous: 302, else: 200 };
const ownAct: Everyone = { anonymous: 401, else: "in" };
const hiddenPage: Everyone = { anonymous: 302, else: 404 };
const hiddenAct: Everyone = { anonymous: 401, else: 404 };
const staffPage: Everyone = { ...hiddenPage, secretariat: 200, observer: 200 };
const secretariatPage: Everyone = { ...hiddenPage, secretariat: 200 };
const secretariatAct: Everyone = { ...hiddenAct, secretariat: "in", observer: 403 };
/** The team of the city that entered. A person of the team who also judges or chairs is of the team here. */
const teamPage: Everyone = { ...hiddenPage, owner: 200, viewer: 200, conflictedChair: 200, cityJuror: 200 };
const editorAct: Everyone = { ...hiddenAct, owner: "in", viewer: 403, conflictedChair: 403, cityJuror: 403 };
/**
 * The entry itself and how it was judged: the team of a city that enters together reads it too, and nothing else of the
 * team's.
 */
const jointPage: Everyone = { ...teamPage, partner: 200 };
/** Sent by the early date: before the close the secretariat reads it as well. */
const earlyPage: Everyone = { ...jointPage, secretariat: 200 };
const followRound: Everyone = { ...hiddenPage, secretariat: 200, observer: 200, chair: 200, conflictedChair: 200 };

const entry =
  (rest = "") =>
  (world: World) =>
    `/entries/${world.own.entry.id}${rest}`;
const round =
  (rest = "") =>
  (world: World) =>
    `/rounds/${world.round.id}${rest}`;
const picture = (world: World) => `/rounds/${world.round.id}/publication/pictures/${world.own.file.id}/removal`;
const desk =
  (rest = "") =>
  (world: World) =>
    `/secretariat/cycles/${world.cycle.id}${rest}`;
const file =
  (rest = "") =>
  (world: World) =>
    `/attachments/${world.own.file.id}${rest}`;
const removal = (world: World) => `/entries/${world.own.entry.id}/co-applicants/${world.coApplicant}/removal`;
const reviewed = (world: World) => `/rounds/${world.round.id}/entries/${world.own.entry.id}`;
const always = (path: string) => () => path;

const PUBLIC: Row[] = [
  { route: "public/home", path: always("/"), expect: publicly },
  { route: "public/cycle", path: (world) => `/cycles/${world.cycle.slug}`, expect: publicly },
  { route: "public/results", path: (world) => `/cycles/${world.cycle.slug}/results`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
  { route: "public/results", path: (world) => `/cycles/${world.cycle.slug}/results`, phases: ["published"], expect: publicly },
  { route: "public/results", path: (world) => `/cycles/${world.cycle.slug}/results?preview=1`, phases: ["frozen"], expect: { else: 404 } },
  ...[
    ["statistics", "statistics"],
    ["results-csv", "results.csv"],
    ["results-json", "results.json"],
    ["corrections-csv", "corrections.csv"],
  ].flatMap(([name, end]): Row[] => [
    { route: `public/${name}`, path: (world) => `/cycles/${world.cycle.slug}/${end}`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
    { route: `public/${name}`, path: (world) => `/cycles/${world.cycle.slug}/${end}`, phases: ["published"], expect: publicly },
  ]),
  { route: "public/earlier-list", path: (world) => `/cycles/${world.cycle.slug}/results/before/00000000-0000-4000-8000-000000000000`, expect: { else: 404 } },
  ...[
    ["feed", "/feed.atom"],
    ["sitemap", "/sitemap.xml"],
    ["robots", "/robots.txt"],
  ].map(([name, path]): Row => ({ route: `public/${name}`, path: always(path!), expect: publicly })),
  { route: "public/form-pdf", path: (world) => `/cycles/${world.cycle.slug}/form.pdf`, expect: publicly },
  { route: "public/form-docx", path: (world) => `/cycles/${world.cycle.slug}/form.docx`, expect: publicly },
  ...[
    ["proof", ""],
    ["proof-bundle", "/bundle.json"],
  ].flatMap(([name, rest]): Row[] => [
    { route: `public/${name}`, path: (world) => `/proofs/${world.round.id}${rest}`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
    { route: `public/${name}`, path: (world) => `/proofs/${world.round.id}${rest}`, phases: ["published"], expect: publicly },
  ]),
  { route: "public/checkpoint", path: always("/log/checkpoint"), phases: ["published"], expect: publicly },
  { route: "public/leaves", path: always("/log/leaves"), phases: ["published"], expect: publicly },
  { route: "public/consistency", path: always("/log/consistency/0/999999"), expect: { else: 404 } },
  { route: "public/signed-note", path: always("/log/checkpoints/999999"), expect: { else: 404 } },
  { route: "public/timestamp", path: always("/log/timestamps/00000000-0000-4000-8000-000000000000"), expect: { else: 404 } },
  { route: "public/cosignatures", method: "POST", path: always("/log/cosignatures"), phases: ["open"], expect: { else: 422 } },
  { route: "public/trust", path: always("/trust.json"), expect: publicly },
  { route: "public/verifier", path: always("/verify.html"), expect: publicly },
  { route: "public/receipt", path: always("/receipts"), expect: publicly },
  { route: "public/receipt", method: "POST", path: always("/receipts"), expect: { else: 422 } },
  { route: "public/certificates", path: always("/certificates"), expect: publicly },
  { route: "public/certificates", method: "POST", path: always("/certificates"), form: () => ({ certificate: "0000-0000-0000-0000" }), expect: { else: 422 } },
  { route: "public/initiative", path: (world) => `/initiatives/${world.result ?? world.own.entry.id}`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
  { route: "public/initiative", path: (world) => `/initiatives/${world.result}`, phases: ["published"], expect: publicly },
  { route: "public/picture", path: (world) => `/initiatives/${world.result ?? world.own.entry.id}/pictures/${world.own.file.id}`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
  { route: "public/picture", path: (world) => `/initiatives/${world.result}/pictures/${world.own.file.id}`, phases: ["published"], expect: publicly },
  ...[
    ["certificate", ""],
    ["certificate-pdf", "/certificate.pdf"],
    ["certificate-list", "/list.txt"],
  ].flatMap(([name, rest]): Row[] => [
    { route: `public/${name}`, path: (world) => `/certificates/${world.certificate}${rest}`, phases: ["open", "scoring", "frozen"], expect: { else: 404 } },
    { route: `public/${name}`, path: (world) => `/certificates/${world.certificate}${rest}`, phases: ["published"], expect: publicly },
  ]),
  ...["archive", "open-data", "help", "accessibility", "about", "privacy"].map((name): Row => ({ route: `public/${name}`, path: always(`/${name}`), expect: publicly })),
  { route: "public/not-found", path: always("/no/such/page"), expect: { else: 404 } },
  { route: "public/not-found", method: "POST", path: always("/no/such/page"), expect: { else: 404 } },
  { route: "public/not-found", path: always("/admin/people/view-as"), expect: { else: 404, anonymous: 302 } },
];

const ACCOUNT: Row[] = [
  { route: "account/sign-in", path: always("/sign-in"), expect: { anonymous: 200, else: 302 } },
  { route: "account/sign-in", method: "POST", path: always("/sign-in"), expect: { anonymous: "in", else: 302 } },
  { route: "account/register", path: always("/register"), expect: { anonymous: 200, else: 302 } },
  { route: "account/register", method: "POST", path: always("/register"), expect: { anonymous: "in", else: 302 } },
  { route: "account/reset", path: always("/reset"), expect: { anonymous: 200, else: 302 } },
  { route: "account/reset", method: "POST", path: always("/reset"), expect: { anonymous: "in", else: 302 } },
  ...(["confirm", "reset", "invitations", "setup"] as const).flatMap((name): Row[] => {
    const route = { confirm: "account/confirm", reset: "account/new-password", invitations: "account/invitation", setup: "account/setup" }[name];
    const token = `/${name}/${"a".repeat(43)}`;
    return [
      { route, path: always(token), expect: { else: 404 } },
      { route, method: "POST", path: always(token), form: () => ({ password: "three random words", name: "N" }), expect: { else: 404 } },
    ];
  }),
  { route: "account/own", path: always("/account"), expect: own },
  { route: "account/own", method: "POST", path: always("/account"), expect: ownAct },
  { route: "account/sign-in-code", path: always("/sign-in/second-factor"), expect: { else: 302 } },
  { route: "account/sign-in-code", method: "POST", path: always("/sign-in/second-factor"), expect: { anonymous: 303, else: 302 } },
  { route: "account/sign-in-passkey", path: always("/sign-in/passkey"), expect: { anonymous: 200, else: 302 } },
  { route: "account/sign-in-passkey", method: "POST", path: always("/sign-in/passkey"), expect: { anonymous: "in", else: 302 } },
  { route: "account/sign-in-challenge", method: "POST", path: always("/sign-in/passkey/challenge"), phases: ["open"], expect: { else: 200 } },
  { route: "account/second-factor", path: always("/account/second-factor"), expect: own },
  { route: "account/app", path: always("/account/second-factor/app"), expect: own },
  { route: "account/app", method: "POST", path: always("/account/second-factor/app"), expect: ownAct },
  { route: "account/app-removal", method: "POST", path: always("/account/second-factor/app/removal"), expect: hiddenAct },
  { route: "account/passkey", path: always("/account/second-factor/passkeys/new"), expect: own },
  { route: "account/passkey", method: "POST", path: always("/account/second-factor/passkeys/new"), expect: ownAct },
  { route: "account/passkey-challenge", method: "POST", path: always("/account/second-factor/passkeys/challenge"), expect: { anonymous: 401, else: 200 } },
  { route: "account/passkey-removal", method: "POST", path: (world) => `/account/second-factor/passkeys/${world.people.owner}/removal`, expect: hiddenAct },
  { route: "account/own-password", path: always("/account/second-factor/password?next=%2Faccount"), expect: { anonymous: 302, else: 302 } },
  { route: "account/own-password", method: "POST", path: always("/account/second-factor/password"), expect: { anonymous: 401, else: 302 } },
  { route: "account/recovery-codes", path: always("/account/second-factor/codes"), expect: own },
  { route: "account/recovery-codes", method: "POST", path: always("/account/second-factor/codes"), expect: ownAct },
  { route: "account/own-data", path: always("/account/data.json"), expect: own },
  { route: "account/stay", method: "POST", path: always("/account/stay"), expect: { anonymous: 401, else: 204 } },
  { route: "account/sessions-end", method: "POST", path: always("/account/sessions"), phases: [], expect: ownAct },
  { route: "account/session-end", method: "POST", path: always("/account/sessions/unknown/end"), expect: hiddenAct },
  { route: "account/email", path: always("/account/email"), expect: own },
  { route: "account/email", method: "POST", path: always("/account/email"), expect: ownAct },
  { route: "account/email-change", path: always(`/account/email/${"a".repeat(43)}`), expect: hiddenPage },
  { route: "account/email-change", method: "POST", path: always(`/account/email/${"a".repeat(43)}`), expect: hiddenAct },
  { route: "account/sign-out", method: "POST", path: always("/sign-out"), phases: [], expect: { else: "in" } },
  { route: "account/profile", path: always("/account/profile"), expect: { ...hiddenPage, assigned: 200, unassigned: 200, conflicted: 200, chair: 200, conflictedChair: 200, cityJuror: 200, scrutineer: 200 } },
  { route: "account/profile", method: "POST", path: always("/account/profile"), form: () => ({ country1: "XX" }), expect: { ...hiddenAct, assigned: "in", unassigned: "in", conflicted: "in", chair: "in", conflictedChair: "in", cityJuror: "in", scrutineer: "in" } },
  { route: "account/password", path: always("/account/password"), expect: own },
  { route: "account/password", method: "POST", path: always("/account/password"), expect: ownAct },
  { route: "account/confirmation", method: "POST", path: always("/account/confirmation"), expect: ownAct },
  { route: "city/new", path: always("/cities/new"), expect: own },
  { route: "city/new", method: "POST", path: always("/cities/new"), expect: ownAct },
  { route: "city/waiting", path: always("/cities/new/waiting"), expect: own },
  { route: "city/team", path: (world) => `/cities/${world.own.city.id}`, expect: { ...teamPage, secretariat: 200, observer: 200 } },
  { route: "city/members", method: "POST", path: (world) => `/cities/${world.own.city.id}/members`, form: (world) => ({ accountId: world.people.viewer, role: "viewer" }), expect: { ...editorAct, secretariat: "in", observer: 403 } },
  { route: "city/invitations", path: (world) => `/cities/${world.own.city.id}/invitations`, expect: { ...hiddenPage, owner: 200, viewer: 403, conflictedChair: 403, cityJuror: 403, secretariat: 200, observer: 403 } },
  { route: "city/invitations", method: "POST", path: (world) => `/cities/${world.own.city.id}/invitations`, expect: { ...editorAct, secretariat: "in", observer: 403 } },
  ...["sending", "revocation"].map((name): Row => ({ route: `city/invitation-${name}`, method: "POST", path: (world) => `/cities/${world.own.city.id}/invitations/${"0".repeat(64)}/${name}`, expect: { ...editorAct, owner: 404, secretariat: 404, observer: 403 } })),
  { route: "city/handover", path: (world) => `/cities/${world.own.city.id}/handover`, expect: { ...hiddenPage, owner: 200, viewer: 403, conflictedChair: 403, cityJuror: 403, secretariat: 200, observer: 403 } },
  { route: "city/handover", method: "POST", path: (world) => `/cities/${world.own.city.id}/handover`, form: () => ({ stay: "editor" }), expect: { ...editorAct, secretariat: "in", observer: 403 } },
  { route: "city/requests", method: "POST", path: (world) => `/cities/${world.own.city.id}/requests`, expect: { ...editorAct, secretariat: "in", observer: 403 } },
  { route: "admin/people", path: always("/admin/people"), expect: { ...hiddenPage, administrator: 200, secretariat: 200 } },
  { route: "admin/person", path: (world) => `/admin/people/${world.people.viewer}`, expect: { ...hiddenPage, administrator: 200, secretariat: 200 } },
  { route: "admin/person", method: "POST", path: (world) => `/admin/people/${world.people.viewer}`, expect: { ...hiddenAct, administrator: "in", secretariat: 403 } },
  { route: "admin/disabling", path: (world) => `/admin/people/${world.people.viewer}/disabling`, expect: { ...hiddenPage, administrator: 200, secretariat: 403 } },
  { route: "admin/disabling", method: "POST", path: (world) => `/admin/people/${world.people.viewer}/disabling`, expect: { ...hiddenAct, administrator: "in", secretariat: 403 } },
  { route: "admin/enabling", method: "POST", path: (world) => `/admin/people/${world.people.viewer}/enabling`, expect: { ...hiddenAct, administrator: "in", secretariat: 403 } },
  { route: "admin/factor-reset", path: (world) => `/admin/people/${world.people.viewer}/second-factor`, expect: { ...hiddenPage, administrator: 200, secretariat: 403 } },
  { route: "admin/factor-reset", method: "POST", path: (world) => `/admin/people/${world.people.viewer}/second-factor`, expect: { ...hiddenAct, administrator: "in", secretariat: 403 } },
  { route: "admin/proposals", path: always("/admin/proposals"), expect: { ...hiddenPage, administrator: 200, secretariat: 200 } },
  { route: "admin/proposal", path: (world) => `/admin/proposals/${world.proposal}`, expect: { ...hiddenPage, administrator: 200, secretariat: 200 } },
  { route: "admin/proposal-refusal", method: "POST", path: (world) => `/admin/proposals/${world.proposal}/refusal`, expect: { ...hiddenAct, administrator: 403, secretariat: "in" } },
  { route: "admin/proposal-confirmation", method: "POST", path: (world) => `/admin/proposals/${world.proposal}/confirmation`, expect: { ...hiddenAct, administrator: 403, secretariat: "in" } },
  { route: "admin/proposal-withdrawal", method: "POST", path: (world) => `/admin/proposals/${world.proposal}/withdrawal`, expect: { ...hiddenAct, administrator: "in", secretariat: 403 } },
  ...[
    ["audit", "/audit"],
    ["audit-file", "/audit.csv"],
    ["audit-verification", "/audit/verification?from="],
  ].map(([name, path]): Row => ({ route: `admin/${name}`, path: always(path!), expect: { ...hiddenPage, administrator: 200, secretariat: 200, observer: 200 } })),
  { route: "admin/log", path: always("/audit/log?run"), expect: { ...hiddenPage, administrator: 200, secretariat: 200, observer: 200 } },
  { route: "admin/log", method: "POST", path: always("/audit/log"), form: () => ({ name: "Anna", key: "none" }), expect: { ...hiddenAct, administrator: "in", secretariat: 403, observer: 403 } },
  { route: "demo/demo", path: always("/demo"), expect: { else: 404 } },
  { route: "demo/sign-in", method: "POST", path: always("/demo/sign-in"), form: () => ({ email: "owner@example.org" }), expect: { else: 404 } },
  { route: "demo/letter", path: (world) => `/demo/outbox/${world.mailId}`, expect: { else: 404 } },
];

const ENTRANT: Row[] = [
  { route: "entrant/entries", path: always("/entries"), expect: { anonymous: 302, else: 403, owner: 200, viewer: 200, stranger: 200, partner: 200, conflictedChair: 200, cityJuror: 200 } },
  { route: "entrant/start", path: (world) => `/cycles/${world.cycle.slug}/start`, expect: publicly },
  { route: "entrant/start", method: "POST", path: (world) => `/cycles/${world.cycle.slug}/start`, expect: ownAct },
  { route: "entrant/entry", path: entry(), phases: ["open"], expect: earlyPage },
  { route: "entrant/entry", path: entry(), phases: past, expect: { ...jointPage, assigned: 200, chair: 200, secretariat: 200, observer: 200 } },
  { route: "entrant/section", path: entry("/sections/about"), expect: teamPage },
  { route: "entrant/section", method: "POST", path: entry("/sections/about"), phases: ["open"], expect: editorAct },
  { route: "entrant/section", method: "POST", path: entry("/sections/about"), phases: past, form: () => ({ "q.title": "Later" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/answer", method: "POST", path: entry("/answers/title"), phases: ["open"], form: () => ({ "q.title": "New", version: "9" }), expect: editorAct },
  { route: "entrant/answer", method: "POST", path: entry("/answers/title"), phases: past, form: () => ({ "q.title": "Later", version: "1" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/check", path: entry("/check"), expect: teamPage },
  { route: "entrant/submission", path: entry("/submission"), expect: teamPage },
  { route: "entrant/submission", method: "POST", path: entry("/submission"), phases: ["open"], expect: editorAct },
  { route: "entrant/submission", method: "POST", path: entry("/submission"), phases: past, traced: true, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/receipt", path: entry("/receipt.txt"), expect: teamPage },
  { route: "entrant/receipt-proof", path: entry("/receipt.tlog-proof"), phases: ["open"], expect: hiddenPage },
  { route: "entrant/receipt-proof", path: entry("/receipt.tlog-proof"), phases: ["published"], expect: teamPage },
  { route: "entrant/package", path: entry("/package.txt"), expect: teamPage },
  { route: "entrant/package-answers", path: entry("/package"), phases: ["open"], expect: { ...teamPage, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
  { route: "entrant/package-answers", path: entry("/package"), phases: past, expect: { ...teamPage, owner: 409, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
  { route: "entrant/package-answers", method: "POST", path: entry("/package"), phases: ["open"], expect: { ...editorAct, owner: 422 } },
  { route: "entrant/package-answers", method: "POST", path: entry("/package"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/withdrawal", path: entry("/withdrawal"), phases: ["open", "scoring"], expect: { ...teamPage, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
  { route: "entrant/withdrawal", path: entry("/withdrawal"), phases: ["frozen", "published"], expect: { ...teamPage, owner: 409, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
  { route: "entrant/withdrawal", method: "POST", path: entry("/withdrawal"), phases: ["frozen", "published"], form: () => ({ reason: "No more" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/copy", path: entry("/copy.pdf"), phases: ["open"], expect: earlyPage },
  { route: "entrant/copy", path: entry("/copy.pdf"), phases: past, expect: { ...jointPage, assigned: 200, chair: 200, secretariat: 200, observer: 200 } },
  { route: "entrant/copy", path: entry("/copy.pdf?draft"), phases: ["open"], expect: earlyPage },
  { route: "entrant/history", path: entry("/history"), expect: teamPage },
  { route: "entrant/earlier", path: entry("/history/summary/1"), expect: teamPage },
  { route: "entrant/earlier", path: entry("/history/summary/2"), expect: hiddenPage },
  { route: "entrant/earlier", method: "POST", path: entry("/history/summary/1"), phases: ["open"], form: () => ({ baseVersion: "1" }), expect: editorAct },
  { route: "entrant/earlier", method: "POST", path: entry("/history/summary/1"), phases: past, form: () => ({ baseVersion: "1" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/co-applicants", path: entry("/co-applicants"), expect: teamPage },
  { route: "entrant/co-applicants", method: "POST", path: entry("/co-applicants"), phases: ["open"], expect: editorAct },
  { route: "entrant/co-applicants", method: "POST", path: entry("/co-applicants"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/co-applicant-removal", path: removal, phases: ["open"], expect: { ...editorAct, anonymous: 302, owner: 200 } },
  { route: "entrant/co-applicant-removal", path: removal, phases: past, expect: { ...editorAct, anonymous: 302, owner: 409 } },
  { route: "entrant/co-applicant-removal", method: "POST", path: removal, phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/joint-entry", path: (world) => `/joint-entries/${world.coApplicant}`, expect: { ...hiddenPage, partner: 200 } },
  { route: "entrant/joint-entry", method: "POST", path: (world) => `/joint-entries/${world.coApplicant}`, form: () => ({ answer: "yes" }), expect: { ...hiddenAct, partner: 409 } },
  { route: "entrant/endorsement", path: entry("/endorsement"), expect: teamPage },
  { route: "entrant/endorsement", method: "POST", path: entry("/endorsement"), phases: ["open"], expect: editorAct },
  { route: "entrant/endorsement", method: "POST", path: entry("/endorsement"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/letter", path: entry("/endorsement/letter"), phases: ["open"], expect: { ...editorAct, anonymous: 302, owner: 200 } },
  { route: "entrant/letter", path: entry("/endorsement/letter"), phases: past, expect: { ...editorAct, anonymous: 302, owner: 409 } },
  { route: "entrant/letter", method: "POST", path: entry("/endorsement/letter"), phases: ["open"], expect: editorAct },
  { route: "entrant/letter", method: "POST", path: entry("/endorsement/letter"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/endorsed", path: always("/endorsements/answered"), expect: publicly },
  { route: "entrant/signing", path: always(`/endorsements/${"A".repeat(43)}`), expect: { else: 404 } },
  { route: "entrant/signing", method: "POST", path: always(`/endorsements/${"A".repeat(43)}`), form: () => ({ answer: "yes" }), expect: { else: 404 } },
  { route: "entrant/comments", path: entry("/comments"), expect: teamPage },
  { route: "entrant/thread", path: entry("/comments/summary"), expect: teamPage },
  { route: "entrant/thread", method: "POST", path: entry("/comments/summary"), form: () => ({ text: "" }), expect: { ...hiddenAct, owner: "in", viewer: "in", conflictedChair: "in", cityJuror: "in" } },
  { route: "entrant/comment-resolution", method: "POST", path: (world) => `/comments/${world.comment}/resolution`, expect: editorAct },
  { route: "entrant/comment-reopening", method: "POST", path: (world) => `/comments/${world.comment}/reopening`, expect: editorAct },
  { route: "entrant/places", path: always("/places?name=kamp"), expect: own },
  { route: "entrant/place", path: entry("/places/where"), phases: ["open"], expect: { ...editorAct, anonymous: 302, owner: 200 } },
  { route: "entrant/place", method: "POST", path: entry("/places/where?name=kampala"), phases: ["open"], form: () => ({ place: "0" }), expect: editorAct },
  { route: "entrant/place", path: entry("/places/where"), phases: past, expect: { ...editorAct, anonymous: 302, owner: 409 } },
  { route: "entrant/place", method: "POST", path: entry("/places/where?name=kampala"), phases: past, form: () => ({ place: "0" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/inquiry", path: (world) => `/inquiries/${world.inquiries.forwarded}`, expect: teamPage },
  { route: "entrant/inquiry", path: (world) => `/inquiries/${world.inquiries.proposed}`, expect: hiddenPage },
  { route: "entrant/inquiry", method: "POST", path: (world) => `/inquiries/${world.inquiries.forwarded}`, expect: editorAct },
  { route: "entrant/presence", method: "POST", path: entry("/presence"), form: () => ({ section: "about" }), expect: { ...hiddenAct, owner: 200, viewer: 200, conflictedChair: 200, cityJuror: 200 } },
  { route: "entrant/attachments", path: entry("/attachments?question=files"), phases: ["open"], expect: { ...editorAct, anonymous: 302, owner: 200 } },
  { route: "entrant/attachments", path: entry("/attachments?question=files"), phases: past, expect: { ...editorAct, anonymous: 302, owner: 409 } },
  { route: "entrant/attachments", method: "POST", path: entry("/attachments?question=files"), phases: ["open"], expect: editorAct },
  { route: "entrant/attachments", method: "POST", path: entry("/attachments?question=files"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/attachment", path: file(), phases: ["open"], expect: earlyPage },
  { route: "entrant/attachment", path: file(), phases: past, expect: { ...jointPage, assigned: 200, chair: 200, secretariat: 200, observer: 200 } },
  { route: "entrant/attachment", path: (world) => `/attachments/${world.own.letter!.id}`, expect: earlyPage },
  { route: "entrant/attachment-preview", path: file("/preview"), expect: hiddenPage },
  ...["details", "removal"].flatMap((name): Row[] => [
    { route: `entrant/attachment-${name}`, path: file(`/${name}`), phases: ["open"], expect: { ...teamPage, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
    { route: `entrant/attachment-${name}`, path: file(`/${name}`), phases: past, expect: { ...teamPage, owner: 409, viewer: 403, conflictedChair: 403, cityJuror: 403 } },
  ]),
  { route: "entrant/attachment-order", method: "POST", path: file("/order"), phases: ["open"], form: () => ({ before: "" }), expect: editorAct },
  { route: "entrant/attachment-order", method: "POST", path: file("/order"), phases: past, form: () => ({ before: "" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/attachment-caption", method: "POST", path: file("/caption"), phases: ["open"], form: () => ({ caption: "New", version: "9" }), expect: editorAct },
  { route: "entrant/attachment-caption", method: "POST", path: file("/caption"), phases: past, form: () => ({ caption: "Later", version: "1" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/attachment-details", method: "POST", path: file("/details"), phases: past, form: () => ({ caption: "Later" }), expect: { ...editorAct, owner: 409 } },
  { route: "entrant/attachment-removal", method: "POST", path: file("/removal"), phases: past, expect: { ...editorAct, owner: 409 } },
  { route: "entrant/uploads", path: always("/api/uploadthing"), expect: publicly },
  { route: "entrant/uploads", method: "POST", path: (world) => `/api/uploadthing?actionType=upload&slug=attachment&entry=${world.own.entry.id}`, expect: { else: 400 } },
];

const SECRETARIAT: Row[] = [
  { route: "secretariat/overview", path: always("/secretariat"), expect: staffPage },
  { route: "secretariat/cycle", path: desk(), expect: staffPage },
  { route: "secretariat/progress", path: desk("/progress"), expect: staffPage },
  ...[
    ["waves", desk("/waves")],
    ["wave-new", desk("/waves/new")],
    ["wave", (world: World) => `/secretariat/waves/${world.wave}`],
  ].map(([name, path]): Row => ({ route: `secretariat/${name as string}`, path: path as Row["path"], expect: { ...secretariatPage, observer: 403 } })),
  { route: "secretariat/wave-new", method: "POST", path: desk("/waves/new"), form: () => ({ audience: "listed" }), expect: secretariatAct },
  { route: "secretariat/wave-retry", method: "POST", path: (world) => `/secretariat/waves/${world.wave}/retry`, expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/reminder-drafts", path: desk("/reminders"), expect: { ...secretariatPage, observer: 403 } },
  { route: "secretariat/reminder-drafts", method: "POST", path: desk("/reminders"), phases: past, expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/programme-new", path: always("/secretariat/programmes/new"), expect: secretariatPage },
  { route: "secretariat/programme-new", method: "POST", path: always("/secretariat/programmes/new"), expect: { ...hiddenAct, secretariat: "in" } },
  { route: "secretariat/programme", path: (world) => `/secretariat/programmes/${world.cycle.programmeId}`, expect: secretariatPage },
  { route: "secretariat/programme", method: "POST", path: (world) => `/secretariat/programmes/${world.cycle.programmeId}`, expect: { ...hiddenAct, secretariat: "in" } },
  { route: "secretariat/cycle-new", path: always("/secretariat/cycles/new"), expect: { ...secretariatPage, observer: 403 } },
  { route: "secretariat/cycle-new", method: "POST", path: always("/secretariat/cycles/new"), expect: secretariatAct },
  ...[
    ["cycle-settings", "/settings"],
    ["call", "/call"],
    ["form", "/form"],
    ["translations", "/translations"],
    ["translations-csv", "/translations.csv?language=fr"],
    ["translations-file", "/translations/file"],
    ["form-section", "/form/sections/about"],
    ["question", "/form/questions/title"],
  ].map(([name, path]): Row => ({ route: `secretariat/${name}`, path: desk(path), expect: { ...secretariatPage, observer: 403 } })),
  { route: "secretariat/cycle-settings", method: "POST", path: desk("/settings"), expect: secretariatAct },
  { route: "secretariat/translations", method: "POST", path: desk("/translations?language=fr"), expect: secretariatAct },
  { route: "secretariat/translations-file", method: "POST", path: desk("/translations/file"), expect: secretariatAct },
  { route: "secretariat/call", method: "POST", path: desk("/call"), expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/form", method: "POST", path: desk("/form"), expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/form-section", method: "POST", path: desk("/form/sections/about"), expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/question", method: "POST", path: desk("/form/questions/title"), form: () => ({ label: "Title" }), expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/question-new", path: desk("/form/questions/new"), expect: { ...secretariatPage, observer: 403, secretariat: 409 } },
  { route: "secretariat/question-new", method: "POST", path: desk("/form/questions/new"), expect: secretariatAct },
  { route: "secretariat/entering", path: desk("/entering"), expect: { ...hiddenPage, secretariat: 200, observer: 403 } },
  { route: "secretariat/entering", method: "POST", path: desk("/entering"), expect: secretariatAct },
  { route: "secretariat/deadline", path: desk("/deadline"), expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403 } },
  { route: "secretariat/deadline", method: "POST", path: desk("/deadline"), expect: { ...secretariatAct, chair: 403, conflictedChair: 403 } },
  { route: "secretariat/rubric-new", path: desk("/rubrics/new"), expect: { ...secretariatPage, observer: 403 } },
  { route: "secretariat/rubric-new", method: "POST", path: desk("/rubrics/new"), expect: secretariatAct },
  { route: "secretariat/round-new", path: desk("/rounds/new"), expect: { ...secretariatPage, observer: 403 } },
  { route: "secretariat/round-new", method: "POST", path: desk("/rounds/new"), expect: secretariatAct },
  { route: "secretariat/entry", path: (world) => `/secretariat/entries/${world.own.entry.id}`, phases: ["open"], expect: secretariatPage },
  { route: "secretariat/entry", path: (world) => `/secretariat/entries/${world.own.entry.id}`, phases: past, expect: staffPage },
  { route: "secretariat/extension", path: (world) => `/secretariat/entries/${world.own.entry.id}/extension`, expect: { ...secretariatPage, observer: 403, conflictedObserver: 403 } },
  { route: "secretariat/extension", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/extension`, expect: { ...secretariatAct, conflictedObserver: 403 } },
  { route: "secretariat/packages", path: always("/secretariat/packages"), expect: { ...staffPage, conflictedSecretariat: 200, observer: 403, conflictedObserver: 403 } },
  { route: "secretariat/packages", method: "POST", path: always("/secretariat/packages"), expect: { ...secretariatAct, conflictedSecretariat: "in", conflictedObserver: 403 } },
  { route: "secretariat/package", path: (world) => `/secretariat/packages/${world.package}`, expect: { ...secretariatPage, observer: 403, conflictedObserver: 403 } },
  { route: "secretariat/package-confirmation", method: "POST", path: (world) => `/secretariat/packages/${world.package}/confirmation`, expect: { ...secretariatAct, secretariat: 409, conflictedObserver: 403 } },
  { route: "secretariat/package-refusal", method: "POST", path: (world) => `/secretariat/packages/${world.package}/refusal`, expect: { ...secretariatAct, conflictedObserver: 403 } },
  { route: "secretariat/entry", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}`, phases: past, form: () => ({ all: "pass" }), expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/early", path: desk("/early"), expect: { ...secretariatPage, observer: 403 } },
  { route: "secretariat/feedback", path: (world) => `/secretariat/entries/${world.own.entry.id}/feedback`, expect: secretariatPage },
  { route: "secretariat/feedback", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/feedback`, phases: ["open"], form: () => ({ text: "Better" }), expect: { ...secretariatAct, conflictedObserver: 403 } },
  { route: "secretariat/feedback", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/feedback`, phases: past, form: () => ({ text: "Better" }), expect: { ...secretariatAct, secretariat: 409, conflictedObserver: 403 } },
  { route: "secretariat/inquiries", path: (world) => `/secretariat/entries/${world.own.entry.id}/inquiries`, expect: staffPage },
  { route: "secretariat/inquiries", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/inquiries`, expect: { ...secretariatAct, conflictedObserver: 403 } },
  { route: "secretariat/inquiry", path: (world) => `/secretariat/inquiries/${world.inquiries.proposed}`, expect: { ...hiddenPage, secretariat: 200, observer: 403, conflictedObserver: 403 } },
  { route: "secretariat/inquiry", path: (world) => `/secretariat/inquiries/${world.inquiries.forwarded}`, expect: { ...hiddenPage, secretariat: 409, observer: 403, conflictedObserver: 403 } },
  { route: "secretariat/inquiry", method: "POST", path: (world) => `/secretariat/inquiries/${world.inquiries.proposed}`, expect: { ...secretariatAct, conflictedObserver: 403 } },
  { route: "secretariat/confirmation", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/confirmation`, phases: past, expect: { ...secretariatAct, secretariat: 409 } },
  { route: "secretariat/reopening", path: (world) => `/secretariat/entries/${world.own.entry.id}/reopening`, phases: past, expect: { ...secretariatPage, observer: 403, secretariat: 409 } },
  { route: "secretariat/reopening", method: "POST", path: (world) => `/secretariat/entries/${world.own.entry.id}/reopening`, phases: past, expect: secretariatAct },
  { route: "secretariat/rubric", path: (world) => `/secretariat/rubrics/${world.rubric.id}`, expect: staffPage },
  { route: "secretariat/rubric", method: "POST", path: (world) => `/secretariat/rubrics/${world.rubric.id}`, phases: past, expect: secretariatAct },
];

const panelAct: Everyone = { ...secretariatAct, observer: 403, chair: 403, conflictedChair: 403, assigned: 403, unassigned: 403, conflicted: 403, cityJuror: 403, scrutineer: 403 };
const panelSetting: Everyone = { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403, assigned: 403, unassigned: 403, conflicted: 403, cityJuror: 403, scrutineer: 403 };
/** The panel knows its round, and finds no way to set it up. */
const setsUp: Everyone = { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403 };
const setsUpAct: Everyone = { ...secretariatAct, observer: 403, chair: 403, conflictedChair: 403 };
const leads: Everyone = { ...hiddenPage, observer: 403, chair: 200, conflictedChair: 200, secretariat: 200 };
const leadsAct: Everyone = { ...hiddenAct, observer: 403, chair: "in", conflictedChair: "in", secretariat: "in" };

const ROUNDS: Row[] = [
  { route: "secretariat/round", path: round(), expect: followRound },
  { route: "secretariat/round-settings", path: round("/settings"), expect: setsUp },
  { route: "secretariat/round-settings", method: "POST", path: round("/settings"), expect: setsUpAct },
  { route: "secretariat/round-lock", path: round("/lock"), phases: ["scoring"], expect: setsUp },
  { route: "secretariat/round-lock", path: round("/lock"), phases: ["open", "frozen", "published"], expect: { ...setsUp, secretariat: 409 } },
  { route: "secretariat/round-lock", method: "POST", path: round("/lock"), expect: setsUpAct },
  { route: "secretariat/round-lock", method: "POST", path: round("/lock"), phases: ["open", "frozen", "published"], form: () => ({ reason: "Early" }), expect: { ...setsUpAct, secretariat: 409 } },
  { route: "secretariat/round-unlock", path: round("/unlock"), expect: { ...setsUp, secretariat: 409 } },
  { route: "secretariat/round-unlock", method: "POST", path: round("/unlock"), form: () => ({ date: "2099-01-01", time: "23:59:59", reason: "Late" }), expect: { ...setsUpAct, secretariat: 409 } },
  { route: "secretariat/panel", path: round("/panel"), expect: followRound },
  { route: "secretariat/panel", method: "POST", path: round("/panel"), expect: setsUpAct },
  { route: "secretariat/reminder-reviews", path: round("/reminders"), expect: setsUp },
  { route: "secretariat/reminder-reviews", method: "POST", path: round("/reminders"), phases: ["open", "frozen", "published"], expect: { ...setsUpAct, secretariat: 409 } },
  ...["sending", "revocation"].map((name): Row => ({ route: `secretariat/invitation-${name}`, method: "POST", path: round(`/invitations/${"0".repeat(64)}/${name}`), phases: ["open", "scoring"], expect: { ...setsUpAct, secretariat: 404 } })),
  { route: "secretariat/panel-criteria", path: (world) => `/rounds/${world.round.id}/panel/${world.people.unassigned}/criteria`, expect: { ...setsUp, secretariat: 404 } },
  { route: "secretariat/panel-criteria", method: "POST", path: (world) => `/rounds/${world.round.id}/panel/${world.people.unassigned}/criteria`, expect: { ...setsUpAct, secretariat: 404 } },
  { route: "secretariat/panel-removal", path: (world) => `/rounds/${world.round.id}/panel/${world.people.unassigned}/removal`, phases: ["open", "scoring"], expect: setsUp },
  { route: "secretariat/panel-removal", path: (world) => `/rounds/${world.round.id}/panel/${world.people.unassigned}/removal`, phases: ["frozen", "published"], expect: { ...setsUp, secretariat: 409 } },
  { route: "secretariat/panel-removal", method: "POST", path: (world) => `/rounds/${world.round.id}/panel/${world.people.assigned}/removal`, phases: ["frozen", "published"], expect: { ...setsUpAct, secretariat: 409 } },
  { route: "secretariat/assignments", path: round("/assignments"), expect: followRound },
  { route: "secretariat/assignments", method: "POST", path: round("/assignments"), expect: { ...hiddenAct, secretariat: "in", observer: 403, chair: "in", conflictedChair: "in" } },
  { route: "secretariat/assignments-csv", path: round("/assignments.csv"), expect: { ...leads, observer: 403 } },
  { route: "secretariat/assignments-file", path: round("/assignments/file"), phases: ["open", "scoring"], expect: { ...leads, observer: 403 } },
  { route: "secretariat/assignments-file", path: round("/assignments/file"), phases: ["frozen", "published"], expect: { ...leads, observer: 403, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "secretariat/assignments-file", method: "POST", path: round("/assignments/file"), phases: ["open", "scoring"], expect: leadsAct },
  { route: "secretariat/assignments-file", method: "POST", path: round("/assignments/file"), phases: ["frozen", "published"], form: () => ({ rows: "entry,reviewer" }), expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "secretariat/balanced", path: round("/assignments/balanced"), phases: ["open", "scoring"], expect: { ...leads, observer: 403 } },
  { route: "secretariat/balanced", path: round("/assignments/balanced"), phases: ["frozen", "published"], expect: { ...leads, observer: 403, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "secretariat/balanced", method: "POST", path: round("/assignments/balanced"), phases: ["frozen", "published"], expect: leadsAct },
  { route: "secretariat/assignment-rules", path: round("/assignments/rules"), phases: ["open", "scoring"], expect: { ...leads, observer: 403 } },
  { route: "secretariat/assignment-rules", path: round("/assignments/rules"), phases: ["frozen", "published"], expect: { ...leads, observer: 403, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "secretariat/assignment-rules", method: "POST", path: round("/assignments/rules"), phases: ["frozen", "published"], form: () => ({ breadth: "0", calibration: "1" }), expect: leadsAct },
  ...["cancellation", "search"].map((name): Row => ({ route: `secretariat/balanced-${name}`, method: "POST", path: round(`/assignments/balanced/${name}`), phases: ["frozen", "published"], expect: leadsAct })),
  { route: "secretariat/certificate", path: (world) => `/rounds/${world.round.id}/assignments/certificates/${world.run}`, expect: followRound },
  { route: "secretariat/assignment-recusal", path: (world) => `/rounds/${world.round.id}/assignments/${world.assignment?.assigned.id}/recusal`, phases: ["scoring"], expect: { ...leads, conflictedChair: 404, conflictedObserver: 403 } },
  { route: "secretariat/assignment-recusal", method: "POST", path: (world) => `/rounds/${world.round.id}/assignments/${world.assignment?.assigned.id}/recusal`, phases: ["frozen", "published"], form: () => ({ reason: "Ill" }), expect: { ...leadsAct, conflictedChair: 404, conflictedObserver: 403 } },
  { route: "secretariat/conflicts", path: round("/conflicts"), expect: followRound },
  { route: "secretariat/waiver", path: (world) => `/rounds/${world.round.id}/conflicts/${world.own.entry.id}/${world.people.conflicted}/waiver`, phases: past, expect: { ...panelSetting, conflictedObserver: 403 } },
  { route: "secretariat/waiver", method: "POST", path: (world) => `/rounds/${world.round.id}/conflicts/${world.own.entry.id}/${world.people.conflicted}/waiver`, phases: ["frozen", "published"], expect: { ...panelAct, conflictedObserver: 403 } },
  ...["confirmation", "refusal"].map((name): Row => ({ route: `secretariat/waiver-${name}`, method: "POST", path: (world) => `/rounds/${world.round.id}/conflicts/${world.own.entry.id}/${world.people.conflicted}/waiver/${name}`, phases: past, expect: { ...panelAct, secretariat: 404, conflictedObserver: 403 } })),
  { route: "chair/ranking", path: round("/ranking"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 200, conflictedChair: 200 } },
  { route: "chair/ranking", path: round("/ranking"), phases: ["frozen", "published"], expect: followRound },
  { route: "chair/ranking-file", path: round("/ranking.csv"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 200, conflictedChair: 200 } },
  { route: "chair/ranking-file", path: round("/ranking.csv"), phases: ["frozen", "published"], expect: followRound },
  { route: "chair/cut", path: round("/cut"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 200, conflictedChair: 200 } },
  { route: "chair/cut", path: round("/cut"), phases: ["frozen", "published"], expect: followRound },
  { route: "chair/extra-read", method: "POST", path: round("/cut/reads"), expect: leadsAct },
  { route: "chair/diagnostics", path: round("/diagnostics"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 200, conflictedChair: 200 } },
  { route: "chair/diagnostics", path: round("/diagnostics"), phases: ["frozen", "published"], expect: { ...followRound, observer: 404 } },
  { route: "chair/reviewed-entry", path: reviewed, phases: ["open"], expect: hiddenPage },
  { route: "chair/reviewed-entry", path: reviewed, phases: ["scoring"], expect: { ...hiddenPage, chair: 200 } },
  { route: "chair/reviewed-entry", path: reviewed, phases: ["frozen", "published"], expect: { ...hiddenPage, chair: 200, secretariat: 200 } },
  { route: "chair/freeze", path: round("/freeze"), phases: ["scoring"], expect: leads },
  { route: "chair/freeze", method: "POST", path: round("/freeze"), phases: ["frozen", "published"], expect: leadsAct },
  { route: "chair/selection", path: round("/selection"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 409, conflictedChair: 409, secretariat: 409, observer: 409 } },
  { route: "chair/selection", path: round("/selection"), phases: ["frozen"], expect: followRound },
  { route: "chair/ballot", path: round("/ballot"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 409, conflictedChair: 409, secretariat: 409, observer: 409 } },
  { route: "chair/ballot", path: round("/ballot"), phases: ["frozen", "published"], expect: followRound },
  { route: "chair/ballot", method: "POST", path: round("/ballot"), phases: ["frozen"], expect: { ...leadsAct, conflictedChair: 403, conflictedSecretariat: 403 } },
  { route: "chair/ballot", method: "POST", path: round("/ballot"), phases: ["published"], expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/ballot-reminders", path: round("/ballot/reminders"), expect: { ...leads, observer: 403, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/ballot-reminders", method: "POST", path: round("/ballot/reminders"), expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/ballot-count", method: "POST", path: round("/ballot/count"), expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/balance", path: round("/balance"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 409, conflictedChair: 409, secretariat: 409, observer: 409 } },
  { route: "chair/balance", path: round("/balance"), phases: ["frozen"], expect: followRound },
  { route: "chair/balance", method: "POST", path: round("/balance"), phases: ["frozen"], expect: { ...leadsAct, conflictedChair: 403, conflictedSecretariat: 403 } },
  { route: "chair/balance-adoption", path: round("/balance/adoption"), phases: ["frozen"], expect: { ...leads, conflictedChair: 403, conflictedSecretariat: 403 } },
  { route: "chair/balance-adoption", method: "POST", path: round("/balance/adoption"), phases: ["frozen"], expect: { ...leadsAct, conflictedChair: 403, conflictedSecretariat: 403 } },
  { route: "chair/choice", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}`, phases: ["frozen"], expect: { ...leads, conflictedChair: 404 } },
  { route: "chair/choice", method: "POST", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}`, phases: ["frozen"], expect: { ...leadsAct, conflictedChair: 404 } },
  { route: "chair/citation", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/citation`, phases: ["frozen", "published"], expect: { ...leads, conflictedChair: 404 } },
  { route: "chair/citation", method: "POST", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/citation`, phases: ["frozen"], form: () => ({ "statement-fr": "Seul" }), expect: { ...leadsAct, conflictedChair: 404 } },
  { route: "chair/citation-approval", method: "POST", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/citation/approval`, phases: ["frozen", "published"], expect: { ...leadsAct, conflictedChair: 404, chair: 409, secretariat: 409 } },
  { route: "chair/honours", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/honours`, phases: ["frozen"], expect: { ...leads, conflictedChair: 404 } },
  { route: "chair/honours", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/honours`, phases: ["published"], expect: { ...leads, chair: 409, conflictedChair: 404, secretariat: 409 } },
  { route: "chair/honours", method: "POST", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/honours`, phases: ["frozen"], form: () => ({ "name-fr": "Seul" }), expect: { ...leadsAct, conflictedChair: 404 } },
  { route: "chair/honour-removal", method: "POST", path: (world) => `/rounds/${world.round.id}/selection/${world.own.entry.id}/honours/${world.honour}/removal`, phases: ["published"], expect: { ...leadsAct, chair: 409, conflictedChair: 404, secretariat: 409 } },
  { route: "chair/finalisation", path: round("/finalisation"), phases: ["frozen", "published"], expect: followRound },
  { route: "chair/finalisation", method: "POST", path: round("/finalisation"), phases: ["published"], expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/approval", method: "POST", path: round("/finalisation/approval"), phases: ["published"], expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "chair/report", path: round("/report.docx"), phases: ["open", "scoring"], expect: { ...hiddenPage, chair: 409, conflictedChair: 409, secretariat: 409, observer: 409 } },
  { route: "chair/report", path: round("/report.docx"), phases: ["frozen", "published"], expect: { ...followRound, conflictedChair: 403, conflictedSecretariat: 403, conflictedObserver: 403 } },
  { route: "secretariat/appraisals", path: round("/appraisals"), expect: { ...setsUp, secretariat: 409 }, phases: ["open", "scoring"] },
  { route: "secretariat/appraisals", path: round("/appraisals"), expect: setsUp, phases: ["published"] },
  { route: "secretariat/appraisals", method: "POST", path: round("/appraisals"), expect: { ...setsUpAct, secretariat: 409 }, phases: ["scoring", "published"] },
  ...(["GET", "POST"] as const).map((method): Row => ({ route: "secretariat/appraisal-release", method, path: round("/appraisals/release"), expect: { ...(method === "GET" ? setsUp : setsUpAct), secretariat: 409 }, phases: past })),
  { route: "secretariat/appraisal", path: (world) => `/rounds/${world.round.id}/appraisals/${world.own.entry.id}`, expect: { ...setsUp, conflictedObserver: 403 }, phases: ["published"] },
  { route: "secretariat/appraisal", method: "POST", path: (world) => `/rounds/${world.round.id}/appraisals/${world.own.entry.id}`, expect: { ...setsUpAct, secretariat: 409, conflictedObserver: 403 }, phases: ["published"] },
  ...[
    ["appraisal", ""],
    ["appraisal-pdf", ".pdf"],
  ].flatMap(([name, end]): Row[] => [
    { route: `entrant/${name}`, path: entry(`/appraisal${end}`), expect: hiddenPage, phases: ["open", "scoring", "frozen"] },
    { route: `entrant/${name}`, path: entry(`/appraisal${end}`), expect: jointPage, phases: ["published"] },
  ]),
  { route: "chair/publication", path: round("/publication"), phases: ["published"], expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403 } },
  { route: "chair/publication", method: "POST", path: round("/publication"), phases: ["open", "scoring", "frozen"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, secretariat: 409 } },
  { route: "chair/countersignature", path: round("/publication/countersignature"), phases: ["open", "scoring", "frozen"], expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403, secretariat: 409 } },
  { route: "chair/countersignature", path: round("/publication/countersignature"), phases: ["published"], expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403 } },
  { route: "chair/countersignature", method: "POST", path: round("/publication/countersignature"), phases: ["published"], form: () => ({ signature: "none" }), expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403, secretariat: 422 } },
  { route: "chair/countersignature", method: "POST", path: round("/publication/countersignature"), phases: ["open", "scoring", "frozen"], form: () => ({ signature: "none" }), expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403, secretariat: 409 } },
  { route: "chair/whole-proof", method: "POST", path: round("/publication/proof"), phases: ["open", "scoring", "frozen"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403, secretariat: 409 } },
  { route: "chair/whole-proof", method: "POST", path: round("/publication/proof"), phases: ["published"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, conflictedSecretariat: 403, secretariat: "in" } },
  { route: "chair/correction", path: round("/correction"), phases: ["published"], expect: followRound },
  { route: "chair/correction", method: "POST", path: round("/correction"), phases: ["published"], form: () => ({ reason: "" }), expect: { ...leadsAct, chair: 422, conflictedChair: 403, conflictedSecretariat: 403, secretariat: 422 } },
  { route: "chair/correction-drop", method: "POST", path: round("/correction/drop"), phases: ["frozen", "published"], expect: { ...leadsAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  ...(["GET", "POST"] as const).map((method): Row => ({ route: "chair/correction-publication", method, path: round("/correction/publication"), phases: ["frozen", "published"], expect: { ...(method === "GET" ? hiddenPage : hiddenAct), observer: 403, chair: 403, conflictedChair: 403, secretariat: 409 } })),
  { route: "chair/letters-again", method: "POST", path: round("/publication/letters"), phases: ["frozen", "published"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, secretariat: 409 } },
  { route: "chair/withdrawal", path: round("/publication/withdrawal"), phases: ["published"], expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403 } },
  { route: "chair/withdrawal", method: "POST", path: round("/publication/withdrawal"), phases: ["open", "scoring", "frozen"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, secretariat: 409 } },
  { route: "chair/picture-removal", path: picture, phases: ["published"], expect: { ...secretariatPage, observer: 403, chair: 403, conflictedChair: 403, conflictedObserver: 403 } },
  { route: "chair/picture-removal", method: "POST", path: picture, phases: ["published"], expect: { ...hiddenAct, observer: 403, chair: 403, conflictedChair: 403, conflictedObserver: 403, secretariat: "in" } },
];

const judge: Everyone = { ...hiddenPage, assigned: 200, unassigned: 200, conflicted: 200, cityJuror: 200 };
/** The sheet of Kampala's entry that belongs to the reviewer who has no conflict with it. */
const sheet =
  (rest = "") =>
  (world: World) =>
    `/judging/assignments/${world.assignment?.assigned.id}${rest}`;
/** The same entry, assigned to somebody in conflict: from their side as if it were not there. */
const barred =
  (rest = "") =>
  (world: World) =>
    `/judging/assignments/${world.assignment?.conflicted.id}${rest}`;
const barredJuror =
  (rest = "") =>
  (world: World) =>
    `/judging/assignments/${world.assignment?.cityJuror.id}${rest}`;
const score = (world: World) => ({ value: "3", comment: "", version: "1", criterion: world.criterion.id });
/** The ballot paper of a round. */
const paper =
  (rest = "") =>
  (world: World) =>
    `/judging/rounds/${world.round.id}/ballot${rest}`;
/** A scrutineer's page of the round, and what stands below it. */
const scrutiny =
  (rest = "") =>
  (world: World) =>
    `/judging/rounds/${world.round.id}/scrutiny${rest}`;
/** A meeting of the panel, in the phases that have one: it deals with the entry. */
const meeting =
  (rest = "") =>
  (world: World) =>
    `/meetings/${world.meeting!.id}${rest}`;
const item = (world: World) => `/meetings/${world.meeting!.id}/items/${world.meeting!.item}`;
const matter = (world: World) => `/meetings/${world.meeting!.id}/items/${world.meeting!.matter}`;
const motion =
  (rest = "") =>
  (world: World) =>
    `/meetings/${world.meeting!.id}/motions/${world.meeting!.motion}${rest}`;
const attends: Everyone = { ...hiddenPage, assigned: 200, unassigned: 200, conflicted: 200, cityJuror: 200, chair: 200, conflictedChair: 200, secretariat: 200, observer: 200 };
/** The panel and observers know of it and do not lead it. */
const follows = { assigned: 403, unassigned: 403, conflicted: 403, cityJuror: 403, observer: 403 } as const;
const leadsMeeting: Everyone = { ...hiddenPage, ...follows, chair: 200, conflictedChair: 200, secretariat: 200 };
const leadsMeetingAct: Everyone = { ...hiddenAct, ...follows, chair: "in", conflictedChair: "in", secretariat: "in" };
/** Members declare a conflict in the room, but for whom one stands: they see no current item. */
const stepsOut: Everyone = { ...hiddenPage, assigned: 200, unassigned: 200, chair: 200, conflicted: 409, cityJuror: 409, conflictedChair: 409, secretariat: 403, observer: 403 };
/** What must not be known by whoever is asked to leave for the entry. */
const left = { conflicted: 404, cityJuror: 404, conflictedChair: 404, conflictedSecretariat: 404, conflictedObserver: 404 } as const;
const sitting = ["frozen", "published"] as const;

const MEETINGS: Row[] = [
  { route: "meeting/meetings", path: round("/meetings"), expect: attends },
  { route: "meeting/meetings", method: "POST", path: round("/meetings"), form: () => ({ quorum: "most" }), phases: ["open", "scoring"], expect: { ...leadsMeetingAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/date-new", path: round("/meetings/dates"), expect: leadsMeeting },
  { route: "meeting/date-new", method: "POST", path: round("/meetings/dates"), form: () => ({ place: "" }), expect: leadsMeetingAct },
  { route: "meeting/date", path: (world) => `/meeting-dates/${world.dates.coming}`, expect: leadsMeeting },
  { route: "meeting/date", method: "POST", path: (world) => `/meeting-dates/${world.dates.coming}`, form: () => ({ place: "" }), expect: leadsMeetingAct },
  { route: "meeting/date-cancellation", path: (world) => `/meeting-dates/${world.dates.coming}/cancellation`, expect: leadsMeeting },
  { route: "meeting/date-cancellation", method: "POST", path: (world) => `/meeting-dates/${world.dates.past}/cancellation`, expect: { ...leadsMeetingAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/date-cancellation", path: (world) => `/meeting-dates/${world.dates.past}/cancellation`, expect: { ...leadsMeeting, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/date", path: (world) => `/meeting-dates/${world.dates.past}`, expect: { ...leadsMeeting, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/meetings", method: "POST", path: round("/meetings"), form: () => ({ quorum: "most" }), phases: sitting, expect: { ...leadsMeetingAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/room", path: meeting(), phases: sitting, expect: attends },
  { route: "meeting/minutes", path: meeting("/minutes"), phases: sitting, expect: attends },
  { route: "meeting/lead", path: meeting("/lead"), phases: sitting, expect: leadsMeeting },
  { route: "meeting/screen", path: meeting("/screen"), phases: sitting, expect: leadsMeeting },
  { route: "meeting/lead", method: "POST", path: meeting("/lead"), phases: sitting, form: () => ({ kind: "matter", text: "" }), expect: leadsMeetingAct },
  {
    route: "meeting/presence",
    method: "POST",
    path: meeting("/presence"),
    phases: sitting,
    form: () => ({ present: "yes" }),
    expect: { ...hiddenAct, assigned: "in", unassigned: "in", chair: "in", secretariat: "in", conflicted: "in", cityJuror: "in", conflictedChair: "in", conflictedSecretariat: "in", observer: 403 },
  },
  { route: "meeting/motion-new", path: meeting("/motions"), phases: sitting, expect: { ...leadsMeeting, assigned: 200, unassigned: 200, conflicted: 409, cityJuror: 409, conflictedChair: 409, conflictedSecretariat: 409 } },
  { route: "meeting/motion-new", method: "POST", path: meeting("/motions"), phases: sitting, form: () => ({ text: "" }), expect: { ...leadsMeetingAct, assigned: "in", unassigned: "in", conflicted: 409, cityJuror: 409, conflictedChair: 409, conflictedSecretariat: 409 } },
  { route: "meeting/conflict", path: meeting("/conflict"), phases: sitting, expect: stepsOut },
  { route: "meeting/conflict", method: "POST", path: meeting("/conflict"), phases: sitting, form: () => ({ item: "none of the agenda", reason: "x" }), expect: { ...stepsOut, anonymous: 401, assigned: "in", unassigned: "in", chair: "in" } },
  { route: "meeting/vote", method: "POST", path: motion("/vote"), phases: sitting, form: () => ({ vote: "yes" }), expect: { ...hiddenAct, ...left, assigned: 409, unassigned: 409, chair: 409, secretariat: 403, observer: 403 } },
  { route: "meeting/motion", method: "POST", path: motion(), phases: sitting, form: () => ({ step: "close" }), expect: { ...leadsMeetingAct, ...left, chair: 409, secretariat: 409 } },
  { route: "meeting/item", method: "POST", path: item, phases: sitting, form: () => ({ step: "call" }), expect: { ...leadsMeetingAct, ...left, chair: 409, secretariat: 409 } },
  { route: "meeting/item", method: "POST", path: matter, phases: sitting, form: () => ({ step: "call" }), expect: { ...leadsMeetingAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
  { route: "meeting/ending", method: "POST", path: meeting("/ending"), phases: sitting, expect: { ...leadsMeetingAct, chair: 409, conflictedChair: 409, secretariat: 409 } },
];

const onlyJudge: Everyone = { ...hiddenPage, assigned: 200 };

const JUDGING: Row[] = [
  { route: "reviewer/rounds", path: always("/judging"), expect: { anonymous: 302, else: 403, assigned: 200, unassigned: 200, conflicted: 200, cityJuror: 200, chair: 200, conflictedChair: 200, scrutineer: 200 } },
  { route: "reviewer/tasks", path: (world) => `/judging/rounds/${world.round.id}`, expect: judge },
  { route: "reviewer/ballot", path: paper(), phases: ["open", "scoring", "frozen"], expect: hiddenPage },
  { route: "reviewer/ballot", path: paper(), phases: ["published"], expect: { ...hiddenPage, assigned: 200, unassigned: 200, conflicted: 200, cityJuror: 200, chair: 200, conflictedChair: 200 } },
  { route: "reviewer/ballot", method: "POST", path: paper(), phases: ["open", "scoring", "frozen"], form: () => ({ approve: "x" }), expect: hiddenAct },
  { route: "reviewer/ballot", method: "POST", path: paper(), phases: ["published"], form: () => ({ approve: "x" }), expect: { ...hiddenAct, assigned: 409, unassigned: 409, conflicted: 409, cityJuror: 409, chair: 409, conflictedChair: 409 } },
  { route: "reviewer/ballot-receipt", path: paper("/receipt"), phases: ["open", "scoring", "frozen"], expect: hiddenPage },
  { route: "reviewer/ballot-receipt", path: paper("/receipt"), phases: ["published"], expect: { ...hiddenPage, assigned: 200, conflicted: 200 } },
  ...[
    ["offline", ""],
    ["offline-list", "/list"],
  ].map(([name, rest]): Row => ({ route: `reviewer/${name}`, path: (world) => `/judging/rounds/${world.round.id}/offline${rest}`, expect: judge })),
  { route: "reviewer/away", path: always("/judging/away"), expect: publicly },
  { route: "reviewer/elsewhere", path: always("/judging/elsewhere/archive?page=2"), expect: { else: 302 } },
  { route: "reviewer/scrutiny", path: scrutiny(), expect: { ...hiddenPage, scrutineer: 200 } },
  { route: "reviewer/scrutiny-key", path: scrutiny("/key"), phases: ["open", "scoring"], expect: { ...hiddenPage, scrutineer: 200 } },
  { route: "reviewer/scrutiny-key", path: scrutiny("/key"), phases: ["frozen", "published"], expect: { ...hiddenPage, scrutineer: 409 } },
  { route: "reviewer/scrutiny-key", method: "POST", path: scrutiny("/key"), phases: ["open", "scoring"], form: () => ({ key: "no key" }), expect: { ...hiddenAct, scrutineer: 422 } },
  { route: "reviewer/scrutiny-key", method: "POST", path: scrutiny("/key"), phases: ["open", "scoring"], form: ({ scrutineerKey }) => ({ key: scrutineerKey }), expect: { ...hiddenAct, scrutineer: "in" } },
  { route: "reviewer/scrutiny-key", method: "POST", path: scrutiny("/key"), phases: ["frozen", "published"], form: ({ scrutineerKey }) => ({ key: scrutineerKey }), expect: { ...hiddenAct, scrutineer: 409 } },
  { route: "reviewer/scrutiny-seed", path: scrutiny("/seed"), expect: { ...hiddenPage, scrutineer: 409 } },
  { route: "reviewer/scrutiny-seed", method: "POST", path: scrutiny("/seed"), form: () => ({ seed: "0".repeat(64) }), expect: { ...hiddenAct, scrutineer: 409 } },
  { route: "reviewer/scrutiny-signature", path: scrutiny("/signature"), expect: { ...hiddenPage, scrutineer: 409 } },
  { route: "reviewer/scrutiny-signature", method: "POST", path: scrutiny("/signature"), form: () => ({ signature: "none" }), expect: { ...hiddenAct, scrutineer: 409 } },
  { route: "reviewer/scrutiny-proof", method: "POST", path: scrutiny("/proof"), phases: ["open", "scoring", "frozen"], expect: { ...hiddenAct, scrutineer: 409 } },
  { route: "reviewer/scrutiny-proof", method: "POST", path: scrutiny("/proof"), phases: ["published"], expect: { ...hiddenAct, scrutineer: "in" } },
  { route: "reviewer/openings", method: "POST", path: scrutiny("/openings"), phases: ["open", "scoring"], expect: { ...hiddenAct, scrutineer: 409 } },
  { route: "reviewer/openings", method: "POST", path: scrutiny("/openings"), phases: ["frozen", "published"], expect: { ...hiddenAct, scrutineer: "in" } },
  { route: "reviewer/pair", path: (world) => `/judging/rounds/${world.round.id}/pair`, phases: past, expect: judge },
  { route: "reviewer/dossier", path: (world) => `/judging/rounds/${world.round.id}/dossier`, expect: judge },
  { route: "reviewer/dossier-copy", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/dossier/copy`, phases: ["open"], form: () => ({ format: "pdf" }), expect: { ...hiddenAct, assigned: 409, unassigned: 409, conflicted: 409, cityJuror: 409 } },
  { route: "reviewer/dossier-copy", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/dossier/copy`, phases: past, form: () => ({ format: "pdf" }), expect: { ...hiddenAct, assigned: "in", unassigned: 409, conflicted: 409, cityJuror: 409 } },
  { route: "reviewer/confidentiality", path: (world) => `/judging/rounds/${world.round.id}/confidentiality`, expect: judge },
  { route: "reviewer/confidentiality", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/confidentiality`, form: () => ({ accept: "yes" }), expect: { ...hiddenAct, assigned: "in", unassigned: "in", conflicted: "in", cityJuror: "in" } },
  { route: "reviewer/conflicts", path: (world) => `/judging/rounds/${world.round.id}/conflicts`, expect: judge },
  { route: "reviewer/conflicts", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/conflicts`, expect: { ...hiddenAct, assigned: "in", unassigned: "in", conflicted: "in", cityJuror: "in" } },
  { route: "reviewer/finish", path: (world) => `/judging/rounds/${world.round.id}/finish`, phases: past, expect: judge },
  { route: "reviewer/finish", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/finish`, phases: ["frozen", "published"], expect: { ...hiddenAct, assigned: 409, unassigned: 409, conflicted: 409, cityJuror: 409 } },
  { route: "reviewer/attestation", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/attestation`, phases: ["scoring", "published"], expect: { ...hiddenAct, assigned: 409 } },
  { route: "reviewer/attestation", method: "POST", path: (world) => `/judging/rounds/${world.round.id}/attestation`, phases: ["frozen"], expect: { ...hiddenAct, assigned: "in" } },
  { route: "reviewer/own-reviews", path: (world) => `/judging/rounds/${world.round.id}/reviews.json`, phases: past, expect: onlyJudge },
  { route: "reviewer/sheet", path: sheet(), phases: past, expect: onlyJudge },
  ...[barred, barredJuror].flatMap((door): Row[] => [
    { route: "reviewer/sheet", path: door(), phases: past, expect: hiddenPage },
    { route: "reviewer/conflict", path: door("/conflict"), phases: past, expect: hiddenPage },
    { route: "reviewer/score", method: "POST", path: (world) => `${door("/scores/")(world)}${world.criterion.id}`, phases: past, form: score, expect: hiddenAct },
    { route: "reviewer/submission", method: "POST", path: door("/submission"), phases: past, expect: hiddenAct },
    { route: "reviewer/inquiries", path: door("/inquiries"), phases: past, expect: hiddenPage },
    { route: "reviewer/inquiries", method: "POST", path: door("/inquiries"), phases: past, expect: hiddenAct },
  ]),
  { route: "reviewer/sheet", method: "POST", path: sheet(), phases: ["frozen", "published"], expect: { ...hiddenAct, assigned: 409 } },
  { route: "reviewer/conflict", path: sheet("/conflict"), phases: past, expect: onlyJudge },
  { route: "reviewer/conflict", method: "POST", path: sheet("/conflict"), phases: past, expect: { ...hiddenAct, assigned: "in" } },
  { route: "reviewer/score", method: "POST", path: (world) => `${sheet("/scores/")(world)}${world.criterion.id}`, phases: ["scoring"], form: score, expect: { ...hiddenAct, assigned: "in" } },
  { route: "reviewer/score", method: "POST", path: (world) => `${sheet("/scores/")(world)}${world.criterion.id}`, phases: ["frozen", "published"], form: score, expect: { ...hiddenAct, assigned: 409 } },
  { route: "reviewer/comment", method: "POST", path: sheet("/comment"), phases: ["frozen", "published"], form: () => ({ comment: "Later", version: "1" }), expect: { ...hiddenAct, assigned: 409 } },
  { route: "reviewer/receipt", path: sheet("/receipt"), phases: past, expect: onlyJudge },
  { route: "reviewer/submission", path: sheet("/submission"), phases: past, expect: onlyJudge },
  { route: "reviewer/submission", method: "POST", path: sheet("/submission"), phases: ["frozen", "published"], expect: { ...hiddenAct, assigned: "in" } }, // is in since before
  { route: "reviewer/submission", method: "POST", path: sheet("/submission"), phases: ["frozen", "published"], form: score, expect: { ...hiddenAct, assigned: 409 } },
  { route: "reviewer/inquiries", path: sheet("/inquiries"), phases: past, expect: onlyJudge },
  { route: "reviewer/inquiries", method: "POST", path: sheet("/inquiries"), phases: past, expect: { ...hiddenAct, assigned: "in" } },
  { route: "reviewer/recusal", path: sheet("/recusal"), phases: ["scoring"], expect: onlyJudge },
  { route: "reviewer/recusal", method: "POST", path: sheet("/recusal"), phases: ["frozen", "published"], form: () => ({ reason: "Later" }), expect: { ...hiddenAct, assigned: 409 } },
];

const talk = (world: World) => `${reviewed(world)}/discussion`;
const talks = (world: World) => `/rounds/${world.round.id}/discussions`;
const onPanel: Everyone = { ...judge, chair: 200, conflictedChair: 200 };

/**
 * What an entry's readers say to each other: theirs whose own review is in, the chair's, and from the freeze on the
 * secretariat's to read.
 */
const DISCUSSION: Row[] = [
  { route: "reviewer/discussions", path: talks, phases: ["open", "scoring"], expect: onPanel },
  { route: "reviewer/discussions", path: talks, phases: ["frozen", "published"], expect: { ...onPanel, secretariat: 200 } },
  { route: "reviewer/discussion", path: talk, phases: ["open"], expect: hiddenPage },
  { route: "reviewer/discussion", path: talk, phases: ["scoring"], expect: { ...hiddenPage, assigned: 200, chair: 200 } },
  { route: "reviewer/discussion", path: talk, phases: ["frozen", "published"], expect: { ...hiddenPage, assigned: 200, chair: 200, secretariat: 200 } },
  { route: "reviewer/discussion", method: "POST", path: talk, phases: ["scoring"], form: () => ({ text: "I see it otherwise." }), expect: { ...hiddenAct, assigned: "in", chair: "in" } },
  { route: "reviewer/discussion", method: "POST", path: talk, phases: ["frozen"], form: () => ({ text: "I see it otherwise." }), expect: { ...hiddenAct, assigned: "in", chair: "in", secretariat: 403 } },
  { route: "reviewer/discussion", method: "POST", path: talk, phases: ["published"], form: () => ({ text: "Too late." }), expect: { ...hiddenAct, assigned: 409, chair: 409, secretariat: 403 } },
];

/** Every door of the portal and who gets through, by phase. A route without a row fails the test. */
export const MATRIX: Row[] = [...PUBLIC, ...ACCOUNT, ...ENTRANT, ...SECRETARIAT, ...ROUNDS, ...MEETINGS, ...JUDGING, ...DISCUSSION];

const COLLEAGUES: Partial<Record<Persona, Persona>> = { conflictedSecretariat: "secretariat", conflictedObserver: "observer" };

/**
 * What a row expects of somebody. Staff in conflict is answered like its colleagues, but at every door about the entry
 * like whoever has no part in it: a conflict outranks every role. So a new row about the entry holds for them without a
 * word. Where their part never does such a thing, to whatever entry, the row says 403.
 */
export function expected({ expect, path }: Row, persona: Persona, world: World): Expected {
  const colleague = COLLEAGUES[persona];
  return expect[persona] ?? (colleague && !isAboutEntry(path(world), world) ? expect[colleague] : undefined) ?? expect.else;
}

function isAboutEntry(target: string, { own, comment, inquiries, assignment, package: packed }: World): boolean {
  const { unassigned: _elsewhere, ...ofEntry } = assignment ?? { unassigned: null };
  const ids = [own.entry.id, own.file.id, own.letter!.id, comment, packed, ...Object.values(inquiries), ...Object.values(ofEntry).map(({ id }) => id)];
  return ids.some((id) => target.includes(id));
}
