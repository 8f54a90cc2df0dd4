import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every URL of the portal, top to bottom. Flat on purpose: no loader of a parent guards a child. */
export default [
  // The public
  index("routes/public/home.tsx"),
  route("cycles/:slug", "routes/public/cycle.tsx"),
  route("cycles/:slug/results", "routes/public/results.tsx"),
  route("initiatives/:resultId", "routes/public/initiative.tsx"),
  route("archive", "routes/public/archive.tsx"),
  route("help", "routes/public/help.tsx"),
  route("accessibility", "routes/public/accessibility.tsx"),
  route("about", "routes/public/about.tsx"),
  route("privacy", "routes/public/privacy.tsx"),

  // Accounts, teams, people
  route("sign-in", "routes/account/sign-in.tsx"),
  route("sign-out", "routes/account/sign-out.ts"),
  route("register", "routes/account/register.tsx"),
  route("confirm/:token", "routes/account/confirm.tsx"),
  route("reset", "routes/account/reset.tsx"),
  route("reset/:token", "routes/account/new-password.tsx"),
  route("account", "routes/account/own.tsx"),
  route("account/confirmation", "routes/account/confirmation.ts"),
  route("account/password", "routes/account/password.tsx"),
  route("account/profile", "routes/account/profile.tsx"),
  route("invitations/:token", "routes/account/invitation.tsx"),
  route("setup/:token", "routes/account/setup.tsx"),
  route("cities/new", "routes/city/new.tsx"),
  route("cities/new/waiting", "routes/city/waiting.tsx"),
  route("cities/:cityId", "routes/city/team.tsx"),
  route("cities/:cityId/members", "routes/city/members.ts"),
  route("cities/:cityId/invitations", "routes/city/invitations.tsx"),
  route("cities/:cityId/requests", "routes/city/requests.ts"),
  route("admin/people", "routes/admin/people.tsx"),
  route("admin/people/:accountId", "routes/admin/person.tsx"),
  route("audit", "routes/admin/audit.tsx"),
  route("demo", "routes/demo/demo.tsx"),
  route("demo/sign-in", "routes/demo/sign-in.ts"),
  route("demo/outbox/:letterId", "routes/demo/letter.tsx"),

  // Cities entering

  // Secretariat and rounds
  route("secretariat", "routes/secretariat/overview.tsx"),
  route("secretariat/cycles/:cycleId", "routes/secretariat/cycle.tsx"),
  route("secretariat/cycles/:cycleId/deadline", "routes/secretariat/deadline.tsx"),
  route("secretariat/cycles/:cycleId/rubrics/new", "routes/secretariat/rubric-new.tsx"),
  route("secretariat/cycles/:cycleId/rounds/new", "routes/secretariat/round-new.tsx"),
  route("secretariat/entries/:entryId", "routes/secretariat/entry.tsx"),
  route("secretariat/entries/:entryId/screening", "routes/secretariat/screening.tsx"),
  route("secretariat/entries/:entryId/confirmation", "routes/secretariat/confirmation.tsx"),
  route("secretariat/entries/:entryId/reopening", "routes/secretariat/reopening.tsx"),
  route("secretariat/rubrics/:rubricId", "routes/secretariat/rubric.tsx"),
  route("rounds/:roundId", "routes/secretariat/round.tsx"),
  route("rounds/:roundId/settings", "routes/secretariat/round-settings.tsx"),
  route("rounds/:roundId/panel", "routes/secretariat/panel.tsx"),
  route("rounds/:roundId/panel/:accountId/removal", "routes/secretariat/panel-removal.tsx"),
  route("rounds/:roundId/assignments", "routes/secretariat/assignments.tsx"),
  route("rounds/:roundId/assignments/balanced", "routes/secretariat/balanced.tsx"),
  route("rounds/:roundId/assignments/:assignmentId/recusal", "routes/secretariat/assignment-recusal.tsx"),
  route("rounds/:roundId/conflicts", "routes/secretariat/conflicts.tsx"),
  route("rounds/:roundId/conflicts/:entryId/:accountId/waiver", "routes/secretariat/waiver.tsx"),

  // Reviewers, chair, results

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
