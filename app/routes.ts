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

  // Cities entering

  // Secretariat and rounds

  // Reviewers, chair, results

  route("*", "routes/public/not-found.tsx"),
] satisfies RouteConfig;
